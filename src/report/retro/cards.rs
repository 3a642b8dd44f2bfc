//! One card for each anti-pattern, to be cut out and pinned up, and an appendix for what the cards have no room for.

use super::super::company::{Company, by_weight, counted, piles};
use super::super::encode;
use super::scene::Scene;
use super::words::Words;
use super::{cut, message};
use crate::board::{Board, Calendar};
use crate::charter::{Level, Role};
use crate::finding::Finding;

/// So many findings stand on a card: with them and its texts it fits on a sheet of paper.
const SHOWN: usize = 6;
/// So many lines tell of related records.
const RELATED: usize = 4;
/// So many items are named in a line.
const ITEMS: usize = 8;
/// How long a title may be before it is cut.
const TITLE: usize = 64;
/// How long a message may be.
pub(super) const MESSAGE: usize = 320;
/// How long it may be in the appendix.
const SHORT: usize = 200;
/// Bytes of markup around a finding on a card, and in the appendix.
const MARKUP: (usize, usize) = (420, 90);

/// An anti-pattern.
pub(crate) struct Card {
    /// The rule's name.
    pub(crate) rule: String,
    /// Its place on the page.
    pub(crate) anchor: String,
    /// The highest level it fired at.
    pub(crate) level: Level,
    /// What the rule is about.
    pub(crate) category: String,
    /// What it is, in a line.
    pub(crate) summary: String,
    /// How much of it there is, in words.
    pub(crate) count: String,
    /// The findings that weigh most.
    pub(crate) evidence: Vec<Evidence>,
    /// How many more there are, in words; empty where all are shown.
    pub(crate) more: String,
    /// The same for paper, on which nobody can look further.
    pub(crate) more_on_paper: String,
    /// What a pattern consists of.
    pub(crate) made_of: Vec<Made>,
    /// Why it matters.
    pub(crate) why: String,
    /// What to do instead.
    pub(crate) instead: String,
    /// What to ask.
    pub(crate) ask: String,
    /// When it is no problem.
    pub(crate) fine: String,
    /// Where it comes from.
    pub(crate) source: Vec<String>,
}

/// Findings of another rule that a pattern consists of.
pub(crate) struct Made {
    /// The other card.
    pub(crate) anchor: String,
    /// What it is, and how many.
    pub(crate) told: String,
}

/// A finding.
pub(crate) struct Evidence {
    /// When, as people write it.
    pub(crate) when: String,
    /// What happened.
    pub(crate) what: String,
    /// More about it.
    pub(crate) with: Vec<String>,
    /// Which item, else which sprint.
    pub(crate) item: ItemName,
    /// Who did it, and in which role.
    pub(crate) who: String,
}

/// An item as people find it again.
pub(crate) struct ItemName {
    /// Its key, or the number on the card.
    pub(crate) label: String,
    /// Its title, where titles are shown.
    pub(crate) title: String,
    /// Where it can be opened; an address of the web or nothing.
    pub(crate) url: String,
    /// The board it is on, where there are several.
    pub(crate) board: String,
}

/// The findings of a rule that its card has no room for.
pub(crate) struct Rest {
    /// The rule's name.
    pub(crate) rule: String,
    /// What it is, in a line.
    pub(crate) summary: String,
    /// Its card.
    pub(crate) anchor: String,
    /// The findings.
    pub(crate) lines: Vec<Evidence>,
    /// How many more the page has no room for, in words.
    pub(crate) more: String,
}

/// All cards, and what is left.
pub(super) struct Deck {
    pub(super) cards: Vec<Card>,
    pub(super) rest: Vec<Rest>,
    pub(super) left_out: usize,
}

/// The place of a rule's card on the page.
pub(super) fn anchor(rule: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' };
    format!("rule-{}", rule.chars().map(plain).collect::<String>())
}

