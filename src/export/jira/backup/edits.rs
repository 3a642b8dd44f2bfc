//! The edits of a backup by id, with their issues.

use std::mem;

use foldhash::HashMap;

use super::records::{Acts, Edit, Id};
use crate::parallel;

/// Indices of the issues of the file by id.
pub(super) type Places = HashMap<Id, usize>;

/// The edits of all issues.
pub(super) struct Edits<'a> {
    /// One list for each piece of the file with edits.
    pieces: Vec<Vec<Edit<'a>>>,
    /// The place of each, unless they are sorted by id.
    by_id: Option<HashMap<Id, Place>>,
    /// The result of the last lookup.
    last: Place,
}

/// The place of an edit: index of its piece, and index in the piece.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    piece: usize,
    index: usize,
}

impl<'a> Edits<'a> {
    /// Takes the edits out of `pieces`. `items` has the indices of the issues.
    pub(super) fn new(pieces: &mut [Acts<'a>], items: &Places) -> Self {
        let pieces = pieces.iter_mut().map(|piece| mem::take(&mut piece.edits));
        let mut pieces: Vec<_> = pieces.filter(|piece| !piece.is_empty()).collect();
        let are_in_order = parallel::map(&mut pieces, |_, piece| {
            for edit in &mut *piece {
                edit.item = items.get(&edit.issue).copied();
            }
            piece.is_sorted_by(|a, b| a.id < b.id)
        });
        let follows =
            |pair: &[Vec<Edit<'_>>]| pair[0].last().map(|last| &last.id) < pair[1].first().map(|first| &first.id);
        let in_order = !are_in_order.contains(&false) && pieces.windows(2).all(follows);
        let places = || {
            let place = |piece| move |(index, edit): (usize, &Edit<'_>)| (edit.id.clone(), Place { piece, index });
            pieces.iter().enumerate().flat_map(|(piece, edits)| edits.iter().enumerate().map(place(piece))).collect()
        };
        let by_id = (!in_order).then(places);
        Self { pieces, by_id, last: Place::default() }
    }

    /// Number of edits.
    pub(super) fn len(&self) -> usize {
        self.by_id.as_ref().map_or_else(|| self.pieces.iter().map(Vec::len).sum(), HashMap::len)
    }

    /// All edits.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Edit<'a>> {
        self.pieces.iter().flatten()
    }

    /// The edit at a place that [`Edits::place`] returned.
    pub(super) fn at(&mut self, place: Place) -> Option<&mut Edit<'a>> {
        self.pieces.get_mut(place.piece)?.get_mut(place.index)
    }

    /// The place of the edit with this id.
    pub(super) fn place(&mut self, id: &Id) -> Option<Place> {
        if let Some(by_id) = &self.by_id {
            return by_id.get(id).copied();
        }
        // Values are mostly in the order of their edits.
        let Place { piece, index } = self.last;
        let near = [self.last, Place { piece, index: index + 1 }, Place { piece: piece + 1, index: 0 }];
        let is_it = |place: &Place| {
            let edit = self.pieces.get(place.piece).and_then(|piece| piece.get(place.index));
            edit.is_some_and(|edit| edit.id == *id)
        };
        let place = near.into_iter().find(is_it).or_else(|| self.search(id))?;
        self.last = place;
        Some(place)
    }

    /// Finds the edit with this `id` by binary search, if the edits are sorted by id.
    fn search(&self, id: &Id) -> Option<Place> {
        let piece = self.pieces.partition_point(|piece| piece.last().is_some_and(|last| last.id < *id));
        let index = self.pieces.get(piece)?.binary_search_by(|edit| edit.id.cmp(id)).ok()?;
        Some(Place { piece, index })
    }
}
