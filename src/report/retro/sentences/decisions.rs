//! Decisions, who makes them, and how often.

use super::of;
use crate::board::{Doubt, Responsibility, Seat};
use crate::charter::Role;
use crate::rule::accountability::Tally;
use crate::wording::count_of;

/// The title of a column of the matrix.
pub(crate) fn seat(seat: Seat) -> &'static str {
    match seat {
        Seat::ProductOwner => "Product Owner",
        Seat::ScrumMaster => "Scrum Master",
        Seat::Developers => "Developers",
        Seat::Others => "Others",
    }
}

/// A role beside a name.
pub(crate) fn role(role: Role) -> &'static str {
    match role {
        Role::Outsider => "no role",
        other => other.title(),
    }
}

/// The title of a decision.
pub(crate) fn responsibility(responsibility: Responsibility) -> &'static str {
    match responsibility {
        Responsibility::Order => "Order the backlog",
        Responsibility::Priority => "Set priority",
        Responsibility::Stories => "Write stories",
        Responsibility::Criteria => "Write criteria",
        Responsibility::Acceptance => "Accept work",
        Responsibility::Estimates => "Estimate",
        Responsibility::Taking => "Take work oneself",
        Responsibility::Giving => "Give work to others",
        Responsibility::Status => "Move work not one’s own",
        Responsibility::Scope => "Change a sprint’s scope",
        Responsibility::Impediments => "Clear impediments",
        Responsibility::Retro => "Act on the retro",
    }
}

/// How often something was decided.
pub(crate) fn times(tally: &Tally, total: usize) -> String {
    let times = match tally.responsibility {
        Responsibility::Stories => count_of(total, "story", "stories"),
        Responsibility::Estimates => count_of(total, "estimate", "estimates"),
        Responsibility::Acceptance | Responsibility::Status => count_of(total, "move", "moves"),
        Responsibility::Impediments => format!("{total} cleared"),
        Responsibility::Order | Responsibility::Priority | Responsibility::Criteria | Responsibility::Scope => {
            count_of(total, "change", "changes")
        }
        Responsibility::Taking | Responsibility::Giving => count_of(total, "time", "times"),
        Responsibility::Retro => count_of(total, "act", "acts"),
    };
    let unknown = (tally.unknown > 0).then(|| format!("{} more by nobody knows whom", tally.unknown));
    let left_out = (tally.left_out > 0).then(|| format!("{} left out", tally.left_out));
    std::iter::once(times).chain(unknown).chain(left_out).collect::<Vec<_>>().join(", ")
}

/// Why something is not counted.
pub(crate) fn doubts(doubts: &[Doubt]) -> String {
    let reasons = doubts.iter().map(|doubt| match doubt {
        Doubt::Stage => "not every status or list is known to mean a stage of work",
        Doubt::Sprint => "not every sprint is explained",
        Doubt::Role => "it is not known for certain who held the role at that time",
        Doubt::History => "a part of the history is missing",
        Doubt::Kind => "not every item says of which type it is",
        Doubt::Session => "what one person entered for many items at one sitting may be what others decided",
    });
    reasons.collect::<Vec<_>>().join("; ")
}

/// A note that no act of a decision is counted.
pub(crate) fn all_left_out(count: usize, why: &str) -> String {
    format!("{} left out: {why}", count_of(count, "act is", "acts are"))
}

/// A note that all acts of a decision are excused.
pub(crate) fn all_excused(count: usize) -> String {
    format!("{} left out: copies, corrections and the like", count_of(count, "act is", "acts are"))
}

/// Which acts the rows leave out.
pub(crate) fn left_out_of_rows(why: &str) -> String {
    format!("Left out is what nobody can tell to be such a decision, or whose: {why}.")
}

/// A note that the export does not say who decided.
pub(crate) fn done_by_unknown(count: usize) -> String {
    format!("{}, and the export does not say by whom", count_of(count, "time", "times"))
}

