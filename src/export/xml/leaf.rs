//! Elements without elements in them, written as Jira writes them: `<a b="c"/>`, `<a b="c">text</a>`, and with one section
//! of CDATA. Whatever is written in another way is none here, and left to whoever reads all of XML.

use memchr::{memchr, memchr_iter, memchr3};

const CDATA: &str = "<![CDATA[";

/// An element that begins a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Leaf<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// What stands between the angle brackets of its tag, without the slash of an empty one.
    pub(super) tag: &'a str,
    /// What stands between its tags.
    pub(super) inner: &'a str,
    /// Bytes of all of it, with the white space before it.
    pub(super) length: usize,
}

/// An attribute as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
    /// Both, with the quotes.
    pub(super) written: &'a str,
    /// Whether nothing in the value stands for something else.
    pub(super) is_plain: bool,
}

/// The element with which `text` begins, behind white space. Its attributes replace those in `into`.
pub(super) fn read<'a>(text: &'a str, into: &mut Vec<Attribute<'a>>) -> Option<Leaf<'a>> {
    let element = text.get(white_space(text.as_bytes())..)?.strip_prefix('<')?;
    let name = element.get(..name_length(element.as_bytes())).filter(|name| !name.is_empty())?;
    let length = name.len() + attributes(&element[name.len()..], into)?;
    let (tag, behind) = element.split_at_checked(length)?;
    let (inner, rest) = match behind.strip_prefix("/>") {
        Some(rest) => ("", rest),
        None => {
            let content = behind.strip_prefix('>')?;
            let (inner, end) = content.split_at_checked(inner_length(content)?)?;
            (inner, end.strip_prefix("</")?.strip_prefix(name)?.strip_prefix('>')?)
        }
    };
    Some(Leaf { name, tag, inner, length: text.len() - rest.len() })
}

/// Takes the attributes at the beginning of `text` into `into`, each in double quotes. Returns how many bytes they are with
/// the white space before and behind them.
pub(super) fn attributes<'a>(text: &'a str, into: &mut Vec<Attribute<'a>>) -> Option<usize> {
    let bytes = text.as_bytes();
    into.clear();
    let mut at = 0;
    loop {
        let space = white_space(&bytes[at..]);
        at += space;
        let name = text.get(at..at + name_length(&bytes[at..]))?;
        if name.is_empty() {
            return Some(at);
        }
        let start = at + name.len() + 2;
        if space == 0 || !bytes[at + name.len()..].starts_with(b"=\"") {
            return None;
        }
        let value = &bytes[start..];
        let first = memchr3(b'"', b'&', b'<', value)?;
        let is_plain = value[first] == b'"';
        let length = if is_plain { first } else { first + memchr(b'"', &value[first..])? };
        let end = start + length;
        into.push(Attribute { name, value: text.get(start..end)?, written: text.get(at..end + 1)?, is_plain });
        at = end + 1;
    }
}

/// Bytes of the text or the section of CDATA before the next tag.
fn inner_length(content: &str) -> Option<usize> {
    let tag = memchr(b'<', content.as_bytes())?;
    if !content[tag..].starts_with(CDATA) {
        return Some(tag);
    }
    let data = &content.as_bytes()[tag + CDATA.len()..];
    let end = memchr_iter(b'>', data).find(|end| data[..*end].ends_with(b"]]"))?;
    let behind = tag + CDATA.len() + end + 1;
    Some(behind + memchr(b'<', &content.as_bytes()[behind..])?)
}

/// How many bytes of white space `bytes` begin with.
fn white_space(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')).count()
}

/// How many bytes of a name `bytes` begin with: of plain letters and digits alone.
fn name_length(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| IN_NAMES[usize::from(**byte)]).count()
}

/// The bytes of such names, asked for each of them in a file.
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
    #![allow(clippy::expect_used, reason = "a test that cannot go on says what it expected")]

    use std::borrow::Cow;

    use proptest::strategy::Strategy as _;
    use quick_xml::events::Event;
    use quick_xml::events::attributes::Attributes;
    use quick_xml::name::QName;

    use super::*;

    /// The element with which `text` begins, by quick-xml.
    fn by_events(text: &str) -> (Leaf<'_>, Vec<(&str, &str)>) {
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
        (Leaf { name, tag, inner, length: place(&reader) }, found)
    }

    #[test]
    fn elements_of_a_backup_are_cut_out() {
        for text in [
            "<Label id=\"20\" issue=\"10002\" label=\"größe\"/> <Label",
            "\n    <a b=\"it's &amp; &quot;so&quot;\" c=\"\" />",
            "<name>Jira &lt;3</name><b/>",
            "<body id=\"1\"><![CDATA[a > b, <i>c</i> ]] >\n]]>\n</body>",
        ] {
            let mut attributes = Vec::new();
            let leaf = read(text, &mut attributes).expect("an element");
            let attributes: Vec<_> = attributes.iter().map(|one| (one.name, one.value)).collect();
            assert_eq!((leaf, attributes), by_events(text), "{text}");
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
            assert_eq!(read(text, &mut Vec::new()), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_cut_out_is_what_quick_xml_reads(
            text in proptest::collection::vec(
                "<a|<a b=\"|\"| c=\"|/>|>|</a>|<!\\[CDATA\\[|\\]\\]>|[ab&;'=\n ä<]", 0..16,
            ).prop_map(|parts| parts.concat())
        ) {
            let mut attributes = Vec::new();
            if let Some(leaf) = read(&text, &mut attributes) {
                let attributes: Vec<_> = attributes.iter().map(|one| (one.name, one.value)).collect();
                proptest::prop_assert_eq!((leaf, attributes), by_events(&text));
            }
        }
    }
}
