//! The statuses or lists that work really passes through. Source: the rule workflow-bloat.

use foldhash::HashMap;
use jiff::Timestamp;

use crate::board::facts::Tool;
use crate::board::model::calendar::{DAY_SECONDS, before};
use crate::board::model::item::Item;
use crate::board::{ItemId, Model, Phase, StateId};
use crate::charter::{Stage, folded};

/// A column counts as in use if an item was in it within this time: ninety days, in seconds.
const IN_USE_SECONDS: i64 = 90 * DAY_SECONDS;

/// Whether one or several items used a column. A single item may have been moved there by mistake.
#[derive(Debug, Default)]
struct Users {
    first: Option<ItemId>,
    several: bool,
}

impl Users {
    fn add(&mut self, item: ItemId) {
        self.several |= *self.first.get_or_insert(item) != item;
    }

    fn join(&mut self, other: Self) {
        self.several |= other.several;
        if let Some(item) = other.first {
            self.add(item);
        }
    }
}

/// Number of statuses or lists in use between the backlog and done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// Columns whose stage is known.
    pub known: usize,
    /// Columns whose stage is unknown.
    pub unmapped: usize,
}

/// Counts the columns in which at least two items stood during the last ninety days. Projects that share a
/// board have their own workflows: the longest counts. Columns for backlog, done, archived, retrospective and
/// non-work items are left out, and so are lists that stand for sprints.
pub(crate) fn of(model: &Model<'_>) -> Columns {
    let since = before(model.clock, IN_USE_SECONDS);
    let mut users: HashMap<(&str, StateId), Users> = HashMap::default();
    for (index, item) in model.items.iter().enumerate() {
        for state in stood_in(model, item, since) {
            users.entry((project(model, item), state)).or_default().add(ItemId::new(index));
        }
    }
    // Projects may each have a status of the same name.
    let mut named: HashMap<(&str, String), (Users, bool)> = HashMap::default();
    for ((project, state), users) in users {
        let state = model.state(state);
        let (joint, unmapped) = named.entry((project, folded(&state.name))).or_default();
        joint.join(users);
        *unmapped |= state.stage.is_none();
    }
    let mut projects: HashMap<&str, Columns> = HashMap::default();
    for ((project, _), (_, unmapped)) in named.iter().filter(|(_, (users, _))| users.several) {
        let columns = projects.entry(*project).or_default();
        if *unmapped { columns.unmapped += 1 } else { columns.known += 1 }
    }
    projects.into_values().max_by_key(|columns| (columns.known, columns.unmapped)).unwrap_or_default()
}

/// Issues of one project share a workflow; cards have no project.
fn project<'m>(model: &Model<'_>, item: &'m Item<'_>) -> &'m str {
    if model.tool == Tool::Trello { "" } else { item.project() }
}

/// The columns of the flow in which the item stood after `since`.
fn stood_in<'b>(model: &'b Model<'_>, item: &'b Item<'_>, since: Timestamp) -> impl Iterator<Item = StateId> {
    let last = item.states.len().saturating_sub(1);
    // An archived card has left its list, although it still names it.
    let gone = move |place: usize| {
        let has_left = item.phase == Phase::Done && place == last;
        has_left && !model.state(item.states[place].1).is_finished()
    };
    let ends = move |place: usize| item.states.get(place + 1).map_or(model.clock, |(next, _)| *next);
    let there = move |(place, (_, state)): (usize, &(Timestamp, StateId))| {
        (ends(place) >= since && !gone(place)).then_some(*state)
    };
    item.states.iter().enumerate().filter_map(there).filter(|state| {
        let state = model.state(*state);
        let beside = matches!(
            state.stage,
            Some(Stage::Backlog | Stage::Done | Stage::Cancelled | Stage::Retrospective | Stage::NoWork)
        );
        !beside && !state.closed && state.sprint.is_none()
    })
}
