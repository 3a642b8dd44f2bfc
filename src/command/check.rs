use std::fs;
use std::io;
use std::path::Path;

use termcolor::NoColor;

use super::baseline::Baselines;
use super::judging::Asked;
use super::results::{Results, Telling};
use super::terminal::Terminal;
use super::{Status, complain, first_steps};
use crate::charter::Level;
use crate::cli::{self, ShownLevel};
use crate::report::{Display, Format, Names, Run};

/// Lints exports.
pub(super) fn run(args: &cli::Check, terminal: &mut Terminal) -> io::Result<Status> {
    let outputs = match outputs(&args.format) {
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
    let mut results = Results::new(&teams);
    for judged in judged {
        results.add(judged, Telling { today: args.input.today, baselines: &baselines, fail_on: args.fail_on });
    }
    complain(&results.idle_ignores(args.input.today, asked.selection.takes_all()), &asked.sources, terminal)?;
    results.settle(&asked);
    // What could not be read or judged says more than what was found.
    if status == Status::Clean && results.fails {
        status = Status::Findings;
    }
    let lacking = results.lacking();
    if args.fail_on_inconclusive && (lacking > 0 || teams.left_out > 0) {
        let what = match (lacking, teams.left_out) {
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
    for (format, path) in outputs {
        let names = hidden.as_ref().filter(|_| hides(&format)).unwrap_or(&named);
        let run = Run { names, ..run };
        write(&run, format, path.as_deref().map(Path::new), terminal)?;
    }
    drop(boards);
    // The process ends here: taking a board of a hundred thousand changes apart would only cost time.
    std::mem::forget(results);
    Ok(status)
}

type Output = (Format, Option<String>);

/// The formats that were asked for and where they go; `human` on standard output if none was.
fn outputs(asked: &[String]) -> Result<Vec<Output>, String> {
    let human = || Format::find("human").map(|format| (format, None));
    if asked.is_empty() {
        return Ok(human().into_iter().collect());
    }
    let mut outputs: Vec<Output> = Vec::new();
    for text in asked {
        let (name, path) = match text.split_once('=') {
            Some((name, path)) => (name, Some(path.to_owned())),
            None => (text.as_str(), None),
        };
        let Some(format) = Format::find(name) else {
            let known: Vec<_> = crate::report::FORMATS.iter().map(|format| format.name).collect();
            return Err(format!("there is no format `{name}`: choose one of {}", known.join(", ")));
        };
        if path.is_none() && outputs.iter().any(|(_, other)| other.is_none()) {
            return Err(format!("two formats cannot share standard output: write `--format {name}=FILE`"));
        }
        outputs.push((format, path));
    }
    Ok(outputs)
}

/// Writes a format to where it goes; a file is written whole or not at all.
fn write(run: &Run<'_>, format: Format, path: Option<&Path>, terminal: &mut Terminal) -> io::Result<()> {
    let Some(path) = path else {
        (format.write)(run, terminal.out())?;
        if !format.for_people {
            terminal.out().flush()?;
            writeln!(terminal.err(), "{}", run.summary.last_line())?;
        }
        return Ok(());
    };
    let mut buffer = NoColor::new(Vec::new());
    (format.write)(run, &mut buffer)?;
    whole(path, &buffer.into_inner())
}

/// Writes a file whole or not at all.
pub(super) fn whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    fs::write(&partial, bytes)?;
    fs::rename(&partial, path)
}
