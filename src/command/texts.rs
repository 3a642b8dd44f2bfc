//! From paths to texts: finds exports and the charters that govern them.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Bound;
use std::path::{Component, Path, PathBuf};

use foldhash::HashMap;
use walkdir::{DirEntry, WalkDir};

use super::excluded::{Excluded, is_never_walked};
use super::files::{display, read, reason, reason_of_walk, standard_input};
use super::own_rules;
use super::progress::Progress;
use super::real_path::{RealPath, RealPaths, folder_of, real_folder};
use super::terminal::{Terminal, complain};
use crate::charter;
use crate::cli::{Input, Judged};
use crate::export::HOW;
use crate::finding::{BASELINE, Unreadable};
use crate::lint::{self, CharterId, Export, Exports, Inputs, Limits, Linted, LintedBoard, Options, Outcome, ReadFile};
use crate::parallel;
use crate::rule::RuleText;
use crate::source::{Diagnostic, File};
use crate::wording::{many, nearest};

/// The texts of a run, and their paths.
#[derive(Default)]
pub(super) struct Texts {
    pub(super) inputs: Inputs,
    /// The charters that govern the exports.
    pub(super) charters: Vec<(PathBuf, CharterId)>,
    /// Every file that was read and must not be overwritten. Files that were found in a folder are not
    /// included, because they may not be exports.
    pub(super) read: Vec<RealPath>,
    /// The paths of the exports, by name.
    paths: BTreeMap<String, Found>,
    /// The charters that were found while walking folders, except those with excluded files below them.
    met: Vec<PathBuf>,
}

/// A file that may be an export.
struct Found {
    path: PathBuf,
    real: RealPath,
    /// Whether it was named on the command line.
    named: bool,
}

/// How a path was found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Named on the command line.
    Named,
    /// A file in a folder.
    File,
    /// A link to a file in a folder.
    Link,
}

impl Texts {
    /// The texts with the shipped rules and a team's own rules.
    pub(super) fn with_rules(own: Vec<RuleText>) -> Self {
        let read = own.iter().map(|rule| RealPath::of(Path::new(&rule.name))).collect();
        Self { inputs: Inputs::new(own), read, ..Self::default() }
    }

    /// Loads what the options name. `None` if a rule, an option or a charter has mistakes, which are
    /// reported.
    pub(super) fn load(judged: &Judged, options: &Options, terminal: &mut Terminal) -> io::Result<Option<Self>> {
        let (texts, wrong) = Self::find(judged, options);
        complain(&wrong, texts.inputs.sources(), terminal)?;
        Ok(wrong.is_empty().then_some(texts))
    }

    /// Loads what the options name. If a rule, an option or a charter has mistakes, the texts are those that
    /// the diagnostics refer to.
    pub(super) fn find(Judged { input, rules }: &Judged, options: &Options) -> (Self, Vec<Diagnostic>) {
        let (own, mut wrong) = own_rules::texts(&rules.rules);
        let mut texts = Self::with_rules(own);
        wrong.extend(texts.inputs.mistakes(options));
        if wrong.is_empty() {
            texts.set_unpack_limit(input.unpack_limit);
            match Excluded::new(&input.exclude) {
                Ok(excluded) => {
                    texts.add_exports(&input.paths, &excluded);
                    wrong = texts.find_charters(input);
                }
                Err(error) => wrong.push(error),
            }
        }
        (texts, wrong)
    }

    /// Loads only the exports: a new charter must not depend on an old one.
    pub(super) fn without_charters(paths: &[PathBuf], unpack_limit: Option<u64>) -> Self {
        Self::of_exports(paths, &Excluded::default(), unpack_limit)
    }

    /// Loads only the exports, without what is `excluded`.
    pub(super) fn of_exports(paths: &[PathBuf], excluded: &Excluded, unpack_limit: Option<u64>) -> Self {
        let mut texts = Self::default();
        texts.set_unpack_limit(unpack_limit);
        texts.add_exports(paths, excluded);
        texts
    }

    fn set_unpack_limit(&mut self, megabytes: Option<u64>) {
        let unpacked = megabytes.map(|megabytes| megabytes.saturating_mul(1 << 20));
        self.inputs.set_limits(Limits { unpacked, ..self.inputs.limits() });
    }

    /// Shows at most `findings` of all findings.
    pub(super) fn limit_findings(&mut self, findings: usize) {
        self.inputs.set_limits(Limits { findings: Some(findings), ..self.inputs.limits() });
    }

