//! A finding, whom and what it names, and where it stands.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::charter::{Level, Role};
use crate::finding::{Actor, Confidence, Finding, Related};
use crate::report::board_identity::BoardIdentities;
use crate::report::json_value::{Facts, JsonText};
use crate::report::record_place::PlaceInFile;
use crate::report::{Names, Run};
use crate::source::{Mark, Sources};
use crate::word::Word;

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
    level: Level,
    /// How sure the rule can be
    confidence: Confidence,
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
pub(crate) struct ActorRecord<'r> {
    /// The tool's own id
    id: JsonText<'r>,
    /// What people see
    name: JsonText<'r>,
    /// The roles held that day
    roles: Vec<Role>,
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
pub(super) struct LocationRecord<'r> {
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

impl<'r> FindingRecord<'r> {
    pub(crate) fn new(run: &Run<'r>, boards: &BoardIdentities, finding: &'r Finding) -> Self {
        let (sources, names) = (run.sources, run.names);
        let item = finding.item.as_ref();
        Self {
            object: "finding",
            rule: &finding.rule,
            level: finding.level,
            confidence: finding.confidence,
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
    pub(crate) fn new(names: &'r Names, actor: &'r Actor) -> Self {
        let (name, id) = names.actor(actor);
        let roles = actor.roles.to_vec();
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
    pub(super) fn new(sources: &'r Sources, mark: Mark) -> Self {
        let PlaceInFile { path, position, offset, length, pointer } = PlaceInFile::of(sources, mark);
        Self {
            path: JsonText::new(path),
            line: position.line,
            column: position.column,
            offset,
            length,
            pointer: pointer.map(JsonText::new),
        }
    }
}
