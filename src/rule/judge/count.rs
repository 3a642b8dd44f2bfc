//! A rule's counts and shares.
//!
//! Each count scans the board once and groups what it counts by owner (the board, an item, a person, a
//! sprint), sorted by time. The value for one judged thing is then only looked up.

mod blocks;
mod plain;
mod things;

use std::ops::Range;
use std::sync::OnceLock;

use foldhash::HashMap;
use jiff::Timestamp;

use super::super::accountability::Deciders;
use super::super::compiled::{CompiledCount, CompiledRule};
use super::super::condition::{Answer, all_hold};
use super::super::definition::{Before, CountWindow, Measure, NamedWindow, Over};
use super::super::evidence::{acts_of_an_entry, counts_creations, gap_of_changes, holds_a_part};
use super::super::reason::Reason;
use super::super::situation::{Numbers, Situation};
use super::super::subject::{Judge, Scope};
use super::super::value::{Interval, Value, as_number};
use crate::board::{Board, ChangeId, ItemChoice, ItemId, Need, Stay, UNKNOWN_ENTRIES};
use blocks::Blocks;
use plain::Plain;
use things::{Owner, Thing, each_thing, earlier, is_whole};

/// Maximum number of counted things kept for one finding, latest first. Bounds the work of many findings.
const SHOWN: usize = 1000;

/// What certainly counts.
#[derive(Debug, Default)]
pub(super) struct Counted<'b> {
    /// Sorted by time.
    pub(super) changes: Vec<ChangeId>,
    /// Sorted by creation.
    pub(super) items: Vec<ItemId>,
    /// Sorted by start.
    pub(super) stays: Vec<&'b Stay>,
}

/// The counts of a rule on one board, each computed on first use.
#[derive(Debug)]
pub(super) struct Counting<'b, 'a> {
    board: &'b Board<'a>,
    counts: &'b [CompiledCount],
    shares: &'b [(usize, usize)],
    taken: Vec<OnceLock<Taken>>,
    deciders: Deciders,
    /// Whether the creation time of some items is unknown.
    has_undated: OnceLock<bool>,
}

/// Everything that a count may count, by owner.
#[derive(Debug, Default)]
struct Taken {
    of: HashMap<Owner, Line>,
}

/// What may count for one owner, sorted by time, and the total.
#[derive(Debug, Default)]
struct Line {
    /// Used if the count is plain.
    plain: Plain,
    /// Used otherwise.
    entries: Vec<Entry>,
    /// Why the time of something that may count is unknown: it may be in any part of the line.
    undated: Option<Reason>,
    /// Before each entry, the sum of sizes that certainly count and of those that may count.
    sums: Vec<(f64, f64)>,
    /// For each entry and the end: the index of the first uncertain entry from there on, or the end.
    next_open: Vec<u32>,
    whole: Option<Interval>,
    parts: OnceLock<Parts>,
}

/// Index for queries on parts of a line: as many queries as entries must not scan the entries.
#[derive(Debug)]
enum Parts {
    /// For each entry, one more than the index of the previous entry with the same value; 0 if there is none.
    /// `sure` considers only entries that certainly count, `all` every entry. Entries left out have
    /// [`u32::MAX`].
    Different { sure: Blocks, all: Blocks },
    /// The sizes that certainly count, sorted, and the indices of their entries.
    Sizes { sizes: Vec<f64>, places: Blocks },
}

/// Something that counts or may count.
#[derive(Clone, Copy, Debug)]
struct Entry {
    at: Timestamp,
    /// Its index among the changes, items or stays of the board.
    place: u32,
    /// Its contribution to a number or sum, or its value in a percentile.
    size: f64,
    /// Why it is uncertain whether it counts; `None` if it certainly does.
    open: Option<Reason>,
    /// The value that makes it distinct, if distinct values are counted.
    common: Option<u64>,
}

/// How long before a session its first members may lie, in seconds: changes in quick succession that are too
/// few for a session alone.
const BEFORE_A_SESSION: f64 = 86_400.0;

/// From when on decisions matter for the counts of `rule`, including all of a session with a counted one.
fn decided_since(board: &Board<'_>, rule: &CompiledRule) -> Timestamp {
    // A single change that is judged may be as old as the board.
    let windows =
        rule.counts.iter().filter(|_| rule.judge != Judge::Change).map(|count| things::window(board, count).0);
    let sessions = rule.about_decisions.iter().filter_map(|rule| rule.group.as_ref()?.session.as_ref());
    let longest = sessions.map(|session| session.lasting).fold(0.0, f64::max);
    windows.min().flatten().map_or(Timestamp::MIN, |from| earlier(from, longest + BEFORE_A_SESSION))
}

