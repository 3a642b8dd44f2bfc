//! One team's board: its model, and the figures that are computed from it.

use std::ops::Deref;
use std::sync::{Mutex, OnceLock};

use foldhash::{HashMap, HashSet};
use jiff::Timestamp;

use super::active_days::ActiveDays;
use super::backlog::{self, Ready};
use super::cadence::{self, Cadence};
use super::closing::Closings;
use super::columns::{self, Columns};
use super::delivery::{self, Delivery};
use super::fortnight::LAST_SPRINTS;
use super::last_activity::{self, LastActivity};
use super::order;
use super::selection::{ItemChoice, Omission};
use super::sprint::{self, SprintFigures};
use super::started_last::{StartedLast, started_last};
use super::stays::{self, Stays};
use super::unplaced::Unplaced;
use super::velocity::{self, Velocity};
use super::work_in_progress::{self, Load, WorkInProgress};
use crate::board::model::missing::MissingTimes;
use crate::board::{ChangeId, ChangeKind, Completions, Decision, Item, ItemId, Model, SprintId, StateId};
use crate::charter::{Kind, Stage};
use crate::parallel;
use crate::word::Word as _;

/// One team's board. [`Model`] holds what the files say; this type adds the computed figures.
#[derive(Debug)]
pub struct Board<'a> {
    model: Model<'a>,
    omission: Omission,
    figures: Figures,
    pub(super) on_demand: OnDemand,
    /// Start of the period that rules about "two sprints" look at. It begins with the last two sprints that
    /// each team started before the clock, or 28 days ago on a board without sprints.
    pub recent: Timestamp,
    /// The same for the last three sprints, or the last 42 days on a board without sprints.
    pub last_three_started: Timestamp,
    /// Whether it is known which these sprints are, for two and for three.
    pub(super) knows_last_started: [bool; 2],
    pub(super) unplaced: Unplaced,
}

/// Figures computed when a board is made, indexed by sprint, item or change. Empty after
/// [`Board::forget_items`].
#[derive(Debug, Default)]
struct Figures {
    of_sprints: Vec<Option<SprintFigures>>,
    /// The velocity before each sprint.
    velocities: Vec<Option<Velocity>>,
    deliveries: Vec<Option<Delivery>>,
    cadences: Vec<Cadence>,
    last_activities: Vec<Option<LastActivity>>,
    /// Which changes were part of an operation on several items.
    bulk: Vec<bool>,
    /// The sprint that each change belongs to. Cached because every rule looks it up for every change.
    sprints_of_changes: Vec<Option<SprintId>>,
    /// `None` if the order of the backlog is unknown.
    sprints_ahead: Option<Vec<Option<f64>>>,
    ready: Option<Ready>,
}

