//! The retro report in a few lines, for a chat. Of the texts that users typed it contains only the names of
//! the board and the sprint.

use std::io;

use termcolor::WriteColor;

use super::super::Run;
use super::super::encode::chat;
use super::{Retro, Topic, sentences, words};

/// Maximum number of lines of a message.
const LINES: usize = 12;

/// Writes the lines.
pub(in crate::report) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    lines(&Retro::of(run)).iter().take(LINES).try_for_each(|line| writeln!(out, "{}", chat(line)))
}

fn lines(retro: &Retro) -> Vec<String> {
    let mut lines = vec![format!("{}: {}, {}", words::TITLE, retro.title, retro.period)];
    let numbers = retro.numbers.iter().map(|number| format!("{} {}", number.value, number.label));
    lines.push(numbers.collect::<Vec<_>>().join(", "));
    lines.extend(retro.notices.first().cloned());
    if retro.topics.is_empty() {
        lines.push(retro.quiet.clone());
    }
    for (place, topic) in retro.topics.iter().enumerate() {
        let Topic { level, summary, count, ask, .. } = topic;
        lines.push(format!("{}. {summary} ({}; {count})", place + 1, sentences::level(*level)));
        lines.push(format!("   {ask}"));
    }
    for (board, since) in retro.boards.iter().filter_map(|board| Some((board, board.since.as_ref()?))).take(1) {
        let (new, gone) = (since.new.len(), since.gone.len());
        let line = sentences::new_and_gone(&since.title, new, gone, since.both.len());
        lines.push(if retro.several() { sentences::on_board(&board.name, &line) } else { line });
    }
    lines.extend(retro.strengths.first().map(|claim| format!("{}: {claim}", words::STRENGTHS)));
    lines
}
