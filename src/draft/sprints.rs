//! Sprints of a tool without sprints: lists and labels that are named after sprints, and lists that serve one
//! sprint after the other. Their dates come from their names or from the moves of their cards.

use std::collections::BTreeSet;

use foldhash::HashMap;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use serde::Serialize;

use super::candidate::{Candidate, Certainty};
use super::columns::stage_of;
use super::dates::dates;
use super::labels::LabelHistory;
use super::list_names::RenamedLists;
use super::moves::{is_begun, moves};
use crate::board::facts::is_given;
use crate::board::{Board, Calendar, Change, ChangeKind, ChangeRecord, FORTNIGHT_DAYS, Item, StateId};
use crate::charter::{SprintCards, Stage, folded};
use crate::lexicon;

/// Maximum length of a sprint in days.
const LONGEST: i64 = 60;
/// Minimum number of cards that come into a list on one day, to count as the planning of a sprint.
const PLANNED: usize = 3;
/// Minimum number of days between the starts of two sprints.
const SHORTEST: i64 = 5;
/// Maximum number of sprints of one list that are drafted; the newest are used.
const TURNS: usize = 6;

/// A sprint in the form of a charter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SprintPlan {
    /// Its name.
    pub name: String,
    /// What makes a card belong to it.
    pub cards: SprintCards<String>,
    /// The first and the last day, both included; `None` if there is no evidence for them.
    pub days: Option<(Date, Date)>,
}

/// Why a sprint may have these dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SprintEvidence {
    /// Why it may begin on its first day.
    pub start: SprintStart,
    /// Why it may end on its last day; `None` if its dates are unknown.
    pub end: Option<SprintEnd>,
    /// Number of days between the starts of sprints, if this sprint and all that have begun keep it.
    pub every: Option<i64>,
}

/// Why a sprint may begin on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SprintStart {
    /// Its name contains both days.
    Name,
    /// Its name contains one day, which is assumed to be the last.
    NamedAfterLastDay {
        /// Whether it begins after the end of the sprint before, rather than on its own last day.
        follows: bool,
    },
    /// The first card left the list for work, or the first card with the label went to work.
    FirstCardBegun,
    /// The first card came into the list, or got the label.
    FirstCardCame,
    /// No card has gone to work: it is assumed to follow the sprint before.
    NotBegun,
    /// This many cards came into the list on that day.
    CardsCame(usize),
    /// No evidence.
    Unknown,
}

/// Why a sprint may end on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SprintEnd {
    /// Its name contains the day.
    Name,
    /// The next one begins.
    NextBegins,
    /// It is assumed to last this many days.
    Length(i64),
}

type Sprints = Vec<Candidate<SprintPlan, SprintEvidence>>;

/// When the first card left a list for work, and when the first came into it.
type FirstCards = (Option<Timestamp>, Option<Timestamp>);

/// The known start and end of a sprint, and the evidence.
struct Dated {
    start: Date,
    end: Option<Date>,
    evidence: SprintStart,
    /// Whether work on it has begun, as far as is known.
    begun: bool,
}

/// The sprints whose lists are named `lists` or had such a name (`renamed`), and those whose cards have
/// labels that are named after sprints. If there are none, those that the list `serving` may have served.
/// Sorted by start; then come sprints that have not begun, then those without dates.
pub(super) fn sprints(
    board: &Board<'_>,
    lists: &[String],
    renamed: &RenamedLists,
    serving: Option<&str>,
    labels: &LabelHistory,
) -> Sprints {
    let first = first_cards(board);
    let by_list = |name: &str| {
        let (begun, came) = first.get(&folded(name)).copied().unwrap_or_default();
        cards_dated(board, begun, came)
    };
    let of_lists = lists
        .iter()
        .filter(|name| !renamed.lists.contains(&folded(name)))
        .map(|name| (plan(name, SprintCards::ListOfItsName), date(name, || by_list(name))));
    let once = renamed.sprints.iter().map(|sprint| {
        let dated = date(&sprint.name, || cards_dated(board, sprint.begun, sprint.came));
        (plan(&sprint.name, SprintCards::ListOfItsName), dated)
    });
    let mut found = in_order(of_lists.chain(once).collect());
    let named: BTreeSet<String> = found.iter().map(|sprint| folded(&sprint.value.name)).collect();
    let of_labels = labels.sprints().filter(|name| !named.contains(&folded(name)));
    let of_labels = of_labels
        .map(|name| (plan(name, SprintCards::Label(name.to_owned())), date(name, || by_label(board, name, labels))));
    let mut by_label = in_order(of_labels.collect());
    let listed = found.iter().any(Candidate::is_in_force);
    for sprint in by_label.iter_mut().filter(|_| listed || !labels.is_recorded()) {
        // The dates may come from cards of another sprint, or there are other sprints that are better known.
        sprint.certainty = Certainty::Doubtful;
    }
    found.append(&mut by_label);
    if let Some(list) = serving.filter(|_| lists.is_empty() && found.is_empty()) {
        found.append(&mut turns(board, list));
    }
    found
}

