//! Which fields of an item are known.

use std::ops::{BitAnd, BitOr, BitOrAssign};

/// The known fields of an item: its file has a place for them, even an empty one, or its history shows them.
/// An empty field outside of this set says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ItemFields(u16);

impl ItemFields {
    /// No field.
    pub const NONE: Self = Self(0);
    /// The description.
    pub const DESCRIPTION: Self = Self(1);
    /// Who asked for it.
    pub const REPORTER: Self = Self(1 << 1);
    /// Its comments.
    pub const COMMENTS: Self = Self(1 << 2);
    /// Who created it.
    pub const CREATOR: Self = Self(1 << 3);
    /// How it was resolved.
    pub const RESOLUTION: Self = Self(1 << 4);
    /// Who works on it.
    pub const ASSIGNEES: Self = Self(1 << 5);
    /// Its labels, with their names.
    pub const LABELS: Self = Self(1 << 6);
    /// Its priority.
    pub const PRIORITY: Self = Self(1 << 7);
    /// When it is due.
    pub const DUE: Self = Self(1 << 8);
    /// Its sprints.
    pub const SPRINTS: Self = Self(1 << 9);
    /// Its estimates.
    pub const ESTIMATES: Self = Self(1 << 10);
    /// The field of its acceptance criteria.
    pub const CRITERIA: Self = Self(1 << 11);
    /// Its links to others.
    pub const LINKS: Self = Self(1 << 12);
    /// The fields of a file unless its format says otherwise. Not every file has priorities and due dates.
    /// Custom fields are settled when all files have been read.
    pub const USUAL: Self = Self(
        Self::DESCRIPTION.0
            | Self::REPORTER.0
            | Self::COMMENTS.0
            | Self::CREATOR.0
            | Self::RESOLUTION.0
            | Self::ASSIGNEES.0
            | Self::LABELS.0,
    );

    /// Adds `fields` if `holds` is true, otherwise removes them.
    #[must_use]
    pub fn with(self, fields: Self, holds: bool) -> Self {
        if holds { self | fields } else { self.without(fields) }
    }

    /// The fields that are not among `others`.
    #[must_use]
    pub fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// Whether it contains all of `others`.
    pub fn has(self, others: Self) -> bool {
        self & others == others
    }
}

/// The intersection.
impl BitAnd for ItemFields {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

/// The union.
impl BitOr for ItemFields {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for ItemFields {
    fn bitor_assign(&mut self, other: Self) {
        *self = *self | other;
    }
}

/// The union of all.
impl FromIterator<Self> for ItemFields {
    fn from_iter<I: IntoIterator<Item = Self>>(fields: I) -> Self {
        fields.into_iter().fold(Self::NONE, BitOr::bitor)
    }
}
