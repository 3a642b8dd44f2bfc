//! The few things that a team should talk about: the first cards.

use std::cmp::Reverse;

use foldhash::HashMap;

use super::cards::Card;
use super::context::RetroContext;
use super::evidence::{MESSAGE, message};
use super::order::RuleFindings;
use super::{sentences, words};
use crate::charter::Level;
use crate::finding::Finding;

/// Maximum number of topics for a meeting.
const TOPICS: usize = 3;

/// Something worth talking about.
pub(crate) struct Topic {
    /// The id of its card in the page.
    pub(crate) anchor: String,
    /// Its importance.
    pub(crate) level: Level,
    /// Its summary, in one line.
    pub(crate) summary: String,
    /// How often it was found, in the same words as on its card.
    pub(crate) count: String,
    /// The message of its most important finding: a pattern, or otherwise one by the person with the most
    /// findings.
    pub(crate) message: String,
    /// The board of that finding, if there are several boards.
    pub(crate) board: String,
    /// What to ask.
    pub(crate) ask: String,
}

/// The first `cards` that are topics. `rules` are their rules, in the same order.
pub(super) fn topics(context: &RetroContext<'_>, rules: &[RuleFindings<'_>], cards: &[Card]) -> Vec<Topic> {
    let both = rules.iter().zip(cards).filter(|(rule, _)| rule.is_topic);
    both.take(TOPICS).map(|(rule, card)| topic(context, &rule.findings, card)).collect()
}

fn topic(context: &RetroContext<'_>, findings: &[&Finding], card: &Card) -> Topic {
    let doer = |finding: &Finding| (finding.level, finding.actor.as_ref().map(|actor| actor.id.clone()));
    let mut done_by: HashMap<_, usize> = HashMap::default();
    findings.iter().for_each(|finding| *done_by.entry(doer(finding)).or_default() += finding.count);
    let done = |finding: &Finding| done_by.get(&doer(finding)).copied();
    let weight = |finding: &&&Finding| {
        (Reverse(finding.level), !finding.is_pattern(), Reverse(done(finding)), Reverse(finding.count))
    };
    let head = findings.iter().min_by_key(weight).copied();
    Topic {
        anchor: card.anchor.clone(),
        level: card.level,
        summary: card.summary.clone(),
        count: card.count.clone(),
        message: head.map(|head| message(context, head, MESSAGE)).unwrap_or_default(),
        board: head.map(|head| context.board_remark(head.board_id)).unwrap_or_default(),
        ask: card.ask.clone(),
    }
}

/// A text for the case that there are no topics.
pub(super) fn quiet(context: &RetroContext<'_>) -> String {
    let run = context.run;
    let hints = run.shown().count();
    match (hints, run.baselined.len(), run.ignored.len()) {
        (0, 0, 0) if run.findings.is_empty() && run.summary.judged() == 0 => words::NO_RULE_JUDGED.to_owned(),
        (0, 0, 0) if run.findings.is_empty() => words::NOTHING_TO_TALK.to_owned(),
        (0, known, ignored) => sentences::nothing_new(run.findings.len(), known, ignored),
        (hints, ..) => sentences::only_hints(hints),
    }
}
