//! The evidence that rules require. All of it follows from the fields that they test; none is written into a
//! rule. What a single candidate lacks, and whether a rule is inconclusive, is decided in
//! `judge/candidates.rs`.

use std::collections::BTreeSet;

use super::args::Argument;
use super::compiled::CompiledRule;
use super::condition::{Check, Test};
use super::definition::{CountWindow, Definition, NamedWindow, Over};
use super::field::{FieldRef, WordsNeed};
use super::subject::Judge;
use super::value::{bit, words_in};
use crate::board::{Board, ChangeKind, Decision, Gap, ItemChoice, Need};
use crate::charter::{Kind, Role, Stage};

/// The evidence and the roles that `rule` requires, in words.
pub fn needs(rule: &Definition) -> Vec<String> {
    let mut needs: BTreeSet<String> = BTreeSet::new();
    if rule.judge == Judge::Charter {
        needs.insert("roles".to_owned());
    }
    needs.extend(rule.counts.iter().filter_map(|count| need_of(count.over)).map(need_in_words));
    if rule.judge == Judge::Stay {
        needs.insert(need_in_words(Need::History));
    }
    if rule.counts.iter().any(|count| count.window == CountWindow::Named(NamedWindow::Planning)) {
        needs.extend([Need::History, Need::SprintItems].map(need_in_words));
    }
    let counted = rule.counts.iter().flat_map(|count| &count.conditions);
    for check in rule.when.iter().chain(counted).map(|condition| &condition.check) {
        let Some(field) = check.field.known() else { continue };
        needs.extend(check.field.needs().map(need_in_words));
        let words = check.words().unwrap_or_default();
        match (field.words_need, &check.test) {
            (WordsNeed::ItemKinds, Test::AnyOf(words)) => {
                let asked = [Kind::RetroAction, Kind::TechnicalDebt].into_iter().filter(|kind| *words == bit(*kind));
                needs.extend(asked.map(|kind| need_in_words(Need::Items(kind))));
            }
            // Somebody without a role may be the Product Owner or Scrum Master while that role has no holder.
            (WordsNeed::Roles, Test::AnyOf(_) | Test::NoneOf(_) | Test::AllOf(_))
                if field.of_actor && !words_in(words).all(Role::is_lead) =>
            {
                needs.insert("roles".to_owned());
            }
            (WordsNeed::Roles, _) => {
                let asked = words_in(words).filter(|role: &Role| role.is_lead());
                needs.extend(asked.map(|role| need_in_words(Need::Role(role))));
            }
            (WordsNeed::ChangeKinds, _) if words & bit(ChangeKind::Created) != 0 => {}
            (WordsNeed::ChangeKinds | WordsNeed::Decisions | WordsNeed::History, _) => {
                needs.insert(need_in_words(Need::History));
            }
            _ => {}
        }
    }
    needs.into_iter().collect()
}

/// A need in words, for people who read about a rule or a field.
pub(crate) fn need_in_words(need: Need) -> String {
    match need {
        Need::History => "history".to_owned(),
        Need::Kind(kind) => format!("changes of kind {kind}"),
        Need::Comments => "comments".to_owned(),
        Need::Estimates => "estimates".to_owned(),
        Need::Sprints | Need::SprintItems => "sprints".to_owned(),
        Need::Role(role) => format!("a {}", role.title()),
        Need::Mapping(stage) => format!("a workflow with {stage}"),
        Need::Items(kind) => format!("a mapping of {kind}"),
        Need::Creators => "creators".to_owned(),
        Need::Order => "the order of the backlog".to_owned(),
    }
}

/// What the whole board lacks for `rule`; `None` if nothing.
pub(super) fn gap(board: &Board<'_>, rule: &CompiledRule) -> Option<Gap> {
    if rule.judge == Judge::Charter {
        let named = board.people.has_lead() || board.people.has_holder(Role::Developer);
        let of_nobody = |role: &Role| !board.people.charter_names(*role);
        let first = rule.when.iter().flat_map(asked_of_charter).find(of_nobody).map(Gap::NoHolder);
        return first.or_else(|| if named { None } else { board.lacks(Need::Role(Role::ProductOwner)) });
    }
    let planning = || board.lacks(Need::History).or_else(|| board.lacks(Need::SprintItems));
    let counted = rule.counts.iter().flat_map(|count| &count.checks);
    let of_counts = rule.counts.iter().filter_map(|count| need_of(count.over));
    board
        .lacks_reach()
        .or_else(|| if rule.looks_at_planning() { planning() } else { None })
        .or_else(|| of_counts.into_iter().find_map(|need| board.lacks(need)))
        .or_else(|| if rule.judge == Judge::Stay { board.lacks(Need::History) } else { None })
        .or_else(|| rule.when.iter().chain(counted).find_map(|check| gap_of(board, check)))
        // If items are missing, neither shares nor absences are known.
        .or_else(|| board.lacks_items().filter(|_| rule.judge == Judge::Board && lacks_recent_acts(board)))
}

