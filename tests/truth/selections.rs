//! An export with a filter contains only a part of the board: nobody is blamed for what is missing.

use serde_json::{Value, json};

use crate::support::jira::{self, CHARTER, history, moved, sprints, status, user};
use crate::support::{Folder, Run, boardlint, check};

/// Start, end and state of three sprints.
const SPRINTS: [(&str, &str, &str); 3] = [
    ("2026-02-02T09:00:00.000Z", "2026-02-13T17:00:00.000Z", "closed"),
    ("2026-02-16T09:00:00.000Z", "2026-02-27T17:00:00.000Z", "closed"),
    ("2026-03-02T09:00:00.000Z", "2026-03-13T17:00:00.000Z", "active"),
];

/// The rules about sprints with missing items, and about waiting items.
const RULES: [&str; 4] = ["po-absent", "carry-over-high", "sprint-underdelivered", "too-few-ready-items"];

/// A story in these sprints. It is added to the first of them an hour before its start, carried over by the
/// Scrum Master when a sprint is closed, and done on the given day, when the Product Owner accepts it.
fn story(number: usize, own: &[usize], done: Option<&str>) -> Value {
    let mut changes = Vec::new();
    for (place, sprint) in own.iter().enumerate() {
        let ids = |own: &[usize]| own.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
        let (at, by) = match place {
            0 => (SPRINTS[sprint - 1].0.replace("09:00:00.000Z", "08:00:00.000+0000"), "Maria"),
            _ => (SPRINTS[sprint - 2].1.replace("00.000Z", "00.400+0000"), "Sam"),
        };
        changes.push(history(
            20 + u32::try_from(place).unwrap_or(0),
            by,
            &at,
            sprints(&ids(&own[..place]), &ids(&own[..=place])),
        ));
    }
    let told = |sprint: &usize| {
        let (start, end, state) = SPRINTS[sprint - 1];
        jira::sprint(u32::try_from(*sprint).unwrap_or(0), state, start, end, (state == "closed").then_some(end))
    };
    let mut fields = json!({
        "created": "2026-01-29T09:00:00.000+0000", "creator": user("Maria"), "reporter": user("Maria"),
        "customfield_10020": own.iter().map(told).collect::<Vec<_>>(), "comment": {"comments": [], "total": 0},
        "description": "As a guest I want to see in one line what I ordered and when it will be there.",
    });
    if let Some(day) = done {
        let at = format!("{day}T11:00:00.000+0000");
        changes.push(history(30, "Li", &at, moved("Backlog", "In Progress")));
        changes.push(history(31, "Li", &at.replace("11:00", "15:00"), moved("In Progress", "Done")));
        let said =
            json!({"id": "1", "author": user("Maria"), "created": at.replace("11:00", "16:00"), "body": "Lovely"});
        fields["comment"] = json!({"comments": [said], "total": 1});
        fields["status"] = status("Done", "done");
        fields["updated"] = json!(at.replace("11:00", "16:00"));
    } else if let Some(last) = changes.last() {
        fields["updated"] = last["created"].clone();
    }
    jira::issue(&format!("APP-{number}"), fields, changes)
}

/// One of the five stories of the first sprint and two of the ten of the second are carried over; four wait
/// and are ready.
fn stories() -> Vec<Value> {
    let first = ["2026-02-03", "2026-02-05", "2026-02-09", "2026-02-11"];
    let second = [
        "2026-02-16",
        "2026-02-17",
        "2026-02-18",
        "2026-02-19",
        "2026-02-23",
        "2026-02-24",
        "2026-02-25",
        "2026-02-26",
    ];
    let third = [Some("2026-03-03"), None, None];
    let mut all = vec![story(1, &[1, 2, 3], None), story(2, &[2, 3], None)];
    let mut add = |own: &[usize], done: &[Option<&str>]| {
        for done in done {
            all.push(story(all.len() + 1, own, *done));
        }
    };
    add(&[1], &first.map(Some));
    add(&[2], &second.map(Some));
    add(&[3], &third);
    for _ in 0..12 {
        let mut waits = story(all.len() + 1, &[], None);
        waits["fields"]["status"] = status("Ready", "new");
        all.push(waits);
    }
    all
}

fn run(stories: Vec<Value>) -> Run {
    let charter = CHARTER.replace("done = ", "ready = [\"Ready\"]\ndone = ");
    check(&charter, &jira::page(stories), &["--today", "2026-03-04"])
}

