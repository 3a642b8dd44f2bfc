//! Which case of a rule decides level and message.

use super::super::compiled::{CompiledCase, CompiledRule};
use super::super::condition::{Answer, all_hold_if_known};
use super::super::situation::Situation;
use super::super::template::Template;
use crate::charter::Level;

/// Which part of a rule decides level and message. Cases are given by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Deciding {
    /// A case that holds.
    Case(usize),
    /// A case that may hold, and only its level: that is below the rule's, so a gap in the export never
    /// raises a level.
    LevelOf(usize),
    /// The rule itself, since no case applies.
    Rule,
}

impl Deciding {
    /// The case, if one applies.
    fn case(self, rule: &CompiledRule) -> Option<&CompiledCase> {
        match self {
            Self::Case(place) | Self::LevelOf(place) => rule.cases.get(place),
            Self::Rule => None,
        }
    }

    /// The level of the applicable case, if it has one.
    pub(crate) fn level_of_case(self, rule: &CompiledRule) -> Option<Level> {
        self.case(rule)?.level
    }

    pub(super) fn message(self, rule: &CompiledRule) -> &Template {
        let case = self.case(rule).filter(|_| !matches!(self, Self::LevelOf(_)));
        case.and_then(|case| case.message.as_ref()).unwrap_or(&rule.message)
    }
}

/// Which of the rule's cases applies: the first that holds, or may hold and has a lower level than the rule.
pub(crate) fn deciding(rule: &CompiledRule, situation: &Situation<'_, '_>) -> Deciding {
    let decides = |(place, case): (usize, &CompiledCase)| match all_hold_if_known(&case.checks, situation) {
        Answer::Yes => Some(Deciding::Case(place)),
        Answer::No | Answer::NotApplicable => None,
        Answer::Unknown(_) => case.level.filter(|level| *level < rule.level).map(|_| Deciding::LevelOf(place)),
    };
    rule.cases.iter().enumerate().find_map(decides).unwrap_or(Deciding::Rule)
}
