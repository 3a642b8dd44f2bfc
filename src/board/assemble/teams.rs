//! Groups the sprints of a board by team: all belong to one team or, if some ran at the same time, those with
//! similar names do. Source: docs/definitions.md, sprints of one team.

use foldhash::{HashMap, HashSet};
use jiff::Timestamp;

use crate::board::{Sprint, SprintState};

/// Two sprints ran at the same time if they overlap by more than this part of the shorter one. The successive
/// sprints of a team overlap slightly, too, if one begins some days early. With two teams whose sprints are
/// equally long, some sprints overlap by half, whatever the days on which they begin.
const SMALL_OVERLAP: f64 = 0.25;

/// The parts of a sprint's name: the text before its last number, the number, and the text after it.
fn parts(name: &str) -> (&str, &str, &str) {
    let Some(end) = name.rfind(|c: char| c.is_ascii_digit()).map(|last| last + 1) else { return (name, "", "") };
    let start = name[..end]
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |before| before + name[before..].chars().next().map_or(1, char::len_utf8));
    (&name[..start], &name[start..end], &name[end..])
}

/// Whether the text after the number is a title, as in `Sprint 12: Checkout`.
fn is_title(rest: &str) -> bool {
    rest.trim_start().starts_with([':', '-', '–', '—', '(', ',', '|', '/'])
}

