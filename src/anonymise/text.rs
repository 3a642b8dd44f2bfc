//! The replacement of a value.

use super::context::Place;
use super::dictionary::Dictionary;
use super::known::Known;
use super::pattern::{addresses, custom_field, is_instant, is_number, kept, personal, random_ids, words};
use super::seen::{LONG, SHORT};

/// Keys whose values are one of the tool's own types or states, in one word.
const SORTS: &[&str] = &[
    "type",
    "fieldtype",
    "state",
    "accountType",
    "memberType",
    "permissionLevel",
    "color",
    "colorName",
    "items",
    "system",
    "style",
];

/// The replacement of `value`; `None` if it stays.
pub(super) fn replaced(
    place: &Place<'_>,
    value: &str,
    known: &Known,
    dictionary: &mut Dictionary<'_>,
) -> Option<String> {
    let text = value.trim();
    if text.is_empty() || known.is_tools(text) && !matches!(place, Place::Text { name, .. } if is_persons(name)) {
        return None;
    }
    match place {
        Place::Number { .. } => return number(place, value, dictionary),
        Place::RuleSetting if known.is_rule_word(text) => return None,
        // A name that does not occur as a value comes from the format, not from a person.
        Place::Name if custom_field(text).is_some() => {}
        Place::Name if is_identifier(text) && !dictionary.is_value(text) => return None,
        Place::Text { name, .. } if SORTS.contains(name) && is_identifier(text) => return None,
        Place::Text { .. } if is_number(text) => return number(place, value, dictionary),
        _ if is_instant(text) => return None,
        _ => {}
    }
    // Names repeat thousands of times in exports, so short values are cached.
    if value.len() >= LONG {
        return Some(rewritten(value, known, dictionary));
    }
    if let Some(new) = dictionary.text(value) {
        return Some(new);
    }
    let new = rewritten(value, known, dictionary);
    dictionary.remember_text(value, &new);
    Some(new)
}

/// Whether people choose the values with this name. Then even a word of the tool is replaced.
fn is_persons(name: &str) -> bool {
    matches!(name, "name" | "displayName" | "fullName" | "username" | "summary" | "desc" | "text" | "body" | "goal")
}

fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$' | '@'))
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':'))
}

/// The replacement of a number, with or without quotes: an id, a time, an amount.
fn number(place: &Place<'_>, value: &str, dictionary: &mut Dictionary<'_>) -> Option<String> {
    /// Numbers with at most this many decimals are not personal.
    const DECIMALS: usize = 2;
    let text = value.trim();
    if place.is_duration() || place.is_order() || text.parse() == Ok(i64::MAX) {
        return None;
    }
    // Milliseconds since 1970, or seconds. Many other numbers look like seconds, so the name must fit.
    let is_instant = text.len() == 13 || (text.len() == 10 && place.is_instant());
    if is_instant && text.starts_with(['1', '2']) {
        return dictionary.id(text);
    }
    let unsigned = text.trim_start_matches('-');
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    if !whole.bytes().chain(decimals.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (few, more) = decimals.split_at(decimals.len().min(DECIMALS));
    let long = !more.is_empty() && whole.len() + decimals.len() > SHORT;
    let more = if long { dictionary.digits(more) } else { more.to_owned() };
    let begin = &text[..text.len() - unsigned.len()];
    let point = if unsigned.len() > whole.len() { "." } else { "" };
    Some([begin, &digits(whole, false, dictionary), point, few, &more].concat())
}

/// `text` with its words and long numbers replaced.
fn rewritten(text: &str, known: &Known, dictionary: &mut Dictionary<'_>) -> String {
    let (mut kept, mut personal) = (kept(text).into_iter().peekable(), personal(text).into_iter().peekable());
    let (mut random, mut addresses) = (random_ids(text).into_iter().peekable(), addresses(text).into_iter().peekable());
    let all: Vec<&str> = words(text).collect();
    let keeps = dictionary.known_among(&all);
    let mut new = String::with_capacity(text.len());
    let mut end = 0;
    for (word, keep) in all.iter().zip(keeps) {
        // `word` is a slice of `text`, so the addresses give its position.
        let start = word.as_ptr().addr() - text.as_ptr().addr();
        let stop = start + word.len();
        if start < end {
            // It belongs to an id that was already replaced.
            continue;
        }
        new.push_str(&text[end..start]);
        while random.next_if(|span| span.1 <= start).is_some() {}
        if let Some((_, whole)) = random.next_if(|span| span.0 == start) {
            new.push_str(&dictionary.mixed(&text[start..whole]));
            end = whole;
            continue;
        }
        end = stop;
        while kept.next_if(|span| span.1 <= start).is_some() {}
        while personal.next_if(|span| span.1 <= start).is_some() {}
        while addresses.next_if(|span| span.1 <= start).is_some() {}
        let is_kept = kept.peek().is_some_and(|span| span.0 <= start && stop <= span.1);
        let is_personal = personal.peek().is_some_and(|span| span.0 <= start && stop <= span.1);
        let names = text[stop..].starts_with('=') || text[stop..].starts_with("\":");
        let is_of_address = addresses.peek().is_some_and(|span| span.0 <= start);
        if is_kept || keep || (names && known.is_tools(word)) {
            new.push_str(word);
        } else if is_of_address && word.len() == 1 {
            new.push_str(&dictionary.mixed(word));
        } else {
            new.push_str(&replacement(word, is_personal, known, dictionary));
        }
    }
    new.push_str(&text[end..]);
    new
}

fn replacement(word: &str, is_personal: bool, known: &Known, dictionary: &mut Dictionary<'_>) -> String {
    let is_digit = |c: char| c.is_ascii_digit();
    if word.chars().all(is_digit) {
        return digits(word, is_personal, dictionary);
    }
    if !word.contains(char::is_numeric) {
        // A single letter is not a name.
        return if word.len() == 1 { word.to_owned() } else { dictionary.word(word) };
    }
    if dictionary.is_project(word) {
        return dictionary.mixed(word);
    }
    // A word with a number at its end: "S12", "JIRAUSER10202", "anna2".
    let at = word.find(is_digit).unwrap_or_default();
    let (letters, number) = word.split_at(at);
    if at > 0 && number.chars().all(is_digit) && (letters.len() > 3 || number.len() <= SHORT) {
        let letters =
            if known.is_word(letters) { letters.to_owned() } else { replacement(letters, false, known, dictionary) };
        return letters + &digits(number, false, dictionary);
    }
    dictionary.mixed(word)
}

/// The replacement of a number in a text. A number of seconds that is a whole number of minutes is not an id.
fn digits(digits: &str, is_personal: bool, dictionary: &mut Dictionary<'_>) -> String {
    const MOST_SECONDS: usize = 7;
    if is_personal {
        return dictionary.digits(digits);
    }
    if digits.len() <= SHORT {
        return digits.to_owned();
    }
    let minutes = digits.len() <= MOST_SECONDS && digits.parse::<u64>().is_ok_and(|number| number % 60 == 0);
    dictionary.id(digits).unwrap_or_else(|| if minutes { digits.to_owned() } else { dictionary.digits(digits) })
}
