//! What rules judge, and whose fields each kind of rule can test.

use super::field::Field;
use crate::word::{Word, words};

words! {
    /// What a rule judges, one by one.
    Judge {
        /// Every change of the known history.
        Change = "change",
        /// Every item as it stands at the clock.
        Item = "item",
        /// Every stay of an item in a stage of work, or while it was blocked.
        Stay = "stay",
        /// Every sprint that has begun.
        Sprint = "sprint",
        /// Every person with a role who appears on the board.
        Person = "person",
        /// The board at the clock.
        Board = "board",
        /// The charter.
        Charter = "charter",
    }
}

words! {
    /// Whose changes, items, stays or comments a count counts.
    Scope {
        /// Those of the board.
        Board = "board",
        /// Those of the item that is judged; its items are those under it.
        Item = "item",
        /// Those of whoever has the item.
        Assignee = "assignee",
        /// Those of whoever made the change, or began the stay.
        Actor = "actor",
        /// Those of the sprint.
        Sprint = "sprint",
    }
}

impl Judge {
    /// Whether it is a lasting state instead of an act: the author of the record is then not the cause.
    pub fn stands(self) -> bool {
        matches!(self, Self::Item | Self::Stay)
    }

    /// The subjects whose fields such a rule can test.
    pub fn subjects(self) -> &'static [&'static str] {
        match self {
            Self::Change => &["change", "actor", "target", "moment", "item", "sprint", "group", "board"],
            Self::Item => &["item", "board"],
            Self::Stay => &["stay", "item", "sprint", "board"],
            Self::Person => &["person", "board"],
            Self::Sprint => &["sprint", "board"],
            Self::Board => &["board"],
            Self::Charter => &["charter", "board"],
        }
    }

    /// Whose things such a rule can count.
    pub fn scopes(self) -> &'static [Scope] {
        use Scope::{Actor, Assignee, Board, Item, Sprint};
        match self {
            Self::Change | Self::Stay => &[Board, Item, Assignee, Actor, Sprint],
            Self::Item => &[Board, Item, Assignee],
            Self::Sprint => &[Board, Sprint],
            Self::Person => &[Board, Assignee, Actor],
            Self::Board | Self::Charter => &[Board],
        }
    }

    /// What a rule must judge to test fields of `subject`, in words.
    pub fn asking(subject: &str) -> Vec<&'static str> {
        Self::ALL.iter().filter(|judge| judge.subjects().contains(&subject)).map(|judge| judge.word()).collect()
    }

    /// With its article: `a change`, `an item`.
    pub fn one(self) -> String {
        let article = if self == Self::Item { "an" } else { "a" };
        format!("{article} {self}")
    }

    /// Whether such a rule can test `field`.
    pub fn can_ask(self, field: &Field) -> bool {
        self.subjects().contains(&field.subject())
    }
}
