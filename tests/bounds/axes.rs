//! Boards that grow along one axis: of each, everything else stays as small as it can.

use serde_json::{Value, json};

use crate::linting::Files;
use crate::support::jira::{self, CHARTER};

/// Something that an export, a charter or a baseline can hold many of.
pub struct Axis {
    pub name: &'static str,
    /// A size at which a cost that grows with its square is most of the cost.
    pub size: usize,
    /// The files of a board with so many of it.
    pub files: fn(usize) -> Files,
}

/// All axes.
pub const AXES: &[Axis] = &[
    axis("words of a title", 1000, |n| board(titled(&"a ".repeat(n)))),
    axis("stand-ups in a title", 1000, |n| board(titled(&"daily ".repeat(n)))),
    axis("commands in a title", 1000, |n| board(titled(&"##[".repeat(n)))),
    axis("brackets in a description", 1000, |n| board(described(&"<a".repeat(n), &"<b".repeat(n)))),
    axis("braces in a description", 1000, |n| board(described(&"{a".repeat(n), &"{b ".repeat(n)))),
    axis("numbered lines of a description", 250, |n| board(described(&numbered(n, "a"), &numbered(n, "b")))),
    axis("lines that begin alike", 250, |n| board(described(&alike(n), &alike(n + 1)))),
    axis("words of a description", 250, |n| board(described(&words(n, 1), &words(n, 2)))),
    axis("edits of a description", 60, |n| board(vec![edited(n)])),
    axis("issues", 100, |n| board(plain(n))),
    axis("assignments in one go", 200, |n| board(assigned(n, 1, "Li"))),
    axis("assignments one by one", 100, |n| board(assigned(n, 7200, "Li"))),
    axis("assignments to as many people", 100, |n| board(assigned(n, 7200, ""))),
    axis("ranks of one issue", 100, |n| board(vec![ranked(n, 7200)])),
    axis("ranks of one issue in one go", 800, |n| board(vec![ranked(n, 1)])),
    axis("moves of one issue", 100, |n| board(vec![moved(n, 2)])),
    axis("statuses", 100, |n| board(vec![moved(n, n)])),
    axis("priorities of one issue", 200, |n| board(vec![prioritised(n)])),
    axis("labels of one issue", 100, |n| board(vec![labelled(n)])),
    axis("changes of labels", 60, |n| board(vec![relabelled(n)])),
    axis("comments on one issue", 100, |n| board(vec![commented(n)])),
    axis("words of a comment", 500, |n| board(vec![with_comments(&[words(n, 1)])])),
    axis("blocks of a document", 200, |n| board(vec![documented(n)])),
    axis("commands in the name of somebody", 500, |n| board(vec![by_somebody(&"##[".repeat(n))])),
    axis("links of one issue", 100, |n| board(vec![linked(n)])),
    axis("sub-tasks of one issue", 100, |n| board(sub_tasks(n))),
    axis("sprints of one issue", 60, |n| board(vec![planned(n)])),
    axis("sprints", 150, |n| board(sprints(n))),
    axis("issues of one sprint", 60, |n| board(one_sprint(n))),
    axis("sprints at once, and counts in each", 60, |n| with_rules(board(long_sprints(n)))),
    axis("changes, and counts of those before each", 100, |n| with_rules(board(ranked_one_by_one(n)))),
    axis("fields", 100, |n| board(vec![fields(n)])),
    axis("years of a sprint", 100, |n| board(vec![long_sprint(n)])),
    axis("years of a blockage", 100, |n| board(vec![blocked(n)])),
    axis("holidays", 100, |n| with_charter(charter_of_holidays(n), long_sprints(40))),
    axis("damaged records of one issue", 100, |n| board(vec![damaged(n)])),
    axis("people", 100, |n| board(by_people(n))),
    axis("people of one name", 100, |n| board(namesakes(n))),
    axis("accounts in a chain", 100, |n| board(chained(n))),
    axis("developers in the charter", 60, |n| with_charter(listing(n), by_people(n))),
    axis("names in the charter that nobody has", 40, |n| with_charter(strangers(n), by_people(n))),
    axis("aliases", 60, |n| with_charter(aliases(n), by_people(n))),
    axis("ignores", 60, |n| with_charter(ignores(n), assigned(n, 7200, "Li"))),
    axis("statuses in the charter", 60, |n| with_charter(workflow(n), vec![moved(n, n)])),
    axis("sprints in the charter", 40, |n| with_charter(planned_sprints(n), plain(1))),
    axis("entries of the baseline", 250, baseline),
    axis("issues, one a line", 250, |n| one_file(lines(n))),
    axis("pages in one file", 60, |n| one_file(pages(n))),
    axis("files of one project", 40, |n| each_in_a_file(plain(n), None)),
    axis("files of as many projects", 25, |n| each_in_a_file(projects(n), None)),
    axis("lists of sprints of as many projects", 25, lists_of_projects),
    axis("files under one charter", 40, |n| each_in_a_file(plain(n), Some(CHARTER))),
    axis("files of one issue", 25, one_issue_in_files),
    axis("rows of a CSV", 100, |n| table(&rows(n))),
    axis("columns of a CSV", 100, |n| table(&columns(n))),
    axis("cells of comments", 100, |n| table(&comment_columns(n))),
    axis("commas in a line", 1000, |n| table(&format!("Summary,Issue key,Issue id\na,APP-1,1{}\n", ",".repeat(n)))),
    axis("length of a cell", 1000, |n| {
        table(&format!("Summary,Issue key,Issue id\n\"{}\",APP-1,1\n", "a \"\"".repeat(n)))
    }),
    axis("elements of an XML", 100, |n| vec![("search.xml".to_owned(), rss(n).into_bytes())]),
    axis("changes of a backup", 100, |n| vec![("entities.xml".to_owned(), backup(n, 1).into_bytes())]),
    axis("issues of a backup", 100, |n| vec![("entities.xml".to_owned(), backup(n, n).into_bytes())]),
    axis("issues of a data pipeline", 100, |n| vec![("issues.csv".to_owned(), pipeline(n).into_bytes())]),
    axis("entities of an XML", 1000, |n| vec![("search.xml".to_owned(), entities(n).into_bytes())]),
    axis("actions on one card", 100, |n| trello(n, 1, 1, 1)),
    axis("cards", 60, |n| trello(n, n, 1, 1)),
    axis("lists", 60, |n| trello(n, 1, n, 1)),
    axis("members", 60, |n| trello(n, 1, 1, n)),
];

