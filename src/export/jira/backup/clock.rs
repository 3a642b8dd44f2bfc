//! Times in a backup are those of the server's clock, without a zone. Only the comment at the top of the file
//! contains the zone.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use super::shown_time;
use crate::export::reader::Context;
use crate::export::time;

/// Reads the times of one backup.
#[derive(Clone)]
pub(super) struct Clock {
    zone: TimeZone,
    /// The assumption that was made, if any.
    pub(super) note: Option<String>,
}

impl Clock {
    /// The clock of a backup made at `exported`, in milliseconds since 1970; `comments` are its first lines.
    /// The local time there and that instant give the offset. If the zone that the server names has this
    /// offset, the zone is used, as it is right all year round. Without an offset or a zone in the file the
    /// zone of `context` is used, else UTC is assumed.
    pub(super) fn new(comments: &[&str], exported: Option<i64>, context: &Context) -> Self {
        let said = |key: &str| comments.iter().find_map(|comment| value(comment, key));
        let exported_said = |key: &str| said(key).or_else(|| said(&format!("exported {key}")));
        if exported_said("for").is_some_and(|target| target.eq_ignore_ascii_case("cloud")) {
            return Self { zone: TimeZone::UTC, note: None };
        }
        let by_option = comments.iter().find_map(|comment| {
            let option = comment.split_once("-Duser.timezone=")?.1;
            option.split(|letter: char| letter.is_whitespace()).next().filter(|name| !name.is_empty())
        });
        let named = [said("user.timezone"), said("jvm.system.timezone"), by_option, said("time zone")];
        let zone = named.into_iter().flatten().find_map(zone);
        let exported = exported.and_then(|millis| Timestamp::from_millisecond(millis).ok());
        let shown = exported_said("on").and_then(|text| shown_time::offset(text, exported?, zone.as_ref()));
        if let (Some(offset), Some(exported)) = (shown, exported) {
            let fits = zone.filter(|zone| zone.to_offset(exported) == offset);
            return Self { zone: fits.unwrap_or_else(|| offset.to_time_zone()), note: None };
        }
        if let Some(zone) = zone {
            return Self { zone, note: None };
        }
        if let Some(zone) = &context.timezone {
            return Self { zone: zone.clone(), note: None };
        }
        let why = match named.into_iter().flatten().next() {
            Some(name) => format!("its first lines name the zone `{name}`, which is not known here"),
            None => "no comment at its top names the server's time zone".to_owned(),
        };
        let note = format!(
            "the times of this backup are read as those of UTC: {why}; `--timezone Europe/Berlin`, or `timezone = \
             \"Europe/Berlin\"` in boardlint.toml, gives the right one"
        );
        Self { zone: TimeZone::UTC, note: Some(note) }
    }

    /// The instant of a local time such as `2020-10-30 19:50:03.832`.
    pub(super) fn instant(&self, text: &str) -> Option<Timestamp> {
        let text = text.trim();
        let usual = time::civil(text.as_bytes()).filter(|_| text.as_bytes()[10] == b' ');
        let civil: DateTime = usual.or_else(|| text.parse().ok())?;
        self.zone.to_timestamp(civil).ok()
    }
}

/// The value after `key` at the beginning of a line of the comment.
fn value<'c>(comment: &'c str, key: &str) -> Option<&'c str> {
    comment.lines().find_map(|line| {
        let line = line.trim_start_matches("<!--").trim();
        let rest =
            line.get(key.len()..).filter(|_| line.get(..key.len()).is_some_and(|is| is.eq_ignore_ascii_case(key)))?;
        let value = rest.trim_start().strip_prefix([':', '='])?.trim_end_matches("-->").trim();
        (!value.is_empty()).then_some(value)
    })
}

