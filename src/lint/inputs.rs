//! The texts of a run: rules, exports, charters and baselines, each under the name it is known by.

use std::path::{Path, PathBuf};

use super::limits::Limits;
use super::options::Options;
use crate::charter::{self, Charter};
use crate::finding::{Baseline, Unreadable};
use crate::rule::{self, Definition, Loaded, RuleText, Shipped};
use crate::source::{Bytes, Diagnostic, File, FileId, Sources};

/// A file that may be an export, or a package of exports.
#[derive(Debug)]
pub struct Export {
    /// What people know it as: a path with forward slashes, or any other name.
    pub name: String,
    /// The folder in which it lies; none where it lies in none: then it is governed by no charter of a folder.
    pub folder: Option<PathBuf>,
    /// Whether it was named rather than met in a folder: then it is an error when it is no export.
    pub named: bool,
    /// Its bytes, or why they cannot be had.
    pub bytes: Result<Bytes, Diagnostic>,
}

impl Export {
    /// An export that was named; its folder is that of its name.
    pub fn new(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        let name = name.into();
        Self { folder: Some(folder(&name)), name, named: true, bytes: Ok(bytes.into()) }
    }
}

/// A text that may be an export: a file, or what was unpacked from one.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) file: FileId,
    pub(super) folder: Option<PathBuf>,
    pub(super) named: bool,
}

/// A charter and what belongs to it.
#[derive(Clone, Debug)]
pub(super) struct CharterTexts {
    file: FileId,
    /// The folder that it governs; none for everything.
    pub(super) folder: Option<PathBuf>,
    /// The file that it extends, or why that cannot be had.
    base: Option<Result<FileId, String>>,
    pub(super) baseline: Option<Baseline>,
}

/// Which of the charters of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CharterId(pub(super) usize);

/// All texts of a run. They are loaded first; what a run returns borrows from them. Who makes many runs clones those that hold the
/// rules alone: then these are read once.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    sources: Sources,
    limits: Limits,
    pub(super) rules: Loaded,
    pub(super) candidates: Vec<Candidate>,
    pub(super) charters: Vec<CharterTexts>,
    pub(super) baseline: Option<Baseline>,
    pub(super) unreadable: Vec<Unreadable>,
    pub(super) skipped: usize,
    pub(super) named_folders: Vec<String>,
    pub(super) has_excluded: bool,
}

impl Inputs {
    /// With the shipped rules and a team's `own`.
    pub fn new(own: impl IntoIterator<Item = RuleText>) -> Self {
        let mut sources = Sources::new();
        let rules = rule::load(&mut sources, Shipped::WithoutExamples, own);
        Self { sources, rules, ..Self::default() }
    }

    /// Adds rules of a team's own: who makes many runs with other rules clones the inputs that hold the shipped ones.
    pub fn add_rules(&mut self, own: impl IntoIterator<Item = RuleText>) {
        self.rules.add(&mut self.sources, own);
    }

