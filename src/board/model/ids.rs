//! Numbers that stand for the parts of one board.

use std::num::NonZeroU32;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(
            // The index plus one, so that an `Option` of it needs no extra space.
            NonZeroU32,
        );

        impl $name {
            pub(crate) fn new(index: usize) -> Self {
                Self(NonZeroU32::MIN.saturating_add(u32::try_from(index).unwrap_or(u32::MAX)))
            }

            /// Its index in the board's list.
            pub fn index(self) -> usize {
                self.number() as usize
            }

            /// The index as a number of four bytes.
            pub(crate) fn number(self) -> u32 {
                self.0.get() - 1
            }
        }
    )*};
}
ids! {
    /// A status or list of a board.
    StateId,
    /// An item of a board.
    ItemId,
    /// A person of a board.
    PersonId,
    /// A sprint of a board.
    SprintId,
    /// A change of a board, in the order of time.
    ChangeId,
}
