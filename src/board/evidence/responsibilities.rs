//! The evidence needed to say who made a decision, as the rules about it require.

use super::gaps::Gap;
use super::need::Need;
use crate::board::Responsibility;
use crate::board::figures::Board;
use crate::board::model::change::ChangeKind;
use crate::charter::{Kind, Role, Stage};

impl Board<'_> {
    /// Why decisions about `responsibility` cannot be counted; `None` if they can.
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

    /// A gap if there is no judged sprint whose items at its start are known.
    fn lacks_sprint_start(&self) -> Option<Gap> {
        let judged = || self.sprints.iter().filter(|sprint| self.judges_sprint(sprint));
        let mut known = judged().filter(|sprint| self.figures(sprint.index).is_some()).peekable();
        if known.peek().is_some() {
            return known.all(|sprint| sprint.days_alone).then_some(Gap::SprintCards);
        }
        let in_part = judged().any(|sprint| self.is_known_in_part(sprint.index));
        self.lacks_items().filter(|_| in_part).or(Some(Gap::NoSprintStart))
    }

    /// A gap if nothing on the board is recognised as an impediment.
    fn lacks_impediments(&self) -> Option<Gap> {
        let flagged = |kind| matches!(kind, ChangeKind::Flagged | ChangeKind::Unflagged);
        let known = self.states.iter().any(|state| state.stage == Some(Stage::Impediments))
            || self.items.iter().any(|item| item.kind == Kind::Impediment || item.blocked.is_some())
            || self.changes.iter().any(|change| flagged(change.kind));
        (!known).then_some(Gap::NoImpediments)
    }
}
