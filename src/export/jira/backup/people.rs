//! The accounts of the people in the issues of a backup.

use std::borrow::Cow;

use foldhash::HashSet;

use super::site_lists::SiteLists;
use crate::board::facts::{Account, Act, ItemFact, Who};

/// The accounts of `people`, without duplicates. Records name a person by a key, which leads to a user name,
/// which leads to the user directories. A deleted person still has a key and perhaps a user name.
pub(super) fn accounts<'i, 'a: 'i>(
    people: impl Iterator<Item = &'i Who<'a>>,
    lists: &SiteLists<'a>,
) -> Vec<Account<'a>> {
    let mut seen = HashSet::default();
    let mut accounts = Vec::new();
    for who in people.filter(|who| seen.insert(*who)) {
        let login = lists.logins.get(who);
        let lower: Cow<'_, str> = login.map_or_else(|| who.to_lowercase().into(), |login| Cow::Borrowed(&**login));
        match lists.users.get(&lower) {
            Some(users) => {
                let known = |user: &Account<'a>| Account { ids: vec![who.clone()], ..user.clone() };
                accounts.extend(users.iter().map(known));
            }
            None => {
                accounts.push(Account { ids: vec![who.clone()], login: login.cloned(), ..Account::default() });
            }
        }
    }
    accounts
}

/// All people in an item.
pub(super) fn named<'i, 'a>(item: &'i ItemFact<'a>) -> impl Iterator<Item = &'i Who<'a>> {
    let acted = item.changes.iter().flat_map(|change| {
        let given = match &change.act {
            Act::Assigned { from, to, .. } | Act::Reported { from, to } => [from.as_ref(), to.as_ref()],
            _ => [None, None],
        };
        change.by.iter().chain(given.into_iter().flatten())
    });
    let holders = item.creator.iter().map(|(who, _)| who).chain(&item.reporter).chain(&item.assignees);
    holders.chain(acted)
}
