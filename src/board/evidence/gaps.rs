//! What is missing on a board, as facts: the reasons why a rule is inconclusive. Their sentences are in
//! `finding::gap`.

use super::need::{Missing, Need};
use crate::board::facts::{ItemFields, Tool};
use crate::board::figures::{Board, ItemChoice};
use crate::board::model::change::{Change, ChangeKind, Detail};
use crate::board::{ChangeId, Model};
use crate::charter::{Kind, Role, Stage};

/// A piece of evidence that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// There are no changes, only the present state.
    NoHistory,
    /// The oldest changes of all or some items are missing.
    Beginning,
    /// The known history begins after the period that is looked at.
    OutOfReach,
    /// Some items.
    Items(ItemChoice),
    /// All dates are ambiguous: day and month cannot be told apart.
    Undated,
    /// No comments.
    NoComments,
    /// No field or title holds estimates.
    NoEstimates,
    /// There are no sprints with dates.
    NoSprints,
    /// What was in the sprints when they began is unknown.
    NoSprintStart,
    /// Which cards were in the sprints is unknown, except for those under way when they began.
    SprintCards,
    /// The role has no known holder.
    NoHolder(Role),
    /// The charter lists no developers, so everybody without a role counts as one.
    NoDevelopersListed,
    /// No status or list is of the stage.
    NoColumn(Stage),
    /// Which items are of this kind is unknown.
    NoItems(Kind),
    /// The labels of items, which may name this kind, are missing.
    NoLabels,
    /// Nothing is recognised as an impediment.
    NoImpediments,
    /// The authors of changes are missing.
    NoActor,
    /// The creation times of items are missing.
    NoCreations,
    /// The tool keeps no record of such changes.
    NeverRecorded(ChangeKind),
    /// There is no change of a label: the tool has recorded them for a few years only.
    NoLabelChanges,
    /// Changes of this kind were left out when the history was fetched.
    Filtered(ChangeKind),
    /// Which changes are estimates is unknown: the field seems to have had another name.
    FormerEstimates,
    /// Items were ranked after the period that is looked at.
    Reordered,
    /// The order of the backlog is unknown.
    Unordered,
}

impl Gap {
    /// Its name in outputs.
    pub fn missing(self) -> Missing {
        match self {
            Self::Filtered(ChangeKind::Ranked) | Self::Reordered | Self::Unordered => Missing::Ranks,
            Self::NoHistory
            | Self::Beginning
            | Self::OutOfReach
            | Self::Items(_)
            | Self::NoLabels
            | Self::Filtered(_) => Missing::History,
            Self::Undated => Missing::Dates,
            Self::NoComments => Missing::Comments,
            Self::NoEstimates => Missing::Estimates,
            Self::NoSprints | Self::NoSprintStart => Missing::Sprints,
            Self::NoHolder(_) | Self::NoDevelopersListed => Missing::Roles,
            Self::SprintCards | Self::NoColumn(_) | Self::NoItems(_) | Self::NoImpediments => Missing::Mapping,
            Self::NoActor | Self::NoCreations => Missing::Creators,
            Self::NeverRecorded(_) | Self::NoLabelChanges | Self::FormerEstimates => Missing::Format,
        }
    }
}

impl Model<'_> {
    /// The kinds of changes that a filter left out completely: people who seem inactive may have made some.
    /// Priorities are ignored, since many teams never change them.
    pub fn missing_traces(&self) -> impl Iterator<Item = ChangeKind> {
        self.missing.filtered.iter().copied().filter(|kind| *kind != ChangeKind::Prioritised)
    }

    /// The first of [`Self::missing_traces`], as evidence.
    pub fn lacks_traces(&self) -> Option<Need> {
        self.missing_traces().next().map(Need::Kind)
    }
}

