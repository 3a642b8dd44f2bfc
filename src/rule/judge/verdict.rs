//! What became of a rule's candidates, and why it could not be judged.

use std::collections::BTreeMap;

use super::super::condition::{Answer, Condition, FieldRef, Scene, Test, Why, bit};
use super::super::definition::{Definition, Judge, Window};
use crate::board::{Board, ChangeKind, Gap, Need};
use crate::charter::{Kind, Role, Stage, Word};
use crate::finding::Inconclusive;

/// What became of the candidates of one rule.
#[derive(Debug, Default)]
pub(super) struct Tally {
    known: usize,
    unknown: BTreeMap<Why, usize>,
    excuses: BTreeMap<Why, usize>,
}

impl Tally {
    pub(super) fn merge(&mut self, other: Self) {
        self.known += other.known;
        for (why, count) in other.unknown {
            *self.unknown.entry(why).or_default() += count;
        }
        for (why, count) in other.excuses {
            *self.excuses.entry(why).or_default() += count;
        }
    }

    /// Leaves out a candidate that cannot be judged.
    pub(super) fn skip(&mut self, why: Why) {
        *self.unknown.entry(why).or_default() += 1;
    }

    /// Whether the conditions of `rule` hold in `scene` and no excuse does.
    pub(super) fn fires(&mut self, rule: &Definition, scene: &Scene<'_, '_>) -> bool {
        match scene.all(&rule.when) {
            Answer::No => {
                self.known += 1;
                return false;
            }
            Answer::Unknown(why) => {
                *self.unknown.entry(why).or_default() += 1;
                return false;
            }
            Answer::Yes => {}
        }
        let mut open = None;
        for excuse in &rule.unless {
            match scene.all(&excuse.conditions) {
                Answer::Yes => {
                    self.known += 1;
                    return false;
                }
                Answer::Unknown(why) => open = open.or(Some(why)),
                Answer::No => {}
            }
        }
        match open {
            // It may be excused: that is no ground for a finding.
            Some(why) => {
                *self.excuses.entry(why).or_default() += 1;
                false
            }
            None => {
                self.known += 1;
                true
            }
        }
    }

    /// That the rule could not be judged, or not everywhere.
    pub(super) fn verdict(self, board: &Board<'_>, rule: &Definition, gap: Option<Gap>) -> Option<Inconclusive> {
        let told = |gap: Gap, partial, message| Inconclusive {
            rule: rule.name.clone(),
            board: board.name.clone(),
            board_id: None,
            missing: gap.missing,
            partial,
            message,
            hint: gap.hint,
        };
        if let Some(gap) = gap {
            let message = gap.message.clone();
            return Some(told(gap, false, message));
        }
        let unknown =
            self.unknown.iter().chain(&self.excuses).max_by_key(|(why, count)| (**count, std::cmp::Reverse(**why)));
        if let Some((why, _)) = unknown {
            let skipped: usize = self.unknown.values().chain(self.excuses.values()).sum();
            let gap = why.gap(board);
            let partial = self.known > 0;
            let what = if skipped == 1 { rule.judge.to_string() } else { format!("{}s", rule.judge) };
            let message =
                if partial { format!("{skipped} {what} left out: {}", gap.message) } else { gap.message.clone() };
            return Some(told(gap, partial, message));
        }
        if let Some(gap) = board.lacks_issues().filter(|_| rule.judge != Judge::Charter) {
            let message = gap.message.clone();
            return Some(told(gap, true, message));
        }
        if !rests_on_history(rule) {
            return None;
        }
        let message = board.known_part()?;
        Some(told(board.lacks_beginning(), true, message))
    }
}

pub(super) fn rests_on_history(rule: &Definition) -> bool {
    let field_needs = |condition: &Condition| match condition.field {
        FieldRef::Known(field) => field.needs.contains(&Need::History),
        _ => true,
    };
    // Who created an item stands in the item itself.
    let created = |condition: &Condition| {
        condition.name == "change.kind"
            && matches!(condition.test, Test::AnyOf(words) if words == 1 << ChangeKind::Created as u64)
    };
    let judges_changes = rule.judge == Judge::Change && !rule.when.iter().any(created);
    judges_changes || rule.when.iter().any(field_needs)
}

/// Whether `rule` looks at how sprints were planned: that takes to know what was in them at their start.
pub(super) fn asks_for_planning(rule: &Definition) -> bool {
    rule.counts.iter().any(|count| count.window == Window::Planning)
}

