//! How much of a text an edit changed. There are two measures because there are two questions: whoever works by a text asks
//! what of it no longer holds; whoever answers for a text asks what somebody else made of it.
//!
//! Both compare words: how a text is formatted, and in which order it stands, does not matter.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::wording::lines;

/// How much of a text was changed, as a share of the longer one: words taken out or words put in, whichever is more. Words
/// that only moved are no change. Counting words rather than aligning them takes time in proportion to the text, whatever
/// stands in it. Source: RULES, acceptance-criteria-edited-by-sm.
pub(super) fn changed(before: &str, after: &str) -> f64 {
    let (before, after) = (lines(before), lines(after));
    let (old, new) = (before.iter().flatten(), after.iter().flatten());
    let length = old.clone().count().max(new.clone().count());
    let mut balance: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
    old.for_each(|word| balance.entry(word).or_default().0 += 1);
    new.for_each(|word| balance.entry(word).or_default().1 += 1);
    let put_in: usize = balance.values().map(|(old, new)| new.saturating_sub(*old)).sum();
    let taken_out: usize = balance.values().map(|(old, new)| old.saturating_sub(*new)).sum();
    if length == 0 { 0.0 } else { as_share(put_in.max(taken_out), length) }
}

/// How much of `before` is not in `after` any more, as a share of its letters. What was added counts for nothing. A line that
/// is still there, that was moved, or that went on after its last word is kept; so is one in which only letters were put
/// right. Source: RULES, story-rewritten-mid-sprint.
pub fn rewritten(before: &str, after: &str) -> f64 {
    let (old, new) = (lines(before), lines(after));
    let all: usize = old.iter().map(|line| size(line)).sum();
    if all == 0 {
        return 0.0;
    }
    let mut spare: BTreeMap<&[String], usize> = BTreeMap::new();
    for line in &new {
        *spare.entry(line).or_default() += 1;
    }
    let whole = |line: &Vec<String>, spare: &mut BTreeMap<&[String], usize>| match spare.get_mut(line.as_slice()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    };
    let open: Vec<_> = old.iter().filter(|line| !whole(line, &mut spare)).collect();
    let mut lost = Vec::new();
    for line in open {
        // Of the lines in their order, the first that begins with this one stands right behind it.
        let longer = spare.range_mut(line.as_slice()..).take_while(|(other, _)| other.starts_with(line));
        match longer.into_iter().find(|(_, count)| **count > 0) {
            Some((_, count)) => *count -= 1,
            None => lost.push(line),
        }
    }
    let mut instead = new.iter().filter(|line| whole(line, &mut spare));
    let changed: usize = lost.into_iter().map(|line| instead.next().map_or(size(line), |new| differs(line, new))).sum();
    as_share(changed, all)
}

fn as_share(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    (number(part) / number(whole)).min(1.0)
}

fn size(line: &[String]) -> usize {
    line.iter().map(|word| word.chars().count()).sum()
}

/// How many letters of `old` became something else in `new`: those between what both begin and end with.
fn differs(old: &[String], new: &[String]) -> usize {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (gone, come) = (&old_rest[..old_rest.len() - tail], &new_rest[..new_rest.len() - tail]);
    let typos = gone.len() == come.len() && gone.iter().zip(come).all(|(a, b)| a == b || is_typo(a, b));
    if typos { 0 } else { size(gone).max(size(come)).min(size(old)) }
}

/// Whether two longer words differ by one letter, or by two that changed places. A number is never a slip.
fn is_typo(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len() < 4 || b.len() < 4 || a.iter().chain(&b).any(|c| c.is_numeric()) {
        return false;
    }
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (gone, come) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    (gone.len() <= 1 && come.len() <= 1)
        || (gone.len() == 2 && come.len() == 2 && gone[0] == come[1] && gone[1] == come[0])
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
    fn a_number_or_a_word_in_the_middle_is_no_slip() {
        assert!(rewritten("At most 1000 guests", "At most 2000 guests") > 0.0);
        assert!(rewritten("Guests must pay first", "Guests must not pay first") > 0.0);
        assert!(rewritten("can be seen", "cat be seen") > 0.0);
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
