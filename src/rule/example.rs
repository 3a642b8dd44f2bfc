//! The examples inside rule files: tiny boards, written in the file itself and judged like any other.

use std::borrow::Cow;
use std::ops::Range;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::definition::{Definition, Judge};
use super::judge::judge;
use super::overlay::{RuleSet, Selection};
use crate::board::facts::{
    Account, Act, ChangeFact, Direction, Facts, FieldFact, ItemFact, Ref, SprintFact, StateFact, Text, Tool,
};
use crate::board::{self, Clock};
use crate::charter::{Appointment, Charter, Kind, Level, Named, Profile, Role, Stage, Word};
use crate::source::tree::{Data, Reader, Value};
use crate::source::{Diagnostic, FileId, Mark, Sources};

/// One example of a rule.
#[derive(Clone, Debug)]
pub struct Example {
    /// What happens in it, in words.
    pub name: String,
    /// Where it stands in the rule file.
    pub span: Range<usize>,
    /// The subjects the rule must fire on: item keys, sprint names, `board` or `charter`.
    pub fires: Vec<String>,
    /// The level it must fire at, if it matters.
    pub level: Option<Level>,
    /// How many findings there must be, if it matters.
    pub findings: Option<usize>,
    /// Whether the rule must be inconclusive.
    pub inconclusive: bool,
    profile: Profile,
    /// Whether it is a Trello board.
    trello: bool,
    items: Vec<GivenItem>,
    sprints: Vec<GivenSprint>,
    changes: Vec<GivenChange>,
    roles: Vec<(Role, Vec<String>)>,
    without: Vec<String>,
    today: Option<Timestamp>,
}

#[derive(Clone, Debug, Default)]
struct GivenItem {
    key: String,
    kind: Option<String>,
    status: Option<String>,
    by: Option<String>,
    reporter: Option<String>,
    assignee: Option<String>,
    at: Option<Timestamp>,
    sprint: Option<String>,
    estimate: Option<String>,
    parent: Option<String>,
    labels: Vec<String>,
    copied: bool,
    done: Option<Timestamp>,
}

#[derive(Clone, Debug)]
struct GivenSprint {
    name: String,
    start: Timestamp,
    end: Option<Timestamp>,
    completed: Option<Timestamp>,
    goal: Option<String>,
}

#[derive(Clone, Debug)]
struct GivenChange {
    at: Timestamp,
    by: String,
    item: String,
    act: GivenAct,
    /// Repeated on so many items, so many seconds apart.
    repeat: usize,
    every: SignedDuration,
}

#[derive(Clone, Debug)]
enum GivenAct {
    Created(String),
    Ranked(String),
    Prioritised(String),
    Assigned(String),
    Unassigned,
    Estimated(Option<f64>),
    Moved(String),
    Planned(String),
    Unplanned(String),
    Flagged(bool),
    Commented,
    Logged,
}

/// How an example went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As it should.
    Validated,
    /// The rule fired where it should not, or at another level.
    Noisy(String),
    /// The rule did not fire where it should.
    Missing(String),
}

const ACTS: &[&str] = &[
    "created",
    "ranked",
    "prioritised",
    "assigned",
    "unassigned",
    "estimated",
    "moved",
    "planned",
    "unplanned",
    "flagged",
    "unflagged",
    "commented",
    "time-logged",
];
const EXAMPLE: &[&str] = &[
    "name",
    "given",
    "changes",
    "fires",
    "level",
    "findings",
    "inconclusive",
    "profile",
    "tool",
    "roles",
    "without",
    "today",
];
const ITEM: &[&str] = &[
    "key", "kind", "status", "by", "reporter", "assignee", "at", "sprint", "estimate", "parent", "labels", "copied",
    "done",
];
const SPRINT: &[&str] = &["name", "start", "end", "completed", "goal"];
const WITHOUT: &[&str] = &["history", "comments", "estimates"];

// --- reading -------------------------------------------------------------------------------------------------------------

