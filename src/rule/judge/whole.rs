//! Rules that judge the board as a whole, or the charter.

use super::super::compiled::CompiledRule;
use super::super::condition::Check;
use super::super::situation::Situation;
use super::super::subject::Judge;
use super::super::value::Value;
use super::candidates::Candidates;
use super::count::Counting;
use super::deciding::deciding;
use super::findings::{finding, marks_of_counted, related};
use crate::board::{Board, PersonId};
use crate::finding::{Actor, Finding};
use crate::source::Label;

/// The finding of a rule that judges the board or the charter.
pub(super) fn judge(board: &Board<'_>, rule: &CompiledRule, candidates: &mut Candidates) -> Option<Finding> {
    let counting = Counting::new(board, rule);
    let situation = Situation::of_board(board).with(&counting);
    if !candidates.fires(rule, &situation) {
        return None;
    }
    let of_charter = rule.judge == Judge::Charter;
    let person = person(&rule.when, &situation).map(|id| (id, board.people.get(id)));
    let ids = if of_charter { person.map(|(_, person)| person.id.to_string()) } else { Some(period(board)) };
    let ids: Vec<String> = std::iter::once(board.home.clone()).chain(ids).collect();
    let mut finding = finding(rule, deciding(rule, &situation), &situation, &[], &ids)?;
    finding.actor = person.map(|(id, person)| Actor {
        id: person.id.to_string(),
        name: person.name.to_string(),
        roles: board.people.roles(id, board.clock).iter().collect(),
    });
    finding.related = related(rule, None, &counting, &situation);
    finding.pattern = marks_of_counted(rule, &counting, &situation);
    let last = finding.related.last();
    finding.at = last.and_then(|related| related.at);
    let mut proof = if of_charter { proof(&rule.when, &situation) } else { Vec::new() }.into_iter();
    finding.location = proof.next().map(|label| label.mark).or_else(|| last.and_then(|related| related.mark));
    if !of_charter {
        // Something missing has no record. Point to the place where to look: the charter that expects it, the
        // sprint that lacks it, or the first record of the board.
        let sprint = board.last_started().and_then(|sprint| sprint.mark);
        let first = board.items.first().map(|item| item.mark);
        finding.location = finding.location.or(board.charter_start()).or(sprint).or(first);
    }
    finding.labels = proof.collect();
    // A pattern that ended outside the window is not reported for it.
    Some(finding).filter(|finding| finding.at.is_none_or(|at| board.window.holds(at)))
}

/// The first of the people in the values of `checks`.
fn person(checks: &[Check], situation: &Situation<'_, '_>) -> Option<PersonId> {
    let person = |check: &Check| match check.field.value(situation) {
        Value::Person(id) => Some(id),
        _ => None,
    };
    checks.iter().filter_map(person).min()
}

/// The lines of the charter that explain the values of `checks`.
fn proof(checks: &[Check], situation: &Situation<'_, '_>) -> Vec<Label> {
    checks.iter().flat_map(|check| check.field.proof(situation)).collect()
}

/// The period in a board finding's identity, so that the finding can recur: the last started sprint, else a
/// 28-day interval.
pub(super) fn period(board: &Board<'_>) -> String {
    match board.last_started() {
        Some(sprint) => sprint.id.to_string(),
        None => format!("{}", board.clock.as_second() / (28 * 24 * 3600)),
    }
}
