//! Cards with missing actions: because of Trello's limit, a filter, or because they cannot be read.

use serde_json::{Value, json};

use super::{Bakery, CHARTER, check, folder, label, list, sprint, who};
use crate::support::boardlint;
use crate::support::trello::{self, short};

#[test]
fn moves_that_a_filter_left_out_are_no_history() {
    let mut board = Bakery::new();
    let card = board.card("paula", "2026-01-05T09:00", 0, "createCard", json!({}));
    board.act("lena", "2026-01-06T09:00", "commentCard", json!({"card": short(&card), "text": "fertig"}));
    let run = check(CHARTER, &[("tafel.json", board.whole())]);
    assert_eq!(run.gap("status-moved-by-po"), None);
    board.cards[0]["idList"] = list(2)["id"].clone();
    let run = check(CHARTER, &[("tafel.json", board.whole())]);
    assert_eq!(run.gap("status-moved-by-po").expect("a gap").missing, "history");
}

#[test]
fn an_action_that_does_not_say_what_it_did_leaves_the_history_with_holes() {
    let mut board = Bakery::new();
    let card = board.card("paula", "2026-01-05T09:00", 0, "createCard", json!({}));
    board.act(
        "simon",
        "2026-01-06T09:00",
        "updateCard",
        json!({"card": {"id": card["id"], "pos": 1}, "old": {"pos": 9}, "list": list(0)}),
    );
    let rule = "backlog-reordered-by-non-po";
    let run = |key: &str, value: Option<Value>| {
        let mut export = board.whole();
        let action =
            export["actions"].as_array_mut().expect("actions").iter_mut().find(|action| action["type"] == "updateCard");
        let action = action.and_then(Value::as_object_mut).expect("an action");
        let at = if let Some(inside) = key.strip_prefix("data.") {
            let data = action["data"].as_object_mut().expect("data");
            (data, inside)
        } else {
            (action, key)
        };
        match value {
            Some(value) => drop(at.0.insert(at.1.to_owned(), value)),
            None => drop(at.0.remove(at.1)),
        }
        check(CHARTER, &[("tafel.json", export)])
    };
    assert!(run("limits", None).fires(rule));
    let losses = [
        ("data", None),
        ("data", Some(Value::Null)),
        ("type", None),
        ("data.card", None),
        ("data.card", Some(json!({"pos": 1}))),
    ];
    for (key, value) in losses {
        let run = run(key, value.clone());
        assert!(!run.fires(rule) && run.gap(rule).is_some(), "{key} {value:?}: {}", run.out);
        assert!(run.out.contains("\"type\":\"unreadable\""), "{key} {value:?}: {}", run.out);
    }
    let run = run("data.old", None);
    assert!(!run.fires(rule) && run.gap(rule).is_some(), "it may have been a rank: {}", run.out);
}

#[test]
fn a_move_is_known_by_the_lists_that_it_names() {
    let mut board = Bakery::new();
    let card = board.card("paula", "2026-01-05T09:00", 0, "createCard", json!({}));
    let data = json!({"card": {"id": card["id"], "idList": list(1)["id"]}, "old": {"idList": list(0)["id"]},
        "listBefore": list(0), "listAfter": list(1)});
    board.act("paula", "2026-01-06T09:00", "updateCard", data);
    let rule = "status-moved-by-po";
    let judged = |export: Value| {
        let run = check(CHARTER, &[("tafel.json", export)]);
        (run.findings_of(rule).len(), run.gap(rule).map(|gap| gap.missing))
    };
    let whole = judged(board.whole());
    assert_eq!(whole.0, 1);
    let mut export = board.whole();
    let actions = export["actions"].as_array_mut().expect("actions").iter_mut();
    let moved = actions.filter(|action| action["type"] == "updateCard").last().expect("a move");
    moved["data"].as_object_mut().expect("data").remove("old");
    assert_eq!(judged(export), whole);
}

