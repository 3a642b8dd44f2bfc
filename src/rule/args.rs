//! The arguments of fields: a role, two roles, a stage of work, one of several things they hold.

use crate::charter::{Role, Stage, Word};

/// What a field takes as its argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Param {
    /// Nothing.
    Nothing,
    /// A role.
    Role,
    /// A role, or none for everybody.
    AnyRole,
    /// Two roles.
    Roles,
    /// A stage of work.
    Stage,
    /// Which of several things, under this key.
    Which(&'static str),
    /// Which of several things, under this key; the first of them where none is named.
    AnyWhich(&'static str),
}

impl Param {
    /// The key under which it stands beside the tests of a field; none where there is none.
    pub fn key(self) -> Option<&'static str> {
        match self {
            Self::Nothing => None,
            Self::Role | Self::AnyRole => Some("role"),
            Self::Roles => Some("roles"),
            Self::Stage => Some("stage"),
            Self::Which(key) | Self::AnyWhich(key) => Some(key),
        }
    }

    /// The words that it can be, if they are the same for all fields.
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Self::Nothing | Self::Which(_) | Self::AnyWhich(_) => &[],
            Self::Role | Self::AnyRole | Self::Roles => Role::WORDS,
            Self::Stage => Stage::WORDS,
        }
    }

    /// How many of them it takes at least and at most.
    pub fn count(self) -> (usize, usize) {
        match self {
            Self::Nothing => (0, 0),
            Self::AnyRole | Self::AnyWhich(_) => (0, 1),
            Self::Role | Self::Stage | Self::Which(_) => (1, 1),
            Self::Roles => (2, 2),
        }
    }
}

/// The arguments of a field: roles, a stage of work, or which of several things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Args {
    /// A role.
    pub role: Option<Role>,
    /// A second role.
    pub other: Option<Role>,
    /// A stage of work.
    pub stage: Option<Stage>,
    /// Which of several things.
    pub which: Option<Which>,
}

/// One of several things that a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Which {
    /// Its place among them.
    pub place: usize,
    /// The word that asks for it.
    pub word: &'static str,
}

impl Args {
    /// The words as `param` takes them, which are among `known`; none where there are too few, too many, or others.
    pub fn read<'w>(param: Param, known: &[&'static str], words: impl IntoIterator<Item = &'w str>) -> Option<Self> {
        let words: Vec<&str> = words.into_iter().collect();
        let (least, most) = param.count();
        if words.len() < least || words.len() > most || !words.iter().all(|word| known.contains(word)) {
            return None;
        }
        let role = |place: usize| words.get(place).and_then(|word| Role::parse(word));
        Some(match param {
            Param::Stage => Self { stage: words.first().and_then(|word| Stage::parse(word)), ..Self::default() },
            Param::Which(_) | Param::AnyWhich(_) => {
                let place = words.first().and_then(|word| known.iter().position(|known| known == word));
                Self { which: place.map(|place| Which { place, word: known[place] }), ..Self::default() }
            }
            _ => Self { role: role(0), other: role(1), ..Self::default() },
        })
    }

    /// Its words.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        let roles = self.role.into_iter().chain(self.other).map(Role::word);
        roles.chain(self.stage.map(Stage::word)).chain(self.which.map(|which| which.word))
    }
}

/// How a field is written with its argument: `item.days-without.product-owner`.
pub fn written(name: &str, args: Args) -> String {
    args.words().fold(name.to_owned(), |written, word| format!("{written}.{word}"))
}
