//! Merges an issue that is in several files: the history is a union, and the newest snapshot wins.

use std::borrow::Cow;
use std::{iter, mem, slice};

use foldhash::{HashMap, HashSet};
use jiff::{SignedDuration, Timestamp};

use super::held_fields::HeldFields;
use super::names::Names;
use super::union::{MINUTE, union};
use crate::board::facts::{ChangeFact, Coverage, ItemFact, ItemFields, Ref, SLACK, site_of, split_key};
use crate::parallel;
use crate::source::Mark;

/// Maximum number of issues with the same id or key that are compared: more come from an attack, not from an
/// export.
const NAMESAKES: usize = 32;

/// Merges `lists`, one for each file and the oldest first. Returns each issue once, sorted by key. `held` are
/// the fields that the files have a place for; `names` are the names of people and sprints.
pub(crate) fn merge<'a>(lists: Vec<Vec<ItemFact<'a>>>, held: &HeldFields, names: &Names<'_>) -> Vec<ItemFact<'a>> {
    // Issues go before the changelog pages that belong to them, because a page gives either the id or the
    // key.
    let (mut items, mut bare) = (Vec::new(), Vec::new());
    for mut list in lists {
        if list.iter().all(|item| item.bare) {
            append(&mut bare, list);
        } else {
            bare.extend(list.extract_if(.., |item| item.bare));
            append(&mut items, list);
        }
    }
    if items.is_empty() {
        items = mem::take(&mut bare);
    }
    let mut items = match (are_different(&items), bare.is_empty()) {
        // Most boards are one file with each issue once; nothing is moved then.
        (true, true) => items,
        (true, false) => Merged::of_different(items).with(bare, held, names),
        (false, _) => Merged::default().with(items.into_iter().chain(bare), held, names),
    };
    for item in &mut items {
        if lacks_end(item) {
            let known = item.changes.len();
            item.log.get_or_insert_with(|| Coverage::whole(known)).total += 1;
        }
        item.truncated |= item.log.as_ref().is_some_and(|log| log.gap().is_some());
    }
    if !items.is_sorted_by(|one, next| natural(&one.key) <= natural(&next.key)) {
        items.sort_by_cached_key(|item| {
            let (project, number, other) = natural(&item.key);
            (project.to_owned(), number, other.to_owned())
        });
    }
    items
}

/// Appends `more` to `list`.
fn append<T>(list: &mut Vec<T>, more: Vec<T>) {
    if list.is_empty() { *list = more } else { list.extend(more) }
}

/// Whether no two of `items` share an id or a key.
fn are_different(items: &[ItemFact<'_>]) -> bool {
    fn once<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> bool {
        let mut seen = HashSet::with_capacity_and_hasher(names.len(), Default::default());
        names.filter(|name| !name.is_empty()).all(|name| seen.insert(name))
    }
    let (ids, keys) =
        parallel::join(|| once(items.iter().map(|item| &*item.id)), || once(items.iter().map(|item| &*item.key)));
    ids && keys
}

#[derive(Default)]
struct Merged<'a> {
    items: Vec<ItemFact<'a>>,
    by_id: Index<'a>,
    by_key: Index<'a>,
    /// The changes of each item, by file.
    parts: Vec<Vec<Part<'a>>>,
}

/// Indexes of items by id or key.
type Index<'a> = HashMap<Cow<'a, str>, Places>;

/// Indexes of the items with one id or key; nearly always a single one.
struct Places {
    first: usize,
    others: Vec<usize>,
}

impl Places {
    fn new(first: usize) -> Self {
        Self { first, others: Vec::new() }
    }

    fn add(&mut self, place: usize) {
        // Never more are compared.
        if self.others.len() < NAMESAKES && self.first != place && !self.others.contains(&place) {
            self.others.push(place);
        }
    }

    fn iter(&self) -> impl Iterator<Item = usize> {
        iter::once(self.first).chain(self.others.iter().copied())
    }
}

impl<'a> Merged<'a> {
    /// Takes `items` without moving them; no two of them share an id or a key.
    fn of_different(mut items: Vec<ItemFact<'a>>) -> Self {
        fn index<'i, 'a: 'i>(names: impl Iterator<Item = &'i Cow<'a, str>>) -> Index<'a> {
            let named = names.enumerate().filter(|(_, name)| !name.is_empty());
            named.map(|(place, name)| (name.clone(), Places::new(place))).collect()
        }
        let (by_id, by_key) =
            parallel::join(|| index(items.iter().map(|item| &item.id)), || index(items.iter().map(|item| &item.key)));
        let parts = items.iter_mut().map(|item| vec![Part::of(item)]).collect();
        Self { items, by_id, by_key, parts }
    }

