//! The sprints in the draft of a Trello board: from lists, from labels, and from one list that serves several
//! sprints.

use serde_json::{Value, json};
use toml::Table;

use crate::support::trello::{action, moved, unsigned_action};
use crate::support::{Folder, Run, boardlint};

/// A card of the boards of this file, and the actions on it.
struct Card {
    number: usize,
    list: usize,
    labels: Vec<&'static str>,
    actions: Vec<Value>,
}

fn id(kind: u32, number: usize) -> String {
    format!("65a0{kind:04x}{number:016x}")
}

impl Card {
    /// A card that is created in a list.
    fn new(number: usize, list: usize, lists: &[&str], at: &str) -> Self {
        let mut card = Self { number, list, labels: Vec::new(), actions: Vec::new() };
        card.act(at, "createCard", json!({"card": card.short(), "list": {"id": id(1, list), "name": lists[list]}}));
        card
    }

    fn short(&self) -> Value {
        json!({"id": id(2, self.number), "shortLink": format!("loaf{:04}", self.number), "name": "A loaf"})
    }

    fn act(&mut self, at: &str, kind: &str, data: Value) {
        let place = self.number * 100 + self.actions.len();
        let who = json!({"id": id(3, 1), "username": "nora", "fullName": "Nora Baker"});
        self.actions.push(action(&id(4, place), &who, &format!("{at}:00.000Z"), kind, data));
    }

    fn moved(&mut self, at: &str, to: usize) {
        let mut card = self.short();
        card["idList"] = json!(id(1, to));
        let (before, after) = (json!({"id": id(1, self.list)}), json!({"id": id(1, to)}));
        self.act(at, "updateCard", moved(&card, &before, &after));
        self.list = to;
    }

