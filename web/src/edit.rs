//! Changes in a charter that leave everything else as it is written.

use serde::Deserialize;
use serde_json::{Map, Value as Json};
use toml_edit::{DocumentMut, Table};

use crate::document::{Step, set, set_at, tables, unset, value_of};
use crate::names::{Join, Part, Place};
use crate::roles::{Hold, StandIn};

/// One change of a charter.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub(crate) enum Edit {
    /// Sets the value at a path.
    Set {
        set: Vec<Step>,
        value: Json,
    },
    /// Removes the key at a path.
    Unset {
        unset: Vec<Step>,
    },
    /// Appends a table to a list of tables.
    Append {
        append: Vec<String>,
        value: Map<String, Json>,
    },
    /// Removes a table from a list of tables.
    Drop {
        drop: Vec<String>,
        index: usize,
    },
    Hold(Hold),
    StandIn(StandIn),
    Place(Place),
    Join(Join),
    Part(Part),
}

/// Applies `edits` to `text`.
pub(crate) fn edit(text: &str, edits: &[Edit]) -> Result<String, String> {
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| error.message().to_owned())?;
    for edit in edits {
        let root = document.as_table_mut();
        match edit {
            Edit::Set { set: path, value } => set_at(root, path, value_of(value)?)?,
            Edit::Unset { unset: path } => unset(root, path)?,
            Edit::Append { append, value } => {
                let mut table = Table::new();
                for (key, value) in value {
                    set(&mut table, key, value_of(value)?)?;
                }
                tables(root, append)?.push(table);
            }
            Edit::Drop { drop, index } => {
                let list = tables(root, drop)?;
                if *index < list.len() {
                    list.remove(*index);
                }
                if let ([key], true) = (drop.as_slice(), list.is_empty()) {
                    root.remove(key);
                }
            }
            Edit::Hold(edit) => edit.make(root)?,
            Edit::StandIn(edit) => edit.make(root)?,
            Edit::Place(edit) => edit.make(root)?,
            Edit::Join(edit) => edit.make(root)?,
            Edit::Part(edit) => edit.make(root)?,
        }
    }
    Ok(document.to_string())
}
