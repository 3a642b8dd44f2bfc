//! What an item shows itself to be where neither its type nor the charter says so.

use std::borrow::Cow;

use super::Board;
use crate::board::model::item::Item;
use crate::charter::Kind;

/// Labels that teams give to work on shortcuts of old, without spaces, hyphens and case.
const DEBT: &[&str] =
    &["technicaldebt", "techdebt", "debt", "refactoring", "refactor", "technischeschulden", "deudatécnica"];

/// Labels of meetings, written the same way. A label `review` or `planning` names a step of work as often.
const MEETING: &[&str] = &[
    "meeting",
    "meetings",
    "ceremony",
    "ceremonies",
    "scrumevent",
    "scrumevents",
    "daily",
    "standup",
    "retro",
    "retrospective",
];

/// Words that make a title that of a meeting, if it holds nothing but these and the next.
const EVENTS: &[&str] = &[
    "daily",
    "planning",
    "review",
    "retro",
    "retrospective",
    "sync",
    "meeting",
    "meetings",
    "standup",
    "refinement",
    "grooming",
];

/// Words that stand beside them in the titles of meetings. Any other word, above all a verb, speaks of work: "Sync contacts"
/// and "Planning page" are no meetings.
const BESIDE: &[&str] = &[
    "the",
    "of",
    "for",
    "with",
    "and",
    "a",
    "our",
    "on",
    "in",
    "up",
    "stand",
    "scrum",
    "sprint",
    "iteration",
    "team",
    "teams",
    "project",
    "product",
    "backlog",
    "weekly",
    "biweekly",
    "monthly",
    "quarterly",
    "week",
    "month",
    "quarter",
    "q",
    "kw",
    "w",
    "prep",
    "preparation",
    "session",
    "call",
    "notes",
    "minutes",
    "agenda",
    "status",
    "client",
    "customer",
    "stakeholder",
    "stakeholders",
    "staff",
    "steering",
    "committee",
    "department",
    "all",
    "hands",
    "kickoff",
    "kick",
    "off",
    "jan",
    "january",
    "feb",
    "february",
    "mar",
    "march",
    "apr",
    "april",
    "may",
    "jun",
    "june",
    "jul",
    "july",
    "aug",
    "august",
    "sep",
    "sept",
    "september",
    "oct",
    "october",
    "nov",
    "november",
    "dec",
    "december",
    "mon",
    "monday",
    "tue",
    "tuesday",
    "wed",
    "wednesday",
    "thu",
    "thursday",
    "fri",
    "friday",
    "st",
    "nd",
    "rd",
    "th",
];

impl Item<'_> {
    /// Whether it is a meeting: by its kind, a label, or a title that speaks of nothing else. Source: RULES, ceremony-bloat.
    pub fn is_meeting(&self) -> bool {
        self.kind == Kind::Meeting || labelled(&self.labels, MEETING) || is_meeting_title(&self.title.decode())
    }

    /// Whether it pays back technical debt: by its kind or a label. Source: RULES, no-technical-debt-work.
    pub fn is_technical_debt(&self) -> bool {
        self.kind == Kind::TechnicalDebt || labelled(&self.labels, DEBT)
    }
}

impl Board<'_> {
    /// Whether the charter says, or any item shows, what is of this kind.
    pub(crate) fn knows_kind(&self, kind: Kind) -> bool {
        let is = |item: &Item<'_>| match kind {
            Kind::TechnicalDebt => item.is_technical_debt(),
            Kind::Meeting => item.is_meeting(),
            _ => item.kind == kind,
        };
        self.contents.kinds.contains(&kind) || self.items.iter().any(is)
    }
}

fn labelled(labels: &[Cow<'_, str>], names: &[&str]) -> bool {
    labels.iter().any(|label| {
        let plain: String = label.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        names.contains(&plain.as_str())
    })
}

fn is_meeting_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let mut event = false;
    for word in lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        let known = EVENTS.contains(&word);
        event |= known || lower.contains("stand-up");
        if !known && !BESIDE.contains(&word) {
            return false;
        }
    }
    event
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_of_a_meeting_speaks_of_nothing_else() {
        for title in [
            "Daily",
            "Sprint 12 planning",
            "Sprint Review (12 March)",
            "Weekly team sync",
            "Retro",
            "Daily Stand-up",
            "Client meeting",
        ] {
            assert!(is_meeting_title(title), "{title}");
        }
        for title in [
            "Sync contacts with the phone",
            "Planning page",
            "Review the offer",
            "Daily report by mail",
            "Book a meeting room",
            "Sprint 12",
            "",
            "2026",
        ] {
            assert!(!is_meeting_title(title), "{title}");
        }
    }

    #[test]
    fn labels_are_read_however_they_are_spelt() {
        assert!(labelled(&["Tech-Debt".into()], DEBT));
        assert!(labelled(&["technical debt".into()], DEBT));
        assert!(!labelled(&["debtors".into()], DEBT));
        assert!(!labelled(&["review".into()], MEETING));
    }
}
