//! The fast path for simple markup: tags, and elements without child elements, in the form that Jira writes:
//! `<a b="c"/>`, `<a b="c">text</a>`, or with one CDATA section. All other forms are left to the full parser.

use memchr::{memchr, memchr_iter};

use crate::source::lane::first_of;

const CDATA: &str = "<![CDATA[";

/// A start tag at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Start<'a> {
    /// The element's name.
    pub(super) name: &'a str,
    /// The text between the angle brackets, without the slash of an empty element.
    pub(super) tag: &'a str,
    /// The text after it.
    rest: &'a str,
}

impl<'a> Start<'a> {
    /// The contents of the element, and the text after the element. `None` if there are child elements.
    pub(super) fn inner(self) -> Option<(&'a str, &'a str)> {
        if let Some(behind) = self.rest.strip_prefix("/>") {
            return Some(("", behind));
        }
        let content = self.rest.strip_prefix('>')?;
        let (inner, end) = content.split_at_checked(inner_length(content)?)?;
        Some((inner, end.strip_prefix("</")?.strip_prefix(self.name)?.strip_prefix('>')?))
    }
}

/// A raw attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
    /// Name and value with the quotes.
    pub(super) written: &'a str,
    /// Whether the value needs no decoding.
    pub(super) is_plain: bool,
}

/// The start tag at the beginning of `text`, after white space. Its attributes replace those in `into`.
pub(super) fn start<'a>(text: &'a str, into: &mut Vec<Attribute<'a>>) -> Option<Start<'a>> {
    let element = text.get(white_space(text.as_bytes())..)?.strip_prefix('<')?;
    let name = element.get(..name_length(element.as_bytes())).filter(|name| !name.is_empty())?;
    let length = name.len() + attributes(&element[name.len()..], into)?;
    let (tag, rest) = element.split_at_checked(length)?;
    let ends = rest.starts_with('>') || rest.starts_with("/>");
    ends.then_some(Start { name, tag, rest })
}

/// Replaces `into` by the attributes at the beginning of `text`. Returns their length in bytes, including
/// white space around them.
pub(super) fn attributes<'a>(text: &'a str, into: &mut Vec<Attribute<'a>>) -> Option<usize> {
    let bytes = text.as_bytes();
    into.clear();
    let mut at = 0;
    loop {
        let space = white_space(&bytes[at..]);
        at += space;
        let length = name_length(&bytes[at..]);
        if length == 0 {
            return Some(at);
        }
        if space == 0 {
            return None;
        }
        into.push(attribute(text, at, length)?);
        at += into.last().map_or(0, |attribute| attribute.written.len());
    }
}

/// The attribute at `at`. `name` is the length of its name; the value must be in double quotes.
pub(super) fn attribute(text: &str, at: usize, name: usize) -> Option<Attribute<'_>> {
    let bytes = text.as_bytes();
    if !bytes[at + name..].starts_with(b"=\"") {
        return None;
    }
    let start = at + name + 2;
    let first = first_of(*b"\"&<", bytes, start)?;
    let is_plain = bytes[first] == b'"';
    let end = if is_plain { first } else { first + memchr(b'"', &bytes[first..])? };
    let (name, value, written) = (text.get(at..at + name)?, text.get(start..end)?, text.get(at..end + 1)?);
    Some(Attribute { name, value, written, is_plain })
}

/// Length of the text or CDATA section before the next tag.
pub(super) fn inner_length(content: &str) -> Option<usize> {
    let tag = memchr(b'<', content.as_bytes())?;
    if !content[tag..].starts_with(CDATA) {
        return Some(tag);
    }
    let data = &content.as_bytes()[tag + CDATA.len()..];
    let end = memchr_iter(b'>', data).find(|end| data[..*end].ends_with(b"]]"))?;
    let behind = tag + CDATA.len() + end + 1;
    Some(behind + memchr(b'<', &content.as_bytes()[behind..])?)
}

/// Length of the white space at the beginning of `bytes`.
pub(super) fn white_space(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')).count()
}

