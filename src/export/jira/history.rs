//! Turns an entry of an issue's history into an act, for all formats.

use std::borrow::Cow;

use foldhash::HashMap;

use super::links::is_copy;
use super::rank;
use crate::board::facts::{Act, Direction, ORIGINAL_ESTIMATE, REMAINING_ESTIMATE, Ref, TIME_SPENT, Text, ValueIds};
use crate::lexicon::{self, Field};
use crate::source::Mark;

/// The id of the due date field.
const DUE: &str = "duedate";

/// Ids of fields whose names in an English changelog are the same.
const SYSTEM: &[&str] = &[
    "status",
    "assignee",
    "reporter",
    "priority",
    "description",
    "summary",
    "issuetype",
    "resolution",
    "labels",
    DUE,
    TIME_SPENT,
    REMAINING_ESTIMATE,
    ORIGINAL_ESTIMATE,
];

/// Other names that Jira itself writes and that are not custom fields.
const OF_THE_TOOL: &[&str] = &[
    "WorklogId",
    "WorklogTimeSpent",
    "Parent",
    "IssueParentAssociation",
    "Parent Issue",
    "Link",
    "RemoteIssueLink",
    "Workflow",
    "project",
    "Key",
];

/// Which parts of a value the format of an entry contains. A missing part is unknown, not empty.
#[derive(Clone, Copy)]
pub(super) struct Parts {
    /// Id of the old value.
    pub(super) from: bool,
    /// Old value as displayed.
    pub(super) from_string: bool,
    /// Id of the new value.
    pub(super) to: bool,
    /// New value as displayed.
    pub(super) to_string: bool,
}

impl Parts {
    /// All of them.
    pub(super) const ALL: Self = Self { from: true, from_string: true, to: true, to_string: true };

    /// The parts that count as `null` if an entry in the JSON in `bytes` lacks the key: some tools leave out
    /// all `null`s.
    pub(super) fn nothing_in_json(bytes: &[u8]) -> Self {
        let has = |text: String| memchr::memmem::find(bytes, text.as_bytes()).is_some();
        let is_null = |key: &&str| [":", ": ", " : "].iter().any(|colon| has(format!("\"{key}\"{colon}null")));
        let writes_nulls = ["from", "fromString", "to", "toString"].iter().any(is_null);
        let is_nothing = |key| !writes_nulls && has(format!("\"{key}\""));
        Self {
            from: is_nothing("from"),
            from_string: is_nothing("fromString"),
            to: is_nothing("to"),
            to_string: is_nothing("toString"),
        }
    }

    /// Whether a change of a value with id and name can be read: on both sides, one of the two is enough.
    fn tell_values(self) -> bool {
        (self.from || self.from_string) && (self.to || self.to_string)
    }

    /// Whether the displayed text is known on both sides of a change.
    fn tell_texts(self) -> bool {
        self.from_string && self.to_string
    }
}

/// One change of a value. `null` and an absent attribute are `None`; an empty value is an empty text.
pub(super) struct Entry<'a> {
    /// Name of the field.
    pub(super) field: Cow<'a, str>,
    /// Whether it is a custom field; `None` if the entry does not contain that.
    pub(super) custom: Option<bool>,
    /// Id of the field, if the format contains it.
    pub(super) field_id: Option<Cow<'a, str>>,
    /// Id of the old value.
    pub(super) from: Option<Text<'a>>,
    /// Old value as displayed.
    pub(super) from_string: Option<Text<'a>>,
    /// Id of the new value.
    pub(super) to: Option<Text<'a>>,
    /// New value as displayed.
    pub(super) to_string: Option<Text<'a>>,
}

/// Caches the meanings of field names and rank texts: a history repeats the same few.
#[derive(Default)]
pub(super) struct Meanings<'a> {
    fields: HashMap<Cow<'a, str>, Option<Field>>,
    directions: HashMap<Cow<'a, str>, Option<Direction>>,
    /// The names of statuses by id, as slices of their first occurrence.
    statuses: HashMap<&'a str, &'a str>,
}

impl<'a> Meanings<'a> {
    fn field(&mut self, name: Cow<'a, str>) -> Option<Field> {
        if let Some(known) = self.fields.get(&name) {
            return *known;
        }
        let meaning = lexicon::field(&name);
        *self.fields.entry(name).or_insert(meaning)
    }

