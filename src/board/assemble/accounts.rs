//! The people of a board: joins the accounts of one person and assigns the charter's roles.

use std::borrow::Cow;
use std::collections::BTreeMap;

use foldhash::{HashMap, HashSet};
use jiff::Timestamp;

use crate::board::facts::{Account, Who, is_account_id};
use crate::board::model::people::{Found, Unfound};
use crate::board::model::tenure::Tenure;
use crate::board::model::unfound::UnfoundName;
use crate::board::{Calendar, People, Person, PersonId};
use crate::charter::{Appointment, Charter, Named, Role};
use crate::lexicon;
use crate::source::Diagnostic;
use crate::wording::{Slips, did_you_mean, listed};

/// A group of accounts during joining: the index of its first account.
type Group = usize;

impl<'a> People<'a> {
    /// Joins the accounts of each person and assigns the charter's roles. Errors in what the charter says
    /// about people are pushed to `found`.
    pub(crate) fn new(
        accounts: impl IntoIterator<Item = Account<'a>>,
        charter: &Charter,
        calendar: &Calendar,
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut people = Self::of(join(accounts, charter), charter.lists_developers);
        for (index, person) in people.list.iter().enumerate() {
            for account in &person.accounts {
                for id in &account.ids {
                    people.by_name.insert(id.clone(), PersonId::new(index));
                }
            }
        }
        // A user name may equal somebody else's key, so keys are indexed first.
        for (index, person) in people.list.iter().enumerate() {
            for name in person.accounts.iter().flat_map(|account| [&account.login, &account.display]).flatten() {
                people.by_name.entry(name.clone()).or_insert(PersonId::new(index));
            }
        }
        people.index_names();
        let mut named = Vec::new();
        let mut slips = Slips::default();
        let unheld = people.unheld(charter);
        let found_by_alias = people.found_by_alias(charter);
        let mut unfound: BTreeMap<Role, Slips> = BTreeMap::new();
        for entry in &charter.appointments {
            // A charter that several teams share also names people of other boards.
            let elsewhere = charter.is_shared(entry.who.mark) && !unheld.contains(&entry.role);
            let tenure = people.appoint(entry, calendar, charter.strict, elsewhere, &mut slips, found);
            let name = &entry.who.text;
            // A person under another name may still be a developer of the charter.
            let is_unfound = (!elsewhere || entry.role == Role::Developer)
                && !found_by_alias.contains(&name.to_lowercase())
                && matches!(people.resolve(name), Found::None);
            // Limited, because each is compared with every holder of the role.
            if is_unfound && unfound.entry(entry.role).or_default().compares_next() {
                people.unfound.push(Unfound { name: UnfoundName::new(name), tenure: tenure.clone() });
            }
            named.push(tenure);
        }
        people.index_roles(&named);
        people.index_unfound();
        for name in charter.aliases.iter().flat_map(|alias| std::iter::once(&alias.person).chain(&alias.accounts)) {
            let there = || name.mark.filter(|_| !charter.is_shared(name.mark));
            if let (Found::None, Some(mark)) = (people.resolve_whole(&name.text), there()) {
                let warning = Diagnostic::warning(format!("nobody on this board is called `{}`", name.text));
                found.push(warning.at(mark, "given in [aliases]"));
            }
        }
        people
    }

    /// The lead roles for which the charter names nobody who is known on this board.
    fn unheld(&self, charter: &Charter) -> Vec<Role> {
        let mut roles = Role::LEADS.to_vec();
        for entry in &charter.appointments {
            if roles.contains(&entry.role) && !matches!(self.resolve(&entry.who.text), Found::None) {
                roles.retain(|role| *role != entry.role);
            }
        }
        roles
    }

    /// Names under [aliases], in lower case, of people who are known on this board by another name.
    fn found_by_alias(&self, charter: &Charter) -> HashSet<String> {
        let names = charter.aliases.iter().map(|alias| std::iter::once(&alias.person).chain(&alias.accounts));
        let found = names.filter(|names| names.clone().any(|name| !matches!(self.resolve(&name.text), Found::None)));
        found.flatten().map(|name| name.text.to_lowercase()).collect()
    }

