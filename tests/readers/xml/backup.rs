//! The full backup: rows in any order, sprints, ranks, and what a backup omits.

use boardlint::board::SprintState;

use super::*;

#[test]
fn an_issue_of_a_backup_is_put_together_from_rows_in_any_order() {
    facts(BACKUP, |_, facts| {
        let one = item(facts, "APP-1");
        assert_eq!(one.title.decode(), "Pay \"by card\" \u{2713} &nbsp;&\nnow");
        assert_eq!(one.description.map(|text| text.decode().into_owned()).as_deref(), Some("First\nsecond & third"));
        assert_eq!((one.kind.as_deref(), &*one.state.name, one.flagged), (Some("Story"), "Doing", true));
        assert_eq!(
            (one.sprints.as_slice(), one.labels.as_slice()),
            (&["7".into(), "8".into()][..], &["quick".into()][..])
        );
        assert_eq!(
            (one.url.as_str(), &*facts.home),
            ("https://jira.example.com/browse/APP-1", "https://jira.example.com")
        );
        assert_eq!((one.history, one.truncated, facts.comments), (true, false, true));
        let fields: Vec<_> = one.fields.iter().map(|(id, value)| (&**id, value.decode().into_owned())).collect();
        let expected = [
            ("timeoriginalestimate", "28800"),
            ("customfield_21", "5.0"),
            ("customfield_23", "Blue"),
            ("customfield_24", "Given\nwhen"),
        ];
        assert_eq!(fields, expected.map(|(id, value)| (id, value.to_owned())));
        assert_eq!(one.created.map(|(at, _)| at.to_string()).as_deref(), Some("2026-03-01T00:00:00Z"), "read in Tokyo");
        let two = item(facts, "APP-2");
        assert_eq!((two.part, two.parent.as_deref(), two.description.is_none()), (true, Some("APP-1"), true));
        assert_eq!((item(facts, "APP-3").copied, one.copied), (true, false));
        assert_eq!(one.parent.as_deref(), Some("APP-4"), "the epic");
        let states: Vec<_> = facts.states.iter().map(|state| (&*state.name, state.category)).collect();
        assert_eq!(states, [("Open", Some(Category::New)), ("Doing", Some(Category::Doing))]);
    });
}

#[test]
fn the_history_of_a_backup_is_whole_and_each_mark_is_the_scalar() {
    facts(BACKUP, |file, facts| {
        let one = item(facts, "APP-1");
        let acts: Vec<_> = one.changes.iter().filter(|change| !matches!(change.act, Act::Workflow)).collect();
        let told: Vec<_> = acts.iter().map(|change| (&*change.id, change.part, slice(file, change.mark))).collect();
        let expected = [
            ("50", 1, "newstring=\"Doing\""),
            ("51", 0, "newstring=\"Ranked higher\""),
            ("52", 0, "newstring=\"Ana\""),
            ("53", 0, "Line one\n\"a\" < b & c"),
            ("54", 0, "newvalue=\"3600\""),
            ("54", 1, "newvalue=\"3600\""),
            ("55", 0, "newstring=\"One, Two\""),
            ("1", 0, "created=\"2026-03-02 18:30:00.5\""),
        ];
        assert_eq!(told, expected);
        assert_eq!(acts[0].at.to_string(), "2026-03-02T09:00:00.12Z");
        assert_eq!((acts[0].by.as_deref(), acts[3].by.as_deref()), (Some("JIRAUSER7"), None));
        assert!(matches!(acts[1].act, Act::Ranked { direction: Some(Direction::Higher), .. }));
        let Act::Assigned { from, from_mark, to } = &acts[2].act else { panic!("an assignment") };
        assert_eq!((from.as_deref(), to.as_deref()), (Some("JIRAUSER7"), Some("ana")));
        assert_eq!(from_mark.map(|mark| slice(file, mark)), Some("oldstring=\"Li &amp; Wei\""));
        let Act::Described { from: Some(from), to: Some(to) } = &acts[3].act else { panic!("a description") };
        assert_eq!((&*from.decode(), &*to.decode()), ("Old", "Line one\n\"a\" < b & c"));
        assert!(acts[4..6].iter().all(|change| matches!(change.act, Act::TimeLogged)), "no estimate was made");
        assert!(matches!(&acts[6].act, Act::Sprints { from, to } if from.is_empty() && to.len() == 2));
        assert_eq!(item(facts, "APP-2").changes.len(), 1, "a work log that no edit tells of");
        let (who, mark) = one.creator.clone().expect("a creator");
        assert_eq!((&*who, slice(file, mark)), ("JIRAUSER7", "creator=\"JIRAUSER7\""));
        assert_eq!(one.assignee_mark.map(|mark| slice(file, mark)), Some("assignee=\"ana\""));
        assert_eq!(slice(file, one.mark), "number=\"1\"");
        assert_eq!(slice(file, item(facts, "APP-2").mark), "key=\"APP-2\"");
    });
}

