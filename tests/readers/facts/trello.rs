//! Boards of Trello: actions, apps, copies, templates and deletions.

use super::*;
use crate::support::trello;

/// The first eight digits of an id are its time: the board was created on 2024-01-01 at 00:00:00.
const BOARD: &str = "659200800000000000000001";
const CARD: &str = "659351000000000000000002";
const OTHER: &str = "659351000000000000000003";
const MIA: &str = "5f0000000000000000000001";
const TOM: &str = "5f0000000000000000000002";

fn action(id: u32, kind: &str, date: &str, data: Value) -> Value {
    let mia = json!({"id": MIA, "fullName": "Mia Old", "username": "mia"});
    trello::action(&format!("{id:024x}"), &mia, date, kind, data)
}

fn card(id: &str) -> Value {
    json!({"id": id, "idBoard": BOARD, "idList": "l1", "shortLink": &id[20..], "name": "A card", "pos": 1,
           "idMemberCreator": TOM})
}

fn board(cards: Vec<Value>, actions: Vec<Value>) -> String {
    json!({
        "id": BOARD, "name": "Loom", "lists": [{"id": "l1", "name": "Ideas"}],
        "labels": [{"id": "b1", "name": "Waiting"}, {"id": "b2", "name": ""}],
        "members": [{"id": MIA, "fullName": "Mia New", "username": "mia"}],
        "customFields": [{"id": "f1", "name": "Story Points"}],
        "cards": cards, "actions": actions,
    })
    .to_string()
}

fn moved(id: u32, date: &str) -> Value {
    let data = json!({"card": {"id": CARD, "idList": "l2"}, "old": {"idList": "l1"}, "board": {"id": BOARD}});
    action(id, "updateCard", date, data)
}

#[test]
fn actions_that_do_not_reach_the_making_of_the_board_are_cut_however_many_they_are() {
    let cut = facts(&board(vec![card(CARD)], vec![moved(1, "2024-03-01T09:00:00.000Z")]), |facts| facts.cut);
    assert!(cut.is_some());
    // The id of the board is known from the actions of a REST page.
    let page = json!([moved(2, "2024-03-01T09:00:00.000Z"), moved(1, "2024-01-01T00:00:20.000Z")]).to_string();
    assert_eq!(facts(&page, |facts| facts.cut), None);
    let copied = action(1, "copyBoard", "2024-02-01T09:00:00.000Z", json!({"board": {"id": BOARD}}));
    let whole = board(vec![card(CARD)], vec![moved(2, "2024-03-01T09:00:00.000Z"), copied]);
    assert_eq!(facts(&whole, |facts| facts.cut), None);
}

#[test]
fn whatever_proves_what_an_action_did_its_record_is_the_action() {
    let updates = [
        (json!({"idList": "l2"}), json!({"idList": "l1"})),
        (json!({"pos": 1}), json!({"pos": 2})),
        (json!({"name": "New"}), json!({"name": "Old"})),
        (json!({"desc": "New"}), json!({"desc": "Old"})),
        (json!({"idLabels": ["b1", "b2"]}), json!({"idLabels": ["b1"]})),
        (json!({"idLabels": []}), json!({"idLabels": ["b1"]})),
        (json!({"closed": true}), json!({"closed": false})),
        (json!({"due": null}), json!({"due": "2024-03-02"})),
    ];
    let updates = updates.map(|(card, old)| ("updateCard", json!({"card": card, "old": old})));
    let others = [
        ("createCard", json!({})),
        ("addMemberToCard", json!({"idMember": MIA})),
        ("addMemberToCard", json!({})),
        ("removeMemberFromCard", json!({})),
        ("addChecklistToCard", json!({"checklist": {"name": "Ready"}})),
        ("updateCustomFieldItem", json!({"customField": {"id": "f1", "name": "Story Points"}})),
        ("commentCard", json!({"text": "so"})),
    ];
    let actions = (1..).zip(updates.into_iter().chain(others)).map(|(id, (kind, mut data))| {
        data["card"]["id"] = json!(CARD);
        let mut action = action(id, kind, "2024-03-01T09:00:00.000Z", data);
        action["member"] = json!({"id": TOM});
        action
    });
    let text = board(vec![card(CARD)], actions.collect());
    read("export", text, |file, reading| {
        let changes = &reading.expect("a reading").facts.items[0].changes;
        let pointers: Vec<_> = changes.iter().map(|change| file.pointer(change.mark).expect("a pointer")).collect();
        assert_eq!(pointers, (0..15).map(|place| format!("/actions/{place}")).collect::<Vec<_>>());
    });
}

