//! Rules that could not be judged, and files that could not be read.

use schemars::JsonSchema;
use serde::Serialize;

use super::Nothing;
use super::finding::LocationRecord;
use crate::board::Missing;
use crate::finding::{Inconclusive, Unreadable};
use crate::report::board_identity::BoardIdentities;
use crate::report::json_value::JsonText;
use crate::report::{Names, Run};
use crate::source::{Diagnostic, Sources};

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
    missing: Missing,
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

impl<'r> InconclusiveRecord<'r> {
    pub(crate) fn new(names: &'r Names, boards: &BoardIdentities, inconclusive: &'r Inconclusive) -> Self {
        Self {
            object: "inconclusive",
            rule: &inconclusive.rule,
            missing: inconclusive.missing,
            partial: inconclusive.partial,
            message: JsonText::new(names.text(&inconclusive.message)),
            hint: JsonText::new(names.remedy(&inconclusive.remedy).to_string()),
            board: JsonText::new(names.text(&inconclusive.board)),
            board_id: boards.get(inconclusive.board_id).map(|board| board.id.clone()),
            location: None,
        }
    }
}

impl<'r> UnreadableRecord<'r> {
    /// A file that gave nothing, or a record that could not be read.
    pub(crate) fn new(sources: &'r Sources, names: &'r Names, file: &'r Unreadable) -> Self {
        let place = file.diagnostic.labels.first();
        Self {
            object: "unreadable",
            path: JsonText::new(&file.path),
            message: JsonText::new(names.text(&file.diagnostic.message)),
            hint: JsonText::new(names.text(&file.diagnostic.notes.join(" ")).into_owned()),
            board: Nothing(()),
            board_id: Nothing(()),
            location: place.map(|label| LocationRecord::new(sources, label.mark)),
        }
    }

    /// Everything of the kind in `run`, what kept it from judging first.
    pub(crate) fn all(run: &Run<'r>) -> impl Iterator<Item = Self> + use<'r> {
        let (sources, names) = (run.sources, run.names);
        let failures = run.failures.iter().map(|failure| Self::failure(sources, names, failure));
        failures.chain(run.unreadable.iter().map(|file| Self::new(sources, names, file)))
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
