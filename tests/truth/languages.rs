//! `inspect` and `init` agree on the meaning of statuses, lists, issue types and labels, in many languages.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{Folder, Run, boardlint_in, check, jira};

/// A name and its meaning.
type Meant = (&'static str, &'static str);

/// The meanings of the columns on the only board in `folder`, as `inspect` shows them.
fn inspected(folder: &Folder) -> BTreeMap<String, String> {
    let said: Value = serde_json::from_str(&boardlint_in(folder.path(), &["inspect", ".", "--format", "json"]).out)
        .expect("inspect writes JSON");
    let states = said["workflow"].as_array().expect("columns");
    let text = |state: &Value, key: &str| state[key].as_str().unwrap_or_default().to_owned();
    states.iter().map(|state| (text(state, "name"), text(state, "stage"))).collect()
}

/// A section of the charter that `init` drafts: each name with its key. Doubtful names are commented out and
/// not included.
fn drafted(folder: &Folder, section: &str) -> BTreeMap<String, String> {
    let charter: toml::Table =
        boardlint_in(folder.path(), &["init", ".", "-o", "-"]).out.parse().expect("init writes TOML");
    let keys = charter.get(section).and_then(toml::Value::as_table).into_iter().flatten();
    let names = |(key, names): (&String, &toml::Value)| {
        let names = names.as_array().cloned().unwrap_or_default();
        names.into_iter().filter_map(|name| Some((name.as_str()?.to_owned(), key.clone()))).collect::<Vec<_>>()
    };
    keys.flat_map(names).collect()
}

fn expected(meant: &[Meant]) -> BTreeMap<String, String> {
    meant.iter().map(|(name, means)| ((*name).to_owned(), (*means).to_owned())).collect()
}

/// A Jira CSV of current fields, without status categories: a row for each status; the rows use the types in
/// turn.
fn csv(header: &str, date: &str, statuses: &[Meant], kinds: &[Meant]) -> Folder {
    let folder = Folder::new();
    let row = |(index, (status, _)): (usize, &Meant)| {
        let kind = kinds[index % kinds.len()].0;
        format!("{kind},APP-{},{},Thing {index},{status},{date},{date}", index + 1, 100 + index)
    };
    let rows: Vec<_> = statuses.iter().enumerate().map(row).collect();
    folder.write("Jira.csv", format!("{header}\n{}\n", rows.join("\n")));
    folder
}

