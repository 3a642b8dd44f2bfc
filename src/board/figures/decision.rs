//! The decision that a change makes, including decisions about texts.

use std::sync::PoisonError;

use super::Board;
use crate::board::ChangeId;
use crate::board::model::change::{Change, ChangeKind, Decision, Detail, Gesture, Phase};
use crate::charter::{Kind, Stage};
use crate::parallel;

impl Change<'_> {
    /// The gesture as rules count it: nobody decided to add a member who was copied along with a card.
    pub fn counted_gesture(&self) -> Gesture {
        match (&self.detail, self.gesture) {
            (Detail::Person { copied: true, .. }, Gesture::Decision) => Gesture::Companion,
            (_, gesture) => gesture,
        }
    }
}

impl Board<'_> {
    /// The decisions of all changes, indexed by change id. Computed once.
    pub fn decisions(&self) -> &[Decision] {
        parallel::once::<Vec<_>>(&self.on_demand.decisions, || self.changes.table(|_, change| self.decision(change)))
    }

    /// Share of a text that a change removed or replaced; `None` if it edits no text. Criteria inside a
    /// description are measured separately. Cached, because the message and the facts of a finding ask again.
    pub fn text_rewritten(&self, id: ChangeId) -> Option<f64> {
        let known = || self.on_demand.rewritten.lock().unwrap_or_else(PoisonError::into_inner);
        let remembered = known().get(&id).copied();
        remembered.or_else(|| {
            let share = self.share_rewritten(self.change(id))?;
            known().insert(id, share);
            Some(share)
        })
    }

    /// The decision that `change` makes. Criteria texts are compared only here, since merely reformatting
    /// them decides nothing.
    pub fn decision(&self, change: &Change<'_>) -> Decision {
        let written = matches!(change.kind, ChangeKind::CriteriaEdited | ChangeKind::Described);
        let of_story = || change.item.is_some_and(|id| self.item(id).kind == Kind::Story);
        let decided = || self.criteria_changed(change).is_some_and(|share| share > 0.0);
        match change.recorded_decision {
            _ if written && of_story() && decided() => Decision::Criteria,
            // The move was the decision, and is counted as one.
            _ if change.is_resolution() && change.gesture == Gesture::Companion => Decision::None,
            decision => decision,
        }
    }

    /// Whether `change` ranked an item that may have been in the backlog. Retrospective items and non-work
    /// items do not wait for a sprint.
    pub(super) fn may_be_ranked_in_backlog(&self, change: &Change<'_>) -> bool {
        let stage = change.moment.state.and_then(|state| self.state(state).stage);
        let aside = matches!(stage, Some(Stage::Retrospective | Stage::NoWork));
        change.kind == ChangeKind::Ranked && change.moment.phase == Phase::Unknown && !aside
    }
}
