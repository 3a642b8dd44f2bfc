//! The results for a closed sprint or a past day never change, whatever happens on the board afterwards.

use serde_json::{Value, json};

use crate::support::{Folder, boardlint, fixture, trello};

/// A day long after the judged sprints.
const LATER: &str = "2026-04-20T10:00:00.000+0000";
/// The first due date of all items, in the issue and in its history.
const DUE: &str = "2026-03-31";
const DUE_AT: &str = "2026-03-31 00:00:00.0";
/// The periods that are judged.
const TIMES: &[[&str; 2]] = &[
    ["--sprint", "Oven 1"],
    ["--sprint", "Oven 2"],
    ["--sprint", "Oven 3"],
    // A day in the middle of a sprint.
    ["--until", "2026-02-18"],
];
/// A rule with conditions that the shipped rules do not have.
const OWN: &str = r#"
summary    = "Something is due"
level      = "info"
confidence = "high"
judge      = "item"

[when]
item.due = { is-set = true }

[report]
message = "{item} is due on {item.due} and has the priority {item.priority}"

[advice]
why     = "What is due has to be planned."
instead = "Plan it."
ask     = "Is it planned?"
source  = ["made up for a test"]
"#;

/// The findings for each period, without places, which differ in another export.
fn told(board: &str, export: &Value) -> Vec<(String, i32, Vec<Value>)> {
    let folder = Folder::new();
    let charter = fixture(&format!("{board}/boardlint.toml"));
    folder.write("boardlint.toml", charter);
    let export = folder.write("export.json", export.to_string());
    folder.write("own/something-due.toml", OWN);
    let own = folder.path().join("own").display().to_string();
    let of = |time: &[&str; 2]| {
        let run = boardlint(&[&["check", &export, "--format", "jsonl", "--rules", &own][..], time].concat());
        let strip = |mut finding: Value| {
            finding["location"] = Value::Null;
            // The title is the present one.
            finding["title"] = Value::Null;
            finding["related"].as_array_mut().into_iter().flatten().for_each(|other| other["location"] = Value::Null);
            finding
        };
        (time[1].to_owned(), run.status, run.findings().into_iter().map(strip).collect())
    };
    TIMES.iter().map(of).collect()
}

/// Adds an entry with `item` to the history of every issue, as an edit by Greta.
fn edit(page: &mut Value, mut item: impl FnMut(&Value) -> Option<Value>) {
    let greta = page["issues"][0]["fields"]["creator"].clone();
    for (place, issue) in page["issues"].as_array_mut().expect("issues").iter_mut().enumerate() {
        let Some(item) = item(issue) else { continue };
        let entry = json!({"id": (990_000 + place).to_string(), "author": greta, "created": LATER, "items": [item]});
        let histories = issue["changelog"]["histories"].as_array_mut().expect("histories");
        histories.insert(0, entry);
        let total = json!(histories.len());
        issue["changelog"]["total"] = total.clone();
        issue["changelog"]["maxResults"] = total;
        issue["fields"]["updated"] = json!(LATER);
    }
}

fn item(field: &str, kind: &str, id: &str, from: Value, from_string: Value, to: Value, to_string: Value) -> Value {
    json!({"field": field, "fieldtype": kind, "fieldId": id, "from": from, "fromString": from_string, "to": to, "toString": to_string})
}

/// A change of a system field.
fn system(field: &str, from: &Value, to: &Value) -> Value {
    let (id, name) = ("id", "name");
    item(field, "jira", field, from[id].clone(), from[name].clone(), to[id].clone(), to[name].clone())
}

