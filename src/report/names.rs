//! What people are called in an output: by their names, or by role and letter.
//!
//! A report that is passed around is about what was done, not about people, so it calls them "Developer B".
//! The letters are the same everywhere in one run. They follow a hash of the ids, so that they reveal nothing
//! about the names. Among few people a letter would identify a person, so a role with fewer than [`FEW`]
//! people is called only by its role.

use std::borrow::Cow;
use std::collections::BTreeMap;

use foldhash::HashMap;

use super::escapes;
use super::item_numbers::ItemNumbers;
use super::names_in_text::NamesInText;
use crate::board::{Board, Person};
use crate::charter::Role;
use crate::finding::gap::remedy::Remedy;
use crate::finding::{Actor, Finding, Fingerprint, ItemLabel, Phrase, PhrasePart, PhraseTime};
use crate::word::{Word, words};

/// Minimum number of people in a role for letters: among fewer, a letter would reveal the person.
const FEW: usize = 5;

words! {
    /// How people are called who are not named.
    Pseudonyms {
        /// By role, and by a letter where five or more people hold it.
        Discreet = "discreet",
        /// By role and letter.
        Letters = "letters",
        /// By role alone.
        Roles = "roles",
    }
}

/// What people and items are called in an output.
#[derive(Debug, Default)]
pub struct Names {
    hidden: Option<Hidden>,
    /// The numbers of items that replace their keys; `None` if the keys are shown.
    items: Option<ItemNumbers>,
}

#[derive(Debug)]
struct Hidden {
    by_id: HashMap<String, Pseudonym>,
    named: NamesInText,
}

/// What a person is called whose name is hidden.
#[derive(Clone, Debug)]
struct Pseudonym {
    /// As a label: "Scrum Master", "Developer B", "Developer".
    label: String,
    /// In a sentence: "the Scrum Master", "Developer B", "a developer".
    noun: String,
}

impl Pseudonym {
    /// The pseudonym of the person at index `place` of the `count` people in `role`.
    fn new(role: Role, place: usize, count: usize, style: Pseudonyms) -> Self {
        let by_role = match style {
            Pseudonyms::Discreet => count < FEW,
            Pseudonyms::Letters => false,
            Pseudonyms::Roles => true,
        };
        let title = title(role);
        if count == 1 && role <= Role::ScrumMaster {
            return Self { label: title.to_owned(), noun: format!("the {title}") };
        }
        if !by_role {
            let label = format!("{title} {}", letters(place));
            return Self { noun: label.clone(), label };
        }
        // A team has one Product Owner and one Scrum Master at a time, but several developers.
        if role <= Role::ScrumMaster {
            return Self { label: title.to_owned(), noun: format!("the {title}") };
        }
        let word = title.to_lowercase();
        let article = if word.starts_with('a') { "an" } else { "a" };
        Self { label: title.to_owned(), noun: format!("{article} {word}") }
    }
}

impl Names {
    /// Shows everybody by name.
    pub fn real() -> Self {
        Self::default()
    }

