//! The texts of a run, with their bytes, lines and places.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

use super::budget::Budget;
use super::encoding::{Detected, Encoding, bom_length};
use super::lines::{LineIndex, Position};
use super::{Diagnostic, FileId, Mark, package, pointer};
use crate::parallel;

/// Shared bytes: a vector, a mapped file, or a text inside the program. Clones share them.
#[derive(Clone)]
pub struct Bytes(Arc<dyn AsRef<[u8]> + Send + Sync>);

impl<T: AsRef<[u8]> + Send + Sync + 'static> From<T> for Bytes {
    fn from(holder: T) -> Self {
        Self(Arc::new(holder))
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        let holder: &(dyn AsRef<[u8]> + Send + Sync) = &*self.0;
        holder.as_ref()
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} bytes", self.len())
    }
}

/// Start offsets of the elements of a long array, or of the documents of a file that has several.
#[derive(Clone, Debug)]
pub struct Anchors {
    /// JSON pointer of the array; `None` for documents.
    pub container: Option<String>,
    /// Offsets, ascending.
    pub starts: Vec<usize>,
}

impl Anchors {
    fn near(&self, offset: usize) -> Option<(usize, String)> {
        let index = self.starts.partition_point(|start| *start <= offset).checked_sub(1)?;
        let prefix = self.container.as_ref().map(|container| format!("{container}/{index}")).unwrap_or_default();
        Some((self.starts[index], prefix))
    }
}

/// The result of unpacking and decoding one input.
#[derive(Debug, Default)]
pub struct Unpacked {
    /// The texts of the input: one, or those inside a package.
    pub files: Vec<FileId>,
    /// What could not be unpacked, with its name for display.
    pub damaged: Vec<(String, Diagnostic)>,
    /// Set if it is a package without exports: the reason.
    pub other: Option<Diagnostic>,
}

/// The texts of one input before they have file ids.
#[derive(Default)]
struct Parts {
    /// Each with its name in the package, if there is a package.
    texts: Vec<(Option<String>, Text)>,
    damaged: Vec<(Option<String>, Diagnostic)>,
    other: Option<Diagnostic>,
    /// Whether unpacking exceeded the budget of the run.
    is_over_budget: bool,
}

impl Parts {
    fn of(bytes: Bytes, budget: &Budget) -> Self {
        match package::unpack(&bytes, budget) {
            None => Self { texts: vec![(None, Text::decode(bytes))], ..Self::default() },
            Some(package) => {
                let text = |(name, text): (String, Vec<u8>)| {
                    (Some(name), Text { stored: Some(bytes.clone()), ..Text::decode(text.into()) })
                };
                Self {
                    texts: package.entries.into_iter().map(text).collect(),
                    damaged: package.damaged,
                    other: package.other,
                    is_over_budget: package.is_over_budget,
                }
            }
        }
    }
}

/// A text in UTF-8, or bytes that were not validated.
#[derive(Clone, Debug)]
struct Text {
    bytes: Bytes,
    written: Written,
    /// The input bytes, if they differ from those of the text.
    stored: Option<Bytes>,
}

/// The original encoding of a text.
#[derive(Clone, Debug)]
enum Written {
    /// UTF-8.
    Utf8,
    /// Another encoding; the text was decoded.
    In(Encoding),
    /// Not validated, or no text: the bytes may be anything.
    Unchecked,
}

impl Text {
    fn decode(bytes: Bytes) -> Self {
        match Encoding::detect(&bytes) {
            Detected::Other(text, encoding) => {
                Self { bytes: text.into(), written: Written::In(encoding), stored: Some(bytes) }
            }
            Detected::Utf8 => Self { written: Written::Utf8, ..Self::unchecked(bytes) },
            Detected::Unknown => Self::unchecked(bytes),
        }
    }

    /// A text that is neither decoded nor validated.
    fn unchecked(bytes: Bytes) -> Self {
        Self { bytes, written: Written::Unchecked, stored: None }
    }
}

/// One text: an export, a charter, a rule file, a baseline.
#[derive(Clone, Debug)]
pub struct File {
    id: FileId,
    name: String,
    /// Its name in its package; empty for gzip. `None` if it was not packed.
    entry: Option<String>,
    text: Text,
    lines: OnceLock<LineIndex>,
    anchors: OnceLock<Vec<Anchors>>,
    visited: pointer::Visited,
}

impl File {
    /// The name for users: the path that they gave, with forward slashes. For a packed file, `!` and its name
    /// in the package follow.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of the input: the file itself, or the package that contained it.
    pub fn input(&self) -> &str {
        let package = |entry: &str| self.name.strip_suffix(entry)?.strip_suffix('!');
        self.entry.as_deref().and_then(package).unwrap_or(&self.name)
    }

    /// Its name in its package; empty for gzip. `None` if it was not packed.
    pub fn entry(&self) -> Option<&str> {
        self.entry.as_deref()
    }

