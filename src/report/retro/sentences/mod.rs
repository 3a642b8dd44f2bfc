//! The sentences of the retro report: all texts that depend on numbers, names, dates or roles.

mod dates;
mod decisions;
mod findings;
mod work;

use super::words;
use crate::board::Unit;
use crate::wording::{count_of, enumerated};
pub(crate) use dates::{after, before, between, date, in_weeks, moment, month, quarter, span, the, week, weeks};
pub(crate) use decisions::{
    all_excused, all_left_out, decided_by, direction, done_by_unknown, doubts, left_out_of_rows, more_decided, rate,
    respected, responsibility, role, seat, share_of_sprint, taken, times,
};
pub(crate) use findings::{
    Amount, and_more, bar, findings_of, found_on, in_baseline, last_seen, last_seen_on, left_out, level, made_of,
    more_ignored, more_in_appendix, more_in_file, new_and_gone, no_room_for, related, since, then_and_now, times_found,
    undated, with_remark,
};
pub(crate) use work::{actions_done, finished, soon_accepted, soon_cleared, steady};

/// An enumeration: `a`, `a and b`, `a, b and c`.
pub(crate) fn and<T: AsRef<str>>(things: &[T]) -> String {
    enumerated(things, "and")
}

/// A part of a whole.
pub(crate) fn of(part: usize, whole: usize) -> String {
    format!("{part} of {whole}")
}

/// Median and minimum number of rules by which the boards could be judged.
pub(crate) fn median_and_lowest(median: usize, lowest: usize, whole: usize) -> String {
    format!("median {median}, lowest {lowest} of {whole}")
}

/// Number of people.
pub(crate) fn people(count: usize) -> String {
    if count == 0 { "nobody".to_owned() } else { count_of(count, "person", "people") }
}

/// Number of people who did something.
pub(crate) fn active(count: usize) -> String {
    if count == 0 { "nobody".to_owned() } else { format!("{count} active") }
}

/// One of several boards of the same name.
pub(crate) fn numbered(name: &str, number: usize) -> String {
    format!("{name} ({number})")
}

/// Number of boards that are not named.
pub(crate) fn boards(count: usize) -> String {
    count_of(count, "more board", "more boards")
}

/// Number of boards that are not shown.
pub(crate) fn more_boards(count: usize) -> String {
    format!(
        "{} not shown one by one; their findings are on the cards below.",
        count_of(count, "board is", "boards are")
    )
}

/// The unit of a size.
pub(crate) fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Points => "points",
        Unit::Hours => "hours",
        Unit::Items => "items",
    }
}

/// `text` with a capital letter at the beginning.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A claim that sprints have goals.
pub(crate) fn goals(count: usize) -> String {
    format!("All {count} sprints have a goal.")
}

/// A claim that sprints deliver what they commit to: `count` of the `closed` sprints for which that is known.
pub(crate) fn delivered(count: usize, closed: usize, least: f64) -> String {
    let which = match closed - count {
        0 => format!("All {count} finished sprints"),
        unknown => {
            format!("All {count} finished sprints of which it is known ({} not)", count_of(unknown, "is", "are"))
        }
    };
    let least = (least * 100.0).floor();
    if least >= 100.0 {
        return format!("{which} brought everything they had committed to.");
    }
    format!("{which} brought at least {least} % of what they had committed to.")
}

/// A note that all findings are in the baseline, ignored or below the requested level.
pub(crate) fn nothing_new(hidden: usize, known: usize, ignored: usize) -> String {
    let mut reasons = Vec::new();
    if known > 0 {
        reasons.push(format!("{known} known from the baseline"));
    }
    if ignored > 0 {
        reasons.push(format!("{ignored} ignored by the charter"));
    }
    if hidden > 0 {
        reasons.push(format!("{hidden} below the level that was asked for"));
    }
    format!("Nothing new: {}.", and(&reasons))
}

/// A note that there are only hints.
pub(crate) fn only_hints(count: usize) -> String {
    format!("Nothing that calls for a talk: only {}, on the cards below.", count_of(count, "hint", "hints"))
}

/// A sprint with its board.
pub(crate) fn sprint_of(sprint: &str, board: &str) -> String {
    format!("{sprint} of {board}")
}

/// A claim that most rules found nothing.
pub(crate) fn rules_found_nothing(silent: usize, judged: usize) -> String {
    if silent == judged {
        return format!("All {judged} rules that could be judged found nothing.");
    }
    format!("{silent} of the {judged} rules that could be judged found nothing.")
}

/// A claim about one of several boards.
pub(crate) fn on_board(board: &str, claim: &str) -> String {
    format!("{board}: {claim}")
}

