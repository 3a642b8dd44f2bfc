//! The context of a value: its name, and what is beside it.

use crate::lexicon::{self, Header};

/// Returns the replacement of a value; `None` if the value stays.
pub(super) type Replace<'r> = dyn FnMut(&Place<'_>, &str) -> Option<String> + 'r;

/// The context of a value.
#[derive(Debug)]
pub(super) enum Place<'p> {
    /// A name: a key of JSON or TOML, a header of CSV.
    Name,
    /// A string with a name.
    Text {
        /// The key, attribute, element or header; empty if there is none.
        name: &'p str,
        /// The changed field that is named beside it; empty if there is none.
        field: &'p str,
    },
    /// A string in the rule settings of a charter.
    RuleSetting,
    /// A number without quotes, under a key.
    Number {
        /// The key.
        name: &'p str,
    },
    /// A comment of XML or TOML, which only people read.
    Comment,
}

impl Place<'_> {
    /// Whether it is a name.
    pub(super) fn is_name(&self) -> bool {
        matches!(self, Place::Name)
    }

    /// Whether a value here is an id.
    pub(super) fn is_id(&self) -> bool {
        match self {
            Place::Text { name, .. } | Place::Number { name } => is_id(name),
            Place::Name | Place::RuleSetting | Place::Comment => false,
        }
    }

    /// Whether an id here belongs to a person.
    pub(super) fn is_somebody(&self) -> bool {
        const PARTS: [&str; 8] = ["member", "account", "assignee", "reporter", "creator", "author", "watcher", "user"];
        let is = |name: &str| {
            let name = name.to_lowercase();
            PARTS.iter().any(|part| name.contains(part))
        };
        matches!(self, Place::Text { name, field } if is(name) || is(field))
    }

    /// Whether a number here is a position, or says which part of a whole a file is.
    pub(super) fn is_order(&self) -> bool {
        const NAMES: [&str; 8] = ["pos", "position", "sequence", "rank", "order", "startAt", "maxResults", "total"];
        matches!(self, Place::Text { name, .. } | Place::Number { name } if NAMES.contains(name))
    }

    /// Whether a number here is a timestamp.
    pub(super) fn is_instant(&self) -> bool {
        const NAMES: [&str; 5] = ["created", "updated", "resolved", "started", "timestamp"];
        let is = |name: &str| {
            let name = name.to_lowercase();
            NAMES.contains(&&*name) || name.ends_with("date")
        };
        matches!(self, Place::Text { name, .. } | Place::Number { name } if is(name))
    }

    /// Whether a number here is a duration in seconds, such as spent or estimated time.
    pub(super) fn is_duration(&self) -> bool {
        let is = |name: &str| {
            let name = name.to_lowercase();
            name.starts_with("time") || name.contains("estimate") || name.contains("seconds") || name.contains("spent")
        };
        matches!(self, Place::Text { name, field } if is(name) || is(field))
            || matches!(self, Place::Number { name } if is(name))
    }
}

/// Whether values with this name are ids: `id`, `boardId`, `idList`, `issue_id`, `Issue id`, `ISSUE_ID`.
fn is_id(name: &str) -> bool {
    let bare = name.trim();
    let ends = ["Id", "Ids", "ID", "_id", " id", "_ID"].iter().any(|end| bare.ends_with(end));
    let begins = bare.strip_prefix("id").is_some_and(|rest| rest.starts_with(|c: char| c.is_uppercase()));
    ends || begins
        || bare.eq_ignore_ascii_case("id")
        || matches!(lexicon::header(bare), Some(Header::Id | Header::ParentId))
}
