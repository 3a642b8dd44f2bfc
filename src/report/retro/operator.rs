//! What the person who runs the program can do to improve the report. It comes last: the team that discusses
//! the findings does not need command lines.

use super::context::RetroContext;
use super::sprint_dates::judged_sprints;
use super::words;
use crate::finding::gap::remedy::Service;

/// What to do, one sentence each, and where the requests to `services` get their credentials from.
pub(super) fn notes(
    context: &RetroContext<'_>,
    left_out: usize,
    services: impl Iterator<Item = Service>,
) -> Vec<String> {
    let mut notes = Vec::new();
    // Readers of a private report do not have the data to run anything.
    if context.run.display.private {
        return notes;
    }
    if context.boards().any(|(board, _)| !board.people.has_lead()) {
        notes.push(words::NAME_ROLES.to_owned());
    }
    if context.boards().any(|(board, _)| judged_sprints(board).any(|(_, sprint)| sprint.days_alone)) {
        notes.push(words::NAME_CARDS.to_owned());
    }
    if left_out > 0 {
        notes.push(words::LIST_ALL.to_owned());
    }
    for text in services.map(Service::credentials) {
        if !notes.iter().any(|note| note == text) {
            notes.push(text.to_owned());
        }
    }
    notes
}
