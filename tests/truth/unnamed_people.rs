//! People who are missing in a record: another record may name them. If none does, nobody is blamed for what
//! cannot be known.

use serde_json::{Value, json};

use crate::support::jira::{self, CHARTER, history, user};
use crate::support::{Folder, Run, boardlint_in, check};

const RULE: &str = "work-assigned-by-po";

/// The Product Owner assigns a bug, which `reporter` had reported, to Eva.
fn handed_to_eva(reporter: &Value, creator: &Value) -> Run {
    let given = json!({"field": "assignee", "fieldtype": "jira", "fieldId": "assignee", "from": null, "fromString": null,
                       "to": "712020:Eva", "toString": "Eva"});
    let own = history(
        1,
        "Eva",
        "2026-02-02T09:00:00.000+0000",
        json!({"field": "summary", "fieldtype": "jira",
        "fieldId": "summary", "from": null, "fromString": "Bun", "to": null, "toString": "Buns"}),
    );
    let back = history(2, "Maria", "2026-02-03T09:00:00.000+0000", given);
    let bug = jira::issue(
        "APP-1",
        json!({"reporter": reporter, "creator": creator, "assignee": user("Eva"), "issuetype": {"name": "Bug"}}),
        vec![back],
    );
    check(CHARTER, &jira::page(vec![bug, jira::issue("APP-2", json!({}), vec![own])]), &[])
}

#[test]
fn a_former_user_whose_id_another_record_names_is_that_person() {
    let former = jira::account("712020:Eva", "Former user");
    let run = handed_to_eva(&former, &former);
    assert!(!run.fires(RULE), "it goes back to the one who reported it: {}", run.out);
    assert!(run.gap(RULE).is_none(), "{}", run.out);
    assert!(handed_to_eva(&user("Maria"), &user("Maria")).fires(RULE), "it never was hers");
    let another = jira::account("712020:Tom", "Former user");
    let other = handed_to_eva(&another, &another);
    assert!(!other.fires(RULE) && other.gap(RULE).is_some(), "{}", other.out);
}

#[test]
fn where_nobody_knows_who_reported_an_item_it_may_go_back_to_them() {
    let nameless = json!({"displayName": "Former user"});
    for reporter in [&nameless, &Value::Null] {
        let run = handed_to_eva(reporter, reporter);
        assert!(!run.fires(RULE), "{}", run.out);
        assert!(run.gap(RULE).is_some(), "{}", run.out);
    }
    let run = handed_to_eva(&nameless, &user("Omar"));
    assert!(!run.fires(RULE), "Omar typed it in for somebody: {}", run.out);
    assert!(handed_to_eva(&Value::Null, &user("Omar")).fires(RULE), "Omar created it");
}

/// A table in which Sam only comments, so that no column names him.
fn commented(charter: &str) -> Run {
    let folder = Folder::new();
    let id = |last: char| format!("712020:0a1b2c3d-0000-4000-8000-00000000000{last}");
    let row = |number: usize| {
        format!(
            "Story {number},APP-{number},{number},Story,To Do,Maria,{maria},Maria,{maria},2026-03-02 09:00,\"2026-03-02 10:00;{};Fine\"",
            id('b'),
            maria = id('a'),
        )
    };
    let header = "Summary,Issue key,Issue id,Issue Type,Status,Reporter,Reporter Id,Creator,Creator Id,Created,Comment";
    let rows: Vec<String> = (1..=40).map(row).collect();
    folder.write("Jira.csv", format!("{header}\n{}\n", rows.join("\n")));
    folder.write("boardlint.toml", charter);
    boardlint_in(folder.path(), &["check", ".", "--format", "jsonl", "--fail-on", "never"])
}

#[test]
fn an_account_without_a_name_is_nobody_without_a_role() {
    let charter = "[roles]\nproduct-owner = [\"Maria\"]\nscrum-master = [\"Sam\"]\ndevelopers = [\"Li\"]\n";
    let run = commented(charter);
    let outsiders =
        |run: &Run| run.findings_of("role-not-mapped").iter().any(|found| found["facts"]["outsiders"] == json!(0.5));
    assert!(!outsiders(&run), "half of what was done is an account's that may be Sam's: {}", run.out);
    let named = commented(&charter.replace("Sam", "712020:0a1b2c3d-0000-4000-8000-00000000000b"));
    assert!(!named.fires("role-not-mapped"), "{}", named.out);
}

