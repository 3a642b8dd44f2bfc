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
        // What is missing stands nowhere: the charter that expects it, the sprint it is missing in, or the board's first
        // record, shows where to look.
        let sprint = board.last_started().and_then(|sprint| sprint.mark);
        let first = board.items.first().map(|item| item.mark);
        finding.location = finding.location.or(board.charter_start()).or(sprint).or(first);
    }
    finding.labels = proof.collect();
    // A pattern whose last change lies outside the window is not what the window shows.
    Some(finding).filter(|finding| finding.at.is_none_or(|at| board.window.holds(at)))
}

/// The first of the people that `checks` ask for.
fn person(checks: &[Check], situation: &Situation<'_, '_>) -> Option<PersonId> {
    let person = |check: &Check| match check.field.value(situation) {
        Value::Person(id) => Some(id),
        _ => None,
    };
    checks.iter().filter_map(person).min()
}

/// The lines of the charter that show what `checks` ask for.
fn proof(checks: &[Check], situation: &Situation<'_, '_>) -> Vec<Label> {
    checks.iter().flat_map(|check| check.field.proof(situation)).collect()
}

/// What a board finding belongs to, so that it can come back: the last started sprint, else the 28 days it falls into.
pub(super) fn period(board: &Board<'_>) -> String {
    match board.last_started() {
        Some(sprint) => sprint.id.to_string(),
        None => format!("{}", board.clock.as_second() / (28 * 24 * 3600)),
    }
}
