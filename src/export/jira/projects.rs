//! Which site and which projects the issues of a file belong to.

use crate::board::facts::{BROWSE, Facts, board_name, project_of};

/// The host through which programs reach any site of Cloud; people can open no issue there.
pub(super) const GATEWAY: &str = "//api.atlassian.com/";

/// The site in an address of its REST interface; none where the address does not say which it is.
pub(super) fn site(link: &str) -> Option<&str> {
    let (site, _) = link.split_once("/rest/")?;
    (site.starts_with("http") && !link.contains(GATEWAY)).then_some(site)
}

/// Sets the site, the projects and the name of the board from what the issues say of themselves.
pub(super) fn name_board(facts: &mut Facts<'_>) {
    if facts.items.is_empty() {
        return;
    }
    // Of several sites the first by name: the order of the issues says nothing.
    let sites = facts.items.iter().filter_map(|item| {
        // Nearly always; a search from the front takes longer.
        let before_key = item.url.strip_suffix(&*item.key).and_then(|rest| rest.strip_suffix(BROWSE));
        before_key.or_else(|| item.url.split(BROWSE).next())
    });
    facts.home = sites.filter(|site| !site.is_empty()).min().unwrap_or_default().to_owned();
    for item in &facts.items {
        let project = project_of(&item.key);
        if !facts.projects.contains(project) {
            facts.projects.insert(project.to_owned());
        }
    }
    facts.name = board_name(&facts.projects).into();
}
