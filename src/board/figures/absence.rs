//! Silence on the board: how long the holders of a role left no trace, and how long an item did not move.

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

/// A run of working days on which no holder of a role left a trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Absence {
    /// Number of days.
    pub days: u32,
    /// The first and the last day of the run.
    pub span: Option<(Date, Date)>,
    /// Upper bound of `days`. It also counts days on which the charter gives the role to a person without an
    /// account on the board: such a stand-in leaves no trace in the export.
    pub at_most: u32,
    /// Whether other people left a trace during the run. If not, the export may simply lack those days.
    pub alive: bool,
    /// Whether somebody unidentified left a trace during the run.
    pub unknown: bool,
}

impl Board<'_> {
    /// When `item` came into its present status or list, and the change that moved it there. `None` if that
    /// was before its known history.
    pub fn in_status_since(&self, item: &Item<'_>) -> Option<(Timestamp, Option<ChangeId>)> {
        let (since, state) = *item.states.last()?;
        let brought = self.history_ids(item).iter().rev().copied().find(|id| {
            let change = self.change(*id);
            change.at == since && matches!(change.detail, Detail::States { to, .. } if to == state)
        });
        let whole = brought.is_some() || item.states.len() > 1 || !item.truncated;
        whole.then_some((since, brought))
    }

    /// When `item` came into its present stage, whichever of the stage's statuses or lists it was in. The
    /// second value is the earliest possible time, `None` if there is no such bound. `None` if the item came
    /// into its present status or list before its known history. Source: docs/definitions.md, stays.
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

    /// The later of `since` and the end of the last hole in the item's history. During a hole it may have
    /// been elsewhere, so it is only certain from then on that the item stayed where it is.
    pub fn certain_since(&self, item: &Item<'_>, since: Timestamp) -> Timestamp {
        let hole = self.hole_between(item, since, self.clock);
        hole.map_or(since, |hole| hole.to.min(self.clock))
    }

    /// When `item` was last moved or commented on by a holder of `role`, and when by somebody who holds it or
    /// may hold it.
    pub fn last_words(&self, item: &Item<'_>, role: Role) -> [Option<Timestamp>; 2] {
        let last = |speaks: fn(Option<bool>) -> bool| {
            let mut words = self.history(item).iter().rev().filter(|change| change.is_word());
            words.find(|change| speaks(self.is_by(change, role))).map(|change| change.at)
        };
        [last(|is_by| is_by == Some(true)), last(|is_by| is_by != Some(false))]
    }

    /// The longest run of working days in `sprint` on which no holder of `role` did or said anything on the
    /// board. Only days on which the sprint was running and that lie in the known history count. A day
    /// without a known holder of the role ends a run; `None` if no day has one. Source: the rule po-absent.
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

    /// Whether comments in `span` may be missing: an item created before its end has more comments than the
    /// export holds.
    pub fn may_lack_comments(&self, (_, last): (Date, Date)) -> bool {
        self.comments_lacking_since().is_some_and(|since| since < self.calendar.end_of(last))
    }

    /// Whether an item has more comments than are in the export.
    pub fn lacks_some_comments(&self) -> bool {
        self.comments_lacking_since().is_some()
    }

    fn comments_lacking_since(&self) -> Option<Timestamp> {
        *self.on_demand.comments_lacking_since.get_or_init(|| {
            let cut = self.items.iter().filter(|item| item.comments_cut);
            cut.map(|item| item.created.unwrap_or(Timestamp::MIN)).min()
        })
    }

    /// Whether an item created in `span` has no creator because the export leaves creators out.
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

    /// Whether changes in `span` may be missing: the missing part of some item's history overlaps it.
    pub fn may_lack_changes(&self, (first, last): (Date, Date)) -> bool {
        if self.cut.is_some() {
            return false; // one cut for the whole board: nothing before it is looked at
        }
        self.lacks_entries_between(self.calendar.start_of(first), self.calendar.end_of(last)) > 0
    }

    /// Upper bound of the number of entries missing from item histories between `from` and `to`.
    pub(crate) fn lacks_entries_between(&self, from: Timestamp, to: Timestamp) -> u64 {
        let missing = |item: &Item<'_>| {
            let (from, to) = self.missing_entries(item)?;
            Some((from, to, item.missing.map_or(UNKNOWN_ENTRIES, |entries| entries as u64)))
        };
        let all = || MissingTimes::of(self.items.iter().filter_map(missing));
        self.on_demand.missing.get_or_init(all).between(from, to)
    }
}
