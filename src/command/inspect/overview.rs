//! The content of a board, in numbers.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::missing::{MissingEvidence, missing};
use crate::board::{Board, Change, ChangeKind, Detail, Gesture, Item, PersonId, Phase};
use crate::charter::{Kind, Role};
use crate::finding::Inconclusive;
use crate::lint::{Linted, LintedBoard};
use crate::source::{FileId, Sources};
use crate::word::Word;

/// Everything that was read, and the boards that it forms.
pub(super) struct Inspection<'s, 'a> {
    pub(super) sources: &'s Sources,
    /// The run, without its boards.
    pub(super) linted: &'s Linted<'a>,
    pub(super) boards: &'s [Overview<'a>],
    /// The width of the terminal in columns.
    pub(super) width: usize,
}

/// One board, and what is missing on it.
pub(super) struct Overview<'a> {
    pub(super) board: Board<'a>,
    /// The files that it consists of.
    pub(super) files: Vec<FileId>,
    pub(super) charter: Option<FileId>,
    /// The oldest timestamp of the board.
    pub(super) since: Option<Timestamp>,
    /// The newest one.
    pub(super) until: Option<Timestamp>,
    /// The time zone of its days.
    pub(super) timezone: String,
    pub(super) missing: Vec<MissingEvidence>,
    /// Number of rules that ran.
    pub(super) asked: usize,
    /// Number of these that could be judged.
    pub(super) judged: usize,
    /// Number of changes of each kind.
    pub(super) changes: ChangeCounts,
    /// The same for each person.
    pub(super) by_person: Vec<ChangeCounts>,
    /// The width of the terminal in columns.
    pub(super) width: usize,
}

impl<'a> Overview<'a> {
    /// The overview of the board that was `judged`, with its gaps. If its clock was `moved`, the period ends
    /// with the newest change.
    pub(super) fn new(judged: LintedBoard<'a>, gaps: Vec<Inconclusive>, moved: bool, width: usize) -> Self {
        let LintedBoard { board, charter, files, numbers, .. } = judged;
        let mut changes = ChangeCounts::default();
        let mut by_person: Vec<ChangeCounts> = board.people.iter().map(|_| ChangeCounts::default()).collect();
        for change in board.changes.iter() {
            changes.add(change);
            if let Some(by) = change.by {
                by_person[by.index()].add(change);
            }
        }
        let newest = board.changes.last().map(|change| change.at);
        let until = if moved { newest } else { newest.map(|_| board.clock) };
        Self {
            since: board.cut.or_else(|| board.changes.first().map(|change| change.at)),
            until,
            timezone: board.calendar.zone_name(),
            missing: missing(&board, gaps),
            asked: numbers.rules,
            judged: numbers.judged(),
            charter: charter.file,
            files,
            changes,
            by_person,
            width,
            board,
        }
    }

    /// Number of items of each kind in each phase.
    pub(super) fn items(&self) -> BTreeMap<Kind, BTreeMap<Phase, usize>> {
        let mut counts: BTreeMap<Kind, BTreeMap<Phase, usize>> = BTreeMap::new();
        for item in self.board.present_items() {
            *counts.entry(item.kind).or_default().entry(item.phase).or_default() += 1;
        }
        counts
    }

    /// Number of items in each status or list, in the order of the board's states.
    pub(super) fn in_states(&self) -> Vec<usize> {
        let mut counts = vec![0; self.board.states.len()];
        for state in self.board.items.iter().filter(|item| !item.archived).filter_map(Item::state) {
            if let Some(count) = counts.get_mut(state.index()) {
                *count += 1;
            }
        }
        counts
    }

    /// The roles that the charter gives a person at any time of the known history. If the charter gives no
    /// roles at all, nobody counts as a developer.
    pub(super) fn roles(&self, id: PersonId) -> Vec<Role> {
        let people = &self.board.people;
        let person = people.get(id);
        let (since, until) = (self.since.unwrap_or(Timestamp::MIN), self.until.unwrap_or(Timestamp::MAX));
        let held = person.tenures.iter().filter(|tenure| tenure.since <= until && since < tenure.until);
        let mut roles: Vec<Role> = held.map(|tenure| tenure.role).collect();
        let named = Role::ALL.iter().any(|role| people.charter_names(*role));
        if person.app {
            roles.push(Role::App);
        }
        if roles.is_empty() && named {
            roles.extend(people.roles(id, self.board.clock).iter());
        }
        roles.sort_unstable();
        roles.dedup();
        roles
    }
}

/// Number of changes by kind and gesture.
#[derive(Clone, Debug, Default)]
pub(super) struct ChangeCounts(BTreeMap<CountedKind, [usize; Gesture::ALL.len()]>);

/// A kind of change. An assignment at the creation of an item has no changelog entry of its own and is
/// counted separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CountedKind {
    kind: ChangeKind,
    at_creation: bool,
}

impl CountedKind {
    /// All kinds.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let plain = |kind: &ChangeKind| Self { kind: *kind, at_creation: false };
        ChangeKind::ALL.iter().map(plain).chain([Self { kind: ChangeKind::Assigned, at_creation: true }])
    }

    /// Its name.
    pub(super) fn word(self) -> &'static str {
        if self.at_creation { "assigned-at-creation" } else { self.kind.word() }
    }
}

impl ChangeCounts {
    fn add(&mut self, change: &Change<'_>) {
        let at_creation = matches!(change.detail, Detail::Person { at_creation: true, .. });
        let counts = self.0.entry(CountedKind { kind: change.kind, at_creation }).or_default();
        counts[change.counted_gesture() as usize] += 1;
    }

    /// Number of changes of this kind.
    pub(super) fn total(&self, kind: CountedKind) -> usize {
        self.0.get(&kind).map_or(0, |counts| counts.iter().sum())
    }

    /// Number of changes of this kind and gesture.
    pub(super) fn with(&self, kind: CountedKind, gesture: Gesture) -> usize {
        self.0.get(&kind).map_or(0, |counts| counts[gesture as usize])
    }

    /// Number of all changes.
    pub(super) fn sum(&self) -> usize {
        self.0.values().flatten().sum()
    }

    /// Number of changes with this gesture.
    pub(super) fn sum_with(&self, gesture: Gesture) -> usize {
        self.0.values().map(|counts| counts[gesture as usize]).sum()
    }
}
