//! Who really made the decisions that a role is accountable for, counted. Source: mrua.top, the accountability matrix and
//! the quick decision checklist; the Scrum Guide (2020) for what Product Owner and developers decide together.
//!
//! Only what somebody decided is counted: never the shadow of another act, never what an app did. Nothing is shown as
//! somebody else's that a rule about it excuses ([`excuses`]), and what cannot be known is counted apart ([`Doubt`]): a
//! share of the rest is then no share of everything.

mod counts;
mod decisions;
mod excuses;
mod responsibility;

pub use counts::{Accountability, Tally};
pub use responsibility::{Doubt, Part, Responsibility, Seat};
