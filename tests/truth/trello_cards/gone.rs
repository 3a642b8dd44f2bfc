//! Cards that are no longer on their board: deleted, or moved to a board that is not in the input.

use serde_json::{Value, json};

use super::{Bakery, CHARTER, check, inspect, list, sprint, who};
use crate::support::trello::{short, unsigned_action};

/// The export in one file, and with the actions in a second file.
fn layouts(board: &Bakery) -> [Vec<(&'static str, Value)>; 2] {
    let actions = json!(board.actions());
    [vec![("tafel.json", board.whole())], vec![("tafel.json", board.newest(0)), ("aktionen.json", actions)]]
}

/// Removes `card` from the board: it is deleted or moved to another board.
fn take_off(board: &mut Bakery, by: &str, at: &str, card: &Value, how: &str) {
    let told = match how {
        "deleteCard" => json!({"id": card["id"], "idShort": card["idShort"], "shortLink": card["shortLink"]}),
        _ => short(card),
    };
    board.act(by, at, how, json!({"card": told, "list": {"id": card["idList"]}}));
    board.cards.retain(|own| own["id"] != card["id"]);
}

const WAYS: [&str; 2] = ["deleteCard", "moveCardFromBoard"];

#[test]
fn whoever_worked_on_cards_that_went_was_there() {
    for how in WAYS {
        for template in [false, true] {
            let mut board = Bakery::new();
            let card = board.card("lena", "2026-01-05T09:00", 0, "createCard", json!({}));
            board.card("lena", "2026-01-05T10:00", 0, "createCard", json!({}));
            board.act("steve", "2026-01-06T09:00", "commentCard", json!({"card": short(&card), "text": "gut"}));
            let mut model = short(&card);
            model["isTemplate"] = json!(true);
            if template {
                board.act(
                    "lena",
                    "2026-01-07T09:00",
                    "updateCard",
                    json!({"card": model, "old": {"isTemplate": false}}),
                );
            }
            take_off(&mut board, "simon", "2026-01-12T09:00", &card, how);
            let alone = inspect(CHARTER, &layouts(&board)[0]);
            assert_eq!(alone["items"]["count"], 1, "{how} {template}: {alone}");
            for files in layouts(&board) {
                let told = inspect(CHARTER, &files);
                let people = told["people"].as_array().expect("people");
                let acts =
                    |name: &str| people.iter().find(|person| person["name"] == name).map(|it| it["changes"].clone());
                let act = if template { "board-edited" } else { "commented" };
                assert_eq!(acts("steve"), Some(json!({act: 1})), "{how} {template}: {told}");
                assert!(acts("simon").is_some(), "{how} {template}: {told}");
                assert_eq!(told["items"]["phases"]["backlog"], 1, "{how} {template}: {told}");
            }
        }
    }
}

#[test]
fn a_card_that_an_older_export_holds_and_the_newer_one_lacks_is_no_item_of_the_board() {
    for how in WAYS {
        let mut board = Bakery::new();
        let card = board.card("lena", "2026-01-05T09:00", 0, "createCard", json!({}));
        let other = board.card("lena", "2026-01-05T10:00", 0, "createCard", json!({}));
        let older = board.whole();
        take_off(&mut board, "simon", "2026-01-12T09:00", &card, how);
        board.act("steve", "2026-01-13T09:00", "commentCard", json!({"card": short(&other), "text": "gut"}));
        let told = inspect(CHARTER, &[("januar.json", older), ("februar.json", board.whole())]);
        assert_eq!(
            (&told["items"]["count"], &told["items"]["phases"]["backlog"]),
            (&json!(1), &json!(1)),
            "{how}: {told}"
        );
    }
}

#[test]
fn a_card_that_went_in_the_middle_of_a_sprint_was_committed_to() {
    let charter = sprint("list = \"Sprint-Liste\"");
    for how in WAYS {
        let mut board = Bakery::new();
        let named = |points: u32| json!({"name": format!("({points}) Brot")});
        let gone = board.card("paula", "2026-01-08T09:00", 4, "createCard", named(5));
        board.card("paula", "2026-01-08T10:00", 4, "createCard", named(3));
        take_off(&mut board, "paula", "2026-01-15T09:00", &gone, how);
        let last = board.cards[0].clone();
        board.act("lena", "2026-01-30T09:00", "commentCard", json!({"card": short(&last), "text": "fertig"}));
        for files in layouts(&board) {
            let told = inspect(&charter, &files);
            assert_eq!(told["sprints"][0]["committed"], 8.0, "{how}: {told}");
        }
    }
}

#[test]
fn actions_of_a_retrospective_came_onto_the_board_although_they_were_deleted() {
    let charter =
        format!("{}retrospective = [\"Blockiert\"]\n", CHARTER.replace("impediments = [\"Blockiert\"]\n", ""));
    let rule = "retro-actions-stalled";
    let judged = |kept: bool| {
        let mut board = Bakery::new();
        let last = board.card("paula", "2026-01-08T09:00", 0, "createCard", json!({}));
        let days = ["2026-02-20", "2026-02-21", "2026-02-22"];
        let made = |day: &str| board.card("simon", &format!("{day}T09:00"), 3, "createCard", json!({}));
        let cards = days.map(made);
        for (card, day) in cards.iter().zip(days).filter(|_| !kept) {
            take_off(&mut board, "simon", &format!("{day}T15:00"), card, "deleteCard");
        }
        board.act("lena", "2026-03-02T09:00", "commentCard", json!({"card": short(&last), "text": "bald"}));
        check(&charter, &[("tafel.json", board.whole())])
    };
    assert!(!judged(true).fires(rule), "{}", judged(true).out);
    assert!(!judged(false).fires(rule), "{}", judged(false).out);
}

#[test]
fn a_card_that_went_to_a_board_of_which_the_actions_are_here_lives_on_there() {
    let mut board = Bakery::new();
    let card = board.card("paula", "2026-01-05T09:00", 0, "createCard", json!({}));
    board.card("lena", "2026-01-05T10:00", 0, "createCard", json!({}));
    take_off(&mut board, "paula", "2026-01-12T09:00", &card, "moveCardFromBoard");
    let told = inspect(CHARTER, &[("tafel.json", board.whole())]);
    assert_eq!(told["items"]["count"], 1, "{told}");
    let action = |number: u32, kind: &str, at: &str, mut data: Value| {
        data["board"] = json!({"id": "6955b900bbbbbbbbbbbbbbbb", "name": "Zweite"});
        unsigned_action(&format!("6955b900{number:016}"), &json!(who("lena")), at, kind, data)
    };
    let actions = json!([
        action(901, "commentCard", "2026-01-14T09:00:00.000Z", json!({"card": short(&card), "text": "da"})),
        action(900, "moveCardToBoard", "2026-01-12T09:00:00.000Z", json!({"card": short(&card), "list": list(1)})),
    ]);
    let told = inspect(CHARTER, &[("tafel.json", board.whole()), ("zweite.json", actions)]);
    assert_eq!(told["items"]["count"], 2, "{told}");
}
