//! Conditions: a field and a test of it. Answers are three-valued.

use std::borrow::Cow;
use std::ops::Range;

use super::field::FieldRef;
use super::pattern::Pattern;
use super::reason::Reason;
use super::situation::Situation;
use super::template::days;
use super::value::{Interval, Value, as_number};

/// Three-valued truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// It does not apply, whatever the evidence: the subject is of another sort, or has no value to test.
    NotApplicable,
    /// It may hold or not.
    Unknown(Reason),
}

impl From<bool> for Answer {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

/// A number in a test, or a field that provides it.
#[derive(Clone, Debug)]
pub enum Operand {
    /// As written.
    Number(f64),
    /// The value of that field.
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
    /// All orders, with their names in rule files.
    pub const ALL: &'static [(&'static str, Self)] =
        &[("above", Self::Above), ("below", Self::Below), ("at-least", Self::AtLeast), ("at-most", Self::AtMost)];

    /// Whether the comparison holds for all values within both intervals; `None` if that depends on the
    /// values.
    fn holds_between(self, value: Interval, bound: Interval) -> Option<bool> {
        let one = self.holds(value.least, bound.most);
        (one == self.holds(value.most, bound.least)).then_some(one)
    }

    fn holds(self, value: f64, bound: f64) -> bool {
        // Tolerates rounding of ratios: 22 / (55 / 3) must compare equal to 1.2.
        let difference = value - bound;
        let same = difference.abs() <= 1e-9 * bound.abs().max(1.0);
        match self {
            Self::Above => difference > 0.0 && !same,
            Self::Below => difference < 0.0 && !same,
            Self::AtLeast => difference > 0.0 || same,
            Self::AtMost => difference < 0.0 || same,
        }
    }

    /// Compares `number` with `operand`. Inexact numbers give an answer only if it is the same for all their
    /// values.
    fn compare(self, number: Interval, operand: &Operand, situation: &Situation<'_, '_>) -> Answer {
        let bound = match operand {
            Operand::Number(number) => Interval::exactly(*number),
            Operand::Field(field) => match field.value(situation) {
                Value::Number(number) => Interval::exactly(number),
                Value::Between(number) => number,
                Value::Unknown(reason) => return Answer::Unknown(reason),
                _ => return Answer::No,
            },
        };
        match self.holds_between(number, bound) {
            Some(holds) => holds.into(),
            None => Answer::Unknown(if number.is_open() { number.reason } else { bound.reason }),
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
    /// None of these words holds; used with `any-of` on the same field. It exempts people who also hold
    /// another role. A role without a known holder exempts nobody.
    ButNot(u64),
    /// The flag has this value.
    Is(bool),
    /// Whether a value is set.
    IsSet(bool),
    /// The number compares like this.
    Compare(Order, Operand),
    /// The text is one of these, ignoring case.
    TextIs(Vec<String>),
    /// The text is none of these, ignoring case.
    TextIsNot(Vec<String>),
    /// The text matches.
    Matches(Pattern),
}

/// A field and a test of it.
#[derive(Clone, Debug)]
pub struct Check {
    /// The field.
    pub field: FieldRef,
    /// The test.
    pub test: Test,
}

/// A check as written in a file.
#[derive(Clone, Debug)]
pub struct Condition {
    /// What is checked.
    pub check: Check,
    /// The field's full name.
    pub name: String,
    /// The test as written in the file.
    pub written: String,
    /// Its byte range in that file.
    pub span: Range<usize>,
}

/// Whether all `checks` hold. A single check that fails decides, even if others are unknown.
pub fn all_hold(checks: &[Check], situation: &Situation<'_, '_>) -> Answer {
    combined(checks.iter().map(|check| check.answer(situation)))
}

/// Whether all `checks` of an excuse or a case hold. A rule is not judged at all if the board lacks what one
/// of its own conditions requires; here only the answer is unknown then.
pub(super) fn all_hold_if_known(checks: &[Check], situation: &Situation<'_, '_>) -> Answer {
    combined(checks.iter().map(|check| check.answer_if_known(situation)))
}

fn combined(answers: impl Iterator<Item = Answer>) -> Answer {
    let mut combined = Answer::Yes;
    for answer in answers {
        match answer {
            Answer::Yes => {}
            Answer::No | Answer::NotApplicable => return answer,
            Answer::Unknown(_) if combined == Answer::Yes => combined = answer,
            Answer::Unknown(_) => {}
        }
    }
    combined
}

/// Whether a text is one of these, ignoring case.
fn is_among(text: &str, wanted: &[String]) -> bool {
    wanted.contains(&text.to_lowercase())
}

impl Check {
    /// The words that it tests for, if it tests words.
    pub fn words(&self) -> Option<u64> {
        match self.test {
            Test::AnyOf(words) | Test::NoneOf(words) | Test::AllOf(words) => Some(words),
            _ => None,
        }
    }

    /// Whether it holds in `situation`.
    pub fn answer(&self, situation: &Situation<'_, '_>) -> Answer {
        match self.compare(situation) {
            Answer::No if self.field.known().is_some_and(|field| field.sorts) => Answer::NotApplicable,
            answer => answer,
        }
    }

    /// The same, but unknown if the board lacks the evidence that the field requires, unless the evidence that
    /// it has is enough: more would only add to that.
    fn answer_if_known(&self, situation: &Situation<'_, '_>) -> Answer {
        let answer = self.answer(situation);
        let is_enough = match &self.test {
            Test::AnyOf(_) | Test::AllOf(_) | Test::Is(true) | Test::IsSet(true) => answer == Answer::Yes,
            Test::TextIs(_) | Test::Matches(_) => answer == Answer::Yes,
            Test::NoneOf(_) | Test::ButNot(_) | Test::Is(false) | Test::IsSet(false) => answer == Answer::No,
            Test::TextIsNot(_) => answer == Answer::No,
            Test::Compare(..) => false,
        };
        if is_enough || matches!(answer, Answer::Unknown(_)) || self.field.known().is_some_and(|field| field.sorts) {
            return answer;
        }
        let lacking = self.field.needs().find(|need| need.is_of_export() && situation.board.lacks(*need).is_some());
        lacking.map_or(answer, |need| Answer::Unknown(Reason::Need(need)))
    }

    fn compare(&self, situation: &Situation<'_, '_>) -> Answer {
        let value = self.field.value(situation);
        match (&value, &self.test) {
            (Value::Unknown(reason), _) => Answer::Unknown(*reason),
            (Value::Words { held, unsure, reason }, test) => test.of_words(*held, *unsure, *reason),
            (Value::Absent, test) => test.of_nothing(),
            (value, Test::IsSet(wanted)) => (*wanted == value.is_set()).into(),
            (Value::Flag(flag), Test::Is(wanted)) => (flag == wanted).into(),
            (Value::Number(number), Test::Compare(order, operand)) => {
                order.compare(Interval::exactly(*number), operand, situation)
            }
            (Value::Between(number), Test::Compare(order, operand)) => order.compare(*number, operand, situation),
            (Value::People { known, others, perhaps, reason }, Test::Compare(order, operand)) => {
                let least = known.len() + others;
                let people = Interval { least: as_number(least), most: as_number(least + perhaps), reason: *reason };
                order.compare(people, operand, situation)
            }
            (Value::Text(text), test) => test.of_texts(std::slice::from_ref(text)),
            (Value::Texts(texts), test) => test.of_texts(texts),
            (Value::Days(first, last), test) => test.of_texts(&[days(*first, *last).into()]),
            // Rule loading ensures that tests fit the types of their fields.
            _ => Answer::No,
        }
    }
}

impl Test {
    /// The answer for a field that is known to be empty.
    fn of_nothing(&self) -> Answer {
        match self {
            // An empty field matches every negative test.
            Self::NoneOf(_) | Self::ButNot(_) | Self::TextIsNot(_) | Self::IsSet(false) => Answer::Yes,
            Self::Is(wanted) => (!wanted).into(),
            _ => Answer::NotApplicable,
        }
    }

    /// The answer if the words `held` are known to hold. For the words `unsure` that is unknown, for
    /// `reason`.
    fn of_words(&self, held: u64, unsure: u64, reason: Reason) -> Answer {
        match self {
            Self::AnyOf(words) => match (held & words, unsure & words) {
                (0, 0) => Answer::No,
                (0, open) => Answer::Unknown(reason.about(open)),
                _ => Answer::Yes,
            },
            Self::NoneOf(words) => match (held & words, unsure & words) {
                (0, 0) => Answer::Yes,
                (0, open) => Answer::Unknown(reason.about(open)),
                _ => Answer::No,
            },
            Self::AllOf(words) => match (words & !held, words & !held & !unsure) {
                (0, _) => Answer::Yes,
                (open, 0) => Answer::Unknown(reason.about(open)),
                _ => Answer::No,
            },
            Self::ButNot(words) => (held & words == 0).into(),
            Self::IsSet(wanted) => (*wanted).into(),
            _ => Answer::No,
        }
    }

    /// The answer for several texts: whether one of them matches.
    fn of_texts(&self, texts: &[Cow<'_, str>]) -> Answer {
        match self {
            Self::TextIs(wanted) => texts.iter().any(|text| is_among(text, wanted)).into(),
            Self::TextIsNot(wanted) => (!texts.iter().any(|text| is_among(text, wanted))).into(),
            Self::Matches(pattern) => texts.iter().any(|text| pattern.is_match(text)).into(),
            _ => Answer::No,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(least: f64, most: f64) -> Interval {
        Interval { least, most, reason: Reason::NoActor }
    }

    #[test]
    fn what_is_not_known_exactly_compares_where_it_makes_no_difference() {
        let three = Interval::exactly(3.0);
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
