//! Joins the tables of a backup into issues.

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};
use jiff::Timestamp;

use super::super::links::is_made_of;
use super::people;
use super::tables::{Group, Id, Tables};
use crate::board::facts::{Act, ChangeFact, Facts, FieldFact, ItemFact};
use crate::export::damage::Damage;

/// How Jira's agile part calls the link from an epic to its stories.
const EPIC_LINK: &str = "Epic-Story Link";

/// How far the record of an edit and that of the work it logged may lie apart.
const LOGGED_WITHIN: i64 = 2;

/// After so many changes their room is given back.
const GIVEN_BACK: usize = 1 << 14;

/// The issues of the file, by their ids.
type Places<'a> = HashMap<Id<'a>, usize>;

/// Joins the entities of a backup into `facts` and says what had to be assumed or left out.
pub(super) fn join<'a>(mut tables: Tables<'a>, facts: &mut Facts<'a>, damaged: &mut Damage) -> Vec<String> {
    facts.zone_assumed = tables.clock.note.is_some();
    let mut notes: Vec<String> = tables.clock.note.take().into_iter().collect();
    damaged.append(std::mem::take(&mut tables.damaged));
    let mut items = issues(&mut tables);
    let places: Places<'a> = items.iter().enumerate().map(|(place, item)| (item.id.clone(), place)).collect();
    let mut lost = Lost::default();
    make_room(&tables, &mut items, &places);
    changes(&mut tables, &mut items, &places, &mut lost);
    for event in std::mem::take(&mut tables.comments) {
        match places.get(&event.issue) {
            Some(place) => items[*place].changes.push(event.change),
            None => lost.comments += 1,
        }
    }
    worklogs(&mut tables, &mut items, &places, &mut lost);
    for (issue, label) in std::mem::take(&mut tables.labels) {
        if let Some(place) = places.get(&issue) {
            items[*place].labels.push(label);
        }
    }
    values(&mut tables, &mut items, &places);
    links(&tables, &mut items, &places);
    notes.extend(lost.note());
    facts.accounts = people::accounts(&items, &tables);
    states(&tables, &mut items, facts);
    facts.fields = fields(&tables);
    facts.comments = true;
    facts.entries = tables.groups.len();
    facts.items = items;
    notes
}

/// What belongs to issues that are not in the file.
#[derive(Default)]
struct Lost {
    changes: usize,
    comments: usize,
    worklogs: usize,
}

impl Lost {
    fn note(&self) -> Option<String> {
        let counts = [(self.changes, "changes"), (self.comments, "comments"), (self.worklogs, "work logs")];
        let counts: Vec<_> =
            counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        let all = counts.join(", ");
        (!all.is_empty()).then(|| format!("left out because their issue is not in the file: {all}"))
    }
}

/// The issues with their keys and types.
fn issues<'a>(tables: &mut Tables<'a>) -> Vec<ItemFact<'a>> {
    let site = tables.site.trim_end_matches('/').to_owned();
    let mut items = Vec::with_capacity(tables.issues.len());
    for issue in std::mem::take(&mut tables.issues) {
        let mut item = issue.item;
        if item.key.is_empty()
            && let Some(project) = tables.projects.get(&issue.project).cloned().or(issue.project_key)
        {
            item.key = format!("{project}-{}", issue.number).into();
        }
        if item.key.is_empty() {
            item.key = item.id.clone();
        }
        if let Some(kind) = tables.kinds.get(&issue.kind) {
            item.kind = Some(kind.name.clone());
            item.part = kind.subtask;
        }
        // Where the file lists no priorities, what their ids mean is not known.
        item.priority = item.priority.and_then(|id| tables.priorities.get(&id).cloned());
        item.holds_priority = !tables.priorities.is_empty();
        // Where the file lists no resolutions, their ids say at least that the issue is resolved.
        item.resolution = item.resolution.map(|id| tables.resolutions.get(&id).cloned().unwrap_or(id));
        if site.starts_with("http") {
            item.url = format!("{site}/browse/{}", item.key);
        }
        items.push(item);
    }
    items
}

/// Room for the changes of each item, and no more: lists that grow take twice of what they hold.
fn make_room(tables: &Tables<'_>, items: &mut [ItemFact<'_>], places: &Places<'_>) {
    let mut counts = vec![0; items.len()];
    let edits = tables.changes.iter().filter_map(|change| Some(&tables.groups.get(&change.group)?.issue));
    let said = tables.comments.iter().map(|event| &event.issue);
    for place in edits.chain(said).filter_map(|issue| places.get(issue)) {
        counts[*place] += 1;
    }
    for (item, count) in items.iter_mut().zip(counts) {
        item.changes.reserve_exact(count);
    }
}

