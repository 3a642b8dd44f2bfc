//! An issue in Jira's REST JSON, in any wrapper.

use std::borrow::Cow;
use std::sync::OnceLock;

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::super::document::readable;
use super::super::history::Parts;
use super::super::projects::{GATEWAY, site};
use super::super::{links, sprint};
use super::collector::{Collected, Collector, follows};
use super::records::{Changelog, Comments, Fields, Histories, Issue, Link, Linked, Spare, State, object};
use super::{changelog, lists};
use crate::board::facts::{
    Act, Category, ChangeFact, Due, FieldFact, FieldSchema, ItemFact, ItemFields, SLACK, SPRINT, Text, issue_url,
};
use crate::export::json::{self, Batch, NESTED, Parser, Raw, filled, instant, lazy_by, or_empty};
use crate::export::reader::Context;
use crate::lexicon;
use crate::source::{Diagnostic, File, Mark};

/// Hosts of Jira Cloud only.
const CLOUD: &[&str] = &[".atlassian.net/", ".jira.com/", GATEWAY];

/// The fields that a request may leave out.
const MAY_BE_LEFT_OUT: &[(&str, ItemFields)] = &[
    ("description", ItemFields::DESCRIPTION),
    ("reporter", ItemFields::REPORTER),
    ("comment", ItemFields::COMMENTS),
    ("creator", ItemFields::CREATOR),
    ("resolution", ItemFields::RESOLUTION),
    ("assignee", ItemFields::ASSIGNEES),
    ("labels", ItemFields::LABELS),
    ("priority", ItemFields::PRIORITY),
    ("duedate", ItemFields::DUE),
];

/// Reads the records in `batch`: issues, pages of issues, webhooks, and the envelopes of data collectors.
/// `left_out` caches [`Parts::nothing_in_json`] for the file.
///
/// `None` if a record is not UTF-8.
pub(super) fn read_batch<'a>(
    file: &'a File,
    context: &Context,
    left_out: &OnceLock<Parts>,
    batch: Batch<'a>,
) -> Option<Collected<'a>> {
    let mut reader = IssueReader { collector: Collector::new(file, context, left_out), spare: Spare::default() };
    batch.read(|raw, json| reader.element(raw, json, 0))?;
    reader.collector.has_places(reader.spare.places);
    let mut names: Vec<_> = reader.spare.names.into_iter().map(|(id, name)| (id, or_empty(Some(name)))).collect();
    names.sort();
    for (id, name) in names {
        reader.collector.add_field(FieldFact { id, name, schema: FieldSchema::Unknown, estimate: false });
    }
    Some(reader.collector.finish())
}

/// Reads issues into a collector.
struct IssueReader<'c, 'a> {
    collector: Collector<'c, 'a>,
    spare: Spare<'a>,
}

