//! Reversals: one person moves an item up in rank or priority, another moves it down again. Source: the rule
//! priority-tug-of-war.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::Board;
use crate::board::facts::Direction;
use crate::board::model::change::{Change, ChangeKind, Detail, Gesture};
use crate::board::model::item::Item;
use crate::board::{ChangeId, PersonId, Phase};
use crate::lexicon;

/// Maximum time from the first to the last change of a series of reversals.
const WINDOW: SignedDuration = SignedDuration::from_hours(14 * 24);
/// Changes by one person within this time count as a single step: the later ones correct the first.
const CORRECTION: SignedDuration = SignedDuration::from_secs(60);

/// The longest series of reversals of one item within 14 days.
#[derive(Clone, Debug, Default)]
pub struct Reversals {
    /// The changes, from the first reversed one to the last that reverses.
    pub changes: Vec<ChangeId>,
    /// Number of changes that reverse the one before.
    pub reversals: usize,
    /// Number of people who reversed another change. The author of the first change reversed nothing.
    pub people: usize,
}

/// Which way an item was moved in the order or in priority.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    One(Direction),
    /// The record words the direction in a way that is not understood.
    Unclear,
    /// No direction, or both directions at once by one person.
    Neither,
}

#[derive(Clone, Copy)]
struct Step {
    id: ChangeId,
    at: Timestamp,
    by: PersonId,
    way: Way,
}

/// Whether to count changes of which the record does not say enough.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counted {
    Known,
    /// Also changes that may be in the backlog, and changes that may lead in the opposite direction.
    Possible,
}

impl Counted {
    /// Whether a rank in `phase` counts as ordering the backlog.
    fn waits(self, phase: Phase) -> bool {
        phase.is_before_a_sprint() || (self == Self::Possible && phase == Phase::Unknown)
    }
}

impl Board<'_> {
    /// The longest series of reversals of `item`, by rank or by priority separately. A series between two
    /// people is preferred to one by a single person.
    pub fn reversals(&self, item: &Item<'_>) -> Reversals {
        self.most_reversals(item, Counted::Known)
    }

    /// Upper bound of [`Self::reversals`]. Wherever it is unknown, a change is assumed to be in the backlog,
    /// about product work and in the opposite direction. `None` if nothing is unknown.
    pub fn possible_reversals(&self, item: &Item<'_>) -> Option<Reversals> {
        let may_be_ranked = || self.history(item).iter().any(|change| self.may_be_ranked_in_backlog(change));
        let unknown = item.may_be_of_unordered_kind || self.has_unclear_ranks(item) || may_be_ranked();
        unknown.then(|| self.most_reversals(item, Counted::Possible))
    }

    /// Whether a rank change of `item` has a direction that is not understood.
    pub fn has_unclear_ranks(&self, item: &Item<'_>) -> bool {
        self.history(item).iter().any(|change| matches!(change.detail, Detail::Rank(None)))
    }

    fn most_reversals(&self, item: &Item<'_>, counted: Counted) -> Reversals {
        let of = |kind| longest(&self.steps(item, kind, counted));
        let (ranks, priorities) = (of(ChangeKind::Ranked), of(ChangeKind::Prioritised));
        let weight = |found: &Reversals| (found.people > 1, found.reversals);
        if weight(&priorities) > weight(&ranks) { priorities } else { ranks }
    }

    /// The directed decisions of `kind` about `item`. Ranks count only while it waits for a sprint. Ranks of
    /// an item that may not be product work are only possible reversals.
    fn steps(&self, item: &Item<'_>, kind: ChangeKind, counted: Counted) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        let mut last: Option<(&Change<'_>, Way)> = None;
        let unknown = |change: &Change<'_>| match &change.detail {
            Detail::Words(words) => lexicon::priority(&words.from).is_none() || lexicon::priority(&words.to).is_none(),
            _ => false,
        };
        let of_kind = self.history(item).iter().filter(|change| change.kind == kind);
        let scaled = !of_kind.into_iter().any(unknown);
        for (id, change) in self.history_by_id(item) {
            // In a sprint, developers order their own work. The order of done items, parts of other items,
            // impediments and retrospective actions decides nothing.
            let ordered = change.moment.kind.is_ordered() && !item.part;
            let counts = ordered
                && match kind {
                    ChangeKind::Ranked if counted == Counted::Known && item.may_be_of_unordered_kind => false,
                    ChangeKind::Ranked => counted.waits(change.moment.phase),
                    _ => change.moment.phase != Phase::Done,
                };
            let decided = change.gesture == Gesture::Decision && counts;
            let (true, Some(by)) = (change.kind == kind && decided, change.by) else {
                continue;
            };
            let way = way(change, last, scaled);
            last = Some((change, way));
            let again = |step: &&mut Step| step.by == by && change.at.duration_since(step.at) <= CORRECTION;
            match steps.last_mut().filter(again) {
                Some(step) => {
                    let same = step.way == way;
                    *step = Step { id, at: change.at, by, way: if same { way } else { Way::Neither } };
                }
                None => steps.push(Step { id, at: change.at, by, way }),
            }
        }
        steps.retain(|step| match step.way {
            Way::One(_) => true,
            Way::Unclear => counted == Counted::Possible,
            Way::Neither => false,
        });
        steps
    }
}

