//! The fixed texts of the retro report: titles, headings, labels and notes. Texts that depend on numbers and
//! names are in [`sentences`](super::sentences). The texts of rules are in their files.

use crate::board::Responsibility;

/// The language of the page, as a tag for HTML.
pub(crate) const LANG: &str = "en";
pub(crate) const TITLE: &str = "Retro report";
pub(crate) const MADE_BY: &str = "boardlint";
pub(crate) const SKIP: &str = "Skip to the report";
pub(crate) const CONTENTS: &str = "On this page";
pub(crate) const NO_BOARD: &str = "No board";
pub(crate) const NO_PERIOD: &str = "No dates";
pub(crate) const TIMES_IN: &str = "Times in";
pub(crate) const ITEMS: (&str, &str) = ("item", "items");
pub(crate) const CHANGES: (&str, &str) = ("change", "changes");
pub(crate) const PERSONS: (&str, &str) = ("person", "people");
pub(crate) const SPRINT_COUNT: (&str, &str) = ("sprint", "sprints");
pub(crate) const FINDINGS: (&str, &str) = ("finding", "findings");
pub(crate) const NEW_FINDINGS: (&str, &str) = ("new finding", "new findings");
pub(crate) const RULES_JUDGED: &str = "rules judged";
pub(crate) const MEASURE: &str =
    "Measured against the charter: who holds which role, as it is written down for this team in boardlint.toml.";
pub(crate) const ALL_BOARDS: &str = "All boards";
pub(crate) const STILL_SO: &str = "still so";
pub(crate) const TALK: &str = "Worth talking about";
pub(crate) const NOTHING_TO_TALK: &str = "Nothing was found by the rules that could be judged.";
pub(crate) const NO_RULE_JUDGED: &str = "No rule could be judged.";
pub(crate) const STRENGTHS: &str = "What goes well";
pub(crate) const NO_CLAIM: &str = "There is too little evidence to claim anything.";
pub(crate) const NOTHING_JUDGED: &str = "No board could be judged.";
pub(crate) const MATRIX: &str = "Who decided what";
pub(crate) const MATRIX_ABOUT: &str = "Each disc is the share of a decision that a role really made. A ring says \
    whose decision it is: the fuller its disc, the more the roles are what the charter says. \
    Copies, corrections and moves of one’s own work count for nobody.";
pub(crate) const MATRIX_IN_WORDS: &str = "The share of each decision that a role really made, and how often it did. \
    “Expected” says whose decision it is, “shared” that it is one of several roles together. \
    Copies, corrections and moves of one’s own work count for nobody.";
pub(crate) const MATRIX_CAPTION: &str = "Decisions and the roles that made them";
pub(crate) const NO_MATRIX: &str = "Nobody is named as Product Owner or Scrum Master, so nobody's decisions can be \
    told from anybody else's.";
pub(crate) const DECISION: &str = "Decision";
pub(crate) const EXPECTED: &str = "expected";
pub(crate) const SHARED: &str = "shared";
pub(crate) const MAY_HELP: &str = "may do it";
pub(crate) const KEY: &str = "How to read the discs";
pub(crate) const KEY_EXPECTED: &str = "the role's own decision";
pub(crate) const KEY_SHARED: &str = "a decision of several roles together";
pub(crate) const KEY_HELPS: &str = "may do it, too";
pub(crate) const KEY_OTHER: &str = "somebody else's decision";
pub(crate) const NOBODY_NAMED: &str = "nobody named";
pub(crate) const NO_ROLE_NAMED: &str = "No role named";
pub(crate) const NOT_KNOWN: &str = "not known";
pub(crate) const NONE_IN_THIS_PERIOD: &str = "none in this period";
pub(crate) const GROUPS: &[(&str, &[Responsibility])] = &[
    (
        "What is built",
        &[
            Responsibility::Order,
            Responsibility::Priority,
            Responsibility::Stories,
            Responsibility::Criteria,
            Responsibility::Acceptance,
        ],
    ),
    (
        "How it is built",
        &[Responsibility::Estimates, Responsibility::Taking, Responsibility::Giving, Responsibility::Status],
    ),
    ("The sprint and the process", &[Responsibility::Scope, Responsibility::Impediments, Responsibility::Retro]),
];
pub(crate) const TIMELINE: &str = "When it happened";
pub(crate) const TIMELINE_ABOUT: &str =
    "Each finding stands in the time when it happened, or when what it is about began.";
