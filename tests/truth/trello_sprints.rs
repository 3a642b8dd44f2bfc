//! Sprints on Trello: lists that are named after them, and dates without times.

use serde_json::{Value, json};

use crate::support::trello::{self, unsigned_action};
use crate::support::{Folder, Run, boardlint};

/// Six sprints of two weeks; the third begins on 9 February.
const CHARTER: &str = r#"
[roles]
product-owner = ["maria"]
scrum-master = ["sam"]
developers = ["li"]
stakeholders = ["sten"]
[workflow]
backlog = ["Backlog"]
doing = ["Doing"]
acceptance = ["Acceptance"]
done = ["Done"]
"#;

const STARTS: [&str; 5] = ["2026-01-12", "2026-01-26", "2026-02-09", "2026-02-23", "2026-03-09"];
const ENDS: [&str; 5] = ["2026-01-23", "2026-02-06", "2026-02-20", "2026-03-06", "2026-03-20"];

/// A board that is built action by action.
#[derive(Default)]
struct Trello {
    lists: Vec<String>,
    cards: Vec<Value>,
    actions: Vec<Value>,
    /// How many of the newest actions the export holds, if not all.
    newest: Option<usize>,
}

impl Trello {
    fn new(lists: &[&str]) -> Self {
        Self { lists: lists.iter().map(|name| (*name).to_owned()).collect(), ..Self::default() }
    }

    fn list(&self, place: usize) -> Value {
        json!({"id": format!("5e0be10000000000000000{place:02x}"), "name": self.lists[place]})
    }

    fn act(&mut self, by: &str, at: &str, kind: &str, data: Value) {
        let id = format!("695e0000{:016x}", self.actions.len() + 1);
        self.actions.push(unsigned_action(&id, &json!(who(by)), &format!("{at}:00.000Z"), kind, data));
    }

    /// Creates a card with `points` in the list at `place`, as `by`.
    fn create(&mut self, by: &str, at: &str, place: usize, points: u32) -> usize {
        let number = self.cards.len();
        let list = self.list(place);
        let card = json!({"id": format!("5e0bca0000000000000000{number:02x}"), "shortLink": format!("card{number}"),
                          "idShort": number, "name": format!("({points}) Card {number}"), "closed": false,
                          "desc": "A description that says enough of what is to be built here",
                          "idList": list["id"], "idMembers": [], "labels": [], "badges": {"comments": 0}});
        let short = json!({"id": card["id"], "shortLink": card["shortLink"], "name": card["name"]});
        self.cards.push(card);
        self.act(by, at, "createCard", json!({"card": short, "list": list}));
        number
    }

    fn moved(&mut self, by: &str, at: &str, card: usize, place: usize) {
        let before = self.cards[card]["idList"].clone();
        let from = (0..self.lists.len()).find(|place| self.list(*place)["id"] == before).expect("a list");
        let (from, to) = (self.list(from), self.list(place));
        self.cards[card]["idList"] = to["id"].clone();
        let id = self.cards[card]["id"].clone();
        let data = trello::moved(&json!({"id": id, "idList": to["id"]}), &from, &to);
        self.act(by, at, "updateCard", data);
    }

    fn estimated(&mut self, by: &str, at: &str, card: usize, points: u32) {
        let before = self.cards[card]["name"].clone();
        self.cards[card]["name"] = json!(format!("({points}) Card {card}"));
        let renamed = json!({"id": self.cards[card]["id"], "name": self.cards[card]["name"]});
        self.act(by, at, "updateCard", json!({"card": renamed, "old": {"name": before}}));
    }

    fn renamed(&mut self, at: &str, place: usize, name: &str) {
        let before = std::mem::replace(&mut self.lists[place], name.to_owned());
        let data = json!({"list": self.list(place), "old": {"name": before}});
        self.act("sam", at, "updateList", data);
    }

    fn export(&self) -> String {
        let lists: Vec<Value> = (0..self.lists.len()).map(|place| self.list(place)).collect();
        let member = |name: &str| trello::member(&who(name), name);
        let members: Vec<Value> = ["maria", "sam", "li", "sten"].into_iter().map(member).collect();
        let mut actions = self.actions.clone();
        let (id, at) = ("695e00000000000000000000", "2026-01-01T00:00:00.000Z");
        actions.push(unsigned_action(id, &json!(who("li")), at, "createBoard", json!({})));
        actions.sort_by_key(|action| std::cmp::Reverse(action["date"].to_string()));
        actions.truncate(self.newest.unwrap_or(usize::MAX));
        json!({"id": "5e0be1000000000000000000", "name": "Bakery", "lists": lists, "cards": self.cards,
               "members": members, "actions": actions})
        .to_string()
    }

