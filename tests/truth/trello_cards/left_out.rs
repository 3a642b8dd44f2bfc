//! Cards with missing data in a Trello export: because of a filter or its limit, or because they are gone.

use serde_json::{Value, json};

use super::{BOARD, Bakery, CHARTER, LISTS, check, folder, inspect, label, list, who};
use crate::support::trello::short;
use crate::support::{Run, boardlint};

#[test]
fn a_name_that_the_list_of_members_leaves_out_is_that_in_the_actions() {
    let charter = CHARTER.replace("paula", "Paula Berg");
    let mut board = Bakery::new();
    let card = board.card("paula", "2026-01-05T09:00", 0, "createCard", json!({}));
    board.act("paula", "2026-01-06T09:00", "addMemberToCard", json!({"card": short(&card), "idMember": who("lena")}));
    board.cards[0]["idMembers"] = json!([who("lena")]);
    for action in &mut board.actions {
        if action["memberCreator"]["username"] == "paula" {
            action["memberCreator"]["fullName"] = json!("Paula Berg");
        }
    }
    let mut export = board.whole();
    export["members"][0]["fullName"] = json!("Paula Berg");
    for (charter, left_out) in [(&charter, "fullName"), (&CHARTER.to_owned(), "username"), (&charter, "username")] {
        let mut export = export.clone();
        for member in export["members"].as_array_mut().expect("members") {
            member.as_object_mut().and_then(|member| member.remove(left_out));
        }
        let told = check(charter, &[("tafel.json", export)]).findings_of("work-assigned-by-po");
        assert_eq!(told.len(), 1, "{left_out}: {told:?}");
        assert_eq!(told[0]["actor"]["name"], "Paula Berg");
    }
}

#[test]
fn cards_that_count_more_comments_than_there_are_tell_that_some_were_left_out() {
    let judged = |comments: u32| {
        let mut board = Bakery::new();
        let badges = json!({"badges": {"comments": comments}});
        board.card("lena", "2026-01-05T09:00", 3, "createCard", badges);
        let last = board.card("simon", "2026-01-20T09:00", 0, "createCard", json!({}));
        board.act("simon", "2026-01-20T09:01", "commentCard", json!({"card": short(&last), "text": "gut"}));
        board.cards[1]["badges"] = json!({"comments": 1});
        check(CHARTER, &[("tafel.json", board.whole())])
    };
    let rule = "impediment-without-sm";
    assert!(judged(0).fires(rule), "{}", judged(0).out);
    let run = judged(1);
    assert!(!run.fires(rule) && run.gap(rule).is_some_and(|gap| gap.missing == "comments"), "{}", run.out);
}

#[test]
fn where_no_comment_is_here_and_no_card_counts_its_own_nobody_knows_that_none_was_written() {
    let rule = "impediment-without-sm";
    let board = || {
        let mut board = Bakery::new();
        board.card("lena", "2026-01-05T09:00", 3, "createCard", json!({}));
        board.card("simon", "2026-01-20T09:00", 0, "createCard", json!({}));
        board
    };
    assert_eq!(without(&board(), &[], rule), (1, None), "the cards count none");
    assert_eq!(without(&board(), &["badges"], rule), (0, Some("comments".to_owned())));
    let pages = check(CHARTER, &[("aktionen.json", json!(board().actions()))]);
    assert!(!pages.fires(rule) && pages.gap(rule).is_some_and(|gap| gap.missing == "comments"), "{}", pages.out);
    let mut board = board();
    board.act("lena", "2026-01-21T09:00", "commentCard", json!({"card": short(&board.cards[1]), "text": "gut"}));
    assert_eq!(without(&board, &["badges"], rule), (1, None), "comments were exported");
}