/// Length of the name at the beginning of `bytes`. Only ASCII names are read.
pub(super) fn name_length(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| IN_NAMES[usize::from(**byte)]).count()
}

/// The bytes of such names as a table, because every name in the file is checked.
const IN_NAMES: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':' | b'.');
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::strategy::Strategy as _;
    use quick_xml::events::Event;
    use quick_xml::events::attributes::Attributes;
    use quick_xml::name::QName;

    use super::*;

    /// Name, tag, contents, length and attributes of an element.
    type Element<'a> = (&'a str, &'a str, &'a str, usize, Vec<(&'a str, &'a str)>);

    /// The element at the beginning of `text`.
    fn read(text: &str) -> Option<Element<'_>> {
        let mut attributes = Vec::new();
        let start = start(text, &mut attributes)?;
        let (inner, behind) = start.inner()?;
        let attributes = attributes.iter().map(|one| (one.name, one.value)).collect();
        Some((start.name, start.tag, inner, text.len() - behind.len(), attributes))
    }

    /// The same with quick-xml.
    fn by_events(text: &str) -> Element<'_> {
        let mut reader = quick_xml::Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        reader.config_mut().allow_dangling_amp = true;
        let place = |reader: &quick_xml::Reader<&[u8]>| usize::try_from(reader.buffer_position()).expect("a place");
        let start = loop {
            let start = place(&reader);
            match reader.read_event().expect("an event") {
                Event::Start(_) => break start,
                event => assert!(matches!(event, Event::Text(_)), "{event:?}"),
            }
        };
        let tag = text[start + 1..place(&reader)].strip_suffix('>').expect("a tag");
        let tag = tag.strip_suffix('/').unwrap_or(tag);
        let name = &tag[..tag.find([' ', '\n']).unwrap_or(tag.len())];
        let span = reader.read_to_end(QName(name)).expect("an end");
        let inner = &text[usize::try_from(span.start).expect("a place")..usize::try_from(span.end).expect("a place")];
        let mut found = Vec::new();
        for attribute in Attributes::new(tag, name.len()).with_checks(false) {
            let attribute = attribute.expect("an attribute");
            let Cow::Borrowed(value) = attribute.value else { continue };
            found.push((attribute.key.0, value));
        }
        (name, tag, inner, place(&reader), found)
    }

    #[test]
    fn elements_of_a_backup_are_cut_out() {
        for text in [
            "<Label id=\"20\" issue=\"10002\" label=\"größe\"/> <Label",
            "\n    <a b=\"it's &amp; &quot;so&quot;\" c=\"\" />",
            "<name>Jira &lt;3</name><b/>",
            "<body id=\"1\"><![CDATA[a > b, <i>c</i> ]] >\n]]>\n</body>",
        ] {
            assert_eq!(read(text), Some(by_events(text)), "{text}");
        }
    }

    #[test]
    fn what_is_written_in_another_way_is_left_alone() {
        for text in [
            "",
            " ",
            "text",
            "<",
            "<a",
            "<a>",
            "<a b=\"",
            "<a b='c'/>",
            "<a b=c/>",
            "<a b/>",
            "<a b=\"c\"d=\"e\"/>",
            "<a b = \"c\"/>",
            "<a><b/></a>",
            "<a>b</c>",
            "<a>b</a >",
            "<!-- a --><b/>",
            "<a><!-- b --></a>",
            "<?a?>",
            "</a>",
            "<a><![CDATA[b</a>",
            "<a><![CDATA[b]]><![CDATA[c]]></a>",
            "x<a/>",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_cut_out_is_what_quick_xml_reads(
            text in proptest::collection::vec(
                "<a|<a b=\"|\"| c=\"|/>|>|</a>|<!\\[CDATA\\[|\\]\\]>|[ab&;'=\n ä<]", 0..16,
            ).prop_map(|parts| parts.concat())
        ) {
            if let Some(element) = read(&text) {
                proptest::prop_assert_eq!(element, by_events(&text));
            }
        }
    }
}
