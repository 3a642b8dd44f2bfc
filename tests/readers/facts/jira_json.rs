//! Jira's JSON: changelogs, fields of any language, lists beside them.

use super::*;

fn history(id: u32, at: &str, item: Value) -> Value {
    json!({"id": id.to_string(), "author": {"accountId": "a1", "displayName": "Ida"}, "created": at, "items": [item]})
}

fn status(from: &str, to: &str) -> Value {
    json!({"field": "status", "fieldtype": "jira", "from": from, "fromString": "x", "to": to, "toString": "y"})
}

fn issue(fields: Value, histories: Vec<Value>) -> Value {
    json!({"id": "7", "key": "LO-7", "self": "https://loom.example.org/rest/api/2/issue/7", "fields": fields,
           "changelog": {"histories": histories}})
}

#[test]
fn comments_that_are_left_out_are_counted() {
    let comment = json!({"id": "1", "created": "2026-03-02T09:00:00.000+0000", "author": {"name": "ida"}});
    let text = issue(json!({"comment": {"comments": [comment], "total": 12, "maxResults": 1}}), vec![]).to_string();
    facts(&text, |facts| assert_eq!(facts.items[0].comment_total, Some(12)));
}

#[test]
fn levels_and_resolutions_are_facts() {
    let fields =
        json!({"issuetype": {"name": "Úkol", "hierarchyLevel": -1}, "resolution": {"name": "Nebude se řešit"}});
    facts(&issue(fields, vec![]).to_string(), |facts| {
        let item = &facts.items[0];
        assert!(item.part && item.level == Some(-1));
        assert_eq!(item.resolution.as_deref(), Some("Nebude se řešit"));
    });
}

#[test]
fn what_perceval_puts_around_the_values_of_fields_is_taken_off() {
    let sprint = json!([{"id": 31, "name": "Web 4", "state": "active", "boardId": 2}]);
    let plain = json!({
        "summary": "One", "description": "Two", "labels": ["three"], "issuetype": {"id": "5", "name": "Story"},
        "status": {"id": "6", "name": "Done", "statusCategory": {"key": "done"}}, "resolution": null,
        "assignee": {"accountId": "a1", "displayName": "Ida"}, "created": "2026-03-02T09:00:00.000+0000",
        "customfield_10016": 3, "customfield_10020": sprint, "customfield_10021": null,
        "customfield_10030": {"id": "10700", "name": "Blue", "value": "Blue"},
    });
    let names =
        [("customfield_10016", "Story Points"), ("customfield_10020", "Sprint"), ("customfield_10021", "Flagged")];
    let name_of =
        |key: &str| names.iter().find(|(id, _)| *id == key).map_or(key.to_owned(), |(_, name)| (*name).to_owned());
    let wrap = |(key, value): (&String, &Value)| {
        // Some tools wrap only the custom fields.
        [true, false].map(|all| {
            let is_wrapped = all || names.iter().any(|(id, _)| id == key);
            let wrapped = json!({"id": key, "name": name_of(key), "value": value});
            (key.clone(), if is_wrapped { wrapped } else { value.clone() })
        })
    };
    let read_as = |fields: Value| {
        let envelope = json!({"backend_name": "Jira", "data": issue(fields, vec![])});
        facts(&envelope.to_string(), |facts| {
            let item = &facts.items[0];
            let values: Vec<_> =
                item.fields.iter().map(|(id, value)| (id.to_string(), value.decode().into_owned())).collect();
            let told = format!(
                "{} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
                item.title.decode(),
                item.description.map(|text| text.decode().into_owned()),
                item.kind,
                item.state,
                item.assignees,
                item.labels,
                item.sprints,
                item.created.map(|(at, _)| at),
                item.resolution,
                facts.sprints.len()
            );
            let fields: Vec<_> =
                facts.fields.iter().map(|field| (field.id.to_string(), field.name.to_string())).collect();
            (told, values, fields)
        })
    };
    let (told, values, _) = read_as(plain.clone());
    let pairs: Vec<_> = plain.as_object().expect("fields").iter().map(wrap).collect();
    for way in 0..2 {
        let wrapped = Value::Object(pairs.iter().map(|both| both[way].clone()).collect());
        let read = read_as(wrapped);
        assert_eq!((&read.0, &read.1), (&told, &values));
        for (id, name) in names {
            assert!(read.2.contains(&(id.to_owned(), name.to_owned())), "{:?}", read.2);
        }
    }
}