impl<'a> IssueReader<'_, 'a> {
    fn record(&mut self, raw: Raw<'a>, depth: u8) {
        self.element(raw, &mut Parser::new(raw.get()), depth);
    }

    /// Reads the record `raw`. `json` is at its beginning.
    fn element(&mut self, raw: Raw<'a>, json: &mut Parser<'a>, depth: u8) {
        if raw.get().starts_with('[') {
            return self.records(raw, json::from_str(raw.get()).unwrap_or_default(), depth);
        }
        let Some(record) = self.parse(raw, json) else { return };
        match record {
            Issue { issues: Some(page), total, next, last, names, schema, .. } => {
                let total = total.and_then(|total| total.get().parse().ok());
                let more = filled(next).is_some() || last.is_some_and(|last| last.get() == "false");
                self.collector.add_page(total, follows(total, more));
                self.collector.add_field_names(names, schema, true);
                self.records(raw, page, depth);
            }
            Issue { data: Some(_), fields: None, .. } if depth == NESTED => self.collector.nested(raw),
            Issue { data: Some(inner), fields: None, .. } => self.wrapped(inner, depth + 1),
            Issue { issue: Some(inner), changelog, user, timestamp, .. } => {
                self.event(inner, changelog, user, timestamp);
            }
            issue => {
                self.collector.add_field_names(issue.names, issue.schema, false);
                let item = self.issue(raw, issue);
                self.collector.extend(item);
            }
        }
    }

    /// Reads the records in the list or page `raw`.
    fn records(&mut self, raw: Raw<'a>, records: Vec<Raw<'a>>, depth: u8) {
        if depth == NESTED {
            return self.collector.nested(raw);
        }
        records.into_iter().for_each(|raw| self.record(raw, depth + 1));
    }

    /// Reads the contents of an envelope: an issue, a single history, or a record of another list of Jira.
    fn wrapped(&mut self, raw: Raw<'a>, depth: u8) {
        #[derive(Deserialize)]
        struct Keys {
            #[serde(default)]
            fields: Option<IgnoredAny>,
            #[serde(default)]
            issues: Option<IgnoredAny>,
            #[serde(default)]
            data: Option<IgnoredAny>,
            #[serde(default)]
            items: Option<IgnoredAny>,
        }
        let Some(keys) = object::<Keys>(raw) else { return self.record(raw, depth) };
        if keys.fields.is_some() || keys.issues.is_some() || keys.data.is_some() {
            self.record(raw, depth);
        } else if keys.items.is_some() {
            self.history(raw);
        } else {
            lists::record(&mut self.collector, raw, depth);
        }
    }

    /// Reads a history that names its issue.
    fn history(&mut self, raw: Raw<'a>) {
        let Ok(names) = Issue::read(&mut Parser::new(raw.get()), &mut self.spare) else { return };
        let names = (or_empty(names.issue_id), or_empty(names.issue_key));
        match Histories::one(&mut Parser::new(raw.get())) {
            Ok(history) if !(names.0.is_empty() && names.1.is_empty()) => {
                let mark = self.start(raw);
                self.collector.add_to_issue(names, mark, |collector, item| changelog::add(collector, &history, item));
            }
            _ => {
                let damage = Diagnostic::error("this history does not say which issue it belongs to");
                let damage = damage.at(self.start(raw), "");
                self.collector.damaged(damage.note("export it with the column `issueId`"));
            }
        }
    }

    fn parse(&mut self, raw: Raw<'a>, json: &mut Parser<'a>) -> Option<Issue<'a>> {
        let parsed = Issue::read(json, &mut self.spare);
        if let Err(error) = &parsed {
            let damage = Diagnostic::error("this issue cannot be read");
            let damage = damage.at(self.start(raw), error.to_string());
            self.collector.damaged(damage.note("export it again, or report the shape of its record"));
        }
        parsed.ok()
    }

    /// The start of a record.
    fn start(&self, raw: Raw<'a>) -> Mark {
        let mark = self.collector.file.mark(raw.get());
        Mark::new(mark.file, mark.start..mark.start + 1)
    }

    /// Reads a webhook: the current state of the issue, and one change.
    fn event(&mut self, inner: Raw<'a>, log: Option<Changelog<'a>>, user: Option<Raw<'a>>, at: Option<Raw<'a>>) {
        let issue = self.parse(inner, &mut Parser::new(inner.get()));
        let Some(mut item) = issue.and_then(|issue| self.issue(inner, issue)) else { return };
        item.history = true;
        item.truncated = true;
        changelog::add(&mut self.collector, &log.map(|log| log.one(user, at)).unwrap_or_default(), &mut item);
        self.collector.extend(Some(item));
    }

    fn issue(&mut self, raw: Raw<'a>, issue: Issue<'a>) -> Option<ItemFact<'a>> {
        if issue.key.is_none() && issue.fields.is_none() && is_aside(raw) {
            return None;
        }
        let (Some(key), Some(mut fields)) = (filled(issue.key), issue.fields) else {
            let damage = Diagnostic::error("this record has no key or no fields: it is no issue");
            let damage = damage.at(self.start(raw), "");
            self.collector.damaged(damage.note("ask Jira for the fields too: `fields=*all&expand=changelog`"));
            return None;
        };
        let mut others = std::mem::take(&mut fields.other);
        let get = |name: &str| fields.get(name);
        let kind = get("issuetype").and_then(|raw| self.collector.named(raw));
        let level = kind.as_ref().and_then(|kind| or_empty(kind.hierarchy_level).parse().ok());
        let status = get("status").and_then(|raw| self.collector.named(raw));
        let resolution = get("resolution").and_then(|raw| self.collector.named(raw));
        let priority = get("priority").and_then(|raw| self.collector.named(raw));
        let link = or_empty(issue.link);
        let mark = self.collector.file.mark_with_key(issue.key.map_or("", |raw| raw.get())).up(1);
        let id = filled(issue.id).unwrap_or_else(|| key.clone());
        let links = links(&fields);
        let labels = labels(&fields);
        let unreadable =
            ItemFields::NONE.with(ItemFields::LINKS, links.is_none()).with(ItemFields::LABELS, labels.is_none());
        let holds: ItemFields =
            MAY_BE_LEFT_OUT.iter().filter(|(name, _)| fields.has(name)).map(|(_, field)| *field).collect();
        let (has_links, links) = (fields.has("issuelinks") && links.is_some(), links.unwrap_or_default());
        let mut item = ItemFact {
            title: lazy_by(get("summary"), readable).unwrap_or(Text::EMPTY),
            description: lazy_by(get("description"), readable),
            url: site(&link).map(|site| issue_url(site, &key)).unwrap_or_default(),
            level,
            part: kind.as_ref().is_some_and(|kind| kind.subtask) || level == Some(-1),
            resolution: resolution.and_then(|resolution| filled(resolution.name)),
            kind: kind.and_then(|kind| filled(kind.name)),
            parent: parent(&fields),
            created: self.collector.date("created", get("created")),
            updated: self.collector.date("updated", get("updated")).map(|(at, _)| at),
            labels: labels.unwrap_or_default(),
            flagged: get("flagged").is_some_and(|raw| raw.get() == "true"),
            copied: links.iter().any(|link| made_of(link).is_some()),
            originals: links.iter().filter_map(made_of).filter_map(linked_key).collect(),
            links: has_links.then(|| links.iter().filter_map(reads).collect()),
            history: issue.changelog.is_some(),
            priority: priority.and_then(|priority| filled(priority.name)),
            due: get("duedate").and_then(|raw| Due::parse(&or_empty(Some(raw)))),
            holds: holds.without(unreadable),
            unreadable,
            origin_unclear: !has_links,
            ..ItemFact::new(id, key, mark)
        };
        self.people(&fields, &mut item);
        if let Some(status) = status {
            item.state = self.collector.state(status);
        }
        self.sprints(&fields, &mut item);
        self.own_fields(&mut others, &mut item);
        self.spare.fields = others;
        if let Some(comments) = get("comment") {
            self.collector.has_comments();
            let edits = issue.changelog.as_ref().map_or(0, |log| log.histories.items.len());
            self.comments(comments, edits, &mut item);
        }
        if let Some(log) = issue.changelog {
            changelog::read(&mut self.collector, &log, is_of_cloud(&link, &fields), &mut item);
            self.spare.histories = log.histories.emptied();
            if item.has_empty_log() && shows_missing_entries(&fields, &item) {
                (item.history, item.log) = (false, None);
            }
        }
        Some(item)
    }

    /// Sets creator, reporter and assignee.
    fn people(&mut self, fields: &Fields<'a>, item: &mut ItemFact<'a>) {
        item.creator =
            fields.get("creator").and_then(|raw| Some((self.collector.person(raw)?, self.collector.naming(raw))));
        // An unknown reporter is set to an empty name, which matches nobody: it is not the creator.
        let reporter = fields.get("reporter").filter(|raw| raw.get() != "null");
        item.reporter = reporter.map(|raw| self.collector.person(raw).unwrap_or_default());
        if let Some(raw) = fields.get("assignee") {
            item.assignees.extend(self.collector.person(raw));
            item.assignee_mark = Some(self.collector.naming(raw));
        }
    }

    /// Reads the sprints in the special fields of Jira's agile API.
    fn sprints(&mut self, fields: &Fields<'a>, item: &mut ItemFact<'a>) {
        for name in ["sprint", "closedSprints"] {
            if fields.has(name) {
                self.collector.has_places([Cow::Borrowed(SPRINT)]);
            }
            if let Some(raw) = fields.get(name) {
                self.collector.sprints(raw, &mut item.sprints);
                if item.sprints.is_empty() && !is_empty(raw) {
                    item.fields.push((Cow::Borrowed(SPRINT), sprint::as_text(raw.get())));
                }
            }
        }
    }

    /// Reads the custom fields. Sprints and flags are recognised by their values.
    fn own_fields(&mut self, others: &mut Vec<(Cow<'a, str>, Raw<'a>)>, item: &mut ItemFact<'a>) {
        item.fields.reserve_exact(others.len());
        for (id, value) in others.drain(..) {
            if sprint::looks_like_sprints(value.get()) {
                self.collector.sprints(value, &mut item.sprints);
                self.collector.sprint_field(id);
            } else if is_flag(value) {
                item.flagged = true;
            } else if !is_empty(value) {
                item.fields.push((id, sprint::as_text(value.get())));
            }
        }
    }

    /// Adds the comments in `raw`. Capacity for `edits` is reserved, too.
    fn comments(&mut self, raw: Raw<'a>, edits: usize, item: &mut ItemFact<'a>) {
        let Some(list) = object::<Comments<'a>>(raw) else {
            item.holds = item.holds.without(ItemFields::COMMENTS);
            return;
        };
        let total = or_empty(list.total).parse().unwrap_or(list.comments.len());
        item.comment_total = Some(total.max(list.comments.len()));
        item.changes.reserve_exact(list.comments.len() + edits);
        for comment in list.comments {
            let (Some(at), Some(created)) = (instant(comment.created), comment.created) else {
                self.collector.left_out("comment", "when it was made", comment.created.or(comment.id));
                continue;
            };
            item.changes.push(ChangeFact {
                id: or_empty(comment.id),
                part: 0,
                at,
                by: comment.author.and_then(|raw| self.collector.person(raw)),
                act: Act::Commented,
                mark: self.collector.file.mark_with_key(created.get()).up(1),
            });
        }
    }
}

