//! The common end of several messages, after a semicolon. It can be written once for all of them.

/// What separates the end of a message from the rest.
const LEAD: &str = "; ";

/// The common end of all `messages`. `None` if they end differently, if the end was cut, or if there is only
/// one message.
pub(super) fn common_end<S: AsRef<str>>(messages: &[S]) -> Option<String> {
    let mut ends = messages.iter().map(|message| message.as_ref().rsplit_once(LEAD).map(|(_, end)| end));
    let end = ends.next()??;
    let is_common = messages.len() > 1 && !end.ends_with('…') && ends.all(|other| other == Some(end));
    is_common.then(|| end.to_owned())
}

/// `message` without the common `end`.
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
