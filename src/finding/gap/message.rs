//! What is missing on a board, as a sentence.

use crate::board::facts::{Tool, points};
use crate::board::{Board, ChangeKind, Gap, ItemChoice, MissingPages};
use crate::charter::{Role, Stage};
use crate::wording::count_of;

/// The message if pages of actions do not overlap.
pub(super) const APART: &str =
    "the older pages do not overlap with the newer ones, so that what lies between them may be missing";

/// The message if only some comments are missing.
pub(crate) const SOME_COMMENTS: &str = "the export holds only some of the comments that the tool has";

/// The sentence for a gap.
pub(super) fn message(board: &Board<'_>, gap: Gap) -> String {
    match gap {
        Gap::NoHistory => "the export holds no changes, only how things stand".to_owned(),
        Gap::Beginning => beginning(board).to_owned(),
        Gap::OutOfReach => out_of_reach(board),
        Gap::Items(choice) => items(board, choice),
        Gap::Undated => "in the dates of this export day and month look alike, as in 7/9/2026".to_owned(),
        Gap::NoComments if board.changes_of(ChangeKind::Commented).is_empty() => {
            "the export holds no comments".to_owned()
        }
        Gap::NoComments => SOME_COMMENTS.to_owned(),
        Gap::NoEstimates => estimates(board).to_owned(),
        Gap::NoSprints => sprints(board).to_owned(),
        Gap::NoSprintStart => "of no sprint the export shows what was in it when it began".to_owned(),
        Gap::SprintCards => {
            "no list or label tells which cards were in a sprint, beside those under way when it began".to_owned()
        }
        Gap::NoHolder(role) => no_holder(board, role),
        Gap::NoDevelopersListed => {
            "the charter does not list the developers: everybody without a role is one, and nobody an outsider"
                .to_owned()
        }
        Gap::NoColumn(stage) => no_column(board, stage),
        Gap::NoLabels => "the export leaves out the labels of its items".to_owned(),
        Gap::NoItems(kind) => format!("the charter does not say which items of this board are `{kind}`"),
        Gap::NoImpediments => {
            format!(
                "nothing on this board is known to be an impediment: no flag, no {}, no kind of item",
                board.tool.column()
            )
        }
        Gap::NoActor if names_no_creators(board) => "the export does not name creators".to_owned(),
        Gap::NoActor => "the export does not say who did it".to_owned(),
        Gap::NoCreations => no_creations(board).to_owned(),
        Gap::NeverRecorded(ChangeKind::Prioritised) => "Trello keeps no record of priorities".to_owned(),
        Gap::NeverRecorded(_) => "Trello keeps no record of hours".to_owned(),
        Gap::NoLabelChanges => "no change of a label is recorded: Trello has kept them since about 2021".to_owned(),
        Gap::Filtered(kind) => filtered(board, kind),
        Gap::FormerEstimates => {
            "the history may call the field of the estimates by a name that it has no more, and gives no ids of fields"
                .to_owned()
        }
        Gap::Reordered => {
            "items were dragged after the time that is looked at, so their order then is not known".to_owned()
        }
        Gap::Unordered => "the export does not say in which order the backlog lies".to_owned(),
    }
}

