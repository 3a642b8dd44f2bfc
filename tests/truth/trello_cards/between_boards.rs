//! Cards that were moved here from another board, or from here to another board.

use serde_json::{Value, json};

use super::{Bakery, CHARTER, check, inspect, list, sprint, who};
use crate::support::trello::short;

#[test]
fn a_card_from_another_board_begins_with_its_arrival() {
    let mut board = Bakery::new();
    let old = json!({"id": "68dd0000000000000000beef", "idMemberCreator": who("simon")});
    board.card("paula", "2026-01-27T09:00", 3, "moveCardToBoard", old);
    let next = board.card("lena", "2026-01-28T09:00", 1, "createCard", json!({}));
    board.act("lena", "2026-01-28T10:00", "commentCard", json!({"card": short(&next), "text": "angefangen"}));
    let run = check(CHARTER, &[("tafel.json", board.whole())]);
    assert!(!run.fires("impediment-unresolved") && !run.fires("story-written-by-sm"), "{}", run.out);
    let told = inspect(CHARTER, &[("tafel.json", board.whole())]);
    assert_eq!(told["period"]["since"], "2026-01-01T00:00:00Z", "the board is older than the card was here");
}

#[test]
fn whoever_brings_a_card_from_another_board_into_a_running_sprint_put_it_there() {
    let charter = sprint("list = \"Sprint-Liste\"");
    for (place, fires) in [(4, true), (0, false)] {
        let mut board = Bakery::new();
        let old = json!({"id": "68dd0000000000000000beef", "idMemberCreator": who("simon")});
        board.card("steve", "2026-01-14T09:00", place, "moveCardToBoard", old);
        let last = board.card("paula", "2026-01-08T09:00", 4, "createCard", json!({}));
        board.act("lena", "2026-01-20T10:00", "commentCard", json!({"card": short(&last), "text": "angefangen"}));
        let run = check(&charter, &[("tafel.json", board.whole())]);
        let found = run.findings_of("stakeholder-bypasses-po");
        assert_eq!(found.iter().map(|it| &it["actor"]["name"]).collect::<Vec<_>>(), vec!["steve"; usize::from(fires)]);
        assert_eq!(run.gap("stakeholder-bypasses-po"), None, "{}", run.out);
        // It is unknown who wrote the card there.
        assert!(!run.fires("story-written-by-sm"), "{}", run.out);
    }
}

#[test]
fn a_card_from_another_board_may_go_back_to_whoever_created_it_or_had_it_there() {
    let arrival = ("moveCardToBoard", json!({"id": "68dd0000000000000000beef"}));
    // The record of the other card shows who created it, and that it was never on another board.
    for ((kind, more), fires) in [(arrival, false), (("createCard", json!({})), true)] {
        let mut board = Bakery::new();
        let card = board.card("paula", "2026-01-14T09:00", 0, kind, more);
        board.act(
            "paula",
            "2026-01-15T09:00",
            "addMemberToCard",
            json!({"card": short(&card), "idMember": who("lena")}),
        );
        let run = check(CHARTER, &[("tafel.json", board.whole())]);
        assert_eq!(run.fires("work-assigned-by-po"), fires, "{}", run.out);
        let missing = run.gap("work-assigned-by-po").map(|gap| gap.missing);
        assert_eq!(missing.as_deref(), (!fires).then_some("creators"), "{}", run.out);
    }
}

#[test]
fn a_card_that_came_with_its_list_begins_with_the_list() {
    let mut board = Bakery::new();
    let old = json!({"id": "695f0a00000000000000beef", "idMemberCreator": who("simon")});
    let card = board.card("simon", "2026-01-08T09:00", 3, "createCard", old);
    board.actions.pop();
    board.act("paula", "2026-01-27T09:00", "moveListToBoard", json!({"list": list(3)}));
    board.act("lena", "2026-01-28T10:00", "commentCard", json!({"card": short(&card), "text": "angefangen"}));
    let run = check(CHARTER, &[("tafel.json", board.whole())]);
    assert!(!run.fires("impediment-unresolved") && !run.fires("story-written-by-sm"), "{}", run.out);
}

