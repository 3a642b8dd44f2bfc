//! How often each decision was made, and by whom, as the rules see it: what a rule about the decision excuses is not
//! counted, not even for whoever owns the decision, since copies would otherwise make up their share of it. The excuses and
//! thresholds are those of the rules that say which decision they are about.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use foldhash::HashSet;
use jiff::Timestamp;

use super::compiled::CompiledRule;
use super::condition::{Answer, Check, Test, all_hold};
use super::definition::Definition;
use super::field::WordsNeed;
use super::judge::{deciding, operation, operations};
use super::reason::{Omitted, Reason};
use super::situation::{OperationKind, Situation};
use super::value::{Value, bit};
use super::vocabulary::roles;
use crate::board::{
    Board, ChangeId, Decider, Decision, Detail, Doubt, MadeDecision, Need, Part, PersonId, Responsibility, Seat,
};
use crate::charter::{Level, Profile, Role};
use crate::word::Word;

/// How often a decision was made, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The decision.
    pub responsibility: Responsibility,
    /// How often by each seat, in their order.
    pub counts: [usize; Seat::ALL.len()],
    /// How often by somebody whom the record does not name.
    pub unknown: usize,
    /// How often in a way that a rule about it excuses, whoever did it: a copy, a corrected word.
    pub excused: usize,
    /// How often something was done of which it is not known whether it was this decision, or whose.
    pub left_out: usize,
    /// Why that is not known, each reason once.
    pub doubts: Vec<Doubt>,
}

impl Tally {
    fn new(responsibility: Responsibility) -> Self {
        Self { responsibility, counts: [0; Seat::ALL.len()], unknown: 0, excused: 0, left_out: 0, doubts: Vec::new() }
    }

    /// How often it was decided by somebody who is known.
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// How often `seat` decided it.
    pub fn of(&self, seat: Seat) -> usize {
        self.counts[seat as usize]
    }

    /// How often those decided it whose decision it is.
    pub fn owned(&self) -> usize {
        Seat::ALL.iter().filter(|seat| self.responsibility.part(**seat) == Part::Owns).map(|seat| self.of(*seat)).sum()
    }

    fn leave_out(&mut self, doubt: Doubt) {
        self.left_out += 1;
        if !self.doubts.contains(&doubt) {
            self.doubts.push(doubt);
        }
    }
}

/// Decisions and who made them.
#[derive(Clone, Debug)]
pub struct Accountability {
    /// One of each responsibility, in their order.
    pub tallies: Vec<Tally>,
    /// Who made any of the decisions, by the seats they had in them: whoever had several stands under each.
    pub seated: [Vec<PersonId>; Seat::ALL.len()],
}

/// The rules that know what of a decision counts.
#[derive(Debug)]
pub struct Excuses(Arc<[CompiledRule]>);

/// Whose decisions the changes of one board count as.
#[derive(Debug)]
pub(super) struct Deciders {
    excuses: Excuses,
    /// Decisions made before are neither asked about nor part of a session with one that is.
    since: Timestamp,
    /// The changes that were made in sessions, with the decision they are about, found when they are first asked for.
    in_session: OnceLock<InSession>,
}

/// Changes that were made in sessions, with the decision they are about.
type InSession = HashSet<(Responsibility, ChangeId)>;

/// What rules call the decision; none where no rule can be about it alone: work that is taken is given to somebody, too, and work is
/// accepted by a move.
fn decision(responsibility: Responsibility) -> Option<Decision> {
    Some(match responsibility {
        Responsibility::Order => Decision::Order,
        Responsibility::Priority => Decision::Priority,
        Responsibility::Stories => Decision::Story,
        Responsibility::Criteria => Decision::Criteria,
        Responsibility::Estimates => Decision::Estimate,
        Responsibility::Giving => Decision::Assignment,
        Responsibility::Status => Decision::Status,
        Responsibility::Scope => Decision::Scope,
        Responsibility::Impediments => Decision::Impediment,
        Responsibility::Retro => Decision::Retro,
        Responsibility::Acceptance | Responsibility::Taking => return None,
    })
}

/// Whether `rule` is one about those at `seat`: it asks for their role.
fn names(rule: &CompiledRule, seat: Seat) -> bool {
    let role = match seat {
        Seat::ProductOwner => Role::ProductOwner,
        Seat::ScrumMaster => Role::ScrumMaster,
        Seat::Developers => Role::Developer,
        Seat::Others => return false,
    };
    let of_actor = |check: &&Check| check.field.known().is_some_and(|field| field.of_actor);
    let asks = |check: &Check| matches!(check.test, Test::AnyOf(roles) if roles & bit(role) != 0);
    rule.when.iter().filter(of_actor).any(asks)
}

