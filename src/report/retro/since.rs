//! What is new, what is gone, and what became more or less since the sprint before.
//!
//! Where a sprint was asked for, the run knows what was found in the one before it as the board stood then. Else the findings
//! of the last two sprints are held against each other; then only acts and sprints are compared, because what is judged at
//! the clock was not judged at the end of the sprint before.

use std::collections::BTreeMap;

use super::super::Run;
use super::context::RetroContext;
use super::sentences;
use super::sprint_dates::latest_of_team;
use crate::board::{Board, Sprint, SprintState};
use crate::finding::{BoardId, Finding};
use crate::rule::Judge;

/// What changed from one sprint to the next.
pub(crate) struct Since {
    /// Which sprints are held against each other, in words.
    pub(crate) title: String,
    /// What was found in the last sprint and not in the one before.
    pub(crate) new: Vec<String>,
    /// What was found in the one before and no more.
    pub(crate) gone: Vec<String>,
    /// What was found in both, and how often.
    pub(crate) both: Vec<String>,
}

impl Since {
    /// What changed on `board`; none where there are no two sprints, or neither has a finding.
    pub(super) fn of(context: &RetroContext<'_>, id: BoardId, board: &Board<'_>, own: &[&Finding]) -> Option<Self> {
        let run = context.run;
        let mut counts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
        let title = match (run.before, board.window.sprint) {
            (Some(before), Some(sprint)) => {
                own.iter().for_each(|finding| counts.entry(&finding.rule).or_default()[1] += 1);
                before.findings.iter().for_each(|finding| counts.entry(&finding.rule).or_default()[0] += 1);
                sentences::since(&context.name(before.name), &context.name(&board.sprint(sprint).name), false)
            }
            _ => {
                let sprints = latest_of_team(board);
                let [.., before, last] = sprints.as_slice() else { return None };
                let running = last.state != SprintState::Closed;
                for finding in own.iter().filter(|finding| compares(run, &finding.rule, running)) {
                    for (place, sprint) in [before, last].into_iter().enumerate() {
                        if is_of(finding, sprint, board) {
                            counts.entry(&finding.rule).or_default()[place] += 1;
                        }
                    }
                }
                sentences::since(&context.name(&before.name), &context.name(&last.name), running)
            }
        };
        if counts.is_empty() {
            return None;
        }
        // A rule that cannot be judged any more has not stopped finding.
        let silent = |rule: &str| {
            run.inconclusive.iter().any(|gap| gap.rule == rule && gap.board_id == Some(id) && !gap.partial)
        };
        let mut since = Self { title, new: Vec::new(), gone: Vec::new(), both: Vec::new() };
        for (rule, [before, now]) in counts {
            let summary = run.rule(rule).map_or(rule, |rule| rule.summary.as_str());
            match (before, now) {
                (0, now) => since.new.push(sentences::times_found(summary, now)),
                (_, 0) if silent(rule) => {}
                (before, 0) => since.gone.push(sentences::times_found(summary, before)),
                (before, now) => since.both.push(sentences::then_and_now(summary, before, now)),
            }
        }
        Some(since)
    }
}

/// Whether a rule judged both sprints alike. One that judges whole sprints has not judged a running one.
fn compares(run: &Run<'_>, rule: &str, running: bool) -> bool {
    run.rule(rule).is_some_and(|rule| match rule.judge {
        Judge::Change => true,
        Judge::Sprint => !running,
        _ => false,
    })
}

/// Whether a finding belongs to a sprint: it names it, or happened while it ran and names no other.
fn is_of(finding: &Finding, sprint: &Sprint<'_>, board: &Board<'_>) -> bool {
    match (finding.sprint_id, finding.at, sprint.start) {
        (Some(id), ..) => id == sprint.index,
        (None, Some(at), Some(start)) => start <= at && at <= sprint.completed.or(sprint.end).unwrap_or(board.clock),
        _ => false,
    }
}
