//! The retro report in the storage format of Confluence: XHTML with Confluence's own macros. It is put into a
//! page with the source editor or the REST API. Source: Atlassian documentation, *Confluence Storage Format*.

use std::io;

use termcolor::WriteColor;

use super::super::Run;
use super::super::encode::{Piece, pieces, xhtml};
use super::document::{Block, Line, Span, document};
use super::{Retro, sentences};
use crate::charter::Level;

/// Writes the page.
pub(in crate::report) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    blocks(&document(&Retro::of(run)), out)
}

fn blocks(list: &[Block], out: &mut dyn WriteColor) -> io::Result<()> {
    list.iter().try_for_each(|one| block(one, out))
}

fn block(block: &Block, out: &mut dyn WriteColor) -> io::Result<()> {
    match block {
        Block::Heading(rank, words) => writeln!(out, "<h{rank}>{}</h{rank}>", line(words)),
        Block::Paragraph(words) => writeln!(out, "<p>{}</p>", line(words)),
        Block::Notice(text) => framed("note", None, out, |out| writeln!(out, "<p>{}</p>", xhtml(text))),
        Block::List(lines) => writeln!(out, "<ul>{}</ul>", each("li", lines)),
        Block::Numbered(list) => {
            let items: String = list.iter().map(|lines| format!("<li>{}</li>", each("p", lines))).collect();
            writeln!(out, "<ol>{items}</ol>")
        }
        Block::Table(heads, rows) => {
            let heads: String = heads.iter().map(|head| format!("<th>{}</th>", xhtml(head))).collect();
            let rows: String = rows.iter().map(|cells| format!("<tr>{}</tr>", each("td", cells))).collect();
            writeln!(out, "<table><tbody><tr>{heads}</tr>{rows}</tbody></table>")
        }
        Block::Panel(title, text) => framed("panel", Some(title), out, |out| writeln!(out, "<p>{}</p>", prose(text))),
        Block::Folded(title, list) => framed("expand", Some(title), out, |out| blocks(list, out)),
    }
}

/// Each of `lines` in its own element.
fn each(name: &str, lines: &[Line]) -> String {
    lines.iter().map(|words| format!("<{name}>{}</{name}>", line(words))).collect()
}

/// A macro that shows its body in a frame. With a `title`, the body is collapsed.
fn framed(
    name: &str,
    title: Option<&str>,
    out: &mut dyn WriteColor,
    body: impl FnOnce(&mut dyn WriteColor) -> io::Result<()>,
) -> io::Result<()> {
    let title = title.map_or_else(String::new, |title| parameter("title", title));
    writeln!(out, "<ac:structured-macro ac:name=\"{name}\">{title}<ac:rich-text-body>")?;
    body(out)?;
    writeln!(out, "</ac:rich-text-body></ac:structured-macro>")
}

fn parameter(name: &str, text: &str) -> String {
    format!("<ac:parameter ac:name=\"{name}\">{}</ac:parameter>", xhtml(text))
}

/// A coloured label for a level.
fn status(level: Level) -> String {
    let colour = match level {
        Level::Error => "Red",
        Level::Warn => "Yellow",
        Level::Info | Level::Off => "Blue",
    };
    let (colour, title) = (parameter("colour", colour), parameter("title", sentences::level(level)));
    format!("<ac:structured-macro ac:name=\"status\">{colour}{title}</ac:structured-macro>")
}

fn line(spans: &Line) -> String {
    spans.iter().map(span).collect()
}

fn span(span: &Span) -> String {
    match span {
        Span::Text(text) => xhtml(text),
        Span::Strong(text) => format!("<strong>{}</strong>", xhtml(text)),
        Span::Emphasis(text) => format!("<em>{}</em>", xhtml(text)),
        Span::Code(text) => format!("<code>{}</code>", xhtml(text)),
        Span::Prose(text) => prose(text),
        Span::Link(label, url) => format!("<a href=\"{}\">{}</a>", xhtml(url), xhtml(label)),
        Span::Level(level) => status(*level),
        Span::Remarks(lines) if lines.is_empty() => String::new(),
        Span::Remarks(lines) => {
            let lines: String = lines.iter().map(|line| format!("<li>{}</li>", xhtml(line))).collect();
            format!("<ul>{lines}</ul>")
        }
    }
}

/// One of our own texts; backticks mark code.
fn prose(text: &str) -> String {
    let written = |piece| match piece {
        Piece::Text(text) => xhtml(text),
        Piece::Code(code) => format!("<code>{}</code>", xhtml(code)),
    };
    pieces(text).into_iter().map(written).collect()
}
