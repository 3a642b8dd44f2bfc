//! The files that a log refers to, and places in them.

use foldhash::HashMap;
use sha2::{Digest, Sha256};

use super::super::json_value::JsonText;
use super::super::record_place::{RecordPlace, absolute, relative};
use super::super::{Run, encode};
use super::log::{Artifact, ArtifactLocation, Hashes, Location, Message, PhysicalLocation, Region, Snippet};
use crate::source::{Excerpt, File, FileId, Mark};

/// The base of relative paths, by the name that GitHub and Microsoft's tools use.
const ROOT: &str = "%SRCROOT%";

/// The files without duplicates: first all exports of the boards, then other files that results refer to.
pub(super) struct Artifacts {
    list: Vec<Entry>,
    /// The location of each file, with its index in the list.
    files: HashMap<FileId, ArtifactLocation>,
    packages: HashMap<String, usize>,
}

enum Entry {
    /// A text that was read, and the index of the package that contained it.
    Text { file: FileId, package: Option<usize> },
    /// A package of texts: its name as given, and one of the texts.
    Package { name: String, of: FileId },
}

impl Artifacts {
    /// The exports of the boards.
    pub(super) fn of(run: &Run<'_>) -> Self {
        let mut artifacts = Self { list: Vec::new(), files: HashMap::default(), packages: HashMap::default() };
        for board in run.judged_boards() {
            let items = board.items.iter().map(|item| item.mark.file);
            let mut files: Vec<_> = items.chain(board.changes.records().map(|record| record.mark.file)).collect();
            files.sort_unstable();
            files.dedup();
            for file in files {
                artifacts.meet(run, run.sources.get(file));
            }
        }
        artifacts
    }

    /// Adds `file` unless it is in the list.
    pub(super) fn meet(&mut self, run: &Run<'_>, file: &File) {
        if self.files.contains_key(&file.id()) {
            return;
        }
        let package = file.entry().map(|_| {
            let name = file.input().to_owned();
            *self.packages.entry(name.clone()).or_insert_with(|| {
                self.list.push(Entry::Package { name, of: file.id() });
                self.list.len() - 1
            })
        });
        self.list.push(Entry::Text { file: file.id(), package });
        let address = ArtifactLocation { index: Some(self.list.len() - 1), ..address_of(run, file) };
        self.files.insert(file.id(), address);
    }

    /// A location with the region of `mark`, whose file must have been added.
    pub(super) fn location<'r>(&self, run: &Run<'r>, mark: Mark) -> Location<'r> {
        let artifact_location = self.address(run, run.sources.get(mark.file));
        let (region, context_region) = regions(run, mark);
        located(PhysicalLocation { artifact_location, region, context_region })
    }

    /// A location of a whole file, which must have been added.
    pub(super) fn whole<'r>(&self, run: &Run<'r>, place: &RecordPlace<'_>) -> Location<'r> {
        // GitHub code scanning does not accept a location without a line.
        let region = Region { start_line: place.position().line, ..Region::default() };
        let artifact_location = self.address(run, place.file);
        located(PhysicalLocation { artifact_location, region, context_region: None })
    }

    fn address(&self, run: &Run<'_>, file: &File) -> ArtifactLocation {
        self.files.get(&file.id()).cloned().unwrap_or_else(|| address_of(run, file))
    }

    pub(super) fn list(&self, run: &Run<'_>) -> Vec<Artifact> {
        self.list.iter().map(|entry| entry.artifact(run)).collect()
    }
}

