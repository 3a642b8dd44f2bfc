//! The projects of a board, and the team's project if the charter names it.

use std::collections::{BTreeMap, BTreeSet};

use crate::board::facts::{Facts, ItemFact, Tool, board_name, project_of};
use crate::charter::Named;
use crate::source::Diagnostic;
use crate::wording::{did_you_mean, listed};

/// The `wanted` project as the files write it. `None` if all projects are wanted, on Trello, or if no issue
/// is in it.
pub(crate) fn chosen<'f>(files: &'f [Facts<'_>], wanted: Option<&Named>) -> Option<&'f str> {
    let wanted = wanted?.text.trim();
    let jira = files.iter().filter(|facts| facts.tool == Tool::Jira);
    jira.flat_map(|facts| &facts.projects).map(String::as_str).find(|project| project.eq_ignore_ascii_case(wanted))
}

/// The keys of the projects of a board: the `wanted` one if the files hold it, otherwise all.
pub(crate) fn of_board(files: &[Facts<'_>], wanted: Option<&Named>) -> BTreeSet<String> {
    match chosen(files, wanted) {
        Some(chosen) => BTreeSet::from([chosen.to_owned()]),
        None => files.iter().flat_map(|facts| facts.projects.iter().cloned()).collect(),
    }
}

/// The board's name for readers and a text that distinguishes it from other boards. The name is that of the
/// wanted project, of all projects or, on Trello, of the board.
pub(crate) fn title(files: &[Facts<'_>], wanted: Option<&Named>) -> (String, String) {
    let projects = of_board(files, wanted);
    let own = || files.iter().map(|facts| facts.name.to_string()).filter(|name| !name.is_empty()).collect();
    let name = if projects.is_empty() { board_name(&own()) } else { board_name(&projects) };
    let home = files.iter().map(|facts| facts.home.as_str()).filter(|home| !home.is_empty()).min().unwrap_or_default();
    let home = std::iter::once(home).chain(projects.iter().map(String::as_str)).collect::<Vec<_>>().join(" ");
    (name, home)
}

/// Keeps the items of `project`.
pub(crate) fn keep(items: &mut Vec<ItemFact<'_>>, project: &str) {
    items.retain(|item| project_of(&item.key) == project);
}

/// Reports that no issue of `items` is in the `wanted` project.
pub(crate) fn nowhere(items: &[ItemFact<'_>], wanted: &Named, board: &str) -> Diagnostic {
    let mut projects: BTreeMap<&str, usize> = BTreeMap::new();
    items.iter().for_each(|item| *projects.entry(project_of(&item.key)).or_default() += 1);
    let advice = did_you_mean(&wanted.text, projects.keys().copied())
        .unwrap_or_else(|| format!("the projects are {}", largest(&projects)));
    Diagnostic::error(format!("no issue of {board} is in a project with the key `{}`", wanted.text))
        .at_if(wanted.mark, "chosen here")
        .note(advice)
}

/// The projects with the most issues.
fn largest(projects: &BTreeMap<&str, usize>) -> String {
    let mut all: Vec<_> = projects.iter().collect();
    all.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    listed(&all.iter().map(|(project, _)| **project).collect::<Vec<_>>(), 8)
}
