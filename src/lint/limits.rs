//! How much one run takes.

/// The limits of a run. What is beyond one of them is reported with the limit, and the rest is judged.
///
/// How deep an export is nested is none of them: what no reader asks for is passed over at any depth, the text of a description is read
/// at any depth, and no record is read that may lie in one of its own kind, but for lists and pages: those are read four deep, and what
/// lies deeper is reported. A pointer names the container at the thirty-second level where its record lies deeper.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    /// How many bytes are unpacked from packages, all together. Left out, it is what packages of exports come to: at most 250 times
    /// what was handed in and 4 GiB, 256 MiB in any case, and no more than 100,000 files.
    pub unpacked: Option<u64>,
    /// How many findings are shown, those that weigh most first; none: all. The numbers of the run and whether it fails are made of
    /// all of them.
    pub findings: Option<usize>,
}
