//! The fuzz targets of `fuzz/` without a fuzzer: their seeds, and inputs that are mutated from the seeds with
//! knowledge of their structure.
//!
//! `BOARDLINT_FUZZ_EXECUTIONS` is the number of inputs for each target. `BOARDLINT_FUZZ_SEED` is any text:
//! the same text gives the same inputs.
#![allow(clippy::expect_used, unreachable_pub, reason = "a test that cannot go on says what it expected")]

#[path = "../../fuzz/bodies.rs"]
mod bodies;
mod mutation;

use std::panic::catch_unwind;
use std::path::Path;

use bodies::TARGETS;
use mutation::{Chance, mutated};

/// Default number of inputs for each target.
const EXECUTIONS: usize = 12;

fn run(name: &str) {
    let target = TARGETS.iter().find(|target| target.name == name).expect(name);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(name);
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect(name).map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let seeds: Vec<Vec<u8>> = paths.iter().map(|path| std::fs::read(path).expect("a seed")).collect();
    let number = |name: &str, other: usize| std::env::var(name).map_or(other, |text| text.parse().expect("a number"));
    let mut chance = Chance::of(&format!("{name} {}", std::env::var("BOARDLINT_FUZZ_SEED").unwrap_or_default()));
    let made = (0..number("BOARDLINT_FUZZ_EXECUTIONS", EXECUTIONS)).map(|_| mutated(&seeds, target.shape, &mut chance));
    for input in seeds.iter().cloned().chain(made.collect::<Vec<_>>()) {
        if catch_unwind(|| (target.run)(&input)).is_err() {
            let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.failed"));
            std::fs::write(&kept, &input).expect("a file");
            panic!("{name} fails on {}", kept.display());
        }
    }
}

macro_rules! targets {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            run(stringify!($name));
        })*

        #[test]
        fn every_target_is_run() {
            let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
            assert_eq!(names, [$(stringify!($name)),*]);
        }
    };
}

targets! { jira_json jira_csv jira_xml trello tables charter rule baseline encoders file_order page_splits threads }
