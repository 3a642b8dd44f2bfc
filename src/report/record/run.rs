//! The run, its boards, and their numbers.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Nothing, SCHEMA};
use crate::lint::LintedBoard;
use crate::report::board_identity::{BoardIdentities, BoardIdentity};
use crate::report::json_value::JsonText;
use crate::report::{Names, Run};

/// The first line: which run this is, and of which boards
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "run", deny_unknown_fields)]
pub(crate) struct RunRecord<'r> {
    #[serde(rename = "type")]
    #[schemars(extend("const" = "run"))]
    object: &'static str,
    #[schemars(extend("const" = SCHEMA))]
    schema: &'static str,
    /// The version of boardlint
    version: &'static str,
    /// When it ran; null where the caller gave no time
    time: Option<Timestamp>,
    board: Nothing,
    board_id: Nothing,
    /// The boards that were judged
    boards: Vec<BoardName<'r>>,
}

/// A board of the run
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "board-name", deny_unknown_fields)]
struct BoardName<'r> {
    /// The same in every run over the same board
    id: String,
    /// What people call it
    name: JsonText<'r>,
    /// The file of its export, or the folder that holds all of its files
    path: JsonText<'r>,
}

/// What one board gave
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "board", deny_unknown_fields)]
pub(crate) struct BoardRecord<'r> {
    #[serde(rename = "type")]
    #[schemars(extend("const" = "board"))]
    object: &'static str,
    /// The board's name
    board: JsonText<'r>,
    /// The board's id
    board_id: Option<String>,
    /// The file of its export, or the folder that holds all of its files
    path: JsonText<'r>,
    /// Items on the board
    items: usize,
    /// Changes in its known history
    changes: usize,
    /// People on the board
    people: usize,
    /// Its sprints
    sprints: usize,
    /// Rules that were asked
    rules: usize,
    /// Rules that could be judged, all or in part
    judged: usize,
    /// Findings at level error
    errors: usize,
    /// Findings at level warn
    warnings: usize,
    /// Findings at level info
    infos: usize,
    /// Rules that could not be judged at all
    inconclusive: usize,
    /// Findings that an ignore covers
    ignored: usize,
    /// Findings that the baseline knows
    baselined: usize,
    /// The first instant that was judged; null where nothing is dated
    since: Option<Timestamp>,
    /// The clock of the board: ages are measured to it
    until: Timestamp,
}

/// The numbers of the run
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "summary", deny_unknown_fields)]
pub(crate) struct SummaryRecord {
    #[serde(rename = "type")]
    #[schemars(extend("const" = "summary"))]
    object: &'static str,
    board: Nothing,
    board_id: Nothing,
    #[serde(flatten)]
    counts: Counts,
    /// Findings that the baseline knows
    baselined: usize,
}

/// The numbers that `json` and `sarif` have in common.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Counts {
    /// Files that were read
    files: usize,
    /// Items on all boards
    items: usize,
    /// Changes on all boards
    changes: usize,
    /// People on all boards
    people: usize,
    /// Sprints on all boards
    sprints: usize,
    /// Rules that were asked
    rules: usize,
    /// Findings at level error
    errors: usize,
    /// Findings at level warn
    warnings: usize,
    /// Findings at level info
    infos: usize,
    /// Rules that no board could be judged by
    inconclusive: usize,
    /// Findings that an ignore covers
    ignored: usize,
}

impl<'r> RunRecord<'r> {
    pub(crate) fn new(run: &Run<'r>, boards: &BoardIdentities) -> Self {
        let named = run.judged_boards().zip(boards.iter()).map(|(board, identity)| BoardName {
            id: identity.id.clone(),
            name: JsonText::new(run.names.text(&board.name)),
            path: JsonText::new(run.names.text(&identity.path).into_owned()),
        });
        Self {
            object: "run",
            schema: SCHEMA,
            version: crate::VERSION,
            time: run.time,
            board: Nothing(()),
            board_id: Nothing(()),
            boards: named.collect(),
        }
    }
}

impl<'r> BoardRecord<'r> {
    pub(crate) fn all(run: &Run<'r>, boards: &BoardIdentities) -> Vec<Self> {
        run.boards.iter().zip(boards.iter()).map(|(linted, identity)| Self::new(run.names, linted, identity)).collect()
    }

    fn new(names: &'r Names, linted: &'r LintedBoard<'r>, identity: &BoardIdentity) -> Self {
        let LintedBoard { board, numbers, .. } = linted;
        let begins = board.cut.max(board.window.from);
        Self {
            object: "board",
            board: JsonText::new(names.text(&board.name)),
            board_id: Some(identity.id.clone()),
            path: JsonText::new(names.text(&identity.path).into_owned()),
            items: numbers.items,
            changes: numbers.changes,
            people: numbers.people,
            sprints: numbers.sprints,
            rules: numbers.rules,
            judged: numbers.judged(),
            errors: numbers.errors,
            warnings: numbers.warnings,
            infos: numbers.infos,
            inconclusive: numbers.inconclusive,
            ignored: numbers.ignored,
            baselined: numbers.baselined,
            since: begins.max(board.first_record),
            until: board.clock,
        }
    }
}

impl SummaryRecord {
    pub(crate) fn new(run: &Run<'_>) -> Self {
        Self {
            object: "summary",
            board: Nothing(()),
            board_id: Nothing(()),
            counts: Counts::new(run),
            baselined: run.summary.baselined,
        }
    }
}

impl Counts {
    pub(crate) fn new(run: &Run<'_>) -> Self {
        let numbers = run.summary;
        Self {
            files: numbers.files,
            items: numbers.items,
            changes: numbers.changes,
            people: numbers.people,
            sprints: numbers.sprints,
            rules: numbers.rules,
            errors: numbers.errors,
            warnings: numbers.warnings,
            infos: numbers.infos,
            inconclusive: numbers.inconclusive,
            ignored: numbers.ignored,
        }
    }
}