#[test]
fn a_jira_csv_is_understood_in_the_language_of_its_exporter() {
    let cases: [(&str, &str, &[Meant], &[Meant]); 11] = [
        (
            "Vorgangstyp,Schlüssel,Vorgangs-ID,Zusammenfassung,Status,Erstellt,Aktualisiert",
            "02/Mai/26 2:15 PM",
            &[("Offen", "backlog"), ("In Bearbeitung", "doing"), ("Geschlossen", "done"), ("Storniert", "cancelled")],
            &[("Nutzerstory", "story"), ("Fehler", "bug"), ("Aufgabe", "task"), ("Teilaufgabe", "sub-task")],
        ),
        (
            "Tipo de incidencia,Clave,ID de incidencia,Resumen,Estado,Creada,Actualizada",
            "02/ene/26 2:15 PM",
            &[("Por hacer", "backlog"), ("En progreso", "doing"), ("Cerrado/a", "done"), ("Descartada", "cancelled")],
            &[("Historia de usuario", "story"), ("Error", "bug"), ("Tarea", "task"), ("Épica", "epic")],
        ),
        (
            "Type de ticket,Clé de ticket,ID de ticket,Résumé,État,Création,Mise à jour",
            "02/févr./26 2:15 PM",
            &[("A faire", "backlog"), ("En cours", "doing"), ("Terminé(e)", "done"), ("Bloqué", "impediments")],
            &[("Récit", "story"), ("Bogue", "bug"), ("Tâche", "task"), ("Sous-tâche", "sub-task")],
        ),
        (
            "Tipo de item,Chave do item,ID do item,Resumo,Status,Criado,Atualizado(a)",
            "02/out/25 2:15 PM",
            &[
                ("Itens Pendentes", "backlog"),
                ("Em andamento", "doing"),
                ("Concluído", "done"),
                ("Cancelado", "cancelled"),
            ],
            &[("História", "story"), ("Erro", "bug"), ("Tarefa", "task"), ("Épico", "epic")],
        ),
        (
            "Tipo di ticket,Chiave ticket,ID ticket,Riepilogo,Stato,Creato,Aggiornato",
            "02/gen/26 14:15",
            &[
                ("Da completare", "backlog"),
                ("In corso", "doing"),
                ("Completata", "done"),
                ("In attesa", "impediments"),
            ],
            &[("Storia", "story"), ("Attività", "task")],
        ),
        (
            "Тип задачи,Код,Идентификатор задачи,Тема,Статус,Создано,Обновленo",
            "02/мая/26 14:15",
            &[("Открытый", "backlog"), ("В работе", "doing"), ("Готово", "done"), ("Отклонено", "cancelled")],
            &[("История", "story"), ("Ошибка", "bug"), ("Задача", "task"), ("Подзадача", "sub-task")],
        ),
        (
            "課題タイプ,課題キー,課題 ID,要約,ステータス,作成日,更新日",
            "2026/01/02 14:15",
            &[("未着手", "backlog"), ("進行中", "doing"), ("完了", "done"), ("却下", "cancelled")],
            &[("ストーリー", "story"), ("バグ", "bug"), ("タスク", "task"), ("エピック", "epic")],
        ),
        (
            "问题类型,问题关键字,问题 ID,摘要,状态,创建日期,已更新",
            "2026/01/02 14:15",
            &[("待处理", "backlog"), ("处理中", "doing"), ("已完成", "done"), ("已取消", "cancelled")],
            &[("故事", "story"), ("缺陷", "bug"), ("任务", "task"), ("子任务", "sub-task")],
        ),
        (
            "Typ zgłoszenia,Klucz zgłoszenia,ID zgłoszenia,Podsumowanie,Status,Utworzono,Zaktualizowano",
            "02/lip/26 14:15",
            &[("Do zrobienia", "backlog"), ("W toku", "doing"), ("Zamknięte", "done"), ("Odrzucone", "cancelled")],
            &[("Historyjka", "story"), ("Błąd", "bug"), ("Zadanie", "task"), ("Podzadanie", "sub-task")],
        ),
        (
            "Talep Türü,Talep Anahtarı,Talep Kimliği,Özet,Durum,Oluşturuldu,Güncellendi",
            "02/Ağu/26 14:15",
            &[("Yapılacaklar", "backlog"), ("Devam Ediyor", "doing"), ("Tamam", "done"), ("İptal edildi", "cancelled")],
            &[("Hikaye", "story"), ("Hata", "bug"), ("Görev", "task"), ("Alt görev", "sub-task")],
        ),
        (
            "이슈 유형,이슈 키,이슈 ID,요약,상태,생성일,업데이트",
            "2026/01/02 14:15",
            &[("해야 할 일", "backlog"), ("진행 중", "doing"), ("완료", "done"), ("차단됨", "impediments")],
            &[("스토리", "story"), ("버그", "bug"), ("작업", "task"), ("에픽", "epic")],
        ),
    ];
    for (header, date, statuses, kinds) in cases {
        let folder = csv(header, date, statuses, kinds);
        assert_eq!(inspected(&folder), expected(statuses), "{header}");
        assert_eq!(drafted(&folder, "workflow"), expected(statuses), "{header}");
        assert_eq!(drafted(&folder, "kinds"), expected(kinds), "{header}");
    }
}

