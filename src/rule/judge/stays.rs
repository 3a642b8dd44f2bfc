//! Rules that judge stays of items: in stages, in single statuses or lists, or blocked.

use super::super::compiled::CompiledRule;
use super::super::situation::Situation;
use super::candidates::Candidates;
use super::count::Counting;
use super::deciding::deciding;
use super::findings::{by_whom, finding, marks_of_counted, related, related_change, subject};
use crate::board::{Board, Stay, StayIn};
use crate::finding::Finding;
use crate::word::Word;

/// The findings of a rule that judges stays. It judges stays that ended in the judged period, and stays open
/// at the clock.
pub(super) fn judge(board: &Board<'_>, rule: &CompiledRule, candidates: &mut Candidates) -> Vec<Finding> {
    let counting = Counting::new(board, rule);
    let stays = if rule.judges_statuses() { board.stays_in_statuses() } else { board.stays() };
    let inside = |stay: &&Stay| stay.until().is_none_or(|until| board.window.holds(until));
    stays.all().iter().filter(inside).filter_map(|stay| judge_stay(board, rule, stay, &counting, candidates)).collect()
}

fn judge_stay(
    board: &Board<'_>,
    rule: &CompiledRule,
    stay: &Stay,
    counting: &Counting<'_, '_>,
    candidates: &mut Candidates,
) -> Option<Finding> {
    let situation = Situation::of_stay(board, stay).with(counting);
    if !candidates.fires(rule, &situation) {
        return None;
    }
    let item = board.item(stay.item);
    let began = stay.begun_by.map(|id| board.record(id));
    // A stay that began with the item's creation has no record of its own. The start distinguishes it from a
    // later stay.
    let record = began.map_or_else(|| format!("{}", stay.since), |record| record.id.to_string());
    let within = stay.within.map_or("", StayIn::word);
    let ids = [item.id.to_string(), record, within.to_owned()];
    let mut finding = finding(rule, deciding(rule, &situation), &situation, &[], &ids)?;
    finding.item = Some(subject(item));
    finding.at = Some(stay.since);
    finding.sprint = stay.sprint.map(|id| board.sprint(id).shown_name().to_owned());
    finding.sprint_id = stay.sprint;
    finding.location = Some(began.map_or(item.mark, |record| record.mark));
    if let Some(ended) = stay.ended_by() {
        finding.related.push(related_change(board, ended, by_whom(board, ended)));
    }
    finding.related.extend(related(rule, None, counting, &situation));
    finding.pattern = marks_of_counted(rule, counting, &situation);
    Some(finding)
}