    /// Replaces the id and the name of a status with the slices of their first occurrence. Each change looks
    /// them up again, and few distinct addresses stay in the processor's cache.
    fn first_met(&mut self, status: Ref<'a>) -> Ref<'a> {
        let (Cow::Borrowed(id), Cow::Borrowed(name)) = (&status.id, &status.name) else { return status };
        let (id, name) = match self.statuses.get_key_value(id) {
            Some((id, met)) if met == name => (*id, *met),
            Some((id, _)) => (*id, *name),
            None => {
                self.statuses.insert(id, name);
                (*id, *name)
            }
        };
        Ref { id: Cow::Borrowed(id), name: Cow::Borrowed(name) }
    }

    fn direction(&mut self, text: Cow<'a, str>) -> Option<Direction> {
        if let Some(known) = self.directions.get(&text) {
            return *known;
        }
        let direction = rank::direction(&text);
        *self.directions.entry(text).or_insert(direction)
    }
}

impl<'a> Entry<'a> {
    /// The act of the entry; `None` for entries without a change. `parts` are the parts the format contains,
    /// `logs_work` is whether the same edit logged work, `before` finds the scalar of the old value.
    pub(super) fn act(
        self,
        meanings: &mut Meanings<'a>,
        parts: Parts,
        logs_work: bool,
        before: impl FnOnce() -> Option<Mark>,
    ) -> Option<Act<'a>> {
        if self.changes_nothing() {
            return None;
        }
        let custom = self.custom.unwrap_or_else(|| self.is_named_as_custom());
        Some(if custom {
            self.custom_act(meanings, parts)
        } else {
            self.system_act(meanings, parts, logs_work, before)
        })
    }

    /// Whether it is a custom field, judged by its id, else by its name.
    fn is_named_as_custom(&self) -> bool {
        match &self.field_id {
            Some(id) => id.starts_with("customfield_"),
            None => !SYSTEM.iter().chain(OF_THE_TOOL).any(|name| *name == self.field),
        }
    }

    /// Whether old and new value are the same, as in a transition from a status to itself. A link to another
    /// site always has the same value on both sides, so it is excepted.
    fn changes_nothing(&self) -> bool {
        let same = |one: &Option<Text<'_>>, other: &Option<Text<'_>>| match (one, other) {
            (Some(one), Some(other)) => !one.is_empty() && one.is_written_like(*other),
            _ => false,
        };
        let none = |text: &Option<Text<'_>>| text.is_none_or(Text::is_empty);
        let no_ids = none(&self.from) && none(&self.to);
        self.field != "RemoteIssueLink"
            && (same(&self.from, &self.to) || (no_ids && same(&self.from_string, &self.to_string)))
    }

    /// Whether the values are those of the flag field: the id of its one option in brackets.
    fn is_flag(&self) -> bool {
        let choice = |id: &Option<Text<'_>>, name: &Option<Text<'_>>| {
            let Some((id, name)) = id.zip(*name) else { return true };
            let (id, name) = (id.decode(), name.decode());
            let bracketed = id.strip_prefix('[').and_then(|id| id.strip_suffix(']'));
            (id.is_empty() && name.is_empty())
                || (bracketed.is_some_and(|id| id.bytes().all(|byte| byte.is_ascii_digit())) && lexicon::is_flag(&name))
        };
        let filled = |text: &Option<Text<'_>>| text.is_some_and(|text| !text.is_empty());
        (filled(&self.from) || filled(&self.to))
            && choice(&self.from, &self.from_string)
            && choice(&self.to, &self.to_string)
    }