    /// Adds `items` and returns all of them, each once.
    fn with(
        mut self,
        items: impl IntoIterator<Item = ItemFact<'a>>,
        held: &HeldFields,
        names: &Names<'_>,
    ) -> Vec<ItemFact<'a>> {
        for item in items {
            self.add(item, held, names);
        }
        for (item, parts) in self.items.iter_mut().zip(self.parts) {
            item.changes = union_of(parts);
        }
        self.items
    }

    fn add(&mut self, mut item: ItemFact<'a>, held: &HeldFields, names: &Names<'_>) {
        match self.find(&item) {
            Some(known) => {
                // The id or key that a changelog page left out is known now, and the next file may refer to
                // it.
                let called = (item.id.clone(), item.key.clone());
                let part = Part::of(&mut item);
                join(&mut self.items[known], item, &mut self.parts[known], part, held, names);
                self.remember(called, known);
            }
            None => {
                self.remember((item.id.clone(), item.key.clone()), self.items.len());
                self.parts.push(vec![Part::of(&mut item)]);
                self.items.push(item);
            }
        }
    }

    fn remember(&mut self, (id, key): (Cow<'a, str>, Cow<'a, str>), place: usize) {
        for (index, name) in [(&mut self.by_id, id), (&mut self.by_key, key)] {
            if !name.is_empty() {
                index.entry(name).or_insert_with(|| Places::new(place)).add(place);
            }
        }
    }

    /// Finds the same issue in an earlier file. The id decides if both files name the site. If one does not,
    /// or gives no ids, the key must match as well.
    fn find(&self, item: &ItemFact<'a>) -> Option<usize> {
        let places = [(&self.by_id, &item.id), (&self.by_key, &item.key)];
        let candidates = places.into_iter().filter_map(|(index, name)| index.get(name)).flat_map(Places::iter);
        candidates.take(NAMESAKES).find(|place| {
            let known = &self.items[*place];
            let (here, there) = (site(&item.url), site(&known.url));
            let same = |one: &str, other: &str| !one.is_empty() && one == other;
            let unlike = |one: &str, other: &str| !one.is_empty() && !other.is_empty() && one != other;
            if unlike(here, there) {
                return false;
            }
            let same_id = same(&known.id, &item.id);
            let of_one_name = known.has_one_name() || item.has_one_name();
            if same_id && (same(here, there) || of_one_name) {
                return true;
            }
            same(&known.key, &item.key) && (same_id || of_one_name)
        })
    }
}

impl ItemFact<'_> {
    /// Whether the file gave only an id or only a key, which may be used for both.
    fn has_one_name(&self) -> bool {
        self.id.is_empty() || self.key.is_empty() || self.id == self.key
    }
}

/// The site in the address of an issue; Trello's ids are the same everywhere.
fn site(url: &str) -> &str {
    site_of(url).unwrap_or_default()
}

/// Maximum error of a time in an assumed time zone.
const ASSUMED: SignedDuration = SignedDuration::from_hours(26);

/// Maximum error of such a time after correction: an hour of daylight-saving time, and the minute to which
/// tables truncate.
const CORRECTED: SignedDuration = SignedDuration::from_mins(61);

/// Maximum error of the times of `item`.
fn doubt(item: &ItemFact<'_>) -> SignedDuration {
    match (item.rough, item.corrected) {
        (false, _) => SignedDuration::ZERO,
        (true, true) => CORRECTED,
        (true, false) => ASSUMED,
    }
}

/// Joins the facts of two files about an issue. Each value comes from the newest file that has a place for
/// it.
fn join<'a>(
    known: &mut ItemFact<'a>,
    mut other: ItemFact<'a>,
    parts: &mut Vec<Part<'a>>,
    mut part: Part<'a>,
    held: &HeldFields,
    names: &Names<'_>,
) {
    match (known.rough && !known.corrected, other.rough) {
        (true, false) => correct(known, parts, &other),
        (false, true) => correct(&mut other, slice::from_mut(&mut part), known),
        _ => {}
    }
    let reaches_until = history_end(known).max(history_end(&other)).map(|end| {
        // Changelog pages do not say when they were fetched.
        let last = if other.bare { part.changes.iter().map(|change| change.at).max() } else { None };
        last.map_or(end, |last| end.max(last))
    });
    parts.push(part);
    let newer = rank(&other) > rank(known);
    let differs = match (newer, if newer { other.history } else { known.history }) {
        (true, true) => false,
        (true, false) => known.differs || shows_otherwise(&other, known, names),
        (false, true) => known.differs,
        (false, false) => shows_otherwise(known, &other, names),
    };
    let mut older = if newer { mem::replace(known, other) } else { other };
    (known.reaches_until, known.differs) = (reaches_until, differs);
    join_history(known, &mut older);
    join_names(known, &mut older);
    join_fields(known, &mut older, held);
    join_origin(known, &mut older);
    if !older.bare {
        known.others.push(older.mark.file);
        known.others.append(&mut older.others);
    }
}

