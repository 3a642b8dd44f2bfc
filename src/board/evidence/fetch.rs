//! How to get what is missing: command lines that work as they stand, once the token is in the environment.
//!
//! They are pasted into a shell, and an export is what strangers typed: of its text only what has the plain shape of an
//! address, a key or an id gets into one.

use crate::board::facts::Tool;
use crate::board::{Board, Item};

impl Board<'_> {
    /// A search with everything that boardlint can use; Trello's export always has all of it.
    pub(super) fn fetch_issues(&self) -> String {
        let site = self.site();
        let project = self.projects().find(|project| is_key(project)).unwrap_or("APP");
        let (auth, search) = match self.is_cloud() {
            true => ("-u \"$JIRA_EMAIL:$JIRA_TOKEN\"", "3/search/jql"),
            false => ("-H \"Authorization: Bearer $JIRA_TOKEN\"", "2/search"),
        };
        format!(
            "curl -fsSG {auth} \"{site}/rest/api/{search}\" --data-urlencode 'jql=project = {project}' -d 'fields=*all' \
             -d expand=changelog,names,schema -d maxResults=100 -o search.json"
        )
    }

    /// The first page that is missing of the changelog of `item`, to be put beside the export.
    pub(super) fn fetch_changelog(&self, item: &Item<'_>) -> String {
        let site = self.site();
        let key = if is_issue_key(&item.key) { &item.key } else { "KEY" };
        let api = "-u \"$JIRA_EMAIL:$JIRA_TOKEN\"";
        let start = item.missing_from.unwrap_or_default();
        format!(
            "curl -fsS {api} \"{site}/rest/api/3/issue/{key}/changelog?startAt={start}&maxResults=100\" -o {key}-{start}.json"
        )
    }

    /// The sprints of the board, to be put beside the export.
    pub(super) fn fetch_sprints(&self) -> String {
        let site = self.site();
        let number = |board: &&str| !board.is_empty() && board.bytes().all(|byte| byte.is_ascii_digit());
        let board = self.sprints.iter().map(|sprint| &*sprint.board).find(number).unwrap_or("BOARD");
        let auth =
            if self.is_cloud() { "-u \"$JIRA_EMAIL:$JIRA_TOKEN\"" } else { "-H \"Authorization: Bearer $JIRA_TOKEN\"" };
        format!("curl -fsS {auth} \"{site}/rest/agile/1.0/board/{board}/sprint\" -o sprints.json")
    }

    /// The oldest known action and those before it, to be put beside the export: only what overlaps is known to leave no hole.
    pub(super) fn fetch_actions(&self) -> String {
        let id = |id: &&str| id.len() == 24 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        let board = Some(self.home.as_str()).filter(id).unwrap_or("BOARD");
        let known = self.changes.iter().filter(|change| Some(change.at) >= self.cut);
        let mut ids: Vec<&str> = known.map(|change| &*change.id).filter(id).take(16).collect();
        ids.dedup();
        let before = ids.get(1).copied().unwrap_or("THE-SECOND-OLDEST-ACTION");
        format!(
            "curl -fsS \"https://api.trello.com/1/boards/{board}/actions?limit=1000&before={before}\
             &key=$TRELLO_KEY&token=$TRELLO_TOKEN\" -o older.json"
        )
    }

    /// The site's address, or the variable that holds it in the README's scripts.
    fn site(&self) -> &str {
        let site = self.home.split(' ').next().unwrap_or_default();
        let plain = |c: char| c.is_ascii_alphanumeric() || "./:_-".contains(c);
        let whole = (site.starts_with("https://") || site.starts_with("http://")) && site.chars().all(plain);
        if self.tool == Tool::Jira && whole { site } else { "$JIRA_URL" }
    }

    fn is_cloud(&self) -> bool {
        let site = self.site();
        site.starts_with('$') || site.ends_with(".atlassian.net") || site.ends_with(".jira.com")
    }

    fn projects(&self) -> impl Iterator<Item = &str> {
        self.name.split(", ")
    }
}

fn is_key(project: &str) -> bool {
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    project.starts_with(|c: char| c.is_ascii_uppercase()) && project.chars().all(plain)
}

fn is_issue_key(key: &str) -> bool {
    let number = |number: &str| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    key.rsplit_once('-').is_some_and(|(project, rest)| is_key(project) && number(rest))
}