    /// The input bytes: the package of a packed text, or the original bytes of a decoded one.
    pub fn stored(&self) -> &[u8] {
        self.text.stored.as_ref().unwrap_or(&self.text.bytes)
    }

    /// Its file id.
    pub fn id(&self) -> FileId {
        self.id
    }

    /// Its text, unpacked and decoded to UTF-8 where necessary.
    pub fn bytes(&self) -> &[u8] {
        &self.text.bytes
    }

    /// Whether its text is known to be UTF-8. An export is validated when it is loaded, unless it seems to be
    /// JSON.
    pub(crate) fn is_utf8(&self) -> bool {
        !matches!(self.text.written, Written::Unchecked)
    }

    /// Name of the original encoding, or `None` for UTF-8.
    pub fn encoding(&self) -> Option<&'static str> {
        match &self.text.written {
            Written::In(encoding) => Some(encoding.name),
            Written::Utf8 | Written::Unchecked => None,
        }
    }

    /// Offset and length of `mark` in the bytes on disk. For a packed file: in the bytes of the packed file.
    pub fn on_disk(&self, mark: Mark) -> (usize, usize) {
        match &self.text.written {
            Written::Utf8 | Written::Unchecked => (mark.start, mark.len()),
            Written::In(encoding) => {
                let start = encoding.on_disk(self.bytes(), mark.start);
                (start, encoding.on_disk(self.bytes(), mark.end()) - start)
            }
        }
    }

    /// Builds the line index now, with several threads, rather than when a position is first needed.
    pub(crate) fn count_lines(&self) {
        self.lines();
    }

    /// Line and column of `offset`.
    pub fn position(&self, offset: usize) -> Position {
        let mut position = self.lines().position(self.bytes(), offset);
        // No editor shows a byte order mark.
        if position.line == 1 && position.column > 1 && bom_length(self.bytes()) > 0 {
            position.column -= 1;
        }
        position
    }

    /// Number of characters before `offset`, without a byte order mark.
    pub fn characters_before(&self, offset: usize) -> usize {
        let before = self.lines().characters_before(self.bytes(), offset.min(self.bytes().len()));
        before - usize::from(before > 0 && bom_length(self.bytes()) > 0)
    }

    /// The byte offset of a line and a column, both from 1. serde_json reports its errors in this form.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        self.lines().start(self.bytes(), line) + column.saturating_sub(1)
    }

    /// The bytes of the line around `offset`.
    pub(super) fn line_around(&self, offset: usize) -> Range<usize> {
        self.lines().line_around(self.bytes(), offset)
    }

    /// Stores the start offsets of long arrays and documents, in the order of the file, so that the search
    /// for a pointer starts nearby.
    pub fn set_anchors(&self, anchors: Vec<Anchors>) {
        // A file is read once. If it were read twice, both results would be the same.
        let _ = self.anchors.set(anchors);
    }

    /// Returns the JSON pointer of the record around `mark`, or `None` if the file is not JSON or the record
    /// has no pointer. In a file of several documents the pointer is relative to the document.
    pub fn pointer(&self, mark: Mark) -> Option<String> {
        let json = |byte: &&u8| !byte.is_ascii_whitespace() && !matches!(byte, 0xEF | 0xBB | 0xBF);
        if !matches!(self.bytes().iter().find(json), Some(b'{' | b'[')) {
            return None;
        }
        let near = self.anchors.get().into_iter().flatten().filter_map(|part| part.near(mark.start));
        let near = near.max_by_key(|(start, _)| *start);
        let (start, prefix) = near.unwrap_or_default();
        let walk = |start, prefix: &str| {
            pointer::pointer(self.bytes(), &self.visited, (start, prefix), mark.start, mark.steps_up())
        };
        walk(start, &prefix).or_else(|| walk(0, ""))
    }

    /// A mark over `part`, which must be a slice of this file's bytes.
    ///
    /// The offset is the difference of two addresses, so readers that borrow from the file get spans at no
    /// cost.
    pub fn mark(&self, part: &str) -> Mark {
        let start = self.offset_of(part.as_bytes());
        Mark::new(self.id, start..start + part.len())
    }

    /// Offset of `part`, which must be a slice of this file's bytes.
    pub fn offset_of(&self, part: &[u8]) -> usize {
        (part.as_ptr() as usize).saturating_sub(self.bytes().as_ptr() as usize)
    }

    /// Like [`File::mark`], but includes the key of a JSON value (`"toString": "Ranked higher"`).
    pub fn mark_with_key(&self, value: &str) -> Mark {
        let mark = self.mark(value);
        let start = key_start(self.bytes(), mark.start).unwrap_or(mark.start);
        Mark::new(self.id, start..mark.end())
    }

    fn lines(&self) -> &LineIndex {
        parallel::once(&self.lines, || LineIndex::new(self.bytes()))
    }
}