/// Corrects the times of `rough` and of its changes in `parts`, whose time zone was assumed. The creation
/// time in `exact` shows by how much they are wrong.
fn correct<'a>(rough: &mut ItemFact<'a>, parts: &mut [Part<'a>], exact: &ItemFact<'a>) {
    let (Some((assumed, _)), Some((at, _))) = (rough.created, exact.created) else { return };
    let minutes = (at.as_second().div_euclid(MINUTE) - assumed.as_second().div_euclid(MINUTE)) * MINUTE;
    let error = SignedDuration::from_secs(minutes);
    if error.abs() > ASSUMED {
        return;
    }
    let corrected = |at: Timestamp| at.checked_add(error).unwrap_or(at);
    (rough.created, rough.updated, rough.corrected) = (exact.created, rough.updated.map(corrected), true);
    let changes = parts.iter_mut().flat_map(|part| &mut part.changes);
    changes.for_each(|change| change.at = corrected(change.at));
}

/// Joins the histories, and takes over the status if the newer file has neither a status nor a history.
fn join_history<'a>(known: &mut ItemFact<'a>, older: &mut ItemFact<'a>) {
    known.log = match (known.log.take(), older.log.take()) {
        (Some(mut log), Some(more)) => {
            log.join(more);
            Some(log)
        }
        (one, other) => one.or(other),
    };
    known.truncated &= older.truncated || !older.history;
    // If the newer file has a history, its end gives the status more reliably.
    if known.state == Ref::default() && !known.history {
        known.state = mem::take(&mut older.state);
    }
    known.history |= older.history;
    known.created = match (known.created, older.created) {
        (Some(_), Some(exact)) if known.rough && !older.rough => Some(exact),
        (one, other) => one.or(other),
    };
    known.rough &= older.rough;
}

/// Joins names, type and people of the issue.
fn join_names<'a>(known: &mut ItemFact<'a>, older: &mut ItemFact<'a>) {
    known.creator = known.creator.take().or(older.creator.take());
    // A reporter whom the newer file names unrecognisably may be known to the older one.
    let own = known.reporter.take().filter(|own| !own.is_empty() || older.reporter.is_none());
    known.reporter = own.or(older.reporter.take());
    known.parent = known.parent.take().or(older.parent.take());
    if known.title.is_empty() {
        known.title = older.title;
    }
    // The level of a type is the same in every file.
    if known.kind.is_none() || known.kind == older.kind {
        known.level = known.level.or(older.level);
        known.part |= older.part;
    }
    known.kind = known.kind.take().or(older.kind.take());
    // A card without a short link has its id as its key.
    if known.key == known.id && older.id == known.id {
        known.key = mem::take(&mut older.key);
    }
    let pairs = [(&mut known.id, &mut older.id), (&mut known.key, &mut older.key)];
    for (have, other) in pairs.into_iter().filter(|(have, _)| have.is_empty()) {
        *have = mem::take(other);
    }
    if known.url.is_empty() {
        known.url = mem::take(&mut older.url);
    }
}

/// Joins the values of fields.
fn join_fields<'a>(known: &mut ItemFact<'a>, older: &mut ItemFact<'a>, held: &HeldFields) {
    // A file of changes or ranks alone has no place for other fields.
    let gained = if older.bare { ItemFields::NONE } else { older.holds.without(known.holds) };
    if !known.holds.has(ItemFields::ASSIGNEES) {
        known.assignee_mark = older.assignee_mark;
    }
    fall_back(&mut known.assignees, &mut older.assignees, gained.has(ItemFields::ASSIGNEES));
    fall_back(&mut known.description, &mut older.description, gained.has(ItemFields::DESCRIPTION));
    fall_back(&mut known.labels, &mut older.labels, gained.has(ItemFields::LABELS));
    fall_back(&mut known.resolution, &mut older.resolution, gained.has(ItemFields::RESOLUTION));
    fall_back(&mut known.priority, &mut older.priority, gained.has(ItemFields::PRIORITY));
    fall_back(&mut known.due, &mut older.due, gained.has(ItemFields::DUE));
    known.holds |= gained;
    known.comment_total = known.comment_total.or(older.comment_total);
    // A position says where a card is in its list.
    let is_there = known.state.id == older.state.id;
    known.position = known.position.or(older.position.filter(|_| is_there));
    known.checklist = known.checklist.or(older.checklist);
    known.checklists = known.checklists.take().or(older.checklists.take());
    // A value from a file without snapshots is not an older value.
    let older_fields = mem::take(&mut older.fields).into_iter();
    let kept: Vec<_> = older_fields.filter(|(id, _)| older.bare || !has_place(known, id, held)).collect();
    if !kept.is_empty() {
        let own: HashSet<_> = known.fields.iter().map(|(id, _)| id.clone()).collect();
        known.fields.extend(kept.into_iter().filter(|(id, _)| !own.contains(id)));
    }
    if known.sprints.is_empty() {
        known.sprints = mem::take(&mut older.sprints);
    }
}

