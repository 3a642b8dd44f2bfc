//! Drafting a charter from an export: who probably holds which role, what the columns mean, and why.
//!
//! A draft is data: candidates, each with its evidence and how sure it is, for others to render (`report::draft`)
//! or to correct. The board is built twice: as it stands, to find out what its columns, fields and accounts are, and then by
//! what was found, to see who does what.

mod activity;
mod aliases;
mod apps;
mod candidate;
mod columns;
mod dates;
mod fields;
mod kinds;
mod labels;
mod list_names;
mod moves;
mod names;
mod numbers;
mod replacements;
mod roles;
mod sprints;
mod timezone;
mod words;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

pub use activity::{Activity, ActivityShare, DEEDS, deeds};
pub use aliases::{Alias, AliasEvidence, AliasReason};
pub use apps::{AppEvidence, AppReason};
pub use candidate::{Candidate, Certainty};
pub use columns::{Column, Flow, StageEvidence};
pub use fields::{Field, FieldEvidence, FieldName};
pub use kinds::{KindName, KindSource, StoriesByDefault};
pub use names::PersonName;
pub use numbers::SmallNumbers;
pub use replacements::{Replacement, ReplacementEvidence};
pub use roles::{Builder, RoleCandidate, RoleDoubt, RoleEvidence, RoleNote, RoleRemark, RunnerUp};
pub use sprints::{SprintEnd, SprintEvidence, SprintMembers, SprintPlan, SprintStart};
pub use timezone::{Timezone, TimezoneEvidence, WorkingHours};

use crate::board::facts::{Facts, Tool};
use crate::board::{self, Board, PersonId, Wanted};
use crate::charter::{
    Alias as CharterAlias, Charter, DateOrder, Kind, Named, PlannedSprint, Role, SprintCards, Stage, Word as _,
};
use crate::source::{Diagnostic, Severity, Sources};
use activity::Activities;
use labels::LabelHistory;
use list_names::RenamedLists;
use names::{WrittenNames, is_writable};

/// What the caller knows already.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Who holds which role, by any of their names.
    pub roles: Vec<(Role, String)>,
    /// The key of the one project that is the team's.
    pub project: Option<String>,
    /// The team's zone, by its name in the tz database.
    pub timezone: Option<String>,
    /// Which of `7/9/2026` is the month.
    pub date_order: Option<DateOrder>,
}

/// Everything that was found about one board.
#[derive(Clone, Debug, Serialize)]
pub struct Draft {
    /// What people call the board; empty where it has no name.
    pub board: String,
    /// The tool it was kept in.
    pub tool: Tool,
    /// The day of the newest thing in the export; none where nothing in it has a date.
    pub newest: Option<Date>,
    /// The one project that is the team's, where the caller named one.
    pub project: Option<String>,
    /// How many issues or cards it has.
    pub items: usize,
    /// In which zone its days are meant.
    pub timezone: Timezone,
    /// How to read dates whose days and months look alike; none where there are no such dates.
    pub date_order: Option<Candidate<DateOrder, DateOrderEvidence>>,
    /// Everybody on the board, apps included, those who did most first.
    pub people: Vec<Participant>,
    /// Who may hold which role; of a role the best candidates first.
    pub roles: Vec<RoleCandidate>,
    /// Who may have held a role in place of another for some days.
    pub replacements: Vec<Candidate<Replacement, ReplacementEvidence>>,
    /// What there is to know about roles besides.
    pub role_notes: Vec<RoleNote>,
    /// Which accounts may be one person.
    pub aliases: Vec<Candidate<Alias, AliasEvidence>>,
    /// Statuses or lists, the fullest first; those of sprints stand under `sprints`.
    pub columns: Vec<Column>,
    /// The names of archived lists in which nothing is known ever to have been: they stand nowhere else.
    pub unused_columns: Vec<String>,
    /// Fields that hold estimates and acceptance criteria.
    pub fields: Vec<Field>,
    /// Whether estimates stand in titles, as in `(5) Title`.
    pub points_in_titles: bool,
    /// Issue types or labels, by the kind they mean; those without one last.
    pub kinds: Vec<KindName>,
    /// Cards that count as stories because nothing says that they are anything else (Trello).
    pub stories_by_default: StoriesByDefault,
    /// Sprints of a tool that knows none: those of lists, those of labels, and those of one list that may serve several; each
    /// by start, those that have not begun later, those without days last.
    pub sprints: Vec<Candidate<SprintPlan, SprintEvidence>>,
}

