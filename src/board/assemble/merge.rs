//! The same issue in several files: the history is a union, the newest snapshot wins.

use std::borrow::Cow;
use std::{iter, mem, slice};

use foldhash::{HashMap, HashSet};
use jiff::{SignedDuration, Timestamp};

use super::held_fields::HeldFields;
use super::names::Names;
use crate::board::facts::{Act, ChangeFact, Coverage, ItemFact, ItemFields, Ref, SLACK, is_given, site_of, split_key};
use crate::parallel;
use crate::source::Mark;

/// How many issues of one name are looked at: more are no export but an attack.
const NAMESAKES: usize = 32;

/// A CSV tells minutes where other exports tell milliseconds.
const MINUTE: i64 = 60;

/// The items in `lists`, those of a file each and the oldest first, with each issue once, in the order of their keys; `held` are the
/// fields that the files have a place for, `names` is what they call people and sprints.
pub(crate) fn merge<'a>(lists: Vec<Vec<ItemFact<'a>>>, held: &HeldFields, names: &Names<'_>) -> Vec<ItemFact<'a>> {
    // Issues come before the changelog pages that belong to them: a page gives the number or the key and not both.
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
        // Most boards are one file with each issue once: nothing is moved then.
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

/// Puts `more` behind `list`.
fn append<T>(list: &mut Vec<T>, more: Vec<T>) {
    if list.is_empty() { *list = more } else { list.extend(more) }
}

/// Whether no two of `items` have an id or a key in common.
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

/// The places of items by a name.
type Index<'a> = HashMap<Cow<'a, str>, Places>;

/// The places of the items that have a name, of which there is nearly always one.
struct Places {
    first: usize,
    others: Vec<usize>,
}

impl Places {
    fn new(first: usize) -> Self {
        Self { first, others: Vec::new() }
    }

    fn add(&mut self, place: usize) {
        // No more of them are ever asked for.
        if self.others.len() < NAMESAKES && self.first != place && !self.others.contains(&place) {
            self.others.push(place);
        }
    }

    fn iter(&self) -> impl Iterator<Item = usize> {
        iter::once(self.first).chain(self.others.iter().copied())
    }
}

impl<'a> Merged<'a> {
    /// Takes `items` where they stand, no two of which have an id or a key in common.
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
                // What a changelog page did not say of its issue is known now, and the next file may ask for it.
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

    /// The same issue in a file before. A site's own id settles it; where a file does not say which site it is of, or gives
    /// no ids, the key must be the same, too.
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
            if same_id && (same(here, there) || known.key.is_empty() || item.key.is_empty()) {
                return true;
            }
            same(&known.key, &item.key) && (same_id || known.has_no_id() || item.has_no_id())
        })
    }
}

impl ItemFact<'_> {
    /// Whether the file gave no id, so that the key stands for it.
    fn has_no_id(&self) -> bool {
        self.id.is_empty() || self.id == self.key
    }
}

/// The site in the address of an issue; Trello's ids are the same everywhere.
fn site(url: &str) -> &str {
    site_of(url).unwrap_or_default()
}

/// How far off a zone that had to be assumed can be.
const ASSUMED: SignedDuration = SignedDuration::from_hours(26);

/// How far off one can be that was corrected: summer time is an hour, and tables cut times to the minute.
const CORRECTED: SignedDuration = SignedDuration::from_mins(61);

/// How far off the times of `item` can be.
fn doubt(item: &ItemFact<'_>) -> SignedDuration {
    match (item.rough, item.corrected) {
        (false, _) => SignedDuration::ZERO,
        (true, true) => CORRECTED,
        (true, false) => ASSUMED,
    }
}

/// Joins what two files say of an issue. Each thing is as the newest file says that has a place for it.
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
        // Changelog pages by themselves do not say when they were fetched.
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

/// Corrects the times of `rough` and its changes, those in `parts`, whose zone had to be assumed: `exact` says, too, when the issue was
/// created, and so by how much that was wrong.
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

