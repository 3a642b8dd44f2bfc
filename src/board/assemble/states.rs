//! The statuses or lists of a board, from its files and its charter.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Index;

use foldhash::{HashMap, HashSet};
use jiff::Timestamp;

use super::renames::Renames;
use super::rewind::LaterNames;
use crate::board::facts::{Act, Category, ItemFact, Ref, StateChange, StateFact, Tool};
use crate::board::model::calendar::after;
use crate::board::{Provenance, Sprint, SprintId, State, StateId};
use crate::charter::{Charter, SprintCards, Stage, folded};
use crate::lexicon;
use crate::source::Diagnostic;
use crate::wording::{Slips, listed};

/// The statuses or lists of a board while it is built.
pub(crate) struct States<'c, 'a> {
    list: Vec<State>,
    by_id: HashMap<Cow<'a, str>, StateId>,
    /// By folded name.
    by_name: HashMap<String, StateId>,
    /// Jira statuses from a table, which gives the name and the category but no id.
    without_id: HashSet<StateId>,
    charter: &'c Charter,
    /// The stages that the charter assigns, by folded name.
    given: HashMap<String, Stage>,
    tool: Tool,
    sprints: HashMap<String, SprintId>,
    /// Former versions of lists, by the list and its folded name then.
    by_former_name: HashMap<(StateId, String), StateId>,
    /// Folded former names of lists to which the charter assigns a stage.
    former_names: HashSet<String>,
    /// Lists that serve one sprint after another: the version of each list, and since when.
    sprint_turns: BTreeMap<StateId, Vec<(Timestamp, StateId)>>,
}

impl Index<StateId> for States<'_, '_> {
    type Output = State;

    fn index(&self, state: StateId) -> &State {
        &self.list[state.index()]
    }
}

impl<'c, 'a> States<'c, 'a> {
    /// Builds the states that exports name, each once, with their names at the clock. `later` are their names
    /// after the clock.
    pub(crate) fn new(
        charter: &'c Charter,
        tool: Tool,
        sprints: HashMap<String, SprintId>,
        facts: impl IntoIterator<Item = StateFact<'a>>,
        later: &LaterNames<'a>,
    ) -> Self {
        let mut given = HashMap::default();
        for (stage, named) in &charter.workflow {
            given.entry(folded(&named.text)).or_insert(*stage);
        }
        let mut states = Self {
            given,
            list: Vec::new(),
            by_id: HashMap::default(),
            by_name: HashMap::default(),
            without_id: HashSet::default(),
            charter,
            tool,
            sprints,
            by_former_name: HashMap::default(),
            former_names: HashSet::default(),
            sprint_turns: BTreeMap::new(),
        };
        for fact in facts {
            let state = states.add(fact.id, &fact.name, fact.category);
            states.list[state.index()].closed |= fact.closed;
        }
        for (id, names) in later {
            if let Some(list) = states.by_id.get(id).copied() {
                states.is_called_later(list, names);
            }
        }
        states
    }

