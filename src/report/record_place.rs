//! The place of a record, as other tools expect it: paths are relative to the folder in which boardlint runs.
//! In a CI job that is the root of the repository.

use std::path::{Component, Path, PathBuf};

use super::Run;
use crate::finding::Finding;
use crate::source::{File, Mark, Position, Sources};

/// A file, and a place in it if there is one.
#[derive(Clone, Copy, Debug)]
pub(super) struct RecordPlace<'r> {
    pub(super) file: &'r File,
    /// `None` if the whole file is meant.
    pub(super) mark: Option<Mark>,
    here: Option<&'r Path>,
}

impl<'r> RecordPlace<'r> {
    /// The place of a mark.
    pub(super) fn at(run: &Run<'r>, mark: Mark) -> Self {
        Self { file: run.sources.get(mark.file), mark: Some(mark), here: run.here }
    }

    /// The place of `finding`. What was given on the command line is in no file. Then it is the whole export
    /// of the board, because most tools do not accept a finding without a file.
    pub(super) fn of(run: &Run<'r>, finding: &Finding) -> Option<Self> {
        if let Some(mark) = finding.location {
            return Some(Self::at(run, mark));
        }
        let board = run.board(finding.board_id)?;
        let mark = board
            .items
            .first()
            .map(|item| item.mark)
            .or_else(|| board.changes.records().next().map(|record| record.mark))?;
        Some(Self { mark: None, ..Self::at(run, mark) })
    }

    /// Its path, relative to the folder in which boardlint runs.
    pub(super) fn path(&self) -> String {
        relative(self.file.name(), self.here).unwrap_or_else(|| self.file.name().to_owned())
    }

    /// The first line and column; the beginning of the file if the whole file is meant.
    pub(super) fn position(&self) -> Position {
        self.file.position(self.mark.map_or(0, |mark| mark.start))
    }

    /// Path, line and column: `exports/board.json:1:417`.
    pub(super) fn address(&self) -> String {
        let Position { line, column } = self.position();
        format!("{}:{line}:{column}", self.path())
    }
}

/// The place of a record in its file, for `json` and `csv`.
pub(super) struct PlaceInFile<'r> {
    /// The name of the file, as given.
    pub(super) path: &'r str,
    /// Where the record begins.
    pub(super) position: Position,
    /// In bytes of the file on disk, as is the length.
    pub(super) offset: usize,
    pub(super) length: usize,
    /// A JSON pointer; `None` in a file of another format.
    pub(super) pointer: Option<String>,
}

impl<'r> PlaceInFile<'r> {
    /// The place of a mark.
    pub(super) fn of(sources: &'r Sources, mark: Mark) -> Self {
        let file = sources.get(mark.file);
        let (offset, length) = file.on_disk(mark);
        Self { path: file.name(), position: file.position(mark.start), offset, length, pointer: file.pointer(mark) }
    }
}

/// `name` as a path below `here`, if it is below.
pub(super) fn relative(name: &str, here: Option<&Path>) -> Option<String> {
    let path = Path::new(name);
    let below = |path: &Path| !path.components().any(|part| !matches!(part, Component::Normal(_)));
    if below(path) {
        return Some(name.to_owned());
    }
    let here = here?;
    let path = lexical(&here.join(path));
    let path = path.strip_prefix(here).ok().filter(|path| below(path))?;
    Some(slashes(path))
}

/// The absolute path of `name`, which may be relative to `here`.
pub(super) fn absolute(name: &str, here: Option<&Path>) -> String {
    slashes(&lexical(&here.unwrap_or(Path::new("")).join(name)))
}

/// Resolves `.` and `..` without looking at the file system.
fn lexical(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

fn slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_below_is_named_from_here() {
        let here = std::path::absolute("somewhere").expect("a path");
        let inside = here.join("a/b.json");
        let relative = |name: &str| relative(name, Some(&here));
        assert_eq!(relative("a/b.json").as_deref(), Some("a/b.json"));
        assert_eq!(relative("a/../b.json").as_deref(), Some("b.json"));
        assert_eq!(relative(&inside.to_string_lossy()).as_deref(), Some("a/b.json"));
        assert_eq!(relative("../b.json"), None);
        assert_eq!(absolute("a/./b.json", Some(&here)), slashes(&inside));
    }
}
