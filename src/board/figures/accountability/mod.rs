//! Who really made the decisions that a role is accountable for. Source: mrua.top, the accountability matrix
//! and the quick decision checklist; the Scrum Guide (2020) for what Product Owner and developers decide
//! together.
//!
//! Only decisions by people count: no accompanying changes and none by apps. Exceptions made by the rules are
//! applied in [`crate::rule::accountability`], not here. Uncertain cases are kept apart ([`Doubt`]).

mod acts;
mod decisions;
mod responsibility;

pub use acts::{Decider, MadeDecision};
pub use responsibility::{Doubt, Part, Responsibility, Seat};
