//! Decides which files belong to one board.
//!
//! All files under one charter are one team's board. Without a charter, exports in one folder from the same
//! site and project are one board. A companion (a sprint list, a changelog page) is added to the boards whose
//! ids it explains. Source: docs/teams.md.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use foldhash::HashMap;

use super::inputs::CharterId;
use crate::board::facts::{Act, Facts, Tool};
use crate::charter::Charter;
use crate::source::{Diagnostic, FileId};

/// The files of one board, and its charter.
#[derive(Debug)]
pub struct BoardFiles<'a> {
    /// The charter, with the roles given as options; empty if there is none.
    pub charter: Charter,
    /// What is wrong with the charter.
    pub found: Vec<Diagnostic>,
    /// The contents of the files.
    pub facts: Vec<Facts<'a>>,
}

/// Files that are being assigned to boards.
#[derive(Default)]
pub(super) struct Sorting<'a> {
    governed: BTreeMap<(CharterId, Tool), Vec<Facts<'a>>>,
    free: Vec<(Option<PathBuf>, Facts<'a>)>,
}

impl<'a> Sorting<'a> {
    /// Adds a file in `folder`, governed by `charter`.
    pub(super) fn add(&mut self, folder: Option<PathBuf>, charter: Option<CharterId>, facts: Facts<'a>) {
        match charter {
            Some(charter) => self.governed.entry((charter, facts.tool)).or_default().push(facts),
            None => self.free.push((folder, facts)),
        }
    }

    /// Returns the boards, sorted by `charters` and then by files, and the companions that explain no board.
    /// Boards without a charter get the one from the options.
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

/// The files of one charter. Companions from other sites than its exports are returned separately.
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

/// A board without a charter, while its files are collected.
struct Free<'a> {
    /// The folder of its exports; `None` if they are in none.
    folder: Option<PathBuf>,
    files: Vec<Facts<'a>>,
    ids: Ids<'a>,
}

impl Free<'_> {
    /// Whether its exports are in `folder` or below. Something without a folder matches every folder.
    fn lies_below(&self, folder: Option<&PathBuf>) -> bool {
        match (&self.folder, folder) {
            (Some(own), Some(folder)) => own.starts_with(folder),
            _ => true,
        }
    }
}

/// What exports of one board have in common: folder, tool and project (Jira) or site (Trello).
type InCommon = (Option<PathBuf>, Tool, String);

/// The boards without a charter, while exports are added.
#[derive(Default)]
struct Gathered<'a> {
    /// `None` for a board that was merged into another.
    boards: Vec<Option<Free<'a>>>,
    /// For each board, the board it was merged into, or itself.
    joined_to: Vec<usize>,
    /// Candidates for the same board: the boards with these properties, by site.
    alike: HashMap<InCommon, BTreeMap<Option<String>, usize>>,
}

impl<'a> Gathered<'a> {
    /// Adds an export, which may cause several boards to be merged.
    fn add(&mut self, folder: Option<PathBuf>, facts: Facts<'a>) {
        let home = Some(facts.home.clone()).filter(|home| !home.is_empty());
        let names: Vec<String> = match facts.tool {
            Tool::Jira => facts.projects.iter().cloned().collect(),
            Tool::Trello => home.clone().into_iter().collect(),
        };
        let keys: Vec<InCommon> = names.into_iter().map(|name| (folder.clone(), facts.tool, name)).collect();
        let mut place = self.boards.len();
        let ids = Ids::new(&facts);
        self.boards.push(Some(Free { folder, files: vec![facts], ids }));
        self.joined_to.push(place);
        for key in &keys {
            let same = self.alike.entry(key.clone()).or_default();
            // An export without a site matches every site.
            let found: Vec<usize> = match &home {
                None => std::mem::take(same).into_values().collect(),
                Some(_) => [&None, &home].into_iter().filter_map(|site| same.remove(site)).collect(),
            };
            for other in found {
                let other = self.place(other);
                // The board may have learned its site from another file since then.
                let site = |board: &Free<'_>| board.ids.homes.first().cloned();
                match self.boards[other].as_ref() {
                    Some(board) if !board.ids.is_same_site(&home.iter().cloned().collect()) => {
                        let site = site(board);
                        self.alike.entry(key.clone()).or_default().insert(site, other);
                    }
                    _ => place = self.join(place, other),
                }
            }
            let sites: Vec<Option<String>> = match self.boards[place].as_ref().map(|board| &board.ids.homes) {
                Some(homes) if !homes.is_empty() => homes.iter().cloned().map(Some).collect(),
                _ => vec![None],
            };
            let same = self.alike.entry(key.clone()).or_default();
            same.extend(sites.into_iter().map(|site| (site, place)));
        }
    }

    /// Merges two boards, the smaller into the larger, and returns the index of the result.
    fn join(&mut self, one: usize, other: usize) -> usize {
        let (one, other) = (self.place(one), self.place(other));
        if one == other {
            return one;
        }
        let files = |place: usize| self.boards[place].as_ref().map_or(0, |board| board.files.len());
        let (large, small) = if files(one) >= files(other) { (one, other) } else { (other, one) };
        if let (Some(moved), Some(board)) = (self.boards[small].take(), self.boards[large].as_mut()) {
            board.files.extend(moved.files);
            board.ids.extend(moved.ids);
        }
        self.joined_to[small] = large;
        large
    }

