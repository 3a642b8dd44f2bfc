//! Where a value stands: under which name, and beside what.

use crate::lexicon::{self, Header};

/// Says what a value becomes; none where it stays as it is.
pub(super) type Replace<'r> = dyn FnMut(&Place<'_>, &str) -> Option<String> + 'r;

/// Where a value stands.
#[derive(Debug)]
pub(super) enum Place<'p> {
    /// The name of something: a key of JSON or of TOML, a header of CSV.
    Name,
    /// A string under a key, attribute or header; empty where it has none.
    Text {
        /// The key, attribute, element or header.
        name: &'p str,
        /// The changed field that is named beside it, if any.
        field: &'p str,
    },
    /// A string of a charter that says how rules are set.
    RuleSetting,
    /// A number without quotes, under a key.
    Number {
        /// The key.
        name: &'p str,
    },
    /// What is written for people alone: a comment of XML or TOML.
    Comment,
}

impl Place<'_> {
    /// Whether it is a name of something.
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

    /// Whether an id here is somebody's.
    pub(super) fn is_somebody(&self) -> bool {
        const PARTS: [&str; 8] = ["member", "account", "assignee", "reporter", "creator", "author", "watcher", "user"];
        let is = |name: &str| {
            let name = name.to_lowercase();
            PARTS.iter().any(|part| name.contains(part))
        };
        matches!(self, Place::Text { name, field } if is(name) || is(field))
    }

    /// Whether a number here says what comes before what, or which part of a whole a file is.
    pub(super) fn is_order(&self) -> bool {
        const NAMES: [&str; 8] = ["pos", "position", "sequence", "rank", "order", "startAt", "maxResults", "total"];
        matches!(self, Place::Text { name, .. } | Place::Number { name } if NAMES.contains(name))
    }

    /// Whether a number here is an instant.
    pub(super) fn is_instant(&self) -> bool {
        const NAMES: [&str; 5] = ["created", "updated", "resolved", "started", "timestamp"];
        let is = |name: &str| {
            let name = name.to_lowercase();
            NAMES.contains(&&*name) || name.ends_with("date")
        };
        matches!(self, Place::Text { name, .. } | Place::Number { name } if is(name))
    }

    /// Whether a number here is a time that somebody spent or meant to spend, in seconds.
    pub(super) fn is_duration(&self) -> bool {
        let is = |name: &str| {
            let name = name.to_lowercase();
            name.starts_with("time") || name.contains("estimate") || name.contains("seconds") || name.contains("spent")
        };
        matches!(self, Place::Text { name, field } if is(name) || is(field))
            || matches!(self, Place::Number { name } if is(name))
    }
}

/// Whether a name says that an id is behind it: `id`, `boardId`, `idList`, `issue_id`, `Issue id`, `ISSUE_ID`.
fn is_id(name: &str) -> bool {
    let bare = name.trim();
    let ends = ["Id", "Ids", "ID", "_id", " id", "_ID"].iter().any(|end| bare.ends_with(end));
    let begins = bare.strip_prefix("id").is_some_and(|rest| rest.starts_with(|c: char| c.is_uppercase()));
    ends || begins
        || bare.eq_ignore_ascii_case("id")
        || matches!(lexicon::header(bare), Some(Header::Id | Header::ParentId))
}
