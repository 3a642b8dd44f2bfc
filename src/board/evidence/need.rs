//! The evidence that fields require, and the names of what is missing.

use crate::board::model::change::ChangeKind;
use crate::charter::{Kind, Role, Stage};
use crate::word::{Word, words};

words! {
    /// What is missing when a rule cannot be judged. Source: docs/troubleshooting.md.
    Missing {
        /// No changes, or not all of them.
        History = "history",
        /// No comments.
        Comments = "comments",
        /// No ranks.
        Ranks = "ranks",
        /// No field that holds estimates.
        Estimates = "estimates",
        /// No sprints, or not what they were.
        Sprints = "sprints",
        /// Who created an item.
        Creators = "creators",
        /// Who holds a role.
        Roles = "roles",
        /// What a status or list means.
        Mapping = "mapping",
        /// Which number of a date is the day and which the month.
        Dates = "dates",
        /// The tool never records such a thing.
        Format = "format",
    }
}

/// Evidence that a rule requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Need {
    /// Any changes.
    History,
    /// Changes of one kind.
    Kind(ChangeKind),
    /// Comments.
    Comments,
    /// Estimates.
    Estimates,
    /// Sprints with their dates.
    Sprints,
    /// Sprints whose items are known.
    SprintItems,
    /// A known holder of this role.
    Role(Role),
    /// Statuses or lists of this stage.
    Mapping(Stage),
    /// Which items are of this kind.
    Items(Kind),
    /// Who created items.
    Creators,
    /// The order of the backlog.
    Order,
}

impl Need {
    /// Whether the export provides it, rather than the charter.
    pub(crate) fn is_of_export(self) -> bool {
        !matches!(self, Self::Role(_) | Self::Mapping(_) | Self::Items(_))
    }
}
