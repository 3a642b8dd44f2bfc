//! A draft as the text of a boardlint.toml.
//!
//! This is the one place that writes guesses: what counts stands as it is, what is doubtful stands behind a `#`. Keys of no
//! table come first, because TOML would read them as part of the table above them.

use std::fmt::Write as _;

use jiff::ToSpan as _;
use unicode_width::UnicodeWidthStr as _;

use super::guess::{Draft, Guess, StandIn, some};
use super::schema;
use crate::board::facts::Tool;
use crate::charter::{Kind, Role, Stage, Word};
use crate::report::encode;

/// How wide a comment on lines of its own is.
const WIDTH: usize = 100;
/// The keys under `[roles]`, in their order.
const ROLES: &[(Role, &str)] = &[
    (Role::ProductOwner, "product-owner"),
    (Role::ScrumMaster, "scrum-master"),
    (Role::Developer, "developers"),
    (Role::Stakeholder, "stakeholders"),
    (Role::App, "apps"),
];

/// The whole file.
pub(super) fn charter(draft: &Draft) -> String {
    let mut out = format!("#:schema {}\n", schema::FILE_NAME);
    head(draft, &mut out);
    top(draft, &mut out);
    roles(draft, &mut out);
    aliases(draft, &mut out);
    workflow(draft, &mut out);
    fields(draft, &mut out);
    kinds(draft, &mut out);
    sprints(draft, &mut out);
    rest(&mut out);
    out
}

fn head(draft: &Draft, out: &mut String) {
    let (items, tool) = match draft.tool {
        Some(Tool::Trello) => (some(draft.items, "card", "cards"), "Trello"),
        _ => (some(draft.items, "issue", "issues"), "Jira"),
    };
    let board = if draft.board.is_empty() { "a board without a name" } else { &draft.board };
    comment(
        out,
        &format!("The charter of {board} ({tool}): who may do what on this board, and what its columns mean."),
    );
    comment(
        out,
        &format!(
            "Drafted by `boardlint init` from an export with {items}{}. Every line below is a guess with its evidence: \
             sure, likely or doubtful. What is doubtful stands behind a # and does not count: take the # away where it is \
             right. Correct what is wrong, and keep this file beside the export.",
            draft.newest.map_or_else(String::new, |day| format!(" up to {day}"))
        ),
    );
}

fn top(draft: &Draft, out: &mut String) {
    out.push('\n');
    match &draft.timezone {
        Some(guess) => line(out, "timezone", guess),
        None => {
            let note = draft.zone_note.as_ref().map_or_else(String::new, |note| format!(": {note}"));
            comment(out, &format!("Days are those of UTC until the team's zone is written here{note}."));
            out.push_str("# timezone = \"Europe/Berlin\"\n");
        }
    }
    if let Some(guess) = &draft.date_order {
        let word = Guess::new(guess.certainty, guess.value.word().to_owned(), guess.why.clone());
        line(out, "date-order", &word);
    }
    out.push_str("# holidays = [2026-12-25]  # days on which nobody works\n");
}

fn roles(draft: &Draft, out: &mut String) {
    out.push_str("\n[roles]\n");
    comment(out, "By account id, user name or display name. An entry may have its days:");
    comment(out, "{ who = \"Sam Lee\", since = 2026-01-01, until = 2026-06-30 }");
    for (role, key) in ROLES {
        let people: Vec<&Guess<String>> = draft.holders(*role).collect();
        let notes: Vec<&str> =
            draft.role_notes.iter().filter(|(other, _)| other == role).map(|(_, note)| note.as_str()).collect();
        if !(people.is_empty() && notes.is_empty()) {
            out.push('\n');
        }
        for note in &notes {
            comment(out, &format!("{key}: {note}."));
        }
        match (people.as_slice(), role) {
            ([], Role::ProductOwner | Role::ScrumMaster) => {
                let _ = writeln!(out, "# {key} = [\"NAME\"]");
            }
            ([], _) => {}
            ([one], _) if one.counts() && draft.stand_ins.iter().any(|guess| guess.value.role == *role) => {
                dated(draft, *role, key, one, out);
            }
            ([one], _) => {
                comment(out, &explained(one));
                let _ = writeln!(out, "{}{key} = [{}]", lead(one), quoted(&one.value));
            }
            (several, Role::ProductOwner | Role::ScrumMaster) if several.iter().all(|guess| !guess.counts()) => {
                for guess in several {
                    comment(out, &explained(guess));
                    let _ = writeln!(out, "# {key} = [{}]", quoted(&guess.value));
                }
            }
            (several, _) => list(out, key, several),
        }
    }
}

