//! Parses a rule file, and reports everything that is wrong with it at once.

mod condition;
mod count;
mod parser;

use super::condition::Condition;
use super::definition::{
    Advice, Anchor, Case, Definition, Excuse, GroupKey, Grouping, Overlay, RelatedTo, Repeated, Session, Share,
    SprintRecords,
};
use super::example;
use super::field::FieldRef;
use super::keys;
use super::subject::{Judge, Scope};
use super::template::{self, Template};
use crate::board::Decision;
use crate::charter::{Level, Profile};
use crate::finding::Confidence;
use crate::source::toml::{self, Reader, Table, Value};
use crate::source::{Diagnostic, File};
use crate::word::Word;
use crate::wording::nearest;
use parser::{Parser, get};

/// Parses the rule in `file`. The patterns of a rule that `is_trusted` are known to be valid.
///
/// # Errors
/// Everything that is wrong with it, each at its place.
pub(super) fn parse(file: &File, name: &str, category: &str, is_trusted: bool) -> Result<Definition, Vec<Diagnostic>> {
    let root = toml::parse(file)?;
    let mut parser = Parser::new(file, Judge::Change);
    parser.is_trusted = is_trusted;
    let definition = parser.rule(&root, file, name, category);
    let mut found = parser.read.found;
    found.sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.mark));
    match definition {
        Some(definition) if found.is_empty() => Ok(definition),
        _ => Err(found),
    }
}

/// Parses the conditions that a charter lays over `rule`.
pub(super) fn overlay(read: &mut Reader<'_>, rule: &Definition, value: &Value) -> Vec<Condition> {
    let mut parser = Parser::new(read.file(), rule.judge);
    parser.counts = rule.counts.iter().map(|count| (count.name.clone(), count.of)).collect();
    parser.shares = rule.shares.iter().map(|share| share.name.clone()).collect();
    let conditions = parser.conditions(value, None);
    read.found.append(&mut parser.read.found);
    conditions
}

