//! Who works on an item during its replay.

use foldhash::HashSet;
use jiff::{SignedDuration, Timestamp};

use super::entries::Entries;
use crate::board::assemble::assembled::Assembled;
use crate::board::facts::{Act, ItemFact, Tool, Who};
use crate::board::{ChangeKind, Detail, People, PersonId};
use crate::source::Mark;

/// Upper bound of the time between one person's leaving an item and a successor's getting it.
const HANDOVER: SignedDuration = SignedDuration::from_mins(10);

/// The people who work on an item or did so.
#[derive(Default)]
pub(super) struct Owners {
    /// Who works on it now; on Trello, sorted by when they joined.
    now: Vec<PersonId>,
    /// Who left it last.
    left: Option<(PersonId, Timestamp)>,
    /// Everybody who ever had it.
    past: HashSet<PersonId>,
    /// The assignee it was created with, until that is recorded as a change.
    at_creation: Option<(PersonId, Mark)>,
}

impl Owners {
    /// Who worked on the item when it was created; `whole` says whether its history is known from then on. Source:
    /// docs/definitions.md, creation.
    pub(super) fn of<'a>(board: &Assembled<'_, 'a>, fact: &ItemFact<'a>, entries: &Entries<'a>, whole: bool) -> Self {
        let mut owners = match board.tool {
            Tool::Jira => Self::assigned(&board.people, fact, entries, whole),
            Tool::Trello => Self::members(&board.people, fact, entries),
        };
        owners.past.extend(&owners.now);
        owners
    }

    fn assigned<'a>(people: &People<'a>, fact: &ItemFact<'a>, entries: &Entries<'a>, whole: bool) -> Self {
        let changed = entries.iter().find_map(|(change, _)| match &change.act {
            Act::Assigned { from, from_mark, .. } => Some((from.clone(), from_mark.unwrap_or(change.mark))),
            _ => None,
        });
        let (first, mark) = match changed {
            Some((from, mark)) => (from, mark),
            None => (fact.assignees.first().cloned(), fact.assignee_mark.unwrap_or(fact.mark)),
        };
        let first = first.and_then(|who| people.find(&who));
        // Without the whole history it is unknown who assigned it.
        let at_creation = first.filter(|_| whole).map(|who| (who, mark));
        Self { now: first.into_iter().collect(), at_creation, ..Self::default() }
    }

    /// Trello does not record who joined a card that was created with members, so it is unknown who chose
    /// them. A member who left without joining first was there from the start, even if they came back.
    fn members<'a>(people: &People<'a>, fact: &ItemFact<'a>, entries: &Entries<'a>) -> Self {
        let joined = |person: &PersonId| {
            let is_they = |who: &Who<'a>| people.find(who) == Some(*person);
            let first = entries.iter().find_map(|(change, _)| match &change.act {
                Act::Joined { who, .. } if is_they(who) => Some(true),
                Act::Left { who } if is_they(who) => Some(false),
                _ => None,
            });
            first.unwrap_or(false)
        };
        let left = entries.iter().filter_map(|(change, _)| match &change.act {
            Act::Left { who } => Some(who),
            _ => None,
        });
        let there = fact.assignees.iter().chain(left).filter_map(|who| people.find(who));
        let mut owners = Self::default();
        there.filter(|person| !joined(person)).for_each(|person| owners.add(person));
        owners
    }

    /// Its assignee; on Trello, the member who joined first.
    pub(super) fn first(&self) -> Option<PersonId> {
        self.now.first().copied()
    }

    /// Whether `person` works on it.
    pub(super) fn has(&self, person: PersonId) -> bool {
        self.now.contains(&person)
    }

    /// Takes the assignee it was created with and the scalar that names them.
    pub(super) fn take_at_creation(&mut self) -> Option<(PersonId, Mark)> {
        self.at_creation.take()
    }

    /// Changes the assignee (Jira).
    pub(super) fn assign<'a>(
        &mut self,
        people: &People<'a>,
        from: &Option<Who<'a>>,
        to: &Option<Who<'a>>,
        at: Timestamp,
    ) -> (ChangeKind, Detail<'a>) {
        let find = |who: &Option<Who<'a>>| who.as_ref().and_then(|who| people.find(who));
        let (previous, next) = (find(from), find(to));
        // If it is taken from one person and given to another minutes later, that is a handover in two steps.
        if to.is_none() {
            self.left = previous.map(|who| (who, at));
        }
        let previous = previous.or_else(|| self.left_just_before(at).filter(|_| from.is_none()));
        self.now = next.into_iter().collect();
        let detail = |who, again| Detail::Person { who, previous, again, copied: false, at_creation: false };
        match (next, previous) {
            (Some(who), _) => {
                let again = !self.past.insert(who);
                (ChangeKind::Assigned, detail(who, again))
            }
            (None, Some(who)) if to.is_none() => (ChangeKind::Unassigned, detail(who, true)),
            // The other person occurs nowhere else in the export.
            (None, _) if to.is_some() => (ChangeKind::Assigned, Detail::None),
            (None, _) if from.is_some() => (ChangeKind::Unassigned, Detail::None),
            (None, _) => (ChangeKind::Other, Detail::None),
        }
    }

    /// One more member (Trello).
    pub(super) fn join<'a>(
        &mut self,
        people: &People<'a>,
        who: &Who<'a>,
        copied: bool,
        at: Timestamp,
    ) -> (ChangeKind, Detail<'a>) {
        let Some(who) = people.find(who) else { return (ChangeKind::Other, Detail::None) };
        // A member who left just before was replaced by the new one; a member who stays was not.
        let previous = self.left_just_before(at);
        let again = !self.past.insert(who);
        self.add(who);
        (ChangeKind::Assigned, Detail::Person { who, previous, again, copied, at_creation: false })
    }

    /// One member fewer (Trello).
    pub(super) fn leave<'a>(&mut self, people: &People<'a>, who: &Who<'a>, at: Timestamp) -> (ChangeKind, Detail<'a>) {
        let Some(who) = people.find(who) else { return (ChangeKind::Other, Detail::None) };
        self.now.retain(|owner| *owner != who);
        self.left = Some((who, at));
        let detail = Detail::Person { who, previous: Some(who), again: true, copied: false, at_creation: false };
        (ChangeKind::Unassigned, detail)
    }

    fn add(&mut self, person: PersonId) {
        if !self.has(person) {
            self.now.push(person);
        }
    }

    fn left_just_before(&self, at: Timestamp) -> Option<PersonId> {
        self.left.filter(|(_, left)| at.duration_since(*left) <= HANDOVER).map(|(who, _)| who)
    }
}
