//! Who probably holds which role: from what people do on the board, never from a single act.
//!
//! A wrong name in force would make a linter accuse somebody. So a guess counts only where several signs agree, there is
//! enough of them, the next person is far behind, and the one it is about does little of what another role does.

use super::accounts::{Called, call};
use super::guess::{Certainty, Draft, Guess, some};
use super::stand_ins::stand_ins;
use super::tally::{Tally, number};
use crate::board::{Board, PersonId};
use crate::charter::Role;

/// How many acts of a role somebody must have done.
const ENOUGH: [(Role, usize); 2] = [(Role::ProductOwner, 12), (Role::ScrumMaster, 6)];
/// The share of a role's acts that makes somebody stand out.
const OUTSTANDING: f64 = 0.5;
/// How far ahead of the next person.
const AHEAD: f64 = 2.0;
/// How many people must be active for roles to differ at all.
const TEAM: usize = 4;
/// How many people a board must have for candidates to be named at all.
const FEW: usize = 2;
/// How many acts of a role make somebody worth naming as a candidate.
const SHOWN: usize = 4;
/// The same for the share of its acts.
const WORTH: f64 = 0.15;
/// How many acts make somebody active.
const ACTIVE: usize = 3;
/// How many acts make it clear what somebody does and does not do.
const CLEAR: usize = 6;
/// How much work of others must be seen for its absence to mean something.
const WORK: usize = 30;

/// Adds guesses about roles to `draft`, from a board that was built by it. Roles that were `typed` are facts.
pub(super) fn roles(board: &Board<'_>, typed: &[(Role, PersonId)], draft: &mut Draft) {
    let tally = Tally::new(board);
    let mut guesser = Guesser { board, tally: &tally, typed, draft, taken: typed.iter().map(|(_, id)| *id).collect() };
    for (role, id) in typed {
        match call(&board.people, *id) {
            Some(called) => {
                guesser.put(*role, Certainty::Sure, &called, "named on the command line");
            }
            None => guesser.note(*role, NO_NAME),
        }
    }
    guesser.leads();
    if !typed.iter().any(|(role, _)| *role == Role::Developer) {
        guesser.developers();
    }
}

const NO_NAME: &str =
    "somebody whose only unique name is an e-mail address, which is never written here: add it by hand";

/// Who comes first in a role.
struct Lead {
    /// What speaks against it.
    doubt: Option<String>,
    /// The score of the first.
    permille: u32,
    /// Everybody by their score.
    order: Vec<PersonId>,
    /// The first, and the next, of those who are free.
    free: Vec<PersonId>,
}

struct Guesser<'g, 'a> {
    board: &'g Board<'a>,
    tally: &'g Tally,
    typed: &'g [(Role, PersonId)],
    draft: &'g mut Draft,
    /// Who has a role, or is a candidate for one: nobody is guessed for two.
    taken: Vec<PersonId>,
}

impl Guesser<'_, '_> {
    fn put(&mut self, role: Role, certainty: Certainty, called: &Called, why: &str) {
        self.draft.roles.push((role, Guess::new(certainty, called.text.clone(), called.explain(why))));
    }

    fn note(&mut self, role: Role, text: impl Into<String>) {
        self.draft.role_notes.push((role, text.into()));
    }

    /// People, without apps.
    fn humans(&self) -> Vec<PersonId> {
        self.board.people.iter().filter(|(_, person)| !person.app).map(|(id, _)| id).collect()
    }

    fn active(&self) -> usize {
        self.humans().into_iter().filter(|id| self.tally.acts(*id) >= ACTIVE).count()
    }

    /// Product Owner and Scrum Master: who stands out, or nobody. The clearer of the two is settled first, since nobody is
    /// guessed for both.
    fn leads(&mut self) {
        let typed = |role: &Role| self.typed.iter().any(|(other, _)| other == role);
        let mut open: Vec<Role> =
            [Role::ProductOwner, Role::ScrumMaster].into_iter().filter(|role| !typed(role)).collect();
        if self.active() < FEW && !open.is_empty() {
            let people = some(self.active(), "person does", "people do");
            for role in open {
                self.note(role, format!("write the name: {people} most of what is done here, and no role shows"));
            }
            return;
        }
        while !open.is_empty() {
            let leads: Vec<Option<Lead>> = open.iter().map(|role| self.lead(*role)).collect();
            let weight = |place: &usize| {
                let lead = leads[*place].as_ref();
                lead.map_or((false, 0), |lead| (lead.doubt.is_none(), lead.permille))
            };
            let clearest = (0..open.len()).rev().max_by_key(weight).unwrap_or(0);
            let role = open.remove(clearest);
            match leads.into_iter().nth(clearest).flatten() {
                Some(lead) => self.tell(role, lead),
                None => {
                    self.note(
                        role,
                        format!("nobody stands out in what a {} does: write the name yourself", role.title()),
                    );
                }
            }
        }
    }

