//! Ignores: what a team has agreed to accept, with a reason and for a limited time; the number is always
//! reported.

use serde_json::json;

use crate::support::jira::{CHARTER, drag, history, issue, page, ranked, sprint, sprints};
use crate::support::{Folder, Run, boardlint_in};

/// A board with Maria as Product Owner, on which Li and Omar each rank a story. Omar's is in a sprint that
/// has not begun.
fn board() -> Folder {
    let folder = Folder::new();
    let next = sprint(2, "future", "2026-03-02T09:00:00.000Z", "2026-03-13T15:00:00.000Z", None);
    let planned = history(2, "Maria", "2026-02-02T09:00:00.000+0000", sprints("", "2"));
    let issues = vec![
        issue("APP-1", json!({}), vec![drag("Li")]),
        issue(
            "APP-2",
            json!({"customfield_10020": [next]}),
            vec![planned, history(3, "Omar", "2026-02-05T22:59:59.000+0000", ranked())],
        ),
    ];
    folder.write("board.json", page(issues));
    folder
}

fn check(folder: &Folder, ignores: &str, args: &[&str]) -> Run {
    folder.write("boardlint.toml", format!("timezone = \"Europe/Berlin\"\n{CHARTER}\n{ignores}"));
    let only = ["check", ".", "--format", "jsonl", "--select", "backlog-reordered-by-non-po", "--today", "2026-03-01"];
    boardlint_in(folder.path(), &[&only[..], args].concat())
}

fn items(run: &Run) -> Vec<String> {
    run.subjects().into_iter().map(|(_, item)| item).collect()
}

#[test]
fn an_ignore_covers_what_all_its_keys_fit() {
    let folder = board();
    assert_eq!(items(&check(&folder, "", &[])), ["APP-1", "APP-2"]);
    for (keys, left) in [
        ("item = \"app-1\"", vec!["APP-2"]),
        ("actor = \"omar\"", vec!["APP-1"]),
        ("rule = \"backlog-reordered-by-non-po\"", vec![]),
        ("rule = \"backlog-reordered-by-non-po\"\nactor = \"Li\"", vec!["APP-2"]),
        ("item = \"APP-1\"\nactor = \"Omar\"", vec!["APP-1", "APP-2"]),
        ("rule = \"backlog-reordered-by-non-po\"\nsince = 2026-02-03", vec!["APP-1"]),
        ("rule = \"backlog-reordered-by-non-po\"\nuntil = 2026-02-02", vec!["APP-2"]),
        // A minute before midnight in Berlin is still that day.
        ("rule = \"backlog-reordered-by-non-po\"\nsince = 2026-02-05\nuntil = 2026-02-05", vec!["APP-1"]),
    ] {
        let run = check(&folder, &format!("[[ignore]]\n{keys}\nreason = \"agreed\""), &[]);
        assert_eq!(items(&run), left, "{keys}");
    }
}

