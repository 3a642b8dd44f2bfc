//! What no export can show. It is listed so that nobody reads a run without findings as "no problems".

/// A phrase for each thing that is not checked.
pub const NOT_CHECKED: &[&str] = &[
    "who leads the daily, and for whom it is held",
    "who speaks in the retrospective, and who stays silent",
    "how Product Owner and Scrum Master talk with each other",
    "what stakeholders were promised beside the board",
    "whether trouble with the backlog is answered with one more meeting",
];
