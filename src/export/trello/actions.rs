//! Reads the actions of an export one after the other.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};
use jiff::Timestamp;

use super::action::change;
use super::cards::{AS_OLD, Cards};
use super::names::IdNames;
use super::records::{Action, Named, created, is_of_a_card, unreadable};
use crate::board::facts::{Account, ChangeFact, StateFact, Who};
use crate::export::damage::Damage;
use crate::export::json::{self, Raw, instant, or_empty};
use crate::parallel;
use crate::source::File;

/// Number of actions that are parsed in parallel while the previous batch is applied in order.
const BATCH: usize = 1024;

/// An action and its change, or the reason why it cannot be read.
type Parsed<'a> = Result<(Action<'a>, ChangeFact<'a>), String>;

/// The facts from the actions read so far.
pub(super) struct Actions<'n, 'a> {
    file: &'a File,
    names: &'n IdNames<'a>,
    /// The cards with their changes.
    pub(super) cards: Cards<'a>,
    /// The changes of the board itself.
    pub(super) board_changes: Vec<ChangeFact<'a>>,
    /// The people in the actions.
    pub(super) people: People<'a>,
    /// The time range of the actions.
    pub(super) extent: Extent,
    /// The id of the board, from the actions if the export lacks it.
    pub(super) home: String,
    /// The name of the board, found in the same way.
    pub(super) name: Cow<'a, str>,
    /// Whether the actions or the cards are of several boards.
    pub(super) are_of_several: bool,
    /// Unreadable actions.
    pub(super) damaged: Damage,
    /// The ids of the actions read so far.
    seen: HashSet<Cow<'a, str>>,
    /// If the export has no lists: the name of each in the newest action.
    lists: HashMap<Cow<'a, str>, (Timestamp, StateFact<'a>)>,
}

impl<'n, 'a> Actions<'n, 'a> {
    /// No actions yet. `home` and `name` of the board may be empty.
    pub(super) fn new(
        file: &'a File,
        names: &'n IdNames<'a>,
        cards: Cards<'a>,
        members: &[Account<'a>],
        (home, name): (String, Cow<'a, str>),
    ) -> Self {
        Self {
            file,
            names,
            are_of_several: cards.is_of_several(),
            cards,
            board_changes: Vec::new(),
            people: People::new(members),
            extent: Extent::default(),
            home,
            name,
            damaged: Damage::default(),
            seen: HashSet::default(),
            lists: HashMap::default(),
        }
    }

    /// Reads `actions`, which are sorted newest first.
    pub(super) fn read(&mut self, actions: &[Raw<'a>]) {
        let (file, names) = (self.file, self.names);
        let mut batches = actions.chunks(BATCH).peekable();
        let mut parsed = batches.peek().map(|first| parse(file, names, first)).unwrap_or_default();
        while let Some(batch) = batches.next() {
            // The next batch is parsed while this one is applied.
            let (next, ()) = parallel::join(
                || batches.peek().map(|next| parse(file, names, next)).unwrap_or_default(),
                || batch.iter().zip(parsed).for_each(|(raw, parsed)| self.apply(*raw, parsed)),
            );
            parsed = next;
        }
    }

    fn apply(&mut self, raw: Raw<'a>, parsed: Parsed<'a>) {
        let (action, change) = match parsed {
            Ok(parsed) => parsed,
            Err(reason) => {
                self.cards.lose(raw);
                return self.damaged.push(unreadable(self.file, "action", raw, &reason));
            }
        };
        let at = change.at;
        // Pages of actions overlap by one action.
        if action.id.is_some() && !self.seen.insert(or_empty(action.id)) {
            return;
        }
        self.extent.add(&action, at);
        self.note_board(&action);
        action.people().for_each(|named| self.people.add(named, at));
        for list in self.cards.apply(&action, change, &mut self.board_changes) {
            let name = if list.id.is_empty() { list.name.clone() } else { list.id.clone() };
            let newest = self.lists.entry(name).or_insert_with(|| (at, list.clone()));
            if (at, &list.name) > (newest.0, &newest.1.name) {
                *newest = (at, list);
            }
        }
    }

    /// Records the board of an action.
    fn note_board(&mut self, action: &Action<'a>) {
        let Some(board) = action.board() else { return };
        let id = or_empty(board.id);
        if self.name.is_empty() && (self.home.is_empty() || self.home == id) {
            (self.home, self.name) = (id.clone().into_owned(), or_empty(board.name));
        }
        self.are_of_several |= !id.is_empty() && !self.home.is_empty() && id != self.home;
    }

    /// The lists in the actions, if the export has none.
    pub(super) fn lists(&mut self) -> impl Iterator<Item = StateFact<'a>> {
        std::mem::take(&mut self.lists).into_values().map(|(_, list)| list)
    }
}

fn parse<'a>(file: &'a File, names: &IdNames<'a>, batch: &[Raw<'a>]) -> Vec<Parsed<'a>> {
    parallel::map(batch, |_, raw| {
        let action: Action<'a> = json::from_str(raw.get()).map_err(|error| error.to_string())?;
        let change = instant(action.date).and_then(|at| change(file, names, &action, at)).ok_or("it has no date")?;
        let card = action.data.card.as_ref().map(|card| or_empty(card.id));
        match or_empty(action.kind) {
            kind if kind.is_empty() => Err("it does not say of which type it is".to_owned()),
            kind if card.map_or(is_of_a_card(&kind), |id| id.is_empty()) => {
                Err("it does not say to which card it was done".to_owned())
            }
            _ => Ok((action, change)),
        }
    })
}

