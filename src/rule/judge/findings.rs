//! Findings, and the people, records and other items that they name.

use foldhash::HashSet;

use super::super::compiled::CompiledRule;
use super::super::condition::{Check, Test};
use super::super::definition::{RelatedTo, SprintRecords};
use super::super::situation::Situation;
use super::super::template;
use super::super::value::words_in;
use super::count::{Counted, Counting};
use super::deciding::Deciding;
use crate::board::{
    Board, Change, ChangeId, ChangeKind, Detail, Item, ItemId, PersonId, Reestimated, ScopeChange, Sprint,
    SprintFigures, Stay, StayIn, Unit,
};
use crate::charter::{Level, Role};
use crate::finding::{Actor, Finding, Fingerprint, Phrase, Related, Subject};
use crate::source::{Label, Mark};
use crate::word::Word;

/// Maximum number of counted changes or items that a finding lists.
const LISTED: usize = 50;

/// A finding with everything that is the same for all kinds of subjects; `None` if a case has the level
/// `off`.
pub(super) fn finding<'b>(
    rule: &CompiledRule,
    deciding: Deciding,
    situation: &Situation<'b, '_>,
    others: &[Situation<'b, '_>],
    ids: &[String],
) -> Option<Finding> {
    let of_changes = std::iter::once(situation).chain(others).filter(|situation| situation.change.is_some());
    let mut items: Vec<_> = of_changes.filter_map(|situation| situation.item).collect();
    items.sort_unstable();
    items.dedup();
    let count = items.len().max(1);
    let level = deciding.level_of_case(rule).unwrap_or(rule.level);
    if level == Level::Off {
        return None;
    }
    let facts = rule.facts.iter().map(|(name, field)| (name.clone(), template::fact(situation, *field))).collect();
    Some(Finding {
        rule: rule.name.clone(),
        category: rule.category.clone(),
        level,
        confidence: rule.confidence,
        message: deciding.message(rule).render(situation, others, count),
        board: situation.board.name.clone(),
        board_id: None,
        item: None,
        actor: None,
        at: None,
        sprint: None,
        sprint_id: None,
        location: None,
        labels: Vec::new(),
        related: Vec::new(),
        pattern: Vec::new(),
        bulk: Vec::new(),
        count,
        facts,
        fingerprint: identity(rule, ids),
        other_fingerprints: Vec::new(),
    })
}

/// The identity of a finding of `rule` about the record identified by `ids`.
pub(super) fn identity(rule: &CompiledRule, ids: &[String]) -> Fingerprint {
    Fingerprint::new(&rule.name, ids.iter().map(String::as_str))
}

/// The item that a finding is about.
pub(super) fn subject(item: &Item<'_>) -> Subject {
    Subject {
        key: item.key.to_string(),
        number: item.number,
        title: item.title.decode().into_owned(),
        url: item.url.clone(),
    }
}

/// The author of a change, with their roles on that day.
pub(super) fn actor(board: &Board<'_>, id: PersonId, change: &Change<'_>) -> Actor {
    let person = board.people.get(id);
    let roles = board.people.roles(id, change.at).iter().collect();
    Actor { id: person.id.to_string(), name: person.name.to_string(), roles }
}

/// A change that belongs to a finding.
pub(super) fn related_change(board: &Board<'_>, id: ChangeId, message: Phrase) -> Related {
    let change = board.change(id);
    let item = change.item.map(|id| board.item(id).key.to_string());
    let number = change.item.and_then(|id| board.item(id).number);
    Related { item, number, at: Some(change.at), message, mark: Some(board.record(id).mark) }
}

/// A part of an item: a sub-task, or a checklist of the card itself.
pub(super) fn part(board: &Board<'_>, id: ChangeId) -> Related {
    let change = board.change(id);
    let message = match &change.detail {
        Detail::Words(words) if change.kind == ChangeKind::Split => {
            let mut message = Phrase::text("checklist \"");
            message.push_quoted(&*words.to);
            message.push("\"");
            message
        }
        _ => {
            let whole = change.item.and_then(|id| board.item(id).parent.clone());
            let mut message = Phrase::text("sub-task");
            if let Some(whole) = whole {
                message.push(" of ");
                message.push_item(&*whole, &*whole);
            }
            message
        }
    };
    related_change(board, id, message)
}

