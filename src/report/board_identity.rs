//! What tells the boards of a run apart in outputs for programs: an id and a path. A new export of the same
//! board gets the same id. The path is where the exports of the board are.

use std::path::{Path, PathBuf};

use foldhash::HashMap;

use super::Run;
use crate::board::Board;
use crate::finding::{BoardId, Fingerprint};
use crate::lint::LintedBoard;
use crate::word::Word as _;

/// Number of hexadecimal digits of an id: 64 bits, so that two boards practically never share one.
const DIGITS: usize = 16;

/// A board of a run.
#[derive(Clone, Debug)]
pub(crate) struct BoardIdentity {
    /// Made of the tool's own ids only, so that runs on other machines give the same id. Boards of one run
    /// can share those, such as two exports of one project in two folders. Then the order in which they were
    /// read tells them apart.
    pub(super) id: String,
    /// The file of its export, or the deepest folder that contains all of its files.
    pub(super) path: String,
}

/// The boards of a run; the index is that of the [`BoardId`].
#[derive(Debug)]
pub(crate) struct BoardIdentities(Vec<BoardIdentity>);

impl BoardIdentities {
    pub(super) fn of(run: &Run<'_>) -> Self {
        let mut seen: HashMap<String, usize> = HashMap::default();
        let identity = |linted: &LintedBoard<'_>| {
            let own = own_id(&linted.board, 0);
            let before = seen.entry(own.clone()).or_default();
            let id = if *before == 0 { own } else { own_id(&linted.board, *before) };
            *before += 1;
            BoardIdentity { id, path: path(run, linted) }
        };
        Self(run.boards.iter().map(identity).collect())
    }

    /// The identity of a board; `None` if `board` is `None` or unknown.
    pub(super) fn get(&self, board: Option<BoardId>) -> Option<&BoardIdentity> {
        self.0.get(board?.index())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &BoardIdentity> {
        self.0.iter()
    }
}

/// The id of a board. `before` is the number of earlier boards of the run with the same ids of the tool.
fn own_id(board: &Board<'_>, before: usize) -> String {
    let mut projects: Vec<&str> = board.projects.iter().map(String::as_str).collect();
    projects.sort_unstable();
    let nth = before.to_string();
    let ids = [board.tool.word(), &board.home].into_iter().chain(projects).chain((before > 0).then_some(nth.as_str()));
    let mut id = Fingerprint::new("board", ids).to_string();
    id.truncate(DIGITS);
    id
}

/// The file, or the deepest folder that contains all files of a board.
fn path(run: &Run<'_>, linted: &LintedBoard<'_>) -> String {
    let mut paths = linted.files.iter().map(|file| Path::new(run.sources.get(*file).input()));
    let Some(first) = paths.next() else { return String::new() };
    let shared = paths.fold(first.to_owned(), |shared: PathBuf, path| {
        let same = shared.components().zip(path.components()).take_while(|(a, b)| a == b);
        same.map(|(part, _)| part).collect()
    });
    let shared = shared.to_string_lossy().into_owned();
    if shared.is_empty() { ".".to_owned() } else { shared }
}