#[test]
fn the_oldest_rank_of_a_cut_history_may_have_come_with_a_move() {
    let mut board = Bakery::new();
    let card = board.card("paula", "2026-01-05T09:00", 0, "createCard", json!({}));
    let rank = |board: &mut Bakery, at: &str| {
        let data = json!({"list": list(0), "card": {"id": card["id"], "pos": 1}, "old": {"pos": 9}});
        board.act("lena", at, "updateCard", data);
    };
    rank(&mut board, "2026-01-12T09:00");
    board.act("paula", "2026-01-13T09:00", "commentCard", json!({"card": short(&card), "text": "gut"}));
    let fires = |board: &Bakery, count| {
        check(CHARTER, &[("tafel.json", board.newest(count))]).fires("backlog-reordered-by-non-po")
    };
    assert!(fires(&board, 4) && fires(&board, 3) && !fires(&board, 2));
    rank(&mut board, "2026-01-12T09:01");
    assert!(fires(&board, 3), "a minute later nothing led it");
}

#[test]
fn the_first_move_of_a_cut_history_may_have_taken_one_back() {
    let moved = |said: &str, at: &str| {
        let mut board = Bakery::new();
        let card = board.card("paula", "2026-01-05T09:00", 1, "createCard", json!({}));
        board.moved("paula", "2026-01-12T09:00", &card, 1, 0);
        board.act("lena", said, "commentCard", json!({"card": short(&card), "text": "gut"}));
        board.moved("paula", at, &card, 0, 1);
        let fires = |export| check(CHARTER, &[("tafel.json", export)]).fires("status-moved-by-po");
        (fires(board.whole()), fires(board.newest(2)))
    };
    assert_eq!(moved("2026-01-12T09:02", "2026-01-12T09:05"), (false, false));
    assert_eq!(
        moved("2026-01-12T09:02", "2026-01-12T09:16"),
        (true, false),
        "14 minutes after the cut it is not known"
    );
    assert_eq!(moved("2026-01-12T09:02", "2026-01-12T09:18"), (true, true));
}

#[test]
fn what_a_card_was_created_as_the_older_actions_tell_and_no_mapping() {
    let charter = CHARTER.replace("[\"In Arbeit\"]", "[\"In Arbeit\", \"Sprint-Liste\"]");
    let mut board = Bakery::new();
    let card = board.card("lena", "2026-01-05T09:00", 3, "createCard", json!({}));
    board.moved("lena", "2026-01-08T09:00", &card, 3, 1);
    board.act("lena", "2026-01-12T09:00", "commentCard", json!({"card": short(&card), "text": "gut"}));
    board.moved("simon", "2026-01-13T09:00", &card, 1, 4);
    let rule = "status-moved-by-sm";
    let whole = check(&charter, &[("tafel.json", board.whole())]);
    assert!(!whole.fires(rule) && whole.gap(rule).is_none(), "{}", whole.out);
    let cut = check(&charter, &[("tafel.json", board.newest(2))]).gap(rule).expect("a gap");
    assert_eq!(cut.missing, "history");
    assert!(cut.hint.contains("/actions?limit=1000&before="), "{}", cut.hint);
}

#[test]
fn a_finding_about_a_card_keeps_its_fingerprint_when_its_creation_is_cut_off() {
    let mut board = Bakery::new();
    board.card("simon", "2026-01-06T09:00", 0, "createCard", json!({"idMemberCreator": who("simon")}));
    board.card("paula", "2026-01-07T09:00", 0, "createCard", json!({"idMemberCreator": who("paula")}));
    let fingerprint = |export| {
        let found = check(CHARTER, &[("tafel.json", export)]).findings_of("story-written-by-sm");
        assert_eq!(found.len(), 1, "{found:?}");
        found[0]["fingerprint"].clone()
    };
    assert_eq!(fingerprint(board.whole()), fingerprint(board.newest(1)));
}

#[test]
fn without_sprints_who_finished_what_is_known_where_the_last_42_days_are() {
    let mut board = Bakery::new();
    let cards: Vec<Value> = (0..5)
        .map(|_| {
            // A label gives its kind, whatever it is.
            let more = json!({"idMembers": [who("simon")], "labels": [label(1)]});
            board.card("lena", "2026-01-05T09:00", 1, "createCard", more)
        })
        .collect();
    board.act("lena", "2026-01-06T09:00", "commentCard", json!({"card": short(&cards[0]), "text": "gut"}));
    for (place, card) in cards.iter().enumerate() {
        board.moved("lena", &format!("2026-02-{}T09:00", 16 + place), card, 1, 2);
    }
    let rule = "sm-is-primary-developer";
    let judged = |count| check(CHARTER, &[("tafel.json", board.newest(count))]);
    assert!(judged(usize::MAX).fires(rule), "Simon had all five");
    assert!(judged(6).fires(rule), "what is missing was more than 42 days before");
    let cut = judged(5);
    assert!(!cut.fires(rule) && cut.gap(rule).is_some(), "{}", cut.out);
}

