//! Parts of a text that are not words: times, ranks, tags, names from tools.

use std::sync::OnceLock;

use regex::Regex;

use crate::lexicon;

/// Spans that stay unchanged.
const KEPT: &str = concat!(
    // 2026-03-02T09:00:00.000+0000, 2026-03-02 09:00, 2026-03-02
    r"\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?(?:\b|Z)",
    // 0|i0007z:
    r"|\b\d\|[0-9a-z]*:[0-9a-z]*",
    r"|\bAO_[0-9A-F]{6}_\w+",
    r"|\bcom\.(?:atlassian|pyxis)\.[\w.]*(?::[\w-]+)?",
    // An HTML tag without its attributes. Anything else after `<` may be an address or a name, which may
    // begin with a capital letter. So elements that are also first names are not listed.
    r"|</?(?:a|abbr|b|big|blockquote|body|br|button|center|cite|code|col|colgroup|dd|del|div|dl|dt|em|embed|font|footer",
    r"|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|meta|object|ol|option|p|param|pre|q|s",
    r"|samp|script|section|select|small|span|strike|strong|style|sub|sup|table|tbody|td|textarea|tfoot|th|thead|title",
    r"|tr|tt|u|ul|var|video|A|B|BR|DIV|FONT|HR|I|IMG|LI|OL|P|SPAN|TABLE|TBODY|TD|TH|TR|U|UL)[\s/>]",
    // An entity of HTML.
    r"|[&\x{F0FFF}](?:amp|lt|gt|quot|apos|nbsp|ensp|emsp|thinsp|shy|zwj|zwnj|lrm|rlm|ndash|mdash|hellip|bull|middot",
    r"|lsquo|rsquo|sbquo|ldquo|rdquo|bdquo|lsaquo|rsaquo|laquo|raquo|iexcl|iquest|sect|para|deg|micro|copy|reg|trade",
    r"|cent|pound|yen|euro|curren|times|divide|plusmn|minus|not|ne|le|ge|infin|larr|uarr|rarr|darr|harr|dagger|permil",
    r"|sup[123]|frac(?:12|14|34)|ord[fm]|macr|acute|cedil|uml|szlig|(?:AE|ae|OE|oe)lig|ETH|eth|THORN|thorn",
    r"|[ACEINOSUYZaceinosuyz](?:grave|acute|circ|tilde|uml|ring|slash|cedil|caron));",
    // The markup of a heading.
    r"|\bh[1-6]\.",
    r"|\bGMT[+-]\d\d:\d\d",
);

/// Dates with the name of a month, and time zones.
const NAMED: &str = concat!(
    r"(?P<month>\b\d{1,2}[ ./-]+(?P<a>[^\W\d_]{3,12})[ ./,-]+(?:\d{4}|\d\d)\b|\b(?P<b>[^\W\d_]{3,12})[ .]+\d{1,2},? (?:\d\d:\d\d:\d\d \S{3,6} )?\d{4}\b)",
    r"|(?P<zone>\b[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_-]+)+)",
);

/// Numbers that identify a person: IP addresses, telephone numbers with or without area code, card and
/// insurance numbers.
const PERSONAL: &str = concat!(
    r"\b\d{1,3}(?:\.\d{1,3}){3}\b|[+0(]\d[\d ()/-]{5,}\d|\b\d{3}[ -]\d{3}[ -]\d{4}\b|\b\d{3}-\d{4}\b",
    r"|\b\d{4}(?:[ -]\d{4}){3}\b|\b\d{3}-\d\d-\d{4}\b",
);

/// E-mail addresses.
const ADDRESS: &str = r"[\w.+-]+@[\w.-]+";

/// Random ids (UUIDs).
const RANDOM: &str = r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b";

fn regex<'r>(cell: &'r OnceLock<Option<Regex>>, text: &str) -> Option<&'r Regex> {
    cell.get_or_init(|| Regex::new(text).ok()).as_ref()
}

fn spans(cell: &OnceLock<Option<Regex>>, pattern: &str, text: &str) -> Vec<(usize, usize)> {
    regex(cell, pattern)
        .into_iter()
        .flat_map(|any| any.find_iter(text))
        .map(|found| (found.start(), found.end()))
        .collect()
}

