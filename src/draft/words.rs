//! What teams call their statuses, lists, issue types and labels, in the languages met so far, and what apps are called. A
//! draft may guess more boldly than a run without a charter: it is read by somebody before it counts.

use std::collections::{BTreeMap, BTreeSet};

use crate::charter::{Kind, Stage};

/// How much of a name speaks for its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Some of its words.
    Part,
    /// All of it, or words that leave little else to mean.
    Whole,
}

/// Names that mean a stage when they are the whole name, with a bar between them.
const WHOLE: &[(Stage, &str)] = &[
    (
        Stage::Backlog,
        "backlog|product backlog|backlog items|icebox|ideas|wishlist|wish list|someday|later|to do\
         |todo|requests|feature requests|pendientes|pendiente|por hacer|cosas por hacer\
         |tareas por hacer|lista de tareas|pila de producto|lista del producto|ideen|zu erledigen\
         |offen|à faire|a faire|idées|carnet de produit|a fazer|para fazer|pendências|ideias|da fare\
         |idee|te doen|do zrobienia|pomysły|сделать|к выполнению|бэклог|беклог|идеи|未着手|やりたいこと|やること\
         |バックログ|待办|待办事项|需求池|產品待辦|할 일|백로그|att göra|yapılacaklar",
    ),
    (
        Stage::Ready,
        "ready|ready for dev|ready for development|ready for sprint|ready to start|ready to develop\
         |ready for work|selected for development|selected|refined|groomed|next|next up|up next\
         |preparado|listo para desarrollar|listo para desarrollo|siguiente|bereit|bereit zur umsetzung\
         |prêt|prêt à développer|pronto para desenvolvimento|gotowe do pracy|готово к разработке|着手可能\
         |準備完了|准备就绪",
    ),
    (
        Stage::Doing,
        "doing|in progress|wip|work in progress|in development|development|developing|dev|working on\
         |ongoing|current|in review|review|code review|peer review|testing|test|in test|in testing|qa\
         |in qa|ready for qa|ready for test|ready for testing|verification|haciendo|en curso\
         |en progreso|en proceso|en desarrollo|en revisión|revisión|pruebas|en pruebas|en verificación\
         |listo para verificación|in arbeit|in bearbeitung|in entwicklung|im test|in prüfung|en cours\
         |en développement|en revue|revue|tests|fazendo|em andamento|em progresso|em desenvolvimento\
         |em revisão|em teste|testes|in corso|in sviluppo|bezig|in uitvoering|w trakcie|w toku|testy\
         |в работе|в процессе|тестирование|на проверке|作業中|進行中|対応中|レビュー中|レビュー|テスト中|进行中|開發中|开发中|测试中|测试\
         |진행 중|pågående|yapılıyor|devam ediyor",
    ),
    (
        Stage::Acceptance,
        "acceptance|uat|user acceptance|user acceptance testing|po review|po acceptance|po check\
         |product owner review|ready for po|ready for acceptance|awaiting acceptance\
         |waiting for acceptance|for approval|awaiting approval|to accept|sign off|aceptación\
         |en aceptación|visto bueno|listo para po|por aprobar|abnahme|in abnahme|zur abnahme|recette\
         |à valider|aceitação|homologação|em homologação|accettazione|acceptatie|akceptacja\
         |do akceptacji|приёмка|приемка|受け入れ|受入確認|验收|待验收|驗收",
    ),
    (
        Stage::Done,
        "done|closed|resolved|finished|complete|completed|released|shipped|deployed|live|in production\
         |accepted|cancelled|canceled|won t do|rejected|hecho|terminado|terminada|terminadas\
         |finalizado|finalizada|completado|cerrado|listo|fertig|erledigt|abgeschlossen|geschlossen\
         |terminé|fini|fait|livré|feito|concluído|concluido|finalizados|fatto\
         |completato|klaar|gereed|zrobione|gotowe|zamknięte|ukończone|готово|сделано|закрыто|выполнено\
         |完了|終了|クローズ|中止|已完成|完成|关闭|已关闭|완료|klart|tamamlandı|bitti",
    ),
    (
        Stage::Impediments,
        "blocked|blocker|blockers|impediment|impediments|on hold|waiting|stuck|bloqueo|bloqueos\
         |bloqueado|bloqueados|bloqueada|impedimento|impedimentos|en espera|blockiert|hindernisse\
         |wartet|bloqué|bloqués|obstacles|en attente|impedimentos e bloqueios|bloccato|geblokkeerd\
         |zablokowane|заблокировано|блокеры|ブロック|保留|障害|阻塞|已阻塞|차단됨",
    ),
    (
        Stage::Retrospective,
        "retro actions|retrospective|retro|retrospective actions|action items|improvements\
         |improvement actions|team improvements|kaizen|retrospectiva|acciones de mejora|mejoras\
         |retrospektive|maßnahmen|verbesserungen|rétrospective|actions d amélioration|melhorias\
         |ações de melhoria|ретроспектива|ふりかえり|振り返り|回顾|改进",
    ),
];

