//! When somebody last took an item into their hands. Source: the rule stale-backlog and bulk.

use jiff::{SignedDuration, Timestamp};

use crate::board::facts::{SLACK, Tool};
use crate::board::model::change::{Change, ChangeKind, Detail, Gesture};
use crate::board::model::item::Item;
use crate::board::{ChangeId, Changes, Model};
use crate::parallel;

/// How far apart the same change on another item may lie to be part of the same operation.
const BULK: SignedDuration = SignedDuration::from_secs(60);

/// When somebody last touched an item: created it, edited it, moved it, or said something about it. Ranks, the same change
/// to several items in one go, and the acts of apps are no touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastActivity {
    /// When at the latest, as far as the export tells.
    pub latest: Timestamp,
    /// The last touch that is known, which is the same where nothing else may have been one; none where none is known.
    pub earliest: Option<Timestamp>,
}

/// When each item was last touched; none where the export does not say.
pub(super) fn all(model: &Model<'_>, bulk: &[bool]) -> Vec<Option<LastActivity>> {
    parallel::map(&model.items[..], |_, item| last_activity(model, item, bulk))
}

/// Which of `changes` were part of an operation on several items, in the order of their ids. An item, a remark, a title or a
/// description is written for one item, however fast the next one follows; moves are the same change if they join the same two
/// statuses.
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

/// Whether a change of `kind` is made for the one item alone, or is none that touches an item.
fn is_of_one_item(kind: ChangeKind, tool: Tool) -> bool {
    use ChangeKind as Kind;
    // What the due day of a card, its attachments or its checklists become, is said card by card.
    let of_one_card = tool == Tool::Trello && kind == Kind::Other;
    of_one_card
        || matches!(
            kind,
            Kind::Created | Kind::Commented | Kind::Ranked | Kind::Retitled | Kind::Described | Kind::CriteriaEdited
        )
}

/// Whether somebody took an item into their hands by `change`, were it not part of an operation on several items.
pub(super) fn is_touch(change: &Change<'_>) -> bool {
    change.kind != ChangeKind::Ranked
        && matches!(change.gesture, Gesture::Decision | Gesture::Undone | Gesture::PerhapsUndone | Gesture::Elsewhere)
}

/// Whether `change` may have taken `item` along into the next sprint as its own was completed: the export does not say when that
/// was.
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
    // Something that the history does not tell of: a remark in an export without remarks, or only an app.
    let unseen = item.updated.filter(|updated| newest.is_none_or(|newest| updated.duration_since(newest) > SLACK));
    let exactly = |at| LastActivity { latest: at, earliest: Some(at) };
    match (last, unseen) {
        (_, Some(latest)) if !item.truncated || last.is_some() => Some(LastActivity { latest, earliest: certain }),
        (Some(latest), _) => Some(LastActivity { latest, earliest: certain }),
        (None, _) if !item.truncated => item.created.map(exactly),
        // All that is known of its history is no touch: the last one came before it.
        _ => {
            let oldest =
                changes().map(|(_, change)| change).filter(|change| !created(change)).map(|change| change.at).min();
            let latest = [item.updated, model.cut, oldest].into_iter().flatten().min()?;
            Some(LastActivity { latest, earliest: None })
        }
    }
}
