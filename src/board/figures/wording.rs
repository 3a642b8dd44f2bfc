//! The words of a text without its formatting. All measures of texts use these.

use std::borrow::Cow;

use foldhash::HashSet;

/// Maximum length of a macro, tag or icon between its brackets, in bytes.
const TAG: usize = 60;

/// Characters that open a macro, a tag, an icon or an emoji.
const OPENING: [char; 5] = ['{', '<', '(', '[', ':'];

/// Bracketed texts that stand for a picture: ticked boxes in Markdown (`[x]`) and icons of Jira's wiki markup
/// (`(x)`, `(*g)`). Those without letters, `[ ]` and `(/)`, contain no words anyway.
const ICONS: &[&str] = &["x", "v", "y", "n", "i", "on", "off", "*r", "*g", "*b", "*y", "flag", "flagoff"];

/// Separator between the words of a line: sorts before any character of a word.
const GAP: char = '\0';

/// One line of a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its words in lower case, without punctuation and formatting, separated by [`GAP`]. Lines that begin
    /// with the same words are adjacent when sorted by this text.
    pub(crate) text: String,
    /// The break before each word.
    pub(crate) breaks: Vec<Break>,
}

impl Line {
    /// Its words.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.text.split(GAP)
    }

    /// Number of letters in its words.
    pub(crate) fn size(&self) -> usize {
        self.text.chars().filter(|letter| *letter != GAP).count()
    }
}

/// Whether the words of the line text `longer` begin with those of `shorter`.
pub(crate) fn goes_on(longer: &str, shorter: &str) -> bool {
    longer.strip_prefix(shorter).is_some_and(|rest| rest.is_empty() || rest.starts_with(GAP))
}

/// What separates a word from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Break {
    /// Nothing.
    None,
    /// The end of a sentence, a bracket, a dash.
    Clause,
    /// The end of a line.
    Line,
}

/// The lines of `text` that have any words. In scripts without blanks, each character is a word.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let mut numbers = HashSet::default();
    let lines = text.lines().map(|line| read(&plain(without_number(line, &mut numbers))));
    lines.filter(|line| !line.breaks.is_empty()).collect()
}

/// `line` without its number in a numbered list: 1, or the successor of an earlier number. Any other number
/// at the start of a line is text, such as a date.
fn without_number<'t>(line: &'t str, numbers: &mut HashSet<u32>) -> &'t str {
    let trimmed = line.trim_start();
    let bare = trimmed.strip_prefix('(').unwrap_or(trimmed);
    let digits = bare.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let (number, rest) = bare.split_at(digits);
    let rest = rest.strip_prefix(['.', ')']).filter(|rest| rest.starts_with(char::is_whitespace));
    let (Ok(number), Some(rest)) = (number.parse::<u32>(), rest) else { return line };
    if number != 1 && !numbers.contains(&number.wrapping_sub(1)) {
        return line;
    }
    numbers.insert(number);
    rest
}

fn read(plain: &str) -> Line {
    let mut line = Line { text: String::with_capacity(plain.len()), breaks: Vec::new() };
    let mut end = 0;
    each_word(plain, |word| {
        // `word` is a slice of `plain`.
        let start = word.as_ptr().addr() - plain.as_ptr().addr();
        if line.breaks.is_empty() {
            line.breaks.push(Break::Line);
        } else {
            line.breaks.push(parted(&plain[end..start]));
            line.text.push(GAP);
        }
        push_lowercase(&mut line.text, word);
        end = start + word.len();
    });
    line
}

/// Appends `word` in lower case to `text`.
fn push_lowercase(text: &mut String, word: &str) {
    if !word.is_ascii() {
        text.push_str(&word.to_lowercase());
        return;
    }
    let from = text.len();
    text.push_str(word);
    text[from..].make_ascii_lowercase();
}

/// The kind of break that the text `between` two words makes. A point or hyphen inside a number or word is
/// none.
fn parted(between: &str) -> Break {
    let blank = between.contains(char::is_whitespace);
    let parts = |c| match c {
        '(' | ')' | '[' | ']' | '–' | '—' | '。' | '！' | '？' | '；' | '（' | '）' => true,
        '.' | '!' | '?' | ';' | '-' => blank,
        _ => false,
    };
    if between.contains(parts) { Break::Clause } else { Break::None }
}

