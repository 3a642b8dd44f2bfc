//! Judging a board: one pass over its changes for all rules that judge changes, then items, sprints, board and charter.

mod count;
mod operation;
mod told;
mod verdict;

use std::collections::BTreeMap;

use super::condition::{Answer, Counted, Group, Scene, Why};
use super::definition::{Anchor, Case, Definition, Judge, Repeated};
use super::overlay::RuleSet;
use super::vocabulary::charter;
use crate::board::{Board, ChangeId, Gap, Gesture, Item, Sprint, SprintState};
use crate::charter::Word;
use crate::finding::{Actor, Finding, Outcome, Phrase, Related, tell_apart};
use crate::source::parallel;
use count::{counts, shares};
use operation::{items_in, operations};
use told::{act, actor, acts_of, by_whom, finding, other_wholes, part, related, role_labels, subject};
use verdict::{Tally, asks_for_planning, static_gap};

/// Changes handed to a thread at a time.
const CHUNK: usize = 4096;

/// Judges `board` by `rules`.
pub fn judge(board: &Board<'_>, rules: &RuleSet) -> Outcome {
    let blocked: Vec<Option<Gap>> = rules.rules().iter().map(|rule| static_gap(board, rule)).collect();
    let mut tallies: Vec<Tally> = rules.rules().iter().map(|_| Tally::default()).collect();
    let mut findings = changes(board, rules, &blocked, &mut tallies);
    for ((rule, gap), tally) in rules.rules().iter().zip(&blocked).zip(&mut tallies) {
        if gap.is_none() {
            match rule.judge {
                Judge::Change => {}
                Judge::Item => {
                    let (counts, _) = counts(board, rule, None);
                    let judge = |item| judge_item(board, rule, item, &counts, tally);
                    findings
                        .extend(board.items.iter().filter_map(judge).filter(|finding| is_inside(board, rule, finding)));
                }
                Judge::Sprint => {
                    // Whether something came up again takes the sprints before the window, too.
                    let wanted = |sprint: &&Sprint<'_>| rule.repeated.is_some() || board.judges_sprint(sprint);
                    let judged = |sprint| Some((sprint, judge_sprint(board, rule, sprint, tally)?));
                    let told: Vec<_> = board.sprints.iter().filter(wanted).filter_map(judged).collect();
                    findings.extend(match rule.repeated {
                        Some(repeated) => often_enough(board, told, repeated),
                        None => told.into_iter().map(|(_, finding)| finding).collect(),
                    });
                }
                Judge::Board | Judge::Charter => {
                    // A pattern whose last act lies outside the window is not what the window shows.
                    let inside = |finding: &Finding| finding.at.is_none_or(|at| board.window.holds(at));
                    findings.extend(judge_whole(board, rule, tally).filter(inside));
                }
            }
        }
    }
    tell_apart(&mut findings);
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    let mut inconclusive = Vec::new();
    for ((rule, gap), tally) in rules.rules().iter().zip(blocked).zip(tallies) {
        inconclusive.extend(tally.verdict(board, rule, gap));
    }
    Outcome { findings, inconclusive, rules: rules.rules().len() }
}

fn changes(board: &Board<'_>, rules: &RuleSet, blocked: &[Option<Gap>], tallies: &mut [Tally]) -> Vec<Finding> {
    let sees_all: Vec<bool> = rules.rules().iter().map(asks_for_gestures).collect();
    type Hits = Vec<(usize, ChangeId)>;
    let chunks: Vec<(Hits, Vec<Tally>)> = parallel::map_chunks(&board.changes, CHUNK, |chunk, changes| {
        let (mut hits, mut tallies) = (Vec::new(), rules.rules().iter().map(|_| Tally::default()).collect::<Vec<_>>());
        for (offset, change) in changes.iter().enumerate() {
            if !board.window.holds(change.at) {
                continue;
            }
            for place in rules.of_kind(change.kind) {
                if blocked[*place].is_some() || (change.gesture != Gesture::Decision && !sees_all[*place]) {
                    continue;
                }
                if tallies[*place].fires(&rules.rules()[*place], &Scene::change(board, change)) {
                    hits.push((*place, ChangeId::new(chunk * CHUNK + offset)));
                }
            }
        }
        (hits, tallies)
    });
    let mut by_rule: Vec<Vec<ChangeId>> = rules.rules().iter().map(|_| Vec::new()).collect();
    for (hits, parts) in chunks {
        for (tally, part) in tallies.iter_mut().zip(parts) {
            tally.merge(part);
        }
        for (place, change) in hits {
            by_rule[place].push(change);
        }
    }
    let findings = by_rule.into_iter().zip(rules.rules()).flat_map(|(hits, rule)| {
        operations(board, rule, hits)
            .into_iter()
            .flat_map(|(sitting, hits)| operation_findings(board, rule, (sitting, &hits)))
    });
    findings.collect()
}

