//! Finds accounts that are apps, besides those that the tool marks.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;

use super::candidate::{Candidate, Certainty};
use super::names::{PersonName, WrittenNames};
use super::words;
use crate::board::{Board, Person, PersonId};
use crate::lexicon;

/// Minimum number of changes for times of day to be meaningful.
const BUSY: usize = 60;
/// Number of hours of the day in which an account must be active to look like an app.
const ROUND_THE_CLOCK: usize = 20;

/// Why an account may be an app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AppEvidence {
    /// The reason.
    pub reason: AppReason,
    /// Number of its changes, side effects included.
    pub changes: usize,
}

/// The reason to think that an account is an app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AppReason {
    /// The tool says so.
    Tool,
    /// It has the name of a well-known automation.
    KnownName,
    /// Its name contains this word.
    Word(&'static str),
    /// It is active in this many hours of the day.
    Hours(usize),
}

/// The accounts that are or may be apps.
pub(super) fn apps(board: &Board<'_>, names: &WrittenNames<'_, '_>) -> Vec<Candidate<PersonName, AppEvidence>> {
    let mut times: Vec<Vec<Timestamp>> = vec![Vec::new(); board.people.len()];
    for change in board.changes.iter() {
        if let Some(by) = change.by {
            times[by.index()].push(change.at);
        }
    }
    let assignees: BTreeSet<PersonId> = board.items.iter().flat_map(|item| item.assignees.iter().copied()).collect();
    let candidate = |(id, person): (PersonId, &Person<'_>)| {
        let times = &times[id.index()];
        let (certainty, reason) = reason(person, times, assignees.contains(&id))?;
        Some(Candidate::new(certainty, names.name(id)?, AppEvidence { reason, changes: times.len() }))
    };
    board.people.iter().filter_map(candidate).collect()
}

/// Why an account may be an app. An account to which work is assigned is more likely a person.
fn reason(person: &Person<'_>, times: &[Timestamp], is_assigned: bool) -> Option<(Certainty, AppReason)> {
    if person.app {
        return Some((Certainty::Sure, AppReason::Tool));
    }
    let certainty = if is_assigned { Certainty::Doubtful } else { Certainty::Likely };
    let name = person.name.trim().to_lowercase();
    if lexicon::account(&name) == Some(lexicon::Account::App) {
        return Some((certainty, AppReason::KnownName));
    }
    let spaced = format!(" {} ", name.replace(|c: char| !c.is_alphanumeric() && c != '-', " "));
    let held = |words: &[&'static str]| words.iter().copied().find(|word| spaced.contains(&format!(" {word} ")));
    if let Some(word) = held(words::OF_APPS) {
        return Some((certainty, AppReason::Word(word)));
    }
    if let Some(word) = held(words::OF_APPS_AND_PEOPLE) {
        return Some((Certainty::Doubtful, AppReason::Word(word)));
    }
    let hours: BTreeSet<i64> = times.iter().map(|at| at.as_second().rem_euclid(24 * 3600) / 3600).collect();
    (times.len() >= BUSY && hours.len() >= ROUND_THE_CLOCK)
        .then_some((Certainty::Doubtful, AppReason::Hours(hours.len())))
}
