//! What the files hold, and what they leave out.

use jiff::{SignedDuration, Timestamp};

use super::change::{ChangeKind, GESTURE};
use crate::board::facts::{ItemFields, Text};
use crate::charter::Stage;
use crate::source::FileId;

const MINUTE: SignedDuration = SignedDuration::from_secs(60);

/// Which pages of a search are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MissingPages {
    /// The search found more issues than are on the board.
    Counted {
        /// Number of issues that it found.
        found: usize,
        /// Number of issues on the board.
        here: usize,
    },
    /// A page says that more pages follow, and none of them is present.
    MoreFollow,
}

/// What the files of a board hold, as they say themselves.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    pub(crate) history: bool,
    pub(crate) comments: bool,
    /// Whether a file's dates do not show which number is the day and which the month.
    pub(crate) undated: bool,
    /// Whether the known changes leave out reorderings.
    pub(crate) unranked: bool,
    /// Whether the histories may have been requested by field. Jira accepts ten fields at most.
    pub(crate) by_fields: bool,
    /// Whether a file lists the items of the whole board.
    pub(crate) lists_board: bool,
    /// Whether each file with items is a single issue and not the result of a search.
    pub(crate) of_single_issues: bool,
    /// The gaps before the newest part of the history where files do not overlap, sorted by time. Each gap
    /// reaches from the last known timestamp before it to the first one after it.
    pub(crate) apart: Vec<(Timestamp, Timestamp)>,
    /// Whether timestamps of changes are truncated to the minute.
    pub(crate) by_minute: bool,
    /// Number of characters after which texts are cut; `None` if they are whole.
    pub(crate) text_limit: Option<usize>,
}

/// What the charter says about the board.
#[derive(Clone, Debug, Default)]
pub(crate) struct CharterUse {
    /// Its file, if there is one.
    pub(crate) file: Option<FileId>,
    /// The stages whose statuses or lists it names.
    pub(crate) stages: Vec<Stage>,
    /// The issue types whose meaning is unknown, if these are the majority and no type is known to be a
    /// story.
    pub(crate) strange_types: Vec<String>,
}

/// The parts of the board that its files lack.
#[derive(Clone, Debug, Default)]
pub(crate) struct MissingParts {
    /// The kinds of changes that a filter left out of the history.
    pub(crate) filtered: Vec<ChangeKind>,
    /// Fields that the board has by its history or charter and that the export leaves out for some items.
    /// Without a change that shows them, their values are unknown.
    pub(crate) fields: ItemFields,
    /// Whether items were reordered after the clock, so that their order at the clock is unknown.
    pub(crate) order: bool,
    /// Number of histories whose issue no file describes, or whose card the board's list leaves out.
    pub(crate) orphans: usize,
    /// The missing pages of the search; `None` if all are present.
    pub(crate) pages: Option<MissingPages>,
    /// Whether changes of a field may be those of estimates: the board no longer has a field of that name.
    pub(crate) former_estimates: bool,
}

impl Contents {
    /// Whether `text` may have been cut.
    pub(crate) fn is_cut(&self, text: Option<Text<'_>>) -> bool {
        let Some((text, limit)) = text.zip(self.text_limit).filter(|(text, limit)| text.len() >= *limit) else {
            return false;
        };
        // Some tools count a character outside of the Basic Multilingual Plane as two.
        let text = text.decode();
        text.chars().count() <= limit && limit <= text.encode_utf16().count()
    }

    /// Upper bound of the time between the records of one gesture. If timestamps are truncated to the minute,
    /// those of two neighbouring minutes may be seconds apart.
    pub(crate) fn gesture(&self) -> SignedDuration {
        if self.by_minute { MINUTE } else { GESTURE }
    }
}
