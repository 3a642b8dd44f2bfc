//! Putting a board together from everything its files say.

use std::borrow::Cow;

use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};

use super::calendar::Calendar;
use super::change::{Change, Gesture};
use super::course;
use super::evidence::Evidence;
use super::facts::{Account, Act, ChangeFact, Facts, Page, Tool, Who};
use super::fields::Fields;
use super::item::Item;
use super::people::People;
use super::replay::{Replayed, Scene, Staged, replay};
use super::sprint;
use super::sprints;
use super::states::States;
use super::window::{Times, Wanted, Window};
use super::{Board, ChangeId, ItemId, SprintId, backlog, gesture, kinds, merge, order, rewind, touch};
use crate::charter::Charter;
use crate::source::{Diagnostic, parallel};

/// A board and what its charter got wrong about it.
#[derive(Debug)]
pub struct Built<'a> {
    /// The board.
    pub board: Board<'a>,
    /// Names that fit nobody or several, fields that do not exist.
    pub found: Vec<Diagnostic>,
    /// That the board has no such sprint as was wanted: then the window is open.
    pub nowhere: Option<Diagnostic>,
}

/// Builds the board that `files` describe together, as `charter` reads it, for the time that is `wanted`.
pub fn build<'a>(mut files: Vec<Facts<'a>>, charter: &Charter, wanted: &Wanted) -> Built<'a> {
    files.sort_by_key(|facts| facts.file);
    let mut found = Vec::new();
    let calendar = Calendar::new(charter.timezone.clone(), charter.holidays.clone());
    let tool = files.first().map_or(Tool::Jira, |facts| facts.tool);
    let (name, home) = title(&files);
    let evidence = Evidence {
        history: files.iter().any(|facts| facts.items.iter().any(|item| item.history)),
        comments: files.iter().any(|facts| facts.comments),
        undated: files.iter().any(|facts| facts.undated),
        unranked: files.iter().any(|facts| facts.unranked)
            && files.iter().all(|facts| facts.unranked || facts.entries == 0),
        charter: charter.file,
        ..Evidence::default()
    };
    let cut = joint_cut(&files);

    let (mut accounts, mut states, mut sprints, mut fields) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut items, mut board_changes, mut state_changes) = (Vec::new(), Vec::new(), Vec::new());
    let mut mentioned = Vec::new();
    let incomplete = Pages::of(&files);
    // What is told of one thing in several files holds as the newest tells it; actions tell less than a board itself.
    files.sort_by_key(|facts| (facts.items.iter().any(|item| !item.bare), facts.newest(), facts.file));
    for facts in files {
        mentioned.extend(facts.mentioned);
        accounts.extend(facts.accounts);
        states.extend(facts.states);
        state_changes.extend(facts.state_changes);
        sprints.extend(facts.sprints);
        fields.extend(facts.fields);
        items.extend(facts.items);
        board_changes.extend(facts.board_changes);
    }
    let (mut items, orphans): (Vec<_>, Vec<_>) =
        merge::merge(items).into_iter().partition(|item| !item.bare || tool == Tool::Trello);
    let mut board_changes = once(board_changes);
    accounts.extend(strangers(mentioned, &accounts));
    let people = People::new(accounts, charter, &calendar, &mut found);
    let newest = newest(&items, &board_changes);
    let now = wanted.today.map_or(newest, |day| super::calendar::before(calendar.end_of(day), 1));
    if tool == Tool::Jira
        && sprints.iter().any(|sprint| sprint.start.is_some())
        && let Some(mark) = charter.sprints.first().and_then(|sprint| sprint.name.mark)
    {
        let warning = Diagnostic::warning("the export knows its own sprints: those of the charter are not used");
        found.push(warning.at(mark, "the first of them").note("take [[sprints]] out of this charter"));
    }
    sprints.extend(sprints::only_named(&items));
    let (mut sprints, sprint_ids) = sprints::sprints_of(sprints, charter, &calendar, tool, now);
    let first = items.iter().filter_map(|item| item.created.map(|(at, _)| at)).min();
    let times = Times { board: &name, sprints: &sprints, calendar: &calendar, first, newest, now };
    let (window, clock, nowhere) = match times.window(wanted) {
        Ok((window, clock)) => (window, clock, None),
        Err(nowhere) => (Window::default(), now, Some(nowhere)),
    };
    let names = if tool == Tool::Trello { sprints::by_name(&sprints) } else { FxHashMap::default() };
    if clock < newest {
        rewind::rewind_states(&mut states, &mut state_changes, clock);
    }
    let mut states = States::new(charter, tool, names, states);
    let known_fields = fields;
    let fields = Fields::new(charter, tool, &known_fields, &items, &mut found);
    let evidence = Evidence { incomplete: incomplete.of_board(items.len()), ..evidence };
    let mut rewound = rewind::Rewound::default();
    if clock < newest {
        // Names that the charter gives are known although nothing stood there yet.
        items.iter().for_each(|item| meet(item, &mut states));
        rewound = rewind::rewind(&mut items, &mut board_changes, &known_fields, clock);
        sprints.iter_mut().for_each(|sprint| sprint.rewind(clock));
    }
    let staged: Vec<_> = items.into_iter().map(|fact| stage(fact, &mut states)).collect();
    let renames = states.renames(&state_changes);
    let states = states.into_list(&mut found);
    let scene = Scene {
        charter,
        tool,
        people: &people,
        states: &states,
        renames: &renames,
        sprints: &sprints,
        sprint_ids: &sprint_ids,
        fields: &fields,
        has_sprints: !sprints.is_empty(),
        clock,
        cut,
    };
    let replayed: Vec<_> = parallel::map(staged, |index, staged| replay(&scene, ItemId::new(index), staged));
    let evidence = Evidence { estimates: fields.knows_estimates() || has_points(&replayed), ..evidence };
    let (items, changes) = in_order(replayed, board_changes, &people);
    let mut board = Board {
        name,
        home,
        tool,
        people,
        states,
        items,
        changes,
        sprints,
        in_time: fields.in_time,
        in_titles: fields.in_titles,
        fields: fields.uses,
        calendar,
        clock,
        window,
        cut,
        ready: None,
        by_key: FxHashMap::default(),
        children: FxHashMap::default(),
        copies: FxHashMap::default(),
        evidence,
    };
    board.evidence.kinds = kinds::told(charter, &board.items, tool);
    // A rank of an issue that is not here costs nothing: a site keeps those of all its projects.
    board.evidence.orphans = orphans.iter().filter(|item| item.history).count();
    board.evidence.truncated = board.items.iter().filter(|item| item.truncated).count();
    settle(&mut board);
    board.evidence.reordered = rewound.reordered;
    Built { board, found, nowhere }
}

