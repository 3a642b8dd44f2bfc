use std::io;

use super::judging::{profile, selection};
use super::terminal::Terminal;
use super::{Status, complain};
use crate::charter::{Charter, Profile};
use crate::cli::RuleArgs;
use crate::rule::{self, RuleSet, needs};
use crate::source::Sources;

/// What no export shows, so that a clean run is not taken for a clean bill.
const NOT_CHECKED: &[&str] = &[
    "who runs the daily",
    "who talks in the retrospective",
    "whether Product Owner and Scrum Master talk to each other",
    "whether a stakeholder was promised something else",
    "whether a backlog problem is being treated as a meeting problem",
];

/// Lists the rules with level, confidence and what each needs.
pub(super) fn run(args: &RuleArgs, terminal: &mut Terminal) -> io::Result<Status> {
    let mut sources = Sources::new();
    let loaded = rule::load(&mut sources, true, &args.rules);
    let selection = selection(args);
    let mut found = loaded.found;
    found.extend(selection.unknown(&loaded.rules));
    let profile = args.profile.map_or(Profile::Strict, profile);
    let rules = RuleSet::new(&loaded.rules, profile, &Charter::default(), &selection, &sources, &mut found);
    if !found.is_empty() {
        complain(&found, &sources, terminal)?;
        return Ok(Status::Usage);
    }
    let out = terminal.out();
    let mut shown: Vec<_> = rules.rules().iter().collect();
    shown.sort_by_key(|rule| (rule::weight(&rule.category), rule.category.clone(), rule.name.clone()));
    let mut category = "";
    for rule in &shown {
        if rule.category != category {
            category = &rule.category;
            writeln!(out, "{category}")?;
        }
        writeln!(
            out,
            "  {:<34} {:<5}  {:<6}  {}",
            rule.name,
            rule.level.to_string(),
            rule.confidence.to_string(),
            rule.summary
        )?;
        let needs = needs(rule);
        if !needs.is_empty() {
            writeln!(out, "  {:<34} needs {}", "", needs.join(", "))?;
        }
    }
    writeln!(out, "\n{} rules, profile {profile}. `boardlint explain RULE` says more.", shown.len())?;
    writeln!(out, "\nNot checked, because no export shows it: {}.", NOT_CHECKED.join("; "))?;
    Ok(Status::Clean)
}
