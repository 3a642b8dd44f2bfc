//! The sprints of a board, from its files and its charter.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashSet};
use jiff::Timestamp;

use super::clock::FAR;
use super::named_by_items::{named_by_items, named_sprints};
use super::teams::name_teams;
use crate::board::facts::{ItemFact, SprintFact, Tool};
use crate::board::model::sprint::LONGEST_SPRINT;
use crate::board::{Calendar, Days, Sprint, SprintId, SprintState};
use crate::charter::{Charter, PlannedSprint, SprintCards, folded};
use crate::source::Diagnostic;
use crate::wording::listed;

/// The sprints of a board, sorted by start.
#[derive(Debug, Default)]
pub(crate) struct Sprints<'a> {
    /// The sprints.
    pub(crate) list: Vec<Sprint<'a>>,
    /// Sprints by id, or by name if only names are known.
    pub(crate) ids: HashMap<Cow<'a, str>, SprintId>,
    /// Sprints whose cards are in a list with the sprint's name, by the folded name (Trello).
    pub(crate) lists: HashMap<String, SprintId>,
    /// Lists that serve one sprint after another: the sprints by the list's folded name, sorted by start
    /// (Trello).
    pub(crate) served: BTreeMap<String, Vec<SprintId>>,
    /// Warnings of implausible dates, which are not used, by sprint id.
    pub(crate) implausible: Vec<(Cow<'a, str>, Diagnostic)>,
}

/// What the sprints of a board are read with.
pub(crate) struct SprintContext<'c> {
    pub(crate) charter: &'c Charter,
    pub(crate) calendar: &'c Calendar,
    pub(crate) tool: Tool,
    /// The clock of the board.
    pub(crate) clock: Timestamp,
    /// The newest timestamp of the board, or the clock if that is later.
    pub(crate) newest: Timestamp,
}

/// Joins the facts of several files about each sprint. Each fact comes with the newest timestamp of its file.
/// Each field is taken from the newest file that gives it.
fn joined<'a>(mut facts: Vec<(Option<Timestamp>, SprintFact<'a>)>) -> Vec<SprintFact<'a>> {
    // Of two equally new facts, the one with more information wins, in whatever order they come.
    facts.sort_by(|(newest, fact), (other_newest, other)| {
        (newest, said(fact), &fact.name, &fact.goal).cmp(&(other_newest, said(other), &other.name, &other.goal))
    });
    let mut places: HashMap<Cow<'a, str>, usize> = HashMap::default();
    let mut joined: Vec<SprintFact<'a>> = Vec::new();
    for (_, fact) in facts {
        match places.get(&fact.id) {
            Some(place) => overlay(&mut joined[*place], fact),
            None => {
                places.insert(fact.id.clone(), joined.len());
                joined.push(fact);
            }
        }
    }
    joined
}

/// Builds the sprints of a board from facts of its files. The charter's sprints are joined by name and fill
/// what the files leave open; errors in them are pushed to `found`.
pub(crate) fn sprints_of<'a>(
    facts: Vec<(Option<Timestamp>, SprintFact<'a>)>,
    context: &SprintContext<'_>,
    found: &mut Vec<Diagnostic>,
) -> Sprints<'a> {
    let mut implausible = Vec::new();
    let mut plausible = |fact| plausible(fact, context.newest, &mut implausible);
    let mut sprints: Vec<Sprint<'a>> =
        joined(facts).into_iter().map(|fact| sprint_of(plausible(fact), context.clock)).collect();
    let aliases = take_names(&mut sprints);
    let mut lists = HashMap::default();
    let mut served: HashMap<String, Vec<Cow<'a, str>>> = HashMap::default();
    plan(&mut sprints, context, found);
    if context.tool == Tool::Trello {
        for sprint in sprints.iter().filter(|sprint| sprint.days.is_none()) {
            lists.insert(folded(&sprint.name), sprint.id.clone());
        }
        for planned in &context.charter.sprints {
            let id = Cow::Owned(planned.name.text.clone());
            match &planned.cards {
                SprintCards::ListOfItsName => drop(lists.insert(folded(&planned.name.text), id)),
                SprintCards::List(list) => served.entry(folded(&list.text)).or_default().push(id),
                SprintCards::Label(_) => {}
            }
        }
    }
    sprints.sort_by(|a, b| (a.start.is_none(), a.start, &a.id).cmp(&(b.start.is_none(), b.start, &b.id)));
    for (index, sprint) in sprints.iter_mut().enumerate() {
        sprint.index = SprintId::new(index);
    }
    name_teams(&mut sprints, context.clock);
    let mut ids: HashMap<Cow<'a, str>, SprintId> =
        sprints.iter().map(|sprint| (sprint.id.clone(), sprint.index)).collect();
    for (name, id) in aliases {
        if let Some(sprint) = ids.get(&id).copied() {
            ids.entry(name).or_insert(sprint);
        }
    }
    let find = |id: &Cow<'a, str>| ids.get(id).copied();
    let lists = lists.into_iter().filter_map(|(list, id)| Some((list, find(&id)?))).collect();
    let served = served.into_iter().map(|(list, of)| {
        let mut of: Vec<SprintId> = of.iter().filter_map(find).collect();
        of.sort_unstable();
        (list, of)
    });
    let served = served.collect();
    Sprints { list: sprints, ids, lists, served, implausible }
}

