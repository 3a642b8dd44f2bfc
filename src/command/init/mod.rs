//! Drafts a charter from an export: reads the export, writes the draft beside it, and reports what was found.

mod fleet;
mod place;
mod summary;

use std::io;
use std::path::{Path, PathBuf};

use super::excluded::Excluded;
use super::options::of_input;
use super::real_path::RealPath;
use super::schema;
use super::status::Status;
use super::terminal::{Terminal, complain};
use super::texts::{Texts, nearest_charter};
use super::write_file::whole_or_named;
use crate::board::facts::Facts;
use crate::charter;
use crate::cli::{self, Input, SchemaOf};
use crate::draft::{self, Draft};
use crate::lint::BoardFiles;
use crate::report;
use crate::source::Sources;
use place::{Place, given};

/// Drafts the charter of the exported board.
pub(super) fn run(args: &cli::Init, terminal: &mut Terminal) -> io::Result<Status> {
    let input = input(args);
    let excluded = match Excluded::new(&input.exclude) {
        Ok(excluded) => excluded,
        Err(wrong) => {
            complain(&[wrong], &Sources::new(), terminal)?;
            return Ok(Status::Usage);
        }
    };
    let texts = Texts::of_exports(&input.paths, &excluded, input.unpack_limit);
    let sources = texts.inputs.sources();
    let Some(mut exports) = texts.read(&of_input(&input), true, terminal)? else { return Ok(Status::Usage) };
    let mut status = Status::Clean;
    for file in &exports.unreadable {
        complain(&[file.with_path()], sources, terminal)?;
        status = Status::Unreadable;
    }
    if let Some(why) = exports.no_export() {
        terminal.complain(&why)?;
        return Ok(Status::Unreadable);
    }
    let kept = texts.kept_of(&exports.files, &exports.unreadable);
    let mut boards = std::mem::take(&mut exports.boards);
    boards.retain(|board| board.facts.iter().any(Facts::has_items));
    let places: Vec<Place> = boards.iter().map(|board| place(args, board, boards.len(), &texts)).collect();
    if places.is_empty() {
        return Ok(status);
    }
    if let [place] = places.as_slice() {
        if let Some(refusal) = refusal(args, place) {
            terminal.complain(&refusal)?;
            return Ok(Status::Usage);
        }
        for BoardFiles { facts, .. } in boards {
            let draft = match draft::draft(facts, sources, &given(args)) {
                Ok(draft) => draft,
                Err(found) => {
                    complain(&found, sources, terminal)?;
                    return Ok(Status::Usage);
                }
            };
            write(args, &draft, place, &kept, terminal)?;
        }
        return Ok(status);
    }
    Ok(status.and(fleet::run(args, boards, &places, &kept, sources, terminal)?))
}

/// The input: the same as for other commands, but without a charter.
pub(super) fn input(args: &cli::Init) -> Input {
    Input {
        paths: args.paths.clone(),
        exclude: args.exclude.clone(),
        charter: None,
        strict_charter: false,
        po: args.po.clone(),
        sm: args.sm.clone(),
        dev: args.dev.clone(),
        project: args.project.clone(),
        unpack_limit: args.unpack_limit,
        timezone: args.timezone.clone(),
        date_order: args.date_order,
        today: None,
        since: None,
        until: None,
        sprint: None,
    }
}

/// The place for the charter of a board: the given folder, or the folder of its export.
fn place(args: &cli::Init, board: &BoardFiles<'_>, boards: usize, texts: &Texts) -> Place {
    let exports = || board.facts.iter().filter(|facts| facts.has_items());
    let file = |facts: &Facts<'_>| texts.inputs.sources().get(facts.file);
    let beside = exports().find_map(|facts| texts.path(file(facts))?.parent()).map(Path::to_owned);
    let name = exports().map(|facts| facts.name.to_string()).find(|name| !name.is_empty()).unwrap_or_default();
    let name = format!("{name} ({})", exports().map(|facts| file(facts).name()).next().unwrap_or_default());
    match (boards, args.paths.as_slice()) {
        (1, [folder]) if folder.is_dir() => Place { folder: Some(folder.clone()), paths: args.paths.clone(), name },
        (1, paths) => Place { folder: beside, paths: paths.to_vec(), name },
        _ => Place { paths: beside.iter().map(|folder| shown(folder)).collect(), folder: beside, name },
    }
}

