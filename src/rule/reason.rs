//! Why a value is unknown, and how to get the evidence.

use crate::board::facts::Tool;
use crate::board::{Board, Gap, Missing, Need};
use crate::charter::Role;
use crate::finding::gap::remedy::Remedy;
use crate::finding::gap::{GapText, SOME_COMMENTS, fetch};
use crate::word::Word;
use crate::wording::listed;

/// Why a value is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// The whole board lacks this evidence.
    Need(Need),
    /// The role has no known holder on that day.
    NotThen(Role),
    /// Somebody whom the charter gives the role was not found on the board. They may be there under another
    /// name.
    Unfound(Role),
    /// The record does not say who did it.
    NoActor,
    /// The oldest part of the item's history is missing.
    Truncated,
    /// The tool has more comments than the export holds.
    CommentsCut,
    /// The item was changed later than its history reaches.
    ChangedAfterHistory,
    /// The direction in which the item was ranked is unclear.
    UnclearRank,
    /// A field of unknown meaning may hold the value.
    FieldUnexplained,
    /// The board has no recognisable field or heading for acceptance criteria.
    NoCriteria,
    /// The export does not have this field at all.
    NoPlace,
    /// The export has no descriptions.
    NoDescription,
    /// The export cuts long texts short.
    TextsCut,
    /// The export has no assignees.
    NoAssignees,
    /// Only the id of a sprint is known.
    SprintUnexplained,
    /// The sprint runs without a planned end.
    NoPlannedEnd,
    /// The list or status is not mapped.
    Unmapped,
    /// The sprint's record has no field for a goal.
    NoGoals,
    /// There are fewer than three closed sprints before it.
    FewSprints,
    /// The three closed sprints before finished nothing.
    NoPace,
    /// The sprint's items at its start are not in the known history, or some are missing from the export.
    NoFigures,
    /// The time since when it holds is not recorded.
    NotRecorded,
    /// The type of the item is not recorded.
    Untyped,
    /// The export ends before an answer was due.
    StillOpen,
    /// The export has no activity at that time.
    NothingDone,
    /// Neither a list nor a label shows which cards were in the sprint.
    CardsUnknown,
    /// Only the days of the sprint are known: on the first day it may not have begun, on the last it may be
    /// over.
    HourUnknown,
    /// The export does not say when the item was created.
    NoCreation,
    /// It is unclear which of two items was copied or split from the other.
    LinkUnclear,
    /// The export does not say who requested the item, or somebody unknown did.
    NoReporter,
    /// The export leaves the field out, and no change shows its value.
    LeftOut(Omitted),
}

/// A field of an item that a search may leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Omitted {
    /// The titles.
    Titles,
    /// The status.
    Status,
    /// The labels.
    Labels,
    /// The links to other items.
    Links,
    /// The sprints that it is or was in.
    Sprints,
    /// The estimate.
    Estimates,
    /// The acceptance criteria, if they have a field of their own.
    Criteria,
    /// The item that this one is part of.
    Whole,
}

impl Omitted {
    fn missing(self) -> Missing {
        match self {
            Self::Sprints => Missing::Sprints,
            Self::Estimates => Missing::Estimates,
            _ => Missing::History,
        }
    }

    /// Its description in messages.
    fn what(self) -> &'static str {
        match self {
            Self::Titles => "the titles of its items",
            Self::Status => "the status of its items, which only their moves tell",
            Self::Labels => "the labels of its items",
            Self::Links => "the links between items, and so which of them are copies",
            Self::Sprints => "in which sprints its items are, which only some changes tell",
            Self::Estimates => {
                "the field of the estimates or what it is called, and at most some changes tell how items were estimated"
            }
            Self::Criteria => "the field of the acceptance criteria",
            Self::Whole => "items that others are part of",
        }
    }
}

/// The missing evidence, a message and the advice, if they are the same on every board.
type SameEverywhere = (Missing, &'static str, &'static str);

