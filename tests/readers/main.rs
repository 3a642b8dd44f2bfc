//! Readers of exports: what they read of each format, and what they refuse.
#![allow(clippy::expect_used, unreachable_pub, reason = "a test that cannot go on says what it expected")]

mod facts;
mod real_exports;
mod refusals;
#[path = "../support/mod.rs"]
mod support;
mod validators;
mod xml;
