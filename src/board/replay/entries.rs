//! The history of an item in the order of time.

use jiff::Timestamp;

use crate::board::StateId;
use crate::board::assemble::states::States;
use crate::board::facts::{Act, ChangeFact};

/// An entry of a history: a change, and the states before and after it (for a move) or the list it happened
/// in.
type Entry<'a> = (ChangeFact<'a>, [Option<StateId>; 2]);

/// The history of an item. Changes and their states stay in file order; an index gives the order of time.
pub(super) struct Entries<'a> {
    /// An entry put before all others.
    first: Option<Entry<'a>>,
    changes: Vec<ChangeFact<'a>>,
    states: Vec<[Option<StateId>; 2]>,
    /// Indexes of the changes, in the order of time.
    places: Vec<usize>,
}

impl<'a> Entries<'a> {
    /// Sorts the changes and looks up their states in `table`.
    pub(super) fn new(changes: Vec<ChangeFact<'a>>, table: &States<'_, 'a>) -> Self {
        let mut places: Vec<usize> = (0..changes.len()).collect();
        // Most exports begin with the newest.
        if let ([first, ..], [.., last]) = (&changes[..], &changes[..])
            && first.at > last.at
        {
            places.reverse();
        }
        places.sort_by(|a, b| order(&changes[*a]).cmp(&order(&changes[*b])).then(a.cmp(b)));
        places.dedup_by(|later, earlier| is_same_drag(&changes[*earlier], &changes[*later]));
        let states = changes.iter().map(|change| table.of_change(change)).collect();
        Self { first: None, changes, states, places }
    }

    /// Puts one before all others.
    pub(super) fn put_first(&mut self, change: ChangeFact<'a>) {
        self.first = Some((change, [None, None]));
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.changes.len() + usize::from(self.first.is_some())
    }

    /// Number of entries that name a state.
    pub(super) fn moves(&self) -> usize {
        self.states.iter().filter(|states| **states != [None, None]).count()
    }

    /// All, oldest first.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = (&ChangeFact<'a>, &[Option<StateId>; 2])> {
        let first = self.first.iter().map(|(change, states)| (change, states));
        first.chain(self.places.iter().map(|place| (&self.changes[*place], &self.states[*place])))
    }

    /// Hands each to `take`, oldest first.
    pub(super) fn take_each(mut self, mut take: impl FnMut(&mut ChangeFact<'a>, [Option<StateId>; 2])) {
        if let Some((change, states)) = &mut self.first {
            take(change, *states);
        }
        for place in self.places {
            take(&mut self.changes[place], self.states[place]);
        }
    }
}

/// Whether two entries record one drag: an upgraded server has two rank fields and writes each drag under
/// both.
fn is_same_drag(one: &ChangeFact<'_>, other: &ChangeFact<'_>) -> bool {
    let (Act::Ranked { direction: one_way, state: None }, Act::Ranked { direction: other_way, state: None }) =
        (&one.act, &other.act)
    else {
        return false;
    };
    one_way == other_way && one.by == other.by && one.at.as_second() == other.at.as_second()
}

/// Sorts by time, then by the tool's own ids, because some servers truncate timestamps to seconds. A creation
/// comes first.
fn order<'c>(change: &'c ChangeFact<'_>) -> (Timestamp, bool, usize, &'c str, u32) {
    (change.at, !matches!(change.act, Act::Created { .. }), change.id.len(), &change.id, change.part)
}
