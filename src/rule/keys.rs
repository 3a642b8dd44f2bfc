//! The keys that a rule file may have, section by section: what is read, told in mistakes, and written into the schema.

pub(crate) const TOP: &[&str] = &[
    "summary",
    "level",
    "confidence",
    "judge",
    "when",
    "unless",
    "case",
    "group",
    "repeated",
    "count",
    "share",
    "profile",
    "report",
    "advice",
    "example",
];
pub(crate) const GROUP: &[&str] = &["per", "within", "session"];
pub(crate) const SESSION: &[&str] = &["per", "span", "at-least", "at-least-of-all"];
pub(crate) const SHARE: &[&str] = &["of", "in"];
pub(crate) const OVERLAY: &[&str] = &["level", "when"];
pub(crate) const REPEATED: &[&str] = &["at-least", "of-last"];
pub(crate) const REPORT: &[&str] = &["message", "facts", "related", "points-at"];
pub(crate) const ADVICE: &[&str] = &["why", "instead", "ask", "fine", "source"];
/// Those of a count, before its conditions.
pub(crate) const COUNT: &[&str] = &["over", "window", "sum"];
/// Those of a case, before its conditions.
pub(crate) const CASE: &[&str] = &["name", "level", "message"];

pub(crate) const EXAMPLE: &[&str] = &[
    "name",
    "given",
    "changes",
    "fires",
    "level",
    "findings",
    "inconclusive",
    "profile",
    "tool",
    "roles",
    "without",
    "holidays",
    "today",
    "extra",
];
pub(crate) const ITEM: &[&str] = &[
    "key",
    "kind",
    "status",
    "by",
    "reporter",
    "assignee",
    "at",
    "sprint",
    "estimate",
    "parent",
    "labels",
    "copied",
    "done",
    "title",
    "description",
    "criteria",
    "checklist",
    "updated",
    "repeat",
];
pub(crate) const SPRINT: &[&str] = &["name", "start", "end", "completed", "goal"];
/// Those of a change, besides what was done.
pub(crate) const CHANGE: &[&str] = &["at", "by", "item", "repeat", "every", "with-time-log"];
/// What can be done in an example.
pub(crate) const ACTS: &[&str] = &[
    "created",
    "ranked",
    "prioritised",
    "rekinded",
    "assigned",
    "assigned-by-copy",
    "unassigned",
    "estimated",
    "moved",
    "planned",
    "unplanned",
    "flagged",
    "unflagged",
    "commented",
    "time-logged",
    "time-estimated",
    "described",
    "criteria",
    "checklist",
    "closed",
    "retitled",
    "resolved",
    "archived",
];
/// Evidence that an example's export lacks, or stages that its charter maps to nothing.
pub(crate) const WITHOUT: &[&str] =
    &["history", "comments", "estimates", "creators", "ranks", "mapping", "acceptance", "impediments", "retrospective"];
