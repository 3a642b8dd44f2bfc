//! The order of a report, and its comparison with the sprint before.

use serde_json::json;

use super::{page, page_of, section};
use crate::support::{Folder, boardlint, fixture, jira};

const BAKERY: &str = "fixtures/bakery/jira-cloud";

#[test]
fn the_topics_are_the_first_cards_with_their_counts() {
    for board in [BAKERY, "fixtures/bakery/trello", "fixtures/bakery/jira-dc"] {
        let page = page(board, "md", &[]);
        let talk = section(&page, "Worth talking about");
        let titles: Vec<&str> =
            talk.lines().filter_map(|line| line.split("**").nth(1).filter(|_| line.contains(". **"))).collect();
        let counts: Vec<&str> = talk.lines().filter(|line| line.starts_with("   ") && line.contains(". (")).collect();
        let cards: Vec<&str> = page.split("\n### ").skip(1).take(3).collect();
        assert_eq!((titles.len(), counts.len()), (3, 3), "{talk}");
        for ((title, count), card) in titles.iter().zip(counts).zip(cards) {
            assert!(card.starts_with(title), "{board}: {title}: {card}");
            let evidence = card.lines().find_map(|line| line.strip_prefix("Evidence: ")).expect(card);
            assert!(count.trim_end().ends_with(&format!("({evidence})")), "{board}: {count}: {evidence}");
        }
    }
}

#[test]
fn levels_are_said_as_a_team_takes_them() {
    for ending in ["md", "html"] {
        let page = page(BAKERY, ending, &[]);
        assert!(page.contains("talk first") && page.contains("good to know"), "{ending}");
        assert!(!page.contains("(error)") && !page.contains(">error<") && !page.contains(">warning<"), "{ending}");
    }
}

#[test]
fn a_card_says_of_how_many() {
    let page = page(BAKERY, "md", &[]);
    for rate in [
        "2 of 2 changes of priority · 2 findings · last seen in Oven 3",
        "4 of 18 changes to the order of the backlog · 2 findings · last seen in Oven 2",
        "1 of 29 stories written · 2 findings, 1 of them good to know · last seen in Oven 4",
        "1 of 1 move of work that was not the mover’s own · 1 finding · last seen in Oven 3",
    ] {
        assert!(page.contains(&format!("Evidence: {rate}\n")), "{rate}\n{page}");
    }
    // A finding about a stakeholder, who wrote a story into a running sprint, is not given as a share of all
    // stories.
    assert!(section(&page, "Cards for the wall").contains("Evidence: 1 finding · last seen in Oven 4\n"));
}

#[test]
fn the_sprint_before_is_held_against_the_last() {
    let page = page(BAKERY, "md", &[]);
    let since = section(&page, "Since the sprint before");
    assert!(since.trim().starts_with("Oven 4 so far, compared with Oven 3"), "{since}");
    for row in [
        "| Work assigned by the Product Owner | – | – | 2 of 3 | – | did not come up |",
        "| Stories written by people outside the team | 0 of 5 | 0 of 5 | 0 of 1 | 1 of 4 | new |",
        "| Backlog ordered by the Scrum Master | 0 of 2 | 3 of 7 | 0 of 4 | 0 of 3 | not in the last two |",
    ] {
        assert!(since.contains(row), "{row}\n{since}");
    }
    // What does not fit is counted: an estimate of the Product Owner in Oven 2, and a story of the Scrum
    // Master in Oven 1.
    assert!(since.contains("\n2 more of them are not shown.\n"), "{since}");
    let (new, gone) = since.split_once("**Gone**").expect("what is gone");
    assert!(
        gone.contains("- Work was assigned to a developer by the Product Owner: CRUST-17 and CRUST-26\n"),
        "{since}"
    );
    // States are judged a second time, as at the end of Oven 3. At that time, CRUST-21 was not blocked.
    for now in ["three working days: CRUST-21\n", "- The sprint took on much more than the team usually finishes\n"] {
        assert!(new.contains(now), "{now}{since}");
    }
}

