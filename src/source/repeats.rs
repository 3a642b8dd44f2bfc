//! A cache for parts of a text that repeat earlier ones.

/// Parts of a text that were read before, with their results. An export repeats the same few users, statuses
/// and types many thousand times, and comparing texts is cheaper than reading one again.
///
/// Each slot keeps only the last text, so a lookup compares one text at most, whatever the file contains.
pub(crate) struct Repeats<'a, T, const SLOTS: usize> {
    /// Empty until the first use.
    known: Vec<Option<(&'a [u8], T)>>,
}

/// Number of bytes that the slot is computed from. The records of users differ only after the address of
/// their site.
const BEGINNING: usize = 96;

impl<T, const SLOTS: usize> Default for Repeats<'_, T, SLOTS> {
    fn default() -> Self {
        Self { known: Vec::new() }
    }
}

impl<'a, T, const SLOTS: usize> Repeats<'a, T, SLOTS> {
    /// Returns the known result for `text`, or else stores that of `find`.
    pub(crate) fn get_or_note(&mut self, text: &'a [u8], find: impl FnOnce() -> T) -> &T {
        let slot = self.slot_of(text);
        let known = self.known[slot].take().filter(|(known, _)| *known == text);
        &self.known[slot].insert(known.unwrap_or_else(|| (text, find()))).1
    }

    /// The length of the known text that `bytes` begin with. Texts shorter than [`BEGINNING`] are not found.
    #[inline]
    pub(super) fn length(&self, bytes: &[u8]) -> Option<usize> {
        let (known, _) = self.known.get(Self::slot(bytes.first_chunk()?))?.as_ref()?;
        bytes.starts_with(known).then_some(known.len())
    }

    /// Stores `what` for `text`, unless it is shorter than [`BEGINNING`].
    #[inline]
    pub(super) fn note(&mut self, text: &'a [u8], what: T) {
        if text.len() >= BEGINNING {
            let slot = self.slot_of(text);
            self.known[slot] = Some((text, what));
        }
    }

    /// The slot of `text`. Allocates the slots on first use.
    fn slot_of(&mut self, text: &[u8]) -> usize {
        if self.known.is_empty() {
            self.known.resize_with(SLOTS, || None);
        }
        let short = || {
            let mut beginning = [0; BEGINNING];
            beginning[..text.len()].copy_from_slice(text);
            beginning
        };
        Self::slot(&text.first_chunk().copied().unwrap_or_else(short))
    }

    /// The slot for this beginning.
    fn slot(beginning: &[u8; BEGINNING]) -> usize {
        /// The digits of the golden ratio.
        const SPREAD: u128 = 0x9E37_79B9_7F4A_7C15;
        let words: [u64; BEGINNING / 8] = bytemuck::cast(*beginning);
        let mixed = words.iter().fold(0_u64, |mixed, word| mixed.rotate_left(5) ^ word);
        let product = u128::from(mixed) * SPREAD;
        // Both halves depend on every bit of the beginning.
        (product ^ product >> 64) as usize % SLOTS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_begin_alike_are_told_apart() {
        let mut repeats: Repeats<'_, usize, 16> = Repeats::default();
        let texts: Vec<String> = ["", "a", "b", "ab"].map(|end| format!("{}{end}", "-".repeat(BEGINNING))).into();
        for (number, text) in texts.iter().enumerate() {
            assert_eq!(*repeats.get_or_note(text.as_bytes(), || number), number);
        }
        // Only the last is cached; any other is computed again.
        assert_eq!(*repeats.get_or_note(texts[3].as_bytes(), || 9), 3);
        assert_eq!(*repeats.get_or_note(texts[0].as_bytes(), || 9), 9);
        assert_eq!(repeats.length(format!("{}, and more", texts[0]).as_bytes()), Some(BEGINNING));
    }

    #[test]
    fn short_texts_are_known_as_a_whole() {
        let mut repeats: Repeats<'_, &str, 16> = Repeats::default();
        assert_eq!(*repeats.get_or_note(b"{}", || "first"), "first");
        assert_eq!(*repeats.get_or_note(b"{}", || "second"), "first");
        assert_eq!(*repeats.get_or_note(b"{} ", || "other"), "other");
        assert_eq!(*repeats.get_or_note(b"", || "nothing"), "nothing");
        assert_eq!(repeats.length(b"{} and more"), None);
        repeats.note(b"[]", "never");
        assert_eq!(*repeats.get_or_note(b"[]", || "now"), "now");
    }
}
