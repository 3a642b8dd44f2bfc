//! Conditions: a field of the vocabulary and a test, with three possible answers.

use std::borrow::Cow;

use jiff::Timestamp;
use regex::Regex;

use super::vocabulary::Field;
use crate::board::{Board, Change, Gap, Item, Missing, Need, PersonId, Sprint};
use crate::charter::{Role, Word};

/// The type of a field, and with it the tests it can take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Type {
    /// True or false.
    Flag,
    /// A number in some unit.
    Number(&'static str),
    /// A length of time, written `24h`, `10s`, `5m`, `3d`.
    Duration,
    /// One or several words of a closed set.
    Words(&'static [&'static str]),
    /// Text.
    Text,
    /// A person; may be set or not, and stands in messages.
    Person,
}

/// Why an answer is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// Something the whole board lacks.
    Need(Need),
    /// Nobody is known to have held the role that day.
    NotThen(Role),
    /// The record does not say who did it.
    NoActor,
    /// The oldest part of the item's history is missing.
    Truncated,
    /// A sprint of which only the id is known.
    SprintUnexplained,
    /// The list or status is not mapped.
    Unmapped,
    /// Fewer than three closed sprints before.
    FewSprints,
    /// What was in the sprint at its start is not in the known history.
    NoFigures,
    /// Since when is not recorded.
    NotRecorded,
    /// The record does not say what sort of thing it is.
    Untyped,
    /// The export ends before there was time for an answer.
    StillOpen,
}

impl Why {
    /// The same reason, for the words that were asked for: of several roles that nobody held, the one in question.
    fn about(self, words: u64) -> Self {
        let role = Role::ALL.iter().copied().find(|role| words & bit(*role) != 0);
        match (self, role) {
            (Self::NotThen(_), Some(role)) => Self::NotThen(role),
            (why, _) => why,
        }
    }

    /// The gap, in words.
    pub fn gap(self, board: &Board<'_>) -> Gap {
        let gap =
            |missing, message: &str, hint: &str| Gap { missing, message: message.to_owned(), hint: hint.to_owned() };
        match self {
            Self::Need(need) => {
                board.lacks(need).unwrap_or_else(|| gap(Missing::History, "the evidence is not in the export", ""))
            }
            Self::NotThen(role) => Gap {
                missing: Missing::Roles,
                message: format!("nobody on this board is known to have been {} at that time", role.title()),
                hint: "date the roles in boardlint.toml without gaps, by account id or exact name".to_owned(),
            },
            Self::NoActor => board.lacks_actor(),
            Self::Truncated => board.lacks_beginning(),
            Self::SprintUnexplained => gap(
                Missing::Sprints,
                "the export names sprints by id only and does not say when they ran",
                "export the Sprint field too: `fields=*all`, or add the board's sprint list",
            ),
            Self::Unmapped => Gap {
                missing: Missing::Mapping,
                message: format!("not every {} of this board is known to mean a stage of work", board.column()),
                hint: "name them under [workflow] in boardlint.toml".to_owned(),
            },
            Self::FewSprints => gap(
                Missing::Sprints,
                "a velocity takes three closed sprints before the one that is judged",
                "export the earlier sprints too, or wait for them",
            ),
            Self::NoFigures => Gap {
                message: "what was in the sprint at its start is not in the known history".to_owned(),
                ..board.lacks_beginning()
            },
            Self::Untyped => gap(
                Missing::Mapping,
                "the export does not say of which type its items are",
                "export the issue types too: `fields=*all`",
            ),
            Self::StillOpen => {
                gap(Missing::History, "the export ends before a day has passed", "export again tomorrow")
            }
            Self::NotRecorded => {
                gap(Missing::Format, "the tool does not record since when", "nothing to do: no export can show it")
            }
        }
    }
}

/// What a field holds in one place.
#[derive(Clone, Debug)]
pub enum Value<'v> {
    /// Not known.
    Unknown(Why),
    /// Known to be nothing.
    Absent,
    /// True or false.
    Flag(bool),
    /// A number; durations are in seconds.
    Number(f64),
    /// A number of which only the bounds are known: a test that they settle is settled.
    Between {
        /// It is that or more.
        low: f64,
        /// It is that or less; infinite where nobody can say.
        high: f64,
        /// Why it is not known.
        why: Why,
    },
    /// Words of the field's set, as bits; `unsure` are those of which it is not known whether they hold.
    Words {
        /// The words that hold.
        held: u64,
        /// The words of which nobody knows.
        unsure: u64,
        /// Why not.
        why: Why,
    },
    /// Text.
    Text(Cow<'v, str>),
    /// A person.
    Person(PersonId),
}

