//! How much of a text an edit changed, by two measures. [`rewritten`] is for people who work by a text: how
//! much of it no longer holds? [`changed`] is for the owner of a text: how much did somebody alter?
//!
//! Both compare words: formatting and the order of lines do not matter.

use std::collections::BTreeMap;

use foldhash::HashMap;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::board::figures::spelling::is_spelling;
use crate::board::figures::wording::{Break, Line, goes_on, lines};
use crate::board::model::number::share_of;

/// Maximum number of word pairs to align. Larger texts fall back to counting words.
const PAIRS: usize = 4_000_000;

/// Share of a text that was changed, relative to the longer version: words removed or words added, whichever
/// is more. Words that only moved do not count. Words are counted, not aligned, so that the time grows
/// linearly with the text. Source: the rule acceptance-criteria-edited-by-sm.
pub(crate) fn changed(before: &str, after: &str) -> f64 {
    let (before, after) = (lines(before), lines(after));
    let words = |lines: &'_ [Line]| -> usize { lines.iter().map(|line| line.breaks.len()).sum() };
    let length = words(&before).max(words(&after));
    let mut balance: HashMap<&str, (usize, usize)> = HashMap::default();
    before.iter().flat_map(Line::words).for_each(|word| balance.entry(word).or_default().0 += 1);
    after.iter().flat_map(Line::words).for_each(|word| balance.entry(word).or_default().1 += 1);
    let put_in: usize = balance.values().map(|(old, new)| new.saturating_sub(*old)).sum();
    let taken_out: usize = balance.values().map(|(old, new)| old.saturating_sub(*new)).sum();
    as_share(put_in.max(taken_out), length)
}

/// Share of the letters of `before` that are no longer in `after`. Additions do not count. A line is kept if
/// it is still there, was moved, or continues after its last word; so is one with only spelling corrections.
/// Source: the rule story-rewritten-mid-sprint.
pub(crate) fn rewritten(before: &str, after: &str) -> f64 {
    let (old, new) = (lines(before), lines(after));
    let all: usize = old.iter().map(Line::size).sum();
    if all == 0 {
        return 0.0;
    }
    let mut spare: BTreeMap<&str, usize> = BTreeMap::new();
    for line in &new {
        *spare.entry(&line.text).or_default() += 1;
    }
    let open: Vec<_> = old.iter().filter(|line| !take(&mut spare, &line.text)).collect();
    let mut lost = Vec::new();
    for line in open {
        // In sorted order, the first line that begins with this one comes right after it.
        let next = spare.range(line.text.as_str()..).next().map(|(other, _)| *other);
        match next.filter(|other| goes_on(other, &line.text)) {
            Some(longer) => drop(take(&mut spare, longer)),
            None => lost.push(line),
        }
    }
    let instead: Vec<_> = new.iter().filter(|line| take(&mut spare, &line.text)).collect();
    as_share(differs(&Words::of(&lost), &Words::of(&instead)), all)
}

/// Takes one line with these `words` out of `spare`; returns whether there was one. Used-up lines are
/// removed.
fn take(spare: &mut BTreeMap<&str, usize>, words: &str) -> bool {
    match spare.get_mut(words) {
        Some(1) => spare.remove(words).is_some(),
        Some(count) => {
            *count -= 1;
            true
        }
        None => false,
    }
}

fn as_share(part: usize, whole: usize) -> f64 {
    share_of(part, whole).map_or(0.0, |share| share.min(1.0))
}

fn size(words: &[&str]) -> usize {
    words.iter().map(|word| word.chars().count()).sum()
}

/// The words of several lines, one after the other.
struct Words<'l> {
    words: Vec<&'l str>,
    breaks: Vec<Break>,
}

impl<'l> Words<'l> {
    /// Joins lines. A word repeated directly ("a a page") is a slip and counts once; a repeated number may be
    /// intended.
    fn of(lines: &[&'l Line]) -> Self {
        let mut all = Self { words: Vec::new(), breaks: Vec::new() };
        for (word, before) in lines.iter().flat_map(|line| line.words().zip(&line.breaks)) {
            if all.words.last().is_none_or(|last| *last != word || word.contains(char::is_numeric)) {
                all.words.push(word);
                all.breaks.push(*before);
            }
        }
        all
    }

    /// The break before the word at `place`. The text ends with a line break.
    fn before(&self, place: usize) -> Break {
        self.breaks.get(place).copied().unwrap_or(Break::Line)
    }
}

/// Number of letters of `old` that were replaced or removed in `new`.
fn differs<'w>(old: &Words<'w>, new: &Words<'w>) -> usize {
    if old.words.len().saturating_mul(new.words.len()) > PAIRS {
        return missing(&old.words, &new.words);
    }
    // Numbers are compared faster than words.
    let mut numbers: HashMap<&'w str, usize> = HashMap::default();
    let mut numbered = |words: &[&'w str]| -> Vec<usize> {
        let number = |word: &&'w str| {
            let next = numbers.len();
            *numbers.entry(word).or_insert(next)
        };
        words.iter().map(number).collect()
    };
    let (before, after) = (numbered(&old.words), numbered(&new.words));
    let mut letters = 0;
    for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
        letters += match op {
            DiffOp::Equal { .. } => 0,
            DiffOp::Delete { old_index, old_len, .. } => size(&old.words[old_index..old_index + old_len]),
            DiffOp::Insert { old_index, new_index, new_len } => {
                if is_apart(new, new_index, new_index + new_len) {
                    0
                } else {
                    // An inserted "not" changes the words around it, but counts no more than those.
                    let beside = &old.words[old_index.saturating_sub(1)..(old_index + 1).min(old.words.len())];
                    size(&new.words[new_index..new_index + new_len]).min(size(beside))
                }
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let (gone, come) =
                    (&old.words[old_index..old_index + old_len], &new.words[new_index..new_index + new_len]);
                if is_spelling(gone, come) { 0 } else { size(gone) }
            }
        };
    }
    letters
}

