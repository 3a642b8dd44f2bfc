//! The names of people for a charter: each text must mean exactly one person.

use serde::Serialize;

use crate::board::{People, PersonId};
use crate::source::mask;

/// A person's name for a charter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonName {
    /// A text that means only this person: the display name if it is unique, otherwise an account id or user
    /// name.
    pub written: String,
    /// The display name.
    pub shown: String,
}

/// The names of all people on a board for a charter.
pub(super) struct WrittenNames<'p, 'a>(pub(super) &'p People<'a>);

impl<'p> WrittenNames<'p, '_> {
    /// The name of a person. `None` if all unique names are e-mail addresses, which are never written.
    pub(super) fn name(&self, id: PersonId) -> Option<PersonName> {
        let person = self.0.get(id);
        let means_them = |text: &str| {
            !text.is_empty() && text.trim() == text && is_writable(text) && self.0.find_whole(text) == Some(id)
        };
        let ids = person.accounts().flat_map(|account| &account.ids);
        let logins = person.accounts().filter_map(|account| account.login.as_ref());
        let mut texts = [&person.name, &person.id].into_iter().chain(ids).chain(logins);
        let written = texts.find(|text| means_them(text))?.to_string();
        Some(PersonName { written, shown: person.name.to_string() })
    }

    /// An id or user name that no other account has as any of its names, because aliases match all names.
    pub(super) fn account(&self, id: PersonId) -> Option<&'p str> {
        let accounts = self.0.get(id).accounts();
        let mut texts = accounts.flat_map(|account| account.ids.iter().chain(&account.login)).map(|text| text.trim());
        texts.find(|text| !text.is_empty() && is_writable(text) && !self.0.is_name_of_another(text, id))
    }
}

/// Whether a charter can contain `text` unchanged. E-mail addresses and tokens are never written.
pub(super) fn is_writable(text: &str) -> bool {
    mask(text) == text
}
