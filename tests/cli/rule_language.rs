//! What rules can express: counts within the judged thing, stays, people, and fields with arguments.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::support::{Folder, boardlint, boardlint_in, jira};

/// A rule with a head, texts, and the given `body`.
pub(super) fn rule(judge: &str, message: &str, body: &str) -> String {
    format!(
        "summary = \"something\"\nlevel = \"info\"\nconfidence = \"low\"\njudge = \"{judge}\"\n{body}\n\
         [report]\nmessage = \"{message}\"\n\n\
         [advice]\nwhy = \"x\"\ninstead = \"x\"\nask = \"x\"\nsource = [\"x\"]\n"
    )
}

/// The mistakes in a rule, as the terminal shows them.
pub(super) fn mistakes(rule: String) -> String {
    let folder = Folder::new();
    folder.write("broken.toml", rule);
    let run = boardlint(&["test-rules", &folder.text()]);
    assert_eq!(run.status, 2, "{}{}", run.out, run.err);
    run.err
}

/// The result of running the examples of a rule.
pub(super) fn tested(rule: &str) -> String {
    let folder = Folder::new();
    folder.write("own.toml", rule);
    let run = boardlint(&["test-rules", &folder.text()]);
    assert!(run.status < 2, "{}", run.err);
    format!("{}{}", run.out, run.err)
}

pub(super) const MOVED: &str = "[count.moved]\nof = \"item\"\nchange.kind = \"moved\"\n";

#[test]
fn only_a_rule_about_changes_is_about_a_decision() {
    let body = "decision = \"estimate\"\n[when]\nitem.done = true\n";
    let told = mistakes(rule("item", "{item}", body));
    assert!(told.contains("`decision` is for rules that judge a change"), "{told}");
    let body = "decision = \"estimates\"\n[when]\nchange.kind = \"estimated\"\n";
    let told = mistakes(rule("change", "{item}", body));
    assert!(told.contains("did you mean `estimate`?"), "{told}");
}

#[test]
fn a_count_of_an_item_counts_what_was_done_to_that_item_alone() {
    let own = rule(
        "item",
        "{item} was moved {count.moved} times",
        &format!("[when]\ncount.moved = {{ at-least = 2 }}\n{MOVED}"),
    );
    let example = r#"
[[example]]
name = "one item moved twice, others once"
changes = [
  { at = 2026-03-02T09:00:00Z, by = "developer", item = "APP-1", moved = "In Progress" },
  { at = 2026-03-02T12:00:00Z, by = "developer", item = "APP-2", moved = "In Progress" },
  { at = 2026-03-03T09:00:00Z, by = "developer", item = "APP-1", moved = "Review" },
  { at = 2026-03-03T12:00:00Z, by = "developer", item = "APP-3", moved = "In Progress" },
]
fires = ["APP-1"]
"#;
    assert!(
        tested(&format!("{own}{example}")).contains("1 examples validated, 0 noisy, 0 missing"),
        "{}",
        tested(&format!("{own}{example}"))
    );
}

#[test]
fn a_scope_that_cannot_be_meant_is_told_at_its_place() {
    let when = "[when]\ncount.moved = { at-least = 2 }\n";
    let sprint = rule("item", "x", &format!("{when}{}", MOVED.replace("\"item\"", "\"sprint\"")));
    let told = mistakes(sprint);
    assert!(told.contains("`count.moved` counts for each sprint, and there is none where an item is judged"), "{told}");
    assert!(told.contains("broken.toml:6:7"), "{told}");
    let silent = mistakes(rule("item", "x", &format!("{when}{}", MOVED.replace("of = \"item\"\n", ""))));
    assert!(silent.contains("`count.moved` does not say whose things it counts"), "{silent}");
    let before = mistakes(rule("item", "x", &format!("{when}{MOVED}before = \"7d\"\n")));
    assert!(before.contains("`before` looks back from a change or a stay"), "{before}");
}

