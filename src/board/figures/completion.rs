//! Who finished what: whoever was assigned when the item entered done. Source: docs/definitions.md,
//! committed.

use super::Board;
use super::flow::is_move;
use super::fortnight::LAST_SPRINTS;
use super::period::{Completions, Period};
use super::sprint::{SprintFigures, finished_items};
use super::unit::unit_of;
use crate::board::facts::{ItemFields, Tool};
use crate::board::model::calendar::after;
use crate::board::model::change::{Change, Detail, Gesture};
use crate::board::model::item::Item;
use crate::board::model::number::as_number;
use crate::board::{ChangeId, ChangeKind, ItemId, PersonId, SprintId, Unit};
use crate::charter::{Kind, Role};
use jiff::Timestamp;

/// Whether an item is developers' work. Impediments and retrospective actions are the Scrum Master's job, and
/// meetings are not counted as work.
fn develops(item: &Item<'_>) -> bool {
    !matches!(item.kind, Kind::Impediment | Kind::RetroAction | Kind::Meeting)
}

impl Board<'_> {
    /// Who finished what recently.
    pub fn finishing(&self) -> &Completions {
        self.on_demand.finishing.get_or_init(|| self.find_finishing())
    }

    fn find_finishing(&self) -> Completions {
        let mut finishing = Completions::default();
        let mut from = self.last_three();
        if self.sprints.iter().any(|sprint| sprint.has_begun(self.clock)) {
            for id in self.last_closed() {
                match self.finished_in(*id) {
                    Some(period) => finishing.periods.push(period),
                    None => finishing.unknown += 1,
                }
            }
        } else if self.cut.is_some_and(|cut| from < cut) {
            finishing.unknown = LAST_SPRINTS.into();
        } else if let items @ [_, ..] = &*self.finished_since(from) {
            match unit_of(self, items, self.clock).and_then(|unit| self.period(None, unit, items, self.clock)) {
                Some(period) => finishing.periods.push(period),
                None => finishing.unknown = LAST_SPRINTS.into(),
            }
        }
        from = finishing.periods.iter().filter_map(|period| self.sprint(period.sprint?).start).min().unwrap_or(from);
        self.team(from, &mut finishing);
        finishing
    }

    fn finished_in(&self, id: SprintId) -> Option<Period> {
        let sprint = self.sprint(id);
        let known =
            |figures: &&SprintFigures| !sprint.days_alone && figures.unclear.is_empty() && !figures.unit_unclear;
        let (figures, end) = (self.figures(id).filter(known)?, sprint.completed?);
        let items: Vec<_> = finished_items(self, id).filter(|id| develops(self.item(*id))).collect();
        self.period(Some(id), figures.unit, &items, end)
    }

    fn finished_since(&self, from: Timestamp) -> Vec<ItemId> {
        let fresh = |id: &ItemId| {
            let item = self.item(*id);
            let entered = self.entered_done(item, self.clock).is_some_and(|(_, change)| from <= change.at);
            develops(item) && !item.part && entered && self.is_done_at(item, self.clock)
        };
        (0..self.items.len()).map(ItemId::new).filter(fresh).collect()
    }

    /// Who finished `items`; `None` if the assignees of one of them are missing from the export.
    fn period(&self, sprint: Option<SprintId>, unit: Unit, items: &[ItemId], end: Timestamp) -> Option<Period> {
        let (mut all, mut by) = (0.0, Vec::<(PersonId, f64)>::new());
        for id in items {
            let item = self.item(*id);
            let size = item.size_at(end, unit);
            all += size;
            let people = self.entered_done(item, end).map(|(_, change)| self.had(item, change)).unwrap_or_default();
            if people.is_empty() && !item.holds.has(ItemFields::ASSIGNEES) {
                return None;
            }
            for person in &people {
                let part = size / as_number(people.len());
                match by.iter_mut().find(|(other, _)| other == person) {
                    Some((_, sum)) => *sum += part,
                    None => by.push((*person, part)),
                }
            }
        }
        by.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        Some(Period { sprint, unit, all, by, end })
    }

    /// The last change up to `end` that moved `item` into done.
    pub(super) fn entered_done(&self, item: &Item<'_>, end: Timestamp) -> Option<(ChangeId, &Change<'_>)> {
        let changes = self.history_by_id(item).rev().filter(|(_, change)| change.at <= end);
        let mut entered = changes.filter(|(_, change)| is_move(change)).filter(|(_, change)| match &change.detail {
            Detail::States { from, to, .. } => self.state(*to).is_done() && !self.state(*from).is_done(),
            _ => false,
        });
        entered.next()
    }

    /// Who was assigned to `item` just before `change`: on Trello, all its members.
    fn had(&self, item: &Item<'_>, change: &Change<'_>) -> Vec<PersonId> {
        let mut people: Vec<PersonId> = change.moment.assignee.into_iter().collect();
        if self.tool == Tool::Trello {
            let before = self.history(item).iter().take_while(|other| other.at < change.at);
            for other in before {
                match (other.kind, &other.detail) {
                    (ChangeKind::Assigned, Detail::Person { who, .. }) if !people.contains(who) => people.push(*who),
                    (ChangeKind::Unassigned, Detail::Person { who, .. }) if change.moment.assignee != Some(*who) => {
                        people.retain(|person| person != who);
                    }
                    _ => {}
                }
            }
        }
        people
    }

    /// Collects the members of the team, judging by what was done since `from`.
    fn team(&self, from: Timestamp, finishing: &mut Completions) {
        let end = finishing.periods.iter().map(|period| period.end).max().unwrap_or(self.clock);
        for period in &finishing.periods {
            for (person, _) in &period.by {
                let roles = self.people.roles(*person, period.end);
                if roles.has(Role::Developer) || roles.has(Role::ScrumMaster) {
                    finishing.team.insert(*person);
                }
            }
        }
        let changes = self.changes.since(from).take_while(|change| change.at <= after(end, 1));
        for change in changes.filter(|change| change.gesture == Gesture::Decision) {
            let develops = |by: &PersonId| self.people.roles(*by, change.at).has(Role::Developer);
            finishing.team.extend(change.by.filter(develops));
        }
    }
}