    /// Reads the exports, with a progress line if it takes long. `None` if an option has mistakes, which are
    /// reported.
    pub(super) fn read<'a>(
        &'a self,
        options: &Options,
        progress: bool,
        terminal: &mut Terminal,
    ) -> io::Result<Option<Exports<'a>>> {
        let progress = self.progress(progress);
        let read = lint::read(&self.inputs, options, &|| progress.step());
        drop(progress);
        match read {
            Ok(exports) => Ok(Some(exports)),
            Err(wrong) => complain(&wrong, self.inputs.sources(), terminal).map(|()| None),
        }
    }

    /// Reads and judges the exports part by part, so that many boards need only the memory of a few. After
    /// `each` has seen the result of a board, its items and changes are dropped unless `keeps` wants them.
    /// `None` if an option has mistakes, which are reported.
    pub(super) fn lint_in_parts<'a>(
        &'a self,
        options: &Options,
        progress: bool,
        terminal: &mut Terminal,
        keeps: impl FnMut(&LintedBoard<'a>) -> bool,
        each: impl FnMut(&Outcome<'a>),
    ) -> io::Result<Option<Linted<'a>>> {
        let progress = self.progress(progress);
        let linted = lint::lint_in_parts(&self.inputs, options, &|| progress.step(), keeps, each);
        drop(progress);
        match linted {
            Ok(linted) => Ok(Some(linted)),
            Err(wrong) => complain(&wrong, self.inputs.sources(), terminal).map(|()| None),
        }
    }

    fn progress(&self, shown: bool) -> Progress {
        let progress = Progress::new(shown);
        progress.begin(format!("reading {}", many(self.inputs.len(), "file")));
        progress
    }

    /// The path of `file`, or of the package that contains it; `None` for standard input.
    pub(super) fn path(&self, file: &File) -> Option<&Path> {
        self.paths.get(file.input()).map(|found| found.path.as_path())
    }

    /// Every file that was read and used, which must not be overwritten. A file that was found in a folder
    /// and is not an export may be the output of an earlier run.
    pub(super) fn kept(&self, linted: &Linted<'_>) -> Vec<RealPath> {
        self.kept_of(&linted.files, &linted.unreadable)
    }

    /// The charters, rules, `files` and `unreadable` files, none of which may be overwritten.
    pub(super) fn kept_of(&self, files: &[ReadFile], unreadable: &[Unreadable]) -> Vec<RealPath> {
        let used = files.iter().map(|read| self.inputs.sources().get(read.file).input());
        let unread = unreadable.iter().map(|file| file.input.as_str());
        let found = used.chain(unread).filter_map(|name| self.paths.get(name)).map(|found| &found.real);
        self.read.iter().chain(found).cloned().collect()
    }

    /// Every file that was read, of any kind.
    pub(super) fn every(&self) -> Vec<RealPath> {
        self.read.iter().chain(self.paths.values().map(|found| &found.real)).cloned().collect()
    }

    /// The files that may be exports, as given or found.
    pub(super) fn exports(&self) -> impl Iterator<Item = &Path> {
        self.paths.values().map(|found| found.path.as_path())
    }

    fn add_exports(&mut self, given: &[PathBuf], excluded: &Excluded) {
        let mut paths: Vec<(PathBuf, Way)> = Vec::new();
        let mut exports = Vec::new();
        let mut named = Vec::new();
        for path in given {
            if path.as_os_str() == "-" {
                // Standard input can be read only once.
                if exports.iter().any(|export: &Export| export.folder.is_none()) {
                    continue;
                }
                let bytes = standard_input()
                    .map_err(|error| Diagnostic::error(format!("standard input cannot be read: {}", reason(&error))));
                exports.push(Export { name: "-".to_owned(), folder: None, named: true, bytes });
            } else if path.is_dir() {
                let before = paths.len();
                let is_whole = self.walk(path, excluded, &mut paths);
                if is_whole || paths.len() > before {
                    named.push(display(path));
                }
            } else if excluded.fits(path) {
                self.inputs.note_excluded();
            } else {
                paths.push((path.clone(), Way::Named));
            }
        }
        let ways = paths.len();
        let files = once(paths);
        // If several paths lead to one file, it has one of these names. Then names do not show which folder
        // contains it.
        if files.len() == ways {
            named.into_iter().for_each(|folder| self.inputs.add_named_folder(folder));
        }
        let mut folders: HashMap<&Path, Option<PathBuf>> = HashMap::default();
        for file in &files {
            folders.entry(folder(&file.path)).or_insert_with_key(|folder| absolute(folder));
        }
        exports.extend(parallel::map(&files, |_, Found { path, named, .. }| {
            let bytes = read(path).map_err(|error| {
                let near = (error.kind() == io::ErrorKind::NotFound).then(|| beside(path)).flatten();
                let advice = match near {
                    _ if path.is_symlink() => "it is a link: check where it leads".to_owned(),
                    Some(near) => format!("did you mean `{}`?", display(&near)),
                    None => unread(path),
                };
                Diagnostic::error(reason(&error)).note(advice)
            });
            let folder = folders.get(folder(path)).cloned().flatten();
            Export { name: display(path), folder, named: *named, bytes }
        }));
        let read = exports.iter().filter(|export| export.bytes.is_ok()).map(|export| export.name.clone());
        let read: BTreeSet<String> = read.collect();
        self.read.extend(files.iter().filter(|file| file.named).map(|file| file.real.clone()));
        self.paths
            .extend(files.into_iter().map(|file| (display(&file.path), file)).filter(|(name, _)| read.contains(name)));
        self.inputs.add_exports(exports);
    }

    /// Adds the files in `folder` and below to `paths`. Returns whether nothing was excluded.
    fn walk(&mut self, folder: &Path, excluded: &Excluded, paths: &mut Vec<(PathBuf, Way)>) -> bool {
        let mut left_out = BTreeSet::new();
        let mut is_walked = |entry: &DirEntry| {
            let is_folder = entry.file_type().is_dir();
            if is_never_walked(entry.file_name(), is_folder) {
                return false;
            }
            let is_excluded = excluded.fits(entry.path());
            left_out.extend(is_excluded.then(|| entry.path().to_owned()));
            !is_excluded
        };
        let mut met = Vec::new();
        let entries = WalkDir::new(folder).into_iter().filter_entry(|entry| entry.depth() == 0 || is_walked(entry));
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_name() == charter::FILE_NAME => met.push(entry.into_path()),
                Ok(entry) if entry.file_type().is_file() || (entry.path_is_symlink() && entry.path().is_file()) => {
                    let is_toml = entry.path().extension().is_some_and(|extension| extension == "toml");
                    let is_ours = entry.file_name() == BASELINE;
                    if !is_toml && !is_ours {
                        let way = if entry.path_is_symlink() { Way::Link } else { Way::File };
                        paths.push((entry.into_path(), way));
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    let path = error.path().unwrap_or(folder).display().to_string();
                    let diagnostic =
                        Diagnostic::error(reason_of_walk(&error)).note("check that the folder can be read");
                    self.inputs.add_unreadable(Unreadable::new(path.clone(), path, diagnostic));
                }
            }
        }
        // If a file beside or below a charter is excluded, its board may be meant, so the charter is not
        // recorded.
        let is_whole = |charter: &PathBuf| {
            let beside = self::folder(charter);
            left_out
                .range::<Path, _>((Bound::Included(beside), Bound::Unbounded))
                .next()
                .is_none_or(|path| !path.starts_with(beside))
        };
        self.met.extend(met.into_iter().filter(is_whole));
        if !left_out.is_empty() {
            self.inputs.note_excluded();
        }
        left_out.is_empty()
    }

    /// Loads the requested charter, or otherwise the nearest one of each file. Returns errors for charters
    /// that cannot be read, because without them the judgement would be wrong.
    fn find_charters(&mut self, input: &Input) -> Vec<Diagnostic> {
        let mut near: BTreeMap<PathBuf, Option<PathBuf>> = BTreeMap::new();
        match &input.charter {
            Some(charter) => drop(near.insert(charter.clone(), None)),
            None => {
                let mut folders: Vec<&Path> = self.exports().map(folder).collect();
                // If several paths lead to a folder, its files have only one of these names.
                let known: BTreeSet<PathBuf> = folders.iter().filter_map(|it| real_folder(it).ok()).collect();
                let is_new = |folder: &&Path| real_folder(folder).map_or(true, |real| !known.contains(&real));
                folders.extend(self.met.iter().map(|charter| folder(charter)).filter(is_new));
                folders.sort_unstable();
                folders.dedup();
                // A charter beside one export may also be found from the folder of another one below. It is
                // loaded once, with the shorter name.
                let mut governed: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
                for (folder, charter) in folders.into_iter().filter_map(nearest_charter) {
                    let known = governed.entry(folder).or_insert_with(|| charter.clone());
                    if charter.is_relative() {
                        *known = charter;
                    }
                }
                near.extend(governed.into_iter().map(|(folder, charter)| (charter, Some(folder))));
            }
        }
        near.into_iter().filter_map(|(path, folder)| self.add_charter(&path, folder).err()).collect()
    }

    /// Loads the charter at `path`, which governs `folder` or everything, and the file that it extends.
    pub(super) fn add_charter(&mut self, path: &Path, folder: Option<PathBuf>) -> Result<CharterId, Diagnostic> {
        let failed = |path: &Path, error: &io::Error| format!("{}: {}", path.display(), reason(error));
        let text = read(path)
            .map_err(|error| Diagnostic::error(format!("the charter cannot be read: {}", failed(path, &error))))?;
        let id = self.inputs.add_charter_of(folder, display(path), text);
        self.charters.push((path.to_owned(), id));
        self.read.push(RealPath::of(path));
        if let Some(extends) = self.inputs.extends(id) {
            let wanted = charter::extended(path, &extends);
            // The shortened path is easier to read, but behind a link it may be another file; then the full
            // path is used.
            let whole = path.parent().unwrap_or(Path::new("")).join(&extends);
            let is_same = wanted.canonicalize().ok() == whole.canonicalize().ok();
            let wanted = if is_same { wanted } else { whole };
            let base = read(&wanted).map_err(|error| failed(&wanted, &error));
            self.inputs.add_base(id, base.map(|text| (display(&wanted), text)));
            self.read.push(RealPath::of(&wanted));
        }
        Ok(id)
    }
}

