//! What is missing on a board, and why: the reasons for which a rule is inconclusive.

use std::fmt::Write as _;

use crate::board::facts::Tool;
use crate::board::figures::Board;
use crate::board::model::change::{Change, ChangeKind, Detail};
use crate::charter::{Kind, Role, Stage, Word, words};

words! {
    /// What is missing when a rule cannot be judged. Source: docs/troubleshooting.md.
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
    /// Items of this kind can be told from others.
    Items(Kind),
    /// Who created items.
    Creators,
    /// The order of the backlog.
    Order,
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
            Self::Items(kind) => write!(out, "a mapping of {kind}"),
            Self::Creators => out.write_str("creators"),
            Self::Order => out.write_str("the order of the backlog"),
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

/// Days and months that look alike.
fn undated() -> Gap {
    Gap {
        missing: Missing::Dates,
        message: "in the dates of this export day and month look alike, as in 7/9/2026".to_owned(),
        hint: "say which is which: `--date-order day-first` or `--date-order month-first`, or `date-order = \"day-first\"` \
               in boardlint.toml"
            .to_owned(),
    }
}

impl Board<'_> {
    /// The gap where `need` should be, if there is one.
    pub fn lacks(&self, need: Need) -> Option<Gap> {
        match need {
            Need::History => self.lacks_history(),
            Need::Kind(kind) => self.lacks_kind(kind),
            Need::Comments if self.is_undated() => Some(undated()),
            Need::Comments if !self.contents.comments => Some(Gap {
                missing: Missing::Comments,
                message: "the export holds no comments".to_owned(),
                hint: format!("export with all fields: {}", self.fetch_issues()),
            }),
            Need::Estimates if !self.contents.estimates => Some(self.no_estimates()),
            Need::Sprints if !self.sprints.iter().any(|sprint| sprint.start.is_some()) => Some(self.no_sprints()),
            Need::Role(role) if !self.people.has_holder(role) => Some(self.nobody(role)),
            Need::Mapping(stage) if !self.has_column_for(stage) => Some(Gap {
                missing: Missing::Mapping,
                message: format!("no {} of this board is known to mean `{stage}`", self.column()),
                hint: format!("name it under [workflow] in boardlint.toml: `{stage} = [\"…\"]`"),
            }),
            Need::Items(kind) if !self.tells(kind) => Some(self.no_items(kind)),
            Need::Creators if !self.changes.is_empty() && self.changes.iter().all(|change| change.by.is_none()) => {
                Some(self.lacks_actor())
            }
            Need::Order if self.contents.reordered => Some(Gap {
                missing: Missing::Ranks,
                message: "items were dragged after the time that is looked at, so their order then is not known"
                    .to_owned(),
                hint: "look at the board as it is now, without --sprint and --until".to_owned(),
            }),
            Need::Order if !self.is_ordered() => Some(Gap {
                missing: Missing::Ranks,
                message: "the export does not say in which order the backlog lies".to_owned(),
                hint: match self.tool {
                    Tool::Jira => format!("export the Rank field too: {}", self.fetch_issues()),
                    Tool::Trello => "export the board as JSON: it holds the position of each card".to_owned(),
                },
            }),
            _ => None,
        }
    }

    fn no_items(&self, kind: Kind) -> Gap {
        let mut hint = format!("name their issue type or label under [kinds] in boardlint.toml: `{kind} = [\"…\"]`");
        if kind == Kind::RetroAction {
            let column = if self.tool == Tool::Jira { "status" } else { "list" };
            let _ = write!(hint, ", or the {column} they begin in under [workflow]: `retrospective = [\"…\"]`");
        }
        let message = format!("the charter does not say which items of this board are `{kind}`");
        Gap { missing: Missing::Mapping, message, hint }
    }

    fn lacks_history(&self) -> Option<Gap> {
        (!self.contents.history).then(|| Gap {
            missing: Missing::History,
            message: "the export holds no changes, only how things stand".to_owned(),
            hint: match self.tool {
                Tool::Jira => format!("export again with the history: {}", self.fetch_issues()),
                Tool::Trello => format!("fetch the actions and put them beside it: {}", self.fetch_actions()),
            },
        })
    }

    fn is_any_labelled(&self) -> bool {
        self.changes.iter().any(|change| change.kind == ChangeKind::Labelled)
    }

    fn lacks_kind(&self, kind: ChangeKind) -> Option<Gap> {
        let never = match (self.tool, kind) {
            (Tool::Trello, ChangeKind::Prioritised) => Some("priorities"),
            (Tool::Trello, ChangeKind::TimeEstimated | ChangeKind::TimeLogged) => Some("hours"),
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
            ChangeKind::Labelled if self.tool == Tool::Trello && !self.is_any_labelled() => {
                self.lacks_history().or_else(|| {
                    Some(Gap {
                        missing: Missing::Format,
                        message: "no change of a label is recorded: Trello has kept them since about 2021".to_owned(),
                        hint: "nothing to do: what was not recorded no export can show".to_owned(),
                    })
                })
            }
            ChangeKind::Created if self.is_undated() => Some(undated()),
            ChangeKind::Created if self.items.iter().all(|item| item.created.is_none()) => Some(Gap {
                missing: Missing::Creators,
                message: "the export does not say when its items were created".to_owned(),
                hint: match self.tool {
                    Tool::Jira => format!("export with all fields: {}", self.fetch_issues()),
                    Tool::Trello => {
                        "export the board as JSON: Print, export, and share, then Export as JSON".to_owned()
                    }
                },
            }),
            ChangeKind::Created => None,
            ChangeKind::Ranked if self.contents.unranked => Some(Gap {
                missing: Missing::Ranks,
                message: "the actions were fetched with a filter that leaves out who ordered what".to_owned(),
                hint: format!("fetch them without a filter: {}", self.fetch_actions()),
            }),
            ChangeKind::Labelled if self.tool == Tool::Trello && self.contents.history && !self.records_labels() => {
                Some(Gap {
                    missing: Missing::Format,
                    message: "no change of a label is recorded: Trello has kept them since about 2021".to_owned(),
                    hint: "nothing to do: newer actions hold them, where a label was changed at all".to_owned(),
                })
            }
            ChangeKind::Commented => self.lacks(Need::Comments),
            ChangeKind::Estimated => self.lacks_history().or_else(|| self.lacks(Need::Estimates)),
            ChangeKind::Planned | ChangeKind::Unplanned => self.lacks_history().or_else(|| self.lacks(Need::Sprints)),
            _ => self.lacks_history(),
        }
    }

    /// Whether any change of a label is recorded, of one that means a sprint, too.
    fn records_labels(&self) -> bool {
        let by_label = |change: &Change<'_>| match &change.detail {
            Detail::Sprints { into, out_of } => into.iter().chain(out_of).any(|id| self.sprint(*id).label.is_some()),
            _ => change.kind == ChangeKind::Labelled,
        };
        self.changes.iter().any(by_label)
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
            Tool::Jira if self.sprints.is_empty() => {
                ("the export knows no sprint", format!("export the Sprint field too: {}", self.fetch_issues()))
            }
            Tool::Jira => (
                "the export names sprints and does not say when they ran",
                format!(
                    "put the board's sprint list beside it: {}; or list them in boardlint.toml, `[[sprints]]` with name, \
                     start and end",
                    self.fetch_sprints()
                ),
            ),
            Tool::Trello => (
                "Trello has no sprints of its own",
                "list them in boardlint.toml: `[[sprints]]` with name, start and end; a list of that name holds its cards, or \
                 the `list` or `label` that is named there"
                    .to_owned(),
            ),
        };
        Gap { missing: Missing::Sprints, message: message.to_owned(), hint }
    }

    /// That the time which is looked at ends before the known history begins: nobody knows how anything stood then.
    pub fn lacks_reach(&self) -> Option<Gap> {
        let cut = self.cut.filter(|cut| self.clock < *cut)?;
        let day = |at| self.calendar.day(at);
        let message =
            format!("the known history begins on {}, and this run looks at the board of {}", day(cut), day(self.clock));
        Some(Gap { message, ..self.lacks_beginning() })
    }

    /// The oldest changes that are missing, of all items or of some.
    pub fn lacks_beginning(&self) -> Gap {
        let cut: Vec<_> = self.items.iter().filter(|item| item.truncated).collect();
        let hint = match (self.tool, cut.first()) {
            (Tool::Trello, _) => {
                format!("fetch the older actions and put the file beside the export: {}", self.fetch_actions())
            }
            (Tool::Jira, Some(item)) if self.contents.history => {
                format!(
                    "fetch what is missing, page by page, and put it beside the export: {}",
                    self.fetch_changelog(item)
                )
            }
            (Tool::Jira, _) => format!("export again with the history: {}", self.fetch_issues()),
        };
        Gap { missing: Missing::History, message: "the oldest part of the history was not exported".to_owned(), hint }
    }

    /// That not all issues are here, where their search says so.
    pub fn lacks_issues(&self) -> Option<Gap> {
        let message = self.contents.incomplete.clone()?;
        let hint = format!(
            "fetch the other pages too, with the script that `boardlint init --ci github` writes, or one page at a time: {}",
            self.fetch_issues()
        );
        Some(Gap { missing: Missing::History, message, hint })
    }

    /// Which part of the history was judged, if not all of it.
    pub fn known_part(&self) -> Option<String> {
        if let Some(cut) = self.cut {
            return Some(format!("judged from {} on: the older history was not exported", self.calendar.local(cut)));
        }
        if !self.contents.history {
            return Some("judged by how things stand: the changes were not exported".to_owned());
        }
        let cut: Vec<_> = self.items.iter().filter(|item| item.truncated).collect();
        let known = |item: &&crate::board::Item<'_>| {
            if let Some(first) = item.missing_from.filter(|first| *first > 0) {
                return format!("{} without what follows its first {first} entries", item.key);
            }
            let oldest =
                item.changes.iter().map(|id| self.change(*id)).find(|change| change.kind != ChangeKind::Created);
            match oldest {
                Some(change) => format!("{} from {} on", item.key, self.calendar.local(change.at)),
                None => format!("{} not at all", item.key),
            }
        };
        let shown: Vec<_> = cut.iter().take(3).map(known).collect();
        let more = cut.len().saturating_sub(shown.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        match cut.len() {
            0 => None,
            1 => Some(format!("1 item judged by a part of its history: {}", shown.join(", "))),
            count => Some(format!("{count} items judged by a part of their history: {}{more}", shown.join(", "))),
        }
    }

    /// Who did something is not known.
    pub fn lacks_actor(&self) -> Gap {
        let nowhere = self.tool == Tool::Jira && self.items.iter().all(|item| item.creator.is_none());
        let hint = match (self.tool, nowhere) {
            (Tool::Trello, _) => {
                format!("fetch the older actions and put the file beside the export: {}", self.fetch_actions())
            }
            (Tool::Jira, true) => format!("export in a form that names creators: {}", self.fetch_issues()),
            (Tool::Jira, false) => {
                "nothing to do: Jira itself did it, or somebody whose account was deleted".to_owned()
            }
        };
        let message = if nowhere { "the export does not name creators" } else { "the export does not say who did it" };
        Gap { missing: Missing::Creators, message: message.to_owned(), hint }
    }

    /// Whether nothing can be dated because days and months look alike.
    fn is_undated(&self) -> bool {
        self.contents.undated && self.items.iter().all(|item| item.created.is_none())
    }

    fn nobody(&self, role: Role) -> Gap {
        let title = role.title();
        let option = match role {
            Role::ScrumMaster => "--sm",
            Role::Developer => "--dev",
            _ => "--po",
        };
        let message = if self.contents.charter.is_some() {
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
}
