//! How the readers handle the oddities of real exports: each one in another container or language.

mod backups;
mod jira_json;
mod pages_and_feeds;
mod standing;
mod tables;
mod trello;

use crate::support::jira::laid_over;
use crate::support::{Folder, boardlint, boardlint_in};
use boardlint::board::facts::{Act, Coverage, Facts, ItemFact, Page, Tool};
use boardlint::export::{self, Context, Reading, Refusal};
use boardlint::source::{File, Sources};
use serde_json::{Value, json};

/// Reads `text` as a file called `name`, and passes the result to `with`.
fn read<T>(name: &str, text: impl Into<Vec<u8>>, with: impl FnOnce(&File, Result<Reading<'_>, Refusal>) -> T) -> T {
    let mut sources = Sources::new();
    let id = sources.add(name, Into::<Vec<u8>>::into(text));
    let file = sources.get(id);
    with(file, export::read(file, &Context::default()))
}

/// Passes the facts of a file without errors to `with`.
fn facts<T>(text: &str, with: impl FnOnce(&Facts<'_>) -> T) -> T {
    read("export", text, |_, reading| {
        let reading = reading.expect("a reading");
        assert!(reading.damaged.is_empty(), "{:?}", reading.damaged);
        with(&reading.facts)
    })
}

/// Why a file is refused.
fn refusal(text: &str) -> String {
    read("export", text, |_, reading| match reading.expect_err("a refusal") {
        Refusal::Unknown(diagnostic) | Refusal::Damaged(diagnostic) => diagnostic.message,
    })
}

fn acts<'f, 'a>(item: &'f ItemFact<'a>) -> Vec<&'f Act<'a>> {
    item.changes.iter().map(|change| &change.act).collect()
}
