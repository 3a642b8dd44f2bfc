//! Putting a board together from everything its files say: they are joined, replayed, and figures are computed from the model.

use std::borrow::Cow;
use std::collections::BTreeSet;

use foldhash::{HashMap, HashSet};
use jiff::Timestamp;

use super::assemble::accounts::strangers;
use super::assemble::cards::Cards;
use super::assemble::clock::Known;
use super::assemble::fields::Fields;
use super::assemble::kinds::Kinds;
use super::assemble::pages::Pages;
use super::assemble::sprints::Sprints;
use super::assemble::states::{self, States};
use super::assemble::window::Times;
use super::assemble::{Wanted, merge, project, rewind, sprint_field, sprints, travels};
use super::facts::{Act, ChangeFact, Deletion, Facts, ItemFact, Page, Tool, board_name};
use super::figures::is_a_part;
use super::model::calendar::before;
use super::replay::{
    Surroundings, connect_sprints, follow_wholes, intent, migration, replay_all, states_at, states_of,
};
use super::{
    Board, Calendar, Change, ChangeId, Changes, Contents, Item, Model, People, Relations, Sprint, SprintId, State,
    StateId, Window,
};
use crate::charter::{Charter, Named, Stage};
use crate::source::{Diagnostic, parallel};

/// A board and what its charter got wrong about it.
#[derive(Debug)]
pub struct Built<'a> {
    /// The board.
    pub board: Board<'a>,
    /// Names that fit nobody or several, fields that do not exist.
    pub found: Vec<Diagnostic>,
    /// That the board has no such sprint or project as was wanted: then the window is open, and every project is on it.
    pub nowhere: Option<Diagnostic>,
}