    fn run(&self, command: &[&str], today: &str) -> Run {
        let folder = Folder::new();
        let goal = |place: usize| {
            format!(
                "\n[[sprints]]\nname = \"Sprint {}\"\nstart = {}\nend = {}\n",
                place + 1,
                STARTS[place],
                ENDS[place]
            )
        };
        let sprints: String = (0..STARTS.len()).map(goal).collect();
        folder.write("boardlint.toml", format!("{CHARTER}{sprints}"));
        let export = folder.write("board.json", self.export());
        boardlint(&[command, &[export.as_str(), "--today", today]].concat())
    }

    fn check(&self, today: &str) -> Run {
        self.run(&["check", "--format", "jsonl", "--fail-on", "never"], today)
    }

    /// The committed and done sizes of each sprint.
    fn sizes(&self, today: &str) -> Vec<(Value, Value)> {
        let run = self.run(&["inspect", "--format", "json"], today);
        let told: Value = serde_json::from_str(&run.out).expect(&run.out);
        let boards = told["boards"].as_array().expect("boards");
        let sprints = boards[0]["sprints"].as_array().expect("sprints");
        sprints.iter().map(|sprint| (sprint["committed"].clone(), sprint["done"].clone())).collect()
    }
}

fn who(name: &str) -> String {
    let number = ["maria", "sam", "li", "sten"].iter().position(|known| *known == name).expect("a member");
    format!("5e0be20000000000000000{number:02x}")
}

/// Five sprints of three cards each. `list` returns the list of a sprint; `over` is called at the end of each
/// sprint.
fn five_sprints(
    lists: &[&str],
    list: impl Fn(usize) -> usize,
    mut begin: impl FnMut(&mut Trello, usize),
    mut over: impl FnMut(&mut Trello, usize),
) -> Trello {
    let mut board = Trello::new(lists);
    for sprint in 0..STARTS.len() {
        begin(&mut board, sprint);
        for _ in 0..3 {
            let card = board.create("maria", "2026-01-05T09:00", 0, 3);
            board.moved("maria", &format!("{}T09:30", STARTS[sprint]), card, list(sprint));
            board.moved("li", &format!("{}T10:00", STARTS[sprint]), card, 1);
            board.moved("li", &format!("{}T10:00", ENDS[sprint]), card, 2);
        }
        over(&mut board, sprint);
    }
    board
}

#[test]
fn a_list_that_is_renamed_when_its_sprint_is_over_was_that_sprints_list() {
    let lists = ["Backlog", "Doing", "Done", "Sprint 1", "Sprint 2", "Sprint 3", "Sprint 4", "Sprint 5"];
    let board = five_sprints(
        &lists,
        |sprint| 3 + sprint,
        |_, _| {},
        |board, sprint| {
            let name = format!("Sprint {} (done)", sprint + 1);
            board.renamed(&format!("{}T17:00", ENDS[sprint]), 3 + sprint, &name);
        },
    );
    let sizes = board.sizes("2026-03-21");
    assert_eq!(sizes, vec![(json!(9), json!(9)); 5]);
    assert!(!board.check("2026-03-21").fires("sprint-overcommitted"));
}

#[test]
fn the_name_of_a_list_is_the_sprints_whatever_blanks_and_case_it_has() {
    let lists = ["Backlog", "Doing", "Done", "Sprint  1", " sprint 2", "SPRINT\u{a0}3", "Sprint 4 ", "sprint   5"];
    let board = five_sprints(&lists, |sprint| 3 + sprint, |_, _| {}, |_, _| {});
    assert_eq!(board.sizes("2026-03-21"), vec![(json!(9), json!(9)); 5]);
    let run = board.check("2026-03-21");
    assert!(!run.err.contains("no card was ever in"), "{}", run.err);
}

