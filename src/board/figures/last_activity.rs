//! When somebody last took an item into their hands. Source: the rule stale-backlog and bulk.

use foldhash::HashMap;
use jiff::{SignedDuration, Timestamp};

use crate::board::facts::{SLACK, Tool};
use crate::board::model::change::{Change, ChangeKind, Detail, Gesture};
use crate::board::model::item::Item;
use crate::board::{ItemId, Model, PersonId, StateId};
use crate::source::parallel;

/// How far apart the same change on another item may lie to be part of the same operation.
const BULK: SignedDuration = SignedDuration::from_secs(60);

/// When somebody last touched an item: created it, edited it, moved it, or said something about it. Ranks, the same change
/// to several items in one go, and the acts of apps are no touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastActivity {
    /// When.
    pub at: Timestamp,
    /// Whether it was then; else it was then or earlier.
    pub exact: bool,
}

/// When each item was last touched; none where the export does not say.
pub(super) fn all(model: &Model<'_>, bulk: &[bool]) -> Vec<Option<LastActivity>> {
    parallel::map(&model.items[..], |_, item| last_activity(model, item, bulk))
}

/// What makes changes to several items the same change: who made it, its kind, and of a move its two statuses.
type SameChange = (Option<PersonId>, ChangeKind, Option<(StateId, StateId)>);

/// Changes of one kind by one person on several items.
#[derive(Debug)]
struct BulkRun {
    last: Timestamp,
    first_item: Option<ItemId>,
    several: bool,
    members: Vec<usize>,
}

/// Which of `changes`, oldest first, were part of an operation on several items. An item, a remark, a title or a description is
/// written for one item, however fast the next one follows; moves are the same change if they join the same two statuses.
pub(super) fn bulk(changes: &[Change<'_>], tool: Tool) -> Vec<bool> {
    let mut bulk = vec![false; changes.len()];
    let mut runs: HashMap<SameChange, BulkRun> = HashMap::default();
    let close = |run: &BulkRun, bulk: &mut Vec<bool>| {
        for member in run.members.iter().filter(|_| run.several) {
            bulk[*member] = true;
        }
    };
    for (place, change) in changes.iter().enumerate() {
        if is_of_one_item(change.kind, tool) || change.gesture != Gesture::Decision || change.item.is_none() {
            continue;
        }
        let fresh = BulkRun { last: change.at, first_item: change.item, several: false, members: Vec::new() };
        let move_between = match &change.detail {
            Detail::States { from, to, .. } => Some((*from, *to)),
            _ => None,
        };
        let run = runs.entry((change.by, change.kind, move_between)).or_insert(fresh);
        if change.at.duration_since(run.last) > BULK {
            close(run, &mut bulk);
            (run.first_item, run.several) = (change.item, false);
            run.members.clear();
        }
        run.last = change.at;
        run.several |= run.first_item != change.item;
        run.members.push(place);
    }
    for run in runs.values() {
        close(run, &mut bulk);
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
    change.kind != ChangeKind::Ranked && matches!(change.gesture, Gesture::Decision | Gesture::Undone)
}

fn last_activity(model: &Model<'_>, item: &Item<'_>, bulk: &[bool]) -> Option<LastActivity> {
    let changes = || item.changes.iter().map(|id| (id.index(), model.change(*id)));
    let is_touch = |(place, change): &(usize, &Change<'_>)| !bulk[*place] && is_touch(change);
    let newest = changes().map(|(_, change)| change.at).max().or(item.created);
    let created = |change: &Change<'_>| change.kind == ChangeKind::Created;
    let known =
        changes().filter(is_touch).map(|(_, change)| change).filter(|change| !item.truncated || !created(change));
    let last = known.map(|change| change.at).max();
    // Something that the history does not tell of: a remark in an export without remarks, or only an app.
    let unseen = item.updated.filter(|updated| newest.is_none_or(|newest| updated.duration_since(newest) > SLACK));
    match (last, unseen) {
        (_, Some(at)) if !item.truncated || last.is_some() => Some(LastActivity { at, exact: false }),
        (Some(at), _) => Some(LastActivity { at, exact: true }),
        (None, _) if !item.truncated => item.created.map(|at| LastActivity { at, exact: true }),
        // All that is known of its history is no touch: the last one came before it.
        _ => {
            let oldest =
                changes().map(|(_, change)| change).filter(|change| !created(change)).map(|change| change.at).min();
            let known_since = [item.updated, model.cut, oldest].into_iter().flatten().min()?;
            Some(LastActivity { at: known_since, exact: false })
        }
    }
}