/// What the pages of a search say of issues that may not be here.
struct Pages {
    found: Option<usize>,
    more: bool,
}

impl Pages {
    fn of(files: &[Facts<'_>]) -> Self {
        let says = |page| files.iter().any(|facts| facts.page == Some(page));
        let found = files.iter().filter_map(|facts| facts.found).max();
        Self { found, more: says(Page::More) && !says(Page::Last) }
    }

    /// What is missing of a board on which so many items are.
    fn of_board(&self, here: usize) -> Option<String> {
        match self.found {
            Some(found) if found > here => {
                Some(format!("the search found {found} issues, and {here} of them are here"))
            }
            _ if self.more => Some("the last page of the search is not here: more issues follow".to_owned()),
            _ => None,
        }
    }
}

/// Accounts of people whom only a change names: who was given work and never did anything that is in the export.
fn strangers<'a>(mentioned: Vec<(Who<'a>, Cow<'a, str>)>, accounts: &[Account<'a>]) -> Vec<Account<'a>> {
    let named = accounts.iter().flat_map(|account| account.ids.iter().chain(&account.login));
    let mut known: FxHashSet<Who<'a>> = named.cloned().collect();
    let mut strangers = Vec::new();
    for (who, name) in mentioned {
        if known.insert(who.clone()) {
            strangers.push(Account { ids: vec![who], display: Some(name), ..Account::default() });
        }
    }
    strangers
}