/// `line` without formatting: macros in braces, tags, icons, emoji, heading marks.
fn plain(line: &str) -> Cow<'_, str> {
    let line = line.trim_start();
    let mut rest = match line.as_bytes() {
        [b'h', b'1'..=b'6', b'.', ..] => &line[3..],
        _ => line,
    };
    if !rest.contains(OPENING) {
        return Cow::Borrowed(rest);
    }
    let mut plain = String::with_capacity(rest.len());
    while let Some(open) = rest.find(OPENING) {
        let (before, opened) = rest.split_at(open);
        let (bracket, inner) = opened.split_at(1);
        let (close, kept, formats): (u8, &str, fn(&str) -> bool) = match bracket {
            "{" => (b'}', " ", is_tag),
            "<" => (b'>', " ", is_tag),
            "(" => (b')', bracket, is_icon),
            "[" => (b']', bracket, is_icon),
            _ => (b':', bracket, is_emoji),
        };
        // A bracket directly after a word is part of the text: `f(x)`, `10:30:45`.
        let is_apart = kept == " " || !before.ends_with(char::is_alphanumeric);
        plain.push_str(before);
        plain.push_str(kept);
        // Bounded by `TAG`: a text may contain any number of unclosed brackets.
        rest = match inner.bytes().take(TAG).position(|byte| byte == close) {
            Some(end) if is_apart && formats(&inner[..end]) => &inner[end + 1..],
            _ => inner,
        };
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// Whether a text in braces or angle brackets is a macro or a tag: a short word with settings. Anything else
/// is text.
fn is_tag(inner: &str) -> bool {
    inner.starts_with(|c: char| c.is_ascii_lowercase() || c == '/') && !inner.contains(' ')
}

/// Whether a text in brackets is an icon or a ticked box.
fn is_icon(inner: &str) -> bool {
    ICONS.iter().any(|icon| inner.eq_ignore_ascii_case(icon))
}

/// Whether a text between colons is the name of an emoji: `:white_check_mark:`.
fn is_emoji(inner: &str) -> bool {
    let names = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '+' | '-');
    !inner.is_empty() && inner.chars().all(names)
}

/// Calls `each` with each word of a text; in scripts without blanks, with each character.
fn each_word<'t>(text: &'t str, mut each: impl FnMut(&'t str)) {
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let unspaced = |c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
        if word.is_ascii() || !word.contains(unspaced) {
            each(word);
        } else {
            word.char_indices().for_each(|(at, c)| each(&word[at..at + c.len_utf8()]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Vec<String>> {
        super::lines(text).iter().map(|line| line.words().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn what_only_formats_is_no_word() {
        assert_eq!(lines("h3. Pays by card\n* *refund*\n\n"), lines("### pays by card\n\n- Refund."));
        assert_eq!(lines("pays {color:red}now{color}"), lines("pays <b>now</b>"));
    }

    #[test]
    fn braces_may_hold_text() {
        assert_eq!(lines("a {see the list of all} b"), [["a", "see", "the", "list", "of", "all", "b"]]);
        assert_eq!(lines("a < b"), [["a", "b"]]);
    }

    #[test]
    fn ticks_icons_and_emoji_are_no_words() {
        for ticked in [
            "- [ ] pays\n- [ ] leaves",
            "- [x] pays\n* [X] leaves",
            "1. [x] pays\n2. [v] leaves",
            "* (x) pays\n* (/) leaves",
            "* (/) pays\n* (on) leaves",
            "# pays (off)\n# leaves (*g)",
            "☑ pays\n✅ leaves",
            "* -pays-\n* ~~leaves~~",
            ":white_check_mark: pays\n:x: leaves",
            "* pays :+1:\n* leaves :heavy_check_mark:",
        ] {
            assert_eq!(lines(ticked), lines("- pays\n- leaves"), "{ticked}");
        }
    }

    #[test]
    fn brackets_and_colons_may_hold_text() {
        for (text, words) in [
            ("solve f(x)", vec!["solve", "f", "x"]),
            ("pays (on time)", vec!["pays", "on", "time"]),
            ("x pays", vec!["x", "pays"]),
            ("opens 10:30:45", vec!["opens", "10", "30", "45"]),
            ("either: now: later", vec!["either", "now", "later"]),
            ("(x [x {x :x", vec!["x", "x", "x", "x"]),
        ] {
            assert_eq!(lines(text), [words], "{text}");
        }
    }

    #[test]
    fn scripts_without_blanks_have_their_characters_as_words() {
        assert_eq!(lines("用户 OK"), [["用", "户", "ok"]]);
    }

    #[test]
    fn the_numbers_of_a_list_are_no_words() {
        let bullets = lines("- pays\n- leaves\n- returns");
        assert_eq!(lines("1. pays\n2. leaves\n3. returns"), bullets);
        assert_eq!(lines("1) pays\n1) leaves\n1) returns"), bullets);
        assert_eq!(lines("(1) pays\n(2) leaves\n(3) returns"), bullets);
        assert_eq!(lines("1. pays\n2. leaves\n1. returns"), bullets);
        assert_eq!(lines("3. March"), [["3", "march"]]);
        assert_eq!(lines("1.5 litres"), [["1", "5", "litres"]]);
        assert_eq!(lines("10 guests"), [["10", "guests"]]);
    }

    #[test]
    fn sentences_and_brackets_part_words() {
        let breaks = |text: &str| super::lines(text).swap_remove(0).breaks;
        let (none, clause, line) = (Break::None, Break::Clause, Break::Line);
        assert_eq!(breaks("Pay at once. Leave"), [line, none, none, clause]);
        assert_eq!(breaks("pay (by card) now"), [line, clause, none, clause]);
        assert_eq!(breaks("mock-up v1.5, done"), [line, none, none, none, none]);
    }
}
