//! The cards of a board, found by id while the actions are gone through.

use std::borrow::Cow;

use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};

use super::action::act;
use super::names::Names;
use super::records::{Action, Card, CardData, Export, List, created, unreadable};
use crate::board::facts::{Account, Act, ChangeFact, Deletion, ItemFact, Ref, StateChange, StateFact, Text, points};
use crate::export::json::{Raw, filled, instant, lazy, or_empty, reason};
use crate::source::{Diagnostic, File, parallel};

/// How far the id of a card, or an action, may lie behind that of the board to be as old as the board, in seconds.
pub(super) const AS_OLD: i64 = 60;

/// The cards of an export, and what its actions did to them.
pub(super) struct Cards<'a> {
    file: &'a File,
    items: Vec<ItemFact<'a>>,
    index: FxHashMap<Cow<'a, str>, usize>,
    names: Names<'a>,
    /// Cards that are templates, by their ids.
    templates: FxHashSet<Cow<'a, str>>,
    /// What happened to the lists themselves.
    pub(super) state_changes: Vec<StateChange<'a>>,
    /// Cards that were deleted.
    pub(super) deleted: Vec<Deletion<'a>>,
    /// Whether the export lists no cards: then its actions are all there is to know of them.
    bare: bool,
}

impl<'a> Cards<'a> {
    /// The cards that the export lists; those that cannot be read are pushed to `damaged`.
    pub(super) fn new(file: &'a File, export: &Export<'a>, damaged: &mut Vec<Diagnostic>) -> Self {
        let names = Names::new(export);
        let read = |_, raw: &Raw<'a>| match serde_json::from_str::<Card<'a>>(raw.get()) {
            Ok(card) => Ok((card.is_template, card.item(file, &names))),
            Err(error) => Err(unreadable(file, "card", raw, &reason(&error))),
        };
        let read: Vec<_> = parallel::map(&export.cards, read);
        let mut items = Vec::with_capacity(read.len());
        let mut templates = FxHashSet::default();
        for item in read {
            match item {
                Ok((true, item)) => drop(templates.insert(item.id)),
                Ok((false, item)) => items.push(item),
                Err(damage) => damaged.push(damage),
            }
        }
        let index = items.iter().enumerate().map(|(at, item)| (item.id.clone(), at)).collect();
        let bare = export.cards.is_empty();
        Self { file, items, index, names, templates, state_changes: Vec::new(), deleted: Vec::new(), bare }
    }

    /// Adds what an action did. Returns the lists it names where the export lists none.
    pub(super) fn apply(
        &mut self,
        action: &Action<'a>,
        at: Timestamp,
        board: &mut Vec<ChangeFact<'a>>,
    ) -> Vec<StateFact<'a>> {
        let Some(date) = action.date else { return Vec::new() };
        let by = action.actor();
        let (act, proof, up) = act(action, &self.names).unwrap_or((Act::Other, date, 1));
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
        if action.is("deleteCard") {
            let id = or_empty(card.id);
            self.deleted.push(Deletion { id, at, by: change.by.clone(), mark: change.mark });
        }
        let source = action.data.card_source.as_ref();
        let source = source.filter(|source| !self.templates.contains(&or_empty(source.id)));
        let copied = source.is_some() || (action.is("copyCard") && action.data.card_source.is_none());
        let Some(item) = self.card(card) else {
            return Vec::new(); // the card was deleted or moved to another board: nothing left to point at
        };
        if item.bare {
            describe(item, card, at);
        }
        item.copied |= copied;
        item.originals.extend(source.and_then(|source| filled(source.short_link)));
        add(item, change);
        if self.bare { action.data.lists().map(List::state).collect() } else { Vec::new() }
    }

    fn card(&mut self, card: &CardData<'a>) -> Option<&mut ItemFact<'a>> {
        let id = filled(card.id)?;
        let place = match self.index.get(&id) {
            Some(place) => *place,
            None if self.templates.contains(&id) => return None,
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

    /// The ids of the cards that are templates, in their order.
    pub(super) fn templates(&self) -> Vec<Cow<'a, str>> {
        let mut templates: Vec<_> = self.templates.iter().cloned().collect();
        templates.sort_unstable();
        templates
    }

    /// The creators of cards, of whom nothing but the id may be known. Cards that came along when the board was `made` as a
    /// copy name accounts that stand for nobody.
    pub(super) fn creators(&self, made: Option<Timestamp>) -> impl Iterator<Item = Account<'a>> {
        let bare = |(who, _): &(Cow<'a, str>, _)| Account { ids: vec![who.clone()], ..Account::default() };
        let own = move |item: &&ItemFact<'a>| {
            let age = made.zip(item.created).map(|(made, (at, _))| at.as_second() - made.as_second());
            age.is_none_or(|age| age > AS_OLD)
        };
        self.items.iter().filter(own).filter_map(move |item| item.creator.as_ref().map(bare))
    }

    /// The cards with all that was done to them; `history` is whether the actions are here, `cut` whether older ones are
    /// missing.
    pub(super) fn finish(self, history: bool, cut: bool) -> Vec<ItemFact<'a>> {
        let mut items = self.items;
        for item in &mut items {
            item.history = history;
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
    fn item(&self, file: &'a File, names: &Names<'a>) -> ItemFact<'a> {
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
            fields: self.custom_field_items.iter().filter_map(|entry| names.on_card(entry)).collect(),
            history: true,
            ..ItemFact::new(id, key, mark)
        }
    }
}