#[test]
fn one_list_that_is_given_the_name_of_each_sprint_is_the_list_of_each() {
    let lists = ["Backlog", "Doing", "Done", "Sprint 1"];
    let renamed = |board: &mut Trello, sprint: usize| {
        if sprint > 0 {
            board.renamed(&format!("{}T09:00", STARTS[sprint]), 3, &format!("Sprint {}", sprint + 1));
        }
    };
    let board = five_sprints(&lists, |_| 3, renamed, |_, _| {});
    assert_eq!(board.sizes("2026-03-21"), vec![(json!(9), json!(9)); 5]);
    // What nobody began stays in the list, and so it belongs to the next sprint too.
    let left_over = |board: &mut Trello, sprint: usize| {
        renamed(board, sprint);
        if sprint == 2 {
            board.create("maria", "2026-02-09T09:10", 3, 3);
        }
    };
    let board = five_sprints(&lists, |_| 3, left_over, |_, _| {});
    let committed: Vec<_> = board.sizes("2026-03-21").into_iter().map(|(committed, _)| committed).collect();
    assert_eq!(committed, [9, 9, 12, 12, 12].map(|size| json!(size)));
    let run = board.check("2026-03-21");
    assert_eq!(run.findings_of("carry-over-high").len(), 1, "{}", run.out);
    assert!(run.findings_of("scope-changed-mid-sprint").is_empty(), "{}", run.out);
}

/// Five sprints, each with its own list.
fn with_lists(over: impl FnMut(&mut Trello, usize)) -> Trello {
    let lists = ["Backlog", "Doing", "Done", "Sprint 1", "Sprint 2", "Sprint 3", "Sprint 4", "Sprint 5", "Acceptance"];
    five_sprints(&lists, |sprint| 3 + sprint, |_, _| {}, over)
}

#[test]
fn what_leaves_a_sprint_on_its_last_day_is_left_over() {
    for (day, to, left_over) in [
        ("2026-03-06T15:02", 7, true),
        ("2026-03-06T15:02", 0, true),
        ("2026-03-06T00:00", 0, true),
        ("2026-03-05T23:59", 7, false),
        ("2026-03-05T23:59", 0, false),
    ] {
        let board = with_lists(|board, sprint| {
            if sprint == 2 || sprint == 3 {
                let card = board.create("maria", "2026-02-08T09:00", 0, 6);
                board.moved("li", &format!("{}T09:30", STARTS[sprint]), card, 3 + sprint);
                let day = if sprint == 3 { day } else { "2026-02-20T15:02" };
                board.moved("sam", day, card, if sprint == 3 { to } else { 0 });
            }
        });
        let run = board.check("2026-03-08");
        assert_eq!(run.findings_of("scope-changed-mid-sprint").is_empty(), left_over, "{day} {to}: {}", run.out);
        assert_eq!(run.findings_of("carry-over-high").len(), usize::from(left_over), "{day} {to}: {}", run.out);
    }
}

#[test]
fn planning_lasts_until_the_second_day_is_over() {
    for (at, changed) in [("2026-03-10T23:59", false), ("2026-03-11T00:01", true)] {
        let mut board = with_lists(|_, _| {});
        let card = board.create("maria", "2026-03-08T09:00", 0, 3);
        board.moved("li", at, card, 7);
        let run = board.check("2026-03-21");
        assert_eq!(run.findings_of("scope-changed-mid-sprint").len(), usize::from(changed), "{at}: {}", run.out);
    }
}

#[test]
fn what_was_estimated_anew_is_shown_by_the_change_that_came_after_the_planning() {
    let mut board = with_lists(|_, _| {});
    let card = board.create("maria", "2026-03-08T09:00", 0, 3);
    board.moved("li", "2026-03-09T09:30", card, 7);
    board.estimated("li", "2026-03-10T15:00", card, 5);
    board.estimated("sam", "2026-03-12T15:00", card, 8);
    let run = board.check("2026-03-21");
    let findings = run.findings_of("reestimated-mid-sprint");
    let related = findings.iter().map(|finding| finding["related"].clone()).collect::<Vec<_>>();
    assert_eq!(related.len(), 1, "{}", run.out);
    assert_eq!(related[0].as_array().map(Vec::len), Some(1), "{related:?}");
    assert_eq!(related[0][0]["at"], "2026-03-12T15:00:00Z", "{related:?}");
    assert_eq!(related[0][0]["message"], "estimated by sam", "{related:?}");
}

