//! The setup of a board, which can be found without knowing who does what: time zone, columns, sprints,
//! fields, kinds and accounts.

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

/// The setup of a board.
#[derive(Clone, Debug, Serialize)]
pub struct Setup {
    /// The name of the board; empty if it has none.
    pub board: String,
    /// The tool it was kept in.
    pub tool: Tool,
    /// The day of the newest data in the export; `None` if nothing has a date.
    pub newest: Option<Date>,
    /// The team's project, if the caller gave one.
    pub project: Option<String>,
    /// Number of issues or cards.
    pub items: usize,
    /// The time zone of its days.
    pub timezone: Timezone,
    /// The order of day and month in ambiguous dates; `None` if there are no such dates.
    pub date_order: Option<Candidate<DateOrder, DateOrderEvidence>>,
    /// The accounts that are or may be apps, as far as the accounts themselves show it.
    #[serde(skip)]
    pub(super) apps: Vec<Candidate<PersonName, AppEvidence>>,
    /// Accounts that may belong to one person.
    pub aliases: Vec<Candidate<Alias, AliasEvidence>>,
    /// Statuses or lists, sorted by number of items; those of sprints are in `sprints`.
    pub columns: Vec<Column>,
    /// The names of archived lists that were never used, as far as is known; they are not in `columns`.
    pub unused_columns: Vec<String>,
    /// Fields with estimates and acceptance criteria.
    pub fields: Vec<Field>,
    /// Whether titles contain estimates, as in `(5) Title`.
    pub points_in_titles: bool,
    /// Issue types or labels, by kind; those without one last.
    pub kinds: Vec<KindName>,
    /// Sprints of a tool without sprints: those of lists, those of labels, and those of one list that may
    /// serve several sprints. Each group is sorted by start; then come sprints that have not begun, then
    /// those without dates.
    pub sprints: Vec<Candidate<SprintPlan, SprintEvidence>>,
}

/// Why dates may have this order of day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrderEvidence {
    /// The caller named it.
    Given,
    /// No evidence: days and months cannot be told apart, and without an order nothing gets a date.
    Ambiguous,
}

impl Setup {
    /// The setup of a `board` that was built from `facts` without settings. `zone` is the time zone of its
    /// days.
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
        // A field with such a name may be unused.
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

    /// This setup as a charter, without roles except for apps. With it, the activity on the board is counted.
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

    /// Statuses or lists that may mean `stage` and whose name a charter can contain.
    pub fn columns_of(&self, stage: Stage) -> impl Iterator<Item = (&Column, &Candidate<Stage, StageEvidence>)> {
        let columns = self.columns.iter().filter(|column| column.writable);
        let columns = columns.filter_map(|column| Some((column, column.stage.as_ref()?)));
        columns.filter(move |(_, candidate)| candidate.value == stage)
    }

    /// Statuses or lists under no stage: those without one, and those whose name a charter cannot contain.
    pub fn other_columns(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| !column.writable || column.stage.is_none())
    }

    /// Issue types or labels that may mean `kind` and whose name a charter can contain.
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

/// The time zone of this candidate if it is in force.
pub(super) fn zone_of(candidate: Option<&Candidate<String, TimezoneEvidence>>) -> Option<TimeZone> {
    candidate.filter(|zone| zone.is_in_force()).and_then(|zone| TimeZone::get(&zone.value).ok())
}

/// A name of the board, in the form of a charter.
pub(super) fn named(text: &str) -> Named {
    Named { text: text.to_owned(), mark: None }
}