#[test]
fn an_ignore_may_name_several_rules_items_and_people_and_a_label() {
    let folder = board();
    let labelled = issue("APP-3", json!({"labels": ["Hotfix", "shop", "Next week"]}), vec![drag("Pia")]);
    let mut export: serde_json::Value = serde_json::from_str(&folder.read("board.json")).expect("JSON");
    export["issues"].as_array_mut().expect("issues").push(labelled);
    folder.write("board.json", export.to_string());
    let rule = "rule = [\"work-assigned-by-po\", \"backlog-reordered-by-non-po\"]";
    for (keys, left) in [
        ("item = [\"APP-1\", \"app-3\"]", vec!["APP-2"]),
        ("actor = [\"Omar\", \"Nobody\", \"Li\"]", vec!["APP-3"]),
        (rule, vec![]),
        ("rule = [\"work-assigned-by-po\", \"work-assigned-by-sm\"]", vec!["APP-1", "APP-2", "APP-3"]),
        // All lists of an ignore must match, whichever of them is longer.
        (
            &*format!("{rule}\nitem = [\"APP-1\", \"APP-2\", \"APP-9\"]\nactor = [\"Li\", \"Pia\"]"),
            vec!["APP-2", "APP-3"],
        ),
        (&*format!("{rule}\nitem = \"APP-1\"\nactor = [\"Omar\", \"Pia\"]"), vec!["APP-1", "APP-2", "APP-3"]),
        ("label = \"hotfix\"", vec!["APP-1", "APP-2"]),
        ("label = \"next  Week \"", vec!["APP-1", "APP-2"]),
        ("label = \"Shop\"\nactor = [\"Li\", \"Pia\"]", vec!["APP-1", "APP-2"]),
        ("label = \"Shop\"\nactor = \"Li\"", vec!["APP-1", "APP-2", "APP-3"]),
    ] {
        let run = check(&folder, &format!("[[ignore]]\n{keys}\nreason = \"agreed\""), &[]);
        let mut items = items(&run);
        items.sort();
        assert_eq!(items, left, "{keys}: {}", run.err);
    }
    // An ignore that covers something is in use, even if it also names other things. If it covers nothing,
    // the first unknown name is reported.
    let told = |keys: &str| {
        let ignore = format!("[[ignore]]\nrule = \"backlog-reordered-by-non-po\"\n{keys}\nreason = \"agreed\"");
        check(&folder, &ignore, &[]).err
    };
    assert!(!told("item = [\"APP-1\", \"APP-99\"]").contains("matched nothing"));
    let nothing = told("item = [\"APP-98\", \"APP-99\"]");
    assert!(nothing.contains("matched nothing") && nothing.contains("has the key `APP-98`"), "{nothing}");
    let nothing = told("label = \"hotfixes\"");
    assert!(nothing.contains("has the label `hotfixes`") && nothing.contains("did you mean `Hotfix`?"), "{nothing}");
    // An unknown person is reported anyway, because that person may have been meant.
    let stranger = told("actor = [\"Omarr\", \"Li\"]");
    assert!(stranger.contains("`Omarr` is not one person") && stranger.contains("did you mean `Omar`?"), "{stranger}");
    let other = "[[ignore]]\nrule = \"po-absent\"\nactor = \"Lu\"\nreason = \"agreed\"";
    let unasked = check(&folder, other, &["--select", "backlog-reordered-by-non-po"]).err;
    assert!(unasked.contains("`Lu` is not one person"), "{unasked}");
    assert!(told("actor = []\nitem = \"APP-1\"").contains("this list names nothing"));
}

#[test]
fn an_item_that_is_not_there_is_told_although_others_of_its_ignore_are() {
    let ignored = "[[ignore]]\nitem = [\"APP-1\", \"APP-22\", \"APP-2\"]\nreason = \"agreed\"";
    let run = check(&board(), ignored, &[]);
    assert_eq!(items(&run), Vec::<String>::new());
    let told = "this ignore names an item that it cannot find";
    assert!(run.err.contains(told) && run.err.contains("did you mean `APP-2`?"), "{}", run.err);
    // With a window, the rest of the names may be about findings outside of it.
    let run = check(&board(), ignored, &["--since", "2026-02-04"]);
    assert!(!run.err.contains(told), "{}", run.err);
    let run = check(&board(), &ignored.replace("\"APP-22\", ", ""), &[]);
    assert!(!run.err.contains(told), "{}", run.err);
}

#[test]
fn what_was_ignored_is_counted_and_listed_with_the_reason() {
    let folder = board();
    let ignore = "[[ignore]]\nactor = \"Li\"\nreason = \"Maria asked for it on the phone\"";
    let run = check(&folder, ignore, &[]);
    let summary = run.summary();
    assert_eq!((&summary["ignored"], &summary["errors"]), (&json!(1), &json!(1)));
    let human = ["check", ".", "--select", "backlog-reordered-by-non-po", "--show-ignored"];
    let run = boardlint_in(folder.path(), &human);
    let listed = run.out.split("Ignored\n").nth(1).expect(&run.out);
    assert!(listed.starts_with("  error[backlog-reordered-by-non-po] Li ranked APP-1 higher"), "{listed}");
    assert!(listed.contains("    because: Maria asked for it on the phone\n"), "{listed}");
    assert!(run.last_line().starts_with("1 error, 1 ignored in 2 items"), "{}", run.last_line());
}