impl<'b, 'a> Counting<'b, 'a> {
    /// The counts of `rule` on `board`.
    pub(super) fn new(board: &'b Board<'a>, rule: &'b CompiledRule) -> Self {
        let taken = rule.counts.iter().map(|_| OnceLock::new()).collect();
        let deciders = Deciders::of(rule, decided_since(board, rule));
        Self { board, counts: &rule.counts, shares: &rule.shares, taken, deciders, has_undated: OnceLock::new() }
    }

    /// What certainly counts in the count with index `place` for `situation`.
    pub(super) fn counted(&self, place: usize, situation: &Situation<'_, '_>) -> Counted<'b> {
        let mut counted = Counted::default();
        let (Some(count), Ok(owner)) = (self.counts.get(place), owner(&self.counts[place], situation)) else {
            return counted;
        };
        let Some(line) = self.taken(place).of.get(&owner) else { return counted };
        let places = if is_plain(count) {
            line.plain.latest(SHOWN)
        } else {
            let sure = line.entries[line.range(count, situation)].iter().filter(|entry| entry.open.is_none());
            let mut places: Vec<u32> = sure.rev().take(SHOWN).map(|entry| entry.place).collect();
            places.reverse();
            places
        };
        let places = places.into_iter().map(|place| place as usize);
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

    /// Scans everything that `count` may count.
    fn take(&self, count: &CompiledCount) -> Taken {
        let mut taken = Taken::default();
        let plain = is_plain(count);
        let mut add = |thing: &Thing<'_, 'a>, owners: &[Owner]| {
            let situation = thing.situation.with(self);
            let checks = if thing.is_of_kind { &count.checks_of_kind } else { &count.checks };
            let open = match all_hold(checks, &situation) {
                Answer::No | Answer::NotApplicable => return,
                Answer::Yes => thing.undated,
                Answer::Unknown(reason) => Some(reason),
            };
            if plain {
                for owner in owners {
                    taken.of.entry(*owner).or_default().plain.add(thing.place, open);
                }
                return;
            }
            let Some((size, open)) = size(count, &situation, open) else { return };
            for owner in owners {
                let common = thing.common;
                let entry = Entry { at: thing.at, place: thing.place, size, open, common };
                let line = taken.of.entry(*owner).or_default();
                line.undated = line.undated.or(thing.undated);
                line.entries.push(entry);
            }
        };
        each_thing(self.board, count, &mut add);
        for line in taken.of.values_mut() {
            line.sort_and_sum(count);
        }
        taken
    }
}

/// The size of something in a count, and why it may not count; `None` if it adds nothing.
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

/// Whether `count` is just the number of changes or comments of an owner, whatever their time.
fn is_plain(count: &CompiledCount) -> bool {
    matches!((count.over, count.measure), (Over::Changes | Over::Comments, Measure::Number)) && is_whole(count)
}

impl Line {
    /// Sorts the entries by time and computes the sums.
    fn sort_and_sum(&mut self, count: &CompiledCount) {
        if is_plain(count) {
            self.whole = Some(self.plain.sort_and_count());
            return;
        }
        self.entries.sort_by_key(|entry| (entry.at, entry.place));
        let (mut sure, mut open) = (0.0, 0.0);
        for entry in &self.entries {
            self.sums.push((sure, open));
            if entry.open.is_some() { open += entry.size } else { sure += entry.size }
        }
        self.sums.push((sure, open));
        self.next_open = vec![place_of(self.entries.len()); self.entries.len() + 1];
        for (place, entry) in self.entries.iter().enumerate().rev() {
            self.next_open[place] = if entry.open.is_some() { place_of(place) } else { self.next_open[place + 1] };
        }
        self.whole = self.measure(count, 0..self.entries.len());
    }

    /// The entries that `count` considers for `situation`.
    fn range(&self, count: &CompiledCount, situation: &Situation<'_, '_>) -> Range<usize> {
        let first = |from: Timestamp| self.entries.partition_point(|entry| entry.at < from);
        if let Some(before) = count.before {
            let place = situation.change.map_or(0, |id| id.number());
            let at = situation.stay.map_or_else(|| situation.at(), |stay| stay.since);
            let last = self.entries.partition_point(|entry| {
                entry.at < at || (situation.change.is_some() && entry.at == at && entry.place < place)
            });
            let from = match before {
                Before::All => 0,
                Before::Within(seconds) => first(earlier(at, seconds)),
            };
            return from.min(last)..last;
        }
        match (count.window, situation.sprint()) {
            (CountWindow::Named(NamedWindow::Sprint), Some(sprint)) => {
                let clock = situation.board.clock;
                let to = sprint.completed.unwrap_or(clock);
                first(sprint.start.unwrap_or(clock))..self.entries.partition_point(|entry| entry.at <= to)
            }
            _ => 0..self.entries.len(),
        }
    }

