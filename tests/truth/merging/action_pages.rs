//! Pages of actions, and a table of cards, with a Trello board and alone.

use serde_json::{Value, json};

use super::{RANK, check};
use crate::support::jira::CHARTER;
use crate::support::trello;
use crate::support::{Folder, Gap, boardlint};

const BOARD: &str = "5e0be1000000000000000000";

fn member(name: &str) -> Value {
    let id = if name == "maria" { "5e0be1000000000000000001" } else { "5e0be1000000000000000002" };
    trello::member(id, name)
}

/// An action on the only card; `number` determines the minute of the day.
fn action(number: u32, by: &str, kind: &str, more: Value) -> Value {
    let mut data = json!({"board": {"id": BOARD, "name": "Bakery"}, "list": {"id": "5e0be1000000000000000010", "name": "Backlog"},
        "card": {"id": "695e0000aaaaaaaaaaaaaaaa", "shortLink": "abc", "idShort": 1, "name": "Oven"}});
    for (name, value) in more.as_object().cloned().unwrap_or_default() {
        for (key, value) in value.as_object().cloned().unwrap_or_default() {
            data[&name][key] = value;
        }
    }
    let at = format!("2026-01-{:02}T{:02}:{:02}:00.000Z", 8 + number / 1440, number / 60 % 24, number % 60);
    trello::action(&format!("695e{number:020x}"), &member(by), &at, kind, data)
}

/// The action that created the board.
fn made() -> Value {
    let mut made = action(0, "maria", "createBoard", json!({}));
    made["data"] = json!({"board": {"id": BOARD, "name": "Bakery"}});
    made
}

fn dragged(number: u32) -> Value {
    action(number, "sam", "updateCard", json!({"card": {"pos": 10.5}, "old": {"pos": 16383.75}}))
}

#[test]
fn pages_of_actions_are_read_alone_and_beside_a_board_with_the_one_at_their_boundary_once() {
    let charter = CHARTER.replace("Maria", "maria").replace("Sam", "sam");
    let mut actions: Vec<_> = (20..40).rev().step_by(10).map(dragged).collect();
    actions.push(action(1, "maria", "createCard", json!({})));
    actions.push(made());
    let pages = json!([[actions[0], actions[1]], [actions[1], actions[2], actions[3]]]).to_string();
    let lines: String = actions.iter().map(|action| format!("{action}\n")).collect();
    for dump in [pages.clone(), lines, json!(actions).to_string()] {
        let folder = Folder::new();
        folder.write("boardlint.toml", &charter);
        folder.write("actions.json", &dump);
        let run = check(&folder, &[]);
        let summary = run.summary();
        assert_eq!((run.findings().len(), &summary["items"]), (2, &json!(1)), "{}{}", run.out, run.err);
        assert_eq!(run.findings()[0]["item"], "abc");
    }
    let folder = Folder::new();
    folder.write("boardlint.toml", &charter);
    folder.write("older.json", pages);
    let newest = json!({"id": BOARD, "name": "Bakery", "actions": [dragged(50), actions[0]], "lists": [{"id": "5e0be1000000000000000010",
        "name": "Backlog", "closed": false}], "members": [member("maria"), member("sam")], "cards": [{"id": "695e0000aaaaaaaaaaaaaaaa",
        "shortLink": "abc", "idShort": 1, "name": "Oven, new", "closed": false, "idList": "5e0be1000000000000000010"}]});
    folder.write("board.json", newest.to_string());
    let run = check(&folder, &[]);
    assert_eq!((run.findings().len(), run.gap(RANK)), (3, None), "{}", run.out);
    assert_eq!(run.findings()[2]["title"], "Oven, new");
}

