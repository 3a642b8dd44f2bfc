//! JSON, read leniently: one document, several in a row, or a truncated one.

use std::fmt::Write as _;

use crate::anonymise::context::{Place, Replace};

/// Stands for one half of a surrogate pair, which is not a character alone; its code minus 0xD800 is added.
const HALF: char = '\u{F0000}';

/// An open list or object.
#[derive(Debug, Default)]
struct Level {
    is_object: bool,
    /// Whether the next string is a key.
    at_key: bool,
    key: String,
    /// The value of its key `field`.
    field: String,
}

pub(super) fn rewrite(text: &str, replace: &mut Replace<'_>) -> String {
    let mut new = String::with_capacity(text.len());
    let mut levels: Vec<Level> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string(rest, &mut levels, replace, &mut new),
            '-' | '0'..='9' => number(rest, &levels, replace, &mut new),
            _ => {
                new.push(first);
                structure(first, &mut levels);
                first.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    new
}

fn structure(sign: char, levels: &mut Vec<Level>) {
    match sign {
        '{' => levels.push(Level { is_object: true, at_key: true, ..Level::default() }),
        '[' => {
            // Values in a list get the key of the list. Keys with a meaning are never long.
            let key = levels.last().map(|level| &level.key).filter(|key| key.len() < 100);
            let key = key.cloned().unwrap_or_default();
            levels.push(Level { key, ..Level::default() });
        }
        '}' | ']' => {
            levels.pop();
        }
        ',' | ':' => {
            if let Some(level) = levels.last_mut() {
                level.at_key = sign == ',' && level.is_object;
            }
        }
        _ => {}
    }
}

fn string(rest: &str, levels: &mut [Level], replace: &mut Replace<'_>, new: &mut String) -> usize {
    let mut escaped = false;
    let end = rest[1..].find(|c: char| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    let raw = end.map_or(&rest[1..], |end| &rest[1..=end]);
    let text = decoded(raw);
    let replaced = match levels.last() {
        Some(level) if level.at_key => replace(&Place::Name, &text),
        Some(level) => replace(&Place::Text { name: &level.key, field: &level.field }, &text),
        None => replace(&Place::Text { name: "", field: "" }, &text),
    };
    new.push('"');
    match replaced {
        Some(replaced) => encode(&replaced, raw, new),
        None => new.push_str(raw),
    }
    if end.is_some() {
        new.push('"');
    }
    if let Some(level) = levels.last_mut() {
        if level.at_key {
            level.key = text;
        } else if level.key == "field" {
            level.field = text;
        }
    }
    1 + raw.len() + usize::from(end.is_some())
}

fn number(rest: &str, levels: &[Level], replace: &mut Replace<'_>, new: &mut String) -> usize {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
    let raw = &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())];
    let name = levels.last().map_or("", |level| level.key.as_str());
    match replace(&Place::Number { name }, raw) {
        Some(replaced) => new.push_str(&replaced),
        None => new.push_str(raw),
    }
    raw.len()
}

/// A string with its escapes resolved.
fn decoded(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(sign) = rest.chars().next() else { break };
        rest = &rest[sign.len_utf8()..];
        match sign {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' => text.push('\r'),
            'b' => text.push('\u{8}'),
            'f' => text.push('\u{c}'),
            'u' => {
                let code = |text: &str| text.get(..4).and_then(|code| u16::from_str_radix(code, 16).ok());
                let Some(first) = code(rest) else { continue };
                rest = &rest[4..];
                let second = rest.strip_prefix("\\u").and_then(code);
                let pair = second.and_then(|second| char::decode_utf16([first, second]).next()?.ok());
                match (char::from_u32(u32::from(first)), pair) {
                    (Some(letter), _) => text.push(letter),
                    (None, Some(letter)) => {
                        text.push(letter);
                        rest = &rest[6..];
                    }
                    (None, None) => text.extend(char::from_u32(u32::from(HALF) + u32::from(first - 0xD800))),
                }
            }
            sign => text.push(sign),
        }
    }
    text.push_str(rest);
    text
}

/// Writes a string with escapes. Characters outside ASCII, and line ends that JSON does not allow, are
/// written as in `raw`.
fn encode(text: &str, raw: &str, new: &mut String) {
    let ascii = raw.is_ascii();
    let bare = raw.contains(['\n', '\r', '\t']);
    for letter in text.chars() {
        let half = u32::from(letter).wrapping_sub(u32::from(HALF));
        let _infallible = match letter {
            '"' => new.write_str("\\\""),
            '\\' => new.write_str("\\\\"),
            '\n' | '\r' | '\t' if bare => new.write_char(letter),
            '\n' => new.write_str("\\n"),
            '\t' => new.write_str("\\t"),
            '\r' => new.write_str("\\r"),
            '\u{0}'..='\u{1F}' => write!(new, "\\u{:04x}", u32::from(letter)),
            _ if half < 0x800 => write!(new, "\\u{:04x}", 0xD800 + half),
            letter if !letter.is_ascii() && ascii => {
                let mut units = [0; 2];
                letter.encode_utf16(&mut units).iter().try_for_each(|unit| write!(new, "\\u{unit:04x}"))
            }
            letter => new.write_char(letter),
        };
    }
}
