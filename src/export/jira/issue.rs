use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::super::json::{self, Raw, filled, instant, lazy, or_empty};
use super::super::reason;
use super::shape::{Comments, Issue, Link, Linked, State};
use super::{changelog, person, sprint};
use crate::board::facts::{
    Account, Act, Category, ChangeFact, Facts, FieldFact, ItemFact, Page, Ref, SprintFact, StateFact, Text, Who,
};
use crate::source::{Diagnostic, File};

/// What was read from one batch of issues.
#[derive(Default)]
pub(super) struct Part<'a> {
    items: Vec<ItemFact<'a>>,
    accounts: Vec<Account<'a>>,
    mentioned: Vec<(Who<'a>, Cow<'a, str>)>,
    sprints: Vec<SprintFact<'a>>,
    states: Vec<StateFact<'a>>,
    fields: Vec<FieldFact<'a>>,
    comments: bool,
    found: Option<usize>,
    page: Option<Page>,
    entries: usize,
    damaged: Vec<Diagnostic>,
}

impl<'a> Part<'a> {
    /// Reads the issues in `batch`.
    pub(super) fn read(file: &'a File, batch: &[Raw<'a>]) -> Self {
        let mut reader = IssueReader::new(file);
        for raw in batch {
            reader.element(raw, 0);
        }
        reader.part
    }

    /// Adds what was read to the facts of the file.
    pub(super) fn add_to(self, facts: &mut Facts<'a>, damaged: &mut Vec<Diagnostic>) {
        facts.items.extend(self.items);
        facts.accounts.extend(self.accounts);
        facts.mentioned.extend(self.mentioned);
        facts.sprints.extend(self.sprints);
        facts.states.extend(self.states);
        facts.fields.extend(self.fields);
        facts.comments |= self.comments;
        facts.entries += self.entries;
        facts.found = facts.found.max(self.found);
        facts.page = last_of(facts.page, self.page);
        damaged.extend(self.damaged);
    }
}

/// What a page of a search says of the next one: those that are numbered say how many issues there are instead.
pub(super) fn follows(total: Option<usize>, more: bool) -> Option<Page> {
    match (more, total) {
        (true, _) => Some(Page::More),
        (false, None) => Some(Page::Last),
        (false, Some(_)) => None,
    }
}

/// What pages say together: one that is the last ends them.
fn last_of(one: Option<Page>, other: Option<Page>) -> Option<Page> {
    if [one, other].contains(&Some(Page::Last)) { Some(Page::Last) } else { one.or(other) }
}

/// Names the board after what the issues say of themselves.
pub(super) fn settle(facts: &mut Facts<'_>) {
    let Some(item) = facts.items.first() else { return };
    facts.home = item.url.split("/browse/").next().unwrap_or_default().to_owned();
    let project = |key: &str| key.rsplit_once('-').map_or(key, |(project, _)| project).to_owned();
    facts.projects = facts.items.iter().map(|item| project(&item.key)).collect();
    facts.name = facts.projects.iter().take(4).cloned().collect::<Vec<_>>().join(", ").into();
}

pub(super) struct IssueReader<'a> {
    pub(super) file: &'a File,
    part: Part<'a>,
    /// User objects met before, by their text: an export repeats the same ten of them a hundred thousand times.
    people: FxHashMap<&'a str, Option<Who<'a>>>,
    seen: FxHashSet<&'a str>,
    mentioned: FxHashSet<Who<'a>>,
    told_sprint_field: bool,
}

impl<'a> IssueReader<'a> {
    pub(super) fn new(file: &'a File) -> Self {
        Self {
            file,
            part: Part::default(),
            people: FxHashMap::default(),
            seen: FxHashSet::default(),
            mentioned: FxHashSet::default(),
            told_sprint_field: false,
        }
    }

