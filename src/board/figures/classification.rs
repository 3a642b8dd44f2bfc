//! Recognises what an item is when neither its type nor the charter says so.

use foldhash::HashSet;

use super::Board;
use crate::board::model::item::Item;
use crate::charter::Kind;
use crate::lexicon;

impl Board<'_> {
    /// Whether `item` is a meeting: by its kind, a label, or a title that names only a meeting. Source: the
    /// rule ceremony-bloat.
    pub fn is_meeting(&self, item: &Item<'_>) -> bool {
        self.is_labelled(item, Kind::Meeting) || lexicon::is_meeting_title(&item.title.decode())
    }

    /// Whether `item` pays back technical debt: by its kind or a label. Source: the rule
    /// no-technical-debt-work.
    pub fn is_technical_debt(&self, item: &Item<'_>) -> bool {
        self.is_labelled(item, Kind::TechnicalDebt)
    }

    /// Whether `item` is of this kind, or has a label that says so.
    fn is_labelled(&self, item: &Item<'_>, kind: Kind) -> bool {
        // Cached: thousands of items share a few labels.
        let kinds = self.on_demand.kinds_of_labels.get_or_init(|| {
            let labels: HashSet<&str> = self.items.iter().flat_map(|item| &item.labels).map(|label| &**label).collect();
            labels.into_iter().filter_map(|label| Some((label.to_owned(), Kind::named(label)?))).collect()
        });
        item.kind == kind || item.labels.iter().any(|label| kinds.get(&**label) == Some(&kind))
    }

    /// Whether the charter names this kind, or any item is of it.
    pub(crate) fn knows_kind(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind) || self.has_any_of(kind)
    }

    /// Whether any item is recognised as being of this kind.
    pub(crate) fn has_any_of(&self, kind: Kind) -> bool {
        let is = |item: &Item<'_>| match kind {
            Kind::TechnicalDebt => self.is_technical_debt(item),
            Kind::Meeting => self.is_meeting(item),
            _ => item.kind == kind,
        };
        self.items.iter().any(is)
    }
}