const COMMENTS_CUT: SameEverywhere = (
    Missing::Comments,
    SOME_COMMENTS,
    "export issue by issue, which brings all comments: `/rest/api/2/issue/KEY?fields=*all&expand=changelog`",
);

const CHANGED_AFTER_HISTORY: SameEverywhere = (
    Missing::Format,
    "something was changed later than the history tells, which may be nothing that people did",
    "nothing to do: the tool does not record it",
);

const UNCLEAR_RANK: SameEverywhere = (
    Missing::Format,
    "the history says in words of a language that is not known here which way items were ranked",
    "nothing to do: the tool keeps these words alone",
);

const FIELD_UNEXPLAINED: SameEverywhere = (
    Missing::Mapping,
    "a field whose name is not here, or speaks of criteria, scenarios or checklists, may hold the acceptance criteria",
    "name their field in boardlint.toml: `[fields] acceptance-criteria = \"…\"`; where names of fields are missing, export \
     with `expand=names,changelog`",
);

const NO_CRITERIA: SameEverywhere = (
    Missing::Mapping,
    "nothing on this board is known to be acceptance criteria: neither a field nor a heading in a description",
    "write them below a heading such as `Acceptance criteria`, or name their field in boardlint.toml: \
     `[fields] acceptance-criteria = \"…\"`",
);

const NO_PLANNED_END: SameEverywhere = (
    Missing::Sprints,
    "how long the sprint will be is not known: it runs without a planned end",
    "give it an end on the board, or put the board's sprint list beside the export, if that says when it ends",
);

const FEW_SPRINTS: SameEverywhere = (
    Missing::Sprints,
    "a velocity takes three closed sprints before the one that is judged",
    "export the earlier sprints too, or wait for them",
);

const NO_PACE: SameEverywhere = (
    Missing::History,
    "the three sprints before it got nothing done, and nothing can be held against that",
    "move what is finished into done before its sprint is closed, or say which statuses or lists are done in boardlint.toml: \
     `[workflow] done = [\"…\"]`",
);

const STILL_OPEN: SameEverywhere =
    (Missing::History, "the export ends before a day has passed", "export again tomorrow");

const NOTHING_DONE: SameEverywhere = (
    Missing::History,
    "the export holds no items of that sprint, or nothing that anybody did at that time",
    "export all items of the board, not a part of them; where nobody worked then, there is nothing to do",
);

const HOUR_UNKNOWN: SameEverywhere = (
    Missing::Format,
    "on the first and the last day of a sprint nobody knows whether it had begun or was over: the charter \
     gives days",
    "nothing to do: where sprints are days, the days between are judged",
);

const NOT_RECORDED: SameEverywhere =
    (Missing::Format, "the tool does not record since when", "nothing to do: no export can show it");

const NO_PLACE: (Missing, &str) = (
    Missing::Format,
    "this export has no place for something that the rule asks: priorities, links, checklists, or when items are due",
);

const NO_DESCRIPTION: (Missing, &str) =
    (Missing::History, "the export leaves out what the items say: it was made without their descriptions");

const NO_ASSIGNEES: (Missing, &str) =
    (Missing::History, "the export leaves out who works on the items: those are known alone whom its history names");

/// How to make an export with all fields.
fn all_fields(board: &Board<'_>) -> Remedy {
    match board.tool {
        Tool::Jira => Remedy::request("export with all fields, as JSON", fetch::issues(board)),
        Tool::Trello => {
            "export the board as JSON from its own menu, which leaves out nothing that Trello has; it has no \
                         priorities and no links"
                .into()
        }
    }
}

/// Whether the export leaves out the status or list of items. Every status that it does name has a known
/// meaning.
fn leaves_out_states(board: &Board<'_>) -> bool {
    let are_known = board.states.iter().all(|state| state.meaning().is_some() || state.is_left_out());
    are_known && board.lacks_states()
}