/// Words that settle the meaning of a longer name.
const STRONG: &[(Stage, &str)] = &[
    (Stage::Acceptance, "visto bueno|product owner|para po|for po|by po|po review"),
    (Stage::Backlog, "product backlog"),
    (Stage::Doing, "in progress|code review"),
    (Stage::Impediments, "blocked|impediments|impedimentos"),
    (Stage::Retrospective, "retro actions|retrospective actions"),
];

/// Words by which a list is known to be one of a sprint, if a number or a date comes with them.
const SPRINT: &[&str] = &[
    "sprint",
    "iteration",
    "iteración",
    "itération",
    "iteração",
    "iterazione",
    "iteracja",
    "спринт",
    "итерация",
    "スプリント",
    "冲刺",
    "迭代",
];

/// Names of types and labels that mean a kind and are not among those that count without a charter.
const KINDS: &[(&str, Kind)] = &[
    ("epica", Kind::Epic),
    ("feature request", Kind::Story),
    ("feature requests", Kind::Story),
    ("enhancement", Kind::Story),
    ("requirement", Kind::Story),
    ("funcionalidad", Kind::Story),
    ("機能", Kind::Story),
    ("作業", Kind::Task),
    ("deuda técnica", Kind::TechnicalDebt),
    ("technische schulden", Kind::TechnicalDebt),
    ("reunión", Kind::Meeting),
    ("hindernis", Kind::Impediment),
];

/// What the names of types hold whose issues are parts of others, without spaces and signs.
const SUB_TASKS: &[&str] = &["subtask", "subtarea", "unteraufgabe", "soustâche", "子任务", "子任務"];

/// Whole names of automations, as their makers ship them.
pub(super) const APPS: &[&str] = &[
    "automation for jira",
    "jira automation",
    "automation",
    "butler",
    "trello automation",
    "slack",
    "zapier",
    "github",
    "gitlab",
    "bitbucket",
    "jenkins",
    "opsgenie",
    "sonarqube",
    "dependabot",
    "renovate",
    "scriptrunner",
    "jira service management widget",
    "system",
];
/// Words in the names of apps that a person's name does not hold.
pub(super) const OF_APPS: &[&str] = &["automation", "webhook", "integration", "service account", "add-on"];
/// Words in the names of apps by which some people are called, too.
pub(super) const OF_APPS_AND_PEOPLE: &[&str] = &["bot", "jenkins", "addon", "sync", "import"];

/// What tools call accounts that were deleted.
pub(super) const DELETED: &[&str] =
    &["former user", "deleted user", "anonymous", "unknown", "unknown user", "deactivated user"];

/// The kind that an issue type or a label means by its name, where it is none that counts without a charter.
pub(super) fn kind(name: &str) -> Option<Kind> {
    let lower = name.to_lowercase();
    let plain: String = lower.chars().filter(|c| c.is_alphanumeric()).collect();
    if SUB_TASKS.iter().any(|known| plain.contains(known)) {
        return Some(Kind::SubTask);
    }
    KINDS.iter().find(|(known, _)| *known == lower).map(|(_, kind)| *kind)
}

/// A name without case, signs and the numbers in front by which people keep lists in order.
pub(super) fn plain(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let numbers = words.iter().take_while(|word| word.chars().all(|c| c.is_ascii_digit())).count();
    let rest = if numbers < words.len() { &words[numbers..] } else { &words[..] };
    rest.join(" ")
}

