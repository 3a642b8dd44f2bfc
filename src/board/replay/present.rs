//! Where an item stands now, if that is not where its known history ends: the end of the history is missing,
//! or a newer file holds no history.

use jiff::Timestamp;

use super::progress::Replay;
use crate::board::assemble::assembled::Assembled;
use crate::board::facts::{Coverage, ItemFact, ItemFields, Ref, Tool};
use crate::board::{Blockage, Change, Detail, SprintId, StateId};
use crate::charter::{Stage, folded};

impl<'a> Replay<'_, 'a> {
    /// Puts the item into the status or list of its newest snapshot. Only the latest time at which it can
    /// have come there is known, but not when or by whom, so its history is not whole. Returns whether it is
    /// known where it has been since.
    pub(super) fn place_by_snapshot(&mut self, present: StateId, fact: &mut ItemFact<'a>) -> bool {
        let goes_on = fact.log.as_ref().is_some_and(Coverage::lacks_later);
        // An archived card is in no list, and a file may leave out the states of its items.
        let is_place_recorded = !fact.bare && fact.state != Ref::default();
        if !is_place_recorded || self.archived || (present == self.state && !goes_on) {
            return true;
        }
        let last = self.changes.last().map(|change| change.at);
        let Some(at) = fact.updated.max(last).map(|at| at.min(self.board.clock)) else { return true };
        let is_move_recorded = self.changes.iter().any(|change| matches!(change.detail, Detail::States { .. }));
        let name = |state: StateId| folded(&self.board.states[state].name);
        let moved = name(present) != name(self.state);
        if moved {
            self.leave_sprints_unseen(present, last.unwrap_or(at));
            self.enter(present, at, fact.mark, None);
        }
        // A missing entry may have brought it there.
        if goes_on && !is_move_recorded {
            self.states = vec![(at, present)];
        }
        if !moved {
            return true;
        }
        // It may have been unblocked right after the last known change.
        self.blockages.note(last.unwrap_or(at), None);
        self.whole = false;
        let known = self.changes.len();
        let log = fact.log.get_or_insert_with(|| Coverage::whole(known));
        log.total += usize::from(log.gap().is_none());
        fact.updated.is_some()
    }

    /// Clears a flag that records set and the newest snapshot lacks, if entries are missing: one of them may
    /// have cleared it right after the last known one. If none is missing, the snapshot leaves flags out.
    pub(super) fn flag_by_snapshot(&mut self, present: StateId, fact: &ItemFact<'a>) {
        let is_moved_unseen = || self.board.states[present].name != self.board.states[self.state].name;
        let lacks_entries = || fact.log.as_ref().is_some_and(|log| log.gap().is_some()) || is_moved_unseen();
        if fact.bare || fact.flagged || self.blockages.flag.is_none() || !lacks_entries() {
            return;
        }
        self.blockages.flag = None;
        let last = self.changes.last().map(|change| change.at);
        last.into_iter().for_each(|last| self.blockages.note(last, None));
    }

    /// Compares the blocking label by records with the labels of the snapshot. If they differ, a record is
    /// missing. A label of the snapshot came at an unknown time; a label that it lacks may have been removed
    /// right after the last record of labels.
    pub(super) fn label_block_by_snapshot(&mut self, fact: &ItemFact<'a>) {
        if !fact.holds.has(ItemFields::LABELS) {
            return;
        }
        match (self.blockages.label, self.board.kinds.is_blocked(&fact.labels)) {
            (None, true) => self.blockages.label = Some(Blockage { since: None, mark: fact.mark, change: None }),
            (Some(blockage), false) => {
                let labels = |change: &&Change<'_>| matches!(change.detail, Detail::Labels(_));
                let last = self.changes.iter().rev().find(labels).map(|change| change.at).max(blockage.since);
                self.blockages.label = None;
                last.into_iter().for_each(|last| self.blockages.note(last, None));
            }
            _ => {}
        }
    }

    /// Takes a card that now waits in `present` out of the sprints of its former lists, if they began after
    /// `last`, its last known timestamp: it may have left before they began.
    fn leave_sprints_unseen(&mut self, present: StateId, last: Timestamp) {
        let Assembled { states, sprints, tool, .. } = self.board;
        let target = &states[present];
        if *tool == Tool::Jira || !matches!(target.meaning(), Some(Stage::Backlog | Stage::Ready)) {
            return;
        }
        let is_left = |id: SprintId| {
            let sprint = &sprints[id.index()];
            Some(id) != target.sprint && sprint.label.is_none() && sprint.start.is_none_or(|start| start > last)
        };
        self.memberships.leave(is_left, |_| last, None);
    }
}