    /// Everything that was read.
    pub(super) fn into_part(self) -> Part<'a> {
        self.part
    }

    /// Notes somebody whom a change names by id and name.
    pub(super) fn mention(&mut self, who: Who<'a>, name: Cow<'a, str>) {
        if !name.is_empty() && self.mentioned.insert(who.clone()) {
            self.part.mentioned.push((who, name));
        }
    }

    /// Counts entries of a history.
    pub(super) fn count(&mut self, entries: usize) {
        self.part.entries += entries;
    }

    /// Notes what could not be read.
    pub(super) fn damaged(&mut self, diagnostic: Diagnostic) {
        self.part.damaged.push(diagnostic);
    }

    /// Adds an item that was read elsewhere.
    pub(super) fn push(&mut self, item: ItemFact<'a>) {
        self.part.items.push(item);
    }

    fn element(&mut self, raw: Raw<'a>, depth: u8) {
        match serde_json::from_str::<Issue<'a>>(raw.get()) {
            Ok(Issue { issues: Some(page), total, next, last, .. }) if depth < 4 => {
                let total = total.and_then(|total| total.get().parse().ok());
                let more = filled(next).is_some() || last.is_some_and(|last| last.get() == "false");
                self.part.found = self.part.found.max(total);
                self.part.page = last_of(self.part.page, follows(total, more));
                for raw in page {
                    self.element(raw, depth + 1);
                }
            }
            Ok(Issue { data: Some(inner), fields: None, .. }) if depth < 4 => self.element(inner, depth + 1),
            Ok(Issue { issue: Some(inner), changelog, user, timestamp, .. }) if depth < 4 => {
                self.event(inner, changelog, user, timestamp);
            }
            Ok(issue) => self.issue(raw, issue),
            Err(error) => {
                let mark = self.file.mark(raw.get());
                let at = crate::source::Mark::new(mark.file, mark.start..mark.start + 1);
                let damage = Diagnostic::error("this issue cannot be read; the others were").at(at, reason(&error));
                self.part.damaged.push(damage.note("export it again, or report the shape of its record"));
            }
        }
    }

    /// A webhook: the issue as it stands, and the one change that it tells of.
    fn event(
        &mut self,
        inner: Raw<'a>,
        log: Option<changelog::Changelog<'a>>,
        user: Option<Raw<'a>>,
        at: Option<Raw<'a>>,
    ) {
        let before = self.part.items.len();
        self.element(inner, 4);
        let Some(mut item) = self.part.items.pop().filter(|_| self.part.items.len() >= before) else { return };
        item.history = true;
        item.truncated = true;
        changelog::add(self, log.into_iter().map(|log| log.one(user, at)).collect(), &mut item);
        self.part.items.push(item);
    }

    fn issue(&mut self, raw: Raw<'a>, issue: Issue<'a>) {
        let (Some(key), Some(mut fields)) = (filled(issue.key), issue.fields) else {
            let mark = self.file.mark(raw.get());
            let at = crate::source::Mark::new(mark.file, mark.start..mark.start + 1);
            let damage = Diagnostic::error("this record has no key or no fields: it is no issue").at(at, "");
            self.part.damaged.push(damage.note("ask Jira for the fields too: `fields=*all&expand=changelog`"));
            return;
        };
        let others = std::mem::take(&mut fields.other);
        let get = |name: &str| fields.get(name);
        let kind = get("issuetype").and_then(object::<State<'a>>);
        let status = get("status").and_then(object::<State<'a>>);
        let link = or_empty(issue.link);
        let site = link.split("/rest/").next().filter(|site| site.starts_with("http")).unwrap_or_default();
        let assignee = get("assignee");
        let mark = self.file.mark_with_key(issue.key.map_or("", |raw| raw.get())).up(1);
        let id = filled(issue.id).unwrap_or_else(|| key.clone());
        let links = get("issuelinks").and_then(object::<Vec<Link<'a>>>).unwrap_or_default();
        let mut item = ItemFact {
            title: lazy(get("summary")).unwrap_or(Text::EMPTY),
            description: lazy(get("description")),
            url: if site.is_empty() { String::new() } else { format!("{site}/browse/{key}") },
            part: kind.as_ref().is_some_and(|kind| kind.subtask),
            kind: kind.and_then(|kind| filled(kind.name)),
            parent: ["parent", "epic"]
                .into_iter()
                .find_map(|name| get(name).and_then(object::<State<'a>>).and_then(|parent| filled(parent.key))),
            created: get("created")
                .and_then(|raw| Some((instant(Some(raw))?, self.file.mark_with_key(raw.get()).up(1)))),
            updated: instant(get("updated")),
            labels: get("labels")
                .and_then(object::<Vec<Raw<'a>>>)
                .unwrap_or_default()
                .into_iter()
                .filter_map(|raw| filled(Some(raw)))
                .collect(),
            flagged: get("flagged").is_some_and(|raw| raw.get() == "true"),
            copied: links.iter().any(|link| made_of(link).is_some()),
            originals: links.iter().filter_map(made_of).filter_map(linked_key).collect(),
            history: issue.changelog.is_some(),
            ..ItemFact::new(id, key, mark)
        };
        item.creator = get("creator").and_then(|raw| Some((self.person(raw)?, self.naming(raw))));
        item.reporter = get("reporter").and_then(|raw| self.person(raw));
        if let Some(raw) = assignee {
            item.assignees.extend(self.person(raw));
            item.assignee_mark = Some(self.naming(raw));
        }
        if let Some(status) = status {
            item.state = self.state(status);
        }
        for name in ["sprint", "closedSprints"] {
            if let Some(raw) = get(name) {
                self.sprints(raw, &mut item.sprints);
            }
        }
        for (id, value) in others {
            if sprint::looks_like_sprints(value.get()) {
                self.sprints(value, &mut item.sprints);
                if !std::mem::replace(&mut self.told_sprint_field, true) {
                    let schema = Cow::Borrowed("com.pyxis.greenhopper.jira:gh-sprint");
                    self.part.fields.push(FieldFact { id, name: Cow::Borrowed(""), schema, estimate: false });
                }
            } else if !matches!(value.get(), "[]" | "{}" | "\"\"") {
                item.fields.push((id, json::text(value.get())));
            }
        }
        if let Some(comments) = get("comment") {
            self.part.comments = true;
            self.comments(comments, &mut item);
        }
        if let Some(log) = issue.changelog {
            changelog::read(self, log, &mut item);
            item.copied |= item.changes.iter().any(|change| matches!(change.act, Act::Linked { copy: true }));
        }
        self.part.items.push(item);
    }

    fn comments(&mut self, raw: Raw<'a>, item: &mut ItemFact<'a>) {
        let Some(list) = object::<Comments<'a>>(raw) else { return };
        for comment in list.comments {
            let (Some(at), Some(created)) = (instant(comment.created), comment.created) else {
                self.timeless("comment", comment.created.or(comment.id));
                continue;
            };
            item.changes.push(ChangeFact {
                id: or_empty(comment.id),
                part: 0,
                at,
                by: comment.author.and_then(|raw| self.person(raw)),
                act: Act::Commented,
                mark: self.file.mark_with_key(created.get()).up(1),
            });
        }
    }

    /// Notes a record that does not say when it happened.
    pub(super) fn timeless(&mut self, what: &str, near: Option<Raw<'a>>) {
        let mark = self.file.mark(near.map_or("", RawValue::get));
        let damage = Diagnostic::error(format!("this {what} does not say when it was made; it was left out"));
        self.part.damaged.push(damage.at(mark, "").note("export the issue again"));
    }

    /// The person in a user object; the account is remembered once.
    pub(super) fn person(&mut self, raw: Raw<'a>) -> Option<Who<'a>> {
        if let Some(known) = self.people.get(raw.get()) {
            return known.clone();
        }
        let who = person::account(raw).map(|(who, account)| {
            self.part.accounts.push(account);
            who
        });
        self.people.insert(raw.get(), who.clone());
        who
    }

    /// The scalar of a user object that names the person: the display name.
    fn naming(&self, raw: Raw<'a>) -> crate::source::Mark {
        #[derive(Deserialize)]
        struct Named<'a> {
            #[serde(borrow, default, rename = "displayName")]
            display: Option<Raw<'a>>,
        }
        match object::<Named<'a>>(raw).and_then(|named| named.display) {
            Some(display) => self.file.mark_with_key(display.get()).up(3),
            None => self.file.mark_with_key(raw.get()).up(2),
        }
    }

    fn state(&mut self, status: State<'a>) -> Ref<'a> {
        let state = Ref { id: or_empty(status.id), name: or_empty(status.name) };
        let category = status
            .status_category
            .and_then(|category| Category::parse(&or_empty(category.id), &or_empty(category.key)));
        let known = self.part.states.iter().any(|have| have.id == state.id && have.name == state.name);
        if !known {
            self.part.states.push(StateFact {
                id: state.id.clone(),
                name: state.name.clone(),
                category,
                closed: false,
            });
        }
        state
    }

    fn sprints(&mut self, raw: Raw<'a>, into: &mut Vec<Cow<'a, str>>) {
        let elements = match raw.get().as_bytes().first() {
            Some(b'[') => object::<Vec<Raw<'a>>>(raw).unwrap_or_default(),
            Some(b'{') => vec![raw],
            _ => return,
        };
        for element in elements {
            let Some(sprint) = sprint::parse(self.file, element) else { continue };
            if !into.contains(&sprint.id) {
                into.push(sprint.id.clone());
            }
            if self.seen.insert(element.get()) {
                self.part.sprints.push(sprint);
            }
        }
    }
}

/// An object inside an issue; a field of an unexpected shape is as good as none.
fn object<'a, T: Deserialize<'a>>(raw: Raw<'a>) -> Option<T> {
    serde_json::from_str(raw.get()).ok()
}

/// The issue that a link says this one was made out of.
fn made_of<'a>(link: &Link<'a>) -> Option<Raw<'a>> {
    let kind = link.kind.as_ref()?;
    let copies = |words, inward| is_made_of(&or_empty(kind.name), &or_empty(words), inward);
    let inward = link.inward_issue.filter(|_| copies(kind.inward, true));
    inward.or_else(|| link.outward_issue.filter(|_| copies(kind.outward, false)))
}

fn linked_key(issue: Raw<'_>) -> Option<Cow<'_, str>> {
    filled(object::<Linked<'_>>(issue)?.key)
}

/// Whether a link of the type `name`, which reads `words` from the issue's side, says that the issue was made out of the
/// other: it `clones` it, or is `split from` it. The other side of such a link (`is cloned by`, `split to`) belongs to the
/// original. `inward` is the side that the link leads to.
pub(super) fn is_made_of(name: &str, words: &str, inward: bool) -> bool {
    // The names of Jira's own two types stay English on every site; their descriptions do not.
    says_copy(words) || name.to_lowercase().contains(if inward { "split" } else { "cloner" })
}

/// Whether the words of a link say so.
pub(super) fn says_copy(text: &str) -> bool {
    let text = text.to_lowercase();
    ["clones", "cloned from", "split from", "copy of"].iter().any(|words| text.contains(words))
}
