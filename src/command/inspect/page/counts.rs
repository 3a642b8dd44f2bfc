//! The numbers of items and changes.

use std::io;

use termcolor::WriteColor;

use super::super::overview::{CountedKind, Overview};
use super::layout::{folded, title};
use crate::board::{Gesture, Phase};
use crate::command::table::{Table, number};
use crate::word::Word;

/// Items by kind and phase, changes by kind and gesture.
pub(super) fn write(overview: &Overview<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    items(overview, out)?;
    changes(overview, out)
}

fn items(overview: &Overview<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let all = overview.board.present_items().count();
    title(out, &format!("Items ({all})"))?;
    let counts = overview.items();
    let in_phase = |phase: &Phase| counts.values().filter_map(|phases| phases.get(phase)).sum::<usize>();
    let phases: Vec<Phase> = Phase::ALL.iter().copied().filter(|phase| in_phase(phase) > 0).collect();
    let table = phases.iter().fold(Table::default().words("kind"), |table, phase| table.numbers(phase.word()));
    let mut table = table.numbers("all");
    let mut kinds: Vec<_> =
        counts.iter().map(|(kind, phases)| (phases.values().sum::<usize>(), kind, phases)).collect();
    kinds.sort_by_key(|(all, kind, _)| (std::cmp::Reverse(*all), **kind));
    for (of_kind, kind, in_phases) in &kinds {
        let mut cells = vec![kind.to_string()];
        cells.extend(phases.iter().map(|phase| number(in_phases.get(phase).copied().unwrap_or(0))));
        cells.push(of_kind.to_string());
        table.row(cells);
    }
    if kinds.len() > 1 {
        let mut cells = vec!["all".to_owned()];
        cells.extend(phases.iter().map(|phase| in_phase(phase).to_string()));
        cells.push(all.to_string());
        table.row(cells);
    }
    out.write_all(table.text(overview.width).as_bytes())
}

fn gesture(gesture: Gesture) -> &'static str {
    match gesture {
        Gesture::Decision => "decided",
        Gesture::Companion => "came along",
        Gesture::Burst => "at creation",
        Gesture::CarryOver => "carried over",
        Gesture::App => "by apps",
        Gesture::Migration => "migrated",
        Gesture::Undone => "undone",
        Gesture::PerhapsUndone => "perhaps undone",
        Gesture::Elsewhere => "in another project",
    }
}

fn changes(overview: &Overview<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let counts = &overview.changes;
    title(out, &format!("Changes ({})", counts.sum()))?;
    let note = "everything that somebody changed counts once, also where one entry of the history holds several; \
                creations and comments are counted, too";
    out.write_all(folded(overview.width, "  ", note).as_bytes())?;
    let gestures: Vec<Gesture> = Gesture::ALL.iter().copied().filter(|gesture| counts.sum_with(*gesture) > 0).collect();
    let mut table = Table::default().words("kind").numbers("all");
    if gestures.as_slice() != [Gesture::Decision] {
        table = gestures.iter().fold(table, |table, one| table.numbers(gesture(*one)));
    }
    let mut kinds: Vec<(usize, CountedKind)> = CountedKind::all().map(|kind| (counts.total(kind), kind)).collect();
    kinds.sort_by_key(|(all, kind)| (std::cmp::Reverse(*all), *kind));
    for (all, kind) in kinds.into_iter().filter(|(all, _)| *all > 0) {
        let mut cells = vec![kind.word().replace('-', " "), all.to_string()];
        if gestures.as_slice() != [Gesture::Decision] {
            cells.extend(gestures.iter().map(|gesture| number(counts.with(kind, *gesture))));
        }
        table.row(cells);
    }
    out.write_all(table.text(overview.width).as_bytes())
}
