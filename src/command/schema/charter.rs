use serde_json::{Map, Value, json};

use super::{conditions, day, list, needing, object, text_about, texts, words};
use crate::charter::{self, DateOrder, Kind, Level, Profile, Role, Stage, Word};
use crate::rule;
use crate::source::Sources;

/// The charter, `boardlint.toml`.
pub(super) fn schema() -> Value {
    let keys = charter::PLAIN.iter().chain(charter::SECTIONS).map(|key| (*key, value(key)));
    let mut schema = object("The charter of a Scrum Team, boardlint.toml: who may do what on its board", keys);
    schema["$schema"] = json!(super::DIALECT);
    schema["title"] = json!("boardlint.toml");
    schema["definitions"] = conditions::definitions();
    schema
}

fn value(key: &str) -> Value {
    match key {
        "extends" => text_about("A charter that several teams share; this one wins, key by key"),
        "timezone" => text_about("The zone of all dates, such as Europe/Berlin; left out, UTC"),
        "holidays" => list("Days on which nobody works", day("")),
        "date-order" => words("Which number of a date like 7/9/2026 comes first", DateOrder::WORDS),
        "profile" => words("How strictly Scrum is read", Profile::WORDS),
        "fail-on" => words("The level from which a run fails", &["error", "warn", "info", "never"]),
        "roles" => object("Who holds which role, and since when", charter::ROLES.iter().map(role)),
        "aliases" => each("One person with several accounts", texts("The other accounts")),
        "workflow" => {
            let stage = |stage: &Stage| (stage.word(), texts("Statuses (Jira) or lists (Trello) that mean this"));
            object("What statuses or lists mean; left out, it is guessed", Stage::ALL.iter().map(stage))
        }
        "fields" => {
            let field = |name: &&'static str| (*name, text_about("A field's display name or id"));
            object("Custom fields; left out, they are found", charter::FIELDS.iter().map(field))
        }
        "kinds" => {
            let kind = |kind: &Kind| (kind.word(), texts("Issue types or labels that mean this"));
            object("What sort of thing an item is", Kind::ALL.iter().map(kind))
        }
        "sprints" => list("Sprints that the export does not know (Trello)", sprint()),
        "rules" => rules(),
        "ignore" => list("Findings that the team has agreed to live with", ignore()),
        _ => json!({}),
    }
}

fn role((key, role): &(&'static str, Role)) -> (&'static str, Value) {
    let who = "Account id, user key or name, e-mail address, or display name";
    let term = object(
        "Somebody for a while",
        [("who", text_about(who)), ("since", day("First day")), ("until", day("Last day, included"))],
    );
    let entry = json!({ "anyOf": [text_about(who), needing(term, &["who"])] });
    (*key, json!({ "description": role.title(), "anyOf": [entry, list("", entry.clone())] }))
}

fn sprint() -> Value {
    let keys = charter::SPRINT.iter().map(|key| {
        let value = match *key {
            "name" => text_about("Its name; a list of this name holds its cards"),
            "start" => day("First day"),
            "end" => day("Last day, included"),
            _ => text_about("What it was for"),
        };
        (*key, value)
    });
    needing(object("A sprint", keys), &["name", "start", "end"])
}

fn ignore() -> Value {
    let keys = charter::IGNORE.iter().map(|key| {
        let value = match *key {
            "rule" => text_about("Only findings of this rule"),
            "item" => text_about("Only about this item: its key, or the card's shortLink"),
            "actor" => text_about("Only what this person did"),
            "sprint" => text_about("Only in this sprint"),
            "since" => day("Only from this day on"),
            "until" => day("Only until this day, included"),
            "reason" => text_about("Why, and who agreed"),
            _ => day("The last day on which this counts"),
        };
        (*key, value)
    });
    let any = ["rule", "item", "actor", "sprint"].map(|key| json!({ "required": [key] }));
    let mut ignore = needing(object("What is lived with", keys), &["reason"]);
    ignore["anyOf"] = json!(any);
    ignore
}

/// The shipped rules by name; a team's own may be set, too.
fn rules() -> Value {
    let loaded = rule::load(&mut Sources::new(), true, []);
    let level = words("Its level", Level::WORDS);
    let setting = |when: Value| {
        let keys = [("level", level.clone()), ("when", when)];
        json!({ "anyOf": [level.clone(), object("Its settings", keys)] })
    };
    let rules: Map<String, Value> = loaded
        .rules
        .iter()
        .map(|rule| {
            let mut entry = setting(conditions::of(rule.judge));
            entry["description"] = json!(rule.summary);
            (rule.name.clone(), entry)
        })
        .collect();
    json!({
        "type": "object",
        "description": "Levels and thresholds of rules",
        "properties": rules,
        "additionalProperties": setting(json!({ "type": "object" })),
    })
}

fn each(about: &str, value: Value) -> Value {
    json!({ "type": "object", "description": about, "additionalProperties": value })
}
