//! The objects of `json` and `jsonl`. Their keys, order and types are contracts; the JSON Schema is made of these types, so
//! that it cannot say anything else than what is written. The comments of the types and fields are the descriptions in the
//! schema.

mod finding;
mod run;
mod unjudged;

use schemars::JsonSchema;
use serde::Serialize;

use super::Run;
use super::board_identity::BoardIdentities;
use super::json_value::Each;
pub(super) use finding::ActorRecord;
pub(crate) use finding::FindingRecord;
pub(super) use run::Counts;
pub(crate) use run::{BoardRecord, RunRecord, SummaryRecord};
pub(crate) use unjudged::{InconclusiveRecord, UnreadableRecord};

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

/// Always null: the line is about all boards
#[derive(Serialize, JsonSchema)]
#[schemars(transparent, inline)]
struct Nothing(());
