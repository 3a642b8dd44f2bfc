//! Joins the tables of a backup into issues.

use std::borrow::Cow;

use foldhash::HashSet;
use jiff::Timestamp;

use super::super::links::is_made_of;
use super::groups::{Edit, Groups, Places};
use super::names::Names;
use super::people;
use super::records::{Id, Records};
use super::tables::Tables;
use crate::board::facts::{Act, ChangeFact, Facts, FieldFact, ItemFact};
use crate::export::damage::Damage;

/// How Jira's agile part calls the link from an epic to its stories.
const EPIC_LINK: &str = "Epic-Story Link";

/// How far the record of an edit and that of the work it logged may lie apart.
const LOGGED_WITHIN: i64 = 2;

/// Joins the entities in `tables`, those of the pieces of a backup, into `facts` and says what had to be left out.
pub(super) fn join<'a>(tables: Vec<Tables<'a>>, facts: &mut Facts<'a>, damaged: &mut Damage) -> Option<String> {
    let mut names = Names::default();
    let mut pieces = Vec::with_capacity(tables.len());
    for table in tables {
        damaged.append(table.damaged);
        names.append(table.names);
        pieces.push(table.records);
    }
    let mut items = issues(&mut pieces, &names);
    let places: Places<'a> = items.iter().enumerate().map(|(place, item)| (item.id.clone(), place)).collect();
    let mut groups = Groups::new(&mut pieces, &places);
    facts.entries = groups.len();
    let mut lost = Lost::default();
    changes(&mut pieces, &mut groups, &mut items, &places, &mut lost);
    drop(groups);
    for event in pieces.iter_mut().flat_map(|piece| std::mem::take(&mut piece.comments)) {
        match places.get(&event.issue) {
            Some(place) => items[*place].changes.push(event.change),
            None => lost.comments += 1,
        }
    }
    worklogs(&mut pieces, &mut items, &places, &mut lost);
    for (issue, label) in pieces.iter_mut().flat_map(|piece| std::mem::take(&mut piece.labels)) {
        if let Some(place) = places.get(&issue) {
            items[*place].labels.push(label);
        }
    }
    values(&mut pieces, &names, &mut items, &places);
    links(&pieces, &names, &mut items, &places);
    facts.accounts = people::accounts(&items, &names);
    states(&names, &mut items, facts);
    facts.fields = fields(&names);
    facts.comments = true;
    facts.items = items;
    lost.note()
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
fn issues<'a>(pieces: &mut [Records<'a>], names: &Names<'a>) -> Vec<ItemFact<'a>> {
    let site = names.address().trim_end_matches('/').to_owned();
    let mut items = Vec::with_capacity(pieces.iter().map(|piece| piece.issues.len()).sum());
    for issue in pieces.iter_mut().flat_map(|piece| std::mem::take(&mut piece.issues)) {
        let mut item = issue.item;
        if item.key.is_empty()
            && let Some(project) = names.projects.get(&issue.project).cloned().or(issue.project_key)
        {
            item.key = format!("{project}-{}", issue.number).into();
        }
        if item.key.is_empty() {
            item.key = item.id.clone();
        }
        if let Some(kind) = names.kinds.get(&issue.kind) {
            item.kind = Some(kind.name.clone());
            item.part = kind.subtask;
        }
        // Where the file lists no priorities, what their ids mean is not known.
        item.priority = item.priority.and_then(|id| names.priorities.get(&id).cloned());
        item.holds_priority = !names.priorities.is_empty();
        // Where the file lists no resolutions, their ids say at least that the issue is resolved.
        item.resolution = item.resolution.map(|id| names.resolutions.get(&id).cloned().unwrap_or(id));
        if site.starts_with("http") {
            item.url = format!("{site}/browse/{}", item.key);
        }
        items.push(item);
    }
    items
}

