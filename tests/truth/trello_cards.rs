//! Cards on Trello: several files about the same cards, cards that move between boards, and what labels
//! prove.

mod between_boards;
mod elsewhere;
mod gone;
mod left_out;
mod lost_actions;
mod single;

use serde_json::{Value, json};

use crate::support::trello::{self, short};
use crate::support::{Folder, Run, boardlint};

const CHARTER: &str = r#"
[roles]
product-owner = ["paula"]
scrum-master = ["simon"]
developers = ["lena"]
stakeholders = ["steve"]
[workflow]
backlog = ["Offen"]
doing = ["In Arbeit"]
done = ["Erledigt"]
impediments = ["Blockiert"]
"#;

const PEOPLE: [&str; 4] = ["paula", "simon", "lena", "steve"];
const LISTS: [&str; 5] = ["Offen", "In Arbeit", "Erledigt", "Blockiert", "Sprint-Liste"];
const LABELS: [&str; 3] = ["blockiert", "Fehler", "Sprint 7"];
/// The id of the board. Its first digits are its time of creation: 1 January 2026.
const BOARD: &str = "6955b900aaaaaaaaaaaaaaaa";

/// A board that is built action by action.
struct Bakery {
    cards: Vec<Value>,
    actions: Vec<Value>,
}

impl Bakery {
    fn new() -> Self {
        let mut board = Self { cards: Vec::new(), actions: Vec::new() };
        board.act("paula", "2026-01-01T00:00", "createBoard", json!({}));
        board
    }

    fn act(&mut self, by: &str, at: &str, kind: &str, mut data: Value) {
        data["board"] = json!({"id": BOARD, "name": "Bäckerei"});
        let id = format!("6955b900{:016x}", self.actions.len() + 1);
        let date = format!("{at}:00.000Z");
        self.actions.push(trello::action(&id, &member(by), &date, kind, data));
    }

    /// A card in the list at `place`, with the action that brought it there.
    fn card(&mut self, by: &str, at: &str, place: usize, kind: &str, more: Value) -> Value {
        let number = self.cards.len();
        let mut card = json!({"id": format!("695db900{number:016x}"), "shortLink": format!("karte{number:03}"),
                              "idShort": number, "name": format!("Karte {number}"), "closed": false,
                              "desc": "Was gebaut wird, steht hier in einem ganzen Satz.", "idBoard": BOARD,
                              "idList": list(place)["id"], "idMembers": [], "labels": [], "badges": {"comments": 0}});
        for (key, value) in more.as_object().expect("keys of a card") {
            card[key] = value.clone();
        }
        self.cards.push(card.clone());
        self.act(by, at, kind, json!({"card": short(&card), "list": list(place)}));
        card
    }

    fn renamed(&mut self, by: &str, at: &str, card: &Value, to: &str) {
        let own = self.cards.iter_mut().find(|own| own["id"] == card["id"]).expect("a card");
        own["name"] = json!(to);
        let mut data = json!({"card": short(card), "old": {"name": card["name"]}});
        data["card"]["name"] = json!(to);
        self.act(by, at, "updateCard", data);
    }

    /// Moves a card from one list to another.
    fn moved(&mut self, by: &str, at: &str, card: &Value, from: usize, to: usize) {
        let own = self.cards.iter_mut().find(|own| own["id"] == card["id"]).expect("a card");
        own["idList"] = list(to)["id"].clone();
        self.act(by, at, "updateCard", trello::moved(&short(card), &list(from), &list(to)));
    }

    fn label(&mut self, by: &str, at: &str, card: &Value, before: &[usize], after: &[usize]) {
        let ids = |places: &[usize]| places.iter().map(|place| label(*place)["id"].clone()).collect::<Vec<_>>();
        let labels: Vec<Value> = after.iter().map(|place| label(*place)).collect();
        let own = self.cards.iter_mut().find(|own| own["id"] == card["id"]).expect("a card");
        own["labels"] = json!(labels);
        let mut data = json!({"card": short(card), "old": {"idLabels": ids(before)}});
        data["card"]["idLabels"] = json!(ids(after));
        self.act(by, at, "updateCard", data);
    }

