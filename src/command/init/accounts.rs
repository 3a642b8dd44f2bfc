//! Accounts: which are apps, which are the same person, and how each can be written so that it means nobody else.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::guess::{AliasGuess, Certainty, Guess, some};
use crate::board::{Board, People, Person, PersonId};
use crate::report::encode;

/// Whole names of automations, as their makers ship them.
const APPS: &[&str] = &[
    "automation for jira",
    "jira automation",
    "automation",
    "butler",
    "trello automation",
    "slack",
    "zapier",
    "github",
    "gitlab",
    "bitbucket",
    "jenkins",
    "opsgenie",
    "sonarqube",
    "dependabot",
    "renovate",
    "scriptrunner",
    "jira service management widget",
    "system",
];
/// Words that a person's name does not hold.
const APP_WORDS: &[&str] = &["automation", "webhook", "integration", "service account", "add-on"];
/// Words that some people are called by, too.
const PERHAPS: &[&str] = &["bot", "jenkins", "addon", "sync", "import"];
/// How many acts must be there for their rhythm to say something.
const BUSY: usize = 60;
/// In how many hours of the day nobody works who sleeps.
const ROUND_THE_CLOCK: usize = 20;

/// What tools call accounts that were deleted.
const NOBODY: &[&str] = &["former user", "deleted user", "anonymous", "unknown", "unknown user", "deactivated user"];
/// How many acts show when an account was in use.
const LIVED_IN: usize = 10;

/// How somebody is written: text that means them alone.
#[derive(Clone, Debug)]
pub(super) struct Called {
    pub(super) text: String,
    /// Their name, where the text is none that people would know.
    pub(super) name: Option<String>,
}

impl Called {
    /// `why`, led by the name where the text does not tell it.
    pub(super) fn explain(&self, why: &str) -> String {
        match &self.name {
            Some(name) => format!("{name}: {why}"),
            None => why.to_owned(),
        }
    }
}

/// How to write somebody: by display name if it is unique, else by an account's id or user name. None for an account all of
/// whose unique names are e-mail addresses, which are never written.
pub(super) fn call(people: &People<'_>, id: PersonId) -> Option<Called> {
    let person = people.get(id);
    let means_them = |text: &str| {
        !text.is_empty() && text.trim() == text && encode::toml(text).is_some() && people.named(text) == Some(id)
    };
    if means_them(&person.name) {
        return Some(Called { text: person.name.to_string(), name: None });
    }
    let ids = person.accounts().flat_map(|account| &account.ids);
    let logins = person.accounts().filter_map(|account| account.login.as_ref());
    let text = std::iter::once(&person.id).chain(ids).chain(logins).find(|text| means_them(text))?;
    Some(Called { text: text.to_string(), name: Some(person.name.to_string()) })
}

/// What is an app, beyond what the tool itself says.
pub(super) fn apps(board: &Board<'_>) -> Vec<Guess<String>> {
    let mut acts: BTreeMap<PersonId, Vec<Timestamp>> = BTreeMap::new();
    for change in &board.changes {
        if let Some(by) = change.by {
            acts.entry(by).or_default().push(change.at);
        }
    }
    let working: BTreeSet<PersonId> = board.items.iter().flat_map(|item| item.assignees.iter().copied()).collect();
    let none = Vec::new();
    let guess = |(id, person): (PersonId, &Person<'_>)| {
        let times = acts.get(&id).unwrap_or(&none);
        let (certainty, why) = app(person, times, working.contains(&id))?;
        let called = call(&board.people, id)?;
        let why = called.explain(&format!("{why}; {}", some(times.len(), "change", "changes")));
        Some(Guess::new(certainty, called.text, why))
    };
    board.people.iter().filter_map(guess).collect()
}

