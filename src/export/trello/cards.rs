//! The cards of a board, found by id while the actions are gone through.

use std::borrow::Cow;

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use super::super::json::{Raw, filled, instant, lazy, or_empty};
use super::super::reason;
use super::action::act;
use super::damage;
use super::shape::{Action, Card, CardData, CustomFieldItem, CustomValue, Export, List};
use crate::board::facts::{Act, ChangeFact, ItemFact, Ref, StateChange, StateFact, Text, points};
use crate::source::{Diagnostic, File, parallel};

/// What custom fields are called, and what their choices say.
pub(super) struct Fields<'a> {
    names: FxHashMap<Cow<'a, str>, Cow<'a, str>>,
    choices: FxHashMap<Cow<'a, str>, Text<'a>>,
}

impl<'a> Fields<'a> {
    fn new(export: &Export<'a>) -> Self {
        let fields = export.custom_fields.iter();
        let choice = |option: &CustomFieldItem<'a>| Some((or_empty(option.id), option.value.as_ref()?.text()?));
        Self {
            names: fields.clone().map(|field| (or_empty(field.id), or_empty(field.name))).collect(),
            choices: fields.flat_map(|field| &field.options).filter_map(choice).collect(),
        }
    }

    /// What a value says: itself, or the choice it refers to.
    pub(super) fn value(&self, value: Option<&CustomValue<'a>>, choice: Option<Raw<'a>>) -> Option<Text<'a>> {
        value.and_then(CustomValue::text).or_else(|| self.choices.get(&filled(choice)?).copied())
    }

    fn on_card(&self, entry: &CustomFieldItem<'a>) -> Option<(Cow<'a, str>, Text<'a>)> {
        Some((self.names.get(&or_empty(entry.field))?.clone(), self.value(entry.value.as_ref(), entry.choice)?))
    }
}

pub(super) struct Cards<'a> {
    file: &'a File,
    items: Vec<ItemFact<'a>>,
    index: FxHashMap<Cow<'a, str>, usize>,
    fields: Fields<'a>,
    /// What happened to the lists themselves.
    pub(super) state_changes: Vec<StateChange<'a>>,
    /// Whether the export lists no cards: then its actions are all there is to know of them.
    bare: bool,
}

impl<'a> Cards<'a> {
    /// The cards that the export lists; those that cannot be read are pushed to `damaged`.
    pub(super) fn new(file: &'a File, export: &Export<'a>, damaged: &mut Vec<Diagnostic>) -> Self {
        let fields = Fields::new(export);
        let read = |_, raw: &Raw<'a>| match serde_json::from_str::<Card<'a>>(raw.get()) {
            Ok(card) => Ok(card.item(file, &fields)),
            Err(error) => Err(damage(file, "card", raw, &reason(&error))),
        };
        let read: Vec<_> = parallel::map(&export.cards, read);
        let mut items = Vec::with_capacity(read.len());
        for item in read {
            match item {
                Ok(item) => items.push(item),
                Err(damage) => damaged.push(damage),
            }
        }
        let index = items.iter().enumerate().map(|(at, item)| (item.id.clone(), at)).collect();
        Self { file, items, index, fields, state_changes: Vec::new(), bare: export.cards.is_empty() }
    }

    /// Adds what an action did. Returns the lists it names where the export lists none.
    pub(super) fn apply(
        &mut self,
        action: &Action<'a>,
        at: Timestamp,
        board: &mut Vec<ChangeFact<'a>>,
    ) -> Vec<StateFact<'a>> {
        let Some(date) = action.date else { return Vec::new() };
        let by = filled(action.id_member_creator)
            .or_else(|| action.member_creator.as_ref().and_then(|member| filled(member.id)));
        let (act, proof, up) = act(action, &self.fields).unwrap_or((Act::Other, date, 1));
        let change = |act, proof: Raw<'a>, up| ChangeFact {
            id: or_empty(action.id),
            part: 0,
            at,
            by: by.clone(),
            act,
            mark: self.file.mark_with_key(proof.get()).up(up),
        };
        self.state_changes.extend(action.state_change(at));
        let Some(card) = &action.data.card else {
            board.push(change(Act::BoardEdited, action.kind.unwrap_or(date), 1));
            return Vec::new();
        };
        let change = change(act, proof, up);
        let Some(item) = self.card(card) else {
            return Vec::new(); // the card was deleted or moved to another board: nothing left to point at
        };
        if item.bare {
            describe(item, card, at);
        }
        let source = action.data.card_source.as_ref();
        item.copied |= source.is_some() || or_empty(action.kind) == "copyCard";
        item.originals.extend(source.and_then(|source| filled(source.short_link)));
        add(item, change);
        if self.bare { action.data.lists().map(List::state).collect() } else { Vec::new() }
    }

    fn card(&mut self, card: &CardData<'a>) -> Option<&mut ItemFact<'a>> {
        let id = filled(card.id)?;
        let place = match self.index.get(&id) {
            Some(place) => *place,
            None if self.bare => {
                let (raw, key) = (card.short_link.or(card.id)?, filled(card.short_link).unwrap_or_else(|| id.clone()));
                let mark = self.file.mark_with_key(raw.get()).up(1);
                let created = created(&id).map(|at| (at, mark));
                let item = ItemFact { created, history: true, bare: true, ..ItemFact::new(id.clone(), key, mark) };
                self.index.insert(id, self.items.len());
                self.items.push(item);
                self.items.len() - 1
            }
            None => return None,
        };
        self.items.get_mut(place)
    }

    pub(super) fn finish(self, cut: bool) -> Vec<ItemFact<'a>> {
        let mut items = self.items;
        for item in &mut items {
            let created = item.changes.iter().find(|change| matches!(change.act, Act::Created { .. }));
            if let Some(change) = created {
                item.created = Some((change.at, change.mark));
                item.creator = change.by.clone().map(|who| (who, change.mark));
            }
            item.truncated = cut && created.is_none();
            if item.bare {
                settle(item);
            }
        }
        items
    }
}

