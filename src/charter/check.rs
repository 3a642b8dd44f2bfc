//! Finds contradictions within a charter, without an export.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Appointment, Charter, PlannedSprint, Role};
use crate::source::Diagnostic;

/// Maximum number of earlier entries of the same person or role with which an entry is compared.
const COMPARED: usize = 200;

/// Advice if first and last days leave a gap or overlap.
const CHECK_DAYS: &str = "both the first and the last day count: check `since` and `until`";

/// Finds roles and sprints whose days overlap or leave gaps, and accounts of two people.
pub(super) fn check(charter: &Charter) -> Vec<Diagnostic> {
    let mut found = twice(charter);
    for role in Role::LEADS {
        found.extend(gaps(charter, role));
        found.extend(overlaps(charter, role));
    }
    found.extend(sprints(charter));
    found.extend(accounts(charter));
    found
}

fn first(entry: &Appointment) -> Date {
    entry.since.unwrap_or(Date::MIN)
}

fn last(entry: &Appointment) -> Date {
    entry.until.unwrap_or(Date::MAX)
}

/// Finds the same person twice in one role on the same day.
fn twice(charter: &Charter) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut entries: BTreeMap<(Role, String), Vec<&Appointment>> = BTreeMap::new();
    for entry in &charter.appointments {
        let same = |other: &&&Appointment| first(other) <= last(entry) && first(entry) <= last(other);
        let before = entries.entry((entry.role, entry.who.text.to_lowercase())).or_default();
        let earlier = before.iter().rev().take(COMPARED).rev().find(same).copied();
        before.push(entry);
        if let (Some(earlier), Some(mark)) = (earlier, entry.who.mark) {
            let message = format!("`{}` is {} twice on the same days", entry.who.text, entry.role.title());
            let twice = Diagnostic::warning(message).at(mark, "the second entry").at_if(earlier.who.mark, "the first");
            found.push(twice.note("keep one of them, or give both the days they hold for"));
        }
    }
    found
}

/// Finds two people in a role at once if the charter gives days: probably the end of the earlier one was
/// forgotten. Two without any days are intended; a rule may judge them.
fn overlaps(charter: &Charter, role: Role) -> Vec<Diagnostic> {
    let terms: Vec<&Appointment> = charter.appointments.iter().filter(|entry| entry.role == role).collect();
    let mut found = Vec::new();
    for (place, entry) in terms.iter().enumerate() {
        let clashes = |other: &&&Appointment| {
            let dated = [**other, *entry].iter().any(|term| term.since.is_some() || term.until.is_some());
            let others = other.who.text.to_lowercase() != entry.who.text.to_lowercase();
            dated && others && first(other) <= last(entry) && first(entry) <= last(other)
        };
        if let Some(other) = terms[place.saturating_sub(COMPARED)..place].iter().find(clashes)
            && let Some(mark) = entry.who.mark
        {
            let (one, two) = (&other.who.text, &entry.who.text);
            let ends = entry.until.into_iter().chain(other.until).min();
            let shared = days(entry.since.max(other.since), ends);
            let both = Diagnostic::warning(format!("`{one}` and `{two}` are both {} {shared}", role.title()));
            let both = both.at(mark, term(entry)).at_if(other.who.mark, term(other));
            found.push(both.note(handover(other, entry)));
        }
    }
    found
}

/// The days from a first to a last one, both included, in words.
fn days(from: Option<Date>, to: Option<Date>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if from == to => format!("on {from}"),
        (Some(from), Some(to)) => format!("from {from} to {to}"),
        (Some(from), None) => format!("from {from} on"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => "all the time".to_owned(),
    }
}

/// The days of an entry, in words.
fn term(entry: &Appointment) -> String {
    format!("holds {}", days(entry.since, entry.until))
}

/// Advice for two people in a role at once. The one who begins first hands over.
fn handover(one: &Appointment, two: &Appointment) -> &'static str {
    let mut terms = [one, two];
    terms.sort_by_key(|entry| (first(entry), last(entry)));
    let [before, after] = terms;
    match (before.until, after.since, after.until) {
        (_, None, _) => "give the one who takes over a `since`: that day counts already",
        (None, Some(_), None) => "give the one who hands over an `until`: that day still counts",
        (None, Some(_), Some(_)) => {
            "give the one who is replaced for a time an `until`, and a second entry with a `since` for the days after it"
        }
        (Some(_), Some(_), _) => CHECK_DAYS,
    }
}

/// Finds days between two holders of a role on which nobody holds it.
fn gaps(charter: &Charter, role: Role) -> Vec<Diagnostic> {
    let mut terms: Vec<&Appointment> = charter.appointments.iter().filter(|entry| entry.role == role).collect();
    terms.sort_by_key(|entry| (first(entry), last(entry)));
    let mut found = Vec::new();
    let mut reach: Option<&Appointment> = None;
    for entry in terms {
        if let Some(before) = reach
            && let (Ok(from), Ok(to)) = (last(before).tomorrow(), first(entry).yesterday())
            && from <= to
            && let Some(mark) = entry.who.mark
        {
            let message = format!("nobody is {} {}", role.title(), days(Some(from), Some(to)));
            let gap = Diagnostic::warning(message).at(mark, "begins here");
            let gap = gap.at_if(before.who.mark, "ends here");
            found.push(gap.note(CHECK_DAYS));
        }
        if reach.is_none_or(|before| last(before) < last(entry)) {
            reach = Some(entry);
        }
    }
    found
}

/// Finds sprints on the same days: a team has one sprint at a time.
fn sprints(charter: &Charter) -> Vec<Diagnostic> {
    let mut sprints: Vec<_> = charter.sprints.iter().collect();
    sprints.sort_by_key(|sprint| (sprint.start, sprint.end));
    let mut found = Vec::new();
    let mut reach: Option<&PlannedSprint> = None;
    for sprint in sprints {
        if let Some(before) = reach.filter(|before| sprint.start <= before.end)
            && let (Some(begin), Some(end)) = (sprint.name.mark, before.name.mark)
        {
            let message = format!("`{}` begins before `{}` has ended", sprint.name.text, before.name.text);
            let overlap = Diagnostic::warning(message).at(begin, format!("begins on {}", sprint.start));
            let overlap = overlap.at(end, format!("ends on {}, that day included", before.end));
            found.push(overlap.note("let each sprint begin on the day after the one before has ended"));
        }
        if reach.is_none_or(|before| before.end < sprint.end) {
            reach = Some(sprint);
        }
    }
    found
}

/// Finds accounts that are given to two people.
fn accounts(charter: &Charter) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let all: Vec<_> =
        charter.aliases.iter().flat_map(|alias| alias.accounts.iter().map(move |it| (alias, it))).collect();
    let mut entries: BTreeMap<String, Vec<(&super::Alias, &super::Named)>> = BTreeMap::new();
    for (alias, account) in all {
        let person = alias.person.text.to_lowercase();
        let same = |(other, _): &&(&super::Alias, &super::Named)| other.person.text.to_lowercase() != person;
        let before = entries.entry(account.text.to_lowercase()).or_default();
        let earlier = before.iter().take(COMPARED).find(same).copied();
        before.push((alias, account));
        if let (Some((other, earlier)), Some(mark)) = (earlier, account.mark) {
            let (one, two) = (&other.person.text, &alias.person.text);
            let message = format!("`{}` is said to be `{one}` and to be `{two}`", account.text);
            let both = Diagnostic::error(message).at(mark, format!("said to be `{two}`"));
            found.push(both.at_if(earlier.mark, format!("said to be `{one}`")));
        }
    }
    found
}
