//! Elements in simple markup (see [`leaf`](super::leaf)) with child elements. Each piece of a file is read by
//! itself, in parallel with others. The full parser continues where other markup begins.

use super::leaf::{attribute, inner_length, name_length, white_space};
use super::{Scalar, Tag};
use crate::source::{File, Mark};

/// A piece of a file, read from its beginning up to the first markup that is not simple.
pub(in crate::export) struct Plain<'a> {
    file: &'a File,
    text: &'a str,
    /// Number of bytes read.
    at: usize,
}

impl<'a> Plain<'a> {
    /// The elements in `text`, which is a part of `file`.
    pub(in crate::export) fn new(file: &'a File, text: &'a str) -> Self {
        Self { file, text, at: 0 }
    }

    /// Number of bytes read; all, if only white space follows.
    pub(in crate::export) fn read(&self) -> usize {
        let rest = &self.text.as_bytes()[self.at..];
        self.at + if white_space(rest) == rest.len() { rest.len() } else { 0 }
    }

    /// Reads `<` and the name of the next start tag.
    pub(in crate::export) fn name(&mut self) -> Option<&'a str> {
        let bytes = self.text.as_bytes();
        let tag = self.at + white_space(&bytes[self.at..]);
        let start = tag + 1;
        let length = name_length(bytes.get(start..).filter(|_| bytes[tag] == b'<')?);
        self.at = start + length;
        self.text.get(start..self.at).filter(|name| !name.is_empty())
    }

    /// The mark of `name`, for an element without values.
    pub(in crate::export) fn mark(&self, name: &'a str) -> Mark {
        self.file.mark(name)
    }

    /// Reads the rest of a start tag. Passes the attributes named in `wanted` to `each`, with the index of
    /// the name in it. Returns whether the element has contents.
    pub(in crate::export) fn attributes(
        &mut self,
        wanted: &[&str],
        mut each: impl FnMut(usize, Scalar<'a>),
    ) -> Option<bool> {
        let bytes = self.text.as_bytes();
        // Attributes are mostly in the order of `wanted`.
        let mut next = 0;
        loop {
            let space = white_space(&bytes[self.at..]);
            self.at += space;
            let rest = &bytes[self.at..];
            match rest {
                [b'>', ..] => {
                    self.at += 1;
                    return Some(true);
                }
                [b'/', b'>', ..] => {
                    self.at += 2;
                    return Some(false);
                }
                _ if space == 0 => return None,
                _ => {}
            }
            let is_next = |name: &&&str| rest.starts_with(name.as_bytes()) && rest.get(name.len()) == Some(&b'=');
            let (place, length) = match wanted.get(next).filter(is_next) {
                Some(name) => (Some(next), name.len()),
                None => {
                    let length = name_length(rest);
                    (wanted.iter().position(|name| name.as_bytes() == &rest[..length]), length)
                }
            };
            let found = attribute(self.text, self.at, length).filter(|_| length > 0)?;
            self.at += found.written.len();
            if let Some(place) = place {
                next = place + 1;
                each(place, Scalar { raw: found.value, mark: self.file.mark(found.written), is_plain: found.is_plain });
            }
        }
    }

    /// Reads the next child of the open element, which must have no child elements itself; returns its name
    /// and text.
    pub(in crate::export) fn leaf(&mut self) -> Option<(&'a str, Scalar<'a>)> {
        let name = self.name()?;
        let start = self.at - name.len();
        let inside = self.attributes(&[], |_, _| {})?;
        let tag = self.text.get(start..self.at - if inside { 1 } else { 2 })?;
        if !inside {
            return Some((name, Scalar::inside(self.file, Tag { name, raw: tag }, "")));
        }
        let content = self.text.get(self.at..)?;
        let raw = content.get(..inner_length(content)?)?;
        self.at += raw.len();
        self.close(name).then(|| (name, Scalar::inside(self.file, Tag { name, raw: tag }, raw)))
    }

    /// Whether the element `name` ends here. If so, its end tag is read.
    pub(in crate::export) fn close(&mut self, name: &str) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let space = white_space(rest);
        let behind = rest[space..].strip_prefix(b"</").and_then(|end| end.strip_prefix(name.as_bytes()));
        let Some(behind) = behind.and_then(|end| end.strip_prefix(b">")) else { return false };
        self.at += rest.len() - behind.len();
        true
    }
}