/// Sort key for the information in a record of a sprint: its state, then the number of its dates.
fn said(fact: &SprintFact<'_>) -> (Option<SprintState>, usize, [Option<Timestamp>; 4]) {
    let dates = [fact.completed, fact.activated, fact.start, fact.end];
    (fact.state, dates.iter().flatten().count(), dates)
}

/// Overwrites an older record with the values of a newer one.
fn overlay<'a>(known: &mut SprintFact<'a>, newer: SprintFact<'a>) {
    // Most exports that leave out goals give an empty one, so an empty goal does not replace another.
    if newer.goal_text().is_some() || known.goal.is_none() {
        known.goal = newer.goal;
    }
    for (have, says) in [(&mut known.name, newer.name), (&mut known.board, newer.board)] {
        if !says.is_empty() {
            *have = says;
        }
    }
    // The time of activation is the start; another record may only have the planned date.
    if newer.activated.is_some() || known.activated.is_none() {
        known.start = newer.start.or(known.start);
    }
    known.state = newer.state.or(known.state);
    known.activated = newer.activated.or(known.activated);
    known.end = newer.end.or(known.end);
    known.completed = newer.completed.or(known.completed);
    known.mark = newer.mark.or(known.mark);
}

/// Removes implausible dates of a sprint and warns of them: a date far after everything else in the export,
/// an end before the start or more than a year after it, a start after the completion, or a planned end long
/// after the completion.
fn plausible<'a>(
    mut fact: SprintFact<'a>,
    newest: Timestamp,
    implausible: &mut Vec<(Cow<'a, str>, Diagnostic)>,
) -> SprintFact<'a> {
    let (id, name, mark) = (fact.id.clone(), fact.name.clone(), fact.mark);
    let mut tell = |what: &str, which: &str| {
        let warning = Diagnostic::warning(format!("the sprint `{name}` {what}")).at_if(mark, "this sprint");
        let warning = warning.note(format!("its {which} is not used: correct the date in Jira and export again"));
        implausible.push((id.clone(), warning));
    };
    let is_far = |at: &Timestamp| at.duration_since(newest) > FAR;
    let begun = fact.state != Some(SprintState::Future);
    if begun && fact.activated.take_if(|at| is_far(at)).is_some() {
        tell("was activated more than a year after everything else on this board", "activation");
    }
    if begun && fact.start.take_if(|at| is_far(at)).is_some() {
        tell("starts more than a year after everything else on this board", "start");
    }
    if fact.completed.take_if(|at| is_far(at)).is_some() {
        tell("was completed more than a year after everything else on this board", "completion");
    }
    if let (Some(start), Some(end)) = (fact.activated.or(fact.start), fact.end) {
        if end < start {
            fact.end = None;
            tell("ends before it starts", "end");
        } else if end.duration_since(start) > FAR {
            fact.end = None;
            tell("ends more than a year after it starts", "end");
        }
    }
    if let (Some(start), Some(completed)) = (fact.activated.or(fact.start), fact.completed)
        && completed < start
    {
        (fact.activated, fact.start) = (None, None);
        tell("was completed before it starts", "start");
    }
    if let (Some(_), Some(completed), Some(end)) = (fact.activated.or(fact.start), fact.completed, fact.end)
        && end.duration_since(completed) > LONGEST_SPRINT
    {
        fact.end = None;
        tell("was completed more than a month before it was to end", "end");
    }
    fact
}

