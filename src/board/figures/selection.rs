//! Exports that hold only a part of the items: pages of a search are missing, or a search condition left
//! items out. Source: docs/definitions.md, all items.

use foldhash::{HashMap, HashSet};
use jiff::Timestamp;

use super::cancellation::is_cancelled;
use crate::board::facts::{SprintState, Tool, split_key};
use crate::board::model::calendar::{DAY_SECONDS, after, before};
use crate::board::model::item::Item;
use crate::board::{Contents, Model, Sprint, SprintId};
use crate::charter::{Kind, Role, Stage};

/// Minimum number of items from which the way they were chosen can be guessed.
const MIN_ITEMS_TO_SEE_A_CHOICE: usize = 5;

/// Tolerance around sprint dates, in seconds: items may be tidied up a day after a sprint was completed, and
/// a sprint may be planned to begin a day before its oldest item was created.
const TOLERANCE_SECONDS: i64 = DAY_SECONDS;

/// Minimum number of items for a guess: a complete board of this size has untouched items, several kinds and
/// open items.
const MIN_ITEMS_OF_ALL_SORTS: usize = 10;

/// Time after which an item counts as untouched, in seconds.
const LEFT_ALONE_SECONDS: i64 = 14 * DAY_SECONDS;

/// Minimum number of items for a guess: a complete board of this size has items that wait outside all
/// sprints.
const MIN_ITEMS_OF_WHICH_SOME_WAIT: usize = 20;

/// Sprints that began less than this after the oldest item's creation probably lack older items, in seconds.
const OLDER_ITEMS_LIKELY_SECONDS: i64 = 56 * DAY_SECONDS;

/// Maximum duration of one operation on several items, in seconds.
const OPERATION_SECONDS: i64 = 60;

/// Minimum number of items last changed within that time that show a bulk operation.
const MIN_ITEMS_OF_AN_OPERATION: usize = 3;

/// How the items of an export were chosen, if not all items of the board are in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemChoice {
    /// Pages of the search are missing.
    Pages,
    /// The export does not list this number of cards that its actions tell of.
    Listed(usize),
    /// By their sprints: no waiting items are here. Other sprints have only the items that were carried over.
    BySprint,
    /// Only items that are not done.
    Open,
    /// Only items that are done.
    Done,
    /// Only items that were begun, done or not: no waiting items are here.
    Begun,
    /// Only items assigned to one person.
    ByAssignee,
    /// Only items of one kind, or all but the stories.
    ByKind,
    /// A few items of a project that has more.
    Few,
    /// Only items created at this instant or later.
    CreatedSince(Timestamp),
    /// Only items changed at this instant or later.
    ChangedSince(Timestamp),
}

/// Which of a board's items the export leaves out.
#[derive(Debug, Default)]
pub(crate) struct Omission {
    pub(super) selection: Option<ItemChoice>,
    /// For each sprint, whether items of it are missing.
    pub(super) sprints: Vec<bool>,
    /// Whether many issues are all of one kind. The search may then have left out rare kinds, but the board
    /// may also have none.
    pub(super) rare_kinds: bool,
}

impl Omission {
    /// Whether files of `tool` that hold such `contents` may leave out items of the board.
    pub(crate) fn may_be_in(tool: Tool, contents: &Contents) -> bool {
        tool == Tool::Jira && !contents.lists_board
    }

    /// Whether the export seems to hold a part of the board's items.
    pub(crate) fn is_any(&self) -> bool {
        self.selection.is_some()
    }

