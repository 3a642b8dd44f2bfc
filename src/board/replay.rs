//! One item's history, from its creation to the clock.
//!
//! Exports hold the present state and what changed, not what was there at first. So the first value of everything is
//! rebuilt (the `from` of its first change, or the present value where nothing changed), and then the changes are gone
//! through in order, noting before each where the item stood.

use std::borrow::Cow;

use jiff::Timestamp;

use super::change::{Change, ChangeKind, Decision, Detail, Gesture, Moment, Phase};
use super::facts::{Act, ChangeFact, ItemFact, Text, Tool, Who};
use super::fields::Fields;
use super::gesture;
use super::item::{Item, Spell, Stay};
use super::people::People;
use super::sprint::Sprint;
use super::states::{State, StateId};
use super::{ChangeId, ItemId, PersonId, SprintId, kinds};
use crate::charter::{Charter, Kind, Stage};

/// Words in a label that say something is in the way.
const BLOCKED: &[&str] = &["blocked", "impediment", "blocker", "bloqueado", "blockiert", "bloqué"];

/// What replaying an item needs to know of its board.
pub(super) struct Scene<'s, 'a> {
    pub(super) charter: &'s Charter,
    pub(super) tool: Tool,
    pub(super) people: &'s People<'a>,
    pub(super) states: &'s [State],
    pub(super) sprints: &'s [Sprint<'a>],
    pub(super) sprint_ids: &'s rustc_hash::FxHashMap<Cow<'a, str>, SprintId>,
    pub(super) fields: &'s Fields,
    pub(super) has_sprints: bool,
    pub(super) clock: Timestamp,
    pub(super) cut: Option<Timestamp>,
}

/// A fact whose statuses have been looked up: the table of states cannot grow while items are replayed side by side.
pub(super) struct Staged<'a> {
    pub(super) fact: ItemFact<'a>,
    pub(super) state: StateId,
    /// For each change: the states before and after (of a move), or the list it happened in.
    pub(super) states: Vec<[Option<StateId>; 2]>,
}

/// An item and its changes, oldest first; stays and spells count the changes from 0.
pub(super) struct Replayed<'a> {
    pub(super) item: Item<'a>,
    pub(super) changes: Vec<Change<'a>>,
}

/// Replays one item.
pub(super) fn replay<'a>(scene: &Scene<'_, 'a>, id: ItemId, staged: Staged<'a>) -> Replayed<'a> {
    let Staged { mut fact, state, states } = staged;
    let mut entries: Vec<_> = std::mem::take(&mut fact.changes).into_iter().zip(states).collect();
    entries.sort_by(|(a, _), (b, _)| order(a).cmp(&order(b)));
    let creation = creation(&fact, &mut entries);
    let mut replay = Replay::new(scene, id, &fact, state, &entries, creation);
    for (change, states) in entries {
        replay.apply(change, states);
    }
    replay.finish(fact)
}

/// By time; where a server cut times to seconds, by the tool's own numbers. A creation comes first.
fn order<'c>(change: &'c ChangeFact<'_>) -> (Timestamp, bool, usize, &'c str, u32) {
    (change.at, !matches!(change.act, Act::Created { .. }), change.id.len(), &change.id, change.part)
}

type Entry<'a> = (ChangeFact<'a>, [Option<StateId>; 2]);

/// The creation, which Jira keeps in no history: taken from the snapshot, and put first.
fn creation<'a>(fact: &ItemFact<'a>, entries: &mut Vec<Entry<'a>>) -> Option<Timestamp> {
    if let Some((change, _)) = entries.iter().find(|(change, _)| matches!(change.act, Act::Created { .. })) {
        return Some(change.at);
    }
    let (at, mark) = fact.created?;
    let change = ChangeFact {
        id: Cow::Owned(format!("{}:created", fact.id)),
        part: 0,
        at,
        by: fact.creator.as_ref().map(|(who, _)| who.clone()),
        act: Act::Created { state: None },
        mark: fact.creator.as_ref().map_or(mark, |(_, mark)| *mark),
    };
    entries.insert(0, (change, [None, None]));
    Some(at)
}

