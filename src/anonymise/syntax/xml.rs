//! XML, read leniently: tags with their attributes, texts, and comments.

use crate::anonymise::context::{Place, Replace};

/// Stands for the `&` of an entity that XML itself does not define.
const ENTITY: char = '\u{F0FFF}';

/// Attributes that contain names of columns, tables or properties of the tool.
fn is_tools(element: &str, attribute: &str) -> bool {
    matches!(
        (element, attribute),
        ("column" | "table", "name") | (_, "tableName" | "propertyKey" | "entityName" | "style")
    )
}

pub(super) fn rewrite(text: &str, replace: &mut Replace<'_>) -> String {
    let mut new = String::with_capacity(text.len());
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let element = open.last().copied().unwrap_or_default();
        let place = Place::Text { name: element, field: "" };
        if let Some(inner) = rest.strip_prefix("<!--") {
            let (inside, end) = until(inner, "-->");
            new.push_str("<!--");
            new.push_str(&replace(&Place::Comment, inside).unwrap_or_else(|| inside.to_owned()));
            new.push_str(end);
            rest = &inner[inside.len() + end.len()..];
        } else if let Some(inner) = rest.strip_prefix("<![CDATA[") {
            let (inside, end) = until(inner, "]]>");
            new.push_str("<![CDATA[");
            new.push_str(&replace(&place, inside).unwrap_or_else(|| inside.to_owned()));
            new.push_str(end);
            rest = &inner[inside.len() + end.len()..];
        } else if rest.starts_with("<?") || rest.starts_with("<!") || rest.starts_with("</") {
            if rest.starts_with("</") {
                open.pop();
            }
            let (inside, end) = until(rest, ">");
            new.push_str(inside);
            new.push_str(end);
            rest = &rest[inside.len() + end.len()..];
        } else if rest.starts_with('<') {
            rest = tag(rest, &mut open, replace, &mut new);
        } else {
            let (raw, _) = until(rest, "<");
            match replace(&place, &decoded(raw)) {
                Some(replaced) => encode(&replaced, raw, None, &mut new),
                None => new.push_str(raw),
            }
            rest = &rest[raw.len()..];
        }
    }
    new
}

/// The text before `end`, and `end` if it is found.
fn until<'t>(text: &'t str, end: &str) -> (&'t str, &'t str) {
    text.find(end).map_or((text, ""), |at| (&text[..at], &text[at..at + end.len()]))
}

fn tag<'t>(rest: &'t str, open: &mut Vec<&'t str>, replace: &mut Replace<'_>, new: &mut String) -> &'t str {
    let named = rest[1..].find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).map_or(rest.len(), |at| at + 1);
    let element = &rest[1..named];
    new.push_str(&rest[..named]);
    let (mut rest, mut attribute, mut field) = (&rest[named..], "", String::new());
    while let Some(first) = rest.chars().next() {
        if let '"' | '\'' = first {
            let raw = &rest[1..];
            let raw = &raw[..raw.find(first).unwrap_or(raw.len())];
            let text = decoded(raw);
            let name = if is_tools(element, attribute) { "type" } else { attribute };
            new.push(first);
            let replaced = if attribute.starts_with("xmlns") {
                None
            } else {
                replace(&Place::Text { name, field: &field }, &text)
            };
            match replaced {
                Some(replaced) => encode(&replaced, raw, Some(first), new),
                None => new.push_str(raw),
            }
            rest = &rest[1 + raw.len()..];
            if !rest.is_empty() {
                new.push(first);
                rest = &rest[1..];
            }
            if attribute == "field" {
                field = text;
            }
        } else if first.is_alphabetic() || first == '_' {
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len());
            attribute = &rest[..end];
            new.push_str(attribute);
            rest = &rest[end..];
        } else {
            new.push(first);
            rest = &rest[first.len_utf8()..];
            if first == '>' {
                if !new.ends_with("/>") {
                    open.push(element);
                }
                break;
            }
        }
    }
    rest
}

fn decoded(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let name = rest.find(';').filter(|end| *end < 10).map_or("", |end| &rest[..end]);
        let number = name.strip_prefix('#').and_then(|code| match code.strip_prefix(['x', 'X']) {
            Some(code) => u32::from_str_radix(code, 16).ok(),
            None => code.parse().ok(),
        });
        let letter = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => number.and_then(char::from_u32),
        };
        match letter {
            Some(letter) => {
                text.push(letter);
                rest = &rest[name.len() + 1..];
            }
            None => text.push(ENTITY),
        }
    }
    text.push_str(rest);
    text
}

/// Writes a text with entities. In an attribute, quotes are escaped, and line ends are written as numbers if
/// `raw` contains such.
fn encode(text: &str, raw: &str, quote: Option<char>, new: &mut String) {
    let by_number = quote.is_some() && raw.contains("&#");
    for letter in text.chars() {
        match letter {
            '&' => new.push_str("&amp;"),
            '<' => new.push_str("&lt;"),
            '>' => new.push_str("&gt;"),
            '"' if quote == Some('"') => new.push_str("&quot;"),
            '\'' if quote == Some('\'') => new.push_str("&apos;"),
            '\n' if by_number => new.push_str("&#10;"),
            '\r' if by_number => new.push_str("&#13;"),
            '\t' if by_number => new.push_str("&#9;"),
            ENTITY => new.push('&'),
            letter => new.push(letter),
        }
    }
}
