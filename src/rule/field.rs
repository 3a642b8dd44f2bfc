//! A field of the vocabulary: its name, its type, what it holds, and the evidence that tests of it rest on.

use super::args::{Argument, Param, written};
use super::situation::Situation;
use super::value::{NumberUnit, Type, Value};
use crate::board::Need;
use crate::source::Label;

/// What a field holds in a situation.
pub type Evaluate = for<'b, 'a> fn(&Situation<'b, 'a>) -> Value<'b>;

/// The lines of the charter that show what a field holds.
pub type Proof = fn(&Situation<'_, '_>) -> Vec<Label>;

/// What a test for certain words of a field rests on, besides what the field itself rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordsNeed {
    /// Nothing.
    Nothing,
    /// The history: of what was created alone, nothing else is known.
    History,
    /// Changes of the kinds that are asked for.
    ChangeKinds,
    /// The history, with changes of the kinds that make the decisions that are asked for.
    Decisions,
    /// Statuses or lists that mean the stages that are asked for.
    Stages,
    /// That items of the kinds that are asked for can be distinguished from others.
    ItemKinds,
    /// That it is known who holds the roles that are asked for.
    Roles,
}

/// One of several things that a field holds, by its argument.
#[derive(Debug)]
pub struct Choice {
    /// The word that asks for it.
    pub word: &'static str,
    /// What it is called among the facts of a finding.
    pub fact: &'static str,
    /// What it holds.
    pub about: &'static str,
    /// Its type, where that is not the type of the field.
    pub kind: Option<Type>,
    /// The evidence it rests on.
    pub needs: &'static [Need],
    /// What it holds in a situation.
    pub evaluate: Evaluate,
}

impl Choice {
    /// One of the type of its field that rests on nothing but the items.
    pub(super) const fn new(word: &'static str, fact: &'static str, about: &'static str, evaluate: Evaluate) -> Self {
        Self { word, fact, about, kind: None, needs: &[], evaluate }
    }

    /// With a type of its own.
    pub(super) const fn kind(mut self, kind: Type) -> Self {
        self.kind = Some(kind);
        self
    }

    /// With the evidence it rests on.
    pub(super) const fn needs(mut self, needs: &'static [Need]) -> Self {
        self.needs = needs;
        self
    }
}

/// A field of the vocabulary.
#[derive(Debug)]
pub struct Field {
    /// Its full name, `moment.phase`.
    pub name: &'static str,
    /// Its type.
    pub kind: Type,
    /// What it holds.
    pub about: &'static str,
    /// What it takes as its argument.
    pub takes: Param,
    /// The things that it holds, of which its argument names one; none where it holds one thing.
    pub choices: &'static [Choice],
    /// The evidence it rests on.
    pub needs: &'static [Need],
    /// Whether it rests on its argument: that somebody holds the role, or that statuses or lists of the stage are known.
    pub needs_argument: bool,
    /// The evidence that a test for certain words rests on.
    pub words_need: WordsNeed,
    /// Whether only changes of certain kinds have anything in it.
    pub tells_kind: bool,
    /// Whether it says of what sort a thing is: what is not of the sort that a rule asks for is nothing that the rule judges.
    pub sorts: bool,
    /// Whether a rule that asks it judges all changes: the others see decisions only.
    pub shows_all_changes: bool,
    /// Whether a rule that asks it judges stays in single statuses or lists: the others judge stays in stages.
    pub shows_statuses: bool,
    /// Whether it is about the one who made the change.
    pub of_actor: bool,
    /// The lines of the charter that show what it holds, where the charter does.
    pub proof: Option<Proof>,
    /// What it holds in a situation; nothing where it has choices, which hold something each.
    pub evaluate: Evaluate,
}

impl Field {
    /// A field that rests on nothing but the items.
    pub(super) const fn new(name: &'static str, kind: Type, about: &'static str, evaluate: Evaluate) -> Self {
        Self {
            name,
            kind,
            about,
            takes: Param::Nothing,
            choices: &[],
            needs: &[],
            needs_argument: false,
            words_need: WordsNeed::Nothing,
            tells_kind: false,
            sorts: false,
            shows_all_changes: false,
            shows_statuses: false,
            of_actor: false,
            proof: None,
            evaluate,
        }
    }

    /// A field that holds several things, of which its argument names one.
    pub(super) const fn of_choices(
        name: &'static str,
        kind: Type,
        about: &'static str,
        takes: Param,
        choices: &'static [Choice],
    ) -> Self {
        Self { takes, choices, ..Self::new(name, kind, about, |_| Value::Absent) }
    }

    /// A field that takes an argument, and rests on it.
    pub(super) const fn takes(mut self, takes: Param) -> Self {
        self.takes = takes;
        self.needs_argument = true;
        self
    }

    /// A field that takes an argument, and knows what it holds whatever that is.
    pub(super) const fn takes_any(mut self, takes: Param) -> Self {
        self.takes = takes;
        self
    }

    /// With the evidence it rests on.
    pub(super) const fn needs(mut self, needs: &'static [Need]) -> Self {
        self.needs = needs;
        self
    }

