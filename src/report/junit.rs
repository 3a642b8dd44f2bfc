//! `junit`: a test report, in which each rule is a test of a board.
//!
//! A rule with findings is a failed test. A rule that could not be judged is skipped, with the reason. A rule
//! that did not run is missing. The report has only six elements, so it is written with the XML writer that
//! the readers of exports need anyway: crates for JUnit would add another XML library and another calendar
//! library. Source: the schema of Jenkins' xunit plugin, `junit-10.xsd`.

use std::io;

use foldhash::{HashMap, HashSet};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use termcolor::WriteColor;

use super::record_place::RecordPlace;
use super::{Run, encode, finding_text};
use crate::finding::{BoardId, Finding, Inconclusive};
use crate::rule::Definition;
use crate::word::Word;
use crate::wording::many;

/// Maximum number of findings that are listed in the body of a test.
const LISTED: usize = 100;

/// A board, with the result of each rule.
struct Suite<'r> {
    board: Option<BoardId>,
    cases: Vec<RuleResult<'r>>,
}

/// A rule that ran on a board.
struct RuleResult<'r> {
    rule: &'r Definition,
    /// The findings that are shown.
    findings: Vec<&'r Finding>,
    /// The findings that a minimum level or a limit leaves out.
    left_out: Vec<&'r Finding>,
    /// Why it could not be judged, or only in part.
    gap: Option<&'r Inconclusive>,
}

impl RuleResult<'_> {
    fn has_fired(&self) -> bool {
        !self.findings.is_empty() || !self.left_out.is_empty()
    }

    fn is_skipped(&self) -> bool {
        !self.has_fired() && self.gap.is_some_and(|gap| !gap.partial)
    }
}

/// The number of tests of a suite, and how many of them did not pass.
#[derive(Clone, Copy, Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

/// Writes a suite for each board, one for unreadable files, and one for the reasons why the run failed.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let mut suites: Vec<(Counts, Element)> = suites(run).iter().map(|suite| suite_of(run, suite)).collect();
    if !run.unreadable.is_empty() {
        suites.push(files(run));
    }
    if !run.failures.is_empty() {
        suites.push(failures(run));
    }
    let sum = |of: fn(&Counts) -> usize| suites.iter().map(|(counts, _)| of(counts)).sum::<usize>().to_string();
    let root = Element::new("testsuites")
        .with("name", "boardlint")
        .with("tests", sum(|counts| counts.tests))
        .with("failures", sum(|counts| counts.failures))
        .with("errors", sum(|counts| counts.errors));
    let root = suites.into_iter().map(|(_, suite)| suite).fold(root, Element::with_child);
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    root.write(&mut writer)?;
    out.write_all(&writer.into_inner())?;
    writeln!(out)
}

/// An element before it is written. All text gets into the document through it and is encoded there.
struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    /// Its text. Each entry becomes one line of the document, whatever it contains.
    lines: Vec<String>,
    children: Vec<Element>,
}

impl Element {
    fn new(name: &'static str) -> Self {
        Self { name, attributes: Vec::new(), lines: Vec::new(), children: Vec::new() }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    fn with_lines(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        self.lines.extend(lines);
        self
    }

    fn with_child(mut self, child: Self) -> Self {
        self.children.push(child);
        self
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let attributes: Vec<_> = self.attributes.iter().map(|(name, value)| (*name, encode::xml(value))).collect();
        let attributes = attributes.iter().map(|(name, value)| (*name, value.as_str()));
        let start = BytesStart::new(self.name).with_attributes(attributes);
        let text = self.lines.iter().map(|line| encode::xml(line)).collect::<Vec<_>>().join("\n");
        if text.is_empty() && self.children.is_empty() {
            return writer.write_event(Event::Empty(start));
        }
        writer.write_event(Event::Start(start))?;
        if !text.is_empty() {
            writer.write_event(Event::Text(BytesText::new(&text)))?;
        }
        self.children.iter().try_for_each(|child| child.write(writer))?;
        writer.write_event(Event::End(BytesEnd::new(self.name)))
    }
}

/// The boards sorted by name, each with the rules that ran on it.
fn suites<'r>(run: &Run<'r>) -> Vec<Suite<'r>> {
    let mut boards: Vec<_> = (0..run.boards.len()).map(|index| Some(BoardId::new(index))).collect();
    boards.sort_by_key(|board| (run.board(*board).map(|board| &board.name), *board));
    let mut findings = by_result(run.shown());
    let mut left_out = by_result(run.below_level().chain(run.beyond_limit));
    let mut gaps: HashMap<(Option<BoardId>, &str), &Inconclusive> = HashMap::default();
    for gap in run.inconclusive {
        gaps.entry((gap.board_id, &gap.rule)).or_insert(gap);
    }
    let suite = |board| {
        let asked: HashSet<&str> = run.asked(board).iter().map(String::as_str).collect();
        let cases = run.rules.iter().filter_map(|rule| {
            let result = (board, rule.name.as_str());
            let gap = gaps.get(&result).copied();
            let is_case = gap.is_some() || asked.contains(result.1);
            is_case.then(|| RuleResult {
                rule,
                findings: findings.remove(&result).unwrap_or_default(),
                left_out: left_out.remove(&result).unwrap_or_default(),
                gap,
            })
        });
        Suite { board, cases: cases.collect() }
    };
    boards.into_iter().map(suite).collect()
}

