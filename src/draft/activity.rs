//! What people do on a board that shows their role: kinds of activity, and who did how much of which.
//!
//! A person's share in a role is the share of its activities that were theirs, a mean over those that the board shows often
//! enough, each with its weight. It says what somebody does on the board, and nothing more.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::board::{
    Board, Change, ChangeKind, Decision, Detail, Gesture, Part, PersonId, Responsibility, Seat, as_number, share_of,
};
use crate::charter::{Kind, Role, Stage};
use crate::word::{Word, words};

/// What people do on a board, by kind of change: the columns of a table of who did what.
pub const DEEDS: &[(&str, &[ChangeKind])] = &[
    ("wrote", &[ChangeKind::Created]),
    ("ordered", &[ChangeKind::Ranked, ChangeKind::Prioritised]),
    ("estimated", &[ChangeKind::Estimated]),
    ("assigned", &[ChangeKind::Assigned]),
    ("moved", &[ChangeKind::Moved, ChangeKind::Planned, ChangeKind::Unplanned]),
    ("said", &[ChangeKind::Commented]),
];

/// How many decisions everybody on a board made in each column of [`DEEDS`], by person.
pub fn deeds(board: &Board<'_>) -> Vec<[usize; DEEDS.len()]> {
    let mut deeds = vec![[0; DEEDS.len()]; board.people.iter().count()];
    for change in board.changes.iter().filter(|change| change.counted_gesture() == Gesture::Decision) {
        let column = DEEDS.iter().position(|(_, kinds)| kinds.contains(&change.kind));
        if let (Some(by), Some(column)) = (change.by, column) {
            deeds[by.index()][column] += 1;
        }
    }
    deeds
}

/// How often an activity must be seen on the board to count at all.
const SEEN: usize = 4;
/// How often it must be seen to count with its whole weight.
const OFTEN: usize = 12;
/// The share of an activity that makes it mostly one person's.
const MOST: f64 = 0.5;

words! {
    /// A kind of activity that shows a role.
    Activity {
        /// Order in the backlog was changed.
        Order = "order",
        /// A story was given a priority.
        Priority = "priority",
        /// A story was written.
        Story = "story",
        /// Acceptance criteria were edited.
        Criteria = "criteria",
        /// A description was written before the work began.
        Description = "description",
        /// An item was taken out of acceptance.
        Acceptance = "acceptance",
        /// An impediment was raised or cleared for others.
        Impediment = "impediment",
        /// An action of a retrospective was written.
        RetroAction = "retro-action",
        /// The board itself was edited.
        BoardEdit = "board-edit",
        /// An item was carried over by closing a sprint.
        CarryOver = "carry-over",
        /// Work was moved.
        Move = "move",
        /// An estimate was given.
        Estimate = "estimate",
        /// An item was assigned to somebody when it was finished.
        Finished = "finished",
        /// Somebody took an item to work on.
        Taking = "taking",
        /// Hours were logged.
        TimeLog = "time-log",
    }
}

impl Activity {
    /// How many kinds there are.
    const COUNT: usize = Self::ALL.len();

    /// The role it shows: the one that is accountable for it, if one is.
    pub fn role(self) -> Role {
        let accountable =
            |responsibility: Responsibility| Seat::ALL.iter().find(|seat| responsibility.part(**seat) == Part::Owns);
        match self.responsibility().and_then(accountable) {
            Some(Seat::ProductOwner) => Role::ProductOwner,
            Some(Seat::ScrumMaster) => Role::ScrumMaster,
            Some(Seat::Developers | Seat::Others) => Role::Developer,
            None => match self {
                Self::Description => Role::ProductOwner,
                Self::BoardEdit | Self::CarryOver => Role::ScrumMaster,
                _ => Role::Developer,
            },
        }
    }

    /// The accountability it falls under; none where anybody may do it.
    fn responsibility(self) -> Option<Responsibility> {
        match self {
            Self::Order => Some(Responsibility::Order),
            Self::Priority => Some(Responsibility::Priority),
            Self::Story => Some(Responsibility::Stories),
            Self::Criteria => Some(Responsibility::Criteria),
            Self::Acceptance => Some(Responsibility::Acceptance),
            Self::Impediment => Some(Responsibility::Impediments),
            Self::RetroAction => Some(Responsibility::Retro),
            Self::Move => Some(Responsibility::Status),
            Self::Estimate => Some(Responsibility::Estimates),
            Self::Taking => Some(Responsibility::Taking),
            Self::Description | Self::BoardEdit | Self::CarryOver | Self::Finished | Self::TimeLog => None,
        }
    }