#[test]
fn a_report_on_the_running_sprint_compares_what_the_report_on_the_board_does() {
    let whole = page(BAKERY, "md", &[]);
    let running = page(BAKERY, "md", &["--sprint", "current"]);
    let lists = |page: &str| {
        let since = section(page, "Since the sprint before").to_owned();
        since
            .lines()
            .filter(|line| line.starts_with("- ") || line.starts_with("**"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(lists(&whole), lists(&running));
}

/// The lines about new, gone and remaining findings in a page.
fn changes(since: &str) -> Vec<&str> {
    since.lines().filter(|line| line.starts_with("- ") || line.starts_with("**")).collect()
}

#[test]
fn each_of_several_boards_is_held_against_how_it_stood_itself() {
    let alone = page(BAKERY, "md", &[]);
    let folder = Folder::new();
    for board in ["jira-cloud", "jira-dc"] {
        for name in ["search.json", "boardlint.toml"] {
            folder.write(&format!("{board}/{name}"), fixture(&format!("{board}/{name}")));
        }
    }
    let page = page(&folder.text(), "md", &[]);
    let boards: Vec<&str> = section(&page, "Since the sprint before").split("### CRUST (").skip(1).collect();
    let of = |name: &str| boards.iter().find(|board| board.starts_with(name)).copied().unwrap_or_default();
    assert_eq!(changes(of("jira-cloud")), changes(section(&alone, "Since the sprint before")), "{page}");
    assert!(of("jira-dc").contains("three working days: CRUST-21\n"), "{page}");
}

#[test]
fn where_the_board_was_not_judged_a_second_time_the_page_says_so() {
    let said = "(what was done alone: how things stood then was not looked at)";
    assert!(!page(BAKERY, "md", &[]).contains(said));
    assert!(page(BAKERY, "md", &["--since", "2026-02-01"]).contains(said), "a part of its time that is no sprint");
}

#[test]
fn what_is_still_so_comes_before_what_is_over() {
    let page = page(BAKERY, "md", &[]);
    let cards = section(&page, "Cards for the wall");
    let seen: Vec<&str> = cards.lines().filter(|line| line.starts_with("Evidence: ")).collect();
    let rank = |line: &&str| match line.rsplit(" · ").next() {
        Some("still so") => 0,
        Some("last seen in Oven 4" | "last seen in Oven 3") => 1,
        _ => 2,
    };
    // The first nine cards are topics.
    let ranks: Vec<i32> = seen.iter().take(9).map(rank).collect();
    assert!(ranks.is_sorted() && ranks[..2] == [0, 0] && ranks.contains(&2), "{seen:?}");
}

#[test]
fn the_whole_of_a_long_sprint_is_lately() {
    let mut sprint = jira::sprint(1, "active", "2026-01-05T09:00:00.000Z", "2026-02-27T17:00:00.000Z", None);
    sprint["goal"] = json!("Orders");
    let drag = |id, day: &str| jira::history(id, "Sam", &format!("{day}T09:00:00.000+0000"), jira::ranked());
    let assigned = json!({"field": "assignee", "fieldtype": "jira", "fieldId": "assignee", "from": null, "fromString": null,
                          "to": "712020:Li", "toString": "Li"});
    let given = jira::history(9, "Maria", "2026-02-20T09:00:00.000+0000", assigned);
    let page = page_of(
        &jira::page(vec![
            jira::issue("APP-1", json!({}), vec![drag(1, "2026-01-07")]),
            jira::issue("APP-2", json!({}), vec![drag(2, "2026-01-09")]),
            jira::issue("APP-3", json!({"customfield_10020": [sprint]}), vec![given]),
        ]),
        "md",
    );
    let titles: Vec<&str> = page.split("\n### ").skip(1).filter_map(|card| card.lines().next()).collect();
    let place = |title: &str| titles.iter().position(|own| own.contains(title)).expect("a card");
    assert!(
        place("backlog was reordered") < place("assigned to a developer"),
        "two before one, both lately: {titles:?}"
    );
}

#[test]
fn a_report_on_one_sprint_knows_what_was_found_in_the_one_before() {
    let page = page(BAKERY, "md", &["--sprint", "last-closed"]);
    let since = section(&page, "Since the sprint before");
    assert!(since.trim().starts_with("Oven 3, compared with Oven 2"), "{since}");
    let new = since.split("**New**").nth(1).and_then(|rest| rest.split("**Gone**").next()).expect(since);
    assert!(
        new.contains("- Work was assigned to a developer by the Product Owner: CRUST-17 and CRUST-26\n"),
        "{since}"
    );
    let gone = since.split("**Gone**").nth(1).expect(since);
    assert!(gone.contains("- The backlog was reordered by someone other than the Product Owner"), "{since}");
}

#[test]
fn no_command_line_stands_between_a_team_and_its_findings() {
    let nobody = Folder::new();
    let charter = nobody.write("boardlint.toml", "");
    for board in [BAKERY, "fixtures/bakery/jira-csv"] {
        for more in [&[][..], &["--charter", &charter]] {
            let page = page(board, "md", more);
            let (team, operator) =
                page.split_once("## For whoever runs boardlint").expect("an appendix for whoever runs it");
            for command in ["boardlint check", "boardlint.toml", "curl", " --"] {
                assert!(
                    !team
                        .lines()
                        .any(|line| line.contains(command) && !line.starts_with('|') && !line.starts_with("Measured ")),
                    "{command}: {team}"
                );
            }
            assert!(operator.contains("boardlint.toml"), "{operator}");
        }
    }
}

#[test]
fn every_card_has_a_line_for_what_the_team_tries() {
    let page = page(BAKERY, "html", &[]);
    assert_eq!(page.matches("<dt>We try</dt>").count(), page.matches("<article class=\"card").count());
}

#[test]
fn where_the_key_and_the_token_of_a_command_come_from_is_said_once() {
    let board = json!({"id": "5e727be1365698015bd51cf5", "name": "Board", "url": "https://trello.com/b/x", "closed": false,
        "lists": [{"id": "l1", "name": "Backlog", "closed": false, "pos": 1}], "members": [], "labels": [], "checklists": [], "actions": [],
        "cards": [{"id": "c1", "shortLink": "c1", "name": "Card", "idList": "l1", "idBoard": "b", "closed": false, "pos": 1,
            "idMembers": [], "labels": [], "desc": "", "idShort": 1, "url": "https://trello.com/c/x",
            "dateLastActivity": "2026-02-03T09:00:00.000Z"}]});
    let folder = Folder::new();
    let path = folder.write("board.json", board.to_string());
    let origin = "https://trello.com/power-ups/admin makes the key";
    let page = page(&path, "html", &[]);
    assert!(page.contains("$TRELLO_KEY") && page.matches(origin).count() == 1, "{page}");
    let run = boardlint(&["check", &path, "--fail-on", "never"]);
    let said = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("$TRELLO_KEY") && said.matches(origin).count() == 1, "{said}");
    assert!(said.contains("It is optional"), "{said}");
}

#[test]
fn how_a_table_stood_when_the_sprint_before_ended_is_not_made_up() {
    // Six stories wait in March; a table does not say what was ready in February.
    let row = |number: u32, day: u32, status: &str, sprint: &str| {
        format!(
            "Wunsch {number},MUK-{number},Story,{status},Jana Weiß,Jana Weiß,{day:02}/Mär/26 2:00 PM,2.0,{sprint}\n"
        )
    };
    let head = "Zusammenfassung,Vorgangsschlüssel,Vorgangstyp,Status,Autor,Ersteller,Erstellt,Benutzerdefiniertes Feld (Story Points),Sprint\n";
    let rows: String = (1..=6).map(|number| row(number, number, "Startklar", "")).collect();
    let done = |number: u32, sprint: &str| row(number, 1, "Ausgerollt", sprint).replace("Mär", "Jan");
    let csv = format!("{head}{rows}{}{}", done(7, "MUK 1"), done(8, "MUK 2"));
    let folder = Folder::new();
    let sprint = |name: &str, start: &str, end: &str| {
        format!("\n[[sprints]]\nname = \"{name}\"\nstart = {start}\nend = {end}\n")
    };
    let charter = format!(
        "[roles]\nproduct-owner = [\"Jana Weiß\"]\n[workflow]\nready = [\"Startklar\"]\ndone = [\"Ausgerollt\"]\n{}{}",
        sprint("MUK 1", "2026-02-09", "2026-02-20"),
        sprint("MUK 2", "2026-02-23", "2026-03-06"),
    );
    folder.write("boardlint.toml", charter);
    let page = page(&folder.write("jira.csv", csv), "md", &[]);
    assert!(!page.contains("**Gone**"), "{page}");
}
