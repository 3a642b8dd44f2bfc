//! The arguments of fields: a role, two roles, a stage, or one of several named values.

use crate::charter::{Role, Stage};
use crate::word::Word;

/// What a field takes as its argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Param {
    /// Nothing.
    Nothing,
    /// A role.
    Role,
    /// A role, or nothing, which means everybody.
    AnyRole,
    /// Two roles.
    Roles,
    /// A stage.
    Stage,
    /// One of several values, named under this key.
    Which(&'static str),
    /// One of several values, named under this key; by default the first.
    AnyWhich(&'static str),
}

impl Param {
    /// The key of the argument beside a field's tests; `None` if there is no argument.
    pub fn key(self) -> Option<&'static str> {
        match self {
            Self::Nothing => None,
            Self::Role | Self::AnyRole => Some("role"),
            Self::Roles => Some("roles"),
            Self::Stage => Some("stage"),
            Self::Which(key) | Self::AnyWhich(key) => Some(key),
        }
    }

    /// The allowed words, if they are the same for all fields.
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Self::Nothing | Self::Which(_) | Self::AnyWhich(_) => &[],
            Self::Role | Self::AnyRole | Self::Roles => Role::WORDS,
            Self::Stage => Stage::WORDS,
        }
    }

    /// Minimum and maximum number of words.
    pub fn count(self) -> (usize, usize) {
        match self {
            Self::Nothing => (0, 0),
            Self::AnyRole | Self::AnyWhich(_) => (0, 1),
            Self::Role | Self::Stage | Self::Which(_) => (1, 1),
            Self::Roles => (2, 2),
        }
    }
}

/// The argument of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// None.
    Nothing,
    /// A role.
    Role(Role),
    /// Two roles.
    Roles(Role, Role),
    /// A stage.
    Stage(Stage),
    /// One of several values.
    Which(Which),
}

/// One of several values of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Which {
    /// Its index among them.
    pub place: usize,
    /// The word that names it.
    pub word: &'static str,
}

impl Argument {
    /// Parses `words` as an argument of kind `param`. `None` if there are too few, too many, or any that is
    /// not in `known`.
    pub fn read<'w>(param: Param, known: &[&'static str], words: impl IntoIterator<Item = &'w str>) -> Option<Self> {
        let words: Vec<&str> = words.into_iter().collect();
        let (least, most) = param.count();
        if words.len() < least || words.len() > most || !words.iter().all(|word| known.contains(word)) {
            return None;
        }
        let Some(first) = words.first() else { return Some(Self::Nothing) };
        match param {
            Param::Nothing => None,
            Param::Role | Param::AnyRole => Role::parse(first).map(Self::Role),
            Param::Roles => Some(Self::Roles(Role::parse(first)?, Role::parse(words.get(1)?)?)),
            Param::Stage => Stage::parse(first).map(Self::Stage),
            Param::Which(_) | Param::AnyWhich(_) => {
                let place = known.iter().position(|known| known == first)?;
                Some(Self::Which(Which { place, word: known[place] }))
            }
        }
    }

    /// The role, if it is one.
    pub fn role(self) -> Option<Role> {
        if let Self::Role(role) = self { Some(role) } else { None }
    }

    /// The stage, if it is one.
    pub fn stage(self) -> Option<Stage> {
        if let Self::Stage(stage) = self { Some(stage) } else { None }
    }

    /// Its words.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        let words = match self {
            Self::Nothing => [None, None],
            Self::Role(role) => [Some(role.word()), None],
            Self::Roles(one, other) => [Some(one.word()), Some(other.word())],
            Self::Stage(stage) => [Some(stage.word()), None],
            Self::Which(which) => [Some(which.word), None],
        };
        words.into_iter().flatten()
    }
}

/// The full name of a field with its argument: `item.days-without.product-owner`.
pub fn written(name: &str, argument: Argument) -> String {
    argument.words().fold(name.to_owned(), |written, word| format!("{written}.{word}"))
}