#[test]
fn comments_alone_are_no_history_and_no_actions_are_no_comments() {
    let said = action(1, "commentCard", "2024-03-01T09:00:00.000Z", json!({"card": {"id": CARD}, "text": "so"}));
    facts(&board(vec![card(CARD)], vec![said]), |facts| {
        assert!(facts.comments && !facts.items[0].history);
        assert_eq!(facts.items[0].changes.len(), 1);
    });
    facts(&json!({"id": BOARD, "lists": [], "cards": [card(CARD)]}).to_string(), |facts| {
        assert!(!facts.comments && !facts.items[0].history);
        // Of the person who made the card, only the id is known.
        assert!(facts.accounts.iter().any(|account| account.ids == [TOM] && account.display.is_none()));
    });
}

#[test]
fn a_named_app_acts_for_itself_and_an_unnamed_one_for_the_member() {
    let mut sorted = moved(1, "2024-03-01T09:00:00.000Z");
    sorted["appCreator"] = json!({"id": "app1", "name": "Sorter"});
    let mut phone = moved(2, "2024-03-02T09:00:00.000Z");
    phone["appCreator"] = json!({"id": "app2"});
    facts(&json!([sorted, phone]).to_string(), |facts| {
        let by: Vec<_> = facts.items[0].changes.iter().map(|change| change.by.as_deref()).collect();
        assert_eq!(by, [Some("app1"), Some(MIA)]);
        let app = facts.accounts.iter().find(|account| account.ids == ["app1"]).expect("the app");
        assert!(app.app && app.display.as_deref() == Some("Sorter"));
    });
}

#[test]
fn a_copied_comment_is_its_authors_and_present_names_go_before_older_ones() {
    let data = json!({"card": {"id": CARD}, "text": "so", "idOriginalCommenter": TOM});
    let copied = action(1, "copyCommentCard", "2023-03-01T09:00:00.000Z", data);
    facts(&board(vec![card(CARD)], vec![moved(2, "2024-03-01T09:00:00.000Z"), copied]), |facts| {
        let comment = facts.items[0].changes.iter().find(|change| matches!(change.act, Act::Commented));
        assert_eq!(comment.and_then(|change| change.by.as_deref()), Some(TOM));
        let names: Vec<_> = facts.accounts.iter().filter_map(|account| account.display.as_deref()).collect();
        assert_eq!(names, ["Mia New"]);
        // The comment is older than the board, so it does not show how far back the actions go.
        assert!(facts.cut.is_some());
    });
}

#[test]
fn labels_and_custom_fields_are_known_by_their_ids() {
    let labelled = json!({"card": {"id": CARD, "idLabels": ["b1", "b2"]}, "old": {"idLabels": ["b2"]}});
    let pointed = json!({
        "card": {"id": CARD}, "customField": {"id": "f1", "name": "Size"}, "old": {"value": null},
        "customFieldItem": {"value": {"number": "3"}},
    });
    let actions = vec![
        action(1, "updateCard", "2024-03-01T09:00:00.000Z", labelled),
        action(2, "updateCustomFieldItem", "2024-03-01T10:00:00.000Z", pointed),
    ];
    facts(&board(vec![card(CARD)], actions), |facts| {
        let [Act::Labelled { from, to }, Act::Field { id, name, to: Some(value), .. }] = acts(&facts.items[0])[..]
        else {
            panic!("{:?}", acts(&facts.items[0]))
        };
        assert_eq!((from.as_slice(), to.as_slice()), (["b2".into()].as_slice(), ["b1".into(), "b2".into()].as_slice()));
        assert!(facts.labels.contains(&("b1".into(), "Waiting".into())), "{:?}", facts.labels);
        assert_eq!((&**id, &**name, value.number()), ("f1", "Story Points", Some(3.0)));
    });
}

