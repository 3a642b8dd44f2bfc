//! In which zone the team's days are meant, as far as the export shows it. The machine's own zone is no evidence.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use regex::bytes::Regex;

use super::guess::{Certainty, Guess};
use crate::board::{Board, Gesture};
use crate::source::File;

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
const SAMPLE: usize = 5000;
/// How much of a file is looked at, in bytes.
const LOOKED_AT: usize = 8 << 20;
/// How long a day at work is, in hours.
const DAY: usize = 9;
/// How many acts must be there for the hours of work to show.
const ENOUGH: usize = 100;

/// How many acts must be there for day and night to differ.
const FEW: usize = 30;

static TIME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?[+-]\d\d:?\d\d").ok());

/// The zone that the offsets of times in `files` show.
pub(super) fn zone<'f>(files: impl Iterator<Item = &'f File>) -> Option<Guess<String>> {
    let regex = TIME.as_ref()?;
    let mut times: BTreeSet<(Timestamp, i32)> = BTreeSet::new();
    for file in files {
        let bytes = file.bytes();
        for found in regex.find_iter(&bytes[..bytes.len().min(LOOKED_AT)]).take(SAMPLE) {
            times.extend(std::str::from_utf8(found.as_bytes()).ok().and_then(time));
        }
    }
    let offsets: BTreeSet<i32> = times.iter().map(|(_, offset)| *offset).collect();
    // The clock of a server: nobody lives there.
    if offsets.is_empty() || offsets.iter().all(|offset| *offset == 0) {
        return None;
    }
    let fits = |name: &&&str| {
        let zone = TimeZone::get(name).ok();
        zone.is_some_and(|zone| times.iter().all(|(at, offset)| zone.to_offset(*at).seconds() == *offset))
    };
    let fitting: Vec<&&str> = ZONES.iter().filter(fits).collect();
    let name = fitting.first()?;
    let told: Vec<String> =
        offsets.iter().map(|offset| format!("{:+03}:{:02}", offset / 3600, (offset / 60 % 60).abs())).collect();
    let why = format!("times in the export are written with {}", told.join(" and "));
    let certainty = if offsets.len() > 1 || fitting.len() == 1 { Certainty::Likely } else { Certainty::Doubtful };
    let others: Vec<String> = fitting.iter().skip(1).map(|name| (**name).to_owned()).collect();
    let why = if others.is_empty() { why } else { format!("{why}, as in {}", others.join(", ")) };
    Some(Guess::new(certainty, (**name).to_owned(), why))
}

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

/// Whether people do what they do by day in the zone of this name; true where too little was done to tell.
pub(super) fn is_day(board: &Board<'_>, name: &str) -> bool {
    let Ok(zone) = TimeZone::get(name) else { return false };
    let hours = board.changes.iter().filter(|change| change.gesture == Gesture::Decision && change.by.is_some());
    let hours: Vec<i8> = hours.map(|change| zone.to_datetime(change.at).hour()).collect();
    let by_day = hours.iter().filter(|hour| (7..20).contains(*hour)).count();
    hours.len() < FEW || by_day * 10 >= hours.len() * 7
}

/// When people are at work by the clock of UTC, for them to know their zone by.
pub(super) fn hours(board: &Board<'_>) -> Option<String> {
    let mut hours = [0_usize; 24];
    for change in board.changes.iter().filter(|change| change.gesture == Gesture::Decision && change.by.is_some()) {
        let hour = change.at.as_second().rem_euclid(24 * 3600) / 3600;
        hours[usize::try_from(hour).unwrap_or(0)] += 1;
    }
    let all: usize = hours.iter().sum();
    let within = |start: usize| (0..DAY).map(|hour| hours[(start + hour) % 24]).sum::<usize>();
    let start = (0..24).max_by_key(|start| (within(*start), std::cmp::Reverse(*start)))?;
    let share = within(start) * 100 / all.max(1);
    (all >= ENOUGH && share >= 60)
        .then(|| format!("{share} % of what was done fell between {start}:00 and {}:00 in UTC", (start + DAY) % 24))
}
