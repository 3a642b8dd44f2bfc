//! Names of statuses and lists, in the languages met so far. A draft may guess more boldly than a run without
//! a charter, because a person reads it before it takes effect.

use std::collections::{BTreeMap, BTreeSet};

use crate::charter::Stage;
use crate::lexicon;

/// How much of a name supports its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Some of its words.
    Part,
    /// All of it, or enough to leave little doubt.
    Whole,
}

/// The stage that a name means, and how much of the name supports it. The whole name does not count if it
/// says "done" or "ready".
pub(super) fn stage(name: &str) -> Option<(Stage, Fit)> {
    let part = || Some((lexicon::status_within(name)?.into(), Fit::Part));
    Stage::named(name).filter(|_| !lexicon::is_done_or_ready(name)).map(|stage| (stage, Fit::Whole)).or_else(part)
}

/// Words that occur in names of apps, but not of people.
pub(super) const OF_APPS: &[&str] = &["automation", "webhook", "integration", "service account", "add-on"];
/// Words that occur in names of apps and also of some people.
pub(super) const OF_APPS_AND_PEOPLE: &[&str] = &["bot", "jenkins", "addon", "sync", "import"];

/// Names that differ only by a number at the end, as those of sprints do: `Oven 1`, `Oven 2`.
pub(super) fn series<'n>(names: impl Iterator<Item = &'n str>) -> BTreeSet<&'n str> {
    let mut stems: BTreeMap<String, BTreeSet<&'n str>> = BTreeMap::new();
    for name in names.map(str::trim) {
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        if stem.len() < name.len() && stem.chars().any(char::is_alphabetic) {
            stems.entry(stem.trim().to_lowercase()).or_default().insert(name);
        }
    }
    stems.into_values().filter(|names| names.len() > 1).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_speaks_for_its_meaning_whole_or_in_part() {
        for (name, stage_of, fit) in [
            ("✅ Done!", Stage::Done, Fit::Whole),
            ("Visto Bueno Maria Ximena", Stage::Acceptance, Fit::Whole),
            ("作業中", Stage::Doing, Fit::Whole),
            ("Done this week", Stage::Done, Fit::Part),
        ] {
            assert_eq!(stage(name), Some((stage_of, fit)), "{name}");
        }
        for name in ["Issues", "Worklist", "Undone", "Project Mgt - RFQ Checklist", "MAIN NPCS", ""] {
            assert_eq!(stage(name), None, "{name}");
        }
    }

    #[test]
    fn lists_that_are_counted_are_a_series() {
        let names = ["Oven 1", "Oven 2", " Oven 3 ", "Team 7", "12", "Done"];
        assert_eq!(series(names.into_iter()).into_iter().collect::<Vec<_>>(), ["Oven 1", "Oven 2", "Oven 3"]);
    }
}