/// The rules of [`RULES`] that were left out completely or in part, with the message.
fn left_out(run: &Run) -> Vec<(String, String)> {
    let gaps = run.inconclusive().into_iter();
    let told = gaps.map(|gap| [&gap["rule"], &gap["message"]].map(|text| text.as_str().unwrap_or("").to_owned()));
    told.filter(|[rule, _]| RULES.contains(&rule.as_str())).map(|[rule, message]| (rule, message)).collect()
}

#[test]
fn what_a_condition_of_the_search_left_out_is_nobodys_silence_or_failure() {
    let stands = |story: &Value, name: &str| story["fields"]["status"]["name"] == name;
    let in_last = |story: &Value| story["fields"]["customfield_10020"].to_string().contains("\"Sprint 3\"");
    let updated = |story: &Value| story["fields"]["updated"].as_str().is_some_and(|at| *at > *"2026-03-01");
    let whole = run(stories());
    assert_eq!(
        (left_out(&whole), RULES.map(|rule| whole.fires(rule))),
        (Vec::new(), [false; 4]),
        "of the whole board: {:?}",
        whole.findings()
    );
    let mut touched = stories();
    touched[20]["fields"]["updated"] = json!("2026-03-03T09:00:00.000+0000");
    for (part, sentence) in [
        (stories().into_iter().filter(in_last).collect(), "was in a sprint"),
        (
            stories().into_iter().filter(|story| !stands(story, "Done")).collect::<Vec<_>>(),
            "nothing in the export is done",
        ),
        (
            touched.into_iter().filter(|story| updated(story) || in_last(story)).collect(),
            "last changed before 2026-02-27",
        ),
    ] {
        let run = run(part);
        assert_eq!(RULES.map(|rule| run.fires(rule)), [false; 4], "{sentence}: {:?}", run.findings());
        let told = left_out(&run);
        let told = told.iter().filter(|(_, message)| message.contains(sentence)).count();
        assert_eq!(told, 4, "{sentence}: {:?}", left_out(&run));
    }
}

#[test]
fn a_page_of_a_search_is_no_sprint() {
    let part: Vec<Value> = stories().into_iter().take(6).collect();
    let page = jira::page(part).replacen("\"total\":6", "\"total\":29", 9);
    let charter = CHARTER.replace("done = ", "ready = [\"Ready\"]\ndone = ");
    let run = check(&charter, &page, &["--today", "2026-03-04"]);
    assert_eq!(RULES.map(|rule| run.fires(rule)), [false; 4], "{:?}", run.findings());
    let told = left_out(&run);
    assert!(told.iter().filter(|(_, message)| message.contains("the search found 29 issues")).count() == 4, "{told:?}");
}

/// A story that one of three developers began on the first day of the first sprint.
fn begun_in_the_first_sprint(number: usize) -> Value {
    let mut issue = story(number, &[1], None);
    let by = ["Li", "Omar", "Eva"][number % 3];
    let moved = history(40, by, &format!("2026-02-02T10:{number:02}:00.000+0000"), moved("Backlog", "In Progress"));
    issue["changelog"]["histories"].as_array_mut().expect("histories").push(moved);
    issue["fields"]["status"] = status("In Progress", "indeterminate");
    issue
}

#[test]
fn of_a_few_items_nobody_knows_how_many_were_under_way() {
    let board = |total: usize| {
        let mut all: Vec<Value> = (1..=6).map(begun_in_the_first_sprint).collect();
        all.push(story(7, &[1], Some("2026-02-03")));
        all.push(story(8, &[], None));
        let page = jira::page(all);
        let page = page.replacen("\"total\":8,\"issues\"", &format!("\"total\":{total},\"issues\""), 1);
        check(
            CHARTER,
            &page.replacen("\"total\":8", &format!("\"total\":{total}"), if total > 8 { 9 } else { 0 }),
            &["--today", "2026-02-16"],
        )
    };
    let rule = "too-much-in-progress";
    assert!(board(8).fires(rule), "{}", board(8).out);
    let part = board(80);
    assert!(!part.fires(rule), "{}", part.out);
}

