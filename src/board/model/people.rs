//! The people of a board and the roles they hold over time.

use std::borrow::Cow;
use std::collections::BTreeMap;

use foldhash::HashMap;
use jiff::Timestamp;

use super::ids::PersonId;
use super::tenure::{RoleSet, Spans, Tenure};
use super::unfound::UnfoundName;
use crate::board::facts::{Account, Who};
use crate::charter::Role;

/// One human or app, whatever the export calls them.
#[derive(Debug)]
pub struct Person<'a> {
    /// What people see: the display name, else the user name, else an id.
    pub name: Cow<'a, str>,
    /// The tool's own id, which stays when the person is renamed.
    pub id: Cow<'a, str>,
    /// Whether it is no human.
    pub app: bool,
    /// The roles the charter gives them.
    pub tenures: Vec<Tenure>,
    /// Periods in which this person may be a developer under another name: the charter then names a developer
    /// who matches nobody on the board.
    pub(crate) perhaps_developer: Vec<(Timestamp, Timestamp)>,
    pub(crate) accounts: Vec<Account<'a>>,
}

impl Person<'_> {
    /// The accounts that are this person.
    pub fn accounts(&self) -> impl Iterator<Item = &Account<'_>> {
        self.accounts.iter()
    }

    /// Whether the export gives only the id of the account.
    pub fn is_nameless(&self) -> bool {
        self.accounts
            .iter()
            .all(|account| account.login.is_none() && account.display.is_none() && account.email.is_none())
    }

    /// Whether the export knows the person by a user name and calls them nothing else.
    pub fn is_user_name_alone(&self) -> bool {
        self.accounts.iter().all(|account| account.display.is_none() && account.email.is_none())
    }

    /// Every text the export knows this person by, including e-mail addresses. Meant for hiding them, not for
    /// printing.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.accounts.iter().flat_map(|account| {
            let named = [&account.login, &account.display, &account.email].into_iter().flatten();
            account.ids.iter().chain(named).map(|text| &**text)
        })
    }
}

/// Everybody on a board.
#[derive(Debug, Default)]
pub struct People<'a> {
    pub(crate) list: Vec<Person<'a>>,
    /// People by account id and user key, then by user name and display name.
    pub(crate) by_name: HashMap<Cow<'a, str>, PersonId>,
    pub(crate) lists_developers: bool,
    /// The times at which the charter gives a role to anybody, on the board or not.
    named: Spans,
    /// The times at which somebody on the board holds a role.
    held: Spans,
    /// Whether the export gives the name of any role holder.
    names_holders: bool,
    /// Everybody who ever holds each role, in the order of `list`.
    holders: BTreeMap<Role, Vec<PersonId>>,
    /// Role holders of the charter who match nobody on the board.
    pub(crate) unfound: Vec<Unfound>,
    /// People by account id, user key, user name and e-mail address, in lower case.
    by_unique: HashMap<String, Vec<PersonId>>,
    /// People by display name, in lower case.
    by_display: HashMap<String, Vec<PersonId>>,
    /// People by the first name in their display name, in lower case.
    by_first: HashMap<String, Vec<PersonId>>,
}

/// A role holder of the charter who matches nobody on the board.
#[derive(Debug)]
pub(crate) struct Unfound {
    /// What the charter calls them.
    pub(crate) name: UnfoundName,
    /// The role that it gives them.
    pub(crate) tenure: Tenure,
}

impl<'a> People<'a> {
    /// These people, with no roles yet.
    pub(crate) fn of(list: Vec<Person<'a>>, lists_developers: bool) -> Self {
        Self { list, lists_developers, ..Self::default() }
    }

