//! A status or a list, and what it means for the work in it.

use super::ids::SprintId;
use super::provenance::Provenance;
use crate::charter::Stage;

/// A status (Jira) or a list (Trello), and what it means for the work in it.
#[derive(Clone, Debug)]
pub struct State {
    /// Its name at the clock.
    pub name: String,
    /// What it was called after the clock, the newest name first: the charter may mean it by one of these.
    pub later_names: Vec<String>,
    /// What its name or category means; none where neither the charter nor the tool nor its name says.
    pub stage: Option<Stage>,
    /// How that is known.
    pub known: Provenance,
    /// What the tool's category means and what the name does, where they contradict each other: then neither is believed.
    pub contradicted: Option<[Stage; 2]>,
    /// Whether it may be the running sprint's own list and not a part of the backlog: its name says that what stands in it is not
    /// begun, and another list is called a backlog (Trello).
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

    /// What it means for what stands in it: a list that is called like a sprint holds what is planned, and so counts as ready. None
    /// where that is not known.
    pub fn meaning(&self) -> Option<Stage> {
        if self.sprint.is_some() { Some(Stage::Ready) } else { self.stage }
    }

    /// Whether the team is at work on what stands here.
    pub fn is_at_work(&self) -> bool {
        self.is_of_work() || self.stage == Some(Stage::Impediments)
    }

    /// Whether the team works on what stands here: what is blocked may not have been begun.
    pub fn is_of_work(&self) -> bool {
        matches!(self.stage, Some(Stage::Doing | Stage::Acceptance))
    }

    /// Whether what stands here is finished, delivered or given up.
    pub fn is_finished(&self) -> bool {
        self.stage.is_some_and(Stage::is_finished)
    }

    /// Whether what stands here may be finished, delivered or given up. Where name and category contradict each other and neither
    /// says so, it is not.
    pub fn may_be_finished(&self) -> bool {
        match (self.meaning(), self.contradicted) {
            (Some(stage), _) => stage.is_finished(),
            (None, Some(readings)) => readings.into_iter().any(Stage::is_finished),
            (None, None) => true,
        }
    }

    /// Whether what stands here is finished and delivered.
    pub fn is_done(&self) -> bool {
        self.stage == Some(Stage::Done)
    }
}
