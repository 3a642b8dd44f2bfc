//! The names behind the ids of a board: labels, custom fields, and the choices of list fields.

use std::borrow::Cow;
use std::sync::OnceLock;

use foldhash::HashMap;

use super::records::{Checklist, CustomFieldItem, CustomValue, Export};
use crate::board::facts::Text;
use crate::export::json::{self, Raw, filled, or_empty};

/// The names of labels and custom fields and the texts of choices, by id.
pub(super) struct IdNames<'a> {
    labels: HashMap<Cow<'a, str>, Cow<'a, str>>,
    fields: HashMap<Cow<'a, str>, Cow<'a, str>>,
    choices: HashMap<Cow<'a, str>, Text<'a>>,
    checklists: Vec<Raw<'a>>,
    /// Name and number of entries of each checklist; computed on first use, as most cards have none.
    known_checklists: OnceLock<HashMap<Cow<'a, str>, NamedChecklist<'a>>>,
}

/// The name of a checklist and its number of entries.
#[derive(Clone)]
pub(super) struct NamedChecklist<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) entries: usize,
}

/// The checklists in `list` by id.
pub(super) fn named_checklists<'a>(list: &[Raw<'a>]) -> impl Iterator<Item = (Cow<'a, str>, NamedChecklist<'a>)> {
    let read = list.iter().filter_map(|raw| json::from_str::<Checklist<'a>>(raw.get()).ok());
    read.map(|checklist| {
        let named = NamedChecklist { name: or_empty(checklist.name), entries: checklist.check_items.len() };
        (or_empty(checklist.id), named)
    })
}

impl<'a> IdNames<'a> {
    /// The names in `export`.
    pub(super) fn new(export: &Export<'a>) -> Self {
        let fields = export.custom_fields.iter();
        let choice = |option: &CustomFieldItem<'a>| Some((or_empty(option.id), option.value.as_ref()?.text()?));
        Self {
            labels: export.labels.iter().map(|label| (or_empty(label.id), or_empty(label.name))).collect(),
            fields: fields.clone().map(|field| (or_empty(field.id), or_empty(field.name))).collect(),
            choices: fields.flat_map(|field| &field.options).filter_map(choice).collect(),
            checklists: export.checklists.clone(),
            known_checklists: OnceLock::new(),
        }
    }

    /// The name of the label with this id, empty if it only has a colour; `None` if the export lacks the
    /// label.
    pub(super) fn label(&self, id: Raw<'a>) -> Option<Cow<'a, str>> {
        self.labels.get(&or_empty(Some(id))).cloned()
    }

    /// Number of entries in these checklists; `None` if the export lacks one of them.
    pub(super) fn entries(&self, checklists: &[Raw<'a>]) -> Option<u32> {
        let count = self.checklists_of(checklists)?.iter().map(|(_, checklist)| checklist.entries).sum::<usize>();
        u32::try_from(count).ok()
    }

    /// The checklists with these ids; `None` if the export lacks one of them.
    pub(super) fn checklists_of(&self, ids: &[Raw<'a>]) -> Option<Vec<(Cow<'a, str>, NamedChecklist<'a>)>> {
        let known = || self.known_checklists.get_or_init(|| named_checklists(&self.checklists).collect());
        ids.iter()
            .map(|id| known().get_key_value(&or_empty(Some(*id))))
            .map(|found| {
                let (id, checklist) = found?;
                Some((id.clone(), checklist.clone()))
            })
            .collect()
    }

    /// The text of a value, or of the choice it refers to.
    pub(super) fn value(&self, value: Option<&CustomValue<'a>>, choice: Option<Raw<'a>>) -> Option<Text<'a>> {
        value.and_then(CustomValue::text).or_else(|| self.choices.get(&filled(choice)?).copied())
    }

    /// The current name of the field with this id, or, if the export lacks the field, its name in the action.
    pub(super) fn field(&self, id: &str, then: Option<Raw<'a>>) -> Cow<'a, str> {
        self.fields.get(id).cloned().unwrap_or_else(|| or_empty(then))
    }

    /// The id of the field and the value in an entry on a card.
    pub(super) fn on_card(&self, entry: &CustomFieldItem<'a>) -> Option<(Cow<'a, str>, Text<'a>)> {
        Some((filled(entry.field)?, self.value(entry.value.as_ref(), entry.choice)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_those_of_all_checklists_if_each_is_listed() -> Result<(), json::Error> {
        let listed = r#"{"checklists": [{"id": "a", "checkItems": [{}, {}]}, {"id": "b", "checkItems": null}, 5, {"id": "c", "checkItems": [{}]}]}"#;
        let names = IdNames::new(&json::from_str(listed)?);
        let entries = |ids| json::from_str(ids).map(|ids: Vec<Raw<'_>>| names.entries(&ids));
        assert_eq!(entries("[]")?, Some(0));
        assert_eq!(entries(r#"["a", "b", "c"]"#)?, Some(3));
        assert_eq!(entries(r#"["a", "z"]"#)?, None);
        Ok(())
    }
}