    /// With the evidence that tests for certain words rest on.
    pub(super) const fn words_need(mut self, words_need: WordsNeed) -> Self {
        self.words_need = words_need;
        self
    }

    /// A field in which only changes of certain kinds have anything.
    pub(super) const fn tells_kind(mut self) -> Self {
        self.tells_kind = true;
        self
    }

    /// A field that says of what sort a thing is.
    pub(super) const fn sorts(mut self) -> Self {
        self.sorts = true;
        self
    }

    /// A field for which a rule is shown all changes.
    pub(super) const fn shows_all_changes(mut self) -> Self {
        self.shows_all_changes = true;
        self
    }

    /// A field for which a rule is shown the stays in single statuses or lists.
    pub(super) const fn shows_statuses(mut self) -> Self {
        self.shows_statuses = true;
        self
    }

    /// A field about the one who made the change.
    pub(super) const fn of_actor(mut self) -> Self {
        self.of_actor = true;
        self
    }

    /// With the lines of the charter that show what it holds.
    pub(super) const fn proof(mut self, proof: Proof) -> Self {
        self.proof = Some(proof);
        self
    }

    /// The words that its argument can be.
    pub fn words(&self) -> Vec<&'static str> {
        if self.choices.is_empty() {
            self.takes.words().to_vec()
        } else {
            self.choices.iter().map(|choice| choice.word).collect()
        }
    }

    /// What it holds for its argument; the first where it has none.
    fn choice(&self, argument: Argument) -> Option<&'static Choice> {
        self.choices.get(if let Argument::Which(which) = argument { which.place } else { 0 })
    }

    /// What it is about: the part of its name before the dot.
    pub fn subject(&self) -> &'static str {
        self.name.split('.').next().unwrap_or_default()
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// A field of the vocabulary and its argument, or a count or share that the rule itself defines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FieldRef {
    /// From the vocabulary.
    Known(&'static Field, Argument),
    /// `count.NAME`, by its place among the rule's counts.
    Count(usize),
    /// `share.NAME`, by its place among the rule's shares.
    Share(usize),
}

impl FieldRef {
    /// Its type.
    pub fn kind(self) -> Type {
        match self {
            Self::Known(field, argument) => field.choice(argument).and_then(|choice| choice.kind).unwrap_or(field.kind),
            Self::Count(_) => Type::Number(NumberUnit::Bare),
            Self::Share(_) => Type::Number(NumberUnit::Share),
        }
    }

    /// The field of the vocabulary, if it is one.
    pub fn known(self) -> Option<&'static Field> {
        if let Self::Known(field, _) = self { Some(field) } else { None }
    }

    /// The evidence that it rests on, whatever is tested.
    pub fn needs(self) -> impl Iterator<Item = Need> {
        let (field, argument) = match self {
            Self::Known(field, argument) => (Some(field), argument),
            _ => (None, Argument::Nothing),
        };
        let needed = field.filter(|field| field.needs_argument).map_or(Argument::Nothing, |_| argument);
        let needed = match needed {
            Argument::Nothing | Argument::Which(_) => [None, None],
            Argument::Role(role) => [Some(Need::Role(role)), None],
            Argument::Roles(one, other) => [Some(Need::Role(one)), Some(Need::Role(other))],
            Argument::Stage(stage) => [Some(Need::Mapping(stage)), None],
        };
        let chosen = field.and_then(|field| field.choice(argument)).into_iter().flat_map(|choice| choice.needs);
        let own = field.into_iter().flat_map(|field| field.needs);
        own.chain(chosen).copied().chain(needed.into_iter().flatten())
    }

    /// The lines of the charter that show what it holds in `situation`.
    pub fn proof(self, situation: &Situation<'_, '_>) -> Vec<Label> {
        match self {
            Self::Known(Field { proof: Some(proof), .. }, argument) => proof(&Situation { argument, ..*situation }),
            _ => Vec::new(),
        }
    }

    /// How it stands in a rule, without the name that the rule gives to a count or a share.
    pub fn written(self) -> String {
        match self {
            Self::Known(field, argument) => written(field.name, argument),
            Self::Count(_) => "a count".to_owned(),
            Self::Share(_) => "a share".to_owned(),
        }
    }

    /// What it is called among the facts of a finding: without its subject, and with its argument. `written` is how it
    /// stands in the rule.
    pub fn fact_name(self, written: &str) -> String {
        if let Self::Known(field, argument) = self
            && let Some(choice) = field.choice(argument)
        {
            return choice.fact.to_owned();
        }
        let short = written.split_once('.').map_or(written, |(_, short)| short);
        short.replace('.', "-")
    }

    /// What it holds in `situation`.
    pub fn value<'b>(self, situation: &Situation<'b, '_>) -> Value<'b> {
        match self {
            Self::Known(field, argument) if field.takes == Param::Nothing => {
                debug_assert_eq!(argument, Argument::Nothing, "a field that takes nothing has no argument");
                (field.evaluate)(situation)
            }
            Self::Known(field, argument) => {
                let evaluate = field.choice(argument).map_or(field.evaluate, |choice| choice.evaluate);
                evaluate(&Situation { argument, ..*situation })
            }
            Self::Count(place) => situation.count(place),
            Self::Share(place) => situation.share(place),
        }
    }
}
