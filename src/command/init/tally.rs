//! Who did how much of what speaks for a role.
//!
//! Each sign is a kind of act that one role is accountable for. A person's score in a role is the share of such acts that
//! were theirs, a mean over the signs that the board shows often enough, each with its weight. It says what somebody does
//! on the board, and nothing more.

use std::collections::BTreeMap;

use crate::board::{Board, Change, ChangeKind, Decision, Detail, Gesture, PersonId};
use crate::charter::{Kind, Role, Stage};

/// How often a sign must be seen on the board to count at all.
const SEEN: usize = 4;
/// How often it must be seen to count with its whole weight.
const OFTEN: usize = 12;

/// A kind of act that speaks for a role.
pub(super) struct Sign {
    role: Role,
    weight: f64,
    /// Whether it is a decision of that role alone, rather than something that anybody might do for the team.
    core: bool,
    /// What is counted, after "12 of 30".
    words: &'static str,
}

/// The signs, in the order in which [`signs_of`] numbers them.
const SIGNS: &[Sign] = &[
    Sign { role: Role::ProductOwner, weight: 3.0, core: true, words: "changes of the backlog's order" },
    Sign { role: Role::ProductOwner, weight: 1.5, core: true, words: "priorities of stories" },
    Sign { role: Role::ProductOwner, weight: 2.0, core: false, words: "stories written" },
    Sign { role: Role::ProductOwner, weight: 1.5, core: true, words: "edits of acceptance criteria" },
    Sign { role: Role::ProductOwner, weight: 0.5, core: false, words: "descriptions written before the work began" },
    Sign { role: Role::ProductOwner, weight: 3.0, core: true, words: "items taken out of acceptance" },
    Sign { role: Role::ScrumMaster, weight: 3.0, core: true, words: "impediments raised or cleared for others" },
    Sign { role: Role::ScrumMaster, weight: 3.0, core: true, words: "actions of retrospectives written" },
    Sign { role: Role::ScrumMaster, weight: 1.0, core: false, words: "edits of the board itself" },
    Sign { role: Role::ScrumMaster, weight: 2.0, core: false, words: "items carried over by closing a sprint" },
    Sign { role: Role::Developer, weight: 2.0, core: false, words: "moves of work" },
    Sign { role: Role::Developer, weight: 1.5, core: false, words: "estimates" },
    Sign { role: Role::Developer, weight: 2.0, core: false, words: "finished items" },
    Sign { role: Role::Developer, weight: 1.0, core: false, words: "items taken to work on" },
    Sign { role: Role::Developer, weight: 1.0, core: false, words: "logs of hours" },
];
const ORDERED: usize = 0;
const PRIORITISED: usize = 1;
const WROTE: usize = 2;
const CRITERIA: usize = 3;
const DESCRIBED: usize = 4;
const ACCEPTED: usize = 5;
const IMPEDIMENT: usize = 6;
const RETRO: usize = 7;
const BOARD: usize = 8;
const CLOSED_SPRINT: usize = 9;
const MOVED: usize = 10;
const ESTIMATED: usize = 11;
const FINISHED: usize = 12;
const TOOK: usize = 13;
const LOGGED: usize = 14;

/// What everybody did.
pub(super) struct Tally {
    counts: Vec<[usize; SIGNS.len()]>,
    totals: [usize; SIGNS.len()],
    /// Everything a person did, comments included.
    acts: Vec<usize>,
    /// On how many days.
    days: Vec<usize>,
    /// Who did the acts of each role, in the order of time.
    courses: BTreeMap<Role, Vec<PersonId>>,
}

impl Tally {
    /// Counts what people did on `board`; what apps did speaks for nobody.
    pub(super) fn new(board: &Board<'_>) -> Self {
        let people = board.people.len();
        let mut tally = Self {
            counts: vec![[0; SIGNS.len()]; people],
            totals: [0; SIGNS.len()],
            acts: vec![0; people],
            days: vec![0; people],
            courses: BTreeMap::new(),
        };
        let mut last_day = vec![None; people];
        for change in &board.changes {
            let Some(by) = change.by.filter(|by| !board.people.get(*by).app) else { continue };
            if matches!(change.gesture, Gesture::Decision | Gesture::CarryOver) {
                tally.acts[by.index()] += 1;
                let day = Some(board.calendar.day(change.at));
                if last_day[by.index()] != day {
                    last_day[by.index()] = day;
                    tally.days[by.index()] += 1;
                }
            }
            if let Some(sign) = sign_of(board, change, by) {
                tally.add(by, sign);
                tally.courses.entry(SIGNS[sign].role).or_default().push(by);
            }
        }
        let done = board.items.iter().filter(|item| item.state().is_some_and(|state| board.state(state).is_done()));
        for item in done.filter(|item| !matches!(item.kind, Kind::Epic | Kind::Impediment | Kind::RetroAction)) {
            for who in item.assignees.iter().filter(|who| !board.people.get(**who).app) {
                tally.add(*who, FINISHED);
            }
        }
        tally
    }

    fn add(&mut self, who: PersonId, sign: usize) {
        self.counts[who.index()][sign] += 1;
        self.totals[sign] += 1;
    }

    fn seen(&self, role: Role) -> impl Iterator<Item = usize> {
        (0..SIGNS.len()).filter(move |sign| SIGNS[*sign].role == role && self.totals[*sign] >= SEEN)
    }

