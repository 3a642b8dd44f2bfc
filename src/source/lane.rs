//! Compares sixteen bytes in one step.

use wide::{CmpEq, i8x16};

pub(super) fn lane(bytes: &[u8; 16]) -> i8x16 {
    bytemuck::cast(*bytes)
}

/// Compares each byte of `lane` with `byte`: all bits are set where they are equal.
pub(super) fn is(lane: i8x16, byte: u8) -> i8x16 {
    lane.cmp_eq(i8x16::splat(byte.cast_signed()))
}

/// The highest bit of each byte of `lane`, as a bit mask.
pub(super) fn mask(lane: i8x16) -> u64 {
    u64::from(lane.move_mask().cast_unsigned() & 0xFFFF)
}

/// Returns the index in `text`, at or after `from`, of the first byte that is one of `bytes`. It is for short
/// texts, where the detection of CPU features would take longer than the search.
#[inline]
pub(crate) fn first_of<const N: usize>(bytes: [u8; N], text: &[u8], mut from: usize) -> Option<usize> {
    while let Some(chunk) = text.get(from..).and_then(<[u8]>::first_chunk::<16>) {
        let lane = lane(chunk);
        let hits = mask(bytes.iter().fold(i8x16::default(), |hits, byte| hits | is(lane, *byte)));
        if hits != 0 {
            return Some(from + hits.trailing_zeros() as usize);
        }
        from += 16;
    }
    let rest = text.get(from..)?;
    if let Some(lane) = short_lane(rest)
        && mask(bytes.iter().fold(i8x16::default(), |hits, byte| hits | is(lane, *byte))) == 0
    {
        return None;
    }
    rest.iter().position(|byte| bytes.contains(byte)).map(|place| from + place)
}

/// The beginning and the end of fewer than sixteen bytes; both may overlap. `None` for fewer than four bytes.
fn short_lane(bytes: &[u8]) -> Option<i8x16> {
    if let (Some(begin), Some(end)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        return Some(bytemuck::cast([*begin, *end]));
    }
    let (begin, end) = (bytes.first_chunk::<4>()?, bytes.last_chunk::<4>()?);
    Some(bytemuck::cast([*begin, *end, *begin, *end]))
}
