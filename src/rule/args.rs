//! What fields are told before they can be asked: a role, two roles, a stage of work.

use std::fmt::Write as _;

use crate::charter::{Role, Stage, Word};

/// What a field wants to be told before it can be asked.
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
}

impl Param {
    /// The key under which it stands beside the tests of a field; none where there is none.
    pub fn key(self) -> Option<&'static str> {
        match self {
            Self::Nothing => None,
            Self::Role | Self::AnyRole => Some("role"),
            Self::Roles => Some("roles"),
            Self::Stage => Some("stage"),
        }
    }

    /// The words that it can be.
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Self::Nothing => &[],
            Self::Role | Self::AnyRole | Self::Roles => Role::WORDS,
            Self::Stage => Stage::WORDS,
        }
    }

    /// How many of them it takes at least and at most.
    pub fn count(self) -> (usize, usize) {
        match self {
            Self::Nothing => (0, 0),
            Self::AnyRole => (0, 1),
            Self::Role | Self::Stage => (1, 1),
            Self::Roles => (2, 2),
        }
    }
}

/// What a field is told: roles, or a stage of work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Args {
    /// A role.
    pub role: Option<Role>,
    /// A second role.
    pub other: Option<Role>,
    /// A stage of work.
    pub stage: Option<Stage>,
}

impl Args {
    /// The words as `param` takes them; none where there are too few, too many, or others.
    pub fn read<'w>(param: Param, words: impl IntoIterator<Item = &'w str>) -> Option<Self> {
        let words: Vec<&str> = words.into_iter().collect();
        let (least, most) = param.count();
        if words.len() < least || words.len() > most || !words.iter().all(|word| param.words().contains(word)) {
            return None;
        }
        let role = |place: usize| words.get(place).and_then(|word| Role::parse(word));
        Some(match param {
            Param::Stage => Self { stage: words.first().and_then(|word| Stage::parse(word)), ..Self::default() },
            _ => Self { role: role(0), other: role(1), stage: None },
        })
    }

    /// Its words.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        let roles = self.role.into_iter().chain(self.other).map(Role::word);
        roles.chain(self.stage.map(Stage::word))
    }
}

/// How a field is written with what it is told: `item.days-without(product-owner)`.
pub fn written(name: &str, args: Args) -> String {
    let mut written = name.to_owned();
    for (place, word) in args.words().enumerate() {
        let _ = write!(written, "{}{word}", if place == 0 { "(" } else { ", " });
    }
    if args != Args::default() {
        written.push(')');
    }
    written
}

/// A written field apart: its name and the words it is told; none where a bracket is missing.
pub fn apart(written: &str) -> Option<(&str, Vec<&str>)> {
    let Some((name, rest)) = written.split_once('(') else { return Some((written, Vec::new())) };
    let words = rest.strip_suffix(')')?;
    Some((name, words.split(',').map(str::trim).collect()))
}
