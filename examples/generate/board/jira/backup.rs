//! The board as a backup of a Jira server: a zip with two XML files, one for Jira itself and one for its
//! boards.

use std::io::{self, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::super::item::Item;
use super::super::plan::Plan;
use super::Jira;

/// Writes the whole backup.
pub(crate) fn write(plan: &Plan, out: &mut dyn Write) -> io::Result<()> {
    let mut zip = ZipWriter::new_stream(out);
    let jira = Jira::new(plan);
    let items: Vec<_> = (1..=plan.issues).map(|number| Item::live(plan, number)).collect();
    zip.start_file("entities.xml", SimpleFileOptions::default())?;
    jira.entities(&items, &mut zip)?;
    zip.start_file("activeobjects.xml", SimpleFileOptions::default())?;
    jira.objects(&items, &mut zip)?;
    zip.finish()?;
    Ok(())
}
