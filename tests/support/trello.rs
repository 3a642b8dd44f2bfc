//! Parts of tiny Trello boards, written as Trello writes them.

use serde_json::{Value, json};

/// Somebody with one name.
pub fn member(id: &str, name: &str) -> Value {
    json!({"id": id, "username": name, "fullName": name})
}

/// What an action tells of its card.
pub fn short(card: &Value) -> Value {
    json!({"id": card["id"], "shortLink": card["shortLink"], "name": card["name"], "idShort": card["idShort"]})
}

/// An action of a member.
pub fn action(id: &str, by: &Value, at: &str, kind: &str, data: Value) -> Value {
    let mut action = unsigned_action(id, &by["id"], at, kind, data);
    action["memberCreator"] = by.clone();
    action
}

/// An action of an export that was asked to leave out who the members are.
pub fn unsigned_action(id: &str, by: &Value, at: &str, kind: &str, data: Value) -> Value {
    json!({"id": id, "idMemberCreator": by, "type": kind, "date": at, "data": data})
}

/// The data of the move of `card`, as the action tells of it, from one list to another.
pub fn moved(card: &Value, from: &Value, to: &Value) -> Value {
    json!({"card": card, "old": {"idList": from["id"]}, "listBefore": from, "listAfter": to})
}
