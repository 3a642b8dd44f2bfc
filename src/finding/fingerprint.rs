//! The identity of a finding across exports of a board.

use std::collections::BTreeMap;
use std::fmt;

use sha2::{Digest, Sha256};

use super::Finding;

/// The identity of a finding. It is a hash of the rule and of the source system's own ids, never of a path, a
/// line, a message or a name. A new export of the same board gives the same one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The identity of a finding of `rule` about the record identified by `ids`.
    pub fn new<'i>(rule: &str, ids: impl IntoIterator<Item = &'i str>) -> Self {
        let mut hash = Sha256::new();
        hash.update(rule);
        for id in ids {
            // The length before each part distinguishes ("ab", "c") from ("a", "bc").
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

/// Makes duplicate fingerprints unique. The order depends on what the findings say, not on their position in
/// a file.
pub fn make_unique(findings: &mut [Finding]) {
    let mut same: BTreeMap<(String, Fingerprint), Vec<usize>> = BTreeMap::new();
    for (place, finding) in findings.iter().enumerate() {
        same.entry((finding.rule.clone(), finding.fingerprint)).or_default().push(place);
    }
    for ((rule, fingerprint), mut places) in same.into_iter().filter(|(_, places)| places.len() > 1) {
        places.sort_by(|a, b| content(&findings[*a]).cmp(&content(&findings[*b])));
        for (ordinal, place) in places.into_iter().enumerate().skip(1) {
            let id = [fingerprint.to_string(), ordinal.to_string()];
            findings[place].fingerprint = Fingerprint::new(&rule, id.iter().map(String::as_str));
        }
    }
}

/// What a finding says, without its position.
fn content(finding: &Finding) -> impl Ord + '_ {
    let item = finding.item.as_ref().map(|item| (item.key.as_str(), item.url.as_str()));
    (finding.at, item, finding.sprint.as_deref(), finding.message.named())
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
