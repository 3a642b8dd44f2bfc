//! Records of a file that could not be read.

use std::ops::Deref;

use foldhash::HashSet;

use crate::source::{Diagnostic, File, Mark};

/// Maximum number of unreadable records of one file that are listed.
const LISTED: usize = 100;

/// The records of a file that could not be read: the first hundred with their places, and the number of all.
/// A file may have millions of them, so no more are stored.
#[derive(Debug, Default)]
pub struct Damage {
    listed: Vec<Diagnostic>,
    count: usize,
    /// Messages that are listed only once.
    once: HashSet<String>,
}

impl Damage {
    /// How many records could not be read.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The records that are listed.
    pub fn into_listed(self) -> Vec<Diagnostic> {
        self.listed
    }

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.count += 1;
        if self.listed.len() < LISTED {
            self.listed.push(diagnostic);
        }
    }

    /// Adds the diagnostic unless one with the same message was added.
    pub(super) fn push_once(&mut self, diagnostic: Diagnostic) {
        if self.once.insert(diagnostic.message.clone()) {
            self.push(diagnostic);
        }
    }

    /// Adds the damage of a later part of the file.
    pub(super) fn append(&mut self, later: Self) {
        let unlisted = later.count - later.listed.len();
        self.extend(later.listed);
        self.count += unlisted;
    }
}

/// The diagnostic for a `file` that ends too soon. `what` is its name in messages.
pub(super) fn cut_off(file: &File, what: &str) -> Diagnostic {
    let end = file.bytes().len();
    Diagnostic::error(format!("this {what} ends in the middle: the download was cut off"))
        .at(Mark::new(file.id(), end..end), "the file ends here")
}

/// The diagnostic for an unreadable time at `mark`; `example` shows a valid one.
pub(super) fn unreadable_time(mark: Mark, example: &str) -> Diagnostic {
    Diagnostic::error("this time cannot be read: what it dates is left out")
        .at(mark, format!("expected a time such as {example}"))
}

impl Extend<Diagnostic> for Damage {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }
}

/// The records that are listed.
impl Deref for Damage {
    type Target = [Diagnostic];

    fn deref(&self) -> &[Diagnostic] {
        &self.listed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_the_first_are_listed_and_all_are_counted() {
        let numbered = |range: std::ops::Range<usize>| {
            let mut damage = Damage::default();
            damage.extend(range.map(|number| Diagnostic::error(number.to_string())));
            damage
        };
        let mut damage = numbered(0..LISTED - 1);
        damage.append(numbered(LISTED - 1..3 * LISTED));
        damage.push_once(Diagnostic::error("again"));
        damage.push_once(Diagnostic::error("again"));
        assert_eq!(damage.count(), 3 * LISTED + 1);
        let listed: Vec<_> = damage.into_listed().into_iter().map(|diagnostic| diagnostic.message).collect();
        assert_eq!(listed, (0..LISTED).map(|number| number.to_string()).collect::<Vec<_>>());
    }
}