#[test]
fn where_developers_are_left_out_nobody_is_without_a_role() {
    let mut issue = jira::issue("APP-1", json!({}), (1..=60).map(|_| jira::drag("Li")).collect());
    for (place, history) in issue["changelog"]["histories"].as_array_mut().expect("histories").iter_mut().enumerate() {
        history["id"] = json!((place + 1).to_string());
        history["created"] = json!(format!("2026-02-02T09:{place:02}:00.000+0000"));
        drop(history.as_object_mut().and_then(|history| history.remove("author")));
    }
    let mut other = jira::issue("APP-2", json!({}), Vec::new());
    other["fields"]["creator"] = jira::user("Sam");
    let page = jira::page(vec![issue, other]);
    let gap = |charter: &str| {
        let run = check(charter, &page, &[]);
        assert!(!run.fires("role-not-mapped"), "{}", run.out);
        run.gap("role-not-mapped").is_some()
    };
    let roles = "[roles]\nproduct-owner = [\"Maria\"]\nscrum-master = [\"Sam\"]\n";
    assert!(gap(&format!("{roles}developers = [\"Li\"]\n")));
    assert!(!gap(roles));
}

#[test]
fn a_user_name_alone_may_be_that_of_somebody_whom_the_charter_calls_otherwise() {
    let said = |by: &str, number: usize| json!({"id": format!("{by}{number}"), "author": {"name": by}, "created": "2026-03-02T10:00:00.000+0000", "body": "Fine"});
    let issue = |number: usize| {
        let comments = json!({"total": 2, "comments": [said("maria.g", number), said("li", number)]});
        let fields = json!({"comment": comments, "creator": null, "reporter": null, "assignee": {"name": "li", "displayName": "Li"}});
        jira::issue(&format!("APP-{number}"), fields, vec![])
    };
    let feed = jira::page((1..=40).map(issue).collect());
    let charter = "[roles]\nproduct-owner = [\"Maria\"]\nscrum-master = [\"Sam\"]\ndevelopers = [\"Li\"]\n";
    let outsiders = |charter: &str| {
        let run = check(charter, &feed, &[]);
        run.findings_of("role-not-mapped").iter().any(|found| found["facts"]["outsiders"].as_f64() > Some(0.1))
    };
    assert!(!outsiders(charter), "whoever said all that may be Maria");
    assert!(outsiders(&charter.replace("Maria", "li").replace("Sam", "li")), "she is none of those whom it names");
}

#[test]
fn whoever_has_no_role_may_be_a_developer_whom_the_charter_calls_otherwise() {
    let rule = "estimated-by-non-developer";
    let by = |who: &str, developers: &str, named: &Value| {
        let points = json!({"field": "Story Points", "fieldtype": "custom", "fieldId": "customfield_10016", "from": null,
                            "fromString": null, "to": null, "toString": "5"});
        let mut estimated = history(1, who, "2026-02-03T09:00:00.000+0000", points);
        if *named != Value::Null {
            estimated["author"] = named.clone();
        }
        let others = ["Maria", "Sam", "Li Wei"].map(|name| {
            let title = json!({"field": "summary", "fieldtype": "jira", "fieldId": "summary", "from": null,
                               "fromString": "Bun", "to": null, "toString": "Buns"});
            jira::issue(
                &format!("APP-{}", name.len()),
                json!({}),
                vec![history(2, name, "2026-02-02T09:00:00.000+0000", title)],
            )
        });
        let issue = jira::issue("APP-1", json!({"customfield_10016": 5}), vec![estimated]);
        let page = jira::page(others.into_iter().chain([issue]).collect());
        let charter =
            format!("[roles]\nproduct-owner = [\"Maria\"]\nscrum-master = [\"Sam\"]\ndevelopers = [{developers}]\n");
        check(&charter, &page, &[])
    };
    let told = |run: &Run| (run.fires(rule), run.gap(rule).is_some());
    let nobody = Value::Null;
    assert_eq!(told(&by("Omar Haddad", "\"Li Wei\"", &nobody)), (true, false), "all developers are known");
    for unknown in ["\"omar@example.com\"", "\"ohaddad\"", "{ who = \"omar@example.com\", since = 2026-02-01 }"] {
        let run = by("Omar Haddad", &format!("\"Li Wei\", {unknown}"), &nobody);
        assert_eq!(told(&run), (false, true), "{unknown}: {}", run.out);
    }
    // Nobody has two full names, and a person with a known address is not a person with another one.
    assert_eq!(told(&by("Omar Haddad", "\"Li Wei\", \"Olga Petrov\"", &nobody)), (true, false));
    let mut addressed = user("Omar Haddad");
    addressed["emailAddress"] = json!("haddad@example.com");
    assert_eq!(told(&by("Omar Haddad", "\"Li Wei\", \"omar@example.com\"", &addressed)), (true, false));
    let before = "\"Li Wei\", { who = \"omar@example.com\", until = 2026-01-31 }";
    assert_eq!(told(&by("Omar Haddad", before, &nobody)), (true, false), "it was no developer's that day");
    assert_eq!(told(&by("Maria", "\"Li Wei\", \"omar@example.com\"", &nobody)), (true, false), "Maria has a role");
}

