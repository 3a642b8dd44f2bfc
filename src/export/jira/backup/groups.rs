//! The edits of a backup by their ids, and the issues that they are edits of.

use foldhash::HashMap;

use super::records::{Group, Id, Records};

/// The issues of the file, by their ids.
pub(super) type Places<'a> = HashMap<Id<'a>, usize>;

/// The edits of all issues.
pub(super) struct Groups<'a> {
    all: Vec<Edit<'a>>,
    /// Where each stands, if they are not in the order of their ids.
    by_id: Option<HashMap<Id<'a>, usize>>,
    /// Where the one was found that was looked for last.
    last: usize,
}

/// An edit, and what of it has been joined.
pub(super) struct Edit<'a> {
    pub(super) group: Group<'a>,
    /// The place of its issue, if that is in the file.
    pub(super) item: Option<usize>,
    /// How many of its values have been joined.
    pub(super) parts: u32,
    pub(super) logs_work: bool,
}

impl<'a> Groups<'a> {
    /// Takes the edits out of `pieces`. `places` are those of the issues.
    pub(super) fn new(pieces: &mut [Records<'a>], places: &Places<'a>) -> Self {
        let mut all = Vec::with_capacity(pieces.iter().map(|piece| piece.groups.len()).sum());
        for group in pieces.iter_mut().flat_map(|piece| std::mem::take(&mut piece.groups)) {
            let item = places.get(&group.issue).copied();
            all.push(Edit { group, item, parts: 0, logs_work: false });
        }
        let in_order = all.is_sorted_by(|a, b| order(&a.group.id) < order(&b.group.id));
        let places = || all.iter().enumerate().map(|(place, edit)| (edit.group.id.clone(), place)).collect();
        let by_id = (!in_order).then(places);
        Self { all, by_id, last: 0 }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.by_id.as_ref().map_or(self.all.len(), HashMap::len)
    }

    /// The edit at a place that [`Groups::place`] returned.
    pub(super) fn at(&mut self, place: usize) -> Option<&mut Edit<'a>> {
        self.all.get_mut(place)
    }

    /// Where the edit with this id stands.
    pub(super) fn place(&mut self, id: &Id<'a>) -> Option<usize> {
        if let Some(by_id) = &self.by_id {
            return by_id.get(id).copied();
        }
        // Values mostly stand in the order of their edits.
        let near = [self.last, self.last + 1].into_iter();
        let mut near = near.filter(|place| self.all.get(*place).is_some_and(|edit| edit.group.id == *id));
        let search = || self.all.binary_search_by(|edit| order(&edit.group.id).cmp(&order(id))).ok();
        let place = near.next().or_else(search)?;
        self.last = place;
        Some(place)
    }
}

/// Numbers by their size, and any other ids in some order.
fn order<'i>(id: &'i Id<'_>) -> (usize, &'i str) {
    (id.len(), id)
}
