//! Fields that the charter gives by id and that the issues have a place for, although no file gives their
//! names.

use std::borrow::Cow;

use foldhash::HashMap;

use super::held_fields::HeldFields;
use super::rewind::order;
use crate::board::facts::{Act, ChangeFact, FieldFact, FieldSchema, ItemFact, Text, is_custom_field};
use crate::charter::{Charter, Named};
use crate::lexicon::{self, Field};

/// The fields in `charter` that occur in the issues and have no name among the `known` fields.
pub(super) fn placed_fields<'a>(
    charter: &Charter,
    known: &[FieldFact<'_>],
    held: &HeldFields,
    items: &[ItemFact<'_>],
) -> Vec<FieldFact<'a>> {
    let given = [
        (charter.story_points.as_ref(), Field::StoryPoints),
        (charter.acceptance_criteria.as_ref(), Field::AcceptanceCriteria),
    ];
    let placed = |(named, word): (Option<&Named>, Field)| {
        let id = named?.text.to_lowercase();
        let is_placed = is_custom_field(&id) && held.of_files().any(|(_, places)| places.contains(&id));
        let is_named = known.iter().any(|field| field.id.eq_ignore_ascii_case(&id) && !field.name.is_empty());
        (is_placed && !is_named).then(|| FieldFact {
            name: Cow::Owned(name_in_changes(&id, word, items).unwrap_or_default()),
            id: Cow::Owned(id),
            schema: FieldSchema::Unknown,
            estimate: false,
        })
    };
    given.into_iter().filter_map(placed).collect()
}

/// The name of the field with this `id` in changes that give only names. There must be exactly one name that
/// means `word` and agrees with the field: on every item, the newest change under it has the value of the
/// field.
fn name_in_changes(id: &str, word: Field, items: &[ItemFact<'_>]) -> Option<String> {
    let mut agree: HashMap<&str, bool> = HashMap::default();
    for item in items.iter().filter(|item| !item.bare) {
        let mut newest: HashMap<&str, (&ChangeFact<'_>, Option<Text<'_>>)> = HashMap::default();
        for change in &item.changes {
            if let Act::Field { id, name, to, .. } = &change.act
                && id.is_empty()
                && lexicon::field(name) == Some(word)
            {
                let known = newest.entry(&**name).or_insert((change, *to));
                if order(known.0) <= order(change) {
                    *known = (change, *to);
                }
            }
        }
        let now = item.fields.iter().find(|(field, _)| *field == id).map(|(_, value)| *value);
        for (name, (_, to)) in newest {
            *agree.entry(name).or_insert(true) &= is_same(to, now);
        }
    }
    let mut names = agree.into_iter().filter(|(_, agrees)| *agrees).map(|(name, _)| name.to_owned());
    names.next().filter(|_| names.next().is_none())
}

/// Whether two values of a field are equal, in whatever way their number is written.
fn is_same(a: Option<Text<'_>>, b: Option<Text<'_>>) -> bool {
    let number = |value: Option<Text<'_>>| value.and_then(Text::number);
    let text = |value: Option<Text<'_>>| value.map(|value| value.decode().trim().to_owned()).unwrap_or_default();
    if number(a).is_some() { number(a) == number(b) } else { text(a) == text(b) }
}
