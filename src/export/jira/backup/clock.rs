//! The times of a backup: as the server's clock showed them. Only the comment at its top says in which zone it stood.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

/// Reads the times of one backup.
pub(super) struct Clock {
    zone: TimeZone,
    /// What had to be assumed.
    pub(super) note: Option<String>,
}

impl Clock {
    /// The clock that `comments` describe, else one in the zone `assumed`.
    pub(super) fn new(comments: &[&str], assumed: &TimeZone) -> Self {
        let said = |key: &str| comments.iter().find_map(|comment| value(comment, key));
        let named = [said("user.timezone"), said("time zone")];
        if let Some(zone) = named.into_iter().flatten().find_map(zone) {
            return Self { zone, note: None };
        }
        let shown = assumed.iana_name().unwrap_or("UTC");
        let why = match named.into_iter().flatten().next() {
            Some(name) => format!("its first lines name the zone `{name}`, which is not known here"),
            None => "no comment at its top names the server's time zone".to_owned(),
        };
        let note = format!(
            "the times of this backup are read as those of {shown}: {why}; `--timezone Europe/Berlin`, or `timezone = \
             \"Europe/Berlin\"` in boardlint.toml, gives the right one"
        );
        Self { zone: assumed.clone(), note: Some(note) }
    }

    /// The instant that `2020-10-30 19:50:03.832` was on this server.
    pub(super) fn instant(&self, text: &str) -> Option<Timestamp> {
        let civil: DateTime = text.trim().parse().ok()?;
        self.zone.to_timestamp(civil).ok()
    }
}

/// What a line of the comment gives for `key`, if anything.
fn value<'c>(comment: &'c str, key: &str) -> Option<&'c str> {
    comment.lines().find_map(|line| {
        let at = line.to_ascii_lowercase().find(key)? + key.len();
        let value = line.get(at..)?.trim_start_matches([' ', '\t', ':', '=']).trim_end_matches("-->").trim();
        (!value.is_empty()).then_some(value)
    })
}

/// A zone by its name as Java writes it.
fn zone(name: &str) -> Option<TimeZone> {
    if ["UTC", "GMT", "Coordinated Universal Time"].contains(&name) {
        return Some(TimeZone::UTC);
    }
    if let Some(offset) = name.strip_prefix("GMT").or_else(|| name.strip_prefix("UTC")) {
        let (hours, minutes) = offset.split_once(':').unwrap_or((offset, "0"));
        let (hours, minutes) = (hours.parse::<i32>().ok()?, minutes.parse::<i32>().ok()?);
        let minutes = if offset.starts_with('-') { -minutes } else { minutes };
        return Some(
            Offset::from_seconds(hours.checked_mul(60)?.checked_add(minutes)?.checked_mul(60)?).ok()?.to_time_zone(),
        );
    }
    TimeZone::get(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(comment: &str) -> Option<String> {
        let clock = Clock::new(&[comment], &TimeZone::UTC);
        clock.instant("2020-10-30 19:50:03.83").map(|at| at.to_string())
    }

    #[test]
    fn the_zone_of_the_server_is_told_by_the_comment() {
        let at = |text: &str| Some(text.to_owned());
        assert_eq!(
            instant("<!--\n  Time Zone: Japan Standard Time\n  user.timezone: Asia/Tokyo\n-->"),
            at("2020-10-30T10:50:03.83Z")
        );
        assert_eq!(instant("<!-- user.timezone : GMT+05:30 -->"), at("2020-10-30T14:20:03.83Z"));
        assert_eq!(instant("<!-- user.timezone : GMT-03:30 -->"), at("2020-10-30T23:20:03.83Z"));
        assert_eq!(
            instant("<!-- user.timezone:\nTime Zone: Coordinated Universal Time -->"),
            at("2020-10-30T19:50:03.83Z")
        );
    }

    #[test]
    fn a_zone_that_is_unknown_or_left_out_is_assumed_and_note() {
        let zone = TimeZone::get("Europe/Berlin").unwrap_or(TimeZone::UTC);
        let note = |comments: &[&str]| Clock::new(comments, &zone).note.unwrap_or_default();
        assert!(note(&[]).contains("Europe/Berlin: no comment"));
        assert!(note(&["<!-- Time Zone: Japan Standard Time -->"]).contains("`Japan Standard Time`"));
        assert!(note(&["<!-- user.timezone: GMT+99999999999 -->"]).contains("--timezone"));
        assert_eq!(
            Clock::new(&[], &zone).instant("2020-10-30 19:50:03").map(|at| at.to_string()).as_deref(),
            Some("2020-10-30T18:50:03Z")
        );
        assert!(Clock::new(&[], &zone).instant("30.10.2020").is_none());
    }
}
