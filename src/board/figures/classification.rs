//! What an item shows itself to be where neither its type nor the charter says so.

use super::Board;
use crate::board::model::item::Item;
use crate::charter::Kind;
use crate::lexicon;

impl Item<'_> {
    /// Whether it is a meeting: by its kind, a label, or a title that speaks of nothing else. Source: the rule ceremony-bloat.
    pub fn is_meeting(&self) -> bool {
        self.is_labelled(Kind::Meeting) || lexicon::is_meeting_title(&self.title.decode())
    }

    /// Whether it pays back technical debt: by its kind or a label. Source: the rule no-technical-debt-work.
    pub fn is_technical_debt(&self) -> bool {
        self.is_labelled(Kind::TechnicalDebt)
    }

    /// Whether it is of this kind, or has a label that says so.
    fn is_labelled(&self, kind: Kind) -> bool {
        self.kind == kind || self.labels.iter().any(|label| Kind::named(label) == Some(kind))
    }
}

impl Board<'_> {
    /// Whether the charter says, or any item shows, what is of this kind.
    pub(crate) fn knows_kind(&self, kind: Kind) -> bool {
        self.contents.kinds.contains(&kind) || self.has_any_of(kind)
    }

    /// Whether any item shows itself to be of this kind.
    pub(crate) fn has_any_of(&self, kind: Kind) -> bool {
        let is = |item: &Item<'_>| match kind {
            Kind::TechnicalDebt => item.is_technical_debt(),
            Kind::Meeting => item.is_meeting(),
            _ => item.kind == kind,
        };
        self.items.iter().any(is)
    }
}
