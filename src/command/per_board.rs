//! `boardlint report --per-board DIR`: a page for each board and an index of them. One board after the other
//! is read, judged and written, so that a thousand boards need no more memory than the largest of them.
//! Boards without a charter are read together.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use super::files::{display, reason};
use super::options::{options, time};
use super::real_path::RealPath;
use super::report_names::{names, spoken, spoken_of};
use super::status::Status;
use super::terminal::{Terminal, complain, complain_as};
use super::texts::Texts;
use super::write_file::whole;
use crate::cli::{self, FailOn};
use crate::finding::Unreadable;
use crate::lint::{self, ExportPart, FleetSummary, Linted, Options, places_of_namesakes};
use crate::report::{Display, Format, IndexEntry, Names, PageAmong, Run, SprintBefore, index, missing_files};
use crate::source::{Diagnostic, Label};
use crate::wording::many;

/// The file of the index.
const INDEX: &str = "index.html";
/// Maximum length of the file name of a page, in characters.
const NAME: usize = 60;

/// Writes the pages and the index into `folder`.
pub(super) fn run(args: &cli::Report, folder: &Path, terminal: &mut Terminal) -> io::Result<Status> {
    let options = options(&args.judged, Some(FailOn::Never));
    let Some(mut texts) = Texts::load(&args.judged, &options, terminal)? else { return Ok(Status::Usage) };
    texts.limit_findings(args.max_findings);
    let mut pages = Pages::new(args, &texts, folder);
    let parts = texts.charters.iter().map(|(_, id)| ExportPart::Governed(vec![*id])).chain([ExportPart::Free]);
    let mut nothing = None;
    let mut files = Vec::new();
    for part in parts {
        let mut exports = match lint::read_part(&texts.inputs, &options, &part, &|| {}) {
            Ok(exports) => exports,
            Err(wrong) => {
                complain(&wrong, texts.inputs.sources(), terminal)?;
                return Ok(Status::Usage);
            }
        };
        if let (Some(why), true) = (exports.no_export(), part == ExportPart::Free) {
            nothing = Some(why);
        }
        pages.tell_unreadable(std::mem::take(&mut exports.unreadable), terminal)?;
        files.append(&mut exports.files);
        let mut failed = None;
        exports.lint_apart(|linted| {
            if failed.is_some() {
                return;
            }
            let before = SprintBefore::judge(&texts.inputs, &options, &linted);
            failed = pages.add(&linted, before.as_ref(), terminal).err();
        });
        if let Some(error) = failed {
            return Err(error);
        }
    }
    let missing = lint::without_export(&texts.inputs, &files, &pages.unreadable);
    pages.tell_unreadable(missing, terminal)?;
    for (charter, found) in lint::charters_without_board(&texts.inputs, &files) {
        pages.tell(&found, Status::Usage, &spoken_of(args, &charter), terminal)?;
    }
    if pages.entries.is_empty() {
        if let Some(nothing) = nothing {
            terminal.complain(&nothing)?;
        }
        writeln!(terminal.out(), "{}", pages.summary.finish(&texts.inputs, &options).last_line())?;
        return Ok(pages.status.and(Status::Unreadable));
    }
    pages.finish(&options, terminal)
}

/// What has been written so far.
struct Pages<'r> {
    args: &'r cli::Report,
    texts: &'r Texts,
    folder: &'r Path,
    /// Files that must not be overwritten.
    kept: Vec<RealPath>,
    entries: Vec<IndexEntry>,
    /// The path of each entry.
    paths: Vec<String>,
    summary: FleetSummary,
    /// The file names that are already used.
    taken: BTreeSet<String>,
    /// The next number for boards with the same name, by name.
    next: BTreeMap<String, usize>,
    /// The diagnostics that were already printed.
    reported: BTreeSet<(Vec<Label>, String)>,
    /// What could not be read.
    unreadable: Vec<Unreadable>,
    status: Status,
}

impl<'r> Pages<'r> {
    fn new(args: &'r cli::Report, texts: &'r Texts, folder: &'r Path) -> Self {
        Self {
            args,
            texts,
            folder,
            kept: texts.every(),
            entries: Vec::new(),
            paths: Vec::new(),
            summary: FleetSummary::default(),
            taken: BTreeSet::from([INDEX.to_owned()]),
            next: BTreeMap::new(),
            reported: BTreeSet::new(),
            unreadable: Vec::new(),
            status: Status::Clean,
        }
    }

    /// Prints the diagnostics that were not printed yet. If there are any, the run ends with `status`.
    fn tell(&mut self, found: &[Diagnostic], status: Status, names: &Names, terminal: &mut Terminal) -> io::Result<()> {
        if !found.is_empty() {
            self.status = self.status.and(status);
        }
        let new = found.iter().filter(|it| self.reported.insert((it.labels.clone(), it.message.clone())));
        complain_as(&new.cloned().collect::<Vec<_>>(), self.texts.inputs.sources(), names, terminal)
    }

