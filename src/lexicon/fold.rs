//! Normalises names for comparison: without case, accents, emoji, decoration and punctuation.
//!
//! The build script folds the word lists with the same code, so this file uses nothing else of the crate.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Endings in brackets that only show gender, case or number: `Terminé(e)`, `Atualizado(a)`, `Etiqueta(s)`.
const ENDINGS: &[&str] = &["a", "as", "e", "en", "er", "es", "in", "n", "ne", "o", "os", "r", "s", "te"];

/// Characters that begin a removable number or ending.
const OPENING: [char; 5] = ['(', '[', '（', '【', '/'];
/// Characters that end a number or an ending in brackets.
const CLOSING: [char; 4] = [')', ']', '）', '】'];
/// Characters at which the search for the end of a bracket stops: a closing bracket or the next opening one.
const BRACKETS: [char; 8] = ['(', '[', '（', '【', ')', ']', '）', '】'];

fn is_cyrillic(letter: char) -> bool {
    ('\u{400}'..'\u{530}').contains(&letter)
}

/// The key of `name` in the word lists: its [`words`] without spaces, so that `InProgress`, `in-progress` and
/// `✔ In Progress` have the same key. Empty if the name has neither letters nor digits.
pub(super) fn key(name: &str) -> String {
    if let Some(letters) = plain_letters(name) {
        return letters.map(char::from).collect();
    }
    let mut key = words(name);
    key.retain(|letter| letter != ' ');
    key
}

/// Fast path for [`key`], for most names: plain ASCII with nothing to remove but spaces and punctuation.
pub(super) fn plain_letters(name: &str) -> Option<impl Iterator<Item = u8> + Clone> {
    let first = name.bytes().find(u8::is_ascii_alphanumeric).unwrap_or_default();
    let is_plain = name.is_ascii() && !first.is_ascii_digit() && !name.contains(OPENING);
    is_plain.then(|| name.bytes().filter(u8::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()))
}

/// The words of `name`, separated by single spaces. Removes accents, emoji, punctuation, leading numbers (`3.
/// Done`), numbers in brackets (`Doing [5]`) and endings in brackets (`Terminé(e)`).
pub(super) fn words(name: &str) -> String {
    let name = without_brackets(name);
    let mut words = String::with_capacity(name.len());
    let mut add = |letter: char| {
        if letter.is_alphanumeric() && !('\u{1F000}'..'\u{20000}').contains(&letter) {
            words.push(letter);
        } else if !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
    };
    if name.is_ascii() {
        name.bytes().for_each(|letter| add(char::from(letter.to_ascii_lowercase())));
    } else {
        letters(&name).into_iter().for_each(add);
    }
    words.truncate(words.trim_end().len());
    let without_numbers = words.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ' ');
    let numbers = words.len() - without_numbers.len();
    // Digits at the beginning of a word are part of it: `2fa`.
    let numbers = words[..numbers].rfind(' ').map_or(0, |space| space + 1);
    if !without_numbers.is_empty() {
        words.drain(..numbers);
    }
    if words.contains(is_cyrillic) {
        words = words.split(' ').map(in_one_script).collect::<Vec<_>>().join(" ");
    }
    words
}

/// The characters of `text` in lower case and without accents.
fn letters(text: &str) -> Vec<char> {
    let lower = text.to_lowercase();
    let bare = lower.nfkd().filter(|letter| !('\u{300}'..='\u{36F}').contains(letter));
    // Composed again, so that a Korean syllable or a voiced Japanese character is one letter.
    let mut letters = Vec::new();
    for letter in bare.nfc().flat_map(char::to_lowercase) {
        match letter {
            'ß' => letters.extend(['s', 's']),
            'æ' => letters.extend(['a', 'e']),
            'œ' => letters.extend(['o', 'e']),
            'þ' => letters.extend(['t', 'h']),
            'ø' => letters.push('o'),
            'ł' => letters.push('l'),
            'đ' | 'ð' => letters.push('d'),
            'ı' => letters.push('i'),
            letter => letters.push(letter),
        }
    }
    letters
}

