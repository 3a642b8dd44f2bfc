//! Kinds of changes that a history leaves out because it was fetched with a filter: items show the results of
//! such changes, but no change is of that kind.

use std::collections::BTreeSet;
use std::mem::discriminant;

use jiff::Timestamp;

use super::fields::Fields;
use crate::board::ChangeKind;
use crate::board::facts::{Act, Coverage, ItemFact, Text, Tool, points};
use crate::board::model::calendar::DAY_SECONDS;

/// The kinds whose absence can be detected.
const KINDS: [ChangeKind; 7] = [
    ChangeKind::Assigned,
    ChangeKind::Described,
    ChangeKind::Estimated,
    ChangeKind::Moved,
    ChangeKind::Planned,
    ChangeKind::Prioritised,
    ChangeKind::Ranked,
];

/// The kinds of nearly all changes on a Scrum board in Jira: a history without one of them is not whole.
pub(super) const BASIC: [ChangeKind; 4] =
    [ChangeKind::Assigned, ChangeKind::Estimated, ChangeKind::Moved, ChangeKind::Planned];

/// Minimum number of items with a value that show that a kind of change is missing: some of them got their
/// assignees, description, size or place after creation.
const MANY: usize = 10;

/// Maximum number of fields in a history that a script cut down to the moves: the status and one more.
const KEPT: usize = 2;

/// The histories in which missing kinds are detected.
pub(crate) struct Histories<'h, 'a> {
    pub(crate) tool: Tool,
    pub(crate) items: &'h [ItemFact<'a>],
    pub(crate) fields: &'h Fields,
    /// Start of the known history, if the tool cut it.
    pub(crate) cut: Option<Timestamp>,
    /// Whether the history may have been requested by field (Jira).
    pub(crate) by_fields: bool,
}

impl Histories<'_, '_> {
    /// The kinds of changes that the filter left out, if there was one.
    pub(crate) fn left_out(&self) -> Vec<ChangeKind> {
        if self.tool == Tool::Jira && !self.by_fields && !self.is_cut_to_fields() {
            return Vec::new();
        }
        let mut kinds = KINDS.to_vec();
        kinds.retain(|kind| !self.shows(*kind) && self.has_result_of(*kind));
        kinds
    }

