//! Temporary replacements: people who held a role while its holder was away. Without these days in the
//! charter, their decisions would be reported as violations.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Serialize;

use super::activity::Activity;
use super::candidate::{Candidate, Certainty};
use super::names::{PersonName, WrittenNames};
use crate::board::{Board, PersonId};
use crate::charter::Role;

/// Minimum number of working days without activity for an absence.
const AWAY: u32 = 3;
/// Minimum number of acts of the role by the other person in that time.
const ACTS: usize = 2;
/// Minimum number of acts for a replacement to be likely rather than doubtful.
const LIKELY: usize = 3;
/// Minimum ratio of the acts in that time to those at other times for a replacement to be likely.
const ALONE: usize = 5;

/// A person who holds a role in place of another for some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Replacement {
    /// The role.
    pub role: Role,
    /// The person who holds it in that time.
    pub person: PersonName,
    /// The first day.
    pub since: Date,
    /// The last day, included.
    pub until: Date,
}

/// Why a person may have held a role in place of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReplacementEvidence {
    /// The name of the person who was away.
    pub holder: String,
    /// Number of acts of the role by the other person in that time. The holder did nothing on the board then.
    pub acts: usize,
    /// Number of their acts at other times.
    pub other_acts: usize,
}

/// The people who alone did the acts of `role` while `holder` was away.
///
/// A person who `takes_part` in the team's work with a role of their own may also have overstepped it; the
/// team has to decide that.
pub(super) fn replacements(
    board: &Board<'_>,
    names: &WrittenNames<'_, '_>,
    role: Role,
    holder: PersonId,
    takes_part: &dyn Fn(PersonId) -> bool,
) -> Vec<Candidate<Replacement, ReplacementEvidence>> {
    let day = |at| board.calendar.day(at);
    let own: BTreeSet<Date> =
        board.changes.iter().filter(|change| change.by == Some(holder)).map(|change| day(change.at)).collect();
    let acts: Vec<(Date, PersonId)> = board
        .changes
        .iter()
        .filter(|change| Activity::of(board, change).is_some_and(|activity| activity.role() == role))
        .filter_map(|change| Some((day(change.at), change.by?)))
        .filter(|(_, by)| *by != holder)
        .collect();
    let mut of_each: BTreeMap<PersonId, usize> = BTreeMap::new();
    acts.iter().for_each(|(_, by)| *of_each.entry(*by).or_default() += 1);
    let mut found = Vec::new();
    for (last, back) in own.iter().zip(own.iter().skip(1)) {
        let Some((since, until)) = working_days(board, *last, *back) else { continue };
        // Acts are sorted by time.
        let inside = &acts[acts.partition_point(|(date, _)| *date < since)..];
        let inside = &inside[..inside.partition_point(|(date, _)| *date <= until)];
        let there: BTreeSet<PersonId> = inside.iter().map(|(_, by)| *by).collect();
        let [other] = there.iter().copied().collect::<Vec<_>>()[..] else { continue };
        let inside = inside.len();
        let outside = of_each.get(&other).map_or(0, |all| all - inside);
        if inside < ACTS || outside > inside / 2 {
            continue;
        }
        let Some(person) = names.name(other) else { continue };
        let apart = outside * ALONE <= inside && !takes_part(other);
        let certainty = if inside >= LIKELY && apart { Certainty::Likely } else { Certainty::Doubtful };
        let holder = board.people.get(holder).name.to_string();
        let evidence = ReplacementEvidence { holder, acts: inside, other_acts: outside };
        found.push(Candidate::new(certainty, Replacement { role, person, since, until }, evidence));
    }
    found
}

/// The first and the last working day between two days, if there are enough of them.
fn working_days(board: &Board<'_>, last: Date, back: Date) -> Option<(Date, Date)> {
    let calendar = &board.calendar;
    let mut since = last.saturating_add(1.day());
    while since < back && !calendar.works(since) {
        since = since.saturating_add(1.day());
    }
    let mut until = back.saturating_sub(1.day());
    while until > since && !calendar.works(until) {
        until = until.saturating_sub(1.day());
    }
    let away = calendar.length(calendar.start_of(since), calendar.end_of(until));
    (since <= until && away >= AWAY).then_some((since, until))
}
