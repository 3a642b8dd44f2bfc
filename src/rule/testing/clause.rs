//! The clauses of a rule: every part of it that can be taken away by itself.
//!
//! A clause that can be taken away without changing the outcome of any example is *idle*: either an example is missing,
//! or the clause does nothing.

use std::ops::Range;

use super::super::condition::{Condition, Operand, Test};
use super::super::definition::{Advice, Count, CountWindow, Definition, Measure, NamedWindow, RelatedTo};
use super::super::field::{FieldRef, WordsNeed};

/// What a part of a rule decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Whether the rule fires, on what and at which level.
    Findings,
    /// That, or words and figures alone.
    Words,
}

/// What it comes to to take a part of a rule away.
#[derive(Clone, Debug)]
pub(super) enum Removal {
    /// To nothing: nothing in the rule asks for it.
    Unused,
    /// To the rule without it.
    Leaves(Box<Definition>),
}

/// A part of a rule, and what is left of the rule without it.
#[derive(Clone, Debug)]
pub struct Clause {
    /// What it is, in words.
    pub what: String,
    /// Where it stands in the rule file.
    pub span: Range<usize>,
    /// What it comes to to take it away.
    pub(super) removal: Removal,
    /// What it decides.
    pub(super) effect: Effect,
}

/// All clauses of `rule`, in the order in which they can be taken away.
pub(super) fn clauses(rule: &Definition) -> Vec<Clause> {
    // What is taken away is judged: texts and examples are only ballast for the copies.
    let bare = Definition { examples: Vec::new(), advice: Advice::default(), ..rule.clone() };
    let mut list = Clauses { bare, list: Vec::new() };
    let kind_is_redundant =
        rule.when.iter().any(|condition| condition.check.field.known().is_some_and(|field| field.tells_kind));
    list.conditions(Effect::Findings, None, &rule.when, |rule| Some(&mut rule.when));
    // Beside a field that only changes of its kind have, the kind says nothing new: it tells judging where to look.
    let mut conditions = rule.when.iter();
    list.list.retain(|_| !(conditions.next().is_some_and(is_kind) && kind_is_redundant));
    for (place, excuse) in rule.unless.iter().enumerate() {
        let what = format!("the excuse “{}”", excuse.name);
        let effect = Effect::Findings;
        list.part(effect, what.clone(), &excuse.span, |rule| drop(rule.unless.remove(place)));
        list.several(effect, &what, &excuse.conditions, |rule| Some(&mut rule.unless.get_mut(place)?.conditions));
    }
    for (place, case) in rule.cases.iter().enumerate() {
        let what = format!("the case “{}”", case.name);
        let effect = Effect::Words; // A case may only bring other words.
        list.part(effect, what.clone(), &case.span, |rule| drop(rule.cases.remove(place)));
        list.several(effect, &what, &case.conditions, |rule| Some(&mut rule.cases.get_mut(place)?.conditions));
    }
    list.group(rule);
    list.counts(rule);
    list.profiles(rule);
    list.list
}

/// Whether it is the condition by which the changes are found that the rule is asked about.
fn is_kind(condition: &Condition) -> bool {
    condition.check.field.known().is_some_and(|field| field.words_need == WordsNeed::ChangeKinds)
}

struct Clauses {
    bare: Definition,
    list: Vec<Clause>,
}

impl Clauses {
    /// A part that `take` takes away.
    fn part(&mut self, effect: Effect, what: String, span: &Range<usize>, take: impl FnOnce(&mut Definition)) {
        let mut rest = Box::new(self.bare.clone());
        take(&mut rest);
        self.list.push(Clause { what, span: span.clone(), removal: Removal::Leaves(rest), effect });
    }

    /// Each of the conditions in the list that `of` finds in a rule, of `whole` or of the rule itself.
    fn conditions(
        &mut self,
        effect: Effect,
        whole: Option<&str>,
        conditions: &[Condition],
        of: impl Fn(&mut Definition) -> Option<&mut Vec<Condition>>,
    ) {
        for (place, condition) in conditions.iter().enumerate() {
            let within = whole.map(|whole| format!(" of {whole}")).unwrap_or_default();
            self.part(effect, format!("the condition on {}{within}", condition.name), &condition.span, |rule| {
                if let Some(list) = of(rule) {
                    let gone = list.remove(place);
                    for other in list.iter_mut().filter(|other| other.name == gone.name) {
                        // Without `any-of` beside it, `none-of` is read for itself.
                        if let (Test::AnyOf(_), Test::ButNot(words)) = (&gone.check.test, &other.check.test) {
                            other.check.test = Test::NoneOf(*words);
                        }
                    }
                }
            });
        }
    }

    /// The same where there are several: to take the only one away is to take the whole away, or to empty it.
    fn several(
        &mut self,
        effect: Effect,
        whole: &str,
        conditions: &[Condition],
        of: impl Fn(&mut Definition) -> Option<&mut Vec<Condition>>,
    ) {
        if conditions.len() > 1 {
            self.conditions(effect, Some(whole), conditions, of);
        }
    }

