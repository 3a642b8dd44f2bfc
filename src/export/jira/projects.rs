//! The site and the projects of the issues of a file.

use crate::board::facts::{BROWSE, Facts, board_name, project_of};

/// The host of the API gateway for all Cloud sites. Users cannot open issues there.
pub(super) const GATEWAY: &str = "//api.atlassian.com/";

/// The site in an address of its REST API, or `None` if the address does not contain it.
pub(super) fn site(link: &str) -> Option<&str> {
    let (site, _) = link.split_once("/rest/")?;
    (site.starts_with("http") && !link.contains(GATEWAY)).then_some(site)
}

/// Sets the site, the projects and the name of the board from the issues.
pub(super) fn name_board(facts: &mut Facts<'_>) {
    if facts.items.is_empty() {
        return;
    }
    // With several sites, take the first in alphabetical order: the order of the issues means nothing.
    let sites = facts.items.iter().filter_map(|item| {
        // Fast path: the URL usually ends with the key. A search from the front is slower.
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