#[test]
fn a_card_of_which_the_beginning_is_lost_may_have_been_no_story() {
    let mut board = Bakery::new();
    let card = board.card("simon", "2026-01-05T09:00", 3, "createCard", json!({"idMemberCreator": who("simon")}));
    board.moved("simon", "2026-01-06T09:00", &card, 3, 2);
    let second = board.card("lena", "2026-01-07T09:00", 0, "createCard", json!({}));
    board.act("lena", "2026-01-08T09:00", "commentCard", json!({"card": short(&second), "text": "gut"}));
    let rule = "story-written-by-sm";
    let judged = |count| check(CHARTER, &[("tafel.json", board.newest(count))]);
    assert!(!judged(usize::MAX).fires(rule), "an impediment");
    for count in [0, 2] {
        let cut = judged(count);
        assert!(!cut.fires(rule) && cut.gap(rule).is_some(), "{}", cut.out);
    }
}

#[test]
fn a_card_that_may_have_begun_as_an_impediment_is_not_known_to_be_ordered_in_the_backlog() {
    let rule = "backlog-reordered-by-non-po";
    let no_impediments = CHARTER.replace("impediments", "acceptance");
    for (charter, begun_in, fires) in [(CHARTER, 3, false), (CHARTER, 0, true), (&no_impediments, 3, true)] {
        let mut board = Bakery::new();
        let card = board.card("paula", "2026-01-05T09:00", begun_in, "createCard", json!({}));
        board.moved("lena", "2026-01-06T09:00", &card, begun_in, 1);
        board.moved("lena", "2026-01-08T09:00", &card, 1, 0);
        board.act("lena", "2026-01-08T12:00", "commentCard", json!({"card": short(&card), "text": "später"}));
        let rank = json!({"card": {"id": card["id"], "pos": 2.0}, "old": {"pos": 8.0}, "list": list(0)});
        board.act("lena", "2026-01-09T09:00", "updateCard", rank);
        let whole = check(charter, &[("tafel.json", board.whole())]);
        assert_eq!(whole.fires(rule), fires, "{}", whole.out);
        // The creation of the card is cut off, in whichever list it was.
        let cut = check(charter, &[("tafel.json", board.newest(3))]);
        assert_eq!(cut.fires(rule), charter != CHARTER, "{}", cut.out);
        assert!(cut.gap(rule).is_some(), "{}", cut.out);
        // A card that waits at the start of the known history counts as having begun there.
        assert!(check(charter, &[("tafel.json", board.newest(2))]).fires(rule));
    }
}

#[test]
fn a_card_whose_moves_are_missing_stands_where_it_says() {
    let mut board = Bakery::new();
    let card = board.card("paula", "2026-01-05T09:00", 0, "createCard", json!({}));
    board.card("paula", "2026-01-05T10:00", 0, "createCard", json!({}));
    board.act("lena", "2026-01-20T09:00", "commentCard", json!({"card": short(&card), "text": "gut"}));
    board.cards[0]["dateLastActivity"] = json!("2026-01-15T09:00:00.000Z");
    board.cards[0]["idList"] = list(2)["id"].clone();
    let phases = |board: &Bakery, until: &str| {
        let folder = folder(CHARTER, &[("tafel.json", board.whole())]);
        let run = boardlint(&["inspect", &folder.text(), "--format", "json", "--until", until]);
        let told: Value = serde_json::from_str(&run.out).expect(&run.out);
        let phases = &told["boards"][0]["items"]["phases"];
        (phases["backlog"].as_u64(), phases["done"].as_u64())
    };
    for moves in 0..2 {
        if moves == 1 {
            // Moves of other cards prove nothing about this one.
            let other = board.cards[1].clone();
            board.moved("lena", "2026-01-19T09:00", &other, 0, 2);
        }
        assert_eq!(phases(&board, "2026-01-20"), [(Some(1), Some(1)), (Some(0), Some(2))][moves]);
        // It is unknown when it came there.
        assert_eq!(phases(&board, "2026-01-08"), (Some(2), Some(0)));
    }
    for card in &mut board.cards {
        card.as_object_mut().expect("a card").remove("idList");
    }
    assert_eq!(phases(&board, "2026-01-20"), (Some(1), Some(1)), "it does not say where it stands");
}

