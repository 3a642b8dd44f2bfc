//! Collects the changes of each issue of a backup.

use std::mem;

use foldhash::HashSet;
use jiff::Timestamp;

use super::edits::{Edits, Places};
use super::records::{Acts, Edit, Id};
use crate::board::facts::{Act, ChangeFact};
use crate::parallel;

/// Maximum time in seconds between the records of an edit and of the work that it logged.
const LOGGED_WITHIN: i64 = 2;

/// The changes of all issues of a file.
pub(super) struct Histories<'a> {
    /// One for each issue, by index.
    pub(super) items: Vec<History<'a>>,
    /// Number of edits in the file, including those of issues that are not in it.
    pub(super) edits: usize,
    pub(super) lost: Lost,
}

/// The changes of one issue.
#[derive(Default)]
pub(super) struct History<'a> {
    pub(super) changes: Vec<ChangeFact<'a>>,
    /// Whether a link shows that it was copied from another issue.
    pub(super) copied: bool,
    /// Whether one of its edits or work logs could not be read.
    pub(super) has_holes: bool,
    /// Number of its comments that could not be read.
    pub(super) unread_comments: usize,
}

/// Number of records whose issues are not in the file.
#[derive(Default)]
pub(super) struct Lost {
    changes: usize,
    comments: usize,
    worklogs: usize,
}

impl Lost {
    /// The note about them, or `None` if there are none.
    pub(super) fn note(&self) -> Option<String> {
        let counts = [(self.changes, "changes"), (self.comments, "comments"), (self.worklogs, "work logs")];
        let counts: Vec<_> =
            counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        let all = counts.join(", ");
        (!all.is_empty()).then(|| format!("left out because their issue is not in the file: {all}"))
    }
}

impl<'a> Histories<'a> {
    /// Joins the pieces of a file with `count` issues; `places` has their indices.
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

    /// Marks the issues with unreadable records: edits, comments and work logs without a readable time, and
    /// edits without values.
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

    /// Adds the edits to their issues. Exactly enough memory for edits and comments is reserved first: a
    /// growing vector can take twice what it needs.
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
            // An edit without a readable time was already recorded as damage.
            let (Some(act), Some(at)) = (value.act, edit.at) else { continue };
            if edit.initial {
                continue;
            }
            let (id, act, by) = (edit.written.clone(), in_edit(act, edit), edit.by.clone());
            item.copied |= matches!(act, Act::Linked { copy: Some(true) });
            item.changes.push(ChangeFact { id, part, at, by, act, mark: value.mark });
        }
    }

    /// Adds the work logs. Most are edits, too, and were added as such; only imported ones are not.
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

/// Sorts the values of edits by id. The position of a value in its edit follows from its id, as in the REST
/// exports.
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

/// If an edit logged work, its change of the remaining time was no estimate.
fn in_edit<'a>(act: Act<'a>, edit: &Edit<'_>) -> Act<'a> {
    match act {
        Act::TimeEstimated { original: false, .. } if edit.logs_work => Act::TimeLogged,
        other => other,
    }
}
