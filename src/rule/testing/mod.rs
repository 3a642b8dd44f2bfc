//! Runs the examples of a rule as tests, and finds clauses that no example needs.

mod board;
mod changes;
mod charter;
mod clause;
mod items;

use jiff::tz::TimeZone;

use super::accountability::Excuses;
use super::definition::Definition;
use super::example::{Example, Expected};
use super::judge::{judge, why_silent};
use super::rule_set::{RuleSet, Selection};
use super::subject::Judge;
use crate::board::{Board, Wanted, build};
use crate::charter::{Charter, Level, Profile};
use crate::source::Sources;
use crate::word::Word;
use crate::wording::many;
use clause::{Clause, Effect, Removal, clauses};

/// The result of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleResult {
    /// As expected.
    Validated,
    /// The rule fired where it should not, or at another level, or too often.
    Noisy(String),
    /// The rule did not fire where it should.
    Missing(String),
}

/// The results of a rule's examples.
#[derive(Debug)]
pub struct Tested<'r> {
    /// Each example with its result.
    pub results: Vec<(&'r Example, ExampleResult)>,
    /// The messages of the rule on each example.
    pub said: Vec<Vec<String>>,
    /// The clauses that no example needs.
    pub idle: Vec<Clause>,
}

/// Runs the examples of `rule`, and finds clauses that none of them needs. `excuses` say what does not count
/// as a decision.
pub fn test<'r>(rule: &'r Definition, excuses: &Excuses, sources: &Sources) -> Tested<'r> {
    let boards: Vec<ExampleBoard<'_>> = rule.examples.iter().map(|example| ExampleBoard::new(rule, example)).collect();
    let whole = RuleVariant::new(rule, excuses, sources);
    let seen: Vec<Observed> = boards.iter().map(|board| board.judged_by(&whole)).collect();
    let each = rule.examples.iter().zip(&seen).zip(&boards);
    let results = each.map(|((example, seen), board)| {
        let why = |subject: &str| board.why_silent(rule, &whole, subject);
        (example, result(example, seen, &board.without_effect, why))
    });
    let results = results.collect();
    let matters = |clause: &Clause| {
        let Removal::Leaves(rest) = &clause.removal else { return false };
        let variant = RuleVariant::new(rest, excuses, sources);
        boards.iter().zip(&seen).any(|(board, seen)| board.judged_by(&variant).differs(seen, clause.effect))
    };
    let idle = clauses(rule).into_iter().filter(|clause| !matters(clause)).collect();
    Tested { results, idle, said: seen.into_iter().map(|seen| seen.said).collect() }
}

/// An example's board, built once for the rule and all its variants.
struct ExampleBoard<'e> {
    profile: Profile,
    board: Board<'e>,
    /// An error for the first change without effect.
    without_effect: Option<String>,
}

impl<'e> ExampleBoard<'e> {
    fn new(rule: &Definition, example: &'e Example) -> Self {
        let charter = charter::charter(example, rule.file);
        let (facts, without_effect) = board::facts(example, rule.file);
        let wanted = Wanted {
            today: example.set_clock().map(|today| today.to_zoned(TimeZone::UTC).date()),
            ..Wanted::default()
        };
        let board = build(vec![facts], &charter, &wanted).board;
        Self { profile: example.profile, board, without_effect }
    }

    /// Why `rule` has no finding on `subject`.
    fn why_silent(&self, rule: &Definition, variant: &RuleVariant, subject: &str) -> Option<String> {
        why_silent(&self.board, rule, variant.of(self.profile).rules().first()?, subject)
    }

    fn judged_by(&self, variant: &RuleVariant) -> Observed {
        let outcome = judge(&self.board, variant.of(self.profile));
        let mut seen = Observed::default();
        for finding in &outcome.findings {
            let person = || finding.actor.as_ref().filter(|_| variant.of_people).map(|person| person.name.clone());
            let subject = finding.item.as_ref().map(|item| item.key.clone()).or_else(|| finding.sprint.clone());
            let subject = subject.or_else(person);
            seen.fired.push((subject.unwrap_or_else(|| variant.whole.to_owned()), finding.level));
            if finding.item.is_some() {
                let others = finding.related.iter().filter_map(|other| Some((other.item.clone()?, finding.level)));
                seen.fired.extend(others);
            }
            seen.pointed.push(finding.location.is_some());
            seen.said.push(finding.message.named());
            seen.words.push(format!("{} {:?}", finding.message.named(), finding.facts));
        }
        seen.unknown =
            outcome.inconclusive.iter().find(|verdict| !verdict.partial).map(|verdict| verdict.message.clone());
        seen
    }
}

