//! The charter's ignores: findings that the team has agreed to accept.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use foldhash::{HashMap, HashSet};
use jiff::civil::Date;

use super::Finding;
use crate::board::{Board, Item, Sprint};
use crate::charter::{Charter, Ignore, Named, folded};
use crate::source::Diagnostic;
use crate::wording::{Slips, listed};

/// A finding that is covered by an ignore of the charter.
#[derive(Clone, Debug)]
pub struct Ignored {
    /// The finding.
    pub finding: Finding,
    /// Why the team accepts it, from the ignore.
    pub reason: String,
}

/// Findings after the charter's ignores are applied.
#[derive(Debug, Default)]
pub struct AfterIgnores {
    /// Findings that no ignore covers.
    pub kept: Vec<Finding>,
    /// Findings that an ignore covers.
    pub ignored: Vec<Ignored>,
    /// What each of the charter's ignores covers here, in their order.
    pub uses: Vec<IgnoreUse>,
}

/// What an ignore covers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IgnoreUse {
    /// Whether it covers a finding, alone or together with other ignores.
    pub is_used: bool,
    /// Set if it covers only some items of a finding, which is therefore kept. Names the items that no ignore
    /// covers: up to three keys, and the number of further ones.
    pub beside: Option<String>,
}

impl IgnoreUse {
    /// Merges what it covers on several boards.
    pub fn and(self, other: &Self) -> Self {
        Self { is_used: self.is_used || other.is_used, beside: self.beside.or_else(|| other.beside.clone()) }
    }
}

/// Applies the ignores of `charter` as of `today`. A finding about several items of one operation is covered
/// only if each item is: a reason for one item need not hold for the others. Source: docs/baselines.md,
/// ignores.
pub fn ignore(board: &Board<'_>, charter: &Charter, findings: Vec<Finding>, today: Date) -> AfterIgnores {
    let mut out = AfterIgnores { uses: vec![IgnoreUse::default(); charter.ignores.len()], ..AfterIgnores::default() };
    let index = Index::new(board, charter, today);
    for finding in findings {
        let (mut covering, mut beside) = (BTreeSet::new(), Vec::new());
        for item in items_of(&finding) {
            let mut own = index.of(&finding, item);
            own.retain(|place| is_of_day(board, &charter.ignores[*place], &finding));
            beside.extend(item.filter(|_| own.is_empty()).map(str::to_owned));
            covering.extend(own);
        }
        if covering.is_empty() || !beside.is_empty() {
            const SHOWN: usize = 3;
            let beside = listed(&beside, SHOWN);
            covering.iter().for_each(|place| out.uses[*place].beside = Some(beside.clone()));
            out.kept.push(finding);
            continue;
        }
        // Every covering ignore counts as used, because one of two may expire earlier.
        covering.iter().for_each(|place| out.uses[*place].is_used = true);
        let mut reasons: Vec<&str> = covering.iter().map(|place| &*charter.ignores[*place].reason).collect();
        reasons.dedup();
        out.ignored.push(Ignored { reason: reasons.join("; "), finding });
    }
    out
}

/// The keys of the items that a finding is about; a single `None` if it is about something else.
fn items_of(finding: &Finding) -> impl Iterator<Item = Option<&str>> {
    let first = finding.item.as_ref().map(|item| &*item.key);
    std::iter::once(first).chain(finding.bulk.iter().map(|key| Some(&**key)))
}

/// The criteria by which an ignore matches findings. With `bool`, which criteria an ignore has; with texts,
/// their values.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Wanted<T> {
    /// Case-folded.
    rule: T,
    /// The key, case-folded.
    item: T,
    /// The id of the acting person.
    actor: T,
    /// Case-folded.
    sprint: T,
    /// Case-folded.
    label: T,
}

/// The criteria of an ignore, `None` if it does not have one; or the properties of a finding.
type Texts = Wanted<Option<String>>;

/// Selects one of the criteria.
type Place = fn(&mut Texts) -> &mut Option<String>;

/// The indices of ignores, by their criteria.
type IgnoresByTexts = HashMap<Texts, Vec<usize>>;

/// The names in one list of an ignore, in the form of [`Wanted`].
type Names = HashSet<String>;

