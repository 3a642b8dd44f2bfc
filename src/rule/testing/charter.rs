//! The charter that an example stands for.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::example::{Example, GivenSprint, Lack};
use crate::charter::{Appointment, Charter, Named, PlannedSprint, Role, SprintCards, Stage};
use crate::source::{FileId, Mark};
use crate::word::Word;

/// People that every example knows by their role; a number after it makes another one.
pub(super) const PEOPLE: &[(&str, Role)] = &[
    ("product-owner", Role::ProductOwner),
    ("scrum-master", Role::ScrumMaster),
    ("developer", Role::Developer),
    ("developer-2", Role::Developer),
    ("developer-3", Role::Developer),
    ("stakeholder", Role::Stakeholder),
    ("manager", Role::Manager),
    ("app", Role::App),
];

/// Statuses that every example knows.
const STATUSES: &[(&str, Stage)] = &[
    ("Backlog", Stage::Backlog),
    ("Ready", Stage::Ready),
    ("In Progress", Stage::Doing),
    ("Review", Stage::Doing),
    ("Acceptance", Stage::Acceptance),
    ("Done", Stage::Done),
    ("Blocked", Stage::Impediments),
    ("Retro actions", Stage::Retrospective),
];

/// The charter of `example`, whose lines are all in `file`, at the example.
pub(super) fn charter(example: &Example, file: FileId) -> Charter {
    // The example stands for the charter, too: what a finding points at there is the example.
    let mut charter = Charter { file: Some(file), lists_developers: true, ..Charter::default() };
    let mark = Some(Mark::new(file, example.span.clone()));
    let named = |text: &str| Named { text: text.to_owned(), mark };
    let given = |role: Role| example.roles.iter().find(|(name, _)| *name == role);
    // An example that gives the role to nobody stands for a charter that leaves the developers out.
    charter.lists_developers = given(Role::Developer).is_none_or(|(_, who)| !who.is_empty());
    let mut appoint = |role: Role, who: &str, since, until| {
        charter.appointments.push(Appointment { role, who: named(who), since, until });
    };
    for (who, role) in PEOPLE {
        if given(*role).is_none() {
            appoint(*role, who, None, None);
        }
    }
    for (role, people) in &example.roles {
        for holder in people {
            appoint(*role, &holder.who, holder.since, holder.until);
        }
    }
    let mapped = states(example).filter(|(_, stage)| example.maps(*stage));
    charter.workflow = mapped.map(|(name, stage)| (stage, named(name))).collect();
    charter.stages_given = Stage::ALL.to_vec();
    if knows_days_alone(example) {
        charter.sprints.extend(example.sprints.iter().filter_map(|given| planned(given, mark)));
    }
    charter.acceptance_criteria = Some(named("criteria"));
    charter.holidays.clone_from(&example.holidays);
    if !example.lacks(Lack::Estimates) {
        charter.story_points = Some(named("points"));
    }
    charter
}

/// Whether the charter gives the days of sprints, and nothing tells which cards are in them.
pub(super) fn knows_days_alone(example: &Example) -> bool {
    example.is_trello() && example.lacks(Lack::SprintCards)
}

/// A sprint as a charter gives it: its days, both of them whole.
fn planned(given: &GivenSprint, mark: Option<Mark>) -> Option<PlannedSprint> {
    let day = |at: Timestamp| at.to_zoned(TimeZone::UTC).date();
    Some(PlannedSprint {
        name: Named { text: given.name.clone(), mark },
        cards: SprintCards::ListOfItsName,
        start: day(given.start),
        end: day(given.end.or(given.completed)?),
        goal: given.goal.clone(),
    })
}

/// The statuses an example knows, and its own beside them.
pub(super) fn states(example: &Example) -> impl Iterator<Item = (&str, Stage)> {
    let own = example.extra.iter().map(|(name, stage)| (name.as_str(), *stage));
    STATUSES.iter().copied().chain(own)
}