struct Replay<'s, 'a> {
    scene: &'s Scene<'s, 'a>,
    id: ItemId,
    changes: Vec<Change<'a>>,
    state: StateId,
    estimate: Option<f64>,
    owners: Vec<PersonId>,
    /// Everybody who ever had it.
    past: Vec<PersonId>,
    stays: Vec<Stay>,
    states: Vec<(Timestamp, StateId)>,
    estimates: Vec<(Timestamp, Option<f64>)>,
    owned: Vec<(Timestamp, Option<PersonId>)>,
    labels: Vec<Cow<'a, str>>,
    flag: Option<Spell>,
    label_block: Option<Spell>,
    state_block: Option<Spell>,
    kind: Kind,
    kind_now: Kind,
    kind_at_creation: Kind,
    archived: bool,
    creator: Option<PersonId>,
    created: Option<Timestamp>,
    time_log: Option<Cow<'a, str>>,
    /// The assignee the item was created with, still to be noted.
    first_owner: Option<(PersonId, crate::source::Mark)>,
}

impl<'s, 'a> Replay<'s, 'a> {
    fn new(
        scene: &'s Scene<'s, 'a>,
        id: ItemId,
        fact: &ItemFact<'a>,
        state: StateId,
        entries: &[Entry<'a>],
        created: Option<Timestamp>,
    ) -> Self {
        let start = created.unwrap_or(Timestamp::MIN);
        let first = |pick: &dyn Fn(&Entry<'a>) -> Option<StateId>| entries.iter().find_map(pick);
        let born = first(&|(change, states)| match change.act {
            Act::Moved { .. } => states[0],
            Act::Created { .. } => states[1],
            _ => None,
        });
        let state = born.unwrap_or(state);
        let estimate = first_estimate(scene, fact, entries);
        let labels = entries.iter().find_map(|(change, _)| match &change.act {
            Act::Labelled { from, .. } => Some(from.clone()),
            _ => None,
        });
        let (kind_at_creation, kind_now) = first_and_last_kind(scene, fact, entries, scene.states[state.index()].stage);
        let mut replay = Self {
            scene,
            id,
            changes: Vec::with_capacity(entries.len() + 1),
            state,
            estimate,
            owners: Vec::new(),
            past: Vec::new(),
            stays: Vec::new(),
            states: vec![(start, state)],
            estimates: vec![(start, estimate)],
            owned: Vec::new(),
            labels: labels.unwrap_or_else(|| fact.labels.clone()),
            flag: None,
            label_block: None,
            state_block: None,
            kind: kind_at_creation,
            kind_now,
            kind_at_creation,
            archived: false,
            creator: fact.creator.as_ref().and_then(|(who, _)| scene.people.find(who)),
            created,
            time_log: None,
            first_owner: None,
        };
        replay.first_owners(fact, entries);
        replay.first_sprints(fact, entries, start);
        replay.label_block(start, fact.mark, None, fact);
        replay.state_block(start, fact.mark, None);
        replay
    }

    /// Who worked on the item when it was created.
    fn first_owners(&mut self, fact: &ItemFact<'a>, entries: &[Entry<'a>]) {
        let people = self.scene.people;
        let start = self.created.unwrap_or(Timestamp::MIN);
        if self.scene.tool == Tool::Jira {
            let changed = entries.iter().find_map(|(change, _)| match &change.act {
                Act::Assigned { from, .. } => Some((from.clone(), change.mark)),
                _ => None,
            });
            let (first, mark) = match changed {
                Some((from, mark)) => (from, mark),
                None => (fact.assignees.first().cloned(), fact.assignee_mark.unwrap_or(fact.mark)),
            };
            let first = first.and_then(|who| people.find(&who));
            self.owners.extend(first);
            // Without the whole history nobody knows who gave it to them.
            if fact.history && !fact.truncated {
                self.first_owner = first.map(|who| (who, mark));
            }
        } else {
            // Trello notes nobody joining a card that was created with members, so who chose them stays open.
            let joined = |who: &Who<'a>| {
                entries.iter().any(|(change, _)| matches!(&change.act, Act::Joined { who: other, .. } if other == who))
            };
            let left = entries.iter().filter_map(|(change, _)| match &change.act {
                Act::Left { who } => Some(who),
                _ => None,
            });
            let there = fact.assignees.iter().chain(left).filter(|who| !joined(who)).filter_map(|who| people.find(who));
            for person in there {
                if !self.owners.contains(&person) {
                    self.owners.push(person);
                }
            }
        }
        self.past.extend(&self.owners);
        self.owned.push((start, self.owners.first().copied()));
    }