/// Builds the board that `files` describe together, as `charter` reads it, for the time that is `wanted`.
pub fn build<'a>(mut files: Vec<Facts<'a>>, charter: &Charter, wanted: &Wanted) -> Built<'a> {
    files.sort_by_key(|facts| facts.file);
    let mut found = Vec::new();
    let calendar = Calendar::new(charter.timezone.clone(), charter.holidays.clone());
    let tool = files.first().map_or(Tool::Jira, |facts| facts.tool);
    let (name, home) = title(&files, charter.project.as_ref());
    let chosen = project::chosen(&files, charter.project.as_ref()).map(str::to_owned);
    let projects: BTreeSet<String> = match &chosen {
        Some(chosen) => BTreeSet::from([chosen.clone()]),
        None => files.iter().flat_map(|facts| facts.projects.iter().cloned()).collect(),
    };
    let contents = Contents {
        history: files.iter().any(|facts| facts.items.iter().any(|item| item.history)),
        comments: files.iter().any(|facts| facts.comments),
        undated: files.iter().any(|facts| facts.undated),
        lists_board: files.iter().any(|facts| facts.lists_board),
        unranked: files.iter().any(|facts| facts.unranked)
            && files.iter().all(|facts| facts.unranked || facts.entries == 0),
        charter: charter.file,
        stages: charter.stages_given.clone(),
        ..Contents::default()
    };
    let cut = joint_cut(&files);
    let contents = Contents { apart: cut.is_some_and(|cut| lie_apart(&files, cut)), ..contents };

    let (mut accounts, mut states, mut sprints, mut fields) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut lists, mut board_changes, mut state_changes) = (Vec::new(), Vec::new(), Vec::new());
    let (mut mentioned, mut deleted, mut cards) = (Vec::new(), Vec::new(), Cards::default());
    let mut departed = Vec::new();
    let mut all_histories = false;
    let incomplete = Pages::of(&files);
    // What is told of one thing in several files holds as the newest tells it; actions tell less than a board itself.
    files.sort_by_cached_key(|facts| (facts.items.iter().any(|item| !item.bare), facts.newest(), facts.file));
    for mut facts in files {
        if tool == Tool::Jira && !facts.comments {
            facts.items.iter_mut().for_each(|item| item.holds_comments = false);
        }
        let is_whole = facts.items.iter().any(|item| !item.bare);
        cards.add(&mut facts);
        let newest = facts.newest().max(facts.newest_of_sprints());
        mentioned.extend(facts.mentioned);
        deleted.extend(facts.deleted);
        all_histories |= facts.histories == Some(Page::Last);
        accounts.extend(facts.accounts);
        states.extend(facts.states.into_iter().map(|state| ((is_whole, newest), state)));
        state_changes.extend(facts.state_changes);
        sprints.extend(facts.sprints.into_iter().map(|sprint| (newest, sprint)));
        fields.extend(facts.fields);
        lists.push(facts.items);
        departed.extend(facts.departed);
        board_changes.extend(facts.board_changes);
    }
    let mut items = merge::merge(lists);
    let orphans: Vec<_> = items.extract_if(.., |item| item.bare && tool == Tool::Jira).collect();
    if tool == Tool::Trello {
        travels::join(&mut items, departed);
        cards.settle(&mut items);
        // What an action says of a card that is gone says more.
        deleted.splice(..0, cards.gone(&items));
    }
    delete(&mut items, deleted);
    let contents = Contents { incomplete: incomplete.of_board(items.len()), ..contents };
    let mut elsewhere = None;
    match (&chosen, &charter.project) {
        (Some(chosen), _) => project::keep(&mut items, chosen),
        (None, Some(wanted)) if tool == Tool::Jira => elsewhere = Some(project::nowhere(&items, wanted, &name)),
        (None, _) => {}
    }
    if all_histories {
        // A complete answer leaves out the issues that have no history.
        for item in items.iter_mut().filter(|item| !item.history) {
            (item.history, item.truncated) = (true, false);
        }
    }
    let mut board_changes = once(board_changes);
    accounts.extend(strangers(mentioned, &accounts));
    let (people, known) =
        parallel::join(|| People::new(accounts, charter, &calendar, &mut found), || Known::of(&items, &board_changes));
    found.extend(known.warning(&calendar));
    let newest = known.newest;
    let now = wanted.today.map_or(newest, |day| before(calendar.end_of(day), 1));
    sprint_field::resolve(&mut items, &fields, &sprints);
    sprints.extend(sprints::only_named(&items).into_iter().map(|sprint| (None, sprint)));
    let Sprints { list: mut sprints, ids: sprint_ids, lists, served, implausible } =
        sprints::sprints_of(sprints, charter, &calendar, tool, now, newest.max(now), &mut found);
    let first = items.iter().filter_map(|item| item.created.map(|(at, _)| at)).min();
    let times = Times { board: &name, sprints: &sprints, calendar: &calendar, first, newest, now };
    let (mut window, clock, nowhere) = match times.window(wanted) {
        Ok((window, clock)) => (window, clock, None),
        Err(nowhere) => (Window::default(), now, Some(nowhere)),
    };
    let later = clock < known.stray.map_or(newest, |(at, _)| at);
    let mut states = states::joined(states);
    if later {
        rewind::rewind_states(&mut states, &mut state_changes, clock);
    }
    let mut states = States::new(charter, tool, lists, states);
    states.add_sprint_turns(served, &sprints, &state_changes);
    let known_fields = fields;
    let (fields, kinds) = parallel::join(
        || Fields::new(charter, tool, &known_fields, &items, &mut found),
        || Kinds::new(charter, &items),
    );
    let mut rewound = rewind::Rewound::default();
    if later {
        // Names that the charter gives are known although nothing stood there yet.
        items.iter().for_each(|item| add_states(item, &mut states));
        rewound = rewind::rewind(&mut items, &mut board_changes, &known_fields, clock);
        sprints.iter_mut().for_each(|sprint| sprint.rewind(clock));
    }
    let relabels = |change: &ChangeFact<'_>| matches!(change.act, Act::Labelled { .. });
    let labels_recorded = items.iter().any(|item| item.changes.iter().any(relabels));
    let mut present = add_all_states(&items, &mut states);
    let renames = states.renames(&state_changes);
    states.settle(&items);
    states.warn(contents.history, &mut found);
    found.extend(kinds.misspelt(states.list()));
    if states.list().iter().any(|state| !holds_work(state)) {
        let work = items.into_iter().zip(present).filter(|(item, now)| is_work(item, *now, &states));
        (items, present) = work.unzip();
    }
    let surroundings = Surroundings {
        kinds: &kinds,
        tool,
        people: &people,
        states: states.list(),
        table: &states,
        present: &present,
        renames: &renames,
        sprints: &sprints,
        sprints_of_labels: sprints.iter().filter(|sprint| sprint.label.is_some()).collect(),
        sprint_ids: &sprint_ids,
        fields: &fields,
        has_sprints: !sprints.is_empty(),
        labels_recorded,
        clock,
        cut,
        comments: contents.comments,
        projects: &projects,
    };
    let (mut items, mut changes) = replay_all(&surroundings, items, board_changes);
    let mut states = states.into_list();
    let contents = Contents { estimates: fields.knows_estimates() || has_points(&items), ..contents };
    mark_undated_labels(&mut sprints, &items, labels_recorded, cut);
    if tool == Tool::Trello {
        mark_days_alone(&mut sprints, &states);
    }
    connect_sprints(&mut sprints, &mut items, &mut changes, &mut states, &mut window.sprint, tool);
    if tool == Tool::Trello && contents.history && !charter.broken {
        found.extend(sprints::without_cards(&sprints, cut.max(known.first), clock));
        found.extend(sprints::of_days_alone(&sprints, clock));
    }
    // Sprints of other boards count for nothing here, whatever their dates.
    let filled: HashSet<&str> =
        sprints.iter().filter(|sprint| !sprint.items.is_empty()).map(|sprint| &*sprint.id).collect();
    found.extend(implausible.into_iter().filter(|(id, _)| filled.contains(&**id)).map(|(_, warning)| warning));
    let mut model = Model {
        name,
        home,
        projects: projects.into_iter().collect(),
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
        first_record: known.first,
        relations: Relations::default(),
        contents,
    };
    model.contents.kinds = kinds.mentioned(&model.items, tool);
    model.contents.strange_types = kinds.strange().to_vec();
    // A rank of an issue that is not here costs nothing: a site keeps those of all its projects.
    model.contents.orphans = orphans.iter().filter(|item| item.history).count();
    model.contents.truncated = model.items.iter().filter(|item| item.truncated).count();
    model.contents.reordered = rewound.reordered;
    connect(&mut model);
    Built { board: Board::new(model), found, nowhere: elsewhere.or(nowhere) }
}

