use std::fmt::Write as _;

use super::{is_unsafe, mask, visible};

/// Text for HTML, between tags: it shows as it is, on one line, and nothing in it is taken for a tag or an entity. Controls
/// and whatever turns the direction of text around are shown as codes.
pub fn html(text: &str) -> String {
    escaped(text, false)
}

/// Text for the value of an attribute in HTML, inside quotes of either sort. For an address use [`link`] first: this does
/// not stop an address that is a script.
pub fn html_attribute(text: &str) -> String {
    escaped(text, true)
}

fn escaped(text: &str, quoted: bool) -> String {
    let plain = visible(text);
    let mut out = String::with_capacity(plain.len() + 16);
    for c in plain.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' if quoted => out.push_str("&#34;"),
            '\'' if quoted => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// The encoder of templates: whatever one prints goes through it, in text and in attributes alike.
#[derive(Clone, Copy, Debug, Default)]
pub struct Html;

impl askama::filters::Escaper for Html {
    fn write_escaped_str<W: std::fmt::Write>(&self, mut dest: W, text: &str) -> std::fmt::Result {
        dest.write_str(&html_attribute(text))
    }
}

/// An address that may be made a link: one of the web, in ASCII. None for scripts and for files. It still goes through
/// the encoder of its target ([`html_attribute`]), for it may hold an `&`.
pub fn link(url: &str) -> Option<String> {
    let rest = ["https://", "http://"].iter().find_map(|scheme| Some((scheme, url.strip_prefix(scheme)?)));
    let (scheme, rest) = rest?;
    // Who stands before the host, with or without a password, is nobody's business; nor is a host that looks like another.
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty() || !host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte)) {
        return None;
    }
    let mut out = (*scheme).to_owned();
    for c in mask(rest).chars() {
        match c {
            c if c.is_ascii_alphanumeric() || "/.-_?=#%:;,+~@!$&".contains(c) => out.push(c),
            c if is_unsafe(c) => {}
            c => c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| {
                let _ = write!(out, "%{byte:02X}");
            }),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_script_is_words() {
        assert_eq!(html("<script>alert('1')</script> &amp;"), "&lt;script&gt;alert('1')&lt;/script&gt; &amp;amp;");
        assert_eq!(html_attribute("\" onload='x'"), "&#34; onload=&#39;x&#39;");
        assert_eq!(html("a\u{202e}b\u{1b}\nc"), "a\\u{202e}b\\u{1b} c");
    }

    #[test]
    fn only_addresses_of_the_web_become_links() {
        assert_eq!(link("https://a.example.com/browse/APP-1").as_deref(), Some("https://a.example.com/browse/APP-1"));
        assert_eq!(
            link("https://a.example.com/x y\"<>(é)&b").as_deref(),
            Some("https://a.example.com/x%20y%22%3C%3E%28%C3%A9%29&b")
        );
        for other in [
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "https://",
            "https://ana:pw@host/",
            "HTTPS//a",
        ] {
            assert_eq!(link(other), None, "{other}");
        }
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
            let between = html(&text);
            prop_assert!(!between.contains(['<', '>']) && between.chars().all(|c| !is_unsafe(c)));
            prop_assert_eq!(shown(&between), visible(&text));
            let inside = html_attribute(&text);
            prop_assert!(!inside.contains(['<', '>', '"', '\'']) && inside.chars().all(|c| !is_unsafe(c)));
            prop_assert_eq!(shown(&inside), visible(&text));
        }

        #[test]
        fn a_link_ends_no_attribute_and_no_target(path in any::<String>()) {
            let url = link(&format!("https://a.example.com/{path}")).unwrap_or_default();
            prop_assert!(url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'<>()[]`|\\".contains(&byte)), "{}", url);
        }
    }
}
