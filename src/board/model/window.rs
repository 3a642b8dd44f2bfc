//! The time that a run looks at.
//!
//! History before it still informs the replay, and only what lies in it is judged. A run over a sprint that is over sets
//! the clock to that sprint's completion, so that it says the same tomorrow.

use jiff::Timestamp;

use super::ids::SprintId;

/// The time that a run looks at.
#[derive(Clone, Debug, Default)]
pub struct Window {
    /// The first instant that is judged; none where it is open.
    pub from: Option<Timestamp>,
    /// The last one; none where it is that of the clock.
    pub to: Option<Timestamp>,
    /// The sprint it was made of.
    pub sprint: Option<SprintId>,
}

impl Window {
    /// Whether something at `at` is judged.
    pub fn holds(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= at) && self.to.is_none_or(|to| at <= to)
    }

    /// Whether it leaves nothing out.
    pub fn is_open(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}
