//! Requests and answers as JSON.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::edit::Edit;
use crate::judge::JudgeRequest;
use crate::reading::Given;
use crate::{Session, about, charter, edit, judge, reading};

/// The example boards, to try the page without an export.
const EXAMPLES: [(&str, &str, &[u8], &str); 2] = [
    (
        "jira",
        "bakery.json",
        include_bytes!("../../fixtures/bakery/jira-cloud/search.json"),
        include_str!("../../fixtures/bakery/jira-cloud/boardlint.toml"),
    ),
    (
        "trello",
        "bakery.json",
        include_bytes!("../../fixtures/bakery/trello/board.json"),
        include_str!("../../fixtures/bakery/trello/boardlint.toml"),
    ),
];

/// A request. The contract is `page/api.d.ts`.
#[derive(Debug, Deserialize)]
#[serde(tag = "call", rename_all = "kebab-case", deny_unknown_fields)]
enum Request {
    About,
    Add { name: String },
    Remove { files: Vec<u32> },
    Example { tool: String },
    Read,
    Draft { board: usize, given: Given },
    Charter { toml: String },
    Edit { toml: String, edits: Vec<Edit> },
    Judge { request: Box<JudgeRequest> },
}

/// The response: an answer, or why there is none.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum Answer {
    Answer(Box<RawValue>),
    Refusal(String),
}

/// Answers a request; both are JSON. `attached` is the file that comes with the request, if there is one.
pub fn answer(session: &mut Session, request: &[u8], attached: Vec<u8>) -> Vec<u8> {
    let answer = serde_json::from_slice(request)
        .map_err(|error| format!("there is no such request: {error}"))
        .and_then(|request| answer_to(session, request, attached));
    let answer = answer.map_or_else(Answer::Refusal, Answer::Answer);
    serde_json::to_vec(&answer).unwrap_or_default()
}

fn answer_to(session: &mut Session, request: Request, attached: Vec<u8>) -> Result<Box<RawValue>, String> {
    match request {
        Request::About => raw(&about::about()),
        Request::Add { name } => raw(&session.add(&name, attached).0),
        Request::Remove { files } => {
            session.remove(&files);
            raw(&Value::Null)
        }
        Request::Example { tool } => raw(&example(session, &tool)?),
        Request::Read => raw(&reading::read(session)?),
        Request::Draft { board, given } => raw(&reading::draft(session, board, &given)?),
        Request::Charter { toml } => raw(&charter::check(&toml)),
        Request::Edit { toml, edits } => raw(&charter::check(&edit::edit(&toml, &edits)?)),
        Request::Judge { request } => raw(&judge::judge(session, &request)?),
    }
}

fn raw(answer: &impl Serialize) -> Result<Box<RawValue>, String> {
    serde_json::value::to_raw_value(answer).map_err(|error| error.to_string())
}

fn example(session: &mut Session, wanted: &str) -> Result<Value, String> {
    let (_, name, bytes, charter) =
        EXAMPLES.iter().find(|(tool, ..)| *tool == wanted).ok_or_else(|| format!("there is no example `{wanted}`"))?;
    let (file, name) = session.add(name, *bytes);
    Ok(json!({ "files": [{ "file": file, "name": name }], "charter": charter }))
}
