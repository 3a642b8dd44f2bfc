//! One item's history, from its creation to the clock.
//!
//! Exports hold the present state and the changes, but not the first values. So the first value of everything
//! is rebuilt: it is the `from` of its first change, or the present value if nothing changed. Then the
//! changes are replayed in order, and where the item stood before each one is recorded.

use std::borrow::Cow;

use jiff::Timestamp;

use super::acts::Event;
use super::blockages::Blockages;
use super::entries::Entries;
use super::first::{
    first_and_last_kind, first_estimate, first_labels, first_resolution, first_state, known_fields,
    lacks_list_of_creation,
};
use super::intent::{self, Unseen};
use super::migration;
use super::owners::Owners;
use super::progress::{Before, Replay, Replayed};
use super::record_ids::RecordIds;
use super::resumption::{Hidden, Resumption};
use super::sprints_so_far::SprintsSoFar;
use crate::board::assemble::assembled::Assembled;
use crate::board::assemble::ranks::rank;
use crate::board::facts::{Act, ChangeFact, Coverage, ItemFact, ItemFields, Tool, Who, project_of};
use crate::board::model::calendar::after;
use crate::board::{
    Blockage, Change, ChangeId, ChangeKind, ChangeRecord, Decision, Detail, Gesture, Item, ItemId, Moment, PersonId,
    Phase, StateId,
};
use crate::charter::Kind;

/// The kinds, at creation and now, of a card whose list of creation is unknown: it counts as a story.
const UNKNOWN_KINDS: (Kind, Kind) = (Kind::Story, Kind::Story);

/// Replays one item.
pub(crate) fn replay<'a>(board: &Assembled<'_, 'a>, id: ItemId, mut fact: ItemFact<'a>) -> Replayed<'a> {
    let mut entries = Entries::new(std::mem::take(&mut fact.changes), &board.states);
    let creation = creation(&fact, &mut entries);
    let mut replay = Replay::new(board, id, &fact, board.present[id.index()], &entries, creation);
    entries.take_each(|change, states| replay.apply(change, states));
    replay.finish(fact, board.present[id.index()])
}

/// When `change` brought the item from a project that is not on the board; `None` if it did not.
fn arrival(board: &Assembled<'_, '_>, change: &ChangeFact<'_>) -> Option<Timestamp> {
    let Act::Arrived { from } = &change.act else { return None };
    (!board.projects.contains(project_of(from))).then_some(change.at)
}

/// Whether the item may have been cloned. Its creator added a link at creation whose type is not recognised,
/// and the item has no link now that could explain it. Source: docs/definitions.md, creation burst.
fn may_be_copied(
    board: &Assembled<'_, '_>,
    fact: &ItemFact<'_>,
    entries: &Entries<'_>,
    created: Option<Timestamp>,
) -> bool {
    let (Some(created), Some((creator, _))) = (created, &fact.creator) else { return false };
    let creator = board.people.find(creator);
    let is_of_creation = |change: &ChangeFact<'_>| {
        change.at.duration_since(created) <= board.contents.gesture()
            && change.by.as_ref().and_then(|by| board.people.find(by)) == creator
    };
    let is_unknown = |change: &ChangeFact<'_>| matches!(change.act, Act::Linked { copy: None });
    let has_links = fact.links.as_ref().is_some_and(|links| !links.is_empty());
    !fact.copied && !has_links && entries.iter().any(|(change, _)| is_unknown(change) && is_of_creation(change))
}

