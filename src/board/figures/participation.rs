//! Who has had to do with an item.

use jiff::Timestamp;

use super::Board;
use crate::board::facts::Tool;
use crate::board::model::change::{Change, Gesture};
use crate::board::model::item::Item;
use crate::board::{ChangeId, ChangeKind, RoleSet};
use crate::charter::{Kind, Role};

/// The roles of those who did or said something, each on the day they did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Participation {
    /// The roles that were there.
    pub held: RoleSet,
    /// Roles of which the charter does not say who held them then.
    pub undated: RoleSet,
    /// Whether somebody was there whom the record does not name.
    pub nameless: bool,
    /// Whether part of the time is not in the known history.
    pub cut: bool,
    /// Whether anything was done or said at all.
    pub any: bool,
}

impl Board<'_> {
    /// Who did or said something on `item` since `since`, or ever. What came along with something else is no act.
    pub fn touch(&self, item: &Item<'_>, since: Option<Timestamp>) -> Participation {
        let cut = !self.is_known_since(item, since);
        let mut touch = Participation { cut, ..Participation::default() };
        let changes = self.history(item).iter();
        let later = changes.filter(|change| since.is_none_or(|since| since <= change.at) && change.at <= self.clock);
        for change in later.filter(|change| self.is_by_hand(change)) {
            touch.any = true;
            let Some(roles) = self.actor_roles(change) else {
                touch.nameless = true;
                continue;
            };
            touch.held = touch.held.union(roles);
            let undated = |role: &Role| !self.people.has_holder_at(*role, change.at);
            let undated = Role::LEADS.into_iter().filter(undated);
            touch.undated = undated.fold(touch.undated, RoleSet::with);
        }
        touch
    }

    /// Whether a change was made by itself. On Trello what was carried over was moved by hand, which Jira notes as a move of its own.
    fn is_by_hand(&self, change: &Change<'_>) -> bool {
        match change.gesture {
            Gesture::Decision | Gesture::Undone | Gesture::PerhapsUndone | Gesture::Elsewhere => true,
            Gesture::CarryOver => self.tool == Tool::Trello,
            _ => false,
        }
    }

    /// Whether the change shows that somebody had this very item in hand: it was made by itself, and it is no edit of several items
    /// in one go. What was moved or planned with others was still chosen.
    pub fn touches(&self, id: ChangeId) -> bool {
        let change = self.change(id);
        let moves = matches!(change.kind, ChangeKind::Moved | ChangeKind::Planned | ChangeKind::Unplanned);
        self.is_by_hand(change) && (moves || !self.is_bulk(id))
    }

    /// Whether the history of `item` is known from `since` on, or from its creation.
    pub fn is_known_since(&self, item: &Item<'_>, since: Option<Timestamp>) -> bool {
        if !item.truncated {
            return true;
        }
        let Some(since) = since else { return false };
        if self.tool == Tool::Trello || self.cut.is_some() {
            return self.cut.is_some_and(|cut| cut <= since);
        }
        // Jira leaves out the oldest entries: what the oldest one known is older than is all there.
        self.oldest_entry(item).is_some_and(|oldest| oldest.at <= since)
    }

    /// Whether it is known which items are of this kind. What a team promises itself in a retrospective, or owes the
    /// code, looks like any other work until the charter or a label says so.
    pub fn tells(&self, kind: Kind) -> bool {
        !matches!(kind, Kind::RetroAction | Kind::TechnicalDebt) || self.knows_kind(kind)
    }
}
