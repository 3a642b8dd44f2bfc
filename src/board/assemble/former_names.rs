//! Fields that had another name when they were changed. Jira Server records a field in its history under the
//! name of that day, without an id. A name belongs to a present field if the last change under it left on
//! each item the value that the field has today.

use foldhash::{HashMap, HashSet};

use crate::board::facts::{Act, ChangeFact, FieldFact, ItemFact, Text};
use crate::lexicon;

/// Minimum number of items with equal numbers: few may be equal by chance.
const ENOUGH_NUMBERS: usize = 5;

/// Former names of a field.
#[derive(Debug, Default)]
pub(super) struct FormerNames {
    /// The certain ones, in lower case.
    pub(super) known: Vec<String>,
    /// Whether there may be another one.
    pub(super) may_be_more: bool,
}

impl FormerNames {
    /// Finds the former names of the field that `ids` name, in lower case. No change is recorded under its
    /// present names. `known` are the fields of the board; `changed` are the ids and names in the history.
    pub(super) fn of(
        ids: &HashSet<String>,
        known: &[FieldFact<'_>],
        changed: &HashSet<(&str, &str)>,
        items: &[ItemFact<'_>],
    ) -> Self {
        let of_today: HashSet<String> = known.iter().map(|field| field.name.to_lowercase()).collect();
        let is_former = |name: &str| lexicon::field(name).is_none() && !of_today.contains(&name.to_lowercase());
        let without_id = changed.iter().filter(|(id, _)| id.is_empty()).map(|(_, name)| *name);
        let names: HashSet<&str> = without_id.filter(|name| is_former(name)).collect();
        if names.is_empty() || ids.is_empty() {
            return Self::default();
        }
        let mut agreements: HashMap<&str, Agreement> = HashMap::default();
        for item in items {
            for (name, last) in last_changes(item, &names) {
                agreements.entry(name).or_default().add(last, value(item, ids));
            }
        }
        let mut found = Self::default();
        for (name, agreement) in agreements.into_iter().filter(|(_, agreement)| !agreement.differs) {
            if agreement.texts > 0 || agreement.numbers >= ENOUGH_NUMBERS {
                found.known.push(name.to_lowercase());
            } else {
                found.may_be_more |= agreement.numbers > 0;
            }
        }
        found
    }
}

/// How the values after the last changes under a name agree with the values of a field.
#[derive(Default)]
struct Agreement {
    /// Items with the same number.
    numbers: usize,
    /// Items with the same text of several words.
    texts: usize,
    /// Whether any item has another value.
    differs: bool,
}

impl Agreement {
    fn add(&mut self, left: Option<Text<'_>>, held: Option<Text<'_>>) {
        let (Some(left), Some(held)) = (left, held) else {
            self.differs |= left.is_some() || held.is_some();
            return;
        };
        if let Some((left, held)) = left.number().zip(held.number()) {
            self.numbers += usize::from(left == held);
            self.differs |= left != held;
            return;
        }
        let (left, held) = (left.decode(), held.decode());
        let is_same = left.split_whitespace().eq(held.split_whitespace());
        self.texts += usize::from(is_same && left.split_whitespace().nth(1).is_some());
        self.differs |= !is_same;
    }
}

/// The values after the last change of `item` under each of `names`.
fn last_changes<'i, 'a>(item: &'i ItemFact<'a>, names: &HashSet<&str>) -> HashMap<&'i str, Option<Text<'a>>> {
    let mut last: HashMap<&str, (&ChangeFact<'_>, Option<Text<'a>>)> = HashMap::default();
    for change in &item.changes {
        let Act::Field { id, name, to, .. } = &change.act else { continue };
        let is_later = last.get(&**name).is_none_or(|(before, _)| before.at <= change.at);
        if id.is_empty() && names.contains(&**name) && is_later {
            last.insert(name, (change, to.filter(|text| !text.is_empty())));
        }
    }
    last.into_iter().map(|(name, (_, left))| (name, left)).collect()
}

/// The value of `item` in the field that `ids` name.
fn value<'a>(item: &ItemFact<'a>, ids: &HashSet<String>) -> Option<Text<'a>> {
    let held = item.fields.iter().find(|(id, _)| ids.contains(&id.to_lowercase()));
    held.map(|(_, text)| *text).filter(|text| !text.is_empty())
}
