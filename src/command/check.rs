use std::io;

use super::baseline::Baselines;
use super::judging::Asked;
use super::output;
use super::results::Results;
use super::terminal::Terminal;
use super::{Status, complain, first_steps};
use crate::charter::Level;
use crate::cli::{self, ShownLevel};
use crate::finding::{self, Finding};
use crate::report::{Display, Format, Names, Run};

/// Lints exports.
pub(super) fn run(args: &cli::Check, terminal: &mut Terminal) -> io::Result<Status> {
    let outputs = match output::asked(&args.format) {
        Ok(outputs) => outputs,
        Err(message) => {
            terminal.complain(&message)?;
            return Ok(Status::Usage);
        }
    };
    let Some((mut asked, exports)) = Asked::new(&args.input, &args.rules, terminal)? else { return Ok(Status::Usage) };
    let baselines = match Baselines::load(args.baseline.as_deref(), &exports, &mut asked.sources) {
        Ok(baselines) => baselines,
        Err(wrong) => {
            complain(&wrong, &asked.sources, terminal)?;
            return Ok(Status::Usage);
        }
    };
    let mut teams = asked.read(exports, !args.no_progress && !args.quiet);
    let (judged, mut status) = asked.judge(&mut teams, terminal)?;
    let today = args.input.today.unwrap_or_else(|| jiff::Zoned::now().date());
    let mut results = Results::new(&teams);
    for mut judged in judged {
        let findings = std::mem::take(&mut judged.outcome.findings);
        let ran = |rule: Option<&str>| asked.asks(&judged.rules, rule);
        let kept = finding::ignore(&judged.board, &judged.charter, findings, today, ran);
        complain(&kept.found, &asked.sources, terminal)?;
        results.ignored.extend(kept.ignored);
        let baseline = baselines.of(judged.charter.file);
        let is_known = |finding: &Finding| baseline.is_some_and(|baseline| baseline.knows(finding));
        let (known, new): (Vec<_>, Vec<_>) = kept.kept.into_iter().partition(is_known);
        results.baselined.extend(known);
        results.add(judged, new, args.fail_on);
    }
    results.settle(&asked);
    // What could not be read or judged says more than what was found.
    if status == Status::Clean && results.fails {
        status = Status::Findings;
    }
    let lacking = results.lacking();
    if args.fail_on_inconclusive && lacking > 0 {
        let rules = if lacking == 1 { "1 rule".to_owned() } else { format!("{lacking} rules") };
        terminal.complain(&format!("{rules} could not be judged for lack of evidence (--fail-on-inconclusive)"))?;
        if status == Status::Clean {
            status = Status::Findings;
        }
    }
    let steps = first_steps::first_steps(results.boards.iter().map(|(board, ..)| board), &args.input);
    let (boards, named) = (results.judged(), Names::real());
    let hides = |format: &Format| args.pseudonyms || (format.pseudonymous && !args.names);
    // To find every name takes a look at everybody: only where they are to be hidden.
    let hidden = outputs.iter().any(|(format, _)| hides(format)).then(|| results.pseudonyms());
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
    let written = output::write(&outputs, terminal, |format| {
        let names = hidden.as_ref().filter(|_| hides(&format)).unwrap_or(&named);
        Run { names, ..run }
    })?;
    if !written {
        status = Status::Usage;
    }
    drop(boards);
    // The process ends here: taking a board of a hundred thousand changes apart would only cost time.
    std::mem::forget(results);
    Ok(status)
}
