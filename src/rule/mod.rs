//! Rules: pages of data, checked when they are loaded, compiled once, judged in one pass.
//!
//! * [`definition`]: what a rule file says, read with every mistake told at its place
//! * [`condition`] and [`vocabulary`]: the closed language of conditions, three-valued
//! * [`clause`]: the parts of a rule that can be taken away, to see whether an example needs them
//! * `overlay`: profiles and the charter's settings
//! * `judge`: a board against a set of rules
//! * [`example`]: the examples inside rule files, run as tests

pub mod clause;
pub mod condition;
pub mod definition;
pub mod example;
mod figures;
mod judge;
pub(crate) mod keys;
mod load;
mod message;
mod needs;
mod overlay;
mod parse;
pub mod vocabulary;

pub use definition::{Definition, Judge};
pub use figures::figures;
pub use judge::judge;
pub use load::{Loaded, RuleText, load};
pub(crate) use load::{about_category, weight};
#[cfg(feature = "cli")]
pub(crate) use message::duration;
pub use needs::needs;
pub use overlay::{RuleSet, Selection, unknown_rule};
