//! Which fields hold estimates and acceptance criteria on this board.

use std::ops::BitAnd;

use foldhash::{HashMap, HashSet};

use super::former_names::FormerNames;
use super::held_fields::HeldFields;
use super::named_by_items::named_by_items;
use crate::board::facts::{
    Act, FieldFact, FieldSchema, ItemFact, ItemFields, ORIGINAL_ESTIMATE, SPRINT, Text, Tool, is_custom_field, points,
};
use crate::board::{FieldUse, Meaning, Provenance};
use crate::charter::{Charter, Named, SprintCards};
use crate::lexicon::{self, Field, Header, Remark};
use crate::source::{Diagnostic, FileId};
use crate::wording::did_you_mean;

/// Minimum number of cards with a number in front of their titles that can show that a team estimates there.
const SEVERAL: usize = 5;

/// Fields by meaning, as ids and lower-case names.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    points: HashSet<String>,
    criteria: HashSet<String>,
    epics: HashSet<String>,
    ranks: HashSet<String>,
    /// Ids of fields whose names explain them. A name that merely resembles criteria, requirements or
    /// checklists does not.
    explained: HashSet<String>,
    /// The ids of the fields that mark impediments.
    flags: HashSet<String>,
    /// The fields that each file leaves out although the board has them.
    left_out: HashMap<FileId, ItemFields>,
    /// Whether the team estimates in time rather than points.
    pub(crate) in_time: bool,
    /// Whether points are written into titles (Trello).
    pub(crate) in_titles: bool,
    /// Whether changes of a field under an unknown name may be those of the estimates.
    pub(crate) may_have_former_estimates: bool,
    /// The fields that were recognised, and how.
    pub(crate) uses: Vec<FieldUse>,
}