    /// Who comes first in a role of those who are free for it.
    fn lead(&self, role: Role) -> Option<Lead> {
        let score = |id: &PersonId| self.tally.score(role, *id);
        // Who holds another role competes, so that others are measured against them, and is not named twice.
        let mut order: Vec<PersonId> = self.humans().into_iter().filter(|id| score(id) > 0.0).collect();
        order.sort_by(|a, b| score(b).total_cmp(&score(a)).then(a.cmp(b)));
        let shown = |id: &PersonId| self.tally.telling(role, *id) >= SHOWN && score(id) >= WORTH;
        let free: Vec<PersonId> =
            order.iter().copied().filter(|id| !self.taken.contains(id)).filter(shown).take(2).collect();
        let first = *free.first()?;
        Some(Lead { doubt: self.doubt(role, first, &order), permille: permille(score(&first)), order, free })
    }

    fn tell(&mut self, role: Role, lead: Lead) {
        let Lead { doubt, order, free, .. } = lead;
        for (place, id) in free.into_iter().enumerate() {
            let Some(called) = call(&self.board.people, id) else {
                self.note(role, NO_NAME);
                continue;
            };
            if place == 0 {
                self.taken.push(id);
            }
            let evidence = self.tally.evidence(role, id, 3);
            match (&doubt, place) {
                (None, 0) => {
                    let next = order.iter().find(|other| **other != id);
                    let next = next.map_or_else(String::new, |other| self.behind(role, *other));
                    self.put(role, Certainty::Likely, &called, &format!("{evidence}{next}"));
                    let has_a_part = |other: PersonId| {
                        let (tally, twin) = (self.tally, twin(role));
                        tally.count(Role::Developer, other) > 0 || tally.telling(twin, other) >= SHOWN
                    };
                    self.draft.stand_ins.extend(stand_ins(self.board, role, id, &has_a_part));
                    return;
                }
                (Some(doubt), 0) => self.put(role, Certainty::Doubtful, &called, &format!("{evidence}; but {doubt}")),
                _ => self.put(role, Certainty::Doubtful, &called, &evidence),
            }
        }
    }

    fn behind(&self, role: Role, other: PersonId) -> String {
        format!("; next is {} with {}", self.board.people.get(other).name, self.tally.evidence(role, other, 1))
    }

    /// What speaks against `first` of those in `order`, who are sorted by their score in `role`.
    fn doubt(&self, role: Role, first: PersonId, order: &[PersonId]) -> Option<String> {
        let tally = self.tally;
        let (count, score) = (tally.count(role, first), tally.score(role, first));
        let enough = ENOUGH.iter().find(|(other, _)| *other == role).map_or(0, |(_, enough)| *enough);
        let others = order.iter().filter(|id| **id != first);
        let next = others.map(|id| tally.score(role, *id)).fold(0.0, f64::max);
        if self.active() < TEAM {
            return Some(format!(
                "only {} on this board",
                some(self.active(), "person is active", "people are active")
            ));
        }
        if count < enough {
            return Some(format!("that is little to go by ({})", some(count, "act", "acts")));
        }
        if score < OUTSTANDING || score < AHEAD * next {
            return Some("others do nearly as much".to_owned());
        }
        if tally.leads(role, first) < 2 {
            return Some("that is one sign alone".to_owned());
        }
        if !tally.decides(role, first) {
            return Some(format!("none of it is what only a {} decides", role.title()));
        }
        if !tally.throughout(role, first) {
            return Some(
                "others did more of it at the beginning or at the end: the role may have changed hands".to_owned(),
            );
        }
        let twin = twin(role);
        if tally.score(twin, first) >= OUTSTANDING && tally.telling(twin, first) >= SHOWN {
            return Some(format!("does what a {} does, too: {}", twin.title(), tally.evidence(twin, first, 2)));
        }
        self.entangled(first)
    }

