//! Reads the exports of a run, and assigns them to boards.

use std::collections::BTreeMap;
use std::path::Path;

use foldhash::HashSet;

use super::boards::{BoardFiles, Sorting};
use super::inputs::{Candidate, CharterId, Inputs};
use super::options::Options;
use crate::board::facts::{Facts, Tool};
use crate::charter::Charter;
use crate::export::{self, Reading, Refusal};
use crate::finding::Unreadable;
use crate::source::{Diagnostic, File, FileId};

/// The contents of a run's exports.
#[derive(Debug)]
pub struct Exports<'a> {
    pub(super) inputs: &'a Inputs,
    pub(super) options: Options,
    /// The files of each board.
    pub boards: Vec<BoardFiles<'a>>,
    /// The files that were read, in order.
    pub files: Vec<ReadFile>,
    /// Number of files found in folders that are no exports.
    pub skipped: usize,
    /// Why the last of those is no export.
    pub(super) last_skipped: Option<Diagnostic>,
    /// What could not be read.
    pub unreadable: Vec<Unreadable>,
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct ReadFile {
    /// Its id.
    pub file: FileId,
    /// Its format, in words.
    pub format: &'static str,
    /// Why it is empty, if it should list items but has none.
    pub empty: Option<&'static str>,
    /// Number of issues or cards in it.
    pub items: usize,
    /// Number of history entries or actions in it, as the tool counts them.
    pub changes: usize,
    /// Number of its records that could not be read.
    pub unreadable: usize,
    /// Assumptions that were made, and what was not understood: one sentence each.
    pub notes: Vec<String>,
}

/// Selects which exports of a run are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportPart {
    /// All of them.
    All,
    /// Those governed by these charters, sorted. They are boards of their own, independent of other files.
    Governed(Vec<CharterId>),
    /// Those that no charter governs.
    Free,
    /// Those in these files, sorted by id.
    Files(Vec<FileId>),
}

impl ExportPart {
    /// Whether the part includes the export in `file`, which `charter` governs.
    fn takes(&self, file: FileId, charter: Option<CharterId>) -> bool {
        match self {
            Self::All => true,
            Self::Governed(ids) => charter.is_some_and(|id| ids.binary_search(&id).is_ok()),
            Self::Free => charter.is_none(),
            Self::Files(ids) => ids.binary_search(&file).is_ok(),
        }
    }
}

/// Splits the exports of a run into parts. Charters are combined as long as their exports do not exceed
/// `bytes` together. The last part has the exports that no charter governs. Also returns the index of the
/// last part that has any exports.
pub(super) fn parts(inputs: &Inputs, bytes: usize) -> (Vec<ExportPart>, usize) {
    let governing = Governing::new(inputs);
    let mut sizes = vec![0; inputs.charters.len()];
    let mut has_free = false;
    for candidate in &inputs.candidates {
        match governing.charter_of(candidate) {
            Some(CharterId(place)) => sizes[place] += inputs.sources().get(candidate.file).bytes().len(),
            None => has_free = true,
        }
    }
    let mut parts: Vec<Vec<CharterId>> = Vec::new();
    let mut filled = usize::MAX;
    for (place, size) in sizes.into_iter().enumerate() {
        match parts.last_mut().filter(|_| filled.saturating_add(size) <= bytes) {
            Some(part) => {
                part.push(CharterId(place));
                filled += size;
            }
            None => {
                parts.push(vec![CharterId(place)]);
                filled = size;
            }
        }
    }
    let last = if has_free { parts.len() } else { parts.len().saturating_sub(1) };
    (parts.into_iter().map(ExportPart::Governed).chain([ExportPart::Free]).collect(), last)
}

/// Reads the exports among `inputs`. Calls `done` after each, on any thread.
///
/// # Errors
/// Errors in the rules or the options.
pub fn read<'a>(
    inputs: &'a Inputs,
    options: &Options,
    done: &(dyn Fn() + Sync),
) -> Result<Exports<'a>, Vec<Diagnostic>> {
    read_part(inputs, options, &ExportPart::All, done)
}

