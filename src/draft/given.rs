//! What the caller of a draft knows already.

use crate::charter::{DateOrder, Role};

/// What the caller knows already.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The roles of people, by any of their names.
    pub roles: Vec<(Role, String)>,
    /// The key of the team's project, if a board has several.
    pub project: Option<String>,
    /// The team's time zone, by its name in the tz database.
    pub timezone: Option<String>,
    /// Whether the month in `7/9/2026` comes first or second.
    pub date_order: Option<DateOrder>,
}
