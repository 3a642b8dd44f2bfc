//! Finds the time zone of the team's days from the export. The time zone of the machine is not used as
//! evidence.

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

/// Each zone represents all zones with the same clock. The first one that fits is proposed.
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
/// Maximum number of times that are read in a file.
const MAX_TIMES_IN_FILE: usize = 5000;
/// Maximum number of bytes that are searched in a file.
const MAX_BYTES_OF_FILE: usize = 8 << 20;
/// Length of a working day in hours.
const WORKDAY_HOURS: usize = 9;
/// Minimum number of decisions to find the working hours.
const MIN_DECISIONS_FOR_HOURS: usize = 100;
/// Minimum number of decisions to distinguish day and night.
const MIN_DECISIONS_FOR_NIGHT: usize = 30;
/// Minimum share of the decisions in percent that the working hours must contain.
const MIN_PERCENT_IN_HOURS: usize = 60;

/// Fields whose times Jira itself writes; other fields contain what people typed or chose. Inside a text, the
/// quotation marks would be escaped.
const FIELDS: [&str; 6] = [
    "\"created\"",
    "\"updated\"",
    "\"resolutiondate\"",
    "\"statuscategorychangedate\"",
    "\"lastViewed\"",
    "\"started\"",
];
/// Maximum distance in bytes from the name of a field to its value.
const MAX_BYTES_TO_VALUE: usize = 64;

static FIELD: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(FIELDS).ok());

/// A time that is the value of a field.
static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let day = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    let hour = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,3})?[+-][0-9]{2}:?[0-9]{2}";
    Regex::new(&format!("^[ \t\r\n]*:[ \t\r\n]*\"{day}T{hour}\"")).ok()
});

/// What is known about the team's time zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Timezone {
    /// The time zone, by its name in the tz database.
    pub candidate: Option<Candidate<String, TimezoneEvidence>>,
    /// Whether times in the export have no zone, so that one had to be assumed.
    pub assumed: bool,
    /// The hours with the most activity, if they can be found.
    pub working_hours: Option<WorkingHours>,
}

/// Why this may be the team's time zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimezoneEvidence {
    /// The caller named it.
    Given,
    /// The offsets of times in the export fit it.
    Offsets {
        /// The offsets, in seconds east of UTC.
        offsets: Vec<i32>,
        /// Other zones that fit.
        other_zones: Vec<String>,
        /// Whether much was done at night in this zone: then it may be the zone of a server, or of the person
        /// who exported.
        much_by_night: bool,
    },
}

/// The hours of the day with most decisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WorkingHours {
    /// The first hour, in UTC.
    pub start: usize,
    /// The hour at which they end, in UTC.
    pub end: usize,
    /// Percentage of the decisions in these hours.
    pub percent: usize,
}

/// The zone that fits the offsets of the times that Jira writes for its own fields in `files`.
pub(super) fn by_offsets<'f>(files: impl Iterator<Item = &'f File>) -> Option<Candidate<String, TimezoneEvidence>> {
    let (field, value) = (FIELD.as_ref()?, TIME.as_ref()?);
    let mut times: BTreeSet<(Timestamp, i32)> = BTreeSet::new();
    for file in files {
        let bytes = &file.bytes()[bom_length(file.bytes())..];
        let bytes = &bytes[..bytes.len().min(MAX_BYTES_OF_FILE)];
        // Tables and feeds contain unescaped texts of users, so a match there proves nothing.
        if !matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'[')) {
            continue;
        }
        let behind = |at: usize| &bytes[at..bytes.len().min(at + MAX_BYTES_TO_VALUE)];
        let values = field.find_iter(bytes).filter_map(|name| value.find(behind(name.end())));
        for found in values.take(MAX_TIMES_IN_FILE) {
            // The time is between the last two quotation marks.
            let written = found.as_bytes().rsplit(|byte| *byte == b'"').nth(1).unwrap_or_default();
            times.extend(std::str::from_utf8(written).ok().and_then(time));
        }
    }
    let offsets: BTreeSet<i32> = times.iter().map(|(_, offset)| *offset).collect();
    // If all offsets are zero, it is the clock of a server, not of a team.
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

/// A timestamp in text form, with its offset in seconds east of UTC.
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

/// Marks the zone as doubtful if much of the activity on `board` would have been at night.
pub(super) fn doubt_by_night(candidate: &mut Candidate<String, TimezoneEvidence>, board: &Board<'_>) {
    if let TimezoneEvidence::Offsets { much_by_night, .. } = &mut candidate.evidence
        && candidate.certainty == Certainty::Likely
        && !is_day(board, &candidate.value)
    {
        candidate.certainty = Certainty::Doubtful;
        *much_by_night = true;
    }
}

/// The times of decisions by known people.
fn decisions(board: &Board<'_>) -> impl Iterator<Item = Timestamp> {
    let decided = board.changes.iter().filter(|change| change.gesture == Gesture::Decision && change.by.is_some());
    decided.map(|change| change.at)
}

/// Whether people decide by day in the zone with this name; also true if there are too few decisions.
fn is_day(board: &Board<'_>, name: &str) -> bool {
    let Ok(zone) = TimeZone::get(name) else { return false };
    let hours: Vec<i8> = decisions(board).map(|at| zone.to_datetime(at).hour()).collect();
    let by_day = hours.iter().filter(|hour| (7..20).contains(*hour)).count();
    hours.len() < MIN_DECISIONS_FOR_NIGHT || by_day * 10 >= hours.len() * 7
}

/// The working hours in UTC, which help people to name their zone.
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
