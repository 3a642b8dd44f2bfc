//! Which statuses or lists mean what: by what the tool says, by their names, and by the ways that items take.

use std::collections::BTreeMap;

use super::guess::{Certainty, Guess, some};
use super::words::{self, Fit};
use crate::board::facts::Tool;
use crate::board::{Board, ChangeKind, Detail, Item, Provenance, State, StateId};
use crate::charter::Stage;
use crate::lexicon;

/// How many items must have come and gone for their ways to say something.
const ENOUGH: usize = 5;

/// What was guessed of the states of a board.
#[derive(Debug, Default)]
pub(super) struct Workflow {
    pub(super) stages: Vec<(Stage, Guess<String>)>,
    /// Those without a guess, with what is known of them.
    pub(super) unknown: Vec<String>,
    /// Lists named like sprints.
    pub(super) sprints: Vec<String>,
}

/// One status or list, or several of one name.
struct Column<'b> {
    state: &'b State,
    /// How many items stand in it.
    items: usize,
    /// How many came in.
    came: usize,
    /// How many went out, and where to.
    went: BTreeMap<StateId, usize>,
    /// Where they came from.
    from: BTreeMap<StateId, usize>,
    archived: bool,
}

/// Guesses what the states of `board` mean.
pub(super) fn workflow(board: &Board<'_>) -> Workflow {
    let columns = columns(board);
    let has_backlog = columns.iter().any(|column| lexicon::is_backlog(&column.state.name));
    let mut found = Workflow::default();
    let unknown = columns.iter().filter(|column| column.state.stage.is_none()).map(|column| &*column.state.name);
    let series = words::series(unknown.filter(|name| words::stage(name).is_none()));
    for column in columns {
        let name = column.state.name.trim();
        if board.tool == Tool::Trello && (column.is_sprint() || series.contains(name)) {
            found.sprints.push(name.to_owned());
            continue;
        }
        match column.meaning(board, has_backlog) {
            Some((stage, certainty, why)) => {
                let why = format!("{why}; {}", column.standing(board));
                found.stages.push((stage, Guess::new(certainty, name.to_owned(), why)));
            }
            None => found.unknown.push(format!("{name} ({})", column.standing(board))),
        }
    }
    found.stages.sort_by_key(|(stage, _)| *stage);
    found
}