/// The time range of an export's actions. It may contain only the newest ones, or only some types.
#[derive(Default)]
pub(super) struct Extent {
    /// The time of the oldest action. A copied comment is skipped, as it has the date of the original.
    pub(super) oldest: Option<Timestamp>,
    /// The time of the newest action.
    pub(super) newest: Option<Timestamp>,
    /// Whether an action created the board.
    begins: bool,
    /// Whether any action is neither a comment nor the creation of the board.
    pub(super) history: bool,
}

impl Extent {
    fn add(&mut self, action: &Action<'_>, at: Timestamp) {
        let begins = action.is("createBoard") || action.is("copyBoard");
        self.begins |= begins;
        self.history |= !begins && !action.is_comment();
        self.newest = self.newest.max(Some(at));
        if !action.is("copyCommentCard") {
            self.oldest = Some(self.oldest.map_or(at, |oldest| oldest.min(at)));
        }
    }

    /// Whether the actions go back to the creation of the board.
    pub(super) fn is_whole(&self, board: &str) -> bool {
        let age = created(board).zip(self.oldest);
        self.begins || age.is_some_and(|(made, oldest)| oldest.as_second() - made.as_second() <= AS_OLD)
    }
}

/// The names of people: for members of the board their current names, for others those in their newest
/// action.
pub(super) struct People<'a> {
    /// The members, and whether the export has both names of each.
    members: HashMap<Who<'a>, bool>,
    others: HashMap<Who<'a>, (Timestamp, Account<'a>)>,
}

impl<'a> People<'a> {
    fn new(members: &[Account<'a>]) -> Self {
        let is_named = |member: &Account<'a>| member.login.is_some() && member.display.is_some();
        let ids = |member: &Account<'a>| member.ids.first().map(|id| (id.clone(), is_named(member)));
        Self { members: members.iter().filter_map(ids).collect(), others: HashMap::default() }
    }

    fn add(&mut self, somebody: Named<'_, 'a>, at: Timestamp) {
        if somebody.id().is_some_and(|id| self.members.get(&id) == Some(&true)) {
            return;
        }
        let Some(account) = somebody.account() else { return };
        let Some(id) = account.ids.first() else { return };
        let named = |account: &Account<'a>| account.display.is_some() || account.login.is_some();
        let entry = self.others.entry(id.clone()).or_insert_with(|| (at, account.clone()));
        if (named(&account), at) > (named(&entry.1), entry.0) {
            *entry = (at, account);
        }
    }

    /// Whether an account is known without the cards.
    pub(super) fn knows(&self, account: &Account<'a>) -> bool {
        account.ids.iter().any(|id| self.members.contains_key(id) || self.others.contains_key(id))
    }

    /// Adds the people to `accounts` who are not members, or whose names the list of members lacks.
    pub(super) fn add_to(&self, accounts: &mut Vec<Account<'a>>) {
        let mut others: Vec<_> = self.others.values().map(|(_, account)| account.clone()).collect();
        others.sort_by(|a, b| a.ids.cmp(&b.ids));
        accounts.extend(others);
    }
}
