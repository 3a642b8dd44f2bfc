//! Where an item stands now, if its known history ends elsewhere: the end of the history is missing, or a newer file tells no history.

use super::progress::Replay;
use crate::board::facts::{Coverage, ItemFact, Ref};
use crate::board::{Detail, StateId};
use crate::charter::folded;

impl<'a> Replay<'_, 'a> {
    /// Puts the item where its newest snapshot says that it stands. By when it came there is known, and neither since when nor by
    /// whose hand, so that its history is not whole.
    pub(super) fn settle(&mut self, present: StateId, fact: &mut ItemFact<'a>) {
        let goes_on = fact.log.as_ref().is_some_and(|log| log.has_holes() || log.gap().is_some_and(|known| known > 0));
        // An archived card stands in no list, and a file may leave out where its items stand.
        let is_told = !fact.bare && fact.state != Ref::default();
        if !is_told || self.archived || (present == self.state && !goes_on) {
            return;
        }
        let last = self.changes.last().map(|change| change.at);
        let Some(at) = fact.updated.max(last).map(|at| at.min(self.board.clock)) else { return };
        let told = self.changes.iter().any(|change| matches!(change.detail, Detail::States { .. }));
        if goes_on && self.blockages.flag.is_some() && !fact.flagged {
            self.blockages.flag = None;
            self.blockages.note(last.unwrap_or(at), None);
        }
        let name = |state: StateId| folded(&self.board.states[state].name);
        let moved = name(present) != name(self.state);
        if moved {
            self.enter(present, at, fact.mark, None);
        }
        // It may have come where it is by what is missing.
        if goes_on && !told {
            self.states = vec![(at, present)];
        }
        if !moved {
            return;
        }
        // What was in its way may have been gone as soon as that.
        self.blockages.note(last.unwrap_or(at), None);
        self.whole = false;
        let known = self.changes.len();
        let log = fact.log.get_or_insert_with(|| Coverage::new(known, 0..known));
        log.total += usize::from(log.gap().is_none());
    }
}