    /// Assigns the role of `entry`. An unknown name is no mistake if it may belong to a person on a board
    /// `elsewhere`.
    fn appoint(
        &mut self,
        entry: &Appointment,
        calendar: &Calendar,
        strict: bool,
        elsewhere: bool,
        slips: &mut Slips,
        found: &mut Vec<Diagnostic>,
    ) -> Tenure {
        let tenure = Tenure {
            role: entry.role,
            since: entry.since.map_or(Timestamp::MIN, |day| calendar.start_of(day)),
            until: entry.until.map_or(Timestamp::MAX, |day| calendar.end_of(day)),
            mark: entry.who.mark,
        };
        match self.resolve(&entry.who.text) {
            Found::One(id) => {
                let person = &mut self.list[id.index()];
                person.app |= entry.role == Role::App;
                person.tenures.push(tenure.clone());
            }
            Found::Several(several) => found.push(self.ambiguous(&entry.who, several)),
            Found::None if elsewhere => {}
            Found::None => found.push(self.nobody(entry, strict, slips.compares_next())),
        }
        tenure
    }

    fn ambiguous(&self, who: &Named, several: &[PersonId]) -> Diagnostic {
        let message = format!("`{}` fits {} people on this board", who.text, several.len());
        let found =
            Diagnostic::error(message).note(format!("write the account id instead: {}", self.with_ids(several)));
        found.at_if(who.mark, "which of them?")
    }

    fn nobody(&self, entry: &Appointment, strict: bool, compare: bool) -> Diagnostic {
        let who = &entry.who;
        let message = format!("nobody on this board is called `{}`", who.text);
        // A name typed as an option is a slip. A name in a charter may belong to somebody who has not been
        // active yet. If nobody reads the warnings, a slip in the two roles that most rules are about would
        // look like a clean board.
        let strict = strict && entry.role.is_lead();
        let warns = who.mark.is_some() && !strict;
        let found = if warns { Diagnostic::warning(message) } else { Diagnostic::error(message) };
        let names: Vec<&str> = self.list.iter().filter(|_| compare).map(|person| &*person.name).collect();
        let advice = match did_you_mean(&who.text, names.iter().copied()) {
            _ if !compare => "check the name".to_owned(),
            Some(near) => near,
            None if names.is_empty() => "the export names nobody".to_owned(),
            None => format!("the board knows {}", listed(&names, 12)),
        };
        found.note(advice).at_if(who.mark, format!("given as {}", entry.role.title()))
    }
}

/// Joins accounts that share an id and accounts that the charter calls one person. Accounts that share a user
/// name or an e-mail address are joined too, unless their ids show that they are different people.
fn join<'a>(accounts: impl IntoIterator<Item = Account<'a>>, charter: &Charter) -> Vec<Person<'a>> {
    let mut groups = Groups::default();
    for account in accounts {
        groups.add(account);
    }
    groups.join_keys();
    groups.join_by(|account| account.login.clone());
    groups.join_by(|account| account.email.clone());
    groups.join_names();
    let by_text = if charter.aliases.is_empty() { HashMap::default() } else { groups.by_text() };
    for alias in &charter.aliases {
        let names = std::iter::once(&alias.person).chain(&alias.accounts);
        let of = |name: &Named| by_text.get(&name.text.to_lowercase());
        groups.called.extend(of(&alias.person).into_iter().flatten());
        let same: Vec<Group> = names.filter_map(of).flatten().copied().collect();
        for pair in same.windows(2) {
            groups.union(pair[0], pair[1]);
        }
    }
    groups.people()
}

/// Which kinds of ids the accounts of a person have. Two different ids of one kind belong to two people.
#[derive(Clone, Copy, Default)]
struct IdKinds {
    /// An account id of Cloud.
    account: bool,
    /// A user key, or the id of a member.
    key: bool,
}

impl IdKinds {
    fn of(account: &Account<'_>) -> Self {
        match &*account.ids {
            [] => Self::default(),
            [id] if is_account_id(id) => Self { account: true, key: false },
            [_] => Self { account: false, key: true },
            _ => Self { account: true, key: true },
        }
    }

    fn has_any_of(self, other: Self) -> bool {
        (self.account && other.account) || (self.key && other.key)
    }

    fn with(self, other: Self) -> Self {
        Self { account: self.account || other.account, key: self.key || other.key }
    }
}

/// The groups that share a text.
#[derive(Default)]
struct Sharers {
    /// The first group.
    first: Group,
    /// The group with an account id.
    with_account: Option<Group>,
    /// The group with a key.
    with_key: Option<Group>,
    /// Whether ids show that they are different people.
    differ: bool,
}

impl Sharers {
    fn of(first: Group) -> Self {
        Self { first, ..Self::default() }
    }

    fn add(&mut self, group: Group, kinds: IdKinds) {
        for (known, has_one) in [(&mut self.with_account, kinds.account), (&mut self.with_key, kinds.key)] {
            if has_one {
                self.differ |= *known.get_or_insert(group) != group;
            }
        }
    }
}

