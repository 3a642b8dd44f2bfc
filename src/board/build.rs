//! Putting a board together from everything its files say: they are joined, replayed, and figures are computed from the model.

use std::mem;

use foldhash::HashSet;
use jiff::Timestamp;

use super::assemble::assembled::Assembled;
use super::assemble::joined::Joined;
use super::assemble::{Wanted, sprints};
use super::facts::{Facts, Tool};
use super::figures::Omission;
use super::model::missing::MissingTimes;
use super::replay::{connect_sprints, follow_wholes, intent, migration, replay_all};
use super::{Board, Change, ChangeId, Changes, Item, Model, Relations, Sprint, SprintId, State};
use crate::charter::Charter;
use crate::parallel;
use crate::source::Diagnostic;

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
pub fn build<'a>(files: Vec<Facts<'a>>, charter: &Charter, wanted: &Wanted) -> Built<'a> {
    let mut found = Vec::new();
    let joined = Joined::of(files, charter.project.as_ref());
    let all = (wanted.may_end_early() && Omission::may_be_in(joined.tool, &joined.contents)).then(|| joined.clone());
    let board = Assembled::of(joined, charter, wanted, &mut found);
    let all = all.filter(|_| board.is_earlier);
    let nowhere = board.nowhere.clone();
    let mut model = replayed(board, charter, &mut found);
    let omission = match all {
        // What a window leaves out says nothing about how the items of the export were chosen.
        Some(joined) => {
            let all = Assembled::of(joined, charter, &Wanted::default(), &mut Vec::new());
            let all = replayed(all, charter, &mut Vec::new());
            Omission::of(&all, Some(&model)).carried(&all.sprints, &model.sprints)
        }
        None => Omission::of(&model, None),
    };
    connect(&mut model, omission.is_any());
    Built { board: Board::new(model, omission), found, nowhere }
}

/// The model of a board whose history is gone through and whose items are not connected yet. What cannot be right in the charter or in
/// the files is pushed to `found`.
fn replayed<'a>(mut board: Assembled<'_, 'a>, charter: &Charter, found: &mut Vec<Diagnostic>) -> Model<'a> {
    let (facts, board_changes) = (mem::take(&mut board.items), mem::take(&mut board.board_changes));
    let (mut items, mut changes) = replay_all(&board, facts, board_changes);

    let (mut sprints, mut states, mut window) = (board.sprints, board.states.into_list(), board.window);
    mark_undated_labels(&mut sprints, &items, board.labels_recorded, board.cut);
    if board.tool == Tool::Trello {
        mark_days_alone(&mut sprints, &states);
    }
    connect_sprints(&mut sprints, &mut items, &mut changes, &mut states, &mut window.sprint, board.tool);
    if board.tool == Tool::Trello && board.contents.history && !charter.broken {
        found.extend(sprints::without_cards(&sprints, board.cut.max(board.first_record), board.clock));
        found.extend(sprints::of_days_alone(&sprints, board.clock));
    }
    found.extend(sprints::implausible_here(board.implausible, &sprints));

    Model {
        name: board.name,
        home: board.home,
        projects: board.projects.into_iter().collect(),
        tool: board.tool,
        people: board.people,
        states,
        has_estimates: board.fields.knows_estimates() || has_points(&items),
        kinds: board.kinds.mentioned(&items, board.tool),
        truncated_items: items.iter().filter(|item| item.truncated).count(),
        items,
        changes,
        sprints,
        in_time: board.fields.in_time,
        in_titles: board.fields.in_titles,
        fields: board.fields.uses,
        calendar: board.calendar,
        clock: board.clock,
        window,
        cut: board.cut,
        first_record: board.first_record,
        relations: Relations::default(),
        contents: board.contents,
        missing: board.missing,
        charter: board.charter,
    }
}

fn has_points(items: &[Item<'_>]) -> bool {
    items.iter().any(|item| item.estimates.iter().any(|(_, estimate)| estimate.is_some()))
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

/// Connects the items: by key, with their parts and copies; and marks what was no decision on the board, of which the export may hold
/// a part.
fn connect(model: &mut Model<'_>, is_a_part: bool) {
    let cut = model.cut;
    // One cut for the whole board is not that of single items.
    let lacking = model.items.iter().filter(|_| cut.is_none()).filter_map(|item| model.missing_entries(item));
    let missing = MissingTimes::of(lacking.map(|(from, to)| (from, to, 1)));
    let (items, changes, sprints, states) = (&model.items, &mut model.changes, &model.sprints, &model.states);
    let (relations, doubtful) =
        parallel::join(|| Relations::of(items), || mark_no_decisions(changes, items, sprints, states, cut, &missing));
    model.relations = relations;
    follow_wholes(model);
    // The items that are not here would tell.
    if is_a_part {
        migration::mark_all(&mut model.changes, &doubtful);
    }
}

/// Marks the changes that were no decisions. Returns those that may be none where not all items are here.
fn mark_no_decisions(
    changes: &mut Changes<'_>,
    items: &[Item<'_>],
    sprints: &[Sprint<'_>],
    states: &[State],
    cut: Option<Timestamp>,
    missing: &MissingTimes,
) -> Vec<Vec<ChangeId>> {
    let was_in = |change: &Change<'_>, sprint: SprintId| {
        let item = change.item.and_then(|id| items.get(id.index()));
        item.is_some_and(|item| item.memberships.of(sprint).any(|membership| membership.since < change.at))
    };
    intent::mark_carry_over(changes, sprints, was_in);
    intent::mark_left_over(changes, items.iter().flat_map(|item| item.memberships.iter()));
    let doubtful = migration::mark_migrations(changes, items, states, cut, missing);
    migration::mark_undone(changes, items);
    doubtful
}
