//! What an action of Trello's did.

use jiff::Timestamp;

use super::names::IdNames;
use super::records::{Action, Data, Entity};
use crate::board::facts::{Act, ChangeFact, Direction, Ref, Text, Who};
use crate::export::json::{Raw, filled, lazy, or_empty};
use crate::source::File;

/// What an action did at the instant `at`: to its card, or else to the board. Nothing that other actions do changes it.
pub(super) fn change<'a>(
    file: &'a File,
    names: &IdNames<'a>,
    action: &Action<'a>,
    at: Timestamp,
) -> Option<ChangeFact<'a>> {
    let date = action.date?;
    let (act, proof, up) = match action.data.card {
        Some(_) => act(action, names).unwrap_or((Act::Other, date, 1)),
        None => (Act::BoardEdited, action.kind.unwrap_or(date), 1),
    };
    let mark = file.mark_with_key(proof.get()).up(up);
    Some(ChangeFact { id: or_empty(action.id), part: 0, at, by: action.actor(), act, mark })
}

/// What an action did to its card, the scalar that proves it, and how deep that lies in the action.
fn act<'a>(action: &Action<'a>, names: &IdNames<'a>) -> Option<(Act<'a>, Raw<'a>, u8)> {
    let data = &action.data;
    let kind = or_empty(action.kind);
    let proof = action.kind?;
    let list = || data.list.as_ref().map(Entity::reference);
    Some(match &*kind {
        "createCard" | "copyCard" | "convertToCardFromCheckItem" | "emailCard" => {
            (Act::Created { state: list() }, proof, 1)
        }
        "updateCard" => return update(data, proof),
        // A card on another board is out of the way as an archived one is.
        "moveCardFromBoard" => (Act::Closed { closed: true }, proof, 1),
        "moveCardToBoard" => (Act::Closed { closed: false }, proof, 1),
        "addMemberToCard" => {
            (Act::Joined { who: member(action)?, copied: data.from_copy }, data.id_member.unwrap_or(proof), 2)
        }
        "removeMemberFromCard" => (Act::Left { who: member(action)? }, data.id_member.unwrap_or(proof), 2),
        "commentCard" | "copyCommentCard" => (Act::Commented, proof, 1),
        "addChecklistToCard" if data.checklist.is_some() => {
            let name = data.checklist.as_ref().and_then(|checklist| checklist.name);
            (Act::Split { name: or_empty(name) }, name.unwrap_or(proof), if name.is_some() { 3 } else { 1 })
        }
        "updateCustomFieldItem" => {
            let field = data.custom_field.as_ref()?;
            let (old, item) = (data.old.as_ref(), data.custom_field_item.as_ref());
            let from = old.and_then(|old| names.value(old.value.as_ref(), old.id_value));
            let to = item.and_then(|item| names.value(item.value.as_ref(), item.choice));
            let id = filled(field.id).unwrap_or_else(|| or_empty(field.name));
            let name = names.field(&id, field.name);
            (Act::Field { id, name, from, to, ids: None }, field.name?, 3)
        }
        _ => (Act::Other, proof, 1),
    })
}

fn member<'a>(action: &Action<'a>) -> Option<Who<'a>> {
    filled(action.data.id_member).or_else(|| action.member.as_ref().and_then(|member| filled(member.id)))
}

/// `updateCard`: the one key in `data.old` says what changed; the new value, which proves it, lies in `data.card`. Of other keys, such as
/// when the card is due, it is known that somebody changed them, which `kind` proves.
fn update<'a>(data: &Data<'a>, kind: Raw<'a>) -> Option<(Act<'a>, Raw<'a>, u8)> {
    let (old, card) = (data.old.as_ref()?, data.card.as_ref()?);
    let same = |before: Option<Raw<'a>>, after: Option<Raw<'a>>| {
        before.zip(after).is_some_and(|(before, after)| before.get() == after.get())
    };
    if same(old.id_list, card.id_list) || same(old.pos, card.pos) {
        return None;
    }
    if let Some(proof) = old.id_list {
        let from = data
            .list_before
            .as_ref()
            .map_or_else(|| Ref { id: or_empty(old.id_list), ..Ref::default() }, Entity::reference);
        let to = data
            .list_after
            .as_ref()
            .map_or_else(|| Ref { id: or_empty(card.id_list), ..Ref::default() }, Entity::reference);
        let shown = data.list_after.as_ref().and_then(|list| list.name).unwrap_or(proof);
        return Some((Act::Moved { from, to }, shown, 3));
    }
    if let Some(before) = old.pos {
        let number = |raw: Raw<'a>| or_empty(Some(raw)).parse::<f64>().ok();
        let direction = number(before)
            .zip(card.pos.and_then(number))
            .map(|(before, after)| if after < before { Direction::Higher } else { Direction::Lower });
        return Some((
            Act::Ranked { direction, state: data.list.as_ref().map(Entity::reference) },
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
    if let (Some(before), Some(after)) = (&old.id_labels, &card.id_labels) {
        let ids = |labels: &[Raw<'a>]| labels.iter().filter_map(|id| filled(Some(*id))).collect();
        let act = Act::Labelled { from: ids(before), to: ids(after) };
        return Some((act, *after.last().or(before.last())?, 3));
    }
    if let Some(before) = old.closed {
        return Some((Act::Closed { closed: before.get() == "false" }, card.closed.unwrap_or(before), 3));
    }
    old.is_template.is_none().then_some((Act::Other, kind, 1))
}
