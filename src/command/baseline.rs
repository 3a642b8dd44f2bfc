//! `boardlint baseline`: writes the present findings to a file. It also finds that file for `check`.

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

/// Adds the baseline at `path` to the texts of a run, or, without a path, those beside its charters. A
/// baseline with mistakes is an error: without it the run would report all findings.
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

/// The bytes of the baseline at `path`; `None` if there is no such file.
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

/// Parses the baseline at `path` and adds its text to `sources`; `None` if there is no such file.
fn parse(path: &Path, sources: &mut Sources) -> Result<Option<Baseline>, Diagnostic> {
    let Some(text) = read(path)? else { return Ok(None) };
    let file = sources.add(display(path), text);
    Baseline::parse(sources.get(file)).map(Some)
}

/// Writes the present findings to baselines.
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
        // Either all baselines are pruned or none.
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

/// The existing baselines by path; `None` for a path without one. A baseline with mistakes is replaced. With
/// `--prune` it is an error, because then entries may only be removed.
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

/// The findings of a run, grouped by the baseline that they are written to.
#[derive(Default)]
struct Gathered {
    now: BTreeMap<PathBuf, Present>,
    /// Whether a board has no charter, so that there is no place for its baseline.
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

    /// Errors for the baselines that are not `known` and so cannot be pruned.
    fn missing(&self, known: &BTreeMap<PathBuf, Option<Baseline>>) -> Vec<Diagnostic> {
        let without = self.now.keys().filter(|path| known.get(*path).is_none_or(Option::is_none));
        without.map(|path| missing(path).note("write it first: leave `--prune` out")).collect()
    }

    /// Removes the baselines whose boards are incomplete because of a file in `unreadable`, and returns their
    /// paths. Such a file counts for the board of the charter that governs it.
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

/// The path of the baseline for the boards of `charter`.
fn beside(texts: &Texts, charter: FileId) -> Option<PathBuf> {
    let charter = texts.inputs.charter_with(charter)?;
    let (path, _) = texts.charters.iter().find(|(_, id)| *id == charter)?;
    Some(path.with_file_name(BASELINE))
}

/// Writes the `present` findings to `path`, or to standard output if it is `-`. `before` is the old baseline.
/// Reports the number of findings, or why the file cannot be written. Returns whether it was written.
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

/// Whether one of `paths` contains the whole `folder`.
fn holds(paths: &[PathBuf], folder: &Path) -> bool {
    let Ok(folder) = real_folder(folder) else { return false };
    paths.iter().any(|path| real_folder(path).is_ok_and(|path| path.is_dir() && folder.starts_with(path)))
}
