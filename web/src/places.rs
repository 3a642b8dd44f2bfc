//! Places in files with their surrounding text, and diagnostics with their places.

use boardlint::report::{Names, diagnostics, encode, fold};
use boardlint::source::{Diagnostic, Excerpt, Label, Mark, Severity, Sources};
use serde_json::{Value, json};
use termcolor::NoColor;

/// A text with e-mail addresses, tokens and hashes masked.
pub(crate) fn masked(text: &str) -> String {
    encode::json(text).into_owned()
}

/// Masks every text in `value`.
pub(crate) fn mask(value: &mut Value) {
    match value {
        Value::String(text) => *text = masked(text),
        Value::Array(values) => values.iter_mut().for_each(mask),
        Value::Object(entries) => entries.values_mut().for_each(mask),
        _ => {}
    }
}

/// A place with its surrounding text; only the place if names are hidden.
pub(crate) fn place(sources: &Sources, names: &Names, mark: Mark, label: &str) -> Value {
    let file = sources.get(mark.file);
    let excerpt = if names.are_hidden() {
        Excerpt::alone(sources, mark, &|text| masked(&names.source(text)))
    } else {
        Excerpt::new(sources, mark, &masked)
    };
    let units = |part: Option<&str>| part.map_or(0, |part| part.encode_utf16().count());
    json!({
        "name": masked(file.name()),
        "line": excerpt.line,
        "column": excerpt.column,
        "text": excerpt.text,
        "start": units(excerpt.text.get(..excerpt.span.start)),
        "end": units(excerpt.text.get(..excerpt.span.end)),
        "label": masked(&names.text(label)),
    })
}

/// A diagnostic with its places.
pub(crate) fn diagnostic(sources: &Sources, names: &Names, diagnostic: &Diagnostic) -> Value {
    let mut text = NoColor::new(Vec::new());
    // Writing to memory does not fail.
    let _ = diagnostics::write_in(sources, names, diagnostic, fold::WIDTH, &mut text);
    let places = diagnostic.labels.iter().map(|Label { mark, text }| place(sources, names, *mark, text));
    json!({
        "severity": match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "message": masked(&names.text(&diagnostic.message)),
        "notes": diagnostic.notes.iter().map(|note| masked(&names.text(note))).collect::<Vec<_>>(),
        "places": places.collect::<Vec<_>>(),
        "text": String::from_utf8_lossy(&text.into_inner()),
    })
}

/// The diagnostics as one sentence, to refuse a request.
pub(crate) fn sentence(diagnostics: &[Diagnostic]) -> String {
    let one = |diagnostic: &Diagnostic| {
        let parts = std::iter::once(&diagnostic.message).chain(&diagnostic.notes);
        parts.map(|part| masked(part)).collect::<Vec<_>>().join("; ")
    };
    diagnostics.iter().map(one).collect::<Vec<_>>().join(". ")
}
