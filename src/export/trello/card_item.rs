//! Converts a card into an item, without the actions.

use std::borrow::Cow;

use jiff::Timestamp;

use super::names::{IdNames, named_checklists};
use super::records::{Card, created};
use crate::board::facts::{Due, ItemFact, ItemFields, Ref, Text};
use crate::export::json::{filled, instant, lazy, or_empty};
use crate::source::File;

impl<'a> Card<'a> {
    /// The card as an item of the board in `file`.
    pub(super) fn item(&self, file: &'a File, names: &IdNames<'a>) -> ItemFact<'a> {
        let id = or_empty(Some(self.id));
        let mark = file.mark_with_key(self.short_link.unwrap_or(self.id).get()).up(1);
        let created = created(&id).map(|at| (at, file.mark_with_key(self.id.get()).up(1)));
        let key = filled(self.short_link).unwrap_or_else(|| id.clone());
        let labels = self.label_names(names);
        ItemFact {
            number: or_empty(self.id_short).parse().ok(),
            title: lazy(self.name).unwrap_or(Text::EMPTY),
            description: lazy(self.desc),
            url: filled(self.short_url).or_else(|| filled(self.url)).unwrap_or_default().into_owned(),
            created,
            updated: instant(self.date_last_activity),
            creator: filled(self.id_member_creator)
                .zip(self.id_member_creator)
                .map(|(who, raw)| (who, file.mark_with_key(raw.get()).up(1))),
            assignees: self.id_members.iter().flatten().filter_map(|raw| filled(Some(*raw))).collect(),
            state: Ref { id: or_empty(self.id_list), name: Cow::Borrowed("") },
            closed: self.closed.unwrap_or_default(),
            position: or_empty(self.pos).parse().ok().filter(|place: &f64| place.is_finite()),
            checklist: self.entries(names),
            checklists: self.checklists(names),
            comment_total: self.badges.as_ref().and_then(|badges| or_empty(badges.comments).parse().ok()),
            fields: self.custom_field_items.iter().filter_map(|entry| names.on_card(entry)).collect(),
            due: Due::parse(&or_empty(self.due)),
            holds: ItemFields::USUAL
                .with(ItemFields::DESCRIPTION, self.desc.is_some())
                .with(ItemFields::ASSIGNEES, self.id_members.is_some())
                .with(ItemFields::LABELS, labels.is_some())
                .with(ItemFields::DUE, self.due.is_some()),
            labels: labels.unwrap_or_default(),
            history: true,
            ..ItemFact::new(id, key, mark)
        }
    }

    /// Number of entries in its checklists; `None` if the export does not contain it.
    fn entries(&self, names: &IdNames<'a>) -> Option<u32> {
        match &self.badges {
            Some(badges) => Some(or_empty(badges.check_items).parse().unwrap_or(0)),
            None => names.entries(self.id_checklists.as_ref()?),
        }
    }

    /// The names of its checklists with entries, and their creation times, which are part of their ids.
    /// `None` if the export does not contain them.
    fn checklists(&self, names: &IdNames<'a>) -> Option<Vec<(Cow<'a, str>, Option<Timestamp>)>> {
        let by_id = || names.checklists_of(self.id_checklists.as_ref()?);
        let own = || Some(named_checklists(self.checklists.as_ref()?).collect());
        let filled = by_id().or_else(own)?.into_iter().filter(|(_, checklist)| checklist.entries > 0);
        Some(filled.map(|(id, checklist)| (checklist.name, created(&id))).collect())
    }

    /// The names of its labels. `None` if the card lacks them, or has ids whose names the board lacks.
    fn label_names(&self, names: &IdNames<'a>) -> Option<Vec<Cow<'a, str>>> {
        let filled_names =
            |labels: Vec<Cow<'a, str>>| labels.into_iter().filter(|name| !name.trim().is_empty()).collect();
        let own = self.labels.as_ref().map(|labels| labels.iter().map(|label| or_empty(label.name)).collect());
        let by_id = || self.id_labels.as_ref()?.iter().map(|id| names.label(*id)).collect();
        own.or_else(by_id).map(filled_names)
    }
}
