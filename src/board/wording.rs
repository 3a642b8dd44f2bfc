//! The words of a text, however it is formatted. Everything that measures texts measures these.

/// The words of every line of `text` that has any, in small letters, without marks and what only formats them. In scripts
/// without blanks each character is a word.
pub(super) fn lines(text: &str) -> Vec<Vec<String>> {
    let words = |line: &str| words(&plain(line)).map(str::to_lowercase).collect::<Vec<_>>();
    text.lines().map(words).filter(|line| !line.is_empty()).collect()
}

/// `line` without what only formats it: macros in braces, tags, a heading's marks.
fn plain(line: &str) -> String {
    let line = line.trim_start();
    let mut rest = match line.as_bytes() {
        [b'h', b'1'..=b'6', b'.', ..] => &line[3..],
        _ => line,
    };
    let mut plain = String::with_capacity(rest.len());
    while let Some(open) = rest.find(['{', '<']) {
        let close = if rest[open..].starts_with('{') { '}' } else { '>' };
        plain.push_str(&rest[..open]);
        plain.push(' ');
        let inner = &rest[open + 1..];
        rest = match inner.find(close) {
            // A macro or tag is a short word with settings; anything else in braces is text.
            Some(end)
                if end < 60
                    && inner.starts_with(|c: char| c.is_ascii_lowercase() || c == '/')
                    && !inner[..end].contains(' ') =>
            {
                &inner[end + 1..]
            }
            _ => inner,
        };
    }
    plain.push_str(rest);
    plain
}

/// The words of a text; in scripts without blanks, its characters.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).flat_map(|word| {
        let dense = word.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'));
        let whole = (!dense).then_some(word);
        let characters = dense.then(|| word.char_indices().map(|(at, c)| &word[at..at + c.len_utf8()]));
        whole.into_iter().chain(characters.into_iter().flatten())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn scripts_without_blanks_have_their_characters_as_words() {
        assert_eq!(lines("用户 OK"), [["用", "户", "ok"]]);
    }
}
