//! The retro report as Markdown: the same model, for a wiki or a merge request.

use std::io;

use termcolor::WriteColor;

use super::super::encode::{markdown, markdown_code, markdown_link, markdown_prose};
use super::super::{NOT_CHECKED, Run};
use super::{Card, Cell, Matrix, Retro, Silence, Sprints, Timeline};
use crate::report::retro::words::Words;

/// Writes the report of a run.
pub(in crate::report) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let retro = Retro::of(run);
    let w = retro.words;
    writeln!(out, "# {}: {}\n", markdown(w.title), markdown(&retro.title))?;
    let numbers =
        retro.numbers.iter().map(|number| format!("**{}** {}", markdown(&number.value), markdown(&number.label)));
    writeln!(out, "{} · {}", markdown(&retro.period), numbers.collect::<Vec<_>>().join(" · "))?;
    for notice in &retro.notices {
        writeln!(out, "\n> {}", markdown(notice))?;
    }
    ten_seconds(&retro, out)?;
    heading(out, w.matrix)?;
    writeln!(out, "{}\n", markdown(w.matrix_in_words))?;
    for team in &retro.teams {
        board(&retro, &team.name, out)?;
        match &team.matrix {
            Some(grid) => matrix(grid, w, out)?,
            None => writeln!(out, "{}", markdown_prose(w.no_matrix))?,
        }
    }
    if retro.more_teams > 0 {
        writeln!(out, "\n{}", markdown(&w.more_boards(retro.more_teams)))?;
    }
    heading(out, w.timeline)?;
    for team in &retro.teams {
        board(&retro, &team.name, out)?;
        timeline(&team.timeline, w, out)?;
    }
    if retro.has_sprints() {
        heading(out, w.sprints)?;
        writeln!(out, "{}\n", markdown(w.sprints_about))?;
        for team in &retro.teams {
            if let Some(of_team) = &team.sprints {
                board(&retro, &team.name, out)?;
                sprints(of_team, w, out)?;
            }
        }
    }
    heading(out, w.cards)?;
    if retro.cards.is_empty() {
        writeln!(out, "{}", markdown(&retro.quiet))?;
    }
    retro.cards.iter().try_for_each(|it| card(it, w, out))?;
    closing(&retro, out)
}

fn heading(out: &mut dyn WriteColor, text: &str) -> io::Result<()> {
    writeln!(out, "\n## {}\n", markdown(text))
}

/// The name of a board, where there are several.
fn board(retro: &Retro, name: &str, out: &mut dyn WriteColor) -> io::Result<()> {
    if retro.several() { writeln!(out, "\n### {}\n", markdown(name)) } else { Ok(()) }
}

fn table(out: &mut dyn WriteColor, heads: &[&str], rows: impl Iterator<Item = Vec<String>>) -> io::Result<()> {
    let heads: Vec<String> = heads.iter().map(|head| markdown(head)).collect();
    writeln!(out, "| {} |", heads.join(" | "))?;
    writeln!(out, "|{}", " -- |".repeat(heads.len()))?;
    for row in rows {
        writeln!(out, "| {} |", row.join(" | "))?;
    }
    Ok(())
}

fn ten_seconds(retro: &Retro, out: &mut dyn WriteColor) -> io::Result<()> {
    let w = retro.words;
    heading(out, w.talk)?;
    if retro.topics.is_empty() {
        writeln!(out, "{}", markdown(&retro.quiet))?;
    }
    for (place, topic) in retro.topics.iter().enumerate() {
        let level = markdown(w.level(topic.level));
        writeln!(out, "{}. **{}** ({level})  ", place + 1, markdown(&topic.summary))?;
        let board = if topic.board.is_empty() { String::new() } else { format!("{}, ", topic.board) };
        writeln!(out, "   {}. ({})  ", markdown(&topic.message), markdown(&format!("{board}{}", topic.count)))?;
        writeln!(out, "   *{}*", markdown(&topic.ask))?;
    }
    heading(out, w.well)?;
    if retro.well.is_empty() {
        writeln!(out, "{}", markdown(w.no_claim))?;
    }
    retro.well.iter().try_for_each(|claim| writeln!(out, "- {}", markdown(claim)))
}