impl Value<'_> {
    /// One word of `W`.
    pub fn word<W: Word + PartialEq>(word: W) -> Self {
        Self::Words { held: bit(word), unsure: 0, why: Why::NoActor }
    }
}

/// The bit that stands for `word` in a set of words.
pub fn bit<W: Word + PartialEq>(word: W) -> u64 {
    W::ALL.iter().position(|other| *other == word).map_or(0, |place| 1 << place)
}

/// Three-valued truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// Nobody knows.
    Unknown(Why),
}

impl From<bool> for Answer {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

/// A number in a test, or another field that gives it.
#[derive(Clone, Debug)]
pub enum Operand {
    /// As written.
    Number(f64),
    /// Whatever that field holds.
    Field(FieldRef),
}

/// How a number is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// More than.
    Above,
    /// Less than.
    Below,
    /// That or more.
    AtLeast,
    /// That or less.
    AtMost,
}

impl Order {
    /// How it is written.
    pub const ALL: &'static [(&'static str, Self)] =
        &[("above", Self::Above), ("below", Self::Below), ("at-least", Self::AtLeast), ("at-most", Self::AtMost)];

    fn holds(self, value: f64, bound: f64) -> bool {
        // Ratios are divisions: 22 against 55 / 3 is 1.2 and not a hair more.
        let difference = value - bound;
        let same = difference.abs() <= 1e-9 * bound.abs().max(1.0);
        match self {
            Self::Above => difference > 0.0 && !same,
            Self::Below => difference < 0.0 && !same,
            Self::AtLeast => difference > 0.0 || same,
            Self::AtMost => difference < 0.0 || same,
        }
    }
}

/// A test of one field.
#[derive(Clone, Debug)]
pub enum Test {
    /// One of these words holds.
    AnyOf(u64),
    /// None of these words holds.
    NoneOf(u64),
    /// Beside `any-of` on the same field, none of these holds either: the benefit of someone with two roles. A role that
    /// nobody holds takes nobody out.
    ButNot(u64),
    /// The flag is so.
    Is(bool),
    /// There is something, or nothing.
    IsSet(bool),
    /// The number compares so.
    Compare(Order, Operand),
    /// The text is one of these, in any case.
    TextIs(Vec<String>),
    /// The text is none of these, in any case.
    TextIsNot(Vec<String>),
    /// The text matches.
    Matches(Regex),
}

/// A field of the vocabulary, or a count or share that the rule itself defines.
#[derive(Clone, Copy, Debug)]
pub enum FieldRef {
    /// From the vocabulary.
    Known(&'static Field),
    /// `count.NAME`, by its place among the rule's counts.
    Count(usize),
    /// `share.NAME`, by its place among the rule's shares.
    Share(usize),
}

/// A field and a test of it.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The field's full name.
    pub name: String,
    /// The field.
    pub field: FieldRef,
    /// The test.
    pub test: Test,
    /// The test as it is written in the file it was read from.
    pub written: String,
}

/// Several changes that were one operation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// How many items.
    pub items: usize,
    /// How many seconds from the first to the last.
    pub span: f64,
    /// Whether it was a sitting: many changes of one sort in a span of time.
    pub sitting: bool,
}

/// Where conditions are asked: a change, an item, a sprint, the board, the charter.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'b, 'a> {
    /// The board.
    pub board: &'b Board<'a>,
    /// The change, if one is judged.
    pub change: Option<&'b Change<'a>>,
    /// The item judged, or that the change was made to.
    pub item: Option<&'b Item<'a>>,
    /// The sprint judged, or running when the change was made.
    pub sprint: Option<&'b Sprint<'a>>,
    /// The operation the change belongs to.
    pub group: Option<Group>,
    /// The rule's counts, if they have been taken.
    pub counts: &'b [f64],
    /// The rule's shares, as far as they have a whole.
    pub shares: &'b [Option<f64>],
}

impl<'b, 'a> Scene<'b, 'a> {
    /// The board as a whole.
    pub fn board(board: &'b Board<'a>) -> Self {
        Self { board, change: None, item: None, sprint: None, group: None, counts: &[], shares: &[] }
    }

    /// One change, its item and the sprint that was running.
    pub fn change(board: &'b Board<'a>, change: &'b Change<'a>) -> Self {
        let item = change.item.map(|item| board.item(item));
        let sprint = board.sprint_of(change).map(|sprint| board.sprint(sprint));
        Self { change: Some(change), item, sprint, ..Self::board(board) }
    }