/// The result of `rule` with these `roles` on a board of Maria Gomez and Li Wei: `fires`, what is missing, or
/// nothing.
fn said_of(rule: &str, roles: &str) -> Vec<String> {
    let said = history(
        1,
        "Li Wei",
        "2026-02-02T09:00:00.000+0000",
        json!({"field": "status", "fieldtype": "jira", "fieldId": "status", "from": "1", "fromString": "Backlog", "to": "2",
               "toString": "Done"}),
    );
    let maria = user("Maria Gomez");
    let issue = jira::issue("APP-1", json!({"creator": &maria, "reporter": &maria}), vec![said]);
    let run = check(&format!("[roles]\n{roles}\n"), &jira::page(vec![issue]), &["--select", rule]);
    let gaps = run.inconclusive();
    let missing = gaps.iter().filter_map(|gap| gap["missing"].as_str()).map(str::to_owned);
    run.findings_of(rule).iter().map(|finding| finding["message"].to_string()).chain(missing).collect()
}

#[test]
fn whom_the_charter_names_and_the_board_does_not_know_is_another_or_may_be_one() {
    let owners = |names: &str| said_of("several-product-owners", &format!("product-owner = [{names}]"));
    let two = owners("\"Maria Gomez\", \"Olga Petrov\"");
    assert!(
        two.len() == 1 && two[0].contains("Maria Gomez and 1 whom the charter names and the board does not know"),
        "{two:?}"
    );
    for perhaps in [
        "\"olga@example.com\"",
        "\"mgomez\"",
        "\"Maria Lopez\"",
        "\"Gomez, M.\"",
        "\"Мария Гомес\"",
        "\"Product Owner\"",
        "\"María Gómez\"",
    ] {
        assert_eq!(owners(&format!("\"Maria Gomez\", {perhaps}")), ["roles"], "{perhaps}");
    }
    for one in [
        "\"Maria Gomez\"",
        "{ who = \"Maria Gomez\", until = 2026-01-31 }, { who = \"Olga Petrov\", since = 2026-02-01 }",
        "\"Maria Gomez\", \"mgomez\"]\n[aliases]\n\"Maria Gomez\" = [\"mgomez\"",
    ] {
        assert_eq!(owners(one), [""; 0], "{one}");
    }
    let unknown = |names: &str| owners(&format!("{names}]\nscrum-master = [\"Li Wei\""));
    assert_eq!(unknown("\"Olga Petrov\""), [""; 0], "whoever it is, it is one");
    assert_eq!(unknown("\"Olga Petrov\", \"olga@example.com\""), ["roles"]);
    assert_eq!(unknown("\"Jürgen Müller\", \"Juergen Mueller\""), ["roles"]);
    assert!(
        unknown("\"Olga Petrov\", \"Tom Ward\"")[0].contains("2 whom the charter names and the board does not know")
    );
}

