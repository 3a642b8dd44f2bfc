//! Builds a board from everything its files say: joins the files, replays the items and computes figures from
//! the model.

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
    /// Names that match nobody or several people, and fields that do not exist.
    pub found: Vec<Diagnostic>,
    /// Set if the board lacks the wanted sprint or project. The window is then open, and every project is on
    /// the board.
    pub nowhere: Option<Diagnostic>,
}

/// Builds one board from all `files`, read with `charter`, for the `wanted` time.
pub fn build<'a>(files: Vec<Facts<'a>>, charter: &Charter, wanted: &Wanted) -> Built<'a> {
    let mut found = Vec::new();
    let joined = Joined::of(files, charter.project.as_ref());
    let all = (wanted.may_end_early() && Omission::may_be_in(joined.tool, &joined.contents)).then(|| joined.clone());
    let board = Assembled::of(joined, charter, wanted, &mut found);
    let all = all.filter(|_| board.is_earlier);
    let nowhere = board.nowhere.clone();
    let mut model = replayed(board, charter, &mut found);
    let omission = match all {
        // The window leaves out items, too. Only the whole export shows how its items were chosen.
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

/// Returns the model of a replayed board. Its items are not connected yet. Errors in the charter or the files
/// are pushed to `found`.
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

/// Marks the sprints with a label whose cards joined at an unknown time. Boards from before about 2021 keep
/// no record of labels. If one `cut` holds for the whole board, a label without a record was there before it.
fn mark_undated_labels(sprints: &mut [Sprint<'_>], items: &[Item<'_>], recorded: bool, cut: Option<Timestamp>) {
    for item in items.iter().filter(|item| !recorded || (item.truncated && cut.is_none())) {
        for membership in item.memberships.iter().filter(|membership| membership.added.is_none()) {
            let sprint = &mut sprints[membership.sprint.index()];
            sprint.dated_members &= sprint.label.is_none();
        }
    }
}

/// Marks the sprints whose cards neither a list nor a label shows.
fn mark_days_alone(sprints: &mut [Sprint<'_>], states: &[State]) {
    let listed: HashSet<SprintId> = states.iter().filter_map(|state| state.sprint).collect();
    for sprint in sprints {
        sprint.days_alone = sprint.days.is_some() && sprint.label.is_none() && !listed.contains(&sprint.index);
    }
}

/// Connects the items by key and with their parts and copies. Marks the changes that were no decisions on the
/// board. `is_a_part` says whether the export may hold only a part of the board.
fn connect(model: &mut Model<'_>, is_a_part: bool) {
    let cut = model.cut;
    // A cut of the whole board is no gap of single items.
    let lacking = model.items.iter().filter(|_| cut.is_none()).filter_map(|item| model.missing_entries(item));
    let missing = MissingTimes::of(lacking.map(|(from, to)| (from, to, 1)));
    let (items, changes, sprints, states) = (&model.items, &mut model.changes, &model.sprints, &model.states);
    let (relations, doubtful) =
        parallel::join(|| Relations::of(items), || mark_no_decisions(changes, items, sprints, states, cut, &missing));
    model.relations = relations;
    follow_wholes(model);
    // Only the missing items could show whether these were decisions.
    if is_a_part {
        migration::mark_all(&mut model.changes, &doubtful);
    }
}

/// Marks the changes that were no decisions. Returns those that may be none if items are missing.
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
