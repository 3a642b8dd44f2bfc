//! The cards of a board, indexed by id while the actions are replayed.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};
use jiff::Timestamp;

use super::lost::Lost;
use super::names::IdNames;
use super::records::{Action, Card, CardData, Entity, Export, created, unreadable};
use crate::board::facts::{Account, Act, ChangeFact, Deletion, ItemFact, Ref, StateChange, StateFact, points};
use crate::export::damage::Damage;
use crate::export::json::{self, Raw, filled, lazy, or_empty};
use crate::parallel;
use crate::source::File;

/// The `part` of a change that marks the arrival of a card from another board.
const ARRIVAL: u32 = 1;

/// Maximum age difference in seconds between a board and a card or action that count as created together with
/// it.
pub(super) const AS_OLD: i64 = 60;

/// Cards indexed by id.
#[derive(Default)]
struct CardsById<'a> {
    items: Vec<ItemFact<'a>>,
    index: HashMap<Cow<'a, str>, usize>,
}

impl<'a> CardsById<'a> {
    fn new(items: Vec<ItemFact<'a>>) -> Self {
        let index = items.iter().enumerate().map(|(at, item)| (item.id.clone(), at)).collect();
        Self { items, index }
    }

    fn has(&self, id: &str) -> bool {
        self.index.contains_key(id)
    }

    fn get(&mut self, id: &str) -> Option<&mut ItemFact<'a>> {
        self.items.get_mut(*self.index.get(id)?)
    }

    fn add(&mut self, item: ItemFact<'a>) {
        self.index.insert(item.id.clone(), self.items.len());
        self.items.push(item);
    }
}

/// The cards of an export with their changes.
pub(super) struct Cards<'a> {
    file: &'a File,
    /// The cards of the board.
    here: CardsById<'a>,
    /// Cards that were moved to another board or deleted, with their earlier changes.
    gone: CardsById<'a>,
    /// Ids of cards that are templates or otherwise not items.
    templates: HashSet<Cow<'a, str>>,
    /// Cards that an action calls a template, now or before: the time of the newest such action, and whether
    /// the card was a template after it.
    templates_by_action: HashMap<Cow<'a, str>, (Timestamp, bool)>,
    /// Names of the labels of cards by id, if the export does not list labels.
    labels: HashMap<Cow<'a, str>, Cow<'a, str>>,
    /// Times at which cards were moved to another board, by card id.
    departures: HashMap<Cow<'a, str>, Vec<Timestamp>>,
    /// Lists that were moved here from another board with their cards, and when.
    lists_from_elsewhere: HashMap<Cow<'a, str>, Timestamp>,
    /// The changes of the lists themselves.
    pub(super) state_changes: Vec<StateChange<'a>>,
    /// Deleted cards.
    pub(super) deleted: Vec<Deletion<'a>>,
    /// Cards with a history that the export does not list although it lists cards, and their newest action.
    unlisted_cards: HashMap<Cow<'a, str>, Timestamp>,
    /// When a list last went to another board: its cards go along without actions of their own.
    list_departure: Option<Timestamp>,
    /// Ids of the boards of the cards.
    boards: HashSet<Cow<'a, str>>,
    /// Whether the export does not list cards, so that they are known only from actions.
    bare: bool,
    /// Whether the export does not list lists, so that their names come from actions.
    unlisted: bool,
    /// Unreadable actions on cards.
    lost: Lost<'a>,
    /// Whether some card lacks `closed`, so that it comes from actions.
    cards_lack_closed: bool,
}

