//! TOML of a charter: keys, strings and comments.

use crate::anonymise::context::{Place, Replace};

/// The `text` of a charter with its personal data replaced.
pub(super) fn rewrite(text: &str, replace: &mut Replace<'_>) -> String {
    let (new, section, key) = (String::with_capacity(text.len()), String::new(), String::new());
    let mut writer = Writer { new, section, key, depth: 0, in_header: false, replace };
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '#' => writer.comment(rest),
            '"' | '\'' => writer.string(rest, first),
            '[' if writer.is_at_header() => writer.header(rest),
            letter if letter.is_alphanumeric() || matches!(letter, '_' | '-') => writer.word(rest),
            _ => writer.sign(first),
        };
        rest = &rest[length..];
    }
    writer.new
}

/// The output, and the current position in the charter. Each method takes the `rest` of the text that begins
/// with its part, and returns the number of bytes that it has written.
struct Writer<'w, 'r> {
    new: String,
    /// The first name of the table.
    section: String,
    key: String,
    /// Number of open lists.
    depth: usize,
    in_header: bool,
    replace: &'w mut Replace<'r>,
}

impl Writer<'_, '_> {
    /// Whether a bracket begins a header: it is the first character of its line, and no list is open.
    fn is_at_header(&self) -> bool {
        let before = self.new.trim_end_matches([' ', '\t']);
        self.depth == 0 && (before.is_empty() || before.ends_with('\n'))
    }

    fn sign(&mut self, sign: char) -> usize {
        match sign {
            '[' => self.depth += 1,
            ']' => self.depth = self.depth.saturating_sub(1),
            '\n' => self.in_header = false,
            _ => {}
        }
        self.new.push(sign);
        sign.len_utf8()
    }

    fn comment(&mut self, rest: &str) -> usize {
        let comment = &rest[1..rest.find('\n').unwrap_or(rest.len())];
        self.new.push('#');
        // The schema line for editors is not a remark.
        let replaced = if comment.starts_with(":schema") { None } else { (self.replace)(&Place::Comment, comment) };
        self.new.push_str(&replaced.unwrap_or_else(|| comment.to_owned()));
        1 + comment.len()
    }

    fn string(&mut self, rest: &str, quote: char) -> usize {
        let (open, close) = quotes(rest, quote);
        let raw = &rest[open..rest.len().min(close)];
        let behind = rest.get(close + open..).unwrap_or_default().trim_start_matches(' ');
        let names = self.in_header || behind.starts_with('=') || behind.starts_with('.');
        let text = if quote == '"' { raw.replace("\\\"", "\"").replace("\\\\", "\\") } else { raw.to_owned() };
        let place = match self.section.as_str() {
            "aliases" if names => Place::Text { name: "name", field: "" },
            _ if names => Place::Name,
            "rules" => Place::RuleSetting,
            _ => Place::Text { name: kept(&self.key), field: "" },
        };
        self.new.push_str(&rest[..open]);
        match (self.replace)(&place, &text) {
            Some(replaced) if quote == '"' => {
                self.new.push_str(&replaced.replace('\\', "\\\\").replace('"', "\\\""));
            }
            Some(replaced) => self.new.push_str(&replaced),
            None => self.new.push_str(raw),
        }
        let end = rest.len().min(close + open);
        self.new.push_str(&rest[rest.len().min(close)..end]);
        end
    }

    /// Writes the brackets of a header. Its names follow.
    fn header(&mut self, rest: &str) -> usize {
        let header = &rest[..rest.find('\n').unwrap_or(rest.len())];
        self.section = header.trim_matches(['[', ']', ' ', '\r']).split('.').next().unwrap_or_default().to_owned();
        let brackets = header.len() - header.trim_start_matches('[').len();
        self.new.push_str(&header[..brackets]);
        self.in_header = true;
        brackets
    }

    /// A key without quotes, a number, a date or a boolean.
    fn word(&mut self, rest: &str) -> usize {
        let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':')));
        let word = &rest[..end.unwrap_or(rest.len())];
        let is_key = rest[word.len()..].trim_start_matches(' ').starts_with('=');
        let named = Place::Text { name: "name", field: "" };
        let replaced = (is_key && self.section == "aliases").then(|| (self.replace)(&named, word)).flatten();
        if is_key {
            word.clone_into(&mut self.key);
        }
        self.new.push_str(&replaced.unwrap_or_else(|| word.to_owned()));
        word.len()
    }
}

/// The length of the opening quotes, and the position of the closing ones.
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

/// The key that is passed on for a string. Words of boardlint's own are passed on as `type`, so that they
/// stay.
fn kept(key: &str) -> &str {
    match key {
        "rule" | "level" | "profile" | "fail-on" | "date-order" | "timezone" => "type",
        key => key,
    }
}
