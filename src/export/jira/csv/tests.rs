//! Tests of reading tables of issues, in several languages and shapes.

use jiff::tz::TimeZone;

use super::*;
use crate::board::facts::{Account, Act, Category, FieldSchema, ItemFact, SprintState};
use crate::charter::DateOrder;
use crate::source::Sources;

const ANA: &str = "712020:f7136f6b-ac50-47ca-aa26-bd06af11e954";
const LI: &str = "636a0de5c87c5043300895c2";

/// A board of three issues in the format of Cloud. A test replaces the words in `{…}`.
const CLOUD: &str = r#"{Summary},{Issue key},{Issue id},{Issue Type},{Status},{Project key},{Priority},{Assignee},{Assignee Id},{Reporter},{Reporter Id},{Creator},{Creator Id},{Created},{Updated},{Labels},{Labels},{Description},{In} (Blocks),{In} (Cloners),{Out} (Cloners),{Custom} (Flagged),{Custom} (Rank),{Custom} (Story Points),{Custom} (Team, or "squad"),Sprint,Sprint,{Comment},{Comment},{Parent},{Parent key},{Status Category}
"As a guest, I see ""prices""",APP-3,10003,Story,To Do,APP,High,,,Ana Roe,ANA,Ana Roe,ANA,02/Jan/26 3:04 PM,03/Jan/26 9:00 AM,web,shop,"one; two
three, ""four""",,,APP-2,Impediment,0|i0003:,5.0,x,Sprint 1,Sprint 2,02/Jan/26 4:00 PM;LI;see a; b;,03/Jan/26 9:00 AM;ANA;"(flag) Flag added

no server",10001,APP-1,To Do
Task two,APP-2,10002,Sub-task,Doing,APP,Low,Li Poe,LI,Ana Roe,ANA,Li Poe,LI,01/Jan/26 12:04 AM,03/Jan/26 9:00 AM,,,,,APP-3,,,0|i0002:,,y,Sprint 1,,,,10001,APP-1,In Progress
An epic,APP-1,10001,Epic,Doing,APP,Low,Li Poe,LI,Ana Roe,ANA,Ana Roe,ANA,31/Dec/25 12:04 PM,03/Jan/26 9:00 AM,,,,APP-9,,,,0|i0001:,,,,,,,,,In Progress
"#;

/// [`CLOUD`] with each word in braces replaced by `word`.
fn cloud(word: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    // The comment of the flag must be one cell: its quotes are at the beginning of the cell.
    let text = CLOUD.replace(r#"03/Jan/26 9:00 AM;ANA;"(flag)"#, r#""03/Jan/26 9:00 AM;ANA;(flag)"#);
    let text = text.replace("(Team, or \"squad\")", "(Team)").replace("ANA", ANA).replace("LI", LI);
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').expect("a closing brace");
        out.push_str(before);
        out.push_str(&word(name));
        rest = after;
    }
    out + rest
}

fn english(name: &str) -> String {
    match name {
        "Custom" => "Custom field",
        "In" => "Inward issue link",
        "Out" => "Outward issue link",
        name => name,
    }
    .to_owned()
}

fn sources(text: impl Into<Vec<u8>>) -> (Sources, crate::source::FileId) {
    let mut sources = Sources::new();
    let id = sources.add("Jira.csv", <_ as Into<Vec<u8>>>::into(text));
    (sources, id)
}

fn read_in<T>(text: &str, context: &Context, look: impl FnOnce(&File, Reading<'_>) -> T) -> T {
    let (sources, id) = sources(text);
    let file = sources.get(id);
    assert!(Csv.recognises(&Preview::new(file.bytes())), "{text}");
    look(file, Csv.read(file, context).expect("a reading"))
}

fn read<T>(text: &str, look: impl FnOnce(&File, Reading<'_>) -> T) -> T {
    read_in(text, &Context::default(), look)
}

fn slice(file: &File, mark: Mark) -> &str {
    std::str::from_utf8(&file.bytes()[mark.start..mark.end()]).expect("whole characters")
}

fn names<'i>(items: impl IntoIterator<Item = &'i std::borrow::Cow<'i, str>>) -> Vec<&'i str> {
    items.into_iter().map(|name| &**name).collect()
}

/// The expected result for every translation and delimiter.
fn check(file: &File, reading: &Reading<'_>) {
    let facts = &reading.facts;
    assert!(reading.damaged.is_empty(), "{:?}", reading.damaged);
    let [story, part, epic] = facts.items.as_slice() else { panic!("{} items", facts.items.len()) };
    assert_eq!(names([&story.id, &story.key, &part.key, &epic.key]), ["10003", "APP-3", "APP-2", "APP-1"]);
    assert_eq!(story.title.decode(), "As a guest, I see \"prices\"");
    assert_eq!(story.description.map(|text| text.decode().into_owned()).as_deref(), Some("one; two\nthree, \"four\""));
    assert_eq!((story.kind.as_deref(), story.part, part.part), (Some("Story"), false, true));
    assert_eq!((&*story.state.name, story.parent.as_deref()), ("To Do", Some("APP-1")));
    assert_eq!(story.created.map(|(at, _)| at.to_string()).as_deref(), Some("2026-01-02T15:04:00Z"));
    assert_eq!(part.created.map(|(at, _)| at.to_string()).as_deref(), Some("2026-01-01T00:04:00Z"));
    assert_eq!(story.creator.as_ref().map(|(who, _)| &**who), Some(ANA));
    assert_eq!(story.reporter.as_deref(), Some(ANA));
    assert_eq!((names(&story.assignees).len(), names(&part.assignees)), (0, vec![LI]));
    assert_eq!((names(&story.labels), names(&story.sprints)), (vec!["web", "shop"], vec!["Sprint 1", "Sprint 2"]));
    assert_eq!((story.flagged, part.flagged), (true, false));
    assert_eq!((story.copied, part.copied, epic.copied), (true, false, false));
    let points = story.fields.iter().find(|(name, _)| name == "Story Points").and_then(|(_, text)| text.number());
    assert_eq!(points, Some(5.0));
    assert!(!story.history && story.url.is_empty());
    let said: Vec<_> = story.changes.iter().map(|change| (change.by.as_deref(), change.at.to_string())).collect();
    let flag = (Some(ANA), "2026-01-03T09:00:00Z".to_owned());
    assert_eq!(said, [(Some(LI), "2026-01-02T16:00:00Z".to_owned()), flag.clone(), flag]);
    assert!(matches!(story.changes[2].act, Act::Flagged { set: true }));
    let marks = [
        (story.mark, "APP-3"),
        (story.created.expect("a date").1, "02/Jan/26 3:04 PM"),
        (story.creator.as_ref().expect("a creator").1, "Ana Roe"),
        (part.assignee_mark.expect("an assignee"), "Li Poe"),
        (story.changes[1].mark, &*format!("03/Jan/26 9:00 AM;{ANA}")),
    ];
    for (mark, text) in marks {
        assert_eq!(slice(file, mark), text);
    }
    let category = |name: &str| facts.states.iter().find(|state| state.name == name).and_then(|state| state.category);
    assert_eq!((category("To Do"), category("Doing")), (Some(Category::New), Some(Category::Doing)));
    let is_li = |account: &&crate::board::facts::Account<'_>| account.ids == [LI] && account.display.is_some();
    let account = facts.accounts.iter().find(is_li).expect("an account with a name");
    assert_eq!(account.display.as_deref(), Some("Li Poe"));
    assert_eq!((&*facts.name, facts.home.as_str(), facts.comments, facts.undated), ("APP", "", true, false));
    assert_eq!(names(facts.sprints.iter().map(|sprint| &sprint.name)), ["Sprint 1", "Sprint 2"]);
}

#[test]
fn a_cloud_export_is_understood_cell_by_cell() {
    read(&cloud(english), |file, reading| {
        check(file, &reading);
        assert_eq!(reading.notes.len(), 1, "{:?}", reading.notes);
        assert!(reading.notes[0].contains("UTC"));
    });
}

/// The words of [`CLOUD`] in their order, in other languages.
const LANGUAGES: &[&[(&str, &str)]] = &[
    &[
        ("Summary", "Resumen"),
        ("Issue key", "Clave de incidencia"),
        ("Issue id", "ID de la incidencia"),
        ("Issue Type", "Tipo de Incidencia"),
        ("Status", "Estado"),
        ("Assignee", "Persona asignada"),
        ("Assignee Id", "ID de la persona asignada"),
        ("Reporter", "Informador"),
        ("Creator", "Creador"),
        ("Created", "Creada"),
        ("Updated", "Actualizada"),
        ("Labels", "Etiquetas"),
        ("Description", "Descripción"),
        ("Comment", "Comentario"),
        ("Parent", "Principal"),
        ("Parent key", "Clave principal"),
        ("Status Category", "Categoría de estado"),
        ("Custom", "Campo personalizado"),
        ("In", "Enlace a la incidencia interna"),
        ("Out", "Enlace de incidencia saliente"),
    ],
    &[
        ("Summary", "Zusammenfassung"),
        ("Issue key", "Vorgangsschlüssel"),
        ("Issue id", "Vorgangs-ID"),
        ("Issue Type", "Vorgangstyp"),
        ("Assignee", "Zugewiesene Person"),
        ("Reporter", "Berichterstatter"),
        ("Creator", "Ersteller"),
        ("Created", "Erstellt"),
        ("Updated", "Aktualisiert"),
        ("Labels", "Stichwörter"),
        ("Description", "Beschreibung"),
        ("Comment", "Kommentar"),
        ("Parent", "Übergeordnet"),
        ("Custom", "Benutzerdefinierte Felder"),
        ("In", "Eingehende Verknüpfung"),
        ("Out", "Ausgehende Verknüpfung"),
    ],
    &[
        ("Summary", "Podsumowanie"),
        ("Issue key", "Klucz zgłoszenia"),
        ("Assignee", "Osoba przypisana"),
        ("Creator", "Twórca"),
        ("Created", "Utworzono"),
        ("Labels", "Etykiety"),
        ("Description", "Opis"),
        ("Comment", "Komentarz"),
        ("Custom", "Pole niestandardowe"),
    ],
    &[
        ("Summary", "要約"),
        ("Issue key", "課題キー"),
        ("Issue Type", "課題タイプ"),
        ("Status", "ステータス"),
        ("Assignee", "担当者"),
        ("Reporter", "報告者"),
        ("Creator", "作成者"),
        ("Created", "作成日"),
        ("Updated", "更新日"),
        ("Labels", "ラベル"),
        ("Description", "説明"),
        ("Comment", "コメント"),
        ("Custom", "カスタムフィールド"),
    ],
];

#[test]
fn the_same_board_is_read_in_every_language() {
    for language in LANGUAGES {
        let word = |name: &str| {
            let known = language.iter().find(|(english, _)| *english == name);
            known.map_or_else(|| english(name), |(_, translated)| (*translated).to_owned())
        };
        read(&cloud(word), |file, reading| check(file, &reading));
    }
}

#[test]
fn an_unknown_language_is_learnt_from_content_and_place() {
    // Labels look like components and versions, so that column keeps its name.
    let word = |name: &str| match name {
        "Labels" => name.to_owned(),
        "Custom" => "Qqxfeld".to_owned(),
        name => format!("Qq{}", name.chars().rev().collect::<String>()),
    };
    read(&cloud(word), |file, reading| {
        check(file, &reading);
        let note = reading.notes.iter().find(|note| note.contains("not understood")).expect("a note");
        assert!(note.contains("`Qqyek tcejorP`, `QqytiroirP`"), "{note}");
    });
}

#[test]
fn delimiters_line_ends_and_byte_order_marks_change_nothing() {
    let text = cloud(english);
    let (head, _) = text.split_once('\n').expect("a header");
    let (plain, id) = sources(text.clone());
    let table = Table::read(plain.get(id), "table").expect("a table");
    for delimiter in [b',', b';', b'\t', b'|', b'^'] {
        for terminator in [csv::Terminator::CRLF, csv::Terminator::Any(b'\n')] {
            let mut writer =
                csv::WriterBuilder::new().delimiter(delimiter).terminator(terminator).from_writer(Vec::new());
            writer.write_record(head.split(',')).expect("a header");
            for row in table.rows() {
                writer.write_record(row.iter().map(|raw| cell(raw).into_owned())).expect("a row");
            }
            let written = String::from_utf8(writer.into_inner().expect("bytes")).expect("text");
            read(&written, |file, reading| check(file, &reading));
            read(&format!("\u{feff}{written}"), |file, reading| check(file, &reading));
        }
    }
}

/// A board of two issues with these dates.
fn dated(created: [&str; 2], updated: [&str; 2], comment: &str) -> String {
    format!(
        "Summary,Issue key,Created,Updated,Comment\nFirst thing,A-1,{},{},{comment}\nSecond thing,A-2,{},{},\n",
        created[0], updated[0], created[1], updated[1]
    )
}

fn first_created(item: &ItemFact<'_>) -> Option<String> {
    item.created.map(|(at, _)| at.to_string())
}

#[test]
fn day_and_month_are_known_from_all_dates_of_the_file() {
    let late = "2026-09-07T10:00:00Z";
    let early = "2026-07-09T10:00:00Z";
    for (text, expected) in [
        (dated(["7/9/2026 10:00", "25/9/2026 10:00"], ["8/9/2026", "8/9/2026"], ""), late),
        (dated(["7/9/2026 10:00", "8/9/2026 10:00"], ["8/9/2026", "18/9/2026"], ""), late),
        (dated(["7/9/2026 10:00", "8/9/2026 10:00"], ["8/9/2026", "8/9/2026"], "7/19/26 10:00;li;hello"), early),
        (dated(["07.09.2026 10:00", "08.09.2026 10:00"], ["8.9.2026", "8.9.2026"], ""), late),
    ] {
        read(&text, |_, reading| {
            assert!(!reading.facts.undated && reading.damaged.is_empty(), "{text}: {:?}", reading.damaged);
            assert_eq!(first_created(&reading.facts.items[0]).as_deref(), Some(expected), "{text}");
        });
    }
}

#[test]
fn dates_that_cannot_be_told_apart_date_nothing_until_the_order_is_given() {
    let text = dated(["7/9/2026 10:00", "8/9/2026 10:00"], ["8/9/2026", "8/9/2026"], "8/9/2026 9:00;li;hello");
    read(&text, |_, reading| {
        assert!(reading.facts.undated && !reading.facts.comments && reading.damaged.is_empty());
        for item in &reading.facts.items {
            assert!(item.created.is_none() && item.updated.is_none() && item.changes.is_empty());
        }
        let note = &reading.notes[0];
        assert!(
            note.contains("`Created`") && note.contains("--date-order") && note.contains("boardlint.toml"),
            "{note}"
        );
    });
    let zone = TimeZone::get("Europe/Berlin").expect("a zone");
    for (order, at) in [(DateOrder::DayFirst, "2026-09-07T08:00:00Z"), (DateOrder::MonthFirst, "2026-07-09T08:00:00Z")]
    {
        let context = Context { timezone: Some(zone.clone()), date_order: Some(order) };
        read_in(&text, &context, |_, reading| {
            assert_eq!(first_created(&reading.facts.items[0]).as_deref(), Some(at));
            assert_eq!(reading.facts.items[0].changes.len(), 1);
            assert!(reading.notes[0].contains("Europe/Berlin"), "{:?}", reading.notes);
        });
    }
    let torn = dated(["17/9/2026", "8/19/2026"], ["8/9/2026", "8/9/2026"], "");
    read(&torn, |_, reading| assert!(reading.facts.undated && reading.notes[0].contains("spreadsheet")));
}

#[test]
fn a_date_that_cannot_be_read_is_reported_at_its_cell() {
    let text = dated(["soon", "02/Jan/26"], ["02/Jan/26", "02/Jan/26"], "no date here");
    read(&text, |file, reading| {
        assert_eq!(reading.facts.items.len(), 2);
        let places: Vec<_> = reading.damaged.iter().map(|damage| slice(file, damage.labels[0].mark)).collect();
        assert_eq!(places, ["soon", "no date here"]);
    });
}

#[test]
fn a_server_export_has_user_names_work_logs_and_whole_sprints() {
    let text = "Summary;Issue key;Issue id;Parent id;Issue Type;Status;Assignee;Reporter;Creator;Created;Updated;Original Estimate;Log Work;Custom field (Sprint);Custom field (Epic Link)\n\
        A story of ours;AB-1;1;;Story;Open;li;ana;ana;2/Jan/26 15:04;2/Jan/26 15:04;7200;\"did; it;2/Jan/26 16:00;li;3600\";com.atlassian.greenhopper.service.sprint.Sprint@1[id=3,rapidViewId=2,state=CLOSED,name=Sprint 3,startDate=2026-01-01T10:00:00.000+01:00,endDate=2026-01-14T10:00:00.000+01:00,completeDate=2026-01-14T10:00:00.000+01:00,sequence=3];AB-7\n\
        A part of it;AB-2;2;1;Arbeitspaket;Open;;ana;ana@example.com;2/Jan/26 15:04;2/Jan/26 15:04;;;;\n";
    read(text, |file, reading| {
        assert!(reading.damaged.is_empty(), "{:?}", reading.damaged);
        let [story, part] = reading.facts.items.as_slice() else { panic!("two items") };
        assert_eq!((part.part, part.parent.as_deref(), story.part), (true, Some("AB-1"), false));
        let log = &story.changes[0];
        assert!(matches!(log.act, Act::TimeLogged));
        assert_eq!((log.by.as_deref(), log.at.to_string().as_str()), (Some("li"), "2026-01-02T16:00:00Z"));
        assert_eq!(slice(file, log.mark), "2/Jan/26 16:00;li");
        assert_eq!((names(&story.sprints), reading.facts.sprints[0].state), (vec!["3"], Some(SprintState::Closed)));
        assert!(reading.facts.accounts.iter().any(|account| account.login.as_deref() == Some("li")));
        assert!(reading.facts.fields.iter().any(|field| field.schema == FieldSchema::EpicLink));
        assert!(story.fields.iter().any(|(id, value)| id == "timeoriginalestimate" && value.number() == Some(7200.0)));
        assert!(reading.notes.iter().any(|note| note.contains("no column of comments")), "{:?}", reading.notes);
    });
}

#[test]
fn columns_that_stay_unknown_are_named_and_the_rest_counted() {
    let more: Vec<String> = (1..=13).map(|number| format!("Thing {number}")).collect();
    let text = format!(
        "Summary,Issue key,Created,{},Empty\nFirst thing,A-1,2/Jan/26,{},\n",
        more.join(","),
        vec!["some text"; 13].join(",")
    );
    read(&text, |_, reading| {
        let note = reading.notes.iter().find(|note| note.contains("not understood")).expect("a note");
        assert!(note.contains("`Thing 1`") && note.contains("`Thing 10`") && note.contains("and 3 more"), "{note}");
        assert!(!note.contains("Thing 11") && !note.contains("Empty"), "{note}");
    });
}

#[test]
fn a_table_that_a_spreadsheet_damaged_is_refused_with_what_happened() {
    for text in [
        "\"Summary,Issue key,Issue id,Status\";;;;\r\n\"\"\"One, two\"\",A-1,1,Open\";;;;\r\n",
        "Summary,Issue key,Issue id,Status;;;;\r\n\"\"\"One, two\"\",A-1,1,Open\";;;;\r\n",
        "\"Podsumowanie,Klucz zgłoszenia,Status,Utworzono\"\r\n\"Jeden,A-1,Open,x\"\r\n",
        "\u{feff}\"Summary;Issue key;Issue id;Status\",,,\r\n",
    ] {
        let (sources, id) = sources(text);
        let file = sources.get(id);
        assert!(Csv.recognises(&Preview::new(file.bytes())), "{text}");
        let refusal = Csv.read(file, &Context::default()).expect_err("a refusal");
        assert!(refusal.message.contains("spreadsheet"), "{}", refusal.message);
        assert!(refusal.notes[0].contains("export it from Jira again"));
        assert!(slice(file, refusal.labels[0].mark).contains(['K', 'k']));
    }
}

#[test]
fn a_row_that_does_not_fit_is_reported_and_the_others_are_read() {
    let text = "Summary,Issue key,Created\nFirst thing,A-1,2/Jan/26\nSecond,A-2,2/Jan/26,more\nThird thing,,2/Jan/26\n,,\nFourth,A-4,2/Jan/26\n";
    read(text, |file, reading| {
        assert_eq!(names(reading.facts.items.iter().map(|item| &item.key)), ["A-1", "A-4"]);
        let places: Vec<_> = reading.damaged.iter().map(|damage| slice(file, damage.labels[0].mark)).collect();
        assert_eq!(places, ["Second", "Third thing"]);
    });
}

#[test]
fn tables_of_something_else_stay_unknown() {
    for text in [
        "name,price,stock,colour\nchair,12,3,red\ntable,40,1,blue\n",
        "id,params,data,url\n1,x,y,z\n",
        "Key,Value,Note,More\nalpha,1,2,3\n",
        "just some prose, with commas, and, more\n",
        "{\"a\":1}",
        "",
    ] {
        assert!(!Csv.recognises(&Preview::new(text.as_bytes())), "{text}");
    }
    let (message, advice) =
        crate::export::unrecognised::explain(&Preview::new(b"name,price,stock,colour\nchair,12,3,red\n"));
    assert!(message.contains("no export") && message.contains("name, price"), "{message}");
    assert!(advice.contains("issue keys"), "{advice}");
}

#[test]
fn an_address_in_place_of_a_name_is_for_matching_only() {
    let text = format!("Summary,Issue key,Creator,Creator Id,Created\nFirst,A-1,ana@example.com,{ANA},2/Jan/26\n");
    read(&text, |_, reading| {
        let account = &reading.facts.accounts[0];
        assert_eq!((account.display.as_deref(), account.email.as_deref()), (None, Some("ana@example.com")));
        assert_eq!(reading.facts.items[0].creator.as_ref().map(|(who, _)| &**who), Some(ANA));
    });
}

#[test]
fn a_parent_may_be_an_epic_where_the_column_does_not_say_more() {
    let text = "Summary,Issue key,Issue id,Parent,Issue Type\nA story,A-2,2,1,Story\nAn epic,A-1,1,,Epic\n";
    read(text, |_, reading| {
        let story = &reading.facts.items[0];
        assert_eq!((story.part, story.parent.as_deref()), (false, Some("A-1")));
    });
}

#[test]
fn authors_without_a_name_are_counted() {
    let text = format!("Summary,Issue key,Created,Comment\nFirst,A-1,2/Jan/26,2/Jan/26;{ANA};hello\n");
    read(&text, |_, reading| {
        assert!(reading.notes.iter().any(|note| note.starts_with("1 person is known")), "{:?}", reading.notes);
    });
}

#[test]
fn ids_belong_to_those_whom_their_headers_name_wherever_they_stand() {
    // Reporter and creator alternate: code that joins neighbouring columns would confuse them.
    let people = |columns: &[&str]| {
        let cells = |creator: [&'static str; 2], reporter: [&'static str; 2]| {
            let cell = |column: &&str| match *column {
                "Creator" => creator[0],
                "Creator Id" => creator[1],
                "Reporter" => reporter[0],
                _ => reporter[1],
            };
            columns.iter().map(cell).collect::<Vec<_>>().join(",")
        };
        let (ana, li) = (["Ana Roe", ANA], ["Li Poe", LI]);
        let text = format!(
            "Summary,Issue key,Issue Type,Status,Created,{}\nOne,APP-1,Story,To Do,02/Jan/26 3:04 PM,{}\n\
             Two,APP-2,Story,To Do,02/Jan/26 3:04 PM,{}\n",
            columns.join(","),
            cells(ana, li),
            cells(li, ana)
        );
        read(&text, |_, reading| {
            let item = &reading.facts.items[0];
            let named = |id: &str| {
                let is_it = |account: &&Account<'_>| account.ids.iter().any(|own| own == id);
                reading
                    .facts
                    .accounts
                    .iter()
                    .filter(is_it)
                    .find_map(|account| account.display.as_deref().map(str::to_owned))
            };
            let creator = item.creator.as_ref().map(|(who, _)| who.to_string());
            (creator, item.reporter.as_deref().map(str::to_owned), [named(ANA), named(LI)])
        })
    };
    let names = [Some("Ana Roe".to_owned()), Some("Li Poe".to_owned())];
    let ids = (Some(ANA.to_owned()), Some(LI.to_owned()));
    for columns in [
        ["Reporter", "Reporter Id", "Creator", "Creator Id"],
        ["Creator Id", "Creator", "Reporter Id", "Reporter"],
        ["Reporter", "Creator", "Reporter Id", "Creator Id"],
        ["Creator Id", "Reporter Id", "Reporter", "Creator"],
    ] {
        assert_eq!(people(&columns), (ids.0.clone(), ids.1.clone(), names.clone()), "{columns:?}");
    }
    let nobody_named = people(&["Creator Id", "Reporter Id"]);
    assert_eq!(nobody_named, (ids.0.clone(), ids.1.clone(), [None, None]), "the ids are the people");
    let one_named = people(&["Creator Id", "Reporter", "Reporter Id"]);
    assert_eq!(one_named, (ids.0, ids.1, names));
}

#[test]
fn ids_beside_a_date_or_beside_other_people_are_not_theirs() {
    let text = format!(
        "Resumen,Clave de incidencia,Tipo de incidencia,Estado,Creada,Ylläpitäjä,Informador,Katsoja\n\
         Uno,LO-1,Historia,Hecho,2/ene/26,{ANA},Ana Roe,{LI}\nDos,LO-2,Historia,Hecho,2/ene/26,{ANA},Li Poe,{LI}\n"
    );
    read(&text, |_, reading| {
        let reporters: Vec<_> = reading.facts.items.iter().map(|item| item.reporter.as_deref()).collect();
        assert_eq!(reporters, [Some("Ana Roe"), Some("Li Poe")], "one id has no two names");
    });
}

#[test]
fn a_table_of_a_header_alone_is_a_search_that_found_nothing() {
    let header = "Summary,Issue key,Issue Type,Status,Creator,Created\n";
    let is_empty = |text: &str| read(text, |_, reading| reading.facts.empty);
    assert!(is_empty(header));
    assert!(!is_empty(&format!("{header}One,LO-1,Story,Open,Ana Roe,02/Jan/26 3:04 PM\n")));
}

#[test]
fn a_link_that_does_not_say_which_was_made_of_which_leaves_the_origin_open() {
    let text = "Zusammenfassung,Vorgangsschlüssel,Vorgangstyp,Status,Erstellt,Eingehende Vorgangsverknüpfung (Issue split)\n\
        Eins,LO-1,Story,Offen,02/Jan/26 3:04 PM,\nZwei,LO-2,Story,Offen,02/Jan/26 3:04 PM,LO-1\n";
    read(text, |_, reading| {
        let origins: Vec<_> = reading.facts.items.iter().map(|item| (item.copied, item.origin_unclear)).collect();
        assert_eq!(origins, [(false, false), (false, true)]);
    });
}
