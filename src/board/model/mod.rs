//! The model of a board: items, people, changes and sprints as plain data that refer to one another by ids.
//!
//! It holds the facts of the files as the charter maps them. It holds no results of later layers: figures are
//! computed from it and returned.

pub(crate) mod calendar;
pub(crate) mod change;
mod changes;
pub(crate) mod contents;
pub(crate) mod ids;
pub(crate) mod item;
mod membership;
pub(crate) mod missing;
pub(crate) mod number;
pub(crate) mod people;
mod provenance;
mod rank;
mod relations;
pub(crate) mod sprint;
mod state;
mod stay;
pub(crate) mod tenure;
pub(crate) mod unfound;
mod unit;
mod window;

use jiff::Timestamp;

use super::facts::{SprintState, Tool};
use crate::charter::{Kind, Role, Stage};
use crate::source::Mark;
pub use calendar::Calendar;
pub use change::{Change, ChangeKind, ChangeRecord, Decision, Detail, Differences, Gesture, Moment, Phase, Values};
pub use changes::Changes;
pub use contents::Contents;
pub(crate) use contents::{CharterUse, MissingParts};
pub use ids::{ChangeId, ItemId, PersonId, SprintId, StateId};
pub use item::{Blockage, BlockedTime, Item};
pub(crate) use membership::LINEAR_SEARCH_MAX;
pub use membership::{Membership, Memberships};
pub use people::{Holders, People, Person};
pub use provenance::{FieldUse, Meaning, Provenance};
pub use rank::Rank;
pub(crate) use relations::Relations;
pub use sprint::{Days, Sprint};
pub use state::State;
pub use stay::{Ended, Stay, StayBegin, StayEnd, StayIn};
pub use tenure::{RoleSet, Tenure};
pub use unit::Unit;
pub use window::Window;

/// One team's board.
#[derive(Debug)]
pub struct Model<'a> {
    /// What people call it: project keys, or the Trello board's name.
    pub name: String,
    /// The tool's own name for it, which stays when the board is renamed.
    pub home: String,
    /// The keys of the projects that its issues belong to; none on Trello.
    pub projects: Vec<String>,
    /// The tool it was kept in.
    pub tool: Tool,
    /// Everybody who appears on it, and their roles.
    pub people: People<'a>,
    /// Statuses or lists.
    pub states: Vec<State>,
    /// Issues or cards, by key.
    pub items: Vec<Item<'a>>,
    /// Everything that was done.
    pub changes: Changes<'a>,
    /// Sprints, by start.
    pub sprints: Vec<Sprint<'a>>,
    /// The fields that were understood.
    pub fields: Vec<FieldUse>,
    /// Whether estimates are times: then they are counted in hours.
    pub in_time: bool,
    /// Whether estimates stand in titles, `(5) Title` (Trello).
    pub in_titles: bool,
    /// Working days and the zone in which dates are meant.
    pub calendar: Calendar,
    /// The newest timestamp in the export, unless the clock was set to another one.
    pub clock: Timestamp,
    /// The period that is judged.
    pub window: Window,
    /// Start of the known history, if the older part is missing for the whole board.
    pub cut: Option<Timestamp>,
    /// Timestamp of the first creation or change; `None` if nothing is dated.
    pub first_record: Option<Timestamp>,
    pub(crate) relations: Relations,
    /// What the files hold, as they say themselves.
    pub contents: Contents,
    /// The parts of the board that the files lack.
    pub(crate) missing: MissingParts,
    /// What the charter says about the board.
    pub(crate) charter: CharterUse,
    /// The kinds of item that the charter maps, or that an issue type or a label names.
    pub(crate) kinds: Vec<Kind>,
    /// Whether anything counts as an estimate.
    pub(crate) has_estimates: bool,
    /// Number of items whose oldest history is missing.
    pub(crate) truncated_items: usize,
}

