//! Rules: data files that are checked when loaded, compiled once, and judged in one pass.
//!
//! What conditions test:
//! * [`value`] and `reason`: the types of fields, and values that may be unknown
//! * [`situation`]: the change, item, sprint or board that is judged
//! * [`args`], [`field`], [`vocabulary`] and [`subject`]: the closed set of fields, and which rules test them
//! * [`condition`]: fields and their tests, with three-valued answers
//!
//! From a file to a finding:
//! * `section`, `keys`, `parse` and `load`: what a rule file may contain, and its parser
//! * [`definition`], [`example`] and `template`: the contents of a rule file
//! * [`compiled`] and `rule_set`: the rules under a profile and a charter
//! * `evidence`: what a rule needs and what a board lacks for it
//! * `judge`: applies a set of rules to a board
//! * [`accountability`]: who made which decisions, without those that rules excuse
//! * [`testing`]: the examples inside rule files, run as tests

pub mod accountability;
pub mod args;
pub mod compiled;
pub mod condition;
pub mod definition;
mod evidence;
pub mod example;
pub mod field;
mod figures;
mod judge;
pub(crate) mod keys;
mod load;
mod parse;
mod pattern;
pub mod reason;
mod rule_set;
mod section;
pub mod situation;
pub mod subject;
mod template;
pub mod testing;
pub mod value;
pub mod vocabulary;

pub use compiled::CompiledRule;
pub use definition::Definition;
#[cfg(feature = "cli")]
pub(crate) use evidence::need_in_words;
pub use evidence::needs;
pub use figures::figures;
pub use judge::judge;
pub use load::{Loaded, RuleText, Shipped, load};
pub(crate) use load::{category_heading, weight};
pub use rule_set::{RuleSet, Selection, unknown_rule};
pub use subject::Judge;
#[cfg(feature = "cli")]
pub(crate) use template::duration;
