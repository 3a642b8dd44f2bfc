//! `boardlint anonymise`: writes exports without what is anybody's own.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::hash::{BuildHasher as _, RandomState};
use std::io;
use std::path::{Path, PathBuf};

use super::files::{self, display, reason};
use super::real_path::RealPath;
use super::status::Status;
use super::terminal::Terminal;
use super::texts::Texts;
use super::write_file::whole;
use crate::anonymise::{Original, anonymise};
use crate::charter::{FILE_NAME, Level, Word as _, extended, extends};
use crate::cli;
use crate::rule::field::Field;
use crate::rule::value::Type;
use crate::rule::vocabulary;
use crate::source::{Bytes, Sources};

/// Endings that exports have.
const ENDINGS: [&str; 6] = ["json", "jsonl", "ndjson", "csv", "tsv", "xml"];
/// Names that tools give to files: nobody's own.
const NAMES: [&str; 3] = [FILE_NAME, "entities.xml", "activeobjects.xml"];

/// What to do with what was written.
const ADVICE: &str = "names, texts, addresses and ids are replaced; times, numbers of up to four digits and words that \
    trackers use are\nkept: look through it before you show it to anybody";

/// Writes what was named without names, texts, addresses and ids.
pub(super) fn run(args: &cli::Anonymise, terminal: &mut Terminal) -> io::Result<Status> {
    let texts = Texts::without_charters(&args.paths, None);
    let mut charters = charters(texts.exports(), &args.paths);
    let bases: BTreeMap<PathBuf, PathBuf> =
        charters.iter().filter_map(|(path, bytes)| Some((path.clone(), base(path, bytes.clone())?))).collect();
    let shared: BTreeSet<&PathBuf> = bases.values().filter(|path| !bases.contains_key(*path)).collect();
    charters.extend(shared.into_iter().filter_map(|path| Some((path.clone(), files::read(path).ok()?))));
    let mut read = texts.every();
    read.extend(charters.iter().map(|(path, _)| RealPath::of(path)));
    let mut status = Status::Clean;
    for unread in texts.inputs.unreadable() {
        terminal.complain(&format!("{}: {}", unread.path, unread.diagnostic.message))?;
        status = Status::Unreadable;
    }
    let exports = texts.inputs.sources().iter().map(|file| {
        let path = texts.path(file).map_or_else(|| PathBuf::from("export"), Path::to_path_buf);
        // Of what is in a package, the name that it has there.
        let path = file.entry().map_or(path.clone(), |entry| path.with_file_name(file_name(Path::new(entry))));
        (path, file.bytes())
    });
    let parts: Vec<(PathBuf, &[u8])> =
        exports.chain(charters.iter().map(|(path, bytes)| (path.clone(), &**bytes))).collect();
    let names: Vec<_> = parts.iter().map(|(path, _)| path.to_string_lossy().into_owned()).collect();
    let originals: Vec<_> =
        names.iter().zip(&parts).map(|(name, (_, bytes))| Original { name: name.as_str(), bytes }).collect();
    let seed = args.seed.unwrap_or_else(|| RandomState::new().hash_one(0));
    let done = anonymise(&originals, rule_words(), seed);
    let mut written = Vec::new();
    for ((path, _), text) in parts.iter().zip(done) {
        match text {
            Some(text) => written.push((path, text)),
            None if args.paths.contains(path) => {
                let name = display(path);
                terminal
                    .complain(&format!("{name}: this is neither JSON nor XML nor CSV: what is in it is not known"))?;
                status = Status::Unreadable;
            }
            None => {}
        }
    }
    let alone = written.len() == 1 && !args.output.is_dir() && !args.paths.iter().any(|path| path.is_dir());
    if args.output.as_os_str() == "-" {
        let [(_, text)] = written.as_slice() else {
            terminal.complain("only one file goes to standard output: name a folder with -o")?;
            return Ok(Status::Usage);
        };
        terminal.out().write_all(text.as_bytes())?;
        terminal.out().flush()?;
        writeln!(terminal.err(), "{ADVICE}")?;
        return Ok(status);
    }
    let mut names = Names::new(&args.paths);
    let mut count = 0;
    // Where the files go that charters extend: there the charters look for them.
    let mut places: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    for (path, text) in &written {
        let target = match places.get(*path) {
            Some(place) if place.starts_with(&args.output) => place.clone(),
            Some(_) => {
                let name = display(path);
                terminal.complain(&format!("{name}: a charter extends it, and it is in no folder that is named"))?;
                status = Status::Usage;
                continue;
            }
            None if alone => args.output.clone(),
            None => args.output.join(names.of(path)),
        };
        if let (Some(base_before), Some(base_now)) = (bases.get(*path), base(&target, text.clone().into())) {
            places.insert(base_before.clone(), base_now);
        }
        match create_folder(&target).and_then(|()| whole(&target, text.as_bytes(), &read)) {
            Ok(()) => {
                count += 1;
                writeln!(terminal.out(), "wrote {}", crate::report::encode::terminal(&display(&target)))?;
            }
            Err(error) => {
                terminal.complain(&format!("cannot write {}: {}", target.display(), reason(&error)))?;
                status = Status::Usage;
            }
        }
    }
    if written.is_empty() {
        terminal.complain("nothing was written: there is no JSON, XML or CSV")?;
        return Ok(Status::Unreadable);
    }
    if count > 0 {
        writeln!(terminal.out(), "{ADVICE}")?;
    }
    Ok(status)
}

/// The charters beside the exports that were read, and in the folders that were named. Without one nobody can see what the
/// team saw. Where a file was named it goes alone.
fn charters<'p>(read: impl Iterator<Item = &'p Path>, named: &'p [PathBuf]) -> Vec<(PathBuf, Bytes)> {
    let alone: BTreeSet<&Path> = named.iter().map(PathBuf::as_path).collect();
    let beside = read.filter(|path| !alone.contains(path)).filter_map(Path::parent);
    let folders: BTreeSet<&Path> =
        beside.chain(named.iter().filter(|path| path.is_dir()).map(PathBuf::as_path)).collect();
    let paths = folders.into_iter().map(|folder| folder.join(FILE_NAME));
    paths.filter_map(|path| files::read(&path).ok().map(|bytes| (path, bytes))).collect()
}

/// Where the file is that the charter at `path` extends.
fn base(path: &Path, charter: Bytes) -> Option<PathBuf> {
    let mut sources = Sources::new();
    let file = sources.add(FILE_NAME, charter);
    Some(extended(path, &extends(sources.get(file))?.text))
}

/// What may stand where a charter sets a rule, whoever wrote it.
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

/// What the written files are called: people name boards, files and folders.
struct Names<'a> {
    roots: &'a [PathBuf],
    folders: BTreeMap<PathBuf, usize>,
    files: usize,
}

impl<'a> Names<'a> {
    fn new(roots: &'a [PathBuf]) -> Self {
        Self { roots, folders: BTreeMap::new(), files: 0 }
    }

    /// Where the file at `path` goes, below the folder that is written into: folders stay inside one another.
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
        let ending = ending.filter(|ending| ENDINGS.contains(&ending.as_str())).unwrap_or_else(|| "txt".to_owned());
        target.join(format!("export-{}.{ending}", self.files))
    }
}