/// Figures computed on first use and kept, since a rule may ask for them once per item.
#[derive(Debug, Default)]
pub(super) struct OnDemand {
    /// Share of items with an estimate, and share of items that have or may have one.
    pub(super) estimated_share: OnceLock<Option<(f64, f64)>>,
    stages: OnceLock<Stays>,
    statuses: OnceLock<Stays>,
    work_in_progress: OnceLock<WorkInProgress>,
    active_days: OnceLock<ActiveDays>,
    /// Decisions of developers, sorted by time.
    pub(super) developed: OnceLock<Vec<ChangeId>>,
    /// When somebody unidentified moved an item, sorted by time.
    pub(super) moved_by_unknown: OnceLock<Vec<Timestamp>>,
    /// Number of entries missing from item histories, by period.
    pub(super) missing: OnceLock<MissingTimes>,
    by_kind: OnceLock<Vec<OfKind>>,
    /// Share of its text that a change rewrote, for the changes asked about so far.
    pub(super) rewritten: Mutex<HashMap<ChangeId, f64>>,
    /// Work in progress of each sprint, computed when first asked for.
    pub(super) loads: OnceLock<Vec<OnceLock<Option<Load>>>>,
    pub(super) decisions: OnceLock<Vec<Decision>>,
    pub(super) finishing: OnceLock<Completions>,
    columns: OnceLock<Columns>,
    closings: OnceLock<Closings>,
    closed_of_last_team: OnceLock<Vec<SprintId>>,
    /// Whether the last one, two and three completed sprints are known.
    pub(super) knows_last_closed: OnceLock<[bool; 3]>,
    pub(super) begun: OnceLock<Vec<(Timestamp, usize)>>,
    /// The periods in which each project ran a sprint, indexed by project.
    pub(super) running: OnceLock<Vec<Vec<(Timestamp, Timestamp)>>>,
    pub(super) running_with_cards: OnceLock<Vec<(Timestamp, Timestamp)>>,
    pub(super) running_surely: OnceLock<Vec<(Timestamp, Timestamp)>>,
    /// Until when a sprint without known dates may have been running; `None` if there is no such sprint.
    pub(super) undated_until: OnceLock<Option<Timestamp>>,
    pub(super) knows_criteria: OnceLock<bool>,
    /// By status and stage: the number of moves from the status into the stage minus the moves back.
    pub(super) balances: OnceLock<HashMap<(StateId, Stage), i64>>,
    /// The changes that finished items.
    pub(super) finishes: OnceLock<HashSet<ChangeId>>,
    /// Labels that name a kind of item, for boards whose charter does not map them.
    pub(super) kinds_of_labels: OnceLock<HashMap<String, Kind>>,
    lacks_states: OnceLock<bool>,
    has_unexplained_sprints: OnceLock<bool>,
    has_untyped_issues: OnceLock<bool>,
    /// Creation of the oldest item with missing comments; `None` if no item lacks any.
    pub(super) comments_lacking_since: OnceLock<Option<Timestamp>>,
    /// Creation times of items whose creator the export leaves out, sorted.
    pub(super) created_by_unnamed: OnceLock<Vec<Timestamp>>,
    /// Sprints of which only the days are known, not the items.
    pub(super) of_days_alone: OnceLock<Vec<SprintId>>,
}

impl<'a> Deref for Board<'a> {
    type Target = Model<'a>;

    fn deref(&self) -> &Model<'a> {
        &self.model
    }
}

impl<'a> Board<'a> {
    /// Computes the figures of a model. `omission` says which items the export leaves out.
    pub(crate) fn new(model: Model<'a>, omission: Omission) -> Self {
        let unplaced = Unplaced::of(&model);
        let of_sprints = || {
            let mut figures = sprint::each(&model);
            let missing = figures.iter_mut().zip(&omission.sprints).filter(|(_, missing)| **missing);
            missing.for_each(|(figures, _)| *figures = None);
            let velocities = velocity::of_sprints(&model, &unplaced, &figures);
            (figures, velocities)
        };
        let of_changes = || {
            let bulk = last_activity::bulk(&model.changes, model.tool);
            (last_activity::all(&model, &bulk), bulk, model.changes.table(|_, change| model.sprint_of(change)))
        };
        let ((figures, velocities), (last_activities, bulk, sprints_of_changes)) =
            parallel::join(of_sprints, of_changes);
        let StartedLast { since: recent, sure: knows_two } = started_last(&model, &unplaced, 2);
        let last_three = started_last(&model, &unplaced, LAST_SPRINTS);
        Self {
            figures: Figures {
                deliveries: delivery::all(&model, &figures),
                cadences: cadence::all(&model, &unplaced),
                last_activities,
                bulk,
                sprints_of_changes,
                sprints_ahead: order::sprints_ahead(&model, &unplaced, &figures),
                ready: backlog::ready(&model, &unplaced, &figures),
                of_sprints: figures,
                velocities,
            },
            on_demand: OnDemand::default(),
            recent,
            last_three_started: last_three.since,
            knows_last_started: [knows_two, last_three.sure],
            unplaced,
            omission,
            model,
        }
    }

