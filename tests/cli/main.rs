//! Commands, options, exit statuses and files; listing, explaining, testing and loading rules.
#![allow(clippy::expect_used, unreachable_pub, reason = "a test that cannot go on says what it expected")]

mod anonymise;
mod baseline;
mod catalogue;
mod exit_status;
mod first_steps;
mod fleets;
mod help;
mod life;
mod output_files;
mod own_rules;
mod pipeline;
mod real_exports;
mod rule_language;
mod rule_mistakes;
mod rule_texts;
mod schema;
#[path = "../support/mod.rs"]
mod support;
