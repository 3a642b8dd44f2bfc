//! Somebody who stood in for a Product Owner who was away: without their days in the charter every act of theirs would be
//! one past the Product Owner.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::accounts::call;
use super::guess::{Certainty, Guess, StandIn, some};
use super::tally::speaks_for;
use crate::board::{Board, PersonId};
use crate::charter::Role;

/// How many working days of silence make an absence.
const AWAY: u32 = 3;
/// How many of the Product Owner's acts somebody must have done in that time.
const ACTS: usize = 2;
/// How many make it likely rather than doubtful.
const LIKELY: usize = 3;

/// Who did the acts of `role` while `holder` was away, and nobody else did.
///
/// Whoever `has_a_part` of their own in the team may as well have overstepped it: that is for the team to say.
pub(super) fn stand_ins(
    board: &Board<'_>,
    role: Role,
    holder: PersonId,
    has_a_part: &dyn Fn(PersonId) -> bool,
) -> Vec<Guess<StandIn>> {
    let day = |at| board.calendar.day(at);
    let own: BTreeSet<Date> =
        board.changes.iter().filter(|change| change.by == Some(holder)).map(|change| day(change.at)).collect();
    let acts: Vec<(Date, PersonId)> = board
        .changes
        .iter()
        .filter(|change| speaks_for(board, change) == Some(role))
        .filter_map(|change| Some((day(change.at), change.by?)))
        .filter(|(_, by)| *by != holder)
        .collect();
    let mut found = Vec::new();
    for (last, back) in own.iter().zip(own.iter().skip(1)) {
        let Some((since, until)) = working_days(board, *last, *back) else { continue };
        let within = |date: Date| since <= date && date <= until;
        let there: BTreeSet<PersonId> = acts.iter().filter(|(date, _)| within(*date)).map(|(_, by)| *by).collect();
        let [other] = there.iter().copied().collect::<Vec<_>>()[..] else { continue };
        let count = |inside: bool| acts.iter().filter(|(date, by)| *by == other && within(*date) == inside).count();
        let (inside, outside) = (count(true), count(false));
        if inside < ACTS || outside > inside / 2 {
            continue;
        }
        let Some(called) = call(&board.people, other) else { continue };
        let why = format!(
            "{} did {} of a {} from {since} to {until}, when {} did nothing here; {} at other times",
            board.people.get(other).name,
            some(inside, "act", "acts"),
            role.title(),
            board.people.get(holder).name,
            if outside == 0 { "none".to_owned() } else { outside.to_string() },
        );
        let apart = outside * 5 <= inside && !has_a_part(other);
        let certainty = if inside >= LIKELY && apart { Certainty::Likely } else { Certainty::Doubtful };
        let value = StandIn { role, other: called.text, since, until };
        found.push(Guess::new(certainty, value, why));
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
