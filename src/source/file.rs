use std::borrow::Cow;
use std::fs;
use std::io;
use std::ops::{Deref, Range};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use memmap2::Mmap;
use rayon::prelude::*;
use thiserror::Error;

use super::encoding::Encoding;
use super::lines::{LineIndex, Position};
use super::{Diagnostic, Mark, map, package, pointer};

/// Files below this size are read: a mapping costs a system call and a page for each. Larger ones are mapped, so that
/// thousands of pages of one board take no more memory than the facts in them.
const MAP_FROM: u64 = 16 << 10;
/// How many files are mapped at most: the operating system counts mappings.
const MAPPED: usize = 30_000;

/// Which file of a [`Sources`] a mark lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// Why a file could not be loaded.
#[derive(Debug, Error)]
#[error("{}: {}", path.display(), self.reason())]
pub struct LoadError {
    /// The path as it was given.
    pub path: PathBuf,
    /// What the operating system says.
    pub source: io::Error,
}

/// Where the elements of a long array start, or the documents of a file that holds several.
#[derive(Debug)]
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

impl LoadError {
    /// What the operating system says, in words alone.
    pub fn reason(&self) -> String {
        let text = self.source.to_string();
        text.split(" (os error").next().unwrap_or_default().to_owned()
    }
}

#[derive(Debug)]
enum Bytes {
    Mapped(Mmap),
    Owned(Vec<u8>),
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Bytes::Mapped(map) => map,
            Bytes::Owned(bytes) => bytes,
        }
    }
}

/// What came of loading a path.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The texts: one, or those inside a package.
    pub files: Vec<FileId>,
    /// What could not be loaded, by the name people know it under.
    pub damaged: Vec<(String, Diagnostic)>,
    /// Why it is a package of something else, where it is one.
    pub other: Option<Diagnostic>,
}

/// What lies in one file before it has a number.
#[derive(Default)]
struct Parts {
    /// Each under its name in the package, where there is one.
    texts: Vec<(Option<String>, Decoded)>,
    damaged: Vec<(Option<String>, Diagnostic)>,
    other: Option<Diagnostic>,
}

impl Parts {
    fn of(bytes: Bytes) -> Self {
        match package::unpack(&bytes) {
            None => Self { texts: vec![(None, decoded(bytes))], ..Self::default() },
            Some(package) => Self {
                texts: package
                    .entries
                    .into_iter()
                    .map(|(name, text)| (Some(name), decoded(Bytes::Owned(text))))
                    .collect(),
                damaged: package.damaged,
                other: package.other,
            },
        }
    }
}

/// A text as UTF-8, and how it was written before.
type Decoded = (Bytes, Option<Encoding>);

fn decoded(bytes: Bytes) -> Decoded {
    match Encoding::detect(&bytes) {
        Some((text, encoding)) => (Bytes::Owned(text), Some(encoding)),
        None => (bytes, None),
    }
}

/// One text: an export, a charter, a rule file, or what was typed into standard input.
#[derive(Debug)]
pub struct File {
    id: FileId,
    name: String,
    path: Option<PathBuf>,
    /// The name it has in the package that lies at `path`; gzip gives none.
    entry: Option<String>,
    bytes: Bytes,
    /// How it was written, where that was not UTF-8.
    encoding: Option<Encoding>,
    lines: OnceLock<LineIndex>,
    anchors: OnceLock<Vec<Anchors>>,
}

impl File {
    /// What users know the file as: the path they gave, with forward slashes.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it lies, if it lies anywhere.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Its name in the package that lies at its path, if it came out of one; gzip gives an empty one.
    pub fn entry(&self) -> Option<&str> {
        self.entry.as_deref()
    }