    /// The share of `role`'s acts that were this person's.
    pub(super) fn score(&self, role: Role, who: PersonId) -> f64 {
        let weight = |sign: usize| SIGNS[sign].weight * (number(self.totals[sign]) / number(OFTEN)).min(1.0);
        let all: f64 = self.seen(role).map(weight).sum();
        let own: f64 = self.seen(role).map(|sign| weight(sign) * self.share(sign, who)).sum();
        if all > 0.0 { own / all } else { 0.0 }
    }

    fn share(&self, sign: usize, who: PersonId) -> f64 {
        number(self.counts[who.index()][sign]) / number(self.totals[sign].max(1))
    }

    /// How many acts of `role` were this person's.
    pub(super) fn count(&self, role: Role, who: PersonId) -> usize {
        (0..SIGNS.len()).filter(|sign| SIGNS[*sign].role == role).map(|sign| self.counts[who.index()][sign]).sum()
    }

    /// The same for the signs that are seen often enough to count.
    pub(super) fn telling(&self, role: Role, who: PersonId) -> usize {
        self.seen(role).map(|sign| self.counts[who.index()][sign]).sum()
    }

    /// How many there were of everybody.
    pub(super) fn total(&self, role: Role) -> usize {
        (0..SIGNS.len()).filter(|sign| SIGNS[*sign].role == role).map(|sign| self.totals[sign]).sum()
    }

    /// How many signs of `role` this person leads, with most of what was done.
    pub(super) fn leads(&self, role: Role, who: PersonId) -> usize {
        self.seen(role).filter(|sign| self.share(*sign, who) > 0.5).count()
    }

    /// Whether they lead a sign that is a decision of `role` alone.
    pub(super) fn decides(&self, role: Role, who: PersonId) -> bool {
        self.seen(role).any(|sign| SIGNS[sign].core && self.share(sign, who) > 0.5)
    }

    /// Whether somebody did most of `role`'s acts in the first quarter of them as in the last: a role may have changed hands.
    pub(super) fn throughout(&self, role: Role, who: PersonId) -> bool {
        let course = self.courses.get(&role).map(Vec::as_slice).unwrap_or_default();
        let quarter = course.len() / 4;
        let most = |part: &[PersonId]| part.iter().filter(|id| **id == who).count() * 2 >= part.len();
        quarter < SEEN || (most(&course[..quarter]) && most(&course[course.len() - quarter..]))
    }

    /// Everything somebody did.
    pub(super) fn acts(&self, who: PersonId) -> usize {
        self.acts[who.index()]
    }

    /// On how many days they did something.
    pub(super) fn days(&self, who: PersonId) -> usize {
        self.days[who.index()]
    }

    /// What speaks for somebody in a role, the heaviest first: `24 of 37 changes of the backlog's order`.
    pub(super) fn evidence(&self, role: Role, who: PersonId, most: usize) -> String {
        let mut signs: Vec<usize> = (0..SIGNS.len())
            .filter(|sign| SIGNS[*sign].role == role && self.counts[who.index()][*sign] > 0)
            .filter(|sign| self.totals[*sign] >= SEEN)
            .collect();
        let weight =
            |sign: &usize| SIGNS[*sign].weight * self.share(*sign, who) * number(self.totals[*sign].min(OFTEN));
        signs.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
        let told = |sign: &usize| {
            format!("{} of {} {}", self.counts[who.index()][*sign], self.totals[*sign], SIGNS[*sign].words)
        };
        signs.iter().take(most).map(told).collect::<Vec<_>>().join(", ")
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of changes are far below 2^52")]
pub(super) fn number(count: usize) -> f64 {
    count as f64
}

/// The role that `change` speaks for, if any.
pub(super) fn speaks_for(board: &Board<'_>, change: &Change<'_>) -> Option<Role> {
    sign_of(board, change, change.by?).map(|sign| SIGNS[sign].role)
}

/// What `change`, made by `by`, is a sign of.
fn sign_of(board: &Board<'_>, change: &Change<'_>, by: PersonId) -> Option<usize> {
    match change.gesture {
        Gesture::CarryOver => return Some(CLOSED_SPRINT),
        Gesture::Decision => {}
        _ => return None,
    }
    match board.decision(change) {
        Decision::Order => return Some(ORDERED),
        Decision::Priority => return Some(PRIORITISED),
        Decision::Story => return Some(WROTE),
        Decision::Criteria => return Some(CRITERIA),
        // Whoever says that their own work is stuck does what everybody should.
        Decision::Impediment => {
            let own = change.moment.own && change.kind != ChangeKind::Created;
            return (!own).then_some(IMPEDIMENT);
        }
        // Whoever does what a retrospective decided works on it like on anything else.
        Decision::Retro => return (change.kind == ChangeKind::Created).then_some(RETRO),
        Decision::Estimate => return Some(ESTIMATED),
        _ => {}
    }
    match (change.kind, &change.detail) {
        (ChangeKind::Described, _) if change.moment.phase.is_before_a_sprint() => Some(DESCRIBED),
        (ChangeKind::BoardEdited, _) => Some(BOARD),
        (ChangeKind::TimeLogged, _) => Some(LOGGED),
        (ChangeKind::Assigned, Detail::Person { who, copied: false, .. }) if *who == by => Some(TOOK),
        (_, Detail::States { from, to, .. }) => {
            let (from, to) = (board.state(*from).stage, board.state(*to).stage);
            match (from, to) {
                (Some(Stage::Acceptance), Some(Stage::Done | Stage::Doing | Stage::Ready | Stage::Backlog)) => {
                    Some(ACCEPTED)
                }
                (_, Some(Stage::Doing)) | (Some(Stage::Doing), Some(Stage::Acceptance | Stage::Done)) => Some(MOVED),
                _ => None,
            }
        }
        _ => None,
    }
}
