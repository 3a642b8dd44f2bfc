//! From paths to boards: finding exports, reading them, and telling which belong together.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use walkdir::WalkDir;

use crate::board::facts::{Facts, Tool};
use crate::charter::{self, Charter, DateOrder, Role};
use crate::cli::{self, Input};
use crate::export::{self, Context, Refusal};
use crate::finding::Unreadable;
use crate::source::{Diagnostic, FileId, Severity, Sources};

/// The exports of a run, loaded but not yet read.
#[derive(Debug, Default)]
pub(super) struct Exports {
    /// Each file, and whether it was named rather than met in a folder.
    files: Vec<(FileId, bool)>,
    /// The charter that governs each file, by its path.
    charters: BTreeMap<PathBuf, FileId>,
    /// Files that could not be loaded.
    pub(super) unreadable: Vec<Unreadable>,
    /// Charters that could not be loaded: without them nobody can be judged rightly.
    pub(super) wrong: Vec<Diagnostic>,
}

/// Exports that make one board, and the charter that governs it.
#[derive(Debug)]
pub(super) struct Team<'a> {
    pub(super) charter: Charter,
    pub(super) found: Vec<Diagnostic>,
    pub(super) facts: Vec<Facts<'a>>,
}

/// What the exports of a run gave.
#[derive(Debug, Default)]
pub(super) struct Teams<'a> {
    pub(super) teams: Vec<Team<'a>>,
    pub(super) files: usize,
    pub(super) skipped: usize,
    pub(super) unreadable: Vec<Unreadable>,
}

impl Exports {
    /// Loads everything that `input` names into `sources`, exports and charters.
    pub(super) fn load(input: &Input, sources: &mut Sources) -> Self {
        let mut exports = Self::default();
        let mut paths: BTreeMap<PathBuf, bool> = BTreeMap::new();
        for path in &input.paths {
            if path.as_os_str() == "-" {
                exports.standard_input(sources);
            } else if path.is_dir() {
                exports.walk(path, &mut paths);
            } else {
                paths.insert(path.clone(), true);
            }
        }
        for (path, named) in once(paths) {
            match sources.load(&path) {
                Ok(file) => exports.files.push((file, named)),
                Err(error) => exports.refuse(&path, error.reason()),
            }
        }
        let mut near: Vec<_> = match &input.charter {
            Some(path) => vec![path.clone()],
            None => exports.files.iter().filter_map(|(file, _)| nearest(sources.get(*file).path()?)).collect(),
        };
        near.sort();
        near.dedup();
        for path in near {
            match sources.load(&path) {
                Ok(file) => drop(exports.charters.insert(path, file)),
                Err(error) => exports.wrong.push(Diagnostic::error(format!("the charter cannot be read: {error}"))),
            }
        }
        exports
    }

    fn standard_input(&mut self, sources: &mut Sources) {
        let mut bytes = Vec::new();
        match std::io::stdin().lock().read_to_end(&mut bytes) {
            Ok(_) => self.files.push((sources.add("-", bytes), true)),
            Err(error) => self.refuse(Path::new("-"), error.to_string()),
        }
    }