/// A rule that asks for gestures wants to see all of them; the others judge decisions.
fn asks_for_gestures(rule: &Definition) -> bool {
    rule.when.iter().any(|condition| condition.name == "change.gesture")
}

/// The findings of one operation: one for each case that its changes fall under.
fn operation_findings(board: &Board<'_>, rule: &Definition, (sitting, hits): (bool, &[ChangeId])) -> Vec<Finding> {
    let (Some(first), Some(last)) = (hits.first(), hits.last()) else { return Vec::new() };
    let span = board.change(*last).at.duration_since(board.change(*first).at).as_secs_f64();
    let group = Some(Group { items: items_in(board, hits), span, sitting });
    let mut by_case: BTreeMap<(usize, bool), Vec<ChangeId>> = BTreeMap::new();
    for hit in hits {
        let scene = Scene { group, ..Scene::change(board, board.change(*hit)) };
        by_case.entry(case(rule, &scene)).or_default().push(*hit);
    }
    by_case.into_iter().filter_map(|(case, hits)| change_finding(board, rule, case, &hits, group)).collect()
}

/// The place of the case that decides (one past the last for the rule's own level), and whether it is known to hold. One
/// that nobody can answer decides if it is the milder one, but lends no words.
fn case(rule: &Definition, scene: &Scene<'_, '_>) -> (usize, bool) {
    let decides = |(place, case): (usize, &Case)| match scene.all(&case.conditions) {
        Answer::Yes => Some((place, true)),
        Answer::No => None,
        Answer::Unknown(_) => case.level.is_some_and(|level| level < rule.level).then_some((place, false)),
    };
    rule.cases.iter().enumerate().find_map(decides).unwrap_or((rule.cases.len(), true))
}

fn change_finding(
    board: &Board<'_>,
    rule: &Definition,
    case: (usize, bool),
    hits: &[ChangeId],
    group: Option<Group>,
) -> Option<Finding> {
    let change = board.change(*hits.first()?);
    let scene = Scene { group, ..Scene::change(board, change) };
    let scenes: Vec<_> =
        hits[1..].iter().map(|hit| Scene { group, ..Scene::change(board, board.change(*hit)) }).collect();
    let mut seen = vec![change.item];
    let mut others = Vec::new();
    for hit in &hits[1..] {
        let other = board.change(*hit);
        if !seen.contains(&other.item) {
            seen.push(other.item);
            others.push(act(board, other, Phrase::text("the same, in one go")));
        }
    }
    let id = [&*change.id, &change.part.to_string(), change.kind.word()].map(str::to_owned);
    let mut finding = finding(rule, case, &scene, &scenes, &id)?;
    finding.item = scene.item.map(subject);
    if rule.points_at == Anchor::Parent {
        let whole = scene.item.and_then(|item| board.whole_of(item));
        finding.item = whole.or(scene.item).map(subject);
        others = hits.iter().map(|hit| part(board, board.change(*hit))).collect();
        finding.count = others.len();
        others.extend(other_wholes(board, hits));
    }
    finding.actor = change.by.map(|by| actor(board, by, change));
    finding.at = Some(change.at);
    finding.sprint = scene.sprint.map(|sprint| sprint.name.to_string());
    finding.location = Some(change.mark);
    finding.labels = role_labels(board, rule, change);
    finding.related = others;
    Some(finding)
}

