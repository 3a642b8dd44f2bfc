use std::io;

use super::judging::Asked;
use super::output;
use super::results::Results;
use super::terminal::Terminal;
use super::{Status, complain, first_steps};
use crate::charter::Level;
use crate::cli::{self, ShownLevel};
use crate::finding;
use crate::report::{Display, Names, Run};

/// Lints exports.
pub(super) fn run(args: &cli::Check, terminal: &mut Terminal) -> io::Result<Status> {
    let outputs = match output::asked(&args.format) {
        Ok(outputs) => outputs,
        Err(message) => {
            terminal.complain(&message)?;
            return Ok(Status::Usage);
        }
    };
    let Some((asked, exports)) = Asked::new(&args.input, &args.rules, terminal)? else { return Ok(Status::Usage) };
    let mut teams = asked.read(exports, !args.no_progress && !args.quiet);
    let (judged, mut status) = asked.judge(&mut teams, terminal)?;
    let today = args.input.today.unwrap_or_else(|| jiff::Zoned::now().date());
    let mut results = Results::new(&teams);
    for mut judged in judged {
        let findings = std::mem::take(&mut judged.outcome.findings);
        let ran = |name: &str| judged.rules.rules().iter().any(|rule| rule.name == name);
        let kept = finding::ignore(&judged.board, &judged.charter, findings, today, ran);
        complain(&kept.found, &asked.sources, terminal)?;
        results.ignored.extend(kept.ignored);
        results.add(judged, kept.kept, args.fail_on);
    }
    results.settle(&asked);
    // What could not be read or judged says more than what was found.
    if status == Status::Clean && results.fails {
        status = Status::Findings;
    }
    let steps = first_steps::first_steps(results.boards.iter().map(|(board, _)| board), &args.input);
    let (boards, named, pseudonyms) = (results.judged(), Names::real(), results.pseudonyms());
    let run = Run {
        sources: &asked.sources,
        boards: &boards,
        findings: &results.findings,
        ignored: &results.ignored,
        baselined: &results.baselined,
        inconclusive: &results.inconclusive,
        unreadable: &teams.unreadable,
        summary: &results.summary,
        rules: &asked.loaded.rules,
        names: &named,
        first_steps: steps.as_deref(),
        display: Display {
            min_level: match args.min_level {
                ShownLevel::Error => Level::Error,
                ShownLevel::Warn => Level::Warn,
                ShownLevel::Info => Level::Info,
            },
            max_per_rule: args.max_per_rule,
            statistics: args.statistics,
            quiet: args.quiet,
            show_ignored: args.show_ignored,
            no_titles: false,
        },
    };
    let called = |hidden| if hidden { &pseudonyms } else { &named };
    let written = output::write(&outputs, terminal, |format| {
        let hidden = args.pseudonyms || (format.pseudonymous && !args.names);
        Run { names: called(hidden), ..run }
    })?;
    if !written {
        status = Status::Usage;
    }
    drop(boards);
    // The process ends here: taking a board of a hundred thousand changes apart would only cost time.
    std::mem::forget(results);
    Ok(status)
}
