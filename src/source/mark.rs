//! Places in files: plain numbers that are copied freely and looked up only when something is printed.

/// Which file of a [`Sources`](super::Sources) a mark lies in: its number in the order of loading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// The file loaded after `index` others.
    pub(super) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// How many files were loaded before it.
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A place in a source: the scalar that proves something.
///
/// Offsets and lengths are bytes of the file as it lies on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// The file the mark lies in.
    pub file: FileId,
    /// Offset of the first byte of the scalar (with its key, where it has one).
    pub start: usize,
    /// Length in bytes.
    pub len: u32,
    /// How many steps above the scalar the record lies that a JSON pointer should name.
    pub up: u8,
}

impl Mark {
    /// A mark over `range`, which is its own record.
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        Self { file, start: range.start, len: saturate(range.len()), up: 0 }
    }

    /// The same place, whose record lies `up` steps above it.
    #[must_use]
    pub fn up(mut self, up: u8) -> Self {
        self.up = up;
        self
    }

    /// Offset of the first byte after the scalar.
    pub fn end(self) -> usize {
        self.start + self.len as usize
    }
}

/// Lengths above 4 GiB do not occur inside one record; a mark that would need one is cut rather than wrapped.
fn saturate(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
