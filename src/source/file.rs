//! The texts of a run: each with its bytes, its lines and the places in them.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

use super::budget::Budget;
use super::encoding::{Detected, Encoding, bom_length};
use super::lines::{LineIndex, Position};
use super::{Diagnostic, FileId, Mark, package, pointer};
use crate::parallel;

/// Bytes that somebody holds for as long as they are needed: a vector, a mapped file, a text inside the program. Clones
/// share them.
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

/// Where the elements of a long array start, or the documents of a file that holds several.
#[derive(Clone, Debug)]
pub struct Anchors {
    /// The array's own pointer; none for documents that follow one another.
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

/// What came of unpacking and decoding one input.
#[derive(Debug, Default)]
pub struct Unpacked {
    /// The texts in it: one, or those inside a package.
    pub files: Vec<FileId>,
    /// What could not be unpacked, by the name it is shown under.
    pub damaged: Vec<(String, Diagnostic)>,
    /// Why it is a package of something else than exports, where it is one.
    pub other: Option<Diagnostic>,
}

/// The texts in one input before they have numbers.
#[derive(Default)]
struct Parts {
    /// Each under its name in the package, where there is one.
    texts: Vec<(Option<String>, Text)>,
    damaged: Vec<(Option<String>, Diagnostic)>,
    other: Option<Diagnostic>,
    /// Whether it is a package that holds more than the run may unpack.
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

/// A text as UTF-8, or what may be one.
#[derive(Clone, Debug)]
struct Text {
    bytes: Bytes,
    written: Written,
    /// The bytes that were handed in, where they are others than those of the text.
    stored: Option<Bytes>,
}

/// How a text was written.
#[derive(Clone, Debug)]
enum Written {
    /// In UTF-8.
    Utf8,
    /// In another encoding, from which it was decoded.
    In(Encoding),
    /// That was not looked at, or it is no text: its bytes may be anything.
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

    /// A text as it is.
    fn unchecked(bytes: Bytes) -> Self {
        Self { bytes, written: Written::Unchecked, stored: None }
    }
}

/// One text: an export, a charter, a rule file, a baseline.
#[derive(Clone, Debug)]
pub struct File {
    id: FileId,
    name: String,
    /// The name it has in its package; gzip gives an empty one. None where it was not packed.
    entry: Option<String>,
    text: Text,
    lines: OnceLock<LineIndex>,
    anchors: OnceLock<Vec<Anchors>>,
    visited: pointer::Visited,
}

impl File {
    /// What users know it as: the path that they gave, with forward slashes; behind a `!` the name inside a package.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of what was handed in: its own, or that of the package that it came out of.
    pub fn input(&self) -> &str {
        let package = |entry: &str| self.name.strip_suffix(entry)?.strip_suffix('!');
        self.entry.as_deref().and_then(package).unwrap_or(&self.name)
    }

    /// Its name in its package, if it came out of one; gzip gives an empty one.
    pub fn entry(&self) -> Option<&str> {
        self.entry.as_deref()
    }

    /// The bytes that were handed in: of a packed text the package, of one in another encoding what was decoded.
    pub fn stored(&self) -> &[u8] {
        self.text.stored.as_ref().unwrap_or(&self.text.bytes)
    }

    /// Its number among the sources.
    pub fn id(&self) -> FileId {
        self.id
    }

    /// Its text: what was handed in, unpacked where it was packed and decoded where it was written in another encoding than UTF-8.
    pub fn bytes(&self) -> &[u8] {
        &self.text.bytes
    }

    /// Whether its text is known to be UTF-8: that was looked for when it was loaded, unless it seems to be JSON.
    pub(crate) fn is_utf8(&self) -> bool {
        !matches!(self.text.written, Written::Unchecked)
    }

    /// How it was written, where that was not UTF-8.
    pub fn encoding(&self) -> Option<&'static str> {
        match &self.text.written {
            Written::In(encoding) => Some(encoding.name),
            Written::Utf8 | Written::Unchecked => None,
        }
    }

    /// Offset and length of `mark` in the bytes as they lie on disk (of a packed file: as they were packed).
    pub fn on_disk(&self, mark: Mark) -> (usize, usize) {
        match &self.text.written {
            Written::Utf8 | Written::Unchecked => (mark.start, mark.len()),
            Written::In(encoding) => {
                let start = encoding.on_disk(self.bytes(), mark.start);
                (start, encoding.on_disk(self.bytes(), mark.end()) - start)
            }
        }
    }

