//! The records of an issue in Jira's JSON. Everything is raw and optional: what a version leaves out is none.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::export::json::{self, Raw, or_default};

/// An issue, or a page of them that was put into a list.
#[derive(Deserialize)]
pub(super) struct Issue<'a> {
    #[serde(borrow, default)]
    pub(super) id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) key: Option<Raw<'a>>,
    #[serde(borrow, default, rename = "self")]
    pub(super) link: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) fields: Option<Fields<'a>>,
    #[serde(borrow, default)]
    pub(super) changelog: Option<Changelog<'a>>,
    #[serde(borrow, default)]
    pub(super) issues: Option<Vec<Raw<'a>>>,
    /// What a page says of the others.
    #[serde(borrow, default)]
    pub(super) total: Option<Raw<'a>>,
    #[serde(borrow, default, rename = "nextPageToken")]
    pub(super) next: Option<Raw<'a>>,
    #[serde(borrow, default, rename = "isLast")]
    pub(super) last: Option<Raw<'a>>,
    /// The issue that a webhook is about.
    #[serde(borrow, default)]
    pub(super) issue: Option<Raw<'a>>,
    /// Who made the change that a webhook is about, and when.
    #[serde(borrow, default)]
    pub(super) user: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) timestamp: Option<Raw<'a>>,
    /// The record that a collector of issues (perceval, Elasticsearch) put into an envelope.
    #[serde(borrow, default, alias = "_source", alias = "_airbyte_data", alias = "record")]
    pub(super) data: Option<Raw<'a>>,
    /// The issue of a history that stands by itself.
    #[serde(borrow, default, rename = "issueId")]
    pub(super) issue_id: Option<Raw<'a>>,
    #[serde(borrow, default, rename = "issueKey")]
    pub(super) issue_key: Option<Raw<'a>>,
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
    "duedate",
];

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Map;
        impl<'de> Visitor<'de> for Map {
            type Value = Fields<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("the fields of an issue")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
                let mut fields = Fields::default();
                while let Some(key) = map.next_key::<Key<'de>>()? {
                    if key.0.starts_with("customfield_") || key.0.starts_with("time") {
                        if let Some(value) = map.next_value::<Option<Raw<'de>>>()? {
                            fields.other.push((key.0, value));
                        }
                    } else if let Some(known) = KNOWN.iter().position(|known| *known == key.0) {
                        fields.known[known] = map.next_value()?;
                        fields.present[known] = true;
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(fields)
            }
        }
        json.deserialize_map(Map)
    }
}

/// A field's id, borrowed where it holds no escapes.
pub(super) struct Key<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        json.deserialize_str(Text)
    }
}

#[derive(Deserialize)]
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
    pub(super) status_category: Option<Box<State<'a>>>,
}

#[derive(Deserialize)]
pub(super) struct Comments<'a> {
    #[serde(borrow, default)]
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
#[derive(Deserialize)]
pub(super) struct Changelog<'a> {
    #[serde(borrow, default)]
    pub(super) total: Option<Raw<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) histories: Vec<History<'a>>,
    #[serde(borrow, default)]
    pub(super) id: Option<Raw<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) items: Vec<Item<'a>>,
}

/// One edit of an issue.
#[derive(Deserialize)]
pub(super) struct History<'a> {
    #[serde(borrow, default)]
    pub(super) id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) author: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) created: Option<Raw<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) items: Vec<Item<'a>>,
}

/// One value that an edit changed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Item<'a> {
    #[serde(borrow, default)]
    pub(super) field: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) fieldtype: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) field_id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) from: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) from_string: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) to: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub(super) to_string: Option<Raw<'a>>,
}

/// An object inside an issue; a field of an unexpected shape is as good as none.
pub(super) fn object<'a, T: Deserialize<'a>>(raw: Raw<'a>) -> Option<T> {
    json::from_str(raw.get()).ok()
}
