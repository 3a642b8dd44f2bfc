//! The options of a run, apart from the texts: the same as those of `boardlint check`.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::board::{Day, Pick, Wanted};
use crate::charter::{Charter, DateOrder, FailOn, Level, Named, Profile, Role};
use crate::export::Context;
use crate::rule::Selection;
use crate::source::Diagnostic;

/// The options of a run. The default judges everything in the texts.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Who holds which role, in addition to the charters: account id, user name, e-mail or display name.
    pub roles: Vec<(Role, String)>,
    /// The key of the only project to judge; `None` for the charter's, else every project.
    pub project: Option<String>,
    /// The time zone for times that an export writes without one; `None` for the charter's.
    pub timezone: Option<TimeZone>,
    /// How to read dates like 7/9/2026 in a CSV; `None` for the charter's setting, else guessed from the
    /// dates of the file.
    pub date_order: Option<DateOrder>,
    /// The day to whose end the clock is set. Ages and the expiry of ignores are relative to it.
    pub today: Option<Date>,
    /// The time of the run, for the expiry of ignores if `today` is `None`. If both are, no ignore expires.
    pub now: Option<Timestamp>,
    /// The first day to judge.
    pub since: Option<Day>,
    /// The last day to judge, in the state at its end.
    pub until: Option<Day>,
    /// The sprint to judge, in the state at its end.
    pub sprint: Option<Pick>,
    /// How strictly Scrum is interpreted; `None` for the charter's setting, else [`Profile::Strict`].
    pub profile: Option<Profile>,
    /// Whether it is an error if a Product Owner or Scrum Master of a charter is not found on its board.
    pub strict_charter: bool,
    /// The rules to apply.
    pub selection: Selection,
    /// When [`Linted::fails`](super::Linted::fails) is set; `None` for the charter's setting, else from
    /// [`Level::Error`] on.
    pub fail_on: Option<FailOn>,
}

impl Options {
    /// The period to look at.
    pub(super) fn wanted(&self) -> Wanted {
        Wanted { today: self.today, since: self.since, until: self.until, sprint: self.sprint.clone() }
    }

    /// The error in the options by themselves, if any.
    pub(super) fn mistakes(&self) -> Option<Diagnostic> {
        let (Day::On(since), Day::On(until)) = (self.since?, self.until?) else { return None };
        (until < since)
            .then(|| Diagnostic::error(format!("the window ends before it begins: {until} is before {since}")))
    }

    /// `charter` with the roles and the project from the options.
    pub(super) fn appoint(&self, mut charter: Charter) -> Charter {
        if let Some(project) = &self.project {
            charter.project = Some(Named { text: project.clone(), mark: None });
        }
        charter.strict = self.strict_charter;
        self.roles.iter().for_each(|(role, who)| charter.appoint(*role, who));
        charter
    }

    /// Settings, from the options or the charter, for what an export may not say.
    pub(super) fn context(&self, charter: Option<&Charter>) -> Context {
        Context {
            timezone: self.timezone.clone().or_else(|| charter.and_then(|charter| charter.timezone.clone())),
            date_order: self.date_order.or_else(|| charter.and_then(|charter| charter.date_order)),
        }
    }

    /// The current day for the expiry of ignores, in the charter's time zone.
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