/// Joins what is known of the origin. A file with a place for links, all of them clear, settles it.
fn join_origin<'a>(known: &mut ItemFact<'a>, older: &mut ItemFact<'a>) {
    let is_clear = known.links.is_some() && !known.origin_unclear || older.links.is_some() && !older.origin_unclear;
    known.origin_unclear = (known.origin_unclear || older.origin_unclear) && !is_clear;
    known.links = known.links.take().or(older.links.take());
    known.copied |= older.copied;
    if known.originals.is_empty() {
        known.originals = mem::take(&mut older.originals);
    }
    if known.sources.is_empty() {
        known.sources = mem::take(&mut older.sources);
    }
}

/// Sets `value` to that of the older file, if only that file has a place for it.
fn fall_back<T: Default>(value: &mut T, older: &mut T, is_gained: bool) {
    if is_gained {
        *value = mem::take(older);
    }
}

/// Whether a file of `item` has a place for the field with this `id`.
fn has_place(item: &ItemFact<'_>, id: &str, held: &HeldFields) -> bool {
    item.files().any(|file| held.has(file, id))
}

/// Sort key: how new the facts of a file about an issue are.
type Rank = (bool, Option<Timestamp>, Mark);

fn rank(item: &ItemFact<'_>) -> Rank {
    // A time that may be off by hours does not prove that a file is newer by minutes.
    (!item.bare, item.updated.and_then(|at| at.checked_sub(doubt(item)).ok()), item.mark)
}

/// The end of the history of `item`, by the files that hold both its history and its snapshot.
fn history_end(item: &ItemFact<'_>) -> Option<Timestamp> {
    let updated = item.updated.filter(|_| item.history && !item.bare);
    item.reaches_until.or_else(|| updated?.checked_add(doubt(item)).ok())
}

/// Whether `newest` contradicts `older`, which holds a history, about the assignee, the sprints or the
/// status. Only values that `newest` has a place for count. An id and a name may mean the same, as far as
/// `names` shows.
fn shows_otherwise(newest: &ItemFact<'_>, older: &ItemFact<'_>, names: &Names<'_>) -> bool {
    let states = [(&newest.state.id, &older.state.id), (&newest.state.name, &older.state.name)];
    let mut said_by_both = states.into_iter().filter(|(here, there)| !here.is_empty() && !there.is_empty()).peekable();
    let moved = said_by_both.peek().is_some() && said_by_both.all(|(here, there)| here != there);
    let given =
        newest.holds.has(ItemFields::ASSIGNEES) && !names.people.may_be_same(&newest.assignees, &older.assignees);
    let planned = !newest.sprints.is_empty() && !names.sprints.may_be_same(&newest.sprints, &older.sprints);
    older.history && !older.bare && !newest.bare && (moved || given || planned)
}

/// Whether the end of the history of `item` is missing. Only older files hold its history, and the newest one
/// has a later update time and other values.
fn lacks_end(item: &ItemFact<'_>) -> bool {
    let later = item.updated.zip(item.reaches_until).is_some_and(|(updated, end)| updated.duration_since(end) > SLACK);
    item.differs && later && item.log.as_ref().is_none_or(|log| log.gap().is_none())
}

/// The changes of an issue in one file.
struct Part<'a> {
    rank: Rank,
    changes: Vec<ChangeFact<'a>>,
}

impl<'a> Part<'a> {
    /// Takes the changes out of `item`.
    fn of(item: &mut ItemFact<'a>) -> Self {
        Self { rank: rank(item), changes: mem::take(&mut item.changes) }
    }
}

/// The union of the changes of all parts, each from the newest file. Neighbours are joined first, so that
/// many small files cost no more than one large file.
fn union_of(mut parts: Vec<Part<'_>>) -> Vec<ChangeFact<'_>> {
    parts.sort_by_key(|part| std::cmp::Reverse(part.rank));
    let mut all: Vec<_> = parts.into_iter().map(|part| part.changes).collect();
    while all.len() > 1 {
        let mut rest = all.into_iter();
        all = Vec::with_capacity(rest.len().div_ceil(2));
        while let Some(newer) = rest.next() {
            all.push(union(newer, rest.next().unwrap_or_default()));
        }
    }
    all.pop().unwrap_or_default()
}

/// `APP-9` comes before `APP-12`.
fn natural(key: &str) -> (&str, u64, &str) {
    match split_key(key).and_then(|(project, number)| Some((project, number.parse().ok()?))) {
        Some((project, number)) => (project, number, ""),
        None => ("", 0, key),
    }
}
