//! Where an item stands. Source: docs/definitions.md, phases.

use foldhash::HashSet;
use jiff::Timestamp;

use super::progress::Replay;
use crate::board::facts::{ItemFields, Tool};
use crate::board::model::change::{ChangeKind, Decision, Detail, Moment, Phase};
use crate::board::{Membership, PersonId, Sprint, SprintId, SprintState, State, StateId};
use crate::charter::{Kind, Stage};

impl<'a> Replay<'_, 'a> {
    /// Notes what may have been changed in the holes of the history up to `at`.
    pub(super) fn resume(&mut self, at: Timestamp) {
        while let Some(part) = self.resumptions.pop_if(|part| part.has_come(at)) {
            self.hidden = part.hidden(self.state, &self.open_sprints());
            // A card's sprints follow from its list or labels.
            self.hidden.sprints &= self.board.tool == Tool::Jira;
        }
    }

    /// The sprints that the item is in.
    pub(super) fn open_sprints(&self) -> HashSet<SprintId> {
        self.memberships.open().map(|membership| membership.sprint).collect()
    }

    /// On Trello, a card that is in a doing or acceptance list when a sprint starts is in that sprint.
    pub(super) fn carry_over_to(&mut self, at: Timestamp) {
        // An archived card is not carried over, and a sprint that began meanwhile does not include it.
        if self.board.tool != Tool::Trello || self.archived {
            return;
        }
        // Only the history shows since when a card has been in its list.
        if !self.whole && self.board.cut.is_none() && self.states.len() == 1 {
            return;
        }
        let since = self.states.last().map_or(Timestamp::MIN, |(since, _)| *since).max(self.reopened);
        match self.board.states[self.state].stage {
            Some(Stage::Doing | Stage::Acceptance) => {}
            // A card that was blocked in the middle of a sprint is still the team's.
            Some(Stage::Impediments) if self.memberships.open().next().is_some() => {}
            _ => return,
        }
        let known = self.board.cut.map_or(since, |cut| cut.max(since));
        // Sprints are sorted by their start, undated ones last.
        let sprints = &self.board.sprints;
        let first = sprints.partition_point(|sprint| sprint.start.is_some_and(|start| start < known));
        let last = sprints.partition_point(|sprint| sprint.start.is_some_and(|start| start <= at));
        for (index, sprint) in sprints.iter().enumerate().take(last).skip(first.max(self.carried)) {
            let id = SprintId::new(index);
            if let Some(start) = sprint.start.filter(|_| sprint.label.is_none() && !self.memberships.was_in(id)) {
                self.memberships.enter(id, start, None);
            }
        }
        self.carried = self.carried.max(last);
    }

    pub(super) fn moment(&self, at: Timestamp, by: Option<PersonId>) -> Moment {
        let there = self.memberships.open().rev().map(|membership| membership.sprint);
        let running = there.into_iter().find(|id| self.board.sprints[id.index()].is_running(at));
        Moment {
            phase: self.phase(at, running),
            state: Some(self.state),
            sprint: running,
            assignee: self.owners.first(),
            own: by.is_some_and(|by| self.owners.has(by)),
            kind: self.kind,
        }
    }

    /// Whether it is known when the item came into a sprint with a label.
    pub(super) fn is_dated(&self, membership: &Membership) -> bool {
        membership.added.is_some() || (self.board.labels_recorded && (self.whole || self.board.cut.is_some()))
    }

    /// The phase at `at`, with `running` as the running sprint of the item. Source: docs/definitions.md,
    /// phases.
    pub(super) fn phase(&self, at: Timestamp, running: Option<SprintId>) -> Phase {
        let state = &self.board.states[self.state];
        if let Some(phase) = self.phase_by_state(state) {
            return phase;
        }
        if !state.is_at_work() && self.has_unknown_sprints(at) {
            return Phase::Unknown;
        }
        let by_sprints =
            if self.is_outside_of_sprints(state, at) { None } else { self.phase_by_sprints(state, at, running) };
        by_sprints.unwrap_or_else(|| phase_before_sprints(state))
    }

    /// The phase, if it does not depend on sprints.
    fn phase_by_state(&self, state: &State) -> Option<Phase> {
        if self.hidden.state && !self.archived {
            return Some(Phase::Unknown);
        }
        if self.archived || state.is_finished() {
            return Some(Phase::Done);
        }
        state.is_left_out().then_some(Phase::Unknown)
    }

    /// The sprints that the item is in.
    fn sprints_it_is_in(&self) -> impl Iterator<Item = &Sprint<'a>> {
        self.memberships.open().map(|membership| &self.board.sprints[membership.sprint.index()])
    }

    /// Whether it is not known which sprints the item is in at `at`.
    fn has_unknown_sprints(&self, at: Timestamp) -> bool {
        // The label may not have been on the card yet.
        let is_doubtful = |membership: &Membership| {
            let sprint = &self.board.sprints[membership.sprint.index()];
            sprint.label.is_some() && !self.is_dated(membership) && at < self.board.clock && sprint.is_running(at)
        };
        self.hidden.sprints || !self.holds.has(ItemFields::SPRINTS) || self.memberships.open().any(is_doubtful)
    }

    /// Whether a Trello card has neither a list nor a label that would put it into a sprint.
    fn is_outside_of_sprints(&self, state: &State, at: Timestamp) -> bool {
        let is_there = |sprint: &Sprint<'_>| sprint.label.is_some() && (sprint.is_running(at) || sprint.is_future(at));
        self.board.tool == Tool::Trello
            && state.sprint.is_none()
            && !state.is_at_work()
            && !self.sprints_it_is_in().any(is_there)
    }

    /// Returns the phase if the item's sprints decide it, or if the item is at work. An item at work is
    /// active even if none of its sprints is running, or if it was only put into a future one. Reordering it
    /// does not order the backlog, and what blocks it blocks work.
    fn phase_by_sprints(&self, state: &State, at: Timestamp, running: Option<SprintId>) -> Option<Phase> {
        if running.is_some() {
            return Some(Phase::ActiveSprint);
        }
        // After the clock, the state of the sprint shows whether it has begun or is over.
        let is_unclear = |sprint: &Sprint<'_>| !sprint.known || (at <= self.board.clock && sprint.may_have_run(at));
        if self.sprints_it_is_in().any(is_unclear) {
            return Some(Phase::Unknown);
        }
        // The tool says that the sprint is active, whatever its dates are. It is then unknown since when.
        let is_undated = |sprint: &Sprint<'_>| sprint.start.is_none_or(|start| start > self.board.clock);
        if self.sprints_it_is_in().any(|sprint| sprint.state == SprintState::Active && is_undated(sprint)) {
            return Some(if at >= self.board.clock { Phase::ActiveSprint } else { Phase::Unknown });
        }
        // A list with the name of a sprint decides by that sprint, even if the charter also maps it to a
        // stage.
        if state.is_at_work() && self.begun && state.sprint.is_none() {
            return Some(Phase::ActiveSprint);
        }
        if self.sprints_it_is_in().any(|sprint| sprint.is_future(at)) {
            // A blocked item may have been begun before its known history.
            let may_have_begun = state.is_at_work() && state.sprint.is_none() && !self.whole;
            return Some(if may_have_begun { Phase::Unknown } else { Phase::FutureSprint });
        }
        state.is_at_work().then_some(Phase::ActiveSprint)
    }

    /// Whether a move goes into or out of a status or list for impediments.
    fn is_about_an_impediment(&self, detail: &Detail<'a>) -> bool {
        let impeded = |state: &StateId| self.board.states[*state].stage == Some(Stage::Impediments);
        matches!(detail, Detail::States { from, to, .. } if impeded(from) != impeded(to))
    }

    /// Whether reordering the item, of this `kind`, certainly orders the backlog.
    fn is_ordered(&self, kind: Kind) -> bool {
        kind.is_ordered() && !self.part && !self.may_be_of_unordered_kind
    }

    /// The decision that a change of `kind` makes on this item.
    pub(super) fn decision(&self, kind: ChangeKind, moment: &Moment, detail: &Detail<'a>) -> Decision {
        let story = moment.kind == Kind::Story;
        let running = |id: &SprintId| moment.sprint == Some(*id);
        match kind {
            ChangeKind::Ranked if moment.phase.is_before_a_sprint() && self.is_ordered(moment.kind) => Decision::Order,
            ChangeKind::Prioritised if story => Decision::Priority,
            ChangeKind::Created if story => Decision::Story,
            ChangeKind::Created | ChangeKind::Moved | ChangeKind::Closed if moment.kind == Kind::Impediment => {
                Decision::Impediment
            }
            ChangeKind::Created | ChangeKind::Moved | ChangeKind::Closed if moment.kind == Kind::RetroAction => {
                Decision::Retro
            }
            ChangeKind::Moved if self.is_about_an_impediment(detail) => Decision::Impediment,
            ChangeKind::Estimated => Decision::Estimate,
            ChangeKind::Assigned => Decision::Assignment,
            ChangeKind::Moved => Decision::Status,
            ChangeKind::Flagged | ChangeKind::Unflagged => Decision::Impediment,
            ChangeKind::Planned | ChangeKind::Unplanned => match detail {
                Detail::Sprints(sprints) if sprints.all().any(running) => Decision::Scope,
                _ => Decision::None,
            },
            _ => Decision::None,
        }
    }
}

/// The phase of an item that waits in `state` and is in no sprint.
fn phase_before_sprints(state: &State) -> Phase {
    match state.stage {
        _ if state.sprint.is_some() => Phase::Unknown, // left behind in the list of a finished sprint
        _ if state.may_be_sprints_own => Phase::Unknown,
        Some(Stage::Ready) => Phase::Ready,
        Some(Stage::Backlog) => Phase::Backlog,
        _ => Phase::Unknown,
    }
}
