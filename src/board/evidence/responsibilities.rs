//! What must be known before anybody can say who made a decision: what the rules about it need.

use super::gaps::Gap;
use super::need::Need;
use crate::board::Responsibility;
use crate::board::figures::Board;
use crate::board::model::change::ChangeKind;
use crate::charter::{Kind, Role, Stage};

impl Board<'_> {
    /// Why nothing of `responsibility` can be counted, if the export cannot show it.
    pub fn lacks_duty(&self, responsibility: Responsibility) -> Option<Gap> {
        let needs: &[Need] = match responsibility {
            Responsibility::Order => &[Need::History, Need::Kind(ChangeKind::Ranked), Need::Role(Role::ProductOwner)],
            Responsibility::Priority => &[Need::Kind(ChangeKind::Prioritised), Need::Role(Role::ProductOwner)],
            Responsibility::Stories => {
                &[Need::Kind(ChangeKind::Created), Need::Creators, Need::Role(Role::ProductOwner)]
            }
            Responsibility::Criteria => &[Need::Kind(ChangeKind::CriteriaEdited), Need::Role(Role::ProductOwner)],
            Responsibility::Acceptance => {
                &[Need::History, Need::Mapping(Stage::Acceptance), Need::Role(Role::ProductOwner)]
            }
            Responsibility::Estimates => &[Need::Kind(ChangeKind::Estimated)],
            Responsibility::Taking | Responsibility::Giving => &[Need::Kind(ChangeKind::Assigned)],
            Responsibility::Status => &[Need::History, Need::Mapping(Stage::Doing)],
            Responsibility::Scope => &[Need::Kind(ChangeKind::Planned)],
            Responsibility::Impediments => &[Need::Kind(ChangeKind::Unflagged), Need::Role(Role::ScrumMaster)],
            Responsibility::Retro => &[Need::History, Need::Items(Kind::RetroAction)],
        };
        let found = needs.iter().find_map(|need| self.lacks(*need));
        found.or_else(|| match responsibility {
            Responsibility::Scope => self.lacks_sprint_start(),
            Responsibility::Impediments => self.lacks_impediments(),
            _ => None,
        })
    }

    /// That no sprint is known of which somebody could say what was in it when it began.
    fn lacks_sprint_start(&self) -> Option<Gap> {
        let judged = || self.sprints.iter().filter(|sprint| self.judges_sprint(sprint));
        let mut known = judged().filter(|sprint| self.figures(sprint.index).is_some()).peekable();
        if known.peek().is_some() {
            return known.all(|sprint| sprint.days_alone).then_some(Gap::SprintCards);
        }
        let in_part = judged().any(|sprint| self.is_known_in_part(sprint.index));
        self.lacks_items().filter(|_| in_part).or(Some(Gap::NoSprintStart))
    }

    /// That nothing on the board is known to be in anybody's way.
    fn lacks_impediments(&self) -> Option<Gap> {
        let flagged = |kind| matches!(kind, ChangeKind::Flagged | ChangeKind::Unflagged);
        let known = self.states.iter().any(|state| state.stage == Some(Stage::Impediments))
            || self.items.iter().any(|item| item.kind == Kind::Impediment || item.blocked.is_some())
            || self.changes.iter().any(|change| flagged(change.kind));
        (!known).then_some(Gap::NoImpediments)
    }
}
