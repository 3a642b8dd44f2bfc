//! Many people, and charters and baselines with many entries.

use super::*;

pub(super) fn charter_of_holidays(n: usize) -> String {
    let day = |place: usize| {
        jiff::civil::date(2026, 1, 1)
            .saturating_add(jiff::Span::new().days(i64::try_from(place).expect("few")))
            .to_string()
    };
    let days: Vec<String> = (0..n).map(day).collect();
    format!("holidays = [{}]\n{CHARTER}", days.join(", "))
}

pub(super) fn name(place: usize) -> String {
    format!("Dev {place}")
}

pub(super) fn by_people(n: usize) -> Vec<Value> {
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

pub(super) fn namesakes(n: usize) -> Vec<Value> {
    (0..n)
        .map(|place| story(place, json!({"creator": jira::account(&format!("id-{place}"), "Sam Lee")}), vec![]))
        .collect()
}

/// Accounts that are all one person: each has the user name of one and the e-mail address of another.
pub(super) fn chained(n: usize) -> Vec<Value> {
    let account = |place: usize| {
        json!({"key": format!("key-{place}"), "name": format!("login-{}", place / 2),
               "emailAddress": format!("mail-{}@example.com", place.div_ceil(2)), "displayName": name(place)})
    };
    (0..n)
        .rev()
        .map(|place| story(place, json!({"creator": account(place), "reporter": account(place)}), vec![]))
        .collect()
}

pub(super) fn quoted(n: usize, text: impl Fn(usize) -> String) -> String {
    (0..n).map(|place| format!("\"{}\"", text(place))).collect::<Vec<_>>().join(", ")
}

pub(super) fn listing(n: usize) -> String {
    format!("[roles]\nproduct-owner = [\"Maria\"]\nscrum-master = [\"Sam\"]\ndevelopers = [{}]\n", quoted(n, name))
}

pub(super) fn strangers(n: usize) -> String {
    format!("[roles]\nproduct-owner = [\"Maria\"]\ndevelopers = [{}]\n", quoted(n, |place| format!("Nobody {place}")))
}

pub(super) fn aliases(n: usize) -> String {
    let alias = |place: usize| format!("\"712020:Dev {}\" = [\"712020:Dev {}\"]\n", 2 * place, 2 * place + 1);
    format!("{CHARTER}\n[aliases]\n{}", (0..n / 2).map(alias).collect::<String>())
}

pub(super) fn ignores(n: usize) -> String {
    let ignore = |place: usize| {
        format!(
            "[[ignore]]\nrule = \"work-assigned-by-sm\"\nitem = \"APP-{}\"\nactor = \"Sam\"\nreason = \"agreed\"\n",
            place + 1
        )
    };
    format!("{CHARTER}\n{}", (0..n).map(ignore).collect::<String>())
}

/// An ignore with `n` items and `n` people.
pub(super) fn long_ignore(n: usize) -> String {
    let items = quoted(n, |place| format!("APP-{}", place + 1));
    let people = quoted(n, |place| if place == 0 { "Sam".to_owned() } else { format!("Dev {place}") });
    let rules = "\"work-assigned-by-sm\", \"work-assigned-by-po\"";
    format!("{CHARTER}\n[[ignore]]\nrule = [{rules}]\nitem = [{items}]\nactor = [{people}]\nreason = \"agreed\"\n")
}

pub(super) fn workflow(n: usize) -> String {
    format!(
        "[roles]\nproduct-owner = [\"Maria\"]\n[workflow]\ndoing = [{}]\n",
        quoted(n, |place| format!("Status {place}"))
    )
}

pub(super) fn planned_sprints(n: usize) -> String {
    let day = |place: usize| {
        jiff::civil::date(2020, 1, 1).saturating_add(jiff::Span::new().days(i64::try_from(place).expect("few")))
    };
    let sprint = |place: usize| {
        format!("[[sprints]]\nname = \"Sprint {place}\"\nstart = {}\nend = {}\n", day(place * 7), day(place * 7 + 4))
    };
    format!("{CHARTER}\n{}", (0..n).map(sprint).collect::<String>())
}

pub(super) fn baseline(n: usize) -> Files {
    let entry =
        |place: usize| json!({"fingerprint": format!("{place:016x}"), "rule": "work-assigned-by-sm", "item": "APP-1"});
    let mut files = board(plain(1));
    let text = json!({"schema": "boardlint-baseline-1", "findings": (0..n).map(entry).collect::<Vec<_>>()}).to_string();
    files.push(("boardlint-baseline.json".to_owned(), text.into_bytes()));
    files
}

/// People whose ids have the same hash in an unkeyed hash function, so that a lookup by id would search all
/// of them.
pub(super) fn of_one_hash(n: usize) -> Vec<Value> {
    let issue = |place: usize| {
        let id = format!("sfcrljVRcujaxYJn{place:016}kbeKX5gz{place:08}");
        story(place, json!({"creator": jira::account(&id, &format!("Dev {place}"))}), vec![])
    };
    (0..n).map(issue).collect()
}