#[test]
fn mistakes_in_a_count_are_told_all_at_once() {
    let body = "[when]\ncount.po = { at-least = 2 }\n\
                [count.po]\nover = \"change\"\nof = \"sprnt\"\nwindow = \"28\"\nby = \"creatd\"\n";
    let told = mistakes(rule("change", "x", body));
    for mistake in [
        "`change` is no thing to count",
        "`sprnt` is no owner of what is counted",
        "this is no length of time",
        "`creatd` is no instant of an item",
    ] {
        assert!(told.contains(mistake), "{mistake}: {told}");
    }
}

#[test]
fn a_count_that_the_rule_does_not_have_is_told_by_its_name() {
    let when = "[when]\nchange.kind = \"moved\"\ncount.foo = { above = 1 }\n";
    let without = mistakes(rule("item", "x", &when.replace("change.kind = \"moved\"\n", "")));
    assert!(without.contains("there is no field `count.foo`") && without.contains("`[count.foo]` would"), "{without}");
    let other = mistakes(rule("change", "x", &format!("{when}{}", MOVED.replace("moved]", "fop]"))));
    assert!(other.contains("there is no field `count.foo`") && other.contains("did you mean `count.fop`?"), "{other}");
}

#[test]
fn a_unit_behind_one_is_written_as_of_one() {
    let message = "{sprint} took on {sprint.size.committed} {sprint.unit}";
    let example = r#"
[[example]]
name    = "two sprints, of one item and of two"
today   = "27 March"
sprints = [{ end = "6 March 16:00", completed = true }, { start = "9 March 09:00", end = "13 March 16:00", completed = true }]
items   = [{ key = "APP-1", sprint = "Sprint 1" }, { key = "APP-2", sprint = "Sprint 2" }, { key = "APP-3", sprint = "Sprint 2" }]
changes = [{ at = "5 March", by = "developer", item = "APP-1", moved = "In Progress" }]
fires   = ["Sprint 1", "Sprint 2"]
"#;
    let folder = Folder::new();
    let own = rule("sprint", message, "[when]\nsprint.items.committed = { at-least = 1 }\n");
    folder.write("own.toml", format!("{own}{example}"));
    let run = boardlint(&["test-rules", &folder.text(), "--show"]);
    assert!(run.out.contains("Sprint 1 took on 1 item\n"), "{}{}", run.out, run.err);
    assert!(run.out.contains("Sprint 2 took on 2 items\n"), "{}{}", run.out, run.err);
}

#[test]
fn counts_nest_once() {
    let body = format!(
        "[when]\ncount.busy = {{ at-least = 2 }}\n{MOVED}\
         [count.busy]\nover = \"items\"\ncount.moved = {{ at-least = 2 }}\n"
    );
    let example = r#"
[[example]]
name = "two of three items moved twice"
changes = [
  { at = 2026-03-02T09:00:00Z, by = "developer", item = "APP-1", moved = "In Progress" },
  { at = 2026-03-02T12:00:00Z, by = "developer", item = "APP-2", moved = "In Progress" },
  { at = 2026-03-03T09:00:00Z, by = "developer", item = "APP-1", moved = "Review" },
  { at = 2026-03-03T12:00:00Z, by = "developer", item = "APP-2", moved = "Review" },
  { at = 2026-03-03T15:00:00Z, by = "developer", item = "APP-3", moved = "In Progress" },
]
fires = ["board"]
"#;
    let told = tested(&format!("{}{example}", rule("board", "{count.busy} items were moved twice", &body)));
    assert!(told.contains("1 examples validated, 0 noisy, 0 missing"), "{told}");
    let deep = format!("{body}[count.deep]\nover = \"items\"\ncount.busy = {{ at-least = 1 }}\n");
    let told = mistakes(rule("board", "x", &deep));
    assert!(told.contains("`count.busy` looks at a count itself"), "{told}");
}