#[test]
fn a_newer_export_that_does_not_overlap_takes_nothing_from_what_the_older_one_proves() {
    let charter = CHARTER.replace("Maria", "maria").replace("Sam", "sam");
    let folder = Folder::new();
    folder.write("boardlint.toml", charter);
    let older = [dragged(300), dragged(200), action(1, "maria", "createCard", json!({})), made()];
    folder.write("older.json", json!(older).to_string());
    assert_eq!(check(&folder, &[]).findings().len(), 2);
    folder.write("newer.json", json!([dragged(5100), dragged(5000)]).to_string());
    let run = check(&folder, &[]);
    // What came just before the first action after the gap may have written its rank.
    assert_eq!(run.findings().len(), 3, "{}", run.out);
    assert!(run.gap(RANK).is_some_and(|gap| gap.partial), "{}", run.out);
}

#[test]
fn a_thousand_actions_are_a_cut_board_and_the_hint_fetches_the_rest() {
    let charter = CHARTER.replace("Maria", "maria").replace("Sam", "sam");
    let folder = Folder::new();
    folder.write("boardlint.toml", charter);
    let actions: Vec<_> = (2..1002).rev().map(dragged).collect();
    let board = |actions: &[Value]| {
        json!({"id": BOARD, "name": "Bakery", "actions": actions, "cards": [{"id": "695e0000aaaaaaaaaaaaaaaa",
        "shortLink": "abc", "name": "Oven", "idList": "5e0be1000000000000000010"}], "members": [member("maria"), member("sam")],
        "lists": [{"id": "5e0be1000000000000000010", "name": "Backlog"}]}).to_string()
    };
    folder.write("board.json", board(&actions));
    let Gap { missing, partial, hint, .. } = check(&folder, &[]).gap(RANK).expect("what came before is missing");
    assert_eq!((missing.as_str(), partial), ("history", true));
    let second = actions[998]["id"].as_str().expect("an id");
    assert!(hint.contains(&format!("/boards/{BOARD}/actions?limit=1000&before={second}&")), "{hint}");
    let first = action(1, "maria", "createCard", json!({}));
    folder.write("older.json", json!([first]).to_string());
    let run = check(&folder, &[]);
    assert!(run.gap(RANK).is_some(), "there may be a hole before the oldest action of the board");
    assert!(
        run.out.contains(" on, and in part before: the older pages do not overlap")
            && !run.out.contains("was not exported"),
        "{}",
        run.out
    );
    folder.write("older.json", json!([actions[999], first, made()]).to_string());
    assert_eq!(check(&folder, &[]).gap(RANK), None, "what overlaps leaves no hole");
    folder.write("board.json", board(&actions[..999]));
    std::fs::remove_file(folder.path().join("older.json")).expect("it was there");
    assert!(check(&folder, &[]).gap(RANK).is_some(), "however few there are, none of them made the board");
}

#[test]
fn filtered_actions_cannot_tell_who_ordered_the_backlog() {
    let charter = CHARTER.replace("Maria", "maria").replace("Sam", "sam");
    let folder = Folder::new();
    folder.write("boardlint.toml", charter);
    let list = |name: &str| json!({"id": format!("5e0be10000000000000000{name}"), "name": if name == "10" { "Backlog" } else { "In Progress" }});
    let moved = |number: u32| {
        let (from, to) = if number.is_multiple_of(2) { ("10", "11") } else { ("11", "10") };
        let mut moved = action(number, "sam", "updateCard", json!({"old": {"idList": list(from)["id"]}}));
        moved["data"]["listBefore"] = list(from);
        moved["data"]["listAfter"] = list(to);
        moved
    };
    let actions: Vec<_> = (2..14).map(moved).collect();
    folder.write("actions.json", json!(actions).to_string());
    let Gap { missing, partial, .. } = check(&folder, &[]).gap(RANK).expect("no drag was exported");
    assert_eq!((missing.as_str(), partial), ("ranks", false));
}

