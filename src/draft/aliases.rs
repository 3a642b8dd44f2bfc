//! Finds accounts that may belong to one person.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::candidate::{Candidate, Certainty};
use super::names::WrittenNames;
use crate::board::{Board, PersonId};
use crate::lexicon;

/// Number of changes that show when an account was in use.
const IN_USE: usize = 10;
/// Maximum number of accounts with one name that may belong to one person.
const ACCOUNTS: usize = 4;
/// Minimum length of the part before the @ of an e-mail address, to compare it with user names.
const LOCAL_PART: usize = 3;

/// Several accounts of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Alias {
    /// The account that represents the person: an id or user name.
    pub person: String,
    /// The others.
    pub others: Vec<String>,
}

/// Why accounts may belong to one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AliasEvidence {
    /// The display name of the first account.
    pub name: String,
    /// What speaks for it.
    pub reason: AliasReason,
}

/// The reason to think that accounts belong to one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AliasReason {
    /// They have the same name, and the use of each ended before that of the next began.
    Succession,
    /// They have the same name.
    Name,
    /// The part before the @ in the e-mail address of the first is the user name of the second. Contains the
    /// display name of the second.
    Email(String),
}

/// When an account made changes: the first, the last, and their number.
type InUse = (Timestamp, Timestamp, usize);

/// The accounts that may belong to one person: they have the same name, or one's user name is in the other's
/// e-mail address.
pub(super) fn aliases(board: &Board<'_>, names: &WrittenNames<'_, '_>) -> Vec<Candidate<Alias, AliasEvidence>> {
    let mut in_use: BTreeMap<PersonId, InUse> = BTreeMap::new();
    for change in board.changes.iter() {
        if let Some(by) = change.by {
            let span = in_use.entry(by).or_insert((change.at, change.at, 0));
            *span = (span.0.min(change.at), span.1.max(change.at), span.2 + 1);
        }
    }
    let humans = || board.people.iter().filter(|(_, person)| !person.app);
    let mut by_name: BTreeMap<String, Vec<PersonId>> = BTreeMap::new();
    let mut by_login: BTreeMap<String, Vec<PersonId>> = BTreeMap::new();
    for (id, person) in humans() {
        // Tools use this name for everybody who has left.
        if lexicon::account(&person.name) != Some(lexicon::Account::Nobody) {
            by_name.entry(person.name.trim().to_lowercase()).or_default().push(id);
        }
        for login in person.accounts().filter_map(|account| account.login.as_ref()) {
            let people = by_login.entry(login.to_ascii_lowercase()).or_default();
            if people.last() != Some(&id) {
                people.push(id);
            }
        }
    }
    let mut found = Vec::new();
    let mut add = |ids: &[PersonId], certainty, reason| {
        let accounts: Option<Vec<String>> = ids.iter().map(|id| names.account(*id).map(str::to_owned)).collect();
        if let Some([person, others @ ..]) = accounts.as_deref() {
            let alias = Alias { person: person.clone(), others: others.to_vec() };
            let name = board.people.get(ids[0]).name.to_string();
            found.push(Candidate::new(certainty, alias, AliasEvidence { name, reason }));
        }
    };
    for ids in by_name.values().filter(|ids| (2..=ACCOUNTS).contains(&ids.len())) {
        let mut spans: Vec<InUse> = ids.iter().filter_map(|id| in_use.get(id).copied()).collect();
        spans.sort_unstable();
        let in_succession = spans.len() == ids.len()
            && spans.iter().all(|span| span.2 >= IN_USE)
            && spans.windows(2).all(|pair| pair[0].1 < pair[1].0);
        if in_succession {
            add(ids, Certainty::Likely, AliasReason::Succession);
        } else {
            add(ids, Certainty::Doubtful, AliasReason::Name);
        }
    }
    for (id, person) in humans() {
        let locals = person.accounts().filter_map(|account| Some(account.email.as_ref()?.split_once('@')?.0));
        for local in locals.filter(|local| local.chars().count() >= LOCAL_PART) {
            let people = by_login.get(&local.to_ascii_lowercase()).map(Vec::as_slice).unwrap_or_default();
            let mut others = people.iter().filter(|other| **other != id);
            if let (Some(other), None) = (others.next(), others.next()) {
                let name = board.people.get(*other).name.to_string();
                add(&[id, *other], Certainty::Doubtful, AliasReason::Email(name));
            }
        }
    }
    found
}
