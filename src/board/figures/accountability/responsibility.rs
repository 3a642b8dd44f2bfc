//! The decisions that somebody is accountable for, and the part of each seat in them. Source: mrua.top, the
//! accountability matrix and the quick decision checklist; the Scrum Guide (2020) for what Product Owner and
//! developers decide together.

use crate::board::model::tenure::RoleSet;
use crate::charter::Role;
use crate::word::{Word, words};

words! {
    /// A decision that somebody is accountable for.
    Responsibility {
        /// The order of what waits.
        Order = "order",
        /// The priority of a story.
        Priority = "priority",
        /// Writing stories.
        Stories = "stories",
        /// Writing acceptance criteria.
        Criteria = "criteria",
        /// Accepting finished work.
        Acceptance = "acceptance",
        /// Estimating.
        Estimates = "estimates",
        /// Taking work oneself.
        Taking = "taking",
        /// Giving work to somebody else.
        Giving = "giving",
        /// Moving work through the team's own statuses.
        Status = "status",
        /// What a running sprint holds.
        Scope = "scope",
        /// Clearing what is in the way.
        Impediments = "impediments",
        /// Actions from a retrospective.
        Retro = "retro",
    }
}

words! {
    /// Where somebody sits when a decision is made.
    Seat {
        /// The Product Owner.
        ProductOwner = "product-owner",
        /// The Scrum Master.
        ScrumMaster = "scrum-master",
        /// The developers.
        Developers = "developers",
        /// Everybody else: stakeholders, managers, people without a role.
        Others = "others",
    }
}

words! {
    /// The part that a seat has in a decision.
    Part {
        /// It decides.
        Owns = "owns",
        /// It may do it, too.
        Helps = "helps",
        /// It is somebody else's.
        None = "none",
    }
}

impl Responsibility {
    /// The part that `seat` has in it.
    pub fn part(self, seat: Seat) -> Part {
        match (self, seat) {
            (Self::Order | Self::Priority | Self::Acceptance | Self::Stories | Self::Criteria, Seat::ProductOwner)
            | (Self::Estimates | Self::Taking | Self::Status, Seat::Developers)
            // The sprint's content is negotiated between the developers and the Product Owner.
            | (Self::Scope, Seat::ProductOwner | Seat::Developers)
            | (Self::Impediments, Seat::ScrumMaster)
            | (Self::Retro, Seat::ScrumMaster | Seat::Developers) => Part::Owns,
            // Nobody has to hand out work, but developers may do so among themselves.
            (Self::Stories | Self::Criteria | Self::Giving | Self::Impediments, Seat::Developers)
            // Anybody may take work for themselves.
            | (Self::Taking, Seat::ProductOwner | Seat::ScrumMaster) => Part::Helps,
            _ => Part::None,
        }
    }

    /// Whether several seats own the decision, so that none of them has to have made any.
    pub fn is_shared(self) -> bool {
        Seat::ALL.iter().filter(|seat| self.part(**seat) == Part::Owns).count() > 1
    }

    /// The seat of somebody with these roles. Of several roles, the one with the most say counts. One
    /// exception, made by the rules: a Scrum Master who is also a developer decides about stories and
    /// criteria as the Scrum Master.
    pub fn seat(self, roles: RoleSet) -> Seat {
        let judged_as_scrum_master = matches!(self, Self::Stories | Self::Criteria)
            && roles.has(Role::ScrumMaster)
            && !roles.has(Role::ProductOwner);
        if judged_as_scrum_master {
            return Seat::ScrumMaster;
        }
        let held = |seat: &Seat| match seat {
            Seat::ProductOwner => roles.has(Role::ProductOwner),
            Seat::ScrumMaster => roles.has(Role::ScrumMaster),
            Seat::Developers => roles.has(Role::Developer),
            Seat::Others => true,
        };
        // Seats and parts are declared in order of precedence.
        let held = Seat::ALL.iter().copied().filter(held);
        held.min_by_key(|seat| (*seat == Seat::Others, self.part(*seat))).unwrap_or(Seat::Others)
    }
}

words! {
    /// Why it is not known whether an act was a decision, or whose.
    Doubt {
        /// What the status or list means is not known.
        Stage = "stage",
        /// What sprint the item was in is not known.
        Sprint = "sprint",
        /// Nobody is known to have held the role that day.
        Role = "role",
        /// The oldest part of the item's history is missing.
        History = "history",
        /// What sort of item it is is not known.
        Kind = "kind",
        /// So many in one session: somebody typed in or handed on what others may have decided.
        Session = "session",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_holds_two_roles_sits_where_the_decision_is_theirs() {
        let both = RoleSet::default().with(Role::ProductOwner).with(Role::Developer);
        assert_eq!(Responsibility::Order.seat(both), Seat::ProductOwner);
        assert_eq!(Responsibility::Estimates.seat(both), Seat::Developers);
        let neither = RoleSet::default().with(Role::Stakeholder).with(Role::Manager);
        assert_eq!(Responsibility::Order.seat(neither), Seat::Others);
        let serving = RoleSet::default().with(Role::ScrumMaster).with(Role::Developer);
        assert_eq!(Responsibility::Giving.seat(serving), Seat::Developers, "who may help");
        assert_eq!(Responsibility::Stories.seat(serving), Seat::ScrumMaster, "as the rule on stories judges it");
        assert_eq!(Responsibility::Criteria.seat(serving), Seat::ScrumMaster, "as the rule on criteria judges it");
        assert_eq!(Responsibility::Impediments.seat(serving), Seat::ScrumMaster);
    }

    #[test]
    fn every_decision_is_somebodys() {
        for responsibility in Responsibility::ALL {
            let owned = Seat::ALL.iter().any(|seat| responsibility.part(*seat) == Part::Owns);
            assert_eq!(
                owned,
                *responsibility != Responsibility::Giving,
                "{responsibility}: nobody has to hand out work"
            );
            assert_eq!(responsibility.part(Seat::Others), Part::None);
        }
    }
}
