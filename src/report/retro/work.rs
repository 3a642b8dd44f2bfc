//! Claims about work that goes well: what was finished, cleared or accepted quickly, and sprints with a
//! stable scope. Times are working days. What is still waiting counts against a claim.

use super::period::ReportPeriod;
use super::sprint_dates::judged_sprints;
use super::{matrix, sentences};
use crate::board::{Board, Finished, Sprint, Stay, StayEnd, StayIn};
use crate::charter::Kind;

/// Minimum number of items for a claim.
const ENOUGH: usize = 5;
/// The same for impediments and actions of retrospectives, of which there are only few.
const ENOUGH_OF_FEW: usize = 3;
/// Minimum share for "usually".
const USUAL: f64 = 0.8;
/// Maximum number of working days for "quickly": rules report what takes longer.
const SOON: u32 = 3;
/// Maximum share of the committed size that may be added or removed: a rule reports more.
const STEADY: f64 = 0.1;

/// How many items were finished on `board` in `period`, and whether none was reopened; `None` if there are
/// too few.
pub(super) fn finished(board: &Board<'_>, period: &ReportPeriod) -> Option<String> {
    let within = |at| period.holds(at) && board.window.holds(at);
    let whole = board.items.iter().filter(|item| !matches!(item.kind, Kind::SubTask | Kind::Epic));
    let finished = whole.filter(|item| matches!(board.finished(item), Finished::At(at) if within(at))).count();
    let left_done = |stay: &Stay| {
        stay.within == Some(StayIn::Done)
            && stay.until().is_some_and(within)
            && !matches!(stay.end(), StayEnd::Closed | StayEnd::Migration)
    };
    let came_back = board.stays().all().iter().any(left_done);
    (finished >= ENOUGH).then(|| sentences::finished(finished, came_back))
}

/// The other claims: the share, the number it is based on, and the text.
pub(super) fn claims(board: &Board<'_>, period: &ReportPeriod) -> Vec<(f64, usize, String)> {
    let soon = |within, least| soon(board, period, within, least);
    let cleared = soon(StayIn::Blocked, ENOUGH_OF_FEW);
    let accepted = soon(StayIn::Acceptance, ENOUGH);
    let claim = |(count, all): (usize, usize), say: fn(usize, usize, u32) -> String| {
        (matrix::ratio(count, all), all, say(count, all, SOON))
    };
    let claims = [
        cleared.map(|counts| claim(counts, sentences::soon_cleared)),
        accepted.map(|counts| claim(counts, sentences::soon_accepted)),
        steady(board),
        retro_actions(board),
    ];
    claims.into_iter().flatten().collect()
}

/// How many stays of a kind that ended in `period` were short, and of how many. `None` if that is not usual,
/// if there were fewer than `least`, or if an open one is longer.
fn soon(board: &Board<'_>, period: &ReportPeriod, within: StayIn, least: usize) -> Option<(usize, usize)> {
    let days = |stay: &Stay| board.calendar.working_days(stay.earliest, stay.until().unwrap_or(board.clock));
    let stays = || board.stays().all().iter().filter(|stay| stay.within == Some(within));
    if stays().any(|stay| stay.end() == StayEnd::Open && days(stay) > SOON) {
        return None;
    }
    let ended = stays().filter(|stay| {
        let in_period = stay.until().is_some_and(|at| period.holds(at) && board.window.holds(at));
        in_period && !matches!(stay.end(), StayEnd::Closed | StayEnd::Migration | StayEnd::Unknown)
    });
    let (mut count, mut all) = (0, 0);
    for stay in ended {
        all += 1;
        count += usize::from(days(stay) <= SOON);
    }
    (all >= least && matrix::ratio(count, all) >= USUAL).then_some((count, all))
}

/// A claim that sprints kept their scope, if all closed sprints did.
fn steady(board: &Board<'_>) -> Option<(f64, usize, String)> {
    let closed = || judged_sprints(board).map(|(_, sprint)| sprint).filter(|sprint| sprint.is_closed_with_items());
    // If only the dates of a sprint are known, additions cannot be seen.
    if closed().any(|sprint| sprint.days_alone) {
        return None;
    }
    // An item without an estimate has no size, but it was added all the same.
    let unsized_change = |sprint: &Sprint<'_>| {
        board.figures(sprint.index).is_some_and(|figures| figures.scope.iter().any(|change| change.size == 0.0))
    };
    if closed().any(unsized_change) {
        return None;
    }
    let ratios: Vec<f64> = closed().filter_map(|sprint| board.figures(sprint.index)?.scope_change_ratio()).collect();
    let most = ratios.iter().copied().fold(0.0, f64::max);
    (ratios.len() > 1 && most <= STEADY)
        .then(|| (1.0 - most, ratios.len(), sentences::steady(ratios.len(), closed().count(), most)))
}

/// A claim that most actions of retrospectives are done.
fn retro_actions(board: &Board<'_>) -> Option<(f64, usize, String)> {
    let actions = || {
        board.items.iter().filter(|item| {
            item.kind == Kind::RetroAction && board.judges_item(item) && item.created.is_none_or(|at| at <= board.clock)
        })
    };
    let (all, done) = (actions().count(), actions().filter(|item| board.is_done_at(item, board.clock)).count());
    let share = matrix::ratio(done, all);
    (all >= ENOUGH_OF_FEW && share >= USUAL).then(|| (share, all, sentences::actions_done(done, all)))
}