    /// How much the run takes.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Sets how much the run takes: of packages, for those that are added from now on.
    pub fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
        self.sources.set_unpack_limit(limits.unpacked);
    }

    /// The texts themselves, which everything that is found points into.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The rules, by category and name.
    pub fn rules(&self) -> &[Definition] {
        &self.rules.rules
    }

    /// How many texts there are that may be exports.
    pub fn len(&self) -> usize {
        self.candidates.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.candidates.is_empty()
    }

    /// What is wrong with the rules and with `options`: with any of it there is no run.
    pub fn mistakes(&self, options: &Options) -> Vec<Diagnostic> {
        let unknown = options.selection.unknown(&self.rules.rules);
        self.rules.found.iter().cloned().chain(unknown).chain(options.mistakes()).collect()
    }

    /// Adds exports, unpacked where they are packed, decoded where they are not UTF-8.
    pub fn add_exports(&mut self, exports: Vec<Export>) {
        let read = exports.iter().filter_map(|export| Some((export.name.clone(), export.bytes.as_ref().ok()?.clone())));
        let mut unpacked = self.sources.add_exports(read.collect()).into_iter();
        for Export { name, folder, named, bytes } in exports {
            if let Err(diagnostic) = bytes {
                self.unreadable.push(Unreadable::new(name.clone(), name, diagnostic));
                continue;
            }
            let Some(unpacked) = unpacked.next() else { continue };
            let candidate = |file| Candidate { file, folder: folder.clone(), named };
            self.candidates.extend(unpacked.files.into_iter().map(candidate));
            let damaged = unpacked.damaged.into_iter();
            self.unreadable.extend(damaged.map(|(path, diagnostic)| Unreadable::new(path, name.clone(), diagnostic)));
            match unpacked.other {
                Some(diagnostic) if named => {
                    self.unreadable.push(Unreadable::new(name.clone(), name, diagnostic));
                }
                Some(_) => self.skipped += 1,
                None => {}
            }
        }
    }

    /// Adds a charter. It governs the exports in its folder and below that no nearer charter governs.
    pub fn add_charter(&mut self, name: impl Into<String>, text: impl Into<Bytes>) -> CharterId {
        let name = name.into();
        let folder = folder(&name);
        self.add_charter_of(Some(folder), name, text)
    }

    /// Adds a charter that governs what lies in `folder` and below; none: every export that no folder's charter governs.
    pub fn add_charter_of(
        &mut self,
        folder: Option<PathBuf>,
        name: impl Into<String>,
        text: impl Into<Bytes>,
    ) -> CharterId {
        let file = self.sources.add(name, text);
        self.charters.push(CharterTexts { file, folder, base: None, baseline: None });
        CharterId(self.charters.len() - 1)
    }

    /// The path of the file that a charter extends, as it is written there: [`add_base`](Self::add_base) wants it.
    pub fn extends(&self, charter: CharterId) -> Option<String> {
        charter::extends(self.sources.get(self.charters[charter.0].file)).map(|extends| extends.text)
    }

    /// Adds the file that a charter extends under its name, or says why it cannot be had. Then the boards of this charter are
    /// not judged, and the others are.
    pub fn add_base(&mut self, charter: CharterId, base: Result<(String, Bytes), String>) {
        let base = base.map(|(name, text)| self.sources.add(name, text));
        self.charters[charter.0].base = Some(base);
    }

    /// Adds the baseline of the boards that a charter governs, or with none that of every board.
    ///
    /// # Errors
    /// That it is no baseline, at the place where that shows.
    pub fn add_baseline(
        &mut self,
        charter: Option<CharterId>,
        name: impl Into<String>,
        text: impl Into<Bytes>,
    ) -> Result<(), Diagnostic> {
        let file = self.sources.add(name, text);
        let baseline = Some(Baseline::parse(self.sources.get(file))?);
        match charter {
            Some(charter) => self.charters[charter.0].baseline = baseline,
            None => self.baseline = baseline,
        }
        Ok(())
    }

    /// Adds a folder that was named: where nothing in it can be read, that is reported.
    pub fn add_named_folder(&mut self, name: impl Into<String>) {
        self.named_folders.push(name.into());
    }

    /// Says that there was something that was left out on purpose.
    pub fn note_excluded(&mut self) {
        self.has_excluded = true;
    }

    /// What could not be looked at or unpacked.
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }

    /// Says that something could not even be looked at: a folder, a link that leads nowhere.
    pub fn add_unreadable(&mut self, unreadable: Unreadable) {
        self.unreadable.push(unreadable);
    }

    /// What a charter says together with the file that it extends, and what is wrong with it.
    pub fn parse_charter(&self, charter: CharterId) -> (Charter, Vec<Diagnostic>) {
        let texts = &self.charters[charter.0];
        let file = self.sources.get(texts.file);
        let base = match &texts.base {
            Some(Ok(base)) => Some(self.sources.get(*base)),
            _ => None,
        };
        let (parsed, mut found) = charter::parse(file, base);
        if let (None, Some(extends)) = (base, charter::extends(file)) {
            let reason = match &texts.base {
                Some(Err(reason)) => reason,
                _ => "it is not there",
            };
            let missing = Diagnostic::error(format!("the file that this charter extends cannot be read: {reason}"));
            let missing = missing.at_if(extends.mark, "extended here");
            found.push(missing.note("the path counts from the folder of this charter"));
        }
        (parsed, found)
    }

    /// The file of a charter.
    pub(super) fn charter_file(&self, charter: CharterId) -> &File {
        self.sources.get(self.charters[charter.0].file)
    }

    /// The charter that stands in `file`.
    pub fn charter_with(&self, file: FileId) -> Option<CharterId> {
        self.charters.iter().position(|charter| charter.file == file).map(CharterId)
    }

    /// The texts of the charter in `file`.
    pub(super) fn charter_in(&self, file: Option<FileId>) -> Option<&CharterTexts> {
        self.charters.iter().find(|charter| Some(charter.file) == file)
    }
}

/// The folder in the path `name`; empty where it has none.
fn folder(name: &str) -> PathBuf {
    Path::new(name).parent().unwrap_or(Path::new("")).to_owned()
}
