//! Finds who probably holds which role: from what people do on the board, never from a single act.
//!
//! A wrong name that is in force leads to false findings. So a candidate counts only if several activities
//! agree, if there are enough of them, if the next person is far behind, and if the candidate does little of
//! what another role does.

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

/// Minimum number of activities of a Product Owner for a candidate.
const MIN_ACTIVITIES_OF_PRODUCT_OWNER: usize = 12;
/// Minimum number of activities of a Scrum Master for a candidate.
const MIN_ACTIVITIES_OF_SCRUM_MASTER: usize = 6;
/// Minimum share of a role's activities for a leading candidate.
const MIN_LEADING_SHARE: f64 = 0.5;
/// Minimum ratio of that share to the share of the next person.
const MIN_LEAD_OVER_NEXT: f64 = 2.0;
/// Minimum number of active people for roles to be distinguishable.
const MIN_ACTIVE_FOR_ROLES: usize = 4;
/// Minimum number of active people for candidates to be named.
const MIN_ACTIVE_FOR_CANDIDATES: usize = 2;
/// Minimum number of activities of a role to be named as a candidate.
const MIN_ACTIVITIES_TO_NAME: usize = 4;
/// Minimum share of a role's activities to be named as a candidate.
const MIN_SHARE_TO_NAME: f64 = 0.15;
/// Maximum number of candidates that are named for a role.
const MAX_CANDIDATES: usize = 2;
/// Minimum number of changes to count as active.
const MIN_CHANGES_TO_BE_ACTIVE: usize = 3;

/// A person who may hold a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoleCandidate {
    /// The role.
    pub role: Role,
    /// The person.
    #[serde(flatten)]
    pub person: Candidate<PersonName, RoleEvidence>,
}

/// Why a person may hold a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoleEvidence {
    /// The caller named them.
    Given,
    /// They do what the role does.
    Activities {
        /// Their activities of the role, strongest evidence first.
        shares: Vec<ActivityShare>,
        /// What speaks against it.
        doubt: Option<RoleDoubt>,
        /// The next person, if the candidate is far ahead.
        next: Option<RunnerUp>,
    },
    /// They are active and do none of the team's work.
    NoTeamWork {
        /// Number of their changes.
        changes: usize,
        /// Number of days with activity.
        days: usize,
    },
    /// They are an app.
    App(AppEvidence),
}

/// The person with the second largest share of a role's activities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunnerUp {
    /// The display name.
    pub name: String,
    /// Their activities of the role, strongest evidence first.
    pub shares: Vec<ActivityShare>,
}

/// What speaks against a candidate for a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoleDoubt {
    /// Only this many people are active, so roles are hardly distinguishable.
    SmallTeam(usize),
    /// They did only this many activities of the role.
    FewActivities(usize),
    /// Others do nearly as much.
    CloseSecond,
    /// Only one activity is mostly theirs.
    OneActivity,
    /// None of the activities that are mostly theirs is a decision of the role.
    NoDecision,
    /// Others did more of it at the beginning or at the end.
    ChangedHands,
    /// They also do activities of this other role.
    OtherRole {
        /// The other role.
        role: Role,
        /// Their activities of that role, strongest evidence first.
        shares: Vec<ActivityShare>,
    },
}

/// A remark about a role besides its candidates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoleNote {
    /// The role.
    pub role: Role,
    /// The remark.
    pub remark: RoleRemark,
}

/// A Product Owner or Scrum Master who takes work like a developer.
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
    /// A candidate is left out because their only unique name is an e-mail address, which is never written.
    OnlyEmail,
    /// The export has no history, so it does not say who did what.
    NoHistory,
    /// Only this many people are active, too few to show roles; 0 if no known person does much.
    FewActive(usize),
    /// Nobody does enough of the role's activities to be a candidate.
    NoCandidate,
    /// These people hold one of the two roles, as the caller says, and do as much of the team's work as
    /// others. They may also be developers.
    AlsoBuild(Vec<Builder>),
    /// Developers are not listed, so everybody without a role is one. These people may be something else.
    NotListed(Vec<String>),
}

/// What was found about roles.
#[derive(Debug, Default)]
pub(super) struct Roles {
    /// Candidates, the best of a role first.
    pub(super) candidates: Vec<RoleCandidate>,
    /// Temporary replacements of people with a role; those of a role by date.
    pub(super) replacements: Vec<Candidate<Replacement, ReplacementEvidence>>,
    pub(super) notes: Vec<RoleNote>,
    /// Accounts that have names of apps and do none of the team's work, by written name.
    pub(super) idle_apps: BTreeSet<String>,
}

/// Candidates for the roles of people on `board`, who did `activities`. Roles that were `given` are certain.
/// The accounts in `called_like_apps`, by written name, are not stakeholders.
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
        // If several people hold the role, one may be away without a replacement.
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

/// The leading person in a role.
struct Lead {
    /// What speaks against it.
    doubt: Option<RoleDoubt>,
    /// The share of the first person, in thousandths.
    permille: u32,
    /// Everybody, sorted by their share.
    order: Vec<PersonId>,
    /// The first two people without another role.
    free: Vec<PersonId>,
}

/// The search for the holders of roles.
struct Search<'s, 'a> {
    board: &'s Board<'a>,
    names: &'s WrittenNames<'s, 'a>,
    activities: &'s Activities,
    given: &'s [(Role, PersonId)],
    called_like_apps: &'s BTreeSet<String>,
    /// Number of people who do the team's work.
    workers: usize,
    found: Roles,
    /// People who have a role or are a candidate for one: nobody is proposed for two.
    taken: BTreeSet<PersonId>,
}

impl Search<'_, '_> {
    /// Adds a person as a candidate. Returns whether they have a name that can be written.
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

    /// Proposes Product Owner and Scrum Master if somebody stands out. The clearer of the two roles is
    /// decided first, because nobody is proposed for both.
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

    /// The leading person in a role, among those without another role.
    fn lead(&self, role: Role) -> Option<Lead> {
        let share = |id: &PersonId| self.activities.share(role, *id);
        // A person with another role stays in the order, so that others are compared with them, but is not
        // proposed again.
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

    /// Looks for people who held `role` while `holder` was away.
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

    /// What speaks against `first`. `order` contains everybody, sorted by their share in `role`.
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

    /// Whether a person does more than half as much of the team's work as the average member of the team.
    fn works(&self, id: PersonId) -> bool {
        let activities = self.activities;
        let share =
            share_of(activities.count(Role::Developer, id), activities.total(Role::Developer)).unwrap_or_default();
        let fair = 1.0 / as_number(self.workers.max(1));
        share > 0.5 * fair
    }
}

/// The other one of Product Owner and Scrum Master.
fn counterpart(role: Role) -> Role {
    if role == Role::ProductOwner { Role::ScrumMaster } else { Role::ProductOwner }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share lies between 0 and 1")]
fn permille(share: f64) -> u32 {
    (share * 1000.0) as u32
}
