//! The raw facts of an export, before they are interpreted.
//!
//! Every reader yields these same raw facts, whatever its format. A new format is one file that fills them.
//! Facts borrow from the export's text, and long texts are decoded only when needed.

mod change;
mod coverage;
mod file;
mod item;
mod item_fields;
mod jira_ids;
mod record;
mod text;

pub(crate) use change::is_given;
pub use change::{Act, ChangeFact, Direction, ValueIds};
pub use coverage::{Coverage, Stretch};
pub(crate) use file::{COMMA, ORIGINAL_ESTIMATE, REMAINING_ESTIMATE, SPRINT, TIME_SPENT};
pub use file::{Facts, Page, Tool, board_name};
pub(crate) use item::{BROWSE, SLACK, issue_url, site_of};
pub use item::{Due, ItemFact};
pub use item_fields::ItemFields;
pub(crate) use jira_ids::{
    custom_field, is_account_id, is_custom_field, is_issue_key, is_project_key, project_of, split_key,
};
pub(crate) use record::goal_text;
pub use record::{
    Account, Category, Deletion, FieldFact, FieldSchema, Ref, SprintFact, SprintState, StateChange, StateFact, Who,
};
pub use text::Text;
pub(crate) use text::{number_in, points};