/// Deals the findings of a run into cards, taking what they need from `budget`, which is in bytes.
pub(super) fn deal(scene: &Scene<'_>, company: &Company<'_>, budget: &mut usize) -> Deck {
    let Scene { run, words, .. } = scene;
    let piles = piles(by_weight(run));
    let cards = piles.iter().map(|(rule, pile)| card(scene, company, rule, pile, budget)).collect();
    let mut left_out = 0;
    let mut rest = Vec::new();
    for (rule, pile) in piles.iter().filter(|(_, pile)| pile.len() > SHOWN) {
        let mut lines = Vec::new();
        for finding in &pile[SHOWN..] {
            let line = Evidence { with: Vec::new(), ..evidence(scene, finding, SHORT) };
            let size = MARKUP.1 + size(&[&line.when, &line.what, &line.item.label, &line.who]);
            if size > *budget {
                *budget = 0;
                break;
            }
            *budget -= size;
            lines.push(line);
        }
        let more = pile.len() - SHOWN - lines.len();
        left_out += more;
        rest.push(Rest {
            rule: (*rule).to_owned(),
            summary: run.rule(rule).map_or_else(|| (*rule).to_owned(), |rule| rule.summary.clone()),
            anchor: anchor(rule),
            lines,
            more: if more > 0 { words.no_room_for(more) } else { String::new() },
        });
    }
    Deck { cards, rest, left_out }
}

fn card(scene: &Scene<'_>, company: &Company<'_>, rule: &str, pile: &[&Finding], budget: &mut usize) -> Card {
    let Scene { run, words, .. } = scene;
    let rows: Vec<Evidence> = pile.iter().take(SHOWN).map(|finding| evidence(scene, finding, MESSAGE)).collect();
    for row in &rows {
        let texts = [&row.when, &row.what, &row.item.label, &row.item.title, &row.item.url, &row.who];
        let with: usize = row.with.iter().map(|line| line.len() + 20).sum();
        *budget = budget.saturating_sub(MARKUP.0 + size(&texts.map(String::as_str)) + with);
    }
    let definition = run.rule(rule);
    let advice = definition.map(|rule| &rule.advice);
    let text = |pick: fn(&crate::rule::definition::Advice) -> &String| {
        advice.map(|advice| pick(advice).trim().replace('\n', " ")).unwrap_or_default()
    };
    let category = pile.first().map_or("", |finding| finding.category.as_str());
    let items = pile.iter().map(|finding| finding.count).sum();
    Card {
        rule: rule.to_owned(),
        anchor: anchor(rule),
        level: pile.iter().map(|finding| finding.level).max().unwrap_or(Level::Info),
        category: words.category(category, crate::rule::about_category(category)),
        summary: definition.map_or_else(|| rule.to_owned(), |rule| rule.summary.clone()),
        count: words.findings_of(pile.len(), items, pile.iter().all(|finding| finding.item.is_some())),
        evidence: rows,
        more: if pile.len() > SHOWN { words.more_in_appendix(pile.len() - SHOWN) } else { String::new() },
        more_on_paper: if pile.len() > SHOWN { words.more_in_file(pile.len() - SHOWN) } else { String::new() },
        made_of: made_of(scene, company, rule),
        why: text(|advice| &advice.why),
        instead: text(|advice| &advice.instead),
        ask: text(|advice| &advice.ask),
        fine: text(|advice| &advice.fine),
        source: advice.map(|advice| advice.source.clone()).unwrap_or_default(),
    }
}

/// The findings of other rules that the patterns of `rule` cover.
fn made_of(scene: &Scene<'_>, company: &Company<'_>, rule: &str) -> Vec<Made> {
    let Scene { run, words, .. } = scene;
    let patterns = company.own.iter().enumerate().filter(|(_, finding)| finding.rule == rule);
    let parts = patterns.filter_map(|(place, _)| company.parts.get(&place)).flatten().copied();
    let made = |(rule, count): (&str, usize)| {
        let summary = run.rule(rule).map_or(rule, |rule| rule.summary.as_str());
        Made { anchor: anchor(rule), told: words.made_of(count, summary) }
    };
    counted(parts).into_iter().map(made).collect()
}

