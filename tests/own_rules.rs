//! Rules as data: a team's own, and everything that can be wrong with one.
#![allow(clippy::expect_used, unreachable_pub, reason = "a test that cannot go on says what it expected")]

mod support;

use snapbox::{assert_data_eq, str};
use support::{Folder, boardlint};

const GOOD: &str = r#"
summary    = "A story was moved by a stakeholder"
level      = "warn"
confidence = "high"
judge      = "change"

[when]
change.kind = "moved"
actor.role  = ["stakeholder"]

[report]
message = "{actor} moved {item} to {change.to}"

[advice]
why     = "The team plans with what it sees."
instead = "Ask in the daily."
ask     = "What did they want to know?"
source  = ["our own agreement"]

[[example]]
name    = "a stakeholder drags a story"
changes = [{ at = 2026-03-02T09:00:00Z, by = "stakeholder", item = "APP-1", moved = "In Progress" }]
fires   = ["APP-1"]
"#;

#[test]
fn a_rule_with_five_mistakes_has_five_diagnostics() {
    let folder = Folder::new();
    let broken = GOOD
        .replace("judge      = \"change\"", "judge      = \"chnage\"")
        .replace("level      = \"warn\"", "level      = \"warning\"")
        .replace("change.kind = \"moved\"", "change.kind = \"mooved\"")
        .replace("actor.role  =", "actor.roll  =")
        .replace("{change.to}", "{change.too}");
    folder.write("broken.toml", broken);
    let run = boardlint(&["check", "fixtures/bakery/jira-cloud", "--rules", &folder.text()]);
    assert_eq!(run.status, 2);
    let told = run.err.replace(&folder.text(), "RULES");
    assert_data_eq!(
        told,
        str![[r#"
error: `warning` is no level
  ┌─ RULES/broken.toml:3:14
  │
3 │ level      = "warning"
  │              ^^^^^^^^^ did you mean `warn`?

error: `chnage` is no thing to judge
  ┌─ RULES/broken.toml:5:14
  │
5 │ judge      = "chnage"
  │              ^^^^^^^^ did you mean `change`?

error: `mooved` is no word of this field
  ┌─ RULES/broken.toml:8:15
  │
8 │ change.kind = "mooved"
  │               ^^^^^^^^ did you mean `moved`?

error: there is no field `actor.roll`
  ┌─ RULES/broken.toml:9:7
  │
9 │ actor.roll  = ["stakeholder"]
  │       ^^^^ did you mean `actor.role`?
  │
  = `boardlint vocabulary` lists what a rule that judges a change can ask

error: the message has no `{change.too}` to fill in
   ┌─ RULES/broken.toml:12:11
   │
12 │ message = "{actor} moved {item} to {change.too}"
   │           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ did you mean `{change.to}`?


"#]]
    );
}

#[test]
fn a_teams_own_rule_is_judged_and_tested_like_any_other() {
    let folder = Folder::new();
    folder.write("moved-by-stakeholder.toml", GOOD);
    let tested = boardlint(&["test-rules", &folder.text()]);
    assert_eq!((tested.status, tested.out.as_str()), (0, "1 rule: 1 examples validated, 0 noisy, 0 missing\n"));
    let checked = boardlint(&["check", "fixtures/bakery/jira-cloud", "--rules", &folder.text()]);
    assert!(
        checked.last_line().ends_with(&format!("of {} rules judged", support::shipped() + 1)),
        "{}",
        checked.last_line()
    );
}

#[test]
fn an_example_that_does_not_hold_is_told_at_its_place() {
    let folder = Folder::new();
    folder.write("moved.toml", GOOD.replace("fires   = [\"APP-1\"]", "fires   = [\"APP-2\"]"));
    let run = boardlint(&["test-rules", &folder.text()]);
    assert!(run.status == 1 && run.err.contains("missing: moved: a stakeholder drags a story"), "{}", run.err);
    folder.write(
        "moved.toml",
        format!(
            "{GOOD}\n[[example]]\nname = \"silent\"\nfires = []\nchanges = [{}]\n",
            "{ at = 2026-03-02T09:00:00Z, by = \"stakeholder\", item = \"APP-1\", moved = \"Review\" }"
        ),
    );
    let run = boardlint(&["test-rules", &folder.text()]);
    assert!(run.status == 1 && run.err.contains("noisy: moved: silent"), "{}", run.err);
}

#[test]
fn two_rules_of_one_name_are_an_error_that_shows_both() {
    let folder = Folder::new();
    folder.write("work-assigned-by-po.toml", GOOD);
    let run = boardlint(&["check", "fixtures/bakery/jira-cloud", "--rules", &folder.text()]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("two rules are called `work-assigned-by-po`"), "{}", run.err);
    assert!(run.err.contains("rules/self-management/work-assigned-by-po.toml:1:1"), "{}", run.err);
}

#[test]
fn the_shipped_rules_pass_their_own_examples() {
    let run = boardlint(&["test-rules"]);
    assert!(
        run.status == 0
            && run.out.starts_with(&format!("{} rules:", support::shipped()))
            && run.out.contains(" 0 noisy, 0 missing"),
        "{}{}",
        run.out,
        run.err
    );
}

#[test]
fn the_rule_of_the_guide_holds() {
    let run = boardlint(&["test-rules", "fixtures/own-rules"]);
    assert_eq!(run.status, 0, "{}", run.err);
}

#[test]
fn every_rule_can_be_explained() {
    let rules = boardlint(&["rules"]);
    let names: Vec<_> = rules.out.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   ")).collect();
    assert_eq!(names.len(), support::shipped());
    for line in names {
        let name = line.split_whitespace().next().unwrap_or_default();
        let run = boardlint(&["explain", name]);
        assert!(run.status == 0 && run.out.contains("Instead") && run.out.contains("Sources"), "{name}");
    }
    assert!(rules.out.contains("Not checked, because no export shows it"));
}

#[test]
fn a_charter_lays_levels_and_conditions_over_a_rule() {
    let folder = Folder::new();
    let original = std::fs::read_to_string("fixtures/bakery/jira-cloud/boardlint.toml").expect("the charter");
    let export =
        folder.write("search.json", std::fs::read("fixtures/bakery/jira-cloud/search.json").expect("the export"));
    let with = |rules: &str| {
        folder.write("boardlint.toml", format!("{original}\n[rules]\n{rules}\n"));
        boardlint(&["check", &export, "--format", "short", "--select", "sprint-overcommitted"])
    };
    assert!(with("").out.contains("error[sprint-overcommitted]"));
    assert!(
        with("sprint-overcommitted = \"warn\"").out.contains("warn[sprint-overcommitted]"),
        "the case above is lowered too"
    );
    assert!(with("sprint-overcommitted = \"off\"").out.contains("nothing found"));
    let overlaid = "sprint-overcommitted = { level = \"error\", when = { sprint.commitment-ratio = { above = 1.7 } } }";
    assert!(with(overlaid).out.contains("nothing found"), "50 against 30 is 1.67");
    let wrong = with("sprint-overcommited = \"off\"");
    assert!(wrong.status == 2 && wrong.err.contains("did you mean `sprint-overcommitted`?"), "{}", wrong.err);
    let wrong = with("sprint-overcommitted = { when = { sprint.comitment-ratio = { above = 1 } } }");
    assert!(wrong.status == 2 && wrong.err.contains("did you mean `sprint.commitment-ratio`?"), "{}", wrong.err);
}
