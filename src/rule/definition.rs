//! What a rule file says: conditions with their places in the file, texts and examples.

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

/// A reason why something that looks like a violation is none.
#[derive(Clone, Debug)]
pub struct Excuse {
    /// The reason in words.
    pub name: String,
    /// Where it stands in the rule file.
    pub span: Range<usize>,
    /// All of these must hold.
    pub conditions: Vec<Condition>,
}

/// Another level or message for some of what fires.
#[derive(Clone, Debug)]
pub struct Case {
    /// What sets it apart, in words.
    pub name: String,
    /// Where it stands in the rule file.
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

/// Which changes are one operation. Source: docs/definitions.md, bulk.
#[derive(Clone, Debug)]
pub struct Grouping {
    /// What they have in common.
    pub per: Vec<GroupKey>,
    /// How many seconds may lie between neighbours.
    pub within: f64,
    /// Where it stands in the rule file.
    pub span: Range<usize>,
    /// A longer session that counts as one operation when it touched enough items.
    pub session: Option<Session>,
}

/// Many changes of one sort in a span of time.
#[derive(Clone, Debug)]
pub struct Session {
    /// What they have in common.
    pub per: Vec<GroupKey>,
    /// How many seconds from the first to the last.
    pub lasting: f64,
    /// How many items make it a session.
    pub at_least: usize,
    /// Whether all items count on which the same was done, and not only those that the rule fires on: an import is one
    /// session with all its items, the stories and the tasks.
    pub of_all: bool,
    /// Where it stands in the rule file.
    pub span: Range<usize>,
}

/// How often a rule about sprints must hold: then it gives one finding, on the team's latest closed sprint that it holds for.
/// Source: docs/definitions.md, in 2 of the last 3 sprints.
#[derive(Clone, Copy, Debug)]
pub struct Repeated {
    /// In how many sprints it must hold.
    pub at_least: usize,
    /// Of how many closed ones, counted from the last.
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

/// The time that a count looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CountWindow {
    /// One that has a name.
    Named(NamedWindow),
    /// So many seconds before the clock.
    Last(f64),
}

impl CountWindow {
    /// Whether sprints say from when on it looks, where there are any.
    pub fn is_of_sprints(self) -> bool {
        let Self::Named(window) = self else { return false };
        !matches!(window, NamedWindow::All | NamedWindow::Sprint | NamedWindow::Planning)
    }
}

/// How far a count looks back from the change or stay that is judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Before {
    /// To the beginning of the known history.
    All,
    /// So many seconds.
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

/// What is made of the things that are counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    /// How many there are.
    Number,
    /// How many different ones there are.
    Different(Distinct),
    /// A field of theirs, added up.
    Sum(FieldRef),
    /// The value of a field of theirs that so many of a hundred do not exceed, by nearest rank.
    Percentile(usize, FieldRef),
}

/// A number of changes, items, stays or comments under conditions.
#[derive(Clone, Debug)]
pub struct Count {
    /// Its name, without `count.`.
    pub name: String,
    /// What is counted.
    pub over: Over,
    /// Whose.
    pub of: Scope,
    /// In which time.
    pub window: CountWindow,
    /// How far before the change or stay that is judged, where it looks back from there.
    pub before: Option<Before>,
    /// Which of an item's instants must lie in that time.
    pub dated: Dated,
    /// All of these must hold.
    pub conditions: Vec<Condition>,
    /// What is made of what is counted.
    pub measure: Measure,
    /// Where it stands in the rule file.
    pub span: Range<usize>,
}

/// One count divided by another.
#[derive(Clone, Debug)]
pub struct Share {
    /// Its name, without `share.`.
    pub name: String,
    /// The place of the part among the rule's counts.
    pub of: usize,
    /// The place of the whole among the rule's counts.
    pub whole: usize,
    /// Where it stands in the rule file.
    pub span: Range<usize>,
}

/// What a profile or a charter changes about a rule.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    /// The level that replaces the base level and those of cases above it.
    pub level: Option<Level>,
    /// Where the level stands in the rule file, else the overlay.
    pub span: Range<usize>,
    /// Conditions that replace those on the same fields.
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

/// What a finding relates to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelatedTo {
    /// Records of the sprint that is judged.
    Sprint(SprintRecords),
    /// The changes or items of one of the rule's counts.
    Count(usize),
}

/// The texts of a rule.
#[derive(Clone, Debug, Default)]
pub struct Advice {
    /// What breaks when this happens.
    pub why: String,
    /// What to do about it.
    pub instead: String,
    /// The question for the retrospective.
    pub ask: String,
    /// When it is no problem.
    pub fine: String,
    /// Where the rule comes from.
    pub source: Vec<String>,
}

/// A rule.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Its name: that of its file.
    pub name: String,
    /// Its category: that of its folder.
    pub category: String,
    /// The file it stands in.
    pub file: FileId,
    /// What it finds, in a line.
    pub summary: String,
    /// How much it weighs.
    pub level: Level,
    /// How sure it can be.
    pub confidence: Confidence,
    /// What it judges.
    pub judge: Judge,
    /// The decision that it is about: who made it how often is counted without what the rule excuses.
    pub decision: Option<Decision>,
    /// All of these must hold.
    pub when: Vec<Condition>,
    /// Any of these excuses.
    pub unless: Vec<Excuse>,
    /// The first that holds decides level and message.
    pub cases: Vec<Case>,
    /// Which changes are one operation.
    pub group: Option<Grouping>,
    /// How often it must hold before there is a finding, for a rule that judges sprints.
    pub repeated: Option<Repeated>,
    /// Its counts.
    pub counts: Vec<Count>,
    /// Its shares.
    pub shares: Vec<Share>,
    /// What profiles change.
    pub profiles: Vec<(Profile, Overlay)>,
    /// The message when it fires.
    pub message: Template,
    /// What a finding carries along: name and field.
    pub facts: Vec<(String, FieldRef)>,
    /// What a finding relates to.
    pub related: Option<RelatedTo>,
    /// What it points at.
    pub points_at: Anchor,
    /// Why, what instead, what to ask, where from.
    pub advice: Advice,
    /// Its tests.
    pub examples: Vec<Example>,
}

impl Definition {
    /// Its level under `profile`, where no charter says otherwise.
    pub fn level_under(&self, profile: Profile) -> Level {
        self.overlay(profile).and_then(|overlay| overlay.level).unwrap_or(self.level)
    }

    /// The level of `case` under `profile`, where it has one of its own.
    pub fn case_level_under(&self, case: &Case, profile: Profile) -> Option<Level> {
        let most = self.overlay(profile).and_then(|overlay| overlay.level);
        case.level.map(|own| most.map_or(own, |most| own.min(most)))
    }

    /// Whether it asks for changes of one kind, or for one decision.
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
    use crate::rule::{RuleText, Shipped, load};
    use crate::source::Sources;

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
}
