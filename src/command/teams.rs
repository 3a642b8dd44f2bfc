//! Which files make one board.
//!
//! Everything that one charter governs is one team's board. Without a charter, exports of one folder from the same site
//! and project are, and a companion (a sprint list, a changelog page) joins the boards whose ids it explains.
//! Source: DESIGN, the model.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::board::facts::{Act, Facts, Tool};
use crate::charter::Charter;
use crate::export::{Reading, Refusal};
use crate::finding::Unreadable;
use crate::source::{Diagnostic, File, FileId};

/// Exports that make one board, and the charter that governs it.
#[derive(Debug)]
pub(super) struct Team<'a> {
    pub(super) charter: Charter,
    pub(super) found: Vec<Diagnostic>,
    pub(super) facts: Vec<Facts<'a>>,
}

/// What the exports of a run gave.
#[derive(Debug, Default)]
pub(super) struct Teams<'a> {
    pub(super) teams: Vec<Team<'a>>,
    /// The files that were read, in their order.
    pub(super) files: Vec<ReadFile>,
    /// How many files of a walked folder are no exports.
    pub(super) skipped: usize,
    pub(super) unreadable: Vec<Unreadable>,
}

/// A file that was read.
#[derive(Debug)]
pub(super) struct ReadFile {
    pub(super) file: FileId,
    /// What it is, in words.
    pub(super) format: &'static str,
    /// Issues or cards in it.
    pub(super) items: usize,
    /// History entries or actions in it, as the tool counts them.
    pub(super) changes: usize,
    /// Records of it that could not be read.
    pub(super) unreadable: usize,
    /// What had to be assumed, and what was not understood.
    pub(super) notes: Vec<String>,
}

impl<'a> Teams<'a> {
    /// Notes what came of reading `file`, and returns what it says if anything.
    pub(super) fn take(&mut self, file: &File, named: bool, result: Result<Reading<'a>, Refusal>) -> Option<Facts<'a>> {
        let unreadable = |diagnostic| Unreadable { path: file.name().to_owned(), diagnostic };
        match result {
            Ok(reading) => {
                self.files.push(ReadFile {
                    file: file.id(),
                    format: reading.format,
                    items: reading
                        .facts
                        .items
                        .iter()
                        .filter(|item| !item.bare || reading.facts.tool == Tool::Trello)
                        .count(),
                    changes: reading.facts.entries,
                    unreadable: reading.damaged.len(),
                    notes: reading.notes,
                });
                self.unreadable.extend(reading.damaged.into_iter().map(unreadable));
                return Some(reading.facts);
            }
            Err(Refusal::Unknown(_)) if !named => self.skipped += 1,
            Err(Refusal::Unknown(diagnostic) | Refusal::Damaged(diagnostic)) => {
                self.unreadable.push(unreadable(diagnostic));
            }
        }
        None
    }
}

impl Teams<'_> {
    /// Notes companions that no board needs.
    pub(super) fn left_over(&mut self, files: &[FileId]) {
        for read in self.files.iter_mut().filter(|read| files.contains(&read.file)) {
            read.notes.push("it explains nothing on the boards beside it and was not used".to_owned());
        }
    }
}

/// Files on their way to their boards.
#[derive(Default)]
pub(super) struct Groups<'a> {
    governed: BTreeMap<(PathBuf, Tool), Vec<Facts<'a>>>,
    free: Vec<(PathBuf, Facts<'a>)>,
}

impl<'a> Groups<'a> {
    pub(super) fn add(&mut self, file: &File, charter: Option<PathBuf>, facts: Facts<'a>) {
        match charter {
            Some(charter) => self.governed.entry((charter, facts.tool)).or_default().push(facts),
            None => {
                let folder = file.path().and_then(Path::parent).map(Path::to_owned).unwrap_or_default();
                self.free.push((folder, facts));
            }
        }
    }

    /// The boards, by their charters and folders, and the companions that explain none of them.
    pub(super) fn into_teams(
        self,
        charters: &BTreeMap<PathBuf, (Charter, Vec<Diagnostic>)>,
        typed: &Charter,
    ) -> (Vec<Team<'a>>, Vec<FileId>) {
        let mut left = Vec::new();
        let mut teams = Vec::new();
        for ((path, _), facts) in self.governed {
            let (charter, found) = charters.get(&path).cloned().unwrap_or_default();
            let (facts, foreign) = without_foreign(facts);
            left.extend(foreign);
            teams.push(Team { charter, found, facts });
        }
        let (free, unplaced) = boards(self.free);
        left.extend(unplaced);
        teams.extend(free.into_iter().map(|facts| Team { charter: typed.clone(), found: Vec::new(), facts }));
        (teams, left)
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
    folder: PathBuf,
    files: Vec<Facts<'a>>,
    known: Known<'a>,
}

fn boards(files: Vec<(PathBuf, Facts<'_>)>) -> (Vec<Vec<Facts<'_>>>, Vec<FileId>) {
    let (exports, companions): (Vec<_>, Vec<_>) = files.into_iter().partition(|(_, facts)| facts.has_items());
    let mut boards: Vec<Free<'_>> = Vec::new();
    for (folder, facts) in exports {
        let known = Known::new(&facts);
        let same = |board: &Free<'_>| board.folder == folder && board.known.is_same_board(&known);
        let (joined, apart): (Vec<_>, Vec<_>) = std::mem::take(&mut boards).into_iter().partition(same);
        let mut board = Free { folder, files: Vec::new(), known };
        for other in joined {
            board.files.extend(other.files);
            board.known.extend(other.known);
        }
        board.files.push(facts);
        boards = apart;
        boards.push(board);
    }
    let mut left = Vec::new();
    for (folder, companion) in companions {
        let explains = |board: &Free<'_>| board.folder.starts_with(&folder) && board.known.is_explained_by(&companion);
        let sites: BTreeSet<_> =
            boards.iter().filter(|board| explains(board)).map(|board| &board.known.homes).collect();
        // The same number means one field here and another there: a list that does not say where it is from explains one
        // site or none.
        if sites.is_empty() || (companion.home.is_empty() && sites.len() > 1) {
            left.push(companion.file);
            continue;
        }
        for board in &mut boards {
            if explains(board) {
                board.files.push(companion.clone());
            }
        }
    }
    boards.sort_by_key(|board| board.files.iter().map(|facts| facts.file).min());
    (boards.into_iter().map(|board| board.files).collect(), left)
}

/// The names by which a board is known: its sites and projects, and every id on it.
struct Known<'a> {
    tool: Tool,
    homes: BTreeSet<String>,
    projects: BTreeSet<String>,
    items: BTreeSet<std::borrow::Cow<'a, str>>,
    sprints: BTreeSet<std::borrow::Cow<'a, str>>,
    states: BTreeSet<std::borrow::Cow<'a, str>>,
    fields: BTreeSet<std::borrow::Cow<'a, str>>,
    people: BTreeSet<std::borrow::Cow<'a, str>>,
}

impl<'a> Known<'a> {
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
