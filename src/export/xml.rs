//! A lenient XML parser without copies. Tags, attributes and the text of elements are slices of the file.
//!
//! Only the predefined entities and character references are decoded. A DTD is never read, so no document
//! expands beyond its file. An unknown entity stays as written.
//!
//! quick-xml decides what is valid XML and reports errors. Simple elements without child elements, of which a
//! big backup has a million, take a faster path here (see [`leaf`]).

mod decode;
mod leaf;
mod plain;

use std::borrow::Cow;
use std::io::BufRead as _;

use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;
use quick_xml::name::QName;

use super::damage::{Damage, cut_off};
use super::text;
use crate::board::facts::Text;
use crate::source::{Diagnostic, File, Mark, bom_length};
pub(super) use decode::decode_html;
use decode::{decode, sole_cdata};
use leaf::Attribute;
pub(super) use plain::Plain;

/// Walks an XML file. After [`Xml::child`] opened an element, the caller must leave it with [`Xml::text`] or
/// [`Xml::skip`], or ask for its children until there are no more.
pub(super) struct Xml<'a> {
    file: &'a File,
    text: &'a str,
    /// Length of the byte order mark before the text.
    base: usize,
    reader: quick_xml::Reader<&'a [u8]>,
    open: usize,
    /// Whether quick-xml has not yet closed an empty element (`<a/>`).
    is_in_empty: bool,
    /// The contents of the element that [`Xml::child`] opened, if the fast path read it whole and already
    /// left it.
    cut_out: Option<&'a str>,
    /// The tag whose attributes were parsed last, and these attributes.
    attributes_of: Option<&'a str>,
    attributes: Vec<Attribute<'a>>,
    what: &'static str,
    /// Tags that could not be read completely.
    pub(super) damaged: Damage,
}

/// The start tag of an element.
#[derive(Clone, Copy)]
pub(super) struct Tag<'a> {
    /// The element's name.
    pub(super) name: &'a str,
    /// The text between the angle brackets.
    raw: &'a str,
}

/// The value of an attribute or the text of an element.
#[derive(Clone, Copy)]
pub(super) struct Scalar<'a> {
    /// The raw text.
    pub(super) raw: &'a str,
    /// The attribute with its name, or the text.
    pub(super) mark: Mark,
    /// Whether the raw text is known to need no decoding.
    is_plain: bool,
}

impl<'a> Scalar<'a> {
    /// The contents of the element that `tag` opened.
    fn inside(file: &File, tag: Tag<'a>, raw: &'a str) -> Self {
        let said = sole_cdata(raw).unwrap_or_else(|| raw.trim());
        Self { raw, mark: file.mark(if said.is_empty() { tag.raw } else { said }), is_plain: false }
    }

    /// The text, decoded on demand.
    pub(super) fn text(self) -> Text<'a> {
        if self.is_plain { Text::plain(self.raw) } else { Text::new(self.raw, decode) }
    }

    /// The decoded text.
    pub(super) fn decode(self) -> Cow<'a, str> {
        if self.is_plain { Cow::Borrowed(self.raw) } else { decode(self.raw) }
    }

    /// The decoded text, or `None` if it is blank.
    pub(super) fn filled(self) -> Option<Cow<'a, str>> {
        Some(self.decode()).filter(|text| !text.trim().is_empty())
    }
}

