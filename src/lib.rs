//! boardlint reads exported Jira and Trello boards and reports Scrum role anti-patterns. Each finding points
//! at the record in the export that proves it.
//!
//! The library has one entry point, [`lint::lint`]. It takes named texts and returns boards, findings and
//! what could not be judged. It opens no file and reads no clock, so it runs wherever there are bytes. The
//! formats of [`report`] turn the result into bytes.
//!
//! ```
//! use boardlint::lint::{Export, Inputs, Options, lint};
//! use boardlint::report::{Display, Format, Names, Run};
//!
//! // What Jira answers to /rest/api/3/search/jql?expand=changelog: Sam Lee puts APP-2 on top of the backlog.
//! let export = r#"{"issues": [
//!   {"id": "1", "key": "APP-1", "fields": {"summary": "Pay by card", "created": "2026-03-02T09:00:00.000+0000",
//!     "issuetype": {"name": "Story"}, "status": {"name": "To Do"}, "creator": {"accountId": "m", "displayName": "Maria Gomez"}},
//!    "changelog": {"total": 0, "histories": []}},
//!   {"id": "2", "key": "APP-2", "fields": {"summary": "Pay by invoice", "created": "2026-03-02T09:05:00.000+0000",
//!     "issuetype": {"name": "Story"}, "status": {"name": "To Do"}, "creator": {"accountId": "m", "displayName": "Maria Gomez"}},
//!    "changelog": {"total": 1, "histories": [{"id": "7", "created": "2026-03-04T10:00:00.000+0000",
//!      "author": {"accountId": "s", "displayName": "Sam Lee"},
//!      "items": [{"field": "Rank", "fieldtype": "custom", "from": "", "fromString": "", "to": "", "toString": "Ranked higher"}]}]}}
//! ]}"#;
//! let charter = r#"
//! [roles]
//! product-owner = ["Maria Gomez"]
//! scrum-master = ["Sam Lee"]
//! "#;
//!
//! let mut inputs = Inputs::new([]);
//! inputs.add_exports(vec![Export::new("app.json", export)]);
//! inputs.add_charter("boardlint.toml", charter);
//! let linted = lint(&inputs, &Options::default()).map_err(|mistakes| format!("{mistakes:?}"))?;
//!
//! let finding = &linted.findings[0];
//! assert_eq!(finding.rule, "backlog-reordered-by-non-po");
//! assert_eq!(linted.boards[0].board.items.len(), 2);
//! // A board of two issues cannot be judged by every rule: each that cannot says what it lacks.
//! assert!(linted.inconclusive.iter().any(|gap| gap.rule == "sprint-overcommitted"));
//!
//! let names = Names::real();
//! let run = Run::new(&inputs, &linted, &names, Display::default());
//! let lines = Format::find("jsonl").ok_or("no such format")?.bytes(&run)?;
//! assert!(String::from_utf8(lines)?.contains("\"item\":\"APP-2\""));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The stages follow one another. Imports run one way: a stage may use those before it and none after it.
//!
//! 1. `parallel`: work over lists on all cores
//! 2. `wording`: counts and lists in sentences, "did you mean"
//! 3. [`word`]: closed sets of words that files, rules and outputs share
//! 4. [`source`]: bytes, spans, lines, excerpts
//! 5. [`lexicon`]: the words of trackers in many languages
//! 6. [`anonymise`]: exports without what is anybody's own
//! 7. [`charter`]: `boardlint.toml`, who may do what since when
//! 8. [`board`]: items, people, changes, and their replay through time
//! 9. [`export`]: one reader a format
//! 10. [`finding`]: what was found and what could not be judged
//! 11. [`rule`]: rule files, their vocabulary, compiling, judging
//! 12. [`lint`]: the library call
//! 13. [`draft`]: a charter drafted from a board
//! 14. [`report`]: one file an output format
//! 15. `cli`: every option of the command line (with the feature `cli`)
//! 16. `command`: one file a command (with the feature `cli`)

pub mod lexicon;

pub mod anonymise;
pub mod board;
pub mod charter;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod command;
pub mod draft;
pub mod export;
pub mod finding;
pub mod lint;
mod parallel;
pub mod report;
pub mod rule;
pub mod source;
pub mod word;
mod wording;

/// The version of boardlint.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