/// Removes duplicates: each file once, with the first of its names, even if several paths lead to it.
fn once(mut paths: Vec<(PathBuf, Way)>) -> Vec<Found> {
    paths.sort_by(|(one, _), (other, _)| one.cmp(other));
    let mut files: Vec<Found> = Vec::with_capacity(paths.len());
    let mut places: HashMap<RealPath, usize> = HashMap::default();
    let mut real_paths = RealPaths::default();
    for (path, way) in paths {
        let named = way == Way::Named;
        let real = if way == Way::File { real_paths.of_found(&path) } else { RealPath::of(&path) };
        match places.get(&real) {
            Some(place) => files[*place].named |= named,
            None => {
                places.insert(real.clone(), files.len());
                files.push(Found { path, real, named });
            }
        }
    }
    files
}

/// The file or folder beside `path` whose name is similar, so that `path` may be a typing mistake.
fn beside(path: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(folder_of(path)).ok()?.take(ENTRIES).filter_map(Result::ok);
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort_unstable();
    let near = nearest(path.file_name()?.to_str()?, names.iter().map(String::as_str))?;
    Some(folder(path).join(near))
}

/// Maximum number of entries of a folder that are compared.
const ENTRIES: usize = 10_000;

fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

/// Advice for a path that cannot be read.
fn unread(path: &Path) -> String {
    let path = path.to_string_lossy();
    if path.starts_with("https:") || path.starts_with("http:") {
        return format!("boardlint opens no address: {HOW}");
    }
    if path.contains(['*', '?']) {
        return "no shell has put files in place of this pattern: name the folder, and leave files out with --exclude"
            .to_owned();
    }
    "check the path and that the file can be read".to_owned()
}

