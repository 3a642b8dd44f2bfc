//! What is found on a board and what is not: exact definitions, merged files, windows of time, teams.
#![allow(clippy::expect_used, unreachable_pub, reason = "a test that cannot go on says what it expected")]

mod authors;
mod boundaries;
mod cut_histories;
mod data_pipeline;
mod definitions;
mod determinism;
mod empty_logs;
mod figures;
mod filtered_kinds;
mod formats;
mod former_names;
mod languages;
mod later;
mod left_out;
mod left_out_values;
mod lent_items;
mod library;
#[path = "../../examples/generate/board/mod.rs"]
mod made_up;
mod merging;
mod newer_files;
mod omissions;
mod projects;
mod records;
mod roles;
mod selections;
mod shared_names;
mod sprint_names;
#[path = "../support/mod.rs"]
mod support;
mod teams;
mod trello_cards;
mod trello_sprints;
mod unclear_stages;
mod undated_sprints;
mod unnamed_people;
mod unreadable_entries;
mod whole_histories;
mod windows;
