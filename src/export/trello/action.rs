//! Converts actions of Trello into acts.

use jiff::Timestamp;

use super::names::IdNames;
use super::records::{Action, Data, Entity};
use crate::board::facts::{Act, ChangeFact, Direction, Ref, Text, Who};
use crate::export::json::{Raw, filled, lazy, or_empty};
use crate::source::{File, Mark};

/// The scalar that is the evidence for an act, and its depth in the record of the action.
struct Proof<'a> {
    raw: Raw<'a>,
    depth: u8,
}

impl<'a> Proof<'a> {
    /// A value of the action itself.
    fn of_action(raw: Raw<'a>) -> Self {
        Self { raw, depth: 1 }
    }

    /// A value in the action's `data`.
    fn in_data(raw: Raw<'a>) -> Self {
        Self { raw, depth: 2 }
    }

    /// A value of an entity in `data`: a card, a list, or the old values.
    fn in_entity(raw: Raw<'a>) -> Self {
        Self { raw, depth: 3 }
    }

    /// A value in a list of such an entity.
    fn in_list_of_entity(raw: Raw<'a>) -> Self {
        Self { raw, depth: 4 }
    }

    /// Its mark.
    fn mark(&self, file: &File) -> Mark {
        file.mark_with_key(self.raw.get()).up(self.depth)
    }
}

/// The change that an action made at `at` to its card or, without a card, to the board. It does not depend on
/// other actions.
pub(super) fn change<'a>(
    file: &'a File,
    names: &IdNames<'a>,
    action: &Action<'a>,
    at: Timestamp,
) -> Option<ChangeFact<'a>> {
    let date = action.date?;
    let (act, proof) = match action.data.card {
        Some(_) => act(action, names).unwrap_or((Act::Other, Proof::of_action(date))),
        None => (Act::BoardEdited, Proof::of_action(action.kind.unwrap_or(date))),
    };
    Some(ChangeFact { id: or_empty(action.id), part: 0, at, by: action.actor(), act, mark: proof.mark(file) })
}

/// The act of an action on its card, and its evidence.
fn act<'a>(action: &Action<'a>, names: &IdNames<'a>) -> Option<(Act<'a>, Proof<'a>)> {
    let data = &action.data;
    let kind = action.kind?;
    let of_kind = Proof::of_action(kind);
    let of_member = |member: Option<Raw<'a>>| member.map_or(Proof::of_action(kind), Proof::in_data);
    let list = || data.list.as_ref().map(Entity::reference);
    Some(match &*or_empty(Some(kind)) {
        "createCard" | "copyCard" | "convertToCardFromCheckItem" | "emailCard" => {
            (Act::Created { state: list() }, of_kind)
        }
        "updateCard" => return update(data, of_kind),
        // A card on another board is like an archived one.
        "moveCardFromBoard" => (Act::Closed { closed: true }, of_kind),
        _ if action.arrives() => (Act::Closed { closed: false }, of_kind),
        "addMemberToCard" => (Act::Joined { who: member(action)?, copied: data.from_copy }, of_member(data.id_member)),
        "removeMemberFromCard" => (Act::Left { who: member(action)? }, of_member(data.id_member)),
        "commentCard" | "copyCommentCard" => (Act::Commented, of_kind),
        "addChecklistToCard" if data.checklist.is_some() => {
            let name = data.checklist.as_ref().and_then(|checklist| checklist.name);
            (Act::Split { name: or_empty(name) }, name.map_or(of_kind, Proof::in_entity))
        }
        "updateCustomFieldItem" => {
            let field = data.custom_field.as_ref()?;
            let proof = Proof::in_entity(field.name?);
            let Some(item) = &data.custom_field_item else { return Some((Act::Unknown, proof)) };
            let from = data.old.as_ref().and_then(|old| names.value(old.value.as_ref(), old.id_value));
            let to = names.value(item.value.as_ref(), item.choice);
            if from.zip(to).is_some_and(|(from, to)| from.is_written_like(to)) {
                return None;
            }
            let id = filled(field.id).unwrap_or_else(|| or_empty(field.name));
            let name = names.field(&id, field.name);
            (Act::Field { id, name, from, to, ids: None }, proof)
        }
        _ => (Act::Other, of_kind),
    })
}

fn member<'a>(action: &Action<'a>) -> Option<Who<'a>> {
    filled(action.data.id_member).or_else(|| action.member.as_ref().and_then(|member| filled(member.id)))
}

/// `updateCard`: the one key in `data.old` shows what changed. The new value in `data.card` is the evidence.
/// For other keys only the fact of a change is used, with `kind` as evidence; so it is for due dates. A move
/// also names its lists. Without `data.old`, any other change is unknown.
fn update<'a>(data: &Data<'a>, kind: Proof<'a>) -> Option<(Act<'a>, Proof<'a>)> {
    let card = data.card.as_ref()?;
    let old_names_list = data.old.as_ref().is_some_and(|old| old.id_list.is_some());
    if let (false, Some(from), Some(to)) = (old_names_list, &data.list_before, &data.list_after) {
        let act = Act::Moved { from: from.reference(), to: to.reference() };
        return Some((act, to.name.map_or(kind, Proof::in_entity)));
    }
    let Some(old) = &data.old else { return Some((Act::Unknown, kind)) };
    let same = |before: Option<Raw<'a>>, after: Option<Raw<'a>>| {
        before.zip(after).is_some_and(|(before, after)| before.get() == after.get())
    };
    let number = |raw: Raw<'a>| or_empty(Some(raw)).parse::<f64>().ok();
    let positions = old.pos.and_then(number).zip(card.pos.and_then(number));
    if same(old.id_list, card.id_list) || positions.is_some_and(|(before, after)| before == after) {
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
        return Some((Act::Moved { from, to }, Proof::in_entity(shown)));
    }
    if let Some(before) = old.pos {
        let direction =
            positions.map(|(before, after)| if after < before { Direction::Higher } else { Direction::Lower });
        let act = Act::Ranked { direction, state: data.list.as_ref().map(Entity::reference) };
        return Some((act, Proof::in_entity(card.pos.unwrap_or(before))));
    }
    if let Some(before) = old.name {
        let title = |raw| lazy(Some(raw)).unwrap_or(Text::EMPTY);
        let act = card.name.map_or(Act::Unknown, |after| Act::Retitled { from: title(before), to: title(after) });
        return Some((act, Proof::in_entity(card.name.unwrap_or(before))));
    }
    if let Some(before) = old.desc {
        let text = |raw| lazy(Some(raw));
        let act = card.desc.map_or(Act::Unknown, |after| Act::Described { from: text(before), to: text(after) });
        return Some((act, Proof::in_entity(card.desc.unwrap_or(before))));
    }
    if let (Some(before), Some(after)) = (&old.id_labels, &card.id_labels) {
        let ids = |labels: &[Raw<'a>]| labels.iter().filter_map(|id| filled(Some(*id))).collect();
        let act = Act::Labelled { from: ids(before), to: ids(after) };
        return Some((act, Proof::in_list_of_entity(*after.last().or(before.last())?)));
    }
    if let Some(before) = old.closed {
        let act = Act::Closed { closed: before.get() == "false" };
        return Some((act, Proof::in_entity(card.closed.unwrap_or(before))));
    }
    if let Some(before) = old.due {
        return Some((Act::Due { from: filled(Some(before)) }, kind));
    }
    old.is_template.is_none().then_some((Act::Other, kind))
}
