//! What a draft consists of: guesses, each with its evidence and how sure it is.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::board::facts::Tool;
use crate::charter::{Alias, Charter, DateOrder, Kind, Named, PlannedSprint, Role, SprintCards, Stage};

/// How sure a guess is. What is doubtful is written down, but left out of force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// Something speaks for it, and something else may be true.
    Doubtful,
    /// Much speaks for it and little against it.
    Likely,
    /// The tool, the name or the command line says so.
    Sure,
}

impl Certainty {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Doubtful => "doubtful",
            Self::Likely => "likely",
            Self::Sure => "sure",
        }
    }
}

/// A value, how sure it is, and why.
#[derive(Clone, Debug)]
pub(super) struct Guess<T> {
    pub(super) value: T,
    pub(super) certainty: Certainty,
    /// The evidence, in words.
    pub(super) why: String,
}

impl<T> Guess<T> {
    pub(super) fn new(certainty: Certainty, value: T, why: impl Into<String>) -> Self {
        Self { value, certainty, why: why.into() }
    }

    /// Whether it is written so that it counts.
    pub(super) fn counts(&self) -> bool {
        self.certainty > Certainty::Doubtful
    }
}

/// A sprint that only the names of lists and the ways of cards tell of.
#[derive(Clone, Debug)]
pub(super) struct SprintGuess {
    pub(super) name: String,
    pub(super) start: Date,
    pub(super) end: Date,
}

/// Several accounts of one person.
#[derive(Clone, Debug)]
pub(super) struct AliasGuess {
    pub(super) person: String,
    pub(super) others: Vec<String>,
}

/// Somebody held a role in another's place for some days, both days included.
#[derive(Clone, Debug)]
pub(super) struct StandIn {
    pub(super) role: Role,
    pub(super) other: String,
    pub(super) since: Date,
    pub(super) until: Date,
}

/// Everything that was guessed about one board.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// What people call the board.
    pub(super) board: String,
    pub(super) tool: Option<Tool>,
    /// The day of the newest thing in the export.
    pub(super) newest: Option<Date>,
    pub(super) items: usize,
    pub(super) people: usize,
    pub(super) timezone: Option<Guess<String>>,
    /// Whether the export writes its times without a zone.
    pub(super) zoneless: bool,
    /// What else is known about the zone.
    pub(super) zone_note: Option<String>,
    pub(super) date_order: Option<Guess<DateOrder>>,
    pub(super) roles: Vec<(Role, Guess<String>)>,
    /// By date, for each role.
    pub(super) stand_ins: Vec<Guess<StandIn>>,
    /// What there is to say about a role besides.
    pub(super) role_notes: Vec<(Role, String)>,
    pub(super) aliases: Vec<Guess<AliasGuess>>,
    pub(super) stages: Vec<(Stage, Guess<String>)>,
    /// Statuses or lists without a guess, with what is known of them.
    pub(super) unknown_states: Vec<String>,
    pub(super) story_points: Option<Guess<String>>,
    pub(super) criteria: Option<Guess<String>>,
    pub(super) field_notes: Vec<String>,
    pub(super) kinds: Vec<(Kind, Guess<String>)>,
    pub(super) unknown_kinds: Vec<String>,
    pub(super) sprints: Vec<Guess<SprintGuess>>,
}

impl Draft {
    /// The charter that the draft is, without its roles but for the apps: what is done on the board is counted by it.
    pub(super) fn charter(&self) -> Charter {
        let mut charter = Charter::default();
        let counts = |stage: &&(Stage, Guess<String>)| stage.1.counts();
        for (stage, guess) in self.stages.iter().filter(counts) {
            charter.workflow.push((*stage, named(&guess.value)));
            if !charter.stages_given.contains(stage) {
                charter.stages_given.push(*stage);
            }
        }
        charter.kinds =
            self.kinds.iter().filter(|(_, guess)| guess.counts()).map(|(kind, it)| (*kind, named(&it.value))).collect();
        for guess in self.aliases.iter().filter(|guess| guess.counts()) {
            let accounts = guess.value.others.iter().map(|other| named(other)).collect();
            charter.aliases.push(Alias { person: named(&guess.value.person), accounts });
        }
        for guess in self.sprints.iter().filter(|guess| guess.counts()) {
            let SprintGuess { name, start, end } = &guess.value;
            charter.sprints.push(PlannedSprint {
                name: named(name),
                cards: SprintCards::ListOfItsName,
                start: *start,
                end: *end,
                goal: None,
            });
        }
        for (_, guess) in self.roles.iter().filter(|(role, guess)| *role == Role::App && guess.counts()) {
            charter.appoint(Role::App, &guess.value);
        }
        charter.story_points = self.story_points.as_ref().filter(|it| it.counts()).map(|it| named(&it.value));
        if let Some(zone) = self.timezone.as_ref().filter(|it| it.counts()).and_then(|it| TimeZone::get(&it.value).ok())
        {
            charter.timezone = zone;
        }
        charter.acceptance_criteria = self.criteria.as_ref().filter(|it| it.counts()).map(|it| named(&it.value));
        charter
    }

    /// Those guessed to hold `role`.
    pub(super) fn holders(&self, role: Role) -> impl Iterator<Item = &Guess<String>> {
        self.roles.iter().filter(move |(other, _)| *other == role).map(|(_, guess)| guess)
    }
}

fn named(text: &str) -> Named {
    Named { text: text.to_owned(), mark: None }
}

/// `1 card`, `5 cards`.
pub(super) fn some(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}
