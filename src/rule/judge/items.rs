//! Rules that judge items in their state at the clock.

use jiff::Timestamp;

use super::super::compiled::CompiledRule;
use super::super::definition::Anchor;
use super::super::situation::Situation;
use super::candidates::Candidates;
use super::count::Counting;
use super::deciding::deciding;
use super::findings::{actor, by_whom, finding, marks_of_counted, related, related_change, subject};
use crate::board::{Board, ChangeId, Item, ItemId, SprintId};
use crate::finding::Finding;
use crate::source::Mark;

/// The findings of a rule that judges items.
pub(super) fn judge(board: &Board<'_>, rule: &CompiledRule, candidates: &mut Candidates) -> Vec<Finding> {
    let counting = Counting::new(board, rule);
    let items = (0..board.items.len()).map(ItemId::new);
    items.filter_map(|id| judge_item(board, rule, id, &counting, candidates)).collect()
}

fn judge_item(
    board: &Board<'_>,
    rule: &CompiledRule,
    id: ItemId,
    counting: &Counting<'_, '_>,
    candidates: &mut Candidates,
) -> Option<Finding> {
    let situation = Situation::of_item(board, id).with(counting);
    if !candidates.fires(rule, &situation) {
        return None;
    }
    let item = board.item(id);
    let record = Record::of(board, rule, id);
    if !is_inside(board, rule, item, &record) {
        return None;
    }
    let change = record.change.map(|id| board.change(id));
    let change_id = record.change.map_or_else(String::new, |id| board.record(id).id.to_string());
    let ids = [item.id.to_string(), change_id];
    let mut finding = finding(rule, deciding(rule, &situation), &situation, &[], &ids)?;
    finding.item = Some(subject(item));
    // Somebody who raised an impediment can be asked about it. The last one who moved or ranked an item is
    // not singled out.
    let raised = change.filter(|_| rule.points_at == Anchor::Blocked);
    finding.actor = raised.and_then(|change| Some(actor(board, change.by?, change)));
    finding.at = record.at(item);
    finding.sprint = record.sprint.map(|sprint| board.sprint(sprint).shown_name().to_owned());
    finding.sprint_id = record.sprint;
    finding.location = Some(record.mark);
    let others = record.before.iter();
    finding.related = others.map(|change| related_change(board, *change, by_whom(board, *change))).collect();
    finding.related.extend(related(rule, None, counting, &situation));
    finding.pattern = marks_of_counted(rule, counting, &situation);
    Some(finding)
}

/// The record that a finding about an item points to.
struct Record {
    since: Option<Timestamp>,
    mark: Mark,
    /// The change of the record.
    change: Option<ChangeId>,
    /// The earlier changes of the same pattern.
    before: Vec<ChangeId>,
    /// The sprint of the finding.
    sprint: Option<SprintId>,
}

impl Record {
    fn of(board: &Board<'_>, rule: &CompiledRule, id: ItemId) -> Self {
        let item = board.item(id);
        let mut record = Self { since: None, mark: item.mark, change: None, before: Vec::new(), sprint: None };
        match rule.points_at {
            Anchor::Blocked => {
                if let Some(blocked) = item.blocked {
                    (record.since, record.mark, record.change) = (blocked.since, blocked.mark, blocked.change);
                }
            }
            Anchor::Status => {
                if let Some((since, change)) = board.in_status_since(item) {
                    (record.since, record.change) = (Some(since), change);
                    record.mark = change.map_or(item.mark, |change| board.record(change).mark);
                }
            }
            Anchor::Reversals | Anchor::Crossings => {
                record.before = match rule.points_at {
                    Anchor::Reversals => board.reversals(item).changes,
                    _ => board.crossings(item).moves,
                };
                if let Some(last) = record.before.pop() {
                    (record.since, record.change) = (Some(board.change(last).at), Some(last));
                    record.mark = board.record(last).mark;
                }
            }
            // What was missing at the commitment is visible only in the item itself.
            Anchor::Commitment => {
                record.sprint = board.first_commitment(id).map(|(sprint, _)| sprint);
                record.since = record.sprint.and_then(|sprint| board.sprint(sprint).start);
            }
            Anchor::Subject | Anchor::Parent => {}
        }
        record
    }

    /// When the recorded state began.
    fn at(&self, item: &Item<'_>) -> Option<Timestamp> {
        self.since.or(item.created)
    }
}

/// Whether a finding about `item` belongs to the judged period. It does if the problem still exists at its
/// end. Otherwise it must have happened in the period, or the item was worked on in it.
fn is_inside(board: &Board<'_>, rule: &CompiledRule, item: &Item<'_>, record: &Record) -> bool {
    if board.window.is_open() {
        return true;
    }
    if let Some(sprint) = record.sprint {
        return board.judges_sprint(board.sprint(sprint));
    }
    match rule.points_at {
        Anchor::Blocked | Anchor::Status => true,
        Anchor::Reversals | Anchor::Crossings => record.at(item).is_some_and(|at| board.window.holds(at)),
        Anchor::Subject | Anchor::Parent | Anchor::Commitment => board.judges_item(item),
    }
}
