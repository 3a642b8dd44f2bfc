//! What is in exports: what was read, what was understood and how, what is missing and what that costs.

mod gather;
mod json;
mod lacks;
mod page;

use std::io;

use super::check::{nothing, profile, selection};
use super::input::Exports;
use super::teams::Teams;
use super::terminal::Terminal;
use super::{Status, complain};
use crate::board::facts::Facts;
use crate::board::{self, Clock};
use crate::charter::Profile;
use crate::cli::{self, InspectFormat};
use crate::rule::{self, RuleSet};
use crate::source::Sources;
use gather::Overview;

/// Shows what is in exports.
pub(super) fn run(args: &cli::Inspect, terminal: &mut Terminal) -> io::Result<Status> {
    let mut sources = Sources::new();
    let loaded = rule::load(&mut sources, true, &args.rules.rules);
    let selection = selection(&args.rules);
    let mut wrong = loaded.found;
    wrong.extend(selection.unknown(&loaded.rules));
    if !wrong.is_empty() {
        complain(&wrong, &sources, terminal)?;
        return Ok(Status::Usage);
    }
    let exports = Exports::load(&args.input, &mut sources);
    if !exports.wrong.is_empty() {
        complain(&exports.wrong, &sources, terminal)?;
        return Ok(Status::Usage);
    }
    let mut teams = exports.read(&args.input, &sources);
    let mut status = if teams.unreadable.is_empty() { Status::Clean } else { Status::Unreadable };
    if let Some(nothing) = nothing(&teams) {
        terminal.complain(&nothing)?;
        status = Status::Unreadable;
    }
    let mut boards = Vec::new();
    for mut team in std::mem::take(&mut teams.teams).into_iter().filter(|team| team.facts.iter().any(Facts::has_items))
    {
        let facts = std::mem::take(&mut team.facts);
        let files = facts.iter().map(|facts| facts.file).collect();
        let built = board::build(facts, &team.charter, Clock { today: args.input.today });
        team.found.extend(built.found);
        let profile = args.rules.profile.map_or(team.charter.profile.unwrap_or(Profile::Strict), profile);
        let rules = RuleSet::new(&loaded.rules, profile, &team.charter, &selection, &sources, &mut team.found);
        complain(&team.found, &sources, terminal)?;
        if !team.is_sound() {
            status = Status::Usage;
            continue;
        }
        let outcome = rule::judge(&built.board, &rules);
        let moved = args.input.today.is_some();
        boards.push(Overview::new(built.board, files, &team.charter, outcome, moved));
    }
    let seen = Seen { sources: &sources, teams: &teams, boards: &boards };
    match args.format {
        InspectFormat::Human => page::write(&seen, &args.input, terminal.out())?,
        InspectFormat::Json => json::write(&seen, terminal.out())?,
    }
    // The process ends here: taking a big board apart would only cost time.
    std::mem::forget(boards);
    Ok(status)
}

/// Everything that was seen.
struct Seen<'s, 'a> {
    sources: &'s Sources,
    teams: &'s Teams<'a>,
    boards: &'s [Overview<'a>],
}