/// Joins what is known of the past, and where it stands without any.
fn join_history<'a>(known: &mut ItemFact<'a>, older: &mut ItemFact<'a>) {
    known.log = match (known.log.take(), older.log.take()) {
        (Some(mut log), Some(more)) => {
            log.join(more);
            Some(log)
        }
        (one, other) => one.or(other),
    };
    known.truncated &= older.truncated || !older.history;
    // Where a history goes on behind the older file, its end says more.
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

/// Joins what the issue is called, of which type it is, and who is behind it.
fn join_names<'a>(known: &mut ItemFact<'a>, older: &mut ItemFact<'a>) {
    known.creator = known.creator.take().or(older.creator.take());
    // Whom a newer file names in a way that fits nobody, an older one may know.
    let own = known.reporter.take().filter(|own| !own.is_empty() || older.reporter.is_none());
    known.reporter = own.or(older.reporter.take());
    known.parent = known.parent.take().or(older.parent.take());
    if known.title.is_empty() {
        known.title = older.title;
    }
    // What the tool says of a type holds in every file.
    if known.kind.is_none() || known.kind == older.kind {
        known.level = known.level.or(older.level);
        known.part |= older.part;
    }
    known.kind = known.kind.take().or(older.kind.take());
    let pairs = [(&mut known.id, &mut older.id), (&mut known.key, &mut older.key)];
    for (have, other) in pairs.into_iter().filter(|(have, _)| have.is_empty()) {
        *have = mem::take(other);
    }
    if known.url.is_empty() {
        known.url = mem::take(&mut older.url);
    }
}

/// Joins what fields hold.
fn join_fields<'a>(known: &mut ItemFact<'a>, older: &mut ItemFact<'a>, held: &HeldFields) {
    // A file that tells of changes alone, or of ranks, has no place for anything else.
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
    known.checklist = known.checklist.or(older.checklist);
    known.checklists = known.checklists.take().or(older.checklists.take());
    // What a file without how the issue stood holds is no older value.
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

/// Joins what is known of whether the issue was made out of others: a file that has a place for links and no doubt about any says so.
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

/// Lets `value` be what the older file says, where that one alone has a place for it.
fn fall_back<T: Default>(value: &mut T, older: &mut T, is_gained: bool) {
    if is_gained {
        *value = mem::take(older);
    }
}

/// Whether a file that `item` is from has a place for the field of this `id`.
fn has_place(item: &ItemFact<'_>, id: &str, held: &HeldFields) -> bool {
    item.files().any(|file| held.has(file, id))
}

/// How new what a file says of an issue is.
type Rank = (bool, Option<Timestamp>, Mark);

fn rank(item: &ItemFact<'_>) -> Rank {
    // A clock that may be off by hours proves nothing newer by minutes.
    (!item.bare, item.updated.and_then(|at| at.checked_sub(doubt(item)).ok()), item.mark)
}

/// Until when the history of `item` reaches, by the files that hold it and how the item stands.
fn history_end(item: &ItemFact<'_>) -> Option<Timestamp> {
    let updated = item.updated.filter(|_| item.history && !item.bare);
    item.reaches_until.or_else(|| updated?.checked_add(doubt(item)).ok())
}

/// Whether what `newest` says of an issue, and has a place for, is not what `older` says, which tells its history: who works on it, in
/// which sprints it is and where it stands. What the one calls by id and the other by name may be the same, as far as `names` tell.
fn shows_otherwise(newest: &ItemFact<'_>, older: &ItemFact<'_>, names: &Names<'_>) -> bool {
    let states = [(&newest.state.id, &older.state.id), (&newest.state.name, &older.state.name)];
    let mut said_by_both = states.into_iter().filter(|(here, there)| !here.is_empty() && !there.is_empty()).peekable();
    let moved = said_by_both.peek().is_some() && said_by_both.all(|(here, there)| here != there);
    let given =
        newest.holds.has(ItemFields::ASSIGNEES) && !names.people.may_be_same(&newest.assignees, &older.assignees);
    let planned = !newest.sprints.is_empty() && !names.sprints.may_be_same(&newest.sprints, &older.sprints);
    older.history && !older.bare && !newest.bare && (moved || given || planned)
}

