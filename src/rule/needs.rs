//! What a rule needs of a board, in words, as it follows from the fields it asks.

use std::collections::BTreeSet;

use super::condition::{FieldRef, Test, bit};
use super::definition::{Definition, Judge};
use crate::board::Need;
use crate::charter::{Kind, Role};

/// The evidence and the roles that `rule` cannot do without.
pub fn needs(rule: &Definition) -> Vec<String> {
    let mut needs: BTreeSet<String> = BTreeSet::new();
    if rule.judge == Judge::Charter {
        needs.insert("roles".to_owned());
    }
    let counted = rule.counts.iter().flat_map(|count| &count.conditions);
    for condition in rule.when.iter().chain(counted) {
        let FieldRef::Known(field) = condition.field else { continue };
        needs.extend(field.needs.iter().map(Need::to_string));
        if field.name == "item.kind"
            && let Test::AnyOf(words) = condition.test
        {
            let asked = [Kind::RetroAction, Kind::TechnicalDebt].into_iter().filter(|kind| words == bit(*kind));
            needs.extend(asked.map(|kind| Need::Items(kind).to_string()));
        }
        if let Test::AnyOf(words) | Test::NoneOf(words) | Test::AllOf(words) = condition.test
            && (matches!(field.name, "actor.role" | "target.role") || field.name.ends_with("touched-by"))
        {
            let asked =
                [Role::ProductOwner, Role::ScrumMaster].into_iter().filter(|role| words & (1 << *role as usize) != 0);
            needs.extend(asked.map(|role| format!("a {}", role.title())));
        }
        if field.name == "change.decision" || (field.name == "change.kind" && !condition.written.contains("created")) {
            needs.insert("history".to_owned());
        }
    }
    needs.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charter::Word;

    #[test]
    fn every_word_of_a_role_has_its_own_bit() {
        assert!(Role::ALL.iter().enumerate().all(|(place, role)| *role as usize == place));
    }
}
