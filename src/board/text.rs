//! Long texts of an export, kept as they stand until somebody wants them.
//!
//! A lone surrogate in somebody's comment must not lose the whole file, so text is decoded leniently, with a replacement
//! character where there is nothing to decode.

use std::borrow::Cow;

/// A text of the export, decoded only when it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text<'a> {
    /// A JSON value as it stands: a string, or a document (ADF).
    Json(&'a str),
    /// Text that needs no decoding.
    Plain(&'a str),
}

impl<'a> Text<'a> {
    /// The text itself. A document (ADF) gives the texts in it, one a line.
    pub fn decode(self) -> Cow<'a, str> {
        match self {
            Text::Plain(text) => Cow::Borrowed(text),
            Text::Json(text) if text.starts_with('"') => decode(text),
            Text::Json(text) if text.starts_with('{') => Cow::Owned(document(text)),
            Text::Json(text) => Cow::Borrowed(text),
        }
    }

    /// The text as a number, as in `"8.0"` or `8`.
    pub fn number(self) -> Option<f64> {
        self.decode().trim().parse().ok().filter(|number: &f64| number.is_finite())
    }
}

/// Decodes a JSON string literal, quotes included.
pub(crate) fn decode(literal: &str) -> Cow<'_, str> {
    let inner = literal.get(1..literal.len().saturating_sub(1)).unwrap_or_default();
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    match serde_json::from_str::<String>(literal) {
        Ok(text) => Cow::Owned(text),
        Err(_) => Cow::Owned(lossy(inner)),
    }
}

/// What serde_json refuses: a lone surrogate becomes U+FFFD, all else is kept.
fn lossy(inner: &str) -> String {
    let mut units = Vec::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(next) = chars.next() {
        if next != '\\' {
            units.extend_from_slice(next.encode_utf16(&mut [0; 2]));
            continue;
        }
        match chars.next() {
            Some('u') => {
                let digits: String = chars.by_ref().take(4).collect();
                units.push(u16::from_str_radix(&digits, 16).unwrap_or(0xFFFD));
            }
            Some('n') => units.push(u16::from(b'\n')),
            Some('r') => units.push(u16::from(b'\r')),
            Some('t') => units.push(u16::from(b'\t')),
            Some('b') => units.push(8),
            Some('f') => units.push(12),
            Some(other) => units.extend_from_slice(other.encode_utf16(&mut [0; 2])),
            None => {}
        }
    }
    String::from_utf16_lossy(&units)
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
    if let Ok(root) = serde_json::from_str(json) {
        walk(&root, &mut out);
    }
    out
}

/// Points written into a title, `(5) Title`: only a leading pair of parentheses counts, as the
/// Scrum extensions for Trello write it. Returns them and the title without them.
pub(crate) fn points(title: &str) -> (Option<f64>, &str) {
    let trimmed = title.trim();
    let inner = trimmed.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    match inner.and_then(|(digits, rest)| Some((digits.trim().parse::<f64>().ok()?, rest.trim_start()))) {
        Some((points, rest)) if points.is_finite() && points >= 0.0 => (Some(points), rest),
        _ => (None, trimmed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lone_surrogate_costs_one_character_and_not_the_file() {
        assert_eq!(decode(r#""a\ud83d b\nc\u00e4""#), "a\u{FFFD} b\ncä");
        assert_eq!(decode(r#""\ud83d\ude00""#), "\u{1F600}");
    }

    #[test]
    fn a_document_reads_as_its_text() {
        let text = Text::Json(
            r#"{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"Hello "},
               {"type":"mention","attrs":{"text":"@Ana"}}]},{"type":"paragraph","content":[{"type":"text","text":"Bye"}]}]}"#,
        );
        assert_eq!(text.decode(), "Hello @Ana\nBye\n");
    }

    #[test]
    fn points_are_read_from_the_front_of_a_title() {
        assert_eq!(points("(5) As a guest"), (Some(5.0), "As a guest"));
        assert_eq!(points("(0.5) x"), (Some(0.5), "x"));
        assert_eq!(points("(draft) x"), (None, "(draft) x"));
        assert_eq!(points("Say (8) times"), (None, "Say (8) times"));
    }
}
