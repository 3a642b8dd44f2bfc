use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::words::Word;
use super::{Alias, Appointment, Charter, Ignore, Kind, Level, Named, PlannedSprint, Role, RuleSetting, Stage};
use crate::source::tree::{Key, Reader, Table, Value};
use crate::source::{Diagnostic, File, tree};

const TOP: &[&str] = &[
    "timezone",
    "holidays",
    "date-order",
    "profile",
    "fail-on",
    "roles",
    "aliases",
    "workflow",
    "fields",
    "kinds",
    "sprints",
    "rules",
    "ignore",
];
const ROLES: &[(&str, Role)] = &[
    ("product-owner", Role::ProductOwner),
    ("scrum-master", Role::ScrumMaster),
    ("developers", Role::Developer),
    ("stakeholders", Role::Stakeholder),
    ("managers", Role::Manager),
    ("apps", Role::App),
];
const SPRINT: &[&str] = &["name", "start", "end", "goal"];
const IGNORE: &[&str] = &["rule", "item", "actor", "sprint", "since", "until", "reason", "expires"];

/// Reads the charter in `file`. What could be understood is returned together with everything that was wrong: any
/// diagnostic of severity error makes the charter unfit to judge by.
pub fn parse(file: &File) -> (Charter, Vec<Diagnostic>) {
    let mut charter = Charter { file: Some(file.id()), ..Charter::default() };
    let root = match tree::parse(file) {
        Ok(root) => root,
        Err(errors) => return (charter, errors),
    };
    let mut parser = Parser { file, read: Reader::new(file), charter: &mut charter };
    parser.top(&root);
    let mut found = parser.read.found;
    found.sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.mark));
    (charter, found)
}

struct Parser<'f, 'c> {
    file: &'f File,
    read: Reader<'f>,
    charter: &'c mut Charter,
}

impl Parser<'_, '_> {
    fn top(&mut self, root: &Table) {
        for (key, value) in root {
            match key.name.as_str() {
                "timezone" => self.timezone(value),
                "holidays" => self.holidays(value),
                "date-order" => self.charter.date_order = self.word(value, "order of day and month"),
                "profile" => self.charter.profile = self.word(value, "profile"),
                "fail-on" => self.fail_on(value),
                "roles" => self.each(value, Self::role),
                "aliases" => self.each(value, Self::alias),
                "workflow" => self.each(value, Self::stage),
                "fields" => self.each(value, Self::field),
                "kinds" => self.each(value, Self::kind),
                "sprints" => self.list(value, Self::sprint),
                "rules" => self.each(value, Self::rule),
                "ignore" => self.list(value, Self::ignore),
                _ => self.read.unknown_key(key, "boardlint.toml", TOP),
            }
        }
    }

    fn each(&mut self, value: &Value, entry: fn(&mut Self, &Key, &Value)) {
        if let Some(table) = self.read.table(value) {
            for (key, value) in table {
                entry(self, key, value);
            }
        }
    }

    fn list(&mut self, value: &Value, entry: fn(&mut Self, &Table, Range<usize>)) {
        for element in self.read.list(value).unwrap_or_default() {
            if let Some(table) = self.read.table(element) {
                entry(self, table, element.span.clone());
            }
        }
    }

    fn named(&self, text: &str, span: Range<usize>) -> Named {
        Named { text: text.to_owned(), mark: Some(self.read.mark(span)) }
    }

    fn name_of(&mut self, value: &Value) -> Option<Named> {
        let text = self.read.string(value)?.trim().to_owned();
        if text.is_empty() {
            self.read.error(value.span.clone(), "this name is empty", "expected a name");
            return None;
        }
        Some(self.named(&text, value.span.clone()))
    }

    fn word<W: Word>(&mut self, value: &Value, what: &str) -> Option<W> {
        let text = self.read.string(value)?;
        let parsed = W::parse(text);
        if parsed.is_none() {
            let words: Vec<_> = W::ALL.iter().map(|word| word.word()).collect();
            let label = match tree::nearest(text, words.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("expected one of {}", words.join(", ")),
            };
            self.read.error(value.span.clone(), format!("`{text}` is no {what}"), label);
        }
        parsed
    }