/// The lists of an ignore.
#[derive(Default)]
struct Lists {
    rules: Names,
    items: Names,
    actors: Names,
}

/// The ignores that have not expired, by their criteria.
struct Index {
    /// Ignores grouped by which criteria they have, then by the values.
    groups: HashMap<Wanted<bool>, IgnoresByTexts>,
    /// The lists of an ignore other than its longest one, if they have several names. They are checked
    /// separately.
    beside: HashMap<usize, Lists>,
    /// By item key, the labels of the item that any ignore has as criterion, case-folded.
    labelled: HashMap<String, Vec<String>>,
}

impl Index {
    fn new(board: &Board<'_>, charter: &Charter, today: Date) -> Self {
        let mut index =
            Self { groups: HashMap::default(), beside: HashMap::default(), labelled: labelled(board, charter) };
        let name = |named: &Named| folded(&named.text);
        for (place, entry) in charter.ignores.iter().enumerate().filter(|(_, entry)| !is_expired(entry, today)) {
            let person = |named: &Named| Some(board.people.get(board.people.find_by_text(&named.text)?).id.to_string());
            let lists = Lists {
                rules: entry.rules.iter().map(name).collect(),
                items: entry.items.iter().map(name).collect(),
                actors: entry.actors.iter().filter_map(person).collect(),
            };
            // If none of its people is on this board, the ignore matches nothing here.
            if !entry.actors.is_empty() && lists.actors.is_empty() {
                continue;
            }
            index.add(place, lists, entry.sprint.as_ref().map(name), entry.label.as_ref().map(name));
        }
        index
    }

    /// Adds an ignore under each name of its longest list. The cost is thus the number of its names, not a
    /// product.
    fn add(&mut self, place: usize, mut lists: Lists, sprint: Option<String>, label: Option<String>) {
        let (longest, of_longest) = lists.longest();
        let names = std::mem::take(longest);
        let alone = |list: &Names| list.iter().next().filter(|_| list.len() == 1).cloned();
        let wanted =
            Wanted { rule: alone(&lists.rules), item: alone(&lists.items), actor: alone(&lists.actors), sprint, label };
        let mut add = |wanted: Texts| {
            let asks = Wanted {
                rule: wanted.rule.is_some(),
                item: wanted.item.is_some(),
                actor: wanted.actor.is_some(),
                sprint: wanted.sprint.is_some(),
                label: wanted.label.is_some(),
            };
            self.groups.entry(asks).or_default().entry(wanted).or_default().push(place);
        };
        if names.is_empty() {
            add(wanted.clone());
        }
        for name in names {
            let mut wanted = wanted.clone();
            *of_longest(&mut wanted) = Some(name);
            add(wanted);
        }
        if [&lists.rules, &lists.items, &lists.actors].iter().any(|list| list.len() > 1) {
            self.beside.insert(place, lists);
        }
    }

    /// The indices of the ignores that cover `finding` as a finding about `item`, whatever its day.
    fn of(&self, finding: &Finding, item: Option<&str>) -> Vec<usize> {
        let has = Wanted {
            rule: Some(folded(&finding.rule)),
            item: item.map(folded),
            actor: finding.actor.as_ref().map(|actor| actor.id.clone()),
            sprint: finding.sprint.as_deref().map(folded),
            label: None,
        };
        let labels = has.item.as_ref().and_then(|key| self.labelled.get(key));
        let mut found = Vec::new();
        for (asks, ignores) in &self.groups {
            let asked = |has: &Option<String>, asks: bool| has.clone().filter(|_| asks);
            let mut wanted = Wanted {
                rule: asked(&has.rule, asks.rule),
                item: asked(&has.item, asks.item),
                actor: asked(&has.actor, asks.actor),
                sprint: asked(&has.sprint, asks.sprint),
                label: None,
            };
            let labels = labels.into_iter().flatten().filter(|_| asks.label).cloned().map(Some);
            for label in labels.chain((!asks.label).then_some(None)) {
                wanted.label = label;
                found.extend(ignores.get(&wanted).into_iter().flatten());
            }
        }
        found.retain(|place| self.beside.get(place).is_none_or(|lists| lists.fit(&has)));
        found
    }
}

