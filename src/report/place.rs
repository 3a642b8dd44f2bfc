//! Where a record lies, as tools outside find it: paths from the folder in which boardlint runs, which in a CI job is the
//! root of the repository.

use std::path::{Component, Path, PathBuf};

use super::Run;
use crate::finding::Finding;
use crate::source::{File, Mark, Position};

/// A file, and a place in it where there is one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'r> {
    pub(super) file: &'r File,
    pub(super) mark: Option<Mark>,
    /// The folder in which the run happens.
    pub(super) here: Option<&'r Path>,
}

impl<'r> Place<'r> {
    /// The place of a mark.
    pub(super) fn at(run: &Run<'r>, mark: Mark) -> Self {
        Self { file: run.sources.get(mark.file), mark: Some(mark), here: run.here }
    }

    /// Where `finding` lies. What was said on the command line lies nowhere: then it is the export it was said of, as most
    /// tools take no finding without a file.
    pub(super) fn of(run: &Run<'r>, finding: &Finding) -> Option<Self> {
        if let Some(mark) = finding.location {
            return Some(Self::at(run, mark));
        }
        let board = &run.boards.iter().find(|judged| judged.board.name == finding.board)?.board;
        let mark = board.items.first().map(|item| item.mark).or_else(|| board.changes.first().map(|act| act.mark))?;
        Some(Self { file: run.sources.get(mark.file), mark: None, here: run.here })
    }

    /// Its path from where boardlint runs.
    pub(super) fn path(&self) -> String {
        relative(self.file.name(), self.here).unwrap_or_else(|| self.file.name().to_owned())
    }

    /// The first line and column; the beginning of the file where no place in it is meant.
    pub(super) fn position(&self) -> Position {
        self.file.position(self.mark.map_or(0, |mark| mark.start))
    }
}

/// `name` as a path below the folder in which boardlint runs, if it lies there.
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

/// The whole path of `name`.
pub(super) fn absolute(name: &str, here: Option<&Path>) -> String {
    slashes(&lexical(&here.unwrap_or(Path::new("")).join(name)))
}

/// Without `.` and `..`, whatever lies there.
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
        let here = std::path::absolute("somewhere").unwrap_or_default();
        let inside = here.join("a/b.json");
        let relative = |name: &str| relative(name, Some(&here));
        assert_eq!(relative("a/b.json").as_deref(), Some("a/b.json"));
        assert_eq!(relative("a/../b.json").as_deref(), Some("b.json"));
        assert_eq!(relative(&inside.to_string_lossy()).as_deref(), Some("a/b.json"));
        assert_eq!(relative("../b.json"), None);
        assert_eq!(absolute("a/./b.json", Some(&here)), slashes(&inside));
    }
}
