//! Pages of text: built once, written for a terminal or as Markdown. Each piece goes through the encoder of
//! its target.

use std::io;

use termcolor::WriteColor;

use super::{encode, fold};

/// A page under construction.
#[derive(Debug, Default)]
pub struct Page {
    blocks: Vec<Block>,
}

#[derive(Debug)]
enum Block {
    Title(String),
    Heading(String),
    Text(String),
    List(Vec<String>),
    Code(String),
}

impl Page {
    /// A page with a title.
    pub fn new(title: impl Into<String>) -> Self {
        Self { blocks: vec![Block::Title(title.into())] }
    }

    /// Adds a heading.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    /// Adds a paragraph.
    pub fn text(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Text(text.into()));
    }

    /// Adds a list.
    pub fn list(&mut self, items: Vec<String>) {
        self.blocks.push(Block::List(items));
    }

    /// Adds lines of TOML.
    pub fn code(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Code(text.into()));
    }

    /// Writes the page for a terminal of `width` columns.
    pub fn terminal(&self, width: usize, out: &mut dyn WriteColor) -> io::Result<()> {
        let mut after: Option<&Block> = None;
        for block in &self.blocks {
            // No empty line between a heading and what belongs to it.
            if after.is_some_and(|last| !matches!(last, Block::Heading(_))) {
                writeln!(out)?;
            }
            after = Some(block);
            match block {
                Block::Title(text) | Block::Heading(text) => folded(out, width, "", "", text)?,
                Block::Text(text) => folded(out, width, "  ", "  ", text)?,
                Block::List(items) => items.iter().try_for_each(|item| folded(out, width, "  - ", "    ", item))?,
                Block::Code(text) => {
                    for line in encode::terminal_lines(text.trim_end()).lines() {
                        writeln!(out, "{}", format!("    {line}").trim_end())?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Writes the page as Markdown. A paragraph is one line: if it were broken, a line could begin with a
    /// character that makes a list.
    pub fn markdown(&self, out: &mut dyn WriteColor) -> io::Result<()> {
        for (place, block) in self.blocks.iter().enumerate() {
            if place > 0 {
                writeln!(out)?;
            }
            match block {
                Block::Title(text) => writeln!(out, "# {}", encode::markdown(text))?,
                Block::Heading(text) => writeln!(out, "## {}", encode::markdown(text))?,
                Block::Text(text) => writeln!(out, "{}", encode::markdown(text))?,
                Block::List(items) => {
                    items.iter().try_for_each(|item| writeln!(out, "- {}", encode::markdown(item)))?;
                }
                Block::Code(text) => writeln!(out, "{}", encode::markdown_block(text, "toml"))?,
            }
        }
        Ok(())
    }
}

/// Writes `text`, broken between words.
fn folded(out: &mut dyn WriteColor, width: usize, first: &str, next: &str, text: &str) -> io::Result<()> {
    fold::prose(text, width, first, next).iter().try_for_each(|line| writeln!(out, "{line}"))
}
