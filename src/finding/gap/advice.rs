//! How to get the evidence that is missing on a board.

use super::fetch;
use super::message::{has_numbered_titles, names_no_creators};
use super::remedy::{Remedy, Request};
use crate::board::facts::Tool;
use crate::board::{Board, Gap, ItemChoice};
use crate::charter::{Kind, Role, Stage};

/// The advice if changes are missing that Jira has.
const WITH_HISTORY: &str = "export again with the history";

/// The advice if fields are missing.
const WITH_ALL_FIELDS: &str = "export with all fields";

/// How to get the missing evidence.
pub(super) fn remedy(board: &Board<'_>, gap: Gap) -> Remedy {
    match gap {
        Gap::NoHistory => changes(board),
        Gap::Beginning => beginning(board),
        Gap::OutOfReach | Gap::NoSprintStart => earlier_history(board),
        Gap::Items(choice) => exported(board, all_items(choice)),
        Gap::Undated => "say which is which: `--date-order day-first` or `--date-order month-first`, or `date-order = \
                         \"day-first\"` in boardlint.toml"
            .into(),
        Gap::NoComments | Gap::NoLabels => exported(board, WITH_ALL_FIELDS),
        Gap::NoEstimates => known_estimates(board).into(),
        Gap::NoSprints => dated_sprints(board),
        Gap::SprintCards => {
            "name it under [[sprints]] in boardlint.toml: `list = \"…\"` or `label = \"…\"`, as the board calls it"
                .into()
        }
        Gap::NoHolder(role) if board.people.charter_names(role) => known_holder(board),
        Gap::NoHolder(role) => named_holder(role).into(),
        Gap::NoDevelopersListed => "list them in boardlint.toml: `developers = [\"…\"]`".into(),
        Gap::NoColumn(stage) => named_column(board, stage).into(),
        Gap::NoItems(kind) => named_kind(board, kind).into(),
        Gap::NoImpediments => {
            "name the column under [workflow] in boardlint.toml, `impediments = [\"…\"]`, or the type \
                               or label under [kinds]"
                .into()
        }
        Gap::NoActor => named_actors(board),
        Gap::NoCreations => dated_creations(board),
        Gap::NeverRecorded(_) => "nothing to do: no export can show it".into(),
        Gap::NoLabelChanges => "nothing to do: what was not recorded no export can show".into(),
        Gap::Filtered(_) => whole_history(board),
        Gap::FormerEstimates => "nothing to do: this Jira records the name of the day alone".into(),
        Gap::Reordered => "look at the board as it is now, without --sprint and --until".into(),
        Gap::Unordered => order(board),
    }
}

/// How to get the changes.
fn changes(board: &Board<'_>) -> Remedy {
    match board.tool {
        Tool::Jira => exported(board, WITH_HISTORY),
        Tool::Trello => Remedy::request("fetch the actions and put them beside it", fetch::actions(board)),
    }
}

/// How to get the oldest changes.
fn beginning(board: &Board<'_>) -> Remedy {
    if board.tool == Tool::Trello && board.items.iter().any(|item| item.missing_from.is_some()) {
        return "export the board as JSON again: of some cards the files do not tell, or not readably, all that was done \
                to them"
            .into();
    }
    earlier_history(board)
}

/// How to declare which statuses or lists are of `stage`.
fn named_column(board: &Board<'_>, stage: Stage) -> String {
    if board.charter.stages.contains(&stage) {
        format!("write it under [workflow] in boardlint.toml as the board calls it: `{stage} = [\"…\"]`")
    } else {
        format!("name it under [workflow] in boardlint.toml: `{stage} = [\"…\"]`")
    }
}

/// How to find out who did something.
fn named_actors(board: &Board<'_>) -> Remedy {
    match board.tool {
        Tool::Trello => earlier_history(board),
        Tool::Jira if names_no_creators(board) => exported(board, "export in a form that names creators"),
        Tool::Jira => "nothing to do: Jira itself did it, or somebody whose account was deleted".into(),
    }
}

/// How to find out when items were created.
fn dated_creations(board: &Board<'_>) -> Remedy {
    match board.tool {
        Tool::Jira => exported(board, WITH_ALL_FIELDS),
        Tool::Trello => "export the board as JSON: Print, export, and share, then Export as JSON".into(),
    }
}

/// How to get the changes that a filter left out.
fn whole_history(board: &Board<'_>) -> Remedy {
    match board.tool {
        Tool::Jira => {
            exported(board, "fetch them without `fieldIds` and without a filter, or export again with the history")
        }
        Tool::Trello => Remedy::request("fetch them without a filter", fetch::actions(board)),
    }
}