#[test]
fn who_did_nothing_but_comment_is_not_known_where_comments_are_missing() {
    let rule = "too-much-in-progress";
    let run = |said: usize, others: &[&str]| {
        let mut all: Vec<Value> = (1..=6).map(begun_in_the_first_sprint).collect();
        all.push(story(7, &[1], Some("2026-02-03")));
        all.push(story(8, &[], None));
        all[0]["fields"]["comment"]["total"] = json!(said);
        for by in others {
            let ranked = history(60, by, "2026-01-30T09:00:00.000+0000", jira::ranked());
            all[7]["changelog"]["histories"].as_array_mut().expect("histories").push(ranked);
        }
        check(CHARTER, &jira::page(all), &["--today", "2026-02-16"])
    };
    assert!(run(0, &["Ida"]).fires(rule), "two items for each of three developers: {}", run(0, &["Ida"]).out);
    let cut = run(1, &["Ida"]);
    assert!(!cut.fires(rule), "Ida may have said something, and then it is one and a half: {}", cut.out);
    assert!(cut.gap(rule).is_some_and(|gap| gap.missing == "comments"), "{}", cut.out);
    assert!(run(1, &[]).fires(rule), "there is nobody else: {}", run(1, &[]).out);
}

/// The result for a part of the stories: no rule about sprints or about the whole board has a finding, and
/// the message is `sentence`.
fn of_a_part(part: Vec<Value>, charter: &str, sentence: &str) -> Run {
    let run = check(charter, &jira::page(part), &["--today", "2026-03-04"]);
    assert_eq!(RULES.map(|rule| run.fires(rule)), [false; 4], "{sentence}: {:?}", run.findings());
    let told = left_out(&run);
    assert!(told.iter().all(|(_, message)| message.contains(sentence)), "{sentence}: {told:?}");
    assert_eq!(told.len(), 4, "{sentence}: {told:?}");
    run
}

fn charter() -> String {
    CHARTER.replace("done = ", "ready = [\"Ready\"]\ndone = ")
}

#[test]
fn the_items_of_one_person_or_of_one_kind_are_no_board() {
    let mut own: Vec<Value> = stories().into_iter().take(12).collect();
    for story in &mut own {
        story["fields"]["assignee"] = user("Eva");
    }
    of_a_part(own.clone(), &charter(), "one person has every item");
    let page = Folder::of(&charter(), jira::page(own.clone()));
    let told = boardlint(&["inspect", &page.text()]).out;
    let report = page.path().join("retro.md");
    boardlint(&["report", &page.text(), "-o", report.to_str().expect("a path")]);
    assert!(
        page.read("retro.md").contains("a part of the board: one person has every item"),
        "{}",
        page.read("retro.md")
    );
    let waits = |rule: &str| told.split("→").find(|part| part.contains(rule)).unwrap_or_default().to_owned();
    assert!(waits("carry-over-high").contains("rules not judged"), "{told}");
    assert!(waits("work-assigned-by-po").contains("rules judged in part"), "{told}");
    own[11]["fields"]["assignee"] = json!(null);
    let sentence = |run: &Run| run.out.contains("one person has every item");
    assert!(!sentence(&check(&charter(), &jira::page(own), &["--today", "2026-03-04"])));
    let mut bugs = stories();
    for bug in &mut bugs {
        bug["fields"]["issuetype"] = json!({"name": "Bug", "subtask": false});
    }
    of_a_part(bugs, &charter(), "of one kind");
    let kinds = format!("{}\n[kinds]\nbug = [\"Bug\"]\ntask = [\"Task\"]\n", charter());
    of_a_part(stories(), &kinds, "of one kind");
}

#[test]
fn of_a_board_of_stories_rare_kinds_alone_may_be_missing() {
    let kinds = format!("{}\n[kinds]\nimpediment = [\"Impediment\"]\nretro-action = [\"Retro\"]\n", charter());
    let run = check(&kinds, &jira::page(stories()), &["--today", "2026-03-04"]);
    assert_eq!(left_out(&run), Vec::new(), "what rests on no other kind is judged");
    assert!(!run.fires("retro-actions-stalled"), "{}", run.out);
    let gaps = run.inconclusive();
    assert!(
        gaps.iter().any(|gap| gap["rule"] == "retro-actions-stalled"),
        "whether there were none is not known: {gaps:?}"
    );
}

#[test]
fn of_what_is_done_nobody_says_how_little_is_ready() {
    let done: Vec<Value> = stories().into_iter().filter(is_done).collect();
    of_a_part(done, &charter(), "everything in the export is done");
}

fn is_done(story: &Value) -> bool {
    story["fields"]["status"]["name"] == "Done"
}