#[test]
fn on_its_first_and_last_day_a_sprint_may_not_run() {
    for (at, fires) in [
        ("2026-03-09T08:05", false),
        ("2026-03-09T23:59", false),
        ("2026-03-10T00:00", true),
        ("2026-03-19T23:59", true),
        ("2026-03-20T00:00", false),
        ("2026-03-20T15:35", false),
    ] {
        let mut board = with_lists(|_, _| {});
        // No filter left anything out.
        let id = board.cards[0]["id"].clone();
        for (what, before) in [("pos", json!(9)), ("desc", json!(""))] {
            let data = json!({"card": {"id": id, what: board.cards[0][what]}, "old": {what: before}});
            board.act("li", "2026-01-06T09:00", "updateCard", data);
        }
        board.estimated("li", "2026-01-06T09:00", 0, 2);
        let card = board.create("sten", "2026-01-08T09:00", 0, 1);
        board.moved("sten", at, card, 7);
        let run = board.check("2026-03-21");
        assert_eq!(run.findings_of("stakeholder-bypasses-po").len(), usize::from(fires), "{at}: {}", run.out);
        let gap = run.gap("stakeholder-bypasses-po");
        assert_eq!(gap.is_none(), fires, "{at}");
        assert!(gap.is_none_or(|gap| gap.missing == "format" && gap.partial), "{at}");
    }
}

#[test]
fn on_the_last_day_of_a_sprint_the_board_is_tidied() {
    for (at, fires) in [
        ("2026-03-05T20:00", true),
        ("2026-03-06T00:00", false),
        ("2026-03-06T15:50", false),
        ("2026-03-07T00:30", false),
        ("2026-03-07T09:00", true),
    ] {
        let mut board = with_lists(|_, _| {});
        let card = board.create("li", "2026-03-02T09:00", 3 + 3, 1);
        board.moved("sam", at, card, 1);
        let run = board.check("2026-03-21");
        assert_eq!(run.findings_of("status-moved-by-sm").len(), usize::from(fires), "{at}: {}", run.out);
    }
}

#[test]
fn what_ended_where_nothing_says_what_it_means_may_have_been_done() {
    let lists = |done| ["Backlog", "Doing", done, "Sprint 1", "Sprint 2", "Sprint 3", "Sprint 4", "Sprint 5"];
    let board = |done| five_sprints(&lists(done), |sprint| 3 + sprint, |_, _| {}, |_, _| {});
    let rules = ["carry-over-high", "sprint-underdelivered"];
    let known = board("Done").check("2026-03-21");
    let unknown = board("Shelf").check("2026-03-21");
    for rule in rules {
        assert!(!known.fires(rule) && !unknown.fires(rule), "{rule}: {}{}", known.out, unknown.out);
        assert_eq!(unknown.gap(rule).expect("a gap").missing, "mapping", "{rule}: {}", unknown.out);
        assert_eq!(known.gap(rule), None, "{rule}: {}", known.out);
    }
    assert!(!unknown.fires("sprint-overcommitted"), "{}", unknown.out);
}

#[test]
fn what_came_in_when_all_may_have_been_done_may_be_no_change_of_scope() {
    let rule = "scope-changed-mid-sprint";
    let told = |done: &str| {
        let mut board = Trello::new(&["Backlog", "Doing", done, "Sprint 5"]);
        let late = board.create("maria", "2026-01-05T09:00", 0, 6);
        for _ in 0..3 {
            let card = board.create("maria", "2026-01-05T09:00", 0, 3);
            board.moved("maria", "2026-03-09T09:30", card, 3);
            board.moved("li", "2026-03-16T10:00", card, 2);
        }
        board.moved("li", "2026-03-18T11:00", late, 3);
        let run =
            board.run(&["check", "--format", "jsonl", "--fail-on", "never", "--sprint", "Sprint 5"], "2026-03-21");
        (run.fires(rule), run.gap(rule).map(|gap| gap.missing))
    };
    assert_eq!(told("Done"), (false, None));
    assert_eq!(told("Shelf"), (false, Some("mapping".to_owned())));
}
#[test]
fn descriptions_that_cards_leave_out_are_not_empty() {
    let rule = "unready-item-committed";
    let mut board = with_lists(|_, _| {});
    assert!(!board.check("2026-03-21").fires(rule));
    board.cards.iter_mut().for_each(|card| card["desc"] = json!(""));
    assert!(board.check("2026-03-21").fires(rule));
    board.cards.iter_mut().for_each(|card| drop(card.as_object_mut().expect("a card").remove("desc")));
    let run = board.check("2026-03-21");
    let told = run.gap(rule).expect(&run.out);
    assert!(!run.fires(rule) && told.missing == "history", "{told:?}");
    assert!(!told.hint.contains("curl"), "{told:?}");
}

