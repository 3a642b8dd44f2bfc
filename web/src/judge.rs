//! Judging: one library call, its findings as records of the format `json`, and all requested outputs.

use std::cell::OnceCell;

use boardlint::board::{self, Board, Pick};
use boardlint::charter::{DateOrder, Level, Profile, Role};
use boardlint::finding::{Confidence, Finding};
use boardlint::lint::{Inputs, Linted, LintedBoard, Options, lint};
use boardlint::report::{Display, Format, Names, Run, SprintBefore};
use boardlint::rule::Selection;
use boardlint::word::Word;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::Session;
use crate::places::{diagnostic, mask, masked, place};

/// The retro report as Markdown, in addition to the formats that `check` knows.
pub(crate) const RETRO_MARKDOWN: &str = "retro-markdown";

/// What to judge, with which options, and which outputs to write.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(crate) struct JudgeRequest {
    files: Option<Vec<u32>>,
    charter: Option<String>,
    roles: Vec<Appointed>,
    now: Option<Timestamp>,
    today: Option<Date>,
    since: Option<Date>,
    until: Option<Date>,
    sprint: Option<String>,
    profile: Option<String>,
    timezone: Option<String>,
    date_order: Option<String>,
    select: Vec<String>,
    ignore: Vec<String>,
    min_confidence: Option<String>,
    pseudonyms: bool,
    outputs: Vec<OutputRequest>,
}

/// A person with a role.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Appointed {
    pub(crate) role: String,
    pub(crate) who: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct OutputRequest {
    format: String,
    names: Option<bool>,
    titles: Option<bool>,
    min_level: Option<String>,
}

/// The records of the format `json`.
#[derive(Deserialize)]
struct Records {
    findings: Vec<Box<RawValue>>,
    inconclusive: Box<RawValue>,
    unreadable: Box<RawValue>,
    summary: Box<RawValue>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Judged {
    findings: Vec<Box<RawValue>>,
    excerpts: Vec<Value>,
    ignored: Vec<IgnoredRecord>,
    inconclusive: Box<RawValue>,
    unreadable: Box<RawValue>,
    summary: Box<RawValue>,
    last_line: String,
    diagnostics: Vec<Value>,
    boards: Vec<Value>,
    failures: Vec<String>,
    fails: bool,
    outputs: Vec<String>,
}

#[derive(Serialize)]
struct IgnoredRecord {
    finding: Box<RawValue>,
    reason: String,
}

/// Parses `word` as a value of a closed set.
pub(crate) fn word<W: Word>(word: &str) -> Result<W, String> {
    W::parse(word).ok_or_else(|| format!("`{word}` is none of {}", W::WORDS.join(", ")))
}

/// The time zone with this name.
pub(crate) fn zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name).map_err(|error| error.to_string())
}

/// The given roles, in the form of the library.
pub(crate) fn roles(given: &[Appointed]) -> Result<Vec<(Role, String)>, String> {
    given.iter().map(|given| Ok((word(&given.role)?, given.who.clone()))).collect()
}

impl JudgeRequest {
    fn options(&self) -> Result<Options, String> {
        Ok(Options {
            roles: roles(&self.roles)?,
            timezone: self.timezone.as_deref().map(zone).transpose()?,
            date_order: self.date_order.as_deref().map(word::<DateOrder>).transpose()?,
            now: self.now,
            today: self.today,
            since: self.since.map(Into::into),
            until: self.until.map(Into::into),
            sprint: self.sprint.clone().map(Pick::from),
            profile: self.profile.as_deref().map(word::<Profile>).transpose()?,
            selection: Selection {
                select: self.select.clone(),
                ignore: self.ignore.clone(),
                min_confidence: self.min_confidence.as_deref().map(word::<Confidence>).transpose()?,
            },
            ..Options::default()
        })
    }
}

