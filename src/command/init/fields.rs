//! Which fields hold estimates and acceptance criteria, and which issue types or labels mean a kind of item.

use std::collections::BTreeMap;

use super::guess::{Certainty, Draft, Guess, some};
use crate::board::facts::{Facts, Tool};
use crate::board::{Board, FieldUse, Meaning, Provenance};
use crate::charter::{Kind, Word};
use crate::lexicon;

/// How many unknown types or labels are told of.
const TOLD: usize = 8;
/// Kinds that a label may say in Jira, which has no issue type for them.
const BY_LABEL: &[Kind] = &[Kind::Impediment, Kind::RetroAction, Kind::TechnicalDebt, Kind::Meeting];

/// Issue types and how many issues have them, as `facts` tell them.
pub(super) fn types(facts: &[Facts<'_>]) -> BTreeMap<String, usize> {
    let mut types = BTreeMap::new();
    for item in facts.iter().filter(|facts| facts.tool == Tool::Jira).flat_map(|facts| &facts.items) {
        if let Some(kind) = item.kind.as_ref().map(|kind| kind.trim()).filter(|kind| !kind.is_empty()) {
            *types.entry(kind.to_owned()).or_default() += 1;
        }
    }
    types
}

/// Adds what is known of fields.
pub(super) fn fields(board: &Board<'_>, draft: &mut Draft) {
    draft.story_points = field(board, Meaning::Points, &mut draft.field_notes);
    draft.criteria = field(board, Meaning::Criteria, &mut draft.field_notes);
    if draft.story_points.is_none() && board.in_titles {
        draft
            .field_notes
            .push("points stand in front of titles, as in `(5) As a guest …`: nothing needs to be set".to_owned());
    }
}

fn field(board: &Board<'_>, meaning: Meaning, notes: &mut Vec<String>) -> Option<Guess<String>> {
    let uses: Vec<&FieldUse> = board.fields.iter().filter(|field| field.meaning == meaning).collect();
    let (first, more) = uses.split_first()?;
    if !more.is_empty() {
        let names: Vec<String> = uses.iter().map(|field| called(field)).collect();
        notes.push(format!(
            "{} fields look like {}: {}. Left out, all of them are read; name one to read it alone",
            uses.len(),
            meaning.word(),
            names.join(", ")
        ));
        return None;
    }
    let (certainty, why) = match first.known {
        Provenance::Configuration => (Certainty::Sure, "the board's configuration says so"),
        Provenance::Schema => (Certainty::Sure, "the kind of field says so"),
        Provenance::Changelog => (Certainty::Likely, "by its name in the history"),
        Provenance::Shape => (Certainty::Likely, "by how its values look"),
        _ => (Certainty::Sure, "by its name"),
    };
    // The name says more to people; a field that has none is known by its id.
    let value = if first.name.is_empty() || first.id == "timeoriginalestimate" { &first.id } else { &first.name };
    let id = if first.id.is_empty() || *value == first.id || first.id == first.name {
        String::new()
    } else {
        format!(" ({})", first.id)
    };
    Some(Guess::new(certainty, value.clone(), format!("{why}{id}")))
}

fn called(field: &FieldUse) -> String {
    match (field.name.is_empty(), field.id.is_empty() || field.id == field.name) {
        (true, _) => field.id.clone(),
        (false, true) => field.name.clone(),
        (false, false) => format!("{} ({})", field.name, field.id),
    }
}

/// Adds what the types of issues, or the labels of cards, mean.
pub(super) fn kinds(board: &Board<'_>, types: &BTreeMap<String, usize>, draft: &mut Draft) {
    let mut labels: BTreeMap<String, usize> = BTreeMap::new();
    for label in board.items.iter().flat_map(|item| &item.labels) {
        let label = label.trim();
        if !label.is_empty() {
            *labels.entry(label.to_owned()).or_default() += 1;
        }
    }
    let names = if board.tool == Tool::Jira { types } else { &labels };
    let mut seen: Vec<String> = Vec::new();
    let mut unknown: Vec<(&String, usize)> = Vec::new();
    for (name, count) in names {
        let lower = name.to_lowercase();
        if seen.contains(&lower) {
            continue;
        }
        let part = || lexicon::kind_within(name).and_then(Kind::parse).filter(|kind| *kind == Kind::SubTask);
        let guess = Kind::named(name).map(|kind| (kind, Certainty::Sure));
        match guess.or_else(|| Some((part()?, Certainty::Likely))) {
            Some((kind, certainty)) => {
                draft.kinds.push((kind, Guess::new(certainty, name.clone(), how(board, *count))))
            }
            None => unknown.push((name, *count)),
        }
        seen.push(lower);
    }
    if board.tool == Tool::Jira {
        for (label, count) in &labels {
            if let Some(kind) = Kind::named(label).filter(|kind| BY_LABEL.contains(kind))
                && !seen.contains(&label.to_lowercase())
            {
                let label_of = how(board, *count);
                let (certainty, why) = match kind {
                    Kind::Impediment => (
                        Certainty::Doubtful,
                        format!("a label, which may say as well that something is in the item's way; {label_of}"),
                    ),
                    _ => (Certainty::Likely, format!("a label; {label_of}")),
                };
                draft.kinds.push((kind, Guess::new(certainty, label.clone(), why)));
                seen.push(label.to_lowercase());
            }
        }
    }
    draft.kinds.sort_by_key(|(kind, _)| *kind);
    unknown.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    draft.unknown_kinds = unknown.iter().take(TOLD).map(|(name, count)| format!("{name} ({count})")).collect();
    if unknown.len() > TOLD {
        draft.unknown_kinds.push(format!("and {} more", unknown.len() - TOLD));
    }
}

fn how(board: &Board<'_>, count: usize) -> String {
    let items = match board.tool {
        Tool::Jira => some(count, "issue", "issues"),
        Tool::Trello => some(count, "card", "cards"),
    };
    format!("by its name; {items}")
}
