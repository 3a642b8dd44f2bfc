//! The records of an issue in Jira's JSON. All values are raw and optional: versions of Jira leave out
//! different ones.

use std::borrow::Cow;
use std::ops::Range;

use foldhash::{HashMap, HashSet};
use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

use crate::export::json::{self, Error, Parser, Raw, Shape, or_default};

/// An issue, or a page of issues inside a list.
#[derive(Default)]
pub(super) struct Issue<'a> {
    pub(super) id: Option<Raw<'a>>,
    pub(super) key: Option<Raw<'a>>,
    pub(super) link: Option<Raw<'a>>,
    pub(super) fields: Option<Fields<'a>>,
    pub(super) changelog: Option<Changelog<'a>>,
    pub(super) issues: Option<Vec<Raw<'a>>>,
    /// The total and the next page, if it is a page.
    pub(super) total: Option<Raw<'a>>,
    pub(super) next: Option<Raw<'a>>,
    pub(super) last: Option<Raw<'a>>,
    pub(super) names: Option<Raw<'a>>,
    pub(super) schema: Option<Raw<'a>>,
    /// The issue of a webhook, and the author and the time of its change.
    pub(super) issue: Option<Raw<'a>>,
    pub(super) user: Option<Raw<'a>>,
    pub(super) timestamp: Option<Raw<'a>>,
    /// The record in the envelope of a data collector (perceval, Elasticsearch).
    pub(super) data: Option<Raw<'a>>,
    /// The issue of a single history.
    pub(super) issue_id: Option<Raw<'a>>,
    pub(super) issue_key: Option<Raw<'a>>,
}

/// Empty vectors that keep the capacity of earlier issues.
#[derive(Default)]
pub(super) struct Spare<'a> {
    pub(super) fields: Vec<(Cow<'a, str>, Raw<'a>)>,
    pub(super) histories: Histories<'a>,
    /// The field keys of the previous issue.
    shape: Shape<'a, FieldKey>,
    /// The keys of the custom fields that any issue has, empty or not.
    pub(super) places: HashSet<Cow<'a, str>>,
    /// The names of custom fields by key, if an envelope around each value contains them.
    pub(super) names: HashMap<Cow<'a, str>, Raw<'a>>,
}

impl<'a> Issue<'a> {
    /// Reads the next value. Its vectors may come from `spare`.
    pub(super) fn read(json: &mut Parser<'a>, spare: &mut Spare<'a>) -> Result<Self, Error> {
        let mut issue = Self::default();
        let some = json.object("an issue", |key, json| {
            match &**key {
                "id" => issue.id = json.value()?,
                "key" => issue.key = json.value()?,
                "self" => issue.link = json.value()?,
                "fields" => issue.fields = Fields::read(json, spare)?,
                "changelog" => issue.changelog = Changelog::read(json, std::mem::take(&mut spare.histories))?,
                "issues" => {
                    let mut issues = Vec::new();
                    let some = json.list(|json| {
                        issues.extend(json.value()?);
                        Ok(())
                    })?;
                    issue.issues = some.then_some(issues);
                }
                "total" => issue.total = json.value()?,
                "nextPageToken" => issue.next = json.value()?,
                "isLast" => issue.last = json.value()?,
                "names" => issue.names = json.value()?,
                "schema" => issue.schema = json.value()?,
                "issue" => issue.issue = json.value()?,
                "user" => issue.user = json.value()?,
                "timestamp" => issue.timestamp = json.value()?,
                "data" | "_source" | "_airbyte_data" | "record" => issue.data = json.value()?,
                "issueId" => issue.issue_id = json.value()?,
                "issueKey" => issue.issue_key = json.value()?,
                _ => json.skip()?,
            }
            Ok(())
        })?;
        if some { Ok(issue) } else { Err(Error::custom("there is nothing where an issue is expected")) }
    }
}

/// The fields of an issue: the known ones, and others that are not `null`.
#[derive(Default)]
pub(super) struct Fields<'a> {
    pub(super) known: [Option<Raw<'a>>; KNOWN.len()],
    /// Whether each known field is present, `null` or not.
    pub(super) present: [bool; KNOWN.len()],
    pub(super) other: Vec<(Cow<'a, str>, Raw<'a>)>,
}

