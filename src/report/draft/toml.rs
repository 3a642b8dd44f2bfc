//! A draft as the text of a boardlint.toml.
//!
//! What is in force is written as it is; what is doubtful is commented out with `#`. Keys without a table
//! come first, because TOML would read them as part of the table above them.

use std::fmt::{Display, Write as _};

use jiff::ToSpan as _;
use unicode_width::UnicodeWidthStr as _;

use super::evidence::{self, items};
use super::parts::{comment, hash, quoted, reason};
use super::sprints::sprints;
use crate::board::Meaning;
use crate::board::facts::Tool;
use crate::charter::{Kind, Role, Stage};
use crate::draft::{Candidate, Draft, Field, FieldName, Replacement, ReplacementEvidence, Setup};
use crate::report::encode;
use crate::word::Word as _;

/// The file beside a charter that contains its schema, for editors. The first line of a draft refers to it.
pub const SCHEMA_FILE: &str = ".boardlint.schema.json";

/// Maximum width of a value for which the comments of a list are aligned.
const ALIGNED: usize = 48;
/// Maximum number of issue types or labels without a kind that are named.
const UNKNOWN: usize = 8;

/// A value to write.
struct Entry<'d> {
    text: &'d str,
    /// The beginning of its line: a `#` if it is not in force.
    hash: &'static str,
    /// How sure it is, and why.
    reason: String,
}

impl<'d> Entry<'d> {
    fn new<T, E>(text: &'d str, candidate: &Candidate<T, E>, why: impl Display) -> Self {
        Self { text, hash: hash(candidate), reason: reason(candidate, why) }
    }

    fn is_in_force(&self) -> bool {
        self.hash.is_empty()
    }
}

/// The whole file, for a schema in the same folder.
pub fn to_toml(draft: &Draft) -> String {
    to_toml_under(draft, SCHEMA_FILE)
}

/// The whole file. `schema` is the path of the schema, relative to the folder of the file.
pub fn to_toml_under(draft: &Draft, schema: &str) -> String {
    let setup = &draft.setup;
    let mut out = format!("#:schema {}\n", encode::terminal(schema));
    head(draft, &mut out);
    top(setup, &mut out);
    project(setup, &mut out);
    roles(draft, &mut out);
    aliases(setup, &mut out);
    workflow(setup, &mut out);
    fields(setup, &mut out);
    kinds(draft, &mut out);
    sprints(setup, &mut out);
    rest(&mut out);
    out
}

fn head(draft: &Draft, out: &mut String) {
    let setup = &draft.setup;
    let tool = setup.tool.title();
    let board = if setup.board.is_empty() { "a board without a name" } else { &setup.board };
    comment(
        out,
        &format!("The charter of {board} ({tool}): who may do what on this board, and what its columns mean."),
    );
    let newest = match setup.newest {
        Some(day) => format!(" up to {day}"),
        None if setup.date_order.is_some() => ", whose dates cannot be read yet".to_owned(),
        None => ", none of which has a date".to_owned(),
    };
    let guesses = if draft.has_given_roles() {
        "What was not named on the command line is a guess"
    } else {
        "Every line below is a guess"
    };
    comment(
        out,
        &format!(
            "Drafted by `boardlint init` from an export with {}{newest}. {guesses} with its evidence: \
             sure, likely or doubtful. What is doubtful stands behind a # and does not count: take the # away where it is \
             right. Correct what is wrong, and keep this file beside the export.",
            items(setup.tool, setup.items)
        ),
    );
}

