//! A parser for JSON that borrows from its input and skips unneeded values at memory speed.
//!
//! serde_json checks every byte of a skipped value, and nearly all of an export is skipped. This parser only
//! checks that the quotes and brackets of a skipped value are closed. It accepts everything that serde_json
//! accepts, and skips values of any depth.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{Deserializer, Error as _, Unexpected, Visitor};

use super::decode;
use super::raw::Raw;
use super::shape::{Key, Shape};
use crate::source::skip::{Container, Repeats, container_end, note_containers, null_end, scalar_end, string_end};

/// Maximum nesting depth of lists and objects that are read.
const DEPTH: u8 = 128;

/// Why a text is not the expected JSON.
#[derive(Debug)]
pub(in crate::export) struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl serde::de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        let expected = expected.to_string();
        // serde uses the Rust name of the type.
        let expected = if expected.starts_with("struct ") { "an object" } else { &expected };
        Self(format!("there is {} where {expected} is expected", kind(found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        Self::invalid_type(found, expected)
    }
}

/// The kind of a value. The value itself is never shown: it may be a person's name, or megabytes long.
fn kind(found: Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Str(text) if text.starts_with("@{") => {
            "the text that PowerShell writes for what lies deep (`ConvertTo-Json -Depth 100` keeps it)"
        }
        Unexpected::Str(_) | Unexpected::Char(_) | Unexpected::Bytes(_) => "a text",
        Unexpected::Bool(_) => "true or false",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "a number",
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Seq => "a list",
        Unexpected::Map => "an object",
        _ => "something else",
    }
}

/// Reads JSON values one after the other.
pub(in crate::export) struct Parser<'a> {
    bytes: &'a [u8],
    /// The same as text; `None` if it was not yet validated as UTF-8.
    text: Option<&'a str>,
    at: usize,
    depth: u8,
    /// Known lists and objects in the text, so that their ends need not be searched.
    containers: Vec<Container>,
    /// The range of those that are still ahead.
    left: Range<usize>,
    /// Lists and objects of earlier elements.
    repeats: Repeats<'a>,
}

/// Consecutive elements of a list, and the lists and objects in them.
#[derive(Default)]
pub(in crate::export) struct Batch<'a> {
    elements: Vec<Element<'a>>,
    containers: Vec<Container>,
}

/// An element of a list: its bytes, and the range of its lists and objects.
struct Element<'a> {
    bytes: &'a [u8],
    containers: Range<usize>,
}

impl<'a> Batch<'a> {
    /// An empty batch with the same capacity.
    pub(in crate::export) fn another(&self) -> Self {
        let (elements, containers) = (self.elements.len(), self.containers.len());
        Self { elements: Vec::with_capacity(elements), containers: Vec::with_capacity(containers) }
    }

    /// The bytes of each element.
    pub(in crate::export) fn bytes(&self) -> impl ExactSizeIterator<Item = &'a [u8]> {
        self.elements.iter().map(|element| element.bytes)
    }

    /// Passes each element to `read`: its text, and a parser at its beginning. `None` if one is not UTF-8.
    pub(in crate::export) fn read(self, mut read: impl FnMut(Raw<'a>, &mut Parser<'a>)) -> Option<()> {
        let mut containers = self.containers;
        for element in self.elements {
            let text = utf8(element.bytes)?;
            let mut json = Parser { containers, left: element.containers, ..Parser::new(text) };
            read(Raw::new(text), &mut json);
            containers = json.containers;
        }
        Some(())
    }
}

fn utf8(bytes: &[u8]) -> Option<&str> {
    simdutf8::basic::from_utf8(bytes).ok()
}

impl<'a> Parser<'a> {
    /// A parser at the beginning of `text`.
    pub(in crate::export) fn new(text: &'a str) -> Self {
        Self { text: Some(text), ..Self::of_bytes(text.as_bytes()) }
    }

    /// A parser at the beginning of `bytes`. Only values that are read are validated as UTF-8, with an error
    /// if they are not; elements that are cut out are validated later.
    pub(in crate::export) fn of_bytes(bytes: &'a [u8]) -> Self {
        Self { bytes, text: None, at: 0, depth: 0, containers: Vec::new(), left: 0..0, repeats: Repeats::default() }
    }

    /// Whether only white space follows.
    pub(in crate::export) fn is_at_end(&mut self) -> bool {
        self.peek().is_none()
    }

    /// Number of bytes read.
    pub(in crate::export) fn at(&self) -> usize {
        self.at
    }