#[test]
fn a_stay_is_judged_from_entering_to_leaving() {
    let body = "[when]\nstay.in = \"acceptance\"\nstay.end = \"decision\"\nstay.days = { above = 3 }\n";
    let example = r#"
[[example]]
name = "four working days in acceptance, and two"
changes = [
  { at = 2026-03-02T09:00:00Z, by = "developer", item = "APP-1", moved = "Acceptance" },
  { at = 2026-03-02T09:30:00Z, by = "developer", item = "APP-2", moved = "Acceptance" },
  { at = 2026-03-04T09:00:00Z, by = "product-owner", item = "APP-2", moved = "Done" },
  { at = 2026-03-06T09:00:00Z, by = "product-owner", item = "APP-1", moved = "Done" },
]
fires = ["APP-1"]
"#;
    let told = tested(&format!("{}{example}", rule("stay", "{item} waited {stay.days} working days", body)));
    assert!(told.contains("1 examples validated, 0 noisy, 0 missing"), "{told}");
}

#[test]
fn a_field_about_a_role_is_told_the_role_either_way() {
    let written =
        |condition: &str| rule("sprint", "{sprint.silence.developer} days", &format!("[when]\n{condition}\n"));
    for condition in
        ["sprint.silence.developer = { at-least = 2 }", "sprint.silence = { role = \"developer\", at-least = 2 }"]
    {
        let told = tested(&written(condition));
        assert!(told.contains("has no example that fires") && !told.contains("is not told"), "{condition}: {told}");
    }
    let told = mistakes(written("sprint.silence = { at-least = 2 }"));
    assert!(told.contains("`sprint.silence` needs its role"), "{told}");
    let told = mistakes(written("sprint.silence.developper = { at-least = 2 }"));
    assert!(told.contains("one of product-owner, scrum-master, developer"), "{told}");
}

/// The fields of the vocabulary by name.
fn fields() -> Vec<String> {
    let out = boardlint(&["vocabulary"]).out;
    let own = |line: &&str| line.starts_with("  ") && !line.starts_with("   ");
    out.lines().filter(own).filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// The texts of the rule files below `folder`, without their examples.
fn rules(folder: &Path, into: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            rules(&path, into);
        } else if path.extension().is_some_and(|end| end == "toml") {
            let text = fs::read_to_string(&path).unwrap_or_default();
            into.push(text.split("[[example]]").next().unwrap_or_default().to_owned());
        }
    }
}

fn names(text: &str, field: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    text.match_indices(field).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + field.len()..].chars().next();
        !before.is_some_and(|c| part(c) || c == '.') && !after.is_some_and(part)
    })
}

/// Maximum number of fields that only one shipped rule uses. It should decrease.
const ALONE: usize = 65;

#[test]
fn fields_are_general() {
    let mut shipped = Vec::new();
    rules(Path::new("rules"), &mut shipped);
    let users = |field: &str| shipped.iter().filter(|rule| names(rule, field)).count();
    let alone: Vec<String> = fields().into_iter().filter(|field| users(field) <= 1).collect();
    assert!(alone.len() <= ALONE, "{} fields serve one rule or none: {alone:?}", alone.len());
}

#[test]
fn different_ones_are_counted_back_from_each_change() {
    let body = "[when]\nchange.kind = \"moved\"\ncount.others = { at-least = 2 }\n\n\
                [count.others]\nof = \"board\"\nbefore = \"2d\"\ndistinct = \"item\"\nchange.kind = \"moved\"\n";
    let example = r#"
[[example]]
name    = "two others in the two days before, one of them twice, and the first too long ago"
changes = [
  { at = "2 March", by = "developer", item = "APP-1", moved = "In Progress" },
  { at = "4 March", item = "APP-2", moved = "In Progress" },
  { at = "4 March 15:00", item = "APP-2", moved = "Review" },
  { at = "5 March", item = "APP-3", moved = "In Progress" },
  { at = "5 March 15:00", item = "APP-4", moved = "In Progress" },
]
fires   = "APP-4"
"#;
    let told = tested(&format!("{}{example}", rule("change", "{count.others} others", body)));
    assert!(told.contains("1 examples validated, 0 noisy, 0 missing"), "{told}");
}

