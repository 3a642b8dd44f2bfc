//! The sentences of the retro report: everything it says that depends on numbers, names, dates or roles.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};

use super::super::plural::count_of;
use super::words;
use crate::board::{Calendar, Doubt, Responsibility, Seat, Tally, Unit};
use crate::charter::{Level, Role};

/// Things in a row: `a`, `a and b`, `a, b and c`.
pub(crate) fn and<T: AsRef<str>>(things: &[T]) -> String {
    match things {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// `5 Jan 2026`
pub(crate) fn date(day: Date) -> String {
    day.strftime("%-d %b %Y").to_string()
}

/// `5 Jan 2026, 11:05`
pub(crate) fn moment(calendar: &Calendar, at: Timestamp) -> String {
    format!("{}, {}", date(calendar.day(at)), calendar.time(at))
}

/// The week that a day is in, by its Monday.
pub(crate) fn week(day: Date) -> String {
    let monday = day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).unwrap_or(day);
    format!("week of {}", date(monday))
}

/// A month by its name.
pub(crate) fn month(day: Date) -> String {
    day.strftime("%B %Y").to_string()
}

/// A quarter of a year.
pub(crate) fn quarter(day: Date) -> String {
    format!("Q{} {}", (day.month() - 1) / 3 + 1, day.year())
}

/// The time after a sprint and before the next.
pub(crate) fn after(sprint: &str) -> String {
    format!("After {sprint}")
}

/// From one day to another.
pub(crate) fn between(first: Date, last: Date) -> String {
    if first == last { date(first) } else { format!("{} to {}", date(first), date(last)) }
}

/// The same in short, for a sprint: `5 – 23 Jan`.
pub(crate) fn span(first: Date, last: Option<Date>) -> String {
    let short = |day: Date| day.strftime("%-d %b").to_string();
    match last {
        Some(last) if first.year() != last.year() => format!("{} – {}", date(first), date(last)),
        Some(last) if first.month() == last.month() => format!("{} – {}", first.day(), date(last)),
        Some(last) => format!("{} – {}", short(first), date(last)),
        None => format!("{} –", date(first)),
    }
}

/// A part of a whole.
pub(crate) fn of(part: usize, whole: usize) -> String {
    format!("{part} of {whole}")
}

/// How many people.
pub(crate) fn people(count: usize) -> String {
    if count == 0 { "nobody".to_owned() } else { count_of(count, "person", "people") }
}

/// One of several boards of the same name.
pub(crate) fn numbered(name: &str, number: usize) -> String {
    format!("{name} ({number})")
}

/// How many boards are not named.
pub(crate) fn boards(count: usize) -> String {
    count_of(count, "more board", "more boards")
}

/// How many boards are not shown.
pub(crate) fn more_boards(count: usize) -> String {
    format!(
        "{} not shown one by one; their findings are on the cards below.",
        count_of(count, "board is", "boards are")
    )
}

/// A column of the matrix.
pub(crate) fn seat(seat: Seat) -> &'static str {
    match seat {
        Seat::ProductOwner => "Product Owner",
        Seat::ScrumMaster => "Scrum Master",
        Seat::Developers => "Developers",
        Seat::Others => "Others",
    }
}

/// A role, as it stands beside a name.
pub(crate) fn role(role: Role) -> &'static str {
    match role {
        Role::Outsider => "no role",
        other => other.title(),
    }
}

/// A level, as a team takes it.
pub(crate) fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "talk first",
        Level::Warn => "talk",
        Level::Info | Level::Off => "good to know",
    }
}

/// What a size is counted in.
pub(crate) fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Points => "points",
        Unit::Hours => "hours",
        Unit::Items => "items",
    }
}

/// A category, and what it is about where that is known.
pub(crate) fn category(name: &str, about: Option<&str>) -> String {
    about.map_or_else(|| name.to_owned(), |about| format!("{name}: {about}"))
}

/// A decision.
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
        Doubt::Role => "nobody is known to have held the role at that time",
        Doubt::History => "a part of the history is missing",
        Doubt::Kind => "not every item says of which type it is",
        Doubt::Sitting => "what one person entered for many items at one sitting may be what others decided",
    });
    reasons.collect::<Vec<_>>().join("; ")
}

/// That nothing of a decision is counted.
pub(crate) fn all_left_out(count: usize, why: &str) -> String {
    format!("{} left out: {why}", count_of(count, "act is", "acts are"))
}

/// That what was done of a decision counts for nobody.
pub(crate) fn all_excused(count: usize) -> String {
    format!("{} nobody: copies, corrections and the like", count_of(count, "act counts for", "acts count for"))
}

/// What rows leave out.
pub(crate) fn left_out_of_rows(why: &str) -> String {
    format!("Left out is what nobody can tell to be such a decision, or whose: {why}.")
}

/// That the export names nobody for any of it.
pub(crate) fn done_by_unknown(count: usize) -> String {
    format!("{}, and the export does not say by whom", count_of(count, "time", "times"))
}