/// Findings by board and rule.
fn by_result<'r>(findings: impl Iterator<Item = &'r Finding>) -> HashMap<(Option<BoardId>, &'r str), Vec<&'r Finding>> {
    let mut by_result: HashMap<_, Vec<&Finding>> = HashMap::default();
    for finding in findings {
        by_result.entry((finding.board_id, finding.rule.as_str())).or_default().push(finding);
    }
    by_result
}

fn suite_of(run: &Run<'_>, suite: &Suite<'_>) -> (Counts, Element) {
    let counts = Counts {
        tests: suite.cases.len(),
        failures: suite.cases.iter().filter(|case| case.has_fired()).count(),
        errors: 0,
        skipped: suite.cases.iter().filter(|case| case.is_skipped()).count(),
    };
    let board = run.board_name(suite.board);
    let name = if board.is_empty() { "boardlint" } else { &*board };
    (counts, suite_element(name, counts, suite.cases.iter().map(|case| case_of(run, name, case))))
}

fn suite_element(name: &str, counts: Counts, cases: impl Iterator<Item = Element>) -> Element {
    let element = Element::new("testsuite")
        .with("name", name)
        .with("tests", counts.tests.to_string())
        .with("failures", counts.failures.to_string())
        .with("errors", counts.errors.to_string())
        .with("skipped", counts.skipped.to_string());
    cases.fold(element, Element::with_child)
}

/// A suite called `name` in which each of the `cases` is an error.
fn suite_in_error(name: &str, cases: impl ExactSizeIterator<Item = Element>) -> (Counts, Element) {
    let counts = Counts { tests: cases.len(), errors: cases.len(), ..Counts::default() };
    (counts, suite_element(name, counts, cases))
}

fn case_of(run: &Run<'_>, suite: &str, case: &RuleResult<'_>) -> Element {
    let class = format!("{suite}.{}", case.rule.category);
    let element = Element::new("testcase").with("name", case.rule.name.as_str()).with("classname", class);
    let gap = case.gap.map(|gap| (run.names.text(&gap.message), run.names.remedy(&gap.remedy).to_string()));
    if let (true, Some((why, remedy))) = (case.is_skipped(), &gap) {
        return element.with_child(Element::new("skipped").with("message", why.as_ref()).with_lines([remedy.clone()]));
    }
    let in_part = gap.map(|(why, remedy)| [format!("Judged in part: {why}"), remedy]);
    let Some(worst) = case.findings.iter().chain(&case.left_out).map(|finding| finding.level).max() else {
        let output = in_part.map(|lines| Element::new("system-out").with_lines(lines));
        return output.into_iter().fold(element, Element::with_child);
    };
    let mut body: Vec<String> = case.findings.iter().take(LISTED).map(|finding| line(run, finding)).collect();
    if case.findings.len() > LISTED {
        body.push(format!("… and {} more", case.findings.len() - LISTED));
    }
    if !case.left_out.is_empty() {
        body.push(format!("{} left out by --min-level or --max-findings", many(case.left_out.len(), "finding")));
    }
    let advice = &case.rule.advice;
    body.extend([
        String::new(),
        format!("Instead: {}", finding_text::one_line(&advice.instead)),
        format!("Ask: {}", finding_text::one_line(&advice.ask)),
    ]);
    body.extend(in_part.into_iter().flat_map(|[why, remedy]| [String::new(), why, remedy]));
    let summary = format!(
        "{}: {}",
        many(case.findings.len() + case.left_out.len(), "finding"),
        finding_text::one_line(&case.rule.summary)
    );
    let failure = Element::new("failure").with("type", worst.word()).with("message", summary);
    element.with_child(failure.with_lines(body))
}

/// A finding in the body of a test: place, level, message and title.
fn line(run: &Run<'_>, finding: &Finding) -> String {
    let place = RecordPlace::of(run, finding).map_or_else(String::new, |place| format!("{}: ", place.address()));
    let title = finding_text::item_title(run, finding);
    let title = title.map_or_else(String::new, |(_, title)| format!(" (“{title}”)"));
    finding_text::one_line(&format!("{place}{}: {}{title}", finding.level, finding_text::message(run, finding)))
}

/// A suite with an error for each reason why the run failed.
fn failures(run: &Run<'_>) -> (Counts, Element) {
    let cases = run.failures.iter().map(|failure| {
        let place = failure.labels.first().map(|label| RecordPlace::at(run, label.mark).address());
        let message = run.names.text(&failure.message);
        let notes = failure.notes.iter().map(|note| run.names.text(note).into_owned());
        let error = Element::new("error").with("type", "failed").with("message", message.as_ref());
        let case = Element::new("testcase").with("name", place.as_deref().unwrap_or("boardlint"));
        case.with("classname", "run").with_child(error.with_lines(notes))
    });
    suite_in_error("run", cases)
}

/// A suite with an error for each file or record that could not be read.
fn files(run: &Run<'_>) -> (Counts, Element) {
    let cases = run.unreadable.iter().map(|file| {
        let message = run.names.text(&file.diagnostic.message);
        let notes = file.diagnostic.notes.iter().map(|note| run.names.text(note).into_owned());
        let error = Element::new("error").with("type", "unreadable").with("message", message.as_ref());
        let case = Element::new("testcase").with("name", file.path.as_str()).with("classname", "files");
        case.with_child(error.with_lines(notes))
    });
    suite_in_error("files", cases)
}