/// Why dates may be read in an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrderEvidence {
    /// The caller named it.
    Given,
    /// Nothing: days and months cannot be told apart, and without an order nothing is dated.
    Ambiguous,
}

/// Somebody on the board and what they did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Participant {
    /// The display name.
    pub name: String,
    /// How a charter can name them, as candidates for roles are named; none where their only unique name is an e-mail address, which is never written.
    pub written: Option<String>,
    /// Whether they are an app: what apps did is not counted.
    pub app: bool,
    /// How many decisions they made, comments included, and how much they carried over.
    pub changes: usize,
    /// On how many days.
    pub days: usize,
    /// How often they did what shows a role; activities that they never did are left out.
    pub activities: Vec<ActivityShare>,
    /// How many decisions they made in each column of [`DEEDS`].
    pub deeds: [usize; DEEDS.len()],
}

/// Drafts the charter of the board that `facts` from `sources` describe.
///
/// # Errors
/// Where a name that was given a role fits no person on the board, or several.
pub fn draft(facts: Vec<Facts<'_>>, sources: &Sources, given: &Given) -> Result<Draft, Vec<Diagnostic>> {
    let files = facts.iter().map(|facts| sources.get(facts.file));
    let zone = match &given.timezone {
        Some(zone) => Some(Candidate::new(Certainty::Sure, zone.clone(), TimezoneEvidence::Given)),
        None => timezone::by_offsets(files),
    };
    let date_order = match given.date_order {
        Some(order) => Some(Candidate::new(Certainty::Sure, order, DateOrderEvidence::Given)),
        None if facts.iter().any(|facts| facts.undated) => {
            Some(Candidate::new(Certainty::Doubtful, DateOrder::DayFirst, DateOrderEvidence::Ambiguous))
        }
        None => None,
    };
    let zone_assumed = facts.iter().any(|facts| facts.zone_assumed);
    let project = given.project.as_deref().map(named);
    let as_it_stands = Charter { timezone: zone_of(zone.as_ref()), project, ..Charter::default() };
    let built = board::build(facts.clone(), &as_it_stands, &Wanted::default());
    if let Some(nowhere) = built.nowhere.filter(|_| given.project.is_some()) {
        return Err(vec![nowhere]);
    }
    let board = built.board;
    let labels = LabelHistory::new(&facts, &board);
    let renamed = RenamedLists::of(&facts, &board);
    let mut draft = look(&board, &labels, &renamed, zone, zone_assumed);
    draft.date_order = date_order;
    draft.project.clone_from(&given.project);
    draft.kinds = kinds::kinds(&board, kinds::issue_types(&facts, &board));
    draft.kinds.retain(|name| name.kind.is_some() || !labels.is_sprint(&name.name));
    // A field that is called so may be one that nobody uses.
    if !board.items.iter().any(|item| item.estimates.iter().any(|(_, estimate)| estimate.is_some())) {
        draft.fields.extend(fields::by_numbers(&facts, &board));
    }

    let mut charter = draft.charter();
    for (role, who) in &given.roles {
        charter.appoint(*role, who);
    }
    let built = board::build(facts, &charter, &Wanted::default());
    if built.found.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return Err(built.found);
    }
    draft.see_who_does_what(&built.board, given);
    Ok(draft)
}