impl Reason {
    /// The same reason, narrowed to the tested words: of several roles without a known holder, the tested
    /// one.
    pub fn about(self, words: u64) -> Self {
        match (self, Role::ALL.get(words.trailing_zeros() as usize)) {
            (Self::NotThen(_), Some(role)) if role.is_lead() => Self::NotThen(*role),
            (reason, _) => reason,
        }
    }

    /// The missing evidence, in words.
    pub fn gap(self, board: &Board<'_>) -> GapText {
        match self {
            Self::Need(need) => board.lacks(need).map_or_else(not_in_the_export, |gap| GapText::new(board, gap)),
            Self::NoActor => GapText::new(board, Gap::NoActor),
            Self::NoCreation => GapText::new(board, Gap::NoCreations),
            Self::Truncated => GapText::new(board, Gap::Beginning),
            Self::CardsUnknown => GapText::new(board, Gap::SprintCards),
            Self::LeftOut(field) => left_out(board, field),
            Self::NoPlace => without_all_fields(board, NO_PLACE),
            Self::NoDescription => without_all_fields(board, NO_DESCRIPTION),
            Self::NoAssignees => without_all_fields(board, NO_ASSIGNEES),
            Self::TextsCut => texts_cut(board),
            Self::LinkUnclear => link_unclear(board),
            Self::NoReporter => no_reporter(board),
            Self::SprintUnexplained => sprint_unexplained(board),
            Self::NoFigures => no_figures(board),
            Self::NoGoals => no_goals(board),
            Self::NotThen(role) if !board.people.charter_names(role) => GapText::new(board, Gap::NoHolder(role)),
            Self::NotThen(role) => not_then(role),
            Self::Unfound(role) => unfound(role),
            // If the status itself is missing, a mapping cannot help.
            Self::Unmapped if leaves_out_states(board) => left_out(board, Omitted::Status),
            Self::Unmapped => unmapped(board),
            Self::Untyped => untyped(board),
            Self::CommentsCut => same_everywhere(COMMENTS_CUT),
            Self::ChangedAfterHistory => same_everywhere(CHANGED_AFTER_HISTORY),
            Self::UnclearRank => same_everywhere(UNCLEAR_RANK),
            Self::FieldUnexplained => same_everywhere(FIELD_UNEXPLAINED),
            Self::NoCriteria => same_everywhere(NO_CRITERIA),
            Self::NoPlannedEnd => same_everywhere(NO_PLANNED_END),
            Self::FewSprints => same_everywhere(FEW_SPRINTS),
            Self::NoPace => same_everywhere(NO_PACE),
            Self::StillOpen => same_everywhere(STILL_OPEN),
            Self::NothingDone => same_everywhere(NOTHING_DONE),
            Self::HourUnknown => same_everywhere(HOUR_UNKNOWN),
            Self::NotRecorded => same_everywhere(NOT_RECORDED),
        }
    }
}

fn same_everywhere((missing, message, advice): SameEverywhere) -> GapText {
    GapText { missing, message: message.to_owned(), remedy: advice.into() }
}

/// For a need that the board as a whole does not lack.
fn not_in_the_export() -> GapText {
    GapText { missing: Missing::History, message: "the evidence is not in the export".to_owned(), remedy: "".into() }
}

fn left_out(board: &Board<'_>, field: Omitted) -> GapText {
    let message = format!("the export leaves out {}", field.what());
    GapText { missing: field.missing(), message, remedy: all_fields(board) }
}

/// For evidence that an export with all fields would contain.
fn without_all_fields(board: &Board<'_>, (missing, message): (Missing, &str)) -> GapText {
    GapText { missing, message: message.to_owned(), remedy: all_fields(board) }
}

fn texts_cut(board: &Board<'_>) -> GapText {
    let limit = board.contents.text_limit.unwrap_or_default();
    GapText {
        missing: Missing::History,
        message: format!("the export cuts texts off after {limit} characters"),
        remedy: Remedy::request("export as JSON, which has whole texts", fetch::issues(board)),
    }
}

