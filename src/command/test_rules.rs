//! `boardlint test-rules`: runs the examples inside rule files.

use std::io;

use super::own_rules;
use super::status::Status;
use super::terminal::{Terminal, complain};
use crate::cli;
use crate::parallel;
use crate::report::encode;
use crate::rule::accountability::Excuses;
use crate::rule::testing::{self, ExampleResult, Tested};
use crate::rule::{Definition, Shipped, load};
use crate::source::{Diagnostic, Mark, Sources};
use crate::wording::many;

/// Runs the examples in rule files, and reports the clauses that no example needs.
pub(super) fn run(args: &cli::TestRules, terminal: &mut Terminal) -> io::Result<Status> {
    let mut sources = Sources::new();
    let shipped = if args.folders.is_empty() { Shipped::Whole } else { Shipped::Nothing };
    let loaded = own_rules::load(&mut sources, shipped, &args.folders);
    let broken = !loaded.found.is_empty();
    complain(&loaded.found, &sources, terminal)?;
    // Exceptions of the shipped rules apply to a team's own rules too.
    let beside = match shipped {
        Shipped::Nothing => load(&mut Sources::new(), Shipped::WithoutExamples, []).rules,
        _ => Vec::new(),
    };
    let excuses = Excuses::new(loaded.rules.iter().chain(&beside));
    let tested: Vec<Tested<'_>> = parallel::map(&loaded.rules, |_, rule| testing::test(rule, &excuses, &sources));
    let mut counts = Counts::default();
    let found: Vec<Diagnostic> =
        loaded.rules.iter().zip(&tested).flat_map(|(rule, tested)| mistakes(rule, tested, &mut counts)).collect();
    complain(&found, &sources, terminal)?;
    if args.show {
        show(&loaded.rules, &tested, terminal)?;
    }
    let rules = many(loaded.rules.len(), "rule");
    let Counts { validated, noisy, missing, idle } = counts;
    let unread = if broken { ", and others could not be read" } else { "" };
    let judged = format!("{validated} examples validated, {noisy} noisy, {missing} missing, {idle} idle");
    writeln!(terminal.out(), "{rules}: {judged}{unread}")?;
    Ok(if broken {
        Status::Usage
    } else if found.is_empty() {
        Status::Clean
    } else {
        Status::Findings
    })
}

/// The message of each rule for each example in which it fires.
fn show(rules: &[Definition], tested: &[Tested<'_>], terminal: &mut Terminal) -> io::Result<()> {
    let out = terminal.out();
    for (rule, tested) in rules.iter().zip(tested) {
        for ((example, _), said) in tested.results.iter().zip(&tested.said).filter(|(_, said)| !said.is_empty()) {
            writeln!(out, "{}: {}", encode::terminal(&rule.name), encode::terminal(&example.name))?;
            said.iter().try_for_each(|message| writeln!(out, "  {}", encode::terminal(message)))?;
        }
    }
    Ok(())
}

#[derive(Default)]
struct Counts {
    validated: usize,
    noisy: usize,
    missing: usize,
    idle: usize,
}

/// The mistakes in the examples of one rule.
fn mistakes(rule: &Definition, tested: &Tested<'_>, counts: &mut Counts) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if !rule.examples.iter().any(|example| !example.fires.is_empty()) {
        counts.missing += 1;
        let start = Mark::new(rule.file, 0..0);
        found.push(Diagnostic::error(format!("{} has no example that fires", rule.name)).at(start, ""));
    }
    for (example, result) in &tested.results {
        let (what, reason) = match result {
            ExampleResult::Validated => {
                counts.validated += 1;
                continue;
            }
            ExampleResult::Noisy(reason) => {
                counts.noisy += 1;
                ("noisy", reason)
            }
            ExampleResult::Missing(reason) => {
                counts.missing += 1;
                ("missing", reason)
            }
        };
        let mark = Mark::new(rule.file, example.span.clone());
        found.push(Diagnostic::error(format!("{what}: {}: {}", rule.name, example.name)).at(mark, reason));
    }
    counts.idle += tested.idle.len();
    for clause in &tested.idle {
        let mark = Mark::new(rule.file, clause.span.clone());
        found.push(
            Diagnostic::error(format!("idle: {}: {}", rule.name, clause.what))
                .at(mark, "without it, every example ends the same")
                .note("add an example that it decides, or take it out"),
        );
    }
    found
}