fn matrix(matrix: &Matrix, w: &Words, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut heads = vec![w.decision];
    heads.extend(matrix.columns.iter().map(|column| column.title.as_str()));
    let cell = |cell: &Cell| {
        let share = format!("{} ({})", markdown(&cell.percent), cell.count);
        match cell {
            cell if cell.owns() => format!("**{share}**, {}", markdown(w.expected)),
            cell if cell.shares() => format!("{share}, {}", markdown(w.shared)),
            cell if cell.helps() && cell.count > 0 => format!("{share}, {}", markdown(w.may_help)),
            cell if cell.count > 0 => share,
            _ => "–".to_owned(),
        }
    };
    let rows = matrix.groups.iter().flat_map(|group| &group.rows).map(|row| {
        let title = match row.total.as_str() {
            "" => markdown(row.title),
            total => format!("{} ({})", markdown(row.title), markdown(total)),
        };
        let mut cells = vec![title];
        match row.cells.is_empty() {
            true => cells.extend([markdown_prose(&row.nothing), String::new(), String::new(), String::new()]),
            false => cells.extend(row.cells.iter().map(cell)),
        }
        cells
    });
    table(out, &heads, rows)?;
    if matrix.left_out.is_empty() { Ok(()) } else { writeln!(out, "\n{}", markdown(&matrix.left_out)) }
}

fn timeline(timeline: &Timeline, w: &Words, out: &mut dyn WriteColor) -> io::Result<()> {
    if timeline.is_empty() {
        writeln!(out, "{}", markdown(w.timeline_empty))?;
    } else if !timeline.rows.is_empty() {
        let rows = timeline.rows.iter().map(|row| {
            let label = format!("{} {}", row.label, row.dates);
            std::iter::once(markdown(&label)).chain(row.counts.iter().map(usize::to_string)).collect()
        });
        table(out, &[timeline.unit, w.errors, w.warnings, w.infos], rows)?;
    }
    if timeline.undated.is_empty() { Ok(()) } else { writeln!(out, "\n{}", markdown(&timeline.undated)) }
}

fn sprints(sprints: &Sprints, w: &Words, out: &mut dyn WriteColor) -> io::Result<()> {
    if sprints.rows.is_empty() {
        writeln!(out, "{}", markdown(w.no_figures))?;
    } else {
        let rows = sprints.rows.iter().map(|row| {
            let running = if row.running { format!(", {}", w.running) } else { String::new() };
            let name = format!("{}, {}{running}, {}", row.name, row.dates, row.unit_name);
            let sizes = [row.committed, row.added, row.removed, row.done];
            let sizes = sizes.iter().map(|size| row.size(size)).chain([row.pace()]);
            std::iter::once(markdown(&name)).chain(sizes).collect()
        });
        table(out, &[w.sprint, w.committed, w.added, w.removed, w.done, w.velocity], rows)?;
    }
    if sprints.left_out.is_empty() { Ok(()) } else { writeln!(out, "\n{}", markdown(&sprints.left_out)) }
}

