//! Which fields hold estimates and acceptance criteria.

use serde::Serialize;

use super::candidate::{Candidate, Certainty};
use super::names::is_writable;
use super::numbers::{self, SmallNumbers};
use crate::board::facts::{Facts, ORIGINAL_ESTIMATE};
use crate::board::{Board, FieldUse, Meaning, Provenance};

/// What a charter can name a field for, and the fields that look like it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// What is looked for.
    pub meaning: Meaning,
    /// Every field that looks like it.
    pub found: Vec<FieldName>,
    /// The field by its name, or its id where it has none; none where several look like it: left out, all of them are read.
    pub candidate: Option<Candidate<String, FieldEvidence>>,
}

/// What a field is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldName {
    /// Its name; empty where the export does not say.
    pub name: String,
    /// Its id; empty where the export gives none, or one that is the name.
    pub id: String,
}

/// Why a field may be the one that is looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldEvidence {
    /// How it is known.
    pub known: Provenance,
    /// The id of the field, where it is known by its name.
    pub id: Option<String>,
    /// The values, where nothing else speaks for it.
    pub numbers: Option<SmallNumbers>,
}

/// The fields that hold estimates and acceptance criteria, where any does.
pub(super) fn fields(board: &Board<'_>) -> Vec<Field> {
    [Meaning::Points, Meaning::Criteria].into_iter().filter_map(|meaning| field(board, meaning)).collect()
}

fn field(board: &Board<'_>, meaning: Meaning) -> Option<Field> {
    let uses: Vec<&FieldUse> = board.fields.iter().filter(|field| field.meaning == meaning).collect();
    let candidate = match uses.as_slice() {
        [] => return None,
        [one] => Some(candidate(one)).filter(|candidate| is_writable(&candidate.value)),
        _ => None,
    };
    let name = |field: &&FieldUse| FieldName {
        name: field.name.clone(),
        id: if field.id == field.name { String::new() } else { field.id.clone() },
    };
    Some(Field { meaning, found: uses.iter().map(name).collect(), candidate })
}

/// The field that may hold estimates where none is known to: small numbers on many items.
pub(super) fn by_numbers(facts: &[Facts<'_>], board: &Board<'_>) -> Option<Field> {
    let (field, numbers) = numbers::small_numbers(facts, board)?;
    let found = FieldName { id: if field.id == field.name { String::new() } else { field.id }, name: field.name };
    let (value, id) = match (found.name.is_empty(), found.id.is_empty()) {
        (true, _) => (found.id.clone(), None),
        (false, true) => (found.name.clone(), None),
        (false, false) => (found.name.clone(), Some(found.id.clone())),
    };
    let evidence = FieldEvidence { known: Provenance::Shape, id, numbers: Some(numbers) };
    let candidate = Some(Candidate::new(Certainty::Doubtful, value, evidence)).filter(|it| is_writable(&it.value));
    Some(Field { meaning: Meaning::Points, found: vec![found], candidate })
}

fn candidate(field: &FieldUse) -> Candidate<String, FieldEvidence> {
    let certainty = match field.known {
        Provenance::Changelog | Provenance::Shape => Certainty::Likely,
        _ => Certainty::Sure,
    };
    // The name says more to people; a field that has none is known by its id.
    let by_id = field.name.is_empty() || field.id == ORIGINAL_ESTIMATE;
    let value = if by_id { &field.id } else { &field.name };
    let id = Some(field.id.clone()).filter(|id| !id.is_empty() && !by_id && *id != field.name);
    Candidate::new(certainty, value.clone(), FieldEvidence { known: field.known, id, numbers: None })
}