    fn timezone(&mut self, value: &Value) {
        let Some(name) = self.read.string(value) else { return };
        match TimeZone::get(name) {
            Ok(zone) => self.charter.timezone = zone,
            Err(_) => self.read.error_note(
                value.span.clone(),
                format!("no time zone is called `{name}`"),
                "unknown time zone",
                "write it as in the IANA list, for example \"Europe/Berlin\" or \"UTC\"",
            ),
        }
    }

    fn holidays(&mut self, value: &Value) {
        for day in self.read.list(value).unwrap_or_default() {
            self.charter.holidays.extend(self.read.date(day));
        }
    }

    fn fail_on(&mut self, value: &Value) {
        if value.as_text() == Some("never") {
            self.charter.fail_on = Some(None);
        } else if let Some(level) = self.word::<Level>(value, "level") {
            if level == Level::Off {
                self.read.error(value.span.clone(), "`off` is no level to fail on", "did you mean `never`?");
            } else {
                self.charter.fail_on = Some(Some(level));
            }
        }
    }

    fn role(&mut self, key: &Key, value: &Value) {
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

    fn alias(&mut self, key: &Key, value: &Value) {
        let person = self.named(&key.name, key.span.clone());
        let accounts = self.read.strings(value);
        let accounts = accounts.into_iter().map(|(text, span)| self.named(&text, span)).collect();
        self.charter.aliases.push(Alias { person, accounts });
    }

    fn stage(&mut self, key: &Key, value: &Value) {
        let Some(stage) = Stage::parse(&key.name) else {
            return self.read.unknown_key(key, "[workflow]", &words::<Stage>());
        };
        self.charter.stages_given.push(stage);
        for (text, span) in self.read.strings(value) {
            let named = self.named(&text, span.clone());
            let same = |(_, other): &&(Stage, Named)| other.text.to_lowercase() == text.to_lowercase();
            if let Some((other, first)) = self.charter.workflow.iter().find(same) {
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

    fn field(&mut self, key: &Key, value: &Value) {
        match key.name.as_str() {
            "story-points" => self.charter.story_points = self.name_of(value),
            "acceptance-criteria" => self.charter.acceptance_criteria = self.name_of(value),
            _ => self.read.unknown_key(key, "[fields]", &["story-points", "acceptance-criteria"]),
        }
    }

    fn kind(&mut self, key: &Key, value: &Value) {
        let Some(kind) = Kind::parse(&key.name) else {
            return self.read.unknown_key(key, "[kinds]", &words::<Kind>());
        };
        for (text, span) in self.read.strings(value) {
            let same = |(_, other): &&(Kind, Named)| other.text.to_lowercase() == text.to_lowercase();
            if let Some((other, first)) = self.charter.kinds.iter().find(same) {
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

    fn sprint(&mut self, table: &Table, span: Range<usize>) {
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
            && self.charter.sprints.iter().any(|other| other.name.text.to_lowercase() == name.text.to_lowercase())
        {
            let twice = Diagnostic::error(format!("two sprints are called `{}`", name.text));
            self.read.found.push(twice.at(mark, "the second one"));
        }
        if let (Some(name), Some(start), Some(end)) = (name, start, end) {
            self.charter.sprints.push(PlannedSprint { name, start, end, goal });
        }
    }

    fn rule(&mut self, key: &Key, value: &Value) {
        let name = self.named(&key.name, key.span.clone());
        let mut setting = RuleSetting { name, level: None, when: None, file: self.file.id() };
        if value.as_text().is_some() {
            setting.level = self.word(value, "level");
        } else if let Some(table) = self.read.table(value) {
            for (key, value) in table {
                match key.name.as_str() {
                    "level" => setting.level = self.word(value, "level"),
                    "when" => setting.when = Some(value.clone()),
                    _ => self.read.unknown_key(key, "a rule's settings", &["level", "when"]),
                }
            }
        }
        self.charter.rules.push(setting);
    }

    fn ignore(&mut self, table: &Table, span: Range<usize>) {
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

fn words<W: Word>() -> Vec<&'static str> {
    W::ALL.iter().map(|word| word.word()).collect()
}
