//! What is known of an item while its history is gone through.

use std::borrow::Cow;

use foldhash::HashSet;
use jiff::Timestamp;

use super::blockages::Blockages;
use super::record_ids::RecordIds;
use super::sprints_so_far::SprintsSoFar;
use crate::board::assemble::assembled::Assembled;
use crate::board::{Change, ChangeRecord, Item, ItemId, PersonId, StateId};
use crate::charter::Kind;
use crate::source::Mark;

/// An item and its changes, oldest first, with the record of each; memberships and blockages count the changes from 0.
pub(crate) struct Replayed<'a> {
    pub(crate) item: Item<'a>,
    pub(crate) changes: Vec<Change<'a>>,
    pub(crate) records: Vec<ChangeRecord<'a>>,
}

/// An item while its history is gone through.
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
    /// Whether it was copied or split from another, whose assignee comes along.
    pub(super) copied: bool,
    pub(super) estimate: Option<f64>,
    pub(super) owners: Vec<PersonId>,
    /// Who left it last.
    pub(super) left: Option<(PersonId, Timestamp)>,
    /// Everybody who ever had it.
    pub(super) past: HashSet<PersonId>,
    pub(super) memberships: SprintsSoFar,
    pub(super) states: Vec<(Timestamp, StateId)>,
    pub(super) estimates: Vec<(Timestamp, Option<f64>)>,
    /// Whether its estimates are known: the export has a place for them, or its history tells.
    pub(super) holds_estimates: bool,
    /// Whether who worked on it is, in the same way.
    pub(super) holds_assignees: bool,
    /// Whether its sprints are, in the same way.
    pub(super) holds_sprints: bool,
    /// Whether its labels are; the actions of a card alone do not tell them.
    pub(super) holds_labels: bool,
    /// Whether its resolution says that it was given up, over time.
    pub(super) given_up: Vec<(Timestamp, bool)>,
    pub(super) labels: Vec<Cow<'a, str>>,
    pub(super) blockages: Blockages,
    /// Whether the tool says that it has more comments than the export holds.
    pub(super) comments_cut: bool,
    /// Whether the kind is known.
    pub(super) kind_known: bool,
    pub(super) kind: Kind,
    pub(super) kind_now: Kind,
    pub(super) kind_at_creation: Kind,
    pub(super) archived: bool,
    /// When it was last brought back from the archive.
    pub(super) reopened: Timestamp,
    pub(super) creator: Option<PersonId>,
    pub(super) created: Option<Timestamp>,
    /// The records of its history that tell what else stands in them.
    pub(super) ids_of: RecordIds<'a>,
    /// Whether its history is known from its creation on.
    pub(super) whole: bool,
    /// The assignee the item was created with, still to be noted.
    pub(super) first_owner: Option<(PersonId, Mark)>,
}
