//! A stay: one item in one stage of work, in one status or list, or blocked, from entering to leaving.

use jiff::Timestamp;

use super::ids::{ChangeId, ItemId, SprintId, StateId};
use crate::charter::Stage;
use crate::word::{Word, words};

words! {
    /// What an item can be in.
    StayIn {
        /// In the backlog.
        Backlog = "backlog",
        /// Refined, and waiting for a sprint.
        Ready = "ready",
        /// At work.
        Doing = "doing",
        /// Waiting for acceptance.
        Acceptance = "acceptance",
        /// Finished.
        Done = "done",
        /// In a status or list for what is blocked.
        Impediments = "impediments",
        /// Among the actions of retrospectives.
        Retrospective = "retrospective",
        /// Given up.
        Cancelled = "cancelled",
        /// In a status or list that holds no work.
        NoWork = "no-work",
        /// Blocked: by a flag, a label, or a status or list.
        Blocked = "blocked",
    }
}

words! {
    /// How a stay began.
    StayBegin {
        /// The item was created there.
        Created = "created",
        /// Somebody decided it.
        Decision = "decision",
        /// An app did it.
        App = "app",
        /// A change of the workflow.
        Migration = "migration",
        /// The export does not say.
        Unknown = "unknown",
    }
}

words! {
    /// How a stay ended.
    StayEnd {
        /// It lasts.
        Open = "open",
        /// Somebody decided it.
        Decision = "decision",
        /// An app did it.
        App = "app",
        /// A change of the workflow.
        Migration = "migration",
        /// The item was finished or archived where it stood, or while it was blocked.
        Closed = "closed",
        /// The export does not say.
        Unknown = "unknown",
    }
}

/// The end of a stay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ended {
    /// When.
    pub at: Timestamp,
    /// The change that ended it; `None` if none did or none is known.
    pub by: Option<ChangeId>,
    /// How; never `open`.
    pub how: StayEnd,
}

/// One item in one stage, status or blockage, from entering to leaving or to the clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stay {
    /// The item.
    pub item: ItemId,
    /// What it was in; `None` for a status or list that is not mapped.
    pub within: Option<StayIn>,
    /// The status or list; `None` for a blockage, or if the item passed through several of one stage.
    pub state: Option<StateId>,
    /// Since when it was there for certain.
    pub since: Timestamp,
    /// The earliest instant at which it can have come there; equal to `since` if that is known.
    pub earliest: Timestamp,
    /// The change that began it; `None` if none did or none is known.
    pub begun_by: Option<ChangeId>,
    /// How it began.
    pub begin: StayBegin,
    /// Its end; none while it lasts.
    pub ended: Option<Ended>,
    /// What the item was in just before, if it is known.
    pub before: Option<StayIn>,
    /// What the item came into.
    pub after: Option<StayIn>,
    /// The running sprint that the item was in when it ended, or at the clock.
    pub sprint: Option<SprintId>,
}

impl Stay {
    /// Until when; none while it lasts.
    pub fn until(&self) -> Option<Timestamp> {
        self.ended.map(|ended| ended.at)
    }

    /// The change that ended it; `None` while it lasts, if none did or if none is known.
    pub fn ended_by(&self) -> Option<ChangeId> {
        self.ended.and_then(|ended| ended.by)
    }

    /// How it ended; `open` while it lasts.
    pub fn end(&self) -> StayEnd {
        self.ended.map_or(StayEnd::Open, |ended| ended.how)
    }
}

impl StayIn {
    /// The stay in a stage.
    pub fn of(stage: Stage) -> Self {
        match stage {
            Stage::Backlog => Self::Backlog,
            Stage::Ready => Self::Ready,
            Stage::Doing => Self::Doing,
            Stage::Acceptance => Self::Acceptance,
            Stage::Done => Self::Done,
            Stage::Impediments => Self::Impediments,
            Stage::Retrospective => Self::Retrospective,
            Stage::Cancelled => Self::Cancelled,
            Stage::NoWork => Self::NoWork,
        }
    }
}
