//! The type of an output format.

use std::io;

use termcolor::{NoColor, WriteColor};

use super::Run;

/// An output format.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// Whether people read it. Then the closing lines are part of it; otherwise they go to standard error.
    pub for_people: bool,
    /// Whether people are called by role and letter unless their names are requested. It is meant to be
    /// passed around.
    pub pseudonymous: bool,
    /// Whether it reads the items and changes of the boards, not only the findings.
    pub looks_at_boards: bool,
    /// Whether it compares the last sprint with the one before.
    pub compares_sprints: bool,
    /// Writes a run.
    pub write: Write,
}

/// A function that writes a run.
type Write = fn(&Run<'_>, &mut dyn WriteColor) -> io::Result<()>;

impl Format {
    /// A format for programs, with findings only.
    pub(super) const fn new(name: &'static str, write: Write) -> Self {
        let (for_people, pseudonymous, looks_at_boards, compares_sprints) = (false, false, false, false);
        Self { name, for_people, pseudonymous, looks_at_boards, compares_sprints, write }
    }

    /// A form of the retro report.
    pub(super) const fn retro(name: &'static str, write: Write) -> Self {
        Self { pseudonymous: true, looks_at_boards: true, compares_sprints: true, ..Self::new(name, write) }
    }

    /// Writes a run in this format, without colours, and returns the bytes.
    ///
    /// # Errors
    /// Never in practice: writing to memory does not fail.
    pub fn bytes(&self, run: &Run<'_>) -> io::Result<Vec<u8>> {
        let mut out = NoColor::new(Vec::new());
        (self.write)(run, &mut out)?;
        Ok(out.into_inner())
    }
}
