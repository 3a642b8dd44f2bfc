//! Objects of one kind have the same keys, mostly in the same order: they are compared with those of the one before instead of
//! being read.

/// The keys of the last object of a kind, in their order: the next one mostly has the same.
#[derive(Default)]
pub(in crate::export) struct Shape<'a> {
    keys: Vec<Key<'a>>,
}

/// A key in which nothing is escaped.
pub(super) struct Key<'a> {
    pub(super) key: &'a str,
    /// As it stands, from its first quote to behind the colon.
    pub(super) literal: &'a [u8],
}

/// No more keys of one object are remembered.
const KEYS: usize = 1024;

impl<'a> Shape<'a> {
    /// The key that `rest` begins with, where it is the one at `place` or, one being left out, the next one.
    #[inline]
    pub(super) fn find(&self, place: &mut usize, rest: &[u8]) -> Option<&Key<'a>> {
        let known = |place: usize| self.keys.get(place).filter(|key| rest.starts_with(key.literal));
        known(*place).or_else(|| {
            let next = known(*place + 1)?;
            *place += 1;
            Some(next)
        })
    }

    /// Remembers that `key` stands at `place`.
    pub(super) fn note(&mut self, place: usize, key: Key<'a>) {
        if let Some(old) = self.keys.get_mut(place) {
            *old = key;
        } else if place == self.keys.len() && place < KEYS {
            self.keys.push(key);
        }
    }
}