/// The other items that were split into parts, without the first one, each with its first part.
pub(super) fn other_wholes<'c>(board: &Board<'_>, changes: impl Iterator<Item = &'c Change<'c>>) -> Vec<Related> {
    let mut seen = HashSet::default();
    let mut others = Vec::new();
    for change in changes {
        let whole = change.item.and_then(|id| board.whole_of(board.item(id)));
        let Some(whole) = whole.filter(|whole| seen.insert(whole.index)) else { continue };
        if seen.len() > 1 && change.kind != ChangeKind::Split {
            let message = Phrase::text("broken into parts, too");
            others.push(Related { at: Some(change.at), message, ..standing_for(whole) });
        }
    }
    others
}

/// The records of all changes in the count that a finding relates to.
pub(super) fn marks_of_counted(
    rule: &CompiledRule,
    counting: &Counting<'_, '_>,
    situation: &Situation<'_, '_>,
) -> Vec<Mark> {
    let Some(RelatedTo::Count(place)) = rule.related else { return Vec::new() };
    counting.counted(place, situation).changes.iter().map(|id| situation.board.record(*id).mark).collect()
}

/// The counted things that a finding lists.
fn counted(board: &Board<'_>, counted: &Counted<'_>) -> Vec<Related> {
    let Counted { changes, items, stays } = counted;
    let changes = changes[changes.len().saturating_sub(LISTED)..].iter();
    let items = items[items.len().saturating_sub(LISTED)..].iter().map(|id| board.item(*id));
    let stays = stays[stays.len().saturating_sub(LISTED)..].iter().map(|stay| stayed(board, stay));
    let changes = changes.map(|id| related_change(board, *id, by_whom(board, *id)));
    changes.chain(items.map(|item| standing(board, item))).chain(stays).collect()
}

/// A stay that belongs to a finding.
fn stayed(board: &Board<'_>, stay: &Stay) -> Related {
    let (least, _) = board.days_of(stay);
    let days = if least == 1 { "1 working day".to_owned() } else { format!("{least} working days") };
    let within = stay.within.map_or("an unmapped status", StayIn::word);
    let mark = stay.begun_by.map_or(board.item(stay.item).mark, |id| board.record(id).mark);
    let message = Phrase::text(format!("{days} in {within}"));
    Related { at: Some(stay.since), message, mark: Some(mark), ..standing_for(board.item(stay.item)) }
}

/// The related records, as the rule defines them.
pub(super) fn related(
    rule: &CompiledRule,
    sprint: Option<&Sprint<'_>>,
    counting: &Counting<'_, '_>,
    situation: &Situation<'_, '_>,
) -> Vec<Related> {
    let board = situation.board;
    match rule.related {
        Some(RelatedTo::Count(place)) => counted(board, &counting.counted(place, situation)),
        Some(RelatedTo::Sprint(records)) => {
            sprint.and_then(|sprint| of_sprint(board, sprint, records)).unwrap_or_default()
        }
        None => Vec::new(),
    }
}

/// The records of a sprint; `None` if its figures are unknown.
fn of_sprint(board: &Board<'_>, sprint: &Sprint<'_>, records: SprintRecords) -> Option<Vec<Related>> {
    let figures = board.figures(sprint.index)?;
    let listed = |items: &[ItemId], what: &str| {
        let items = items.iter().map(|id| board.item(*id));
        items.map(|item| entry(item, with_size(item, sprint, figures.unit, what))).collect()
    };
    Some(match records {
        SprintRecords::Scope => scope(board, figures),
        SprintRecords::Committed => listed(&figures.committed_items, "committed"),
        SprintRecords::CarriedOver => listed(&board.delivery(sprint.index)?.carried_items, "not done at its end"),
        SprintRecords::Reestimated => {
            board.delivery(sprint.index)?.reestimated.iter().map(|again| reestimated(board, again)).collect()
        }
    })
}

/// The scope changes of a sprint, bugs last.
fn scope(board: &Board<'_>, figures: &SprintFigures) -> Vec<Related> {
    let bugs = figures.bugs.iter().map(|change| (change, " (a bug, not counted)"));
    let all = figures.scope.iter().map(|change| (change, "")).chain(bugs);
    all.map(|(change, remark)| scope_change(board, figures.unit, change, remark)).collect()
}

