//! Judging a board: one pass over its changes for all rules that judge changes, then items, sprints, board and charter.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::condition::{Answer, Condition, FieldRef, Group, Scene, Test, Why};
use super::definition::{Anchor, Definition, Grouping, Judge, Key, RelatedTo, Session, Window};
use super::message;
use super::overlay::RuleSet;
use super::vocabulary::charter;
use crate::board::{Board, Change, ChangeId, ChangeKind, Detail, Gap, Gesture, Item, Need, PersonId, Sprint};
use crate::charter::{Level, Role, Word};
use crate::finding::{Actor, Finding, Fingerprint, Inconclusive, Outcome, Phrase, Related, Subject};
use crate::source::Label;

/// Changes handed to a thread at a time.
const CHUNK: usize = 4096;
/// How many acts of a pattern a finding lists.
const ACTS: usize = 50;

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
                    findings.extend(board.items.iter().filter_map(|item| judge_item(board, rule, item, tally)))
                }
                Judge::Sprint => {
                    findings.extend(board.sprints.iter().filter_map(|sprint| judge_sprint(board, rule, sprint, tally)))
                }
                Judge::Board | Judge::Charter => findings.extend(judge_whole(board, rule, tally)),
            }
        }
    }
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    let mut inconclusive = Vec::new();
    for ((rule, gap), tally) in rules.rules().iter().zip(blocked).zip(tallies) {
        inconclusive.extend(tally.verdict(board, rule, gap));
    }
    Outcome { findings, inconclusive, rules: rules.rules().len() }
}

/// What became of the candidates of one rule.
#[derive(Debug, Default)]
struct Tally {
    known: usize,
    unknown: BTreeMap<Why, usize>,
    excuses: BTreeMap<Why, usize>,
}

impl Tally {
    fn merge(&mut self, other: Self) {
        self.known += other.known;
        for (why, count) in other.unknown {
            *self.unknown.entry(why).or_default() += count;
        }
        for (why, count) in other.excuses {
            *self.excuses.entry(why).or_default() += count;
        }
    }

    /// Whether the conditions of `rule` hold in `scene` and no excuse does.
    fn fires(&mut self, rule: &Definition, scene: &Scene<'_, '_>) -> bool {
        match scene.all(&rule.when) {
            Answer::No => {
                self.known += 1;
                return false;
            }
            Answer::Unknown(why) => {
                *self.unknown.entry(why).or_default() += 1;
                return false;
            }
            Answer::Yes => {}
        }
        let mut open = None;
        for excuse in &rule.unless {
            match scene.all(&excuse.conditions) {
                Answer::Yes => {
                    self.known += 1;
                    return false;
                }
                Answer::Unknown(why) => open = open.or(Some(why)),
                Answer::No => {}
            }
        }
        match open {
            // It may be excused: that is no ground for a finding.
            Some(why) => {
                *self.excuses.entry(why).or_default() += 1;
                false
            }
            None => {
                self.known += 1;
                true
            }
        }
    }

    /// That the rule could not be judged, or not everywhere.
    fn verdict(self, board: &Board<'_>, rule: &Definition, gap: Option<Gap>) -> Option<Inconclusive> {
        let told = |gap: Gap, partial, message| Inconclusive {
            rule: rule.name.clone(),
            board: board.name.clone(),
            missing: gap.missing,
            partial,
            message,
            hint: gap.hint,
        };
        if let Some(gap) = gap {
            let message = gap.message.clone();
            return Some(told(gap, false, message));
        }
        let unknown =
            self.unknown.iter().chain(&self.excuses).max_by_key(|(why, count)| (**count, std::cmp::Reverse(**why)));
        if let Some((why, _)) = unknown {
            let skipped: usize = self.unknown.values().chain(self.excuses.values()).sum();
            let gap = why.gap(board);
            let partial = self.known > 0;
            let what = if skipped == 1 { rule.judge.to_string() } else { format!("{}s", rule.judge) };
            let message =
                if partial { format!("{skipped} {what} left out: {}", gap.message) } else { gap.message.clone() };
            return Some(told(gap, partial, message));
        }
        let cut = board.cut.filter(|_| rests_on_history(rule))?;
        let gap = Why::Truncated.gap(board);
        Some(told(
            gap,
            true,
            format!("judged from {} on: the older history was not exported", board.calendar.local(cut)),
        ))
    }
}