    fn actions(&self) -> Vec<Value> {
        let mut actions = self.actions.clone();
        actions.sort_by_key(|action| std::cmp::Reverse((action["date"].to_string(), action["id"].to_string())));
        actions
    }

    /// The export with only the newest `count` actions.
    fn newest(&self, count: usize) -> Value {
        let lists: Vec<Value> = (0..LISTS.len()).map(list).collect();
        let labels: Vec<Value> = (0..LABELS.len()).map(label).collect();
        let members: Vec<Value> = PEOPLE.iter().map(|name| member(name)).collect();
        let actions: Vec<Value> = self.actions().into_iter().take(count).collect();
        json!({"id": BOARD, "name": "Bäckerei", "lists": lists, "labels": labels, "cards": self.cards,
               "members": members, "actions": actions})
    }

    fn whole(&self) -> Value {
        self.newest(usize::MAX)
    }
}

fn who(name: &str) -> String {
    let number = PEOPLE.iter().position(|known| *known == name).expect("a member");
    format!("5e0be20000000000000000{number:02x}")
}

fn member(name: &str) -> Value {
    trello::member(&who(name), name)
}

fn list(place: usize) -> Value {
    json!({"id": format!("6955b9010000000000000{place:03x}"), "name": LISTS[place]})
}

fn label(place: usize) -> Value {
    json!({"id": format!("6955b9020000000000000{place:03x}"), "name": LABELS[place], "color": "red"})
}

fn folder(charter: &str, files: &[(&str, Value)]) -> Folder {
    let folder = Folder::new();
    folder.write("boardlint.toml", charter);
    for (name, content) in files {
        folder.write(name, content.to_string());
    }
    folder
}

fn check(charter: &str, files: &[(&str, Value)]) -> Run {
    let folder = folder(charter, files);
    boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never"])
}

fn inspect(charter: &str, files: &[(&str, Value)]) -> Value {
    let folder = folder(charter, files);
    let run = boardlint(&["inspect", &folder.text(), "--format", "json"]);
    let told: Value = serde_json::from_str(&run.out).expect(&run.out);
    told["boards"][0].clone()
}

#[test]
fn copies_of_a_template_are_stories_whichever_file_tells_of_it() {
    let mut board = Bakery::new();
    let template = board.card("paula", "2026-01-05T09:00", 0, "createCard", json!({"isTemplate": true}));
    let copy = board.card("simon", "2026-01-06T09:00", 0, "createCard", json!({}));
    board.actions.pop();
    let data = json!({"card": short(&copy), "list": list(0), "cardSource": short(&template)});
    board.act("simon", "2026-01-06T09:00", "copyCard", data);
    let pages = json!(board.actions());
    let whole = check(CHARTER, &[("tafel.json", board.whole())]);
    let joined = check(CHARTER, &[("tafel.json", board.newest(1)), ("aktionen.json", pages)]);
    for run in [whole, joined] {
        assert_eq!(run.findings_of("story-written-by-sm").len(), 1, "{}", run.out);
    }
    // The template was deleted; an action shows that the card was one.
    let data = json!({"card": {"id": template["id"], "isTemplate": true}, "old": {"isTemplate": false}});
    board.act("paula", "2026-01-05T09:01", "updateCard", data);
    board.cards.remove(0);
    let run = check(CHARTER, &[("tafel.json", board.whole())]);
    assert_eq!(run.findings_of("story-written-by-sm").len(), 1, "{}", run.out);
    let pages = inspect(CHARTER, &[("aktionen.json", json!(board.actions()))]);
    assert_eq!(pages["items"]["count"], 1);
}