impl<'a> Fields<'a> {
    /// The value of the known field `name`; `None` if it is absent or `null`.
    pub(super) fn get(&self, name: &str) -> Option<Raw<'a>> {
        KNOWN.iter().position(|known| *known == name).and_then(|place| self.known[place])
    }

    /// Whether the known field `name` is present, even if empty: a request for some fields leaves out the
    /// others.
    pub(super) fn has(&self, name: &str) -> bool {
        KNOWN.iter().position(|known| *known == name).is_some_and(|place| self.present[place])
    }
}

const KNOWN: &[&str] = &[
    "summary",
    "description",
    "issuetype",
    "status",
    "priority",
    "created",
    "updated",
    "creator",
    "reporter",
    "assignee",
    "labels",
    "parent",
    "comment",
    "flagged",
    "sprint",
    "closedSprints",
    "issuelinks",
    "project",
    "epic",
    "resolution",
    "resolutiondate",
    "statuscategorychangedate",
    "duedate",
];

/// The meaning of a field key.
#[derive(Clone, Copy)]
enum FieldKey {
    /// A custom field or a time.
    Own,
    /// Index in [`KNOWN`].
    Known(usize),
    /// A field that is not read.
    Other,
}

impl FieldKey {
    fn of(key: &str) -> Self {
        if key.starts_with("customfield_") || key.starts_with("time") {
            return Self::Own;
        }
        KNOWN.iter().position(|known| *known == key).map_or(Self::Other, Self::Known)
    }
}

impl<'a> Fields<'a> {
    fn read(json: &mut Parser<'a>, spare: &mut Spare<'a>) -> Result<Option<Self>, Error> {
        let mut fields = Self { other: std::mem::take(&mut spare.fields), ..Self::default() };
        let Spare { shape, places, names, .. } = spare;
        let meaning = |key: &Cow<'a, str>| {
            let meaning = FieldKey::of(key);
            if let FieldKey::Own = meaning {
                places.insert(key.clone());
            }
            meaning
        };
        let some = json.object_by(shape, "the fields of an issue", meaning, |key, meaning, json| {
            match meaning {
                FieldKey::Own => {
                    let mut value = json.value()?;
                    if let Some(envelope) = value.and_then(|raw| Envelope::of(key, raw)) {
                        names.extend(envelope.name.map(|name| (key.clone(), name)));
                        value = envelope.value;
                    }
                    fields.other.extend(value.map(|value| (key.clone(), value)));
                }
                FieldKey::Known(known) => {
                    let value = json.value()?;
                    let envelope = value.and_then(|raw| Envelope::of(key, raw));
                    fields.known[known] = envelope.map_or(value, |envelope| envelope.value);
                    fields.present[known] = true;
                }
                FieldKey::Other => json.skip()?,
            }
            Ok(())
        })?;
        Ok(some.then_some(fields))
    }
}

/// The envelope of a data collector (perceval) around the value of a field, with its key and name.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, default)]
    name: Option<Raw<'a>>,
    #[serde(borrow, default)]
    value: Option<Raw<'a>>,
}

impl<'a> Envelope<'a> {
    /// The envelope of the field with this `key`; `None` for a plain value.
    fn of(key: &str, raw: Raw<'a>) -> Option<Self> {
        let inside = raw.get().strip_prefix('{')?.trim_start().strip_prefix("\"id\"")?;
        let id = inside.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        id.strip_prefix(key)?.starts_with('"').then(|| object(raw))?
    }
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct State<'a> {
    #[serde(borrow, default)]
    pub(super) id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) name: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) key: Option<Raw<'a>>,
    #[serde(default)]
    pub(super) subtask: bool,
    #[serde(borrow, default)]
    pub(super) hierarchy_level: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) status_category: Option<StatusCategory<'a>>,
}

