use std::io;

use super::baseline::Baselines;
use super::judging::Asked;
use super::output;
use super::results::{Results, Telling};
use super::terminal::Terminal;
use super::{Status, complain, complain_as, first_steps};
use crate::charter::Level;
use crate::cli::{self, ShownLevel};
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
    let judgement = asked.judge(&mut teams, terminal)?;
    let (mut results, mut status) = (Results::new(&teams), judgement.status);
    results.left_out = judgement.left_out;
    results.others = judgement.others;
    for judged in judgement.boards {
        results.add(judged, Telling { today: args.input.today, baselines: &baselines, fail_on: args.fail_on });
    }
    let mut found = judgement.found;
    found.extend(results.idle_ignores(args.input.today, asked.selection.takes_all()));
    results.settle(&asked);
    // What could not be read or judged says more than what was found.
    if status == Status::Clean && results.fails {
        status = Status::Findings;
    }
    let lacking = results.lacking();
    if args.fail_on_inconclusive && (lacking > 0 || !results.left_out.is_empty()) {
        let what = match (lacking, results.left_out.len()) {
            (0, 1) => "1 board was left out".to_owned(),
            (0, boards) => format!("{boards} boards were left out"),
            (1, _) => "1 rule could not be judged for lack of evidence".to_owned(),
            (rules, _) => format!("{rules} rules could not be judged for lack of evidence"),
        };
        terminal.complain(&format!("{what} (--fail-on-inconclusive)"))?;
        if status == Status::Clean {
            status = Status::Findings;
        }
    }
    let steps = first_steps::first_steps(results.boards.iter().map(|told| &told.board), &args.input);
    let (boards, named) = (results.judged(), Names::real());
    let hides = |format: &Format| args.pseudonyms || (format.pseudonymous && !args.names);
    // To find every name takes a look at everybody: only where they are to be hidden.
    let hide = args.pseudonyms || outputs.iter().any(|(format, _)| hides(format));
    let hidden = hide.then(|| results.pseudonyms());
    let display = Display {
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
    };
    let spoken = if args.pseudonyms { hidden.as_ref() } else { None };
    complain_as(&found, &asked.sources, spoken.unwrap_or(&named), terminal)?;
    let here = std::env::current_dir().unwrap_or_default();
    let run = results.run(&asked, &teams, &boards, &named, display);
    let run = Run { first_steps: steps.as_deref(), here: Some(&here), ..run };
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
