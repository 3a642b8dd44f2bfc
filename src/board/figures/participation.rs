//! Who took part in the work on an item.

use jiff::Timestamp;

use super::Board;
use crate::board::facts::Tool;
use crate::board::model::change::{Change, Gesture};
use crate::board::model::item::Item;
use crate::board::{ChangeId, ChangeKind, RoleSet};
use crate::charter::{Kind, Role};

/// The roles of the people who did or said something, as of the day they did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Participation {
    /// Roles that took part.
    pub held: RoleSet,
    /// Roles whose holder at that time is unknown, because the charter does not say.
    pub undated: RoleSet,
    /// Whether the record leaves out the name of somebody who took part.
    pub nameless: bool,
    /// Whether the known history covers only a part of the period.
    pub cut: bool,
    /// Whether anybody did or said anything.
    pub any: bool,
}

impl Board<'_> {
    /// Who did or said something on `item` since `since`, or ever. Changes that only accompany another one do
    /// not count.
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

    /// Whether somebody made this change deliberately. On Trello, items carried over were moved by hand; Jira
    /// does that itself.
    fn is_by_hand(&self, change: &Change<'_>) -> bool {
        match change.gesture {
            Gesture::Decision | Gesture::Undone | Gesture::PerhapsUndone | Gesture::Elsewhere => true,
            Gesture::CarryOver => self.tool == Tool::Trello,
            _ => false,
        }
    }

    /// Whether the change shows that somebody handled this very item. Edits of several items in one go do not
    /// count, but a bulk move or bulk planning does, since each item was chosen.
    pub fn touches(&self, id: ChangeId) -> bool {
        let change = self.change(id);
        let moves = matches!(change.kind, ChangeKind::Moved | ChangeKind::Planned | ChangeKind::Unplanned);
        self.is_by_hand(change) && (moves || !self.is_bulk(id))
    }

    /// Whether the history of `item` is complete from `since` on, or from its creation if that is `None`.
    pub fn is_known_since(&self, item: &Item<'_>, since: Option<Timestamp>) -> bool {
        if !item.truncated {
            return true;
        }
        let Some(since) = since else { return false };
        if self.tool == Tool::Trello || self.cut.is_some() {
            return self.cut.is_some_and(|cut| cut <= since);
        }
        // Jira leaves out the oldest entries, so everything after the oldest known entry is present.
        self.oldest_entry(item).is_some_and(|oldest| oldest.at <= since)
    }

    /// Whether it is known which items are of this kind. Retrospective actions and technical debt look like
    /// any other work, unless the charter or a label marks them.
    pub fn tells(&self, kind: Kind) -> bool {
        !matches!(kind, Kind::RetroAction | Kind::TechnicalDebt) || self.knows_kind(kind)
    }
}