fn plan(name: &str, cards: SprintCards<String>) -> SprintPlan {
    SprintPlan { name: name.to_owned(), cards, days: None }
}

/// Sets the last days of the sprints, and the first days of those that have not begun.
fn in_order(sprints: Vec<(SprintPlan, Option<Dated>)>) -> Sprints {
    let (mut dated, mut unknown) = (Vec::new(), Vec::new());
    for (plan, found) in sprints {
        match found {
            Some(found) => dated.push((plan, found)),
            None => unknown.push(plan),
        }
    }
    dated.sort_by(|(a, x), (b, y)| (!x.begun, x.start, &a.name).cmp(&(!y.begun, y.start, &b.name)));
    // A sprint that is named after its last day begins after the end of the one before.
    let last_day = |sprint: &Dated| match sprint.evidence {
        SprintStart::NamedAfterLastDay { .. } => sprint.end,
        _ => None,
    };
    let mut before: Option<Date> = None;
    for (_, sprint) in &mut dated {
        let end = last_day(sprint);
        if let (Some(end), Some(before)) = (end, before)
            && before < end
        {
            sprint.start = before.saturating_add(1.day());
            sprint.evidence = SprintStart::NamedAfterLastDay { follows: true };
        }
        before = end;
    }
    let rhythm = Rhythm::of(dated.iter().map(|(_, sprint)| sprint));
    for place in 1..dated.len() {
        let next = dated[place - 1].1.start.saturating_add(rhythm.days.days());
        let sprint = &mut dated[place].1;
        if !sprint.begun && sprint.start < next {
            sprint.start = next;
            sprint.evidence = SprintStart::NotBegun;
        }
    }
    let starts: Vec<Date> = dated.iter().map(|(_, sprint)| sprint.start).collect();
    let candidate = |(place, (plan, sprint)): (usize, (SprintPlan, Dated))| {
        let next = starts[place + 1..].iter().find(|start| **start > sprint.start);
        let guessed = matches!(sprint.evidence, SprintStart::CardsCame(_));
        let regular = rhythm.regular && sprint.begun && sprint.end.is_none();
        let named = sprint.evidence == SprintStart::Name;
        let certainty = if named || regular && !guessed { Certainty::Likely } else { Certainty::Doubtful };
        let (end, by) = match (sprint.end, next) {
            (Some(end), _) => (end, SprintEnd::Name),
            (None, Some(next)) => (working_day_before(*next), SprintEnd::NextBegins),
            (None, None) => {
                let after = sprint.start.saturating_add(rhythm.days.days());
                (working_day_before(after), SprintEnd::Length(rhythm.days))
            }
        };
        let every = regular.then_some(rhythm.days);
        let plan = SprintPlan { days: Some((sprint.start, end.max(sprint.start))), ..plan };
        Candidate::new(certainty, plan, SprintEvidence { start: sprint.evidence, end: Some(by), every })
    };
    let undated = |plan| {
        let evidence = SprintEvidence { start: SprintStart::Unknown, end: None, every: None };
        Candidate::new(Certainty::Doubtful, plan, evidence)
    };
    dated.into_iter().enumerate().map(candidate).chain(unknown.into_iter().map(undated)).collect()
}

/// The interval between the starts of sprints.
struct Rhythm {
    days: i64,
    /// Whether all that have begun keep it: at least three, in whole weeks.
    regular: bool,
}

impl Rhythm {
    fn of<'d>(dated: impl Iterator<Item = &'d Dated>) -> Self {
        let starts: Vec<Date> = dated.filter(|it| it.begun && it.end.is_none()).map(|it| it.start).collect();
        let mut steps: Vec<i64> = starts.windows(2).map(|pair| days_between(pair[0], pair[1])).collect();
        steps.sort_unstable();
        let days = steps.get(steps.len() / 2).copied().filter(|days| *days > 0).unwrap_or(FORTNIGHT_DAYS);
        let regular = steps.len() >= 2 && days % 7 == 0 && steps.iter().all(|step| *step == days);
        Self { days, regular }
    }
}

fn days_between(first: Date, second: Date) -> i64 {
    second.duration_since(first).as_hours() / 24
}

/// The dates of a sprint by its name, or otherwise by the moves of its cards.
fn date(name: &str, by_cards: impl FnOnce() -> Option<Dated>) -> Option<Dated> {
    let in_name: Vec<Date> = dates(name).collect();
    let dated = |start, end, evidence| Some(Dated { start, end: Some(end), evidence, begun: true });
    match in_name.as_slice() {
        [start, end] if start <= end && days_between(*start, *end) <= LONGEST => dated(*start, *end, SprintStart::Name),
        // It may also be the date of a release.
        [day] => dated(*day, *day, SprintStart::NamedAfterLastDay { follows: false }),
        _ => by_cards(),
    }
}

fn cards_dated(board: &Board<'_>, begun: Option<Timestamp>, came: Option<Timestamp>) -> Option<Dated> {
    let dated = |at, evidence, begun| Dated { start: board.calendar.day(at), end: None, evidence, begun };
    let came = || came.map(|at| dated(at, SprintStart::FirstCardCame, false));
    begun.map(|at| dated(at, SprintStart::FirstCardBegun, true)).or_else(came)
}