#[test]
fn a_field_that_changes_to_itself_does_not_change() {
    let at = "2026-03-02T09:00:00.000+0000";
    let same = json!({"field": "Prioridad", "fieldId": "priority", "fieldtype": "jira", "from": "3",
                      "fromString": "Media", "to": "3", "toString": "Media"});
    let text = issue(json!({}), vec![history(1, at, status("1", "1")), history(2, at, same)]).to_string();
    facts(&text, |facts| assert!(facts.items[0].changes.is_empty(), "{:?}", facts.items[0].changes));
}

#[test]
fn system_fields_are_known_by_their_ids_in_any_language() {
    let moved = json!({"field": "Статус", "fieldId": "status", "fieldtype": "jira", "from": "1", "to": "2"});
    let text = issue(json!({}), vec![history(1, "2026-03-02T09:00:00.000+0000", moved)]).to_string();
    facts(&text, |facts| assert!(matches!(acts(&facts.items[0])[..], [Act::Moved { .. }])));
}

#[test]
fn flags_are_known_by_the_shape_of_their_values() {
    let flag = |from: &str, from_string: &str, to: &str, to_string: &str| {
        json!({"field": "Пометка", "fieldtype": "custom", "fieldId": "customfield_10021", "from": from,
               "fromString": from_string, "to": to, "toString": to_string})
    };
    let at = "2026-03-02T09:00:00.000+0000";
    let histories = vec![
        history(1, at, flag("", "", "[10019]", "Препятствие")),
        history(2, at, flag("[10019]", "Препятствие", "", "")),
        history(3, at, flag("", "", "[10050]", "Red")),
    ];
    facts(&issue(json!({}), histories).to_string(), |facts| {
        let [Act::Flagged { set: true }, Act::Flagged { set: false }, Act::Field { .. }] = acts(&facts.items[0])[..]
        else {
            panic!("{:?}", acts(&facts.items[0]))
        };
    });
}

#[test]
fn a_renamed_sprint_field_is_known_from_a_list_of_fields_beside_the_changelogs() {
    let folder = Folder::new();
    let sprint = json!({"field": "Durchlauf", "fieldtype": "custom", "fieldId": "customfield_10500", "from": "",
                        "fromString": "", "to": "31", "toString": "Web 4"});
    let history = history(1, "2026-03-02T09:00:00.000+0000", sprint);
    folder.write(
        "search.json",
        json!({"issues": [issue(json!({"created": "2026-03-01T09:00:00.000+0000"}), vec![history])]}).to_string(),
    );
    // One charter makes one board of all files beside it.
    folder.write("boardlint.toml", "[roles]\nproduct-owner = [\"Ida\"]\n");
    let field = json!([{"id": "customfield_10500", "name": "Durchlauf", "custom": true,
                        "schema": {"type": "array", "custom": "com.pyxis.greenhopper.jira:gh-sprint"}}]);
    folder.write("fields.json", field.to_string());
    let run = boardlint(&["inspect", &folder.text(), "--format", "json"]);
    let inspected: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(inspected["changes"]["planned"], 1, "{}", run.out);
}

