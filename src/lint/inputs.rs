//! The texts of a run: rules, exports, charters and baselines, each with its displayed name.

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
    /// Its displayed name: a path with forward slashes, or any other name.
    pub name: String,
    /// The folder that contains it. `None` if it is in no folder: then no folder's charter governs it.
    pub folder: Option<PathBuf>,
    /// Whether the user named it, instead of it being found in a folder. If so, it is an error if it is no
    /// export.
    pub named: bool,
    /// Its content, or why it could not be read.
    pub bytes: Result<Bytes, Diagnostic>,
}

impl Export {
    /// An export named by the user. Its folder is taken from its name.
    pub fn new(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        let name = name.into();
        Self { folder: Some(folder(&name)), name, named: true, bytes: Ok(bytes.into()) }
    }
}

/// A text that may be an export: a file, or a file unpacked from one.
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
    /// The folder that it governs; `None` for everything.
    pub(super) folder: Option<PathBuf>,
    /// The file that it extends, or why that could not be read.
    base: Option<Result<FileId, String>>,
    pub(super) baseline: Option<Baseline>,
}

/// Index of a charter in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CharterId(pub(super) usize);

/// All texts of a run. They are loaded first, and the results of a run borrow from them. For many runs, clone
/// inputs that contain only the rules, so that the rules are read once.
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
    /// Loads the shipped rules and a team's `own`.
    pub fn new(own: impl IntoIterator<Item = RuleText>) -> Self {
        let mut sources = Sources::new();
        let rules = rule::load(&mut sources, Shipped::WithoutExamples, own);
        Self { sources, rules, ..Self::default() }
    }

    /// Adds a team's own rules. For many runs with different rules, clone inputs with the shipped rules and
    /// add to the clone.
    pub fn add_rules(&mut self, own: impl IntoIterator<Item = RuleText>) {
        self.rules.add(&mut self.sources, own);
    }

    /// The limits of the run.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Sets the limits of the run. The limit for packages applies to exports added later.
    pub fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
        self.sources.set_unpack_limit(limits.unpacked);
    }

    /// The texts, to which all results refer.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The rules, sorted by category and name.
    pub fn rules(&self) -> &[Definition] {
        &self.rules.rules
    }

    /// Number of texts that may be exports.
    pub fn len(&self) -> usize {
        self.candidates.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.candidates.is_empty()
    }

    /// Errors in the rules and in `options`. With any of them, there is no run.
    pub fn mistakes(&self, options: &Options) -> Vec<Diagnostic> {
        let unknown = options.selection.unknown(&self.rules.rules);
        self.rules.found.iter().cloned().chain(unknown).chain(options.mistakes()).collect()
    }

    /// Adds exports. Packages are unpacked, and texts that are not UTF-8 are decoded.
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

    /// Adds a charter. It governs exports in its folder and below, unless a charter in a nearer folder does.
    pub fn add_charter(&mut self, name: impl Into<String>, text: impl Into<Bytes>) -> CharterId {
        let name = name.into();
        let folder = folder(&name);
        self.add_charter_of(Some(folder), name, text)
    }

    /// Adds a charter that governs `folder` and below. With `None`, it governs every export that no folder's
    /// charter governs.
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

    /// The path of the file that a charter extends, as written there. Pass the file to
    /// [`add_base`](Self::add_base).
    pub fn extends(&self, charter: CharterId) -> Option<String> {
        charter::extends(self.sources.get(self.charters[charter.0].file)).map(|extends| extends.text)
    }

    /// Adds the file that a charter extends, with its name, or the reason why it cannot be read. In that
    /// case, the boards of this charter are not judged, but all others are.
    pub fn add_base(&mut self, charter: CharterId, base: Result<(String, Bytes), String>) {
        let base = base.map(|(name, text)| self.sources.add(name, text));
        self.charters[charter.0].base = Some(base);
    }

    /// Adds the baseline for the boards of a charter; with `None`, for every board.
    ///
    /// # Errors
    /// If it is no baseline, with the place of the mistake.
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

    /// Adds a folder named by the user: if nothing in it can be read, that is reported.
    pub fn add_named_folder(&mut self, name: impl Into<String>) {
        self.named_folders.push(name.into());
    }

    /// Records that some files were excluded on purpose.
    pub fn note_excluded(&mut self) {
        self.has_excluded = true;
    }

    /// Inputs that could not be opened or unpacked.
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }

    /// Records an input that could not even be opened: a folder, a broken link.
    pub fn add_unreadable(&mut self, unreadable: Unreadable) {
        self.unreadable.push(unreadable);
    }

    /// Parses a charter together with the file that it extends. Also returns the errors.
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

    /// The charter in `file`.
    pub fn charter_with(&self, file: FileId) -> Option<CharterId> {
        self.charters.iter().position(|charter| charter.file == file).map(CharterId)
    }

    /// The texts of the charter in `file`.
    pub(super) fn charter_in(&self, file: Option<FileId>) -> Option<&CharterTexts> {
        self.charters.iter().find(|charter| Some(charter.file) == file)
    }
}

/// The folder of the path `name`; empty if there is none.
fn folder(name: &str) -> PathBuf {
    Path::new(name).parent().unwrap_or(Path::new("")).to_owned()
}
