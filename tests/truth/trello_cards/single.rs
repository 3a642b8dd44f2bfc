//! A single card: when it blocks nobody, who had to do with it, and a drag that does not order the backlog.

use serde_json::{Value, json};

use crate::support::jira::CHARTER;
use crate::support::trello::unsigned_action;
use crate::support::{Folder, boardlint, check, fixture};

const MARIA: &str = "5e0be1000000000000000001";
const SAM: &str = "5e0be1000000000000000002";

fn trello(card: Value, list: Value, actions: Vec<Value>) -> String {
    // `actions` first, as `jq -S` writes it.
    json!({"actions": actions, "cards": [card], "id": "5e0be1000000000000000000", "lists": [list],
           "members": [{"id": MARIA, "username": "maria", "fullName": "Maria"},
                       {"id": SAM, "username": "sam", "fullName": "Sam"}], "name": "Bakery"})
    .to_string()
}

fn card(closed: bool) -> Value {
    json!({"id": "695e0000aaaaaaaaaaaaaaaa", "shortLink": "abc", "idShort": 1, "name": "Oven", "closed": closed,
           "idList": "5e0be1000000000000000010", "idMembers": null, "labels": null, "badges": {"comments": 0}})
}

fn created() -> Value {
    let list = json!({"id": "5e0be1000000000000000010", "name": "Blocked"});
    let data = json!({"card": {"id": "695e0000aaaaaaaaaaaaaaaa"}, "list": list});
    unsigned_action("695e0001aaaaaaaaaaaaaaaa", &json!(MARIA), "2026-01-07T06:22:24.000Z", "createCard", data)
}

#[test]
fn an_archived_card_or_list_is_in_nobodys_way() {
    let list = |closed: bool| json!({"id": "5e0be1000000000000000010", "name": "Blocked", "closed": closed});
    let judged = |card: Value, list: Value| {
        let charter = CHARTER.replace("[workflow]", "[workflow]\nimpediments = [\"Blocked\"]");
        let run = check(&charter, &trello(card, list, vec![created()]), &["--today", "2026-03-01"]);
        assert!(run.out.contains("\"items\":1"), "{}", run.out);
        run.fires("impediment-unresolved")
    };
    assert!(judged(card(false), list(false)));
    assert!(!judged(card(true), list(false)));
    assert!(!judged(card(false), list(true)));
}

#[test]
fn whoever_moves_the_due_day_of_a_card_has_it_in_their_hands() {
    let list = json!({"id": "5e0be1000000000000000010", "name": "Doing", "closed": false});
    let judged = |changed: Option<Value>| {
        let mut begun = created();
        begun["data"]["list"]["name"] = json!("Doing");
        let later = changed.map(|old| {
            let data = json!({"old": old, "card": {"id": "695e0000aaaaaaaaaaaaaaaa", "dueComplete": true}});
            unsigned_action("698e0000aaaaaaaaaaaaaaaa", &json!(SAM), "2026-02-12T12:16:10.000Z", "updateCard", data)
        });
        let data = json!({"board": {"id": "5e0be1000000000000000000"}});
        let (id, at) = ("5e0be1000000000000000000", "2020-01-02T22:56:00.000Z");
        let made = unsigned_action(id, &json!(MARIA), at, "createBoard", data);
        let actions = later.into_iter().chain([begun, made]).collect();
        let charter = CHARTER.replace("In Progress", "Doing");
        let run = check(&charter, &trello(card(false), list.clone(), actions), &["--today", "2026-02-20"]);
        run.fires("abandoned-in-progress")
    };
    assert!(judged(None));
    assert!(!judged(Some(json!({"dueComplete": false}))), "ticked off");
    assert!(!judged(Some(json!({"due": "2026-02-10T09:00:00.000Z"}))), "put off");
    assert!(judged(Some(json!({"pos": 16384}))), "dragged, which is no touch");
}

#[test]
fn a_drag_among_the_actions_of_a_retrospective_is_known_to_order_no_backlog() {
    let folder = Folder::new();
    for name in ["boardlint.toml", "board.json"] {
        let text = fixture(&format!("by-the-book/trello/{name}"));
        // Tomasz drags the newest action up, in the list in which it was created.
        let dragged = r#""actions": [
  {"id": "69fe0500b0a7d0c4006fffff", "idMemberCreator": "5fb7b099c0ffee0000000003", "type": "updateCard",
   "date": "2026-05-08T16:10:00.000Z", "data": {"card": {"shortLink": "Crust052", "pos": 1.5, "id": "CARD"},
   "old": {"pos": 3604480}, "list": {"id": "LIST", "name": "Retro actions"}}},"#;
        let export: Value = serde_json::from_str(&text).unwrap_or_default();
        let id = |list: &str, key: &str, value: &str| {
            let found = export[list].as_array().into_iter().flatten().find(|one| one[key] == value);
            found.map(|one| one["id"].as_str().expect("an id").to_owned()).unwrap_or_default()
        };
        let dragged = dragged.replace("CARD", &id("cards", "shortLink", "Crust052"));
        let dragged = dragged.replace("LIST", &id("lists", "name", "Retro actions"));
        folder.write(name, text.replacen("\"actions\": [", &dragged, 1));
    }
    let run = boardlint(&["check", &folder.text(), "--format", "jsonl"]);
    let told: Vec<_> = run.objects().into_iter().filter(|one| one["rule"] == "backlog-reordered-by-non-po").collect();
    assert!(run.out.contains("\"changes\":411") && told.is_empty(), "{told:?}\n{}", run.out);
}

#[test]
fn a_position_in_another_spelling_is_no_drag() {
    let list = json!({"id": "5e0be1000000000000000010", "name": "Backlog", "closed": false});
    let judged = |before: Value, after: Value| {
        let data =
            json!({"old": {"pos": before}, "card": {"id": "695e0000aaaaaaaaaaaaaaaa", "pos": after}, "list": list});
        let drag =
            unsigned_action("698e0000aaaaaaaaaaaaaaaa", &json!(SAM), "2026-02-12T12:16:10.000Z", "updateCard", data);
        let mut begun = created();
        begun["data"]["list"]["name"] = json!("Backlog");
        check(CHARTER, &trello(card(false), list.clone(), vec![drag, begun]), &[]).fires("backlog-reordered-by-non-po")
    };
    assert!(!judged(json!(131_072), json!(131_072.0)));
    assert!(judged(json!(131_072), json!(131_071.5)));
}
