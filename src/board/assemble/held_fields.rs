//! Which fields each file of a board has a place for, empty or not: what one leaves out, another may hold.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};

use crate::board::facts::{Facts, FieldFact};
use crate::source::FileId;

/// The fields that the files of a board have a place for.
#[derive(Clone, Debug, Default)]
pub(crate) struct HeldFields {
    /// The ids and names of the fields, in small letters, by the file; not of a file that has a place for all.
    files: HashMap<FileId, HashSet<String>>,
    /// The files of which nothing but the places of their own issues is known: an epic may have none for estimates.
    own: HashSet<FileId>,
    /// What those files have places for together.
    of_own: HashSet<String>,
    /// The names of fields by their ids, both in small letters: a table knows fields by their names alone.
    names: HashMap<String, String>,
}

impl HeldFields {
    /// The places of those of `files` that say how items stand.
    pub(crate) fn of(files: &[Facts<'_>]) -> Self {
        let is_named = |field: &&FieldFact<'_>| !field.id.is_empty() && !field.name.is_empty();
        let named = files.iter().flat_map(|facts| &facts.fields).filter(is_named);
        let mut held = Self {
            names: named.map(|field| (field.id.to_lowercase(), field.name.to_lowercase())).collect(),
            ..Self::default()
        };
        // A table of values apart from the issues does not tell which fields hold none.
        let are_listed = files.iter().any(|facts| facts.lists_values);
        for facts in files.iter().filter(|facts| facts.items.iter().any(|item| !item.bare)) {
            let Some(places) = facts.places.as_ref().filter(|_| facts.own_places || !are_listed) else { continue };
            let places = held.with_names(places);
            if facts.own_places {
                held.own.insert(facts.file);
                held.of_own.extend(places.iter().cloned());
            }
            held.files.insert(facts.file, places);
        }
        held
    }

    /// The ids and the names of the fields with these `ids`.
    fn with_names(&self, ids: &HashSet<Cow<'_, str>>) -> HashSet<String> {
        let mut places: HashSet<String> = ids.iter().map(|id| id.to_lowercase()).collect();
        let names: Vec<String> = places.iter().filter_map(|id| self.names.get(id).cloned()).collect();
        places.extend(names);
        places
    }

    /// Whether `file` has a place for the field of this `id`.
    pub(crate) fn has(&self, file: FileId, id: &str) -> bool {
        let Some(places) = self.files.get(&file) else { return true };
        let id = id.to_lowercase();
        places.contains(&id) || self.names.get(&id).is_some_and(|name| places.contains(name))
    }

    /// The files that leave fields out, each with the ids and names of those that it has a place for, in small letters.
    pub(crate) fn of_files(&self) -> impl Iterator<Item = (FileId, &HashSet<String>)> {
        self.files.iter().map(|(file, places)| (*file, if self.own.contains(file) { &self.of_own } else { places }))
    }
}