fn judge_item(
    board: &Board<'_>,
    rule: &Definition,
    item: &Item<'_>,
    counts: &[Counted],
    tally: &mut Tally,
) -> Option<Finding> {
    let shares = shares(rule, counts);
    let scene = Scene { counts, shares: &shares, ..Scene::item(board, item) };
    if !tally.fires(rule, &scene) {
        return None;
    }
    let pulls = if rule.points_at == Anchor::Reversals { board.tug(item).pulls } else { Vec::new() };
    let committed_to = match rule.points_at {
        Anchor::Commitment => {
            board.find(&item.key).and_then(|id| board.first_commitment(id)).map(|(sprint, _)| board.sprint(sprint))
        }
        _ => None,
    };
    let (since, mark, change) = match rule.points_at {
        Anchor::Blocked => {
            item.blocked.map_or((None, item.mark, None), |spell| (spell.since, spell.mark, spell.change))
        }
        Anchor::Status => {
            let brought = board.in_status_since(item);
            let change = brought.and_then(|(_, change)| change);
            let mark = change.map_or(item.mark, |change| board.change(change).mark);
            (brought.map(|(since, _)| since), mark, change)
        }
        Anchor::Reversals => {
            let last = pulls.last().copied();
            last.map_or((None, item.mark, None), |last| {
                (Some(board.change(last).at), board.change(last).mark, Some(last))
            })
        }
        // What was missing that day stands nowhere else than in the item.
        Anchor::Commitment => (committed_to.and_then(|sprint| sprint.start), item.mark, None),
        Anchor::Subject | Anchor::Parent => (None, item.mark, None),
    };
    let change = change.map(|id| board.change(id));
    let id = [item.id.to_string(), change.map_or_else(String::new, |change| change.id.to_string())];
    let mut finding = finding(rule, case(rule, &scene), &scene, &[], &id)?;
    finding.item = Some(subject(item));
    // Who raised an impediment may be asked about it; who handed an item on to wait, or pulled last of several, may not.
    let raised = change.filter(|_| rule.points_at == Anchor::Blocked);
    finding.actor = raised.and_then(|change| Some(actor(board, change.by?, change)));
    finding.at = since.or(item.created);
    finding.sprint = committed_to.map(|sprint| sprint.name.to_string());
    finding.location = Some(mark);
    let others = pulls.iter().take(pulls.len().saturating_sub(1)).map(|id| board.change(*id));
    finding.related = others.map(|change| act(board, change, by_whom(board, change))).collect();
    Some(finding)
}

/// Whether a finding about an item belongs to the time that is judged: what is still open at its end does, else what
/// happened then, or to an item that somebody worked with then.
fn is_inside(board: &Board<'_>, rule: &Definition, finding: &Finding) -> bool {
    if board.window.is_open() {
        return true;
    }
    if let Some(name) = &finding.sprint {
        return board.sprints.iter().any(|sprint| *sprint.name == **name && board.judges_sprint(sprint));
    }
    match rule.points_at {
        Anchor::Blocked | Anchor::Status => true,
        Anchor::Reversals => finding.at.is_some_and(|at| board.window.holds(at)),
        Anchor::Subject | Anchor::Parent | Anchor::Commitment => {
            let item = finding.item.as_ref().and_then(|item| board.find(&item.key));
            item.is_some_and(|item| board.judges_item(board.item(item)))
        }
    }
}

fn judge_sprint(board: &Board<'_>, rule: &Definition, sprint: &Sprint<'_>, tally: &mut Tally) -> Option<Finding> {
    let start = sprint.start.filter(|_| sprint.has_begun(board.clock))?;
    if sprint.is_being_planned(board.clock) {
        return None;
    }
    if asks_for_planning(rule) && sprint.figures.is_none() {
        tally.skip(Why::NoFigures);
        return None;
    }
    let (counts, acts) = counts(board, rule, Some(sprint));
    let shares = shares(rule, &counts);
    let scene = Scene { counts: &counts, shares: &shares, ..Scene::sprint(board, sprint) };
    if !tally.fires(rule, &scene) {
        return None;
    }
    let mut finding = finding(rule, case(rule, &scene), &scene, &[], &[sprint.id.to_string()])?;
    finding.at = Some(start);
    finding.sprint = Some(sprint.name.to_string());
    finding.location = sprint.mark;
    finding.related = related(board, rule, Some(sprint), &acts);
    finding.acts = acts_of(board, rule, &acts);
    Some(finding)
}

