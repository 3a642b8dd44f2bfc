//! Separates decisions from changes that only follow from others. Source: docs/definitions.md, gesture,
//! creation burst, carry-over, who counts.

use foldhash::HashMap;
use jiff::{SignedDuration, Timestamp};

use crate::board::model::calendar::after;
use crate::board::{Change, ChangeKind, Changes, Detail, Gesture, Membership, People, PersonId, Sprint, SprintId};
use crate::charter::Role;

/// Upper bound of the time from a sprint's completion to the first change of its carry-over, and between
/// successive changes of that run.
const CARRY_OVER: SignedDuration = SignedDuration::from_secs(60);

/// Gaps in the history of an item. The change that wrote a rank may be missing in a gap just before it.
#[derive(Clone, Copy)]
pub(crate) struct Unseen<'t> {
    /// Start of the known history, if it was cut.
    pub(crate) before: Option<Timestamp>,
    /// The first timestamp after each hole in it, sorted.
    pub(crate) behind_holes: &'t [Timestamp],
}

impl Unseen<'_> {
    /// Whether something missing may have happened less than `within` before `at`.
    fn reaches(self, at: Timestamp, within: SignedDuration) -> bool {
        let follows = |begin: &Timestamp| at.duration_since(*begin) < within;
        let resumed = self.behind_holes.partition_point(|begin| *begin <= at);
        self.before.as_ref().is_some_and(follows) || self.behind_holes[..resumed].last().is_some_and(follows)
    }
}

/// Marks the changes of one item that were no decisions: acts of apps, parts of the creation, companions. The
/// change that wrote a rank may be `unseen`. The records of one gesture are at most `within` apart.
pub(crate) fn mark_within_item(
    changes: &mut [Change<'_>],
    creator: Option<PersonId>,
    created: Option<Timestamp>,
    unseen: Unseen<'_>,
    within: SignedDuration,
    people: &People<'_>,
) {
    let moves = moves_beside_resolutions(changes);
    for index in 0..changes.len() {
        let change = &changes[index];
        let app = change.by.is_some_and(|by| people.roles(by, change.at).has(Role::App));
        let burst = is_part_of_creation(change.kind)
            && change.by == creator
            && created.is_some_and(|created| change.at.duration_since(created) <= within);
        let with_move = || moves.get(&change.by).is_some_and(|moves| has_move_near(moves, change.at, within));
        let comes_along = match change.kind {
            ChangeKind::Ranked => has_leader(changes, index, within) || unseen.reaches(change.at, within),
            _ => change.is_resolution() && with_move(),
        };
        let gesture = if app {
            Gesture::App
        } else if burst {
            Gesture::Burst
        } else if comes_along {
            Gesture::Companion
        } else {
            Gesture::Decision
        };
        changes[index].gesture = gesture;
    }
}

fn is_part_of_creation(kind: ChangeKind) -> bool {
    matches!(
        kind,
        ChangeKind::Ranked
            | ChangeKind::Planned
            | ChangeKind::Unplanned
            | ChangeKind::Parented
            | ChangeKind::Linked
            | ChangeKind::Estimated
            | ChangeKind::TimeEstimated
            | ChangeKind::Described
            | ChangeKind::CriteriaEdited
    )
}

/// Whether the rank at `index` follows, within `within`, a change by the same person that also writes ranks.
/// If timestamps are truncated to seconds, the same second counts.
fn has_leader(changes: &[Change<'_>], index: usize, within: SignedDuration) -> bool {
    let rank = &changes[index];
    let leads = |change: &Change<'_>| {
        // A change without an author may be by the same person.
        (change.by == rank.by || change.by.is_none())
            && matches!(
                change.kind,
                ChangeKind::Moved
                    | ChangeKind::Planned
                    | ChangeKind::Unplanned
                    | ChangeKind::Created
                    | ChangeKind::Parented
            )
    };
    let before = changes[..index].iter().rev().take_while(|change| rank.at.duration_since(change.at) <= within);
    let same_instant = changes[index + 1..].iter().take_while(|change| change.at == rank.at);
    before.chain(same_instant).any(leads)
}

/// When each person moved the item, oldest first. Empty if no change is a resolution, since only resolutions
/// are compared with it.
fn moves_beside_resolutions(changes: &[Change<'_>]) -> HashMap<Option<PersonId>, Vec<Timestamp>> {
    let mut moves: HashMap<Option<PersonId>, Vec<Timestamp>> = HashMap::default();
    if changes.iter().any(Change::is_resolution) {
        let all = changes.iter().filter(|change| change.kind == ChangeKind::Moved);
        all.for_each(|change| moves.entry(change.by).or_default().push(change.at));
    }
    moves
}

/// Whether one of `moves`, sorted by time, is at most `within` before or after `at`. A record lists the
/// changes of one gesture in any order.
fn has_move_near(moves: &[Timestamp], at: Timestamp, within: SignedDuration) -> bool {
    let next = moves.partition_point(|moved| *moved < at);
    let beside = &moves[next.saturating_sub(1)..moves.len().min(next + 1)];
    beside.iter().any(|moved| at.duration_since(*moved).abs() <= within)
}

/// Marks the moves that took a card out of its sprint on the last day (Trello): the card counts as in the
/// sprint until its end.
pub(crate) fn mark_left_over<'s>(changes: &mut Changes<'_>, memberships: impl Iterator<Item = &'s Membership>) {
    for membership in memberships {
        if let (Some(removed), Some(until)) = (membership.removed, membership.until)
            && changes[removed].at < until
        {
            changes[removed].gesture = Gesture::CarryOver;
        }
    }
}

/// Marks the sprint changes that completing a sprint wrote. They concern items that were in it and form an
/// unbroken run by one person that starts within 60 s after the completion.
pub(crate) fn mark_carry_over(
    changes: &mut Changes<'_>,
    sprints: &[Sprint<'_>],
    was_in: impl Fn(&Change<'_>, SprintId) -> bool,
) {
    for (index, sprint) in sprints.iter().enumerate() {
        let Some(completed) = sprint.completed else { continue };
        let sprint_id = SprintId::new(index);
        // A server that cuts times to seconds may write the change "before" the completion.
        let from = Timestamp::from_second(completed.as_second()).unwrap_or(completed);
        let limit = after(completed, CARRY_OVER.as_secs());
        let mut open_until = limit;
        let mut runs: HashMap<Option<PersonId>, Timestamp> = HashMap::default();
        for id in changes.ids_since(from) {
            let change = &mut changes[id];
            if change.at > open_until {
                break;
            }
            let sprint_change = matches!(change.detail, Detail::Sprints(_));
            let in_run = change.at <= runs.get(&change.by).copied().unwrap_or(limit);
            if sprint_change && in_run && was_in(change, sprint_id) {
                let until = after(change.at, CARRY_OVER.as_secs());
                runs.insert(change.by, until);
                open_until = open_until.max(until);
                // Closing a sprint is carry-over for an app as for a person.
                change.gesture = Gesture::CarryOver;
            }
        }
    }
}
