//! User objects of Jira's REST JSON.

use serde::Deserialize;

use crate::board::facts::{Account, Who, is_account_id};
use crate::export::json::{self, Raw, filled};
use crate::lexicon;

/// A user object: Cloud has an account id, Server a key and a name, Cloud until 2018 all three.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct User<'a> {
    #[serde(borrow, default)]
    account_id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    key: Option<Raw<'a>>,
    #[serde(borrow, default)]
    name: Option<Raw<'a>>,
    #[serde(borrow, default)]
    email_address: Option<Raw<'a>>,
    #[serde(borrow, default)]
    display_name: Option<Raw<'a>>,
    #[serde(borrow, default)]
    account_type: Option<Raw<'a>>,
}

/// The display name in a user object.
pub(super) fn display(raw: Raw<'_>) -> Option<Raw<'_>> {
    json::from_str::<User<'_>>(raw.get()).ok()?.display_name
}

/// The name by which facts refer to the person in a user object, and the account. `None` for `null` and for
/// objects without any name. A placeholder for an unknown person returns no account: another record may have
/// the name for its id.
pub(super) fn account(raw: Raw<'_>) -> Option<(Who<'_>, Option<Account<'_>>)> {
    if raw.get().starts_with('"') {
        return named(filled(Some(raw))?);
    }
    let user: User<'_> = json::from_str(raw.get()).ok()?;
    let given: Vec<_> = [user.account_id, user.key].into_iter().filter_map(filled).collect();
    let is_unknown = given.first().is_some_and(|id| id == "unknown");
    let ids: Vec<_> = given.into_iter().filter(|id| !lexicon::is_blank(id)).collect();
    let display = filled(user.display_name);
    if is_unknown || display.as_deref().is_some_and(lexicon::is_nobody) {
        return Some((ids.into_iter().next()?, None));
    }
    let known = |raw| filled(raw).filter(|text| !lexicon::is_blank(text));
    let account = Account {
        ids,
        login: known(user.name),
        email: known(user.email_address),
        display,
        app: filled(user.account_type).is_some_and(|kind| kind == "app"),
    };
    let who = account.ids.first().or(account.login.as_ref()).or(account.display.as_ref())?.clone();
    Some((who, Some(account)))
}

/// The same for a text instead of a user object, as in flat histories from scripts: an account id, an e-mail
/// address, a user name or a display name.
fn named(text: Who<'_>) -> Option<(Who<'_>, Option<Account<'_>>)> {
    if lexicon::is_blank(&text) || lexicon::is_nobody(&text) {
        return None;
    }
    let who = text.clone();
    let account = match () {
        () if is_account_id(&text) => Account { ids: vec![text], ..Account::default() },
        () if text.contains('@') => Account { login: Some(text.clone()), email: Some(text), ..Account::default() },
        () => Account { login: Some(text.clone()), display: Some(text), ..Account::default() },
    };
    Some((who, Some(account)))
}
