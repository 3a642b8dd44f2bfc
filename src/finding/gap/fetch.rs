//! How to get what is missing: command lines that work as they stand, once the token is in the environment.
//!
//! They are pasted into a shell, and an export is what strangers typed: of its text only what has the plain shape of an
//! address, a key or an id gets into one.

use super::remedy::{Request, Service};
use crate::board::facts::{Tool, is_account_id, is_issue_key, is_project_key};
use crate::board::{Board, Item};

/// The service that the board is kept in.
pub fn service(board: &Board<'_>) -> Service {
    match board.tool {
        Tool::Trello => Service::Trello,
        Tool::Jira if is_cloud(board) => Service::JiraCloud,
        Tool::Jira => Service::JiraServer,
    }
}

/// What the board is asked for by: its id (Trello), or a search in JQL. Letters, digits and plain signs alone, without
/// quotes; a placeholder where the export does not say.
pub fn query(board: &Board<'_>) -> String {
    if board.tool == Tool::Trello {
        let plain = |id: &&str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        return Some(board.home.as_str()).filter(plain).unwrap_or("BOARD").to_owned();
    }
    search(board, "")
}

/// A search in JQL for the projects of the board, each key between `quotes`: some are words of the language.
fn search(board: &Board<'_>, quotes: &str) -> String {
    let projects: Vec<&str> =
        board.projects.iter().map(String::as_str).filter(|project| is_project_key(project)).collect();
    match projects.as_slice() {
        [] => format!("project = {quotes}APP{quotes}"),
        [project] => format!("project = {quotes}{project}{quotes}"),
        several => {
            let keys: Vec<String> = several.iter().map(|project| format!("{quotes}{project}{quotes}")).collect();
            format!("project in ({})", keys.join(", "))
        }
    }
}

/// A search with everything that boardlint can use (Jira).
pub(crate) fn issues(board: &Board<'_>) -> Request {
    let (site, auth) = site(board);
    let jql = search(board, "\"");
    let path = if is_cloud(board) { "3/search/jql" } else { "2/search" };
    let command = format!(
        "curl -fsSG {auth} \"{site}/rest/api/{path}\" --data-urlencode 'jql={jql}' -d 'fields=*all' \
         -d expand=changelog,names,schema -d maxResults=100 -o search.json"
    );
    request(board, command)
}

/// The key that `item` is asked for by, or a placeholder (Jira).
pub(super) fn key<'i>(item: &'i Item<'_>) -> &'i str {
    if is_issue_key(&item.key) { &item.key } else { "KEY" }
}

/// The first page that is missing of the changelog of `item`, to be put beside the export; on a server, where no
/// changelog is cut, the issue with all of it.
pub(super) fn changelog(board: &Board<'_>, item: &Item<'_>) -> Request {
    let (site, auth) = site(board);
    let key = key(item);
    if !is_cloud(board) {
        let ask = format!("{site}/rest/api/2/issue/{key}?expand=changelog");
        return request(board, format!("curl -fsS {auth} \"{ask}\" -o {key}.json"));
    }
    let start = item.missing_from.unwrap_or_default();
    let page = format!("{site}/rest/api/3/issue/{key}/changelog?startAt={start}&maxResults=100");
    request(board, format!("curl -fsS {auth} \"{page}\" -o {key}-{start}.json"))
}

/// The sprints of the board, to be put beside the export.
pub(super) fn sprints(board: &Board<'_>) -> Request {
    let (site, auth) = site(board);
    let number = |board: &&str| !board.is_empty() && board.bytes().all(|byte| byte.is_ascii_digit());
    let id = board.sprints.iter().map(|sprint| &*sprint.board).find(number).unwrap_or("BOARD");
    request(board, format!("curl -fsS {auth} \"{site}/rest/agile/1.0/board/{id}/sprint\" -o sprints.json"))
}

/// The oldest known action and those before it, to be put beside the export: only what overlaps is known to leave no hole.
pub(crate) fn actions(board: &Board<'_>) -> Request {
    let id = |id: &&str| id.len() == 24 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let home = Some(board.home.as_str()).filter(id).unwrap_or("BOARD");
    let known = board.changes.with_records().filter(|(change, _)| Some(change.at) >= board.cut);
    let mut ids: Vec<&str> = known.map(|(_, record)| &*record.id).filter(id).take(16).collect();
    ids.dedup();
    // Without a known action there is nothing to begin before: the newest are fetched.
    let before = ids.get(1).map(|id| format!("&before={id}")).unwrap_or_default();
    let command = format!(
        "curl -fsS \"https://api.trello.com/1/boards/{home}/actions?limit=1000{before}\
         &key=$TRELLO_KEY&token=$TRELLO_TOKEN\" -o older.json"
    );
    request(board, command)
}

/// A request to the service that the board is kept in.
fn request(board: &Board<'_>, command: String) -> Request {
    Request { service: service(board), command, otherwise: String::new() }
}

/// Where to ask, and as whom. A token goes to no host that only an export names: any but Atlassian's own is left to
/// the variable that the export scripts take it from.
fn site<'b>(board: &'b Board<'_>) -> (&'b str, &'static str) {
    let site = board.home.split(' ').next().unwrap_or_default();
    if is_cloud(board) {
        let site = if is_atlassian(site) { site } else { "$JIRA_URL" };
        (site, "-u \"$JIRA_EMAIL:$JIRA_TOKEN\"")
    } else {
        ("$JIRA_URL", "-H \"Authorization: Bearer $JIRA_TOKEN\"")
    }
}

/// Whether the board is kept in Jira Cloud, by its site or the ids of its people; taken for granted where the export does
/// not say.
fn is_cloud(board: &Board<'_>) -> bool {
    let site = board.home.split(' ').next().unwrap_or_default();
    let has_accounts = || board.people.iter().any(|(_, person)| is_account_id(&person.id));
    let has_server_keys = || board.people.iter().any(|(_, person)| person.id.starts_with("JIRAUSER"));
    (!site.starts_with("http") && !has_server_keys()) || is_atlassian(site) || has_accounts()
}

fn is_atlassian(site: &str) -> bool {
    let host = site.strip_prefix("https://").and_then(|host| host.strip_suffix(".atlassian.net"));
    host.is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
}