/// A notice that roles are missing; `boards` names the boards unless it is all of them.
pub(crate) fn nobody_has_a_role(boards: Option<Vec<String>>) -> String {
    let which = boards.map_or_else(String::new, |boards| format!(" on {}", and(&boards)));
    format!(
        "Nobody is named as Product Owner or Scrum Master{which}. Most rules need to know who is who, so that this report \
         tells little."
    )
}

/// Says that nobody is named for one of the two lead roles, and on which board if there are several.
pub(crate) fn one_role_unnamed(title: &str, board: Option<&str>) -> String {
    let which = board.map_or_else(String::new, |board| format!(" on {board}"));
    format!(
        "Nobody is named as {title}{which}. Whoever it is stands among the people without a role, and what they did is \
         counted there."
    )
}

/// Says that the export holds a part of a board, how that was detected, and on which boards if there are several.
pub(crate) fn part_of_a_board(how: &str, boards: Option<Vec<String>>) -> String {
    match boards {
        None => sentence(&format!("the export seems to hold a part of the board: {how}.")),
        Some(boards) => format!("The exports seem to hold a part of what is on {}.", and(&boards)),
    }
}

/// A note that findings of lower levels are left out.
pub(crate) fn below_the_level(count: usize) -> String {
    format!(
        "{} not shown: their level is below the one that was asked for.",
        count_of(count, "finding is", "findings are")
    )
}

/// A notice that a board is missing, and why.
pub(crate) fn board_left_out(why: &str) -> String {
    format!("A board is not in this report: {why}.")
}

/// A notice that the run failed, and why.
pub(crate) fn failed(why: &str) -> String {
    sentence(&format!("{why}."))
}

/// A notice that files are missing; some of them are `named`.
pub(crate) fn unreadable(count: usize, named: &[String]) -> String {
    let are = if count == 1 { "is" } else { "are" };
    let (files, named) = (count_of(count, "file", "files"), some(count, named));
    format!("{files} could not be read and {are} not in this report{named}.")
}

/// A notice that teams are missing; some of their charters and folders are `named`.
pub(crate) fn without_export(count: usize, named: &[String]) -> String {
    let (places, named) = (count_of(count, "charter or folder", "charters or folders"), some(count, named));
    format!("Of {places} there is no export that could be read, and no board in this report{named}.")
}

/// The `named` of `count` things, and how many more there are.
fn some(count: usize, named: &[String]) -> String {
    let more = count.saturating_sub(named.len());
    match named {
        [] => String::new(),
        named if more > 0 => format!(": {} and {more} more", named.join(", ")),
        named => format!(": {}", named.join(", ")),
    }
}

/// Sprints that are not shown. `unknown` counts sprints with missing items and sprints whose committed items
/// are unknown.
pub(crate) fn sprints_left_out(
    earlier: usize,
    unknown: [usize; 2],
    empty: usize,
    unclear: usize,
    column: &str,
) -> String {
    let empty = (empty > 0)
        .then(|| format!("{} nothing that was committed or done.", count_of(empty, "sprint held", "sprints held")));
    let earlier =
        (earlier > 0).then(|| format!("{} not shown.", count_of(earlier, "earlier sprint is", "earlier sprints are")));
    let reasons = [
        "it seems to hold a part of the board",
        "begun before the known history, still in planning, or with a history that is missing in part",
    ];
    let unknown = unknown.into_iter().zip(reasons).filter(|(count, _)| *count > 0).map(|(count, why)| {
        format!("Of {} the export does not show what was committed: {why}.", count_of(count, "sprint", "sprints"))
    });
    let unclear = (unclear > 0).then(|| {
        let which = count_of(unclear, "sprint", "sprints");
        format!("In {which} some work ended in a {column} of which nothing says what it means: more may have been done than is shown.")
    });
    earlier.into_iter().chain(empty).chain(unknown).chain(unclear).collect::<Vec<_>>().join(" ")
}

/// What is counted for `sprints` of which only the dates are known. `all` says whether these are all sprints
/// that are shown.
pub(crate) fn days_alone(sprints: &[&str], all: bool) -> String {
    let which = match sprints {
        [_, _, ..] if all => "a sprint".to_owned(),
        some => and(some),
    };
    format!(
        "No list and no label of the board tells which cards were in {which}: counted as committed is what was under way on the \
         first day. What was begun later counts for nothing here, so that more may have been done than is shown."
    )
}

/// Number of rules with a gap.
pub(crate) fn rules(count: usize) -> String {
    count_of(count, "rule", "rules")
}
