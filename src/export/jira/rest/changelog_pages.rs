//! Changelogs without their issues: pages of `/issue/{key}/changelog`, and responses of
//! `/changelog/bulkfetch`.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde::Deserialize;

use super::super::projects::site;
use super::changelog;
use super::collector::Collector;
use super::records::Histories;
use crate::board::facts::{Coverage, Facts, ItemFact, Page as Follows, Tool, is_project_key, issue_url, site_of};
use crate::export::damage::Damage;
use crate::export::detect::Preview;
use crate::export::json::{self, NESTED, Parser, Raw, filled, or_empty};
use crate::export::reader::{Context, Reader, Reading};
use crate::source::{Diagnostic, File, Mark};

/// Number of bytes searched for the address of a page.
const HEAD: usize = 1024;

/// Maximum number of fields in a request for the histories of many issues.
const FIELDS: usize = 10;

/// One or several pages of changelogs in a file.
pub(in crate::export) struct ChangelogPages;

impl Reader for ChangelogPages {
    fn name(&self) -> &'static str {
        "Jira changelogs (JSON)"
    }

    fn recognises(&self, preview: &Preview<'_>) -> bool {
        let history = |key: &str| preview.values.iter().any(|have| have == key);
        let empty = || {
            let head = preview.bytes().get(..HEAD).unwrap_or(preview.bytes());
            preview.has("values") && preview.values.is_empty() && memchr::memmem::find(head, b"/changelog").is_some()
        };
        let row = ["items", "created", "issueId"].iter().all(|key| preview.has(key));
        (history("items") && history("created")) || preview.has("issueChangeLogs") || row || empty()
    }

    fn read<'a>(&self, file: &'a File, context: &Context) -> Result<Reading<'a>, Diagnostic> {
        let left_out = OnceLock::new();
        let mut collector = Collector::new(file, context, &left_out);
        let mut pages = Pages::new(file);
        json::documents(file, "changelog", |document| pages.document(&mut collector, document, 0))?;
        let mut facts = Facts::new(file.id(), Tool::Jira);
        let (mut broken, mut notes) = (Damage::default(), Vec::new());
        collector.finish().add_to(&mut facts, &mut broken, &mut notes);
        let more = pages.more && !pages.last;
        let lacks_some = more || pages.damaged;
        facts.histories = pages.bulk.then_some(if lacks_some { Follows::More } else { Follows::Last });
        facts.by_fields = pages.bulk && !pages.is_of_all_fields && pages.fields.len() <= FIELDS;
        facts.home = home(&facts);
        notes.extend(more.then(|| "it says that more pages follow: are they here, too?".to_owned()));
        Ok(Reading { format: self.name(), facts, damaged: broken, notes })
    }
}

/// A page of one issue or of many.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page<'a> {
    #[serde(borrow, default, rename = "self")]
    link: Option<Raw<'a>>,
    #[serde(default)]
    start_at: usize,
    #[serde(default)]
    total: Option<usize>,
    #[serde(default)]
    is_last: Option<bool>,
    #[serde(borrow, default)]
    values: Histories<'a>,
    #[serde(borrow, default)]
    issue_change_logs: Option<Vec<Log<'a>>>,
    /// The issue of a single history, as in a row of a table of histories.
    #[serde(borrow, default)]
    issue_id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    issue_key: Option<Raw<'a>>,
    #[serde(borrow, default)]
    next_page_token: Option<Raw<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(borrow, default)]
    issue_id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    change_histories: Histories<'a>,
}

struct Pages<'a> {
    file: &'a File,
    /// Whether one of them has a next page.
    more: bool,
    /// Whether one of them is the last response to a request for the histories of many issues.
    last: bool,
    /// Whether they are responses to a request for the histories of many issues.
    bulk: bool,
    /// The fields in such responses; no more than needed are stored.
    fields: BTreeSet<Cow<'a, str>>,
    /// Whether they contain a change without a field id. If so, the request was not limited to fields.
    is_of_all_fields: bool,
    /// Whether one of the pages is unreadable.
    damaged: bool,
}

impl<'a> Pages<'a> {
    fn new(file: &'a File) -> Self {
        Self {
            file,
            more: false,
            last: false,
            bulk: false,
            fields: BTreeSet::new(),
            is_of_all_fields: false,
            damaged: false,
        }
    }

    /// Records which fields `histories` contain.
    fn note_fields(&mut self, histories: &Histories<'a>) {
        for item in &histories.items {
            if self.is_of_all_fields || self.fields.len() > FIELDS {
                return;
            }
            match filled(item.field_id) {
                Some(field) => drop(self.fields.insert(field)),
                None => self.is_of_all_fields = true,
            }
        }
    }

