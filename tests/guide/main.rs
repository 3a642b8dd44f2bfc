//! The guide: its commands print what it shows, its links work, and it mentions every option.
#![allow(clippy::expect_used, unreachable_pub, reason = "a test that cannot go on says what it expected")]

mod address;
#[cfg(unix)]
mod commands;
mod language;
mod links;
mod page;
mod pages;
mod rules;
#[path = "../support/mod.rs"]
mod support;
