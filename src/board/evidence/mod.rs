//! What an export can tell and what it cannot, which makes a rule inconclusive.
//!
//! A [`Need`] is evidence that a field rests on; a [`Missing`] is its name in outputs; a [`Gap`] says of one board what is
//! missing of it, and how to get it. Which candidates a gap leaves open is found in `rule::reason` and `rule::judge::candidates`.

mod fetch;
mod gaps;
mod responsibilities;

pub use fetch::Service;
pub use gaps::{Gap, Missing, Need};