impl<'a> Model<'a> {
    /// Drops the items and changes.
    pub(crate) fn forget_items(&mut self) {
        self.items = Vec::new();
        self.changes = Changes::default();
        self.relations = Relations::default();
    }

    /// Items of the newest export, without those that are gone from the board.
    pub fn present_items(&self) -> impl Iterator<Item = &Item<'a>> {
        self.items.iter().filter(|item| !item.gone)
    }

    /// The item `id` stands for.
    pub fn item(&self, id: ItemId) -> &Item<'a> {
        &self.items[id.index()]
    }

    /// Number of changelogs whose issue no file describes.
    pub fn orphans(&self) -> usize {
        self.missing.orphans
    }

    /// The item with this key.
    pub fn find(&self, key: &str) -> Option<ItemId> {
        self.relations.find(key)
    }

    /// Creation times of the items that were cloned or split from the item with this key.
    pub fn copies_of(&self, key: &str) -> &[Timestamp] {
        self.relations.copies_of(key)
    }

    /// The items that are part of the one with this key, in the order of their creation.
    pub fn children(&self, key: &str) -> &[ItemId] {
        self.relations.children(key)
    }

    /// The change `id` stands for.
    pub fn change(&self, id: ChangeId) -> &Change<'a> {
        &self.changes[id]
    }

    /// The record of the change `id` stands for.
    pub fn record(&self, id: ChangeId) -> &ChangeRecord<'a> {
        self.changes.record(id)
    }

    /// What was done to `item`, oldest first.
    pub fn history(&self, item: &Item<'_>) -> &[Change<'a>] {
        self.changes.by_item().get(item.history()).unwrap_or_default()
    }

    /// The ids of what was done to `item`, oldest first.
    pub fn history_ids(&self, item: &Item<'_>) -> &[ChangeId] {
        self.changes.ids_by_item().get(item.history()).unwrap_or_default()
    }

    /// What was done to `item` with its ids, oldest first.
    pub fn history_by_id(
        &self,
        item: &Item<'_>,
    ) -> impl DoubleEndedIterator<Item = (ChangeId, &Change<'a>)> + ExactSizeIterator {
        self.history_ids(item).iter().copied().zip(self.history(item))
    }

    /// Returns the oldest known entry in the history of `item`. If older ones are missing, the history is
    /// known from there on.
    pub(crate) fn oldest_entry(&self, item: &Item<'_>) -> Option<&Change<'a>> {
        self.history(item).iter().find(|change| change.is_entry())
    }

    /// The sprint `id` stands for.
    pub fn sprint(&self, id: SprintId) -> &Sprint<'a> {
        &self.sprints[id.index()]
    }

    /// The status or list `id` stands for.
    pub fn state(&self, id: StateId) -> &State {
        &self.states[id.index()]
    }

    /// Whether a status or list is known to mean `stage`. A Jira status counts as ready by its name alone
    /// only if an item is in it now: an empty one may exist only in the history.
    pub fn has_column_for(&self, stage: Stage) -> bool {
        let holds = |id| self.items.iter().any(|item| item.state() == Some(id));
        let exists = |(index, state): (usize, &State)| {
            let sure = state.known != Provenance::Name || self.tool == Tool::Trello || stage != Stage::Ready;
            state.stage == Some(stage) && (sure || holds(StateId::new(index)))
        };
        self.states.iter().enumerate().any(exists)
    }

    /// The kind of `item` at `at`.
    pub fn kind_at(&self, item: &Item<'_>, at: Timestamp) -> Kind {
        let history = self.history(item);
        let later = history.get(history.partition_point(|change| change.at <= at));
        later.map_or(item.kind, |change| change.moment.kind)
    }

    /// Whether a team could take `item` into a sprint, both by its kind at `at` and by its kind now. An item
    /// is judged by what it was that day, but what turned out later to be no work is excused.
    pub fn was_work(&self, item: &Item<'_>, at: Timestamp) -> bool {
        self.is_work_at(item, at) && self.fits_a_sprint(item, self.kind_at(item, at), at)
    }

    /// Whether a team could take `item` into a sprint, by its kind now and its estimate at `at`.
    pub fn is_work_at(&self, item: &Item<'_>, at: Timestamp) -> bool {
        !item.part && self.fits_a_sprint(item, item.kind, at)
    }

    /// Whether a team takes such an item of `kind` into a sprint. An impediment, an action or a meeting by
    /// its label is work if it was estimated. So is a card of the kind impediment that was not created in a
    /// list of impediments.
    fn fits_a_sprint(&self, item: &Item<'_>, kind: Kind, at: Timestamp) -> bool {
        let is_labelled = || match kind {
            Kind::Impediment | Kind::RetroAction | Kind::Meeting if item.estimate_at(at).is_some() => true,
            Kind::Impediment if self.tool == Tool::Trello => {
                let first = item.states.first().map(|(_, state)| self.state(*state).stage);
                first != Some(Some(Stage::Impediments))
            }
            _ => false,
        };
        kind.is_work() || is_labelled()
    }

    /// Whether the export leaves out the status or list of `item` and no move shows it.
    pub fn lacks_state(&self, item: &Item<'_>) -> bool {
        item.state().is_some_and(|state| self.state(state).is_left_out())
    }

    /// Whether the kind of an issue is unknown: its type is left out, or nothing says what the type means. A
    /// Trello card of unknown kind counts as a story.
    pub fn is_untyped_issue(&self, item: &Item<'_>) -> bool {
        self.tool == Tool::Jira && !item.typed && item.kind == Kind::Other
    }

    /// The roles that the author of `change` held that day; `None` if the author is unknown.
    pub fn actor_roles(&self, change: &Change<'_>) -> Option<RoleSet> {
        let by = change.by.filter(|by| !self.people.may_be_anybody(*by, change.at))?;
        Some(self.people.roles(by, change.at))
    }

    /// Whether the author of `change` held `role` that day; `None` if that is unknown.
    pub fn is_by(&self, change: &Change<'_>, role: Role) -> Option<bool> {
        let roles = self.actor_roles(change)?;
        let may_be_one = role == Role::Developer && self.people.may_be_developer(change.by?, change.at);
        (!may_be_one).then(|| roles.has(role))
    }

    /// Returns the sprint that a change belongs to: the running one that the item was in, or that the change
    /// put it into. A part of another item is in the sprint of that item.
    pub fn sprint_of(&self, change: &Change<'_>) -> Option<SprintId> {
        let running = |id: &SprintId| self.sprint(*id).is_running(change.at);
        let entered = || match (&change.detail, change.item) {
            (Detail::Sprints(sprints), _) => sprints.added.iter().copied().find(running),
            (Detail::States { to, .. }, _) => self.state(*to).sprint.filter(running),
            (_, Some(item)) if change.kind == ChangeKind::Created => {
                let mut created_in = self.item(item).memberships.iter().filter(|it| self.is_of_creation(it, change));
                created_in.find(|membership| running(&membership.sprint)).map(|membership| membership.sprint)
            }
            _ => None,
        };
        let of_whole = || self.running_sprint(change.item?, change.at);
        change.moment.sprint.or_else(entered).or_else(of_whole)
    }

    /// Whether an item was created in this sprint: put into it at once, or a moment later by the same person.
    /// `created` is the change that created the item.
    pub(crate) fn is_of_creation(&self, membership: &Membership, created: &Change<'_>) -> bool {
        membership.since.duration_since(created.at) <= self.contents.gesture()
            && membership.added.is_none_or(|added| self.change(added).by == created.by)
    }

    /// The start of the charter, if there is one.
    pub fn charter_start(&self) -> Option<Mark> {
        self.charter.file.map(|file| Mark::new(file, 0..0))
    }

    /// The last sprint that was started before the clock.
    pub fn last_started(&self) -> Option<&Sprint<'a>> {
        self.sprints.iter().filter(|sprint| sprint.has_begun(self.clock)).max_by_key(|sprint| sprint.start)
    }

    /// Returns the item that `item` is part of, or `item` itself. `None` if the export leaves the parent out.
    pub fn whole_of<'b>(&'b self, item: &'b Item<'a>) -> Option<&'b Item<'a>> {
        if !item.part {
            return Some(item);
        }
        self.find(item.parent.as_deref()?).map(|id| self.item(id))
    }

    /// Returns the sprint that was running at `at` and held this item or the item that it is part of.
    pub(crate) fn running_sprint(&self, item: ItemId, at: Timestamp) -> Option<SprintId> {
        let running = |item: &Item<'_>| {
            let there = item.memberships.covering(at).map(|membership| membership.sprint);
            there.into_iter().find(|sprint| self.sprint(*sprint).is_running(at))
        };
        let item = self.item(item);
        running(item).or_else(|| running(self.whole_of(item)?))
    }

    /// Whether all sprints that have begun or may have begun are undated. Fortnights do not replace them then.
    pub fn has_undated_sprints(&self) -> bool {
        let begun = self.sprints.iter().any(|sprint| sprint.has_begun(self.clock));
        !begun && self.sprints.iter().any(Sprint::is_unplaced)
    }

    /// Whether `sprint` is judged: it was asked for, or it ran in the window.
    pub fn judges_sprint(&self, sprint: &Sprint<'_>) -> bool {
        if let Some(only) = self.window.sprint {
            return self.sprint(only).id == sprint.id;
        }
        let begun = sprint.start.is_none_or(|start| self.window.to.is_none_or(|to| start <= to));
        // A sprint that ends exactly when the window begins is outside: one of whole days ends when the next
        // day begins.
        let lasts = |from| sprint.completed.map_or(self.clock >= from, |completed| completed > from);
        begun && self.window.from.is_none_or(lasts)
    }

    /// Whether `item` is judged: it was in the sprint of the window, or somebody changed it within the
    /// window.
    pub fn judges_item(&self, item: &Item<'_>) -> bool {
        match self.window.sprint {
            Some(sprint) => item.memberships.of(sprint).next().is_some(),
            None => self.window.is_open() || self.history(item).iter().any(|change| self.window.holds(change.at)),
        }
    }

    /// Returns the sprints of the team that last started one, sorted by completion. Only those completed by
    /// the clock count, empty ones too.
    pub fn closed_of_last_team(&self) -> Vec<SprintId> {
        let Some(team) = self.last_started().map(Sprint::team) else { return Vec::new() };
        let is_closed = |sprint: &&Sprint<'_>| {
            sprint.state == SprintState::Closed
                && sprint.team() == team
                && sprint.completed.is_some_and(|completed| completed <= self.clock)
        };
        let mut closed: Vec<_> = self.sprints.iter().filter(is_closed).map(|sprint| sprint.index).collect();
        closed.sort_by_key(|id| (self.sprint(*id).completed, self.sprint(*id).start));
        closed
    }

    /// Returns when `item` became done; `None` if it is not done. If its history does not say, this is the
    /// latest possible time.
    pub fn done_since(&self, item: &Item<'_>) -> Option<Timestamp> {
        let open = item.states.iter().rposition(|(_, state)| !self.state(*state).is_done());
        let (since, state) = item.states.get(open.map_or(0, |open| open + 1))?;
        let latest = item.updated.unwrap_or(self.clock);
        let done = self.state(*state).is_done() && !item.is_given_up_at(self.clock);
        done.then_some(if open.is_none() && item.truncated { latest } else { *since })
    }

    /// Whether `item` stood in a status or list of done work at `at`, and was not given up. Source: docs/definitions.md, cancelled.
    pub fn is_done_at(&self, item: &Item<'_>, at: Timestamp) -> bool {
        item.created.is_none_or(|created| created <= at)
            && item.state_at(at).is_some_and(|state| self.state(state).is_done())
            && !item.is_given_up_at(at)
    }
}