/// When the item was archived or no longer archived, by each change that closed or reopened it. Resolving an
/// item does not archive it.
fn archivings(changes: &[Change<'_>]) -> Vec<(Timestamp, bool)> {
    let acts = changes.iter().filter(|change| matches!(change.kind, ChangeKind::Closed | ChangeKind::Reopened));
    let is_archived = |change: &Change<'_>| change.kind == ChangeKind::Closed && matches!(change.detail, Detail::None);
    acts.map(|change| (change.at, is_archived(change))).collect()
}

/// Returns when the item was created. Jira records no creation in the history, so one is made from the
/// snapshot and put first.
fn creation<'a>(fact: &ItemFact<'a>, entries: &mut Entries<'a>) -> Option<Timestamp> {
    if let Some((change, _)) = entries.iter().find(|(change, _)| matches!(change.act, Act::Created { .. })) {
        return Some(change.at);
    }
    let (at, mark) = fact.created?;
    let change = ChangeFact {
        id: Cow::Owned([&fact.id, ":created"].concat()),
        part: 0,
        at,
        by: fact.creator.as_ref().map(|(who, _)| who.clone()),
        act: Act::Created { state: None },
        mark: fact.creator.as_ref().map_or(mark, |(_, mark)| *mark),
    };
    entries.put_first(change);
    Some(at)
}

impl<'s, 'a> Replay<'s, 'a> {
    fn new(
        board: &'s Assembled<'s, 'a>,
        id: ItemId,
        fact: &ItemFact<'a>,
        present: StateId,
        entries: &Entries<'a>,
        created: Option<Timestamp>,
    ) -> Self {
        let start = created.unwrap_or(Timestamp::MIN);
        let state = first_state(board, entries, present, start);
        let estimate = first_estimate(board, fact, entries);
        let whole = fact.history
            && !fact.truncated
            && created.is_some_and(|created| board.cut.is_none_or(|cut| created >= cut));
        let is_archiving_recorded = entries.iter().any(|(change, _)| matches!(change.act, Act::Closed { .. }));
        let kinds = first_and_last_kind(board, fact, entries, &board.states[state]);
        let (kind_at_creation, kind_now) = kinds.unwrap_or(UNKNOWN_KINDS);
        let may_be_of_unordered_kind =
            kinds.is_none() && lacks_list_of_creation(board, fact, &board.states[state], |kind| !kind.is_ordered());
        // Allocated at full size: growing lists while many items are replayed in parallel makes the threads
        // wait for one another.
        let mut states = Vec::with_capacity(1 + entries.moves());
        states.push((start, state));
        let mut estimates = Vec::with_capacity(2);
        let holds = known_fields(board, fact, entries, estimate);
        let estimate = estimate.number();
        estimates.push((start, estimate));
        let mut replay = Self {
            board,
            id,
            mark: fact.mark,
            changes: Vec::with_capacity(entries.len() + 1),
            records: Vec::with_capacity(entries.len() + 1),
            state,
            part: fact.part || (kind_now == Kind::SubTask && fact.level.is_none() && fact.parent.is_some()),
            copied: fact.copied,
            may_be_copied: may_be_copied(board, fact, entries, created),
            arrived: entries.iter().rev().find_map(|(change, _)| arrival(board, change)),
            estimate,
            owners: Owners::of(board, fact, entries, whole),
            memberships: SprintsSoFar::default(),
            carried: 0,
            states,
            estimates,
            holds,
            given_up: first_resolution(board, fact, entries, start),
            reporters: Vec::new(),
            labels: first_labels(fact, entries),
            blockages: Blockages::default(),
            kind: kind_at_creation,
            first_and_last_kind: kinds,
            may_be_of_unordered_kind,
            archived: fact.closed && !is_archiving_recorded,
            reopened: Timestamp::MIN,
            begun: board.states[state].is_of_work(),
            creator: fact.creator.as_ref().and_then(|(who, _)| board.people.find(who)),
            created,
            ids_of: RecordIds::of(entries, board),
            before: None,
            whole,
            resumptions: Resumption::all(board, fact, entries, present),
            hidden: Hidden::default(),
        };
        replay.first_sprints(fact, entries, start);
        replay.first_blockages(fact, entries, start);
        replay
    }

