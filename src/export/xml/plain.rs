//! Elements that are written in the plainest way (see [`leaf`](super::leaf)), with the elements in them: a piece of a file is read by
//! itself, beside others. Whoever reads all of XML goes on where something is written in another way.

use super::leaf::{attribute, inner_length, name_length, white_space};
use super::{Scalar, Tag};
use crate::source::{File, Mark};

/// A piece of a file, read from its beginning as far as it is plain.
pub(in crate::export) struct Plain<'a> {
    file: &'a File,
    text: &'a str,
    /// How far it has been read.
    at: usize,
}

impl<'a> Plain<'a> {
    /// The elements in `text`, which is a part of `file`.
    pub(in crate::export) fn new(file: &'a File, text: &'a str) -> Self {
        Self { file, text, at: 0 }
    }

    /// How many bytes have been read; all of them where nothing but white space follows.
    pub(in crate::export) fn read(&self) -> usize {
        let rest = &self.text.as_bytes()[self.at..];
        self.at + if white_space(rest) == rest.len() { rest.len() } else { 0 }
    }

    /// The name in the next tag, if that opens an element. What stands behind the name is next.
    pub(in crate::export) fn name(&mut self) -> Option<&'a str> {
        let bytes = self.text.as_bytes();
        let tag = self.at + white_space(&bytes[self.at..]);
        let start = tag + 1;
        let length = name_length(bytes.get(start..).filter(|_| bytes[tag] == b'<')?);
        self.at = start + length;
        self.text.get(start..self.at).filter(|name| !name.is_empty())
    }

    /// The place that `name` stands for where it is no value of itself.
    pub(in crate::export) fn mark(&self, name: &'a str) -> Mark {
        self.file.mark(name)
    }

    /// Reads what stands behind the name in a tag. Hands the attributes that are called as one of `wanted` to `each`, with the
    /// place of the name there. Returns whether the element holds something.
    pub(in crate::export) fn attributes(
        &mut self,
        wanted: &[&str],
        mut each: impl FnMut(usize, Scalar<'a>),
    ) -> Option<bool> {
        let bytes = self.text.as_bytes();
        // Attributes mostly stand in the order in which they are asked for.
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

    /// The next element in the one that is open, which has none in it, and its name.
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

    /// Whether the element called `name` ends here; then it is left.
    pub(in crate::export) fn close(&mut self, name: &str) -> bool {
        let rest = &self.text.as_bytes()[self.at..];
        let space = white_space(rest);
        let behind = rest[space..].strip_prefix(b"</").and_then(|end| end.strip_prefix(name.as_bytes()));
        let Some(behind) = behind.and_then(|end| end.strip_prefix(b">")) else { return false };
        self.at += rest.len() - behind.len();
        true
    }
}