const fn axis(name: &'static str, size: usize, files: fn(usize) -> Files) -> Axis {
    Axis { name, size, files }
}

fn board(issues: Vec<Value>) -> Files {
    with_charter(CHARTER.to_owned(), issues)
}

fn with_charter(charter: String, issues: Vec<Value>) -> Files {
    vec![
        ("boardlint.toml".to_owned(), charter.into_bytes()),
        ("board.json".to_owned(), jira::page(issues).into_bytes()),
    ]
}

fn one_file(text: String) -> Files {
    vec![("boardlint.toml".to_owned(), CHARTER.into()), ("board.json".to_owned(), text.into_bytes())]
}

fn table(text: &str) -> Files {
    vec![("boardlint.toml".to_owned(), CHARTER.into()), ("Jira.csv".to_owned(), text.into())]
}

/// An instant so many seconds after the 5th of January 2026.
fn at(seconds: usize) -> String {
    let start = jiff::Timestamp::from_second(1_767_603_600).expect("an instant");
    let seconds = i64::try_from(seconds).expect("few");
    let at = start.saturating_add(jiff::SignedDuration::from_secs(seconds)).expect("an instant");
    at.strftime("%Y-%m-%dT%H:%M:%S.000+0000").to_string()
}

fn history(place: usize, by: &str, seconds: usize, item: Value) -> Value {
    jira::history(u32::try_from(place + 1).expect("few"), by, &at(seconds), item)
}

fn story(place: usize, fields: Value, histories: Vec<Value>) -> Value {
    jira::issue(&format!("APP-{}", place + 1), fields, histories)
}

fn plain(n: usize) -> Vec<Value> {
    (0..n).map(|place| story(place, json!({}), vec![])).collect()
}

fn titled(title: &str) -> Vec<Value> {
    vec![story(0, json!({ "summary": title }), vec![history(0, "Sam", 0, jira::ranked())])]
}

fn text_change(field: &str, from: &str, to: &str) -> Value {
    json!({"field": field, "fieldtype": "jira", "fieldId": field, "from": null, "fromString": from, "to": null, "toString": to})
}

