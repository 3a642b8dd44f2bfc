//! From paths to texts: finding exports and the charters that govern them.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use walkdir::WalkDir;

use super::progress::Progress;
use super::teams::{self, Teams};
use crate::charter::{self, Charter, DateOrder, Role};
use crate::cli::{self, Input};
use crate::export::{self, Context};
use crate::finding::{BASELINE, Unreadable};
use crate::source::{Diagnostic, FileId, Loaded, Sources};

/// The exports of a run, loaded but not yet read.
#[derive(Debug, Default)]
pub(super) struct Exports {
    files: Vec<Export>,
    /// The charters that govern the files, by their paths.
    charters: BTreeMap<PathBuf, CharterFiles>,
    /// Files that could not be loaded.
    unreadable: Vec<Unreadable>,
    /// Packages in a folder that hold something else.
    skipped: usize,
    /// Charters that could not be loaded: without them nobody can be judged rightly.
    pub(super) wrong: Vec<Diagnostic>,
}

/// A charter, and the file it extends.
#[derive(Clone, Debug)]
pub(super) struct CharterFiles {
    pub(super) file: FileId,
    base: Option<FileId>,
    /// That the file it extends cannot be read. Then this team cannot be judged, and the others can.
    missing: Option<Diagnostic>,
}

impl CharterFiles {
    /// Loads the charter at `path` and the file it extends.
    pub(super) fn load(path: &Path, sources: &mut Sources) -> Result<Self, Diagnostic> {
        let unreadable = |error| Diagnostic::error(format!("the charter cannot be read: {error}"));
        let file = sources.load(path).map_err(unreadable)?;
        let Some(extends) = charter::extends(sources.get(file)) else {
            return Ok(Self { file, base: None, missing: None });
        };
        let wanted = charter::extended(path, &extends.text);
        let missing = |error| {
            let missing = Diagnostic::error(format!("the file that this charter extends cannot be read: {error}"));
            let missing = extends.mark.map_or(missing.clone(), |mark| missing.at(mark, "extended here"));
            missing.note("the path counts from the folder of this charter")
        };
        Ok(match sources.load(&wanted) {
            Ok(base) => Self { file, base: Some(base), missing: None },
            Err(error) => Self { file, base: None, missing: Some(missing(error)) },
        })
    }

    /// What they say together, and what is wrong with it.
    pub(super) fn parse(&self, sources: &Sources) -> (Charter, Vec<Diagnostic>) {
        let (charter, mut found) = charter::parse(sources.get(self.file), self.base.map(|base| sources.get(base)));
        found.extend(self.missing.clone());
        (charter, found)
    }
}

/// One text that may be an export.
#[derive(Debug)]
struct Export {
    file: FileId,
    /// Whether it was named rather than met in a folder.
    named: bool,
    /// The charter that governs it.
    charter: Option<PathBuf>,
}

impl Exports {
    /// Loads everything that `input` names into `sources`, exports and charters.
    pub(super) fn load(input: &Input, sources: &mut Sources) -> Self {
        let mut exports = Self::without_charters(input, sources);
        exports.find_charters(input, sources);
        exports
    }

    /// Loads the exports alone: whoever drafts a charter is not to be led by one.
    pub(super) fn without_charters(input: &Input, sources: &mut Sources) -> Self {
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
        let (paths, named): (Vec<_>, Vec<_>) = once(paths).into_iter().unzip();
        for ((loaded, path), named) in sources.load_exports(&paths).into_iter().zip(&paths).zip(named) {
            exports.add(loaded, &path.to_string_lossy(), named);
        }
        exports
    }

    /// The charters that govern the exports, with their paths.
    pub(super) fn charters(&self) -> impl Iterator<Item = (&Path, FileId)> {
        self.charters.iter().map(|(path, charter)| (path.as_path(), charter.file))
    }

    fn standard_input(&mut self, sources: &mut Sources) {
        let mut bytes = Vec::new();
        match std::io::stdin().lock().read_to_end(&mut bytes) {
            Ok(_) => {
                let loaded = sources.add_export("-", bytes);
                self.add(loaded, "-", true);
            }
            Err(error) => {
                let diagnostic = Diagnostic::error(format!("standard input cannot be read: {error}"));
                self.unreadable.push(Unreadable { path: "-".to_owned(), diagnostic });
            }
        }
    }

