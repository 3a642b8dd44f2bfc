//! What was drafted and what to check, in a few lines.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use crate::board::Meaning;
use crate::board::facts::Tool;
use crate::charter::{Role, SprintCards, Stage};
use crate::command::first_steps::quote;
use crate::command::table::{Table, fit};
use crate::draft::{Candidate, Certainty, Draft, Participant, PersonName, RoleEvidence, RoleNote, RoleRemark, Setup};
use crate::report::draft::evidence::{self, items};
use crate::report::{encode, fold};
use crate::word::Word as _;
use crate::wording::{count_of, listed};

/// Maximum number of names in a list.
const NAMES: usize = 4;
/// Maximum width of a cell.
const CELL: usize = 60;
/// Maximum width of a display name that is shown instead of an account id.
const NAME: usize = 40;

/// The lines about the draft that was written to `path`, or to standard output if it is `None`.
pub(super) fn summary(draft: &Draft, path: Option<&Path>, width: usize) -> String {
    let setup = &draft.setup;
    let board =
        if setup.board.is_empty() { "a board without a name".to_owned() } else { encode::terminal(&setup.board) };
    let items = items(setup.tool, setup.items);
    let people = match draft.humans() {
        0 => "and nobody is named in it".to_owned(),
        humans => count_of(humans, "person", "people"),
    };
    let place = path.map_or_else(|| "the charter".to_owned(), |path| encode::terminal(&path.to_string_lossy()));
    let lead = fold::prose(&format!("Drafted {place} for {board}: {items}, {people}."), width, "", "  ").join("\n");
    let mut out = format!("{lead}\n\n");
    let mut table = Table::default().words("").words("").words("");
    let mut row = |what: &str, value: &str, how: &str| {
        table.row(vec![what.to_owned(), fit(&encode::terminal(value), CELL), how.to_owned()]);
    };
    for (key, role) in Role::ALL.iter().filter_map(|role| Some((role.key()?, *role))) {
        let what = if role.is_lead() { role.title() } else { key };
        let candidates: Vec<_> = draft.holders(role).collect();
        let in_force: Vec<_> = candidates.iter().copied().filter(|candidate| candidate.is_in_force()).collect();
        match (how_sure(&in_force), role) {
            (Some(how), _) => row(what, &names(&in_force), how),
            (None, role) if role.is_lead() && candidates.is_empty() => {
                row(what, "nobody stands out", "");
            }
            (None, role) if role.is_lead() => row(what, &names(&candidates), LEFT_OUT),
            (None, Role::Developer) => row(what, "everybody without a role", ""),
            (None, _) => {}
        }
    }
    row(setup.tool.columns(), &understood(draft), "");
    for (meaning, what) in [(Meaning::Points, "story points"), (Meaning::Criteria, "acceptance criteria")] {
        let field = setup.fields.iter().find(|field| field.meaning == meaning);
        if let Some(candidate) = field.and_then(|field| field.candidate.as_ref()) {
            row(what, &candidate.value, if candidate.is_in_force() { candidate.certainty.word() } else { LEFT_OUT });
        }
    }
    for (value, in_force) in sprints(setup) {
        row("sprints", &value, if in_force { "likely" } else { LEFT_OUT });
    }
    out.push_str(if draft.has_given_roles() { "Given and guessed\n" } else { "Guessed\n" });
    out.push_str(&table.text(width));
    let checks = checks(draft);
    if !checks.is_empty() {
        out.push_str("\nTo check before you share a finding\n");
        for check in checks {
            fold::prose(&check, width, "  - ", "    ").iter().for_each(|line| out.push_str(&format!("{line}\n")));
        }
    }
    out
}

/// The draft in one sentence: how much was found, and who may hold the roles.
pub(super) fn brief(draft: &Draft) -> String {
    let roles = Role::LEADS.map(|role| {
        let candidates: Vec<_> = draft.holders(role).filter(|candidate| candidate.is_in_force()).collect();
        match how_sure(&candidates) {
            Some(how) => format!("{} {} ({how})", role.title(), names(&candidates)),
            None => format!("{}: nobody stands out", role.title()),
        }
    });
    format!("{}, {}; {}", draft.setup.board, items(draft.setup.tool, draft.setup.items), roles.join(", "))
}

