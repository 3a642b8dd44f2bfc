//! A Trello board as "Print, export, and share › Export as JSON" writes it.

use std::borrow::Cow;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};

use super::json::{Raw, filled, instant, lazy, or_empty};
use super::{Context, Probe, Reader, Reading, damaged};
use crate::board::facts::{
    Account, Act, ChangeFact, Direction, Facts, ItemFact, Ref, StateFact, Text, Tool, Who, points,
};
use crate::source::{Anchors, Diagnostic, File, Mark};

/// Trello exports the newest thousand actions and says nothing of the rest.
const LIMIT: usize = 1000;

/// The board export.
pub(super) struct Board;

impl Reader for Board {
    fn name(&self) -> &'static str {
        "Trello board (JSON)"
    }

    fn recognises(&self, probe: &Probe<'_>) -> bool {
        !probe.list && ["cards", "actions", "lists"].iter().any(|key| probe.has(key))
    }

    fn read<'a>(&self, file: &'a File, _: &Context) -> Result<Reading<'a>, Diagnostic> {
        let bytes = file.bytes();
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let mut broken = Vec::new();
        let export: Export<'a> =
            serde_json::from_slice(bytes).map_err(|error| damaged(file, &error, "Trello export"))?;
        let mut facts = Facts::new(file.id(), Tool::Trello);
        facts.name = or_empty(export.name);
        facts.home = filled(export.id).unwrap_or_default().into_owned();
        facts.comments = true;
        facts.states = export.lists.iter().map(List::state).collect();
        facts.accounts = export.members.iter().filter_map(Member::account).collect();
        let starts = export.actions.iter().map(|raw| file.mark(raw.get()).start).collect();
        file.set_anchors(vec![Anchors { container: Some("/actions".to_owned()), starts }]);

        let mut cards = Cards::new(file, &export);
        let (mut oldest, mut newest) = (None, None);
        for raw in &export.actions {
            match serde_json::from_str::<Action<'a>>(raw.get()) {
                Ok(action) => {
                    let at = instant(action.date);
                    oldest = oldest.into_iter().chain(at).min();
                    newest = newest.into_iter().chain(at).max();
                    facts.accounts.extend(action.actors());
                    cards.apply(&action, &mut facts.board_changes);
                }
                Err(error) => {
                    let start = file.mark(raw.get()).start;
                    let at = Mark::new(file.id(), start..start + 1);
                    let reason = error.to_string();
                    let damage = Diagnostic::error("this action cannot be read; the others were").at(at, reason);
                    broken.push(damage.note("export the board again"));
                }
            }
        }
        facts.reach = newest;
        facts.cut = oldest.filter(|_| export.actions.len() == LIMIT);
        facts.items = cards.finish(facts.cut.is_some());
        Ok(Reading { format: self.name(), facts, damaged: broken, notes: Vec::new() })
    }
}

/// `null` where a list or a flag should be is as good as none.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(json: D) -> Result<T, D::Error> {
    Option::<T>::deserialize(json).map(Option::unwrap_or_default)
}

#[derive(Deserialize)]
struct Export<'a> {
    #[serde(borrow, default)]
    id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    name: Option<Raw<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    actions: Vec<Raw<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    cards: Vec<Card<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    lists: Vec<List<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    members: Vec<Member<'a>>,
    #[serde(borrow, default, rename = "customFields", deserialize_with = "or_default")]
    custom_fields: Vec<List<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Card<'a> {
    #[serde(borrow)]
    id: Raw<'a>,
    #[serde(borrow, default)]
    id_short: Option<Raw<'a>>,
    #[serde(borrow, default)]
    short_link: Option<Raw<'a>>,
    #[serde(borrow, default)]
    short_url: Option<Raw<'a>>,
    #[serde(borrow, default)]
    url: Option<Raw<'a>>,
    #[serde(borrow, default)]
    name: Option<Raw<'a>>,
    #[serde(borrow, default)]
    desc: Option<Raw<'a>>,
    #[serde(default, deserialize_with = "or_default")]
    closed: bool,
    #[serde(borrow, default)]
    id_list: Option<Raw<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    id_members: Vec<Raw<'a>>,
    #[serde(borrow, default)]
    id_member_creator: Option<Raw<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    labels: Vec<List<'a>>,
    #[serde(borrow, default)]
    date_last_activity: Option<Raw<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    custom_field_items: Vec<CustomFieldItem<'a>>,
}

