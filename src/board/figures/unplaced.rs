//! Undated sprints that have begun or may have begun. Each may be one of the last sprints of its team.

use jiff::Timestamp;

use crate::board::{Model, Sprint, SprintId, SprintState};

/// The undated sprints of a board.
#[derive(Debug, Default)]
pub(super) struct Unplaced(Vec<UnplacedSprint>);

/// The time of an undated sprint, as far as its items show it. A sprint is not started before it has items, and
/// gets no items after it is closed. While it has no items, no rule depends on it.
#[derive(Debug)]
struct UnplacedSprint {
    id: SprintId,
    /// When its first item was added.
    first: Timestamp,
    /// When its last item was added.
    joined: Timestamp,
    /// When its last item was removed; the end of time if it still has one.
    left: Timestamp,
}

impl Unplaced {
    pub(super) fn of(model: &Model<'_>) -> Self {
        let of_sprint = |sprint: &Sprint<'_>| {
            let all = || sprint.items.iter().flat_map(|id| model.item(*id).memberships.of(sprint.index));
            Some(UnplacedSprint {
                id: sprint.index,
                first: all().map(|membership| membership.since).min()?,
                joined: all().map(|membership| membership.since).max()?,
                left: all().map(|membership| membership.until.unwrap_or(Timestamp::MAX)).max()?,
            })
        };
        Self(model.sprints.iter().filter(|sprint| sprint.is_unplaced()).filter_map(of_sprint).collect())
    }

    /// Whether one of them may have been started after `since`. Running ones that are `placed` are left out.
    pub(super) fn may_be_started(
        &self,
        model: &Model<'_>,
        since: Timestamp,
        placed: impl Fn(&Sprint<'_>) -> bool,
    ) -> bool {
        self.0.iter().any(|own| {
            let sprint = model.sprint(own.id);
            own.left > since && sprint.completed.is_none_or(|completed| completed > since) && !placed(sprint)
        })
    }

    /// The sprints that the team of `other` may have closed after `after` and up to `by`.
    pub(super) fn closed<'s>(
        &'s self,
        model: &'s Model<'_>,
        other: &'s Sprint<'_>,
        after: Timestamp,
        by: Timestamp,
    ) -> impl Iterator<Item = SprintId> + 's {
        let may_be = move |own: &&UnplacedSprint| {
            let sprint = model.sprint(own.id);
            let in_time = sprint.completed.is_none_or(|completed| after < completed && completed <= by);
            let by_items = own.first < by && own.joined <= by && own.left > after;
            in_time
                && by_items
                && !(sprint.known && sprint.state == SprintState::Active)
                && may_be_of_team(sprint, other)
        };
        self.0.iter().filter(may_be).map(|own| own.id)
    }
}

/// Whether an undated sprint may be of the same team as `other`.
fn may_be_of_team(sprint: &Sprint<'_>, other: &Sprint<'_>) -> bool {
    sprint.board.is_empty() || other.board.is_empty() || sprint.team() == other.team()
}