    /// The person `id` stands for.
    pub fn get(&self, id: PersonId) -> &Person<'a> {
        &self.list[id.index()]
    }

    /// Everybody.
    pub fn iter(&self) -> impl Iterator<Item = (PersonId, &Person<'a>)> {
        self.list.iter().enumerate().map(|(index, person)| (PersonId::new(index), person))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether the charter lists the developers.
    pub fn lists_developers(&self) -> bool {
        self.lists_developers
    }

    /// Whether the charter lists developers or somebody on the board is Product Owner or Scrum Master.
    /// Without that, everybody would count as a developer.
    pub fn tells_developers(&self) -> bool {
        self.lists_developers || self.has_lead()
    }

    /// A lead role that the charter gives to nobody, so that anybody without a role may hold it. `None` if the
    /// charter lists the developers, since nobody else then counts as one.
    pub fn unnamed_lead(&self) -> Option<Role> {
        let unnamed = |role: &Role| !self.lists_developers && !self.charter_names(*role);
        Role::LEADS.into_iter().find(unnamed)
    }

    /// The person a fact refers to.
    pub(crate) fn find(&self, who: &Who<'a>) -> Option<PersonId> {
        self.by_name.get(who).copied()
    }

    /// The one person whom `text` names: by id, user name, e-mail, display name or first name, in any case.
    pub fn find_by_text(&self, text: &str) -> Option<PersonId> {
        match self.resolve(text) {
            Found::One(id) => Some(id),
            _ => None,
        }
    }

    /// The one person whom `text` names by a whole name or an id, in any case.
    pub fn find_whole(&self, text: &str) -> Option<PersonId> {
        match self.resolve_whole(text) {
            Found::One(id) => Some(id),
            _ => None,
        }
    }

    /// Whether `text` is a whole name or an id of somebody other than `id`, in any case.
    pub(crate) fn is_name_of_another(&self, text: &str, id: PersonId) -> bool {
        let wanted = text.to_lowercase();
        let named = [&self.by_unique, &self.by_display].into_iter().filter_map(|names| names.get(&wanted));
        named.flatten().any(|owner| *owner != id)
    }

    /// If `text` names several people, returns them, each with an id.
    pub fn namesakes(&self, text: &str) -> Option<String> {
        match self.resolve(text) {
            Found::Several(several) => Some(self.with_ids(several)),
            _ => None,
        }
    }

    /// Some of `people`, each with an id.
    pub(crate) fn with_ids(&self, people: &[PersonId]) -> String {
        const SHOWN: usize = 12;
        let shown = |id: &PersonId| format!("{} ({})", self.get(*id).name, self.get(*id).id);
        people.iter().take(SHOWN).map(shown).collect::<Vec<_>>().join(" or ")
    }

    /// The roles `id` held at `at`. Someone without a role is a developer when the charter does not list the developers,
    /// otherwise an outsider.
    pub fn roles(&self, id: PersonId, at: Timestamp) -> RoleSet {
        let person = self.get(id);
        let mut roles = person
            .tenures
            .iter()
            .filter(|tenure| tenure.holds_at(at))
            .fold(RoleSet::default(), |roles, tenure| roles.with(tenure.role));
        if person.app {
            roles = roles.with(Role::App);
        }
        if roles.is_empty() {
            roles = roles.with(if self.lists_developers { Role::Outsider } else { Role::Developer });
        }
        roles
    }

    /// Whether `id` may be any person of the charter: the export gives the account no name, and the charter
    /// gives it no role at `at`. It cannot be one if the charter lists no developers and gives roles to
    /// accounts without names only: another id is then another person.
    pub fn may_be_anybody(&self, id: PersonId, at: Timestamp) -> bool {
        let person = self.get(id);
        let has_role = || person.app || person.tenures.iter().any(|tenure| tenure.holds_at(at));
        person.is_nameless() && (self.lists_developers || self.names_holders) && !has_role()
    }

    /// Whether `id`, an outsider at `at`, may be a developer whose name in the charter is not in the export.
    pub fn may_be_developer(&self, id: PersonId, at: Timestamp) -> bool {
        let spans = &self.get(id).perhaps_developer;
        spans.iter().any(|(since, until)| *since <= at && at < *until) && self.roles(id, at).has(Role::Outsider)
    }

    /// Whether anybody on the board holds `role` at `at`.
    pub fn has_holder_at(&self, role: Role, at: Timestamp) -> bool {
        self.held.cover(role, at)
    }

    /// Whether the charter gives `role` to anybody, on the board or not.
    pub fn charter_names(&self, role: Role) -> bool {
        self.named.has(role)
    }

    /// Whether the charter gives `role` to anybody at some time from `from` to `to`, on the board or not.
    pub fn charter_names_within(&self, role: Role, from: Timestamp, to: Timestamp) -> bool {
        self.named.meet(role, from, to)
    }

    /// Whether the charter gives `role` to anybody at `at`, on the board or not.
    pub fn charter_names_at(&self, role: Role, at: Timestamp) -> bool {
        self.named.cover(role, at)
    }

    /// Whether anybody on the board ever holds `role`.
    pub fn has_holder(&self, role: Role) -> bool {
        self.held.has(role)
    }

    /// Whether anybody on the board is ever Product Owner or Scrum Master.
    pub fn has_lead(&self) -> bool {
        Role::LEADS.into_iter().any(|role| self.has_holder(role))
    }

    /// The people who hold `role` at `at`, each with the tenure.
    pub fn holders(&self, role: Role, at: Timestamp) -> impl Iterator<Item = (PersonId, &Tenure)> {
        self.holders.get(&role).into_iter().flatten().flat_map(move |id| {
            let holds = move |tenure: &&Tenure| tenure.covers(role, at);
            self.get(*id).tenures.iter().filter(holds).map(move |tenure| (*id, tenure))
        })
    }

    /// The tenure that gives this person `role` at `at`, if there is one.
    pub(crate) fn tenure(&self, id: PersonId, role: Role, at: Timestamp) -> Option<&Tenure> {
        self.get(id).tenures.iter().find(|tenure| tenure.covers(role, at))
    }

    /// Indexes the names and ids of all accounts for lookups.
    pub(crate) fn index_names(&mut self) {
        fn note(texts: &mut HashMap<String, Vec<PersonId>>, text: &str, id: PersonId) {
            let people = texts.entry(text.to_lowercase()).or_default();
            if people.last() != Some(&id) {
                people.push(id);
            }
        }
        for (index, person) in self.list.iter().enumerate() {
            let id = PersonId::new(index);
            for account in &person.accounts {
                let named = [&account.login, &account.email].into_iter().flatten();
                account.ids.iter().chain(named).for_each(|text| note(&mut self.by_unique, text, id));
                account.display.iter().for_each(|text| note(&mut self.by_display, text, id));
                let first = account.display.as_deref().and_then(first_name);
                first.into_iter().for_each(|text| note(&mut self.by_first, text, id));
            }
        }
    }

    /// Notes for each person when they may be a developer of the charter who matches nobody.
    pub(crate) fn index_unfound(&mut self) {
        let developers = || self.unfound.iter().filter(|unfound| unfound.tenure.role == Role::Developer);
        for person in &mut self.list {
            let may_be = |unfound: &&Unfound| !person.app && !unfound.name.is_another_than(&person.accounts);
            let mut spans: Vec<_> =
                developers().filter(may_be).map(|unfound| (unfound.tenure.since, unfound.tenure.until)).collect();
            spans.sort_unstable();
            spans.dedup();
            person.perhaps_developer = spans;
        }
    }

    /// Indexes who holds which role when. `named` are all tenures of the charter, on the board or not.
    pub(crate) fn index_roles(&mut self, named: &[Tenure]) {
        for (index, person) in self.list.iter().enumerate() {
            for tenure in &person.tenures {
                let holders = self.holders.entry(tenure.role).or_default();
                if holders.last() != Some(&PersonId::new(index)) {
                    holders.push(PersonId::new(index));
                }
            }
        }
        self.names_holders = self.list.iter().any(|person| !person.tenures.is_empty() && !person.is_nameless());
        self.held = Spans::of(self.list.iter().flat_map(|person| &person.tenures));
        self.named = Spans::of(named);
    }

    /// The people whom `text` names. A first name counts only if nobody has it as a whole name.
    pub(crate) fn resolve(&self, text: &str) -> Found<'_> {
        match self.resolve_whole(text) {
            Found::None => Found::of(self.by_first.get(&text.to_lowercase())),
            found => found,
        }
    }

    /// The people whom `text` names by a whole name or an id.
    pub(crate) fn resolve_whole(&self, text: &str) -> Found<'_> {
        let wanted = text.to_lowercase();
        // One person's user name may be another's key. A name that two people have so is ambiguous.
        Found::of(self.by_unique.get(&wanted).or_else(|| self.by_display.get(&wanted)))
    }

    /// Returns the holders of `role` on the day with the most holders, or the first such day. Holders who
    /// match nobody on the board are included if that makes more. A successor who begins on the day after
    /// shares no day.
    pub fn most_at_once(&self, role: Role) -> Holders<'_> {
        let tenures = || {
            let known = self.holders.get(&role).into_iter().flatten();
            known.flat_map(|id| self.get(*id).tenures.iter().map(move |tenure| (Some(*id), tenure)))
        };
        let unfound = self.unfound.iter().map(|unfound| (None, &unfound.tenure));
        let of_known = self.holders_of(role, most_at(role, tenures()));
        let of_all = self.holders_of(role, most_at(role, tenures().chain(unfound)));
        let least = |holders: &Holders<'_>| holders.known.len() + holders.others;
        if (least(&of_all), of_all.perhaps) > (least(&of_known), of_known.perhaps) { of_all } else { of_known }
    }

    /// Who holds `role` at `at`, sorted by when they began.
    fn holders_of(&self, role: Role, at: Option<Timestamp>) -> Holders<'_> {
        let Some(at) = at else { return Holders::default() };
        let mut known: Vec<_> = self.holders(role, at).collect();
        known.dedup_by_key(|(id, _)| *id);
        known.sort_by_key(|(_, tenure)| (tenure.since, tenure.mark));
        let mut others: Vec<&Unfound> = Vec::new();
        let mut perhaps: Vec<&Unfound> = Vec::new();
        for unfound in self.unfound.iter().filter(|unfound| unfound.tenure.covers(role, at)) {
            if others.iter().chain(&perhaps).any(|seen| seen.name == unfound.name) {
                continue;
            }
            let is_another = known.iter().all(|(id, _)| unfound.name.is_another_than(&self.get(*id).accounts))
                && others.iter().all(|other| unfound.name.is_another(&other.name));
            if is_another { others.push(unfound) } else { perhaps.push(unfound) }
        }
        Holders { known, others: others.len(), perhaps: perhaps.len() }
    }

    /// Whether somebody may hold both roles on the same day, under one name or two. Returns the role whose
    /// holder matches nobody on the board and may hold the other one.
    pub(crate) fn may_hold_both(&self, one: Role, other: Role) -> Option<Role> {
        let held = |role: Role| self.unfound.iter().filter(move |unfound| unfound.tenure.role == role);
        let may_be = |unfound: &Unfound, role: Role| {
            let of_person = |id: &PersonId| {
                let person = self.get(*id);
                let meets = |tenure: &Tenure| tenure.role == role && tenure.meets(&unfound.tenure);
                person.tenures.iter().any(meets) && !unfound.name.is_another_than(&person.accounts)
            };
            self.holders.get(&role).into_iter().flatten().any(of_person)
                || held(role).any(|it| it.tenure.meets(&unfound.tenure) && !unfound.name.is_another(&it.name))
        };
        let of_one = held(one).any(|unfound| may_be(unfound, other)).then_some(one);
        of_one.or_else(|| held(other).any(|unfound| may_be(unfound, one)).then_some(other))
    }
}