    /// What lies on disk at its path: of a packed file the package, of one in another encoding what was decoded. None where
    /// that is gone, or never lay there.
    pub fn stored(&self) -> Option<Cow<'_, [u8]>> {
        match (&self.path, &self.entry, &self.encoding) {
            (_, None, None) => Some(Cow::Borrowed(self.bytes())),
            (Some(path), _, _) => fs::read(path).ok().map(Cow::Owned),
            _ => None,
        }
    }

    /// Its number among the sources.
    pub fn id(&self) -> FileId {
        self.id
    }

    /// Its text: the bytes as they lie on disk, decoded where they are not UTF-8 and unpacked where they are packed.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How it was written, where that was not UTF-8.
    pub fn encoding(&self) -> Option<&'static str> {
        self.encoding.as_ref().map(|encoding| encoding.name)
    }

    /// Offset and length of `mark` in the bytes as they lie on disk (of a packed file: as they were packed).
    pub fn on_disk(&self, mark: Mark) -> (usize, usize) {
        match &self.encoding {
            None => (mark.start, mark.len as usize),
            Some(encoding) => {
                let start = encoding.on_disk(self.bytes(), mark.start);
                (start, encoding.on_disk(self.bytes(), mark.end()) - start)
            }
        }
    }

    /// Line and column of `offset`.
    pub fn position(&self, offset: usize) -> Position {
        let mut position = self.lines().position(self.bytes(), offset);
        // No editor shows a byte order mark.
        if position.line == 1 && position.column > 1 && self.bytes().starts_with(b"\xEF\xBB\xBF") {
            position.column -= 1;
        }
        position
    }

    /// How many characters lie before `offset`, a byte order mark aside.
    pub fn characters_before(&self, offset: usize) -> usize {
        let before = self.lines().characters_before(self.bytes(), offset.min(self.bytes().len()));
        before - usize::from(before > 0 && self.bytes().starts_with(b"\xEF\xBB\xBF"))
    }

    /// The offset of a line and a column in bytes, both from 1, as serde_json reports its errors.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        self.lines().start(line) + column.saturating_sub(1)
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
        pointer::pointer(self.bytes(), start, &prefix, mark.start, mark.up)
            .or_else(|| pointer::pointer(self.bytes(), 0, "", mark.start, mark.up))
    }

    /// A mark over `part`, which must be a slice of this file's bytes.
    ///
    /// The offset is the distance between two addresses, so borrowing readers get spans for nothing.
    pub fn mark(&self, part: &str) -> Mark {
        let start = (part.as_ptr() as usize).saturating_sub(self.bytes().as_ptr() as usize);
        Mark::new(self.id, start..start + part.len())
    }

    /// Like [`File::mark`], reaching back over the key of a JSON value (`"toString": "Ranked higher"`).
    pub fn mark_with_key(&self, value: &str) -> Mark {
        let mark = self.mark(value);
        let start = key_start(self.bytes(), mark.start).unwrap_or(mark.start);
        Mark::new(self.id, start..mark.end())
    }

    fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(self.bytes()))
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
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<File>,
}

impl Sources {
    /// No texts yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Loads the file at `path`, mapping it when it is large.
    ///
    /// # Errors
    /// What the operating system says when it cannot be opened, read or mapped.
    pub fn load(&mut self, path: &Path) -> Result<FileId, LoadError> {
        let bytes = read_file(path, true).map_err(|source| LoadError { path: path.to_owned(), source })?;
        Ok(self.push(display(path), Some(path.to_owned()), bytes))
    }

    /// Loads the exports at `paths`, side by side: unpacked where they are packed, decoded where they are not UTF-8. The
    /// results are in the order of the paths.
    pub fn load_exports(&mut self, paths: &[PathBuf]) -> Vec<Loaded> {
        let mapped = self.files.iter().filter(|file| matches!(file.bytes, Bytes::Mapped(_))).count();
        let read = |(index, path): (usize, &PathBuf)| match read_file(path, mapped + index < MAPPED) {
            Ok(bytes) => Ok(Parts::of(bytes)),
            Err(source) => Err(LoadError { path: path.clone(), source }),
        };
        let read: Vec<_> = paths.par_iter().enumerate().map(read).collect();
        let loaded = paths.iter().zip(read);
        loaded
            .map(|(path, parts)| match parts {
                Ok(parts) => self.push_parts(&display(path), Some(path), parts),
                Err(error) => {
                    let advice = "check the path and that the file can be read";
                    let damage = Diagnostic::error(error.reason()).note(advice);
                    Loaded { damaged: vec![(display(path), damage)], ..Loaded::default() }
                }
            })
            .collect()
    }

