//! The tiny board and the charter that an example describes.

use std::borrow::Cow;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::super::example::{Example, GivenAction, GivenChange, GivenItem, GivenSprint};
use crate::board::facts::{
    Account, Act, ChangeFact, Direction, Due, Facts, FieldFact, ItemFact, Ref, SprintFact, StateFact, Text, Tool,
};
use crate::charter::{Appointment, Charter, Kind, Named, PlannedSprint, Role, SprintCards, Stage, Word};
use crate::source::{FileId, Mark};

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

/// The charter of `example`, whose lines are all in `file`, at the example.
pub(super) fn charter(example: &Example, file: FileId) -> Charter {
    // The example stands for the charter, too: what a finding points at there is the example.
    let mut charter = Charter { file: Some(file), lists_developers: true, ..Charter::default() };
    let mark = Some(Mark::new(file, example.span.clone()));
    let named = |text: &str| Named { text: text.to_owned(), mark };
    let given = |role: Role| example.roles.iter().find(|(name, _)| *name == role);
    // An example that gives the role to nobody stands for a charter that leaves the developers out.
    charter.lists_developers = given(Role::Developer).is_none_or(|(_, who)| !who.is_empty());
    let mut appoint = |role: Role, who: &str, since, until| {
        charter.appointments.push(Appointment { role, who: named(who), since, until });
    };
    for (who, role) in PEOPLE {
        if given(*role).is_none() {
            appoint(*role, who, None, None);
        }
    }
    for (role, people) in &example.roles {
        for holder in people {
            appoint(*role, &holder.who, holder.since, holder.until);
        }
    }
    let without = |name: &str| example.without.iter().any(|other| other == name);
    let mapped = states(example).filter(|(_, stage)| !without("mapping") && !without(stage.word()));
    charter.workflow = mapped.map(|(name, stage)| (stage, named(name))).collect();
    charter.stages_given = Stage::ALL.to_vec();
    if knows_days_alone(example) {
        charter.sprints.extend(example.sprints.iter().filter_map(|given| planned(given, mark)));
    }
    charter.acceptance_criteria = Some(named("criteria"));
    charter.holidays.clone_from(&example.holidays);
    if !example.without.iter().any(|name| name == "estimates") {
        charter.story_points = Some(named("points"));
    }
    charter
}

/// Whether the charter gives the days of sprints, and nothing tells which cards are in them.
fn knows_days_alone(example: &Example) -> bool {
    example.trello && example.without.iter().any(|name| name == "sprint-cards")
}

/// A sprint as a charter gives it: its days, both of them whole.
fn planned(given: &GivenSprint, mark: Option<Mark>) -> Option<PlannedSprint> {
    let day = |at: Timestamp| at.to_zoned(TimeZone::UTC).date();
    Some(PlannedSprint {
        name: Named { text: given.name.clone(), mark },
        cards: SprintCards::ListOfItsName,
        start: day(given.start),
        end: day(given.end.or(given.completed)?),
        goal: given.goal.clone(),
    })
}

/// The statuses an example knows, and its own beside them.
fn states(example: &Example) -> impl Iterator<Item = (&str, Stage)> {
    let own = example.extra.iter().map(|(name, stage)| (name.as_str(), *stage));
    STATUSES.iter().copied().chain(own)
}

