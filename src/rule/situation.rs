//! What conditions are asked about: a change with the moment it was made at, an item, a sprint, the board or the charter.

use jiff::Timestamp;

use super::args::Argument;
use super::reason::Reason;
use super::value::Value;
use crate::board::{Board, Change, ChangeId, Item, ItemId, PersonId, Sprint, SprintId, Stay};

/// What makes several changes one operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationKind {
    /// They are many changes of one sort in a span of time.
    Session,
    /// Each came soon after the one before; or it is one change alone.
    Run,
}

/// Several changes that were made as one operation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Operation {
    /// How many items.
    pub items: usize,
    /// How many seconds from the first change to the last.
    pub span: f64,
    /// What makes them one.
    pub kind: OperationKind,
}

/// The counts and shares of a rule, and whose decisions it counts.
pub trait Numbers: std::fmt::Debug + Sync {
    /// What the count at `place` comes to for `situation`.
    fn count(&self, place: usize, situation: &Situation<'_, '_>) -> Value<'static>;

    /// What the share at `place` comes to for `situation`.
    fn share(&self, place: usize, situation: &Situation<'_, '_>) -> Value<'static>;

    /// The roles of those whose decision the change of `situation` counts as; nothing where it counts for nobody.
    fn decided_by(&self, situation: &Situation<'_, '_>) -> Value<'static>;
}

/// The thing that is judged or counted, and what it stands in.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'b, 'a> {
    /// The board.
    pub board: &'b Board<'a>,
    /// The change, if one is judged.
    pub change: Option<ChangeId>,
    /// The item judged, or that the change was made to.
    pub item: Option<ItemId>,
    /// The sprint judged, or running when the change was made.
    pub sprint: Option<SprintId>,
    /// The stay, if one is judged.
    pub stay: Option<&'b Stay>,
    /// The person, if one is judged.
    pub person: Option<PersonId>,
    /// The operation that the change belongs to, once operations are known.
    pub operation: Option<Operation>,
    /// The rule's counts and shares.
    pub numbers: Option<&'b dyn Numbers>,
    /// The argument of the field that is asked.
    pub argument: Argument,
}

impl<'b, 'a> Situation<'b, 'a> {
    /// The board as a whole.
    pub fn of_board(board: &'b Board<'a>) -> Self {
        Self {
            board,
            change: None,
            item: None,
            sprint: None,
            stay: None,
            person: None,
            operation: None,
            numbers: None,
            argument: Argument::Nothing,
        }
    }

    /// One change, its item and the sprint that was running.
    pub fn of_change(board: &'b Board<'a>, id: ChangeId) -> Self {
        let (item, sprint) = (board.change(id).item, board.sprint_of_change(id));
        Self { change: Some(id), item, sprint, ..Self::of_board(board) }
    }

    /// One item.
    pub fn of_item(board: &'b Board<'a>, id: ItemId) -> Self {
        Self { item: Some(id), ..Self::of_board(board) }
    }

    /// One stay, its item and the sprint that it ended in, or is in at the clock.
    pub fn of_stay(board: &'b Board<'a>, stay: &'b Stay) -> Self {
        Self { stay: Some(stay), item: Some(stay.item), sprint: stay.sprint, ..Self::of_board(board) }
    }

    /// One person.
    pub fn of_person(board: &'b Board<'a>, id: PersonId) -> Self {
        Self { person: Some(id), ..Self::of_board(board) }
    }

    /// One sprint.
    pub fn of_sprint(board: &'b Board<'a>, id: SprintId) -> Self {
        Self { sprint: Some(id), ..Self::of_board(board) }
    }

    /// With the counts and shares of a rule.
    #[must_use]
    pub fn with(self, numbers: &'b dyn Numbers) -> Self {
        Self { numbers: Some(numbers), ..self }
    }

    /// What the rule's count at `place` comes to here.
    pub fn count(&self, place: usize) -> Value<'static> {
        self.numbers.map_or(Value::Absent, |numbers| numbers.count(place, self))
    }

    /// What the rule's share at `place` comes to here.
    pub fn share(&self, place: usize) -> Value<'static> {
        self.numbers.map_or(Value::Absent, |numbers| numbers.share(place, self))
    }

    /// The roles of those whose decision the change counts as; nothing where it counts for nobody.
    pub fn decided_by(&self) -> Value<'static> {
        self.numbers.map_or(Value::Absent, |numbers| numbers.decided_by(self))
    }

    /// The change that is judged.
    pub fn change(&self) -> Option<&'b Change<'a>> {
        self.change.map(|id| self.board.change(id))
    }

    /// The item that is judged, or that the change was made to.
    pub fn item(&self) -> Option<&'b Item<'a>> {
        self.item.map(|id| self.board.item(id))
    }

    /// The sprint that is judged, or that was running when the change was made.
    pub fn sprint(&self) -> Option<&'b Sprint<'a>> {
        self.sprint.map(|id| self.board.sprint(id))
    }

    /// The instant that the situation is about.
    pub fn at(&self) -> Timestamp {
        let sprint = || self.sprint().and_then(|sprint| sprint.start).filter(|_| self.stay.is_none());
        let stay = || self.stay.and_then(Stay::until);
        self.change().map(|change| change.at).or_else(stay).or_else(sprint).unwrap_or(self.board.clock)
    }

    /// A value of the change; nothing where none is judged.
    pub fn of_the_change(&self, value: impl FnOnce(&'b Change<'a>) -> Value<'b>) -> Value<'b> {
        self.change().map_or(Value::Absent, value)
    }

    /// A value of the item; nothing where there is none.
    pub fn of_the_item(&self, value: impl FnOnce(&'b Item<'a>) -> Value<'b>) -> Value<'b> {
        self.item().map_or(Value::Absent, value)
    }

    /// A value of the stay; nothing where none is judged.
    pub fn of_the_stay(&self, value: impl FnOnce(&'b Stay) -> Value<'b>) -> Value<'b> {
        self.stay.map_or(Value::Absent, value)
    }

    /// A value of the sprint; nothing where there is none, and not known where the item may have been in one of which days alone
    /// are known, or was in one that may have been running.
    pub fn of_the_sprint(&self, value: impl FnOnce(&'b Sprint<'a>) -> Value<'b>) -> Value<'b> {
        let may_be_in_one = |item: &Item<'a>| {
            let phase = self.change().map(|change| change.moment.phase);
            phase.is_some_and(|phase| self.board.may_be_in_a_sprint(item, phase, self.at()))
        };
        match self.sprint() {
            Some(sprint) => value(sprint),
            None if self.item().is_some_and(may_be_in_one) => Value::Unknown(Reason::CardsUnknown),
            None if self.was_in_undated_sprint() => Value::Unknown(Reason::SprintUnexplained),
            None => Value::Absent,
        }
    }

    /// Whether the item was, when the change was made, in a sprint of which it is not known whether it was running.
    fn was_in_undated_sprint(&self) -> bool {
        self.item().zip(self.change()).is_some_and(|(item, change)| {
            let mut there = item.memberships.covering(change.at);
            there.any(|membership| self.board.sprint(membership.sprint).may_have_run(change.at))
        })
    }
}