/// A finding as a row, its message no longer than `limit`.
pub(super) fn evidence(scene: &Scene<'_>, finding: &Finding, limit: usize) -> Evidence {
    let place = scene.place(finding);
    let board = place.map(|place| scene.board(place));
    Evidence {
        when: finding.at.map(|at| moment(board, scene.words, at)).unwrap_or_default(),
        what: message(scene, finding, limit),
        with: related(scene, board, finding),
        item: item(scene, place, finding),
        who: who(scene, finding),
    }
}

fn moment(board: Option<&Board<'_>>, words: &Words, at: jiff::Timestamp) -> String {
    let utc = || Calendar::new(jiff::tz::TimeZone::UTC, Vec::new());
    match board {
        Some(board) => words.moment(&board.calendar, at),
        None => words.moment(&utc(), at),
    }
}

/// What else belongs to a finding: records of which the same is to be said in one line.
fn related(scene: &Scene<'_>, board: Option<&Board<'_>>, finding: &Finding) -> Vec<String> {
    let Scene { run, words, .. } = scene;
    let told = finding.related.iter().filter_map(|other| {
        let item = other.number.map_or_else(|| other.item.clone(), |number| Some(format!("#{number}")))?;
        let day = other.at.zip(board).map(|(at, board)| words.date(board.calendar.day(at)));
        Some((item, run.names.phrase(&other.message).trim().to_owned(), day))
    });
    let mut lines: Vec<(Vec<String>, String, Option<String>)> = Vec::new();
    for (item, message, day) in told {
        match lines.last_mut().filter(|(_, said, on)| *said == message && *on == day) {
            Some((items, ..)) => items.push(item),
            None => lines.push((vec![item], message, day)),
        }
    }
    let more = lines.len().saturating_sub(RELATED);
    let line = |(items, message, day): &(Vec<String>, String, Option<String>)| {
        let shown = items.len().min(ITEMS);
        cut(&words.related(&items[..shown], items.len() - shown, message, day.as_deref()), MESSAGE)
    };
    let more = (more > 0).then(|| words.and_more(more));
    lines.iter().take(RELATED).map(line).chain(more).collect()
}

fn item(scene: &Scene<'_>, place: Option<usize>, finding: &Finding) -> ItemName {
    let run = scene.run;
    let board = place.filter(|_| scene.several()).map(|place| scene.boards[place].clone()).unwrap_or_default();
    match &finding.item {
        Some(item) => ItemName {
            label: item.number.map_or_else(|| item.key.clone(), |number| format!("#{number}")),
            title: if run.display.no_titles { String::new() } else { cut(item.title.trim(), TITLE) },
            url: encode::link(&item.url).unwrap_or_default(),
            board,
        },
        None => ItemName {
            label: finding.sprint.as_deref().map(|sprint| scene.name(sprint)).unwrap_or_default(),
            title: String::new(),
            url: String::new(),
            board,
        },
    }
}

/// Who did it, and the role held that day; the role is said once where people are called by it.
fn who(scene: &Scene<'_>, finding: &Finding) -> String {
    let Scene { run, words, .. } = scene;
    let Some(actor) = &finding.actor else { return String::new() };
    let (name, _) = run.names.actor(actor);
    let roles: Vec<&str> = actor.roles.iter().map(|role| words.role(*role)).collect();
    let said = |role: &&str| run.names.are_hidden() && name.to_lowercase().starts_with(&role.to_lowercase());
    let outsider = actor.roles == [Role::Outsider] && run.names.are_hidden();
    if roles.is_empty() || roles.iter().any(said) || outsider {
        return cut(&name, TITLE);
    }
    format!("{} ({})", cut(&name, TITLE), words.and(&roles))
}

/// How many bytes texts take on a page.
fn size(texts: &[&str]) -> usize {
    texts.iter().map(|text| encode::html_attribute(text).len()).sum()
}
