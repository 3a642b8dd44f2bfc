//! Numbers that stand for the parts of one board.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) u32);

        impl $name {
            pub(crate) fn new(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            /// Its place in the board's list.
            pub fn index(self) -> usize {
                self.0 as usize
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
