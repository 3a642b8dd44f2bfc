//! Counts a rule's candidates: how many were judged, why the others were not, and so whether the rule is
//! inconclusive.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::super::compiled::CompiledRule;
use super::super::condition::{Answer, Check, all_hold, all_hold_if_known};
use super::super::evidence::{is_about_assignments, is_about_creations, rests_on_history};
use super::super::reason::Reason;
use super::super::situation::Situation;
use super::super::subject::Judge;
use crate::board::{Board, Gap, ItemId, SprintId};
use crate::finding::gap::{GapText, known_part, names_no_creators};
use crate::finding::{Inconclusive, ItemLabel};
use crate::word::Word;
use crate::wording::{enumerated, many};

/// Maximum number of items or sprints named for one reason.
const NAMED: usize = 3;

/// Number of judged candidates of one rule, and the reasons why others were not judged.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    judged: usize,
    /// Number of violations among them.
    fired: usize,
    /// Candidates for which it is unknown whether the rule's conditions hold.
    open: BTreeMap<Reason, Skipped>,
    /// Candidates for which it is unknown whether an excuse holds.
    open_excuses: BTreeMap<Reason, Skipped>,
}

/// The candidates that were skipped for one reason.
#[derive(Clone, Debug, Default)]
struct Skipped {
    count: usize,
    /// The first few, which are named.
    named: Vec<Subject>,
}

/// Evidence that is missing for a rule.
struct Lack {
    gap: GapText,
    /// Whether some candidates were judged.
    partial: bool,
    /// The skipped candidates, if the message names them.
    left_out: Option<Named>,
}

/// Skipped candidates, in words.
struct Named {
    /// `3 items`, `3 of the 5 items`.
    how_many: String,
    /// The result of [`Skipped::names`].
    names: String,
}

/// A candidate that has a name.
#[derive(Clone, Copy, Debug)]
enum Subject {
    Item(ItemId),
    Sprint(SprintId),
}

impl Skipped {
    fn add(&mut self, subject: Option<Subject>) {
        self.count += 1;
        self.named.extend(subject.filter(|_| self.named.len() < NAMED));
    }

    fn merge(&mut self, other: &Self) {
        self.count += other.count;
        let room = NAMED.saturating_sub(self.named.len());
        self.named.extend(other.named.iter().copied().take(room));
    }

    /// The names and the number of further candidates: ` (APP-1, APP-2 and 3 more)`. Empty if there are no
    /// names.
    fn names(&self, board: &Board<'_>) -> String {
        let name = |subject: &Subject| match subject {
            Subject::Item(id) => ItemLabel::from(board.item(*id)).in_sentence(),
            Subject::Sprint(id) => board.sprint(*id).shown_name().to_owned(),
        };
        let mut names: Vec<String> = self.named.iter().map(name).collect();
        let more = self.count - names.len();
        if names.is_empty() {
            return String::new();
        }
        names.extend((more > 0).then(|| format!("{more} more")));
        format!(" ({})", enumerated(&names, "and"))
    }
}

/// The name of a candidate that is skipped for `reason`. The first sprints of any board lack a velocity and
/// figures: they need no names.
fn subject(rule: &CompiledRule, situation: &Situation<'_, '_>, reason: Reason) -> Option<Subject> {
    match (rule.judge, reason) {
        (_, Reason::FewSprints | Reason::NoFigures) => None,
        (Judge::Item, _) => situation.item.map(Subject::Item),
        (Judge::Sprint, _) => situation.sprint.map(Subject::Sprint),
        _ => None,
    }
}

impl Candidates {
    /// Adds the candidates of another part of the board.
    pub(super) fn merge(&mut self, other: Self) {
        self.judged += other.judged;
        self.fired += other.fired;
        for (reason, left_out) in other.open {
            self.open.entry(reason).or_default().merge(&left_out);
        }
        for (reason, left_out) in other.open_excuses {
            self.open_excuses.entry(reason).or_default().merge(&left_out);
        }
    }

    /// Skips `situation`, which `rule` cannot judge.
    pub(super) fn skip(&mut self, rule: &CompiledRule, situation: &Situation<'_, '_>, reason: Reason) {
        self.open.entry(reason).or_default().add(subject(rule, situation, reason));
    }

