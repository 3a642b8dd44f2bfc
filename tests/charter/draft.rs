//! `boardlint init`: from an export to a charter that people can read and correct, and that `check` accepts.

use std::path::Path;

use proptest::prelude::*;
use serde_json::json;
use snapbox::{assert_data_eq, file as golden};
use toml::Table;

use crate::support::{Folder, Run, boardlint, boardlint_in, boardlint_with_input, jira};

/// The exports of the fixture team. Each is copied to a folder without a charter.
const FIXTURES: &[&str] =
    &["jira-cloud", "jira-dc", "jira-backup", "jira-csv", "jira-csv-es", "trello", "by-the-book/jira-cloud"];

/// A copy of `from` without charters.
pub fn copied(from: &Path) -> Folder {
    let folder = Folder::copy(from);
    let _ = std::fs::remove_file(folder.path().join("boardlint.toml"));
    folder
}

fn fixture(board: &str) -> Folder {
    copied(&Path::new("fixtures/bakery").join(board))
}

fn draft(folder: &Folder) -> String {
    folder.read("boardlint.toml")
}

fn parsed(text: &str) -> Table {
    text.parse().expect(text)
}

/// Drafts a charter and checks it: the check must find no mistake in the draft.
pub fn passes(folder: &Folder) -> Run {
    let run = boardlint(&["init", &folder.text()]);
    assert_eq!(run.status, 0, "{}", run.err);
    let check = boardlint(&["check", &folder.text(), "--quiet", "--format", "short", "--fail-on", "never"]);
    assert_eq!((check.status, check.err.as_str()), (0, ""), "{}", draft(folder));
    run
}

fn simple() -> String {
    let ranked = vec![jira::drag("Sam")];
    jira::page(vec![jira::issue("APP-1", json!({}), ranked)])
}

#[test]
fn the_fixture_teams_are_drafted_as_somebody_who_reads_their_boards_would() {
    for (board, drafted, told) in [
        ("jira-cloud", golden!["golden/bakery-jira-cloud.init.toml"], golden!["golden/bakery-jira-cloud.init.txt"]),
        ("trello", golden!["golden/bakery-trello.init.toml"], golden!["golden/bakery-trello.init.txt"]),
        ("jira-csv-es", golden!["golden/bakery-jira-csv-es.init.toml"], golden!["golden/bakery-jira-csv-es.init.txt"]),
    ] {
        let folder = fixture(board);
        let run = passes(&folder);
        assert_data_eq!(draft(&folder), drafted.raw());
        assert_data_eq!(run.out.replace(&folder.text(), "BOARD"), told.raw());
    }
}

#[test]
fn every_draft_passes_the_checks_of_charters() {
    for board in FIXTURES {
        passes(&fixture(board));
    }
}

#[test]
fn a_product_owner_who_was_away_and_the_one_who_stood_in_are_written_with_their_days() {
    let folder = fixture("by-the-book/jira-cloud");
    passes(&folder);
    let owners = parsed(&draft(&folder))["roles"]["product-owner"].as_array().expect("dated entries").len();
    assert_eq!(owners, 3, "{}", draft(&folder));
    // With the drafted charter, this team also has no findings about its Product Owner.
    let check = boardlint(&["check", &folder.text(), "--ignore", "role-not-mapped", "--fail-on", "info"]);
    assert_eq!(check.status, 0, "{}", check.out);
}

#[test]
fn the_schema_stands_first_and_keys_of_no_table_before_every_table() {
    for board in FIXTURES {
        let folder = fixture(board);
        let run =
            boardlint(&["init", &folder.text(), "-o", "-", "--timezone", "Europe/Berlin", "--date-order", "day-first"]);
        assert_eq!(run.status, 0, "{}", run.err);
        assert_eq!(run.out.lines().next(), Some("#:schema .boardlint.schema.json"));
        let table = parsed(&run.out);
        assert_eq!(table["timezone"].as_str(), Some("Europe/Berlin"), "not a key of a table above it");
        assert_eq!(table["date-order"].as_str(), Some("day-first"));
    }
}

#[test]
fn what_is_doubtful_can_be_taken_into_force_by_taking_the_sign_away() {
    for board in FIXTURES {
        let folder = fixture(board);
        let run = boardlint(&["init", &folder.text(), "-o", "-"]);
        // Every commented line that looks like TOML must be TOML, alone or together with its neighbours.
        let mut block = String::new();
        let mut keys = 0;
        for line in run.out.lines().chain([""]) {
            let code = line.strip_prefix("# ").filter(|code| {
                code.starts_with([' ', ']', '[']) || code.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '))
            });
            match code {
                Some(code) => block = format!("{block}{code}\n"),
                None if block.is_empty() => {}
                None => {
                    keys += parsed(&std::mem::take(&mut block)).len();
                }
            }
        }
        assert!(keys > 0);
    }
}