#[test]
fn a_rule_that_is_silent_says_which_condition_does_not_hold() {
    let body = "[when]\nchange.kind = \"moved\"\nchange.to-stage = \"done\"\n\n\
                [[unless]]\nname = \"their own\"\nactor.is.assignee = true\n";
    let example = |more: &str| format!("\n[[example]]\nname = \"x\"\nfires = \"APP-1\"\n{more}\n");
    let told = |more: &str| tested(&format!("{}{}", rule("change", "x", body), example(more)));
    let moved = told("changes = [{ by = \"developer\", moved = \"Review\" }]");
    assert!(moved.contains("it does not fire on APP-1: `change.to-stage` is doing; wanted \"done\""), "{moved}");
    let own = "items = [{ assignee = \"developer\" }]\nchanges = [{ by = \"developer\", moved = \"Done\" }]";
    assert!(told(own).contains("it does not fire on APP-1: it is excused: their own"), "{}", told(own));
    let nothing = told("changes = [{ by = \"developer\", item = \"APP-2\", moved = \"Done\" }]");
    assert!(nothing.contains("nothing of APP-1 is judged: no change there"), "{nothing}");
    let again = told(
        "sprints = { running = true }\nitems = [{ sprint = \"Sprint 1\" }]\n\
                      changes = [{ by = \"developer\", planned = \"Sprint 1\" }]",
    );
    assert!(again.contains("APP-1 is in Sprint 1 already: the change changes nothing"), "{again}");
}

#[test]
fn what_is_put_into_a_sprint_leaves_the_one_it_was_in() {
    let body = "[when]\nchange.kind = [\"planned\", \"unplanned\"]\nchange.from = { matches = \"^Sprint\" }\n";
    let example = r#"
[[example]]
name     = "into Sprint 2, from there into Sprint 3, and back"
sprints  = [{ end = "13 March", completed = true }, { start = "16 March" }, { start = "30 March" }]
changes  = [
  { at = "17 March", by = "developer", item = "APP-1", planned = "Sprint 2" },
  { at = "18 March", planned = "Sprint 3" },
  { at = "19 March", planned = "Sprint 2" },
]
fires    = "APP-1"
findings = 2
"#;
    let told = tested(&format!("{}{example}", rule("change", "from {change.from} to {change.to}", body)));
    assert!(told.contains("1 examples validated, 0 noisy, 0 missing"), "{told}");
}

#[test]
fn labels_priorities_and_links_can_be_asked_and_tested() {
    let body = "[when]\nchange.kind = \"moved\"\nmoment.labels = \"hot\"\nitem.priority = \"High\"\nitem.links = \"is blocked by\"\n";
    let example = r#"
[[example]]
name    = "moved while it had the label"
items   = [{ priority = "Low", links = ["is blocked by"] }]
changes = [
  { by = "developer", item = "APP-1", moved = "Ready" },
  { labelled = "hot", prioritised = "High" },
  { moved = "In Progress" },
  { unlabelled = "hot" },
  { moved = "Review" },
]
fires    = "APP-1"
findings = 1
"#;
    let told = tested(&format!("{}{example}", rule("change", "{moment.labels}", body)));
    assert!(told.contains("1 examples validated, 0 noisy, 0 missing"), "{told}");
}

