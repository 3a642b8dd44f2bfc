//! What is derived from the model of a board: computed and returned, never written back.

mod absence;
mod accountability;
mod backlog;
mod board;
mod cadence;
mod cancellation;
mod classification;
mod columns;
mod commitment;
mod completion;
mod criteria;
mod decision;
mod delivery;
mod last_activity;
mod order;
mod participation;
mod reversals;
mod rewrite;
mod spelling;
mod sprint;
mod unit;
mod wording;

pub use absence::Absence;
pub use accountability::{Accountability, Doubt, Part, Responsibility, Seat, Tally};
pub use backlog::Ready;
pub use board::Board;
pub use cadence::Cadence;
pub use columns::Columns;
pub use completion::{Completions, Period};
pub use criteria::{criteria_changed, criteria_rewritten, text_rewritten};
pub use delivery::Delivery;
pub use last_activity::LastActivity;
pub use participation::Participation;
pub use reversals::Reversals;
pub use sprint::{ScopeChange, SprintFigures};
