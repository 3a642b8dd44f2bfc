//! The findings of one rule.

use crate::charter::Level;
use crate::report::pattern_groups::PatternGroup;

/// The findings of a rule, those that are listed below patterns among them.
pub(super) struct RuleGroups<'f> {
    pub(super) rule: &'f str,
    /// The highest level of its findings.
    pub(super) level: Level,
    pub(super) groups: Vec<PatternGroup<'f>>,
}

/// The groups by rule, in the order of the first of each: that is the order of levels and categories.
pub(super) fn by_rule(groups: Vec<PatternGroup<'_>>) -> Vec<RuleGroups<'_>> {
    let mut rules: Vec<RuleGroups<'_>> = Vec::new();
    for group in groups {
        let (rule, level) = (group.finding.rule.as_str(), group.finding.level);
        match rules.iter_mut().find(|it| it.rule == rule) {
            Some(known) => known.groups.push(group),
            None => rules.push(RuleGroups { rule, level, groups: vec![group] }),
        }
    }
    rules
}