#[test]
fn a_list_of_cards_without_those_that_the_actions_tell_of_holds_a_part_of_the_board() {
    let mut board = Bakery::new();
    let cards = [5, 6, 7].map(|day| board.card("paula", &format!("2026-01-0{day}T09:00"), 0, "createCard", json!({})));
    board.moved("lena", "2026-01-08T09:00", &cards[0], 0, 2);
    let told = |board: &Bakery, more: &[(&str, Value)]| {
        let files = [&[("tafel.json", board.whole())], more].concat();
        check(CHARTER, &files).gap("po-and-sm-in-silos").map(|gap| (gap.missing, gap.message))
    };
    let says =
        |told: Option<(String, String)>| told.is_some_and(|(_, message)| message.contains("1 card is not listed"));
    let whole = board.whole();
    assert!(!says(told(&board, &[])));
    board.cards.remove(0);
    assert!(says(told(&board, &[])), "{:?}", told(&board, &[]));
    assert!(says(told(&board, &[("alt.json", whole)])), "what became of it since the older export is not here");
    let taken = json!({"card": short(&cards[0]), "list": list(2), "boardTarget": {"id": "6955b900bbbbbbbbbbbbbbbb"}});
    let mut elsewhere = Bakery { cards: board.cards.clone(), actions: board.actions.clone() };
    elsewhere.act("lena", "2026-01-09T09:00", "moveCardFromBoard", taken);
    assert!(!says(told(&elsewhere, &[])), "it is on another board");
    board.act("lena", "2026-01-09T09:00", "deleteCard", json!({"card": {"id": cards[0]["id"], "idShort": 0}}));
    assert!(!says(told(&board, &[])), "it was deleted");
}

#[test]
fn whoever_works_on_cards_that_are_no_longer_listed_is_there() {
    let mut board = Bakery::new();
    let gone = board.card("lena", "2026-01-05T09:00", 0, "createCard", json!({}));
    board.act("paula", "2026-01-12T09:00", "commentCard", json!({"card": short(&gone), "text": "gut"}));
    board.act("lena", "2026-01-13T09:00", "deleteCard", json!({"card": {"id": gone["id"], "idShort": 0}}));
    board.card("lena", "2026-01-05T10:00", 0, "createCard", json!({}));
    board.cards.remove(0);
    let told = inspect(CHARTER, &[("tafel.json", board.whole())]);
    let people = told["people"].as_array().cloned().unwrap_or_default();
    assert!(people.iter().any(|person| person["name"] == "paula" && person["changes"]["commented"] == 1), "{told}");
}

#[test]
fn comments_that_a_filter_left_out_are_missed_where_the_history_is_cut_and_in_files_apart() {
    let judged = |older: u32, own: u32, said: bool, cut: bool| {
        let counted = |comments: u32| json!({"badges": {"comments": comments}});
        let mut board = Bakery::new();
        let mut first = counted(older);
        first["id"] = json!("6959ad800000000000000000");
        board.card("lena", "2026-01-04T00:00", 0, "createCard", first);
        board.card("lena", "2026-01-05T09:00", 3, "createCard", counted(own));
        let last = board.card("simon", "2026-01-20T09:00", 0, "createCard", counted(u32::from(said)));
        if said {
            board.act("simon", "2026-01-20T09:01", "commentCard", json!({"card": short(&last), "text": "gut"}));
        }
        let run = match cut {
            true => check(CHARTER, &[("tafel.json", board.newest(2 + usize::from(said)))]),
            false => check(CHARTER, &[("tafel.json", board.newest(0)), ("aktionen.json", json!(board.actions()))]),
        };
        let rule = "impediment-without-sm";
        (run.fires(rule), run.gap(rule).is_some_and(|gap| gap.missing == "comments"))
    };
    let (fires, open) = ((true, false), (false, true));
    for cut in [false, true] {
        for said in [false, true] {
            assert_eq!(judged(0, 0, said, cut), fires, "{said} {cut}");
            assert_eq!(judged(0, 1, said, cut), open, "{said} {cut}");
        }
    }
    // The comments of an older card may be before the cut. But if there are no comments at all, a filter may
    // have removed them.
    assert_eq!(judged(1, 0, true, true), fires);
    assert_eq!(judged(1, 0, false, true), open);
}

