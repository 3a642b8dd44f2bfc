//! The names that belong to ids in the files of a board: one file gives an id where another gives a name.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};

use crate::board::facts::{Account, SprintFact};

/// The names of people and of sprints.
#[derive(Debug, Default)]
pub(crate) struct Names<'n> {
    pub(crate) people: ById<'n>,
    pub(crate) sprints: ById<'n>,
}

impl<'n> Names<'n> {
    /// Collects the names from `accounts` and `sprints`.
    pub(crate) fn of(accounts: &'n [Account<'_>], sprints: impl Iterator<Item = &'n SprintFact<'n>>) -> Self {
        let mut names = Self::default();
        for account in accounts {
            let others = || account.ids.iter().chain(&account.login).chain(&account.email).chain(&account.display);
            for id in &account.ids {
                names.people.add(id, others().map(|name| &**name));
            }
        }
        for sprint in sprints {
            names.sprints.add(&sprint.id, [&*sprint.name]);
        }
        names
    }
}

/// The names of each id in any file; an empty set if no file gives one.
#[derive(Debug, Default)]
pub(crate) struct ById<'n>(HashMap<&'n str, HashSet<&'n str>>);

impl<'n> ById<'n> {
    fn add(&mut self, id: &'n str, names: impl IntoIterator<Item = &'n str>) {
        let known = self.0.entry(id).or_default();
        known.extend(names.into_iter().filter(|name| !name.is_empty() && *name != id));
    }

    /// Whether `these` and `those` may be the same, in the same order. An id without a known name may have
    /// any name.
    pub(crate) fn may_be_same(&self, these: &[Cow<'_, str>], those: &[Cow<'_, str>]) -> bool {
        these.len() == those.len() && these.iter().zip(those).all(|(one, other)| self.may_be_one(one, other))
    }

    fn may_be_one(&self, one: &str, other: &str) -> bool {
        match (self.0.get(one), self.0.get(other)) {
            _ if one == other => true,
            (None, None) => false,
            (Some(names), None) => names.is_empty() || names.contains(other),
            (None, Some(names)) => names.is_empty() || names.contains(one),
            (Some(names), Some(more)) => names.contains(other) || more.contains(one),
        }
    }
}
