use std::fs;
use std::io;
use std::path::Path;

use termcolor::NoColor;

use super::input::Exports;
use super::progress::Progress;
use super::teams::Teams;
use super::terminal::Terminal;
use super::{Status, complain, first_steps};
use crate::board::facts::Facts;
use crate::board::{self, Clock};
use crate::charter::{Level, Profile};
use crate::cli::{self, FailOn, RuleArgs, ShownLevel};
use crate::finding::{self, Confidence, Finding, Inconclusive};
use crate::report::{Display, Format, Run, Summary};
use crate::rule::{self, Definition, RuleSet, Selection};
use crate::source::Sources;

/// Lints exports.
pub(super) fn run(args: &cli::Check, terminal: &mut Terminal) -> io::Result<Status> {
    let outputs = match outputs(&args.format) {
        Ok(outputs) => outputs,
        Err(message) => {
            terminal.complain(&message)?;
            return Ok(Status::Usage);
        }
    };
    let mut sources = Sources::new();
    let loaded = rule::load(&mut sources, true, &args.rules.rules);
    let selection = selection(&args.rules);
    let mut wrong = loaded.found;
    wrong.extend(selection.unknown(&loaded.rules));
    if !wrong.is_empty() {
        complain(&wrong, &sources, terminal)?;
        return Ok(Status::Usage);
    }
    let progress = Progress::new(!args.no_progress && !args.quiet);
    progress.begin("looking for exports");
    let exports = Exports::load(&args.input, &mut sources);
    if !exports.wrong.is_empty() {
        complain(&exports.wrong, &sources, terminal)?;
        return Ok(Status::Usage);
    }
    let teams = exports.read(&args.input, &sources, &progress);
    // What follows is short, and speaks on the same terminal.
    drop(progress);
    let mut all = All {
        summary: Summary { files: teams.files.len(), skipped: teams.skipped, ..Summary::default() },
        ..All::default()
    };
    let mut status = if teams.unreadable.is_empty() { Status::Clean } else { Status::Unreadable };
    if let Some(nothing) = nothing(&teams) {
        terminal.complain(&nothing)?;
        status = Status::Unreadable;
    }
    let today = args.input.today.unwrap_or_else(|| jiff::Zoned::now().date());
    let mut boards = Vec::new();
    for mut team in teams.teams.into_iter().filter(|team| team.facts.iter().any(Facts::has_items)) {
        let facts = std::mem::take(&mut team.facts);
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
        let ran = |name: &str| rules.rules().iter().any(|rule| rule.name == name);
        let kept = finding::ignore(&built.board, &team.charter, outcome.findings, today, ran);
        complain(&kept.found, &sources, terminal)?;
        // What could not be read or judged says more than what was found.
        if status == Status::Clean && fails(args.fail_on, team.charter.fail_on, &kept.kept) {
            status = Status::Findings;
        }
        all.add(&built.board, kept.kept, outcome.inconclusive, rules.rules());
        all.summary.ignored += kept.ignored.len();
        boards.push(built.board);
    }
    if all.judged.is_empty() {
        // No board: every rule was asked, and none could be judged.
        let asked = loaded.rules.iter().filter(|rule| rule.level != Level::Off && selection.takes(rule));
        all.judged = asked.map(|rule| (rule.name.clone(), false)).collect();
        all.inconclusive = all.judged.keys().map(|rule| unjudged(rule)).collect();
    }
    all.settle();
    let steps = first_steps::first_steps(&boards, &args.input);
    let run = Run {
        sources: &sources,
        findings: &all.findings,
        inconclusive: &all.inconclusive,
        unreadable: &teams.unreadable,
        summary: &all.summary,
        rules: &loaded.rules,
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

/// Why there is nothing to judge, if there is not.
pub(super) fn nothing(teams: &Teams<'_>) -> Option<String> {
    let items = teams.teams.iter().flat_map(|team| &team.facts).any(Facts::has_items);
    if items || !teams.unreadable.is_empty() {
        return None;
    }
    let why = match (teams.files.len(), teams.skipped) {
        (0, 0) => "there is no file".to_owned(),
        (0, 1) => "the one file is none".to_owned(),
        (0, files) => format!("{files} files are none"),
        _ => {
            let mut formats: Vec<_> = teams.files.iter().map(|file| file.format).collect();
            formats.dedup();
            let read = formats.join(", ");
            return Some(format!(
                "no export found: {read} hold no issues of their own; give the issues they belong to, too"
            ));
        }
    };
    Some(format!("no export found ({why}): give the file that Jira or Trello exported, or its folder"))
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

pub(super) fn selection(args: &RuleArgs) -> Selection {
    Selection {
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        min_confidence: args.min_confidence.map(|confidence| match confidence {
            cli::Confidence::Low => Confidence::Low,
            cli::Confidence::Medium => Confidence::Medium,
            cli::Confidence::High => Confidence::High,
        }),
    }
}

pub(super) fn profile(profile: cli::Profile) -> Profile {
    match profile {
        cli::Profile::Strict => Profile::Strict,
        cli::Profile::ScrumGuide => Profile::ScrumGuide,
    }
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