/// The key of the parent or epic.
fn parent<'a>(fields: &Fields<'a>) -> Option<Cow<'a, str>> {
    let key = |name| fields.get(name).and_then(object::<State<'a>>).and_then(|parent| filled(parent.key));
    ["parent", "epic"].into_iter().find_map(key)
}

/// The labels; none where they cannot be read.
fn labels<'a>(fields: &Fields<'a>) -> Option<Vec<Cow<'a, str>>> {
    list(fields, "labels").map(|labels: Vec<Raw<'a>>| labels.into_iter().filter_map(|raw| filled(Some(raw))).collect())
}

/// The links to other issues; none where one of them cannot be read.
fn links<'a>(fields: &Fields<'a>) -> Option<Vec<Link<'a>>> {
    list(fields, "issuelinks")
}

/// The list in the field `name`, empty where that is absent or `null`; none where it cannot be read.
fn list<'a, T: Deserialize<'a>>(fields: &Fields<'a>, name: &str) -> Option<Vec<T>> {
    fields.get(name).filter(|raw| raw.get() != "null").map_or_else(|| Some(Vec::new()), object)
}

/// Whether the empty changelog of `item` lacks entries. Moves, resolutions and assignments always have
/// entries.
fn shows_missing_entries(fields: &Fields<'_>, item: &ItemFact<'_>) -> bool {
    let Some((created, _)) = item.created else { return item.resolution.is_some() };
    let is_later = |at: &Timestamp| at.duration_since(created) > SLACK;
    let dates = ["resolutiondate", "statuscategorychangedate"].into_iter().filter_map(|name| instant(fields.get(name)));
    if dates.into_iter().any(|at| is_later(&at)) {
        return true;
    }
    let Some(updated) = item.updated.filter(is_later) else {
        return item.updated.is_none() && item.resolution.is_some();
    };
    // New and edited comments leave no entry. Without the comments in the file, the date may be that of a
    // comment.
    let said = last_said(fields).is_some_and(|said| updated.duration_since(said) <= SLACK);
    let is_taken = || !item.assignees.is_empty() && item.holds.has(ItemFields::COMMENTS);
    !said && (is_begun(fields) || is_taken())
}

