//! Places in files: plain numbers that are copied freely and looked up only when something is printed.

use std::num::NonZeroU32;

/// Which file of a [`Sources`](super::Sources) a mark lies in: its number in the order of loading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(
    // One more than the number: where there may be no place in a file, it takes no more room.
    NonZeroU32,
);

impl FileId {
    /// The file loaded after `index` others.
    pub(super) fn new(index: usize) -> Self {
        Self(NonZeroU32::MIN.saturating_add(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    /// How many files were loaded before it.
    pub(super) fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// A place in a source: the scalar that proves something.
///
/// Offsets and lengths are bytes of the text in memory. Those of the file as it lies on disk are the same, unless that is UTF-16 or
/// Windows-1252: see [`File::on_disk`](super::File::on_disk).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// The file the mark lies in.
    pub file: FileId,
    /// Offset of the first byte of the scalar (with its key, where it has one).
    pub start: usize,
    /// Length in bytes, above the bits of how many steps up the record lies: there is a mark for each change of a board.
    size: u32,
}

/// The bits of [`Mark::size`] that say how many steps up the record lies.
const STEPS: u32 = 4;

impl Mark {
    /// A mark over `range`, which is its own record.
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        Self { file, start: range.start, size: saturate(range.len()) << STEPS }
    }

    /// The same place, whose record lies `up` steps above it.
    #[must_use]
    pub fn up(self, up: u8) -> Self {
        let steps = u32::from(up).min((1 << STEPS) - 1);
        Self { size: self.size >> STEPS << STEPS | steps, ..self }
    }

    /// How many steps above the scalar the record lies that a JSON pointer should name.
    pub fn steps_up(self) -> usize {
        (self.size & ((1 << STEPS) - 1)) as usize
    }

    /// Whether it marks a place between two bytes.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.size >> STEPS) as usize
    }

    /// Offset of the first byte after the scalar.
    pub fn end(self) -> usize {
        self.start + self.len()
    }
}

/// A quarter of a gigabyte does not lie inside one record; a mark that would be longer is cut rather than wrapped.
fn saturate(len: usize) -> u32 {
    const LONGEST: u32 = u32::MAX >> STEPS;
    u32::try_from(len).map_or(LONGEST, |len| len.min(LONGEST))
}