#[derive(Default)]
struct Groups<'a> {
    accounts: Vec<Account<'a>>,
    parent: Vec<Group>,
    /// The ids of each group, by its first account.
    kinds: Vec<IdKinds>,
    seen: HashSet<Account<'a>>,
    /// Groups by the first id of an account.
    by_id: HashMap<Who<'a>, Group>,
    /// Accounts whose name the charter uses for a person with several accounts.
    called: Vec<Group>,
}

impl<'a> Groups<'a> {
    fn add(&mut self, account: Account<'a>) {
        if !self.seen.insert(account.clone()) {
            return;
        }
        let group = self.parent.len();
        self.parent.push(group);
        self.kinds.push(IdKinds::of(&account));
        if let Some(id) = account.ids.first() {
            let known = *self.by_id.entry(id.clone()).or_insert(group);
            self.union(known, group);
        }
        self.accounts.push(account);
    }

    /// Joins an account with another one that is known only by one of its further ids, such as the user key
    /// beside an account id. An id that several people have is ignored.
    fn join_keys(&mut self) {
        // `None` stands for several.
        let mut owners: HashMap<Who<'a>, Option<Group>> = HashMap::default();
        for place in 0..self.accounts.len() {
            let group = self.root(place);
            for key in self.accounts[place].ids.iter().skip(1) {
                let owner = owners.entry(key.clone()).or_insert(Some(group));
                *owner = owner.filter(|owner| *owner == group);
            }
        }
        for (key, owner) in owners {
            if let (Some(owner), Some(group)) = (owner, self.by_id.get(&key)) {
                self.union(owner, *group);
            }
        }
    }

    /// Joins accounts for which `text_of` returns the same text, unless their ids show that they are
    /// different people. Placeholders for an empty text are ignored.
    fn join_by(&mut self, text_of: fn(&Account<'a>) -> Option<Cow<'a, str>>) {
        let mut sharers: HashMap<Cow<'a, str>, Sharers> = HashMap::default();
        for place in 0..self.accounts.len() {
            let Some(text) = text_of(&self.accounts[place]).filter(|text| !lexicon::is_blank(text)) else { continue };
            let group = self.root(place);
            sharers.entry(text).or_insert_with(|| Sharers::of(group)).add(group, self.kinds[group]);
        }
        for place in 0..self.accounts.len() {
            let shared = text_of(&self.accounts[place]).and_then(|text| sharers.get(&text));
            let Some(Sharers { first, differ: false, .. }) = shared else { continue };
            let (first, group) = (self.root(*first), self.root(place));
            // One of them may have been joined with somebody else by another text.
            if !self.kinds[first].has_any_of(self.kinds[group]) {
                self.union(first, group);
            }
        }
    }

    /// Joins an account that is only a name with the one person of that name: some exports give no ids.
    fn join_names(&mut self) {
        let bare = |account: &Account<'a>| {
            let login = account.login.as_ref().is_none_or(|login| Some(login) == account.display.as_ref());
            account.ids.is_empty() && account.email.is_none() && login
        };
        // `None` stands for several.
        let mut named: HashMap<String, Option<Group>> = HashMap::default();
        for place in 0..self.accounts.len() {
            let group = self.root(place);
            let account = &self.accounts[place];
            if let Some(name) = account.display.as_ref().filter(|_| !bare(account)) {
                let one = named.entry(name.to_lowercase()).or_insert(Some(group));
                *one = one.filter(|known| *known == group);
            }
        }
        for place in 0..self.accounts.len() {
            let account = &self.accounts[place];
            let name = account.display.as_ref().filter(|_| bare(account)).map(|name| name.to_lowercase());
            if let Some(Some(one)) = name.and_then(|name| named.get(&name)) {
                self.union(*one, place);
            }
        }
    }

    fn root(&mut self, mut group: Group) -> Group {
        while self.parent[group] != group {
            // Path halving, to shorten later lookups.
            self.parent[group] = self.parent[self.parent[group]];
            group = self.parent[group];
        }
        group
    }

    fn union(&mut self, a: Group, b: Group) {
        let (a, b) = (self.root(a), self.root(b));
        let kinds = self.kinds[a].with(self.kinds[b]);
        self.parent[a.max(b)] = a.min(b);
        self.kinds[a.min(b)] = kinds;
    }

    /// Accounts by each of their names and ids, in lower case.
    fn by_text(&self) -> HashMap<String, Vec<Group>> {
        let mut by_text: HashMap<String, Vec<Group>> = HashMap::default();
        for (place, account) in self.accounts.iter().enumerate() {
            let named = [&account.login, &account.display, &account.email].into_iter().flatten();
            for text in account.ids.iter().chain(named) {
                by_text.entry(text.to_lowercase()).or_default().push(place);
            }
        }
        by_text
    }

