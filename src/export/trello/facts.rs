//! The facts in an export of Trello's, whichever way it was put together.

use foldhash::{HashMap, HashSet};
use jiff::Timestamp;

use super::action::change;
use super::cards::{AS_OLD, Cards};
use super::names::IdNames;
use super::records::{Action, Entity, Export, Member, Named, created, unreadable};
use crate::board::facts::{Account, Act, ChangeFact, Facts, FieldFact, ItemFact, StateFact, Tool, Who};
use crate::export::damage::Damage;
use crate::export::json::{self, Raw, filled, instant, or_empty};
use crate::export::reader::Reading;
use crate::parallel;
use crate::source::File;

/// How many actions are parsed side by side while those before are applied one after the other.
const BATCH: usize = 1024;

/// The facts in `export`. `cut_card` is whether older actions of one of the cards are missing, none where the actions are
/// not those of single cards.
pub(super) fn read<'a>(
    format: &'static str,
    file: &'a File,
    export: Export<'a>,
    cut_card: Option<bool>,
) -> Reading<'a> {
    let mut facts = Facts::new(file.id(), Tool::Trello);
    let mut broken = Damage::default();
    facts.name = or_empty(export.name);
    facts.home = filled(export.id).unwrap_or_default().into_owned();
    facts.entries = export.actions.len();
    facts.states = export.lists.iter().map(Entity::state).collect();
    facts.accounts = export.members.iter().filter_map(Member::account).collect();
    facts.fields.extend(export.custom_fields.iter().map(|field| FieldFact {
        id: or_empty(field.id),
        name: or_empty(field.name),
        schema: "".into(),
        estimate: false,
    }));
    let names = IdNames::new(&export);
    let mut cards = Cards::new(file, &export, &names, &mut broken);
    if facts.home.is_empty() {
        facts.home = cards.board().unwrap_or_default().to_owned();
    }
    let mut people = People::new(&facts.accounts);
    let mut extent = Extent::default();
    let mut of_several = cards.is_of_several();
    let mut seen = HashSet::default();
    // Where the export lists none, a list is called what the newest action calls it.
    let mut lists: HashMap<_, (Timestamp, StateFact<'a>)> = HashMap::default();
    let parse = |batch: &'_ [Raw<'a>]| -> Vec<_> {
        parallel::map(batch, |_, raw| {
            let action: Action<'a> = json::from_str(raw.get()).map_err(|error| error.to_string())?;
            let change = instant(action.date).and_then(|at| change(file, &names, &action, at));
            Ok::<_, String>((action, change.ok_or("it has no date")?))
        })
    };
    let mut apply = |raw: Raw<'a>, parsed: Result<(Action<'a>, ChangeFact<'a>), String>| {
        let (action, change) = match parsed {
            Ok(parsed) => parsed,
            Err(reason) => {
                cards.lose(raw);
                return broken.push(unreadable(file, "action", raw, &reason));
            }
        };
        let at = change.at;
        // Pages of actions overlap by the one at their boundary.
        if action.id.is_some() && !seen.insert(or_empty(action.id)) {
            return;
        }
        extent.add(&action, at);
        if facts.name.is_empty()
            && let Some(board) = action.board()
            && (facts.home.is_empty() || facts.home == or_empty(board.id))
        {
            (facts.home, facts.name) = (or_empty(board.id).into_owned(), or_empty(board.name));
        }
        let board = action.board().and_then(|board| filled(board.id));
        of_several |= board.is_some_and(|board| board != facts.home && !facts.home.is_empty());
        action.people().for_each(|named| people.add(named, at));
        for list in cards.apply(&action, change, &mut facts.board_changes) {
            let name = if list.id.is_empty() { list.name.clone() } else { list.id.clone() };
            let newest = lists.entry(name).or_insert_with(|| (at, list.clone()));
            if (at, &list.name) > (newest.0, &newest.1.name) {
                *newest = (at, list);
            }
        }
    };
    let mut batches = export.actions.chunks(BATCH).peekable();
    let mut parsed = batches.peek().map(|first| parse(first)).unwrap_or_default();
    while let Some(batch) = batches.next() {
        // The next are parsed while these are applied.
        let (next, ()) = parallel::join(
            || batches.peek().map(|next| parse(next)).unwrap_or_default(),
            || batch.iter().zip(parsed).for_each(|(raw, parsed)| apply(*raw, parsed)),
        );
        parsed = next;
    }
    facts.states.extend(lists.into_values().map(|(_, list)| list));
    people.add_to(&mut facts.accounts);
    facts.accounts.extend(cards.people(created(&facts.home)).filter(|account| !people.knows(account)));
    let cut = cut_card.unwrap_or_else(|| !extent.is_whole(&facts.home));
    facts.comments = extent.newest.is_some();
    let mut notes = Vec::new();
    if of_several {
        notes.push(
            "it holds what was done on several boards, which is read as one: fetch each board by itself".to_owned(),
        );
    }
    if extent.history && cards.lacks_moves() {
        extent.history = false;
        notes.push("cards stand in other lists than they were created in, and no move is recorded: the filter left those actions out".to_owned());
    }
    if extent.history {
        facts.reach = extent.newest;
        facts.cut = extent.oldest.filter(|_| cut);
    }
    facts.state_changes = std::mem::take(&mut cards.state_changes);
    facts.deleted = std::mem::take(&mut cards.deleted);
    facts.templates = cards.templates();
    facts.past_templates = cards.past_templates();
    facts.labels = cards.labels();
    let made = created(&facts.home);
    facts.gone = cards.gone(extent.history, cut);
    facts.items = cards.finish(extent.history, cut, made);
    let changes = || facts.items.iter().flat_map(|item| &item.changes);
    let moves = changes().filter(|change| matches!(change.act, Act::Moved { .. })).count();
    facts.unranked = moves >= MOVES && !changes().any(|change| matches!(change.act, Act::Ranked { .. }));
    if facts.unranked {
        notes.push("no card was ever dragged inside its list: the filter left those actions out".to_owned());
    }
    // What the cards count tells what a whole history should hold.
    if facts.comments && !cut && facts.items.iter().any(ItemFact::lacks_comments) {
        facts.comments = false;
        notes.push(
            "cards count more comments than there are actions of them: the filter left those actions out".to_owned(),
        );
    }
    Reading { format, facts, damaged: broken, notes }
}

