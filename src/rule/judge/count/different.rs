//! How many different values lie in a part of a line.
//!
//! A value counts where it stands first in that part: where the last one like it stands before the part. For each place that is
//! known once and for all, so that a part is counted without looking at what lies in it.

/// The last place of the same value before each place.
#[derive(Debug, Default)]
pub(super) struct Different {
    /// In level `n`, blocks of `2^n` places: in each block in order, for every place one more than the last place of the same
    /// value before it, and 0 where there is none. Places without a value hold the greatest number.
    levels: Vec<Vec<u32>>,
}

impl Different {
    /// Of `values`, place by place. Parts of any length are counted fast with `parts`; without it, only whole lines are.
    pub(super) fn new(values: impl Iterator<Item = Option<u64>>, parts: bool) -> Self {
        let mut last = rustc_hash::FxHashMap::default();
        let place = |place: usize| u32::try_from(place).unwrap_or(u32::MAX - 1);
        let before = |(at, value): (usize, Option<u64>)| match value {
            Some(value) => last.insert(value, place(at) + 1).unwrap_or(0),
            None => u32::MAX,
        };
        let first: Vec<u32> = values.enumerate().map(before).collect();
        let mut levels = vec![first];
        while parts && 1 << levels.len() <= levels[0].len() {
            let mut next = levels.last().cloned().unwrap_or_default();
            next.chunks_mut(1 << levels.len()).for_each(<[u32]>::sort_unstable);
            levels.push(next);
        }
        Self { levels }
    }

    /// How many different values lie in `range`.
    pub(super) fn within(&self, range: std::ops::Range<usize>) -> usize {
        let is_first = |before: &u32| (*before as usize) <= range.start;
        let (mut at, mut count) = (range.start, 0);
        while at < range.end {
            let fits = |level: &usize| at.is_multiple_of(1 << level) && at + (1 << level) <= range.end;
            let level = (0..self.levels.len()).rev().find(fits).unwrap_or(0);
            let block = &self.levels[level][at..at + (1 << level)];
            count += block.partition_point(is_first);
            at += 1 << level;
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::Different;

    #[test]
    fn different_values_are_counted_in_every_part() {
        let values = [Some(7), Some(7), None, Some(3), Some(7), Some(9), Some(3), Some(3), None, Some(1), Some(9)];
        let fast = Different::new(values.into_iter(), true);
        let slow = Different::new(values.into_iter(), false);
        for (part, different) in
            [(0..0, 0), (0..11, 4), (0..2, 1), (2..3, 0), (1..5, 2), (3..8, 3), (6..8, 1), (5..11, 3), (8..9, 0)]
        {
            assert_eq!(fast.within(part.clone()), different, "{part:?}");
            assert_eq!(slow.within(part.clone()), different, "{part:?}");
        }
    }
}
