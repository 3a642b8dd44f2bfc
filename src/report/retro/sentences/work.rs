//! Claims about work that goes well.

use super::of;
use crate::wording::count_of;

/// Number of finished items, and whether any of them was reopened.
pub(crate) fn finished(count: usize, came_back: bool) -> String {
    let end = if came_back { "." } else { ", and nothing that was done was taken up again." };
    format!("{count} items were finished{end}")
}

/// A claim that impediments were cleared quickly.
pub(crate) fn soon_cleared(count: usize, all: usize, days: u32) -> String {
    format!("{} impediments were cleared within {days} working days.", part(count, all))
}

/// A claim that work did not wait long for acceptance.
pub(crate) fn soon_accepted(count: usize, all: usize, days: u32) -> String {
    format!("{} times work was put up for acceptance, it had an answer within {days} working days.", part(count, all))
}

/// A claim that the scope of sprints was stable: `count` of the `closed` sprints for which that is known.
/// `most` is the largest share that changed.
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

/// A claim that actions of retrospectives are done.
pub(crate) fn actions_done(done: usize, all: usize) -> String {
    let are = if done == 1 { "is" } else { "are" };
    format!("{} actions from retrospectives {are} done.", part(done, all))
}

fn part(count: usize, all: usize) -> String {
    if count == all { format!("All {all}") } else { of(count, all) }
}
