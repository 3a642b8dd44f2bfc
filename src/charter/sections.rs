//! The sections of the charter, with one function for an entry of each.

use std::fmt::Display;
use std::ops::Range;

use foldhash::HashMap;
use jiff::civil::Date;

use super::keys::{self, BoardKey, FieldKey, IgnoreKey, Place, Presence, SettingKey, SprintKey, TermKey, TopKey};
use super::parse::Parser;
use super::{
    Alias, Appointment, Charter, Ignore, Kind, Named, PlannedSprint, Role, RuleSetting, SprintCards, Stage, folded,
};
use crate::source::Diagnostic;
use crate::source::toml::{Key, Table, Value};
use crate::word::Word;
use crate::wording::enumerated;

impl Parser<'_, '_> {
    pub(super) fn role(&mut self, key: &Key, value: &Value) {
        let Some(role) = Role::ALL.iter().find(|role| role.key() == Some(&key.name)) else {
            return self.unknown_key(key, Place::Section(TopKey::Roles));
        };
        self.charter.lists_developers |= *role == Role::Developer;
        let entries = value.as_list().unwrap_or(std::slice::from_ref(value)); // one name without brackets is plain enough
        for entry in entries {
            let appointment = match entry.as_table() {
                Some(table) => self.appointment(*role, table, entry.span.clone()),
                None => self.name_of(entry).map(|who| Appointment { role: *role, who, since: None, until: None }),
            };
            self.charter.appointments.extend(appointment);
        }
    }

    fn appointment(&mut self, role: Role, table: &Table, span: Range<usize>) -> Option<Appointment> {
        let (mut who, mut since, mut until) = (None, None, None);
        for (key, value) in table {
            match TermKey::parse(&key.name) {
                Some(TermKey::Who) => who = self.name_of(value),
                Some(TermKey::Since) => since = self.read.date(value),
                Some(TermKey::Until) => until = self.read.date(value),
                None => self.unknown_key(key, Place::Term),
            }
        }
        self.in_order(since, until, span.clone(), "role entry");
        if who.is_none() && !table.iter().any(|(key, _)| key.name == "who") {
            self.read.error(span, "this entry does not say who", "add `who = \"…\"`");
        }
        Some(Appointment { role, who: who?, since, until })
    }

    fn in_order(&mut self, since: Option<Date>, until: Option<Date>, span: Range<usize>, what: &str) {
        if let (Some(since), Some(until)) = (since, until)
            && until < since
        {
            let label = format!("{until} is before {since}");
            self.read.error(span, format!("this {what} ends before it begins"), label);
        }
    }

    pub(super) fn alias(&mut self, key: &Key, value: &Value) {
        let person = self.named(&key.name, key.span.clone());
        let accounts = self.read.strings(value);
        let accounts = accounts.into_iter().map(|(text, span)| self.named(&text, span)).collect();
        self.charter.aliases.push(Alias { person, accounts });
    }

    pub(super) fn stage(&mut self, key: &Key, value: &Value) {
        let Some(stage) = Stage::parse(&key.name) else {
            return self.unknown_key(key, Place::Section(TopKey::Workflow));
        };
        self.charter.stages_given.push(stage);
        self.mean(stage, value, |charter| &mut charter.workflow, "a status or list can mean one thing only");
    }

    /// Records that the names in `value` mean `word`. A name that already means something in the same file is
    /// a mistake. If it comes from the nearer charter, the nearer one takes precedence.
    fn mean<W: Word + Display>(
        &mut self,
        word: W,
        value: &Value,
        meanings: fn(&mut Charter) -> &mut Vec<(W, Named)>,
        label: &str,
    ) {
        let known = meanings(self.charter).iter().enumerate().rev();
        let mut places: HashMap<String, usize> =
            known.map(|(place, (_, named))| (folded(&named.text), place)).collect();
        for (text, span) in self.read.strings(value) {
            let named = self.named(&text, span.clone());
            let known = meanings(self.charter);
            let place = *places.entry(folded(&text)).or_insert(known.len());
            let Some((other, first)) = known.get(place) else {
                known.push((word, named));
                continue;
            };
            let twice = Diagnostic::error(format!("`{text}` stands under {other} and under {word}"));
            if let Some(mark) = first.mark
                && mark.file == self.file.id()
            {
                let twice = twice.at(self.read.mark(span), label).at(mark, "the first one");
                self.read.found.push(twice);
            }
        }
    }

    pub(super) fn field(&mut self, key: &Key, value: &Value) {
        match FieldKey::parse(&key.name) {
            Some(FieldKey::StoryPoints) => self.charter.story_points = self.name_of(value),
            Some(FieldKey::AcceptanceCriteria) => self.charter.acceptance_criteria = self.name_of(value),
            None => self.unknown_key(key, Place::Section(TopKey::Fields)),
        }
    }

    pub(super) fn board(&mut self, key: &Key, value: &Value) {
        match BoardKey::parse(&key.name) {
            Some(BoardKey::Project) => self.charter.project = self.name_of(value),
            None => self.unknown_key(key, Place::Section(TopKey::Board)),
        }
    }

    pub(super) fn kind(&mut self, key: &Key, value: &Value) {
        let Some(kind) = Kind::parse(&key.name) else {
            return self.unknown_key(key, Place::Section(TopKey::Kinds));
        };
        self.mean(kind, value, |charter| &mut charter.kinds, "a type or label can mean one thing only");
    }