/// Reads one `[[example]]`.
pub(super) fn parse(read: &mut Reader<'_>, value: &Value) -> Option<Example> {
    let table = read.table(value)?;
    let mut example = Example {
        name: String::new(),
        span: value.span.clone(),
        fires: Vec::new(),
        level: None,
        findings: None,
        inconclusive: false,
        profile: Profile::Strict,
        trello: false,
        items: Vec::new(),
        sprints: Vec::new(),
        changes: Vec::new(),
        roles: Vec::new(),
        without: Vec::new(),
        today: None,
    };
    for (key, value) in table {
        match key.name.as_str() {
            "name" => {
                example.span = value.span.clone();
                read.string(value)?.clone_into(&mut example.name);
            }
            "given" => given(read, value, &mut example),
            "changes" => {
                let list = read.list(value).unwrap_or_default();
                example.changes = list.iter().filter_map(|value| change(read, value)).collect();
            }
            "fires" => example.fires = texts(read, value),
            "level" => example.level = read.string(value).and_then(Level::parse),
            "findings" => example.findings = read.number(value).map(number),
            "profile" => example.profile = read.string(value).and_then(Profile::parse).unwrap_or(Profile::Strict),
            "inconclusive" => example.inconclusive = read.bool(value)?,
            "tool" => example.trello = read.string(value)? == "trello",
            "roles" => example.roles = roles(read, value),
            "without" => {
                for (name, span) in read.strings(value) {
                    if !WITHOUT.contains(&name.as_str()) {
                        read.error(span, format!("an example cannot be without `{name}`"), WITHOUT.join(", "));
                    }
                    example.without.push(name);
                }
            }
            "today" => example.today = read.instant(value),
            _ => read.unknown_key(key, "an example", EXAMPLE),
        }
    }
    if example.name.is_empty() {
        read.error(value.span.start..value.span.start + 1, "this example has no name", "say what happens in it");
    }
    Some(example)
}

fn texts(read: &mut Reader<'_>, value: &Value) -> Vec<String> {
    read.strings(value).into_iter().map(|(text, _)| text).collect()
}

fn roles(read: &mut Reader<'_>, value: &Value) -> Vec<(Role, Vec<String>)> {
    let mut roles = Vec::new();
    for (key, value) in read.table(value).cloned().unwrap_or_default() {
        match Role::parse(&key.name) {
            Some(role) => roles.push((role, texts(read, &value))),
            None => {
                let known: Vec<_> = Role::ALL.iter().map(|role| role.word()).collect();
                read.unknown_key(&key, "roles", &known);
            }
        }
    }
    roles
}

fn given(read: &mut Reader<'_>, value: &Value, example: &mut Example) {
    for (key, value) in read.table(value).cloned().unwrap_or_default() {
        let list = read.list(&value).map(<[Value]>::to_vec).unwrap_or_default();
        match key.name.as_str() {
            "items" => example.items = list.iter().filter_map(|value| item(read, value)).collect(),
            "sprints" => example.sprints = list.iter().filter_map(|value| sprint(read, value)).collect(),
            _ => read.unknown_key(&key, "given", &["items", "sprints"]),
        }
    }
}

fn item(read: &mut Reader<'_>, value: &Value) -> Option<GivenItem> {
    let mut item = GivenItem::default();
    for (key, value) in read.table(value)? {
        let mut text = || read.string(value).map(str::to_owned);
        match key.name.as_str() {
            "key" => item.key = text()?,
            "kind" => item.kind = text(),
            "status" => item.status = text(),
            "by" => item.by = text(),
            "reporter" => item.reporter = text(),
            "assignee" => item.assignee = text(),
            "sprint" => item.sprint = text(),
            "parent" => item.parent = text(),
            "at" => item.at = read.instant(value),
            "done" => item.done = read.instant(value),
            "estimate" => item.estimate = read.number(value).map(|points| points.to_string()),
            "labels" => item.labels = texts(read, value),
            "copied" => item.copied = read.bool(value)?,
            _ => read.unknown_key(key, "a given item", ITEM),
        }
    }
    Some(item)
}