/// Reads a part of the exports among `inputs`, so that many boards need not be in memory at once. Inputs that
/// could not be opened are reported with the part that no charter governs.
///
/// # Errors
/// Errors in the rules or the options.
pub fn read_part<'a>(
    inputs: &'a Inputs,
    options: &Options,
    part: &ExportPart,
    done: &(dyn Fn() + Sync),
) -> Result<Exports<'a>, Vec<Diagnostic>> {
    let mistakes = inputs.mistakes(options);
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let governing = Governing::new(inputs);
    let governed = inputs.candidates.iter().map(|candidate| (candidate, governing.charter_of(candidate)));
    let taken: Vec<_> = governed.filter(|(candidate, charter)| part.takes(candidate.file, *charter)).collect();
    let used: HashSet<CharterId> = taken.iter().filter_map(|(_, charter)| *charter).collect();
    let parsed = |place| {
        if !used.contains(&CharterId(place)) {
            return (Charter::default(), Vec::new());
        }
        let (charter, found) = inputs.parse_charter(CharterId(place));
        (options.appoint(charter), found)
    };
    let charters: Vec<(Charter, Vec<Diagnostic>)> = (0..inputs.charters.len()).map(parsed).collect();
    let contexts: Vec<_> = taken
        .into_iter()
        .map(|(candidate, charter)| {
            (candidate, charter, options.context(charter.map(|CharterId(place)| &charters[place].0)))
        })
        .collect();
    let texts: Vec<_> =
        contexts.iter().map(|(candidate, _, context)| (inputs.sources().get(candidate.file), context)).collect();
    let once = matches!(part, ExportPart::All | ExportPart::Free);
    let mut exports = Exports {
        inputs,
        options: options.clone(),
        boards: Vec::new(),
        files: Vec::new(),
        skipped: if once { inputs.skipped } else { 0 },
        last_skipped: None,
        unreadable: if once { inputs.unreadable.clone() } else { Vec::new() },
    };
    let mut sorting = Sorting::default();
    for (result, (candidate, charter, _)) in export::read_all(&texts, done).into_iter().zip(&contexts) {
        let file = inputs.sources().get(candidate.file);
        if let Some(facts) = exports.take(file, candidate.named, result) {
            sorting.add(candidate.folder.clone(), *charter, facts);
        }
    }
    let (boards, unused) = sorting.into_boards(&charters, &options.appoint(Charter::default()));
    exports.boards = boards;
    // If there is no board at all, a more general reason is reported.
    let unused: HashSet<FileId> = unused.into_iter().filter(|_| !exports.boards.is_empty()).collect();
    for read in exports.files.iter_mut().filter(|read| unused.contains(&read.file)) {
        read.notes.push("it explains nothing on the boards beside it and was not used".to_owned());
    }
    Ok(exports)
}

