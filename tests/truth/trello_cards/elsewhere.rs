//! Cards that contain no work of this board, and changes of cards while they were on another board.

use serde_json::{Value, json};

use super::{BOARD, Bakery, CHARTER, check, folder, inspect, list, short};
use crate::support::boardlint;

/// A list of another team's board.
fn foreign() -> Value {
    json!({"id": "5f0000000000000000000c01", "name": "Offen"})
}

/// A drag of `card` within a list by Lena, although the charter gives the order to Paula.
fn dragged(board: &mut Bakery, at: &str, card: &Value, list: &Value) {
    let data = json!({"card": {"id": card["id"], "shortLink": card["shortLink"], "pos": 2.0}, "old": {"pos": 8.0}, "list": list});
    board.act("lena", at, "updateCard", data);
}

#[test]
fn lines_links_and_mirrors_between_cards_are_no_items() {
    for role in ["separator", "link", "board", "mirror"] {
        let mut board = Bakery::new();
        let line = board.card("simon", "2026-01-05T09:00", 0, "createCard", json!({"cardRole": role, "name": "---"}));
        board.card("paula", "2026-01-05T10:00", 0, "createCard", json!({"cardRole": null}));
        dragged(&mut board, "2026-01-06T09:00", &line, &list(0));
        let run = check(CHARTER, &[("tafel.json", board.whole())]);
        assert_eq!((run.findings(), &run.summary()["items"]), (Vec::new(), &json!(1)), "{role}: {}", run.out);
        // A page of actions is understood with the board beside it.
        let actions = json!(board.actions());
        let run = check(CHARTER, &[("tafel.json", board.newest(1)), ("aktionen.json", actions)]);
        assert_eq!((run.findings(), &run.summary()["items"]), (Vec::new(), &json!(1)), "{role}: {}", run.out);
    }
}

#[test]
fn what_a_card_brings_along_from_another_board_was_not_done_on_this_one() {
    let mut board = Bakery::new();
    let card = board.card("steve", "2026-01-20T09:00", 0, "moveCardToBoard", json!({"name": "(5) Karte"}));
    let data = |more: Value| {
        let mut data = json!({"card": short(&card), "list": foreign()});
        more.as_object().expect("keys").iter().for_each(|(key, value)| data[key] = value.clone());
        data
    };
    board.act("simon", "2026-01-12T09:00", "createCard", data(json!({})));
    dragged(&mut board, "2026-01-13T09:00", &card, &foreign());
    board.act("simon", "2026-01-14T09:00", "updateCard", data(json!({"old": {"name": "Karte"}})));
    // Also that the card left that board.
    let gone = data(json!({"boardTarget": {"id": BOARD}}));
    board.act("steve", "2026-01-19T09:00", "moveCardFromBoard", gone);
    dragged(&mut board, "2026-01-22T09:00", &card, &list(0));
    let files = [("tafel.json", board.whole())];
    let run = check(CHARTER, &files);
    let found: Vec<_> = run.findings().iter().map(|found| (found["rule"].clone(), found["at"].clone())).collect();
    assert_eq!(found, [(json!("backlog-reordered-by-non-po"), json!("2026-01-22T09:00:00Z"))], "{}", run.out);
    let told = inspect(CHARTER, &files);
    assert_eq!((&told["changes"]["created"], &told["changes"]["ranked"]), (&json!(1), &json!(1)), "{told}");
}

#[test]
fn a_card_that_was_away_keeps_what_was_done_to_it_here() {
    let mut board = Bakery::new();
    let card = board.card("simon", "2026-01-05T09:00", 0, "createCard", json!({}));
    dragged(&mut board, "2026-01-06T09:00", &card, &list(0));
    let data = |more: Value| json!({"card": short(&card), "list": list(0), "boardTarget": more});
    board.act("paula", "2026-01-12T09:00", "moveCardFromBoard", data(json!({"id": "5f0000000000000000000b01"})));
    dragged(&mut board, "2026-01-14T09:00", &card, &foreign());
    board.act("paula", "2026-01-20T09:00", "moveCardToBoard", json!({"card": short(&card), "list": list(0)}));
    let run = check(CHARTER, &[("tafel.json", board.whole())]);
    let mut found: Vec<_> =
        run.findings().iter().map(|found| format!("{} {}", found["rule"], found["at"]).replace('"', "")).collect();
    found.sort();
    let here = ["backlog-reordered-by-non-po 2026-01-06T09:00:00Z", "story-written-by-sm 2026-01-05T09:00:00Z"];
    assert_eq!(found, here, "{}", run.out);
}

#[test]
fn a_card_from_an_inbox_begins_with_its_arrival() {
    let mut board = Bakery::new();
    // It was created in October.
    let old = json!({"id": "68dd0000000000000000beef"});
    let card = board.card("paula", "2026-01-27T09:00", 3, "moveInboxCardToBoard", old);
    board.act("lena", "2026-01-28T10:00", "commentCard", json!({"card": short(&card), "text": "angefangen"}));
    let run = check(CHARTER, &[("tafel.json", board.whole())]);
    assert!(!run.fires("impediment-unresolved"), "{}", run.out);
    let told = inspect(CHARTER, &[("tafel.json", board.whole())]);
    assert_eq!(told["changes"]["created"], 1, "{told}");
}

#[test]
fn a_board_that_is_taken_up_again_after_a_year_is_judged_as_it_is_then() {
    let mut board = Bakery::new();
    let card = board.card("paula", "2026-01-05T09:00", 0, "createCard", json!({}));
    board.card("paula", "2026-01-05T10:00", 0, "createCard", json!({}));
    board.moved("lena", "2027-06-10T09:00", &card, 0, 1);
    let files = [("tafel.json", board.whole())];
    assert_eq!(inspect(CHARTER, &files)["period"]["until"], "2027-06-10T09:00:00Z");
    board.moved("lena", "2099-06-10T09:00", &card, 1, 2);
    let run = check(CHARTER, &[("tafel.json", board.whole())]);
    assert!(run.err.contains("2099-06-10"), "{}", run.err);
}

#[test]
fn cards_and_actions_of_a_board_in_two_files_are_one_board() {
    let mut board = Bakery::new();
    board.card("simon", "2026-01-05T09:00", 0, "createCard", json!({}));
    let folder = folder(CHARTER, &[("karten.json", json!(board.cards)), ("aktionen.json", json!(board.actions()))]);
    folder.remove("boardlint.toml");
    let run = boardlint(&["inspect", &folder.text(), "--format", "json"]);
    let told: Value = serde_json::from_str(&run.out).expect(&run.out);
    let boards: Vec<_> =
        told["boards"].as_array().expect("boards").iter().map(|it| (&it["board"], &it["items"]["count"])).collect();
    assert_eq!(boards, [(&json!("Bäckerei"), &json!(1))], "{told}");
}
