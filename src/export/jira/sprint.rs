//! Sprint values: objects (Cloud) and the strings of GreenHopper (Server, Cloud until about 2019).

use std::borrow::Cow;

use foldhash::HashSet;
use jiff::Timestamp;
use serde::Deserialize;

use super::dates;
use super::document::readable;
use crate::board::facts::{COMMA, SprintFact, SprintState, Text};
use crate::export::json::{self, Raw, filled, or_empty, scalar};
use crate::export::reader::Context;
use crate::export::time;
use crate::source::{Diagnostic, File};

/// The note for a file with sprint dates that have no zone.
pub(super) const ZONELESS: &str = "the dates of its sprints carry no zone and were read in the zone of the charter";

/// The keys of a GreenHopper string. A name or a goal may contain commas and brackets, so the string is split
/// only before these keys.
const KEYS: &[&str] = &[
    "id",
    "rapidViewId",
    "state",
    "name",
    "goal",
    "startDate",
    "endDate",
    "completeDate",
    "activatedDate",
    "sequence",
    "autoStartStop",
    "synced",
    "incompleteIssuesDestinationId",
];

/// Whether a field value looks like sprints.
pub(super) fn looks_like_sprints(value: &str) -> bool {
    (value.starts_with('[') && value.contains("greenhopper.service.sprint.Sprint@"))
        || (value.starts_with(['[', '{'])
            && value.contains("\"state\"")
            && (value.contains("oardId\"") || is_trimmed(value)))
}

/// Whether the objects in `value` have only id, name and the state of a sprint: scripts leave out the rest.
fn is_trimmed(value: &str) -> bool {
    let states = ["\"active\"", "\"closed\"", "\"future\"", "\"ACTIVE\"", "\"CLOSED\"", "\"FUTURE\""];
    value.contains("\"id\"") && value.contains("\"name\"") && states.iter().any(|state| value.contains(state))
}

/// The text of a value that does not look like sprints but may be a list of them: scripts may leave only ids
/// or names.
pub(super) fn as_text(value: &str) -> Text<'_> {
    let is_list = value.starts_with('[') || (value.starts_with('{') && !value.contains("\"content\""));
    Text::new(value, if is_list { entries } else { readable })
}

/// Joins the entries of a list, or a single entry, with commas. An entry with a name becomes its id, or else
/// its name; commas in it are escaped. Empty entries are left out. A list with other values stays as written.
fn entries(value: &str) -> Cow<'_, str> {
    #[derive(Deserialize)]
    struct Entry<'a> {
        #[serde(borrow, default)]
        id: Option<Raw<'a>>,
        #[serde(borrow, default)]
        name: Option<Raw<'a>>,
    }
    let name = |raw: Raw<'_>| match json::from_str::<Entry<'_>>(raw.get()) {
        Ok(Entry { id, name: Some(name) }) => filled(id).or_else(|| filled(Some(name))).map(Cow::into_owned),
        Ok(_) => None,
        Err(_) => filled(Some(raw)).map(Cow::into_owned),
    };
    let list: Option<Vec<Raw<'_>>> = match value.starts_with('[') {
        true => json::from_str(value).ok(),
        false => json::from_str(value).ok().map(|entry| vec![entry]),
    };
    let holds = |raw: &Raw<'_>| !matches!(raw.get(), "null" | "\"\"");
    let whole = |name: String| name.replace(',', COMMA);
    let named = list
        .and_then(|list| list.into_iter().filter(holds).map(|raw| name(raw).map(whole)).collect::<Option<Vec<_>>>());
    named.map_or_else(|| readable(value), |names| Cow::Owned(names.join(",")))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Object<'a> {
    #[serde(borrow, default)]
    id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    name: Option<Raw<'a>>,
    #[serde(borrow, default)]
    state: Option<Raw<'a>>,
    #[serde(borrow, default)]
    goal: Option<Raw<'a>>,
    #[serde(borrow, default)]
    board_id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    origin_board_id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    start_date: Option<Raw<'a>>,
    #[serde(borrow, default)]
    activated_date: Option<Raw<'a>>,
    #[serde(borrow, default)]
    end_date: Option<Raw<'a>>,
    #[serde(borrow, default)]
    complete_date: Option<Raw<'a>>,
}

/// A sprint and the problems of its dates.
#[derive(Debug, Default)]
pub(super) struct Parsed<'a> {
    /// The sprint.
    pub(super) sprint: SprintFact<'a>,
    /// Unreadable dates: which date, and its text.
    pub(super) unread: Vec<(&'static str, String)>,
    /// Whether a date has no zone.
    pub(super) zoneless: bool,
}

