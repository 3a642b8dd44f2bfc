//! The rules of one run: compiled under a profile and a charter, and indexed by the kinds of change they can
//! match.

use foldhash::HashMap;

use super::accountability::Excuses;
use super::compiled::CompiledRule;
use super::definition::{Definition, Overlay};
use super::parse;
use super::subject::Judge;
use super::value::bit;
use crate::board::ChangeKind;
use crate::charter::{Charter, Level, Named, Profile};
use crate::finding::Confidence;
use crate::source::toml::Reader;
use crate::source::{Diagnostic, Sources};
use crate::word::Word;
use crate::wording::did_you_mean;

/// Which rules a run uses.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only these rules or categories; all if empty.
    pub select: Vec<String>,
    /// Without these rules or categories.
    pub ignore: Vec<String>,
    /// Only rules with at least this confidence.
    pub min_confidence: Option<Confidence>,
}

impl Selection {
    /// Whether `rule` is selected.
    pub fn takes(&self, rule: &Definition) -> bool {
        let names = |list: &[String]| list.iter().any(|name| *name == rule.name || *name == rule.category);
        (self.select.is_empty() || names(&self.select))
            && !names(&self.ignore)
            && self.min_confidence.is_none_or(|least| rule.confidence >= least)
    }

    /// Whether it selects every rule.
    pub fn takes_all(&self) -> bool {
        self.select.is_empty() && self.ignore.is_empty() && self.min_confidence.is_none()
    }

    /// Errors for the names here that are neither a rule nor a category.
    pub fn unknown(&self, rules: &[Definition]) -> Vec<Diagnostic> {
        let known = || rules.iter().flat_map(|rule| [rule.name.as_str(), rule.category.as_str()]);
        let missing = self.select.iter().chain(&self.ignore).filter(|name| !known().any(|known| known == *name));
        missing.map(|name| unknown_rule(name, rules)).collect()
    }
}

/// The error that no rule is called `name`, with the most similar name.
pub fn unknown_rule(name: &str, rules: &[Definition]) -> Diagnostic {
    if rules.iter().any(|rule| rule.category == name) {
        // Only called where a category is not allowed.
        let category = Diagnostic::error(format!("`{name}` is a category, and this takes one rule"));
        return category.note(format!("`boardlint rules --select {name}` lists its rules"));
    }
    let known = rules.iter().flat_map(|rule| [rule.name.as_str(), rule.category.as_str()]);
    let note = did_you_mean(name, known).unwrap_or_else(|| {
        "`boardlint rules` lists them; a rule of your own is found with `--rules FOLDER`".to_owned()
    });
    Diagnostic::error(format!("there is no rule or category `{name}`")).note(note)
}

/// The compiled rules of one run. Immutable, and indexed by the kinds of change they can match.
#[derive(Debug)]
pub struct RuleSet {
    rules: Vec<CompiledRule>,
    by_kind: Vec<Vec<usize>>,
}

impl RuleSet {
    /// Compiles those of `rules` that `selection` takes, under `profile` and `charter`. Impossible settings
    /// in the charter are pushed to `found`.
    pub fn new(
        rules: &[Definition],
        profile: Profile,
        charter: &Charter,
        selection: &Selection,
        sources: &Sources,
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut overlays: HashMap<&str, Vec<Overlay>> = HashMap::default();
        for setting in &charter.rules {
            match rules.iter().find(|rule| rule.name == setting.name.text) {
                Some(rule) => {
                    let mut read = Reader::new(sources.get(setting.file));
                    let when = setting.when.as_ref().map(|value| parse::overlay(&mut read, rule, value));
                    found.append(&mut read.found);
                    let overlay =
                        Overlay { level: setting.level, when: when.unwrap_or_default(), ..Overlay::default() };
                    overlays.entry(&rule.name).or_default().push(overlay);
                }
                None => found.push(unknown_in_charter(&setting.name, rules)),
            }
        }
        for named in charter.ignores.iter().flat_map(|ignore| &ignore.rules) {
            if !rules.iter().any(|rule| rule.name == named.text) {
                found.push(unknown_in_charter(named, rules));
            }
        }
        let compile = |rule: &Definition| {
            CompiledRule::new(rule, profile, overlays.get(rule.name.as_str()).map(Vec::as_slice).unwrap_or_default())
        };
        let mut compiled: Vec<CompiledRule> = rules.iter().filter(|rule| selection.takes(rule)).map(compile).collect();
        compiled.retain(|rule| rule.level != Level::Off);
        compiled.sort_by(|a, b| a.name.cmp(&b.name));
        let of_kind = |kind: &ChangeKind| {
            let can = |rule: &CompiledRule| {
                rule.judge == Judge::Change && rule.kinds().is_none_or(|kinds| kinds & bit(*kind) != 0)
            };
            compiled.iter().enumerate().filter(|(_, rule)| can(rule)).map(|(place, _)| place).collect()
        };
        let by_kind = ChangeKind::ALL.iter().map(of_kind).collect();
        Self { rules: compiled, by_kind }.with_excuses(&Excuses::new(rules))
    }

    /// Sets the rules that say what does not count as a decision.
    pub(super) fn with_excuses(mut self, excuses: &Excuses) -> Self {
        self.rules.iter_mut().for_each(|rule| rule.about_decisions = excuses.rules());
        self
    }

    /// The rules, sorted by name.
    pub fn rules(&self) -> &[CompiledRule] {
        &self.rules
    }

    /// For each kind of change, the indices of the rules that can match it.
    pub(super) fn by_kind(&self) -> &[Vec<usize>] {
        &self.by_kind
    }
}

/// The error that the charter names an unknown rule.
fn unknown_in_charter(named: &Named, rules: &[Definition]) -> Diagnostic {
    unknown_rule(&named.text, rules).at_if(named.mark, "no such rule")
}
