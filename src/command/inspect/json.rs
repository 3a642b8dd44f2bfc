//! The output for scripts. The names must stay stable.
//!
//! Counts are sums over all boards. Lists contain the entries of all boards, each with its board. `fields`
//! and `period` are those of the first board. The entries of `boards` use the same names for the data of one
//! board.

use std::cmp::Reverse;
use std::io;

use jiff::Timestamp;
use serde::Serialize;
use termcolor::WriteColor;

use super::missing::MissingEvidence;
use super::overview::{ChangeCounts, CountedKind, Inspection, Overview};
use crate::board::{
    FieldUse, Gesture, Meaning, Missing, Person, PersonId, Phase, Provenance, Sprint, SprintState, State,
};
use crate::charter::{Kind, Role, Stage};
use crate::lint::ReadFile;
use crate::report::Names;
use crate::report::json::write_pretty;
use crate::report::json_value::{Entries, FactValue, JsonText};
use crate::report::record::UnreadableRecord;
use crate::rule;
use crate::source::Sources;
use crate::word::Word;

/// The version of the document's format.
const SCHEMA: &str = "boardlint-inspect-1";

/// The whole document.
#[derive(Serialize)]
struct Document<'s> {
    schema: &'static str,
    files: Vec<FileRecord<'s>>,
    unreadable: Vec<UnreadableRecord<'s>>,
    skipped: usize,
    items: ItemCounts,
    changes: Counts,
    decisions: Counts,
    people: Vec<PersonRecord<'s>>,
    sprints: Vec<SprintRecord<'s>>,
    fields: Option<Fields<'s>>,
    workflow: Vec<StateRecord<'s>>,
    period: Option<Period<'s>>,
    evidence: Vec<EvidenceRecord<'s>>,
    boards: Vec<BoardRecord<'s>>,
}

#[derive(Serialize)]
struct FileRecord<'s> {
    path: JsonText<'s>,
    format: &'static str,
    encoding: Option<&'static str>,
    items: usize,
    changes: usize,
    unreadable: usize,
    notes: Vec<JsonText<'s>>,
}

/// One board.
#[derive(Serialize)]
struct BoardRecord<'s> {
    board: JsonText<'s>,
    tool: &'static str,
    files: Vec<JsonText<'s>>,
    charter: Option<JsonText<'s>>,
    items: ItemCounts,
    changes: Counts,
    decisions: Counts,
    people: Vec<PersonRecord<'s>>,
    sprints: Vec<SprintRecord<'s>>,
    fields: Fields<'s>,
    workflow: Vec<StateRecord<'s>>,
    period: Period<'s>,
    evidence: Vec<EvidenceRecord<'s>>,
    rules: RuleCounts,
}

#[derive(Serialize)]
struct RuleCounts {
    asked: usize,
    judged: usize,
}

/// Numbers, each with the name of what is counted.
type Counts = Entries<&'static str, usize>;

#[derive(Serialize)]
struct ItemCounts {
    count: usize,
    kinds: Counts,
    phases: Counts,
}

#[derive(Serialize)]
struct PersonRecord<'s> {
    board: JsonText<'s>,
    name: JsonText<'s>,
    id: JsonText<'s>,
    roles: Vec<Role>,
    app: bool,
    count: usize,
    changes: Counts,
    decisions: Counts,
}

#[derive(Serialize)]
struct SprintRecord<'s> {
    board: JsonText<'s>,
    id: JsonText<'s>,
    name: Option<JsonText<'s>>,
    /// `None` for a sprint of which only the id is known.
    state: Option<SprintState>,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
    completed: Option<Timestamp>,
    goal: Option<JsonText<'s>>,
    items: usize,
    /// The same facts as in findings about sprints, with the same names.
    #[serde(flatten)]
    figures: Entries<String, FactValue<'static>>,
}

impl SprintRecord<'_> {
    /// The keys that are not figures.
    const KEYS: [&'static str; 9] = ["board", "id", "name", "state", "start", "end", "completed", "goal", "items"];
}

#[derive(Serialize)]
struct Fields<'s> {
    /// The fields by their meaning.
    #[serde(flatten)]
    uses: Entries<&'static str, Vec<FieldRecord<'s>>>,
    #[serde(rename = "in-time")]
    in_time: bool,
    #[serde(rename = "in-titles")]
    in_titles: bool,
}

