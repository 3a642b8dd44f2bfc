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
use super::started_last::started_last;
use super::stays::{self, Stays};
use super::velocity::{self, Velocity};
use super::work_in_progress::{self, Load, WorkInProgress};
use crate::board::model::missing::MissingTimes;
use crate::board::{ChangeId, ChangeKind, Completions, Decision, Item, ItemId, Model, SprintId, StateId};
use crate::charter::{Kind, Stage};
use crate::parallel;
use crate::word::Word as _;

/// One team's board. What the files say of it is its [`Model`]; figures are asked of the board.
#[derive(Debug)]
pub struct Board<'a> {
    model: Model<'a>,
    omission: Omission,
    figures: Figures,
    pub(super) on_demand: OnDemand,
    /// When the period began that rules about "two sprints" look at: that of the last two sprints of each team that were started before
    /// the clock, or the last 28 days on a board without sprints.
    pub recent: Timestamp,
    /// The same for the last three sprints, or the last 42 days on a board without sprints.
    pub last_three_started: Timestamp,
}

/// What is figured out when a board is made: of each sprint, item or change by its place. Nothing is known of a board that was let go of.
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
    /// The sprint that each change belongs to: every rule asks it of every change that it looks at.
    sprints_of_changes: Vec<Option<SprintId>>,
    /// None where the order of what waits is not known.
    sprints_ahead: Option<Vec<Option<f64>>>,
    ready: Option<Ready>,
}

/// What is figured out when it is first asked for: a rule may ask it of every item.
#[derive(Debug, Default)]
pub(super) struct OnDemand {
    /// Of all items the part that has an estimate, and the part that has one or may have.
    pub(super) estimated_share: OnceLock<Option<(f64, f64)>>,
    stages: OnceLock<Stays>,
    statuses: OnceLock<Stays>,
    work_in_progress: OnceLock<WorkInProgress>,
    active_days: OnceLock<ActiveDays>,
    /// What developers decided, in the order of time.
    pub(super) developed: OnceLock<Vec<ChangeId>>,
    /// When somebody of whom it is not known who it was moved something, in the order of time.
    pub(super) moved_by_unknown: OnceLock<Vec<Timestamp>>,
    /// How many entries are missing from the histories of items, from when to when.
    pub(super) missing: OnceLock<MissingTimes>,
    by_kind: OnceLock<Vec<OfKind>>,
    /// How much of a text the changes rewrote of which that was asked.
    pub(super) rewritten: Mutex<HashMap<ChangeId, f64>>,
    /// What was in progress in each sprint, where that was asked.
    pub(super) loads: OnceLock<Vec<OnceLock<Option<Load>>>>,
    pub(super) decisions: OnceLock<Vec<Decision>>,
    pub(super) finishing: OnceLock<Completions>,
    columns: OnceLock<Columns>,
    closings: OnceLock<Closings>,
    closed_of_last_team: OnceLock<Vec<SprintId>>,
    pub(super) begun: OnceLock<Vec<(Timestamp, usize)>>,
    /// When a sprint of each project was running, in the order of the projects.
    pub(super) running: OnceLock<Vec<Vec<(Timestamp, Timestamp)>>>,
    pub(super) running_with_cards: OnceLock<Vec<(Timestamp, Timestamp)>>,
    pub(super) running_surely: OnceLock<Vec<(Timestamp, Timestamp)>>,
    /// Until when a sprint may have been running of which no dates are known; none where there is no such sprint.
    pub(super) undated_until: OnceLock<Option<Timestamp>>,
    pub(super) knows_criteria: OnceLock<bool>,
    /// How many more moves lead from a status into a stage than back.
    pub(super) balances: OnceLock<HashMap<(StateId, Stage), i64>>,
    /// The changes that finished items.
    pub(super) finishes: OnceLock<HashSet<ChangeId>>,
    /// What the labels of items mean where no charter says, of those that mean a kind.
    pub(super) kinds_of_labels: OnceLock<HashMap<String, Kind>>,
    lacks_states: OnceLock<bool>,
    has_unexplained_sprints: OnceLock<bool>,
    has_untyped_issues: OnceLock<bool>,
    /// When the first item was created of which only some comments are here; none where all are.
    pub(super) comments_lacking_since: OnceLock<Option<Timestamp>>,
    /// When items were created whose creators the export leaves out, in the order of time.
    pub(super) created_by_unnamed: OnceLock<Vec<Timestamp>>,
    /// The sprints of which days alone are known.
    pub(super) of_days_alone: OnceLock<Vec<SprintId>>,
}

