//! Exports without what is anybody's own: names, texts, addresses and ids are replaced; shape, times and relations stay.
//!
//! Files are gone through piece by piece rather than format by format: strings and numbers of JSON, attributes and texts of
//! XML, cells of CSV, strings and comments of TOML (`syntax`). A string is taken apart into words, numbers and what stands
//! between them (`text`). Each word has one replacement wherever it stands, of the same length and in the same case, made of
//! other letters (`dictionary`), so that equal things stay equal, texts change by as much as they did, and a key in a title
//! is still the key of its issue. What tools and the word lists of [`crate::lexicon`] know keeps its meaning (`known`).
//!
//! What a word becomes is drawn by chance from a seed: nothing of the word leads to it but its length.

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

/// A file as it is.
#[derive(Clone, Copy, Debug)]
pub struct Original<'f> {
    /// Only its ending matters: a `.toml` is a charter.
    pub name: &'f str,
    /// Its text in UTF-8; what is no UTF-8 is lost.
    pub bytes: &'f [u8],
}

/// Replaces what is in `files`, all of them by one dictionary: what is equal in two of them stays equal. A file in a syntax
/// that is not known here is none. `rule_words` are kept where a charter sets rules. `seed` decides what becomes of each word.
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

    /// What a file of each syntax begins with, and how it may be called.
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