#[test]
fn forty_entries_that_a_site_of_cloud_wrote_may_be_a_part_whatever_its_host() {
    let at = "2026-03-02T09:00:00.000+0000";
    let histories: Vec<_> = (0..40).map(|id| history(id, at, status("1", "2"))).collect();
    let mut cloud = issue(json!({"creator": {"accountId": "a1", "displayName": "Ida"}}), histories);
    cloud["changelog"]["total"] = json!(40);
    facts(&cloud.to_string(), |facts| {
        let log = facts.items[0].log.as_ref().expect("a log");
        assert!(log.parts.is_empty() && log.total == 41);
    });
    cloud["self"] = json!("https://api.atlassian.com/ex/jira/0a/rest/api/2/issue/7");
    cloud["fields"] = json!({});
    facts(&cloud.to_string(), |facts| {
        assert_eq!(facts.items[0].log.as_ref().map(|log| log.total), Some(41));
        assert_eq!(facts.items[0].url, "");
    });
}

#[test]
fn lines_of_airbyte_and_of_singer_are_issues_histories_and_lists() {
    let at = "2026-03-02T09:00:00.000+0000";
    let mut row = history(9, at, status("1", "2"));
    row["issueId"] = json!("7");
    let sprint = json!({"id": 31, "name": "Web 4", "state": "active", "boardId": 2});
    let lines = [
        json!({"type": "SCHEMA", "stream": "issues", "schema": {}, "key_properties": ["id"]}),
        json!({"type": "RECORD", "stream": "issues", "record": issue(json!({"summary": "One"}), vec![])}),
        json!({"type": "RECORD", "stream": "changelogs", "record": row}),
        json!({"type": "RECORD", "record": {"stream": "sprints", "data": sprint, "emitted_at": 1}}),
        json!({"_airbyte_ab_id": "x", "_airbyte_data": row, "_airbyte_emitted_at": 1}),
        json!({"type": "STATE", "value": {}}),
    ];
    let text = lines.map(|line| line.to_string()).join("\n");
    facts(&text, |facts| {
        assert_eq!(facts.items.iter().filter(|item| !item.bare).count(), 1);
        assert_eq!(facts.items.iter().map(|item| item.changes.len()).sum::<usize>(), 2);
        assert_eq!(facts.sprints.iter().map(|sprint| &*sprint.name).collect::<Vec<_>>(), ["Web 4"]);
    });
    facts(&json!([row, row]).to_string(), |facts| {
        assert_eq!((facts.items.len(), facts.items[0].bare, facts.items[0].history), (1, true, true));
        assert_eq!(&*facts.items[0].id, "7");
    });
}

#[test]
fn a_bulk_answer_says_whether_it_is_the_last_and_an_empty_page_proves_nothing() {
    let logs = json!([{"issueId": "7", "changeHistories": [history(1, "2026-03-02T09:00:00.000+0000", json!({
        "field": "Link", "fieldtype": "jira", "to": "LO-1", "toString": "This issue clones LO-1"}))]}]);
    facts(&json!({"issueChangeLogs": logs}).to_string(), |facts| {
        assert_eq!(facts.histories, Some(Page::Last));
        assert!(facts.items[0].copied);
    });
    let more = json!({"issueChangeLogs": logs, "nextPageToken": "t"}).to_string();
    read("bulk.json", more.clone(), |_, reading| {
        assert_eq!(reading.expect("a reading").facts.histories, Some(Page::More));
    });
    let last = json!({"issueChangeLogs": logs}).to_string();
    for both in [format!("[{more},{last}]"), format!("{more}\n{last}\n"), format!("[{last},{more}]")] {
        read("bulk.json", both.clone(), |_, reading| {
            let reading = reading.expect("a reading");
            assert_eq!((reading.facts.histories, reading.notes), (Some(Page::Last), Vec::new()), "{both}");
        });
    }
    let page = json!({"self": "https://x.example/rest/api/2/issue/LO-7/changelog", "startAt": 0, "total": 0,
                      "isLast": true, "values": []});
    facts(&page.to_string(), |facts| {
        assert!(!facts.items[0].history && facts.items[0].log.as_ref().is_some_and(|log| log.total == 0));
    });
}

