//! How often each decision was made, and by whom.

use jiff::Timestamp;

use super::excuses::{self, Act, Verdict};
use super::responsibility::{Doubt, Part, Responsibility, Seat};
use crate::board::figures::Board;
use crate::board::model::change::{Change, Detail, Gesture};
use crate::board::model::people::RoleSet;
use crate::board::{ItemId, PersonId};
use crate::charter::{Role, Word};

/// How often a decision was made, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The decision.
    pub responsibility: Responsibility,
    /// How often by each seat, in their order.
    pub counts: [usize; 4],
    /// How often by nobody knows whom.
    pub unknown: usize,
    /// How often it was done in a way that counts for nobody, whoever did it: a copy, a corrected word. Source: `excuses`.
    pub excused: usize,
    /// How often something was done of which nobody can say whether it was this decision, or whose; and why not.
    pub left_out: usize,
    /// Why that is so, each reason once.
    pub doubts: Vec<Doubt>,
}

impl Tally {
    /// How often it was decided by somebody.
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// How often `seat` decided it.
    pub fn of(&self, seat: Seat) -> usize {
        self.counts[seat as usize]
    }

    fn leave_out(&mut self, doubt: Doubt) {
        self.left_out += 1;
        if !self.doubts.contains(&doubt) {
            self.doubts.push(doubt);
        }
    }

    /// How often those decided it whose decision it is.
    pub fn owned(&self) -> usize {
        Seat::ALL.iter().filter(|seat| self.responsibility.part(**seat) == Part::Owns).map(|seat| self.of(*seat)).sum()
    }
}

/// Decisions and who made them.
#[derive(Clone, Debug)]
pub struct Accountability {
    /// One of each responsibility, in their order.
    pub tallies: Vec<Tally>,
    /// Who made any of the decisions, by the seats they had in them: whoever had several stands under each.
    pub seated: [Vec<PersonId>; 4],
}

impl Board<'_> {
    /// Counts the decisions made at instants that `within` takes.
    pub fn accountability(&self, within: impl Fn(Timestamp) -> bool) -> Accountability {
        let tally = |responsibility: &Responsibility| Tally {
            responsibility: *responsibility,
            counts: [0; 4],
            unknown: 0,
            excused: 0,
            left_out: 0,
            doubts: Vec::new(),
        };
        let mut tallies: Vec<Tally> = Responsibility::ALL.iter().map(tally).collect();
        let mut acts = Vec::new();
        let decided = self.changes.iter().zip(self.decisions());
        for (change, decision) in decided.filter(|(change, _)| change.gesture == Gesture::Decision && within(change.at))
        {
            for (responsibility, doubt) in self.responsibilities(change, *decision).into_iter().flatten() {
                let tally = &mut tallies[responsibility as usize];
                match self.act(change, responsibility, doubt) {
                    Ok(Some(act)) => acts.push(act),
                    Ok(None) => {}
                    Err(Some(doubt)) => tally.leave_out(doubt),
                    Err(None) => tally.unknown += 1,
                }
            }
        }
        for (by, at, item) in self.scope_changes().filter(|(_, at, _)| within(*at)) {
            match by {
                Some(by) if self.people.roles(by, at).has(Role::App) => {}
                Some(by) => {
                    let seat = Responsibility::Scope.seat(self.people.roles(by, at));
                    let item = Some(item);
                    acts.push(Act {
                        responsibility: Responsibility::Scope,
                        seat,
                        by,
                        at,
                        item,
                        previous: None,
                        excused: false,
                    });
                }
                None => tallies[Responsibility::Scope as usize].unknown += 1,
            }
        }
        let at_once = excuses::sittings(&acts);
        let mut seated: [Vec<PersonId>; 4] = Default::default();
        for (act, at_once) in acts.iter().zip(at_once) {
            let tally = &mut tallies[act.responsibility as usize];
            if act.excused {
                tally.excused += 1;
                continue;
            }
            if at_once {
                tally.leave_out(Doubt::Sitting);
                continue;
            }
            tally.counts[act.seat as usize] += 1;
            let seated = &mut seated[act.seat as usize];
            if !seated.contains(&act.by) {
                seated.push(act.by);
            }
        }
        Accountability { tallies, seated }
    }

    /// The decision that `change` is about `responsibility`; nothing where an app made it. Fails where nobody can
    /// say, with the reason, or without one where the record does not say who did it.
    fn act(
        &self,
        change: &Change<'_>,
        responsibility: Responsibility,
        doubt: Option<Doubt>,
    ) -> Result<Option<Act>, Option<Doubt>> {
        if change.by.is_some_and(|by| self.people.roles(by, change.at).has(Role::App)) {
            return Ok(None);
        }
        if let Some(doubt) = doubt {
            return Err(Some(doubt));
        }
        let by = self.author(change, responsibility).ok_or(None)?;
        let roles = self.people.roles(by, change.at);
        let seat = responsibility.seat(roles);
        // Who held the role that day is not known: it may have been anybody.
        if responsibility.part(seat) != Part::Owns && responsibility.seat(self.unsure(roles, change.at)) != seat {
            return Err(Some(Doubt::Role));
        }
        let excused = match self.excuse(change, responsibility, seat) {
            Verdict::Excused => true,
            Verdict::Open(doubt) => return Err(Some(doubt)),
            Verdict::Stands => false,
        };
        let previous = match change.detail {
            Detail::Person { previous, .. } => previous,
            _ => None,
        };
        Ok(Some(Act { responsibility, seat, by, at: change.at, item: change.item, previous, excused }))
    }

    /// `roles`, and those besides that nobody is known to have held at `at` although somebody holds them at other times.
    pub(super) fn unsure(&self, roles: RoleSet, at: Timestamp) -> RoleSet {
        let open = |role: &Role| self.people.has_holder(*role) && !self.people.has_holder_at(*role, at);
        [Role::ProductOwner, Role::ScrumMaster].into_iter().filter(open).fold(roles, RoleSet::with)
    }

    /// What came into running sprints and left them after their planning, bugs aside: who did it, when, to which item.
    fn scope_changes(&self) -> impl Iterator<Item = (Option<PersonId>, Timestamp, ItemId)> {
        let figures = self.sprints.iter().filter_map(|sprint| self.figures(sprint.index));
        figures.flat_map(|figures| &figures.scope).filter_map(|scope| {
            let item = self.item(scope.item);
            match scope.change.map(|id| self.change(id)) {
                Some(change) => (change.gesture != Gesture::App).then_some((change.by, change.at, scope.item)),
                None => Some((item.creator, item.created?, scope.item)),
            }
        })
    }
}
