//! A team's own rules, and all mistakes in them.

use snapbox::{assert_data_eq, str};

use crate::support::{Folder, boardlint, fixture};

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

[[example]]
name    = "a developer does"
changes = [{ at = 2026-03-02T09:00:00Z, by = "developer", item = "APP-1", moved = "In Progress" }]
fires   = []

[[example]]
name    = "a stakeholder says something"
changes = [{ at = 2026-03-02T09:00:00Z, by = "stakeholder", item = "APP-1", commented = true }]
fires   = []
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
  = `boardlint vocabulary` lists the fields, and where each can be asked

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
    assert_eq!((tested.status, tested.out.as_str()), (0, "1 rule: 3 examples validated, 0 noisy, 0 missing, 0 idle\n"));
    let checked = boardlint(&["check", "fixtures/bakery/jira-cloud", "--rules", &folder.text()]);
    let shipped = boardlint(&["rules", "--format", "json"]).out.matches("\"rule\": ").count();
    let judged = format!("of {} rules judged", shipped + 1);
    assert!(checked.last_line().ends_with(&judged), "{}", checked.last_line());
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
fn a_folder_without_rules_is_told_beside_other_mistakes() {
    let (missing, empty) = (Folder::new(), Folder::new());
    let gone = format!("{}/gone", missing.text());
    let run = boardlint(&["rules", "--rules", &gone, "--rules", &empty.text()]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("gone cannot be read"), "{}", run.err);
    assert!(run.err.replace("\n", " ").contains("there is no rule in"), "{}", run.err);
}

#[test]
fn a_folder_that_is_not_there_is_told_in_words_alone() {
    let run = boardlint(&["rules", "--rules", "nowhere"]);
    assert_eq!(run.status, 2, "{}", run.err);
    assert!(run.err.contains("the rules in nowhere cannot be read: No such file or directory"), "{}", run.err);
}

#[test]
fn two_rules_of_one_name_are_an_error_that_shows_both() {
    let folder = Folder::new();
    folder.write("work-assigned-by-po.toml", GOOD);
    let run = boardlint(&["check", "fixtures/bakery/jira-cloud", "--rules", &folder.text()]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("two rules are called `work-assigned-by-po`"), "{}", run.err);
    assert!(run.err.contains("rules/self-management/work-assigned-by-po.toml:1:1"), "{}", run.err);
    let own = format!("{}/work-assigned-by-po.toml:2:1", folder.text());
    assert!(run.err.contains(&own) || run.err.contains(&own.replace(":2:1", ":1:1")), "{}", run.err);
}

#[test]
fn the_shipped_rules_pass_their_own_examples() {
    let run = boardlint(&["test-rules"]);
    assert!(run.status == 0 && run.out.contains(" 0 noisy, 0 missing, 0 idle"), "{}{}", run.out, run.err);
}