#[test]
fn a_checklist_that_is_called_so_holds_the_criteria() {
    const SPRINT: &str =
        "\n[[sprints]]\nname = \"Sprint 7\"\nlist = \"Sprint-Liste\"\nstart = 2026-01-12\nend = 2026-01-23\n";
    let rule = "unready-item-committed";
    // The first digits of an id are the time of creation of the checklist: 8 or 15 January 2026.
    let run_with = |checklist: &str, name: Option<&str>| {
        let mut board = Bakery::new();
        let asked = json!({"desc": "", "idChecklists": [checklist], "badges": {"checkItems": 2}});
        board.card("paula", "2026-01-05T09:00", 4, "createCard", asked);
        board.card("paula", "2026-01-20T09:00", 0, "createCard", json!({}));
        let mut export = board.whole();
        if let Some(name) = name {
            export["checklists"] =
                json!([{"id": checklist, "name": name, "checkItems": [{"name": "a"}, {"name": "b"}]}]);
        }
        check(&format!("{CHARTER}{SPRINT}"), &[("tafel.json", export)])
    };
    let (early, late) = ("695ef3800000000000000001", "69682e000000000000000001");
    for name in ["Acceptance criteria", "Akzeptanzkriterien", "Критерии приёмки", "受け入れ条件"] {
        assert!(!run_with(early, Some(name)).fires(rule), "{name}");
        assert!(run_with(late, Some(name)).fires(rule), "{name}: when the sprint was running");
    }
    assert!(run_with(early, Some("Steps")).fires(rule));
    let run = run_with(early, None);
    assert!(!run.fires(rule) && run.gap(rule).is_some(), "nothing says what it is called: {}", run.out);
}

#[test]
fn a_member_who_came_along_with_a_copied_card_was_assigned_by_nobody() {
    let joins = |copied: bool| {
        let mut board = Bakery::new();
        let model = board.card("paula", "2026-01-05T09:00", 0, "createCard", json!({}));
        let copy = board.card("paula", "2026-01-06T09:00", 0, "copyCard", json!({"idMembers": [who("lena")]}));
        let data =
            json!({"card": short(&copy), "idMember": who("lena"), "fromCopy": copied, "cardSource": short(&model)});
        board.act("paula", "2026-01-06T09:00", "addMemberToCard", data);
        inspect(CHARTER, &[("tafel.json", board.whole())])
    };
    for (copied, decided) in [(true, 0), (false, 1)] {
        let board = joins(copied);
        assert_eq!((&board["changes"]["assigned"], &board["decisions"]["assigned"]), (&json!(1), &json!(decided)));
    }
}

#[test]
fn a_card_that_only_ever_was_where_no_work_is_is_not_judged() {
    let mut board = Bakery::new();
    board.card("simon", "2026-01-05T09:00", 4, "createCard", json!({}));
    let card = board.card("simon", "2026-01-06T09:00", 4, "createCard", json!({}));
    board.card("simon", "2026-01-07T09:00", 0, "createCard", json!({}));
    board.moved("paula", "2026-01-08T09:00", &card, 4, 0);
    let charter = format!("{CHARTER}no-work = [\"Sprint-Liste\"]\n");
    let run = check(&charter, &[("tafel.json", board.whole())]);
    let mut written: Vec<_> = run.findings_of("story-written-by-sm").iter().map(|it| it["item"].clone()).collect();
    written.sort_by_key(|item| item.to_string());
    assert_eq!(written, ["karte001", "karte002"], "{}", run.out);
    assert_eq!(run.summary()["items"], 2);
    let told = inspect(&charter, &[("tafel.json", board.whole())]);
    assert_eq!(told["items"]["phases"]["backlog"], 2, "{told}");
}