    pub(super) fn sprint(&mut self, table: &Table, span: Range<usize>) {
        let place = Place::Section(TopKey::Sprints);
        let (mut name, mut start, mut end, mut goal) = (None, None, None, None);
        let mut cards = SprintCards::ListOfItsName;
        for (key, value) in table {
            match SprintKey::parse(&key.name) {
                Some(SprintKey::Name) => name = self.name_of(value),
                Some(SprintKey::List) => cards = self.name_of(value).map_or(cards, SprintCards::List),
                Some(SprintKey::Label) => cards = self.name_of(value).map_or(cards, SprintCards::Label),
                Some(SprintKey::Start) => start = self.read.date(value),
                Some(SprintKey::End) => end = self.read.date(value),
                Some(SprintKey::Goal) => goal = self.read.string(value).map(str::to_owned),
                None => self.unknown_key(key, place),
            }
        }
        let needed = keys::that_are(Presence::Required, place);
        for key in &needed {
            if !table.iter().any(|(have, _)| have.name == *key) {
                let label = format!("a sprint needs {}", enumerated(&needed, "and"));
                self.read.error(span.clone(), format!("this sprint has no `{key}`"), label);
            }
        }
        self.one_at_most(table, place);
        self.in_order(start, end, span, "sprint");
        let folded = name.as_ref().map(|name| folded(&name.text));
        if let (Some(name), Some(folded)) = (&name, &folded)
            && let Some(mark) = name.mark
            && let Some(first) = self.sprint_names.get(folded)
        {
            let twice = Diagnostic::error(format!("two sprints are called `{}`", name.text)).at(mark, "the second one");
            self.read.found.push(twice.at_if(*first, "the first one"));
        }
        if let (Some(name), Some(start), Some(end)) = (name, start, end) {
            self.sprint_names.entry(folded.unwrap_or_default()).or_insert(name.mark);
            self.charter.sprints.push(PlannedSprint { name, cards, start, end, goal });
        }
    }

    /// Reports two keys that exclude each other.
    fn one_at_most(&mut self, table: &Table, place: Place) {
        let excluding = keys::that_are(Presence::AtMostOne, place);
        let mut given = table.iter().map(|(key, _)| key).filter(|key| excluding.contains(&key.name.as_str()));
        if let (Some(first), Some(second)) = (given.next(), given.next()) {
            let message = format!("`{}` and `{}` exclude each other", first.name, second.name);
            let both = Diagnostic::error(message)
                .at(self.read.mark(second.span.clone()), "the second one")
                .at(self.read.mark(first.span.clone()), "the first one")
                .note(format!("keep one of {}", enumerated(&excluding, "and")));
            self.read.found.push(both);
        }
    }

    pub(super) fn rule(&mut self, key: &Key, value: &Value) {
        // No rule takes a list, so this line is below the wrong header.
        if value.as_list().is_some() && keys::section_of(&key.name).is_some() {
            return self.unknown_key(key, Place::Section(TopKey::Rules));
        }
        let name = self.named(&key.name, key.span.clone());
        let mut setting = RuleSetting { name, level: None, when: None, file: self.file.id() };
        if value.as_text().is_some() {
            setting.level = self.word(value, "level");
        } else if let Some(table) = self.read.table(value) {
            for (key, value) in table {
                match SettingKey::parse(&key.name) {
                    Some(SettingKey::Level) => setting.level = self.word(value, "level"),
                    Some(SettingKey::When) => setting.when = Some(value.clone()),
                    None => self.unknown_key(key, Place::Setting),
                }
            }
        }
        self.charter.rules.push(setting);
    }

    pub(super) fn ignore(&mut self, table: &Table, span: Range<usize>) {
        let place = Place::Section(TopKey::Ignore);
        let mut entry = Ignore {
            mark: self.read.mark(span.clone()),
            rules: Vec::new(),
            items: Vec::new(),
            actors: Vec::new(),
            sprint: None,
            label: None,
            since: None,
            until: None,
            reason: String::new(),
            expires: None,
        };
        for (key, value) in table {
            match IgnoreKey::parse(&key.name) {
                Some(IgnoreKey::Rule) => entry.rules = self.names_of(value),
                Some(IgnoreKey::Item) => entry.items = self.names_of(value),
                Some(IgnoreKey::Actor) => entry.actors = self.names_of(value),
                Some(IgnoreKey::Sprint) => entry.sprint = self.name_of(value),
                Some(IgnoreKey::Label) => entry.label = self.name_of(value),
                Some(IgnoreKey::Since) => entry.since = self.read.date(value),
                Some(IgnoreKey::Until) => entry.until = self.read.date(value),
                Some(IgnoreKey::Reason) => {
                    entry.reason = self.read.string(value).unwrap_or_default().trim().to_owned();
                }
                Some(IgnoreKey::Expires) => entry.expires = self.read.date(value),
                None => self.unknown_key(key, place),
            }
        }
        self.in_order(entry.since, entry.until, span.clone(), "ignore");
        if entry.reason.is_empty() {
            self.read.error(
                span.clone(),
                "this ignore gives no reason",
                "add `reason = \"…\"`: who agreed to it, and why",
            );
        }
        let lists = [&entry.rules, &entry.items, &entry.actors];
        if lists.iter().all(|list| list.is_empty()) && entry.sprint.is_none() && entry.label.is_none() {
            let label = format!("add {}", enumerated(&keys::that_are(Presence::AtLeastOne, place), "or"));
            self.read.error(span, "this ignore names nothing to ignore", label);
            return;
        }
        self.charter.ignores.push(entry);
    }
}
