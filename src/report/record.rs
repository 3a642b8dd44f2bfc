//! The objects of `json` and `jsonl`. Their keys, order and types are contracts; the JSON Schema is made of these types, so
//! that it cannot say anything else than what is written. The comments of the types and fields are the descriptions in the
//! schema.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::board_identity::{BoardIdentities, BoardIdentity};
use super::json_value::{AsWord, Each, Facts, JsonText};
use super::{Names, Run};
use crate::board::Missing;
use crate::charter::{Level, Role, Word};
use crate::finding::{Actor, Confidence, Finding, Inconclusive, Related, Unreadable};
use crate::lint::LintedBoard;
use crate::source::{Diagnostic, Mark, Sources};

/// The version of the shape of the document.
pub(crate) const SCHEMA: &str = "boardlint-findings-1";

/// The whole document, or one line of --format jsonl. Every line has all keys of its type, in one order: null where there is
/// nothing.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(title = "What boardlint found")]
#[expect(clippy::large_enum_variant, reason = "one value at a time")]
pub(crate) enum Output<'r> {
    Document(Document<'r>),
    Run(RunRecord<'r>),
    Finding(FindingRecord<'r>),
    Inconclusive(InconclusiveRecord<'r>),
    Unreadable(UnreadableRecord<'r>),
    Board(BoardRecord<'r>),
    Summary(SummaryRecord),
}

/// The document of --format json
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "document", deny_unknown_fields)]
pub(crate) struct Document<'r> {
    #[schemars(extend("const" = SCHEMA))]
    pub(super) schema: &'static str,
    #[schemars(with = "Vec<FindingRecord<'r>>")]
    pub(super) findings: FindingRecords<'r>,
    pub(super) inconclusive: Vec<InconclusiveRecord<'r>>,
    pub(super) unreadable: Vec<UnreadableRecord<'r>>,
    pub(super) summary: SummaryRecord,
}

/// The findings of a run.
pub(crate) struct FindingRecords<'r> {
    pub(super) run: &'r Run<'r>,
    pub(super) boards: &'r BoardIdentities,
}

impl Serialize for FindingRecords<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let records = || self.run.shown().map(|finding| FindingRecord::new(self.run, self.boards, finding));
        Each(records).serialize(serializer)
    }
}

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

/// Always null: the line is about all boards
#[derive(Serialize, JsonSchema)]
#[schemars(transparent, inline)]
struct Nothing(());

/// One anti-pattern, proven by a record
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "finding", deny_unknown_fields)]
pub(crate) struct FindingRecord<'r> {
    #[serde(rename = "type")]
    #[schemars(extend("const" = "finding"))]
    object: &'static str,
    /// The rule's name
    rule: &'r str,
    /// How much it weighs
    #[schemars(extend("enum" = [Level::Info.word(), Level::Warn.word(), Level::Error.word()]))]
    level: AsWord<Level>,
    /// How sure the rule can be
    confidence: AsWord<Confidence>,
    /// What happened, and what the charter says
    message: JsonText<'r>,
    /// The board's name
    board: JsonText<'r>,
    /// The board's id
    board_id: Option<String>,
    /// Issue key, or the card's shortLink
    item: Option<JsonText<'r>>,
    /// The item's title
    title: Option<JsonText<'r>>,
    /// Where it can be opened
    url: Option<JsonText<'r>>,
    /// Who did it
    actor: Option<ActorRecord<'r>>,
    /// When
    at: Option<Timestamp>,
    /// The sprint, if one is meant
    sprint: Option<JsonText<'r>>,
    location: Option<LocationRecord<'r>>,
    /// Other items or acts
    related: Vec<RelatedRecord<'r>>,
    /// How many items it is about
    count: usize,
    facts: Facts<'r>,
    #[schemars(regex(pattern = "^[0-9a-f]{32}$"))]
    fingerprint: String,
}