    /// Adds an export that lies in no file, unpacked and decoded like one that does.
    pub fn add_export(&mut self, name: &str, bytes: Vec<u8>) -> Loaded {
        self.push_parts(name, None, Parts::of(Bytes::Owned(bytes)))
    }

    fn push_parts(&mut self, name: &str, path: Option<&Path>, parts: Parts) -> Loaded {
        let mut loaded = Loaded { other: parts.other, ..Loaded::default() };
        let inside = |entry: &str| if entry.is_empty() { name.to_owned() } else { format!("{name}!{entry}") };
        for (entry, text) in parts.texts {
            let (bytes, encoding) = text;
            let id = self.push(inside(entry.as_deref().unwrap_or_default()), path.map(Path::to_owned), bytes);
            if let Some(file) = self.files.last_mut() {
                file.entry = entry;
                file.encoding = encoding;
            }
            loaded.files.push(id);
        }
        for (entry, damage) in parts.damaged {
            loaded.damaged.push((inside(&entry.unwrap_or_default()), damage));
        }
        loaded
    }

    /// Adds a text that lies in no file: standard input, a built-in rule, a test.
    pub fn add(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> FileId {
        self.push(name.into(), None, Bytes::Owned(bytes.into()))
    }

    /// The file `id` stands for.
    pub fn get(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }

    /// All files in the order they were loaded.
    pub fn iter(&self) -> impl Iterator<Item = &File> {
        self.files.iter()
    }

    fn push(&mut self, name: String, path: Option<PathBuf>, bytes: Bytes) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        let (lines, anchors) = (OnceLock::new(), OnceLock::new());
        self.files.push(File { id, name, path, entry: None, bytes, encoding: None, lines, anchors });
        id
    }
}

fn read_file(path: &Path, may_map: bool) -> io::Result<Bytes> {
    let file = fs::File::open(path)?;
    let data = file.metadata()?;
    if is_device(&data) {
        return Err(io::Error::other("it is a device, not a file"));
    }
    if may_map && data.is_file() && data.len() >= MAP_FROM {
        return map::map(&file).map(Bytes::Mapped);
    }
    fs::read(path).map(Bytes::Owned)
}

/// Whether reading would never end. A pipe is fine: somebody is writing into it.
#[cfg(unix)]
fn is_device(data: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    data.file_type().is_char_device() || data.file_type().is_block_device()
}

#[cfg(not(unix))]
fn is_device(_: &fs::Metadata) -> bool {
    false
}

fn display(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = text.strip_prefix("./").unwrap_or(&text);
    if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_reaches_back_over_the_key() {
        let mut sources = Sources::new();
        let id = sources.add("a.json", r#"{"to" : "x","n":[ "y"]}"#);
        let file = sources.get(id);
        let text = std::str::from_utf8(file.bytes()).unwrap_or_default();
        assert_eq!(file.mark_with_key(&text[8..11]).start, 1);
        let y = text.find("\"y\"").unwrap_or_default();
        assert_eq!(file.mark_with_key(&text[y..y + 3]).start, y);
    }

    #[test]
    fn anchors_lead_to_the_same_pointer() {
        let mut sources = Sources::new();
        let text = r#"{"issues":[{"a":1},{"b":{"c":2}}]}"#;
        let id = sources.add("a.json", text);
        let file = sources.get(id);
        let at = text.find(r#""c""#).unwrap_or_default();
        let mark = Mark::new(id, at..at + 3).up(1);
        let plain = file.pointer(mark);
        file.set_anchors(vec![Anchors { container: Some("/issues".to_owned()), starts: vec![11, 19] }]);
        assert_eq!(plain.as_deref(), Some("/issues/1/b"));
        assert_eq!(file.pointer(mark), plain);
    }
}