impl Fields {
    /// Finds the meaning of fields from the charter, board configurations, schemas and names. Then finds
    /// which of them each file leaves out, by the fields that the file has a place for.
    pub(crate) fn new(
        charter: &Charter,
        tool: Tool,
        known: &[FieldFact<'_>],
        held: &HeldFields,
        items: &[ItemFact<'_>],
        found: &mut Vec<Diagnostic>,
    ) -> Self {
        let changed = changed(items);
        let named = known.iter().map(|field| (&*field.id, &*field.name));
        let all: HashSet<(&str, &str)> = named.chain(changed.iter().copied()).collect();
        let mut points = called(charter.story_points.as_ref(), Field::StoryPoints, &all);
        let criteria = called(charter.acceptance_criteria.as_ref(), Field::AcceptanceCriteria, &all);
        for (in_charter, meant) in [(&charter.story_points, &points), (&charter.acceptance_criteria, &criteria)] {
            if tool == Tool::Jira && meant.is_empty() {
                found.extend(in_charter.as_ref().and_then(|named| unknown(named, &all)));
            }
        }
        if charter.story_points.is_none() {
            points.extend(known.iter().filter(|field| field.estimate).map(|field| field.id.to_lowercase()));
            points.extend(ids_by_schema(known, FieldSchema::StoryPoints));
        }
        let is_time_in_charter = charter.story_points.as_ref().is_some_and(|named| is_time(&named.text));
        let in_time = is_time_in_charter || points.iter().any(|name| is_time(name));
        if in_time {
            // A system field has the same id everywhere, so no `names` are needed to find it.
            points.insert(ORIGINAL_ESTIMATE.to_owned());
        }
        let mut ranks: HashSet<String> = ids_by_schema(known, FieldSchema::Rank).collect();
        if ranks.is_empty() {
            ranks.extend(ids_by_name(known, Field::Rank));
        }
        let has_name = |(id, name): &&(&str, &str)| !id.is_empty() && !name.is_empty();
        let like_criteria = |(_, name): &&(&str, &str)| lexicon::says(name, Remark::LikeCriteria);
        let unclear: HashSet<&str> = all.iter().filter(like_criteria).map(|(id, _)| *id).collect();
        let mut fields = Self {
            points,
            criteria,
            epics: ids_by_schema(known, FieldSchema::EpicLink).chain(ids_by_name(known, Field::EpicLink)).collect(),
            ranks,
            explained: all
                .iter()
                .filter(|field| has_name(field) && !unclear.contains(field.0))
                .map(|(id, _)| id.to_lowercase())
                .collect(),
            flags: ids_by_name(known, Field::Flagged).collect(),
            left_out: HashMap::default(),
            in_time,
            in_titles: tool == Tool::Trello && estimates_in_titles(items),
            may_have_former_estimates: false,
            uses: Vec::new(),
        };
        fields.add_former_names(known, &changed, items);
        if tool == Tool::Jira {
            fields.left_out = fields.without_place(charter, known, &changed, held, items);
        }
        fields.uses = fields.understood(charter, known, &all);
        fields
    }

    /// Adds former names of the fields for estimates and acceptance criteria, as their changes record them.
    fn add_former_names(&mut self, known: &[FieldFact<'_>], changed: &HashSet<(&str, &str)>, items: &[ItemFact<'_>]) {
        let former = |meaning: &HashSet<String>| {
            let is_recorded = changed.iter().any(|(id, name)| fits(meaning, id, name));
            if is_recorded { FormerNames::default() } else { FormerNames::of(meaning, known, changed, items) }
        };
        let estimates = former(&self.points);
        self.may_have_former_estimates = estimates.may_be_more;
        self.points.extend(estimates.known);
        self.criteria.extend(former(&self.criteria).known);
    }

    /// The fields that each file has no place for although the board has them: the charter names them,
    /// `changed` has changes of them or another file has a place for them.
    fn without_place(
        &self,
        charter: &Charter,
        known: &[FieldFact<'_>],
        changed: &HashSet<(&str, &str)>,
        held: &HeldFields,
        items: &[ItemFact<'_>],
    ) -> HashMap<FileId, ItemFields> {
        let is_changed = |meaning: &HashSet<String>| changed.iter().any(|(id, name)| fits(meaning, id, name));
        let is_held = |meaning: &HashSet<String>| held.of_files().any(|(_, places)| !meaning.is_disjoint(places));
        let has = |meaning: &HashSet<String>, named: bool| named || is_changed(meaning) || is_held(meaning);
        let has_estimates = has(&self.points, charter.story_points.is_some());
        let has_criteria = has(&self.criteria, charter.acceptance_criteria.is_some());
        let is_planned = |item: &ItemFact<'_>| {
            !item.sprints.is_empty() || item.changes.iter().any(|change| matches!(change.act, Act::Sprints { .. }))
        };
        // A sprint with dates in the charter has issues in it. If a label shows which, they are known without
        // the field.
        let is_dated = || charter.sprints.iter().any(|sprint| !matches!(sprint.cards, SprintCards::Label(_)));
        let has_sprints = is_dated() || items.iter().any(is_planned);
        let by_schema = known.iter().filter(|field| field.schema == FieldSchema::Sprint);
        let mut sprints: HashSet<String> = by_schema.map(|field| field.id.to_lowercase()).collect();
        let is_explained = !sprints.is_empty();
        sprints.insert(SPRINT.to_owned());
        // A history without ids does not show which field it is, so it may be any custom field.
        let may_hold_sprints = |places: &HashSet<String>| {
            !sprints.is_disjoint(places) || (!is_explained && places.iter().any(|id| is_custom_field(id)))
        };
        let left_out = |places: &HashSet<String>| {
            ItemFields::NONE
                .with(ItemFields::ESTIMATES, has_estimates && self.points.is_disjoint(places))
                .with(ItemFields::CRITERIA, has_criteria && self.criteria.is_disjoint(places))
                .with(ItemFields::SPRINTS, has_sprints && !may_hold_sprints(places))
        };
        held.of_files().map(|(file, places)| (file, left_out(places))).collect()
    }

    /// The fields that all files with `item` leave out.
    pub(crate) fn left_out(&self, item: &ItemFact<'_>) -> ItemFields {
        let of = |file: FileId| self.left_out.get(&file).copied().unwrap_or_default();
        item.files().map(of).reduce(BitAnd::bitand).unwrap_or_default()
    }

    /// The fields that are left out of any of `items`.
    pub(crate) fn left_out_of_any(&self, items: &[ItemFact<'_>]) -> ItemFields {
        if self.left_out.is_empty() {
            return ItemFields::NONE;
        }
        items.iter().map(|item| self.left_out(item)).collect()
    }

    /// The recognised fields, each once. A field that the history gives without an id is the one of that
    /// name.
    fn understood(&self, charter: &Charter, known: &[FieldFact<'_>], all: &HashSet<(&str, &str)>) -> Vec<FieldUse> {
        let named: HashSet<_> = known.iter().map(|field| (&*field.id, &*field.name)).collect();
        let configured: HashSet<_> = known.iter().filter(|field| field.estimate).map(|field| &*field.id).collect();
        let schemas: HashSet<_> = known
            .iter()
            .filter(|field| matches!(field.schema, FieldSchema::StoryPoints | FieldSchema::EpicLink))
            .map(|field| &*field.id)
            .collect();
        let how = |meaning, id: &str, name: &str| match meaning {
            Meaning::Points if charter.story_points.is_some() => Provenance::Charter,
            Meaning::Criteria if charter.acceptance_criteria.is_some() => Provenance::Charter,
            Meaning::Points if configured.contains(id) => Provenance::Configuration,
            // A table has no ids: it derives the schema of a field from its name.
            Meaning::Points | Meaning::Epic if schemas.contains(id) && id != name => Provenance::Schema,
            _ if named.contains(&(id, name)) => Provenance::Name,
            _ => Provenance::Changelog,
        };
        let mut sorted: Vec<_> = all.iter().copied().collect();
        // The present name of a field goes before its name in a change.
        sorted.sort_unstable_by_key(|field| (field.0.is_empty(), field.1.is_empty(), !named.contains(field), *field));
        let mut uses: Vec<FieldUse> = Vec::new();
        let (mut ids, mut names) = (HashSet::default(), HashSet::default());
        for (id, name) in sorted {
            for meaning in self.meanings(id, name) {
                let new_name = names.insert((meaning, name.to_lowercase()));
                let new_id = !id.is_empty() && ids.insert((meaning, id));
                if new_id || (id.is_empty() && new_name) {
                    let known = how(meaning, id, name);
                    uses.push(FieldUse { meaning, id: id.to_owned(), name: name.to_owned(), known });
                }
            }
        }
        if self.in_time && !uses.iter().any(|field| field.meaning == Meaning::Points) {
            let (id, name) = (ORIGINAL_ESTIMATE.to_owned(), "Original estimate".to_owned());
            uses.push(FieldUse { meaning: Meaning::Points, id, name, known: Provenance::Charter });
        }
        uses.sort();
        uses
    }

    fn meanings(&self, id: &str, name: &str) -> impl Iterator<Item = Meaning> {
        let points = self.is_points(id, name).then_some(Meaning::Points);
        let criteria = self.is_criteria(id, name).then_some(Meaning::Criteria);
        [points, criteria, self.is_epic(id).then_some(Meaning::Epic)].into_iter().flatten()
    }

    /// Whether the field holds a text that may be acceptance criteria: nothing gives its name, or its name
    /// only resembles theirs. Source: docs/definitions.md, acceptance criteria.
    pub(crate) fn is_unexplained(&self, id: &str, value: &Text<'_>) -> bool {
        is_custom_field(id) && !holds(&self.explained, id) && value.decode().split_whitespace().nth(1).is_some()
    }

    /// Whether one of the fields of an item marks an impediment.
    pub(crate) fn is_flagged(&self, item: &ItemFact<'_>) -> bool {
        item.fields.iter().any(|(id, value)| holds(&self.flags, id) && !value.is_empty())
    }

    /// Whether the board has anything that counts as an estimate.
    pub(crate) fn knows_estimates(&self) -> bool {
        !self.points.is_empty() || self.in_time || self.in_titles
    }

    pub(crate) fn is_points(&self, id: &str, name: &str) -> bool {
        fits(&self.points, id, name)
    }

    /// Whether the field names the epic that an item is part of.
    pub(crate) fn is_epic(&self, id: &str) -> bool {
        holds(&self.epics, id)
    }

    /// Whether the field may hold an item's place in the backlog. Any field may if none is known to.
    pub(crate) fn may_be_rank(&self, id: &str) -> bool {
        self.ranks.is_empty() || holds(&self.ranks, id)
    }

    pub(crate) fn is_criteria(&self, id: &str, name: &str) -> bool {
        fits(&self.criteria, id, name)
    }
}

/// Ids and names, in lower case, of the fields that the charter names, or else of those whose names mean
/// `word`.
fn called(in_charter: Option<&Named>, word: Field, all: &HashSet<(&str, &str)>) -> HashSet<String> {
    let wanted = in_charter.map(|named| named.text.to_lowercase());
    let fits = |text: &str| match &wanted {
        Some(wanted) => *wanted == text.to_lowercase(),
        None => lexicon::field(text) == Some(word),
    };
    let meant = all.iter().filter(|(id, name)| fits(id) || fits(name)).flat_map(|(id, name)| [id, name]);
    meant.filter(|text| !text.is_empty()).map(|text| text.to_lowercase()).collect()
}

/// Ids of the fields with this schema, in lower case.
fn ids_by_schema(known: &[FieldFact<'_>], schema: FieldSchema) -> impl Iterator<Item = String> {
    known.iter().filter(move |field| field.schema == schema).map(|field| field.id.to_lowercase())
}

/// Ids of the fields whose names mean `word`, in lower case.
fn ids_by_name(known: &[FieldFact<'_>], word: Field) -> impl Iterator<Item = String> {
    known.iter().filter(move |field| lexicon::field(&field.name) == Some(word)).map(|field| field.id.to_lowercase())
}

/// The ids and names of the custom fields that `items` were changed in.
fn changed<'i>(items: &'i [ItemFact<'_>]) -> HashSet<(&'i str, &'i str)> {
    let names = |item: &'i ItemFact<'_>| {
        item.changes.iter().filter_map(|change| match &change.act {
            Act::Field { id, name, .. } => Some((&**id, &**name)),
            _ => None,
        })
    };
    named_by_items(items, names).collect()
}

/// Whether the team writes estimates in front of card titles: at least a fifth of the cards had such a
/// number, or several cards had the same ones. Running numbers are all different.
fn estimates_in_titles(items: &[ItemFact<'_>]) -> bool {
    let estimates = || items.iter().flat_map(|item| &item.changes).map(|change| &change.act);
    if estimates().any(|act| matches!(act, Act::Estimated { title: None, .. })) {
        return true;
    }
    let number = |item: &ItemFact<'_>| {
        let before = || {
            item.changes.iter().find_map(|change| match change.act {
                Act::Estimated { from, to, .. } => to.or(from),
                _ => None,
            })
        };
        points(&item.title.decode()).0.or_else(before)
    };
    let mut numbers: Vec<u64> = items.iter().filter_map(number).map(f64::to_bits).collect();
    let count = numbers.len();
    numbers.sort_unstable();
    numbers.dedup();
    count > 0 && (count * 5 >= items.len() || (count >= SEVERAL && numbers.len() < count))
}

/// Whether a field with this id or name is Jira's own time estimate.
fn is_time(field: &str) -> bool {
    field.eq_ignore_ascii_case(ORIGINAL_ESTIMATE) || lexicon::header(field) == Some(Header::OriginalEstimate)
}

/// Whether the field with this id, or with this name if it has no id, is one of `meaning`.
fn fits(meaning: &HashSet<String>, id: &str, name: &str) -> bool {
    // An id is decisive: two fields may share a name, but not an id.
    if id.is_empty() { holds(meaning, name) } else { holds(meaning, id) }
}

/// Whether `meaning`, which is in lower case, contains `text`. Most ids already are in lower case.
fn holds(meaning: &HashSet<String>, text: &str) -> bool {
    let is_small = text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_small { meaning.contains(text) } else { meaning.contains(&text.to_lowercase()) }
}

/// Warns that no field has the name in the charter, unless that means the time estimate.
fn unknown(named: &Named, all: &HashSet<(&str, &str)>) -> Option<Diagnostic> {
    let mark = named.mark.filter(|_| !is_time(&named.text))?;
    let mut names: Vec<_> = all.iter().map(|(_, name)| *name).filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names.dedup();
    let label = did_you_mean(&named.text, names).unwrap_or_else(|| "no item and no change names it".to_owned());
    let warning = Diagnostic::warning(format!("the export knows no field `{}`", named.text)).at(mark, label);
    Some(warning.note("fields are told by `names` of a search page (`expand=names`) and by changes of the field"))
}
