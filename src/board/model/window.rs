//! The period that a run judges.
//!
//! Earlier history still informs the replay, but only what lies in the window is judged. A run over a
//! finished sprint sets the clock to the completion of that sprint, so that its result does not change with
//! time.

use jiff::Timestamp;

use super::ids::SprintId;

/// The period that a run judges.
#[derive(Clone, Debug, Default)]
pub struct Window {
    /// The first instant that is judged; `None` if it is open.
    pub from: Option<Timestamp>,
    /// The last instant that is judged; `None` if it is the clock.
    pub to: Option<Timestamp>,
    /// The sprint whose dates it has.
    pub sprint: Option<SprintId>,
}

impl Window {
    /// Whether something at `at` is judged.
    pub fn holds(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= at) && self.to.is_none_or(|to| at <= to)
    }

    /// Whether it has no bounds.
    pub fn is_open(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}
