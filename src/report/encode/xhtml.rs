//! XHTML, as wikis store their pages.

use super::xml::xml;

/// Text for XHTML, between tags and inside attributes alike: one line of characters that XML 1.0 allows, in which nothing is
/// taken for a tag, an entity or the end of the attribute. For an address use [`link`](super::link) first.
pub fn xhtml(text: &str) -> String {
    let plain = xml(text);
    let mut out = String::with_capacity(plain.len() + 16);
    for c in plain.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use quick_xml::escape::unescape;

    proptest! {
        #[test]
        fn it_reads_back_as_it_was_told_and_nothing_becomes_a_tag(text in any::<String>()) {
            let encoded = xhtml(&text);
            prop_assert!(!encoded.contains(['<', '>', '"', '\'']));
            prop_assert_eq!(unescape(&encoded).map(std::borrow::Cow::into_owned).ok(), Some(xml(&text)));
        }
    }
}
