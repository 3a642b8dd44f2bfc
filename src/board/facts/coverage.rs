//! How much of an item's history a file holds.

use std::ops::Range;

use jiff::Timestamp;

/// Which entries of a history are known, numbered from the oldest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Number of entries in the history.
    pub total: usize,
    /// The known ones.
    pub parts: Vec<Stretch>,
    /// Whether the missing ones may lie anywhere among the known ones.
    pub scattered: bool,
}

/// Consecutive entries of a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Their range.
    pub entries: Range<usize>,
    /// Timestamp of the oldest of them; `None` if nothing can be missing before it.
    pub since: Option<Timestamp>,
}

impl Coverage {
    /// One stretch of a history of `total` entries, the oldest of which was made at `since`.
    pub fn new(total: usize, entries: Range<usize>, since: Option<Timestamp>) -> Self {
        Self { total, parts: Vec::from([Stretch { entries, since }]), scattered: false }
    }

    /// All entries of a history.
    pub fn whole(total: usize) -> Self {
        Self::new(total, 0..total, None)
    }

    /// A history whose oldest entries are missing, in unknown number.
    pub fn without_oldest(known: usize) -> Self {
        Self { total: known + 1, parts: Vec::new(), scattered: false }
    }

    /// A history of at least `total` entries, some of which could not be read.
    pub fn with_holes(total: usize) -> Self {
        Self { total: total.max(1), parts: Vec::new(), scattered: true }
    }

    /// Adds what another file knows of the same history.
    pub(crate) fn join(&mut self, other: Self) {
        self.total = self.total.max(other.total);
        self.parts.extend(other.parts);
        self.scattered |= other.scattered;
    }

    /// Whether entries are missing that may lie anywhere among the known ones.
    pub(crate) fn has_holes(&self) -> bool {
        self.scattered && self.gap().is_some()
    }

    /// Number of the oldest entries that are missing. `None` if others are missing too, or if the number is
    /// unknown.
    pub(crate) fn missing_oldest(&self) -> Option<usize> {
        let known = self.parts.iter().map(|part| &part.entries).filter(|entries| !entries.is_empty());
        let first = known.map(|entries| entries.start).min()?;
        (self.gap() == Some(0) && !self.scattered && !self.is_torn()).then_some(first)
    }

    /// Whether an entry after a known one may be missing.
    pub(crate) fn lacks_later(&self) -> bool {
        self.has_holes() || self.gap().is_some_and(|known| known > 0)
    }

    /// Whether entries are missing between known ones, or on both sides of them.
    pub(crate) fn is_torn(&self) -> bool {
        let last = self.parts.iter().map(|part| part.entries.end).max();
        match self.gap() {
            None => false,
            Some(0) => last.is_some_and(|last| last < self.total),
            Some(gap) => last.is_some_and(|last| last > gap),
        }
    }

    /// Whether the newest entry is known.
    pub(crate) fn has_newest(&self) -> bool {
        !self.scattered && self.parts.iter().any(|part| part.entries.end == self.total)
    }

    /// The first timestamp after each hole between known entries, sorted.
    pub(crate) fn behind_holes(&self) -> Vec<Timestamp> {
        let mut parts: Vec<_> = self.parts.iter().filter(|part| !part.entries.is_empty()).collect();
        parts.sort_by_key(|part| part.entries.start);
        let mut known = parts.first().map_or(0, |first| first.entries.start);
        let mut behind = Vec::new();
        for Stretch { entries, since } in parts {
            behind.extend(since.filter(|_| entries.start > known));
            known = known.max(entries.end);
        }
        behind.sort_unstable();
        behind
    }

    /// Index of the first missing entry.
    pub(crate) fn gap(&self) -> Option<usize> {
        let sorted: Vec<_>;
        let parts = match &*self.parts {
            // One file has nothing to sort.
            one @ [_] => one,
            several => {
                let mut parts = several.to_vec();
                parts.sort_by_key(|part| part.entries.start);
                sorted = parts;
                &*sorted
            }
        };
        let entries = parts.iter().map(|part| &part.entries);
        let known = entries.fold(0, |known, part| if part.start <= known { known.max(part.end) } else { known });
        (known < self.total).then_some(known)
    }
}
