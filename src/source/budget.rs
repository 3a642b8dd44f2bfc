//! Limits how much one run unpacks: a package of a few kilobytes can hold gigabytes, and a run may get many
//! packages.

use std::sync::atomic::{AtomicU64, Ordering};

/// Lower bound of the default limit in bytes, however small the packages are.
const ALWAYS_ALLOWED_BYTES: u64 = 256 << 20;
/// Maximum ratio of unpacked to packed size, for one entry and for all packages of a run together. Exports
/// stay far below it, bombs are far above it. The help of `--unpack-limit` names the number.
pub(super) const MAX_UNPACKED_RATIO: u64 = 250;
/// Upper bound of the default limit in bytes.
const MAX_UNPACKED_BYTES: u64 = 4 << 30;
/// Maximum number of entries that are unpacked, unless the user sets `--unpack-limit`: the directory of a
/// package limits their number, too.
const MAX_ENTRIES: u64 = 100_000;

/// The bytes and entries that a run may still unpack.
#[derive(Debug)]
pub(super) struct Budget {
    limit: u64,
    bytes: AtomicU64,
    entries: AtomicU64,
    /// Whether the user set the limit. If so, the number of entries and the ratio of an entry are not
    /// limited.
    chosen: bool,
}

/// Which limit was exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Over {
    /// The limit in bytes.
    Bytes(u64),
    /// The limit in entries.
    Entries(u64),
}

impl Budget {
    /// The budget of a run with `packed` bytes of packages. `used` bytes were already unpacked before.
    pub(super) fn new(chosen: Option<u64>, packed: u64, used: u64) -> Self {
        let limit = chosen.unwrap_or_else(|| {
            packed.saturating_mul(MAX_UNPACKED_RATIO).clamp(ALWAYS_ALLOWED_BYTES, MAX_UNPACKED_BYTES)
        });
        let (bytes, entries) = (AtomicU64::new(limit.saturating_sub(used)), AtomicU64::new(MAX_ENTRIES));
        Self { limit, bytes, entries, chosen: chosen.is_some() }
    }

    /// Whether the user set the limit.
    pub(super) fn is_chosen(&self) -> bool {
        self.chosen
    }

    /// Takes `bytes` out of the budget.
    pub(super) fn take(&self, bytes: usize) -> Result<(), Over> {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        take(&self.bytes, bytes).then_some(()).ok_or(Over::Bytes(self.limit))
    }

    /// Takes one entry out of the budget.
    pub(super) fn take_entry(&self) -> Result<(), Over> {
        (self.chosen || take(&self.entries, 1)).then_some(()).ok_or(Over::Entries(MAX_ENTRIES))
    }
}

fn take(left: &AtomicU64, wanted: u64) -> bool {
    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(wanted)).is_ok()
}