impl Board<'_> {
    /// The gap if the evidence `need` is missing, else `None`.
    pub fn lacks(&self, need: Need) -> Option<Gap> {
        let (is_missing, gap) = match need {
            // Without moves, where items were is unknown, whatever other changes are known.
            Need::History => {
                let filtered = self.missing.filtered.contains(&ChangeKind::Moved);
                (!self.contents.history, if filtered { Gap::Filtered(ChangeKind::Moved) } else { Gap::NoHistory })
            }
            Need::Kind(kind) => return self.lacks_kind(kind),
            Need::Comments if self.is_undated() => (true, Gap::Undated),
            Need::Comments => (!self.contents.comments, Gap::NoComments),
            Need::Estimates => (!self.has_estimates || self.has_sizes_in_words(), Gap::NoEstimates),
            Need::Sprints => (!self.sprints.iter().any(|sprint| sprint.start.is_some()), Gap::NoSprints),
            Need::SprintItems => return self.lacks(Need::Sprints).or_else(|| self.lacks_sprint_items()),
            Need::Role(role) => (!self.people.has_holder(role), Gap::NoHolder(role)),
            Need::Mapping(stage) if self.has_column_for(stage) => return None,
            Need::Mapping(stage) if self.may_be_cut_off(stage) => {
                return self.lacks(Need::History).or(Some(Gap::Beginning));
            }
            Need::Mapping(stage) => (true, Gap::NoColumn(stage)),
            // If only a part of the items is here, those of this kind may be in the missing part.
            Need::Items(kind @ (Kind::RetroAction | Kind::TechnicalDebt))
                if self.tells(kind) && !self.has_any_of(kind) =>
            {
                let rare = kind == Kind::RetroAction && self.may_lack_rare_kinds();
                let rare = rare.then_some(Gap::Items(ItemChoice::ByKind));
                return self.lacks_items().or(rare).or_else(|| self.lacks_labels(kind));
            }
            Need::Items(kind) => (!self.tells(kind), Gap::NoItems(kind)),
            Need::Creators => {
                let unnamed = || self.changes.iter().all(|change| change.by.is_none());
                (!self.changes.is_empty() && unnamed(), Gap::NoActor)
            }
            Need::Order if self.missing.order => (true, Gap::Reordered),
            Need::Order => (!self.is_ordered(), Gap::Unordered),
        };
        is_missing.then_some(gap)
    }

    /// Whether a filter left out the changes of `kind`, or the changes that record them.
    pub fn is_filtered(&self, kind: ChangeKind) -> bool {
        matches!(self.lacks_kind(kind), Some(Gap::Filtered(_)))
    }

    fn lacks_kind(&self, kind: ChangeKind) -> Option<Gap> {
        let history = || self.lacks(Need::History);
        let recorded_as = match kind {
            ChangeKind::Unassigned => ChangeKind::Assigned,
            ChangeKind::CriteriaEdited => ChangeKind::Described,
            ChangeKind::Unplanned => ChangeKind::Planned,
            kind => kind,
        };
        // If criteria have their own field, its changes are not changes of the description.
        let is_shown = kind != recorded_as && !self.changes_of(kind).is_empty();
        if self.missing.filtered.contains(&recorded_as) && !is_shown {
            return Some(Gap::Filtered(recorded_as));
        }
        match (self.tool, kind) {
            (Tool::Trello, ChangeKind::Prioritised | ChangeKind::TimeEstimated | ChangeKind::TimeLogged) => {
                Some(Gap::NeverRecorded(kind))
            }
            (Tool::Trello, ChangeKind::Labelled) if !self.records_labels() => history().or(Some(Gap::NoLabelChanges)),
            (_, ChangeKind::Created) if self.is_undated() => Some(Gap::Undated),
            (_, ChangeKind::Created) => {
                self.items.iter().all(|item| item.created.is_none()).then_some(Gap::NoCreations)
            }
            (_, ChangeKind::Commented) => self.lacks(Need::Comments),
            (_, ChangeKind::Estimated) if self.missing.former_estimates => history().or(Some(Gap::FormerEstimates)),
            (_, ChangeKind::Estimated) => history().or_else(|| self.lacks(Need::Estimates)),
            (_, ChangeKind::Planned | ChangeKind::Unplanned) => history().or_else(|| self.lacks(Need::Sprints)),
            _ => history(),
        }
    }

    /// Whether something may have been in a status or list of `stage`, given by the charter, before the known
    /// history of some item begins. Jira's statuses are known only from the items in them; a complete Trello
    /// export also has empty lists.
    fn may_be_cut_off(&self, stage: Stage) -> bool {
        let cut = self.tool == Tool::Jira && (self.cut.is_some() || self.truncated_items > 0);
        (cut || !self.contents.history) && self.charter.stages.contains(&stage)
    }

    /// Whether the estimate field holds only words, such as T-shirt sizes (`M`), which cannot be summed up.
    fn has_sizes_in_words(&self) -> bool {
        let in_words = |id: &ChangeId| match &self.change(*id).detail {
            Detail::Points { points, .. } => points.from.is_none() && points.to.is_none(),
            _ => false,
        };
        let changes = self.changes_of(ChangeKind::Estimated);
        !changes.is_empty() && changes.iter().all(in_words)
    }

    /// Whether any label change is recorded, including labels that stand for sprints.
    fn records_labels(&self) -> bool {
        let by_label = |change: &Change<'_>| match &change.detail {
            Detail::Sprints(sprints) => sprints.all().any(|id| self.sprint(*id).label.is_some()),
            _ => change.kind == ChangeKind::Labelled,
        };
        self.changes.iter().any(by_label)
    }

    /// A gap if the period that is looked at ends before the known history begins.
    pub fn lacks_reach(&self) -> Option<Gap> {
        self.cut.is_some_and(|cut| self.clock < cut).then_some(Gap::OutOfReach)
    }

    /// Whether the first assignees of some items are unknown, because the export leaves out assignees.
    pub fn lacks_first_assignees(&self) -> bool {
        // Trello never records who chose the members that a card was created with.
        self.tool == Tool::Jira && self.items.iter().any(|item| !item.holds.has(ItemFields::ASSIGNEES))
    }

    /// A gap if items are missing, as their search or what they have in common shows.
    pub fn lacks_items(&self) -> Option<Gap> {
        self.item_choice().map(Gap::Items)
    }

    /// A gap if labels are missing that may mark items of `kind`, unless a status or list marks them.
    fn lacks_labels(&self, kind: Kind) -> Option<Gap> {
        let by_list = kind == Kind::RetroAction && self.charter.stages.contains(&Stage::Retrospective);
        let by_label = self.tool == Tool::Jira && !by_list;
        (by_label && self.items.iter().any(|item| !item.holds.has(ItemFields::LABELS))).then_some(Gap::NoLabels)
    }

    /// A gap if only the days are known of all sprints that have begun.
    fn lacks_sprint_items(&self) -> Option<Gap> {
        let mut begun = self.begun_sprints().peekable();
        (begun.peek().is_some() && begun.all(|sprint| sprint.days_alone)).then_some(Gap::SprintCards)
    }

    /// Whether all dates are ambiguous, because day and month look alike.
    fn is_undated(&self) -> bool {
        self.contents.undated && self.items.iter().all(|item| item.created.is_none())
    }
}
