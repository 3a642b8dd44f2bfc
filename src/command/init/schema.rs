//! The schema that editors check a charter by.

use std::io;
use std::path::Path;

use crate::cli::SchemaOf;
use crate::command::output::whole;
use crate::command::schema;

/// The file beside a charter that holds its schema. The first line of a draft names it.
pub(super) const FILE_NAME: &str = ".boardlint.schema.json";

/// Writes the schema beside the charter at `charter`. It is made from the program alone, so an old one may go.
pub(super) fn write(charter: &Path) -> io::Result<()> {
    let text = schema::text(SchemaOf::Charter)?;
    whole(&charter.with_file_name(FILE_NAME), text.as_bytes())
}
