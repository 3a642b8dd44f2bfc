//! What the readers make of real exports' oddities: each kind of them in a container or language of its own.

use crate::support::{Folder, boardlint, boardlint_in};
use boardlint::board::facts::{Act, Facts, ItemFact, Page, Tool};
use boardlint::export::{self, Context, Reading, Refusal};
use boardlint::source::{File, Sources};
use serde_json::{Value, json};

/// Hands what is read of `text`, in a file called `name`, to `with`.
fn read<T>(name: &str, text: impl Into<Vec<u8>>, with: impl FnOnce(&File, Result<Reading<'_>, Refusal>) -> T) -> T {
    let mut sources = Sources::new();
    let id = sources.add(name, Into::<Vec<u8>>::into(text));
    let file = sources.get(id);
    with(file, export::read(file, &Context::default()))
}

/// Hands the facts of a file that can be read whole to `with`.
fn facts<T>(text: &str, with: impl FnOnce(&Facts<'_>) -> T) -> T {
    read("export", text, |_, reading| {
        let reading = reading.expect("a reading");
        assert!(reading.damaged.is_empty(), "{:?}", reading.damaged);
        with(&reading.facts)
    })
}

/// Why a file is refused.
fn refusal(text: &str) -> String {
    read("export", text, |_, reading| match reading.expect_err("a refusal") {
        Refusal::Unknown(diagnostic) | Refusal::Damaged(diagnostic) => diagnostic.message,
    })
}

fn acts<'f, 'a>(item: &'f ItemFact<'a>) -> Vec<&'f Act<'a>> {
    item.changes.iter().map(|change| &change.act).collect()
}

mod trello {
    use super::*;

    /// Ids whose first eight digits are the time: the board is of 2024-01-01 00:00:00.
    const BOARD: &str = "659200800000000000000001";
    const CARD: &str = "659351000000000000000002";
    const OTHER: &str = "659351000000000000000003";
    const MIA: &str = "5f0000000000000000000001";
    const TOM: &str = "5f0000000000000000000002";

    fn action(id: u32, kind: &str, date: &str, data: Value) -> Value {
        json!({
            "id": format!("{id:024x}"), "type": kind, "date": date, "idMemberCreator": MIA, "data": data,
            "memberCreator": {"id": MIA, "fullName": "Mia Old", "username": "mia"},
        })
    }

    fn card(id: &str) -> Value {
        json!({"id": id, "idBoard": BOARD, "idList": "l1", "shortLink": &id[20..], "name": "A card", "pos": 1,
               "idMemberCreator": TOM})
    }

    fn board(cards: Vec<Value>, actions: Vec<Value>) -> String {
        json!({
            "id": BOARD, "name": "Loom", "lists": [{"id": "l1", "name": "Ideas"}],
            "labels": [{"id": "b1", "name": "Waiting"}, {"id": "b2", "name": ""}],
            "members": [{"id": MIA, "fullName": "Mia New", "username": "mia"}],
            "customFields": [{"id": "f1", "name": "Story Points"}],
            "cards": cards, "actions": actions,
        })
        .to_string()
    }

    fn moved(id: u32, date: &str) -> Value {
        let data = json!({"card": {"id": CARD, "idList": "l2"}, "old": {"idList": "l1"}, "board": {"id": BOARD}});
        action(id, "updateCard", date, data)
    }

    #[test]
    fn actions_that_do_not_reach_the_making_of_the_board_are_cut_however_many_they_are() {
        let cut = facts(&board(vec![card(CARD)], vec![moved(1, "2024-03-01T09:00:00.000Z")]), |facts| facts.cut);
        assert!(cut.is_some());
        // Of a page of the REST interface the board's id is known from its actions.
        let page = json!([moved(2, "2024-03-01T09:00:00.000Z"), moved(1, "2024-01-01T00:00:20.000Z")]).to_string();
        assert_eq!(facts(&page, |facts| facts.cut), None);
        let copied = action(1, "copyBoard", "2024-02-01T09:00:00.000Z", json!({"board": {"id": BOARD}}));
        let whole = board(vec![card(CARD)], vec![moved(2, "2024-03-01T09:00:00.000Z"), copied]);
        assert_eq!(facts(&whole, |facts| facts.cut), None);
    }

    #[test]
    fn comments_alone_are_no_history_and_no_actions_are_no_comments() {
        let said = action(1, "commentCard", "2024-03-01T09:00:00.000Z", json!({"card": {"id": CARD}, "text": "so"}));
        facts(&board(vec![card(CARD)], vec![said]), |facts| {
            assert!(facts.comments && !facts.items[0].history);
            assert_eq!(facts.items[0].changes.len(), 1);
        });
        facts(&json!({"id": BOARD, "lists": [], "cards": [card(CARD)]}).to_string(), |facts| {
            assert!(!facts.comments && !facts.items[0].history);
            // Who made the card is known by id alone.
            assert!(facts.accounts.iter().any(|account| account.ids == [TOM] && account.display.is_none()));
        });
    }

    #[test]
    fn a_named_app_acts_for_itself_and_an_unnamed_one_for_the_member() {
        let mut sorted = moved(1, "2024-03-01T09:00:00.000Z");
        sorted["appCreator"] = json!({"id": "app1", "name": "Sorter"});
        let mut phone = moved(2, "2024-03-02T09:00:00.000Z");
        phone["appCreator"] = json!({"id": "app2"});
        facts(&json!([sorted, phone]).to_string(), |facts| {
            let by: Vec<_> = facts.items[0].changes.iter().map(|change| change.by.as_deref()).collect();
            assert_eq!(by, [Some("app1"), Some(MIA)]);
            let app = facts.accounts.iter().find(|account| account.ids == ["app1"]).expect("the app");
            assert!(app.app && app.display.as_deref() == Some("Sorter"));
        });
    }

    #[test]
    fn a_copied_comment_is_its_authors_and_present_names_go_before_older_ones() {
        let data = json!({"card": {"id": CARD}, "text": "so", "idOriginalCommenter": TOM});
        let copied = action(1, "copyCommentCard", "2023-03-01T09:00:00.000Z", data);
        facts(&board(vec![card(CARD)], vec![moved(2, "2024-03-01T09:00:00.000Z"), copied]), |facts| {
            let comment = facts.items[0].changes.iter().find(|change| matches!(change.act, Act::Commented));
            assert_eq!(comment.and_then(|change| change.by.as_deref()), Some(TOM));
            let names: Vec<_> = facts.accounts.iter().filter_map(|account| account.display.as_deref()).collect();
            assert_eq!(names, ["Mia New"]);
            // The comment is older than the board and says nothing of how far back the actions reach.
            assert!(facts.cut.is_some());
        });
    }

    #[test]
    fn labels_and_custom_fields_are_known_by_their_ids() {
        let labelled = json!({"card": {"id": CARD, "idLabels": ["b1", "b2"]}, "old": {"idLabels": ["b2"]}});
        let pointed = json!({
            "card": {"id": CARD}, "customField": {"id": "f1", "name": "Size"}, "old": {"value": null},
            "customFieldItem": {"value": {"number": "3"}},
        });
        let actions = vec![
            action(1, "updateCard", "2024-03-01T09:00:00.000Z", labelled),
            action(2, "updateCustomFieldItem", "2024-03-01T10:00:00.000Z", pointed),
        ];
        facts(&board(vec![card(CARD)], actions), |facts| {
            let [Act::Labelled { from, to }, Act::Field { id, name, to: Some(value), .. }] = acts(&facts.items[0])[..]
            else {
                panic!("{:?}", acts(&facts.items[0]))
            };
            assert_eq!(
                (from.as_slice(), to.as_slice()),
                (["b2".into()].as_slice(), ["b1".into(), "b2".into()].as_slice())
            );
            assert!(facts.labels.contains(&("b1".into(), "Waiting".into())), "{:?}", facts.labels);
            assert_eq!((&**id, &**name, value.number()), ("f1", "Story Points", Some(3.0)));
        });
    }

    #[test]
    fn templates_are_no_items_and_copies_name_their_sources() {
        let mut template = card(OTHER);
        template["isTemplate"] = json!(true);
        let copy = |id, source: &str| {
            let data = json!({"card": {"id": CARD}, "cardSource": {"id": source, "shortLink": "s"}});
            action(id, "copyCard", "2024-03-01T09:00:00.000Z", data)
        };
        facts(&board(vec![template, card(CARD)], vec![copy(1, OTHER)]), |facts| {
            assert_eq!(facts.items.len(), 1);
            assert_eq!(facts.items[0].sources[0].0, OTHER);
            assert_eq!(facts.templates, [OTHER]);
        });
        facts(&board(vec![card(CARD)], vec![copy(1, OTHER)]), |facts| {
            assert_eq!(facts.items[0].sources[0].0, OTHER);
            assert!(facts.templates.is_empty());
        });
    }

    #[test]
    fn deletions_are_facts() {
        let gone = action(1, "deleteCard", "2024-03-01T09:00:00.000Z", json!({"card": {"id": OTHER, "idShort": 4}}));
        facts(&board(vec![card(CARD)], vec![gone]), |facts| {
            let [gone] = facts.deleted.as_slice() else { panic!("{:?}", facts.deleted) };
            assert_eq!((&*gone.id, gone.by.as_deref()), (OTHER, Some(MIA)));
        });
    }

    #[test]
    fn a_board_saved_from_a_viewer_is_read_and_one_with_bare_keys_is_called_no_json() {
        let text = board(vec![card(CARD)], Vec::new());
        let viewed = format!("\u{feff}/* https://trello.com/b/x.json */\n// 2024-05-01\n{text}");
        facts(&viewed, |facts| assert_eq!((facts.tool, facts.items.len()), (Tool::Trello, 1)));
        assert!(refusal("[\n { issues : [ {key: 'A-1'} ] } ]").contains("not valid JSON"));
        read("cut.json", format!("// saved\n{}", &text[..60]), |file, reading| {
            let Err(Refusal::Damaged(cut)) = reading else { panic!("{reading:?}") };
            assert_eq!(cut.labels[0].mark.start, file.bytes().len());
        });
    }
}

mod jira_json {
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
            let [Act::Flagged { set: true }, Act::Flagged { set: false }, Act::Field { .. }] =
                acts(&facts.items[0])[..]
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
        // One charter joins all files beside it.
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
        read("bulk.json", more, |_, reading| {
            assert_eq!(reading.expect("a reading").facts.histories, Some(Page::More));
        });
        let page = json!({"self": "https://x.example/rest/api/2/issue/LO-7/changelog", "startAt": 0, "total": 0,
                          "isLast": true, "values": []});
        facts(&page.to_string(), |facts| {
            assert!(!facts.items[0].history && facts.items[0].log.is_none());
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
}

mod tables {
    use super::*;

    #[test]
    fn a_log_of_hours_or_of_test_steps_is_no_list_of_issues() {
        let hours =
            "Vorgangsschlüssel;Zusammenfassung;Autor;Hours\nLO-1;Eins;Ida;2\nLO-1;Eins;Per;3\nLO-2;Zwei;Ida;1\n";
        assert!(refusal(hours).contains("a log of hours"), "{}", refusal(hours));
        let steps = "Issue key,Summary,Step,Expected result\nLO-1,One,Open,Shown\nLO-1,One,Close,Gone\n";
        assert!(refusal(steps).contains("test steps"));
    }

    #[test]
    fn tables_of_other_tools_are_named() {
        let youtrack = "Issue Id,Project,Summary,Reporter,Created,Type,State,Assignee\nLO-1,Loom,One,ida,2026-01-01,Bug,Open,per\n";
        assert!(refusal(youtrack).contains("YouTrack"));
        let folder = Folder::new();
        folder.write("out.csv", "ID,Team,Title,Status,Cycle Name\nLO-1,Loom,One,Done,Cycle 1\n");
        let run = boardlint_in(folder.path(), &["check", "out.csv"]);
        assert_eq!(run.status, 3);
        assert!(format!("{}{}", run.out, run.err).contains("Linear"));
    }

    #[test]
    fn a_second_export_below_the_first_costs_nothing_and_one_with_other_columns_itself() {
        let header = "Resumen,Clave de incidencia,Estado,Creada";
        let rows = "Uno,LO-1,Hecho,2/ene/26\nDos,LO-2,Hecho,3/ene/26\n";
        let twice = format!("{header}\n{rows}{header}\n{rows}Tres,LO-3,Hecho,4/ene/26\n");
        read("twice.csv", twice, |_, reading| {
            let reading = reading.expect("a reading");
            assert_eq!((reading.facts.items.len(), reading.damaged.len()), (5, 0), "{:?}", reading.damaged);
            assert!(reading.notes.iter().any(|note| note.contains("at line 4")), "{:?}", reading.notes);
        });
        let other = format!("{header}\n{rows}Clave de incidencia,Resumen,Creada,Estado\nLO-3,Tres,2/ene/26,Hecho\n");
        read("other.csv", other, |_, reading| {
            let reading = reading.expect("a reading");
            assert_eq!((reading.facts.items.len(), reading.damaged.len()), (2, 1));
            assert!(reading.damaged[0].message.contains("other columns"));
        });
    }

    #[test]
    fn rows_that_lack_their_end_are_whole_and_totals_cost_themselves() {
        let text = "Zusammenfassung;Vorgangsschlüssel;Status;Stichwörter;Sprint\nEins;LO-1;Offen\nZwei;LO-2;Offen;;;;\nSumme;;2\n";
        read("short.csv", text, |_, reading| {
            let reading = reading.expect("a reading");
            assert_eq!(reading.facts.items.len(), 2, "{:?}", reading.damaged);
            assert_eq!(reading.damaged.len(), 1);
            assert!(reading.damaged[0].message.contains("no issue key"));
        });
    }

    #[test]
    fn the_author_of_a_work_log_is_the_account_whose_half_is_written() {
        let half = "f7136f6b-ac50-47ca-aa26-bd06af11e954";
        let text = format!(
            "Summary,Issue key,Creator,Creator Id,Created,Log Work\n\
             One,LO-1,Ida Loom,712020:{half},2/Jan/26 9:00 AM,;02/Jan/26 3:04 PM;ug:{half};3600\n"
        );
        facts(&text, |facts| {
            let by: Vec<_> = facts.items[0].changes.iter().filter_map(|change| change.by.as_deref()).collect();
            assert_eq!(by, [format!("712020:{half}")]);
            assert_eq!(facts.accounts.len(), 1, "{:?}", facts.accounts);
        });
    }

    #[test]
    fn somebody_who_is_shown_by_an_address_can_be_given_a_role() {
        let folder = Folder::new();
        let half = "f7136f6b-ac50-47ca-aa26-bd06af11e954";
        let text = format!(
            "Summary,Issue key,Status,Creator,Creator Id,Created\nOne,LO-1,Open,ida@loom.example,712020:{half},2/Jan/26 9:00 AM\n"
        );
        folder.write("Jira.csv", text);
        let run = boardlint_in(folder.path(), &["check", ".", "--po", "ida@loom.example"]);
        assert_eq!(run.status, 0, "{}{}", run.out, run.err);
        let person = json!({"accountId": "5b", "displayName": "ida@loom.example"});
        let issue =
            json!({"id": "7", "key": "LO-7", "fields": {"creator": person, "created": "2026-03-02T09:00:00.000+0000"}});
        let folder = Folder::new();
        folder.write("issue.json", issue.to_string());
        let run = boardlint_in(folder.path(), &["check", ".", "--po", "IDA@loom.example"]);
        assert_eq!(run.status, 0, "{}{}", run.out, run.err);
    }

    #[test]
    fn the_data_pipeline_of_data_center_is_issues_with_their_history() {
        let folder = Folder::new();
        folder.write(
            "issues_job12_202603.csv",
            "id,instance_url,url,key,project_key,issue_type,summary,creator_id,assignee_id,status,status_category,created_date,updated_date\r\n\
             70,https://jira.loom.example,https://jira.loom.example/browse/LO-7,LO-7,LO,Story,Weave,3,4,In Arbeit,In Progress,2026-03-01T09:00Z,2026-03-03T09:00Z\r\n",
        );
        folder.write(
            "issue_history_job12_202603.csv",
            "issue_id,changelog_id,author_id,author_key,created_date,field,field_type,from,from_string,to,to_string\r\n\
             70,501,4,JIRAUSER10004,2026-03-02T09:00Z,status,jira,1,Offen,3,In Arbeit\r\n\
             70,501,4,JIRAUSER10004,2026-03-02T09:00Z,assignee,jira,,,JIRAUSER10004,Per Loom\r\n\
             70,502,4,JIRAUSER10004,2026-03-02T09:05Z,Story Points,custom,,,,5\r\n\
             70,503,3,JIRAUSER10003,2026-03-02T09:09Z,Sprint,custom,,,31,Web 4\r\n",
        );
        folder.write(
            "sprints_job12_202603.csv",
            "id,instance_url,name,state,goal,start_date,end_date,completed_date\r\n31,https://jira.loom.example,Web 4,ACTIVE,,2026-03-02T08:00Z,2026-03-13T08:00Z,\r\n",
        );
        folder.write(
            "users_job12_202603.csv",
            "user_id,instance_url,user_name,user_fullname,user_email\r\n3,https://jira.loom.example,ida,Ida Loom,ida@loom.example\r\n4,https://jira.loom.example,per,Per Loom,per@loom.example\r\n",
        );
        folder.write("boardlint.toml", "[roles]\nproduct-owner = [\"Ida Loom\"]\n");
        let run = boardlint(&["inspect", &folder.text(), "--format", "json"]);
        let inspected: Value = serde_json::from_str(&run.out).expect("JSON");
        let count = |kind: &str| inspected["changes"][kind].as_u64();
        assert_eq!(
            ["created", "moved", "assigned", "estimated", "planned"].map(count),
            [Some(1), Some(1), Some(1), Some(1), Some(1)],
            "{}",
            run.out
        );
        let people: Vec<_> = inspected["people"].as_array().into_iter().flatten().map(|one| &one["name"]).collect();
        assert_eq!(people, ["Per Loom", "Ida Loom"], "{}", run.out);
        assert_eq!(inspected["sprints"][0]["state"], "active");
    }
}

mod pages_and_feeds {
    use super::*;

    #[test]
    fn a_report_for_an_office_program_is_known_by_its_early_signs() {
        let styles = "td { mso-number-format: \\@; }\n".repeat(80);
        let text = format!(
            "<html>\n<head><style>{styles}</style></head><body><table><tr><td>LO-1</td></tr></table></body></html>"
        );
        assert!(refusal(&text).contains("Word or Excel"));
        assert!(refusal("<html><body>Please log in</body></html>").contains("login page"));
    }

    #[test]
    fn a_feed_is_called_a_feed() {
        let feed = "<?xml version=\"1.0\"?>\n<!-- RSS generated by JIRA -->\n<rss version='2.0'><channel><item><title>[LO-1] One</title>\
                    <link>https://x.example/browse/LO-1</link></item></channel></rss>";
        assert!(refusal(feed).contains("a feed"));
        assert!(refusal("<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry/></feed>").contains("a feed"));
    }

    #[test]
    fn a_search_in_french_with_sprint_and_resolution_is_read() {
        let text = "<!-- RSS generated by JIRA (9.4.0) -->\n<rss version=\"0.92\"><channel><issue start=\"0\" end=\"1\" total=\"1\"/>\
            <item><link>https://x.example/browse/LO-1</link><key id=\"1\">LO-1</key><summary>Un</summary><type id=\"1\">Récit</type>\
            <status id=\"3\">Fini</status><resolution id=\"2\">Abandonné</resolution>\
            <created>mar., 3 févr. 2026 11:44:59 +0100</created><updated>mer., 4 févr. 2026 11:44:59 +0100</updated>\
            <customfields><customfield id=\"customfield_1\" key=\"com.pyxis.greenhopper.jira:gh-sprint\">\
            <customfieldname>Itération</customfieldname><customfieldvalues><customfieldvalue id=\"9\">Lot 3</customfieldvalue>\
            </customfieldvalues></customfield></customfields></item></channel></rss>";
        facts(text, |facts| {
            let item = &facts.items[0];
            assert_eq!(item.created.map(|(at, _)| at.to_string()).as_deref(), Some("2026-02-03T10:44:59Z"));
            assert_eq!(item.resolution.as_deref(), Some("Abandonné"));
            assert_eq!((&*facts.sprints[0].id, &*facts.sprints[0].name), ("9", "Lot 3"));
        });
    }
}

mod backups {
    use super::*;

    #[test]
    fn first_values_belong_to_the_creation_and_keys_come_of_project_and_number() {
        let text = "<!--\n  on  : vendredi 2 février 2024 09 h 29 min 44 s CET\n-->\n<entity-engine-xml date=\"1706862584315\">\
            <Issue id=\"7\" projectKey=\"LO\" number=\"7\" creator=\"ida\" resolution=\"4\" created=\"2024-02-01 13:18:55.0\"/>\
            <Resolution id=\"4\" name=\"Won't Do\"/>\
            <ChangeGroup id=\"1\" issue=\"7\" author=\"ida\" created=\"2024-02-01 13:18:55.0\" initialgroup=\"true\"/>\
            <ChangeItem id=\"1\" group=\"1\" fieldtype=\"jira\" field=\"Résumé\" fieldid=\"summary\" newstring=\"Un\"/>\
            <ChangeGroup id=\"2\" issue=\"7\" author=\"ida\" created=\"2024-02-01 14:00:00.0\" initialgroup=\"false\"/>\
            <ChangeItem id=\"2\" group=\"2\" fieldtype=\"jira\" field=\"État\" fieldid=\"status\" oldvalue=\"1\" newvalue=\"2\"/>\
            </entity-engine-xml>";
        facts(text, |facts| {
            let item = &facts.items[0];
            assert_eq!((&*item.key, item.resolution.as_deref()), ("LO-7", Some("Won't Do")));
            assert!(matches!(acts(item)[..], [Act::Moved { .. }]), "{:?}", item.changes);
            assert_eq!(item.changes[0].at.to_string(), "2024-02-01T13:00:00Z");
        });
    }
}

/// What every format says of priorities, days and links, each in its own words.
mod standing {
    use super::*;
    use boardlint::board::facts::Due;

    /// Priority, the day it is due, and how its links read.
    fn told(item: &ItemFact<'_>) -> (Option<String>, Option<String>, Option<Vec<String>>) {
        let due = item.due.map(|due| match due {
            Due::Day(day) => day.to_string(),
            Due::At(at) => at.to_string(),
        });
        let links = item.links.as_ref().map(|links| links.iter().map(|words| words.to_string()).collect());
        (item.priority.as_deref().map(str::to_owned), due, links)
    }

    fn wanted(due: &str, links: &[&str]) -> (Option<String>, Option<String>, Option<Vec<String>>) {
        let links = links.iter().map(|words| (*words).to_owned()).collect();
        (Some("High".to_owned()), Some(due.to_owned()), Some(links))
    }

    #[test]
    fn a_table_of_jira_has_them_in_columns() {
        let text = "Summary,Issue key,Issue id,Issue Type,Status,Priority,Assignee,Reporter,Creator,Created,Updated,Due date,\
                    Inward issue link (Blocks),Outward issue link (Cloners),Outward issue link (Supplies)\n\
                    Rye,LO-1,101,Story,Open,High,ida,ida,ida,02/Feb/26 9:00 AM,03/Feb/26 9:00 AM,27/Feb/26 12:00 AM,LO-2,LO-3,LO-4\n\
                    Oats,LO-2,102,Story,Open,Low,ida,ida,ida,02/Feb/26 9:00 AM,03/Feb/26 9:00 AM,soon,,,\n";
        facts(text, |facts| {
            let [rye, oats] = &facts.items[..] else { panic!("{:?}", facts.items) };
            assert_eq!(told(rye), wanted("2026-02-27T00:00:00Z", &["is blocked by", "clones", "Supplies"]));
            assert!(rye.holds_due && rye.holds_priority && rye.copied);
            assert_eq!(told(oats), (Some("Low".to_owned()), None, Some(Vec::new())));
            assert!(!oats.holds_due, "a date that cannot be read is not known to be none");
        });
    }

    #[test]
    fn a_search_as_xml_has_them_in_elements() {
        let text = "<!-- RSS generated by JIRA (9.4.0) -->\n<rss version=\"0.92\"><channel><issue start=\"0\" end=\"1\" total=\"1\"/>\
            <item><link>https://x.example/browse/LO-1</link><key id=\"1\">LO-1</key><summary>Rye</summary><type id=\"1\">Story</type>\
            <priority id=\"2\" iconUrl=\"x\">High</priority><status id=\"3\">Open</status>\
            <created>Tue, 3 Feb 2026 11:44:59 +0100</created><updated>Wed, 4 Feb 2026 11:44:59 +0100</updated>\
            <due>Fri, 27 Feb 2026 00:00:00 +0100</due><votes>0</votes>\
            <issuelinks><issuelinktype id=\"1\"><name>Blocks</name><outwardlinks description=\"blocks\"><issuelink><issuekey id=\"2\">LO-2\
            </issuekey></issuelink><issuelink><issuekey id=\"3\">LO-3</issuekey></issuelink></outwardlinks><inwardlinks \
            description=\"is blocked by\"><issuelink><issuekey id=\"4\">LO-4</issuekey></issuelink></inwardlinks></issuelinktype></issuelinks>\
            </item></channel></rss>";
        facts(text, |facts| {
            assert_eq!(told(&facts.items[0]), wanted("2026-02-27", &["blocks", "blocks", "is blocked by"]));
        });
    }

    #[test]
    fn a_backup_has_them_in_tables_of_their_own() {
        let text = "<!--\n  on  : vendredi 2 février 2024 09 h 29 min 44 s CET\n-->\n<entity-engine-xml date=\"1706862584315\">\
            <Issue id=\"7\" key=\"LO-7\" creator=\"ida\" priority=\"2\" created=\"2024-02-01 13:18:55.0\" duedate=\"2024-02-29 00:00:00.0\"/>\
            <Issue id=\"8\" key=\"LO-8\" creator=\"ida\" created=\"2024-02-01 13:18:55.0\"/>\
            <Priority id=\"2\" sequence=\"2\" name=\"High\"/>\
            <IssueLinkType id=\"1\" linkname=\"Blocks\" inward=\"is blocked by\" outward=\"blocks\"/>\
            <IssueLink id=\"1\" linktype=\"1\" source=\"8\" destination=\"7\"/>\
            </entity-engine-xml>";
        facts(text, |facts| {
            assert_eq!(told(&facts.items[0]), wanted("2024-02-29", &["is blocked by"]));
            assert_eq!(told(&facts.items[1]), (None, None, Some(vec!["blocks".to_owned()])));
        });
    }

    #[test]
    fn the_rest_interface_names_both_ends_of_a_link() {
        let kind = json!({"name": "Blocks", "inward": "is blocked by", "outward": "blocks"});
        let fields = json!({"summary": "Rye", "priority": {"name": "High"}, "duedate": "2026-02-27", "issuelinks": [
            {"type": kind, "inwardIssue": {"key": "LO-2"}}, {"type": kind, "outwardIssue": {"key": "LO-3"}}]});
        let text = json!({"issues": [{"id": "1", "key": "LO-1", "fields": fields}]}).to_string();
        facts(&text, |facts| {
            assert_eq!(told(&facts.items[0]), wanted("2026-02-27", &["is blocked by", "blocks"]));
        });
    }

    #[test]
    fn a_table_of_trello_says_when_cards_are_due() {
        let text =
            "Card ID,Card Name,List Name,Due Date\n65e19910b0a7d0c400500006,Rye,Doing,2026-02-27T11:00:00.000Z\n";
        facts(text, |facts| {
            let item = &facts.items[0];
            assert_eq!((told(item).1.as_deref(), item.holds_due), (Some("2026-02-27T11:00:00Z"), true));
            assert_eq!(item.links, None);
        });
    }
}
