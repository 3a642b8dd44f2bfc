//! What is missing on a board, in sentences, and how the evidence can be had.

pub mod fetch;
pub mod remedy;

use self::remedy::{Remedy, Request};
use crate::board::facts::{Tool, points};
use crate::board::{Board, ChangeKind, Gap, Item, ItemChoice, Missing, MissingPages};
use crate::charter::{Kind, Role};

/// A gap in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GapText {
    /// What it is called in outputs.
    pub missing: Missing,
    /// What is not there, in a sentence.
    pub message: String,
    /// How to get it.
    pub remedy: Remedy,
}

impl GapText {
    /// What `gap` means on `board`.
    pub fn new(board: &Board<'_>, gap: Gap) -> Self {
        Self { missing: gap.missing(), message: message(board, gap), remedy: remedy(board, gap) }
    }
}

/// Why pages of actions that follow one another are not enough.
const APART: &str = "the older pages do not overlap with the newer ones, so that what lies between them may be missing";

/// What to ask for where changes are missing that Jira has.
const WITH_HISTORY: &str = "export again with the history";

/// What is not there, in a sentence.
fn message(board: &Board<'_>, gap: Gap) -> String {
    match gap {
        Gap::NoHistory => "the export holds no changes, only how things stand".to_owned(),
        Gap::Beginning if !board.contents.apart.is_empty() => APART.to_owned(),
        Gap::Beginning => "the oldest part of the history was not exported".to_owned(),
        Gap::OutOfReach => {
            let day = |at| board.calendar.day(at).to_string();
            let begins = board.cut.map(day).unwrap_or_default();
            format!("the known history begins on {begins}, and this run looks at the board of {}", day(board.clock))
        }
        Gap::Items(choice) => items(board, choice),
        Gap::Undated => "in the dates of this export day and month look alike, as in 7/9/2026".to_owned(),
        Gap::NoComments => "the export holds no comments".to_owned(),
        Gap::NoEstimates => estimates(board).to_owned(),
        Gap::NoSprints => sprints(board).to_owned(),
        Gap::NoSprintStart => "of no sprint the export shows what was in it when it began".to_owned(),
        Gap::SprintCards => {
            "no list or label tells which cards were in a sprint, beside those under way when it began".to_owned()
        }
        Gap::NoHolder(role) if board.people.charter_names(role) => {
            format!("nobody whom boardlint.toml names as {} is known on this board", role.title())
        }
        Gap::NoHolder(role) if board.contents.charter.is_some() => {
            format!("nobody on this board is known to be {}", role.title())
        }
        Gap::NoHolder(role) => format!("no charter says who is {}", role.title()),
        Gap::NoDevelopersListed => {
            "the charter does not list the developers: everybody without a role is one, and nobody an outsider"
                .to_owned()
        }
        Gap::NoColumn(stage) if board.contents.stages.contains(&stage) => {
            format!("nothing ever was in a {} that the charter gives as `{stage}`", board.tool.column())
        }
        Gap::NoColumn(stage) => format!("no {} of this board is known to mean `{stage}`", board.tool.column()),
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
        Gap::NoCreations if board.items.iter().any(|item| item.created.is_some()) => {
            "the export does not say of all items when they were created".to_owned()
        }
        Gap::NoCreations => "the export does not say when its items were created".to_owned(),
        Gap::NeverRecorded(ChangeKind::Prioritised) => "Trello keeps no record of priorities".to_owned(),
        Gap::NeverRecorded(_) => "Trello keeps no record of hours".to_owned(),
        Gap::NoLabelChanges => "no change of a label is recorded: Trello has kept them since about 2021".to_owned(),
        Gap::Filtered(kind) => {
            let fetched = match board.tool {
                Tool::Jira => "the histories were filtered by fields",
                Tool::Trello => "the actions were fetched with a filter",
            };
            format!("{fetched}, it seems: none of them tells {}", filtered(kind))
        }
        Gap::Reordered => {
            "items were dragged after the time that is looked at, so their order then is not known".to_owned()
        }
        Gap::Unordered => "the export does not say in which order the backlog lies".to_owned(),
    }
}

