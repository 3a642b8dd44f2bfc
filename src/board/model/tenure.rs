//! Which roles somebody holds, and when.

use jiff::Timestamp;

use crate::charter::Role;
use crate::source::Mark;
use crate::word::Word;

/// The roles somebody holds on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub struct RoleSet(u8);

impl RoleSet {
    /// With `role` added.
    #[must_use]
    pub fn with(self, role: Role) -> Self {
        Self(self.0 | 1 << role as u8)
    }

    /// Whether `role` is held.
    pub fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u8) != 0
    }

    /// With those of `other` added.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether no role is held.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The roles held, as bits in their order.
    pub fn bits(self) -> u64 {
        self.0.into()
    }

    /// The roles held, in their order.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.iter().copied().filter(move |role| self.has(*role))
    }
}

/// Somebody holds a role from one instant to another.
#[derive(Clone, Debug)]
pub struct Tenure {
    /// The role.
    pub role: Role,
    /// The first instant.
    pub since: Timestamp,
    /// The first instant after.
    pub until: Timestamp,
    /// The line of the charter that says so; `None` if it came from a command-line option.
    pub mark: Option<Mark>,
}

impl Tenure {
    /// Whether the role is held at `at`.
    pub fn holds_at(&self, at: Timestamp) -> bool {
        self.since <= at && at < self.until
    }

    /// Whether the two tenures overlap in time.
    pub fn meets(&self, other: &Self) -> bool {
        self.since.max(other.since) < self.until.min(other.until)
    }

    pub(super) fn covers(&self, role: Role, at: Timestamp) -> bool {
        self.role == role && self.holds_at(at)
    }
}

/// The periods in which each role is held, by role: sorted, and disjoint.
#[derive(Debug, Default)]
pub(super) struct Spans([Vec<(Timestamp, Timestamp)>; Role::ALL.len()]);

impl Spans {
    pub(super) fn of<'t>(tenures: impl IntoIterator<Item = &'t Tenure>) -> Self {
        let mut spans = Self::default();
        for tenure in tenures {
            spans.0[tenure.role.place()].push((tenure.since, tenure.until));
        }
        for times in &mut spans.0 {
            times.sort_unstable();
            times.dedup_by(|next, last| {
                let touches = next.0 <= last.1;
                if touches {
                    last.1 = last.1.max(next.1);
                }
                touches
            });
        }
        spans
    }

    pub(super) fn has(&self, role: Role) -> bool {
        !self.0[role.place()].is_empty()
    }

    pub(super) fn meet(&self, role: Role, from: Timestamp, to: Timestamp) -> bool {
        let times = &self.0[role.place()];
        let begun = times.partition_point(|(since, _)| *since <= to);
        begun.checked_sub(1).is_some_and(|last| from < times[last].1)
    }

    pub(super) fn cover(&self, role: Role, at: Timestamp) -> bool {
        let times = &self.0[role.place()];
        let begun = times.partition_point(|(since, _)| *since <= at);
        begun.checked_sub(1).is_some_and(|last| at < times[last].1)
    }
}
