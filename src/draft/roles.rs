//! Who probably holds which role: from what people do on the board, never from a single act.
//!
//! A wrong name in force would lead to false findings. So a candidate counts only where several activities agree, there
//! is enough of them, the next person is far behind, and the candidate does little of what another role does.

mod developers;

use std::collections::BTreeSet;

use serde::Serialize;

use super::activity::{Activities, ActivityShare};
use super::apps::AppEvidence;
use super::candidate::{Candidate, Certainty};
use super::names::{PersonName, WrittenNames};
use super::replacements::{Replacement, ReplacementEvidence, replacements};
use crate::board::{Board, Need, PersonId, as_number, share_of};
use crate::charter::Role;

/// How often somebody must have done what a Product Owner does.
const MIN_ACTIVITIES_OF_PRODUCT_OWNER: usize = 12;
/// How often somebody must have done what a Scrum Master does.
const MIN_ACTIVITIES_OF_SCRUM_MASTER: usize = 6;
/// The share of a role's activities that makes somebody stand out.
const MIN_LEADING_SHARE: f64 = 0.5;
/// How many times the share of the next person that must be.
const MIN_LEAD_OVER_NEXT: f64 = 2.0;
/// How many people must be active for roles to differ at all.
const MIN_ACTIVE_FOR_ROLES: usize = 4;
/// How many people must be active for candidates to be named at all.
const MIN_ACTIVE_FOR_CANDIDATES: usize = 2;
/// How many activities of a role make somebody worth naming as a candidate.
const MIN_ACTIVITIES_TO_NAME: usize = 4;
/// The share of a role's activities that makes somebody worth naming as a candidate.
const MIN_SHARE_TO_NAME: f64 = 0.15;
/// How many candidates are named for a role.
const MAX_CANDIDATES: usize = 2;
/// How many changes make somebody active.
const MIN_CHANGES_TO_BE_ACTIVE: usize = 3;

/// Somebody who may hold a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoleCandidate {
    /// The role.
    pub role: Role,
    /// Who may hold it.
    #[serde(flatten)]
    pub person: Candidate<PersonName, RoleEvidence>,
}

/// Why somebody may hold a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoleEvidence {
    /// The caller named them.
    Given,
    /// They do what the role does.
    Activities {
        /// Their activities of the role, those that say most first.
        shares: Vec<ActivityShare>,
        /// What speaks against it.
        doubt: Option<RoleDoubt>,
        /// Who comes next, where the candidate is far ahead.
        next: Option<RunnerUp>,
    },
    /// They are active and do none of the team's work.
    NoTeamWork {
        /// How many changes they made.
        changes: usize,
        /// On how many days.
        days: usize,
    },
    /// They are an app.
    App(AppEvidence),
}

/// Who does second most of what a role does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunnerUp {
    /// The display name.
    pub name: String,
    /// Their activities of the role, those that say most first.
    pub shares: Vec<ActivityShare>,
}

/// What speaks against a candidate for a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoleDoubt {
    /// So few people are active that roles hardly differ.
    SmallTeam(usize),
    /// They did so few activities of the role.
    FewActivities(usize),
    /// Others do nearly as much.
    CloseSecond,
    /// It is mostly theirs in one activity alone.
    OneActivity,
    /// None of what is mostly theirs is a decision of the role.
    NoDecision,
    /// Others did more of it at the beginning or at the end.
    ChangedHands,
    /// They do what this other role does, too.
    OtherRole {
        /// The other role.
        role: Role,
        /// Their activities of it, those that say most first.
        shares: Vec<ActivityShare>,
    },
}

/// What there is to know about a role besides its candidates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoleNote {
    /// The role.
    pub role: Role,
    /// What there is to know.
    pub remark: RoleRemark,
}

/// Who is Product Owner or Scrum Master and takes work like a developer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Builder {
    /// The display name.
    pub name: String,
    /// How much of the team's work they took and finished.
    pub shares: Vec<ActivityShare>,
}

/// A remark on a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoleRemark {
    /// A candidate is left out, because their only unique name is an e-mail address, which is never written.
    OnlyEmail,
    /// The export does not say who did what: it holds no history.
    NoHistory,
    /// So few people are active that no role shows; none where nobody who is known does much.
    FewActive(usize),
    /// Nobody does enough of what the role does to be a candidate.
    NoCandidate,
    /// These hold one of the two roles, as the caller says, and do as much of the team's work as others: they may be developers besides.
    AlsoBuild(Vec<Builder>),
    /// Developers are not listed, so that everybody without a role is one; these people may be something else.
    NotListed(Vec<String>),
}

