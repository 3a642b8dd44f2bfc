//! Output formats: golden outputs of the fixtures, formats checked with schemas and readers of others,
//! hostile text.
#![allow(clippy::expect_used, unreachable_pub, reason = "a test that cannot go on says what it expected")]

mod browser;
mod failed_runs;
mod golden;
mod hostile;
mod inspect;
mod machine_formats;
mod patterns;
mod pipelines;
mod pseudonyms;
mod real_exports;
mod report;
mod sarif;
mod standing;
#[path = "../support/mod.rs"]
mod support;
mod terminal;
mod validators;
