//! The examples inside rule files: tiny boards, written in the file itself and judged like any other.

mod board;
mod read;

use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::clause::{Clause, clauses};
use super::definition::{Definition, Judge};
use super::judge::judge;
use super::overlay::{RuleSet, Selection};
use crate::board::{Board, Wanted, build};
use crate::charter::{Charter, Level, Profile, Role, Word};
use crate::source::Sources;

pub(super) use read::parse;

/// One example of a rule.
#[derive(Clone, Debug)]
pub struct Example {
    /// What happens in it, in words.
    pub name: String,
    /// Where it stands in the rule file.
    pub span: Range<usize>,
    /// The subjects the rule must fire on: item keys, sprint names, `board` or `charter`.
    pub fires: Vec<String>,
    /// The level it must fire at, if it matters.
    pub level: Option<Level>,
    /// How many findings there must be, if it matters.
    pub findings: Option<usize>,
    /// Whether the rule must be inconclusive.
    pub inconclusive: bool,
    profile: Profile,
    /// Whether it is a Trello board.
    trello: bool,
    items: Vec<GivenItem>,
    sprints: Vec<GivenSprint>,
    changes: Vec<GivenChange>,
    roles: Vec<(Role, Vec<Holder>)>,
    without: Vec<String>,
    /// Dates on which nobody works.
    holidays: Vec<Date>,
    /// Statuses that it knows beside the usual ones, all of them at work.
    extra: Vec<String>,
    today: Option<Timestamp>,
}

/// Who holds a role, and from when until when.
#[derive(Clone, Debug)]
struct Holder {
    who: String,
    since: Option<Date>,
    until: Option<Date>,
}

#[derive(Clone, Debug, Default)]
struct GivenItem {
    key: String,
    kind: Option<String>,
    status: Option<String>,
    by: Option<String>,
    reporter: Option<String>,
    assignee: Option<String>,
    at: Option<Timestamp>,
    sprint: Option<String>,
    estimate: Option<String>,
    parent: Option<String>,
    labels: Vec<String>,
    title: Option<String>,
    description: Option<String>,
    criteria: Option<String>,
    checklist: u32,
    updated: Option<Timestamp>,
    /// How many of the kind there are.
    repeat: usize,
    copied: bool,
    /// What it was copied from, if that is told.
    original: Option<String>,
    done: Option<Timestamp>,
}

#[derive(Clone, Debug)]
struct GivenSprint {
    name: String,
    start: Timestamp,
    end: Option<Timestamp>,
    completed: Option<Timestamp>,
    goal: Option<String>,
}

#[derive(Clone, Debug)]
struct GivenChange {
    at: Timestamp,
    by: String,
    item: String,
    act: GivenAct,
    /// Repeated on so many items, so many seconds apart.
    repeat: usize,
    every: SignedDuration,
    /// Whether hours were logged by the same act.
    with_log: bool,
}

#[derive(Clone, Debug)]
enum GivenAct {
    Created(String),
    Ranked(String),
    Prioritised(String),
    Rekinded(String),
    Assigned(String),
    /// By copying a card (Trello).
    AssignedByCopy(String),
    Unassigned,
    Estimated(Option<f64>),
    Moved(String),
    Planned(String),
    Unplanned(String),
    Flagged(bool),
    Described(String),
    Criteria(String),
    Retitled(String),
    Resolved(String),
    Archived(bool),
    Commented,
    Logged,
    TimeEstimated(String),
    Checklist(String),
    Closed,
}

/// How an example went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As it should.
    Validated,
    /// The rule fired where it should not, or at another level.
    Noisy(String),
    /// The rule did not fire where it should.
    Missing(String),
}

/// How the examples of a rule went.
#[derive(Debug)]
pub struct Tested<'r> {
    /// Each example with its verdict.
    pub verdicts: Vec<(&'r Example, Verdict)>,
    /// What of the rule no example needs.
    pub idle: Vec<Clause>,
}

/// Runs the examples of `rule`, and looks for clauses that none of them needs.
pub fn test<'r>(rule: &'r Definition, sources: &Sources) -> Tested<'r> {
    let stages: Vec<Stage<'_>> = rule.examples.iter().map(|example| Stage::new(rule, example)).collect();
    let whole = Variant::new(rule, sources);
    let seen: Vec<Seen> = stages.iter().map(|stage| stage.seen(&whole)).collect();
    let verdicts = rule.examples.iter().zip(&seen).map(|(example, seen)| (example, verdict(example, seen))).collect();
    let matters = |clause: &Clause| {
        let Some(without) = &clause.without else { return false };
        let variant = Variant::new(without, sources);
        stages.iter().zip(&seen).any(|(stage, seen)| stage.seen(&variant).differs(seen, clause.told))
    };
    let idle = clauses(rule).into_iter().filter(|clause| !matters(clause)).collect();
    Tested { verdicts, idle }
}

