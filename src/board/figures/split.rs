//! Stories that were split in two.

use jiff::SignedDuration;

use super::Board;
use crate::board::model::item::Item;
use crate::charter::Kind;

/// Maximum time between the creations of two stories that were split from one.
const APART: SignedDuration = SignedDuration::from_mins(5);

impl Board<'_> {
    /// Whether the creator of `item` put another story under the same, older parent within five minutes: one
    /// story split in two. `None` if the parent is not in the export, so that its age is unknown, or if the
    /// creation of another story is undated.
    pub fn is_split(&self, item: &Item<'_>) -> Option<bool> {
        let (Some(parent), Some(created)) = (&item.parent, item.created) else { return Some(false) };
        let siblings = self.children(parent);
        // Siblings are sorted by creation: only those near it are looked at.
        let story =
            |other: &Item<'_>| other.key != item.key && other.kind == Kind::Story && other.creator == item.creator;
        let undated = siblings.iter().map(|id| self.item(*id)).take_while(|other| other.created.is_none()).any(story);
        let near = siblings.partition_point(|id| self.item(*id).created < created.checked_sub(APART).ok());
        let sibling = siblings[near..]
            .iter()
            .map(|id| self.item(*id))
            .take_while(|other| other.created <= created.checked_add(APART).ok())
            .any(story);
        match self.find(parent).map(|parent| self.item(parent)) {
            // Stories under an epic are its content, not a split story.
            Some(parent) if parent.kind == Kind::Epic => Some(false),
            _ if !sibling && undated => None,
            _ if !sibling => Some(false),
            Some(parent) => Some(parent.created < Some(created)),
            None => None,
        }
    }
}