/// A rule, complete or without a clause, under both profiles.
struct RuleVariant {
    profiles: Vec<(Profile, RuleSet)>,
    /// The subject of findings that are about no item, sprint or person.
    whole: &'static str,
    of_people: bool,
}

impl RuleVariant {
    fn new(rule: &Definition, excuses: &Excuses, sources: &Sources) -> Self {
        // A rule shipped with the level `off` is tested as if a team had enabled it.
        let on;
        let rule = if rule.level == Level::Off {
            on = Definition { level: Level::Info, ..rule.clone() };
            &on
        } else {
            rule
        };
        let set = |profile: &Profile| {
            let one = std::slice::from_ref(rule);
            let mut found = Vec::new();
            let rules = RuleSet::new(one, *profile, &Charter::default(), &Selection::default(), sources, &mut found);
            (*profile, rules.with_excuses(excuses))
        };
        let whole = if rule.judge == Judge::Charter { "charter" } else { "board" };
        Self { profiles: Profile::ALL.iter().map(set).collect(), whole, of_people: rule.judge == Judge::Person }
    }

    fn of(&self, profile: Profile) -> &RuleSet {
        let place = self.profiles.iter().position(|(known, _)| *known == profile).unwrap_or(0);
        &self.profiles[place].1
    }
}

/// The outcome of a rule on an example.
#[derive(Debug, Default, PartialEq)]
struct Observed {
    /// Subjects, with the level.
    fired: Vec<(String, Level)>,
    /// For each finding, whether it points at a record.
    pointed: Vec<bool>,
    /// Why the rule is inconclusive, if it is.
    unknown: Option<String>,
    /// For each finding, its message; in `words` together with its facts.
    said: Vec<String>,
    words: Vec<String>,
}

impl Observed {
    /// Whether the outcome differs from `other`, for a part with this `effect`.
    fn differs(&self, other: &Self, effect: Effect) -> bool {
        (&self.fired, &self.pointed, self.unknown.is_some()) != (&other.fired, &other.pointed, other.unknown.is_some())
            || (effect == Effect::Words && self.words != other.words)
    }
}

fn result(
    example: &Example,
    seen: &Observed,
    without_effect: &Option<String>,
    why: impl Fn(&str) -> Option<String>,
) -> ExampleResult {
    if let Some(change) = without_effect {
        return ExampleResult::Missing(change.clone());
    }
    for Expected { subject, level: wanted } in &example.fires {
        match seen.fired.iter().find(|(name, _)| name == subject) {
            None if seen.unknown.is_none() => {
                let why = why(subject).map(|why| format!(": {why}")).unwrap_or_default();
                return ExampleResult::Missing(format!("it does not fire on {subject}{why}"));
            }
            None => {
                let reason = seen.unknown.as_deref().unwrap_or_default();
                return ExampleResult::Missing(format!("it does not fire on {subject}: it is inconclusive, {reason}"));
            }
            Some((_, level)) if wanted.is_some_and(|wanted| wanted != *level) => {
                return ExampleResult::Noisy(format!("it fires on {subject} as {level}"));
            }
            Some(_) => {}
        }
    }
    let findings = seen.pointed.len();
    if let Some(wanted) = example.findings.filter(|wanted| *wanted != findings) {
        return ExampleResult::Noisy(format!("it gives {} instead of {wanted}", many(findings, "finding")));
    }
    if let Some((subject, level)) =
        seen.fired.iter().find(|(subject, _)| !example.fires.iter().any(|other| other.subject == *subject))
    {
        return ExampleResult::Noisy(format!("it fires on {subject} as {level}"));
    }
    match (example.inconclusive, &seen.unknown) {
        (true, None) => ExampleResult::Missing("it is judged, not inconclusive".to_owned()),
        (false, Some(reason)) => ExampleResult::Missing(format!("it is inconclusive: {reason}")),
        _ => ExampleResult::Validated,
    }
}