/// The Product Owner or Scrum Master whose holders `check` asks the charter for.
fn asked_of_charter(check: &Check) -> impl Iterator<Item = Role> {
    let roles = match check.field {
        FieldRef::Known(_, Argument::Role(role)) => [Some(role), None],
        FieldRef::Known(_, Argument::Roles(one, other)) => [Some(one), Some(other)],
        _ => [None, None],
    };
    roles.into_iter().flatten().filter(|role| role.is_lead())
}

/// Whether items are missing that may have been worked on recently.
fn lacks_recent_acts(board: &Board<'_>) -> bool {
    match board.item_choice() {
        Some(ItemChoice::ChangedSince(since)) => since > board.last_three_started,
        _ => holds_a_part(board),
    }
}

/// Whether the export holds only a part of the board's items. If all items are done, or all were in sprints
/// and no sprint lacks any, the board may simply have no others.
pub(super) fn holds_a_part(board: &Board<'_>) -> bool {
    let in_part = || board.sprints.iter().any(|sprint| board.is_known_in_part(sprint.index));
    match board.item_choice() {
        Some(ItemChoice::BySprint | ItemChoice::Done) => in_part(),
        choice => choice.is_some(),
    }
}

/// The evidence needed to count things of a sort.
fn need_of(over: Over) -> Option<Need> {
    match over {
        Over::Changes | Over::Items => None,
        Over::Stays => Some(Need::History),
        Over::Comments => Some(Need::Comments),
    }
}

/// Why changes that meet `checks` may be missing. If `checks` accept any kind of change, a complete history
/// is needed. If they accept several kinds, a filter may have left out one of them.
pub(super) fn gap_of_changes(board: &Board<'_>, checks: &[Check]) -> Option<Need> {
    let words_need = |check: &Check| check.field.known().map(|field| field.words_need);
    let asks_for_kinds = |check: &Check| {
        matches!(words_need(check), Some(WordsNeed::ChangeKinds | WordsNeed::Decisions | WordsNeed::History))
    };
    let is_filtered = |kind: &ChangeKind| board.is_filtered(*kind);
    let filtered = |check: &Check| match (words_need(check)?, &check.test) {
        (WordsNeed::ChangeKinds, Test::AnyOf(words)) => words_in(*words).find(is_filtered),
        (WordsNeed::ChangeKinds, Test::NoneOf(words)) => board.missing_traces().find(|kind| *words & bit(*kind) == 0),
        (WordsNeed::Decisions, Test::AnyOf(words)) => words_in(*words).filter_map(kind_of_decision).find(is_filtered),
        _ => None,
    };
    if let Some(kind) = checks.iter().find_map(filtered) {
        return Some(Need::Kind(kind));
    }
    // If the charter lists no developers, nobody is an outsider, so no matching change can be missing.
    let of_nobody = |check: &Check| gap_of(board, check) == Some(Gap::NoDevelopersListed);
    let is_open = !checks.iter().any(|check| asks_for_kinds(check) || of_nobody(check));
    (is_open && board.lacks(Need::History).is_some()).then_some(Need::History)
}

/// Decisions that somebody makes by creating an item.
const OF_CREATION: [Decision; 3] = [Decision::Story, Decision::Impediment, Decision::Retro];

/// The kinds of changes and the decisions that `checks` ask for; `None` each if they do not ask.
fn asked_for(checks: &[Check]) -> (Option<u64>, Option<u64>) {
    let any_of = |need: WordsNeed| {
        checks.iter().find_map(|check| match (check.field.known()?.words_need == need, &check.test) {
            (true, Test::AnyOf(words)) => Some(*words),
            _ => None,
        })
    };
    (any_of(WordsNeed::ChangeKinds), any_of(WordsNeed::Decisions))
}

/// Whether `checks` accept creations of items.
pub(super) fn counts_creations(checks: &[Check]) -> bool {
    let (kinds, decisions) = asked_for(checks);
    let created = || decisions.is_some_and(|words| OF_CREATION.iter().any(|decision| words & bit(*decision) != 0));
    kinds.map_or_else(created, |words| words & bit(ChangeKind::Created) != 0)
}

