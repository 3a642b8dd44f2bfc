//! `boardlint anonymise`: writes exports without personal data.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::hash::{BuildHasher as _, RandomState};
use std::io;
use std::path::{Path, PathBuf};

use super::files::{self, display, reason};
use super::real_path::{RealPath, folder_of};
use super::status::Status;
use super::terminal::Terminal;
use super::texts::{Texts, nearest_charter};
use super::write_file::whole;
use crate::anonymise::{Original, anonymise};
use crate::charter::{FILE_NAME, Level, extended, extends};
use crate::cli;
use crate::rule::field::Field;
use crate::rule::value::Type;
use crate::rule::vocabulary;
use crate::source::{Bytes, EXPORT_ENDINGS, Sources};
use crate::word::Word as _;

/// File names that come from tools, so they contain nothing personal.
const NAMES: [&str; 3] = [FILE_NAME, "entities.xml", "activeobjects.xml"];

/// What the user should do with the written files.
const ADVICE: &str = "names, texts, addresses and ids are replaced; times, numbers of up to four digits and words that \
    trackers use are\nkept: look through it before you show it to anybody";

/// Writes the given exports without names, texts, addresses and ids.
pub(super) fn run(args: &cli::Anonymise, terminal: &mut Terminal) -> io::Result<Status> {
    let texts = Texts::without_charters(&args.paths, None);
    let charters = Charters::of(&texts, &args.paths);
    let mut status = Status::Clean;
    for unread in texts.inputs.unreadable() {
        terminal.complain(&format!("{}: {}", unread.path, unread.diagnostic.message))?;
        status = Status::Unreadable;
    }
    let parts = parts(&texts, &charters);
    let mut written = Vec::new();
    for ((path, _), text) in parts.iter().zip(anonymous(&parts, args.seed)) {
        match text {
            Some(text) => written.push((path.as_path(), text)),
            None if args.paths.contains(path) => {
                let name = display(path);
                terminal
                    .complain(&format!("{name}: this is neither JSON nor XML nor CSV: what is in it is not known"))?;
                status = Status::Unreadable;
            }
            None => {}
        }
    }
    if args.output.as_os_str() == "-" {
        return to_standard_output(&written, status, terminal);
    }
    if written.is_empty() {
        terminal.complain("nothing was written: there is no JSON, XML or CSV")?;
        return Ok(Status::Unreadable);
    }
    let mut read = texts.every();
    read.extend(charters.files.iter().map(|(path, _)| RealPath::of(path)));
    let mut files = Files::new(args, &charters, read, written.len());
    for (path, text) in &written {
        if !files.write(path, text, terminal)? {
            status = Status::Usage;
        }
    }
    if let Some(beside) = files.read_together(&texts) {
        terminal.complain(&beside)?;
    }
    if files.written.is_some() {
        writeln!(terminal.out(), "{ADVICE}")?;
    }
    Ok(status)
}

/// What was read: the path from which the target is made, and the text.
fn parts<'t>(texts: &'t Texts, charters: &'t Charters) -> Vec<(PathBuf, &'t [u8])> {
    let exports = texts.inputs.sources().iter().map(|file| {
        let path = texts.path(file).map_or_else(|| PathBuf::from("export"), Path::to_path_buf);
        // A file in a package has the name that it has in the package.
        let path = file.entry().map_or(path.clone(), |entry| path.with_file_name(file_name(Path::new(entry))));
        (path, file.bytes())
    });
    exports.chain(charters.files.iter().map(|(path, bytes)| (path.clone(), &**bytes))).collect()
}

/// `parts` without personal data; `None` for a part of unknown format. Without a seed, the replacements are
/// random.
fn anonymous(parts: &[(PathBuf, &[u8])], seed: Option<u64>) -> Vec<Option<String>> {
    let names: Vec<_> = parts.iter().map(|(path, _)| path.to_string_lossy()).collect();
    let originals: Vec<_> = names.iter().zip(parts).map(|(name, (_, bytes))| Original { name, bytes }).collect();
    anonymise(&originals, rule_words(), seed.unwrap_or_else(|| RandomState::new().hash_one(0)))
}

