//! Collects the records of one file while several threads read them.

use std::borrow::Cow;
use std::sync::OnceLock;

use foldhash::{HashMap, HashSet};
use jiff::Timestamp;

use super::super::history::{Meanings, Parts};
use super::super::sprint::{self, Parsed, ZONELESS};
use super::field_names::FieldNames;
use super::person;
use super::records::{State, object};
use crate::board::facts::{
    Account, Category, Facts, FieldFact, FieldSchema, ItemFact, Page, Ref, SprintFact, StateFact, Who,
};
use crate::export::damage::Damage;
use crate::export::json::{Raw, filled, instant, or_empty, too_deep};
use crate::export::reader::Context;
use crate::lexicon;
use crate::source::repeats::Repeats;
use crate::source::{Diagnostic, File, Mark};

/// Maximum number of ids for which a linear search is used.
const FEW: usize = 16;

/// The facts from some of a file's records.
#[derive(Default)]
pub(super) struct Collected<'a> {
    items: Vec<ItemFact<'a>>,
    accounts: Vec<Account<'a>>,
    mentioned: Vec<(Who<'a>, Cow<'a, str>)>,
    sprints: Vec<SprintFact<'a>>,
    states: Vec<StateFact<'a>>,
    fields: Vec<FieldFact<'a>>,
    comments: bool,
    /// The keys of the custom fields that its issues contain, empty or not.
    places: HashSet<Cow<'a, str>>,
    found: Option<usize>,
    page: Option<Page>,
    entries: usize,
    damaged: Damage,
    home: String,
    /// Unreadable dates of sprints.
    unread_dates: Vec<Diagnostic>,
    /// Whether sprint dates have no zone.
    zoneless_sprints: bool,
    /// Whether pages of issues name the fields that were requested.
    pages_name_fields: bool,
}

impl<'a> Collected<'a> {
    /// Number of items read.
    pub(super) fn item_count(&self) -> usize {
        self.items.len()
    }

    /// Whether pages of issues name the fields that were requested.
    pub(super) fn pages_name_fields(&self) -> bool {
        self.pages_name_fields
    }

    /// Takes the sprints out.
    pub(super) fn take_sprints(&mut self) -> Vec<SprintFact<'a>> {
        std::mem::take(&mut self.sprints)
    }

    /// Adds everything to the facts of the file.
    pub(super) fn add_to(self, facts: &mut Facts<'a>, damaged: &mut Damage, notes: &mut Vec<String>) {
        if self.zoneless_sprints && notes.iter().all(|note| note != ZONELESS) {
            notes.push(ZONELESS.to_owned());
        }
        facts.items.extend(self.items);
        facts.accounts.extend(self.accounts);
        facts.mentioned.extend(self.mentioned);
        facts.sprints.extend(self.sprints);
        facts.states.extend(self.states);
        facts.fields.extend(self.fields);
        facts.comments |= self.comments;
        facts.places.get_or_insert_default().extend(self.places);
        facts.own_places = true;
        facts.entries += self.entries;
        facts.found = facts.found.max(self.found);
        facts.page = last_of(facts.page, self.page);
        facts.home = first_site(std::mem::take(&mut facts.home), self.home);
        damaged.append(self.damaged);
        // A sprint is repeated in each of its issues.
        self.unread_dates.into_iter().for_each(|damage| damaged.push_once(damage));
    }
}

/// What a search page shows about a next page. Pages with a total show only that instead.
pub(super) fn follows(total: Option<usize>, more: bool) -> Option<Page> {
    match (more, total) {
        (true, _) => Some(Page::More),
        (false, None) => Some(Page::Last),
        (false, Some(_)) => None,
    }
}

/// Combines two pages: a last page completes the search.
fn last_of(one: Option<Page>, other: Option<Page>) -> Option<Page> {
    if [one, other].contains(&Some(Page::Last)) { Some(Page::Last) } else { one.or(other) }
}

