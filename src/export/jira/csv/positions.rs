//! Finds columns by position only: Jira writes its own columns in the same order in every language.
//!
//! `Summary, Issue key, Issue id, [Parent id,] Issue Type, Status, …, Assignee, Reporter, Creator, Created,
//! Updated, …`

use std::borrow::Cow;

use foldhash::HashSet;

use super::super::dates::Written;
use super::cells;
use super::columns::{Columns, all, is_identity, is_prose, is_unique, named_like};
use super::meaning::{self, Meaning};
use crate::export::table::{Table, is_empty};

/// Gives meanings to columns without one, by the columns around them.
pub(super) fn by_position(columns: &mut Columns<'_>, table: &Table<'_>) {
    let Some(key) = columns.find(Meaning::Key) else { return };
    // If the key has Jira's name, the other columns would have theirs, too. If they are missing, the unknown
    // columns are other people, dates and numbers.
    let is_known = is_in_known_words(table);
    identity(columns, table, key, is_known);
    category(columns, table, is_known);
    if !is_known {
        times(columns, table);
        people(columns, table);
    }
    description(columns, table);
    parents(columns, table);
}

/// Whether the header of the key is known to be Jira's own, in a language whose other headers are known, too.
/// For some languages only titles and times are known.
fn is_in_known_words(table: &Table<'_>) -> bool {
    table.header.iter().any(|header| Meaning::of_header(header) == Some(Meaning::Key))
}

/// Whether the key has Jira's name in a known language, but no column about people or times has.
fn knows_the_key_alone(table: &Table<'_>) -> bool {
    let others = [Meaning::Creator, Meaning::Reporter, Meaning::Assignee, Meaning::Created, Meaning::Updated];
    let is_other = |header: &Cow<'_, str>| Meaning::of_header(header).is_some_and(|meaning| others.contains(&meaning));
    is_in_known_words(table) && !table.header.iter().any(is_other)
}

/// Whether a column exists and nothing is known about it.
fn is_free(columns: &Columns<'_>, column: usize) -> bool {
    columns.meaning.get(column).is_some_and(Option::is_none) && columns.inside[column].is_none()
}

/// Whether every row has a value here.
fn is_full(table: &Table<'_>, column: usize) -> bool {
    table.rows().all(|row| !is_empty(row.cell(column)))
}

/// Title and id are next to the key; type and status follow them. `is_known` is whether the words of the
/// table are known, and `key` is the column of the key.
fn identity(columns: &mut Columns<'_>, table: &Table<'_>, key: usize, is_known: bool) {
    let beside = [key.wrapping_sub(1), key + 1];
    if columns.find(Meaning::Summary).is_none()
        && let Some(title) = beside.into_iter().find(|at| is_free(columns, *at) && is_prose(table, *at))
    {
        columns.meaning[title] = Some(Meaning::Summary);
    }
    if columns.find(Meaning::Id).is_none()
        && let Some(id) = beside
            .into_iter()
            .find(|at| is_free(columns, *at) && all(table, *at, cells::is_number) && is_unique(table, *at))
    {
        columns.meaning[id] = Some(Meaning::Id);
    }
    let mut next = columns.find(Meaning::Id).map_or(key, |id| id.max(key)) + 1;
    if !is_known && is_free(columns, next) && all(table, next, cells::is_number) {
        columns.meaning[next] = Some(Meaning::ParentId);
    }
    if columns.meaning.get(next) == Some(&Some(Meaning::ParentId)) {
        next += 1;
    }
    let alone = knows_the_key_alone(table);
    let worded = |at: usize| !alone && is_full(table, at) && !all(table, at, cells::is_number);
    if columns.find(Meaning::Kind).is_none() && is_free(columns, next) && worded(next) {
        columns.meaning[next] = Some(Meaning::Kind);
    }
    let Some(kind) = columns.find(Meaning::Kind) else { return };
    if columns.find(Meaning::Status).is_none() && is_free(columns, kind + 1) && worded(kind + 1) {
        columns.meaning[kind + 1] = Some(Meaning::Status);
    }
}

