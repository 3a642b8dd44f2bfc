//! What an export can tell and what it cannot, which makes a rule inconclusive.
//!
//! A [`Need`] is evidence that a field rests on; a [`Gap`] says of one board what is missing of it; a [`Missing`] is what that is
//! called in outputs. The sentences, and how the evidence can be had, stand in `finding::gap`. Which candidates a gap leaves open
//! is found in `rule::reason` and `rule::judge::candidates`.

mod gaps;
mod need;
mod responsibilities;

pub use gaps::Gap;
pub use need::{Missing, Need};
