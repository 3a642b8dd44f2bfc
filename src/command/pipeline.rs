//! `init --ci`: writes the CI pipeline of a board, its export script and its charter to the folder in which
//! boardlint runs, the root of a repository. The export itself is not added.
//!
//! The templates are in `contrib/ci`. Of the data of the board, only values of a simple form are written into
//! them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::init;
use super::options::of_input;
use super::status::Status;
use super::terminal::{Terminal, complain};
use super::texts::{Texts, nearest_charter};
use super::write_file::whole_or_named;
use crate::board::{Board, SprintState};
use crate::charter;
use crate::cli::{self, Ci};
use crate::finding::gap::fetch;
use crate::finding::gap::remedy::Service;

const GITHUB: &str = include_str!("../../contrib/ci/github.yml");
const GITLAB: &str = include_str!("../../contrib/ci/gitlab.yml");
const JIRA_CLOUD: &str = include_str!("../../contrib/ci/export-jira-cloud.sh");
const JIRA_SERVER: &str = include_str!("../../contrib/ci/export-jira-server.sh");
const TRELLO: &str = include_str!("../../contrib/ci/export-trello.sh");

/// The folder for the files of the pipeline. It is hidden, so that nothing in it is read as an export.
const FOLDER: &str = ".boardlint";

/// The characters besides letters and digits that a path in a pipeline may contain, because it is used in a
/// shell.
const PLAIN: &str = "-_./";

/// Writes the pipeline, the script, and the charter if there is none.
pub(super) fn run(args: &cli::Init, ci: Ci, terminal: &mut Terminal) -> io::Result<Status> {
    let mut texts = Texts::without_charters(&args.paths, args.unpack_limit);
    let input = init::input(args);
    let kept = charter_there(args);
    if let Some(wrong) = kept.as_ref().and_then(|kept| texts.add_charter(kept, None).err()) {
        complain(&[wrong], texts.inputs.sources(), terminal)?;
        return Ok(Status::Usage);
    }
    if args.output.as_ref().is_some_and(|path| path.as_os_str() == "-") {
        terminal.complain("a pipeline reads its charter from a file: name one with -o FILE, or leave -o out")?;
        return Ok(Status::Usage);
    }
    let charter = kept.clone().or_else(|| args.output.clone()).unwrap_or_else(|| PathBuf::from(charter::FILE_NAME));
    let Some(written) = charter.to_str().filter(|path| is_plain(path)) else {
        terminal.complain(&format!(
            "{} cannot stand in a pipeline: put the charter where its path has letters, digits and {PLAIN} alone",
            charter.display()
        ))?;
        return Ok(Status::Usage);
    };
    let Some(exports) = texts.read(&of_input(&input), false, terminal)? else { return Ok(Status::Usage) };
    let linted = exports.lint();
    let [one] = linted.boards.as_slice() else {
        let Some(why) = &linted.no_export else {
            terminal.complain("--ci writes the pipeline of one board: give the export of one")?;
            return Ok(Status::Usage);
        };
        terminal.complain(why)?;
        return Ok(Status::Unreadable);
    };
    let files = files(ci, &one.board, written);
    let is_other = |(path, text): &&(PathBuf, String)| {
        path.symlink_metadata().is_ok() && fs::read(path).ok().as_deref() != Some(text.as_bytes())
    };
    let there = files.iter().find(is_other);
    if let Some((path, _)) = there.filter(|_| !args.force) {
        terminal.complain(&format!(
            "{} is there already and is never written over: take it away, or replace it with --force",
            path.display()
        ))?;
        return Ok(Status::Usage);
    }
    if kept.is_some() {
        let path = crate::report::encode::terminal(written);
        writeln!(terminal.out(), "The pipeline judges by {path}, the charter that is there; commit it, too.")?;
    } else {
        let drafted = init::run(&cli::Init { ci: None, output: Some(charter.clone()), ..args.clone() }, terminal)?;
        if drafted != Status::Clean {
            return Ok(drafted);
        }
    }
    for (path, text) in &files {
        fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
        whole_or_named(path, text.as_bytes(), &texts.every())?;
        writeln!(terminal.out(), "wrote {}", path.display())?;
    }
    writeln!(terminal.out(), "{}", next(ci, fetch::service(&one.board)))?;
    Ok(Status::Clean)
}

/// The existing charter of the board, at or below the folder in which boardlint runs: a pipeline has no
/// access to others.
fn charter_there(args: &cli::Init) -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let known = args.output.clone().unwrap_or_else(|| PathBuf::from(charter::FILE_NAME));
    if known.symlink_metadata().is_ok() || args.output.is_some() {
        return Some(known).filter(|known| known.symlink_metadata().is_ok());
    }
    let given = args.paths.first()?;
    let folder = if given.is_dir() { given } else { given.parent()? };
    let (_, nearest) = nearest_charter(folder)?;
    Some(std::path::absolute(nearest).ok()?.strip_prefix(&here).ok()?.to_owned())
}

fn is_plain(path: &str) -> bool {
    !path.starts_with('-') && path.chars().all(|letter| letter.is_ascii_alphanumeric() || PLAIN.contains(letter))
}

/// The period to judge: the last closed sprint, or two weeks if none is known.
fn window(board: &Board<'_>) -> [(&'static str, &'static str); 2] {
    if board.sprints.iter().any(|sprint| sprint.state == SprintState::Closed) {
        [("{{WINDOW}}", "--sprint last-closed"), ("{{JUDGED}}", "the last closed sprint")]
    } else {
        [("{{WINDOW}}", "--since 14d"), ("{{JUDGED}}", "the last two weeks")]
    }
}

/// The files of a pipeline with their paths.
fn files(ci: Ci, board: &Board<'_>, charter: &str) -> [(PathBuf, String); 2] {
    let (service, query) = (fetch::service(board), fetch::query(board));
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
    let pipeline = window(board).iter().fold(pipeline.to_owned(), |text, (name, value)| text.replace(name, value));
    let pipeline = pipeline
        .replace("{{SCRIPT}}", name)
        .replace("{{CHARTER}}", charter)
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

/// The environment variables of the script.
fn variables(service: Service) -> &'static [&'static str] {
    match service {
        Service::JiraCloud => &["JIRA_URL", "JIRA_EMAIL", "JIRA_TOKEN"],
        Service::JiraServer => &["JIRA_URL", "JIRA_TOKEN"],
        Service::Trello => &["TRELLO_KEY", "TRELLO_TOKEN"],
    }
}

/// What the user has to do by hand.
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