    /// One item.
    pub fn item(board: &'b Board<'a>, item: &'b Item<'a>) -> Self {
        Self { item: Some(item), ..Self::board(board) }
    }

    /// One sprint.
    pub fn sprint(board: &'b Board<'a>, sprint: &'b Sprint<'a>) -> Self {
        Self { sprint: Some(sprint), ..Self::board(board) }
    }

    /// The instant that the scene is about.
    pub fn at(&self) -> Timestamp {
        let sprint = || self.sprint.and_then(|sprint| sprint.start);
        self.change.map(|change| change.at).or_else(sprint).unwrap_or(self.board.clock)
    }

    /// What `field` holds here.
    pub fn value(&self, field: FieldRef) -> Value<'b> {
        match field {
            FieldRef::Known(field) => (field.eval)(self),
            FieldRef::Count(place) => self.counts.get(place).map_or(Value::Absent, |count| Value::Number(*count)),
            FieldRef::Share(place) => match self.shares.get(place) {
                Some(Some(share)) => Value::Number(*share),
                _ => Value::Absent,
            },
        }
    }

    /// Whether `condition` holds here.
    pub fn ask(&self, condition: &Condition) -> Answer {
        self.test(&condition.test, self.value(condition.field))
    }

    /// Whether all `conditions` hold: one that does not settles it, whatever is unknown.
    pub fn all(&self, conditions: &[Condition]) -> Answer {
        let mut answer = Answer::Yes;
        for condition in conditions {
            match self.ask(condition) {
                Answer::Yes => {}
                Answer::No => return Answer::No,
                unknown @ Answer::Unknown(_) if answer == Answer::Yes => answer = unknown,
                Answer::Unknown(_) => {}
            }
        }
        answer
    }

    fn test(&self, test: &Test, value: Value<'_>) -> Answer {
        let value = match (value, test) {
            (Value::Unknown(why), _) => return Answer::Unknown(why),
            (Value::Absent, Test::IsSet(wanted)) => return (!wanted).into(),
            (_, Test::IsSet(wanted)) => return (*wanted).into(),
            // Nothing is none of anything.
            (Value::Absent, Test::NoneOf(_) | Test::ButNot(_) | Test::TextIsNot(_)) => return Answer::Yes,
            (Value::Absent, Test::Is(wanted)) => return (!wanted).into(),
            (Value::Absent, _) => return Answer::No,
            (value, _) => value,
        };
        match (test, value) {
            (Test::AnyOf(words), Value::Words { held, unsure, why }) => match (held & words, unsure & words) {
                (0, 0) => Answer::No,
                (0, open) => Answer::Unknown(why.about(open)),
                _ => Answer::Yes,
            },
            (Test::NoneOf(words), Value::Words { held, unsure, why }) => match (held & words, unsure & words) {
                (0, 0) => Answer::Yes,
                (0, open) => Answer::Unknown(why.about(open)),
                _ => Answer::No,
            },
            (Test::ButNot(words), Value::Words { held, .. }) => (held & words == 0).into(),
            (Test::Is(wanted), Value::Flag(flag)) => (flag == *wanted).into(),
            (Test::Compare(order, operand), Value::Number(number)) => match self.operand(operand) {
                Ok(bound) => order.holds(number, bound).into(),
                Err(answer) => answer,
            },
            (Test::Compare(order, operand), Value::Between { low, high, why }) => match self.operand(operand) {
                Ok(bound) => match (order.holds(low, bound), order.holds(high, bound)) {
                    (true, true) => Answer::Yes,
                    (false, false) => Answer::No,
                    _ => Answer::Unknown(why),
                },
                Err(answer) => answer,
            },
            (Test::TextIs(wanted), Value::Text(text)) => wanted.contains(&text.to_lowercase()).into(),
            (Test::TextIsNot(wanted), Value::Text(text)) => (!wanted.contains(&text.to_lowercase())).into(),
            (Test::Matches(pattern), Value::Text(text)) => pattern.is_match(&text).into(),
            // Loading checks that tests fit the types of their fields.
            _ => Answer::No,
        }
    }

    fn operand(&self, operand: &Operand) -> Result<f64, Answer> {
        match operand {
            Operand::Number(number) => Ok(*number),
            Operand::Field(field) => match self.value(*field) {
                Value::Number(number) => Ok(number),
                Value::Unknown(why) | Value::Between { why, .. } => Err(Answer::Unknown(why)),
                _ => Err(Answer::No),
            },
        }
    }
}