#[test]
fn sprint_dates_as_people_see_them_are_read_and_others_are_reported_once() {
    let sprint = |start: &str| {
        json!([{"id": 31, "name": "Web 4", "state": "active", "boardId": 2, "startDate": start,
                                       "activatedDate": "2026-03-03T08:00:00.000Z"}])
    };
    let text = issue(json!({"customfield_10500": sprint("02/mar/26 9:00 AM")}), vec![]).to_string();
    read("issue.json", text, |_, reading| {
        let reading = reading.expect("a reading");
        let sprint = &reading.facts.sprints[0];
        assert_eq!(sprint.activated.map(|at| at.to_string()).as_deref(), Some("2026-03-03T08:00:00Z"));
        assert!(reading.damaged.is_empty() && reading.notes[0].contains("no zone"), "{reading:?}");
    });
    let lost = issue(json!({"customfield_10500": sprint("Monday next")}), vec![]);
    let mut other = lost.clone();
    other["key"] = json!("LO-8");
    read("issues.json", json!([lost, other]).to_string(), |_, reading| {
        let damaged = reading.expect("a reading").damaged;
        assert_eq!(damaged.len(), 1, "{damaged:?}");
        assert!(damaged[0].message.contains("start of the sprint Web 4"), "{damaged:?}");
    });
}

#[test]
fn placeholders_are_nobody_known() {
    for author in [json!({"accountId": "unknown", "displayName": "?"}), json!({"displayName": "Anonymous"})] {
        let mut entry = history(1, "2026-03-02T09:00:00.000+0000", status("1", "2"));
        entry["author"] = author;
        facts(&issue(json!({}), vec![entry]).to_string(), |facts| {
            assert_eq!(facts.items[0].changes[0].by, None);
            assert!(facts.accounts.is_empty());
        });
    }
}

#[test]
fn an_error_names_the_sort_of_what_stands_there_and_never_what_it_says() {
    let told = |history: &str| {
        let text = format!(
            r#"{{"issues":[{{"id":"1","key":"LO-1","fields":{{"summary":"x"}},"changelog":{{"histories":[{history}]}}}}]}}"#
        );
        read("search.json", text, |_, reading| {
            let damaged = reading.expect("a reading").damaged.into_listed();
            damaged.iter().map(|damage| format!("{damage:?}")).collect::<String>()
        })
    };
    let long = told(&format!("\"@{{author=Ida Loom; {}}}\"", "x".repeat(100_000)));
    assert!(!long.contains("Ida") && long.contains("ConvertTo-Json -Depth 100") && long.len() < 2000, "{long}");
    for (value, sort) in [("\"Ida\"", "a text"), ("4711", "a number"), ("true", "true or false"), ("[]", "a list")] {
        let said = told(value);
        assert!(said.contains(&format!("there is {sort} where a history is expected")), "{said}");
        assert!(!said.contains("Ida") && !said.contains("4711"), "{said}");
    }
}

