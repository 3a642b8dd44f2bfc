//! Reports about hostile text and about very large boards.

use serde_json::{Value, json};

use super::{page, page_of};
use crate::support::Folder;
use crate::support::jira::{self, CHARTER};

/// A title with all kinds of injections.
fn hostile_title() -> String {
    let start = "<script>alert(1)</script> ::error:: =HYPERLINK(\"http://e\") \u{1b}[31m \u{202e} | `x` *y* </style> {{ 7*7 }} ";
    start.to_owned() + &"long ".repeat(1000)
}

#[test]
fn a_hostile_title_is_harmless_and_legible() {
    let title = hostile_title();
    let fields = json!({"summary": title, "labels": [title]});
    let mut issue = jira::issue("APP-1", fields, vec![jira::drag("Sam")]);
    issue["self"] = json!("javascript:alert(1)//rest/api/2/issue/APP-1");
    let export = jira::page(vec![issue]);
    for ending in ["html", "md"] {
        let page = page_of(&export, ending);
        assert!(!page.contains("<script") && !page.contains("javascript:"), "{ending}");
        assert!(page.chars().all(|c| c == '\n' || !c.is_control()) && !page.contains('\u{202e}'), "{ending}");
        assert!(page.contains("alert(1)"), "it can still be read: {ending}");
        assert!(page.len() < 60_000, "and is cut: {} bytes of {ending}", page.len());
    }
}

/// A board on which `who` did `change` on each of `count` items, minutes apart.
fn many(count: usize, who: &str, change: &Value) -> String {
    let issues = (0..count).map(|number| {
        let at = |minutes: usize| {
            let day = 1 + (minutes / 1440) % 28;
            format!(
                "2026-{:02}-{day:02}T{:02}:{:02}:00.000+0000",
                1 + minutes / 1440 / 28,
                minutes / 60 % 24,
                minutes % 60
            )
        };
        let title = format!("A story with a title of a usual length & some <markup>, number {number}");
        let history = jira::history(u32::try_from(number).expect("few"), who, &at(number * 3), change.clone());
        jira::issue(&format!("APP-{}", number + 1), json!({"summary": title}), vec![history])
    });
    jira::page(issues.collect())
}

/// Number of findings about `what` that a page lists, and of those that it says it omits.
fn listed(page: &str, what: &str) -> (usize, usize) {
    let cards = page.split("Cards for the wall").last().expect("cards");
    let told = cards.split(" more not listed: this page stays small").next().filter(|told| told.len() < cards.len());
    let number = told.and_then(|told| told.rsplit(|c: char| !c.is_ascii_digit()).next());
    (cards.matches(what).count(), number.and_then(|number| number.parse().ok()).unwrap_or(0))
}

#[test]
fn ten_thousand_findings_fit_on_a_small_page() {
    let page = page_of(&many(10_000, "Sam", &jira::ranked()), "html");
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    assert_eq!(listed(&page, "ranked APP-"), (10_000, 0));
}

#[test]
fn what_a_page_has_no_room_for_is_counted() {
    // Statuses with such names make every message as long as possible.
    let (from, to) = ("To be looked at & <b>told</b> ".repeat(9), "In Progress ".repeat(20));
    let folder = Folder::new();
    let doing = format!("doing = [\"In Progress\", {:?}]", to.trim());
    let backlog = format!("backlog = [\"Backlog\", {:?}]", from.trim());
    let charter = CHARTER.replace("doing = [\"In Progress\"]", &doing).replace("backlog = [\"Backlog\"]", &backlog);
    folder.write("boardlint.toml", charter);
    let export = many(10_000, "Maria", &jira::moved(from.trim(), to.trim()));
    let page = page(&folder.write("board.json", export), "html", &[]);
    let (shown, left) = listed(&page, "moved APP-");
    assert!(page.len() < 3_000_000 && left > 0, "{} bytes", page.len());
    assert_eq!(shown + left, 10_000);
}

#[test]
fn a_page_asks_for_nothing_from_anywhere() {
    let page = page("fixtures/bakery/jira-cloud", "html", &[]);
    for loads in
        ["<script", " src=", "url(http", "@import", "<iframe", "<img", "rel=\"stylesheet\"", " onload", " onclick"]
    {
        assert!(!page.to_lowercase().contains(loads), "{loads}");
    }
    assert!(page.contains("default-src 'none'"));
    assert!(page.contains("<html lang=\"en\">"));
}
