//! Roles in the charter: names that match two people, people who are not on the board, and terms when nothing
//! has a date.

use serde_json::json;

use crate::support::jira::{self, CHARTER};
use crate::support::{Folder, boardlint, check};

#[test]
fn a_name_that_is_one_persons_login_and_anothers_key_is_ambiguous() {
    let person =
        |login: &str, key: &str, name: &str| json!({"name": login, "key": key, "displayName": name, "active": true});
    let issues = vec![
        jira::issue("APP-1", json!({"creator": person("ana", "ana2", "Ana One")}), vec![]),
        jira::issue("APP-2", json!({"creator": person("other", "ana", "Other")}), vec![]),
    ];
    let run = check("[roles]\nproduct-owner = [\"ana\"]\n", &jira::page(issues), &[]);
    assert!(run.status == 2 && run.err.contains("`ana` fits 2 people"), "{}", run.err);
}

#[test]
fn a_replacement_whom_the_board_does_not_know_may_have_been_silent() {
    let charter = |replaced: &str| CHARTER.replace("product-owner = [\"Maria\"]", replaced);
    let at = |day: u32| format!("2026-03-{day:02}T09:00:00.000+0000");
    let sprint = jira::sprint(1, "closed", &at(2), &at(13), Some(&at(13)));
    let moves = [(3, "Maria"), (5, "Lee"), (9, "Lee"), (12, "Lee")];
    let histories = (1..).zip(moves).map(|(id, (day, who))| jira::history(id, who, &at(day), jira::ranked())).collect();
    let export = jira::page(vec![jira::issue("APP-1", json!({"customfield_10020": [sprint]}), histories)]);
    let judged = |owners: &str| {
        let run = check(&charter(owners), &export, &["--today", "2026-03-20"]);
        let told = run.objects().into_iter().find(|object| object["rule"] == "po-absent");
        told.map(|told| (told["type"].clone(), told["missing"].clone()))
    };
    let known = judged("product-owner = [\"Maria\"]").expect("told");
    assert_eq!(known.0, "finding");
    let replaced = "product-owner = [{ who = \"Maria\", until = 2026-03-04 }, { who = \"Pia\", since = 2026-03-05 }]";
    assert_eq!(judged(replaced), Some((json!("inconclusive"), json!("roles"))));
    assert_eq!(judged("product-owner = [{ who = \"Maria\", until = 2026-03-04 }]"), None, "nobody's silence");
}

#[test]
fn who_nobody_is_known_to_be_may_hold_the_other_role_too() {
    let judged = |owner: &str| {
        let folder = Folder::new();
        folder.write("boardlint.toml", format!("[roles]\nproduct-owner = \"{owner}\"\nscrum-master = \"Sam\"\n"));
        folder.write("board.json", jira::page(vec![jira::issue("APP-1", json!({}), vec![jira::drag("Sam")])]));
        let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--select", "po-is-also-sm"]);
        run.inconclusive().iter().map(|it| it["missing"].to_string()).collect::<Vec<_>>()
    };
    assert_eq!(judged("Samm"), ["\"roles\""]);
    assert_eq!(judged("Maria"), [""; 0]);
}

#[test]
fn where_nothing_is_dated_no_day_of_a_role_is_outside_of_the_board() {
    let folder = Folder::new();
    folder.write(
        "boardlint.toml",
        "[roles]\nproduct-owner = [{ who = \"Maria\", since = 2024-01-01 }]\nscrum-master = \"Sam\"\n",
    );
    folder.write(
        "export.csv",
        "Summary,Issue key,Issue Type,Status,Creator\nOne,SHOP-1,Story,Open,Maria\nTwo,SHOP-2,Story,Open,Sam\n",
    );
    let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--select", "role-not-mapped"]);
    assert!(!run.fires("role-not-mapped"), "{}", run.out);
}

#[test]
fn nobody_without_a_role_is_known_to_be_a_developer_while_one_of_the_two_leads_is_not_named() {
    let estimated = |who: &str, id: u32| {
        let estimate = json!({"field": "Story Points", "fieldtype": "custom", "fieldId": "customfield_10016", "from": null, "fromString": null, "to": null, "toString": "3"});
        jira::history(id, who, &format!("2026-03-{id:02}T09:00:00.000+0000"), estimate)
    };
    let issue = |key: &str, histories| jira::issue(key, json!({"customfield_10016": 3.0}), histories);
    let export = jira::page(vec![
        issue("APP-1", vec![estimated("Maria", 3)]),
        issue("APP-2", vec![estimated("Lee", 4)]),
        issue("APP-3", vec![jira::drag("Sam")]),
    ]);
    let judged = |left_out: &str, more: &str| {
        let charter = CHARTER.replace(left_out, "").replace("[workflow]", &format!("{more}\n[workflow]"));
        check(&charter, &export, &["--today", "2026-03-20"])
    };
    let rule = "estimated-by-non-developer";
    let unnamed = judged("product-owner = [\"Maria\"]", "");
    assert!(!unnamed.fires(rule), "{}", unnamed.out);
    let gap = unnamed.gap(rule).expect("either may be the Product Owner");
    assert_eq!((gap.missing.as_str(), gap.partial), ("roles", false), "{}", gap.message);
    let other = judged("scrum-master = [\"Sam\"]", "");
    assert_eq!(
        other.findings_of(rule).len(),
        1,
        "the Product Owner is no developer, whoever is Scrum Master: {}",
        other.out
    );
    assert!(other.gap(rule).is_some_and(|gap| gap.partial), "Lee may be the Scrum Master: {}", other.out);
    let listed = judged("scrum-master = [\"Sam\"]", "developers = [\"Lee\"]");
    assert!(listed.gap(rule).is_none(), "{}", listed.out);
    for rule in ["po-is-also-sm", "po-is-also-manager", "several-product-owners"] {
        assert_eq!(unnamed.gap(rule).expect(rule).missing, "roles");
    }
    assert!(other.gap("po-is-also-sm").is_some() && other.gap("several-product-owners").is_none(), "{}", other.out);
}
