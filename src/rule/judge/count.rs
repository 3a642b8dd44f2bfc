//! A rule's counts and shares.
//!
//! What can be counted is gone through once for each count, whatever is judged: it is put in the order of time under whom it
//! belongs to (the board, an item, somebody, a sprint). What a count comes to for one thing that is judged is then looked up.

mod different;
mod things;

use std::sync::OnceLock;

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use super::super::compiled::{CompiledCount, CompiledRule};
use super::super::condition::{Answer, all_hold};
use super::super::definition::{Measure, Over, Window};
use super::super::reason::Reason;
use super::super::situation::{Numbers, Situation};
use super::super::subject::Scope;
use super::super::value::{Interval, Value, as_number};
use crate::board::{Board, ChangeId, ItemId, Need, Stay};
use different::Different;
use things::{Owner, Thing, each_thing, earlier};

/// What surely counts in a count.
#[derive(Debug, Default)]
pub(super) struct Counted<'b> {
    /// Changes, oldest first.
    pub(super) changes: Vec<ChangeId>,
    /// Items, the last created last.
    pub(super) items: Vec<ItemId>,
    /// Stays, by item.
    pub(super) stays: Vec<&'b Stay>,
}

/// The counts of a rule on one board, each taken when it is first asked for.
#[derive(Debug)]
pub(super) struct Counting<'b, 'a> {
    board: &'b Board<'a>,
    counts: &'b [CompiledCount],
    shares: &'b [(usize, usize)],
    taken: Vec<OnceLock<Taken>>,
}

/// Everything that a count may count, by whom it belongs to.
#[derive(Debug, Default)]
struct Taken {
    of: FxHashMap<Owner, Line>,
}

/// What of one owner may count, oldest first, and what all of it comes to.
#[derive(Debug, Default)]
struct Line {
    entries: Vec<Entry>,
    /// The sizes of what surely counts and of what may count, added up before each entry.
    sums: Vec<(f64, f64)>,
    /// Where different ones are counted: what surely counts, and everything.
    different: (Different, Different),
    whole: Option<Interval>,
}

/// Something that counts, or may count.
#[derive(Clone, Copy, Debug)]
struct Entry {
    at: Timestamp,
    /// Its place among the changes, items or stays of the board.
    place: u32,
    /// What it adds to a number or a sum, or its value in a percentile.
    size: f64,
    /// Why it is not known whether it counts.
    open: Option<Reason>,
    /// What it has in common with others, where different ones are counted.
    common: Option<u64>,
}

impl<'b, 'a> Counting<'b, 'a> {
    /// The counts of `rule` on `board`.
    pub(super) fn new(board: &'b Board<'a>, rule: &'b CompiledRule) -> Self {
        let taken = rule.counts.iter().map(|_| OnceLock::new()).collect();
        Self { board, counts: &rule.counts, shares: &rule.shares, taken }
    }

    /// What surely counts in the count at `place` for `situation`.
    pub(super) fn counted(&self, place: usize, situation: &Situation<'_, '_>) -> Counted<'b> {
        let mut counted = Counted::default();
        let (Some(count), Ok(owner)) = (self.counts.get(place), owner(&self.counts[place], situation)) else {
            return counted;
        };
        let Some(line) = self.taken(place).of.get(&owner) else { return counted };
        let sure = line.entries[line.range(count, situation)].iter().filter(|entry| entry.open.is_none());
        let places = sure.map(|entry| entry.place as usize);
        match count.over {
            Over::Changes | Over::Comments => counted.changes.extend(places.map(ChangeId::new)),
            Over::Items => counted.items.extend(places.map(ItemId::new)),
            Over::Stays => {
                let stays = things::stays(self.board, count);
                counted.stays.extend(places.filter_map(|place| stays.all().get(place)));
            }
        }
        counted.changes.dedup();
        counted.items.sort_by_key(|id| (self.board.item(*id).created, *id));
        counted
    }

    fn taken(&self, place: usize) -> &Taken {
        self.taken[place].get_or_init(|| self.take(&self.counts[place]))
    }

    /// Goes through everything that `count` may count.
    fn take(&self, count: &CompiledCount) -> Taken {
        let mut taken = Taken::default();
        let mut add = |thing: &Thing<'_, 'a>, owners: &[Owner]| {
            let situation = thing.situation.with(self);
            let answer = all_hold(&count.checks, &situation);
            let open = match answer {
                Answer::No => return,
                Answer::Yes => None,
                Answer::Unknown(reason) => Some(reason),
            };
            let Some((size, open)) = size(count, &situation, open) else { return };
            for owner in owners {
                let common = thing.common;
                let entry = Entry { at: thing.at, place: thing.place, size, open, common };
                taken.of.entry(*owner).or_default().entries.push(entry);
            }
        };
        each_thing(self.board, count, &mut add);
        for line in taken.of.values_mut() {
            line.settle(count);
        }
        taken
    }
}

