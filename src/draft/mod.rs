//! Drafts a charter from an export: who probably holds which role, what the columns mean, and why.
//!
//! A draft is data: candidates with evidence and certainty. Other modules render it (`report::draft`) or
//! correct it. The board is built twice: first without settings, to find the meaning of columns, fields and
//! accounts; then with these findings, to see who does what.

mod activity;
mod aliases;
mod apps;
mod candidate;
mod columns;
mod dates;
mod fields;
mod given;
mod kinds;
mod labels;
mod list_names;
mod moves;
mod names;
mod numbers;
mod replacements;
mod roles;
mod setup;
mod sprints;
mod timezone;
mod words;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::Serialize;

pub use activity::{Activity, ActivityShare, DEEDS, deeds};
pub use aliases::{Alias, AliasEvidence, AliasReason};
pub use apps::{AppEvidence, AppReason};
pub use candidate::{Candidate, Certainty};
pub use columns::{Column, Flow, StageEvidence};
pub use fields::{Field, FieldEvidence, FieldName};
pub use given::Given;
pub use kinds::{KindName, KindSource, StoriesByDefault};
pub use names::PersonName;
pub use numbers::SmallNumbers;
pub use replacements::{Replacement, ReplacementEvidence};
pub use roles::{Builder, RoleCandidate, RoleDoubt, RoleEvidence, RoleNote, RoleRemark, RunnerUp};
pub use setup::{DateOrderEvidence, Setup};
pub use sprints::{SprintEnd, SprintEvidence, SprintPlan, SprintStart};
pub use timezone::{Timezone, TimezoneEvidence, WorkingHours};

use crate::board::facts::Facts;
use crate::board::{self, Board, PersonId, Wanted};
use crate::charter::{Charter, Kind, Role};
use crate::source::{Diagnostic, Sources, has_errors};
use activity::Activities;
use names::WrittenNames;
use setup::{named, zone_of};

/// Everything that was found about a board.
#[derive(Clone, Debug, Serialize)]
pub struct Draft {
    /// The setup of the board.
    #[serde(flatten)]
    pub setup: Setup,
    /// Everybody on the board, apps included, sorted by number of changes.
    pub people: Vec<Participant>,
    /// Who may hold which role; the best candidates of a role first.
    pub roles: Vec<RoleCandidate>,
    /// Who may have held a role in place of another for some days.
    pub replacements: Vec<Candidate<Replacement, ReplacementEvidence>>,
    /// Further remarks about roles.
    pub role_notes: Vec<RoleNote>,
    /// Cards that count as stories because nothing says otherwise (Trello).
    pub stories_by_default: StoriesByDefault,
}

/// A person on the board and what they did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Participant {
    /// The display name.
    pub name: String,
    /// The name for a charter, as for candidates for roles. `None` if their only unique name is an e-mail
    /// address, which is never written.
    pub written: Option<String>,
    /// Whether it is an app; the activity of apps is not counted.
    pub app: bool,
    /// Number of their decisions, comments included, and of items that they carried over.
    pub changes: usize,
    /// Number of days with activity.
    pub days: usize,
    /// How often they did activities that show a role; activities that they never did are omitted.
    pub activities: Vec<ActivityShare>,
    /// Number of their decisions in each column of [`DEEDS`].
    pub deeds: [usize; DEEDS.len()],
}

/// Drafts the charter of the board in `facts`, which come from `sources`.
///
/// # Errors
/// If a name with a given role matches no person on the board, or several.
pub fn draft(facts: Vec<Facts<'_>>, sources: &Sources, given: &Given) -> Result<Draft, Vec<Diagnostic>> {
    let files = facts.iter().map(|facts| sources.get(facts.file));
    let zone = match &given.timezone {
        Some(zone) => Some(Candidate::new(Certainty::Sure, zone.clone(), TimezoneEvidence::Given)),
        None => timezone::by_offsets(files),
    };
    let project = given.project.as_deref().map(named);
    let as_it_stands = Charter { timezone: zone_of(zone.as_ref()), project, ..Charter::default() };
    let built = board::build(facts.clone(), &as_it_stands, &Wanted::default());
    if let Some(nowhere) = built.nowhere.filter(|_| given.project.is_some()) {
        return Err(vec![nowhere]);
    }
    let setup = Setup::of(&built.board, &facts, zone, given);

    let mut charter = setup.charter();
    for (role, who) in &given.roles {
        charter.appoint(*role, who);
    }
    let built = board::build(facts, &charter, &Wanted::default());
    if has_errors(&built.found) {
        return Err(built.found);
    }
    Ok(Draft::of(setup, &built.board, given))
}

/// Whether an account may be an app because of a word in its name.
fn is_called_like_app(app: &Candidate<PersonName, AppEvidence>) -> bool {
    matches!(app.evidence.reason, AppReason::Word(_))
}

