//! The examples inside rule files: tiny boards, written in the file itself and judged like any other.

mod board;
mod read;

use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::definition::{Definition, Judge};
use super::judge::judge;
use super::overlay::{RuleSet, Selection};
use crate::board::{Clock, build};
use crate::charter::{Level, Profile, Role};
use crate::source::{Diagnostic, Sources};

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
    roles: Vec<(Role, Vec<GivenRole>)>,
    without: Vec<String>,
    /// Statuses that it knows beside the usual ones, all of them at work.
    extra: Vec<String>,
    today: Option<Timestamp>,
}

/// Somebody in a role, for a while or for good.
#[derive(Clone, Debug, Default)]
struct GivenRole {
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
}

#[derive(Clone, Debug)]
enum GivenAct {
    Created(String),
    Ranked(String),
    Prioritised(String),
    Assigned(String),
    Unassigned,
    Estimated(Option<f64>),
    Moved(String),
    Planned(String),
    Unplanned(String),
    Flagged(bool),
    Commented,
    Described,
    Logged,
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

/// Runs one example of `rule`.
pub fn run(rule: &Definition, example: &Example, sources: &Sources) -> Verdict {
    let file = rule.file;
    let charter = board::charter(example);
    let facts = board::facts(example, file);
    let clock = Clock { today: example.today.map(|today| today.to_zoned(TimeZone::UTC).date()) };
    let built = build(vec![facts], &charter, clock);
    let mut found: Vec<Diagnostic> = Vec::new();
    let rules =
        RuleSet::new(std::slice::from_ref(rule), example.profile, &charter, &Selection::default(), sources, &mut found);
    let outcome = judge(&built.board, &rules);
    let mut fired = Vec::new();
    for finding in &outcome.findings {
        let whole = if rule.judge == Judge::Charter { "charter" } else { "board" };
        let subject = finding.item.as_ref().map(|item| item.key.clone()).or_else(|| finding.sprint.clone());
        fired.push((subject.unwrap_or_else(|| whole.to_owned()), finding.level));
        if finding.item.is_some() {
            fired.extend(finding.related.iter().filter_map(|other| Some((other.item.clone()?, finding.level))));
        }
    }
    for subject in &example.fires {
        match fired.iter().find(|(name, _)| name == subject) {
            None => return Verdict::Missing(format!("it does not fire on {subject}")),
            Some((_, level)) if example.level.is_some_and(|wanted| wanted != *level) => {
                return Verdict::Noisy(format!("it fires on {subject} as {level}"));
            }
            Some(_) => {}
        }
    }
    if let Some(wanted) = example.findings.filter(|wanted| *wanted != outcome.findings.len()) {
        return Verdict::Noisy(format!("it gives {} findings instead of {wanted}", outcome.findings.len()));
    }
    if let Some((subject, level)) = fired.iter().find(|(subject, _)| !example.fires.contains(subject)) {
        return Verdict::Noisy(format!("it fires on {subject} as {level}"));
    }
    let silent = outcome.inconclusive.iter().all(|told| told.partial);
    match (example.inconclusive, silent) {
        (true, true) => Verdict::Missing("it is judged, not inconclusive".to_owned()),
        (false, false) => {
            let reason = outcome.inconclusive.first().map(|told| told.message.clone()).unwrap_or_default();
            Verdict::Missing(format!("it is inconclusive: {reason}"))
        }
        _ => Verdict::Validated,
    }
}