/// What the whole board lacks for `rule`. Follows from the evidence that the fields in it rest on; never written into a
/// rule.
pub(super) fn static_gap(board: &Board<'_>, rule: &Definition) -> Option<Gap> {
    if rule.judge != Judge::Charter
        && let Some(gap) = board.lacks_reach()
    {
        return Some(gap);
    }
    if rule.judge == Judge::Charter {
        let named =
            [Role::ProductOwner, Role::ScrumMaster, Role::Developer].iter().any(|role| board.people.is_mapped(*role));
        return if named { None } else { board.lacks(Need::Role(Role::ProductOwner)) };
    }
    if asks_for_planning(rule)
        && let Some(gap) = board.lacks(Need::History).or_else(|| board.lacks(Need::Sprints))
    {
        return Some(gap);
    }
    let counted = rule.counts.iter().map(|count| count.conditions.as_slice());
    std::iter::once(rule.when.as_slice()).chain(counted).flatten().find_map(|condition| missing_for(board, condition))
}

pub(super) fn missing_for(board: &Board<'_>, condition: &Condition) -> Option<Gap> {
    let FieldRef::Known(field) = condition.field else { return None };
    if let Some(gap) = field.needs.iter().find_map(|need| board.lacks(*need)) {
        return Some(gap);
    }
    let (Test::AnyOf(words) | Test::NoneOf(words) | Test::AllOf(words)) = &condition.test else { return None };
    match field.name {
        "change.kind" => {
            let kinds = ChangeKind::ALL.iter().filter(|kind| words & (1 << **kind as usize) != 0);
            let mut gaps = kinds.map(|kind| board.lacks(Need::Kind(*kind)));
            // Several kinds: what can be seen of them is judged.
            gaps.try_fold(None, |first: Option<Gap>, gap| gap.map(|gap| first.or(Some(gap)))).flatten()
        }
        "item.stage" => {
            let stages = Stage::ALL.iter().filter(|stage| words & bit(**stage) != 0);
            let mut gaps = stages.map(|stage| board.lacks(Need::Mapping(*stage)));
            gaps.try_fold(None, |first: Option<Gap>, gap| gap.map(|gap| first.or(Some(gap)))).flatten()
        }
        "change.decision" => board.lacks(Need::History),
        "item.kind" if matches!(condition.test, Test::AnyOf(_)) => {
            let kinds = Kind::ALL.iter().filter(|kind| words & (1 << **kind as usize) != 0);
            let mut gaps = kinds.map(|kind| board.lacks(Need::Items(*kind)));
            gaps.try_fold(None, |first: Option<Gap>, gap| gap.map(|gap| first.or(Some(gap)))).flatten()
        }
        name if name.ends_with(".role") || name.ends_with("touched-by") => {
            missing_role(board, &condition.test, *words).or_else(|| board.lacks(Need::Creators))
        }
        _ => None,
    }
}

/// Who must be known for a test of roles to mean anything.
pub(super) fn missing_role(board: &Board<'_>, test: &Test, words: u64) -> Option<Gap> {
    let asked = Role::ALL.iter().filter(|role| words & (1 << **role as usize) != 0);
    let scrum = |role: &&Role| matches!(role, Role::ProductOwner | Role::ScrumMaster);
    let (scrum, other): (Vec<Role>, Vec<Role>) =
        (asked.clone().filter(scrum).copied().collect(), asked.filter(|role| !scrum(role)).copied().collect());
    match test {
        // Any of several: one that is known is enough.
        Test::AnyOf(_) if other.is_empty() => {
            let mut gaps = scrum.iter().map(|role| board.lacks(Need::Role(*role)));
            gaps.try_fold(None, |first: Option<Gap>, gap| gap.map(|gap| first.or(Some(gap)))).flatten()
        }
        Test::NoneOf(_) | Test::AllOf(_) if !scrum.is_empty() && other.is_empty() => {
            scrum.iter().find_map(|role| board.lacks(Need::Role(*role)))
        }
        // Developers, stakeholders, outsiders: somebody must have said who is who at all.
        _ => {
            let anybody = [Role::ProductOwner, Role::ScrumMaster].iter().any(|role| board.people.is_mapped(*role));
            if anybody { None } else { board.lacks(Need::Role(Role::ProductOwner)) }
        }
    }
}