impl<'a> Deref for Board<'a> {
    type Target = Model<'a>;

    fn deref(&self) -> &Model<'a> {
        &self.model
    }
}

impl<'a> Board<'a> {
    /// Computes the figures of a model, from which the export leaves out items as `omission` says.
    pub(crate) fn new(model: Model<'a>, omission: Omission) -> Self {
        let of_sprints = || {
            let mut figures = sprint::each(&model);
            let missing = figures.iter_mut().zip(&omission.sprints).filter(|(_, missing)| **missing);
            missing.for_each(|(figures, _)| *figures = None);
            let velocities = velocity::of_sprints(&model, &figures);
            (figures, velocities)
        };
        let of_changes = || {
            let bulk = last_activity::bulk(&model.changes, model.tool);
            (last_activity::all(&model, &bulk), bulk, model.changes.table(|_, change| model.sprint_of(change)))
        };
        let ((figures, velocities), (last_activities, bulk, sprints_of_changes)) =
            parallel::join(of_sprints, of_changes);
        Self {
            figures: Figures {
                deliveries: delivery::all(&model, &figures),
                cadences: cadence::all(&model),
                last_activities,
                bulk,
                sprints_of_changes,
                sprints_ahead: order::sprints_ahead(&model, &figures),
                ready: backlog::ready(&model, &figures),
                of_sprints: figures,
                velocities,
            },
            on_demand: OnDemand::default(),
            recent: started_last(&model, 2),
            last_three_started: started_last(&model, LAST_SPRINTS),
            omission,
            model,
        }
    }

    /// Lets go of the items and changes, and of what was figured out from them: a run over many boards needs no more of one that is judged
    /// than its name, people, sprints and calendar, and when it was.
    pub(crate) fn forget_items(&mut self) {
        self.model.forget_items();
        self.figures = Figures::default();
        self.on_demand = OnDemand::default();
    }

    /// Calls the board otherwise.
    pub(crate) fn rename(&mut self, name: String) {
        self.model.name = name;
    }

    /// Whether the export leaves out where any item stands.
    pub fn lacks_states(&self) -> bool {
        *self.on_demand.lacks_states.get_or_init(|| self.items.iter().any(|item| self.lacks_state(item)))
    }

    /// Whether nothing is known of a sprint but that items were in it.
    pub fn has_unexplained_sprints(&self) -> bool {
        *self.on_demand.has_unexplained_sprints.get_or_init(|| self.sprints.iter().any(|sprint| !sprint.known))
    }

    /// Whether it is not known of which kind any issue is.
    pub fn has_untyped_issues(&self) -> bool {
        *self.on_demand.has_untyped_issues.get_or_init(|| self.items.iter().any(|item| self.is_untyped_issue(item)))
    }

    /// How the items were chosen, where the export seems to hold a part of the board's.
    pub fn item_choice(&self) -> Option<ItemChoice> {
        self.omission.selection
    }

    /// Whether all of many issues are of one kind: the search may have left out the rare ones, of which a board may as well have none.
    pub fn may_lack_rare_kinds(&self) -> bool {
        self.omission.rare_kinds
    }

    /// Whether the export leaves out items that were in a sprint.
    pub fn is_known_in_part(&self, sprint: SprintId) -> bool {
        self.omission.sprints[sprint.index()]
    }