impl<'a> Cards<'a> {
    /// The cards that the export lists. Unreadable ones are added to `damaged`.
    pub(super) fn new(file: &'a File, export: &Export<'a>, names: &IdNames<'a>, damaged: &mut Damage) -> Self {
        let read = |_, raw: &Raw<'a>| match json::from_str::<Card<'a>>(raw.get()) {
            Ok(card) => Ok((card.is_item(), card.item(file, names), card)),
            Err(error) => Err(unreadable(file, "card", *raw, &error.to_string())),
        };
        let read: Vec<_> = parallel::map(&export.cards, read);
        let mut items = Vec::with_capacity(read.len());
        let (mut templates, mut labels) = (HashSet::default(), HashMap::default());
        labels.extend(export.labels.iter().filter_map(named));
        let (mut boards, mut cards_lack_closed) = (HashSet::default(), false);
        for item in read {
            match item {
                Ok((is_item, item, card)) => {
                    if export.labels.is_empty() {
                        labels.extend(card.labels.iter().flatten().filter_map(named));
                    }
                    boards.extend(filled(card.id_board));
                    cards_lack_closed |= card.closed.is_none();
                    if is_item {
                        items.push(item);
                    } else {
                        templates.insert(item.id);
                    }
                }
                Err(damage) => damaged.push(damage),
            }
        }
        let bare = export.cards.is_empty();
        cards_lack_closed |= bare;
        let (templates_by_action, departures) = (HashMap::default(), HashMap::default());
        let lists_from_elsewhere = HashMap::default();
        let (state_changes, deleted) = (Vec::new(), Vec::new());
        Self {
            file,
            here: CardsById::new(items),
            gone: CardsById::default(),
            templates,
            templates_by_action,
            labels,
            departures,
            lists_from_elsewhere,
            state_changes,
            deleted,
            unlisted_cards: HashMap::default(),
            list_departure: None,
            boards,
            bare,
            unlisted: export.lists.is_empty(),
            cards_lack_closed,
            lost: Lost::default(),
        }
    }

    /// The id of the board of all cards. `None` if it is missing or there are several.
    pub(super) fn board(&self) -> Option<&str> {
        self.boards.iter().next().filter(|_| self.boards.len() == 1).map(|board| &**board)
    }

    /// Whether cards are on several boards.
    pub(super) fn is_of_several(&self) -> bool {
        self.boards.len() > 1
    }

    /// Records an unreadable action.
    pub(super) fn lose(&mut self, action: Raw<'a>) {
        self.lost.add(action);
    }