    /// Drops the items, the changes and the figures computed from them, to save memory. A run over many
    /// boards needs only the name, people, sprints, calendar and dates of a board that is already judged.
    pub(crate) fn forget_items(&mut self) {
        self.model.forget_items();
        self.figures = Figures::default();
        self.on_demand = OnDemand::default();
    }

    /// Renames the board.
    pub(crate) fn rename(&mut self, name: String) {
        self.model.name = name;
    }

    /// Whether the status or list of any item is missing from the export.
    pub fn lacks_states(&self) -> bool {
        *self.on_demand.lacks_states.get_or_init(|| self.items.iter().any(|item| self.lacks_state(item)))
    }

    /// Whether only the items are known of some sprint.
    pub fn has_unexplained_sprints(&self) -> bool {
        *self.on_demand.has_unexplained_sprints.get_or_init(|| self.sprints.iter().any(|sprint| !sprint.known))
    }

    /// Whether there is an issue whose type is unknown.
    pub fn has_untyped_issues(&self) -> bool {
        *self.on_demand.has_untyped_issues.get_or_init(|| self.items.iter().any(|item| self.is_untyped_issue(item)))
    }

    /// How the items were chosen, if the export seems to hold only a part of the board.
    pub fn item_choice(&self) -> Option<ItemChoice> {
        self.omission.selection
    }

    /// Whether many issues are all of one kind. The search may then have left out rare kinds, but the board
    /// may also have none.
    pub fn may_lack_rare_kinds(&self) -> bool {
        self.omission.rare_kinds
    }

    /// Whether items of the sprint are missing from the export.
    pub fn is_known_in_part(&self, sprint: SprintId) -> bool {
        self.omission.sprints[sprint.index()]
    }

    /// The figures of a sprint. `None` if it has not begun, if it began before the known history, or if items
    /// of it are missing.
    pub fn figures(&self, sprint: SprintId) -> Option<&SprintFigures> {
        self.figures.of_sprints.get(sprint.index())?.as_ref()
    }

    /// What the team got done in the closed sprints before this one; `None` if the figures of the sprint are
    /// unknown.
    pub fn velocity_before(&self, sprint: SprintId) -> Option<&Velocity> {
        self.figures.velocities.get(sprint.index())?.as_ref()
    }

    /// What became of the sprint's commitment; `None` if the figures of the sprint are unknown.
    pub fn delivery(&self, sprint: SprintId) -> Option<&Delivery> {
        self.figures.deliveries.get(sprint.index())?.as_ref()
    }

    /// How a sprint follows the one before it.
    pub fn cadence(&self, sprint: SprintId) -> Cadence {
        self.figures.cadences.get(sprint.index()).copied().unwrap_or_default()
    }

    /// The closed sprints of the team that started a sprint last, sorted by completion. Includes empty ones.
    pub fn closed_of_last_team(&self) -> &[SprintId] {
        self.on_demand.closed_of_last_team.get_or_init(|| self.model.closed_of_last_team())
    }

    /// Seconds between `at` and the nearest completion of a sprint; `None` if no sprint was completed. If the
    /// charter gives a sprint by its days, its whole last day counts as its completion.
    pub fn seconds_from_sprint_close(&self, at: Timestamp) -> Option<f64> {
        self.closings().seconds_from(at)
    }

    /// Whether an undated sprint may have been completed at `at`: one that contained `item` then or, if all
    /// sprints are undated, any sprint that already had items.
    pub fn may_have_closed_unseen(&self, item: Option<&Item<'_>>, at: Timestamp) -> bool {
        let mut sprints = item.into_iter().flat_map(|item| item.memberships.covering(at));
        self.closings().may_be_undated(at) || sprints.any(|membership| self.sprint(membership.sprint).may_have_run(at))
    }

    fn closings(&self) -> &Closings {
        self.on_demand.closings.get_or_init(|| Closings::of(self))
    }