    /// Whether the conditions of `rule` hold in `situation` and no excuse does.
    pub(super) fn fires(&mut self, rule: &CompiledRule, situation: &Situation<'_, '_>) -> bool {
        self.takes(rule, &rule.when, situation)
    }

    /// The same for a change that already has one of the kinds that `rule` asks for.
    pub(super) fn fires_on_kind(&mut self, rule: &CompiledRule, situation: &Situation<'_, '_>) -> bool {
        self.takes(rule, &rule.when_of_kind, situation)
    }

    fn takes(&mut self, rule: &CompiledRule, when: &[Check], situation: &Situation<'_, '_>) -> bool {
        match all_hold(when, situation) {
            Answer::No => {
                self.judged += 1;
                return false;
            }
            Answer::NotApplicable => return false,
            Answer::Unknown(reason) => {
                self.skip(rule, situation, reason);
                return false;
            }
            Answer::Yes => {}
        }
        let mut open = None;
        for excuse in &rule.unless {
            match all_hold_if_known(excuse, situation) {
                Answer::Yes => {
                    self.judged += 1;
                    return false;
                }
                Answer::Unknown(reason) => open = open.or(Some(reason)),
                Answer::No | Answer::NotApplicable => {}
            }
        }
        match open {
            // It may be excused, so it is no finding.
            Some(reason) => {
                self.open_excuses.entry(reason).or_default().add(subject(rule, situation, reason));
                false
            }
            None => {
                self.judged += 1;
                self.fired += 1;
                true
            }
        }
    }

    /// The verdict that the rule could not be judged, or only partly. `gap` is what the whole board lacks for
    /// it.
    pub(super) fn inconclusive(self, board: &Board<'_>, rule: &CompiledRule, gap: Option<Gap>) -> Option<Inconclusive> {
        let Lack { gap: GapText { missing, message: reason, remedy }, partial, left_out } =
            self.lack(board, rule, gap)?;
        let message = match left_out {
            Some(Named { how_many, names }) => format!("{how_many} left out: {reason}{names}"),
            None => reason.clone(),
        };
        Some(Inconclusive {
            rule: rule.name.clone(),
            board: board.name.clone(),
            board_id: None,
            missing,
            partial,
            reason,
            message,
            remedy,
        })
    }

    /// What is missing for the rule; `None` if nothing is.
    fn lack(self, board: &Board<'_>, rule: &CompiledRule, gap: Option<Gap>) -> Option<Lack> {
        let lack = |gap, partial| Some(Lack { gap, partial, left_out: None });
        if let Some(gap) = gap {
            return lack(GapText::new(board, gap), false);
        }
        let mut reasons = self.open;
        for (reason, left_out) in &self.open_excuses {
            reasons.entry(*reason).or_default().merge(left_out);
        }
        let skipped: usize = reasons.values().map(|left_out| left_out.count).sum();
        // The first sprints of any board have no velocity: another reason is more helpful.
        let weight = |(reason, left_out): &(&Reason, &Skipped)| {
            (**reason != Reason::FewSprints, left_out.count, Reverse(**reason))
        };
        let most = reasons.iter().max_by_key(weight);
        if let Some((reason, left_out)) = most {
            // Evidence missing on the whole board matters for every possible violation. The candidates judged
            // without it prove nothing.
            let lacks_all = match reason {
                Reason::Need(_) => true,
                Reason::NotThen(role) => board.people.unnamed_lead() == Some(*role),
                Reason::NoActor => is_about_creations(rule) && names_no_creators(board),
                _ => false,
            };
            let partial = self.judged > 0 && (self.fired > 0 || !lacks_all);
            let all = many(skipped, rule.judge.word());
            let how_many = if left_out.count == skipped { all } else { format!("{} of the {all}", left_out.count) };
            let left_out = partial.then(|| Named { how_many, names: left_out.names(board) });
            return Some(Lack { gap: reason.gap(board), partial, left_out });
        }
        if is_about_assignments(rule) && board.lacks_first_assignees() {
            return lack(Reason::NoAssignees.gap(board), self.judged > 0);
        }
        if let Some(gap) = board.lacks_items().filter(|_| rule.judge != Judge::Charter) {
            return lack(GapText::new(board, gap), true);
        }
        if !rests_on_history(rule) {
            return None;
        }
        let message = known_part(board)?;
        lack(GapText { message, ..GapText::new(board, Gap::Beginning) }, true)
    }
}