fn to_standard_output(written: &[(&Path, String)], status: Status, terminal: &mut Terminal) -> io::Result<Status> {
    let [(_, text)] = written else {
        terminal.complain("only one file goes to standard output: name a folder with -o")?;
        return Ok(Status::Usage);
    };
    terminal.out().write_all(text.as_bytes())?;
    terminal.out().flush()?;
    writeln!(terminal.err(), "{ADVICE}")?;
    Ok(status)
}

/// The files to write.
struct Files<'a> {
    output: &'a Path,
    /// Whether there is only one file, which is then written to the output path itself.
    alone: bool,
    charters: &'a Charters,
    /// Files that must not be overwritten.
    read: Vec<RealPath>,
    names: Names<'a>,
    /// The targets of the files that charters extend: a charter looks for its base at this place.
    places: BTreeMap<PathBuf, PathBuf>,
    /// The first file that was written.
    written: Option<PathBuf>,
}

impl<'a> Files<'a> {
    /// Prepares to write `count` files.
    fn new(args: &'a cli::Anonymise, charters: &'a Charters, read: Vec<RealPath>, count: usize) -> Self {
        Self {
            output: &args.output,
            alone: count == 1 && !args.output.is_dir() && !args.paths.iter().any(|path| path.is_dir()),
            charters,
            read,
            names: Names::new(&args.paths),
            places: BTreeMap::new(),
            written: None,
        }
    }

    /// Writes the `text` that was read at `path`, and reports it. Returns whether that succeeded.
    fn write(&mut self, path: &Path, text: &str, terminal: &mut Terminal) -> io::Result<bool> {
        let Some(target) = self.target(path) else {
            let name = display(path);
            terminal.complain(&format!("{name}: a charter extends it, and it is in no folder that is named"))?;
            return Ok(false);
        };
        if let Some(before) = self.charters.bases.get(path)
            && let Some(now) = base(&target, text.to_owned().into())
        {
            self.places.insert(before.clone(), now);
        }
        if let Err(error) = create_folder(&target).and_then(|()| whole(&target, text.as_bytes(), &self.read)) {
            terminal.complain(&format!("cannot write {}: {}", target.display(), reason(&error)))?;
            return Ok(false);
        }
        self.written.get_or_insert_with(|| target.clone());
        writeln!(terminal.out(), "wrote {}", crate::report::encode::terminal(&display(&target)))?;
        Ok(true)
    }

    /// A warning that `check` would read a written file together with an original. That happens if both have
    /// the same charter, or, without a charter, if they are in the same folder. Then invented people would be
    /// judged by the charter of real ones.
    fn read_together(&self, texts: &Texts) -> Option<String> {
        let written = self.written.as_deref()?;
        let charter_of = |path: &Path| nearest_charter(folder_of(path)).map(|(_, charter)| RealPath::of(&charter));
        let (charter, place) = (charter_of(written), RealPath::of(folder_of(written)));
        let is_together = |path: &Path| match &charter {
            Some(_) => charter_of(path) == charter,
            None => RealPath::of(folder_of(path)) == place,
        };
        if !texts.exports().any(is_together) {
            return None;
        }
        Some(format!(
            "{} lies where `boardlint check` reads it together with the original, as a part of the same board or beside it: move it \
             to another place, or leave it out with --exclude",
            display(written)
        ))
    }

    /// The target of the file that was read at `path`; `None` if it is outside of the output folder.
    fn target(&mut self, path: &Path) -> Option<PathBuf> {
        match self.places.get(path) {
            Some(place) => place.starts_with(self.output).then(|| place.clone()),
            None if self.alone => Some(self.output.to_owned()),
            None => Some(self.output.join(self.names.of(path))),
        }
    }
}

/// The charters that are written too, and the files that they extend.
struct Charters {
    /// The charters and the files that they extend.
    files: Vec<(PathBuf, Bytes)>,
    /// The file that each of them extends.
    bases: BTreeMap<PathBuf, PathBuf>,
}