impl Lists {
    /// The list with the most names, and the criterion it belongs to.
    fn longest(&mut self) -> (&mut Names, Place) {
        let Self { rules, items, actors } = self;
        if rules.len() > items.len().max(actors.len()) {
            (rules, |wanted| &mut wanted.rule)
        } else if items.len() > actors.len() {
            (items, |wanted| &mut wanted.item)
        } else {
            (actors, |wanted| &mut wanted.actor)
        }
    }

    /// Whether each list with several names contains the value that a finding `has`.
    fn fit(&self, has: &Texts) -> bool {
        let fits =
            |list: &Names, has: &Option<String>| list.len() < 2 || has.as_ref().is_some_and(|has| list.contains(has));
        fits(&self.rules, &has.rule) && fits(&self.items, &has.item) && fits(&self.actors, &has.actor)
    }
}

/// By item key, the labels of the item that any ignore of `charter` has as criterion.
fn labelled(board: &Board<'_>, charter: &Charter) -> HashMap<String, Vec<String>> {
    let labels = charter.ignores.iter().filter_map(|entry| entry.label.as_ref());
    let asked: HashSet<String> = labels.map(|named| folded(&named.text)).collect();
    if asked.is_empty() {
        return HashMap::default();
    }
    let of_item = |item: &Item<'_>| {
        let labels: Vec<String> =
            item.labels.iter().map(|label| folded(label)).filter(|label| asked.contains(label)).collect();
        (!labels.is_empty()).then(|| (folded(&item.key), labels))
    };
    board.items.iter().filter_map(of_item).collect()
}

/// Warnings about the ignores of `charter`: those that have expired, and those that cover nothing on
/// `boards`, the boards of the charter. `judged` says whether a rule was selected and could be judged;
/// without a name, whether all rules were selected. An ignore for another rule or another period may still be
/// needed, so it gives no warning.
pub fn idle_ignores(
    boards: &[&Board<'_>],
    charter: &Charter,
    uses: &[IgnoreUse],
    today: Date,
    judged: impl Fn(Option<&str>) -> bool,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let whole = boards.iter().all(|board| board.window.is_open());
    let keys = boards.iter().flat_map(|board| board.items.iter().map(|item| &*item.key));
    let sprints = boards.iter().flat_map(|board| board.sprints.iter().map(Sprint::shown_name));
    let labels = boards.iter().flat_map(|board| board.items.iter().flat_map(|item| item.labels.iter().map(|it| &**it)));
    let known = OnceCell::new();
    let known = || {
        known.get_or_init(|| Known {
            keys: all_folded(keys.clone()),
            sprints: all_folded(sprints.clone()),
            labels: all_folded(labels.clone()),
        })
    };
    let mut slips = Slips::default();
    for (entry, covered) in charter.ignores.iter().zip(uses) {
        if let Some(last) = entry.expires.filter(|_| is_expired(entry, today)) {
            let over = Diagnostic::warning(format!("this ignore counted until {last}")).at(entry.mark, "expired");
            found.push(over.note("renew it with the team, or take it out"));
        } else if charter.is_shared(Some(entry.mark)) {
            // A shared charter also names things on other boards.
        } else if let Some(actor) = entry.actors.iter().find(|named| is_stranger(boards, named)) {
            found.push(stranger(boards, entry, actor, &mut slips));
        } else if let Some(beside) = &covered.beside {
            found.push(in_part(entry, beside));
        } else if !covered.is_used && whole {
            let judged = match entry.rules.as_slice() {
                [] => judged(None),
                rules => rules.iter().all(|rule| judged(Some(&rule.text))),
            };
            found.extend(judged.then(|| unused(boards, entry, known(), &mut slips)));
        } else if entry.items.len() > 1 && whole {
            found.extend(absent_item(boards, entry, known(), &mut slips));
        }
    }
    found
}

fn is_expired(entry: &Ignore, today: Date) -> bool {
    entry.expires.is_some_and(|last| last < today)
}

/// All names on the boards, case-folded.
struct Known {
    keys: HashSet<String>,
    sprints: HashSet<String>,
    labels: HashSet<String>,
}

fn all_folded<'n>(names: impl Iterator<Item = &'n str>) -> HashSet<String> {
    names.map(folded).collect()
}