#[test]
fn a_label_change_in_a_page_of_actions_is_named_by_the_board_beside_it() {
    let mut board = Bakery::new();
    let card = board.card("paula", "2026-01-05T09:00", 1, "createCard", json!({}));
    board.label("lena", "2026-01-12T09:00", &card, &[], &[0]);
    board.act("lena", "2026-01-28T09:00", "commentCard", json!({"card": short(&card), "text": "noch immer"}));
    let pages = json!(board.actions());
    let run = check(CHARTER, &[("tafel.json", board.newest(1)), ("aktionen.json", pages.clone())]);
    assert!(run.fires("impediment-unresolved"), "{}", run.out);
    // Actions alone do not contain the labels of a card.
    let run = check(CHARTER, &[("aktionen.json", pages)]);
    assert!(!run.fires("impediment-unresolved"));
    assert!(run.gap("impediment-unresolved").is_some(), "{}", run.out);
}

#[test]
fn a_card_that_a_newer_table_of_the_board_lacks_is_no_longer_there() {
    let mut board = Bakery::new();
    let gone = board.card("paula", "2026-01-05T09:00", 0, "createCard", json!({}));
    let stays = board.card("paula", "2026-01-05T10:00", 0, "createCard", json!({}));
    let header = "Card ID,Card Name,Card URL,Card Description,Labels,Members,Due Date,Last Activity Date,List ID,List Name,Board ID,Board Name,Archived";
    let row = |card: &Value| {
        let text = |key: &str| card[key].as_str().unwrap_or_default().to_owned();
        let (id, link, name, list) = (text("id"), text("shortLink"), text("name"), text("idList"));
        format!(
            "{id},{name},https://trello.com/c/{link},,,,,2026-01-20T09:00:00.000Z,{list},{},{BOARD},Bakery,false\n",
            LISTS[0]
        )
    };
    let phases = |rows: &str| {
        let folder = folder(CHARTER, &[("board.json", board.whole())]);
        folder.write("newer.csv", format!("{header}\n{rows}"));
        let run = boardlint(&["inspect", &folder.text(), "--format", "json"]);
        let told: Value = serde_json::from_str(&run.out).expect(&run.out);
        told["boards"][0]["items"]["phases"]["backlog"].clone()
    };
    assert_eq!(phases(&row(&stays)), 1);
    assert_eq!(phases(&format!("{}{}", row(&stays), row(&gone))), 2);
    assert_eq!(
        phases(&format!("{},a row without an id\n", row(&stays))),
        2,
        "the row that was not read may be the card's"
    );
}

#[test]
fn who_left_a_card_that_they_never_joined_had_it_before() {
    let mut board = Bakery::new();
    let card = board.card("paula", "2026-01-05T09:00", 1, "createCard", json!({"idMembers": [who("lena")]}));
    let data = || json!({"card": short(&card), "idMember": who("lena")});
    board.act("lena", "2026-01-06T09:00", "removeMemberFromCard", data());
    board.act("paula", "2026-01-07T09:00", "addMemberToCard", data());
    let run = check(CHARTER, &[("tafel.json", board.whole())]);
    assert!(!run.fires("work-assigned-by-po"), "{}", run.out);
}

/// A sprint of the charter; `cards` is the line that says which cards belong to it.
fn sprint(cards: &str) -> String {
    format!("{CHARTER}\n[[sprints]]\nname = \"Sprint 7\"\nstart = 2026-01-12\nend = 2026-01-23\n{cards}\n")
}

