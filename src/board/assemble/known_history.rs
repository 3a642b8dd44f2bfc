//! Which part of a board's history is known from all its files.

use jiff::Timestamp;

use crate::board::facts::Facts;

/// Which part of a board's history is known from all its files. An older export reaches further back. If it
/// overlaps a newer one, nothing is missing between them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct KnownHistory {
    /// Start of the part that is known without gaps; `None` if that is the beginning.
    pub(super) cut: Option<Timestamp>,
    /// The gaps between files that do not overlap, sorted by time. Whether entries are missing there is
    /// unknown.
    pub(super) gaps: Vec<(Timestamp, Timestamp)>,
}

impl KnownHistory {
    /// The history known from `files`.
    pub(super) fn of(files: &[Facts<'_>]) -> Self {
        Self::of_ranges(files.iter().filter_map(|facts| Some((facts.reach?, facts.cut))).collect())
    }

    /// The history known from files. Each range is the end of a file's history and its cut, if it has one.
    fn of_ranges(mut ranges: Vec<(Timestamp, Option<Timestamp>)>) -> Self {
        ranges.sort_by_key(|(reach, _)| std::cmp::Reverse(*reach));
        let mut gaps = Vec::new();
        let mut known: Option<Timestamp> = None;
        for (reach, cut) in ranges {
            let cut = cut.unwrap_or(Timestamp::MIN);
            known = Some(match known {
                None => cut,
                Some(since) if reach < since => {
                    gaps.push((reach, since));
                    cut
                }
                Some(since) => since.min(cut),
            });
        }
        // Before the last gap, the history is known only in parts.
        let cut = gaps.first().map(|(_, end)| *end).or(known).filter(|cut| *cut > Timestamp::MIN);
        gaps.reverse();
        Self { cut, gaps }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_secs(second)
    }

    /// The history known from files; each range is the end and the cut.
    fn known(ranges: &[(i64, Option<i64>)]) -> (Option<Timestamp>, Vec<(Timestamp, Timestamp)>) {
        let ranges = ranges.iter().map(|(reach, cut)| (at(*reach), cut.map(at)));
        let KnownHistory { cut, gaps } = KnownHistory::of_ranges(ranges.collect());
        (cut, gaps)
    }

    #[test]
    fn files_that_overlap_are_known_since_the_oldest_of_them() {
        assert_eq!(known(&[]), (None, vec![]));
        assert_eq!(known(&[(90, None)]), (None, vec![]));
        assert_eq!(known(&[(90, Some(60))]), (Some(at(60)), vec![]));
        assert_eq!(known(&[(60, Some(30)), (90, Some(60))]), (Some(at(30)), vec![]));
        assert_eq!(known(&[(90, Some(60)), (70, None)]), (None, vec![]));
    }

    #[test]
    fn before_a_gap_nothing_is_known_for_sure() {
        let gap = |from, to| (at(from), at(to));
        assert_eq!(known(&[(90, Some(60)), (50, Some(30))]), (Some(at(60)), vec![gap(50, 60)]));
        assert_eq!(known(&[(90, Some(60)), (50, None)]), (Some(at(60)), vec![gap(50, 60)]));
        let three = known(&[(90, Some(80)), (70, Some(50)), (55, Some(40)), (30, Some(10))]);
        assert_eq!(three, (Some(at(80)), vec![gap(30, 40), gap(70, 80)]));
    }
}
