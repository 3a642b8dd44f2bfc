//! What every part of the retro report needs: the run, and the names of its boards.

use foldhash::HashMap;

use super::super::Run;
use super::super::finding_text::cut;
use super::sentences;
use crate::board::Board;
use crate::finding::BoardId;
use crate::rule::accountability::Excuses;

/// Maximum number of characters of the name of a board or sprint.
const NAME: usize = 40;

/// A run and the names of its boards.
pub(super) struct RetroContext<'r> {
    /// The run.
    pub(super) run: &'r Run<'r>,
    /// The name of each board; boards with the same name are numbered.
    pub(super) board_names: Vec<String>,
    /// Which acts the rules excuse.
    pub(super) excuses: Excuses,
}

impl<'r> RetroContext<'r> {
    pub(super) fn new(run: &'r Run<'r>) -> Self {
        let names = || run.judged_boards().map(|board| board.name.as_str());
        let (mut all, mut so_far): (HashMap<&str, usize>, HashMap<&str, usize>) = Default::default();
        names().for_each(|name| *all.entry(name).or_default() += 1);
        let board_names = names().map(|name| {
            let number = so_far.entry(name).or_default();
            *number += 1;
            let shown = cut(&run.names.text(name), NAME);
            if all[name] == 1 { shown } else { sentences::numbered(&shown, *number) }
        });
        Self { run, board_names: board_names.collect(), excuses: Excuses::new(run.rules) }
    }

    /// Each board with its name.
    pub(super) fn boards(&self) -> impl Iterator<Item = (&'r Board<'r>, &str)> {
        self.run.judged_boards().zip(self.board_names.iter().map(String::as_str))
    }

    /// The board's name as a remark; empty if there is only one board.
    pub(super) fn board_remark(&self, id: Option<BoardId>) -> String {
        let name = id.filter(|_| self.run.has_several_boards()).and_then(|id| self.board_names.get(id.index()));
        name.cloned().unwrap_or_default()
    }

    /// A text of the run, with the names that the report uses. In a private report it has weeks instead of
    /// days.
    pub(super) fn text(&self, text: &str) -> String {
        let text = self.run.names.text(text);
        if self.run.display.private { sentences::in_weeks(&text) } else { text.into_owned() }
    }

    /// The name of a board or a sprint. It may contain a person's name, which is replaced if names are
    /// hidden.
    pub(super) fn name(&self, name: &str) -> String {
        cut(&self.run.names.text(name), NAME)
    }
}