/// Offset of the key of the JSON value at `value`.
fn key_start(bytes: &[u8], value: usize) -> Option<usize> {
    let before = |mut at: usize| {
        while at > 0 && bytes.get(at - 1).is_some_and(u8::is_ascii_whitespace) {
            at -= 1;
        }
        at
    };
    let colon = before(value).checked_sub(1)?;
    if bytes.get(colon) != Some(&b':') {
        return None;
    }
    let close = before(colon).checked_sub(1)?;
    if bytes.get(close) != Some(&b'"') {
        return None;
    }
    bytes.get(..close)?.iter().rposition(|byte| *byte == b'"')
}

/// All texts of a run. Facts borrow from them, so they are loaded first and dropped last.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<File>,
    /// Maximum number of bytes to unpack, if the user set it.
    unpack_limit: Option<u64>,
    /// How many bytes were unpacked so far.
    unpacked: u64,
}

impl Sources {
    /// No texts yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text without unpacking or decoding it: a charter, a rule, a baseline, or an export that needs
    /// neither.
    pub fn add(&mut self, name: impl Into<String>, bytes: impl Into<Bytes>) -> FileId {
        self.push(name.into(), None, Text::unchecked(bytes.into()))
    }

    /// Sets the maximum number of bytes to unpack in all. The default suits packages of exports: 250 times
    /// the packed size, but at least 256 MiB and at most 4 GiB, and at most 100,000 files.
    pub fn set_unpack_limit(&mut self, bytes: Option<u64>) {
        self.unpack_limit = bytes;
    }

    /// Adds exports under their names, in parallel. Packages are unpacked and other encodings are decoded to
    /// UTF-8. The results are in the order of the exports.
    pub fn add_exports(&mut self, exports: Vec<(String, Bytes)>) -> Vec<Unpacked> {
        let packed: u64 =
            exports.iter().filter(|(_, bytes)| package::is_one(bytes)).map(|(_, it)| it.len() as u64).sum();
        let budget = || Budget::new(self.unpack_limit, packed, self.unpacked);
        let at_once = budget();
        let mut parts = parallel::map(&exports, |_, (_, bytes)| Parts::of(bytes.clone(), &at_once));
        if parts.iter().any(|parts| parts.is_over_budget) {
            // Which package exceeded the budget must not depend on thread timing, so they are unpacked again
            // in order.
            parts.clear();
            let in_order = budget();
            parts.extend(exports.iter().map(|(_, bytes)| Parts::of(bytes.clone(), &in_order)));
        }
        for text in parts.iter().flat_map(|parts| &parts.texts).filter(|(entry, _)| entry.is_some()) {
            self.unpacked += text.1.bytes.len() as u64;
        }
        exports.into_iter().zip(parts).map(|((name, _), parts)| self.push_parts(&name, parts)).collect()
    }

    /// The file with this id.
    pub fn get(&self, id: FileId) -> &File {
        &self.files[id.index()]
    }

    /// All files in the order in which they were loaded.
    pub fn iter(&self) -> impl Iterator<Item = &File> {
        self.files.iter()
    }

    fn push_parts(&mut self, name: &str, parts: Parts) -> Unpacked {
        let inside = |entry: &str| if entry.is_empty() { name.to_owned() } else { format!("{name}!{entry}") };
        let mut files = Vec::with_capacity(parts.texts.len());
        for (entry, text) in parts.texts {
            files.push(self.push(inside(entry.as_deref().unwrap_or_default()), entry, text));
        }
        let damaged = parts.damaged.into_iter().map(|(entry, damage)| (inside(&entry.unwrap_or_default()), damage));
        Unpacked { files, damaged: damaged.collect(), other: parts.other }
    }

    fn push(&mut self, name: String, entry: Option<String>, text: Text) -> FileId {
        let id = FileId::new(self.files.len());
        let (lines, anchors, visited) = Default::default();
        self.files.push(File { id, name, entry, text, lines, anchors, visited });
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_reaches_back_over_the_key() {
        let mut sources = Sources::new();
        let id = sources.add("a.json", r#"{"to" : "x","n":[ "y"]}"#);
        let file = sources.get(id);
        let text = std::str::from_utf8(file.bytes()).expect("UTF-8");
        assert_eq!(file.mark_with_key(&text[8..11]).start, 1);
        let y = text.find("\"y\"").expect("it is there");
        assert_eq!(file.mark_with_key(&text[y..y + 3]).start, y);
    }

    #[test]
    fn anchors_lead_to_the_same_pointer() {
        let mut sources = Sources::new();
        let text = r#"{"issues":[{"a":1},{"b":{"c":2}}]}"#;
        let id = sources.add("a.json", text);
        let file = sources.get(id);
        let at = text.find(r#""c""#).expect("it is there");
        let mark = Mark::new(id, at..at + 3).up(1);
        let plain = file.pointer(mark);
        file.set_anchors(vec![Anchors { container: Some("/issues".to_owned()), starts: vec![11, 19] }]);
        assert_eq!(plain.as_deref(), Some("/issues/1/b"));
        assert_eq!(file.pointer(mark), plain);
    }
}
