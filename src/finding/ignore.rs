//! The charter's ignores: findings that the team has agreed to live with.

use std::cell::OnceCell;

use foldhash::{HashMap, HashSet};
use jiff::civil::Date;

use super::Finding;
use crate::board::Board;
use crate::charter::{Charter, Ignore, Named};
use crate::source::{Diagnostic, nearest};

/// What is left after the charter's ignores.
#[derive(Debug, Default)]
pub struct Ignored {
    /// The findings that no ignore covers.
    pub kept: Vec<Finding>,
    /// Those that one covers, each with its reason.
    pub ignored: Vec<(Finding, String)>,
    /// For each of the charter's ignores, whether it covers something here.
    pub used: Vec<bool>,
}

/// Takes out what the ignores of `charter` cover on the day `today`.
pub fn ignore(board: &Board<'_>, charter: &Charter, findings: Vec<Finding>, today: Date) -> Ignored {
    let mut out = Ignored { used: vec![false; charter.ignores.len()], ..Ignored::default() };
    let index = Index::new(board, charter, today);
    for finding in findings {
        let mut covering: Vec<usize> = index.of(&finding).collect();
        covering.retain(|place| is_of_day(board, &charter.ignores[*place], &finding));
        // Every ignore that covers it is used: one of two may end sooner.
        covering.iter().for_each(|place| out.used[*place] = true);
        let reason = covering.into_iter().min().map(|first| &charter.ignores[first].reason);
        match reason {
            Some(reason) => out.ignored.push((finding, reason.clone())),
            None => out.kept.push(finding),
        }
    }
    out
}

/// What a finding must be about for an ignore to cover it, each where the ignore asks for it: rule, item and sprint in lower
/// case, and the id of the one who acted.
type Wanted = [Option<String>; 4];

/// The ignores that count, by what they want.
struct Index {
    /// Which of the four the ignores of a group ask for, and the ignores by what they want of them.
    groups: HashMap<[bool; 4], HashMap<Wanted, Vec<usize>>>,
}

impl Index {
    fn new(board: &Board<'_>, charter: &Charter, today: Date) -> Self {
        let mut index = Self { groups: HashMap::default() };
        let lower = |named: &Option<Named>| named.as_ref().map(|named| named.text.to_lowercase());
        for (place, entry) in charter.ignores.iter().enumerate().filter(|(_, entry)| !is_expired(entry, today)) {
            let person =
                |named: &Named| board.people.find_by_text(&named.text).map(|id| board.people.get(id).id.to_string());
            let actor = entry.actor.as_ref().map(person);
            // Whoever fits nobody on this board did nothing here.
            if actor == Some(None) {
                continue;
            }
            let wanted = [lower(&entry.rule), lower(&entry.item), lower(&entry.sprint), actor.flatten()];
            let asks = wanted.each_ref().map(Option::is_some);
            index.groups.entry(asks).or_default().entry(wanted).or_default().push(place);
        }
        index
    }

    /// The places of the ignores that cover `finding`, whatever its day.
    fn of(&self, finding: &Finding) -> impl Iterator<Item = usize> {
        let has: Wanted = [
            Some(finding.rule.to_lowercase()),
            finding.item.as_ref().map(|item| item.key.to_lowercase()),
            finding.sprint.as_ref().map(|sprint| sprint.to_lowercase()),
            finding.actor.as_ref().map(|actor| actor.id.clone()),
        ];
        let of_group = move |(asks, ignores): (&[bool; 4], &'_ HashMap<Wanted, Vec<usize>>)| {
            let mut wanted = has.clone();
            wanted.iter_mut().zip(asks).for_each(|(has, asked)| *has = has.take().filter(|_| *asked));
            ignores.get(&wanted).cloned().unwrap_or_default()
        };
        self.groups.iter().flat_map(of_group)
    }
}

