//! The contents of a rule file: conditions with their positions in the file, texts and examples.

use std::ops::Range;

use super::condition::{Condition, Test};
use super::example::Example;
use super::field::FieldRef;
use super::subject::{Judge, Scope};
use super::template::Template;
use super::value::Type;
use crate::board::{ChangeKind, Decision};
use crate::charter::{Level, Profile};
use crate::finding::Confidence;
use crate::source::FileId;
use crate::word::{Word, words};

/// An exception: a reason why an apparent violation is none.
#[derive(Clone, Debug)]
pub struct Excuse {
    /// The reason in words.
    pub name: String,
    /// Its byte range in the rule file.
    pub span: Range<usize>,
    /// All of these must hold.
    pub conditions: Vec<Condition>,
}

/// Another level or message for some of the findings.
#[derive(Clone, Debug)]
pub struct Case {
    /// What distinguishes it, in words.
    pub name: String,
    /// Its byte range in the rule file.
    pub span: Range<usize>,
    /// Its level, unless it is the rule's.
    pub level: Option<Level>,
    /// Its message, unless it is the rule's.
    pub message: Option<Template>,
    /// All of these must hold.
    pub conditions: Vec<Condition>,
}

words! {
    /// What the changes of one operation have in common.
    GroupKey {
        /// The one who made them.
        Actor = "actor",
        /// The item.
        Item = "item",
        /// The item's parent.
        Parent = "item.parent",
        /// The one who had the item before.
        Previous = "previous",
        /// The sprint that was running.
        Sprint = "sprint",
    }
}

/// Which changes belong to one operation. Source: docs/definitions.md, bulk.
#[derive(Clone, Debug)]
pub struct Grouping {
    /// What they have in common.
    pub per: Vec<GroupKey>,
    /// Maximum number of seconds between neighbouring changes.
    pub within: f64,
    /// Its byte range in the rule file.
    pub span: Range<usize>,
    /// A longer session that also counts as one operation if it touched enough items.
    pub session: Option<Session>,
}

/// Many changes of one sort in a span of time.
#[derive(Clone, Debug)]
pub struct Session {
    /// What they have in common.
    pub per: Vec<GroupKey>,
    /// Maximum number of seconds from the first to the last change.
    pub lasting: f64,
    /// Minimum number of items in a session.
    pub at_least: usize,
    /// Whether items on which the rule does not fire count as well. An import is one session with all its
    /// items, stories and tasks alike.
    pub of_all: bool,
    /// Its byte range in the rule file.
    pub span: Range<usize>,
}

/// How often a rule about sprints must hold before it reports. It gives one finding, on the team's latest
/// closed sprint for which it holds. Source: docs/definitions.md, in 2 of the last 3 sprints.
#[derive(Clone, Copy, Debug)]
pub struct Repeated {
    /// Minimum number of sprints in which it must hold.
    pub at_least: usize,
    /// Number of last closed sprints that are looked at.
    pub of_last: usize,
}

words! {
    /// What a count counts.
    Over {
        /// Changes.
        Changes = "changes",
        /// Items.
        Items = "items",
        /// Stays of items in stages of work, or while they were blocked.
        Stays = "stays",
        /// Comments.
        Comments = "comments",
    }
}

words! {
    /// A time that a count can look at, by its name.
    NamedWindow {
        /// The known history.
        All = "all",
        /// The last two sprints that were started, or 28 days on a board without sprints.
        Recent = "recent",
        /// The last completed sprint, or 14 days on a board without sprints.
        LastSprint = "last-sprint",
        /// The time since the last three completed sprints began, or 42 days on a board without sprints.
        LastThree = "last-three-sprints",
        /// The time since the third-last sprint was started, or 42 days on a board without sprints.
        LastThreeStarted = "last-three-started",
        /// The sprint that is judged.
        Sprint = "sprint",
        /// The 48 hours before the sprint that is judged began.
        Planning = "planning",
    }
}

/// The period that a count looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CountWindow {
    /// A named period.
    Named(NamedWindow),
    /// This many seconds before the clock.
    Last(f64),
}

impl CountWindow {
    /// Whether sprints, if there are any, define the start of the period.
    pub fn is_of_sprints(self) -> bool {
        let Self::Named(window) = self else { return false };
        !matches!(window, NamedWindow::All | NamedWindow::Sprint | NamedWindow::Planning)
    }
}

/// How far a count looks back from the judged change or stay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Before {
    /// To the start of the known history.
    All,
    /// This many seconds.
    Within(f64),
}

words! {
    /// Which of an item's instants must lie in the time that a count looks at.
    Dated {
        /// When it was created.
        Created = "created",
        /// When it was finished.
        Done = "done",
    }
}

words! {
    /// What of several things that have it in common counts once.
    Distinct {
        /// The item.
        Item = "item",
        /// The sprint: the one that an item was put into or taken out of, else the one that was running.
        Sprint = "sprint",
        /// Who did it.
        Actor = "actor",
        /// Who had the item.
        Assignee = "assignee",
        /// The local day.
        Day = "day",
    }
}