    /// The sprints the item was created in, or before its known history.
    fn first_sprints(&mut self, fact: &ItemFact<'a>, entries: &[Entry<'a>], start: Timestamp) {
        let changed = entries.iter().find_map(|(change, _)| match &change.act {
            Act::Sprints { from, .. } => Some(from),
            _ => None,
        });
        let first = changed.unwrap_or(&fact.sprints);
        for id in first {
            if let Some(sprint) = self.scene.sprint_ids.get(id) {
                self.stays.push(Stay { sprint: *sprint, since: start, until: None, added: None, removed: None });
            }
        }
        if let Some(sprint) = self.scene.states[self.state.index()].sprint {
            self.stays.push(Stay { sprint, since: start, until: None, added: None, removed: None });
        }
    }

    fn apply(&mut self, fact: ChangeFact<'a>, states: [Option<StateId>; 2]) {
        let ChangeFact { id, part, at, by, act, mark } = fact;
        let by = by.and_then(|who| self.scene.people.find(&who));
        self.carry_over_to(at);
        let moment = self.moment(at, by);
        let own = ChangeId::new(self.changes.len());
        let is_creation = matches!(act, Act::Created { .. });
        let (kind, detail) = self.act(act, states, at, mark, own, &id);
        let (Some(kind), detail) = (kind, detail) else { return };
        let decision = self.decision(kind, &moment, &detail);
        let moment = if is_creation { self.moment(at, by) } else { moment };
        self.changes.push(Change {
            kind,
            item: Some(self.id),
            by,
            at,
            id: id.clone(),
            part,
            gesture: Gesture::Decision,
            moment,
            detail,
            decision,
            mark,
        });
        if is_creation && let Some((who, mark)) = self.first_owner.take() {
            let moment = Moment { assignee: None, own: false, ..self.moment(at, by) };
            self.changes.push(Change {
                kind: ChangeKind::Assigned,
                item: Some(self.id),
                by,
                at,
                id: Cow::Owned(format!("{id}:assigned")),
                part: 0,
                gesture: Gesture::Decision,
                moment,
                detail: Detail::Person { who, previous: None, again: false, copied: false, at_creation: true },
                decision: Decision::Assignment,
                mark,
            });
        }
    }

    /// What an act means here, and what it leaves behind. Nothing for an act that only repeats another.
    fn act(
        &mut self,
        act: Act<'a>,
        states: [Option<StateId>; 2],
        at: Timestamp,
        mark: crate::source::Mark,
        own: ChangeId,
        id: &Cow<'a, str>,
    ) -> (Option<ChangeKind>, Detail<'a>) {
        let (kind, detail) = match act {
            Act::Created { .. } => (ChangeKind::Created, Detail::None),
            Act::Ranked { direction, .. } => {
                if let Some(list) = states[0] {
                    self.enter(list, at, mark, None);
                }
                (ChangeKind::Ranked, Detail::Rank(direction))
            }
            Act::Prioritised { from, to } => (ChangeKind::Prioritised, Detail::Words { from, to }),
            Act::Assigned { from, to } => return self.assigned(from, to, at),
            Act::Joined { who, copied } => return self.joined(&who, copied, at),
            Act::Left { who } => return self.left(&who, at),
            Act::Moved { .. } => {
                let (Some(from), Some(to)) = (states[0], states[1]) else { return (None, Detail::None) };
                return (Some(self.moved(from, to, at, mark, own)), Detail::States { from, to });
            }
            Act::Sprints { from, to } => return self.planned(&from, &to, at, own),
            Act::Estimated { from, to } => self.estimated(from, to, at, id),
            Act::Field { id: field, name, from, to } => return self.field(&field, &name, from, to, at, id),
            Act::TimeEstimated { from, to } if self.scene.fields.in_time => {
                self.estimated(from.parse().ok(), to.parse().ok(), at, id)
            }
            Act::TimeEstimated { from, to } => (ChangeKind::TimeEstimated, Detail::Words { from, to }),
            Act::TimeLogged => {
                self.time_log = Some(id.clone());
                (ChangeKind::TimeLogged, Detail::None)
            }
            Act::Described { from, to } => (ChangeKind::Described, Detail::Texts { from, to }),
            Act::Retitled { from, to } => (ChangeKind::Retitled, Detail::Texts { from: Some(from), to: Some(to) }),
            Act::Rekinded { from, to } => {
                self.kind = kinds::of_issue(self.scene.charter, Some(&to), self.kind == Kind::SubTask, &self.labels);
                (ChangeKind::Rekinded, Detail::Words { from, to })
            }
            Act::Reported { .. } => (ChangeKind::Reported, Detail::None),
            Act::Labelled { from: _, to } => {
                self.labels = to;
                let spell = Spell { since: Some(at), mark, change: Some(own) };
                let blocked = self.labels.iter().any(|label| BLOCKED.contains(&label.to_lowercase().as_str()));
                self.label_block = blocked.then(|| self.label_block.unwrap_or(spell));
                (ChangeKind::Labelled, Detail::None)
            }
            Act::Flagged { set } => {
                let spell = Spell { since: Some(at), mark, change: Some(own) };
                self.flag = set.then(|| self.flag.unwrap_or(spell));
                (if set { ChangeKind::Flagged } else { ChangeKind::Unflagged }, Detail::None)
            }
            Act::Resolved { to } if to.is_empty() => (ChangeKind::Other, Detail::None),
            Act::Resolved { to } => (ChangeKind::Closed, Detail::Words { from: Cow::Borrowed(""), to }),
            Act::Parented => (ChangeKind::Parented, Detail::None),
            Act::Split => (ChangeKind::Split, Detail::None),
            Act::Linked { .. } => (ChangeKind::Linked, Detail::None),
            Act::Commented => (ChangeKind::Commented, Detail::None),
            Act::Closed { closed } => {
                self.archived = closed;
                (if closed { ChangeKind::Closed } else { ChangeKind::Reopened }, Detail::None)
            }
            Act::BoardEdited => (ChangeKind::BoardEdited, Detail::None),
            Act::Other => (ChangeKind::Other, Detail::None),
        };
        (Some(kind), detail)
    }

    fn assigned(
        &mut self,
        from: Option<Who<'a>>,
        to: Option<Who<'a>>,
        at: Timestamp,
    ) -> (Option<ChangeKind>, Detail<'a>) {
        let find = |who: Option<Who<'a>>| who.and_then(|who| self.scene.people.find(&who));
        let (previous, next) = (find(from), find(to));
        self.owners = next.into_iter().collect();
        self.owned.push((at, next));
        let detail = |who, again| Detail::Person { who, previous, again, copied: false, at_creation: false };
        match (next, previous) {
            (Some(who), _) => {
                let again = self.past.contains(&who);
                self.past.push(who);
                (Some(ChangeKind::Assigned), detail(who, again))
            }
            (None, Some(who)) => (Some(ChangeKind::Unassigned), detail(who, true)),
            (None, None) => (Some(ChangeKind::Other), Detail::None),
        }
    }

    fn joined(&mut self, who: &Who<'a>, copied: bool, at: Timestamp) -> (Option<ChangeKind>, Detail<'a>) {
        let Some(who) = self.scene.people.find(who) else { return (Some(ChangeKind::Other), Detail::None) };
        let (previous, again) = (self.owners.first().copied(), self.past.contains(&who));
        self.past.push(who);
        if !self.owners.contains(&who) {
            self.owners.push(who);
        }
        self.owned.push((at, self.owners.first().copied()));
        (Some(ChangeKind::Assigned), Detail::Person { who, previous, again, copied, at_creation: false })
    }

    fn left(&mut self, who: &Who<'a>, at: Timestamp) -> (Option<ChangeKind>, Detail<'a>) {
        let Some(who) = self.scene.people.find(who) else { return (Some(ChangeKind::Other), Detail::None) };
        self.owners.retain(|owner| *owner != who);
        self.owned.push((at, self.owners.first().copied()));
        let detail = Detail::Person { who, previous: Some(who), again: true, copied: false, at_creation: false };
        (Some(ChangeKind::Unassigned), detail)
    }

    /// A move; on Trello one into a sprint's list is planning, and one back to backlog or ready takes the card out.
    fn moved(
        &mut self,
        from: StateId,
        to: StateId,
        at: Timestamp,
        mark: crate::source::Mark,
        own: ChangeId,
    ) -> ChangeKind {
        self.state = from; // a list the card was in while nobody looked
        self.enter(to, at, mark, Some(own));
        if self.scene.tool == Tool::Jira {
            return ChangeKind::Moved;
        }
        let target = &self.scene.states[to.index()];
        let open = |stay: &Stay| stay.until.is_none();
        if let Some(sprint) = target.sprint {
            let already = self.stays.iter().any(|stay| open(stay) && stay.sprint == sprint);
            self.leave_sprints(at, own, Some(sprint));
            if already {
                return ChangeKind::Moved;
            }
            self.stays.push(Stay { sprint, since: at, until: None, added: Some(own), removed: None });
            return ChangeKind::Planned;
        }
        if matches!(target.stage, Some(Stage::Backlog | Stage::Ready)) && self.stays.iter().any(open) {
            self.leave_sprints(at, own, None);
            return ChangeKind::Unplanned;
        }
        ChangeKind::Moved
    }

    fn leave_sprints(&mut self, at: Timestamp, own: ChangeId, but: Option<SprintId>) {
        for stay in self.stays.iter_mut().filter(|stay| stay.until.is_none() && Some(stay.sprint) != but) {
            stay.until = Some(at);
            stay.removed = Some(own);
        }
    }

    fn enter(&mut self, state: StateId, at: Timestamp, mark: crate::source::Mark, own: Option<ChangeId>) {
        if self.state != state {
            self.state = state;
            self.states.push((at, state));
        }
        self.state_block(at, mark, own);
    }

    /// Sprint values are sets of ids: what came in and what went out is what counts.
    fn planned(
        &mut self,
        from: &[Cow<'a, str>],
        to: &[Cow<'a, str>],
        at: Timestamp,
        own: ChangeId,
    ) -> (Option<ChangeKind>, Detail<'a>) {
        let ids = |list: &[Cow<'a, str>]| -> Vec<SprintId> {
            list.iter().filter_map(|id| self.scene.sprint_ids.get(id).copied()).collect()
        };
        let (from, to) = (ids(from), ids(to));
        let into: Vec<_> = to.iter().copied().filter(|id| !from.contains(id)).collect();
        let out_of: Vec<_> = from.iter().copied().filter(|id| !to.contains(id)).collect();
        for stay in self.stays.iter_mut().filter(|stay| stay.until.is_none() && out_of.contains(&stay.sprint)) {
            stay.until = Some(at);
            stay.removed = Some(own);
        }
        for sprint in &into {
            self.stays.push(Stay { sprint: *sprint, since: at, until: None, added: Some(own), removed: None });
        }
        let kind = match (into.is_empty(), out_of.is_empty()) {
            (false, _) => ChangeKind::Planned,
            (true, false) => ChangeKind::Unplanned,
            (true, true) => ChangeKind::Other,
        };
        (Some(kind), Detail::Sprints { into, out_of })
    }

    fn estimated(
        &mut self,
        from: Option<f64>,
        to: Option<f64>,
        at: Timestamp,
        id: &Cow<'a, str>,
    ) -> (ChangeKind, Detail<'a>) {
        self.estimate = to;
        self.estimates.push((at, to));
        let with_log = self.time_log.as_ref() == Some(id);
        (ChangeKind::Estimated, Detail::Points { from, to, with_log })
    }

    fn field(
        &mut self,
        field: &str,
        name: &str,
        from: Option<Text<'a>>,
        to: Option<Text<'a>>,
        at: Timestamp,
        id: &Cow<'a, str>,
    ) -> (Option<ChangeKind>, Detail<'a>) {
        let fields = self.scene.fields;
        if fields.is_points(field, name) {
            let number = |text: Option<Text<'a>>| text.and_then(Text::number);
            let (kind, detail) = self.estimated(number(from), number(to), at, id);
            return (Some(kind), detail);
        }
        if fields.is_criteria(field, name) {
            return (Some(ChangeKind::CriteriaEdited), Detail::Texts { from, to });
        }
        (Some(ChangeKind::Other), Detail::None)
    }

    fn state_block(&mut self, at: Timestamp, mark: crate::source::Mark, own: Option<ChangeId>) {
        let blocked = self.scene.states[self.state.index()].stage == Some(Stage::Impediments);
        let spell = Spell { since: Some(at), mark, change: own };
        self.state_block = blocked.then(|| self.state_block.unwrap_or(spell));
    }

    fn label_block(&mut self, at: Timestamp, mark: crate::source::Mark, own: Option<ChangeId>, fact: &ItemFact<'a>) {
        if self.labels.iter().any(|label| BLOCKED.contains(&label.to_lowercase().as_str())) {
            // Trello exports no label changes: it carries the label, nobody knows since when.
            let known = self.scene.tool == Tool::Jira && fact.history && !fact.truncated;
            self.label_block = Some(Spell { since: known.then_some(at), mark, change: own });
        }
    }

    /// On Trello a card that stands in a doing or acceptance list when a sprint starts is in that sprint.
    fn carry_over_to(&mut self, at: Timestamp) {
        if self.scene.tool != Tool::Trello {
            return;
        }
        let since = self.states.last().map_or(Timestamp::MIN, |(since, _)| *since);
        match self.scene.states[self.state.index()].stage {
            Some(Stage::Doing | Stage::Acceptance) => {}
            // A card that was blocked in the middle of a sprint is still the team's.
            Some(Stage::Impediments) if self.stays.iter().any(|stay| stay.until.is_none()) => {}
            _ => return,
        }
        for (index, sprint) in self.scene.sprints.iter().enumerate() {
            let Some(start) = sprint.start.filter(|start| since <= *start && *start <= at) else { continue };
            let id = SprintId::new(index);
            if !self.stays.iter().any(|stay| stay.sprint == id) {
                self.stays.push(Stay { sprint: id, since: start, until: None, added: None, removed: None });
            }
        }
    }

    fn moment(&self, at: Timestamp, by: Option<PersonId>) -> Moment {
        let running = self.stays.iter().rev().filter(|stay| stay.until.is_none()).map(|stay| stay.sprint);
        let running = running.into_iter().find(|id| self.scene.sprints[id.index()].is_running(at));
        Moment {
            phase: self.phase(at, running),
            state: self.state,
            sprint: running,
            assignee: self.owners.first().copied(),
            own: by.is_some_and(|by| self.owners.contains(&by)),
            estimate: self.estimate,
        }
    }

    /// Source: RULES, phases. What is at work outside any sprint counts as active: ordering it is no ordering of the
    /// backlog.
    fn phase(&self, at: Timestamp, running: Option<SprintId>) -> Phase {
        let state = &self.scene.states[self.state.index()];
        if self.archived || state.is_done() {
            return Phase::Done;
        }
        if self.scene.tool == Tool::Trello && state.sprint.is_none() && !state.is_at_work() {
            return match state.stage {
                Some(Stage::Backlog) => Phase::Backlog,
                Some(Stage::Ready) => Phase::Ready,
                _ => Phase::Unknown,
            };
        }
        if running.is_some() {
            return Phase::ActiveSprint;
        }
        let open = || {
            self.stays.iter().filter(|stay| stay.until.is_none()).map(|stay| &self.scene.sprints[stay.sprint.index()])
        };
        if open().any(|sprint| !sprint.known) {
            return Phase::Unknown;
        }
        if open().any(|sprint| sprint.is_future(at)) {
            return Phase::FutureSprint;
        }
        if state.is_at_work() {
            return Phase::ActiveSprint;
        }
        match state.stage {
            _ if state.sprint.is_some() => Phase::Unknown, // left behind in the list of a finished sprint
            Some(Stage::Ready) => Phase::Ready,
            Some(Stage::Backlog) => Phase::Backlog,
            Some(Stage::Retrospective) => Phase::Unknown,
            // On a board with sprints, what is in none of them is backlog, whatever its status is called.
            _ if self.scene.has_sprints => Phase::Backlog,
            _ => Phase::Unknown,
        }
    }

    /// The decision that a change of `kind` makes on this item.
    fn decision(&self, kind: ChangeKind, moment: &Moment, detail: &Detail<'a>) -> Decision {
        let story = self.kind == Kind::Story;
        let running = |id: &SprintId| moment.sprint == Some(*id);
        match kind {
            ChangeKind::Ranked if moment.phase.is_before_a_sprint() => Decision::Order,
            ChangeKind::Prioritised if story => Decision::Priority,
            ChangeKind::Created if story => Decision::Story,
            ChangeKind::Created | ChangeKind::Moved | ChangeKind::Closed if self.kind == Kind::Impediment => {
                Decision::Impediment
            }
            ChangeKind::Created if self.kind == Kind::RetroAction => Decision::Retro,
            ChangeKind::CriteriaEdited if story => Decision::Criteria,
            ChangeKind::Estimated => Decision::Estimate,
            ChangeKind::Assigned => Decision::Assignment,
            ChangeKind::Moved => Decision::Status,
            ChangeKind::Flagged | ChangeKind::Unflagged => Decision::Impediment,
            ChangeKind::Planned | ChangeKind::Unplanned => match detail {
                Detail::Sprints { into, out_of } if into.iter().chain(out_of).any(running) => Decision::Scope,
                _ => Decision::None,
            },
            _ => Decision::None,
        }
    }

    fn finish(mut self, fact: ItemFact<'a>) -> Replayed<'a> {
        let scene = self.scene;
        self.carry_over_to(scene.clock);
        let now = self.moment(scene.clock, None);
        gesture::mark_within_item(&mut self.changes, self.creator, self.created, scene.people);
        let find = |who: &Who<'a>| scene.people.find(who);
        let spells = [self.flag, self.label_block, self.state_block];
        let blocked = spells.into_iter().flatten().min_by_key(|spell| (spell.since.is_none(), spell.since));
        let item = Item {
            kind: self.kind_now,
            kind_at_creation: self.kind_at_creation,
            phase: now.phase,
            states: self.states,
            estimates: self.estimates,
            owners: self.owned,
            stays: self.stays,
            blocked: blocked.filter(|_| now.phase != Phase::Done),
            changes: Vec::new(),
            created: self.created,
            creator: self.creator,
            reporter: fact.reporter.as_ref().and_then(find).or(self.creator),
            assignees: fact.assignees.iter().filter_map(find).collect(),
            truncated: fact.truncated || self.created.is_some_and(|created| scene.cut.is_some_and(|cut| created < cut)),
            key: fact.key,
            id: fact.id,
            number: fact.number,
            title: fact.title,
            description: fact.description,
            url: fact.url,
            part: fact.part,
            parent: fact.parent,
            copied: fact.copied,
            labels: fact.labels,
            mark: fact.mark,
        };
        Replayed { item, changes: self.changes }
    }
}

/// What the item was created as, and what it is now. On Trello both follow from labels and the list it was created in.
fn first_and_last_kind(
    scene: &Scene<'_, '_>,
    fact: &ItemFact<'_>,
    entries: &[Entry<'_>],
    born_in: Option<Stage>,
) -> (Kind, Kind) {
    if scene.tool == Tool::Trello {
        let kind = kinds::of_card(scene.charter, &fact.labels, born_in);
        return (kind, kind);
    }
    let kind = |name: Option<&str>| kinds::of_issue(scene.charter, name, fact.part, &fact.labels);
    let now = kind(fact.kind.as_deref());
    let first = entries.iter().find_map(|(change, _)| match &change.act {
        Act::Rekinded { from, .. } => Some(kind(Some(from))),
        _ => None,
    });
    (first.unwrap_or(now), now)
}

/// The estimate the item was created with.
fn first_estimate(scene: &Scene<'_, '_>, fact: &ItemFact<'_>, entries: &[Entry<'_>]) -> Option<f64> {
    let fields = scene.fields;
    let changed = entries.iter().find_map(|(change, _)| match &change.act {
        Act::Estimated { from, .. } => Some(*from),
        Act::Field { id, name, from, .. } if fields.is_points(id, name) => Some(from.and_then(Text::number)),
        Act::TimeEstimated { from, .. } if fields.in_time => Some(from.parse().ok()),
        _ => None,
    });
    changed.unwrap_or_else(|| {
        let field = fact.fields.iter().find(|(id, _)| fields.is_points(id, id));
        let in_title = || crate::board::facts::points(&fact.title.decode()).0.filter(|_| scene.tool == Tool::Trello);
        field.and_then(|(_, value)| value.number()).or_else(in_title)
    })
}