    /// Replays `fact` and moves its texts out of it.
    fn apply(&mut self, fact: &mut ChangeFact<'a>, states: [Option<StateId>; 2]) {
        let ChangeFact { id, part, at, by, act, mark } = fact;
        let (part, at, mark) = (*part, *at, *mark);
        let by = by.as_ref().and_then(|who| self.board.people.find(who));
        self.follow_renames(at);
        self.carry_over_to(at);
        self.resume(at);
        if let (Act::Moved { .. }, [Some(from), Some(_)]) = (&*act, states) {
            self.find_in(from, at);
            self.hidden.state = false;
        }
        let is_creation = matches!(act, Act::Created { .. });
        let is_assignment = matches!(act, Act::Assigned { .. });
        let (mut moment, mut estimate) = self.before_the_record(id.clone(), at, by, states);
        if self.ids_of.taken.contains(id) {
            moment.own = true;
            // Whoever takes an unassigned item does everything else in that record to their own item.
            moment.assignee = moment.assignee.or(by.filter(|_| !is_assignment));
        }
        if is_assignment && let Some(done) = self.ids_of.finished.get(id) {
            (moment.state, moment.phase) = (Some(*done), Phase::Done);
        }
        let own = ChangeId::new(self.changes.len());
        let event = Event { at, mark, own, id, states };
        let Some((kind, detail)) = self.act(act, event) else { return };
        self.blockages.note(at, Some(own));
        let recorded_decision = self.decision(kind, &moment, &detail);
        if is_creation {
            (moment, estimate, self.before) = (self.moment(at, by), self.estimate, None);
        }
        self.changes.push(Change {
            kind,
            item: Some(self.id),
            by,
            at,
            gesture: Gesture::Decision,
            moment,
            detail,
            recorded_decision,
        });
        self.records.push(ChangeRecord { id: id.clone(), part, mark, estimate });
        if is_creation && let Some((who, mark)) = self.owners.take_at_creation() {
            let moment = Moment { assignee: None, own: false, ..self.moment(at, by) };
            self.changes.push(Change {
                kind: ChangeKind::Assigned,
                item: Some(self.id),
                by,
                at,
                gesture: Gesture::Decision,
                moment,
                detail: Detail::Person { who, previous: None, again: false, copied: self.copied, at_creation: true },
                recorded_decision: Decision::Assignment,
            });
            let id = Cow::Owned([id, ":assigned"].concat());
            self.records.push(ChangeRecord { id, part: 0, mark, estimate: self.estimate });
        }
    }

    /// Returns where the item stood and its estimate before the record with this `id`. `states` are those of
    /// one of its changes. One record may hold several changes, and their order says nothing.
    fn before_the_record(
        &mut self,
        id: Cow<'a, str>,
        at: Timestamp,
        by: Option<PersonId>,
        states: [Option<StateId>; 2],
    ) -> (Moment, Option<f64>) {
        // If a move in the record starts from another state, that state is more reliable.
        let fits = |moment: &Moment| !matches!(states, [Some(from), Some(_)] if Some(from) != moment.state);
        let known = self.before.as_ref().filter(|before| !id.is_empty() && before.id == id && before.at == at);
        match known.filter(|before| fits(&before.moment)) {
            Some(before) => (before.moment, before.estimate),
            None => {
                let (moment, estimate) = (self.moment(at, by), self.estimate);
                self.before = Some(Before { id, at, moment, estimate });
                (moment, estimate)
            }
        }
    }

