//! Parses a page of the guide: its blocks, and the remarks before them that instruct the tests.
//!
//! A remark is a comment on a line of its own, directly before its block:
//!
//! * `<!-- given: A from B -->` (anywhere): before the page's first command, file A is
//!   created as a copy of B;
//! * `<!-- file: A -->`: the block is what the reader writes into the file A;
//! * `<!-- output of: COMMAND -->`: the block is what the command prints;
//! * `<!-- not run: REASON -->`: the block cannot be run here.
//!
//! In the output of a command, `...` on a line of its own stands for any lines, `[..]` for any text within a
//! line.

use std::ops::Range;
use std::path::{Path, PathBuf};

/// The meaning of a remark for the block after it.
#[derive(Clone, Debug, PartialEq)]
pub enum Remark {
    File(String),
    OutputOf(String),
    NotRun(String),
}

/// A fenced block.
#[derive(Debug)]
pub struct Block {
    pub language: String,
    /// Its byte range in the page.
    pub text: Range<usize>,
    pub remark: Option<Remark>,
}

/// A file of Markdown.
pub struct Page {
    /// Relative to the repository.
    pub path: PathBuf,
    pub text: String,
    /// Copies that its commands need: target and source.
    pub given: Vec<(String, String)>,
    pub blocks: Vec<Block>,
}

impl Page {
    /// Reads and parses a page.
    pub fn read(path: &Path) -> Self {
        let whole = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        let text = std::fs::read_to_string(whole).expect("a page").replace("\r\n", "\n");
        let (mut given, mut blocks) = (Vec::new(), Vec::new());
        let mut remark = None;
        let mut open: Option<(String, usize)> = None;
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let line = line.trim_end();
            if let Some((language, begin)) = open.take() {
                if line == "```" {
                    blocks.push(Block { language, text: begin..start, remark: remark.take() });
                } else {
                    open = Some((language, begin));
                }
            } else if let Some(language) = line.strip_prefix("```") {
                open = Some((language.to_owned(), at));
            } else if let Some(comment) = line.strip_prefix("<!-- ").and_then(|line| line.strip_suffix(" -->")) {
                match comment.split_once(": ") {
                    Some(("given", copy)) => {
                        let (to, from) = copy.split_once(" from ").expect("A from B");
                        given.push((to.to_owned(), from.to_owned()));
                    }
                    Some(("file", path)) => remark = Some(Remark::File(path.to_owned())),
                    Some(("output of", command)) => remark = Some(Remark::OutputOf(command.to_owned())),
                    Some(("not run", reason)) => remark = Some(Remark::NotRun(reason.to_owned())),
                    _ => {}
                }
            } else {
                assert!(remark.is_none(), "{}: a remark that no block follows: {remark:?}", path.display());
            }
        }
        assert!(open.is_none(), "{}: a block without an end", path.display());
        Self { path: path.to_owned(), text, given, blocks }
    }

    /// The text of a block.
    pub fn of(&self, block: &Block) -> &str {
        &self.text[block.text.clone()]
    }
}

/// README.md and the pages of docs, sorted by name.
pub fn guide() -> Vec<Page> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let names = std::fs::read_dir(folder).expect("docs").map(|entry| entry.expect("an entry").file_name());
    let mut paths: Vec<_> = names.map(|name| Path::new("docs").join(name)).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.push(PathBuf::from("README.md"));
    paths.sort();
    paths.iter().map(|path| Page::read(path)).collect()
}
