//! A rule in the form that is judged: conditions and levels under one profile and charter, without source
//! positions, explanations and examples.

use std::sync::Arc;

use super::condition::{Check, Condition, Test};
use super::definition::{
    Anchor, Before, Count, CountWindow, Dated, Definition, Grouping, Measure, NamedWindow, Over, Overlay, RelatedTo,
    Repeated,
};
use super::field::{FieldRef, WordsNeed};
use super::subject::{Judge, Scope};
use super::template::Template;
use crate::board::Decision;
use crate::charter::{Level, Profile};
use crate::finding::Confidence;

/// A rule that is ready to be judged.
#[derive(Debug)]
pub struct CompiledRule {
    /// Its name.
    pub name: String,
    /// Its category.
    pub category: String,
    /// The level of its findings.
    pub level: Level,
    /// How sure it can be.
    pub confidence: Confidence,
    /// What it judges.
    pub judge: Judge,
    /// The decision that it is about.
    pub(super) decision: Option<Decision>,
    /// All of these must hold.
    pub(super) when: Vec<Check>,
    /// The same without the check for the kinds of change; see [`beside_kinds`].
    pub(super) when_of_kind: Vec<Check>,
    /// Any of these excuses, when all its checks hold.
    pub(super) unless: Vec<Vec<Check>>,
    /// The first that holds decides level and message.
    pub(super) cases: Vec<CompiledCase>,
    /// Which changes are one operation.
    pub(super) group: Option<Grouping>,
    /// How often it must hold before there is a finding.
    pub(super) repeated: Option<Repeated>,
    /// Its counts, in order: fields refer to them by index.
    pub(super) counts: Vec<CompiledCount>,
    /// Its shares: the indices of the part and of the whole among its counts.
    pub(super) shares: Vec<(usize, usize)>,
    /// The message when it fires.
    pub(super) message: Template,
    /// The facts of a finding: name and field.
    pub(super) facts: Vec<(String, FieldRef)>,
    /// What a finding relates to.
    pub(super) related: Option<RelatedTo>,
    /// What it points at.
    pub(super) points_at: Anchor,
    /// The rules that say what counts as a decision, for a rule that asks whose decision something was.
    pub(super) about_decisions: Arc<[CompiledRule]>,
}

/// Another level or message for some of what fires.
#[derive(Debug)]
pub(super) struct CompiledCase {
    /// Its level, unless it is the rule's.
    pub(super) level: Option<Level>,
    /// Its message, unless it is the rule's.
    pub(super) message: Option<Template>,
    /// All of these must hold.
    pub(super) checks: Vec<Check>,
}

/// A number of changes, items, stays or comments under conditions.
#[derive(Debug)]
pub(super) struct CompiledCount {
    /// What is counted.
    pub(super) over: Over,
    /// Whose things are counted.
    pub(super) of: Scope,
    /// The time that is counted.
    pub(super) window: CountWindow,
    /// How far it looks back from the judged change or stay; `None` if it does not.
    pub(super) before: Option<Before>,
    /// Which of an item's dates must lie in that time.
    pub(super) dated: Dated,
    /// All of these must hold.
    pub(super) checks: Vec<Check>,
    /// The same without the check for the kinds of change; see [`beside_kinds`].
    pub(super) checks_of_kind: Vec<Check>,
    /// What is computed from the counted things.
    pub(super) measure: Measure,
}

impl CompiledRule {
    /// Compiles the rule under `profile`, with the charter's `overlays` applied.
    pub(super) fn new(rule: &Definition, profile: Profile, overlays: &[Overlay]) -> Self {
        let overlays = || rule.overlay(profile).into_iter().chain(overlays);
        // The last level set replaces the rule's own level. Earlier ones have no effect.
        let set = overlays().rev().find_map(|overlay| overlay.level);
        let mut when: Vec<&Condition> = rule.when.iter().collect();
        let case = |case: &super::definition::Case| CompiledCase {
            level: rule.case_level(case, set),
            message: case.message.clone(),
            checks: checks(&case.conditions),
        };
        for overlay in overlays() {
            when.retain(|condition| overlay.when.iter().all(|other| other.name != condition.name));
            when.extend(&overlay.when);
        }
        let when = checks(when);
        let count = |count: &Count| CompiledCount {
            over: count.over,
            of: count.of,
            window: count.window,
            before: count.before,
            dated: count.dated,
            checks: checks(&count.conditions),
            checks_of_kind: beside_kinds(&checks(&count.conditions)),
            measure: count.measure,
        };
        Self {
            name: rule.name.clone(),
            category: rule.category.clone(),
            level: set.unwrap_or(rule.level),
            confidence: rule.confidence,
            judge: rule.judge,
            decision: rule.decision,
            when_of_kind: beside_kinds(&when),
            when,
            unless: rule.unless.iter().map(|excuse| checks(&excuse.conditions)).collect(),
            cases: rule.cases.iter().map(case).collect(),
            group: rule.group.clone(),
            repeated: rule.repeated,
            counts: rule.counts.iter().map(count).collect(),
            shares: rule.shares.iter().map(|share| (share.of, share.whole)).collect(),
            message: rule.message.clone(),
            facts: rule.facts.clone(),
            related: rule.related,
            points_at: rule.points_at,
            about_decisions: Arc::default(),
        }
    }

    /// The kinds of change that it can match, as bits; `None` if it does not restrict them.
    pub(super) fn kinds(&self) -> Option<u64> {
        kinds(&self.when)
    }

    /// Whether it judges all changes, and not decisions only.
    pub(super) fn judges_all_changes(&self) -> bool {
        show_all_changes(&self.when)
    }

    /// Whether it judges stays in single statuses or lists, because it tests for one.
    pub(super) fn judges_statuses(&self) -> bool {
        ask_for_statuses(&self.when)
    }

    /// Whether it looks at sprint planning. If so, the items of sprints at their start must be known.
    pub(super) fn looks_at_planning(&self) -> bool {
        self.counts.iter().any(|count| count.window == CountWindow::Named(NamedWindow::Planning))
    }
}

/// The kinds of change for which `checks` can hold, as bits; `None` if they do not restrict them.
pub(super) fn kinds(checks: &[Check]) -> Option<u64> {
    checks.iter().find_map(kinds_asked)
}

/// `checks` without the one that [`kinds`] returns: changes are already selected by kind.
fn beside_kinds(checks: &[Check]) -> Vec<Check> {
    let decides = checks.iter().position(|check| kinds_asked(check).is_some());
    checks.iter().enumerate().filter(|(place, _)| Some(*place) != decides).map(|(_, check)| check.clone()).collect()
}

fn kinds_asked(check: &Check) -> Option<u64> {
    match (check.field.known(), &check.test) {
        (Some(field), Test::AnyOf(words)) if field.words_need == WordsNeed::ChangeKinds => Some(*words),
        _ => None,
    }
}

/// Whether `checks` contain a field that distinguishes decisions from other changes: then all changes are
/// looked at.
pub(super) fn show_all_changes(checks: &[Check]) -> bool {
    checks.iter().any(|check| check.field.known().is_some_and(|field| field.shows_all_changes))
}

/// Whether `checks` contain the status or list of a stay.
pub(super) fn ask_for_statuses(checks: &[Check]) -> bool {
    checks.iter().any(|check| check.field.known().is_some_and(|field| field.shows_statuses))
}

fn checks<'c>(conditions: impl IntoIterator<Item = &'c Condition>) -> Vec<Check> {
    conditions.into_iter().map(|condition| condition.check.clone()).collect()
}
