//! Decodes the texts of XML: entities, character references, CDATA, and escaped HTML.

use std::borrow::Cow;

use memchr::{memchr, memchr2};
use quick_xml::escape::{resolve_html5_entity, resolve_xml_entity};

/// Length of the longest entity name in HTML, `&CounterClockwiseContourIntegral;`.
const LONGEST_ENTITY: usize = 34;

/// Beginnings of the tags that end a line in HTML.
const ENDS_LINE: &[&str] = &["br", "/p", "/li", "/tr", "/h", "/div", "/pre", "/ul", "/ol"];

/// Decodes the text of an attribute or an element: entities, character references and CDATA.
pub(in crate::export) fn decode(raw: &str) -> Cow<'_, str> {
    if memchr2(b'&', b'<', raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    if let Some(inner) = sole_cdata(raw) {
        return Cow::Borrowed(inner);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once("<!") {
        out.push_str(&resolve(before, resolve_xml_entity));
        rest = if let Some(data) = after.strip_prefix("[CDATA[") {
            let (data, rest) = data.split_once("]]>").unwrap_or((data, ""));
            out.push_str(data);
            rest
        } else {
            after.split_once("-->").map_or("", |(_, rest)| rest)
        };
    }
    out.push_str(&resolve(rest, resolve_xml_entity));
    Cow::Owned(out)
}

/// The readable text of escaped HTML: no tags, one line for each block.
pub(in crate::export) fn decode_html(raw: &str) -> Cow<'_, str> {
    let html = decode(raw);
    if memchr2(b'&', b'<', html.as_bytes()).is_none() {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = &*html;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(&resolve(before, resolve_html5_entity));
        // A lone `<` is text: somebody wrote "a < b".
        let is_tag = after.starts_with(|letter: char| letter.is_ascii_alphabetic() || matches!(letter, '/' | '!'));
        if !is_tag {
            out.push('<');
            rest = after;
            continue;
        }
        let Some((tag, left)) = after.split_once('>') else {
            out.push('<');
            rest = after;
            break;
        };
        if ENDS_LINE.iter().any(|start| tag.starts_with(start)) && !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        rest = left;
    }
    out.push_str(&resolve(rest, resolve_html5_entity));
    out.truncate(out.trim_end().len());
    Cow::Owned(out)
}

/// The contents of the CDATA section, if it is all of `raw`.
pub(super) fn sole_cdata(raw: &str) -> Option<&str> {
    let inner = raw.trim().strip_prefix("<![CDATA[")?.strip_suffix("]]>")?;
    (!inner.contains("]]>")).then_some(inner)
}

/// Replaces the entities in `text` that `known` has. Others stay as written.
fn resolve(text: &str, known: fn(&str) -> Option<&'static str>) -> Cow<'_, str> {
    let Some(first) = memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    let mut next = Some(first);
    while let Some(at) = next {
        let (before, entity) = rest.split_at(at);
        out.push_str(before);
        let near = &entity.as_bytes()[1..entity.len().min(LONGEST_ENTITY)];
        let end = memchr(b';', near).map(|end| end + 1);
        let written = end.and_then(|end| entity.get(1..end));
        let used = match written.map(|name| (name, known(name), character(name))) {
            Some((name, Some(meaning), _)) => {
                out.push_str(meaning);
                name.len() + 2
            }
            Some((name, None, Some(letter))) => {
                out.push(letter);
                name.len() + 2
            }
            _ => {
                out.push('&');
                1
            }
        };
        rest = &entity[used..];
        next = memchr(b'&', rest.as_bytes());
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character for `#232` or `#xE8`. An invalid one becomes U+FFFD.
fn character(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => digits.parse(),
    };
    Some(code.ok().filter(|code| *code != 0).and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER))
}
