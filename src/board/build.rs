//! Putting a board together from everything its files say: they are joined, replayed, and figures are computed from the model.

use jiff::Timestamp;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::assemble::accounts::strangers;
use super::assemble::fields::Fields;
use super::assemble::kinds::Kinds;
use super::assemble::pages::Pages;
use super::assemble::states::States;
use super::assemble::window::Times;
use super::assemble::{Wanted, merge, rewind, sprints};
use super::facts::{Act, ChangeFact, Facts, ItemFact, Tool};
use super::model::calendar::before;
use super::replay::{Replayed, Staged, Surroundings, in_order, intent, replay};
use super::{Board, Calendar, Change, Contents, ItemId, Model, People, SprintId, Window};
use crate::charter::Charter;
use crate::source::Diagnostic;

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
    let contents = Contents {
        history: files.iter().any(|facts| facts.items.iter().any(|item| item.history)),
        comments: files.iter().any(|facts| facts.comments),
        undated: files.iter().any(|facts| facts.undated),
        unranked: files.iter().any(|facts| facts.unranked)
            && files.iter().all(|facts| facts.unranked || facts.entries == 0),
        charter: charter.file,
        ..Contents::default()
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
    let now = wanted.today.map_or(newest, |day| before(calendar.end_of(day), 1));
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
    let kinds = Kinds::new(charter, &items);
    let contents = Contents { incomplete: incomplete.of_board(items.len()), ..contents };
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
    let surroundings = Surroundings {
        kinds: &kinds,
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
    let replayed: Vec<_> = staged
        .into_par_iter()
        .enumerate()
        .map(|(index, staged)| replay(&surroundings, ItemId::new(index), staged))
        .collect();
    let contents = Contents { estimates: fields.knows_estimates() || has_points(&replayed), ..contents };
    let (items, changes) = in_order(replayed, board_changes, &people);
    let mut model = Model {
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
        by_key: FxHashMap::default(),
        children: FxHashMap::default(),
        copies: FxHashMap::default(),
        contents,
    };
    model.contents.kinds = kinds.mentioned(&model.items, tool);
    // A rank of an issue that is not here costs nothing: a site keeps those of all its projects.
    model.contents.orphans = orphans.iter().filter(|item| item.history).count();
    model.contents.truncated = model.items.iter().filter(|item| item.truncated).count();
    model.contents.reordered = rewound.reordered;
    connect(&mut model);
    Built { board: Board::new(model), found, nowhere }
}

/// Each change of the board once, however many exports tell of it.
fn once(mut changes: Vec<ChangeFact<'_>>) -> Vec<ChangeFact<'_>> {
    let mut seen = rustc_hash::FxHashSet::default();
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

fn title(files: &[Facts<'_>]) -> (String, String) {
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
fn newest(items: &[ItemFact<'_>], board: &[ChangeFact<'_>]) -> Timestamp {
    let changes = items.iter().flat_map(|item| &item.changes).chain(board).map(|change| change.at);
    let items = items.iter().flat_map(|item| [item.updated, item.created.map(|(at, _)| at)]).flatten();
    changes.chain(items).max().unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Looks up every status or list that `item` was ever in.
fn meet<'a>(item: &ItemFact<'a>, states: &mut States<'_, 'a>) {
    states.find(&item.state);
    for change in &item.changes {
        if let Act::Moved { from, to } = &change.act {
            states.find(from);
            states.find(to);
        }
    }
}

fn stage<'a>(fact: ItemFact<'a>, states: &mut States<'_, 'a>) -> Staged<'a> {
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

/// Connects the items: by key, with their parts and copies, and with the sprints they were in; and marks what was carried over.
fn connect(model: &mut Model<'_>) {
    for (index, item) in model.items.iter().enumerate() {
        model.by_key.insert(item.key.to_string(), ItemId::new(index));
        if let Some(parent) = &item.parent {
            model.children.entry(parent.to_string()).or_default().push(ItemId::new(index));
        }
        for original in &item.originals {
            model.copies.entry(original.to_string()).or_default().extend(item.created);
        }
    }
    for children in model.children.values_mut() {
        children.sort_by_key(|id| (model.items[id.index()].created, *id));
    }
    let mut members: Vec<Vec<ItemId>> = model.sprints.iter().map(|_| Vec::new()).collect();
    for (index, item) in model.items.iter().enumerate() {
        for stay in &item.stays {
            let list = &mut members[stay.sprint.index()];
            if list.last() != Some(&ItemId::new(index)) {
                list.push(ItemId::new(index));
            }
        }
    }
    for (sprint, items) in model.sprints.iter_mut().zip(members) {
        sprint.items = items;
    }
    let items = &model.items;
    let was_in = |change: &Change<'_>, sprint: SprintId| {
        let item = change.item.and_then(|id| items.get(id.index()));
        item.is_some_and(|item| item.stays.iter().any(|stay| stay.sprint == sprint && stay.since < change.at))
    };
    intent::mark_carry_over(&mut model.changes, &model.sprints, was_in);
    intent::mark_left_over(&mut model.changes, model.items.iter().flat_map(|item| &item.stays));
}