#[test]
fn since_when_a_card_has_a_sprints_label_only_a_record_says() {
    let charter = sprint("label = \"Sprint 7\"");
    let mut board = Bakery::new();
    let card = board.card("steve", "2026-01-14T09:00", 0, "createCard", json!({"labels": [label(2)]}));
    board.act("lena", "2026-01-30T09:00", "commentCard", json!({"card": short(&card), "text": "gesehen"}));
    let run = check(&charter, &[("tafel.json", board.whole())]);
    assert!(!run.fires("stakeholder-bypasses-po"), "{}", run.out);
    assert!(run.gap("stakeholder-bypasses-po").is_some(), "{}", run.out);
    board.label("steve", "2026-01-14T09:30", &card, &[], &[2]);
    let run = check(&charter, &[("tafel.json", board.whole())]);
    assert!(run.fires("stakeholder-bypasses-po"), "{}", run.out);
    // Sprint labels are recorded like other labels: a card that was created with one had it from the start.
    board.card("paula", "2026-01-09T09:00", 0, "createCard", json!({"labels": [label(2)]}));
    let told = inspect(&charter, &[("tafel.json", board.whole())]);
    assert_eq!(told["sprints"][0]["committed"], 1, "{told}");
    // Nobody can see whether there are one or two spaces.
    let blanks = board.whole().to_string().replace("\"Sprint 7\"", "\"Sprint  7 \"");
    assert_ne!(blanks, board.whole().to_string());
    let blanks = serde_json::from_str(&blanks).expect("JSON");
    let told = inspect(&charter, &[("tafel.json", blanks)]);
    assert_eq!(told["sprints"][0]["committed"], 1, "{told}");
}

#[test]
fn a_label_that_is_changed_on_a_sprints_last_day_leaves_something_over() {
    let charter = sprint("label = \"Sprint 7\"");
    for (day, removed, carried) in [("2026-01-23", 0, 1), ("2026-01-22", 1, 0)] {
        let mut board = Bakery::new();
        let card = board.card("paula", "2026-01-05T09:00", 0, "createCard", json!({}));
        board.label("lena", "2026-01-12T09:00", &card, &[], &[2]);
        board.label("simon", &format!("{day}T15:00"), &card, &[2], &[]);
        board.act("lena", "2026-01-30T09:00", "commentCard", json!({"card": short(&card), "text": "weiter"}));
        let told = inspect(&charter, &[("tafel.json", board.whole())]);
        let sprint = &told["sprints"][0];
        assert_eq!(
            (&sprint["removed"], &sprint["carried-over"]),
            (&json!(removed), &json!(carried)),
            "{day}: {sprint}"
        );
        // The creation of the card is cut off, but the sprint is not.
        let told = inspect(&charter, &[("tafel.json", board.newest(3))]);
        assert_eq!(told["sprints"][0]["committed"], Value::Null, "the label was given at the very cut");
        board.act("paula", "2026-01-11T09:00", "commentCard", json!({"card": short(&card), "text": "bald"}));
        let told = inspect(&charter, &[("tafel.json", board.newest(4))]);
        assert_eq!(told["sprints"][0]["committed"], 1, "{day}");
    }
}

#[test]
fn a_sprint_that_no_card_was_in_has_no_figures_and_is_named() {
    let mut board = Bakery::new();
    let card = board.card("paula", "2026-01-08T09:00", 4, "createCard", json!({}));
    board.act("lena", "2026-01-30T09:00", "commentCard", json!({"card": short(&card), "text": "fertig"}));
    let (here, gone) = (sprint("list = \"Sprint-Liste\""), sprint("list = \"Sprint-Tafel\""));
    assert_eq!(inspect(&here, &[("tafel.json", board.whole())])["sprints"][0]["committed"], 1);
    assert_eq!(inspect(&gone, &[("tafel.json", board.whole())])["sprints"][0]["committed"], Value::Null);
    let run = check(&gone, &[("tafel.json", board.whole())]);
    assert!(run.err.contains("no card was ever in `Sprint 7`"), "{}", run.err);
    assert!(run.gap("scope-changed-mid-sprint").is_some(), "{}", run.out);
    // The list had this name for some time.
    let data = json!({"list": list(4), "old": {"name": "Sprint-Tafel"}});
    board.act("simon", "2026-01-29T09:00", "updateList", data);
    assert_eq!(inspect(&gone, &[("tafel.json", board.whole())])["sprints"][0]["committed"], 1);
}