#[derive(Clone, Deserialize)]
pub(super) struct StatusCategory<'a> {
    #[serde(borrow, default)]
    pub(super) id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) key: Option<Raw<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Comments<'a> {
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) comments: Vec<Comment<'a>>,
    /// The total number; the list may contain fewer.
    #[serde(borrow, default)]
    pub(super) total: Option<Raw<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Comment<'a> {
    #[serde(borrow, default)]
    pub(super) id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) author: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) created: Option<Raw<'a>>,
    /// The time of the last edit.
    #[serde(borrow, default)]
    pub(super) updated: Option<Raw<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Link<'a> {
    #[serde(borrow, default, rename = "type")]
    pub(super) kind: Option<LinkKind<'a>>,
    #[serde(borrow, default)]
    pub(super) inward_issue: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) outward_issue: Option<Raw<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Linked<'a> {
    #[serde(borrow, default)]
    pub(super) key: Option<Raw<'a>>,
}

#[derive(Deserialize)]
pub(super) struct LinkKind<'a> {
    #[serde(borrow, default)]
    pub(super) name: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) inward: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) outward: Option<Raw<'a>>,
}

/// The changelog of an issue. For a webhook, whose `items` are directly in the changelog, it has one history.
#[derive(Default)]
pub(super) struct Changelog<'a> {
    pub(super) total: Option<Raw<'a>>,
    pub(super) id: Option<Raw<'a>>,
    pub(super) histories: Histories<'a>,
}

impl<'a> Changelog<'a> {
    /// Reads the next value. `None` if it lists nothing: tools write an empty changelog if they did not
    /// request it.
    fn read(json: &mut Parser<'a>, histories: Histories<'a>) -> Result<Option<Self>, Error> {
        let mut log = Self { histories, ..Self::default() };
        // Some tools write only the list.
        if json.peek() == Some(b'[') {
            log.histories.read(json)?;
            return Ok(Some(log));
        }
        let mut is_listed = false;
        json.object("a changelog", |key, json| {
            match &**key {
                "total" => log.total = json.value()?,
                "histories" => is_listed |= log.histories.read(json)?,
                "id" => log.id = json.value()?,
                "items" => is_listed |= Item::add_list(json, &mut Shape::default(), &mut log.histories.items)?,
                _ => json.skip()?,
            }
            Ok(())
        })?;
        Ok((is_listed || log.entry_count() > Some(0)).then_some(log))
    }

    /// The total that it states.
    pub(super) fn entry_count(&self) -> Option<usize> {
        self.total.and_then(|total| total.get().parse().ok())
    }
}

/// The edits of an issue. Their changed values share one vector, as most edits have one.
#[derive(Default)]
pub(super) struct Histories<'a> {
    pub(super) list: Vec<History<'a>>,
    /// The changed values, grouped by history.
    pub(super) items: Vec<Item<'a>>,
    /// The keys of the previous history.
    shape: Shape<'a, HistoryKey>,
    /// The keys of the previous value.
    of_items: Shape<'a, ItemKey>,
}

/// The meaning of a key of an edit.
#[derive(Clone, Copy)]
enum HistoryKey {
    Id,
    Author,
    Created,
    Items,
    /// Not read.
    Other,
}

impl HistoryKey {
    fn of(key: &str) -> Self {
        match key {
            "id" => Self::Id,
            "author" => Self::Author,
            "created" => Self::Created,
            "items" => Self::Items,
            _ => Self::Other,
        }
    }
}

/// One edit of an issue.
#[derive(Default)]
pub(super) struct History<'a> {
    pub(super) id: Option<Raw<'a>>,
    pub(super) author: Option<Raw<'a>>,
    pub(super) created: Option<Raw<'a>>,
    /// The range of its values in [`Histories::items`]; `None` if it does not list them.
    pub(super) items: Option<Range<usize>>,
}

impl<'a> Histories<'a> {
    /// Reads the next value as one history.
    pub(super) fn one(json: &mut Parser<'a>) -> Result<Self, Error> {
        let mut histories = Self::default();
        histories.read_one(json)?;
        Ok(histories)
    }

