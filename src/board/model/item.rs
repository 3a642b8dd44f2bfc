//! An issue or a card, and how it stood over time.

use std::borrow::Cow;
use std::ops::Range;

use jiff::Timestamp;

use super::change::Phase;
use super::ids::{ChangeId, ItemId, PersonId, SprintId, StateId};
use super::membership::Memberships;
use super::rank::Rank;
use super::unit::Unit;
use crate::board::facts::{Due, ItemFields, Text, project_of};
use crate::charter::Kind;
use crate::source::Mark;

/// Something that blocks an item.
#[derive(Clone, Copy, Debug)]
pub struct Blockage {
    /// Since when; `None` if the export does not say (a Trello label).
    pub since: Option<Timestamp>,
    /// The scalar that proves it.
    pub mark: Mark,
    /// The change that began it.
    pub change: Option<ChangeId>,
}

/// A time during which an item was blocked: by a flag, a label, or a status or list, or by several of them one after another.
#[derive(Clone, Copy, Debug)]
pub struct BlockedTime {
    /// What began it.
    pub blockage: Blockage,
    /// Until when; none while it lasts.
    pub until: Option<Timestamp>,
    /// The change that ended it; `None` while it lasts or if no record shows it.
    pub cleared: Option<ChangeId>,
}

/// An issue or a card.
#[derive(Debug)]
pub struct Item<'a> {
    /// Its index in the board's items.
    pub index: ItemId,
    /// Issue key, or the card's shortLink.
    pub key: Cow<'a, str>,
    /// The tool's own id.
    pub id: Cow<'a, str>,
    /// The number people see on a card.
    pub number: Option<u32>,
    /// The title, undecoded.
    pub title: Text<'a>,
    /// The description, undecoded.
    pub description: Option<Text<'a>>,
    /// The acceptance criteria, where a field holds them, undecoded.
    pub criteria: Option<Text<'a>>,
    /// Where it can be opened; empty where the export does not say.
    pub url: String,
    /// Its kind now.
    pub kind: Kind,
    /// Its kind at creation.
    pub kind_at_creation: Kind,
    /// Whether the export says what kind it is.
    pub typed: bool,
    /// Whether it may be an impediment, an action of a retrospective or a meeting (Trello), whose order
    /// decides nothing. True if the list it was created in is unknown and the board has lists for such kinds.
    pub may_be_of_unordered_kind: bool,
    /// Whether it is part of another item.
    pub part: bool,
    /// Key of the item it is part of.
    pub parent: Option<Cow<'a, str>>,
    /// Whether it was cloned or split from another.
    pub copied: bool,
    /// Whether it was deleted or went to another board (Trello).
    pub gone: bool,
    /// Which of its fields are known: the export has a place for them, even an empty one, or the history
    /// shows them. Otherwise the only assignees known are those who joined or left.
    pub holds: ItemFields,
    /// Whether it may have been cloned or split from another. Either the export holds neither links nor the
    /// whole history, or a link does not say which of the two is the copy.
    pub origin_unclear: bool,
    /// Keys of the items it was cloned or split from, if the format gives them.
    pub originals: Vec<Cow<'a, str>>,
    /// When it was created.
    pub created: Option<Timestamp>,
    /// Timestamp of the last change of any kind, as the snapshot gives it.
    pub updated: Option<Timestamp>,
    /// Its place in the backlog, if the export gives it.
    pub rank: Option<Rank<'a>>,
    /// Its priority (Jira).
    pub priority: Option<Cow<'a, str>>,
    /// When it is due.
    pub due: Option<Due>,
    /// The relation of each of its links, read from its side; `None` if the export has no place for links.
    pub links: Option<Vec<Cow<'a, str>>>,
    /// Number of entries in its checklists; `None` if the export has no place for them.
    pub checklist: Option<u32>,
    /// Name of each checklist with entries, and its creation time if known; `None` if the export leaves them
    /// out.
    pub checklists: Option<Vec<(Cow<'a, str>, Option<Timestamp>)>>,
    /// Who created it.
    pub creator: Option<PersonId>,
    /// Who asked for it, if known; the creator if there is no reporter.
    pub reporter: Option<PersonId>,
    /// Who asked for it, over time; empty where that never changed.
    pub reporters: Vec<(Timestamp, Option<PersonId>)>,
    /// Who works on it now.
    pub assignees: Vec<PersonId>,
    /// Its labels now.
    pub labels: Vec<Cow<'a, str>>,
    /// Whether it is archived or deleted. It is then not in the list it names.
    pub archived: bool,
    /// Its phase at the clock.
    pub phase: Phase,
    /// Status or list over time, from creation on.
    pub states: Vec<(Timestamp, StateId)>,
    /// Estimate over time, from creation on.
    pub estimates: Vec<(Timestamp, Option<f64>)>,
    /// Whether its resolution says that it was given up, over time; empty where it has none.
    pub given_up: Vec<(Timestamp, bool)>,
    /// Whether it was archived, over time; empty where it never was.
    pub archivings: Vec<(Timestamp, bool)>,
    /// The sprints it was in.
    pub memberships: Memberships,
    /// What blocks it at the clock, and since when.
    pub blocked: Option<Blockage>,
    /// The times during which it was blocked, oldest first.
    pub blocked_times: Vec<BlockedTime>,
    /// Index of its first change in storage order, and the number of its changes.
    pub(crate) changes: (u32, u32),
    /// Whether the oldest part of its history is missing.
    pub truncated: bool,
    /// Whether a field holds a text and nothing says what the field is called.
    pub unexplained_text: bool,
    /// Whether the tool has more comments than the export holds, or may have.
    pub comments_cut: bool,
    /// Index of the first missing entry of its history, if the tool counts entries.
    pub missing_from: Option<usize>,
    /// Number of missing entries, if these are the oldest and the tool gives the total.
    pub(crate) missing: Option<usize>,
    /// Whether entries of its history could not be read; these may lie anywhere among the known ones.
    pub has_holes: bool,
    /// Whether entries of its history are missing between known ones, or before and after them.
    pub is_torn: bool,
    /// Its record in the export.
    pub mark: Mark,
}

