//! What was there at first: exports hold the present and what changed. Source: docs/definitions.md, creation.

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
    /// The sprints the item was created in, or before its known history.
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

    /// What was in its way when its known history begins.
    pub(super) fn first_blockages(&mut self, fact: &ItemFact<'_>, entries: &Entries<'_>, start: Timestamp) {
        self.first_label_block(start, fact.mark);
        self.first_state_block(start, fact.mark);
        self.first_flag(fact, entries);
        self.blockages.note(start, None);
    }

    /// A status or list for what is blocked: since when it stood there, only a whole history tells.
    fn first_state_block(&mut self, start: Timestamp, mark: Mark) {
        if self.board.states[self.state].stage == Some(Stage::Impediments) {
            self.blockages.state = Some(Blockage { since: self.whole.then_some(start), mark, change: None });
        }
    }

    /// The flag that was there then, where the first record of flags lowers it, or none tells of the one that is there now: since when
    /// is not known. Where later entries are missing, one of them may have set it; so it may be where the item was changed after the
    /// last of them.
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

    /// A label that says that it is blocked.
    fn first_label_block(&mut self, start: Timestamp, mark: Mark) {
        if self.board.kinds.is_blocked(&self.labels) {
            // A label that a Trello card bears without a record of it: since when is not known.
            let known = self.board.tool == Tool::Jira && self.whole;
            self.blockages.label = Some(Blockage { since: known.then_some(start), mark, change: None });
        }
    }
}

/// The status or list that the item was in at `start`, when its known history begins.
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
    // Where no record says so, it is where it is now, in a list that may have been called otherwise.
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

/// Which fields of the item are known: its file has a place for them, or its history tells. `estimate` is that of
/// [`first_estimate`].
pub(super) fn known_fields(
    board: &Assembled<'_, '_>,
    fact: &ItemFact<'_>,
    entries: &Entries<'_>,
    estimate: Option<Option<f64>>,
) -> ItemFields {
    let tells = |is_such: fn(&Act<'_>) -> bool| entries.iter().any(|(change, _)| is_such(&change.act));
    let has_place = |field| fact.holds.has(field) && !fact.bare;
    let tells_assignees = || tells(|act| matches!(act, Act::Assigned { .. }));
    let tells_sprints = || tells(|act| matches!(act, Act::Sprints { .. }));
    // The actions of a card alone do not tell its labels.
    let tells_labels = || board.tool == Tool::Jira && tells(|act| matches!(act, Act::Labelled { .. }));
    let left_out = board.fields.left_out(fact);
    let holds_sprints = !left_out.has(ItemFields::SPRINTS) || !fact.sprints.is_empty() || tells_sprints();
    fact.holds
        .with(ItemFields::ASSIGNEES, has_place(ItemFields::ASSIGNEES) || tells_assignees())
        .with(ItemFields::LABELS, has_place(ItemFields::LABELS) || tells_labels())
        .with(ItemFields::SPRINTS, holds_sprints)
        .with(ItemFields::ESTIMATES, estimate.is_some())
        .with(ItemFields::CRITERIA, !left_out.has(ItemFields::CRITERIA))
}

/// What the item was created as, and what it is now; on Trello both follow from labels and the list it was created in. None
/// where that is not known.
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

/// Whether the list is lost, with the beginning of its history, in which a card was created that began, as far as is known, in
/// `born_in`, and lists of the board tell that one is of a kind that is `meant`: what was begun since may be no story.
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

/// What the resolution of the snapshot says of being given up, where no change says since when: then it came with the last
/// move from open to finished work, and at `start` where there was none.
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

/// The estimate the item was created with; none where the export leaves out the field and no change tells.
pub(super) fn first_estimate(
    board: &Assembled<'_, '_>,
    fact: &ItemFact<'_>,
    entries: &Entries<'_>,
) -> Option<Option<f64>> {
    let fields = &board.fields;
    let changed = entries.iter().find_map(|(change, _)| match &change.act {
        Act::Estimated { from, title, .. } if title.is_none() || fields.in_titles => Some(*from),
        Act::Field { id, name, from, .. } if fields.is_points(id, name) => Some(from.and_then(Text::number)),
        Act::TimeEstimated { original: true, from, .. } if fields.in_time => Some(hours(from)),
        _ => None,
    });
    changed.or_else(|| {
        let field = fact.fields.iter().find(|(id, _)| fields.is_points(id, id));
        let in_title = || points(&fact.title.decode()).0.filter(|_| fields.in_titles);
        let number = field.and_then(|(_, value)| value.number());
        let number = number.map(|number| if fields.in_time { number / HOUR } else { number }).or_else(in_title);
        (number.is_some() || !fields.left_out(fact).has(ItemFields::ESTIMATES)).then_some(number)
    })
}

/// Seconds in an hour: a board that estimates in time is counted in hours.
const HOUR: f64 = 3600.0;

/// A time field's seconds as hours.
pub(super) fn hours(seconds: &str) -> Option<f64> {
    number_in(seconds).map(|seconds| seconds / HOUR)
}
