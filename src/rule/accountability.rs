//! Counts how often each decision was made, and by whom, as the rules see it. What a rule about the decision
//! excuses is not counted, not even for the owner of the decision; otherwise copies would inflate the owner's
//! share. The excuses and thresholds come from the rules that declare the decision they are about.

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
    /// The decision that is counted.
    pub responsibility: Responsibility,
    /// Number of decisions per seat, indexed by [`Seat`].
    pub counts: [usize; Seat::ALL.len()],
    /// Number of decisions whose author the record does not name.
    pub unknown: usize,
    /// Number of decisions that a rule excuses, whoever made them: a copy, a corrected word.
    pub excused: usize,
    /// Number of acts for which it is unknown whether they were this decision, or whose.
    pub left_out: usize,
    /// The reasons for that, without duplicates.
    pub doubts: Vec<Doubt>,
}

impl Tally {
    fn new(responsibility: Responsibility) -> Self {
        Self { responsibility, counts: [0; Seat::ALL.len()], unknown: 0, excused: 0, left_out: 0, doubts: Vec::new() }
    }

    /// Number of decisions made by somebody known.
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// Number of decisions made from `seat`.
    pub fn of(&self, seat: Seat) -> usize {
        self.counts[seat as usize]
    }

    /// Number of decisions made by those who own the decision.
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
    /// One tally per responsibility, in their order.
    pub tallies: Vec<Tally>,
    /// Who made any of the decisions, by seat. Somebody who decided from several seats is listed under each.
    pub seated: [Vec<PersonId>; Seat::ALL.len()],
}

/// The rules that define what does not count as a decision.
#[derive(Debug)]
pub struct Excuses(Arc<[CompiledRule]>);

/// Finds out whose decisions the changes of one board count as.
#[derive(Debug)]
pub(super) struct Deciders {
    excuses: Excuses,
    /// Earlier decisions are ignored, also as members of a session.
    since: Timestamp,
    /// The changes made in sessions, with the decision they are about. Computed on first use.
    in_session: OnceLock<InSession>,
}

/// Changes made in sessions, with the decision they are about.
type InSession = HashSet<(Responsibility, ChangeId)>;

/// The name of the decision in rules. `None` if no rule can be about it alone: taking work is also an
/// assignment, and accepting work is also a move.
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

/// Whether `rule` is about people in `seat`: it tests for their role.
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
    /// Picks the rules about a decision from `rules`.
    pub fn new<'r>(rules: impl IntoIterator<Item = &'r Definition>) -> Self {
        let about_one = rules.into_iter().filter(|rule| rule.decision.is_some());
        Self(about_one.map(|rule| CompiledRule::new(rule, Profile::Strict, &[])).collect())
    }

    /// The rules themselves.
    pub(super) fn rules(&self) -> Arc<[CompiledRule]> {
        Arc::clone(&self.0)
    }

    /// The rule to apply to a decision made from `seat`: preferably one about that seat, else the first one.
    /// `None` if no rule is about the decision.
    fn about(&self, responsibility: Responsibility, seat: Seat) -> Option<&CompiledRule> {
        let decision = decision(responsibility)?;
        let mut rules = self.0.iter().filter(|rule| rule.decision == Some(decision));
        rules.clone().find(|rule| names(rule, seat)).or_else(|| rules.next())
    }

    /// Counts the decisions made on `board` at instants accepted by `within`.
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

    /// Whether the rule about the decision excuses it, whoever made it. `change` is the change that shows it.
    fn excused(
        &self,
        board: &Board<'_>,
        responsibility: Responsibility,
        change: Option<ChangeId>,
        seat: Seat,
    ) -> Answer {
        let Some(id) = change else { return Answer::No };
        // Nobody chose what was copied along with a card. Checked here because taking work has no rule.
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

    /// The changes made in sessions for which rules only give a hint (level `info`), with the decision they
    /// are about. Somebody probably typed in or passed on what others decided.
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
    /// Ignores decisions made before `since`.
    pub(super) fn of(rule: &CompiledRule, since: Timestamp) -> Self {
        Self { excuses: Excuses(Arc::clone(&rule.about_decisions)), since, in_session: Default::default() }
    }

    /// The roles, on that day, of the person who made the decision: the Product Owner's roles if somebody
    /// typed in a story for them. Absent if the change does not count as a decision, whoever made it.
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
            // On a day without a known Product Owner, it may have been their stand-in.
            Decider::Doubtful(_) => {
                let open = |role: &Role| !board.people.has_holder_at(*role, change.at);
                let role = Role::LEADS.into_iter().find(open);
                Value::Unknown(role.map_or(Reason::NoActor, Reason::NotThen))
            }
            Decider::Unrecorded if board.actor_roles(change).is_none() => Value::Unknown(Reason::NoActor),
            Decider::Unrecorded => Value::Unknown(Reason::NoReporter),
        }
    }

    /// The changes made in sessions by people who may only have recorded decisions of others.
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

/// Whether decisions made from `seat` in a session may be those of others. An import does not show who wrote
/// its stories. But developers who estimate in one session do decide themselves.
fn may_be_in_session(responsibility: Responsibility, seat: Seat) -> bool {
    responsibility == Responsibility::Stories || responsibility.part(seat) != Part::Owns
}

/// The doubt that corresponds to the reason why something may not count.
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
