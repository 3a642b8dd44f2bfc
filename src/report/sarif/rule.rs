use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Value, json};

use super::super::json::text;
use super::super::{Run, encode};
use super::level;
use crate::charter::Level;
use crate::rule::Definition;

/// The rules that were asked, and where each stands in the list.
pub(super) struct Rules<'r> {
    asked: Vec<&'r Definition>,
    places: FxHashMap<&'r str, usize>,
}

impl<'r> Rules<'r> {
    pub(super) fn of(run: &Run<'r>) -> Self {
        let asked = run.boards.iter().flat_map(|judged| &judged.asked).map(String::as_str);
        let named: FxHashSet<&str> = asked.chain(run.inconclusive.iter().map(|told| told.rule.as_str())).collect();
        let asked: Vec<_> = run.rules.iter().filter(|rule| named.contains(rule.name.as_str())).collect();
        let places = asked.iter().enumerate().map(|(place, rule)| (rule.name.as_str(), place)).collect();
        Self { asked, places }
    }

    /// Where the rule called `name` stands.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    /// A reference to the rule called `name`.
    pub(super) fn reference(&self, name: &str) -> Option<Value> {
        self.place(name).map(|place| json!({ "id": name, "index": place }))
    }

    pub(super) fn values(&self) -> Vec<Value> {
        self.asked.iter().map(|rule| descriptor(rule)).collect()
    }
}

fn descriptor(rule: &Definition) -> Value {
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
    json!({
        "id": rule.name,
        "name": in_one_word(&rule.name),
        "shortDescription": { "text": text(&sentence(&rule.summary)) },
        "fullDescription": { "text": text(&sentence(why)) },
        "help": { "text": text(&plain.join("\n\n")), "markdown": marked.join("\n\n") },
        "defaultConfiguration": { "level": level(rule.level) },
        "properties": {
            "tags": [rule.category],
            "precision": rule.confidence.to_string(),
            "problem.severity": match rule.level {
                Level::Error => "error",
                Level::Warn => "warning",
                Level::Info | Level::Off => "recommendation",
            },
        },
    })
}

/// `work-assigned-by-po` as `WorkAssignedByPo`: what SARIF calls a name.
fn in_one_word(name: &str) -> String {
    let first = |part: &str| {
        let (first, rest) = part.split_at(part.chars().next().map_or(0, char::len_utf8));
        first.to_uppercase() + rest
    };
    name.split('-').map(first).collect()
}

/// Ended like a sentence, as readers of SARIF put several behind one another.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.is_empty() || text.ends_with(['.', '!', '?', '…', ':']) { text.to_owned() } else { format!("{text}.") }
}
