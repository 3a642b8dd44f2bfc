//! The clauses of a rule: every part of it that can be removed separately.
//!
//! A clause is *idle* if its removal does not change the outcome of any example. Then either an example is
//! missing, or the clause does nothing.

use std::ops::Range;

use super::super::condition::{Condition, Operand, Test};
use super::super::definition::{Advice, Count, CountWindow, Definition, Measure, NamedWindow, RelatedTo};
use super::super::field::{FieldRef, WordsNeed};

/// What a part of a rule affects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Whether the rule fires, on what and at which level.
    Findings,
    /// The same, or only messages and facts.
    Words,
}

/// The result of removing a part of a rule.
#[derive(Clone, Debug)]
pub(super) enum Removal {
    /// Not applicable: nothing in the rule uses the part.
    Unused,
    /// The rule without the part.
    Leaves(Box<Definition>),
}

/// A part of a rule, and the rule without it.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Its description.
    pub what: String,
    /// Its byte range in the rule file.
    pub span: Range<usize>,
    /// The result of removing it.
    pub(super) removal: Removal,
    /// What it affects.
    pub(super) effect: Effect,
}

/// All clauses of `rule`, in the order in which they are removed.
pub(super) fn clauses(rule: &Definition) -> Vec<Clause> {
    // Each clause copies the rule. Texts and examples are not needed for judging.
    let bare = Definition { examples: Vec::new(), advice: Advice::default(), ..rule.clone() };
    let mut list = Clauses { bare, list: Vec::new() };
    let kind_is_redundant =
        rule.when.iter().any(|condition| condition.check.field.known().is_some_and(|field| field.tells_kind));
    list.conditions(Effect::Findings, None, &rule.when, |rule| Some(&mut rule.when));
    // If a condition tests a field that only one kind of change has, the condition on the kind is redundant:
    // it only makes judging faster.
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
        let effect = Effect::Words; // A case may change only the message.
        list.part(effect, what.clone(), &case.span, |rule| drop(rule.cases.remove(place)));
        list.several(effect, &what, &case.conditions, |rule| Some(&mut rule.cases.get_mut(place)?.conditions));
    }
    list.group(rule);
    list.counts(rule);
    list.profiles(rule);
    list.list
}

/// Whether the condition is the one on the kind of change, by which candidates are selected.
fn is_kind(condition: &Condition) -> bool {
    condition.check.field.known().is_some_and(|field| field.words_need == WordsNeed::ChangeKinds)
}

struct Clauses {
    bare: Definition,
    list: Vec<Clause>,
}

impl Clauses {
    /// Adds a part that `take` removes.
    fn part(&mut self, effect: Effect, what: String, span: &Range<usize>, take: impl FnOnce(&mut Definition)) {
        let mut rest = Box::new(self.bare.clone());
        take(&mut rest);
        self.list.push(Clause { what, span: span.clone(), removal: Removal::Leaves(rest), effect });
    }

    /// Adds each condition in the list that `of` finds in a rule. `whole` names the part they belong to, if
    /// it is not the rule itself.
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
                        // Without `any-of` beside it, `none-of` has its own meaning again.
                        if let (Test::AnyOf(_), Test::ButNot(words)) = (&gone.check.test, &other.check.test) {
                            other.check.test = Test::NoneOf(*words);
                        }
                    }
                }
            });
        }
    }

    /// The same for lists of several conditions. Removing the only condition would equal removing the whole
    /// part, or leave it empty.
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

/// Whether a condition of `rule` uses `field`, a count or a share.
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

/// The shares that use the count `field`.
fn shares_of(rule: &Definition, field: FieldRef) -> impl Iterator<Item = FieldRef> {
    let of = move |place: usize| matches!(field, FieldRef::Count(count) if count == place);
    let shares = rule.shares.iter().enumerate().filter(move |(_, share)| of(share.of) || of(share.whole));
    shares.map(|(place, _)| FieldRef::Share(place))
}
