//! What conditions are tested against: a change, an item, a sprint, a stay, a person, the board or the
//! charter.

use jiff::Timestamp;

use super::args::Argument;
use super::reason::Reason;
use super::value::Value;
use crate::board::{Board, Change, ChangeId, Item, ItemId, PersonId, Sprint, SprintId, Stay};

/// Why several changes count as one operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationKind {
    /// They are many similar changes within a period.
    Session,
    /// Each follows soon after the one before; or it is a single change.
    Run,
}

/// Several changes that were made as one operation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Operation {
    /// Number of items.
    pub items: usize,
    /// Seconds from the first change to the last.
    pub span: f64,
    /// Why they count as one operation.
    pub kind: OperationKind,
}

/// A rule's counts and shares, and whose decisions it counts.
pub trait Numbers: std::fmt::Debug + Sync {
    /// The value of the count with index `place` for `situation`.
    fn count(&self, place: usize, situation: &Situation<'_, '_>) -> Value<'static>;

    /// The value of the share with index `place` for `situation`.
    fn share(&self, place: usize, situation: &Situation<'_, '_>) -> Value<'static>;

    /// The roles of whoever made the decision that the change of `situation` counts as; absent if it counts
    /// for nobody.
    fn decided_by(&self, situation: &Situation<'_, '_>) -> Value<'static>;
}

/// The thing that is judged or counted, and its context.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'b, 'a> {
    /// The board.
    pub board: &'b Board<'a>,
    /// The change, if one is judged.
    pub change: Option<ChangeId>,
    /// The judged item, or the item of the change.
    pub item: Option<ItemId>,
    /// The judged sprint, or the one running when the change was made.
    pub sprint: Option<SprintId>,
    /// The stay, if one is judged.
    pub stay: Option<&'b Stay>,
    /// The person, if one is judged.
    pub person: Option<PersonId>,
    /// The operation that the change belongs to, once operations have been computed.
    pub operation: Option<Operation>,
    /// The rule's counts and shares.
    pub numbers: Option<&'b dyn Numbers>,
    /// The argument of the field that is evaluated.
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

    /// One change, with its item and the sprint that was running.
    pub fn of_change(board: &'b Board<'a>, id: ChangeId) -> Self {
        let (item, sprint) = (board.change(id).item, board.sprint_of_change(id));
        Self { change: Some(id), item, sprint, ..Self::of_board(board) }
    }

    /// One item.
    pub fn of_item(board: &'b Board<'a>, id: ItemId) -> Self {
        Self { item: Some(id), ..Self::of_board(board) }
    }

    /// One stay, with its item and the sprint in which it ended, or in which it is at the clock.
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

    /// Adds the counts and shares of a rule.
    #[must_use]
    pub fn with(self, numbers: &'b dyn Numbers) -> Self {
        Self { numbers: Some(numbers), ..self }
    }

    /// The value of the rule's count with index `place`.
    pub fn count(&self, place: usize) -> Value<'static> {
        self.numbers.map_or(Value::Absent, |numbers| numbers.count(place, self))
    }

    /// The value of the rule's share with index `place`.
    pub fn share(&self, place: usize) -> Value<'static> {
        self.numbers.map_or(Value::Absent, |numbers| numbers.share(place, self))
    }

    /// The roles of whoever made the decision that the change counts as; absent if it counts for nobody.
    pub fn decided_by(&self) -> Value<'static> {
        self.numbers.map_or(Value::Absent, |numbers| numbers.decided_by(self))
    }

    /// The judged change.
    pub fn change(&self) -> Option<&'b Change<'a>> {
        self.change.map(|id| self.board.change(id))
    }

    /// The judged item, or the item of the change.
    pub fn item(&self) -> Option<&'b Item<'a>> {
        self.item.map(|id| self.board.item(id))
    }

    /// The judged sprint, or the one running when the change was made.
    pub fn sprint(&self) -> Option<&'b Sprint<'a>> {
        self.sprint.map(|id| self.board.sprint(id))
    }

    /// The instant that the situation is about.
    pub fn at(&self) -> Timestamp {
        let sprint = || self.sprint().and_then(|sprint| sprint.start).filter(|_| self.stay.is_none());
        let stay = || self.stay.and_then(Stay::until);
        self.change().map(|change| change.at).or_else(stay).or_else(sprint).unwrap_or(self.board.clock)
    }

    /// A value of the change; absent if none is judged.
    pub fn of_the_change(&self, value: impl FnOnce(&'b Change<'a>) -> Value<'b>) -> Value<'b> {
        self.change().map_or(Value::Absent, value)
    }

    /// A value of the item; absent if there is none.
    pub fn of_the_item(&self, value: impl FnOnce(&'b Item<'a>) -> Value<'b>) -> Value<'b> {
        self.item().map_or(Value::Absent, value)
    }

    /// A value of the stay; absent if none is judged.
    pub fn of_the_stay(&self, value: impl FnOnce(&'b Stay) -> Value<'b>) -> Value<'b> {
        self.stay.map_or(Value::Absent, value)
    }

    /// A value of the sprint; absent if there is none. Unknown if the item may have been in a sprint of which
    /// only the days are known, or was in an undated one that may have been running.
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

    /// Whether the item was, when the change was made, in a sprint that may or may not have been running.
    fn was_in_undated_sprint(&self) -> bool {
        self.item().zip(self.change()).is_some_and(|(item, change)| {
            let mut there = item.memberships.covering(change.at);
            there.any(|membership| self.board.sprint(membership.sprint).may_have_run(change.at))
        })
    }
}