    /// Calls `member` for each member of the next object, with the key; it reads the value. Returns false for
    /// `null`.
    ///
    /// # Errors
    /// The value is not `what`, or `member` fails.
    pub(in crate::export) fn object(
        &mut self,
        what: &'static str,
        mut member: impl FnMut(&Cow<'a, str>, &mut Self) -> Result<(), Error>,
    ) -> Result<bool, Error> {
        self.members(what, |parser| {
            let key = parser.key()?;
            parser.expect(b':')?;
            member(&key, parser)
        })
    }

    /// The same for many objects of one kind. A key at the same position as in the previous object is taken
    /// from `shape`, together with its meaning, which is computed once.
    ///
    /// # Errors
    /// The value is not `what`, or `member` fails.
    pub(in crate::export) fn object_by<M: Copy>(
        &mut self,
        shape: &mut Shape<'a, M>,
        what: &'static str,
        mut meaning: impl FnMut(&Cow<'a, str>) -> M,
        mut member: impl FnMut(&Cow<'a, str>, M, &mut Self) -> Result<(), Error>,
    ) -> Result<bool, Error> {
        let mut place = 0;
        self.members(what, |parser| {
            let (key, means) = match shape.find(&mut place, parser.bytes.get(parser.at..).unwrap_or_default()) {
                Some(known) => {
                    parser.at += known.literal.len();
                    (Cow::Borrowed(known.key), known.meaning)
                }
                None => {
                    let start = parser.at;
                    let key = parser.key()?;
                    parser.expect(b':')?;
                    let meaning = meaning(&key);
                    if let (Cow::Borrowed(key), Some(literal)) = (&key, parser.bytes.get(start..parser.at)) {
                        shape.note(place, Key { key, literal, meaning });
                    }
                    (key, meaning)
                }
            };
            place += 1;
            member(&key, means, parser)
        })
    }

    /// Calls `member` for each member of the next object; it reads key and value. Returns false for `null`.
    fn members(
        &mut self,
        what: &'static str,
        mut member: impl FnMut(&mut Self) -> Result<(), Error>,
    ) -> Result<bool, Error> {
        match self.peek() {
            Some(b'{') => {}
            Some(b'n') => return self.raw().map(|_| false),
            _ => return Err(self.no(what)),
        }
        self.nested(|parser| {
            let mut first = true;
            while parser.has_next(&mut first, b'}')? {
                member(parser)?;
            }
            Ok(true)
        })
    }

    /// Calls `element` for each element of the next list. Returns false for `null`.
    ///
    /// # Errors
    /// The value is not a list, it does not end, its elements are not separated, the nesting is too deep, or
    /// `element` fails.
    pub(in crate::export) fn list(
        &mut self,
        mut element: impl FnMut(&mut Self) -> Result<(), Error>,
    ) -> Result<bool, Error> {
        match self.peek() {
            Some(b'[') => {}
            Some(b'n') => return self.raw().map(|_| false),
            _ => return Err(self.no("a list")),
        }
        self.nested(|parser| {
            let mut first = true;
            while parser.has_next(&mut first, b']')? {
                element(parser)?;
            }
            Ok(true)
        })
    }

    /// The next value; `None` for `null`.
    ///
    /// # Errors
    /// The text ends before the value does.
    #[inline]
    pub(in crate::export) fn value(&mut self) -> Result<Option<Raw<'a>>, Error> {
        // Fast path: most fields of an issue are `null`.
        self.peek();
        if let Some(end) = null_end(self.bytes, self.at) {
            self.at = end;
            return Ok(None);
        }
        self.raw().map(|text| Some(Raw::new(text)))
    }

    /// Skips the next value.
    ///
    /// # Errors
    /// The text ends before the value does.
    pub(in crate::export) fn skip(&mut self) -> Result<(), Error> {
        self.raw().map(drop)
    }

    /// Adds the next value to `batch`, with the lists and objects in it for its later reader. Returns its
    /// length in bytes.
    ///
    /// # Errors
    /// The text ends before the value does.
    pub(in crate::export) fn element(&mut self, batch: &mut Batch<'a>) -> Result<usize, Error> {
        let first = batch.containers.len();
        let known = match self.peek() {
            Some(b'{' | b'[') => note_containers(self.bytes, self.at, &mut batch.containers, Some(&mut self.repeats)),
            _ => None,
        };
        let bytes = match known.and_then(|end| self.bytes.get(self.at..end)) {
            Some(bytes) => {
                self.at += bytes.len();
                bytes
            }
            None => {
                batch.containers.truncate(first);
                self.raw()?.as_bytes()
            }
        };
        batch.elements.push(Element { bytes, containers: first..batch.containers.len() });
        Ok(bytes.len())
    }

    /// The text from `start` to `end`; `None` if it is not UTF-8.
    #[inline]
    fn slice(&self, start: usize, end: usize) -> Option<&'a str> {
        match self.text {
            Some(text) => text.get(start..end),
            None => utf8(self.bytes.get(start..end)?),
        }
    }

    /// The error for a next value that is not `what`.
    fn no(&mut self, what: &'static str) -> Error {
        struct Wanted(&'static str);
        impl Visitor<'_> for Wanted {
            type Value = ();

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(self.0)
            }
        }
        match self.deserialize_any(Wanted(what)) {
            Err(error) => error,
            Ok(()) => Error::custom(format!("expected {what}")),
        }
    }