/// A scope change, with its author and its size.
fn scope_change(board: &Board<'_>, unit: Unit, change: &ScopeChange, remark: &str) -> Related {
    let item = board.item(change.item);
    let done = change.change.map(|id| board.change(id));
    let mut message = Phrase::text(match (change.added, done) {
        (true, None) => "created in it",
        (true, Some(_)) => "added",
        (false, _) => "removed",
    });
    if let Some(by) = done.map_or(item.creator, |done| done.by) {
        let person = board.people.get(by);
        message.push(" by ");
        message.push_person(&*person.id, &*person.name);
    }
    message.push(format!(", {}{remark}", unit.sized(change.size)));
    let at = done.map(|done| done.at).or(item.created);
    let mark = change.change.map_or(item.mark, |id| board.record(id).mark);
    Related { at, message, mark: Some(mark), ..standing_for(item) }
}

/// An item whose estimate was changed, with the change that did it.
fn reestimated(board: &Board<'_>, again: &Reestimated) -> Related {
    match again.change {
        Some(change) => related_change(board, change, by_whom(board, change)),
        None => entry(board.item(again.item), "estimated anew".to_owned()),
    }
}

/// An item's label with its committed size, if the sprint is not counted in items. These sizes add up to the
/// sprint's figures, whatever the present estimates are.
fn with_size(item: &Item<'_>, sprint: &Sprint<'_>, unit: Unit, what: &str) -> String {
    let counted = unit != Unit::Items;
    let size = sprint.planned_by().filter(|_| counted).and_then(|planned| item.estimate_at(planned));
    size.map_or_else(|| what.to_owned(), |size| format!("{what}, {}", unit.sized(size)))
}

/// An item that belongs to a finding, and the reason.
fn entry(item: &Item<'_>, message: String) -> Related {
    Related { message: Phrase::text(message), ..standing_for(item) }
}

/// An item that belongs to a finding, without a message.
fn standing_for(item: &Item<'_>) -> Related {
    Related {
        item: Some(item.key.to_string()),
        number: item.number,
        at: None,
        message: Phrase::default(),
        mark: Some(item.mark),
    }
}

/// An item and its present status or list.
fn standing(board: &Board<'_>, item: &Item<'_>) -> Related {
    let state = item.state().map(|state| board.state(state).name.as_str());
    let mut message = Phrase::text("created, now in ");
    match state {
        Some(state) => message.push_quoted(state),
        None => message.push("an unknown place"),
    }
    Related { at: item.created, message, ..standing_for(item) }
}

/// The kind of a change and its author.
pub(super) fn by_whom(board: &Board<'_>, id: ChangeId) -> Phrase {
    let change = board.change(id);
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

/// The lines of the charter that assign the roles a rule asks for.
pub(super) fn role_labels(board: &Board<'_>, rule: &CompiledRule, change: &Change<'_>) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    let of_actor = |check: &&Check| check.field.known().is_some_and(|field| field.of_actor);
    for check in rule.when.iter().filter(of_actor) {
        let (words, own) = match check.test {
            Test::AnyOf(words) => (words, true),
            Test::NoneOf(words) | Test::ButNot(words) => (words, false),
            _ => continue,
        };
        // The line of the person who owns the decision, if that is a single person; else the author's line.
        let one = |role: &Role| own || role.is_lead();
        let others = words_in(words).filter(one).map(|role| (role, own));
        let theirs = Role::ALL.iter().filter(|_| !own).map(|role| (*role, true));
        for (role, own) in others.chain(theirs) {
            let tenure = if own {
                change.by.and_then(|by| board.people.tenure(by, role, change.at))
            } else {
                board.people.holders(role, change.at).next().map(|(_, tenure)| tenure)
            };
            if let Some(mark) = tenure.and_then(|tenure| tenure.mark)
                && labels.iter().all(|label| label.mark != mark)
            {
                labels.push(Label { mark, text: format!("the charter's {}", role.title()) });
            }
        }
    }
    labels.truncate(2);
    labels
}
