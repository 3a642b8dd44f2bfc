//! Which sprints of a board are of one team, by their names. Source: the rule sprint-cadence-broken.

use foldhash::HashMap;

use crate::board::Sprint;

/// The parts of a sprint's name: what stands before its last number, the number, and what stands behind it.
fn parts(name: &str) -> (&str, &str, &str) {
    let Some(end) = name.rfind(|c: char| c.is_ascii_digit()).map(|last| last + 1) else { return (name, "", "") };
    let start = name[..end]
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |before| before + name[before..].chars().next().map_or(1, char::len_utf8));
    (&name[..start], &name[start..end], &name[end..])
}

/// Whether what stands behind the number is a title, as in `Sprint 12: Checkout`.
fn is_title(rest: &str) -> bool {
    rest.trim_start().starts_with([':', '-', '–', '—', '(', ',', '|', '/'])
}

/// Names the team of each sprint: those that are alike but for the last number are of one team ("Team 7 Sprint 3" and "Team 8
/// Sprint 3" are two). A title behind the number of a name that holds no other number tells teams apart only where two sprints
/// have the same number.
pub(crate) fn name_teams(sprints: &mut [Sprint<'_>]) {
    let whole = |sprint: &Sprint<'_>| {
        let (before, _, behind) = parts(&sprint.name);
        (sprint.board.to_string(), format!("{} {}", before.trim(), behind.trim()))
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
    let names: Vec<String> = sprints
        .iter()
        .map(|sprint| match title(sprint).filter(|key| titled.get(key).is_some_and(|unlike| *unlike)) {
            Some((_, before)) => before,
            None => whole(sprint).1,
        })
        .collect();
    for (sprint, name) in sprints.iter_mut().zip(names) {
        sprint.team = name.trim().to_owned();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_its_last_number_taken_out() {
        assert_eq!(parts("Team 7 Sprint 3"), ("Team 7 Sprint ", "3", ""));
        assert_eq!(parts("Sprint 12: Checkout"), ("Sprint ", "12", ": Checkout"));
        assert_eq!(parts("12"), ("", "12", ""));
        assert_eq!(parts("Désir é12x"), ("Désir é", "12", "x"));
        assert_eq!(parts("Alpha"), ("Alpha", "", ""));
    }
}
