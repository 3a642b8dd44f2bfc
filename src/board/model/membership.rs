//! The times that an item was in sprints.

use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use foldhash::HashMap;
use jiff::Timestamp;

use super::ids::{ChangeId, SprintId};

/// A time during which an item was in a sprint.
#[derive(Clone, Debug)]
pub struct Membership {
    /// The sprint.
    pub sprint: SprintId,
    /// From when.
    pub since: Timestamp,
    /// Until when, if it was taken out.
    pub until: Option<Timestamp>,
    /// The change that put it in; `None` if the item was created in the sprint or carried over.
    pub added: Option<ChangeId>,
    /// The change that took it out.
    pub removed: Option<ChangeId>,
}

impl Membership {
    /// Whether the item was in the sprint at `at`.
    pub fn covers(&self, at: Timestamp) -> bool {
        self.since <= at && self.until.is_none_or(|until| until > at)
    }
}

/// Maximum number of memberships of one item that are searched one by one; longer lists get an index.
pub(crate) const LINEAR_SEARCH_MAX: usize = 16;

/// All memberships of one item, in the order in which it came into the sprints.
#[derive(Clone, Debug, Default)]
pub struct Memberships {
    list: Vec<Membership>,
    /// Built on first use, for more than [`LINEAR_SEARCH_MAX`] memberships.
    index: OnceLock<Index>,
}

/// Index of a long list.
#[derive(Clone, Debug)]
struct Index {
    by_sprint: HashMap<SprintId, Vec<usize>>,
    /// The latest end of the memberships up to each position; `None` if the list is not sorted by `since`.
    lasts: Option<Vec<Timestamp>>,
}

impl Memberships {
    /// The memberships of one sprint, the first one first.
    pub fn of(&self, sprint: SprintId) -> impl DoubleEndedIterator<Item = &Membership> {
        let places = self.index().map(|index| index.by_sprint.get(&sprint).map_or(&[] as &[usize], Vec::as_slice));
        let count = places.map_or(self.list.len(), <[usize]>::len);
        let at = move |number: usize| &self.list[places.map_or(number, |places| places[number])];
        (0..count).map(at).filter(move |membership| membership.sprint == sprint)
    }

    /// The memberships that cover `at`, the last one first.
    pub fn covering(&self, at: Timestamp) -> impl Iterator<Item = &Membership> {
        let lasts = self.index().and_then(|index| index.lasts.as_deref());
        let begun = match lasts {
            Some(_) => self.list.partition_point(|membership| membership.since <= at),
            None => self.list.len(),
        };
        let may_cover = move |place: &usize| lasts.is_none_or(|lasts| lasts[*place] > at);
        let there = (0..begun).rev().take_while(may_cover).map(|place| &self.list[place]);
        there.filter(move |membership| membership.covers(at))
    }

    fn index(&self) -> Option<&Index> {
        (self.list.len() > LINEAR_SEARCH_MAX).then(|| self.index.get_or_init(|| Index::of(&self.list)))
    }
}

impl Index {
    fn of(list: &[Membership]) -> Self {
        let mut by_sprint: HashMap<SprintId, Vec<usize>> = HashMap::default();
        for (place, membership) in list.iter().enumerate() {
            by_sprint.entry(membership.sprint).or_default().push(place);
        }
        let lasts = list.iter().scan(Timestamp::MIN, |last, membership| {
            *last = (*last).max(membership.until.unwrap_or(Timestamp::MAX));
            Some(*last)
        });
        let lasts = list.is_sorted_by_key(|membership| membership.since).then(|| lasts.collect());
        Self { by_sprint, lasts }
    }
}

impl From<Vec<Membership>> for Memberships {
    fn from(list: Vec<Membership>) -> Self {
        Self { list, index: OnceLock::new() }
    }
}

impl Deref for Memberships {
    type Target = [Membership];

    fn deref(&self) -> &[Membership] {
        &self.list
    }
}

impl DerefMut for Memberships {
    fn deref_mut(&mut self) -> &mut [Membership] {
        self.index = OnceLock::new();
        &mut self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("an instant")
    }

    #[test]
    fn many_are_found_as_few_are() {
        let one = |place: i64| Membership {
            sprint: SprintId::new(usize::try_from(place % 7).expect("a place")),
            since: seconds(place * 10),
            until: (place % 5 > 0).then(|| seconds(place * 10 + 15)),
            added: None,
            removed: None,
        };
        let mut lists: Vec<Vec<Membership>> = vec![(0..100).map(one).collect(), (0..100).rev().map(one).collect()];
        lists.push((0..10).map(one).collect());
        for list in lists {
            let many = Memberships::from(list.clone());
            for sprint in (0..8).map(SprintId::new) {
                let found: Vec<_> = many.of(sprint).map(|it| it.since).collect();
                let expected: Vec<_> = list.iter().filter(|it| it.sprint == sprint).map(|it| it.since).collect();
                assert_eq!(found, expected);
            }
            for at in (-5..1100).step_by(5).map(seconds) {
                let found: Vec<_> = many.covering(at).map(|it| it.since).collect();
                let expected: Vec<_> = list.iter().rev().filter(|it| it.covers(at)).map(|it| it.since).collect();
                assert_eq!(found, expected);
            }
        }
    }
}