    /// Adds the `change` of an action. Returns the lists in it if the export does not list lists.
    pub(super) fn apply(
        &mut self,
        action: &Action<'a>,
        mut change: ChangeFact<'a>,
        board: &mut Vec<ChangeFact<'a>>,
    ) -> Vec<StateFact<'a>> {
        let at = change.at;
        self.state_changes.extend(action.state_change(at));
        if action.is("moveListToBoard")
            && let Some(list) = action.data.list.as_ref().and_then(|list| filled(list.id))
        {
            self.lists_from_elsewhere.entry(list).or_insert(at);
        }
        if action.is("moveListFromBoard") {
            self.list_departure = self.list_departure.max(Some(at));
        }
        let Some(card) = &action.data.card else {
            board.push(change);
            return Vec::new();
        };
        for (id, is_template) in action.data.templates() {
            let newest = self.templates_by_action.entry(id).or_insert((at, is_template));
            *newest = (*newest).max((at, is_template));
        }
        if action.is("deleteCard") {
            let id = or_empty(card.id);
            self.deleted.push(Deletion { id, at, by: change.by.clone(), mark: change.mark });
        }
        let (source, copies) = (action.data.card_source.as_ref(), action.is("copyCard"));
        let Some(id) = filled(card.id) else { return Vec::new() };
        let goes = action.is("moveCardFromBoard") || action.is("deleteCard");
        if action.departs() {
            self.departures.entry(id.clone()).or_default().push(at);
        }
        let listed = self.bare || self.here.has(&id);
        let Some(item) = self.card(id.clone(), card, goes) else {
            if matches!(change.act, Act::Created { .. } | Act::Moved { .. } | Act::Closed { .. }) {
                let newest = self.unlisted_cards.entry(id).or_insert(at);
                *newest = at.max(*newest);
            }
            // An action on a card that the export does not list still shows that somebody was active.
            board.push(ChangeFact { act: Act::BoardEdited, ..change });
            return Vec::new();
        };
        if item.bare {
            describe(item, card, at);
        }
        if goes && !listed {
            // The card may still exist on the other board.
            change.act = Act::Other;
            item.state = action.data.list.as_ref().map(Entity::reference).unwrap_or_default();
        }
        match source.map(|source| (filled(source.id), filled(source.short_link))) {
            Some((Some(id), key)) => item.sources.push((id, key)),
            Some((None, key)) => {
                item.copied = true;
                item.originals.extend(key);
            }
            None => item.copied |= copies,
        }
        if action.arrives() {
            arrive(item, action, &change);
        }
        add(item, change);
        if self.unlisted { action.data.lists().map(Entity::state).collect() } else { Vec::new() }
    }

    /// The card with this `id`, described by `card`; `goes` is whether the action removes it. `None` for a
    /// template, and for a card whose fate is unknown.
    fn card(&mut self, id: Cow<'a, str>, card: &CardData<'a>, goes: bool) -> Option<&mut ItemFact<'a>> {
        // The list of cards lacks those that were deleted or moved to another board. Actions are sorted
        // newest first, so the removal of a card is read before its earlier changes.
        let table = if self.bare || self.here.has(&id) { &mut self.here } else { &mut self.gone };
        if !table.has(&id) {
            if self.templates.contains(&id) || !(self.bare || goes) {
                return None;
            }
            let (raw, key) = (card.short_link.or(card.id)?, filled(card.short_link).unwrap_or_else(|| id.clone()));
            let mark = self.file.mark_with_key(raw.get()).up(1);
            let created = created(&id).map(|at| (at, mark));
            table.add(ItemFact { created, history: true, bare: true, ..ItemFact::new(id.clone(), key, mark) });
        }
        table.get(&id)
    }

    /// The cards that were moved to another board or deleted, with their earlier changes here. `history`: the
    /// actions are in the export. `cut`: older actions are missing.
    pub(super) fn gone(&mut self, history: bool, cut: bool) -> Vec<ItemFact<'a>> {
        let mut gone = std::mem::take(&mut self.gone).items;
        for item in &mut gone {
            item.history = history;
            forget_elsewhere(item, self.departures.remove(&item.id).unwrap_or_default());
            begin_once(item);
            let created = item.changes.iter().find(|change| matches!(change.act, Act::Created { .. }));
            item.truncated = cut && created.is_none();
            self.lost.mark(item);
            if item.state.id.is_empty() {
                settle(item);
            }
        }
        gone
    }

    /// Cards that were created, moved or archived here and that the export leaves out. Trello removes the
    /// other actions of a deleted card, and records when a card goes to another board.
    pub(super) fn unlisted_cards(&self) -> Vec<Cow<'a, str>> {
        let deleted: HashSet<_> = self.deleted.iter().map(|deletion| &deletion.id).collect();
        let no_items = self.templates();
        let is_left_out = |id: &Cow<'a, str>| {
            !self.gone.has(id) && !deleted.contains(id) && !self.departures.contains_key(id) && !no_items.contains(id)
        };
        let unlisted = self.unlisted_cards.iter().filter(|(_, newest)| self.list_departure < Some(**newest));
        unlisted.map(|(id, _)| id).filter(|id| is_left_out(id)).cloned().collect()
    }

    /// The names of labels by id.
    pub(super) fn labels(&mut self) -> Vec<(Cow<'a, str>, Cow<'a, str>)> {
        std::mem::take(&mut self.labels).into_iter().collect()
    }

    /// Whether a card is in another list than at its creation although no card was ever moved. If so, moves
    /// are missing.
    pub(super) fn lacks_moves(&self) -> bool {
        let changes = || self.here.items.iter().flat_map(|item| &item.changes);
        let elsewhere = |item: &ItemFact<'a>| {
            let mut born = item.changes.iter().filter_map(|change| match &change.act {
                Act::Created { state: Some(state) } if !state.id.is_empty() => Some(&state.id),
                _ => None,
            });
            !item.bare && !item.state.id.is_empty() && born.next().is_some_and(|born| *born != item.state.id)
        };
        self.here.items.iter().any(elsewhere) && !changes().any(|change| matches!(change.act, Act::Moved { .. }))
    }

    /// The ids of cards that are templates or otherwise not items, from the list of cards, else from actions.
    pub(super) fn templates(&self) -> Vec<Cow<'a, str>> {
        let unlisted = |id: &str| self.bare || !self.here.has(id);
        let others = self.templates_by_action.iter().filter(|(id, (_, is_template))| *is_template && unlisted(id));
        self.templates.iter().chain(others.map(|(id, _)| id)).cloned().collect()
    }

    /// The ids of cards that actions call templates, whatever they are now.
    pub(super) fn past_templates(&self) -> Vec<Cow<'a, str>> {
        self.templates_by_action.keys().cloned().collect()
    }

    /// The creators and members of cards; only their ids may be known. The board may be a copy, `made` at
    /// this time. Then cards that were copied with it have accounts that are no people, and are skipped.
    pub(super) fn people(&self, made: Option<Timestamp>) -> impl Iterator<Item = Account<'a>> {
        let bare = |who: &Cow<'a, str>| Account { ids: vec![who.clone()], ..Account::default() };
        let own = move |item: &&ItemFact<'a>| {
            let age = made.zip(item.created).map(|(made, (at, _))| at.as_second() - made.as_second());
            age.is_none_or(|age| age > AS_OLD)
        };
        let people = move |item: &'_ ItemFact<'a>| {
            let creator = item.creator.as_ref().map(|(who, _)| who);
            creator.into_iter().chain(&item.assignees).map(bare).collect::<Vec<_>>()
        };
        self.here.items.iter().filter(own).flat_map(people)
    }

    /// The cards with all changes. `history`: the actions are in the export. `cut`: older actions are
    /// missing. `made`: creation time of the board.
    pub(super) fn finish(mut self, history: bool, cut: bool, made: Option<Timestamp>) -> Vec<ItemFact<'a>> {
        let mut items = std::mem::take(&mut self.here.items);
        for item in &mut items {
            item.history = history;
            item.changes.shrink_to_fit();
            forget_elsewhere(item, self.departures.remove(&item.id).unwrap_or_default());
            begin_once(item);
            // A card older than the board was created on another board by an unknown person.
            let older =
                |made: &Timestamp| item.created.is_some_and(|(at, _)| made.as_second() - at.as_second() > AS_OLD);
            let here_since = self.lists_from_elsewhere.get(first_list(item)).copied().or(made.filter(older));
            let acts = || item.changes.iter().filter(|change| !matches!(change.act, Act::Commented));
            let untouched = |at: &Timestamp| acts().all(|change| change.at >= *at);
            let before = |at: &Timestamp| item.created.is_some_and(|(created, _)| created < *at);
            if let Some(at) = here_since.filter(before).filter(untouched) {
                item.created = item.created.map(|(_, mark)| (at, mark));
                item.creator = None;
                forget_comments(item);
            }
            let created = item.changes.iter().find(|change| matches!(change.act, Act::Created { .. }));
            if let Some(change) = created {
                item.created = Some((change.at, change.mark));
                item.creator = change.by.clone().map(|who| (who, change.mark));
            }
            item.truncated = cut && created.is_none();
            self.lost.mark(item);
            if item.bare || item.state.id.is_empty() {
                settle(item);
            }
            if self.cards_lack_closed {
                item.closed = is_archived(item);
            }
        }
        items
    }
}