/// Each change of the board once, however many exports tell of it.
fn once(mut changes: Vec<ChangeFact<'_>>) -> Vec<ChangeFact<'_>> {
    let mut seen = FxHashSet::default();
    changes.retain(|change| seen.insert(change.id.clone()));
    changes
}

/// Since when the history is known. An older export reaches further back; where it overlaps a newer one, nothing is missing
/// between them.
fn joint_cut(files: &[Facts<'_>]) -> Option<Timestamp> {
    let mut ranges: Vec<_> = files.iter().filter_map(|facts| Some((facts.reach?, facts.cut))).collect();
    ranges.sort_by_key(|(reach, _)| std::cmp::Reverse(*reach));
    let mut ranges = ranges.into_iter();
    let mut cut = ranges.next()?.1?;
    for (reach, earlier) in ranges {
        if reach >= cut {
            cut = cut.min(earlier?);
        }
    }
    Some(cut)
}

pub(crate) fn title(files: &[Facts<'_>]) -> (String, String) {
    let mut names: Vec<&str> =
        files.iter().flat_map(|facts| facts.name.split(", ")).filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names.dedup();
    let home = files.iter().map(|facts| facts.home.as_str()).filter(|home| !home.is_empty()).min().unwrap_or_default();
    let projects: std::collections::BTreeSet<&str> =
        files.iter().flat_map(|facts| &facts.projects).map(String::as_str).collect();
    let home = std::iter::once(home).chain(projects).collect::<Vec<_>>().join(" ");
    (names.join(", "), home)
}

fn has_points(replayed: &[Replayed<'_>]) -> bool {
    replayed.iter().any(|replayed| replayed.item.estimates.iter().any(|(_, estimate)| estimate.is_some()))
}

/// The newest instant at which something was created, changed or said.
fn newest(items: &[super::facts::ItemFact<'_>], board: &[ChangeFact<'_>]) -> Timestamp {
    let changes = items.iter().flat_map(|item| &item.changes).chain(board).map(|change| change.at);
    let items = items.iter().flat_map(|item| [item.updated, item.created.map(|(at, _)| at)]).flatten();
    changes.chain(items).max().unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Looks up every status or list that `item` was ever in.
fn meet<'a>(item: &super::facts::ItemFact<'a>, states: &mut States<'_, 'a>) {
    states.find(&item.state);
    for change in &item.changes {
        if let Act::Moved { from, to } = &change.act {
            states.find(from);
            states.find(to);
        }
    }
}

fn stage<'a>(fact: super::facts::ItemFact<'a>, states: &mut States<'_, 'a>) -> Staged<'a> {
    let state = states.find(&fact.state);
    let looked_up = fact
        .changes
        .iter()
        .map(|change| match &change.act {
            Act::Moved { from, to } => [Some(states.find(from)), Some(states.find(to))],
            Act::Created { state } => [None, state.as_ref().map(|state| states.find(state))],
            Act::Ranked { state, .. } => [state.as_ref().map(|state| states.find(state)), None],
            _ => [None, None],
        })
        .collect();
    Staged { fact, state, states: looked_up }
}

/// All changes in the order of time, and items whose references to them are numbered accordingly.
///
/// Places are sorted rather than changes: a big board has hundreds of thousands, and each is moved once.
fn in_order<'a>(
    replayed: Vec<Replayed<'a>>,
    board_changes: Vec<ChangeFact<'a>>,
    people: &People<'a>,
) -> (Vec<Item<'a>>, Vec<Change<'a>>) {
    let mut all: Vec<Option<Change<'a>>> = Vec::with_capacity(replayed.iter().map(|one| one.changes.len()).sum());
    let mut items = Vec::with_capacity(replayed.len());
    let mut firsts = Vec::with_capacity(replayed.len());
    for replayed in replayed {
        firsts.push(all.len());
        all.extend(replayed.changes.into_iter().map(Some));
        items.push(replayed.item);
    }
    all.extend(board_changes.into_iter().map(|fact| Some(board_change(fact, people))));
    let mut order: Vec<(Timestamp, usize)> =
        all.iter().enumerate().filter_map(|(place, change)| Some((change.as_ref()?.at, place))).collect();
    parallel::sort_unstable(&mut order);
    let mut numbers = vec![ChangeId::new(0); all.len()];
    for (number, (_, place)) in order.iter().enumerate() {
        numbers[*place] = ChangeId::new(number);
    }
    for (index, (item, first)) in items.iter_mut().zip(&firsts).enumerate() {
        let last = firsts.get(index + 1).copied().unwrap_or(all.len());
        let own = |change: &usize| all[*change].as_ref().is_some_and(|change| change.item == Some(ItemId::new(index)));
        item.changes = (*first..last).filter(own).map(|place| numbers[place]).collect();
        let renumber = |own: Option<ChangeId>| own.and_then(|own| numbers.get(first + own.index()).copied());
        for stay in &mut item.stays {
            stay.added = renumber(stay.added);
            stay.removed = renumber(stay.removed);
        }
        if let Some(spell) = &mut item.blocked {
            spell.change = renumber(spell.change);
        }
    }
    let changes = order.into_iter().filter_map(|(_, place)| all[place].take()).collect();
    (items, changes)
}

fn board_change<'a>(fact: ChangeFact<'a>, people: &People<'a>) -> Change<'a> {
    Change {
        kind: super::ChangeKind::BoardEdited,
        item: None,
        by: fact.by.as_ref().and_then(|who| people.find(who)),
        at: fact.at,
        id: fact.id,
        part: fact.part,
        gesture: Gesture::Decision,
        moment: super::Moment {
            phase: super::Phase::Unknown,
            state: super::StateId(u32::MAX),
            sprint: None,
            assignee: None,
            own: false,
            estimate: None,
        },
        detail: super::Detail::None,
        decision: super::Decision::None,
        mark: fact.mark,
    }
}

/// What needs the whole board: who was in which sprint, what was carried over, and the figures.
fn settle(board: &mut Board<'_>) {
    for (index, item) in board.items.iter().enumerate() {
        board.by_key.insert(item.key.to_string(), ItemId::new(index));
        if let Some(parent) = &item.parent {
            board.children.entry(parent.to_string()).or_default().push(ItemId::new(index));
        }
        for original in &item.originals {
            board.copies.entry(original.to_string()).or_default().extend(item.created);
        }
    }
    for children in board.children.values_mut() {
        children.sort_by_key(|id| (board.items[id.index()].created, *id));
    }
    let mut members: Vec<Vec<ItemId>> = board.sprints.iter().map(|_| Vec::new()).collect();
    for (index, item) in board.items.iter().enumerate() {
        for stay in &item.stays {
            let list = &mut members[stay.sprint.index()];
            if list.last() != Some(&ItemId::new(index)) {
                list.push(ItemId::new(index));
            }
        }
    }
    for (sprint, items) in board.sprints.iter_mut().zip(members) {
        sprint.items = items;
    }
    let items = &board.items;
    let was_in = |change: &Change<'_>, sprint: SprintId| {
        let item = change.item.and_then(|id| items.get(id.index()));
        item.is_some_and(|item| item.stays.iter().any(|stay| stay.sprint == sprint && stay.since < change.at))
    };
    gesture::mark_carry_over(&mut board.changes, &board.sprints, was_in);
    gesture::mark_left_over(&mut board.changes, board.items.iter().flat_map(|item| &item.stays));
    sprint::figures(board);
    course::settle(board);
    touch::mark(board);
    board.ready = backlog::ready(board);
    order::measure(board);
}