/// A story that was written anew in its sprint.
fn described(before: &str, after: &str) -> Vec<Value> {
    let sprint = jira::sprint(1, "active", &at(0), &at(14 * 86400), None);
    let fields = json!({"description": after, "customfield_10020": [sprint]});
    let into = history(0, "Maria", 0, jira::sprints("", "1"));
    let edit = history(1, "Sam", 3 * 86400, text_change("description", before, after));
    vec![story(0, fields, vec![into, edit])]
}

fn edited(n: usize) -> Value {
    let sprint = jira::sprint(1, "active", &at(0), &at(14 * 86400), None);
    let text = |place: usize| format!("pays by card {place}\nand leaves");
    let edit = |place: usize| {
        history(place + 1, "Sam", 3 * 86400 + place, text_change("description", &text(place), &text(place + 1)))
    };
    let histories = std::iter::once(history(0, "Maria", 0, jira::sprints("", "1"))).chain((0..n).map(edit)).collect();
    story(0, json!({"description": text(n), "customfield_10020": [sprint]}), histories)
}

fn numbered(n: usize, word: &str) -> String {
    (1..=n).map(|number| format!("{number}. {word}\n")).collect()
}

/// Lines each of which begins with all words of the one before, up to eight, and again.
fn alike(n: usize) -> String {
    (0..n).map(|line| format!("{}\n", "same ".repeat(line % 8 + 1))).collect()
}

fn words(n: usize, step: usize) -> String {
    (0..n).map(|word| format!("w{} ", word * step)).collect()
}

fn person_change(to: &str) -> Value {
    json!({"field": "assignee", "fieldtype": "jira", "fieldId": "assignee", "from": null, "fromString": null,
           "to": format!("712020:{to}"), "toString": to})
}

/// Issues that the Scrum Master assigned, so many seconds from one to the next; without a name to as many people.
fn assigned(n: usize, seconds: usize, to: &str) -> Vec<Value> {
    let who = |place: usize| if to.is_empty() { format!("Dev {place}") } else { to.to_owned() };
    let issue = |place| {
        let fields = json!({"assignee": jira::user(&who(place))});
        story(place, fields, vec![history(place, "Sam", place * seconds, person_change(&who(place)))])
    };
    (0..n).map(issue).collect()
}

fn ranked(n: usize, seconds: usize) -> Value {
    story(0, json!({}), (0..n).map(|place| history(place, "Sam", place * seconds, jira::ranked())).collect())
}

fn moved(n: usize, statuses: usize) -> Value {
    let name = |place: usize| format!("Status {}", place % statuses);
    let step = |place: usize| history(place, "Li", place * 7200, jira::moved(&name(place), &name(place + 1)));
    story(0, json!({"status": jira::status(&name(n), "indeterminate")}), (0..n).map(step).collect())
}

fn prioritised(n: usize) -> Value {
    let name = |place: usize| if place.is_multiple_of(2) { "High" } else { "Low" };
    let by = |place: usize| if place.is_multiple_of(2) { "Sam" } else { "Maria" };
    let step =
        |place: usize| history(place, by(place), place * 7200, text_change("priority", name(place), name(place + 1)));
    story(0, json!({"priority": {"name": name(n), "id": "1"}}), (0..n).map(step).collect())
}

fn labelled(n: usize) -> Value {
    let labels: Vec<String> = (0..n).map(|label| format!("label-{label}")).collect();
    let change = text_change("labels", "", &labels.join(" "));
    story(0, json!({ "labels": labels }), vec![history(0, "Sam", 0, change)])
}

fn relabelled(n: usize) -> Value {
    let change = |place: usize| {
        history(place, "Sam", place * 60, text_change("labels", &format!("a{place}"), &format!("a{}", place + 1)))
    };
    story(0, json!({ "labels": [format!("a{n}")] }), (0..n).map(change).collect())
}

fn commented(n: usize) -> Value {
    with_comments(&vec!["seen".to_owned(); n])
}

fn with_comments(texts: &[String]) -> Value {
    let comment = |(place, text): (usize, &String)| json!({"id": place.to_string(), "author": jira::user("Sam"), "created": at(place * 60), "body": text});
    let comments: Vec<Value> = texts.iter().enumerate().map(comment).collect();
    story(0, json!({"comment": {"comments": comments, "total": texts.len()}}), vec![])
}