/// Sets the team of each sprint. If the sprints of a board followed one another, they belong to one team,
/// whatever their names. Names distinguish teams only if sprints ran at the same time.
pub(crate) fn name_teams(sprints: &mut [Sprint<'_>], clock: Timestamp) {
    let names = names(sprints);
    let several = of_several_teams(sprints, &names, clock);
    for (sprint, name) in sprints.iter_mut().zip(names) {
        sprint.team = if several.contains(&*sprint.board) { name } else { String::new() };
    }
}

/// The boards on which sprints with different `names` ran at the same time. `sprints` are sorted by start.
fn of_several_teams(sprints: &[Sprint<'_>], names: &[String], clock: Timestamp) -> HashSet<String> {
    let mut several = HashSet::default();
    // For each board: the sprint that ended last so far, and the last one with another name.
    let mut last: HashMap<&str, Vec<usize>> = HashMap::default();
    // A planned sprint shows nothing: plans are moved and forgotten.
    let begun = |sprint: &Sprint<'_>| sprint.state != SprintState::Future && sprint.start.is_some();
    for (place, sprint) in sprints.iter().enumerate().filter(|(_, sprint)| begun(sprint)) {
        let last = last.entry(&*sprint.board).or_default();
        let other = last.iter().find(|other| names[**other] != names[place]);
        if other.is_some_and(|other| ran_at_the_same_time(&sprints[*other], sprint, clock)) {
            several.insert(sprint.board.to_string());
        }
        last.push(place);
        last.sort_by_key(|place| std::cmp::Reverse(sprints[*place].over_by(clock)));
        let second = last[1..].iter().copied().find(|other| names[*other] != names[last[0]]);
        last.truncate(1);
        last.extend(second);
    }
    several
}

/// Whether two sprints overlap by more than an early start explains; `first` began no later than `second`.
fn ran_at_the_same_time(first: &Sprint<'_>, second: &Sprint<'_>, clock: Timestamp) -> bool {
    let Some((begin, start)) = first.start.zip(second.start) else { return false };
    let (first, second) = (first.over_by(clock), second.over_by(clock));
    let seconds = |from: Timestamp, to: Timestamp| to.duration_since(from).as_secs_f64();
    let shorter = seconds(begin, first).min(seconds(start, second));
    seconds(start, first.min(second)) > SMALL_OVERLAP * shorter
}

/// The common part of the names of a team's sprints. Names that differ only in the last number are of one
/// team ("Team 7 Sprint 3" and "Team 8 Sprint 3" are two). If a name has no other number, a title after its
/// number distinguishes teams only where two sprints have the same number.
fn names(sprints: &[Sprint<'_>]) -> Vec<String> {
    let whole = |sprint: &Sprint<'_>| {
        let (before, _, behind) = parts(&sprint.name);
        format!("{} {}", before.trim(), behind.trim())
    };
    let mut titled: HashMap<(String, String), Vec<&str>> = HashMap::default();
    let title = |sprint: &Sprint<'_>| {
        let (before, number, behind) = parts(&sprint.name);
        let only = !before.contains(|c: char| c.is_ascii_digit()) && !number.is_empty();
        (only && (behind.trim().is_empty() || is_title(behind)))
            .then(|| (sprint.board.to_string(), before.trim().to_owned()))
    };
    for sprint in sprints.iter() {
        if let Some(key) = title(sprint) {
            titled.entry(key).or_default().push(parts(&sprint.name).1);
        }
    }
    let unlike = |mut numbers: Vec<&str>| {
        numbers.sort_unstable();
        numbers.windows(2).all(|pair| pair[0] != pair[1])
    };
    let titled: HashMap<_, bool> = titled.into_iter().map(|(key, numbers)| (key, unlike(numbers))).collect();
    let name = |sprint: &Sprint<'_>| match title(sprint).filter(|key| titled.get(key).is_some_and(|unlike| *unlike)) {
        Some((_, before)) => before,
        None => whole(sprint).trim().to_owned(),
    };
    sprints.iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::*;
    use crate::board::SprintId;

    /// Names that teams give to their sprints, by the number of the sprint.
    const SCHEMES: &[fn(usize) -> String] = &[
        |number| format!("Sprint {number}"),
        |number| format!("Sprint {number}: Checkout"),
        |number| format!("Sprint {number} 2026"),
        |number| format!("Sprint {} Q{}", number % 6 + 1, number / 6 + 1),
        |number| format!("Sprint {number} ({} Feb)", number * 7 % 28 + 1),
        |number| format!("PI {}.{}", number / 3, number % 3),
        |number| format!("2026-{:02}-{:02}", number % 12 + 1, number * 5 % 28 + 1),
        |number| ["January", "February", "March", "April"][number % 4].to_owned(),
        |number| ["Apollo", "Gemini", "Mercury", "Vostok", "Soyuz", "Voyager", "Luna"][number % 7].to_owned(),
        |number| if number == 2 { "The one before the fair".to_owned() } else { format!("Sprint {number}") },
    ];

    fn day(days: f64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs_f64(days * 86_400.0)
    }

    /// A closed sprint on a board, from one day to another.
    fn sprint(board: &'static str, name: String, from: f64, to: f64) -> Sprint<'static> {
        Sprint {
            index: SprintId::new(0),
            id: name.clone().into(),
            name: name.into(),
            board: board.into(),
            team: String::new(),
            state: SprintState::Closed,
            goal: None,
            start: Some(day(from)),
            activated: false,
            end: Some(day(to)),
            completed: Some(day(to)),
            days: None,
            label: None,
            dated_members: true,
            days_alone: false,
            known: true,
            elsewhere: false,
            mark: None,
            items: Vec::new(),
        }
    }

    /// `count` sprints of `length` days, one after another.
    fn series(before: &str, scheme: usize, count: usize, first: f64, length: f64) -> Vec<Sprint<'static>> {
        let from = |place: usize| first + length * f64::from(u32::try_from(place).expect("few"));
        let name = |place: usize| format!("{before}{}", SCHEMES[scheme](place + 1));
        (0..count).map(|place| sprint("1", name(place), from(place), from(place + 1))).collect()
    }

    /// The teams of `sprints`, each with the names of its sprints.
    fn teams(mut sprints: Vec<Sprint<'static>>) -> BTreeSet<BTreeSet<String>> {
        sprints.sort_by_key(|sprint| sprint.start);
        name_teams(&mut sprints, day(1000.0));
        let mut teams: HashMap<(&str, &str), BTreeSet<String>> = HashMap::default();
        for sprint in &sprints {
            teams.entry(sprint.team()).or_default().insert(sprint.name.to_string());
        }
        teams.into_values().collect()
    }

    fn one_team(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn sprints_that_follow_one_another_are_of_one_team_whatever_they_are_called() {
        for scheme in 0..SCHEMES.len() {
            let sprints = series("", scheme, 7, 0.0, 14.0);
            assert_eq!(teams(sprints.clone()).len(), 1, "{}", sprints[0].name);
            // The fourth was closed three days after the fifth began, or only when that was nearly over.
            for closed in [59.0, 69.0] {
                let mut late = sprints.clone();
                late[3].completed = Some(day(closed));
                assert_eq!(teams(late.clone()).len(), 1, "{}", late[0].name);
            }
        }
    }

    #[test]
    fn sprints_of_several_boards_are_of_several_teams() {
        let mut sprints = series("", 0, 3, 0.0, 14.0);
        sprints[1].board = "2".into();
        assert_eq!(teams(sprints), [one_team(&["Sprint 1", "Sprint 3"]), one_team(&["Sprint 2"])].into());
    }

    #[test]
    fn a_team_that_began_with_half_a_sprint_between_is_another_one() {
        let mut sprints = series("Oven ", 0, 2, 0.0, 14.0);
        sprints.extend(series("Shop ", 0, 1, 7.0, 14.0));
        assert_eq!(
            teams(sprints),
            [one_team(&["Oven Sprint 1", "Oven Sprint 2"]), one_team(&["Shop Sprint 1"])].into()
        );
    }

    #[test]
    fn two_sprints_that_run_are_of_two_teams_as_soon_as_they_have_begun() {
        let mut sprints =
            vec![sprint("1", "Apollo".to_owned(), 990.0, 1004.0), sprint("1", "Gemini".to_owned(), 999.0, 1013.0)];
        sprints.iter_mut().for_each(|sprint| (sprint.state, sprint.completed) = (SprintState::Active, None));
        assert_eq!(teams(sprints.clone()).len(), 2);
        // One that was to be over when the other began, and is closed late, is no other team's.
        sprints[0].end = Some(day(999.0));
        assert_eq!(teams(sprints.clone()).len(), 1);
        // What is planned to run beside it shows nothing.
        sprints[1].state = SprintState::Future;
        sprints[0].end = Some(day(1013.0));
        assert_eq!(teams(sprints).len(), 1);
    }

    #[test]
    fn where_teams_work_side_by_side_a_sprint_with_none_beside_it_is_of_the_team_of_its_name() {
        let mut sprints = series("Oven ", 0, 3, 0.0, 14.0);
        sprints.extend(series("Shop ", 0, 2, 28.0, 14.0));
        let oven = one_team(&["Oven Sprint 1", "Oven Sprint 2", "Oven Sprint 3"]);
        assert_eq!(teams(sprints), [oven, one_team(&["Shop Sprint 1", "Shop Sprint 2"])].into());
    }

    proptest! {
        #[test]
        fn teams_that_work_side_by_side_are_never_taken_for_one(
            schemes in (0..SCHEMES.len(), 0..SCHEMES.len()),
            lengths in (5.0..30.0, 5.0..30.0),
            later in 0.0..1.0,
        ) {
            let mut sprints = series("Oven ", schemes.0, 6, 0.0, lengths.0);
            sprints.extend(series("Shop ", schemes.1, 2, later * lengths.0, lengths.1));
            for team in teams(sprints) {
                let of_oven = team.iter().filter(|name| name.starts_with("Oven")).count();
                prop_assert!(of_oven == 0 || of_oven == team.len(), "{team:?}");
            }
        }
    }

    #[test]
    fn a_name_has_its_last_number_taken_out() {
        assert_eq!(parts("Team 7 Sprint 3"), ("Team 7 Sprint ", "3", ""));
        assert_eq!(parts("Sprint 12: Checkout"), ("Sprint ", "12", ": Checkout"));
        assert_eq!(parts("12"), ("", "12", ""));
        assert_eq!(parts("Désir é12x"), ("Désir é", "12", "x"));
        assert_eq!(parts("Alpha"), ("Alpha", "", ""));
    }
}
