//! What an export can tell and what it cannot: the ground of the third verdict.

use std::fmt::Write as _;

use super::Board;
use super::change::ChangeKind;
use super::facts::Tool;
use crate::charter::{Role, Stage, Word, words};
use crate::source::FileId;

words! {
    /// What is missing when a rule cannot be judged. Source: DESIGN, formats.
    Missing {
        /// No changes, or not all of them.
        History = "history",
        /// No comments.
        Comments = "comments",
        /// No ranks.
        Ranks = "ranks",
        /// No field that holds estimates.
        Estimates = "estimates",
        /// No sprints, or not what they were.
        Sprints = "sprints",
        /// Who created an item.
        Creators = "creators",
        /// Who holds a role.
        Roles = "roles",
        /// What a status or list means.
        Mapping = "mapping",
        /// Days and months that cannot be told apart.
        Dates = "dates",
        /// The tool never records such a thing.
        Format = "format",
    }
}

/// Something a rule rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Need {
    /// Changes at all.
    History,
    /// Changes of one kind.
    Kind(ChangeKind),
    /// What people said.
    Comments,
    /// Estimates.
    Estimates,
    /// Sprints with their dates.
    Sprints,
    /// Somebody holds this role.
    Role(Role),
    /// Statuses or lists of this stage.
    Mapping(Stage),
}

impl std::fmt::Display for Need {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::History => out.write_str("history"),
            Self::Kind(kind) => write!(out, "changes of kind {kind}"),
            Self::Comments => out.write_str("comments"),
            Self::Estimates => out.write_str("estimates"),
            Self::Sprints => out.write_str("sprints"),
            Self::Role(role) => write!(out, "a {}", role.title()),
            Self::Mapping(stage) => write!(out, "a workflow with {stage}"),
        }
    }
}

/// A piece of evidence that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Which.
    pub missing: Missing,
    /// What is not there, in a sentence.
    pub message: String,
    /// How to get it.
    pub hint: String,
}

/// What the files said about themselves.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    pub(super) history: bool,
    pub(super) comments: bool,
    pub(super) estimates: bool,
    pub(super) charter: Option<FileId>,
    /// Items whose oldest history is missing.
    pub(super) truncated: usize,
    /// Changelogs of issues that no file describes.
    pub(super) orphans: usize,
}

impl Evidence {
    /// How many items lack the oldest part of their history.
    pub fn truncated(&self) -> usize {
        self.truncated
    }

    /// How many changelogs belong to issues that no file describes.
    pub fn orphans(&self) -> usize {
        self.orphans
    }
}

impl Board<'_> {
    /// The gap where `need` should be, if there is one.
    pub fn lacks(&self, need: Need) -> Option<Gap> {
        match need {
            Need::History => self.lacks_history(),
            Need::Kind(kind) => self.lacks_kind(kind),
            Need::Comments if !self.evidence.comments => Some(Gap {
                missing: Missing::Comments,
                message: "the export holds no comments".to_owned(),
                hint: "export with all fields: `fields=*all`".to_owned(),
            }),
            Need::Estimates if !self.evidence.estimates => Some(self.no_estimates()),
            Need::Sprints if !self.sprints.iter().any(|sprint| sprint.start.is_some()) => Some(self.no_sprints()),
            Need::Role(role) if !self.people.is_mapped(role) => Some(self.nobody(role)),
            Need::Mapping(stage) if !self.states.iter().any(|state| state.stage == Some(stage)) => Some(Gap {
                missing: Missing::Mapping,
                message: format!("no {} of this board is known to mean `{stage}`", self.column()),
                hint: format!("name it under [workflow] in boardlint.toml: `{stage} = [\"…\"]`"),
            }),
            _ => None,
        }
    }

    fn lacks_history(&self) -> Option<Gap> {
        (!self.evidence.history).then(|| Gap {
            missing: Missing::History,
            message: "the export holds no changes, only how things stand".to_owned(),
            hint: "export again with the history: for Jira add `expand=changelog`".to_owned(),
        })
    }

    fn lacks_kind(&self, kind: ChangeKind) -> Option<Gap> {
        let never = match (self.tool, kind) {
            (Tool::Trello, ChangeKind::Prioritised) => Some("priorities"),
            (Tool::Trello, ChangeKind::TimeEstimated | ChangeKind::TimeLogged) => Some("hours"),
            (Tool::Trello, ChangeKind::Labelled) => Some("changes of labels"),
            _ => None,
        };
        if let Some(what) = never {
            return Some(Gap {
                missing: Missing::Format,
                message: format!("Trello keeps no record of {what}"),
                hint: "nothing to do: no export can show it".to_owned(),
            });
        }
        match kind {
            ChangeKind::Created if self.items.iter().all(|item| item.created.is_none()) => Some(Gap {
                missing: Missing::Creators,
                message: "the export does not say when its items were created".to_owned(),
                hint: "export with all fields: `fields=*all`".to_owned(),
            }),
            ChangeKind::Created => None,
            ChangeKind::Commented => self.lacks(Need::Comments),
            ChangeKind::Estimated => self.lacks_history().or_else(|| self.lacks(Need::Estimates)),
            ChangeKind::Planned | ChangeKind::Unplanned => self.lacks_history().or_else(|| self.lacks(Need::Sprints)),
            _ => self.lacks_history(),
        }
    }

    fn no_estimates(&self) -> Gap {
        let (message, hint) = match self.tool {
            Tool::Jira => (
                "no field of the export is known to hold estimates",
                "name it in boardlint.toml, `[fields] story-points = \"…\"`, or export with `expand=names,changelog`",
            ),
            Tool::Trello => (
                "no card carries points: neither `(5) …` in a title nor a custom field",
                "write points in front of titles, `(5) As a guest …`, or name the custom field under [fields]",
            ),
        };
        Gap { missing: Missing::Estimates, message: message.to_owned(), hint: hint.to_owned() }
    }

    fn no_sprints(&self) -> Gap {
        let (message, hint) = match self.tool {
            Tool::Jira => ("the export knows no sprint with a start", "export the Sprint field too: `fields=*all`"),
            Tool::Trello => (
                "Trello has no sprints of its own",
                "list them in boardlint.toml: `[[sprints]]` with name, start and end; a list of that name holds its cards",
            ),
        };
        Gap { missing: Missing::Sprints, message: message.to_owned(), hint: hint.to_owned() }
    }

    fn nobody(&self, role: Role) -> Gap {
        let title = role.title();
        let option = match role {
            Role::ScrumMaster => "--sm",
            Role::Developer => "--dev",
            _ => "--po",
        };
        let message = if self.evidence.charter.is_some() {
            format!("nobody on this board is known to be {title}")
        } else {
            format!("no charter says who is {title}")
        };
        let mut hint = "say who holds which role in boardlint.toml, under [roles]".to_owned();
        if matches!(role, Role::ProductOwner | Role::ScrumMaster) {
            let _ = write!(hint, ", or try `{option} \"NAME\"`");
        }
        Gap { missing: Missing::Roles, message, hint }
    }

    /// What a column of the board is called.
    pub fn column(&self) -> &'static str {
        match self.tool {
            Tool::Jira => "status",
            Tool::Trello => "list",
        }
    }
}
