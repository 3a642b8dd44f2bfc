//! Workflow commands of GitHub Actions.

use super::{terminal, terminal_lines};

/// The message of a workflow command of GitHub: `::error …::MESSAGE`. Line breaks are kept as the escapes of
/// the command.
pub fn github_data(text: &str) -> String {
    escaped(&terminal_lines(text), false)
}

/// The value of a property of a workflow command: `::error file=VALUE,…::`.
pub fn github_property(text: &str) -> String {
    escaped(&terminal(text), true)
}

/// The escapes of GitHub's own toolkit. The runner decodes all of them.
fn escaped(text: &str, property: bool) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '%' => out.push_str("%25"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            ':' if property => out.push_str("%3A"),
            ',' if property => out.push_str("%2C"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::unsafe_text::is_unsafe;
    use super::*;
    use proptest::prelude::*;

    type Pairs = Vec<(String, String)>;

    /// Reads a command as GitHub's runner does: name, properties and message.
    fn read(line: &str) -> Option<(String, Pairs, String)> {
        let (head, message) = line.trim_start().strip_prefix("::")?.split_once("::")?;
        let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
        let back = |text: &str, codes: &[(&str, &str)]| {
            codes.iter().fold(text.to_owned(), |text, (code, c)| text.replace(code, c)).replace("%25", "%")
        };
        let codes = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ",")];
        let properties = properties.split(',').filter_map(|pair| pair.split_once('='));
        let properties = properties.map(|(key, value)| (key.to_owned(), back(value, &codes))).collect();
        Some((name.to_owned(), properties, back(message, &codes[..2])))
    }

    #[test]
    fn a_title_forges_no_command() {
        assert_eq!(github_data("100 %\n::error::x\r"), "100 %25%0A: :error::x ");
        assert_eq!(github_property("a,line=1::b%0A"), "a%2Cline=1%3A%3Ab%250A");
    }

    proptest! {
        #[test]
        fn a_command_says_what_was_meant(title in r"[:,%=\n\r0-9A-D ]{0,16}|\PC{0,16}", message in any::<String>()) {
            let line = format!("::error title={},line=1::{}", github_property(&title), github_data(&message));
            prop_assert!(line.chars().all(|c| !is_unsafe(c)), "one line, nothing raw");
            let read = read(&line);
            let meant = vec![("title".to_owned(), terminal(&title)), ("line".to_owned(), "1".to_owned())];
            prop_assert_eq!(read, Some(("error".to_owned(), meant, terminal_lines(&message))));
        }
    }
}