#[test]
fn the_day_it_expires_still_counts() {
    let folder = board();
    let on = |day: &str| {
        let ignore = format!("[[ignore]]\nactor = \"Li\"\nreason = \"agreed\"\nexpires = {day}");
        let run = check(&folder, &ignore, &[]);
        (items(&run).len(), run.err.contains("this ignore counted until"))
    };
    assert_eq!((on("2026-03-01"), on("2026-02-28")), ((1, false), (2, true)));
}

#[test]
fn one_whose_rule_was_not_asked_may_still_be_needed() {
    let folder = board();
    let unused = "this ignore matched nothing";
    let other = "[[ignore]]\nrule = \"work-assigned-by-po\"\nreason = \"agreed\"";
    assert!(!check(&folder, other, &[]).err.contains(unused));
    let any = "[[ignore]]\nitem = \"APP-7\"\nreason = \"agreed\"";
    assert!(!check(&folder, any, &[]).err.contains(unused), "other rules may need it");
    let own = "[[ignore]]\nrule = \"backlog-reordered-by-non-po\"\nitem = \"APP-7\"\nreason = \"agreed\"";
    assert!(check(&folder, own, &[]).err.contains(unused));
    assert!(!check(&folder, own, &["--until", "2026-02-03"]).err.contains(unused), "so may another time");
}

#[test]
fn a_rule_without_its_evidence_fails_a_run_that_asks_for_it() {
    let folder = board();
    let run = |args: &[&str]| {
        let args = [&["check", "board.json", "--format", "jsonl", "--fail-on", "never"][..], args].concat();
        boardlint_in(folder.path(), &args)
    };
    folder.write("boardlint.toml", "");
    assert_eq!(run(&[]).status, 0);
    let lacking = run(&["--fail-on-inconclusive"]);
    assert_eq!(lacking.status, 1);
    assert!(
        lacking.err.contains("could not be judged for lack of evidence (--fail-on-inconclusive)"),
        "{}",
        lacking.err
    );
    // What the charter omits on purpose is not missing.
    let mapping = ["--fail-on-inconclusive", "--select", "no-technical-debt-work"];
    let run = run(&mapping);
    let told: Vec<_> = run.inconclusive();
    assert_eq!((run.status, told[0]["missing"].as_str()), (0, Some("mapping")), "{}", run.err);
}

#[test]
fn a_finding_about_several_items_is_ignored_where_each_of_them_is() {
    let folder = Folder::new();
    let drags = ["09:00:00", "09:00:20", "09:00:40"].iter().zip(1..);
    let issues = drags.map(|(at, number)| {
        let at = format!("2026-02-02T{at}.000+0000");
        issue(&format!("APP-{number}"), json!({}), vec![history(number, "Li", &at, ranked())])
    });
    folder.write("board.json", page(issues.collect()));
    let ignoring = |keys: &[&str]| {
        let ignores = keys.iter().map(|keys| format!("[[ignore]]\n{keys}\nreason = \"agreed\"\n"));
        check(&folder, &ignores.collect::<String>(), &[])
    };
    assert_eq!(items(&ignoring(&[])), ["APP-1"], "one finding about three");
    for (key, others) in [("APP-1", "APP-2, APP-3"), ("APP-3", "APP-1, APP-2")] {
        let run = ignoring(&[&format!("rule = \"backlog-reordered-by-non-po\"\nitem = \"{key}\"")]);
        assert_eq!(items(&run), ["APP-1"], "{key}");
        assert!(!run.err.contains("matched nothing"), "{}", run.err);
        assert!(run.err.contains("covers a part of a finding") && run.err.contains(others), "{}", run.err);
    }
    for keys in [
        &["item = [\"APP-3\", \"APP-1\", \"APP-2\"]"][..],
        &["item = \"APP-1\"", "item = [\"APP-2\", \"APP-3\"]"],
        &["actor = \"Li\""],
    ] {
        let run = ignoring(keys);
        assert_eq!(items(&run), Vec::<String>::new(), "{keys:?}");
        assert!(!run.err.contains("this ignore"), "{keys:?}: {}", run.err);
        assert_eq!(run.summary()["ignored"], json!(1), "{keys:?}");
    }
}
