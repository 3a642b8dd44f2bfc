//! Where an item stands now, if its known history ends elsewhere: the end of the history is missing, or a newer file tells no history.

use jiff::Timestamp;

use super::progress::Replay;
use crate::board::assemble::assembled::Assembled;
use crate::board::facts::{Coverage, ItemFact, ItemFields, Ref, Tool};
use crate::board::{Blockage, Change, Detail, SprintId, StateId};
use crate::charter::{Stage, folded};

impl<'a> Replay<'_, 'a> {
    /// Puts the item where its newest snapshot says that it stands. By when it came there is known, and neither since when nor by
    /// whose hand, so that its history is not whole. Returns whether it is known where it has stood since then.
    pub(super) fn place_by_snapshot(&mut self, present: StateId, fact: &mut ItemFact<'a>) -> bool {
        let goes_on = fact.log.as_ref().is_some_and(Coverage::lacks_later);
        // An archived card stands in no list, and a file may leave out where its items stand.
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
        // It may have come where it is by what is missing.
        if goes_on && !is_move_recorded {
            self.states = vec![(at, present)];
        }
        if !moved {
            return true;
        }
        // What was in its way may have been gone as soon as that.
        self.blockages.note(last.unwrap_or(at), None);
        self.whole = false;
        let known = self.changes.len();
        let log = fact.log.get_or_insert_with(|| Coverage::whole(known));
        log.total += usize::from(log.gap().is_none());
        fact.updated.is_some()
    }

    /// Takes away a flag that the newest snapshot lacks although records set it, where entries are missing: one of them may have taken it
    /// away as soon as after the last that is here. Where none is missing, the snapshot leaves flags out.
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

    /// Holds what labels showed to be in the way, by the records of them, against the labels that the item has. Where these say
    /// otherwise, a record is missing: a label that it has came at a time that is not known, and one that it lacks may have been gone
    /// as soon as the last record of labels.
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

    /// Takes a card that came to wait in `present` out of the sprints in whose lists it stood, if they began after `last`, the last
    /// that is known of it: it may have left before they did.
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