#[test]
fn what_cannot_be_read_of_a_cards_actions_is_missing_from_its_history() {
    let mut board = Bakery::new();
    let card = board.card("paula", "2026-01-05T09:00", 1, "createCard", json!({}));
    let join = json!({"card": short(&card), "idMember": who("lena"), "member": {"id": who("lena")}});
    board.act("paula", "2026-01-06T09:00", "addMemberToCard", join);
    board.card("lena", "2026-01-07T09:00", 1, "createCard", json!({}));
    let rule = "work-assigned-by-po";
    let judged = |spoil: &dyn Fn(&mut Value)| {
        let mut export = board.whole();
        let actions = export["actions"].as_array_mut().expect("actions");
        spoil(actions.iter_mut().find(|action| action["type"] == "addMemberToCard").expect("an assignment"));
        let run = check(CHARTER, &[("tafel.json", export)]);
        (run.fires(rule), run.gap(rule).map(|gap| gap.message))
    };
    assert_eq!(judged(&|_| {}), (true, None));
    for (spoil, items) in [
        (&(|action: &mut Value| action["date"] = json!("soon")) as &dyn Fn(&mut Value), "1 item"),
        (&|action| action["data"]["member"] = json!(5), "1 item"),
        (&|action| action["data"] = json!(5), "2 items"),
    ] {
        let (fired, told) = judged(spoil);
        assert!(!fired && told.as_ref().is_some_and(|told| told.starts_with(items)), "{items}: {told:?}");
    }
    let on_the_board = |action: &mut Value| {
        (action["type"], action["date"]) = (json!("addMemberToBoard"), json!("soon"));
        action["data"].as_object_mut().expect("data").remove("card");
    };
    assert_eq!(judged(&on_the_board), (false, None), "no card of it is missing anything");
}

#[test]
fn a_card_may_have_been_elsewhere_between_exports_that_do_not_overlap() {
    let charter = CHARTER.replace("done = ", "acceptance = [\"Sprint-Liste\"]\ndone = ");
    let mut board = Bakery::new();
    let card = board.card("paula", "2026-01-05T09:00", 1, "createCard", json!({}));
    let move_to = |board: &mut Bakery, at: &str, from: usize, to: usize| {
        let mut told = short(&card);
        told["idList"] = list(to)["id"].clone();
        board.cards[0]["idList"] = list(to)["id"].clone();
        board.act("lena", at, "updateCard", trello::moved(&told, &list(from), &list(to)));
    };
    move_to(&mut board, "2026-01-06T09:00", 1, 4);
    let older = board.whole();
    move_to(&mut board, "2026-01-07T09:00", 4, 1);
    move_to(&mut board, "2026-01-19T09:00", 1, 4);
    move_to(&mut board, "2026-01-20T09:00", 4, 2);
    let rule = "acceptance-late";
    let run = |count| check(&charter, &[("alt.json", older.clone()), ("neu.json", board.newest(count))]);
    assert!(!run(9).fires(rule) && run(9).gap(rule).is_none(), "{}", run(9).out);
    assert!(!run(1).fires(rule) && run(1).gap(rule).is_some_and(|gap| gap.missing == "history"), "{}", run(1).out);
}

#[test]
fn a_card_that_was_moved_between_exports_that_do_not_overlap_is_ranked_where_nobody_knows() {
    let rule = "backlog-reordered-by-non-po";
    let run = |is_moved: bool| {
        let mut board = Bakery::new();
        let card = board.card("paula", "2026-01-05T09:00", 0, "createCard", json!({}));
        let older = board.whole();
        let place = usize::from(is_moved);
        if is_moved {
            board.moved("lena", "2026-01-06T09:00", &card, 0, place);
        }
        for (at, old) in [("2026-01-14T09:00", 30), ("2026-01-15T09:00", 20)] {
            let rank = json!({"card": {"id": card["id"], "shortLink": card["shortLink"], "pos": old - 10},
                "old": {"pos": old}, "list": list(place)});
            board.act("lena", at, "updateCard", rank);
        }
        check(CHARTER, &[("alt.json", older), ("neu.json", board.newest(2))])
    };
    assert!(run(false).fires(rule), "{}", run(false).out);
    let moved = run(true);
    assert!(!moved.fires(rule) && moved.gap(rule).is_some_and(|gap| gap.missing == "history"), "{}", moved.out);
}

