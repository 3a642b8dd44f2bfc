//! What is missing on a board, and which rules need it.

use jiff::Timestamp;

use crate::board::facts::Tool;
use crate::board::{Board, Gap, Missing, Need};
use crate::finding::Inconclusive;
use crate::finding::gap::remedy::Remedy;
use crate::finding::gap::{GapText, known_part};
use crate::wording::count_of;

/// A piece of evidence that is missing.
#[derive(Debug)]
pub(super) struct MissingEvidence {
    pub(super) missing: Missing,
    /// Whether the rules that need it are judged in part.
    pub(super) partial: bool,
    pub(super) message: String,
    /// How to get it.
    pub(super) remedy: Remedy,
    /// Since when it is present.
    pub(super) since: Option<Timestamp>,
    /// The rules that need it.
    pub(super) rules: Vec<String>,
}

/// Everything that is missing, sorted by the number of rules that need it.
pub(super) fn missing(board: &Board<'_>, inconclusive: Vec<Inconclusive>) -> Vec<MissingEvidence> {
    let mut list: Vec<MissingEvidence> = own(board);
    for gap in inconclusive {
        // What a rule left out is counted for each rule; here it is one missing piece of evidence. Rules that
        // could not be judged and rules that were judged in part are listed separately, even if the same
        // evidence is missing.
        let alike = |entry: &MissingEvidence| entry.rules.is_empty() || entry.partial == gap.partial;
        let same = |entry: &&mut MissingEvidence| {
            let is_same = entry.message == gap.reason && alike(entry);
            entry.missing == gap.missing && (is_same || (gap.partial && entry.covers(gap.missing)))
        };
        match list.iter_mut().find(same) {
            Some(entry) => {
                entry.partial &= gap.partial;
                entry.rules.push(gap.rule);
            }
            None => list.push(MissingEvidence {
                missing: gap.missing,
                partial: gap.partial,
                message: gap.reason,
                remedy: gap.remedy,
                since: None,
                rules: vec![gap.rule],
            }),
        }
    }
    for entry in &mut list {
        entry.rules.sort_unstable();
        entry.rules.dedup();
    }
    let weight = |entry: &MissingEvidence| (entry.partial, std::cmp::Reverse(entry.rules.len()));
    list.sort_by(|a, b| weight(a).cmp(&weight(b)).then_with(|| (a.missing, &a.message).cmp(&(b.missing, &b.message))));
    list
}

impl MissingEvidence {
    /// Whether this entry already covers what a rule left out because of `missing`.
    fn covers(&self, missing: Missing) -> bool {
        self.partial && self.missing == missing && matches!(missing, Missing::History | Missing::Creators)
    }
}

/// What is missing whether or not a rule needs it.
fn own(board: &Board<'_>) -> Vec<MissingEvidence> {
    let mut list = Vec::new();
    let mut add = |missing, message: String, remedy: Remedy, since| {
        list.push(MissingEvidence { missing, partial: true, message, remedy, since, rules: Vec::new() });
    };
    let what = |count: usize| if count == 1 { board.tool.item() } else { board.tool.items() };
    let all = board.present_items().count();
    let nothing = board.lacks(Need::History).is_some();
    if let Some(known) = known_part(board).filter(|_| !nothing) {
        let cut = board.truncated_items;
        let gap = GapText::new(board, Gap::Beginning);
        let message = match board.cut {
            Some(cut_at) => {
                let why = match board.tool {
                    Tool::Trello => "the oldest actions are missing, since Trello gives 1000 at a time",
                    Tool::Jira => "the history begins at the date that the data pipeline was told",
                };
                format!(
                    "{why}: what happened before {} is not known, nor how {cut} of {all} {} began",
                    board.calendar.local(cut_at),
                    what(all),
                )
            }
            None => known,
        };
        add(gap.missing, message, gap.remedy, board.cut);
    }
    let nameless = board.present_items().filter(|item| item.creator.is_none()).count();
    if nameless > 0 && nameless == all {
        let gap = GapText::new(board, Gap::NoActor);
        add(gap.missing, gap.message, gap.remedy, None);
    } else if nameless > 0 {
        let message = format!("who created {nameless} of {all} {} is not known", what(all));
        let remedy = match (board.tool, board.cut) {
            (Tool::Trello, None) => {
                "nothing to do: they came with a copied board, or from somebody who is no member here".into()
            }
            _ => GapText::new(board, Gap::NoActor).remedy,
        };
        add(Missing::Creators, message, remedy, None);
    }
    let orphans = board.orphans();
    if orphans > 0 && board.tool == Tool::Jira {
        let changelogs = count_of(orphans, "changelog belongs to an issue", "changelogs belong to issues");
        let message = format!("{changelogs} that no file describes: left out");
        add(Missing::History, message, "put the issues beside them: export the same search again".into(), None);
    }
    list
}