/// One finding for each team whose last closed sprints were told of often enough: the latest of them, with the others.
fn often_enough(board: &Board<'_>, told: Vec<(&Sprint<'_>, Finding)>, repeated: Repeated) -> Vec<Finding> {
    let mut teams: BTreeMap<(&str, &str), Vec<(&Sprint<'_>, Finding)>> = BTreeMap::new();
    for (sprint, finding) in told {
        if sprint.state == SprintState::Closed && sprint.rhythm.closed_since < repeated.of_last {
            teams.entry(sprint.team()).or_default().push((sprint, finding));
        }
    }
    let latest = |mut told: Vec<(&Sprint<'_>, Finding)>| {
        let enough = told.len() >= repeated.at_least;
        told.sort_by_key(|(sprint, _)| sprint.rhythm.closed_since);
        let mut told = told.into_iter();
        let (sprint, mut finding) = told.next()?;
        if !board.judges_sprint(sprint) {
            return None;
        }
        finding.related.splice(
            0..0,
            told.map(|(sprint, other)| Related {
                item: None,
                number: None,
                at: sprint.completed,
                message: so_it_was_in(sprint),
                mark: other.location,
            }),
        );
        enough.then_some(finding)
    };
    teams.into_values().filter_map(latest).collect()
}

fn so_it_was_in(sprint: &Sprint<'_>) -> Phrase {
    let mut phrase = Phrase::text("so it was in ");
    phrase.push_quoted(&*sprint.name);
    phrase
}

fn judge_whole(board: &Board<'_>, rule: &Definition, tally: &mut Tally) -> Option<Finding> {
    let (counts, acts) = counts(board, rule, None);
    let shares = shares(rule, &counts);
    let scene = Scene { counts: &counts, shares: &shares, ..Scene::board(board) };
    if !tally.fires(rule, &scene) {
        return None;
    }
    let mut ids = vec![board.home.clone()];
    ids.push(period(board));
    let labels = if rule.judge == Judge::Charter { charter::proof(&scene, &rule.when) } else { Vec::new() };
    let person = scene.board.people.iter().find(|(id, _)| charter::is_about(&scene, &rule.when, *id));
    if rule.judge == Judge::Charter {
        ids.truncate(1);
        ids.extend(person.map(|(_, person)| person.id.to_string()));
    }
    let mut finding = finding(rule, case(rule, &scene), &scene, &[], &ids)?;
    finding.actor = person.map(|(id, person)| Actor {
        id: person.id.to_string(),
        name: person.name.to_string(),
        roles: board.people.roles(id, board.clock).iter().collect(),
    });
    finding.related = related(board, rule, None, &acts);
    finding.acts = acts_of(board, rule, &acts);
    finding.location =
        labels.first().map(|label| label.mark).or_else(|| finding.related.last().and_then(|act| act.mark));
    if rule.judge == Judge::Board {
        // What is missing stands nowhere: the charter that expects it, the sprint it is missing in, or the board's first
        // record, shows where to look.
        let sprint = board.last_started().and_then(|sprint| sprint.mark);
        let first = board.items.first().map(|item| item.mark);
        finding.location = finding.location.or(board.charter_start()).or(sprint).or(first);
    }
    finding.at = finding.related.last().and_then(|act| act.at);
    finding.labels = labels.into_iter().skip(1).collect();
    Some(finding)
}

/// What a board finding belongs to, so that it can come back: the last started sprint, else the 28 days it falls into.
fn period(board: &Board<'_>) -> String {
    match board.last_started() {
        Some(sprint) => sprint.id.to_string(),
        None => format!("{}", board.clock.as_second() / (28 * 24 * 3600)),
    }
}