/// `text` without numbers and endings in brackets, and without endings after a slash (`Cerrado/a`).
fn without_brackets(text: &str) -> Cow<'_, str> {
    if !text.contains(OPENING) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(OPENING) {
        let (before, opened) = rest.split_at(at);
        kept.push_str(before);
        let mut letters = opened.chars();
        let slash = letters.next() == Some('/');
        let inner = letters.as_str();
        // Stops at the next bracket, so that the running time stays linear.
        let end = if slash { inner.find(|c: char| !c.is_alphanumeric()) } else { inner.find(BRACKETS) };
        let (inside, after) = inner.split_at(end.unwrap_or(inner.len()));
        let is_nested = !slash && after.starts_with(OPENING);
        let attached = before.chars().rev().take_while(|c| c.is_alphabetic()).count() > 2;
        let ending = attached && ENDINGS.contains(&inside.to_lowercase().as_str()) && (!slash || inside.len() == 1);
        let number = !slash && !inside.contains(char::is_alphabetic);
        if (ending || number) && !is_nested {
            rest = if slash { after } else { after.trim_start_matches(CLOSING) };
            // The text after it is a separate word.
            kept.push(' ');
        } else {
            kept.push(' ');
            rest = inner;
        }
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

/// Replaces Latin letters in a Cyrillic word by the Cyrillic letters that look the same.
fn in_one_script(word: &str) -> Cow<'_, str> {
    if !(word.contains(is_cyrillic) && word.contains(|letter: char| letter.is_ascii_alphabetic())) {
        return Cow::Borrowed(word);
    }
    let alike = |letter| match letter {
        'a' => 'а',
        'c' => 'с',
        'e' => 'е',
        'i' => 'і',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        'x' => 'х',
        'y' => 'у',
        other => other,
    };
    word.chars().map(alike).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_decorate_names_with_is_dropped() {
        for (name, plain) in [
            ("Done 🎉", "done"),
            ("✔ DONE", "done"),
            ("✅ Done!", "done"),
            ("3. In Progress", "in progress"),
            ("1️⃣ To do", "to do"),
            ("Doing [5]", "doing"),
            ("Doing (3/5)", "doing"),
            ("À faire", "a faire"),
            ("Terminé(e)", "termine"),
            ("Cerrado/a", "cerrado"),
            ("Testing/Review", "testing review"),
            ("Done (QA)", "done qa"),
            ("Done(QA)", "done qa"),
            ("Übergröße", "ubergrosse"),
            ("İptal", "iptal"),
            ("ZAMKNIĘTE", "zamkniete"),
            ("Żółw Łódź", "zolw lodz"),
            ("Обновленo", "обновлено"),
            ("Приёмка", "приемка"),
            ("ﾊﾞｸﾞ", "バグ"),
            ("할 일", "할 일"),
            ("ＤＯＮＥ", "done"),
            ("🅰 team", "team"),
            ("2026", "2026"),
            ("🎉", ""),
        ] {
            assert_eq!(words(name), plain, "{name}");
        }
    }

    #[test]
    fn spaces_and_hyphens_make_no_difference() {
        assert_eq!(key("InProgress"), key("in-progress"));
        assert_eq!(key("Sub_Task"), key("subtask"));
        assert_ne!(key("done"), key("undone"));
        for name in ["In Progress", " Won't do ", "3. Done", "#1 Bug", "Doing [5]", "R2-D2", "- ", "", "12", "À faire"]
        {
            assert_eq!(key(name), words(name).replace(' ', ""), "{name}");
        }
    }

    #[test]
    fn brackets_that_nothing_closes_are_read() {
        for (name, plain) in [
            ("(", ""),
            ("a(", "a"),
            ("[]", ""),
            ("()", ""),
            ("a()b", "a b"),
            ("（", ""),
            ("abc(e", "abc"),
            ("//", ""),
            ("abc/e/f", "abc f"),
            ("（】(", ""),
            ("((((x", "x"),
            ("Done (5", "done"),
            ("Doing ((5))", "doing"),
            ("Done (a [3])", "done a"),
            ("Terminé(e(s", "termine e s"),
        ] {
            assert_eq!(words(name), plain, "{name}");
        }
    }
}