    /// Gives `list` the stage that the charter assigns to a name from after the clock, trying the newest of
    /// `names` first: a charter uses the names of the day it is written. The sprint of a list depends only on
    /// its name at the clock.
    fn is_called_later(&mut self, list: StateId, names: &[Cow<'a, str>]) {
        let sprint = self.list[list.index()].sprint;
        let names = names.iter().filter(|name| self.sprints.get(&folded(name)).copied() == sprint);
        let names: Vec<String> = names.map(|name| (**name).to_owned()).collect();
        if let Some(stage) = names.iter().find_map(|name| self.given.get(&folded(name)).copied()) {
            let state = &mut self.list[list.index()];
            (state.stage, state.known, state.contradicted) = (Some(stage), Provenance::Charter, None);
        }
        for name in &names {
            self.by_name.entry(folded(name)).or_insert(list);
        }
        self.list[list.index()].later_names = names;
    }

    /// Gives a list without a stage in the charter the stage of a former name, the newest in `changes` and
    /// `items` first. A former name that another list has or had is not used: teams rename the list for work
    /// in progress to a release and begin a new one.
    pub(crate) fn were_called(&mut self, changes: &[StateChange<'a>], items: &[ItemFact<'a>]) {
        if self.given.keys().all(|name| self.by_name.contains_key(name)) {
            return;
        }
        let renamed = changes.iter().filter_map(|change| Some((change.at, &change.id, change.name_before.as_ref()?)));
        let named_by_changes = items
            .iter()
            .flat_map(|item| &item.changes)
            .flat_map(|change| change.states().into_iter().flatten().map(|state| (change.at, &state.id, &state.name)));
        let mut former: Vec<(Timestamp, StateId, String)> =
            renamed.chain(named_by_changes).filter_map(|(at, id, name)| self.given_once(at, id, name)).collect();
        former.sort_unstable();
        let mut bearers: HashMap<&str, StateId> = HashMap::default();
        let mut shared: HashSet<&str> = HashSet::default();
        for (_, list, name) in &former {
            if *bearers.entry(name).or_insert(*list) != *list || self.by_name.contains_key(name) {
                shared.insert(name);
            }
        }
        for (_, list, name) in former.iter().rev().filter(|(_, _, name)| !shared.contains(name.as_str())) {
            let state = &mut self.list[list.index()];
            if state.known != Provenance::Charter {
                let stage = self.given.get(name).copied();
                (state.stage, state.known, state.contradicted) = (stage, Provenance::Charter, None);
            }
        }
        self.former_names = former.into_iter().map(|(_, _, name)| name).collect();
    }

    /// The list with this `id` and its folded `name` at `at`. `None` if the charter assigns that name no
    /// stage, or if by that name the list belonged to another sprint or to none.
    fn given_once(&self, at: Timestamp, id: &str, name: &str) -> Option<(Timestamp, StateId, String)> {
        let list = *self.by_id.get(id).filter(|_| !id.is_empty())?;
        let now = &self.list[list.index()];
        if now.name == name {
            return None;
        }
        let name = folded(name);
        let is_given = self.given.contains_key(&name) && self.sprints.get(&name).copied() == now.sprint;
        is_given.then_some((at, list, name))
    }

    /// Finds the state that a fact refers to. A state that occurs only in the history is added.
    pub(crate) fn find(&mut self, state: &Ref<'a>) -> StateId {
        if let Some(known) = self.known(state) {
            return known;
        }
        if let Some(list) = self.by_id.get(&state.id).filter(|_| !state.id.is_empty()).copied() {
            return self.under_name(list, &state.name);
        }
        // The history that comes with a table gives the ids of its statuses.
        match self.by_name.get(&folded(&state.name)).copied().filter(|known| self.without_id.remove(known)) {
            Some(known) => {
                self.by_id.insert(state.id.clone(), known);
                known
            }
            None => self.add(state.id.clone(), &state.name, None),
        }
    }

    /// The state that a fact refers to; `None` if it is new.
    pub(crate) fn known(&self, state: &Ref<'a>) -> Option<StateId> {
        // A list that was deleted since may have the name of a present one; the ids differ.
        if state.id.is_empty() {
            return self.by_name.get(&folded(&state.name)).copied();
        }
        self.known_under_name(*self.by_id.get(&state.id)?, &state.name)
    }

    /// Whether there is a state with this `id`.
    pub(crate) fn knows_id(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }

    /// The state that a fact of `at` refers to; `None` if it is new. A list that serves one sprint after
    /// another is that of the sprint at `at`.
    pub(crate) fn known_at(&self, state: &Ref<'a>, at: Timestamp) -> Option<StateId> {
        let found = self.known(state)?;
        let of_then =
            self.sprint_turns.get(&found).and_then(|served| served.iter().take_while(|(from, _)| *from <= at).last());
        Some(of_then.map_or(found, |(_, state)| *state))
    }

    /// Adds the lists that serve one sprint after another. Each belongs to a sprint from the end of the one
    /// before to the end of its own. A list is found by its present name, or else by a former one in
    /// `changes`.
    pub(crate) fn add_sprint_turns(
        &mut self,
        served: BTreeMap<String, Vec<SprintId>>,
        sprints: &[Sprint<'_>],
        changes: &[StateChange<'a>],
    ) {
        let once_called = |name: &str| {
            let had =
                |change: &&StateChange<'a>| change.name_before.as_ref().is_some_and(|before| folded(before) == name);
            changes.iter().find(had).map(|change| change.id.clone())
        };
        for (name, of) in served {
            let now = self.by_name.get(&name).copied();
            let once = || self.by_id.get(&once_called(&name)?).copied();
            let Some(list) = now.or_else(once) else { continue };
            let mut from = Timestamp::MIN;
            let mut turns = Vec::new();
            for sprint in of {
                let own = StateId::new(self.list.len());
                let state = State {
                    stage: None,
                    known: Provenance::Charter,
                    sprint: Some(sprint),
                    ..self.list[list.index()].clone()
                };
                self.list.push(state);
                turns.push((from, own));
                // At the very end of a sprint, its cards are still in it.
                from = sprints[sprint.index()].end.map_or(from, |end| after(end, 1));
            }
            turns.push((from, list));
            self.sprint_turns.insert(list, turns);
        }
    }

    /// The version of a list while it had `name`. Lists are identified by id, and their present name gives
    /// their stage. There is one exception: the sprint of a list depends on its name at that time. Teams
    /// rename the list of a finished sprint, and some have a single list that gets the name of each sprint.
    fn under_name(&mut self, list: StateId, name: &str) -> StateId {
        if let Some(known) = self.known_under_name(list, name) {
            return known;
        }
        let folded = folded(name);
        let closed = self.list[list.index()].closed;
        let key = self.push(name, &folded, None);
        self.list[key.index()].closed = closed;
        self.by_name.entry(folded.clone()).or_insert(key);
        self.by_former_name.insert((list, folded), key);
        key
    }

    /// The same, without adding one; `None` if there is none under that name.
    fn known_under_name(&self, list: StateId, name: &str) -> Option<StateId> {
        let now = &self.list[list.index()];
        if self.sprints.is_empty() || name.is_empty() || now.name == name {
            return Some(list);
        }
        let folded = folded(name);
        if self.sprints.get(&folded).copied() == now.sprint {
            return Some(list);
        }
        self.by_former_name.get(&(list, folded)).copied()
    }

    /// The names of the lists over time, from `changes`.
    pub(crate) fn renames(&mut self, changes: &[StateChange<'a>]) -> Renames {
        let mut by_list: BTreeMap<StateId, Vec<(Timestamp, &str)>> = BTreeMap::new();
        for change in changes {
            if let (Some(list), Some(name)) = (self.by_id.get(&change.id), &change.name_before) {
                by_list.entry(*list).or_default().push((change.at, name));
            }
        }
        let mut renames = Renames::default();
        for (list, mut before) in by_list {
            before.sort_unstable();
            let names = before.iter().skip(1).map(|(_, name)| Some(*name)).chain([None]);
            let first = before.first().map(|(_, name)| self.under_name(list, name));
            let later = before
                .iter()
                .zip(names)
                .map(|((at, _), name)| (*at, name.map_or(list, |name| self.under_name(list, name))));
            renames.add(list, first, later.collect());
        }
        for ((list, _), once) in &self.by_former_name {
            renames.is_once(*once, *list);
        }
        for (list, turns) in &self.sprint_turns {
            let later = turns.iter().skip(1).copied().collect();
            renames.add(*list, turns.first().map(|(_, state)| *state), later);
            for (_, state) in turns.iter().filter(|(_, state)| state != list) {
                renames.is_once(*state, *list);
            }
        }
        renames
    }

    /// Marks the to-do lists that may be the running sprint's own, if the board also has a backlog (Trello).
    /// A list that the charter names is not marked.
    pub(crate) fn doubt_to_do(&mut self) {
        let is_backlog = |list: &State| lexicon::is_backlog(&list.name);
        if self.tool == Tool::Trello && self.list.iter().any(is_backlog) {
            for list in self.list.iter_mut().filter(|list| list.known == Provenance::Name) {
                list.may_be_sprints_own = list.sprint.is_none() && lexicon::is_to_do(&list.name);
            }
        }
    }

    /// Decides the stage of states whose names say "done" or "ready". Such a state is done if more items came
    /// to it from work than left it for work. If the numbers are equal, it is done only if no other state is.
    pub(crate) fn mark_done_or_ready(&mut self, items: &[ItemFact<'a>]) {
        let is_unsure = |state: &State| state.known == Provenance::Name && lexicon::is_done_or_ready(&state.name);
        let mut balances: BTreeMap<StateId, i64> = BTreeMap::new();
        let unsure = self.list.iter().enumerate().filter(|(_, state)| is_unsure(state));
        balances.extend(unsure.map(|(place, _)| (StateId::new(place), 0)));
        if balances.is_empty() {
            return;
        }
        let is_work = |states: &Self, id: StateId| {
            let state = &states.list[id.index()];
            state.is_at_work() || state.sprint.is_some()
        };
        for change in items.iter().flat_map(|item| &item.changes) {
            let Act::Moved { from, to } = &change.act else { continue };
            let (Some(from), Some(to)) = (self.known_at(from, change.at), self.known_at(to, change.at)) else {
                continue;
            };
            for (own, other, step) in [(to, from, 1), (from, to, -1)] {
                if let Some(balance) = balances.get_mut(&own).filter(|_| is_work(self, other)) {
                    *balance += step;
                }
            }
        }
        let other = self.list.iter().any(|state| state.is_done() && !is_unsure(state));
        for (id, balance) in balances {
            if balance < 0 || (balance == 0 && other) {
                let state = &mut self.list[id.index()];
                (state.stage, state.known) = (None, Provenance::Unknown);
            }
        }
    }

    /// All states.
    pub(crate) fn list(&self) -> &[State] {
        &self.list
    }

    /// All states.
    pub(crate) fn into_list(self) -> Vec<State> {
        self.list
    }

    /// Warns of names in the charter of states that no item ever had, into `found`. Without a history it is
    /// unknown what states items had, so it then warns only of likely misspellings.
    pub(crate) fn warn(&self, history: bool, found: &mut Vec<Diagnostic>) {
        let turn = |(list, turns): (&StateId, &Vec<(Timestamp, StateId)>)| {
            turns.iter().map(|(_, state)| *state).filter(|state| state != list).collect::<Vec<_>>()
        };
        let turns: HashSet<StateId> = self.sprint_turns.iter().flat_map(turn).collect();
        let own = self.list.iter().enumerate().filter(|(place, _)| !turns.contains(&StateId::new(*place)));
        let names: Vec<&str> = own.map(|(_, state)| state.name.as_str()).filter(|name| !name.is_empty()).collect();
        let mut slips = Slips::default();
        let column = self.tool.column();
        let of_stages = self.charter.workflow.iter().map(|(stage, named)| (format!("given as {stage}"), named));
        let of_sprints = self.charter.sprints.iter().filter_map(|sprint| match &sprint.cards {
            SprintCards::List(named) => Some((format!("the cards of {} are to stand there", sprint.name.text), named)),
            SprintCards::ListOfItsName | SprintCards::Label(_) => None,
        });
        for (given, named) in of_stages.chain(of_sprints) {
            let name = folded(&named.text);
            let met = self.by_name.contains_key(&name) || self.former_names.contains(&name);
            let Some(mark) = named.mark.filter(|mark| !met && !self.charter.is_shared(Some(*mark))) else { continue };
            let near = slips.did_you_mean(&named.text, names.iter().copied());
            if near.is_none() && !history && !names.is_empty() {
                continue;
            }
            let advice = match near {
                Some(near) => near,
                None if names.is_empty() => format!("the export names no {column}"),
                None => format!("the board knows {}", listed(&names, 12)),
            };
            let warning = Diagnostic::warning(format!("no item ever was in a {column} `{}`", named.text));
            found.push(warning.at(mark, given).note(advice));
        }
    }

    fn add(&mut self, id: Cow<'a, str>, name: &str, category: Option<Category>) -> StateId {
        if let Some(known) = self.by_id.get(&id).filter(|_| !id.is_empty()) {
            return *known;
        }
        let folded = folded(name);
        // A CSV gives the names of its statuses but no ids.
        if let Some(known) = self.by_name.get(&folded).filter(|_| id.is_empty()) {
            return *known;
        }
        // A state with neither may stand for several, each with a category of its own.
        let category = category.filter(|_| !(id.is_empty() && name.is_empty()));
        let key = self.push(name, &folded, category);
        if !id.is_empty() {
            self.by_id.insert(id, key);
        } else if self.tool == Tool::Jira {
            self.without_id.insert(key);
        }
        self.by_name.entry(folded).or_insert(key);
        key
    }

    fn push(&mut self, name: &str, folded: &str, category: Option<Category>) -> StateId {
        let given = self.given.get(folded);
        let sprint = self.sprints.get(folded).copied();
        let (stage, known) = match given {
            Some(stage) => (Some(*stage), Provenance::Charter),
            // A sprint of the charter: its list has the sprint's name.
            None if sprint.is_some() => (None, Provenance::Charter),
            None => {
                self.guess(folded, category).map_or((None, Provenance::Unknown), |(stage, known)| (Some(stage), known))
            }
        };
        let contradicted = contradicted(folded, category).filter(|_| given.is_none());
        let key = StateId::new(self.list.len());
        self.list.push(State {
            name: name.to_owned(),
            stage,
            known,
            contradicted,
            may_be_sprints_own: false,
            sprint,
            closed: false,
            later_names: Vec::new(),
        });
        key
    }

    /// Guesses the stage of a state that the charter does not list, by its name and the tool's category. A
    /// stage whose states the charter lists is not guessed, except for Jira statuses with a category.
    fn guess(&self, folded: &str, category: Option<Category>) -> Option<(Stage, Provenance)> {
        let named = Stage::named(folded);
        // Given-up items also have the tool's category "done", so the name comes first.
        if named == Some(Stage::Cancelled) {
            return Some((Stage::Cancelled, Provenance::Name));
        }
        if contradicted(folded, category).is_some() {
            return None;
        }
        let by_category = category.map(|category| match category {
            Category::New => Stage::Backlog,
            Category::Doing => Stage::Doing,
            Category::Done => Stage::Done,
        });
        // The tool's "done" and "new" take precedence over a name; within "doing" the name is more precise.
        let (guess, known) = match (named, by_category) {
            (Some(named), Some(Stage::Doing)) if !matches!(named, Stage::Backlog | Stage::Done) => {
                (named, Provenance::Name)
            }
            (Some(named @ (Stage::Ready | Stage::Impediments | Stage::Retrospective)), Some(Stage::Backlog)) => {
                (named, Provenance::Name)
            }
            (_, Some(by_category)) => (by_category, Provenance::Category),
            (named, None) => (named?, Provenance::Name),
        };
        let from_jira = self.tool == Tool::Jira && category.is_some();
        (from_jira || !self.charter.stages_given.contains(&guess)).then_some((guess, known))
    }
}

/// Returns the stage by category and the stage by name, if they contradict each other and the whole name is a
/// status. A state in the category "done" never contradicts.
fn contradicted(name: &str, category: Option<Category>) -> Option<[Stage; 2]> {
    let is_clear = |_: &Stage| lexicon::is_status(name) && !lexicon::is_done_or_ready(name);
    let named = Stage::named(name).filter(is_clear)?;
    match (named, category?) {
        (Stage::Doing | Stage::Acceptance | Stage::Done, Category::New) => Some([Stage::Backlog, named]),
        (Stage::Backlog | Stage::Done, Category::Doing) => Some([Stage::Doing, named]),
        _ => None,
    }
}