fn rests_on_history(rule: &Definition) -> bool {
    let field_needs = |condition: &Condition| match condition.field {
        FieldRef::Known(field) => field.needs.contains(&Need::History),
        _ => true,
    };
    rule.judge == Judge::Change || rule.when.iter().any(field_needs)
}

/// What the whole board lacks for `rule`. Follows from the evidence that the fields in it rest on; never written into a
/// rule.
fn static_gap(board: &Board<'_>, rule: &Definition) -> Option<Gap> {
    if rule.judge == Judge::Charter {
        let named =
            [Role::ProductOwner, Role::ScrumMaster, Role::Developer].iter().any(|role| board.people.is_mapped(*role));
        return if named { None } else { board.lacks(Need::Role(Role::ProductOwner)) };
    }
    let counted = rule.counts.iter().map(|count| count.conditions.as_slice());
    std::iter::once(rule.when.as_slice()).chain(counted).flatten().find_map(|condition| missing_for(board, condition))
}

fn missing_for(board: &Board<'_>, condition: &Condition) -> Option<Gap> {
    let FieldRef::Known(field) = condition.field else { return None };
    if let Some(gap) = field.needs.iter().find_map(|need| board.lacks(*need)) {
        return Some(gap);
    }
    let (Test::AnyOf(words) | Test::NoneOf(words)) = &condition.test else { return None };
    match field.name {
        "change.kind" => {
            let kinds = ChangeKind::ALL.iter().filter(|kind| words & (1 << **kind as usize) != 0);
            let mut gaps = kinds.map(|kind| board.lacks(Need::Kind(*kind)));
            // Several kinds: what can be seen of them is judged.
            gaps.try_fold(None, |first: Option<Gap>, gap| gap.map(|gap| first.or(Some(gap)))).flatten()
        }
        "change.decision" => board.lacks(Need::History),
        name if name.ends_with(".role") => missing_role(board, &condition.test, *words),
        _ => None,
    }
}

/// Who must be known for a test of roles to mean anything.
fn missing_role(board: &Board<'_>, test: &Test, words: u64) -> Option<Gap> {
    let asked = Role::ALL.iter().filter(|role| words & (1 << **role as usize) != 0);
    let scrum = |role: &&Role| matches!(role, Role::ProductOwner | Role::ScrumMaster);
    let (scrum, other): (Vec<Role>, Vec<Role>) =
        (asked.clone().filter(scrum).copied().collect(), asked.filter(|role| !scrum(role)).copied().collect());
    match test {
        // Any of several: one that is known is enough.
        Test::AnyOf(_) if other.is_empty() => {
            let mut gaps = scrum.iter().map(|role| board.lacks(Need::Role(*role)));
            gaps.try_fold(None, |first: Option<Gap>, gap| gap.map(|gap| first.or(Some(gap)))).flatten()
        }
        Test::NoneOf(_) if !scrum.is_empty() && other.is_empty() => {
            scrum.iter().find_map(|role| board.lacks(Need::Role(*role)))
        }
        // Developers, stakeholders, outsiders: somebody must have said who is who at all.
        _ => {
            let anybody = [Role::ProductOwner, Role::ScrumMaster].iter().any(|role| board.people.is_mapped(*role));
            if anybody { None } else { board.lacks(Need::Role(Role::ProductOwner)) }
        }
    }
}

// --- changes ------------------------------------------------------------------------------------------------------------

