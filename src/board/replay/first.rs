//! The first values of an item: exports hold only the present state and the changes. Source:
//! docs/definitions.md, creation.

use std::borrow::Cow;

use jiff::Timestamp;

use super::entries::Entries;
use super::progress::Replay;
use crate::board::assemble::assembled::Assembled;
use crate::board::assemble::kinds::Kinds;
use crate::board::facts::{Act, Coverage, ItemFact, ItemFields, SLACK, Text, Tool, number_in, points};
use crate::board::{Blockage, State, StateId};
use crate::charter::{Kind, Stage};
use crate::lexicon;
use crate::source::Mark;

impl<'a> Replay<'_, 'a> {
    /// Enters the sprints that the item was in at creation, or when its known history begins.
    pub(super) fn first_sprints(&mut self, fact: &ItemFact<'a>, entries: &Entries<'a>, start: Timestamp) {
        let changed = entries.iter().find_map(|(change, _)| match &change.act {
            Act::Sprints { from, .. } => Some(from),
            _ => None,
        });
        let first = changed.unwrap_or(&fact.sprints);
        for id in first {
            if let Some(sprint) = self.board.sprint_ids.get(id) {
                self.memberships.enter(*sprint, start, None);
            }
        }
        for sprint in self.board.sprints_of_labels().filter(|sprint| sprint.is_named_by(&self.labels)) {
            self.memberships.enter(sprint.index, start, None);
        }
        if let Some(sprint) = self.board.states[self.state].sprint {
            self.memberships.enter(sprint, start, None);
        }
    }

    /// Notes what blocked the item when its known history begins.
    pub(super) fn first_blockages(&mut self, fact: &ItemFact<'_>, entries: &Entries<'_>, start: Timestamp) {
        self.first_label_block(start, fact.mark);
        self.first_state_block(start, fact.mark);
        self.first_flag(fact, entries);
        self.blockages.note(start, None);
    }

    /// Notes a status or list for blocked items. Only a whole history shows since when the item was there.
    fn first_state_block(&mut self, start: Timestamp, mark: Mark) {
        if self.board.states[self.state].stage == Some(Stage::Impediments) {
            self.blockages.state = Some(Blockage { since: self.whole.then_some(start), mark, change: None });
        }
    }

    /// Notes the flag that the item had then, with an unknown beginning. There was one if the first record of
    /// flags clears it, or if no record explains the present flag. If later entries are missing, one of them
    /// may have set it instead. The same holds if the item was changed after its last entry.
    fn first_flag(&mut self, fact: &ItemFact<'_>, entries: &Entries<'_>) {
        let first = entries.iter().find_map(|(change, _)| match change.act {
            Act::Flagged { set } => Some(set),
            _ => None,
        });
        let last = entries.iter().next_back().map(|(change, _)| change.at);
        let ends_early = || fact.updated.zip(last).is_some_and(|(updated, last)| updated.duration_since(last) > SLACK);
        let may_be_later = || fact.log.as_ref().is_some_and(Coverage::lacks_later) || ends_early();
        if first.map_or_else(|| fact.flagged && !may_be_later(), |set| !set) {
            self.blockages.flag = Some(Blockage { since: None, mark: fact.mark, change: None });
        }
    }

    /// Notes a label that says that the item is blocked.
    fn first_label_block(&mut self, start: Timestamp, mark: Mark) {
        if self.board.kinds.is_blocked(&self.labels) {
            // If a Trello card has a label without a record of it, it is unknown since when.
            let known = self.board.tool == Tool::Jira && self.whole;
            self.blockages.label = Some(Blockage { since: known.then_some(start), mark, change: None });
        }
    }
}

/// The status or list of the item at `start`, when its known history begins.
pub(super) fn first_state(
    board: &Assembled<'_, '_>,
    entries: &Entries<'_>,
    present: StateId,
    start: Timestamp,
) -> StateId {
    let recorded = entries.iter().find_map(|(change, states)| match change.act {
        Act::Moved { .. } => states[0],
        Act::Created { .. } => states[1],
        _ => None,
    });
    // Without a record it is where it is now, in a list that may have had another name.
    recorded.unwrap_or_else(|| board.renames.at(present, start))
}

/// The labels that the item had when its known history begins.
pub(super) fn first_labels<'a>(fact: &ItemFact<'a>, entries: &Entries<'a>) -> Vec<Cow<'a, str>> {
    let changed = entries.iter().find_map(|(change, _)| match &change.act {
        Act::Labelled { from, .. } => Some(from),
        _ => None,
    });
    changed.unwrap_or(&fact.labels).clone()
}

