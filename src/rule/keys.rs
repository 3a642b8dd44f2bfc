//! The keys that a rule file may have, section by section. The parser, the suggestions for misspelt keys and
//! the JSON Schema all use them.

use std::ops::RangeInclusive;

use super::definition::{Anchor, Dated, Distinct, GroupKey, NamedWindow, Over, SprintRecords};
use super::example::keys::{BACKGROUND, EXAMPLE};
pub(crate) use super::section::{Key, Section, Shape};
use super::section::{key, required};
use super::subject::{Judge, Scope};
use crate::board::Decision;
use crate::charter::{Level, Profile};
use crate::finding::Confidence;
use crate::word::Word;

/// The value of `before` that means the whole time before.
pub(super) const ALL: &str = "all";

/// Allowed numbers of sprints in `[repeated]`.
pub(super) const SPRINTS: &RangeInclusive<usize> = &(1..=100);

/// Allowed numbers of items in a session.
pub(super) const SESSIONS: &RangeInclusive<usize> = &(2..=10_000);

/// Allowed percentiles.
pub(super) const PERCENTS: &RangeInclusive<usize> = &(1..=100);

const PER: Key = key("per", Shape::List(&Shape::Word(GroupKey::WORDS)), "What the changes have in common");

pub(crate) static RULE: Section = Section::new(
    "a rule",
    &[
        required("summary", Shape::Text, "What was found, in one sentence"),
        required("level", Shape::Word(Level::WORDS), "How much a finding weighs"),
        required("confidence", Shape::Word(Confidence::WORDS), "How sure the rule can be"),
        required("judge", Shape::Word(Judge::WORDS), "What is judged, one by one"),
        key(
            "decision",
            Shape::Word(Decision::WORDS),
            "The decision that it is about: the matrix of the report leaves out what the rule excuses",
        ),
        required("when", Shape::Conditions, "It fires when all of these hold"),
        key("unless", Shape::List(&Shape::Table(&EXCUSE)), "Any of these excuses it; inside one, all conditions"),
        key("case", Shape::List(&Shape::Table(&CASE)), "The first that holds gives level or message"),
        key("group", Shape::Table(&GROUP), "One finding for one operation"),
        key("repeated", Shape::Table(&REPEATED), "How often, among the last closed sprints"),
        key("count", Shape::ByName(&Shape::Table(&COUNT)), "Numbers of changes or items"),
        key("share", Shape::ByName(&Shape::Table(&SHARE)), "One count divided by another"),
        key("profile", Shape::ByWord(Profile::WORDS, &Shape::Table(&OVERLAY)), "What is otherwise in a profile"),
        required("report", Shape::Table(&REPORT), "What a finding says"),
        required("advice", Shape::Table(&ADVICE), "What helps a team"),
        key("given", Shape::Table(&BACKGROUND), "What every example begins with"),
        key("example", Shape::List(&Shape::Table(&EXAMPLE)), "Tiny boards on which the rule is tested"),
    ],
);

pub(crate) static EXCUSE: Section =
    Section::with_conditions("[[unless]]", &[required("name", Shape::Text, "The reason, in words")]);

pub(crate) static CASE: Section = Section::with_conditions(
    "[[case]]",
    &[
        required("name", Shape::Text, "What sets it apart, in words"),
        key("level", Shape::Word(Level::WORDS), "Its level, unless it is the rule's"),
        key("message", Shape::Text, "Its message, unless it is the rule's"),
    ],
);

pub(crate) static GROUP: Section = Section::new(
    "[group]",
    &[
        PER,
        required("within", Shape::Length, "How far one change may lie from the one before"),
        key("session", Shape::Table(&SESSION), "A longer session that is one operation, too"),
    ],
);

pub(crate) static SESSION: Section = Section::new(
    "[group.session]",
    &[
        PER,
        required("span", Shape::Length, "How far the last change may lie from the first"),
        key("at-least", Shape::Whole(SESSIONS), "How many of the items that the rule fires on make a session"),
        key(
            "at-least-of-all",
            Shape::Whole(SESSIONS),
            "Instead of `at-least`: how many items make a session, whether the rule fires on them or not",
        ),
    ],
);

pub(crate) static REPEATED: Section = Section::new(
    "[repeated]",
    &[
        required("at-least", Shape::Whole(SPRINTS), "In how many sprints it must hold"),
        required("of-last", Shape::Whole(SPRINTS), "Of how many closed sprints, counted from the last"),
    ],
);

pub(crate) static COUNT: Section = Section::with_conditions(
    "[count]",
    &[
        key("over", Shape::Word(Over::WORDS), "What is counted"),
        key("of", Shape::Word(Scope::WORDS), "Whose: those of the board, or of what is judged"),
        key("window", Shape::Either(&[Shape::Word(NamedWindow::WORDS), Shape::Length]), "In which time"),
        key(
            "before",
            Shape::Either(&[Shape::Word(&[ALL]), Shape::Length]),
            "How long before the change or stay that is judged; `all` for everything before it",
        ),
        key("by", Shape::Word(Dated::WORDS), "Which instant of an item lies in that time"),
        key(
            "distinct",
            Shape::Word(Distinct::WORDS),
            "Counts different ones: things that have this in common count once",
        ),
        key("sum", Shape::Text, "A field to add up instead of counting"),
        key(
            "percentile",
            Shape::Whole(PERCENTS),
            "The value that so many of a hundred do not exceed, instead of counting",
        ),
        key("value", Shape::Text, "The field whose percentile it is"),
    ],
);

pub(crate) static SHARE: Section = Section::new(
    "[share]",
    &[required("of", Shape::Text, "The part: count.NAME"), required("in", Shape::Text, "The whole: count.NAME")],
);

pub(crate) static OVERLAY: Section = Section::new(
    "[profile]",
    &[
        key("level", Shape::Word(Level::WORDS), "The level in this profile"),
        key("when", Shape::Conditions, "Conditions that replace those on the same fields"),
    ],
);

pub(crate) static REPORT: Section = Section::new(
    "[report]",
    &[
        required("message", Shape::Text, "A sentence; {field} is filled in"),
        key("facts", Shape::Texts, "Fields that the finding carries along"),
        key(
            "related",
            Shape::Either(&[Shape::Word(SprintRecords::WORDS), Shape::Text]),
            "What else belongs to it: records of the sprint that is judged, or what one of the rule's counts counted, count.NAME",
        ),
        key("points-at", Shape::Word(Anchor::WORDS), "The record it points at"),
    ],
);

pub(crate) static ADVICE: Section = Section::new(
    "[advice]",
    &[
        required("why", Shape::Text, "What breaks when this happens, in plain words"),
        required("instead", Shape::Text, "What to do about it, in plain words"),
        required("ask", Shape::Text, "The question for the retrospective"),
        key("fine", Shape::Text, "When it is no problem, in plain words"),
        required("source", Shape::Texts, "Where the rule comes from"),
    ],
);
