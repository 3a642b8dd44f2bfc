//! Names from real exports, and names that only look similar.

use super::*;

#[test]
fn a_longer_name_is_not_its_first_word() {
    for name in ["Done by Friday", "Undone", "Issues", "News", "Done (QA)", "Lost", "🎉", ""] {
        assert_eq!(status(name), None, "{name}");
    }
    assert_eq!(status_within("Done by Friday"), Some(Status::Done));
    assert_eq!(status_within("レビュー待ち・完了"), Some(Status::Doing));
    assert_eq!(status_within("Project Mgt - RFQ Checklist"), None);
    assert_eq!(status_within("a b c d done"), None);
}

#[test]
fn a_list_that_names_the_product_owner_is_not_yet_acceptance() {
    for name in [
        "Review by PO",
        "PO Review (today)",
        "Ready for PO",
        "3. Testing by Product Owner",
        "Product Owner Approval",
        "Visto bueno Maria",
        "Revisión del PO",
        "To be accepted by PO",
        "To be tested by PO (2)",
        "Verify by PO",
        "Acceptance by the Product Owner",
        "Sign-off by the PO",
        "Product Owner to accept",
    ] {
        assert_eq!(status(name), Some(Status::Acceptance), "{name}");
    }
    for name in [
        "Product Owner Backlog",
        "Product Owner",
        "Ideas by PO",
        "Requested by PO",
        "Questions for PO",
        "Bugs for PO",
        "Blocked by PO",
        "Accepted by PO",
        "Rejected by PO",
        "Approved by the Product Owner",
        "Tested by PO",
        "Waiting for PO",
        "Ideas for PO to review",
        "Preguntas para PO",
    ] {
        assert_eq!(status(name), None, "{name}");
    }
}

#[test]
fn what_is_postponed_is_in_nobodys_way() {
    for name in ["Zurückgestellt", "Отложено"] {
        assert_eq!(status(name), None, "{name}");
    }
    assert_eq!(status("Blockiert"), Some(Status::Blocked));
}

#[test]
fn what_stands_in_place_of_a_name_is_blank() {
    for text in ["None", "null", "N/A", "Unknown", "****", "****@***.com", "-", ""] {
        assert!(is_blank(text), "{text}");
    }
    for text in ["maria", "maria.k@bakery.example", "712020:1", "Nonna", "李"] {
        assert!(!is_blank(text), "{text}");
    }
}

#[test]
fn what_waits_beside_a_backlog_may_be_the_sprints() {
    assert!(is_to_do("To-Do") && is_to_do("Sprint Backlog") && is_to_do("Cosas por hacer"));
    assert!(!is_to_do("Backlog") && !is_to_do("Ideas"));
    assert!(is_backlog("Our backlog (2026)") && is_backlog("プロダクトバックログ") && !is_backlog("Ideas"));
    assert!(is_sprint("Current Sprint 1 Backlog") && is_sprint("Iteración 3") && is_sprint("スプリント12"));
    assert!(!is_sprint("Sprint Backlog") && !is_sprint("2015-07-02 Release"));
}

#[test]
fn what_is_given_up_is_known_by_status_and_resolution() {
    for name in ["Cancelled", "CANCELED", "Annulé(e)", "Cancelada", "已取消", "Duplicate", "Отменён", "Peruttu"]
    {
        assert!(find_name(STATUSES, name) == Some(Status::Cancelled) && is_cancelled_resolution(name), "{name}");
    }
    assert!(is_cancelled_resolution("Incomplete") && find_name(STATUSES, "Incomplete") != Some(Status::Cancelled));
    assert!(!is_cancelled_resolution("Done") && !is_cancelled_resolution("Fixed"));
}

#[test]
fn what_was_given_up_may_be_said_in_several_names() {
    for name in [
        "Won't Fix / Invalid",
        "Duplicate/Obsolete",
        "Cancelado / Rejeitado",
        "Closed - Won't Do",
        "Closed (Won’t fix)",
        "Closed as duplicate",
        "Resolved: Duplicate / Invalid",
        "Will not implement",
        "Cannot be reproduced",
    ] {
        assert!(status(name) == Some(Status::Cancelled) && is_cancelled_resolution(name), "{name}");
    }
    assert!(is_cancelled_resolution("Canceled by customer") && is_cancelled_resolution("Duplicate / Incomplete"));
    for name in [
        "Done / Cancelled",
        "Closed",
        "Closed (QA)",
        "Rejected by QA",
        "Done - to be cancelled",
        "/",
        "-",
        "Review: Rejected",
    ] {
        assert_ne!(status(name), Some(Status::Cancelled), "{name}");
    }
    for name in ["Fixed / Duplicate", "Fixed by duplicate", "Done / Cancelled"] {
        assert!(!is_cancelled_resolution(name), "{name}");
    }
}