/// What the export of `example`'s board says, and the first change that changes nothing, if there is one.
pub(super) fn facts<'e>(example: &'e Example, file: FileId) -> (Facts<'e>, Option<String>) {
    let mut without_effect = None;
    let mark = Mark::new(file, example.span.clone());
    let mut facts = Facts::new(file, if example.trello { Tool::Trello } else { Tool::Jira });
    facts.lists_board = true;
    facts.name = Cow::Borrowed("APP");
    facts.home = "example APP".to_owned();
    facts.comments = !example.without.iter().any(|name| name == "comments");
    facts.states = states(example)
        .map(|(name, _)| StateFact {
            id: Cow::Borrowed(name),
            name: Cow::Borrowed(name),
            category: None,
            closed: false,
        })
        .collect();
    facts.fields.push(FieldFact { id: "points".into(), name: "points".into(), schema: "".into(), estimate: false });
    let criteria = FieldFact { id: "criteria".into(), name: "criteria".into(), schema: "".into(), estimate: false };
    facts.fields.push(criteria);
    let mut items: Vec<ItemFact<'e>> = example.items.iter().map(|given| given_item(given, example, mark)).collect();
    // Given items lie in the order in which they are written.
    for (place, item) in items.iter_mut().enumerate().filter(|_| !example.without.iter().any(|name| name == "ranks")) {
        item.position = u32::try_from(place).ok().map(f64::from);
    }
    for (number, given) in (0..).zip(&example.changes) {
        for copy in 0..given.repeat {
            let key = if given.repeat > 1 { format!("{}-{}", given.item, copy + 1) } else { given.item.clone() };
            let at = given.at.saturating_add(given.every * i32::try_from(copy).unwrap_or(0)).unwrap_or(given.at);
            let id = format!("{:06}{copy:06}", 100 + number);
            if let Err(wrong) = apply(&mut items, &key, at, given, example, mark, &id) {
                without_effect.get_or_insert(wrong);
            }
        }
    }
    let people = items.iter().flat_map(|item| {
        let acted = item.changes.iter().filter_map(|change| change.by.clone());
        let named = item.creator.iter().map(|(who, _)| who.clone()).chain(item.reporter.clone());
        acted.chain(named).chain(item.assignees.iter().cloned())
    });
    let people = people.chain(PEOPLE.iter().map(|(name, _)| Cow::Borrowed(*name)));
    let named = example.roles.iter().flat_map(|(_, people)| people.iter().map(|holder| Cow::Owned(holder.who.clone())));
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
    if !knows_days_alone(example) {
        facts.sprints = example.sprints.iter().map(|given| given_sprint(given, example.last(), mark)).collect();
    }
    if !example.trello {
        items.extend(fillers(example, &items, mark));
    }
    for item in &mut items {
        item.history = !example.without.iter().any(|name| name == "history");
        if example.without.iter().any(|name| name == "creators") {
            (item.creator, item.reporter) = (None, None);
        }
    }
    facts.items = items;
    (facts, without_effect)
}

fn given_sprint<'e>(given: &'e GivenSprint, last: Option<Timestamp>, mark: Mark) -> SprintFact<'e> {
    SprintFact {
        id: Cow::Borrowed(&given.name),
        name: Cow::Borrowed(&given.name),
        state: Cow::Borrowed(match given.completed {
            Some(_) => "closed",
            None if last.is_some_and(|last| last < given.start) => "future",
            None => "active",
        }),
        board: Cow::Borrowed("1"),
        goal: given.goal.as_deref().map(Cow::Borrowed),
        start: Some(given.start),
        activated: Some(given.start),
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
    item.originals = given.original.as_deref().map(Cow::Borrowed).into_iter().collect();
    item.updated = given.updated;
    item.due = given.due.map(Due::Day);
    item.priority = given.priority.as_deref().map(Cow::Borrowed);
    (item.holds_due, item.holds_priority) = (true, !example.trello);
    let links = given.links.iter().map(|words| Cow::Borrowed(words.as_str())).collect();
    item.links = (!example.trello).then_some(links);
    item.checklist = Some(given.checklist);
    if let Some(title) = &given.title {
        item.title = Text::plain(title);
    }
    item.description = given.description.as_deref().map(Text::plain);
    item.sprints = given.sprint.iter().map(|name| Cow::Borrowed(name.as_str())).collect();
    if let Some(points) = &given.estimate {
        item.fields.push((Cow::Borrowed("points"), Text::plain(points)));
    }
    if let Some(criteria) = &given.criteria {
        item.fields.push((Cow::Borrowed("criteria"), Text::plain(criteria)));
    }
    if let Some(at) = given.done {
        // What stands in done was at work before.
        let is_done = states(example).any(|(name, stage)| name == item.state.name && stage == Stage::Done);
        let to = if is_done { item.state.clone() } else { state("Done") };
        let before = if is_done { state("In Progress") } else { item.state.clone() };
        item.state = to.clone();
        let act = Act::Moved { from: before, to };
        item.changes.push(ChangeFact { id: "000001".into(), part: 0, at, by: Some("developer".into()), act, mark });
    }
    item
}

