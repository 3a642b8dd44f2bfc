//! Tables: exports of other tools, truncated rows, the data pipeline.

use super::*;

#[test]
fn a_log_of_hours_or_of_test_steps_is_no_list_of_issues() {
    let hours = "Vorgangsschlüssel;Zusammenfassung;Autor;Hours\nLO-1;Eins;Ida;2\nLO-1;Eins;Per;3\nLO-2;Zwei;Ida;1\n";
    assert!(refusal(hours).contains("a log of hours"), "{}", refusal(hours));
    let steps = "Issue key,Summary,Step,Expected result\nLO-1,One,Open,Shown\nLO-1,One,Close,Gone\n";
    assert!(refusal(steps).contains("test steps"));
}

#[test]
fn tables_of_other_tools_are_named() {
    let youtrack =
        "Issue Id,Project,Summary,Reporter,Created,Type,State,Assignee\nLO-1,Loom,One,ida,2026-01-01,Bug,Open,per\n";
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
fn dates_of_a_sprint_that_a_table_holds_whole_are_told_where_they_cannot_be_read() {
    let sprint = |start: &str, end: &str| {
        format!(
            "com.atlassian.greenhopper.service.sprint.Sprint@1f2[id=3,rapidViewId=6,state=ACTIVE,name=S3,startDate={start},\
             endDate={end},completeDate=<null>,sequence=3]"
        )
    };
    let export = |sprint: &str| {
        format!(
            "Summary,Issue key,Created,Custom field (Sprint)\nOne,LO-1,2/Jan/26 9:00 AM,\"{sprint}\"\n\
             Two,LO-2,2/Jan/26 9:00 AM,\"{sprint}\"\n"
        )
    };
    let pipeline = |sprint: &str| {
        format!(
            "issue_id,field_id,field_name,field_value\n1,customfield_1,Sprint,\"{sprint}\"\n\
             2,customfield_1,Sprint,\"{sprint}\"\n"
        )
    };
    let tables: [&dyn Fn(&str) -> String; 2] = [&export, &pipeline];
    for table in tables {
        read("a.csv", table(&sprint("soon", "2026-01-16T09:00:00.000Z")), |_, reading| {
            let reading = reading.expect("a reading");
            let told: Vec<_> = reading.damaged.iter().map(|damage| damage.message.as_str()).collect();
            assert_eq!(told, ["the start of the sprint S3 cannot be read"], "once for all rows");
            assert_eq!(reading.damaged[0].labels[0].text, "it is `soon`");
            assert!(reading.facts.sprints[0].end.is_some(), "{:?}", reading.facts.sprints);
        });
        read("a.csv", table(&sprint("02/Jan/26 9:00 AM", "16/Jan/26 9:00 AM")), |_, reading| {
            let reading = reading.expect("a reading");
            assert!(reading.damaged.is_empty() && reading.facts.sprints[0].start.is_some(), "{:?}", reading.damaged);
            let told = reading.notes.iter().filter(|note| note.contains("dates of its sprints carry no zone")).count();
            assert_eq!(told, 1, "{:?}", reading.notes);
        });
    }
}

#[test]
fn rows_that_lack_their_end_are_whole_and_totals_cost_themselves() {
    let text =
        "Zusammenfassung;Vorgangsschlüssel;Status;Stichwörter;Sprint\nEins;LO-1;Offen\nZwei;LO-2;Offen;;;;\nSumme;;2\n";
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
fn half_of_an_account_id_may_stand_by_itself_and_has_no_name() {
    let (half, other) = ("f7136f6b-ac50-47ca-aa26-bd06af11e954", "0c0c0c0c-1111-2222-3333-444444444444");
    let text = format!(
        "Summary,Issue key,Creator,Creator Id,Created,Log Work,Log Work\n\
         One,LO-1,Ida Loom,712020:{half},2/Jan/26 9:00 AM,;02/Jan/26 3:04 PM;{half};3600,;02/Jan/26 4:04 PM;{other};3600\n"
    );
    facts(&text, |facts| {
        let by: Vec<_> = facts.items[0].changes.iter().filter_map(|change| change.by.as_deref()).collect();
        assert_eq!(by, [&*format!("712020:{half}"), other]);
        let named: Vec<_> = facts.accounts.iter().map(|one| (&*one.ids[0], one.display.is_some())).collect();
        assert_eq!(named, [(&*format!("712020:{half}"), true), (other, false)]);
        assert!(facts.accounts.iter().all(|account| account.login.is_none()), "{:?}", facts.accounts);
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
        "id,instance_url,url,key,project_key,issue_type,summary,creator_id,assignee_id,status,status_category,created_date,updated_date,parent_id\r\n\
         70,https://jira.loom.example,https://jira.loom.example/browse/LO-7,LO-7,LO,Story,Weave,3,4,In Arbeit,In Progress,2026-03-01T09:00Z,2026-03-03T09:00Z,\r\n\
         71,https://jira.loom.example,https://jira.loom.example/browse/LO-8,LO-8,LO,Webteil,Fringe,3,,In Arbeit,In Progress,2026-03-02T10:00Z,2026-03-02T10:00Z,70\r\n",
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
        [Some(2), Some(1), Some(1), Some(1), Some(1)],
        "{}",
        run.out
    );
    let statuses: Vec<_> =
        inspected["workflow"].as_array().into_iter().flatten().map(|one| [&one["name"], &one["items"]]).collect();
    assert_eq!(
        statuses,
        [[&json!("In Arbeit"), &json!(2)], [&json!("Offen"), &json!(0)]],
        "the table names them, the history numbers them"
    );
    assert_eq!(inspected["items"]["kinds"]["sub-task"], 1, "what has a parent is a part, whatever its type is called");
    let checked = boardlint(&["check", &folder.text(), "--format", "jsonl", "--fail-on", "never"]);
    assert!(!checked.out.contains("not at all"), "an issue without a row was never changed: {}", checked.out);
    let people: Vec<_> = inspected["people"].as_array().into_iter().flatten().map(|one| &one["name"]).collect();
    assert_eq!(people, ["Ida Loom", "Per Loom"], "{}", run.out);
    assert_eq!(inspected["sprints"][0]["state"], "active");
}

#[test]
fn a_row_of_a_history_that_cannot_be_read_leaves_a_hole_in_that_of_its_issue() {
    let told = |rows: &str| {
        let header = "issue_id,changelog_id,author_id,created_date,field,field_type,from,from_string,to,to_string";
        read("issue_history.csv", format!("{header}\n{rows}"), |_, reading| {
            let facts = reading.expect("a reading").facts;
            let holes = facts.items.iter().map(|item| item.log.is_some()).collect::<Vec<_>>();
            (holes, facts.histories)
        })
    };
    let row = |issue: &str, at: &str, field: &str| format!("{issue},501,4,{at},{field},jira,1,Offen,3,In Arbeit\n");
    let good = row("70", "2026-03-02T09:00Z", "status");
    assert_eq!(told(&good), (vec![false], Some(Page::Last)));
    for bad in [row("71", "yesterday", "status"), row("71", "", "status"), row("71", "2026-03-02T09:00Z", "")] {
        assert_eq!(told(&[&*good, &bad].concat()), (vec![false, true], Some(Page::Last)), "{bad}");
    }
    let nowhere = row("", "2026-03-02T09:00Z", "status");
    assert_eq!(told(&[good, nowhere].concat()), (vec![true], None), "it may be of any issue");
}

#[test]
fn in_a_table_whose_words_are_known_no_column_gets_a_meaning_by_its_place() {
    let table = "Key,Effort,Summary,Issue Type,Status,Assignee,Reporter,Release Manager,Begin,End,Build\n\
        LO-1,3,Weave,Story,Open,Ida,Per,Una,2026-03-02,2026-12-01,Done\n\
        LO-2,3,Dye,Story,Open,Ida,Per,Una,2026-03-03,2026-12-02,In Progress\n";
    let created = table.replace("Begin,End", "Created,Updated");
    let german = "Schlüssel,Zusammenfassung,Status,Autor,Prüferin,Erstellt\nLO-1,Weben,Offen,Per,Una,2026-03-02\n";
    for (text, dated) in [(table, false), (&*created, true), (german, true)] {
        facts(text, |facts| {
            let item = &facts.items[0];
            assert_eq!((item.creator.is_none(), item.created.is_some()), (true, dated), "{text}");
            assert_eq!((item.updated.is_some(), item.parent.as_deref()), (text == created, None), "{text}");
            assert_eq!(item.reporter.as_deref(), Some("Per"));
            assert!(facts.states.iter().all(|state| state.category.is_none()), "{text}");
        });
    }
}

#[test]
fn in_a_language_of_which_some_words_are_known_the_others_are_known_by_their_place() {
    let table = "Rezumat,Cheie,ID,Tip,Stare,Responsabil,Raportor,Creator,Creat,Actualizat\n\
        Țesut,LO-1,701,Poveste,Deschis,Ida,Per,Una,2026-03-02,2026-03-09\n\
        Vopsit,LO-2,702,Poveste,Deschis,Ida,Per,Una,2026-03-03,2026-03-10\n";
    facts(table, |facts| {
        let item = &facts.items[0];
        assert_eq!((item.reporter.as_deref(), item.created.is_some()), (Some("Per"), true));
        assert_eq!(item.creator.as_ref().map(|(who, _)| &**who), Some("Una"));
    });
}

#[test]
fn fields_without_a_wrapper_are_known_by_their_names() {
    let table = "Key,Summary,Status,Created, Story Points ,Business value\nLO-1,Weave,Open,2026-03-02,5,8\n";
    facts(table, |facts| {
        let named: Vec<_> = facts.fields.iter().map(|field| &*field.name).collect();
        assert_eq!(named, ["Story Points"]);
        assert_eq!(facts.items[0].fields.iter().filter_map(|(_, value)| value.number()).collect::<Vec<_>>(), [5.0]);
    });
}

#[test]
fn a_word_for_nobody_is_nobody() {
    let table = |word: &str| {
        format!(
            "Key,Summary,Assignee,Reporter,Creator\nLO-1,Weave,{word},{word},{word}\nLO-2,Dye,Ida Moe,Ida Moe,Ida Moe\n"
        )
    };
    for word in ["Unassigned", "unassigned", "None", "N/A", "Nicht zugewiesen", "Atanmamış", ""] {
        facts(&table(word), |facts| {
            let people = facts.items.iter().map(|item| {
                (item.assignees.len(), usize::from(item.reporter.is_some()), usize::from(item.creator.is_some()))
            });
            assert_eq!(people.collect::<Vec<_>>(), [(0, 0, 0), (1, 1, 1)], "{word}");
            assert_eq!(facts.accounts.len(), 1, "{word}");
        });
    }
}
