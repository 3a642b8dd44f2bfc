//! The items of an example before its changes are applied.

use std::borrow::Cow;
use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::super::example::{Example, GivenItem, GivenSprint, Lack};
use super::charter::states;
use crate::board::facts::{Act, ChangeFact, Due, ItemFact, ItemFields, Ref, Text};
use crate::charter::{Kind, Stage};
use crate::source::Mark;
use crate::word::Word;

/// The items in `example`, ranked in the order in which they are written.
pub(super) fn given_items<'e>(example: &'e Example, mark: Mark) -> Vec<ItemFact<'e>> {
    let mut items: Vec<ItemFact<'e>> = example.items.iter().map(|given| given_item(given, example, mark)).collect();
    if !example.lacks(Lack::Ranks) {
        for (place, item) in items.iter_mut().enumerate() {
            item.position = u32::try_from(place).ok().map(f64::from);
        }
    }
    items
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
    item.holds = item.holds.with(ItemFields::DUE, true).with(ItemFields::PRIORITY, !example.is_trello());
    let links = given.links.iter().map(|words| Cow::Borrowed(words.as_str())).collect();
    item.links = (!example.is_trello()).then_some(links);
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
        // An item in done was in progress before.
        let is_done = states(example).any(|(name, stage)| name == item.state.name && stage == Stage::Done);
        let to = if is_done { item.state.clone() } else { state("Done") };
        let before = if is_done { state("In Progress") } else { item.state.clone() };
        item.state = to.clone();
        let act = Act::Moved { from: before, to };
        item.changes.push(ChangeFact { id: "000001".into(), part: 0, at, by: Some("developer".into()), act, mark });
    }
    item
}

/// Items named only in an example's changes were created a month before anything else happens.
pub(super) fn before(example: &Example) -> Option<Timestamp> {
    let changes = example.changes.iter().map(|change| change.at);
    let sprints = example.sprints.iter().map(|sprint| sprint.start);
    let first = changes.chain(sprints).min().or(example.last())?;
    first.checked_sub(SignedDuration::from_hours(30 * 24)).ok()
}

/// An item of which only the key is given.
pub(super) fn blank<'e>(key: String, created: Option<Timestamp>, mark: Mark) -> ItemFact<'e> {
    ItemFact {
        title: Text::plain("An example"),
        kind: Some(Cow::Borrowed("Story")),
        created: created.map(|at| (at, mark)),
        creator: Some((Cow::Borrowed("product-owner"), mark)),
        reporter: Some(Cow::Borrowed("product-owner")),
        state: state("Backlog"),
        history: true,
        // The changes of an example are all that was done, comments too.
        comment_total: Some(0),
        ..ItemFact::new(Cow::Owned(key.clone()), Cow::Owned(key), mark)
    }
}

/// The status or list of this name, which is also its id.
pub(super) fn state<'e>(name: &str) -> Ref<'e> {
    Ref { id: Cow::Owned(name.to_owned()), name: Cow::Owned(name.to_owned()) }
}

/// Figures ignore empty sprints. Each sprint without items gets a sub-task, which no figure counts.
pub(super) fn fillers<'e>(example: &'e Example, items: &[ItemFact<'e>], mark: Mark) -> Vec<ItemFact<'e>> {
    let in_changes = items.iter().flat_map(|item| &item.changes).filter_map(|change| match &change.act {
        Act::Sprints { from, to } => Some(from.iter().chain(to)),
        _ => None,
    });
    let used: BTreeSet<&str> =
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