/// The last value that was set by `at`.
fn last<T: Copy>(timeline: &[(Timestamp, T)], at: Timestamp) -> Option<T> {
    let set = timeline.partition_point(|(since, _)| *since <= at);
    timeline[..set].last().map(|(_, value)| *value)
}

/// The value that held at `at`: the last one set by then, else the first.
fn at<T: Copy>(timeline: &[(Timestamp, T)], at: Timestamp) -> Option<T> {
    last(timeline, at).or_else(|| timeline.first().map(|(_, value)| *value))
}

impl Item<'_> {
    /// Range of its changes in storage order.
    pub(crate) fn history(&self) -> Range<usize> {
        let (first, count) = self.changes;
        first as usize..first as usize + count as usize
    }

    /// The key of the project that it belongs to (Jira).
    pub(crate) fn project(&self) -> &str {
        project_of(&self.key)
    }

    /// Whether flow figures leave it out: sub-tasks follow their parents, and epics are no work of their own.
    pub fn is_apart(&self) -> bool {
        self.part || matches!(self.kind, Kind::Epic | Kind::SubTask)
    }

    /// Whether a team could take it into a sprint as it is: no part of another item, no container, nothing about the team.
    pub fn is_work(&self) -> bool {
        self.kind.is_work() && !self.part
    }

    /// Its status or list at `instant`.
    pub fn state_at(&self, instant: Timestamp) -> Option<StateId> {
        at(&self.states, instant)
    }

    /// When it may have come to be finished, or not to be any more: when it was created, moved, resolved and archived, in no order.
    pub(crate) fn turns(&self) -> impl Iterator<Item = Timestamp> {
        let states = self.states.iter().map(|(at, _)| *at);
        let marks = self.given_up.iter().chain(&self.archivings).map(|(at, _)| *at);
        self.created.into_iter().chain(states).chain(marks)
    }

    /// Whether its resolution said at `instant` that it was given up.
    pub fn is_given_up_at(&self, instant: Timestamp) -> bool {
        last(&self.given_up, instant).unwrap_or_default()
    }

    /// Whether it was archived at `instant`.
    pub fn is_archived_at(&self, instant: Timestamp) -> bool {
        last(&self.archivings, instant).unwrap_or_default()
    }

    /// Its reporter at `instant`.
    pub fn reporter_at(&self, instant: Timestamp) -> Option<PersonId> {
        at(&self.reporters, instant).unwrap_or(self.reporter)
    }

    /// Its estimate at `instant`.
    pub fn estimate_at(&self, instant: Timestamp) -> Option<f64> {
        at(&self.estimates, instant).flatten()
    }

    /// Its size at `instant`: its estimate, or zero without one; one if items are counted.
    pub fn size_at(&self, instant: Timestamp, unit: Unit) -> f64 {
        match unit {
            Unit::Points | Unit::Hours => self.estimate_at(instant).unwrap_or(0.0),
            Unit::Items => 1.0,
        }
    }

    /// Whether it was in `sprint` at `instant`.
    pub fn is_in(&self, sprint: SprintId, instant: Timestamp) -> bool {
        self.memberships.of(sprint).any(|membership| membership.covers(instant))
    }

    /// Its status or list now.
    pub fn state(&self) -> Option<StateId> {
        self.states.last().map(|(_, state)| *state)
    }
}