type Later = (&'static str, fn(&mut Value));

/// Everything that can happen to a Jira issue, done to all of them.
const JIRA: &[Later] = &[
    ("dragged", |page| {
        edit(page, |_| {
            Some(item("Rank", "custom", "customfield_10019", json!(""), json!(""), json!(""), json!("Ranked lower")))
        })
    }),
    ("moved", |page| {
        edit(page, |issue| {
            let status = issue["fields"]["status"].clone();
            Some(item(
                "status",
                "jira",
                "status",
                status["id"].clone(),
                status["name"].clone(),
                json!("10"),
                json!("Elsewhere"),
            ))
        });
        set(
            page,
            "status",
            &json!({"id": "10", "name": "Elsewhere", "statusCategory": {"id": 4, "key": "indeterminate"}}),
        );
    }),
    ("given another estimate", |page| {
        edit(page, |issue| {
            let points = issue["fields"]["customfield_10031"].as_f64()?.to_string();
            Some(item(
                "Story Points",
                "custom",
                "customfield_10031",
                Value::Null,
                json!(points),
                Value::Null,
                json!("40"),
            ))
        });
        set(page, "customfield_10031", &json!(40));
    }),
    ("given to nobody", |page| {
        edit(page, |issue| {
            let who = issue["fields"]["assignee"].clone();
            (!who.is_null()).then(|| {
                item(
                    "assignee",
                    "jira",
                    "assignee",
                    who["accountId"].clone(),
                    who["displayName"].clone(),
                    Value::Null,
                    Value::Null,
                )
            })
        });
        set(page, "assignee", &Value::Null);
    }),
    ("put under another one", |page| {
        edit(page, |issue| {
            let kind = issue["fields"]["issuetype"]["name"].clone();
            (issue["key"] != "CRUST-1")
                .then(|| item("issuetype", "jira", "issuetype", json!("1"), kind, json!("5"), json!("Sub-task")))
        });
        set(page, "issuetype", &json!({"id": "5", "name": "Sub-task", "subtask": true}));
        set(page, "parent", &json!({"id": "1", "key": "CRUST-1"}));
        let first = page["issues"].as_array_mut().expect("issues").iter_mut().find(|issue| issue["key"] == "CRUST-1");
        let fields = first.expect("the first")["fields"].as_object_mut().expect("fields");
        fields.insert("issuetype".to_owned(), json!({"id": "1", "name": "Story", "subtask": false}));
        fields.remove("parent");
    }),
    ("described anew", |page| {
        edit(page, |issue| {
            let text = issue["fields"]["description"].as_str()?.to_owned();
            Some(item(
                "description",
                "jira",
                "description",
                Value::Null,
                json!(text),
                Value::Null,
                json!("Something else altogether"),
            ))
        });
        set(page, "description", &json!("Something else altogether"));
    }),
    ("flagged", |page| {
        edit(page, |_| {
            Some(item(
                "Flagged",
                "custom",
                "customfield_10021",
                json!(""),
                json!(""),
                json!("[10019]"),
                json!("Impediment"),
            ))
        });
    }),
    ("linked as a copy", |page| {
        edit(page, |_| {
            Some(
                json!({"field": "Link", "fieldtype": "jira", "from": null, "fromString": null, "to": "CRUST-1", "toString": "This issue clones CRUST-1"}),
            )
        });
        set(
            page,
            "issuelinks",
            &json!([{"id": "1", "type": {"name": "Cloners", "inward": "is cloned by", "outward": "clones"}, "outwardIssue": {"key": "CRUST-1"}}]),
        );
    }),
    ("given up", |page| {
        let given_up = json!({"id": "10009", "name": "Won't Do"});
        edit(page, |issue| Some(system("resolution", &issue["fields"]["resolution"], &given_up)));
        set(page, "resolution", &given_up);
    }),
    ("given another priority", |page| {
        let highest = json!({"id": "1", "name": "Highest"});
        edit(page, |issue| Some(system("priority", &issue["fields"]["priority"], &highest)));
        set(page, "priority", &highest);
    }),
    ("due on another day", |page| {
        let (before, after) =
            (json!({"id": DUE, "name": DUE_AT}), json!({"id": "2026-05-04", "name": "2026-05-04 00:00:00.0"}));
        edit(page, |_| Some(system("duedate", &before, &after)));
        set(page, "duedate", &after["id"]);
    }),
    ("no longer due", |page| {
        edit(page, |_| Some(system("duedate", &json!({"id": DUE, "name": DUE_AT}), &Value::Null)));
        set(page, "duedate", &Value::Null);
    }),
    ("retitled", |page| {
        edit(page, |issue| {
            Some(system("summary", &json!({"name": issue["fields"]["summary"]}), &json!({"name": "Something else"})))
        });
        set(page, "summary", &json!("Something else"));
    }),
    ("labelled", |page| {
        edit(page, |_| Some(system("labels", &json!({"name": ""}), &json!({"name": "bug blocked"}))));
        set(page, "labels", &json!(["bug", "blocked"]));
    }),
    ("asked for by somebody else", |page| {
        let who = |user: &Value| json!({"id": user["accountId"], "name": user["displayName"]});
        let greta = page["issues"][0]["fields"]["creator"].clone();
        edit(page, |issue| {
            let before = who(&issue["fields"]["reporter"]);
            (before != who(&greta)).then(|| system("reporter", &before, &who(&greta)))
        });
        set(page, "reporter", &greta);
    }),
    ("given other criteria", |page| {
        edit(page, |issue| {
            let before = issue["fields"]["customfield_10058"].clone();
            let field = "customfield_10058";
            Some(item("Acceptance criteria", "custom", field, Value::Null, before, Value::Null, json!("- Anything")))
        });
        set(page, "customfield_10058", &json!("- Anything"));
    }),
    ("put into a sprint to come", |page| {
        edit(page, |_| {
            Some(item("Sprint", "custom", "customfield_10020", json!(""), json!(""), json!("999"), json!("Oven 99")))
        });
        for issue in page["issues"].as_array_mut().expect("issues") {
            let next = json!({"id": 999, "name": "Oven 99", "state": "future", "boardId": 1, "goal": ""});
            match issue["fields"]["customfield_10020"].as_array_mut() {
                Some(sprints) => sprints.push(next),
                None => issue["fields"]["customfield_10020"] = json!([next]),
            }
        }
    }),
    ("written", |page| {
        let mut issue = page["issues"][0].clone();
        issue["id"] = json!("99999");
        issue["key"] = json!("CRUST-99");
        issue["changelog"] = json!({"startAt": 0, "maxResults": 0, "total": 0, "histories": []});
        for date in ["created", "updated"] {
            issue["fields"][date] = json!(LATER);
        }
        page["issues"].as_array_mut().expect("issues").push(issue);
        for count in ["total", "maxResults"] {
            page[count] = json!(page["issues"].as_array().expect("issues").len());
        }
    }),
];

fn set(page: &mut Value, field: &str, value: &Value) {
    for issue in page["issues"].as_array_mut().expect("issues") {
        issue["fields"][field] = value.clone();
    }
}

/// Adds an action for every card, as an act of Greta.
fn act(board: &mut Value, kind: &str, mut data: impl FnMut(&mut Value) -> Option<Value>) {
    let greta = board["actions"]
        .as_array()
        .expect("actions")
        .iter()
        .find(|action| action["memberCreator"]["username"] == "gretalindqvist")
        .map(|action| action["memberCreator"].clone())
        .expect("Greta did something");
    let mut cards = board["cards"].take();
    let mut later = Vec::new();
    for (place, card) in cards.as_array_mut().expect("cards").iter_mut().enumerate() {
        let Some(mut data) = data(card) else { continue };
        for key in ["id", "shortLink", "idShort"] {
            if data["card"][key].is_null() {
                data["card"][key] = card[key].clone();
            }
        }
        later.push(trello::action(&format!("69e5f1a0{place:016x}"), &greta, "2026-04-20T10:00:00.000Z", kind, data));
        card["dateLastActivity"] = json!("2026-04-20T10:00:00.000Z");
    }
    board["cards"] = cards;
    board["actions"].as_array_mut().expect("actions").splice(0..0, later);
}

/// Adds an action for a list.
fn list(board: &mut Value, name: &str, key: &str, before: Value, after: Value) {
    let lists = board["lists"].as_array_mut().expect("lists");
    let list = lists.iter_mut().find(|list| list["name"] == name).expect("the list");
    list[key] = after.clone();
    let data = json!({"list": {"id": list["id"], "name": list["name"], key: after}, "old": {key: before}});
    let (id, at) = ("69e5f1a0ffffffffffffffff", "2026-04-20T10:00:00.000Z");
    let action = trello::action(id, &board["actions"][0]["memberCreator"], at, "updateList", data);
    board["actions"].as_array_mut().expect("actions").insert(0, action);
}

/// Everything that can happen to a Trello card or list.
const TRELLO: &[Later] = &[
    ("given other points", |board| {
        act(board, "updateCard", |card| {
            let before = card["name"].as_str().expect("a name").to_owned();
            let bare = before.split_once(") ").map_or(before.as_str(), |(_, bare)| bare);
            let after = format!("(40) {bare}");
            card["name"] = json!(after);
            Some(json!({"card": {"name": after}, "old": {"name": before}}))
        });
    }),
    ("dragged", |board| {
        act(board, "updateCard", |card| {
            let before = card["pos"].clone();
            card["pos"] = json!(before.as_f64().unwrap_or(1.0) + 1000.0);
            Some(json!({"card": {"pos": card["pos"]}, "old": {"pos": before}}))
        });
    }),
    ("archived", |board| {
        act(board, "updateCard", |card| {
            let was = card["closed"].clone();
            card["closed"] = json!(true);
            (was == json!(false)).then(|| json!({"card": {"closed": true}, "old": {"closed": false}}))
        });
    }),
    ("described anew", |board| {
        act(board, "updateCard", |card| {
            let before = card["desc"].clone();
            card["desc"] = json!("Something else altogether");
            Some(json!({"card": {"desc": card["desc"]}, "old": {"desc": before}}))
        });
    }),
    ("left by its member", |board| {
        act(board, "removeMemberFromCard", |card| {
            let who = card["idMembers"].as_array_mut()?.pop()?;
            Some(json!({"idMember": who, "card": {}}))
        });
    }),
    ("moved", |board| {
        let last = board["lists"].as_array().expect("lists").last().cloned().expect("a list");
        act(board, "updateCard", |card| {
            let before = card["idList"].clone();
            card["idList"] = last["id"].clone();
            (before != last["id"]).then(|| {
                json!({"card": {"idList": last["id"]}, "old": {"idList": before}, "listBefore": {"id": before, "name": "?"},
                       "listAfter": {"id": last["id"], "name": last["name"]}})
            })
        });
    }),
    ("due", |board| {
        act(board, "updateCard", |card| {
            card["due"] = json!("2026-02-01T10:00:00.000Z");
            Some(json!({"card": {"due": card["due"]}, "old": {"due": null}}))
        });
    }),
    ("in a list that is archived", |board| {
        list(board, "Ready", "closed", json!(false), json!(true));
    }),
    ("in a list that is renamed", |board| {
        list(board, "Oven 2", "name", json!("Oven 2"), json!("Long ago"));
    }),
];

fn stays_as_it_was(board: &str, export: &Value, changes: &[Later]) {
    let before = told(board, export);
    assert!(before.iter().map(|(_, _, findings)| findings.len()).sum::<usize>() > 5, "{before:?}");
    for (what, change) in changes {
        let mut later = export.clone();
        change(&mut later);
        assert_ne!(later, *export, "{what}");
        assert_eq!(told(board, &later), before, "{board}: everything was {what}");
    }
}

#[test]
fn whatever_happens_to_issues_later_a_closed_sprint_stays_as_it_was() {
    let mut page = serde_json::from_str(&fixture("jira-cloud/search.json")).expect("JSON");
    set(&mut page, "duedate", &json!(DUE));
    stays_as_it_was("jira-cloud", &page, JIRA);
}

#[test]
fn whatever_happens_to_cards_later_a_closed_sprint_stays_as_it_was() {
    let board = serde_json::from_str(&fixture("trello/board.json")).expect("JSON");
    stays_as_it_was("trello", &board, TRELLO);
}