#[test]
fn what_a_card_said_once_is_not_known_where_a_filter_left_out_its_descriptions() {
    let rule = "unready-item-committed";
    let mut board = with_lists(|_, _| {});
    board.cards[0]["desc"] = json!("");
    let run = board.check("2026-03-21");
    let told = run.gap(rule).expect(&run.out);
    assert!(!run.fires(rule) && told.missing == "history", "{told:?}");
    let edited =
        json!({"card": {"id": board.cards[1]["id"], "desc": board.cards[1]["desc"]}, "old": {"desc": "Bread"}});
    board.act("maria", "2026-01-06T09:00", "updateCard", edited);
    let run = board.check("2026-03-21");
    assert_eq!((run.findings_of(rule).len(), run.gap(rule)), (1, None), "{}", run.out);
}

#[test]
fn cards_that_were_committed_before_the_known_history_are_left_out_and_counted() {
    let rule = "unready-item-committed";
    let mut board = with_lists(|_, _| {});
    for card in [0, 14] {
        board.cards[card]["desc"] = json!("");
    }
    // Three actions on each of the three cards of the last two sprints. The first of the two had begun by then.
    board.newest = Some(18);
    let run = board.check("2026-03-21");
    assert_eq!(run.findings_of(rule).len(), 1, "{}", run.out);
    let told = run.gap(rule).expect(&run.out);
    assert!(told.partial && told.missing == "history" && told.message.contains("12 items left out"), "{told:?}");
}

#[test]
fn on_the_first_and_the_last_day_of_a_sprint_nobody_starts_work_beside_it() {
    let rule = "started-outside-sprint";
    let told = |at: &str| {
        let mut board = Trello::new(&["Backlog", "Doing", "Done", "Sprint 3"]);
        let planned = board.create("maria", "2026-02-02T09:00", 0, 1);
        board.moved("li", "2026-02-06T09:00", planned, 3);
        let beside = board.create("maria", "2026-02-02T09:10", 0, 1);
        board.moved("li", at, beside, 1);
        let run = board.check("2026-02-22");
        (run.fires(rule), run.gap(rule).map(|gap| gap.missing))
    };
    assert_eq!(told("2026-02-10T08:00"), (true, None));
    assert_eq!(told("2026-02-09T08:00"), (false, Some("format".to_owned())), "it may not have begun");
    assert_eq!(told("2026-02-20T18:00"), (false, Some("format".to_owned())), "it may be over");
}

#[test]
fn a_list_that_was_renamed_means_what_the_charter_says_of_its_later_name_on_days_before_it_too() {
    let mut board = Trello::new(&["Backlog", "Doing"]);
    let card = board.create("li", "2026-01-13T09:00", 0, 3);
    board.moved("maria", "2026-01-14T09:00", card, 1);
    board.renamed("2026-01-23T09:00", 1, "Acceptance");
    board.create("li", "2026-01-30T09:00", 0, 3);
    for today in ["2026-01-22", "2026-01-30"] {
        let run = board.check(today);
        assert!(run.fires("acceptance-stalled") && !run.fires("status-moved-by-po"), "{today}: {}", run.out);
        assert!(!run.err.contains("no item ever was in a list `Acceptance`"), "{today}: {}", run.err);
    }
}

#[test]
fn a_list_that_was_renamed_means_what_the_charter_says_of_a_name_that_it_had() {
    let mut board = Trello::new(&["Backlog", "Doing", "Done"]);
    let cards = ["2026-01-12T09:00", "2026-01-12T10:00"].map(|at| board.create("li", at, 0, 3));
    board.moved("maria", "2026-01-14T09:00", cards[0], 1);
    board.renamed("2026-01-15T09:00", 1, "Oven");
    board.moved("maria", "2026-01-16T09:00", cards[1], 1);
    let mut with_another = Trello { lists: board.lists.clone(), ..Trello::new(&[]) };
    with_another.lists.push("Doing".to_owned());
    (with_another.cards, with_another.actions) = (board.cards.clone(), board.actions.clone());
    assert!(!with_another.check("2026-01-20").fires("status-moved-by-po"), "another list has the name now");
    for (to, moves) in [("Oven", 2), ("Done", 0)] {
        if to != "Oven" {
            // A present name of a list has priority over a former one.
            board.renamed("2026-01-17T09:00", 2, "Shelf");
            board.renamed("2026-01-17T10:00", 1, to);
        }
        let run = board.check("2026-01-20");
        let moved: u64 = run.findings_of("status-moved-by-po").iter().filter_map(|found| found["count"].as_u64()).sum();
        assert_eq!(moved, moves, "{to}: {}", run.out);
        assert!(!run.err.contains("no item ever was in a list `D"), "{to}: {}", run.err);
    }
}
