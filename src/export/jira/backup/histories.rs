//! What was done to the issues of a backup, gathered for each of them.

use std::mem;

use foldhash::HashSet;
use jiff::Timestamp;

use super::edits::{Edits, Places};
use super::records::{Acts, Edit, Id};
use crate::board::facts::{Act, ChangeFact};
use crate::parallel;

/// How far the record of an edit and that of the work it logged may lie apart, in seconds.
const LOGGED_WITHIN: i64 = 2;

/// What was done to the issues of a file.
pub(super) struct Histories<'a> {
    /// Of each issue, in the order of their places.
    pub(super) items: Vec<History<'a>>,
    /// How many edits the file holds, those of issues included that are not in it.
    pub(super) edits: usize,
    pub(super) lost: Lost,
}

/// What was done to an issue.
#[derive(Default)]
pub(super) struct History<'a> {
    pub(super) changes: Vec<ChangeFact<'a>>,
    /// Whether a link to another one says that it was copied.
    pub(super) copied: bool,
    /// Whether one of its edits or work logs could not be read.
    pub(super) has_holes: bool,
    /// How many of its comments could not be read.
    pub(super) unread_comments: usize,
}

/// What belongs to issues that are not in the file.
#[derive(Default)]
pub(super) struct Lost {
    changes: usize,
    comments: usize,
    worklogs: usize,
}

impl Lost {
    /// That it was left out; none where nothing was.
    pub(super) fn note(&self) -> Option<String> {
        let counts = [(self.changes, "changes"), (self.comments, "comments"), (self.worklogs, "work logs")];
        let counts: Vec<_> =
            counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        let all = counts.join(", ");
        (!all.is_empty()).then(|| format!("left out because their issue is not in the file: {all}"))
    }
}

impl<'a> Histories<'a> {
    /// Joins what the pieces of a file tell of its `count` issues, whose places `places` are.
    pub(super) fn new(mut pieces: Vec<Acts<'a>>, count: usize, places: &Places) -> Self {
        let mut items = Vec::new();
        items.resize_with(count, History::default);
        let mut edits = Edits::new(&mut pieces, places);
        let mut histories = Self { items, edits: edits.len(), lost: Lost::default() };
        histories.add_edits(&mut pieces, &mut edits, places);
        for event in pieces.iter_mut().flat_map(|piece| mem::take(&mut piece.comments)) {
            match places.get(&event.issue) {
                Some(place) => histories.items[*place].changes.push(event.change),
                None => histories.lost.comments += 1,
            }
        }
        histories.add_worklogs(&mut pieces, places);
        histories.add_holes(&pieces, &edits, places);
        histories
    }

    /// Marks the issues of what could not be read: edits, comments and work logs without a readable time, and edits without
    /// what was changed.
    fn add_holes(&mut self, pieces: &[Acts<'a>], edits: &Edits<'a>, places: &Places) {
        let lacks_act = |edit: &&Edit<'_>| !edit.initial && (edit.at.is_none() || edit.parts == 0);
        let of_edits = edits.iter().filter(lacks_act).filter_map(|edit| edit.item);
        let find = |issue: &Id| places.get(issue).copied();
        let worklogs = pieces.iter().flat_map(|piece| &piece.unread.worklogs).filter_map(find);
        for place in of_edits.chain(worklogs) {
            self.items[place].has_holes = true;
        }
        for place in pieces.iter().flat_map(|piece| &piece.unread.comments).filter_map(find) {
            self.items[place].unread_comments += 1;
        }
    }

    /// Gives each issue its edits, and room for no more than those and what was said: lists that grow take twice of what they
    /// hold.
    fn add_edits(&mut self, pieces: &mut [Acts<'a>], edits: &mut Edits<'a>, places: &Places) {
        in_order(pieces);
        let mut counts = vec![0; self.items.len()];
        for place in pieces.iter().flat_map(|piece| &piece.comments).filter_map(|event| places.get(&event.issue)) {
            counts[*place] += 1;
        }
        let mut of_values = Vec::with_capacity(pieces.iter().map(|piece| piece.values.len()).sum());
        for value in pieces.iter().flat_map(|piece| &piece.values) {
            let place = edits.place(&value.edit);
            if let Some(edit) = place.and_then(|place| edits.at(place)) {
                edit.logs_work |= value.logs_work;
                if let Some(item) = edit.item.filter(|_| value.act.is_some() && !edit.initial) {
                    counts[item] += 1;
                }
            }
            of_values.push(place);
        }
        for (item, count) in self.items.iter_mut().zip(counts) {
            item.changes.reserve_exact(count);
        }
        let values = pieces.iter_mut().flat_map(|piece| mem::take(&mut piece.values));
        for (value, place) in values.zip(of_values) {
            let Some(edit) = place.and_then(|place| edits.at(place)) else {
                self.lost.changes += 1;
                continue;
            };
            let part = edit.parts;
            edit.parts += 1;
            let Some(item) = edit.item.and_then(|place| self.items.get_mut(place)) else {
                self.lost.changes += 1;
                continue;
            };
            // An edit without a readable time is damage already.
            let (Some(act), Some(at)) = (value.act, edit.at) else { continue };
            if edit.initial {
                continue;
            }
            let (id, act, by) = (edit.written.clone(), in_edit(act, edit), edit.by.clone());
            item.copied |= matches!(act, Act::Linked { copy: Some(true) });
            item.changes.push(ChangeFact { id, part, at, by, act, mark: value.mark });
        }
    }

    /// Work logs are edits too, except those that were imported.
    fn add_worklogs(&mut self, pieces: &mut [Acts<'a>], places: &Places) {
        if pieces.iter().all(|piece| piece.worklogs.is_empty()) {
            return;
        }
        let logged = |(place, item): (usize, &History<'a>)| {
            let times = item.changes.iter().filter(|change| matches!(change.act, Act::TimeLogged));
            times.map(|change| (place, change.at.as_second())).collect::<Vec<_>>()
        };
        let known: HashSet<(usize, i64)> = self.items.iter().enumerate().flat_map(logged).collect();
        for event in pieces.iter_mut().flat_map(|piece| mem::take(&mut piece.worklogs)) {
            let Some(place) = places.get(&event.issue) else {
                self.lost.worklogs += 1;
                continue;
            };
            let near = |at: Timestamp| {
                let at = at.as_second();
                (-LOGGED_WITHIN..=LOGGED_WITHIN).any(|off| known.contains(&(*place, at.saturating_add(off))))
            };
            if !near(event.change.at) {
                self.items[*place].changes.push(event.change);
            }
        }
    }
}

/// Puts the values that edits changed into the order of their ids. A value's place in its edit is the place of its id: so do
/// the REST exports list them.
fn in_order(pieces: &mut [Acts<'_>]) {
    let are_in_order = parallel::map(&*pieces, |_, piece| piece.values.is_sorted_by_key(|value| value.id));
    let ends = pieces.iter().filter_map(|piece| Some([piece.values.first()?.id, piece.values.last()?.id]));
    if !are_in_order.contains(&false) && ends.flatten().is_sorted() {
        return;
    }
    let mut values = Vec::new();
    for piece in &mut *pieces {
        values.append(&mut piece.values);
    }
    values.sort_by_key(|value| value.id);
    pieces[0].values = values;
}

/// The remaining time that an edit changed by logging work was not estimated.
fn in_edit<'a>(act: Act<'a>, edit: &Edit<'_>) -> Act<'a> {
    match act {
        Act::TimeEstimated { original: false, .. } if edit.logs_work => Act::TimeLogged,
        other => other,
    }
}
