//! Sixteen bytes looked at in one step: which of them are which, as sets of bits.

use wide::{CmpEq, i8x16};

/// Bytes of a lane.
pub(super) const WIDTH: usize = 16;

/// The bytes as a lane.
pub(super) fn lane(bytes: &[u8; WIDTH]) -> i8x16 {
    bytemuck::cast(*bytes)
}

/// The bytes of `lane` that equal `byte`, as ones.
pub(super) fn is(lane: i8x16, byte: u8) -> i8x16 {
    lane.cmp_eq(i8x16::splat(byte.cast_signed()))
}

/// The highest bits of the bytes of `lane`.
pub(super) fn mask(lane: i8x16) -> u64 {
    u64::from(lane.move_mask().cast_unsigned() & 0xFFFF)
}

/// The bytes of `lane` that equal `byte`, a bit each.
pub(super) fn equal(lane: i8x16, byte: u8) -> u64 {
    mask(is(lane, byte))
}

/// The index in `text`, from `from` on, of the first byte that is one of three: for texts of some letters, where finding out
/// what the processor can do would take longer than the search.
pub(super) fn first_of(bytes: [u8; 3], text: &[u8], mut from: usize) -> Option<usize> {
    while let Some(chunk) = text.get(from..).and_then(<[u8]>::first_chunk::<WIDTH>) {
        let lane = lane(chunk);
        let [first, second, third] = bytes.map(|byte| is(lane, byte));
        let hits = mask(first | second | third);
        if hits != 0 {
            return Some(from + hits.trailing_zeros() as usize);
        }
        from += WIDTH;
    }
    let rest = text.get(from..)?.iter();
    rest.copied().position(|byte| bytes.contains(&byte)).map(|place| from + place)
}
