//! The schema that editors check a charter by.

use std::io;
use std::path::Path;

/// The file beside a charter that holds its schema. The first line of a draft names it.
pub(super) const FILE_NAME: &str = ".boardlint.schema.json";

/// CONNECT HERE: the JSON Schema of a charter, as `boardlint schema charter` prints it; none while there is no such command.
fn text() -> Option<String> {
    None
}

/// Writes the schema beside the charter at `charter`. It is made from the program alone, so an old one may go.
pub(super) fn write(charter: &Path) -> io::Result<()> {
    match text() {
        Some(text) => crate::command::check::whole(&charter.with_file_name(FILE_NAME), text.as_bytes()),
        None => Ok(()),
    }
}
