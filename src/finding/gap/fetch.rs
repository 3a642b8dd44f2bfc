//! Commands that fetch missing evidence. They work as printed, once the token is in the environment.
//!
//! Users paste these commands into a shell, and an export is untrusted input. Of its text, only addresses,
//! keys and ids with a plain shape are inserted.

use super::remedy::{Request, Service};
use crate::board::facts::{Tool, is_account_id, is_issue_key, is_project_key};
use crate::board::{Board, Item};

/// The service that hosts the board.
pub fn service(board: &Board<'_>) -> Service {
    match board.tool {
        Tool::Trello => Service::Trello,
        Tool::Jira if is_cloud(board) => Service::JiraCloud,
        Tool::Jira => Service::JiraServer,
    }
}

/// What identifies the board in a request: its id (Trello), or a JQL search. Contains only letters, digits
/// and plain punctuation, no quotes. A placeholder if the export does not say.
pub fn query(board: &Board<'_>) -> String {
    if board.tool == Tool::Trello {
        let plain = |id: &&str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        return Some(board.home.as_str()).filter(plain).unwrap_or("BOARD").to_owned();
    }
    search(board, "")
}

/// A JQL search for the projects of the board. Each key is put between `quotes`, because some keys are JQL
/// keywords.
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

/// A request for issues with everything that boardlint can use (Jira).
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

/// The key of `item` in requests, or a placeholder (Jira).
pub(super) fn key<'i>(item: &'i Item<'_>) -> &'i str {
    if is_issue_key(&item.key) { &item.key } else { "KEY" }
}

/// A request for the first missing changelog page of `item`, which goes beside the export. A Jira server does
/// not cut changelogs: there it is a request for the whole issue.
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

/// A request for the sprints of the board, which go beside the export.
pub(super) fn sprints(board: &Board<'_>) -> Request {
    let (site, auth) = site(board);
    let number = |board: &&str| !board.is_empty() && board.bytes().all(|byte| byte.is_ascii_digit());
    let id = board.sprints.iter().map(|sprint| &*sprint.board).find(number).unwrap_or("BOARD");
    request(board, format!("curl -fsS {auth} \"{site}/rest/agile/1.0/board/{id}/sprint\" -o sprints.json"))
}

/// A request for the oldest known action and those before it, which go beside the export. The overlap proves
/// that no actions are missing in between.
pub(crate) fn actions(board: &Board<'_>) -> Request {
    let id = |id: &&str| id.len() == 24 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let home = Some(board.home.as_str()).filter(id).unwrap_or("BOARD");
    let known = board.changes.with_records().filter(|(change, _)| Some(change.at) >= board.cut);
    let mut ids: Vec<&str> = known.map(|(_, record)| &*record.id).filter(id).take(16).collect();
    ids.dedup();
    // Without a known action there is no starting point: the newest actions are fetched.
    let before = ids.get(1).map(|id| format!("&before={id}")).unwrap_or_default();
    let command = format!(
        "curl -fsS \"https://api.trello.com/1/boards/{home}/actions?limit=1000{before}\
         &key=$TRELLO_KEY&token=$TRELLO_TOKEN\" -o older.json"
    );
    request(board, command)
}

/// A request to the service that hosts the board.
fn request(board: &Board<'_>, command: String) -> Request {
    Request { service: service(board), command, otherwise: String::new() }
}

/// The address and the credentials of requests. A token must not go to a host that only an export names.
/// Hosts other than Atlassian's own are therefore replaced by the variable that the export scripts use.
fn site<'b>(board: &'b Board<'_>) -> (&'b str, &'static str) {
    let site = board.home.split(' ').next().unwrap_or_default();
    if is_cloud(board) {
        let site = if is_atlassian(site) { site } else { "$JIRA_URL" };
        (site, "-u \"$JIRA_EMAIL:$JIRA_TOKEN\"")
    } else {
        ("$JIRA_URL", "-H \"Authorization: Bearer $JIRA_TOKEN\"")
    }
}

/// Whether the board is in Jira Cloud, judging by its site or the ids of its people. Assumed if the export
/// does not say.
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
