//! Who looked after what, and for how long nobody did.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Board;
use super::known_days::DAYS;
use crate::board::facts::ItemFields;
use crate::board::model::change::Detail;
use crate::board::model::item::Item;
use crate::board::model::missing::{MissingTimes, UNKNOWN_ENTRIES};
use crate::board::{ChangeId, Sprint, StayIn};
use crate::charter::Role;

/// Working days in a row on which somebody left no trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Absence {
    /// How many.
    pub days: u32,
    /// The first and the last of them.
    pub span: Option<(Date, Date)>,
    /// How many there may be at most: days on which the charter gives the role to somebody who is not on the board may be
    /// days of silence, too. Who replaces somebody and is never seen leaves no other trace than this.
    pub at_most: u32,
    /// Whether other people left a trace on one of them: where nobody did, the export may simply hold nothing of those days.
    pub alive: bool,
    /// Whether somebody of whom it is not known who it was left a trace on one of them.
    pub unknown: bool,
}

impl Board<'_> {
    /// Since when `item` has been in its present status or list, and the change that brought it there; nothing where that
    /// lies before its known history.
    pub fn in_status_since(&self, item: &Item<'_>) -> Option<(Timestamp, Option<ChangeId>)> {
        let (since, state) = *item.states.last()?;
        let brought = self.history_ids(item).iter().rev().copied().find(|id| {
            let change = self.change(*id);
            change.at == since && matches!(change.detail, Detail::States { to, .. } if to == state)
        });
        let whole = brought.is_some() || item.states.len() > 1 || !item.truncated;
        whole.then_some((since, brought))
    }

    /// Since when `item` has been in its present stage, in whichever of its statuses or lists: as far as its history tells, and at the
    /// earliest, which nothing tells of some. Nothing where it came to its present status or list before its known history.
    /// Source: docs/definitions.md, stays.
    pub fn in_stage_since(&self, item: &Item<'_>) -> Option<(Timestamp, Option<Timestamp>)> {
        let (entered, _) = self.in_status_since(item)?;
        let within = self.state(item.state()?).meaning().map(StayIn::of);
        let stays = self.stays().all();
        let first = stays.partition_point(|stay| stay.item < item.index);
        let own = stays[first..].iter().take_while(|stay| stay.item == item.index);
        let open = own.filter(|stay| within.is_some() && stay.within == within && stay.ended.is_none()).last();
        Some(match open {
            None => (entered, Some(entered)),
            Some(stay) => {
                let earliest = Some(stay.earliest.min(entered)).filter(|earliest| *earliest > Timestamp::MIN);
                (stay.since.min(entered), earliest)
            }
        })
    }

    /// Since when `item` has been for certain where it has been, as far as is known, since `since`: since the end of a hole in its
    /// history, in which it may have been elsewhere.
    pub fn certain_since(&self, item: &Item<'_>, since: Timestamp) -> Timestamp {
        let hole = self.hole_between(item, since, self.clock);
        hole.map_or(since, |hole| hole.to.min(self.clock))
    }

    /// When a holder of `role` last moved `item` or said something on it, and when somebody last did who is one or may be.
    pub fn last_words(&self, item: &Item<'_>, role: Role) -> [Option<Timestamp>; 2] {
        let last = |speaks: fn(Option<bool>) -> bool| {
            let mut words = self.history(item).iter().rev().filter(|change| change.is_word());
            words.find(|change| speaks(self.is_by(change, role))).map(|change| change.at)
        };
        [last(|is_by| is_by == Some(true)), last(|is_by| is_by != Some(false))]
    }

    /// The longest run of working days in `sprint`, while it was running and within the known history, on which no holder
    /// of `role` did or said anything on the board. A day on which nobody is known to hold the role ends a run; nothing if that is so on every day. Source: the rule po-absent.
    pub fn longest_silence(&self, sprint: &Sprint<'_>, role: Role) -> Option<Absence> {
        let (first, last) = self.known_days(sprint)?;
        let (mut longest, mut run, mut held) = (Absence::default(), Absence::default(), false);
        let (mut open, mut at_most) = (0, 0);
        for day in first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last).take(DAYS) {
            let seen = self.active_days().on(day);
            let trace = seen.iter().any(|roles| roles.has(role));
            let others = seen.iter().any(|roles| !roles.has(role) && !roles.has(Role::App));
            let unknown = self.active_days().has_unknown_on(day);
            if !self.calendar.works(day) {
                if trace {
                    (run, open) = (Absence::default(), 0);
                }
                run.alive |= run.days > 0 && others;
                run.unknown |= run.days > 0 && unknown;
                continue;
            }
            let noon = self.calendar.noon_of(day);
            let holds = self.people.has_holder_at(role, noon);
            held |= holds;
            let named = self.people.charter_names_at(role, noon);
            open = if named && !trace { open + 1 } else { 0 };
            at_most = at_most.max(open);
            if trace || !holds {
                run = Absence::default();
                continue;
            }
            run = Absence {
                days: run.days + 1,
                at_most: 0,
                span: Some((run.span.map_or(day, |(first, _)| first), day)),
                alive: run.alive || others,
                unknown: run.unknown || unknown,
            };
            if run.days > longest.days {
                longest = run;
            }
        }
        held.then_some(Absence { at_most, ..longest })
    }

    /// Whether the export may lack something that was said in `span`: an item has more comments than are in it.
    pub fn may_lack_comments(&self, (_, last): (Date, Date)) -> bool {
        let since = self.on_demand.comments_lacking_since.get_or_init(|| {
            let cut = self.items.iter().filter(|item| item.comments_cut);
            cut.map(|item| item.created.unwrap_or(Timestamp::MIN)).min()
        });
        since.is_some_and(|since| since < self.calendar.end_of(last))
    }

    /// Whether somebody created an item in `span` of whom the export does not say who it was: it leaves creators out.
    pub fn lacks_creators(&self, (first, last): (Date, Date)) -> bool {
        let created = self.on_demand.created_by_unnamed.get_or_init(|| {
            let is_unnamed = |item: &&Item<'_>| item.creator.is_none() && !item.holds.has(ItemFields::CREATOR);
            let mut created: Vec<_> = self.items.iter().filter(is_unnamed).filter_map(|item| item.created).collect();
            created.sort_unstable();
            created
        });
        let from = self.calendar.start_of(first);
        let next = created.get(created.partition_point(|at| *at < from));
        next.is_some_and(|at| *at < self.calendar.end_of(last))
    }

    /// Whether the export may lack something that was done in `span`: a part of an item's history is missing and reaches into
    /// it, the oldest one or the one that follows what is known.
    pub fn may_lack_changes(&self, (first, last): (Date, Date)) -> bool {
        if self.cut.is_some() {
            return false; // one cut for the whole board: nothing before it is looked at
        }
        self.lacks_entries_between(self.calendar.start_of(first), self.calendar.end_of(last)) > 0
    }

    /// How many entries may be missing from the histories of single items in the time from `from` to `to`, at most.
    pub(crate) fn lacks_entries_between(&self, from: Timestamp, to: Timestamp) -> u64 {
        let missing = |item: &Item<'_>| {
            let (from, to) = self.missing_entries(item)?;
            Some((from, to, item.missing.map_or(UNKNOWN_ENTRIES, |entries| entries as u64)))
        };
        let all = || MissingTimes::of(self.items.iter().filter_map(missing));
        self.on_demand.missing.get_or_init(all).between(from, to)
    }
}
