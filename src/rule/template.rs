//! Messages with placeholders, checked when a rule is loaded.

use std::ops::Range;

use jiff::civil::Date;

use super::field::FieldRef;
use super::situation::Situation;
use super::subject::Judge;
use super::value::{NumberUnit, Type, Value, as_number};
use crate::board::{Detail, PersonId, Unit};
use crate::charter::Role;
use crate::finding::{Fact, ItemLabel, Phrase, PhraseTime};
use crate::word::Word;

/// A message, split at its placeholders.
#[derive(Clone, Debug, Default)]
pub struct Template {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    /// With singular and plural of the noun that follows, if given.
    Field(FieldRef, Option<(String, String)>),
    Actor,
    Target,
    Items,
    Sprint,
    Board,
    Person,
    At,
    Role(Role),
}

/// Placeholders that are not fields, and which rules can use them.
const SPECIAL: &[(&str, &[Judge])] = &[
    ("actor", &[Judge::Change]),
    ("target", &[Judge::Change]),
    ("item", &[Judge::Change, Judge::Item, Judge::Stay]),
    ("sprint", &[Judge::Change, Judge::Stay, Judge::Sprint]),
    ("person", &[Judge::Person]),
    ("board", Judge::ALL),
    ("at", &[Judge::Change]),
    ("role.product-owner", Judge::ALL),
    ("role.scrum-master", Judge::ALL),
];

/// The placeholders that are not fields and that a rule judging `judge` can use.
pub(super) fn special(judge: Judge) -> impl Iterator<Item = &'static str> {
    SPECIAL.iter().filter(move |(_, judges)| judges.contains(&judge)).map(|(name, _)| *name)
}

impl Template {
    /// Splits `text` at its placeholders. `field` looks up those that are fields.
    ///
    /// # Errors
    /// The unknown placeholders, with their byte ranges in `text`.
    pub(super) fn parse(
        text: &str,
        judge: Judge,
        field: impl Fn(&str) -> Option<FieldRef>,
    ) -> Result<Self, Vec<(String, Range<usize>)>> {
        let (mut pieces, mut unknown) = (Vec::new(), Vec::new());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            pieces.push(Piece::Text(before.to_owned()));
            let start = text.len() - after.len();
            let Some((name, next)) = after.split_once('}') else {
                unknown.push((after.to_owned(), start..text.len()));
                rest = "";
                break;
            };
            let piece = if special(judge).any(|known| known == name) {
                Self::special(name)
            } else {
                let (name, words) = counted(name);
                field(name).map(|field| Piece::Field(field, words))
            };
            match piece {
                Some(piece) => pieces.push(piece),
                None => unknown.push((name.to_owned(), start..start + name.len())),
            }
            rest = next;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        if unknown.is_empty() { Ok(Self { pieces }) } else { Err(unknown) }
    }

    /// The fields in its placeholders.
    pub(super) fn fields(&self) -> impl Iterator<Item = FieldRef> {
        self.pieces.iter().filter_map(|piece| if let Piece::Field(field, _) = piece { Some(*field) } else { None })
    }

    fn special(name: &str) -> Option<Piece> {
        Some(match name {
            "actor" => Piece::Actor,
            "target" => Piece::Target,
            "item" => Piece::Items,
            "sprint" => Piece::Sprint,
            "board" => Piece::Board,
            "person" => Piece::Person,
            "at" => Piece::At,
            role => Piece::Role(Role::parse(role.strip_prefix("role.")?)?),
        })
    }

    /// The message for `situation` and the `others` of the same operation, which touched `count` items. If a
    /// field differs between them, each value is shown.
    pub(super) fn render<'b>(
        &self,
        situation: &Situation<'b, '_>,
        others: &[Situation<'b, '_>],
        count: usize,
    ) -> Phrase {
        let mut writer = Writer { phrase: Phrase::default(), situation, others, is_behind_one: false };
        for piece in &self.pieces {
            let was_behind_one = std::mem::take(&mut writer.is_behind_one);
            let phrase = &mut writer.phrase;
            match piece {
                Piece::Text(text) => writer.text(text, was_behind_one),
                Piece::Field(field, words) => writer.field(*field, words.as_ref(), was_behind_one),
                Piece::Person => person_into(phrase, situation, situation.person),
                Piece::Actor => person_into(phrase, situation, situation.change().and_then(|change| change.by)),
                Piece::Target => writer.targets(),
                Piece::Items => items_into(phrase, situation, count),
                Piece::Sprint => match situation.sprint() {
                    Some(sprint) => phrase.push_quoted(sprint.shown_name()),
                    None => phrase.push("the sprint"),
                },
                Piece::Board => phrase.push_quoted(situation.board.name.as_str()),
                Piece::At => {
                    let (at, calendar) = (situation.at(), &situation.board.calendar);
                    phrase.push_time(PhraseTime::Instant(at), calendar.local(at));
                }
                Piece::Role(role) => holders_into(phrase, situation, *role),
            }
        }
        writer.phrase
    }
}

