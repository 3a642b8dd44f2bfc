//! The values that are read of each kind of entity in a backup.

use crate::board::facts::{ORIGINAL_ESTIMATE, REMAINING_ESTIMATE, TIME_SPENT};

/// The values of a changed value (`ChangeItem`), in the order in which they are used.
pub(super) const CHANGE: [&str; 9] =
    ["id", "group", "fieldtype", "field", "oldvalue", "oldstring", "newvalue", "newstring", "fieldid"];

/// The values of the entity `name`, mostly in the order of the file. Nothing else of it is ever read.
pub(super) fn wanted(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "Issue" => &[
            "id",
            "key",
            "number",
            "project",
            "projectKey",
            "reporter",
            "assignee",
            "creator",
            "type",
            "summary",
            "description",
            "priority",
            "resolution",
            "status",
            "created",
            "updated",
            "duedate",
            ORIGINAL_ESTIMATE,
            REMAINING_ESTIMATE,
            TIME_SPENT,
        ],
        "Priority" => &["id", "name"],
        "ChangeGroup" => &["id", "issue", "author", "created", "initialgroup"],
        "ChangeItem" => &CHANGE,
        "Action" => &["id", "issue", "author", "type", "created"],
        "Worklog" => &["id", "issue", "author", "created"],
        "ApplicationUser" => &["userKey", "lowerUserName"],
        "User" => &["userName", "lowerUserName", "displayName", "emailAddress"],
        "Project" => &["id", "key"],
        "Resolution" => &["id", "name"],
        "Status" => &["id", "name", "statuscategory"],
        "IssueType" => &["id", "name", "style"],
        "CustomField" => &["id", "name", "customfieldtypekey"],
        "CustomFieldValue" => &["issue", "customfield", "stringvalue", "numbervalue", "textvalue", "datevalue"],
        "CustomFieldOption" => &["id", "value"],
        "Label" => &["issue", "fieldid", "label"],
        "IssueLink" => &["linktype", "source", "destination"],
        "IssueLinkType" => &["id", "linkname", "inward", "outward", "style"],
        "OSPropertyEntry" => &["id", "propertyKey"],
        "OSPropertyString" => &["id", "value"],
        _ => return None,
    })
}
