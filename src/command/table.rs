//! Tables of plain text, as wide as their content.

use unicode_width::UnicodeWidthStr;

use crate::report::fold;

/// A table under construction.
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
    /// Adds a column of words.
    pub(super) fn words(mut self, title: &'static str) -> Self {
        self.columns.push(Column { title, right: false });
        self
    }

    /// Adds a column of numbers.
    pub(super) fn numbers(mut self, title: &'static str) -> Self {
        self.columns.push(Column { title, right: true });
        self
    }

    /// Adds a row: a cell for each column, encoded for the terminal.
    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The table in `width` columns, each line indented. The line of titles is omitted if no column has one.
    /// If the table would be too wide, the cells of its widest columns of words are folded.
    pub(super) fn text(&self, width: usize) -> String {
        let titles: Vec<String> = self.columns.iter().map(|column| column.title.to_owned()).collect();
        let head = Some(&titles).filter(|titles| titles.iter().any(|title| !title.is_empty()));
        let rows: Vec<&Vec<String>> = head.into_iter().chain(&self.rows).collect();
        let widths = self.widths(&rows, width);
        // Columns of numbers are not folded; if there are too many, the gap between columns is smaller.
        let gap = if widths.iter().map(|width| width + 2).sum::<usize>() > width { " " } else { "  " };
        let mut out = String::new();
        for cells in rows {
            let cells: Vec<Vec<String>> =
                cells.iter().zip(&widths).map(|(cell, width)| fold::fold(cell, *width, "", "")).collect();
            for nth in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
                let mut line = String::new();
                for ((cell, column), width) in cells.iter().zip(&self.columns).zip(&widths) {
                    let cell = cell.get(nth).map_or("", String::as_str);
                    let space = " ".repeat(width.saturating_sub(cell.width()));
                    line.push_str(if line.is_empty() { "  " } else { gap });
                    line.push_str(&if column.right { space + cell } else { cell.to_owned() + &space });
                }
                out.push_str(line.trim_end());
                out.push('\n');
            }
        }
        out
    }

    /// The width of each column: that of its content, if there is enough room.
    fn widths(&self, rows: &[&Vec<String>], most: usize) -> Vec<usize> {
        let width = |place: usize| rows.iter().filter_map(|cells| cells.get(place)).map(|cell| cell.width()).max();
        let mut widths: Vec<usize> = (0..self.columns.len()).map(|place| width(place).unwrap_or(0)).collect();
        loop {
            let all: usize = widths.iter().map(|width| width + 2).sum();
            let words = (0..widths.len()).filter(|place| !self.columns[*place].right && widths[*place] > NARROWEST);
            match words.max_by_key(|place| widths[*place]) {
                Some(widest) if all > most => {
                    widths[widest] -= (all - most).min(widths[widest] - NARROWEST).clamp(1, 4)
                }
                _ => return widths,
            }
        }
    }
}

/// Minimum width of a folded column of words.
const NARROWEST: usize = 12;

/// A number, or a dot for 0.
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
        assert_eq!(table.text(80), "       moved\n  李       7\n  Ana      ·\n");
    }

    #[test]
    fn a_table_that_is_too_wide_breaks_its_words_and_keeps_its_numbers() {
        let mut table = Table::default().words("file").numbers("items").words("how");
        table.row(vec![
            "board.json".to_owned(),
            "1234".to_owned(),
            "by the name that it has in the history".to_owned(),
        ]);
        let text = table.text(44);
        assert_eq!(
            text,
            "  file        items  how\n  board.json   1234  by the name that it has\n                     in the history\n"
        );
    }

    #[test]
    fn what_is_too_long_ends_in_dots() {
        assert_eq!((fit("Ana", 3), fit("Anna", 3)), ("Ana".to_owned(), "An…".to_owned()));
    }
}