#[test]
fn keys_lead_to_users_and_nobody_is_lost_whose_user_is_gone() {
    facts(BACKUP, |_, facts| {
        let known = |id: &str| facts.accounts.iter().filter(|account| account.ids == [id]).collect::<Vec<_>>();
        let li: Vec<_> =
            known("JIRAUSER7").iter().map(|account| (account.login.as_deref(), account.display.as_deref())).collect();
        assert_eq!(li, [(Some("LWei"), Some("Li & Wei")), (Some("lwei"), Some("Li Wei (old)"))]);
        assert_eq!(known("ana").iter().map(|account| account.login.as_deref()).collect::<Vec<_>>(), [Some("ana")]);
        assert_eq!(known("gone").iter().map(|account| account.login.as_deref()).collect::<Vec<_>>(), [None]);
        assert!(!format!("{facts:?}").contains("HUSH"), "no password is ever read");
    });
}

#[test]
fn what_belongs_nowhere_and_what_has_no_time_is_told() {
    read(BACKUP, &Context::default(), |file, reading| {
        let reading = reading.expect("a backup");
        assert_eq!(reading.notes, ["left out because their issue is not in the file: 1 changes, 1 comments"]);
        let damaged: Vec<_> = reading.damaged.iter().map(|damage| slice(file, damage.labels[0].mark)).collect();
        assert_eq!(damaged, ["created=\"last Monday\""]);
    });
}

#[test]
fn a_backup_without_its_zone_is_read_in_the_charters_and_without_both_says_so() {
    let start = BACKUP.find("<!--").expect("a comment");
    let end = BACKUP.find("<entity").expect("a root");
    let text = format!("{}{}", &BACKUP[..start], &BACKUP[end..]);
    let zone = TimeZone::get("Europe/Berlin").expect("a zone");
    for (timezone, created) in [
        (None, "2026-03-01T09:00:00Z"),
        (Some(TimeZone::UTC), "2026-03-01T09:00:00Z"),
        (Some(zone), "2026-03-01T08:00:00Z"),
    ] {
        let given = timezone.is_some();
        read(&text, &Context { timezone, ..Context::default() }, |_, reading| {
            let reading = reading.expect("a backup");
            let told = item(&reading.facts, "APP-1").created.map(|(at, _)| at.to_string());
            assert_eq!(told.as_deref(), Some(created));
            let advises = |note: &String| note.contains("--timezone") && note.contains("timezone =");
            assert_eq!(reading.notes.iter().any(advises), !given, "{:?}", reading.notes);
        });
    }
}

#[test]
fn sprints_are_read_by_the_names_of_their_columns() {
    read(SPRINTS, &Context::default(), |file, reading| {
        let reading = reading.expect("sprints");
        let told: Vec<_> = reading
            .facts
            .sprints
            .iter()
            .map(|sprint| {
                (
                    &*sprint.id,
                    &*sprint.name,
                    sprint.state,
                    sprint.goal.as_deref(),
                    sprint.start.map(|at| at.as_second()),
                )
            })
            .collect();
        let expected = [
            ("7", "One & only", Some(SprintState::Closed), Some(""), Some(1_768_210_200)),
            ("8", "Two", Some(SprintState::Active), Some("Pay"), Some(1_768_210_100)),
            ("9", "Three", Some(SprintState::Future), Some(""), None),
        ];
        assert_eq!(told, expected);
        let mark = reading.facts.sprints[0].mark.expect("a mark");
        assert_eq!((slice(file, mark), &*reading.facts.sprints[0].board), ("One &amp; only", "3"));
        let estimates: Vec<_> = reading.facts.fields.iter().map(|field| (&*field.id, field.estimate)).collect();
        assert_eq!(estimates, [("customfield_21", true)], "points and hours do not add up");
        assert!(reading.notes[0].contains("story-points = \"timeoriginalestimate\""));
        assert!(reading.facts.items.is_empty());
    });
}

