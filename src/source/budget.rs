//! How much may be unpacked in one run: a package of a few kilobytes can hold gigabytes, and a run can be given many.

use std::sync::atomic::{AtomicU64, Ordering};

/// Every run may unpack so many bytes, however little it was given.
const ALWAYS_ALLOWED_BYTES: u64 = 256 << 20;
/// What is unpacked, an entry or a run's packages together, may be so many times as long as it is packed: exports stay far below,
/// bombs lie far above. The help of `--unpack-limit` names the number.
pub(super) const MAX_UNPACKED_RATIO: u64 = 250;
/// No run unpacks more bytes than this, unless a limit was chosen.
const MAX_UNPACKED_BYTES: u64 = 4 << 30;
/// So many entries may be unpacked, unless somebody chose how many bytes may: the directory of a package bounds their number, too.
const MAX_ENTRIES: u64 = 100_000;

/// What is left to be unpacked of what a run may unpack.
#[derive(Debug)]
pub(super) struct Budget {
    limit: u64,
    bytes: AtomicU64,
    entries: AtomicU64,
    /// Whether somebody chose the limit: then nothing else is held against an entry.
    chosen: bool,
}

/// Why something is not unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Over {
    /// More bytes than this.
    Bytes(u64),
    /// More entries than this.
    Entries(u64),
}

impl Budget {
    /// The budget of a run that is given `packed` bytes of packages, of which `used` bytes were unpacked before.
    pub(super) fn new(chosen: Option<u64>, packed: u64, used: u64) -> Self {
        let limit = chosen.unwrap_or_else(|| {
            packed.saturating_mul(MAX_UNPACKED_RATIO).clamp(ALWAYS_ALLOWED_BYTES, MAX_UNPACKED_BYTES)
        });
        let (bytes, entries) = (AtomicU64::new(limit.saturating_sub(used)), AtomicU64::new(MAX_ENTRIES));
        Self { limit, bytes, entries, chosen: chosen.is_some() }
    }

    /// Whether somebody chose the limit.
    pub(super) fn is_chosen(&self) -> bool {
        self.chosen
    }

    /// Takes `bytes` out of it.
    pub(super) fn take(&self, bytes: usize) -> Result<(), Over> {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        take(&self.bytes, bytes).then_some(()).ok_or(Over::Bytes(self.limit))
    }

    /// Takes an entry out of it.
    pub(super) fn take_entry(&self) -> Result<(), Over> {
        (self.chosen || take(&self.entries, 1)).then_some(()).ok_or(Over::Entries(MAX_ENTRIES))
    }
}

fn take(left: &AtomicU64, wanted: u64) -> bool {
    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(wanted)).is_ok()
}
