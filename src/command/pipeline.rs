//! `init --ci`: the pipeline of a board, its export script and its charter, in the folder where boardlint runs: the root of a
//! repository. The export itself stays out of it.
//!
//! The files lie in `contrib/ci`; of the board only what has a plain shape gets into them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::init;
use super::options::of_input;
use super::status::Status;
use super::terminal::Terminal;
use super::texts::{Texts, nearest_charter};
use super::write_file::whole;
use crate::board::{Service, SprintState};
use crate::charter;
use crate::cli::{self, Ci};

const GITHUB: &str = include_str!("../../contrib/ci/github.yml");
const GITLAB: &str = include_str!("../../contrib/ci/gitlab.yml");
const JIRA_CLOUD: &str = include_str!("../../contrib/ci/export-jira-cloud.sh");
const JIRA_SERVER: &str = include_str!("../../contrib/ci/export-jira-server.sh");
const TRELLO: &str = include_str!("../../contrib/ci/export-trello.sh");

/// The folder of what the pipeline needs. It is hidden, so that nothing in it is taken for an export.
const FOLDER: &str = ".boardlint";

/// Writes the pipeline, the script, and the charter where there is none.
pub(super) fn run(args: &cli::Init, ci: Ci, terminal: &mut Terminal) -> io::Result<Status> {
    let texts = Texts::without_charters(&args.paths, args.unpack_limit);
    let input = init::input(args);
    let Some(exports) = texts.read(&of_input(&input), false, terminal)? else { return Ok(Status::Usage) };
    let linted = exports.lint();
    let [one] = linted.boards.as_slice() else {
        let Some(nothing) = &linted.nothing else {
            terminal.complain("--ci writes the pipeline of one board: give the export of one")?;
            return Ok(Status::Usage);
        };
        terminal.complain(nothing)?;
        return Ok(Status::Unreadable);
    };
    let over = one.board.sprints.iter().any(|sprint| sprint.state == SprintState::Closed && sprint.completed.is_some());
    // Two pipelines share a script, so what is there word for word is no conflict.
    let [by_sprint, by_days] =
        [Window::Sprint, Window::Days].map(|window| files(ci, one.board.service(), &one.board.query(), window));
    let there = by_sprint.iter().zip(&by_days).find(|((path, one), (_, other))| {
        path.symlink_metadata().is_ok()
            && fs::read_to_string(path).map_or(true, |there| there != *one && there != *other)
    });
    if let Some(((path, _), _)) = there.filter(|_| !args.force) {
        terminal.complain(&format!(
            "{} is there already and is never written over: take it away, or replace it with --force",
            path.display()
        ))?;
        return Ok(Status::Usage);
    }
    let target = args.output.clone().unwrap_or_else(|| PathBuf::from(charter::FILE_NAME));
    let status = own_charter(args, &target, &texts, terminal)?;
    if status != Status::Clean {
        return Ok(status);
    }
    // Sprints that the export does not name stand in the charter.
    let written = fs::read_to_string(&target).unwrap_or_default();
    let named = written.lines().any(|line| line.trim_start().starts_with("[[sprints]]"));
    let window = if over || named { Window::Sprint } else { Window::Days };
    for (path, text) in if window == Window::Sprint { &by_sprint } else { &by_days } {
        fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
        whole(path, text.as_bytes(), &texts.every())?;
        writeln!(terminal.out(), "Wrote {}", path.display())?;
    }
    if window == Window::Days {
        writeln!(
            terminal.out(),
            "No sprint of this board is known to be over, so the job judges the last two weeks. Once the charter has [[sprints]], \
             write `--sprint last-closed` instead."
        )?;
    }
    writeln!(terminal.out(), "{}", next(ci, one.board.service()))?;
    Ok(Status::Clean)
}

/// What a pipeline judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Window {
    /// The sprint that was closed last.
    Sprint,
    /// The last two weeks: of a board without sprints.
    Days,
}

