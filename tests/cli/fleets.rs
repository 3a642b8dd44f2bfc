//! Many boards in one run, and the boards that are left out.

use serde_json::json;

use crate::support::{Folder, Run, boardlint, boardlint_in, jira};

fn board(key: &str) -> String {
    jira::page(vec![jira::issue(key, json!({}), vec![jira::drag("Sam")])])
}

/// Two teams of one project with a charter each, and one team without.
fn teams() -> Folder {
    let folder = Folder::new();
    for team in ["alpha", "beta"] {
        folder.write(&format!("teams/{team}/jira/board.json"), board("APP-1"));
        folder.write(&format!("teams/{team}/jira/boardlint.toml"), jira::CHARTER);
    }
    folder.write("teams/gamma/jira/board.json", board("WEB-1"));
    folder
}

fn read(folder: &Folder, path: &str) -> String {
    std::fs::read_to_string(folder.path().join(path)).expect(path)
}

fn is_there(folder: &Folder, path: &str) -> bool {
    folder.path().join(path).exists()
}

#[test]
fn charters_are_drafted_where_they_are_missing_and_the_schema_lies_there_once() {
    let folder = teams();
    folder.write("teams/delta/board.json", board("DEL-1"));
    let run = boardlint_in(folder.path(), &["init", "teams"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert_eq!(read(&folder, "teams/alpha/jira/boardlint.toml"), jira::CHARTER, "it is left as it is");
    let gamma = read(&folder, "teams/gamma/jira/boardlint.toml");
    assert!(gamma.starts_with("#:schema ../../.boardlint.schema.json\n"), "{gamma}");
    assert!(read(&folder, "teams/delta/boardlint.toml").starts_with("#:schema ../.boardlint.schema.json\n"));
    assert!(
        is_there(&folder, "teams/.boardlint.schema.json")
            && !is_there(&folder, "teams/gamma/jira/.boardlint.schema.json")
    );
    assert!(
        run.out.contains("2 charters drafted, 2 there already") && run.out.contains("boardlint check teams"),
        "{}",
        run.out
    );
}

#[test]
fn the_folder_with_two_boards_is_named_and_the_others_get_their_charters() {
    let folder = Folder::new();
    folder.write("a/board.json", board("APP-1"));
    folder.write("both/one.json", board("ONE-1"));
    folder.write("both/two.json", board("TWO-1"));
    let run = boardlint_in(folder.path(), &["init", "."]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("2 boards in both: ONE (") && !is_there(&folder, "both/boardlint.toml"), "{}", run.err);
    assert!(is_there(&folder, "a/boardlint.toml"), "{}", run.out);
}

#[test]
fn a_draft_of_one_project_says_so_in_the_charter() {
    let folder = Folder::new();
    let issues = ["APP-1", "WEB-1"].map(|key| jira::issue(key, json!({}), vec![jira::drag("Sam")]));
    folder.write("board.json", jira::page(issues.into()));
    let run = boardlint_in(folder.path(), &["init", ".", "--project", "WEB"]);
    assert!(run.status == 0 && run.out.contains("for WEB: 1 issue"), "{}{}", run.out, run.err);
    assert!(read(&folder, "boardlint.toml").contains("[board]\nproject = \"WEB\"\n"));
    let run = boardlint_in(folder.path(), &["init", ".", "--force", "--project", "NOPE"]);
    assert!(run.status == 2 && run.err.contains("NOPE"), "{}", run.err);
}

#[test]
fn boards_of_one_name_are_told_apart_by_what_differs_in_their_paths() {
    let run = boardlint(&["check", &teams().text(), "--fail-on", "never"]);
    assert!(
        run.out.contains("APP (alpha)") && run.out.contains("APP (beta)") && run.out.contains("  WEB"),
        "{}",
        run.out
    );
}

#[test]
fn the_last_line_says_the_median_and_the_lowest() {
    let folder = teams();
    let one = |team: &str| {
        let path = format!("{}/teams/{team}", folder.text());
        let run = boardlint(&["check", &path, "--fail-on", "never"]);
        let words: Vec<&str> = run.last_line().rsplitn(6, ' ').collect();
        words[4].parse::<usize>().expect("a number")
    };
    let mut judged = ["alpha", "beta", "gamma"].map(one);
    judged.sort_unstable();
    let run = boardlint(&["check", &folder.text(), "--fail-on", "never"]);
    let (median, lowest, rules) = (judged[1], judged[0], crate::support::shipped());
    let expected = format!("; on 3 boards median {median}, lowest {lowest} of {rules} rules judged");
    assert!(run.out.replace('\n', " ").trim_end().ends_with(&expected), "{expected}: {}", run.out);
    assert!(run.out.trim_end().lines().last().is_some_and(|line| line.ends_with("rules judged")));
}

#[test]
fn every_board_without_roles_gets_its_table() {
    let folder = Folder::new();
    for key in ["AAA-1", "BBB-1"] {
        folder.write(&format!("{key}/board.json"), board(key));
    }
    let run = boardlint(&["check", &folder.text(), "--fail-on", "never"]);
    assert!(run.out.contains("Who did what on AAA:") && run.out.contains("Who did what on BBB:"), "{}", run.out);
}

#[test]
fn a_warning_is_told_once() {
    let folder = Folder::new();
    folder.write("boardlint.toml", jira::CHARTER.replace("\"Sam\"", "\"Nemo\"").as_str());
    folder.write("board.json", board("APP-1"));
    let trello = json!({"id": "65dc5310b0a7d0c400500001", "name": "Horno", "lists": [{"id": "1", "name": "Done"}],
        "cards": [{"id": "65e19910b0a7d0c400500006", "shortLink": "Horno001", "name": "Pan", "idList": "1"}]});
    folder.write("trello.json", trello.to_string());
    let run = boardlint(&["check", &folder.text(), "--fail-on", "never"]);
    assert_eq!(run.err.matches("called `Nemo`").count(), 1, "{}", run.err);
}

#[test]
fn a_baseline_is_written_for_the_sound_boards() {
    let folder = teams();
    folder.write("teams/beta/jira/boardlint.toml", "[roles]\nproduct-ovner = [\"Maria\"]\n");
    let run = boardlint_in(folder.path(), &["baseline", "teams/alpha", "teams/beta"]);
    assert_eq!(run.status, 2, "{}", run.err);
    assert!(is_there(&folder, "teams/alpha/jira/boardlint-baseline.json"), "{}{}", run.out, run.err);
    assert!(!is_there(&folder, "teams/beta/jira/boardlint-baseline.json"));
    let whole = board("APP-1");
    folder.write("teams/beta/jira/boardlint.toml", jira::CHARTER);
    folder.write("teams/beta/jira/more.json", &whole[..whole.len() / 2]);
    let run = boardlint_in(folder.path(), &["baseline", "teams/alpha", "teams/beta"]);
    assert_eq!(run.status, 3, "{}", run.err);
    assert!(run.err.contains("beta/jira/boardlint-baseline.json was not written"), "{}", run.err);
    assert!(!is_there(&folder, "teams/beta/jira/boardlint-baseline.json"));
}

#[test]
fn each_board_gets_a_page_and_the_index_leads_to_all() {
    let folder = teams();
    let run = boardlint_in(folder.path(), &["report", "teams", "--per-board", "out/pages"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.out.contains("wrote 3 pages and out/pages/index.html"), "{}", run.out);
    let index = read(&folder, "out/pages/index.html");
    for page in ["app.html", "app-2.html", "web.html"] {
        assert!(index.contains(&format!("href=\"{page}\"")), "{page}: {index}");
        assert!(read(&folder, &format!("out/pages/{page}")).contains("</html>"));
    }
    // The board without roles comes first, because the fewest rules were judged there.
    let place = |text: &str| index.find(text).expect(text);
    assert!(place("web.html") < place("app.html") && index.contains("<small>alpha</small>"), "{index}");
    assert!(!index.contains("Maria"));
    let last = run.out.trim_end().lines().last().unwrap_or_default();
    assert!(last.contains("on 3 boards median") && last.ends_with("rules judged"), "{last}");
}

#[test]
fn a_board_that_is_not_judged_stands_in_the_index_with_its_reason() {
    let folder = teams();
    folder.write("teams/beta/jira/boardlint.toml", "[roles]\nproduct-ovner = [\"Maria\"]\n");
    let run = boardlint_in(folder.path(), &["report", "teams", "--per-board", "pages"]);
    let index = read(&folder, "pages/index.html");
    assert!(
        run.status == 2 && index.contains("not judged: ") && index.contains("href=\"web.html\""),
        "{}{index}",
        run.err
    );
    let none = Folder::new();
    let run = boardlint_in(none.path(), &["report", ".", "--per-board", "pages"]);
    assert_eq!((run.status, is_there(&none, "pages/index.html")), (3, false));
}

/// The last line of an output.
fn last_line(text: &str) -> &str {
    text.trim_end().lines().last().unwrap_or_default()
}

#[test]
fn pages_end_with_the_last_line_of_a_check_whichever_board_comes_last() {
    let folder = teams();
    for (select, begins) in [
        // Nothing can be judged on gamma, which comes last, because nobody has a role there.
        ("backlog-reordered-by-non-po", "2 errors in 3 items, "),
        ("backlog-reordered-by-non-po,work-assigned-by-po", "2 errors in 3 items, "),
        ("stale-backlog,work-assigned-by-po", "nothing found in 3 items, "),
    ] {
        let check = ["check", "teams", "--fail-on", "never", "--format", "json=out.json", "--select", select];
        let check = boardlint_in(folder.path(), &check);
        let pages = boardlint_in(folder.path(), &["report", "teams", "--per-board", "pages", "--select", select]);
        assert_eq!(last_line(&pages.out), last_line(&check.err));
        assert!(last_line(&pages.out).starts_with(begins), "{select}: {}", pages.out);
    }
}

#[test]
fn a_report_of_nothing_ends_with_the_rules_that_were_asked() {
    let folder = Folder::new();
    let select = ["--select", "backlog-reordered-by-non-po,work-assigned-by-po"];
    let expected = "nothing could be judged; 0 of 2 rules judged";
    for way in [&["-o", "retro.html"][..], &["--format", "text"], &["--per-board", "pages"]] {
        let run = boardlint_in(folder.path(), &[&["report", "."], way, &select].concat());
        // With `--format text` the report itself goes to standard output.
        let said = if way == ["--format", "text"] { &run.err } else { &run.out };
        assert_eq!((run.status, last_line(said)), (3, expected), "{way:?}: {}", run.err);
    }
    // A board that was left out was not judged either.
    folder.write("boardlint.toml", "[roles]\nproduct-ovner = [\"Maria\"]\n");
    folder.write("board.json", board("APP-1"));
    for way in [&["-o", "retro.html"][..], &["--per-board", "pages"]] {
        let run = boardlint_in(folder.path(), &[&["report", "."], way, &select].concat());
        assert_eq!((run.status, last_line(&run.out)), (2, expected), "{way:?}: {}", run.err);
    }
}

#[test]
fn whoever_is_on_several_boards_is_counted_once_in_a_part_of_the_time() {
    let run = boardlint_in(teams().path(), &["report", "teams", "--since", "2026-02-01"]);
    let last = last_line(&run.out);
    assert!(last.contains("3 of 6 changes by 1 of 2 people"), "Sam alone, on three boards: {last}");
}

#[test]
fn a_page_that_cannot_be_written_is_told_in_words_alone() {
    let folder = teams();
    let run = boardlint_in(folder.path(), &["report", "teams", "--per-board", "teams/gamma/jira/board.json/pages"]);
    assert!(run.status == 2 && !run.err.contains("os error"), "{}", run.err);
    for page in ["app.html", "app-2.html", "web.html", "index.html"] {
        let said = format!("cannot write teams/gamma/jira/board.json/pages/{page}: Not a directory\n");
        assert!(run.err.contains(&said), "{said}{}", run.err);
    }
}

#[test]
fn of_several_baselines_all_are_pruned_or_none_is() {
    let folder = teams();
    let baseline = |team: &str| format!("teams/{team}/jira/boardlint-baseline.json");
    let of = |more: &[&str]| boardlint_in(folder.path(), &[&["baseline", "teams/alpha", "teams/beta"], more].concat());
    assert_eq!(of(&[]).status, 0);
    let before = ["alpha", "beta"].map(|team| read(&folder, &baseline(team)));
    assert!(before.iter().all(|text| text.contains("backlog-reordered-by-non-po")), "{before:?}");
    for team in ["alpha", "beta"] {
        let clean = jira::page(vec![jira::issue("APP-1", json!({}), vec![jira::drag("Maria")])]);
        folder.write(&format!("teams/{team}/jira/board.json"), clean);
    }
    for (team, other, text) in [("alpha", "beta", &before[1]), ("beta", "alpha", &before[0])] {
        folder.remove(&baseline(team));
        let run = of(&["--prune"]);
        let said = format!("there is no baseline {}", baseline(team));
        assert!(run.status == 2 && run.err.contains(&said) && run.out.is_empty(), "{}{}", run.out, run.err);
        assert_eq!(read(&folder, &baseline(other)), *text, "it is left as it was");
        folder.write(&baseline(team), if team == "alpha" { &before[0] } else { &before[1] });
    }
    assert_eq!(of(&["--prune"]).status, 0);
    for team in ["alpha", "beta"] {
        assert!(!read(&folder, &baseline(team)).contains("backlog-reordered-by-non-po"));
    }
}

#[test]
fn a_report_goes_to_retro_html_unless_it_is_told_where() {
    let folder = Folder::of(jira::CHARTER, board("APP-1"));
    let run = boardlint_in(folder.path(), &["report"]);
    assert!(run.status == 0 && is_there(&folder, "retro.html"), "{}", run.err);
    let run = boardlint_in(folder.path(), &["report", "-o", "deep/below/retro.md"]);
    assert!(run.status == 0 && is_there(&folder, "deep/below/retro.md"), "{}", run.err);
}

fn keys(run: &Run) -> Vec<String> {
    let lines = run.objects();
    let findings = lines.iter().filter(|line| line["type"] == "finding");
    let mut keys: Vec<String> = findings.filter_map(|line| line["item"].as_str().map(str::to_owned)).collect();
    keys.sort();
    keys.dedup();
    keys
}

#[test]
fn patterns_leave_out_files_and_folders_by_name_and_by_path() {
    let folder = Folder::new();
    folder.write("boardlint.toml", jira::CHARTER);
    for (path, key) in [
        ("a.json", "APP-1"),
        ("old/b.json", "APP-2"),
        ("new/old/c.json", "APP-3"),
        ("target/d.json", "APP-4"),
        ("node_modules/e.json", "APP-5"),
        (".hidden/f.json", "APP-6"),
    ] {
        // Acts within one minute would be one finding.
        let day = key.replace("APP-", "2026-02-1");
        folder.write(path, board(key).replace("2026-02-02", &day));
    }
    let of = |exclude: &[&str]| {
        let given = exclude.iter().flat_map(|pattern| ["--exclude", pattern]);
        let args: Vec<&str> = ["check", ".", "--format", "jsonl"].into_iter().chain(given).collect();
        keys(&boardlint_in(folder.path(), &args))
    };
    assert_eq!(of(&[]), ["APP-1", "APP-2", "APP-3"], "folders of builds and hidden ones are never walked");
    assert_eq!(of(&["old"]), ["APP-1"]);
    assert_eq!(of(&["old/"]), ["APP-1"]);
    assert_eq!(of(&["new/**"]), ["APP-1", "APP-2"]);
    assert_eq!(of(&["./old/*.json", "a.*"]), Vec::<String>::new(), "`old/*.json` fits at any depth");
    assert_eq!(of(&["[bc].json"]), ["APP-1"]);
    let run = boardlint_in(folder.path(), &["check", ".", "--exclude", "[b"]);
    assert!(run.status == 2 && run.err.contains("no pattern for --exclude"), "{}", run.err);
    let run = boardlint_in(folder.path(), &["check", "a.json", "--exclude", "a.json"]);
    assert_eq!(run.status, 3, "{}", run.err);
}

#[test]
fn a_slip_in_the_two_roles_fails_a_strict_run_and_no_other() {
    let charter = jira::CHARTER.replace("\"Maria\"", "\"Marai\"");
    let folder = Folder::of(&charter, board("APP-1"));
    let of = |more: &[&str]| boardlint(&[&["check", &folder.text(), "--fail-on", "never"][..], more].concat());
    let run = of(&[]);
    assert!(run.status == 0 && run.err.contains("warn: nobody on this board is called `Marai`"), "{}", run.err);
    let run = of(&["--strict-charter"]);
    assert!(run.status == 2 && run.err.contains("error: nobody on this board is called `Marai`"), "{}", run.err);
    let developers = format!("{}\n", jira::CHARTER.replace("[workflow]", "developers = [\"Nemo\"]\n\n[workflow]"));
    let folder = Folder::of(&developers, board("APP-1"));
    let run = boardlint(&["check", &folder.text(), "--fail-on", "never", "--strict-charter"]);
    assert_eq!(run.status, 0, "{}", run.err);
}

#[test]
fn lists_may_be_given_with_commas() {
    let folder = Folder::of(jira::CHARTER, board("APP-1"));
    let of = |args: &[&str]| boardlint(&[&["check", &folder.text(), "--format", "jsonl"][..], args].concat()).summary();
    let rules = of(&["--select", "backlog-reordered-by-non-po,work-assigned-by-po"]);
    assert_eq!(rules["rules"], 2);
    let all = of(&["--ignore", "backlog-reordered-by-non-po,work-assigned-by-po"]);
    assert_eq!(all["rules"], crate::support::shipped() - 2);
}

#[test]
fn a_window_may_be_so_many_days() {
    let stories = [("APP-1", 1, "2026-02-02"), ("APP-2", 2, "2026-02-20"), ("APP-3", 3, "2026-03-02")];
    let issues = stories.map(|(key, id, day)| {
        let drag = jira::history(id, "Sam", &format!("{day}T09:00:00.000+0000"), jira::ranked());
        jira::issue(key, json!({}), vec![drag])
    });
    let folder = Folder::of(jira::CHARTER, jira::page(issues.into()));
    let of = |args: &[&str]| {
        let select = ["check", ".", "--format", "jsonl", "--select", "backlog-reordered-by-non-po"];
        keys(&boardlint_in(folder.path(), &[&select, args].concat()))
    };
    assert_eq!(of(&["--since", "14d"]), ["APP-2", "APP-3"], "14 days before the newest change");
    assert_eq!(of(&["--since", "9d"]), ["APP-3"]);
    assert_eq!(of(&["--until", "10d"]), ["APP-1", "APP-2"]);
    let run = boardlint_in(folder.path(), &["check", ".", "--since", "14x"]);
    assert!(run.status == 2 && run.err.contains("14d"), "{}", run.err);
}

#[test]
fn a_file_that_is_not_there_may_be_the_slip_of_one_that_is() {
    let folder = Folder::new();
    folder.write("sub/b.json", board("APP-1"));
    let run = boardlint_in(folder.path(), &["check", "sub/b.jsn"]);
    assert!(run.status == 3 && run.out.contains("did you mean `sub/b.json`?"), "{}{}", run.out, run.err);
}

/// The unreadable files of a run: their paths and the errors.
fn unreadable(run: &Run) -> Vec<(String, String)> {
    let objects = run.objects().into_iter().filter(|object| object["type"] == "unreadable");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    objects.map(|object| (text(&object["path"]), text(&object["message"]))).collect()
}

#[test]
fn a_team_with_a_charter_and_without_an_export_is_told_by_name() {
    let folder = teams();
    folder.write("teams/login/boardlint.toml", jira::CHARTER);
    folder.write("teams/login/board.json", "<!DOCTYPE html><title>Log in</title>");
    folder.write("teams/missing/boardlint.toml", jira::CHARTER);
    folder.write("teams/empty/boardlint.toml", jira::CHARTER);
    folder.write("teams/empty/board.json", r#"{"startAt":0,"maxResults":50,"total":0,"issues":[]}"#);
    let check = ["check", "teams", "--fail-on", "never", "--format", "jsonl"];
    let run = boardlint_in(folder.path(), &check);
    let told = unreadable(&run);
    let paths: Vec<&str> = told.iter().map(|(path, _)| path.as_str()).collect();
    let charters = ["empty", "login", "missing"].map(|team| format!("teams/{team}/boardlint.toml"));
    assert_eq!((run.status, paths), (3, charters.iter().map(String::as_str).collect()));
    assert!(told[0].1.contains("the search found no issues"), "{told:?}");
    let named = ["teams/alpha", "teams/empty", "teams/login", "teams/missing"];
    let run = boardlint_in(folder.path(), &[&["check"][..], &named, &check[2..]].concat());
    assert_eq!((run.status, unreadable(&run).len()), (3, 3), "each is told once");
    for format in ["human", "short", "junit", "sarif", "github", "gitlab", "markdown", "csv", "html"] {
        let run = boardlint_in(folder.path(), &["check", "teams", "-q", "--fail-on", "never", "--format", format]);
        assert!(run.status == 3 && run.out.contains("teams/missing"), "{format}: {}", run.out);
    }
    let run = boardlint_in(folder.path(), &["report", "teams", "--per-board", "pages"]);
    assert_eq!(run.status, 3, "{}", run.err);
    assert!(run.err.contains("teams/missing/boardlint.toml: this charter governs no export"), "{}", run.err);
    assert!(read(&folder, "pages/index.html").contains("teams/missing/boardlint.toml"));
    let others = ["--exclude", "missing", "--exclude", "empty", "--exclude"];
    for excluded in ["login", "login/board.json"] {
        let run = boardlint_in(folder.path(), &[&check[..], &others, &[excluded]].concat());
        assert_eq!((run.status, unreadable(&run)), (0, Vec::new()), "whoever leaves it out knows: {excluded}");
    }
}

#[test]
fn a_charter_that_others_extend_or_that_lies_above_them_needs_no_export() {
    let folder = teams();
    folder.write("teams/boardlint.toml", jira::CHARTER);
    folder.write("teams/readme.txt", "what lies here");
    folder.write("shared/boardlint.toml", "timezone = \"Europe/Berlin\"\n");
    let extending = format!("extends = \"../../../shared/boardlint.toml\"\n{}", jira::CHARTER);
    folder.write("teams/alpha/jira/boardlint.toml", extending);
    std::fs::remove_file(folder.path().join("teams/gamma/jira/board.json")).expect("it was there");
    let run = boardlint_in(folder.path(), &["check", ".", "--fail-on", "never", "--format", "jsonl"]);
    assert_eq!((run.status, unreadable(&run)), (0, Vec::new()), "{}", run.err);
}

#[test]
fn a_folder_or_a_file_that_was_named_and_holds_no_export_is_told() {
    let folder = Folder::new();
    folder.write("a/1.json", board("APP-1"));
    folder.write("a/2.json", r#"{"startAt":50,"maxResults":50,"total":1,"issues":[]}"#);
    folder.write("b/notes.txt", "hello");
    folder.write("c/3.json", r#"{"startAt":0,"maxResults":50,"total":0,"issues":[]}"#);
    let of = |paths: &[&str]| {
        let run = boardlint_in(folder.path(), &[&["check", "--format", "jsonl"], paths].concat());
        (run.status, unreadable(&run).into_iter().map(|(path, _)| path).collect::<Vec<_>>())
    };
    assert_eq!(of(&["."]), (0, Vec::new()), "folders below one that was named need not hold any");
    assert_eq!(of(&["a", "b", "c"]), (3, vec!["b".to_owned(), "c".to_owned()]));
    assert_eq!(of(&["a/1.json", "c/3.json"]), (3, vec!["c/3.json".to_owned()]));
    assert_eq!(of(&["a/1.json", "a/2.json"]), (0, Vec::new()), "the last page of a search may be empty");
}

#[test]
fn the_index_of_the_pages_says_what_could_not_be_read() {
    let folder = teams();
    let whole = board("APP-1");
    folder.write("teams/delta/boardlint.toml", jira::CHARTER);
    folder.write("teams/delta/board.json", &whole[..whole.len() / 2]);
    let run = boardlint_in(folder.path(), &["report", "teams", "--per-board", "pages"]);
    assert_eq!(run.status, 3, "{}", run.err);
    assert_eq!(run.err.matches("error: ").count(), 1, "{}", run.err);
    let index = read(&folder, "pages/index.html");
    let said = "1 file could not be read and is not in this report: teams/delta/board.json.";
    assert!(index.contains(said), "{index}");
    let run = boardlint_in(folder.path(), &["report", "teams", "--per-board", "pages", "--private"]);
    let index = read(&folder, "pages/index.html");
    assert!(run.status == 3 && index.contains("1 file could not be read") && !index.contains("delta"), "{index}");
}

#[test]
fn where_everything_is_excluded_that_is_why_there_is_no_export() {
    let folder = teams();
    let run = boardlint_in(folder.path(), &["check", "teams", "--exclude", "*.json"]);
    assert!(run.status == 3 && run.err.contains("every file was excluded"), "{}", run.err);
}
