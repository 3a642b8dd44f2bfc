//! The changes of a board, stored item by item and numbered in the order of time.

use std::ops::{Index, IndexMut};

use jiff::{SignedDuration, Timestamp};

use super::change::{Change, ChangeRecord};
use super::ids::ChangeId;
use crate::parallel;

/// All changes of a board.
///
/// The id of a change is its number in the order of time. The storage order is another: the changes of one
/// item are adjacent, oldest first, and those of the board itself come last. Most queries are about one item,
/// whose changes are then close together in the processor's cache.
#[derive(Debug, Default)]
pub struct Changes<'a> {
    by_item: Vec<Change<'a>>,
    /// The record of each change, in storage order.
    records: Vec<ChangeRecord<'a>>,
    /// Storage index of each change, by id.
    places: Vec<u32>,
    /// Timestamp of each change, by id.
    times: Vec<Timestamp>,
    /// Id of each change, by storage index.
    ids: Vec<ChangeId>,
}

impl<'a> Changes<'a> {
    /// Numbers `changes` in the order of time; each has one of `records`. Those at the same instant keep
    /// their order.
    pub(crate) fn new(changes: Vec<Change<'a>>, records: Vec<ChangeRecord<'a>>) -> Self {
        // Timestamp and storage index in one number: numbers sort several times as fast as pairs.
        let key = |(place, change): (u32, &Change<'_>)| change.at.as_nanosecond() << 32 | i128::from(place);
        let mut order: Vec<i128> = (0..).zip(&changes).map(key).collect();
        parallel::sort_unstable(&mut order);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the lower half is the place")]
        let places: Vec<u32> = order.into_iter().map(|key| key as u32).collect();
        let times = places.iter().map(|place| changes[*place as usize].at).collect();
        let mut ids = vec![ChangeId::new(0); places.len()];
        for (number, place) in places.iter().enumerate() {
            ids[*place as usize] = ChangeId::new(number);
        }
        Self { by_item: changes, records, places, times, ids }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_item.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_item.is_empty()
    }

    /// All changes, oldest first, which is the order of their ids.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Change<'a>> + ExactSizeIterator + Clone {
        self.places.iter().map(|place| &self.by_item[*place as usize])
    }

    /// Those that were made at `from` or later, oldest first.
    pub fn since(&self, from: Timestamp) -> impl Iterator<Item = &Change<'a>> {
        self.ids_since(from).map(|id| &self[id])
    }

    /// The ids of those that were made at `from` or later, oldest first.
    pub(crate) fn ids_since(&self, from: Timestamp) -> impl Iterator<Item = ChangeId> + use<> {
        let first = self.times.partition_point(|at| *at < from);
        (first..self.times.len()).map(ChangeId::new)
    }

    /// Returns runs of two or more changes that `are_meant` and have the same `in_common`, each made at most
    /// `apart` after the one before. Each run is oldest first.
    pub(crate) fn runs<K: Ord>(
        &self,
        are_meant: impl Fn(&Change<'a>) -> bool + Sync + Send,
        in_common: impl Fn(&Change<'a>) -> K,
        apart: SignedDuration,
    ) -> Vec<Vec<ChangeId>> {
        let are_meant = parallel::map(&self.by_item[..], |_, change| are_meant(change));
        let all = (0..).map(ChangeId::new).zip(&self.places).zip(&self.times);
        let meant = all.filter(|((_, place), _)| are_meant[**place as usize]);
        let meant: Vec<(ChangeId, Timestamp)> = meant.map(|((id, _), at)| (id, *at)).collect();
        let is_near = |at: Timestamp, next: Timestamp| next.duration_since(at) <= apart;
        let mut runs = Vec::new();
        // Most changes have no other near in time. Only the rest are compared.
        for near in meant.chunk_by(|(_, at), (_, next)| is_near(*at, *next)).filter(|near| near.len() > 1) {
            let mut near: Vec<_> = near.iter().map(|(id, at)| (in_common(&self[*id]), *id, *at)).collect();
            near.sort_unstable();
            let alike = near.chunk_by(|(one, _, at), (other, _, next)| one == other && is_near(*at, *next));
            runs.extend(alike.filter(|run| run.len() > 1).map(|run| run.iter().map(|(_, id, _)| *id).collect()));
        }
        runs
    }

    /// The oldest.
    pub fn first(&self) -> Option<&Change<'a>> {
        self.iter().next()
    }

    /// The newest.
    pub fn last(&self) -> Option<&Change<'a>> {
        self.iter().next_back()
    }

    /// Calls `work` for each change and returns the results in the order of ids. The calls follow the storage
    /// order.
    pub(crate) fn table<R: Copy + Send>(&self, work: impl Fn(ChangeId, &Change<'a>) -> R + Sync + Send) -> Vec<R> {
        let made = parallel::map(&self.by_item[..], |place, change| work(self.ids[place], change));
        self.places.iter().map(|place| made[*place as usize]).collect()
    }

    /// The record of the change `id` stands for.
    pub fn record(&self, id: ChangeId) -> &ChangeRecord<'a> {
        &self.records[self.places[id.index()] as usize]
    }

    /// The records of all, oldest first.
    pub fn records(&self) -> impl Iterator<Item = &ChangeRecord<'a>> {
        self.places.iter().map(|place| &self.records[*place as usize])
    }

    /// All with their records, oldest first.
    pub fn with_records(&self) -> impl Iterator<Item = (&Change<'a>, &ChangeRecord<'a>)> {
        self.iter().zip(self.records())
    }

    /// All changes in storage order.
    pub(crate) fn by_item(&self) -> &[Change<'a>] {
        &self.by_item
    }

    /// All changes in storage order.
    pub(crate) fn by_item_mut(&mut self) -> &mut [Change<'a>] {
        &mut self.by_item
    }

    /// The ids of all changes in storage order.
    pub(crate) fn ids_by_item(&self) -> &[ChangeId] {
        &self.ids
    }
}

impl<'a> Index<ChangeId> for Changes<'a> {
    type Output = Change<'a>;

    fn index(&self, id: ChangeId) -> &Change<'a> {
        &self.by_item[self.places[id.index()] as usize]
    }
}

impl<'a> IndexMut<ChangeId> for Changes<'a> {
    fn index_mut(&mut self, id: ChangeId) -> &mut Change<'a> {
        &mut self.by_item[self.places[id.index()] as usize]
    }
}