/// The first of two sites in alphabetical order; either may be empty. The order of the records means nothing.
fn first_site(one: String, other: String) -> String {
    if one.is_empty() || (!other.is_empty() && other < one) { other } else { one }
}

/// Collects the records of a file. People, statuses and sprints that recur are stored once.
pub(super) struct Collector<'c, 'a> {
    pub(super) file: &'a File,
    context: &'c Context,
    /// The parts that count as `null` if a history entry lacks them; computed once per file.
    left_out: &'c OnceLock<Parts>,
    collected: Collected<'a>,
    /// Cache of people by user object: an export repeats the same ten of them a hundred thousand times.
    people: Repeats<'a, Option<Who<'a>>, 256>,
    /// Cache of statuses, types, priorities and resolutions.
    named: Repeats<'a, Option<State<'a>>, 64>,
    /// Cache of the position of the display name in user objects.
    names: Repeats<'a, Option<(usize, usize)>, 256>,
    /// Ids of sprints by the text of their records.
    seen: HashMap<&'a str, Option<Cow<'a, str>>>,
    /// Indices of bare items to which single histories were added.
    issues: HashMap<Cow<'a, str>, usize>,
    mentioned: HashSet<Who<'a>>,
    /// Ids and names of known statuses.
    states: HashSet<Ref<'a>>,
    sprint_field_known: bool,
    /// The names of fields that were added last, as they are written.
    field_names: &'a str,
    /// The ids of all fields that were added with a name.
    named_fields: HashSet<Cow<'a, str>>,
    pub(super) meanings: Meanings<'a>,
}

impl<'c, 'a> Collector<'c, 'a> {
    /// An empty collector.
    pub(super) fn new(file: &'a File, context: &'c Context, left_out: &'c OnceLock<Parts>) -> Self {
        Self {
            file,
            context,
            left_out,
            collected: Collected::default(),
            people: Repeats::default(),
            named: Repeats::default(),
            names: Repeats::default(),
            seen: HashMap::default(),
            meanings: Meanings::default(),
            field_names: "",
            named_fields: HashSet::default(),
            issues: HashMap::default(),
            mentioned: HashSet::default(),
            states: HashSet::default(),
            sprint_field_known: false,
        }
    }

