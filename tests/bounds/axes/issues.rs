//! Issues with many of something: texts, changes, sprints, comments.

use super::*;

pub(super) fn titled(title: &str) -> Vec<Value> {
    vec![story(0, json!({ "summary": title }), vec![history(0, "Sam", 0, jira::ranked())])]
}

pub(super) fn text_change(field: &str, from: &str, to: &str) -> Value {
    json!({"field": field, "fieldtype": "jira", "fieldId": field, "from": null, "fromString": from, "to": null, "toString": to})
}

/// A story whose description was rewritten during its sprint.
pub(super) fn described(before: &str, after: &str) -> Vec<Value> {
    let sprint = jira::sprint(1, "active", &at(0), &at(14 * 86400), None);
    let fields = json!({"description": after, "customfield_10020": [sprint]});
    let into = history(0, "Maria", 0, jira::sprints("", "1"));
    let edit = history(1, "Sam", 3 * 86400, text_change("description", before, after));
    vec![story(0, fields, vec![into, edit])]
}

pub(super) fn edited(n: usize) -> Value {
    let sprint = jira::sprint(1, "active", &at(0), &at(14 * 86400), None);
    let text = |place: usize| format!("pays by card {place}\nand leaves");
    let edit = |place: usize| {
        history(place + 1, "Sam", 3 * 86400 + place, text_change("description", &text(place), &text(place + 1)))
    };
    let histories = std::iter::once(history(0, "Maria", 0, jira::sprints("", "1"))).chain((0..n).map(edit)).collect();
    story(0, json!({"description": text(n), "customfield_10020": [sprint]}), histories)
}

pub(super) fn numbered(n: usize, word: &str) -> String {
    (1..=n).map(|number| format!("{number}. {word}\n")).collect()
}

/// Lines that each begin with all words of the line before, up to eight words, then again from one.
pub(super) fn alike(n: usize) -> String {
    (0..n).map(|line| format!("{}\n", "same ".repeat(line % 8 + 1))).collect()
}

pub(super) fn words(n: usize, step: usize) -> String {
    (0..n).map(|word| format!("w{} ", word * step)).collect()
}

pub(super) fn person_change(to: &str) -> Value {
    json!({"field": "assignee", "fieldtype": "jira", "fieldId": "assignee", "from": null, "fromString": null,
           "to": format!("712020:{to}"), "toString": to})
}

/// `n` issues that the Scrum Master assigned, with `seconds` between two of them. Without a name in `to`,
/// each goes to another person.
pub(super) fn assigned(n: usize, seconds: usize, to: &str) -> Vec<Value> {
    let who = |place: usize| if to.is_empty() { format!("Dev {place}") } else { to.to_owned() };
    let issue = |place| {
        let fields = json!({"assignee": jira::user(&who(place))});
        story(place, fields, vec![history(place, "Sam", place * seconds, person_change(&who(place)))])
    };
    (0..n).map(issue).collect()
}

pub(super) fn ranked(n: usize, seconds: usize) -> Value {
    story(0, json!({}), (0..n).map(|place| history(place, "Sam", place * seconds, jira::ranked())).collect())
}

pub(super) fn moved(n: usize, statuses: usize) -> Value {
    let name = |place: usize| format!("Status {}", place % statuses);
    let step = |place: usize| history(place, "Li", place * 7200, jira::moved(&name(place), &name(place + 1)));
    story(0, json!({"status": jira::status(&name(n), "indeterminate")}), (0..n).map(step).collect())
}

pub(super) fn prioritised(n: usize) -> Value {
    let name = |place: usize| if place.is_multiple_of(2) { "High" } else { "Low" };
    let by = |place: usize| if place.is_multiple_of(2) { "Sam" } else { "Maria" };
    let step =
        |place: usize| history(place, by(place), place * 7200, text_change("priority", name(place), name(place + 1)));
    story(0, json!({"priority": {"name": name(n), "id": "1"}}), (0..n).map(step).collect())
}

pub(super) fn labelled(n: usize) -> Value {
    let labels: Vec<String> = (0..n).map(|label| format!("label-{label}")).collect();
    let change = text_change("labels", "", &labels.join(" "));
    story(0, json!({ "labels": labels }), vec![history(0, "Sam", 0, change)])
}

