//! The retro report as Markdown: the same model, for a wiki or a merge request.

use std::io;

use termcolor::WriteColor;

use super::super::encode::{markdown, markdown_code, markdown_link, markdown_prose};
use super::super::{NOT_CHECKED, Run};
use super::{
    BoardReport, Card, Evidence, Matrix, NotJudged, Retro, RoleShare, Since, SprintTable, Timeline, Trend, sentences,
    words,
};

/// Writes the report of a run.
pub(in crate::report) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let retro = Retro::of(run);
    writeln!(out, "# {}: {}\n", markdown(words::TITLE), markdown(&retro.title))?;
    let numbers =
        retro.numbers.iter().map(|number| format!("**{}** {}", markdown(&number.value), markdown(&number.label)));
    writeln!(out, "{} · {}", markdown(&retro.period), numbers.collect::<Vec<_>>().join(" · "))?;
    for notice in &retro.notices {
        writeln!(out, "\n> {}", markdown(notice))?;
    }
    ten_seconds(&retro, out)?;
    if retro.has_since() {
        heading(out, words::SINCE)?;
        for board in &retro.boards {
            board_heading(&retro, board, out)?;
            board.since.iter().try_for_each(|it| since(it, out))?;
            board.trend.iter().try_for_each(|it| trend(it, out))?;
        }
    }
    heading(out, words::MATRIX)?;
    writeln!(out, "{}\n", markdown(words::MATRIX_IN_WORDS))?;
    for board in &retro.boards {
        board_heading(&retro, board, out)?;
        match &board.matrix {
            Some(grid) => matrix(grid, out)?,
            None => writeln!(out, "{}", markdown_prose(words::NO_MATRIX))?,
        }
    }
    if retro.more_boards > 0 {
        writeln!(out, "\n{}", markdown(&sentences::more_boards(retro.more_boards)))?;
    }
    heading(out, words::TIMELINE)?;
    for board in &retro.boards {
        board_heading(&retro, board, out)?;
        timeline(&board.timeline, out)?;
    }
    if retro.has_sprints() {
        heading(out, words::SPRINTS)?;
        writeln!(out, "{}\n", markdown(words::SPRINTS_ABOUT))?;
        for board in &retro.boards {
            if let Some(table) = &board.sprints {
                board_heading(&retro, board, out)?;
                sprints(table, out)?;
            }
        }
    }
    heading(out, words::CARDS)?;
    if retro.cards.is_empty() {
        writeln!(out, "{}", markdown(&retro.quiet))?;
    }
    retro.cards.iter().try_for_each(|it| card(it, out))?;
    closing(&retro, out)
}

fn heading(out: &mut dyn WriteColor, text: &str) -> io::Result<()> {
    writeln!(out, "\n## {}\n", markdown(text))
}

/// The name of a board, where there are several.
fn board_heading(retro: &Retro, board: &BoardReport, out: &mut dyn WriteColor) -> io::Result<()> {
    if retro.several() { writeln!(out, "\n### {}\n", markdown(&board.name)) } else { Ok(()) }
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
    heading(out, words::TALK)?;
    if retro.topics.is_empty() {
        writeln!(out, "{}", markdown(&retro.quiet))?;
    }
    for (place, topic) in retro.topics.iter().enumerate() {
        let level = markdown(sentences::level(topic.level));
        writeln!(out, "{}. **{}** ({level})  ", place + 1, markdown(&topic.summary))?;
        let board = if topic.board.is_empty() { String::new() } else { format!("{}, ", topic.board) };
        writeln!(out, "   {}. ({})  ", markdown(&topic.message), markdown(&format!("{board}{}", topic.count)))?;
        writeln!(out, "   *{}*", markdown(&topic.ask))?;
    }
    heading(out, words::STRENGTHS)?;
    if retro.strengths.is_empty() {
        writeln!(out, "{}", markdown(words::NO_CLAIM))?;
    }
    retro.strengths.iter().try_for_each(|claim| writeln!(out, "- {}", markdown(claim)))
}

fn since(since: &Since, out: &mut dyn WriteColor) -> io::Result<()> {
    writeln!(out, "{}\n", markdown(&since.title))?;
    let parts = [(words::SINCE_NEW, &since.new), (words::SINCE_GONE, &since.gone), (words::SINCE_BOTH, &since.both)];
    for (title, texts) in parts.into_iter().filter(|(_, texts)| !texts.is_empty()) {
        writeln!(out, "**{}**\n", markdown(title))?;
        texts.iter().try_for_each(|text| writeln!(out, "- {}", markdown(text)))?;
        writeln!(out)?;
    }
    Ok(())
}

