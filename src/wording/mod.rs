//! Words around values: counts and lists in sentences, and the name that was probably meant.

mod list;
mod nearest;
mod plural;

pub(crate) use list::{enumerated, listed};
pub(crate) use nearest::{Slips, did_you_mean, nearest};
pub(crate) use plural::{count_of, many};