#[test]
fn a_card_that_was_moved_between_two_boards_of_a_team_stands_on_the_second() {
    let mut first = Bakery::new();
    let card = first.card("paula", "2026-01-05T09:00", 0, "createCard", json!({}));
    let mut second = first.whole();
    first.act("paula", "2026-01-12T09:00", "moveCardFromBoard", json!({"card": short(&card), "list": list(0)}));
    first.cards.clear();
    // Also if the card has an id of its own in the action.
    let other = json!({"id": "695db90000000000000000ff", "shortLink": "karte255"});
    first.card("paula", "2026-01-13T09:00", 0, "createCard", other);
    second["id"] = json!("6955b900bbbbbbbbbbbbbbbb");
    second["cards"][0]["idList"] = list(1)["id"].clone();
    let arrival = json!({"id": "6955b900cccccccccccccccc", "idMemberCreator": who("paula"), "type": "moveCardToBoard",
                         "date": "2026-01-12T09:00:00.000Z", "data": {"card": short(&card), "list": list(1)}});
    second["actions"] = json!([arrival]);
    let told = inspect(CHARTER, &[("erste.json", first.whole()), ("zweite.json", second)]);
    assert_eq!(told["items"]["phases"]["active-sprint"], 1, "{told}");
}

#[test]
fn what_was_done_to_a_card_on_the_board_that_it_came_from_belongs_to_it() {
    let mut first = Bakery::new();
    let card = first.card("simon", "2026-01-05T09:00", 0, "createCard", json!({}));
    let rank = json!({"card": {"id": card["id"], "pos": 2.0}, "old": {"pos": 8.0}, "list": list(0)});
    first.act("lena", "2026-01-07T09:00", "updateCard", rank);
    first.act("paula", "2026-01-12T09:00", "moveCardFromBoard", json!({"card": short(&card), "list": list(0)}));
    let mut second = first.whole();
    first.cards.clear();
    first.card(
        "paula",
        "2026-01-13T09:00",
        0,
        "createCard",
        json!({"id": "695db90000000000000000ff", "shortLink": "karte255"}),
    );
    second["id"] = json!("6955b900bbbbbbbbbbbbbbbb");
    second["cards"][0]["idList"] = list(1)["id"].clone();
    let action = |id: &str, kind: &str, at: &str, data: Value| {
        json!({"id": id, "idMemberCreator": who("paula"), "type": kind,
        "date": format!("{at}:00.000Z"), "data": data})
    };
    second["actions"] = json!([
        action(
            "6955b900cccccccccccccccc",
            "moveCardToBoard",
            "2026-01-12T09:00",
            json!({"card": short(&card), "list": list(1)})
        ),
        action("6955b900bbbbbbbbbbbbbbbc", "createBoard", "2026-01-01T00:00", json!({})),
    ]);
    let rules = ["story-written-by-sm", "backlog-reordered-by-non-po"];
    let alone = check(CHARTER, &[("zweite.json", second.clone())]);
    assert!(rules.iter().all(|rule| !alone.fires(rule)) && alone.gap(rules[0]).is_some(), "{}", alone.out);
    for names in [["a.json", "b.json"], ["b.json", "a.json"]] {
        let files = [(names[0], first.whole()), (names[1], second.clone())];
        let both = check(CHARTER, &files);
        assert!(rules.iter().all(|rule| both.fires(rule)) && both.gap(rules[0]).is_none(), "{}", both.out);
        let told = inspect(CHARTER, &files);
        assert_eq!(told["items"]["phases"]["active-sprint"], 1, "{told}");
    }
}

#[test]
fn a_card_that_left_the_board_does_not_come_back_from_an_older_export() {
    let mut board = Bakery::new();
    let moved = board.card("paula", "2026-01-05T09:00", 0, "createCard", json!({}));
    board.card("paula", "2026-01-05T10:00", 0, "createCard", json!({}));
    let older = board.whole();
    board.act("paula", "2026-01-12T09:00", "moveCardFromBoard", json!({"card": short(&moved), "list": list(0)}));
    board.card("paula", "2026-01-13T09:00", 0, "createCard", json!({}));
    board.cards.drain(..2);
    // No action shows what happened to the second card.
    for newer in [board.whole(), board.newest(1)] {
        let told = inspect(CHARTER, &[("neu.json", newer), ("alt.json", older.clone())]);
        assert_eq!(told["items"]["phases"]["backlog"], 1, "{told}");
    }
}
