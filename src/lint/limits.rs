//! The limits of a run.

/// The limits of a run. If one is exceeded, that is reported with the limit, and the rest is judged.
///
/// The nesting depth of an export has no limit here. Data that no reader needs is skipped at any depth, and
/// the text of a description is read at any depth. Records nested in records of the same kind are not read,
/// except in lists and pages: those are read four levels deep, and deeper ones are reported. A pointer to a
/// record below the thirty-second level names the container at that level.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    /// Maximum number of bytes unpacked from all packages together. By default it is 250 times the input, but
    /// at least 256 MiB and at most 4 GiB, and at most 100,000 files are unpacked.
    pub unpacked: Option<u64>,
    /// Maximum number of findings shown, highest levels first; `None` for all. The totals and the failure of
    /// a run are based on all findings.
    pub findings: Option<usize>,
}
