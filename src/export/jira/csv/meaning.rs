//! What the columns of a table hold, by their names and in the words of the lexicon.

use crate::board::facts::Category;
use crate::charter::Stage;
use crate::lexicon::{self, Field, Header};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Meaning {
    Summary,
    Key,
    Id,
    Kind,
    Status,
    /// How an issue was resolved.
    Resolution,
    Category,
    Assignee,
    Reporter,
    Creator,
    Created,
    Updated,
    /// A date that decides nothing, but shows how dates are written.
    Date,
    /// The day that an issue is due.
    Due,
    Priority,
    Labels,
    Description,
    Comment,
    WorkLog,
    ParentId,
    ParentKey,
    Original,
    Remaining,
    Spent,
    Sprint,
    /// A link to another issue, which the issue was made out of or not. Its type is in the column's wrapper.
    Link {
        /// Whether it goes out from this issue; none where the header does not say.
        outward: Option<bool>,
        /// Whether its two ends say that this issue was made out of the other; none where one of the two was made out of the other
        /// and the header does not say which.
        copy: Option<bool>,
    },
    /// The flag that marks an impediment.
    Flag,
    /// A custom field, by the name in its wrapper.
    Custom,
    /// Account ids, which belong to the names beside them.
    Ids,
    /// Understood, and of no use here.
    Other,
}

impl Meaning {
    /// What a column of this name holds. What is missing in the lexicon is learnt from what the columns hold, or said not to
    /// be understood.
    pub(super) fn of_header(name: &str) -> Option<Self> {
        Some(match lexicon::header(name) {
            Some(Header::Summary) => Self::Summary,
            Some(Header::Key | Header::BareKey) => Self::Key,
            Some(Header::Id) => Self::Id,
            Some(Header::Kind) => Self::Kind,
            Some(Header::Status) => Self::Status,
            Some(Header::Resolution) => Self::Resolution,
            Some(Header::Category) => Self::Category,
            Some(Header::Assignee) => Self::Assignee,
            Some(Header::Reporter) => Self::Reporter,
            Some(Header::Creator) => Self::Creator,
            Some(Header::Created) => Self::Created,
            Some(Header::Updated) => Self::Updated,
            Some(Header::Date) => Self::Date,
            Some(Header::Due) => Self::Due,
            Some(Header::Priority) => Self::Priority,
            Some(Header::Labels) => Self::Labels,
            Some(Header::Description) => Self::Description,
            Some(Header::Comment) => Self::Comment,
            Some(Header::WorkLog) => Self::WorkLog,
            Some(Header::Parent | Header::ParentId) => Self::ParentId,
            Some(Header::ParentKey) => Self::ParentKey,
            Some(Header::OriginalEstimate) => Self::Original,
            Some(Header::RemainingEstimate) => Self::Remaining,
            Some(Header::TimeSpent) => Self::Spent,
            Some(Header::Other) => Self::Other,
            Some(Header::CustomField | Header::InwardLink | Header::OutwardLink) => return None,
            None => return (lexicon::field(name) == Some(Field::Sprint)).then_some(Self::Sprint),
        })
    }
}

impl Meaning {
    /// Whether a column of this kind names a person.
    pub(super) fn is_person(self) -> bool {
        matches!(self, Self::Assignee | Self::Reporter | Self::Creator)
    }

    /// Whom the account ids in a column of this name belong to: `Creator Id`, `ID del creador`.
    pub(super) fn of_ids(name: &str) -> Option<Self> {
        let name = lexicon::fold(name);
        let words: Vec<&str> = name.split([' ', '-', '_']).filter(|word| !word.is_empty()).collect();
        let rest: Vec<&str> = words.iter().copied().filter(|word| *word != "id").collect();
        if rest.len() == words.len() {
            return None;
        }
        // Some languages put `of the` before the person.
        let person = |from: usize| Self::of_header(&rest.get(from..)?.join(" ")).filter(|meaning| meaning.is_person());
        (0..=ARTICLES).find_map(person)
    }
}

/// How many words may stand between `ID` and the person.
const ARTICLES: usize = 2;

/// The category that `name` means, if it is one of Jira's own words: those of its first statuses.
pub(super) fn category_of_stage(name: &str) -> Option<Category> {
    Some(match Stage::named(name)? {
        Stage::Backlog | Stage::Ready => Category::New,
        Stage::Doing | Stage::Acceptance | Stage::Impediments => Category::Doing,
        Stage::Done | Stage::Cancelled => Category::Done,
        Stage::Retrospective | Stage::NoWork => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_are_known_in_other_languages() {
        assert_eq!(category_of_stage(" En  curso "), Some(Category::Doing));
        assert_eq!(category_of_stage("A faire"), Some(Category::New));
        assert_eq!(category_of_stage("完了"), Some(Category::Done));
        assert_eq!(category_of_stage("Somewhere"), None);
    }

    #[test]
    fn a_column_of_ids_says_whose_they_are() {
        for (name, whose) in [
            ("Creator Id", Some(Meaning::Creator)),
            ("ID del creador", Some(Meaning::Creator)),
            ("ID de la persona asignada", Some(Meaning::Assignee)),
            ("Berichterstatter-ID", Some(Meaning::Reporter)),
            ("担当者 ID", Some(Meaning::Assignee)),
            ("Creator", None),
            ("Issue id", None),
            ("Project lead id", None),
            ("ID", None),
        ] {
            assert_eq!(Meaning::of_ids(name), whose, "{name}");
        }
    }

    #[test]
    fn columns_are_known_in_other_languages() {
        assert_eq!(Meaning::of_header("Clé  de ticket"), Some(Meaning::Key));
        assert_eq!(Meaning::of_header("СПРИНТ"), Some(Meaning::Sprint));
        assert_eq!(Meaning::of_header("Custom field (Sprint)"), None);
    }
}
