//! Dates in the names of lists.

use jiff::civil::Date;

/// The unambiguous dates in a name: `2026-03-02` and `2.3.2026`.
pub(super) fn dates(name: &str) -> impl Iterator<Item = Date> {
    let parts = name.split(|c: char| !(c.is_ascii_digit() || c == '-' || c == '.'));
    parts.filter_map(|part| {
        let part = part.trim_matches(['-', '.']);
        let dotted = || {
            let mut numbers = part.split('.').map(|number| number.parse::<i16>().ok());
            let (day, month, year) = (numbers.next()??, numbers.next()??, numbers.next()??);
            let year = if year < 100 { 2000 + year } else { year };
            Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        };
        let iso = part.len() == 10 && part.bytes().filter(|byte| *byte == b'-').count() == 2;
        if iso { part.parse().ok() } else { dotted() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_where_they_can_mean_one_day_only() {
        let read = |name: &str| dates(name).map(|date| date.to_string()).collect::<Vec<_>>();
        assert_eq!(read("2015-07-02 Release"), ["2015-07-02"]);
        assert_eq!(read("Sprint 3 (2.3.2026 - 13.3.26)"), ["2026-03-02", "2026-03-13"]);
        assert_eq!(read("Sprint 5"), Vec::<String>::new());
        assert_eq!(read("7/9/2026, version 1.2"), Vec::<String>::new());
        assert_eq!(read("99.99.9999 2026-13-45"), Vec::<String>::new());
    }
}
