//! Exports without personal data: names, texts, addresses and ids are replaced; structure, times and
//! relations stay.
//!
//! Files are processed value by value, with little knowledge of their format: strings and numbers of JSON,
//! attributes and texts of XML, cells of CSV, strings and comments of TOML (`syntax`). A string is split into
//! words, numbers and what is between them (`text`). Each word has one replacement everywhere, of the same
//! length and case (`dictionary`). So equal words stay equal, texts change by as much as before, and a key in
//! a title is still the key of its issue. Names of tools and words of [`crate::lexicon`] stay (`known`).
//!
//! Replacements are drawn at random from a seed. They reveal nothing of a word but its length.

mod context;
mod dictionary;
mod known;
mod pattern;
mod seen;
mod syntax;
mod text;

use std::borrow::Cow;

use context::Place;
use dictionary::Dictionary;
use known::Known;
use seen::Seen;
use syntax::Syntax;

/// An original file.
#[derive(Clone, Copy, Debug)]
pub struct Original<'f> {
    /// Only its extension matters: a `.toml` is a charter.
    pub name: &'f str,
    /// Its text in UTF-8; invalid bytes are lost.
    pub bytes: &'f [u8],
}

/// Replaces the personal data in `files` with one dictionary for all of them, so that what is equal in two
/// files stays equal. The result of a file with unknown syntax is `None`. `rule_words` stay in the rule
/// settings of a charter. `seed` determines the replacements.
pub fn anonymise(
    files: &[Original<'_>],
    rule_words: impl IntoIterator<Item = &'static str>,
    seed: u64,
) -> Vec<Option<String>> {
    let known = Known::new(rule_words);
    let texts: Vec<_> = files.iter().map(|file| String::from_utf8_lossy(file.bytes)).collect();
    let syntaxes: Vec<_> = files.iter().zip(&texts).map(|(file, text)| Syntax::of(file.name, text)).collect();
    let mut seen = Seen::default();
    for (text, syntax) in texts.iter().zip(&syntaxes) {
        if let Some(syntax) = syntax {
            syntax.rewrite(text, &mut |place, value| {
                seen.look_at(place, value);
                None
            });
        }
    }
    let mut dictionary = Dictionary::new(seed, seen, &known);
    let mut replace = |place: &Place<'_>, value: &str| text::replaced(place, value, &known, &mut dictionary);
    let rewritten = |(text, syntax): (&Cow<'_, str>, &Option<Syntax>)| Some((*syntax)?.rewrite(text, &mut replace));
    texts.iter().zip(&syntaxes).map(rewritten).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Original, anonymise};

    /// The beginning of a file of each syntax, and a possible name.
    const BEGINNINGS: [(&str, &str); 5] = [
        ("a.json", "{\"issues\":["),
        ("a.xml", "<rss a='"),
        ("a.csv", "Summary,Issue key\n"),
        ("a.csv", "a;\"b\n"),
        ("a.toml", ""),
    ];

    fn rewritten(name: &str, text: &str) -> Option<String> {
        anonymise(&[Original { name, bytes: text.as_bytes() }], [], 7).swap_remove(0)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn whatever_stands_in_a_file_is_gone_through(text in "[\\PC\n\r\"'{}\\[\\]<>&;:=,#!/0-9a-zA-Zäж用\\\\-]{0,300}") {
            for (name, begin) in BEGINNINGS {
                let text = format!("{begin}{text}");
                let Some(new) = rewritten(name, &text) else { continue };
                prop_assert_eq!(rewritten(name, &text), Some(new));
            }
        }

        #[test]
        fn equal_words_become_equal_words(word in "[a-z]{4,12}") {
            let title = format!("{word} {} x{word}x {word}", word.to_uppercase());
            let document = serde_json::json!({"issues": [{"summary": title, "author": word}]});
            let new = rewritten("a.json", &document.to_string()).expect("JSON is rewritten");
            let new: serde_json::Value = serde_json::from_str(&new).expect("JSON");
            let issue = &new["issues"][0];
            let words: Vec<_> = issue["summary"].as_str().expect("a title").split(' ').collect();
            prop_assert_eq!(words[0], words[3]);
            prop_assert_eq!(words[1], words[0].to_uppercase());
            prop_assert_eq!(words[0].chars().count(), word.len());
        }
    }
}