/// What is not there where pages of a search are missing.
fn pages(missing: MissingPages) -> String {
    match missing {
        MissingPages::Counted { found, here } => {
            let are = if here == 1 { "is" } else { "are" };
            format!("the search found {found} issues, and {here} of them {are} here")
        }
        MissingPages::MoreFollow => "the last page of the search is not here: more issues follow".to_owned(),
    }
}

/// What is not there where a part of the items is missing.
fn items(board: &Board<'_>, choice: ItemChoice) -> String {
    let day = |at| board.calendar.day(at);
    match choice {
        ItemChoice::Pages => board.contents.missing_pages.map(pages).unwrap_or_default(),
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

/// What is not there where nothing is known to hold estimates.
fn estimates(board: &Board<'_>) -> &'static str {
    match board.tool {
        Tool::Jira => "no field of the export is known to hold estimates in numbers",
        Tool::Trello if has_numbered_titles(board) => {
            "too few cards carry points, `(5) …` in front of a title, to know that the team estimates there"
        }
        Tool::Trello => "no card carries points: neither `(5) …` in a title nor a custom field",
    }
}

/// What is not there where no sprint has its days.
fn sprints(board: &Board<'_>) -> &'static str {
    match board.tool {
        Tool::Jira if board.sprints.is_empty() => "the export knows no sprint",
        Tool::Jira => "the export names sprints and does not say when they ran",
        Tool::Trello => "Trello has no sprints of its own",
    }
}

/// Whether the title of any card begins with a number in parentheses.
fn has_numbered_titles(board: &Board<'_>) -> bool {
    board.items.iter().any(|item| points(&item.title.decode()).0.is_some())
}

/// What changes of `kind` tell.
fn filtered(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Assigned => "who was given what",
        ChangeKind::Described => "who changed descriptions",
        ChangeKind::Estimated => "who estimated what",
        ChangeKind::Planned => "what was put into which sprint",
        ChangeKind::Prioritised => "who changed priorities",
        ChangeKind::Ranked => "who ordered what",
        _ => "who moved what",
    }
}

/// How to get what is missing.
fn remedy(board: &Board<'_>, gap: Gap) -> Remedy {
    let export = |advice: &str| exported(board, advice);
    match (gap, board.tool) {
        (Gap::NoHistory, Tool::Jira) => export(WITH_HISTORY),
        (Gap::NoHistory, Tool::Trello) => {
            Remedy::request("fetch the actions and put them beside it", fetch::actions(board))
        }
        (Gap::Beginning, Tool::Trello) if board.items.iter().any(|item| item.missing_from.is_some()) => {
            "export the board as JSON again: of some cards the files do not tell, or not readably, all that was done \
             to them"
                .into()
        }
        (Gap::Beginning | Gap::OutOfReach | Gap::NoSprintStart, _) => earlier_history(board),
        (Gap::Items(choice), _) => export(all_items(choice)),
        (Gap::Undated, _) => "say which is which: `--date-order day-first` or `--date-order month-first`, or \
                              `date-order = \"day-first\"` in boardlint.toml"
            .into(),
        (Gap::NoComments | Gap::NoLabels, _) | (Gap::NoCreations, Tool::Jira) => export("export with all fields"),
        (Gap::NoEstimates, _) => known_estimates(board).into(),
        (Gap::NoSprints, _) => dated_sprints(board),
        (Gap::SprintCards, _) => {
            "name it under [[sprints]] in boardlint.toml: `list = \"…\"` or `label = \"…\"`, as the board calls it"
                .into()
        }
        (Gap::NoHolder(role), _) if board.people.charter_names(role) => known_holder(board),
        (Gap::NoHolder(role), _) => named_holder(role).into(),
        (Gap::NoDevelopersListed, _) => "list them in boardlint.toml: `developers = [\"…\"]`".into(),
        (Gap::NoColumn(stage), _) if board.contents.stages.contains(&stage) => {
            format!("write it under [workflow] in boardlint.toml as the board calls it: `{stage} = [\"…\"]`").into()
        }
        (Gap::NoColumn(stage), _) => format!("name it under [workflow] in boardlint.toml: `{stage} = [\"…\"]`").into(),
        (Gap::NoItems(kind), _) => named_kind(board, kind).into(),
        (Gap::NoImpediments, _) => "name the column under [workflow] in boardlint.toml, `impediments = [\"…\"]`, or \
                                    the type or label under [kinds]"
            .into(),
        (Gap::NoActor, Tool::Trello) => earlier_history(board),
        (Gap::NoActor, Tool::Jira) if names_no_creators(board) => export("export in a form that names creators"),
        (Gap::NoActor, Tool::Jira) => "nothing to do: Jira itself did it, or somebody whose account was deleted".into(),
        (Gap::NoCreations, Tool::Trello) => {
            "export the board as JSON: Print, export, and share, then Export as JSON".into()
        }
        (Gap::NeverRecorded(_), _) => "nothing to do: no export can show it".into(),
        (Gap::NoLabelChanges, _) => "nothing to do: what was not recorded no export can show".into(),
        (Gap::Filtered(_), Tool::Trello) => Remedy::request("fetch them without a filter", fetch::actions(board)),
        (Gap::Filtered(_), Tool::Jira) => {
            export("fetch them without `fieldIds` and without a filter, or export again with the history")
        }
        (Gap::Reordered, _) => "look at the board as it is now, without --sprint and --until".into(),
        (Gap::Unordered, Tool::Jira) => export("export the Rank field too"),
        (Gap::Unordered, Tool::Trello) => "export the board as JSON: it holds the position of each card".into(),
    }
}

/// To export the issues anew, in the way that `advice` tells.
fn exported(board: &Board<'_>, advice: &str) -> Remedy {
    Remedy::request(advice, fetch::issues(board))
}

/// How to get the part of the history that is older than what is known.
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

/// How to get the items that a choice left out.
fn all_items(choice: ItemChoice) -> &'static str {
    match choice {
        ItemChoice::Pages => {
            "fetch the other pages too, with the script that `boardlint init --ci github` writes, or one page at a time"
        }
        _ => "export all issues, without a condition on sprints, states, people, types or dates",
    }
}

/// How to let estimates be known.
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

/// How to let the days of sprints be known.
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

/// To know who on the board is meant by somebody whom the charter names.
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

/// How to let the items of a kind be told from others.
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

/// Whether the export was made in a form that leaves out who created its items.
pub(crate) fn names_no_creators(board: &Board<'_>) -> bool {
    board.tool == Tool::Jira && board.items.iter().all(|item| item.creator.is_none())
}

/// Which part of the history was judged, if not all of it.
pub fn known_part(board: &Board<'_>) -> Option<String> {
    if let Some(cut) = board.cut {
        let since = format!("judged from {} on", board.calendar.local(cut));
        return Some(match board.contents.apart.is_empty() {
            true => format!("{since}: the older history was not exported"),
            false => format!("{since}, and in part before: {APART}"),
        });
    }
    if !board.contents.history {
        return Some("judged by how things stand: the changes were not exported".to_owned());
    }
    let cut: Vec<_> = board.items.iter().filter(|item| item.truncated).collect();
    let known = |item: &&Item<'_>| {
        if item.has_holes {
            return format!("{} without entries that are not here or cannot be read", item.key);
        }
        if let Some(first) = item.missing_from.filter(|first| *first > 0) {
            let entries = if first == 1 { "entry".to_owned() } else { format!("{first} entries") };
            return format!("{} without what follows its first {entries}", item.key);
        }
        match board.oldest_entry(item) {
            Some(change) => format!("{} from {} on", item.key, board.calendar.local(change.at)),
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