/// `text` as a sentence.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// That decisions were made where they belong.
pub(crate) fn respected(responsibility: Responsibility, owned: usize, total: usize) -> String {
    let all = owned == total;
    let part = if all { format!("All {total}") } else { of(owned, total) };
    match responsibility {
        Responsibility::Order => format!("{part} changes to the order of the backlog were the Product Owner’s."),
        Responsibility::Priority => format!("{part} changes of priority were the Product Owner’s."),
        Responsibility::Stories => format!("{part} stories were written by the Product Owner."),
        Responsibility::Criteria => format!("{part} changes to acceptance criteria were the Product Owner’s."),
        Responsibility::Acceptance => format!("{part} times work was accepted, it was the Product Owner who did."),
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

/// That work is pulled.
pub(crate) fn taken(taken: usize, total: usize) -> String {
    let part = if taken == total { format!("All {total}") } else { of(taken, total) };
    format!("{part} times work found its developer, that developer took it.")
}

/// That sprints have goals.
pub(crate) fn goals(count: usize) -> String {
    format!("All {count} sprints have a goal.")
}

/// That sprints bring what they promise: `count` of the `closed` ones of which that is known.
pub(crate) fn delivered(count: usize, closed: usize, least: f64) -> String {
    let which = match closed - count {
        0 => format!("All {count} finished sprints"),
        unknown => format!("All {count} finished sprints of which it is known ({unknown} are not)"),
    };
    let least = (least * 100.0).floor();
    if least >= 100.0 {
        return format!("{which} brought everything they had committed to.");
    }
    format!("{which} brought at least {least} % of what they had committed to.")
}

/// That all findings are known, ignored or below the level that was asked for.
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

/// That there is nothing to talk about but hints.
pub(crate) fn only_hints(count: usize) -> String {
    format!("Nothing that calls for a talk: only {}, on the cards below.", count_of(count, "hint", "hints"))
}

/// A sprint, and whose it is.
pub(crate) fn sprint_of(sprint: &str, board: &str) -> String {
    format!("{sprint} of {board}")
}

/// That most rules have nothing to say.
pub(crate) fn rules_found_nothing(silent: usize, judged: usize) -> String {
    if silent == judged {
        return format!("All {judged} rules that could be judged found nothing.");
    }
    format!("{silent} of the {judged} rules that could be judged found nothing.")
}

/// Something said of one board among several.
pub(crate) fn on_board(board: &str, claim: &str) -> String {
    format!("{board}: {claim}")
}

/// That roles are missing, on which boards if not on all.
pub(crate) fn nobody_has_a_role(boards: Option<Vec<String>>) -> String {
    let which = boards.map_or_else(String::new, |boards| format!(" on {}", and(&boards)));
    format!(
        "Nobody is named as Product Owner or Scrum Master{which}. Most rules need to know who is who, so that this report \
         tells little."
    )
}

/// That findings of lower levels are left out.
pub(crate) fn below_the_level(count: usize) -> String {
    format!(
        "{} not shown: their level is below the one that was asked for.",
        count_of(count, "finding is", "findings are")
    )
}

/// That a board is missing in the picture, and why.
pub(crate) fn board_left_out(why: &str) -> String {
    format!("A board is not in this report: {why}.")
}

/// That the run failed, and why.
pub(crate) fn failed(why: &str) -> String {
    sentence(&format!("{why}."))
}

/// That files are missing in the picture.
pub(crate) fn unreadable(count: usize, named: &[String]) -> String {
    let more = count.saturating_sub(named.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!(
        "{} could not be read and {} not in this report: {}{more}.",
        count_of(count, "file", "files"),
        if count == 1 { "is" } else { "are" },
        named.join(", ")
    )
}

/// Findings that belong to no time.
pub(crate) fn undated(count: usize) -> String {
    let stand = count_of(
        count,
        "finding about the charter or the board as a whole stands",
        "findings about the charter or the \
         board as a whole stand",
    );
    format!("{stand} in no row.")
}

/// SprintTable that are not shown.
pub(crate) fn sprints_left_out(earlier: usize, unknown: usize, empty: usize) -> String {
    let empty = (empty > 0)
        .then(|| format!("{} nothing that was committed or done.", count_of(empty, "sprint held", "sprints held")));
    let earlier =
        (earlier > 0).then(|| format!("{} not shown.", count_of(earlier, "earlier sprint is", "earlier sprints are")));
    let unknown = (unknown > 0).then(|| {
        let which = count_of(unknown, "sprint", "sprints");
        format!("Of {which} the export does not show what was committed: begun before the known history, or still in planning.")
    });
    earlier.into_iter().chain(empty).chain(unknown).collect::<Vec<_>>().join(" ")
}

/// How much of an anti-pattern there is: the findings, how many of them are hints, the items they are about, and of how many acts those are.
pub(crate) fn findings_of(
    findings: usize,
    hints: usize,
    items: usize,
    about_items: bool,
    rate: Option<&str>,
) -> String {
    let mut text = count_of(findings, "finding", "findings");
    if hints > 0 && hints < findings {
        text = format!("{text}, {hints} of them {}", level(Level::Info));
    }
    if let Some(rate) = rate {
        text = format!("{text} · {rate}");
    } else if about_items && items > findings {
        text = format!("{text}, {items} items");
    }
    text
}

/// Of how many acts of the same sort some were found: `3 of 18 changes to the order`.
pub(crate) fn rate(responsibility: Responsibility, found: usize, all: usize) -> String {
    let acts = match responsibility {
        Responsibility::Order => "changes to the order of the backlog",
        Responsibility::Priority => "changes of priority",
        Responsibility::Stories => "stories written",
        Responsibility::Criteria => "changes to acceptance criteria",
        Responsibility::Acceptance => "acceptances",
        Responsibility::Estimates => "estimates",
        Responsibility::Taking | Responsibility::Giving => "times work found its developer",
        Responsibility::Status => "moves of work that was not the mover’s own",
        Responsibility::Scope => "changes to running sprints",
        Responsibility::Impediments => "impediments cleared",
        Responsibility::Retro => "acts on retrospective actions",
    };
    format!("{found} of {all} {acts}")
}

/// A decision that a role made although it is not its own.
pub(crate) fn decided_by(responsibility: Responsibility, seat: Seat) -> String {
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
        Seat::Developers => "developers",
        Seat::Others => "others",
    };
    format!("{act} by {by}")
}

/// How often a role made a decision in a sprint, and how often it was made at all.
pub(crate) fn share_of_sprint(count: usize, all: usize) -> String {
    if all == 0 { "–".to_owned() } else { of(count, all) }
}

/// Whether something became more or less.
pub(crate) fn direction(before: usize, now: usize) -> &'static str {
    match (before, now) {
        (0, 0) => "none of late",
        (0, _) => "new",
        (_, 0) => "gone",
        (before, now) if now < before => "less",
        (before, now) if now > before => "more",
        _ => "the same",
    }
}

/// Which sprints are held against each other.
pub(crate) fn since(before: &str, last: &str, running: bool) -> String {
    let running = if running { " so far" } else { "" };
    format!("{last}{running}, compared with {before}")
}

/// What was found, and how often.
pub(crate) fn times_found(summary: &str, count: usize) -> String {
    if count == 1 { summary.to_owned() } else { format!("{summary} ({count} times)") }
}

/// What was found in both sprints.
pub(crate) fn then_and_now(summary: &str, before: usize, now: usize) -> String {
    format!("{summary}: {before}, then {now} ({})", direction(before, now))
}

/// How much is new and how much is gone.
pub(crate) fn new_and_gone(title: &str, new: usize, gone: usize, both: usize) -> String {
    format!("{title}: {new} new, {gone} gone, {both} still there")
}

/// How many rules lack something.
pub(crate) fn rules(count: usize) -> String {
    count_of(count, "question", "questions")
}

/// What the appendix holds of a rule.
pub(crate) fn more_in_appendix(count: usize) -> String {
    format!("And {count} more: see “{}” at the end.", words::APPENDIX)
}

/// The same on paper.
pub(crate) fn more_in_file(count: usize) -> String {
    format!("And {count} more: open the file that this was printed from.")
}

/// What the page has no room for.
pub(crate) fn no_room_for(count: usize) -> String {
    format!("{count} more not listed: this page stays small.")
}

/// What the appendix has no room for, altogether.
pub(crate) fn left_out(count: usize) -> String {
    format!("{} not listed on this page at all, only counted.", count_of(count, "finding is", "findings are"))
}

/// How many related records are not listed.
pub(crate) fn and_more(count: usize) -> String {
    format!("and {count} more")
}

/// Related records: items, what happened to each of them, and on which day.
pub(crate) fn related(items: &[String], more: usize, message: &str, day: Option<&str>) -> String {
    let item = if more > 0 { format!("{} {}", items.join(", "), and_more(more)) } else { and(items) };
    let message = if message.is_empty() { String::new() } else { format!(": {message}") };
    let day = day.map_or_else(String::new, |day| format!(", {day}"));
    format!("{item}{message}{day}")
}

/// How many findings of another rule a pattern consists of.
pub(crate) fn made_of(count: usize, summary: &str) -> String {
    format!("{count} × {summary}")
}

/// Ignored findings that are not shown.
pub(crate) fn more_ignored(count: usize) -> String {
    format!("{} more ignored by the charter.", count_of(count, "finding is", "findings are"))
}

/// What the baseline knows.
pub(crate) fn in_baseline(count: usize) -> String {
    format!("{} known from before: the baseline lists them.", count_of(count, "finding is", "findings are"))
}

/// What a bar of the timeline shows.
pub(crate) fn bar(counts: &[usize; 3]) -> String {
    let [errors, warnings, infos] = counts;
    let levels =
        [format!("{errors} to talk about first"), format!("{warnings} to talk about"), format!("{infos} good to know")];
    and(&levels)
}
