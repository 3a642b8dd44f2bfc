//! What goes well in the work itself.

use super::of;
use crate::wording::count_of;

/// How much was finished, and whether any of it was taken up again.
pub(crate) fn finished(count: usize, came_back: bool) -> String {
    let end = if came_back { "." } else { ", and nothing that was done was taken up again." };
    format!("{count} items were finished{end}")
}

/// That impediments were out of the way soon.
pub(crate) fn soon_cleared(count: usize, all: usize, days: u32) -> String {
    format!("{} impediments were cleared within {days} working days.", part(count, all))
}

/// That what waited for acceptance did not wait long.
pub(crate) fn soon_accepted(count: usize, all: usize, days: u32) -> String {
    format!("{} times work was put up for acceptance, it had an answer within {days} working days.", part(count, all))
}

/// That sprints stayed what they were: `count` of the `closed` ones of which that is known. `most` is the largest part that changed.
pub(crate) fn steady(count: usize, closed: usize, most: f64) -> String {
    let which = match closed - count {
        0 => format!("{count} finished sprints"),
        unknown => format!("{count} finished sprints of which it is known ({} not)", count_of(unknown, "is", "are")),
    };
    match most {
        0.0 => format!("Nothing came into any of the {which}, or left it, after its planning."),
        most => {
            format!("In all {which} at most {} % of what was committed came in or left later.", (most * 100.0).ceil())
        }
    }
}

/// That what retrospectives decided is done.
pub(crate) fn actions_done(done: usize, all: usize) -> String {
    let are = if done == 1 { "is" } else { "are" };
    format!("{} actions from retrospectives {are} done.", part(done, all))
}

fn part(count: usize, all: usize) -> String {
    if count == all { format!("All {all}") } else { of(count, all) }
}