impl Charters {
    /// The charters beside the exports in `texts` and in the `named` folders.
    fn of(texts: &Texts, named: &[PathBuf]) -> Self {
        let mut files = charters(texts.exports(), named);
        let bases: BTreeMap<PathBuf, PathBuf> =
            files.iter().filter_map(|(path, bytes)| Some((path.clone(), base(path, bytes.clone())?))).collect();
        let shared: BTreeSet<&PathBuf> = bases.values().filter(|path| !bases.contains_key(*path)).collect();
        files.extend(shared.into_iter().filter_map(|path| Some((path.clone(), files::read(path).ok()?))));
        Self { files, bases }
    }
}

/// The charters beside the exports that were read and in the named folders. Without its charter, an export
/// does not show what the team saw. The charter beside a file that was named itself is not included.
fn charters<'p>(read: impl Iterator<Item = &'p Path>, named: &'p [PathBuf]) -> Vec<(PathBuf, Bytes)> {
    let alone: BTreeSet<&Path> = named.iter().map(PathBuf::as_path).collect();
    let beside = read.filter(|path| !alone.contains(path)).filter_map(Path::parent);
    let folders: BTreeSet<&Path> =
        beside.chain(named.iter().filter(|path| path.is_dir()).map(PathBuf::as_path)).collect();
    let paths = folders.into_iter().map(|folder| folder.join(FILE_NAME));
    paths.filter_map(|path| files::read(&path).ok().map(|bytes| (path, bytes))).collect()
}

/// The path of the file that the charter at `path` extends.
fn base(path: &Path, charter: Bytes) -> Option<PathBuf> {
    let mut sources = Sources::new();
    let file = sources.add(FILE_NAME, charter);
    Some(extended(path, &extends(sources.get(file))?.text))
}

/// The words that may be used in the rule settings of a charter. They contain nothing personal.
fn rule_words() -> impl Iterator<Item = &'static str> {
    let words = |kind: Type| if let Type::Words(words) = kind { words } else { &[] };
    let of_field = move |field: &'static Field| {
        let kinds = field.choices.iter().filter_map(|choice| choice.kind).chain([field.kind]);
        kinds.flat_map(move |kind| words(kind).iter().copied()).chain(field.words()).chain([field.name])
    };
    vocabulary::fields().flat_map(of_field).chain(Level::WORDS.iter().copied())
}

fn create_folder(target: &Path) -> io::Result<()> {
    match target.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => std::fs::create_dir_all(folder),
        None => Ok(()),
    }
}

fn file_name(path: &Path) -> &OsStr {
    path.file_name().unwrap_or_default()
}

/// The names of the written files. Original names of files and folders are not used, because people name
/// them.
struct Names<'a> {
    roots: &'a [PathBuf],
    folders: BTreeMap<PathBuf, usize>,
    files: usize,
}

impl<'a> Names<'a> {
    fn new(roots: &'a [PathBuf]) -> Self {
        Self { roots, folders: BTreeMap::new(), files: 0 }
    }

    /// The target of the file at `path`, relative to the output folder. Nested folders stay nested.
    fn of(&mut self, path: &Path) -> PathBuf {
        let below = self.roots.iter().find_map(|root| path.strip_prefix(root).ok()).unwrap_or(Path::new(""));
        let mut target = PathBuf::new();
        let mut folder = PathBuf::new();
        for part in below.parent().into_iter().flat_map(Path::components) {
            folder.push(part);
            let count = self.folders.len() + 1;
            let number = *self.folders.entry(folder.clone()).or_insert(count);
            target.push(format!("folder-{number}"));
        }
        let name = file_name(path).to_str().unwrap_or_default();
        if NAMES.contains(&name) {
            return target.join(name);
        }
        self.files += 1;
        let ending = path.extension().and_then(OsStr::to_str).map(str::to_lowercase);
        let ending =
            ending.filter(|ending| EXPORT_ENDINGS.contains(&ending.as_str())).unwrap_or_else(|| "txt".to_owned());
        target.join(format!("export-{}.{ending}", self.files))
    }
}
