//! The meaning of each act on this board, and its effect on the replayed item.

use std::borrow::Cow;
use std::mem::take;

use jiff::Timestamp;

use super::first::hours;
use super::progress::Replay;
use crate::board::facts::{Act, Direction, Ref, Text, Who};
use crate::board::{Blockage, ChangeId, ChangeKind, Detail, StateId, Values};
use crate::charter::Kind;
use crate::lexicon;
use crate::source::Mark;

/// When an act was done, and how it is recorded.
#[derive(Clone, Copy)]
pub(super) struct Event<'f, 'a> {
    pub(super) at: Timestamp,
    /// The scalar that proves it.
    pub(super) mark: Mark,
    /// The number that the change gets if the act counts as one.
    pub(super) own: ChangeId,
    /// The tool's id of the record.
    pub(super) id: &'f Cow<'a, str>,
    /// The statuses or lists that it names.
    pub(super) states: [Option<StateId>; 2],
}

impl<'a> Replay<'_, 'a> {
    /// Applies an act and returns its meaning. `None` if it only repeats another act. Texts are moved out of
    /// it.
    pub(super) fn act(&mut self, act: &mut Act<'a>, event: Event<'_, 'a>) -> Option<(ChangeKind, Detail<'a>)> {
        let at = event.at;
        Some(match act {
            Act::Created { .. } => (ChangeKind::Created, Detail::None),
            Act::Ranked { direction, .. } => self.rank(*direction, event),
            // A new priority of the same name belongs to another scheme.
            Act::Prioritised { from, to } if from == to && !from.is_empty() => return None,
            Act::Prioritised { from, to } => (ChangeKind::Prioritised, Detail::words(take(from), take(to))),
            Act::Assigned { from, to, .. } => self.owners.assign(&self.board.people, from, to, at),
            Act::Joined { who, copied } => self.owners.join(&self.board.people, who, *copied, at),
            Act::Left { who } => self.owners.leave(&self.board.people, who, at),
            Act::Moved { from, to } => return self.move_item(from, to, event),
            Act::Sprints { from, to } => self.plan(from, to, event),
            Act::Estimated { title: Some(_), .. } if !self.board.fields.in_titles => {
                return self.change_number_in_title(event);
            }
            Act::Estimated { from, to, .. } => return self.estimate(*from, *to, event),
            Act::Field { id, name, from, to, ids: _ } => return self.set_field((id, name), *from, *to, event),
            Act::TimeEstimated { original, from, to } => return self.estimate_time(*original, from, to, event),
            Act::TimeLogged => (ChangeKind::TimeLogged, Detail::None),
            Act::Described { from, to } => (ChangeKind::Described, Detail::texts(*from, *to)),
            Act::Retitled { from, to } => (ChangeKind::Retitled, Detail::texts(Some(*from), Some(*to))),
            Act::Rekinded { from, to } => self.rekind(from, to),
            Act::Reported { from, to } => self.report(from, to, at),
            Act::Labelled { from, to } => self.label(from, take(to), event),
            Act::Flagged { set } => self.flag(*set, event),
            Act::Resolved { to, .. } => self.resolve(to, at),
            Act::Parented { .. } => (ChangeKind::Parented, Detail::None),
            Act::Split { name } => (ChangeKind::Split, Detail::words(Cow::Borrowed(""), take(name))),
            Act::Linked { .. } => (ChangeKind::Linked, Detail::None),
            Act::Commented => (ChangeKind::Commented, Detail::None),
            Act::Closed { closed } => self.archive(*closed, at),
            Act::BoardEdited => (ChangeKind::BoardEdited, Detail::None),
            Act::Brought => self.bring(event),
            Act::Workflow | Act::Arrived { .. } => return None,
            Act::Due { .. } | Act::Other | Act::Unknown => (ChangeKind::Other, Detail::None),
        })
    }

    /// Reordered within a list; the record shows which list the item is in.
    fn rank(&mut self, direction: Option<Direction>, event: Event<'_, 'a>) -> (ChangeKind, Detail<'a>) {
        if let Some(list) = event.states[0] {
            self.enter(list, event.at, event.mark, None);
        }
        (ChangeKind::Ranked, Detail::Rank(direction))
    }

    /// A move, with the names in its record if they differ from the present ones. `None` if a status or list
    /// is unknown.
    fn move_item(
        &mut self,
        from_ref: &mut Ref<'a>,
        to_ref: &mut Ref<'a>,
        event: Event<'_, 'a>,
    ) -> Option<(ChangeKind, Detail<'a>)> {
        let [Some(from), Some(to)] = event.states else { return None };
        let is_called = |state: StateId, name: &str| self.board.states[state].name == name;
        let same = is_called(from, &from_ref.name) && is_called(to, &to_ref.name);
        let names = (!same).then(|| Box::new(Values { from: take(&mut from_ref.name), to: take(&mut to_ref.name) }));
        Some((self.move_to(to, event), Detail::States { from, to, names }))
    }

    /// A number in a title that is no estimate here, only text. `None` if the record also changed other words
    /// of the title: that change came just before this one.
    fn change_number_in_title(&self, event: Event<'_, 'a>) -> Option<(ChangeKind, Detail<'a>)> {
        let is_recorded = self.records.last().is_some_and(|record| record.id == *event.id);
        (!is_recorded).then_some((ChangeKind::Retitled, Detail::None))
    }

    /// Another issue type.
    fn rekind(&mut self, from: &mut Cow<'a, str>, to: &mut Cow<'a, str>) -> (ChangeKind, Detail<'a>) {
        // An item that is no part any more has become another type.
        let part = self.part && self.kind == Kind::SubTask;
        self.kind = self.board.kinds.of_issue(Some(to), part, &self.labels);
        (ChangeKind::Rekinded, Detail::words(take(from), take(to)))
    }

    fn flag(&mut self, set: bool, event: Event<'_, 'a>) -> (ChangeKind, Detail<'a>) {
        let blockage = Blockage { since: Some(event.at), mark: event.mark, change: Some(event.own) };
        self.blockages.flag = set.then(|| self.blockages.flag.unwrap_or(blockage));
        (if set { ChangeKind::Flagged } else { ChangeKind::Unflagged }, Detail::None)
    }

    /// Another resolution; an empty one opens the item again.
    fn resolve(&mut self, to: &mut Cow<'a, str>, at: Timestamp) -> (ChangeKind, Detail<'a>) {
        self.given_up.push((at, lexicon::is_cancelled_resolution(to)));
        let kind = if to.is_empty() { ChangeKind::Other } else { ChangeKind::Closed };
        (kind, Detail::words(Cow::Borrowed(""), take(to)))
    }

    /// Into the archive, or out of it.
    fn archive(&mut self, closed: bool, at: Timestamp) -> (ChangeKind, Detail<'a>) {
        self.archived = closed;
        if !closed {
            self.reopened = at;
        }
        (if closed { ChangeKind::Closed } else { ChangeKind::Reopened }, Detail::None)
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

    /// A new estimate; `None` if only the spelling changed, such as `5` to `5.0`.
    fn estimate(
        &mut self,
        from: Option<f64>,
        to: Option<f64>,
        event: Event<'_, 'a>,
    ) -> Option<(ChangeKind, Detail<'a>)> {
        self.estimate = to;
        self.estimates.push((event.at, to));
        let with_log = self.ids_of.logs.contains(event.id);
        (from != to || to.is_none()).then(|| (ChangeKind::Estimated, Detail::points(from, to, with_log)))
    }

    /// The planned time (the original estimate), or the remaining time.
    fn estimate_time(
        &mut self,
        is_original: bool,
        from: &mut Cow<'a, str>,
        to: &mut Cow<'a, str>,
        event: Event<'_, 'a>,
    ) -> Option<(ChangeKind, Detail<'a>)> {
        if is_original && self.board.fields.in_time {
            return self.estimate(hours(from), hours(to), event);
        }
        if !is_original && self.ids_of.plans.contains(event.id) {
            return Some((ChangeKind::Other, Detail::None));
        }
        Some((ChangeKind::TimeEstimated, Detail::words(take(from), take(to))))
    }

    /// Another value of a custom field, given by its id and its name.
    fn set_field(
        &mut self,
        (field, name): (&str, &str),
        from: Option<Text<'a>>,
        to: Option<Text<'a>>,
        event: Event<'_, 'a>,
    ) -> Option<(ChangeKind, Detail<'a>)> {
        let fields = &self.board.fields;
        if fields.is_points(field, name) {
            let number = |text: Option<Text<'a>>| text.and_then(Text::number);
            return self.estimate(number(from), number(to), event);
        }
        Some(if fields.is_criteria(field, name) {
            (ChangeKind::CriteriaEdited, Detail::texts(from, to))
        } else {
            (ChangeKind::Other, Detail::None)
        })
    }
}