    /// Empties the vectors and keeps their capacity.
    pub(super) fn emptied(mut self) -> Self {
        self.list.clear();
        self.items.clear();
        self
    }

    /// Reads the next value as a list of histories. Returns whether there was one.
    fn read(&mut self, json: &mut Parser<'a>) -> Result<bool, Error> {
        json.list(|json| self.read_one(json))
    }

    /// Reads the next value as one history; `null` is skipped.
    fn read_one(&mut self, json: &mut Parser<'a>) -> Result<(), Error> {
        let mut history = History::default();
        let Self { list, items, shape, of_items } = self;
        let some = json.object_by(
            shape,
            "a history",
            |key| HistoryKey::of(key),
            |_, meaning, json| {
                match meaning {
                    HistoryKey::Id => history.id = json.value()?,
                    HistoryKey::Author => history.author = json.value()?,
                    HistoryKey::Created => history.created = json.value()?,
                    HistoryKey::Items => {
                        let first = items.len();
                        let listed = Item::add_list(json, of_items, items)?;
                        history.items = listed.then_some(first..items.len());
                    }
                    HistoryKey::Other => json.skip()?,
                }
                Ok(())
            },
        )?;
        list.extend(some.then_some(history));
        Ok(())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Histories<'a> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        let raw = Raw::deserialize(json)?;
        let mut histories = Self::default();
        histories.read(&mut Parser::new(raw.get())).map_err(D::Error::custom)?;
        Ok(histories)
    }
}

/// One value that an edit changed.
#[derive(Default)]
pub(super) struct Item<'a> {
    pub(super) field: Option<Raw<'a>>,
    pub(super) fieldtype: Option<Raw<'a>>,
    pub(super) field_id: Option<Raw<'a>>,
    pub(super) from: Option<Raw<'a>>,
    pub(super) from_string: Option<Raw<'a>>,
    pub(super) to: Option<Raw<'a>>,
    pub(super) to_string: Option<Raw<'a>>,
    /// Whether each of the last four is present, `null` or not.
    pub(super) has: [bool; 4],
}

/// The meaning of a key of a changed value.
#[derive(Clone, Copy)]
enum ItemKey {
    Field,
    FieldType,
    FieldId,
    From,
    FromString,
    To,
    ToString,
    /// Not read.
    Other,
}

impl ItemKey {
    fn of(key: &str) -> Self {
        match key {
            "field" => Self::Field,
            "fieldtype" => Self::FieldType,
            "fieldId" => Self::FieldId,
            "from" => Self::From,
            "fromString" => Self::FromString,
            "to" => Self::To,
            "toString" => Self::ToString,
            _ => Self::Other,
        }
    }
}

impl<'a> Item<'a> {
    /// Reads the next value as a list of changed values. Returns whether there was one.
    fn add_list(json: &mut Parser<'a>, shape: &mut Shape<'a, ItemKey>, items: &mut Vec<Self>) -> Result<bool, Error> {
        json.list(|json| {
            let mut item = Self::default();
            let some = json.object_by(
                shape,
                "a value that was changed",
                |key| ItemKey::of(key),
                |_, meaning, json| {
                    match meaning {
                        ItemKey::Field => item.field = json.value()?,
                        ItemKey::FieldType => item.fieldtype = json.value()?,
                        ItemKey::FieldId => item.field_id = json.value()?,
                        ItemKey::From => (item.from, item.has[0]) = (json.value()?, true),
                        ItemKey::FromString => (item.from_string, item.has[1]) = (json.value()?, true),
                        ItemKey::To => (item.to, item.has[2]) = (json.value()?, true),
                        ItemKey::ToString => (item.to_string, item.has[3]) = (json.value()?, true),
                        ItemKey::Other => json.skip()?,
                    }
                    Ok(())
                },
            )?;
            items.extend(some.then_some(item));
            Ok(())
        })
    }
}

/// Parses an object inside an issue. `None` for a field of an unexpected form.
pub(super) fn object<'a, T: Deserialize<'a>>(raw: Raw<'a>) -> Option<T> {
    json::from_str(raw.get()).ok()
}