#[test]
fn a_longer_name_is_not_its_kind() {
    for name in ["debtors", "review", "Bugatti", "Minor", "type", "", "Bug hunting"] {
        assert_eq!(kind(name), None, "{name}");
    }
    assert_eq!(kind_within("Backend Sub-task"), Some(Kind::SubTask));
}

#[test]
fn a_kind_may_have_something_in_brackets_beside_it() {
    for (name, meant) in [
        ("[System] Incident", Some(Kind::Bug)),
        ("[System] Problem", Some(Kind::Bug)),
        ("[System] Service request", None),
        ("[System] Service request with approvals", None),
        ("[System] Change", None),
        ("[System] Post-incident review", None),
        ("[Team A] Task", Some(Kind::Task)),
        ("[Sistema] Incidente", Some(Kind::Bug)),
        ("Story (migrated)", Some(Kind::Story)),
        ("Bug (UI)", Some(Kind::Bug)),
        ("【運用】障害", Some(Kind::Bug)),
        ("Story [Spike]", None),
        ("[Bug] Login", None),
        ("[Bug]", Some(Kind::Bug)),
        ("[] Task", Some(Kind::Task)),
        ("(Task", Some(Kind::Task)),
        ("Idea", None),
        ("IT Help", None),
    ] {
        assert_eq!(kind(name), meant, "{name}");
    }
}

#[test]
fn what_went_wrong_has_many_names() {
    for name in [
        "Störung",
        "Störungen",
        "Incidente",
        "Incidentes",
        "Bug report",
        "Bug Reports",
        "Vorfall",
        "Incidencia",
        "Fehlermeldung",
        "Incident report",
        "Outage",
        "Fault",
        "Bug ticket",
        "Incidente de producción",
        "Störfälle",
        "Errores críticos",
        "Bugs de produção",
        "Багфиксы",
        "Incidents prod",
        "Bug fixing",
        "バグ修正",
        "버그 수정",
        "Bug修复",
        "Correção",
        "Исправления",
        "Hata düzeltme",
        "Storing",
        "Häiriö",
        "Awaria",
        "Сбой",
        "インシデント",
        "장애",
        "Sự cố",
    ] {
        assert_eq!(kind(name), Some(Kind::Bug), "{name}");
    }
    for name in [
        "Production incident",
        "Critical production incident",
        "Customer Bugs",
        "Produktionsstörung",
        "Anwendungsfehler",
        "Escaped defect",
        "生产故障",
        "本番障害",
        "Обычная ошибка",
        "Bug: UI",
        "Bug/UI",
        "Bug_UI",
        "bug-ui",
        "Bug - Prod",
        "Bugs/Issues",
        "[Bug] Backend",
        "Bug #1",
        "Fehler - Prod",
    ] {
        assert!(kind(name).is_none() && is_bug_of_something(name), "{name}");
    }
    for name in [
        "Bug hunting",
        "Bug bash",
        "bug-bash",
        "Bugs: triage",
        "Bug/Story",
        "Bugs & Features",
        "Error-handling",
        "Fix/Improve",
        "Fault-tolerance",
        "Not a bug: works as designed",
        "Incident follow-up",
        "Post-incident review",
        "debug",
        "Ladybug",
        "Restoring",
        "Default",
        "Terror",
        "Support",
        "Bug",
        "Design task",
        "",
        "[",
        "]",
        "a b c d e f bug",
        "Not a bug",
        "Won't fix",
        "Kein Fehler",
        "Customer problem",
        "Market failure",
        "Zerstörung",
        "Data storing",
    ] {
        assert!(!is_bug_of_something(name), "{name}");
    }
}

#[test]
fn a_blocker_among_severities_is_none() {
    assert!(is_blocked("blocked by vendor") && is_blocked("Blocked: legal") && is_blocked("Bloqueado (cliente)"));
    assert!(is_blocked("Blockiert durch IT") && is_blocked("Bloqué par le client") && !is_blocked("Blockierte Nutzer"));
    assert!(!is_blocked("Blocked users") && !is_blocked("Unblocked by vendor"), "a thing that is called so");
    assert!(is_blocked("Blocked ⛔") && is_blocked("Bloqueado") && is_blocked("Blocker") && !is_blocked("Waiting"));
    assert!(is_scale(["Design", "minor", "Blocker"]));
    assert!(!is_scale(["Design", "Blocker", "High"]));
    assert!(is_severity("Major") && is_severity("BLOCKER") && !is_severity("High"));
}

#[test]
fn priorities_have_weights() {
    for (name, weight) in
        [("Highest", 0), ("P1", 1), ("Mittel", 2), ("Baja", 3), ("trivial", 4), ("Höchste", 0), ("中", 2)]
    {
        assert_eq!(priority(name), Some(weight), "{name}");
    }
    assert_eq!(priority("Pink"), None);
}

