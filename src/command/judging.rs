//! What commands that look at boards have in common: the rules and exports are loaded, boards are built, and judged.

use std::io;
use std::mem;

use super::input::Exports;
use super::progress::Progress;
use super::teams::{Team, Teams};
use super::terminal::Terminal;
use super::{Status, complain};
use crate::board::facts::Facts;
use crate::board::{self, Board, Pick, Wanted};
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

    /// Whether `rules` hold the one of this name, or, without a name, all that there are and are not switched off.
    pub(super) fn asks(&self, rules: &RuleSet, rule: Option<&str>) -> bool {
        match rule {
            Some(name) => rules.rules().iter().any(|rule| rule.name == name),
            None => self.selection.takes_all(),
        }
    }

    /// Reads exports, showing how far that is where it takes long.
    pub(super) fn read(&self, exports: Exports, progress: bool) -> Teams<'_> {
        exports.read(self.input, &self.sources, &Progress::new(progress))
    }

    /// Builds and judges the boards in `teams`, and says what their charters got wrong. The status tells of what cannot be
    /// read, and of boards that were left out because their charter cannot be trusted.
    pub(super) fn judge<'a>(
        &'a self,
        teams: &mut Teams<'a>,
        terminal: &mut Terminal,
    ) -> io::Result<(Vec<Judged<'a>>, Status)> {
        let mut status = if teams.unreadable.is_empty() { Status::Clean } else { Status::Unreadable };
        if let Some(nothing) = nothing(teams) {
            terminal.complain(&nothing)?;
            status = Status::Unreadable;
        }
        let (mut judged, mut nowhere) = (Vec::new(), Vec::new());
        let wanted = wanted(self.input);
        let with_items = |team: &Team<'_>| team.facts.iter().any(Facts::has_items);
        for Team { charter, mut found, facts } in mem::take(&mut teams.teams).into_iter().filter(with_items) {
            let files = facts.iter().map(|facts| facts.file).collect();
            let built = board::build(facts, &charter, &wanted);
            found.extend(built.found);
            let profile = self.args.profile.map_or(charter.profile.unwrap_or(Profile::Strict), profile);
            let rules = RuleSet::new(&self.loaded.rules, profile, &charter, &self.selection, &self.sources, &mut found);
            complain(&found, &self.sources, terminal)?;
            if found.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
                status = Status::Usage;
                continue;
            }
            if let Some(diagnostic) = built.nowhere {
                nowhere.push(diagnostic);
                continue;
            }
            let outcome = rule::judge(&built.board, &rules);
            judged.push(Judged { board: built.board, charter, files, rules, outcome });
        }
        // A sprint is one team's: that the other boards have none of that name goes without saying.
        let here = !judged.is_empty();
        if here && matches!(wanted.sprint, Some(Pick::Named(_))) {
            nowhere.clear();
        }
        for diagnostic in &mut nowhere {
            if here {
                diagnostic.severity = Severity::Warning;
                diagnostic.notes.push("this board is left out".to_owned());
            } else {
                status = Status::Usage;
            }
        }
        complain(&nowhere, &self.sources, terminal)?;
        Ok((judged, status))
    }
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