/// A story whose description is a document of so many paragraphs.
fn documented(n: usize) -> Value {
    let block =
        |place: usize| json!({"type": "paragraph", "content": [{"type": "text", "text": format!("line {place}")}]});
    let document = json!({"type": "doc", "version": 1, "content": (0..n).map(block).collect::<Vec<_>>()});
    story(0, json!({"description": document}), vec![history(0, "Sam", 0, jira::ranked())])
}

fn by_somebody(name: &str) -> Value {
    story(0, json!({"creator": jira::user(name)}), vec![history(0, name, 0, jira::ranked())])
}

fn linked(n: usize) -> Value {
    let link = |place: usize| {
        json!({"id": place.to_string(), "type": {"name": "Cloners", "inward": "is cloned by", "outward": "clones"},
               "outwardIssue": {"id": format!("9{place}"), "key": format!("OLD-{place}"), "fields": {"summary": "old"}}})
    };
    story(0, json!({"issuelinks": (0..n).map(link).collect::<Vec<_>>()}), vec![])
}

fn sub_tasks(n: usize) -> Vec<Value> {
    let part = |place: usize| {
        let mut fields =
            json!({"issuetype": {"name": "Sub-task", "subtask": true}, "parent": {"key": "APP-1", "id": "15"}});
        fields["creator"] = jira::user("Maria");
        fields["created"] = json!(at(place));
        story(place + 1, fields, vec![])
    };
    std::iter::once(story(0, json!({}), vec![])).chain((0..n).map(part)).collect()
}

fn closed_sprint(place: usize) -> Value {
    let (start, end) = (at(place * 14 * 86400), at((place + 1) * 14 * 86400 - 7200));
    jira::sprint(u32::try_from(place + 1).expect("few"), "closed", &start, &end, Some(&end))
}

/// One issue that was carried from sprint to sprint.
fn planned(n: usize) -> Value {
    let sprints: Vec<Value> = (0..n).map(closed_sprint).collect();
    let step = |place: usize| {
        let from = if place == 0 { String::new() } else { place.to_string() };
        history(
            place,
            "Maria",
            (place * 14 * 86400).saturating_sub(3600),
            jira::sprints(&from, &(place + 1).to_string()),
        )
    };
    story(0, json!({ "customfield_10020": sprints }), (0..n).map(step).collect())
}

/// Sprints of one issue each.
fn sprints(n: usize) -> Vec<Value> {
    let issue = |place: usize| {
        let into = history(
            place,
            "Maria",
            (place * 14 * 86400).saturating_sub(3600),
            jira::sprints("", &(place + 1).to_string()),
        );
        story(place, json!({"customfield_10020": [closed_sprint(place)], "customfield_10016": 3}), vec![into])
    };
    (0..n).map(issue).collect()
}

fn one_sprint(n: usize) -> Vec<Value> {
    let issue = |place: usize| {
        let into = history(place, "Sam", 86400 + place, jira::sprints("", "1"));
        story(place, json!({"customfield_10020": [closed_sprint(0)], "customfield_10016": 3}), vec![into])
    };
    (0..n).map(issue).collect()
}

fn fields(n: usize) -> Value {
    let mut fields = json!({});
    for field in 0..n {
        fields[format!("customfield_{}", 20000 + field)] = json!(field);
    }
    story(0, fields, vec![])
}

fn long_sprint(years: usize) -> Value {
    let end = format!("{:04}-01-05T09:00:00.000+0000", 2026 + years);
    let sprint = jira::sprint(1, "closed", &at(0), &end, Some(&end));
    let histories =
        vec![history(0, "Maria", 0, jira::sprints("", "1")), jira::history(2, "Li", &end, jira::moved("a", "b"))];
    story(0, json!({ "customfield_10020": [sprint], "updated": end }), histories)
}

fn long_sprints(n: usize) -> Vec<Value> {
    let issue = |place: usize| {
        let into = history(place, "Maria", place * 60, jira::sprints("", &(place + 1).to_string()));
        let end = at(200 * 86400 + place);
        let sprint = jira::sprint(u32::try_from(place + 1).expect("few"), "closed", &at(place * 60), &end, Some(&end));
        let flag = json!({"field": "Flagged", "fieldtype": "custom", "fieldId": "customfield_10021", "from": "", "fromString": "", "to": "[1]", "toString": "Impediment"});
        story(place, json!({"customfield_10020": [sprint]}), vec![into, history(place + n, "Li", place, flag)])
    };
    (0..n).map(issue).collect()
}

