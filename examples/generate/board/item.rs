//! An item and its history through the sprints.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::chance::Rng;
use super::life::{Change, EXPECTED, Field, KINDS, LIFE, PRIORITIES, SLIP, STATUSES, enter};
use super::plan::{CLOSE, Format, NOW, Plan, SPRINT, START};
use super::records::{number, present};
use super::team::{BOSS, DEV, DEVELOPERS, PEER, PO, SM};

/// Maximum delay of a step after its minute in milliseconds: nobody acts exactly on the minute.
const WITHIN_A_MINUTE: i64 = 59_000;

/// One change of a field by one person.
pub(super) struct Step {
    pub(super) at: Timestamp,
    pub(super) by: usize,
    pub(super) field: Field,
    pub(super) from: String,
    pub(super) to: String,
    /// The name of the card after it, and its list.
    pub(super) card: [String; 2],
}

/// An item. Each has its own random generator, so that it does not depend on the order of items.
pub(super) struct Item<'a> {
    plan: &'a Plan,
    pub(super) rng: Rng,
    pub(super) number: i64,
    /// The developer who pulls it.
    pub(super) developer: usize,
    peer: usize,
    /// The sprint for which it is planned.
    pub(super) home: i64,
    /// The sprints that it was in.
    pub(super) sprints: Vec<i64>,
    minute: i64,
    now: BTreeMap<Field, String>,
    /// The first is the creation.
    pub(super) steps: Vec<Step>,
}

impl<'a> Item<'a> {
    /// Each item is created four to six weeks before its sprint. The sprints of the newest items are not yet
    /// planned.
    pub(super) fn live(plan: &'a Plan, number: i64) -> Self {
        let path = (2 * plan.sprints() + 3) * SPRINT / 2 * number / plan.issues;
        let mut rng = Rng(plan.seed.wrapping_add(number.cast_unsigned() << 24));
        let [developer, peer] = [(); 2].map(|()| rng.pick(&DEVELOPERS));
        let kind = KINDS[rng.pick(&[0, 0, 0, 0, 0, 0, 0, 1, 1, 2])];
        let creator = creator(kind, developer, &mut rng);
        let description = description(&mut rng);
        let now = BTreeMap::from([
            ("kind", kind.into()),
            ("status", STATUSES[0].into()),
            ("priority", PRIORITIES[1].into()),
            ("description", description),
            ("Rank", (9000 + number * 16).to_string()),
        ]);
        let (home, minute) = (path / SPRINT, path - 3 * SPRINT);
        let (sprints, steps) = (Vec::new(), Vec::new());
        let mut item = Self { plan, rng, number, developer, peer, home, sprints, minute, now, steps };
        item.step(plan.clock(minute), 1000, creator, "summary", |i| i.rng.title());
        item.follow();
        item
    }

    /// The value of a field at the time of the export.
    pub(super) fn now(&self, field: &str) -> &str {
        self.now.get(field).map_or("", String::as_str)
    }

    /// The new rank after a drag by one of `distances`.
    pub(super) fn ranked(&mut self, distances: &[i64]) -> String {
        (number(self.now("Rank")) + self.rng.pick(distances)).to_string()
    }

    /// The name of the card, and its Trello list.
    fn card(&self) -> [String; 2] {
        let (title, points) = (self.now("summary"), self.now("Story Points"));
        let name = present(points).map_or(title.into(), |points| format!("({points}) {title}"));
        let list = match (self.now("Flagged"), self.now("status"), self.sprints.last()) {
            ("Impediment", ..) => "Blocked".into(),
            (_, "Backlog", _) => "Product Backlog".into(),
            (_, "To Do", None) => "Ready".into(),
            (_, "To Do", Some(&sprint)) => self.plan.sprint(self.plan.board_of(self.number), sprint).1,
            (_, status, _) => status.into(),
        };
        [name, list]
    }