#[test]
fn where_everything_is_done_and_no_sprint_runs_the_work_may_have_ended() {
    let ended = |apart: usize| {
        let over =
            |story: &Value| is_done(story) && !story["fields"]["customfield_10020"].to_string().contains("active");
        let part: Vec<Value> = stories().into_iter().filter(over).collect();
        assert_eq!(part.len(), 12);
        numbered(part, |place| 1 + apart * place)
    };
    let judges_sprints = |run: &Run| run.gap("carry-over-high").is_some_and(|gap| gap.partial);
    let run = check(&charter(), &jira::page(ended(1)), &["--today", "2026-03-04"]);
    assert!(judges_sprints(&run), "{:?}", left_out(&run));
    let run = of_a_part(ended(2), &charter(), "everything in the export is done");
    assert!(!judges_sprints(&run), "{:?}", left_out(&run));
}

/// `stories` with other numbers.
fn numbered(mut stories: Vec<Value>, number: impl Fn(usize) -> usize) -> Vec<Value> {
    for (place, story) in stories.iter_mut().enumerate() {
        story["key"] = json!(format!("APP-{}", number(place)));
    }
    stories
}

/// Two stories are in progress and thirteen are done.
fn begun() -> Vec<Value> {
    let mut all = stories();
    for story in &mut all[..2] {
        story["changelog"]["histories"].as_array_mut().expect("histories").push(history(
            40,
            "Li",
            "2026-03-02T10:00:00.000+0000",
            moved("Backlog", "In Progress"),
        ));
        story["fields"]["status"] = status("In Progress", "indeterminate");
    }
    all.into_iter().filter(|story| is_done(story) || story["fields"]["status"]["name"] == "In Progress").collect()
}

#[test]
fn where_nothing_waits_and_numbers_are_missing_what_was_not_begun_is_elsewhere() {
    of_a_part(numbered(begun(), |place| 1 + 2 * place), &charter(), "nothing in the export waits");
    let whole = check(&charter(), &jira::page(numbered(begun(), |place| 1 + place)), &["--today", "2026-03-04"]);
    assert!(!whole.out.contains("nothing in the export waits"), "{}", whole.out);
}

#[test]
fn where_nothing_of_many_is_done_and_numbers_are_missing_what_is_done_is_elsewhere() {
    let running = || json!([jira::sprint(1, "active", "2026-02-23T09:00:00.000Z", "2026-03-06T17:00:00.000Z", None)]);
    let run = |step: usize| {
        let open = |place: usize| {
            jira::issue(&format!("APP-{}", 1 + step * place), json!({"customfield_10020": running()}), Vec::new())
        };
        check(CHARTER, &jira::page((0..12).map(open).collect()), &["--today", "2026-03-04"])
    };
    let sentence = "nothing in the export is done";
    assert!(run(2).out.contains(sentence), "{}", run(2).out);
    assert!(!run(1).out.contains(sentence), "{}", run(1).out);
}

#[test]
fn what_a_part_says_of_the_whole_board_is_not_known() {
    let started = |mut all: Vec<Value>| {
        let begun = history(40, "Li", "2026-02-16T10:00:00.000+0000", moved("Backlog", "In Progress"));
        all[0]["changelog"]["histories"].as_array_mut().expect("histories").push(begun);
        all[0]["fields"]["status"] = status("In Progress", "indeterminate");
        all
    };
    let run = |part: Vec<Value>| check(&charter(), &jira::page(part), &["--today", "2026-03-04"]);
    assert!(run(started(stories())).fires("work-item-ages"), "fewer than twenty were finished");
    let open = run(started(stories().into_iter().filter(|story| !is_done(story)).collect()));
    assert!(!open.fires("work-item-ages"), "how many were finished is not known: {:?}", open.findings());
    for (rule, partial) in [("work-item-ages", true), ("sm-acts-as-proxy-po", false), ("stale-backlog", false)] {
        let gap = open.gap(rule).expect(rule);
        assert!(gap.partial == partial && gap.message.contains("nothing in the export is done"), "{rule}: {gap:?}");
    }
}