fn changes(board: &Board<'_>, rules: &RuleSet, blocked: &[Option<Gap>], tallies: &mut [Tally]) -> Vec<Finding> {
    let sees_all: Vec<bool> = rules.rules().iter().map(asks_for_gestures).collect();
    type Hits = Vec<(usize, ChangeId)>;
    let chunks: Vec<(Hits, Vec<Tally>)> = board
        .changes
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(chunk, changes)| {
            let (mut hits, mut tallies) =
                (Vec::new(), rules.rules().iter().map(|_| Tally::default()).collect::<Vec<_>>());
            for (offset, change) in changes.iter().enumerate() {
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
        })
        .collect();
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

/// Merges hits that were one operation: first sittings (true), then bulk.
fn operations(board: &Board<'_>, rule: &Definition, hits: Vec<ChangeId>) -> Vec<(bool, Vec<ChangeId>)> {
    let Some(group) = &rule.group else { return hits.into_iter().map(|hit| (false, vec![hit])).collect() };
    let (sittings, rest) = match &group.session {
        Some(session) => sittings(board, session, hits),
        None => (Vec::new(), hits),
    };
    let sittings = sittings.into_iter().map(|hits| (true, hits));
    let mut done: Vec<_> = sittings.chain(bulks(board, group, rest).into_iter().map(|hits| (false, hits))).collect();
    done.sort_by_key(|(_, hits)| hits.first().copied());
    done
}

type GroupKey = Vec<Option<u32>>;

fn key(board: &Board<'_>, change: &Change<'_>, per: &[Key]) -> GroupKey {
    let part = |key: &Key| match key {
        Key::Actor => change.by.map(|id| id.0),
        Key::Item => change.item.map(|id| id.0),
        Key::Parent => {
            let parent = change.item.and_then(|id| board.item(id).parent.clone());
            parent
                .and_then(|parent| board.items.iter().position(|item| item.key == parent))
                .and_then(|place| u32::try_from(place).ok())
        }
        Key::Previous => match change.detail {
            Detail::Person { previous, .. } => previous.map(|id| id.0),
            _ => None,
        },
        Key::Sprint => change.moment.sprint.map(|id| id.0),
    };
    let mut key: GroupKey = per.iter().map(part).collect();
    key.push(u32::try_from(change.kind as usize).ok()); // only the same kind of change is one operation
    key
}

fn items_in(board: &Board<'_>, hits: &[ChangeId]) -> usize {
    let mut items: Vec<_> = hits.iter().filter_map(|hit| board.change(*hit).item).collect();
    items.sort_unstable();
    items.dedup();
    items.len()
}

/// Sittings of enough items, and what is left.
fn sittings(board: &Board<'_>, session: &Session, hits: Vec<ChangeId>) -> (Vec<Vec<ChangeId>>, Vec<ChangeId>) {
    let mut by_key: BTreeMap<GroupKey, Vec<ChangeId>> = BTreeMap::new();
    for hit in hits {
        by_key.entry(key(board, board.change(hit), &session.per)).or_default().push(hit);
    }
    let (mut found, mut rest) = (Vec::new(), Vec::new());
    for hits in by_key.into_values() {
        let mut start = 0;
        while start < hits.len() {
            let first = board.change(hits[start]).at;
            let inside = |hit: &ChangeId| board.change(*hit).at.duration_since(first).as_secs_f64() <= session.span;
            let end = start + hits[start..].iter().take_while(|hit| inside(hit)).count();
            if items_in(board, &hits[start..end]) >= session.at_least {
                found.push(hits[start..end].to_vec());
                start = end;
            } else {
                rest.push(hits[start]);
                start += 1;
            }
        }
    }
    rest.sort_unstable();
    (found, rest)
}

/// Runs of the same act, each within so many seconds of the one before.
fn bulks(board: &Board<'_>, group: &Grouping, hits: Vec<ChangeId>) -> Vec<Vec<ChangeId>> {
    let mut done: Vec<Vec<ChangeId>> = Vec::new();
    let mut open: BTreeMap<GroupKey, usize> = BTreeMap::new();
    for hit in hits {
        let change = board.change(hit);
        let key = key(board, change, &group.per);
        let near = open.get(&key).copied().filter(|place| {
            let last = done[*place].last().map(|last| board.change(*last).at);
            last.is_some_and(|last| change.at.duration_since(last).as_secs_f64() <= group.within)
        });
        match near {
            Some(place) => done[place].push(hit),
            None => {
                open.insert(key, done.len());
                done.push(vec![hit]);
            }
        }
    }
    done
}

/// The findings of one operation: one for each case that its changes fall under.
fn operation_findings(board: &Board<'_>, rule: &Definition, (sitting, hits): (bool, &[ChangeId])) -> Vec<Finding> {
    let (Some(first), Some(last)) = (hits.first(), hits.last()) else { return Vec::new() };
    let span = board.change(*last).at.duration_since(board.change(*first).at).as_secs_f64();
    let group = Some(Group { items: items_in(board, hits), span, sitting });
    let mut by_case: BTreeMap<usize, Vec<ChangeId>> = BTreeMap::new();
    for hit in hits {
        let scene = Scene { group, ..Scene::change(board, board.change(*hit)) };
        by_case.entry(case(rule, &scene)).or_default().push(*hit);
    }
    by_case.into_iter().filter_map(|(case, hits)| change_finding(board, rule, case, &hits, group)).collect()
}

/// The place of the case that decides; one past the last for the rule's own level. A case that nobody can answer decides
/// if it is the milder one.
fn case(rule: &Definition, scene: &Scene<'_, '_>) -> usize {
    let decides = |case: &super::definition::Case| match scene.all(&case.conditions) {
        Answer::Yes => true,
        Answer::No => false,
        Answer::Unknown(_) => case.level.is_some_and(|level| level < rule.level),
    };
    rule.cases.iter().position(decides).unwrap_or(rule.cases.len())
}

fn change_finding(
    board: &Board<'_>,
    rule: &Definition,
    case: usize,
    hits: &[ChangeId],
    group: Option<Group>,
) -> Option<Finding> {
    let change = board.change(*hits.first()?);
    let scene = Scene { group, ..Scene::change(board, change) };
    let mut seen = vec![change.item];
    let mut others = Vec::new();
    for hit in &hits[1..] {
        let other = board.change(*hit);
        if !seen.contains(&other.item) {
            seen.push(other.item);
            others.push(act(board, other, Phrase::text("the same, in one go")));
        }
    }
    let count = seen.len();
    let id = [&*change.id, &change.part.to_string(), change.kind.word()].map(str::to_owned);
    let mut finding = finding(rule, case, &scene, count, &id)?;
    finding.item = scene.item.map(subject);
    finding.actor = change.by.map(|by| actor(board, by, change));
    finding.at = Some(change.at);
    finding.sprint = scene.sprint.map(|sprint| sprint.name.to_string());
    finding.location = Some(change.mark);
    finding.labels = role_labels(board, rule, change);
    finding.related = others;
    Some(finding)
}

/// The lines of the charter that give the roles a rule asks for.
fn role_labels(board: &Board<'_>, rule: &Definition, change: &Change<'_>) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for condition in rule.when.iter().filter(|condition| condition.name == "actor.role") {
        let (words, own) = match condition.test {
            Test::AnyOf(words) => (words, true),
            Test::NoneOf(words) | Test::ButNot(words) => (words, false),
            _ => continue,
        };
        // Whose call it is, where that is one person's; else what the charter says of the one who acted.
        let asked = |role: &&Role| words & (1 << **role as usize) != 0;
        let one = |role: &&Role| own || matches!(role, Role::ProductOwner | Role::ScrumMaster);
        let others = Role::ALL.iter().filter(asked).filter(one).map(|role| (role, own));
        let theirs = Role::ALL.iter().filter(|_| !own).map(|role| (role, true));
        for (role, own) in others.chain(theirs) {
            let mut holders = board.people.holders(*role, change.at);
            let tenure = holders.find(|(id, _)| !own || Some(*id) == change.by);
            if let Some(mark) = tenure.and_then(|(_, tenure)| tenure.mark)
                && labels.iter().all(|label| label.mark != mark)
            {
                labels.push(Label { mark, text: format!("the charter's {}", role.title()) });
            }
        }
    }
    labels.truncate(2);
    labels
}

