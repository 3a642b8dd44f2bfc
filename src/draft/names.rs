//! How a charter can name people so that each text means one person alone.

use std::collections::hash_map::Entry;

use foldhash::HashMap;
use serde::Serialize;

use crate::board::{People, PersonId};
use crate::source::mask;

/// A person as a charter can name them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonName {
    /// Text that means this person alone: the display name where it is unique, else an account id or user name.
    pub written: String,
    /// The display name.
    pub shown: String,
}

/// Which people a text may mean.
#[derive(Clone, Copy)]
enum Owner {
    One(PersonId),
    Several,
}

/// The owners of texts, in lower case.
type Owners = HashMap<String, Owner>;

/// Every name of everybody on a board, with whose it is.
pub(super) struct WrittenNames<'p, 'a> {
    people: &'p People<'a>,
    /// Ids, user names and e-mail addresses.
    unique: Owners,
    display: Owners,
    /// All of these.
    any: Owners,
}

impl<'p, 'a> WrittenNames<'p, 'a> {
    pub(super) fn new(people: &'p People<'a>) -> Self {
        let mut names = Self { people, unique: Owners::default(), display: Owners::default(), any: Owners::default() };
        for (id, person) in people.iter() {
            for account in person.accounts() {
                let given = [&account.login, &account.email].into_iter().flatten();
                for text in account.ids.iter().chain(given) {
                    note(&mut names.unique, text, id);
                }
                if let Some(text) = &account.display {
                    note(&mut names.display, text, id);
                }
            }
            for text in person.names() {
                note(&mut names.any, text, id);
            }
        }
        names
    }

    /// How to write somebody. None for an account all of whose unique names are e-mail addresses, which are never written.
    pub(super) fn name(&self, id: PersonId) -> Option<PersonName> {
        let person = self.people.get(id);
        let means_them = |text: &str| {
            !text.is_empty() && text.trim() == text && is_writable(text) && self.meant_by(text) == Some(id)
        };
        let ids = person.accounts().flat_map(|account| &account.ids);
        let logins = person.accounts().filter_map(|account| account.login.as_ref());
        let mut texts = [&person.name, &person.id].into_iter().chain(ids).chain(logins);
        let written = texts.find(|text| means_them(text))?.to_string();
        Some(PersonName { written, shown: person.name.to_string() })
    }

    /// An id or user name that no other account has under any name: aliases are joined by any of them.
    pub(super) fn account(&self, id: PersonId) -> Option<&'p str> {
        let theirs = |text: &str| match self.any.get(&text.to_lowercase()) {
            Some(Owner::One(owner)) => *owner == id,
            Some(Owner::Several) => false,
            None => true,
        };
        let accounts = self.people.get(id).accounts();
        let mut texts = accounts.flat_map(|account| account.ids.iter().chain(&account.login)).map(|text| text.trim());
        texts.find(|text| !text.is_empty() && is_writable(text) && theirs(text))
    }

    /// The one person whom a charter would mean by `text`, as [`People::named`] finds them.
    fn meant_by(&self, text: &str) -> Option<PersonId> {
        let lower = text.to_lowercase();
        match self.unique.get(&lower).or_else(|| self.display.get(&lower))? {
            Owner::One(id) => Some(*id),
            Owner::Several => None,
        }
    }
}

fn note(owners: &mut Owners, text: &str, id: PersonId) {
    match owners.entry(text.to_lowercase()) {
        Entry::Vacant(free) => drop(free.insert(Owner::One(id))),
        Entry::Occupied(mut taken) => {
            if !matches!(taken.get(), Owner::One(owner) if *owner == id) {
                taken.insert(Owner::Several);
            }
        }
    }
}

/// Whether a charter can hold `text` as it is: an e-mail address or a token is never written.
pub(super) fn is_writable(text: &str) -> bool {
    mask(text) == text
}