    /// How much it says about the role, compared with its other activities.
    fn weight(self) -> f64 {
        match self {
            Self::Order | Self::Acceptance | Self::Impediment | Self::RetroAction => 3.0,
            Self::Story | Self::CarryOver | Self::Move | Self::Finished => 2.0,
            Self::Priority | Self::Criteria | Self::Estimate => 1.5,
            Self::BoardEdit | Self::Taking | Self::TimeLog => 1.0,
            Self::Description => 0.5,
        }
    }

    /// Whether only Product Owner or Scrum Master decides it: people write stories for others, too.
    fn is_decisive(self) -> bool {
        self.responsibility().is_some() && self.role() != Role::Developer && self != Self::Story
    }

    /// The activity that `change` is, if it is one.
    pub(super) fn of(board: &Board<'_>, change: &Change<'_>) -> Option<Self> {
        match change.gesture {
            Gesture::CarryOver => return Some(Self::CarryOver),
            Gesture::Decision => {}
            _ => return None,
        }
        match board.decision(change) {
            Decision::Order => return Some(Self::Order),
            Decision::Priority => return Some(Self::Priority),
            Decision::Story => return Some(Self::Story),
            Decision::Criteria => return Some(Self::Criteria),
            // Whoever says that their own work is stuck does what everybody should.
            Decision::Impediment => {
                let own = change.moment.own && change.kind != ChangeKind::Created;
                return (!own).then_some(Self::Impediment);
            }
            // Whoever does what a retrospective decided works on it like on anything else.
            Decision::Retro => return (change.kind == ChangeKind::Created).then_some(Self::RetroAction),
            Decision::Estimate => return Some(Self::Estimate),
            _ => {}
        }
        match (change.kind, &change.detail) {
            (ChangeKind::Described, _) if change.moment.phase.is_before_a_sprint() => Some(Self::Description),
            (ChangeKind::BoardEdited, _) => Some(Self::BoardEdit),
            (ChangeKind::TimeLogged, _) => Some(Self::TimeLog),
            (ChangeKind::Assigned, Detail::Person { who, copied: false, .. }) if change.by == Some(*who) => {
                Some(Self::Taking)
            }
            (_, Detail::States { from, to, .. }) => match (board.state(*from).stage, board.state(*to).stage) {
                (Some(Stage::Acceptance), Some(Stage::Done | Stage::Doing | Stage::Ready | Stage::Backlog)) => {
                    Some(Self::Acceptance)
                }
                (_, Some(Stage::Doing)) | (Some(Stage::Doing), Some(Stage::Acceptance | Stage::Done)) => {
                    Some(Self::Move)
                }
                _ => None,
            },
            _ => None,
        }
    }
}

/// How much of an activity was one person's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActivityShare {
    /// The activity.
    pub activity: Activity,
    /// How often the person did it.
    pub own: usize,
    /// How often anybody did.
    pub total: usize,
}

impl ActivityShare {
    fn share(&self) -> f64 {
        share_of(self.own, self.total).unwrap_or_default()
    }
}

/// What one person did.
#[derive(Clone, Default)]
struct PersonCounts {
    activities: [usize; Activity::COUNT],
    /// Decisions and what was carried over, comments included.
    changes: usize,
    /// On how many days.
    days: usize,
}

/// What everybody did.
pub(super) struct Activities {
    people: Vec<PersonCounts>,
    totals: [usize; Activity::COUNT],
    /// Who did the activities of each role, in the order of time.
    order: BTreeMap<Role, Vec<PersonId>>,
}

impl Activities {
    /// Counts what people did on `board`; what apps did shows nobody's role.
    pub(super) fn new(board: &Board<'_>) -> Self {
        let mut counts = Self {
            people: vec![PersonCounts::default(); board.people.len()],
            totals: [0; Activity::COUNT],
            order: BTreeMap::new(),
        };
        let mut last_day = vec![None; board.people.len()];
        for change in board.changes.iter() {
            let Some(by) = change.by.filter(|by| !board.people.get(*by).app) else { continue };
            if matches!(change.gesture, Gesture::Decision | Gesture::CarryOver) {
                let done = &mut counts.people[by.index()];
                done.changes += 1;
                let day = Some(board.calendar.day(change.at));
                if last_day[by.index()] != day {
                    last_day[by.index()] = day;
                    done.days += 1;
                }
            }
            if let Some(activity) = Activity::of(board, change) {
                counts.add(by, activity);
                counts.order.entry(activity.role()).or_default().push(by);
            }
        }
        let done = board.items.iter().filter(|item| item.state().is_some_and(|state| board.state(state).is_done()));
        for item in done.filter(|item| !matches!(item.kind, Kind::Epic | Kind::Impediment | Kind::RetroAction)) {
            for who in item.assignees.iter().filter(|who| !board.people.get(**who).app) {
                counts.add(*who, Activity::Finished);
            }
        }
        counts
    }