    /// Counts the lines now rather than when a place is first asked for, which several threads may do at once.
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

    /// How many characters lie before `offset`, a byte order mark aside.
    pub fn characters_before(&self, offset: usize) -> usize {
        let before = self.lines().characters_before(self.bytes(), offset.min(self.bytes().len()));
        before - usize::from(before > 0 && bom_length(self.bytes()) > 0)
    }

    /// The offset of a line and a column in bytes, both from 1, as serde_json reports its errors.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        self.lines().start(self.bytes(), line) + column.saturating_sub(1)
    }

    /// The bytes of the line around `offset`.
    pub(super) fn line_around(&self, offset: usize) -> Range<usize> {
        self.lines().line_around(self.bytes(), offset)
    }

    /// Remembers where long arrays and documents start, in the order of the file, so that pointers are found from nearby.
    pub fn set_anchors(&self, anchors: Vec<Anchors>) {
        // A file is read once; should two readers ever look at it, the first is as right as the second.
        let _ = self.anchors.set(anchors);
    }

    /// The JSON pointer of the record around `mark`, if the file is JSON and the record can be named. In a file of several
    /// documents it is the pointer inside the document of that line.
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
    /// The offset is the distance between two addresses, so borrowing readers get spans for nothing.
    pub fn mark(&self, part: &str) -> Mark {
        let start = self.offset_of(part.as_bytes());
        Mark::new(self.id, start..start + part.len())
    }

    /// Where `part` begins, which must be a slice of this file's bytes.
    pub fn offset_of(&self, part: &[u8]) -> usize {
        (part.as_ptr() as usize).saturating_sub(self.bytes().as_ptr() as usize)
    }

    /// Like [`File::mark`], reaching back over the key of a JSON value (`"toString": "Ranked higher"`).
    pub fn mark_with_key(&self, value: &str) -> Mark {
        let mark = self.mark(value);
        let start = key_start(self.bytes(), mark.start).unwrap_or(mark.start);
        Mark::new(self.id, start..mark.end())
    }

    fn lines(&self) -> &LineIndex {
        parallel::once(&self.lines, || LineIndex::new(self.bytes()))
    }
}

/// Where the key of the JSON value at `value` begins.
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

/// All texts of a run. Facts borrow from them, so they are loaded first and outlive everything else.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<File>,
    /// How many bytes may be unpacked, where somebody chose that.
    unpack_limit: Option<u64>,
    /// How many bytes were unpacked so far.
    unpacked: u64,
}

impl Sources {
    /// No texts yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text as it is: a charter, a rule, a baseline, or an export that is neither packed nor in another encoding.
    pub fn add(&mut self, name: impl Into<String>, bytes: impl Into<Bytes>) -> FileId {
        self.push(name.into(), None, Text::unchecked(bytes.into()))
    }

    /// Unpacks no more than so many bytes in all. Left out, it is what packages of exports come to: at most 250 times what
    /// was handed in and 4 GiB, 256 MiB in any case, and no more than 100,000 files.
    pub fn set_unpack_limit(&mut self, bytes: Option<u64>) {
        self.unpack_limit = bytes;
    }

    /// Adds exports under their names, side by side: unpacked where they are packed, decoded where they are not UTF-8. The
    /// results are in the order of the exports.
    pub fn add_exports(&mut self, exports: Vec<(String, Bytes)>) -> Vec<Unpacked> {
        let packed: u64 =
            exports.iter().filter(|(_, bytes)| package::is_one(bytes)).map(|(_, it)| it.len() as u64).sum();
        let budget = || Budget::new(self.unpack_limit, packed, self.unpacked);
        let at_once = budget();
        let mut parts = parallel::map(&exports, |_, (_, bytes)| Parts::of(bytes.clone(), &at_once));
        if parts.iter().any(|parts| parts.is_over_budget) {
            // Which of them found no room is not to depend on which came first: in their order, then.
            parts.clear();
            let in_order = budget();
            parts.extend(exports.iter().map(|(_, bytes)| Parts::of(bytes.clone(), &in_order)));
        }
        for text in parts.iter().flat_map(|parts| &parts.texts).filter(|(entry, _)| entry.is_some()) {
            self.unpacked += text.1.bytes.len() as u64;
        }
        exports.into_iter().zip(parts).map(|((name, _), parts)| self.push_parts(&name, parts)).collect()
    }

    /// The file that `id` stands for.
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