/// What a board shows of itself: columns, sprints, fields, accounts.
fn look(
    board: &Board<'_>,
    labels: &LabelHistory,
    renamed: &RenamedLists,
    zone: Option<Candidate<String, TimezoneEvidence>>,
    zone_assumed: bool,
) -> Draft {
    let names = WrittenNames::new(&board.people);
    let columns = columns::columns(board);
    let mut zone = zone;
    if let Some(zone) = &mut zone {
        timezone::doubt_by_night(zone, board);
    }
    let serving = if board.tool == Tool::Trello { sprints::serving_list(board) } else { None };
    let serving = serving.filter(|list| is_writable(list));
    let mut sprints = sprints::sprints(board, &columns.sprints, renamed, serving.as_deref(), labels);
    sprints.retain(|sprint| is_writable(&sprint.value.name));
    let is_dated = board.first_record.is_some() || board.items.iter().any(|item| item.updated.is_some());
    let apps = apps::apps(board, &names).into_iter().map(|app| RoleCandidate {
        role: Role::App,
        person: Candidate::new(app.certainty, app.value, RoleEvidence::App(app.evidence)),
    });
    Draft {
        board: board.name.clone(),
        tool: board.tool,
        newest: is_dated.then(|| board.calendar.day(board.clock)),
        project: None,
        items: board.items.len(),
        timezone: Timezone { candidate: zone, assumed: zone_assumed, working_hours: timezone::working_hours(board) },
        date_order: None,
        people: Vec::new(),
        roles: apps.collect(),
        replacements: Vec::new(),
        role_notes: Vec::new(),
        aliases: aliases::aliases(board, &names),
        columns: columns.workflow,
        unused_columns: columns.unused,
        fields: fields::fields(board),
        points_in_titles: board.in_titles,
        kinds: Vec::new(),
        stories_by_default: StoriesByDefault::default(),
        sprints,
    }
}

/// Whether somebody is a candidate for an app because of a word in the name.
fn is_called_like_app(it: &RoleCandidate) -> bool {
    it.role == Role::App
        && matches!(&it.person.evidence, RoleEvidence::App(evidence) if matches!(evidence.reason, AppReason::Word(_)))
}

impl Draft {
    /// Adds people and their roles as `board`, which was built by this draft, shows them.
    fn see_who_does_what(&mut self, board: &Board<'_>, given: &Given) {
        let names = WrittenNames::new(&board.people);
        let activities = Activities::new(board);
        let deeds = deeds(board);
        let find = |(role, who): &(Role, String)| Some((*role, board.people.find_by_text(who)?));
        let given: Vec<(Role, PersonId)> = given.roles.iter().filter_map(find).collect();
        let called_like_apps = self.roles.iter().filter(|it| is_called_like_app(it));
        let called_like_apps = called_like_apps.map(|it| it.person.value.written.clone()).collect();
        let found = roles::roles(board, &names, &activities, &given, &called_like_apps);
        // Whoever is called like an app and does none of the team's work is no stakeholder: two signs make an app likely.
        let idle = |it: &RoleCandidate| is_called_like_app(it) && found.idle_apps.contains(&it.person.value.written);
        for it in self.roles.iter_mut().filter(|it| idle(it)) {
            it.person.certainty = it.person.certainty.max(Certainty::Likely);
        }
        self.roles.extend(found.candidates);
        self.replacements = found.replacements;
        self.role_notes = found.notes;
        let participant = |(id, person): (PersonId, &board::Person<'_>)| Participant {
            name: person.name.to_string(),
            written: names.name(id).map(|name| name.written),
            app: person.app,
            changes: activities.changes(id),
            days: activities.days(id),
            activities: activities.of(id).filter(|share| share.own > 0).collect(),
            deeds: deeds[id.index()],
        };
        self.people = board.people.iter().map(participant).collect();
        self.people.sort_by_key(|person| std::cmp::Reverse(person.changes));
        let means_story: Vec<&str> =
            self.kind_names(Kind::Story).filter(|(_, it)| it.is_in_force()).map(|(name, _)| &*name.name).collect();
        self.stories_by_default = StoriesByDefault::of(board, &means_story);
    }

