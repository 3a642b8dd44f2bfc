//! Charters: the diagnostics of their mistakes, what they ignore, and how one is drafted from a board.
#![allow(clippy::expect_used, unreachable_pub, reason = "a test that cannot go on says what it expected")]

mod diagnostics;
mod draft;
mod draft_evidence;
mod draft_roles;
mod draft_sprints;
mod ignores;
mod mistakes;
mod real_exports;
#[path = "../support/mod.rs"]
mod support;