impl Parsed<'_> {
    /// Diagnostics for unreadable dates of the sprint. They are the same for each record of it, so that
    /// duplicates can be dropped.
    pub(super) fn damage(&self) -> impl Iterator<Item = Diagnostic> + '_ {
        let Self { sprint, unread, .. } = self;
        let name = if sprint.name.is_empty() { &sprint.id } else { &sprint.name };
        unread.iter().map(move |(what, written)| {
            let damage = Diagnostic::error(format!("the {what} of the sprint {name} cannot be read"));
            let damage = damage.at_if(sprint.mark, format!("it is `{written}`"));
            damage.note("fetch the board's sprint list, /rest/agile/1.0/board/ID/sprint, and put it beside the export")
        })
    }

    /// Parses the instant in `text`: in the format of the REST API, else in the date format of the site.
    fn instant(&mut self, what: &'static str, text: &str, context: &Context) -> Option<Timestamp> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        if let Some(at) = time::instant(text) {
            return Some(at);
        }
        let shown = dates::read(text, context.date_order, &context.zone());
        match shown {
            Some(_) => self.zoneless |= !dates::has_zone(text),
            None => self.unread.push((what, text.to_owned())),
        }
        shown
    }
}

/// Parses one element of a sprint field.
pub(super) fn parse<'a>(file: &File, raw: Raw<'a>, context: &Context) -> Option<Parsed<'a>> {
    if raw.get().starts_with('"') {
        let text = scalar(Some(raw))?;
        let mut parsed = greenhopper(&text, context)?;
        parsed.sprint.mark = Some(file.mark(raw.get()));
        return Some(parsed);
    }
    let object: Object<'a> = json::from_str(raw.get()).ok()?;
    let mut parsed = Parsed::default();
    let mut date = |what, raw: Option<Raw<'a>>| parsed.instant(what, &scalar(raw)?, context);
    let activated = date("activation", object.activated_date);
    let start = date("start", object.start_date);
    let (end, completed) = (date("end", object.end_date), date("completion", object.complete_date));
    parsed.sprint = SprintFact {
        id: filled(object.id)?,
        name: or_empty(object.name),
        state: scalar(object.state).and_then(|state| SprintState::read(&state)),
        board: or_empty(object.board_id.or(object.origin_board_id)),
        goal: scalar(object.goal),
        start: activated.or(start),
        activated,
        end,
        completed,
        mark: object.name.or(object.id).map(|name| file.mark_with_key(name.get()).up(1)),
    };
    Some(parsed)
}

/// Keeps the first occurrence of each sprint id.
pub(super) fn each_once(ids: &mut Vec<Cow<'_, str>>) {
    if ids.len() > 1 {
        let mut seen = HashSet::with_capacity_and_hasher(ids.len(), Default::default());
        ids.retain(|id| seen.insert(id.clone()));
    }
}

/// Parses `…Sprint@1f2[id=3,name=…]`, the format of Server.
pub(super) fn greenhopper(text: &str, context: &Context) -> Option<Parsed<'static>> {
    let inner = text.split_once('[')?.1;
    let inner = inner.strip_suffix(']').unwrap_or(inner);
    let mut parsed = Parsed::default();
    let mut sprint = SprintFact::default();
    for (key, value) in pairs(inner) {
        let value = if value == "<null>" { "" } else { value };
        let owned = || Cow::Owned(value.to_owned());
        match key {
            "id" => sprint.id = owned(),
            "name" => sprint.name = owned(),
            "state" => sprint.state = SprintState::read(value),
            "rapidViewId" => sprint.board = owned(),
            "goal" => sprint.goal = Some(owned()),
            "startDate" => sprint.start = parsed.instant("start", value, context),
            "activatedDate" => sprint.activated = parsed.instant("activation", value, context),
            "endDate" => sprint.end = parsed.instant("end", value, context),
            "completeDate" => sprint.completed = parsed.instant("completion", value, context),
            _ => {}
        }
    }
    sprint.start = sprint.activated.or(sprint.start);
    parsed.sprint = sprint;
    (!parsed.sprint.id.is_empty()).then_some(parsed)
}

/// Splits `key=value,key=value`, but only at commas that are followed by a known key.
fn pairs(text: &str) -> Vec<(&str, &str)> {
    let starts_key =
        |rest: &str| KEYS.iter().any(|key| rest.strip_prefix(key).is_some_and(|rest| rest.starts_with('=')));
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(',') {
        if starts_key(&text[at + 1..]) {
            parts.push(&text[start..at]);
            start = at + 1;
        }
    }
    parts.push(&text[start..]);
    parts.into_iter().filter_map(|part| part.split_once('=')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greenhopper_string_is_read_in_any_order_of_keys() {
        let text = "com.atlassian.greenhopper.service.sprint.Sprint@21d0[completeDate=<null>,endDate=2018-05-03T10:45:00.000-04:00,\
                    goal=Checkout, faster [phase=2], on phones,id=3,name=Sprint 3, the last,rapidViewId=24,sequence=3,\
                    startDate=2018-04-19T10:45:31.067-04:00,state=ACTIVE]";
        let sprint = greenhopper(text, &Context::default()).expect("a sprint").sprint;
        assert_eq!((sprint.id.as_ref(), sprint.name.as_ref()), ("3", "Sprint 3, the last"));
        assert_eq!(sprint.goal.as_deref(), Some("Checkout, faster [phase=2], on phones"));
        assert_eq!(sprint.start.map(|at| at.to_string()).as_deref(), Some("2018-04-19T14:45:31.067Z"));
        assert_eq!((sprint.completed, sprint.board.as_ref(), sprint.state), (None, "24", Some(SprintState::Active)));
    }
}
