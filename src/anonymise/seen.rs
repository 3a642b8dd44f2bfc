//! The contents of the files, collected before anything is replaced.

use std::collections::HashSet;

use super::context::Place;
use super::pattern;

/// The contents of the files.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// All words and numbers in lower case: no replacement may be one of them.
    pub(super) words: HashSet<String>,
    /// Words of string values, in the original case. A key that is one of them may be data.
    pub(super) values: HashSet<String>,
    /// Numbers that are ids and long enough to be personal.
    pub(super) ids: HashSet<u64>,
    /// Ids of accounts that contain their time of creation.
    pub(super) accounts: HashSet<String>,
    /// Names that were already split into words.
    names: HashSet<String>,
    /// Keys of projects that contain a digit, as in `K5-12`: as words they would be an initial and a short
    /// number.
    pub(super) projects: HashSet<String>,
}

/// Numbers with at most this many digits are not personal: counts, days, ids of statuses.
pub(super) const SHORT: usize = 4;
/// Values of at least this many bytes are not cached, because they hardly ever repeat.
pub(super) const LONG: usize = 100;

impl Seen {
    /// Records a value.
    pub(super) fn look_at(&mut self, place: &Place<'_>, value: &str) {
        if place.is_id() && value.len() > SHORT && value.bytes().all(|byte| byte.is_ascii_digit()) {
            self.ids.extend(value.parse::<u64>().ok().filter(|id| *id < 1 << 53));
        }
        if pattern::is_dated_id(value) && place.is_somebody() {
            self.accounts.insert(value.to_owned());
        }
        let is_name = place.is_name();
        if if is_name { self.names.contains(value) } else { self.values.contains(value) } {
            return;
        }
        // `customfield_10019` names a field at any place, and 10019 is the id of the same field.
        self.ids.extend(
            pattern::custom_field(value)
                .filter(|digits| digits.len() > SHORT)
                .and_then(|digits| digits.parse::<u64>().ok()),
        );
        self.projects.extend(pattern::project_with_digit(value).map(str::to_owned));
        for word in pattern::words(value) {
            self.words.insert(word.to_lowercase());
        }
        if value.len() < LONG {
            let known = if is_name { &mut self.names } else { &mut self.values };
            known.insert(value.to_owned());
        }
    }
}