#[derive(Deserialize)]
struct CustomFieldItem<'a> {
    #[serde(borrow, default, rename = "idCustomField")]
    field: Option<Raw<'a>>,
    #[serde(borrow, default)]
    value: Option<CustomValue<'a>>,
}

#[derive(Deserialize)]
struct CustomValue<'a> {
    #[serde(borrow, default)]
    number: Option<Raw<'a>>,
    #[serde(borrow, default)]
    text: Option<Raw<'a>>,
}

impl<'a> CustomValue<'a> {
    fn text(&self) -> Option<Text<'a>> {
        lazy(self.number.or(self.text))
    }
}

/// Anything with an id and a name: a list, a label, a custom field.
#[derive(Deserialize)]
struct List<'a> {
    #[serde(borrow, default)]
    id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    name: Option<Raw<'a>>,
    #[serde(default, deserialize_with = "or_default")]
    closed: bool,
}

impl<'a> List<'a> {
    fn state(&self) -> StateFact<'a> {
        StateFact { id: or_empty(self.id), name: or_empty(self.name), category: None, closed: self.closed }
    }

    fn reference(&self) -> Ref<'a> {
        Ref { id: or_empty(self.id), name: or_empty(self.name) }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Member<'a> {
    #[serde(borrow, default)]
    id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    username: Option<Raw<'a>>,
    #[serde(borrow, default)]
    full_name: Option<Raw<'a>>,
    #[serde(borrow, default)]
    name: Option<Raw<'a>>,
}

impl<'a> Member<'a> {
    fn account(&self) -> Option<Account<'a>> {
        Some(Account {
            ids: vec![filled(self.id)?],
            login: filled(self.username),
            email: None,
            display: filled(self.full_name).or_else(|| filled(self.name)),
            app: false,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Action<'a> {
    #[serde(borrow, default)]
    id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    id_member_creator: Option<Raw<'a>>,
    #[serde(borrow, default, rename = "type")]
    kind: Option<Raw<'a>>,
    #[serde(borrow, default)]
    date: Option<Raw<'a>>,
    #[serde(borrow, default)]
    data: Data<'a>,
    #[serde(borrow, default)]
    member_creator: Option<Member<'a>>,
    #[serde(borrow, default)]
    member: Option<Member<'a>>,
}

impl<'a> Action<'a> {
    /// The people an action names, present or former members alike.
    fn actors(&self) -> impl Iterator<Item = Account<'a>> + use<'a> {
        let bare = |raw| filled(raw).map(|id| Account { ids: vec![id], ..Account::default() });
        let named = |member: &Option<Member<'a>>| member.as_ref().and_then(Member::account);
        let actor = named(&self.member_creator).or_else(|| bare(self.id_member_creator));
        let target = named(&self.member).or_else(|| named(&self.data.member)).or_else(|| bare(self.data.id_member));
        [actor, target].into_iter().flatten()
    }
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Data<'a> {
    #[serde(borrow, default)]
    card: Option<CardData<'a>>,
    #[serde(borrow, default)]
    card_source: Option<Raw<'a>>,
    #[serde(borrow, default)]
    list: Option<List<'a>>,
    #[serde(borrow, default)]
    list_before: Option<List<'a>>,
    #[serde(borrow, default)]
    list_after: Option<List<'a>>,
    #[serde(borrow, default)]
    old: Option<CardData<'a>>,
    #[serde(borrow, default)]
    id_member: Option<Raw<'a>>,
    #[serde(borrow, default)]
    member: Option<Member<'a>>,
    #[serde(default, deserialize_with = "or_default")]
    from_copy: bool,
    #[serde(borrow, default)]
    checklist: Option<Raw<'a>>,
    #[serde(borrow, default)]
    custom_field: Option<List<'a>>,
    #[serde(borrow, default)]
    custom_field_item: Option<CustomFieldItem<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CardData<'a> {
    #[serde(borrow, default)]
    id: Option<Raw<'a>>,
    #[serde(borrow, default)]
    name: Option<Raw<'a>>,
    #[serde(borrow, default)]
    desc: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pos: Option<Raw<'a>>,
    #[serde(borrow, default)]
    id_list: Option<Raw<'a>>,
    #[serde(borrow, default)]
    closed: Option<Raw<'a>>,
    #[serde(borrow, default)]
    value: Option<CustomValue<'a>>,
}

/// The cards of the board, found by id while the actions are gone through.
struct Cards<'a> {
    file: &'a File,
    items: Vec<ItemFact<'a>>,
    index: rustc_hash::FxHashMap<Cow<'a, str>, usize>,
}

impl<'a> Cards<'a> {
    fn new(file: &'a File, export: &Export<'a>) -> Self {
        let names: rustc_hash::FxHashMap<_, _> =
            export.custom_fields.iter().map(|field| (or_empty(field.id), or_empty(field.name))).collect();
        let items: Vec<_> = export.cards.iter().map(|card| card.item(file, &names)).collect();
        let index = items.iter().enumerate().map(|(at, item)| (item.id.clone(), at)).collect();
        Self { file, items, index }
    }

