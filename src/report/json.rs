//! `json` and `jsonl`: the same objects, in one document or one a line. Their keys are contracts.

use std::io;

use serde_json::{Map, Value, json};
use termcolor::WriteColor;

use super::{Names, Run, encode};
use crate::charter::Word;
use crate::finding::{Actor, Fact, Finding, Inconclusive, Related, Unreadable};
use crate::source::{Mark, Sources};

/// The version of the shape of the document.
pub(crate) const SCHEMA: &str = "boardlint-findings-1";

/// One object with everything.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let document = json!({
        "schema": SCHEMA,
        "findings": run.shown().map(|finding| one(run, finding)).collect::<Vec<_>>(),
        "inconclusive": run.inconclusive.iter().map(|told| not_judged(run.names, told)).collect::<Vec<_>>(),
        "unreadable": run.unreadable.iter().map(|file| unreadable(run.sources, file)).collect::<Vec<_>>(),
        "summary": summary(run),
    });
    let text = serde_json::to_string_pretty(&document).map_err(io::Error::other)?;
    writeln!(out, "{}", encode::json_document(&text))
}

/// One object a line.
pub(super) fn write_lines(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let findings = run.shown().map(|finding| one(run, finding));
    let rest = run.inconclusive.iter().map(|told| not_judged(run.names, told));
    let files = run.unreadable.iter().map(|file| unreadable(run.sources, file));
    for object in findings.chain(rest).chain(files).chain(std::iter::once(summary(run))) {
        let text = serde_json::to_string(&object).map_err(io::Error::other)?;
        writeln!(out, "{}", encode::json_document(&text))?;
    }
    Ok(())
}

/// A text that strangers may have typed.
pub(crate) fn text(text: &str) -> Value {
    Value::String(encode::json(text).into_owned())
}

fn one(run: &Run<'_>, finding: &Finding) -> Value {
    let (sources, names) = (run.sources, run.names);
    let item = finding.item.as_ref();
    json!({
        "type": "finding",
        "rule": finding.rule,
        "level": finding.level.word(),
        "confidence": finding.confidence.word(),
        "message": text(&names.phrase(&finding.message)),
        "board": text(&names.text(&finding.board)),
        "item": item.map(|item| text(&item.key)),
        "title": item.map(|item| text(&item.title)),
        "url": item.map(|item| item.url.as_str()).filter(|url| !url.is_empty()).map(text),
        "actor": finding.actor.as_ref().map(|it| actor(names, it)),
        "at": finding.at.map(|at| at.to_string()),
        "sprint": finding.sprint.as_deref().map(|sprint| text(&names.text(sprint))),
        "location": finding.location.map(|mark| location(sources, mark)),
        "related": finding.related.iter().map(|other| related(run, other)).collect::<Vec<_>>(),
        "count": finding.count,
        "facts": finding.facts.iter().map(|(name, value)| (name.clone(), fact(names, value))).collect::<Map<_, _>>(),
        "fingerprint": finding.fingerprint.to_string(),
    })
}

pub(super) fn actor(names: &Names, actor: &Actor) -> Value {
    let (name, id) = names.actor(actor);
    json!({
        "id": text(&id),
        "name": text(&name),
        "roles": actor.roles.iter().map(|role| role.word()).collect::<Vec<_>>(),
    })
}

/// A fact as a number or a text.
pub(crate) fn fact(names: &Names, fact: &Fact) -> Value {
    match fact {
        Fact::Number(number) => rounded(*number),
        Fact::Text(words) => text(&names.text(words)),
    }
}

/// A number to two decimals.
pub(crate) fn rounded(number: f64) -> Value {
    let rounded = (number * 100.0).round() / 100.0;
    // Whole numbers are written without a fraction: 50, not 50.0.
    format!("{rounded}").parse::<i64>().map_or_else(|_| json!(rounded), |whole| json!(whole))
}

fn related(run: &Run<'_>, other: &Related) -> Value {
    json!({
        "item": other.item.as_deref().map(text),
        "at": other.at.map(|at| at.to_string()),
        "message": text(&run.names.phrase(&other.message)),
        "location": other.mark.map(|mark| location(run.sources, mark)),
    })
}

fn location(sources: &Sources, mark: Mark) -> Value {
    let file = sources.get(mark.file);
    let position = file.position(mark.start);
    let (offset, length) = file.on_disk(mark);
    json!({
        "path": text(file.name()),
        "line": position.line,
        "column": position.column,
        "offset": offset,
        "length": length,
        "pointer": file.pointer(mark).map(|pointer| text(&pointer)),
    })
}

fn not_judged(names: &Names, told: &Inconclusive) -> Value {
    json!({
        "type": "inconclusive",
        "rule": told.rule,
        "missing": told.missing.word(),
        "partial": told.partial,
        "message": text(&names.text(&told.message)),
        "hint": text(&names.text(&told.hint)),
        "location": null,
    })
}

/// A file that gave nothing, or a record that could not be read.
pub(crate) fn unreadable(sources: &Sources, file: &Unreadable) -> Value {
    let place = file.diagnostic.labels.first();
    json!({
        "type": "unreadable",
        "path": text(&file.path),
        "message": text(&file.diagnostic.message),
        "hint": text(&file.diagnostic.notes.join(" ")),
        "location": place.map(|label| location(sources, label.mark)),
    })
}

pub(super) fn summary(run: &Run<'_>) -> Value {
    let numbers = run.summary;
    json!({
        "type": "summary",
        "files": numbers.files,
        "items": numbers.items,
        "changes": numbers.changes,
        "people": numbers.people,
        "sprints": numbers.sprints,
        "rules": numbers.rules,
        "errors": numbers.errors,
        "warnings": numbers.warnings,
        "infos": numbers.infos,
        "inconclusive": numbers.inconclusive,
        "ignored": numbers.ignored,
        "baselined": numbers.baselined,
    })
}
