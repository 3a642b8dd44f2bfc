//! Boards that grow along one axis, while everything else is as small as possible.

mod charters;
mod files;
mod issues;

use serde_json::{Value, json};

use crate::linting::Files;
use crate::support::jira::{self, CHARTER};
use charters::*;
use files::*;
use issues::*;

/// Something that an export, a charter or a baseline can contain many of.
pub struct Axis {
    pub name: &'static str,
    /// A size at which a quadratic cost would be most of the total cost.
    pub size: usize,
    /// The files of a board of this size.
    pub files: fn(usize) -> Files,
}

/// All axes.
pub const AXES: &[Axis] = &[
    axis("words of a title", 1000, |n| board(titled(&"a ".repeat(n)))),
    axis("stand-ups in a title", 1000, |n| board(titled(&"daily ".repeat(n)))),
    axis("commands in a title", 1000, |n| board(titled(&"##[".repeat(n)))),
    axis("names of secrets in a title", 1000, |n| board(titled(&"token=".repeat(n)))),
    axis("beginnings of tokens in a title", 1000, |n| board(titled(&"-eyJ".repeat(n)))),
    axis("brackets in a description", 1000, |n| board(described(&"<a".repeat(n), &"<b".repeat(n)))),
    axis("braces in a description", 1000, |n| board(described(&"{a".repeat(n), &"{b ".repeat(n)))),
    axis("numbered lines of a description", 250, |n| board(described(&numbered(n, "a"), &numbered(n, "b")))),
    axis("lines that begin alike", 250, |n| board(described(&alike(n), &alike(n + 1)))),
    axis("words of a description", 250, |n| board(described(&words(n, 1), &words(n, 2)))),
    axis("edits of a description", 60, |n| board(vec![edited(n)])),
    axis("issues", 100, |n| board(plain(n))),
    axis("assignments in one go", 200, |n| board(assigned(n, 1, "Li"))),
    axis("assignments one by one", 100, |n| board(assigned(n, 7200, "Li"))),
    axis("assignments to as many people", 100, |n| board(assigned(n, 7200, ""))),
    axis("ranks of one issue", 100, |n| board(vec![ranked(n, 7200)])),
    axis("ranks of one issue in one go", 800, |n| board(vec![ranked(n, 1)])),
    axis("moves of one issue", 100, |n| board(vec![moved(n, 2)])),
    axis("statuses", 100, |n| board(vec![moved(n, n)])),
    axis("priorities of one issue", 200, |n| board(vec![prioritised(n)])),
    axis("labels of one issue", 100, |n| board(vec![labelled(n)])),
    axis("changes of labels", 60, |n| board(vec![relabelled(n)])),
    axis("comments on one issue", 100, |n| board(vec![commented(n)])),
    axis("words of a comment", 500, |n| board(vec![with_comments(&[words(n, 1)])])),
    axis("blocks of a document", 200, |n| board(vec![documented(n)])),
    axis("commands in the name of somebody", 500, |n| board(vec![by_somebody(&"##[".repeat(n))])),
    axis("links of one issue", 100, |n| board(vec![linked(n)])),
    axis("sub-tasks of one issue", 100, |n| board(sub_tasks(n))),
    axis("sprints of one issue", 60, |n| board(vec![planned(n)])),
    axis("sprints", 150, |n| board(sprints(n))),
    axis("sprints, and issues that are in none", 100, |n| board([sprints(n), plain_from(n, 3 * n)].concat())),
    axis("issues of one sprint", 60, |n| board(one_sprint(n))),
    axis("issues of one sprint, half of them late", 60, |n| board(half_late(n))),
    axis("sprints at once, and counts in each", 60, |n| with_rules(board(long_sprints(n)))),
    axis("changes, and counts of those before each", 100, |n| with_rules(board(ranked_one_by_one(n)))),
    axis("sprints of as many years", 10, |n| board(sprints_of_years(n, 10 * n))),
    axis("closed sprints, and moves", 60, |n| board(sprints(n).into_iter().chain([moved_by_sam(n)]).collect())),
    axis("fields", 100, |n| board(vec![fields(n)])),
    axis("brackets in the name of a field", 1000, |n| board(vec![changed_field(&"abc(".repeat(n))])),
    axis("years of a sprint", 100, |n| board(vec![long_sprint(n)])),
    axis("years of a blockage", 100, |n| board(vec![blocked(n)])),
    axis("holidays", 100, |n| with_charter(charter_of_holidays(n), long_sprints(40))),
    axis("damaged records of one issue", 100, |n| board(vec![damaged(n)])),
    axis("people", 100, |n| board(by_people(n))),
    axis("people of one name", 100, |n| board(namesakes(n))),
    axis("people of one hash", 250, |n| board(of_one_hash(n))),
    axis("accounts in a chain", 100, |n| board(chained(n))),
    axis("developers in the charter", 60, |n| with_charter(listing(n), by_people(n))),
    axis("names in the charter that nobody has", 40, |n| with_charter(strangers(n), by_people(n))),
    axis("aliases", 60, |n| with_charter(aliases(n), by_people(n))),
    axis("findings", 60, |n| board(ranked_one_by_one(n))),
    axis("ignores", 60, |n| with_charter(ignores(n), assigned(n, 7200, "Li"))),
    axis("names in an ignore", 60, |n| with_charter(long_ignore(n), assigned(n, 7200, "Li"))),
    axis("statuses in the charter", 60, |n| with_charter(workflow(n), vec![moved(n, n)])),
    axis("sprints in the charter", 40, |n| with_charter(planned_sprints(n), plain(1))),
    axis("entries of the baseline", 250, baseline),
    axis("issues, one a line", 250, |n| one_file(lines(n))),
    axis("pages in one file", 60, |n| one_file(pages(n))),
    axis("files of one project", 40, |n| each_in_a_file(plain(n), None)),
    axis("files of as many projects", 25, |n| each_in_a_file(projects(n), None)),
    axis("lists of sprints of as many projects", 25, lists_of_projects),
    axis("files under one charter", 40, |n| each_in_a_file(plain(n), Some(CHARTER))),
    axis("files of one issue", 25, one_issue_in_files),
    axis("rows of a CSV", 100, |n| table(&rows(n))),
    axis("columns of a CSV", 100, |n| table(&columns(n))),
    axis("columns of a CSV, and short rows", 1000, |n| table(&short_rows(n))),
    axis("cells of comments", 100, |n| table(&comment_columns(n))),
    axis("commas in a line", 1000, |n| table(&format!("Summary,Issue key,Issue id\na,APP-1,1{}\n", ",".repeat(n)))),
    axis("length of a cell", 1000, |n| {
        table(&format!("Summary,Issue key,Issue id\n\"{}\",APP-1,1\n", "a \"\"".repeat(n)))
    }),
    axis("elements of an XML", 100, |n| vec![("search.xml".to_owned(), rss(n).into_bytes())]),
    axis("changes of a backup", 100, |n| vec![("entities.xml".to_owned(), backup(n, 1).into_bytes())]),
    axis("issues of a backup", 100, |n| vec![("entities.xml".to_owned(), backup(n, n).into_bytes())]),
    axis("issues of a data pipeline", 100, |n| vec![("issues.csv".to_owned(), pipeline(n).into_bytes())]),
    axis("entities of an XML", 1000, |n| vec![("search.xml".to_owned(), entities(n).into_bytes())]),
    axis("actions on one card", 100, |n| trello(n, 1, 1, 1)),
    axis("cards", 60, |n| trello(n, n, 1, 1)),
    axis("lists", 60, |n| trello(n, 1, n, 1)),
    axis("members", 60, |n| trello(n, 1, 1, n)),
    axis("moves of one card, and sprints", 60, moved_through_sprints),
];

