use std::io;

use super::terminal::Terminal;
use super::{Status, complain};
use crate::cli;
use crate::rule::example::{self, Verdict};
use crate::rule::{self};
use crate::source::{Diagnostic, Mark, Sources};

/// Runs the examples inside rule files.
pub(super) fn run(args: &cli::TestRules, terminal: &mut Terminal) -> io::Result<Status> {
    let mut sources = Sources::new();
    let loaded = rule::load(&mut sources, args.folders.is_empty(), &args.folders);
    let broken = !loaded.found.is_empty();
    complain(&loaded.found, &sources, terminal)?;
    let (mut validated, mut noisy, mut missing) = (0, 0, 0);
    let mut found = Vec::new();
    for rule in &loaded.rules {
        if !rule.examples.iter().any(|example| !example.fires.is_empty()) {
            missing += 1;
            let start = Mark::new(rule.file, 0..0);
            found.push(Diagnostic::error(format!("{} has no example that fires", rule.name)).at(start, ""));
        }
        for example in &rule.examples {
            let (what, reason) = match example::run(rule, example, &sources) {
                Verdict::Validated => {
                    validated += 1;
                    continue;
                }
                Verdict::Noisy(reason) => {
                    noisy += 1;
                    ("noisy", reason)
                }
                Verdict::Missing(reason) => {
                    missing += 1;
                    ("missing", reason)
                }
            };
            let mark = Mark::new(rule.file, example.span.clone());
            found.push(Diagnostic::error(format!("{what}: {}: {}", rule.name, example.name)).at(mark, reason));
        }
    }
    complain(&found, &sources, terminal)?;
    let rules = loaded.rules.len();
    let rules = if rules == 1 { "1 rule".to_owned() } else { format!("{rules} rules") };
    writeln!(terminal.out(), "{rules}: {validated} examples validated, {noisy} noisy, {missing} missing")?;
    Ok(if broken {
        Status::Usage
    } else if found.is_empty() {
        Status::Clean
    } else {
        Status::Findings
    })
}