fn link_unclear(board: &Board<'_>) -> GapText {
    GapText {
        missing: Missing::History,
        message: "a link says that one item was copied or split from another, in a language in which it is not known \
                  which from which"
            .to_owned(),
        remedy: Remedy::request("export as JSON, which says so in every language", fetch::issues(board)),
    }
}

fn no_reporter(board: &Board<'_>) -> GapText {
    let (message, remedy) = match board.tool {
        Tool::Jira => (
            "the export does not say who asked for the item",
            Remedy::request("export with the reporters", fetch::issues(board)),
        ),
        Tool::Trello => (
            "the export does not say who created the card",
            Remedy::request(
                "put the export of the board that it came from beside it, or the older actions",
                fetch::actions(board),
            ),
        ),
    };
    GapText { missing: Missing::Creators, message: message.to_owned(), remedy }
}

fn sprint_unexplained(board: &Board<'_>) -> GapText {
    GapText {
        message: "the export names sprints and does not say of all of them when they ran".to_owned(),
        ..GapText::new(board, Gap::NoSprints)
    }
}

fn no_figures(board: &Board<'_>) -> GapText {
    match board.lacks_items() {
        Some(gap) => GapText::new(board, gap),
        None => GapText {
            message: "what was in the sprint at its start is not in the known history".to_owned(),
            ..GapText::new(board, Gap::Beginning)
        },
    }
}

fn no_goals(board: &Board<'_>) -> GapText {
    let advice = match board.tool {
        Tool::Jira => "put the board's sprint list beside it: it carries the goals",
        Tool::Trello => "write them into boardlint.toml: `goal = \"…\"` under each [[sprints]]",
    };
    let message = "the export does not say what goals the sprints had".to_owned();
    GapText { missing: Missing::Sprints, message, remedy: advice.into() }
}

fn not_then(role: Role) -> GapText {
    GapText {
        missing: Missing::Roles,
        message: format!("nobody on this board is known to have been {} at that time", role.title()),
        remedy: "date the roles in boardlint.toml without gaps, by account id or exact name".into(),
    }
}

fn unfound(role: Role) -> GapText {
    GapText {
        missing: Missing::Roles,
        message: format!(
            "somebody whom boardlint.toml names as {} is not known on this board, and may be somebody there under \
             another name",
            role.title()
        ),
        remedy: "write the account id or the exact name, or the names of one person under [aliases]".into(),
    }
}

fn unmapped(board: &Board<'_>) -> GapText {
    GapText {
        missing: Missing::Mapping,
        message: format!("not every {} of this board is known to mean a stage of work", board.tool.column()),
        remedy: "name them under [workflow] in boardlint.toml; those that hold no work, such as a legend, as \
                 `no-work = [\"…\"]`"
            .into(),
    }
}

fn untyped(board: &Board<'_>) -> GapText {
    let strange = &board.charter.strange_types;
    if strange.is_empty() {
        let message = "the export does not say of which type its items are".to_owned();
        return GapText { missing: Missing::Mapping, message, remedy: types(board) };
    }
    GapText {
        missing: Missing::Mapping,
        message: format!("nothing says what the issue types {} mean", listed(strange, 5)),
        remedy: "name them under [kinds] in boardlint.toml: `story = [\"…\"]`, `bug = [\"…\"]`".into(),
    }
}

/// How to find out the types of the items.
fn types(board: &Board<'_>) -> Remedy {
    match board.tool {
        Tool::Jira => "export the issue types too: `fields=*all`".into(),
        // The list in which a card was created also shows its type.
        Tool::Trello if !board.contents.history => Reason::Need(Need::History).gap(board).remedy,
        Tool::Trello if board.states.iter().any(|list| list.meaning().is_none()) => {
            "name the lists that cards are created in under [workflow] or [kinds] in boardlint.toml; beside actions alone \
             put the board's own export, which holds the labels"
                .into()
        }
        Tool::Trello => {
            "beside actions alone put the board's own export, which holds the labels; what is deleted has none left".into()
        }
    }
}