/// A Trello board with these lists, a card in each; the cards have the labels in turn.
fn board(lists: &[Meant], labels: &[&str]) -> Folder {
    let folder = Folder::new();
    let id = |kind: u32, index: usize| format!("65e19910b0a7d0c4{kind:02}{index:06}");
    let list = |(index, (name, _)): (usize, &Meant)| json!({ "id": id(1, index), "name": name, "closed": false, "pos": index });
    let cards = (0..lists.len().max(labels.len())).map(|index| {
        let label = labels.get(index).map(|name| json!({ "id": id(2, index), "name": name, "color": "red" }));
        json!({
            "id": id(3, index), "idShort": index + 1, "shortLink": format!("Oven{index:04}"), "name": "Sell rolls", "desc": "",
            "closed": false, "idList": id(1, index % lists.len()), "idMembers": [], "labels": label.into_iter().collect::<Vec<_>>(),
            "pos": index, "dateLastActivity": "2024-03-05T09:00:00.000Z",
        })
    });
    let board = json!({
        "id": id(0, 0), "name": "Bakery", "url": "https://trello.com/b/AbCdEf12", "closed": false, "labels": [], "members": [],
        "lists": lists.iter().enumerate().map(list).collect::<Vec<_>>(), "cards": cards.collect::<Vec<_>>(), "actions": [],
    });
    folder.write("board.json", board.to_string());
    folder
}

#[test]
fn lists_are_understood_however_they_are_dressed() {
    let boards: [&[Meant]; 8] = [
        &[("📥 Backlog", "backlog"), ("InProgress", "doing"), ("4. Code-Review", "doing"), ("✔ DONE", "done")],
        &[("Zu tun", "backlog"), ("Im Gange (3)", "doing"), ("⛔ Blockiert", "impediments"), ("Erledigt 🎉", "done")],
        &[("PENDIENTES", "backlog"), ("Haciendo", "doing"), ("Listo para PO", "acceptance"), ("Hecho ✅", "done")],
        &[("Pendente", "backlog"), ("Revisão de código", "doing"), ("Homologado", "done"), ("Concluídas", "done")],
        &[("À FAIRE", "backlog"), ("En cours", "doing"), ("Validé", "done"), ("Annulé", "cancelled")],
        &[("待辦事項", "backlog"), ("進行中", "doing"), ("已完成", "done")],
        &[("Бэклог", "backlog"), ("На ревью", "doing"), ("Готово!", "done")],
        &[("Done by Friday", ""), ("News", ""), ("Done", "done")],
    ];
    for lists in boards {
        let folder = board(lists, &[]);
        assert_eq!(inspected(&folder), expected(lists));
        let known: Vec<Meant> = lists.iter().filter(|(_, stage)| !stage.is_empty()).copied().collect();
        assert_eq!(drafted(&folder, "workflow"), expected(&known));
    }
}

/// An issue that went through these statuses, whose categories are unknown.
fn went_through(statuses: &[&str]) -> String {
    let moved = |(place, pair): (usize, &[&str])| {
        let day = place + 2;
        jira::history(0, "Li", &format!("2026-03-{day:02}T09:00:00.000+0000"), jira::moved(pair[0], pair[1]))
    };
    let last = statuses.last().expect("a status");
    let fields = json!({"status": {"id": last, "name": last}});
    jira::page(vec![jira::issue("OVEN-1", fields, statuses.windows(2).enumerate().map(moved).collect())])
}

