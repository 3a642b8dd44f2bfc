//! What commands that look at boards have in common: the rules and exports are loaded, boards are built, and judged.

use std::io;
use std::mem;
use std::path::Path;

use super::input::Exports;
use super::progress::Progress;
use super::teams::{Team, Teams};
use super::terminal::Terminal;
use super::{Status, complain};
use crate::board::facts::Facts;
use crate::board::{self, Board, Built, Pick, Wanted};
use crate::charter::{Charter, Profile};
use crate::cli::{self, Input, RuleArgs};
use crate::finding::{Confidence, Outcome};
use crate::rule::{self, Loaded, RuleSet, Selection};
use crate::source::{Diagnostic, FileId, Severity, Sources};

/// What is asked of which boards: all texts loaded, all rules sound.
pub(super) struct Asked<'o> {
    pub(super) sources: Sources,
    pub(super) loaded: Loaded,
    pub(super) selection: Selection,
    input: &'o Input,
    args: &'o RuleArgs,
}

/// A board that was judged.
pub(super) struct Judged<'a> {
    pub(super) board: Board<'a>,
    pub(super) charter: Charter,
    pub(super) files: Vec<FileId>,
    pub(super) rules: RuleSet,
    pub(super) outcome: Outcome,
}

impl<'o> Asked<'o> {
    /// Loads what the options name. None where a rule, an option or a charter is wrong, which has been told then.
    pub(super) fn new(
        input: &'o Input,
        args: &'o RuleArgs,
        terminal: &mut Terminal,
    ) -> io::Result<Option<(Self, Exports)>> {
        let mut sources = Sources::new();
        let mut loaded = rule::load(&mut sources, true, &args.rules);
        let selection = selection(args);
        let mut wrong = mem::take(&mut loaded.found);
        wrong.extend(selection.unknown(&loaded.rules));
        if let (Some(since), Some(until)) = (input.since, input.until)
            && until < since
        {
            wrong.push(Diagnostic::error(format!("the window ends before it begins: {until} is before {since}")));
        }
        if wrong.is_empty() {
            let mut exports = Exports::load(input, &mut sources);
            wrong.append(&mut exports.wrong);
            if wrong.is_empty() {
                return Ok(Some((Self { sources, loaded, selection, input, args }, exports)));
            }
        }
        complain(&wrong, &sources, terminal)?;
        Ok(None)
    }

    /// Reads exports, showing how far that is where it takes long.
    pub(super) fn read(&self, exports: Exports, progress: bool) -> Teams<'_> {
        exports.read(self.input, &self.sources, &Progress::new(progress))
    }

    /// Builds and judges the boards in `teams`.
    pub(super) fn judge<'a>(&'a self, teams: &mut Teams<'a>, terminal: &mut Terminal) -> io::Result<Judgement<'a>> {
        let mut judgement = Judgement::default();
        if !teams.unreadable.is_empty() {
            judgement.status = Status::Unreadable;
        }
        if let Some(nothing) = nothing(teams) {
            terminal.complain(&nothing)?;
            judgement.status = Status::Unreadable;
        }
        let wanted = wanted(self.input);
        let with_items = |team: &Team<'_>| team.facts.iter().any(Facts::has_items);
        let teams = mem::take(&mut teams.teams).into_iter().filter(with_items);
        let mut built: Vec<(Team<'a>, Vec<FileId>, Built<'a>)> = teams
            .map(|mut team| {
                let facts = mem::take(&mut team.facts);
                let files = facts.iter().map(|facts| facts.file).collect();
                let built = board::build(facts, &team.charter, &wanted);
                (team, files, built)
            })
            .collect();
        self.tell_apart(&mut built);
        let mut nowhere = Vec::new();
        for (Team { charter, mut found, .. }, files, built) in built {
            found.extend(built.found);
            let profile = self.args.profile.map_or(charter.profile.unwrap_or(Profile::Strict), profile);
            let rules = RuleSet::new(&self.loaded.rules, profile, &charter, &self.selection, &self.sources, &mut found);
            let errors = || found.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
            let broken = errors().next().is_some();
            // What stands in a charter has a place there.
            let typed = errors().all(|diagnostic| diagnostic.labels.is_empty());
            judgement.found.append(&mut found);
            if broken {
                judgement.status = Status::Usage;
                let why = if typed { "the command line does not fit it" } else { "its charter has mistakes" };
                judgement.left_out.push(format!("{}: {why}", built.board.name));
                judgement.others.push((built.board, charter));
            } else if let Some(diagnostic) = built.nowhere {
                nowhere.push(diagnostic);
                judgement.others.push((built.board, charter));
            } else {
                let outcome = rule::judge(&built.board, &rules);
                judgement.boards.push(Judged { board: built.board, charter, files, rules, outcome });
            }
        }
        // A board on which there is no such time was not looked at: that is said, and only where it is all there is, an
        // error.
        for mut diagnostic in nowhere {
            if judgement.boards.is_empty() {
                judgement.status = Status::Usage;
            } else {
                diagnostic.severity = Severity::Warning;
                diagnostic.notes.push("this board is left out".to_owned());
                judgement.left_out.push(diagnostic.message.clone());
            }
            judgement.found.push(diagnostic);
        }
        Ok(judgement)
    }

    /// Gives boards of one name the folders of their charters along, or their files: a reader must know them apart.
    fn tell_apart(&self, built: &mut [(Team<'_>, Vec<FileId>, Built<'_>)]) {
        let names: Vec<String> = built.iter().map(|(_, _, built)| built.board.name.clone()).collect();
        for (place, (team, files, built)) in built.iter_mut().enumerate() {
            if names.iter().enumerate().any(|(other, name)| other != place && *name == names[place]) {
                let file = team.charter.file.or_else(|| files.first().copied());
                let path = file.and_then(|file| self.sources.get(file).path());
                let folder = match team.charter.file {
                    Some(_) => path.and_then(Path::parent).and_then(Path::file_name).or(path.map(Path::as_os_str)),
                    None => path.map(Path::as_os_str),
                };
                if let Some(folder) = folder {
                    built.board.rename(format!("{} ({})", names[place], folder.to_string_lossy()));
                }
            }
        }
    }
}

/// What came of judging.
#[derive(Default)]
pub(super) struct Judgement<'a> {
    /// The boards that were judged.
    pub(super) boards: Vec<Judged<'a>>,
    /// Of what cannot be read, and of boards whose charter cannot be trusted.
    pub(super) status: Status,
    /// What the charters got wrong, and where there was nothing to look at.
    pub(super) found: Vec<Diagnostic>,
    /// The boards that were not judged, and why, a sentence each.
    pub(super) left_out: Vec<String>,
    /// Those boards: their people are people, too.
    pub(super) others: Vec<(Board<'a>, Charter)>,
}

/// Which time is asked for.
fn wanted(input: &Input) -> Wanted {
    let pick = |name: &String| match name.as_str() {
        "current" => Pick::Current,
        "last-closed" => Pick::LastClosed,
        name => Pick::Named(name.to_owned()),
    };
    let sprint = input.sprint.as_ref().map(pick);
    Wanted { today: input.today, since: input.since, until: input.until, sprint }
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