/// A message being written.
struct Writer<'s, 'b, 'p> {
    phrase: Phrase,
    situation: &'s Situation<'b, 'p>,
    /// The other situations of the same operation.
    others: &'s [Situation<'b, 'p>],
    /// Whether the text so far ends with the number one, so that a unit after it is singular.
    is_behind_one: bool,
}

impl Writer<'_, '_, '_> {
    fn text(&mut self, text: &str, was_behind_one: bool) {
        self.is_behind_one = was_behind_one && text == " ";
        self.phrase.push(text);
    }

    fn field(&mut self, field: FieldRef, words: Option<&(String, String)>, was_behind_one: bool) {
        match field.value(self.situation) {
            Value::Person(person) => person_into(&mut self.phrase, self.situation, Some(person)),
            Value::People { known, others, .. } => {
                people_into(&mut self.phrase, self.situation, &known);
                if others > 0 {
                    let and = if known.is_empty() { "" } else { " and " };
                    self.phrase.push(format!("{and}{others} whom the charter names and the board does not know"));
                }
            }
            value => {
                let mut shown = shown(field, value, self.others);
                let is_one = matches!(shown.as_slice(), [(text, Value::Number(_))] if text == "1");
                if was_behind_one && field.kind() == Type::Words(Unit::WORDS) {
                    shown.iter_mut().for_each(|(text, _)| behind_a_one(text));
                }
                if let (Some(_), [(text, Value::Absent)]) = (words, shown.as_mut_slice()) {
                    "no".clone_into(text);
                }
                values_into(&mut self.phrase, shown);
                if let Some((singular, plural)) = words {
                    self.phrase.push(format!(" {}", if is_one { singular } else { plural }));
                }
                self.is_behind_one = is_one && words.is_none();
            }
        }
    }

    /// The people to whom the changes of the operation assign something.
    fn targets(&mut self) {
        let mut people: Vec<_> = std::iter::once(self.situation).chain(self.others).filter_map(target).collect();
        people.sort_unstable();
        people.dedup();
        people_into(&mut self.phrase, self.situation, &people);
    }
}

/// Splits `count.moves|move|moves` into the field and the two forms of its noun.
fn counted(name: &str) -> (&str, Option<(String, String)>) {
    let mut parts = name.split('|');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(field), Some(singular), Some(plural), None) => (field, Some((singular.to_owned(), plural.to_owned()))),
        _ => (name, None),
    }
}

/// `APP-12`, `card #12`, `APP-12 and 2 more items`.
fn items_into(phrase: &mut Phrase, situation: &Situation<'_, '_>, count: usize) {
    let Some(item) = situation.item() else { return phrase.push("the item") };
    phrase.push_item(&*item.key, ItemLabel::from(item).in_sentence());
    match count {
        0 | 1 => {}
        2 => phrase.push(" and 1 more item"),
        more => phrase.push(format!(" and {} more items", more - 1)),
    }
}

fn target(situation: &Situation<'_, '_>) -> Option<PersonId> {
    match situation.change()?.detail {
        Detail::Person { who, .. } => Some(who),
        _ => None,
    }
}

fn person_into(phrase: &mut Phrase, situation: &Situation<'_, '_>, person: Option<PersonId>) {
    match person {
        Some(id) => {
            let person = situation.board.people.get(id);
            phrase.push_person(&*person.id, &*person.name);
        }
        None => phrase.push("somebody"),
    }
}

fn people_into(phrase: &mut Phrase, situation: &Situation<'_, '_>, people: &[PersonId]) {
    for (place, id) in people.iter().enumerate() {
        if place > 0 {
            phrase.push(if place + 1 == people.len() { " and " } else { ", " });
        }
        person_into(phrase, situation, Some(*id));
    }
}