    fn walk(&mut self, folder: &Path, paths: &mut BTreeMap<PathBuf, bool>) {
        let hidden = |name: &std::ffi::OsStr| name.to_str().is_some_and(|name| name.starts_with('.') && name.len() > 1);
        let entries =
            WalkDir::new(folder).into_iter().filter_entry(|entry| entry.depth() == 0 || !hidden(entry.file_name()));
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_file() || (entry.path_is_symlink() && entry.path().is_file()) => {
                    let is_toml = entry.path().extension().is_some_and(|extension| extension == "toml");
                    let is_ours = entry.file_name() == BASELINE;
                    if !is_toml && !is_ours {
                        paths.entry(entry.into_path()).or_insert(false);
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    let path = error.path().unwrap_or(folder).display().to_string();
                    let diagnostic = Diagnostic::error(error.to_string()).note("check that the folder can be read");
                    self.unreadable.push(Unreadable { path, diagnostic });
                }
            }
        }
    }

    fn add(&mut self, loaded: Loaded, path: &str, named: bool) {
        self.files.extend(loaded.files.into_iter().map(|file| Export { file, named, charter: None }));
        let damaged = loaded.damaged.into_iter();
        self.unreadable.extend(damaged.map(|(path, diagnostic)| Unreadable { path, diagnostic }));
        match loaded.other {
            Some(diagnostic) if named => self.unreadable.push(Unreadable { path: path.to_owned(), diagnostic }),
            Some(_) => self.skipped += 1,
            None => {}
        }
    }

    /// The charter that was asked for, else the nearest of each file.
    fn find_charters(&mut self, input: &Input, sources: &mut Sources) {
        let mut folders: BTreeMap<PathBuf, Option<PathBuf>> = BTreeMap::new();
        for export in &mut self.files {
            export.charter = input.charter.clone().or_else(|| {
                let folder = sources.get(export.file).path()?.parent()?;
                folders.entry(folder.to_owned()).or_insert_with(|| nearest(folder)).clone()
            });
        }
        let mut near: Vec<_> = self.files.iter().filter_map(|export| export.charter.clone()).collect();
        near.extend(input.charter.clone());
        near.sort();
        near.dedup();
        for path in near {
            match CharterFiles::load(&path, sources) {
                Ok(files) => drop(self.charters.insert(path, files)),
                Err(wrong) => self.wrong.push(wrong),
            }
        }
    }

    /// Reads the exports and joins those that make one board.
    pub(super) fn read<'a>(self, input: &Input, sources: &'a Sources, progress: &Progress) -> Teams<'a> {
        let charters: BTreeMap<_, _> = self
            .charters
            .iter()
            .map(|(path, files)| {
                let (mut charter, found) = files.parse(sources);
                appoint(&mut charter, input);
                (path.clone(), (charter, found))
            })
            .collect();
        let contexts: Vec<_> = self
            .files
            .iter()
            .map(|export| context(input, export.charter.as_ref().and_then(|path| charters.get(path)).map(|(it, _)| it)))
            .collect();
        let texts: Vec<_> =
            self.files.iter().zip(&contexts).map(|(export, context)| (sources.get(export.file), context)).collect();
        let mut teams = Teams { unreadable: self.unreadable, skipped: self.skipped, ..Teams::default() };
        let mut groups = teams::Groups::default();
        let files = if texts.len() == 1 { "1 file".to_owned() } else { format!("{} files", texts.len()) };
        progress.begin(format!("reading {files}"));
        for (result, export) in export::read_all(&texts, || progress.step()).into_iter().zip(&self.files) {
            let file = sources.get(export.file);
            if let Some(reading) = teams.take(file, export.named, result) {
                groups.add(file, export.charter.clone(), reading);
            }
        }
        let mut typed = Charter::default();
        appoint(&mut typed, input);
        let (boards, left) = groups.into_teams(&charters, &typed);
        teams.teams = boards;
        teams.left_over(&left);
        teams
    }
}

/// Adds the roles that were typed as options.
fn appoint(charter: &mut Charter, input: &Input) {
    for (role, people) in
        [(Role::ProductOwner, &input.po), (Role::ScrumMaster, &input.sm), (Role::Developer, &input.dev)]
    {
        for who in people {
            charter.appoint(role, who);
        }
    }
}

/// What the command line and the charter say of things that an export may leave unsaid.
fn context(input: &Input, charter: Option<&Charter>) -> Context {
    let order = input.date_order.map(|order| match order {
        cli::DateOrder::DayFirst => DateOrder::DayFirst,
        cli::DateOrder::MonthFirst => DateOrder::MonthFirst,
    });
    let zone = input.timezone.clone().or_else(|| charter.map(|charter| charter.timezone.clone()));
    let given = input.timezone.is_some() || charter.is_some_and(|charter| charter.timezone != TimeZone::UTC);
    Context {
        timezone: zone.unwrap_or(TimeZone::UTC),
        timezone_given: given,
        date_order: order.or_else(|| charter.and_then(|charter| charter.date_order)),
    }
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

/// The nearest boardlint.toml, in `folder` or above it.
pub(super) fn nearest(folder: &Path) -> Option<PathBuf> {
    // `board.json` lies in the folder where one stands, whose name is empty.
    let absolute = if folder.as_os_str().is_empty() { std::env::current_dir() } else { std::path::absolute(folder) };
    let absolute = absolute.ok()?;
    // Beside the export the path stays as short as it was given.
    let beside = folder.join(charter::FILE_NAME);
    if beside.is_file() {
        return Some(beside);
    }
    absolute.ancestors().skip(1).map(|folder| folder.join(charter::FILE_NAME)).find(|path| path.is_file())
}