/// What is computed from the counted things.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    /// Their number.
    Number,
    /// The number of distinct values.
    Different(Distinct),
    /// The sum of a field.
    Sum(FieldRef),
    /// A percentile of a field, by nearest rank.
    Percentile(usize, FieldRef),
}

/// A number of changes, items, stays or comments under conditions.
#[derive(Clone, Debug)]
pub struct Count {
    /// Its name, without `count.`.
    pub name: String,
    /// What is counted.
    pub over: Over,
    /// Whose things are counted.
    pub of: Scope,
    /// The period that it looks at.
    pub window: CountWindow,
    /// How far it looks back from the judged change or stay; `None` if it does not.
    pub before: Option<Before>,
    /// Which of an item's dates must lie in that period.
    pub dated: Dated,
    /// All of these must hold.
    pub conditions: Vec<Condition>,
    /// What is computed from the counted things.
    pub measure: Measure,
    /// Its byte range in the rule file.
    pub span: Range<usize>,
}

/// One count divided by another.
#[derive(Clone, Debug)]
pub struct Share {
    /// Its name, without `share.`.
    pub name: String,
    /// Index of the part among the rule's counts.
    pub of: usize,
    /// Index of the whole among the rule's counts.
    pub whole: usize,
    /// Its byte range in the rule file.
    pub span: Range<usize>,
}

/// What a profile or a charter changes about a rule.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    /// A level that replaces the rule's level and caps those of its cases.
    pub level: Option<Level>,
    /// Byte range of the level in the rule file, else of the overlay.
    pub span: Range<usize>,
    /// Conditions that replace the rule's conditions on the same fields.
    pub when: Vec<Condition>,
}

words! {
    /// The record a finding points at.
    Anchor {
        /// The subject's own record.
        Subject = "subject",
        /// What is in the item's way.
        Blocked = "item.blocked",
        /// What brought the item into its status or list.
        Status = "item.status",
        /// What last pulled the item the other way; the other pulls are related.
        Reversals = "item.reversals",
        /// The last move between the two stages that the item went to and fro between; the others are related.
        Crossings = "item.crossings",
        /// The sprint the item was first committed to, which is the one that is meant.
        Commitment = "item.at-commitment",
        /// The item that the subject is part of: it becomes the subject, its parts are related.
        Parent = "item.parent",
    }
}

words! {
    /// Records of the sprint that is judged.
    SprintRecords {
        /// What came into the sprint and what left it.
        Scope = "sprint.scope",
        /// What was committed.
        Committed = "sprint.committed",
        /// What was committed and not finished.
        CarriedOver = "sprint.carried-over",
        /// What was estimated anew.
        Reestimated = "sprint.reestimated",
    }
}

/// Further records that a finding lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelatedTo {
    /// Records of the judged sprint.
    Sprint(SprintRecords),
    /// The changes or items of one of the rule's counts.
    Count(usize),
}

/// The texts of a rule.
#[derive(Clone, Debug, Default)]
pub struct Advice {
    /// What goes wrong when this happens.
    pub why: String,
    /// What to do about it.
    pub instead: String,
    /// The question for the retrospective.
    pub ask: String,
    /// When it is no problem.
    pub fine: String,
    /// The rule's sources.
    pub source: Vec<String>,
}

/// A rule.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Its name: the name of its file.
    pub name: String,
    /// Its category: the name of its folder.
    pub category: String,
    /// The file that contains it.
    pub file: FileId,
    /// What it finds, in one line.
    pub summary: String,
    /// The level of its findings.
    pub level: Level,
    /// How sure it can be.
    pub confidence: Confidence,
    /// What it judges.
    pub judge: Judge,
    /// The decision that it is about. When decisions are counted by author, what the rule excuses is left
    /// out.
    pub decision: Option<Decision>,
    /// All of these must hold.
    pub when: Vec<Condition>,
    /// Any of these excuses.
    pub unless: Vec<Excuse>,
    /// The first case that holds decides level and message.
    pub cases: Vec<Case>,
    /// Which changes belong to one operation.
    pub group: Option<Grouping>,
    /// For a rule that judges sprints: how often it must hold before it reports.
    pub repeated: Option<Repeated>,
    /// Its counts.
    pub counts: Vec<Count>,
    /// Its shares.
    pub shares: Vec<Share>,
    /// What profiles change.
    pub profiles: Vec<(Profile, Overlay)>,
    /// The message when it fires.
    pub message: Template,
    /// The facts of a finding: name and field.
    pub facts: Vec<(String, FieldRef)>,
    /// Further records that a finding lists.
    pub related: Option<RelatedTo>,
    /// What it points at.
    pub points_at: Anchor,
    /// Explanation, advice, question and sources.
    pub advice: Advice,
    /// Its tests.
    pub examples: Vec<Example>,
}

impl Definition {
    /// Its level under `profile`, unless a charter changes it.
    pub fn level_under(&self, profile: Profile) -> Level {
        self.overlay(profile).and_then(|overlay| overlay.level).unwrap_or(self.level)
    }

    /// The level of `case` under `profile`, if the case has one.
    pub fn case_level_under(&self, case: &Case, profile: Profile) -> Option<Level> {
        self.case_level(case, self.overlay(profile).and_then(|overlay| overlay.level))
    }

