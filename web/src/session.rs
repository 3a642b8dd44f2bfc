//! The files that the caller has passed, with unique names.

use std::collections::{BTreeMap, HashSet};

use boardlint::lint::{Export, Inputs};
use boardlint::source::Bytes;

/// The files of a caller.
#[derive(Debug, Default)]
pub struct Session {
    files: Vec<Handed>,
    next: u32,
    /// The ids of the files by name.
    names: BTreeMap<String, u32>,
    /// For each name that is taken, the number to try first for the next file with that name.
    further: BTreeMap<String, u32>,
}

/// A file of the caller.
#[derive(Debug)]
struct Handed {
    id: u32,
    name: String,
    bytes: Bytes,
}

impl Session {
    /// A session without files.
    pub const fn new() -> Self {
        Self { files: Vec::new(), next: 0, names: BTreeMap::new(), further: BTreeMap::new() }
    }

    /// Adds a file, and returns its id and its unique name.
    pub(crate) fn add(&mut self, name: &str, bytes: impl Into<Bytes>) -> (u32, String) {
        let name = self.free_name(name);
        let id = self.next;
        self.next += 1;
        self.files.push(Handed { id, name: name.clone(), bytes: bytes.into() });
        self.names.insert(name.clone(), id);
        (id, name)
    }

    /// Removes files.
    pub(crate) fn remove(&mut self, ids: &[u32]) {
        let ids: HashSet<u32> = ids.iter().copied().collect();
        self.files.retain(|file| !ids.contains(&file.id));
        self.names.retain(|_, id| !ids.contains(id));
        self.further.clear();
    }

    /// The id of the file called `name`.
    pub(crate) fn id(&self, name: &str) -> Option<u32> {
        self.names.get(name).copied()
    }

    /// The requested files as inputs of a run; all files if `wanted` is `None`. They are in no folder.
    pub(crate) fn inputs(&self, wanted: Option<&[u32]>) -> Inputs {
        let wanted: Option<HashSet<u32>> = wanted.map(|ids| ids.iter().copied().collect());
        let wanted = self.files.iter().filter(|file| wanted.as_ref().is_none_or(|ids| ids.contains(&file.id)));
        let export = |file: &Handed| Export {
            name: file.name.clone(),
            folder: None,
            named: true,
            bytes: Ok(file.bytes.clone()),
        };
        let mut inputs = Inputs::new([]);
        inputs.add_exports(wanted.map(export).collect());
        inputs
    }

    /// `name`, with a number if another file has that name.
    fn free_name(&mut self, name: &str) -> String {
        if !self.names.contains_key(name) {
            return name.to_owned();
        }
        let number = self.further.entry(name.to_owned()).or_insert(2);
        loop {
            let numbered = format!("{name} ({number})");
            *number += 1;
            if !self.names.contains_key(&numbered) {
                return numbered;
            }
        }
    }
}