/// Archives the items that a newer file deletes: they do not come back from an older one, and what was done to them while they
/// were there stays known.
fn delete<'a>(items: &mut [ItemFact<'a>], deleted: Vec<Deletion<'a>>) {
    let mut deleted: HashMap<_, _> = deleted.into_iter().map(|deletion| (deletion.id.clone(), deletion)).collect();
    for item in items {
        if let Some(Deletion { id, at, by, mark }) = deleted.remove(&item.id) {
            let id = Cow::Owned(format!("{id}:deleted"));
            item.changes.push(ChangeFact { id, part: 0, at, by, act: Act::Closed { closed: true }, mark });
            item.closed = true;
        }
    }
}

/// Each change of the board once, however many exports tell of it.
fn once(mut changes: Vec<ChangeFact<'_>>) -> Vec<ChangeFact<'_>> {
    let mut seen = foldhash::HashSet::default();
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

/// Whether a file holds nothing but what is older than `cut`: whether anything is missing between the two is not known.
fn lie_apart(files: &[Facts<'_>], cut: Timestamp) -> bool {
    files.iter().any(|facts| facts.reach.is_some_and(|reach| reach < cut))
}

/// What people call the board: the one project of it that is wanted, its projects or, on Trello, its own name; and
/// what tells it apart from others.
pub(crate) fn title(files: &[Facts<'_>], wanted: Option<&Named>) -> (String, String) {
    let chosen = project::chosen(files, wanted).map(str::to_owned);
    let projects: BTreeSet<String> = match chosen {
        Some(project) => BTreeSet::from([project]),
        None => files.iter().flat_map(|facts| facts.projects.iter().cloned()).collect(),
    };
    let own = || files.iter().map(|facts| facts.name.to_string()).filter(|name| !name.is_empty()).collect();
    let name = if projects.is_empty() { board_name(&own()) } else { board_name(&projects) };
    let home = files.iter().map(|facts| facts.home.as_str()).filter(|home| !home.is_empty()).min().unwrap_or_default();
    let home = std::iter::once(home).chain(projects.iter().map(String::as_str)).collect::<Vec<_>>().join(" ");
    (name, home)
}

fn has_points(items: &[Item<'_>]) -> bool {
    items.iter().any(|item| item.estimates.iter().any(|(_, estimate)| estimate.is_some()))
}

/// Looks up every status or list that `item` was ever in.
fn add_states<'a>(item: &ItemFact<'a>, states: &mut States<'_, 'a>) {
    states.find(&item.state);
    for change in &item.changes {
        if let Act::Moved { from, to } = &change.act {
            states.find(from);
            states.find(to);
        }
    }
}

/// Looks up every status or list that the items were ever in. Those that are met for the first time are added, in the order of
/// the items. Returns the present one of each item.
fn add_all_states<'a>(items: &[ItemFact<'a>], states: &mut States<'_, 'a>) -> Vec<StateId> {
    let known = parallel::map(items, |_, item| {
        let present = states.known(&item.state)?;
        item.changes.iter().flat_map(states_of).flatten().all(|state| states.known(state).is_some()).then_some(present)
    });
    let mut present = Vec::with_capacity(items.len());
    for (item, known) in items.iter().zip(known) {
        present.push(known.unwrap_or_else(|| states.find(&item.state)));
        if known.is_none() {
            for state in item.changes.iter().flat_map(states_of).flatten() {
                states.find(state);
            }
        }
    }
    present
}

/// Whether an item ever stood elsewhere than where, by the charter, no work is.
fn is_work<'a>(item: &ItemFact<'a>, present: StateId, states: &States<'_, 'a>) -> bool {
    let at_work = |state: StateId| holds_work(&states.list()[state.index()]);
    let looked_up = |change| states_at(change, states).into_iter().flatten();
    at_work(present) || item.changes.iter().flat_map(looked_up).any(at_work)
}

fn holds_work(state: &State) -> bool {
    state.stage != Some(Stage::NoWork)
}

/// Marks the sprints of labels of which it is not known since when their cards have had them: boards of before about 2021 keep
/// no record of labels. Where one `cut` holds for the whole board, what no record tells of was so before it.
fn mark_undated_labels(sprints: &mut [Sprint<'_>], items: &[Item<'_>], recorded: bool, cut: Option<Timestamp>) {
    for item in items.iter().filter(|item| !recorded || (item.truncated && cut.is_none())) {
        for membership in item.memberships.iter().filter(|membership| membership.added.is_none()) {
            let sprint = &mut sprints[membership.sprint.index()];
            sprint.dated_members &= sprint.label.is_none();
        }
    }
}

/// Marks the sprints of which neither a list nor a label tells the cards.
fn mark_days_alone(sprints: &mut [Sprint<'_>], states: &[State]) {
    let listed: HashSet<SprintId> = states.iter().filter_map(|state| state.sprint).collect();
    for sprint in sprints {
        sprint.days_alone = sprint.days.is_some() && sprint.label.is_none() && !listed.contains(&sprint.index);
    }
}

/// Connects the items: by key, with their parts and copies; and marks what was no decision on the board.
fn connect(model: &mut Model<'_>) {
    let (items, changes, sprints, states) = (&model.items, &mut model.changes, &model.sprints, &model.states);
    let (relations, doubtful) =
        parallel::join(|| Relations::of(items), || mark_no_decisions(changes, items, sprints, states));
    model.relations = relations;
    follow_wholes(model);
    if !doubtful.is_empty() && is_a_part(model) {
        migration::mark_doubtful(&mut model.changes, &doubtful);
    }
}

/// Marks the changes that were no decisions. Returns those that may be none where not all items are here.
fn mark_no_decisions(
    changes: &mut Changes<'_>,
    items: &[Item<'_>],
    sprints: &[Sprint<'_>],
    states: &[State],
) -> Vec<Vec<ChangeId>> {
    let was_in = |change: &Change<'_>, sprint: SprintId| {
        let item = change.item.and_then(|id| items.get(id.index()));
        item.is_some_and(|item| item.memberships.of(sprint).any(|membership| membership.since < change.at))
    };
    intent::mark_carry_over(changes, sprints, was_in);
    intent::mark_left_over(changes, items.iter().flat_map(|item| item.memberships.iter()));
    let doubtful = migration::mark_migrations(changes, items, states);
    migration::mark_undone(changes, items);
    doubtful
}
