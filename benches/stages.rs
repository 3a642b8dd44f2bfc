//! How long each stage takes, in bytes of the export a second.
//!
//! `cargo bench --bench stages` runs everything; `cargo bench --bench stages -- read` only what has `read` in its
//! name. Exports are made in memory by the example `generate`, so that nothing has to lie on disk and two runs see the
//! same bytes. `floor` is serde_json walking over the bytes without keeping anything: no stage that looks at all of
//! them with serde_json on one thread can take less. Jira reading, building and judging spread over all cores; kept on
//! one (on Linux with `taskset -c 0` before the command), they can be held against the floor as they are. What a stage
//! needs is prepared, and what it leaves behind dropped, while the clock stands still.
//!
//! The group `excerpt` prints one finding in a line of megabytes, as most exports are: `cold` where nothing was
//! printed from that file before, so that its lines have to be found first, `warm` from then on; `ours` is the
//! excerpt, `stock` what codespan-reporting makes of the same label when it is handed the file.
//!
//! Whole processes are compared by `benches/compare.sh`, which does in several rounds what can be done by hand:
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

/// Issues of each board: some tens of megabytes, more than any cache holds.
const ISSUES: i64 = 1500;
/// The line that excerpts are cut from.
const LINE: usize = 5_000_000;
const JSON: [Format; 3] = [Format::JiraCloud, Format::JiraDc, Format::Trello];
/// A backup is missing: it is two files, and unpacked before anything is read.
const FORMATS: [Format; 4] = [Format::JiraCloud, Format::JiraDc, Format::JiraCsv, Format::Trello];

fn main() {
    divan::main();
}

/// One export with everything that the stages want beside it.
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

/// Everything together, as a caller of the library has it.
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
    /// What is pointed at, somewhere in the middle of the line.
    const RECORD: &str = "\"toString\":\"Done\"";

    /// An export that is one line, cut where the line is long enough: no excerpt looks at what it means.
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let bytes = bytes(&Plan { issues: 300, format: Format::JiraCloud, seed: 1, busy: false });
        String::from_utf8_lossy(&bytes[..LINE]).into_owned()
    });

    /// Found once: looking for it takes longer than the excerpt.
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
