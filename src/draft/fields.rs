//! Finds the fields with estimates and acceptance criteria.

use serde::Serialize;

use super::candidate::{Candidate, Certainty};
use super::names::is_writable;
use super::numbers::{self, SmallNumbers};
use crate::board::facts::{Facts, ORIGINAL_ESTIMATE};
use crate::board::{Board, FieldUse, Meaning, Provenance};

/// A meaning that a charter can assign to a field, and the fields that may have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// The meaning.
    pub meaning: Meaning,
    /// All fields that may have it.
    pub found: Vec<FieldName>,
    /// The field by its name, or by its id if it has no name. `None` if several fields may have the meaning:
    /// without a setting, all of them are read.
    pub candidate: Option<Candidate<String, FieldEvidence>>,
}

/// The name and id of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldName {
    /// Its name; empty if the export does not contain it.
    pub name: String,
    /// Its id; empty if the export contains none or if it equals the name.
    pub id: String,
}

/// Why a field may have a meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldEvidence {
    /// How it is known.
    pub known: Provenance,
    /// The id of the field, if the candidate is its name.
    pub id: Option<String>,
    /// The values, if they are the only evidence.
    pub numbers: Option<SmallNumbers>,
}

/// The fields with estimates and acceptance criteria, if there are any.
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

/// The field that may contain estimates if none is known: small numbers on many items.
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
    // The name is easier to read; a field without one is written by its id.
    let by_id = field.name.is_empty() || field.id == ORIGINAL_ESTIMATE;
    let value = if by_id { &field.id } else { &field.name };
    let id = Some(field.id.clone()).filter(|id| !id.is_empty() && !by_id && *id != field.name);
    Candidate::new(certainty, value.clone(), FieldEvidence { known: field.known, id, numbers: None })
}
