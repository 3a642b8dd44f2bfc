//! Measures how fast each stage is, in bytes of the export per second.
//!
//! `cargo bench --bench stages` runs everything; `cargo bench --bench stages -- read` runs only benches with
//! `read` in their name. Exports are made in memory by the example `generate`, so that nothing is needed on
//! disk and two runs see the same bytes. `floor` is serde_json parsing the bytes without keeping anything: a
//! lower bound for every stage that parses all of them with serde_json on one thread. Reading, building and
//! judging use all cores. To compare them with the floor, limit them to one core (on Linux with `taskset -c
//! 0` before the command). Preparing the input of a stage and dropping its result are not measured.
//!
//! The group `excerpt` prints one finding in a line of megabytes, as most exports are. `cold` is the first
//! finding of a file, for which its lines must be found first; `warm` is a later one. `ours` is our excerpt,
//! `stock` is that of codespan-reporting for the same label and the whole file.
//!
//! `benches/compare.sh` compares whole processes, in several rounds of these commands:
//!
//! ```sh
//! cargo run --release --example generate -- --issues 12000 --format jira-cloud \
//!     --charter /tmp/boardlint.toml /tmp/board.json
//! cargo build --release --bin boardlint --example walk
//! time target/release/boardlint check /tmp/board.json >/dev/null
//! time target/release/examples/walk /tmp/board.json
//! time jq '.issues | length' /tmp/board.json
//! ```

#![expect(clippy::expect_used, reason = "a bench whose own board cannot be read has nothing to measure")]

#[path = "../examples/generate/board/mod.rs"]
mod made_up;

use std::sync::LazyLock;

use boardlint::board::{self, Built, Wanted};
use boardlint::charter::{self, Charter, Profile};
use boardlint::export::{self, Context, Reading};
use boardlint::lint::{Export, Inputs, Options, lint};
use boardlint::report::encode;
use boardlint::rule::{self, RuleSet, Selection};
use boardlint::source::{Excerpt, Excerpts, File, FileId, Mark, Sources};
use codespan_reporting::diagnostic::{Diagnostic, Label};
use codespan_reporting::files::{Files, SimpleFile};
use codespan_reporting::term::{self, Config};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use made_up::{Format, Plan};
use serde::de::IgnoredAny;

/// Number of issues of each board: some tens of megabytes, more than any cache holds.
const ISSUES: i64 = 1500;
/// Length of the line that excerpts are cut from.
const LINE: usize = 5_000_000;
const JSON: [Format; 3] = [Format::JiraCloud, Format::JiraDc, Format::Trello];
/// Without backups: these are two files and are unpacked before anything is read.
const FORMATS: [Format; 4] = [Format::JiraCloud, Format::JiraDc, Format::JiraCsv, Format::Trello];

fn main() {
    divan::main();
}

/// An export, with everything that the stages need besides.
struct Input {
    sources: Sources,
    export: FileId,
    charter: Charter,
    rules: RuleSet,
    /// The same texts for the whole call.
    inputs: Inputs,
}

impl Input {
    fn new(format: Format) -> Self {
        let plan = Plan { issues: ISSUES, format, seed: 1, busy: false };
        let mut inputs = Inputs::new([]);
        inputs.add_charter(charter::FILE_NAME, plan.charter());
        let bytes = bytes(&plan);
        inputs.add_exports(vec![Export::new("board.json", bytes.clone())]);
        let mut sources = Sources::new();
        let export = sources.add("board.json", bytes);
        let charter = sources.add(charter::FILE_NAME, plan.charter());
        let loaded = rule::load(&mut sources, rule::Shipped::WithoutExamples, []);
        let (charter, mut found) = charter::parse(sources.get(charter), None);
        let selection = Selection::default();
        let rules = RuleSet::new(&loaded.rules, Profile::Strict, &charter, &selection, &sources, &mut found);
        found.extend(loaded.found);
        assert!(found.is_empty(), "the made-up charter and the shipped rules are sound: {found:?}");
        Self { sources, export, charter, rules, inputs }
    }

    fn of(format: Format) -> &'static Self {
        static JIRA_CLOUD: LazyLock<Input> = LazyLock::new(|| Input::new(Format::JiraCloud));
        static JIRA_DC: LazyLock<Input> = LazyLock::new(|| Input::new(Format::JiraDc));
        static JIRA_BACKUP: LazyLock<Input> = LazyLock::new(|| Input::new(Format::JiraBackup));
        static JIRA_CSV: LazyLock<Input> = LazyLock::new(|| Input::new(Format::JiraCsv));
        static TRELLO: LazyLock<Input> = LazyLock::new(|| Input::new(Format::Trello));
        match format {
            Format::JiraCloud => &JIRA_CLOUD,
            Format::JiraDc => &JIRA_DC,
            Format::JiraBackup => &JIRA_BACKUP,
            Format::JiraCsv => &JIRA_CSV,
            Format::Trello => &TRELLO,
        }
    }

    fn file(&self) -> &File {
        self.sources.get(self.export)
    }

    fn bytes(&self) -> BytesCount {
        BytesCount::of_slice(self.file().bytes())
    }

    fn read(&self) -> Reading<'_> {
        export::read(self.file(), &Context::default()).expect("what was made can be read")
    }

    fn build<'a>(&'a self, reading: Reading<'a>) -> Built<'a> {
        board::build(vec![reading.facts], &self.charter, &Wanted::default())
    }
}