    /// Judges by the pages of the search and by what the items have in common. `model` covers the whole
    /// files, also what is later than a window's end. `earlier` is the model at that end: the items must look
    /// the same there, because later events do not matter for the window.
    pub(crate) fn of(model: &Model<'_>, earlier: Option<&Model<'_>>) -> Self {
        let items = wholes(model);
        let then = earlier.map(|model| (model, wholes(model)));
        let both = |are: fn(&Model<'_>, &[&Item<'_>]) -> bool| {
            are(model, &items) && then.as_ref().is_none_or(|(model, items)| are(model, items))
        };
        let may_be = Self::may_be_in(model.tool, &model.contents);
        let rare_kinds = may_be && are_many_of_one_kind(&items);
        let all = |missing| vec![missing; model.sprints.len()];
        let found = |selection, sprints| Self { selection: Some(selection), sprints, rare_kinds };
        if model.missing.pages.is_some() {
            return found(ItemChoice::Pages, all(true));
        }
        if model.tool == Tool::Trello && model.missing.orphans > 0 {
            return found(ItemChoice::Listed(model.missing.orphans), all(true));
        }
        let whole = || Self { selection: None, sprints: all(false), rare_kinds };
        if !may_be {
            return whole();
        }
        let whole_or_since_a_date = || {
            let since_a_date = begun_at_a_date(model);
            since_a_date.map_or_else(whole, |(since, earlier)| found(ItemChoice::ChangedSince(since), earlier))
        };
        if both(is_of_one_kind) {
            return found(ItemChoice::ByKind, all(true));
        }
        if items.len() < MIN_ITEMS_TO_SEE_A_CHOICE {
            let has_more = model.contents.of_single_issues || has_higher_numbers(model);
            return if has_more { found(ItemChoice::Few, all(true)) } else { whole_or_since_a_date() };
        }
        if both(is_open) {
            return found(ItemChoice::Open, all(true));
        }
        if both(is_of_one_person) {
            return found(ItemChoice::ByAssignee, all(true));
        }
        // Where work has ended, all items may really be done.
        if both(is_done) && (is_any_active(model) || lacks_numbers(model)) {
            return found(ItemChoice::Done, all(true));
        }
        if both(is_begun) && lacks_numbers(model) {
            return found(ItemChoice::Begun, all(true));
        }
        let by_sprint = if both(are_by_sprint) { by_sprint(model, &items) } else { None };
        let in_part = by_sprint.as_ref().is_some_and(|sprints| sprints.contains(&true));
        let changed_since =
            changed_since(model, &items, in_part).filter(|_| then.is_none() || !were_changed_in_one_go(model, &items));
        match (by_sprint, changed_since) {
            (Some(mut sprints), Some((_, earlier))) => {
                sprints.iter_mut().zip(earlier).for_each(|(missing, earlier)| *missing |= earlier);
                found(ItemChoice::BySprint, sprints)
            }
            (Some(sprints), None) => found(ItemChoice::BySprint, sprints),
            (None, Some((since, earlier))) => found(ItemChoice::ChangedSince(since), earlier),
            (None, None) => match created_since(model, &items) {
                Some(since) => {
                    let early = |sprint: &Sprint<'_>| {
                        sprint.start.is_some_and(|start| start < after(since, OLDER_ITEMS_LIKELY_SECONDS))
                    };
                    found(ItemChoice::CreatedSince(since), model.sprints.iter().map(early).collect())
                }
                None if both(is_done) => found(ItemChoice::Done, all(false)),
                None => whole_or_since_a_date(),
            },
        }
    }

    /// The same omission for a part of the period, which has only some `sprints` of `all`.
    pub(crate) fn carried(mut self, all: &[Sprint<'_>], sprints: &[Sprint<'_>]) -> Self {
        let missing: HashMap<&str, bool> = all.iter().map(|sprint| &*sprint.id).zip(self.sprints).collect();
        let is_any = self.selection.is_some();
        self.sprints = sprints.iter().map(|sprint| missing.get(&*sprint.id).copied().unwrap_or(is_any)).collect();
        self
    }
}

/// The items that are not parts of other items.
fn wholes<'m, 'a>(model: &'m Model<'a>) -> Vec<&'m Item<'a>> {
    model.items.iter().filter(|item| !item.part).collect()
}

/// Whether only open items are here: none is finished although sprints were closed. Or none of many is, while
/// a sprint is running and issue numbers are missing.
fn is_open(model: &Model<'_>, items: &[&Item<'_>]) -> bool {
    let lacks_many = || items.len() >= MIN_ITEMS_OF_ALL_SORTS && is_any_active(model) && lacks_numbers(model);
    !items.iter().any(|item| is_over(model, item)) && (has_closed_sprints(model) || lacks_many())
}

/// Whether everything is finished on a board with closed sprints.
fn is_done(model: &Model<'_>, items: &[&Item<'_>]) -> bool {
    items.len() >= MIN_ITEMS_OF_ALL_SORTS && has_closed_sprints(model) && items.iter().all(|item| is_over(model, item))
}