    /// Whether somebody does as much of the team's work as a member of the team does.
    fn entangled(&self, id: PersonId) -> Option<String> {
        let tally = self.tally;
        let workers = self.humans().into_iter().filter(|other| tally.count(Role::Developer, *other) >= ACTIVE).count();
        let share = number(tally.count(Role::Developer, id)) / number(tally.total(Role::Developer).max(1));
        let fair = 1.0 / number(workers.max(1));
        (share > 0.5 * fair).then(|| format!("works like a developer, too: {}", tally.evidence(Role::Developer, id, 2)))
    }

    /// Developers and stakeholders. The developers are listed only where everybody else has a clear place: whoever is not
    /// on the list is an outsider, and a new colleague is none.
    fn developers(&mut self) {
        let tally = self.tally;
        let humans = self.humans();
        let named = |role: Role| self.draft.holders(role).any(Guess::counts);
        let (owned, led) = (named(Role::ProductOwner), named(Role::ProductOwner) && named(Role::ScrumMaster));
        let candidates: Vec<PersonId> = humans.into_iter().filter(|id| !self.taken.contains(id)).collect();
        let works = |id: &PersonId| tally.count(Role::Developer, *id) >= ACTIVE;
        let (mut workers, others): (Vec<_>, Vec<_>) = candidates.into_iter().partition(works);
        workers.sort_by_key(|id| (std::cmp::Reverse(tally.count(Role::Developer, *id)), *id));
        let by_workers: usize = workers.iter().map(|id| tally.count(Role::Developer, *id)).sum();
        let shows = workers.len() >= 3 && by_workers >= WORK;
        let clear =
            |id: &PersonId| tally.count(Role::Developer, *id) == 0 && tally.acts(*id) >= CLEAR && tally.days(*id) >= 2;
        // Somebody who stood in for another has a place.
        let stood_in = |id: &PersonId| {
            call(&self.board.people, *id)
                .is_some_and(|called| self.draft.stand_ins.iter().any(|guess| guess.value.other == called.text))
        };
        let idle = others.into_iter().filter(|id| tally.acts(*id) > 0);
        let (placed, idle): (Vec<PersonId>, Vec<PersonId>) = idle.partition(stood_in);
        let (stakeholders, unclear): (Vec<PersonId>, Vec<PersonId>) = idle.into_iter().partition(clear);
        let apart = placed.iter().chain(&stakeholders).any(clear);
        let sure = led && shows && unclear.is_empty() && apart;
        if sure || (led && shows && !unclear.is_empty()) {
            let certainty = if sure { Certainty::Likely } else { Certainty::Doubtful };
            for id in &workers {
                let why = tally.evidence(Role::Developer, *id, 2);
                self.person(Role::Developer, certainty, *id, &why);
            }
        }
        if !sure {
            let why = match () {
                () if led && shows && !unclear.is_empty() => {
                    format!(": better, while it is not clear what {} may be", self.names(&unclear))
                }
                () => String::new(),
            };
            self.note(Role::Developer, format!("left out, everybody without a role is a developer{why}"));
        }
        for id in stakeholders.iter().filter(|_| owned && shows) {
            let acts = some(tally.acts(*id), "act", "acts");
            let days = some(tally.days(*id), "day", "days");
            self.person(
                Role::Stakeholder,
                Certainty::Likely,
                *id,
                &format!("{acts} on {days}, and none of the team's work"),
            );
        }
    }

    fn person(&mut self, role: Role, certainty: Certainty, id: PersonId, why: &str) {
        match call(&self.board.people, id) {
            // A candidate for a role in doubt may be named here, too, if this is in doubt.
            Some(called) if !self.typed.iter().any(|(_, typed)| *typed == id) => {
                self.put(role, certainty, &called, why)
            }
            Some(_) => {}
            None => self.note(role, NO_NAME),
        }
    }

    fn names(&self, people: &[PersonId]) -> String {
        let names: Vec<&str> = people.iter().take(3).map(|id| &*self.board.people.get(*id).name).collect();
        let more = people.len().saturating_sub(names.len());
        let names = names.join(", ");
        if more > 0 { format!("{names} and {more} more") } else { names }
    }
}

/// The other of the two roles that one person leads.
fn twin(role: Role) -> Role {
    if role == Role::ProductOwner { Role::ScrumMaster } else { Role::ProductOwner }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share lies between 0 and 1")]
fn permille(share: f64) -> u32 {
    (share * 1000.0) as u32
}