    /// Everything that was collected.
    pub(super) fn finish(self) -> Collected<'a> {
        self.collected
    }

    /// The parts of a value that count as `null` if a history entry lacks them.
    pub(super) fn nothing(&self) -> Parts {
        *self.left_out.get_or_init(|| Parts::nothing_in_json(self.file.bytes()))
    }

    /// Adds the keys of fields that issues contain, empty or not.
    pub(super) fn has_places(&mut self, fields: impl IntoIterator<Item = Cow<'a, str>>) {
        self.collected.places.extend(fields);
    }

    /// Adds a person with id and display name from a change.
    pub(super) fn mention(&mut self, who: Who<'a>, name: Cow<'a, str>) {
        if !name.is_empty() && self.mentioned.insert(who.clone()) {
            self.collected.mentioned.push((who, name));
        }
    }

    /// Adds a person with only a display name from a change.
    pub(super) fn mention_name(&mut self, name: Who<'a>) {
        if !lexicon::is_nobody(&name) && self.mentioned.insert(name.clone()) {
            self.collected.accounts.push(Account { display: Some(name), ..Account::default() });
        }
    }

    /// Counts history entries.
    pub(super) fn count(&mut self, entries: usize) {
        self.collected.entries += entries;
    }

    /// Records damage.
    pub(super) fn damaged(&mut self, diagnostic: Diagnostic) {
        self.collected.damaged.push(diagnostic);
    }

    /// Records a value that is nested in more lists than are read.
    pub(super) fn nested(&mut self, raw: Raw<'a>) {
        self.damaged(too_deep(self.file, raw));
    }

    /// Adds the data of a search page: the total number of issues, and whether another page follows.
    pub(super) fn add_page(&mut self, found: Option<usize>, page: Option<Page>) {
        self.collected.found = self.collected.found.max(found);
        self.collected.page = last_of(self.collected.page, page);
    }

    /// Adds the field that contains sprints.
    pub(super) fn sprint_field(&mut self, id: Cow<'a, str>) {
        if !std::mem::replace(&mut self.sprint_field_known, true) {
            let schema = FieldSchema::Sprint;
            self.collected.fields.push(FieldFact { id, name: Cow::Borrowed(""), schema, estimate: false });
        }
    }

    /// Adds items.
    pub(super) fn extend(&mut self, items: impl IntoIterator<Item = ItemFact<'a>>) {
        self.collected.items.extend(items);
    }

    /// Adds a history to the bare item of its issue.
    pub(super) fn add_to_issue(
        &mut self,
        (id, key): (Cow<'a, str>, Cow<'a, str>),
        mark: Mark,
        add: impl FnOnce(&mut Self, &mut ItemFact<'a>),
    ) {
        let name = if id.is_empty() { key.clone() } else { id.clone() };
        let place = self.issues.get(&name).copied();
        let mut item = match place {
            Some(place) => {
                std::mem::replace(&mut self.collected.items[place], ItemFact::new("".into(), "".into(), mark))
            }
            None => ItemFact { bare: true, history: true, ..ItemFact::new(id, key, mark) },
        };
        add(self, &mut item);
        match place {
            Some(place) => self.collected.items[place] = item,
            None => {
                self.issues.insert(name, self.collected.items.len());
                self.collected.items.push(item);
            }
        }
    }

    /// Adds a status.
    pub(super) fn add_state(&mut self, state: StateFact<'a>) {
        self.collected.states.push(state);
    }

    /// Adds a field.
    pub(super) fn add_field(&mut self, field: FieldFact<'a>) {
        self.collected.fields.push(field);
    }

    /// Adds what a page of issues, or an answer with one issue, says about fields. Many issues in a file
    /// repeat the same.
    pub(super) fn add_field_names(&mut self, names: Option<Raw<'a>>, schema: Option<Raw<'a>>, of_page: bool) {
        let Some(text) = names.map(Raw::get).filter(|text| self.field_names != *text) else { return };
        self.field_names = text;
        let names = FieldNames::of(names, schema);
        let named = &mut self.named_fields;
        self.collected.fields.extend(names.fields().into_iter().filter(|field| named.insert(field.id.clone())));
        self.collected.places.extend(names.ids());
        self.collected.pages_name_fields |= of_page && names.names.is_some();
    }

    /// Adds an account.
    pub(super) fn add_account(&mut self, account: Account<'a>) {
        self.collected.accounts.push(account);
    }

    /// Sets the site of the file.
    pub(super) fn set_home(&mut self, site: String) {
        self.collected.home = first_site(std::mem::take(&mut self.collected.home), site);
    }

    /// Records that the file contains comments.
    pub(super) fn has_comments(&mut self) {
        self.collected.comments = true;
    }

    /// Records damage for a record that is left out because it does not contain `lacking`.
    pub(super) fn left_out(&mut self, what: &str, lacking: &str, near: Option<Raw<'a>>) {
        let mark = self.file.mark(near.map_or("", Raw::get));
        let damage = Diagnostic::error(format!("this {what} does not say {lacking}; it was left out"));
        self.collected.damaged.push(damage.at(mark, "").note("export the issue again"));
    }

    /// The instant in the field `name` of an issue, and its scalar. An unreadable one is recorded as damage.
    pub(super) fn date(&mut self, name: &str, raw: Option<Raw<'a>>) -> Option<(Timestamp, Mark)> {
        let raw = filled(raw).and(raw)?;
        let mark = self.file.mark_with_key(raw.get()).up(1);
        let at = instant(Some(raw));
        if at.is_none() {
            let damage = Diagnostic::error(format!("this date of `{name}` cannot be read; the rest of the issue was"));
            self.damaged(damage.at(mark, "").note("export the issue again"));
        }
        Some((at?, mark))
    }

    /// The person in a user object. The account is stored about once.
    pub(super) fn person(&mut self, raw: Raw<'a>) -> Option<Who<'a>> {
        let find = || {
            let (who, account) = person::account(raw)?;
            self.collected.accounts.extend(account);
            Some(who)
        };
        self.people.get_or_note(raw.get().as_bytes(), find).clone()
    }

    /// A status, type, priority or resolution, cached: boards repeat the same few.
    pub(super) fn named(&mut self, raw: Raw<'a>) -> Option<State<'a>> {
        self.named.get_or_note(raw.get().as_bytes(), || object(raw)).clone()
    }

    /// The scalar with the display name in a user object.
    pub(super) fn naming(&mut self, raw: Raw<'a>) -> Mark {
        let text = raw.get();
        let object = self.file.mark(text);
        let find = || person::display(raw).map(|display| self.file.mark(display.get()));
        let place = || find().map(|mark| (mark.start - object.start, mark.end() - object.start));
        match self.names.get_or_note(text.as_bytes(), place) {
            Some((start, end)) => self.file.mark_with_key(text.get(*start..*end).unwrap_or_default()).up(3),
            None => self.file.mark_with_key(text).up(2),
        }
    }

    /// The status in a status object. It is stored once.
    pub(super) fn state(&mut self, status: State<'a>) -> Ref<'a> {
        let state = Ref { id: or_empty(status.id), name: or_empty(status.name) };
        let category = status
            .status_category
            .and_then(|category| Category::parse(&or_empty(category.id), &or_empty(category.key)));
        if self.states.insert(state.clone()) {
            self.collected.states.push(StateFact {
                id: state.id.clone(),
                name: state.name.clone(),
                category,
                closed: false,
            });
        }
        state
    }

    /// Parses a sprint record.
    pub(super) fn parse_sprint(&self, raw: Raw<'a>) -> Option<Parsed<'a>> {
        sprint::parse(self.file, raw, self.context)
    }

    /// Adds a sprint. Its unreadable dates are recorded as damage, once for all records of the sprint.
    pub(super) fn sprint(&mut self, parsed: Parsed<'a>) {
        self.collected.zoneless_sprints |= parsed.zoneless;
        self.collected.unread_dates.extend(parsed.damage());
        self.collected.sprints.push(parsed.sprint);
    }

    /// Adds the ids of the sprints in a field's value to `into`. Each sprint is stored once.
    pub(super) fn sprints(&mut self, raw: Raw<'a>, into: &mut Vec<Cow<'a, str>>) {
        let elements = match raw.get().as_bytes().first() {
            Some(b'[') => object::<Vec<Raw<'a>>>(raw).unwrap_or_default(),
            Some(b'{') => vec![raw],
            _ => return,
        };
        // An issue may have been in thousands of sprints, where a linear search is too slow.
        let mut known: Option<HashSet<Cow<'a, str>>> = (elements.len() > FEW).then(|| into.iter().cloned().collect());
        for element in elements {
            let id = match self.seen.get(element.get()) {
                Some(id) => id.clone(),
                None => {
                    let parsed = self.parse_sprint(element);
                    let id = parsed.as_ref().map(|parsed| parsed.sprint.id.clone());
                    self.seen.insert(element.get(), id.clone());
                    parsed.into_iter().for_each(|parsed| self.sprint(parsed));
                    id
                }
            };
            let is_new = |id: &Cow<'a, str>| match &mut known {
                Some(known) => known.insert(id.clone()),
                None => !into.contains(id),
            };
            into.extend(id.filter(is_new));
        }
    }
}
