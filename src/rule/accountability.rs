//! How often each decision was made, and by whom, as the rules see it: what a rule about the decision excuses is not
//! counted, not even for whoever owns the decision, since copies would otherwise make up their share of it. The excuses and
//! thresholds are those of the shipped rules; which rule is asked is all that stands here.

use std::collections::BTreeMap;

use foldhash::HashSet;
use jiff::Timestamp;

use super::compiled::CompiledRule;
use super::condition::{Answer, Check, all_hold};
use super::definition::Definition;
use super::field::WordsNeed;
use super::judge::{case, operations};
use super::reason::{Omitted, Reason};
use super::situation::{Operation, Situation};
use crate::board::{Act, Board, ChangeId, Decider, Detail, Doubt, Need, Part, PersonId, Responsibility, Seat};
use crate::charter::{Level, Profile, Word};

/// How often a decision was made, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The decision.
    pub responsibility: Responsibility,
    /// How often by each seat, in their order.
    pub counts: [usize; 4],
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
        Self { responsibility, counts: [0; 4], unknown: 0, excused: 0, left_out: 0, doubts: Vec::new() }
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
    pub seated: [Vec<PersonId>; 4],
}

/// The rules that know what of a decision counts.
#[derive(Debug)]
pub struct Excuses(Vec<CompiledRule>);

/// The rule that is asked about a decision made by somebody at `seat`; none where no rule excuses any.
fn rule_about(responsibility: Responsibility, seat: Seat) -> Option<&'static str> {
    Some(match (responsibility, seat) {
        (Responsibility::Priority, _) => "priority-changed-by-non-po",
        (Responsibility::Stories, _) => "story-written-by-sm",
        (Responsibility::Criteria, _) => "acceptance-criteria-edited-by-sm",
        (Responsibility::Estimates, _) => "estimated-by-non-developer",
        (Responsibility::Giving, Seat::ScrumMaster) => "work-assigned-by-sm",
        (Responsibility::Giving, _) => "work-assigned-by-po",
        (Responsibility::Status, Seat::ScrumMaster) => "status-moved-by-sm",
        (Responsibility::Status, _) => "status-moved-by-po",
        _ => return None,
    })
}

impl Excuses {
    /// Those among `rules`.
    pub fn new(rules: &[Definition]) -> Self {
        let pairs = Responsibility::ALL.iter().flat_map(|it| Seat::ALL.iter().map(|seat| (*it, *seat)));
        let mut names: Vec<&str> =
            pairs.filter_map(|(responsibility, seat)| rule_about(responsibility, seat)).collect();
        names.sort_unstable();
        names.dedup();
        let asked = rules.iter().filter(|rule| names.contains(&rule.name.as_str()));
        Self(asked.map(|rule| CompiledRule::new(rule, Profile::Strict, &[])).collect())
    }

    fn about(&self, responsibility: Responsibility, seat: Seat) -> Option<&CompiledRule> {
        let name = rule_about(responsibility, seat)?;
        self.0.iter().find(|rule| rule.name == name)
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
            match self.excused(board, &act, seat) {
                Answer::Yes => tally.excused += 1,
                Answer::Unknown(reason) => tally.leave_out(doubt(reason)),
                Answer::No | Answer::Beside => made.push((act, by, seat)),
            }
        }
        let in_session = self.in_session(board, &made);
        let mut seated: [Vec<PersonId>; 4] = Default::default();
        for (act, by, seat) in made {
            let tally = &mut tallies[act.responsibility as usize];
            if act.change.is_some_and(|change| in_session.contains(&(act.responsibility as usize, change))) {
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

    /// Whether the rule about it would let `act` pass, whoever did it.
    fn excused(&self, board: &Board<'_>, act: &Act, seat: Seat) -> Answer {
        let Some(id) = act.change else { return Answer::No };
        // What a copied card brought along, nobody chose; taking is no rule's matter.
        if matches!(board.change(id).detail, Detail::Person { copied: true, .. }) {
            return Answer::Yes;
        }
        let Some(rule) = self.about(act.responsibility, seat) else { return Answer::No };
        let situation = Situation::of_change(board, id);
        let mut answer = Answer::No;
        let about_role = |check: &&Check| check.field.known().is_some_and(|field| field.words_need == WordsNeed::Roles);
        for check in rule.when.iter().filter(|check| !about_role(check)) {
            match check.answer(&situation) {
                Answer::Yes => {}
                Answer::No | Answer::Beside => return Answer::Yes,
                unknown => answer = unknown,
            }
        }
        for excuse in &rule.unless {
            match all_hold(excuse, &situation) {
                Answer::Yes => return Answer::Yes,
                Answer::No | Answer::Beside => {}
                unknown => answer = unknown,
            }
        }
        answer
    }

    /// The changes that were made in sessions of which rules give a hint and no more, with the decision they are about: somebody
    /// typed in or handed on what others may have decided.
    fn in_session(&self, board: &Board<'_>, made: &[(Act, PersonId, Seat)]) -> HashSet<(usize, ChangeId)> {
        let mut by_rule: BTreeMap<&str, (&CompiledRule, Responsibility, Vec<ChangeId>)> = BTreeMap::new();
        for (act, _, seat) in made {
            // An import does not show who wrote it, whoever ran it; developers who estimate in one session do estimate.
            if act.responsibility != Responsibility::Stories && act.responsibility.part(*seat) == Part::Owns {
                continue;
            }
            if let (Some(change), Some(rule)) = (act.change, self.about(act.responsibility, *seat)) {
                by_rule.entry(&rule.name).or_insert((rule, act.responsibility, Vec::new())).2.push(change);
            }
        }
        let mut found = HashSet::default();
        for (rule, responsibility, changes) in by_rule.into_values() {
            let sessions = operations(board, rule, changes).into_iter().filter(|(session, _)| *session);
            for (_, changes) in sessions {
                let hint = |change: &ChangeId| {
                    let operation = Some(Operation { items: changes.len(), span: 0.0, session: true });
                    let situation = Situation { operation, ..Situation::of_change(board, *change) };
                    let case = rule.cases.get(case(rule, &situation).0);
                    case.and_then(|case| case.level) == Some(Level::Info)
                };
                found.extend(
                    changes.iter().filter(|change| hint(change)).map(|change| (responsibility as usize, *change)),
                );
            }
        }
        found
    }
}

/// Why it is not known whether something counts.
fn doubt(reason: Reason) -> Doubt {
    match reason {
        Reason::SprintUnexplained => Doubt::Sprint,
        Reason::Unmapped => Doubt::Stage,
        Reason::Untyped | Reason::LeftOut(Omitted::Labels) => Doubt::Kind,
        Reason::NotThen(_) | Reason::Need(Need::Role(_)) => Doubt::Role,
        _ => Doubt::History,
    }
}
