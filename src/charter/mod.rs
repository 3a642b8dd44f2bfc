//! The team's charter, `boardlint.toml`: who may do what, since when, and which lists or statuses mean what.
//!
//! The file is parsed once into valid types. The place of every name is kept, so that a finding can point at
//! its line. The next stage matches names with people on the board; this one knows no export.

mod check;
mod extend;
mod keys;
mod parse;
mod sections;
mod words;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::source::{FileId, Mark, toml};

pub use extend::{extended, extends};
pub use keys::{
    BoardKey, FieldKey, IgnoreKey, Key, Place, Presence, SettingKey, SprintKey, Takes, TermKey, TopKey, keys, keys_in,
};
pub use parse::parse;
pub use words::{DateOrder, Kind, Level, Profile, Role, Stage};

/// The file name that is searched for beside exports and in their parent folders.
pub const FILE_NAME: &str = "boardlint.toml";

/// Normalises the names of sprints, statuses, lists, types and labels for comparison: case and blanks do not
/// matter.
pub fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Text from the charter with its place; `None` if it was given as an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The text as written.
    pub text: String,
    /// Its place.
    pub mark: Option<Mark>,
}

/// A person in a role, for some days or without limit.
#[derive(Clone, Debug)]
pub struct Appointment {
    /// The role.
    pub role: Role,
    /// Account id, user key or name, e-mail, or display name.
    pub who: Named,
    /// First day, in the charter's time zone. `None` if it was left out: from the beginning.
    pub since: Option<Date>,
    /// Last day, included. `None` if it was left out: no end.
    pub until: Option<Date>,
}

/// One person with several accounts.
#[derive(Clone, Debug)]
pub struct Alias {
    /// The account that stands for the person.
    pub person: Named,
    /// The others.
    pub accounts: Vec<Named>,
}

/// How cards are assigned to a sprint of the charter (Trello). Lists and labels are given by name `N`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SprintCards<N = Named> {
    /// The card is in the list with the sprint's name.
    ListOfItsName,
    /// The card is in this list between the sprint's dates. Other sprints may use the list, too.
    List(N),
    /// The card has this label.
    Label(N),
}

impl<N> SprintCards<N> {
    /// Converts the name with `named`.
    pub(crate) fn named_by<M>(&self, named: impl FnOnce(&N) -> M) -> SprintCards<M> {
        match self {
            Self::ListOfItsName => SprintCards::ListOfItsName,
            Self::List(list) => SprintCards::List(named(list)),
            Self::Label(label) => SprintCards::Label(named(label)),
        }
    }
}

/// A sprint of the charter: Trello has none of its own, and a CSV has names without dates.
#[derive(Clone, Debug)]
pub struct PlannedSprint {
    /// The name.
    pub name: Named,
    /// How cards are assigned to it.
    pub cards: SprintCards,
    /// First day.
    pub start: Date,
    /// Last day, included.
    pub end: Date,
    /// Its goal.
    pub goal: Option<String>,
}

/// The settings for one rule in `[rules]`.
#[derive(Clone, Debug)]
pub struct RuleSetting {
    /// The rule's name.
    pub name: Named,
    /// The level that replaces the rule's own.
    pub level: Option<Level>,
    /// Conditions that replace those of the rule on the same fields.
    pub when: Option<toml::Value>,
    /// The file with the setting.
    pub file: FileId,
}

/// Findings that the team accepts.
#[derive(Clone, Debug)]
pub struct Ignore {
    /// The place of the entry.
    pub mark: Mark,
    /// Rules it applies to; empty for all.
    pub rules: Vec<Named>,
    /// Keys or shortLinks of the items; empty for all.
    pub items: Vec<Named>,
    /// People who acted; empty for everybody.
    pub actors: Vec<Named>,
    /// The sprint's name.
    pub sprint: Option<Named>,
    /// The label of the items.
    pub label: Option<Named>,
    /// First day of the findings.
    pub since: Option<Date>,
    /// Last day of the findings.
    pub until: Option<Date>,
    /// The reason; required.
    pub reason: String,
    /// Last day on which the entry applies.
    pub expires: Option<Date>,
}

/// One setting of the charter, with its place.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its section and key, as in `roles.product-owner`.
    pub name: String,
    /// Its value as TOML in one line.
    pub value: String,
    /// The key, or the whole entry of a list.
    pub mark: Mark,
}

/// Which findings make a run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// None.
    Never,
    /// Those of this level or a higher one.
    At(Level),
}

/// The contents of one `boardlint.toml`, or of the command line options in its place.
#[derive(Clone, Debug, Default)]
pub struct Charter {
    /// The file, if there is one.
    pub file: Option<FileId>,
    /// The file it extends.
    pub base: Option<FileId>,
    /// All settings by file, in the order of the file.
    pub settings: Vec<Setting>,
    /// Holders of roles.
    pub appointments: Vec<Appointment>,
    /// Whether `developers` is given. If so, a person without a role is an outsider.
    pub lists_developers: bool,
    /// Accounts of the same person.
    pub aliases: Vec<Alias>,
    /// Statuses or lists with their stages.
    pub workflow: Vec<(Stage, Named)>,
    /// Stages whose lists the charter gives; the lists of others are guessed.
    pub stages_given: Vec<Stage>,
    /// The field with the estimates.
    pub story_points: Option<Named>,
    /// The field with the acceptance criteria.
    pub acceptance_criteria: Option<Named>,
    /// Issue types or labels and the kind of item they mean.
    pub kinds: Vec<(Kind, Named)>,
    /// The team's only project; `None` for all projects of an export.
    pub project: Option<Named>,
    /// Sprints that the export lacks.
    pub sprints: Vec<PlannedSprint>,
    /// Levels and overlays of rules.
    pub rules: Vec<RuleSetting>,
    /// Findings that the team accepts.
    pub ignores: Vec<Ignore>,
    /// Time zone of the dates, if given.
    pub timezone: Option<TimeZone>,
    /// Days on which nobody works.
    pub holidays: Vec<Date>,
    /// Order of day and month for ambiguous dates.
    pub date_order: Option<DateOrder>,
    /// Which profile of the rules applies.
    pub profile: Option<Profile>,
    /// Which findings make a run fail.
    pub fail_on: Option<FailOn>,
    /// Whether it contains an error. If so, a setting that seems missing may have been unreadable.
    pub broken: bool,
    /// Whether a Product Owner or Scrum Master who matches nobody on the board is an error.
    pub strict: bool,
}

impl Charter {
    /// Time zone of the dates; UTC by default.
    pub fn zone(&self) -> TimeZone {
        self.timezone.clone().unwrap_or(TimeZone::UTC)
    }

    /// Everybody named in it, on the board or not.
    pub fn people(&self) -> impl Iterator<Item = &str> {
        let holders = self.appointments.iter().map(|entry| &entry.who);
        let accounts = self.aliases.iter().flat_map(|alias| std::iter::once(&alias.person).chain(&alias.accounts));
        let ignored = self.ignores.iter().flat_map(|ignore| &ignore.actors);
        holders.chain(accounts).chain(ignored).map(|named| named.text.as_str())
    }

    /// Whether the place is in the extended file. Names there need not be on every team's board.
    pub fn is_shared(&self, mark: Option<Mark>) -> bool {
        self.base.is_some() && mark.map(|mark| mark.file) == self.base
    }

    /// Gives `role` to a person from an option.
    pub fn appoint(&mut self, role: Role, who: &str) {
        self.lists_developers |= role == Role::Developer;
        let who = Named { text: who.to_owned(), mark: None };
        self.appointments.push(Appointment { role, who, since: None, until: None });
    }
}