fn blocked(years: usize) -> Value {
    let end = format!("{:04}-01-05T09:00:00.000+0000", 2026 + years);
    let flag = json!({"field": "Flagged", "fieldtype": "custom", "fieldId": "customfield_10021", "from": "", "fromString": "", "to": "[1]", "toString": "Impediment"});
    story(0, json!({}), vec![history(0, "Li", 0, flag), jira::history(2, "Li", &end, jira::ranked())])
}

fn charter_of_holidays(n: usize) -> String {
    let day = |place: usize| {
        jiff::civil::date(2026, 1, 1)
            .saturating_add(jiff::Span::new().days(i64::try_from(place).expect("few")))
            .to_string()
    };
    let days: Vec<String> = (0..n).map(day).collect();
    format!("holidays = [{}]\n{CHARTER}", days.join(", "))
}

/// An issue whose histories do not say when they were written.
fn damaged(n: usize) -> Value {
    let record =
        |place: usize| json!({"id": place.to_string(), "author": jira::user("Sam"), "items": [jira::ranked()]});
    story(0, json!({}), (0..n).map(record).collect())
}

fn name(place: usize) -> String {
    format!("Dev {place}")
}

fn by_people(n: usize) -> Vec<Value> {
    (0..n)
        .map(|place| {
            story(
                place,
                json!({"creator": jira::user(&name(place))}),
                vec![history(place, &name(place), place * 60, jira::ranked())],
            )
        })
        .collect()
}

fn namesakes(n: usize) -> Vec<Value> {
    (0..n)
        .map(|place| story(place, json!({"creator": jira::account(&format!("id-{place}"), "Sam Lee")}), vec![]))
        .collect()
}

/// Accounts each of which has the user name of one and the e-mail address of another, so that all are one person.
fn chained(n: usize) -> Vec<Value> {
    let account = |place: usize| {
        json!({"key": format!("key-{place}"), "name": format!("login-{}", place / 2),
               "emailAddress": format!("mail-{}@example.com", place.div_ceil(2)), "displayName": name(place)})
    };
    (0..n)
        .rev()
        .map(|place| story(place, json!({"creator": account(place), "reporter": account(place)}), vec![]))
        .collect()
}

fn quoted(n: usize, text: impl Fn(usize) -> String) -> String {
    (0..n).map(|place| format!("\"{}\"", text(place))).collect::<Vec<_>>().join(", ")
}

fn listing(n: usize) -> String {
    format!("[roles]\nproduct-owner = [\"Maria\"]\nscrum-master = [\"Sam\"]\ndevelopers = [{}]\n", quoted(n, name))
}

fn strangers(n: usize) -> String {
    format!("[roles]\nproduct-owner = [\"Maria\"]\ndevelopers = [{}]\n", quoted(n, |place| format!("Nobody {place}")))
}

fn aliases(n: usize) -> String {
    let alias = |place: usize| format!("\"712020:Dev {}\" = [\"712020:Dev {}\"]\n", 2 * place, 2 * place + 1);
    format!("{CHARTER}\n[aliases]\n{}", (0..n / 2).map(alias).collect::<String>())
}

fn ignores(n: usize) -> String {
    let ignore = |place: usize| {
        format!(
            "[[ignore]]\nrule = \"work-assigned-by-sm\"\nitem = \"APP-{}\"\nactor = \"Sam\"\nreason = \"agreed\"\n",
            place + 1
        )
    };
    format!("{CHARTER}\n{}", (0..n).map(ignore).collect::<String>())
}

fn workflow(n: usize) -> String {
    format!(
        "[roles]\nproduct-owner = [\"Maria\"]\n[workflow]\ndoing = [{}]\n",
        quoted(n, |place| format!("Status {place}"))
    )
}

fn planned_sprints(n: usize) -> String {
    let day = |place: usize| {
        jiff::civil::date(2020, 1, 1).saturating_add(jiff::Span::new().days(i64::try_from(place).expect("few")))
    };
    let sprint = |place: usize| {
        format!("[[sprints]]\nname = \"Sprint {place}\"\nstart = {}\nend = {}\n", day(place * 7), day(place * 7 + 4))
    };
    format!("{CHARTER}\n{}", (0..n).map(sprint).collect::<String>())
}

