//! Which site and which projects the issues of a file belong to.

use crate::board::facts::{Facts, board_name};

/// Sets the site, the projects and the name of the board from what the issues say of themselves.
pub(super) fn name_board(facts: &mut Facts<'_>) {
    let Some(item) = facts.items.first() else { return };
    facts.home = item.url.split("/browse/").next().unwrap_or_default().to_owned();
    let project = |key: &str| key.rsplit_once('-').map_or(key, |(project, _)| project).to_owned();
    facts.projects = facts.items.iter().map(|item| project(&item.key)).collect();
    facts.name = board_name(&facts.projects).into();
}
