//! The board: items, people and changes, replayed through time.
//!
//! Readers hand over raw facts. Here they are merged, put in order and replayed, so that of every change it is known who
//! made it in which role, where the item stood just before, and whether it was a decision or only the shadow of one.
//! Definitions follow the shared definitions of the rule catalogue; what is arithmetic over state and time is computed
//! here once, so that rules stay readable.
//!
//! This stage carries places in files as opaque marks and knows neither formats nor file names.

mod accountability;
mod attention;
mod backlog;
mod build;
mod calendar;
mod change;
mod course;
mod criteria;
mod evidence;
pub mod facts;
mod fields;
mod finish;
mod flow;
mod gesture;
mod item;
mod kinds;
mod known;
mod merge;
mod order;
mod people;
mod renames;
mod replay;
mod rewind;
mod rewrite;
mod roles;
mod signs;
mod spelling;
mod sprint;
mod sprints;
mod states;
mod text;
mod together;
mod touch;
mod tug;
mod window;
mod wording;

use jiff::Timestamp;
use rustc_hash::FxHashMap;

pub use accountability::{Accountability, Doubt, Duty, Part, Seat, Tally};
pub use attention::Silence;
pub use backlog::Ready;
pub(crate) use build::title;
pub use build::{Built, build};
pub use calendar::Calendar;
pub use change::{Change, ChangeKind, Decision, Detail, Gesture, Moment, Phase};
pub use course::{Delivery, Rhythm};
pub use criteria::{criteria_changed, criteria_rewritten, text_rewritten};
pub use evidence::{Gap, Missing, Need};
pub use finish::{Finishing, Period};
pub use flow::Columns;
pub use item::{Item, Spell, Stay};
pub use kinds::kind_named;
pub use known::{FieldUse, Known, Meaning};
pub use order::Rank;
pub use people::{People, Person, RoleSet};
pub use sprint::{Figures, ScopeChange, Sprint, SprintState, Unit};
pub use states::{State, StateId};
pub use together::Touch;
pub use touch::LastTouch;
pub use tug::Tug;
pub use window::{Pick, Wanted, Window};

use crate::source::Mark;
use facts::Tool;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) u32);

        impl $name {
            pub(crate) fn new(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            /// Its place in the board's list.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}
use ids;

ids! {
    /// An item of a board.
    ItemId,
    /// A person of a board.
    PersonId,
    /// A sprint of a board.
    SprintId,
    /// A change of a board, in the order of time.
    ChangeId,
}

/// One team's board.
#[derive(Debug)]
pub struct Board<'a> {
    /// What people call it: project keys, or the Trello board's name.
    pub name: String,
    /// The tool's own name for it, which no rename touches.
    pub home: String,
    /// The tool it was kept in.
    pub tool: Tool,
    /// Everybody who appears on it, and their roles.
    pub people: People<'a>,
    /// Statuses or lists.
    pub states: Vec<State>,
    /// Issues or cards, by key.
    pub items: Vec<Item<'a>>,
    /// Everything that was done, oldest first.
    pub changes: Vec<Change<'a>>,
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
    /// The newest instant in the export, unless it was moved.
    pub clock: Timestamp,
    /// The time that is judged.
    pub window: Window,
    /// The oldest instant of the known history, where it was cut.
    pub cut: Option<Timestamp>,
    /// What is ready for the next sprints; none where nobody can say what ready means here.
    pub ready: Option<Ready>,
    by_key: FxHashMap<String, ItemId>,
    children: FxHashMap<String, Vec<ItemId>>,
    /// When something was copied or split from an item, by its key.
    copies: FxHashMap<String, Vec<Timestamp>>,
    /// What the export cannot tell.
    pub evidence: evidence::Evidence,
}

impl<'a> Board<'a> {
    /// The item `id` stands for.
    pub fn item(&self, id: ItemId) -> &Item<'a> {
        &self.items[id.index()]
    }

    /// The item with this key.
    pub fn find(&self, key: &str) -> Option<ItemId> {
        self.by_key.get(key).copied()
    }

    /// When something was copied or split from the item of this key.
    pub fn copies_of(&self, key: &str) -> &[Timestamp] {
        self.copies.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    /// The items that are part of the one with this key, in the order of their creation.
    pub fn children(&self, key: &str) -> &[ItemId] {
        self.children.get(key).map(Vec::as_slice).unwrap_or_default()
    }

    /// The change `id` stands for.
    pub fn change(&self, id: ChangeId) -> &Change<'a> {
        &self.changes[id.index()]
    }

    /// The sprint `id` stands for.
    pub fn sprint(&self, id: SprintId) -> &Sprint<'a> {
        &self.sprints[id.index()]
    }

    /// The status or list `id` stands for.
    pub fn state(&self, id: StateId) -> &State {
        &self.states[id.index()]
    }

    /// The roles that the one who made `change` held that day.
    pub fn actor_roles(&self, change: &Change<'_>) -> Option<RoleSet> {
        Some(self.people.roles(change.by?, change.at))
    }

    /// The sprint a change belongs to: the one that was running with the item in it, or that the change put it
    /// into; of a part of another item, the sprint of that one.
    pub fn sprint_of(&self, change: &Change<'_>) -> Option<SprintId> {
        let running = |id: &SprintId| self.sprint(*id).is_running(change.at);
        let entered = || match (&change.detail, change.item) {
            (Detail::Sprints { into, .. }, _) => into.iter().copied().find(running),
            (Detail::States { to, .. }, _) => self.state(*to).sprint.filter(running),
            (_, Some(item)) if change.kind == ChangeKind::Created => {
                let soon = |stay: &&Stay| stay.since.duration_since(change.at).as_secs() <= 10;
                self.item(item).stays.iter().find(soon).map(|stay| stay.sprint).filter(running)
            }
            _ => None,
        };
        let of_whole = || self.running_sprint(change.item?, change.at);
        change.moment.sprint.or_else(entered).or_else(of_whole)
    }

    /// The last two sprints that were started before the clock, or the last 28 days on a board without sprints: the
    /// period that rules about "two sprints" look at.
    pub fn recent(&self) -> Timestamp {
        let begun = self.sprints.iter().filter(|sprint| sprint.has_begun(self.clock));
        let mut starts: Vec<_> = begun.filter_map(|sprint| sprint.start).collect();
        starts.sort();
        match starts.len() {
            0 => calendar::before(self.clock, 28 * 24 * 3600),
            count => starts[count.saturating_sub(2)],
        }
    }

    /// Where the charter begins, if there is one.
    pub fn charter_start(&self) -> Option<Mark> {
        self.evidence.charter.map(|file| Mark::new(file, 0..0))
    }

    /// The last sprint that was started before the clock.
    pub fn last_started(&self) -> Option<&Sprint<'a>> {
        self.sprints.iter().filter(|sprint| sprint.has_begun(self.clock)).max_by_key(|sprint| sprint.start)
    }
}
