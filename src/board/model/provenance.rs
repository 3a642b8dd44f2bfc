//! How it is known what a field, a status or a list means.

use crate::word::{Word, words};

words! {
    /// How a meaning is known.
    Provenance {
        /// The charter says so.
        Charter = "charter",
        /// A board configuration says so.
        Configuration = "board-configuration",
        /// The tool's schema says what kind of field it is.
        Schema = "schema",
        /// The tool puts every status into a category of its own.
        Category = "category",
        /// By its name.
        Name = "name",
        /// By its name, which only the history tells.
        Changelog = "changelog",
        /// By how its values look.
        Shape = "shape",
        /// Nothing says it.
        Unknown = "unknown",
    }
}

words! {
    /// What boardlint looks for in a field.
    Meaning {
        /// How big an item is.
        Points = "story-points",
        /// The acceptance criteria: what must hold before the Product Owner accepts an item.
        Criteria = "acceptance-criteria",
        /// The epic that an item is part of.
        Epic = "epic-link",
    }
}

/// A field that was understood.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldUse {
    /// What it holds.
    pub meaning: Meaning,
    /// Its id; empty where the export gives none.
    pub id: String,
    /// What people call it; empty where the export does not say.
    pub name: String,
    /// How that is known.
    pub known: Provenance,
}
