//! Real exports: each is read completely or refused with an explanation, and nothing that the definitions
//! excuse is reported.

use std::collections::HashMap;
use std::path::Path;

use serde_json::Value;

use crate::support::{Folder, boardlint, real_exports};

const TRELLO: &[&str] = &["fda-food-recalls", "luna0069", "miyamae", "mlds6", "stonekw"];

fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let files = entries.filter(|path| path.is_file()).map(|path| path.to_str().expect("a plain path").to_owned());
    files.collect()
}

#[test]
#[ignore = "needs BOARDLINT_EXPORTS"]
fn every_file_is_read_or_refused_with_a_sentence() {
    let folder = real_exports();
    for part in ["jira-json", "jira-csv", "jira-xml", "trello-json", "trello-csv"] {
        for file in files(&folder.join(part)) {
            let run = boardlint(&["check", &file]);
            assert!([0, 1, 3].contains(&run.status), "{file}: {}", run.err);
            assert!(run.last_line().ends_with("rules judged"), "{file}: {}", run.out);
        }
    }
}

/// For each pair of member and card, the timestamps at which the member moved or created the card.
type Leads = HashMap<(String, String), Vec<jiff::Timestamp>>;

fn leads(actions: &[Value]) -> Leads {
    let mut leads = Leads::new();
    for action in actions {
        let kind = action["type"].as_str().unwrap_or_default();
        let moved = kind == "updateCard" && action["data"]["old"]["idList"].is_string();
        let created = ["createCard", "copyCard", "convertToCardFromCheckItem", "emailCard"].contains(&kind);
        if moved || created {
            leads.entry(subject(action)).or_default().push(at(action));
        }
    }
    leads
}

fn subject(action: &Value) -> (String, String) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (text(&action["data"]["card"]["id"]), text(&action["idMemberCreator"]))
}

fn at(action: &Value) -> jiff::Timestamp {
    action["date"].as_str().and_then(|date| date.parse().ok()).expect("a date")
}

#[test]
#[ignore = "needs BOARDLINT_EXPORTS"]
fn a_position_written_by_a_move_or_a_creation_is_never_a_reorder() {
    let folder = real_exports();
    let (mut positions, mut followers, mut reported) = (0, 0, 0);
    for name in TRELLO {
        let path = folder.join("trello-json").join(format!("{name}.json"));
        let board: Value = serde_json::from_slice(&std::fs::read(&path).expect("an export")).expect("JSON");
        let actions = board["actions"].as_array().expect("actions");
        let leads = leads(actions);
        let follows = |action: &Value| {
            let near = |lead: &jiff::Timestamp| (0.0..=10.0).contains(&at(action).duration_since(*lead).as_secs_f64());
            leads.get(&subject(action)).is_some_and(|times| times.iter().any(near))
        };
        let positional: Vec<&Value> =
            actions.iter().filter(|action| action["data"]["old"]["pos"].is_number()).collect();
        positions += positional.len();
        followers += positional.iter().filter(|action| follows(action)).count();
        // All lists count as backlog, and a person who never moves a card is Product Owner: all ranks by
        // others are findings.
        let lists = board["lists"].as_array().expect("lists").iter().map(|list| list["name"].to_string());
        let charter = Folder::new();
        let file = charter.write("boardlint.toml", format!("[workflow]\nbacklog = [{}]\n", unique(lists).join(", ")));
        for member in board["members"].as_array().expect("members") {
            let id = member["id"].as_str().expect("an id");
            let path = path.to_str().expect("a plain path");
            let run = boardlint(&[
                "check",
                path,
                "--charter",
                &file,
                "--po",
                id,
                "--format",
                "jsonl",
                "--fail-on",
                "never",
                "--select",
                "backlog-reordered-by-non-po",
            ]);
            for finding in run.findings() {
                let places = std::iter::once(&finding["location"])
                    .chain(finding["related"].as_array().into_iter().flatten().map(|other| &other["location"]));
                for place in places {
                    let action = board.pointer(place["pointer"].as_str().expect("a pointer")).expect("an action");
                    assert!(!follows(action), "{name}: {}", place["pointer"]);
                    reported += 1;
                }
            }
        }
    }
    assert!(
        positions > 100 && followers > 50 && reported > 50,
        "{positions} positions, {followers} follow, {reported} reported"
    );
}

fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<_> = names.collect();
    names.sort();
    names.dedup();
    names
}

