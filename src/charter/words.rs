//! The words that charters and rules share, each an enum.

use crate::lexicon::{self, Status};
use crate::word::{Word, words};

words! {
    /// An accountability on the board. Source: the Scrum Guide (2020), Scrum Team; the last four are boardlint's own.
    Role {
        /// The Product Owner decides what is built and in which order.
        ProductOwner = "product-owner",
        /// The Scrum Master serves the process.
        ScrumMaster = "scrum-master",
        /// A developer decides how it is built.
        Developer = "developer",
        /// A stakeholder has an interest in the product and works with the Product Owner.
        Stakeholder = "stakeholder",
        /// A manager manages people of the team.
        Manager = "manager",
        /// An app is automation and no person.
        App = "app",
        /// On the board, but in no role although the charter lists the developers.
        Outsider = "outsider",
    }
}

impl Role {
    /// The roles that only one person holds at a time. Most rules are about them.
    pub const LEADS: [Self; 2] = [Self::ProductOwner, Self::ScrumMaster];

    /// Whether it is one of [`Role::LEADS`].
    pub fn is_lead(self) -> bool {
        Self::LEADS.contains(&self)
    }

    /// The key of the role in `[roles]`; `None` for the role that cannot be assigned.
    pub fn key(self) -> Option<&'static str> {
        match self {
            Self::ProductOwner => Some("product-owner"),
            Self::ScrumMaster => Some("scrum-master"),
            Self::Developer => Some("developers"),
            Self::Stakeholder => Some("stakeholders"),
            Self::Manager => Some("managers"),
            Self::App => Some("apps"),
            Self::Outsider => None,
        }
    }

    /// The role in running text.
    pub fn title(self) -> &'static str {
        match self {
            Self::ProductOwner => "Product Owner",
            Self::ScrumMaster => "Scrum Master",
            Self::Developer => "developer",
            Self::Stakeholder => "stakeholder",
            Self::Manager => "manager",
            Self::App => "app",
            Self::Outsider => "someone without a role",
        }
    }
}

words! {
    /// What a status or list means for the work in it.
    Stage {
        /// Waiting to be ordered and refined.
        Backlog = "backlog",
        /// Refined, still before any sprint.
        Ready = "ready",
        /// The team is at work.
        Doing = "doing",
        /// Waiting for the Product Owner's look.
        Acceptance = "acceptance",
        /// Finished.
        Done = "done",
        /// Finished and never delivered.
        Cancelled = "cancelled",
        /// Something is in the way.
        Impediments = "impediments",
        /// Actions the team gave itself.
        Retrospective = "retrospective",
        /// No work at all: a legend, links, notes. What was never in another is not judged.
        NoWork = "no-work",
    }
}

impl Stage {
    /// Whether work in this stage is finished, delivered or cancelled.
    pub fn is_finished(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled)
    }

    /// The stage of a status or list with this name, if the charter does not set it.
    pub fn named(name: &str) -> Option<Self> {
        lexicon::status(name).map(Self::from)
    }
}

impl From<Status> for Stage {
    fn from(meaning: Status) -> Self {
        match meaning {
            Status::Backlog | Status::New | Status::ToDo => Self::Backlog,
            Status::Ready => Self::Ready,
            Status::Doing => Self::Doing,
            Status::Acceptance => Self::Acceptance,
            Status::Done | Status::DoneOrReady => Self::Done,
            Status::Cancelled => Self::Cancelled,
            Status::Blocked | Status::Waiting => Self::Impediments,
            Status::Retrospective => Self::Retrospective,
        }
    }
}

