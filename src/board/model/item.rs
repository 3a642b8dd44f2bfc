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

/// A time during which something was in an item's way.
#[derive(Clone, Copy, Debug)]
pub struct Blockage {
    /// From when; none where the export does not say (a Trello label).
    pub since: Option<Timestamp>,
    /// The scalar that shows it.
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
    /// The change that ended it; none while it lasts, or where no record tells.
    pub cleared: Option<ChangeId>,
}

/// An issue or a card.
#[derive(Debug)]
pub struct Item<'a> {
    /// Its place among the items of the board.
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
    /// What sort of thing it is now.
    pub kind: Kind,
    /// What sort of thing it was created as.
    pub kind_at_creation: Kind,
    /// Whether the export says what sort of thing it is.
    pub typed: bool,
    /// Whether it may be an impediment, an action of a retrospective or a meeting, whose order decides nothing: the list is not known
    /// that it was created in, and lists of the board tell such kinds (Trello).
    pub may_be_of_unordered_kind: bool,
    /// Whether it is part of another item.
    pub part: bool,
    /// Key of the item it is part of.
    pub parent: Option<Cow<'a, str>>,
    /// Whether it was cloned or split from another.
    pub copied: bool,
    /// Whether it was deleted or went to another board (Trello).
    pub gone: bool,
    /// Which of its fields are known: the export has a place for them, empty or not, or its history tells. Of the assignees nobody but
    /// those who joined or left is known without that.
    pub holds: ItemFields,
    /// Whether it may have been copied or split from another: the export holds neither links nor the whole history, or a link says
    /// that of the two and not which is the copy.
    pub origin_unclear: bool,
    /// The keys of the items it was copied or split from, where the format tells.
    pub originals: Vec<Cow<'a, str>>,
    /// When it was created.
    pub created: Option<Timestamp>,
    /// When anything at all was last changed about it, as the snapshot says.
    pub updated: Option<Timestamp>,
    /// Where it lies among what waits, if the export says.
    pub rank: Option<Rank<'a>>,
    /// Its priority (Jira).
    pub priority: Option<Cow<'a, str>>,
    /// When it is due.
    pub due: Option<Due>,
    /// How each of its links to others reads from its side; none where the export has no place for links.
    pub links: Option<Vec<Cow<'a, str>>>,
    /// How many entries its checklists hold; none where the export has no place for them.
    pub checklist: Option<u32>,
    /// What its checklists with entries are called, and when each was made, where that is known; none where the export does not tell.
    pub checklists: Option<Vec<(Cow<'a, str>, Option<Timestamp>)>>,
    /// Who created it.
    pub creator: Option<PersonId>,
    /// Who asked for it, where that is known; the creator where there is no reporter.
    pub reporter: Option<PersonId>,
    /// Who asked for it, over time; empty where that never changed.
    pub reporters: Vec<(Timestamp, Option<PersonId>)>,
    /// Who works on it now.
    pub assignees: Vec<PersonId>,
    /// Its labels now.
    pub labels: Vec<Cow<'a, str>>,
    /// Whether it is archived or deleted: then it does not stand in the list it names.
    pub archived: bool,
    /// Where it stands at the clock.
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
    /// What has been in its way since when, if something is at the clock.
    pub blocked: Option<Blockage>,
    /// The times during which it was blocked, oldest first.
    pub blocked_times: Vec<BlockedTime>,
    /// Where its changes lie among all, and how many there are.
    pub(crate) changes: (u32, u32),
    /// Whether the oldest part of its history is missing.
    pub truncated: bool,
    /// Whether a field holds a text of which nothing says what the field is called.
    pub unexplained_text: bool,
    /// Whether the tool has more comments than the export holds, or may have.
    pub comments_cut: bool,
    /// The first entry of its history that is missing, counted from 0, where the tool counts them.
    pub missing_from: Option<usize>,
    /// How many entries of its history are missing, where these are the oldest and the tool says how many there are.
    pub(crate) missing: Option<usize>,
    /// Whether entries of its history are missing that may lie anywhere among the known ones: they could not be read.
    pub has_holes: bool,
    /// Whether entries of its history are missing between known ones, or before and after them.
    pub is_torn: bool,
    /// The record.
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
    /// The places where its changes lie.
    pub(crate) fn history(&self) -> Range<usize> {
        let (first, count) = self.changes;
        first as usize..first as usize + count as usize
    }

    /// The key of the project that it belongs to (Jira).
    pub(crate) fn project(&self) -> &str {
        project_of(&self.key)
    }

    /// Whether figures of the flow of work leave it out: sub-tasks follow their parents, epics are no work of their own.
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

    /// Whether it lay in the archive at `instant`.
    pub fn is_archived_at(&self, instant: Timestamp) -> bool {
        last(&self.archivings, instant).unwrap_or_default()
    }

    /// Who had asked for it by `instant`, as it was recorded then.
    pub fn reporter_at(&self, instant: Timestamp) -> Option<PersonId> {
        at(&self.reporters, instant).unwrap_or(self.reporter)
    }

    /// Its estimate at `instant`.
    pub fn estimate_at(&self, instant: Timestamp) -> Option<f64> {
        at(&self.estimates, instant).flatten()
    }

    /// Its size at `instant`: its estimate, none being zero, or one where items are counted.
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