/// What was found about roles.
#[derive(Debug, Default)]
pub(super) struct Roles {
    /// Candidates; of a role the best first.
    pub(super) candidates: Vec<RoleCandidate>,
    /// Temporary replacements of those who hold a role; of a role by date.
    pub(super) replacements: Vec<Candidate<Replacement, ReplacementEvidence>>,
    pub(super) notes: Vec<RoleNote>,
    /// Of those who are called like apps, who does none of the team's work: as written.
    pub(super) idle_apps: BTreeSet<String>,
}

/// Candidates for the roles of people on `board`, who did `activities`. Roles that were `given` are facts. Those in
/// `called_like_apps`, as they are written, are no stakeholders.
pub(super) fn roles(
    board: &Board<'_>,
    names: &WrittenNames<'_, '_>,
    activities: &Activities,
    given: &[(Role, PersonId)],
    called_like_apps: &BTreeSet<String>,
) -> Roles {
    let taken = given.iter().map(|(_, id)| *id).collect();
    let humans = board.people.iter().filter(|(_, person)| !person.app).map(|(id, _)| id);
    let workers = humans.filter(|id| activities.count(Role::Developer, *id) >= MIN_CHANGES_TO_BE_ACTIVE).count();
    let found = Roles::default();
    let mut search = Search { board, names, activities, given, called_like_apps, workers, found, taken };
    for (role, id) in given {
        search.propose(*role, Certainty::Sure, *id, RoleEvidence::Given);
    }
    for role in Role::LEADS {
        // Of several holders one may be away without anybody standing in.
        if let [(_, holder)] = given.iter().filter(|(of, _)| *of == role).collect::<Vec<_>>()[..] {
            search.replace(role, *holder);
        }
    }
    search.leads();
    if !search.is_given(Role::Developer) {
        search.developers();
    }
    search.found
}

/// Who comes first in a role.
struct Lead {
    /// What speaks against it.
    doubt: Option<RoleDoubt>,
    /// The share of the first, in thousandths.
    permille: u32,
    /// Everybody by their share.
    order: Vec<PersonId>,
    /// The first, and the next, of those who are free.
    free: Vec<PersonId>,
}

/// The search for the holders of roles.
struct Search<'s, 'a> {
    board: &'s Board<'a>,
    names: &'s WrittenNames<'s, 'a>,
    activities: &'s Activities,
    given: &'s [(Role, PersonId)],
    called_like_apps: &'s BTreeSet<String>,
    /// How many people do the team's work.
    workers: usize,
    found: Roles,
    /// Who has a role, or is a candidate for one: nobody is proposed for two.
    taken: BTreeSet<PersonId>,
}

impl Search<'_, '_> {
    /// Adds somebody as a candidate. Whether they can be written.
    fn propose(&mut self, role: Role, certainty: Certainty, id: PersonId, evidence: RoleEvidence) -> bool {
        match self.names.name(id) {
            Some(name) => {
                let person = Candidate::new(certainty, name, evidence);
                self.found.candidates.push(RoleCandidate { role, person });
                true
            }
            None => {
                self.note(role, RoleRemark::OnlyEmail);
                false
            }
        }
    }

    fn note(&mut self, role: Role, remark: RoleRemark) {
        self.found.notes.push(RoleNote { role, remark });
    }

    fn is_given(&self, role: Role) -> bool {
        self.given.iter().any(|(given, _)| *given == role)
    }

    /// Whether somebody holds `role` in the drafted charter.
    fn is_held(&self, role: Role) -> bool {
        self.found.candidates.iter().any(|candidate| candidate.role == role && candidate.person.is_in_force())
    }

    /// People, without apps.
    fn humans(&self) -> impl Iterator<Item = PersonId> {
        self.board.people.iter().filter(|(_, person)| !person.app).map(|(id, _)| id)
    }

    fn active(&self) -> usize {
        self.humans().filter(|id| self.activities.changes(*id) >= MIN_CHANGES_TO_BE_ACTIVE).count()
    }

    /// Product Owner and Scrum Master: who stands out, or nobody. The clearer of the two is settled first, since nobody is
    /// proposed for both.
    fn leads(&mut self) {
        let mut open: Vec<Role> = Role::LEADS.into_iter().filter(|role| !self.is_given(*role)).collect();
        let active = self.active();
        if active < MIN_ACTIVE_FOR_CANDIDATES {
            let silent = active == 0 && self.board.lacks(Need::History).is_some();
            for role in open {
                self.note(role, if silent { RoleRemark::NoHistory } else { RoleRemark::FewActive(active) });
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
                Some(lead) => self.propose_lead(role, lead),
                None => self.note(role, RoleRemark::NoCandidate),
            }
        }
    }

