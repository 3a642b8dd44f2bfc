//! The index of the pages of many boards: those of which least was judged and most was found stand first.

use std::cmp::Reverse;
use std::io;

use askama::Template;

use super::words;
use crate::lint::Summary;

/// A board in the index.
#[derive(Debug)]
pub struct IndexEntry {
    /// What people call the board.
    pub name: String,
    /// Where it lies, as far as that tells it apart from others of its name; empty where the name does.
    pub place: String,
    /// The file of its page, beside the index; none where the board was not judged.
    pub page: Option<String>,
    /// Its numbers.
    pub numbers: Summary,
    /// Why it was not judged; empty where it was.
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

/// The page that leads to those of `entries`, which are put in order for it (boards that fare alike keep theirs); `summary` has the numbers
/// of all of them, and `notices` say what is missing.
///
/// # Errors
/// None that can happen: memory takes everything.
pub fn index(entries: &mut [IndexEntry], summary: &Summary, notices: &[String]) -> io::Result<Vec<u8>> {
    entries.sort_by_key(|entry| {
        let Summary { errors, warnings, infos, .. } = entry.numbers;
        (entry.numbers.judged(), Reverse((errors, warnings, infos)))
    });
    let judged = entries.iter().filter(|entry| entry.page.is_some()).count();
    let page = IndexPage { entries, notices, judged, judged_rules: summary.judged_line(), version: crate::VERSION };
    page.render().map(String::into_bytes).map_err(io::Error::other)
}