/// The id and the name of a label; `None` if it only has a colour.
fn named<'a>(label: &Entity<'a>) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
    Some((filled(label.id)?, filled(label.name)?))
}

/// The first arrival of a card from another board is its creation here. Its author on that board is unknown.
fn arrive<'a>(item: &mut ItemFact<'a>, action: &Action<'a>, change: &ChangeFact<'a>) {
    let state = action.data.list.as_ref().map(Entity::reference);
    let act = Act::Created { state };
    forget_comments(item);
    item.changes.push(ChangeFact { act, part: ARRIVAL, by: None, ..change.clone() });
}

/// Forgets how many comments a card has: they may have been written on another board.
fn forget_comments(item: &mut ItemFact<'_>) {
    item.comment_total = item.comment_total.filter(|total| *total == 0);
}

/// The id of the first known list of a card.
fn first_list<'i>(item: &'i ItemFact<'_>) -> &'i str {
    let moves = item.changes.iter().filter_map(|change| match &change.act {
        Act::Moved { from, .. } => Some((change.at, &*from.id)),
        _ => None,
    });
    moves.min().map_or(&*item.state.id, |(_, list)| list)
}

/// Whether a change is the arrival of a card from another board.
fn is_arrival(change: &ChangeFact<'_>) -> bool {
    change.part == ARRIVAL && matches!(change.act, Act::Created { .. })
}

