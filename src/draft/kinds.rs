//! Finds the kinds of items that issue types or labels mean.

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
    /// Whether a charter can contain the name, which must not be an e-mail address or a token.
    pub writable: bool,
    /// Number of items with it.
    pub items: usize,
    /// The kind that its name means. `None` if the name means none: that is possible for issue types in Jira
    /// and labels in Trello.
    pub kind: Option<Candidate<Kind, KindSource>>,
}

/// Number of cards that count as stories because neither a label nor the list of their creation says
/// otherwise. There are none in Jira, where the issue type gives the kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StoriesByDefault {
    /// Number of all these cards.
    pub cards: usize,
    /// Number of those without any label.
    pub without_label: usize,
}

impl StoriesByDefault {
    /// Counts the cards of `board`. The labels `means_story` say that a card is a story.
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

/// The source of an item's kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum KindSource {
    /// The type of a Jira issue.
    IssueType,
    /// A label.
    Label,
}

/// The issue types on `board`, with the number of issues. If an issue is in several files, the newest file
/// counts.
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

/// The kinds of Jira's issue types (`types`, with their counts) or of Trello's labels, and of Jira labels for
/// kinds without an issue type. Sorted by kind; those without one come last. The labels in `facts` count for
/// the detection of scales, even if no item has them.
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
            // The label may also say that something blocks the item.
            let certainty = if kind == Kind::Impediment { Certainty::Doubtful } else { Certainty::Likely };
            add(label, items, Some(Candidate::new(certainty, kind, KindSource::Label)));
        }
    }
    found.sort_by_key(|name| (name.kind.is_none(), name.kind.as_ref().map(|candidate| candidate.value)));
    found
}

/// Number of occurrences of each name.
fn counted<'n>(names: impl Iterator<Item = &'n str>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for name in names.map(str::trim).filter(|name| !name.is_empty()) {
        *counts.entry(name.to_owned()).or_default() += 1;
    }
    counts
}
