//! Explains why a rule is silent about a subject on which it should fire: the first condition that fails.

use super::super::compiled::CompiledRule;
use super::super::condition::{Answer, Condition, all_hold_if_known};
use super::super::definition::{Definition, Excuse};
use super::super::situation::Situation;
use super::super::subject::Judge;
use super::super::template::show;
use super::super::value::Value;
use super::count::Counting;
use crate::board::{Board, ChangeId, Gesture, ItemId, PersonId, SprintId};
use crate::word::Word;

/// Why `rule`, compiled as `compiled`, has no finding on `subject`. Explains the candidate that meets the
/// most conditions. `None` if one meets all and is not excused, for example when a rule about several sprints
/// holds for one only.
pub(crate) fn why_silent(
    board: &Board<'_>,
    rule: &Definition,
    compiled: &CompiledRule,
    subject: &str,
) -> Option<String> {
    let counting = Counting::new(board, compiled);
    let judged: Vec<Situation<'_, '_>> =
        candidates(board, compiled, subject).into_iter().map(|situation| situation.with(&counting)).collect();
    let holding = |situation: &&Situation<'_, '_>| {
        rule.when.iter().take_while(|condition| condition.check.answer(situation) == Answer::Yes).count()
    };
    let Some(nearest) = judged.iter().max_by_key(holding) else {
        return Some(format!("nothing of {subject} is judged: no {} there", rule.judge.word()));
    };
    let fails = rule.when.iter().find_map(|condition| reason(board, condition, nearest));
    fails.or_else(|| rule.unless.iter().find_map(|excuse| excused(board, excuse, nearest)))
}

/// The candidates of a rule that belong to `subject`: the key of an item, or the name of a sprint or person.
fn candidates<'b, 'a>(board: &'b Board<'a>, rule: &CompiledRule, subject: &str) -> Vec<Situation<'b, 'a>> {
    let item = || (0..board.items.len()).map(ItemId::new).find(|id| board.item(*id).key == subject);
    match rule.judge {
        Judge::Change => {
            let all = rule.judges_all_changes();
            let own = |id: &ChangeId| {
                let change = board.change(*id);
                all || change.gesture == Gesture::Decision
            };
            let changes = item().into_iter().flat_map(|id| board.history_ids(board.item(id)));
            changes.copied().filter(own).map(|id| Situation::of_change(board, id)).collect()
        }
        Judge::Item => item().map(|id| Situation::of_item(board, id)).into_iter().collect(),
        Judge::Stay => {
            let stays = if rule.judges_statuses() { board.stays_in_statuses() } else { board.stays() };
            let own = stays.all().iter().filter(|stay| Some(stay.item) == item());
            own.map(|stay| Situation::of_stay(board, stay)).collect()
        }
        Judge::Sprint => {
            let sprints = (0..board.sprints.len()).map(SprintId::new);
            let own = sprints.filter(|id| board.sprint(*id).name == subject);
            own.map(|id| Situation::of_sprint(board, id)).collect()
        }
        Judge::Person => {
            let own = board.people.iter().filter(|(_, person)| person.name == subject).map(|(id, _)| id);
            own.map(|id: PersonId| Situation::of_person(board, id)).collect()
        }
        Judge::Board | Judge::Charter => vec![Situation::of_board(board)],
    }
}

/// Why `condition` does not hold; `None` if it does.
fn reason(board: &Board<'_>, condition: &Condition, situation: &Situation<'_, '_>) -> Option<String> {
    let Condition { check, name, written, .. } = condition;
    match check.answer(situation) {
        Answer::Yes => None,
        Answer::Unknown(reason) => Some(format!("`{name}` is not known: {}", reason.gap(board).message)),
        Answer::No | Answer::NotApplicable => {
            let value = match check.field.value(situation) {
                Value::Person(id) => board.people.get(id).name.to_string(),
                Value::Text(text) if text.is_empty() => "empty".to_owned(),
                value => show(&value, check.field),
            };
            Some(format!("`{name}` is {value}; wanted {written}"))
        }
    }
}

/// A message if `excuse` holds or may hold, else `None`.
fn excused(board: &Board<'_>, excuse: &Excuse, situation: &Situation<'_, '_>) -> Option<String> {
    let checks: Vec<_> = excuse.conditions.iter().map(|condition| condition.check.clone()).collect();
    match all_hold_if_known(&checks, situation) {
        Answer::Yes => Some(format!("it is excused: {}", excuse.name)),
        Answer::No | Answer::NotApplicable => None,
        Answer::Unknown(reason) => Some(format!("it may be excused ({}): {}", excuse.name, reason.gap(board).message)),
    }
}