enum Node<'a> {
    Open(Tag<'a>),
    Close,
    Comment(&'a str),
    End,
}

impl<'a> Xml<'a> {
    /// The XML in `file`; `what` is its name in messages.
    ///
    /// # Errors
    /// The file is not UTF-8. All XML of Jira is.
    pub(super) fn new(file: &'a File, what: &'static str) -> Result<Self, Diagnostic> {
        let base = bom_length(file.bytes());
        let text = text::whole(file, what)?;
        let mut reader = quick_xml::Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Ok(Self {
            file,
            text,
            base,
            reader,
            open: 0,
            is_in_empty: false,
            cut_out: None,
            attributes_of: None,
            attributes: Vec::new(),
            what,
            damaged: Damage::default(),
        })
    }

    /// The outermost element, and the comments before it.
    pub(super) fn root(&mut self) -> Result<(Option<Tag<'a>>, Vec<&'a str>), Diagnostic> {
        let mut comments = Vec::new();
        loop {
            match self.next()? {
                Node::Open(tag) => return Ok((Some(tag), comments)),
                Node::Comment(comment) => comments.push(comment),
                Node::Close => {}
                Node::End => return Ok((None, comments)),
            }
        }
    }

    /// The next child of the innermost open element, or `None` at its end.
    pub(super) fn child(&mut self) -> Result<Option<Tag<'a>>, Diagnostic> {
        if self.cut_out.take().is_some() {
            return Ok(None);
        }
        if let Some(tag) = self.leaf() {
            return Ok(Some(tag));
        }
        loop {
            match self.next()? {
                Node::Open(tag) => return Ok(Some(tag)),
                Node::Close | Node::End => return Ok(None),
                Node::Comment(_) => {}
            }
        }
    }

    /// Leaves the element that `tag` opened, and ignores its contents.
    pub(super) fn skip(&mut self, tag: Tag<'a>) -> Result<(), Diagnostic> {
        self.inner(tag).map(drop)
    }

    /// Leaves the element that `tag` opened, and returns its text.
    pub(super) fn text(&mut self, tag: Tag<'a>) -> Result<Scalar<'a>, Diagnostic> {
        let raw = self.inner(tag)?;
        Ok(Scalar::inside(self.file, tag, raw))
    }

    /// Current byte offset in the text.
    pub(super) fn at(&self) -> usize {
        self.text.len() - self.reader.get_ref().len()
    }

    /// Splits the unread text into pieces of about `size` bytes. Each piece but the first begins where a
    /// sibling of the next element seems to begin, judged by the indentation of its line.
    pub(super) fn pieces(&self, size: usize) -> Vec<&'a str> {
        let mut rest = if self.is_in_empty { "" } else { self.slice(self.at(), self.text.len()) };
        let indent = rest.split_inclusive('<').next().filter(|indent| indent.starts_with(['\n', '\r']));
        let mut pieces = Vec::new();
        if let Some(indent) = indent {
            let begins = memchr::memmem::Finder::new(indent);
            let is_tag = |bytes: &[u8], at: &usize| bytes.get(at + indent.len()).is_some_and(u8::is_ascii_alphabetic);
            while let Some(behind) = rest.as_bytes().get(size..) {
                let Some(at) = begins.find_iter(behind).find(|at| is_tag(behind, at)) else { break };
                let (piece, others) = rest.split_at(size + at);
                pieces.push(piece);
                rest = others;
            }
        }
        pieces.push(rest);
        pieces
    }

    /// Skips the next `bytes`, in which every element that begins also ends.
    pub(super) fn pass_over(&mut self, bytes: usize) {
        self.reader.stream().consume(bytes);
    }

    /// The place of the name in `tag`.
    pub(super) fn mark(&self, tag: Tag<'a>) -> Mark {
        self.file.mark(tag.name)
    }

    /// Passes the attributes of `tag` to `each`. A malformed one is recorded as damage, and the others are
    /// still read.
    pub(super) fn attributes(&mut self, tag: Tag<'a>, each: impl FnMut(&'a str, Scalar<'a>)) {
        self.attributes_among(tag, |_| true, each);
    }

    /// Passes the attributes of `tag` whose name satisfies `wanted` to `each`.
    pub(super) fn attributes_among(
        &mut self,
        tag: Tag<'a>,
        mut wanted: impl FnMut(&str) -> bool,
        mut each: impl FnMut(&'a str, Scalar<'a>),
    ) {
        if !self.attributes_of.is_some_and(|raw| std::ptr::eq(raw, tag.raw)) {
            return self.unusual_attributes(tag, wanted, each);
        }
        for attribute in self.attributes.iter().filter(|attribute| wanted(attribute.name)) {
            let (raw, mark) = (attribute.value, self.file.mark(attribute.written));
            each(attribute.name, Scalar { raw, mark, is_plain: attribute.is_plain });
        }
    }

    /// Parses the attributes of a tag that the fast path could not read, or that is damaged.
    fn unusual_attributes(
        &mut self,
        tag: Tag<'a>,
        mut wanted: impl FnMut(&str) -> bool,
        mut each: impl FnMut(&'a str, Scalar<'a>),
    ) {
        let mut attributes = Attributes::new(tag.raw, tag.name.len());
        for attribute in attributes.with_checks(false) {
            match attribute {
                Ok(attribute) => {
                    let Cow::Borrowed(value) = attribute.value else { continue };
                    let name = attribute.key.0;
                    if wanted(name) {
                        let start = self.file.mark(name);
                        let end = self.file.mark(value).end() + 1; // the quote
                        let mark = Mark::new(start.file, start.start..end);
                        each(name, Scalar { raw: value, mark, is_plain: false });
                    }
                }
                Err(error) => {
                    let damage = Diagnostic::error(format!("a tag of this {} is damaged", self.what));
                    self.damaged.push(damage.at(self.file.mark(tag.name), brief(&error)).note("export it again"));
                }
            }
        }
    }

    /// The value of the attribute `name` of `tag`.
    pub(super) fn attribute(&mut self, tag: Tag<'a>, name: &str) -> Option<Scalar<'a>> {
        let mut found = None;
        self.attributes_among(tag, |key| key == name, |_, value| found = Some(value));
        found
    }

    fn inner(&mut self, tag: Tag<'a>) -> Result<&'a str, Diagnostic> {
        if let Some(inner) = self.cut_out.take() {
            return Ok(inner);
        }
        self.is_in_empty = false;
        let span = self.reader.read_to_end(QName(tag.name)).map_err(|error| self.broken(&error))?;
        self.open = self.open.saturating_sub(1);
        Ok(self.slice(offset(span.start), offset(span.end)))
    }

    /// Reads and leaves the next element if it is one that [`leaf`] can read.
    fn leaf(&mut self) -> Option<Tag<'a>> {
        if self.is_in_empty {
            return None;
        }
        let rest = self.text.get(self.at()..)?;
        let start = leaf::start(rest, &mut self.attributes);
        self.attributes_of = start.map(|start| start.tag);
        let (inner, behind) = start?.inner()?;
        self.reader.stream().consume(rest.len() - behind.len());
        self.cut_out = Some(inner);
        start.map(|start| Tag { name: start.name, raw: start.tag })
    }

    fn next(&mut self) -> Result<Node<'a>, Diagnostic> {
        self.is_in_empty = false;
        loop {
            let start = offset(self.reader.buffer_position());
            match self.reader.read_event() {
                Ok(Event::Start(_)) => {
                    self.open += 1;
                    let raw = self.slice(start, offset(self.reader.buffer_position()));
                    let raw = raw.strip_prefix('<').unwrap_or(raw);
                    let raw = raw.strip_suffix('>').unwrap_or(raw);
                    self.is_in_empty = raw.ends_with('/');
                    let tag = Tag::new(raw.strip_suffix('/').unwrap_or(raw));
                    return Ok(Node::Open(tag));
                }
                Ok(Event::End(_)) => {
                    self.open = self.open.saturating_sub(1);
                    return Ok(Node::Close);
                }
                Ok(Event::Comment(_)) => {
                    return Ok(Node::Comment(self.slice(start, offset(self.reader.buffer_position()))));
                }
                Ok(Event::Eof) if self.open > 0 => return Err(self.cut(None)),
                Ok(Event::Eof) => return Ok(Node::End),
                Ok(_) => {}
                Err(error) => return Err(self.broken(&error)),
            }
        }
    }

    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// A syntax error, at its place.
    fn broken(&self, error: &quick_xml::Error) -> Diagnostic {
        use quick_xml::errors::{IllFormedError, SyntaxError};
        let at = self.base + offset(self.reader.error_position());
        match error {
            quick_xml::Error::Syntax(SyntaxError::InvalidBangMarkup) => {}
            quick_xml::Error::Syntax(_) => return self.cut(Some(at)),
            quick_xml::Error::IllFormed(IllFormedError::MissingEndTag(_)) => return self.cut(None),
            _ => {}
        }
        let end = self.file.bytes().len();
        let at = at.min(end);
        Diagnostic::error(format!("this {} is damaged", self.what))
            .at(Mark::new(self.file.id(), at..(at + 1).min(end)), brief(error))
            .note("export it again")
    }

    /// The diagnostic for a file that ends too soon, within the markup that began at `at`.
    fn cut(&self, at: Option<usize>) -> Diagnostic {
        let end = self.file.bytes().len();
        let cut = cut_off(self.file, self.what).note("export it again and check that the file arrives whole");
        match at {
            Some(at) if at + 1 < end => cut.at(Mark::new(self.file.id(), at..at + 1), "this is never closed"),
            _ => cut,
        }
    }
}

