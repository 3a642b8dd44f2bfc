//! The rules of one run: definitions with the profile and the charter laid over them, and the index that judging uses.

use super::condition::{FieldRef, Test};
use super::definition::{Definition, Judge, Overlay};
use super::parse;
use crate::board::ChangeKind;
use crate::charter::{Charter, Level, Profile, Word};
use crate::finding::Confidence;
use crate::source::tree::{self, Reader};
use crate::source::{Diagnostic, Sources};

/// Which rules a run asks.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only these rules or categories, if any are named.
    pub select: Vec<String>,
    /// Not these rules or categories.
    pub ignore: Vec<String>,
    /// Only rules at least this sure.
    pub min_confidence: Option<Confidence>,
}

impl Selection {
    /// Whether `rule` is asked.
    pub fn takes(&self, rule: &Definition) -> bool {
        let names = |list: &[String]| list.iter().any(|name| *name == rule.name || *name == rule.category);
        (self.select.is_empty() || names(&self.select))
            && !names(&self.ignore)
            && self.min_confidence.is_none_or(|least| rule.confidence >= least)
    }

    /// Whether it leaves no rule out.
    pub fn takes_all(&self) -> bool {
        self.select.is_empty() && self.ignore.is_empty() && self.min_confidence.is_none()
    }

    /// What is named here but is neither a rule nor a category.
    pub fn unknown(&self, rules: &[Definition]) -> Vec<Diagnostic> {
        let known = || rules.iter().flat_map(|rule| [rule.name.as_str(), rule.category.as_str()]);
        let missing = self.select.iter().chain(&self.ignore).filter(|name| !known().any(|known| known == *name));
        missing.map(|name| unknown_rule(name, rules)).collect()
    }
}

/// That no rule is called `name`, with the nearest one.
pub fn unknown_rule(name: &str, rules: &[Definition]) -> Diagnostic {
    let known = rules.iter().flat_map(|rule| [rule.name.as_str(), rule.category.as_str()]);
    let note = match tree::nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`boardlint rules` lists them".to_owned(),
    };
    Diagnostic::error(format!("there is no rule or category `{name}`")).note(note)
}

/// The rules of one run, compiled: immutable, indexed by the kind of change they can match.
#[derive(Debug)]
pub struct RuleSet {
    rules: Vec<Definition>,
    by_kind: Vec<Vec<usize>>,
}

impl RuleSet {
    /// Lays `profile` and `charter` over `rules` and takes those that `selection` asks for.
    ///
    /// What the charter says of rules that cannot be is pushed to `found`.
    pub fn new(
        rules: &[Definition],
        profile: Profile,
        charter: &Charter,
        selection: &Selection,
        sources: &Sources,
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut effective: Vec<Definition> = rules.to_vec();
        for rule in &mut effective {
            let own = rule.profiles.iter().find(|(name, _)| *name == profile).map(|(_, overlay)| overlay.clone());
            if let Some(overlay) = own {
                rule.apply(&overlay);
            }
        }
        for setting in &charter.rules {
            let Some(rule) = effective.iter_mut().find(|rule| rule.name == setting.name.text) else {
                let unknown = unknown_rule(&setting.name.text, rules);
                found.push(match setting.name.mark {
                    Some(mark) => unknown.at(mark, "no such rule"),
                    None => unknown,
                });
                continue;
            };
            let mut read = Reader::new(sources.get(setting.file));
            let when = setting.when.as_ref().map(|value| parse::overlay(&mut read, rule, value)).unwrap_or_default();
            found.append(&mut read.found);
            rule.apply(&Overlay { level: setting.level, when, ..Overlay::default() });
        }
        for named in charter.ignores.iter().filter_map(|ignore| ignore.rule.as_ref()) {
            if !rules.iter().any(|rule| rule.name == named.text) {
                let unknown = unknown_rule(&named.text, rules);
                found.push(match named.mark {
                    Some(mark) => unknown.at(mark, "no such rule"),
                    None => unknown,
                });
            }
        }
        effective.retain(|rule| rule.level != Level::Off && selection.takes(rule));
        effective.sort_by(|a, b| a.name.cmp(&b.name));
        let by_kind = ChangeKind::ALL
            .iter()
            .map(|kind| {
                let can = |rule: &Definition| {
                    rule.judge == Judge::Change && kinds(rule).is_none_or(|kinds| kinds & kind_bit(*kind) != 0)
                };
                effective.iter().enumerate().filter(|(_, rule)| can(rule)).map(|(place, _)| place).collect()
            })
            .collect();
        Self { rules: effective, by_kind }
    }

    /// The rules, by name.
    pub fn rules(&self) -> &[Definition] {
        &self.rules
    }

    /// The places of the rules that a change of `kind` can match.
    pub(super) fn of_kind(&self, kind: ChangeKind) -> &[usize] {
        &self.by_kind[kind as usize]
    }
}

fn kind_bit(kind: ChangeKind) -> u64 {
    1 << kind as usize
}

/// The kinds of change that `rule` can match, as bits; none where it does not say.
pub(super) fn kinds(rule: &Definition) -> Option<u64> {
    rule.when.iter().find_map(|condition| match (condition.field, &condition.test) {
        (FieldRef::Known(field), Test::AnyOf(words)) if field.name == "change.kind" => Some(*words),
        _ => None,
    })
}
