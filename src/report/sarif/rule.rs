//! The rules that a log refers to.

use foldhash::{HashMap, HashSet};

use super::super::json_value::JsonText;
use super::super::{Run, encode};
use super::log::{Configuration, Help, Message, Reference, RuleDescriptor, RuleProperties, level, sentence};
use crate::charter::Level;
use crate::rule::Definition;

/// The rules that ran, and the index of each in the list.
pub(super) struct Rules<'r> {
    asked: Vec<&'r Definition>,
    indexes: HashMap<&'r str, usize>,
}

impl<'r> Rules<'r> {
    pub(super) fn of(run: &Run<'r>) -> Self {
        let asked = run.boards.iter().flat_map(|linted| &linted.asked).map(String::as_str);
        let named: HashSet<&str> = asked.chain(run.inconclusive.iter().map(|gap| gap.rule.as_str())).collect();
        let asked: Vec<_> = run.rules.iter().filter(|rule| named.contains(rule.name.as_str())).collect();
        let indexes = asked.iter().enumerate().map(|(index, rule)| (rule.name.as_str(), index)).collect();
        Self { asked, indexes }
    }

    /// The index of the rule called `name`.
    pub(super) fn index(&self, name: &str) -> Option<usize> {
        self.indexes.get(name).copied()
    }

    /// A reference to the rule called `name`.
    pub(super) fn reference(&self, name: &'r str) -> Option<Reference<'r>> {
        self.index(name).map(|index| Reference { id: name, index })
    }

    pub(super) fn descriptors(&self) -> Vec<RuleDescriptor<'r>> {
        self.asked.iter().map(|rule| descriptor(rule)).collect()
    }
}

fn descriptor(rule: &Definition) -> RuleDescriptor<'_> {
    let advice = &rule.advice;
    let parts = [
        ("Why", advice.why.as_str()),
        ("Instead", &advice.instead),
        ("Ask", &advice.ask),
        ("No problem when", &advice.fine),
        ("Source", &advice.source.join("; ")),
    ];
    let parts = || parts.iter().filter(|(_, words)| !words.trim().is_empty());
    let plain: Vec<_> = parts().map(|(title, words)| format!("{title}: {words}")).collect();
    let marked: Vec<_> = parts().map(|(title, words)| format!("**{title}**: {}", encode::markdown(words))).collect();
    let why = if advice.why.trim().is_empty() { &rule.summary } else { &advice.why };
    RuleDescriptor {
        id: &rule.name,
        name: in_one_word(&rule.name),
        short_description: Message::new(&sentence(&rule.summary)),
        full_description: Message::new(&sentence(why)),
        help: Help { text: JsonText::new(plain.join("\n\n")), markdown: marked.join("\n\n") },
        default_configuration: Configuration { level: level(rule.level) },
        properties: RuleProperties {
            tags: [&rule.category],
            precision: rule.confidence.to_string(),
            severity: match rule.level {
                Level::Error => "error",
                Level::Warn => "warning",
                Level::Info | Level::Off => "recommendation",
            },
        },
    }
}

/// `work-assigned-by-po` as `WorkAssignedByPo`: what SARIF calls a name.
fn in_one_word(name: &str) -> String {
    let first = |part: &str| {
        let (first, rest) = part.split_at(part.chars().next().map_or(0, char::len_utf8));
        first.to_uppercase() + rest
    };
    name.split('-').map(first).collect()
}
