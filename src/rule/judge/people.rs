//! Rules that judge people with a role.

use super::super::compiled::CompiledRule;
use super::super::situation::Situation;
use super::candidates::Candidates;
use super::count::Counting;
use super::deciding::deciding;
use super::findings::{finding, marks_of_counted, related};
use super::whole::period;
use crate::board::{Board, PersonId};
use crate::charter::Role;
use crate::finding::{Actor, Finding};

/// The findings of a rule that judges people. It judges everybody who holds a role at the clock, except apps
/// and outsiders.
pub(super) fn judge(board: &Board<'_>, rule: &CompiledRule, candidates: &mut Candidates) -> Vec<Finding> {
    let counting = Counting::new(board, rule);
    let has_a_role = |id: &PersonId| {
        let roles = board.people.roles(*id, board.clock);
        !(roles.has(Role::App) || roles.has(Role::Outsider))
    };
    let people = board.people.iter().map(|(id, _)| id).filter(has_a_role);
    people.filter_map(|id| judge_person(board, rule, id, &counting, candidates)).collect()
}

fn judge_person(
    board: &Board<'_>,
    rule: &CompiledRule,
    id: PersonId,
    counting: &Counting<'_, '_>,
    candidates: &mut Candidates,
) -> Option<Finding> {
    let situation = Situation::of_person(board, id).with(counting);
    if !candidates.fires(rule, &situation) {
        return None;
    }
    let person = board.people.get(id);
    let ids = [board.home.clone(), period(board), person.id.to_string()];
    let mut finding = finding(rule, deciding(rule, &situation), &situation, &[], &ids)?;
    finding.actor = Some(Actor {
        id: person.id.to_string(),
        name: person.name.to_string(),
        roles: board.people.roles(id, board.clock).iter().collect(),
    });
    finding.related = related(rule, None, counting, &situation);
    finding.pattern = marks_of_counted(rule, counting, &situation);
    let last = finding.related.iter().max_by_key(|related| related.at);
    finding.at = last.and_then(|related| related.at);
    finding.location = last.and_then(|related| related.mark).or(board.charter_start());
    Some(finding).filter(|finding| finding.at.is_none_or(|at| board.window.holds(at)))
}
