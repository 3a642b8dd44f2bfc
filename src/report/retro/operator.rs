//! What whoever runs the program can do so that the report tells more. It stands at the end: a team that talks about its
//! findings has no use for command lines.

use super::context::RetroContext;
use super::sprint_dates::judged_sprints;
use super::words;
use crate::finding::gap::remedy::Service;

/// What there is to do, a sentence each, and where requests to `services` take from what they need.
pub(super) fn notes(
    context: &RetroContext<'_>,
    left_out: usize,
    services: impl Iterator<Item = Service>,
) -> Vec<String> {
    let mut notes = Vec::new();
    // Whoever gets a private report has no board to run anything on.
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
