//! What no export can show, so that a run without findings is not taken for a team without problems.

/// A phrase for each thing that is not checked.
pub const NOT_CHECKED: &[&str] = &[
    "who leads the daily, and for whom it is held",
    "who speaks in the retrospective, and who stays silent",
    "how Product Owner and Scrum Master talk with each other",
    "what stakeholders were promised beside the board",
    "whether trouble with the backlog is answered with one more meeting",
];
