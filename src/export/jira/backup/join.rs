//! Joins the tables of a backup into issues.

use std::borrow::Cow;
use std::mem;

use foldhash::HashSet;

use super::super::links::is_made_of;
use super::super::sprint;
use super::edits::Places;
use super::histories::{Histories, History};
use super::people;
use super::records::{Id, IssueNames, Standing};
use super::site_lists::SiteLists;
use super::tables::Tables;
use crate::board::facts::{
    Act, Coverage, Facts, FieldFact, FieldSchema, ItemFact, ItemFields, SLACK, StateFact, Who, custom_field, issue_url,
};
use crate::export::damage::Damage;
use crate::parallel;

/// Name of the link type from an epic to its stories.
const EPIC_LINK: &str = "Epic-Story Link";

/// Number of items in a chunk that is searched for people and statuses in parallel.
const ITEMS: usize = 512;

/// Joins the entities of all pieces of a backup into `facts`. Returns a note about what was left out.
pub(super) fn join<'a>(tables: Vec<Tables<'a>>, facts: &mut Facts<'a>, damaged: &mut Damage) -> Option<String> {
    let mut lists = SiteLists::default();
    let (mut standing, mut acts) = (Vec::with_capacity(tables.len()), Vec::with_capacity(tables.len()));
    for table in tables {
        damaged.append(table.damaged);
        lists.append(table.lists);
        standing.push(table.standing);
        acts.push(table.acts);
    }
    // If there are no comments at all, they may have been left out of the backup.
    let has_comments = acts.iter().any(|piece| !piece.comments.is_empty() || !piece.unread.comments.is_empty());
    let ids: Vec<Id> = standing.iter().flat_map(|piece| &piece.issues).map(|issue| issue.id.clone()).collect();
    let count = ids.len();
    let places: Places = ids.into_iter().enumerate().map(|(place, id)| (id, place)).collect();
    let (mut items, histories) =
        parallel::join(|| issues(standing, &lists, &places), || Histories::new(acts, count, &places));
    let is_recorded = histories.edits > 0 || !items.iter().zip(&histories.items).any(was_edited);
    for (item, history) in items.iter_mut().zip(histories.items) {
        item.copied |= history.copied;
        item.history = is_recorded;
        item.log = history.has_holes.then(|| Coverage::with_holes(0));
        if history.unread_comments > 0 {
            let comments = history.changes.iter().filter(|change| matches!(change.act, Act::Commented)).count();
            item.comment_total = Some(comments + history.unread_comments);
        }
        item.changes = history.changes;
    }
    let mentioned = parallel::map_chunks(&items, ITEMS, |_, items| Mentioned::by(items));
    facts.accounts = people::accounts(mentioned.iter().flat_map(|piece| &piece.people).copied(), &lists);
    facts.states = states(mentioned.iter().flat_map(|piece| &piece.states).copied(), &lists);
    facts.entries = histories.edits;
    facts.fields = fields(&lists);
    facts.comments = has_comments;
    facts.items = items;
    histories.lost.note()
}

/// Whether the issue was changed after its creation and after all its known changes.
fn was_edited((item, history): (&ItemFact<'_>, &History<'_>)) -> bool {
    let known = history.changes.iter().map(|change| change.at).chain(item.created.map(|(at, _)| at)).max();
    item.updated.zip(known).is_some_and(|(updated, known)| updated.duration_since(known) > SLACK)
}

/// The current state of the issues, without their history.
fn issues<'a>(mut pieces: Vec<Standing<'a>>, lists: &SiteLists<'a>, places: &Places) -> Vec<ItemFact<'a>> {
    let mut items = Vec::with_capacity(pieces.iter().map(|piece| piece.issues.len()).sum());
    let mut names_of = Vec::with_capacity(items.capacity());
    for issue in pieces.iter_mut().flat_map(|piece| mem::take(&mut piece.issues)) {
        items.push(issue.item);
        names_of.push(issue.names);
    }
    let site = lists.address().trim_end_matches('/');
    parallel::map(&mut items, |place, item| name(item, &names_of[place], lists, site));
    for (issue, label) in pieces.iter_mut().flat_map(|piece| mem::take(&mut piece.labels)) {
        if let Some(place) = places.get(&issue) {
            items[*place].labels.push(label);
        }
    }
    values(&mut pieces, lists, &mut items, places);
    links(&pieces, lists, &mut items, places);
    items
}

/// Sets the key, the type and the URL of an issue, and replaces ids with names.
fn name<'a>(item: &mut ItemFact<'a>, own: &IssueNames<'a>, lists: &SiteLists<'a>, site: &str) {
    if item.key.is_empty()
        && let Some(project) = lists.projects.get(&own.project).or(own.project_key.as_ref())
    {
        item.key = format!("{project}-{}", own.number).into();
    }
    if item.key.is_empty() {
        item.key = item.id.clone();
    }
    if let Some(kind) = lists.kinds.get(&own.kind) {
        item.kind = Some(kind.name.clone());
        item.part = kind.subtask;
    }
    // Without a list of priorities, the meaning of their ids is unknown.
    item.priority = item.priority.take().and_then(|id| lists.priorities.get(&Id::new(&id)).cloned());
    item.holds = item.holds.with(ItemFields::PRIORITY, !lists.priorities.is_empty());
    // Without a list of resolutions, an id still shows that the issue is resolved.
    item.resolution = item.resolution.take().map(|id| lists.resolutions.get(&Id::new(&id)).cloned().unwrap_or(id));
    if let Some(state) = lists.states.get(&item.state.id) {
        item.state.name = state.name.clone();
    }
    if site.starts_with("http") {
        item.url = issue_url(site, &item.key);
    }
}