#[test]
fn where_work_comes_from_says_whether_a_word_means_done_or_ready() {
    let means = |statuses: &[&str], name: &str| {
        let folder = Folder::new();
        folder.write("board.json", went_through(statuses));
        (inspected(&folder)[name].clone(), drafted(&folder, "workflow").get(name).cloned().unwrap_or_default())
    };
    let both = |stage: &str| (stage.to_owned(), stage.to_owned());
    for (ready, doing, done) in [
        ("Listo", "En curso", "Hecho"),
        ("Gotowe", "W toku", "Zakończone"),
        ("Hotovo", "V řešení", "Uzavřeno"),
        ("Klaar", "Bezig", "Opgeleverd"),
        ("Kész", "Folyamatban", "Lezárva"),
        ("Valmis", "Käynnissä", "Suljettu"),
        ("Готово", "В работе", "Закрыто"),
    ] {
        assert_eq!(means(&["Open", ready, doing, done], ready), both(""), "{ready}: work leaves it");
        assert_eq!(means(&["Open", ready, doing], ready), both(""), "{ready}: and no other status is done");
        assert_eq!(means(&["Open", doing, ready, done], ready), both("done"), "{ready}: work comes into it");
        assert_eq!(means(&["Open", ready, done], ready), both(""), "{ready}: neither, and another status is done");
        assert_eq!(means(&["Open", doing, "Open", ready], ready), both("done"), "{ready}: neither, and no other is");
        assert_eq!(means(&["Open", doing, ready, doing, ready], ready), both("done"), "{ready}: reopened once");
    }
}

/// Number of cards of each kind.
fn kinds(folder: &Folder) -> BTreeMap<String, u64> {
    let run = boardlint_in(folder.path(), &["inspect", ".", "--format", "json"]);
    let said: Value = serde_json::from_str(&run.out).expect("inspect writes JSON");
    let kinds = said["items"]["kinds"].as_object().expect("kinds");
    let counts = kinds.iter().map(|(kind, count)| (kind.clone(), count.as_u64().unwrap_or_default()));
    counts.filter(|(_, count)| *count > 0).collect()
}

#[test]
fn labels_are_understood_however_they_are_dressed() {
    let labels = ["Bugs", "bug 🐞", "Bug_Minor", "FIX", "Хотфикс", "Баг", "Tech-Debt", "Épicos"];
    let folder = board(&[("To Do", "backlog")], &labels);
    let counted = [("bug", 6), ("epic", 1), ("technical-debt", 1)];
    assert_eq!(kinds(&folder), counted.map(|(kind, count)| (kind.to_owned(), count)).into());
    assert_eq!(drafted(&folder, "kinds").len(), 8);
}

#[test]
fn a_blocker_in_a_scale_of_severities_is_no_impediment() {
    let alone = board(&[("To Do", "backlog")], &["Blocker", "Design"]);
    assert_eq!(kinds(&alone).get("impediment"), Some(&1));
    let in_scale = board(&[("To Do", "backlog")], &["Blocker", "minor"]);
    assert_eq!(kinds(&in_scale).get("impediment"), None);
    assert!(!drafted(&in_scale, "kinds").contains_key("Blocker"));
}

#[test]
fn a_scale_of_severities_is_known_by_the_labels_of_the_board_whoever_bears_them() {
    let folder = Folder::new();
    let blocker = json!({"id": "l1", "name": "Blocker"});
    let board = |others: Value| {
        let mut labels = vec![blocker.clone()];
        labels.extend(others.as_array().expect("labels").iter().cloned());
        let card = json!({"id": "6955b9000000000000000001", "shortLink": "Bake0001", "name": "Roll", "idList": "a", "idShort": 1,
                          "labels": [blocker], "idLabels": ["l1"], "idMembers": [], "desc": "", "closed": false});
        json!({"id": "6955b900aaaaaaaaaaaaaaaa", "name": "Bakery", "shortLink": "Bakery01", "lists": [{"id": "a", "name": "To Do"}],
               "labels": labels, "members": [], "cards": [card], "actions": []})
    };
    folder.write("board.json", board(json!([{"id": "l2", "name": "Design"}])).to_string());
    assert_eq!(kinds(&folder).get("impediment"), Some(&1));
    folder.write("board.json", board(json!([{"id": "l2", "name": "Critical"}])).to_string());
    assert_eq!(kinds(&folder).get("impediment"), None);
    assert!(!drafted(&folder, "kinds").contains_key("Blocker"));
}