/// Whether no item waits on a board with closed sprints.
fn is_begun(model: &Model<'_>, items: &[&Item<'_>]) -> bool {
    let waits = |item: &&Item<'_>| {
        let stage = item.state().and_then(|state| model.state(state).meaning());
        stage.is_none_or(|stage| matches!(stage, Stage::Backlog | Stage::Ready))
    };
    items.len() >= MIN_ITEMS_OF_ALL_SORTS && has_closed_sprints(model) && !items.iter().any(waits)
}

/// Whether a sprint with items is running by its recorded state. Dates alone do not show it: the clock may be
/// earlier than the end of a closed sprint.
fn is_any_active(model: &Model<'_>) -> bool {
    let is_active = |sprint: &Sprint<'_>| sprint.state == SprintState::Active && sprint.has_begun(model.clock);
    model.sprints.iter().any(|sprint| !sprint.items.is_empty() && is_active(sprint))
}

fn has_closed_sprints(model: &Model<'_>) -> bool {
    model.sprints.iter().any(Sprint::is_closed_with_items)
}

fn is_over(model: &Model<'_>, item: &Item<'_>) -> bool {
    let now = after(model.clock, 1);
    model.is_done_at(item, now) || is_cancelled(model, item, now)
}

/// Whether everything, including waiting items, is assigned to one person, who is not the only developer.
fn is_of_one_person(model: &Model<'_>, items: &[&Item<'_>]) -> bool {
    let Some([own]) = items.first().map(|item| item.assignees.as_slice()) else { return false };
    items.iter().all(|item| item.assignees == [*own])
        && model.changes.iter().any(|change| {
            let other = change.by.filter(|by| by != own);
            other.is_some_and(|by| model.people.roles(by, change.at).has(Role::Developer))
        })
}

/// Whether the kinds of the items do not make up a board with sprints: only bugs and the Scrum Master's
/// items, only one kind although the charter names others, or no story although the charter defines them.
fn is_of_one_kind(model: &Model<'_>, items: &[&Item<'_>]) -> bool {
    if !has_closed_sprints(model) || !items.iter().all(|item| item.typed) {
        return false;
    }
    let kinds = kinds(items);
    // Impediments, retrospectives or spikes may not exist yet, but every board has stories, bugs and tasks
    // sooner or later.
    let missing = |kind: &&Kind| matches!(kind, Kind::Story | Kind::Bug | Kind::Task) && !kinds.contains(kind);
    let mut missing = model.kinds.iter().filter(missing);
    let beside_stories = |kind: &Kind| matches!(kind, Kind::Bug | Kind::Impediment | Kind::RetroAction | Kind::Meeting);
    let many = items.len() >= MIN_ITEMS_OF_ALL_SORTS;
    kinds.iter().all(beside_stories)
        || (many && missing.clone().any(|kind| *kind == Kind::Story))
        || (many && kinds.len() == 1 && missing.nth(1).is_some())
}