/// How sure it is that these people hold a role, which is the lowest certainty of all. `None` if there are
/// none.
fn how_sure(candidates: &[&Candidate<PersonName, RoleEvidence>]) -> Option<&'static str> {
    let least = candidates.iter().map(|candidate| candidate.certainty).min()?;
    let given = candidates.iter().all(|candidate| candidate.evidence == RoleEvidence::Given);
    Some(if given { "as given" } else { least.word() })
}

/// The remark for a candidate that is not in force.
const LEFT_OUT: &str = "doubtful, left out";

/// What looks like sprints, and whether any of it is in force.
fn sprints(setup: &Setup) -> Vec<(String, bool)> {
    let of = |test: fn(&SprintCards<String>) -> bool| {
        let found = setup.sprints.iter().filter(|sprint| test(&sprint.value.cards)).collect::<Vec<_>>();
        (found.len(), found.iter().any(|sprint| sprint.is_in_force()))
    };
    let lists = of(|cards| matches!(cards, SprintCards::ListOfItsName));
    let labels = of(|cards| matches!(cards, SprintCards::Label(_)));
    let serving = of(|cards| matches!(cards, SprintCards::List(_)));
    let named = [
        (lists, "list named like one", "lists named like some"),
        (labels, "label named like one", "labels named like some"),
    ];
    let mut found: Vec<(String, bool)> = Vec::new();
    for ((count, in_force), one, many) in named.into_iter().filter(|((count, _), ..)| *count > 0) {
        found.push((count_of(count, one, many), in_force));
    }
    if serving.0 > 0 {
        found.push(("one list that may serve all of them".to_owned(), serving.1));
    }
    found
}

/// Number of statuses or lists with a known stage, in words.
fn understood(draft: &Draft) -> String {
    let (known, doubtful) = (columns(&draft.setup, true), columns(&draft.setup, false));
    let mut text = format!("{known} understood");
    if doubtful > 0 {
        let _ = write!(text, ", {doubtful} doubtful and left out");
    }
    let others = draft.setup.other_columns().count();
    if others > 0 {
        let _ = write!(text, ", {others} not understood");
    }
    text
}

/// Number of statuses or lists whose stage is in force, or is not.
fn columns(setup: &Setup, in_force: bool) -> usize {
    let columns = Stage::ALL.iter().flat_map(|stage| setup.columns_of(*stage));
    columns.filter(|(_, candidate)| candidate.is_in_force() == in_force).count()
}

/// What somebody who knows the team should check.
fn checks(draft: &Draft) -> Vec<String> {
    let mut checks = role_checks(draft);
    checks.extend(column_checks(draft));
    let setup = &draft.setup;
    if draft.stories_by_default.cards > 0 {
        checks.push(evidence::stories_by_default(draft));
    }
    if setup.aliases.iter().any(|alias| !alias.is_in_force()) {
        checks.push("whether accounts under [aliases] are one person".to_owned());
    }
    if setup.sprints.iter().any(|sprint| !sprint.is_in_force()) {
        checks.push("the days of the sprints, and the # before them".to_owned());
    } else if !setup.sprints.is_empty() {
        checks.push("the days of the sprints".to_owned());
    } else if setup.tool == Tool::Trello {
        let text = "whether the team has sprints: no list or label looks like one, and rules about sprints are silent \
                    until [[sprints]] says when each began and ended";
        checks.push(text.to_owned());
    }
    if setup.timezone.candidate.is_none() {
        checks.push("the team's time zone, on top".to_owned());
    }
    checks
}

