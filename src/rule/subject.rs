//! What rules judge, and whose fields each of them can ask.

use super::field::Field;
use crate::charter::{Word, words};

words! {
    /// What a rule judges, one by one.
    Judge {
        /// Every change of the known history.
        Change = "change",
        /// Every item as it stands at the clock.
        Item = "item",
        /// Every sprint that has begun.
        Sprint = "sprint",
        /// The board at the clock.
        Board = "board",
        /// The charter.
        Charter = "charter",
    }
}

impl Judge {
    /// The subjects whose fields a rule that judges this can ask.
    pub fn subjects(self) -> &'static [&'static str] {
        match self {
            Self::Change => &["change", "actor", "target", "moment", "item", "sprint", "group", "board"],
            Self::Item => &["item", "board"],
            Self::Sprint => &["sprint", "board"],
            Self::Board => &["board"],
            Self::Charter => &["charter", "board"],
        }
    }

    /// Whether a rule that judges this can ask `field`.
    pub fn can_ask(self, field: &Field) -> bool {
        self.subjects().contains(&field.subject())
    }
}
