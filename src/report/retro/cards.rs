//! One card for each anti-pattern, to print and pin up, and an appendix for the findings that do not fit on
//! the cards.

use super::super::common_end::{common_end, without_end};
use super::super::encode;
use super::super::pattern_groups::{PatternGroup, count_by_rule, highest_level};
use super::context::RetroContext;
use super::evidence::{Evidence, MESSAGE, evidence};
use super::order::{RuleFindings, Seen};
use super::rate::Rates;
use super::sprint_dates::{latest_of_team, ran_at};
use super::{sentences, words};
use crate::charter::Level;
use crate::rule::definition::Advice;

/// Maximum number of findings on a card: with more, a card does not fit on a sheet of paper.
const SHOWN: usize = 6;
/// Maximum number of characters of a message in the appendix.
const SHORT: usize = 200;
/// Maximum number of findings in the appendix for which they are links.
const LINKED: usize = 1000;
/// Number of bytes of markup around a finding on a card.
const CARD_MARKUP: usize = 420;
/// Number of bytes of markup around a finding in the appendix.
const APPENDIX_MARKUP: usize = 90;

/// An anti-pattern.
pub(crate) struct Card {
    /// The rule's name.
    pub(crate) rule: String,
    /// The id of the card in the page.
    pub(crate) anchor: String,
    /// The highest level of its findings.
    pub(crate) level: Level,
    /// What the rule is about.
    pub(crate) category: String,
    /// Its summary, in one line.
    pub(crate) summary: String,
    /// How many findings there are and when the last one was, in words.
    pub(crate) count: String,
    /// The common end of all messages, as a sentence. The rows leave it out. Empty if the ends differ.
    pub(crate) common: String,
    /// The most important findings.
    pub(crate) evidence: Vec<Evidence>,
    /// How many more there are, in words; empty if all are shown.
    pub(crate) more: String,
    /// The same for the printed page.
    pub(crate) more_on_paper: String,
    /// The findings of other rules that its patterns cover.
    pub(crate) made_of: Vec<CoveredRule>,
    /// Why it matters.
    pub(crate) why: String,
    /// What to do instead.
    pub(crate) instead: String,
    /// What to ask.
    pub(crate) ask: String,
    /// When it is not a problem.
    pub(crate) fine: String,
    /// The sources of the rule.
    pub(crate) source: Vec<String>,
}

/// Findings of another rule that a pattern covers.
pub(crate) struct CoveredRule {
    /// The id of the other card.
    pub(crate) anchor: String,
    /// Number of findings, and the summary of the rule.
    pub(crate) text: String,
}

/// The findings of a rule that do not fit on its card.
pub(crate) struct AppendixRule {
    /// The rule's name.
    pub(crate) rule: String,
    /// Its summary, in one line.
    pub(crate) summary: String,
    /// The id of its card.
    pub(crate) anchor: String,
    /// The findings.
    pub(crate) lines: Vec<Evidence>,
    /// How many more do not fit on the page, in words.
    pub(crate) more: String,
}

/// All cards, and the findings that do not fit on them.
pub(super) struct CardSet {
    pub(super) cards: Vec<Card>,
    pub(super) appendix: Vec<AppendixRule>,
    /// Number of findings that do not fit on the page at all.
    pub(super) left_out: usize,
}

/// The id of a rule's card in the page.
pub(super) fn anchor(rule: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' };
    format!("rule-{}", rule.chars().map(plain).collect::<String>())
}

