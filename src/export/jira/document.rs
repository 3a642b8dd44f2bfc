//! Texts in Jira's JSON: strings, and documents in the Atlassian Document Format (ADF).

use std::borrow::Cow;

use crate::export::json::scalar_text;
use crate::source::skip;

/// The readable text of a value: a string, or the texts of a document, one block a line.
pub(super) fn readable(value: &str) -> Cow<'_, str> {
    if value.starts_with('{') { Cow::Owned(document(value)) } else { scalar_text(value) }
}

/// The readable text of an Atlassian document: text nodes, mentions, emoji, links, one block a line.
fn document(json: &str) -> String {
    fn walk(node: &serde_json::Value, out: &mut String) {
        let kind = node["type"].as_str().unwrap_or_default();
        let attribute = |name: &str| node["attrs"][name].as_str().unwrap_or_default();
        out.push_str(match kind {
            "text" => node["text"].as_str().unwrap_or_default(),
            "mention" | "status" => attribute("text"),
            "emoji" => attribute("shortName"),
            "inlineCard" => attribute("url"),
            "hardBreak" => "\n",
            _ => "",
        });
        for child in node["content"].as_array().into_iter().flatten() {
            walk(child, out);
        }
        if matches!(kind, "paragraph" | "heading" | "listItem" | "codeBlock" | "tableRow") && !out.ends_with('\n') {
            out.push('\n');
        }
    }
    let mut out = String::new();
    match serde_json::from_str(json) {
        Ok(root) => walk(&root, &mut out),
        // An unpaired surrogate, or blocks nested too deeply for the parser: take all texts without
        // structure.
        Err(_) => out.extend(texts(json).flat_map(|text| [text, Cow::Borrowed("\n")])),
    }
    out
}

/// The strings under the key `text`, at any depth.
fn texts(json: &str) -> impl Iterator<Item = Cow<'_, str>> {
    json.split("\"text\"").skip(1).filter_map(|behind| {
        let value = behind.trim_start().strip_prefix(':')?.trim_start();
        let (end, _) = skip::string_end(value.as_bytes(), 0).filter(|_| value.starts_with('"'))?;
        value.get(..end).map(scalar_text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_with_half_a_character_or_nested_beyond_measure_keeps_its_words() {
        let half = r#"{"type":"doc","content":[{"type":"text","text":"pay \ud83d by card"},{"type":"text","text":"or cash"}]}"#;
        assert_eq!(readable(half), "pay \u{FFFD} by card\nor cash\n");
        let deep = format!(
            r#"{}{{"type":"text", "text" : "pay"}}{}"#,
            r#"{"type":"doc","content":["#.repeat(5000),
            "]}".repeat(5000)
        );
        assert_eq!(readable(&deep), "pay\n");
    }

    #[test]
    fn a_document_reads_as_its_text() {
        let read = readable(
            r#"{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"Hello "},
               {"type":"mention","attrs":{"text":"@Ana"}}]},{"type":"paragraph","content":[{"type":"text","text":"Bye"}]}]}"#,
        );
        assert_eq!(read, "Hello @Ana\nBye\n");
    }
}
