//! Whether words are the same except for their spelling.

/// Whether `new` only respells `old`: at most one slip per word, or other blanks and marks within words. A
/// changed number is never a slip.
pub(crate) fn is_spelling(old: &[&str], new: &[&str]) -> bool {
    if old.iter().chain(new).any(|word| word.contains(char::is_numeric)) {
        return false;
    }
    let slips = || old.iter().zip(new).all(|(old, new)| is_slip(&folded(old), &folded(new)));
    (old.len() == new.len() && slips()) || folded(&old.concat()) == folded(&new.concat())
}

/// The letters of a word with umlauts and the like written in ASCII.
fn folded(word: &str) -> Vec<char> {
    let mut letters = Vec::with_capacity(word.len());
    for letter in word.chars() {
        match letter {
            'ä' | 'æ' => letters.extend(['a', 'e']),
            'ö' | 'ø' | 'œ' => letters.extend(['o', 'e']),
            'ü' => letters.extend(['u', 'e']),
            'å' => letters.extend(['a', 'a']),
            'ß' => letters.extend(['s', 's']),
            letter => letters.push(letter),
        }
    }
    letters
}

/// Whether two words differ by a swap of two letters, a doubled letter or, in longer words, any one letter.
/// In short words, one letter makes another word.
fn is_slip(a: &[char], b: &[char]) -> bool {
    let shorter = a.len().min(b.len());
    if a == b {
        return true;
    }
    if shorter < 3 {
        return false;
    }
    let head = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    match (&a[head..a.len() - tail], &b[head..b.len() - tail]) {
        ([one, other], [first, second]) => one == second && other == first,
        ([letter], []) | ([], [letter]) => shorter > 3 || head.checked_sub(1).is_some_and(|last| a[last] == *letter),
        ([_], [_]) => shorter > 3,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(old: &str, new: &str) -> bool {
        let words = |text: &'static str| text.split(' ').collect::<Vec<_>>();
        is_spelling(&words(old.to_owned().leak()), &words(new.to_owned().leak()))
    }

    #[test]
    fn slips_blanks_and_umlauts_are_spelling() {
        for (old, new) in [
            ("teh", "the"),
            ("adn", "and"),
            ("bok", "book"),
            ("suport", "support"),
            ("opnes", "opens"),
            ("can not", "cannot"),
            ("its", "it s"),
            ("mock up", "mockup"),
            ("moeglich", "möglich"),
            ("strasse", "straße"),
            ("teh opnes", "the opens"),
        ] {
            assert!(same(old, new), "{old} {new}");
        }
    }

    #[test]
    fn other_words_are_no_spelling() {
        for (old, new) in [
            ("can", "cat"),
            ("now", "not"),
            ("pay", "play"),
            ("on", "no"),
            ("six", "four"),
            ("1 5", "15"),
            ("v10", "v11"),
            ("able", "unable"),
            ("it", "that"),
        ] {
            assert!(!same(old, new), "{old} {new}");
        }
    }
}