/// Gives each item its changes, and room for no more than those and what was said: lists that grow take twice of what they
/// hold.
fn changes<'a>(
    pieces: &mut [Records<'a>],
    groups: &mut Groups<'a>,
    items: &mut [ItemFact<'a>],
    places: &Places<'a>,
    lost: &mut Lost,
) {
    in_order(pieces);
    let mut counts = vec![0; items.len()];
    for place in pieces.iter().flat_map(|piece| &piece.comments).filter_map(|event| places.get(&event.issue)) {
        counts[*place] += 1;
    }
    let mut edits = Vec::with_capacity(pieces.iter().map(|piece| piece.changes.len()).sum());
    for change in pieces.iter().flat_map(|piece| &piece.changes) {
        let place = groups.place(&change.group);
        if let Some(edit) = place.and_then(|place| groups.at(place)) {
            edit.logs_work |= change.logs_work;
            if let Some(item) = edit.item.filter(|_| change.act.is_some() && !edit.group.initial) {
                counts[item] += 1;
            }
        }
        edits.push(place);
    }
    for (item, count) in items.iter_mut().zip(counts) {
        item.changes.reserve_exact(count);
    }
    let changes = pieces.iter_mut().flat_map(|piece| std::mem::take(&mut piece.changes));
    for (change, edit) in changes.zip(edits) {
        let Some(edit) = edit.and_then(|place| groups.at(place)) else {
            lost.changes += 1;
            continue;
        };
        let part = edit.parts;
        edit.parts += 1;
        let Some(item) = edit.item.and_then(|place| items.get_mut(place)) else {
            lost.changes += 1;
            continue;
        };
        // An edit without a readable time is damage already.
        let (Some(act), Some(at)) = (change.act, edit.group.at) else { continue };
        if edit.group.initial {
            continue;
        }
        let (id, act, by) = (change.group, in_group(act, edit), edit.group.by.clone());
        item.copied |= matches!(act, Act::Linked { copy: true });
        item.changes.push(ChangeFact { id, part, at, by, act, mark: change.mark });
    }
}

/// Puts the values that edits changed into the order of their ids. A value's place in its edit is the place of its id: so do
/// the REST exports list them.
fn in_order(pieces: &mut [Records<'_>]) {
    if pieces.iter().flat_map(|piece| &piece.changes).is_sorted_by_key(|change| change.id) {
        return;
    }
    let mut changes = Vec::new();
    for piece in &mut *pieces {
        changes.append(&mut piece.changes);
    }
    changes.sort_by_key(|change| change.id);
    pieces[0].changes = changes;
}

/// The remaining time that an edit changed by logging work was not estimated.
fn in_group<'a>(act: Act<'a>, edit: &Edit<'_>) -> Act<'a> {
    match act {
        Act::TimeEstimated { original: false, .. } if edit.logs_work => Act::TimeLogged,
        other => other,
    }
}

/// Work logs are edits too, except those that were imported.
fn worklogs<'a>(pieces: &mut [Records<'a>], items: &mut [ItemFact<'a>], places: &Places<'a>, lost: &mut Lost) {
    if pieces.iter().all(|piece| piece.worklogs.is_empty()) {
        return;
    }
    let logged = |(place, item): (usize, &ItemFact<'a>)| {
        let times = item.changes.iter().filter(|change| matches!(change.act, Act::TimeLogged));
        times.map(|change| (place, change.at.as_second())).collect::<Vec<_>>()
    };
    let known: HashSet<(usize, i64)> = items.iter().enumerate().flat_map(logged).collect();
    for event in pieces.iter_mut().flat_map(|piece| std::mem::take(&mut piece.worklogs)) {
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

fn values<'a>(pieces: &mut [Records<'a>], names: &Names<'a>, items: &mut [ItemFact<'a>], places: &Places<'a>) {
    for value in pieces.iter_mut().flat_map(|piece| std::mem::take(&mut piece.values)) {
        let Some(item) = places.get(&value.issue).and_then(|place| items.get_mut(*place)) else { continue };
        let field = names.fields.get(&value.field);
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
            let option = || names.options.get(&value.text.decode()).copied();
            let text = by_option.then(option).flatten().unwrap_or(value.text);
            item.fields.push((Cow::Owned(format!("customfield_{}", value.field)), text));
        }
    }
}

/// Parents, epics, and what was made out of what.
fn links<'a>(pieces: &[Records<'a>], names: &Names<'a>, items: &mut [ItemFact<'a>], places: &Places<'a>) {
    let mut epics = Vec::new();
    for link in pieces.iter().flat_map(|piece| &piece.links) {
        let Some(kind) = names.link_types.get(&link.kind) else { continue };
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
fn states<'a>(names: &Names<'a>, items: &mut [ItemFact<'a>], facts: &mut Facts<'a>) {
    let mut seen: HashSet<Id<'a>> = HashSet::default();
    for item in &mut *items {
        let moved = item.changes.iter().filter_map(|change| match &change.act {
            Act::Moved { from, to } => Some([&from.id, &to.id]),
            _ => None,
        });
        for id in moved.flatten().chain([&item.state.id]) {
            if let Some(state) = names.states.get(id)
                && seen.insert(id.clone())
            {
                facts.states.push(state.clone());
            }
        }
        if let Some(state) = names.states.get(&item.state.id) {
            item.state.name = state.name.clone();
        }
    }
}

fn fields<'a>(names: &Names<'a>) -> Vec<FieldFact<'a>> {
    let mut fields: Vec<_> = names
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
