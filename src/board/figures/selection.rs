//! Exports that hold a part of the items: the pages of a search that are missing, and what a condition of the search left out.
//! Source: docs/definitions.md, all items.

use jiff::Timestamp;

use super::cancellation::is_cancelled;
use crate::board::facts::Tool;
use crate::board::model::calendar::{after, before};
use crate::board::model::item::Item;
use crate::board::{Model, Sprint, SprintId, SprintState};

/// Fewer items do not show how they were chosen.
const ENOUGH: usize = 5;

/// How long before the oldest last change a sprint was completed of which items are missing, in seconds: what is left of a
/// finished sprint may be tidied for some days.
const TIDYING: i64 = 7 * 24 * 3600;

/// So many items on which something would have been left alone for two weeks.
const MANY: usize = 10;

/// So many items that were changed last within a minute were changed by one operation.
const OPERATION: usize = 3;

/// How the items of an export were chosen, where not all of the board's are in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// Pages of the search are missing.
    Pages,
    /// By their sprints: nothing that waits is here, and of other sprints what came from them or went on into them.
    BySprint,
    /// Those that are not done.
    Open,
    /// Those that were changed at this instant or later.
    ChangedSince(Timestamp),
}

/// What of a board's items the export leaves out.
#[derive(Debug, Default)]
pub(super) struct LeftOut {
    pub(super) selection: Option<Selection>,
    /// Of which sprints items are missing.
    pub(super) sprints: Vec<bool>,
}

impl LeftOut {
    /// What the pages of the search say, and what the items have in common.
    pub(super) fn of(model: &Model<'_>) -> Self {
        let all = |missing| vec![missing; model.sprints.len()];
        let found = |selection, sprints| Self { selection: Some(selection), sprints };
        if model.contents.incomplete.is_some() {
            return found(Selection::Pages, all(true));
        }
        let none = || Self { selection: None, sprints: all(false) };
        let items: Vec<&Item<'_>> = model.items.iter().filter(|item| !item.part).collect();
        if model.tool != Tool::Jira || items.len() < ENOUGH {
            return none();
        }
        if is_open(model, &items) {
            return found(Selection::Open, all(true));
        }
        let by_sprint = by_sprint(model, &items);
        let in_part = by_sprint.as_ref().is_some_and(|sprints| sprints.contains(&true));
        match (by_sprint, changed_since(model, &items, in_part)) {
            (Some(mut sprints), Some((_, earlier))) => {
                sprints.iter_mut().zip(earlier).for_each(|(missing, earlier)| *missing |= earlier);
                found(Selection::BySprint, sprints)
            }
            (Some(sprints), None) => found(Selection::BySprint, sprints),
            (None, Some((since, earlier))) => found(Selection::ChangedSince(since), earlier),
            (None, None) => none(),
        }
    }
}

/// Whether nothing is finished on a board with closed sprints.
fn is_open(model: &Model<'_>, items: &[&Item<'_>]) -> bool {
    let now = after(model.clock, 1);
    let closed = model.sprints.iter().any(|sprint| sprint.state == SprintState::Closed && !sprint.items.is_empty());
    closed && !items.iter().any(|item| model.is_done_at(item, now) || is_cancelled(model, item, now))
}

/// Where every item was in a sprint, the sprints of which items are missing: the first ones of which nothing stayed, and the last
/// ones to which nothing came that had not been in a sprint before.
fn by_sprint(model: &Model<'_>, items: &[&Item<'_>]) -> Option<Vec<bool>> {
    if items.iter().any(|item| item.memberships.is_empty()) {
        return None;
    }
    let begun = |sprint: &&Sprint<'_>| sprint.has_begun(model.clock) && !sprint.items.is_empty();
    let begun: Vec<SprintId> = model.sprints.iter().filter(begun).map(|sprint| sprint.index).collect();
    let mut places = vec![None; model.sprints.len()];
    for (place, id) in begun.iter().enumerate() {
        places[id.index()] = Some(place);
    }
    let (mut stayed, mut fresh) = (vec![false; begun.len()], vec![false; begun.len()]);
    for item in items {
        let own = || item.memberships.iter().filter_map(|membership| places[membership.sprint.index()]);
        if let (Some(first), Some(last)) = (own().min(), own().max()) {
            (fresh[first], stayed[last]) = (true, true);
        }
    }
    let first = stayed.iter().position(|stayed| *stayed).unwrap_or(0);
    let last = fresh.iter().rposition(|fresh| *fresh).unwrap_or(begun.len());
    if first == 0 && last + 1 >= begun.len() && begun.len() > 1 {
        return None;
    }
    let mut missing = vec![false; model.sprints.len()];
    for id in begun.iter().take(first).chain(begun.iter().skip(last + 1)) {
        missing[id.index()] = true;
    }
    Some(missing)
}

/// The instant before which nothing was changed last, and the sprints that began before it, where a part of the items must be
/// missing: a sprint had been over for long by then, or many items of an export that holds a part had been there for long.
fn changed_since(model: &Model<'_>, items: &[&Item<'_>], in_part: bool) -> Option<(Timestamp, Vec<bool>)> {
    let last = |item: &&Item<'_>| {
        let changed = model.history(item).last().map(|change| change.at);
        item.updated.max(changed)
    };
    let mut all: Vec<Timestamp> = items.iter().map(last).collect::<Option<_>>()?;
    all.sort_unstable();
    let since = *all.first()?;
    if all.partition_point(|at| *at <= after(since, 60)) >= OPERATION {
        return None;
    }
    let over = |sprint: &Sprint<'_>| sprint.completed.is_some_and(|completed| completed < before(since, TIDYING));
    let earlier = |sprint: &Sprint<'_>| sprint.start.is_some_and(|start| start < since);
    let any = model.sprints.iter().any(|sprint| over(sprint) && !sprint.items.is_empty());
    let old = |item: &&&Item<'_>| item.created.is_some_and(|created| created < before(since, 2 * TIDYING));
    let many = in_part && items.len() >= MANY && items.iter().filter(old).count() * 2 > items.len();
    (any || many).then(|| (since, model.sprints.iter().map(earlier).collect()))
}