/// A role that somebody else held for some days: in force where that is likely, else as it would be written.
fn dated(draft: &Draft, role: Role, key: &str, holder: &Guess<String>, out: &mut String) {
    let mut stand_ins: Vec<&Guess<StandIn>> = draft.stand_ins.iter().filter(|guess| guess.value.role == role).collect();
    stand_ins.sort_by_key(|guess| guess.value.since);
    let who = quoted(&holder.value);
    let entries = |stand_ins: &[&Guess<StandIn>], hash: &str, out: &mut String| {
        let _ = writeln!(out, "{hash}{key} = [");
        let mut since = String::new();
        for guess in stand_ins {
            let StandIn { other, since: first, until: last, .. } = &guess.value;
            let before = first.saturating_sub(1.day());
            let _ = writeln!(out, "{hash}  {{ who = {who}{since}, until = {before} }},");
            let _ = writeln!(out, "{hash}  {{ who = {}, since = {first}, until = {last} }},", quoted(other));
            since = format!(", since = {}", last.saturating_add(1.day()));
        }
        let _ = writeln!(out, "{hash}  {{ who = {who}{since} }},\n{hash}]");
    };
    comment(out, &explained(holder));
    let (likely, doubtful): (Vec<_>, Vec<_>) = stand_ins.into_iter().partition(|guess| guess.counts());
    for guess in &likely {
        comment(out, &explained(guess));
    }
    if likely.is_empty() {
        let _ = writeln!(out, "{key} = [{who}]");
    } else {
        entries(&likely, "", out);
    }
    if !doubtful.is_empty() {
        for guess in &doubtful {
            comment(out, &explained(guess));
        }
        comment(out, "If somebody stood in then, it is written so:");
        entries(&doubtful, "# ", out);
    }
}

fn aliases(draft: &Draft, out: &mut String) {
    if draft.aliases.is_empty() {
        return;
    }
    out.push_str("\n[aliases]\n");
    for guess in &draft.aliases {
        let others: Vec<String> = guess.value.others.iter().map(|other| quoted(other)).collect();
        comment(out, &explained(guess));
        let _ = writeln!(out, "{}{} = [{}]", lead(guess), quoted(&guess.value.person), others.join(", "));
    }
}

fn workflow(draft: &Draft, out: &mut String) {
    out.push_str("\n[workflow]\n");
    let what = if draft.tool == Some(Tool::Jira) { "status" } else { "list" };
    comment(out, &format!("Each {what} under the one stage it means; the team is at work from doing to acceptance."));
    for stage in Stage::ALL {
        let states: Vec<&Guess<String>> =
            draft.stages.iter().filter(|(other, _)| other == stage).map(|(_, guess)| guess).collect();
        if !states.is_empty() {
            list(out, stage.word(), &states);
        }
    }
    let missing: Vec<&str> = [Stage::Backlog, Stage::Doing, Stage::Acceptance, Stage::Done]
        .iter()
        .filter(|stage| !draft.stages.iter().any(|(other, _)| other == *stage))
        .map(|stage| stage.word())
        .collect();
    if draft.stages.is_empty() {
        comment(out, "Nothing here looks like a stage of work: this may be no board of a team's work.");
    } else if !missing.is_empty() {
        comment(out, &format!("Nothing on this board looks like {}.", missing.join(", ")));
    }
    if !draft.unknown_states.is_empty() {
        comment(out, &format!("Not understood: {}.", draft.unknown_states.join(", ")));
    }
}

fn fields(draft: &Draft, out: &mut String) {
    let given = [("story-points", &draft.story_points), ("acceptance-criteria", &draft.criteria)];
    if given.iter().all(|(_, guess)| guess.is_none()) && draft.field_notes.is_empty() {
        return;
    }
    out.push_str("\n[fields]\n");
    for (key, guess) in given {
        if let Some(guess) = guess {
            line(out, key, guess);
        }
    }
    for note in &draft.field_notes {
        comment(out, &format!("{note}."));
    }
}

