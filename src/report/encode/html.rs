//! HTML: text, attribute values, and the escaper of templates.

use super::visible::visible;

/// Text for HTML, between tags and in quoted attributes: it is shown as it is, on one line, and cannot become
/// a tag, an entity or the end of the attribute. Control characters and bidirectional controls are shown as
/// codes. For a URL use [`link`](super::link) first: this function does not stop a `javascript:` URL.
pub fn html(text: &str) -> String {
    escaped(&visible(text))
}

/// Replaces the special characters of HTML and XML by entities in a line without control characters.
pub(super) fn escaped(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len() + 16);
    for c in plain.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&#34;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// The escaper of the templates: everything that a template prints goes through it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Html;

impl askama::filters::Escaper for Html {
    fn write_escaped_str<W: std::fmt::Write>(&self, mut dest: W, text: &str) -> std::fmt::Result {
        dest.write_str(&html(text))
    }
}

#[cfg(test)]
mod tests {
    use super::super::unsafe_text::is_unsafe;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_script_is_words() {
        assert_eq!(html("<script>alert(1)</script> &amp;"), "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;");
        assert_eq!(html("\" onload='x'"), "&#34; onload=&#39;x&#39;");
        assert_eq!(html("a\u{202e}b\u{1b}\nc"), "a\\u{202e}b\\u{1b} c");
    }

    /// What a browser shows of text without tags.
    fn shown(html: &str) -> String {
        ["&lt;", "&gt;", "&#34;", "&#39;", "&amp;"]
            .iter()
            .zip(["<", ">", "\"", "'", "&"])
            .fold(html.to_owned(), |text, (entity, c)| text.replace(entity, c))
    }

    proptest! {
        #[test]
        fn nothing_in_a_text_becomes_a_tag(text in any::<String>()) {
            let encoded = html(&text);
            prop_assert!(!encoded.contains(['<', '>', '"', '\'']) && encoded.chars().all(|c| !is_unsafe(c)));
            prop_assert_eq!(shown(&encoded), visible(&text));
        }
    }
}
