//! Drafting the charters of many boards in one run: each where it is missing, in the folder of its exports.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::place::{Place, given};
use super::summary;
use crate::charter;
use crate::cli::{self, SchemaOf};
use crate::command::files::display;
use crate::command::real_path::RealPath;
use crate::command::schema;
use crate::command::status::Status;
use crate::command::terminal::{Terminal, complain};
use crate::command::write_file::whole_or_named;
use crate::draft::{self, Draft};
use crate::lint::BoardFiles;
use crate::report::{self, fold};
use crate::source::Sources;
use crate::wording::many;

/// Drafts what is missing. A folder with several boards gets nothing: a charter governs all that lies in its folder.
pub(super) fn run(
    args: &cli::Init,
    boards: Vec<BoardFiles<'_>>,
    places: &[Place],
    kept: &[RealPath],
    sources: &Sources,
    terminal: &mut Terminal,
) -> io::Result<Status> {
    if args.output.is_some() {
        let names: Vec<&str> = places.iter().take(SHOWN).map(|place| place.name.as_str()).collect();
        terminal.complain(&format!(
            "there are {} boards here: {}{}; -o takes the charter of one: give the export of one board",
            places.len(),
            names.join(", "),
            if places.len() > SHOWN { " and others" } else { "" }
        ))?;
        return Ok(Status::Usage);
    }
    let mut in_folder: InFolder<'_> = BTreeMap::new();
    places.iter().for_each(|place| in_folder.entry(place.folder.as_ref()).or_default().push(place));
    let mut status = say_crowded(&in_folder, terminal)?;
    let root = common(places.iter().filter_map(|place| place.folder.as_deref()));
    let (mut drafted, mut there) = (0, 0);
    for (BoardFiles { facts, .. }, place) in boards.into_iter().zip(places) {
        let Some(folder) = &place.folder else { continue };
        if in_folder.get(&Some(folder)).is_some_and(|crowd| crowd.len() > 1) {
            continue;
        }
        let path = folder.join(charter::FILE_NAME);
        if path.symlink_metadata().is_ok() && !args.force {
            there += 1;
            continue;
        }
        let draft = match draft::draft(facts, sources, &given(args)) {
            Ok(draft) => draft,
            Err(found) => {
                terminal.complain(&format!("no charter was drafted for {}:", place.name))?;
                complain(&found, sources, terminal)?;
                status = Status::Usage;
                continue;
            }
        };
        whole_or_named(&path, report::draft::to_toml_under(&draft, &schema_from(&root, folder)).as_bytes(), kept)?;
        say(&draft, &path, terminal)?;
        drafted += 1;
    }
    if drafted > 0 {
        // The schema by which editors check the charters is made from the program alone, so an old one may go.
        whole_or_named(&root.join(report::draft::SCHEMA_FILE), schema::text(SchemaOf::Charter)?.as_bytes(), kept)?;
    }
    close(args, drafted, there, terminal)?;
    Ok(status)
}

/// The boards of each folder; none is standard input.
type InFolder<'p> = BTreeMap<Option<&'p PathBuf>, Vec<&'p Place>>;

/// Says which folders hold several boards.
fn say_crowded(in_folder: &InFolder<'_>, terminal: &mut Terminal) -> io::Result<Status> {
    let mut status = Status::Clean;
    for (folder, crowd) in in_folder.iter().filter(|(_, crowd)| crowd.len() > 1) {
        let names: Vec<&str> = crowd.iter().map(|place| place.name.as_str()).collect();
        let folder = folder.map_or_else(|| "standard input".to_owned(), |folder| shown(folder));
        terminal.complain(&format!(
            "there are {} boards in {folder}: {}; a charter governs its folder: put the exports of each board into a \
             folder of its own, or draft one with `boardlint init FILE -o -`",
            crowd.len(),
            names.join(", ")
        ))?;
        status = Status::Usage;
    }
    Ok(status)
}

/// Says how many charters were drafted and how many were there, and what to type next.
fn close(args: &cli::Init, drafted: usize, there: usize, terminal: &mut Terminal) -> io::Result<()> {
    let mut closing = format!("{} drafted", many(drafted, "charter"));
    if there > 0 {
        closing.push_str(&format!(", {there} there already and left as they are (--force replaces them)"));
    }
    let width = terminal.width();
    fold::prose(&closing, width, "", "").iter().try_for_each(|line| writeln!(terminal.out(), "{line}"))?;
    if drafted > 0 {
        let paths: Vec<&Path> = args.paths.iter().map(PathBuf::as_path).collect();
        let next = summary::command("check", &paths, None);
        writeln!(terminal.out(), "Read them, correct them, and judge the boards by them\n{next}")?;
    }
    Ok(())
}

/// So many boards are named in a message.
const SHOWN: usize = 8;

/// One line of what was drafted and who stands out; the charter says why.
fn say(draft: &Draft, path: &Path, terminal: &mut Terminal) -> io::Result<()> {
    let text = format!("{}: {}", display(path), summary::brief(draft));
    let width = terminal.width();
    fold::prose(&text, width, "", "    ").iter().try_for_each(|line| writeln!(terminal.out(), "{line}"))
}

/// A folder as people know it.
fn shown(folder: &Path) -> String {
    let shown = display(folder);
    if shown.is_empty() { ".".to_owned() } else { shown }
}

/// The deepest folder that holds all of `folders`.
fn common<'p>(folders: impl Iterator<Item = &'p Path>) -> PathBuf {
    let mut folders = folders;
    let Some(mut common) = folders.next().map(Path::to_owned) else { return PathBuf::new() };
    for folder in folders {
        while !folder.starts_with(&common) && common.pop() {}
    }
    common
}

/// The path of the schema that lies in `root` from `folder`, which lies below it.
fn schema_from(root: &Path, folder: &Path) -> String {
    let below = folder.strip_prefix(root).map_or(0, |below| below.components().count());
    format!("{}{}", "../".repeat(below), report::draft::SCHEMA_FILE)
}
