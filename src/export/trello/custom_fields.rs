//! Custom fields of a board: what they are called, and what the choices of those with a list say.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::records::{CustomFieldItem, CustomValue, Export};
use crate::board::facts::Text;
use crate::export::json::{Raw, filled, or_empty};

/// What custom fields are called, and what their choices say.
pub(super) struct CustomFields<'a> {
    names: FxHashMap<Cow<'a, str>, Cow<'a, str>>,
    choices: FxHashMap<Cow<'a, str>, Text<'a>>,
}

impl<'a> CustomFields<'a> {
    /// The custom fields that `export` lists.
    pub(super) fn new(export: &Export<'a>) -> Self {
        let fields = export.custom_fields.iter();
        let choice = |option: &CustomFieldItem<'a>| Some((or_empty(option.id), option.value.as_ref()?.text()?));
        Self {
            names: fields.clone().map(|field| (or_empty(field.id), or_empty(field.name))).collect(),
            choices: fields.flat_map(|field| &field.options).filter_map(choice).collect(),
        }
    }

    /// What a value says: itself, or the choice it refers to.
    pub(super) fn value(&self, value: Option<&CustomValue<'a>>, choice: Option<Raw<'a>>) -> Option<Text<'a>> {
        value.and_then(CustomValue::text).or_else(|| self.choices.get(&filled(choice)?).copied())
    }

    /// The field and the value in an entry on a card.
    pub(super) fn on_card(&self, entry: &CustomFieldItem<'a>) -> Option<(Cow<'a, str>, Text<'a>)> {
        Some((self.names.get(&or_empty(entry.field))?.clone(), self.value(entry.value.as_ref(), entry.choice)?))
    }
}