/// The message for a history that begins late.
fn beginning(board: &Board<'_>) -> &'static str {
    if board.contents.apart.is_empty() { "the oldest part of the history was not exported" } else { APART }
}

/// The message if the known history begins after the clock.
fn out_of_reach(board: &Board<'_>) -> String {
    let day = |at| board.calendar.day(at).to_string();
    let begins = board.cut.map(day).unwrap_or_default();
    format!("the known history begins on {begins}, and this run looks at the board of {}", day(board.clock))
}

/// The message if no holder of `role` is known.
fn no_holder(board: &Board<'_>, role: Role) -> String {
    let title = role.title();
    if board.people.charter_names(role) {
        format!("nobody whom boardlint.toml names as {title} is known on this board")
    } else if board.charter.file.is_some() {
        format!("nobody on this board is known to be {title}")
    } else {
        format!("no charter says who is {title}")
    }
}

/// The message if no item was ever in `stage`.
fn no_column(board: &Board<'_>, stage: Stage) -> String {
    let column = board.tool.column();
    if board.charter.stages.contains(&stage) {
        format!("nothing ever was in a {column} that the charter gives as `{stage}`")
    } else {
        format!("no {column} of this board is known to mean `{stage}`")
    }
}

/// The message if items have no creation time.
fn no_creations(board: &Board<'_>) -> &'static str {
    if board.items.iter().any(|item| item.created.is_some()) {
        "the export does not say of all items when they were created"
    } else {
        "the export does not say when its items were created"
    }
}

/// The message if pages of a search are missing.
fn pages(missing: MissingPages) -> String {
    match missing {
        MissingPages::Counted { found, here } => {
            let are = if here == 1 { "is" } else { "are" };
            format!("the search found {found} issues, and {here} of them {are} here")
        }
        MissingPages::MoreFollow => "the last page of the search is not here: more issues follow".to_owned(),
    }
}

/// The message if items are missing.
fn items(board: &Board<'_>, choice: ItemChoice) -> String {
    let day = |at| board.calendar.day(at);
    match choice {
        ItemChoice::Pages => board.missing.pages.map(pages).unwrap_or_default(),
        ItemChoice::Listed(missing) => {
            let cards = count_of(missing, "card is not listed", "cards are not listed");
            format!("{cards}, and the actions tell of no removal: archived cards were left out, it seems")
        }
        ItemChoice::BySprint => {
            "every item of the export was in a sprint: what waits, and what else was in the sprints before and \
                                after, is not here"
                .to_owned()
        }
        ItemChoice::Open => {
            "nothing in the export is done although sprints are over: what was done in them is not here".to_owned()
        }
        ItemChoice::Done => {
            "everything in the export is done: what waits, and what was not finished, is not here".to_owned()
        }
        ItemChoice::Begun => {
            "nothing in the export waits, and numbers between those of its issues are missing: what was not begun is not here"
                .to_owned()
        }
        ItemChoice::ByAssignee => {
            "one person has every item of the export, and others work on the board: their items are not here".to_owned()
        }
        ItemChoice::ByKind => {
            "the items of the export are of one kind, or all but stories: the others are not here".to_owned()
        }
        ItemChoice::Few => {
            "the export holds a few issues of a project that seems to have more: the others are not here".to_owned()
        }
        ItemChoice::CreatedSince(at) => {
            format!("nothing in the export was created before {}: older items are not here", day(at))
        }
        ItemChoice::ChangedSince(at) => {
            format!("nothing in the export was last changed before {}: what was done by then is not here", day(at))
        }
    }
}

/// The message if nothing is known to hold estimates.
fn estimates(board: &Board<'_>) -> &'static str {
    match board.tool {
        Tool::Jira => "no field of the export is known to hold estimates in numbers",
        Tool::Trello if has_numbered_titles(board) => {
            "too few cards carry points, `(5) …` in front of a title, to know that the team estimates there"
        }
        Tool::Trello => "no card carries points: neither `(5) …` in a title nor a custom field",
    }
}

/// The message if no sprint has dates.
fn sprints(board: &Board<'_>) -> &'static str {
    match board.tool {
        Tool::Jira if board.sprints.is_empty() => "the export knows no sprint",
        Tool::Jira => "the export names sprints and does not say when they ran",
        Tool::Trello => "Trello has no sprints of its own",
    }
}

/// The message if a filter left out the changes of `kind`.
fn filtered(board: &Board<'_>, kind: ChangeKind) -> String {
    let fetched = match board.tool {
        Tool::Jira => "the histories were filtered by fields",
        Tool::Trello => "the actions were fetched with a filter",
    };
    let lacking = match kind {
        ChangeKind::Assigned => "who was given what",
        ChangeKind::Described => "who changed descriptions",
        ChangeKind::Estimated => "who estimated what",
        ChangeKind::Planned => "what was put into which sprint",
        ChangeKind::Prioritised => "who changed priorities",
        ChangeKind::Ranked => "who ordered what",
        _ => "who moved what",
    };
    format!("{fetched}, it seems: none of them tells {lacking}")
}

/// Whether the title of any card begins with a number in parentheses.
pub(super) fn has_numbered_titles(board: &Board<'_>) -> bool {
    board.items.iter().any(|item| points(&item.title.decode()).0.is_some())
}

/// Whether the export was made in a form that leaves out who created its items.
pub(crate) fn names_no_creators(board: &Board<'_>) -> bool {
    board.tool == Tool::Jira && board.items.iter().all(|item| item.creator.is_none())
}
