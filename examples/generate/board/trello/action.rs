//! The action for a step of an item, if Trello records such a step.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::item::{Item, Step};
use super::super::records::{filled, merged, utc};
use super::{BOARD, Trello, card_named, list, object_id, position};

/// The type of an action, and its data besides board, card and list.
type Told = (&'static str, Value);

impl Trello<'_> {
    pub(super) fn action(&self, item: &Item<'_>, index: usize) -> Option<Value> {
        let step = &item.steps[index];
        let [name, stands] = &step.card;
        let (kind, own) = self.told(item, index)?;
        // An action with two lists has them in its own data.
        let place = if own["listAfter"].is_null() { list(stands) } else { Value::Null };
        let board = json!({"id": BOARD, "name": "Shop app", "shortLink": "aB3dE5gH"});
        let data = merged(json!({"board": board, "card": card_named(item, name), "list": place}), own);
        let member = &self.people[item.developer];
        Some(filled(json!({
            "id": object_id(step.at, 16 + item.number, i64::try_from(index).ok()?),
            "type": kind,
            "idMemberCreator": self.people[step.by]["id"],
            "data": filled(data),
            "date": utc(step.at),
            "limits": {},
            "memberCreator": self.people[step.by],
            "member": (kind == "addMemberToCard").then_some(member),
        })))
    }

    /// The action that created the board, before its first card at `first`.
    pub(super) fn made(&self, first: Timestamp) -> Value {
        let at = first - jiff::SignedDuration::from_secs(super::BEFORE_CARDS);
        let by = self.people.last();
        json!({
            "id": object_id(at, 16, 0),
            "type": "createBoard",
            "idMemberCreator": by.map(|by| &by["id"]),
            "data": {"board": {"id": BOARD, "name": "Shop app", "shortLink": "aB3dE5gH"}},
            "date": utc(at),
            "memberCreator": by,
        })
    }

    fn told(&self, item: &Item<'_>, index: usize) -> Option<Told> {
        let (step, before) = (&item.steps[index], &item.steps[index.saturating_sub(1)]);
        let ([name, stands], [old_name, stood]) = (&step.card, &before.card);
        Some(match step.field {
            _ if index == 0 => ("createCard", json!({})),
            "comment" => ("commentCard", json!({"text": step.to})),
            "assignee" => ("addMemberToCard", json!({"idMember": self.people[item.developer]["id"]})),
            "description" => update(item, step, "desc", [json!(step.from), json!(step.to)]),
            "Rank" => update(item, step, "pos", [&step.from, &step.to].map(|rank| json!(position(rank)))),
            _ if name != old_name => update(item, step, "name", [json!(old_name), json!(name)]),
            _ if stands != stood => moved(item, step, [list(stood), list(stands)]),
            _ => return None,
        })
    }
}

/// A card with one changed member.
fn update(item: &Item<'_>, step: &Step, key: &str, [old, new]: [Value; 2]) -> Told {
    let card = merged(card_named(item, &step.card[0]), json!({key: new}));
    ("updateCard", json!({"old": {key: old}, "card": card}))
}

/// A card that was moved from one list to another.
fn moved(item: &Item<'_>, step: &Step, [from, to]: [Value; 2]) -> Told {
    let (kind, own) = update(item, step, "idList", [from["id"].clone(), to["id"].clone()]);
    (kind, merged(own, json!({"listBefore": from, "listAfter": to})))
}
