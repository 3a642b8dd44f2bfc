//! Who really made the decisions that a role is accountable for, counted. Source: mrua.top, the accountability matrix and
//! the quick decision checklist; the Scrum Guide (2020) for what Product Owner and developers decide together.
//!
//! Only what somebody decided is counted: never the shadow of another act, never what an app did. Nothing is shown as
//! somebody else's that a rule about it excuses ([`excuses`]), and what cannot be known is counted apart ([`Doubt`]): a
//! share of the rest is then no share of everything.

mod acts;
mod excuses;
mod needs;

use jiff::Timestamp;

use super::change::{Change, Detail, Gesture};
use super::evidence::Gap;
use super::people::RoleSet;
use super::{Board, ItemId, PersonId};
use crate::charter::{Role, Word, words};
use excuses::Verdict;

words! {
    /// A decision that somebody is accountable for.
    Duty {
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
    /// Where somebody sits at the table.
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

impl Duty {
    /// The part that `seat` has in it.
    pub fn part(self, seat: Seat) -> Part {
        match (self, seat) {
            (Self::Order | Self::Priority | Self::Acceptance | Self::Stories | Self::Criteria, Seat::ProductOwner)
            | (Self::Estimates | Self::Taking | Self::Status, Seat::Developers)
            // The sprint's content is negotiated between those who build and the one who decides what is built.
            | (Self::Scope, Seat::ProductOwner | Seat::Developers)
            | (Self::Impediments, Seat::ScrumMaster)
            | (Self::Retro, Seat::ScrumMaster | Seat::Developers) => Part::Owns,
            // Nobody has to hand out work; developers do among themselves.
            (Self::Stories | Self::Criteria | Self::Giving | Self::Impediments, Seat::Developers)
            // Whoever has something to do takes it.
            | (Self::Taking, Seat::ProductOwner | Seat::ScrumMaster) => Part::Helps,
            _ => Part::None,
        }
    }

    /// Whether the decision is one of several seats together, so that none of them has to have made any.
    pub fn is_shared(self) -> bool {
        Seat::ALL.iter().filter(|seat| self.part(**seat) == Part::Owns).count() > 1
    }

    /// Where somebody with these roles sits when it is decided. Who holds several gets the benefit.
    fn seat(self, roles: RoleSet) -> Seat {
        let held = |seat: &Seat| match seat {
            Seat::ProductOwner => roles.has(Role::ProductOwner),
            Seat::ScrumMaster => roles.has(Role::ScrumMaster),
            Seat::Developers => roles.has(Role::Developer),
            Seat::Others => true,
        };
        // Parts and seats are declared in the order in which they are asked.
        let held = Seat::ALL.iter().copied().filter(held);
        held.min_by_key(|seat| (*seat == Seat::Others, self.part(*seat))).unwrap_or(Seat::Others)
    }
}

/// How often a decision was made, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The decision.
    pub duty: Duty,
    /// How often by each seat, in their order.
    pub counts: [usize; 4],
    /// How often by nobody knows whom.
    pub unknown: usize,
    /// How often something was done of which nobody can say whether it was this decision, or whose; and why not.
    pub left_out: usize,
    /// Why that is so, each reason once.
    pub doubts: Vec<Doubt>,
    /// What is missing, where nothing could be counted.
    pub gap: Option<Gap>,
}

words! {
    /// Why nobody can say whether an act was a decision, or whose.
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
        /// So many at one sitting: somebody typed in or handed on what others may have decided.
        Sitting = "sitting",
    }
}

impl Tally {
    /// How often it was decided by somebody.
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// How often `seat` decided it.
    pub fn of(&self, seat: Seat) -> usize {
        self.counts[seat as usize]
    }

    fn leave_out(&mut self, doubt: Doubt) {
        self.left_out += 1;
        if !self.doubts.contains(&doubt) {
            self.doubts.push(doubt);
        }
    }

    /// How often those decided it whose decision it is.
    pub fn owned(&self) -> usize {
        Seat::ALL.iter().filter(|seat| self.duty.part(**seat) == Part::Owns).map(|seat| self.of(*seat)).sum()
    }
}

/// Decisions and who made them.
#[derive(Clone, Debug)]
pub struct Accountability {
    /// One of each duty, in their order.
    pub tallies: Vec<Tally>,
    /// Who made any of the decisions, by the seats they had in them: whoever had several stands under each.
    pub seated: [Vec<PersonId>; 4],
}

/// One decision, by somebody who is known.
struct Act {
    duty: Duty,
    seat: Seat,
    by: PersonId,
    at: Timestamp,
    item: Option<ItemId>,
    /// Who had the work before.
    previous: Option<PersonId>,
}

