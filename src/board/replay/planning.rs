//! Follows an item into statuses, lists and sprints, and out of them: by moves, by renamed lists, by labels
//! and by the sprint field.

use std::borrow::Cow;

use foldhash::HashSet;
use jiff::Timestamp;

use super::acts::Event;
use super::progress::Replay;
use crate::board::facts::Tool;
use crate::board::{Blockage, ChangeId, ChangeKind, Detail, SprintId, StateId};
use crate::charter::Stage;
use crate::source::Mark;

impl<'a> Replay<'_, 'a> {
    /// A move. On Trello, a move into a sprint's list is planning, and a move back to backlog or ready takes
    /// the card out of the sprint.
    pub(super) fn move_to(&mut self, to: StateId, event: Event<'_, 'a>) -> ChangeKind {
        let Event { at, mark, own, .. } = event;
        self.enter(to, at, mark, Some(own));
        if self.board.tool == Tool::Jira {
            return ChangeKind::Moved;
        }
        let target = &self.board.states[to];
        let by_list = |sprint: SprintId| self.board.sprints[sprint.index()].label.is_none();
        if let Some(sprint) = target.sprint {
            let already = by_list(sprint) && self.memberships.is_in(sprint);
            self.leave_sprints(at, Some(own), Some(sprint));
            if already {
                return ChangeKind::Moved;
            }
            self.memberships.enter(sprint, at, Some(own));
            return ChangeKind::Planned;
        }
        if matches!(target.stage, Some(Stage::Backlog | Stage::Ready))
            && self.memberships.open().any(|membership| by_list(membership.sprint))
        {
            self.leave_sprints(at, Some(own), None);
            return ChangeKind::Unplanned;
        }
        ChangeKind::Moved
    }

    /// Sets the status or list from `at` on, and whether it means that the item is blocked.
    pub(super) fn enter(&mut self, state: StateId, at: Timestamp, mark: Mark, own: Option<ChangeId>) {
        if self.state != state {
            self.state = state;
            self.states.push((at, state));
            self.begun |= self.board.states[state].is_of_work();
        }
        let blocked = self.board.states[self.state].stage == Some(Stage::Impediments);
        let blockage = Blockage { since: Some(at), mark, change: own };
        self.blockages.state = blocked.then(|| self.blockages.state.unwrap_or(blockage));
    }

    /// Puts the item into `from`, which a move at `at` leaves. If no record shows how it came there and
    /// `from` is a sprint's list, the item enters that sprint: at the start of the known history, or now. Its
    /// history is then not whole.
    pub(super) fn find_in(&mut self, from: StateId, at: Timestamp) {
        let unseen = std::mem::replace(&mut self.state, from) != from;
        self.begun |= self.board.states[from].is_of_work();
        let sprint = self.board.states[from].sprint.filter(|sprint| unseen && !self.memberships.is_in(*sprint));
        if let Some(sprint) = sprint {
            let last = self.changes.last().map_or(Timestamp::MIN, |change| change.at);
            let since = self.board.cut.filter(|cut| (last..=at).contains(cut)).unwrap_or(at);
            self.leave_sprints(since, None, Some(sprint));
            self.memberships.enter(sprint, since, None);
            self.whole = false;
        }
    }

    /// If a list gets the name of another sprint, its cards enter that sprint.
    pub(super) fn follow_renames(&mut self, at: Timestamp) {
        // An archived card is in no list.
        if self.archived {
            return;
        }
        let since = self.states.last().map_or(Timestamp::MIN, |(since, _)| *since);
        for (when, to) in self.board.renames.between(self.state, since, at) {
            let when = when.max(self.reopened);
            self.enter(to, when, self.mark, None);
            let target = &self.board.states[to];
            let Some(sprint) = target.sprint else { continue };
            self.leave_sprints(when, None, Some(sprint));
            if !self.memberships.is_in(sprint) {
                self.memberships.enter(sprint, when, None);
            }
        }
    }

    /// Bringing a card from another board into the list of a sprint plans it for that sprint.
    pub(super) fn bring(&mut self, event: Event<'_, 'a>) -> (ChangeKind, Detail<'a>) {
        let sprint = self.board.states[self.state].sprint;
        match sprint.filter(|sprint| self.memberships.name_entry(*sprint, event.at, event.own)) {
            Some(sprint) => (ChangeKind::Planned, Detail::sprints(vec![sprint], Vec::new())),
            None => (ChangeKind::Other, Detail::None),
        }
    }

    /// Compares sprint values as sets of ids: only the added and the removed sprints count.
    pub(super) fn plan(
        &mut self,
        from: &[Cow<'a, str>],
        to: &[Cow<'a, str>],
        event: Event<'_, 'a>,
    ) -> (ChangeKind, Detail<'a>) {
        let Event { at, own, .. } = event;
        let (from, to): (Vec<_>, Vec<_>) =
            (self.board.sprints_called(from).collect(), self.board.sprints_called(to).collect());
        // Hashed, because an issue that was carried through hundreds of sprints names all of them in each
        // change.
        let (before, after): (HashSet<_>, HashSet<_>) = (from.iter().collect(), to.iter().collect());
        let into: Vec<_> = to.iter().copied().filter(|id| !before.contains(id)).collect();
        let out_of: Vec<_> = from.iter().copied().filter(|id| !after.contains(id)).collect();
        let left: HashSet<_> = out_of.iter().copied().collect();
        self.memberships.leave(|sprint| left.contains(&sprint), |_| at, Some(own));
        into.iter().for_each(|sprint| self.memberships.enter(*sprint, at, Some(own)));
        self.hidden.sprints = self.hidden.sprints && self.open_sprints() != to.iter().copied().collect();
        let kind = match (into.is_empty(), out_of.is_empty()) {
            (false, _) => ChangeKind::Planned,
            (true, false) => ChangeKind::Unplanned,
            (true, true) => ChangeKind::Other,
        };
        (kind, Detail::sprints(into, out_of))
    }

    /// Sets new labels. If labels stand for sprints, the card enters and leaves sprints by them.
    pub(super) fn label(
        &mut self,
        from: &[Cow<'a, str>],
        to: Vec<Cow<'a, str>>,
        event: Event<'_, 'a>,
    ) -> (ChangeKind, Detail<'a>) {
        let Event { at, mark, own, .. } = event;
        let (into, out_of) = self.plan_by_labels(&to, at, own);
        let others = |these: &[Cow<'a, str>], those: &[Cow<'a, str>]| -> Vec<Cow<'a, str>> {
            let those: HashSet<&str> = those.iter().map(|label| &**label).collect();
            these.iter().filter(|label| !those.contains(&***label)).cloned().collect()
        };
        let labels = Detail::labels(others(&to, from), others(from, &to));
        self.labels = to;
        let blockage = Blockage { since: Some(at), mark, change: Some(own) };
        let blocked = self.board.kinds.is_blocked(&self.labels);
        self.blockages.label = blocked.then(|| self.blockages.label.unwrap_or(blockage));
        match (into.is_empty(), out_of.is_empty()) {
            (true, true) => (ChangeKind::Labelled, labels),
            (false, _) => (ChangeKind::Planned, Detail::sprints(into, out_of)),
            (true, false) => (ChangeKind::Unplanned, Detail::sprints(into, out_of)),
        }
    }

    /// Enters and leaves sprints by new labels. Returns the sprints entered and those left.
    fn plan_by_labels(
        &mut self,
        labels: &[Cow<'a, str>],
        at: Timestamp,
        own: ChangeId,
    ) -> (Vec<SprintId>, Vec<SprintId>) {
        let (mut into, mut out_of) = (Vec::new(), Vec::new());
        for sprint in self.board.sprints_of_labels() {
            match (self.memberships.is_in(sprint.index), sprint.is_named_by(labels)) {
                (false, true) => into.push(sprint.index),
                (true, false) => out_of.push(sprint.index),
                _ => {}
            }
        }
        self.memberships.leave(
            |sprint| out_of.contains(&sprint),
            |sprint| self.board.sprints[sprint.index()].left_at(at),
            Some(own),
        );
        into.iter().for_each(|sprint| self.memberships.enter(*sprint, at, Some(own)));
        (into, out_of)
    }

    /// Ends the memberships in all sprints that have lists, except `but`.
    pub(super) fn leave_sprints(&mut self, at: Timestamp, own: Option<ChangeId>, but: Option<SprintId>) {
        let sprints = &self.board.sprints;
        let by_list = |sprint: SprintId| sprints[sprint.index()].label.is_none();
        self.memberships.leave(
            |sprint| Some(sprint) != but && by_list(sprint),
            |sprint| sprints[sprint.index()].left_at(at),
            own,
        );
    }
}
