//! Times of which histories of single items lack entries, to be asked how much may be missing of a time.

use jiff::Timestamp;

/// More entries than any history has: as many count as missing where nothing says how many are.
pub(crate) const UNKNOWN_ENTRIES: u64 = 1 << 32;

/// Times of which histories of single items lack entries.
#[derive(Debug)]
pub(crate) struct MissingTimes {
    /// When they begin, in order, each with what those lack together that begin no later.
    starts: Vec<(Timestamp, u64)>,
    /// When they end, in the same way.
    ends: Vec<(Timestamp, u64)>,
}

impl MissingTimes {
    /// From when to when something is missing, and how much.
    pub(crate) fn of(times: impl Iterator<Item = (Timestamp, Timestamp, u64)>) -> Self {
        let times: Vec<_> = times.filter(|(from, to, _)| from < to).collect();
        let starts = times.iter().map(|(from, _, missing)| (*from, *missing));
        let ends = times.iter().map(|(_, to, missing)| (*to, *missing));
        Self { starts: summed(starts.collect()), ends: summed(ends.collect()) }
    }

    /// How much may be missing of the time from `from` to `to`, at most: all that times lack which have a part in it.
    pub(crate) fn between(&self, from: Timestamp, to: Timestamp) -> u64 {
        let up_to = |times: &[(Timestamp, u64)], count: usize| times[..count].last().map_or(0, |(_, sum)| *sum);
        let begun = up_to(&self.starts, self.starts.partition_point(|(start, _)| *start < to));
        begun.saturating_sub(up_to(&self.ends, self.ends.partition_point(|(end, _)| *end <= from)))
    }
}

/// The times in order, each with the sum up to it.
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
