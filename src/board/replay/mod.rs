//! Replays the model through time: the first value of everything, where an item stood before each change, and
//! which changes were decisions.

mod acts;
mod blockages;
mod entries;
mod first;
pub(crate) mod intent;
mod item;
mod membership;
pub(crate) mod migration;
mod moment;
mod order;
mod owners;
mod parts;
mod planning;
mod present;
mod progress;
mod record_ids;
mod resumption;
mod sprints_so_far;

pub(crate) use membership::connect_sprints;
pub(crate) use order::replay_all;
pub(crate) use parts::follow_wholes;
