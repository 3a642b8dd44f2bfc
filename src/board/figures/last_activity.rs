//! When somebody last worked on or edited an item. Source: the rule stale-backlog and bulk.

use jiff::{SignedDuration, Timestamp};

use crate::board::facts::{SLACK, Tool};
use crate::board::model::change::{Change, ChangeKind, Detail, Gesture};
use crate::board::model::item::Item;
use crate::board::{ChangeId, Changes, Model};
use crate::parallel;

/// Maximum time between equal changes of different items that belong to one bulk operation.
const BULK: SignedDuration = SignedDuration::from_secs(60);

/// When somebody last touched an item: created, edited, moved or commented on it. Ranking, bulk operations
/// and acts of apps do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastActivity {
    /// Upper bound, by what the export shows.
    pub latest: Timestamp,
    /// The last known touch, equal to `latest` if no later one can be missing; `None` if no touch is known.
    pub earliest: Option<Timestamp>,
}

/// When each item was last touched; `None` if the export does not say.
pub(super) fn all(model: &Model<'_>, bulk: &[bool]) -> Vec<Option<LastActivity>> {
    parallel::map(&model.items[..], |_, item| last_activity(model, item, bulk))
}

/// Which of `changes` were part of an operation on several items, indexed by change id. Creating an item,
/// commenting, and editing a title or description are never bulk, however fast they follow each other. Moves
/// belong together only if they join the same two statuses.
pub(super) fn bulk(changes: &Changes<'_>, tool: Tool) -> Vec<bool> {
    let may_be_several = |change: &Change<'_>| {
        !is_of_one_item(change.kind, tool) && change.gesture == Gesture::Decision && change.item.is_some()
    };
    let in_common = |change: &Change<'_>| (change.by, change.kind, change.moved());
    let mut bulk = vec![false; changes.len()];
    for run in changes.runs(may_be_several, in_common, BULK) {
        let item = |id: &ChangeId| changes[*id].item;
        if run.iter().any(|id| item(id) != item(&run[0])) {
            run.iter().for_each(|id| bulk[id.index()] = true);
        }
    }
    bulk
}

/// Whether changes of `kind` always concern a single item, or are no touch at all.
fn is_of_one_item(kind: ChangeKind, tool: Tool) -> bool {
    use ChangeKind as Kind;
    // On Trello, due dates, attachments and checklists are changed card by card.
    let of_one_card = tool == Tool::Trello && kind == Kind::Other;
    of_one_card
        || matches!(
            kind,
            Kind::Created | Kind::Commented | Kind::Ranked | Kind::Retitled | Kind::Described | Kind::CriteriaEdited
        )
}

/// Whether `change` counts as a touch, provided it was not part of a bulk operation.
pub(super) fn is_touch(change: &Change<'_>) -> bool {
    change.kind != ChangeKind::Ranked
        && matches!(change.gesture, Gesture::Decision | Gesture::Undone | Gesture::PerhapsUndone | Gesture::Elsewhere)
}

/// Whether `change` may have carried `item` over into the next sprint when its own was completed, at a time
/// that the export does not say.
fn may_be_carry_over(model: &Model<'_>, item: &Item<'_>, change: &Change<'_>) -> bool {
    let Detail::Sprints(sprints) = &change.detail else { return false };
    let was_in_one = item.memberships.first().is_some_and(|first| first.since < change.at);
    was_in_one && sprints.all().any(|id| !model.sprint(*id).known)
}

fn last_activity(model: &Model<'_>, item: &Item<'_>, bulk: &[bool]) -> Option<LastActivity> {
    let changes = || model.history_by_id(item);
    let is_touch = |(id, change): &(ChangeId, &Change<'_>)| !bulk[id.index()] && is_touch(change);
    let newest = changes().map(|(_, change)| change.at).max().or(item.created);
    let created = |change: &Change<'_>| change.kind == ChangeKind::Created;
    let known =
        changes().filter(is_touch).map(|(_, change)| change).filter(|change| !item.truncated || !created(change));
    let (mut last, mut certain) = (None, None);
    for change in known {
        last = last.max(Some(change.at));
        certain = certain.max(Some(change.at).filter(|_| !may_be_carry_over(model, item, change)));
    }
    // An update that the history lacks: a comment in an export without comments, or only an app.
    let unseen = item.updated.filter(|updated| newest.is_none_or(|newest| updated.duration_since(newest) > SLACK));
    let exactly = |at| LastActivity { latest: at, earliest: Some(at) };
    match (last, unseen) {
        (_, Some(latest)) if !item.truncated || last.is_some() => Some(LastActivity { latest, earliest: certain }),
        (Some(latest), _) => Some(LastActivity { latest, earliest: certain }),
        (None, _) if !item.truncated => item.created.map(exactly),
        // No known change is a touch: the last touch came before them.
        _ => {
            let oldest =
                changes().map(|(_, change)| change).filter(|change| !created(change)).map(|change| change.at).min();
            let latest = [item.updated, model.cut, oldest].into_iter().flatten().min()?;
            Some(LastActivity { latest, earliest: None })
        }
    }
}
