//! What an act means on this board, and what it leaves behind.

use std::borrow::Cow;
use std::mem::take;

use foldhash::HashSet;
use jiff::Timestamp;

use super::entries::Entries;
use super::first::hours;
use super::progress::Replay;
use crate::board::facts::{Act, Coverage, ItemFact, SLACK, Text, Tool, Who};
use crate::board::{Blockage, ChangeId, ChangeKind, Detail, SprintId, StateId, Values};
use crate::charter::{Kind, Stage};
use crate::lexicon;
use crate::source::Mark;

/// When an act was done, and how it is recorded.
#[derive(Clone, Copy)]
pub(super) struct Event<'f, 'a> {
    pub(super) at: Timestamp,
    /// The scalar that proves it.
    pub(super) mark: Mark,
    /// The number that the change gets if the act is one.
    pub(super) own: ChangeId,
    /// The tool's id of the record.
    pub(super) id: &'f Cow<'a, str>,
    /// The statuses or lists that it names.
    pub(super) states: [Option<StateId>; 2],
}

impl<'a> Replay<'_, 'a> {
    /// What an act means here, and what it leaves behind. Nothing for an act that only repeats another. Texts are taken out of it.
    pub(super) fn act(&mut self, act: &mut Act<'a>, event: Event<'_, 'a>) -> Option<(ChangeKind, Detail<'a>)> {
        let Event { at, mark, own, id, states } = event;
        Some(match act {
            Act::Created { .. } => (ChangeKind::Created, Detail::None),
            Act::Ranked { direction, .. } => {
                if let Some(list) = states[0] {
                    self.enter(list, at, mark, None);
                }
                (ChangeKind::Ranked, Detail::Rank(*direction))
            }
            Act::Prioritised { from, to } => (ChangeKind::Prioritised, Detail::words(take(from), take(to))),
            Act::Assigned { from, to, .. } => self.owners.assign(&self.board.people, from, to, at),
            Act::Joined { who, copied } => self.owners.join(&self.board.people, who, *copied, at),
            Act::Left { who } => self.owners.leave(&self.board.people, who, at),
            Act::Moved { from: before, to: after } => {
                let (Some(from), Some(to)) = (states[0], states[1]) else { return None };
                let is_called = |state: StateId, name: &str| self.board.states[state].name == name;
                let same = is_called(from, &before.name) && is_called(to, &after.name);
                let names =
                    (!same).then(|| Box::new(Values { from: take(&mut before.name), to: take(&mut after.name) }));
                (self.move_to(to, at, mark, own), Detail::States { from, to, names })
            }
            Act::Sprints { from, to } => self.plan(from, to, at, own),
            Act::Estimated { title: Some(_), .. } if !self.board.fields.in_titles => {
                // A number in a title like any other; where other words of it changed, too, that is told beside it.
                let is_told = self.records.last().is_some_and(|record| record.id == *id);
                return (!is_told).then_some((ChangeKind::Retitled, Detail::None));
            }
            Act::Estimated { from, to, .. } => self.estimate(*from, *to, at, id),
            Act::Field { id: field, name, from, to, ids: _ } => self.set_field(field, name, *from, *to, at, id),
            Act::TimeEstimated { original: true, from, to } if self.board.fields.in_time => {
                self.estimate(hours(from), hours(to), at, id)
            }
            Act::TimeEstimated { original: false, .. } if self.ids_of.plans.contains(id) => {
                (ChangeKind::Other, Detail::None)
            }
            Act::TimeEstimated { from, to, .. } => (ChangeKind::TimeEstimated, Detail::words(take(from), take(to))),
            Act::TimeLogged => (ChangeKind::TimeLogged, Detail::None),
            Act::Described { from, to } => (ChangeKind::Described, Detail::texts(*from, *to)),
            Act::Retitled { from, to } => (ChangeKind::Retitled, Detail::texts(Some(*from), Some(*to))),
            Act::Rekinded { from, to } => {
                // What is no part any more became something else.
                let part = self.part && self.kind == Kind::SubTask;
                self.kind = self.board.kinds.of_issue(Some(to), part, &self.labels);
                (ChangeKind::Rekinded, Detail::words(take(from), take(to)))
            }
            Act::Reported { from, to } => self.report(from, to, at),
            Act::Labelled { from, to } => self.label(from, take(to), at, mark, own),
            Act::Flagged { set } => {
                let blockage = Blockage { since: Some(at), mark, change: Some(own) };
                self.blockages.flag = set.then(|| self.blockages.flag.unwrap_or(blockage));
                (if *set { ChangeKind::Flagged } else { ChangeKind::Unflagged }, Detail::None)
            }
            Act::Resolved { to, .. } => {
                self.given_up.push((at, lexicon::is_cancelled_resolution(to)));
                if to.is_empty() {
                    (ChangeKind::Other, Detail::None)
                } else {
                    (ChangeKind::Closed, Detail::words(Cow::Borrowed(""), take(to)))
                }
            }
            Act::Parented { .. } => (ChangeKind::Parented, Detail::None),
            Act::Split { name } => (ChangeKind::Split, Detail::words(Cow::Borrowed(""), take(name))),
            Act::Linked { .. } => (ChangeKind::Linked, Detail::None),
            Act::Commented => (ChangeKind::Commented, Detail::None),
            Act::Closed { closed } => {
                self.archived = *closed;
                if !*closed {
                    self.reopened = at;
                }
                (if *closed { ChangeKind::Closed } else { ChangeKind::Reopened }, Detail::None)
            }
            Act::BoardEdited => (ChangeKind::BoardEdited, Detail::None),
            Act::Brought => self.bring(at, own),
            Act::Workflow | Act::Arrived { .. } => return None,
            Act::Due { .. } | Act::Other | Act::Unknown => (ChangeKind::Other, Detail::None),
        })
    }

    /// Somebody else asked for it.
    fn report(&mut self, from: &Option<Who<'a>>, to: &Option<Who<'a>>, at: Timestamp) -> (ChangeKind, Detail<'a>) {
        let find = |who: &Option<Who<'a>>| who.as_ref().and_then(|who| self.board.people.find(who));
        if self.reporters.is_empty() {
            self.reporters.push((Timestamp::MIN, find(from)));
        }
        self.reporters.push((at, find(to)));
        (ChangeKind::Reported, Detail::None)
    }

    /// Puts the item into the list that a move at `at` takes it out of. Where no record tells how it came there and it is a sprint's, it
    /// has been in that sprint since the known history begins, or is from now on, and its history is not whole.
    pub(super) fn find_in(&mut self, from: StateId, at: Timestamp) {
        let unseen = std::mem::replace(&mut self.state, from) != from;
        self.begun |= self.board.states[from].is_of_work();
        let sprint = self.board.states[from].sprint.filter(|sprint| unseen && !self.memberships.is_in(*sprint));
        if let Some(sprint) = sprint {
            let last = self.changes.last().map_or(Timestamp::MIN, |change| change.at);
            let since = self.board.cut.filter(|cut| (last..=at).contains(cut)).unwrap_or(at);
            self.leave_sprints(since, None, Some(sprint));
            self.memberships.enter(sprint, since, None);
            self.whole = false;
        }
    }

    /// A move; on Trello one into a sprint's list is planning, and one back to backlog or ready takes the card out.
    fn move_to(&mut self, to: StateId, at: Timestamp, mark: Mark, own: ChangeId) -> ChangeKind {
        self.enter(to, at, mark, Some(own));
        if self.board.tool == Tool::Jira {
            return ChangeKind::Moved;
        }
        let target = &self.board.states[to];
        let by_list = |sprint: SprintId| self.board.sprints[sprint.index()].label.is_none();
        if let Some(sprint) = target.sprint {
            let already = by_list(sprint) && self.memberships.is_in(sprint);
            self.leave_sprints(at, Some(own), Some(sprint));
            if already {
                return ChangeKind::Moved;
            }
            self.memberships.enter(sprint, at, Some(own));
            return ChangeKind::Planned;
        }
        if matches!(target.stage, Some(Stage::Backlog | Stage::Ready))
            && self.memberships.open().any(|membership| by_list(membership.sprint))
        {
            self.leave_sprints(at, Some(own), None);
            return ChangeKind::Unplanned;
        }
        ChangeKind::Moved
    }

    /// Whoever brings a card from another board into the list of a sprint puts it into the sprint.
    fn bring(&mut self, at: Timestamp, own: ChangeId) -> (ChangeKind, Detail<'a>) {
        let sprint = self.board.states[self.state].sprint;
        match sprint.filter(|sprint| self.memberships.name_entry(*sprint, at, own)) {
            Some(sprint) => (ChangeKind::Planned, Detail::sprints(vec![sprint], Vec::new())),
            None => (ChangeKind::Other, Detail::None),
        }
    }

    /// What stands in a list goes along when the list is given another sprint's name.
    pub(super) fn follow_renames(&mut self, at: Timestamp) {
        // An archived card stands in no list.
        if self.archived {
            return;
        }
        let since = self.states.last().map_or(Timestamp::MIN, |(since, _)| *since);
        for (when, to) in self.board.renames.between(self.state, since, at) {
            let when = when.max(self.reopened);
            self.enter(to, when, self.mark, None);
            let target = &self.board.states[to];
            let Some(sprint) = target.sprint else { continue };
            self.leave_sprints(when, None, Some(sprint));
            if !self.memberships.is_in(sprint) {
                self.memberships.enter(sprint, when, None);
            }
        }
    }

    /// New labels; where labels say what sprint cards are in, the card comes into sprints and leaves others by them.
    fn label(
        &mut self,
        from: &[Cow<'a, str>],
        to: Vec<Cow<'a, str>>,
        at: Timestamp,
        mark: Mark,
        own: ChangeId,
    ) -> (ChangeKind, Detail<'a>) {
        let (into, out_of) = self.plan_by_labels(&to, at, own);
        let others = |these: &[Cow<'a, str>], those: &[Cow<'a, str>]| -> Vec<Cow<'a, str>> {
            let those: HashSet<&str> = those.iter().map(|label| &**label).collect();
            these.iter().filter(|label| !those.contains(&***label)).cloned().collect()
        };
        let labels = Detail::labels(others(&to, from), others(from, &to));
        self.labels = to;
        let blockage = Blockage { since: Some(at), mark, change: Some(own) };
        let blocked = self.board.kinds.is_blocked(&self.labels);
        self.blockages.label = blocked.then(|| self.blockages.label.unwrap_or(blockage));
        match (into.is_empty(), out_of.is_empty()) {
            (true, true) => (ChangeKind::Labelled, labels),
            (false, _) => (ChangeKind::Planned, Detail::sprints(into, out_of)),
            (true, false) => (ChangeKind::Unplanned, Detail::sprints(into, out_of)),
        }
    }

    /// The sprints that a card comes into and leaves by its new labels.
    fn plan_by_labels(
        &mut self,
        labels: &[Cow<'a, str>],
        at: Timestamp,
        own: ChangeId,
    ) -> (Vec<SprintId>, Vec<SprintId>) {
        let (mut into, mut out_of) = (Vec::new(), Vec::new());
        for sprint in self.board.sprints_of_labels() {
            match (self.memberships.is_in(sprint.index), sprint.is_named_by(labels)) {
                (false, true) => into.push(sprint.index),
                (true, false) => out_of.push(sprint.index),
                _ => {}
            }
        }
        self.memberships.leave(
            |sprint| out_of.contains(&sprint),
            |sprint| self.board.sprints[sprint.index()].left_at(at),
            Some(own),
        );
        into.iter().for_each(|sprint| self.memberships.enter(*sprint, at, Some(own)));
        (into, out_of)
    }

    /// Ends the stays in sprints whose cards stand in their lists.
    pub(super) fn leave_sprints(&mut self, at: Timestamp, own: Option<ChangeId>, but: Option<SprintId>) {
        let sprints = &self.board.sprints;
        let by_list = |sprint: SprintId| sprints[sprint.index()].label.is_none();
        self.memberships.leave(
            |sprint| Some(sprint) != but && by_list(sprint),
            |sprint| sprints[sprint.index()].left_at(at),
            own,
        );
    }

    pub(super) fn enter(&mut self, state: StateId, at: Timestamp, mark: Mark, own: Option<ChangeId>) {
        if self.state != state {
            self.state = state;
            self.states.push((at, state));
            self.begun |= self.board.states[state].is_of_work();
        }
        let blocked = self.board.states[self.state].stage == Some(Stage::Impediments);
        let blockage = Blockage { since: Some(at), mark, change: own };
        self.blockages.state = blocked.then(|| self.blockages.state.unwrap_or(blockage));
    }

    /// Sprint values are sets of ids: what came in and what went out is what counts.
    fn plan(
        &mut self,
        from: &[Cow<'a, str>],
        to: &[Cow<'a, str>],
        at: Timestamp,
        own: ChangeId,
    ) -> (ChangeKind, Detail<'a>) {
        let (from, to): (Vec<_>, Vec<_>) =
            (self.board.sprints_called(from).collect(), self.board.sprints_called(to).collect());
        // An issue that was carried through hundreds of sprints names all of them in each change.
        let (before, after): (HashSet<_>, HashSet<_>) = (from.iter().collect(), to.iter().collect());
        let into: Vec<_> = to.iter().copied().filter(|id| !before.contains(id)).collect();
        let out_of: Vec<_> = from.iter().copied().filter(|id| !after.contains(id)).collect();
        let left: HashSet<_> = out_of.iter().copied().collect();
        self.memberships.leave(|sprint| left.contains(&sprint), |_| at, Some(own));
        into.iter().for_each(|sprint| self.memberships.enter(*sprint, at, Some(own)));
        self.hidden.sprints = self.hidden.sprints && self.open_sprints() != to.iter().copied().collect();
        let kind = match (into.is_empty(), out_of.is_empty()) {
            (false, _) => ChangeKind::Planned,
            (true, false) => ChangeKind::Unplanned,
            (true, true) => ChangeKind::Other,
        };
        (kind, Detail::sprints(into, out_of))
    }

    fn estimate(
        &mut self,
        from: Option<f64>,
        to: Option<f64>,
        at: Timestamp,
        id: &Cow<'a, str>,
    ) -> (ChangeKind, Detail<'a>) {
        self.estimate = to;
        self.estimates.push((at, to));
        let with_log = self.ids_of.logs.contains(id);
        (ChangeKind::Estimated, Detail::points(from, to, with_log))
    }

    fn set_field(
        &mut self,
        field: &str,
        name: &str,
        from: Option<Text<'a>>,
        to: Option<Text<'a>>,
        at: Timestamp,
        id: &Cow<'a, str>,
    ) -> (ChangeKind, Detail<'a>) {
        let fields = &self.board.fields;
        if fields.is_points(field, name) {
            let number = |text: Option<Text<'a>>| text.and_then(Text::number);
            return self.estimate(number(from), number(to), at, id);
        }
        if fields.is_criteria(field, name) {
            return (ChangeKind::CriteriaEdited, Detail::texts(from, to));
        }
        (ChangeKind::Other, Detail::None)
    }

    /// What stood in the way when its known history begins: since when, only a whole history tells.
    pub(super) fn first_state_block(&mut self, start: Timestamp, mark: Mark) {
        if self.board.states[self.state].stage == Some(Stage::Impediments) {
            self.blockages.state = Some(Blockage { since: self.whole.then_some(start), mark, change: None });
        }
    }

    /// The flag that was there then, where the first record of flags lowers it, or none tells of the one that is there now: since when
    /// is not known. Where later entries are missing, one of them may have set it; so it may be where the item was changed after the
    /// last of them.
    pub(super) fn first_flag(&mut self, fact: &ItemFact<'_>, entries: &Entries<'_>) {
        let first = entries.iter().find_map(|(change, _)| match change.act {
            Act::Flagged { set } => Some(set),
            _ => None,
        });
        let last = entries.iter().next_back().map(|(change, _)| change.at);
        let ends_early = || fact.updated.zip(last).is_some_and(|(updated, last)| updated.duration_since(last) > SLACK);
        let may_be_later = || fact.log.as_ref().is_some_and(Coverage::lacks_later) || ends_early();
        if first.map_or_else(|| fact.flagged && !may_be_later(), |set| !set) {
            self.blockages.flag = Some(Blockage { since: None, mark: fact.mark, change: None });
        }
    }

    /// What labels showed to be in the way then.
    pub(super) fn first_label_block(&mut self, start: Timestamp, mark: Mark) {
        if self.board.kinds.is_blocked(&self.labels) {
            // A label that a Trello card bears without a record of it: since when is not known.
            let known = self.board.tool == Tool::Jira && self.whole;
            self.blockages.label = Some(Blockage { since: known.then_some(start), mark, change: None });
        }
    }
}