/// Number of letters in words that occur more often in `old` than in `new`.
fn missing(old: &[&str], new: &[&str]) -> usize {
    let mut left: HashMap<&str, usize> = HashMap::default();
    new.iter().for_each(|word| *left.entry(word).or_default() += 1);
    let is_left = |word: &&&str| match left.get_mut(**word) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    old.iter().filter(is_left).map(|word| word.chars().count()).sum()
}

/// Whether inserted words form a clause of their own or continue a line, such as an answer.
fn is_apart(words: &Words<'_>, start: usize, end: usize) -> bool {
    match words.before(end) {
        Break::Line => true,
        Break::Clause => words.before(start) != Break::None,
        Break::None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(before: &str, after: &str) -> f64 {
        (rewritten(before, after) * 100.0).round()
    }

    #[test]
    fn what_is_added_formatted_moved_or_spelled_right_is_no_rewriting() {
        let text = "* Opens at six\n* Closes at noon";
        for after in [
            "* Opens at six\n* Closes at noon\n* Holidays: closed",
            "Question: on Sundays?\n* Opens at six\n* Closes at noon",
            "*Opens* at six.\n\n# Closes at noon",
            "* Closes at noon\n* Opens at six",
            "* Opens at six\n* Closes at noon, on Sundays too",
            "* Opnes at six\n* Closses at noon",
            "* Opens at six\n* Closes (see the flyer; Omar asked) at noon",
            "* Opens at six. Answer: on Sundays, too.\n* Closes at noon",
            "1. Opens at six\n2. Closes at noon",
        ] {
            assert_eq!(percent(text, after), 0.0, "{after}");
        }
        assert_eq!(percent("", "all new"), 0.0);
    }

    #[test]
    fn what_is_replaced_or_taken_away_counts_by_its_letters() {
        assert_eq!(percent("aaaaa bbbbb ccccc ddddd", "aaaaa bbbbb xxxxx ddddd"), 25.0);
        assert_eq!(percent("aaaaa bbbbb\nccccc ddddd", "aaaaa bbbbb"), 50.0);
        assert_eq!(percent("aaaaa", "something else"), 100.0);
        assert_eq!(percent("aaaaa", ""), 100.0);
    }

    #[test]
    fn two_words_far_apart_are_two_words() {
        let text = "aaaaa bbbbb ccccc ddddd eeeee fffff ggggg hhhhh iiiii jjjjj";
        assert_eq!(percent(text, "xxxxx bbbbb ccccc ddddd eeeee fffff ggggg hhhhh iiiii yyyyy"), 20.0);
        assert_eq!(percent(text, "xxxxx bbbbb ccccc ddddd\nanswer\neeeee fffff ggggg hhhhh iiiii yyyyy"), 20.0);
    }

    #[test]
    fn what_is_spelled_right_may_stand_next_to_an_answer() {
        let text = "Guests bok at once. They can cancell a a room.";
        assert_eq!(percent(text, "Guests book at once. Answer: by card. They can cancel a room."), 0.0);
    }

    #[test]
    fn words_put_into_a_sentence_change_the_words_beside_them() {
        assert_eq!(percent("aaaaa bbbbb ccccc ddddd", "aaaaa not bbbbb ccccc ddddd"), 15.0);
        assert_eq!(percent("aaaaa bbbbb ccccc ddddd", "aaaaa one two three four five bbbbb ccccc ddddd"), 50.0);
    }

    #[test]
    fn a_text_too_long_to_be_compared_has_its_words_counted() {
        let word = |number: usize| format!("{number:05}");
        let old: Vec<_> = (0..3000).map(word).collect();
        let new: Vec<_> = (1500..4500).map(word).rev().collect();
        assert_eq!(percent(&old.join(" "), &new.join(" ")), 50.0);
    }

    #[test]
    fn a_number_or_a_word_in_the_middle_is_no_slip() {
        assert!(rewritten("At most 1000 guests", "At most 2000 guests") > 0.0);
        assert!(rewritten("Guests must pay first", "Guests must not pay first") > 0.0);
        assert!(rewritten("can be seen", "cat be seen") > 0.0);
        assert!(rewritten("Version 1.5 opens", "Version 15 opens") > 0.0);
        assert!(rewritten("Open 10 10 times", "Open 10 times") > 0.0);
    }

    fn much(before: &str, after: &str) -> f64 {
        (changed(before, after) * 100.0).round()
    }

    #[test]
    fn one_word_of_ten_is_a_tenth() {
        assert_eq!(much("a b c d e f g h i j", "a b c d e f g h i x"), 10.0);
        assert_eq!(much("a b c d e f g h i j", "a b c d e f g h y x"), 20.0);
        assert_eq!(much("", "a b"), 100.0);
        assert_eq!(much("a b", ""), 100.0);
        assert_eq!(much("", ""), 0.0);
    }

    #[test]
    fn formatting_and_order_are_no_change() {
        assert_eq!(much("h3. Pays by card\n* refund", "### Pays by *card*\n\n- refund"), 0.0);
        assert_eq!(much("pays {color:red}now{color}", "pays <b>now</b>"), 0.0);
        assert_eq!(much("first second", "second first"), 0.0);
    }

    #[test]
    fn scripts_without_blanks_count_characters() {
        assert_eq!(much("用户可以登录系统并查看", "用户可以登录系统并修改"), 18.0);
    }

    #[test]
    fn braces_may_hold_text() {
        assert_eq!(much("a {see the list of all} b", "a b"), 71.0);
        assert_eq!(much("a < b", "a < c"), 50.0);
    }
}
