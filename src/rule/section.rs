//! What the keys of a rule file are: their names, the shape of their values, and their meaning.

use std::ops::RangeInclusive;

use crate::source::toml::{Key as Written, Reader, Table, Value};

/// The shape of a key's value.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "the command line alone writes schemas"))]
pub(crate) enum Shape {
    /// Text in quotes.
    Text,
    /// One text or a list of texts.
    Texts,
    /// A number.
    Number,
    /// A whole number in a range.
    Whole(&'static RangeInclusive<usize>),
    /// True or false.
    Flag,
    /// A length of time, `24h`.
    Length,
    /// A calendar date.
    Date,
    /// A date and time, or a text that stands for one.
    Instant,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Conditions.
    Conditions,
    /// A table with the keys of a section.
    Table(&'static Section),
    /// A list of these.
    List(&'static Shape),
    /// A table of these; the rule chooses the keys.
    ByName(&'static Shape),
    /// A table of these; the keys are among these words.
    ByWord(&'static [&'static str], &'static Shape),
    /// One of these.
    Either(&'static [Shape]),
}

/// A key.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "the command line alone writes schemas"))]
pub(crate) struct Key {
    /// Its name.
    pub(crate) name: &'static str,
    /// The shape of its value.
    pub(crate) shape: Shape,
    /// What it means.
    pub(crate) meaning: &'static str,
    /// Whether it is required.
    pub(crate) required: bool,
}

/// The keys that are allowed in one place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Section {
    /// The name of the place, for messages.
    pub(crate) place: &'static str,
    /// Its keys.
    pub(crate) keys: &'static [Key],
    /// Whether all other keys in it are conditions.
    pub(crate) conditions: bool,
}

impl Section {
    pub(in crate::rule) const fn new(place: &'static str, keys: &'static [Key]) -> Self {
        Self { place, keys, conditions: false }
    }

    pub(super) const fn with_conditions(place: &'static str, keys: &'static [Key]) -> Self {
        Self { place, keys, conditions: true }
    }

    /// The names of its keys.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.keys.iter().map(|key| key.name).collect()
    }

    /// The names of the required keys.
    pub(crate) fn required(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().filter(|key| key.required).map(|key| key.name)
    }

    /// Reads `value` as a table with these keys. Other keys are reported and left out.
    pub(super) fn read<'v>(&self, read: &mut Reader<'_>, value: &'v Value) -> Option<Vec<&'v (Written, Value)>> {
        read.table(value).map(|table| self.known(read, table))
    }

    /// The entries of `table` that have these keys. Other keys are reported and left out.
    pub(super) fn known<'v>(&self, read: &mut Reader<'_>, table: &'v Table) -> Vec<&'v (Written, Value)> {
        let (known, unknown): (Vec<_>, Vec<_>) =
            table.iter().partition(|(key, _)| self.keys.iter().any(|known| known.name == key.name));
        for (key, _) in unknown.into_iter().filter(|_| !self.conditions) {
            read.unknown_key(key, self.place, &self.names());
        }
        known
    }
}

pub(super) const fn key(name: &'static str, shape: Shape, meaning: &'static str) -> Key {
    Key { name, shape, meaning, required: false }
}

pub(super) const fn required(name: &'static str, shape: Shape, meaning: &'static str) -> Key {
    Key { name, shape, meaning, required: true }
}
