//! What a report is about, and how much there was to look at.

use std::collections::BTreeSet;

use super::matrix;
use super::scene::Scene;
use crate::board::{Board, PersonId};

/// A number and what it counts.
pub(crate) struct Number {
    /// The number.
    pub(crate) value: String,
    /// What it counts.
    pub(crate) label: String,
}

/// The boards, by name; where sprints were asked for, those.
pub(super) fn title(scene: &Scene<'_>) -> String {
    let words = scene.words;
    let named = scene.boards.iter().zip(scene.run.boards).map(|(name, judged)| match judged.board.window.sprint {
        Some(sprint) => words.sprint_of(&scene.name(&judged.board.sprint(sprint).name), name),
        None => name.clone(),
    });
    match named.collect::<Vec<_>>().as_slice() {
        [] => words.no_board.to_owned(),
        few if few.len() <= 4 => words.and(few),
        [first, second, ..] => words.and(&[first, second, &words.boards(scene.boards.len() - 2)]),
        _ => String::new(),
    }
}

/// How much there was to look at in the time that was asked for.
pub(super) fn numbers(scene: &Scene<'_>) -> Vec<Number> {
    let (numbers, words) = (scene.run.summary, scene.words);
    let plain = |count: usize, (one, many): (&str, &str)| Number {
        value: count.to_string(),
        label: if count == 1 { one } else { many }.to_owned(),
    };
    let Extent { items, changes, people, sprints } = extent(scene);
    let mut told = vec![plain(items, words.items), plain(changes, words.changes), plain(people, words.persons)];
    if sprints > 0 {
        told.push(plain(sprints, words.sprint_count));
    }
    let findings = if numbers.baselined > 0 { words.new_findings } else { words.findings };
    told.push(plain(numbers.errors + numbers.warnings + numbers.infos, findings));
    let judged = numbers.rules - numbers.inconclusive;
    told.push(Number { value: words.of(judged, numbers.rules), label: words.rules_judged.to_owned() });
    told
}

/// How much of everything there is.
#[derive(Default)]
struct Extent {
    items: usize,
    changes: usize,
    people: usize,
    sprints: usize,
}

/// How much there is in the windows that were asked for: all of it where none was.
fn extent(scene: &Scene<'_>) -> Extent {
    let all = scene.run.summary;
    let boards: Vec<&Board<'_>> = scene.run.boards.iter().map(|judged| &judged.board).collect();
    if boards.iter().all(|board| board.window.is_open()) {
        return Extent { items: all.items, changes: all.changes, people: all.people, sprints: all.sprints };
    }
    boards.into_iter().fold(Extent::default(), |sum, board| {
        let inside = board.changes.iter().filter(|change| board.window.holds(change.at) && change.at <= board.clock);
        let people: BTreeSet<PersonId> = inside.clone().filter_map(|change| change.by).collect();
        let judged = |sprint: &&crate::board::Sprint<'_>| sprint.has_begun(board.clock) && board.judges_sprint(sprint);
        Extent {
            items: sum.items + board.items.iter().filter(|item| board.judges_item(item)).count(),
            changes: sum.changes + inside.count(),
            people: sum.people + people.len(),
            sprints: sum.sprints + board.sprints.iter().filter(judged).count(),
        }
    })
}

/// What a reader must know before believing any of it.
pub(super) fn notices(scene: &Scene<'_>) -> Vec<String> {
    let Scene { run, words, boards, .. } = scene;
    let mut told = Vec::new();
    let nameless = run.boards.iter().zip(boards).filter(|(judged, _)| !matrix::has_roles(&judged.board));
    let nameless: Vec<String> = nameless.map(|(_, name)| name.clone()).collect();
    if !nameless.is_empty() {
        told.push(words.nobody_has_a_role(scene.several().then_some(nameless)));
    }
    let hidden = run.findings.len() - run.shown().count();
    if hidden > 0 {
        told.push(words.below_the_level(hidden));
    }
    if !run.unreadable.is_empty() {
        let paths: BTreeSet<&str> = run.unreadable.iter().map(|file| file.path.as_str()).collect();
        let named: Vec<String> = paths.iter().take(3).map(|path| (*path).to_owned()).collect();
        told.push(words.unreadable(paths.len(), &named));
    }
    told.extend(run.left_out.iter().map(|why| words.board_left_out(&run.names.text(why))));
    if run.boards.is_empty() {
        told.push(words.nothing_judged.to_owned());
    }
    told
}
