//! CSV with any delimiter, read leniently: cells with or without quotes.

use crate::anonymise::context::{Place, Replace};

/// The delimiter: the candidate that is most frequent in the first line. `None` if the line contains none.
pub(super) fn delimiter(text: &str) -> Option<char> {
    let mut lines = text.trim_start_matches('\u{FEFF}').lines().skip_while(|line| is_hint(line));
    let mut quoted = false;
    let bare: String = lines
        .next()?
        .chars()
        .filter(|sign| {
            quoted ^= *sign == '"';
            !quoted
        })
        .collect();
    let counted = [',', ';', '\t', '|', '^'].map(|sign| (bare.matches(sign).count(), sign));
    counted.into_iter().rev().max_by_key(|(count, _)| *count).filter(|(count, _)| *count > 0).map(|(_, sign)| sign)
}

/// A line that gives a spreadsheet the delimiter.
fn is_hint(line: &str) -> bool {
    line.len() <= 6 && line.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("sep="))
}

pub(super) fn rewrite(text: &str, delimiter: char, replace: &mut Replace<'_>) -> String {
    let mut new = String::with_capacity(text.len());
    let mut rest = text;
    if let Some(line) = rest.trim_start_matches('\u{FEFF}').lines().next().filter(|line| is_hint(line)) {
        let end = rest.find(line).unwrap_or_default() + line.len();
        let end = rest[end..].find('\n').map_or(end, |at| end + at + 1);
        new.push_str(&rest[..end]);
        rest = &rest[end..];
    }
    let (mut header, mut names, mut column): (bool, Vec<String>, usize) = (true, Vec::new(), 0);
    while !rest.is_empty() {
        let quoted = rest.starts_with('"');
        let raw = if quoted { in_quotes(rest) } else { bare(rest, delimiter) };
        let inner = if quoted { raw[1..].strip_suffix('"').unwrap_or(&raw[1..]) } else { raw };
        let cell = if quoted { inner.replace("\"\"", "\"") } else { inner.to_owned() };
        let name = names.get(column).map_or("", String::as_str);
        let place = if header { Place::Name } else { Place::Text { name, field: "" } };
        match replace(&place, &cell) {
            Some(replaced) if quoted => {
                new.push('"');
                new.push_str(&replaced.replace('"', "\"\""));
                new.push_str(&raw[1 + inner.len()..]);
            }
            Some(replaced) => new.push_str(&replaced),
            None => new.push_str(raw),
        }
        rest = &rest[raw.len()..];
        if header {
            names.push(cell);
        }
        column += 1;
        // Text between a closing quote and the next cell belongs to no cell.
        let Some(sign) = rest.chars().next() else { break };
        new.push(sign);
        rest = &rest[sign.len_utf8()..];
        if sign == '\r' && rest.starts_with('\n') {
            new.push('\n');
            rest = &rest[1..];
        }
        if sign != delimiter {
            (header, column) = (false, 0);
        }
    }
    new
}

fn bare(rest: &str, delimiter: char) -> &str {
    &rest[..rest.find([delimiter, '\n', '\r']).unwrap_or(rest.len())]
}

/// A cell with its quotes.
fn in_quotes(rest: &str) -> &str {
    let mut at = 1;
    while let Some(quote) = rest[at..].find('"') {
        at += quote + 1;
        if !rest[at..].starts_with('"') {
            return &rest[..at];
        }
        at += 1;
    }
    rest
}