#[test]
fn nothing_lasts_since_before_its_card_was_made() {
    let blocked = |until: &str| {
        let mut board = Bakery::new();
        // According to its id, it was created on 7 January. No action shows it, although the history begins
        // before.
        let card = board.card("paula", "2026-01-07T09:00", 3, "createCard", json!({}));
        board.actions.clear();
        board.card("paula", "2026-01-01T00:02", 0, "createCard", json!({}));
        board.moved("lena", until, &card, 3, 1);
        let run = check(CHARTER, &[("tafel.json", board.whole())]);
        let found = run.findings_of("impediment-cleared-late");
        found.iter().map(|it| it["message"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert!(blocked("2026-01-12T09:00").is_empty(), "{:?}", blocked("2026-01-12T09:00"));
    let told = blocked("2026-01-16T09:00");
    assert!(told.len() == 1 && told[0].contains("blocked for 7 working days"), "{told:?}");
}

#[test]
fn a_move_out_of_the_list_of_a_sprint_tells_that_the_card_was_in_it() {
    let charter = super::sprint("list = \"Sprint-Liste\"");
    let outside = |from: usize| {
        let mut board = Bakery::new();
        let card = board.card("paula", "2026-01-05T09:00", 0, "createCard", json!({}));
        let older = json!(board.actions());
        // If a move were the oldest record, it would not count as a decision.
        board.act("lena", "2026-01-13T09:00", "commentCard", json!({"card": short(&card), "text": "gleich"}));
        board.moved("lena", "2026-01-14T09:00", &card, from, 1);
        let last = board.card("paula", "2026-01-20T10:00", 4, "createCard", json!({}));
        board.act("lena", "2026-01-20T11:00", "commentCard", json!({"card": short(&last), "text": "gut"}));
        // The action that brought it into the list is missing between the two files.
        check(&charter, &[("tafel.json", board.newest(4)), ("alt.json", older)]).fires("started-outside-sprint")
    };
    assert!(outside(0) && !outside(4));
}

/// The number of findings of `rule`, and what is missing for it, if cards lack some of their keys.
fn without(board: &Bakery, keys: &[&str], rule: &str) -> (usize, Option<String>) {
    let mut export = board.whole();
    for card in export["cards"].as_array_mut().expect("cards") {
        keys.iter().for_each(|key| drop(card.as_object_mut().expect("a card").remove(*key)));
    }
    let run = check(CHARTER, &[("tafel.json", export)]);
    (run.findings_of(rule).len(), run.gap(rule).map(|gap| gap.missing))
}

#[test]
fn labels_that_cards_leave_out_are_those_of_their_ids_or_unknown() {
    let mut board = Bakery::new();
    let ids = |place: usize| json!([label(place)["id"]]);
    board.card("simon", "2026-01-05T09:00", 0, "createCard", json!({"labels": [label(1)], "idLabels": ids(1)}));
    let rule = "story-written-by-sm";
    let told = |keys: &[&str], board: &Bakery| without(board, keys, rule);
    assert_eq!(told(&[], &board), (0, None), "a bug");
    assert_eq!(told(&["labels"], &board), (0, None), "the board names the label");
    assert_eq!(told(&["labels", "idLabels"], &board), (0, Some("mapping".to_owned())));
    board.cards[0]["idLabels"] = json!(["69600000000000000000ffff"]);
    assert_eq!(told(&["labels"], &board), (0, Some("mapping".to_owned())), "the board does not name it");
    board.cards[0]["idLabels"] = json!([]);
    assert_eq!(told(&["labels"], &board), (1, None), "it bears none");
}

#[test]
fn lists_that_the_export_leaves_out_are_called_what_actions_call_them() {
    let mut board = Bakery::new();
    let card = board.card("paula", "2026-01-05T09:00", 0, "createCard", json!({}));
    board.moved("lena", "2026-01-06T09:00", &card, 0, 2);
    let mut export = board.whole();
    export.as_object_mut().expect("a board").remove("lists");
    let told = inspect(CHARTER, &[("tafel.json", export)]);
    let lists = told["workflow"].as_array().cloned().unwrap_or_default();
    let means = |name: &str| lists.iter().find(|state| state["name"] == name).map(|state| state["stage"].clone());
    assert_eq!(means("Erledigt"), Some(json!("done")), "{told}");
}

#[test]
fn a_card_that_does_not_say_whether_it_is_archived_is_where_its_actions_left_it() {
    let mut board = Bakery::new();
    let card = board.card("lena", "2026-01-05T09:00", 3, "createCard", json!({"closed": true}));
    let mut data = json!({"card": short(&card), "old": {"closed": false}});
    data["card"]["closed"] = json!(true);
    board.act("lena", "2026-01-06T09:00", "updateCard", data);
    let last = board.card("lena", "2026-02-20T09:00", 0, "createCard", json!({}));
    board.act("lena", "2026-02-20T09:05", "commentCard", json!({"card": short(&last), "text": "gut"}));
    let rule = "impediment-unresolved";
    assert_eq!(without(&board, &[], rule).0, 0);
    assert_eq!(without(&board, &["closed"], rule).0, 0);
    board.actions.remove(2);
    board.cards[0]["closed"] = json!(false);
    assert_eq!(without(&board, &[], rule).0, 1);
}

/// The result of `rule` for a table of cards after four sprints: the number of findings, and what is missing.
/// Each card has an id and is in the list at this index.
fn of_table(cards: &[(&str, usize)], rule: &str) -> (usize, Option<String>) {
    let sprint = |(number, month): (u32, &str)| {
        format!("[[sprints]]\nname = \"Sprint {number}\"\nstart = {month}-02\nend = {month}-27\n")
    };
    let sprints: String = (1..).zip(["2025-11", "2025-12", "2026-01", "2026-02"]).map(sprint).collect();
    let charter = format!("{CHARTER}retrospective = [\"Retro\"]\n{sprints}");
    let row = |(id, place): &(&str, usize)| {
        format!("{id},Karte,{},,{},{BOARD},Bäckerei\n", list(*place)["id"], LISTS[*place]).replace('"', "")
    };
    let rows: String = cards.iter().map(row).collect();
    let folder = folder(&charter, &[]);
    folder.write("tafel.csv", format!("Card ID,Card Name,List ID,Labels,List Name,Board ID,Board Name\n{rows}"));
    let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never", "--today", "2026-03-10"]);
    (run.findings_of(rule).len(), run.gap(rule).map(|gap| gap.missing))
}

#[test]
fn a_table_lists_those_lists_alone_that_hold_cards() {
    // The first was created on 26 February; no list shows whether it began as an action of a retrospective.
    let cards = [("69a0360000000000000000a1", 2), ("690200000000000000000a2a", 0)];
    assert_eq!(of_table(&cards, "retro-actions-stalled"), (0, Some("mapping".to_owned())));
    // Without ids that contain the time of creation, the cards may be new.
    let (fired, missing) = of_table(&[("karte1", 2), ("karte2", 0)], "retro-actions-stalled");
    assert!(fired == 0 && missing.is_some(), "{missing:?}");
}

#[test]
fn in_which_sprints_a_card_was_before_a_table_does_not_tell() {
    for id in ["karte1", "6955b90000000000000000a1"] {
        assert_eq!(of_table(&[(id, 1)], "never-ending-story"), (0, Some("history".to_owned())), "{id}");
    }
}

#[test]
fn members_that_cards_leave_out_are_not_none() {
    let rule = "status-moved-by-po";
    let board = |members: &[&str]| {
        let mut board = Bakery::new();
        let members: Vec<String> = members.iter().map(|name| who(name)).collect();
        let card = board.card("lena", "2026-01-05T09:00", 0, "createCard", json!({"idMembers": members}));
        board.moved("paula", "2026-01-07T09:00", &card, 0, 1);
        board
    };
    assert_eq!(without(&board(&[]), &[], rule), (1, None));
    assert_eq!(without(&board(&["paula"]), &[], rule), (0, None), "her own");
    assert_eq!(without(&board(&["paula"]), &["idMembers"], rule), (0, Some("history".to_owned())));
    // A member who is named in the history had joined by then, or had not.
    for (joined, fires) in [("2026-01-06T09:00", 0), ("2026-01-08T09:00", 1)] {
        let mut board = board(&["paula"]);
        let join = json!({"card": short(&board.cards[0]), "idMember": who("paula"), "member": {"id": who("paula")}});
        board.act("paula", joined, "addMemberToCard", join);
        assert_eq!(without(&board, &["idMembers"], rule), (fires, None), "{joined}");
    }
}

#[test]
fn a_table_calls_those_by_their_names_whom_actions_name_by_their_ids() {
    let rule = "work-assigned-by-po";
    let mut board = Bakery::new();
    let card = board.card("paula", "2026-01-05T09:00", 0, "createCard", json!({"idMembers": [who("lena")]}));
    let join =
        json!({"card": short(&card), "idMember": who("lena"), "member": {"id": who("lena"), "username": "lena"}});
    board.act("paula", "2026-01-07T09:00", "addMemberToCard", join);
    let folder = folder(CHARTER, &[("tafel.json", board.whole())]);
    let fires =
        || boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never"]).findings_of(rule).len();
    assert_eq!(fires(), 1);
    let (id, home) = (card["id"].as_str().expect("an id"), list(0)["id"].as_str().expect("an id").to_owned());
    folder.write(
        "tafel.csv",
        format!(
            "Card ID,Card Name,Card URL,Labels,Members,List ID,List Name,Board ID,Board Name,Last Activity Date\n\
             {id},Karte 0,https://trello.com/c/karte000,,lena,{home},{},{BOARD},Bäckerei,2026-02-01T09:00:00.000Z\n",
            LISTS[0]
        ),
    );
    assert_eq!(fires(), 1);
}

#[test]
fn a_table_that_calls_members_by_their_user_names_names_nobody_else() {
    let mut board = Bakery::new();
    board.card("paula", "2026-01-05T09:00", 0, "createCard", json!({"idMembers": [who("lena")]}));
    let mut export = board.whole();
    export["members"][2]["fullName"] = json!("Lena Wirth");
    let folder = folder(CHARTER, &[("tafel.json", export)]);
    let card = board.cards[0]["id"].as_str().expect("an id");
    for member in ["lena", "Lena Wirth"] {
        folder.write(
            "tafel.csv",
            format!(
                "Card ID,Card Name,Card URL,Labels,Members,List ID,List Name,Board ID,Board Name\n\
                 {card},Karte 0,https://trello.com/c/karte000,,{member},{},{},{BOARD},Bäckerei\n",
                list(0)["id"].as_str().expect("an id"),
                LISTS[0]
            ),
        );
        let run = boardlint(&["inspect", &folder.text(), "--format", "json"]);
        let told: Value = serde_json::from_str(&run.out).expect(&run.out);
        let people = told["boards"][0]["people"].as_array().cloned().unwrap_or_default();
        let names: Vec<_> = people.iter().filter_map(|person| person["name"].as_str()).collect();
        assert_eq!(names.iter().filter(|name| name.to_lowercase().contains("lena")).count(), 1, "{names:?}");
        assert!(names.contains(&"Lena Wirth"), "{names:?}");
    }
}

#[test]
fn a_card_without_its_short_link_in_one_file_is_the_same_card() {
    let mut board = Bakery::new();
    board.card("simon", "2026-01-05T09:00", 0, "createCard", json!({}));
    let mut without_link = board.newest(0);
    without_link["cards"][0].as_object_mut().and_then(|card| card.remove("shortLink"));
    for (first, second) in [("a.json", "b.json"), ("b.json", "a.json")] {
        let run = check(CHARTER, &[(first, board.whole()), (second, without_link.clone())]);
        let told = run.findings_of("story-written-by-sm");
        assert_eq!((told.len(), &run.summary()["items"]), (1, &json!(1)), "{}", run.out);
        assert_eq!((&told[0]["item"], &told[0]["count"]), (&json!("karte000"), &json!(1)));
    }
}

#[test]
fn cards_that_leave_out_their_list_stand_where_their_actions_left_them() {
    let charter = CHARTER.replace("done = ", "no-work = [\"Sprint-Liste\"]\nready = [\"Blockiert\"]\ndone = ");
    let charter = charter.replace("impediments = [\"Blockiert\"]\n", "");
    let mut board = Bakery::new();
    board.card("simon", "2026-01-05T09:00", 4, "createCard", json!({}));
    for day in 6..9 {
        let card = board.card("paula", &format!("2026-01-0{day}T09:00"), 0, "createCard", json!({}));
        board.moved("paula", &format!("2026-01-0{day}T10:00"), &card, 0, 3);
    }
    let mut export = board.whole();
    let whole = check(&charter, &[("tafel.json", export.clone())]);
    for card in export["cards"].as_array_mut().expect("cards") {
        card.as_object_mut().expect("a card").remove("idList");
    }
    let without = check(&charter, &[("tafel.json", export)]);
    for rule in ["story-written-by-sm", "too-few-ready-items"] {
        let messages =
            |run: &Run| run.findings_of(rule).iter().map(|found| found["message"].clone()).collect::<Vec<_>>();
        assert_eq!(messages(&without), messages(&whole), "{rule}");
    }
    assert!(!without.fires("story-written-by-sm"), "where no work is");
}

#[test]
fn descriptions_that_cards_leave_out_are_of_any_length() {
    let rule = "over-refined-item";
    let mut board = Bakery::new();
    for place in 0..32 {
        let more = json!({"pos": place, "badges": {"checkItems": 0}, "idMemberCreator": who("paula")});
        board.card("paula", &format!("2026-01-05T09:{place:02}"), 0, "createCard", more);
    }
    let desc = |board: &mut Bakery, length: usize| board.cards[31]["desc"] = json!("x".repeat(length));
    desc(&mut board, 4000);
    assert_eq!(without(&board, &[], rule).0, 0);
    desc(&mut board, 4001);
    assert_eq!(without(&board, &[], rule).0, 1);
    assert_eq!(without(&board, &["desc"], rule), (0, Some("history".to_owned())));
}

#[test]
fn a_description_of_which_one_half_is_told_may_have_lost_a_word() {
    let rule = "acceptance-criteria-edited-by-sm";
    let text = |sign: &str| {
        format!(
            "Wer klingelt, wird gehört.\n\nAkzeptanzkriterien:\n- {sign} hängt an der Tür\n- man hört es im ganzen Haus"
        )
    };
    let run = |after: Option<Value>| {
        let mut board = Bakery::new();
        let card = board.card("paula", "2026-01-06T09:00", 0, "createCard", json!({"desc": text("Die Klingel")}));
        let mut data = json!({"card": short(&card), "old": {"desc": text("Eine Klingel")}});
        if let Some(after) = after {
            data["card"]["desc"] = after;
        }
        board.act("simon", "2026-01-08T09:00", "updateCard", data);
        check(CHARTER, &[("tafel.json", board.whole())])
    };
    let whole = run(Some(json!(text("Die Klingel"))));
    assert!(!whole.fires(rule) && whole.gap(rule).is_none(), "{}", whole.out);
    assert!(run(Some(json!(""))).fires(rule), "all of them are gone");
    let half = run(None);
    assert!(!half.fires(rule) && half.gap(rule).is_some(), "{}", half.out);
}

#[test]
fn members_whom_no_action_gave_a_card_were_left_out_by_a_filter() {
    let run = |cards: usize, acts: bool| {
        let mut board = Bakery::new();
        for _ in 0..cards {
            let card = board.card("paula", "2026-01-06T09:00", 0, "createCard", json!({"idMembers": [who("lena")]}));
            if acts {
                let data = json!({"card": short(&card), "idMember": who("lena")});
                board.act("lena", "2026-01-07T09:00", "addMemberToCard", data);
            }
        }
        check(CHARTER, &[("tafel.json", board.whole())])
    };
    let rule = "work-assigned-by-sm";
    assert_eq!(run(10, true).gap(rule), None);
    assert_eq!(run(9, false).gap(rule), None, "a few may have been created with them");
    assert_eq!(run(10, false).gap(rule).expect("a gap").missing, "history");
}