    /// The value of the entries in `range`; `None` for a percentile of nothing.
    fn measure(&self, count: &CompiledCount, range: Range<usize>) -> Option<Interval> {
        let open = self.next_open[range.start] as usize;
        let reason = self.entries[..range.end].get(open).and_then(|entry| entry.open);
        let percent = if let Measure::Percentile(percent, _) = count.measure { percent } else { 0 };
        match (count.measure, || self.parts.get_or_init(|| self.parts(count))) {
            (Measure::Number | Measure::Sum(_), _) => {
                let (from, to) = (self.sums[range.start], self.sums[range.end]);
                let sure = to.0 - from.0;
                Some(Interval::between(sure, sure + (to.1 - from.1), reason))
            }
            (_, parts) => match parts() {
                Parts::Different { sure, all } => {
                    // Of entries with the same value, the first in the range counts.
                    let different = |blocks: &Blocks| blocks.below(range.clone(), place_of(range.start) + 1);
                    Some(Interval::between(as_number(different(sure)), as_number(different(all)), reason))
                }
                Parts::Sizes { sizes, places } => {
                    let inside = place_of(range.start)..place_of(range.end);
                    let known = places.within(&inside);
                    let unknown = range.len() - known;
                    let rank = rank(percent, range.len())?;
                    let size = |nth: usize| sizes[places.nth_within(&inside, nth)];
                    // Unknown values may be the smallest or the largest.
                    let least = rank.checked_sub(unknown).map_or(0.0, size);
                    let most = if rank < known { size(rank) } else { f64::INFINITY };
                    Some(Interval::between(least, most, reason))
                }
            },
        }
    }

    fn parts(&self, count: &CompiledCount) -> Parts {
        if let Measure::Percentile(..) = count.measure {
            let sure = self.entries.iter().enumerate().filter(|(_, entry)| entry.open.is_none());
            let mut sizes: Vec<(f64, u32)> = sure.map(|(place, entry)| (entry.size, place_of(place))).collect();
            sizes.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let (sizes, places) = sizes.into_iter().unzip();
            return Parts::Sizes { sizes, places: Blocks::new(places) };
        }
        let different = |all: bool| {
            let mut last = HashMap::default();
            let entries = self.entries.iter().zip(1..);
            let before = entries.map(|(entry, behind)| match entry.common.filter(|_| all || entry.open.is_none()) {
                Some(common) => last.insert(common, behind).unwrap_or_default(),
                None => u32::MAX,
            });
            Blocks::new(before.collect())
        };
        Parts::Different { sure: different(false), all: different(true) }
    }
}

