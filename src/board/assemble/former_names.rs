//! Fields that had another name when they were changed. Jira Server names a field in its history as it was called that day, and gives no
//! id: that it is one that the board has shows where the last change of each item left what the field holds today.

use foldhash::{HashMap, HashSet};

use crate::board::facts::{Act, ChangeFact, FieldFact, ItemFact, Text};
use crate::lexicon;

/// Numbers are often alike by chance: as those of so many items they are not.
const ENOUGH_NUMBERS: usize = 5;

/// Names under which a field of the board was changed.
#[derive(Debug, Default)]
pub(super) struct FormerNames {
    /// Those of which it is known, in small letters.
    pub(super) known: Vec<String>,
    /// Whether a further one may be one.
    pub(super) may_be_more: bool,
}

impl FormerNames {
    /// The former names of the field that `ids` name, in small letters, of which no change is recorded under a name that it has. `known`
    /// are the fields of the board, and `changed` the ids and names that the history has.
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

/// How what the last changes under a name left agrees with what a field holds.
#[derive(Default)]
struct Agreement {
    /// Items with the same number.
    numbers: usize,
    /// Items with the same text of several words.
    texts: usize,
    /// Whether any item holds something else.
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

/// What the last change of `item` under each of `names` left.
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

/// What `item` holds in the field that `ids` name.
fn value<'a>(item: &ItemFact<'a>, ids: &HashSet<String>) -> Option<Text<'a>> {
    let held = item.fields.iter().find(|(id, _)| ids.contains(&id.to_lowercase()));
    held.map(|(_, text)| *text).filter(|text| !text.is_empty())
}
