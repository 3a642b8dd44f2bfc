//! What sort of thing an item is, by its issue type or labels.

use std::borrow::Cow;

use crate::board::facts::Tool;
use crate::board::model::item::Item;
use crate::charter::{Charter, Kind, Stage, Word};

/// Issue types and labels with a plain meaning, in the languages met so far. The charter's `[kinds]` comes first.
const NAMES: &[(Kind, &[&str])] = &[
    (
        Kind::Story,
        &[
            "story",
            "user story",
            "feature",
            "new feature",
            "historia",
            "historia de usuario",
            "histoire",
            "récit",
            "故事",
            "ストーリー",
            "история",
            "historyjka",
            "nutzerstory",
        ],
    ),
    (Kind::Bug, &["bug", "defect", "incident", "error", "fehler", "bogue", "缺陷", "故障", "バグ", "ошибка", "błąd"]),
    (Kind::Task, &["task", "chore", "tarea", "aufgabe", "tâche", "任务", "タスク", "задача", "zadanie", "improvement"]),
    (
        Kind::SubTask,
        &[
            "sub-task",
            "subtask",
            "technical task",
            "subtarea",
            "unteraufgabe",
            "sous-tâche",
            "子任务",
            "サブタスク",
            "подзадача",
        ],
    ),
    (Kind::Epic, &["epic", "initiative", "épica", "epopeya", "长篇故事", "エピック", "эпик", "epik"]),
    (Kind::Spike, &["spike", "research"]),
    (Kind::Impediment, &["impediment", "blocker", "impedimento"]),
    (Kind::RetroAction, &["retro action", "retro-action", "retrospective action", "improvement action"]),
    (Kind::TechnicalDebt, &["technical debt", "technical-debt", "tech debt", "refactoring"]),
    (Kind::Meeting, &["meeting", "ceremony"]),
];

fn named(charter: &Charter, name: &str) -> Option<Kind> {
    let lower = name.trim().to_lowercase();
    let given =
        charter.kinds.iter().find(|(_, named)| named.text.trim().to_lowercase() == lower).map(|(kind, _)| *kind);
    given.or_else(|| NAMES.iter().find(|(_, names)| names.contains(&lower.as_str())).map(|(kind, _)| *kind))
}

/// The kind that an issue type or label of this name means where no charter says.
pub fn kind_named(name: &str) -> Option<Kind> {
    named(&Charter::default(), name)
}

/// The kinds that the charter maps or that an issue type or a label names. A list whose meaning is a guess names none.
pub(crate) fn mentioned(charter: &Charter, items: &[Item<'_>], tool: Tool) -> Vec<Kind> {
    let listed = |kind: Kind| charter.kinds.iter().any(|(given, _)| *given == kind);
    let retrospective = charter.workflow.iter().any(|(stage, _)| *stage == Stage::Retrospective);
    let in_lists = |kind| kind == Kind::RetroAction && retrospective;
    let is = |item: &Item<'_>, kind| match tool {
        Tool::Jira => item.kind == kind || item.kind_at_creation == kind,
        Tool::Trello => of_card(charter, &item.labels, None) == kind,
    };
    let mentioned = |kind: &Kind| listed(*kind) || in_lists(*kind) || items.iter().any(|item| is(item, *kind));
    Kind::ALL.iter().copied().filter(mentioned).collect()
}

/// The kind of a Jira issue; what was created in a status for actions from retrospectives is one, if its type says nothing
/// better.
pub(crate) fn of_issue_in(
    charter: &Charter,
    kind: Option<&str>,
    part: bool,
    labels: &[Cow<'_, str>],
    born_in: Option<Stage>,
) -> Kind {
    match (of_issue(charter, kind, part, labels), born_in) {
        (Kind::Task | Kind::Other, Some(Stage::Retrospective)) => Kind::RetroAction,
        (kind, _) => kind,
    }
}

/// The kind of a Jira issue, by its type and labels.
pub(crate) fn of_issue(charter: &Charter, kind: Option<&str>, part: bool, labels: &[Cow<'_, str>]) -> Kind {
    let of_type = kind.and_then(|name| named(charter, name));
    // A label speaks only where the charter lists it, and for the kinds that Jira has no type for.
    let given = |label: &Cow<'_, str>| {
        let lower = label.to_lowercase();
        charter.kinds.iter().find(|(_, named)| named.text.to_lowercase() == lower).map(|(kind, _)| *kind)
    };
    match labels.iter().find_map(given) {
        Some(kind @ (Kind::Impediment | Kind::RetroAction | Kind::TechnicalDebt | Kind::Meeting)) => kind,
        _ if part => Kind::SubTask,
        _ => of_type.unwrap_or(Kind::Other),
    }
}

/// The kind of a Trello card: by its labels, then by the list it was created in; every other card is a story.
pub(crate) fn of_card(charter: &Charter, labels: &[Cow<'_, str>], born_in: Option<Stage>) -> Kind {
    labels.iter().find_map(|label| named(charter, label)).unwrap_or(match born_in {
        Some(Stage::Impediments) => Kind::Impediment,
        Some(Stage::Retrospective) => Kind::RetroAction,
        _ => Kind::Story,
    })
}