#[test]
fn templates_are_no_items_and_copies_name_their_sources() {
    let mut template = card(OTHER);
    template["isTemplate"] = json!(true);
    let copy = |id, source: &str| {
        let data = json!({"card": {"id": CARD}, "cardSource": {"id": source, "shortLink": "s"}});
        action(id, "copyCard", "2024-03-01T09:00:00.000Z", data)
    };
    facts(&board(vec![template, card(CARD)], vec![copy(1, OTHER)]), |facts| {
        assert_eq!(facts.items.len(), 1);
        assert_eq!(facts.items[0].sources[0].0, OTHER);
        assert_eq!(facts.templates, [OTHER]);
    });
    facts(&board(vec![card(CARD)], vec![copy(1, OTHER)]), |facts| {
        assert_eq!(facts.items[0].sources[0].0, OTHER);
        assert!(facts.templates.is_empty());
    });
}

#[test]
fn deletions_are_facts() {
    let gone = action(1, "deleteCard", "2024-03-01T09:00:00.000Z", json!({"card": {"id": OTHER, "idShort": 4}}));
    facts(&board(vec![card(CARD)], vec![gone]), |facts| {
        let [gone] = facts.deleted.as_slice() else { panic!("{:?}", facts.deleted) };
        assert_eq!((&*gone.id, gone.by.as_deref()), (OTHER, Some(MIA)));
    });
}

#[test]
fn a_board_saved_from_a_viewer_is_read_and_one_with_bare_keys_is_called_no_json() {
    let text = board(vec![card(CARD)], Vec::new());
    let viewed = format!("\u{feff}/* https://trello.com/b/x.json */\n// 2024-05-01\n{text}");
    facts(&viewed, |facts| assert_eq!((facts.tool, facts.items.len()), (Tool::Trello, 1)));
    assert!(refusal("[\n { issues : [ {key: 'A-1'} ] } ]").contains("not valid JSON"));
    read("cut.json", format!("// saved\n{}", &text[..60]), |file, reading| {
        let Err(Refusal::Damaged(cut)) = reading else { panic!("{reading:?}") };
        assert_eq!(cut.labels[0].mark.start, file.bytes().len());
    });
}

#[test]
fn a_board_without_cards_and_a_search_that_found_nothing_are_empty() {
    facts(&board(Vec::new(), Vec::new()), |facts| assert!(facts.empty));
    facts(&board(vec![card(CARD)], Vec::new()), |facts| assert!(!facts.empty));
    facts(r#"{"startAt":0,"maxResults":50,"total":0,"issues":[]}"#, |facts| assert!(facts.empty));
}

#[test]
fn cards_and_actions_alone_name_the_board_that_they_are_of() {
    facts(&json!([card(CARD), card(OTHER)]).to_string(), |facts| assert_eq!(facts.home, BOARD));
    let mut other = card(OTHER);
    other["idBoard"] = json!("659200800000000000000009");
    read("cards.json", json!([card(CARD), other]).to_string(), |_, reading| {
        let reading = reading.expect("cards");
        assert_eq!((&*reading.facts.home, reading.notes.len()), ("", 1), "{:?}", reading.notes);
    });
}

#[test]
fn cards_name_their_lists_where_these_were_asked_for() {
    let mut named = card(CARD);
    named["list"] = json!({"id": "l1", "name": "Ideas of today"});
    let before = json!({"card": {"id": CARD}, "list": {"id": "l1", "name": "Ideas of old"}, "board": {"id": BOARD}});
    let created = action(1, "createCard", "2024-01-02T00:00:00.000Z", before);
    facts(&json!([named, created, card(OTHER)]).to_string(), |facts| {
        let lists: Vec<_> = facts.states.iter().map(|list| (&*list.id, &*list.name)).collect();
        assert_eq!(lists, [("l1", "Ideas of today")]);
    });
}

#[test]
fn a_board_is_known_by_its_records_whatever_stands_before_them() {
    let text = format!(
        r#"{{"actions": null, "extras": [1, true, 0.5, "x"], "lists": [{{"id": "l1", "name": "Ideas"}}], "cards": [{}]}}"#,
        card(CARD)
    );
    facts(&text, |facts| assert_eq!((facts.tool, facts.items.len()), (Tool::Trello, 1)));
}