/// The column with only Jira's three category words that is not the status itself. If a status is known by
/// its name, the category would have its own name, too.
fn category(columns: &mut Columns<'_>, table: &Table<'_>, is_known: bool) {
    let has_status = columns.find(Meaning::Status).is_some();
    if columns.find(Meaning::Category).is_some() || (has_status && is_known) {
        return;
    }
    let worded = |at: &usize| {
        is_free(columns, *at)
            && is_full(table, *at)
            && all(table, *at, |text| meaning::category_of_stage(text).is_some())
    };
    let Some(last) = (0..table.width()).rev().find(worded) else { return };
    let meaning = if has_status { Meaning::Category } else { Meaning::Status };
    columns.meaning[last] = Some(meaning);
}

/// The first date that every issue has is the creation. The next column is the last change.
fn times(columns: &mut Columns<'_>, table: &Table<'_>) {
    let is_date = |columns: &Columns<'_>, at: usize| {
        matches!(columns.meaning.get(at), Some(Some(Meaning::Date | Meaning::Due)))
            && is_full(table, at)
            && all(table, at, |text| Written::parse(text).is_some())
    };
    let named = |at: usize| Meaning::of_header(&table.header[at]).is_some();
    if columns.find(Meaning::Created).is_none() {
        let first = (0..table.width()).find(|at| is_date(columns, *at) && !named(*at));
        if let Some(first) =
            first.filter(|_| columns.find(Meaning::Updated).is_none_or(|updated| first < Some(updated)))
        {
            columns.meaning[first] = Some(Meaning::Created);
        }
    }
    let Some(created) = columns.find(Meaning::Created) else { return };
    if columns.find(Meaning::Updated).is_none() && is_date(columns, created + 1) && !named(created + 1) {
        columns.meaning[created + 1] = Some(Meaning::Updated);
    }
}

/// Assignee, reporter and creator come before the creation date, each with or without ids.
fn people(columns: &mut Columns<'_>, table: &Table<'_>) {
    let Some(created) = columns.find(Meaning::Created) else { return };
    let mut at = created;
    for meaning in [Meaning::Creator, Meaning::Reporter, Meaning::Assignee] {
        let Some(before) = at.checked_sub(1) else { return };
        let with_ids = columns.meaning[before] == Some(Meaning::Ids)
            || (is_free(columns, before)
                && table.filled(before).next().is_none()
                && before > 0
                && named_like(table, before));
        at = if with_ids { before.saturating_sub(1) } else { before };
        if columns.meaning[at] == Some(meaning) {
            continue;
        }
        // An issue always has a creator; it need not have an assignee.
        let full = meaning == Meaning::Assignee || is_full(table, at);
        let full = full && !all(table, at, cells::is_number);
        if !is_free(columns, at) || columns.find(meaning).is_some() || !full {
            return;
        }
        columns.meaning[at] = Some(meaning);
    }
}

/// Of Jira's own columns only descriptions have many lines, and they have most of the text.
fn description(columns: &mut Columns<'_>, table: &Table<'_>) {
    if columns.find(Meaning::Description).is_some() {
        return;
    }
    let long = |at: &usize| is_free(columns, *at) && table.filled(*at).any(|raw| raw.contains('\n'));
    let size = |at: &usize| table.filled(*at).map(str::len).sum::<usize>();
    if let Some(column) = (0..table.width()).filter(long).max_by_key(size) {
        columns.meaning[column] = Some(Meaning::Description);
    }
}

/// A parent is an id that some issue has; its key is in the next column.
fn parents(columns: &mut Columns<'_>, table: &Table<'_>) {
    if columns.find(Meaning::ParentId).is_none()
        && let Some(id) = columns.find(Meaning::Id)
    {
        let ids: HashSet<&str> = table.filled(id).collect();
        let known = |at: usize| table.filled(at).any(|raw| ids.contains(raw));
        let parent =
            (0..table.width()).find(|at| is_free(columns, *at) && all(table, *at, cells::is_number) && known(*at));
        if let Some(parent) = parent {
            columns.meaning[parent] = Some(Meaning::ParentId);
        }
    }
    if columns.find(Meaning::ParentKey).is_none()
        && let Some(parent) = columns.find(Meaning::ParentId)
        && is_free(columns, parent + 1)
        && all(table, parent + 1, cells::is_key)
        && !is_identity(table, parent + 1)
    {
        columns.meaning[parent + 1] = Some(Meaning::ParentKey);
    }
}