/// The states that hold or held something, by name, the fullest first.
fn columns<'b>(board: &'b Board<'_>) -> Vec<Column<'b>> {
    let mut by_name: BTreeMap<String, Column<'b>> = BTreeMap::new();
    let lower = |state: &State| state.name.trim().to_lowercase();
    for state in board.states.iter().filter(|state| !state.name.trim().is_empty()) {
        let column = by_name.entry(lower(state)).or_insert_with(|| Column {
            state,
            items: 0,
            came: 0,
            went: BTreeMap::new(),
            from: BTreeMap::new(),
            archived: true,
        });
        column.archived &= state.closed;
        // Of several by one name the one whose meaning is known best speaks for all.
        if (state.stage.is_some(), state.known == Provenance::Category)
            > (column.state.stage.is_some(), column.state.known == Provenance::Category)
        {
            column.state = state;
        }
    }
    for state in board.items.iter().filter_map(Item::state) {
        if let Some(column) = by_name.get_mut(&lower(board.state(state))) {
            column.items += 1;
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
    let mut columns: Vec<_> = by_name.into_values().filter(Column::is_used).collect();
    columns.sort_by_key(|column| (std::cmp::Reverse(column.items), std::cmp::Reverse(column.came)));
    columns
}

impl Column<'_> {
    /// An archived list in which nothing ever was needs no meaning.
    fn is_used(&self) -> bool {
        !self.archived || self.items > 0 || self.came > 0 || !self.went.is_empty()
    }

    fn is_sprint(&self) -> bool {
        let name = &self.state.name;
        lexicon::is_sprint(name) || (self.state.stage.is_none() && super::sprints::dates(name).next().is_some())
    }

    fn meaning(&self, board: &Board<'_>, has_backlog: bool) -> Option<(Stage, Certainty, String)> {
        let name = self.state.name.as_str();
        let by_words = words::stage(name);
        if self.state.known == Provenance::Category {
            return self.state.stage.map(|stage| self.by_category(stage, by_words));
        }
        // A list of work to do beside a backlog may be the sprint's: whoever orders it then is no trespasser.
        if board.tool == Tool::Trello && has_backlog && lexicon::is_to_do(name) {
            let why = "it may be the running sprint's own list, or what is ready for the next one";
            return Some((Stage::Ready, Certainty::Doubtful, why.to_owned()));
        }
        if let Some(stage) = self.state.stage {
            return Some((stage, Certainty::Sure, "by its name".to_owned()));
        }
        match by_words {
            // It may be gone since: then no work can be in it, and too little of it is nobody's fault.
            Some((stage, _)) if board.tool == Tool::Jira && self.items == 0 => {
                Some((stage, Certainty::Doubtful, "by its name, but only the history knows it".to_owned()))
            }
            Some((stage, Fit::Whole)) => Some((stage, Certainty::Likely, "by its name".to_owned())),
            Some((stage, Fit::Part)) => {
                Some((stage, Certainty::Doubtful, "its name may mean it, and may mean more".to_owned()))
            }
            None => self.by_flow(board),
        }
    }

    /// Jira says what is done and what is not begun; within that a name says more.
    fn by_category(&self, stage: Stage, by_words: Option<(Stage, Fit)>) -> (Stage, Certainty, String) {
        let finer = match (stage, by_words) {
            (Stage::Done, _) => None,
            (_, Some((Stage::Done | Stage::Backlog | Stage::Doing, _))) => None,
            (Stage::Backlog, Some((Stage::Acceptance, _))) => None,
            (Stage::Doing, Some((Stage::Ready, _))) => None,
            (_, Some((finer, fit))) if finer != stage => Some((finer, fit)),
            _ => None,
        };
        let told = match stage {
            Stage::Done => "Jira counts it as done",
            Stage::Backlog => "Jira counts it as to do",
            _ => "Jira counts it as in progress",
        };
        match finer {
            Some((finer, Fit::Whole)) => (finer, Certainty::Likely, format!("by its name; {told}")),
            Some((finer, Fit::Part)) => {
                (stage, Certainty::Likely, format!("{told}; by its name it may be {finer}: then move it there"))
            }
            None => (stage, Certainty::Sure, told.to_owned()),
        }
    }

    /// What lies between known states is known by where items come from and where they go.
    fn by_flow(&self, board: &Board<'_>) -> Option<(Stage, Certainty, String)> {
        let most = |ways: &BTreeMap<StateId, usize>| {
            let all: usize = ways.values().sum();
            let (state, count) = ways.iter().max_by_key(|(_, count)| **count)?;
            let stage = stage_of(board.state(*state))?;
            (all >= ENOUGH && *count * 2 > all).then(|| (stage, board.state(*state).name.clone(), *count, all))
        };
        let (from, to) = (most(&self.from)?, most(&self.went));
        let stage = match (from.0, to.as_ref().map(|to| to.0)) {
            (Stage::Doing, Some(Stage::Done | Stage::Acceptance)) => Stage::Doing,
            (Stage::Backlog | Stage::Ready, Some(Stage::Doing)) => Stage::Ready,
            (Stage::Doing, Some(Stage::Doing)) => Stage::Doing,
            (Stage::Doing | Stage::Acceptance, None) if self.items >= ENOUGH => Stage::Done,
            _ => return None,
        };
        let goes = match &to {
            Some((_, name, count, all)) => format!("{count} of {all} go on to {name}"),
            None => "few leave".to_owned(),
        };
        let why = format!("{} of {} came from {}, {goes}", from.2, from.3, from.1);
        Some((stage, Certainty::Doubtful, why))
    }

    /// How many items stand in it, for people to know it by.
    fn standing(&self, board: &Board<'_>) -> String {
        let items = match board.tool {
            Tool::Jira => some(self.items, "issue", "issues"),
            Tool::Trello => some(self.items, "card", "cards"),
        };
        if self.archived { format!("{items} now, archived") } else { format!("{items} now") }
    }
}

/// What a state means as far as anybody knows it.
pub(super) fn stage_of(state: &State) -> Option<Stage> {
    state.stage.or_else(|| words::stage(&state.name).filter(|(_, fit)| *fit == Fit::Whole).map(|(stage, _)| stage))
}
