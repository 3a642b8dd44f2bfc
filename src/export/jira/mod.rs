//! Formats of Jira: the REST JSON (Cloud, Server and Data Center), the RSS of a search, CSV, the full backup
//! and the data pipeline.

mod active_objects;
mod backup;
mod csv;
mod data_pipeline;
mod dates;
mod document;
mod history;
mod links;
mod projects;
mod rank;
mod rest;
mod rss;
mod sprint;

pub(super) use active_objects::ActiveObjects;
pub(super) use backup::Backup;
pub(super) use csv::Csv;
pub(super) use data_pipeline::DataPipeline;
pub(super) use rest::{ChangelogPages, Issues, Lists};
pub(super) use rss::Rss;
