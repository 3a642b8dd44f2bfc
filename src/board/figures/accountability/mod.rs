//! Who really made the decisions that a role is accountable for. Source: mrua.top, the accountability matrix and
//! the quick decision checklist; the Scrum Guide (2020) for what Product Owner and developers decide together.
//!
//! Only what somebody decided counts: no change that came along with another one, and none made by an app. What rules excuse is known
//! to the rules alone: [`crate::rule::accountability`] counts acts without it. What cannot be known is kept apart ([`Doubt`]).

mod acts;
mod decisions;
mod responsibility;

pub use acts::{Decider, MadeDecision};
pub use responsibility::{Doubt, Part, Responsibility, Seat};
