//! What is missing on a board: the reasons for which a rule is inconclusive, as facts. Their sentences stand in `finding::gap`.

use super::need::{Missing, Need};
use crate::board::facts::{ItemFields, Tool};
use crate::board::figures::{Board, ItemChoice};
use crate::board::model::change::{Change, ChangeKind, Detail};
use crate::board::{ChangeId, Model};
use crate::charter::{Kind, Role, Stage};

/// A piece of evidence that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// No changes, only how things stand.
    NoHistory,
    /// The oldest changes of all items or of some.
    Beginning,
    /// The known history begins after the time that is looked at.
    OutOfReach,
    /// Some items.
    Items(ItemChoice),
    /// Days and months look alike in all dates.
    Undated,
    /// No comments.
    NoComments,
    /// No field or title that holds estimates.
    NoEstimates,
    /// No sprints with their dates.
    NoSprints,
    /// What was in the sprints when they began.
    NoSprintStart,
    /// Which cards were in the sprints, beside those that were under way when they began.
    SprintCards,
    /// Nobody is known to hold the role.
    NoHolder(Role),
    /// Everybody without a role is a developer.
    NoDevelopersListed,
    /// No status or list of the stage.
    NoColumn(Stage),
    /// Which items are of the kind is not known.
    NoItems(Kind),
    /// The labels of items, which may say that they are of a kind.
    NoLabels,
    /// Nothing that is known to be an impediment.
    NoImpediments,
    /// Who did something.
    NoActor,
    /// When items were created.
    NoCreations,
    /// The tool keeps no record of such changes.
    NeverRecorded(ChangeKind),
    /// No change of a label: the tool has kept them for some years only.
    NoLabelChanges,
    /// Changes of the kind were left out when the history was fetched.
    Filtered(ChangeKind),
    /// Which changes are those of estimates: the field had another name, it seems.
    FormerEstimates,
    /// Items were dragged after the time that is looked at.
    Reordered,
    /// The order of the backlog.
    Unordered,
}

impl Gap {
    /// What it is called in outputs.
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
    /// The kinds of changes of which a filter left out all: who is not seen may have made some of them. That nobody changes priorities
    /// is common, and no sign of a filter by itself.
    pub fn missing_traces(&self) -> impl Iterator<Item = ChangeKind> {
        self.missing.filtered.iter().copied().filter(|kind| *kind != ChangeKind::Prioritised)
    }

    /// The first of these, as evidence.
    pub fn lacks_traces(&self) -> Option<Need> {
        self.missing_traces().next().map(Need::Kind)
    }
}

impl Board<'_> {
    /// The gap where `need` should be, if there is one.
    pub fn lacks(&self, need: Need) -> Option<Gap> {
        let (is_missing, gap) = match need {
            // Without moves nothing tells where items were, whatever else was done to them.
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
            // Of a part of the items those of the kind may be what is left out.
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

    /// Whether a filter left out the changes of `kind`, or those that tell of them.
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
        // Where criteria have a field of their own, changes of it are no changes of the description.
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

    /// Whether something may have been in a status or list of `stage`, which the charter gives, before the known history of some item
    /// begins. Jira's statuses are known by what was in them; lists of Trello's whole boards are, too, where no card was.
    fn may_be_cut_off(&self, stage: Stage) -> bool {
        let cut = self.tool == Tool::Jira && (self.cut.is_some() || self.truncated_items > 0);
        (cut || !self.contents.history) && self.charter.stages.contains(&stage)
    }

    /// Whether the field for estimates holds words alone, such as `M` for the size of a shirt: nothing in them can be summed up.
    fn has_sizes_in_words(&self) -> bool {
        let in_words = |id: &ChangeId| match &self.change(*id).detail {
            Detail::Points { points, .. } => points.from.is_none() && points.to.is_none(),
            _ => false,
        };
        let changes = self.changes_of(ChangeKind::Estimated);
        !changes.is_empty() && changes.iter().all(in_words)
    }

    /// Whether any change of a label is recorded, of one that means a sprint, too.
    fn records_labels(&self) -> bool {
        let by_label = |change: &Change<'_>| match &change.detail {
            Detail::Sprints(sprints) => sprints.all().any(|id| self.sprint(*id).label.is_some()),
            _ => change.kind == ChangeKind::Labelled,
        };
        self.changes.iter().any(by_label)
    }

    /// That the time which is looked at ends before the known history begins: how anything stood then is not known.
    pub fn lacks_reach(&self) -> Option<Gap> {
        self.cut.is_some_and(|cut| self.clock < cut).then_some(Gap::OutOfReach)
    }

    /// Whether it is not known of some items whom they were created with: the export leaves out who works on them.
    pub fn lacks_first_assignees(&self) -> bool {
        // Trello never tells who chose the members that a card was created with.
        self.tool == Tool::Jira && self.items.iter().any(|item| !item.holds.has(ItemFields::ASSIGNEES))
    }

    /// That not all items are here, where their search says so or what they have in common.
    pub fn lacks_items(&self) -> Option<Gap> {
        self.item_choice().map(Gap::Items)
    }

    /// That the labels of items were left out, which may say that one is of `kind`. A status or list may say so, too.
    fn lacks_labels(&self, kind: Kind) -> Option<Gap> {
        let by_list = kind == Kind::RetroAction && self.charter.stages.contains(&Stage::Retrospective);
        let by_label = self.tool == Tool::Jira && !by_list;
        (by_label && self.items.iter().any(|item| !item.holds.has(ItemFields::LABELS))).then_some(Gap::NoLabels)
    }

    /// That days alone are known of all sprints that have begun.
    fn lacks_sprint_items(&self) -> Option<Gap> {
        let mut begun = self.begun_sprints().peekable();
        (begun.peek().is_some() && begun.all(|sprint| sprint.days_alone)).then_some(Gap::SprintCards)
    }

    /// Whether nothing can be dated because days and months look alike.
    fn is_undated(&self) -> bool {
        self.contents.undated && self.items.iter().all(|item| item.created.is_none())
    }
}
