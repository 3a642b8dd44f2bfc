//! What a caller asks for beside the texts: the same things as the options of `boardlint check`.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::board::{Day, Pick, Wanted};
use crate::charter::{Charter, DateOrder, FailOn, Level, Named, Profile, Role};
use crate::export::Context;
use crate::rule::Selection;
use crate::source::Diagnostic;

/// What is asked for. The default asks for everything that the texts themselves say.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Who holds which role, beside what the charters say: account id, user name, e-mail or display name.
    pub roles: Vec<(Role, String)>,
    /// The key of the one project that is judged; none: as the charter says, else every project.
    pub project: Option<String>,
    /// The zone of times that an export writes without one; none: the charter's.
    pub timezone: Option<TimeZone>,
    /// How dates like 7/9/2026 in a CSV are read; none: as the charter says, else by the dates of the file.
    pub date_order: Option<DateOrder>,
    /// The day to whose end the clock is moved: ages are measured to it, and ignores expire by it.
    pub today: Option<Date>,
    /// The instant of the run, by which ignores expire where `today` is none; none: no ignore expires.
    pub now: Option<Timestamp>,
    /// The first day that is judged.
    pub since: Option<Day>,
    /// The last day that is judged, as everything stood then.
    pub until: Option<Day>,
    /// The sprint that is judged, as it stood at its end.
    pub sprint: Option<Pick>,
    /// How strictly Scrum is read; none: as the charter says, else [`Profile::Strict`].
    pub profile: Option<Profile>,
    /// Whether a Product Owner or Scrum Master of a charter who fits nobody on its board is an error.
    pub strict_charter: bool,
    /// The rules that are asked.
    pub selection: Selection,
    /// When [`Linted::fails`](super::Linted::fails) is set; none: as the charter says, else from [`Level::Error`] on.
    pub fail_on: Option<FailOn>,
}

impl Options {
    /// The time that is looked at.
    pub(super) fn wanted(&self) -> Wanted {
        Wanted { today: self.today, since: self.since, until: self.until, sprint: self.sprint.clone() }
    }

    /// What is wrong with them by themselves.
    pub(super) fn mistakes(&self) -> Option<Diagnostic> {
        let (Day::On(since), Day::On(until)) = (self.since?, self.until?) else { return None };
        (until < since)
            .then(|| Diagnostic::error(format!("the window ends before it begins: {until} is before {since}")))
    }

    /// `charter` with the roles and the project that were given as options.
    pub(super) fn appoint(&self, mut charter: Charter) -> Charter {
        if let Some(project) = &self.project {
            charter.project = Some(Named { text: project.clone(), mark: None });
        }
        charter.strict = self.strict_charter;
        self.roles.iter().for_each(|(role, who)| charter.appoint(*role, who));
        charter
    }

    /// What they and the charter say of things that an export may leave unsaid.
    pub(super) fn context(&self, charter: Option<&Charter>) -> Context {
        Context {
            timezone: self.timezone.clone().or_else(|| charter.and_then(|charter| charter.timezone.clone())),
            date_order: self.date_order.or_else(|| charter.and_then(|charter| charter.date_order)),
        }
    }

    /// The day by which ignores expire, where the team is.
    pub(super) fn day(&self, charter: &Charter) -> Date {
        let now = || self.now.map(|now| now.to_zoned(charter.zone()).date());
        self.today.or_else(now).unwrap_or(Date::MIN)
    }

    /// Whether findings of `level` fail a run over a board with this charter.
    pub(super) fn fails(&self, charter: &Charter, level: Level) -> bool {
        match self.fail_on.or(charter.fail_on).unwrap_or(FailOn::At(Level::Error)) {
            FailOn::Never => false,
            FailOn::At(least) => level >= least,
        }
    }
}