/// A sprint counts by the items in it: one that an example gives none has a part of something, which no figure counts.
fn fillers<'e>(example: &'e Example, items: &[ItemFact<'e>], mark: Mark) -> Vec<ItemFact<'e>> {
    let in_changes = items.iter().flat_map(|item| &item.changes).filter_map(|change| match &change.act {
        Act::Sprints { from, to } => Some(from.iter().chain(to)),
        _ => None,
    });
    let used: std::collections::BTreeSet<&str> =
        items.iter().flat_map(|item| &item.sprints).chain(in_changes.flatten()).map(|name| &**name).collect();
    let empty = example.sprints.iter().filter(|sprint| !used.contains(sprint.name.as_str()));
    let filler = |(number, sprint): (usize, &'e GivenSprint)| ItemFact {
        kind: Some(Cow::Borrowed(Kind::SubTask.word())),
        part: true,
        creator: Some((Cow::Borrowed("app"), mark)),
        reporter: None,
        sprints: vec![Cow::Borrowed(&sprint.name)],
        ..blank(format!("PART-{number}"), before(example), mark)
    };
    empty.enumerate().map(filler).collect()
}

/// Items that an example only names were there a month before anything happens in it.
fn before(example: &Example) -> Option<Timestamp> {
    let changes = example.changes.iter().map(|change| change.at);
    let sprints = example.sprints.iter().map(|sprint| sprint.start);
    let first = changes.chain(sprints).min().or(example.last())?;
    first.checked_sub(SignedDuration::from_hours(30 * 24)).ok()
}

fn blank<'e>(key: String, created: Option<Timestamp>, mark: Mark) -> ItemFact<'e> {
    ItemFact {
        title: Text::plain("An example"),
        kind: Some(Cow::Borrowed("Story")),
        created: created.map(|at| (at, mark)),
        creator: Some((Cow::Borrowed("product-owner"), mark)),
        reporter: Some(Cow::Borrowed("product-owner")),
        state: state("Backlog"),
        history: true,
        ..ItemFact::new(Cow::Owned(key.clone()), Cow::Owned(key), mark)
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
) -> Result<(), String> {
    let place = items.iter().position(|item| item.key == key).unwrap_or_else(|| {
        items.push(blank(key.to_owned(), before(example), mark));
        items.len() - 1
    });
    let item = &mut items[place];
    let who = |name: &'e str| Cow::Borrowed(name);
    let act = match &given.action {
        GivenAction::Created(kind) => {
            item.kind = Some(Cow::Borrowed(kind));
            item.created = Some((at, mark));
            if let Some(parent) = &given.under {
                item.parent = Some(Cow::Borrowed(parent));
                item.part = kind == Kind::SubTask.word();
            }
            item.creator = Some((who(&given.by), mark));
            let declared = example.items.iter().any(|other| other.key == key && other.reporter.is_some());
            if !declared {
                item.reporter = Some(who(&given.by));
            }
            return Ok(());
        }
        GivenAction::Ranked(word) => {
            let direction = if word == "higher" { Direction::Higher } else { Direction::Lower };
            Act::Ranked { direction: Some(direction), state: None }
        }
        GivenAction::Prioritised(to) => {
            let from = item.priority.replace(Cow::Borrowed(to)).unwrap_or("Medium".into());
            Act::Prioritised { from, to: Cow::Borrowed(to) }
        }
        GivenAction::Assigned(to) if example.trello => {
            item.assignees.push(who(to));
            Act::Joined { who: who(to), copied: false }
        }
        GivenAction::AssignedByCopy(to) => {
            item.assignees.push(who(to));
            Act::Joined { who: who(to), copied: true }
        }
        GivenAction::Rekinded(to) => {
            let from = item.kind.replace(Cow::Borrowed(to)).unwrap_or_default();
            Act::Rekinded { from, to: Cow::Borrowed(to) }
        }
        GivenAction::Unassigned if example.trello => match item.assignees.pop() {
            Some(who) => Act::Left { who },
            None => return Err(format!("nobody has {key}, so that nobody can be unassigned")),
        },
        GivenAction::Assigned(to) => {
            let from = std::mem::replace(&mut item.assignees, vec![who(to)]).pop();
            Act::Assigned { from, from_mark: None, to: Some(who(to)) }
        }
        GivenAction::Unassigned => Act::Assigned { from: item.assignees.pop(), from_mark: None, to: None },
        GivenAction::Estimated(points) => {
            let last = item.changes.iter().rev().find_map(|change| match change.act {
                Act::Estimated { to, .. } => Some(to),
                _ => None,
            });
            let given = || item.fields.iter().find(|(id, _)| id == "points").and_then(|(_, value)| value.number());
            Act::Estimated { from: last.unwrap_or_else(given), to: *points, title: None }
        }
        GivenAction::Moved(to) => {
            let from = std::mem::replace(&mut item.state, state(to));
            Act::Moved { from, to: state(to) }
        }
        GivenAction::Planned(sprint) => {
            let from = item.sprints.clone();
            if from.last().is_some_and(|last| last == sprint) {
                return Err(format!("{key} is in {sprint} already: the change changes nothing"));
            }
            // Nothing is in two open sprints: what is put into one leaves the other. Closed ones it keeps.
            let closed = |name: &str| {
                let sprint = example.sprints.iter().find(|sprint| sprint.name == name);
                sprint.is_some_and(|sprint| sprint.completed.is_some_and(|completed| completed <= at))
            };
            item.sprints.retain(|name| closed(name) && name != sprint);
            item.sprints.push(Cow::Borrowed(sprint));
            Act::Sprints { from, to: item.sprints.clone() }
        }
        GivenAction::Unplanned(sprint) => {
            let from = item.sprints.clone();
            if !from.iter().any(|name| name == sprint) {
                return Err(format!("{key} is not in {sprint}: the change changes nothing"));
            }
            item.sprints.retain(|other| other != sprint);
            Act::Sprints { from, to: item.sprints.clone() }
        }
        GivenAction::Described(to) => {
            let to = (!to.is_empty()).then(|| Text::plain(to));
            Act::Described { from: std::mem::replace(&mut item.description, to), to }
        }
        GivenAction::Criteria(to) => {
            let place = item.fields.iter().position(|(id, _)| id == "criteria");
            let from = place.map(|place| item.fields.remove(place).1);
            item.fields.push(("criteria".into(), Text::plain(to)));
            Act::Field { id: "criteria".into(), name: "criteria".into(), from, to: Some(Text::plain(to)), ids: None }
        }
        GivenAction::Retitled(to) => {
            let to = Text::plain(to);
            Act::Retitled { from: std::mem::replace(&mut item.title, to), to }
        }
        GivenAction::Resolved(to) => Act::Resolved { to: Cow::Borrowed(to) },
        GivenAction::Archived(closed) => {
            item.closed = *closed;
            Act::Closed { closed: *closed }
        }
        GivenAction::Labelled(label) | GivenAction::Unlabelled(label) => {
            let from = item.labels.clone();
            item.labels.retain(|other| other != label);
            if matches!(given.action, GivenAction::Labelled(_)) {
                item.labels.push(Cow::Borrowed(label));
            }
            Act::Labelled { from, to: item.labels.clone() }
        }
        GivenAction::Flagged(set) => Act::Flagged { set: *set },
        GivenAction::Commented => Act::Commented,
        GivenAction::Logged => Act::TimeLogged,
        GivenAction::TimeEstimated(to) => {
            let last = item.changes.iter().rev().find_map(|change| match &change.act {
                Act::TimeEstimated { to, .. } => Some(to.clone()),
                _ => None,
            });
            Act::TimeEstimated { original: true, from: last.unwrap_or_default(), to: Cow::Borrowed(to) }
        }
        GivenAction::Checklist(name) => Act::Split { name: Cow::Borrowed(name) },
        GivenAction::Closed => {
            item.closed = true;
            Act::Closed { closed: true }
        }
    };
    let mut push = |part, act| {
        item.changes.push(ChangeFact { id: Cow::Owned(id.to_owned()), part, at, by: Some(who(&given.by)), act, mark });
    };
    push(0, act);
    if given.with_log {
        push(1, Act::TimeLogged);
    }
    Ok(())
}
