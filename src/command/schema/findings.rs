use serde_json::{Value, json};

use super::parts::{instant, list, object, text_about, words};
use crate::board::Missing;
use crate::charter::{Role, Word};
use crate::finding::Confidence;

/// What `--format json` and the lines of `--format jsonl` are.
pub(super) fn schema() -> Value {
    let refer = |name: &str| json!({ "$ref": format!("#/definitions/{name}") });
    let document = all(
        "The document of --format json",
        [
            ("schema", json!({ "const": crate::report::json::SCHEMA })),
            ("findings", list("", refer("finding"))),
            ("inconclusive", list("", refer("inconclusive"))),
            ("unreadable", list("", refer("unreadable"))),
            ("summary", refer("summary")),
        ],
    );
    let lines = ["finding", "inconclusive", "unreadable", "summary"].map(refer);
    json!({
        "$schema": super::parts::DIALECT,
        "title": "What boardlint found",
        "description": "The whole document, or one line of --format jsonl",
        "anyOf": [document, lines[0], lines[1], lines[2], lines[3]],
        "definitions": {
            "finding": finding(),
            "inconclusive": inconclusive(),
            "unreadable": unreadable(),
            "summary": summary(),
            "location": location(),
        },
    })
}

/// An object whose keys are all there.
fn all<const N: usize>(about: &str, keys: [(&str, Value); N]) -> Value {
    let names = keys.each_ref().map(|(name, _)| *name);
    super::parts::needing(object(about, keys), &names)
}

fn or_null(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

fn number(about: &str) -> Value {
    json!({ "type": "integer", "minimum": 0, "description": about })
}

fn place() -> Value {
    or_null(json!({ "$ref": "#/definitions/location" }))
}

fn finding() -> Value {
    let actor = all(
        "Who did it",
        [
            ("id", text_about("The tool's own id")),
            ("name", text_about("What people see")),
            ("roles", list("The roles held that day", words("", Role::WORDS))),
        ],
    );
    let related = all(
        "Another item or act that belongs to it",
        [
            ("item", or_null(text_about("Its key"))),
            ("at", or_null(instant("When"))),
            ("message", text_about("What it has to do with it")),
            ("location", place()),
        ],
    );
    all(
        "One anti-pattern, proven by a record",
        [
            ("type", json!({ "const": "finding" })),
            ("rule", text_about("The rule's name")),
            ("level", words("How much it weighs", &["info", "warn", "error"])),
            ("confidence", words("How sure the rule can be", Confidence::WORDS)),
            ("message", text_about("What happened, and what the charter says")),
            ("board", text_about("The board's name")),
            ("item", or_null(text_about("Issue key, or the card's shortLink"))),
            ("title", or_null(text_about("The item's title"))),
            ("url", or_null(text_about("Where it can be opened"))),
            ("actor", or_null(actor)),
            ("at", or_null(instant("When"))),
            ("sprint", or_null(text_about("The sprint, if one is meant"))),
            ("location", place()),
            ("related", list("Other items or acts", related)),
            ("count", number("How many items it is about")),
            ("facts", json!({ "type": "object", "additionalProperties": { "type": ["number", "string"] } })),
            ("fingerprint", json!({ "type": "string", "pattern": "^[0-9a-f]{32}$" })),
        ],
    )
}

fn inconclusive() -> Value {
    all(
        "A rule that could not be judged, or not everywhere",
        [
            ("type", json!({ "const": "inconclusive" })),
            ("rule", text_about("The rule's name")),
            ("missing", words("What is missing", Missing::WORDS)),
            ("partial", json!({ "type": "boolean", "description": "Whether some of it was judged" })),
            ("message", text_about("What could not be judged, and why")),
            ("hint", text_about("How to get the evidence")),
            ("location", place()),
        ],
    )
}

fn unreadable() -> Value {
    all(
        "A file that gave nothing, or not all of it",
        [
            ("type", json!({ "const": "unreadable" })),
            ("path", text_about("The file")),
            ("message", text_about("What is wrong with it")),
            ("hint", text_about("What to do")),
            ("location", place()),
        ],
    )
}

fn summary() -> Value {
    all(
        "The numbers of the run",
        [
            ("type", json!({ "const": "summary" })),
            ("files", number("Files that were read")),
            ("items", number("Items on all boards")),
            ("changes", number("Changes on all boards")),
            ("people", number("People on all boards")),
            ("sprints", number("Sprints on all boards")),
            ("rules", number("Rules that were asked")),
            ("errors", number("Findings at level error")),
            ("warnings", number("Findings at level warn")),
            ("infos", number("Findings at level info")),
            ("inconclusive", number("Rules that no board could be judged by")),
            ("ignored", number("Findings that an ignore covers")),
            ("baselined", number("Findings that the baseline knows")),
        ],
    )
}

fn location() -> Value {
    all(
        "A place in a file",
        [
            ("path", text_about("The file")),
            ("line", json!({ "type": "integer", "minimum": 1 })),
            ("column", json!({ "type": "integer", "minimum": 1, "description": "In characters" })),
            ("offset", number("In bytes of the file as it lies on disk")),
            ("length", number("In bytes")),
            ("pointer", or_null(text_about("A JSON pointer to the record"))),
        ],
    )
}
