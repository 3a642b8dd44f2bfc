//! Totals for boards that are judged one by one, each as a run of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::inputs::Inputs;
use super::linted::{Linted, rules_unjudged};
use super::options::Options;
use super::summary::{Spread, Summary};

/// Totals for boards that are judged one by one, as if they were one run. Nothing else of the runs is kept.
#[derive(Debug, Default)]
pub struct FleetSummary {
    total: Summary,
    /// The ids of all people, because one person may be on several boards.
    people: BTreeSet<String>,
    /// For each selected rule, whether it could be judged on some board.
    rules_judged: BTreeMap<String, bool>,
    /// For each board, the number of rules that could be judged.
    judged: Vec<usize>,
}

impl FleetSummary {
    /// Adds the boards of a run.
    pub fn add(&mut self, run: &Linted<'_>) {
        let (total, numbers) = (&mut self.total, &run.summary);
        total.items += numbers.items;
        total.changes += numbers.changes;
        total.sprints += numbers.sprints;
        total.errors += numbers.errors;
        total.warnings += numbers.warnings;
        total.infos += numbers.infos;
        total.ignored += numbers.ignored;
        total.baselined += numbers.baselined;
        self.judged.extend(run.boards.iter().map(|board| board.numbers.judged()));
        let people = run.boards.iter().flat_map(|board| board.board.people.iter());
        self.people.extend(people.map(|(_, person)| person.id.to_string()));
        for (rule, judged) in run.rules_judged.iter().filter(|_| !run.boards.is_empty()) {
            *self.rules_judged.entry(rule.clone()).or_default() |= judged;
        }
    }

    /// The totals of all boards.
    pub fn finish(self, inputs: &Inputs, options: &Options) -> Summary {
        let rules = if self.judged.is_empty() { rules_unjudged(inputs, options) } else { self.rules_judged };
        Summary {
            people: self.people.len(),
            rules: rules.len(),
            inconclusive: rules.values().filter(|judged| !**judged).count(),
            spread: Spread::of(self.judged),
            ..self.total
        }
    }
}
