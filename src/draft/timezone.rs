//! In which zone the team's days are meant, as far as the export shows it. The machine's own zone is no evidence.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use regex::bytes::Regex;
use serde::Serialize;

use super::candidate::{Candidate, Certainty};
use crate::board::{Board, Gesture};
use crate::source::{File, bom_length};

/// Zones that stand for all that share their clock: the first that fits is proposed.
const ZONES: &[&str] = &[
    "Europe/Berlin",
    "Europe/London",
    "Europe/Athens",
    "Europe/Moscow",
    "Europe/Istanbul",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Bogota",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Asia/Jerusalem",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Dhaka",
    "Asia/Bangkok",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Australia/Brisbane",
    "Pacific/Auckland",
];
/// How many times are looked at in a file.
const MAX_TIMES_IN_FILE: usize = 5000;
/// How much of a file is looked at, in bytes.
const MAX_BYTES_OF_FILE: usize = 8 << 20;
/// How long a day at work is, in hours.
const WORKDAY_HOURS: usize = 9;
/// How many decisions must be there for the hours of work to show.
const MIN_DECISIONS_FOR_HOURS: usize = 100;
/// How many must be there for day and night to differ.
const MIN_DECISIONS_FOR_NIGHT: usize = 30;
/// The share of the decisions, in percent, that the hours of work must hold to show.
const MIN_PERCENT_IN_HOURS: usize = 60;

/// The fields whose times Jira itself writes; others hold what people typed or chose. Inside a text the quotation marks would be
/// escaped.
const FIELDS: [&str; 6] = [
    "\"created\"",
    "\"updated\"",
    "\"resolutiondate\"",
    "\"statuscategorychangedate\"",
    "\"lastViewed\"",
    "\"started\"",
];
/// How far behind its name the value of a field is looked for, in bytes.
const MAX_BYTES_TO_VALUE: usize = 64;

static FIELD: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(FIELDS).ok());

/// A time that is the value of a field.
static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let day = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    let hour = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,3})?[+-][0-9]{2}:?[0-9]{2}";
    Regex::new(&format!("^[ \t\r\n]*:[ \t\r\n]*\"{day}T{hour}\"")).ok()
});

/// What is known of the zone in which the team's days are meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Timezone {
    /// The zone, by its name in the tz database.
    pub candidate: Option<Candidate<String, TimezoneEvidence>>,
    /// Whether times of the export carry no zone, so that one was assumed to read them.
    pub assumed: bool,
    /// When most is done, where that shows.
    pub working_hours: Option<WorkingHours>,
}

/// Why a zone may be the team's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimezoneEvidence {
    /// The caller named it.
    Given,
    /// Times in the export are written with offsets that fit.
    Offsets {
        /// The offsets, in seconds east of UTC.
        offsets: Vec<i32>,
        /// Other zones that fit.
        other_zones: Vec<String>,
        /// Whether much was done by night in this zone: it may be that of a server or of whoever exported.
        much_by_night: bool,
    },
}

/// The hours of a day in which most decisions fall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WorkingHours {
    /// The first hour, in UTC.
    pub start: usize,
    /// The hour at which they end, in UTC.
    pub end: usize,
    /// How many of the decisions fall into them.
    pub percent: usize,
}