impl Parser<'_> {
    fn rule(&mut self, root: &Table, file: &File, name: &str, category: &str) -> Option<Definition> {
        keys::RULE.known(&mut self.read, root);
        self.report_missing_in(&keys::RULE, root, &root.first().map_or(0..0, |(key, _)| key.span.clone()));
        let summary = get(root, "summary").and_then(|value| self.said(value));
        let level = get(root, "level").and_then(|value| self.word::<Level>(value, "level"));
        let confidence = get(root, "confidence").and_then(|value| self.word::<Confidence>(value, "confidence"));
        let judge = get(root, "judge").and_then(|value| self.word::<Judge>(value, "thing to judge"));
        self.judge = judge.unwrap_or(Judge::Change);
        self.declare_counts_and_shares(root);
        let counts = self.each(root, "count", Self::count);
        self.report_deep(&counts);
        let shares = self.each(root, "share", Self::share);
        let decision = get(root, "decision").and_then(|value| self.decision(value));
        let when = self.when(root);
        let unless = self.list(root, "unless", Self::excuse);
        let cases = self.list(root, "case", Self::case);
        let group = get(root, "group").and_then(|value| self.group(value));
        let repeated = get(root, "repeated").and_then(|value| self.repeated(value));
        let profiles = self.each(root, "profile", Self::profile);
        self.report_accusation(root, level);
        let report = get(root, "report").and_then(|value| self.report(value));
        let advice = get(root, "advice").and_then(|value| self.advice(value));
        let examples = example::parse(&mut self.read, root);
        let Report { message, facts, related, points_at } = report?;
        Some(Definition {
            name: name.to_owned(),
            category: category.to_owned(),
            file: file.id(),
            summary: summary?,
            level: level?,
            confidence: confidence?,
            judge: judge?,
            decision,
            when,
            unless,
            cases,
            group,
            repeated,
            counts,
            shares,
            profiles,
            message,
            facts,
            related,
            points_at,
            advice: advice?,
            examples,
        })
    }

    /// Registers the names of counts and shares before any condition is parsed, since conditions may refer to
    /// them.
    fn declare_counts_and_shares(&mut self, root: &Table) {
        let table = |key: &str| get(root, key).and_then(Value::as_table).into_iter().flatten();
        let scope = |count: &Value| get(count.as_table()?, "of").and_then(Value::as_text).and_then(Scope::parse);
        let own = self.own_scope();
        self.counts = table("count").map(|(key, count)| (key.name.clone(), scope(count).unwrap_or(own))).collect();
        self.shares = table("share").map(|(key, _)| key.name.clone()).collect();
    }

    /// The conditions of the rule itself. They may be empty if the rule has excuses.
    fn when(&mut self, root: &Table) -> Vec<Condition> {
        let Some(value) = get(root, "when") else { return Vec::new() };
        let conditions = self.conditions(value, None);
        if value.as_table().is_some_and(Vec::is_empty) && get(root, "unless").is_none() {
            self.report_empty(value);
        }
        conditions
    }

    /// Reports that a rule about people has a level above `info`: what one person does is a topic to talk
    /// about, not a violation.
    fn report_accusation(&mut self, root: &Table, level: Option<Level>) {
        let named = get(root, "level").filter(|_| level.is_some_and(|level| level > Level::Info));
        if let Some(value) = named.filter(|_| self.judge == Judge::Person) {
            let message = "a rule that judges a person has the level `info` or `off`";
            self.read.error(value.span.clone(), message, "people are no violations");
        }
    }

    fn each<T>(&mut self, root: &Table, key: &str, entry: fn(&mut Self, &toml::Key, &Value) -> Option<T>) -> Vec<T> {
        let Some(value) = get(root, key) else { return Vec::new() };
        let table = self.read.table(value).into_iter().flatten();
        table.filter_map(|(key, value)| entry(self, key, value)).collect()
    }

    fn list<T>(&mut self, root: &Table, key: &str, entry: fn(&mut Self, &Value) -> Option<T>) -> Vec<T> {
        let Some(value) = get(root, key) else { return Vec::new() };
        if value.as_table().is_some() {
            let message = format!("there can be several of these: write `[[{key}]]`");
            self.read.error(value.span.clone(), message, "this is one");
            return Vec::new();
        }
        let list = self.read.list(value).unwrap_or_default();
        list.iter().filter_map(|value| entry(self, value)).collect()
    }

    fn excuse(&mut self, value: &Value) -> Option<Excuse> {
        let table = self.read.table(value)?;
        let name = get(table, "name");
        let conditions = self.conditions(value, Some(&keys::EXCUSE));
        if table.iter().all(|(key, _)| keys::EXCUSE.names().contains(&key.name.as_str())) {
            self.read.error(
                value.span.start..value.span.start + 1,
                "this excuse has no condition",
                "what asks nothing excuses everything",
            );
        }
        if name.is_none() {
            self.read.error(
                value.span.start..value.span.start + 1,
                "this excuse has no name",
                "add `name = \"…\"`: the reason in words",
            );
        }
        let name = name?;
        Some(Excuse { name: self.said(name)?, span: name.span.clone(), conditions })
    }

    fn case(&mut self, value: &Value) -> Option<Case> {
        let table = self.read.table(value)?;
        let name = get(table, "name").and_then(|value| self.text(value)).unwrap_or_default();
        if name.is_empty() {
            self.read.error(
                value.span.start..value.span.start + 1,
                "this case has no name",
                "add `name = \"…\"`: what sets it apart",
            );
        }
        let span = get(table, "name").map_or(value.span.clone(), |name| name.span.clone());
        let level = get(table, "level").and_then(|value| self.word(value, "level"));
        let message = get(table, "message").and_then(|value| self.template(value));
        if get(table, "level").is_none() && get(table, "message").is_none() {
            self.read.error(
                value.span.start..value.span.start + 1,
                "this case changes nothing",
                "add `level = \"…\"` or `message = \"…\"`",
            );
        }
        Some(Case { name, span, level, message, conditions: self.conditions(value, Some(&keys::CASE)) })
    }

    fn group(&mut self, value: &Value) -> Option<Grouping> {
        self.report_missing(&keys::GROUP, value);
        let (mut per, mut within, mut session) = (Vec::new(), None, None);
        for (key, value) in keys::GROUP.read(&mut self.read, value)? {
            match key.name.as_str() {
                "per" => per = self.keys(value),
                "within" => within = self.duration(value),
                "session" => session = self.session(value),
                _ => {}
            }
        }
        Some(Grouping { per, within: within?, span: value.span.clone(), session })
    }

    fn session(&mut self, value: &Value) -> Option<Session> {
        self.report_missing(&keys::SESSION, value);
        let (mut per, mut lasting, mut at_least, mut of_all) = (Vec::new(), None, None, None);
        for (key, value) in keys::SESSION.read(&mut self.read, value)? {
            match key.name.as_str() {
                "per" => per = self.keys(value),
                "span" => lasting = self.duration(value),
                "at-least" => at_least = self.read.whole(value, keys::SESSIONS),
                "at-least-of-all" => of_all = self.read.whole(value, keys::SESSIONS),
                _ => {}
            }
        }
        let sizes = ["at-least", "at-least-of-all"];
        let given = value.as_table().into_iter().flat_map(|table| sizes.iter().filter(|key| get(table, key).is_some()));
        if given.count() != 1 {
            let message = "[group.session] needs either `at-least` or `at-least-of-all`";
            self.read.error(value.span.clone(), message, "how many items make a session, such as `at-least = 3`");
        }
        let (at_least, of_all) = (at_least.or(of_all)?, of_all.is_some());
        Some(Session { per, lasting: lasting?, at_least, of_all, span: value.span.clone() })
    }

    fn keys(&mut self, value: &Value) -> Vec<GroupKey> {
        let list = self.read.list(value).unwrap_or_default();
        list.iter().filter_map(|value| self.word(value, "thing to group by")).collect()
    }

    fn share(&mut self, key: &toml::Key, value: &Value) -> Option<Share> {
        let (mut of, mut whole) = (None, None);
        let both = value.as_table().is_some_and(|table| get(table, "of").is_some() && get(table, "in").is_some());
        for (key, value) in keys::SHARE.read(&mut self.read, value)? {
            match key.name.as_str() {
                "of" => of = self.counted(value),
                "in" => whole = self.counted(value),
                _ => {}
            }
        }
        if !both {
            self.read.error(key.span.clone(), "a share needs two counts", "`of = \"count.…\"` and `in = \"count.…\"`");
        }
        Some(Share { name: key.name.clone(), of: of?, whole: whole?, span: key.span.clone() })
    }

    fn counted(&mut self, value: &Value) -> Option<usize> {
        self.counted_or(value, &[])
    }

    /// The index of the count that `value` names. `others` are further valid names, for the message.
    fn counted_or(&mut self, value: &Value, others: &[&str]) -> Option<usize> {
        let name = self.read.string(value)?;
        if let Some(FieldRef::Count(place)) = self.field(name) {
            return self.fitting(name, &value.span).map(|_| place);
        }
        let counts: Vec<_> = self.counts.iter().map(|(count, _)| format!("count.{count}")).collect();
        let known: Vec<_> = others.iter().copied().chain(counts.iter().map(String::as_str)).collect();
        if known.is_empty() {
            let message = format!("`{name}` is no count of this rule, which has none");
            self.read.error(value.span.clone(), message, "`[count.NAME]` would say what it counts");
        } else {
            let of_sprint = if others.is_empty() { "" } else { ", and no records of its sprint" };
            self.read.unknown_word(value.span.clone(), name, &format!("count of this rule{of_sprint}"), &known);
        }
        None
    }

    fn profile(&mut self, key: &toml::Key, value: &Value) -> Option<(Profile, Overlay)> {
        let Some(profile) = Profile::parse(&key.name) else {
            self.read.unknown_word(key.span.clone(), &key.name, "profile", Profile::WORDS);
            return None;
        };
        let mut overlay = Overlay { span: key.span.clone(), ..Overlay::default() };
        for (key, value) in keys::OVERLAY.read(&mut self.read, value)? {
            match key.name.as_str() {
                "level" => {
                    overlay.level = self.word(value, "level");
                    overlay.span = value.span.clone();
                }
                "when" => overlay.when = self.conditions(value, None),
                _ => {}
            }
        }
        Some((profile, overlay))
    }

    fn decision(&mut self, value: &Value) -> Option<Decision> {
        if self.judge != Judge::Change {
            self.read.error(value.span.clone(), "`decision` is for rules that judge a change", "this rule does not");
        }
        self.word(value, "decision")
    }

    fn repeated(&mut self, value: &Value) -> Option<Repeated> {
        if self.judge != Judge::Sprint {
            self.read.error(value.span.clone(), "[repeated] is for rules that judge a sprint", "this rule does not");
        }
        self.report_missing(&keys::REPEATED, value);
        let (mut at_least, mut of_last) = (None, None);
        for (key, value) in keys::REPEATED.read(&mut self.read, value)? {
            match key.name.as_str() {
                "at-least" => at_least = self.read.whole(value, keys::SPRINTS),
                "of-last" => of_last = self.read.whole(value, keys::SPRINTS),
                _ => {}
            }
        }
        let (at_least, of_last) = (at_least?, of_last?);
        if at_least > of_last {
            let label = "such as `at-least = 2` and `of-last = 3`";
            self.read.error(value.span.clone(), "`at-least` is more than `of-last`", label);
        }
        Some(Repeated { at_least, of_last })
    }

    fn report(&mut self, value: &Value) -> Option<Report> {
        let (mut message, mut facts, mut related, mut points_at) = (None, Vec::new(), None, Some(Anchor::Subject));
        self.report_missing(&keys::REPORT, value);
        for (key, value) in keys::REPORT.read(&mut self.read, value)? {
            match key.name.as_str() {
                "message" => message = self.template(value),
                "facts" => facts = self.facts(value),
                "related" => related = self.related(value),
                "points-at" => points_at = self.word(value, "record to point at"),
                _ => {}
            }
        }
        Some(Report { message: message?, facts, related, points_at: points_at? })
    }

    fn template(&mut self, value: &Value) -> Option<Template> {
        let text = self.said(value)?;
        let parsed = Template::parse(&text, self.judge, |name| self.field(name));
        match parsed {
            Ok(template) => {
                if text.ends_with('.') {
                    let label = "formats put it into sentences of their own: leave out the full stop";
                    self.read.error(value.span.clone(), "a message is one sentence without a full stop", label);
                }
                let named: Vec<_> = template.fields().collect();
                named.into_iter().for_each(|field| self.report_unfit(field, &value.span));
                Some(template)
            }
            Err(unknown) => {
                for (name, _) in unknown {
                    let mut names = self.names();
                    names.extend(template::special(self.judge).map(str::to_owned));
                    let label = match nearest(&name, names.iter().map(String::as_str)) {
                        _ if name == "item.key" => "`{item}` names it".to_owned(),
                        Some(near) => format!("did you mean `{{{near}}}`?"),
                        None => "`boardlint vocabulary` lists the fields".to_owned(),
                    };
                    self.read.error(value.span.clone(), format!("the message has no `{{{name}}}` to fill in"), label);
                }
                None
            }
        }
    }

    fn facts(&mut self, value: &Value) -> Vec<(String, FieldRef)> {
        let asked = self.read.strings(value).into_iter();
        let asked: Vec<_> = asked.filter_map(|(name, span)| Some((self.fitting(&name, &span)?, name))).collect();
        let short: Vec<String> = asked.iter().map(|(field, name)| field.fact_name(name)).collect();
        // If names are equal, only the last one stays short: a count and a share of it become `count-po` and
        // `po`.
        let name = |(place, (field, name)): (usize, &(FieldRef, String))| {
            let is_taken = short[place + 1..].contains(&short[place]);
            (if is_taken { name.replace('.', "-") } else { short[place].clone() }, *field)
        };
        asked.iter().enumerate().map(name).collect()
    }

    fn related(&mut self, value: &Value) -> Option<RelatedTo> {
        let text = self.read.string(value)?;
        let of_sprint = if self.judge == Judge::Sprint { SprintRecords::WORDS } else { &[] };
        match SprintRecords::parse(text) {
            Some(records) if !of_sprint.is_empty() => Some(RelatedTo::Sprint(records)),
            Some(records) => {
                let message = format!(
                    "`{records}` are records of the sprint that is judged, and this rule judges {}",
                    self.judge.one()
                );
                self.read.error(value.span.clone(), message, "name one of its counts: `count.NAME`");
                None
            }
            None => self.counted_or(value, of_sprint).map(RelatedTo::Count),
        }
    }

    fn advice(&mut self, value: &Value) -> Option<Advice> {
        let mut advice = Advice::default();
        self.report_missing(&keys::ADVICE, value);
        for (key, value) in keys::ADVICE.read(&mut self.read, value)? {
            match key.name.as_str() {
                "why" => advice.why = self.said(value).unwrap_or_default(),
                "instead" => advice.instead = self.said(value).unwrap_or_default(),
                "ask" => advice.ask = self.said(value).unwrap_or_default(),
                "fine" => advice.fine = self.said(value).unwrap_or_default(),
                "source" => advice.source = self.read.strings(value).into_iter().map(|(text, _)| text).collect(),
                _ => {}
            }
        }
        Some(advice)
    }
}

/// The `[report]` section of a rule.
struct Report {
    message: Template,
    facts: Vec<(String, FieldRef)>,
    related: Option<RelatedTo>,
    points_at: Anchor,
}