// --- items, sprints, board, charter --------------------------------------------------------------------------------------

fn judge_item(board: &Board<'_>, rule: &Definition, item: &Item<'_>, tally: &mut Tally) -> Option<Finding> {
    let (counts, _) = counts(board, rule, None);
    let shares = shares(rule, &counts);
    let scene = Scene { counts: &counts, shares: &shares, ..Scene::item(board, item) };
    if !tally.fires(rule, &scene) {
        return None;
    }
    let spell = item.blocked.filter(|_| rule.points_at == Anchor::Blocked);
    let change = spell.and_then(|spell| spell.change).map(|id| board.change(id));
    let id = [item.id.to_string(), change.map_or_else(String::new, |change| change.id.to_string())];
    let mut finding = finding(rule, case(rule, &scene), &scene, 1, &id)?;
    finding.item = Some(subject(item));
    finding.actor = change.and_then(|change| Some(actor(board, change.by?, change)));
    finding.at = spell.and_then(|spell| spell.since).or(item.created);
    finding.location = Some(spell.map_or(item.mark, |spell| spell.mark));
    Some(finding)
}

fn judge_sprint(board: &Board<'_>, rule: &Definition, sprint: &Sprint<'_>, tally: &mut Tally) -> Option<Finding> {
    let start = sprint.start.filter(|start| *start <= board.clock)?;
    if sprint.is_being_planned(board.clock) {
        return None;
    }
    let (counts, acts) = counts(board, rule, Some(sprint));
    let shares = shares(rule, &counts);
    let scene = Scene { counts: &counts, shares: &shares, ..Scene::sprint(board, sprint) };
    if !tally.fires(rule, &scene) {
        return None;
    }
    let mut finding = finding(rule, case(rule, &scene), &scene, 1, &[sprint.id.to_string()])?;
    finding.at = Some(start);
    finding.sprint = Some(sprint.name.to_string());
    finding.location = sprint.mark;
    finding.related = related(board, rule, Some(sprint), &acts);
    Some(finding)
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
    let mut finding = finding(rule, case(rule, &scene), &scene, 1, &ids)?;
    finding.actor = person.map(|(id, person)| Actor {
        id: person.id.to_string(),
        name: person.name.to_string(),
        roles: board.people.roles(id, board.clock).iter().collect(),
    });
    finding.related = related(board, rule, None, &acts);
    finding.location =
        labels.first().map(|label| label.mark).or_else(|| finding.related.first().and_then(|act| act.mark));
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

// --- counts --------------------------------------------------------------------------------------------------------------

type Acts = Vec<Vec<ChangeId>>;

/// The rule's counts, and the changes that were counted.
fn counts(board: &Board<'_>, rule: &Definition, sprint: Option<&Sprint<'_>>) -> (Vec<f64>, Acts) {
    let mut numbers = Vec::new();
    let mut acts = Vec::new();
    for count in &rule.counts {
        let value = |scene: &Scene<'_, '_>| match count.sum.map(|field| scene.value(field)) {
            Some(super::condition::Value::Number(number)) => number,
            Some(_) => 0.0,
            None => 1.0,
        };
        if count.items {
            let scenes = board.items.iter().map(|item| Scene::item(board, item));
            let held = scenes.filter(|scene| scene.all(&count.conditions) == Answer::Yes);
            numbers.push(held.map(|scene| value(&scene)).sum());
            acts.push(Vec::new());
            continue;
        }
        let (from, to) = match (count.window, sprint) {
            (Window::Recent, _) => (board.recent(), board.clock),
            (Window::Sprint, Some(sprint)) => {
                (sprint.start.unwrap_or(board.clock), sprint.completed.unwrap_or(board.clock))
            }
            _ => (jiff::Timestamp::MIN, board.clock),
        };
        let all = count.conditions.iter().any(|condition| condition.name == "change.gesture");
        let start = board.changes.partition_point(|change| change.at < from);
        let (mut sum, mut counted) = (0.0, Vec::new());
        for (place, change) in board.changes.iter().enumerate().skip(start).take_while(|(_, change)| change.at <= to) {
            if !all && change.gesture != Gesture::Decision {
                continue;
            }
            let scene = Scene::change(board, change);
            if scene.all(&count.conditions) == Answer::Yes {
                sum += value(&scene);
                counted.push(ChangeId::new(place));
            }
        }
        numbers.push(sum);
        acts.push(counted);
    }
    (numbers, acts)
}

fn shares(rule: &Definition, counts: &[f64]) -> Vec<Option<f64>> {
    let divide = |share: &super::definition::Share| {
        let (of, whole) = (counts.get(share.of)?, counts.get(share.whole)?);
        (*whole > 0.0).then(|| of / whole)
    };
    rule.shares.iter().map(divide).collect()
}

// --- findings ------------------------------------------------------------------------------------------------------------

/// A finding with everything that does not depend on what was judged; none where a case says `off`.
fn finding(rule: &Definition, case: usize, scene: &Scene<'_, '_>, count: usize, ids: &[String]) -> Option<Finding> {
    let case = rule.cases.get(case);
    let level = case.and_then(|case| case.level).unwrap_or(rule.level);
    if level == Level::Off {
        return None;
    }
    let template = case.and_then(|case| case.message.as_ref()).unwrap_or(&rule.message);
    let facts =
        rule.facts.iter().filter_map(|(name, field)| Some((name.clone(), message::fact(scene, *field)?))).collect();
    Some(Finding {
        rule: rule.name.clone(),
        category: rule.category.clone(),
        level,
        confidence: rule.confidence,
        message: template.render(scene, count),
        board: scene.board.name.clone(),
        item: None,
        actor: None,
        at: None,
        sprint: None,
        location: None,
        labels: Vec::new(),
        related: Vec::new(),
        count,
        facts,
        fingerprint: Fingerprint::new(&rule.name, ids.iter().map(String::as_str)),
    })
}

fn subject(item: &Item<'_>) -> Subject {
    Subject {
        key: item.key.to_string(),
        number: item.number,
        title: item.title.decode().into_owned(),
        url: item.url.clone(),
    }
}

fn actor(board: &Board<'_>, id: PersonId, change: &Change<'_>) -> Actor {
    let person = board.people.get(id);
    let roles = board.people.roles(id, change.at).iter().collect();
    Actor { id: person.id.to_string(), name: person.name.to_string(), roles }
}

fn act(board: &Board<'_>, change: &Change<'_>, message: Phrase) -> Related {
    let item = change.item.map(|id| board.item(id).key.to_string());
    Related { item, at: Some(change.at), message, mark: Some(change.mark) }
}

fn related(board: &Board<'_>, rule: &Definition, sprint: Option<&Sprint<'_>>, acts: &Acts) -> Vec<Related> {
    let figures = sprint.and_then(|sprint| sprint.figures.as_ref());
    match (rule.related, figures) {
        (Some(RelatedTo::Count(place)), _) => {
            let counted = acts.get(place).map(Vec::as_slice).unwrap_or_default();
            let last = &counted[counted.len().saturating_sub(ACTS)..];
            last.iter().map(|id| act(board, board.change(*id), by_whom(board, board.change(*id)))).collect()
        }
        (Some(RelatedTo::Scope), Some(figures)) => {
            let bugs = figures.bugs.iter().map(|change| (change, " (a bug, not counted)"));
            let all = figures.scope.iter().map(|change| (change, "")).chain(bugs);
            all.map(|(change, remark)| {
                let item = board.item(change.item);
                let done = change.change.map(|id| board.change(id));
                let created_here = change.added && done.is_none();
                let verb = if created_here {
                    "created in it"
                } else if change.added {
                    "added"
                } else {
                    "removed"
                };
                let mut message = Phrase::text(verb);
                let by = done.map_or(item.creator, |done| done.by);
                if let Some(by) = by {
                    let person = board.people.get(by);
                    message.push(" by ");
                    message.push_person(&*person.id, &*person.name);
                }
                message.push(format!(", {}{remark}", figures.unit.sized(change.size)));
                let at = done.map(|done| done.at).or(item.created);
                Related {
                    item: Some(item.key.to_string()),
                    at,
                    message,
                    mark: Some(done.map_or(item.mark, |done| done.mark)),
                }
            })
            .collect()
        }
        (Some(RelatedTo::Committed), Some(figures)) => {
            let committed = figures.committed_items.iter().map(|id| board.item(*id));
            let entry = |item: &Item<'_>| {
                let size = item.estimates.last().and_then(|(_, estimate)| *estimate);
                let message = size.map_or_else(|| "committed".to_owned(), |size| format!("committed, {size} points"));
                Related {
                    item: Some(item.key.to_string()),
                    at: None,
                    message: Phrase::text(message),
                    mark: Some(item.mark),
                }
            };
            committed.map(entry).collect()
        }
        _ => Vec::new(),
    }
}

fn by_whom(board: &Board<'_>, change: &Change<'_>) -> Phrase {
    let mut phrase = Phrase::text(format!("{} by ", change.kind));
    match change.by {
        Some(by) => {
            let person = board.people.get(by);
            phrase.push_person(&*person.id, &*person.name);
        }
        None => phrase.push("somebody"),
    }
    phrase
}
