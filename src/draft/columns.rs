//! Finds the stages of statuses or lists: by what the tool says, by their names, and by where items come from
//! and go to.

use std::collections::BTreeMap;

use serde::Serialize;

use super::candidate::{Candidate, Certainty};
use super::dates::dates;
use super::names::is_writable;
use super::words::{self, Fit};
use crate::board::facts::Tool;
use crate::board::{Board, ChangeKind, Detail, Provenance, State, StateId};
use crate::charter::{Stage, folded};
use crate::lexicon;

/// Minimum number of moves into or out of a column for them to be evidence.
const ENOUGH: usize = 5;

/// A status or list, or several with one name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Whether a charter can contain the name, which must not be an e-mail address or a token.
    pub writable: bool,
    /// Number of items in it now, without archived ones.
    pub items: usize,
    /// Whether it is an archived list.
    pub archived: bool,
    /// Its stage; `None` if there is no evidence for one.
    pub stage: Option<Candidate<Stage, StageEvidence>>,
}

/// Why a status or list may mean a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StageEvidence {
    /// Its name.
    Name,
    /// A part of its name.
    PartOfName,
    /// Its name. The column occurs only in the history.
    FormerName,
    /// It is a list of work to do in addition to a backlog: it may belong to the running sprint, or be ready
    /// for the next one.
    ToDoBesideBacklog,
    /// Its status category in Jira.
    Category {
        /// The stage of the category.
        category: Stage,
        /// The stage of its name within the category: the candidate itself, or another one that is doubtful.
        by_name: Option<Stage>,
    },
    /// Where its items come from and go to.
    Flow {
        /// The column that most of them come from.
        from: Flow,
        /// The column that most of them go to; `None` if few leave.
        to: Option<Flow>,
    },
}

/// The most frequent moves into or out of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flow {
    /// The column at their other end.
    pub column: String,
    /// Number of these moves.
    pub moves: usize,
    /// Number of all moves in this direction.
    pub of: usize,
}

/// The statuses or lists of a board.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// Those of the workflow, sorted by number of items, most first.
    pub(super) workflow: Vec<Column>,
    /// The names of lists that are named after sprints.
    pub(super) sprints: Vec<String>,
    /// The names of archived lists that were never used, as far as is known.
    pub(super) unused: Vec<String>,
}

/// The possible stages of the statuses or lists of `board`.
pub(super) fn columns(board: &Board<'_>) -> Columns {
    let (used, unused) = used(board);
    let unknown = used.iter().filter(|column| column.state.stage.is_none()).map(|column| &*column.state.name);
    let series = words::series(unknown.filter(|name| words::stage(name).is_none()));
    let mut found = Columns::default();
    for column in used {
        let name = column.state.name.trim();
        let (writable, items, archived) = (is_writable(name), column.items - column.away, column.archived);
        let is_sprint = board.tool == Tool::Trello && (column.is_sprint() || series.contains(name));
        if is_sprint && writable {
            found.sprints.push(name.to_owned());
            continue;
        }
        let stage = if is_sprint { None } else { column.stage(board) };
        found.workflow.push(Column { name: name.to_owned(), writable, items, archived, stage });
    }
    found.unused = unused;
    found
}

/// A status or list, or several with one name, and the moves of items.
struct Moves<'b> {
    state: &'b State,
    /// Number of items in it, with archived ones.
    items: usize,
    /// Number of archived items in it.
    away: usize,
    /// Number of items that came in.
    came: usize,
    /// Number of items that left, by target.
    went: BTreeMap<StateId, usize>,
    /// Number of items that came in, by origin.
    from: BTreeMap<StateId, usize>,
    archived: bool,
}

/// The states that are or were used, grouped by name and sorted by number of items; and the names of the
/// other ones, which are archived.
fn used<'b>(board: &'b Board<'_>) -> (Vec<Moves<'b>>, Vec<String>) {
    let mut by_name: BTreeMap<String, Moves<'b>> = BTreeMap::new();
    let lower = |state: &State| folded(&state.name);
    for state in board.states.iter().filter(|state| !state.name.trim().is_empty()) {
        let column = by_name.entry(lower(state)).or_insert_with(|| Moves {
            state,
            items: 0,
            away: 0,
            came: 0,
            went: BTreeMap::new(),
            from: BTreeMap::new(),
            archived: true,
        });
        column.archived &= state.closed;
        // Of several with one name, the one with the most reliable stage represents all.
        if (state.stage.is_some(), state.known == Provenance::Category)
            > (column.state.stage.is_some(), column.state.known == Provenance::Category)
        {
            column.state = state;
        }
    }
    for item in &board.items {
        if let Some(column) = item.state().and_then(|state| by_name.get_mut(&lower(board.state(state)))) {
            column.items += 1;
            column.away += usize::from(item.archived);
        }
    }
    for change in board.changes.iter().filter(|change| change.kind != ChangeKind::Created) {
        let Detail::States { from, to, .. } = &change.detail else { continue };
        if let Some(column) = by_name.get_mut(&lower(board.state(*to))) {
            column.came += 1;
            *column.from.entry(*from).or_default() += 1;
        }
        if let Some(column) = by_name.get_mut(&lower(board.state(*from))) {
            *column.went.entry(*to).or_default() += 1;
        }
    }
    let (mut columns, unused): (Vec<_>, Vec<_>) = by_name.into_values().partition(Moves::is_used);
    columns.sort_by_key(|column| (std::cmp::Reverse(column.items), std::cmp::Reverse(column.came)));
    (columns, unused.into_iter().map(|column| column.state.name.trim().to_owned()).collect())
}

