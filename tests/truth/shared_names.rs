//! Accounts that share a user name or an address: they may or may not belong to one person.

use serde_json::{Value, json};

use crate::support::jira::{self, CHARTER};
use crate::support::{Folder, Run, boardlint, check};

const RULE: &str = "po-is-also-sm";

/// A board on which Maria created an issue that is assigned to Sam; both accounts get further names.
fn run(maria: Value, sam: Value) -> Run {
    let user = |name: &str, more: Value| jira::laid_over(json!({"displayName": name}), more);
    let fields = json!({"creator": user("Maria", maria.clone()), "reporter": user("Maria", maria), "assignee": user("Sam", sam)});
    check(CHARTER, &jira::page(vec![jira::issue("CRUMB-1", fields, Vec::new())]), &[])
}

fn people(run: &Run) -> u64 {
    run.summary()["people"].as_u64().expect("a number")
}

#[test]
fn accounts_with_ids_of_their_own_are_different_people() {
    let shared = [
        json!({"emailAddress": "team@bakery.example"}),
        json!({"emailAddress": "****@***.com"}),
        json!({"name": "None"}),
        json!({"name": "****"}),
        json!({"name": "team", "emailAddress": "team@bakery.example"}),
    ];
    for texts in shared {
        for id in ["accountId", "key"] {
            let of = |id_text: &str| {
                let mut one = texts.clone();
                one[id] = json!(id_text);
                one
            };
            let run = run(of("JIRAUSER1"), of("JIRAUSER2"));
            assert_eq!((people(&run), run.fires(RULE)), (2, false), "{id} {texts}");
        }
    }
    for key in ["None", "unknown", "N/A", "shared"] {
        let of = |id: &str| json!({"accountId": id, "key": key, "name": key});
        let run = run(of("712020:1"), of("712020:2"));
        assert_eq!((people(&run), run.fires(RULE)), (2, false), "{key}");
    }
}

#[test]
fn what_was_masked_is_no_name() {
    let masked = json!({"key": "****", "name": "****", "emailAddress": "****@***.com"});
    assert_eq!(people(&run(masked.clone(), masked)), 2);
}

#[test]
fn a_user_name_joins_where_one_side_has_no_id() {
    let maria = json!({"key": "JIRAUSER1", "name": "maria.k"});
    let person = jira::laid_over(json!({"displayName": "Maria"}), maria);
    let fields = json!({"creator": person, "reporter": person});
    let issue = jira::issue("CRUMB-1", fields, Vec::new());
    let folder = Folder::of(CHARTER, jira::page(vec![issue]));
    folder.write(
        "Jira.csv",
        "Summary,Issue key,Issue id,Issue Type,Status,Creator,Created\nRoll,CRUMB-2,2,Story,Backlog,maria.k,2026-03-02 09:00\n",
    );
    let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never"]);
    assert_eq!(people(&run), 1, "{}", run.out);
}

#[test]
fn aliases_join_accounts_of_any_ids() {
    let charter = format!("{CHARTER}\n[aliases]\n\"Maria\" = [\"Sam\"]\n");
    let fields = json!({"creator": jira::user("Maria"), "assignee": jira::user("Sam")});
    let run = check(&charter, &jira::page(vec![jira::issue("CRUMB-1", fields, Vec::new())]), &[]);
    assert_eq!((people(&run), run.fires(RULE)), (1, true), "{}", run.out);
}