    /// The next byte that is not white space.
    #[inline]
    pub(in crate::export) fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.bytes.get(self.at) {
            // Fast path for nearly all bytes.
            if *byte > b' ' || !matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
    }

    /// Takes the next byte, which must be `wanted`.
    #[inline]
    pub(super) fn expect(&mut self, wanted: u8) -> Result<(), Error> {
        match self.peek() {
            Some(byte) if byte == wanted => {
                self.at += 1;
                Ok(())
            }
            found => Err(no_byte(found, &[wanted])),
        }
    }

    /// The text of the next value.
    pub(super) fn raw(&mut self) -> Result<&'a str, Error> {
        let first = self.peek();
        let (bytes, start) = (self.bytes, self.at);
        let end = match first {
            Some(b'"') => string_end(bytes, start).map(|(end, _)| end),
            Some(b'{' | b'[') => self.known_end().or_else(|| container_end(bytes, start)),
            _ => scalar_end(bytes, start),
        };
        match end.and_then(|end| self.slice(start, end)) {
            Some(text) => {
                self.at += text.len();
                Ok(text)
            }
            None => Err(no_value(first)),
        }
    }

    /// The index after the list or object that begins here, if known.
    fn known_end(&mut self) -> Option<usize> {
        while let Some(container) = self.containers.get(self.left.clone()).and_then(<[Container]>::first)
            && container.start as usize <= self.at
        {
            self.left.start += 1;
            if container.start as usize == self.at && container.end > container.start {
                self.left.start = container.next as usize;
                return Some(container.end as usize);
            }
        }
        None
    }

    /// The next string.
    #[inline]
    pub(super) fn string(&mut self) -> Result<Cow<'a, str>, Error> {
        let start = self.at;
        let (end, escaped) = string_end(self.bytes, start).ok_or_else(|| wrong(None, "the end of a string"))?;
        self.at = end;
        let text = if escaped {
            self.slice(start, end).map(decode)
        } else {
            self.slice(start + 1, end - 1).map(Cow::Borrowed)
        };
        text.ok_or_else(|| Error::custom("this is no UTF-8"))
    }

    pub(super) fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        if self.depth == DEPTH {
            return Err(Error(format!("lists and objects lie more than {DEPTH} deep in one another")));
        }
        self.at += 1;
        self.depth += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    /// The next key.
    pub(super) fn key(&mut self) -> Result<Cow<'a, str>, Error> {
        if self.peek() == Some(b'"') { self.string() } else { Err(Error::custom("key must be a string")) }
    }

    /// Whether another element or member follows before `end`. Takes the comma before it, or `end`.
    #[inline]
    pub(super) fn has_next(&mut self, first: &mut bool, end: u8) -> Result<bool, Error> {
        match self.peek() {
            Some(byte) if byte == end => {
                self.at += 1;
                Ok(false)
            }
            Some(_) if std::mem::take(first) => Ok(true),
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            found => Err(no_byte(found, &[b',', end])),
        }
    }
}

#[cold]
fn no_byte(found: Option<u8>, wanted: &[u8]) -> Error {
    let wanted: Vec<String> = wanted.iter().map(|byte| format!("`{}`", byte.escape_ascii())).collect();
    wrong(found, &wanted.join(" or "))
}

#[cold]
fn no_value(found: Option<u8>) -> Error {
    match found {
        Some(b'"' | b'{' | b'[') => wrong(None, "the end of a value"),
        _ => wrong(found, "value"),
    }
}

fn wrong(found: Option<u8>, expected: &str) -> Error {
    match found {
        Some(_) => Error(format!("expected {expected}")),
        None => Error(format!("it ends where {expected} is expected")),
    }
}