words! {
    /// What sort of thing an item is.
    Kind {
        /// A piece of value for somebody: Story, User Story, Feature; on Trello every card that is nothing else.
        Story = "story",
        /// A defect or an incident.
        Bug = "bug",
        /// Work without a story around it.
        Task = "task",
        /// A part of another item.
        SubTask = "sub-task",
        /// A container of stories.
        Epic = "epic",
        /// Time-boxed research.
        Spike = "spike",
        /// Something in the team's way.
        Impediment = "impediment",
        /// An action from a retrospective.
        RetroAction = "retro-action",
        /// Paying back a shortcut.
        TechnicalDebt = "technical-debt",
        /// A meeting that was put on the board.
        Meeting = "meeting",
        /// None of these.
        Other = "other",
    }
}

impl Kind {
    /// Whether the order of such items shows what is built first. Sub-tasks follow their parents.
    /// Impediments, retrospective actions and meetings are not part of the product.
    pub fn is_ordered(self) -> bool {
        !matches!(self, Self::SubTask | Self::Impediment | Self::RetroAction | Self::Meeting)
    }

    /// Whether such items are work that a team takes into a sprint: ordered items, but not the epics around
    /// them.
    pub fn is_work(self) -> bool {
        self.is_ordered() && self != Self::Epic
    }

    /// The kind of an issue type or label with this name, if the charter does not set it.
    pub fn named(name: &str) -> Option<Self> {
        let of_whole = lexicon::kind(name).map(Self::from);
        of_whole.or_else(|| lexicon::is_bug_of_something(name).then_some(Self::Bug))
    }

    /// The kind of a label with this name, if the charter does not set it. If the labels of a board are a
    /// scale of severities, "Blocker" is one of them, not an impediment.
    pub fn of_label(name: &str, in_scale: bool) -> Option<Self> {
        Self::named(name).filter(|kind| *kind != Self::Impediment || !(in_scale && lexicon::is_severity(name)))
    }

    /// Whether a label of a Jira issue can set this kind, because Jira has no issue type for it.
    pub fn may_be_label(self) -> bool {
        matches!(self, Self::Impediment | Self::RetroAction | Self::TechnicalDebt | Self::Meeting)
    }
}

impl From<lexicon::Kind> for Kind {
    fn from(meaning: lexicon::Kind) -> Self {
        match meaning {
            lexicon::Kind::Story => Self::Story,
            lexicon::Kind::Bug => Self::Bug,
            lexicon::Kind::Task => Self::Task,
            lexicon::Kind::SubTask => Self::SubTask,
            lexicon::Kind::Epic => Self::Epic,
            lexicon::Kind::Spike => Self::Spike,
            lexicon::Kind::Impediment => Self::Impediment,
            lexicon::Kind::RetroAction => Self::RetroAction,
            lexicon::Kind::TechnicalDebt => Self::TechnicalDebt,
            lexicon::Kind::Meeting => Self::Meeting,
            // The lexicon never returns this kind: it is for words that only accompany the name of a kind.
            lexicon::Kind::Beside => Self::Other,
        }
    }
}

words! {
    /// How much a finding weighs.
    Level {
        /// Not judged at all.
        Off = "off",
        /// Worth knowing.
        Info = "info",
        /// Worth talking about.
        Warn = "warn",
        /// Breaks what the charter says.
        Error = "error",
    }
}

words! {
    /// Which reading of Scrum the rules take.
    Profile {
        /// The articles behind the rules taken at their word.
        Strict = "strict",
        /// Only what the 2020 Scrum Guide itself supports.
        ScrumGuide = "scrum-guide",
    }
}

