//! Diagnostics for a file in no known format: what it seems to be, and advice.

use std::path::Path;

use super::detect::Preview;
use super::other_tools::DEVLAKE;
use super::{json, wrapped, xml};
use crate::source::{Diagnostic, File, Mark};
use crate::wording::listed;

/// The diagnostic for a file that is an error response of Jira; `None` for other files.
pub(super) fn error_of_jira(file: &File, preview: &Preview<'_>) -> Option<Diagnostic> {
    if !preview.has("errorMessages") || preview.has("issues") {
        return None;
    }
    let start = Mark::new(file.id(), 0..1);
    let said = Diagnostic::error("this is an error that Jira answered with, not an export").at(start, "");
    Some(said.note("look at what it says, mend the request, and fetch it again"))
}

/// The diagnostic for a file in no known format: what it seems to be, and advice. `is_export` tests whether
/// something is an export with items.
pub(super) fn refusal(file: &File, preview: &Preview<'_>, is_export: &dyn Fn(&Preview<'_>) -> bool) -> Diagnostic {
    if let Some(settings) = of_settings(file) {
        return settings;
    }
    if preview.broken
        && !preview.has_bare_keys()
        && let Some(place) = json::malformed(file, "JSON file")
    {
        return place;
    }
    let start = Mark::new(file.id(), 0..file.bytes().len().min(1));
    let (message, advice) = misplaced(preview, is_export).unwrap_or_else(|| explain(preview));
    Diagnostic::error(message).at(start, "").note(advice)
}

/// The diagnostic for a file that is a charter or a rule by its name; `None` for other files.
fn of_settings(file: &File) -> Option<Diagnostic> {
    let start = Mark::new(file.id(), 0..file.bytes().len().min(1));
    let is_toml = Path::new(file.name()).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
    let said = Diagnostic::error("this is TOML, as a charter or a rule is, and no export").at(start, "");
    is_toml.then(|| {
        said.note(
            "name the export, or the folder that it lies in: boardlint.toml is found there or above, or named with --charter; \
             rules are named with --rules",
        )
    })
}

/// Message and advice if an export is inside the file; `None` if there is none.
fn misplaced(preview: &Preview<'_>, is_export: &dyn Fn(&Preview<'_>) -> bool) -> Option<(String, String)> {
    if matches!(preview.first(), Some(b'{' | b'[')) {
        let filter = wrapped::filter(preview.bytes(), is_export)?;
        let message = format!("this JSON is no export, but one seems to lie inside it, at `{filter}`");
        let advice = if filter.starts_with(wrapped::FIRST) {
            format!(
                "it holds boards, each of which needs a file of its own: `jq '{filter}' FILE > board-0.json`, and so on with \
                 the next number"
            )
        } else {
            format!("take it out: `jq '{filter}' FILE > export.json`")
        };
        return Some((message, advice));
    }
    let line = wrapped::header_line(preview.table()?, is_export)?;
    let message = format!("the header of this table seems to stand in line {line}");
    Some((message, "delete the lines above it, or export again".to_owned()))
}

/// Signs of office programs in web pages, and of Jira where it writes for them.
const OFFICE: &[&str] = &["schemas-microsoft-com", "rec-html40", "mso-", "data-issuekey", "vnd.ms-excel"];

/// How to get an export with its history, for users who have only this program and a browser.
pub(crate) const HOW: &str = "in Jira, open SITE/rest/api/3/search/jql?jql=project=KEY&fields=*all&expand=changelog,names,schema&maxResults=100 \
    where you are logged in (Server and Data Center: SITE/rest/api/2/search?jql=…), and save the answer as JSON; in Trello, \
    open the board's menu, Print, export, and share, Export as JSON";

