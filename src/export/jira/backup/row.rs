//! One entity of a backup.

use std::borrow::Cow;

use super::records::Id;
use super::wanted::wanted;
use crate::export::xml::{Plain, Scalar, Tag, Xml};
use crate::source::{Diagnostic, Mark};

/// The wanted values of one entity. Short values are attributes and long ones are child elements. An absent
/// value is `null`; an empty one is an empty text.
pub(super) struct Row<'a> {
    /// The names of the wanted values; empty for kinds of entities that are not used.
    wanted: &'static [&'static str],
    /// The values in the same order.
    values: Vec<Option<Scalar<'a>>>,
    entity: Mark,
}

impl<'a> Row<'a> {
    /// A row that is reused for all entities. `entity` is the mark until the first is read.
    pub(super) fn new(entity: Mark) -> Self {
        Self { wanted: &[], values: Vec::new(), entity }
    }

    /// Reads the entity that `tag` opened. Only wanted values are read: entities also contain passwords and
    /// tokens.
    pub(super) fn read(&mut self, xml: &mut Xml<'a>, tag: Tag<'a>) -> Result<(), Diagnostic> {
        self.begin(tag.name, xml.mark(tag));
        if self.wanted.is_empty() {
            return xml.skip(tag);
        }
        let wanted = self.wanted;
        xml.attributes_among(tag, |key| wanted.contains(&key), |key, value| self.take(key, value));
        while let Some(child) = xml.child()? {
            if wanted.contains(&child.name) {
                let text = xml.text(child)?;
                self.take(child.name, text);
            } else {
                xml.skip(child)?;
            }
        }
        Ok(())
    }

    /// Reads the next entity of `plain` and returns its name. `None` if its markup is not simple.
    pub(super) fn read_plain(&mut self, plain: &mut Plain<'a>) -> Option<&'a str> {
        let name = plain.name()?;
        self.begin(name, plain.mark(name));
        let values = &mut self.values;
        let holds_elements = plain.attributes(self.wanted, |place, value| _ = values[place].get_or_insert(value))?;
        while holds_elements && !plain.close(name) {
            let (key, text) = plain.leaf()?;
            self.take(key, text);
        }
        Some(name)
    }

    fn begin(&mut self, name: &str, entity: Mark) {
        self.wanted = wanted(name).unwrap_or_default();
        self.values.clear();
        self.values.resize(self.wanted.len(), None);
        self.entity = entity;
    }

    /// Stores the value of `key` if it is wanted. Of several values, the first counts.
    fn take(&mut self, key: &str, value: Scalar<'a>) {
        if let Some(place) = self.wanted.iter().position(|name| *name == key) {
            self.values[place].get_or_insert(value);
        }
    }

    /// The value of `key`.
    pub(super) fn get(&self, key: &str) -> Option<Scalar<'a>> {
        self.wanted.iter().zip(&self.values).find(|(name, _)| **name == key).and_then(|(_, value)| *value)
    }

    /// All values in the order of the wanted names.
    pub(super) fn all<const COUNT: usize>(&self) -> [Option<Scalar<'a>>; COUNT] {
        std::array::from_fn(|place| self.values.get(place).copied().flatten())
    }

    /// The text of `key`, unless it is blank.
    pub(super) fn filled(&self, key: &str) -> Option<Cow<'a, str>> {
        self.get(key)?.filled()
    }

    /// The text of `key`; empty if it is absent.
    pub(super) fn text(&self, key: &str) -> Cow<'a, str> {
        self.get(key).map(Scalar::decode).unwrap_or_default()
    }

    /// The id under `key`.
    pub(super) fn id(&self, key: &str) -> Id {
        Id::new(&self.text(key))
    }

    /// The mark of the first of `keys` that is present, else that of the entity's name.
    pub(super) fn mark(&self, keys: &[&str]) -> Mark {
        self.first_mark(keys.iter().map(|key| self.get(key)))
    }

    /// The mark of the first value that is present, else that of the entity's name.
    pub(super) fn first_mark(&self, values: impl IntoIterator<Item = Option<Scalar<'a>>>) -> Mark {
        values.into_iter().flatten().next().map_or(self.entity, |value| value.mark)
    }
}
