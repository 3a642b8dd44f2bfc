use std::io;

use super::baseline::Baselines;
use super::judging::Asked;
use super::output;
use super::results::{Results, Telling};
use super::terminal::Terminal;
use super::{Status, complain};
use crate::charter::Level;
use crate::cli::{self, FailOn};
use crate::report::{Display, Names, RETRO, Run};

/// Writes the page that a team talks over in its retrospective. What was found fails nothing here: that is what `check` is
/// for.
pub(super) fn run(args: &cli::Report, terminal: &mut Terminal) -> io::Result<Status> {
    let ending = args.output.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    let Some((_, format)) = RETRO.iter().find(|(known, _)| Some(*known) == ending.as_deref()) else {
        terminal.complain(&format!(
            "the name of a report ends in .html or .md: `{}` does not say which of them it is to be",
            args.output.display()
        ))?;
        return Ok(Status::Usage);
    };
    let Some((asked, exports)) = Asked::new(&args.input, &args.rules, terminal)? else { return Ok(Status::Usage) };
    let mut teams = asked.read(exports, !args.no_progress);
    let judgement = asked.judge(&mut teams, terminal)?;
    let (mut results, mut status) = (Results::new(&teams), judgement.status);
    results.left_out = judgement.left_out;
    results.others = judgement.others;
    // A retrospective looks at everything: what a baseline hides from a job is still worth talking about.
    let baselines = Baselines::default();
    for judged in judgement.boards {
        let telling = Telling { today: args.input.today, baselines: &baselines, fail_on: Some(FailOn::Never) };
        results.add(judged, telling);
    }
    let mut found = judgement.found;
    found.extend(results.idle_ignores(args.input.today, asked.selection.takes_all()));
    complain(&found, &asked.sources, terminal)?;
    results.settle(&asked);
    if results.boards.is_empty() {
        // A page that tells of nothing would be taken for a clean bill.
        return Ok(status);
    }
    let (boards, names) = (results.judged(), if args.names { Names::real() } else { results.pseudonyms() });
    let display = Display {
        min_level: Level::Info,
        max_per_rule: 0,
        statistics: false,
        quiet: false,
        show_ignored: false,
        no_titles: args.no_titles,
    };
    let here = std::env::current_dir().unwrap_or_default();
    let run = Run { here: Some(&here), ..results.run(&asked, &teams, &boards, &names, display) };
    let written = output::write(&[(*format, Some(args.output.clone()))], terminal, |_| Run { ..run })?;
    if written {
        let path = crate::report::encode::terminal(&args.output.display().to_string());
        writeln!(terminal.out(), "wrote {path}")?;
    } else {
        status = Status::Usage;
    }
    writeln!(terminal.out(), "{}", results.summary.last_line())?;
    drop(boards);
    // As in `check`: taking large boards apart would only cost time.
    std::mem::forget(results);
    Ok(status)
}