impl Excuses {
    /// Those among `rules`.
    pub fn new<'r>(rules: impl IntoIterator<Item = &'r Definition>) -> Self {
        let about_one = rules.into_iter().filter(|rule| rule.decision.is_some());
        Self(about_one.map(|rule| CompiledRule::new(rule, Profile::Strict, &[])).collect())
    }

    /// The rules themselves.
    pub(super) fn rules(&self) -> Arc<[CompiledRule]> {
        Arc::clone(&self.0)
    }

    /// The rule that is asked about a decision made by somebody at `seat`: of several the one about those who sit there, else the
    /// first. None where no rule is about it.
    fn about(&self, responsibility: Responsibility, seat: Seat) -> Option<&CompiledRule> {
        let decision = decision(responsibility)?;
        let mut rules = self.0.iter().filter(|rule| rule.decision == Some(decision));
        rules.clone().find(|rule| names(rule, seat)).or_else(|| rules.next())
    }

    /// Counts the decisions made on `board` at instants that `within` takes.
    pub fn count(&self, board: &Board<'_>, within: impl Fn(Timestamp) -> bool) -> Accountability {
        let mut tallies: Vec<Tally> = Responsibility::ALL.iter().map(|it| Tally::new(*it)).collect();
        let mut made = Vec::new();
        for act in board.acts(within) {
            let tally = &mut tallies[act.responsibility as usize];
            let (by, seat) = match act.by {
                Decider::Person(by, seat) => (by, seat),
                Decider::Doubtful(doubt) => {
                    tally.leave_out(doubt);
                    continue;
                }
                Decider::Unrecorded => {
                    tally.unknown += 1;
                    continue;
                }
            };
            match self.excused(board, act.responsibility, act.change, seat) {
                Answer::Yes => tally.excused += 1,
                Answer::Unknown(reason) => tally.leave_out(doubt(reason)),
                Answer::No | Answer::NotApplicable => made.push((act, by, seat)),
            }
        }
        let in_session = self.in_session(board, &made);
        let mut seated: [Vec<PersonId>; Seat::ALL.len()] = Default::default();
        for (act, by, seat) in made {
            let tally = &mut tallies[act.responsibility as usize];
            if act.change.is_some_and(|change| in_session.contains(&(act.responsibility, change))) {
                tally.leave_out(Doubt::Session);
                continue;
            }
            tally.counts[seat as usize] += 1;
            let seated = &mut seated[seat as usize];
            if !seated.contains(&by) {
                seated.push(by);
            }
        }
        Accountability { tallies, seated }
    }

    /// Whether the rule about it excuses a decision that `change` shows, whoever made it.
    fn excused(
        &self,
        board: &Board<'_>,
        responsibility: Responsibility,
        change: Option<ChangeId>,
        seat: Seat,
    ) -> Answer {
        let Some(id) = change else { return Answer::No };
        // What a copied card brought along, nobody chose; taking is no rule's matter.
        if matches!(board.change(id).detail, Detail::Person { copied: true, .. }) {
            return Answer::Yes;
        }
        let Some(rule) = self.about(responsibility, seat) else { return Answer::No };
        let situation = Situation::of_change(board, id);
        let mut answer = Answer::No;
        let about_role = |check: &&Check| check.field.known().is_some_and(|field| field.words_need == WordsNeed::Roles);
        for check in rule.when.iter().filter(|check| !about_role(check)) {
            match check.answer(&situation) {
                Answer::Yes => {}
                Answer::No | Answer::NotApplicable => return Answer::Yes,
                unknown => answer = unknown,
            }
        }
        for excuse in &rule.unless {
            match all_hold(excuse, &situation) {
                Answer::Yes => return Answer::Yes,
                Answer::No | Answer::NotApplicable => {}
                unknown => answer = unknown,
            }
        }
        answer
    }

    /// The changes that were made in sessions of which rules give a hint and no more, with the decision they are about: somebody
    /// typed in or handed on what others may have decided.
    fn in_session(&self, board: &Board<'_>, made: &[(MadeDecision, PersonId, Seat)]) -> InSession {
        let mut by_rule: BTreeMap<&str, (&CompiledRule, Responsibility, Vec<ChangeId>)> = BTreeMap::new();
        for (act, _, seat) in made.iter().filter(|(act, _, seat)| may_be_in_session(act.responsibility, *seat)) {
            if let (Some(change), Some(rule)) = (act.change, self.about(act.responsibility, *seat)) {
                by_rule.entry(&rule.name).or_insert((rule, act.responsibility, Vec::new())).2.push(change);
            }
        }
        let mut found = HashSet::default();
        for (rule, responsibility, changes) in by_rule.into_values() {
            let sessions = operations(board, rule, changes).into_iter();
            for (kind, changes) in sessions.filter(|(kind, _)| *kind == OperationKind::Session) {
                let operation = Some(operation(board, kind, &changes));
                let hint = |change: &ChangeId| {
                    let situation = Situation { operation, ..Situation::of_change(board, *change) };
                    deciding(rule, &situation).level_of_case(rule) == Some(Level::Info)
                };
                found.extend(changes.iter().filter(|change| hint(change)).map(|change| (responsibility, *change)));
            }
        }
        found
    }
}

impl Deciders {
    /// Those for the counts of `rule`; what was decided before `since` has no part in them.
    pub(super) fn of(rule: &CompiledRule, since: Timestamp) -> Self {
        Self { excuses: Excuses(Arc::clone(&rule.about_decisions)), since, in_session: Default::default() }
    }

