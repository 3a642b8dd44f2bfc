//! Decides the order of day and month in each column from all its dates, and parses the dates accordingly.

use foldhash::HashMap;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::dates::{self, Order, Shown, Written};
use super::cells;
use super::columns::Columns;
use super::meaning::Meaning;
use crate::charter::DateOrder;
use crate::export::reader::Context;
use crate::export::table::{Table, cell};
use crate::parallel;
use crate::source::{Diagnostic, Mark};

/// How the dates of a file are parsed.
pub(super) struct Calendar {
    zone: TimeZone,
    orders: Vec<Option<DateOrder>>,
    /// Whether the order of day and month is unknown. If so, nothing is dated.
    pub(super) undated: bool,
    /// Whether its times have no zone and none was configured.
    pub(super) zone_assumed: bool,
    /// The assumptions made.
    pub(super) notes: Vec<String>,
}

/// For each column the first cell without the expected date, and the number of such cells.
#[derive(Default)]
pub(super) struct Unread(HashMap<usize, (Mark, usize)>);

impl Calendar {
    /// Detects the date format of each column of `table`.
    pub(super) fn learn(table: &Table<'_>, columns: &Columns<'_>, context: &Context) -> Self {
        let shown = parallel::map(0..table.width(), |_, column| shown(table, columns, column));
        // A contradictory column shows nothing about the others.
        let settled = shown.iter().map(|shown| shown.order).filter(|order| *order != Order::Contradictory);
        let file = settled.fold(Order::Unstated, Order::and);
        let decide = |shown: &Shown| match (shown.order, file) {
            (Order::Unstated, _) => None,
            (Order::Only(own), _) | (Order::Ambiguous, Order::Only(own)) => context.date_order.or(Some(own)),
            (Order::Ambiguous | Order::Contradictory, _) => context.date_order,
        };
        let orders: Vec<_> = shown.iter().map(decide).collect();
        let mut open = shown.iter().zip(&orders).enumerate().filter(|(column, (shown, order))| {
            shown.order != Order::Unstated && order.is_none() && is_used(columns.meaning[*column])
        });
        let undated = open.next();
        let mut notes = Vec::new();
        if let Some((column, (shown, _))) = undated {
            notes.push(doubt(&table.header[column], shown.order == Order::Contradictory));
        }
        let undated = undated.is_some();
        let used = shown.iter().zip(&columns.meaning).filter(|(_, meaning)| is_used(**meaning));
        let zone = context.zone();
        let zoneless = !undated && used.into_iter().any(|(shown, _)| shown.zoneless);
        if zoneless {
            let zone = zone.iana_name().map_or_else(|| "its fixed offset".to_owned(), str::to_owned);
            let advice = ": set `timezone` in boardlint.toml to that of the person who exported";
            let advice = if context.timezone.is_some() { "" } else { advice };
            notes.push(format!("its times carry no zone and were read as {zone}{advice}"));
        }
        let zone_assumed = zoneless && context.timezone.is_none();
        Self { zone, orders, undated, zone_assumed, notes }
    }

    /// The instant of the date `written` in `column`, at `mark`. An unreadable date is added to `unread`.
    pub(super) fn read(
        &self,
        column: usize,
        written: Option<Written>,
        mark: Mark,
        unread: &mut Unread,
    ) -> Option<Timestamp> {
        if self.undated {
            return None;
        }
        let read = written.and_then(|written| written.instant(self.orders[column], &self.zone));
        if read.is_none() {
            unread.add(column, mark);
        }
        read
    }

    /// The instant of the date `text` in `column`, for dates that no finding needs: an unreadable one is no
    /// damage.
    pub(super) fn date(&self, column: usize, text: &str) -> Option<Timestamp> {
        if self.undated { None } else { dates::read(text, self.orders[column], &self.zone) }
    }
}

impl Unread {
    /// Adds the cell at `mark`, which contains no date.
    pub(super) fn add(&mut self, column: usize, mark: Mark) {
        self.0.entry(column).or_insert((mark, 0)).1 += 1;
    }

    /// Adds those of later rows.
    pub(super) fn append(&mut self, next: Self) {
        for (column, (mark, count)) in next.0 {
            self.0.entry(column).or_insert((mark, 0)).1 += count;
        }
    }

    /// Diagnostics for unreadable dates, one for each column.
    pub(super) fn damage(&self, table: &Table<'_>, columns: &Columns<'_>) -> Vec<Diagnostic> {
        let mut found: Vec<_> = self.0.iter().collect();
        found.sort_by_key(|(column, _)| **column);
        let diagnostic = |(column, (mark, count)): (&usize, &(Mark, usize))| {
            let header = &table.header[*column];
            let message = match (columns.meaning[*column], count) {
                (Some(Meaning::Comment | Meaning::WorkLog), 1) => {
                    format!("this cell of `{header}` does not say when and who; the rest of its row was read")
                }
                (Some(Meaning::Comment | Meaning::WorkLog), _) => {
                    format!("{count} cells of `{header}` do not say when and who; the rest of their rows was read")
                }
                (_, 1) => format!("this date of `{header}` cannot be read; the rest of its row was"),
                _ => format!("{count} dates of `{header}` cannot be read; the rest of their rows was"),
            };
            let label = if *count == 1 { "" } else { "the first of them" };
            let damage = Diagnostic::error(message).at(*mark, label);
            damage.note(
                "export again with Jira's own date format, or in English, and do not save it with another program",
            )
        };
        found.into_iter().map(diagnostic).collect()
    }
}

/// Whether the dates of such a column are times of events.
fn is_used(meaning: Option<Meaning>) -> bool {
    use Meaning::{Comment, Created, Updated, WorkLog};
    matches!(meaning, Some(Created | Updated | Comment | WorkLog))
}

/// The date in a cell of a column with this meaning, wherever in the cell it is.
fn written(meaning: Option<Meaning>, text: &str) -> Option<Written> {
    match meaning {
        Some(Meaning::Comment) => cells::comment(text).map(|said| said.date),
        Some(Meaning::WorkLog) => cells::work(text).map(|said| said.date),
        _ => Written::parse(text),
    }
}

/// What the dates of a column show about their format. A column of unknown meaning counts only if all its
/// cells can be dates.
fn shown(table: &Table<'_>, columns: &Columns<'_>, column: usize) -> Shown {
    let meaning = columns.meaning[column];
    let certain = is_used(meaning) || matches!(meaning, Some(Meaning::Date | Meaning::Due));
    if !certain && !matches!(meaning, Some(Meaning::Custom) | None) {
        return Shown::default();
    }
    let mut all = Shown::default();
    for raw in table.filled(column) {
        match written(meaning, &cell(raw)) {
            Some(written) => all = all.and(written.shown()),
            None if certain => {}
            None => return Shown::default(),
        }
    }
    all
}

fn doubt(header: &str, torn: bool) -> String {
    let why = if torn {
        format!(
            "some dates of `{header}` can only be read with the day first and others only with the month first, as a \
             spreadsheet leaves them: nothing in this file is dated; export it again"
        )
    } else {
        format!(
            "the dates of `{header}` could have the day or the month first, and none is above 12: nothing in this file \
             is dated"
        )
    };
    format!("{why}, or say which with `--date-order day-first` or `date-order = \"day-first\"` in boardlint.toml")
}