#[test]
fn issues_whose_numbers_begin_late_and_have_no_gaps_are_the_newer_ones() {
    let from = |first: usize| numbered(stories(), |place| first + place);
    of_a_part(from(40), &charter(), "created before 2026-01-29");
    // A few are enough: two in progress, two done, and two waiting.
    let few = |first: usize| {
        let all = stories();
        numbered([&all[..4], &all[25..27]].concat(), |place| first + place)
    };
    of_a_part(few(40), &charter(), "created before 2026-01-29");
    assert!(!check(&charter(), &jira::page(few(1)), &["--today", "2026-03-04"]).out.contains("are not here"));
    // The same holds with a window.
    let then = check(&charter(), &jira::page(from(40)), &["--until", "2026-02-27"]);
    assert!(!RULES.iter().any(|rule| then.fires(rule)), "{:?}", then.findings());
    assert!(left_out(&then).iter().any(|(_, message)| message.contains("created before 2026-01-29")), "{}", then.out);
    let some = check(&charter(), &jira::page(from(4)), &["--today", "2026-03-04"]);
    assert_eq!(left_out(&some), [], "three that were deleted");
    let sparse = numbered(stories(), |place| 40 + 2 * place);
    let other = check(&charter(), &jira::page(sparse), &["--today", "2026-03-04"]);
    assert_eq!(left_out(&other), [], "another team has the numbers between");
}

#[test]
fn numbers_that_older_issues_alone_lack_are_of_those_that_were_not_changed_since() {
    let days = [10, 11, 11, 11, 12, 12, 12, 13, 13, 13];
    let run_with = |apart: usize, oldest: &str| {
        let older =
            days.iter().enumerate().map(|(place, day)| story(1 + apart * place, &[1], Some(&format!("2026-02-{day}"))));
        let newer = (0..10).map(|place| {
            let mut story = story(40 + place, &[], None);
            let day = "2026-02-20T09:00:00.000+0000";
            (story["fields"]["created"], story["fields"]["updated"]) = (json!(day), json!(day));
            story
        });
        let mut issues: Vec<Value> = older.chain(newer).collect();
        issues[0]["key"] = json!(oldest);
        check(&charter(), &jira::page(issues), &["--today", "2026-03-04"])
    };
    let run = |apart: usize| run_with(apart, "APP-1");
    let says_so = |run: &Run| run.out.contains("last changed before 2026-02-10");
    assert!(!says_so(&run(1)), "{}", run(1).out);
    assert!(says_so(&run(2)), "the sprint was running when the oldest of them was changed last: {}", run(2).out);
    let far = run_with(1, &format!("APP-{}", u64::MAX));
    assert!(says_so(&far), "no number is too large: {}", far.out);
}

#[test]
fn what_one_person_did_alike_to_items_of_a_part_may_have_been_done_to_many() {
    let rule = "status-moved-by-po";
    let run = |whole: bool, apart: usize| {
        let mut own = stories();
        for (place, story) in own.iter_mut().enumerate() {
            story["fields"]["assignee"] = if whole && place == 20 { json!(null) } else { user("Eva") };
            if place < 2 {
                let at = format!("2026-03-03T09:{:02}:00.000+0000", place * apart);
                let begun = history(50, "Maria", &at, moved("Backlog", "In Progress"));
                story["changelog"]["histories"].as_array_mut().expect("histories").push(begun);
                story["fields"]["status"] = status("In Progress", "indeterminate");
            }
        }
        check(&charter(), &jira::page(own), &["--today", "2026-03-04"])
    };
    assert!(run(true, 1).fires(rule), "{}", run(true, 1).out);
    assert!(!run(false, 1).fires(rule), "{}", run(false, 1).out);
    assert!(run(false, 5).fires(rule), "one after the other: {}", run(false, 5).out);
}

#[test]
fn a_few_issues_are_a_part_of_the_board_where_their_numbers_or_their_file_say_so() {
    let few = || stories().into_iter().take(3).collect::<Vec<_>>();
    let whole = check(&charter(), &jira::page(few()), &["--today", "2026-03-04"]);
    assert!(whole.fires("po-absent") && whole.fires("carry-over-high"), "{:?}", whole.subjects());
    let later = numbered(few(), |place| 90 + 30 * place);
    of_a_part(later, &charter(), "a few issues of a project that seems to have more");
    let single = check(&charter(), &few()[0].to_string(), &["--today", "2026-03-04"]);
    assert_eq!(RULES.map(|rule| single.fires(rule)), [false; 4], "{:?}", single.findings());
    let told = left_out(&single);
    assert!(told.iter().all(|(_, message)| message.contains("a few issues of a project")), "{told:?}");
}
