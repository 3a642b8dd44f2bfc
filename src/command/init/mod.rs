//! Drafting a charter from an export: who probably holds which role, what the columns mean, and why.
//!
//! Every guess carries its evidence and how sure it is; what is doubtful is written behind a `#`. The board is built twice:
//! as it stands, to find out what its columns, fields and accounts are, and then by what was found, to see who does what.

mod accounts;
mod clock;
mod fields;
mod guess;
mod people;
mod schema;
mod sprints;
mod stand_ins;
mod tally;
mod told;
mod words;
mod workflow;
mod write;

use std::io;
use std::path::{Path, PathBuf};

use super::options::of_input;
use super::output::whole;
use super::status::Status;
use super::terminal::{Terminal, complain};
use super::texts::Texts;
use crate::board::facts::Facts;
use crate::board::{self, Board, PersonId, Wanted};
use crate::charter::{self, DateOrder, Role};
use crate::cli::{self, Input};
use crate::lint::BoardFiles;
use crate::report::{diagnostics, encode};
use crate::source::{Diagnostic, Severity, Sources};
use guess::{Certainty, Draft, Guess};

/// What a board's draft is called after, and where it goes.
struct Place {
    folder: Option<PathBuf>,
    /// What `check` is given.
    paths: Vec<PathBuf>,
    name: String,
}

/// Drafts the charter of the board that was exported.
pub(super) fn run(args: &cli::Init, terminal: &mut Terminal) -> io::Result<Status> {
    let input = input(args);
    let texts = Texts::without_charters(&input.paths);
    let sources = texts.inputs.sources();
    let Some(mut exports) = texts.read(&of_input(&input), true, terminal)? else { return Ok(Status::Usage) };
    let mut status = Status::Clean;
    for file in &exports.unreadable {
        diagnostics::write(sources, &file.diagnostic, terminal.err())?;
        status = Status::Unreadable;
    }
    if let Some(nothing) = exports.nothing() {
        terminal.complain(&nothing)?;
        return Ok(Status::Unreadable);
    }
    let mut boards = std::mem::take(&mut exports.boards);
    boards.retain(|board| board.facts.iter().any(Facts::has_items));
    let places: Vec<Place> = boards.iter().map(|board| place(args, board, boards.len(), &texts)).collect();
    if let Some(refusal) = refusal(args, &places) {
        terminal.complain(&refusal)?;
        return Ok(Status::Usage);
    }
    for (BoardFiles { facts, .. }, place) in boards.into_iter().zip(&places) {
        // Readers say in a note that they had to assume a zone.
        let zoneless = exports.files.iter().any(|read| {
            facts.iter().any(|facts| facts.file == read.file) && read.notes.iter().any(|note| note.contains("timezone"))
        });
        let draft = match draft(args, &input, facts, sources, zoneless) {
            Ok(draft) => draft,
            Err(found) => {
                complain(&found, sources, terminal)?;
                return Ok(Status::Usage);
            }
        };
        write(args, &draft, place, terminal)?;
    }
    Ok(status)
}

/// What is read: the same as by other commands, but no charter.
fn input(args: &cli::Init) -> Input {
    Input {
        paths: args.paths.clone(),
        charter: None,
        po: args.po.clone(),
        sm: args.sm.clone(),
        dev: args.dev.clone(),
        timezone: args.timezone.clone(),
        date_order: args.date_order,
        today: None,
        since: None,
        until: None,
        sprint: None,
    }
}

/// Where the charter of a board goes: the folder that was given, or the one in which the board's export lies.
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

/// A folder as a command takes it.
fn shown(folder: &Path) -> PathBuf {
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() }
}

/// Where the draft of a board is written; nowhere for standard output.
fn target(args: &cli::Init, place: &Place) -> Option<PathBuf> {
    match &args.output {
        Some(path) if path.as_os_str() == "-" => None,
        Some(path) => Some(path.clone()),
        None => place.folder.as_ref().map(|folder| folder.join(charter::FILE_NAME)),
    }
}

/// Why nothing can be drafted, if nothing can.
fn refusal(args: &cli::Init, places: &[Place]) -> Option<String> {
    if places.len() > 1 {
        let mut folders: Vec<_> = places.iter().map(|place| &place.folder).collect();
        folders.sort();
        folders.dedup();
        let names: Vec<&str> = places.iter().map(|place| place.name.as_str()).collect();
        let boards = format!("there are {} boards here: {}", places.len(), names.join(", "));
        if args.output.is_some() {
            return Some(format!("{boards}; -o takes the charter of one: give the export of one board"));
        }
        if folders.len() < places.len() {
            return Some(format!(
                "{boards}; a charter governs its folder: put the exports of each board into a folder of its own, or draft one \
                 with `boardlint init FILE -o -`"
            ));
        }
    }
    for place in places {
        if place.folder.is_none() && args.output.is_none() {
            return Some(
                "what comes on standard input lies in no folder: say where the charter goes with -o FILE".to_owned(),
            );
        }
        let Some(path) = target(args, place) else { continue };
        if path.is_dir() {
            return Some(format!("{} is a folder: name a file", path.display()));
        }
        // A link that leads nowhere is there as well.
        if path.symlink_metadata().is_ok() && !args.force {
            return Some(format!(
                "{} is there already and is never written over: look at a new draft with `-o -`, write it elsewhere with \
                 `-o FILE`, or replace the charter with --force, which keeps nothing of it",
                path.display()
            ));
        }
    }
    None
}