/// The zone that the offsets show with which Jira writes the times of its own fields into `files`.
pub(super) fn by_offsets<'f>(files: impl Iterator<Item = &'f File>) -> Option<Candidate<String, TimezoneEvidence>> {
    let (field, value) = (FIELD.as_ref()?, TIME.as_ref()?);
    let mut times: BTreeSet<(Timestamp, i32)> = BTreeSet::new();
    for file in files {
        let bytes = &file.bytes()[bom_length(file.bytes())..];
        let bytes = &bytes[..bytes.len().min(MAX_BYTES_OF_FILE)];
        // Tables and feeds hold texts as they were typed, in which anything may stand.
        if !matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'[')) {
            continue;
        }
        let behind = |at: usize| &bytes[at..bytes.len().min(at + MAX_BYTES_TO_VALUE)];
        let values = field.find_iter(bytes).filter_map(|name| value.find(behind(name.end())));
        for found in values.take(MAX_TIMES_IN_FILE) {
            // The time stands between the last two quotation marks.
            let written = found.as_bytes().rsplit(|byte| *byte == b'"').nth(1).unwrap_or_default();
            times.extend(std::str::from_utf8(written).ok().and_then(time));
        }
    }
    let offsets: BTreeSet<i32> = times.iter().map(|(_, offset)| *offset).collect();
    // Offset zero throughout is the clock of a server, not of a team.
    if offsets.iter().all(|offset| *offset == 0) {
        return None;
    }
    let fits = |name: &&&str| {
        let zone = TimeZone::get(name).ok();
        zone.is_some_and(|zone| times.iter().all(|(at, offset)| zone.to_offset(*at).seconds() == *offset))
    };
    let mut fitting = ZONES.iter().filter(fits).map(|name| (*name).to_owned());
    let name = fitting.next()?;
    let other_zones: Vec<String> = fitting.collect();
    let certainty = if offsets.len() > 1 || other_zones.is_empty() { Certainty::Likely } else { Certainty::Doubtful };
    let offsets = offsets.into_iter().collect();
    Some(Candidate::new(certainty, name, TimezoneEvidence::Offsets { offsets, other_zones, much_by_night: false }))
}

/// An instant as it is written, with its offset in seconds east of UTC.
fn time(text: &str) -> Option<(Timestamp, i32)> {
    let at = text.len().checked_sub(5)?;
    let (plain, offset) = if text.get(at..)?.contains(':') { text.split_at(at - 1) } else { text.split_at(at) };
    let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
    let seconds = digits.get(..2)?.parse::<i32>().ok()? * 3600 + digits.get(2..4)?.parse::<i32>().ok()? * 60;
    let seconds = if offset.starts_with('-') { -seconds } else { seconds };
    let local: jiff::civil::DateTime = plain.parse().ok()?;
    let at = local.to_zoned(TimeZone::fixed(jiff::tz::Offset::from_seconds(seconds).ok()?)).ok()?;
    Some((at.timestamp(), seconds))
}

/// Takes a zone into doubt in which much on `board` would have been done by night.
pub(super) fn doubt_by_night(candidate: &mut Candidate<String, TimezoneEvidence>, board: &Board<'_>) {
    if let TimezoneEvidence::Offsets { much_by_night, .. } = &mut candidate.evidence
        && candidate.certainty == Certainty::Likely
        && !is_day(board, &candidate.value)
    {
        candidate.certainty = Certainty::Doubtful;
        *much_by_night = true;
    }
}

/// When decisions were made by people who are known.
fn decisions(board: &Board<'_>) -> impl Iterator<Item = Timestamp> {
    let decided = board.changes.iter().filter(|change| change.gesture == Gesture::Decision && change.by.is_some());
    decided.map(|change| change.at)
}

/// Whether people decide by day in the zone of this name; true where too little was decided to tell.
fn is_day(board: &Board<'_>, name: &str) -> bool {
    let Ok(zone) = TimeZone::get(name) else { return false };
    let hours: Vec<i8> = decisions(board).map(|at| zone.to_datetime(at).hour()).collect();
    let by_day = hours.iter().filter(|hour| (7..20).contains(*hour)).count();
    hours.len() < MIN_DECISIONS_FOR_NIGHT || by_day * 10 >= hours.len() * 7
}

/// When people are at work by the clock of UTC, for them to know their zone by.
pub(super) fn working_hours(board: &Board<'_>) -> Option<WorkingHours> {
    let mut hours = [0_usize; 24];
    for at in decisions(board) {
        hours[usize::try_from(at.as_second().rem_euclid(24 * 3600) / 3600).unwrap_or(0)] += 1;
    }
    let all: usize = hours.iter().sum();
    let within = |start: usize| (0..WORKDAY_HOURS).map(|hour| hours[(start + hour) % 24]).sum::<usize>();
    let start = (0..24).max_by_key(|start| (within(*start), std::cmp::Reverse(*start)))?;
    let percent = within(start) * 100 / all.max(1);
    (all >= MIN_DECISIONS_FOR_HOURS && percent >= MIN_PERCENT_IN_HOURS).then_some(WorkingHours {
        start,
        end: (start + WORKDAY_HOURS) % 24,
        percent,
    })
}
