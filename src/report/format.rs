//! What an output format is.

use std::io;

use termcolor::{NoColor, WriteColor};

use super::Run;

/// An output format.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// Whether people read it: then the closing lines are part of it, else they go to standard error.
    pub for_people: bool,
    /// Whether it calls people by role and letter unless it is asked for their names: it is made to be passed around.
    pub pseudonymous: bool,
    /// Whether it looks at the items and changes of the boards, not only at what was found.
    pub looks_at_boards: bool,
    /// Whether it says what is new since the sprint before.
    pub compares_sprints: bool,
    /// Writes a run.
    pub write: Write,
}

/// What writes a run.
type Write = fn(&Run<'_>, &mut dyn WriteColor) -> io::Result<()>;

impl Format {
    /// A format of findings that programs read.
    pub(super) const fn new(name: &'static str, write: Write) -> Self {
        let (for_people, pseudonymous, looks_at_boards, compares_sprints) = (false, false, false, false);
        Self { name, for_people, pseudonymous, looks_at_boards, compares_sprints, write }
    }

    /// A form of the retro report.
    pub(super) const fn retro(name: &'static str, write: Write) -> Self {
        Self { pseudonymous: true, looks_at_boards: true, compares_sprints: true, ..Self::new(name, write) }
    }

    /// A run in this format, without colours.
    ///
    /// # Errors
    /// None that can happen: memory takes everything.
    pub fn bytes(&self, run: &Run<'_>) -> io::Result<Vec<u8>> {
        let mut out = NoColor::new(Vec::new());
        (self.write)(run, &mut out)?;
        Ok(out.into_inner())
    }
}