/// A folder in the form that a command accepts.
fn shown(folder: &Path) -> PathBuf {
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() }
}

/// The file for the draft of a board; `None` for standard output.
fn target(args: &cli::Init, place: &Place) -> Option<PathBuf> {
    match &args.output {
        Some(path) if path.as_os_str() == "-" => None,
        Some(path) => Some(path.clone()),
        None => place.folder.as_ref().map(|folder| folder.join(charter::FILE_NAME)),
    }
}

/// Why the charter of the only board cannot be drafted; `None` if it can.
fn refusal(args: &cli::Init, place: &Place) -> Option<String> {
    if place.folder.is_none() && args.output.is_none() {
        return Some(
            "what comes on standard input lies in no folder: say where the charter goes with -o FILE".to_owned(),
        );
    }
    let path = target(args, place)?;
    if path.is_dir() {
        return Some(format!("{} is a folder: name a file", path.display()));
    }
    // A broken link counts as an existing file.
    if path.symlink_metadata().is_ok() && !args.force {
        return Some(format!(
            "{} is there already and is never written over: look at a new draft with `-o -`, write it elsewhere with \
             `-o FILE`, or replace the charter with --force, which keeps nothing of it",
            path.display()
        ));
    }
    None
}

/// Writes the draft, and what the user should know about it.
fn write(args: &cli::Init, draft: &Draft, place: &Place, kept: &[RealPath], terminal: &mut Terminal) -> io::Result<()> {
    let text = report::draft::to_toml(draft);
    let target = target(args, place);
    let about = summary::summary(draft, target.as_deref(), terminal.width());
    let paths: Vec<&Path> = place.paths.iter().map(PathBuf::as_path).collect();
    let Some(path) = target else {
        terminal.out().write_all(text.as_bytes())?;
        terminal.out().flush()?;
        // Standard input has no folder, so there is no charter beside it.
        let (beside, named) = match &place.folder {
            Some(_) => (" beside the export", None),
            None => ("", Some(Path::new(charter::FILE_NAME))),
        };
        let next = summary::next(&paths, named);
        let err = terminal.err();
        return write!(
            err,
            "{about}\nSave it as boardlint.toml{beside}, read it, and judge the board by it: in the terminal, and on a page \
             to print\n{next}"
        );
    };
    let replaced = path.symlink_metadata().is_ok();
    let until_now = place.folder.as_deref().and_then(nearest_charter).map(|(_, charter)| charter);
    whole_or_named(&path, text.as_bytes(), kept)?;
    // The schema is generated by the program alone, so an old one may be overwritten.
    let schema = path.with_file_name(report::draft::SCHEMA_FILE);
    whole_or_named(&schema, schema::text(SchemaOf::Charter)?.as_bytes(), kept)?;
    // A charter with another name or in another folder is not found automatically.
    let governs = place.folder.as_ref().is_some_and(|folder| folder.join(charter::FILE_NAME) == path);
    let next = summary::next(&paths, Some(path.as_path()).filter(|_| !governs));
    if replaced {
        writeln!(terminal.out(), "Nothing of the charter that was there is kept.")?;
    }
    if let Some(above) = until_now.filter(|_| governs && !replaced) {
        let above = report::encode::terminal(&above.to_string_lossy());
        writeln!(
            terminal.out(),
            "Until now {above} governed this export; the new charter is nearer, and governs it alone."
        )?;
    }
    write!(
        terminal.out(),
        "{about}\nRead it, correct it, and judge the board by it: in the terminal, and on a page to print\n{next}"
    )
}
