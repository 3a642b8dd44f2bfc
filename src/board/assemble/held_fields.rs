//! Which fields each file of a board has a place for, even an empty one. Another file may hold what one
//! leaves out.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};

use crate::board::facts::{Facts, FieldFact};
use crate::source::FileId;

/// The fields that the files of a board have a place for.
#[derive(Clone, Debug, Default)]
pub(crate) struct HeldFields {
    /// Ids and names of the fields of each file, in lower case. A file that has a place for all fields is not
    /// listed.
    files: HashMap<FileId, HashSet<String>>,
    /// The files of which only the places of their own issues are known: an epic may have none for estimates.
    own: HashSet<FileId>,
    /// The fields of all those files together.
    of_own: HashSet<String>,
    /// Names of fields by id, both in lower case: a table gives only the names of fields.
    names: HashMap<String, String>,
}

impl HeldFields {
    /// Collects the fields of those `files` that describe the state of items.
    pub(crate) fn of(files: &[Facts<'_>]) -> Self {
        let is_named = |field: &&FieldFact<'_>| !field.id.is_empty() && !field.name.is_empty();
        let named = files.iter().flat_map(|facts| &facts.fields).filter(is_named);
        let mut held = Self {
            names: named.map(|field| (field.id.to_lowercase(), field.name.to_lowercase())).collect(),
            ..Self::default()
        };
        // A table of values apart from the issues does not show which fields are empty.
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

    /// Whether `file` has a place for the field with this `id`.
    pub(crate) fn has(&self, file: FileId, id: &str) -> bool {
        let Some(places) = self.files.get(&file) else { return true };
        let id = id.to_lowercase();
        places.contains(&id) || self.names.get(&id).is_some_and(|name| places.contains(name))
    }

    /// The files that leave fields out, each with the ids and names of the fields it has a place for, in
    /// lower case.
    pub(crate) fn of_files(&self) -> impl Iterator<Item = (FileId, &HashSet<String>)> {
        self.files.iter().map(|(file, places)| (*file, if self.own.contains(file) { &self.of_own } else { places }))
    }
}
