//! Parts of a text that are written like ones before.

/// What was met before, as it is written, and what is known of it: an export repeats the same few users, statuses and types many
/// thousand times, and comparing texts costs less than reading one of them again.
///
/// Of those that begin alike only the last is known: whatever a file holds, each look compares one text at most.
pub(crate) struct Repeats<'a, T, const SLOTS: usize> {
    /// Empty until the first.
    known: Vec<Option<(&'a [u8], T)>>,
}

/// So many bytes tell beginnings apart: those of users differ behind the address of their site.
const BEGINNING: usize = 96;

impl<T, const SLOTS: usize> Default for Repeats<'_, T, SLOTS> {
    fn default() -> Self {
        Self { known: Vec::new() }
    }
}

impl<'a, T, const SLOTS: usize> Repeats<'a, T, SLOTS> {
    /// What is known of `text`, or what `find` says now.
    pub(crate) fn get_or_note(&mut self, text: &'a [u8], find: impl FnOnce() -> T) -> &T {
        let slot = self.slot_of(text);
        let known = self.known[slot].take().filter(|(known, _)| *known == text);
        &self.known[slot].insert(known.unwrap_or_else(|| (text, find()))).1
    }

    /// The length of the known text that `bytes` begin with; one shorter than a beginning is not found.
    #[inline]
    pub(super) fn length(&self, bytes: &[u8]) -> Option<usize> {
        let (known, _) = self.known.get(Self::slot(bytes.first_chunk()?))?.as_ref()?;
        bytes.starts_with(known).then_some(known.len())
    }

    /// Notes that `what` is known of `text`, unless that is shorter than a beginning.
    #[inline]
    pub(super) fn note(&mut self, text: &'a [u8], what: T) {
        if text.len() >= BEGINNING {
            let slot = self.slot_of(text);
            self.known[slot] = Some((text, what));
        }
    }

    /// Where `text` is kept; from now on there is room for it.
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

    /// Where those with this beginning are kept.
    fn slot(beginning: &[u8; BEGINNING]) -> usize {
        /// The digits of the golden ratio.
        const SPREAD: u128 = 0x9E37_79B9_7F4A_7C15;
        let words: [u64; BEGINNING / 8] = bytemuck::cast(*beginning);
        let mixed = words.iter().fold(0_u64, |mixed, word| mixed.rotate_left(5) ^ word);
        let product = u128::from(mixed) * SPREAD;
        // Each bit of the beginning has its part in either half.
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
        // The last of them is known, and any other is found out again.
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