fn sprint_of<'a>(mut fact: SprintFact<'a>, clock: Timestamp) -> Sprint<'a> {
    let unsaid = if fact.completed.is_some() { SprintState::Closed } else { SprintState::Future };
    let state = fact.state.unwrap_or(unsaid);
    if fact.state.is_none() && fact.completed.is_none() {
        // Dates alone do not show whether a sprint was started on time, or is over.
        (fact.activated, fact.start) = (None, fact.start.filter(|start| fact.activated.is_none() && *start > clock));
    }
    let start = fact.activated.or(fact.start);
    // A sprint that was reopened is not over, whatever an older file says.
    let completed = fact.completed.or(fact.end).filter(|_| state == SprintState::Closed);
    Sprint {
        index: SprintId::new(0),
        known: start.is_some() || fact.state.is_some(),
        id: fact.id,
        name: fact.name,
        board: fact.board,
        team: String::new(),
        state,
        goal: fact.goal,
        start,
        activated: fact.activated.is_some(),
        end: fact.end,
        completed,
        days: None,
        label: None,
        dated_members: true,
        days_alone: false,
        mark: fact.mark,
        elsewhere: false,
        items: Vec::new(),
    }
}

/// Whether a sprint is only a text, which may be its name or its id.
fn is_bare(sprint: &Sprint<'_>) -> bool {
    !sprint.known && (sprint.name.is_empty() || sprint.name == sprint.id)
}

/// Removes sprints that are only a name if the files describe exactly one sprint of that name: tables and
/// some histories give no ids. Returns the names, each with the id that it stands for.
fn take_names<'a>(sprints: &mut Vec<Sprint<'a>>) -> Vec<(Cow<'a, str>, Cow<'a, str>)> {
    let mut known: HashMap<String, Vec<Cow<'a, str>>> = HashMap::default();
    for sprint in sprints.iter().filter(|sprint| !is_bare(sprint)) {
        known.entry(folded(&sprint.name)).or_default().push(sprint.id.clone());
    }
    let mut aliases = Vec::new();
    sprints.retain(|sprint| {
        let meant = if is_bare(sprint) { known.get(&folded(&sprint.id)) } else { None };
        let Some([id]) = meant.map(Vec::as_slice) else { return true };
        aliases.push((sprint.id.clone(), id.clone()));
        false
    });
    aliases
}

/// Adds the sprints of the charter. Each fills the gaps of the one sprint with its name, or is added as a
/// sprint of its own.
fn plan(sprints: &mut Vec<Sprint<'_>>, context: &SprintContext<'_>, found: &mut Vec<Diagnostic>) {
    let SprintContext { charter, calendar, tool, clock, .. } = *context;
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::default();
    for (place, sprint) in sprints.iter().enumerate() {
        by_name.entry(folded(sprint.shown_name())).or_default().push(place);
    }
    let knows_own = sprints.iter().any(|sprint| sprint.start.is_some());
    // A charter without any goals does not say that the sprints had none.
    let goals = charter.sprints.iter().any(|planned| planned.goal.is_some());
    let mut unused = None;
    for planned in &charter.sprints {
        let plan = planned_sprint(planned, calendar, clock, goals);
        match by_name.get(&folded(&planned.name.text)).map(Vec::as_slice) {
            Some([place]) if sprints[*place].start.is_none() => {
                let sprint = &mut sprints[*place];
                if sprint.name.is_empty() {
                    sprint.name = plan.name;
                }
                // The state that the tool gives takes precedence over one derived from days.
                if !sprint.known {
                    (sprint.state, sprint.completed) = (plan.state, plan.completed);
                }
                (sprint.start, sprint.days, sprint.known) = (plan.start, plan.days, true);
                sprint.end = sprint.end.or(plan.end);
                if sprint.goal_text().is_none() && plan.goal.is_some() {
                    sprint.goal = plan.goal;
                }
                sprint.mark = sprint.mark.or(plan.mark);
            }
            // The goal may have been written down only in the charter.
            Some([place]) if planned.goal.is_some() && sprints[*place].goal_text().is_none() => {
                sprints[*place].goal = plan.goal
            }
            None if tool == Tool::Trello || !knows_own => sprints.push(plan),
            _ => unused = unused.or(planned.name.mark),
        }
    }
    if let Some(mark) = unused.filter(|_| tool == Tool::Jira) {
        let warning = Diagnostic::warning("the export knows its own sprints: those of the charter are not used");
        found.push(warning.at(mark, "the first of them").note("take [[sprints]] out of this charter"));
    }
}

