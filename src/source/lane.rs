//! Sixteen bytes looked at in one step.

use wide::{CmpEq, i8x16};

pub(super) fn lane(bytes: &[u8; 16]) -> i8x16 {
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

/// The index in `text`, from `from` on, of the first byte that is one of `bytes`: for texts of some letters, where finding out
/// what the processor can do would take longer than the search.
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
    let rest = text.get(from..)?.iter();
    rest.copied().position(|byte| bytes.contains(&byte)).map(|place| from + place)
}