/// The people who hold a role on the same day.
#[derive(Debug, Default)]
pub struct Holders<'p> {
    /// Those on the board, each with the tenure.
    pub known: Vec<(PersonId, &'p Tenure)>,
    /// Number of further holders in the charter who are certainly other people.
    pub others: usize,
    /// Number of further holders in the charter who may be one of the others under another name.
    pub perhaps: usize,
}

/// The first instant at which most people hold `role`. Each tenure without a known person counts as one
/// person.
fn most_at<'t>(role: Role, tenures: impl Iterator<Item = (Option<PersonId>, &'t Tenure)>) -> Option<Timestamp> {
    // Beginnings and ends in order of time. Whoever ends at an instant no longer holds the role then.
    let mut events: Vec<(Timestamp, bool, Option<PersonId>)> = Vec::new();
    for (id, tenure) in tenures.filter(|(_, it)| it.role == role && it.since < it.until) {
        events.extend([(tenure.since, true, id), (tenure.until, false, id)]);
    }
    events.sort_unstable();
    let mut there: HashMap<PersonId, usize> = HashMap::default();
    let mut unknown = 0_usize;
    let mut most_at: Option<(usize, Timestamp)> = None;
    for now in events.chunk_by(|(a, ..), (b, ..)| a == b) {
        for (_, begins, id) in now {
            let tenures = id.map_or(&mut unknown, |id| there.entry(id).or_default());
            *tenures = if *begins { *tenures + 1 } else { tenures.saturating_sub(1) };
            if let Some(id) = id.filter(|_| *tenures == 0) {
                there.remove(&id);
            }
        }
        if there.len() + unknown > most_at.map_or(0, |(most, _)| most) {
            most_at = now.first().map(|(at, ..)| (there.len() + unknown, *at));
        }
    }
    most_at.map(|(_, at)| at)
}

/// Whom a text names.
#[derive(Debug)]
pub(crate) enum Found<'p> {
    /// Nobody on the board.
    None,
    /// One person.
    One(PersonId),
    /// Several people: it is not clear which.
    Several(&'p [PersonId]),
}

impl<'p> Found<'p> {
    fn of(people: Option<&'p Vec<PersonId>>) -> Self {
        match people.map(Vec::as_slice) {
            None | Some([]) => Self::None,
            Some([one]) => Self::One(*one),
            Some(several) => Self::Several(several),
        }
    }
}

/// The first name in a display name of several words: `Greta` of `Greta Lindqvist` and of `Lindqvist, Greta`.
fn first_name(display: &str) -> Option<&str> {
    let (first, rest) = display.trim().split_once(char::is_whitespace)?;
    if first.ends_with(',') { rest.split_whitespace().next() } else { Some(first) }
}
