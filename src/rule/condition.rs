//! Conditions: a field of the vocabulary and a test, with three possible answers.

use std::borrow::Cow;
use std::ops::Range;

use jiff::Timestamp;
use regex::Regex;

use super::vocabulary::Field;
use crate::board::facts::Tool;
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
    /// The sprint's record has no place for a goal.
    NoGoals,
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
    /// The export holds nothing of what was done then.
    NothingDone,
    /// On the first or the last day of a sprint that is known by its days: it may not have begun, or be over.
    HourUnknown,
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
            Self::NoGoals => gap(
                Missing::Sprints,
                "the export does not say what goals the sprints had",
                match board.tool {
                    Tool::Jira => "put the board's sprint list beside it: it carries the goals",
                    Tool::Trello => "write them into boardlint.toml: `goal = \"…\"` under each [[sprints]]",
                },
            ),
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
                match board.tool {
                    crate::board::facts::Tool::Jira => "export the issue types too: `fields=*all`",
                    crate::board::facts::Tool::Trello => {
                        "put the board's own export beside the actions: it holds the cards with their labels"
                    }
                },
            ),
            Self::StillOpen => {
                gap(Missing::History, "the export ends before a day has passed", "export again tomorrow")
            }
            Self::NothingDone => gap(
                Missing::History,
                "the export holds no items of that sprint, or nothing that anybody did at that time",
                "export all items of the board, not a part of them",
            ),
            Self::HourUnknown => gap(
                Missing::Format,
                "on the first and the last day of a sprint nobody knows whether it had begun or was over: the charter gives days",
                "nothing to do: where sprints are days, the days between are judged",
            ),
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
    /// A number somewhere between two: some of what it counts could not be told.
    Between(Counted),
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

/// What a count or a share came to: exactly, or somewhere from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counted {
    /// What surely counts.
    pub least: f64,
    /// With all that may count besides.
    pub most: f64,
    /// Why the rest could not be told.
    pub why: Why,
}

impl Counted {
    /// A number that is known.
    pub fn exactly(number: f64) -> Self {
        Self { least: number, most: number, why: Why::NoActor }
    }

    fn value(self) -> Value<'static> {
        if self.most > self.least { Value::Between(self) } else { Value::Number(self.least) }
    }
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

    /// Whether it holds wherever between their limits the two are; none where that makes a difference.
    fn holds_between(self, value: Counted, bound: Counted) -> Option<bool> {
        let one = self.holds(value.least, bound.most);
        (one == self.holds(value.most, bound.least)).then_some(one)
    }

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
    /// Every one of these words holds.
    AllOf(u64),
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
    /// Where it stands in that file.
    pub span: Range<usize>,
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
    pub counts: &'b [Counted],
    /// The rule's shares, as far as they have a whole.
    pub shares: &'b [Option<Counted>],
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
            FieldRef::Count(place) => self.counts.get(place).map_or(Value::Absent, |count| count.value()),
            FieldRef::Share(place) => match self.shares.get(place) {
                Some(Some(share)) => share.value(),
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
            (Test::AllOf(words), Value::Words { held, unsure, why }) => {
                match (words & !held, words & !held & !unsure) {
                    (0, _) => Answer::Yes,
                    (open, 0) => Answer::Unknown(why.about(open)),
                    _ => Answer::No,
                }
            }
            (Test::ButNot(words), Value::Words { held, .. }) => (held & words == 0).into(),
            (Test::Is(wanted), Value::Flag(flag)) => (flag == *wanted).into(),
            (Test::Compare(order, operand), Value::Number(number)) => {
                self.compare(*order, Counted::exactly(number), operand)
            }
            (Test::Compare(order, operand), Value::Between(number)) => self.compare(*order, number, operand),
            (Test::TextIs(wanted), Value::Text(text)) => wanted.contains(&text.to_lowercase()).into(),
            (Test::TextIsNot(wanted), Value::Text(text)) => (!wanted.contains(&text.to_lowercase())).into(),
            (Test::Matches(pattern), Value::Text(text)) => pattern.is_match(&text).into(),
            // Loading checks that tests fit the types of their fields.
            _ => Answer::No,
        }
    }

    /// Numbers that are not known exactly compare where it makes no difference which of them is meant.
    fn compare(&self, order: Order, number: Counted, operand: &Operand) -> Answer {
        let bound = match self.operand(operand) {
            Ok(bound) => bound,
            Err(answer) => return answer,
        };
        match order.holds_between(number, bound) {
            Some(holds) => holds.into(),
            None if number.most > number.least => Answer::Unknown(number.why),
            None => Answer::Unknown(bound.why),
        }
    }

    fn operand(&self, operand: &Operand) -> Result<Counted, Answer> {
        match operand {
            Operand::Number(number) => Ok(Counted::exactly(*number)),
            Operand::Field(field) => match self.value(*field) {
                Value::Number(number) => Ok(Counted::exactly(number)),
                Value::Between(number) => Ok(number),
                Value::Unknown(why) => Err(Answer::Unknown(why)),
                _ => Err(Answer::No),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(least: f64, most: f64) -> Counted {
        Counted { least, most, why: Why::NoActor }
    }

    #[test]
    fn what_is_not_known_exactly_compares_where_it_makes_no_difference() {
        let three = Counted::exactly(3.0);
        assert_eq!(Order::AtLeast.holds_between(between(3.0, 9.0), three), Some(true));
        assert_eq!(Order::AtLeast.holds_between(between(2.0, 9.0), three), None);
        assert_eq!(Order::AtLeast.holds_between(between(1.0, 2.0), three), Some(false));
        assert_eq!(Order::AtMost.holds_between(between(0.0, 3.0), three), Some(true));
        assert_eq!(Order::AtMost.holds_between(between(0.0, 4.0), three), None);
        assert_eq!(Order::Below.holds_between(three, between(3.0, 4.0)), None);
        assert_eq!(Order::Above.holds_between(three, between(3.0, 4.0)), Some(false));
        assert_eq!(Order::Above.holds_between(between(5.0, 6.0), between(3.0, 4.0)), Some(true));
    }
}