fn holders_into(phrase: &mut Phrase, situation: &Situation<'_, '_>, role: Role) {
    let mut holders: Vec<_> = situation.board.people.holders(role, situation.at()).map(|(id, _)| id).collect();
    holders.dedup();
    people_into(phrase, situation, &holders);
    if holders.is_empty() {
        phrase.push(format!("the {}", role.title()));
    }
}

/// A value as text in a sentence.
pub(super) fn show(value: &Value<'_>, field: FieldRef) -> String {
    match (value, field.kind()) {
        (Value::Between(number), _) => format!("at least {}", show(&Value::Number(number.least), field)),
        (Value::Number(share), Type::Number(NumberUnit::Share)) => format!("{} %", (share * 100.0).round()),
        (Value::Number(seconds), Type::Duration) => duration(*seconds),
        (Value::Number(number), _) => plain(*number),
        (Value::Text(text), _) => text.to_string(),
        (Value::Days(first, last), _) => days(*first, *last),
        (Value::Texts(texts), _) if !texts.is_empty() => texts.join(", "),
        (Value::Flag(flag), _) => (if *flag { "yes" } else { "no" }).to_owned(),
        (Value::Words { held, .. }, Type::Words(words)) => words_held(*held, words),
        _ => "nothing".to_owned(),
    }
}

/// The `words` whose bits are set in `held`, as text: `product-owner` becomes `Product Owner`.
fn words_held(held: u64, words: &[&'static str]) -> String {
    let there = words.iter().enumerate().filter(|(place, _)| held & (1 << place) != 0);
    let names = there.map(|(_, word)| Role::parse(word).map_or(*word, Role::title));
    names.collect::<Vec<_>>().join(" and ")
}

/// The distinct values of `field` as text: its `value`, and its values for the `others`.
fn shown<'b>(field: FieldRef, value: Value<'b>, others: &[Situation<'b, '_>]) -> Vec<(String, Value<'b>)> {
    let mut shown = vec![(show(&value, field), value)];
    for other in others.iter().map(|other| field.value(other)) {
        let text = show(&other, field);
        if shown.iter().all(|(known, _)| *known != text) {
            shown.push((text, other));
        }
    }
    shown
}

fn values_into(phrase: &mut Phrase, shown: Vec<(String, Value<'_>)>) {
    for (place, (text, value)) in shown.into_iter().enumerate() {
        if place > 0 {
            phrase.push(" and ");
        }
        match value {
            Value::Days(first, last) => phrase.push_time(PhraseTime::Days(first, last), text),
            _ => phrase.push_quoted(text),
        }
    }
}

/// Turns `points` into `point`.
fn behind_a_one(unit: &mut String) {
    if let Some(known) = Unit::parse(unit) {
        known.behind(true).clone_into(unit);
    }
}

/// `2026-02-02`, `2026-02-02 to 2026-02-06`.
pub(super) fn days(first: Date, last: Date) -> String {
    if first == last { first.to_string() } else { format!("{first} to {last}") }
}

/// At most two decimals. Adding zero avoids `-0`, the sum of nothing.
fn plain(number: f64) -> String {
    format!("{}", (number * 100.0).round() / 100.0 + 0.0)
}

/// A duration in words.
pub(crate) fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 120.0 => format!("{} seconds", s.round()),
        s if s < 7200.0 => format!("{} minutes", (s / 60.0).round()),
        s if s < 172_800.0 => format!("{} hours", (s / 3600.0).round()),
        s => format!("{} days", (s / 86_400.0).round()),
    }
}

/// The value of `field` as a fact of a finding. A number between two bounds becomes its lower bound, several
/// people become their number.
pub(super) fn fact(situation: &Situation<'_, '_>, field: FieldRef) -> Fact {
    match field.value(situation) {
        Value::Number(number) => Fact::Number(number),
        Value::Between(number) => Fact::Number(number.least),
        Value::Text(text) => Fact::Text(text.into_owned()),
        Value::Flag(flag) => Fact::Truth(flag),
        value @ (Value::Words { .. } | Value::Texts(_) | Value::Days(..)) => Fact::Text(show(&value, field)),
        Value::Person(person) => Fact::Text(situation.board.people.get(person).name.to_string()),
        Value::People { known, others, .. } => Fact::Number(as_number(known.len() + others)),
        Value::Absent | Value::Unknown(_) => Fact::Nothing,
    }
}
