//! Finds people's names in texts: all names in one pass, and only as whole words.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use foldhash::HashMap;

use super::escapes;

/// Maximum length of a name that is found only in its exact case: `al` is a word in many languages.
const SHORT: usize = 3;

/// Names, each with its replacement.
pub(super) struct NamesInText {
    /// Finds the names in lower case; `None` if building it failed.
    automaton: Option<AhoCorasick>,
    /// The names in lower case, in the order of the automaton.
    names: Vec<Name>,
}

impl fmt::Debug for NamesInText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} names", self.names.len())
    }
}

/// All names with the same spelling in lower case.
#[derive(Default)]
struct Name {
    /// The replacement for any case; `None` if all of these names are short.
    any_case: Option<String>,
    /// Short names with their replacements, which need the exact case.
    as_written: Vec<(String, String)>,
}

impl NamesInText {
    /// `named` contains names and their replacements. If a name occurs twice, the first replacement is used.
    /// A name of one character is ignored.
    pub(super) fn new<'n>(named: impl IntoIterator<Item = (&'n str, &'n str)>) -> Self {
        let mut places: HashMap<String, usize> = HashMap::default();
        let mut names: Vec<Name> = Vec::new();
        // A name that looks like an escape must also be found in a text whose escapes are resolved.
        let spelt = named.into_iter().flat_map(|(text, meaning)| {
            let resolved = escapes::resolved(text);
            let other = (resolved != text).then_some(resolved);
            [Some(Cow::Borrowed(text)), other].into_iter().flatten().map(move |text| (text, meaning))
        });
        for (text, meaning) in spelt {
            let text = text.trim();
            let length = text.chars().take(SHORT + 1).count();
            if length < 2 {
                continue;
            }
            let place = *places.entry(text.chars().flat_map(lower).collect()).or_insert(names.len());
            if place == names.len() {
                names.push(Name::default());
            }
            let name = &mut names[place];
            if length > SHORT {
                name.any_case.get_or_insert_with(|| meaning.to_owned());
            } else if name.as_written.iter().all(|(known, _)| known != text) {
                name.as_written.push((text.to_owned(), meaning.to_owned()));
            }
        }
        let mut texts = vec![""; names.len()];
        places.iter().for_each(|(text, place)| texts[*place] = text);
        // For a name that repeats one letter, the kind that the crate would choose takes quadratic time. The
        // chosen kind fails only if the names have gigabytes in total; then no text is shown at all.
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        let automaton = AhoCorasick::builder().kind(kind).build(&texts).ok();
        Self { automaton, names }
    }

    /// `text` with each name replaced.
    pub(super) fn replace<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let found = self.find(text);
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        let (mut out, mut end) = (String::with_capacity(text.len()), 0);
        for (range, meaning) in found {
            out.push_str(&text[end..range.start]);
            out.push_str(meaning);
            end = range.end;
        }
        out.push_str(&text[end..]);
        Cow::Owned(out)
    }

    /// The names in `text`, each with its replacement. They do not overlap: the leftmost match is taken, and
    /// of several there the longest.
    pub(super) fn find<'n>(&'n self, text: &str) -> Vec<(Range<usize>, &'n str)> {
        let Some(automaton) = &self.automaton else { return vec![(0..text.len(), "…")] };
        let mut lowered = String::with_capacity(text.len());
        // For each byte of `lowered`: the byte offset in `text` of the character that it comes from.
        let mut origin = Vec::with_capacity(text.len() + 1);
        for (at, c) in text.char_indices() {
            lower(c).for_each(|c| lowered.push(c));
            origin.resize(lowered.len(), at);
        }
        origin.push(text.len());
        let mut found: Vec<(Range<usize>, &str)> = Vec::new();
        for one in automaton.find_overlapping_iter(&lowered) {
            let range = origin[one.start()]..origin[one.end()];
            let is_whole = |place: usize| place == 0 || origin[place] != origin[place - 1];
            if is_whole(one.start()) && is_whole(one.end()) && is_apart(text, &range) {
                let name = &self.names[one.pattern().as_usize()];
                let as_written = || name.as_written.iter().find(|(known, _)| *known == text[range.clone()]);
                let meaning = as_written().map(|(_, meaning)| meaning).or(name.any_case.as_ref());
                found.extend(meaning.map(|meaning| (range.clone(), meaning.as_str())));
            }
        }
        found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let mut end = 0;
        found.retain(|(range, _)| {
            let apart = range.start >= end;
            if apart {
                end = range.end;
            }
            apart
        });
        found
    }
}

/// A letter in lower case, with variants of the same letter unified.
fn lower(c: char) -> impl Iterator<Item = char> {
    let c = match c {
        '\u{17f}' => 's',
        'ς' => 'σ',
        c => c,
    };
    c.to_lowercase()
}

/// Whether the text at `range` is not part of a longer word.
fn is_apart(text: &str, range: &Range<usize>) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let name = &text[range.clone()];
    let joined_before = is_word(name.chars().next()) && is_word(text[..range.start].chars().next_back());
    let joined_after = is_word(name.chars().next_back()) && is_word(text[range.end..].chars().next());
    !joined_before && !joined_after
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(names: &[&str], text: &'t str) -> Vec<&'t str> {
        let named = NamesInText::new(names.iter().map(|name| (*name, "somebody")));
        named.find(text).into_iter().map(|(range, _)| &text[range]).collect()
    }

    #[test]
    fn names_are_found_as_words_and_the_longest_first() {
        let names = ["Li", "Sam Lee", "Sam", "Ann-Marie O'Neil"];
        let text = "sam lee and SAM, Li and limits of sample, Ann-Marie O'Neil";
        assert_eq!(found(&names, text), ["sam lee", "Li", "Ann-Marie O'Neil"]);
    }

    #[test]
    fn a_name_without_end_hides_itself_and_no_other() {
        let long = "Ж".repeat(20_000);
        let names = ["Sam Lee", &long, "Ana"];
        assert_eq!(found(&names, "said Sam Lee to Ana"), ["Sam Lee", "Ana"]);
        assert_eq!(found(&names, &long), [long.as_str()]);
    }

    #[test]
    fn letters_whose_small_ones_are_longer_do_not_shift_what_is_found() {
        assert_eq!(found(&["İpek", "Straße"], "İİ İPEK! STRAẞE"), ["İPEK", "STRAẞE"]);
        assert_eq!(found(&["ΟΔΟΣ"], "η οδος"), ["οδος"]);
    }
}
