//! Rules that judge changes: one pass over all changes, then one finding for each operation.

use std::collections::BTreeMap;

use foldhash::HashSet;

use super::super::compiled::CompiledRule;
use super::super::definition::Anchor;
use super::super::rule_set::RuleSet;
use super::super::situation::{OperationKind, Situation};
use super::candidates::Candidates;
use super::count::Counting;
use super::deciding::{Deciding, deciding};
use super::findings::{actor, finding, identity, other_wholes, part, related_change, role_labels, subject};
use super::operation::{operation, operations};
use crate::board::{Board, ChangeId, ChangeKind, Gap, Gesture, Item};
use crate::finding::{Finding, Phrase};
use crate::parallel;
use crate::word::Word;

/// Number of changes that a thread takes at a time.
const CHUNK: usize = 4096;

/// Changes on which rules fire, with the index of the rule.
type Hits = Vec<(usize, ChangeId)>;

/// The findings of all rules that judge changes, except those that lack evidence (`gaps`).
pub(super) fn judge(
    board: &Board<'_>,
    rules: &RuleSet,
    gaps: &[Option<Gap>],
    candidates: &mut [Candidates],
) -> Vec<Finding> {
    let all_rules = rules.rules();
    let with_evidence =
        |places: &Vec<usize>| places.iter().copied().filter(|place| gaps[*place].is_none()).collect::<Vec<_>>();
    // For each kind of change: the rules that judge decisions, and those of them that also judge other
    // changes.
    let of_decisions: Vec<Vec<usize>> = rules.by_kind().iter().map(with_evidence).collect();
    let judges_all = |place: &usize| all_rules[*place].judges_all_changes();
    let of_others: Vec<Vec<usize>> =
        of_decisions.iter().map(|places| places.iter().copied().filter(judges_all).collect()).collect();
    let counting: Vec<Counting<'_, '_>> = all_rules.iter().map(|rule| Counting::new(board, rule)).collect();
    let chunks: Vec<(Hits, Vec<Candidates>)> =
        parallel::map_chunks(board.changes.by_item(), CHUNK, |chunk, changes| {
            let mut hits = Hits::new();
            let mut candidates: Vec<_> = all_rules.iter().map(|_| Candidates::default()).collect();
            for (change, id) in changes.iter().zip(&board.changes.ids_by_item()[chunk * CHUNK..]) {
                let asked = if change.gesture == Gesture::Decision { &of_decisions } else { &of_others };
                let asked = &asked[change.kind as usize];
                if asked.is_empty() || !board.window.holds(change.at) {
                    continue;
                }
                let situation = Situation::of_change(board, *id);
                for place in asked {
                    if candidates[*place].fires_on_kind(&all_rules[*place], &situation.with(&counting[*place])) {
                        hits.push((*place, *id));
                    }
                }
            }
            (hits, candidates)
        });
    let mut by_rule: Vec<Vec<ChangeId>> = all_rules.iter().map(|_| Vec::new()).collect();
    for (hits, parts) in chunks {
        for (candidates, part) in candidates.iter_mut().zip(parts) {
            candidates.merge(part);
        }
        for (place, change) in hits {
            by_rule[place].push(change);
        }
    }
    // Oldest first.
    by_rule.iter_mut().for_each(|hits| hits.sort_unstable());
    let each = by_rule.into_iter().zip(all_rules).zip(&counting);
    let findings = each.flat_map(|((hits, rule), counting)| {
        let operations = operations(board, rule, hits).into_iter();
        operations.flat_map(move |(kind, hits)| operation_findings(board, rule, counting, kind, &hits))
    });
    findings.collect()
}

/// The findings of one operation: one per case that applies to its changes.
fn operation_findings(
    board: &Board<'_>,
    rule: &CompiledRule,
    counting: &Counting<'_, '_>,
    kind: OperationKind,
    hits: &[ChangeId],
) -> Vec<Finding> {
    let operation = Some(operation(board, kind, hits));
    let mut by_case: BTreeMap<Deciding, Vec<Situation<'_, '_>>> = BTreeMap::new();
    for hit in hits {
        let situation = Situation { operation, ..Situation::of_change(board, *hit).with(counting) };
        by_case.entry(deciding(rule, &situation)).or_default().push(situation);
    }
    by_case.into_iter().filter_map(|(deciding, situations)| change_finding(rule, deciding, &situations)).collect()
}

/// The keys of the items that the changes are about, except the first. `about` maps an item to the one that
/// is named.
fn others_of<'s, 'a: 's>(
    situations: &'s [Situation<'s, 'a>],
    about: impl Fn(&'s Item<'a>) -> &'s Item<'a>,
) -> Vec<String> {
    let mut seen = HashSet::default();
    let items = situations.iter().filter_map(|situation| situation.item()).map(about);
    items.filter(|item| seen.insert(item.index)).skip(1).map(|item| item.key.to_string()).collect()
}

/// The ids that identify the change of `situation`; `None` without a change.
fn ids_of_change(situation: &Situation<'_, '_>) -> Option<[String; 3]> {
    let (change, record) = (situation.change()?, situation.board.record(situation.change?));
    // The record of a card's creation may be missing from the next export, so the card's own id is used.
    let created = situation.item().filter(|_| change.kind == ChangeKind::Created);
    let record_id = created.map_or_else(|| record.id.to_string(), |item| format!("{}:created", item.id));
    Some([record_id, record.part.to_string(), change.kind.word().to_owned()])
}

/// The finding for the changes under one case, oldest first.
fn change_finding(rule: &CompiledRule, deciding: Deciding, situations: &[Situation<'_, '_>]) -> Option<Finding> {
    let (situation, others) = situations.split_first()?;
    let (board, change) = (situation.board, situation.change()?);
    let record = board.record(situation.change?);
    let mut finding = finding(rule, deciding, situation, others, &ids_of_change(situation)?)?;
    finding.other_fingerprints = others.iter().filter_map(ids_of_change).map(|ids| identity(rule, &ids)).collect();
    finding.other_fingerprints.retain(|other| *other != finding.fingerprint);
    let ids = || situations.iter().filter_map(|situation| situation.change);
    if rule.points_at == Anchor::Parent {
        let whole = situation.item().and_then(|item| board.whole_of(item));
        finding.item = whole.or(situation.item()).map(subject);
        finding.related = ids().map(|id| part(board, id)).collect();
        finding.count = finding.related.len();
        finding.related.extend(other_wholes(board, ids().map(|id| board.change(id))));
        finding.bulk = others_of(situations, |item| board.whole_of(item).unwrap_or(item));
    } else {
        finding.item = situation.item().map(subject);
        finding.bulk = others_of(situations, |item| item);
        let mut seen = HashSet::from_iter([change.item]);
        for other in ids() {
            if seen.insert(board.change(other).item) {
                finding.related.push(related_change(board, other, Phrase::text("the same, in one go")));
            }
        }
    }
    finding.actor = change.by.map(|by| actor(board, by, change));
    finding.at = Some(change.at);
    finding.sprint = situation.sprint().map(|sprint| sprint.shown_name().to_owned());
    finding.sprint_id = situation.sprint().map(|sprint| sprint.index);
    finding.location = Some(record.mark);
    finding.labels = role_labels(board, rule, change);
    Some(finding)
}
