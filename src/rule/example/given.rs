//! The parsed form of an example in a rule file: a tiny board, and the expected result of the rule.

use std::ops::Range;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::board::facts::{Direction, Tool};
use crate::charter::{Level, Profile, Role, Stage};
use crate::word::{Word, words};

/// One example of a rule.
#[derive(Clone, Debug)]
pub struct Example {
    /// What happens in it, in words.
    pub name: String,
    /// Its byte range in the rule file.
    pub span: Range<usize>,
    /// The expected findings.
    pub fires: Vec<Expected>,
    /// Expected number of findings, if given.
    pub findings: Option<usize>,
    /// Whether the rule must be inconclusive.
    pub inconclusive: bool,
    pub(in crate::rule) profile: Profile,
    /// The tool that its board belongs to.
    pub(in crate::rule) tool: Tool,
    pub(in crate::rule) items: Vec<GivenItem>,
    pub(in crate::rule) sprints: Vec<GivenSprint>,
    pub(in crate::rule) changes: Vec<GivenChange>,
    pub(in crate::rule) roles: Vec<(Role, Vec<Holder>)>,
    pub(in crate::rule) without: Vec<Lack>,
    /// Dates on which nobody works.
    pub(in crate::rule) holidays: Vec<Date>,
    /// Additional statuses and their stages.
    pub(in crate::rule) extra: Vec<(String, Stage)>,
    /// The time of the clock, if given.
    pub(in crate::rule) today: Option<Timestamp>,
    /// The time of the clock if `today` is not given.
    pub(in crate::rule) clock: Option<SprintClock>,
}

/// An expected finding.
#[derive(Clone, Debug)]
pub struct Expected {
    /// An item's key, a sprint's name, `board` or `charter`.
    pub subject: String,
    /// Its expected level, if given.
    pub level: Option<Level>,
}

impl Example {
    /// An empty example.
    pub(super) fn new(span: Range<usize>) -> Self {
        Self {
            name: String::new(),
            span,
            fires: Vec::new(),
            findings: None,
            inconclusive: false,
            profile: Profile::Strict,
            tool: Tool::Jira,
            items: Vec::new(),
            sprints: Vec::new(),
            changes: Vec::new(),
            roles: Vec::new(),
            without: Vec::new(),
            holidays: Vec::new(),
            extra: Vec::new(),
            today: None,
            clock: None,
        }
    }

    /// Adds items; an item replaces an earlier one with the same key.
    pub(super) fn put(&mut self, items: Vec<GivenItem>) {
        for item in items {
            match self.items.iter_mut().find(|other| other.key == item.key) {
                Some(other) => *other = item,
                None => self.items.push(item),
            }
        }
    }

    /// Whether its board is a Trello board.
    pub(in crate::rule) fn is_trello(&self) -> bool {
        self.tool == Tool::Trello
    }

    /// Whether its export or its charter lacks this.
    pub(in crate::rule) fn lacks(&self, lack: Lack) -> bool {
        self.without.contains(&lack)
    }

    /// Whether its charter maps statuses or lists to `stage`.
    pub(in crate::rule) fn maps(&self, stage: Stage) -> bool {
        let unmapped = match stage {
            Stage::Acceptance => Some(Lack::Acceptance),
            Stage::Impediments => Some(Lack::Impediments),
            Stage::Retrospective => Some(Lack::Retrospective),
            _ => None,
        };
        !self.lacks(Lack::Mapping) && !unmapped.is_some_and(|lack| self.lacks(lack))
    }

    /// Its latest instant: the last change or the clock.
    pub(in crate::rule) fn last(&self) -> Option<Timestamp> {
        self.last_change().max(self.set_clock())
    }

    /// The time of its clock, if it is set.
    pub(in crate::rule) fn set_clock(&self) -> Option<Timestamp> {
        let late = |since| self.last_change().is_some_and(|last| last >= since);
        self.today.or_else(|| self.clock.filter(|clock| !late(clock.moved_from)).map(|clock| clock.at))
    }

    fn last_change(&self) -> Option<Timestamp> {
        let at = |change: &GivenChange| {
            let copies = i32::try_from(change.repeat.saturating_sub(1)).unwrap_or(0);
            change.at.saturating_add(change.every * copies).unwrap_or(change.at)
        };
        self.changes.iter().map(at).max()
    }
}

