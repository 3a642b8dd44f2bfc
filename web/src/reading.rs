//! Reads files without judging: what each file is and what it can prove, and a draft of the charter of each
//! board.

use std::collections::{BTreeSet, HashMap};

use boardlint::board::facts::Facts;
use boardlint::charter::DateOrder;
use boardlint::draft as drafting;
use boardlint::finding::Unreadable;
use boardlint::lint::{BoardFiles, Exports, Inputs, Options, ReadFile, read as read_exports};
use boardlint::report::Names;
use boardlint::source::Label;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Session;
use crate::draft;
use crate::judge::{Appointed, roles, word, zone};
use crate::places::{mask, place, sentence};

/// What the user has specified already.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct Given {
    roles: Vec<Appointed>,
    timezone: Option<String>,
    date_order: Option<String>,
}

/// What each file is, and the boards that they form, with their drafts.
pub(crate) fn read(session: &Session) -> Result<Value, String> {
    let inputs = session.inputs(None);
    let mut exports = exports(&inputs, Options::default())?;
    let nothing = exports.no_export();
    let boards = boards(&mut exports);
    // A companion file may complete several boards or none.
    let mut facts = HashMap::new();
    for one in boards.iter().flat_map(|board| &board.facts) {
        facts.entry(one.file).or_insert(one);
    }
    let read = exports.files.iter().map(|read| file(session, &inputs, read, facts.get(&read.file).copied()));
    let mut value = json!({
        "read": read.collect::<Vec<_>>(),
        "unreadable": exports.unreadable.iter().map(|one| unreadable(session, &inputs, one)).collect::<Vec<_>>(),
        "nothing": nothing,
    });
    mask(&mut value);
    let boards: Result<Vec<Value>, String> =
        boards.into_iter().map(|files| board(session, &inputs, files, &drafting::Given::default())).collect();
    value["boards"] = Value::Array(boards?);
    Ok(value)
}

/// The draft for one board, with the values that are `given`.
pub(crate) fn draft(session: &Session, wanted: usize, given: &Given) -> Result<Value, String> {
    let inputs = session.inputs(None);
    let date_order = given.date_order.as_deref().map(word::<DateOrder>).transpose()?;
    let timezone = given.timezone.as_deref().map(zone).transpose()?;
    let options = Options { timezone, date_order, ..Options::default() };
    let mut exports = exports(&inputs, options)?;
    let files = boards(&mut exports).into_iter().nth(wanted).ok_or_else(|| format!("there is no board {wanted}"))?;
    let given = drafting::Given {
        roles: roles(&given.roles)?,
        timezone: given.timezone.clone(),
        date_order,
        ..drafting::Given::default()
    };
    let mut board = board(session, &inputs, files, &given)?;
    Ok(board["draft"].take())
}

fn exports(inputs: &Inputs, options: Options) -> Result<Exports<'_>, String> {
    read_exports(inputs, &options, &|| {}).map_err(|mistakes| sentence(&mistakes))
}

/// The boards among the exports that were read.
fn boards<'a>(exports: &mut Exports<'a>) -> Vec<BoardFiles<'a>> {
    let mut boards = std::mem::take(&mut exports.boards);
    boards.retain(|board| board.facts.iter().any(Facts::has_items));
    boards
}

fn file(session: &Session, inputs: &Inputs, read: &ReadFile, facts: Option<&Facts<'_>>) -> Value {
    let source = inputs.sources().get(read.file);
    json!({
        "file": session.id(source.input()),
        "name": source.name(),
        "format": read.format,
        "tool": facts.map(|facts| facts.tool),
        "items": read.items,
        "changes": read.changes,
        "export": facts.is_some_and(Facts::has_items),
        "proves": facts.map(proves),
        "notes": read.notes,
    })
}

/// What a file can prove.
fn proves(facts: &Facts<'_>) -> Value {
    let changes = facts.items.iter().any(|item| item.history) || facts.histories.is_some();
    let cut = facts.cut.is_some() || facts.items.iter().any(|item| item.truncated);
    let sprints: BTreeSet<&str> = facts.sprints.iter().map(|sprint| &*sprint.id).collect();
    let people: BTreeSet<&str> = facts
        .accounts
        .iter()
        .filter_map(|account| account.ids.first().or(account.display.as_ref()))
        .map(|id| &**id)
        .collect();
    json!({
        "history": match (changes, cut) {
            (false, _) => "none",
            (true, true) => "cut",
            (true, false) => "whole",
        },
        "historySince": facts.cut.map(|cut| cut.to_zoned(TimeZone::UTC).date()),
        "comments": facts.comments,
        "sprints": sprints.len(),
        "people": people.len(),
    })
}

fn unreadable(session: &Session, inputs: &Inputs, unreadable: &Unreadable) -> Value {
    let Unreadable { path, input, diagnostic, .. } = unreadable;
    let place_of = |Label { mark, text }: &Label| place(inputs.sources(), &Names::real(), *mark, text);
    json!({
        "file": session.id(input),
        "name": path,
        "message": diagnostic.message,
        "hint": diagnostic.notes.join(" "),
        "place": diagnostic.labels.first().map(place_of),
    })
}

fn board(session: &Session, inputs: &Inputs, files: BoardFiles<'_>, given: &drafting::Given) -> Result<Value, String> {
    let facts = &files.facts;
    let ids: BTreeSet<u32> =
        facts.iter().filter_map(|facts| session.id(inputs.sources().get(facts.file).input())).collect();
    let draft = drafting::draft(files.facts, inputs.sources(), given).map_err(|mistakes| sentence(&mistakes))?;
    let mut value =
        json!({ "name": draft.setup.board, "tool": draft.setup.tool, "items": draft.setup.items, "files": ids });
    mask(&mut value);
    value["draft"] = draft::as_json(&draft);
    Ok(value)
}
