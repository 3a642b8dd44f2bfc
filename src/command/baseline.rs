//! `boardlint baseline`: writes the present findings down; and where `check` finds what was written.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use super::files::{self, display, reason};
use super::first_steps;
use super::options::options;
use super::real_path::{RealPath, real_folder};
use super::status::Status;
use super::terminal::{Terminal, complain};
use super::texts::{Texts, nearest_charter};
use super::write_file;
use crate::charter::FILE_NAME;
use crate::cli;
use crate::finding::{BASELINE, Baseline, Unreadable};
use crate::lint::{Outcome, Present};
use crate::source::{Bytes, Diagnostic, FileId, Sources};
use crate::wording::many;

/// Adds the baseline at `path` to the texts of a run, or where none was asked for those beside its charters. One that is
/// wrong is an error: without its baseline a run would tell of everything.
pub(super) fn add(path: Option<&Path>, texts: &mut Texts) -> Result<(), Diagnostic> {
    if let Some(path) = path {
        let write = format!("write it: `boardlint baseline -o {}`", first_steps::quote(&path.to_string_lossy()));
        let text = read(path)?.ok_or_else(|| missing(path).note(write))?;
        texts.read.push(RealPath::of(path));
        return texts.inputs.add_baseline(None, display(path), text);
    }
    for (charter, id) in texts.charters.clone() {
        let path = charter.with_file_name(BASELINE);
        if let Some(text) = read(&path)? {
            texts.inputs.add_baseline(Some(id), display(&path), text)?;
            texts.read.push(RealPath::of(&path));
        }
    }
    Ok(())
}

fn missing(path: &Path) -> Diagnostic {
    Diagnostic::error(format!("there is no baseline {}", path.display()))
}

/// The bytes of the baseline at `path`; none where there is no such file.
fn read(path: &Path) -> Result<Option<Bytes>, Diagnostic> {
    match files::read(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let reason = reason(&error);
            Err(Diagnostic::error(format!("the baseline cannot be read: {}: {reason}", path.display())))
        }
    }
}

/// The baseline at `path`, whose text is added to `sources`; none where there is no such file.
fn parse(path: &Path, sources: &mut Sources) -> Result<Option<Baseline>, Diagnostic> {
    let Some(text) = read(path)? else { return Ok(None) };
    let file = sources.add(display(path), text);
    Baseline::parse(sources.get(file)).map(Some)
}

/// Writes the present findings down.
pub(super) fn run(args: &cli::Baseline, terminal: &mut Terminal) -> io::Result<Status> {
    let options = options(&args.judged, None);
    let Some(texts) = Texts::load(&args.judged, &options, terminal)? else { return Ok(Status::Usage) };
    let mut sources = Sources::new();
    let known = match known(args, &texts, &mut sources) {
        Ok(known) => known,
        Err(wrong) => {
            complain(&[wrong], &sources, terminal)?;
            return Ok(Status::Usage);
        }
    };
    let mut gathered = Gathered::default();
    let add = |outcome: &Outcome<'_>| gathered.add(args, &texts, outcome);
    let Some(linted) = texts.lint_in_parts(&options, !args.no_progress, terminal, |_| false, add)? else {
        return Ok(Status::Usage);
    };
    if let Some(why) = &linted.no_export {
        terminal.complain(why)?;
    }
    complain(&linted.diagnostics, texts.inputs.sources(), terminal)?;
    for unreadable in &linted.unreadable {
        complain(&[unreadable.with_path()], texts.inputs.sources(), terminal)?;
    }
    let mut status = Status::of_inputs(&linted);
    let incomplete = gathered.take_incomplete(&linted.unreadable);
    if status != Status::Clean && (args.output.is_some() || gathered.now.is_empty()) {
        terminal.complain("no baseline was written: it would lack what could not be judged")?;
        return Ok(status);
    }
    if gathered.is_homeless && args.output.is_none() {
        terminal.complain(
            "there is no charter to write a baseline beside: say where with -o FILE, and use it with \
             `boardlint check --baseline FILE`",
        )?;
        if gathered.now.is_empty() {
            return Ok(Status::Usage);
        }
        status = Status::Usage;
    }
    for path in incomplete {
        let path = path.display();
        terminal.complain(&format!("{path} was not written: it would lack what could not be read"))?;
    }
    let missing = if args.prune { gathered.missing(&known) } else { Vec::new() };
    if !missing.is_empty() {
        // Of several baselines all are pruned or none is.
        complain(&missing, &sources, terminal)?;
        return Ok(Status::Usage);
    }
    let kept = texts.kept(&linted);
    for (path, present) in gathered.now {
        let before = known.get(&path).cloned().flatten();
        if !write(&path, present, before.unwrap_or_default(), args.prune, &kept, terminal)? {
            return Ok(Status::Usage);
        }
    }
    Ok(status)
}