fn baseline(n: usize) -> Files {
    let entry =
        |place: usize| json!({"fingerprint": format!("{place:016x}"), "rule": "work-assigned-by-sm", "item": "APP-1"});
    let mut files = board(plain(1));
    let text = json!({"schema": "boardlint-baseline-1", "findings": (0..n).map(entry).collect::<Vec<_>>()}).to_string();
    files.push(("boardlint-baseline.json".to_owned(), text.into_bytes()));
    files
}

fn lines(n: usize) -> String {
    plain(n).iter().map(|issue| format!("{issue}\n")).collect()
}

fn pages(n: usize) -> String {
    plain(n).into_iter().map(|issue| jira::page(vec![issue]) + "\n").collect()
}

fn projects(n: usize) -> Vec<Value> {
    (0..n).map(|place| jira::issue(&format!("P{place}-1"), json!({}), vec![])).collect()
}

fn each_in_a_file(issues: Vec<Value>, charter: Option<&str>) -> Files {
    let file = |(place, issue)| (format!("{place}.json"), jira::page(vec![issue]).into_bytes());
    let charter = charter.map(|text| ("boardlint.toml".to_owned(), text.into()));
    charter.into_iter().chain(issues.into_iter().enumerate().map(file)).collect()
}

/// One issue, each time with the one move that was made last.
fn one_issue_in_files(n: usize) -> Files {
    let name = |place: usize| format!("Status {}", place % 3);
    let after = |place: usize| {
        let step = history(place, "Li", place * 7200, jira::moved(&name(place), &name(place + 1)));
        let fields = json!({"status": jira::status(&name(place + 1), "indeterminate"), "updated": at(place * 7200)});
        story(0, fields, vec![step])
    };
    each_in_a_file((0..n).map(after).collect(), Some(CHARTER))
}

/// Projects with a sprint each, and as many lists of one sprint.
fn lists_of_projects(n: usize) -> Files {
    let sprint = |place: usize| {
        let mut sprint = closed_sprint(place % 20);
        sprint["id"] = json!(place + 1);
        sprint
    };
    let issue =
        |place: usize| jira::issue(&format!("P{place}-1"), json!({"customfield_10020": [sprint(place)]}), vec![]);
    let list = |place: usize| {
        let list = json!({"maxResults": 50, "startAt": 0, "isLast": true, "values": [sprint(place)]});
        (format!("sprints-{place}.json"), list.to_string().into_bytes())
    };
    each_in_a_file((0..n).map(issue).collect(), None).into_iter().chain((0..n).map(list)).collect()
}

/// With rules that count within sprints, and what came before each change.
fn with_rules(mut files: Files) -> Files {
    for (name, text) in [
        ("much-in-a-sprint", include_str!("rules/own/much-in-a-sprint.toml")),
        ("once-more", include_str!("rules/own/once-more.toml")),
    ] {
        files.push((format!("rules/own/{name}.toml"), text.into()));
    }
    files
}

fn ranked_one_by_one(n: usize) -> Vec<Value> {
    (0..n).map(|place| story(place, json!({}), vec![history(place, "Sam", place * 7200, jira::ranked())])).collect()
}

fn rows(n: usize) -> String {
    let row = |place: usize| format!("Story {place},APP-{place},1{place},Story,Backlog,05/Jan/26 9:00 AM,Maria\n");
    format!("Summary,Issue key,Issue id,Issue Type,Status,Created,Creator\n{}", (0..n).map(row).collect::<String>())
}

fn columns(n: usize) -> String {
    let names: String = (0..n).map(|place| format!(",Custom field (F{place})")).collect();
    format!("Summary,Issue key,Issue id{names}\na,APP-1,1{}\n", ",x".repeat(n))
}

fn comment_columns(n: usize) -> String {
    let cells = ",05/Jan/26 9:00 AM;Sam;seen".repeat(n);
    format!("Summary,Issue key,Issue id,Created{}\na,APP-1,1,05/Jan/26 9:00 AM{cells}\n", ",Comment".repeat(n))
}

fn rss(n: usize) -> String {
    let item = |place: usize| {
        format!(
            "<item><title>[APP-{place}] a</title><link>https://bakery.example/browse/APP-{place}</link>\
                 <project id=\"1\" key=\"APP\">App</project><key id=\"1{place}\">APP-{place}</key><summary>a</summary><type id=\"1\">Story</type>\
                 <status id=\"1\">Backlog</status><created>Mon, 5 Jan 2026 09:00:00 +0000</created><updated>Mon, 5 Jan 2026 09:00:00 +0000</updated></item>\n"
        )
    };
    format!(
        "<rss version=\"0.92\"><channel><title>Jira</title><link>https://bakery.example</link>{}</channel></rss>",
        (0..n).map(item).collect::<String>()
    )
}

