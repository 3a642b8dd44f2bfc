//! What conditions are asked about: a change with the moment it was made at, an item, a sprint, the board or the charter.

use jiff::Timestamp;

use super::value::{Interval, Value};
use crate::board::{Board, Change, ChangeId, Item, ItemId, Sprint, SprintId};

/// Several changes that were made as one operation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Operation {
    /// How many items.
    pub items: usize,
    /// How many seconds from the first change to the last.
    pub span: f64,
    /// Whether it was a session: many changes of one sort in a span of time.
    pub session: bool,
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
    /// The operation that the change belongs to, once operations are known.
    pub operation: Option<Operation>,
    /// The rule's counts, if they have been taken.
    pub counts: &'b [Interval],
    /// The rule's shares, as far as they have a whole.
    pub shares: &'b [Option<Interval>],
}

impl<'b, 'a> Situation<'b, 'a> {
    /// The board as a whole.
    pub fn of_board(board: &'b Board<'a>) -> Self {
        Self { board, change: None, item: None, sprint: None, operation: None, counts: &[], shares: &[] }
    }

    /// One change, its item and the sprint that was running.
    pub fn of_change(board: &'b Board<'a>, id: ChangeId) -> Self {
        let change = board.change(id);
        Self { change: Some(id), item: change.item, sprint: board.sprint_of(change), ..Self::of_board(board) }
    }

    /// One item.
    pub fn of_item(board: &'b Board<'a>, id: ItemId) -> Self {
        Self { item: Some(id), ..Self::of_board(board) }
    }

    /// One sprint.
    pub fn of_sprint(board: &'b Board<'a>, id: SprintId) -> Self {
        Self { sprint: Some(id), ..Self::of_board(board) }
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
        let sprint = || self.sprint().and_then(|sprint| sprint.start);
        self.change().map(|change| change.at).or_else(sprint).unwrap_or(self.board.clock)
    }

    /// A value of the change; nothing where none is judged.
    pub fn of_the_change(&self, value: impl FnOnce(&'b Change<'a>) -> Value<'b>) -> Value<'b> {
        self.change().map_or(Value::Absent, value)
    }

    /// A value of the item; nothing where there is none.
    pub fn of_the_item(&self, value: impl FnOnce(&'b Item<'a>) -> Value<'b>) -> Value<'b> {
        self.item().map_or(Value::Absent, value)
    }

    /// A value of the sprint; nothing where there is none.
    pub fn of_the_sprint(&self, value: impl FnOnce(&'b Sprint<'a>) -> Value<'b>) -> Value<'b> {
        self.sprint().map_or(Value::Absent, value)
    }
}