#[test]
fn lists_of_issues_in_lists_are_pages_and_what_lies_deeper_than_four_is_told() {
    let issue = |key: &str| format!(r#"{{"id":"{key}","key":"{key}","fields":{{"summary":"x"}}}}"#);
    let told = |text: String| {
        read("pages.json", text, |_, reading| {
            let reading = reading.expect("a reading");
            let keys: Vec<String> = reading.facts.items.iter().map(|item| item.key.to_string()).collect();
            (keys, reading.damaged.into_listed().into_iter().map(|damage| damage.message).collect::<Vec<_>>())
        })
    };
    let (one, two) = (issue("LO-1"), issue("LO-2"));
    assert_eq!(told(format!("[[{one}],[{two}]]")), (vec!["LO-1".to_owned(), "LO-2".to_owned()], Vec::new()));
    let page = format!(r#"{{"issues":[{two}]}}"#);
    assert_eq!(told(format!("[[{one}],[{page}]]")).0, ["LO-1", "LO-2"]);
    let deep = ["[[[[[[[", &one, "]]]]]]]"].concat();
    let changelogs =
        r#"[[[[[[[{"values":[{"items":[],"created":1}],"self":"https://x/rest/api/3/issue/1/changelog"}]]]]]]]"#;
    let actions = r#"[[[[[[[{"type":"createCard","date":"2026-01-01T00:00:00Z","idMemberCreator":"1"}]]]]]]]"#;
    for text in [deep, changelogs.to_owned(), actions.to_owned()] {
        let (_, damaged) = told(text);
        assert_eq!(damaged.len(), 1, "{damaged:?}");
        assert!(damaged[0].starts_with("more than 4 lists lie in one another"), "{damaged:?}");
    }
}

#[test]
fn a_page_that_begins_beyond_all_numbers_is_read() {
    let text = r#"{"self":"https://x.example/rest/api/3/issue/1/changelog","startAt":18446744073709551615,"maxResults":1,"total":2,
        "isLast":false,"values":[{"id":"1","created":"2026-03-02T09:00:00.000+0000","items":[]}]}"#;
    facts(text, |facts| assert_eq!(facts.items.len(), 1));
}

#[test]
fn a_changelog_that_is_nothing_but_the_list_of_its_histories_is_read() {
    let moved = history(1, "2026-03-02T09:00:00.000+0000", status("1", "2"));
    let mut issue = issue(json!({}), vec![]);
    issue["changelog"] = json!([moved]);
    facts(&issue.to_string(), |facts| assert!(matches!(acts(&facts.items[0])[..], [Act::Moved { .. }])));
}

#[test]
fn a_log_of_webhooks_is_read_whatever_its_first_line_is_about() {
    let hook = |event: &str, changed: Value| {
        let mut issue = issue(json!({"status": {"id": "2", "name": "y"}}), vec![]);
        issue.as_object_mut().expect("an issue").remove("changelog");
        let mut line = json!({"timestamp": 1_772_442_000_000_i64, "webhookEvent": event, "issue": issue,
                              "user": {"accountId": "a1", "displayName": "Ida"}});
        if !changed.is_null() {
            line["changelog"] = json!({"id": "5", "items": [changed]});
        }
        line.to_string()
    };
    let sprint = json!({"timestamp": 1_772_442_000_000_i64, "webhookEvent": "sprint_started",
                        "sprint": {"id": 1, "name": "Loom 1", "state": "active"}});
    let (created, updated) = (hook("jira:issue_created", json!(null)), hook("jira:issue_updated", status("1", "2")));
    for lines in [[&created, &updated, &sprint.to_string()], [&updated, &sprint.to_string(), &created]] {
        facts(&lines.map(String::as_str).join("\n"), |facts| {
            let moves: Vec<_> = facts.items.iter().flat_map(acts).collect();
            assert!(matches!(moves[..], [Act::Moved { .. }]), "{moves:?}");
        });
    }
}

#[test]
fn pages_in_a_list_and_single_issues_name_their_fields() {
    let issue = json!({"id": "1", "key": "LO-1", "fields": {"summary": "Rye", "customfield_10016": 3}});
    let names = json!({"summary": "Summary", "customfield_10016": "Story Points"});
    let schema = json!({"customfield_10016": {"custom": "com.atlassian.jira.plugin.system.customfieldtypes:float"}});
    let page = json!({"issues": [issue], "names": names, "schema": schema});
    let single = laid_over(issue.clone(), json!({"names": names, "schema": schema}));
    for text in [json!([page, page]).to_string(), format!("{page}\n{page}"), single.to_string()] {
        facts(&text, |facts| {
            let named: Vec<_> = facts.fields.iter().map(|field| (&*field.id, &*field.name)).collect();
            assert!(named.contains(&("customfield_10016", "Story Points")), "{text}: {named:?}");
        });
    }
}