    /// The level of `case` if a profile or a charter `set` that of the rule; `None` if the case has no level of
    /// its own. A case below the base level keeps its level, unless `set` is lower still. Any other case gets
    /// the level of the rule, so that no case weighs less than a lighter one.
    pub fn case_level(&self, case: &Case, set: Option<Level>) -> Option<Level> {
        let (own, Some(set)) = (case.level?, set) else { return case.level };
        let stays = own < self.level || self.level == Level::Off;
        Some(if stays { own.min(set) } else { set })
    }

    /// Whether it tests for a single kind of change or a single decision.
    pub fn is_about_one_kind(&self) -> bool {
        self.when.iter().any(|condition| {
            let kind = condition.check.field.kind();
            let is_of_kind = matches!(kind, Type::Words(ChangeKind::WORDS | Decision::WORDS));
            is_of_kind && matches!(condition.check.test, Test::AnyOf(words) if words.is_power_of_two())
        })
    }

    /// What `profile` changes.
    pub fn overlay(&self, profile: Profile) -> Option<&Overlay> {
        self.profiles.iter().find(|(name, _)| *name == profile).map(|(_, overlay)| overlay)
    }
}

#[cfg(test)]
mod tests {
    use super::Overlay;
    use crate::charter::{Level, Profile};
    use crate::rule::compiled::CompiledRule;
    use crate::rule::{RuleText, Shipped, load};
    use crate::source::Sources;
    use crate::word::Word as _;

    #[test]
    fn a_rule_is_about_one_kind_however_the_kind_is_written() {
        for (when, one) in [
            (r#"change.kind = "ranked""#, true),
            ("change.kind = 'ranked'", true),
            (r#"change.kind = ["ranked"]"#, true),
            (r#"change.kind = { any-of = ["ranked"] }"#, true),
            (r#"change.decision = ["order"]"#, true),
            (r#"change.kind = ["ranked", "moved"]"#, false),
            (r#"change.kind = { none-of = ["ranked"] }"#, false),
            (r#"change.gesture = "decision""#, false),
        ] {
            let head = "summary = \"One\"\nlevel = \"warn\"\nconfidence = \"low\"\njudge = \"change\"";
            let tail =
                "[report]\nmessage = \"One\"\n[advice]\nwhy = \"A\"\ninstead = \"B\"\nask = \"C\"\nsource = [\"D\"]";
            let text = format!("{head}\n[when]\n{when}\n{tail}\n");
            let own = RuleText { name: "own".to_owned(), path: "own/one.toml".into(), text: text.into_bytes().into() };
            let loaded = load(&mut Sources::new(), Shipped::Nothing, [own]);
            assert!(loaded.found.is_empty(), "{when}: {:?}", loaded.found);
            assert_eq!(loaded.rules[0].is_about_one_kind(), one, "{when}");
        }
    }

    #[test]
    fn no_case_weighs_less_than_one_below_it_whatever_level_a_profile_or_a_charter_sets() {
        let own = |base: &str, case: &str| {
            let head = format!("summary = \"One\"\nlevel = \"{base}\"\nconfidence = \"low\"\njudge = \"item\"");
            let case = format!("[[case]]\nname = \"two\"\nlevel = \"{case}\"\nitem.kind = \"bug\"");
            let guide = "[profile.scrum-guide]\nlevel = \"info\"";
            let tail =
                "[report]\nmessage = \"One\"\n[advice]\nwhy = \"A\"\ninstead = \"B\"\nask = \"C\"\nsource = [\"D\"]";
            format!("{head}\n[when]\nitem.kind = [\"story\", \"bug\"]\n{case}\n{guide}\n{tail}\n")
        };
        for (base, case, set, level) in [
            (Level::Warn, Level::Error, Level::Error, Level::Error),
            (Level::Warn, Level::Error, Level::Warn, Level::Warn),
            (Level::Info, Level::Warn, Level::Error, Level::Error),
            (Level::Warn, Level::Warn, Level::Error, Level::Error),
            (Level::Error, Level::Info, Level::Error, Level::Info),
            (Level::Error, Level::Warn, Level::Info, Level::Info),
            (Level::Error, Level::Off, Level::Warn, Level::Off),
            (Level::Off, Level::Info, Level::Warn, Level::Info),
        ] {
            let text = own(base.word(), case.word()).into_bytes().into();
            let own = RuleText { name: "own".to_owned(), path: "own/one.toml".into(), text };
            let loaded = load(&mut Sources::new(), Shipped::Nothing, [own]);
            assert!(loaded.found.is_empty(), "{:?}", loaded.found);
            let charter = Overlay { level: Some(set), ..Overlay::default() };
            for profile in [Profile::Strict, Profile::ScrumGuide] {
                let rule = CompiledRule::new(&loaded.rules[0], profile, std::slice::from_ref(&charter));
                let levels = (rule.level, rule.cases[0].level);
                assert_eq!(levels, (set, Some(level)), "{base}, {case} in {profile}, set to {set}");
            }
        }
    }
}