fn sprint(read: &mut Reader<'_>, value: &Value) -> Option<GivenSprint> {
    let (mut name, mut start, mut end, mut completed, mut goal) = (None, None, None, None, None);
    for (key, entry) in read.table(value)? {
        match key.name.as_str() {
            "name" => name = read.string(entry).map(str::to_owned),
            "start" => start = read.instant(entry),
            "end" => end = read.instant(entry),
            "completed" => completed = read.instant(entry),
            "goal" => goal = read.string(entry).map(str::to_owned),
            _ => read.unknown_key(key, "a given sprint", SPRINT),
        }
    }
    if name.is_none() || start.is_none() {
        read.error(value.span.clone(), "a given sprint needs name and start", "");
    }
    Some(GivenSprint { name: name?, start: start?, end, completed, goal })
}

fn change(read: &mut Reader<'_>, value: &Value) -> Option<GivenChange> {
    let (mut at, mut by, mut item, mut act) = (None, None, None, None);
    let (mut repeat, mut every) = (1, SignedDuration::from_secs(1));
    for (key, value) in read.table(value)? {
        match key.name.as_str() {
            "at" => at = read.instant(value),
            "by" => by = read.string(value).map(str::to_owned),
            "item" => item = read.string(value).map(str::to_owned),
            "repeat" => repeat = number(read.number(value)?),
            "every" => every = SignedDuration::from_secs(i64::try_from(number(read.number(value)?)).unwrap_or(1)),
            name if ACTS.contains(&name) => act = given_act(read, name, value),
            _ => {
                let mut known = ACTS.to_vec();
                known.extend(["at", "by", "item", "repeat", "every"]);
                read.unknown_key(key, "a change", &known);
            }
        }
    }
    if at.is_none() || by.is_none() || item.is_none() || act.is_none() {
        read.error(value.span.clone(), "a change needs at, by, item and what was done", "something is missing here");
    }
    Some(GivenChange { at: at?, by: by?, item: item?, act: act?, repeat, every })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to small counts")]
fn number(number: f64) -> usize {
    number.clamp(0.0, 100_000.0) as usize
}

fn given_act(read: &mut Reader<'_>, name: &str, value: &Value) -> Option<GivenAct> {
    let mut text = || read.string(value).map(str::to_owned);
    Some(match name {
        "created" => GivenAct::Created(text()?),
        "ranked" => GivenAct::Ranked(text()?),
        "prioritised" => GivenAct::Prioritised(text()?),
        "assigned" => GivenAct::Assigned(text()?),
        "moved" => GivenAct::Moved(text()?),
        "planned" => GivenAct::Planned(text()?),
        "unplanned" => GivenAct::Unplanned(text()?),
        "unassigned" => GivenAct::Unassigned,
        "flagged" => GivenAct::Flagged(true),
        "unflagged" => GivenAct::Flagged(false),
        "commented" => GivenAct::Commented,
        "time-logged" => GivenAct::Logged,
        _ => match value.data {
            Data::Bool(false) => GivenAct::Estimated(None),
            _ => GivenAct::Estimated(Some(read.number(value)?)),
        },
    })
}

// --- running -------------------------------------------------------------------------------------------------------------

/// People that every example knows by their role; a number after it makes another one.
const PEOPLE: &[(&str, Role)] = &[
    ("product-owner", Role::ProductOwner),
    ("scrum-master", Role::ScrumMaster),
    ("developer", Role::Developer),
    ("developer-2", Role::Developer),
    ("developer-3", Role::Developer),
    ("stakeholder", Role::Stakeholder),
    ("manager", Role::Manager),
    ("app", Role::App),
];

/// Statuses that every example knows.
const STATUSES: &[(&str, Stage)] = &[
    ("Backlog", Stage::Backlog),
    ("Ready", Stage::Ready),
    ("In Progress", Stage::Doing),
    ("Review", Stage::Doing),
    ("Acceptance", Stage::Acceptance),
    ("Done", Stage::Done),
    ("Blocked", Stage::Impediments),
    ("Retro actions", Stage::Retrospective),
];

/// Runs one example of `rule`.
pub fn run(rule: &Definition, example: &Example, sources: &Sources) -> Verdict {
    let file = rule.file;
    let charter = charter(example);
    let facts = facts(example, file);
    let clock = Clock { today: example.today.map(|today| today.to_zoned(TimeZone::UTC).date()) };
    let built = board::build(vec![facts], &charter, clock);
    let mut found: Vec<Diagnostic> = Vec::new();
    let rules =
        RuleSet::new(std::slice::from_ref(rule), example.profile, &charter, &Selection::default(), sources, &mut found);
    let outcome = judge(&built.board, &rules);
    let mut fired = Vec::new();
    for finding in &outcome.findings {
        let whole = if rule.judge == Judge::Charter { "charter" } else { "board" };
        let subject = finding.item.as_ref().map(|item| item.key.clone()).or_else(|| finding.sprint.clone());
        fired.push((subject.unwrap_or_else(|| whole.to_owned()), finding.level));
        if finding.item.is_some() {
            fired.extend(finding.related.iter().filter_map(|other| Some((other.item.clone()?, finding.level))));
        }
    }
    for subject in &example.fires {
        match fired.iter().find(|(name, _)| name == subject) {
            None => return Verdict::Missing(format!("it does not fire on {subject}")),
            Some((_, level)) if example.level.is_some_and(|wanted| wanted != *level) => {
                return Verdict::Noisy(format!("it fires on {subject} as {level}"));
            }
            Some(_) => {}
        }
    }
    if let Some(wanted) = example.findings.filter(|wanted| *wanted != outcome.findings.len()) {
        return Verdict::Noisy(format!("it gives {} findings instead of {wanted}", outcome.findings.len()));
    }
    if let Some((subject, level)) = fired.iter().find(|(subject, _)| !example.fires.contains(subject)) {
        return Verdict::Noisy(format!("it fires on {subject} as {level}"));
    }
    let silent = outcome.inconclusive.iter().all(|told| told.partial);
    match (example.inconclusive, silent) {
        (true, true) => Verdict::Missing("it is judged, not inconclusive".to_owned()),
        (false, false) => {
            let reason = outcome.inconclusive.first().map(|told| told.message.clone()).unwrap_or_default();
            Verdict::Missing(format!("it is inconclusive: {reason}"))
        }
        _ => Verdict::Validated,
    }
}

fn charter(example: &Example) -> Charter {
    let mut charter = Charter { lists_developers: true, ..Charter::default() };
    let named = |text: &str| Named { text: text.to_owned(), mark: None };
    let given = |role: Role| example.roles.iter().find(|(name, _)| *name == role);
    let mut appoint = |role: Role, who: &str| {
        charter.appointments.push(Appointment { role, who: named(who), since: None, until: None });
    };
    for (who, role) in PEOPLE {
        if given(*role).is_none() {
            appoint(*role, who);
        }
    }
    for (role, people) in &example.roles {
        for who in people {
            appoint(*role, who);
        }
    }
    charter.workflow = STATUSES.iter().map(|(name, stage)| (*stage, named(name))).collect();
    charter.stages_given = Stage::ALL.to_vec();
    if !example.without.iter().any(|name| name == "estimates") {
        charter.story_points = Some(named("points"));
    }
    charter
}

fn facts<'e>(example: &'e Example, file: FileId) -> Facts<'e> {
    let mark = Mark::new(file, example.span.clone());
    let mut facts = Facts::new(file, if example.trello { Tool::Trello } else { Tool::Jira });
    facts.name = Cow::Borrowed("APP");
    facts.home = "example APP".to_owned();
    facts.comments = !example.without.iter().any(|name| name == "comments");
    facts.states = STATUSES
        .iter()
        .map(|(name, _)| StateFact { id: Cow::Borrowed(name), name: Cow::Borrowed(name), category: None })
        .collect();
    facts.fields.push(FieldFact { id: "points".into(), name: "points".into(), schema: "".into(), estimate: false });
    let mut items: Vec<ItemFact<'e>> = example.items.iter().map(|given| given_item(given, example, mark)).collect();
    for (number, given) in (0..).zip(&example.changes) {
        for copy in 0..given.repeat {
            let key = if given.repeat > 1 { format!("{}-{}", given.item, copy + 1) } else { given.item.clone() };
            let at = given.at.saturating_add(given.every * i32::try_from(copy).unwrap_or(0)).unwrap_or(given.at);
            apply(&mut items, &key, at, given, example, mark, &format!("{:06}{copy:06}", 100 + number));
        }
    }
    let people = items.iter().flat_map(|item| {
        let acted = item.changes.iter().filter_map(|change| change.by.clone());
        let named = item.creator.iter().map(|(who, _)| who.clone()).chain(item.reporter.clone());
        acted.chain(named).chain(item.assignees.iter().cloned())
    });
    let people = people.chain(PEOPLE.iter().map(|(name, _)| Cow::Borrowed(*name)));
    let named = example.roles.iter().flat_map(|(_, people)| people.iter().map(|name| Cow::Owned(name.clone())));
    let everybody: std::collections::BTreeSet<Cow<'e, str>> = people.chain(named).collect();
    facts.accounts = everybody
        .into_iter()
        .map(|name| Account {
            ids: vec![name.clone()],
            display: Some(name.clone()),
            app: name == "app",
            ..Account::default()
        })
        .collect();
    facts.sprints = example.sprints.iter().map(|given| given_sprint(given, mark)).collect();
    for item in &mut items {
        item.history = !example.without.iter().any(|name| name == "history");
    }
    facts.items = items;
    facts
}

