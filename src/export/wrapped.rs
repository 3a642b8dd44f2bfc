//! Finds exports inside other files: in the response of a proxy, an automation or an assistant, or below
//! title lines.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::detect::Preview;
use super::json::{self, Error, Parser};
use super::table::DELIMITERS;
use super::text::beginning;
use crate::board::facts::is_issue_key;

/// Maximum depth of the search for an export, and maximum number of values searched per object.
const DEEP: u8 = 4;
const VALUES: usize = 20;

/// Number of lines searched for the header of a table, and number of bytes read after it.
const LINES: usize = 10;
const SAMPLE: usize = 1 << 14;

/// Prefix of a filter for the first of several boards. Each board needs a file of its own.
pub(super) const FIRST: &str = "nth(0; ";

/// Filter that joins Trello lists with embedded cards into one board.
const ONE_BOARD: &str = "{lists: map(del(.cards)), cards: map(.cards[])}";

/// A Trello list with embedded cards (`cards=open`).
#[derive(Deserialize)]
struct ListOfCards {
    #[serde(rename = "name")]
    _name: IgnoredAny,
    #[serde(rename = "idBoard")]
    _board: IgnoredAny,
    #[serde(rename = "cards")]
    _cards: IgnoredAny,
}

/// Maximum number of cells of a title line.
const TITLE: usize = 2;

/// The jq filter that extracts the export from the JSON in `bytes`; `None` if there is none. `is_export`
/// tests whether something is an export.
pub(super) fn filter(bytes: &[u8], is_export: &dyn Fn(&Preview<'_>) -> bool) -> Option<String> {
    within(bytes, "", 0, is_export).ok().flatten()
}

fn within(
    bytes: &[u8],
    path: &str,
    depth: u8,
    is_export: &dyn Fn(&Preview<'_>) -> bool,
) -> Result<Option<String>, Error> {
    let mut values: Vec<(String, Cow<'_, str>)> = Vec::new();
    let mut json = Parser::of_bytes(bytes);
    match json.peek() {
        Some(b'{') => {
            let (mut first, mut count, mut is_index) = (None, 0, true);
            json.object("an object", |key, json| {
                let step = step(path, key).filter(|_| values.len() < VALUES);
                let value = json.value()?;
                first = first.or(value);
                count += 1;
                is_index &= key.parse::<u32>().is_ok() || is_issue_key(key);
                values.extend(value.zip(step).map(|(raw, step)| (step, Cow::Borrowed(raw.get()))));
                Ok(())
            })?;
            // An object with numbers or issue keys as keys, as data frames are written, is a list of records.
            if is_index && count > 1 {
                values = first.map(|raw| (each(path), Cow::Borrowed(raw.get()))).into_iter().collect();
            }
        }
        Some(b'[') => {
            json.list(|json| {
                let value = json.value()?.filter(|_| values.is_empty());
                values.extend(value.map(|raw| (each(path), Cow::Borrowed(raw.get()))));
                Ok(())
            })?;
            let holds_cards = |(_, list): &(String, Cow<'_, str>)| json::from_str::<ListOfCards>(list).is_ok();
            if values.first().is_some_and(holds_cards) {
                let before = if path.is_empty() { String::new() } else { format!("{path} | ") };
                return Ok(Some(before + ONE_BOARD));
            }
        }
        Some(b'"') => {
            let text = json::scalar(json.value()?).unwrap_or_default();
            values.push((format!("{path} | fromjson"), text));
        }
        _ => {}
    }
    for (path, text) in values {
        let is_open = text.starts_with(['{', '[', '"']);
        let inside = || Preview::new(text.as_bytes());
        if text.starts_with(['{', '[']) && is_export(&inside()) {
            let is_board = || inside().has_trello_record() && !inside().has("idBoard");
            return Ok(Some(if path.contains("[]") && is_board() { format!("{FIRST}{path})") } else { path }));
        }
        if is_open
            && depth < DEEP
            && let Some(found) = within(text.as_bytes(), &path, depth + 1, is_export)?
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The filter for each value of the list or object at `path`.
fn each(path: &str) -> String {
    format!("{}[]", if path.is_empty() { "." } else { path })
}

/// The filter for the value of `key` at `path`. `None` if the key would need escapes or is too long to
/// display.
fn step(path: &str, key: &str) -> Option<String> {
    let is_plain =
        (1..=40).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let is_number = key.starts_with(|letter: char| letter.is_ascii_digit());
    let path = if is_number && path.is_empty() { "." } else { path };
    is_plain.then(|| if is_number { format!("{path}[\"{key}\"]") } else { format!("{path}.{key}") })
}

/// The line, counted from one, of the header of the table in `text`, if the table begins with a title line.
/// `is_export` tests whether something is an export.
pub(super) fn header_line(text: &str, is_export: &dyn Fn(&Preview<'_>) -> bool) -> Option<usize> {
    let filled = |cell: &&str| !cell.trim().is_empty();
    let delimits = |letter: char| u8::try_from(letter).is_ok_and(|byte| DELIMITERS.contains(&byte));
    if text.lines().next()?.split(delimits).filter(filled).count() > TITLE {
        return None;
    }
    let lines = text.match_indices('\n').map(|(at, _)| &text[at + 1..]).take(LINES).zip(2..);
    let has_columns = |rest: &str| rest.lines().next().is_some_and(|line| line.matches(delimits).count() > 1);
    let mut headers = lines.filter(|(rest, _)| has_columns(rest));
    headers
        .find(|(rest, _)| is_export(&Preview::new(beginning(rest.as_bytes(), SAMPLE).as_bytes())))
        .map(|(_, line)| line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_is_found_inside_objects_lists_and_texts() {
        let is_export = |preview: &Preview<'_>| preview.has("issues") || preview.has("lists");
        for (text, found) in [
            (r#"{"status":200,"data":{"issues":[]}}"#, Some(".data")),
            (r#"[{"json":{"issues":[]}},{"json":{"issues":[]}}]"#, Some(".[].json")),
            (r#"{"content":[{"type":"text","text":"{\"issues\":[]}"}]}"#, Some(".content[].text | fromjson")),
            (r#"[{"200":{"issues":[]}}]"#, Some(r#".[]["200"]"#)),
            (r#"{"200":{"issues":[]}}"#, Some(r#".["200"]"#)),
            (r#"{"data":{"note":"{issues"}}"#, None),
            (r#"{"a-b":{"issues":[]}}"#, None),
            (r#"{"a":{"a":{"a":{"a":{"a":{"a":{"issues":[]}}}}}}}"#, None),
            ("{\"data\":", None),
        ] {
            assert_eq!(filter(text.as_bytes(), &is_export).as_deref(), found, "{text}");
        }
    }

    #[test]
    fn the_header_of_a_table_is_found_below_its_titles() {
        let is_export = |preview: &Preview<'_>| preview.columns().contains("Issue key");
        for delimiter in [",", ";", "\t", "|", "^"] {
            let text = "Report,,\nof March\nSummary,Issue key,Status\n".replace(',', delimiter);
            assert_eq!(header_line(&text, &is_export), Some(3), "{delimiter}");
        }
        assert_eq!(header_line("Summary,Issue key,Status\nOne,APP-1,Done\n", &is_export), None);
        assert_eq!(header_line("ID,Title,State\nSummary,Issue key,Status\n", &is_export), None, "a table of its own");
    }
}
