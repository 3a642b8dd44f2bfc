//! What everything in a report is told of: the run, the words for it, and what its boards are called.

use rustc_hash::FxHashSet;

use super::super::Run;
use super::cut;
use super::words::Words;
use crate::board::Board;
use crate::finding::Finding;
use crate::source::FileId;

/// How long a name of a board or a sprint may be before it is cut.
const NAME: usize = 40;

/// A run and how it is told.
pub(super) struct Scene<'r> {
    /// The run.
    pub(super) run: &'r Run<'r>,
    /// The words.
    pub(super) words: &'static Words,
    /// What each board is called; boards of one name are numbered.
    pub(super) boards: Vec<String>,
    /// The files that each board is made of; only where names alone do not tell boards apart.
    files: Vec<FxHashSet<FileId>>,
}

impl<'r> Scene<'r> {
    pub(super) fn new(run: &'r Run<'r>, words: &'static Words) -> Self {
        let names: Vec<&str> = run.boards.iter().map(|judged| judged.board.name.as_str()).collect();
        let boards = names.iter().enumerate().map(|(place, name)| {
            let before = names[..place].iter().filter(|other| *other == name).count();
            let alone = names.iter().filter(|other| *other == name).count() == 1;
            let told = cut(&run.names.text(name), NAME);
            if alone { told } else { words.numbered(&told, before + 1) }
        });
        let boards: Vec<String> = boards.collect();
        let alike = names.iter().collect::<FxHashSet<_>>().len() < names.len();
        let files = run.boards.iter().filter(|_| alike).map(|judged| {
            let items = judged.board.items.iter().map(|item| item.mark.file);
            let sprints = judged.board.sprints.iter().filter_map(|sprint| Some(sprint.mark?.file));
            items.chain(sprints).chain(judged.charter.file).collect()
        });
        Self { run, words, boards, files: files.collect() }
    }

    /// Whether there is more than one board, so that each needs its name.
    pub(super) fn several(&self) -> bool {
        self.boards.len() > 1
    }

    /// The place of the board that a finding is about.
    pub(super) fn place(&self, finding: &Finding) -> Option<usize> {
        let holds = |place: &usize| match (self.files.get(*place), finding.location) {
            (Some(files), Some(mark)) => files.contains(&mark.file),
            _ => true,
        };
        let named = |place: &usize| self.run.boards[*place].board.name == finding.board;
        (0..self.run.boards.len()).filter(named).find(holds)
    }

    /// The board at `place`.
    pub(super) fn board(&self, place: usize) -> &'r Board<'r> {
        &self.run.boards[place].board
    }

    /// The name of a board or a sprint, which may hold somebody's.
    pub(super) fn name(&self, name: &str) -> String {
        cut(&self.run.names.text(name), NAME)
    }
}