    /// Builds one person for each group, sorted by id, so that the order of files does not matter.
    fn people(mut self) -> Vec<Person<'a>> {
        // Sorted, because two people may have the same id.
        let mut members: BTreeMap<Group, Vec<Account<'a>>> = BTreeMap::new();
        let roots: Vec<_> = (0..self.accounts.len()).map(|index| self.root(index)).collect();
        let mut names: HashMap<Group, Cow<'a, str>> = HashMap::default();
        for place in self.called {
            let account = &self.accounts[place];
            let Some(name) = account.display.as_ref().or(account.login.as_ref()) else { continue };
            let one = names.entry(roots[place]).or_insert_with(|| name.clone());
            if name < one {
                one.clone_from(name);
            }
        }
        for (root, account) in roots.into_iter().zip(self.accounts) {
            members.entry(root).or_default().push(account);
        }
        let mut people: Vec<_> =
            members.into_iter().filter_map(|(root, accounts)| person(accounts, names.remove(&root))).collect();
        people.sort_by(|a, b| a.id.cmp(&b.id));
        people
    }
}

/// Builds the person of these accounts. `called` is the name by the charter, if it gives one. `None` if all
/// their names are placeholders for an unknown person.
fn person<'a>(mut accounts: Vec<Account<'a>>, called: Option<Cow<'a, str>>) -> Option<Person<'a>> {
    let names = || accounts.iter().flat_map(|account| [&account.display, &account.login]).flatten();
    if names().next().is_some() && names().all(|name| lexicon::is_nobody(name)) {
        return None;
    }
    accounts.sort_by(|a, b| (&a.ids, &a.login, &a.display).cmp(&(&b.ids, &b.login, &b.display)));
    let first = |pick: fn(&Account<'a>) -> Option<Cow<'a, str>>| accounts.iter().find_map(pick);
    let id = first(|account| account.ids.first().cloned().or_else(|| account.login.clone()));
    let id = id.or_else(|| first(|account| account.display.clone()))?;
    // Where a file has one name of a person, it may be the user name.
    let full = |account: &Account<'a>| account.display.clone().filter(|_| account.display != account.login);
    let name = called
        .or_else(|| first(full))
        .or_else(|| first(|account| account.display.clone()))
        .or_else(|| first(|account| account.login.clone()));
    let app = accounts.iter().any(|account| account.app);
    Some(Person {
        name: name.unwrap_or_else(|| id.clone()),
        id,
        app,
        tenures: Vec::new(),
        perhaps_developer: Vec::new(),
        accounts,
    })
}

/// Removes the `keys` whose name belongs to exactly one account, and joins each with that account.
pub(crate) fn keyed<'a>(keys: &mut Vec<(Who<'a>, Cow<'a, str>)>, accounts: &[Account<'a>]) -> Vec<Account<'a>> {
    let mut known: HashSet<Who<'a>> = accounts.iter().flat_map(|account| &account.ids).cloned().collect();
    keys.retain(|(key, _)| !known.contains(key));
    if keys.is_empty() {
        return Vec::new();
    }
    // `None` stands for several.
    let mut named: HashMap<&str, Option<&Account<'a>>> = HashMap::default();
    for account in accounts.iter().filter(|account| !account.ids.is_empty()) {
        let Some(name) = &account.display else { continue };
        let one = named.entry(name).or_insert(Some(account));
        *one = one.filter(|one| one.ids.iter().any(|id| account.ids.contains(id)));
    }
    let mut joined = Vec::new();
    for (key, name) in keys.iter() {
        if let Some(Some(account)) = named.get(&**name).filter(|_| !known.contains(key)) {
            known.insert(key.clone());
            joined.push(Account { ids: vec![account.ids[0].clone(), key.clone()], ..Account::default() });
        }
    }
    keys.retain(|(key, _)| !known.contains(key));
    joined
}

/// Creates accounts for people who occur only in a change: they were assigned work but did nothing that is in
/// the export.
pub(crate) fn strangers<'a>(mentioned: Vec<(Who<'a>, Cow<'a, str>)>, accounts: &[Account<'a>]) -> Vec<Account<'a>> {
    let named = accounts.iter().flat_map(|account| account.ids.iter().chain(&account.login));
    let mut known: HashSet<Who<'a>> = named.cloned().collect();
    let mut strangers = Vec::new();
    for (who, name) in mentioned {
        if known.insert(who.clone()) {
            strangers.push(Account { ids: vec![who], display: Some(name), ..Account::default() });
        }
    }
    strangers
}