fn given_sprint<'e>(given: &'e GivenSprint, mark: Mark) -> SprintFact<'e> {
    SprintFact {
        id: Cow::Borrowed(&given.name),
        name: Cow::Borrowed(&given.name),
        state: Cow::Borrowed(if given.completed.is_some() { "closed" } else { "active" }),
        board: Cow::Borrowed("1"),
        goal: given.goal.as_deref().map(Cow::Borrowed),
        start: Some(given.start),
        end: given.end.or(given.completed),
        completed: given.completed,
        mark: Some(mark),
    }
}

fn given_item<'e>(given: &'e GivenItem, example: &Example, mark: Mark) -> ItemFact<'e> {
    let mut item = blank(given.key.clone(), given.at.or_else(|| before(example)), mark);
    item.creator = Some((Cow::Borrowed(given.by.as_deref().unwrap_or("product-owner")), mark));
    item.reporter = given.reporter.as_deref().or(given.by.as_deref()).map(Cow::Borrowed);
    item.assignees = given.assignee.iter().map(|name| Cow::Borrowed(name.as_str())).collect();
    item.assignee_mark = Some(mark);
    if let Some(kind) = &given.kind {
        item.kind = Some(Cow::Borrowed(kind));
        item.part = kind == Kind::SubTask.word();
    }
    if let Some(status) = &given.status {
        item.state = state(status);
    }
    item.parent = given.parent.as_deref().map(Cow::Borrowed);
    item.labels = given.labels.iter().map(|label| Cow::Borrowed(label.as_str())).collect();
    item.copied = given.copied;
    item.sprints = given.sprint.iter().map(|name| Cow::Borrowed(name.as_str())).collect();
    if let Some(points) = &given.estimate {
        item.fields.push((Cow::Borrowed("points"), Text::Plain(points)));
    }
    if let Some(at) = given.done {
        let from = std::mem::replace(&mut item.state, state("Done"));
        let act = Act::Moved { from, to: state("Done") };
        item.changes.push(ChangeFact { id: "000001".into(), part: 0, at, by: Some("developer".into()), act, mark });
    }
    item
}

