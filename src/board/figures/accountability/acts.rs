//! Who made which decision, as far as the board shows.

use jiff::Timestamp;

use super::responsibility::{Doubt, Part, Responsibility, Seat};
use crate::board::figures::Board;
use crate::board::model::change::{Change, Gesture};
use crate::board::model::tenure::RoleSet;
use crate::board::{ChangeId, PersonId};
use crate::charter::Role;

/// One decision.
#[derive(Clone, Copy, Debug)]
pub struct MadeDecision {
    /// What was decided.
    pub responsibility: Responsibility,
    /// The change that shows it; `None` if an item was in a sprint without a record of how it got there.
    pub change: Option<ChangeId>,
    /// By whom.
    pub by: Decider,
}

/// Who made a decision.
#[derive(Clone, Copy, Debug)]
pub enum Decider {
    /// A person, and the seat they decided from.
    Person(PersonId, Seat),
    /// It is uncertain whether it was this decision, or in which role it was made.
    Doubtful(Doubt),
    /// The record does not say who made it.
    Unrecorded,
}

impl Board<'_> {
    /// The decisions that people made at instants accepted by `within`. Changes come first, by id, then what
    /// was added to or removed from running sprints.
    pub fn acts(&self, within: impl Fn(Timestamp) -> bool) -> Vec<MadeDecision> {
        let mut acts = Vec::new();
        for (index, (change, decision)) in self.changes.iter().zip(self.decisions()).enumerate() {
            if change.counted_gesture() != Gesture::Decision
                || !within(change.at)
                || self.is_by_app(change.by, change.at)
            {
                continue;
            }
            for (responsibility, doubt) in self.responsibilities(change, *decision).into_iter().flatten() {
                let by = doubt.map_or_else(|| self.decider(change, responsibility), Decider::Doubtful);
                acts.push(MadeDecision { responsibility, change: Some(ChangeId::new(index)), by });
            }
        }
        let responsibility = Responsibility::Scope;
        let by_people = self.scope_changes().filter(|(by, at, _)| within(*at) && !self.is_by_app(*by, *at));
        acts.extend(by_people.map(|(by, at, change)| {
            let seated = |by| Decider::Person(by, responsibility.seat(self.people.roles(by, at)));
            let known = by.filter(|by| !self.people.may_be_anybody(*by, at));
            MadeDecision { responsibility, change, by: known.map_or(Decider::Unrecorded, seated) }
        }));
        acts
    }

    fn is_by_app(&self, by: Option<PersonId>, at: Timestamp) -> bool {
        by.is_some_and(|by| self.people.roles(by, at).has(Role::App))
    }

    /// Who made the decision about `responsibility` that `change` represents.
    pub fn decider(&self, change: &Change<'_>, responsibility: Responsibility) -> Decider {
        let author = self.author(change, responsibility);
        let Some(by) = author.filter(|by| !self.people.may_be_anybody(*by, change.at)) else {
            return Decider::Unrecorded;
        };
        let seat = responsibility.seat(self.people.roles(by, change.at));
        // If the holder of the role that day is unknown, it may have been anybody.
        if responsibility.part(seat) != Part::Owns && responsibility.seat(self.unsure(by, change.at)) != seat {
            return Decider::Doubtful(Doubt::Role);
        }
        Decider::Person(by, seat)
    }

    /// The roles of `who` at `at`, plus roles they may have held: leading roles without a known holder at
    /// that time but with one at other times, and developer if the person may be a developer whom the charter
    /// names differently.
    pub(super) fn unsure(&self, who: PersonId, at: Timestamp) -> RoleSet {
        let open = |role: &Role| match role {
            Role::Developer => self.people.may_be_developer(who, at),
            role => self.people.has_holder(*role) && !self.people.has_holder_at(*role, at),
        };
        let open = Role::LEADS.into_iter().chain([Role::Developer]).filter(open);
        open.fold(self.people.roles(who, at), RoleSet::with)
    }

    /// Scope changes of running sprints after the planning, without bugs: who made it, when, and by which
    /// change.
    fn scope_changes(&self) -> impl Iterator<Item = (Option<PersonId>, Timestamp, Option<ChangeId>)> {
        let known = self.sprints.iter().filter(|sprint| !sprint.days_alone);
        let figures = known.filter_map(|sprint| self.figures(sprint.index));
        figures.flat_map(|figures| &figures.scope).filter_map(|scope| match scope.change {
            Some(id) => {
                let change = self.change(id);
                (change.gesture != Gesture::App).then_some((change.by, change.at, Some(id)))
            }
            None => {
                let item = self.item(scope.item);
                Some((item.creator, item.created?, None))
            }
        })
    }
}
