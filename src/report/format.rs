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
    /// Writes a run.
    pub write: fn(&Run<'_>, &mut dyn WriteColor) -> io::Result<()>,
}

impl Format {
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
