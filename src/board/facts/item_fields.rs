//! Which fields of its items a file has a place for.

use std::ops::{BitAnd, BitOr, BitOrAssign};

/// Those fields of an item that its file has a place for, empty or not. That another one is empty says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Its labels, and what they are called.
    pub const LABELS: Self = Self(1 << 6);
    /// Its priority.
    pub const PRIORITY: Self = Self(1 << 7);
    /// When it is due.
    pub const DUE: Self = Self(1 << 8);
    /// What a file has a place for unless its format says more: not every one has priorities and days on which items are due.
    pub const USUAL: Self = Self(Self::PRIORITY.0 - 1);

    /// The same, but with `fields` among them or without, as `holds` says.
    #[must_use]
    pub fn with(self, fields: Self, holds: bool) -> Self {
        if holds { self | fields } else { self.without(fields) }
    }

    /// Those that are not among `others`.
    #[must_use]
    pub fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// Whether all of `others` are among them.
    pub fn has(self, others: Self) -> bool {
        self & others == others
    }
}

/// Those that are among both.
impl BitAnd for ItemFields {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

/// Those of both.
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

/// Those of all.
impl FromIterator<Self> for ItemFields {
    fn from_iter<I: IntoIterator<Item = Self>>(fields: I) -> Self {
        fields.into_iter().fold(Self::NONE, BitOr::bitor)
    }
}
