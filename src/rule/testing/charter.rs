//! The charter of an example.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::example::{Example, GivenSprint, Lack};
use crate::charter::{Appointment, Charter, Named, PlannedSprint, Role, SprintCards, Stage};
use crate::source::{FileId, Mark};
use crate::word::Word;

/// People in every example, named by their role; numbers distinguish several.
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

/// Statuses in every example.
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

/// The charter of `example`. All its lines point to the example in `file`.
pub(super) fn charter(example: &Example, file: FileId) -> Charter {
    // The example is also its charter: findings that point to the charter point to the example.
    let mut charter = Charter { file: Some(file), lists_developers: true, ..Charter::default() };
    let mark = Some(Mark::new(file, example.span.clone()));
    let named = |text: &str| Named { text: text.to_owned(), mark };
    let given = |role: Role| example.roles.iter().find(|(name, _)| *name == role);
    // An example with an empty list of developers stands for a charter without any.
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

/// Whether only the days of sprints are known, from the charter, and not their cards.
pub(super) fn knows_days_alone(example: &Example) -> bool {
    example.is_trello() && example.lacks(Lack::SprintCards)
}

/// A sprint as in a charter: its first and last day.
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

/// The statuses in every example, and those of this one.
pub(super) fn states(example: &Example) -> impl Iterator<Item = (&str, Stage)> {
    let own = example.extra.iter().map(|(name, stage)| (name.as_str(), *stage));
    STATUSES.iter().copied().chain(own)
}