pub(crate) const TIMELINE_CAPTION: &str = "Findings over time";
pub(crate) const TIMELINE_EMPTY: &str = "There is no finding to place in time.";
pub(crate) const SPRINT: &str = "Sprint";
pub(crate) const WEEK: &str = "Week of";
pub(crate) const MONTH_UNIT: &str = "Month";
pub(crate) const QUARTER_UNIT: &str = "Quarter";
pub(crate) const YEAR: &str = "Year";
pub(crate) const EARLIER: &str = "Earlier";
pub(crate) const BEFORE_SPRINTS: &str = "Before the first sprint";
pub(crate) const CHART: &str = "Chart";
pub(crate) const ERRORS: &str = "Talk first";
pub(crate) const WARNINGS: &str = "Talk";
pub(crate) const INFOS: &str = "Good to know";
pub(crate) const SPRINTS: &str = "Promised and delivered";
pub(crate) const SPRINTS_ABOUT: &str = "What was in a sprint a day after it began, what came in and left later (bugs \
    aside), and what was done at its end. Velocity is the mean of what the three sprints before it finished.";
pub(crate) const SPRINTS_CAPTION: &str = "What sprints committed and finished";
pub(crate) const COMMITTED: &str = "Committed";
pub(crate) const ADDED: &str = "Added";
pub(crate) const REMOVED: &str = "Removed";
pub(crate) const DONE: &str = "Done";
pub(crate) const VELOCITY: &str = "Velocity";
pub(crate) const RUNNING: &str = "running";
pub(crate) const CARDS: &str = "Cards for the wall";
pub(crate) const CARDS_ABOUT: &str = "One card for each pattern. What weighs most comes first; what is older counts \
    less. Print the page, cut along the dashed lines, pin up what the team wants to talk about.";
pub(crate) const EVIDENCE: &str = "Evidence";
pub(crate) const WHEN: &str = "When";
pub(crate) const WHAT: &str = "What";
pub(crate) const ITEM: &str = "Where";
pub(crate) const ROLE_COLUMN: &str = "Role";
pub(crate) const MADE_OF_TITLE: &str = "Made of";
pub(crate) const WHY: &str = "Why it matters";
pub(crate) const INSTEAD: &str = "Try instead";
pub(crate) const ASK: &str = "Ask each other";
pub(crate) const FINE: &str = "It is fine when";
pub(crate) const SOURCE: &str = "From";
pub(crate) const TRY: &str = "We try";
pub(crate) const TRY_WHO: &str = "Who";
pub(crate) const TRY_UNTIL: &str = "Until";
pub(crate) const SINCE: &str = "Since the sprint before";
pub(crate) const SINCE_NEW: &str = "New";
pub(crate) const SINCE_GONE: &str = "Gone";
pub(crate) const SINCE_BOTH: &str = "Still there";
pub(crate) const SINCE_NONE: &str = "Nothing.";
pub(crate) const TREND_CAPTION: &str = "Decisions made outside the role whose they are, sprint by sprint";
pub(crate) const TREND_DIRECTION: &str = "Lately";
pub(crate) const OPERATOR: &str = "For whoever runs boardlint";
pub(crate) const OPERATOR_OPEN: &str = "Show how the report can tell more";
pub(crate) const NAME_ROLES: &str =
    "Say who is Product Owner and who is Scrum Master: in boardlint.toml, or with `--po` and `--sm` for a first try.";
pub(crate) const NAME_CARDS: &str = "Say which list or label holds the cards of a sprint whose days alone are known: `list = \"…\"` or \
    `label = \"…\"` under [[sprints]] in boardlint.toml.";
pub(crate) const LIST_ALL: &str = "`boardlint check --format jsonl` lists every finding, however many there are.";
pub(crate) const UNJUDGED: &str = "What could not be judged";
pub(crate) const UNJUDGED_ABOUT: &str = "A rule that could not look has not passed.";
pub(crate) const REMEDIES: &str = "How to get what is missing, line by line, stands in the file of this report, at its end: open “For whoever runs boardlint”.";
pub(crate) const NOT_JUDGED: &str = "Not judged";
pub(crate) const JUDGED_IN_PART: &str = "Judged in part";
pub(crate) const ALL_JUDGED: &str = "Every rule could be judged in full.";
pub(crate) const MISSING: &str = "What is missing";
pub(crate) const HOW: &str = "How to get it";
pub(crate) const RULES: &str = "Rules";
pub(crate) const NOT_CHECKED: &str = "What no export can show";
pub(crate) const NOT_CHECKED_ABOUT: &str = "A clean report is no clean bill of health. Nothing on a board tells:";
pub(crate) const AGREED: &str = "What the team agreed to live with";
pub(crate) const AGREED_CAPTION: &str = "Findings that the charter ignores, and why";
pub(crate) const RULE: &str = "Rule";
pub(crate) const REASON: &str = "Reason";
pub(crate) const NOT_SHOWN: &str = "not shown";
pub(crate) const APPENDIX: &str = "All other findings";
pub(crate) const APPENDIX_OPEN: &str = "Show the findings that no card has room for";
pub(crate) const CLOSING: &str = "A finding is the beginning of a conversation, not its end.";
