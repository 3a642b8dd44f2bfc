//! Charters and named folders of a run that have no export. If other boards are judged, such a team would
//! otherwise be missing without notice. Source: docs/teams.md.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::{Path, PathBuf};

use foldhash::{HashMap, HashSet};

use super::inputs::{CharterId, Inputs};
use super::read::{Governing, ReadFile};
use crate::charter::{self, Charter, FILE_NAME};
use crate::finding::Unreadable;
use crate::source::{Diagnostic, FileId};

/// Charters, folders and files of a run without a board, although other `files` were read. Those already
/// reported in `unreadable` are left out. A charter that others extend, or that is in a folder above another,
/// needs no board.
pub fn without_export(inputs: &Inputs, files: &[ReadFile], unreadable: &[Unreadable]) -> Vec<Unreadable> {
    // If nothing is judged at all, the run itself says why.
    if !files.iter().any(|read| read.items > 0) {
        return Vec::new();
    }
    let read = Read::new(inputs, files);
    let mut reported: BTreeSet<&Path> = unreadable.iter().map(|file| Path::new(file.input.as_str())).collect();
    let mut found = Vec::new();
    let is_reported = |charter: &CharterId| {
        let folder = Path::new(inputs.charter_file(*charter).name()).parent();
        folder.is_some_and(|folder| lies_in(&reported, folder))
    };
    // A charter named by the user governs everything, and the run reports that there is nothing.
    let governs_folder = |charter: &CharterId| inputs.charters[charter.0].folder.is_some();
    let idle: Vec<_> =
        read.idle_charters().into_iter().filter(|charter| governs_folder(charter) && !is_reported(charter)).collect();
    for charter in idle {
        let name = inputs.charter_file(charter).name();
        reported.insert(Path::new(name));
        let advice = "export the board into its folder, or take the charter away where the team is gone";
        let message = "this charter governs no export that can be read";
        found.push(missing(name, message, read.empty_charters.get(&charter).copied(), advice));
    }
    for name in &inputs.named_folders {
        // Paths in the current folder do not begin with its name.
        let folder = Path::new(if name == "." { "" } else { name.as_str() });
        if !lies_in(&read.useful, folder) && !lies_in(&reported, folder) {
            let empty =
                read.empty_files.range::<Path, _>(from(folder)).next().filter(|(path, _)| path.starts_with(folder));
            let advice = "give the folder in which Jira's or Trello's exports lie";
            found.push(missing(name, "no export in this folder can be read", empty.map(|(_, why)| *why), advice));
        }
    }
    for (name, why) in read.empty_named {
        if !lies_in(&reported, Path::new(name)) {
            found.push(missing(name, "there is nothing to judge in this file", Some(why), "export the board again"));
        }
    }
    found
}

/// The charters that should govern items but do not, each with its errors: no board reports these.
pub fn charters_without_board(inputs: &Inputs, files: &[ReadFile]) -> Vec<(Charter, Vec<Diagnostic>)> {
    let parsed = Read::new(inputs, files).idle_charters().into_iter().map(|charter| inputs.parse_charter(charter));
    let mistakes = |(charter, mut found): (Charter, Vec<Diagnostic>)| {
        found.retain(Diagnostic::is_error);
        (charter, found)
    };
    parsed.map(mistakes).filter(|(_, found)| !found.is_empty()).collect()
}

/// The error that there is no export at `path`, with the reason if it is known.
fn missing(path: &str, message: &str, empty: Option<&'static str>, advice: &str) -> Unreadable {
    let message = match empty {
        Some(why) => format!("{message}: {why}"),
        None => message.to_owned(),
    };
    Unreadable {
        path: path.to_owned(),
        input: path.to_owned(),
        diagnostic: Diagnostic::error(message).note(advice),
        is_without_export: true,
    }
}

/// The range that begins with the paths in `folder`.
fn from(folder: &Path) -> (Bound<&Path>, Bound<&Path>) {
    (Bound::Included(folder), Bound::Unbounded)
}

