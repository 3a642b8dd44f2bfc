//! Which issue types or labels mean a kind of item.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::candidate::{Candidate, Certainty};
use super::names::is_writable;
use crate::board::facts::{Facts, ItemFact, ItemFields, Tool};
use crate::board::{Board, ItemId};
use crate::charter::{Kind, folded};
use crate::lexicon;

/// An issue type or a label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KindName {
    /// Its name.
    pub name: String,
    /// Whether a charter can hold the name: it is no e-mail address or token.
    pub writable: bool,
    /// How many items have it.
    pub items: usize,
    /// The kind it means by its name; none where it shows none, of issue types in Jira and of labels in Trello.
    pub kind: Option<Candidate<Kind, KindSource>>,
}

/// How many cards count as stories because neither a label nor the list they were created in says that they are anything else. In
/// Jira there are none: the issue type says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StoriesByDefault {
    /// All of them.
    pub cards: usize,
    /// Those that have no label at all.
    pub without_label: usize,
}

impl StoriesByDefault {
    /// Those of `board`, on which the labels `means_story` say that a card is a story.
    pub(super) fn of(board: &Board<'_>, means_story: &[&str]) -> Self {
        if board.tool != Tool::Trello {
            return Self::default();
        }
        let means_story: BTreeSet<String> = means_story.iter().map(|name| folded(name)).collect();
        let is_named = |label: &Cow<'_, str>| means_story.contains(&folded(label));
        let by_default = board.items.iter().filter(|item| {
            item.kind == Kind::Story
                && item.typed
                && item.holds.has(ItemFields::LABELS)
                && !item.labels.iter().any(is_named)
        });
        let (mut cards, mut without_label) = (0, 0);
        for item in by_default {
            cards += 1;
            without_label += usize::from(item.labels.is_empty());
        }
        Self { cards, without_label }
    }
}

/// What an item's kind is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum KindSource {
    /// The type of a Jira issue.
    IssueType,
    /// A label.
    Label,
}

/// The issue types of the issues on `board`, and how many have each: of an issue in several files as the newest has it.
pub(super) fn issue_types(facts: &[Facts<'_>], board: &Board<'_>) -> BTreeMap<String, usize> {
    let mut files: Vec<&Facts<'_>> = facts.iter().filter(|facts| facts.tool == Tool::Jira).collect();
    files.sort_by_key(|facts| (facts.newest(), facts.file));
    let ids: BTreeMap<&str, ItemId> = board.items.iter().map(|item| (&*item.id, item.index)).collect();
    let find = |item: &ItemFact<'_>| board.find(&item.key).or_else(|| ids.get(&*item.id).copied());
    let mut types: BTreeMap<ItemId, &str> = BTreeMap::new();
    for item in files.into_iter().flat_map(|facts| &facts.items) {
        if let (Some(kind), Some(id)) = (item.kind.as_deref(), find(item)) {
            types.insert(id, kind);
        }
    }
    counted(types.into_values())
}

/// What the issue types of Jira, with `types` of them, or the labels of Trello mean, and what labels of Jira mean that say a
/// kind for which it has no type; by kind, those without one last. Labels that `facts` list count in a scale, whoever bears them.
pub(super) fn kinds(facts: &[Facts<'_>], board: &Board<'_>, types: BTreeMap<String, usize>) -> Vec<KindName> {
    let labels = counted(board.items.iter().flat_map(|item| &item.labels).map(|label| &**label));
    let listed = facts.iter().flat_map(|facts| &facts.labels).map(|(_, label)| &**label);
    let in_scale = lexicon::is_scale(labels.keys().map(String::as_str).chain(listed));
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut found = Vec::new();
    let mut add = |name: String, items, kind| {
        if seen.insert(name.to_lowercase()) {
            found.push(KindName { writable: is_writable(&name), name, items, kind });
        }
    };
    let (names, labels, source) = match board.tool {
        Tool::Jira => (types, labels, KindSource::IssueType),
        Tool::Trello => (labels, BTreeMap::new(), KindSource::Label),
    };
    for (name, items) in names {
        let sure = Kind::of_label(&name, in_scale).map(|kind| (kind, Certainty::Sure));
        let part = || lexicon::kind_within(&name).map(Kind::from).filter(|kind| *kind == Kind::SubTask);
        let kind = sure.or_else(|| Some((part()?, Certainty::Likely)));
        add(name, items, kind.map(|(kind, certainty)| Candidate::new(certainty, kind, source)));
    }
    for (label, items) in labels {
        if let Some(kind) = Kind::of_label(&label, in_scale).filter(|kind| kind.may_be_label()) {
            // It may say as well that something is in the way of the item.
            let certainty = if kind == Kind::Impediment { Certainty::Doubtful } else { Certainty::Likely };
            add(label, items, Some(Candidate::new(certainty, kind, KindSource::Label)));
        }
    }
    found.sort_by_key(|name| (name.kind.is_none(), name.kind.as_ref().map(|candidate| candidate.value)));
    found
}

/// How often each name occurs.
fn counted<'n>(names: impl Iterator<Item = &'n str>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for name in names.map(str::trim).filter(|name| !name.is_empty()) {
        *counts.entry(name.to_owned()).or_default() += 1;
    }
    counts
}