/// An example's board, built once: the rule is judged on it, and so is every variant of the rule.
struct Stage<'e> {
    profile: Profile,
    board: Board<'e>,
}

impl<'e> Stage<'e> {
    fn new(rule: &Definition, example: &'e Example) -> Self {
        let charter = board::charter(example, rule.file);
        let facts = board::facts(example, rule.file);
        let wanted =
            Wanted { today: example.today.map(|today| today.to_zoned(TimeZone::UTC).date()), ..Wanted::default() };
        Self { profile: example.profile, board: build(vec![facts], &charter, &wanted).board }
    }

    fn seen(&self, variant: &Variant) -> Seen {
        let outcome = judge(&self.board, variant.of(self.profile));
        let mut seen = Seen::default();
        for finding in &outcome.findings {
            let subject = finding.item.as_ref().map(|item| item.key.clone()).or_else(|| finding.sprint.clone());
            seen.fired.push((subject.unwrap_or_else(|| variant.whole.to_owned()), finding.level));
            if finding.item.is_some() {
                let others = finding.related.iter().filter_map(|other| Some((other.item.clone()?, finding.level)));
                seen.fired.extend(others);
            }
            seen.pointed.push(finding.location.is_some());
            seen.told.push(format!("{} {:?}", finding.message.named(), finding.facts));
        }
        seen.unknown = outcome.inconclusive.iter().find(|told| !told.partial).map(|told| told.message.clone());
        seen
    }
}

/// A rule, or what is left of it when a clause is taken away, under both profiles.
struct Variant {
    profiles: Vec<(Profile, RuleSet)>,
    /// What it is about where it is about no item and no sprint.
    whole: &'static str,
}

impl Variant {
    fn new(rule: &Definition, sources: &Sources) -> Self {
        // A rule that is shipped switched off is tested as a team would switch it on.
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
            (*profile, rules)
        };
        let whole = if rule.judge == Judge::Charter { "charter" } else { "board" };
        Self { profiles: Profile::ALL.iter().map(set).collect(), whole }
    }

    fn of(&self, profile: Profile) -> &RuleSet {
        let place = self.profiles.iter().position(|(known, _)| *known == profile).unwrap_or(0);
        &self.profiles[place].1
    }
}

/// What a rule makes of an example.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    /// Subjects, with the level.
    fired: Vec<(String, Level)>,
    /// For each finding, whether it points at a record.
    pointed: Vec<bool>,
    /// Why it could not be judged, if it could not.
    unknown: Option<String>,
    /// For each finding, what it says.
    told: Vec<String>,
}

impl Seen {
    /// Whether this is another outcome than `other`; if `told`, words and figures count, too.
    fn differs(&self, other: &Self, told: bool) -> bool {
        (&self.fired, &self.pointed, self.unknown.is_some()) != (&other.fired, &other.pointed, other.unknown.is_some())
            || (told && self.told != other.told)
    }
}

fn verdict(example: &Example, seen: &Seen) -> Verdict {
    for subject in &example.fires {
        match seen.fired.iter().find(|(name, _)| name == subject) {
            None => return Verdict::Missing(format!("it does not fire on {subject}")),
            Some((_, level)) if example.level.is_some_and(|wanted| wanted != *level) => {
                return Verdict::Noisy(format!("it fires on {subject} as {level}"));
            }
            Some(_) => {}
        }
    }
    let findings = seen.pointed.len();
    if let Some(wanted) = example.findings.filter(|wanted| *wanted != findings) {
        return Verdict::Noisy(format!("it gives {findings} findings instead of {wanted}"));
    }
    if let Some((subject, level)) = seen.fired.iter().find(|(subject, _)| !example.fires.contains(subject)) {
        return Verdict::Noisy(format!("it fires on {subject} as {level}"));
    }
    match (example.inconclusive, &seen.unknown) {
        (true, None) => Verdict::Missing("it is judged, not inconclusive".to_owned()),
        (false, Some(reason)) => Verdict::Missing(format!("it is inconclusive: {reason}")),
        _ => Verdict::Validated,
    }
}