#[test]
fn a_rule_file_can_be_named_alone_and_its_folder_is_its_category() {
    let folder = Folder::new();
    let good = rule("item", "{item}", "[when]\nitem.kind = \"story\"\n");
    let example = "\n[[example]]\nname = \"a story\"\nitems = [{}]\nfires = \"APP-1\"\n\
                   but = [{ name = \"a bug\", items = [{ kind = \"bug\" }] }]\n";
    let file = folder.write("deep/agreed/own.toml", format!("{good}{example}"));
    let tested = boardlint(&["test-rules", &file, "--show"]);
    assert_eq!(tested.status, 0, "{}", tested.err);
    assert_eq!(tested.out, "own: a story\n  APP-1\n1 rule: 2 examples validated, 0 noisy, 0 missing, 0 idle\n");
    for rules in [&file, &folder.text(), &format!("{}/deep/agreed", folder.text())] {
        let listed = boardlint(&["rules", "--rules", rules, "--select", "agreed"]);
        assert!(listed.status == 0 && listed.out.contains("own"), "{rules}: {}{}", listed.out, listed.err);
    }
    folder.write("deep/agreed/broken.toml", "summary = 1");
    let run = boardlint(&["test-rules", &folder.text()]);
    assert!(run.status == 2 && run.out.ends_with("0 idle, and others could not be read\n"), "{}", run.out);
}

#[test]
fn nobody_is_an_outsider_where_the_developers_are_left_out() {
    let body = "[when]\nchange.kind = \"moved\"\nactor.role = \"outsider\"\n";
    let example = r#"
[[example]]
name    = "somebody without a role"
changes = [{ by = "newcomer", item = "APP-1", moved = "Done" }]
fires   = "APP-1"
but     = [{ name = "the developers are left out", roles = { developer = [] }, inconclusive = true }]
"#;
    let told = tested(&format!("{}{example}", rule("change", "{actor}", body)));
    assert!(told.contains("2 examples validated, 0 noisy, 0 missing"), "{told}");
}

#[test]
fn the_last_sprint_is_a_window_of_its_own() {
    let body = "[when]\ncount.own = { at-least = 3 }\n\n\
                [count.own]\nover = \"items\"\nof = \"assignee\"\nby = \"done\"\nwindow = \"last-sprint\"\n";
    let example = r#"
[[example]]
name    = "three in the sprint before the last, two in the last, three since"
sprints = { closed = [{ developer = [1, 1, 1] }, { developer = [1, 1], developer-2 = [1, 1, 1] }], running = true }
items   = [{ key = "NEW-1..3", assignee = "developer", done = "31 March" }]
today   = "1 April"
fires   = "developer-2"
"#;
    let told = tested(&format!("{}{example}", rule("person", "{person}: {count.own}", body)));
    assert!(told.contains("1 examples validated, 0 noisy, 0 missing"), "{told}");
}

#[test]
fn an_excuse_or_a_case_that_rests_on_missing_evidence_is_not_known() {
    let folder = Folder::new();
    folder.write("boardlint.toml", jira::CHARTER);
    let mut issue = jira::issue("APP-1", json!({}), vec![jira::drag("Sam")]);
    drop(issue["fields"].as_object_mut().and_then(|fields| fields.remove("comment")));
    folder.write("board.json", jira::page(vec![issue]));
    let fires = "[when]\nitem.kind = \"story\"\n";
    let excuse = "[[unless]]\nname = \"the Product Owner spoke\"\nitem.comments.product-owner = { at-least = 1 }\n";
    let case = "[[case]]\nname = \"nobody spoke\"\nlevel = \"error\"\nitem.comments = { at-most = 0 }\n";
    folder.write("rules/team/excused.toml", rule("item", "{item}", &format!("{fires}{excuse}")));
    folder.write("rules/team/heavier.toml", rule("item", "{item}", &format!("{fires}{case}")));
    let select = ["--rules", "rules", "--select", "excused,heavier", "--format", "jsonl"];
    let run = boardlint_in(folder.path(), &[&["check", "board.json"][..], &select].concat());
    assert!(!run.fires("excused"), "{}", run.out);
    assert_eq!(run.gap("excused").map(|gap| gap.missing).as_deref(), Some("comments"));
    let heavier = run.objects().into_iter().find(|line| line["rule"] == "heavier").expect("a finding");
    assert_eq!(heavier["level"], "info", "{}", run.out);
}
