//! Accounts in a table: a cell has a name and perhaps an id; work logs may have half an id.

use std::borrow::Cow;

use foldhash::HashMap;

use super::cells;
use crate::board::facts::{Account, Facts, Who};

/// Prefix that Cloud may write before the second half of an account id, for the author of a work log or an
/// attachment.
const GROUP: &str = "ug:";

/// Assigns changes by half of an account id to the account with the whole id, if the file contains it.
pub(super) fn join_groups(facts: &mut Facts<'_>) {
    let half = |id: &Who<'_>| id.split_once(':').map(|(_, half)| half.to_owned());
    let whole: HashMap<String, Who<'_>> = facts
        .accounts
        .iter()
        .flat_map(|account| &account.ids)
        .filter(|id| !id.starts_with(GROUP))
        .filter_map(|id| Some((half(id)?, id.clone())))
        .collect();
    let account = |who: &Who<'_>| whole.get(who.strip_prefix(GROUP).unwrap_or(who)).cloned();
    // The author of each change has an account of that name.
    let is_half = |known: &Account<'_>| known.ids.iter().chain(&known.login).any(|name| account(name).is_some());
    if !facts.accounts.iter().any(is_half) {
        return;
    }
    for by in facts.items.iter_mut().flat_map(|item| &mut item.changes).filter_map(|change| change.by.as_mut()) {
        if let Some(id) = account(by) {
            *by = id;
        }
    }
    facts.accounts.retain(|known| !is_half(known));
}

/// Whether `text` is only the second half of an account id.
fn is_uuid(text: &str) -> bool {
    let is_dash = |at: usize| [8, 13, 18, 23].contains(&at);
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| if is_dash(at) { byte == b'-' } else { byte.is_ascii_hexdigit() })
}

/// Whether a name is an e-mail address. Some people are shown by theirs; it is used for matching only.
fn is_email(name: &str) -> bool {
    name.split_once('@').is_some_and(|(_, domain)| domain.contains('.')) && !name.contains(char::is_whitespace)
}

/// The account with this id and name.
pub(super) fn account_with_id<'a>(id: Who<'a>, name: Cow<'a, str>) -> Account<'a> {
    let hidden = is_email(&name);
    let (email, display) = if hidden { (Some(name), None) } else { (None, Some(name)) };
    Account { ids: vec![id], email, display: display.filter(|name| !name.is_empty()), ..Account::default() }
}

/// The account of a name without an id, or of an id without a name. User names on Server contain no spaces.
pub(super) fn account_without_id(name: Cow<'_, str>) -> Account<'_> {
    if cells::is_account(&name) || is_uuid(&name) {
        return Account { ids: vec![name], ..Account::default() };
    }
    if name.contains(char::is_whitespace) {
        return Account { display: Some(name), ..Account::default() };
    }
    Account { login: Some(name), ..Account::default() }
}