words! {
    /// What is missing from the export or the charter of an example.
    Lack {
        /// The histories of items.
        History = "history",
        /// Comments.
        Comments = "comments",
        /// Estimates.
        Estimates = "estimates",
        /// Who created items, and who asked for them.
        Creators = "creators",
        /// The order of items.
        Ranks = "ranks",
        /// Which cards are in the sprints: neither a list nor a label tells it (Trello).
        SprintCards = "sprint-cards",
        /// What all statuses or lists mean.
        Mapping = "mapping",
        /// Which statuses or lists are of acceptance.
        Acceptance = "acceptance",
        /// Which statuses or lists hold impediments.
        Impediments = "impediments",
        /// Which statuses or lists hold actions of retrospectives.
        Retrospective = "retrospective",
    }
}

/// A clock set by the sprints of an example.
#[derive(Clone, Copy, Debug)]
pub(in crate::rule) struct SprintClock {
    /// The time it shows.
    pub(in crate::rule) at: Timestamp,
    /// A change at or after this instant moves the clock: it then shows the time of the last change.
    pub(in crate::rule) moved_from: Timestamp,
}

/// Who holds a role, and in which period.
#[derive(Clone, Debug)]
pub(in crate::rule) struct Holder {
    pub(in crate::rule) who: String,
    pub(in crate::rule) since: Option<Date>,
    pub(in crate::rule) until: Option<Date>,
}

#[derive(Clone, Debug, Default)]
pub(in crate::rule) struct GivenItem {
    pub(in crate::rule) key: String,
    pub(in crate::rule) kind: Option<String>,
    pub(in crate::rule) status: Option<String>,
    pub(in crate::rule) by: Option<String>,
    pub(in crate::rule) reporter: Option<String>,
    pub(in crate::rule) assignee: Option<String>,
    pub(in crate::rule) at: Option<Timestamp>,
    pub(in crate::rule) sprint: Option<String>,
    pub(in crate::rule) estimate: Option<String>,
    pub(in crate::rule) parent: Option<String>,
    pub(in crate::rule) labels: Vec<String>,
    pub(in crate::rule) priority: Option<String>,
    /// The links to other items, in the words of this item's side.
    pub(in crate::rule) links: Vec<String>,
    pub(in crate::rule) title: Option<String>,
    pub(in crate::rule) description: Option<String>,
    pub(in crate::rule) criteria: Option<String>,
    pub(in crate::rule) checklist: u32,
    pub(in crate::rule) updated: Option<Timestamp>,
    pub(in crate::rule) due: Option<Date>,
    /// Number of such items.
    pub(in crate::rule) repeat: usize,
    pub(in crate::rule) copied: bool,
    /// What it was copied from, if known.
    pub(in crate::rule) original: Option<String>,
    pub(in crate::rule) done: Option<Timestamp>,
}

#[derive(Clone, Debug)]
pub(in crate::rule) struct GivenSprint {
    pub(in crate::rule) name: String,
    pub(in crate::rule) start: Timestamp,
    pub(in crate::rule) end: Option<Timestamp>,
    pub(in crate::rule) completed: Option<Timestamp>,
    pub(in crate::rule) goal: Option<String>,
}

#[derive(Clone, Debug)]
pub(in crate::rule) struct GivenChange {
    pub(in crate::rule) at: Timestamp,
    pub(in crate::rule) by: String,
    pub(in crate::rule) item: String,
    pub(in crate::rule) action: GivenAction,
    /// Number of items it is repeated on, `every` apart.
    pub(in crate::rule) repeat: usize,
    pub(in crate::rule) every: SignedDuration,
    /// Whether hours were logged with it.
    pub(in crate::rule) with_log: bool,
    /// The parent of a created item.
    pub(in crate::rule) under: Option<String>,
}

#[derive(Clone, Debug)]
pub(in crate::rule) enum GivenAction {
    Created(String),
    Ranked(Direction),
    Prioritised(String),
    Rekinded(String),
    Assigned(String),
    /// By copying a card (Trello).
    AssignedByCopy(String),
    Unassigned,
    Estimated(Option<f64>),
    Moved(String),
    Planned(String),
    Unplanned(String),
    Flagged(bool),
    Labelled(String),
    Unlabelled(String),
    Described(String),
    Criteria(String),
    Retitled(String),
    Resolved(String),
    Archived(bool),
    Commented,
    Logged,
    TimeEstimated(String),
    Checklist(String),
}