impl<'a> Exports<'a> {
    /// Records the result of reading `file`, and returns its contents if it is an export.
    fn take(&mut self, file: &File, named: bool, result: Result<Reading<'a>, Refusal>) -> Option<Facts<'a>> {
        let unreadable = |diagnostic| Unreadable::new(file.name(), file.input(), diagnostic);
        match result {
            Ok(Reading { format, facts, damaged, notes }) => {
                let is_item = |bare: bool| !bare || facts.tool == Tool::Trello;
                self.files.push(ReadFile {
                    file: file.id(),
                    format,
                    empty: facts.empty.then(|| why_empty(&facts)),
                    items: facts.items.iter().filter(|item| is_item(item.bare)).count(),
                    changes: facts.entries,
                    unreadable: damaged.count(),
                    notes,
                });
                let more = damaged.count() - damaged.len();
                self.unreadable.extend(damaged.into_listed().into_iter().map(unreadable));
                if more > 0 {
                    let rest = format!("{more} more records of this file could not be read, either");
                    let advice = "mend what is told first, or export the board again";
                    self.unreadable.push(unreadable(Diagnostic::error(rest).note(advice)));
                }
                return Some(facts);
            }
            Err(Refusal::Unknown(diagnostic)) if !named => {
                self.skipped += 1;
                self.last_skipped = Some(diagnostic);
            }
            Err(Refusal::Unknown(diagnostic) | Refusal::Damaged(diagnostic)) => {
                self.unreadable.push(unreadable(diagnostic));
            }
        }
        None
    }

    /// Why there is nothing to judge; `None` if there is something, or a file was unreadable.
    pub fn no_export(&self) -> Option<String> {
        if self.has_items() || !self.unreadable.is_empty() {
            return None;
        }
        Some(why_no_export(self.inputs, &self.files, self.skipped, self.last_skipped.as_ref()))
    }

    /// Whether there is anything to judge.
    pub(super) fn has_items(&self) -> bool {
        self.boards.iter().flat_map(|board| &board.facts).any(Facts::has_items)
    }
}

/// Why there is nothing to judge. `files` were read; `skipped` is the number of files that are no exports,
/// and `last_skipped` the reason for the last one.
pub(super) fn why_no_export(
    inputs: &Inputs,
    files: &[ReadFile],
    skipped: usize,
    last_skipped: Option<&Diagnostic>,
) -> String {
    if let Some(why) = files.iter().find_map(|file| file.empty) {
        return why.to_owned();
    }
    if let (true, 1, Some(last_skipped)) = (files.is_empty(), skipped, last_skipped) {
        return format!("no export found ({}): {}", last_skipped.message, last_skipped.notes.join("; "));
    }
    let why = match (files.len(), skipped) {
        (0, 0) if inputs.has_excluded => "every file was excluded".to_owned(),
        (0, 0) => "there is no file".to_owned(),
        (0, 1) => "the one file is none".to_owned(),
        (0, skipped) => format!("{skipped} files are none"),
        _ => {
            let mut formats: Vec<_> = files.iter().map(|file| file.format).collect();
            formats.dedup();
            let read = formats.join(", ");
            return format!("no export found: {read} hold no issues of their own; give the issues they belong to, too");
        }
    };
    format!("no export found ({why}): give the file that Jira or Trello exported, or its folder")
}

/// Why a file with these facts has no items.
fn why_empty(facts: &Facts<'_>) -> &'static str {
    match facts.tool {
        Tool::Trello => "the board has no cards: there is nothing to judge yet",
        Tool::Jira if facts.found.is_some_and(|found| found > 0) => {
            "the search found issues, and this page holds none of them: fetch it again with `startAt=0&maxResults=100`"
        }
        Tool::Jira => "the search found no issues: look at its JQL, and whether you were logged in and may see them",
    }
}

/// Finds the charter that governs a folder.
pub(super) struct Governing<'a> {
    pub(super) folders: BTreeMap<&'a Path, CharterId>,
    pub(super) everything: Option<CharterId>,
}

impl<'a> Governing<'a> {
    pub(super) fn new(inputs: &'a Inputs) -> Self {
        let mut governing = Self { folders: BTreeMap::new(), everything: None };
        for (place, charter) in inputs.charters.iter().enumerate() {
            match &charter.folder {
                Some(folder) => drop(governing.folders.insert(folder, CharterId(place))),
                None => governing.everything = Some(CharterId(place)),
            }
        }
        governing
    }

    /// The charter of the nearest folder, else the one for everything.
    pub(super) fn charter_of(&self, candidate: &Candidate) -> Option<CharterId> {
        let mut folders = candidate.folder.iter().flat_map(|folder| folder.ancestors());
        folders.find_map(|folder| self.folders.get(folder)).copied().or(self.everything)
    }
}