#[test]
#[ignore = "needs BOARDLINT_EXPORTS"]
fn carry_over_at_a_sprints_close_is_no_scope_change() {
    let folder = real_exports();
    let export = folder.join("jira-json/grimoirelab-elk_patternfly_unwrapped.json");
    let export = export.to_str().expect("a plain path");
    let run = boardlint(&[
        "check",
        export,
        "--format",
        "jsonl",
        "--select",
        "scope-changed-mid-sprint",
        "--fail-on",
        "never",
    ]);
    // OSUX-161 went from sprint 225 to 229 when 225 was closed.
    let carried = |finding: &Value| {
        finding["related"].as_array().is_some_and(|items| items.iter().any(|item| item["item"] == "OSUX-161"))
    };
    assert!(!run.findings().iter().any(carried), "{}", run.out);
}

/// Passes the reading of the table called `name` to `look`.
fn table(name: &str, look: impl FnOnce(&boardlint::source::File, &boardlint::export::Reading<'_>)) {
    let folder = real_exports();
    let mut sources = boardlint::source::Sources::new();
    let id = sources.add(name, std::fs::read(folder.join("jira-csv").join(name)).expect("an export"));
    let file = sources.get(id);
    let reading = boardlint::export::read(file, &boardlint::export::Context::default()).expect("a reading");
    look(file, &reading);
}

#[test]
#[ignore = "needs BOARDLINT_EXPORTS"]
fn an_english_csv_with_a_byte_order_mark_is_understood() {
    table("bs-fse-2025-team9_Jira.csv", |_, reading| {
        let facts = &reading.facts;
        assert_eq!((facts.items.len(), reading.damaged.len()), (130, 0));
        assert_eq!(facts.items.iter().filter(|item| item.created.is_some() && item.creator.is_some()).count(), 130);
        assert_eq!(facts.items.iter().filter(|item| item.sprints == ["BSSEF25T Sprint 1"]).count(), 100);
        assert_eq!(facts.items.iter().filter(|item| item.parent.is_some()).count(), 113);
        assert!(facts.items.iter().any(|item| item.part));
        assert!(facts.states.iter().all(|state| state.category.is_some()));
    });
}

#[test]
#[ignore = "needs BOARDLINT_EXPORTS"]
fn a_spanish_csv_of_308_columns_is_understood() {
    table("diegocode81_Jira.csv", |file, reading| {
        use boardlint::board::facts::Act;
        let facts = &reading.facts;
        assert_eq!((facts.items.len(), reading.damaged.len()), (136, 0), "{:?}", reading.damaged);
        assert_eq!(facts.items.iter().filter(|item| item.created.is_some() && item.creator.is_some()).count(), 136);
        assert_eq!(facts.items.iter().filter(|item| !item.assignees.is_empty()).count(), 81);
        assert_eq!(facts.items.iter().map(|item| item.sprints.len()).sum::<usize>(), 118);
        let points = |item: &&boardlint::board::facts::ItemFact<'_>| {
            item.fields.iter().any(|(name, _)| name == "Puntos de Historia")
        };
        assert_eq!(facts.items.iter().filter(points).count(), 63);
        assert_eq!(facts.items.iter().filter(|item| item.flagged).count(), 12);
        assert_eq!(facts.items.iter().filter(|item| item.copied).count(), 5);
        let changes = || facts.items.iter().flat_map(|item| &item.changes);
        assert_eq!(changes().filter(|change| matches!(change.act, Act::Commented)).count(), 209);
        assert_eq!(changes().filter(|change| matches!(change.act, Act::Flagged { set: true })).count(), 9);
        for change in changes() {
            let said = &file.bytes()[change.mark.start..change.mark.end()];
            let by = change.by.as_deref().expect("an author");
            assert!(said.ends_with(by.as_bytes()), "{}", String::from_utf8_lossy(said));
        }
        assert!(reading.facts.comments && !reading.facts.undated);
    });
}

