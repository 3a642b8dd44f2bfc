//! The people of a board and the roles they hold over time.

use std::borrow::Cow;

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use super::ids::PersonId;
use crate::board::facts::{Account, Who};
use crate::charter::{Role, Word};
use crate::source::Mark;

/// The roles somebody holds on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub struct RoleSet(u8);

impl RoleSet {
    /// With `role` added.
    #[must_use]
    pub fn with(self, role: Role) -> Self {
        Self(self.0 | 1 << role as u8)
    }

    /// Whether `role` is held.
    pub fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u8) != 0
    }

    /// Whether any role is held.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The roles held, in their order.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.iter().copied().filter(move |role| self.has(*role))
    }
}

/// Somebody holds a role from one instant to another.
#[derive(Clone, Debug)]
pub struct Tenure {
    /// The role.
    pub role: Role,
    /// The first instant.
    pub since: Timestamp,
    /// The first instant after.
    pub until: Timestamp,
    /// The line of the charter that says so; none when it was typed as an option.
    pub mark: Option<Mark>,
}

impl Tenure {
    fn covers(&self, role: Role, at: Timestamp) -> bool {
        self.role == role && self.since <= at && at < self.until
    }
}

/// One human or app, whatever the export calls them.
#[derive(Debug)]
pub struct Person<'a> {
    /// What people see: the display name, else the user name, else an id.
    pub name: Cow<'a, str>,
    /// The tool's own id, which no rename touches.
    pub id: Cow<'a, str>,
    /// Whether it is no human.
    pub app: bool,
    /// The roles the charter gives them.
    pub tenures: Vec<Tenure>,
    pub(crate) accounts: Vec<Account<'a>>,
}

impl Person<'_> {
    /// The accounts that are this person.
    pub fn accounts(&self) -> impl Iterator<Item = &Account<'_>> {
        self.accounts.iter()
    }

    /// Every text the export knows this person by, e-mail addresses included: for hiding them, not for printing.
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
    pub(crate) by_name: FxHashMap<Cow<'a, str>, PersonId>,
    pub(crate) lists_developers: bool,
    /// The roles that the charter gives to anybody, on the board or not.
    pub(crate) named: Vec<Tenure>,
    /// When somebody holds a role, whoever it is.
    pub(crate) held: Vec<Tenure>,
}

impl<'a> People<'a> {
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

    /// The person a fact refers to.
    pub(crate) fn find(&self, who: &Who<'a>) -> Option<PersonId> {
        self.by_name.get(who).copied()
    }

    /// The one person whom `text` names: by id, user name, e-mail or display name, in any case.
    pub fn named(&self, text: &str) -> Option<PersonId> {
        match self.resolve(text) {
            Found::One(id) => Some(id),
            _ => None,
        }
    }

    /// The roles `id` held at `at`. Someone without a role is a developer when the charter does not list the developers,
    /// otherwise an outsider.
    pub fn roles(&self, id: PersonId, at: Timestamp) -> RoleSet {
        let person = self.get(id);
        let mut roles = person
            .tenures
            .iter()
            .filter(|tenure| tenure.since <= at && at < tenure.until)
            .fold(RoleSet::default(), |roles, tenure| roles.with(tenure.role));
        if person.app {
            roles = roles.with(Role::App);
        }
        if roles.is_empty() {
            roles = roles.with(if self.lists_developers { Role::Outsider } else { Role::Developer });
        }
        roles
    }

    /// Whether anybody on the board holds `role` at `at`.
    pub fn is_held(&self, role: Role, at: Timestamp) -> bool {
        self.held.iter().any(|tenure| tenure.covers(role, at))
    }

    /// Whether the charter gives `role` to anybody, on the board or not.
    pub fn is_named(&self, role: Role) -> bool {
        self.named.iter().any(|tenure| tenure.role == role)
    }

    /// Whether the charter gives `role` to anybody at `at`, on the board or not.
    pub fn is_named_at(&self, role: Role, at: Timestamp) -> bool {
        self.named.iter().any(|tenure| tenure.covers(role, at))
    }

    /// Whether anybody on the board ever holds `role`.
    pub fn is_mapped(&self, role: Role) -> bool {
        self.held.iter().any(|tenure| tenure.role == role)
    }

    /// The people who hold `role` at `at`, and the lines that say so.
    pub fn holders(&self, role: Role, at: Timestamp) -> impl Iterator<Item = (PersonId, &Tenure)> {
        self.iter().flat_map(move |(id, person)| {
            let holds = move |tenure: &&Tenure| tenure.covers(role, at);
            person.tenures.iter().filter(holds).map(move |tenure| (id, tenure))
        })
    }

    /// The people whom `text` names.
    pub(crate) fn resolve(&self, text: &str) -> Found {
        let wanted = text.to_lowercase();
        let is = |name: &Cow<'_, str>| name.to_lowercase() == wanted;
        let by = |test: &dyn Fn(&Account<'_>) -> bool| -> Vec<PersonId> {
            self.iter().filter(|(_, person)| person.accounts.iter().any(test)).map(|(id, _)| id).collect()
        };
        // One person's user name may be another's key: a name that is unique twice is not unique.
        let unique = |account: &Account<'_>| {
            let named = [&account.login, &account.email].into_iter().flatten();
            account.ids.iter().chain(named).any(is)
        };
        let found = by(&unique);
        let found = if found.is_empty() { by(&|account| account.display.as_ref().is_some_and(is)) } else { found };
        match found.as_slice() {
            [] => Found::None,
            [one] => Found::One(*one),
            _ => Found::Several(found),
        }
    }

    /// The people who hold `role` on the same day, on the first of the days on which they are most: whoever began first
    /// stands first. A replacement from the day after the last day of the one before shares no day.
    pub fn most_at_once(&self, role: Role) -> Vec<(PersonId, &Tenure)> {
        let mut starts: Vec<_> = self
            .iter()
            .flat_map(|(_, person)| &person.tenures)
            .filter(|tenure| tenure.role == role)
            .map(|tenure| tenure.since)
            .collect();
        starts.sort_unstable();
        starts.dedup();
        let mut most: Vec<(PersonId, &Tenure)> = Vec::new();
        for start in starts {
            let mut there: Vec<_> = self.holders(role, start).collect();
            there.dedup_by_key(|(id, _)| *id);
            if there.len() > most.len() {
                most = there;
            }
        }
        most.sort_by_key(|(_, tenure)| (tenure.since, tenure.mark));
        most
    }
}

/// Whom a text names.
#[derive(Debug)]
pub(crate) enum Found {
    /// Nobody on the board.
    None,
    /// One person.
    One(PersonId),
    /// Several people: it is not clear which.
    Several(Vec<PersonId>),
}