    fn group(&mut self, rule: &Definition) {
        let Some(group) = &rule.group else { return };
        let effect = Effect::Findings;
        self.part(effect, "the group".to_owned(), &group.span, |rule| rule.group = None);
        for (place, key) in group.per.iter().enumerate().filter(|_| group.per.len() > 1) {
            self.part(effect, format!("{key} in the group"), &group.span, |rule| {
                if let Some(group) = &mut rule.group {
                    group.per.remove(place);
                }
            });
        }
        let Some(session) = &group.session else { return };
        self.part(effect, "the session of the group".to_owned(), &session.span, |rule| {
            if let Some(group) = &mut rule.group {
                group.session = None;
            }
        });
        for (place, key) in session.per.iter().enumerate().filter(|_| session.per.len() > 1) {
            self.part(effect, format!("{key} in the session of the group"), &session.span, |rule| {
                if let Some(session) = rule.group.as_mut().and_then(|group| group.session.as_mut()) {
                    session.per.remove(place);
                }
            });
        }
    }

    fn counts(&mut self, rule: &Definition) {
        for (place, count) in rule.counts.iter().enumerate() {
            let what = format!("count.{}", count.name);
            let field = FieldRef::Count(place);
            if !asks(rule, field) && !shows(rule, field) {
                self.unused(&what, &count.span);
                continue;
            }
            let effect = if asks(rule, field) { Effect::Findings } else { Effect::Words };
            self.conditions(effect, Some(&what), &count.conditions, |rule| {
                Some(&mut rule.counts.get_mut(place)?.conditions)
            });
            let count_of = |rule: &mut Definition, change: fn(&mut Count)| {
                rule.counts.get_mut(place).into_iter().for_each(change);
            };
            if count.window != CountWindow::Named(NamedWindow::All) {
                self.part(effect, format!("the window of {what}"), &count.span, |rule| {
                    count_of(rule, |count| count.window = CountWindow::Named(NamedWindow::All));
                });
            }
            if count.before.is_some() {
                self.part(effect, format!("the time before of {what}"), &count.span, |rule| {
                    count_of(rule, |count| count.before = None);
                });
            }
            let sort = match count.measure {
                Measure::Number => None,
                Measure::Different(_) => Some("the distinct"),
                Measure::Sum(_) => Some("the sum"),
                Measure::Percentile(..) => Some("the percentile"),
            };
            if let Some(sort) = sort {
                self.part(effect, format!("{sort} of {what}"), &count.span, |rule| {
                    count_of(rule, |count| count.measure = Measure::Number);
                });
            }
        }
        for (place, share) in rule.shares.iter().enumerate() {
            let field = FieldRef::Share(place);
            if !asks(rule, field) && !shows(rule, field) {
                self.unused(&format!("share.{}", share.name), &share.span);
            }
        }
    }

    fn unused(&mut self, what: &str, span: &Range<usize>) {
        let (removal, effect) = (Removal::Unused, Effect::Findings);
        self.list.push(Clause { what: what.to_owned(), span: span.clone(), removal, effect });
    }

    fn profiles(&mut self, rule: &Definition) {
        for (place, (profile, overlay)) in rule.profiles.iter().enumerate() {
            let what = format!("the profile {profile}");
            if overlay.level.is_some() {
                self.part(Effect::Findings, format!("the level of {what}"), &overlay.span, |rule| {
                    rule.profiles.get_mut(place).into_iter().for_each(|(_, overlay)| overlay.level = None);
                });
            } else if overlay.when.is_empty() {
                self.unused(&what, &overlay.span);
            }
            self.conditions(Effect::Findings, Some(&what), &overlay.when, |rule| {
                Some(&mut rule.profiles.get_mut(place)?.1.when)
            });
        }
    }
}

/// Whether a condition of `rule` asks for `field`, a count or a share.
fn asks(rule: &Definition, field: FieldRef) -> bool {
    let excuses = rule.unless.iter().flat_map(|excuse| &excuse.conditions);
    let cases = rule.cases.iter().flat_map(|case| &case.conditions);
    let overlays = rule.profiles.iter().flat_map(|(_, overlay)| &overlay.when);
    let mut conditions = rule.when.iter().chain(excuses).chain(cases).chain(overlays);
    let asked = |condition: &Condition| match &condition.check.test {
        Test::Compare(_, Operand::Field(other)) => *other == field || condition.check.field == field,
        _ => condition.check.field == field,
    };
    let counts = || rule.counts.iter().flat_map(|count| &count.conditions);
    conditions.any(asked) || counts().any(asked) || shares_of(rule, field).any(|share| asks(rule, share))
}

/// Whether a finding of `rule` shows `field`, a count or a share.
fn shows(rule: &Definition, field: FieldRef) -> bool {
    let cases = rule.cases.iter().filter_map(|case| case.message.as_ref());
    let mut templates = std::iter::once(&rule.message).chain(cases);
    let related =
        matches!((rule.related, field), (Some(RelatedTo::Count(count)), FieldRef::Count(own)) if count == own);
    related
        || templates.any(|template| template.fields().any(|other| other == field))
        || rule.facts.iter().any(|(_, other)| *other == field)
        || shares_of(rule, field).any(|share| shows(rule, share))
}

/// The shares that divide by or into the count `field`.
fn shares_of(rule: &Definition, field: FieldRef) -> impl Iterator<Item = FieldRef> {
    let of = move |place: usize| matches!(field, FieldRef::Count(count) if count == place);
    let shares = rule.shares.iter().enumerate().filter(move |(_, share)| of(share.of) || of(share.whole));
    shares.map(|(place, _)| FieldRef::Share(place))
}