/// Sees to the charter at `target`: keeps the one that is there, takes over the one that governs the exports, else drafts one.
fn own_charter(args: &cli::Init, target: &Path, texts: &Texts, terminal: &mut Terminal) -> io::Result<Status> {
    if target.symlink_metadata().is_ok() {
        writeln!(terminal.out(), "Kept {}, the charter that is there.", target.display())?;
        return Ok(Status::Clean);
    }
    let folder =
        args.paths.first().map(|path| if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(path) });
    let governing = folder.filter(|_| target != Path::new("-")).and_then(nearest_charter);
    if let Some((_, nearest)) = governing {
        let text = fs::read(&nearest)?;
        whole(target, &text, &texts.every())?;
        writeln!(terminal.out(), "Copied {} to {}.", nearest.display(), target.display())?;
        return Ok(Status::Clean);
    }
    init::run(&cli::Init { ci: None, output: Some(target.to_owned()), ..args.clone() }, terminal)
}

/// The files of a pipeline, by their paths.
fn files(ci: Ci, service: Service, query: &str, window: Window) -> [(PathBuf, String); 2] {
    let (name, script) = script(service);
    let (path, pipeline) = match ci {
        Ci::Github => (Path::new(".github/workflows").join("boardlint.yml"), GITHUB),
        Ci::Gitlab => (Path::new(FOLDER).join("gitlab-ci.yml"), GITLAB),
    };
    let env: Vec<String> = variables(service)
        .iter()
        .map(|name| {
            let from = if *name == "JIRA_URL" { "vars" } else { "secrets" };
            format!("          {name}: ${{{{ {from}.{name} }}}}")
        })
        .collect();
    let pipeline = pipeline
        .replace("{{SCRIPT}}", name)
        .replace("{{WINDOW}}", if window == Window::Sprint { "--sprint last-closed" } else { "--since 14d" })
        .replace("{{WHAT}}", if window == Window::Sprint { "the last closed sprint" } else { "the last two weeks" })
        .replace("{{BOARD}}", &format!("'{query}'"))
        .replace("{{GITHUB_ENV}}", &env.join("\n"));
    [(path, pipeline), (Path::new(FOLDER).join(name), script.to_owned())]
}

/// The script that exports from a service, and its name.
fn script(service: Service) -> (&'static str, &'static str) {
    match service {
        Service::JiraCloud => ("export-jira-cloud.sh", JIRA_CLOUD),
        Service::JiraServer => ("export-jira-server.sh", JIRA_SERVER),
        Service::Trello => ("export-trello.sh", TRELLO),
    }
}

/// What the script takes from its environment.
fn variables(service: Service) -> &'static [&'static str] {
    match service {
        Service::JiraCloud => &["JIRA_URL", "JIRA_EMAIL", "JIRA_TOKEN"],
        Service::JiraServer => &["JIRA_URL", "JIRA_TOKEN"],
        Service::Trello => &["TRELLO_KEY", "TRELLO_TOKEN"],
    }
}

/// What is left to do by hand.
fn next(ci: Ci, service: Service) -> String {
    let all = variables(service);
    let names = all.join(", ");
    match ci {
        Ci::Github => {
            let secrets: Vec<&str> = all.iter().copied().filter(|name| *name != "JIRA_URL").collect();
            let address = if secrets.len() < all.len() { "JIRA_URL, " } else { "" };
            format!(
                "Next: put {} into the repository's secrets, {address}BOARDLINT_GIT and BOARDLINT_REV into its variables, and \
                 commit these files",
                secrets.join(" and ")
            )
        }
        Ci::Gitlab => format!(
            "Next: put {names}, BOARDLINT_GIT and BOARDLINT_REV into the project's CI/CD variables, add\n  \
             include: {FOLDER}/gitlab-ci.yml\nto .gitlab-ci.yml, and commit these files"
        ),
    }
}