    /// The roles, that day, of whoever made the decision that the change of `situation` is: the Product Owner's, where somebody
    /// typed in a story for them. Nothing where it does not count, whoever made it.
    pub(super) fn roles(&self, situation: &Situation<'_, '_>) -> Value<'static> {
        let (board, Some(id)) = (situation.board, situation.change) else { return Value::Absent };
        let change = board.change(id);
        let made = |responsibility: &Responsibility| decision(*responsibility) == Some(board.decisions()[id.index()]);
        let made = Responsibility::ALL.iter().copied().find(made);
        let Some(responsibility) = board.responsibility(change).or(made) else { return roles(situation, change.by) };
        let seat = change.by.map_or(Seat::Others, |by| responsibility.seat(board.people.roles(by, change.at)));
        match self.excuses.excused(board, responsibility, Some(id), seat) {
            Answer::Yes => return Value::Absent,
            Answer::Unknown(reason) => return Value::Unknown(reason),
            Answer::No | Answer::NotApplicable => {}
        }
        if self.in_session(board).contains(&(responsibility, id)) {
            return Value::Absent;
        }
        match board.decider(change, responsibility) {
            Decider::Person(by, _) => roles(situation, Some(by)),
            Decider::Doubtful(_) if change.by.is_some_and(|by| board.people.may_be_developer(by, change.at)) => {
                Value::Unknown(Reason::Unfound(Role::Developer))
            }
            // On a day without a Product Owner it may have been the Product Owner's stand-in.
            Decider::Doubtful(_) => {
                let open = |role: &Role| !board.people.has_holder_at(*role, change.at);
                let role = Role::LEADS.into_iter().find(open);
                Value::Unknown(role.map_or(Reason::NoActor, Reason::NotThen))
            }
            Decider::Unrecorded if board.actor_roles(change).is_none() => Value::Unknown(Reason::NoActor),
            Decider::Unrecorded => Value::Unknown(Reason::NoReporter),
        }
    }

    /// The changes that were made in sessions by those who may have written down what others decided.
    fn in_session(&self, board: &Board<'_>) -> &InSession {
        self.in_session.get_or_init(|| {
            let made = board.acts(|at| at >= self.since).into_iter().filter_map(|act| match act.by {
                Decider::Person(by, seat) => Some((act, by, seat)),
                _ => None,
            });
            let counts = |(act, _, seat): &(MadeDecision, PersonId, Seat)| {
                may_be_in_session(act.responsibility, *seat)
                    && matches!(
                        self.excuses.excused(board, act.responsibility, act.change, *seat),
                        Answer::No | Answer::NotApplicable
                    )
            };
            let made: Vec<_> = made.filter(counts).collect();
            self.excuses.in_session(board, &made)
        })
    }
}

/// Whether what somebody at `seat` did in a session may be what others decided: an import does not show who wrote it, whoever ran
/// it, and developers who estimate in one session do estimate.
fn may_be_in_session(responsibility: Responsibility, seat: Seat) -> bool {
    responsibility == Responsibility::Stories || responsibility.part(seat) != Part::Owns
}

/// Why it is not known whether something counts.
fn doubt(reason: Reason) -> Doubt {
    match reason {
        Reason::SprintUnexplained => Doubt::Sprint,
        Reason::Unmapped => Doubt::Stage,
        Reason::Untyped | Reason::LeftOut(Omitted::Labels) => Doubt::Kind,
        Reason::NotThen(_) | Reason::Unfound(_) | Reason::Need(Need::Role(_)) => Doubt::Role,
        _ => Doubt::History,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{Shipped, load};
    use crate::source::Sources;

    #[test]
    fn the_shipped_rules_say_which_decisions_they_are_about() {
        let excuses = Excuses::new(&load(&mut Sources::new(), Shipped::WithoutExamples, []).rules);
        let asked = |responsibility, seat| excuses.about(responsibility, seat).map(|rule| rule.name.as_str());
        for seat in Seat::ALL {
            let by_scrum_master = *seat == Seat::ScrumMaster;
            let expected = [
                (Responsibility::Order, None),
                (Responsibility::Priority, Some("priority-changed-by-non-po")),
                (Responsibility::Stories, Some("story-written-by-sm")),
                (Responsibility::Criteria, Some("acceptance-criteria-edited-by-sm")),
                (Responsibility::Acceptance, None),
                (Responsibility::Estimates, Some("estimated-by-non-developer")),
                (Responsibility::Taking, None),
                (
                    Responsibility::Giving,
                    Some(if by_scrum_master { "work-assigned-by-sm" } else { "work-assigned-by-po" }),
                ),
                (
                    Responsibility::Status,
                    Some(if by_scrum_master { "status-moved-by-sm" } else { "status-moved-by-po" }),
                ),
                (Responsibility::Scope, None),
                (Responsibility::Impediments, None),
                (Responsibility::Retro, None),
            ];
            assert_eq!(expected.len(), Responsibility::ALL.len());
            for (responsibility, rule) in expected {
                assert_eq!(asked(responsibility, *seat), rule, "{responsibility} by {seat}");
            }
        }
    }
}