words! {
    /// Which number of a date like `7/9/2026` is the month.
    DateOrder {
        /// 7 September.
        DayFirst = "day-first",
        /// 9 July.
        MonthFirst = "month-first",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_known_in_many_languages_and_dresses() {
        for (name, meaning) in [
            ("Done 🎉", Stage::Done),
            ("✔ DONE", Stage::Done),
            ("✅ Done!", Stage::Done),
            ("3. In Progress", Stage::Doing),
            ("InProgress", Stage::Doing),
            ("in_progress", Stage::Doing),
            ("Doing [5]", Stage::Doing),
            ("A faire", Stage::Backlog),
            ("À faire", Stage::Backlog),
            ("Tareas por hacer", Stage::Backlog),
            ("En curso", Stage::Doing),
            ("Finalizada", Stage::Done),
            ("Terminé(e)", Stage::Done),
            ("Zu erledigen", Stage::Backlog),
            ("Im Gange", Stage::Doing),
            ("Erledigt", Stage::Done),
            ("Itens Pendentes", Stage::Backlog),
            ("Em andamento", Stage::Doing),
            ("Concluídas", Stage::Done),
            ("Homologado", Stage::Done),
            ("Da completare", Stage::Backlog),
            ("Completata", Stage::Done),
            ("In attesa", Stage::Impediments),
            ("Открытый", Stage::Backlog),
            ("В работе", Stage::Doing),
            ("Готово", Stage::Done),
            ("할 일", Stage::Backlog),
            ("진행 중", Stage::Doing),
            ("완료", Stage::Done),
            ("待办", Stage::Backlog),
            ("處理中", Stage::Doing),
            ("待處理", Stage::Backlog),
            ("作業中", Stage::Doing),
            ("Yapılacaklar", Stage::Backlog),
            ("DEVAM EDİYOR", Stage::Doing),
            ("Tamam", Stage::Done),
            ("Keskeneräinen", Stage::Doing),
            ("Folyamatban", Stage::Doing),
            ("Í vinnslu", Stage::Doing),
            ("Töös", Stage::Doing),
            ("În lucru", Stage::Doing),
            ("У роботі", Stage::Doing),
            ("Udført", Stage::Done),
            ("Att göra", Stage::Backlog),
            ("Hotovo", Stage::Done),
            ("Won’t do", Stage::Cancelled),
            ("wontfix", Stage::Cancelled),
            ("Storniert", Stage::Cancelled),
            ("Отклонено", Stage::Cancelled),
            ("Visto Bueno Maria Ximena", Stage::Acceptance),
            ("LISTO PARA PO", Stage::Acceptance),
            ("Product Backlog: User Story", Stage::Backlog),
            ("قيد التنفيذ", Stage::Doing),
            ("ملغى", Stage::Cancelled),
            ("לביצוע", Stage::Backlog),
            ("เสร็จสิ้น", Stage::Done),
            ("Đang làm", Stage::Doing),
            ("Σε εξέλιξη", Stage::Doing),
            ("受け入れ待ち", Stage::Acceptance),
        ] {
            assert_eq!(Stage::named(name), Some(meaning), "{name}");
        }
    }

    #[test]
    fn kinds_are_known_as_people_write_them() {
        for (name, meaning) in [
            ("Bugs", Kind::Bug),
            ("bug 🐞", Kind::Bug),
            ("Bug_Minor", Kind::Bug),
            ("Critical bug", Kind::Bug),
            ("type: bug", Kind::Bug),
            ("Hotfix", Kind::Bug),
            ("Hotfixes", Kind::Bug),
            ("FIX", Kind::Bug),
            ("Баг", Kind::Bug),
            ("Stories", Kind::Story),
            ("História", Kind::Story),
            ("Récit", Kind::Story),
            ("Hikaye", Kind::Story),
            ("قصة", Kind::Story),
            ("Lỗi", Kind::Bug),
            ("תת-משימה", Kind::SubTask),
            ("스토리", Kind::Story),
            ("Příběh", Kind::Story),
            ("Tarefa", Kind::Task),
            ("Görev", Kind::Task),
            ("Sub_Task", Kind::SubTask),
            ("Sous-tâche", Kind::SubTask),
            ("Épico", Kind::Epic),
            ("Tech-Debt", Kind::TechnicalDebt),
            ("Deuda técnica", Kind::TechnicalDebt),
            ("Ceremonies", Kind::Meeting),
            ("Blocker", Kind::Impediment),
        ] {
            assert_eq!(Kind::named(name), Some(meaning), "{name}");
        }
    }
}