/// Whether one of `paths` is `folder` or in it: in sorted order, it would come first in the range.
fn lies_in(paths: &BTreeSet<&Path>, folder: &Path) -> bool {
    paths.range::<Path, _>(from(folder)).next().is_some_and(|path| path.starts_with(folder))
}

/// The files of a run, by whether they have contents.
struct Read<'a> {
    inputs: &'a Inputs,
    governing: Governing<'a>,
    /// The files that contain something.
    useful: BTreeSet<&'a Path>,
    /// The files that should list items but have none, with the reason.
    empty_files: BTreeMap<&'a Path, &'static str>,
    /// The empty files that the user named. Left out if there are items beside them or their charter is idle:
    /// a last page may be empty.
    empty_named: Vec<(&'a str, &'static str)>,
    /// The charters that govern items.
    busy: HashSet<CharterId>,
    /// The charters that govern empty files, with the reason of one of these.
    empty_charters: HashMap<CharterId, &'static str>,
}

impl<'a> Read<'a> {
    fn new(inputs: &'a Inputs, files: &[ReadFile]) -> Self {
        let by_file: HashMap<FileId, &ReadFile> = files.iter().map(|read| (read.file, read)).collect();
        let mut read = Self {
            inputs,
            governing: Governing::new(inputs),
            useful: BTreeSet::new(),
            empty_files: BTreeMap::new(),
            empty_named: Vec::new(),
            busy: HashSet::default(),
            empty_charters: HashMap::default(),
        };
        let mut with_items: HashSet<Option<&Path>> = HashSet::default();
        let mut empty_named = Vec::new();
        for candidate in &inputs.candidates {
            let Some(file) = by_file.get(&candidate.file) else { continue };
            let charter = read.governing.charter_of(candidate);
            let name = inputs.sources().get(candidate.file).input();
            if file.items > 0 {
                with_items.insert(candidate.folder.as_deref());
                read.busy.extend(charter);
            }
            match file.empty {
                None => drop(read.useful.insert(Path::new(name))),
                Some(why) => {
                    read.empty_files.insert(Path::new(name), why);
                    read.empty_charters.extend(charter.map(|charter| (charter, why)));
                    if candidate.named {
                        empty_named.push((candidate.folder.as_deref(), charter, name, why));
                    }
                }
            }
        }
        empty_named.retain(|(folder, charter, ..)| {
            !with_items.contains(folder) && charter.is_none_or(|charter| read.busy.contains(&charter))
        });
        read.empty_named = empty_named.into_iter().map(|(_, _, name, why)| (name, why)).collect();
        read
    }

    /// The charters that should govern items but do not. Charters that others extend, or that are above
    /// another, are left out.
    fn idle_charters(&self) -> Vec<CharterId> {
        let is_above = |folder: &Path| {
            let below = (Bound::Excluded(folder), Bound::Unbounded);
            let next = self.governing.folders.range::<Path, _>(below).next();
            next.is_some_and(|(below, _)| below.starts_with(folder))
        };
        let idle = self.governing.folders.iter().filter(|(_, charter)| !self.busy.contains(charter));
        let idle: Vec<_> = idle.filter(|(folder, _)| !is_above(folder)).collect();
        let extended = if idle.is_empty() { HashSet::default() } else { self.extended() };
        let idle = idle.into_iter().filter(|(folder, _)| !extended.contains(**folder)).map(|(_, charter)| *charter);
        let of_everything = self.governing.everything.filter(|charter| !self.busy.contains(charter));
        idle.chain(of_everything).collect()
    }

    /// The folders of charters that others extend.
    fn extended(&self) -> HashSet<PathBuf> {
        let base = |(folder, charter): (&&Path, &CharterId)| {
            let path = charter::extended(&folder.join(FILE_NAME), &self.inputs.extends(*charter)?);
            path.ends_with(FILE_NAME).then(|| path.parent().map(Path::to_owned))?
        };
        self.governing.folders.iter().filter_map(base).collect()
    }
}
