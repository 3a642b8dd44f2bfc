//! What each column of a table holds, by its name, its content and its place among the others.

use super::columns::Columns;
use super::places;
use crate::export::table::Table;

/// Learns the columns of `table`.
pub(super) fn columns<'a>(table: &Table<'a>) -> Columns<'a> {
    let mut columns = Columns::by_name_and_content(table);
    places::place(&mut columns, table);
    columns.pair(table);
    columns
}
