//! Cards that hold no work of this board, and what was done to cards while they were on another one.

use serde_json::{Value, json};

use super::left_out::moved;
use super::{BOARD, Bakery, CHARTER, check, folder, inspect, list, short};
use crate::support::boardlint;

/// A list of another team's board.
fn foreign() -> Value {
    json!({"id": "5f0000000000000000000c01", "name": "Offen"})
}

/// A drag of `card` by Lena, which the charter leaves to Paula, within a list.
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
        // What a page of actions tells of it is known by the board beside it.
        let actions = json!(board.actions());
        let run = check(CHARTER, &[("tafel.json", board.newest(1)), ("aktionen.json", actions)]);
        assert_eq!((run.findings(), &run.summary()["items"]), (Vec::new(), &json!(1)), "{role}: {}", run.out);
    }
}

#[test]
fn a_card_from_an_inbox_begins_with_its_arrival() {
    let mut board = Bakery::new();
    // It was made in October.
    let old = json!({"id": "68dd0000000000000000beef"});
    let card = board.card("paula", "2026-01-27T09:00", 3, "moveInboxCardToBoard", old);
    board.act("lena", "2026-01-28T10:00", "commentCard", json!({"card": short(&card), "text": "angefangen"}));
    let run = check(CHARTER, &[("tafel.json", board.whole())]);
    assert!(!run.fires("impediment-unresolved"), "{}", run.out);
    let told = inspect(CHARTER, &[("tafel.json", board.whole())]);
    assert_eq!(told["changes"]["created"], 1, "{told}");
}
