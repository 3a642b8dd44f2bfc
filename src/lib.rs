//! boardlint reads exported Jira and Trello boards and reports Scrum role anti-patterns, each pointed at the record in
//! the export that proves it.
//!
//! The stages follow one another, and imports run one way: each may use those before it and none after.
//!
//! 1. [`source`]: bytes, spans, lines, excerpts
//! 2. [`lexicon`]: the words of trackers in many languages
//! 3. [`charter`]: `boardlint.toml`, who may do what since when
//! 4. [`board`]: items, people, changes, and their replay through time
//! 5. [`export`]: one reader a format
//! 6. [`finding`]: what was found and what could not be judged
//! 7. [`rule`]: rule files, their vocabulary, compiling, judging
//! 8. [`draft`]: a charter drafted from a board
//! 9. [`report`]: one file an output format
//! 10. [`command`]: what the command line can ask for

pub mod source;

pub mod lexicon;

pub mod board;
pub mod charter;
pub mod cli;
pub mod command;
pub mod draft;
pub mod export;
pub mod finding;
pub mod report;
pub mod rule;
