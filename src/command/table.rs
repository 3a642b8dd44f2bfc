//! Tables of plain text, as wide as what is in them.

use unicode_width::UnicodeWidthStr;

/// A table while it is filled.
#[derive(Debug, Default)]
pub(super) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

#[derive(Debug)]
struct Column {
    title: &'static str,
    right: bool,
}

impl Table {
    /// With a column of words.
    pub(super) fn words(mut self, title: &'static str) -> Self {
        self.columns.push(Column { title, right: false });
        self
    }

    /// With a column of numbers.
    pub(super) fn numbers(mut self, title: &'static str) -> Self {
        self.columns.push(Column { title, right: true });
        self
    }

    /// Adds a row: a cell for each column, encoded for the terminal.
    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The table, each line indented and ended. Titles are left out where no column has one.
    pub(super) fn text(&self) -> String {
        let titles: Vec<String> = self.columns.iter().map(|column| column.title.to_owned()).collect();
        let head = Some(&titles).filter(|titles| titles.iter().any(|title| !title.is_empty()));
        let lines: Vec<&Vec<String>> = head.into_iter().chain(&self.rows).collect();
        let width = |place: usize| lines.iter().filter_map(|cells| cells.get(place)).map(|cell| cell.width()).max();
        let widths: Vec<usize> = (0..self.columns.len()).map(|place| width(place).unwrap_or(0)).collect();
        let mut out = String::new();
        for cells in lines {
            let mut line = String::new();
            for ((cell, column), width) in cells.iter().zip(&self.columns).zip(&widths) {
                let space = " ".repeat(width.saturating_sub(cell.width()));
                line.push_str("  ");
                line.push_str(&if column.right { space + cell } else { cell.clone() + &space });
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }
}

/// A number, or a dot where there is nothing.
pub(super) fn number(count: usize) -> String {
    if count == 0 { "·".to_owned() } else { count.to_string() }
}

/// `text` cut to `width` columns.
pub(super) fn fit(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut fitted = String::new();
    for c in text.chars() {
        let mut next = fitted.clone();
        next.push(c);
        if next.width() >= width {
            break;
        }
        fitted = next;
    }
    fitted.push('…');
    fitted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_what_is_in_them() {
        let mut table = Table::default().words("").numbers("moved");
        table.row(vec!["李".to_owned(), "7".to_owned()]);
        table.row(vec!["Ana".to_owned(), number(0)]);
        assert_eq!(table.text(), "       moved\n  李       7\n  Ana      ·\n");
    }

    #[test]
    fn what_is_too_long_ends_in_dots() {
        assert_eq!((fit("Ana", 3), fit("Anna", 3)), ("Ana".to_owned(), "An…".to_owned()));
    }
}