/// Whether somebody is an app. One who is given work more likely is a person.
fn app(person: &Person<'_>, times: &[Timestamp], works: bool) -> Option<(Certainty, String)> {
    if person.app {
        return Some((Certainty::Sure, "the tool says that this is no person".to_owned()));
    }
    let name = person.name.trim().to_lowercase();
    if APPS.contains(&name.as_str()) {
        let certainty = if works { Certainty::Doubtful } else { Certainty::Likely };
        return Some((certainty, "named like a well-known automation".to_owned()));
    }
    let spaced = format!(" {} ", name.replace(|c: char| !c.is_alphanumeric() && c != '-', " "));
    let held = |words: &[&'static str]| words.iter().copied().find(|word| spaced.contains(&format!(" {word} ")));
    let why = |word: &str| format!("no person is likely to be called `{word}`");
    if let Some(word) = held(APP_WORDS) {
        return Some((if works { Certainty::Doubtful } else { Certainty::Likely }, why(word)));
    }
    if let Some(word) = held(PERHAPS) {
        return Some((Certainty::Doubtful, why(word)));
    }
    let hours: BTreeSet<i64> = times.iter().map(|at| at.as_second().rem_euclid(24 * 3600) / 3600).collect();
    (times.len() >= BUSY && hours.len() >= ROUND_THE_CLOCK)
        .then(|| (Certainty::Doubtful, format!("acts in {} of the 24 hours of the day", hours.len())))
}

/// Accounts that may be one person: of the same name, or one's user name in the other's e-mail address.
pub(super) fn aliases(board: &Board<'_>) -> Vec<Guess<AliasGuess>> {
    let mut active: BTreeMap<PersonId, (Timestamp, Timestamp, usize)> = BTreeMap::new();
    for change in &board.changes {
        if let Some(by) = change.by {
            let span = active.entry(by).or_insert((change.at, change.at, 0));
            *span = (span.0.min(change.at), span.1.max(change.at), span.2 + 1);
        }
    }
    let mut named: BTreeMap<String, Vec<PersonId>> = BTreeMap::new();
    for (id, person) in board.people.iter().filter(|(_, person)| !person.app) {
        // Everybody who left is called so.
        if NOBODY.iter().any(|name| person.name.trim().eq_ignore_ascii_case(name)) {
            continue;
        }
        named.entry(person.name.trim().to_lowercase()).or_default().push(id);
    }
    let one_by_one = |ids: &[PersonId]| {
        let mut spans: Vec<_> = ids.iter().filter_map(|id| active.get(id)).collect();
        spans.sort_unstable();
        spans.len() == ids.len()
            && spans.iter().all(|span| span.2 >= LIVED_IN)
            && spans.windows(2).all(|pair| pair[0].1 < pair[1].0)
    };
    let mut found = Vec::new();
    let mut add = |ids: &[PersonId], certainty, why: &str| {
        let texts: Option<Vec<String>> = ids.iter().map(|id| unique(&board.people, *id)).collect();
        if let Some([person, others @ ..]) = texts.as_deref() {
            let value = AliasGuess { person: person.clone(), others: others.to_vec() };
            let why = format!("{}: {why}", board.people.get(ids[0]).name);
            found.push(Guess::new(certainty, value, why));
        }
    };
    for ids in named.values().filter(|ids| ids.len() > 1 && ids.len() < 5) {
        if one_by_one(ids) {
            add(ids, Certainty::Likely, "the same name, and one account stopped before the other began");
        } else {
            add(ids, Certainty::Doubtful, "the same name on several accounts: one person, or namesakes?");
        }
    }
    for (id, person) in board.people.iter().filter(|(_, person)| !person.app) {
        let locals = person.accounts().filter_map(|account| account.email.as_ref()?.split_once('@'));
        for (local, _) in locals.filter(|(local, _)| local.chars().count() > 2) {
            let same = |other: &Person<'_>| {
                other
                    .accounts()
                    .filter_map(|account| account.login.as_ref())
                    .any(|login| login.eq_ignore_ascii_case(local))
            };
            let others = board.people.iter().filter(|(other, person)| *other != id && !person.app && same(person));
            let others: Vec<PersonId> = others.map(|(other, _)| other).collect();
            if let [other] = others.as_slice() {
                let why = format!("the e-mail address begins like the user name of {}", board.people.get(*other).name);
                add(&[id, *other], Certainty::Doubtful, &why);
            }
        }
    }
    found
}

/// An id or user name that no other account has under any name: aliases are joined by any of them.
fn unique(people: &People<'_>, id: PersonId) -> Option<String> {
    let person = people.get(id);
    let foreign = |text: &str| {
        let lower = text.to_lowercase();
        people.iter().any(|(other, person)| other != id && person.names().any(|name| name.to_lowercase() == lower))
    };
    let texts = person.accounts().flat_map(|account| account.ids.iter().chain(&account.login));
    let text =
        texts.map(|text| text.trim()).find(|text| encode::toml(text).is_some() && !text.is_empty() && !foreign(text));
    text.map(str::to_owned)
}