/// A zone by the name that Java uses.
fn zone(name: &str) -> Option<TimeZone> {
    if ["UTC", "GMT", "Coordinated Universal Time"].contains(&name) {
        return Some(TimeZone::UTC);
    }
    if let Some(offset) = name.strip_prefix("GMT").or_else(|| name.strip_prefix("UTC")) {
        let (hours, minutes) = offset.split_once(':').unwrap_or((offset, "0"));
        let (hours, minutes) = (hours.parse::<i32>().ok()?, minutes.parse::<i32>().ok()?);
        let minutes = if offset.starts_with('-') { minutes.checked_neg()? } else { minutes };
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
        let clock = Clock::new(&[comment], None, &Context::default());
        clock.instant("2020-10-30 19:50:03.83").map(|at| at.to_string())
    }

    #[test]
    fn the_lines_about_the_export_may_stand_alone() {
        let comment = ["<!-- Exported on: 2020-10-30 21:50:04 -->"];
        let clock = Clock::new(&comment, Some(1_604_087_404_000), &Context::default());
        assert_eq!(
            clock.instant("2020-10-30 21:50:03").map(|at| at.to_string()).as_deref(),
            Some("2020-10-30T19:50:03Z")
        );
        let cloud = Clock::new(&["<!-- Exported for: Cloud -->"], None, &Context::default());
        assert!(cloud.note.is_none());
    }

    #[test]
    fn the_zone_of_the_server_stands_in_the_comment() {
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
        let context = Context::default();
        let note = |comments: &[&str]| Clock::new(comments, None, &context).note.unwrap_or_default();
        assert!(note(&[]).contains("UTC: no comment"));
        assert!(note(&["<!-- Time Zone: Japan Standard Time -->"]).contains("`Japan Standard Time`"));
        assert!(note(&["<!-- user.timezone: GMT+99999999999 -->"]).contains("--timezone"));
        assert_eq!(
            Clock::new(&[], None, &context).instant("2020-10-30 19:50:03").map(|at| at.to_string()).as_deref(),
            Some("2020-10-30T19:50:03Z")
        );
        assert!(Clock::new(&[], None, &context).instant("30.10.2020").is_none());
    }

    #[test]
    fn the_time_of_the_export_gives_the_offset() {
        let at = |shown: &str, utc: &str, zone: &str| {
            let comment = format!("<!--\n on   : {shown}\n by : ada\n jvm.system.timezone : {zone}\n-->");
            let exported = utc.parse::<Timestamp>().ok().map(Timestamp::as_millisecond);
            let clock = Clock::new(&[&comment], exported, &Context::default());
            clock.instant("2024-07-01 12:00:00.0").map(|at| at.to_string()).unwrap_or_default()
        };
        // If the zone matches, it applies to the whole year.
        let rome = at("venerdì 2 febbraio 2024 9.29.44 CET", "2024-02-02T08:29:50Z", "Europe/Rome");
        assert_eq!(rome, "2024-07-01T10:00:00Z");
        let stale = at("Friday, February 2, 2024 8:29:44 PM EET", "2024-02-02T18:29:40Z", "Europe/Rome");
        assert_eq!(stale, "2024-07-01T10:00:00Z");
        let other_day = at("2024年2月3日 上午05時29分44秒", "2024-02-02T20:29:44Z", "");
        assert_eq!(other_day, "2024-07-01T03:00:00Z");
        let behind = at("1 de Março de 2024 20h10min00s", "2024-03-02T01:10:00Z", "");
        assert_eq!(behind, "2024-07-01T17:00:00Z");
        // A zone name may be an offset, which must not be read as a time of day.
        let named = at("26 Ocak 2020 Pazar 18:03:12 GMT-02:00", "2020-01-26T20:03:12Z", "");
        assert_eq!(named, "2024-07-01T14:00:00Z");
    }

    /// The UTC time of noon on the server, by the first lines of a backup made at 20:33:43 UTC.
    fn noon_by(comment: &str) -> Option<String> {
        let exported = "2020-01-26T20:33:43Z".parse::<Timestamp>().ok().map(Timestamp::as_millisecond);
        let clock = Clock::new(&[comment], exported, &Context::default());
        clock.instant("2020-01-26 12:00:00").map(|at| at.to_string())
    }

    #[test]
    fn after_noon_is_written_in_the_language_of_the_server() {
        for shown in [
            "Sunday, January 26, 2020 6:33:43 PM BRT",
            "2020年1月26日 星期日 下午06时33分43秒 BRT",
            "2020年1月26日星期日下午6:33:43",
            "2020年1月26日 午後6時33分43秒 BRT",
            "2020년 1월 26일 일요일 오후 6시 33분 43초 BRT",
            "Κυριακή, 26 Ιανουαρίου 2020 6:33:43 μμ BRT",
            "domingo, 26 de enero de 2020, 6:33:43 p. m. BRT",
            "26 يناير, 2020 BRT 06:33:43 م",
        ] {
            let comment = format!("<!--\n on : {shown}\n-->");
            assert_eq!(noon_by(&comment).as_deref(), Some("2020-01-26T14:00:00Z"), "{shown}");
        }
    }

    #[test]
    fn a_half_of_the_day_that_nothing_tells_is_that_of_the_named_zone() {
        let noon = |day: &str, zone: &str| {
            let comment =
                format!("<!--\n on : {day} जनवरी, 2020 6:33:43 अपराह्न BRT\n jvm.system.timezone : {zone}\n-->");
            noon_by(&comment)
        };
        // The zone rules of that Java version were an hour off.
        assert_eq!(noon("26", "America/Sao_Paulo").as_deref(), Some("2020-01-26T14:00:00Z"));
        assert_eq!(noon("27", "Australia/Brisbane").as_deref(), Some("2020-01-26T02:00:00Z"));
    }

    #[test]
    fn hours_and_minutes_are_enough() {
        for shown in [
            "dimanche 26 janvier 2020 18 h 33 BRT",
            "domingo 26 de enero de 2020 18H33' BRT",
            "Domingo, 26 de Janeiro de 2020 18H33m BRT",
            "den 26 januari 2020 kl 18:33 BRT",
            "26. januar 2020 kl 18.33 BRT",
            "dimanche, 26. janvier 2020 18.33. h BRT",
        ] {
            let comment = format!("<!--\n on : {shown}\n jvm.system.timezone : America/Sao_Paulo\n-->");
            assert_eq!(noon_by(&comment).as_deref(), Some("2020-01-26T14:00:00Z"), "{shown}");
        }
        // A day must not be read as a time of day.
        let comment = "<!--\n on : 12/01/2020\n jvm.system.timezone : America/Sao_Paulo\n-->";
        assert_eq!(noon_by(comment).as_deref(), Some("2020-01-26T15:00:00Z"));
    }

    #[test]
    fn a_backup_for_cloud_is_in_utc_and_a_plugin_names_no_zone() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap_or(TimeZone::UTC);
        let context = Context { timezone: Some(berlin), ..Context::default() };
        let at = |comment: &str| Clock::new(&[comment], None, &context).instant("2024-01-01 12:00:00.0");
        assert_eq!(at("<!--\n for : cloud\n-->").map(|at| at.to_string()).as_deref(), Some("2024-01-01T12:00:00Z"));
        let plugin = "<!--\n Jira Time Zone Detection plugin : tz\n-->";
        assert_eq!(at(plugin).map(|at| at.to_string()).as_deref(), Some("2024-01-01T11:00:00Z"));
        assert!(Clock::new(&[plugin], None, &context).note.is_none());
    }
}