#[derive(Serialize)]
struct FieldRecord<'s> {
    id: Option<JsonText<'s>>,
    name: Option<JsonText<'s>>,
    known: Provenance,
}

/// A status or a list.
#[derive(Serialize)]
struct StateRecord<'s> {
    board: JsonText<'s>,
    name: Option<JsonText<'s>>,
    stage: Option<Stage>,
    sprint: Option<JsonText<'s>>,
    known: Provenance,
    archived: bool,
    items: usize,
}

#[derive(Serialize)]
struct Period<'s> {
    since: Option<Timestamp>,
    until: Option<Timestamp>,
    timezone: &'s str,
}

/// Evidence that is missing.
#[derive(Serialize)]
struct EvidenceRecord<'s> {
    board: JsonText<'s>,
    missing: Missing,
    partial: bool,
    message: JsonText<'s>,
    hint: JsonText<'s>,
    since: Option<Timestamp>,
    rules: &'s [String],
}

/// Writes one object with everything.
pub(super) fn write(inspection: &Inspection<'_, '_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let Inspection { sources, linted, .. } = inspection;
    let boards: Vec<&Overview<'_>> = inspection.boards.iter().collect();
    let names = Names::real();
    let document = Document {
        schema: SCHEMA,
        files: linted.files.iter().map(|read| file(sources, read)).collect(),
        unreadable: linted.unreadable.iter().map(|file| UnreadableRecord::new(sources, &names, file)).collect(),
        skipped: linted.summary.skipped,
        items: items(&boards),
        changes: changes(&boards, ChangeCounts::total),
        decisions: changes(&boards, decisions),
        people: boards.iter().flat_map(|board| people(board)).collect(),
        sprints: boards.iter().flat_map(|board| sprints(board)).collect(),
        fields: boards.first().map(|first| fields(first)),
        workflow: boards.iter().flat_map(|board| workflow(board)).collect(),
        period: boards.first().map(|first| period(first)),
        evidence: boards.iter().flat_map(|board| evidence(board)).collect(),
        boards: boards.iter().map(|one| board(sources, one)).collect(),
    };
    write_pretty(&document, out)
}

fn file<'s>(sources: &'s Sources, read: &'s ReadFile) -> FileRecord<'s> {
    let file = sources.get(read.file);
    FileRecord {
        path: JsonText::new(file.name()),
        format: read.format,
        encoding: file.encoding(),
        items: read.items,
        changes: read.changes,
        unreadable: read.unreadable,
        notes: read.notes.iter().map(JsonText::new).collect(),
    }
}

fn board<'s>(sources: &'s Sources, board: &'s Overview<'_>) -> BoardRecord<'s> {
    let path = |file| JsonText::new(sources.get(file).name());
    BoardRecord {
        board: name(board),
        tool: board.board.tool.word(),
        files: board.files.iter().copied().map(path).collect(),
        charter: board.charter.map(path),
        items: items(&[board]),
        changes: changes(&[board], ChangeCounts::total),
        decisions: changes(&[board], decisions),
        people: people(board),
        sprints: sprints(board),
        fields: fields(board),
        workflow: workflow(board),
        period: period(board),
        evidence: evidence(board),
        rules: RuleCounts { asked: board.asked, judged: board.judged },
    }
}

fn name<'s>(board: &'s Overview<'_>) -> JsonText<'s> {
    JsonText::new(&board.board.name)
}

