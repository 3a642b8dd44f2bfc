//! Which decision a change makes.

use super::responsibility::{Doubt, Responsibility};
use crate::board::facts::Tool;
use crate::board::figures::Board;
use crate::board::figures::cancellation::is_cancelled;
use crate::board::model::change::{Change, ChangeKind, Decision, Detail};
use crate::board::{PersonId, StateId};
use crate::charter::{Kind, Role, Stage};

/// A decision, or a possible one with the reason for the doubt.
type Responsibilities = [Option<(Responsibility, Option<Doubt>)>; 2];

fn surely(responsibility: Responsibility) -> Responsibilities {
    [Some((responsibility, None)), None]
}

const NONE: Responsibilities = [None, None];

impl Board<'_> {
    /// The responsibility that a change certainly exercises, if any. Scope is left out, since no single
    /// change shows it.
    pub fn responsibility(&self, change: &Change<'_>) -> Option<Responsibility> {
        let all = self.responsibilities(change, self.decision(change));
        let sure = all.into_iter().flatten().find(|(_, doubt)| doubt.is_none());
        sure.map(|(responsibility, _)| responsibility)
    }

    /// The responsibilities exercised by a change that makes `decision`. Scope is counted elsewhere, see
    /// [`Board::scope_changes`].
    pub(super) fn responsibilities(&self, change: &Change<'_>, decision: Decision) -> Responsibilities {
        let typed = |responsibility| {
            let untyped = change.item.is_some_and(|item| !self.item(item).typed);
            [Some((responsibility, untyped.then_some(Doubt::Kind))), None]
        };
        match (decision, &change.detail) {
            (Decision::Order, _) => surely(Responsibility::Order),
            (Decision::Priority, _) => typed(Responsibility::Priority),
            // An impediment that became a story later was not written as a story.
            (Decision::Story, _) if change.item.is_some_and(|item| self.item(item).kind_at_creation != Kind::Story) => {
                NONE
            }
            (Decision::Story, _) => typed(Responsibility::Stories),
            (Decision::Criteria, _) => typed(Responsibility::Criteria),
            (Decision::Estimate, Detail::Points { points, with_log: false })
                if points.to.is_some_and(|to| points.from.is_some() || to != 0.0) =>
            {
                surely(Responsibility::Estimates)
            }
            (Decision::Assignment, Detail::Person { who, .. }) if change.by == Some(*who) => {
                surely(Responsibility::Taking)
            }
            (Decision::Assignment, Detail::Person { who, .. }) => self.giving(change, *who),
            (Decision::Impediment, _) if self.clears(change) => surely(Responsibility::Impediments),
            (Decision::Status | Decision::Impediment, Detail::States { from, to, .. }) => {
                self.moves(change, *from, *to)
            }
            (Decision::Retro, _) => surely(Responsibility::Retro),
            _ => [self.order_doubt(change).map(|doubt| (Responsibility::Order, Some(doubt))), None],
        }
    }

    /// Why it is uncertain whether a change orders the backlog; `None` if it is certain.
    pub fn order_doubt(&self, change: &Change<'_>) -> Option<Doubt> {
        let item = self.item(change.item?);
        if item.part || !change.moment.kind.is_ordered() {
            return None;
        }
        if !self.may_be_ranked_in_backlog(change) {
            let in_backlog = change.kind == ChangeKind::Ranked && change.moment.phase.is_before_a_sprint();
            return (item.may_be_of_unordered_kind && in_backlog).then_some(Doubt::Kind);
        }
        let mut covering = item.memberships.covering(change.at);
        let unexplained = covering.any(|membership| self.sprint(membership.sprint).may_have_run(change.at));
        Some(if unexplained { Doubt::Sprint } else { Doubt::Stage })
    }

    /// Work assigned to a developer. Assigning something to a Product Owner or Scrum Master is not handing
    /// out work.
    fn giving(&self, change: &Change<'_>, who: PersonId) -> Responsibilities {
        let roles = self.people.roles(who, change.at);
        let serves = roles.iter().any(Role::is_lead);
        let unsure = self.unsure(who, change.at);
        if serves || !unsure.has(Role::Developer) {
            return NONE;
        }
        let doubt = (unsure != roles).then_some(Doubt::Role);
        [Some((Responsibility::Giving, doubt)), None]
    }

    /// A move counts if it brings another person's item into or through the team's work, or from acceptance
    /// to done. Other moves belong to no single role, and a cancelled item was not accepted.
    fn moves(&self, change: &Change<'_>, from: StateId, to: StateId) -> Responsibilities {
        let (from, to) = (self.state(from).meaning(), self.state(to).meaning());
        let begins = |stage: Option<Stage>| matches!(stage, Some(Stage::Backlog | Stage::Ready | Stage::Doing));
        let (doing, done) = (to == Some(Stage::Doing), to == Some(Stage::Done));
        let doubt = Some(Doubt::Stage);
        let status = match (from, to) {
            _ if begins(from) && doing => Some((Responsibility::Status, None)),
            (None, None) => Some((Responsibility::Status, doubt)),
            _ if (from.is_none() && doing) || (begins(from) && to.is_none()) => Some((Responsibility::Status, doubt)),
            _ => None,
        };
        let acceptance = match (from, to) {
            (Some(Stage::Acceptance), _) if done => Some((Responsibility::Acceptance, None)),
            (None, None) | (Some(Stage::Acceptance), None) => Some((Responsibility::Acceptance, doubt)),
            (None, _) if done => Some((Responsibility::Acceptance, doubt)),
            _ => None,
        };
        [status.filter(|_| !change.moment.own), acceptance.filter(|_| !self.gives_up(change))]
    }

    /// Whose decision a change is. A story typed in on behalf of the Product Owner is the Product Owner's.
    /// `None` if unknown.
    pub(super) fn author(&self, change: &Change<'_>, responsibility: Responsibility) -> Option<PersonId> {
        let by = change.by?;
        let Some(item) = change.item.filter(|_| responsibility == Responsibility::Stories) else { return Some(by) };
        let is_owner = |who: &PersonId| self.people.roles(*who, change.at).has(Role::ProductOwner);
        match self.item(item).reporter {
            Some(reporter) => Some(Some(reporter).filter(is_owner).unwrap_or(by)),
            None => Some(by).filter(|by| self.tool == Tool::Trello || is_owner(by)),
        }
    }

    /// Whether the change also gave up its item.
    fn gives_up(&self, change: &Change<'_>) -> bool {
        let at = change.at.saturating_add(self.contents.gesture()).unwrap_or(change.at);
        change.item.is_some_and(|item| is_cancelled(self, self.item(item), at))
    }

    /// Whether a change about an impediment removes it. Anybody may raise one; giving the item up does not
    /// remove it.
    fn clears(&self, change: &Change<'_>) -> bool {
        if self.gives_up(change) {
            return false;
        }
        let impediment = change.item.is_some_and(|item| self.item(item).kind == Kind::Impediment);
        let stage = |state: StateId| self.state(state).stage;
        match (change.kind, &change.detail) {
            (ChangeKind::Unflagged, _) => true,
            (ChangeKind::Closed, _) => impediment,
            (ChangeKind::Moved, Detail::States { from, to, .. }) => {
                let left = stage(*from) == Some(Stage::Impediments) && stage(*to) != Some(Stage::Impediments);
                if impediment { stage(*to) == Some(Stage::Done) } else { left }
            }
            _ => false,
        }
    }
}
