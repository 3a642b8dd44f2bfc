//! TOML of a charter: keys, strings and comments.

use crate::anonymise::context::{Place, Replace};

pub(super) fn rewrite(text: &str, replace: &mut Replace<'_>) -> String {
    let mut new = String::with_capacity(text.len());
    let (mut section, mut key, mut rest) = (String::new(), String::new(), text);
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '#' => {
                let comment = &rest[1..rest.find('\n').unwrap_or(rest.len())];
                new.push('#');
                // The line for editors is no remark.
                let replaced = if comment.starts_with(":schema") { None } else { replace(&Place::Comment, comment) };
                new.push_str(&replaced.unwrap_or_else(|| comment.to_owned()));
                1 + comment.len()
            }
            '"' | '\'' => {
                let (open, close) = quotes(rest, first);
                let raw = &rest[open..rest.len().min(close)];
                let behind = rest.get(close + open..).unwrap_or_default().trim_start_matches(' ');
                let names = behind.starts_with('=') || behind.starts_with('.') || behind.starts_with("]\n");
                let text = if first == '"' { raw.replace("\\\"", "\"").replace("\\\\", "\\") } else { raw.to_owned() };
                let place = match section.as_str() {
                    _ if names => Place::Name,
                    "rules" => Place::RuleSetting,
                    _ => Place::Text { name: kept(&key), field: "" },
                };
                new.push_str(&rest[..open]);
                match replace(&place, &text) {
                    Some(replaced) if first == '"' => {
                        new.push_str(&replaced.replace('\\', "\\\\").replace('"', "\\\""));
                    }
                    Some(replaced) => new.push_str(&replaced),
                    None => new.push_str(raw),
                }
                let end = rest.len().min(close + open);
                new.push_str(&rest[rest.len().min(close)..end]);
                end
            }
            '[' if new.is_empty() || new.ends_with('\n') => {
                let header = &rest[..rest.find('\n').unwrap_or(rest.len())];
                section = header.trim_matches(['[', ']', ' ', '\r']).split('.').next().unwrap_or_default().to_owned();
                let brackets = header.len() - header.trim_start_matches('[').len();
                new.push_str(&header[..brackets]);
                brackets
            }
            letter if letter.is_alphanumeric() || matches!(letter, '_' | '-') => {
                let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':')));
                let word = &rest[..end.unwrap_or(rest.len())];
                let is_key = rest[word.len()..].trim_start_matches(' ').starts_with('=');
                let replaced = (is_key && section == "aliases").then(|| replace(&Place::Name, word)).flatten();
                if is_key {
                    word.clone_into(&mut key);
                }
                new.push_str(&replaced.unwrap_or_else(|| word.to_owned()));
                word.len()
            }
            _ => {
                new.push(first);
                first.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    new
}

/// How long the opening quotes are, and where the closing ones begin.
fn quotes(rest: &str, quote: char) -> (usize, usize) {
    let long = [quote; 3].iter().collect::<String>();
    let open = if rest.starts_with(&long) { 3 } else { 1 };
    let mut escaped = false;
    let inner = &rest[open..];
    let end = inner.char_indices().find(|(at, sign)| {
        let ends = !escaped && inner[*at..].starts_with(&long[..open]);
        escaped = *sign == '\\' && !escaped && quote == '"';
        ends
    });
    (open, end.map_or(rest.len(), |(at, _)| open + at))
}

/// The key under which a string is said to stand: words of boardlint's own are a sort of something.
fn kept(key: &str) -> &str {
    match key {
        "rule" | "level" | "profile" | "fail-on" | "date-order" | "timezone" => "type",
        key => key,
    }
}