/// A story of a running sprint, with an estimate and this description.
fn committed(kind: &str, description: &str) -> Run {
    let running = jira::sprint(1, "active", "2026-03-02T09:00:00.000Z", "2026-03-13T17:00:00.000Z", None);
    let planned = jira::history(1, "Li", "2026-03-02T08:00:00.000+0000", jira::sprints("", "1"));
    let fields = json!({"issuetype": {"name": kind, "subtask": false}, "customfield_10016": 3,
                        "customfield_10020": [running], "description": description});
    let dragged = jira::history(2, "Sam", "2026-03-01T08:00:00.000+0000", jira::ranked());
    let all = vec![jira::issue("APP-1", fields, vec![dragged, planned])];
    check(jira::CHARTER, &jira::page(all), &["--today", "2026-03-05"])
}

#[test]
fn a_sentence_in_chinese_japanese_or_korean_describes_as_much_as_a_longer_one() {
    let rule = "unready-item-committed";
    for sentence in [
        "ログインに二段階認証を追加し、設定画面で切り替えられるようにする。",
        "登录需要第二个验证因素，设置页面要有开关。",
        "로그인에 2단계 인증을 추가하고 설정 화면에서 끌 수 있게 한다.",
    ] {
        assert!(!committed("Story", sentence).fires(rule), "{sentence}");
    }
    assert!(committed("Story", "ログインを直す。").fires(rule));
    assert!(committed("Story", "Login needs a second factor.").fires(rule), "28 characters");
}

#[test]
fn a_field_whose_name_speaks_of_criteria_may_hold_them() {
    let rule = "unready-item-committed";
    let run_with = |name: &str, text: &str| {
        let running = jira::sprint(1, "active", "2026-03-02T09:00:00.000Z", "2026-03-13T17:00:00.000Z", None);
        let planned = jira::history(1, "Li", "2026-03-02T08:00:00.000+0000", jira::sprints("", "1"));
        let fields = json!({"customfield_10016": 3, "customfield_10020": [running], "description": "", "customfield_10030": text});
        let mut page: Value =
            serde_json::from_str(&jira::page(vec![jira::issue("APP-1", fields, vec![planned])])).expect("a page");
        page["names"]["customfield_10030"] = json!(name);
        check(jira::CHARTER, &page.to_string(), &["--today", "2026-03-05"])
    };
    for name in ["Erfolgskriterien", "Критерии готовности", "Szenarien (Gherkin)", "Checklist", "Requirements"]
    {
        let run = run_with(name, "Opens at six");
        assert!(!run.fires(rule) && run.gap(rule).is_some(), "{name}: {}", run.out);
        assert!(run_with(name, "").fires(rule), "{name} is empty");
    }
    assert!(run_with("Customer", "Opens at six").fires(rule), "it speaks of something else");
    assert!(!run_with("Acceptance criteria", "Opens at six").fires(rule));
}

#[test]
fn issue_types_in_a_language_that_nobody_here_knows_may_be_anything() {
    let run = committed("ისტორია", "");
    assert!(!run.fires("unready-item-committed"), "it may be a bug: {}", run.out);
    let gaps = run.inconclusive();
    let gap = gaps.iter().find(|gap| gap["rule"] == "unready-item-committed").expect("a reason");
    assert_eq!(
        (&gap["missing"], &gap["message"]),
        (&json!("mapping"), &json!("nothing says what the issue types ისტორია mean"))
    );
    assert!(run.fires("backlog-reordered-by-non-po"), "an order is an order: {}", run.out);
    assert!(
        committed("Change Request", "")
            .inconclusive()
            .iter()
            .any(|gap| gap["message"] == "nothing says what the issue types Change Request mean")
    );
}