#[test]
fn without_moves_it_is_not_known_which_cards_were_in_the_sprints_that_are_over() {
    let list =
        |name: &str, id: u32| json!({"id": format!("5e0be10000000000000000{id}"), "name": name, "closed": false});
    let lists = [list("Backlog", 10), list("Sprint 1", 11), list("Done", 12)];
    let card = json!({"id": "695e0000aaaaaaaaaaaaaaaa", "shortLink": "abc", "idShort": 1, "name": "Oven", "idList": lists[2]["id"],
        "desc": "", "labels": []});
    let retitled = action(60, "maria", "updateCard", json!({"card": {"name": "Oven"}, "old": {"name": "Stove"}}));
    let board = json!({"id": BOARD, "name": "Bakery", "actions": [retitled, action(1, "maria", "createCard", json!({})), made()],
        "cards": [card], "lists": lists, "members": [member("maria"), member("sam")]});
    let folder = Folder::new();
    let days = "[[sprints]]\nname = \"Sprint 1\"\nstart = 2026-01-12\nend = 2026-01-23\n";
    folder.write("boardlint.toml", format!("{}\n{days}", CHARTER.replace("Maria", "maria").replace("Sam", "sam")));
    folder.write("board.json", board.to_string());
    let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never", "--today", "2026-01-30"]);
    let Gap { missing, partial, message, hint } = run.gap("unready-item-committed").expect("a gap");
    assert_eq!((missing.as_str(), partial), ("history", false));
    assert_eq!(message, "the actions were fetched with a filter, it seems: none of them tells who moved what");
    assert!(hint.starts_with("fetch them without a filter"), "{hint}");
}

#[test]
fn what_a_card_is_no_action_tells() {
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER.replace("Maria", "maria").replace("Sam", "sam"));
    folder.write("actions.json", json!([action(1, "sam", "createCard", json!({}))]).to_string());
    let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--select", "story-written-by-sm"]);
    assert_eq!(
        (run.findings().len(), run.gap("story-written-by-sm").map(|gap| gap.missing)),
        (0, Some("mapping".to_owned()))
    );
}

#[test]
fn a_newer_table_of_cards_tells_where_they_stand() {
    let list =
        |name: &str, id: u32| json!({"id": format!("5e0be10000000000000000{id}"), "name": name, "closed": false});
    let (doing, blocked) = (list("In Progress", 10), list("Blocked", 20));
    let folder = Folder::new();
    folder.write("boardlint.toml", CHARTER.replace("[workflow]", "[workflow]\nimpediments = [\"Blocked\"]"));
    let card = json!({"id": "695e0000aaaaaaaaaaaaaaaa", "shortLink": "abc", "idShort": 1, "name": "Oven", "idList": blocked["id"]});
    let data = trello::moved(&json!({"id": card["id"], "idList": card["idList"]}), &doing, &blocked);
    let (id, at) = ("695e1000aaaaaaaaaaaaaaaa", "2026-01-08T10:00:00.000Z");
    let moved = trello::action(id, &member("li"), at, "updateCard", data);
    let board = json!({"id": BOARD, "name": "Bakery", "actions": [moved, made()], "cards": [card], "lists": [doing, blocked],
        "members": [member("li")]});
    folder.write("january.json", board.to_string());
    let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never", "--today", "2026-01-30"]);
    assert!(run.fires("impediment-unresolved"), "{}{}", run.out, run.err);
    folder.write(
        "february.csv",
        format!(
            "Card ID,Card Name,Card URL,Card Description,Labels,Members,Due Date,Last Activity Date,List ID,List Name,Board ID,Board Name,Archived\n\
             695e0000aaaaaaaaaaaaaaaa,Oven,https://trello.com/c/abc,,,,,2026-01-29T09:00:00.000Z,{},In Progress,{BOARD},Bakery,false\n",
            doing["id"].as_str().unwrap_or_default()
        ),
    );
    let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never", "--today", "2026-01-30"]);
    for rule in ["impediment-unresolved", "impediment-without-sm", "impediment-cleared-late"] {
        assert!(!run.fires(rule), "{rule}: {:?}", run.findings());
    }
}