/// What something adds to a count, and why it may not; none for something that adds nothing.
fn size(count: &CompiledCount, situation: &Situation<'_, '_>, open: Option<Reason>) -> Option<(f64, Option<Reason>)> {
    let field = match count.measure {
        Measure::Number | Measure::Different(_) => return Some((1.0, open)),
        Measure::Sum(field) | Measure::Percentile(_, field) => field,
    };
    match (field.value(situation), count.measure) {
        (Value::Number(number), _) => Some((number, open)),
        (Value::Between(number), _) => Some((number.least, open.or(Some(number.reason)))),
        (Value::Unknown(reason), Measure::Percentile(..)) => Some((0.0, open.or(Some(reason)))),
        (_, Measure::Sum(_)) => Some((0.0, open)),
        _ => None,
    }
}

impl Line {
    /// Puts the entries in the order of time and adds them up.
    fn settle(&mut self, count: &CompiledCount) {
        self.entries.sort_by_key(|entry| (entry.at, entry.place));
        let (mut sure, mut open) = (0.0, 0.0);
        for entry in &self.entries {
            self.sums.push((sure, open));
            if entry.open.is_some() { open += entry.size } else { sure += entry.size }
        }
        self.sums.push((sure, open));
        if matches!(count.measure, Measure::Different(_)) {
            let sure = self.entries.iter().map(|entry| entry.common.filter(|_| entry.open.is_none()));
            let all = self.entries.iter().map(|entry| entry.common);
            let parts = count.before.is_some();
            self.different = (Different::new(sure, parts), Different::new(all, parts));
        }
        self.whole = self.measure(count, 0..self.entries.len());
    }

    /// The entries that `count` looks at when `situation` is judged.
    fn range(&self, count: &CompiledCount, situation: &Situation<'_, '_>) -> std::ops::Range<usize> {
        let first = |from: Timestamp| self.entries.partition_point(|entry| entry.at < from);
        if let Some(before) = count.before {
            let place = situation.change.map_or(0, |id| id.0);
            let at = situation.stay.map_or_else(|| situation.at(), |stay| stay.since);
            let last = self.entries.partition_point(|entry| {
                entry.at < at || (situation.change.is_some() && entry.at == at && entry.place < place)
            });
            let from = if before.is_finite() { first(earlier(at, before)) } else { 0 };
            return from.min(last)..last;
        }
        match (count.window, situation.sprint()) {
            (Window::Sprint, Some(sprint)) => {
                let clock = situation.board.clock;
                let to = sprint.completed.unwrap_or(clock);
                first(sprint.start.unwrap_or(clock))..self.entries.partition_point(|entry| entry.at <= to)
            }
            _ => 0..self.entries.len(),
        }
    }

    /// What the entries in `range` come to; none for a percentile of nothing.
    fn measure(&self, count: &CompiledCount, range: std::ops::Range<usize>) -> Option<Interval> {
        let entries = &self.entries[range.clone()];
        let reason = entries.iter().find_map(|entry| entry.open);
        let between = |least: f64, most: f64| match reason {
            Some(reason) => Interval { least, most, reason },
            None => Interval::exactly(least),
        };
        match count.measure {
            Measure::Number | Measure::Sum(_) => {
                let (from, to) = (self.sums[range.start], self.sums[range.end]);
                let sure = to.0 - from.0;
                Some(between(sure, sure + (to.1 - from.1)))
            }
            Measure::Different(_) => {
                let (sure, all) = &self.different;
                Some(between(as_number(sure.within(range.clone())), as_number(all.within(range))))
            }
            Measure::Percentile(percent, _) => {
                let known: Vec<f64> =
                    entries.iter().filter(|entry| entry.open.is_none()).map(|entry| entry.size).collect();
                let unknown = entries.len() - known.len();
                if known.is_empty() && unknown == 0 {
                    return None;
                }
                let with =
                    |other: f64| percentile(known.iter().copied().chain(std::iter::repeat_n(other, unknown)), percent);
                Some(between(with(0.0), with(f64::INFINITY)))
            }
        }
    }
}

