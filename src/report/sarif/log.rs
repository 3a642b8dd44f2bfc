//! The parts of a SARIF log that are written, named as in the standard. SARIF has no null, so fields without
//! a value are omitted.

use serde::Serialize;

use super::super::encode;
use super::super::json_value::{Facts, JsonText};
use super::super::record::{ActorRecord, Counts};
use crate::charter::Level;

/// The address of the schema.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// A log with one run. Each result is made only when it is written.
#[derive(Serialize)]
pub(super) struct Log<'r, R> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [LogRun<'r, R>; 1],
}

impl<'r, R> Log<'r, R> {
    pub(super) fn new(run: LogRun<'r, R>) -> Self {
        Self { schema: SCHEMA, version: "2.1.0", runs: [run] }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LogRun<'r, R> {
    pub(super) tool: Tool<'r>,
    pub(super) invocations: [Invocation<'r>; 1],
    pub(super) column_kind: &'static str,
    pub(super) original_uri_base_ids: BaseIds,
    pub(super) artifacts: Vec<Artifact>,
    pub(super) results: R,
    pub(super) properties: RunProperties,
}

#[derive(Serialize)]
pub(super) struct Tool<'r> {
    pub(super) driver: Driver<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Driver<'r> {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
    pub(super) semantic_version: &'static str,
    pub(super) short_description: Message<'r>,
    pub(super) full_description: Message<'r>,
    pub(super) rules: Vec<RuleDescriptor<'r>>,
    pub(super) notifications: [NotificationDescriptor; 5],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) information_uri: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RuleDescriptor<'r> {
    pub(super) id: &'r str,
    pub(super) name: String,
    pub(super) short_description: Message<'r>,
    pub(super) full_description: Message<'r>,
    pub(super) help: Help<'r>,
    pub(super) default_configuration: Configuration,
    pub(super) properties: RuleProperties<'r>,
}

/// A text, also as Markdown.
#[derive(Serialize)]
pub(super) struct Help<'r> {
    pub(super) text: JsonText<'r>,
    pub(super) markdown: String,
}

#[derive(Serialize)]
pub(super) struct Configuration {
    pub(super) level: &'static str,
}

#[derive(Serialize)]
pub(super) struct RuleProperties<'r> {
    pub(super) tags: [&'r str; 1],
    pub(super) precision: String,
    #[serde(rename = "problem.severity")]
    pub(super) severity: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NotificationDescriptor {
    pub(super) id: &'static str,
    pub(super) short_description: Message<'static>,
}

/// A reference to a rule or to a kind of notification.
#[derive(Serialize)]
pub(super) struct Reference<'r> {
    pub(super) id: &'r str,
    pub(super) index: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation<'r> {
    pub(super) execution_successful: bool,
    pub(super) tool_configuration_notifications: Vec<Notification<'r>>,
    pub(super) tool_execution_notifications: Vec<Notification<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Notification<'r> {
    pub(super) descriptor: Reference<'static>,
    pub(super) level: &'static str,
    pub(super) message: Message<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) properties: Option<NotificationProperties>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) associated_rule: Option<Reference<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) locations: Option<Vec<Location<'r>>>,
}

#[derive(Serialize)]
pub(super) struct NotificationProperties {
    pub(super) missing: String,
}

#[derive(Serialize)]
pub(super) struct BaseIds {
    #[serde(rename = "%SRCROOT%")]
    pub(super) root: BaseId,
}

#[derive(Serialize)]
pub(super) struct BaseId {
    pub(super) description: Message<'static>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Artifact {
    pub(super) location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) parent_index: Option<usize>,
    pub(super) roles: [&'static str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) encoding: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) length: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hashes: Option<Hashes>,
}

#[derive(Serialize)]
pub(super) struct Hashes {
    #[serde(rename = "sha-256")]
    pub(super) sha_256: String,
}

#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactLocation {
    pub(super) uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) uri_base_id: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<Message<'static>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) index: Option<usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifResult<'r> {
    pub(super) rule_id: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rule_index: Option<usize>,
    pub(super) level: &'static str,
    pub(super) message: Message<'r>,
    pub(super) locations: Vec<Location<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) related_locations: Vec<Location<'r>>,
    pub(super) partial_fingerprints: PartialFingerprints,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) suppressions: Option<[Suppression<'r>; 1]>,
    pub(super) properties: ResultProperties<'r>,
}

/// Identities of a result. GitHub's code scanning uses the second.
#[derive(Serialize)]
pub(super) struct PartialFingerprints {
    #[serde(rename = "boardlint/v1")]
    pub(super) own: String,
    #[serde(rename = "primaryLocationLineHash")]
    pub(super) github: String,
}

#[derive(Serialize)]
pub(super) struct Suppression<'r> {
    kind: &'static str,
    status: &'static str,
    justification: JsonText<'r>,
}

impl<'r> Suppression<'r> {
    pub(super) fn new(justification: JsonText<'r>) -> Self {
        Self { kind: "external", status: "accepted", justification }
    }
}

#[derive(Serialize)]
pub(super) struct ResultProperties<'r> {
    pub(super) confidence: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) at: Option<jiff::Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) actor: Option<ActorRecord<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<JsonText<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<JsonText<'r>>,
    pub(super) count: usize,
    #[serde(skip_serializing_if = "Facts::is_empty")]
    pub(super) facts: Facts<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pointer: Option<JsonText<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location<'r> {
    pub(super) physical_location: PhysicalLocation<'r>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) logical_locations: Vec<LogicalLocation<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<Message<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation<'r> {
    pub(super) artifact_location: ArtifactLocation,
    pub(super) region: Region<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) context_region: Option<Region<'r>>,
}

/// A place in a text: lines, columns and characters of the text, and bytes of the file on disk.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region<'r> {
    pub(super) start_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) start_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) end_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) char_offset: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) char_length: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) byte_offset: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) byte_length: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) snippet: Option<Snippet<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LogicalLocation<'r> {
    pub(super) name: JsonText<'r>,
    pub(super) fully_qualified_name: JsonText<'r>,
    pub(super) kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RunProperties {
    pub(super) summary: SummaryProperties,
    pub(super) last_line: String,
}

#[derive(Serialize)]
pub(super) struct SummaryProperties {
    pub(super) baselined: usize,
    #[serde(flatten)]
    pub(super) counts: Counts,
}

/// A piece of a file, unchanged.
#[derive(Serialize)]
pub(super) struct Snippet<'r> {
    pub(super) text: JsonText<'r>,
}

/// Plain text for people, without links.
#[derive(Clone, Serialize)]
pub(super) struct Message<'r> {
    text: JsonText<'r>,
}

impl<'r> Message<'r> {
    pub(super) fn new(text: &str) -> Self {
        Self { text: JsonText::masked(encode::sarif_message(text).into_owned()) }
    }

    /// One of the program's own texts.
    pub(super) fn plain(text: &'static str) -> Self {
        Self { text: JsonText::new(text) }
    }
}

/// The name of a level in the standard.
pub(super) fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warn => "warning",
        Level::Info => "note",
        Level::Off => "none",
    }
}

/// Adds a full stop if the text has no end mark, because readers of SARIF put several texts in a row.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.is_empty() || text.ends_with(['.', '!', '?', '…', ':']) { text.to_owned() } else { format!("{text}.") }
}
