//! Messages of SARIF logs.

use std::borrow::Cow;

use super::mask;

/// Text for a message of a SARIF log, before it becomes a JSON string. It contains no link, `[text](target)`.
/// A backslash before a bracket is not enough: some readers only look for the brackets, others show the
/// backslash. Source: SARIF 2.1.0, section 3.11.6.
pub fn sarif_message(text: &str) -> Cow<'_, str> {
    let masked = mask(text);
    if masked.contains("](") { Cow::Owned(masked.replace("](", "] (")) } else { masked }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_looks_like_a_link_is_none_and_can_still_be_read() {
        assert_eq!(sarif_message("[x](javascript:alert(1)) of [APP]"), "[x] (javascript:alert(1)) of [APP]");
        assert_eq!(sarif_message(r"\[a\](1) by maria@example.com"), r"\[a\] (1) by …@example.com");
    }

    proptest! {
        #[test]
        fn no_message_holds_a_link(text in r"[\[\]()\\a1]{0,16}|\PC{0,24}") {
            prop_assert!(!sarif_message(&text).contains("]("));
        }
    }
}