    fn apply(&mut self, action: &Action<'a>, board: &mut Vec<ChangeFact<'a>>) {
        let (Some(at), Some(date)) = (instant(action.date), action.date) else { return };
        let by = filled(action.id_member_creator)
            .or_else(|| action.member_creator.as_ref().and_then(|member| filled(member.id)));
        let (act, proof, up) = act(action).unwrap_or((Act::Other, date, 1));
        let kind = or_empty(action.kind);
        let change = |act, proof: Raw<'a>, up| ChangeFact {
            id: or_empty(action.id),
            part: 0,
            at,
            by: by.clone(),
            act,
            mark: self.file.mark_with_key(proof.get()).up(up),
        };
        let card = action.data.card.as_ref().and_then(|card| filled(card.id));
        let Some(item) = card.and_then(|id| self.index.get(&id)).map(|at| &mut self.items[*at]) else {
            if action.data.card.is_none() {
                board.push(change(Act::BoardEdited, action.kind.unwrap_or(date), 1));
            }
            return; // the card was deleted or moved to another board: nothing left to point at
        };
        item.copied |= action.data.card_source.is_some() || kind == "copyCard";
        let change = change(act, proof, up);
        if let Act::Retitled { from, to } = change.act {
            let (from, to) = (from.decode(), to.decode());
            let (before, after) = (points(&from), points(&to));
            if before.0 != after.0 {
                let act = Act::Estimated { from: before.0, to: after.0 };
                item.changes.push(ChangeFact { act, part: 1, ..change.clone() });
            }
            if before.1 == after.1 {
                return;
            }
        }
        item.changes.push(change);
    }

    fn finish(self, cut: bool) -> Vec<ItemFact<'a>> {
        let mut items = self.items;
        for item in &mut items {
            let created = item.changes.iter().find(|change| matches!(change.act, Act::Created { .. }));
            if let Some(change) = created {
                item.created = Some((change.at, change.mark));
                item.creator = change.by.clone().map(|who| (who, change.mark));
            }
            item.truncated = cut && created.is_none();
        }
        items
    }
}

impl<'a> Card<'a> {
    fn item(&self, file: &'a File, names: &rustc_hash::FxHashMap<Cow<'a, str>, Cow<'a, str>>) -> ItemFact<'a> {
        let id = or_empty(Some(self.id));
        let mark = file.mark_with_key(self.short_link.unwrap_or(self.id).get()).up(1);
        let created = created(&id).map(|at| (at, file.mark_with_key(self.id.get()).up(1)));
        let field = |entry: &CustomFieldItem<'a>| {
            let name = names.get(&or_empty(entry.field))?.clone();
            Some((name, entry.value.as_ref()?.text()?))
        };
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
            fields: self.custom_field_items.iter().filter_map(field).collect(),
            history: true,
            ..ItemFact::new(id, key, mark)
        }
    }
}