    /// Calls everybody on `boards` by role, and by letter if five or more people hold the role. `strangers`
    /// are other names in the charters.
    pub fn pseudonyms<'b, 'a: 'b>(
        boards: impl IntoIterator<Item = &'b Board<'a>> + Clone,
        strangers: impl IntoIterator<Item = &'b str>,
    ) -> Self {
        Self::hidden(Pseudonyms::Discreet, boards, strangers)
    }

    /// Calls everybody on `boards` in the given `style`: "Product Owner", "Developer B". `strangers` are
    /// other names in the charters.
    pub fn hidden<'b, 'a: 'b>(
        style: Pseudonyms,
        boards: impl IntoIterator<Item = &'b Board<'a>> + Clone,
        strangers: impl IntoIterator<Item = &'b str>,
    ) -> Self {
        let mut people: BTreeMap<String, (Role, &Person<'_>)> = BTreeMap::new();
        let everybody =
            || boards.clone().into_iter().flat_map(|board| board.people.iter().map(move |it| (board, it.1)));
        for (board, person) in everybody() {
            let role = role(board, person);
            let place = people.entry(person.id.to_string()).or_insert((role, person));
            place.0 = place.0.min(role);
        }
        let mut of_role: BTreeMap<Role, Vec<String>> = BTreeMap::new();
        for (id, (role, _)) in &people {
            of_role.entry(*role).or_default().push(id.clone());
        }
        let mut by_id = HashMap::default();
        for (role, mut ids) in of_role {
            ids.sort_by_key(|id| Fingerprint::new("letter", [id.as_str()]));
            let count = ids.len();
            for (place, id) in ids.into_iter().enumerate() {
                by_id.insert(id, Pseudonym::new(role, place, count, style));
            }
        }
        let mut named = Vec::new();
        for (_, person) in everybody() {
            let Some(pseudonym) = by_id.get(&*person.id) else { continue };
            let names = person.names().chain([&*person.name, &*person.id]);
            named.extend(names.map(|name| (name, pseudonym.label.as_str())));
        }
        // A person who is only in the charter, not on a board, is called "somebody".
        named.extend(strangers.into_iter().map(|name| (name, "somebody")));
        let named = NamesInText::new(named);
        Self { hidden: Some(Hidden { by_id, named }), items: None }
    }

    /// Calls the items on `boards` by numbers instead of their keys. The items in `findings` come first, in
    /// that order. With a key, everybody with access to the board could look up what the report leaves out.
    pub fn with_numbered_items<'b, 'a: 'b>(
        self,
        boards: impl IntoIterator<Item = &'b Board<'a>>,
        findings: impl IntoIterator<Item = &'b Finding>,
    ) -> Self {
        Self { items: Some(ItemNumbers::new(boards, findings)), ..self }
    }

    /// What the item with this label is called.
    pub fn item(&self, label: ItemLabel<'_>) -> String {
        match &self.items {
            Some(items) => items.of(label.key).to_owned(),
            None => label.short(),
        }
    }

    /// Whether names of people are hidden.
    pub fn are_hidden(&self) -> bool {
        self.hidden.is_some()
    }

    /// What the person with this id and `name` is called.
    pub fn person<'n>(&'n self, id: &str, name: &'n str) -> Cow<'n, str> {
        match &self.hidden {
            None => Cow::Borrowed(name),
            Some(hidden) => hidden.by_id.get(id).map_or("somebody", |known| known.label.as_str()).into(),
        }
    }

    /// What a person is called in a sentence.
    fn person_in_sentence<'n>(&'n self, id: &str, name: &'n str) -> Cow<'n, str> {
        match &self.hidden {
            None => Cow::Borrowed(name),
            Some(hidden) => hidden.by_id.get(id).map_or("somebody", |known| known.noun.as_str()).into(),
        }
    }

    /// The name and the id of `actor` as an output may show them. If names are hidden, ids are hidden too.
    pub fn actor<'n>(&'n self, actor: &'n Actor) -> (Cow<'n, str>, Cow<'n, str>) {
        let name = self.person(&actor.id, &actor.name);
        let id = if self.are_hidden() { name.clone() } else { Cow::Borrowed(actor.id.as_str()) };
        (name, id)
    }

    /// The text of a phrase, with these names for people.
    pub fn phrase(&self, phrase: &Phrase) -> String {
        self.phrase_at(phrase, |_, local| local.to_owned())
    }

    /// The text of a phrase, with these names for people. `written` writes each time; its second argument is
    /// the time in the zone of the board.
    pub fn phrase_at(&self, phrase: &Phrase, written: impl Fn(PhraseTime, &str) -> String) -> String {
        let parts = phrase.parts().iter().map(|part| match part {
            PhrasePart::Text(text) => Cow::Borrowed(text.as_str()),
            PhrasePart::Quoted(text) => self.text(text),
            PhrasePart::Person { id, name } => self.person_in_sentence(id, name),
            PhrasePart::Item { key, name } => match &self.items {
                Some(items) => Cow::Borrowed(items.of(key)),
                None => Cow::Borrowed(name.as_str()),
            },
            PhrasePart::Time { time, local } => Cow::Owned(written(*time, local)),
        });
        parts.collect()
    }

    /// Text that may contain names of people or items. Hidden names are replaced. Titles stay as they are.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let text = match &self.hidden {
            Some(hidden) => hidden.named.replace(text),
            None => Cow::Borrowed(text),
        };
        match &self.items {
            Some(items) => Cow::Owned(items.named.replace(&text).into_owned()),
            None => text,
        }
    }

    /// A remedy, with hidden names in its texts replaced.
    pub fn remedy(&self, remedy: &Remedy) -> Remedy {
        remedy.with_texts(|text| self.text(text).into_owned())
    }

    /// A piece of a file that may contain names of people or items. Hidden names are replaced, also where the
    /// file writes them with escapes.
    pub fn source<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !self.are_hidden() {
            return self.text(text);
        }
        let resolved = escapes::resolved(text);
        let named = self.text(&resolved);
        // If it contains no name, it stays as the file has it, with its escapes.
        if named == resolved { self.text(text) } else { Cow::Owned(named.into_owned()) }
    }
}

/// The role that a person is known by: the first of all roles that the charter ever gives them.
fn role(board: &Board<'_>, person: &Person<'_>) -> Role {
    let given = person.tenures.iter().map(|tenure| tenure.role).min();
    given.unwrap_or(if person.app {
        Role::App
    } else if board.people.lists_developers() {
        Role::Outsider
    } else {
        Role::Developer
    })
}

fn title(role: Role) -> &'static str {
    match role {
        Role::Developer => "Developer",
        Role::Stakeholder => "Stakeholder",
        Role::Manager => "Manager",
        Role::App => "App",
        Role::Outsider => "Guest",
        Role::ProductOwner | Role::ScrumMaster => role.title(),
    }
}

/// A, B, …, Z, AA, AB, …
fn letters(place: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(place % 26).unwrap_or_default());
    match place / 26 {
        0 => letter.to_string(),
        more => format!("{}{letter}", letters(more - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        let letters: Vec<_> = [0, 25, 26, 27, 701, 702].into_iter().map(letters).collect();
        assert_eq!(letters, ["A", "Z", "AA", "AB", "ZZ", "AAA"]);
    }

    #[test]
    fn few_people_are_called_by_their_role_alone() {
        let nouns = |role, count, style| Pseudonym::new(role, 1, count, style).noun;
        assert_eq!(nouns(Role::ScrumMaster, 1, Pseudonyms::Letters), "the Scrum Master");
        assert_eq!(nouns(Role::ProductOwner, 2, Pseudonyms::Discreet), "the Product Owner");
        assert_eq!(nouns(Role::Developer, 4, Pseudonyms::Discreet), "a developer");
        assert_eq!(nouns(Role::Developer, 5, Pseudonyms::Discreet), "Developer B");
        assert_eq!(nouns(Role::Developer, 4, Pseudonyms::Letters), "Developer B");
        assert_eq!(nouns(Role::App, 9, Pseudonyms::Roles), "an app");
    }
}
