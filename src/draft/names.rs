//! How a charter can name people so that each text means one person alone.

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

/// How everybody on a board can be written.
pub(super) struct WrittenNames<'p, 'a>(pub(super) &'p People<'a>);

impl<'p> WrittenNames<'p, '_> {
    /// How to write somebody. None for an account all of whose unique names are e-mail addresses, which are never written.
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

    /// An id or user name that no other account has under any name: aliases are joined by any of them.
    pub(super) fn account(&self, id: PersonId) -> Option<&'p str> {
        let accounts = self.0.get(id).accounts();
        let mut texts = accounts.flat_map(|account| account.ids.iter().chain(&account.login)).map(|text| text.trim());
        texts.find(|text| !text.is_empty() && is_writable(text) && !self.0.is_name_of_another(text, id))
    }
}

/// Whether a charter can hold `text` as it is: an e-mail address or a token is never written.
pub(super) fn is_writable(text: &str) -> bool {
    mask(text) == text
}