fn card(card: &Card, w: &Words, out: &mut dyn WriteColor) -> io::Result<()> {
    writeln!(out, "### {}\n", markdown(&card.summary))?;
    let level = markdown(w.level(card.level));
    writeln!(out, "**{level}** · {} · {}\n", markdown_code(&card.rule), markdown(&card.category))?;
    writeln!(out, "> **{}** {}\n", markdown(w.ask), markdown_prose(&card.ask))?;
    writeln!(out, "{}: {}\n", markdown(w.evidence), markdown(&card.count))?;
    let rows = card.evidence.iter().map(|row| {
        let with: Vec<String> = row.with.iter().map(|line| markdown(line)).collect();
        let with = if with.is_empty() { String::new() } else { format!(" ({})", with.join("; ")) };
        let label = match row.item.url.as_str() {
            "" => markdown(&row.item.label),
            url => markdown_link(&row.item.label, url),
        };
        let title = markdown(&row.item.title);
        vec![
            markdown(&row.when),
            format!("{}{with}", markdown(&row.what)),
            format!("{label} {title} {}", markdown(&row.item.board)).trim().to_owned(),
            markdown(&row.who),
        ]
    });
    table(out, &[w.when, w.what, w.item, w.role_column], rows)?;
    writeln!(out)?;
    if !card.more.is_empty() {
        writeln!(out, "{}\n", markdown(&card.more))?;
    }
    if !card.made_of.is_empty() {
        let parts: Vec<String> = card.made_of.iter().map(|part| markdown(&part.told)).collect();
        writeln!(out, "**{}:** {}\n", markdown(w.made_of_title), parts.join("; "))?;
    }
    for (title, text) in [(w.why, &card.why), (w.instead, &card.instead), (w.fine, &card.fine)] {
        if !text.is_empty() {
            writeln!(out, "**{}:** {}\n", markdown(title), markdown_prose(text))?;
        }
    }
    let sources: Vec<String> = card.source.iter().map(|source| markdown(source)).collect();
    if sources.is_empty() { Ok(()) } else { writeln!(out, "{}: {}\n", markdown(w.source), sources.join("; ")) }
}

fn closing(retro: &Retro, out: &mut dyn WriteColor) -> io::Result<()> {
    let w = retro.words;
    heading(out, w.unjudged)?;
    if retro.silent.is_empty() && retro.partial.is_empty() {
        writeln!(out, "{}", markdown(w.all_judged))?;
    }
    silences(&retro.silent, w.not_judged, w, out)?;
    silences(&retro.partial, w.judged_in_part, w, out)?;
    heading(out, w.not_checked)?;
    writeln!(out, "{}\n", markdown(w.not_checked_about))?;
    NOT_CHECKED.iter().try_for_each(|line| writeln!(out, "- {}", markdown(line)))?;
    if !retro.agreed.is_empty() {
        heading(out, w.agreed)?;
        if !retro.agreed.rows.is_empty() {
            let rows = retro.agreed.rows.iter().map(|[rule, item, what, reason]| {
                vec![markdown_code(rule), markdown(item), markdown(what), markdown(reason)]
            });
            table(out, &[w.rule, w.item, w.what, w.reason], rows)?;
        }
        retro.agreed.more.iter().try_for_each(|line| writeln!(out, "\n{}", markdown(line)))?;
    }
    if !retro.rest.is_empty() {
        heading(out, w.appendix)?;
        if retro.left_out > 0 {
            writeln!(out, "{}", markdown(&w.left_out(retro.left_out)))?;
        }
        for rest in &retro.rest {
            writeln!(out, "\n### {} ({})\n", markdown(&rest.summary), markdown_code(&rest.rule))?;
            if !rest.lines.is_empty() {
                let cells = |row: &super::Evidence| {
                    [&row.when, &row.item.label, &row.what, &row.who].map(|text| markdown(text)).to_vec()
                };
                table(out, &[w.when, w.item, w.what, w.role_column], rest.lines.iter().map(cells))?;
            }
            if !rest.more.is_empty() {
                writeln!(out, "\n{}", markdown_prose(&rest.more))?;
            }
        }
    }
    writeln!(out, "\n*{}* {} {}", markdown(w.closing), markdown(w.times_in), markdown(&retro.zone))
}

fn silences(silences: &[Silence], title: &str, w: &Words, out: &mut dyn WriteColor) -> io::Result<()> {
    if silences.is_empty() {
        return Ok(());
    }
    writeln!(out, "### {}\n", markdown(title))?;
    let rows = silences.iter().map(|silence| {
        let boards = match silence.boards.is_empty() {
            true => String::new(),
            false => format!(" ({})", markdown(&w.and(&silence.boards))),
        };
        let rules: Vec<String> = silence.rules.iter().map(|rule| markdown_code(rule)).collect();
        vec![format!("{}{boards}", markdown_prose(&silence.message)), markdown_prose(&silence.hint), rules.join(", ")]
    });
    table(out, &[w.missing, w.how, w.rules], rows)?;
    writeln!(out)
}