impl<'a> Tag<'a> {
    fn new(raw: &'a str) -> Self {
        Self { name: name(raw), raw }
    }
}

/// The first tag in `bytes` with its attributes, without angle brackets.
pub(super) fn root(bytes: &[u8]) -> Option<&str> {
    let text = text::beginning(bytes, HEAD);
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        let start = offset(reader.buffer_position());
        match reader.read_event() {
            Ok(Event::Start(_) | Event::Empty(_)) => {
                let raw = text.get(start..offset(reader.buffer_position()))?;
                return Some(raw.trim_start_matches('<').trim_end_matches(['>', '/']));
            }
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

/// Whether the first tag is that of a feed: RSS 2.0 or Atom. Searches of Jira are written as RSS 0.92.
pub(super) fn is_feed(root: &str) -> bool {
    let version = root.split_once("version=").map(|(_, version)| version.trim_start_matches(['"', '\'']));
    name(root) == "feed" || (name(root) == "rss" && version.is_some_and(|version| version.starts_with("2.")))
}

/// Number of bytes searched for the first tag: the comment before it may describe a whole server.
const HEAD: usize = 256 * 1024;

/// The name in a tag.
pub(super) fn name(tag: &str) -> &str {
    tag.split(|letter: char| letter.is_ascii_whitespace()).next().unwrap_or_default()
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// The error message, shortened: it may contain names from the file.
fn brief(error: &dyn std::fmt::Display) -> String {
    error.to_string().chars().take(120).collect()
}