    /// Number of statuses or lists in use between the backlog and done.
    pub fn columns(&self) -> Columns {
        *self.on_demand.columns.get_or_init(|| columns::of(self))
    }

    /// Number of sprints closed since `at`; zero if that lies in the running one.
    pub fn sprints_closed_since(&self, at: Timestamp) -> usize {
        let closed = self.closed_of_last_team();
        closed.len() - closed.partition_point(|id| self.sprint(*id).completed.is_none_or(|end| end < at))
    }

    /// Whether the change was part of an operation on several items.
    pub(super) fn is_bulk(&self, id: ChangeId) -> bool {
        self.figures.bulk[id.index()]
    }

    /// When an item was last touched; `None` if the export does not say.
    pub fn last_activity(&self, item: ItemId) -> Option<LastActivity> {
        self.figures.last_activities[item.index()]
    }

    /// How many sprints of work come before an item; `None` if the order is unknown or the item does not
    /// wait.
    pub fn sprints_ahead(&self, item: ItemId) -> Option<f64> {
        self.figures.sprints_ahead.as_ref()?[item.index()]
    }

    /// All stays of items in stages, and the times they were blocked.
    pub fn stays(&self) -> &Stays {
        self.on_demand.stages.get_or_init(|| stays::in_stages(self))
    }

    /// All stays of items in single statuses or lists.
    pub fn stays_in_statuses(&self) -> &Stays {
        self.on_demand.statuses.get_or_init(|| stays::in_statuses(self))
    }

    /// What was in progress on the working days of sprints.
    pub(super) fn work_in_progress(&self) -> &WorkInProgress {
        self.on_demand.work_in_progress.get_or_init(|| work_in_progress::of(self, &self.figures.bulk))
    }

    /// Who did something on which day.
    pub(super) fn active_days(&self) -> &ActiveDays {
        self.on_demand.active_days.get_or_init(|| ActiveDays::of(self))
    }

    /// The changes of `kind`, item by item.
    pub fn changes_of(&self, kind: ChangeKind) -> &[ChangeId] {
        &self.of_kind(kind).by_item
    }

    /// The changes of `kind` that were made at `from` or later, oldest first.
    pub fn changes_of_since(&self, kind: ChangeKind, from: Timestamp) -> &[ChangeId] {
        let in_order = &self.of_kind(kind).in_order;
        &in_order[in_order.partition_point(|id| self.change(*id).at < from)..]
    }

    fn of_kind(&self, kind: ChangeKind) -> &OfKind {
        let all = self.on_demand.by_kind.get_or_init(|| {
            let mut all: Vec<OfKind> = ChangeKind::ALL.iter().map(|_| OfKind::default()).collect();
            let mut kinds = vec![0; self.changes.len()];
            for (change, id) in self.changes.by_item().iter().zip(self.changes.ids_by_item()) {
                all[change.kind as usize].by_item.push(*id);
                kinds[id.index()] = change.kind as usize;
            }
            kinds.into_iter().enumerate().for_each(|(number, kind)| all[kind].in_order.push(ChangeId::new(number)));
            all
        });
        &all[kind as usize]
    }

    /// The sprint that the change belongs to, as [`Model::sprint_of`] finds it.
    pub fn sprint_of_change(&self, id: ChangeId) -> Option<SprintId> {
        self.figures.sprints_of_changes[id.index()]
    }

    /// Whether the order of the waiting items is known.
    pub fn is_ordered(&self) -> bool {
        self.figures.sprints_ahead.is_some()
    }

    /// What is ready for the next sprints; `None` if the export does not show which items are ready.
    pub fn ready(&self) -> Option<&Ready> {
        self.figures.ready.as_ref()
    }
}

/// The changes of one kind.
#[derive(Debug, Default)]
struct OfKind {
    /// Grouped by item, as the changes are stored.
    by_item: Vec<ChangeId>,
    /// The same, sorted by time.
    in_order: Vec<ChangeId>,
}
