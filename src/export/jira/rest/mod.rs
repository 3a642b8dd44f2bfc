//! The JSON of Jira's REST API: issues, changelogs without their issues, and lists of sprints, fields,
//! statuses and people.

mod changelog;
mod changelog_pages;
mod collector;
mod field_names;
mod issue;
mod issues;
mod lists;
mod person;
mod records;
mod sprint_records;

pub(in crate::export) use changelog_pages::ChangelogPages;
pub(in crate::export) use issues::Issues;
pub(in crate::export) use lists::Lists;