/// From so many moves on, an export without any drag inside a list has had the drags filtered out: Trello writes one with
/// most moves.
const MOVES: usize = 10;

/// How far the actions of an export reach. It may hold any number of the newest ones, or those of some types alone.
#[derive(Default)]
struct Extent {
    /// The instant of the oldest action; comments that were copied keep the date of the original.
    oldest: Option<Timestamp>,
    newest: Option<Timestamp>,
    /// Whether an action made the board.
    begins: bool,
    /// Whether any action is more than a comment or the making of the board.
    history: bool,
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

    /// Whether the actions reach back to the making of the board.
    fn is_whole(&self, board: &str) -> bool {
        let age = created(board).zip(self.oldest);
        self.begins || age.is_some_and(|(made, oldest)| oldest.as_second() - made.as_second() <= AS_OLD)
    }
}

/// What people are called: the members of the board by their present names, others by the name in their newest action.
struct People<'a> {
    members: HashSet<Who<'a>>,
    others: HashMap<Who<'a>, (Timestamp, Account<'a>)>,
}

impl<'a> People<'a> {
    fn new(members: &[Account<'a>]) -> Self {
        let members = members.iter().flat_map(|member| &member.ids).cloned().collect();
        Self { members, others: HashMap::default() }
    }

    fn add(&mut self, somebody: Named<'_, 'a>, at: Timestamp) {
        if somebody.id().is_some_and(|id| self.members.contains(&id)) {
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

    fn knows(&self, account: &Account<'a>) -> bool {
        account.ids.iter().any(|id| self.members.contains(id) || self.others.contains_key(id))
    }

    fn add_to(&self, accounts: &mut Vec<Account<'a>>) {
        let mut others: Vec<_> = self.others.values().map(|(_, account)| account.clone()).collect();
        others.sort_by(|a, b| a.ids.cmp(&b.ids));
        accounts.extend(others);
    }
}