/// Who did it
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "actor", deny_unknown_fields)]
pub(super) struct ActorRecord<'r> {
    /// The tool's own id
    id: JsonText<'r>,
    /// What people see
    name: JsonText<'r>,
    /// The roles held that day
    roles: Vec<AsWord<Role>>,
}

/// Another item or act that belongs to it
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "related", deny_unknown_fields)]
struct RelatedRecord<'r> {
    /// Its key
    item: Option<JsonText<'r>>,
    /// When
    at: Option<Timestamp>,
    /// What it has to do with it
    message: JsonText<'r>,
    location: Option<LocationRecord<'r>>,
}

/// A place in a file
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "location", deny_unknown_fields)]
struct LocationRecord<'r> {
    /// The file
    path: JsonText<'r>,
    #[schemars(range(min = 1))]
    line: usize,
    /// In characters
    #[schemars(range(min = 1))]
    column: usize,
    /// In bytes of the file as it lies on disk
    offset: usize,
    /// In bytes
    length: usize,
    /// A JSON pointer to the record
    pointer: Option<JsonText<'r>>,
}

/// A rule that could not be judged, or not everywhere
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "inconclusive", deny_unknown_fields)]
pub(crate) struct InconclusiveRecord<'r> {
    #[serde(rename = "type")]
    #[schemars(extend("const" = "inconclusive"))]
    object: &'static str,
    /// The rule's name
    rule: &'r str,
    /// What is missing
    missing: AsWord<Missing>,
    /// Whether some of it was judged
    partial: bool,
    /// What could not be judged, and why
    message: JsonText<'r>,
    /// How to get the evidence
    hint: JsonText<'r>,
    /// The board's name
    board: JsonText<'r>,
    /// The board's id
    board_id: Option<String>,
    location: Option<LocationRecord<'r>>,
}

/// A file that gave nothing, or not all of it; or what kept the run from judging
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "unreadable", deny_unknown_fields)]
pub(crate) struct UnreadableRecord<'r> {
    #[serde(rename = "type")]
    #[schemars(extend("const" = "unreadable"))]
    object: &'static str,
    /// The file; empty where what is wrong stands in none
    path: JsonText<'r>,
    /// What is wrong with it
    message: JsonText<'r>,
    /// What to do
    hint: JsonText<'r>,
    board: Nothing,
    board_id: Nothing,
    location: Option<LocationRecord<'r>>,
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
pub(super) struct Counts {
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
    pub(super) fn new(run: &Run<'r>, boards: &BoardIdentities) -> Self {
        let named = run.judged_boards().zip(boards.iter()).map(|(board, identity)| BoardName {
            id: identity.id.clone(),
            name: JsonText::new(run.names.text(&board.name)),
            path: JsonText::new(run.names.text(&identity.path).into_owned()),
        });
        Self {
            object: "run",
            schema: SCHEMA,
            version: env!("CARGO_PKG_VERSION"),
            time: run.time,
            board: Nothing(()),
            board_id: Nothing(()),
            boards: named.collect(),
        }
    }
}

