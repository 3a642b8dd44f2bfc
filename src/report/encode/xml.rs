//! XML.

use std::fmt::Write as _;

use super::visible::visible;

/// Text for XML, before a writer escapes it: one line of characters that XML 1.0 allows, with controls shown as codes.
pub fn xml(text: &str) -> String {
    let plain = visible(text);
    if !plain.contains(is_forbidden) {
        return plain;
    }
    let mut out = String::with_capacity(plain.len() + 16);
    for c in plain.chars() {
        if is_forbidden(c) {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// What XML 1.0 forbids besides the control characters, which are already shown as codes.
fn is_forbidden(c: char) -> bool {
    matches!(c, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::super::unsafe_text::is_unsafe;
    use super::*;
    use proptest::prelude::*;
    use quick_xml::events::{BytesText, Event};
    use quick_xml::{Reader, Writer};

    /// The text of the only element of a document, as a reader decodes it.
    fn read(document: &[u8]) -> Result<String, quick_xml::Error> {
        let mut reader = Reader::from_reader(document);
        let mut text = String::new();
        loop {
            match reader.read_event()? {
                Event::Text(part) => text.push_str(&part),
                Event::GeneralRef(name) => {
                    text.push_str(quick_xml::escape::resolve_predefined_entity(&name).unwrap_or_default());
                }
                Event::Eof => return Ok(text),
                _ => {}
            }
        }
    }

    #[test]
    fn what_xml_forbids_is_shown_as_a_code() {
        assert_eq!(xml("a\u{0}b\u{1b}c\u{ffff}\nd"), "a\\u{0}b\\u{1b}c\\u{ffff} d");
    }

    proptest! {
        #[test]
        fn a_document_reads_back_as_it_was_written(text in any::<String>()) {
            let encoded = xml(&text);
            prop_assert!(encoded.chars().all(|c| !is_unsafe(c) && !is_forbidden(c)));
            let mut writer = Writer::new(Vec::new());
            writer.create_element("a").write_text_content(BytesText::new(&encoded)).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let read = read(&writer.into_inner()).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(read, encoded);
        }
    }
}