/// Builds a sprint from the charter: its days count whole.
fn planned_sprint<'a>(planned: &PlannedSprint, calendar: &Calendar, clock: Timestamp, goals: bool) -> Sprint<'a> {
    let (start, end) = (calendar.start_of(planned.start), calendar.end_of(planned.end));
    let state = if clock < start {
        SprintState::Future
    } else if clock < end {
        SprintState::Active
    } else {
        SprintState::Closed
    };
    let second = planned.start.tomorrow().unwrap_or(planned.start);
    Sprint {
        index: SprintId::new(0),
        id: Cow::Owned(planned.name.text.clone()),
        name: Cow::Owned(planned.name.text.clone()),
        board: Cow::Borrowed(""),
        team: String::new(),
        state,
        goal: goals.then(|| Cow::Owned(planned.goal.clone().unwrap_or_default())),
        start: Some(start),
        activated: false,
        end: Some(end),
        completed: (state == SprintState::Closed).then_some(end),
        days: Some(Days {
            begun: calendar.end_of(planned.start),
            planned: calendar.end_of(second),
            closing: calendar.start_of(planned.end),
        }),
        label: match &planned.cards {
            SprintCards::Label(label) => Some(folded(&label.text)),
            _ => None,
        },
        dated_members: true,
        days_alone: false,
        known: true,
        mark: planned.name.mark,
        elsewhere: false,
        items: Vec::new(),
    }
}

/// The warnings of implausible dates for sprints with items. Sprints of other boards are not used here,
/// whatever their dates.
pub(crate) fn implausible_here<'a>(
    implausible: Vec<(Cow<'a, str>, Diagnostic)>,
    sprints: &[Sprint<'a>],
) -> impl Iterator<Item = Diagnostic> {
    let filled: HashSet<&str> =
        sprints.iter().filter(|sprint| !sprint.items.is_empty()).map(|sprint| &*sprint.id).collect();
    implausible.into_iter().filter(move |(id, _)| filled.contains(&**id)).map(|(_, warning)| warning)
}

/// Warns that sprints of the charter held no card although they began within the known history: their list or
/// label may have another name (Trello).
pub(crate) fn without_cards(sprints: &[Sprint<'_>], since: Option<Timestamp>, clock: Timestamp) -> Option<Diagnostic> {
    let known = |sprint: &&Sprint<'_>| sprint.has_begun(clock) && since.is_none_or(|since| sprint.start >= Some(since));
    let empty: Vec<_> = sprints.iter().filter(known).filter(|sprint| sprint.items.is_empty()).collect();
    let first = empty.first()?;
    let names: Vec<String> = empty.iter().map(|sprint| format!("`{}`", sprint.name)).collect();
    let warning = Diagnostic::warning(format!("no card was ever in {}", listed(&names, SHOWN)));
    let warning = warning.at_if(first.mark, "no list or label of it holds a card");
    Some(warning.note("say how cards are in it: `list = \"…\"` or `label = \"…\"`, as the board calls them"))
}

/// Warns of begun sprints of the charter of which only the days are known, and says what follows (Trello).
pub(crate) fn of_days_alone(sprints: &[Sprint<'_>], clock: Timestamp) -> Option<Diagnostic> {
    let alone = |sprint: &&Sprint<'_>| sprint.days_alone && sprint.has_begun(clock) && !sprint.items.is_empty();
    let alone: Vec<_> = sprints.iter().filter(alone).collect();
    let first = alone.first()?;
    let names: Vec<String> = alone.iter().map(|sprint| format!("`{}`", sprint.name)).collect();
    let warning = Diagnostic::warning(format!("no list or label tells which cards are in {}", listed(&names, SHOWN)));
    let known = "known is what was under way on the first day, and nothing that was begun later";
    let warning = warning.at_if(first.mark, known);
    Some(warning.note("say how cards are in it: `list = \"…\"` or `label = \"…\"`, as the board calls them"))
}

/// Maximum number of sprints that a message names.
const SHOWN: usize = 8;

/// Sprints of which only the id is known, from items: a sprint that an item was taken out of is listed
/// nowhere.
pub(crate) fn only_named<'a>(items: &[ItemFact<'a>]) -> Vec<SprintFact<'a>> {
    let ids: BTreeSet<&Cow<'a, str>> = named_by_items(items, named_sprints).collect();
    ids.into_iter().map(|id| SprintFact { id: id.clone(), ..SprintFact::default() }).collect()
}