/// An index as stored in lists.
fn place_of(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// The index of a percentile among `count` sorted numbers, by nearest rank; `None` if there are none.
fn rank(percent: usize, count: usize) -> Option<usize> {
    (percent * count).div_ceil(100).checked_sub(1)
}

/// The owner of the things that `count` counts for `situation`.
///
/// # Errors
/// The value of the count if there is no such owner, or it is unknown.
fn owner(count: &CompiledCount, situation: &Situation<'_, '_>) -> Result<Owner, Value<'static>> {
    let person = |id: Option<crate::board::PersonId>| id.map(|id| id.number());
    let change = situation.change();
    let found = match count.of {
        Scope::Board => return Ok(0),
        Scope::Item => situation.item.map(|id| id.number()),
        Scope::Sprint => situation.sprint.map(|id| id.number()),
        Scope::Actor => match (situation.person, change, situation.stay) {
            (Some(id), ..) => Some(id.number()),
            (_, Some(change), _) => match change.by {
                Some(by) => Some(by.number()),
                None => return Err(Value::Unknown(Reason::NoActor)),
            },
            (.., Some(stay)) => person(things::entered_by(situation.board, stay)),
            _ => None,
        },
        Scope::Assignee => match (situation.person, change, situation.stay) {
            (Some(id), ..) => Some(id.number()),
            (_, Some(change), _) => person(change.moment.assignee),
            (.., Some(stay)) => person(situation.board.assignee_of(stay)),
            _ => situation.item().and_then(|item| item.assignees.first()).map(|id| id.number()),
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
        if let Some(reason) = things::lacks_window(self.board, count) {
            return Value::Unknown(reason);
        }
        let owner = match owner(count, situation) {
            Ok(owner) => owner,
            Err(value) => return value,
        };
        let line = self.taken(place).of.get(&owner);
        let known = match (line, count.measure) {
            (Some(line), _) if is_whole(count) => line.whole,
            (Some(line), _) => line.measure(count, line.range(count, situation)),
            (None, Measure::Percentile(..)) => None,
            (None, _) => Some(Interval::exactly(0.0)),
        };
        let undated = || line.and_then(|line| line.undated).filter(|_| !is_whole(count));
        let lacking = self.lacks(count, situation).or_else(undated);
        if let (Some(reason), Measure::Percentile(..)) = (lacking, count.measure) {
            // What is missing may be the smallest or the largest.
            return Value::Unknown(reason);
        }
        let Some(known) = known else { return Value::Absent };
        match lacking {
            Some(reason) => Interval { most: f64::INFINITY, reason, ..known }.into(),
            None => self.with_missing_acts(known, count, situation).into(),
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
        // If the whole may be nothing, the share has no upper bound.
        let most = match of.most {
            most if most <= 0.0 => 0.0,
            most if whole.least > 0.0 => most / whole.least,
            _ => f64::INFINITY,
        };
        Interval { least, most, reason }.into()
    }

    fn decided_by(&self, situation: &Situation<'_, '_>) -> Value<'static> {
        self.deciders.roles(situation)
    }
}

impl Counting<'_, '_> {
    /// Why more may count than is known: missing kinds of changes, items, old history or comments.
    fn lacks(&self, count: &CompiledCount, situation: &Situation<'_, '_>) -> Option<Reason> {
        if count.over == Over::Changes
            && let Some(need) = gap_of_changes(self.board, &count.checks)
        {
            return Some(Reason::Need(need));
        }
        if count.over == Over::Changes && self.lacks_creations(count) {
            return Some(Reason::NoCreation);
        }
        if count.over == Over::Items {
            return self.lacks_items(count).then_some(Reason::NoFigures);
        }
        if count.of != Scope::Item {
            let lacks_comments = count.over == Over::Comments && self.board.lacks_some_comments();
            return lacks_comments.then_some(Reason::CommentsCut);
        }
        let item = situation.item()?;
        if count.over == Over::Comments && item.comments_cut {
            return Some(Reason::CommentsCut);
        }
        let since = match count.before {
            Some(Before::All) => None,
            Some(Before::Within(seconds)) => Some(earlier(situation.at(), seconds)),
            None => things::window(self.board, count).0,
        };
        (!self.board.is_known_since(item, since)).then_some(Reason::Truncated)
    }

    /// Whether `count` counts items of the board although some may be missing in the counted period.
    fn lacks_items(&self, count: &CompiledCount) -> bool {
        let is_before = |since: Timestamp| things::window(self.board, count).0.is_none_or(|from| from < since);
        count.of == Scope::Board
            && match self.board.item_choice() {
                Some(ItemChoice::ChangedSince(since)) => is_before(since),
                _ => holds_a_part(self.board),
            }
    }

    /// Whether `count` counts creations of items although some creation times are unknown.
    fn lacks_creations(&self, count: &CompiledCount) -> bool {
        let any = || self.board.items.iter().any(|item| item.created.is_none());
        counts_creations(&count.checks) && *self.has_undated.get_or_init(any)
    }

    /// Raises the upper bound by the changes that may be missing.
    fn with_missing_acts(&self, known: Interval, count: &CompiledCount, situation: &Situation<'_, '_>) -> Interval {
        let most = match (self.missing_acts(count, situation), count.measure) {
            (0, _) => return known,
            (missing, Measure::Number | Measure::Different(_)) => {
                known.most + as_number(usize::try_from(missing).unwrap_or(usize::MAX))
            }
            _ => f64::INFINITY,
        };
        let reason = if known.is_open() { known.reason } else { Reason::Truncated };
        Interval { most, reason, ..known }
    }

    /// Upper bound of the number of missing changes that somebody may have made on any item, in the period of
    /// the count. An entry holds at most one change of a kind.
    fn missing_acts(&self, count: &CompiledCount, situation: &Situation<'_, '_>) -> u64 {
        // If the whole board's history is cut at one date, all people are affected alike.
        if count.over != Over::Changes || count.of == Scope::Item || self.board.cut.is_some() {
            return 0;
        }
        let entries = self.span(count, situation).map_or(0, |(from, to)| self.board.lacks_entries_between(from, to));
        entries.saturating_mul(acts_of_an_entry(&count.checks).map_or(UNKNOWN_ENTRIES, u64::from))
    }

    /// The period in which `count` looks for `situation`; `None` if it is unbounded.
    fn span(&self, count: &CompiledCount, situation: &Situation<'_, '_>) -> Option<(Timestamp, Timestamp)> {
        match (count.before, situation.sprint()) {
            (Some(Before::All), _) => None,
            (Some(Before::Within(seconds)), _) => Some((earlier(situation.at(), seconds), situation.at())),
            (None, Some(sprint)) if count.window == CountWindow::Named(NamedWindow::Sprint) => {
                Some((sprint.start?, sprint.completed.unwrap_or(self.board.clock)))
            }
            (None, _) => {
                let (from, to) = things::window(self.board, count);
                Some((from?, to))
            }
        }
    }
}
