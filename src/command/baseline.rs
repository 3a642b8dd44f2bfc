use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::input::Exports;
use super::judging::{Asked, Judged};
use super::output::whole;
use super::results::today;
use super::terminal::Terminal;
use super::{Status, complain, first_steps};
use crate::cli;
use crate::finding::{self, BASELINE, Baseline};
use crate::source::{Diagnostic, FileId, LoadError, Sources};

/// The baselines of a run: the one that was asked for, else that beside each charter.
#[derive(Default)]
pub(super) struct Baselines {
    named: Option<Baseline>,
    beside: BTreeMap<FileId, Baseline>,
}

impl Baselines {
    /// Loads them. What is wrong with them is returned instead: without its baseline a run would tell of everything.
    pub(super) fn load(path: Option<&Path>, exports: &Exports, sources: &mut Sources) -> Result<Self, Vec<Diagnostic>> {
        if let Some(path) = path {
            let named = read(path, sources)?;
            return named
                .map(|named| Self { named: Some(named), ..Self::default() })
                .ok_or_else(|| vec![missing(path)]);
        }
        let mut beside = BTreeMap::new();
        for (charter, file) in exports.charters() {
            if let Some(baseline) = read(&charter.with_file_name(BASELINE), sources)? {
                beside.insert(file, baseline);
            }
        }
        Ok(Self { named: None, beside })
    }

    /// The one that counts for the board that `charter` governs.
    pub(super) fn of(&self, charter: Option<FileId>) -> Option<&Baseline> {
        self.named.as_ref().or_else(|| self.beside.get(&charter?))
    }
}

fn missing(path: &Path) -> Diagnostic {
    Diagnostic::error(format!("there is no baseline {}", path.display())).note("write it: `boardlint baseline`")
}

/// The baseline in `path`; none where there is no such file.
fn read(path: &Path, sources: &mut Sources) -> Result<Option<Baseline>, Vec<Diagnostic>> {
    match sources.load(path) {
        Ok(file) => Baseline::parse(sources.get(file)).map(Some).map_err(|wrong| vec![wrong]),
        Err(LoadError { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(vec![Diagnostic::error(format!("the baseline cannot be read: {error}"))]),
    }
}

/// Writes the present findings down.
pub(super) fn run(args: &cli::Baseline, terminal: &mut Terminal) -> io::Result<Status> {
    let Some((mut asked, exports)) = Asked::new(&args.input, &args.rules, terminal)? else { return Ok(Status::Usage) };
    let mut places: BTreeMap<PathBuf, Option<Baseline>> = BTreeMap::new();
    let charters: Vec<_> = exports.charters().map(|(path, file)| (path.to_owned(), file)).collect();
    let place = |charter: Option<FileId>| {
        let (path, _) = charters.iter().find(|(_, file)| Some(*file) == charter)?;
        Some(path.with_file_name(BASELINE))
    };
    for path in args.output.iter().cloned().chain(charters.iter().map(|(path, _)| path.with_file_name(BASELINE))) {
        match read(&path, &mut asked.sources) {
            // One that cannot be understood is written anew, unless it should only lose what is gone.
            Err(wrong) if args.prune => {
                complain(&wrong, &asked.sources, terminal)?;
                return Ok(Status::Usage);
            }
            known => drop(places.insert(path, known.unwrap_or_default())),
        }
    }
    let mut teams = asked.read(exports, !args.no_progress);
    let judgement = asked.judge(&mut teams, terminal)?;
    let (judged, status) = (judgement.boards, judgement.status);
    complain(&judgement.found, &asked.sources, terminal)?;
    for unreadable in &teams.unreadable {
        complain(std::slice::from_ref(&unreadable.diagnostic), &asked.sources, terminal)?;
    }
    if status != Status::Clean {
        terminal.complain("no baseline was written: it would lack what could not be judged")?;
        return Ok(status);
    }
    let mut now: BTreeMap<PathBuf, Present> = BTreeMap::new();
    for judged in judged {
        let Some(path) = args.output.clone().or_else(|| place(judged.charter.file)) else {
            terminal.complain(
                "there is no charter to write a baseline beside: say where with -o FILE, and use it with \
                 `boardlint check --baseline FILE`",
            )?;
            return Ok(Status::Usage);
        };
        let folder = place(judged.charter.file).and_then(|path| path.parent().map(Path::to_owned));
        let part = folder.is_some_and(|folder| args.input.charter.is_none() && !holds(&args.input.paths, &folder));
        let present = now.entry(path).or_default();
        present.part |= part;
        present.add(judged, args.input.today);
    }
    for (path, present) in now {
        let known = places.get(&path).cloned().flatten();
        if args.prune && known.is_none() {
            complain(&[missing(&path)], &asked.sources, terminal)?;
            return Ok(Status::Usage);
        }
        let known = known.unwrap_or_default();
        let part = present.part;
        let next = present.next(known.clone(), args.prune);
        if let Err(error) = next.text().map_err(io::Error::other).and_then(|text| whole(&path, text.as_bytes())) {
            terminal.complain(&format!("{} cannot be written: {error}", path.display()))?;
            return Ok(Status::Usage);
        }
        let (new, gone) = (next.beyond(&known), known.beyond(&next));
        let count = next.len();
        let findings = if count == 1 { "1 finding".to_owned() } else { format!("{count} findings") };
        let path = first_steps::quote(&path.to_string_lossy());
        writeln!(terminal.out(), "{path}: {findings}, {new} of them new; {gone} no longer there")?;
        if part && !known.is_empty() {
            writeln!(terminal.out(), "nothing was taken out: this run looked at a part of what the charter governs")?;
        }
    }
    Ok(Status::Clean)
}

/// Whether one of `paths` holds the whole `folder`.
fn holds(paths: &[PathBuf], folder: &Path) -> bool {
    let real =
        |path: &Path| if path.as_os_str().is_empty() { Path::new(".").canonicalize() } else { path.canonicalize() };
    let Ok(folder) = real(folder) else { return false };
    paths.iter().any(|path| real(path).is_ok_and(|path| path.is_dir() && folder.starts_with(path)))
}

/// The findings that there are now for one baseline.
#[derive(Default)]
struct Present {
    findings: Baseline,
    /// The rules that were asked and could be judged on every board; none yet where there is no board.
    asked: Option<BTreeSet<String>>,
    /// Whether only a part of the time, or of what the charter governs, was looked at.
    part: bool,
}

impl Present {
    fn add(&mut self, judged: Judged<'_>, given: Option<Date>) {
        let Judged { board, charter, rules, outcome, .. } = judged;
        let silent = |name: &str| outcome.inconclusive.iter().any(|told| told.rule == name);
        let asked: BTreeSet<_> =
            rules.rules().iter().map(|rule| rule.name.clone()).filter(|name| !silent(name)).collect();
        self.asked = Some(match self.asked.take() {
            Some(others) => others.intersection(&asked).cloned().collect(),
            None => asked,
        });
        self.part |= !board.window.is_open();
        let kept = finding::ignore(&board, &charter, outcome.findings, today(given, &charter)).kept;
        let findings = Baseline::of(&kept, &board.calendar);
        self.findings = std::mem::take(&mut self.findings).with(findings);
    }

    /// The baseline that follows `known`. What this run could not see stays.
    fn next(self, known: Baseline, prune: bool) -> Baseline {
        let asked = self.asked.unwrap_or_default();
        let unseen = |rule: &str| self.part || !asked.contains(rule);
        let kept = known.retain(&self.findings, |rule, there| there || unseen(rule));
        if prune { kept } else { kept.with(self.findings) }
    }
}