/// The cards of `rules` in the same order, and as much of the appendix as fits into `budget` bytes.
pub(super) fn card_set(
    context: &RetroContext<'_>,
    rules: &[RuleFindings<'_>],
    groups: &[PatternGroup<'_>],
    rates: &Rates<'_>,
    mut budget: usize,
) -> CardSet {
    let run = context.run;
    let cards = rules.iter().map(|own| card(context, groups, rates, own, &mut budget)).collect();
    let mut left_out = 0;
    let mut appendix = Vec::new();
    let many = rules.iter().map(|own| own.findings.len()).sum::<usize>() > LINKED;
    for RuleFindings { rule, findings, .. } in rules.iter().filter(|own| own.findings.len() > SHOWN) {
        let mut lines = Vec::new();
        for finding in &findings[SHOWN..] {
            let mut line = Evidence { related: Vec::new(), ..evidence(context, finding, SHORT) };
            // Thousands of links would use up the space for findings.
            if many {
                line.item.url.clear();
            }
            let size = APPENDIX_MARKUP + size(&[&line.when, &line.what, &line.item.label, &line.item.url, &line.who]);
            if size > budget {
                budget = 0;
                break;
            }
            budget -= size;
            lines.push(line);
        }
        let more = findings.len() - SHOWN - lines.len();
        left_out += more;
        appendix.push(AppendixRule {
            rule: (*rule).to_owned(),
            summary: run.rule(rule).map_or_else(|| (*rule).to_owned(), |rule| rule.summary.clone()),
            anchor: anchor(rule),
            lines,
            more: if more > 0 { sentences::no_room_for(more) } else { String::new() },
        });
    }
    CardSet { cards, appendix, left_out }
}

fn card(
    context: &RetroContext<'_>,
    groups: &[PatternGroup<'_>],
    rates: &Rates<'_>,
    own: &RuleFindings<'_>,
    budget: &mut usize,
) -> Card {
    let RuleFindings { rule, findings, .. } = own;
    let mut rows: Vec<Evidence> =
        findings.iter().take(SHOWN).map(|finding| evidence(context, finding, MESSAGE)).collect();
    let common = common(&mut rows);
    for row in &rows {
        let texts = [&row.when, &row.what, &row.item.label, &row.item.title, &row.item.url, &row.who];
        let related: usize = row.related.iter().map(|line| line.len() + 20).sum();
        *budget = budget.saturating_sub(CARD_MARKUP + size(&texts.map(String::as_str)) + related);
    }
    let definition = context.run.rule(rule);
    let advice = definition.map(|rule| &rule.advice);
    let text =
        |pick: fn(&Advice) -> &String| advice.map(|advice| pick(advice).trim().replace('\n', " ")).unwrap_or_default();
    let category = findings.first().map_or("", |finding| finding.category.as_str());
    let items = findings.iter().map(|finding| finding.count).sum();
    let are_about_items = findings.iter().all(|finding| finding.item.is_some());
    Card {
        rule: (*rule).to_owned(),
        anchor: anchor(rule),
        level: highest_level(findings.iter().copied()),
        category: crate::rule::category_heading(category),
        summary: definition.map_or_else(|| (*rule).to_owned(), |rule| rule.summary.clone()),
        count: sentences::with_remark(
            sentences::findings_of(&sentences::Amount {
                findings: findings.len(),
                hints: findings.iter().filter(|finding| finding.level == Level::Info).count(),
                items: are_about_items.then_some(items),
                rate: rates.of(rule, findings).as_deref(),
            }),
            &seen(context, own),
        ),
        common,
        evidence: rows,
        more: if findings.len() > SHOWN { sentences::more_in_appendix(findings.len() - SHOWN) } else { String::new() },
        more_on_paper: if findings.len() > SHOWN {
            sentences::more_in_file(findings.len() - SHOWN)
        } else {
            String::new()
        },
        made_of: made_of(context, groups, rule),
        why: text(|advice| &advice.why),
        instead: text(|advice| &advice.instead),
        ask: text(|advice| &advice.ask),
        fine: text(|advice| &advice.fine),
        source: advice.map(|advice| advice.source.clone()).unwrap_or_default(),
    }
}

/// Removes the common end from the messages of all `rows` and returns it as a sentence. Empty if there is no
/// common end.
fn common(rows: &mut [Evidence]) -> String {
    let messages: Vec<&str> = rows.iter().map(|row| row.what.as_str()).collect();
    let Some(end) = common_end(&messages) else { return String::new() };
    for row in rows {
        row.what = without_end(&row.what, &end).to_owned();
    }
    format!("{}.", sentences::sentence(&end))
}

/// When the rule last had a finding, in words: still now, or in which sprint.
fn seen(context: &RetroContext<'_>, own: &RuleFindings<'_>) -> String {
    if own.seen == Seen::Open {
        return words::STILL_SO.to_owned();
    }
    let newest = own.findings.iter().filter(|finding| finding.at.is_some()).max_by_key(|finding| finding.at);
    let Some((board, at)) = newest.and_then(|finding| context.run.board(finding.board_id).zip(finding.at)) else {
        return String::new();
    };
    match latest_of_team(board).iter().rev().find(|sprint| ran_at(board, sprint, at)) {
        Some(sprint) => sentences::last_seen(&context.name(sprint.shown_name())),
        None if context.run.display.private => {
            sentences::last_seen(&format!("the {}", sentences::week(board.calendar.day(at))))
        }
        None => sentences::last_seen_on(&sentences::date(board.calendar.day(at))),
    }
}

/// The findings of other rules that the patterns of `rule` cover.
fn made_of(context: &RetroContext<'_>, groups: &[PatternGroup<'_>], rule: &str) -> Vec<CoveredRule> {
    let patterns = groups.iter().filter(|group| group.finding.rule == rule);
    let covered_rule = |(rule, count): (&str, usize)| {
        let summary = context.run.rule(rule).map_or(rule, |rule| rule.summary.as_str());
        CoveredRule { anchor: anchor(rule), text: sentences::made_of(count, summary) }
    };
    count_by_rule(patterns.flat_map(|group| &group.covered).copied()).into_iter().map(covered_rule).collect()
}

/// Size of the texts on a page, in bytes.
fn size(texts: &[&str]) -> usize {
    texts.iter().map(|text| encode::html(text).len()).sum()
}
