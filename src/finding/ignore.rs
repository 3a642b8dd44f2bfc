//! Findings that the team has agreed to live with.

use jiff::civil::Date;

use super::Finding;
use crate::board::Board;
use crate::charter::{Charter, Ignore};
use crate::source::{Diagnostic, tree};

/// What is left after the charter's ignores.
#[derive(Debug, Default)]
pub struct Ignored {
    /// The findings that no ignore covers.
    pub kept: Vec<Finding>,
    /// Those that one covers, each with its reason.
    pub ignored: Vec<(Finding, String)>,
    /// Ignores past their date or without anything to ignore.
    pub found: Vec<Diagnostic>,
}

/// Takes out what the ignores of `charter` cover on the day `today`. `ran` tells whether a rule was asked, or every rule: an
/// ignore of one that was not may still be needed. So may one of another time than the one that is looked at.
pub fn ignore(
    board: &Board<'_>,
    charter: &Charter,
    findings: Vec<Finding>,
    today: Date,
    ran: impl Fn(Option<&str>) -> bool,
) -> Ignored {
    let mut out = Ignored::default();
    let mut used = vec![false; charter.ignores.len()];
    let expired = |entry: &Ignore| entry.expires.is_some_and(|last| last < today);
    for finding in findings {
        let covering = charter.ignores.iter().position(|entry| !expired(entry) && covers(board, entry, &finding));
        match covering {
            Some(place) => {
                used[place] = true;
                out.ignored.push((finding, charter.ignores[place].reason.clone()));
            }
            None => out.kept.push(finding),
        }
    }
    for (entry, used) in charter.ignores.iter().zip(used) {
        if let Some(last) = entry.expires.filter(|_| expired(entry)) {
            let message = format!("this ignore counted until {last}");
            out.found.push(
                Diagnostic::warning(message).at(entry.mark, "expired").note("renew it with the team, or take it out"),
            );
        } else if !used && board.window.is_open() && !charter.is_shared(Some(entry.mark)) {
            let asked = match &entry.rule {
                Some(rule) => ran(Some(&rule.text)),
                None => ran(None),
            };
            out.found.extend(asked.then(|| unused(board, entry)));
        }
    }
    out
}

/// That an ignore covers nothing, and what in it fits nothing on the board.
fn unused(board: &Board<'_>, entry: &Ignore) -> Diagnostic {
    let told = Diagnostic::warning("this ignore matched nothing");
    let near = |name: &str, known: &mut dyn Iterator<Item = &str>| match tree::nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "check the name, or take the ignore out".to_owned(),
    };
    let place = |named: &crate::charter::Named| named.mark.unwrap_or(entry.mark);
    if let Some(item) = &entry.item
        && !board.items.iter().any(|other| other.key.eq_ignore_ascii_case(&item.text))
    {
        let label = format!("no item of this board has the key `{}`", item.text);
        return told.at(place(item), label).note(near(&item.text, &mut board.items.iter().map(|item| &*item.key)));
    }
    if let Some(sprint) = &entry.sprint
        && !board.sprints.iter().any(|other| other.name.eq_ignore_ascii_case(&sprint.text))
    {
        let label = format!("no sprint of this board is called `{}`", sprint.text);
        let mut names = board.sprints.iter().map(|sprint| &*sprint.name);
        return told.at(place(sprint), label).note(near(&sprint.text, &mut names));
    }
    if let Some(actor) = &entry.actor
        && board.people.named(&actor.text).is_none()
    {
        let label = format!("`{}` is not one person on this board", actor.text);
        let mut names = board.people.iter().map(|(_, person)| &*person.name);
        return told.at(place(actor), label).note(near(&actor.text, &mut names));
    }
    told.at(entry.mark, "no finding fits it").note("what it was for is gone: take it out")
}

fn covers(board: &Board<'_>, entry: &Ignore, finding: &Finding) -> bool {
    let same = |wanted: &Option<crate::charter::Named>, have: Option<&str>| {
        wanted.as_ref().is_none_or(|wanted| have.is_some_and(|have| have.eq_ignore_ascii_case(&wanted.text)))
    };
    let actor = entry.actor.as_ref().is_none_or(|wanted| {
        let person = board.people.named(&wanted.text).map(|id| &*board.people.get(id).id);
        person.is_some() && person == finding.actor.as_ref().map(|actor| actor.id.as_str())
    });
    let day = finding.at.map(|at| board.calendar.day(at));
    let since = entry.since.is_none_or(|since| day.is_some_and(|day| day >= since));
    let until = entry.until.is_none_or(|until| day.is_some_and(|day| day <= until));
    same(&entry.rule, Some(&finding.rule))
        && same(&entry.item, finding.item.as_ref().map(|item| item.key.as_str()))
        && same(&entry.sprint, finding.sprint.as_deref())
        && actor
        && since
        && until
}
