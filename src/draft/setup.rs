//! How a board is set up, which it shows before anybody knows who does what on it: its zone, columns, sprints, fields, kinds and
//! accounts.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::aliases::{self, Alias, AliasEvidence};
use super::apps::{self, AppEvidence};
use super::candidate::{Candidate, Certainty};
use super::columns::{self, Column, StageEvidence};
use super::fields::{self, Field};
use super::given::Given;
use super::kinds::{self, KindName, KindSource};
use super::labels::LabelHistory;
use super::list_names::RenamedLists;
use super::names::{PersonName, WrittenNames, is_writable};
use super::sprints::{self, SprintEvidence, SprintPlan};
use super::timezone::{self, Timezone, TimezoneEvidence};
use crate::board::facts::{Facts, Tool};
use crate::board::{Board, Meaning};
use crate::charter::{Alias as CharterAlias, Charter, DateOrder, Kind, Named, PlannedSprint, Role, Stage};
use crate::word::Word as _;

/// How a board is set up.
#[derive(Clone, Debug, Serialize)]
pub struct Setup {
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
    /// The accounts that are or may be apps, as far as they themselves show it.
    #[serde(skip)]
    pub(super) apps: Vec<Candidate<PersonName, AppEvidence>>,
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

impl Setup {
    /// Of `board`, which `facts` were joined into as they stand, with the days meant in `zone`.
    pub(super) fn of(
        board: &Board<'_>,
        facts: &[Facts<'_>],
        zone: Option<Candidate<String, TimezoneEvidence>>,
        given: &Given,
    ) -> Self {
        let names = WrittenNames(&board.people);
        let labels = LabelHistory::new(facts, board);
        let columns = columns::columns(board);
        let mut zone = zone;
        if let Some(zone) = &mut zone {
            timezone::doubt_by_night(zone, board);
        }
        let serving = if board.tool == Tool::Trello { sprints::serving_list(board) } else { None };
        let serving = serving.filter(|list| is_writable(list));
        let renamed = RenamedLists::of(facts, board);
        let mut sprints = sprints::sprints(board, &columns.sprints, &renamed, serving.as_deref(), &labels);
        sprints.retain(|sprint| is_writable(&sprint.value.name));
        let is_dated = board.first_record.is_some() || board.items.iter().any(|item| item.updated.is_some());
        let mut kinds = kinds::kinds(facts, board, kinds::issue_types(facts, board));
        kinds.retain(|name| name.kind.is_some() || !labels.is_sprint(&name.name));
        let mut fields = fields::fields(board);
        // A field that is called so may be one that nobody uses.
        if !board.items.iter().any(|item| item.estimates.iter().any(|(_, estimate)| estimate.is_some())) {
            fields.extend(fields::by_numbers(facts, board));
        }
        Self {
            board: board.name.clone(),
            tool: board.tool,
            newest: is_dated.then(|| board.calendar.day(board.clock)),
            project: given.project.clone(),
            items: board.items.len(),
            timezone: Timezone {
                candidate: zone,
                assumed: facts.iter().any(|facts| facts.zone_assumed),
                working_hours: timezone::working_hours(board),
            },
            date_order: date_order(facts, given),
            apps: apps::apps(board, &names),
            aliases: aliases::aliases(board, &names),
            columns: columns.workflow,
            unused_columns: columns.unused,
            fields,
            points_in_titles: board.in_titles,
            kinds,
            sprints,
        }
    }

    /// The charter that it is, without roles but for the apps: what is done on the board is counted by it.
    pub(super) fn charter(&self) -> Charter {
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
            let cards = cards.named_by(|name| named(name));
            charter.sprints.push(PlannedSprint { name: named(name), cards, start, end, goal: None });
        }
        for app in self.apps.iter().filter(|app| app.is_in_force()) {
            charter.appoint(Role::App, &app.value.written);
        }
        let field = |meaning| {
            let field = self.fields.iter().find(|field| field.meaning == meaning)?;
            field.candidate.as_ref().filter(|candidate| candidate.is_in_force()).map(|it| named(&it.value))
        };
        charter.story_points = field(Meaning::Points);
        charter.acceptance_criteria = field(Meaning::Criteria);
        charter
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

fn date_order(facts: &[Facts<'_>], given: &Given) -> Option<Candidate<DateOrder, DateOrderEvidence>> {
    match given.date_order {
        Some(order) => Some(Candidate::new(Certainty::Sure, order, DateOrderEvidence::Given)),
        None if facts.iter().any(|facts| facts.undated) => {
            Some(Candidate::new(Certainty::Doubtful, DateOrder::DayFirst, DateOrderEvidence::Ambiguous))
        }
        None => None,
    }
}

/// The zone of this candidate if it is in force.
pub(super) fn zone_of(candidate: Option<&Candidate<String, TimezoneEvidence>>) -> Option<TimeZone> {
    candidate.filter(|zone| zone.is_in_force()).and_then(|zone| TimeZone::get(&zone.value).ok())
}

/// A name of the board, as a charter holds it.
pub(super) fn named(text: &str) -> Named {
    Named { text: text.to_owned(), mark: None }
}