    /// Prints what could not be read. The index lists it too.
    fn tell_unreadable(&mut self, mut unreadable: Vec<Unreadable>, terminal: &mut Terminal) -> io::Result<()> {
        let found: Vec<Diagnostic> = unreadable.iter().map(Unreadable::with_path).collect();
        self.unreadable.append(&mut unreadable);
        self.tell(&found, Status::Unreadable, &Names::real(), terminal)
    }

    /// Writes the page of the only board of a run, compared with the state at the end of the sprint before.
    fn add(
        &mut self,
        linted: &Linted<'_>,
        before: Option<&SprintBefore<'_>>,
        terminal: &mut Terminal,
    ) -> io::Result<()> {
        let names = names(self.args, linted, before);
        let real = Names::real();
        let spoken = spoken(self.args, &names, &real);
        self.tell(&linted.diagnostics, Status::Clean, spoken, terminal)?;
        self.tell(&linted.idle_ignores, Status::Clean, spoken, terminal)?;
        self.status = self.status.and(Status::of_inputs(linted));
        let judged = linted.boards.first();
        let left_out = linted.left_out.first();
        let Some(board) = judged.or(left_out.map(|left_out| &left_out.board)) else { return Ok(()) };
        let file = board.charter.file.or(board.files.first().copied());
        let path = file.map(|file| self.texts.inputs.sources().get(file).input().to_owned()).unwrap_or_default();
        // The folder of the exports: that of their charter, or one with a name of its own.
        let place = path.rsplit_once('/').map(|(folder, _)| folder.to_owned()).unwrap_or_default();
        self.paths.push(path);
        // The board has a line of its own, so its name is removed from the reason.
        let lead = format!("{}: ", board.board.name);
        let why = left_out.map(|left_out| left_out.why.strip_prefix(&lead).unwrap_or(&left_out.why));
        let mut entry = IndexEntry {
            name: names.text(&board.board.name).into_owned(),
            place: String::new(),
            page: None,
            numbers: linted.summary.clone(),
            why: why.map(|why| names.text(why).into_owned()).unwrap_or_default(),
        };
        if judged.is_some() {
            let page = self.file_name(&entry.name);
            let (no_titles, private) = (self.args.no_titles, self.args.private);
            let display = Display { no_titles, private, ..Display::default() };
            let here = std::env::current_dir().ok();
            let run = Run {
                here: here.as_deref(),
                time: Some(time()),
                before,
                among: Some(PageAmong { index: INDEX, place: &place }),
                ..Run::new(&self.texts.inputs, linted, &names, display)
            };
            let path = self.folder.join(&page);
            if let Err(error) = Format::HTML.bytes(&run).and_then(|bytes| whole(&path, &bytes, &self.kept)) {
                terminal.complain(&format!("cannot write {}: {}", path.display(), reason(&error)))?;
                self.status = self.status.and(Status::Usage);
            }
            entry.page = Some(page);
        }
        self.summary.add(linted);
        self.entries.push(entry);
        Ok(())
    }

    /// A file name for the page of a board that no other page has.
    fn file_name(&mut self, board: &str) -> String {
        let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
        let mut name: String = board.to_lowercase().chars().map(plain).take(NAME).collect();
        while name.contains("--") {
            name = name.replace("--", "-");
        }
        let name = match name.trim_matches('-') {
            "" => "board",
            name => name,
        };
        // Numbers that boards with the same name have used are not tried again.
        let next = self.next.entry(name.to_owned()).or_insert(1);
        loop {
            let page = if *next == 1 { format!("{name}.html") } else { format!("{name}-{next}.html") };
            *next += 1;
            if self.taken.insert(page.clone()) {
                return page;
            }
        }
    }

    /// Writes the index and the closing lines.
    fn finish(mut self, options: &Options, terminal: &mut Terminal) -> io::Result<Status> {
        let names: Vec<&str> = self.entries.iter().map(|entry| entry.name.as_str()).collect();
        let places = places_of_namesakes(&names, |place| self.paths[place].clone());
        self.entries.iter_mut().zip(places).for_each(|(entry, place)| entry.place = place.unwrap_or_default());
        let left_out = self.entries.iter().filter(|entry| entry.page.is_none()).count();
        let pages = self.entries.len() - left_out;
        let summary = self.summary.finish(&self.texts.inputs, options);
        let path = self.folder.join(INDEX);
        let unreadable = missing_files(&self.unreadable, self.args.private);
        if let Err(error) =
            index(&mut self.entries, &summary, &unreadable).and_then(|bytes| whole(&path, &bytes, &self.kept))
        {
            terminal.complain(&format!("cannot write {}: {}", path.display(), reason(&error)))?;
            self.status = self.status.and(Status::Usage);
        } else {
            let (pages, path) = (many(pages, "page"), crate::report::encode::terminal(&display(&path)));
            writeln!(terminal.out(), "wrote {pages} and {path}, which leads to them")?;
        }
        if left_out > 0 {
            writeln!(terminal.out(), "left out: {}", many(left_out, "board"))?;
        }
        writeln!(terminal.out(), "{}", summary.last_line())?;
        Ok(self.status)
    }
}
