//! The facts for scripts. The names are contracts.
//!
//! Counts are sums over all boards, lists hold the entries of all boards, each with its board; `fields` and `period` are
//! those of the first. Each of `boards` has the same names for what is its own.

use std::io;

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use termcolor::WriteColor;

use super::gather::{Act, Acts, Overview, Seen};
use super::lacks::Lack;
use crate::board::facts::Tool;
use crate::board::{Gesture, Meaning, Phase, Sprint};
use crate::charter::{Kind, Role, Word};
use crate::lint::ReadFile;
use crate::report::json::{fact, text, unreadable};
use crate::report::{Names, encode};
use crate::rule;
use crate::source::Sources;

/// The version of the shape of the document.
const SCHEMA: &str = "boardlint-inspect-1";

/// One object with everything.
pub(super) fn write(seen: &Seen<'_, '_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let list = |entries: fn(&Overview<'_>) -> Vec<Value>| seen.boards.iter().flat_map(entries).collect::<Vec<_>>();
    let boards: Vec<&Overview<'_>> = seen.boards.iter().collect();
    let document = json!({
        "schema": SCHEMA,
        "files": seen.linted.files.iter().map(|read| file(seen.sources, read)).collect::<Vec<_>>(),
        "unreadable": seen.linted.unreadable.iter().map(|file| unreadable(seen.sources, file)).collect::<Vec<_>>(),
        "skipped": seen.linted.summary.skipped,
        "items": items(&boards),
        "changes": changes(&boards, Acts::total),
        "decisions": changes(&boards, decisions),
        "people": list(people),
        "sprints": list(sprints),
        "fields": boards.first().map(|first| fields(first)),
        "workflow": list(workflow),
        "period": boards.first().map(|first| period(first)),
        "evidence": list(evidence),
        "boards": boards.iter().map(|one| board(seen.sources, one)).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&document).map_err(io::Error::other)?;
    writeln!(out, "{}", encode::json_document(&text))
}

fn file(sources: &Sources, read: &ReadFile) -> Value {
    let file = sources.get(read.file);
    json!({
        "path": text(file.name()),
        "format": read.format,
        "encoding": file.encoding(),
        "items": read.items,
        "changes": read.changes,
        "unreadable": read.unreadable,
        "notes": read.notes.iter().map(|note| text(note)).collect::<Vec<_>>(),
    })
}

fn board(sources: &Sources, board: &Overview<'_>) -> Value {
    json!({
        "board": name(board),
        "tool": match board.board.tool {
            Tool::Jira => "jira",
            Tool::Trello => "trello",
        },
        "files": board.files.iter().map(|file| text(sources.get(*file).name())).collect::<Vec<_>>(),
        "charter": board.charter.map(|file| text(sources.get(file).name())),
        "items": items(&[board]),
        "changes": changes(&[board], Acts::total),
        "decisions": changes(&[board], decisions),
        "people": people(board),
        "sprints": sprints(board),
        "fields": fields(board),
        "workflow": workflow(board),
        "period": period(board),
        "evidence": evidence(board),
        "rules": { "asked": board.asked, "judged": board.judged },
    })
}

fn name(board: &Overview<'_>) -> Value {
    text(&board.board.name)
}

fn items(boards: &[&Overview<'_>]) -> Value {
    let all = || boards.iter().flat_map(|board| &board.board.items);
    let of_kind = |kind: &Kind| (kind.word().to_owned(), json!(all().filter(|item| item.kind == *kind).count()));
    let in_phase = |phase: &Phase| (phase.word().to_owned(), json!(all().filter(|item| item.phase == *phase).count()));
    json!({
        "count": all().count(),
        "kinds": Kind::ALL.iter().map(of_kind).collect::<Map<_, _>>(),
        "phases": Phase::ALL.iter().map(in_phase).collect::<Map<_, _>>(),
    })
}

fn decisions(acts: &Acts, act: Act) -> usize {
    acts.with(act, Gesture::Decision)
}

fn changes(boards: &[&Overview<'_>], count: fn(&Acts, Act) -> usize) -> Value {
    let sum = |act: Act| boards.iter().map(|board| count(&board.acts, act)).sum::<usize>();
    Act::all().map(|act| (act.word().to_owned(), json!(sum(act)))).collect::<Map<_, _>>().into()
}

/// Those who did most first. What somebody never did is left out.
fn people(board: &Overview<'_>) -> Vec<Value> {
    let mut order: Vec<_> = board.board.people.iter().zip(&board.by_person).collect();
    order.sort_by_key(|((id, _), acts)| (std::cmp::Reverse(acts.sum()), *id));
    let counts = |acts: &Acts, count: fn(&Acts, Act) -> usize| -> Map<String, Value> {
        let done = Act::all().map(|act| (act, count(acts, act))).filter(|(_, count)| *count > 0);
        done.map(|(act, count)| (act.word().to_owned(), json!(count))).collect()
    };
    let entry = |((id, person), acts): ((_, &crate::board::Person<'_>), &Acts)| {
        json!({
            "board": name(board),
            "name": text(&person.name),
            "id": text(&person.id),
            "roles": board.roles(id).into_iter().map(Role::word).collect::<Vec<_>>(),
            "app": person.app,
            "count": acts.sum(),
            "changes": counts(acts, Acts::total),
            "decisions": counts(acts, decisions),
        })
    };
    order.into_iter().map(entry).collect()
}

fn sprints(board: &Overview<'_>) -> Vec<Value> {
    board.board.sprints.iter().map(|sprint| one_sprint(board, sprint)).collect()
}

/// Of a sprint that is only named its state is not known either. Its figures are those that findings carry as facts, under
/// the same names.
fn one_sprint(board: &Overview<'_>, sprint: &Sprint<'_>) -> Value {
    let known = json!({
        "board": name(board),
        "id": text(&sprint.id),
        "name": Some(&*sprint.name).filter(|name| !name.is_empty()).map(text),
        "state": sprint.known.then(|| sprint.state.word()),
        "start": time(sprint.start),
        "end": time(sprint.end),
        "completed": time(sprint.completed),
        "goal": sprint.goal.as_deref().filter(|goal| !goal.trim().is_empty()).map(text),
        "items": sprint.items.len(),
    });
    let known = known.as_object().cloned().unwrap_or_default();
    let shown = |name: &str| known.contains_key(name);
    let figures = rule::figures(&board.board, sprint).into_iter().filter(|(name, _)| !shown(name));
    let figures: Vec<_> = figures
        .map(|(name, value)| (name.to_owned(), value.as_ref().map(|value| fact(&Names::real(), value)).into()))
        .collect();
    known.into_iter().chain(figures).collect()
}

fn fields(board: &Overview<'_>) -> Value {
    let meaning = |meaning: &Meaning| {
        let uses = board.board.fields.iter().filter(|field| field.meaning == *meaning);
        let entry = |field: &crate::board::FieldUse| json!({ "id": some(&field.id), "name": some(&field.name), "known": field.known.word() });
        (meaning.word().to_owned(), uses.map(entry).collect::<Vec<_>>().into())
    };
    let mut fields: Map<String, Value> = Meaning::ALL.iter().map(meaning).collect();
    fields.insert("in-time".to_owned(), json!(board.board.in_time));
    fields.insert("in-titles".to_owned(), json!(board.board.in_titles));
    fields.into()
}

fn workflow(board: &Overview<'_>) -> Vec<Value> {
    let counts = board.in_states();
    let entry = |(state, items): (&crate::board::State, usize)| {
        json!({
            "board": name(board),
            "name": some(&state.name),
            "stage": state.stage.map(Word::word),
            "sprint": state.sprint.map(|sprint| text(&board.board.sprint(sprint).name)),
            "known": state.known.word(),
            "archived": state.closed,
            "items": items,
        })
    };
    board.board.states.iter().zip(counts).map(entry).collect()
}

fn period(board: &Overview<'_>) -> Value {
    json!({ "since": time(board.since), "until": time(board.until), "timezone": board.timezone })
}

fn evidence(board: &Overview<'_>) -> Vec<Value> {
    let entry = |lack: &Lack| {
        json!({
            "board": name(board),
            "missing": lack.missing.word(),
            "partial": lack.partial,
            "message": text(&lack.message),
            "hint": text(&lack.hint),
            "since": time(lack.since),
            "rules": lack.rules,
        })
    };
    board.lacks.iter().map(entry).collect()
}

fn some(name: &str) -> Option<Value> {
    (!name.is_empty()).then(|| text(name))
}

fn time(at: Option<Timestamp>) -> Option<String> {
    at.map(|at| at.to_string())
}
