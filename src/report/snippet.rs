//! An excerpt of a record, drawn as codespan-reporting draws it, with a label that fits the width.

use std::io;

use codespan_reporting::diagnostic::{LabelStyle, Severity};
use codespan_reporting::files;
use codespan_reporting::term::{Config, Renderer, StylesWriter};
use termcolor::WriteColor;
use unicode_width::UnicodeWidthStr;

use super::{Names, encode, fold, style};
use crate::source::{Excerpt, Mark, Sources};

/// Maximum width of an excerpt, line number included: most lines of an export are not prose.
const WIDEST: usize = 120;

/// How excerpts are drawn: from which texts and how wide.
#[derive(Clone, Copy)]
pub(super) struct Snippets<'r> {
    pub(super) sources: &'r Sources,
    pub(super) names: &'r Names,
    /// The width of the terminal in columns.
    pub(super) width: usize,
    /// Number of columns before the border; line numbers are written there.
    pub(super) gutter: usize,
}

impl Snippets<'_> {
    /// The border at the beginning of a line that belongs to an excerpt.
    fn border(&self, mark: &str) -> String {
        format!("{} {mark} ", " ".repeat(self.gutter))
    }

    /// The excerpt of `mark` that fits the width. If names are hidden, it is only the span.
    pub(super) fn excerpt(&self, mark: Mark, label: usize) -> Excerpt {
        let room = self.width.min(WIDEST).saturating_sub(self.gutter + 3);
        if self.names.are_hidden() {
            let hidden =
                Excerpt::alone_within(self.sources, mark, room, &|text| encode::terminal(&self.names.source(text)));
            // The path stays as it is: it says where to look, and a changed path would lead nowhere.
            return Excerpt { name: encode::terminal(self.sources.get(mark.file).name()), ..hidden };
        }
        Excerpt::fitted(self.sources, mark, room, label, &encode::terminal)
    }

    /// Writes the place of an excerpt on a line of its own.
    pub(super) fn place(&self, place: &str, out: &mut dyn WriteColor) -> io::Result<()> {
        style::coloured(out, &style::quiet(), &self.border("┌─"))?;
        writeln!(out, "{place}")
    }

    /// Draws the line of an excerpt, marks its span, and writes `label` behind the marker, or below it if
    /// there is no room.
    pub(super) fn draw(
        &self,
        excerpt: &Excerpt,
        severity: Severity,
        label: &str,
        out: &mut dyn WriteColor,
    ) -> io::Result<()> {
        let end = excerpt.span.end.max(excerpt.span.start + 1);
        let marked = self.gutter + 3 + excerpt.text[..excerpt.span.end].width();
        let beside = if marked + 1 + label.width() <= self.width { label } else { "" };
        let label_of = (LabelStyle::Primary, excerpt.span.start..end, beside);
        let styles = style::excerpts();
        let mut writer = StylesWriter::new(&mut *out, &styles);
        let config = Config::default();
        let drawn = Renderer::new(&mut writer, &config).render_snippet_source(
            self.gutter,
            excerpt.line,
            &excerpt.text,
            severity,
            &[label_of],
            0,
            &[],
        );
        drawn.map_err(|error| match error {
            files::Error::Io(error) => error,
            error => io::Error::other(error),
        })?;
        if beside.is_empty() { self.lines("│", label, out) } else { Ok(()) }
    }

    /// Writes `text` below an excerpt, with a border.
    pub(super) fn lines(&self, mark: &str, text: &str, out: &mut dyn WriteColor) -> io::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        let (first, next) = (self.border(mark), if mark == "│" { self.border(mark) } else { self.border(" ") });
        let room = self.width.saturating_sub(first.width());
        for (place, line) in fold::fold(text, room, "", "").iter().enumerate() {
            style::coloured(out, &style::quiet(), if place == 0 { &first } else { &next })?;
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}

/// Where an excerpt is: path, line and column.
pub(super) fn place(excerpt: &Excerpt) -> String {
    format!("{}:{}:{}", excerpt.name, excerpt.line, excerpt.column)
}
