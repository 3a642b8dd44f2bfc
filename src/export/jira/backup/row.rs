//! One entity of a backup.

use std::borrow::Cow;

use crate::export::xml::{Scalar, Tag, Xml};
use crate::source::{Diagnostic, Mark};

/// One entity of a backup: the values that were asked for. Short ones are attributes and long ones child elements; one
/// that is absent is `null`, and one that is empty is an empty text.
pub(super) struct Row<'a> {
    values: Vec<(&'a str, Scalar<'a>)>,
    entity: Mark,
}

impl<'a> Row<'a> {
    /// A row to read entities into, one after the other. `entity` stands for one that proves nothing by itself.
    pub(super) fn new(entity: Mark) -> Self {
        Self { values: Vec::new(), entity }
    }

    /// Reads the entity that `tag` opened. What is not in `wanted` is never looked at: passwords and tokens lie there too.
    pub(super) fn read(&mut self, xml: &mut Xml<'a>, tag: Tag<'a>, wanted: &[&str]) -> Result<(), Diagnostic> {
        self.values.clear();
        self.entity = xml.mark(tag);
        let mut place = 0;
        let is_wanted = |key: &str| {
            // Attributes mostly stand in the order in which they are asked for.
            let (before, behind) = wanted.split_at(place);
            let found = behind.iter().chain(before).position(|name| *name == key);
            place = found.map_or(place, |found| (place + found + 1) % wanted.len());
            found.is_some()
        };
        xml.attributes(tag, is_wanted, |key, value| self.values.push((key, value)));
        while let Some(child) = xml.child()? {
            if wanted.contains(&child.name) {
                let text = xml.text(child)?;
                self.values.push((child.name, text));
            } else {
                xml.skip(child)?;
            }
        }
        Ok(())
    }

    /// The value of `key`.
    pub(super) fn get(&self, key: &str) -> Option<Scalar<'a>> {
        self.values.iter().find(|(name, _)| *name == key).map(|(_, value)| *value)
    }

    /// The text of `key`, if it says anything.
    pub(super) fn filled(&self, key: &str) -> Option<Cow<'a, str>> {
        self.get(key)?.filled()
    }

    /// The text of `key`; nothing is empty.
    pub(super) fn text(&self, key: &str) -> Cow<'a, str> {
        self.get(key).map(Scalar::decode).unwrap_or_default()
    }

    /// The first of `keys` that is there, as the scalar that proves something; else the name of the entity.
    pub(super) fn mark(&self, keys: &[&str]) -> Mark {
        keys.iter().find_map(|key| self.get(key)).map_or(self.entity, |value| value.mark)
    }
}