pub(super) fn relabelled(n: usize) -> Value {
    let change = |place: usize| {
        history(place, "Sam", place * 60, text_change("labels", &format!("a{place}"), &format!("a{}", place + 1)))
    };
    story(0, json!({ "labels": [format!("a{n}")] }), (0..n).map(change).collect())
}

pub(super) fn commented(n: usize) -> Value {
    with_comments(&vec!["seen".to_owned(); n])
}

pub(super) fn with_comments(texts: &[String]) -> Value {
    let comment = |(place, text): (usize, &String)| json!({"id": place.to_string(), "author": jira::user("Sam"), "created": at(place * 60), "body": text});
    let comments: Vec<Value> = texts.iter().enumerate().map(comment).collect();
    story(0, json!({"comment": {"comments": comments, "total": texts.len()}}), vec![])
}

/// A story whose description has `n` paragraphs.
pub(super) fn documented(n: usize) -> Value {
    let block =
        |place: usize| json!({"type": "paragraph", "content": [{"type": "text", "text": format!("line {place}")}]});
    let document = json!({"type": "doc", "version": 1, "content": (0..n).map(block).collect::<Vec<_>>()});
    story(0, json!({"description": document}), vec![history(0, "Sam", 0, jira::ranked())])
}

pub(super) fn by_somebody(name: &str) -> Value {
    story(0, json!({"creator": jira::user(name)}), vec![history(0, name, 0, jira::ranked())])
}

pub(super) fn linked(n: usize) -> Value {
    let link = |place: usize| {
        json!({"id": place.to_string(), "type": {"name": "Cloners", "inward": "is cloned by", "outward": "clones"},
               "outwardIssue": {"id": format!("9{place}"), "key": format!("OLD-{place}"), "fields": {"summary": "old"}}})
    };
    story(0, json!({"issuelinks": (0..n).map(link).collect::<Vec<_>>()}), vec![])
}

pub(super) fn sub_tasks(n: usize) -> Vec<Value> {
    let part = |place: usize| {
        let mut fields =
            json!({"issuetype": {"name": "Sub-task", "subtask": true}, "parent": {"key": "APP-1", "id": "15"}});
        fields["creator"] = jira::user("Maria");
        fields["created"] = json!(at(place));
        story(place + 1, fields, vec![])
    };
    std::iter::once(story(0, json!({}), vec![])).chain((0..n).map(part)).collect()
}

pub(super) fn closed_sprint(place: usize) -> Value {
    let (start, end) = (at(place * 14 * 86400), at((place + 1) * 14 * 86400 - 7200));
    jira::sprint(u32::try_from(place + 1).expect("few"), "closed", &start, &end, Some(&end))
}