/// What the file seems to be, and advice.
pub(super) fn explain(preview: &Preview<'_>) -> (String, String) {
    let head = String::from_utf8_lossy(preview.head()).to_lowercase();
    let is_json = matches!(preview.first(), Some(b'{' | b'['));
    let (what, advice) = if preview.first().is_none() {
        ("this file is empty", "download the export again".to_owned())
    } else if head.contains("<html") || head.contains("<!doctype html") {
        web_page(preview, &head)
    } else if preview.head().starts_with(b"%PDF") {
        ("this is a PDF, which holds no history", export_of_the_board())
    } else if preview.bytes().get(257..262) == Some(b"ustar") {
        ("this is a tar archive", "unpack it and give boardlint the folder".to_owned())
    } else if preview.head().contains(&0) {
        ("this is a binary file, not an export", export_of_the_board())
    } else if preview.has_bare_keys() {
        ("this is not valid JSON: its keys lack their quotes, as in a copy from a viewer", answer_itself())
    } else if is_json && preview.cut {
        let advice = "export again and check that the file arrives whole";
        ("this JSON ends in the middle: the download was cut off", advice.to_owned())
    } else if preview.root().is_some_and(|root| xml::name(root) == "table") {
        web_page(preview, &head)
    } else if let Some(root) = preview.root() {
        return (other_xml(root), export_of_the_board());
    } else if head.trim_start().starts_with("<?xml") || head.trim_start().starts_with("<!--") {
        ("this is XML without any element: the download was cut off, or failed", "export again".to_owned())
    } else if preview.is_script() {
        let advice = "delete what stands before its first bracket and after its last, and save it as JSON";
        ("this is JSON inside a program", advice.to_owned())
    } else if let Some(tool) = preview.other_tool() {
        return of_other_tool(tool);
    } else if preview.is_table() {
        return other_table(preview);
    } else if is_json && head.contains("\"system.") {
        ("this is JSON of Azure DevOps, not an export of Jira or Trello", export_of_the_board())
    } else if is_json {
        return (other_json(preview), export_of_the_board());
    } else if head.contains("<?xml") || head.contains("<rss") || head.contains("rss generated by jira") {
        ("this is XML below a line of text, as in a copy of what a browser shows", answer_itself())
    } else {
        ("this is no export that boardlint can read", export_of_the_board())
    };
    (what.to_owned(), advice)
}

/// Advice to make an export.
fn export_of_the_board() -> String {
    format!("give an export of the board: {HOW}")
}

/// Advice to save the original response of an address.
fn answer_itself() -> String {
    format!("save what the address itself gives, not the view of it: {HOW}")
}

/// What a web page that begins with `head` is, and advice.
fn web_page(preview: &Preview<'_>, head: &str) -> (&'static str, String) {
    let page = String::from_utf8_lossy(preview.page()).to_lowercase();
    let is_of_office = OFFICE.iter().any(|sign| page.contains(sign));
    if !is_of_office && (head.contains("log in") || head.contains("login")) {
        let advice = "log in, or send the token, and download the export again";
        ("this is a login page, not an export", advice.to_owned())
    } else if is_of_office || page.contains("<table") {
        let advice = format!("export from Jira again, as CSV with all fields, or better with the history: {HOW}");
        ("this is a table for Word or Excel (HTML), which holds no history", advice)
    } else {
        ("this is a web page, not an export", export_of_the_board())
    }
}

/// Describes XML with this outermost element.
fn other_xml(root: &str) -> String {
    if xml::is_feed(root) {
        return "this is a feed, which holds titles and links and no issues".to_owned();
    }
    let name: String = xml::name(root).chars().take(60).collect();
    format!("this is XML, but no export that boardlint knows: its outermost element is `{name}`")
}

/// Describes a table of another tool, with advice.
fn of_other_tool(tool: &str) -> (String, String) {
    let advice = match tool {
        DEVLAKE => {
            "make exports of its tables with contrib/pipelines/devlake-raw.sql, as docs/pipelines.md says".to_owned()
        }
        _ => export_of_the_board(),
    };
    (format!("this is a table of {tool}, not an export of Jira or Trello"), advice)
}

/// Describes any other table, with advice.
fn other_table(preview: &Preview<'_>) -> (String, String) {
    let columns = preview.columns();
    let what =
        format!("this is a table, but no export of Jira or Trello that boardlint knows: it has the columns {columns}");
    let advice = format!(
        "a CSV of Jira needs the column of issue keys (Export › CSV, all fields); what somebody changed is only in \
         JSON: {HOW}"
    );
    (what, advice)
}

/// Describes any other JSON.
fn other_json(preview: &Preview<'_>) -> String {
    let keys = listed(&preview.keys, 8);
    let seen = if keys.is_empty() { "no keys".to_owned() } else { format!("the keys {keys}") };
    format!("this is JSON, but no export that boardlint knows: it has {seen}")
}
