use std::fs;
use std::io;
use std::path::Path;

use termcolor::NoColor;

use super::judging::{Asked, Judged};
use super::terminal::Terminal;
use super::{Status, complain, first_steps};
use crate::board;
use crate::charter::Level;
use crate::cli::{self, FailOn, ShownLevel};
use crate::finding::{self, Finding, Inconclusive};
use crate::report::{Display, Format, Run, Summary};
use crate::rule::Definition;

/// Lints exports.
pub(super) fn run(args: &cli::Check, terminal: &mut Terminal) -> io::Result<Status> {
    let outputs = match outputs(&args.format) {
        Ok(outputs) => outputs,
        Err(message) => {
            terminal.complain(&message)?;
            return Ok(Status::Usage);
        }
    };
    let Some((asked, exports)) = Asked::new(&args.input, &args.rules, terminal)? else { return Ok(Status::Usage) };
    let mut teams = asked.read(exports, !args.no_progress && !args.quiet);
    let (judged, mut status) = asked.judge(&mut teams, terminal)?;
    let mut all = All {
        summary: Summary { files: teams.files.len(), skipped: teams.skipped, ..Summary::default() },
        ..All::default()
    };
    let today = args.input.today.unwrap_or_else(|| jiff::Zoned::now().date());
    let mut boards = Vec::new();
    for Judged { board, charter, rules, outcome, .. } in judged {
        let ran = |name: &str| rules.rules().iter().any(|rule| rule.name == name);
        let kept = finding::ignore(&board, &charter, outcome.findings, today, ran);
        complain(&kept.found, &asked.sources, terminal)?;
        // What could not be read or judged says more than what was found.
        if status == Status::Clean && fails(args.fail_on, charter.fail_on, &kept.kept) {
            status = Status::Findings;
        }
        all.add(&board, kept.kept, outcome.inconclusive, rules.rules());
        all.summary.ignored += kept.ignored.len();
        boards.push(board);
    }
    if all.judged.is_empty() {
        // No board: every rule was asked, and none could be judged.
        let rules = asked.loaded.rules.iter();
        let rules = rules.filter(|rule| rule.level != Level::Off && asked.selection.takes(rule));
        all.judged = rules.map(|rule| (rule.name.clone(), false)).collect();
        all.inconclusive = all.judged.keys().map(|rule| unjudged(rule)).collect();
    }
    all.settle();
    let steps = first_steps::first_steps(&boards, &args.input);
    let run = Run {
        sources: &asked.sources,
        findings: &all.findings,
        inconclusive: &all.inconclusive,
        unreadable: &teams.unreadable,
        summary: &all.summary,
        rules: &asked.loaded.rules,
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
        },
    };
    for (format, path) in outputs {
        write(&run, format, path.as_deref().map(Path::new), terminal)?;
    }
    // The process ends here: taking a board of a hundred thousand changes apart would only cost time.
    std::mem::forget(boards);
    Ok(status)
}

/// That a rule had no board to be asked of.
fn unjudged(rule: &str) -> Inconclusive {
    Inconclusive {
        rule: rule.to_owned(),
        board: String::new(),
        missing: board::Missing::History,
        partial: false,
        message: "there was no board that could be judged".to_owned(),
        hint: "see what is said about the files and the charter".to_owned(),
    }
}

/// What all boards gave together.
#[derive(Default)]
struct All {
    findings: Vec<Finding>,
    inconclusive: Vec<Inconclusive>,
    summary: Summary,
    /// Everybody, once, however many boards they are on.
    people: std::collections::BTreeSet<String>,
    /// For each rule that was asked, whether some board could be judged by it.
    judged: std::collections::BTreeMap<String, bool>,
}

impl All {
    fn add(
        &mut self,
        board: &board::Board<'_>,
        findings: Vec<Finding>,
        inconclusive: Vec<Inconclusive>,
        rules: &[Definition],
    ) {
        self.summary.items += board.items.len();
        self.summary.changes += board.changes.len();
        self.people.extend(board.people.iter().map(|(_, person)| person.id.to_string()));
        self.summary.sprints += board.sprints.len();
        for rule in rules {
            let silent = inconclusive.iter().any(|told| told.rule == rule.name && !told.partial);
            *self.judged.entry(rule.name.clone()).or_default() |= !silent;
        }
        self.findings.extend(findings);
        self.inconclusive.extend(inconclusive);
    }

    fn settle(&mut self) {
        self.findings.sort_by(|a, b| a.order().cmp(&b.order()));
        self.inconclusive.sort_by(|a, b| (&a.board, &a.rule).cmp(&(&b.board, &b.rule)));
        self.summary.count(&self.findings);
        self.summary.people = self.people.len();
        self.summary.rules = self.judged.len();
        self.summary.inconclusive = self.judged.values().filter(|judged| !**judged).count();
    }
}

fn fails(asked: Option<FailOn>, charter: Option<Option<Level>>, findings: &[Finding]) -> bool {
    let least = match asked {
        Some(FailOn::Never) => None,
        Some(FailOn::Error) => Some(Level::Error),
        Some(FailOn::Warn) => Some(Level::Warn),
        Some(FailOn::Info) => Some(Level::Info),
        None => charter.unwrap_or(Some(Level::Error)),
    };
    least.is_some_and(|least| findings.iter().any(|finding| finding.level >= least))
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
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    fs::write(&partial, buffer.into_inner())?;
    fs::rename(&partial, path)
}