fn values<'a>(pieces: &mut [Standing<'a>], lists: &SiteLists<'a>, items: &mut [ItemFact<'a>], places: &Places) {
    for value in pieces.iter_mut().flat_map(|piece| mem::take(&mut piece.values)) {
        let Some(item) = places.get(&value.issue).and_then(|place| items.get_mut(*place)) else { continue };
        let field = lists.fields.get(&value.field);
        let schema = field.map_or("", |field| &*field.schema);
        if FieldSchema::parse(schema) == FieldSchema::Sprint {
            item.sprints.push(value.text.decode());
        } else if field.is_some_and(|field| field.is_flag) {
            item.flagged = true;
        } else {
            let chosen = ["select", "multiselect", "radiobuttons", "multicheckboxes", "cascadingselect"];
            let by_option = chosen.iter().any(|kind| schema.rsplit(':').next() == Some(kind));
            let option = || lists.options.get(&Id::new(&value.text.decode())).copied();
            let text = by_option.then(option).flatten().unwrap_or(value.text);
            item.fields.push((Cow::Owned(custom_field(&value.field)), text));
        }
    }
    items.iter_mut().for_each(|item| sprint::each_once(&mut item.sprints));
}

/// Sets parents, epics, links and originals.
fn links<'a>(pieces: &[Standing<'a>], lists: &SiteLists<'a>, items: &mut [ItemFact<'a>], places: &Places) {
    let mut epics = Vec::new();
    for link in pieces.iter().flat_map(|piece| &piece.links) {
        let Some(kind) = lists.link_types.get(&link.kind) else { continue };
        let (source, destination) = (places.get(&link.source).copied(), places.get(&link.destination).copied());
        if kind.subtask {
            if let (Some(parent), Some(child)) = (source, destination) {
                items[child].parent = Some(items[parent].key.clone());
            }
            continue;
        }
        if kind.name == EPIC_LINK {
            epics.extend(source.zip(destination));
            continue;
        }
        for (place, words) in [(source, &kind.outward), (destination, &kind.inward)] {
            if let Some(place) = place.filter(|_| !words.is_empty()) {
                items[place].links.get_or_insert_default().push(words.clone());
            }
        }
        let mut made = |place: Option<usize>, from: Option<usize>| {
            let original = from.map(|from| items[from].key.clone());
            if let Some(place) = place {
                items[place].copied = true;
                items[place].originals.extend(original);
            }
        };
        if is_made_of(&kind.name, &kind.outward, false) {
            made(source, destination);
        }
        if is_made_of(&kind.name, &kind.inward, true) {
            made(destination, source);
        }
    }
    for (epic, story) in epics {
        if items[story].parent.is_none() {
            items[story].parent = Some(items[epic].key.clone());
        }
    }
}

/// The people and status ids in items, without duplicates, in the order of their first occurrence.
#[derive(Default)]
struct Mentioned<'i, 'a> {
    people: Vec<&'i Who<'a>>,
    states: Vec<&'i Cow<'a, str>>,
}

impl<'i, 'a> Mentioned<'i, 'a> {
    fn by(items: &'i [ItemFact<'a>]) -> Self {
        let (mut people, mut states) = (HashSet::default(), HashSet::default());
        let mut mentioned = Self::default();
        for item in items {
            mentioned.people.extend(people::named(item).filter(|who| people.insert(*who)));
            let moved = item.changes.iter().filter_map(|change| match &change.act {
                Act::Moved { from, to } => Some([&from.id, &to.id]),
                _ => None,
            });
            let ids = moved.flatten().chain([&item.state.id]);
            mentioned.states.extend(ids.filter(|id| states.insert(*id)));
        }
        mentioned
    }
}

/// The statuses with these `ids`, without duplicates. A site has many more than its issues use.
fn states<'i, 'a: 'i>(ids: impl Iterator<Item = &'i Cow<'a, str>>, lists: &SiteLists<'a>) -> Vec<StateFact<'a>> {
    let mut seen = HashSet::default();
    ids.filter(|id| seen.insert(*id)).filter_map(|id| lists.states.get(id).cloned()).collect()
}

fn fields<'a>(lists: &SiteLists<'a>) -> Vec<FieldFact<'a>> {
    let mut fields: Vec<_> = lists
        .fields
        .iter()
        .map(|(id, field)| FieldFact {
            id: Cow::Owned(custom_field(id)),
            name: field.name.clone(),
            schema: FieldSchema::parse(&field.schema),
            estimate: false,
        })
        .collect();
    fields.sort_by(|a, b| a.id.cmp(&b.id));
    fields
}
