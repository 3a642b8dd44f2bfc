//! A drafted charter as JSON: each guess with its certainty and its reason in words.

use boardlint::charter::SprintCards;
use boardlint::draft::{
    Candidate, Column, DEEDS, Draft, Field, KindName, Participant, Setup, SprintEvidence, SprintPlan,
};
use boardlint::report::draft::{evidence, to_toml};
use boardlint::word::Word as _;
use serde_json::{Map, Value, json};

use crate::places::mask;

/// `draft` in the form of the contract.
pub(crate) fn as_json(draft: &Draft) -> Value {
    let setup = &draft.setup;
    let zone = setup.timezone.candidate.as_ref();
    let mut value = json!({
        "board": setup.board,
        "tool": setup.tool,
        "newest": setup.newest,
        "items": setup.items,
        "timezone": zone.map(|zone| guess(zone, evidence::timezone(&zone.evidence), json!({ "zone": zone.value }))),
        "workingHours": setup.timezone.working_hours.as_ref().map(evidence::working_hours),
        "dateOrder": setup.date_order.as_ref().map(|order| {
            guess(order, evidence::date_order(order).to_owned(), json!({ "order": order.value }))
        }),
        "people": draft.people.iter().map(|one| person(draft, one)).collect::<Vec<_>>(),
        "roleNotes": draft.role_notes.iter().map(|note| {
            json!({ "role": note.role, "text": evidence::role_remark_alone(note.role, &note.remark) })
        }).collect::<Vec<_>>(),
        "replacements": draft.replacements.iter().map(|one| {
            let value = &one.value;
            guess(one, evidence::replacement(one), json!({
                "role": value.role, "who": value.person.written, "shown": value.person.shown,
                "since": value.since, "until": value.until,
            }))
        }).collect::<Vec<_>>(),
        "aliases": setup.aliases.iter().map(|alias| {
            guess(alias, evidence::alias(alias), json!({
                "person": alias.value.person, "others": alias.value.others, "shown": alias.evidence.name,
            }))
        }).collect::<Vec<_>>(),
        "columns": setup.columns.iter().map(|one| column(setup, one)).collect::<Vec<_>>(),
        "unusedColumns": setup.unused_columns,
        "fields": setup.fields.iter().map(field).collect::<Vec<_>>(),
        "pointsInTitles": setup.points_in_titles,
        "kinds": setup.kinds.iter().map(|name| kind(setup, name)).collect::<Vec<_>>(),
        "sprints": setup.sprints.iter().map(sprint).collect::<Vec<_>>(),
    });
    mask(&mut value);
    value["toml"] = Value::String(to_toml(draft));
    value
}

/// `value` with its certainty and its reason.
fn guess<T, E>(candidate: &Candidate<T, E>, why: String, mut value: Value) -> Value {
    value["certainty"] = json!(candidate.certainty);
    value["inForce"] = json!(candidate.is_in_force());
    value["why"] = Value::String(why);
    value
}

fn person(draft: &Draft, person: &Participant) -> Value {
    let roles = draft.roles.iter().filter(|role| Some(&role.person.value.written) == person.written.as_ref());
    let activity = |share: &boardlint::draft::ActivityShare| {
        json!({
            "activity": share.activity, "text": evidence::activity(share.activity), "role": share.activity.role(),
            "own": share.own, "total": share.total,
        })
    };
    let deeds = DEEDS.iter().zip(person.deeds).map(|((name, _), count)| ((*name).to_owned(), json!(count)));
    json!({
        "name": person.name,
        "written": person.written,
        "app": person.app,
        "changes": person.changes,
        "days": person.days,
        "activities": person.activities.iter().map(activity).collect::<Vec<_>>(),
        "counts": deeds.collect::<Map<_, _>>(),
        "roles": roles.map(|candidate| {
            let role = candidate.role;
            guess(&candidate.person, evidence::role(role, &candidate.person), json!({ "role": role }))
        }).collect::<Vec<_>>(),
    })
}

fn column(setup: &Setup, column: &Column) -> Value {
    json!({
        "name": column.name,
        "writable": column.writable,
        "items": column.items,
        "archived": column.archived,
        "stage": column.stage.as_ref().map(|stage| {
            guess(stage, evidence::stage(setup.tool, column, stage), json!({ "stage": stage.value }))
        }),
    })
}

/// A field; `key` is its key under `[fields]`.
fn field(field: &Field) -> Value {
    let found = field.found.iter().map(|found| json!({ "name": found.name, "id": found.id }));
    json!({
        "key": field.meaning.word(),
        "found": found.collect::<Vec<_>>(),
        "field": field.candidate.as_ref().map(|candidate| {
            guess(candidate, evidence::field(&candidate.evidence), json!({ "name": candidate.value }))
        }),
    })
}

fn kind(setup: &Setup, name: &KindName) -> Value {
    json!({
        "name": name.name,
        "writable": name.writable,
        "items": name.items,
        "kind": name.kind.as_ref().map(|kind| {
            guess(kind, evidence::kind(setup.tool, name, kind), json!({ "kind": kind.value }))
        }),
    })
}

fn sprint(candidate: &Candidate<SprintPlan, SprintEvidence>) -> Value {
    let plan = &candidate.value;
    let value = json!({
        "name": plan.name,
        "cards": match &plan.cards {
            SprintCards::ListOfItsName => json!("list-of-its-name"),
            SprintCards::List(list) => json!({ "list": list }),
            SprintCards::Label(label) => json!({ "label": label }),
        },
        "start": plan.days.map(|(start, _)| start),
        "end": plan.days.map(|(_, end)| end),
    });
    guess(candidate, evidence::sprint(candidate), value)
}