/// Removes the changes of a card before it came here or while it was away. A card brings them along, and
/// Trello writes them as if they had been made here. Comments stay, as they are on the card.
fn forget_elsewhere(item: &mut ItemFact<'_>, mut departures: Vec<Timestamp>) {
    let mut arrivals: Vec<_> =
        item.changes.iter().filter(|change| is_arrival(change)).map(|change| change.at).collect();
    arrivals.sort_unstable();
    departures.sort_unstable();
    let elsewhere = |at: Timestamp| {
        let arrival = arrivals.get(arrivals.partition_point(|arrival| *arrival <= at));
        let departure = departures.get(departures.partition_point(|departure| *departure < at));
        arrival.is_some_and(|arrival| departure.is_none_or(|departure| departure >= arrival))
    };
    item.changes.retain(|change| matches!(change.act, Act::Commented) || !elsewhere(change.at));
}

/// Keeps an arrival as the creation of a card only if the card has no earlier changes here. Otherwise it had
/// only been away.
fn begin_once(item: &mut ItemFact<'_>) {
    let Some(arrival) = item.changes.iter().filter(|change| is_arrival(change)).map(|change| change.at).min() else {
        return;
    };
    let begun = |change: &ChangeFact<'_>| {
        let begins = matches!(change.act, Act::Created { .. }) && !is_arrival(change);
        begins || (change.at < arrival && !matches!(change.act, Act::Commented))
    };
    let begun = item.changes.iter().any(begun);
    item.changes.retain(|change| !is_arrival(change) || (!begun && change.at == arrival));
    let returns = |change: &&mut ChangeFact<'_>| matches!(change.act, Act::Closed { closed: false });
    if !begun {
        item.changes.iter_mut().filter(|change| change.at == arrival).filter(returns).for_each(|change| {
            change.act = Act::Brought;
        });
    }
}

/// Describes a card that is not listed, from an action. Newer actions replace the values of older ones.
fn describe<'a>(item: &mut ItemFact<'a>, card: &CardData<'a>, at: Timestamp) {
    let newer = item.updated.is_none_or(|newest| newest <= at);
    if newer || item.title.is_empty() {
        item.title = lazy(card.name).unwrap_or(item.title);
    }
    if newer || item.number.is_none() {
        item.number = or_empty(card.id_short).parse().ok().or(item.number);
    }
    item.updated = item.updated.max(Some(at));
}

/// Sets the list of a card by its last actions.
fn settle(item: &mut ItemFact<'_>) {
    let state = |change: &ChangeFact<'_>| match &change.act {
        Act::Moved { to, .. } => Some(to.id.clone().into_owned()),
        Act::Created { state } | Act::Ranked { state, .. } => state.as_ref().map(|state| state.id.clone().into_owned()),
        _ => None,
    };
    let last = item.changes.iter().filter_map(|change| Some((change.at, state(change)?))).max_by_key(|(at, _)| *at);
    if let Some((_, id)) = last {
        item.state = Ref { id: Cow::Owned(id), name: Cow::Borrowed("") };
    }
}

/// Whether a card is archived by its last actions, or by its own value if there are none.
fn is_archived(item: &ItemFact<'_>) -> bool {
    let closed = item.changes.iter().filter_map(|change| match change.act {
        Act::Closed { closed } => Some((change.at, closed)),
        _ => None,
    });
    closed.max_by_key(|(at, _)| *at).map_or(item.closed, |(_, closed)| closed)
}

/// Adds a change. A new number in front of a title is an estimate.
fn add<'a>(item: &mut ItemFact<'a>, change: ChangeFact<'a>) {
    if let Act::Retitled { from, to } = change.act {
        let title = Some(from);
        let (from, to) = (from.decode(), to.decode());
        let (before, after) = (points(&from), points(&to));
        if before.0 != after.0 {
            let act = Act::Estimated { from: before.0, to: after.0, title };
            item.changes.push(ChangeFact { act, part: 1, ..change.clone() });
        }
        if before.1 == after.1 {
            return;
        }
    }
    item.changes.push(change);
}