/// Judges the files of `session` for `request`.
pub(crate) fn judge(session: &Session, request: &JudgeRequest) -> Result<Judged, String> {
    let mut inputs = session.inputs(request.files.as_deref());
    if let Some(charter) = &request.charter {
        inputs.add_charter_of(None, boardlint::charter::FILE_NAME, charter.clone().into_bytes());
    }
    // Mistakes in options are part of the answer, like mistakes in a charter.
    let options = request.options()?;
    let linted = lint(&inputs, &options).unwrap_or_else(|mistakes| Linted::failed(&inputs, mistakes));
    // The comparison with the sprint before judges the board a second time. It is made only if a requested
    // report contains it.
    let compares =
        request.outputs.iter().any(|wanted| named(&wanted.format).is_ok_and(|format| format.compares_sprints));
    let before = compares.then(|| SprintBefore::judge(&inputs, &options, &linted)).flatten();
    let called = Called { linted: &linted, before: before.as_ref(), real: Names::real(), hidden: OnceCell::new() };
    let names = called.names(!request.pseudonyms);
    let run = Run::new(&inputs, &linted, names, Display::default());
    let Records { findings, inconclusive, unreadable, summary } = records(&run)?;
    let covered: Vec<Finding> = linted.ignored.iter().map(|ignored| ignored.finding.clone()).collect();
    let ignored = records(&Run { findings: &covered, ..run })?.findings.into_iter().zip(&linted.ignored);
    let sources = inputs.sources();
    let excerpt = |finding: &Finding| finding.location.map_or(Value::Null, |mark| place(sources, names, mark, ""));
    let found = linted.diagnostics.iter().chain(&linted.idle_ignores);
    Ok(Judged {
        findings,
        excerpts: linted.findings.iter().map(excerpt).collect(),
        ignored: ignored
            .map(|(finding, ignored)| IgnoredRecord { finding, reason: masked(&names.text(&ignored.reason)) })
            .collect(),
        inconclusive,
        unreadable,
        summary,
        last_line: linted.summary.last_line().to_string(),
        diagnostics: found.map(|found| diagnostic(sources, names, found)).collect(),
        boards: linted.boards.iter().map(|board| judged_board(names, board)).collect(),
        failures: linted.failures.iter().map(|failure| masked(&names.text(&failure.message))).collect(),
        fails: linted.fails,
        outputs: request.outputs.iter().map(|wanted| output(&inputs, &called, wanted)).collect::<Result<_, _>>()?,
    })
}

/// What people are called; computed once.
struct Called<'l> {
    linted: &'l Linted<'l>,
    before: Option<&'l SprintBefore<'l>>,
    real: Names,
    hidden: OnceCell<Names>,
}

impl Called<'_> {
    fn names(&self, real: bool) -> &Names {
        let hide = || Names::pseudonyms(self.linted.all_boards(), self.linted.people_in_charters());
        if real { &self.real } else { self.hidden.get_or_init(hide) }
    }
}

fn records(run: &Run<'_>) -> Result<Records, String> {
    let text = written(named("json")?, run)?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

/// The format called `name`.
fn named(name: &str) -> Result<Format, String> {
    let retro = (name == RETRO_MARKDOWN).then_some(Format::RETRO_MARKDOWN);
    retro.or_else(|| Format::find(name)).ok_or_else(|| format!("there is no format `{name}`"))
}

fn written(format: Format, run: &Run<'_>) -> Result<String, String> {
    let bytes = format.bytes(run).map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

fn output(inputs: &Inputs, called: &Called<'_>, wanted: &OutputRequest) -> Result<String, String> {
    let format = named(&wanted.format)?;
    let display = Display {
        min_level: wanted.min_level.as_deref().map_or(Ok(Level::Info), word)?,
        no_titles: wanted.titles == Some(false),
        ..Display::default()
    };
    let names = called.names(wanted.names.unwrap_or(!format.pseudonymous));
    written(format, &Run { before: called.before, ..Run::new(inputs, called.linted, names, display) })
}

fn judged_board(names: &Names, judged: &LintedBoard<'_>) -> Value {
    let board: &Board<'_> = &judged.board;
    let day = |at| board.calendar.day(at);
    let sprint = |sprint: &board::Sprint<'_>| {
        json!({
            "name": names.text(&sprint.name),
            "state": sprint.known.then(|| sprint.state.word()),
            "start": sprint.start,
            "end": sprint.completed.or(sprint.end),
            "items": sprint.items.len(),
        })
    };
    let mut value = json!({
        "name": names.text(&board.name),
        "tool": board.tool,
        "items": board.items.len(),
        "asked": judged.asked,
        "judged": judged.judged,
        "since": board.window.from.or(board.cut).or(board.first_record).map(day),
        "until": board.first_record.map(|_| day(board.clock)),
        "timezone": board.calendar.zone_name(),
        "sprints": board.sprints.iter().map(sprint).collect::<Vec<_>>(),
    });
    mask(&mut value);
    // The names in a charter were written by its author, so e-mail addresses in them stay.
    let named = judged.charter.appointments.iter().filter_map(|appointment| {
        let person = board.people.get(board.people.find_by_text(&appointment.who.text)?);
        Some(json!({ "who": appointment.who.text, "name": masked(&names.text(&person.name)) }))
    });
    value["named"] = named.collect();
    value
}