const fn axis(name: &'static str, size: usize, files: fn(usize) -> Files) -> Axis {
    Axis { name, size, files }
}

fn board(issues: Vec<Value>) -> Files {
    with_charter(CHARTER.to_owned(), issues)
}

fn with_charter(charter: String, issues: Vec<Value>) -> Files {
    vec![
        ("boardlint.toml".to_owned(), charter.into_bytes()),
        ("board.json".to_owned(), jira::page(issues).into_bytes()),
    ]
}

fn one_file(text: String) -> Files {
    vec![("boardlint.toml".to_owned(), CHARTER.into()), ("board.json".to_owned(), text.into_bytes())]
}

fn table(text: &str) -> Files {
    vec![("boardlint.toml".to_owned(), CHARTER.into()), ("Jira.csv".to_owned(), text.into())]
}

/// A timestamp this many seconds after 5 January 2026.
fn at(seconds: usize) -> String {
    let start = jiff::Timestamp::from_second(1_767_603_600).expect("an instant");
    let seconds = i64::try_from(seconds).expect("few");
    let at = start.saturating_add(jiff::SignedDuration::from_secs(seconds)).expect("an instant");
    at.strftime("%Y-%m-%dT%H:%M:%S.000+0000").to_string()
}

fn history(place: usize, by: &str, seconds: usize, item: Value) -> Value {
    jira::history(u32::try_from(place + 1).expect("few"), by, &at(seconds), item)
}

fn story(place: usize, fields: Value, histories: Vec<Value>) -> Value {
    jira::issue(&format!("APP-{}", place + 1), fields, histories)
}

fn plain(n: usize) -> Vec<Value> {
    plain_from(0, n)
}

/// `n` issues whose keys begin at `first`.
fn plain_from(first: usize, n: usize) -> Vec<Value> {
    (first..first + n).map(|place| story(place, json!({}), vec![])).collect()
}