#[test]
fn a_card_that_left_work_between_exports_that_do_not_overlap_is_not_taken_along_into_a_sprint() {
    let charter = sprint("list = \"Sprint-Liste\"");
    let rule = "unready-item-committed";
    // In work, or in the list of a sprint that had not begun.
    for place in [1, 4] {
        let mut board = Bakery::new();
        let left = json!({"desc": "", "dateLastActivity": "2026-01-07T09:00:00.000Z"});
        let card = board.card("paula", "2026-01-05T09:00", 0, "createCard", left);
        let other = board.card("paula", "2026-01-05T09:30", 0, "createCard", json!({}));
        board.moved("lena", "2026-01-06T09:00", &card, 0, place);
        let mut older = board.whole();
        older["cards"][0]["dateLastActivity"] = json!("2026-01-06T09:00:00.000Z");
        board.act("lena", "2026-01-30T09:00", "commentCard", json!({"card": short(&other), "text": "gesehen"}));
        let stayed = check(&charter, &[("alt.json", older.clone()), ("neu.json", board.whole())]);
        assert!(stayed.fires(rule), "{place}: {}", stayed.out);
        board.moved("lena", "2026-01-07T09:00", &card, place, 0);
        let run = check(&charter, &[("alt.json", older), ("neu.json", board.newest(1))]);
        assert!(!run.fires(rule), "{place}: {}", run.out);
    }
}

#[test]
fn the_oldest_move_of_a_cut_history_may_have_come_with_a_change_of_the_workflow() {
    let mut board = Bakery::new();
    let card = board.card("lena", "2026-01-05T09:00", 0, "createCard", json!({}));
    board.moved("paula", "2026-01-06T09:00", &card, 0, 1);
    board.act("lena", "2026-01-07T09:00", "commentCard", json!({"card": short(&card), "text": "gut"}));
    let fires =
        |board: &Bakery, count| check(CHARTER, &[("tafel.json", board.newest(count))]).fires("status-moved-by-po");
    assert!(fires(&board, 3) && !fires(&board, 2));
    board.act("lena", "2026-01-06T08:58", "commentCard", json!({"card": short(&card), "text": "ja"}));
    assert!(fires(&board, 3), "nothing was moved in the two minutes before");
}

#[test]
fn how_much_was_under_way_in_a_sprint_is_not_known_where_most_of_its_days_are_cut_off() {
    let charter = sprint("list = \"Sprint-Liste\"")
        .replace("[\"lena\"]\nstakeholders = [\"steve\"]", "[\"lena\", \"steve\", \"simon\"]");
    let rule = "too-much-in-progress";
    let judged = |day: u32, is_cut: bool| {
        let mut board = Bakery::new();
        let cards: Vec<Value> =
            (0..6).map(|_| board.card("paula", "2026-01-09T09:00", 4, "createCard", json!({}))).collect();
        for (place, card) in cards.iter().enumerate() {
            let who = ["lena", "steve", "simon"][place % 3];
            board.moved(who, &format!("2026-01-{day}T09:{place}0"), card, 4, 1);
        }
        board.act("lena", "2026-01-26T09:00", "commentCard", json!({"card": short(&cards[0]), "text": "gut"}));
        check(&charter, &[("tafel.json", board.newest(if is_cut { 7 } else { usize::MAX }))])
    };
    assert!(judged(13, false).fires(rule) && judged(13, true).fires(rule), "eight of ten days are known");
    assert!(!judged(20, false).fires(rule), "six cards were under way on four of ten days");
    let cut = judged(20, true);
    assert!(!cut.fires(rule), "{}", cut.out);
    assert_eq!(cut.gap(rule).expect("a gap").missing, "history");
}