fn kinds(items: &[&Item<'_>]) -> HashSet<Kind> {
    let aside = |kind: &Kind| matches!(kind, Kind::Epic | Kind::SubTask);
    items.iter().map(|item| item.kind).filter(|kind| !aside(kind)).collect()
}

fn are_many_of_one_kind(items: &[&Item<'_>]) -> bool {
    items.len() >= MIN_ITEMS_OF_ALL_SORTS && items.iter().all(|item| item.typed) && kinds(items).len() == 1
}

/// Creation of the oldest item, if older ones must be missing: a sprint with items began before it, or the
/// issue numbers begin high and have hardly any gaps.
fn created_since(model: &Model<'_>, items: &[&Item<'_>]) -> Option<Timestamp> {
    let since = items.iter().map(|item| item.created).collect::<Option<Vec<_>>>()?.into_iter().min()?;
    let began = |sprint: &Sprint<'_>| sprint.start.is_some_and(|start| start < before(since, TOLERANCE_SECONDS));
    let before = model.sprints.iter().any(|sprint| sprint.known && !sprint.items.is_empty() && began(sprint));
    (before || begins_late(model)).then_some(since)
}

/// The numbers of the issues of each project.
fn numbers<'m>(model: &'m Model<'_>) -> HashMap<&'m str, Vec<usize>> {
    let mut numbers: HashMap<&str, Vec<usize>> = HashMap::default();
    for (project, number) in model.items.iter().filter_map(|item| split_key(&item.key)) {
        numbers.entry(project).or_default().extend(number.parse::<usize>());
    }
    numbers
}

/// Whether the highest issue numbers show that most issues of the projects are missing.
fn has_higher_numbers(model: &Model<'_>) -> bool {
    let highest = numbers(model).into_values().filter_map(|own| own.into_iter().max()).fold(0, usize::saturating_add);
    highest > MIN_ITEMS_OF_ALL_SORTS.max(model.items.len() * 4)
}

/// The issue numbers of the largest project. On a tie, the last project by name, since the order of a hash
/// map is random.
fn numbers_of_largest(model: &Model<'_>) -> Option<Vec<usize>> {
    let largest = numbers(model).into_iter().max_by_key(|(project, own)| (own.len(), *project));
    largest.map(|(_, own)| own)
}

/// Whether a tenth of a project's issue numbers is missing in between.
fn lacks_numbers(model: &Model<'_>) -> bool {
    numbers_of_largest(model).is_some_and(|own| lacks_a_tenth(own.len(), missing_between(&own)))
}

/// How many numbers between the lowest and the highest are missing.
fn missing_between(numbers: &[usize]) -> usize {
    match (numbers.iter().min(), numbers.iter().max()) {
        (Some(first), Some(last)) => (last - first).saturating_add(1).saturating_sub(numbers.len()),
        _ => 0,
    }
}

/// Whether more numbers are `missing`, compared with those `here`, than can be chance.
fn lacks_a_tenth(here: usize, missing: usize) -> bool {
    missing >= MIN_ITEMS_TO_SEE_A_CHOICE && missing.saturating_mul(10) >= here.saturating_add(missing)
}

/// Whether a project's issue numbers begin high, and nearly all later ones are here.
fn begins_late(model: &Model<'_>) -> bool {
    let Some(mut own) = numbers_of_largest(model) else { return false };
    own.sort_unstable();
    own.dedup();
    let (Some(first), Some(last)) = (own.first(), own.last()) else { return false };
    let most = own.len() >= MIN_ITEMS_TO_SEE_A_CHOICE && own.len() * 5 >= model.items.len() * 4;
    most && own.len() * 10 >= (last - first).saturating_add(1).saturating_mul(9)
        && *first > MIN_ITEMS_OF_ALL_SORTS.max(own.len() / 4)
}

/// For files that hold changes since a date: that date, if every item was changed after it, and the sprints
/// that began before it. Items not changed since then are probably missing.
fn begun_at_a_date(model: &Model<'_>) -> Option<(Timestamp, Vec<bool>)> {
    let cut = model.cut.filter(|cut| model.items.iter().all(|item| item.updated >= Some(*cut)))?;
    let earlier = |sprint: &Sprint<'_>| sprint.start.is_some_and(|start| start < cut);
    Some((cut, model.sprints.iter().map(earlier).collect()))
}

/// Whether every item was in a sprint, and items of a sprint are missing.
fn are_by_sprint(model: &Model<'_>, items: &[&Item<'_>]) -> bool {
    by_sprint(model, items).is_some()
}

/// If every item was in a sprint, the sprints with missing items. These are the leading sprints that are no
/// item's last one, and the trailing sprints that are no item's first one.
fn by_sprint(model: &Model<'_>, items: &[&Item<'_>]) -> Option<Vec<bool>> {
    if items.iter().any(|item| item.memberships.is_empty()) {
        return None;
    }
    let begun = |sprint: &&Sprint<'_>| sprint.has_begun(model.clock) && !sprint.items.is_empty();
    let begun: Vec<SprintId> = model.sprints.iter().filter(begun).map(|sprint| sprint.index).collect();
    let mut places = vec![None; model.sprints.len()];
    for (place, id) in begun.iter().enumerate() {
        places[id.index()] = Some(place);
    }
    let (mut stayed, mut fresh) = (vec![false; begun.len()], vec![false; begun.len()]);
    for item in items {
        let own = || item.memberships.iter().filter_map(|membership| places[membership.sprint.index()]);
        if let (Some(first), Some(last)) = (own().min(), own().max()) {
            (fresh[first], stayed[last]) = (true, true);
        }
    }
    let first = stayed.iter().position(|stayed| *stayed).unwrap_or(0);
    let last = fresh.iter().rposition(|fresh| *fresh).unwrap_or(begun.len());
    if first == 0 && last + 1 >= begun.len() && begun.len() > 1 && items.len() < MIN_ITEMS_OF_WHICH_SOME_WAIT {
        return None;
    }
    let mut missing = vec![false; model.sprints.len()];
    for id in begun.iter().take(first).chain(begun.iter().skip(last + 1)) {
        missing[id.index()] = true;
    }
    Some(missing)
}

