//! What an export can tell and what it cannot: the ground of the third verdict.

mod fetch;
mod gaps;
mod responsibilities;

pub use fetch::Service;
pub use gaps::{Gap, Missing, Need};