/// Maximum number of changes in one history entry that meet `checks`: one per kind, or one per decision.
/// `None` if `checks` ask for neither. Creations and comments are not recorded in entries.
pub(super) fn acts_of_an_entry(checks: &[Check]) -> Option<u32> {
    let beside = bit(ChangeKind::Created) | bit(ChangeKind::Commented);
    let (kinds, decisions) = asked_for(checks);
    let kinds = kinds.map(|words| words & !beside);
    let asked = kinds.or_else(|| decisions.map(|words| words & !bit(Decision::Story)))?;
    Some(asked.count_ones())
}

/// The kind of change that makes a decision, if a filter may leave it out.
fn kind_of_decision(decision: Decision) -> Option<ChangeKind> {
    match decision {
        Decision::Order => Some(ChangeKind::Ranked),
        Decision::Priority => Some(ChangeKind::Prioritised),
        Decision::Criteria => Some(ChangeKind::CriteriaEdited),
        Decision::Estimate => Some(ChangeKind::Estimated),
        Decision::Assignment => Some(ChangeKind::Assigned),
        Decision::Scope => Some(ChangeKind::Planned),
        Decision::Status | Decision::Impediment | Decision::Retro => Some(ChangeKind::Moved),
        Decision::Story | Decision::None => None,
    }
}

/// Whether the findings of `rule` depend on the history, which may be incomplete.
pub(super) fn rests_on_history(rule: &CompiledRule) -> bool {
    let on_history =
        |check: &Check| check.field.known().is_none() || check.field.needs().any(|need| need == Need::History);
    // The creator is stored in the item itself, not in the history.
    (rule.judge == Judge::Change && !is_about_creations(rule)) || rule.when.iter().any(on_history)
}

/// Whether `rule` judges only the changes that create items.
pub(super) fn is_about_creations(rule: &CompiledRule) -> bool {
    rule.judge == Judge::Change && rule.kinds() == Some(bit(ChangeKind::Created))
}

/// Whether `rule` judges only the changes that assign items.
pub(super) fn is_about_assignments(rule: &CompiledRule) -> bool {
    rule.judge == Judge::Change && rule.kinds() == Some(bit(ChangeKind::Assigned))
}

/// What the board lacks for `check`.
fn gap_of(board: &Board<'_>, check: &Check) -> Option<Gap> {
    let field = check.field.known()?;
    if let Some(gap) = check.field.needs().find_map(|need| board.lacks(need)) {
        return Some(gap);
    }
    let words = check.words()?;
    match field.words_need {
        WordsNeed::Nothing => None,
        WordsNeed::Decisions | WordsNeed::History => board.lacks(Need::History),
        WordsNeed::ChangeKinds => lacks_all(board, words_in(words).map(Need::Kind)),
        WordsNeed::Stages => lacks_all(board, words_in::<Stage>(words).map(Need::Mapping)),
        WordsNeed::ItemKinds if matches!(check.test, Test::AnyOf(_)) => {
            lacks_all(board, words_in(words).map(Need::Items))
        }
        WordsNeed::ItemKinds => None,
        WordsNeed::Roles => gap_of_roles(board, &check.test, words).or_else(|| board.lacks(Need::Creators)),
    }
}

/// The first gap if the board lacks all of `needs`; `None` if it has any, since that part can be judged.
fn lacks_all(board: &Board<'_>, needs: impl Iterator<Item = Need>) -> Option<Gap> {
    let mut first = None;
    for need in needs {
        let gap = board.lacks(need)?;
        first.get_or_insert(gap);
    }
    first
}

/// The gap if too few role holders are known for a test of roles.
fn gap_of_roles(board: &Board<'_>, test: &Test, words: u64) -> Option<Gap> {
    let asked = || words_in::<Role>(words);
    let of_leads_only = asked().all(Role::is_lead);
    match test {
        // Any of several: one known role is enough.
        Test::AnyOf(_) if of_leads_only => lacks_all(board, asked().map(Need::Role)),
        Test::NoneOf(_) | Test::AllOf(_) if of_leads_only && words != 0 => {
            asked().find_map(|role| board.lacks(Need::Role(role)))
        }
        // If the charter lists no developers, everybody without a role counts as one, and nobody is an
        // outsider.
        Test::AnyOf(words) if *words == bit(Role::Outsider) && !board.people.lists_developers() => {
            Some(Gap::NoDevelopersListed)
        }
        // Developers, stakeholders, outsiders: at least some roles must be known.
        _ => {
            if board.people.has_lead() {
                None
            } else {
                board.lacks(Need::Role(Role::ProductOwner))
            }
        }
    }
}
