//! Parts of tiny Trello boards, in the format of Trello.

use serde_json::{Value, json};

/// A member with one name.
pub fn member(id: &str, name: &str) -> Value {
    json!({"id": id, "username": name, "fullName": name})
}

/// A card as actions contain it.
pub fn short(card: &Value) -> Value {
    json!({"id": card["id"], "shortLink": card["shortLink"], "name": card["name"], "idShort": card["idShort"]})
}

/// An action of a member.
pub fn action(id: &str, by: &Value, at: &str, kind: &str, data: Value) -> Value {
    let mut action = unsigned_action(id, &by["id"], at, kind, data);
    action["memberCreator"] = by.clone();
    action
}

/// An action in an export without member data.
pub fn unsigned_action(id: &str, by: &Value, at: &str, kind: &str, data: Value) -> Value {
    json!({"id": id, "idMemberCreator": by, "type": kind, "date": at, "data": data})
}

/// The data of an action that moves `card` from one list to another.
pub fn moved(card: &Value, from: &Value, to: &Value) -> Value {
    json!({"card": card, "old": {"idList": from["id"]}, "listBefore": from, "listAfter": to})
}