impl Moves<'_> {
    /// Whether it is or was used. An archived list that was never used needs no stage.
    fn is_used(&self) -> bool {
        !self.archived || self.items > 0 || self.came > 0 || !self.went.is_empty()
    }

    fn is_sprint(&self) -> bool {
        let name = &self.state.name;
        lexicon::is_sprint(name) || (self.state.stage.is_none() && dates(name).next().is_some())
    }

    fn stage(&self, board: &Board<'_>) -> Option<Candidate<Stage, StageEvidence>> {
        let name = self.state.name.as_str();
        let by_words = words::stage(name);
        if self.state.known == Provenance::Category {
            return self.state.stage.map(|stage| by_category(stage, by_words));
        }
        if let (Some([category, _]), Some((stage, _)), None) = (self.state.contradicted, by_words, self.state.stage) {
            let evidence = StageEvidence::Category { category, by_name: Some(stage) };
            return Some(Candidate::new(Certainty::Doubtful, stage, evidence));
        }
        // In addition to a backlog, a list of work to do may belong to the sprint; the developers may order
        // it.
        if self.state.may_be_sprints_own {
            return Some(Candidate::new(Certainty::Doubtful, Stage::Ready, StageEvidence::ToDoBesideBacklog));
        }
        // The status may no longer exist, which would explain why it is empty.
        let is_former = board.tool == Tool::Jira && self.items == 0;
        if let Some(stage) = self.state.stage {
            let by_name = self.state.known == Provenance::Name;
            let (certainty, evidence) = match stage {
                Stage::Ready | Stage::Retrospective if is_former && by_name => {
                    (Certainty::Doubtful, StageEvidence::FormerName)
                }
                // The rest of the name may say whose work it is: "Visto bueno Maria".
                _ if by_name && !lexicon::is_status(name) => (Certainty::Likely, StageEvidence::PartOfName),
                _ => (Certainty::Sure, StageEvidence::Name),
            };
            return Some(Candidate::new(certainty, stage, evidence));
        }
        let Some((stage, fit)) = by_words else { return self.by_flow(board) };
        let (certainty, evidence) = match fit {
            _ if is_former => (Certainty::Doubtful, StageEvidence::FormerName),
            Fit::Whole => (Certainty::Likely, StageEvidence::Name),
            Fit::Part => (Certainty::Doubtful, StageEvidence::PartOfName),
        };
        Some(Candidate::new(certainty, stage, evidence))
    }

    /// A column between known columns is recognised by where its items come from and go to.
    fn by_flow(&self, board: &Board<'_>) -> Option<Candidate<Stage, StageEvidence>> {
        let most = |moves: &BTreeMap<StateId, usize>| {
            let of: usize = moves.values().sum();
            let (state, count) = moves.iter().max_by_key(|(_, count)| **count)?;
            let state = board.state(*state);
            let stage = stage_of(state)?;
            let flow = Flow { column: state.name.clone(), moves: *count, of };
            (of >= ENOUGH && *count * 2 > of).then_some((stage, flow))
        };
        let (from, to) = (most(&self.from)?, most(&self.went));
        let stage = match (from.0, to.as_ref().map(|to| to.0)) {
            (Stage::Doing, Some(Stage::Done | Stage::Acceptance)) => Stage::Doing,
            (Stage::Backlog | Stage::Ready, Some(Stage::Doing)) => Stage::Ready,
            (Stage::Doing, Some(Stage::Doing)) => Stage::Doing,
            (Stage::Doing | Stage::Acceptance, None) if self.items >= ENOUGH => Stage::Done,
            _ => return None,
        };
        let evidence = StageEvidence::Flow { from: from.1, to: to.map(|(_, flow)| flow) };
        Some(Candidate::new(Certainty::Doubtful, stage, evidence))
    }
}

/// The stage by Jira's category, which says whether work is done or not begun. A name can say more within the
/// category.
fn by_category(category: Stage, by_words: Option<(Stage, Fit)>) -> Candidate<Stage, StageEvidence> {
    let finer = match (category, by_words) {
        (Stage::Done, _) => None,
        (_, Some((Stage::Done | Stage::Backlog | Stage::Doing, _))) => None,
        (Stage::Backlog, Some((Stage::Acceptance, _))) => None,
        (Stage::Doing, Some((Stage::Ready, _))) => None,
        (_, finer) => finer.filter(|(finer, _)| *finer != category),
    };
    let (certainty, stage) = match finer {
        Some((finer, Fit::Whole)) => (Certainty::Likely, finer),
        Some((_, Fit::Part)) => (Certainty::Likely, category),
        None => (Certainty::Sure, category),
    };
    let by_name = finer.map(|(finer, _)| finer);
    Candidate::new(certainty, stage, StageEvidence::Category { category, by_name })
}

/// The stage of a status or list, if the tool or the whole name gives it.
pub(super) fn stage_of(state: &State) -> Option<Stage> {
    state.stage.or_else(|| words::stage(&state.name).filter(|(_, fit)| *fit == Fit::Whole).map(|(stage, _)| stage))
}
