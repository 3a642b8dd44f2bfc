//! Reads the rows of a table in parallel and merges the results.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};

use super::calendar::{Calendar, Unread};
use super::columns::Columns;
use super::meaning::Meaning;
use super::people::{account_with_id, join_groups};
use super::row::{Kept, Met, Rows, Whole, trimmed};
use crate::board::facts::{Account, Facts, StateFact, Who};
use crate::export::damage::Damage;
use crate::export::reader::Context;
use crate::export::table::{Table, inner, is_empty};
use crate::lexicon::{self, Field, Header};
use crate::parallel;
use crate::source::File;

/// Number of rows in a piece that is read in parallel: enough for the cost of a task, few enough to share
/// evenly.
const PIECE: usize = 512;

/// Problems of dates found while rows were read.
#[derive(Default)]
pub(super) struct Dates {
    /// Unreadable dates.
    pub(super) unread: Unread,
    /// Whether a sprint date has no zone.
    pub(super) zoneless_sprints: bool,
}

/// Reads all rows of `table` into `facts`.
pub(super) fn read<'a>(
    (file, context): (&'a File, &Context),
    table: &Table<'a>,
    columns: &Columns<'a>,
    calendar: &Calendar,
    facts: &mut Facts<'a>,
    damaged: &mut Damage,
) -> Dates {
    let mut dates = Dates::default();
    let (Some(key), id) = (columns.find(Meaning::Key), columns.find(Meaning::Id)) else { return dates };
    let (kept, by_id, only_parts) = (Kept::of(columns), by_id(table, columns, key), only_parts(table, columns));
    let whole = Whole { file, context, columns, calendar, kept, key, id, by_id, only_parts };
    let pieces = table.map_rows(PIECE, |rows| Rows::read(&whole, rows));
    facts.items.reserve_exact(pieces.iter().map(|piece| piece.items.len()).sum());
    let mut people = People { facts, accounts: HashSet::default(), known: HashSet::default() };
    let mut sprints: HashSet<Cow<'a, str>> = HashSet::default();
    let mut states: HashMap<Cow<'a, str>, usize> = HashMap::default();
    for piece in pieces {
        people.facts.items.extend(piece.items);
        piece.met.into_iter().for_each(|somebody| people.meet(somebody));
        for parsed in piece.sprints.into_iter().filter(|parsed| sprints.insert(parsed.sprint.id.clone())) {
            dates.zoneless_sprints |= parsed.zoneless;
            damaged.extend(parsed.damage());
            people.facts.sprints.push(parsed.sprint);
        }
        for state in piece.states {
            add_state(state, &mut states, &mut people.facts.states);
        }
        dates.unread.append(piece.unread);
        damaged.append(piece.damaged);
    }
    people.add_names(table, columns);
    join_groups(facts);
    dates
}

/// Adds a status, or its category to the known status of that name. `known` has the indices by name.
fn add_state<'a>(state: StateFact<'a>, known: &mut HashMap<Cow<'a, str>, usize>, into: &mut Vec<StateFact<'a>>) {
    match known.get(&state.name) {
        Some(place) => into[*place].category = into[*place].category.or(state.category),
        None => {
            known.insert(state.name.clone(), into.len());
            into.push(state);
        }
    }
}

/// All people in the rows.
struct People<'f, 'a> {
    facts: &'f mut Facts<'a>,
    accounts: HashSet<Account<'a>>,
    known: HashSet<Who<'a>>,
}

impl<'a> People<'_, 'a> {
    fn meet(&mut self, somebody: Met<'a>) {
        if !somebody.is_author || !self.known.contains(&somebody.who) {
            self.add(somebody.account, somebody.who);
        }
    }

    fn add(&mut self, account: Account<'a>, who: Who<'a>) {
        if self.accounts.insert(account.clone()) {
            self.known.insert(who);
            self.facts.accounts.push(account);
        }
    }

    /// Adds the names of people who only wrote comments, from columns such as watchers and project leads.
    fn add_names(&mut self, table: &Table<'a>, columns: &Columns<'a>) {
        let pairs: Vec<_> = columns.ids.iter().enumerate().filter_map(|(names, ids)| Some((names, (*ids)?))).collect();
        let named = parallel::map(&pairs, |_, (names, ids)| {
            let mut known = HashSet::default();
            let cells = table.rows_with(*ids).map(|row| (row.cell(*names), row.cell(*ids)));
            let is_new =
                |(name, id): &(&'a str, &'a str)| !is_empty(id) && !is_empty(name) && known.insert((*name, *id));
            cells.filter(is_new).collect::<Vec<_>>()
        });
        let mut known = HashSet::default();
        for (name, id) in named.into_iter().flatten().filter(|pair| known.insert(*pair)) {
            let id = trimmed(id);
            if self.known.contains(&id) {
                let account = account_with_id(id.clone(), trimmed(name));
                self.add(account, id);
            }
        }
    }
}

/// Whether only sub-tasks have parents in the file: so it is if epics have their own field, or if the column
/// has the name that servers use.
fn only_parts(table: &Table<'_>, columns: &Columns<'_>) -> bool {
    let Some(parent) = columns.find(Meaning::ParentId) else { return false };
    let is_epic = |name: &Cow<'_, str>| lexicon::field(name) == Some(Field::EpicLink);
    let apart = columns.inside.iter().flatten().any(is_epic);
    columns.find(Meaning::ParentKey).is_none()
        && (apart || lexicon::header(&table.header[parent]) == Some(Header::ParentId))
}

/// Raw issue keys by issue id, if parents are given by id.
fn by_id<'a>(table: &Table<'a>, columns: &Columns<'a>, key: usize) -> HashMap<&'a str, &'a str> {
    let Some(id) = columns.find(Meaning::ParentId).and_then(|_| columns.find(Meaning::Id)) else {
        return HashMap::default();
    };
    table.rows().map(|row| (inner(row.cell(id)), row.cell(key))).collect()
}
