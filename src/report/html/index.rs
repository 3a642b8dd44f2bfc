//! The index page of many boards. Boards with the fewest judged rules and the most findings come first.

use std::cmp::Reverse;
use std::io;

use askama::Template;

use super::words;
use crate::lint::Summary;

/// A board in the index.
#[derive(Debug)]
pub struct IndexEntry {
    /// The name of the board.
    pub name: String,
    /// The part of its path that tells it apart from other boards with the same name; empty if no other has
    /// it.
    pub place: String,
    /// The file of its page, in the folder of the index; `None` if the board was not judged.
    pub page: Option<String>,
    /// Its counts.
    pub numbers: Summary,
    /// Why it was not judged; empty if it was.
    pub why: String,
}

#[derive(Template)]
#[template(path = "index.html")]
struct IndexPage<'e> {
    entries: &'e [IndexEntry],
    notices: &'e [String],
    judged: usize,
    judged_rules: String,
    version: &'static str,
}

/// The index page. It sorts `entries`; boards with equal counts keep their order. `summary` has the counts of
/// all boards, and `notices` say what is missing.
///
/// # Errors
/// Never in practice: writing to memory does not fail.
pub fn index(entries: &mut [IndexEntry], summary: &Summary, notices: &[String]) -> io::Result<Vec<u8>> {
    entries.sort_by_key(|entry| {
        let Summary { errors, warnings, infos, .. } = entry.numbers;
        (entry.numbers.judged(), Reverse((errors, warnings, infos)))
    });
    let judged = entries.iter().filter(|entry| entry.page.is_some()).count();
    let page = IndexPage { entries, notices, judged, judged_rules: summary.judged_line(), version: crate::VERSION };
    page.render().map(String::into_bytes).map_err(io::Error::other)
}