#[test]
fn a_clause_that_no_example_needs_is_told_at_its_place() {
    let folder = Folder::new();
    let excuse = "[[unless]]\nname = \"theirs\"\nactor.is.assignee = true\nitem.kind = \"bug\"\n\n[report]";
    let rule = GOOD.replace("[report]", excuse).replace("fires   = []", "# fires = []");
    folder.write("moved.toml", rule.split("[[example]]").take(2).collect::<Vec<_>>().join("[[example]]"));
    let run = boardlint(&["test-rules", &folder.text()]);
    assert_eq!((run.status, run.out.as_str()), (1, "1 rule: 1 examples validated, 0 noisy, 0 missing, 5 idle\n"));
    assert_data_eq!(
        run.err.replace(&folder.text(), "RULES"),
        str![[r#"
error: idle: moved: the condition on change.kind
  ┌─ RULES/moved.toml:8:1
  │
8 │ change.kind = "moved"
  │ ^^^^^^^^^^^^^^^^^^^^^ without it, every example ends the same
  │
  = add an example that it decides, or take it out

error: idle: moved: the condition on actor.role
  ┌─ RULES/moved.toml:9:1
  │
9 │ actor.role  = ["stakeholder"]
  │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ without it, every example ends the same
  │
  = add an example that it decides, or take it out
...
"#]]
    );
    assert!(run.err.contains("moved: the excuse “theirs”"), "{}", run.err);
    assert!(run.err.contains("the condition on item.kind of the excuse “theirs”"), "{}", run.err);
}

#[test]
fn every_sort_of_clause_can_be_idle() {
    let folder = Folder::new();
    let more = r#"
[[case]]
name = "a bug"
level = "info"
item.kind = "bug"
actor.is.assignee = true

[group]
per    = ["actor"]
within = "60s"

[group.session]
per      = ["actor", "item"]
span     = "60m"
at-least = 3

[count.never-asked]
of = "item"
window = "recent"
change.kind = "moved"

[profile.scrum-guide]
level = "info"
when.item.kind = "story"

[report]"#;
    folder.write("moved.toml", GOOD.replace("[report]", more));
    let run = boardlint(&["test-rules", &folder.text()]);
    for what in [
        "the case “a bug”",
        "the condition on item.kind of the case “a bug”",
        "the group",
        "the session of the group",
        "actor in the session of the group",
        "count.never-asked",
        "the level of the profile scrum-guide",
        "the condition on item.kind of the profile scrum-guide",
    ] {
        assert!(run.err.contains(&format!("idle: moved: {what}\n")), "{what}\n{}", run.err);
    }
}

#[test]
fn the_rule_that_the_guide_writes_is_the_one_of_the_fixtures() {
    let page = std::fs::read_to_string("docs/write-a-rule.md").expect("the page");
    let (_, rule) = page.split_once("```toml\n").expect("a rule");
    let (rule, _) = rule.split_once("```").expect("its end");
    let kept = std::fs::read_to_string("fixtures/own-rules/working-agreement/started-before-ready.toml");
    assert_eq!(kept.expect("the fixture"), rule);
}

#[test]
fn the_template_of_a_new_rule_passes_as_it_is() {
    let folder = Folder::new();
    let dir = folder.path().join("ours/agreed");
    let dir = dir.to_str().expect("a plain path");
    let run = boardlint(&["rules", "new", "taken-up-again", "--dir", dir]);
    assert_eq!(run.status, 0, "{}", run.err);
    let tested = boardlint(&["test-rules", dir]);
    assert!(
        tested.status == 0 && tested.out.ends_with(" 0 noisy, 0 missing, 0 idle\n"),
        "{}{}",
        tested.out,
        tested.err
    );
    let rules = folder.text();
    let listed = boardlint(&["rules", "--rules", &rules, "--select", "agreed"]);
    assert!(listed.status == 0 && listed.out.contains("taken-up-again"), "{}", listed.out);
}

#[test]
fn a_new_rule_writes_over_nothing_and_takes_no_bad_name() {
    let folder = Folder::new();
    let kept = folder.write("deep/mine.toml", "kept");
    for (name, why) in [
        ("mine", "is there already"),
        ("Started Before Ready", "is no name for a rule"),
        ("../escaped", "is no name for a rule"),
        ("a--b", "is no name for a rule"),
        ("-a", "is no name for a rule"),
        ("", "is no name for a rule"),
        ("work-assigned-by-po", "rules/self-management/work-assigned-by-po.toml"),
        ("self-management", "is a category"),
    ] {
        let run = boardlint(&["rules", "new", "--dir", &folder.text(), "--", name]);
        assert!(run.status == 2 && run.err.contains(why), "{name}: {} {}", run.status, run.err);
    }
    let files: Vec<_> = std::fs::read_dir(folder.path()).expect("the folder").collect();
    assert_eq!((files.len(), std::fs::read_to_string(kept).expect("the file").as_str()), (1, "kept"));
}

#[test]
fn a_charter_lays_levels_and_conditions_over_a_rule() {
    let folder = Folder::new();
    let original = fixture("jira-cloud/boardlint.toml");
    let export = folder.write("search.json", fixture("jira-cloud/search.json"));
    let with = |rules: &str| {
        folder.write("boardlint.toml", format!("{original}\n[rules]\n{rules}\n"));
        boardlint(&["check", &export, "--format", "short", "--select", "sprint-overcommitted"])
    };
    assert!(with("").out.contains("error[sprint-overcommitted]"));
    assert!(
        with("sprint-overcommitted = \"warn\"").out.contains("warn[sprint-overcommitted]"),
        "the case above is lowered too"
    );
    assert!(with("sprint-overcommitted = \"off\"").out.contains("nothing could be judged"));
    let with_profile = |rules: &str| {
        folder.write("boardlint.toml", format!("profile = \"scrum-guide\"\n{original}\n[rules]\n{rules}\n"));
        boardlint(&["check", &export, "--format", "short", "--select", "sprint-overcommitted"])
    };
    assert!(with_profile("").out.contains("warn[sprint-overcommitted]"));
    assert!(
        with_profile("sprint-overcommitted = \"error\"").out.contains("error[sprint-overcommitted]"),
        "the charter's level goes over that of the profile, in the case above, too"
    );
    let overlaid = "sprint-overcommitted = { level = \"error\", when = { sprint.commitment-ratio = { above = 1.7 } } }";
    assert!(with(overlaid).out.contains("nothing found"), "50 against 30 is 1.67");
    let wrong = with("sprint-overcommited = \"off\"");
    assert!(wrong.status == 2 && wrong.err.contains("did you mean `sprint-overcommitted`?"), "{}", wrong.err);
    let wrong = with("sprint-overcommitted = { when = { sprint.comitment-ratio = { above = 1 } } }");
    assert!(wrong.status == 2 && wrong.err.contains("did you mean `sprint.commitment-ratio`?"), "{}", wrong.err);
}

#[test]
fn a_rule_about_labels_is_judged_on_a_trello_board_that_records_them_and_on_no_other() {
    let board = |old: &str| {
        let card =
            r#""card": {"id": "65e19910b0a7d0c400500006", "shortLink": "Rye00001", "idLabels": ["l1"], "name": "Rye"}"#;
        format!(
            r#"{{"id": "65dc5310b0a7d0c400500001", "name": "Rye", "lists": [{{"id": "a", "name": "Doing"}}],
                "labels": [{{"id": "l1", "name": "Seeds"}}], "members": [{{"id": "m1", "username": "ida", "fullName": "Ida"}}],
                "cards": [{{"id": "65e19910b0a7d0c400500006", "shortLink": "Rye00001", "name": "Rye", "idList": "a"}}],
                "actions": [
                  {{"id": "65e58d90b0a7d0c400500009", "idMemberCreator": "m1", "type": "updateCard",
                    "date": "2024-03-04T09:00:00.000Z", "data": {{{card}, "old": {old}}}}},
                  {{"id": "65dc5310b0a7d0c400500005", "idMemberCreator": "m1", "type": "createBoard",
                    "date": "2024-02-26T09:00:00.000Z", "data": {{}}}}]}}"#
        )
    };
    let rules = Folder::new();
    let (rule, _) = GOOD.split_once("[[example]]").expect("examples");
    rules.write("seeds.toml", rule.replace("\"moved\"", "\"labelled\"").replace("{change.to}", "its shelf"));
    let folder = Folder::new();
    let check = |old: &str| {
        let export = folder.write("board.json", board(old));
        let args = ["--rules", &rules.text(), "--select", "seeds", "--format", "jsonl", "--fail-on", "never"];
        let stakeholder = folder.write("boardlint.toml", "[roles]\nproduct-owner = \"Ida\"\nstakeholders = \"Ida\"\n");
        let run = boardlint(&[&["check", &export, "--charter", &stakeholder], &args[..]].concat());
        (run.findings().len(), run.inconclusive().first().map(|gap| gap["missing"].to_string()))
    };
    assert_eq!(check(r#"{"idLabels": []}"#), (1, None));
    assert_eq!(check(r#"{"name": "Oats"}"#), (0, Some("\"format\"".to_owned())));
}

#[test]
fn a_count_and_a_share_of_one_name_are_two_facts() {
    let folder = Folder::new();
    let rule = r#"
summary    = "Some of what was done were moves"
level      = "info"
confidence = "low"
judge      = "board"

[when]
share.moves = { above = 0.0 }

[count.all]

[count.moves]
change.kind = "moved"

[share.moves]
of = "count.moves"
in = "count.all"

[report]
message = "{count.moves} of {count.all}"
facts   = ["count.all", "count.moves", "share.moves"]

[advice]
why     = "Because."
instead = "Talk."
ask     = "Why?"
source  = ["our own agreement"]
"#;
    folder.write("moves.toml", rule);
    let options = ["--select", "moves", "--format", "jsonl"];
    let run = boardlint(&[&["check", "fixtures/bakery/jira-cloud", "--rules", &folder.text()], &options[..]].concat());
    let found = run.findings_of("moves");
    let facts = found[0]["facts"].as_object().expect(&run.out);
    let names: Vec<&str> = facts.keys().map(String::as_str).collect();
    assert_eq!(names, ["all", "count-moves", "moves"], "{}", run.out);
    let number = |name: &str| facts[name].as_f64().expect("a number");
    assert!(number("count-moves") >= 1.0 && number("moves") <= 1.0, "{}", run.out);
}
