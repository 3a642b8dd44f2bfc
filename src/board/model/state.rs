//! A status or a list, and what it means for the work in it.

use super::ids::SprintId;
use super::provenance::Provenance;
use crate::charter::Stage;

/// A status (Jira) or a list (Trello), and what it means for the work in it.
#[derive(Clone, Debug)]
pub struct State {
    /// Its name now.
    pub name: String,
    /// What its name or category means; none where neither the charter nor the tool nor its name says.
    pub stage: Option<Stage>,
    /// How that is known.
    pub known: Provenance,
    /// What the tool's category means where the name says something else: then neither is believed.
    pub contradicted: Option<Stage>,
    /// The sprint whose list it is (Trello).
    pub sprint: Option<SprintId>,
    /// Whether it is archived.
    pub closed: bool,
}

impl State {
    /// What it means for what stands in it: a list that is called like a sprint holds what is planned, and so counts as ready. None
    /// where that is not known.
    pub fn meaning(&self) -> Option<Stage> {
        if self.sprint.is_some() { Some(Stage::Ready) } else { self.stage }
    }

    /// Whether the team is at work on what stands here.
    pub fn is_at_work(&self) -> bool {
        matches!(self.stage, Some(Stage::Doing | Stage::Acceptance | Stage::Impediments))
    }

    /// Whether what stands here is finished, delivered or given up.
    pub fn is_finished(&self) -> bool {
        self.stage.is_some_and(Stage::is_finished)
    }

    /// Whether what stands here is finished and delivered.
    pub fn is_done(&self) -> bool {
        self.stage == Some(Stage::Done)
    }
}