    fn place(&self, mut board: usize) -> usize {
        while self.joined_to[board] != board {
            board = self.joined_to[board];
        }
        board
    }
}

fn boards(files: Vec<(Option<PathBuf>, Facts<'_>)>) -> (Vec<Vec<Facts<'_>>>, Vec<FileId>) {
    let (exports, companions): (Vec<_>, Vec<_>) = files.into_iter().partition(|(_, facts)| facts.has_items());
    let mut gathered = Gathered::default();
    for (folder, facts) in exports {
        gathered.add(folder, facts);
    }
    let mut boards: Vec<Free<'_>> = gathered.boards.into_iter().flatten().collect();
    let mut unused = Vec::new();
    let known = if companions.is_empty() { KnownIds::default() } else { KnownIds::of(&boards) };
    for (folder, companion) in companions {
        let explains = |place: &usize| {
            let board = &boards[*place];
            board.lies_below(folder.as_ref()) && board.ids.is_like(&companion)
        };
        let explained: Vec<usize> = known.boards_with_ids_of(&companion).into_iter().filter(explains).collect();
        let sites: BTreeSet<_> = explained.iter().map(|place| &boards[*place].ids.homes).collect();
        // The same number may mean different fields on different sites. A companion without a site is
        // therefore used for one site only, or not at all.
        if sites.is_empty() || (companion.home.is_empty() && sites.len() > 1) {
            unused.push(companion.file);
            continue;
        }
        for place in explained {
            boards[place].files.push(companion.clone());
        }
    }
    boards.sort_by_key(|board| board.files.iter().map(|facts| facts.file).min());
    (boards.into_iter().map(|board| board.files).collect(), unused)
}

/// Everything that identifies a board: its sites, and all ids on it.
struct Ids<'a> {
    tool: Tool,
    homes: BTreeSet<String>,
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
            items: facts.items.iter().flat_map(|item| [item.id.clone(), item.key.clone()]).collect(),
            sprints,
            states: facts.states.iter().map(|state| state.id.clone()).collect(),
            people: facts.accounts.iter().flat_map(|account| account.ids.iter().cloned()).collect(),
            fields: fields.chain(facts.fields.iter().map(|field| field.id.clone())).collect(),
        }
    }

    fn extend(&mut self, other: Self) {
        self.homes.extend(other.homes);
        self.items.extend(other.items);
        self.sprints.extend(other.sprints);
        self.states.extend(other.states);
        self.fields.extend(other.fields);
        self.people.extend(other.people);
    }

    /// Whether both may be from the same site. Some formats do not name their site: then the projects alone
    /// decide.
    fn is_same_site(&self, homes: &BTreeSet<String>) -> bool {
        self.homes.is_empty() || homes.is_empty() || !self.homes.is_disjoint(homes)
    }

    /// Whether `companion` is from the same tool, and may be from the same site.
    fn is_like(&self, companion: &Facts<'_>) -> bool {
        let homes: BTreeSet<_> = std::iter::once(companion.home.clone()).filter(|home| !home.is_empty()).collect();
        self.tool == companion.tool && self.is_same_site(&homes)
    }
}

/// What an id stands for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Named {
    Item,
    Sprint,
    State,
    Person,
    Field,
}

/// The boards on which an id occurs.
#[derive(Default)]
struct KnownIds<'a>(HashMap<(Named, Cow<'a, str>), Vec<usize>>);

impl<'a> KnownIds<'a> {
    fn of(boards: &[Free<'a>]) -> Self {
        let mut known = Self::default();
        for (place, Free { ids, .. }) in boards.iter().enumerate() {
            let all = [
                (Named::Item, &ids.items),
                (Named::Sprint, &ids.sprints),
                (Named::State, &ids.states),
                (Named::Person, &ids.people),
                (Named::Field, &ids.fields),
            ];
            for (named, id) in all.into_iter().flat_map(|(named, ids)| ids.iter().map(move |id| (named, id))) {
                known.0.entry((named, id.clone())).or_default().push(place);
            }
        }
        known
    }

    /// The boards on which any id of `companion` occurs, by index.
    fn boards_with_ids_of(&self, companion: &Facts<'a>) -> BTreeSet<usize> {
        let items = companion.items.iter().flat_map(|item| [&item.id, &item.key]).map(|id| (Named::Item, id));
        let sprints = companion.sprints.iter().map(|sprint| (Named::Sprint, &sprint.id));
        let states = companion.states.iter().map(|state| (Named::State, &state.id));
        let people = companion.accounts.iter().flat_map(|account| &account.ids).map(|id| (Named::Person, id));
        let fields = companion.fields.iter().map(|field| (Named::Field, &field.id));
        let ids = items.chain(sprints).chain(states).chain(people).chain(fields);
        ids.filter_map(|(named, id)| self.0.get(&(named, id.clone()))).flatten().copied().collect()
    }
}