#[test]
fn the_kind_of_a_list_that_was_renamed_is_that_of_its_later_name_on_days_before_it_too() {
    let mut board = Bakery::new();
    board.card("simon", "2026-01-12T09:00", 4, "createCard", json!({}));
    board.act("paula", "2026-01-20T09:00", "updateList", json!({"list": list(4), "old": {"name": "Ideen"}}));
    let folder =
        folder(&format!("{CHARTER}[kinds]\nimpediment = [\"Sprint-Liste\"]\n"), &[("tafel.json", board.whole())]);
    for until in ["2026-01-16", "2026-01-31"] {
        let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never", "--until", until]);
        assert!(!run.fires("story-written-by-sm"), "{until}: {}", run.out);
        assert_eq!(run.gap("story-written-by-sm"), None, "{until}: {}", run.out);
    }
}

#[test]
fn a_move_that_is_taken_back_at_once_is_no_decision() {
    let back = |at: &str| {
        let mut board = Bakery::new();
        let card = board.card("paula", "2026-01-05T09:00", 0, "createCard", json!({}));
        board.moved("paula", "2026-01-06T09:00", &card, 0, 1);
        board.moved("paula", at, &card, 1, 0);
        check(CHARTER, &[("tafel.json", board.whole())])
    };
    assert!(!back("2026-01-06T09:01").fires("status-moved-by-po"));
    assert!(back("2026-01-06T15:00").fires("status-moved-by-po"), "it stood there for hours");
}

#[test]
fn whoever_is_given_a_card_and_swapped_at_once_was_assigned_in_one_act() {
    let charter = CHARTER.replace("[\"lena\"]\nstakeholders = [\"steve\"]", "[\"lena\", \"steve\"]");
    let swapped = |at: &str| {
        let mut board = Bakery::new();
        let card =
            board.card("paula", "2026-01-05T09:00", 1, "createCard", json!({"idMembers": [who("lena"), who("steve")]}));
        for (name, at) in [("lena", "2026-01-06T09:00"), ("steve", at)] {
            let data = json!({"card": short(&card), "idMember": who(name)});
            board.act("paula", at, "addMemberToCard", data);
        }
        check(&charter, &[("tafel.json", board.whole())]).findings_of("work-assigned-by-po").len()
    };
    assert_eq!((swapped("2026-01-06T09:01"), swapped("2026-01-07T09:00")), (1, 2));
}

#[test]
fn numbers_in_front_of_titles_are_estimates_where_the_team_writes_estimates_there() {
    // Cards to which the developer gives `numbers`, and one to which the Product Owner gives another.
    let told = |numbers: &[&str], own: &str| {
        let mut board = Bakery::new();
        let cards: Vec<Value> =
            (1..20).map(|_| board.card("paula", "2026-01-02T10:00", 0, "createCard", json!({}))).collect();
        for (number, card) in numbers.iter().zip(&cards[1..]) {
            board.renamed(
                "lena",
                "2026-01-05T10:00",
                card,
                &format!("({number}) {}", card["name"].as_str().expect("a name")),
            );
        }
        let title = cards[0]["name"].as_str().expect("a name");
        board.renamed("paula", "2026-01-07T10:00", &cards[0], &format!("({own}) {title}"));
        let run = check(CHARTER, &[("board.json", board.whole())]);
        let rule = |all: Vec<Value>| all.iter().any(|one| one["rule"] == "estimated-by-non-developer");
        (rule(run.findings()), rule(run.inconclusive()))
    };
    assert_eq!(told(&["1", "3", "3", "5"], "8"), (true, false));
    assert_eq!(told(&["1", "3", "3", "5"], "2026"), (false, false), "a year is no estimate");
    assert_eq!(told(&[], "5"), (false, true), "nobody estimates here");
    assert_eq!(told(&["2", "3"], "1"), (false, true), "parts of something larger have numbers, too");
}