fn items(boards: &[&Overview<'_>]) -> ItemCounts {
    let all = || boards.iter().flat_map(|board| board.board.present_items());
    let of_kind = |kind: &Kind| (kind.word(), all().filter(|item| item.kind == *kind).count());
    let in_phase = |phase: &Phase| (phase.word(), all().filter(|item| item.phase == *phase).count());
    ItemCounts {
        count: all().count(),
        kinds: Entries(Kind::ALL.iter().map(of_kind).collect()),
        phases: Entries(Phase::ALL.iter().map(in_phase).collect()),
    }
}

fn decisions(counts: &ChangeCounts, kind: CountedKind) -> usize {
    counts.with(kind, Gesture::Decision)
}

fn changes(boards: &[&Overview<'_>], count: fn(&ChangeCounts, CountedKind) -> usize) -> Counts {
    let sum = |kind: CountedKind| boards.iter().map(|board| count(&board.changes, kind)).sum::<usize>();
    Entries(CountedKind::all().map(|kind| (kind.word(), sum(kind))).collect())
}

/// The people with the most changes first. Kinds of change that a person never made are omitted.
fn people<'s>(board: &'s Overview<'_>) -> Vec<PersonRecord<'s>> {
    let mut order: Vec<_> = board.board.people.iter().zip(&board.by_person).collect();
    order.sort_by_key(|((id, _), changes)| (Reverse(changes.sum()), *id));
    let counts = |changes: &ChangeCounts, count: fn(&ChangeCounts, CountedKind) -> usize| {
        let done = CountedKind::all().map(|kind| (kind.word(), count(changes, kind)));
        Entries(done.filter(|(_, count)| *count > 0).collect())
    };
    let entry = |((id, person), changes): ((PersonId, &'s Person<'_>), &ChangeCounts)| PersonRecord {
        board: name(board),
        name: JsonText::new(&*person.name),
        id: JsonText::new(&*person.id),
        roles: board.roles(id).into_iter().collect(),
        app: person.app,
        count: changes.sum(),
        changes: counts(changes, ChangeCounts::total),
        decisions: counts(changes, decisions),
    };
    order.into_iter().map(entry).collect()
}

fn sprints<'s>(board: &'s Overview<'_>) -> Vec<SprintRecord<'s>> {
    let entry = |sprint: &'s Sprint<'_>| {
        let figures = rule::figures(&board.board, sprint.index).into_iter();
        let figures = figures.filter(|(name, _)| !SprintRecord::KEYS.contains(&name.as_str()));
        SprintRecord {
            board: name(board),
            id: JsonText::new(&*sprint.id),
            name: some(&sprint.name),
            state: sprint.known.then_some(sprint.state),
            start: sprint.start,
            end: sprint.end,
            completed: sprint.completed,
            goal: sprint.goal_text().map(JsonText::new),
            items: sprint.items.len(),
            figures: Entries(figures.map(|(name, value)| (name, FactValue::named(value))).collect()),
        }
    };
    board.board.sprints.iter().map(entry).collect()
}

fn fields<'s>(board: &'s Overview<'_>) -> Fields<'s> {
    let entry = |field: &'s FieldUse| FieldRecord { id: some(&field.id), name: some(&field.name), known: field.known };
    let of_meaning = |meaning: &Meaning| {
        let uses = board.board.fields.iter().filter(|field| field.meaning == *meaning);
        (meaning.word(), uses.map(entry).collect())
    };
    Fields {
        uses: Entries(Meaning::ALL.iter().map(of_meaning).collect()),
        in_time: board.board.in_time,
        in_titles: board.board.in_titles,
    }
}

fn workflow<'s>(board: &'s Overview<'_>) -> Vec<StateRecord<'s>> {
    let entry = |(state, items): (&'s State, usize)| StateRecord {
        board: name(board),
        name: some(&state.name),
        stage: state.stage,
        sprint: state.sprint.map(|sprint| JsonText::new(&*board.board.sprint(sprint).name)),
        known: state.known,
        archived: state.closed,
        items,
    };
    board.board.states.iter().zip(board.in_states()).map(entry).collect()
}

fn period<'s>(board: &'s Overview<'_>) -> Period<'s> {
    Period { since: board.since, until: board.until, timezone: &board.timezone }
}

fn evidence<'s>(board: &'s Overview<'_>) -> Vec<EvidenceRecord<'s>> {
    let entry = |evidence: &'s MissingEvidence| EvidenceRecord {
        board: name(board),
        missing: evidence.missing,
        partial: evidence.partial,
        message: JsonText::new(&evidence.message),
        hint: JsonText::new(evidence.remedy.to_string()),
        since: evidence.since,
        rules: &evidence.rules,
    };
    board.missing.iter().map(entry).collect()
}

/// A text; `None` if it is empty.
fn some(text: &str) -> Option<JsonText<'_>> {
    (!text.is_empty()).then(|| JsonText::new(text))
}
