//! The charter's ignores: findings that the team has agreed to live with.

use jiff::civil::Date;

use super::Finding;
use crate::board::Board;
use crate::charter::{Charter, Ignore, Named};
use crate::source::{Diagnostic, tree};

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
    for finding in findings {
        let mut reason = None;
        // Every ignore that covers it is used: one of two may end sooner.
        for (entry, used) in charter.ignores.iter().zip(&mut out.used) {
            if !is_expired(entry, today) && covers(board, entry, &finding) {
                *used = true;
                reason = reason.or(Some(&entry.reason));
            }
        }
        match reason {
            Some(reason) => out.ignored.push((finding, reason.clone())),
            None => out.kept.push(finding),
        }
    }
    out
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
    for (entry, used) in charter.ignores.iter().zip(used) {
        if let Some(last) = entry.expires.filter(|_| is_expired(entry, today)) {
            let over = Diagnostic::warning(format!("this ignore counted until {last}")).at(entry.mark, "expired");
            found.push(over.note("renew it with the team, or take it out"));
        } else if !used && whole && !charter.is_shared(Some(entry.mark)) {
            let needed = entry.rule.as_ref().map(|rule| rule.text.as_str());
            found.extend(judged(needed).then(|| unused(boards, entry)));
        }
    }
    found
}

fn is_expired(entry: &Ignore, today: Date) -> bool {
    entry.expires.is_some_and(|last| last < today)
}

/// That an ignore covers nothing, and what in it fits nothing on the board.
fn unused(boards: &[&Board<'_>], entry: &Ignore) -> Diagnostic {
    let warning = Diagnostic::warning("this ignore matched nothing");
    let place = |named: &Named| named.mark.unwrap_or(entry.mark);
    let foreign = |named: &Named, label: String, known: Vec<&str>| {
        let near = match tree::nearest(&named.text, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "check the name, or take the ignore out".to_owned(),
        };
        warning.clone().at(place(named), label).note(near)
    };
    let keys: Vec<&str> = boards.iter().flat_map(|board| board.items.iter().map(|item| &*item.key)).collect();
    let sprints: Vec<&str> = boards.iter().flat_map(|board| board.sprints.iter().map(|it| &*it.name)).collect();
    let people = || boards.iter().flat_map(|board| board.people.iter().map(|(_, person)| &*person.name)).collect();
    let has = |known: &[&str], named: &Named| known.iter().any(|name| same(name, &named.text));
    match (&entry.item, &entry.sprint, &entry.actor) {
        (Some(item), ..) if !has(&keys, item) => {
            foreign(item, format!("no item of this board has the key `{}`", item.text), keys)
        }
        (_, Some(sprint), _) if !has(&sprints, sprint) => {
            foreign(sprint, format!("no sprint of this board is called `{}`", sprint.text), sprints)
        }
        (.., Some(actor)) if boards.iter().all(|board| board.people.named(&actor.text).is_none()) => {
            foreign(actor, format!("`{}` is not one person on this board", actor.text), people())
        }
        _ => warning.at(entry.mark, "no finding fits it").note("what it was for is gone: take it out"),
    }
}

/// Names are the same in any case.
fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

fn covers(board: &Board<'_>, entry: &Ignore, finding: &Finding) -> bool {
    let fits = |wanted: &Option<Named>, have: Option<&str>| {
        wanted.as_ref().is_none_or(|wanted| have.is_some_and(|have| same(have, &wanted.text)))
    };
    let actor = entry.actor.as_ref().is_none_or(|wanted| {
        let person = board.people.named(&wanted.text).map(|id| &*board.people.get(id).id);
        person.is_some() && person == finding.actor.as_ref().map(|actor| actor.id.as_str())
    });
    let day = finding.at.map(|at| board.calendar.day(at));
    let since = entry.since.is_none_or(|since| day.is_some_and(|day| day >= since));
    let until = entry.until.is_none_or(|until| day.is_some_and(|day| day <= until));
    fits(&entry.rule, Some(&finding.rule))
        && fits(&entry.item, finding.item.as_ref().map(|item| item.key.as_str()))
        && fits(&entry.sprint, finding.sprint.as_deref())
        && actor
        && since
        && until
}
