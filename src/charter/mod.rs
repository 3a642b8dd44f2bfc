//! The team's charter, `boardlint.toml`: who may do what, since when, and which lists or statuses mean what.
//!
//! What the file says is parsed once into types that cannot be wrong, with the place of every name kept, so that a
//! finding can point at the line that makes it one. Whether a name fits somebody on the board is the next stage's
//! question; this one knows no export.

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

/// The file name that is looked for beside exports and above them.
pub const FILE_NAME: &str = "boardlint.toml";

/// The form in which the names of sprints, statuses, lists, types and labels are compared: they are the same whatever their case
/// and the blanks around and inside them.
pub fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Text from the charter with its place; there is none when it was typed as an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The text as written.
    pub text: String,
    /// Where it stands.
    pub mark: Option<Mark>,
}

/// Somebody holds a role, for a while or for good.
#[derive(Clone, Debug)]
pub struct Appointment {
    /// The role.
    pub role: Role,
    /// Account id, user key or name, e-mail, or display name.
    pub who: Named,
    /// First day, in the charter's time zone; from the beginning when left out.
    pub since: Option<Date>,
    /// Last day, included; open when left out.
    pub until: Option<Date>,
}

/// One person with several accounts.
#[derive(Clone, Debug)]
pub struct Alias {
    /// The account the person is known by.
    pub person: Named,
    /// The others.
    pub accounts: Vec<Named>,
}

/// How a card is in a sprint of the charter (Trello), with lists and labels by their names `N`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SprintCards<N = Named> {
    /// By standing in the list that has the sprint's name.
    ListOfItsName,
    /// By standing in this list between the sprint's dates; the list may serve other sprints, too.
    List(N),
    /// By having this label.
    Label(N),
}

impl<N> SprintCards<N> {
    /// The same, with the name as `named` has it.
    pub(crate) fn named_by<M>(&self, named: impl FnOnce(&N) -> M) -> SprintCards<M> {
        match self {
            Self::ListOfItsName => SprintCards::ListOfItsName,
            Self::List(list) => SprintCards::List(named(list)),
            Self::Label(label) => SprintCards::Label(named(label)),
        }
    }
}

/// A sprint that only the charter knows: Trello has none of its own, a CSV gives names without dates.
#[derive(Clone, Debug)]
pub struct PlannedSprint {
    /// The name.
    pub name: Named,
    /// How cards are in it.
    pub cards: SprintCards,
    /// First day.
    pub start: Date,
    /// Last day, included.
    pub end: Date,
    /// What it was for.
    pub goal: Option<String>,
}

/// What `[rules]` says about one rule.
#[derive(Clone, Debug)]
pub struct RuleSetting {
    /// The rule's name.
    pub name: Named,
    /// The level that replaces the rule's own.
    pub level: Option<Level>,
    /// Conditions that replace those of the rule on the same fields.
    pub when: Option<toml::Value>,
    /// The file the setting stands in.
    pub file: FileId,
}

/// Findings the team has agreed to live with.
#[derive(Clone, Debug)]
pub struct Ignore {
    /// Where the entry stands.
    pub mark: Mark,
    /// The rules that are meant; none where all are.
    pub rules: Vec<Named>,
    /// The keys or shortLinks of the items; none where all are meant.
    pub items: Vec<Named>,
    /// Who acted; none where everybody is meant.
    pub actors: Vec<Named>,
    /// The sprint's name.
    pub sprint: Option<Named>,
    /// The label of the items.
    pub label: Option<Named>,
    /// First day of findings meant.
    pub since: Option<Date>,
    /// Last day of findings meant.
    pub until: Option<Date>,
    /// Why; required.
    pub reason: String,
    /// The last day on which the entry counts.
    pub expires: Option<Date>,
}

/// One thing the charter says, and where.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its section and key, as in `roles.product-owner`.
    pub name: String,
    /// What it was set to, as TOML in one line.
    pub value: String,
    /// The key, or the whole entry of a list.
    pub mark: Mark,
}

/// When a run fails by what it found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// Never.
    Never,
    /// With a finding of this level or a higher one.
    At(Level),
}

/// Everything one `boardlint.toml` (or the command line in its place) says.
#[derive(Clone, Debug, Default)]
pub struct Charter {
    /// The file, unless there is none.
    pub file: Option<FileId>,
    /// The file it extends.
    pub base: Option<FileId>,
    /// Everything that was set, by file and in the order there.
    pub settings: Vec<Setting>,
    /// Who holds which role when.
    pub appointments: Vec<Appointment>,
    /// Whether `developers` is given: then someone without a role is an outsider.
    pub lists_developers: bool,
    /// Accounts that are one person.
    pub aliases: Vec<Alias>,
    /// Statuses or lists and the stage of work they mean.
    pub workflow: Vec<(Stage, Named)>,
    /// Stages whose lists the charter gives; those it leaves out are guessed.
    pub stages_given: Vec<Stage>,
    /// The field that holds estimates.
    pub story_points: Option<Named>,
    /// The field that holds acceptance criteria.
    pub acceptance_criteria: Option<Named>,
    /// Issue types or labels and the kind of item they mean.
    pub kinds: Vec<(Kind, Named)>,
    /// The one project that is the team's; all of an export when none is given.
    pub project: Option<Named>,
    /// Sprints the export does not know.
    pub sprints: Vec<PlannedSprint>,
    /// Levels and overlays of rules.
    pub rules: Vec<RuleSetting>,
    /// What the team lives with.
    pub ignores: Vec<Ignore>,
    /// The zone in which dates are meant, where it is given.
    pub timezone: Option<TimeZone>,
    /// Days on which nobody works.
    pub holidays: Vec<Date>,
    /// How to read dates whose days and months look alike.
    pub date_order: Option<DateOrder>,
    /// Which profile of the rules applies.
    pub profile: Option<Profile>,
    /// When a run fails by what it found.
    pub fail_on: Option<FailOn>,
    /// Whether something in it is wrong: then what it seems to leave out may be what could not be understood.
    pub broken: bool,
    /// Whether a Product Owner or Scrum Master who fits nobody on the board is an error.
    pub strict: bool,
}

impl Charter {
    /// The zone in which dates are meant: the one that is given, else UTC.
    pub fn zone(&self) -> TimeZone {
        self.timezone.clone().unwrap_or(TimeZone::UTC)
    }

    /// Everybody it names, on the board or not.
    pub fn people(&self) -> impl Iterator<Item = &str> {
        let holders = self.appointments.iter().map(|entry| &entry.who);
        let accounts = self.aliases.iter().flat_map(|alias| std::iter::once(&alias.person).chain(&alias.accounts));
        let ignored = self.ignores.iter().flat_map(|ignore| &ignore.actors);
        holders.chain(accounts).chain(ignored).map(|named| named.text.as_str())
    }

    /// Whether the file that several teams extend says so: what is there need not be on every team's board.
    pub fn is_shared(&self, mark: Option<Mark>) -> bool {
        self.base.is_some() && mark.map(|mark| mark.file) == self.base
    }

    /// Gives `role` to the person typed as an option.
    pub fn appoint(&mut self, role: Role, who: &str) {
        self.lists_developers |= role == Role::Developer;
        let who = Named { text: who.to_owned(), mark: None };
        self.appointments.push(Appointment { role, who, since: None, until: None });
    }
}