    /// Who comes first in a role of those who are free for it.
    fn lead(&self, role: Role) -> Option<Lead> {
        let share = |id: &PersonId| self.activities.share(role, *id);
        // Who holds another role competes, so that others are measured against them, and is not named twice.
        let mut order: Vec<(f64, PersonId)> =
            self.humans().map(|id| (share(&id), id)).filter(|(share, _)| *share > 0.0).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let shown = |(share, id): &&(f64, PersonId)| {
            !self.taken.contains(id)
                && self.activities.count_seen(role, *id) >= MIN_ACTIVITIES_TO_NAME
                && *share >= MIN_SHARE_TO_NAME
        };
        let free: Vec<PersonId> = order.iter().filter(shown).map(|(_, id)| *id).take(MAX_CANDIDATES).collect();
        let first = *free.first()?;
        let order = order.into_iter().map(|(_, id)| id).collect::<Vec<_>>();
        Some(Lead { doubt: self.doubt(role, first, &order), permille: permille(share(&first)), order, free })
    }

    fn propose_lead(&mut self, role: Role, lead: Lead) {
        let Lead { mut doubt, order, free, .. } = lead;
        for (place, id) in free.into_iter().enumerate() {
            let is_first = place == 0;
            let stands_out = is_first && doubt.is_none();
            let next = order.iter().find(|other| **other != id).filter(|_| stands_out).map(|other| RunnerUp {
                name: self.board.people.get(*other).name.to_string(),
                shares: self.activities.evidence(role, *other),
            });
            let shares = self.activities.evidence(role, id);
            let evidence = RoleEvidence::Activities { shares, doubt: doubt.take().filter(|_| is_first), next };
            let certainty = if stands_out { Certainty::Likely } else { Certainty::Doubtful };
            let is_written = self.propose(role, certainty, id, evidence);
            if is_written && is_first {
                self.taken.insert(id);
            }
            if is_written && stands_out {
                self.replace(role, id);
                return;
            }
        }
    }

    /// Looks for those who held `role` while `holder` was away.
    fn replace(&mut self, role: Role, holder: PersonId) {
        let takes_part = |other: PersonId| {
            let activities = self.activities;
            self.given.iter().any(|(_, id)| *id == other)
                || activities.count(Role::Developer, other) > 0
                || activities.count_seen(counterpart(role), other) >= MIN_ACTIVITIES_TO_NAME
        };
        let replacements = replacements(self.board, self.names, role, holder, &takes_part);
        self.found.replacements.extend(replacements);
    }

    /// What speaks against `first` of those in `order`, who are sorted by their share in `role`.
    fn doubt(&self, role: Role, first: PersonId, order: &[PersonId]) -> Option<RoleDoubt> {
        let activities = self.activities;
        let (count, share) = (activities.count(role, first), activities.share(role, first));
        let enough =
            if role == Role::ProductOwner { MIN_ACTIVITIES_OF_PRODUCT_OWNER } else { MIN_ACTIVITIES_OF_SCRUM_MASTER };
        let others = order.iter().filter(|id| **id != first);
        let next = others.map(|id| activities.share(role, *id)).fold(0.0, f64::max);
        let (mostly, decides) = activities.mostly(role, first);
        let active = self.active();
        if active < MIN_ACTIVE_FOR_ROLES {
            return Some(RoleDoubt::SmallTeam(active));
        }
        if count < enough {
            return Some(RoleDoubt::FewActivities(count));
        }
        if share < MIN_LEADING_SHARE || share < MIN_LEAD_OVER_NEXT * next {
            return Some(RoleDoubt::CloseSecond);
        }
        if mostly < 2 {
            return Some(RoleDoubt::OneActivity);
        }
        if !decides {
            return Some(RoleDoubt::NoDecision);
        }
        if !activities.throughout(role, first) {
            return Some(RoleDoubt::ChangedHands);
        }
        let other = counterpart(role);
        let does = |role| Some(RoleDoubt::OtherRole { role, shares: activities.evidence(role, first) });
        if activities.share(other, first) >= MIN_LEADING_SHARE
            && activities.count_seen(other, first) >= MIN_ACTIVITIES_TO_NAME
        {
            return does(other);
        }
        if self.works(first) { does(Role::Developer) } else { None }
    }

    /// Whether somebody does more than half as much of the team's work as a member of the team does on average.
    fn works(&self, id: PersonId) -> bool {
        let activities = self.activities;
        let share =
            share_of(activities.count(Role::Developer, id), activities.total(Role::Developer)).unwrap_or_default();
        let fair = 1.0 / as_number(self.workers.max(1));
        share > 0.5 * fair
    }
}

/// The other of the two roles that one person holds.
fn counterpart(role: Role) -> Role {
    if role == Role::ProductOwner { Role::ScrumMaster } else { Role::ProductOwner }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share lies between 0 and 1")]
fn permille(share: f64) -> u32 {
    (share * 1000.0) as u32
}
