//! The first and the newest timestamp of an export.

use jiff::{SignedDuration, Timestamp};

use crate::board::Calendar;
use crate::board::facts::{Act, ChangeFact, ItemFact};
use crate::parallel;
use crate::source::{Diagnostic, Mark};

/// A date that people enter is implausible if it is further than this after everything else.
pub(crate) const FAR: SignedDuration = SignedDuration::from_hours(366 * 24);
/// The date of a record is implausible if it is further than this after everything else. The limit is high,
/// because trackers write these dates themselves and boards are taken up again after years.
const SLIP: SignedDuration = SignedDuration::from_hours(10 * 366 * 24);
/// The dates of a few items are implausible if they are further than this after those of most items: no
/// tracker's records span so many years.
const AGE: SignedDuration = SignedDuration::from_hours(25 * 366 * 24);
/// Maximum distance between the dates of one error.
const TOGETHER: SignedDuration = SignedDuration::from_hours(24);

/// The start of the year 2000: no record of a tracker is older.
const OLDEST: Timestamp = Timestamp::constant(946_684_800, 0);

/// The bounds of everything that an export records.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    /// Timestamp of the first creation or change; `None` if nothing is dated.
    pub(crate) first: Option<Timestamp>,
    /// The newest timestamp of a creation, change or comment, without implausible dates.
    pub(crate) newest: Timestamp,
    /// The implausible dates, if there are any.
    stray: Option<Stray>,
}

/// Dates so far after everything else that they are implausible.
#[derive(Clone, Copy, Debug)]
struct Stray {
    /// The newest of them.
    at: Timestamp,
    /// The item that has it.
    mark: Mark,
    /// Number of items with such a date.
    items: usize,
}

impl Known {
    /// Evaluates all dates of a board.
    pub(crate) fn of(items: &[ItemFact<'_>], board: &[ChangeFact<'_>]) -> Self {
        let first_of = |item: &ItemFact<'_>| -> Option<Timestamp> {
            let recorded = || item.changes.iter().map(|change| change.at).filter(|at| *at >= OLDEST).min();
            // Comments on a copied card may be older than the card.
            item.created.map(|(at, _)| at).filter(|at| *at >= OLDEST).or_else(recorded)
        };
        let mut first = board.iter().map(|change| change.at).min();
        let mut last: Option<(Timestamp, usize)> = None;
        // The newest timestamp outside of the item that has the last one.
        let mut before = board.iter().map(|change| change.at).max();
        let each = parallel::map(items, |_, item| (first_of(item), instants(item).max()));
        let newest_dates: Vec<Timestamp> = each.iter().filter_map(|(_, newest)| *newest).collect();
        for (place, (first_of_item, newest)) in each.into_iter().enumerate() {
            first = first.into_iter().chain(first_of_item).min();
            let Some(newest) = newest else { continue };
            if last.is_none_or(|(at, _)| newest > at) {
                before = before.max(last.map(|(at, _)| at));
                last = Some((newest, place));
            } else {
                before = before.max(Some(newest));
            }
        }
        let newest = last.map(|(at, _)| at).into_iter().chain(board.iter().map(|change| change.at)).max();
        let newest = newest.unwrap_or(Timestamp::UNIX_EPOCH);
        let lone = last.and_then(|(at, place)| {
            let own = instants(&items[place]).filter(|own| at.duration_since(*own) > TOGETHER).max();
            let before = own.max(before)?;
            (at.duration_since(before) > farthest(&items[place], at)).then_some((at, place, before))
        });
        let several = last.zip(strays(newest_dates, board)).map(|((at, place), (from, count))| {
            let is_meant = |instant: &Timestamp| from.duration_since(*instant) > AGE;
            let of_items = items.iter().flat_map(instants).chain(board.iter().map(|change| change.at));
            (at, place, of_items.filter(is_meant).max().unwrap_or(newest), count)
        });
        match several.or_else(|| lone.map(|(at, place, before)| (at, place, before, 1))) {
            Some((at, place, newest, count)) => {
                Self { first, newest, stray: Some(Stray { at, mark: items[place].mark, items: count }) }
            }
            None => Self { first, newest, stray: None },
        }
    }

    /// The newest timestamp of all, including implausible ones.
    pub(crate) fn last(&self) -> Timestamp {
        self.stray.map_or(self.newest, |stray| stray.at)
    }

    /// Warns of dates that are left out.
    pub(crate) fn warning(&self, calendar: &Calendar) -> Option<Diagnostic> {
        let Stray { at, mark, items } = self.stray?;
        let day = |at| calendar.day(at);
        let far = if at.duration_since(self.newest) > SLIP { "ten years" } else { "a year" };
        let message = match items {
            1 => format!("{} lies more than {far} after everything else on this board: it is left out", day(at)),
            _ => format!(
                "dates of {items} items, up to {}, lie more than {far} after everything else on this board: they are left out",
                day(at)
            ),
        };
        let note =
            format!("the newest of all other dates is {}, which stands for the day of the export", day(self.newest));
        Some(Diagnostic::warning(message).at(mark, "dated here").note(note))
    }
}

/// Finds the newest dates of a few items that are too far after all others: fewer than half of
/// `newest_dates`. Returns the first of these dates and the number of items.
fn strays(mut newest_dates: Vec<Timestamp>, board: &[ChangeFact<'_>]) -> Option<(Timestamp, usize)> {
    newest_dates.sort_unstable();
    let most = newest_dates.len() / 2 + 1;
    let later = newest_dates.get(most - 1..)?;
    let gap = later.windows(2).position(|pair| pair[1].duration_since(pair[0]) > AGE)?;
    let from = later[gap + 1];
    let is_of_board = board.iter().any(|change| from.duration_since(change.at) <= AGE);
    (!is_of_board).then_some((from, later.len() - gap - 1))
}

/// How far after everything else the newest date of `item`, `at`, may be. The dates of work logs are entered
/// by people and so get the lower limit.
fn farthest(item: &ItemFact<'_>, at: Timestamp) -> SignedDuration {
    let is_near = |instant: &Timestamp| at.duration_since(*instant) <= TOGETHER;
    let is_record = |change: &ChangeFact<'_>| !matches!(change.act, Act::TimeLogged);
    let records = item.changes.iter().filter(|change| is_record(change)).map(|change| change.at);
    if own_dates(item).chain(records).any(|instant| is_near(&instant)) { SLIP } else { FAR }
}

/// All dates of an item.
fn instants(item: &ItemFact<'_>) -> impl Iterator<Item = Timestamp> {
    own_dates(item).chain(item.changes.iter().map(|change| change.at))
}

/// The dates of an item itself, without those of its changes.
fn own_dates(item: &ItemFact<'_>) -> impl Iterator<Item = Timestamp> {
    [item.updated, item.created.map(|(at, _)| at)].into_iter().flatten()
}