#[test]
fn a_charter_that_is_there_is_never_written_over() {
    let folder = Folder::new();
    folder.write("board.json", simple());
    folder.write("boardlint.toml", "# ours\n");
    let run = boardlint(&["init", &folder.text()]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    for option in ["--force", "-o -", "-o FILE", "never written over"] {
        assert!(run.err.contains(option), "{}", run.err);
    }
    assert_eq!(draft(&folder), "# ours\n");
    let run = boardlint(&["init", &folder.text(), "--force"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.out.starts_with("Nothing of the charter that was there is kept."), "{}", run.out);
    assert!(draft(&folder).starts_with("#:schema") && !draft(&folder).contains("# ours"));
}

#[test]
fn a_charter_above_that_no_longer_governs_is_named() {
    let folder = Folder::new();
    folder.write("export/board.json", simple());
    folder.write("boardlint.toml", "# ours\n");
    let export = folder.path().join("export");
    let run = boardlint(&["init", export.to_str().expect("a plain path")]);
    assert_eq!(run.status, 0, "{}", run.err);
    let said = run.out.lines().next().unwrap_or_default();
    assert!(said.starts_with("Until now ") && said.contains("boardlint.toml governed this export"), "{}", run.out);
    // A draft with another path governs nothing, and does not replace the charter above.
    let run =
        boardlint(&["init", export.to_str().expect("a plain path"), "-o", &format!("{}/draft.toml", folder.text())]);
    assert!(!run.out.contains("Until now"), "{}", run.out);
}

#[test]
fn a_charter_that_is_there_does_not_lead_the_draft() {
    let folder = fixture("jira-cloud");
    let alone = boardlint(&["init", &folder.text(), "-o", "-"]);
    folder.write(
        "boardlint.toml",
        "[roles]\nproduct-owner = [\"Kenji Mori\"]\n[workflow]\ndone = [\"Backlog\"]\nnonsense",
    );
    let beside = boardlint(&["init", &folder.text(), "-o", "-"]);
    assert_eq!((beside.status, beside.out), (0, alone.out));
}

/// The commands that `init` recommends at its end, with `arguments`.
fn next(arguments: &str) -> String {
    format!("\n  boardlint check {arguments}\n  boardlint report {arguments} -o retro.html\n")
}

#[test]
fn a_draft_on_standard_output_is_a_charter_and_nothing_else() {
    let folder = fixture("trello");
    let run = boardlint(&["init", &folder.text(), "-o", "-"]);
    assert_eq!(run.status, 0);
    parsed(&run.out);
    assert!(run.err.starts_with("Drafted the charter for Golden Crust ordering app: 31 cards"), "{}", run.err);
    assert!(run.err.ends_with(&next(&folder.text())), "{}", run.err);
    assert!(!folder.path().join("boardlint.toml").exists());
}

#[test]
fn a_draft_goes_beside_the_export_or_where_it_is_told_to() {
    let folder = Folder::new();
    let export = folder.write("team/board.json", simple());
    let run = boardlint(&["init", &export]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(folder.path().join("team/boardlint.toml").exists());
    assert!(run.out.ends_with(&next(&export)), "{}", run.out);

    let elsewhere = folder.path().join("drafts.toml");
    let elsewhere = elsewhere.to_str().expect("a plain path");
    let run = boardlint(&["init", &export, "-o", elsewhere]);
    assert!(run.out.ends_with(&next(&format!("{export} --charter {elsewhere}"))), "{}", run.out);
    assert_eq!(boardlint(&["init", &export, "-o", elsewhere]).status, 2, "it is there now");
    assert_eq!(boardlint(&["init", &export, "-o", &folder.text()]).status, 2, "a folder is no file");

    let run = boardlint_in(&folder.path().join("team"), &["init", "--force"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.out.ends_with(&next(".")), "{}", run.out);
}

#[test]
fn what_comes_on_standard_input_needs_a_place_to_go() {
    let run = boardlint_with_input(&["init", "-"], simple().as_bytes());
    assert_eq!(run.status, 2);
    assert!(run.err.contains("-o FILE"), "{}", run.err);
    let run = boardlint_with_input(&["init", "-", "-o", "-"], simple().as_bytes());
    assert_eq!(run.status, 0, "{}", run.err);
    parsed(&run.out);
    // A later export on standard input is governed only by a charter that is named.
    assert!(run.err.contains("Save it as boardlint.toml, read it"), "{}", run.err);
    assert!(run.err.contains("boardlint check - --charter boardlint.toml\n"), "{}", run.err);
}

#[test]
fn boards_in_folders_of_their_own_get_a_charter_each_and_boards_of_one_folder_are_named() {
    let other = simple().replace("APP-1", "WEB-1");
    let folder = Folder::new();
    folder.write("app/board.json", simple());
    folder.write("web/board.json", &other);
    let run = boardlint(&["init", &folder.text()]);
    assert_eq!(run.status, 0, "{}", run.err);
    for team in ["app", "web"] {
        assert!(folder.path().join(team).join("boardlint.toml").exists());
        assert!(
            run.out
                .contains(&format!("{team}/boardlint.toml: {}, 1 issue", ["APP", "WEB"][usize::from(team == "web")]))
        );
    }
    assert!(run.out.ends_with(&format!("\n  boardlint check {}\n", folder.text())), "{}", run.out);
    let run = boardlint(&["init", &folder.text(), "-o", "-"]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    let said = run.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("2 boards here: APP (") && said.contains("WEB ("), "{said}");

    let folder = Folder::new();
    folder.write("app.json", simple());
    folder.write("web.json", &other);
    let run = boardlint(&["init", &folder.text()]);
    assert_eq!(run.status, 2);
    let said = run.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("APP (") && said.contains("WEB (") && said.contains("folder of its own"), "{said}");
    assert!(!folder.path().join("boardlint.toml").exists());
}

#[test]
fn a_folder_without_an_export_has_no_charter() {
    let folder = Folder::new();
    folder.write("notes.txt", "nothing");
    let run = boardlint(&["init", &folder.text()]);
    assert_eq!(run.status, 3);
    assert!(run.err.contains("no export found"), "{}", run.err);
    let run = boardlint(&["init", &folder.write("page.html", "<html>please log in</html>")]);
    assert_eq!((run.status, run.out.as_str()), (3, ""));
    assert!(run.err.contains("error"), "{}", run.err);
}

#[test]
fn who_is_named_on_the_command_line_is_a_fact_and_guessed_for_nothing_else() {
    let folder = fixture("jira-cloud");
    let run = boardlint(&[
        "init",
        &folder.text(),
        "-o",
        "-",
        "--po",
        "greta@example.com",
        "--sm",
        "tomasz wrona",
        "--dev",
        "Kenji Mori",
    ]);
    assert_eq!(run.status, 0, "{}", run.err);
    let roles = parsed(&run.out)["roles"].clone();
    let owners = roles["product-owner"].as_array().into_iter().flatten();
    let owners: Vec<&str> = owners.filter_map(|owner| owner["who"].as_str()).collect();
    assert_eq!(owners, ["Greta Lindqvist", "Ruben Castell", "Greta Lindqvist"], "who stood in for a while is a guess");
    assert_eq!(roles["scrum-master"], toml::Value::from(vec!["Tomasz Wrona"]));
    assert_eq!(roles["developers"], toml::Value::from(vec!["Kenji Mori"]));
    assert!(run.out.contains("# sure: named on the command line\n# likely: Ruben Castell did 5 acts"), "{}", run.out);

    let run = boardlint(&["init", &folder.text(), "-o", "-", "--po", "Greta Lindquist"]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.contains("did you mean `Greta Lindqvist`?"), "{}", run.err);
}

/// A board on which `name` wrote an issue whose type, status and label are all called `word`.
fn board_of(id: &str, name: &str, word: &str) -> String {
    let fields = json!({
        "creator": jira::account(id, name), "reporter": jira::account(id, name), "assignee": jira::account(id, name),
        "issuetype": {"name": word, "subtask": false}, "labels": [word],
        "status": {"id": "7", "name": word, "statusCategory": {"key": "indeterminate"}},
    });
    jira::page(vec![jira::issue("APP-1", fields, vec![])])
}

#[test]
fn hostile_names_come_out_safe_and_read_back_as_they_are() {
    let evil = "Eve \"\\\" \u{1b}[31m\u{202e}x]\n[rules]\nrole-not-mapped = 'off'";
    let folder = Folder::new();
    folder.write("board.json", board_of("712020:e", evil, "Do\ning\"]\n# \u{202e}"));
    let run = boardlint(&["init", &folder.text(), "-o", "-", "--po", "712020:e"]);
    assert_eq!(run.status, 0, "{}", run.err);
    for text in [&run.out, &run.err] {
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
    }
    let table = parsed(&run.out);
    assert!(!table.contains_key("rules"), "{}", run.out);
    assert_eq!(table["roles"]["product-owner"], toml::Value::from(vec![evil]));
    assert_eq!(table["workflow"]["doing"], toml::Value::from(vec!["Do\ning\"]\n# \u{202e}"]));
    passes(&folder);
}

#[test]
fn two_people_of_one_name_are_written_by_their_accounts() {
    let folder = Folder::new();
    let of = |id| json!({"creator": jira::account(id, "Alex Kim"), "reporter": jira::account(id, "Alex Kim")});
    let issues = vec![jira::issue("APP-1", of("712020:1"), vec![]), jira::issue("APP-2", of("712020:2"), vec![])];
    folder.write("board.json", jira::page(issues));
    let run = boardlint(&["init", &folder.text(), "-o", "-", "--po", "712020:2"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(
        run.out.contains("# sure: Alex Kim: named on the command line\nproduct-owner = [\"712020:2\"]"),
        "{}",
        run.out
    );
    // They may be one person, but that is uncertain, so nothing is in force.
    assert!(run.out.contains("# \"712020:1\" = [\"712020:2\"]"), "{}", run.out);
    assert!(parsed(&run.out)["aliases"].as_table().is_some_and(Table::is_empty));
}

#[test]
fn an_account_that_took_over_from_another_of_the_same_name_is_the_same_person() {
    let history = |number: usize, id: &str| {
        let day = format!("2026-01-{:02}T09:00:00.000+0000", number + 1);
        let mut history = jira::history(u32::try_from(number).expect("small"), "", &day, jira::ranked());
        history["author"] = jira::account(id, "Alex Kim");
        history
    };
    let board = |second: usize| {
        let old = (0..12).map(|number| history(number, "712020:1"));
        let new = (second..second + 12).map(|number| history(number, "712020:2"));
        let folder = Folder::new();
        folder.write("board.json", jira::page(vec![jira::issue("APP-1", json!({}), old.chain(new).collect())]));
        passes(&folder);
        parsed(&draft(&folder))["aliases"].clone()
    };
    assert_eq!(board(12)["712020:1"], toml::Value::from(vec!["712020:2"]));
    assert_eq!(board(6).as_table().map(Table::len), Some(0), "both at once: namesakes, or one person?");
}

#[test]
fn an_app_is_known_by_a_name_that_no_person_has_unless_it_is_given_work() {
    let of = |name: &str, works: bool| {
        let mut fields =
            json!({"creator": jira::account("712020:a", name), "reporter": jira::account("712020:a", name)});
        if works {
            fields["assignee"] = jira::account("712020:a", name);
        }
        let folder = Folder::new();
        folder.write("board.json", jira::page(vec![jira::issue("APP-1", fields, vec![])]));
        passes(&folder);
        parsed(&draft(&folder))["roles"].get("apps").cloned()
    };
    assert_eq!(of("Automation for Jira", false), Some(toml::Value::from(vec!["Automation for Jira"])));
    assert_eq!(of("Automation for Jira", true), None);
    assert_eq!(of("Jan Bot", false), None, "a Dutch name");
    assert_eq!(of("Otto Mation", false), None);
}

#[test]
fn an_e_mail_address_is_never_written() {
    let folder = Folder::new();
    folder.write(
        "board.json",
        board_of("maria.gomez@example.com", "maria.gomez@example.com", "ask maria.gomez@example.com"),
    );
    let run = boardlint(&["init", &folder.text(), "-o", "-", "--po", "maria.gomez@example.com"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(!run.out.contains("maria.gomez") && !run.err.contains("maria.gomez"), "{}{}", run.out, run.err);
    assert!(run.out.contains("an e-mail address, which is never written here"), "{}", run.out);
    passes(&folder);
}

#[test]
fn the_first_run_without_roles_ends_with_what_to_type() {
    let folder = Folder::new();
    let export = folder.write("board.json", simple());
    let run = boardlint(&["check", &export]);
    assert!(run.out.contains(&format!("\n  boardlint init {export}\n")), "{}", run.out);
    assert!(run.out.contains(&format!("\n  boardlint check {export} --po \"NAME\" --sm \"NAME\"\n")), "{}", run.out);
    // If the draft names nobody, the user is sent to the draft to write the names.
    assert_eq!(boardlint(&["init", &export]).status, 0);
    let run = boardlint(&["check", &export]);
    assert!(!run.out.contains("boardlint init") && run.out.contains("below [roles]"), "{}", run.out);
}

/// Who does what on the board of an invented team, in the first and in the second half of its history.
#[derive(Clone, Copy)]
struct Team {
    writes: [&'static str; 2],
    orders: [&'static str; 2],
    clears: [&'static str; 2],
    works: [&'static str; 2],
}

const BY_THE_BOOK: Team =
    Team { writes: ["Maria", "Maria"], orders: ["Maria", "Maria"], clears: ["Sam", "Sam"], works: ["Li", "Omar"] };

impl Team {
    fn export(self) -> String {
        let flag = |set: bool| {
            let (from, to) = if set { ("", "Impediment") } else { ("Impediment", "") };
            json!({"field": "Flagged", "fieldtype": "custom", "fieldId": "customfield_10021", "from": from, "fromString": from,
                   "to": to, "toString": to})
        };
        let mut issues = Vec::new();
        for number in 0..40_usize {
            let half = number / 20;
            let day = format!("2026-{:02}-{:02}", 1 + half, 1 + number % 20);
            let at = |hour: u32| format!("{day}T{hour:02}:00:00.000+0000");
            let id = u32::try_from(number * 10).expect("a small number");
            let retro = number % 5 == 0;
            let writer = if retro { self.clears[half] } else { self.writes[half] };
            let histories = vec![
                jira::history(id + 1, self.orders[half], &at(9), jira::ranked()),
                jira::history(id + 2, self.works[number % 2], &at(10), jira::moved("Backlog", "In Progress")),
                jira::history(id + 3, self.clears[half], &at(11), flag(true)),
                jira::history(id + 4, self.clears[half], &at(12), flag(false)),
                jira::history(id + 5, ["Nina", "Tom"][number % 2], &at(13), jira::moved("In Progress", "Done")),
            ];
            let fields = json!({
                "created": at(8), "updated": at(13), "creator": jira::user(writer), "reporter": jira::user(writer),
                "issuetype": {"name": if retro { "Retro action" } else { "Story" }, "subtask": false},
                "status": jira::status("Done", "done"),
            });
            issues.push(jira::issue(&format!("APP-{}", number + 1), fields, histories));
        }
        jira::page(issues)
    }

    /// The Product Owner and the Scrum Master that are in force in the draft.
    fn guessed(self) -> (Option<String>, Option<String>) {
        let folder = Folder::new();
        folder.write("board.json", self.export());
        passes(&folder);
        let table = parsed(&draft(&folder));
        let holder = |role: &str| {
            let holders = table["roles"].get(role)?.as_array()?;
            assert_eq!(holders.len(), 1, "{}", draft(&folder));
            holders[0].as_str().map(str::to_owned)
        };
        (holder("product-owner"), holder("scrum-master"))
    }
}

#[test]
fn a_role_is_in_force_only_where_one_person_stands_out_in_it_all_the_time_and_in_nothing_else() {
    let (maria, sam) = (Some("Maria".to_owned()), Some("Sam".to_owned()));
    assert_eq!(BY_THE_BOOK.guessed(), (maria.clone(), sam.clone()));
    let handed_over = Team { writes: ["Maria", "Pia"], orders: ["Maria", "Pia"], ..BY_THE_BOOK };
    assert_eq!(handed_over.guessed(), (None, sam.clone()), "the role changed hands");
    let split = Team { orders: ["Pia", "Pia"], ..BY_THE_BOOK };
    assert_eq!(split.guessed().0, None, "one writes and another orders");
    let both = Team { clears: ["Maria", "Maria"], ..BY_THE_BOOK };
    assert_eq!(both.guessed(), (None, None), "one person does it all");
    let player = Team { works: ["Maria", "Maria"], ..BY_THE_BOOK };
    assert_eq!(player.guessed(), (None, sam), "works like a developer, too");
    let coach = Team { works: ["Sam", "Sam"], ..BY_THE_BOOK };
    assert_eq!(coach.guessed(), (maria, None));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn whatever_things_are_called_the_draft_passes(name in any::<String>(), word in r"\PC{1,12}|[ -~\n]{1,12}") {
        let folder = Folder::new();
        folder.write("board.json", board_of("712020:p", &name, &word));
        passes(&folder);
    }
}