/// The stage that a name means, and how much of it says so.
pub(super) fn stage(name: &str) -> Option<(Stage, Fit)> {
    let plain = plain(name);
    let whole = |table: &[(Stage, &str)]| {
        table.iter().find(|(_, names)| names.split('|').any(|name| name == plain)).map(|(stage, _)| *stage)
    };
    let within = |table: &[(Stage, &str)]| {
        let longest = |names: &str| names.split('|').filter(|name| holds(&plain, name)).map(str::len).max();
        let found = table.iter().filter_map(|(stage, names)| Some((longest(names)?, *stage)));
        found.max_by_key(|(length, _)| *length).map(|(_, stage)| stage)
    };
    let words = plain.split(' ').count();
    let strong = || within(STRONG).filter(|_| words <= 5);
    let by_whole = whole(WHOLE).or_else(strong).map(|stage| (stage, Fit::Whole));
    by_whole.or_else(|| within(WHOLE).filter(|_| words <= 4).map(|stage| (stage, Fit::Part)))
}

/// Whether a name is that of a list where a team keeps work it has not begun: only beside a backlog it may be the sprint's.
pub(super) fn is_to_do(name: &str) -> bool {
    const TO_DO: &[&str] = &[
        "to do",
        "todo",
        "open",
        "por hacer",
        "cosas por hacer",
        "tareas por hacer",
        "à faire",
        "a fazer",
        "zu erledigen",
        "do zrobienia",
        "やること",
        "sprint backlog",
        "待办",
    ];
    TO_DO.contains(&plain(name).as_str())
}

/// Whether a name speaks of a backlog by that word.
pub(super) fn is_backlog(name: &str) -> bool {
    let plain = plain(name);
    ["backlog", "бэклог", "バックログ", "やりたいこと"].iter().any(|word| plain.contains(word))
}

/// Whether a list is one of a certain sprint.
pub(super) fn is_sprint(name: &str) -> bool {
    let lower = name.to_lowercase();
    SPRINT.iter().any(|word| lower.contains(word)) && name.chars().any(|c| c.is_ascii_digit())
}

/// Names that differ by a number at their end alone, as those of sprints do: `Oven 1`, `Oven 2`.
pub(super) fn series<'n>(names: impl Iterator<Item = &'n str>) -> BTreeSet<&'n str> {
    let mut stems: BTreeMap<String, BTreeSet<&'n str>> = BTreeMap::new();
    for name in names.map(str::trim) {
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        if stem.len() < name.len() && stem.chars().any(char::is_alphabetic) {
            stems.entry(stem.trim().to_lowercase()).or_default().insert(name);
        }
    }
    stems.into_values().filter(|names| names.len() > 1).flatten().collect()
}

/// Whether `name` stands in `plain` as words of their own; scripts without spaces have none.
fn holds(plain: &str, name: &str) -> bool {
    let spaced = name.chars().all(|c| (c as u32) < 0x2e80);
    if spaced { format!(" {plain} ").contains(&format!(" {name} ")) } else { plain.contains(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_in_many_languages_and_dresses() {
        for (name, stage_of, fit) in [
            ("✅ Done!", Stage::Done, Fit::Whole),
            ("3. In Progress", Stage::Doing, Fit::Whole),
            ("TERMINADO", Stage::Done, Fit::Whole),
            ("Visto Bueno Maria Ximena", Stage::Acceptance, Fit::Whole),
            ("LISTO PARA PO", Stage::Acceptance, Fit::Whole),
            ("Product Backlog: User Story", Stage::Backlog, Fit::Whole),
            ("作業中", Stage::Doing, Fit::Whole),
            ("Done this week", Stage::Done, Fit::Part),
        ] {
            assert_eq!(stage(name), Some((stage_of, fit)), "{name}");
        }
        for name in ["Issues", "Worklist", "Undone", "Project Mgt - RFQ Checklist", "MAIN NPCS", ""] {
            assert_eq!(stage(name), None, "{name}");
        }
    }

    #[test]
    fn lists_that_are_counted_are_a_series() {
        let names = ["Oven 1", "Oven 2", " Oven 3 ", "Team 7", "12", "Done"];
        assert_eq!(series(names.into_iter()).into_iter().collect::<Vec<_>>(), ["Oven 1", "Oven 2", "Oven 3"]);
    }

    #[test]
    fn a_sprint_has_a_number() {
        assert!(is_sprint("Current Sprint 1 Backlog") && is_sprint("Iteración 3"));
        assert!(!is_sprint("Sprint Backlog") && !is_sprint("2015-07-02 Release"));
    }
}
