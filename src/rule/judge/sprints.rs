//! Rules that judge sprints that have begun.

use std::collections::BTreeMap;

use super::super::compiled::CompiledRule;
use super::super::definition::Repeated;
use super::super::reason::Reason;
use super::super::situation::Situation;
use super::candidates::Candidates;
use super::count::Counting;
use super::deciding::deciding;
use super::findings::{finding, marks_of_counted, related};
use crate::board::{Board, Sprint, SprintId, SprintState};
use crate::finding::{Finding, Phrase, Related};

/// The findings of a rule that judges sprints.
pub(super) fn judge(board: &Board<'_>, rule: &CompiledRule, candidates: &mut Candidates) -> Vec<Finding> {
    // Repetition is judged over closed sprints only, including those before the window.
    let wanted = |id: &SprintId| match board.sprint(*id) {
        sprint if rule.repeated.is_some() => sprint.state == SprintState::Closed || sprint.is_unplaced(),
        sprint => board.judges_sprint(sprint),
    };
    let counting = Counting::new(board, rule);
    let sprints = (0..board.sprints.len()).map(SprintId::new).filter(wanted);
    let found = sprints.filter_map(|id| Some((id, judge_sprint(&counting, board, rule, id, candidates)?)));
    match rule.repeated {
        Some(repeated) => often_enough(board, found.collect(), repeated),
        None => found.map(|(_, finding)| finding).collect(),
    }
}

fn judge_sprint(
    counting: &Counting<'_, '_>,
    board: &Board<'_>,
    rule: &CompiledRule,
    id: SprintId,
    candidates: &mut Candidates,
) -> Option<Finding> {
    let sprint = board.sprint(id);
    let situation = Situation::of_sprint(board, id).with(counting);
    let may_take_a_place =
        |repeated: Repeated| board.unplaced_of_last_closed(repeated.of_last).any(|other| other == id);
    let is_name_alone = !sprint.known && !sprint.name.is_empty() && rule.repeated.is_none();
    if sprint.is_unplaced() && (is_name_alone || sprint.is_undated() || rule.repeated.is_some_and(may_take_a_place)) {
        candidates.skip(rule, &situation, Reason::SprintUnexplained);
        return None;
    }
    let start = sprint.start.filter(|_| sprint.has_begun(board.clock))?;
    if sprint.is_being_planned(board.clock) {
        return None;
    }
    let unknown = match board.figures(sprint.index) {
        _ if sprint.days_alone => Some(Reason::CardsUnknown),
        None => Some(Reason::NoFigures),
        Some(_) => None,
    };
    if let Some(reason) = unknown.filter(|_| rule.looks_at_planning()) {
        candidates.skip(rule, &situation, reason);
        return None;
    }
    if !candidates.fires(rule, &situation) {
        return None;
    }
    let mut finding = finding(rule, deciding(rule, &situation), &situation, &[], &[sprint.id.to_string()])?;
    finding.at = Some(start);
    finding.sprint = Some(sprint.shown_name().to_owned());
    finding.sprint_id = Some(sprint.index);
    finding.location = sprint.mark;
    finding.related = related(rule, Some(sprint), counting, &situation);
    finding.pattern = marks_of_counted(rule, counting, &situation);
    Some(finding)
}

/// One finding per team on whose last closed sprints the rule fires often enough: the latest one, with the
/// others as related records.
fn often_enough(board: &Board<'_>, found: Vec<(SprintId, Finding)>, repeated: Repeated) -> Vec<Finding> {
    let mut teams: BTreeMap<(&str, &str), Vec<(&Sprint<'_>, Finding)>> = BTreeMap::new();
    for (id, finding) in found {
        let sprint = board.sprint(id);
        if board.cadence(sprint.index).closed_since < repeated.of_last {
            teams.entry(sprint.team()).or_default().push((sprint, finding));
        }
    }
    let latest = |mut found: Vec<(&Sprint<'_>, Finding)>| {
        // An undated sprint may be one of the last ones.
        let sure =
            |(sprint, _): &&(&Sprint<'_>, Finding)| board.cadence(sprint.index).maybe_closed_since < repeated.of_last;
        let enough = found.iter().filter(sure).count() >= repeated.at_least;
        found.sort_by_key(|(sprint, _)| board.cadence(sprint.index).closed_since);
        let mut found = found.into_iter();
        let (_, mut finding) = found.next().filter(|(sprint, _)| board.judges_sprint(sprint))?;
        finding.related.splice(0..0, found.map(|(sprint, other)| so_it_was_in(sprint, &other)));
        enough.then_some(finding)
    };
    teams.into_values().filter_map(latest).collect()
}

fn so_it_was_in(sprint: &Sprint<'_>, finding: &Finding) -> Related {
    let mut message = Phrase::text("so it was in ");
    message.push_quoted(sprint.shown_name());
    Related { item: None, number: None, at: sprint.completed, message, mark: finding.location }
}