/// The direction of a change. If a priority of the item is on no known scale, only a change that restores the
/// previous value is known to be the opposite direction.
fn way(change: &Change<'_>, last: Option<(&Change<'_>, Way)>, scaled: bool) -> Way {
    match &change.detail {
        Detail::Rank(direction) => direction.map_or(Way::Unclear, Way::One),
        Detail::Words(words) if scaled => match lexicon::priority(&words.from).zip(lexicon::priority(&words.to)) {
            Some((from, to)) if to < from => Way::One(Direction::Higher),
            Some((from, to)) if to > from => Way::One(Direction::Lower),
            _ => Way::Neither,
        },
        Detail::Words(words) => {
            let (before, way) = last.unwrap_or((change, Way::Neither));
            let restored = matches!(
                &before.detail, Detail::Words(before) if before.from == words.to && before.to == words.from
            );
            match way {
                Way::One(Direction::Lower) if restored => Way::One(Direction::Higher),
                Way::One(Direction::Lower) => way,
                _ if restored => Way::One(Direction::Lower),
                _ => Way::One(Direction::Higher),
            }
        }
        _ => Way::Neither,
    }
}

/// The series of at most 14 days with the most reversals.
fn longest(steps: &[Step]) -> Reversals {
    let turns: Vec<usize> =
        (1..steps.len()).filter(|place| may_turn(steps[*place - 1].way, steps[*place].way)).collect();
    let mut by_person: BTreeMap<PersonId, usize> = BTreeMap::new();
    let (mut end, mut best, mut range) = (0, (false, 0, 0), 0..0);
    for start in 0..turns.len() {
        let first = steps[turns[start] - 1].at;
        while end < turns.len() && steps[turns[end]].at.duration_since(first) <= WINDOW {
            *by_person.entry(steps[turns[end]].by).or_default() += 1;
            end += 1;
        }
        let weight = (by_person.len() > 1, end.saturating_sub(start), by_person.len());
        if weight > best {
            (best, range) = (weight, turns[start] - 1..turns[end - 1] + 1);
        }
        if end > start {
            let by = steps[turns[start]].by;
            if let Some(count) = by_person.get_mut(&by) {
                *count -= 1;
                if *count == 0 {
                    by_person.remove(&by);
                }
            }
        } else {
            end = start + 1; // its two steps alone lie too far apart
        }
    }
    let changes = steps[range].iter().map(|step| step.id).collect();
    Reversals { changes, reversals: best.1, people: best.2 }
}

/// Whether a step reverses, or may reverse, the one before.
fn may_turn(before: Way, after: Way) -> bool {
    before != after || after == Way::Unclear
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(days: &[(i64, usize, Direction)]) -> Vec<Step> {
        let step = |(place, (day, by, way)): (usize, &(i64, usize, Direction))| Step {
            id: ChangeId::new(place),
            at: Timestamp::from_second(day * 86_400).expect("a day"),
            by: PersonId::new(*by),
            way: Way::One(*way),
        };
        days.iter().enumerate().map(step).collect()
    }

    const UP: Direction = Direction::Higher;
    const DOWN: Direction = Direction::Lower;

    #[test]
    fn four_steps_to_and_fro_are_three_reversals() {
        let found = longest(&steps(&[(0, 1, UP), (1, 2, DOWN), (2, 1, UP), (14, 2, DOWN)]));
        assert_eq!((found.reversals, found.people, found.changes.len()), (3, 2, 4));
    }

    #[test]
    fn what_lies_more_than_fourteen_days_apart_does_not_belong_together() {
        let found = longest(&steps(&[(0, 1, UP), (1, 2, DOWN), (2, 1, UP), (15, 2, DOWN)]));
        assert_eq!((found.reversals, found.people), (2, 2));
        let found = longest(&steps(&[(0, 1, UP), (20, 2, DOWN), (40, 1, UP), (41, 2, DOWN), (42, 1, UP)]));
        assert_eq!((found.reversals, found.people, found.changes.len()), (2, 2, 3));
    }

    #[test]
    fn two_people_weigh_more_than_one_who_hesitates() {
        let one = [(0, 1, UP), (1, 1, DOWN), (2, 1, UP), (3, 1, DOWN), (4, 1, UP)];
        let two = [(40, 1, DOWN), (41, 2, UP), (42, 1, DOWN)];
        let found = longest(&steps(&[one.as_slice(), &two].concat()));
        assert_eq!((found.reversals, found.people), (2, 2));
        assert_eq!(longest(&steps(&one)).people, 1);
    }

    #[test]
    fn who_made_the_first_of_them_reversed_nothing() {
        let found = longest(&steps(&[(0, 1, UP), (1, 2, DOWN), (2, 2, UP), (3, 2, DOWN)]));
        assert_eq!((found.reversals, found.people, found.changes.len()), (3, 1, 4));
    }

    #[test]
    fn the_same_way_twice_is_no_reversal() {
        assert_eq!(longest(&steps(&[(0, 1, UP), (1, 2, UP), (2, 1, DOWN)])).reversals, 1);
        assert_eq!(longest(&[]).reversals, 0);
    }
}
