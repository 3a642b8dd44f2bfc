//! The meanings of the columns of a table, by their names in the lexicon.

use crate::board::facts::Category;
use crate::charter::Stage;
use crate::lexicon::{self, Field, Header};

/// The meaning of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Meaning {
    Summary,
    Key,
    Id,
    Kind,
    Status,
    /// The resolution of an issue.
    Resolution,
    Category,
    Assignee,
    Reporter,
    Creator,
    Created,
    Updated,
    /// A date that no finding needs, but that shows the date format.
    Date,
    /// The due date of an issue.
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
    /// A link to another issue. Its type is in the column's wrapper.
    Link {
        /// Whether the link is outward; `None` if the header does not show it.
        outward: Option<bool>,
        /// Whether this issue was made from the other one. `None` if one of the two was made from the other,
        /// and the header does not show which.
        copy: Option<bool>,
    },
    /// The flag field.
    Flag,
    /// A custom field, by the name in its wrapper.
    Custom,
    /// Account ids of the people in the column with the names.
    Ids,
    /// Understood, but not needed.
    Other,
}

impl Meaning {
    /// The meaning of a column with this name. If the lexicon lacks the name, the meaning is inferred from
    /// the contents, or the column is reported as not understood.
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
    /// Whether columns of this meaning contain people.
    pub(super) fn is_person(self) -> bool {
        matches!(self, Self::Assignee | Self::Reporter | Self::Creator)
    }

    /// The role of the people whose account ids a column with this name contains: `Creator Id`, `ID del
    /// creador`.
    pub(super) fn of_ids(name: &str) -> Option<Self> {
        let name = lexicon::fold(name);
        let words: Vec<&str> = name.split([' ', '-', '_']).filter(|word| !word.is_empty()).collect();
        let rest: Vec<&str> = words.iter().copied().filter(|word| *word != "id").collect();
        if rest.len() == words.len() {
            return None;
        }
        // In some languages, words such as `of the` precede the person.
        let person = |from: usize| Self::of_header(&rest.get(from..)?.join(" ")).filter(|meaning| meaning.is_person());
        (0..=ARTICLES).find_map(person)
    }
}

/// Maximum number of words between `ID` and the person.
const ARTICLES: usize = 2;

/// The category with the name `name`, if it is one of Jira's own words: the names of its default statuses.
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
