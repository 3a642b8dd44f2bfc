//! The sections of the charter, one function for an entry of each.

use std::ops::Range;

use jiff::civil::Date;

use super::parse::{Parser, words};
use super::words::Word;
use super::{Alias, Appointment, Ignore, Kind, Named, PlannedSprint, Role, RuleSetting, Stage};
use crate::source::Diagnostic;
use crate::source::tree::{Key, Table, Value};

pub(crate) const ROLES: &[(&str, Role)] = &[
    ("product-owner", Role::ProductOwner),
    ("scrum-master", Role::ScrumMaster),
    ("developers", Role::Developer),
    ("stakeholders", Role::Stakeholder),
    ("managers", Role::Manager),
    ("apps", Role::App),
];
pub(crate) const FIELDS: &[&str] = &["story-points", "acceptance-criteria"];
pub(crate) const SPRINT: &[&str] = &["name", "start", "end", "goal"];
pub(super) const RULE: &[&str] = &["level", "when"];
pub(crate) const IGNORE: &[&str] = &["rule", "item", "actor", "sprint", "since", "until", "reason", "expires"];

impl Parser<'_, '_> {
    pub(super) fn role(&mut self, key: &Key, value: &Value) {
        let Some((_, role)) = ROLES.iter().find(|(name, _)| *name == key.name) else {
            let known: Vec<_> = ROLES.iter().map(|(name, _)| *name).collect();
            return self.read.unknown_key(key, "[roles]", &known);
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
            match key.name.as_str() {
                "who" => who = self.name_of(value),
                "since" => since = self.read.date(value),
                "until" => until = self.read.date(value),
                _ => self.read.unknown_key(key, "a role entry", &["who", "since", "until"]),
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

    /// Whether the charter that is nearer to the export said so: what it says goes before the file it extends.
    fn is_nearer(&self, said: &Named) -> bool {
        said.mark.is_some_and(|mark| mark.file != self.file.id())
    }

    pub(super) fn stage(&mut self, key: &Key, value: &Value) {
        let Some(stage) = Stage::parse(&key.name) else {
            return self.read.unknown_key(key, "[workflow]", &words::<Stage>());
        };
        self.charter.stages_given.push(stage);
        for (text, span) in self.read.strings(value) {
            let named = self.named(&text, span.clone());
            let same = |(_, other): &&(Stage, Named)| other.text.to_lowercase() == text.to_lowercase();
            if let Some((other, first)) = self.charter.workflow.iter().find(same) {
                if self.is_nearer(first) {
                    continue;
                }
                let mut diagnostic = Diagnostic::error(format!("`{text}` stands under {other} and under {stage}"))
                    .at(self.read.mark(span), "a status or list can mean one thing only");
                if let Some(mark) = first.mark {
                    diagnostic = diagnostic.at(mark, "the first one");
                }
                self.read.found.push(diagnostic);
                continue;
            }
            self.charter.workflow.push((stage, named));
        }
    }

    pub(super) fn field(&mut self, key: &Key, value: &Value) {
        match key.name.as_str() {
            "story-points" => self.charter.story_points = self.name_of(value),
            "acceptance-criteria" => self.charter.acceptance_criteria = self.name_of(value),
            _ => self.read.unknown_key(key, "[fields]", FIELDS),
        }
    }

    pub(super) fn kind(&mut self, key: &Key, value: &Value) {
        let Some(kind) = Kind::parse(&key.name) else {
            return self.read.unknown_key(key, "[kinds]", &words::<Kind>());
        };
        for (text, span) in self.read.strings(value) {
            let same = |(_, other): &&(Kind, Named)| other.text.to_lowercase() == text.to_lowercase();
            if let Some((other, first)) = self.charter.kinds.iter().find(same) {
                if self.is_nearer(first) {
                    continue;
                }
                let twice = Diagnostic::error(format!("`{text}` stands under {other} and under {kind}"))
                    .at(self.read.mark(span), "a type or label can mean one thing only");
                self.read.found.push(match first.mark {
                    Some(mark) => twice.at(mark, "the first one"),
                    None => twice,
                });
                continue;
            }
            let named = self.named(&text, span);
            self.charter.kinds.push((kind, named));
        }
    }

    pub(super) fn sprint(&mut self, table: &Table, span: Range<usize>) {
        let (mut name, mut start, mut end, mut goal) = (None, None, None, None);
        for (key, value) in table {
            match key.name.as_str() {
                "name" => name = self.name_of(value),
                "start" => start = self.read.date(value),
                "end" => end = self.read.date(value),
                "goal" => goal = self.read.string(value).map(str::to_owned),
                _ => self.read.unknown_key(key, "[[sprints]]", SPRINT),
            }
        }
        for key in ["name", "start", "end"] {
            if !table.iter().any(|(have, _)| have.name == key) {
                self.read.error(
                    span.clone(),
                    format!("this sprint has no `{key}`"),
                    "a sprint needs name, start and end",
                );
            }
        }
        self.in_order(start, end, span, "sprint");
        if let Some(name) = &name
            && let Some(mark) = name.mark
            && let Some(first) =
                self.charter.sprints.iter().find(|other| other.name.text.to_lowercase() == name.text.to_lowercase())
        {
            let twice = Diagnostic::error(format!("two sprints are called `{}`", name.text)).at(mark, "the second one");
            self.read.found.push(first.name.mark.map_or(twice.clone(), |mark| twice.at(mark, "the first one")));
        }
        if let (Some(name), Some(start), Some(end)) = (name, start, end) {
            self.charter.sprints.push(PlannedSprint { name, start, end, goal });
        }
    }

    pub(super) fn rule(&mut self, key: &Key, value: &Value) {
        let name = self.named(&key.name, key.span.clone());
        let mut setting = RuleSetting { name, level: None, when: None, file: self.file.id() };
        if value.as_text().is_some() {
            setting.level = self.word(value, "level");
        } else if let Some(table) = self.read.table(value) {
            for (key, value) in table {
                match key.name.as_str() {
                    "level" => setting.level = self.word(value, "level"),
                    "when" => setting.when = Some(value.clone()),
                    _ => self.read.unknown_key(key, "a rule's entry", RULE),
                }
            }
        }
        self.charter.rules.push(setting);
    }

    pub(super) fn ignore(&mut self, table: &Table, span: Range<usize>) {
        let mut entry = Ignore {
            mark: self.read.mark(span.clone()),
            rule: None,
            item: None,
            actor: None,
            sprint: None,
            since: None,
            until: None,
            reason: String::new(),
            expires: None,
        };
        for (key, value) in table {
            match key.name.as_str() {
                "rule" => entry.rule = self.name_of(value),
                "item" => entry.item = self.name_of(value),
                "actor" => entry.actor = self.name_of(value),
                "sprint" => entry.sprint = self.name_of(value),
                "since" => entry.since = self.read.date(value),
                "until" => entry.until = self.read.date(value),
                "reason" => entry.reason = self.read.string(value).unwrap_or_default().trim().to_owned(),
                "expires" => entry.expires = self.read.date(value),
                _ => self.read.unknown_key(key, "[[ignore]]", IGNORE),
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
        if entry.rule.is_none() && entry.item.is_none() && entry.actor.is_none() && entry.sprint.is_none() {
            self.read.error(span, "this ignore names nothing to ignore", "add rule, item, actor or sprint");
            return;
        }
        self.charter.ignores.push(entry);
    }
}