/// When the first card left each list for work, and when the first came into it, by list name in lower case.
fn first_cards(board: &Board<'_>) -> HashMap<String, FirstCards> {
    let mut first: HashMap<StateId, FirstCards> = HashMap::default();
    for (at, from, to) in moves(board.changes.iter()) {
        if is_begun(board, to) {
            first.entry(from).or_default().0.get_or_insert(at);
        }
        first.entry(to).or_default().1.get_or_insert(at);
    }
    // The list in which a card was created is known only if its creation is recorded.
    let created = |(change, record): &(&Change<'_>, &ChangeRecord<'_>)| {
        change.kind == ChangeKind::Created && is_given(&record.id)
    };
    for (change, _) in board.changes.with_records().filter(created) {
        let Some(list) = change.moment.state else { continue };
        let came = &mut first.entry(list).or_default().1;
        *came = came.iter().copied().chain([change.at]).min();
    }
    let mut by_name: HashMap<String, FirstCards> = HashMap::default();
    let earlier = |a: Option<Timestamp>, b: Option<Timestamp>| a.into_iter().chain(b).min();
    for (list, (begun, came)) in first {
        let of_name = by_name.entry(folded(&board.state(list).name)).or_default();
        *of_name = (earlier(of_name.0, begun), earlier(of_name.1, came));
    }
    by_name
}

/// When the first card with the label went to work, or got the label.
fn by_label(board: &Board<'_>, name: &str, labels: &LabelHistory) -> Option<Dated> {
    let begins = |(item, since): (&Item<'_>, Timestamp)| {
        let changes = board.history(item).iter();
        moves(changes)
            .find(|(at, from, to)| *at >= since && !is_begun(board, *from) && is_begun(board, *to))
            .map(|(at, ..)| at)
    };
    let begun = labels.cards(name, board).filter_map(begins).min();
    let came = labels.cards(name, board).map(|(_, since)| since).min().filter(|_| labels.is_recorded());
    cards_dated(board, begun, came)
}

/// The sprints that one list may have served: each begins on a day on which several cards came into the list.
/// If there is no such day, one sprint without dates.
fn turns(board: &Board<'_>, list: &str) -> Sprints {
    let is_list = |state: StateId| folded(&board.state(state).name) == folded(list);
    let came = moves(board.changes.iter())
        .filter(|(_, from, to)| is_list(*to) && !is_list(*from) && !is_begun(board, *from))
        .map(|(at, ..)| board.calendar.day(at));
    let mut days: Vec<(Date, usize)> = Vec::new();
    for day in came {
        match days.last_mut() {
            Some((last, count)) if *last == day => *count += 1,
            _ => days.push((day, 1)),
        }
    }
    let mut starts: Vec<(Date, usize)> = Vec::new();
    for (day, count) in days.into_iter().filter(|(_, count)| *count >= PLANNED) {
        if starts.last().is_none_or(|(last, _)| days_between(*last, day) >= SHORTEST) {
            starts.push((day, count));
        }
    }
    let members = || SprintCards::List(list.to_owned());
    if starts.is_empty() {
        return in_order(vec![(plan("", members()), None)]);
    }
    let first = starts.len().saturating_sub(TURNS);
    let sprint = |(start, count): &(Date, usize)| {
        let dated = Dated { start: *start, end: None, evidence: SprintStart::CardsCame(*count), begun: true };
        (plan(&format!("Sprint from {start}"), members()), Some(dated))
    };
    in_order(starts[first..].iter().map(sprint).collect())
}

/// The list of a board that may serve one sprint after the other. Its name speaks of sprints, but not of a
/// certain one, and work begins from it. Of several, the one with the most incoming cards is used; without
/// any cards, one with a typical name.
pub(super) fn serving_list(board: &Board<'_>) -> Option<String> {
    let serves = |state: StateId| {
        let name = &board.state(state).name;
        let waits = matches!(stage_of(board.state(state)), None | Some(Stage::Backlog | Stage::Ready));
        waits && lexicon::is_sprints(name) && !lexicon::is_sprint(name) && dates(name).next().is_none()
    };
    let began: BTreeSet<StateId> = moves(board.changes.iter())
        .filter(|(_, from, to)| is_begun(board, *to) && !is_begun(board, *from))
        .map(|(_, from, _)| from)
        .filter(|from| serves(*from))
        .collect();
    let came = |list: &StateId| moves(board.changes.iter()).filter(|(_, _, to)| to == list).count();
    let by_moves = began.into_iter().max_by_key(|list| (came(list), std::cmp::Reverse(*list)));
    let by_name = || {
        let open = (0..board.states.len()).map(StateId::new).filter(|list| !board.state(*list).closed && serves(*list));
        open.into_iter().find(|list| lexicon::is_to_do(&board.state(*list).name))
    };
    Some(board.state(by_moves.or_else(by_name)?).name.trim().to_owned())
}

fn working_day_before(day: Date) -> Date {
    let mut before = day.saturating_sub(1.day());
    while Calendar::is_weekend(before) {
        before = before.saturating_sub(1.day());
    }
    before
}