    /// What was in a sprint; none for one that has not begun, whose beginning is not in the known history, or that is known in part.
    pub fn figures(&self, sprint: SprintId) -> Option<&SprintFigures> {
        self.figures.of_sprints.get(sprint.index())?.as_ref()
    }

    /// What its team got done in the closed sprints before a sprint; none where its figures are not known.
    pub fn velocity_before(&self, sprint: SprintId) -> Option<&Velocity> {
        self.figures.velocities.get(sprint.index())?.as_ref()
    }

    /// What became of what was committed to a sprint; none where its figures are not known.
    pub fn delivery(&self, sprint: SprintId) -> Option<&Delivery> {
        self.figures.deliveries.get(sprint.index())?.as_ref()
    }

    /// How a sprint follows the one before it.
    pub fn cadence(&self, sprint: SprintId) -> Cadence {
        self.figures.cadences.get(sprint.index()).copied().unwrap_or_default()
    }

    /// The sprints of the team that started one last that were completed by the clock, empty ones too, in the order of their
    /// completion.
    pub fn closed_of_last_team(&self) -> &[SprintId] {
        self.on_demand.closed_of_last_team.get_or_init(|| self.model.closed_of_last_team())
    }

    /// The seconds between `at` and the nearest completion of a sprint; none where no sprint was completed. Of sprints that the
    /// charter gives by their days, the whole last day is the completion.
    pub fn seconds_from_sprint_close(&self, at: Timestamp) -> Option<f64> {
        self.closings().seconds_from(at)
    }

    /// Whether a sprint of which nothing says when it ran may have been completed at `at`: one that `item` was in then, or, where that
    /// goes for all sprints, any that items had been put into by then.
    pub fn may_have_closed_unseen(&self, item: Option<&Item<'_>>, at: Timestamp) -> bool {
        let mut sprints = item.into_iter().flat_map(|item| item.memberships.covering(at));
        self.closings().may_be_undated(at) || sprints.any(|membership| self.sprint(membership.sprint).may_have_run(at))
    }

    fn closings(&self) -> &Closings {
        self.on_demand.closings.get_or_init(|| Closings::of(self))
    }

    /// How many statuses or lists are used between the backlog and done.
    pub fn columns(&self) -> Columns {
        *self.on_demand.columns.get_or_init(|| columns::of(self))
    }

    /// How many sprints were closed since `at`: zero for what happened in the running one.
    pub fn sprints_closed_since(&self, at: Timestamp) -> usize {
        let closed = self.closed_of_last_team();
        closed.len() - closed.partition_point(|id| self.sprint(*id).completed.is_none_or(|end| end < at))
    }

    /// Whether the change was part of an operation on several items.
    pub(super) fn is_bulk(&self, id: ChangeId) -> bool {
        self.figures.bulk[id.index()]
    }

    /// When an item was last touched; none where the export does not say.
    pub fn last_activity(&self, item: ItemId) -> Option<LastActivity> {
        self.figures.last_activities[item.index()]
    }

    /// How many sprints' work lies before an item; none where that is not known, or where the item does not wait.
    pub fn sprints_ahead(&self, item: ItemId) -> Option<f64> {
        self.figures.sprints_ahead.as_ref()?[item.index()]
    }

    /// All stays of items in stages of work, and while they were blocked.
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
            for (change, id) in self.changes.lying().iter().zip(self.changes.ids()) {
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

    /// Whether the order of what waits is known.
    pub fn is_ordered(&self) -> bool {
        self.figures.sprints_ahead.is_some()
    }

    /// What is ready for the next sprints; none where the export does not show what ready means here.
    pub fn ready(&self) -> Option<&Ready> {
        self.figures.ready.as_ref()
    }
}

/// The changes of one kind.
#[derive(Debug, Default)]
struct OfKind {
    /// As they lie.
    by_item: Vec<ChangeId>,
    /// The same in the order of time.
    in_order: Vec<ChangeId>,
}