fn bytes(plan: &Plan) -> Vec<u8> {
    let mut bytes = Vec::new();
    plan.write(&mut bytes).expect("memory takes everything");
    bytes
}

#[divan::bench(args = JSON, sample_count = 20, sample_size = 1)]
fn floor(bencher: Bencher<'_, '_>, format: Format) {
    let input = Input::of(format);
    bencher.counter(input.bytes()).bench(|| serde_json::from_slice::<IgnoredAny>(input.file().bytes()).is_ok());
}

#[divan::bench(args = FORMATS, sample_count = 20, sample_size = 1)]
fn read(bencher: Bencher<'_, '_>, format: Format) {
    let input = Input::of(format);
    bencher.counter(input.bytes()).bench(|| input.read());
}

#[divan::bench(args = FORMATS, sample_count = 20, sample_size = 1)]
fn build(bencher: Bencher<'_, '_>, format: Format) {
    let input = Input::of(format);
    bencher.counter(input.bytes()).with_inputs(|| input.read()).bench_values(|reading| input.build(reading));
}

#[divan::bench(args = FORMATS, sample_count = 20, sample_size = 1)]
fn judge(bencher: Bencher<'_, '_>, format: Format) {
    let input = Input::of(format);
    let built = input.build(input.read());
    bencher.counter(input.bytes()).bench(|| rule::judge(&built.board, &input.rules));
}

/// All stages, as a caller of the library runs them.
#[divan::bench(args = FORMATS, sample_count = 20, sample_size = 1)]
fn whole(bencher: Bencher<'_, '_>, format: Format) {
    let input = Input::of(format);
    bencher.counter(input.bytes()).bench(|| lint(&input.inputs, &Options::default()).is_ok());
}

/// One finding in a line of megabytes.
mod excerpt {
    use std::ops::Range;

    use super::{
        Bencher, BytesCount, Config, Diagnostic, Excerpt, Excerpts, FileId, Files, Format, LINE, Label, LazyLock, Mark,
        Plan, SimpleFile, Sources, black_box, bytes, encode, term,
    };

    const NAME: &str = "board.json";
    /// The text of the finding's place, somewhere in the middle of the line.
    const RECORD: &str = "\"toString\":\"Done\"";

    /// An export in one line, cut at [`LINE`] bytes. An excerpt does not parse it.
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let bytes = bytes(&Plan { issues: 300, format: Format::JiraCloud, seed: 1, busy: false });
        String::from_utf8_lossy(&bytes[..LINE]).into_owned()
    });

    /// Searched only once, because the search takes longer than the excerpt.
    static AT: LazyLock<Range<usize>> = LazyLock::new(|| {
        let records: Vec<_> = TEXT.match_indices(RECORD).collect();
        let (start, record) = records[records.len() / 2];
        start..start + record.len()
    });

    fn sources() -> (Sources, FileId) {
        let mut sources = Sources::new();
        let file = sources.add(NAME, TEXT.as_str());
        (sources, file)
    }

    fn ours(sources: &Sources, file: FileId) -> String {
        let excerpt = Excerpt::new(sources, Mark::new(file, AT.clone()), &encode::terminal);
        let span = excerpt.span.clone();
        let mut excerpts = Excerpts::default();
        let id = excerpts.push(excerpt);
        print(&excerpts, Label::primary(id, span))
    }

    fn stock(file: &SimpleFile<&str, &str>) -> String {
        print(file, Label::primary((), AT.clone()))
    }

    fn print<'f, F: Files<'f>>(files: &'f F, label: Label<F::FileId>) -> String {
        let label = label.with_message("APP-1 “Print coupons in the shop”, Sprint 3, 2026-03-04 10:12 UTC");
        let diagnostic = Diagnostic::error().with_message("accepted by a developer").with_labels(vec![label]);
        term::emit_into_string(&Config::default(), files, &diagnostic).expect("the label lies in the file")
    }

    fn line() -> BytesCount {
        BytesCount::of_str(TEXT.as_str())
    }

    #[divan::bench(sample_count = 20, sample_size = 1)]
    fn ours_cold(bencher: Bencher<'_, '_>) {
        bencher.counter(line()).with_inputs(sources).bench_refs(|(sources, file)| ours(sources, *file));
    }

    #[divan::bench]
    fn ours_warm(bencher: Bencher<'_, '_>) {
        let (sources, file) = sources();
        black_box(ours(&sources, file));
        bencher.counter(line()).bench(|| ours(&sources, file));
    }

    #[divan::bench(sample_count = 20, sample_size = 1)]
    fn stock_cold(bencher: Bencher<'_, '_>) {
        bencher.counter(line()).bench(|| stock(&SimpleFile::new(NAME, TEXT.as_str())));
    }

    #[divan::bench(sample_count = 20, sample_size = 1)]
    fn stock_warm(bencher: Bencher<'_, '_>) {
        let file = SimpleFile::new(NAME, TEXT.as_str());
        bencher.counter(line()).bench(|| stock(&file));
    }
}