/// What an action did to its card, the scalar that proves it, and how deep that lies in the action.
fn act<'a>(action: &Action<'a>) -> Option<(Act<'a>, Raw<'a>, u8)> {
    let data = &action.data;
    let kind = or_empty(action.kind);
    let proof = action.kind?;
    let list = || data.list.as_ref().map(List::reference);
    Some(match &*kind {
        "createCard" | "copyCard" | "convertToCardFromCheckItem" | "emailCard" => {
            (Act::Created { state: list() }, proof, 1)
        }
        "updateCard" => return update(data),
        "addMemberToCard" => (Act::Joined { who: member(action)?, copied: data.from_copy }, data.id_member?, 2),
        "removeMemberFromCard" => (Act::Left { who: member(action)? }, data.id_member?, 2),
        "commentCard" | "copyCommentCard" => (Act::Commented, proof, 1),
        "addChecklistToCard" if data.checklist.is_some() => (Act::Split, proof, 1),
        "updateCustomFieldItem" => {
            let field = data.custom_field.as_ref()?;
            let value = |value: Option<&CustomValue<'a>>| value.and_then(CustomValue::text);
            let from = value(data.old.as_ref().and_then(|old| old.value.as_ref()));
            let to = value(data.custom_field_item.as_ref().and_then(|item| item.value.as_ref()));
            (Act::Field { id: or_empty(field.name), name: or_empty(field.name), from, to }, field.name?, 3)
        }
        _ => (Act::Other, proof, 1),
    })
}

fn member<'a>(action: &Action<'a>) -> Option<Who<'a>> {
    filled(action.data.id_member).or_else(|| action.member.as_ref().and_then(|member| filled(member.id)))
}

/// `updateCard`: the one key in `data.old` says what changed; the new value, which proves it, lies in `data.card`.
fn update<'a>(data: &Data<'a>) -> Option<(Act<'a>, Raw<'a>, u8)> {
    let (old, card) = (data.old.as_ref()?, data.card.as_ref()?);
    if let Some(proof) = old.id_list {
        let from = data
            .list_before
            .as_ref()
            .map_or_else(|| Ref { id: or_empty(old.id_list), ..Ref::default() }, List::reference);
        let to = data
            .list_after
            .as_ref()
            .map_or_else(|| Ref { id: or_empty(card.id_list), ..Ref::default() }, List::reference);
        let shown = data.list_after.as_ref().and_then(|list| list.name).unwrap_or(proof);
        return Some((Act::Moved { from, to }, shown, 3));
    }
    if let Some(before) = old.pos {
        let number = |raw: Raw<'a>| or_empty(Some(raw)).parse::<f64>().ok();
        let direction = number(before)
            .zip(card.pos.and_then(number))
            .map(|(before, after)| if after < before { Direction::Higher } else { Direction::Lower });
        return Some((
            Act::Ranked { direction, state: data.list.as_ref().map(List::reference) },
            card.pos.unwrap_or(before),
            3,
        ));
    }
    if let Some(before) = old.name {
        let to = lazy(card.name).unwrap_or(Text::EMPTY);
        return Some((
            Act::Retitled { from: lazy(Some(before)).unwrap_or(Text::EMPTY), to },
            card.name.unwrap_or(before),
            3,
        ));
    }
    if let Some(before) = old.desc {
        return Some((
            Act::Described { from: lazy(Some(before)), to: lazy(card.desc) },
            card.desc.unwrap_or(before),
            3,
        ));
    }
    if let Some(before) = old.closed {
        return Some((Act::Closed { closed: before.get() == "false" }, card.closed.unwrap_or(before), 3));
    }
    None
}

/// The instant of creation, which the first eight digits of every id hold.
fn created(id: &str) -> Option<Timestamp> {
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
