//! Places in files: small values that are cheap to copy. Line and column are computed only for output.

use std::num::NonZeroU32;

/// Identifies a file of [`Sources`](super::Sources) by its number in the order of loading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(
    // The number plus one, so that an `Option<Mark>` needs no extra space.
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

/// A place in a source: the scalar that is the evidence.
///
/// Offsets and lengths are bytes of the text in memory. They are the same in the file on disk, unless that is
/// UTF-16 or Windows-1252: see [`File::on_disk`](super::File::on_disk).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// The file of the mark.
    pub file: FileId,
    /// Offset of the first byte of the scalar (with its key, where it has one).
    pub start: usize,
    /// Length in bytes, shifted left by [`STEPS`]; the low bits hold the number of steps up to the record.
    /// Both share one field to save memory: each change of a board has a mark.
    size: u32,
}

/// Number of bits of [`Mark::size`] for the steps up to the record.
const STEPS: u32 = 4;

impl Mark {
    /// A mark over `range`. The scalar itself is the record.
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        Self { file, start: range.start, size: saturate(range.len()) << STEPS }
    }

    /// The same place with a record `up` steps above it.
    #[must_use]
    pub fn up(self, up: u8) -> Self {
        let steps = u32::from(up).min((1 << STEPS) - 1);
        Self { size: self.size >> STEPS << STEPS | steps, ..self }
    }

    /// Number of steps from the scalar up to the record that a JSON pointer should name.
    pub fn steps_up(self) -> usize {
        (self.size & ((1 << STEPS) - 1)) as usize
    }

    /// Whether the mark is empty, that is, between two bytes.
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

/// Limits a length to the bits that are left. No record is as long as a quarter of a gigabyte.
fn saturate(len: usize) -> u32 {
    const LONGEST: u32 = u32::MAX >> STEPS;
    u32::try_from(len).map_or(LONGEST, |len| len.min(LONGEST))
}