/// Whether the end of the history of `item` is missing, which older files alone tell: the newest says that it was changed later, and
/// shows what it became.
fn lacks_end(item: &ItemFact<'_>) -> bool {
    let later = item.updated.zip(item.reaches_until).is_some_and(|(updated, end)| updated.duration_since(end) > SLACK);
    item.differs && later && item.log.as_ref().is_none_or(|log| log.gap().is_none())
}

/// The changes that one file tells of an issue.
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

/// The changes of all parts, each once, as the newest tells it. Neighbours are joined first, so that many files with a few
/// changes each cost no more than one with all of them.
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

/// Both histories with each change once.
fn union<'a>(newer: Vec<ChangeFact<'a>>, older: Vec<ChangeFact<'a>>) -> Vec<ChangeFact<'a>> {
    if newer.is_empty() || older.is_empty() {
        return if newer.is_empty() { older } else { newer };
    }
    let mut seen = HashSet::default();
    let mut changes = newer;
    changes.extend(older);
    // One file may tell what another leaves out.
    changes.sort_by_key(|change| matches!(change.act, Act::Unknown));
    let mut remarks = Remarks::new(&changes);
    changes.retain(|change| {
        // A cell of a CSV tells the minute of a remark, the record itself its number and its milliseconds.
        let again = !is_given(&change.id) && remarks.take(change);
        !again && seen.insert(identity(change))
    });
    changes
}

/// What somebody said or logged: which of the two, and in which minute.
type Remark = (bool, i64);

fn remark(change: &ChangeFact<'_>) -> Option<Remark> {
    matches!(change.act, Act::Commented | Act::TimeLogged)
        .then(|| (matches!(change.act, Act::Commented), change.at.as_second().div_euclid(MINUTE)))
}

/// Remarks that have a number, by their minutes, and who made them.
struct Remarks<'a> {
    by_minute: HashMap<Remark, Vec<Option<Cow<'a, str>>>>,
    people: HashSet<Cow<'a, str>>,
}

impl<'a> Remarks<'a> {
    fn new(changes: &[ChangeFact<'a>]) -> Self {
        let mut remarks = Self { by_minute: HashMap::default(), people: HashSet::default() };
        for change in changes.iter().filter(|change| is_given(&change.id)) {
            remarks.people.extend(change.by.clone());
            if let Some(remark) = remark(change) {
                remarks.by_minute.entry(remark).or_default().push(change.by.clone());
            }
        }
        remarks
    }

    /// Whether `change` is one of them; each is taken once. Some exports call people by other names than others do: one who
    /// is called so nowhere else may be anybody.
    fn take(&mut self, change: &ChangeFact<'a>) -> bool {
        let Some(here) = remark(change).and_then(|remark| self.by_minute.get_mut(&remark)) else { return false };
        let stranger = change.by.as_ref().is_none_or(|by| !self.people.contains(by));
        let place = here.iter().position(|by| *by == change.by).or_else(|| (stranger && !here.is_empty()).then_some(0));
        place.map(|place| here.swap_remove(place)).is_some()
    }
}

/// A history entry, an action or a comment is the same in every export of the board.
fn identity(change: &ChangeFact<'_>) -> (String, u32, bool, i64) {
    (change.id.to_string(), change.part, matches!(change.act, Act::Commented), change.at.as_millisecond())
}

/// `APP-9` comes before `APP-12`.
fn natural(key: &str) -> (&str, u64, &str) {
    match split_key(key).and_then(|(project, number)| Some((project, number.parse().ok()?))) {
        Some((project, number)) => (project, number, ""),
        None => ("", 0, key),
    }
}