/// Warnings about the ignores of `charter`: those that have expired, and those that covered nothing on `boards`, which it
/// governs. `judged` says whether a rule was asked and could be judged, or without a name whether every rule was asked: an
/// ignore of another may still be needed. So may one of another time than the one that is looked at.
pub fn idle_ignores(
    boards: &[&Board<'_>],
    charter: &Charter,
    used: &[bool],
    today: Date,
    judged: impl Fn(Option<&str>) -> bool,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let whole = boards.iter().all(|board| board.window.is_open());
    let keys = boards.iter().flat_map(|board| board.items.iter().map(|item| &*item.key));
    let sprints = boards.iter().flat_map(|board| board.sprints.iter().map(|sprint| &*sprint.name));
    let known = OnceCell::new();
    let known = || known.get_or_init(|| Known { keys: lower(keys.clone()), sprints: lower(sprints.clone()) });
    let mut compared = 0;
    for (entry, used) in charter.ignores.iter().zip(used) {
        if let Some(last) = entry.expires.filter(|_| is_expired(entry, today)) {
            let over = Diagnostic::warning(format!("this ignore counted until {last}")).at(entry.mark, "expired");
            found.push(over.note("renew it with the team, or take it out"));
        } else if !used && whole && !charter.is_shared(Some(entry.mark)) {
            let needed = entry.rule.as_ref().map(|rule| rule.text.as_str());
            found.extend(judged(needed).then(|| unused(boards, entry, known(), &mut compared)));
        }
    }
    found
}

fn is_expired(entry: &Ignore, today: Date) -> bool {
    entry.expires.is_some_and(|last| last < today)
}

/// What is on boards, in lower case.
struct Known {
    keys: HashSet<String>,
    sprints: HashSet<String>,
}

fn lower<'n>(names: impl Iterator<Item = &'n str>) -> HashSet<String> {
    names.map(str::to_lowercase).collect()
}

/// To so many names that fit nothing the most similar one on the board is looked for.
const COMPARED: usize = 50;

/// That an ignore covers nothing, and what in it fits nothing on the board.
fn unused(boards: &[&Board<'_>], entry: &Ignore, known: &Known, compared: &mut usize) -> Diagnostic {
    let warning = Diagnostic::warning("this ignore matched nothing");
    let place = |named: &Named| named.mark.unwrap_or(entry.mark);
    let mut foreign = |named: &Named, label: String, known: &mut dyn Iterator<Item = &str>| {
        *compared += 1;
        let near = match nearest(&named.text, known.filter(|_| *compared <= COMPARED)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "check the name, or take the ignore out".to_owned(),
        };
        warning.clone().at(place(named), label).note(near)
    };
    let mut keys = boards.iter().flat_map(|board| board.items.iter().map(|item| &*item.key));
    let mut sprints = boards.iter().flat_map(|board| board.sprints.iter().map(|it| &*it.name));
    let mut people = boards.iter().flat_map(|board| board.people.iter().map(|(_, person)| &*person.name));
    let has = |known: &HashSet<String>, named: &Named| known.contains(&named.text.to_lowercase());
    match (&entry.item, &entry.sprint, &entry.actor) {
        (Some(item), ..) if !has(&known.keys, item) => {
            foreign(item, format!("no item of this board has the key `{}`", item.text), &mut keys)
        }
        (_, Some(sprint), _) if !has(&known.sprints, sprint) => {
            foreign(sprint, format!("no sprint of this board is called `{}`", sprint.text), &mut sprints)
        }
        (.., Some(actor)) if boards.iter().all(|board| board.people.find_by_text(&actor.text).is_none()) => {
            foreign(actor, format!("`{}` is not one person on this board", actor.text), &mut people)
        }
        _ => warning.at(entry.mark, "no finding fits it").note("what it was for is gone: take it out"),
    }
}

/// Whether `finding` is of the days that an ignore is meant for.
fn is_of_day(board: &Board<'_>, entry: &Ignore, finding: &Finding) -> bool {
    let day = finding.at.map(|at| board.calendar.day(at));
    let since = entry.since.is_none_or(|since| day.is_some_and(|day| day >= since));
    since && entry.until.is_none_or(|until| day.is_some_and(|day| day <= until))
}
