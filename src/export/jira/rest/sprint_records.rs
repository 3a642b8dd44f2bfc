//! The sprints of a page. Each is repeated in all of its issues, and is stored once.

use std::borrow::Cow;
use std::sync::{Mutex, PoisonError};

use foldhash::HashMap;
use jiff::Timestamp;

use crate::board::facts::{SprintFact, SprintState};

/// The contents of a sprint record, without its place.
type Says<'a> = ([Cow<'a, str>; 3], Option<SprintState>, Option<Cow<'a, str>>, [Option<Timestamp>; 4]);

/// Sprint records without duplicates. Of equal records the last in the file is kept, in whatever order
/// threads read them.
#[derive(Default)]
pub(super) struct SprintRecords<'a>(Mutex<HashMap<Says<'a>, SprintFact<'a>>>);

impl<'a> SprintRecords<'a> {
    /// Adds the sprints of some issues.
    pub(super) fn add(&self, sprints: Vec<SprintFact<'a>>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for sprint in sprints {
            let names = [&sprint.id, &sprint.name, &sprint.board].map(Cow::clone);
            let dates = [sprint.start, sprint.activated, sprint.end, sprint.completed];
            let mark = sprint.mark;
            let kept = known.entry((names, sprint.state, sprint.goal.clone(), dates)).or_insert(sprint);
            kept.mark = kept.mark.max(mark);
        }
    }

    /// All sprints in the order of the file.
    pub(super) fn into_list(self) -> Vec<SprintFact<'a>> {
        let known = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut list: Vec<_> = known.into_iter().collect();
        list.sort_unstable_by(|(says, one), (others, other)| (one.mark, says).cmp(&(other.mark, others)));
        list.into_iter().map(|(_, sprint)| sprint).collect()
    }
}
