//! What is known of an item while its history is gone through.

use std::borrow::Cow;

use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};

use super::sprints_so_far::SprintsSoFar;
use crate::board::assemble::fields::Fields;
use crate::board::assemble::kinds::Kinds;
use crate::board::assemble::renames::Renames;
use crate::board::facts::{ChangeFact, ItemFact, Tool};
use crate::board::{Blockage, BlockedTime, Change, Item, ItemId, People, PersonId, Sprint, SprintId, State, StateId};
use crate::charter::Kind;
use crate::source::Mark;

/// What replaying an item needs to know of its board.
pub(crate) struct Surroundings<'s, 'a> {
    pub(crate) kinds: &'s Kinds<'s>,
    pub(crate) tool: Tool,
    pub(crate) people: &'s People<'a>,
    pub(crate) states: &'s [State],
    pub(crate) renames: &'s Renames,
    pub(crate) sprints: &'s [Sprint<'a>],
    pub(crate) sprint_ids: &'s FxHashMap<Cow<'a, str>, SprintId>,
    pub(crate) fields: &'s Fields,
    pub(crate) has_sprints: bool,
    /// Whether changes of labels are recorded at all: boards of before about 2021 keep no record of them (Trello).
    pub(crate) labels_recorded: bool,
    pub(crate) clock: Timestamp,
    pub(crate) cut: Option<Timestamp>,
    /// Whether any file holds comments.
    pub(crate) comments: bool,
}

/// A fact whose statuses have been looked up: the table of states cannot grow while items are replayed side by side.
pub(crate) struct PreparedItem<'a> {
    pub(crate) fact: ItemFact<'a>,
    pub(crate) state: StateId,
    /// For each change: the states before and after (of a move), or the list it happened in.
    pub(crate) states: Vec<[Option<StateId>; 2]>,
}

/// An item and its changes, oldest first; stays and spells count the changes from 0.
pub(crate) struct Replayed<'a> {
    pub(crate) item: Item<'a>,
    pub(crate) changes: Vec<Change<'a>>,
}

/// A change, and the states before and after it (of a move), or the list it happened in.
pub(super) type Entry<'a> = (ChangeFact<'a>, [Option<StateId>; 2]);

/// An item while its history is gone through.
pub(super) struct Replay<'s, 'a> {
    pub(super) scene: &'s Surroundings<'s, 'a>,
    pub(super) id: ItemId,
    pub(super) mark: Mark,
    pub(super) changes: Vec<Change<'a>>,
    pub(super) state: StateId,
    pub(super) estimate: Option<f64>,
    pub(super) owners: Vec<PersonId>,
    /// Who left it last.
    pub(super) left: Option<(PersonId, Timestamp)>,
    /// Everybody who ever had it.
    pub(super) past: Vec<PersonId>,
    pub(super) memberships: SprintsSoFar,
    pub(super) states: Vec<(Timestamp, StateId)>,
    pub(super) estimates: Vec<(Timestamp, Option<f64>)>,
    /// Whether its resolution says that it was given up, over time.
    pub(super) given_up: Vec<(Timestamp, bool)>,
    pub(super) labels: Vec<Cow<'a, str>>,
    pub(super) flag: Option<Blockage>,
    pub(super) label_block: Option<Blockage>,
    pub(super) state_block: Option<Blockage>,
    pub(super) blocked_times: Vec<BlockedTime>,
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
    /// Records under which hours were logged.
    pub(super) logs: FxHashSet<Cow<'a, str>>,
    /// Records under which the original estimate was set: Jira sets what remains along with it.
    pub(super) plans: FxHashSet<Cow<'a, str>>,
    /// Records under which the workflow was changed.
    pub(super) workflows: FxHashSet<Cow<'a, str>>,
    /// Records in which somebody took the item: whatever else stands there was done to an item of their own.
    pub(super) taken: FxHashSet<Cow<'a, str>>,
    /// Whether its history is known from its creation on.
    pub(super) whole: bool,
    /// The assignee the item was created with, still to be noted.
    pub(super) first_owner: Option<(PersonId, Mark)>,
}
