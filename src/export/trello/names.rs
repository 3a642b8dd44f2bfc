//! What the ids of a board mean: labels, custom fields, and the choices of those that are picked from a list.

use std::borrow::Cow;

use foldhash::HashMap;

use super::records::{CustomFieldItem, CustomValue, Export};
use crate::board::facts::Text;
use crate::export::json::{Raw, filled, or_empty};

/// The names of labels and custom fields and the texts of choices, by their ids.
pub(super) struct Names<'a> {
    labels: HashMap<Cow<'a, str>, Cow<'a, str>>,
    fields: HashMap<Cow<'a, str>, Cow<'a, str>>,
    choices: HashMap<Cow<'a, str>, Text<'a>>,
}

impl<'a> Names<'a> {
    /// The names that `export` lists.
    pub(super) fn new(export: &Export<'a>) -> Self {
        let fields = export.custom_fields.iter();
        let choice = |option: &CustomFieldItem<'a>| Some((or_empty(option.id), option.value.as_ref()?.text()?));
        Self {
            labels: export.labels.iter().map(|label| (or_empty(label.id), or_empty(label.name))).collect(),
            fields: fields.clone().map(|field| (or_empty(field.id), or_empty(field.name))).collect(),
            choices: fields.flat_map(|field| &field.options).filter_map(choice).collect(),
        }
    }

    /// What the label of this id is called, empty where it has only a colour; none where the export does not list it.
    pub(super) fn label(&self, id: Raw<'a>) -> Option<Cow<'a, str>> {
        self.labels.get(&or_empty(Some(id))).cloned()
    }

    /// What a value says: itself, or the choice it refers to.
    pub(super) fn value(&self, value: Option<&CustomValue<'a>>, choice: Option<Raw<'a>>) -> Option<Text<'a>> {
        value.and_then(CustomValue::text).or_else(|| self.choices.get(&filled(choice)?).copied())
    }

    /// What the field of this id is called now; where the export does not list it, what an action called it.
    pub(super) fn field(&self, id: &str, then: Option<Raw<'a>>) -> Cow<'a, str> {
        self.fields.get(id).cloned().unwrap_or_else(|| or_empty(then))
    }

    /// The id of the field and the value in an entry on a card.
    pub(super) fn on_card(&self, entry: &CustomFieldItem<'a>) -> Option<(Cow<'a, str>, Text<'a>)> {
        Some((filled(entry.field)?, self.value(entry.value.as_ref(), entry.choice)?))
    }
}