/// What to check about the roles.
fn role_checks(draft: &Draft) -> Vec<String> {
    let mut checks = Vec::new();
    for role in Role::LEADS {
        match draft.holders(role).find(|candidate| candidate.is_in_force()) {
            Some(candidate) if candidate.certainty == Certainty::Likely => {
                let (name, why) = (encode::terminal(&name(candidate)), encode::terminal(&evidence::lead(candidate)));
                checks.push(format!("whether {name} is {}: {why}", role.title()));
            }
            Some(_) => {}
            None => {
                let silent = RoleNote { role, remark: RoleRemark::NoHistory };
                let why = if draft.role_notes.contains(&silent) {
                    "this export does not say who did what"
                } else {
                    "the board does not show it well enough"
                };
                checks.push(format!("who is {}: {why}, so write it", role.title()));
            }
        }
    }
    for note in &draft.role_notes {
        if let RoleRemark::AlsoBuild(builders) = &note.remark {
            checks.extend(builders.iter().map(|builder| encode::terminal(&evidence::also_builds(builder))));
        }
    }
    let without_place = without_place(draft);
    if !without_place.is_empty() {
        let who = encode::terminal(&listed(&without_place, NAMES));
        checks
            .push(format!("what {who} may be: whoever has no role counts as a developer, and findings may rest on it"));
    }
    for replacement in draft.replacements.iter().filter(|replacement| replacement.is_in_force()) {
        let value = &replacement.value;
        let who = encode::terminal(&value.person.written);
        checks.push(format!("whether {who} was {} from {} to {}", value.role.title(), value.since, value.until));
    }
    checks
}

/// What to check about statuses or lists.
fn column_checks(draft: &Draft) -> Vec<String> {
    let setup = &draft.setup;
    let mut checks = Vec::new();
    if setup.other_columns().next().is_some() || columns(setup, false) > 0 {
        checks.push("the columns that were left out under [workflow]".to_owned());
    }
    if !setup.columns_of(Stage::Acceptance).any(|(_, candidate)| candidate.is_in_force()) {
        checks.push("whether a column is where work waits for the Product Owner: acceptance".to_owned());
    }
    checks
}

/// People who count as developers because they have no role, although they do none of the team's work. If a
/// Product Owner or a Scrum Master is known, rules about roles judge these people as developers.
fn without_place(draft: &Draft) -> Vec<String> {
    let is_held = |role| draft.holders(role).any(Candidate::is_in_force);
    if is_held(Role::Developer) || !Role::LEADS.into_iter().any(is_held) {
        return Vec::new();
    }
    let in_force = draft.roles.iter().map(|candidate| &candidate.person).filter(|person| person.is_in_force());
    let placed: BTreeSet<&str> = in_force.map(|person| person.value.written.as_str()).collect();
    let is_placed = |written: &Option<String>| written.as_deref().is_some_and(|written| placed.contains(written));
    let works = |person: &Participant| person.activities.iter().any(|share| share.activity.role() == Role::Developer);
    let people = draft.people.iter().filter(|person| !person.app && person.changes > 0);
    people.filter(|person| !is_placed(&person.written) && !works(person)).map(|person| person.name.clone()).collect()
}

/// The commands to type next: `check` for the terminal, and `report` for the page that a team looks at
/// together.
pub(super) fn next(paths: &[&Path], charter: Option<&Path>) -> String {
    format!("{}\n{} -o retro.html\n", command("check", paths, charter), command("report", paths, charter))
}

/// A command on exports.
pub(super) fn command(name: &str, paths: &[&Path], charter: Option<&Path>) -> String {
    let paths: Vec<String> = paths.iter().map(|path| quote(&path.to_string_lossy())).collect();
    let charter = charter.map_or_else(String::new, |path| format!(" --charter {}", quote(&path.to_string_lossy())));
    format!("  boardlint {name} {}{charter}", paths.join(" "))
}

fn names(candidates: &[&Candidate<PersonName, RoleEvidence>]) -> String {
    listed(&candidates.iter().map(|candidate| name(candidate)).collect::<Vec<_>>(), NAMES)
}

/// The text that is written for a person. If it is an account id without meaning, it is the display name.
fn name(candidate: &Candidate<PersonName, RoleEvidence>) -> String {
    let PersonName { written, shown } = &candidate.value;
    let is_id = !written.contains(' ') && written.chars().any(|c| c.is_ascii_digit());
    if is_id && shown.len() < NAME { shown.clone() } else { written.clone() }
}
