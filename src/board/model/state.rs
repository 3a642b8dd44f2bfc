//! A status or a list, and what it means for the work in it.

use super::ids::SprintId;
use super::provenance::Provenance;
use crate::charter::Stage;

/// A status (Jira) or a list (Trello), and what it means for the work in it.
#[derive(Clone, Debug)]
pub struct State {
    /// Its name at the clock.
    pub name: String,
    /// Its names after the clock, the newest first: the charter may use one of these.
    pub later_names: Vec<String>,
    /// Its stage; `None` if the charter, the tool and its name do not say.
    pub stage: Option<Stage>,
    /// How that is known.
    pub known: Provenance,
    /// The stages by the tool's category and by the name, if they contradict each other: then neither is
    /// used.
    pub contradicted: Option<[Stage; 2]>,
    /// Whether it may be the list of the running sprint and not a part of the backlog: by its name its items
    /// are not begun, and another list is called a backlog (Trello).
    pub may_be_sprints_own: bool,
    /// The sprint whose list it is (Trello).
    pub sprint: Option<SprintId>,
    /// Whether it is archived.
    pub closed: bool,
}

impl State {
    /// The names by which the charter may mean it, the newest first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.later_names.iter().chain([&self.name]).map(String::as_str)
    }

    /// Whether it stands for a status that the export leaves out.
    pub fn is_left_out(&self) -> bool {
        self.stage.is_none() && self.name.is_empty()
    }

    /// Its stage. A list with the name of a sprint holds planned items, so it counts as ready. `None` if
    /// unknown.
    pub fn meaning(&self) -> Option<Stage> {
        if self.sprint.is_some() { Some(Stage::Ready) } else { self.stage }
    }

    /// Whether its items are in progress or blocked.
    pub fn is_at_work(&self) -> bool {
        self.is_of_work() || self.stage == Some(Stage::Impediments)
    }

    /// Whether its items are in progress. A blocked item may not have been begun.
    pub fn is_of_work(&self) -> bool {
        matches!(self.stage, Some(Stage::Doing | Stage::Acceptance))
    }

    /// Whether its items are finished: delivered or given up.
    pub fn is_finished(&self) -> bool {
        self.stage.is_some_and(Stage::is_finished)
    }

    /// Whether its items may be finished: delivered or given up. If name and category contradict each other
    /// and neither says so, they are not.
    pub fn may_be_finished(&self) -> bool {
        match (self.meaning(), self.contradicted) {
            (Some(stage), _) => stage.is_finished(),
            (None, Some(readings)) => readings.into_iter().any(Stage::is_finished),
            (None, None) => true,
        }
    }

    /// Whether its items are finished and delivered.
    pub fn is_done(&self) -> bool {
        self.stage == Some(Stage::Done)
    }
}
