//! The library call on generated files, and the memory it takes.

use std::sync::{Mutex, PoisonError};

use boardlint::anonymise::{Original, anonymise};
use boardlint::draft::{Given, draft};
use boardlint::lint::{Export, Inputs, Options, lint, read};
use boardlint::report::draft::to_toml;
use boardlint::report::{Display, FORMATS, Names, RETRO, Run};
use boardlint::rule::RuleText;
use cap::Cap;
use termcolor::NoColor;

/// All allocations of this program go through it.
#[global_allocator]
static MEMORY: Cap<std::alloc::System> = Cap::new(std::alloc::System, usize::MAX);

/// Only one test measures at a time, because the allocator counts all threads.
static MEASURING: Mutex<()> = Mutex::new(());

/// Files by name. `boardlint.toml` is the charter of the files beside it, `boardlint-baseline.json` the
/// baseline; files in the folder `rules` are rules.
pub type Files = Vec<(String, Vec<u8>)>;

/// Number of bytes that `work` allocated on the files from `make`, freed ones included.
pub fn allocated<T: Send>(make: impl FnOnce() -> Files, work: fn(&Files) -> T) -> usize {
    let _alone = MEASURING.lock().unwrap_or_else(PoisonError::into_inner);
    let files = make();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let before = MEMORY.total_allocated();
    pool.install(|| work(&files));
    MEMORY.total_allocated() - before
}

/// The drafted charter of each board in `files`.
pub fn drafts(files: &Files) -> Vec<String> {
    let mut inputs = Inputs::new([]);
    inputs.add_exports(exports(files));
    let boards = read(&inputs, &Options::default(), &|| {}).expect("nothing is wrong").boards;
    let draft = |facts| draft(facts, inputs.sources(), &Given::default()).expect("nobody was named");
    boards.into_iter().map(|board| to_toml(&draft(board.facts))).collect()
}

/// `files` without personal data.
pub fn anonymised(files: &Files) -> Vec<Option<String>> {
    anonymise(&files.iter().map(|(name, bytes)| Original { name, bytes }).collect::<Vec<_>>(), [], 1)
}

fn exports(files: &Files) -> Vec<Export> {
    let exports = files.iter().filter(|(name, _)| !name.ends_with(".toml") && !name.ends_with("baseline.json"));
    exports.map(|(name, bytes)| Export::new(name.clone(), bytes.clone())).collect()
}

/// Writes the run over `files` in every format and as every retro report, and discards the output: the
/// doubling of a growing vector would distort the count.
pub fn outputs(files: &Files) {
    let is_rule = |name: &str| name.starts_with("rules/");
    let rule = |(name, text): &(String, Vec<u8>)| RuleText {
        name: name.clone(),
        path: name.trim_start_matches("rules/").into(),
        text: text.clone().into(),
    };
    let mut inputs = Inputs::new(files.iter().filter(|(name, _)| is_rule(name)).map(rule));
    let of = |end: &'static str| files.iter().filter(move |(name, _)| name.ends_with(end) && !is_rule(name));
    inputs.add_exports(exports(files));
    for (name, text) in of(".toml") {
        inputs.add_charter(name.clone(), text.clone());
    }
    for (name, text) in of("baseline.json") {
        inputs.add_baseline(None, name.clone(), text.clone()).expect("a baseline");
    }
    let linted = lint(&inputs, &Options::default()).expect("nothing is wrong");
    let hidden = Names::pseudonyms(linted.all_boards(), linted.people_in_charters());
    let named = Names::real();
    let display = Display { max_per_rule: 0, ..Display::default() };
    let run = Run::new(&inputs, &linted, &named, display);
    for format in FORMATS.iter().chain(RETRO) {
        let names = if format.pseudonymous { &hidden } else { &named };
        (format.write)(&Run { names, ..run }, &mut NoColor::new(std::io::sink())).expect("nowhere is never full");
    }
}
