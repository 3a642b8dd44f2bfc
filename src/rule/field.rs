//! A field of the vocabulary: its name, its type, its value, and the evidence it requires.

use super::args::{Argument, Param, written};
use super::situation::Situation;
use super::value::{NumberUnit, Type, Value};
use crate::board::Need;
use crate::source::Label;

/// Computes the value of a field in a situation.
pub type Evaluate = for<'b, 'a> fn(&Situation<'b, 'a>) -> Value<'b>;

/// The lines of the charter that explain the value of a field.
pub type Proof = fn(&Situation<'_, '_>) -> Vec<Label>;

/// Evidence required by a test for certain words, in addition to what the field itself requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordsNeed {
    /// Nothing.
    Nothing,
    /// The history, unless only creations are asked for.
    History,
    /// Changes of the tested kinds.
    ChangeKinds,
    /// The history, with the kinds of changes that make the tested decisions.
    Decisions,
    /// Statuses or lists of the tested stages.
    Stages,
    /// Items of the tested kinds must be recognisable.
    ItemKinds,
    /// Holders of the tested roles must be known.
    Roles,
}

/// One of several values of a field, selected by its argument.
#[derive(Debug)]
pub struct Choice {
    /// The word that selects it.
    pub word: &'static str,
    /// Its name among the facts of a finding.
    pub fact: &'static str,
    /// What it holds.
    pub about: &'static str,
    /// Its type, if it differs from the field's.
    pub kind: Option<Type>,
    /// The evidence it requires.
    pub needs: &'static [Need],
    /// Computes its value.
    pub evaluate: Evaluate,
}

impl Choice {
    /// A choice of the field's type that requires no evidence except the items.
    pub(super) const fn new(word: &'static str, fact: &'static str, about: &'static str, evaluate: Evaluate) -> Self {
        Self { word, fact, about, kind: None, needs: &[], evaluate }
    }

    /// Sets a type of its own.
    pub(super) const fn kind(mut self, kind: Type) -> Self {
        self.kind = Some(kind);
        self
    }

    /// Sets the evidence it requires.
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
    /// The argument that it takes.
    pub takes: Param,
    /// The values that the argument selects from; empty if there is only one.
    pub choices: &'static [Choice],
    /// The evidence it requires.
    pub needs: &'static [Need],
    /// Whether its argument is required evidence: a holder of the role, or a known status or list of the
    /// stage.
    pub needs_argument: bool,
    /// The evidence that a test for certain words requires.
    pub words_need: WordsNeed,
    /// Whether only changes of certain kinds have a value.
    pub tells_kind: bool,
    /// Whether it says what sort of thing the subject is. A subject of another sort is not judged by the
    /// rule.
    pub sorts: bool,
    /// Whether a rule that tests it judges all changes instead of decisions only.
    pub shows_all_changes: bool,
    /// Whether a rule that tests it judges stays in single statuses or lists instead of stages.
    pub shows_statuses: bool,
    /// Whether it is about the author of the change.
    pub of_actor: bool,
    /// The lines of the charter that explain its value, if any.
    pub proof: Option<Proof>,
    /// Computes its value. Unused if it has choices, which have their own.
    pub evaluate: Evaluate,
}

impl Field {
    /// A field that requires no evidence except the items.
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

    /// A field with several values, one of which its argument selects.
    pub(super) const fn of_choices(
        name: &'static str,
        kind: Type,
        about: &'static str,
        takes: Param,
        choices: &'static [Choice],
    ) -> Self {
        Self { takes, choices, ..Self::new(name, kind, about, |_| Value::Absent) }
    }

    /// A field that takes an argument which is required evidence.
    pub(super) const fn takes(mut self, takes: Param) -> Self {
        self.takes = takes;
        self.needs_argument = true;
        self
    }

    /// A field that takes an argument which requires no evidence.
    pub(super) const fn takes_any(mut self, takes: Param) -> Self {
        self.takes = takes;
        self
    }

    /// Sets the evidence it requires.
    pub(super) const fn needs(mut self, needs: &'static [Need]) -> Self {
        self.needs = needs;
        self
    }

    /// Sets the evidence that tests for certain words require.
    pub(super) const fn words_need(mut self, words_need: WordsNeed) -> Self {
        self.words_need = words_need;
        self
    }

    /// Marks a field that only changes of certain kinds have.
    pub(super) const fn tells_kind(mut self) -> Self {
        self.tells_kind = true;
        self
    }

    /// Marks a field that says what sort of thing the subject is.
    pub(super) const fn sorts(mut self) -> Self {
        self.sorts = true;
        self
    }

    /// Marks a field for which a rule judges all changes.
    pub(super) const fn shows_all_changes(mut self) -> Self {
        self.shows_all_changes = true;
        self
    }

    /// Marks a field for which a rule judges stays in single statuses or lists.
    pub(super) const fn shows_statuses(mut self) -> Self {
        self.shows_statuses = true;
        self
    }

    /// Marks a field about the author of the change.
    pub(super) const fn of_actor(mut self) -> Self {
        self.of_actor = true;
        self
    }

    /// Sets the lines of the charter that explain its value.
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

    /// The choice for an argument; by default the first.
    fn choice(&self, argument: Argument) -> Option<&'static Choice> {
        self.choices.get(if let Argument::Which(which) = argument { which.place } else { 0 })
    }

    /// Its subject: the part of its name before the dot.
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
    /// `count.NAME`, by its index among the rule's counts.
    Count(usize),
    /// `share.NAME`, by its index among the rule's shares.
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

    /// The evidence that it requires, whatever is tested.
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

    /// The lines of the charter that explain its value in `situation`.
    pub fn proof(self, situation: &Situation<'_, '_>) -> Vec<Label> {
        match self {
            Self::Known(Field { proof: Some(proof), .. }, argument) => proof(&Situation { argument, ..*situation }),
            _ => Vec::new(),
        }
    }

    /// Its name as written in a rule. Counts and shares have no name here.
    pub fn written(self) -> String {
        match self {
            Self::Known(field, argument) => written(field.name, argument),
            Self::Count(_) => "a count".to_owned(),
            Self::Share(_) => "a share".to_owned(),
        }
    }

    /// Its name among the facts of a finding: without its subject, with its argument. `written` is its name
    /// in the rule.
    pub fn fact_name(self, written: &str) -> String {
        if let Self::Known(field, argument) = self
            && let Some(choice) = field.choice(argument)
        {
            return choice.fact.to_owned();
        }
        let short = written.split_once('.').map_or(written, |(_, short)| short);
        short.replace('.', "-")
    }

    /// Its value in `situation`.
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