    /// The charter that the draft is, without its roles but for the apps: what is done on the board is counted by it.
    fn charter(&self) -> Charter {
        let project = self.project.as_deref().map(named);
        let timezone = zone_of(self.timezone.candidate.as_ref());
        let mut charter = Charter { timezone, project, ..Charter::default() };
        for stage in Stage::ALL {
            let columns = self.columns_of(*stage).filter(|(_, candidate)| candidate.is_in_force());
            let names: Vec<_> = columns.map(|(column, _)| (*stage, named(&column.name))).collect();
            if !names.is_empty() {
                charter.stages_given.push(*stage);
            }
            charter.workflow.extend(names);
        }
        for kind in Kind::ALL {
            let names = self.kind_names(*kind).filter(|(_, candidate)| candidate.is_in_force());
            charter.kinds.extend(names.map(|(name, _)| (*kind, named(&name.name))));
        }
        for alias in self.aliases.iter().filter(|alias| alias.is_in_force()) {
            let accounts = alias.value.others.iter().map(|other| named(other)).collect();
            charter.aliases.push(CharterAlias { person: named(&alias.value.person), accounts });
        }
        for sprint in self.sprints.iter().filter(|sprint| sprint.is_in_force()) {
            let SprintPlan { name, cards, days } = &sprint.value;
            let Some((start, end)) = *days else { continue };
            let cards = match cards {
                SprintMembers::ListOfItsName => SprintCards::ListOfItsName,
                SprintMembers::List(list) => SprintCards::List(named(list)),
                SprintMembers::Label(label) => SprintCards::Label(named(label)),
            };
            charter.sprints.push(PlannedSprint { name: named(name), cards, start, end, goal: None });
        }
        for app in self.holders(Role::App).filter(|app| app.is_in_force()) {
            charter.appoint(Role::App, &app.value.written);
        }
        let field = |meaning| {
            let field = self.fields.iter().find(|field| field.meaning == meaning)?;
            field.candidate.as_ref().filter(|candidate| candidate.is_in_force()).map(|it| named(&it.value))
        };
        charter.story_points = field(board::Meaning::Points);
        charter.acceptance_criteria = field(board::Meaning::Criteria);
        charter
    }

    /// How many people are on the board, without apps.
    pub fn humans(&self) -> usize {
        self.people.iter().filter(|person| !person.app).count()
    }

    /// Whether the caller named somebody.
    pub fn has_given_roles(&self) -> bool {
        self.roles.iter().any(|candidate| candidate.person.evidence == RoleEvidence::Given)
    }

    /// Those who may hold `role`.
    pub fn holders(&self, role: Role) -> impl Iterator<Item = &Candidate<PersonName, RoleEvidence>> {
        self.roles.iter().filter(move |candidate| candidate.role == role).map(|candidate| &candidate.person)
    }

    /// Statuses or lists that may mean `stage` and that a charter can name.
    pub fn columns_of(&self, stage: Stage) -> impl Iterator<Item = (&Column, &Candidate<Stage, StageEvidence>)> {
        let columns = self.columns.iter().filter(|column| column.writable);
        let columns = columns.filter_map(|column| Some((column, column.stage.as_ref()?)));
        columns.filter(move |(_, candidate)| candidate.value == stage)
    }

    /// Statuses or lists that stand under no stage: those without a meaning, and those that no charter can name.
    pub fn other_columns(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| !column.writable || column.stage.is_none())
    }

    /// Issue types or labels that may mean `kind` and that a charter can name.
    pub fn kind_names(&self, kind: Kind) -> impl Iterator<Item = (&KindName, &Candidate<Kind, KindSource>)> {
        let names = self.kinds.iter().filter(|name| name.writable);
        let names = names.filter_map(|name| Some((name, name.kind.as_ref()?)));
        names.filter(move |(_, candidate)| candidate.value == kind)
    }
}

/// The zone of this candidate if it is in force, else UTC.
fn zone_of(candidate: Option<&Candidate<String, TimezoneEvidence>>) -> TimeZone {
    let zone = candidate.filter(|zone| zone.is_in_force()).and_then(|zone| TimeZone::get(&zone.value).ok());
    zone.unwrap_or(TimeZone::UTC)
}