    fn add(&mut self, who: PersonId, activity: Activity) {
        self.people[who.index()].activities[activity as usize] += 1;
        self.totals[activity as usize] += 1;
    }

    /// Everything this person did, in the order of the activities.
    pub(super) fn of(&self, who: PersonId) -> impl Iterator<Item = ActivityShare> {
        Activity::ALL.iter().map(move |activity| {
            let place = *activity as usize;
            let own = self.people[who.index()].activities[place];
            ActivityShare { activity: *activity, own, total: self.totals[place] }
        })
    }

    fn in_role(&self, role: Role, who: PersonId) -> impl Iterator<Item = ActivityShare> {
        self.of(who).filter(move |done| done.activity.role() == role)
    }

    /// The activities of `role` that are seen often enough to count.
    fn seen(&self, role: Role, who: PersonId) -> impl Iterator<Item = ActivityShare> {
        self.in_role(role, who).filter(|done| done.total >= SEEN)
    }

    /// The share of `role`'s activities that was this person's, from 0 to 1.
    pub(super) fn share(&self, role: Role, who: PersonId) -> f64 {
        let weight =
            |done: &ActivityShare| done.activity.weight() * (as_number(done.total) / as_number(OFTEN)).min(1.0);
        let all: f64 = self.seen(role, who).map(|done| weight(&done)).sum();
        let own: f64 = self.seen(role, who).map(|done| weight(&done) * done.share()).sum();
        if all > 0.0 { own / all } else { 0.0 }
    }

    /// How often this person did an activity of `role`.
    pub(super) fn count(&self, role: Role, who: PersonId) -> usize {
        self.in_role(role, who).map(|done| done.own).sum()
    }

    /// The same for the activities that are seen often enough to count.
    pub(super) fn count_seen(&self, role: Role, who: PersonId) -> usize {
        self.seen(role, who).map(|done| done.own).sum()
    }

    /// How often anybody did an activity of `role`.
    pub(super) fn total(&self, role: Role) -> usize {
        Activity::ALL.iter().filter(|activity| activity.role() == role).map(|it| self.totals[*it as usize]).sum()
    }

    /// The activities of `role` that were mostly this person's: how many, and whether one is decisive.
    pub(super) fn mostly(&self, role: Role, who: PersonId) -> (usize, bool) {
        let mostly = || self.seen(role, who).filter(|done| done.share() > MOST);
        (mostly().count(), mostly().any(|done| done.activity.is_decisive()))
    }

    /// Whether somebody did most of `role`'s activities in the first quarter of them as in the last: a role may have changed
    /// hands.
    pub(super) fn throughout(&self, role: Role, who: PersonId) -> bool {
        let order = self.order.get(&role).map(Vec::as_slice).unwrap_or_default();
        let quarter = order.len() / 4;
        let most = |part: &[PersonId]| part.iter().filter(|id| **id == who).count() * 2 >= part.len();
        quarter < SEEN || (most(&order[..quarter]) && most(&order[order.len() - quarter..]))
    }

    /// How many decisions this person made, comments included, and how much they carried over.
    pub(super) fn changes(&self, who: PersonId) -> usize {
        self.people[who.index()].changes
    }

    /// On how many days.
    pub(super) fn days(&self, who: PersonId) -> usize {
        self.people[who.index()].days
    }

    /// What speaks for somebody in a role, the heaviest first.
    pub(super) fn evidence(&self, role: Role, who: PersonId) -> Vec<ActivityShare> {
        let mut shares: Vec<ActivityShare> = self.seen(role, who).filter(|done| done.own > 0).collect();
        let weight = |done: &ActivityShare| done.activity.weight() * done.share() * as_number(done.total.min(OFTEN));
        shares.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
        shares
    }
}