/// How to find out the order of the backlog.
fn order(board: &Board<'_>) -> Remedy {
    match board.tool {
        Tool::Jira => exported(board, "export the Rank field too"),
        Tool::Trello => "export the board as JSON: it holds the position of each card".into(),
    }
}

/// Advice to export the issues again, in the way described by `advice`.
fn exported(board: &Board<'_>, advice: &str) -> Remedy {
    Remedy::request(advice, fetch::issues(board))
}

/// How to get the history before the known part.
fn earlier_history(board: &Board<'_>) -> Remedy {
    let cut_off = || board.items.iter().find(|item| item.truncated).filter(|_| board.contents.history);
    match board.tool {
        Tool::Trello => {
            Remedy::request("fetch the older actions and put the file beside the export", fetch::actions(board))
        }
        Tool::Jira if board.cut.is_some() => exported(
            board,
            "let the data pipeline export from an earlier date on (`fromDate`), or take the issues with all of their \
             history in its place",
        ),
        Tool::Jira => match cut_off() {
            Some(item) => {
                let key = fetch::key(item);
                let advice = format!("fetch what is missing, page by page, and put it beside the export: for {key}");
                Remedy::request(advice, fetch::changelog(board, item))
            }
            None => exported(board, WITH_HISTORY),
        },
    }
}

/// How to get the items left out by a selection.
fn all_items(choice: ItemChoice) -> &'static str {
    match choice {
        ItemChoice::Pages => {
            "fetch the other pages too, with the script that `boardlint init --ci github` writes, or one page at a time"
        }
        ItemChoice::Listed(_) => {
            "export the board with its archived cards: `cards=all`, not `cards=open` or `cards=visible`"
        }
        _ => "export all issues, without a condition on sprints, states, people, types or dates",
    }
}

/// How to make estimates known.
fn known_estimates(board: &Board<'_>) -> &'static str {
    match board.tool {
        Tool::Jira => {
            "name it in boardlint.toml, `[fields] story-points = \"…\"`, or export with `expand=names,changelog`; \
             sizes in words, such as M, are not counted"
        }
        Tool::Trello if has_numbered_titles(board) => {
            "write points in front of the titles of more cards, or name the custom field under [fields]"
        }
        Tool::Trello => "write points in front of titles, `(5) As a guest …`, or name the custom field under [fields]",
    }
}

/// How to make the days of sprints known.
fn dated_sprints(board: &Board<'_>) -> Remedy {
    match board.tool {
        Tool::Jira if board.sprints.is_empty() => {
            exported(board, "if the team works in sprints, export the Sprint field too")
        }
        Tool::Jira => {
            let otherwise = "or list them in boardlint.toml, `[[sprints]]` with name, start and end".to_owned();
            Remedy::request("put the board's sprint list beside it", Request { otherwise, ..fetch::sprints(board) })
        }
        Tool::Trello => {
            "list them in boardlint.toml: `[[sprints]]` with name, start and end; a list of that name holds its \
                         cards, or the `list` or `label` that is named there"
                .into()
        }
    }
}

/// How to make known which account belongs to a person in the charter.
fn known_holder(board: &Board<'_>) -> Remedy {
    match (board.contents.history, board.tool) {
        (true, _) => "write the account id or the exact name, as `boardlint inspect` shows them".into(),
        (false, Tool::Jira) => exported(board, "export again with the history, which names more people"),
        (false, Tool::Trello) => {
            Remedy::request("fetch the actions, which name more people, and put them beside it", fetch::actions(board))
        }
    }
}

/// How to name the holder of a role.
fn named_holder(role: Role) -> String {
    let advice = "say who holds which role in boardlint.toml, under [roles]";
    match role {
        Role::ProductOwner => format!("{advice}, or try `--po \"NAME\"`"),
        Role::ScrumMaster => format!("{advice}, or try `--sm \"NAME\"`"),
        _ => advice.to_owned(),
    }
}

/// How to declare which items are of a kind.
fn named_kind(board: &Board<'_>, kind: Kind) -> String {
    let advice = format!("name their issue type or label under [kinds] in boardlint.toml: `{kind} = [\"…\"]`");
    match kind {
        Kind::RetroAction => {
            let column = board.tool.column();
            format!("{advice}, or the {column} they begin in under [workflow]: `retrospective = [\"…\"]`")
        }
        _ => advice,
    }
}
