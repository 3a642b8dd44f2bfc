//! The state of an item during its replay.

use std::borrow::Cow;

use jiff::Timestamp;

use super::blockages::Blockages;
use super::owners::Owners;
use super::record_ids::RecordIds;
use super::resumption::{Hidden, Resumption};
use super::sprints_so_far::SprintsSoFar;
use crate::board::assemble::assembled::Assembled;
use crate::board::facts::ItemFields;
use crate::board::{Change, ChangeRecord, Item, ItemId, Moment, PersonId, StateId};
use crate::charter::Kind;
use crate::source::Mark;

/// An item and its changes, oldest first, with the record of each. Memberships and blockages number the
/// changes from 0.
pub(crate) struct Replayed<'a> {
    pub(crate) item: Item<'a>,
    pub(crate) changes: Vec<Change<'a>>,
    pub(crate) records: Vec<ChangeRecord<'a>>,
}

/// An item during its replay.
pub(super) struct Replay<'s, 'a> {
    pub(super) board: &'s Assembled<'s, 'a>,
    pub(super) id: ItemId,
    pub(super) mark: Mark,
    pub(super) changes: Vec<Change<'a>>,
    pub(super) records: Vec<ChangeRecord<'a>>,
    pub(super) state: StateId,
    /// Whether it is part of another item.
    pub(super) part: bool,
    /// When it last came from a project that is not on the board.
    pub(super) arrived: Option<Timestamp>,
    /// Whether it was cloned or split from another item, whose assignee comes along.
    pub(super) copied: bool,
    /// Whether it may have been cloned: the meaning of a link made at its creation is unknown.
    pub(super) may_be_copied: bool,
    pub(super) estimate: Option<f64>,
    pub(super) owners: Owners,
    pub(super) memberships: SprintsSoFar,
    /// The number of the first sprint by start that a card standing in work has not been carried over to (Trello).
    pub(super) carried: usize,
    pub(super) states: Vec<(Timestamp, StateId)>,
    pub(super) estimates: Vec<(Timestamp, Option<f64>)>,
    /// Which of its fields are known.
    pub(super) holds: ItemFields,
    /// Whether its resolution says that it was given up, over time.
    pub(super) given_up: Vec<(Timestamp, bool)>,
    /// Who asked for it, over time, if that ever changed.
    pub(super) reporters: Vec<(Timestamp, Option<PersonId>)>,
    pub(super) labels: Vec<Cow<'a, str>>,
    pub(super) blockages: Blockages,
    pub(super) kind: Kind,
    /// Its kinds at creation and in the end, if known.
    pub(super) first_and_last_kind: Option<(Kind, Kind)>,
    /// Whether it may be of a kind whose order decides nothing, as [`Item::may_be_of_unordered_kind`] says.
    pub(super) may_be_of_unordered_kind: bool,
    pub(super) archived: bool,
    /// When it was last brought back from the archive.
    pub(super) reopened: Timestamp,
    /// Whether it has ever been in a status or list where the team works; one for blocked items does not
    /// count.
    pub(super) begun: bool,
    pub(super) creator: Option<PersonId>,
    pub(super) created: Option<Timestamp>,
    /// The records of its history that show what their other changes mean.
    pub(super) ids_of: RecordIds<'a>,
    /// How it was before the record that holds the last change.
    pub(super) before: Option<Before<'a>>,
    /// Whether its history is known from its creation on.
    pub(super) whole: bool,
    /// Where its history resumes after the holes still ahead, the newest first.
    pub(super) resumptions: Vec<Resumption>,
    /// What is unknown of where it stands, because of an earlier hole.
    pub(super) hidden: Hidden,
}

/// How an item was before a record of its history.
pub(super) struct Before<'a> {
    /// The tool's id of the record.
    pub(super) id: Cow<'a, str>,
    pub(super) at: Timestamp,
    pub(super) moment: Moment,
    pub(super) estimate: Option<f64>,
}