fn trend(trend: &Trend, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut heads = vec![words::DECISION];
    heads.extend(trend.sprints.iter().map(String::as_str));
    heads.push(words::TREND_DIRECTION);
    let rows = trend.rows.iter().map(|row| {
        let cells = row.cells.iter().map(|cell| markdown(cell));
        std::iter::once(markdown(&row.what)).chain(cells).chain([markdown(row.direction)]).collect()
    });
    table(out, &heads, rows)
}

fn matrix(matrix: &Matrix, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut heads = vec![words::DECISION];
    heads.extend(matrix.columns.iter().map(|column| column.title.as_str()));
    let cell = |cell: &RoleShare| {
        let share = format!("{} ({})", markdown(&cell.percent), cell.count);
        match cell.remark() {
            _ if !cell.is_shown() => "–".to_owned(),
            "" => share,
            remark if cell.owns() => format!("**{share}**, {}", markdown(remark)),
            remark => format!("{share}, {}", markdown(remark)),
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

fn timeline(timeline: &Timeline, out: &mut dyn WriteColor) -> io::Result<()> {
    if timeline.is_empty() {
        writeln!(out, "{}", markdown(words::TIMELINE_EMPTY))?;
    } else if !timeline.rows.is_empty() {
        let rows = timeline.rows.iter().map(|row| {
            let label = format!("{} {}", row.label, row.dates);
            std::iter::once(markdown(&label)).chain(row.counts.iter().map(usize::to_string)).collect()
        });
        table(out, &[timeline.unit, words::ERRORS, words::WARNINGS, words::INFOS], rows)?;
    }
    if timeline.undated.is_empty() { Ok(()) } else { writeln!(out, "\n{}", markdown(&timeline.undated)) }
}

fn sprints(sprints: &SprintTable, out: &mut dyn WriteColor) -> io::Result<()> {
    if sprints.rows.is_empty() {
        writeln!(out, "{}", markdown(words::NO_FIGURES))?;
    } else {
        let rows = sprints.rows.iter().map(|row| {
            let running = if row.running { format!(", {}", words::RUNNING) } else { String::new() };
            let name = format!("{}, {}{running}, {}", row.name, row.dates, row.unit_name);
            let sizes = [row.committed, row.added, row.removed, row.done];
            let sizes = sizes.iter().map(|size| row.size(size)).chain([row.pace()]);
            std::iter::once(markdown(&name)).chain(sizes).collect()
        });
        table(
            out,
            &[words::SPRINT, words::COMMITTED, words::ADDED, words::REMOVED, words::DONE, words::VELOCITY],
            rows,
        )?;
    }
    if sprints.left_out.is_empty() { Ok(()) } else { writeln!(out, "\n{}", markdown(&sprints.left_out)) }
}

fn card(card: &Card, out: &mut dyn WriteColor) -> io::Result<()> {
    writeln!(out, "### {}\n", markdown(&card.summary))?;
    let level = markdown(sentences::level(card.level));
    writeln!(out, "**{level}** · {} · {}\n", markdown_code(&card.rule), markdown(&card.category))?;
    writeln!(out, "> **{}** {}\n", markdown(words::ASK), markdown_prose(&card.ask))?;
    writeln!(out, "{}: {}\n", markdown(words::EVIDENCE), markdown(&card.count))?;
    let rows = card.evidence.iter().map(|row| {
        let related: Vec<String> = row.related.iter().map(|line| markdown(line)).collect();
        let related = if related.is_empty() { String::new() } else { format!(" ({})", related.join("; ")) };
        let label = match row.item.url.as_str() {
            "" => markdown(&row.item.label),
            url => markdown_link(&row.item.label, url),
        };
        let title = markdown(&row.item.title);
        vec![
            markdown(&row.when),
            format!("{}{related}", markdown(&row.what)),
            format!("{label} {title} {}", markdown(&row.item.board)).trim().to_owned(),
            markdown(&row.who),
        ]
    });
    table(out, &[words::WHEN, words::WHAT, words::ITEM, words::ROLE_COLUMN], rows)?;
    writeln!(out)?;
    if !card.more.is_empty() {
        writeln!(out, "{}\n", markdown(&card.more))?;
    }
    if !card.made_of.is_empty() {
        let parts: Vec<String> = card.made_of.iter().map(|part| markdown(&part.text)).collect();
        writeln!(out, "**{}:** {}\n", markdown(words::MADE_OF_TITLE), parts.join("; "))?;
    }
    for (title, text) in [(words::WHY, &card.why), (words::INSTEAD, &card.instead), (words::FINE, &card.fine)] {
        if !text.is_empty() {
            writeln!(out, "**{}:** {}\n", markdown(title), markdown_prose(text))?;
        }
    }
    table(out, &[words::TRY, words::TRY_WHO, words::TRY_UNTIL], std::iter::once(vec![String::new(); 3]))?;
    writeln!(out)?;
    let sources: Vec<String> = card.source.iter().map(|source| markdown(source)).collect();
    if sources.is_empty() { Ok(()) } else { writeln!(out, "{}: {}\n", markdown(words::SOURCE), sources.join("; ")) }
}

fn closing(retro: &Retro, out: &mut dyn WriteColor) -> io::Result<()> {
    heading(out, words::UNJUDGED)?;
    if retro.not_judged.is_empty() && retro.judged_in_part.is_empty() {
        writeln!(out, "{}", markdown(words::ALL_JUDGED))?;
    }
    for gap in retro.not_judged.iter().chain(&retro.judged_in_part) {
        writeln!(out, "- {} ({})", markdown_prose(&gap.message), markdown(&sentences::rules(gap.rules.len())))?;
    }
    heading(out, words::NOT_CHECKED)?;
    writeln!(out, "{}\n", markdown(words::NOT_CHECKED_ABOUT))?;
    NOT_CHECKED.iter().try_for_each(|line| writeln!(out, "- {}", markdown(line)))?;
    if !retro.accepted.is_empty() {
        heading(out, words::AGREED)?;
        if !retro.accepted.rows.is_empty() {
            let rows = retro.accepted.rows.iter().map(|[rule, item, what, reason]| {
                vec![markdown_code(rule), markdown(item), markdown(what), markdown(reason)]
            });
            table(out, &[words::RULE, words::ITEM, words::WHAT, words::REASON], rows)?;
        }
        retro.accepted.more.iter().try_for_each(|line| writeln!(out, "\n{}", markdown(line)))?;
    }
    if !retro.appendix.is_empty() {
        heading(out, words::APPENDIX)?;
        if retro.left_out > 0 {
            writeln!(out, "{}", markdown(&sentences::left_out(retro.left_out)))?;
        }
        for rest in &retro.appendix {
            writeln!(out, "\n### {} ({})\n", markdown(&rest.summary), markdown_code(&rest.rule))?;
            if !rest.lines.is_empty() {
                let cells = |row: &Evidence| {
                    [&row.when, &row.item.label, &row.what, &row.who].map(|text| markdown(text)).to_vec()
                };
                table(out, &[words::WHEN, words::ITEM, words::WHAT, words::ROLE_COLUMN], rest.lines.iter().map(cells))?;
            }
            if !rest.more.is_empty() {
                writeln!(out, "\n{}", markdown_prose(&rest.more))?;
            }
        }
    }
    if retro.has_operator() {
        heading(out, words::OPERATOR)?;
        retro.operator.iter().try_for_each(|note| writeln!(out, "- {}", markdown_prose(note)))?;
        if !retro.operator.is_empty() {
            writeln!(out)?;
        }
        gaps(&retro.not_judged, words::NOT_JUDGED, out)?;
        gaps(&retro.judged_in_part, words::JUDGED_IN_PART, out)?;
    }
    writeln!(out, "\n*{}* {} {}", markdown(words::CLOSING), markdown(words::TIMES_IN), markdown(&retro.zone))
}

fn gaps(gaps: &[NotJudged], title: &str, out: &mut dyn WriteColor) -> io::Result<()> {
    if gaps.is_empty() {
        return Ok(());
    }
    writeln!(out, "### {}\n", markdown(title))?;
    let rows = gaps.iter().map(|gap| {
        let boards = match gap.boards.is_empty() {
            true => String::new(),
            false => format!(" ({})", markdown(&sentences::and(&gap.boards))),
        };
        let rules: Vec<String> = gap.rules.iter().map(|rule| markdown_code(rule)).collect();
        vec![format!("{}{boards}", markdown_prose(&gap.message)), markdown_prose(&gap.hint), rules.join(", ")]
    });
    table(out, &[words::MISSING, words::HOW, words::RULES], rows)?;
    writeln!(out)
}