fn top(setup: &Setup, out: &mut String) {
    out.push('\n');
    let zone = &setup.timezone;
    match &zone.candidate {
        Some(candidate) => {
            line(out, "timezone", &Entry::new(&candidate.value, candidate, evidence::timezone(&candidate.evidence)));
        }
        None => {
            let note = match &zone.working_hours {
                _ if zone.assumed => ": the times of this export carry no zone and are read in that one".to_owned(),
                Some(hours) => format!(": {}", evidence::working_hours(hours)),
                None => String::new(),
            };
            comment(out, &format!("Days are those of UTC until the team's zone is written here{note}."));
            out.push_str("# timezone = \"Europe/Berlin\"\n");
        }
    }
    if let Some(order) = &setup.date_order {
        line(out, "date-order", &Entry::new(order.value.word(), order, evidence::date_order(order)));
    }
    out.push_str("# holidays = [2026-12-25]  # days on which nobody works\n");
}

/// The project of the team, if there is exactly one.
fn project(setup: &Setup, out: &mut String) {
    if let Some(project) = &setup.project {
        let _ = writeln!(out, "\n[board]\nproject = {}", quoted(project));
    }
}

fn roles(draft: &Draft, out: &mut String) {
    out.push_str("\n[roles]\n");
    comment(out, "By account id, user name or display name. An entry may have its days:");
    comment(out, "{ who = \"Sam Lee\", since = 2026-01-01, until = 2026-06-30 }");
    for (key, role) in Role::ALL.iter().filter_map(|role| Some((role.key()?, role))) {
        let people = draft
            .holders(*role)
            .map(|candidate| Entry::new(&candidate.value.written, candidate, evidence::role(*role, candidate)));
        let people: Vec<Entry<'_>> = people.collect();
        let notes: Vec<_> = draft.role_notes.iter().filter(|note| note.role == *role).collect();
        if !(people.is_empty() && notes.is_empty()) {
            out.push('\n');
        }
        for note in &notes {
            comment(out, &format!("{key}: {}.", evidence::role_remark(*role, &note.remark)));
        }
        match (people.as_slice(), role) {
            ([], role) if role.is_lead() => {
                let _ = writeln!(out, "# {key} = [\"NAME\"]");
            }
            ([], _) => {}
            ([one], _) if one.is_in_force() && draft.replacements.iter().any(|it| it.value.role == *role) => {
                dated(draft, *role, key, one, out);
            }
            ([one], _) => one_person(out, key, one),
            (several, role) if role.is_lead() && several.iter().all(|one| !one.is_in_force()) => {
                several.iter().for_each(|one| one_person(out, key, one));
            }
            (several, _) => list(out, key, several),
        }
    }
}

fn one_person(out: &mut String, key: &str, entry: &Entry<'_>) {
    comment(out, &entry.reason);
    let _ = writeln!(out, "{}{key} = [{}]", entry.hash, quoted(entry.text));
}

/// A role that another person held for some days. It is in force if that is likely, otherwise it is commented
/// out.
fn dated(draft: &Draft, role: Role, key: &str, holder: &Entry<'_>, out: &mut String) {
    type Replaced = Candidate<Replacement, ReplacementEvidence>;
    let mut replacements: Vec<&Replaced> = draft.replacements.iter().filter(|it| it.value.role == role).collect();
    replacements.sort_by_key(|replacement| replacement.value.since);
    let who = quoted(holder.text);
    let entries = |replacements: &[&Replaced], hash: &str, out: &mut String| {
        let _ = writeln!(out, "{hash}{key} = [");
        let mut since = String::new();
        for replacement in replacements {
            let Replacement { person, since: first, until: last, .. } = &replacement.value;
            let (before, person) = (first.saturating_sub(1.day()), quoted(&person.written));
            let _ = writeln!(out, "{hash}  {{ who = {who}{since}, until = {before} }},");
            let _ = writeln!(out, "{hash}  {{ who = {person}, since = {first}, until = {last} }},");
            since = format!(", since = {}", last.saturating_add(1.day()));
        }
        let _ = writeln!(out, "{hash}  {{ who = {who}{since} }},\n{hash}]");
    };
    let explain = |replacements: &[&Replaced], out: &mut String| {
        for replacement in replacements {
            comment(out, &reason(replacement, evidence::replacement(replacement)));
        }
    };
    comment(out, &holder.reason);
    let (likely, doubtful): (Vec<_>, Vec<_>) = replacements.into_iter().partition(|it| it.is_in_force());
    explain(&likely, out);
    if likely.is_empty() {
        let _ = writeln!(out, "{key} = [{who}]");
    } else {
        entries(&likely, "", out);
    }
    if !doubtful.is_empty() {
        explain(&doubtful, out);
        comment(out, "If somebody stood in then, it is written so:");
        entries(&doubtful, "# ", out);
    }
}