fn named(text: &str) -> Named {
    Named { text: text.to_owned(), mark: None }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::export::{self, Context};

    const JIRA: &[u8] = include_bytes!("../../fixtures/bakery/jira-cloud/search.json");
    const TRELLO: &[u8] = include_bytes!("../../fixtures/bakery/trello/board.json");

    /// The draft of the fixture team's board, as data.
    fn drafted(export: &[u8], given: &Given) -> Result<Value, Vec<Diagnostic>> {
        let mut sources = Sources::new();
        let file = sources.add("board.json", export.to_vec());
        let facts = export::read(sources.get(file), &Context::default()).map(|reading| vec![reading.facts]);
        Ok(json!(draft(facts.unwrap_or_default(), &sources, given)?))
    }

    fn entry<'v>(list: &'v Value, key: &str, value: &str) -> Option<&'v Value> {
        list.as_array()?.iter().find(|entry| entry[key] == value)
    }

    #[test]
    fn a_candidate_comes_with_the_numbers_that_speak_for_it() -> Result<(), Vec<Diagnostic>> {
        let draft = drafted(JIRA, &Given::default())?;
        let owner = entry(&draft["roles"], "role", "product-owner").unwrap_or(&Value::Null);
        assert_eq!(owner["value"], json!({ "written": "Greta Lindqvist", "shown": "Greta Lindqvist" }));
        assert_eq!(owner["certainty"], "likely");
        let shares = &owner["evidence"]["activities"]["shares"];
        assert_eq!(shares[0], json!({ "activity": "acceptance", "own": 15, "total": 17 }));
        let replacement = &draft["replacements"][0]["value"];
        assert_eq!((&replacement["since"], &replacement["until"]), (&json!("2026-02-02"), &json!("2026-02-06")));
        Ok(())
    }

    #[test]
    fn everybody_is_listed_with_what_they_did_the_busiest_first() -> Result<(), Vec<Diagnostic>> {
        let people = &drafted(JIRA, &Given::default())?["people"];
        assert_eq!((&people[0]["name"], &people[0]["changes"]), (&json!("Greta Lindqvist"), &json!(85)));
        let app = entry(people, "name", "Oven Bell").unwrap_or(&Value::Null);
        assert_eq!((&app["app"], &app["activities"]), (&json!(true), &json!([])));
        Ok(())
    }

    #[test]
    fn lists_have_stages_and_sprints_have_days() -> Result<(), Vec<Diagnostic>> {
        let draft = drafted(TRELLO, &Given::default())?;
        let done = entry(&draft["columns"], "name", "Done").unwrap_or(&Value::Null);
        assert_eq!(done["items"], 18);
        assert_eq!(done["stage"], json!({ "value": "done", "certainty": "sure", "evidence": "name" }));
        let sprint = &draft["sprints"][0];
        let value = json!({ "name": "Oven 1", "cards": "list-of-its-name", "days": ["2026-01-05", "2026-01-23"] });
        assert_eq!(sprint["value"], value);
        assert_eq!(sprint["evidence"], json!({ "start": "first-card-begun", "end": "next-begins", "every": 21 }));
        Ok(())
    }

    #[test]
    fn what_the_caller_gives_is_sure_and_a_name_that_fits_no_person_is_an_error() -> Result<(), Vec<Diagnostic>> {
        let given = |who: &str| Given { roles: vec![(Role::ScrumMaster, who.to_owned())], ..Given::default() };
        let draft = drafted(JIRA, &given("kenji mori"))?;
        let master = entry(&draft["roles"], "role", "scrum-master").unwrap_or(&Value::Null);
        assert_eq!((&master["certainty"], &master["evidence"]), (&json!("sure"), &json!("given")));
        assert!(drafted(JIRA, &given("Kenji Nobody")).is_err());
        Ok(())
    }
}
