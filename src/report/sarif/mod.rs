//! `sarif`: the Static Analysis Results Interchange Format, version 2.1.0 (OASIS), for code-scanning pages
//! and editors.
//!
//! The tests check it with the official schema and Microsoft's validator. Nothing in it depends on the day or
//! the machine: it has no times, and paths are relative to the folder in which boardlint runs.

mod artifact;
mod log;
mod result;
mod rule;

use std::io;

use termcolor::WriteColor;

use super::Run;
use super::json::write_pretty;
use super::json_value::Each;
use super::record::Counts;
use crate::board::Missing;
use crate::finding::Inconclusive;
use crate::source::Diagnostic;
use artifact::Artifacts;
use log::{
    BaseId, BaseIds, Driver, Invocation, Log, LogRun, Message, Notification, NotificationDescriptor,
    NotificationProperties, Reference, RunProperties, SummaryProperties, Tool,
};
use result::Results;
use rule::Rules;

/// The kinds of notification, in the order of the list in the log.
const NOTIFICATIONS: [(&str, &str); 5] = [
    ("not-judged", "A rule could not be judged: evidence is missing."),
    ("judged-in-part", "A rule could not be judged everywhere."),
    ("unreadable", "A file or a record in it could not be read."),
    ("failed", "The run could not judge what it was asked to judge."),
    ("left-out", "There are more findings than code scanning takes of a run."),
];
const NOT_JUDGED: usize = 0;
const JUDGED_IN_PART: usize = 1;
const UNREADABLE: usize = 2;
const FAILED: usize = 3;
const LEFT_OUT: usize = 4;

/// Writes one log with one run.
pub(super) fn write(run: &Run<'_>, out: &mut dyn WriteColor) -> io::Result<()> {
    let rules = Rules::of(run);
    let mut artifacts = Artifacts::of(run);
    let results = Results::of(run, &rules, &mut artifacts);
    for diagnostic in run.unreadable.iter().map(|file| &file.diagnostic).chain(run.failures) {
        diagnostic.labels.first().iter().for_each(|label| artifacts.meet(run, run.sources.get(label.mark.file)));
    }
    let artifacts = &artifacts;
    // Gaps of the team's own settings, and gaps of the export.
    let (setup, evidence): (Vec<_>, Vec<_>) =
        run.inconclusive.iter().partition(|gap| matches!(gap.missing, Missing::Roles | Missing::Mapping));
    let mut execution: Vec<_> = evidence.into_iter().map(|gap| not_judged(run, &rules, gap)).collect();
    execution.extend(run.unreadable.iter().map(|file| {
        let text = format!("{}: {}", file.path, sentence(&file.diagnostic));
        error(run, artifacts, UNREADABLE, &file.diagnostic, &text)
    }));
    execution.extend(run.failures.iter().map(|it| error(run, artifacts, FAILED, it, &sentence(it))));
    execution.extend((results.left_out > 0).then(|| {
        left_out(format!("{} more findings are not in this log: --format jsonl lists every one", results.left_out))
    }));
    execution.extend(run.over_limit.map(|limit| left_out(limit.to_owned())));
    let invocation = Invocation {
        execution_successful: run.unreadable.is_empty() && run.failures.is_empty(),
        tool_configuration_notifications: setup.into_iter().map(|gap| not_judged(run, &rules, gap)).collect(),
        tool_execution_notifications: execution,
    };
    let folder = "The folder in which boardlint was run: in a CI job, the root of the repository.";
    let log = Log::new(LogRun {
        tool: Tool { driver: driver(&rules) },
        invocations: [invocation],
        column_kind: "unicodeCodePoints",
        original_uri_base_ids: BaseIds { root: BaseId { description: Message::plain(folder) } },
        artifacts: artifacts.list(run),
        results: Each(|| results.each(artifacts)),
        properties: RunProperties {
            summary: SummaryProperties { baselined: run.summary.baselined, counts: Counts::new(run) },
            last_line: run.summary.last_line().to_string(),
        },
    });
    write_pretty(&log, out)
}

fn driver<'r>(rules: &Rules<'r>) -> Driver<'r> {
    let homepage = env!("CARGO_PKG_HOMEPAGE");
    Driver {
        name: env!("CARGO_PKG_NAME"),
        version: crate::VERSION,
        semantic_version: crate::VERSION,
        short_description: Message::plain("A linter for exported Jira and Trello boards."),
        full_description: Message::plain(concat!(env!("CARGO_PKG_DESCRIPTION"), ".")),
        rules: rules.descriptors(),
        notifications: NOTIFICATIONS
            .map(|(id, text)| NotificationDescriptor { id, short_description: Message::plain(text) }),
        // A link to a page that does not exist is worse than no link.
        information_uri: Some(homepage).filter(|page| !page.is_empty()),
    }
}

/// A reference to a kind of notification.
fn kind(index: usize) -> Reference<'static> {
    Reference { id: NOTIFICATIONS[index].0, index }
}

fn not_judged<'r>(run: &Run<'r>, rules: &Rules<'r>, gap: &'r Inconclusive) -> Notification<'r> {
    let board = if run.has_several_boards() { format!("{}: ", run.names.text(&gap.board)) } else { String::new() };
    let message = format!("{board}{} → {}", run.names.text(&gap.message), run.names.remedy(&gap.remedy));
    Notification {
        descriptor: kind(if gap.partial { JUDGED_IN_PART } else { NOT_JUDGED }),
        // A warning makes no sense if the tool never records it.
        level: if gap.partial || gap.missing == Missing::Format { "note" } else { "warning" },
        message: Message::new(&message),
        properties: Some(NotificationProperties { missing: gap.missing.to_string() }),
        associated_rule: rules.reference(&gap.rule),
        locations: None,
    }
}

/// A notification that results were left out.
fn left_out<'r>(text: String) -> Notification<'r> {
    Notification {
        descriptor: kind(LEFT_OUT),
        level: "warning",
        message: Message::new(&text),
        properties: None,
        associated_rule: None,
        locations: None,
    }
}

/// What is wrong, and what to do about it.
fn sentence(diagnostic: &Diagnostic) -> String {
    format!("{}. {}", diagnostic.message, diagnostic.notes.join(" "))
}

/// A notification of the given kind, at the place of `diagnostic`.
fn error<'r>(
    run: &Run<'r>,
    artifacts: &Artifacts,
    index: usize,
    diagnostic: &Diagnostic,
    message: &str,
) -> Notification<'r> {
    let place = diagnostic.labels.first().map(|label| artifacts.location(run, label.mark));
    Notification {
        descriptor: kind(index),
        level: "error",
        message: Message::new(&run.names.text(message.trim())),
        properties: None,
        associated_rule: None,
        locations: Some(place.into_iter().collect()),
    }
}
