//! The sprints of a draft that only a charter can give: `[[sprints]]`.

use std::fmt::Write as _;

use super::evidence;
use super::parts::{comment, hash, quoted, reason};
use crate::charter::SprintCards;
use crate::draft::{Candidate, Setup, SprintEvidence, SprintPlan};

/// Writes the sprints of lists, of labels, and of a list for several sprints, each with its reason.
pub(super) fn sprints(setup: &Setup, out: &mut String) {
    if setup.sprints.is_empty() {
        return;
    }
    out.push('\n');
    comment(
        out,
        "Trello knows no sprints. The first and the last day of each count in full. Add a goal = \"…\" where there was one.",
    );
    let mut known = None;
    for candidate in &setup.sprints {
        let cards = &candidate.value.cards;
        if known != Some(std::mem::discriminant(cards)) {
            comment(out, &sprint_members(cards));
            known = Some(std::mem::discriminant(cards));
        }
        sprint(candidate, out);
    }
}

/// What makes a card belong to one of these sprints.
fn sprint_members(cards: &SprintCards<String>) -> String {
    match cards {
        SprintCards::ListOfItsName => {
            "These lists are named like sprints, or were; a card is in one from entering the list that bore its name then."
                .to_owned()
        }
        SprintCards::Label(_) => {
            "These labels are named like sprints; a card is in one while it has its label.".to_owned()
        }
        SprintCards::List(list) => format!(
            "The list {list} may serve one sprint after another: a card is in the one in whose days it stands there. Give \
             each a name of its own."
        ),
    }
}

fn sprint(candidate: &Candidate<SprintPlan, SprintEvidence>, out: &mut String) {
    let (hash, SprintPlan { name, cards, days }) = (hash(candidate), &candidate.value);
    out.push('\n');
    comment(out, &reason(candidate, evidence::sprint(candidate)));
    let name = if name.is_empty() { "NAME" } else { name };
    let _ = writeln!(out, "{hash}[[sprints]]\n{hash}name = {}", quoted(name));
    let _ = match cards {
        SprintCards::ListOfItsName => Ok(()),
        SprintCards::List(list) => writeln!(out, "{hash}list = {}", quoted(list)),
        SprintCards::Label(label) => writeln!(out, "{hash}label = {}", quoted(label)),
    };
    if let Some((start, end)) = days {
        let _ = writeln!(out, "{hash}start = {start}\n{hash}end = {end}");
    }
}