    fn document(&mut self, collector: &mut Collector<'_, 'a>, raw: Raw<'a>, depth: u8) {
        if raw.get().starts_with('[') {
            if depth == NESTED {
                self.damaged = true;
                return collector.nested(raw);
            }
            let pages: Vec<Raw<'a>> = json::from_str(raw.get()).unwrap_or_default();
            return pages.into_iter().for_each(|page| self.document(collector, page, depth + 1));
        }
        let mark = self.file.mark(raw.get());
        let start = Mark::new(mark.file, mark.start..mark.start + 1);
        match json::from_str::<Page<'a>>(raw.get()) {
            Ok(page) if page.issue_id.is_some() || page.issue_key.is_some() => {
                if let Ok(history) = Histories::one(&mut Parser::new(raw.get())) {
                    let names = (or_empty(page.issue_id), or_empty(page.issue_key));
                    collector.add_to_issue(names, start, |rows, item| changelog::add(rows, &history, item));
                }
            }
            Ok(page) => self.page(collector, page, start),
            Err(error) => {
                self.damaged = true;
                let damage = Diagnostic::error("this page of a changelog cannot be read");
                collector.damaged(damage.at(start, error.to_string()).note("fetch it again"));
            }
        }
    }

    fn page(&mut self, collector: &mut Collector<'_, 'a>, page: Page<'a>, start: Mark) {
        let more = filled(page.next_page_token).is_some();
        let is_bulk = page.issue_change_logs.is_some();
        self.more |= more;
        self.last |= is_bulk && !more;
        self.bulk |= is_bulk;
        for log in page.issue_change_logs.into_iter().flatten() {
            let mut item = bare(or_empty(log.issue_id), Cow::Borrowed(""), start);
            let entries = log.change_histories.list.len();
            // The oldest entry comes first. If a next page follows, the total is unknown.
            item.log = (!more).then(|| Coverage::whole(entries));
            item.history = entries > 0;
            self.note_fields(&log.change_histories);
            changelog::add(collector, &log.change_histories, &mut item);
            collector.extend([item]);
        }
        let link = or_empty(page.link);
        if page.values.list.is_empty() && !link.contains("/changelog") {
            return;
        }
        let Some(issue) = issue_in(&link).or_else(|| issue_in_name(self.file.name())) else {
            let damage = Diagnostic::error("this changelog does not say which issue it belongs to").at(start, "");
            let advice = "name the file after the issue, for example APP-12.json, or fetch it with its `self` address";
            collector.damaged(damage.note(advice));
            return;
        };
        let numeric = issue.bytes().all(|byte| byte.is_ascii_digit());
        let (id, key) = if numeric { (issue, String::new()) } else { (String::new(), issue) };
        let mut item = bare(id.into(), key.into(), start);
        // Pages of one issue begin with the oldest entry.
        let end = page.start_at.saturating_add(page.values.list.len());
        let rest = usize::from(page.is_last == Some(false));
        let total = page.total.unwrap_or(end.saturating_add(rest)).max(end);
        // Jira has returned empty pages for issues with a history, so an empty page proves nothing.
        item.history = total > 0;
        let since = if page.start_at > 0 { changelog::since(&page.values.list) } else { None };
        item.log = Some(Coverage::new(total, page.start_at..end, since));
        if let Some(site) = site(&link) {
            item.url = issue_url(site, &item.key);
        }
        changelog::add(collector, &page.values, &mut item);
        collector.extend([item]);
    }
}

fn bare<'a>(id: Cow<'a, str>, key: Cow<'a, str>, mark: Mark) -> ItemFact<'a> {
    ItemFact { bare: true, history: true, ..ItemFact::new(id, key, mark) }
}

/// The site in the addresses of the pages.
fn home(facts: &Facts<'_>) -> String {
    facts.items.iter().find_map(|item| site_of(&item.url)).unwrap_or_default().to_owned()
}

/// The key or id in `…/issue/APP-12/changelog`.
fn issue_in(link: &str) -> Option<String> {
    let issue = link.split_once("/issue/")?.1.split('/').next()?;
    (!issue.is_empty()).then(|| issue.to_owned())
}

/// The key in a file name, else the longest number: `APP-12.json`, `changelog_13383_0.json`.
fn issue_in_name(name: &str) -> Option<String> {
    let stem = name.rsplit(['/', '!']).next()?.split('.').next()?;
    let mut number: Option<&str> = None;
    let words: Vec<&str> = stem.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    for (index, word) in words.iter().enumerate() {
        if word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let project = index.checked_sub(1).and_then(|before| words.get(before));
        if let Some(project) = project.filter(|project| is_project_key(project)) {
            return Some(format!("{project}-{word}"));
        }
        if number.is_none_or(|longest| longest.len() < word.len()) {
            number = Some(word);
        }
    }
    number.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_issue_of_a_page_is_in_its_address_or_its_name() {
        let found = |link: &str| issue_in(link);
        assert_eq!(found("https://x.net/rest/api/3/issue/13383/changelog?startAt=0").as_deref(), Some("13383"));
        assert_eq!(found("https://x.net/rest/api/3/search"), None);
        for (name, issue) in [
            ("logs/APP-12.json", Some("APP-12")),
            ("changelog_APP-12_0.json", Some("APP-12")),
            ("logs.zip!pages/page_13383_100.json", Some("13383")),
            ("changelog.json", None),
        ] {
            assert_eq!(issue_in_name(name).as_deref(), issue, "{name}");
        }
    }
}
