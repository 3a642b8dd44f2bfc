use std::path::Path;

use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::super::json::text;
use super::super::place::{Place, absolute, relative};
use super::super::{Run, encode};
use super::{ROOT, object};
use crate::source::{Excerpt, File, FileId, Mark};

/// The files that a log speaks of, each once: every export of the boards, then what else is pointed at.
pub(super) struct Artifacts {
    list: Vec<Artifact>,
    files: FxHashMap<FileId, usize>,
    packages: FxHashMap<String, usize>,
}

enum Artifact {
    /// A text that was read: its package stands at this place of the list.
    Text { file: FileId, package: Option<usize> },
    /// What texts came out of, by the name it was given and one of them.
    Package { name: String, of: FileId },
}

impl Artifacts {
    /// The exports of the boards.
    pub(super) fn of(run: &Run<'_>) -> Self {
        let mut artifacts = Self { list: Vec::new(), files: FxHashMap::default(), packages: FxHashMap::default() };
        for judged in run.boards {
            let items = judged.board.items.iter().map(|item| item.mark.file);
            let mut files: Vec<_> = items.chain(judged.board.changes.iter().map(|act| act.mark.file)).collect();
            files.sort_unstable();
            files.dedup();
            for file in files {
                artifacts.place(run.sources.get(file));
            }
        }
        artifacts
    }

    fn place(&mut self, file: &File) -> usize {
        if let Some(place) = self.files.get(&file.id()) {
            return *place;
        }
        let package = file.entry().map(|_| {
            let name = file.input().to_owned();
            *self.packages.entry(name.clone()).or_insert_with(|| {
                self.list.push(Artifact::Package { name, of: file.id() });
                self.list.len() - 1
            })
        });
        self.list.push(Artifact::Text { file: file.id(), package });
        self.files.insert(file.id(), self.list.len() - 1);
        self.list.len() - 1
    }

    /// A location with the region of `mark`.
    pub(super) fn location(&mut self, run: &Run<'_>, mark: Mark) -> Value {
        let file = run.sources.get(mark.file);
        let place = self.place(file);
        let mut physical =
            json!({ "artifactLocation": address_at(file, place, run.here), "region": region(run, mark) });
        if let (Some(context), Some(physical)) = (context(run, mark), physical.as_object_mut()) {
            physical.insert("contextRegion".to_owned(), context);
        }
        json!({ "physicalLocation": physical })
    }

    /// A location that is a file as a whole.
    pub(super) fn whole(&mut self, place: &Place<'_>) -> Value {
        let at = self.place(place.file);
        // Without a line, code scanning takes no location.
        let region = json!({ "startLine": place.position().line });
        json!({ "physicalLocation": { "artifactLocation": address_at(place.file, at, place.here), "region": region } })
    }

    pub(super) fn into_values(self, run: &Run<'_>) -> Vec<Value> {
        self.list.iter().map(|artifact| artifact.value(run)).collect()
    }
}

impl Artifact {
    fn value(&self, run: &Run<'_>) -> Value {
        let (location, bytes, package, file) = match self {
            Self::Package { name, of } => (address(name, run.here), Some(run.sources.get(*of).stored()), None, None),
            Self::Text { file, package: None } => {
                let file = run.sources.get(*file);
                (address_of(file, run.here), Some(file.stored()), None, Some(file))
            }
            Self::Text { file, package } => {
                let file = run.sources.get(*file);
                // What came out of a package in another encoding is no longer there as it lay in it.
                let bytes = file.encoding().is_none().then(|| file.bytes());
                (address_of(file, run.here), bytes, *package, Some(file))
            }
        };
        let is_charter = file.is_some_and(|file| file.name().ends_with(".toml"));
        let role = if is_charter { "userSpecifiedConfiguration" } else { "analysisTarget" };
        let text_of = file.map(|file| file.encoding().unwrap_or("UTF-8"));
        Value::Object(object([
            ("location", Some(location)),
            ("parentIndex", package.map(|place| json!(place))),
            ("roles", Some(json!([role]))),
            ("encoding", text_of.map(|encoding| json!(encoding))),
            ("length", bytes.map(|bytes| json!(bytes.len()))),
            ("hashes", bytes.map(|bytes| json!({ "sha-256": digest(bytes) }))),
        ]))
    }
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn address_at(file: &File, place: usize, here: Option<&Path>) -> Value {
    let mut address = address_of(file, here);
    if let Some(address) = address.as_object_mut() {
        address.insert("index".to_owned(), json!(place));
    }
    address
}

/// A text inside a package is named by its path in there; gzip keeps none, so it is the package's name without `.gz`.
fn address_of(file: &File, here: Option<&Path>) -> Value {
    match file.entry() {
        None => address(file.name(), here),
        Some("") => {
            let name = file.name().rsplit('/').next().unwrap_or_default();
            json!({ "uri": encode::uri_path(name.strip_suffix(".gz").unwrap_or(name)) })
        }
        // No reader shall be led out of the package.
        Some(entry) => {
            let masked = encode::mask(entry);
            let steps: Vec<_> = masked.split(['/', '\\']).filter(|step| !matches!(*step, "" | "." | "..")).collect();
            json!({ "uri": encode::uri_path(&steps.join("/")) })
        }
    }
}

/// Below the folder in which boardlint runs a path is relative to it, elsewhere it is whole.
fn address(name: &str, here: Option<&Path>) -> Value {
    if name == "-" {
        return json!({ "uri": "stdin", "description": { "text": "Standard input." } });
    }
    match relative(name, here) {
        Some(path) => json!({ "uri": encode::uri_path(&path), "uriBaseId": ROOT }),
        None => {
            let path = absolute(name, here);
            let root = if path.starts_with('/') { "" } else { "/" };
            json!({ "uri": format!("file://{root}{}", encode::uri_path(&path)) })
        }
    }
}

/// Lines, columns and characters from the text, bytes from the file as it lies on disk.
fn region(run: &Run<'_>, mark: Mark) -> Value {
    let file = run.sources.get(mark.file);
    let start = file.position(mark.start);
    if mark.len == 0 {
        return json!({ "startLine": start.line });
    }
    let end = file.position(mark.end());
    let (from, to) = (file.characters_before(mark.start), file.characters_before(mark.end()));
    let (offset, length) = file.on_disk(mark);
    let excerpt = excerpt(run, mark);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "charOffset": from,
        "charLength": to - from,
        "byteOffset": offset,
        "byteLength": length,
        "snippet": { "text": excerpt.text[excerpt.span.clone()] },
    })
}

/// The whole line around a mark, where it is short enough to be quoted and says more than the mark itself.
fn context(run: &Run<'_>, mark: Mark) -> Option<Value> {
    if run.names.are_hidden() || mark.len == 0 {
        return None;
    }
    let excerpt = excerpt(run, mark);
    let cut = excerpt.text.starts_with("… ") || excerpt.text.ends_with('…');
    let more = excerpt.text.len() > excerpt.span.len();
    let file = run.sources.get(mark.file);
    let one_line = file.position(mark.end()).line == excerpt.line;
    (more && !cut && one_line).then(|| json!({ "startLine": excerpt.line, "snippet": { "text": excerpt.text } }))
}

/// What may be quoted. Where people are not named, it is the mark alone.
fn excerpt(run: &Run<'_>, mark: Mark) -> Excerpt {
    let quoted = |words: &str| text(&run.names.source(words)).as_str().unwrap_or_default().to_owned();
    match run.names.are_hidden() {
        true => Excerpt::alone(run.sources, mark, &quoted),
        false => Excerpt::new(run.sources, mark, &quoted),
    }
}