    fn walk(&mut self, folder: &Path, paths: &mut BTreeMap<PathBuf, bool>) {
        let hidden = |name: &std::ffi::OsStr| name.to_str().is_some_and(|name| name.starts_with('.') && name.len() > 1);
        let entries =
            WalkDir::new(folder).into_iter().filter_entry(|entry| entry.depth() == 0 || !hidden(entry.file_name()));
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    let is_toml = entry.path().extension().is_some_and(|extension| extension == "toml");
                    if !is_toml {
                        paths.entry(entry.into_path()).or_insert(false);
                    }
                }
                Ok(_) => {}
                Err(error) => self.refuse(error.path().unwrap_or(folder), error.to_string()),
            }
        }
    }

    fn refuse(&mut self, path: &Path, reason: String) {
        let diagnostic = Diagnostic::error(reason).note("check the path and that the file can be read");
        self.unreadable.push(Unreadable { path: path.display().to_string(), diagnostic });
    }

    /// Reads the exports and joins those that make one board.
    pub(super) fn read<'a>(self, input: &Input, sources: &'a Sources) -> Teams<'a> {
        let charters: BTreeMap<_, _> =
            self.charters.iter().map(|(path, file)| (path.clone(), charter::parse(sources.get(*file)))).collect();
        let governing: Vec<Option<PathBuf>> = self
            .files
            .iter()
            .map(|(file, _)| input.charter.clone().or_else(|| sources.get(*file).path().and_then(nearest)))
            .collect();
        let contexts: Vec<_> = governing
            .iter()
            .map(|path| context(input, path.as_ref().and_then(|path| charters.get(path)).map(|(charter, _)| charter)))
            .collect();
        let files: Vec<_> =
            self.files.iter().zip(&contexts).map(|((file, _), context)| (sources.get(*file), context)).collect();
        let mut teams = Teams { unreadable: self.unreadable, ..Teams::default() };
        let mut boards: BTreeMap<(PathBuf, Tool, String), Vec<Vec<Facts<'a>>>> = BTreeMap::new();
        for (reading, ((id, named), charter)) in
            export::read_all(&files).into_iter().zip(self.files.iter().zip(governing))
        {
            let file = sources.get(*id);
            let unreadable = |diagnostic| Unreadable { path: file.name().to_owned(), diagnostic };
            match reading {
                Ok(reading) => {
                    teams.files += 1;
                    teams.unreadable.extend(reading.damaged.into_iter().map(unreadable));
                    let governed = charter.is_some();
                    let key = match charter {
                        Some(path) => (path, reading.facts.tool, String::new()),
                        None => {
                            let folder = file.path().and_then(Path::parent).map(Path::to_owned).unwrap_or_default();
                            (folder, reading.facts.tool, reading.facts.home.clone())
                        }
                    };
                    join(boards.entry(key).or_default(), reading.facts, governed);
                }
                Err(Refusal::Unknown(_)) if !named => teams.skipped += 1,
                Err(Refusal::Unknown(diagnostic) | Refusal::Damaged(diagnostic)) => {
                    teams.unreadable.push(unreadable(diagnostic));
                }
            }
        }
        let boards = boards
            .into_iter()
            .flat_map(|((path, ..), groups)| groups.into_iter().map(move |facts| (path.clone(), facts)));
        for (path, facts) in boards {
            let (mut charter, found) = charters.get(&path).cloned().unwrap_or_default();
            for (role, people) in
                [(Role::ProductOwner, &input.po), (Role::ScrumMaster, &input.sm), (Role::Developer, &input.dev)]
            {
                for who in people {
                    charter.appoint(role, who);
                }
            }
            teams.teams.push(Team { charter, found, facts });
        }
        teams
    }
}

/// What the command line and the charter say of things that an export may leave unsaid.
fn context(input: &Input, charter: Option<&Charter>) -> Context {
    let order = input.date_order.map(|order| match order {
        cli::DateOrder::DayFirst => DateOrder::DayFirst,
        cli::DateOrder::MonthFirst => DateOrder::MonthFirst,
    });
    let zone = input.timezone.clone().or_else(|| charter.map(|charter| charter.timezone.clone()));
    Context {
        timezone: zone.unwrap_or(TimeZone::UTC),
        date_order: order.or_else(|| charter.and_then(|charter| charter.date_order)),
    }
}

impl Team<'_> {
    /// Whether the charter is fit to judge by.
    pub(super) fn is_sound(&self) -> bool {
        self.found.iter().all(|diagnostic| diagnostic.severity < Severity::Error)
    }
}

/// Puts `facts` to those of the same board: all that one charter governs, else those that share a project with it.
fn join<'a>(groups: &mut Vec<Vec<Facts<'a>>>, facts: Facts<'a>, governed: bool) {
    let same = |group: &Vec<Facts<'a>>| {
        governed || facts.projects.is_empty() || group.iter().any(|other| !other.projects.is_disjoint(&facts.projects))
    };
    let (joined, apart): (Vec<_>, Vec<_>) = std::mem::take(groups).into_iter().partition(same);
    let mut board: Vec<_> = joined.into_iter().flatten().collect();
    board.push(facts);
    *groups = apart;
    groups.push(board);
}

/// Each file once, however many ways lead to it, under the first of its names.
fn once(paths: BTreeMap<PathBuf, bool>) -> Vec<(PathBuf, bool)> {
    let mut files: Vec<(PathBuf, bool)> = Vec::new();
    let mut places: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for (path, named) in paths {
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        match places.get(&real) {
            Some(place) => files[*place].1 |= named,
            None => {
                places.insert(real, files.len());
                files.push((path, named));
            }
        }
    }
    files
}

/// The nearest boardlint.toml, in the folder of `path` or above it.
fn nearest(path: &Path) -> Option<PathBuf> {
    let folder = path.parent()?;
    let absolute = std::path::absolute(folder).ok()?;
    // Beside the export the path stays as short as it was given.
    let beside = folder.join(charter::FILE_NAME);
    if beside.is_file() {
        return Some(beside);
    }
    absolute.ancestors().skip(1).map(|folder| folder.join(charter::FILE_NAME)).find(|path| path.is_file())
}