/// A backup in which so many changes were made to so many issues.
fn backup(changes: usize, issues: usize) -> String {
    let when = |seconds: usize| at(seconds).replace('T', " ").replace("000+0000", "0");
    let issue = |place: usize| {
        let created = when(0);
        format!(
            "<Issue id=\"1{place}\" number=\"{place}\" project=\"900\" creator=\"ana\" reporter=\"ana\" type=\"1\" summary=\"a\" \
             status=\"1\" created=\"{created}\" updated=\"{created}\"/>\n"
        )
    };
    let change = |place: usize| {
        format!(
            "<ChangeItem id=\"2{place}\" group=\"3{place}\" fieldtype=\"jira\" field=\"status\" oldvalue=\"1\" oldstring=\"Open\" \
             newvalue=\"2\" newstring=\"Doing\"/>\n<ChangeGroup id=\"3{place}\" issue=\"1{}\" author=\"ana\" created=\"{}\"/>\n",
            place % issues,
            when(place * 60)
        )
    };
    format!(
        "<entity-engine-xml>\n<Project id=\"900\" key=\"APP\" name=\"App\"/>\n<Status id=\"1\" name=\"Open\"/>\n<Status id=\"2\" \
         name=\"Doing\"/>\n<User id=\"1\" userName=\"ana\" displayName=\"Ana\"/>\n<IssueType id=\"1\" name=\"Story\"/>\n{}{}</entity-engine-xml>",
        (0..changes).map(change).collect::<String>(),
        (0..issues).map(issue).collect::<String>()
    )
}

fn pipeline(n: usize) -> String {
    let row = |place: usize| {
        format!("https://b.example,{place},,1,APP,App,APP-{place},Story,a {place},Backlog,2026-01-05T09:00:00Z\n")
    };
    format!(
        "instance_url,issue_id,issue_url,project_id,project_key,project_name,issue_key,issue_type,summary,issue_status,created_date\n{}",
        (0..n).map(row).collect::<String>()
    )
}

fn entities(n: usize) -> String {
    rss(1).replace("<summary>a", &format!("<summary>{}", "&lt;b&gt;".repeat(n)))
}

/// A board on which cards were moved so many times, between so many lists and by so many members.
fn trello(actions: usize, cards: usize, lists: usize, members: usize) -> Files {
    let id = |kind: &str, place: usize| format!("5f0000000000{kind}{place:010x}");
    let member =
        |place: usize| json!({"id": id("aa", place), "fullName": name(place), "username": format!("dev{place}")});
    let list =
        |place: usize| json!({"id": id("bb", place), "name": format!("List {place}"), "closed": false, "pos": place});
    let card = |place: usize| {
        json!({"id": id("cc", place), "name": format!("Card {place}"), "idList": id("bb", 0), "idShort": place, "shortLink": format!("card{place}"),
               "idMembers": [], "idLabels": [], "labels": [], "closed": false, "pos": place, "desc": ""})
    };
    let action = |place: usize| {
        let (from, to) = (list(place % lists), list((place + 1) % lists));
        let card = json!({"id": id("cc", place % cards), "name": "Card", "idShort": place % cards, "shortLink": format!("card{}", place % cards), "idList": to["id"]});
        json!({"id": id("dd", place), "type": "updateCard", "date": at(place * 60).replace("+0000", "Z"), "idMemberCreator": id("aa", place % members),
               "memberCreator": member(place % members), "data": {"card": card, "listBefore": from, "listAfter": to, "old": {"idList": from["id"]}}})
    };
    let all = |count: usize, of: &dyn Fn(usize) -> Value| (0..count).map(of).collect::<Vec<_>>();
    let board = json!({"id": "5f00000000000000000000ff", "name": "App", "shortLink": "AppBoard", "url": "https://trello.com/b/AppBoard/app", "closed": false,
                       "actions": all(actions, &action), "cards": all(cards, &card), "lists": all(lists, &list),
                       "members": all(members, &member), "checklists": [], "labels": []});
    vec![
        ("boardlint.toml".to_owned(), "[roles]\nproduct-owner = [\"Dev 0\"]\n".into()),
        ("board.json".to_owned(), board.to_string().into_bytes()),
    ]
}