/// The value that `percent` of a hundred do not exceed, by nearest rank.
fn percentile(values: impl Iterator<Item = f64>, percent: f64) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rank between one and all")]
    let rank = (percent / 100.0 * as_number(values.len()) - 1e-9).ceil().max(1.0) as usize;
    values.get(rank.min(values.len()) - 1).copied().unwrap_or_default()
}

/// Whom the things belong to that `count` counts for `situation`.
///
/// # Errors
/// What it comes to where there is no such owner, or none is known.
fn owner(count: &CompiledCount, situation: &Situation<'_, '_>) -> Result<Owner, Value<'static>> {
    let person = |id: Option<crate::board::PersonId>| id.map(|id| id.0);
    let change = situation.change();
    let found = match count.of {
        Scope::Board => return Ok(0),
        Scope::Item => situation.item.map(|id| id.0),
        Scope::Sprint => situation.sprint.map(|id| id.0),
        Scope::Actor => match (situation.person, change, situation.stay) {
            (Some(id), ..) => Some(id.0),
            (_, Some(change), _) => match change.by {
                Some(by) => Some(by.0),
                None => return Err(Value::Unknown(Reason::NoActor)),
            },
            (.., Some(stay)) => person(things::entered_by(situation.board, stay)),
            _ => None,
        },
        Scope::Assignee => match (situation.person, change, situation.stay) {
            (Some(id), ..) => Some(id.0),
            (_, Some(change), _) => person(change.moment.assignee),
            (.., Some(stay)) => person(situation.board.assignee_of(stay)),
            _ => situation.item().and_then(|item| item.assignees.first()).map(|id| id.0),
        },
    };
    found.ok_or(Value::Absent)
}

impl Numbers for Counting<'_, '_> {
    fn count(&self, place: usize, situation: &Situation<'_, '_>) -> Value<'static> {
        let Some(count) = self.counts.get(place) else { return Value::Absent };
        if count.over == Over::Comments && self.board.lacks(Need::Comments).is_some() {
            return Value::Unknown(Reason::Need(Need::Comments));
        }
        let owner = match owner(count, situation) {
            Ok(owner) => owner,
            Err(value) => return value,
        };
        let line = self.taken(place).of.get(&owner);
        let whole = count.before.is_none() && count.window != Window::Sprint;
        let known = match (line, count.measure) {
            (Some(line), _) if whole => line.whole,
            (Some(line), _) => line.measure(count, line.range(count, situation)),
            (None, Measure::Percentile(..)) => None,
            (None, _) => Some(Interval::exactly(0.0)),
        };
        let Some(known) = known else { return Value::Absent };
        match self.lacks(count, situation) {
            Some(reason) => Interval { most: f64::INFINITY, reason, ..known }.into(),
            None => known.into(),
        }
    }

    fn share(&self, place: usize, situation: &Situation<'_, '_>) -> Value<'static> {
        let Some((of, whole)) = self.shares.get(place) else { return Value::Absent };
        let number = |place: usize| match self.count(place, situation) {
            Value::Number(number) => Ok(Interval::exactly(number)),
            Value::Between(number) => Ok(number),
            value => Err(value),
        };
        let (of, whole) = match (number(*of), number(*whole)) {
            (Ok(of), Ok(whole)) => (of, whole),
            (Err(value), _) | (_, Err(value)) => return value,
        };
        if whole.most <= 0.0 {
            return Value::Absent;
        }
        let reason = if of.is_open() { of.reason } else { whole.reason };
        let least = of.least / whole.most;
        // Of a whole that may be nothing, any part may be meant.
        let most = match of.most {
            most if most <= 0.0 => 0.0,
            most if whole.least > 0.0 => most / whole.least,
            _ => f64::INFINITY,
        };
        Interval { least, most, reason }.into()
    }
}

impl Counting<'_, '_> {
    /// Why there may be more than is known of one item: the oldest part of its history is missing, or some of its comments.
    fn lacks(&self, count: &CompiledCount, situation: &Situation<'_, '_>) -> Option<Reason> {
        if count.of != Scope::Item || count.over == Over::Items {
            return None;
        }
        let item = situation.item()?;
        if count.over == Over::Comments && item.comments_cut {
            return Some(Reason::CommentsCut);
        }
        let since = match count.before {
            Some(before) => {
                Some(before).filter(|before| before.is_finite()).map(|before| earlier(situation.at(), before))
            }
            None => things::window(self.board, count).0,
        };
        (!self.board.is_known_since(item, since)).then_some(Reason::Truncated)
    }
}