#[test]
fn fields_and_columns_are_known_with_and_without_accents() {
    assert_eq!(field("Story point estimate"), Some(Field::StoryPoints));
    assert_eq!(field("Criterios Aceptacion"), Some(Field::AcceptanceCriteria));
    assert_eq!(field("Acceptance criteria (AC)"), Some(Field::AcceptanceCriteria));
    assert_eq!(field("Отмечено"), Some(Field::Flagged));
    assert_eq!(field("Severity"), None);
    assert_eq!(header("Atualizado(a)"), Some(Header::Updated));
    assert_eq!(header("Обновленo"), Some(Header::Updated));
    assert_eq!(header("Catégorie d’état"), Some(Header::Category));
    assert_eq!(header("Chef de projet"), Some(Header::Other));
    assert_eq!(header("Component/s"), Some(Header::Other));
    assert_eq!(header("課題id"), Some(Header::Id));
}

#[test]
fn months_are_known_by_how_they_begin() {
    for (name, number) in [
        ("Jan", 1),
        ("oct", 10),
        ("Sept.", 9),
        ("märz", 3),
        ("févr", 2),
        ("août", 8),
        ("juin", 6),
        ("juil", 7),
        ("červen", 6),
        ("července", 7),
        ("paź", 10),
        ("мая", 5),
        ("май", 5),
        ("10月", 10),
        ("十二月", 12),
        ("12월", 12),
        ("Ağu", 8),
        ("juuli", 7),
        ("grudnia", 12),
        ("липня", 7),
        ("Mai", 5),
    ] {
        assert_eq!(month(name), Some(number), "{name}");
    }
    // Those of three letters take the fast path.
    for name in ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] {
        assert_eq!(month(name), month(&format!("{name}.")), "{name}");
    }
    assert_eq!((month("13月"), month("xyz"), month("")), (None, None, None));
    assert_eq!((is_after_noon("PM"), is_after_noon("오전"), is_after_noon("x")), (Some(true), Some(false), None));
    assert_eq!((is_after_noon("μ.μ."), is_after_noon("πμ"), is_after_noon("م")), (Some(true), Some(false), Some(true)));
}

#[test]
fn texts_speak_of_ranks_and_flags() {
    assert!(
        says("Рейтинг понижен", Remark::RankLower)
            && says("Höher eingestuft", Remark::RankHigher)
            && says("评级更高", Remark::RankHigher)
    );
    assert!(says("Flag added", Remark::FlagAdded) && !says("Flag added", Remark::FlagRemoved));
}

#[test]
fn a_title_of_a_meeting_speaks_of_nothing_else() {
    for title in [
        "Daily",
        "Sprint 12 planning",
        "Sprint Review (12 March)",
        "Weekly team sync",
        "Retro",
        "Daily Stand-up",
        "Client meeting",
        "Reunión de equipo",
        "Review meeting",
        "Backlog refinement",
        "Friday sync",
        "Planning Q3",
        "Planificación del sprint",
    ] {
        assert!(is_meeting_title(title), "{title}");
    }
    for title in [
        "Ретроспектива",
        "Планирование спринта",
        "Встреча команды",
        "会議",
        "スプリント計画",
        "回顾会议",
        "스프린트 회고",
        "Spotkanie zespołu",
        "Riunione giornaliera",
        "Dagelijkse stand-up",
        "Toplantı",
    ] {
        assert!(is_meeting_title(title), "{title}");
    }
    for title in [
        "Планирование",
        "Встреча с клиентом по договору",
        "会議室を予約する",
        "Pianificazione pagamenti",
        "Sync contacts with the phone",
        "Planning page",
        "Review the offer",
        "Daily report by mail",
        "Book a meeting room",
        "Sprint 12",
        "Review",
        "Planning",
        "Review 2",
        "Planning and review",
        "Client review",
        "Sync",
        "Planung",
        "",
        "2026",
    ] {
        assert!(!is_meeting_title(title), "{title}");
    }
}

#[test]
fn tables_lie_in_order() {
    fn lies_in_order<M>(table: &Table<M>) -> bool {
        table.windows(2).all(|pair| pair[0].0 < pair[1].0)
    }
    assert!([STATUSES, PHRASES, RESOLUTIONS].into_iter().all(lies_in_order));
    assert!(lies_in_order(FIELDS) && lies_in_order(HEADERS) && lies_in_order(KINDS) && lies_in_order(PRIORITIES));
    assert!(lies_in_order(DATES) && lies_in_order(ACCOUNTS) && lies_in_order(MEETINGS) && lies_in_order(TEXTS));
}