fn located(physical_location: PhysicalLocation<'_>) -> Location<'_> {
    Location { physical_location, logical_locations: Vec::new(), id: None, message: None }
}

impl Entry {
    fn artifact(&self, run: &Run<'_>) -> Artifact {
        let (location, bytes, package, file) = match self {
            Self::Package { name, of } => (address(run, name), Some(run.sources.get(*of).stored()), None, None),
            Self::Text { file, package: None } => {
                let file = run.sources.get(*file);
                (address_of(run, file), Some(file.stored()), None, Some(file))
            }
            Self::Text { file, package } => {
                let file = run.sources.get(*file);
                // A text with another encoding was converted, so its bytes are not those in the package.
                let bytes = file.encoding().is_none().then(|| file.bytes());
                (address_of(run, file), bytes, *package, Some(file))
            }
        };
        let is_charter = file.is_some_and(|file| file.name().ends_with(".toml"));
        Artifact {
            location,
            parent_index: package,
            roles: [if is_charter { "userSpecifiedConfiguration" } else { "analysisTarget" }],
            encoding: file.map(|file| file.encoding().unwrap_or("UTF-8")),
            length: bytes.map(<[u8]>::len),
            hashes: bytes.map(|bytes| Hashes { sha_256: digest(bytes) }),
        }
    }
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A text in a package is named by its path in the package. A gzip file has no such path, so its own name
/// without `.gz` is used.
fn address_of(run: &Run<'_>, file: &File) -> ArtifactLocation {
    let uri = match file.entry() {
        None => return address(run, file.name()),
        Some("") => {
            let name = file.name().rsplit('/').next().unwrap_or_default();
            encode::uri_path(name.strip_suffix(".gz").unwrap_or(name))
        }
        // A path must not lead out of the package.
        Some(entry) => {
            let masked = encode::mask(entry);
            let steps: Vec<_> = masked.split(['/', '\\']).filter(|step| !matches!(*step, "" | "." | "..")).collect();
            encode::uri_path(&steps.join("/"))
        }
    };
    ArtifactLocation { uri, ..ArtifactLocation::default() }
}

/// A path below the folder in which boardlint runs is relative to it; other paths are absolute.
fn address(run: &Run<'_>, name: &str) -> ArtifactLocation {
    if name == "-" {
        let description = Some(Message::plain("Standard input."));
        return ArtifactLocation { uri: "stdin".to_owned(), description, ..ArtifactLocation::default() };
    }
    match relative(name, run.here) {
        Some(path) => {
            ArtifactLocation { uri: encode::uri_path(&path), uri_base_id: Some(ROOT), ..ArtifactLocation::default() }
        }
        None => {
            let path = absolute(name, run.here);
            let root = if path.starts_with('/') { "" } else { "/" };
            let uri = format!("file://{root}{}", encode::uri_path(&path));
            ArtifactLocation { uri, ..ArtifactLocation::default() }
        }
    }
}

/// The region of a mark: lines, columns and characters of the text, and bytes of the file on disk. The second
/// region is the whole line, if it is short enough to quote and longer than the mark.
fn regions<'r>(run: &Run<'r>, mark: Mark) -> (Region<'r>, Option<Region<'r>>) {
    let file = run.sources.get(mark.file);
    let start = file.position(mark.start);
    if mark.is_empty() {
        return (Region { start_line: start.line, ..Region::default() }, None);
    }
    let end = file.position(mark.end());
    let (from, to) = (file.characters_before(mark.start), file.characters_before(mark.end()));
    let (byte_offset, byte_length) = file.on_disk(mark);
    let excerpt = excerpt(run, mark);
    let region = Region {
        start_line: start.line,
        start_column: Some(start.column),
        end_line: Some(end.line),
        end_column: Some(end.column),
        char_offset: Some(from),
        char_length: Some(to - from),
        byte_offset: Some(byte_offset),
        byte_length: Some(byte_length),
        snippet: Some(Snippet { text: JsonText::masked(excerpt.text[excerpt.span.clone()].to_owned()) }),
    };
    let more = excerpt.text.len() > excerpt.span.len();
    let one_line = end.line == excerpt.line;
    let context = (!run.names.are_hidden() && more && !excerpt.cut && one_line).then(|| Region {
        start_line: excerpt.line,
        snippet: Some(Snippet { text: JsonText::masked(excerpt.text) }),
        ..Region::default()
    });
    (region, context)
}

/// The text that may be quoted. If names are hidden, it is only the mark.
fn excerpt(run: &Run<'_>, mark: Mark) -> Excerpt {
    let quoted = |words: &str| JsonText::new(run.names.source(words)).into_string();
    if run.names.are_hidden() {
        Excerpt::alone(run.sources, mark, &quoted)
    } else {
        Excerpt::new(run.sources, mark, &quoted)
    }
}