/// Which fields of the item are known: its file has a place for them, or its history shows them. `estimate`
/// is the result of [`first_estimate`].
pub(super) fn known_fields(
    board: &Assembled<'_, '_>,
    fact: &ItemFact<'_>,
    entries: &Entries<'_>,
    estimate: FirstEstimate,
) -> ItemFields {
    let tells = |is_such: fn(&Act<'_>) -> bool| entries.iter().any(|(change, _)| is_such(&change.act));
    let has_place = |field| fact.holds.has(field) && !fact.bare;
    let tells_assignees = || tells(|act| matches!(act, Act::Assigned { .. }));
    let tells_sprints = || tells(|act| matches!(act, Act::Sprints { .. }));
    // The actions of a card alone do not show all its labels.
    let tells_labels = || board.tool == Tool::Jira && tells(|act| matches!(act, Act::Labelled { .. }));
    let left_out = board.fields.left_out(fact);
    let holds_sprints = !left_out.has(ItemFields::SPRINTS) || !fact.sprints.is_empty() || tells_sprints();
    fact.holds
        .with(ItemFields::ASSIGNEES, has_place(ItemFields::ASSIGNEES) || tells_assignees())
        .with(ItemFields::LABELS, has_place(ItemFields::LABELS) || tells_labels())
        .with(ItemFields::SPRINTS, holds_sprints)
        .with(ItemFields::ESTIMATES, estimate != FirstEstimate::LeftOut)
        .with(ItemFields::CRITERIA, !left_out.has(ItemFields::CRITERIA))
}

/// The kind of the item at creation and now; `None` if unknown. On Trello both follow from its labels and the
/// list it was created in.
pub(super) fn first_and_last_kind(
    board: &Assembled<'_, '_>,
    fact: &ItemFact<'_>,
    entries: &Entries<'_>,
    born_in: &State,
) -> Option<(Kind, Kind)> {
    if board.tool == Tool::Trello {
        let kind = match lacks_list_of_creation(board, fact, born_in, |_| true) {
            true => board.kinds.of_labels(&fact.labels)?,
            false => board.kinds.of_card(&fact.labels, born_in)?,
        };
        return Some((kind, kind));
    }
    let kind = |name: &str| board.kinds.of_issue_in(Some(name), fact.part, &fact.labels, born_in.stage);
    let level = Kinds::of_level(fact.level);
    let now =
        level.unwrap_or_else(|| board.kinds.of_issue_in(fact.kind.as_deref(), fact.part, &fact.labels, born_in.stage));
    let first = entries.iter().find_map(|(change, _)| match &change.act {
        Act::Rekinded { from, .. } => Some(kind(from)),
        _ => None,
    });
    Some((first.unwrap_or(now), now))
}

/// Whether the list that a card was created in is unknown and could matter. It is unknown if the beginning of
/// the history is missing; `born_in` is then the first known list. It matters if lists of the board show
/// kinds that are `meant`: a card already in progress may then be no story.
pub(super) fn lacks_list_of_creation(
    board: &Assembled<'_, '_>,
    fact: &ItemFact<'_>,
    born_in: &State,
    meant: fn(Kind) -> bool,
) -> bool {
    let waits = || matches!(born_in.stage, Some(Stage::Backlog | Stage::Ready)) || board.kinds.tells(born_in);
    let is_lost = board.tool == Tool::Trello && (fact.truncated || !fact.history);
    is_lost && !waits() && board.kinds.may_tell(board.states.list(), fact.history, meant)
}

/// Whether the resolution of the snapshot means given up, and since when. If no change sets the resolution,
/// it came with the last move from open to finished work, or at `start` without such a move.
pub(super) fn first_resolution(
    board: &Assembled<'_, '_>,
    fact: &ItemFact<'_>,
    entries: &Entries<'_>,
    start: Timestamp,
) -> Vec<(Timestamp, bool)> {
    if entries.iter().any(|(change, _)| matches!(change.act, Act::Resolved { .. })) {
        return Vec::new();
    }
    let is_finished = |state: StateId| matches!(board.states[state].stage, Some(Stage::Done | Stage::Cancelled));
    let closed = entries.iter().rev().find(|(change, states)| {
        matches!(change.act, Act::Moved { .. })
            && matches!(states, [Some(from), Some(to)] if !is_finished(*from) && is_finished(*to))
    });
    let since = closed.map_or(start, |(change, _)| change.at);
    let given_up = fact.resolution.as_ref().map(|to| (since, lexicon::is_cancelled_resolution(to)));
    given_up.into_iter().collect()
}

/// The estimate of an item at its creation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum FirstEstimate {
    /// The export leaves out the field, and no change shows it.
    LeftOut,
    /// It had none.
    None,
    /// A number in the unit of the board.
    Number(f64),
}

impl FirstEstimate {
    fn of(number: Option<f64>) -> Self {
        number.map_or(Self::None, Self::Number)
    }

    /// The number, if there is one.
    pub(super) fn number(self) -> Option<f64> {
        if let Self::Number(number) = self { Some(number) } else { None }
    }
}

/// The estimate at creation: what the first change of it replaced, or the present one if there was no change.
pub(super) fn first_estimate(board: &Assembled<'_, '_>, fact: &ItemFact<'_>, entries: &Entries<'_>) -> FirstEstimate {
    let fields = &board.fields;
    let changed = entries.iter().find_map(|(change, _)| match &change.act {
        Act::Estimated { from, title, .. } if title.is_none() || fields.in_titles => Some(*from),
        Act::Field { id, name, from, .. } if fields.is_points(id, name) => Some(from.and_then(Text::number)),
        Act::TimeEstimated { original: true, from, .. } if fields.in_time => Some(hours(from)),
        _ => None,
    });
    let present = || {
        let field = fact.fields.iter().find(|(id, _)| fields.is_points(id, id));
        let in_title = || points(&fact.title.decode()).0.filter(|_| fields.in_titles);
        let number = field.and_then(|(_, value)| value.number());
        let number = number.map(|number| if fields.in_time { number / HOUR } else { number }).or_else(in_title);
        let is_left_out = number.is_none() && fields.left_out(fact).has(ItemFields::ESTIMATES);
        if is_left_out { FirstEstimate::LeftOut } else { FirstEstimate::of(number) }
    };
    changed.map_or_else(present, FirstEstimate::of)
}

/// Seconds in an hour: a board that estimates in time is counted in hours.
const HOUR: f64 = 3600.0;

/// A time field's seconds as hours.
pub(super) fn hours(seconds: &str) -> Option<f64> {
    number_in(seconds).map(|seconds| seconds / HOUR)
}
