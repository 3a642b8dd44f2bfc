//! Paths and web addresses in URIs.

use std::fmt::Write as _;

use super::mask;
use super::unsafe_text::is_unsafe;

/// A path in the form of a URI, with forward slashes.
pub fn uri_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'~' => out.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            byte => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// A URL that may become a link: a web address in ASCII. `None` for scripts and files. The result still needs
/// the encoder of its target ([`html`](super::html)), because it may contain an `&`.
pub fn link(url: &str) -> Option<String> {
    let rest = ["https://", "http://"].iter().find_map(|scheme| Some((scheme, url.strip_prefix(scheme)?)));
    let (scheme, rest) = rest?;
    // Neither a user name or password before the host nor a host with letters that look like others.
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
    fn a_path_takes_part_in_no_address() {
        assert_eq!(uri_path("a b/\u{e4}:c#d?.json"), "a%20b/%C3%A4%3Ac%23d%3F.json");
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

    proptest! {
        #[test]
        fn a_link_ends_no_attribute_and_no_target(path in any::<String>()) {
            let url = link(&format!("https://a.example.com/{path}")).expect("an address");
            prop_assert!(url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'<>()[]`|\\".contains(&byte)), "{}", url);
        }
    }
}