/// A suggestion for a name that matches nothing `known`.
fn near(named: &Named, known: &mut dyn Iterator<Item = &str>, slips: &mut Slips) -> String {
    slips.did_you_mean(&named.text, known).unwrap_or_else(|| "check the name, or take the ignore out".to_owned())
}

fn is_stranger(boards: &[&Board<'_>], named: &Named) -> bool {
    boards.iter().all(|board| board.people.find_by_text(&named.text).is_none())
}

/// The warning that an ignore names nobody on the board, or several people.
fn stranger(boards: &[&Board<'_>], entry: &Ignore, actor: &Named, slips: &mut Slips) -> Diagnostic {
    let warning = Diagnostic::warning("this ignore names somebody whom it cannot find");
    let label = format!("`{}` is not one person on this board", actor.text);
    let mut people = boards.iter().flat_map(|board| board.people.iter().map(|(_, person)| &*person.name));
    let note = match boards.iter().find_map(|board| board.people.namesakes(&actor.text)) {
        Some(namesakes) => format!("write the account id instead: {namesakes}"),
        None => near(actor, &mut people, slips),
    };
    warning.at(actor.mark.unwrap_or(entry.mark), label).note(note)
}

/// The warning that an ignore, which covers something, also names an item that is not on the board; `None` if
/// it does not.
fn absent_item(boards: &[&Board<'_>], entry: &Ignore, known: &Known, slips: &mut Slips) -> Option<Diagnostic> {
    let item = entry.items.iter().find(|named| !known.keys.contains(&folded(&named.text)))?;
    let mut keys = boards.iter().flat_map(|board| board.items.iter().map(|item| &*item.key));
    let warning = Diagnostic::warning("this ignore names an item that it cannot find");
    let label = format!("no item of this board has the key `{}`", item.text);
    Some(warning.at(item.mark.unwrap_or(entry.mark), label).note(near(item, &mut keys, slips)))
}

/// The warning that a finding covered by an ignore is also about other items, `beside` the ones it names.
fn in_part(entry: &Ignore, beside: &str) -> Diagnostic {
    Diagnostic::warning("this ignore covers a part of a finding, which stays")
        .at(entry.mark, format!("the same was done in one go to {beside}"))
        .note("name these items, too, where the reason holds for them")
}

/// The warning that an ignore covers nothing, with the part that matches nothing on the board.
fn unused(boards: &[&Board<'_>], entry: &Ignore, known: &Known, slips: &mut Slips) -> Diagnostic {
    let warning = Diagnostic::warning("this ignore matched nothing");
    let mut foreign = |named: &Named, label: String, known: &mut dyn Iterator<Item = &str>| {
        warning.clone().at(named.mark.unwrap_or(entry.mark), label).note(near(named, known, slips))
    };
    let mut keys = boards.iter().flat_map(|board| board.items.iter().map(|item| &*item.key));
    let mut sprints = boards.iter().flat_map(|board| board.sprints.iter().map(|it| &*it.name));
    let mut labels =
        boards.iter().flat_map(|board| board.items.iter().flat_map(|item| item.labels.iter().map(|it| &**it)));
    let is_foreign = |known: &HashSet<String>, named: &&Named| !known.contains(&folded(&named.text));
    if let Some(item) = entry.items.iter().find(|named| is_foreign(&known.keys, named)) {
        foreign(item, format!("no item of this board has the key `{}`", item.text), &mut keys)
    } else if let Some(sprint) = entry.sprint.iter().find(|named| is_foreign(&known.sprints, named)) {
        foreign(sprint, format!("no sprint of this board is called `{}`", sprint.text), &mut sprints)
    } else if let Some(label) = entry.label.iter().find(|named| is_foreign(&known.labels, named)) {
        foreign(label, format!("no item of this board has the label `{}`", label.text), &mut labels)
    } else {
        warning.at(entry.mark, "no finding fits it").note("what it was for is gone: take it out")
    }
}

/// Whether `finding` is within the days of an ignore.
fn is_of_day(board: &Board<'_>, entry: &Ignore, finding: &Finding) -> bool {
    let day = finding.at.map(|at| board.calendar.day(at));
    let since = entry.since.is_none_or(|since| day.is_some_and(|day| day >= since));
    since && entry.until.is_none_or(|until| day.is_some_and(|day| day <= until))
}
