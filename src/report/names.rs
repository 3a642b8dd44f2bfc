//! What people are called in an output: by their names, or by role and letter.
//!
//! A report that is passed around is about what was done and not about people, so it calls them "Developer B". The letters
//! are the same everywhere in one run and say nothing about names: they follow a hash of the ids. Among few people a letter
//! is as good as a name, so that a role held by fewer than [`FEW`] is called by nothing but the role.

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

/// From so many people in a role on letters tell them apart without telling who they are.
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

/// What people and items are called.
#[derive(Debug, Default)]
pub struct Names {
    hidden: Option<Hidden>,
    /// What items are called instead of their keys; none where they keep them.
    items: Option<ItemNumbers>,
}

#[derive(Debug)]
struct Hidden {
    by_id: HashMap<String, Pseudonym>,
    named: NamesInText,
}

/// What somebody is called whose name is hidden.
#[derive(Clone, Debug)]
struct Pseudonym {
    /// As a label: "Scrum Master", "Developer B", "Developer".
    label: String,
    /// In a sentence: "the Scrum Master", "Developer B", "a developer".
    noun: String,
}

impl Pseudonym {
    /// Of the person at `place` among `count` in `role`.
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
        // One after the other somebody is the Product Owner; at any time there are several developers.
        if role <= Role::ScrumMaster {
            return Self { label: title.to_owned(), noun: format!("the {title}") };
        }
        let word = title.to_lowercase();
        let article = if word.starts_with('a') { "an" } else { "a" };
        Self { label: title.to_owned(), noun: format!("{article} {word}") }
    }
}

impl Names {
    /// Everybody by name.
    pub fn real() -> Self {
        Self::default()
    }

    /// Everybody on `boards` by role, and by letter where five or more hold it. `strangers` are other names that charters hold.
    pub fn pseudonyms<'b, 'a: 'b>(
        boards: impl IntoIterator<Item = &'b Board<'a>> + Clone,
        strangers: impl IntoIterator<Item = &'b str>,
    ) -> Self {
        Self::hidden(Pseudonyms::Discreet, boards, strangers)
    }

    /// Everybody on `boards` as `style` has it: "Product Owner", "Developer B". `strangers` are other names that charters hold.
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
        // Somebody whom the charter names and the board does not know is somebody all the same.
        named.extend(strangers.into_iter().map(|name| (name, "somebody")));
        let named = NamesInText::new(named);
        Self { hidden: Some(Hidden { by_id, named }), items: None }
    }

    /// These names, with the items on `boards` called by numbers instead of their keys, first those that `findings` name, in that order: a
    /// key leads whoever can open the board to everything that is left out.
    pub fn with_numbered_items<'b, 'a: 'b>(
        self,
        boards: impl IntoIterator<Item = &'b Board<'a>>,
        findings: impl IntoIterator<Item = &'b Finding>,
    ) -> Self {
        Self { items: Some(ItemNumbers::new(boards, findings)), ..self }
    }

    /// What the item is called that people call `label`.
    pub fn item(&self, label: ItemLabel<'_>) -> String {
        match &self.items {
            Some(items) => items.of(label.key).to_owned(),
            None => label.short(),
        }
    }

    /// Whether people are not called by their names.
    pub fn are_hidden(&self) -> bool {
        self.hidden.is_some()
    }

    /// What the person with this id is called, whose name is `name`.
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

    /// The name and the id of `actor` that an output may show; where names are hidden, ids are, too.
    pub fn actor<'n>(&'n self, actor: &'n Actor) -> (Cow<'n, str>, Cow<'n, str>) {
        let name = self.person(&actor.id, &actor.name);
        let id = if self.are_hidden() { name.clone() } else { Cow::Borrowed(actor.id.as_str()) };
        (name, id)
    }

    /// A sentence, with people called as they are called here.
    pub fn phrase(&self, phrase: &Phrase) -> String {
        self.phrase_at(phrase, |_, local| local.to_owned())
    }

    /// A sentence, with people called as they are called here, and times written as `written` writes them, which is given each with its
    /// text in the zone of the board.
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

    /// Text that may name people or items, with their names replaced where they are hidden. Titles are shown as they are.
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

    /// A remedy, with the names in its texts replaced where they are hidden.
    pub fn remedy(&self, remedy: &Remedy) -> Remedy {
        remedy.with_texts(|text| self.text(text).into_owned())
    }

    /// A piece of a file that may name people or items, with their names replaced where they are hidden, however the file writes them.
    pub fn source<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !self.are_hidden() {
            return self.text(text);
        }
        let resolved = escapes::resolved(text);
        let named = self.text(&resolved);
        // As the file has it, where that names nobody.
        if named == resolved { self.text(text) } else { Cow::Owned(named.into_owned()) }
    }
}

/// The role that somebody is known by: the first of those the charter ever gives them.
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
