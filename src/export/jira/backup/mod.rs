//! entities.xml of a full backup: the one export of Jira whose history is never cut.
//!
//! Entities refer to one another by ids and stand in any order, so the file is walked once into tables, which are joined
//! when all of it has been seen.

mod clock;
mod join;
mod people;
mod row;
mod tables;

use super::projects::name_board;
use crate::board::facts::{Facts, Tool};
use crate::export::detect::Preview;
use crate::export::reader::{Context, Reader, Reading};
use crate::export::xml::Xml;
use crate::source::{Diagnostic, File};
use clock::Clock;
use row::Row;
use tables::{Tables, wanted};

/// The issues of a full backup with everything that ever happened to them.
pub(in crate::export) struct Backup;

impl Reader for Backup {
    fn name(&self) -> &'static str {
        "Jira backup (XML)"
    }

    fn recognises(&self, preview: &Preview<'_>) -> bool {
        preview.root().is_some_and(|root| root.starts_with("entity-engine-xml"))
    }

    fn read<'a>(&self, file: &'a File, context: &Context) -> Result<Reading<'a>, Diagnostic> {
        let mut xml = Xml::new(file, "Jira backup")?;
        let mut facts = Facts::new(file.id(), Tool::Jira);
        let (root, comments) = xml.root()?;
        let exported = root.and_then(|root| xml.attribute(root, "date")).and_then(|date| date.raw.trim().parse().ok());
        let clock = Clock::new(&comments, exported, context);
        let mut tables = Tables::new(clock);
        if let Some(root) = root {
            let mut row = Row::new(xml.mark(root));
            while let Some(tag) = xml.child()? {
                match wanted(tag.name) {
                    Some(values) => {
                        row.read(&mut xml, tag, values)?;
                        tables.add(tag.name, &row);
                    }
                    None => xml.skip(tag)?,
                }
            }
        }
        let mut damaged = xml.damaged;
        let notes = join::join(tables, &mut facts, &mut damaged);
        name_board(&mut facts);
        Ok(Reading { format: self.name(), facts, damaged, notes })
    }
}