/// A claim that decisions were made by the role that owns them.
pub(crate) fn respected(responsibility: Responsibility, owned: usize, total: usize) -> String {
    let all = owned == total;
    let part = if all { format!("All {total}") } else { of(owned, total) };
    match responsibility {
        Responsibility::Order => format!("{part} changes to the order of the backlog were the Product Owner’s."),
        Responsibility::Priority => format!("{part} changes of priority were the Product Owner’s."),
        Responsibility::Stories => format!("{part} stories were written by the Product Owner."),
        Responsibility::Criteria => format!("{part} changes to acceptance criteria were the Product Owner’s."),
        Responsibility::Acceptance if all => format!("The Product Owner accepted the work all {total} times."),
        Responsibility::Acceptance => format!("The Product Owner accepted the work {owned} of {total} times."),
        Responsibility::Estimates => format!("{part} estimates were given by developers."),
        Responsibility::Taking | Responsibility::Giving => {
            format!("{part} times work was shared out, a developer did it.")
        }
        Responsibility::Status => format!("{part} moves of work that was not the mover’s own were made by developers."),
        Responsibility::Scope => format!("{part} changes to a running sprint were agreed among those it belongs to."),
        Responsibility::Impediments => format!("{part} impediments were cleared by the Scrum Master."),
        Responsibility::Retro => {
            format!("{part} acts on the retrospective’s actions came from the Scrum Master or the developers.")
        }
    }
}

/// A claim that developers take their work themselves.
pub(crate) fn taken(taken: usize, total: usize) -> String {
    let part = if taken == total { format!("all {total}") } else { of(taken, total) };
    format!("Developers took the work themselves {part} times.")
}

/// The share of the found acts among all of the same sort: `3 of 18 changes to the order`.
pub(crate) fn rate(responsibility: Responsibility, found: usize, all: usize) -> String {
    let (act, acts, rest) = match responsibility {
        Responsibility::Order => ("change", "changes", " to the order of the backlog"),
        Responsibility::Priority => ("change", "changes", " of priority"),
        Responsibility::Stories => ("story", "stories", " written"),
        Responsibility::Criteria => ("change", "changes", " to acceptance criteria"),
        Responsibility::Acceptance => ("acceptance", "acceptances", ""),
        Responsibility::Estimates => ("estimate", "estimates", ""),
        Responsibility::Taking | Responsibility::Giving => ("time", "times", " work found its developer"),
        Responsibility::Status => ("move", "moves", " of work that was not the mover’s own"),
        Responsibility::Scope => ("change", "changes", " to running sprints"),
        Responsibility::Impediments => ("impediment", "impediments", " cleared"),
        Responsibility::Retro => ("act", "acts", " on retrospective actions"),
    };
    format!("{found} of {}{rest}", count_of(all, act, acts))
}

/// A decision that a role made although it belongs to another. If not both leads are named, one of them is
/// among the people without a role.
pub(crate) fn decided_by(responsibility: Responsibility, seat: Seat, names_both: bool) -> String {
    let act = match responsibility {
        Responsibility::Order => "Backlog ordered",
        Responsibility::Priority => "Priority set",
        Responsibility::Stories => "Stories written",
        Responsibility::Criteria => "Criteria written",
        Responsibility::Acceptance => "Work accepted",
        Responsibility::Estimates => "Estimates given",
        Responsibility::Taking => "Work taken",
        Responsibility::Giving => "Work assigned",
        Responsibility::Status => "Others’ work moved",
        Responsibility::Scope => "Sprints changed",
        Responsibility::Impediments => "Impediments cleared",
        Responsibility::Retro => "Retro actions handled",
    };
    let by = match seat {
        Seat::ProductOwner => "the Product Owner",
        Seat::ScrumMaster => "the Scrum Master",
        Seat::Developers if names_both => "developers",
        Seat::Developers => "people without a role",
        Seat::Others => "people outside the team",
    };
    format!("{act} by {by}")
}

/// How often a role made a decision in a sprint, of how many in total.
pub(crate) fn share_of_sprint(count: usize, all: usize) -> String {
    if all == 0 { "–".to_owned() } else { of(count, all) }
}

/// Number of such decisions that are not listed.
pub(crate) fn more_decided(count: usize) -> String {
    format!("{} not shown.", count_of(count, "more of them is", "more of them are"))
}

/// Whether something became more or less. `decided` is false if the decision was not made recently.
pub(crate) fn direction(before: usize, now: usize, decided: bool) -> &'static str {
    match (before, now) {
        _ if !decided => "did not come up",
        (0, 0) => "not in the last two",
        (0, _) => "new",
        (_, 0) => "not in the last",
        (before, now) if now < before => "less",
        (before, now) if now > before => "more",
        _ => "the same",
    }
}
