//! The records of an issue in Jira's JSON. Everything is raw and optional: what a version leaves out is none.

use std::borrow::Cow;
use std::ops::Range;

use foldhash::{HashMap, HashSet};
use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

use crate::export::json::{self, Error, Parser, Raw, Shape, or_default};

/// An issue, or a page of them that was put into a list.
#[derive(Default)]
pub(super) struct Issue<'a> {
    pub(super) id: Option<Raw<'a>>,
    pub(super) key: Option<Raw<'a>>,
    pub(super) link: Option<Raw<'a>>,
    pub(super) fields: Option<Fields<'a>>,
    pub(super) changelog: Option<Changelog<'a>>,
    pub(super) issues: Option<Vec<Raw<'a>>>,
    /// What a page says of the others.
    pub(super) total: Option<Raw<'a>>,
    pub(super) next: Option<Raw<'a>>,
    pub(super) last: Option<Raw<'a>>,
    /// The issue that a webhook is about.
    pub(super) issue: Option<Raw<'a>>,
    /// Who made the change that a webhook is about, and when.
    pub(super) user: Option<Raw<'a>>,
    pub(super) timestamp: Option<Raw<'a>>,
    /// The record that a collector of issues (perceval, Elasticsearch) put into an envelope.
    pub(super) data: Option<Raw<'a>>,
    /// The issue of a history that stands by itself.
    pub(super) issue_id: Option<Raw<'a>>,
    pub(super) issue_key: Option<Raw<'a>>,
}

/// Empty lists with room for what the issues before took.
#[derive(Default)]
pub(super) struct Spare<'a> {
    pub(super) fields: Vec<(Cow<'a, str>, Raw<'a>)>,
    pub(super) histories: Histories<'a>,
    /// The keys of the fields of the issue before.
    shape: Shape<'a, FieldKey>,
    /// The keys of the fields of the site's own that any issue had, empty or not.
    pub(super) places: HashSet<Cow<'a, str>>,
    /// What fields of the site's own are called, by their keys, where an envelope around each value says so.
    pub(super) names: HashMap<Cow<'a, str>, Raw<'a>>,
}

impl<'a> Issue<'a> {
    /// Reads the next value into lists that may be `spare` ones.
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

/// The fields of an issue: the known ones raw, and every other one that holds something.
#[derive(Default)]
pub(super) struct Fields<'a> {
    pub(super) known: [Option<Raw<'a>>; KNOWN.len()],
    /// Which of the known ones are there, `null` or not.
    pub(super) present: [bool; KNOWN.len()],
    pub(super) other: Vec<(Cow<'a, str>, Raw<'a>)>,
}

impl<'a> Fields<'a> {
    /// The value of the known field `name`; none where it is absent.
    pub(super) fn get(&self, name: &str) -> Option<Raw<'a>> {
        KNOWN.iter().position(|known| *known == name).and_then(|place| self.known[place])
    }

    /// Whether the known field `name` is there, be it empty: a request for some fields leaves out the others.
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

/// What a key among the fields of an issue means.
#[derive(Clone, Copy)]
enum FieldKey {
    /// A field of the site's own.
    Own,
    /// One of [`KNOWN`], by its place.
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

/// What collectors of issues (perceval) put around the value of a field: its key and its name.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, default)]
    name: Option<Raw<'a>>,
    #[serde(borrow, default)]
    value: Option<Raw<'a>>,
}

impl<'a> Envelope<'a> {
    /// That of the field with this `key`; none around a plain value.
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
    /// How many there are; the list may hold only some.
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
    /// When it was edited last.
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

/// The changelog of an issue; of a webhook, whose `items` stand in it directly, its one history.
#[derive(Default)]
pub(super) struct Changelog<'a> {
    pub(super) total: Option<Raw<'a>>,
    pub(super) id: Option<Raw<'a>>,
    pub(super) histories: Histories<'a>,
}

impl<'a> Changelog<'a> {
    /// Reads the next value; none where it lists nothing, as tools write what they did not ask for.
    fn read(json: &mut Parser<'a>, histories: Histories<'a>) -> Result<Option<Self>, Error> {
        let mut log = Self { histories, ..Self::default() };
        // Some tools leave nothing but the list.
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

    /// How many entries it says there are.
    pub(super) fn entry_count(&self) -> Option<usize> {
        self.total.and_then(|total| total.get().parse().ok())
    }
}

/// The edits of an issue. What they changed lies in one list: most changed one value.
#[derive(Default)]
pub(super) struct Histories<'a> {
    pub(super) list: Vec<History<'a>>,
    /// The values that were changed, those of each history together.
    pub(super) items: Vec<Item<'a>>,
    /// The keys of the history before.
    shape: Shape<'a, HistoryKey>,
    /// The keys of the value before.
    of_items: Shape<'a, ItemKey>,
}

/// What a key of an edit means.
#[derive(Clone, Copy)]
enum HistoryKey {
    Id,
    Author,
    Created,
    Items,
    /// It is not read.
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
    /// The places of the values that it changed; none where it does not list them.
    pub(super) items: Option<Range<usize>>,
}

impl<'a> Histories<'a> {
    /// The one history that is the next value.
    pub(super) fn one(json: &mut Parser<'a>) -> Result<Self, Error> {
        let mut histories = Self::default();
        histories.read_one(json)?;
        Ok(histories)
    }

    /// Empty, with room for as many.
    pub(super) fn emptied(mut self) -> Self {
        self.list.clear();
        self.items.clear();
        self
    }

    /// Adds the list of histories that is the next value; whether there is one.
    fn read(&mut self, json: &mut Parser<'a>) -> Result<bool, Error> {
        json.list(|json| self.read_one(json))
    }

    /// Adds the history that is the next value; `null` is none.
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
    /// Which of the last four are there, `null` or not.
    pub(super) has: [bool; 4],
}

/// What a key of a value that was changed means.
#[derive(Clone, Copy)]
enum ItemKey {
    Field,
    FieldType,
    FieldId,
    From,
    FromString,
    To,
    ToString,
    /// It is not read.
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
    /// Adds the list of values that is the next value to `items`. Whether there was one.
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

/// An object inside an issue; a field of an unexpected shape is as good as none.
pub(super) fn object<'a, T: Deserialize<'a>>(raw: Raw<'a>) -> Option<T> {
    json::from_str(raw.get()).ok()
}