#[test]
fn a_manager_whom_the_board_does_not_know_may_be_the_product_owner() {
    let managers = |names: &str| {
        said_of("po-is-also-manager", &format!("product-owner = [\"Maria Gomez\"]\nmanagers = [{names}]"))
    };
    assert_eq!(managers("\"maria@example.com\""), ["roles"]);
    assert_eq!(managers("\"Carla Boss\""), [""; 0]);
    assert_eq!(
        managers("{ who = \"maria@example.com\", until = 2025-01-31 }").len(),
        1,
        "Maria has been it all the time"
    );
    assert!(managers("\"Maria Gomez\"")[0].contains("Maria Gomez"));
}

/// An issue that Li submits for acceptance. `author` comments on it the day after; `mover`, if there is one,
/// moves it eight days later.
fn handed_over(author: &Value, mover: Option<&Value>) -> Run {
    let at = |day: u32| format!("2026-02-{day:02}T09:00:00.000+0000");
    let charter = CHARTER.replace("[workflow]", "[workflow]\nacceptance = [\"Acceptance\"]");
    let mut steps = vec![
        history(1, "Li", &at(2), jira::moved("Backlog", "In Progress")),
        history(2, "Li", &at(3), jira::moved("In Progress", "Acceptance")),
    ];
    steps.extend(mover.map(|by| {
        let mut step = history(3, "Li", &at(12), jira::moved("Acceptance", "Done"));
        step["author"] = by.clone();
        step
    }));
    let now = if mover.is_some() { jira::status("Done", "done") } else { jira::status("Acceptance", "indeterminate") };
    let comments = json!({"total": 1, "comments": [{"id": "1", "author": author, "created": at(4), "body": "Fine"}]});
    let issue = jira::issue("APP-1", json!({"status": now, "comment": comments}), steps);
    check(&charter, &jira::page(vec![issue]), &["--today", if mover.is_some() { "2026-02-13" } else { "2026-02-09" }])
}

#[test]
fn who_is_not_known_may_have_spoken_for_the_product_owner() {
    let nameless = [
        Value::Null,
        json!({"displayName": "Former user"}),
        json!({"displayName": "Eski kullanıcı"}),
        jira::account("unknown", "Former user"),
        json!({"accountId": "712020:gone"}),
    ];
    let (omar, li) = (user("Omar"), user("Li"));
    for (rule, mover) in [("acceptance-late", Some(&li)), ("acceptance-stalled", None)] {
        assert!(handed_over(&omar, mover).fires(rule), "{rule}: Omar is not the Product Owner");
        for author in &nameless {
            let run = handed_over(author, mover);
            assert!(
                !run.fires(rule) && run.inconclusive().iter().any(|gap| gap["rule"] == rule),
                "{rule}: {}",
                run.out
            );
        }
    }
    let run = handed_over(&omar, Some(&Value::Null));
    assert!(run.fires("acceptance-late"), "whoever moved it on did so late: {}", run.out);
}

/// A drag of a story in the backlog; the charter does not list the developers.
fn dragged_by(author: &Value, charter: &str) -> Run {
    let mut drag = jira::drag("Li");
    drag["author"] = author.clone();
    let named = jira::history(2, "Maria", "2026-02-03T09:00:00.000+0000", jira::ranked());
    let stories = vec![jira::issue("APP-1", json!({}), vec![drag]), jira::issue("APP-2", json!({}), vec![named])];
    check(charter, &jira::page(stories), &[])
}

#[test]
fn an_account_of_which_the_id_alone_is_known_may_be_anybody_whom_the_charter_names() {
    let rule = "backlog-reordered-by-non-po";
    assert!(dragged_by(&user("Li"), CHARTER).fires(rule), "Li has a name, which is not the Product Owner's");
    let gone = json!({"accountId": "712020:gone"});
    let run = dragged_by(&gone, CHARTER);
    assert!(!run.fires(rule) && run.gap(rule).is_some(), "{}", run.out);
    let by_ids = CHARTER.replace("Maria", "712020:po").replace("Sam", "712020:sm");
    let owner = json!({"accountId": "712020:po"});
    let mut board = jira::page(vec![jira::issue(
        "APP-1",
        json!({"creator": owner, "reporter": owner}),
        vec![{
            let mut drag = jira::drag("Li");
            drag["author"] = gone;
            drag
        }],
    )]);
    board = board.replace("712020:Maria", "712020:po");
    assert!(check(&by_ids, &board, &[]).fires(rule), "where everybody is known by an id, another id is another person");
}
