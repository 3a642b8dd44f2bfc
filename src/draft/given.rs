//! What whoever asks for a draft knows already.

use crate::charter::{DateOrder, Role};

/// What the caller knows already.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Who holds which role, by any of their names.
    pub roles: Vec<(Role, String)>,
    /// The key of the one project that is the team's.
    pub project: Option<String>,
    /// The team's zone, by its name in the tz database.
    pub timezone: Option<String>,
    /// Which of `7/9/2026` is the month.
    pub date_order: Option<DateOrder>,
}
