//! A rule's counts and shares.
//!
//! What can be counted is gone through once for each count, whatever is judged: it is put in the order of time under whom it
//! belongs to (the board, an item, somebody, a sprint). What a count comes to for one thing that is judged is then looked up.

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

/// Of what was counted for one finding, so much at most belongs to it, the latest: findings may be as many as what they count.
const SHOWN: usize = 1000;

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
    deciders: Deciders,
    /// Whether it is not known of some items when they were created.
    has_undated: OnceLock<bool>,
}

/// Everything that a count may count, by whom it belongs to.
#[derive(Debug, Default)]
struct Taken {
    of: HashMap<Owner, Line>,
}

/// What of one owner may count, oldest first, and what all of it comes to.
#[derive(Debug, Default)]
struct Line {
    /// Everything that a plain count counts.
    plain: Plain,
    /// Everything that any other counts.
    entries: Vec<Entry>,
    /// Why it is not known when something was that may count: it may lie in any part of the line.
    undated: Option<Reason>,
    /// The sizes of what surely counts and of what may count, added up before each entry.
    sums: Vec<(f64, f64)>,
    /// For each entry and the end of the list, the place of the first open entry from there on; the end where there is none.
    next_open: Vec<u32>,
    whole: Option<Interval>,
    parts: OnceLock<Parts>,
}

/// What is asked of parts of a line, whose number may be that of the entries: no answer goes through the whole part.
#[derive(Debug)]
enum Parts {
    /// For each entry, the place behind the last one before it that has the same in common: among those that surely count
    /// (no place where the entry does not), and among all.
    Different { sure: Blocks, all: Blocks },
    /// The sizes of what surely counts, in order, and the places of these entries.
    Sizes { sizes: Vec<f64>, places: Blocks },
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

/// For how many seconds before a session changes may follow one another that belong to it and would be too few for one.
const BEFORE_A_SESSION: f64 = 86_400.0;

/// Since when decisions have a part in the counts of `rule`, those of a session with one that is counted among them.
fn decided_since(board: &Board<'_>, rule: &CompiledRule) -> Timestamp {
    // What is judged by itself may be as old as the board.
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

    /// What surely counts in the count at `place` for `situation`.
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

    /// Goes through everything that `count` may count.
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

/// Whether `count` is the number of some changes, whenever they were made.
fn is_plain(count: &CompiledCount) -> bool {
    matches!((count.over, count.measure), (Over::Changes | Over::Comments, Measure::Number)) && is_whole(count)
}

impl Line {
    /// Puts the entries in the order of time and adds them up.
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

    /// The entries that `count` looks at when `situation` is judged.
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

    /// What the entries in `range` come to; none for a percentile of nothing.
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
                    // Of those that have the same in common the first in the range counts.
                    let different = |blocks: &Blocks| blocks.below(range.clone(), place_of(range.start) + 1);
                    Some(Interval::between(as_number(different(sure)), as_number(different(all)), reason))
                }
                Parts::Sizes { sizes, places } => {
                    let inside = place_of(range.start)..place_of(range.end);
                    let known = places.within(&inside);
                    let unknown = range.len() - known;
                    let rank = rank(percent, range.len())?;
                    let size = |nth: usize| sizes[places.nth_within(&inside, nth)];
                    // What is not known may be the smallest of all, or the largest.
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

/// A place in a list as it is kept.
fn place_of(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// How many of `count` numbers come before the one that `percent` of a hundred do not exceed, by nearest rank; none for none.
fn rank(percent: usize, count: usize) -> Option<usize> {
    (percent * count).div_ceil(100).checked_sub(1)
}

/// Whom the things belong to that `count` counts for `situation`.
///
/// # Errors
/// What it comes to where there is no such owner, or none is known.
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
        if count.window.is_of_sprints() && self.board.has_undated_sprints() {
            return Value::Unknown(Reason::Need(Need::Sprints));
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
            // What is missing may be the smallest of all, or the largest.
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
        // Of a whole that may be nothing, any part may be meant.
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
    /// Why there may be more than is known: no history tells what was changed, the export holds a part of the items, or of one item the
    /// oldest part of its history is missing, or some of its comments.
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
            return None;
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

    /// Whether `count` counts items of the board of which the export leaves out some. What was created or done since it holds all that
    /// was changed is here.
    fn lacks_items(&self, count: &CompiledCount) -> bool {
        let is_before = |since: Timestamp| things::window(self.board, count).0.is_none_or(|from| from < since);
        count.of == Scope::Board
            && match self.board.item_choice() {
                Some(ItemChoice::ChangedSince(since)) => is_before(since),
                _ => holds_a_part(self.board),
            }
    }

    /// Whether `count` counts creations of items, of which it is not known when all of them were created.
    fn lacks_creations(&self, count: &CompiledCount) -> bool {
        let any = || self.board.items.iter().any(|item| item.created.is_none());
        counts_creations(&count.checks) && *self.has_undated.get_or_init(any)
    }

    /// What a count comes to with the acts that may be missing.
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

    /// How many acts may be missing at most that somebody may have made on any item: entries of the time that is looked at are missing
    /// from the histories of single items. An entry holds one change of a kind.
    fn missing_acts(&self, count: &CompiledCount, situation: &Situation<'_, '_>) -> u64 {
        // One cut for the whole board is that of all who acted.
        if count.over != Over::Changes || count.of == Scope::Item || self.board.cut.is_some() {
            return 0;
        }
        let entries = self.span(count, situation).map_or(0, |(from, to)| self.board.lacks_entries_between(from, to));
        entries.saturating_mul(acts_of_an_entry(&count.checks).map_or(UNKNOWN_ENTRIES, u64::from))
    }

    /// From when to when `count` looks for `situation`; none where it looks at all that is known.
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