    /// Runs through [`LIFE`] until it is done, stuck or at the time of the export.
    fn follow(&mut self) {
        for (chance, low, high, who, field, to) in LIFE {
            let chance = if self.plan.busy && chance <= SLIP { chance * 10 } else { chance };
            if self.rng.happens(chance) {
                self.wait(low, high);
                if field == "Sprint" {
                    self.wait_for_planning();
                }
                self.step(self.plan.clock(self.minute), WITHIN_A_MINUTE, self.who(who), field, to);
            } else if chance > EXPECTED {
                break;
            }
        }
    }

    /// Resolves [`DEV`] and [`PEER`] for this item.
    fn who(&self, who: usize) -> usize {
        match who {
            DEV => self.developer,
            PEER => self.peer,
            _ => who,
        }
    }

    /// Two thirds are planned on the first morning of the sprint, the others before.
    fn wait_for_planning(&mut self) {
        let (low, high) = self.rng.pick(&[(0, START), (0, START), (-3000, 0)]);
        let minute = self.home * SPRINT + self.rng.between(low, high);
        self.minute = self.minute.max(minute);
    }

    /// Lets working time pass. If a sprint ends meanwhile, the open item is carried over when the Scrum
    /// Master closes the sprint, in the third minute after its end.
    fn wait(&mut self, low: i64, high: i64) {
        if let Some(sprint) = self.sprints.last() {
            self.minute = self.minute.max(sprint * SPRINT + START);
        }
        self.minute += self.rng.between(low, high);
        while let Some(&sprint) = self.sprints.last()
            && self.minute >= sprint * SPRINT + CLOSE
            && self.now("status") != "Done"
            && self.step(self.plan.clock(sprint * SPRINT + CLOSE), 160, SM, "Sprint", enter)
        {
            self.minute = self.minute.max((sprint + 1) * SPRINT + START);
        }
    }

    /// Sets a field after at most `within` milliseconds. Returns whether that was before the export.
    fn step(&mut self, at: Timestamp, within: i64, by: usize, field: Field, to: Change) -> bool {
        let at = at + SignedDuration::from_millis(self.rng.between(0, within));
        if at > NOW {
            return false;
        }
        let ([_, list], to) = (self.card(), to(self));
        if to == self.now(field) {
            return true;
        }
        let from = self.now.insert(field, to.clone()).unwrap_or_default();
        let card = self.card();
        let moved = card[1] != list;
        self.steps.push(Step { at, by, field, from, to, card });
        if (moved || field == "Sprint") && self.rng.happens(80) {
            // One drag creates two records: Jira also ranks an issue that is dragged into a sprint, Trello
            // gives a card a position in the new list. The random numbers are drawn for both tools, so that
            // both get the same history.
            let told = if self.plan.format == Format::Trello { moved } else { field == "Sprint" };
            self.rank_behind(at, by, told);
        }
        true
    }

    /// Adds the rank change that follows a drag.
    fn rank_behind(&mut self, at: Timestamp, by: usize, told: bool) {
        let at = at + SignedDuration::from_millis(self.rng.between(60, 110));
        let (from, to) = (self.now("Rank").to_owned(), self.ranked(&[-9, -5, 3, 7]));
        if told {
            self.now.insert("Rank", to.clone());
            let card = self.card();
            self.steps.push(Step { at, by, field: "Rank", from, to, card });
        }
    }
}

/// The creator of an item of this kind.
fn creator(kind: &str, developer: usize, rng: &mut Rng) -> usize {
    match (kind, rng.between(0, 100)) {
        ("Story", 0..2) => SM, // a slip: stories are the Product Owner's and the developers'
        ("Story", 2..90) => PO,
        ("Bug", 0..20) => BOSS,
        _ => developer,
    }
}

/// Empty, a few lines, or pages.
fn description(rng: &mut Rng) -> String {
    let (few, more, most) = ((1, 6), (6, 30), (30, 110));
    let (low, high) = rng.pick(&[(0, 1), few, few, few, more, more, more, most]);
    let length = rng.between(low, high);
    rng.text(length)
}