fn aliases(setup: &Setup, out: &mut String) {
    if setup.aliases.is_empty() {
        return;
    }
    out.push_str("\n[aliases]\n");
    for alias in &setup.aliases {
        let others: Vec<String> = alias.value.others.iter().map(|other| quoted(other)).collect();
        let hash = hash(alias);
        comment(out, &reason(alias, evidence::alias(alias)));
        let _ = writeln!(out, "{hash}{} = [{}]", quoted(&alias.value.person), others.join(", "));
    }
}

fn workflow(setup: &Setup, out: &mut String) {
    out.push_str("\n[workflow]\n");
    let what = setup.tool.column();
    comment(out, &format!("Each {what} under the one stage it means; the team is at work from doing to acceptance."));
    for stage in Stage::ALL {
        let columns = setup.columns_of(*stage).map(|(column, candidate)| {
            Entry::new(&column.name, candidate, evidence::stage(setup.tool, column, candidate))
        });
        list(out, stage.word(), &columns.collect::<Vec<_>>());
    }
    let is_meant = |stage: &Stage| setup.columns_of(*stage).next().is_some();
    let missing: Vec<&str> = [Stage::Backlog, Stage::Doing, Stage::Acceptance, Stage::Done]
        .iter()
        .filter(|stage| !is_meant(stage))
        .map(|stage| stage.word())
        .collect();
    if !Stage::ALL.iter().any(is_meant) {
        comment(out, "Nothing here looks like a stage of work: this may be no board of a team's work.");
    } else if !missing.is_empty() {
        comment(out, &format!("Nothing on this board looks like {}.", missing.join(", ")));
    }
    let others: Vec<String> = setup.other_columns().map(|column| evidence::other_column(setup.tool, column)).collect();
    if !others.is_empty() {
        let remedy = if setup.other_columns().any(|column| column.writable) {
            format!(" Put each under its stage, or, where it holds no work (a legend, links), under {}.", Stage::NoWork)
        } else {
            String::new()
        };
        comment(out, &format!("Not understood: {}.{remedy}", others.join(", ")));
    }
    if !setup.unused_columns.is_empty() {
        comment(out, &format!("Archived, and empty: {}.", evidence::unused_columns(&setup.unused_columns)));
    }
}

fn fields(setup: &Setup, out: &mut String) {
    let is_several = |field: &Field| field.found.len() > 1;
    let in_titles = setup.points_in_titles && !setup.fields.iter().any(has_points);
    if !in_titles && !setup.fields.iter().any(|field| field.candidate.is_some() || is_several(field)) {
        return;
    }
    out.push_str("\n[fields]\n");
    for field in &setup.fields {
        if let Some(candidate) = &field.candidate {
            let entry = Entry::new(&candidate.value, candidate, evidence::field(&candidate.evidence));
            line(out, field.meaning.word(), &entry);
        }
    }
    for field in setup.fields.iter().filter(|field| is_several(field)) {
        let names: Vec<String> = field.found.iter().map(field_name).collect();
        comment(
            out,
            &format!(
                "{} fields look like {}: {}. Left out, all of them are read; name one to read it alone.",
                names.len(),
                field.meaning,
                names.join(", ")
            ),
        );
    }
    if in_titles {
        comment(out, "points stand in front of titles, as in `(5) As a guest …`: nothing needs to be set.");
    }
}

fn has_points(field: &Field) -> bool {
    field.meaning == Meaning::Points && field.candidate.is_some()
}

