//! The retro report as Markdown, for a wiki or a merge request.

use std::io;

use termcolor::WriteColor;

use super::super::Run;
use super::super::encode::{markdown, markdown_code, markdown_link, markdown_prose};
use super::document::{Block, Line, Span, document};
use super::{Retro, sentences};

/// Writes the report of a run.
pub(in crate::report) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    blocks(&document(&Retro::of(run)), out)
}

/// Writes the blocks of `list`, separated by empty lines.
fn blocks(list: &[Block], out: &mut dyn WriteColor) -> io::Result<()> {
    for (place, one) in list.iter().enumerate() {
        if place > 0 {
            writeln!(out)?;
        }
        block(one, out)?;
    }
    Ok(())
}

fn block(block: &Block, out: &mut dyn WriteColor) -> io::Result<()> {
    match block {
        Block::Heading(rank, words) => writeln!(out, "{} {}", "#".repeat(*rank), line(words)),
        Block::Paragraph(words) => writeln!(out, "{}", line(words)),
        Block::Notice(text) => writeln!(out, "> {}", markdown(text)),
        Block::List(lines) => lines.iter().try_for_each(|words| writeln!(out, "- {}", line(words))),
        Block::Numbered(list) => list.iter().enumerate().try_for_each(|(place, lines)| {
            // Two spaces at the end of a line make a line break.
            let lines: Vec<String> = lines.iter().map(line).collect();
            writeln!(out, "{}. {}", place + 1, lines.join("  \n   "))
        }),
        Block::Table(heads, rows) => {
            let heads: Vec<String> = heads.iter().map(|head| markdown(head)).collect();
            writeln!(out, "| {} |\n|{}", heads.join(" | "), " -- |".repeat(heads.len()))?;
            rows.iter().try_for_each(|cells| {
                let cells: Vec<String> = cells.iter().map(line).collect();
                writeln!(out, "| {} |", cells.join(" | "))
            })
        }
        Block::Panel(lead, text) => writeln!(out, "> **{}** {}", markdown(lead), markdown_prose(text)),
        // Markdown has no collapsed parts.
        Block::Folded(_, list) => blocks(list, out),
    }
}

fn line(spans: &Line) -> String {
    spans.iter().map(span).collect()
}

fn span(span: &Span) -> String {
    match span {
        // White space at the ends separates it from its neighbours, so it stays outside the encoded text.
        Span::Text(text) => {
            let words = text.trim();
            let (before, after) = match words {
                "" => (text.as_str(), ""),
                _ => (&text[..text.len() - text.trim_start().len()], &text[text.trim_end().len()..]),
            };
            format!("{before}{}{after}", markdown(words))
        }
        Span::Strong(text) => format!("**{}**", markdown(text)),
        Span::Emphasis(text) => format!("*{}*", markdown(text)),
        Span::Code(text) => markdown_code(text),
        Span::Prose(text) => markdown_prose(text),
        Span::Link(label, url) => markdown_link(label, url),
        Span::Level(level) => format!("({})", markdown(sentences::level(*level))),
        Span::Remarks(lines) if lines.is_empty() => String::new(),
        Span::Remarks(lines) => {
            let lines: Vec<String> = lines.iter().map(|line| markdown(line)).collect();
            format!(" ({})", lines.join("; "))
        }
    }
}
