//! Finds who does the team's work, and who clearly does none of it.

use std::collections::BTreeSet;

use super::{Builder, MIN_ACTIVITIES_TO_NAME, MIN_CHANGES_TO_BE_ACTIVE, RoleEvidence, RoleRemark, Search};
use crate::board::PersonId;
use crate::charter::Role;
use crate::draft::activity::{Activity, ActivityShare};
use crate::draft::candidate::Certainty;

/// Minimum number of changes for it to be clear what a person does and does not do.
const MIN_CHANGES_TO_BE_CLEAR: usize = 6;
/// Minimum amount of work by others for its absence to mean something.
const MIN_WORK_OF_TEAM: usize = 30;
/// Minimum number of people who do the team's work for it to be clear who does not.
const MIN_WORKERS: usize = 3;

impl Search<'_, '_> {
    /// The given Product Owners and Scrum Masters who take or finish work like a developer. Moving the work
    /// of others does not count.
    fn builders(&self) -> Vec<(PersonId, Builder)> {
        let leads = self.given.iter().filter(|(role, _)| role.is_lead());
        let builder = |(_, id): &(Role, PersonId)| {
            let shares: Vec<ActivityShare> = self
                .activities
                .of(*id)
                .filter(|share| {
                    matches!(share.activity, Activity::Taking | Activity::Finished)
                        && share.own >= MIN_ACTIVITIES_TO_NAME
                })
                .collect();
            let name = self.board.people.get(*id).name.to_string();
            (!shares.is_empty() && self.works(*id)).then_some((*id, Builder { name, shares }))
        };
        let mut builders: Vec<(PersonId, Builder)> = leads.filter_map(builder).collect();
        // A person who holds both roles is listed once.
        let mut seen = BTreeSet::new();
        builders.retain(|(id, _)| seen.insert(*id));
        builders
    }

    /// Proposes developers and stakeholders. Developers are listed only if everybody else has a clear place:
    /// with a list, everybody who is not on it is an outsider, which would be wrong for a new colleague.
    pub(super) fn developers(&mut self) {
        let crew = self.crew();
        let builders = self.builders();
        let are_enough = crew.workers.len() + builders.len() >= MIN_WORKERS && crew.work >= MIN_WORK_OF_TEAM;
        let builders = if are_enough { builders } else { Vec::new() };
        let has_both = Role::LEADS.into_iter().all(|role| self.is_held(role));
        let is_sure = has_both && crew.shows() && crew.unclear.is_empty() && crew.has_others;
        let is_doubtful = has_both && crew.shows() && !crew.unclear.is_empty();
        for (id, builder) in &builders {
            self.propose_developer(Certainty::Doubtful, *id, builder.shares.clone());
        }
        if is_sure || is_doubtful || !builders.is_empty() {
            let certainty = if is_sure { Certainty::Likely } else { Certainty::Doubtful };
            for id in &crew.workers {
                self.propose_developer(certainty, *id, self.activities.evidence(Role::Developer, *id));
            }
        }
        if !is_sure {
            let unclear = if is_doubtful { crew.unclear.as_slice() } else { &[] };
            let unclear = unclear.iter().map(|id| self.board.people.get(*id).name.to_string()).collect();
            self.note(Role::Developer, RoleRemark::NotListed(unclear));
        }
        if !builders.is_empty() {
            let builders = builders.into_iter().map(|(_, builder)| builder).collect();
            self.note(Role::Developer, RoleRemark::AlsoBuild(builders));
        }
        if self.is_held(Role::ProductOwner) && crew.shows() {
            // If one of the two roles is open, a person who does none of the work may hold it.
            let certainty = if has_both { Certainty::Likely } else { Certainty::Doubtful };
            crew.stakeholders.iter().for_each(|id| self.propose_stakeholder(*id, certainty));
        }
    }

    /// Everybody without a role, by how much of the team's work they do.
    fn crew(&self) -> Crew {
        let activities = self.activities;
        let work = |id: PersonId| activities.count(Role::Developer, id);
        let candidates = self.humans().filter(|id| !self.taken.contains(id));
        let (mut workers, others): (Vec<_>, Vec<_>) = candidates.partition(|id| work(*id) >= MIN_CHANGES_TO_BE_ACTIVE);
        workers.sort_by_key(|id| (std::cmp::Reverse(work(*id)), *id));
        let does_none = |id: &PersonId| {
            work(*id) == 0 && activities.changes(*id) >= MIN_CHANGES_TO_BE_CLEAR && activities.days(*id) >= 2
        };
        // A person who replaced another for some days has a place.
        let replacements: BTreeSet<&str> =
            self.found.replacements.iter().map(|other| other.value.person.written.as_str()).collect();
        let replaced =
            |id: &PersonId| self.names.name(*id).is_some_and(|name| replacements.contains(name.written.as_str()));
        let others = others.into_iter().filter(|id| activities.changes(*id) > 0);
        let (placed, others): (Vec<_>, Vec<_>) = others.partition(replaced);
        let (stakeholders, unclear): (Vec<_>, Vec<_>) = others.into_iter().partition(does_none);
        Crew {
            work: workers.iter().map(|id| work(*id)).sum(),
            has_others: placed.iter().any(does_none) || !stakeholders.is_empty(),
            workers,
            stakeholders,
            unclear,
        }
    }

    fn propose_developer(&mut self, certainty: Certainty, id: PersonId, shares: Vec<ActivityShare>) {
        let evidence = RoleEvidence::Activities { shares, doubt: None, next: None };
        self.propose(Role::Developer, certainty, id, evidence);
    }

    /// Proposes a person who does none of the team's work as a stakeholder; an account with the name of an
    /// app may be an app instead.
    fn propose_stakeholder(&mut self, id: PersonId, certainty: Certainty) {
        let written = self.names.name(id).map(|name| name.written);
        if let Some(written) = written.filter(|written| self.called_like_apps.contains(written)) {
            self.found.idle_apps.insert(written);
            return;
        }
        let activities = self.activities;
        let evidence = RoleEvidence::NoTeamWork { changes: activities.changes(id), days: activities.days(id) };
        // A person who does activities of a Product Owner or a Scrum Master may be the next one.
        let leads = Role::LEADS.into_iter().any(|role| activities.count(role, id) > 0);
        let certainty = if leads { Certainty::Doubtful } else { certainty };
        self.propose(Role::Stakeholder, certainty, id, evidence);
    }
}

/// People without a role, by their place in the team.
struct Crew {
    /// People who do the team's work, most active first.
    workers: Vec<PersonId>,
    /// How much of it they do.
    work: usize,
    /// People who clearly do none of it.
    stakeholders: Vec<PersonId>,
    /// People for whom neither is clear.
    unclear: Vec<PersonId>,
    /// Whether somebody clearly does none of it, including people who replaced another for some days.
    has_others: bool,
}

impl Crew {
    /// Whether enough people do enough of the team's work to see who does not.
    fn shows(&self) -> bool {
        self.workers.len() >= MIN_WORKERS && self.work >= MIN_WORK_OF_TEAM
    }
}
