//! XHTML, the format in which wikis store their pages.

use super::html::escaped;
use super::xml::xml;

/// Text for XHTML, between tags and inside attributes: one line of characters that XML 1.0 allows. Nothing in
/// it is read as a tag, an entity or the end of the attribute. For a URL use [`link`](super::link) first.
pub fn xhtml(text: &str) -> String {
    escaped(&xml(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use quick_xml::escape::unescape;

    proptest! {
        #[test]
        fn it_reads_back_as_it_was_written_and_nothing_becomes_a_tag(text in any::<String>()) {
            let encoded = xhtml(&text);
            prop_assert!(!encoded.contains(['<', '>', '"', '\'']));
            prop_assert_eq!(unescape(&encoded).map(std::borrow::Cow::into_owned).ok(), Some(xml(&text)));
        }
    }
}
