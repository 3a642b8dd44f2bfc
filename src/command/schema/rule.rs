use serde_json::{Value, json};

use super::conditions;
use super::parts::{day, instant, length, list, needing, object, text_about, texts, words};
use crate::charter::{Level, Profile, Role, Word};
use crate::finding::Confidence;
use crate::rule::Judge;
use crate::rule::definition::{Anchor, Key, Window};
use crate::rule::keys;

/// A rule file.
pub(super) fn schema() -> Value {
    let top = keys::TOP.iter().map(|key| (*key, value(key)));
    let mut schema = object("A rule of boardlint: one file; its name is the rule's", top);
    schema["$schema"] = json!(super::parts::DIALECT);
    schema["title"] = json!("A boardlint rule");
    schema["required"] = json!(["summary", "level", "confidence", "judge", "when", "report", "advice"]);
    schema["definitions"] = conditions::definitions();
    // Which fields there are depends on what is judged.
    let by_judge = |judge: &Judge| {
        let whole = json!({ "when": conditions::of(*judge) });
        json!({ "if": { "properties": { "judge": { "const": judge.word() } } }, "then": { "properties": whole } })
    };
    schema["allOf"] = json!(Judge::ALL.iter().map(by_judge).collect::<Vec<_>>());
    schema
}

fn value(key: &str) -> Value {
    match key {
        "summary" => text_about("What was found, in one sentence"),
        "level" => words("How much a finding weighs", Level::WORDS),
        "confidence" => words("How sure the rule can be", Confidence::WORDS),
        "judge" => words("What is judged, one by one", Judge::WORDS),
        "when" => json!({ "type": "object", "description": "It fires when all of these hold" }),
        "unless" => list("Any of these excuses it; inside one, all conditions", named()),
        "case" => list("The first that holds gives level or message", named()),
        "group" => group(),
        "repeated" => needing(
            object("How often, among the last closed sprints", keys::REPEATED.iter().map(|key| (*key, number()))),
            keys::REPEATED,
        ),
        "count" => {
            json!({ "type": "object", "description": "Numbers of changes or items", "additionalProperties": count() })
        }
        "share" => json!({
            "type": "object",
            "description": "One count divided by another",
            "additionalProperties":
                needing(object("", keys::SHARE.iter().map(|key| (*key, text_about("count.NAME")))), keys::SHARE),
        }),
        "profile" => {
            let keys = [("level", words("", Level::WORDS)), ("when", json!({ "type": "object" }))];
            object(
                "What is otherwise in a profile",
                Profile::ALL.iter().map(|profile| (profile.word(), object("", keys.clone()))),
            )
        }
        "report" => report(),
        "advice" => {
            let keys = keys::ADVICE.iter().map(|key| {
                (*key, if *key == "source" { texts("Where the rule comes from") } else { text_about("In plain words") })
            });
            needing(object("What helps a team", keys), &["why", "instead", "ask", "source"])
        }
        "example" => list("Tiny boards on which the rule is tested", example()),
        _ => json!({}),
    }
}

/// Conditions with a name.
fn named() -> Value {
    json!({ "type": "object", "required": ["name"], "properties": { "name": text_about("In words") } })
}

fn number() -> Value {
    json!({ "type": "number" })
}

fn group() -> Value {
    let per = || list("What the changes have in common", words("", Key::WORDS));
    let session = keys::SESSION.iter().map(|key| {
        let value = match *key {
            "per" => per(),
            "span" => length(),
            _ => number(),
        };
        (*key, value)
    });
    let session = object("Changes of one sitting", session);
    let group = keys::GROUP.iter().map(|key| {
        let value = match *key {
            "per" => per(),
            "within" => length(),
            _ => session.clone(),
        };
        (*key, value)
    });
    needing(object("One finding for one operation", group), &["within"])
}

fn count() -> Value {
    json!({
        "type": "object",
        "properties": {
            "over": words("What is counted", &["changes", "items"]),
            "window": words("In which time", Window::WORDS),
            "sum": text_about("A field to add up instead of counting"),
        },
    })
}

fn report() -> Value {
    let keys = keys::REPORT.iter().map(|key| {
        let value = match *key {
            "message" => text_about("A sentence; {field} is filled in"),
            "facts" => texts("Fields that the finding carries along"),
            "related" => text_about("What else belongs to it: count.NAME, sprint.scope, sprint.committed …"),
            _ => words("The record it points at", Anchor::WORDS),
        };
        (*key, value)
    });
    needing(object("How it is told", keys), &["message"])
}

fn example() -> Value {
    let keys = keys::EXAMPLE.iter().map(|key| {
        let value = match *key {
            "name" => text_about("What happens in it"),
            "given" => object(
                "What is there before",
                [("items", list("", any(keys::ITEM))), ("sprints", list("", any(keys::SPRINT)))],
            ),
            "changes" => list("What is done", any(&[keys::CHANGE, keys::ACTS].concat())),
            "level" => words("At which level it fires", Level::WORDS),
            "findings" => number(),
            "inconclusive" => json!({ "type": "boolean" }),
            "profile" => words("", Profile::WORDS),
            "tool" => words("", &["jira", "trello"]),
            "roles" => {
                let of_role = |role: &Role| (role.word(), json!({ "type": "array" }));
                object("Who holds which role; left out, people are called by it", Role::ALL.iter().map(of_role))
            }
            "without" => list("Evidence that is missing", words("", keys::WITHOUT)),
            "holidays" => list("", day("")),
            "today" => instant("Where the clock stands"),
            _ => texts("Keys of items, or names of sprints"),
        };
        (*key, value)
    });
    needing(object("A tiny board", keys), &["name"])
}

/// An object with these keys, each of which may hold anything.
fn any(keys: &[&str]) -> Value {
    object("", keys.iter().map(|key| (*key, json!({}))))
}