impl<'r> BoardRecord<'r> {
    pub(super) fn all(run: &Run<'r>, boards: &BoardIdentities) -> Vec<Self> {
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

impl<'r> FindingRecord<'r> {
    pub(super) fn new(run: &Run<'r>, boards: &BoardIdentities, finding: &'r Finding) -> Self {
        let (sources, names) = (run.sources, run.names);
        let item = finding.item.as_ref();
        Self {
            object: "finding",
            rule: &finding.rule,
            level: AsWord(finding.level),
            confidence: AsWord(finding.confidence),
            message: JsonText::new(names.phrase(&finding.message)),
            board: JsonText::new(names.text(&finding.board)),
            board_id: boards.get(finding.board_id).map(|board| board.id.clone()),
            item: item.map(|item| JsonText::new(&item.key)),
            title: item.map(|item| JsonText::new(&item.title)),
            url: item.map(|item| &item.url).filter(|url| !url.is_empty()).map(JsonText::new),
            actor: finding.actor.as_ref().map(|actor| ActorRecord::new(names, actor)),
            at: finding.at,
            sprint: finding.sprint.as_deref().map(|sprint| JsonText::new(names.text(sprint))),
            location: finding.location.map(|mark| LocationRecord::new(sources, mark)),
            related: finding.related.iter().map(|other| RelatedRecord::new(run, other)).collect(),
            count: finding.count,
            facts: Facts::new(names, &finding.facts),
            fingerprint: finding.fingerprint.to_string(),
        }
    }
}

impl<'r> ActorRecord<'r> {
    pub(super) fn new(names: &'r Names, actor: &'r Actor) -> Self {
        let (name, id) = names.actor(actor);
        let roles = actor.roles.iter().copied().map(AsWord).collect();
        Self { id: JsonText::new(id), name: JsonText::new(name), roles }
    }
}

impl<'r> RelatedRecord<'r> {
    fn new(run: &Run<'r>, other: &'r Related) -> Self {
        Self {
            item: other.item.as_ref().map(JsonText::new),
            at: other.at,
            message: JsonText::new(run.names.phrase(&other.message)),
            location: other.mark.map(|mark| LocationRecord::new(run.sources, mark)),
        }
    }
}

impl<'r> LocationRecord<'r> {
    fn new(sources: &'r Sources, mark: Mark) -> Self {
        let file = sources.get(mark.file);
        let position = file.position(mark.start);
        let (offset, length) = file.on_disk(mark);
        Self {
            path: JsonText::new(file.name()),
            line: position.line,
            column: position.column,
            offset,
            length,
            pointer: file.pointer(mark).map(JsonText::new),
        }
    }
}

impl<'r> InconclusiveRecord<'r> {
    pub(super) fn new(names: &'r Names, boards: &BoardIdentities, inconclusive: &'r Inconclusive) -> Self {
        Self {
            object: "inconclusive",
            rule: &inconclusive.rule,
            missing: AsWord(inconclusive.missing),
            partial: inconclusive.partial,
            message: JsonText::new(names.text(&inconclusive.message)),
            hint: JsonText::new(names.text(&inconclusive.hint)),
            board: JsonText::new(names.text(&inconclusive.board)),
            board_id: boards.get(inconclusive.board_id).map(|board| board.id.clone()),
            location: None,
        }
    }
}

impl<'r> UnreadableRecord<'r> {
    /// A file that gave nothing, or a record that could not be read.
    pub(crate) fn new(sources: &'r Sources, file: &'r Unreadable) -> Self {
        let place = file.diagnostic.labels.first();
        Self {
            object: "unreadable",
            path: JsonText::new(&file.path),
            message: JsonText::new(&file.diagnostic.message),
            hint: JsonText::new(file.diagnostic.notes.join(" ")),
            board: Nothing(()),
            board_id: Nothing(()),
            location: place.map(|label| LocationRecord::new(sources, label.mark)),
        }
    }

    /// Everything of the kind in `run`, what kept it from judging first.
    pub(super) fn all(run: &Run<'r>) -> impl Iterator<Item = Self> + use<'r> {
        let (sources, names) = (run.sources, run.names);
        let failures = run.failures.iter().map(|failure| Self::failure(sources, names, failure));
        failures.chain(run.unreadable.iter().map(|file| Self::new(sources, file)))
    }

    fn failure(sources: &'r Sources, names: &'r Names, failure: &'r Diagnostic) -> Self {
        let place = failure.labels.first();
        Self {
            object: "unreadable",
            path: JsonText::new(place.map_or("", |label| sources.get(label.mark.file).name())),
            message: JsonText::new(names.text(&failure.message)),
            hint: JsonText::new(names.text(&failure.notes.join(" ")).into_owned()),
            board: Nothing(()),
            board_id: Nothing(()),
            location: place.map(|label| LocationRecord::new(sources, label.mark)),
        }
    }
}

impl SummaryRecord {
    pub(super) fn new(run: &Run<'_>) -> Self {
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
    pub(super) fn new(run: &Run<'_>) -> Self {
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