fn kinds(draft: &Draft, out: &mut String) {
    if draft.kinds.is_empty() && draft.unknown_kinds.is_empty() {
        return;
    }
    let what = if draft.tool == Some(Tool::Jira) { "Issue types" } else { "Labels" };
    out.push_str("\n[kinds]\n");
    comment(out, &format!("{what} and the kind of item they mean."));
    for kind in Kind::ALL {
        let names: Vec<&Guess<String>> =
            draft.kinds.iter().filter(|(other, _)| other == kind).map(|(_, guess)| guess).collect();
        if !names.is_empty() {
            list(out, kind.word(), &names);
        }
    }
    if !draft.unknown_kinds.is_empty() {
        let unknown = draft.unknown_kinds.join(", ");
        let otherwise = if draft.tool == Some(Tool::Jira) {
            "Not understood"
        } else {
            "A card without a label that means a kind is a story. Not understood"
        };
        comment(
            out,
            &format!(
                "{otherwise}: {unknown}. The kinds are story, bug, task, sub-task, epic, spike, impediment, \
                      retro-action, technical-debt, meeting and other."
            ),
        );
    }
}

fn sprints(draft: &Draft, out: &mut String) {
    if draft.sprints.is_empty() {
        return;
    }
    out.push('\n');
    comment(
        out,
        "Trello knows no sprints. These lists are named like some; a card is in a sprint from entering the list of its name. \
         Both days count. Add a goal = \"…\" where there was one.",
    );
    for guess in &draft.sprints {
        out.push('\n');
        comment(out, &explained(guess));
        let lead = lead(guess);
        let sprint = &guess.value;
        let _ = writeln!(out, "{lead}[[sprints]]\n{lead}name = {}", quoted(&sprint.name));
        let _ = writeln!(out, "{lead}start = {}\n{lead}end = {}", sprint.start, sprint.end);
    }
}

fn rest(out: &mut String) {
    out.push('\n');
    comment(out, "What the team agreed to live with goes below, each with its reason, and rules with another level:");
    out.push_str(
        "# [rules]\n# workflow-bloat = \"off\"\n# [[ignore]]\n# rule = \"work-assigned-by-po\"\n# item = \"…\"\n# reason = \"…\"\n",
    );
}

/// A key with one value.
fn line(out: &mut String, key: &str, guess: &Guess<String>) {
    comment(out, &explained(guess));
    let _ = writeln!(out, "{}{key} = {}", lead(guess), quoted(&guess.value));
}

/// A key with several values, one a line; where none counts, the key does not either.
fn list(out: &mut String, key: &str, guesses: &[&Guess<String>]) {
    let counts = guesses.iter().any(|guess| guess.counts());
    let hash = if counts { "" } else { "# " };
    if let [one] = guesses {
        let _ = writeln!(out, "{hash}{key} = [{}]  # {}", quoted(&one.value), encode::terminal(&explained(one)));
        return;
    }
    let written: Vec<(String, String)> = guesses
        .iter()
        .map(|guess| {
            let doubtful = if counts { lead(guess) } else { "" };
            (format!("{hash}  {doubtful}{},", quoted(&guess.value)), encode::terminal(&explained(guess)))
        })
        .collect();
    let width = written.iter().map(|(value, _)| value.width()).filter(|width| *width <= 48).max().unwrap_or(0);
    let _ = writeln!(out, "{hash}{key} = [");
    for (value, why) in written {
        let space = " ".repeat(width.saturating_sub(value.width()));
        let _ = writeln!(out, "{value}{space}  # {why}");
    }
    let _ = writeln!(out, "{hash}]");
}

fn explained<T>(guess: &Guess<T>) -> String {
    format!("{}: {}", guess.certainty.word(), guess.why)
}

/// What stands before a line that does not count.
fn lead<T>(guess: &Guess<T>) -> &'static str {
    if guess.counts() { "" } else { "# " }
}

/// Text as TOML. What cannot be written has been left out of the draft.
fn quoted(text: &str) -> String {
    encode::toml(text).unwrap_or_else(|| "\"\"".to_owned())
}

/// Lines of comment.
fn comment(out: &mut String, text: &str) {
    let text = encode::terminal(text);
    let mut line = String::from("#");
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if line.len() > 1 && line.width() + 1 + word.width() > WIDTH {
            out.push_str(&line);
            out.push('\n');
            line = String::from("#");
        }
        line.push(' ');
        line.push_str(word);
    }
    out.push_str(&line);
    out.push('\n');
}
