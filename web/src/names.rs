//! Names in a charter: the stages of columns, the kinds of items, and the accounts of a person.

use std::collections::HashSet;

use boardlint::charter::folded;
use serde::Deserialize;
use toml_edit::{Table, Value};

use crate::document::{entries, keys, set_entries, set_or_unset, text_of};

const ALIASES: &str = "aliases";

/// Moves a name to another word of `[workflow]` or `[kinds]`, or removes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    #[serde(rename = "place")]
    section: String,
    name: String,
    word: Option<String>,
}

/// Joins several accounts to one person, who is represented by one of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Join {
    #[serde(rename = "join")]
    person: String,
    others: Vec<String>,
}

/// Separates an account from the person it was joined with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    #[serde(rename = "part")]
    person: String,
    other: String,
}

impl Place {
    pub(crate) fn make(&self, root: &mut Table) -> Result<(), String> {
        let wanted = folded(&self.name);
        let is_meant = |entry: &Value| entry.as_str().is_some_and(|name| folded(name) == wanted);
        for key in keys(root, &self.section).into_iter().filter(|key| Some(key) != self.word.as_ref()) {
            let mut all = entries(root, &self.section, &key);
            let before = all.len();
            all.retain(|entry| !is_meant(entry));
            if all.len() < before {
                set_entries(root, &self.section, &key, all)?;
            }
        }
        let Some(word) = &self.word else { return Ok(()) };
        let mut all = entries(root, &self.section, word);
        if all.iter().any(is_meant) {
            return Ok(());
        }
        all.push(text_of(&self.name)?);
        set_entries(root, &self.section, word, all)
    }
}

impl Join {
    pub(crate) fn make(&self, root: &mut Table) -> Result<(), String> {
        let (own, others): (Vec<_>, Vec<_>) =
            keys(root, ALIASES).into_iter().partition(|person| is_same(person, &self.person));
        let person = own.first().unwrap_or(&self.person);
        let mut all = entries(root, ALIASES, person);
        for other in &self.others {
            all.push(text_of(other)?);
        }
        // Accounts that were joined with the other account are joined too.
        for further in others.iter().filter(|person| self.others.iter().any(|other| is_same(other, person))) {
            all.extend(entries(root, ALIASES, further));
            set_or_unset(root, ALIASES, further, Vec::new())?;
        }
        let mut seen = HashSet::new();
        all.retain(|entry| seen.insert(entry.as_str().map(str::to_owned)));
        set_or_unset(root, ALIASES, person, all)
    }
}

impl Part {
    pub(crate) fn make(&self, root: &mut Table) -> Result<(), String> {
        for person in keys(root, ALIASES).into_iter().filter(|person| is_same(person, &self.person)) {
            let mut all = entries(root, ALIASES, &person);
            all.retain(|entry| !entry.as_str().is_some_and(|name| is_same(name, &self.other)));
            set_or_unset(root, ALIASES, &person, all)?;
        }
        Ok(())
    }
}

/// Whether two names of accounts are the same.
fn is_same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