impl Board<'_> {
    /// Counts the decisions made at instants that `within` takes.
    pub fn accountability(&self, within: impl Fn(Timestamp) -> bool) -> Accountability {
        let tally = |duty: &Duty| Tally {
            duty: *duty,
            counts: [0; 4],
            unknown: 0,
            left_out: 0,
            doubts: Vec::new(),
            gap: self.lacks_duty(*duty),
        };
        let mut tallies: Vec<Tally> = Duty::ALL.iter().map(tally).collect();
        let mut acts = Vec::new();
        for change in self.changes.iter().filter(|change| change.gesture == Gesture::Decision && within(change.at)) {
            for (duty, doubt) in self.duties(change).into_iter().flatten() {
                let tally = &mut tallies[duty as usize];
                match self.act(change, duty, doubt) {
                    Ok(Some(act)) => acts.push(act),
                    Ok(None) => {}
                    Err(Some(doubt)) => tally.leave_out(doubt),
                    Err(None) => tally.unknown += 1,
                }
            }
        }
        for (by, at, item) in self.scope_changes().filter(|(_, at, _)| within(*at)) {
            match by {
                Some(by) if self.people.roles(by, at).has(Role::App) => {}
                Some(by) => {
                    let seat = Duty::Scope.seat(self.people.roles(by, at));
                    acts.push(Act { duty: Duty::Scope, seat, by, at, item: Some(item), previous: None });
                }
                None => tallies[Duty::Scope as usize].unknown += 1,
            }
        }
        let at_once = excuses::sittings(&acts);
        let mut seated: [Vec<PersonId>; 4] = Default::default();
        for (act, at_once) in acts.iter().zip(at_once) {
            let tally = &mut tallies[act.duty as usize];
            if at_once {
                tally.leave_out(Doubt::Sitting);
                continue;
            }
            tally.counts[act.seat as usize] += 1;
            let seated = &mut seated[act.seat as usize];
            if !seated.contains(&act.by) {
                seated.push(act.by);
            }
        }
        Accountability { tallies, seated }
    }

    /// The decision that `change` is about `duty`; nothing where it is none of anybody's, or excused. Fails where nobody can
    /// say, with the reason, or without one where the record does not say who did it.
    fn act(&self, change: &Change<'_>, duty: Duty, doubt: Option<Doubt>) -> Result<Option<Act>, Option<Doubt>> {
        if change.by.is_some_and(|by| self.people.roles(by, change.at).has(Role::App)) {
            return Ok(None);
        }
        if let Some(doubt) = doubt {
            return Err(Some(doubt));
        }
        let by = self.author(change, duty).ok_or(None)?;
        let roles = self.people.roles(by, change.at);
        let seat = duty.seat(roles);
        // Who held the role that day is not known: it may have been anybody.
        if duty.part(seat) != Part::Owns && duty.seat(self.unsure(roles, change.at)) != seat {
            return Err(Some(Doubt::Role));
        }
        match self.excuse(change, duty, seat) {
            Verdict::Excused => return Ok(None),
            Verdict::Open(doubt) => return Err(Some(doubt)),
            Verdict::Stands => {}
        }
        let previous = match change.detail {
            Detail::Person { previous, .. } => previous,
            _ => None,
        };
        Ok(Some(Act { duty, seat, by, at: change.at, item: change.item, previous }))
    }

    /// `roles`, and those besides that nobody is known to have held at `at` although somebody holds them at other times.
    fn unsure(&self, roles: RoleSet, at: Timestamp) -> RoleSet {
        let open = |role: &Role| self.people.is_mapped(*role) && !self.people.is_held(*role, at);
        [Role::ProductOwner, Role::ScrumMaster].into_iter().filter(open).fold(roles, RoleSet::with)
    }

    /// What came into running sprints and left them after their planning, bugs aside: who did it, when, to which item.
    fn scope_changes(&self) -> impl Iterator<Item = (Option<PersonId>, Timestamp, ItemId)> {
        let figures = self.sprints.iter().filter_map(|sprint| sprint.figures.as_ref());
        figures.flat_map(|figures| &figures.scope).filter_map(|scope| {
            let item = self.item(scope.item);
            match scope.change.map(|id| self.change(id)) {
                Some(change) => (change.gesture != Gesture::App).then_some((change.by, change.at, scope.item)),
                None => Some((item.creator, item.created?, scope.item)),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_holds_two_roles_sits_where_the_decision_is_theirs() {
        let both = RoleSet::default().with(Role::ProductOwner).with(Role::Developer);
        assert_eq!(Duty::Order.seat(both), Seat::ProductOwner);
        assert_eq!(Duty::Estimates.seat(both), Seat::Developers);
        let neither = RoleSet::default().with(Role::Stakeholder).with(Role::Manager);
        assert_eq!(Duty::Order.seat(neither), Seat::Others);
        let serving = RoleSet::default().with(Role::ScrumMaster).with(Role::Developer);
        assert_eq!(Duty::Stories.seat(serving), Seat::Developers, "who may help");
        assert_eq!(Duty::Impediments.seat(serving), Seat::ScrumMaster);
    }

    #[test]
    fn every_decision_is_somebodys() {
        for duty in Duty::ALL {
            let owned = Seat::ALL.iter().any(|seat| duty.part(*seat) == Part::Owns);
            assert_eq!(owned, *duty != Duty::Giving, "{duty}: nobody has to hand out work");
            assert_eq!(duty.part(Seat::Others), Part::None);
        }
    }
}
