//! Work grows no faster than the input: twice as much input may cost a little more than twice as much.
//!
//! The cost is the number of bytes allocated on one thread, which is the same on every machine. It shows
//! lists that are copied, texts that are built and names that are folded again for each of many things.
//! Callgrind, if it is installed, also counts everything else: see the ignored test.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use crate::axes::{AXES, Axis};
use crate::linting::{allocated, anonymised, drafts, outputs};
use crate::support::Folder;

/// Maximum ratio between the cost of the step from two to four times the size and that of the step from one
/// to two times: 2 is linear, 4 is quadratic.
const STEEPEST: f64 = 2.3;
/// Differences of fewer bytes or instructions than this are ignored.
const NOISE: usize = 200_000;
/// Number of times that an axis above the limit is measured again.
const RETRIES: usize = 3;

/// The costs of `axis.size`, twice and four times as much.
fn costs(axis: &Axis, cost: impl Fn(usize) -> usize) -> [usize; 3] {
    [1, 2, 4].map(|times| cost(axis.size * times))
}

/// The ratio between the costs of the second and the first step.
#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn steepness([one, two, four]: [usize; 3]) -> f64 {
    four.saturating_sub(two) as f64 / (two.saturating_sub(one) + NOISE) as f64
}

/// Fails if an axis is above the limit, with the costs of everything on it. `BOARDLINT_AXES` contains a part
/// of the names of axes: it selects them and prints their costs.
fn hold(cost: impl Fn(&Axis, usize) -> usize) {
    let wanted = std::env::var("BOARDLINT_AXES").unwrap_or_default();
    let axes = AXES.iter().filter(|axis| axis.name.contains(&wanted));
    let mut steep = Vec::new();
    for axis in axes {
        let mut costs = costs(axis, |n| cost(axis, n));
        // Other tests of the program may have allocated meanwhile, which can only increase the count. So an
        // axis above the limit is measured again.
        for _ in 0..RETRIES {
            if steepness(costs) > STEEPEST {
                let again = self::costs(axis, |n| cost(axis, n));
                costs = [0, 1, 2].map(|step| costs[step].min(again[step]));
            }
        }
        let line = format!("{:.2} {}: {costs:?}", steepness(costs), axis.name);
        if !wanted.is_empty() {
            writeln!(std::io::stderr(), "{line}").expect("somewhere to write");
        }
        if steepness(costs) > STEEPEST {
            steep.push(line);
        }
    }
    assert!(steep.is_empty(), "{steep:#?}");
}

#[test]
fn twice_as_much_of_anything_allocates_no_more_than_twice_as_much() {
    hold(|axis, n| allocated(|| (axis.files)(n), outputs));
}

#[test]
fn a_draft_of_twice_as_much_of_anything_allocates_no_more_than_twice_as_much() {
    hold(|axis, n| allocated(|| (axis.files)(n / 2), drafts));
}

#[test]
fn twice_as_much_of_anything_is_made_anonymous_for_no_more_than_twice_as_much() {
    hold(|axis, n| allocated(|| (axis.files)(n / 2), anonymised));
}

/// Counts the instructions of the program in `BOARDLINT_COUNTED`, which must be built with optimisations.
mod valgrind {
    use super::*;

    fn instructions(program: &Path, axis: &Axis, n: usize) -> usize {
        let folder = Folder::new();
        for (name, bytes) in (axis.files)(n) {
            folder.write(&name, bytes);
        }
        let mut command = Command::new("valgrind");
        command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program);
        command.args([
            "check",
            ".",
            "--no-progress",
            "--format",
            "sarif=a.sarif",
            "--format",
            "html=a.html",
            "--format",
            "junit=a.xml",
        ]);
        if folder.path().join("rules").is_dir() {
            command.args(["--rules", "rules"]);
        }
        let run = command.env("RAYON_NUM_THREADS", "1").current_dir(folder.path()).output().expect("valgrind");
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        let count =
            said.lines().find_map(|line| line.split_once("Collected : ")).map(|(_, count)| count.trim().parse());
        count.unwrap_or_else(|| panic!("{said}")).expect("a number")
    }

    #[test]
    #[ignore = "needs valgrind and a program in BOARDLINT_COUNTED"]
    fn twice_as_much_of_anything_takes_no_more_than_twice_as_many_instructions() {
        let program = crate::support::named_by("BOARDLINT_COUNTED");
        hold(|axis, n| instructions(&program, axis, 4 * n));
    }
}