/// Items that an example only names were there a month before anything happens in it.
fn before(example: &Example) -> Option<Timestamp> {
    let changes = example.changes.iter().map(|change| change.at);
    let sprints = example.sprints.iter().map(|sprint| sprint.start);
    let first = changes.chain(sprints).min().or(example.today)?;
    first.checked_sub(SignedDuration::from_hours(30 * 24)).ok()
}

fn blank<'e>(key: String, created: Option<Timestamp>, mark: Mark) -> ItemFact<'e> {
    ItemFact {
        mark,
        id: Cow::Owned(key.clone()),
        key: Cow::Owned(key),
        number: None,
        title: Text::Plain("An example"),
        description: None,
        url: String::new(),
        kind: Some(Cow::Borrowed("Story")),
        part: false,
        parent: None,
        created: created.map(|at| (at, mark)),
        updated: None,
        creator: Some((Cow::Borrowed("product-owner"), mark)),
        reporter: Some(Cow::Borrowed("product-owner")),
        assignees: Vec::new(),
        assignee_mark: None,
        state: state("Backlog"),
        resolution: None,
        labels: Vec::new(),
        sprints: Vec::new(),
        flagged: false,
        closed: false,
        fields: Vec::new(),
        copied: false,
        changes: Vec::new(),
        history: true,
        truncated: false,
    }
}