/// Whether a tenth of a project's issue numbers is missing among issues created before `since`, but none
/// among later ones.
fn lacks_older_numbers(model: &Model<'_>, since: Timestamp) -> bool {
    let mut own: HashMap<&str, [Vec<usize>; 2]> = HashMap::default();
    for item in &model.items {
        let (Some((project, number)), Some(created)) = (split_key(&item.key), item.created) else { return false };
        own.entry(project).or_default()[usize::from(created >= since)].extend(number.parse::<usize>());
    }
    // On a tie, the last project by name, since the order of a hash map is random.
    let largest = own.into_iter().max_by_key(|(project, [older, newer])| (older.len() + newer.len(), *project));
    let Some((_, [older, newer])) = largest else { return false };
    newer.len() >= MIN_ITEMS_OF_ALL_SORTS
        && missing_between(&newer) == 0
        && lacks_a_tenth(older.len(), missing_between(&older))
}

/// When each item was last changed, sorted; `None` if unknown for any item.
fn last_changes(model: &Model<'_>, items: &[&Item<'_>]) -> Option<Vec<Timestamp>> {
    let last = |item: &&Item<'_>| {
        let changed = model.history(item).last().map(|change| change.at);
        item.updated.max(changed)
    };
    let mut all: Vec<Timestamp> = items.iter().map(last).collect::<Option<_>>()?;
    all.sort_unstable();
    Some(all)
}

/// Whether most items were last changed within one minute: before that they may have been untouched for long.
fn were_changed_in_one_go(model: &Model<'_>, items: &[&Item<'_>]) -> bool {
    let all = last_changes(model, items).unwrap_or_default();
    let half = all.len() / 2;
    all.iter().zip(all.iter().skip(half)).any(|(first, last)| *last <= after(*first, OPERATION_SECONDS))
}

/// The earliest last change of all items and the sprints that began before it, if items must be missing. A
/// sprint ended a day before it; or one began a day before it, and either most of many items are older or
/// only old issue numbers are missing.
fn changed_since(model: &Model<'_>, items: &[&Item<'_>], in_part: bool) -> Option<(Timestamp, Vec<bool>)> {
    let all = last_changes(model, items)?;
    let since = *all.first()?;
    if all.partition_point(|at| *at <= after(since, OPERATION_SECONDS)) >= MIN_ITEMS_OF_AN_OPERATION {
        return None;
    }
    let over =
        |sprint: &Sprint<'_>| sprint.completed.is_some_and(|completed| completed < before(since, TOLERANCE_SECONDS));
    let earlier = |sprint: &Sprint<'_>| sprint.start.is_some_and(|start| start < since);
    let began = |sprint: &Sprint<'_>| sprint.has_begun(before(since, TOLERANCE_SECONDS));
    let any =
        |is: &dyn Fn(&Sprint<'_>) -> bool| model.sprints.iter().any(|sprint| !sprint.items.is_empty() && is(sprint));
    let old = |item: &&&Item<'_>| item.created.is_some_and(|created| created < before(since, LEFT_ALONE_SECONDS));
    let many = (in_part || any(&began))
        && items.len() >= MIN_ITEMS_OF_ALL_SORTS
        && items.iter().filter(old).count() * 2 > items.len();
    let lacks_older = || any(&began) && lacks_older_numbers(model, since);
    (any(&over) || many || lacks_older()).then(|| (since, model.sprints.iter().map(earlier).collect()))
}
