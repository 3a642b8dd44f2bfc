//! Mistakes in boardlint.toml: all of them are reported at once, each with its place and with advice.

use boardlint::charter::{self, Charter, SprintCards, Stage};
use boardlint::source::Sources;
use serde_json::json;
use snapbox::{assert_data_eq, str};

use crate::support::jira;
use crate::support::{Folder, boardlint};

fn said(charter: &str) -> (i32, String) {
    let folder = Folder::new();
    folder.write("boardlint.toml", charter);
    let one = jira::issue("APP-2", json!({"creator": jira::account("712020:1", "Alex Kim")}), vec![]);
    let other = jira::issue("APP-3", json!({"creator": jira::account("712020:2", "Alex Kim")}), vec![]);
    let ranked = vec![jira::drag("Sam")];
    let export = folder.write("board.json", jira::page(vec![jira::issue("APP-1", json!({}), ranked), one, other]));
    let run = boardlint(&["check", &export, "--quiet", "--format", "short"]);
    (run.status, run.err.replace(&folder.text(), "BOARD"))
}

#[test]
fn every_mistake_is_told_at_once_and_at_its_place() {
    let charter = r#"timezone = "Europe/Belin"
profile = "strickt"
fail-on = "warning"

[roles]
product-owner = [{ who = "Maria", since = 2026-06-30, until = 2026-01-01 }]
scrum-masters = ["Sam"]
developers = [7]

[workflow]
doing = ["In Progress", "Done"]
done = ["Done"]
waiting = ["Backlog"]

[fields]
story-point = "Story Points"

[kinds]
stories = ["Story"]

[[sprints]]
name = "Sprint 1"
start = "2026-03-02"

[rules]
work-assigned-by-po = "loud"

[[ignore]]
rule = "work-assigned-by-po"
"#;
    let (status, told) = said(charter);
    assert_eq!(status, 2);
    assert_data_eq!(
        told,
        str![[r#"
error: no time zone is called `Europe/Belin`
  ┌─ BOARD/boardlint.toml:1:12
  │
1 │ timezone = "Europe/Belin"
  │            ^^^^^^^^^^^^^^ unknown time zone
  │
  = write it as in the IANA list, for example "Europe/Berlin" or "UTC"

error: `strickt` is no profile
  ┌─ BOARD/boardlint.toml:2:11
  │
2 │ profile = "strickt"
  │           ^^^^^^^^^ did you mean `strict`?

error: `warning` is no level to fail on
  ┌─ BOARD/boardlint.toml:3:11
  │
3 │ fail-on = "warning"
  │           ^^^^^^^^^ did you mean `warn`?

error: this role entry ends before it begins
  ┌─ BOARD/boardlint.toml:6:18
  │
6 │ product-owner = [{ who = "Maria", since = 2026-06-30, until = 2026-01-01 }]
  │                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 2026-01-01 is before 2026-06-30

error: unknown key `scrum-masters` in [roles]
  ┌─ BOARD/boardlint.toml:7:1
  │
7 │ scrum-masters = ["Sam"]
  │ ^^^^^^^^^^^^^ did you mean `scrum-master`?
  │
  = [roles] knows product-owner, scrum-master, developers, stakeholders, managers, apps

error: expected text in quotes
  ┌─ BOARD/boardlint.toml:8:15
  │
8 │ developers = [7]
  │               ^ this is a number

error: `Done` stands under doing and under done
   ┌─ BOARD/boardlint.toml:12:9
   │
12 │ done = ["Done"]
   │         ^^^^^^ a status or list can mean one thing only
   │
   ┌─ BOARD/boardlint.toml:11:25
   │
11 │ doing = ["In Progress", "Done"]
   │                         ------ the first one

error: unknown key `waiting` in [workflow]
   ┌─ BOARD/boardlint.toml:13:1
   │
13 │ waiting = ["Backlog"]
   │ ^^^^^^^ no such key
   │
   = [workflow] knows backlog, ready, doing, acceptance, done, cancelled, impediments,
     retrospective, no-work

error: unknown key `story-point` in [fields]
   ┌─ BOARD/boardlint.toml:16:1
   │
16 │ story-point = "Story Points"
   │ ^^^^^^^^^^^ did you mean `story-points`?
   │
   = [fields] knows story-points, acceptance-criteria

error: unknown key `stories` in [kinds]
   ┌─ BOARD/boardlint.toml:19:1
   │
19 │ stories = ["Story"]
   │ ^^^^^^^ did you mean `story`?
   │
   = [kinds] knows story, bug, task, sub-task, epic, spike, impediment, retro-action,
     technical-debt, meeting, other

error: this sprint has no `end`
   ┌─ BOARD/boardlint.toml:21:1
   │
21 │ [[sprints]]
   │ ^^^^^^^^^^^ a sprint needs name, start and end

error: expected a date such as 2026-03-02, without quotes
   ┌─ BOARD/boardlint.toml:23:9
   │
23 │ start = "2026-03-02"
   │         ^^^^^^^^^^^^ this is text

error: `loud` is no level
   ┌─ BOARD/boardlint.toml:26:23
   │
26 │ work-assigned-by-po = "loud"
   │                       ^^^^^^ expected one of off, info, warn, error

error: this ignore gives no reason
   ┌─ BOARD/boardlint.toml:28:1
   │
28 │ [[ignore]]
   │ ^^^^^^^^^^ add `reason = "…"`: who agreed to it, and why

warn: no item ever was in a status `In Progress`
   ┌─ BOARD/boardlint.toml:11:10
   │
11 │ doing = ["In Progress", "Done"]
   │          ^^^^^^^^^^^^^ given as doing
   │
   = the board knows Backlog

warn: no item ever was in a status `Done`
   ┌─ BOARD/boardlint.toml:11:25
   │
11 │ doing = ["In Progress", "Done"]
   │                         ^^^^^^ given as doing
   │
   = the board knows Backlog


"#]]
    );
}

#[test]
fn a_name_that_fits_two_people_stops_the_run_and_one_that_fits_nobody_is_told() {
    let (status, told) = said("[roles]\nproduct-owner = [\"alex kim\"]\nscrum-master = [\"Samm\"]\n");
    assert_eq!(status, 2);
    assert_data_eq!(
        told,
        str![[r#"
error: `alex kim` fits 2 people on this board
  ┌─ BOARD/boardlint.toml:2:18
  │
2 │ product-owner = ["alex kim"]
  │                  ^^^^^^^^^^ which of them?
  │
  = write the account id instead: Alex Kim (712020:1) or Alex Kim (712020:2)

warn: nobody on this board is called `Samm`
  ┌─ BOARD/boardlint.toml:3:17
  │
3 │ scrum-master = ["Samm"]
  │                 ^^^^^^ given as Scrum Master
  │
  = did you mean `Sam`?


"#]]
    );
}

#[test]
fn broken_toml_is_shown_where_it_breaks() {
    let (status, told) = said("[roles\nproduct-owner = [\"Maria\"]\n");
    assert_eq!(status, 2);
    assert_data_eq!(
        told,
        str![[r#"
error: this is not valid TOML
  ┌─ BOARD/boardlint.toml:1:7
  │
1 │ [roles
  │       ^ unclosed table, expected `]`


"#]]
    );
}

#[test]
fn a_field_that_the_export_does_not_know_is_told() {
    let (status, told) = said("[roles]\nproduct-owner = [\"Maria\"]\n[fields]\nstory-points = \"Story Point\"\n");
    assert_eq!(status, 1, "the Scrum Master's rank is still found");
    assert_data_eq!(
        told,
        str![[r#"
warn: the export knows no field `Story Point`
  ┌─ BOARD/boardlint.toml:4:16
  │
4 │ story-points = "Story Point"
  │                ^^^^^^^^^^^^^ did you mean `Story Points`?
  │
  = fields are told by `names` of a search page (`expand=names`) and by changes of the field


"#]]
    );
}

#[test]
fn accounts_of_one_person_are_joined_by_aliases() {
    let charter = "[roles]\nproduct-owner = [\"Maria\"]\n[aliases]\n\"Maria\" = [\"Sam\"]\n";
    let (status, told) = said(charter);
    assert_eq!((status, told.as_str()), (0, ""), "Sam is Maria's other account");
}

#[test]
fn who_has_several_accounts_is_called_as_the_charter_calls_them() {
    let folder = Folder::new();
    folder.write("boardlint.toml", format!("{}[aliases]\n\"Zed Lee\" = [\"Ann (left)\"]\n", jira::CHARTER));
    let drag = |id, by| jira::history(id, by, &format!("2026-02-0{id}T09:00:00.000+0000"), jira::ranked());
    let drags = vec![drag(2, "Ann (left)"), drag(3, "Zed Lee")];
    let export = folder.write("board.json", jira::page(vec![jira::issue("APP-1", json!({}), drags)]));
    let run = boardlint(&["check", &export, "--format", "short", "--select", "backlog-reordered-by-non-po"]);
    assert!(run.out.contains("Zed Lee ranked APP-1") && !run.out.contains("Ann"), "{}{}", run.out, run.err);
}

/// The charter of this text, which must have no mistakes.
fn read(text: &str) -> Charter {
    let mut sources = Sources::new();
    let file = sources.add("boardlint.toml", text.to_owned());
    let (charter, found) = charter::parse(sources.get(file), None);
    assert!(found.is_empty(), "{found:?}");
    charter
}

#[test]
fn cards_are_in_a_sprint_by_the_list_of_its_name_by_another_list_or_by_a_label() {
    let days = |month: u8| format!("start = 2026-0{month}-02\nend = 2026-0{month}-13\n");
    let charter = read(&format!(
        "[[sprints]]\nname = \"One\"\n{}[[sprints]]\nname = \"Two\"\nlist = \"Sprint Backlog\"\n{}\
         [[sprints]]\nlabel = \"Three\"\nname = \"Sprint 3\"\n{}",
        days(2),
        days(3),
        days(4)
    ));
    let cards: Vec<_> = charter
        .sprints
        .iter()
        .map(|sprint| match &sprint.cards {
            SprintCards::ListOfItsName => (sprint.name.text.as_str(), "", ""),
            SprintCards::List(list) => (sprint.name.text.as_str(), "list", list.text.as_str()),
            SprintCards::Label(label) => (sprint.name.text.as_str(), "label", label.text.as_str()),
        })
        .collect();
    assert_eq!(cards, [("One", "", ""), ("Two", "list", "Sprint Backlog"), ("Sprint 3", "label", "Three")]);
}

#[test]
fn names_that_differ_in_blanks_alone_are_one_name() {
    let days = |month: u8| format!("start = 2026-0{month}-02\nend = 2026-0{month}-13\n");
    let sprints =
        format!("[[sprints]]\nname = \"Sprint 1\"\n{}[[sprints]]\nname = \"sprint  1\"\n{}", days(2), days(3));
    let statuses = "[workflow]\nready = [\"To do\"]\ndoing = [\"to  do\"]\n";
    for (text, said) in [
        (sprints.as_str(), "two sprints are called `sprint  1`"),
        (statuses, "`to  do` stands under ready and under doing"),
    ] {
        let mut sources = Sources::new();
        let file = sources.add("boardlint.toml", text.to_owned());
        let (_, found) = charter::parse(sources.get(file), None);
        assert_eq!(found.iter().map(|found| found.message.as_str()).collect::<Vec<_>>(), [said]);
    }
}

#[test]
fn a_cancelled_status_and_the_one_project_are_kept_with_their_places() {
    let text = "[workflow]\ncancelled = \"Won't do\"\n[board]\nproject = \"APP\"\n";
    let charter = read(text);
    let (stage, status) = &charter.workflow[0];
    assert_eq!((*stage, status.text.as_str()), (Stage::Cancelled, "Won't do"));
    let project = charter.project.expect("a project");
    assert_eq!(project.text, "APP");
    assert_eq!(project.mark.map(|mark| mark.start), text.find("\"APP\""));
}