/// Whether the status is one in which no issue begins: in progress or done.
fn is_begun(fields: &Fields<'_>) -> bool {
    let category = fields.get("status").and_then(object::<State<'_>>).and_then(|status| status.status_category);
    let category = category.and_then(|category| Category::parse(&or_empty(category.id), &or_empty(category.key)));
    matches!(category, Some(Category::Doing | Category::Done))
}

/// The time when the last comment in the file was made or edited.
fn last_said(fields: &Fields<'_>) -> Option<Timestamp> {
    let list = fields.get("comment").and_then(object::<Comments<'_>>)?;
    list.comments.iter().flat_map(|comment| [comment.created, comment.updated]).filter_map(instant).max()
}

/// Whether an issue comes from Cloud, judged by its address or by its user objects.
fn is_of_cloud(link: &str, fields: &Fields<'_>) -> bool {
    let people = ["creator", "reporter"].into_iter().filter_map(|name| fields.get(name));
    link.contains("/rest/api/3/")
        || CLOUD.iter().any(|host| link.contains(host))
        || people.into_iter().any(|who| who.get().contains("\"accountId\""))
}

/// Whether `raw` is a control line of a data pipeline's stream, or a webhook that is not about an issue.
fn is_aside(raw: Raw<'_>) -> bool {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Line<'a> {
        #[serde(borrow, default, rename = "type")]
        kind: Option<Raw<'a>>,
        #[serde(default)]
        webhook_event: Option<IgnoredAny>,
    }
    let Some(line) = object::<Line<'_>>(raw) else { return false };
    let marks = ["SCHEMA", "STATE", "ACTIVATE_VERSION", "BATCH", "LOG", "TRACE"];
    line.webhook_event.is_some() || marks.contains(&&*or_empty(line.kind))
}

fn is_empty(value: Raw<'_>) -> bool {
    matches!(value.get(), "[]" | "{}" | "\"\"")
}

/// Whether a field contains only the flag option, whatever its name is.
fn is_flag(value: Raw<'_>) -> bool {
    #[derive(Deserialize)]
    struct Choice<'a> {
        #[serde(borrow, default)]
        value: Option<Raw<'a>>,
    }
    let choices = || object::<Vec<Choice<'_>>>(value).unwrap_or_default();
    value.get().starts_with("[{") && matches!(&choices()[..], [choice] if lexicon::is_flag(&or_empty(choice.value)))
}

/// The issue from which this one was made, according to a link.
fn made_of<'a>(link: &Link<'a>) -> Option<Raw<'a>> {
    let kind = link.kind.as_ref()?;
    let copies = |words, inward| links::is_made_of(&or_empty(kind.name), &or_empty(words), inward);
    let inward = link.inward_issue.filter(|_| copies(kind.inward, true));
    inward.or_else(|| link.outward_issue.filter(|_| copies(kind.outward, false)))
}

/// The description of a link from the side of the issue that lists it.
fn reads<'a>(link: &Link<'a>) -> Option<Cow<'a, str>> {
    let (kind, outward) = (link.kind.as_ref()?, link.outward_issue.is_some());
    let words = if outward { kind.outward } else { kind.inward };
    filled(words).or_else(|| Some(links::reads(filled(kind.name)?, Some(outward))))
}

fn linked_key(issue: Raw<'_>) -> Option<Cow<'_, str>> {
    filled(object::<Linked<'_>>(issue)?.key)
}
