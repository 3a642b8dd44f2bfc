//! The files that were handed over, under names that tell them apart.

use std::collections::{BTreeMap, HashSet};

use boardlint::lint::{Export, Inputs};
use boardlint::source::Bytes;

/// The files of a caller.
#[derive(Debug, Default)]
pub struct Session {
    files: Vec<Handed>,
    next: u32,
    /// The numbers of the files by their names.
    names: BTreeMap<String, u32>,
    /// What is tried first, behind a name that is taken, to tell the next file of that name apart.
    further: BTreeMap<String, u32>,
}

/// A file that was handed over.
#[derive(Debug)]
struct Handed {
    id: u32,
    name: String,
    bytes: Bytes,
}

impl Session {
    /// Without files.
    pub const fn new() -> Self {
        Self { files: Vec::new(), next: 0, names: BTreeMap::new(), further: BTreeMap::new() }
    }

    /// Takes a file, and returns its number and the name that it is known by here.
    pub(crate) fn add(&mut self, name: &str, bytes: impl Into<Bytes>) -> (u32, String) {
        let name = self.free_name(name);
        let id = self.next;
        self.next += 1;
        self.files.push(Handed { id, name: name.clone(), bytes: bytes.into() });
        self.names.insert(name.clone(), id);
        (id, name)
    }

    /// Gives files back.
    pub(crate) fn remove(&mut self, ids: &[u32]) {
        let ids: HashSet<u32> = ids.iter().copied().collect();
        self.files.retain(|file| !ids.contains(&file.id));
        self.names.retain(|_, id| !ids.contains(id));
        self.further.clear();
    }

    /// The number of the file called `name`.
    pub(crate) fn id(&self, name: &str) -> Option<u32> {
        self.names.get(name).copied()
    }

    /// Those of the files that are asked for, all where none are named, as inputs of a run. They lie in no folder.
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

    /// `name`, with a number where another file is called so.
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
