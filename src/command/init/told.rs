//! What was guessed and what to check, in a few lines for people.

use std::fmt::Write as _;
use std::path::Path;

use super::guess::{Certainty, Draft, Guess, some};
use crate::board::facts::Tool;
use crate::charter::{Role, Stage};
use crate::command::first_steps::quote;
use crate::command::table::{Table, fit};
use crate::report::encode;

/// How many names are listed.
const NAMES: usize = 4;
/// How wide a cell is.
const CELL: usize = 60;

/// The lines about the draft that went to `path`; to standard output if there is none.
pub(super) fn summary(draft: &Draft, path: Option<&Path>) -> String {
    let board =
        if draft.board.is_empty() { "a board without a name".to_owned() } else { encode::terminal(&draft.board) };
    let items = match draft.tool {
        Some(Tool::Trello) => some(draft.items, "card", "cards"),
        _ => some(draft.items, "issue", "issues"),
    };
    let people = some(draft.people, "person", "people");
    let place = path.map_or_else(|| "the charter".to_owned(), |path| encode::terminal(&path.to_string_lossy()));
    let mut out = format!("Drafted {place} for {board}: {items}, {people}.\n\nGuessed\n");
    let mut table = Table::default().words("").words("").words("");
    let mut row = |what: &str, value: &str, how: &str| {
        table.row(vec![what.to_owned(), fit(&encode::terminal(value), CELL), how.to_owned()]);
    };
    for (role, what) in [
        (Role::ProductOwner, "Product Owner"),
        (Role::ScrumMaster, "Scrum Master"),
        (Role::Developer, "developers"),
        (Role::Stakeholder, "stakeholders"),
        (Role::App, "apps"),
    ] {
        let guesses: Vec<&Guess<String>> = draft.holders(role).collect();
        let counting: Vec<&Guess<String>> = guesses.iter().copied().filter(|guess| guess.counts()).collect();
        match (counting.is_empty(), role) {
            (false, _) => {
                let certainty = counting.iter().map(|guess| guess.certainty).min().map_or("", |it| it.word());
                row(what, &names(&counting), certainty);
            }
            (true, Role::ProductOwner | Role::ScrumMaster) if guesses.is_empty() => row(what, "nobody stands out", ""),
            (true, Role::ProductOwner | Role::ScrumMaster) => row(what, &names(&guesses), "doubtful, left out"),
            (true, Role::Developer) => row(what, "everybody without a role", ""),
            _ => {}
        }
    }
    let columns = if draft.tool == Some(Tool::Trello) { "lists" } else { "statuses" };
    let known = draft.stages.iter().filter(|(_, guess)| guess.counts()).count();
    let doubtful = draft.stages.len() - known;
    let mut told = format!("{known} understood");
    if doubtful > 0 {
        let _ = write!(told, ", {doubtful} doubtful and left out");
    }
    if !draft.unknown_states.is_empty() {
        let _ = write!(told, ", {} not understood", draft.unknown_states.len());
    }
    row(columns, &told, "");
    if let Some(guess) = &draft.story_points {
        row("story points", &guess.value, guess.certainty.word());
    }
    if let Some(guess) = &draft.criteria {
        row("acceptance criteria", &guess.value, guess.certainty.word());
    }
    if !draft.sprints.is_empty() {
        let certainty = if draft.sprints.iter().any(Guess::counts) { "likely" } else { "doubtful, left out" };
        row("sprints", &some(draft.sprints.len(), "list named like one", "lists named like some"), certainty);
    }
    out.push_str(&table.text());
    let checks = checks(draft);
    if !checks.is_empty() {
        out.push_str("\nTo check before you share a finding\n");
        for check in checks {
            let _ = writeln!(out, "  - {check}");
        }
    }
    out
}

/// What somebody who knows the team should look at.
fn checks(draft: &Draft) -> Vec<String> {
    let mut checks = Vec::new();
    for role in [Role::ProductOwner, Role::ScrumMaster] {
        match draft.holders(role).find(|guess| guess.counts()) {
            Some(guess) if guess.certainty == Certainty::Likely => {
                let name = encode::terminal(&names(&[guess]));
                let (acts, _) = guess.why.split_once(';').unwrap_or((&guess.why, ""));
                let acts: Vec<&str> = acts.split(", ").take(2).collect();
                let why = encode::terminal(&acts.join(", "));
                checks.push(format!("whether {name} is {}: {why}", role.title()));
            }
            Some(_) => {}
            None => {
                checks.push(format!("who is {}: the board does not show it well enough, so write it", role.title()))
            }
        }
    }
    for guess in draft.stand_ins.iter().filter(|guess| guess.counts()) {
        let value = &guess.value;
        let who = encode::terminal(&value.other);
        checks.push(format!("whether {who} was {} from {} to {}", value.role.title(), value.since, value.until));
    }
    if !draft.unknown_states.is_empty() || draft.stages.iter().any(|(_, guess)| !guess.counts()) {
        checks.push("the columns that were left out under [workflow]".to_owned());
    }
    if !draft.stages.iter().any(|(stage, guess)| *stage == Stage::Acceptance && guess.counts()) {
        checks.push("whether a column is where work waits for the Product Owner: acceptance".to_owned());
    }
    if draft.aliases.iter().any(|guess| !guess.counts()) {
        checks.push("whether accounts under [aliases] are one person".to_owned());
    }
    if draft.sprints.iter().any(|guess| !guess.counts()) {
        checks.push("the days of the sprints, and the # before them".to_owned());
    } else if !draft.sprints.is_empty() {
        checks.push("the days of the sprints".to_owned());
    }
    if draft.timezone.is_none() {
        checks.push("the team's time zone, on top".to_owned());
    }
    checks
}

/// The command to type next.
pub(super) fn next(paths: &[&Path], charter: Option<&Path>) -> String {
    let paths: Vec<String> = paths.iter().map(|path| quote(&path.to_string_lossy())).collect();
    let charter = charter.map_or_else(String::new, |path| format!(" --charter {}", quote(&path.to_string_lossy())));
    format!("  boardlint check {}{charter}\n", paths.join(" "))
}

fn names(guesses: &[&Guess<String>]) -> String {
    // An account id says nothing: the name leads the evidence then.
    let name = |guess: &&Guess<String>| match guess.why.split_once(": ") {
        Some((name, _))
            if !guess.value.contains(' ') && name.len() < 40 && guess.value.chars().any(|c| c.is_ascii_digit()) =>
        {
            name.to_owned()
        }
        _ => guess.value.clone(),
    };
    let mut told: Vec<String> = guesses.iter().take(NAMES).map(name).collect();
    if guesses.len() > NAMES {
        told.push(format!("{} more", guesses.len() - NAMES));
    }
    told.join(", ")
}
