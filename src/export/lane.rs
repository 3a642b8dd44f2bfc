//! Sixteen bytes looked at in one step, for the ends of short texts.

use wide::{CmpEq, i8x16};

/// The index in `text`, from `from` on, of the first byte that is one of three: for texts of some letters, where finding out
/// what the processor can do would take longer than the search.
pub(super) fn first_of(bytes: [u8; 3], text: &[u8], mut from: usize) -> Option<usize> {
    let sought = bytes.map(|byte| i8x16::splat(byte.cast_signed()));
    while let Some(chunk) = text.get(from..).and_then(<[u8]>::first_chunk::<16>) {
        let lane: i8x16 = bytemuck::cast(*chunk);
        let [first, second, third] = sought.map(|byte| lane.cmp_eq(byte));
        let hits = (first | second | third).move_mask();
        if hits != 0 {
            return Some(from + hits.trailing_zeros() as usize);
        }
        from += 16;
    }
    let rest = text.get(from..)?.iter();
    rest.copied().position(|byte| bytes.contains(&byte)).map(|place| from + place)
}
