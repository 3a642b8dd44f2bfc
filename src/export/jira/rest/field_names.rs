//! What an answer of Jira says about fields beside its issues: `names` and `schema`, of `expand=names,schema`.

use std::borrow::Cow;

use foldhash::HashMap;
use serde::Deserialize;

use super::records::object;
use crate::board::facts::{FieldFact, FieldSchema};
use crate::export::json::{self, Raw, or_empty};

type Texts<'a> = HashMap<String, Raw<'a>>;

/// The names and the types of fields, by the ids of the fields.
#[derive(Default)]
pub(super) struct FieldNames<'a> {
    pub(super) names: Option<Texts<'a>>,
    pub(super) schema: Option<Texts<'a>>,
}

impl<'a> FieldNames<'a> {
    /// Reads `names` and `schema`. An object of another shape counts as absent.
    pub(super) fn of(names: Option<Raw<'a>>, schema: Option<Raw<'a>>) -> Self {
        Self { names: names.and_then(object), schema: schema.and_then(object) }
    }

    /// The ids of the fields that have a name.
    pub(super) fn ids(&self) -> impl Iterator<Item = Cow<'a, str>> {
        self.names.iter().flat_map(|names| names.keys()).map(|id| Cow::Owned(id.clone()))
    }

    /// The fields that have a name, sorted by id.
    pub(super) fn fields(&self) -> Vec<FieldFact<'a>> {
        let fact = |(id, name): (&String, &Raw<'a>)| FieldFact {
            id: id.clone().into(),
            name: or_empty(Some(*name)),
            schema: self.schema_of(id).unwrap_or_default(),
            estimate: false,
        };
        let mut found: Vec<_> = self.names.iter().flatten().map(fact).collect();
        found.sort_by(|a, b| a.id.cmp(&b.id));
        found
    }

    fn schema_of(&self, id: &str) -> Option<FieldSchema> {
        #[derive(Deserialize)]
        struct Schema<'a> {
            #[serde(borrow, default)]
            custom: Option<Raw<'a>>,
        }
        let raw = self.schema.as_ref()?.get(id)?;
        let parsed: Schema<'_> = json::from_str(raw.get()).ok()?;
        Some(FieldSchema::parse(&or_empty(parsed.custom)))
    }
}
