//! Which items were committed to sprints, and what was written in them at that time.

use std::borrow::Cow;
use std::collections::BTreeSet;

use jiff::Timestamp;
use unicode_width::UnicodeWidthChar as _;

use super::Board;
use super::criteria::{has_unnamed_checklist, is_criteria, lists_criteria, section};
use super::delivery::Delivery;
use super::sprint::SprintFigures;
use crate::board::facts::{ItemFields, Text, Tool};
use crate::board::model::change::{ChangeKind, Detail};
use crate::board::model::item::Item;
use crate::board::model::number::share_of;
use crate::board::{ItemId, Meaning, Sprint, SprintId, SprintState, StateId};
use crate::charter::Stage;

impl Board<'_> {
    /// The size of `part` divided by the committed size; `None` if nothing was committed or the commitment is
    /// unknown.
    pub fn share_of_commitment(
        &self,
        sprint: SprintId,
        part: impl Fn(&SprintFigures, &Delivery) -> f64,
    ) -> Option<f64> {
        let (figures, delivery) =
            self.figures(sprint).zip(self.delivery(sprint)).filter(|_| !self.sprint(sprint).days_alone)?;
        (figures.committed > 0.0).then(|| part(figures, delivery) / figures.committed)
    }

    /// Number of sprints in which an item was worked on: they had begun, it was in them at the end of their
    /// planning, and it was not done before their start. `None` if only the id is known of one of its
    /// sprints.
    pub fn sprints_worked(&self, item: &Item<'_>) -> Option<usize> {
        if item.memberships.iter().any(|membership| !self.sprint(membership.sprint).known) {
            return None;
        }
        let mut worked: Vec<SprintId> = item
            .memberships
            .iter()
            .filter(|membership| {
                self.was_worked_in(item, membership.since, membership.until, self.sprint(membership.sprint))
            })
            .map(|membership| membership.sprint)
            .collect();
        worked.sort_unstable();
        worked.dedup();
        Some(worked.len())
    }

    /// Whether the item was, or may have been, in a sprint whose commitment is unknown.
    pub fn may_be_committed(&self, item: &Item<'_>) -> bool {
        let open = |sprint: &Sprint<'_>| {
            !sprint.known || (self.figures(sprint.index).is_none() && self.has_been_planned(sprint))
        };
        let mut sprints = item.memberships.iter().map(|membership| self.sprint(membership.sprint));
        self.is_work_at(item, self.clock) && (!item.holds.has(ItemFields::SPRINTS) || sprints.any(open))
    }

    /// Whether the card was in no known sprint and may have been committed to one that began before the known
    /// history.
    pub fn may_be_committed_unseen(&self, item: &Item<'_>) -> bool {
        let Some(cut) = self.cut.filter(|_| self.tool == Tool::Trello && item.truncated) else { return false };
        let may_have_begun_with = |sprint: &Sprint<'_>| {
            sprint.start.is_some_and(|start| start < cut)
                && sprint.planned_by().is_some_and(|planned| item.created.is_none_or(|created| created < planned))
        };
        self.is_work_at(item, self.clock) && self.sprints.iter().any(may_have_begun_with)
    }

    /// The item's sprints that have begun without a known start date.
    pub fn undated_sprints(&self, item: &Item<'_>) -> BTreeSet<SprintId> {
        let sprints = item.memberships.iter().map(|membership| membership.sprint);
        sprints.filter(|sprint| self.sprint(*sprint).is_undated()).collect()
    }

    /// Sprints to which the item may have been committed, among those of which only the days are known. These
    /// are the ones planned after its creation and started before it was done. An item that never left the
    /// backlog was in none.
    pub fn perhaps_committed<'s>(&'s self, item: &'s Item<'_>) -> impl Iterator<Item = SprintId> + 's {
        let open = |id: &SprintId| {
            let sprint = self.sprint(*id);
            let (Some(start), Some(planned)) = (sprint.start, sprint.planned_by()) else { return false };
            self.has_been_planned(sprint)
                && item.created.is_none_or(|created| created < planned)
                && !self.is_done_at(item, start)
        };
        let waited = |(_, state): &(Timestamp, StateId)| self.state(*state).stage == Some(Stage::Backlog);
        let never = !self.is_work_at(item, self.clock) || item.states.iter().all(waited);
        self.sprints_of_days_alone().iter().copied().filter(move |_| !never).filter(open)
    }

    fn sprints_of_days_alone(&self) -> &[SprintId] {
        self.on_demand
            .of_days_alone
            .get_or_init(|| self.sprints.iter().filter(|sprint| sprint.days_alone).map(|sprint| sprint.index).collect())
    }

    fn has_been_planned(&self, sprint: &Sprint<'_>) -> bool {
        sprint.state != SprintState::Future && sprint.planned_by().is_some_and(|planned| planned <= self.clock)
    }

    fn was_worked_in(&self, item: &Item<'_>, since: Timestamp, until: Option<Timestamp>, sprint: &Sprint<'_>) -> bool {
        let Some((start, planned)) = sprint.start.zip(sprint.planned_by()) else { return false };
        let entered = start.max(since);
        // If its moves are missing, it may have been open until its last update. Up to then Jira's own list
        // names its sprints.
        let may_have_been_open = || {
            self.lacks_moves(item)
                && !self.knows_moves_since(item, entered)
                && item.updated.is_none_or(|updated| updated > entered)
        };
        // Where an item was before the known history is unknown.
        self.has_been_planned(sprint)
            && self.cut.is_none_or(|cut| cut <= start)
            && until.is_none_or(|until| until > planned)
            && sprint.completed.is_none_or(|completed| since < completed)
            && (!self.is_done_at(item, entered) || may_have_been_open())
    }

    /// Whether the item's moves before its present status are missing.
    fn lacks_moves(&self, item: &Item<'_>) -> bool {
        item.truncated && item.states.len() == 1 && self.cut.is_none()
    }

    /// Whether the history of `item` is complete from `at` on: its oldest entry is older, and no later one is
    /// missing.
    fn knows_moves_since(&self, item: &Item<'_>, at: Timestamp) -> bool {
        self.contents.history
            && self.oldest_entry(item).is_some_and(|oldest| oldest.at <= at)
            && self.hole_between(item, at, self.clock).is_none()
    }

    /// Number of characters in the description at `at`. Wide characters (Chinese, Japanese, Korean) count
    /// twice, because they say as much as two others.
    pub fn description_size(&self, id: ItemId, at: Timestamp) -> usize {
        let size = |c: char| if c.width() == Some(2) { 2 } else { 1 };
        self.description_at(id, at).trim().chars().map(size).sum()
    }

    /// Whether the item had acceptance criteria at `at`: in their field, in the description or in a checklist
    /// named after them. Source: docs/definitions.md, acceptance criteria.
    pub fn had_criteria(&self, id: ItemId, at: Timestamp) -> bool {
        let written = |text: &str| !text.trim().is_empty();
        self.text_at(id, at, ChangeKind::CriteriaEdited, self.item(id).criteria)
            .is_some_and(|text| written(&text.decode()))
            || section(&self.description_at(id, at)).is_some_and(written)
            || lists_criteria(self.item(id), at)
            || self.was_given_criteria_list(id, at)
    }

    /// Whether a checklist of acceptance criteria had been added by `at`, even if it was removed later.
    fn was_given_criteria_list(&self, id: ItemId, at: Timestamp) -> bool {
        let before = self.history(self.item(id)).iter().take_while(|change| change.at <= at);
        let mut names =
            before.filter(|change| change.kind == ChangeKind::Split).filter_map(|change| match &change.detail {
                Detail::Words(words) => Some(&words.to),
                _ => None,
            });
        names.any(|name| is_criteria(name.trim()))
    }

    /// Whether the item has a checklist whose name the export leaves out: it may hold acceptance criteria.
    pub fn may_list_criteria(&self, id: ItemId) -> bool {
        has_unnamed_checklist(self.item(id))
    }

    /// Whether the description at `at` is known: the export has this field and changes of it were not left
    /// out, or a later change records the old text.
    pub fn knows_description(&self, id: ItemId, at: Timestamp) -> bool {
        let item = self.item(id);
        let changes = || self.history(item).iter();
        (item.holds.has(ItemFields::DESCRIPTION) && !self.is_filtered(ChangeKind::Described))
            || changes().any(|change| change.at > at && change.kind == ChangeKind::Described)
    }

    /// Whether the board has any recognisable acceptance criteria: a field for them, or a heading in a
    /// description.
    pub fn knows_criteria(&self) -> bool {
        *self.on_demand.knows_criteria.get_or_init(|| {
            let described = |item: &Item<'_>| item.description.is_some_and(|text| section(&text.decode()).is_some());
            self.fields.iter().any(|field| field.meaning == Meaning::Criteria) || self.items.iter().any(described)
        })
    }

    /// Whether the criteria field at `at` is known: the export has this field, or a later change records the
    /// old text.
    pub fn knows_criteria_field(&self, id: ItemId, at: Timestamp) -> bool {
        let item = self.item(id);
        let changes = || self.history(item).iter();
        item.holds.has(ItemFields::CRITERIA)
            || changes().any(|change| change.at > at && change.kind == ChangeKind::CriteriaEdited)
    }

    /// Whether criteria may be in a text field whose meaning is unknown, because the board has no known
    /// criteria field.
    pub fn may_hold_criteria(&self, id: ItemId) -> bool {
        self.item(id).unexplained_text && !self.fields.iter().any(|field| field.meaning == Meaning::Criteria)
    }

    fn description_at(&self, id: ItemId, at: Timestamp) -> Cow<'_, str> {
        self.text_at(id, at, ChangeKind::Described, self.item(id).description).map(Text::decode).unwrap_or_default()
    }

    /// A text as it was at `at`: the old value of the first later change, else the present text.
    pub(super) fn text_at<'b>(
        &'b self,
        id: ItemId,
        at: Timestamp,
        kind: ChangeKind,
        now: Option<Text<'b>>,
    ) -> Option<Text<'b>> {
        let later = self.history(self.item(id)).iter();
        let mut later = later.skip_while(|change| change.at <= at).filter(|change| change.kind == kind);
        match later.next().map(|change| &change.detail) {
            Some(Detail::Texts(texts)) => texts.from,
            _ => now,
        }
    }

    /// Share of items that have an estimate now, and share that have or may have one. Parts of other items
    /// are left out.
    pub fn estimated_share(&self) -> Option<(f64, f64)> {
        *self.on_demand.estimated_share.get_or_init(|| {
            let whole = || self.items.iter().filter(|item| !item.part);
            let estimated = whole().filter(|item| item.estimate_at(self.clock).is_some()).count();
            let unknown = whole().filter(|item| !item.holds.has(ItemFields::ESTIMATES)).count();
            let all = whole().count();
            share_of(estimated, all).zip(share_of(estimated + unknown, all))
        })
    }

    /// The first sprint to which the item is known to have been committed, and the end of its planning.
    pub fn first_commitment(&self, id: ItemId) -> Option<(SprintId, Timestamp)> {
        let item = self.item(id);
        let committed = |sprint: &SprintId| {
            let known = self.figures(*sprint).filter(|_| !self.sprint(*sprint).days_alone);
            known.is_some_and(|figures| figures.committed_items.binary_search(&id).is_ok())
        };
        let sprints = item.memberships.iter().map(|membership| membership.sprint).filter(committed);
        let first = sprints.min_by_key(|sprint| (self.sprint(*sprint).start, *sprint))?;
        Some((first, self.sprint(first).planned_by()?))
    }
}
