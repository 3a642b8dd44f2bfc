//! Who really made the decisions that a role is accountable for, counted. Source: mrua.top, the accountability matrix and
//! the quick decision checklist; the Scrum Guide (2020) for what Product Owner and developers decide together.
//!
//! Only what somebody decided is counted: never the shadow of another act, never what an app did. Where rules excuse
//! something (a hand-back, a move of one's own item), it is no decision about somebody else's part and not counted either.

use jiff::{SignedDuration, Timestamp};

use super::change::{Change, ChangeKind, Decision, Detail, Gesture};
use super::evidence::{Gap, Missing, Need};
use super::people::RoleSet;
use super::{Board, PersonId, StateId};
use crate::charter::{Kind, Role, Stage, Word, words};

/// How far apart two records of one movement of the hand may lie. Source: RULES, gesture.
const TOGETHER: SignedDuration = SignedDuration::from_secs(10);

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
    /// What is missing, where nothing could be counted.
    pub gap: Option<Gap>,
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
    /// Who made any of the decisions, by the seat they had in most of what the seat stands for.
    pub seated: [Vec<PersonId>; 4],
}

impl Board<'_> {
    /// Counts the decisions made at instants that `within` takes.
    pub fn accountability(&self, within: impl Fn(Timestamp) -> bool) -> Accountability {
        let tallies = Duty::ALL.iter().map(|duty| Tally { duty: *duty, counts: [0; 4], unknown: 0, gap: None });
        let mut found = Accountability { tallies: tallies.collect(), seated: Default::default() };
        for change in self.changes.iter().filter(|change| within(change.at)) {
            if let Some(duty) = self.duty(change) {
                self.count(&mut found, duty, change.by, change.at);
            }
        }
        for (by, at) in self.scope_changes().filter(|(_, at)| within(*at)) {
            self.count(&mut found, Duty::Scope, by, at);
        }
        for tally in &mut found.tallies {
            if tally.total() == 0 {
                tally.gap = self.lacks_duty(tally.duty);
            }
        }
        found
    }

    fn count(&self, found: &mut Accountability, duty: Duty, by: Option<PersonId>, at: Timestamp) {
        let tally = &mut found.tallies[duty as usize];
        let Some(by) = by else {
            tally.unknown += 1;
            return;
        };
        let roles = self.people.roles(by, at);
        if roles.has(Role::App) {
            return;
        }
        let seat = duty.seat(roles);
        tally.counts[seat as usize] += 1;
        let seated = &mut found.seated[seat as usize];
        if !seated.contains(&by) {
            seated.push(by);
        }
    }

    /// The duty that a change fulfils. Scope is counted by what it came to, see [`Board::scope_changes`].
    fn duty(&self, change: &Change<'_>) -> Option<Duty> {
        if change.gesture != Gesture::Decision {
            return None;
        }
        let has = |role| self.actor_roles(change).is_some_and(|roles| roles.has(role));
        match (self.decision(change), &change.detail) {
            (Decision::Order, _) => Some(Duty::Order),
            (Decision::Priority, _) => Some(Duty::Priority),
            (Decision::Story, _) => Some(Duty::Stories),
            (Decision::Criteria, _) => Some(Duty::Criteria),
            (Decision::Estimate, Detail::Points { to: Some(_), .. }) => Some(Duty::Estimates),
            // Copied along with a card, or given back to somebody who had it: nobody handed out work.
            (Decision::Assignment, Detail::Person { copied: true, .. } | Detail::Person { again: true, .. }) => None,
            (Decision::Assignment, Detail::Person { who, .. }) if change.by == Some(*who) => Some(Duty::Taking),
            (Decision::Assignment, Detail::Person { .. }) => Some(Duty::Giving),
            (Decision::Status, Detail::States { from, to, .. }) => match (self.stage(*from), self.stage(*to)) {
                (Some(Stage::Acceptance), Some(Stage::Done)) => Some(Duty::Acceptance),
                // Straight from work to done: a Product Owner who does that may be accepting, and nobody can tell.
                (Some(Stage::Doing), Some(Stage::Done)) if has(Role::ProductOwner) && !has(Role::Developer) => None,
                (None | Some(Stage::Backlog | Stage::Ready | Stage::Doing), Some(Stage::Doing | Stage::Acceptance))
                | (Some(Stage::Doing), Some(Stage::Done)) => {
                    let own = change.moment.own && !has(Role::Developer);
                    (!own).then_some(Duty::Status)
                }
                _ => None,
            },
            (Decision::Impediment, _) => self.clears(change).then_some(Duty::Impediments),
            (Decision::Retro, _) => Some(Duty::Retro),
            _ => None,
        }
    }

    /// Whether a change about an impediment takes it away; anybody may raise one.
    fn clears(&self, change: &Change<'_>) -> bool {
        let impediment = change.item.is_some_and(|item| self.item(item).kind == Kind::Impediment);
        match (change.kind, &change.detail) {
            (ChangeKind::Unflagged, _) => true,
            (ChangeKind::Closed, _) => impediment,
            (ChangeKind::Moved, Detail::States { from, to, .. }) => {
                let left = self.stage(*from) == Some(Stage::Impediments) && self.stage(*to) != Some(Stage::Impediments);
                if impediment { self.stage(*to) == Some(Stage::Done) } else { left }
            }
            _ => false,
        }
    }

    /// Whether a resolution was set by the same movement of the hand that moved the item to done.
    pub(super) fn came_with_a_move(&self, change: &Change<'_>) -> bool {
        let Some(item) = change.item.filter(|_| change.kind == ChangeKind::Closed) else { return false };
        self.item(item).changes.iter().map(|id| self.change(*id)).any(|other| {
            let done = matches!(other.detail, Detail::States { to, .. } if self.stage(to) == Some(Stage::Done));
            done && other.by == change.by && other.at.duration_since(change.at).abs() <= TOGETHER
        })
    }

    fn stage(&self, state: StateId) -> Option<Stage> {
        self.state(state).stage
    }

    /// What came into running sprints and left them after their planning, bugs too: who did it, and when.
    fn scope_changes(&self) -> impl Iterator<Item = (Option<PersonId>, Timestamp)> {
        let figures = self.sprints.iter().filter_map(|sprint| sprint.figures.as_ref());
        figures.flat_map(|figures| figures.scope.iter().chain(&figures.bugs)).filter_map(|scope| {
            let item = self.item(scope.item);
            match scope.change.map(|id| self.change(id)) {
                Some(change) => (change.gesture != Gesture::App).then_some((change.by, change.at)),
                None => Some((item.creator, item.created?)),
            }
        })
    }

    /// Why nothing of `duty` could be counted, if the export could not show it.
    fn lacks_duty(&self, duty: Duty) -> Option<Gap> {
        let needs: &[Need] = match duty {
            Duty::Order => &[Need::History, Need::Kind(ChangeKind::Ranked)],
            Duty::Priority => &[Need::Kind(ChangeKind::Prioritised)],
            Duty::Stories => &[Need::Kind(ChangeKind::Created), Need::Creators],
            Duty::Criteria => &[Need::Kind(ChangeKind::CriteriaEdited)],
            Duty::Acceptance => &[Need::History, Need::Mapping(Stage::Acceptance)],
            Duty::Estimates => &[Need::Kind(ChangeKind::Estimated)],
            Duty::Taking | Duty::Giving => &[Need::Kind(ChangeKind::Assigned)],
            Duty::Status => &[Need::History, Need::Mapping(Stage::Doing)],
            Duty::Scope => &[Need::Kind(ChangeKind::Planned)],
            Duty::Impediments => &[Need::Kind(ChangeKind::Unflagged)],
            Duty::Retro => &[Need::History, Need::Items(Kind::RetroAction)],
        };
        let no_figures = || {
            let none = duty == Duty::Scope && self.sprints.iter().all(|sprint| sprint.figures.is_none());
            none.then(|| Gap {
                missing: Missing::Sprints,
                message: "no sprint began within the known history".to_owned(),
                hint: self.lacks_beginning().hint,
            })
        };
        needs.iter().find_map(|need| self.lacks(*need)).or_else(no_figures)
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
