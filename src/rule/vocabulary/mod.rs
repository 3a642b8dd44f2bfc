//! The fields that rules can speak of: a closed, typed list.
//!
//! A field is one entry in one of the tables here. It says what it holds, in which unit, and on what evidence it rests,
//! so that a missing piece of evidence makes a rule inconclusive without the rule having to say so.

mod attention;
mod backlog;
mod board;
mod change;
pub(super) mod charter;
mod course;
mod item;
mod sprint;
mod together;

use super::condition::{Scene, Type, Value, Why};
use super::definition::Judge;
use crate::board::{Need, PersonId, Phase, StateId};
use crate::charter::{Role, Stage, Word};

/// A field of the vocabulary.
#[derive(Debug)]
pub struct Field {
    /// Its full name, `moment.phase`.
    pub name: &'static str,
    /// Its type.
    pub kind: Type,
    /// What it holds.
    pub about: &'static str,
    /// The evidence it rests on.
    pub needs: &'static [Need],
    /// What it holds in a scene.
    pub eval: for<'b, 'a> fn(&Scene<'b, 'a>) -> Value<'b>,
}

const TABLES: &[&[Field]] = &[
    change::FIELDS,
    item::FIELDS,
    sprint::FIELDS,
    course::FIELDS,
    board::FIELDS,
    charter::FIELDS,
    attention::FIELDS,
    together::FIELDS,
    backlog::FIELDS,
];

/// All fields, by subject.
pub fn fields() -> impl Iterator<Item = &'static Field> {
    TABLES.iter().flat_map(|table| table.iter())
}

/// The field called `name`.
pub fn find(name: &str) -> Option<&'static Field> {
    fields().find(|field| field.name == name)
}

/// Whether only changes of certain kinds have anything in the field called `name`.
pub(super) fn has_its_kind(name: &str) -> bool {
    name.starts_with("target.")
        || matches!(
            name,
            "change.from-stage"
                | "change.to-stage"
                | "change.into-running-sprint"
                | "change.direction"
                | "change.criteria-changed"
                | "change.breaks-down"
        )
}

/// The subjects whose fields a rule that judges `judge` can use.
pub fn subjects(judge: Judge) -> &'static [&'static str] {
    match judge {
        Judge::Change => &["change", "actor", "target", "moment", "item", "sprint", "group", "board"],
        Judge::Item => &["item", "board"],
        Judge::Sprint => &["sprint", "board"],
        Judge::Board => &["board"],
        Judge::Charter => &["charter", "board"],
    }
}

/// Whether a rule that judges `judge` can use `field`.
pub fn is_open_to(field: &Field, judge: Judge) -> bool {
    let subject = field.name.split('.').next().unwrap_or_default();
    subjects(judge).contains(&subject)
}

/// The words of `W`, as a type names them.
macro_rules! word_list {
    ($($word:literal),* $(,)?) => { Type::Words(&[$($word),*]) };
}
use word_list;

/// All roles.
const ROLES: Type = Type::Words(Role::WORDS);

/// The stages of work.
const STAGES: Type = Type::Words(crate::charter::Stage::WORDS);

/// All kinds of item.
const KINDS: Type = Type::Words(crate::charter::Kind::WORDS);

/// The roles of `person` on the day the scene is about. Of a role that nobody is known to have held then, nobody can say
/// that this person did not hold it.
fn roles(scene: &Scene<'_, '_>, person: Option<PersonId>) -> Value<'static> {
    let Some(person) = person else { return Value::Unknown(Why::NoActor) };
    let at = scene.at();
    let set = scene.board.people.roles(person, at);
    let held = set.iter().fold(0, |bits, role| bits | super::condition::bit(role));
    let open =
        [Role::ProductOwner, Role::ScrumMaster].into_iter().filter(|role| !scene.board.people.is_held(*role, at));
    let (mut unsure, mut why) = (0, Why::NoActor);
    for role in open {
        unsure |= super::condition::bit(role);
        why = Why::NotThen(role);
    }
    Value::Words { held, unsure, why }
}

/// A flag, or nothing where the thing it is about is not there.
fn flag(value: Option<bool>) -> Value<'static> {
    value.map_or(Value::Absent, Value::Flag)
}

/// A number, or nothing.
fn number(value: Option<f64>) -> Value<'static> {
    value.map_or(Value::Absent, Value::Number)
}

/// Where something stands. What lies among the actions of a retrospective is known to be in no phase at all: it neither waits
/// for a sprint nor is it in one.
fn phase(scene: &Scene<'_, '_>, phase: Phase, state: Option<StateId>, why: impl FnOnce() -> Why) -> Value<'static> {
    match phase {
        Phase::Unknown if is_aside(scene, state) => Value::Words { held: 0, unsure: 0, why: Why::Unmapped },
        Phase::Unknown => Value::Unknown(why()),
        phase => Value::word(phase),
    }
}

fn is_aside(scene: &Scene<'_, '_>, state: Option<StateId>) -> bool {
    let state = state.and_then(|state| scene.board.states.get(state.index()));
    state.is_some_and(|state| state.stage == Some(Stage::Retrospective))
}

/// A stage of work; not known where the status or list is not mapped.
fn stage(stage: Option<Stage>) -> Value<'static> {
    stage.map_or(Value::Unknown(Why::Unmapped), Value::word)
}
