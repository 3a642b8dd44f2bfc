//! Periods in which histories of single items lack entries. Callers ask how many entries may be missing in a
//! period.

use jiff::Timestamp;

/// Number of missing entries that is assumed where nothing gives the number: more than any history has.
pub(crate) const UNKNOWN_ENTRIES: u64 = 1 << 32;

/// Periods in which histories of single items lack entries.
#[derive(Debug)]
pub(crate) struct MissingTimes {
    /// The start of each period, sorted, with the sum of the missing entries of all periods that start no
    /// later.
    starts: Vec<(Timestamp, u64)>,
    /// The end of each period, in the same way.
    ends: Vec<(Timestamp, u64)>,
}

impl MissingTimes {
    /// Each of `times` is the start, the end and the number of missing entries of a period.
    pub(crate) fn of(times: impl Iterator<Item = (Timestamp, Timestamp, u64)>) -> Self {
        let times: Vec<_> = times.filter(|(from, to, _)| from < to).collect();
        let starts = times.iter().map(|(from, _, missing)| (*from, *missing));
        let ends = times.iter().map(|(_, to, missing)| (*to, *missing));
        Self { starts: summed(starts.collect()), ends: summed(ends.collect()) }
    }

    /// Upper bound of the number of entries missing from `from` to `to`: the sum over all periods that
    /// overlap it.
    pub(crate) fn between(&self, from: Timestamp, to: Timestamp) -> u64 {
        let up_to = |times: &[(Timestamp, u64)], count: usize| times[..count].last().map_or(0, |(_, sum)| *sum);
        let begun = up_to(&self.starts, self.starts.partition_point(|(start, _)| *start < to));
        begun.saturating_sub(up_to(&self.ends, self.ends.partition_point(|(end, _)| *end <= from)))
    }
}

/// Sorts the times and adds up their numbers: each gets the sum up to it.
fn summed(mut times: Vec<(Timestamp, u64)>) -> Vec<(Timestamp, u64)> {
    times.sort_unstable();
    let mut sum = 0_u64;
    for (_, missing) in &mut times {
        sum = sum.saturating_add(*missing);
        *missing = sum;
    }
    times
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_secs(second)
    }

    #[test]
    fn what_is_missing_of_a_time_is_what_those_lack_that_have_a_part_in_it() {
        let times = [(10, 20, 3), (15, 40, 4), (30, 30, 9)];
        let times = MissingTimes::of(times.into_iter().map(|(from, to, missing)| (at(from), at(to), missing)));
        let between = |from, to| times.between(at(from), at(to));
        assert_eq!((between(0, 10), between(0, 11), between(16, 17), between(20, 30)), (0, 3, 7, 4));
        assert_eq!((between(19, 90), between(39, 90), between(40, 90)), (7, 4, 0));
    }
}