impl Draft {
    /// The draft of a `board` that was built with this `setup`.
    fn of(setup: Setup, board: &Board<'_>, given: &Given) -> Self {
        let names = WrittenNames(&board.people);
        let activities = Activities::new(board);
        let find = |(role, who): &(Role, String)| Some((*role, board.people.find_by_text(who)?));
        let given: Vec<(Role, PersonId)> = given.roles.iter().filter_map(find).collect();
        let called_like_apps = setup.apps.iter().filter(|app| is_called_like_app(app));
        let called_like_apps: BTreeSet<String> = called_like_apps.map(|app| app.value.written.clone()).collect();
        let found = roles::roles(board, &names, &activities, &given, &called_like_apps);
        let apps = setup.apps.iter().map(|app| {
            // Two signs make an app likely: it has the name of an app and does none of the team's work. Then
            // it is not a stakeholder.
            let is_idle = is_called_like_app(app) && found.idle_apps.contains(&app.value.written);
            let certainty = if is_idle { app.certainty.max(Certainty::Likely) } else { app.certainty };
            let evidence = RoleEvidence::App(app.evidence.clone());
            RoleCandidate { role: Role::App, person: Candidate::new(certainty, app.value.clone(), evidence) }
        });
        let stories = setup.kind_names(Kind::Story).filter(|(_, it)| it.is_in_force());
        let means_story: Vec<&str> = stories.map(|(name, _)| &*name.name).collect();
        Self {
            people: participants(board, &names, &activities),
            roles: apps.chain(found.candidates).collect(),
            replacements: found.replacements,
            role_notes: found.notes,
            stories_by_default: StoriesByDefault::of(board, &means_story),
            setup,
        }
    }

    /// Number of people on the board, without apps.
    pub fn humans(&self) -> usize {
        self.people.iter().filter(|person| !person.app).count()
    }

    /// Whether the caller gave somebody a role.
    pub fn has_given_roles(&self) -> bool {
        self.roles.iter().any(|candidate| candidate.person.evidence == RoleEvidence::Given)
    }

    /// The candidates for `role`.
    pub fn holders(&self, role: Role) -> impl Iterator<Item = &Candidate<PersonName, RoleEvidence>> {
        self.roles.iter().filter(move |candidate| candidate.role == role).map(|candidate| &candidate.person)
    }
}

/// Everybody on the board, sorted by number of changes.
fn participants(board: &Board<'_>, names: &WrittenNames<'_, '_>, activities: &Activities) -> Vec<Participant> {
    let deeds = deeds(board);
    let participant = |(id, person): (PersonId, &board::Person<'_>)| Participant {
        name: person.name.to_string(),
        written: names.name(id).map(|name| name.written),
        app: person.app,
        changes: activities.changes(id),
        days: activities.days(id),
        activities: activities.of(id).filter(|share| share.own > 0).collect(),
        deeds: deeds[id.index()],
    };
    let mut people: Vec<Participant> = board.people.iter().map(participant).collect();
    people.sort_by_key(|person| Reverse(person.changes));
    people
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::export::{self, Context};

    const JIRA: &[u8] = include_bytes!("../../fixtures/bakery/jira-cloud/search.json");
    const TRELLO: &[u8] = include_bytes!("../../fixtures/bakery/trello/board.json");

    /// The draft of the fixture team's board, as JSON.
    fn drafted(export: &[u8], given: &Given) -> Result<Value, Vec<Diagnostic>> {
        let mut sources = Sources::new();
        let file = sources.add("board.json", export.to_vec());
        let reading = export::read(sources.get(file), &Context::default()).expect("an export");
        Ok(json!(draft(vec![reading.facts], &sources, given)?))
    }

    fn entry<'v>(list: &'v Value, key: &str, value: &str) -> &'v Value {
        list.as_array().expect("a list").iter().find(|entry| entry[key] == value).expect(value)
    }

    #[test]
    fn a_candidate_comes_with_the_numbers_that_speak_for_it() {
        let draft = drafted(JIRA, &Given::default()).expect("a draft");
        let owner = entry(&draft["roles"], "role", "product-owner");
        assert_eq!(owner["value"], json!({ "written": "Greta Lindqvist", "shown": "Greta Lindqvist" }));
        assert_eq!(owner["certainty"], "likely");
        let shares = &owner["evidence"]["activities"]["shares"];
        assert_eq!(shares[0], json!({ "activity": "acceptance", "own": 15, "total": 17 }));
        let replacement = &draft["replacements"][0]["value"];
        assert_eq!((&replacement["since"], &replacement["until"]), (&json!("2026-02-02"), &json!("2026-02-06")));
    }

    #[test]
    fn everybody_is_listed_with_what_they_did_the_busiest_first() {
        let people = &drafted(JIRA, &Given::default()).expect("a draft")["people"];
        assert_eq!((&people[0]["name"], &people[0]["changes"]), (&json!("Greta Lindqvist"), &json!(70)));
        let app = entry(people, "name", "Oven Bell");
        assert_eq!((&app["app"], &app["activities"]), (&json!(true), &json!([])));
    }

    #[test]
    fn lists_have_stages_and_sprints_have_days() {
        let draft = drafted(TRELLO, &Given::default()).expect("a draft");
        let done = entry(&draft["columns"], "name", "Done");
        assert_eq!(done["items"], 18);
        assert_eq!(done["stage"], json!({ "value": "done", "certainty": "sure", "evidence": "name" }));
        let sprint = &draft["sprints"][0];
        let value = json!({ "name": "Oven 1", "cards": "list-of-its-name", "days": ["2026-01-05", "2026-01-23"] });
        assert_eq!(sprint["value"], value);
        assert_eq!(sprint["evidence"], json!({ "start": "first-card-begun", "end": "next-begins", "every": 21 }));
    }

    #[test]
    fn what_the_caller_gives_is_sure_and_a_name_that_fits_no_person_is_an_error() {
        let given = |who: &str| Given { roles: vec![(Role::ScrumMaster, who.to_owned())], ..Given::default() };
        let draft = drafted(JIRA, &given("kenji mori")).expect("a draft");
        let master = entry(&draft["roles"], "role", "scrum-master");
        assert_eq!((&master["certainty"], &master["evidence"]), (&json!("sure"), &json!("given")));
        assert!(drafted(JIRA, &given("Kenji Nobody")).is_err());
    }
}