    /// Sets the labels of the card. If `recorded`, an action records the change.
    fn labelled(&mut self, at: &str, labels: &[&'static str], recorded: bool) {
        let ids = |labels: &[&str]| labels.iter().map(|label| label_id(label)).collect::<Vec<_>>();
        let mut card = self.short();
        card["idLabels"] = json!(ids(labels));
        if recorded {
            let old = json!({"idLabels": ids(&self.labels)});
            self.act(at, "updateCard", json!({"card": card, "old": old}));
        }
        self.labels = labels.to_vec();
    }
}

fn label_id(label: &str) -> String {
    id(5, label.bytes().fold(7, |sum, byte| sum * 31 % 0xFFFF + usize::from(byte)))
}

fn board(lists: &[&str], cards: Vec<Card>) -> Value {
    let mut names: Vec<&str> = cards.iter().flat_map(|card| card.labels.iter().copied()).collect();
    names.sort_unstable();
    names.dedup();
    let label = |name: &str| json!({"id": label_id(name), "name": name});
    let closed = |name: &str| name.ends_with("(archived)");
    let list = |(place, name): (usize, &&str)| json!({"id": id(1, place), "name": name, "closed": closed(name)});
    let lists: Vec<Value> = lists.iter().enumerate().map(list).collect();
    let nora = json!(id(3, 1));
    let created = unsigned_action(&id(4, 0), &nora, "2025-12-01T09:00:00.000Z", "createBoard", json!({}));
    let mut actions = vec![created];
    let mut shown = Vec::new();
    for card in cards {
        let mut snapshot = card.short();
        snapshot["idList"] = json!(id(1, card.list));
        snapshot["labels"] = card.labels.iter().map(|name| label(name)).collect();
        snapshot["closed"] = json!(false);
        shown.push(snapshot);
        actions.extend(card.actions);
    }
    json!({"id": id(6, 1), "name": "Nora's loaves", "lists": lists, "cards": shown, "actions": actions,
           "labels": names.into_iter().map(label).collect::<Vec<_>>(), "members": []})
}

/// The draft of a board, parsed as TOML.
fn draft(board: &Value) -> (Run, Table) {
    let folder = Folder::new();
    folder.write("board.json", board.to_string());
    let run = boardlint(&["init", &folder.text(), "-o", "-"]);
    assert_eq!(run.status, 0, "{}", run.err);
    let table = run.out.parse().expect(&run.out);
    (run, table)
}

const LISTS: [&str; 4] = ["Backlog", "Sprint Backlog", "Baking", "Fertig"];
const MONDAYS: [&str; 3] = ["2026-01-12", "2026-01-26", "2026-02-09"];
const FRIDAYS: [&str; 3] = ["2026-01-16", "2026-01-30", "2026-02-13"];

/// Three sprints of three cards each. The cards go from the backlog through a sprint list to work.
fn three_sprints(label: impl Fn(usize) -> Option<(&'static str, bool)>) -> Value {
    let lists = ["Backlog", "Sprint Backlog", "Doing", "Done"];
    let mut cards = Vec::new();
    for (sprint, monday) in MONDAYS.iter().enumerate() {
        for number in 0..3 {
            let mut card = Card::new(1 + sprint * 3 + number, 0, &lists, "2026-01-02T09:00");
            if let Some((label, recorded)) = label(sprint) {
                card.labelled(&format!("{monday}T08:00"), &["Bread", label], recorded);
            }
            card.moved(&format!("{monday}T09:0{number}"), 1);
            card.moved(&format!("{monday}T11:0{number}"), 2);
            card.moved(&format!("{}T15:00", FRIDAYS[sprint]), 3);
            cards.push(card);
        }
    }
    board(&lists, cards)
}

#[test]
fn labels_that_are_named_like_sprints_are_sprints_from_when_their_cards_went_to_work() {
    let names = ["Iteration 7", "Iteration 8", "Iteration 9"];
    let (run, charter) = draft(&three_sprints(|sprint| Some((names[sprint], true))));
    let sprints = charter["sprints"].as_array().expect("sprints in force");
    for ((sprint, name), start) in sprints.iter().zip(names).zip(MONDAYS) {
        assert_eq!((sprint["name"].as_str(), sprint["label"].as_str()), (Some(name), Some(name)), "{}", run.out);
        assert_eq!(sprint["start"].to_string(), start, "{}", run.out);
    }
    assert_eq!((sprints.len(), sprints[0]["end"].to_string()), (3, "2026-01-23".to_owned()));
    // A sprint label means no kind of item, and is not listed as an unknown one.
    let kinds =
        run.out.split("[kinds]").nth(1).and_then(|rest| rest.split("# Trello knows").next()).unwrap_or_default();
    assert!(kinds.contains("Bread (9)") && !kinds.contains("Iteration"), "{kinds}");
}

#[test]
fn without_a_record_of_labels_the_days_of_their_sprints_are_for_the_team_to_confirm() {
    let (run, charter) = draft(&three_sprints(|sprint| Some((["Sprint 1", "Sprint 2", "Sprint 3"][sprint], false))));
    assert!(charter.get("sprints").is_none(), "{}", run.out);
    assert!(run.out.contains("# name = \"Sprint 2\"\n# label = \"Sprint 2\"\n# start = 2026-01-26"), "{}", run.out);
}

#[test]
fn one_list_that_serves_sprint_after_sprint_is_drafted_by_the_days_on_which_it_was_filled() {
    let (run, charter) = draft(&three_sprints(|_| None));
    assert!(charter.get("sprints").is_none(), "nothing says that they were sprints: {}", run.out);
    for monday in MONDAYS {
        let entry = format!("# name = \"Sprint from {monday}\"\n# list = \"Sprint Backlog\"\n# start = {monday}\n");
        assert!(run.out.contains(&entry), "{}", run.out);
    }
    // If the draft is put in force, its sprints are judged.
    let folder = Folder::new();
    folder.write("board.json", three_sprints(|_| None).to_string());
    let (_, sprints) = run.out.split_once("# doubtful: 3 cards came").expect("sprints");
    let (sprints, _) = sprints.split_once("# What the team agreed").expect("an end");
    let code = sprints.lines().filter_map(|line| line.strip_prefix("# "));
    let code: Vec<&str> = code.filter(|line| line.starts_with('[') || line.contains(" = ")).collect();
    folder.write("boardlint.toml", code.join("\n"));
    let run = boardlint(&["inspect", &folder.text(), "--format", "json"]);
    let told: Value = serde_json::from_str(&run.out).expect(&run.err);
    assert_eq!(told["sprints"].as_array().map(Vec::len), Some(3), "{}", run.err);
    assert_eq!(told["sprints"][1]["committed"], 3, "{}", run.out);
}

#[test]
fn a_list_that_gets_the_name_of_each_sprint_is_all_of_them() {
    let mut board = three_sprints(|_| None);
    // The name of the second sprint was changed while it ran. That does not make a second sprint.
    let names = [
        ("2026-01-23", "Sprint 4", "Sprint 5"),
        ("2026-02-02", "Sprint 5", "Sprint 5 (late)"),
        ("2026-02-06", "Sprint 5 (late)", "Sprint 6"),
    ];
    for (place, (day, before, now)) in names.iter().enumerate() {
        let data = json!({"old": {"name": before}, "list": {"id": id(1, 1), "name": now}});
        let at = format!("{day}T16:00:00.000Z");
        let action = unsigned_action(&id(7, place), &json!(id(3, 1)), &at, "updateList", data);
        board["actions"].as_array_mut().expect("actions").push(action);
    }
    board["lists"][1]["name"] = json!("Sprint 6");
    let (run, charter) = draft(&board);
    let sprints = charter["sprints"].as_array().expect("sprints in force");
    let told: Vec<String> =
        sprints.iter().map(|sprint| format!("{} {}", sprint["name"].as_str().unwrap_or(""), sprint["start"])).collect();
    assert_eq!(told, ["Sprint 4 2026-01-12", "Sprint 5 2026-01-26", "Sprint 6 2026-02-09"], "{}", run.out);
}

#[test]
fn a_list_whose_sprint_shows_no_days_is_named_all_the_same() {
    let lists = ["Backlog", "Sprint 8", "Sprint 9", "Doing"];
    let mut first = Card::new(1, 1, &lists, "2026-01-12T09:00");
    first.moved("2026-01-12T10:00", 3);
    let second = Card::new(2, 2, &lists, "2026-01-28T09:00");
    // Cards were created in the list of Sprint 9 and not changed since.
    let (run, _) = draft(&board(&lists, vec![first, second]));
    assert!(run.out.contains("# name = \"Sprint 9\"\n# start = 2026-01-28\n"), "{}", run.out);
    // Without actions there is no evidence for the dates, and none are invented.
    let mut cards = board(&lists, vec![Card::new(1, 1, &lists, "2026-01-12T09:00")]);
    cards["actions"] = json!([]);
    let (run, _) = draft(&cards);
    for list in ["Sprint 8", "Sprint 9"] {
        assert!(run.out.contains(&format!("# [[sprints]]\n# name = \"{list}\"\n\n")), "{}", run.out);
    }
    assert!(run.out.contains("nothing shows when it ran"), "{}", run.out);
}

#[test]
fn every_list_stands_somewhere_in_the_draft() {
    let mut lists: Vec<String> = LISTS.map(str::to_owned).to_vec();
    lists.extend(["Odds and ends", "Abgebrochen", "Sprint 3 of ina@example.com"].map(str::to_owned));
    lists.extend((0..10).map(|number| format!("Old {number:02} (archived)")));
    let lists: Vec<&str> = lists.iter().map(String::as_str).collect();
    let (run, charter) = draft(&board(&lists, vec![Card::new(1, 6, &lists, "2026-01-12T09:00")]));
    for list in LISTS.iter().chain(&["Odds and ends (0 cards now)", "Old 00", "Old 07 (archived) and 2 more"]) {
        assert!(run.out.replace("\n# ", " ").contains(list), "{list}: {}", run.out);
    }
    assert!(run.out.contains("…@example.com (its name is not written here)"), "{}", run.out);
    assert_eq!(charter["workflow"]["cancelled"], toml::Value::from(vec!["Abgebrochen"]), "{}", run.out);
}