#[test]
fn criteria_below_a_heading_that_nobody_here_knows_may_have_been_what_was_edited() {
    let rule = "acceptance-criteria-edited-by-sm";
    let run = |heading: &str| {
        let text = |more: &str| format!("Order a roll.\n\n{heading}\n- one page\n{more}");
        let (before, after) = (text(""), text("- works on a telephone\n- prints"));
        let edit = json!({"field": "description", "fieldtype": "jira", "fieldId": "description", "from": null,
                          "fromString": before, "to": null, "toString": after});
        let changes = vec![jira::history(1, "Sam", "2026-03-02T09:00:00.000+0000", edit)];
        check(jira::CHARTER, &jira::page(vec![jira::issue("APP-1", json!({"description": after}), changes)]), &[])
    };
    assert!(run("受入条件").fires(rule));
    let own = run("完了の条件とその確認");
    let told = own.inconclusive();
    let gap = told.iter().find(|gap| gap["rule"] == rule).map(|gap| gap["missing"].clone());
    assert_eq!((own.fires(rule), gap), (false, Some(json!("mapping"))), "{}", own.out);
}

#[test]
fn a_link_of_the_creation_in_words_of_the_site_may_say_that_a_story_was_cloned() {
    let rule = "story-written-by-sm";
    let created = |words: &str, at: &str, links: Option<Value>| {
        let link = json!({"field": "Link", "fieldtype": "jira", "from": null, "fromString": null, "to": "APP-1",
                          "toString": format!("This issue {words} APP-1")});
        let mut story = jira::issue(
            "APP-2",
            json!({"creator": jira::user("Sam"), "reporter": jira::user("Sam")}),
            vec![jira::history(1, "Sam", at, link)],
        );
        match links {
            Some(links) => story["fields"]["issuelinks"] = links,
            None => drop(story["fields"].as_object_mut().expect("fields").remove("issuelinks")),
        }
        check(jira::CHARTER, &jira::page(vec![jira::issue("APP-1", json!({}), vec![]), story]), &[])
    };
    let (at_once, later) = ("2026-01-01T09:00:01.000+0000", "2026-01-01T10:00:00.000+0000");
    for links in [None, Some(json!([]))] {
        assert!(!created("clones", at_once, links.clone()).fires(rule));
        for words in ["klont", "複製", "clona"] {
            let run = created(words, at_once, links.clone());
            assert!(!run.fires(rule) && run.gap(rule).is_some(), "{words}: {}", run.out);
        }
        assert!(created("klont", later, links.clone()).fires(rule), "it came with nothing");
        assert!(created("relates to", at_once, links).fires(rule), "it says something else");
    }
}

#[test]
fn an_item_that_was_ranked_in_words_that_nobody_here_knows_may_have_been_pulled_to_and_fro() {
    let rule = "priority-tug-of-war";
    let run = |words: [&str; 2], people: [&str; 2]| {
        let drag = |day: usize| {
            let mut rank = jira::ranked();
            rank["toString"] = json!(words[day % 2]);
            jira::history(day as u32, people[day % 2], &format!("2026-02-{:02}T09:00:00.000+0000", day + 2), rank)
        };
        check(jira::CHARTER, &jira::page(vec![jira::issue("APP-1", json!({}), (1..=5).map(drag).collect())]), &[])
    };
    let dutch = ["Hoger gerangschikt", "Lager gerangschikt"];
    assert!(run(["Ranked higher", "Ranked lower"], ["Li", "Maria"]).fires(rule));
    let unknown = run(dutch, ["Li", "Maria"]);
    let gap = unknown.gap(rule).expect("it may have been");
    assert!(!unknown.fires(rule) && gap.message.contains("which way items were ranked"), "{}", unknown.out);
    let mixed = run(["Ranked higher", dutch[1]], ["Li", "Maria"]);
    assert!(!mixed.fires(rule) && mixed.gap(rule).is_some(), "{}", mixed.out);
    assert_eq!(run(dutch, ["Maria", "Maria"]).gap(rule), None, "one person alone");
    assert_eq!(run(["Ranked higher", "Ranked higher"], ["Li", "Maria"]).gap(rule), None, "one way alone");
}