#[test]
fn no_password_and_no_address_of_a_backup_is_printed() {
    let folder = Folder::new();
    let charter = "[roles]\nproduct-owner = [\"LWei\"]\nscrum-master = [\"ana\"]\n";
    folder.write("boardlint.toml", charter);
    let backup = BACKUP
        .replace("2026-03-02 18:01:00.0", "2026-03-01 18:01:00.0")
        .replace("last Monday", "2026-03-03 10:00:00.0");
    folder.write("entities.xml", &backup);
    folder.write("activeobjects.xml", SPRINTS);
    for format in ["human", "short", "json", "jsonl"] {
        let run = boardlint(&["check", &folder.text(), "--format", format]);
        assert!(!run.out.contains("HUSH") && !run.err.contains("HUSH"), "{format}");
        assert!(!run.out.contains("li@example") && !run.err.contains("li@example"), "{format}");
    }
    let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never"]);
    let ranked =
        run.findings().into_iter().find(|finding| finding["rule"] == "backlog-reordered-by-non-po").expect(&run.out);
    let place = &ranked["location"];
    let start = backup.find("newstring=\"Ranked higher\"").expect("a rank");
    assert_eq!((place["offset"].as_u64(), place["length"].as_u64()), (u64::try_from(start).ok(), Some(25)));
    assert_eq!(ranked["at"], "2026-03-01T09:01:00Z");
}

#[test]
fn a_backup_and_a_search_of_the_same_site_tell_each_change_once() {
    let changes = |with_search: bool| {
        let folder = Folder::new();
        folder.write("boardlint.toml", "");
        folder.write("entities.xml", BACKUP.replace("last Monday", "2026-03-03 10:00:00.0"));
        if with_search {
            folder.write("search.json", SAME_AS_JSON);
        }
        let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never"]);
        let summary = run.summary();
        (summary["items"].as_u64(), summary["changes"].as_u64(), summary["people"].as_u64())
    };
    assert_eq!(changes(true), changes(false));
}

/// The JSON of the first issue of the backup: its second value of edit 50, its rank, and its comment.
const SAME_AS_JSON: &str = r#"{"issues":[{"id":"100","key":"APP-1","self":"https://jira.example.com/rest/api/2/issue/100",
"fields":{"summary":"Pay","created":"2026-03-01T00:00:00.000+0000","updated":"2026-03-02T09:05:00.000+0000",
"creator":{"key":"JIRAUSER7","name":"LWei"},
"comment":{"comments":[{"id":"1","author":{"key":"ana","name":"ana"},"created":"2026-03-02T09:30:00.500+0000"}]}},
"changelog":{"startAt":0,"maxResults":2,"total":2,"histories":[
{"id":"50","author":{"key":"JIRAUSER7","name":"LWei"},"created":"2026-03-02T09:00:00.120+0000","items":[
 {"field":"Workflow","fieldtype":"jira","from":"1","to":"2"},
 {"field":"status","fieldtype":"jira","from":"1","fromString":"Open","to":"2","toString":"Doing"}]},
{"id":"51","author":{"key":"ana","name":"ana"},"created":"2026-03-02T09:01:00.000+0000","items":[
 {"field":"Rank","fieldtype":"custom","from":"","fromString":"","to":"","toString":"Ranked higher"}]}]}}]}"#;

#[test]
fn the_order_of_a_backup_stands_in_its_second_file() {
    let inspected = |names: &[&str]| {
        let folder = Folder::new();
        for name in names {
            folder.write(name, fixture(&format!("jira-backup/{name}")));
        }
        let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never"]);
        run.objects().into_iter().find(|told| told["rule"] == "over-refined-item").map(|told| told["missing"].clone())
    };
    assert_eq!(inspected(&["boardlint.toml", "entities.xml"]), Some("ranks".into()));
    assert_eq!(inspected(&["boardlint.toml", "entities.xml", "activeobjects.xml"]), None);
}

#[test]
fn ranks_of_issues_that_are_not_here_and_the_two_ends_of_the_order_are_no_issues() {
    let folder = Folder::new();
    let kept = |name: &str| fixture(&format!("jira-backup/{name}"));
    folder.write("boardlint.toml", kept("boardlint.toml"));
    folder.write("entities.xml", kept("entities.xml"));
    let ranks = kept("activeobjects.xml");
    let strange = ranks.replacen("<integer>14001</integer>", "<integer>999</integer>", 1);
    assert_ne!(ranks, strange);
    folder.write("activeobjects.xml", strange);
    let run = boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never"]);
    assert!(run.last_line().contains("in 32 items") || run.out.contains("\"items\":32"), "{}", run.out);
    let lost = run.objects().into_iter().find(|told| told["missing"] == "history");
    assert_eq!(lost, None);
}

#[test]
fn a_backup_without_any_comment_may_leave_them_out() {
    facts(&BACKUP.replace("type=\"comment\"", "type=\"other\""), |_, facts| assert!(!facts.comments));
}
