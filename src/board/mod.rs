//! The board: items, people and changes, replayed through time.
//!
//! Readers hand over raw facts. Here these are merged, sorted and replayed. After that it is known of every
//! change who made it in which role, where the item stood just before, and whether it was a decision or
//! followed from another change. Definitions follow the shared definitions of the rule catalogue. Arithmetic
//! over state and time is computed here once, so that rules stay readable.
//!
//! The layers follow one another; each uses those above it in this list and none below:
//!
//! 1. [`facts`]: what files say
//! 2. `model`: items, people, changes, sprints as plain data
//! 3. `assemble`: files joined into one board
//! 4. `replay`: items through time
//! 5. `figures`: what is derived from the model
//! 6. `evidence`: what can be known and what cannot
//!
//! This stage treats positions in files as opaque marks. It knows neither formats nor file names.

mod assemble;
mod build;
mod evidence;
pub mod facts;
mod figures;
mod model;
mod replay;

pub(crate) use assemble::project::title;
pub use assemble::{Day, Pick, Wanted};
pub use build::{Built, build};
pub use evidence::{Gap, Missing, Need};
pub use facts::SprintState;
pub(crate) use figures::FORTNIGHT_DAYS;
pub use figures::{
    Absence, Board, Burst, Cadence, Columns, Completions, Crossings, DailyPace, Decider, Delivery, Doubt, Finished,
    ItemChoice, LastActivity, Load, MadeDecision, Overhang, Pace, Part, Participation, Period, Ready, Reestimated,
    Responsibility, Reversals, ScopeChange, Seat, SprintFigures, Started, Stays, Velocity, is_criteria,
};
pub(crate) use model::Relations;
pub(crate) use model::contents::MissingPages;
pub(crate) use model::missing::UNKNOWN_ENTRIES;
pub(crate) use model::number::{as_number, share_of};
pub use model::{
    Blockage, BlockedTime, Calendar, Change, ChangeId, ChangeKind, ChangeRecord, Changes, Contents, Days, Decision,
    Detail, Differences, Ended, FieldUse, Gesture, Holders, Item, ItemId, Meaning, Membership, Memberships, Model,
    Moment, People, Person, PersonId, Phase, Provenance, Rank, RoleSet, Sprint, SprintId, State, StateId, Stay,
    StayBegin, StayEnd, StayIn, Tenure, Unit, Values, Window,
};