fn changes<'a>(tables: &mut Tables<'a>, items: &mut [ItemFact<'a>], places: &Places<'a>, lost: &mut Lost) {
    let mut changes = std::mem::take(&mut tables.changes);
    // A value's place in its edit is the place of its id: so do the REST exports list them.
    if !changes.is_sorted_by_key(|change| change.id) {
        changes.sort_by_key(|change| change.id);
    }
    for change in changes.iter().filter(|change| change.logs_work) {
        if let Some(group) = tables.groups.get_mut(&change.group) {
            group.logs_work = true;
        }
    }
    // From the end, where a list gives back the room that it needs no more.
    changes.reverse();
    while let Some(change) = changes.pop() {
        if changes.len().is_multiple_of(GIVEN_BACK) {
            changes.shrink_to_fit();
        }
        let Some(group) = tables.groups.get_mut(&change.group) else {
            lost.changes += 1;
            continue;
        };
        let part = group.parts;
        group.parts += 1;
        let Some(place) = places.get(&group.issue) else {
            lost.changes += 1;
            continue;
        };
        // An edit without a readable time is damage already.
        let (Some(act), Some(at)) = (change.act, group.at) else { continue };
        if group.initial {
            continue;
        }
        let act = in_group(act, group);
        items[*place].changes.push(ChangeFact {
            id: change.group,
            part,
            at,
            by: group.by.clone(),
            act,
            mark: change.mark,
        });
    }
    for item in items {
        item.copied |= item.changes.iter().any(|change| matches!(change.act, Act::Linked { copy: true }));
    }
}

/// The remaining time that an edit changed by logging work was not estimated.
fn in_group<'a>(act: Act<'a>, group: &Group<'_>) -> Act<'a> {
    match act {
        Act::TimeEstimated { original: false, .. } if group.logs_work => Act::TimeLogged,
        other => other,
    }
}

/// Work logs are edits too, except those that were imported.
fn worklogs<'a>(tables: &mut Tables<'a>, items: &mut [ItemFact<'a>], places: &Places<'a>, lost: &mut Lost) {
    let logged = |(place, item): (usize, &ItemFact<'a>)| {
        let times = item.changes.iter().filter(|change| matches!(change.act, Act::TimeLogged));
        times.map(|change| (place, change.at.as_second())).collect::<Vec<_>>()
    };
    let known: HashSet<(usize, i64)> = items.iter().enumerate().flat_map(logged).collect();
    for event in std::mem::take(&mut tables.worklogs) {
        let Some(place) = places.get(&event.issue) else {
            lost.worklogs += 1;
            continue;
        };
        let near = |at: Timestamp| {
            (-LOGGED_WITHIN..=LOGGED_WITHIN).any(|off| known.contains(&(*place, at.as_second().saturating_add(off))))
        };
        if !near(event.change.at) {
            items[*place].changes.push(event.change);
        }
    }
}

fn values<'a>(tables: &mut Tables<'a>, items: &mut [ItemFact<'a>], places: &Places<'a>) {
    for value in std::mem::take(&mut tables.values) {
        let Some(item) = places.get(&value.issue).and_then(|place| items.get_mut(*place)) else { continue };
        let field = tables.fields.get(&value.field);
        let schema = field.map_or("", |field| &*field.schema);
        if schema.ends_with(":gh-sprint") {
            let sprint = value.text.decode();
            if !item.sprints.contains(&sprint) {
                item.sprints.push(sprint);
            }
        } else if field.is_some_and(|field| field.is_flag) {
            item.flagged = true;
        } else {
            let chosen = ["select", "multiselect", "radiobuttons", "multicheckboxes", "cascadingselect"];
            let by_option = chosen.iter().any(|kind| schema.rsplit(':').next() == Some(kind));
            let option = || tables.options.get(&value.text.decode()).copied();
            let text = by_option.then(option).flatten().unwrap_or(value.text);
            item.fields.push((Cow::Owned(format!("customfield_{}", value.field)), text));
        }
    }
}

/// Parents, epics, and what was made out of what.
fn links<'a>(tables: &Tables<'a>, items: &mut [ItemFact<'a>], places: &Places<'a>) {
    let mut epics = Vec::new();
    for link in &tables.links {
        let Some(kind) = tables.link_types.get(&link.kind) else { continue };
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

/// The statuses that the items are or were in: a site has many more. Gives items the names of theirs.
fn states<'a>(tables: &Tables<'a>, items: &mut [ItemFact<'a>], facts: &mut Facts<'a>) {
    let mut seen: HashSet<Id<'a>> = HashSet::default();
    for item in &mut *items {
        let moved = item.changes.iter().filter_map(|change| match &change.act {
            Act::Moved { from, to } => Some([&from.id, &to.id]),
            _ => None,
        });
        for id in moved.flatten().chain([&item.state.id]) {
            if let Some(state) = tables.states.get(id)
                && seen.insert(id.clone())
            {
                facts.states.push(state.clone());
            }
        }
        if let Some(state) = tables.states.get(&item.state.id) {
            item.state.name = state.name.clone();
        }
    }
}

fn fields<'a>(tables: &Tables<'a>) -> Vec<FieldFact<'a>> {
    let mut fields: Vec<_> = tables
        .fields
        .iter()
        .map(|(id, field)| FieldFact {
            id: Cow::Owned(format!("customfield_{id}")),
            name: field.name.clone(),
            schema: field.schema.clone(),
            estimate: false,
        })
        .collect();
    fields.sort_by(|a, b| a.id.cmp(&b.id));
    fields
}