    /// Whether a script removed the changes of some fields from whole Jira histories, to keep the moves only.
    /// One missing kind proves nothing: items may really get no assignee or size after creation. So something
    /// that every team leaves traces of must be missing as well, or a second kind, on items created on many
    /// different days. Sub-tasks are ignored: their sprints are those of their parents.
    fn is_cut_to_fields(&self) -> bool {
        let worked_on = |item: &&ItemFact<'_>| {
            let moved = || item.changes.iter().any(|change| matches!(change.act, Act::Moved { .. }));
            // Entries that lost all their fields leave holes.
            let whole = || !item.truncated || item.log.as_ref().is_some_and(Coverage::has_holes);
            self.is_known(item) && whole() && !item.differs && !item.part && moved()
        };
        let of_many = |has: &dyn Fn(&ItemFact<'_>) -> bool| {
            self.items.iter().filter(|item| has(item)).filter(worked_on).take(MANY).count() == MANY
        };
        // An item cannot get into a second sprint without a change.
        if !self.shows(ChangeKind::Planned) && of_many(&|item| item.sprints.len() > 1) {
            return true;
        }
        if self.shows_more_fields_than(KEPT) {
            return false;
        }
        let mut missing = BASIC.to_vec();
        missing.retain(|kind| !self.shows(*kind));
        // The move to done also sets the resolution.
        if !self.shows_resolutions() && of_many(&|item| item.resolution.is_some()) {
            return missing.iter().any(|kind| of_many(&|item| self.holds(*kind, item)));
        }
        let days_of = |kind: ChangeKind| {
            let holders = self.items.iter().filter(|item| self.holds(kind, item)).filter(worked_on);
            let days: BTreeSet<i64> =
                holders.filter_map(|item| Some(item.created?.0.as_second().div_euclid(DAY_SECONDS))).collect();
            days.len()
        };
        missing.into_iter().filter(|kind| days_of(*kind) >= MANY).count() > 1
    }

    /// Whether changes are of more than `few` fields, comments aside.
    fn shows_more_fields_than(&self, few: usize) -> bool {
        let is_same = |one: &Act<'_>, other: &Act<'_>| match (one, other) {
            (Act::Field { id, name, .. }, Act::Field { id: other_id, name: other, .. }) => {
                id == other_id && name == other
            }
            _ => discriminant(one) == discriminant(other),
        };
        let acts = self.items.iter().flat_map(|item| &item.changes).map(|change| &change.act);
        let mut shown: Vec<&Act<'_>> = Vec::new();
        for act in acts.filter(|act| !matches!(act, Act::Commented | Act::Created { .. })) {
            if !shown.iter().any(|known| is_same(known, act)) {
                shown.push(act);
            }
            if shown.len() > few {
                return true;
            }
        }
        false
    }

    /// Whether any change is of a resolution.
    fn shows_resolutions(&self) -> bool {
        self.items.iter().flat_map(|item| &item.changes).any(|change| matches!(change.act, Act::Resolved { .. }))
    }

    /// Whether enough items have a value that changes of `kind` set.
    fn has_result_of(&self, kind: ChangeKind) -> bool {
        let enough = if self.tool == Tool::Jira && BASIC.contains(&kind) { 1 } else { MANY };
        let holders = self.items.iter().filter(|item| self.is_known(item) && self.holds(kind, item));
        holders.take(enough).count() == enough
    }

    /// Whether the history of `item` is known from its creation on.
    fn is_known(&self, item: &ItemFact<'_>) -> bool {
        item.history && item.created.is_some_and(|(created, _)| self.cut.is_none_or(|cut| created >= cut))
    }

    /// Whether any change is of `kind`.
    fn shows(&self, kind: ChangeKind) -> bool {
        self.items.iter().flat_map(|item| &item.changes).any(|change| match &change.act {
            Act::Assigned { .. } | Act::Joined { .. } | Act::Left { .. } => kind == ChangeKind::Assigned,
            Act::Described { .. } => kind == ChangeKind::Described,
            Act::Estimated { .. } => kind == ChangeKind::Estimated,
            // Sizes may be part of titles.
            Act::Retitled { .. } => kind == ChangeKind::Estimated && self.tool == Tool::Trello,
            Act::Field { id, name, .. } => kind == ChangeKind::Estimated && self.fields.is_points(id, name),
            Act::TimeEstimated { .. } => kind == ChangeKind::Estimated && self.fields.in_time,
            Act::Moved { .. } => kind == ChangeKind::Moved,
            Act::Sprints { .. } => kind == ChangeKind::Planned,
            Act::Prioritised { .. } => kind == ChangeKind::Prioritised,
            Act::Ranked { .. } => kind == ChangeKind::Ranked,
            _ => false,
        })
    }

    /// Whether `item` has a value that changes of `kind` set. Missing reorderings and moves of cards are
    /// detected by the reader of Trello's actions.
    fn holds(&self, kind: ChangeKind, item: &ItemFact<'_>) -> bool {
        match kind {
            ChangeKind::Assigned => !item.assignees.is_empty(),
            ChangeKind::Described => item.description.is_some_and(|text| !text.decode().trim().is_empty()),
            ChangeKind::Estimated => {
                let is_size = |id: &str, value: &Text<'_>| self.fields.is_points(id, id) && value.number().is_some();
                item.fields.iter().any(|(id, value)| is_size(id, value))
                    || (self.fields.in_titles && points(&item.title.decode()).0.is_some())
            }
            _ if self.tool == Tool::Trello => false,
            ChangeKind::Moved => item.resolution.is_some(),
            ChangeKind::Planned => !item.sprints.is_empty(),
            ChangeKind::Prioritised => item.priority.is_some(),
            // Every issue has a rank.
            ChangeKind::Ranked => true,
            _ => false,
        }
    }
}