/// What an action says of a card that no list of cards describes; the newest action is right.
fn describe<'a>(item: &mut ItemFact<'a>, card: &CardData<'a>, at: Timestamp) {
    if item.updated.is_none_or(|newest| newest <= at) {
        item.updated = Some(at);
        item.number = or_empty(card.id_short).parse().ok().or(item.number);
        item.title = lazy(card.name).unwrap_or(item.title);
    }
}

/// Where a card stands by its last actions.
fn settle(item: &mut ItemFact<'_>) {
    let state = |change: &ChangeFact<'_>| match &change.act {
        Act::Moved { to, .. } => Some(to.id.clone().into_owned()),
        Act::Created { state } | Act::Ranked { state, .. } => state.as_ref().map(|state| state.id.clone().into_owned()),
        _ => None,
    };
    let last = item.changes.iter().filter_map(|change| Some((change.at, state(change)?))).max_by_key(|(at, _)| *at);
    if let Some((_, id)) = last {
        item.state = Ref { id: Cow::Owned(id), name: Cow::Borrowed("") };
    }
    let closed = item.changes.iter().filter_map(|change| match change.act {
        Act::Closed { closed } => Some((change.at, closed)),
        _ => None,
    });
    item.closed = closed.max_by_key(|(at, _)| *at).is_some_and(|(_, closed)| closed);
}

/// Adds a change; a new number in front of a title is an estimate.
fn add<'a>(item: &mut ItemFact<'a>, change: ChangeFact<'a>) {
    if let Act::Retitled { from, to } = change.act {
        let title = Some(from);
        let (from, to) = (from.decode(), to.decode());
        let (before, after) = (points(&from), points(&to));
        if before.0 != after.0 {
            let act = Act::Estimated { from: before.0, to: after.0, title };
            item.changes.push(ChangeFact { act, part: 1, ..change.clone() });
        }
        if before.1 == after.1 {
            return;
        }
    }
    item.changes.push(change);
}

impl<'a> Card<'a> {
    fn item(&self, file: &'a File, fields: &Fields<'a>) -> ItemFact<'a> {
        let id = or_empty(Some(self.id));
        let mark = file.mark_with_key(self.short_link.unwrap_or(self.id).get()).up(1);
        let created = created(&id).map(|at| (at, file.mark_with_key(self.id.get()).up(1)));
        let key = filled(self.short_link).unwrap_or_else(|| id.clone());
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
            assignees: self.id_members.iter().filter_map(|raw| filled(Some(*raw))).collect(),
            state: Ref { id: or_empty(self.id_list), name: Cow::Borrowed("") },
            labels: self.labels.iter().filter_map(|label| filled(label.name)).collect(),
            closed: self.closed,
            position: or_empty(self.pos).parse().ok().filter(|place: &f64| place.is_finite()),
            checklist: self.badges.as_ref().and_then(|badges| or_empty(badges.check_items).parse().ok()).unwrap_or(0),
            fields: self.custom_field_items.iter().filter_map(|entry| fields.on_card(entry)).collect(),
            history: true,
            ..ItemFact::new(id, key, mark)
        }
    }
}

/// The instant of creation, which the first eight digits of every id hold.
pub(in crate::export) fn created(id: &str) -> Option<Timestamp> {
    let seconds = i64::from_str_radix(id.get(..8)?, 16).ok()?;
    (id.len() == 24).then(|| Timestamp::from_second(seconds).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_tells_when_it_was_made() {
        let at = created("6942a9505f6e7d8c000003e8").map(|at| at.to_string());
        assert_eq!(at.as_deref(), Some("2025-12-17T13:00:00Z"));
        assert_eq!(created("short"), None);
    }
}