/// The absolute path of `folder`. The empty path is the current directory.
fn absolute(folder: &Path) -> Option<PathBuf> {
    if folder.as_os_str().is_empty() {
        return std::env::current_dir().ok();
    }
    let path = std::path::absolute(folder).ok()?;
    // `team-a/../team-b` is not a folder inside `team-a`.
    let goes_up = path.components().any(|part| part == Component::ParentDir);
    Some(if goes_up { path.canonicalize().unwrap_or(path) } else { path })
}

/// The nearest boardlint.toml, in `folder` or above it, after the absolute path of the folder that it
/// governs.
pub(super) fn nearest_charter(folder: &Path) -> Option<(PathBuf, PathBuf)> {
    let absolute = absolute(folder)?;
    // For a charter beside the export, the path stays as short as given.
    let beside = folder.join(charter::FILE_NAME);
    // A broken link or a folder with this name cannot be read as a charter, but counts as one, so that it is
    // reported.
    let is_there = |path: &Path| path.symlink_metadata().is_ok();
    if is_there(&beside) {
        return Some((absolute, beside));
    }
    let above = absolute.ancestors().skip(1).find(|folder| is_there(&folder.join(charter::FILE_NAME)))?;
    Some((above.to_owned(), above.join(charter::FILE_NAME)))
}
