//! What is new, what is gone, and what became more or less since the sprint before.
//!
//! Findings about acts and sprints are assigned to a sprint by their time. The state of items and boards was
//! judged twice; the second time as at the end of the sprint before. Two findings about an item are the same
//! if they have the same fingerprint.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashSet;

use super::super::Run;
use super::before::BoardBefore;
use super::context::RetroContext;
use super::sentences;
use super::sprint_dates::{latest_of_team, ran_at};
use crate::board::{Board, Sprint, SprintState};
use crate::finding::{BoardId, Finding, Fingerprint};
use crate::rule::Judge;

/// Maximum number of items that are named in a line.
const ITEMS: usize = 4;

/// What changed from one sprint to the next.
pub(crate) struct Since {
    /// Which sprints are compared, in words.
    pub(crate) title: String,
    /// What was found in the last sprint and not in the one before.
    pub(crate) new: Vec<String>,
    /// What was found only in the sprint before.
    pub(crate) gone: Vec<String>,
    /// What was found in both, and how often.
    pub(crate) both: Vec<String>,
}

/// The findings of one rule: those in the sprint before, and those of now.
#[derive(Default)]
struct Both<'f> {
    before: Vec<&'f Finding>,
    now: Vec<&'f Finding>,
}

/// The findings of two sprints that are compared.
struct Compared<'f> {
    /// The names of these sprints, in words.
    title: String,
    /// Whether the last sprint is running. Then what was not found in it may still come.
    running: bool,
    rules: BTreeMap<&'f str, Both<'f>>,
}

