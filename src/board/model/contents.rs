//! What the files hold, and what they leave out.

use jiff::{SignedDuration, Timestamp};

use super::change::{ChangeKind, GESTURE};
use crate::board::facts::{ItemFields, Text};
use crate::charter::Stage;
use crate::source::FileId;

const MINUTE: SignedDuration = SignedDuration::from_secs(60);

/// What is missing of the pages of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MissingPages {
    /// The search found more issues than are on the board.
    Counted {
        /// How many it found.
        found: usize,
        /// How many are here.
        here: usize,
    },
    /// A page says that others come after it, and none of these is here.
    MoreFollow,
}

/// What the files of a board hold by their own account.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    pub(crate) history: bool,
    pub(crate) comments: bool,
    /// Whether it is not known of a file which number of its dates is the day and which the month.
    pub(crate) undated: bool,
    /// Whether the known changes leave out who ordered what.
    pub(crate) unranked: bool,
    /// Whether the histories may have been asked for by fields, of which Jira takes ten at most.
    pub(crate) by_fields: bool,
    /// Whether a file lists the items of the whole board.
    pub(crate) lists_board: bool,
    /// Whether each file with items is one issue by itself, and no answer to a search.
    pub(crate) of_single_issues: bool,
    /// Between what is older and the changes from the cut on, where the files do not overlap: from the newest that is known to the
    /// oldest that is known again, in the order of time.
    pub(crate) apart: Vec<(Timestamp, Timestamp)>,
    /// Whether the times of changes are cut to the minute.
    pub(crate) by_minute: bool,
    /// After how many characters texts are cut; none where they are whole.
    pub(crate) text_limit: Option<usize>,
}

/// What the charter says of the board.
#[derive(Clone, Debug, Default)]
pub(crate) struct CharterUse {
    /// Its file, if there is one.
    pub(crate) file: Option<FileId>,
    /// The stages whose statuses or lists it names.
    pub(crate) stages: Vec<Stage>,
    /// The issue types of which nothing says what they mean, where they are most and none is known to be a story.
    pub(crate) strange_types: Vec<String>,
}

/// What is missing of the board in its files.
#[derive(Clone, Debug, Default)]
pub(crate) struct MissingParts {
    /// The kinds of changes that a filter left out of the history.
    pub(crate) filtered: Vec<ChangeKind>,
    /// The fields that the board has, as its history or its charter tells, and that the export leaves out of some items: where no change
    /// tells what they held, it is not known.
    pub(crate) fields: ItemFields,
    /// Whether items were dragged after the time that is looked at, so that their order then is not known.
    pub(crate) order: bool,
    /// How many changelogs belong to issues that no file describes.
    pub(crate) orphans: usize,
    /// The pages of the search; none where all are here.
    pub(crate) pages: Option<MissingPages>,
    /// Whether changes of a field that the board has no more under that name may be those of estimates.
    pub(crate) former_estimates: bool,
}

impl Contents {
    /// Whether more may have stood behind `text` than is here.
    pub(crate) fn is_cut(&self, text: Option<Text<'_>>) -> bool {
        let Some((text, limit)) = text.zip(self.text_limit).filter(|(text, limit)| text.len() >= *limit) else {
            return false;
        };
        // Some count a letter outside of the first plane of Unicode as two.
        let text = text.decode();
        text.chars().count() <= limit && limit <= text.encode_utf16().count()
    }

    /// How far apart the times of what one movement of the hand did may lie. Of times that are cut to the minute those of two
    /// neighbouring minutes may be seconds apart.
    pub(crate) fn gesture(&self) -> SignedDuration {
        if self.by_minute { MINUTE } else { GESTURE }
    }
}
