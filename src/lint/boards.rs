//! Which files make one board.
//!
//! Everything that one charter governs is one team's board. Without a charter, exports of one folder from the same site
//! and project are, and a companion (a sprint list, a changelog page) joins the boards whose ids it explains.
//! Source: DESIGN, the model.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::inputs::CharterId;
use crate::board::facts::{Act, Facts, Tool};
use crate::charter::Charter;
use crate::source::{Diagnostic, FileId};

/// Exports that make one board, and the charter that governs it.
#[derive(Debug)]
pub struct BoardFiles<'a> {
    /// The charter, with the roles that were given as options; empty where there is none.
    pub charter: Charter,
    /// What is wrong with the charter.
    pub found: Vec<Diagnostic>,
    /// What the files say.
    pub facts: Vec<Facts<'a>>,
}

/// Files on their way to their boards.
#[derive(Default)]
pub(super) struct Sorting<'a> {
    governed: BTreeMap<(CharterId, Tool), Vec<Facts<'a>>>,
    free: Vec<(Option<PathBuf>, Facts<'a>)>,
}

impl<'a> Sorting<'a> {
    /// Adds what a file in `folder` says, which `charter` governs.
    pub(super) fn add(&mut self, folder: Option<PathBuf>, charter: Option<CharterId>, facts: Facts<'a>) {
        match charter {
            Some(charter) => self.governed.entry((charter, facts.tool)).or_default().push(facts),
            None => self.free.push((folder, facts)),
        }
    }

    /// The boards, in the order of `charters` and then of their files, and the companions that explain none of them. Those
    /// without a charter have the one of the options.
    pub(super) fn into_boards(
        self,
        charters: &[(Charter, Vec<Diagnostic>)],
        options: &Charter,
    ) -> (Vec<BoardFiles<'a>>, Vec<FileId>) {
        let mut unused = Vec::new();
        let mut all = Vec::new();
        for ((CharterId(place), _), facts) in self.governed {
            let (charter, found) = charters.get(place).cloned().unwrap_or_default();
            let (facts, foreign) = without_foreign(facts);
            unused.extend(foreign);
            all.push(BoardFiles { charter, found, facts });
        }
        let (free, unplaced) = boards(self.free);
        unused.extend(unplaced);
        let free = free.into_iter().map(|facts| BoardFiles { charter: options.clone(), found: Vec::new(), facts });
        all.extend(free);
        (all, unused)
    }
}

/// The files of one charter, without companions of another site than its exports.
fn without_foreign(facts: Vec<Facts<'_>>) -> (Vec<Facts<'_>>, Vec<FileId>) {
    let homes: BTreeSet<String> = facts
        .iter()
        .filter(|facts| facts.has_items() && !facts.home.is_empty())
        .map(|facts| facts.home.clone())
        .collect();
    let foreign = |facts: &Facts<'_>| {
        !facts.has_items() && !facts.home.is_empty() && !homes.is_empty() && !homes.contains(&facts.home)
    };
    let (foreign, own): (Vec<_>, Vec<_>) = facts.into_iter().partition(foreign);
    (own, foreign.into_iter().map(|facts| facts.file).collect())
}

/// A board without a charter while its files are gathered.
struct Free<'a> {
    /// The folder of its exports; none where they lie in none.
    folder: Option<PathBuf>,
    files: Vec<Facts<'a>>,
    ids: Ids<'a>,
}

impl Free<'_> {
    /// Whether its exports lie in `folder` or below; what lies in no folder lies everywhere.
    fn lies_below(&self, folder: Option<&PathBuf>) -> bool {
        match (&self.folder, folder) {
            (Some(own), Some(folder)) => own.starts_with(folder),
            _ => true,
        }
    }
}