fn state<'e>(name: &str) -> Ref<'e> {
    Ref { id: Cow::Owned(name.to_owned()), name: Cow::Owned(name.to_owned()) }
}

fn apply<'e>(
    items: &mut Vec<ItemFact<'e>>,
    key: &str,
    at: Timestamp,
    given: &'e GivenChange,
    example: &Example,
    mark: Mark,
    id: &str,
) {
    let place = items.iter().position(|item| item.key == key).unwrap_or_else(|| {
        items.push(blank(key.to_owned(), before(example), mark));
        items.len() - 1
    });
    let item = &mut items[place];
    let who = |name: &'e str| Cow::Borrowed(name);
    let act = match &given.act {
        GivenAct::Created(kind) => {
            item.kind = Some(Cow::Borrowed(kind));
            item.created = Some((at, mark));
            item.creator = Some((who(&given.by), mark));
            let declared = example.items.iter().any(|other| other.key == key && other.reporter.is_some());
            if !declared {
                item.reporter = Some(who(&given.by));
            }
            return;
        }
        GivenAct::Ranked(word) => {
            let direction = if word == "higher" { Direction::Higher } else { Direction::Lower };
            Act::Ranked { direction: Some(direction), state: None }
        }
        GivenAct::Prioritised(to) => Act::Prioritised { from: "Medium".into(), to: Cow::Borrowed(to) },
        GivenAct::Assigned(to) if example.trello => Act::Joined { who: who(to), copied: false },
        GivenAct::Unassigned if example.trello => match item.assignees.pop() {
            Some(who) => Act::Left { who },
            None => return,
        },
        GivenAct::Assigned(to) => {
            let from = std::mem::replace(&mut item.assignees, vec![who(to)]).pop();
            Act::Assigned { from, to: Some(who(to)) }
        }
        GivenAct::Unassigned => Act::Assigned { from: item.assignees.pop(), to: None },
        GivenAct::Estimated(points) => {
            let last = item.changes.iter().rev().find_map(|change| match change.act {
                Act::Estimated { to, .. } => Some(to),
                _ => None,
            });
            Act::Estimated { from: last.unwrap_or(None), to: *points }
        }
        GivenAct::Moved(to) => {
            let from = std::mem::replace(&mut item.state, state(to));
            Act::Moved { from, to: state(to) }
        }
        GivenAct::Planned(sprint) => {
            let from = item.sprints.clone();
            item.sprints.push(Cow::Borrowed(sprint));
            Act::Sprints { from, to: item.sprints.clone() }
        }
        GivenAct::Unplanned(sprint) => {
            let from = item.sprints.clone();
            item.sprints.retain(|other| other != sprint);
            Act::Sprints { from, to: item.sprints.clone() }
        }
        GivenAct::Flagged(set) => Act::Flagged { set: *set },
        GivenAct::Commented => Act::Commented,
        GivenAct::Logged => Act::TimeLogged,
    };
    item.changes.push(ChangeFact { id: Cow::Owned(id.to_owned()), part: 0, at, by: Some(who(&given.by)), act, mark });
}
