//! The values of fields: their types, and values that are unknown or known only within bounds.

use std::borrow::Cow;

use jiff::civil::Date;

use super::reason::Reason;
pub(crate) use crate::board::as_number;
use crate::board::{PersonId, State};
use crate::charter::{Kind, Role, Stage};
use crate::word::{Word, words};

words! {
    /// The unit of a number.
    NumberUnit {
        /// Nothing that has to be said.
        Bare = "",
        /// A part of a whole, which is 1.
        Share = "share",
        /// Hours.
        Hours = "hours",
        /// Calendar days.
        Days = "days",
        /// Days on which people work.
        WorkingDays = "working days",
        /// Items.
        Items = "items",
        /// People.
        People = "people",
        /// Sprints.
        Sprints = "sprints",
        /// Comments.
        Comments = "comments",
        /// How often something was done.
        Times = "times",
        /// Story points, or items on a board without estimates.
        PointsOrItems = "points or items",
        /// Story points, or hours where an estimate is one of time.
        PointsOrHours = "points or hours",
        /// Statuses of Jira, or lists of Trello.
        StatusesOrLists = "statuses or lists",
    }
}

/// The type of a field, which determines the tests it can take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Type {
    /// True or false.
    Flag,
    /// A number in some unit.
    Number(NumberUnit),
    /// A length of time, written `24h`, `10s`, `5m`, `3d`.
    Duration,
    /// One or several words of a closed set.
    Words(&'static [&'static str]),
    /// Text.
    Text,
    /// Several texts, unordered.
    Texts,
    /// A person: can be tested for being set, and used in messages.
    Person,
    /// Several people: tested by their number, and used in messages.
    People,
}

impl Type {
    /// All roles.
    pub const ROLES: Self = Self::Words(Role::WORDS);
    /// All stages.
    pub const STAGES: Self = Self::Words(Stage::WORDS);
    /// All kinds of item.
    pub const KINDS: Self = Self::Words(Kind::WORDS);
}

/// The value of a field in one situation.
#[derive(Clone, Debug)]
pub enum Value<'v> {
    /// Unknown.
    Unknown(Reason),
    /// Known to be empty.
    Absent,
    /// True or false.
    Flag(bool),
    /// A number; durations are in seconds.
    Number(f64),
    /// A number between two bounds.
    Between(Interval),
    /// Words of the field's set, as bits. It is unknown whether those in `unsure` hold.
    Words {
        /// The words that hold.
        held: u64,
        /// The words that may hold or not.
        unsure: u64,
        /// Why that is unknown.
        reason: Reason,
    },
    /// Text.
    Text(Cow<'v, str>),
    /// Days from the first to the last. Conditions test them as text.
    Days(Date, Date),
    /// Several texts.
    Texts(Vec<Cow<'v, str>>),
    /// A person.
    Person(PersonId),
    /// Several people.
    People {
        /// The people known on the board.
        known: Vec<PersonId>,
        /// Number of further people who were not found on the board.
        others: usize,
        /// Number of further people there may be, unless they are among those known.
        perhaps: usize,
        /// Why that is unknown.
        reason: Reason,
    },
}

/// A number between two bounds, which are equal if it is known exactly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower bound.
    pub least: f64,
    /// Upper bound.
    pub most: f64,
    /// Why it is not known exactly; meaningless if it is.
    pub reason: Reason,
}

impl Interval {
    /// A number that is known exactly.
    pub fn exactly(number: f64) -> Self {
        Self { least: number, most: number, reason: Reason::NoActor }
    }

    /// Exactly `least` without a reason, else between `least` and `most`.
    pub(super) fn between(least: f64, most: f64, reason: Option<Reason>) -> Self {
        match reason {
            Some(reason) => Self { least, most, reason },
            None => Self::exactly(least),
        }
    }

    /// Whether the number is not known exactly.
    pub fn is_open(self) -> bool {
        self.most > self.least
    }
}

impl From<Interval> for Value<'_> {
    fn from(interval: Interval) -> Self {
        if interval.is_open() { Self::Between(interval) } else { Self::Number(interval.least) }
    }
}

impl Value<'_> {
    /// Whether there is a value. An empty text or list is none.
    pub fn is_set(&self) -> bool {
        match self {
            Self::Absent => false,
            Self::Text(text) => !text.is_empty(),
            Self::Texts(texts) => !texts.is_empty(),
            Self::People { known, others, .. } => !known.is_empty() || *others > 0,
            _ => true,
        }
    }

    /// One word of `W`.
    pub fn word<W: Word>(word: W) -> Self {
        Self::words(bit(word))
    }

    /// Known words, as bits.
    pub fn words(held: u64) -> Self {
        Self::Words { held, unsure: 0, reason: Reason::NoActor }
    }

    /// A flag; absent if `None`.
    pub fn flag(value: Option<bool>) -> Self {
        value.map_or(Self::Absent, Self::Flag)
    }

    /// A number; absent if `None`.
    pub fn number(value: Option<f64>) -> Self {
        value.map_or(Self::Absent, Self::Number)
    }

    /// A count.
    pub fn count(value: usize) -> Self {
        Self::Number(as_number(value))
    }

    /// The stage of a status or list. Even if it is unknown, it may be known that nothing is finished there.
    pub fn stage(state: &State) -> Self {
        match state.meaning() {
            Some(stage) => Self::word(stage),
            None if state.may_be_finished() => Self::Unknown(Reason::Unmapped),
            None => {
                let unsure = !(bit(Stage::Done) | bit(Stage::Cancelled));
                Self::Words { held: 0, unsure, reason: Reason::Unmapped }
            }
        }
    }
}

/// The bit of `word` in a set of words.
pub fn bit<W: Word>(word: W) -> u64 {
    1 << word.place()
}

/// The words whose bits are set.
pub fn words_in<W: Word>(bits: u64) -> impl Iterator<Item = W> + Clone {
    W::ALL.iter().copied().enumerate().filter(move |(place, _)| bits & (1 << place) != 0).map(|(_, word)| word)
}
