//! Answers queries about a part of a list without scanning that part.

use std::ops::Range;

/// A list of numbers (merge sort tree). Level `n` holds them sorted in blocks of 2^n.
#[derive(Debug)]
pub(super) struct Blocks(Vec<Vec<u32>>);

impl Blocks {
    /// The blocks of `numbers`.
    pub(super) fn new(numbers: Vec<u32>) -> Self {
        let count = numbers.len();
        let mut levels = vec![numbers];
        while 1 << (levels.len() - 1) < count {
            let mut next = levels[levels.len() - 1].clone();
            next.chunks_mut(1 << levels.len()).for_each(<[u32]>::sort);
            levels.push(next);
        }
        Self(levels)
    }

    /// How many of the numbers at the indices `places` are below `limit`.
    pub(super) fn below(&self, places: Range<usize>, limit: u32) -> usize {
        let (mut from, mut below) = (places.start, 0);
        while from < places.end {
            let fits = |level: &usize| from % (1 << level) == 0 && from + (1 << level) <= places.end;
            let level = (0..self.0.len()).rev().find(fits).unwrap_or_default();
            let size = 1 << level;
            below += self.0[level][from..from + size].partition_point(|number| *number < limit);
            from += size;
        }
        below
    }

    /// How many of the numbers are in `range`.
    pub(super) fn within(&self, range: &Range<u32>) -> usize {
        self.block_within(self.0.len() - 1, 0, range)
    }

    /// The index of the number, among those in `range`, that has `nth` of them before it. There must be such
    /// a number.
    pub(super) fn nth_within(&self, range: &Range<u32>, mut nth: usize) -> usize {
        let mut from = 0;
        for level in (0..self.0.len() - 1).rev() {
            let left = self.block_within(level, from, range);
            if nth >= left {
                nth -= left;
                from += 1 << level;
            }
        }
        from
    }

    /// How many numbers of the block that begins at `from` are in `range`.
    fn block_within(&self, level: usize, from: usize, range: &Range<u32>) -> usize {
        let numbers = &self.0[level];
        let block = &numbers[from.min(numbers.len())..(from + (1 << level)).min(numbers.len())];
        block.partition_point(|number| *number < range.end) - block.partition_point(|number| *number < range.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_part_has_what_is_found_by_going_through_it(
            numbers in proptest::collection::vec(0_u32..20, 0..40), from in 0_usize..40, to in 0_usize..40, limit in 0_u32..22,
        ) {
            let (to, blocks) = (to.min(numbers.len()), Blocks::new(numbers.clone()));
            let from = from.min(to);
            let below = numbers[from..to].iter().filter(|number| **number < limit).count();
            prop_assert_eq!(blocks.below(from..to, limit), below);
            let range = limit / 2..limit;
            let inside: Vec<usize> = (0..numbers.len()).filter(|place| range.contains(&numbers[*place])).collect();
            prop_assert_eq!(blocks.within(&range), inside.len());
            for (nth, place) in inside.into_iter().enumerate() {
                prop_assert_eq!(blocks.nth_within(&range, nth), place);
            }
        }
    }
}
