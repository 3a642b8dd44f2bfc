//! Activities of people that show their role: kinds of activity, and who did how much of each.
//!
//! A person's share in a role is their share of its activities: a weighted mean over those that occur often
//! enough on the board. It describes only what the person does on the board.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::board::{
    Board, Change, ChangeKind, Decision, Detail, Gesture, Part, PersonId, Responsibility, Seat, as_number, share_of,
};
use crate::charter::{Kind, Role, Stage};
use crate::word::{Word, words};

/// What people do on a board, by kind of change: the columns of the table of who did what.
pub const DEEDS: &[(&str, &[ChangeKind])] = &[
    ("wrote", &[ChangeKind::Created]),
    ("ordered", &[ChangeKind::Ranked, ChangeKind::Prioritised]),
    ("estimated", &[ChangeKind::Estimated]),
    ("assigned", &[ChangeKind::Assigned]),
    ("moved", &[ChangeKind::Moved, ChangeKind::Planned, ChangeKind::Unplanned]),
    ("said", &[ChangeKind::Commented]),
];

/// Number of decisions of each person on a board, for each column of [`DEEDS`].
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

/// Minimum number of times that an activity must occur on the board to count at all.
const SEEN: usize = 4;
/// Number of times from which on it counts with its full weight.
const OFTEN: usize = 12;
/// A share above this makes an activity mostly one person's.
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

    /// The role that it shows: the one that is accountable for it, or, if none is, the one that usually does
    /// it.
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

    /// The responsibility that it belongs to; `None` if anybody may do it.
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

    /// How much it says about the role, compared with the role's other activities.
    fn weight(self) -> f64 {
        match self {
            Self::Order | Self::Acceptance | Self::Impediment | Self::RetroAction => 3.0,
            Self::Story | Self::CarryOver | Self::Move | Self::Finished => 2.0,
            Self::Priority | Self::Criteria | Self::Estimate => 1.5,
            Self::BoardEdit | Self::Taking | Self::TimeLog => 1.0,
            Self::Description => 0.5,
        }
    }

    /// Whether only Product Owner or Scrum Master decide it. Stories do not count, because people also write
    /// them for others.
    fn is_decisive(self) -> bool {
        self.responsibility().is_some() && self.role() != Role::Developer && self != Self::Story
    }

    /// The activity of a `change`; `None` if it is not one.
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
            // Everybody should say that their own work is blocked, so that shows no role.
            Decision::Impediment => {
                let own = change.moment.own && change.kind != ChangeKind::Created;
                return (!own).then_some(Self::Impediment);
            }
            // Working on an action of a retrospective is like any other work; only writing it shows a role.
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

/// A person's share of an activity.
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

/// The counts of one person.
#[derive(Clone, Default)]
struct PersonCounts {
    activities: [usize; Activity::COUNT],
    /// Number of decisions and carried-over items, comments included.
    changes: usize,
    /// Number of days with activity.
    days: usize,
}

/// The counts of everybody.
pub(super) struct Activities {
    people: Vec<PersonCounts>,
    totals: [usize; Activity::COUNT],
    /// For each role, the people who did its activities, in the order of time.
    order: BTreeMap<Role, Vec<PersonId>>,
}

impl Activities {
    /// Counts what people did on `board`. Apps do not count: their activity shows nobody's role.
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

    /// All activities of this person, in the order of [`Activity::ALL`].
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

    /// The activities of `role` that occur often enough to count.
    fn seen(&self, role: Role, who: PersonId) -> impl Iterator<Item = ActivityShare> {
        self.in_role(role, who).filter(|done| done.total >= SEEN)
    }

    /// This person's share of the activities of `role`, from 0 to 1.
    pub(super) fn share(&self, role: Role, who: PersonId) -> f64 {
        let weight =
            |done: &ActivityShare| done.activity.weight() * (as_number(done.total) / as_number(OFTEN)).min(1.0);
        let all: f64 = self.seen(role, who).map(|done| weight(&done)).sum();
        let own: f64 = self.seen(role, who).map(|done| weight(&done) * done.share()).sum();
        if all > 0.0 { own / all } else { 0.0 }
    }

    /// How often this person did activities of `role`.
    pub(super) fn count(&self, role: Role, who: PersonId) -> usize {
        self.in_role(role, who).map(|done| done.own).sum()
    }

    /// The same, only for activities that occur often enough to count.
    pub(super) fn count_seen(&self, role: Role, who: PersonId) -> usize {
        self.seen(role, who).map(|done| done.own).sum()
    }

    /// How often anybody did activities of `role`.
    pub(super) fn total(&self, role: Role) -> usize {
        Activity::ALL.iter().filter(|activity| activity.role() == role).map(|it| self.totals[*it as usize]).sum()
    }

    /// The activities of `role` that were mostly this person's: their number, and whether one is decisive.
    pub(super) fn mostly(&self, role: Role, who: PersonId) -> (usize, bool) {
        let mostly = || self.seen(role, who).filter(|done| done.share() > MOST);
        (mostly().count(), mostly().any(|done| done.activity.is_decisive()))
    }

    /// Whether a person did at least half of the activities of `role` both in the first and in the last
    /// quarter of them. If not, the role may have changed hands. With too few activities it is assumed.
    pub(super) fn throughout(&self, role: Role, who: PersonId) -> bool {
        let order = self.order.get(&role).map(Vec::as_slice).unwrap_or_default();
        let quarter = order.len() / 4;
        let most = |part: &[PersonId]| part.iter().filter(|id| **id == who).count() * 2 >= part.len();
        quarter < SEEN || (most(&order[..quarter]) && most(&order[order.len() - quarter..]))
    }

    /// Number of decisions of this person, comments included, and of items that they carried over.
    pub(super) fn changes(&self, who: PersonId) -> usize {
        self.people[who.index()].changes
    }

    /// Number of days on which this person did something.
    pub(super) fn days(&self, who: PersonId) -> usize {
        self.people[who.index()].days
    }

    /// The evidence for a person in a role, strongest first.
    pub(super) fn evidence(&self, role: Role, who: PersonId) -> Vec<ActivityShare> {
        let mut shares: Vec<ActivityShare> = self.seen(role, who).filter(|done| done.own > 0).collect();
        let weight = |done: &ActivityShare| done.activity.weight() * done.share() * as_number(done.total.min(OFTEN));
        shares.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
        shares
    }
}