/// The baselines that are there, by their paths; none at a path where there is none. One that cannot be understood is written anew,
/// unless it should only lose what is gone: then it is an error.
fn known(
    args: &cli::Baseline,
    texts: &Texts,
    sources: &mut Sources,
) -> Result<BTreeMap<PathBuf, Option<Baseline>>, Diagnostic> {
    let beside = texts.charters.iter().map(|(path, _)| path.with_file_name(BASELINE));
    let mut known = BTreeMap::new();
    for path in args.output.iter().cloned().chain(beside) {
        let baseline = match parse(&path, sources) {
            Err(wrong) if args.prune => return Err(wrong),
            baseline => baseline.unwrap_or_default(),
        };
        known.insert(path, baseline);
    }
    Ok(known)
}

/// The findings of a run, by the baselines that they are written into.
#[derive(Default)]
struct Gathered {
    now: BTreeMap<PathBuf, Present>,
    /// Whether a board has no charter to write a baseline beside.
    is_homeless: bool,
}

impl Gathered {
    fn add(&mut self, args: &cli::Baseline, texts: &Texts, outcome: &Outcome<'_>) {
        if outcome.left_out.is_some() {
            return;
        }
        let beside = outcome.board.charter.file.and_then(|charter| beside(texts, charter));
        let Some(path) = args.output.clone().or_else(|| beside.clone()) else {
            self.is_homeless = true;
            return;
        };
        let folder = beside.as_deref().and_then(Path::parent);
        let present = self.now.entry(path).or_default();
        present.part |=
            args.judged.input.charter.is_none() && folder.is_some_and(|it| !holds(&args.judged.input.paths, it));
        present.add(outcome);
    }

    /// Which baselines are not among those that are `known`, and so cannot be pruned.
    fn missing(&self, known: &BTreeMap<PathBuf, Option<Baseline>>) -> Vec<Diagnostic> {
        let without = self.now.keys().filter(|path| known.get(*path).is_none_or(Option::is_none));
        without.map(|path| missing(path).note("write it first: leave `--prune` out")).collect()
    }

    /// Takes out those whose boards lack what is `unreadable`: it is missing from the board of the charter that governs it. Their
    /// paths.
    fn take_incomplete(&mut self, unreadable: &[Unreadable]) -> Vec<PathBuf> {
        let damaged = unreadable.iter().filter_map(|file| nearest_charter(Path::new(&file.path).parent()?));
        let damaged: BTreeSet<PathBuf> = damaged.filter_map(|(_, charter)| charter.canonicalize().ok()).collect();
        let is_incomplete =
            |path: &Path| path.with_file_name(FILE_NAME).canonicalize().is_ok_and(|charter| damaged.contains(&charter));
        let incomplete: Vec<PathBuf> = self.now.keys().filter(|path| is_incomplete(path)).cloned().collect();
        self.now.retain(|path, _| !incomplete.contains(path));
        incomplete
    }
}

/// Where the baseline of the boards of `charter` lies.
fn beside(texts: &Texts, charter: FileId) -> Option<PathBuf> {
    let charter = texts.inputs.charter_with(charter)?;
    let (path, _) = texts.charters.iter().find(|(_, id)| *id == charter)?;
    Some(path.with_file_name(BASELINE))
}

/// Writes what is `present` to `path`, where `before` was, and says how many findings that are, or that the file cannot be written; or
/// to the output, for `-`. Whether it was written.
fn write(
    path: &Path,
    present: Present,
    before: Baseline,
    prune: bool,
    kept: &[RealPath],
    terminal: &mut Terminal,
) -> io::Result<bool> {
    let part = present.part;
    let next = present.next(before.clone(), prune);
    let text = next.text().map_err(io::Error::other)?;
    if path.as_os_str() == "-" {
        terminal.out().write_all(text.as_bytes())?;
        terminal.out().flush()?;
        return Ok(true);
    }
    if let Err(error) = write_file::whole(path, text.as_bytes(), kept) {
        terminal.complain(&format!("{} cannot be written: {}", path.display(), reason(&error)))?;
        return Ok(false);
    }
    let (new, gone) = (next.beyond(&before), before.beyond(&next));
    let findings = many(next.len(), "finding");
    let path = first_steps::quote(&path.to_string_lossy());
    writeln!(terminal.out(), "{path}: {findings}, {new} of them new; {gone} no longer there")?;
    if part && !before.is_empty() {
        writeln!(terminal.out(), "nothing was taken out: this run looked at a part of what the charter governs")?;
    }
    Ok(true)
}

/// Whether one of `paths` holds the whole `folder`.
fn holds(paths: &[PathBuf], folder: &Path) -> bool {
    let Ok(folder) = real_folder(folder) else { return false };
    paths.iter().any(|path| real_folder(path).is_ok_and(|path| path.is_dir() && folder.starts_with(path)))
}
