//! What an export can show and what it lacks. A lack makes a rule inconclusive.
//!
//! A [`Need`] is evidence that a field requires. A [`Gap`] is what a board lacks of it. [`Missing`] is the
//! name of a gap in outputs. The sentences, and the ways to get the evidence, are in `finding::gap`. Which
//! candidates a gap leaves open is decided in `rule::reason` and `rule::judge::candidates`.

mod gaps;
mod need;
mod responsibilities;

pub use gaps::Gap;
pub use need::{Missing, Need};