impl<'f> Compared<'f> {
    /// Compares the requested sprint with all findings at the end of the one `before`.
    fn asked(
        context: &RetroContext<'_>,
        before: &'f BoardBefore<'_>,
        sprint: &Sprint<'_>,
        own: &[&'f Finding],
    ) -> Self {
        let mut rules: BTreeMap<&str, Both<'_>> = BTreeMap::new();
        own.iter().for_each(|finding| rules.entry(&finding.rule).or_default().now.push(finding));
        before.findings().iter().for_each(|finding| rules.entry(&finding.rule).or_default().before.push(finding));
        let running = sprint.state != SprintState::Closed;
        let title = sentences::since(&context.name(&before.sprint), &context.name(sprint.shown_name()), running, true);
        Self { title, running, rules }
    }

    /// Compares the last two sprints of the team. Acts are assigned to a sprint by their time. States are
    /// compared with those in `before`, if there are any. `None` if there are no two sprints.
    fn last_two(
        context: &RetroContext<'_>,
        before: Option<&'f BoardBefore<'_>>,
        board: &Board<'_>,
        own: &[&'f Finding],
    ) -> Option<Self> {
        let run = context.run;
        let sprints = latest_of_team(board);
        let [.., earlier, last] = sprints.as_slice() else { return None };
        let mut rules: BTreeMap<&str, Both<'_>> = BTreeMap::new();
        for finding in own.iter().filter(|finding| judges_time(run, &finding.rule)) {
            let both = rules.entry(&finding.rule).or_default();
            if is_of(finding, earlier, board) {
                both.before.push(finding);
            }
            if is_of(finding, last, board) {
                both.now.push(finding);
            }
        }
        if let Some(before) = before {
            for finding in before.findings().iter().filter(|finding| judges_state(run, &finding.rule)) {
                rules.entry(&finding.rule).or_default().before.push(finding);
            }
            for finding in own.iter().filter(|finding| judges_state(run, &finding.rule)) {
                rules.entry(&finding.rule).or_default().now.push(finding);
            }
        }
        let running = last.state != SprintState::Closed;
        let (earlier, last) = (context.name(earlier.shown_name()), context.name(last.shown_name()));
        Some(Self { title: sentences::since(&earlier, &last, running, before.is_some()), running, rules })
    }
}

impl Since {
    /// The changes on `board`; `None` if there are no two sprints, or if neither has a finding.
    pub(super) fn of(context: &RetroContext<'_>, id: BoardId, board: &Board<'_>, own: &[&Finding]) -> Option<Self> {
        let run = context.run;
        let Compared { title, running, mut rules } =
            match (run.before.and_then(|before| before.of(id)), board.window.sprint) {
                (Some(before), Some(sprint)) => Compared::asked(context, before, board.sprint(sprint), own),
                (before, _) => Compared::last_two(context, before, board, own)?,
            };
        rules.retain(|_, both| !both.before.is_empty() || !both.now.is_empty());
        if rules.is_empty() {
            return None;
        }
        // If a rule can no longer be judged, its findings are not gone.
        let silent = |rule: &str| {
            run.inconclusive.iter().any(|gap| gap.rule == rule && gap.board_id == Some(id) && !gap.partial)
        };
        let mut since = Self { title, new: Vec::new(), gone: Vec::new(), both: Vec::new() };
        for (rule, both) in rules {
            let judge = run.rule(rule).map(|rule| rule.judge);
            since.add(context, rule, both, silent(rule) || (running && judge == Some(Judge::Sprint)));
        }
        Some(since)
    }

    /// Adds the findings of a rule. If it `lasts`, what is not found now is not gone.
    fn add(&mut self, context: &RetroContext<'_>, rule: &str, Both { before, now }: Both<'_>, lasts: bool) {
        let definition = context.run.rule(rule);
        let summary = definition.map_or(rule, |rule| rule.summary.as_str());
        if definition.is_some_and(|rule| rule.judge.stands()) {
            let prints = |found: &[&Finding]| found.iter().map(|it| it.fingerprint).collect::<BTreeSet<Fingerprint>>();
            let (then, today) = (prints(&before), prints(&now));
            let (new, still): (Vec<&Finding>, Vec<&Finding>) =
                now.into_iter().partition(|it| !then.contains(&it.fingerprint));
            let gone: Vec<&Finding> = before.into_iter().filter(|it| !today.contains(&it.fingerprint)).collect();
            self.new.extend(said(context, summary, &new));
            self.both.extend(said(context, summary, &still));
            self.gone.extend(said(context, summary, &gone).filter(|_| !lasts));
            return;
        }
        match (before.len(), now.len()) {
            (0, _) => self.new.extend(said(context, summary, &now)),
            (_, 0) => self.gone.extend(said(context, summary, &before).filter(|_| !lasts)),
            (then, today) => self.both.push(sentences::then_and_now(summary, then, today)),
        }
    }
}

/// What was found, with its items, or how often. `None` if nothing was found.
fn said(context: &RetroContext<'_>, summary: &str, found: &[&Finding]) -> Option<String> {
    let named = found.iter().filter_map(|finding| finding.item.as_ref());
    let mut seen = HashSet::default();
    let named = named.map(|item| context.run.names.item(item.label()));
    let mut items: Vec<String> = named.filter(|name| seen.insert(name.clone())).collect();
    let more = items.len().saturating_sub(ITEMS);
    items.truncate(ITEMS);
    match (found.len(), items.is_empty()) {
        (0, _) => None,
        (count, true) => Some(sentences::times_found(summary, count)),
        (_, false) => Some(sentences::found_on(summary, &items, more)),
    }
}

/// Whether each finding of a rule belongs to a time, and therefore to a sprint.
fn judges_time(run: &Run<'_>, rule: &str) -> bool {
    run.rule(rule).is_some_and(|rule| matches!(rule.judge, Judge::Change | Judge::Sprint))
}

/// Whether the findings of a rule describe a state.
fn judges_state(run: &Run<'_>, rule: &str) -> bool {
    run.rule(rule).is_some_and(|rule| rule.judge.stands() || matches!(rule.judge, Judge::Person | Judge::Board))
}

/// Whether a finding belongs to a sprint: it names the sprint, or it names none and happened while the sprint
/// ran.
fn is_of(finding: &Finding, sprint: &Sprint<'_>, board: &Board<'_>) -> bool {
    match finding.sprint_id {
        Some(id) => id == sprint.index,
        None => finding.at.is_some_and(|at| ran_at(board, sprint, at)),
    }
}