    /// The ids of the values, if they are lists of ids. Whether the field holds sprints is known only after
    /// all files are read.
    fn ids(&self) -> Option<Box<ValueIds<'a>>> {
        let is_list = |text: &Text<'_>| {
            let text = text.decode();
            text.split(',').all(|id| !id.trim().is_empty() && id.trim().bytes().all(|byte| byte.is_ascii_digit()))
        };
        let fits = |text: &Option<Text<'_>>| text.filter(|text| !text.is_empty()).as_ref().is_none_or(is_list);
        let any = some(self.from).or(some(self.to)).is_some();
        (any && fits(&self.from) && fits(&self.to))
            .then(|| Box::new(ValueIds { from: ids(self.from), to: ids(self.to) }))
    }

    fn custom_act(self, meanings: &mut Meanings<'a>, parts: Parts) -> Act<'a> {
        let written_empty = |text: &Option<Text<'_>>| text.is_some_and(Text::is_empty);
        let others_empty = [&self.from, &self.from_string, &self.to].into_iter().all(written_empty);
        let said = some(self.to_string);
        let meaning = meanings.field(self.field.clone());
        if (said.is_some() || !parts.to_string) && rank::is_rank(meaning, others_empty) {
            return Act::Ranked { direction: meanings.direction(or_empty(said)), state: None };
        }
        match meaning {
            Some(Field::Sprint) if parts.tell_values() => {
                Act::Sprints { from: sprints(self.from, self.from_string), to: sprints(self.to, self.to_string) }
            }
            _ if (parts.to || parts.to_string) && (meaning == Some(Field::Flagged) || self.is_flag()) => {
                Act::Flagged { set: said.or(some(self.to)).is_some() }
            }
            Some(Field::EpicLink) if parts.from_string => Act::Parented { from: filled(self.from_string) },
            _ if self.field == "Epic Child" => Act::Other,
            _ if !parts.tell_texts() => Act::Unknown,
            _ => Act::Field {
                ids: self.ids(),
                id: self.field_id.unwrap_or_default(),
                name: self.field,
                from: some(self.from_string),
                to: said,
            },
        }
    }

    fn system_act(
        self,
        meanings: &mut Meanings<'a>,
        parts: Parts,
        logs_work: bool,
        before: impl FnOnce() -> Option<Mark>,
    ) -> Act<'a> {
        let Self { from, from_string, to, to_string, .. } = self;
        // The name depends on the language of the user who exported; the id does not.
        let field = self.field_id.filter(|id| SYSTEM.contains(&&**id)).unwrap_or(self.field);
        let is_recorded = match &*field {
            "status" | "assignee" | "reporter" | REMAINING_ESTIMATE | ORIGINAL_ESTIMATE => parts.tell_values(),
            "priority" | "description" | "summary" | "issuetype" | "labels" => parts.tell_texts(),
            "resolution" => parts.to_string || (parts.to && some(to).is_none()),
            "Link" => parts.to_string,
            "Parent" | "IssueParentAssociation" | "Parent Issue" | "Key" => parts.from_string,
            _ => true,
        };
        if !is_recorded {
            return Act::Unknown;
        }
        let mut state = |id, name| meanings.first_met(Ref { id: or_empty(id), name: or_empty(name) });
        // A person with a name and no id still counts.
        let who = |id, name| filled(id).or_else(|| filled(name));
        match &*field {
            "status" => Act::Moved { from: state(from, from_string), to: state(to, to_string) },
            "assignee" => Act::Assigned { from: who(from, from_string), from_mark: before(), to: who(to, to_string) },
            "reporter" => Act::Reported { from: who(from, from_string), to: who(to, to_string) },
            "priority" => Act::Prioritised { from: or_empty(from_string), to: or_empty(to_string) },
            "description" => Act::Described { from: some(from_string), to: some(to_string) },
            "summary" => {
                Act::Retitled { from: from_string.unwrap_or(Text::EMPTY), to: to_string.unwrap_or(Text::EMPTY) }
            }
            "issuetype" => Act::Rekinded { from: or_empty(from_string), to: or_empty(to_string) },
            "resolution" => Act::Resolved { from: or_empty(from_string), to: or_empty(to_string) },
            DUE => Act::Due { from: filled(from).or_else(|| filled(from_string)) },
            "labels" => Act::Labelled { from: words(from_string), to: words(to_string) },
            TIME_SPENT | "WorklogId" | "WorklogTimeSpent" => Act::TimeLogged,
            REMAINING_ESTIMATE if logs_work => Act::TimeLogged,
            REMAINING_ESTIMATE | ORIGINAL_ESTIMATE => {
                let seconds = |id, name| or_empty(some(id).or(name));
                let (from, to) = (seconds(from, from_string), seconds(to, to_string));
                Act::TimeEstimated { original: field == ORIGINAL_ESTIMATE, from, to }
            }
            "Parent" | "IssueParentAssociation" | "Parent Issue" => Act::Parented { from: filled(from_string) },
            "Link" => Act::Linked { copy: is_copy(&or_empty(to_string)) },
            // Administrators change workflows in bulk, which is no decision about the item. A move to another
            // project replaces the status with one of that project.
            "Workflow" | "project" => Act::Workflow,
            "Key" => Act::Arrived { from: or_empty(from_string) },
            // A link to another site shows at least that somebody was active, though integrations create such
            // links, too.
            _ => Act::Other,
        }
    }
}

/// Whether an edit that changed `field` logged work.
pub(super) fn logs_work(field: &str) -> bool {
    matches!(field, "WorklogId" | TIME_SPENT)
}

fn some(text: Option<Text<'_>>) -> Option<Text<'_>> {
    text.filter(|text| !text.is_empty())
}

fn or_empty(text: Option<Text<'_>>) -> Cow<'_, str> {
    text.map(Text::decode).unwrap_or_default()
}

fn filled(text: Option<Text<'_>>) -> Option<Cow<'_, str>> {
    text.map(Text::decode).filter(|text| !text.trim().is_empty())
}

/// A list of sprint ids: `225, 229`.
fn ids(text: Option<Text<'_>>) -> Vec<Cow<'_, str>> {
    split(or_empty(text), ',')
}

/// The ids of sprints, or their names if the history has no ids.
fn sprints<'a>(named_by_id: Option<Text<'a>>, names: Option<Text<'a>>) -> Vec<Cow<'a, str>> {
    let known = ids(named_by_id);
    if known.is_empty() { ids(names) } else { known }
}

/// Labels, separated by spaces.
fn words(text: Option<Text<'_>>) -> Vec<Cow<'_, str>> {
    split(or_empty(text), ' ')
}

fn split(text: Cow<'_, str>, at: char) -> Vec<Cow<'_, str>> {
    let parts = |text: &str| text.split(at).map(str::trim).filter(|part| !part.is_empty()).count();
    if parts(&text) == 0 {
        return Vec::new();
    }
    match text {
        Cow::Borrowed(text) => {
            text.split(at).map(str::trim).filter(|part| !part.is_empty()).map(Cow::Borrowed).collect()
        }
        Cow::Owned(text) => text
            .split(at)
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| Cow::Owned(part.to_owned()))
            .collect(),
    }
}