/// The spans of `text` that stay unchanged, in order.
pub(super) fn kept(text: &str) -> Vec<(usize, usize)> {
    static ANY: OnceLock<Option<Regex>> = OnceLock::new();
    static DAYS: OnceLock<Option<Regex>> = OnceLock::new();
    let mut spans = spans(&ANY, KEPT, text);
    for found in regex(&DAYS, NAMED).into_iter().flat_map(|days| days.captures_iter(text)) {
        let month =
            found.name("a").or_else(|| found.name("b")).is_some_and(|word| lexicon::month(word.as_str()).is_some());
        let zone = found.name("zone").is_some_and(|name| jiff::tz::TimeZone::get(name.as_str()).is_ok());
        if let Some(whole) = found.get(0).filter(|_| month || zone) {
            spans.push((whole.start(), whole.end()));
        }
    }
    spans.sort_unstable();
    spans
}

/// The spans of `text` in which each digit must be replaced.
pub(super) fn personal(text: &str) -> Vec<(usize, usize)> {
    static ANY: OnceLock<Option<Regex>> = OnceLock::new();
    spans(&ANY, PERSONAL, text)
}

/// The e-mail addresses in `text`.
pub(super) fn addresses(text: &str) -> Vec<(usize, usize)> {
    static ANY: OnceLock<Option<Regex>> = OnceLock::new();
    if text.contains('@') { spans(&ANY, ADDRESS, text) } else { Vec::new() }
}

/// The ids in `text` that are replaced as a whole.
pub(super) fn random_ids(text: &str) -> Vec<(usize, usize)> {
    static ANY: OnceLock<Option<Regex>> = OnceLock::new();
    spans(&ANY, RANDOM, text)
}

/// Length of an id that begins with its time of creation: ids of Trello, and of some Jira accounts.
const DATED: usize = 24;

/// Whether it is an id that begins with its time of creation.
pub(super) fn is_dated_id(text: &str) -> bool {
    text.len() == DATED && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The number in `customfield_10019`.
pub(super) fn custom_field(text: &str) -> Option<&str> {
    text.strip_prefix("customfield_").filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The project key in an issue key, if it contains a digit: `K5` in `K5-12`.
pub(super) fn project_with_digit(key: &str) -> Option<&str> {
    let (project, number) = key.rsplit_once('-')?;
    let is_key = project.starts_with(|c: char| c.is_ascii_uppercase())
        && project.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_key && project.contains(|c: char| c.is_ascii_digit())).then_some(project)
}

/// Whether the whole text is a number: `5`, `-3.5`, `1e3`.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'e' | b'E' | b'+' | b'-'))
        && text.parse::<f64>().is_ok()
}

/// The forms of timestamps and days in exports; `0` is any digit.
const INSTANTS: &[&str] =
    &["0000-00-00T00:00:00.000+0000", "0000-00-00T00:00:00.000-0000", "0000-00-00T00:00:00.000Z", "0000-00-00"];

/// Whether the whole text is a timestamp or a day. As a whole it also belongs to the [`kept`] spans.
pub(super) fn is_instant(text: &str) -> bool {
    let fits = |(byte, shape): (u8, u8)| if shape == b'0' { byte.is_ascii_digit() } else { byte == shape };
    INSTANTS.iter().any(|shape| shape.len() == text.len() && text.bytes().zip(shape.bytes()).all(fits))
}

/// The characters of Chinese and Japanese, which have no spaces between words. Korean comes after them and
/// has spaces.
pub(super) const UNSPACED: std::ops::RangeInclusive<char> = '\u{2E80}'..='\u{9FFF}';

/// The words and numbers of `text`: runs of letters and digits. Each character of a script without spaces is
/// a word.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty()).flat_map(|run| {
        let mut parts = Vec::new();
        let mut start = 0;
        for (at, letter) in run.char_indices().filter(|(_, letter)| UNSPACED.contains(letter)) {
            parts.push(&run[start..at]);
            start = at + letter.len_utf8();
            parts.push(&run[at..start]);
        }
        parts.push(&run[start..]);
        parts.into_iter().filter(|part| !part.is_empty())
    })
}