fn field_name(field: &FieldName) -> String {
    match (field.name.as_str(), field.id.as_str()) {
        ("", id) => id.to_owned(),
        (name, "") => name.to_owned(),
        (name, id) => format!("{name} ({id})"),
    }
}

fn kinds(draft: &Draft, out: &mut String) {
    let setup = &draft.setup;
    if setup.kinds.is_empty() {
        return;
    }
    let what = if setup.tool == Tool::Jira { "Issue types" } else { "Labels" };
    out.push_str("\n[kinds]\n");
    comment(out, &format!("{what} and the kind of item they mean."));
    for kind in Kind::ALL {
        let names = setup
            .kind_names(*kind)
            .map(|(name, candidate)| Entry::new(&name.name, candidate, evidence::kind(setup.tool, name, candidate)));
        list(out, kind.word(), &names.collect::<Vec<_>>());
    }
    let unknown = unknown_kinds(setup);
    if !unknown.is_empty() {
        let unknown = unknown.join(", ");
        let otherwise = if setup.tool == Tool::Jira {
            "Not understood"
        } else {
            "A card without a label that means a kind is a story. Not understood"
        };
        let (last, kinds) = Kind::WORDS.split_last().unwrap_or((&"", &[]));
        comment(out, &format!("{otherwise}: {unknown}. The kinds are {} and {last}.", kinds.join(", ")));
    }
}

/// Issue types or labels without a kind, sorted by number of items.
fn unknown_kinds(setup: &Setup) -> Vec<String> {
    let mut unknown: Vec<_> = setup.kinds.iter().filter(|name| name.kind.is_none()).collect();
    unknown.sort_by_key(|name| (std::cmp::Reverse(name.items), &name.name));
    let mut texts: Vec<String> =
        unknown.iter().take(UNKNOWN).map(|name| format!("{} ({})", name.name, name.items)).collect();
    if unknown.len() > UNKNOWN {
        texts.push(format!("and {} more", unknown.len() - UNKNOWN));
    }
    let unwritable = setup.kinds.iter().filter(|name| name.kind.is_some() && !name.writable);
    texts.extend(unwritable.map(|name| name.name.clone()));
    texts
}

fn rest(out: &mut String) {
    out.push('\n');
    comment(out, "What the team agreed to live with goes below, each with its reason, and rules with another level:");
    out.push_str(
        "# [rules]\n# workflow-bloat = \"off\"\n# [[ignore]]\n# rule = \"work-assigned-by-po\"\n# item = \"…\"\n# reason = \"…\"\n",
    );
}

/// A key with one value.
fn line(out: &mut String, key: &str, entry: &Entry<'_>) {
    comment(out, &entry.reason);
    let _ = writeln!(out, "{}{key} = {}", entry.hash, quoted(entry.text));
}

/// A key with several values, one a line. If no value is in force, the key is commented out too. Without
/// values, nothing is written.
fn list(out: &mut String, key: &str, entries: &[Entry<'_>]) {
    let is_in_force = entries.iter().any(Entry::is_in_force);
    let hash = if is_in_force { "" } else { "# " };
    match entries {
        [] => return,
        [one] => {
            let _ = writeln!(out, "{hash}{key} = [{}]  # {}", quoted(one.text), encode::terminal(&one.reason));
            return;
        }
        _ => {}
    }
    let value = |entry: &Entry<'_>| {
        let doubtful = if is_in_force { entry.hash } else { "" };
        format!("{hash}  {doubtful}{},", quoted(entry.text))
    };
    let values: Vec<String> = entries.iter().map(value).collect();
    let width = values.iter().map(|value| value.width()).filter(|width| *width <= ALIGNED).max().unwrap_or(0);
    let _ = writeln!(out, "{hash}{key} = [");
    for (value, entry) in values.iter().zip(entries) {
        let space = " ".repeat(width.saturating_sub(value.width()));
        let _ = writeln!(out, "{value}{space}  # {}", encode::terminal(&entry.reason));
    }
    let _ = writeln!(out, "{hash}]");
}