fn boards(files: Vec<(Option<PathBuf>, Facts<'_>)>) -> (Vec<Vec<Facts<'_>>>, Vec<FileId>) {
    let (exports, companions): (Vec<_>, Vec<_>) = files.into_iter().partition(|(_, facts)| facts.has_items());
    let mut boards: Vec<Free<'_>> = Vec::new();
    for (folder, facts) in exports {
        let ids = Ids::new(&facts);
        let same = |board: &Free<'_>| board.folder == folder && board.ids.is_same_board(&ids);
        let (joined, apart): (Vec<_>, Vec<_>) = std::mem::take(&mut boards).into_iter().partition(same);
        let mut board = Free { folder, files: Vec::new(), ids };
        for other in joined {
            board.files.extend(other.files);
            board.ids.extend(other.ids);
        }
        board.files.push(facts);
        boards = apart;
        boards.push(board);
    }
    let mut unused = Vec::new();
    for (folder, companion) in companions {
        let explains = |board: &Free<'_>| board.lies_below(folder.as_ref()) && board.ids.is_explained_by(&companion);
        let sites: BTreeSet<_> = boards.iter().filter(|board| explains(board)).map(|board| &board.ids.homes).collect();
        // The same number means one field here and another there: a list that does not say where it is from explains one
        // site or none.
        if sites.is_empty() || (companion.home.is_empty() && sites.len() > 1) {
            unused.push(companion.file);
            continue;
        }
        for board in &mut boards {
            if explains(board) {
                board.files.push(companion.clone());
            }
        }
    }
    boards.sort_by_key(|board| board.files.iter().map(|facts| facts.file).min());
    (boards.into_iter().map(|board| board.files).collect(), unused)
}

/// The names by which a board is known: its sites and projects, and every id on it.
struct Ids<'a> {
    tool: Tool,
    homes: BTreeSet<String>,
    projects: BTreeSet<String>,
    items: BTreeSet<Cow<'a, str>>,
    sprints: BTreeSet<Cow<'a, str>>,
    states: BTreeSet<Cow<'a, str>>,
    fields: BTreeSet<Cow<'a, str>>,
    people: BTreeSet<Cow<'a, str>>,
}

impl<'a> Ids<'a> {
    fn new(facts: &Facts<'a>) -> Self {
        let mut sprints: BTreeSet<_> = facts.sprints.iter().map(|sprint| sprint.id.clone()).collect();
        for item in &facts.items {
            sprints.extend(item.sprints.iter().cloned());
            for change in &item.changes {
                if let Act::Sprints { from, to } = &change.act {
                    sprints.extend(from.iter().chain(to).cloned());
                }
            }
        }
        let fields = facts.items.iter().flat_map(|item| &item.fields).map(|(id, _)| id.clone());
        Self {
            tool: facts.tool,
            homes: std::iter::once(facts.home.clone()).filter(|home| !home.is_empty()).collect(),
            projects: facts.projects.clone(),
            items: facts.items.iter().flat_map(|item| [item.id.clone(), item.key.clone()]).collect(),
            sprints,
            states: facts.states.iter().map(|state| state.id.clone()).collect(),
            people: facts.accounts.iter().flat_map(|account| account.ids.iter().cloned()).collect(),
            fields: fields.chain(facts.fields.iter().map(|field| field.id.clone())).collect(),
        }
    }

    fn extend(&mut self, other: Self) {
        self.homes.extend(other.homes);
        self.projects.extend(other.projects);
        self.items.extend(other.items);
        self.sprints.extend(other.sprints);
        self.states.extend(other.states);
        self.fields.extend(other.fields);
        self.people.extend(other.people);
    }

    /// Some formats do not say which site they come from: then the projects decide alone.
    fn is_same_site(&self, homes: &BTreeSet<String>) -> bool {
        self.homes.is_empty() || homes.is_empty() || !self.homes.is_disjoint(homes)
    }

    fn is_same_board(&self, other: &Self) -> bool {
        let same_projects = match self.tool {
            Tool::Jira => !self.projects.is_disjoint(&other.projects),
            Tool::Trello => !self.homes.is_empty() && !other.homes.is_empty(),
        };
        self.tool == other.tool && self.is_same_site(&other.homes) && same_projects
    }

    fn is_explained_by(&self, companion: &Facts<'_>) -> bool {
        let homes: BTreeSet<_> = std::iter::once(companion.home.clone()).filter(|home| !home.is_empty()).collect();
        let items = companion.items.iter().any(|item| self.items.contains(&item.id) || self.items.contains(&item.key));
        self.tool == companion.tool
            && self.is_same_site(&homes)
            && (items
                || companion.sprints.iter().any(|sprint| self.sprints.contains(&sprint.id))
                || companion.states.iter().any(|state| self.states.contains(&state.id))
                || companion.accounts.iter().flat_map(|account| &account.ids).any(|id| self.people.contains(id))
                || companion.fields.iter().any(|field| self.fields.contains(&field.id)))
    }
}
