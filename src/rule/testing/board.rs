//! The export of an example's board.

use std::borrow::Cow;
use std::collections::BTreeSet;

use jiff::Timestamp;

use super::super::example::{Example, GivenSprint, Lack};
use super::changes::make_changes;
use super::charter::{PEOPLE, knows_days_alone, states};
use super::items::{fillers, given_items};
use crate::board::facts::{Account, Facts, FieldFact, FieldSchema, ItemFact, SprintFact, SprintState, StateFact};
use crate::source::{FileId, Mark};

/// The export of `example`'s board, and an error for the first change without effect, if there is one.
pub(super) fn facts<'e>(example: &'e Example, file: FileId) -> (Facts<'e>, Option<String>) {
    let mark = Mark::new(file, example.span.clone());
    let mut items = given_items(example, mark);
    let without_effect = make_changes(example, &mut items, mark);
    let accounts = accounts(example, &items);
    if !example.is_trello() {
        items.extend(fillers(example, &items, mark));
    }
    for item in &mut items {
        item.history = !example.lacks(Lack::History);
        if example.lacks(Lack::Creators) {
            (item.creator, item.reporter) = (None, None);
        }
    }
    let sprints = if knows_days_alone(example) {
        Vec::new()
    } else {
        example.sprints.iter().map(|given| given_sprint(given, example.last(), mark)).collect()
    };
    let facts = Facts {
        lists_board: true,
        name: Cow::Borrowed("APP"),
        home: "example APP".to_owned(),
        comments: !example.lacks(Lack::Comments),
        states: states(example).map(|(name, _)| named_state(name)).collect(),
        fields: ["points", "criteria"].map(named_field).into(),
        accounts,
        sprints,
        items,
        ..Facts::new(file, example.tool)
    };
    (facts, without_effect)
}

fn named_state(name: &str) -> StateFact<'_> {
    StateFact { id: Cow::Borrowed(name), name: Cow::Borrowed(name), category: None, closed: false }
}

fn named_field(name: &str) -> FieldFact<'_> {
    FieldFact { id: Cow::Borrowed(name), name: Cow::Borrowed(name), schema: FieldSchema::Unknown, estimate: false }
}

/// The accounts of everybody named in `items` or in the roles of `example`, and of the people that every
/// example has.
fn accounts<'e>(example: &'e Example, items: &[ItemFact<'e>]) -> Vec<Account<'e>> {
    let of_items = items.iter().flat_map(|item| {
        let acted = item.changes.iter().filter_map(|change| change.by.clone());
        let named = item.creator.iter().map(|(who, _)| who.clone()).chain(item.reporter.clone());
        acted.chain(named).chain(item.assignees.iter().cloned())
    });
    let known = PEOPLE.iter().map(|(name, _)| Cow::Borrowed(*name));
    let holders = example.roles.iter().flat_map(|(_, holders)| holders);
    let everybody: BTreeSet<Cow<'e, str>> =
        of_items.chain(known).chain(holders.map(|holder| Cow::Borrowed(holder.who.as_str()))).collect();
    let account = |name: Cow<'e, str>| Account {
        ids: vec![name.clone()],
        app: name == "app",
        display: Some(name),
        ..Account::default()
    };
    everybody.into_iter().map(account).collect()
}

fn given_sprint<'e>(given: &'e GivenSprint, last: Option<Timestamp>, mark: Mark) -> SprintFact<'e> {
    SprintFact {
        id: Cow::Borrowed(&given.name),
        name: Cow::Borrowed(&given.name),
        state: Some(match given.completed {
            Some(_) => SprintState::Closed,
            None if last.is_some_and(|last| last < given.start) => SprintState::Future,
            None => SprintState::Active,
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