/// One issue that was carried over through `n` sprints.
pub(super) fn planned(n: usize) -> Value {
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

/// `n` sprints with one issue each.
pub(super) fn sprints(n: usize) -> Vec<Value> {
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

pub(super) fn one_sprint(n: usize) -> Vec<Value> {
    let issue = |place: usize| {
        let into = history(place, "Sam", 86400 + place, jira::sprints("", "1"));
        story(place, json!({"customfield_10020": [closed_sprint(0)], "customfield_10016": 3}), vec![into])
    };
    (0..n).map(issue).collect()
}

/// A sprint that as many issues come into behind its start as were committed to it, all of which were done by then.
pub(super) fn half_late(n: usize) -> Vec<Value> {
    let issue = |place: usize| {
        let late = place % 2;
        let into = history(2 * place, "Maria", late * 3 * 86400 + place, jira::sprints("", "1"));
        let done = history(2 * place + 1, "Li", 2 * 86400 + late * 3 * 86400 + place, jira::moved("To Do", "Done"));
        let status = jira::status("Done", "done");
        let fields = json!({"customfield_10020": [closed_sprint(0)], "customfield_10016": 3, "status": status});
        story(place, fields, vec![into, done])
    };
    (0..2 * n).map(issue).collect()
}

pub(super) fn fields(n: usize) -> Value {
    let mut fields = json!({});
    for field in 0..n {
        fields[format!("customfield_{}", 20000 + field)] = json!(field);
    }
    story(0, fields, vec![])
}

pub(super) fn long_sprint(years: usize) -> Value {
    let end = format!("{:04}-01-05T09:00:00.000+0000", 2026 + years);
    let sprint = jira::sprint(1, "closed", &at(0), &end, Some(&end));
    let histories =
        vec![history(0, "Maria", 0, jira::sprints("", "1")), jira::history(2, "Li", &end, jira::moved("a", "b"))];
    story(0, json!({ "customfield_10020": [sprint], "updated": end }), histories)
}

/// `n` sprints that each run for `years` years.
pub(super) fn sprints_of_years(n: usize, years: usize) -> Vec<Value> {
    let end = format!("{:04}-01-05T09:00:00.000+0000", 2026 + years);
    let issue = |place: usize| {
        let number = u32::try_from(place + 1).expect("few");
        let sprint = jira::sprint(number, "closed", &at(place), &end, Some(&end));
        let into = history(place, "Maria", place, jira::sprints("", &number.to_string()));
        story(place, json!({"customfield_10020": [sprint], "updated": end}), vec![into])
    };
    (0..n).map(issue).collect()
}

/// An issue that the Scrum Master moved `n` times, every fortnight.
pub(super) fn moved_by_sam(n: usize) -> Value {
    let name = |place: usize| if place.is_multiple_of(2) { "Doing" } else { "Review" };
    let step = |place: usize| history(place, "Sam", place * 14 * 86400, jira::moved(name(place), name(place + 1)));
    jira::issue("APP-MOVED-1", json!({"status": jira::status(name(n), "indeterminate")}), (0..n).map(step).collect())
}

/// An issue with a change of the field `name`.
pub(super) fn changed_field(name: &str) -> Value {
    let change =
        json!({"field": name, "fieldtype": "custom", "from": null, "fromString": "a", "to": null, "toString": "b"});
    story(0, json!({}), vec![history(0, "Sam", 0, change)])
}

pub(super) fn long_sprints(n: usize) -> Vec<Value> {
    let issue = |place: usize| {
        let into = history(place, "Maria", place * 60, jira::sprints("", &(place + 1).to_string()));
        let end = at(200 * 86400 + place);
        let sprint = jira::sprint(u32::try_from(place + 1).expect("few"), "closed", &at(place * 60), &end, Some(&end));
        let flag = json!({"field": "Flagged", "fieldtype": "custom", "fieldId": "customfield_10021", "from": "", "fromString": "", "to": "[1]", "toString": "Impediment"});
        story(place, json!({"customfield_10020": [sprint]}), vec![into, history(place + n, "Li", place, flag)])
    };
    (0..n).map(issue).collect()
}

pub(super) fn blocked(years: usize) -> Value {
    let end = format!("{:04}-01-05T09:00:00.000+0000", 2026 + years);
    let flag = json!({"field": "Flagged", "fieldtype": "custom", "fieldId": "customfield_10021", "from": "", "fromString": "", "to": "[1]", "toString": "Impediment"});
    story(0, json!({}), vec![history(0, "Li", 0, flag), jira::history(2, "Li", &end, jira::ranked())])
}

/// An issue whose histories have no timestamps.
pub(super) fn damaged(n: usize) -> Value {
    let record =
        |place: usize| json!({"id": place.to_string(), "author": jira::user("Sam"), "items": [jira::ranked()]});
    story(0, json!({}), (0..n).map(record).collect())
}

/// Adds rules that count within sprints, and rules about what came before each change.
pub(super) fn with_rules(mut files: Files) -> Files {
    for (name, text) in [
        ("much-in-a-sprint", include_str!("../rules/own/much-in-a-sprint.toml")),
        ("once-more", include_str!("../rules/own/once-more.toml")),
    ] {
        files.push((format!("rules/own/{name}.toml"), text.into()));
    }
    files
}

pub(super) fn ranked_one_by_one(n: usize) -> Vec<Value> {
    (0..n).map(|place| story(place, json!({}), vec![history(place, "Sam", place * 7200, jira::ranked())])).collect()
}
