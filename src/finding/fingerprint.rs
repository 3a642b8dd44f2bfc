//! The identity of a finding, from one export of a board to the next.

use std::fmt;

use sha2::{Digest, Sha256};

/// The identity of a finding: made of the rule and the source system's own ids, never of a path, a line, a message or a
/// name. A fresh export of the same board gives the same one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The identity of a finding of `rule` about the record that `ids` name.
    pub fn new<'i>(rule: &str, ids: impl IntoIterator<Item = &'i str>) -> Self {
        let mut hash = Sha256::new();
        hash.update(rule);
        for id in ids {
            // A length before each part keeps ("ab", "c") and ("a", "bc") apart.
            hash.update((id.len() as u64).to_le_bytes());
            hash.update(id);
        }
        let mut short = [0; 16];
        short.copy_from_slice(&hash.finalize()[..16]);
        Self(short)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(Fingerprint::new("r", ["ab", "c"]), Fingerprint::new("r", ["a", "bc"]));
        assert_eq!(Fingerprint::new("r", ["1"]), Fingerprint::new("r", ["1"]));
    }
}
