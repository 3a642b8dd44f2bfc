//! What the messages of several findings all end in, behind a semicolon: it can be said once for all of them.

/// What leads to the end of a message.
const LEAD: &str = "; ";

/// What all of `messages` end in; none where they end differently, where the end was cut, and where there is but one.
pub(super) fn common_end<S: AsRef<str>>(messages: &[S]) -> Option<String> {
    let mut ends = messages.iter().map(|message| message.as_ref().rsplit_once(LEAD).map(|(_, end)| end));
    let end = ends.next()??;
    let is_common = messages.len() > 1 && !end.ends_with('…') && ends.all(|other| other == Some(end));
    is_common.then(|| end.to_owned())
}

/// `message` without the `end` that it has in common with others.
pub(super) fn without_end<'m>(message: &'m str, end: &str) -> &'m str {
    message.strip_suffix(end).and_then(|message| message.strip_suffix(LEAD)).unwrap_or(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_all_messages_is_said_once() {
        let messages = ["Ana ranked A-1; the charter says no; ask Bea", "Li ranked A-2; ask Bea"];
        let end = common_end(&messages);
        assert_eq!(end.as_deref(), Some("ask Bea"));
        assert_eq!(
            messages.map(|message| without_end(message, "ask Bea")),
            ["Ana ranked A-1; the charter says no", "Li ranked A-2"]
        );
    }

    #[test]
    fn what_differs_was_cut_or_stands_alone_is_no_common_end() {
        assert_eq!(common_end(&["a; b", "a; c"]), None);
        assert_eq!(common_end(&["a; b", "b"]), None);
        assert_eq!(common_end(&["a; b…", "c; b…"]), None);
        assert_eq!(common_end(&["a; b"]), None);
        assert_eq!(common_end::<&str>(&[]), None);
    }
}