/// Passes the reading of the export at `path` to `with`, and returns its result.
fn read<T>(path: &Path, with: impl FnOnce(&boardlint::export::Reading<'_>) -> T) -> T {
    let mut sources = boardlint::source::Sources::new();
    let id = sources.add("board.json", std::fs::read(path).expect("a file"));
    let reading = boardlint::export::read(sources.get(id), &boardlint::export::Context::default());
    with(&reading.expect("an export"))
}

#[test]
#[ignore = "needs BOARDLINT_EXPORTS"]
fn a_real_backup_is_read_whole() {
    use boardlint::board::facts::Act;
    let folder = real_exports();
    let folder = folder.join("jira-xml/backup");
    read(&folder.join("entities.xml"), |reading| {
        let items = &reading.facts.items;
        let changes = || items.iter().flat_map(|item| &item.changes);
        let count = |is: fn(&Act<'_>) -> bool| changes().filter(|change| is(&change.act)).count();
        let edits =
            changes().filter(|change| !matches!(change.act, Act::Commented)).map(|change| change.id.to_string());
        // 271 change groups, of which 33 contain only a change of the workflow.
        assert_eq!((items.len(), unique(edits).len()), (22, 271), "{:?}", reading.notes);
        assert_eq!(count(|act| matches!(act, Act::Ranked { direction: Some(_), .. })), 18);
        assert_eq!(count(|act| matches!(act, Act::Sprints { .. })), 14);
        assert_eq!(count(|act| matches!(act, Act::Commented)), 34);
        assert!(items.iter().all(|item| item.created.is_some() && item.creator.is_some() && item.kind.is_some()));
        assert!(reading.damaged.is_empty(), "{:?}", reading.damaged);
        assert!(
            reading.notes.iter().any(|note| note.contains("--timezone")),
            "it lost the comment that names the zone"
        );
    });
    read(&folder.join("activeobjects.xml"), |reading| {
        let started: Vec<_> = reading.facts.sprints.iter().filter(|sprint| sprint.start.is_some()).collect();
        assert_eq!((reading.facts.sprints.len(), started.len(), started[0].goal.is_none()), (4, 2, true));
    });
}

#[test]
#[ignore = "needs BOARDLINT_EXPORTS"]
fn a_real_search_as_xml_is_read_whole() {
    let folder = real_exports();
    read(&folder.join("jira-xml/matteopelucco_jira_rss.xml"), |reading| {
        let items = &reading.facts.items;
        assert_eq!((items.len(), reading.notes.len(), reading.damaged.len()), (86, 0, 0));
        assert!(
            items.iter().all(|item| item.created.is_some() && item.reporter.is_some() && !item.state.name.is_empty())
        );
        let readable = |item: &boardlint::board::facts::ItemFact<'_>| {
            item.description.is_none_or(|text| !text.decode().contains("<p>") && !text.decode().contains("&lt;"))
        };
        assert!(items.iter().all(readable));
        assert!(items.iter().all(|item| item.fields.iter().any(|(id, _)| id == "customfield_10005")), "the ranks");
    });
}

/// Figures that were counted by hand on the only real Scrum board.
#[test]
#[ignore = "needs BOARDLINT_EXPORTS"]
fn the_sprints_of_a_real_board_have_the_rhythm_that_was_counted_by_hand() {
    let exports = real_exports();
    let folder = crate::support::Folder::new();
    for name in ["devlake_merico_agile_issues_list.json", "devlake_merico_sprints.json"] {
        folder.write(name, std::fs::read(exports.join("jira-json").join(name)).expect("an export"));
    }
    let inspected: Value =
        serde_json::from_str(&boardlint(&["inspect", &folder.text(), "--format", "json"]).out).expect("JSON");
    // The list contains thirty closed sprints; the issues of the search were in three of them.
    let is_closed = |sprint: &&Value| sprint["state"] == "closed";
    let closed: Vec<&Value> = inspected["sprints"].as_array().expect("sprints").iter().filter(is_closed).collect();
    let count = |holds: &dyn Fn(&Value) -> bool| closed.iter().filter(|sprint| holds(sprint)).count();
    let number = |sprint: &Value, name: &str| sprint[name].as_f64().unwrap_or_default();
    assert_eq!((closed.len(), count(&|sprint| sprint["has-goal"] == false)), (3, 3));
    assert_eq!(count(&|sprint| number(sprint, "overlap") > 0.0), 0);
    let of = |name: &str| closed.iter().map(|sprint| number(sprint, name)).collect::<Vec<_>>();
    // 14, 18 and 14 days; the second ended on a Friday and was completed on the Monday after it.
    assert_eq!((of("length-change"), of("days-late")), (vec![0.0, 4.0, 4.0], vec![0.0, 1.0, 0.0]));
    let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never"]);
    let told: Vec<_> = run.subjects().into_iter().filter(|(rule, _)| rule == "sprint-cadence-broken").collect();
    assert_eq!(told.len(), 1, "a length that is not steady: {told:?}");
}
