//! The union of two histories of one item: a change that both have is kept once.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};

use crate::board::facts::{Act, ChangeFact, is_given};

/// Seconds in a minute: a CSV gives minutes where other exports give milliseconds.
pub(super) const MINUTE: i64 = 60;

/// The union of both histories.
pub(super) fn union<'a>(newer: Vec<ChangeFact<'a>>, older: Vec<ChangeFact<'a>>) -> Vec<ChangeFact<'a>> {
    if newer.is_empty() || older.is_empty() {
        return if newer.is_empty() { older } else { newer };
    }
    let mut seen = HashSet::default();
    let mut changes = newer;
    changes.extend(older);
    // A change that is unreadable in one file may be readable in another.
    changes.sort_by_key(|change| matches!(change.act, Act::Unknown));
    let mut remarks = Remarks::new(&changes);
    changes.retain(|change| {
        // A CSV gives only the minute of a comment or work log; its own record gives the id and milliseconds.
        let again = !is_given(&change.id) && remarks.take(change);
        !again && seen.insert(identity(change))
    });
    changes
}

/// A comment (true) or a work log, and its minute.
type Remark = (bool, i64);

fn remark(change: &ChangeFact<'_>) -> Option<Remark> {
    matches!(change.act, Act::Commented | Act::TimeLogged)
        .then(|| (matches!(change.act, Act::Commented), change.at.as_second().div_euclid(MINUTE)))
}

/// Comments and work logs with ids, by minute, and the people who made changes.
struct Remarks<'a> {
    by_minute: HashMap<Remark, Vec<Option<Cow<'a, str>>>>,
    people: HashSet<Cow<'a, str>>,
}

impl<'a> Remarks<'a> {
    fn new(changes: &[ChangeFact<'a>]) -> Self {
        let mut remarks = Self { by_minute: HashMap::default(), people: HashSet::default() };
        for change in changes.iter().filter(|change| is_given(&change.id)) {
            remarks.people.extend(change.by.clone());
            if let Some(remark) = remark(change) {
                remarks.by_minute.entry(remark).or_default().push(change.by.clone());
            }
        }
        remarks
    }

    /// Whether `change` is one of them; each is matched once. Exports may use different names for one person,
    /// so an author whose name occurs nowhere else may be anybody.
    fn take(&mut self, change: &ChangeFact<'a>) -> bool {
        let Some(here) = remark(change).and_then(|remark| self.by_minute.get_mut(&remark)) else { return false };
        let stranger = change.by.as_ref().is_none_or(|by| !self.people.contains(by));
        let place = here.iter().position(|by| *by == change.by).or_else(|| (stranger && !here.is_empty()).then_some(0));
        place.map(|place| here.swap_remove(place)).is_some()
    }
}

/// A history entry, an action or a comment is the same in every export of the board.
fn identity(change: &ChangeFact<'_>) -> (String, u32, bool, i64) {
    (change.id.to_string(), change.part, matches!(change.act, Act::Commented), change.at.as_millisecond())
}
