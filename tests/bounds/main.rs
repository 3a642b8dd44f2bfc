//! Properties that hold for any export: work and memory grow no faster than the input, files are read without
//! blocking and written completely.
#![allow(clippy::expect_used, unreachable_pub, reason = "a test that cannot go on says what it expected")]

mod axes;
mod files;
mod hostile;
mod linting;
mod scaling;
#[path = "../support/mod.rs"]
mod support;