    fn finish(mut self, mut fact: ItemFact<'a>, present: StateId) -> Replayed<'a> {
        self.go_on_to_the_clock(present, &mut fact);
        // Just after the clock: a sprint of the last change may have been closed at an unknown time.
        let phase = self.moment(after(self.board.clock, 1), None).phase;
        let missing_from = fact.log.as_ref().and_then(Coverage::gap);
        self.mark_no_decisions(fact.log.as_ref(), missing_from);
        self.into_replayed(fact, phase, missing_from)
    }

    /// Follows the item from its last change to the clock.
    fn go_on_to_the_clock(&mut self, present: StateId, fact: &mut ItemFact<'a>) {
        let board = self.board;
        // An archived card, or one in an archived list, is in nobody's way. Archiving a list is no change of
        // its cards, so nothing shows a card as carried over after its last change.
        self.archived = fact.closed || self.archived || board.states[self.state].closed;
        self.follow_renames(board.clock);
        self.flag_by_snapshot(present, fact);
        // A card that left work by a missing move is carried over no more from there.
        if self.place_by_snapshot(present, fact) {
            self.carry_over_to(board.clock);
        }
        self.hidden.state = false;
        if fact.flagged && self.blockages.flag.is_none() {
            self.blockages.flag = Some(Blockage { since: None, mark: fact.mark, change: None });
        }
        self.label_block_by_snapshot(fact);
        self.blockages.note(board.clock, None);
    }

    /// Which of its fields are known after the replay.
    fn known_fields_now(&self, fact: &ItemFact<'_>) -> ItemFields {
        // Actions alone show only who joined since they begin.
        let are_assignees_known = self.whole && fact.holds.has(ItemFields::ASSIGNEES);
        self.holds.with(ItemFields::ASSIGNEES, are_assignees_known || self.holds.has(ItemFields::ASSIGNEES))
    }

    /// Whether the export says what kind the item is.
    fn is_typed(&self, fact: &ItemFact<'_>) -> bool {
        let (kinds, holds_labels) = (&self.board.kinds, self.holds.has(ItemFields::LABELS));
        match self.board.tool {
            Tool::Trello => self.first_and_last_kind.is_some() && holds_labels,
            Tool::Jira => kinds.understands(fact) && (holds_labels || !kinds.are_labels()),
        }
    }

    /// Whether the tool has more comments than the export holds, or may have.
    fn lacks_comments(&self, fact: &ItemFact<'_>) -> bool {
        let comments = self.changes.iter().filter(|change| change.kind == ChangeKind::Commented).count();
        fact.comment_total.is_some_and(|total| total > comments)
            || (self.board.contents.comments && !fact.holds.has(ItemFields::COMMENTS))
    }

    /// Builds the item and its changes. `phase` is its phase now; `missing_from` is the index of the first
    /// missing entry of its history.
    fn into_replayed(self, fact: ItemFact<'a>, phase: Phase, missing_from: Option<usize>) -> Replayed<'a> {
        let board = self.board;
        let find = |who: &Who<'a>| board.people.find(who);
        let epic = fact.fields.iter().find(|(id, _)| board.fields.is_epic(id)).map(|(_, value)| value.decode());
        let criteria = fact.fields.iter().find(|(id, value)| board.fields.is_criteria(id, id) && !value.is_empty());
        let (kind_at_creation, kind) = self.first_and_last_kind.unwrap_or(UNKNOWN_KINDS);
        let item = Item {
            index: self.id,
            kind,
            kind_at_creation,
            archived: self.archived,
            phase,
            holds: self.known_fields_now(&fact),
            typed: self.is_typed(&fact),
            comments_cut: self.lacks_comments(&fact),
            archivings: archivings(&self.changes),
            blocked: self.blockages.present().filter(|_| phase != Phase::Done),
            blocked_times: self.blockages.into_times(),
            states: self.states,
            estimates: self.estimates,
            given_up: self.given_up,
            reporters: self.reporters,
            memberships: self.memberships.into_all().into(),
            changes: (0, 0),
            created: self.created,
            updated: fact.updated,
            rank: rank(&board.fields, &fact),
            priority: fact.priority,
            due: fact.due,
            links: fact.links,
            checklist: fact.checklist,
            checklists: fact.checklists,
            creator: self.creator,
            reporter: match &fact.reporter {
                Some(who) => find(who),
                None => self.creator.filter(|_| fact.holds.has(ItemFields::REPORTER)),
            },
            assignees: fact.assignees.iter().filter_map(find).collect(),
            truncated: !self.whole,
            unexplained_text: fact.fields.iter().any(|(id, value)| board.fields.is_unexplained(id, value)),
            missing_from,
            missing: fact.log.as_ref().and_then(Coverage::missing_oldest),
            has_holes: fact.log.as_ref().is_some_and(Coverage::has_holes),
            is_torn: fact.log.as_ref().is_some_and(Coverage::is_torn),
            may_be_of_unordered_kind: self.may_be_of_unordered_kind,
            key: fact.key,
            id: fact.id,
            number: fact.number,
            title: fact.title,
            description: fact.description,
            criteria: criteria.map(|(_, value)| *value),
            url: fact.url,
            part: self.part,
            parent: fact.parent.or(epic),
            copied: fact.copied,
            gone: fact.gone,
            // A whole history would show that it was cloned or split.
            origin_unclear: (fact.origin_unclear && !self.whole) || self.may_be_copied,
            originals: fact.originals,
            labels: if fact.holds.has(ItemFields::LABELS) { fact.labels } else { self.labels },
            mark: fact.mark,
        };
        Replayed { item, changes: self.changes, records: self.records }
    }

    /// Marks the changes that were no decisions on this board. `log` says which entries of the history are
    /// present; `missing_from` is the first missing one.
    fn mark_no_decisions(&mut self, log: Option<&Coverage>, missing_from: Option<usize>) {
        let has_holes = log.is_some_and(Coverage::has_holes);
        let behind_holes = &log.map(Coverage::behind_holes).unwrap_or_default();
        let oldest_entry = self.changes.iter().find(|change| change.is_entry()).map(|change| change.at);
        // The history begins at the cut of the whole board or at one of this item's own. The creation counts
        // as well, because it also writes ranks. With holes, the change that wrote a rank may be missing
        // anywhere.
        let lacks_oldest = self.created.is_none() || missing_from == Some(0);
        let own_cut = oldest_entry.filter(|_| lacks_oldest);
        // Between files that do not overlap, no change is known; before the gap, the history goes on.
        let apart = &self.board.contents.apart;
        let of_board = if apart.is_empty() { self.board.cut } else { self.board.first_record };
        let since = if has_holes { Some(Timestamp::MAX) } else { of_board.or(own_cut) };
        // Without a creation date, the first record may be a part of the creation.
        let first_record = || self.changes.iter().find(|change| change.kind != ChangeKind::Created);
        let created = self.created.or_else(|| first_record().map(|change| change.at));
        let within = self.board.contents.gesture();
        let mut resumed: Vec<Timestamp> =
            apart.iter().map(|(_, end)| *end).chain(behind_holes.iter().copied()).collect();
        resumed.sort_unstable();
        let unseen = Unseen { before: since, behind_holes: &resumed };
        intent::mark_within_item(&mut self.changes, self.creator, created, unseen, within, &self.board.people);
        let before = self.changes.partition_point(|change| self.arrived.is_some_and(|arrived| change.at <= arrived));
        for change in self.changes[..before].iter_mut().filter(|change| change.gesture == Gesture::Decision) {
            change.gesture = Gesture::Elsewhere;
        }
        for (change, record) in self.changes.iter_mut().zip(&self.records) {
            let moved = change.kind == ChangeKind::Moved && change.gesture == Gesture::Decision;
            if moved && !record.id.is_empty() && self.ids_of.workflows.contains(&record.id) {
                change.gesture = Gesture::Migration;
            }
        }
        if !has_holes {
            let (board, created) = (self.board, self.created);
            let begun = |at| begun(board, created, own_cut.into_iter().chain(last_until(behind_holes, at)), at);
            migration::mark_perhaps_undone(&mut self.changes, begun);
        }
    }
}

/// The last of the sorted `instants` that is not after `at`.
fn last_until(instants: &[Timestamp], at: Timestamp) -> Option<Timestamp> {
    instants[..instants.partition_point(|instant| *instant <= at)].last().copied()
}

/// Returns the start of the stretch of known history that contains `at`, if something is missing before it.
/// `own` are the starts of such stretches that apply to this item alone.
fn begun(
    board: &Assembled<'_, '_>,
    created: Option<Timestamp>,
    own: impl Iterator<Item = Timestamp>,
    at: Timestamp,
) -> Option<Timestamp> {
    let apart = &board.contents.apart;
    let between_files = apart[..apart.partition_point(|(_, end)| *end <= at)].last().map(|(_, end)| *end);
    // A gap before the creation of an item hides nothing of it.
    let is_older = |begin: &Timestamp| created.is_none_or(|created| created < *begin);
    let of_board = board.cut.into_iter().chain(between_files).filter(is_older);
    of_board.chain(own).filter(|begin| *begin <= at).max()
}