/// Everything that can be guessed about the board that `facts` describe. Names on the command line that fit nobody are
/// mistakes.
fn draft(
    args: &cli::Init,
    input: &Input,
    facts: Vec<Facts<'_>>,
    sources: &Sources,
    zoneless: bool,
) -> Result<Draft, Vec<Diagnostic>> {
    let types = fields::types(&facts);
    let undated = facts.iter().any(|facts| facts.undated);
    let files: Vec<_> = facts.iter().map(|facts| facts.file).collect();
    let mut draft = Draft { date_order: date_order(args, undated), ..Draft::default() };
    draft.zoneless = zoneless;
    let typed_zone = args.timezone.as_ref().and_then(|zone| zone.iana_name());
    draft.timezone = match typed_zone {
        Some(zone) => Some(Guess::new(Certainty::Sure, zone.to_owned(), "named on the command line")),
        None => clock::zone(files.iter().map(|file| sources.get(*file))),
    };
    let first = board::build(facts.clone(), &draft.charter(), &Wanted::default()).board;
    look(&first, &types, &mut draft);
    let mut charter = draft.charter();
    let roles = [(Role::ProductOwner, &input.po), (Role::ScrumMaster, &input.sm), (Role::Developer, &input.dev)];
    for (role, who) in roles.iter().flat_map(|(role, people)| people.iter().map(|who| (*role, who))) {
        charter.appoint(role, who);
    }
    let built = board::build(facts, &charter, &Wanted::default());
    if built.found.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return Err(built.found);
    }
    let typed: Vec<(Role, PersonId)> = roles
        .iter()
        .flat_map(|(role, people)| people.iter().map(|who| (*role, who)))
        .filter_map(|(role, who)| Some((role, built.board.people.named(who)?)))
        .collect();
    people::roles(&built.board, &typed, &mut draft);
    draft.people = built.board.people.iter().filter(|(_, person)| !person.app).count();
    Ok(draft)
}

/// What a board shows of itself: columns, fields, kinds, accounts.
fn look(board: &Board<'_>, types: &std::collections::BTreeMap<String, usize>, draft: &mut Draft) {
    draft.board = board.name.clone();
    draft.tool = Some(board.tool);
    draft.newest = Some(board.calendar.day(board.clock));
    draft.items = board.items.len();
    if let Some(guess) = draft.timezone.as_mut().filter(|guess| guess.certainty == Certainty::Likely)
        && !clock::is_day(board, &guess.value)
    {
        guess.certainty = Certainty::Doubtful;
        guess.why.push_str(", but much was done there by night: it may be that of a server or of who exported");
    }
    draft.zone_note = if draft.zoneless {
        Some("the times of this export carry no zone and are read in that one".to_owned())
    } else {
        clock::hours(board)
    };
    let apps = accounts::apps(board).into_iter();
    draft.roles.extend(apps.map(|guess| (Role::App, guess)));
    draft.aliases = accounts::aliases(board);
    let workflow = workflow::workflow(board);
    draft.stages = workflow.stages;
    draft.unknown_states = workflow.unknown;
    draft.sprints = sprints::sprints(board, &workflow.sprints);
    fields::fields(board, draft);
    fields::kinds(board, types, draft);
    drop_unwritable(draft);
}

/// Takes out what cannot be written as it is, because it holds an e-mail address or a token.
fn drop_unwritable(draft: &mut Draft) {
    let fits = |text: &str| encode::toml(text).is_some();
    for (_, guess) in draft.stages.extract_if(.., |(_, guess)| !fits(&guess.value)) {
        draft.unknown_states.push(format!("{} (its name is not written here)", guess.value));
    }
    for (_, guess) in draft.kinds.extract_if(.., |(_, guess)| !fits(&guess.value)) {
        draft.unknown_kinds.push(guess.value);
    }
    draft.sprints.retain(|guess| fits(&guess.value.name));
    draft.story_points = draft.story_points.take().filter(|guess| fits(&guess.value));
    draft.criteria = draft.criteria.take().filter(|guess| fits(&guess.value));
}

fn date_order(args: &cli::Init, undated: bool) -> Option<Guess<DateOrder>> {
    let typed = args.date_order.map(|order| match order {
        cli::DateOrder::DayFirst => DateOrder::DayFirst,
        cli::DateOrder::MonthFirst => DateOrder::MonthFirst,
    });
    match typed {
        Some(order) => Some(Guess::new(Certainty::Sure, order, "named on the command line")),
        None if undated => {
            let why = "days and months of this table cannot be told apart: without this line it dates nothing; the other \
                       order is month-first";
            Some(Guess::new(Certainty::Doubtful, DateOrder::DayFirst, why))
        }
        None => None,
    }
}

/// Writes the draft where it goes, and what there is to say about it.
fn write(args: &cli::Init, draft: &Draft, place: &Place, terminal: &mut Terminal) -> io::Result<()> {
    let text = write::charter(draft);
    let target = target(args, place);
    let summary = told::summary(draft, target.as_deref());
    let paths: Vec<&Path> = place.paths.iter().map(PathBuf::as_path).collect();
    let Some(path) = target else {
        terminal.out().write_all(text.as_bytes())?;
        terminal.out().flush()?;
        let next = told::next(&paths, None);
        let err = terminal.err();
        return write!(
            err,
            "{summary}\nSave it as boardlint.toml beside the export, read it, and judge the board by it\n{next}"
        );
    };
    let replaced = path.symlink_metadata().is_ok();
    whole(&path, text.as_bytes())?;
    schema::write(&path)?;
    // A charter of another name or in another place governs nothing by itself.
    let governs = place.folder.as_ref().is_some_and(|folder| folder.join(charter::FILE_NAME) == path);
    let next = told::next(&paths, Some(path.as_path()).filter(|_| !governs));
    if replaced {
        writeln!(terminal.out(), "Nothing of the charter that was there is kept.")?;
    }
    write!(terminal.out(), "{summary}\nRead it, correct it, and judge the board by it\n{next}")
}
